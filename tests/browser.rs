//! Components in a real browser; `cargo xtask test --only browser` runs them.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "browser/chart.rs"]
mod chart;
#[path = "browser/components.rs"]
mod components;

use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_browser_gives_a_canvas_to_draw_on() {
    let document = web_sys::window().and_then(|window| window.document()).unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().dyn_into().unwrap();
    let context = canvas.get_context("2d").unwrap().unwrap();
    assert!(context.is_instance_of::<CanvasRenderingContext2d>());
}
