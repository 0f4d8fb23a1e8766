//! The part of a released program that did not run while a browser showed the first page.
//!
//! `xtask/src/cut.rs` takes it out of the WebAssembly, down to single branches of functions, and writes what fetches it to the end
//! of the script. No source tells where that cut is, and none has to: what is needed before it is there is fetched at once.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Fetches the rest while everything waits.
    #[wasm_bindgen(js_name = restNow)]
    fn rest_now();

    /// Fetches the rest.
    #[wasm_bindgen(js_name = restSoon, catch)]
    async fn rest_soon() -> Result<JsValue, JsValue>;
}

/// What stands before each call of something in the rest. The cut makes it ask first whether the rest is there already.
#[wasm_bindgen]
pub fn rest_needed() {
    rest_now();
}

/// Loads the rest; whether that worked. Asking again tries again.
pub async fn load() -> bool {
    rest_soon().await.is_ok()
}
