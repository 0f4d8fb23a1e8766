//! The worker's side of the protocol (browser only).

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

use crate::build_id::BUILD_ID;

/// Announces the worker to the page, with its build, so that the page can tell a worker of another age.
pub fn start() {
    console_error_panic_hook::set_once();
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        let ready = format!(r#"{{"kind":"ready","build":"{BUILD_ID}"}}"#);
        // A page that is gone needs no answer.
        let _ = scope.post_message(&JsValue::from_str(&ready));
    }
}
