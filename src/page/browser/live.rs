//! New data, of which the server of `plumbline open` tells. Its `index.html` names where; on any other site nothing is asked for.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

use super::{document, window};

/// How long is waited between two questions, in milliseconds. A tab that stands behind others asks less often: its browser sees to it.
const PAUSE_MS: i32 = 1_000;

/// The same while nobody answers.
const LONG_PAUSE_MS: i32 = 5_000;

/// Calls with what the server says of its data: whether they are others than before, and what of the files could not be read.
///
/// The server is asked again and again. A connection that stays open would be one of the six that a browser has for all tabs of a site.
pub fn on_new_data(mut handler: impl FnMut(bool, &str) + 'static) {
    let meta = document().and_then(|d| d.query_selector("meta[name=\"plumbline-live\"]").ok().flatten());
    let Some((meta, place)) = meta.and_then(|meta| meta.get_attribute("content").map(|place| (meta, place))) else { return };
    let mut shown = meta.get_attribute("data-number").unwrap_or_default();
    spawn_local(async move {
        let mut heard = String::new();
        loop {
            let said = said_at(&place).await;
            let pause_ms = if said.is_some() { PAUSE_MS } else { LONG_PAUSE_MS };
            if let Some(said) = said.filter(|said| *said != heard) {
                let (number, faults) = said.split_once('\n').unwrap_or((&said, ""));
                let is_new = number != shown;
                number.clone_into(&mut shown);
                handler(is_new, faults);
                heard = said;
            }
            pause(pause_ms).await;
        }
    });
}

/// What the server says; none when it does not answer.
async fn said_at(place: &str) -> Option<String> {
    let answer: Response = JsFuture::from(window()?.fetch_with_str(place)).await.ok()?.dyn_into().ok()?;
    let text = answer.ok().then(|| answer.text()).and_then(Result::ok)?;
    JsFuture::from(text).await.ok()?.as_string()
}

/// Waits.
async fn pause(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}
