//! New data, of which the server of `plumbline open` tells. Its `index.html` names where; on any other site nothing is asked for.

use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use super::{document, listen};

/// Calls with what the server says of its data: whether they are others than before, and what of the files could not be read.
pub fn on_new_data(mut handler: impl FnMut(bool, &str) + 'static) {
    let meta = document().and_then(|d| d.query_selector("meta[name=\"plumbline-live\"]").ok().flatten());
    let Some(meta) = meta else { return };
    let mut shown = meta.get_attribute("data-number").unwrap_or_default();
    let Some(source) = meta.get_attribute("content").and_then(|place| EventSource::new(&place).ok()) else { return };
    listen(&source, "data", move |event| {
        let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string()).unwrap_or_default();
        let (number, faults) = text.split_once('\n').unwrap_or((&text, ""));
        let is_new = number != shown;
        number.clone_into(&mut shown);
        handler(is_new, faults);
    });
}
