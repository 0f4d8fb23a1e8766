//! The page (browser only): state, shell, pages. It draws what the worker computed, and computes nothing itself.
//!
//! Signals and effects are Leptos'. What the overview needs, and every page that is a document, is made of plain elements
//! ([`element`]), so that the first page weighs little; pages of their own and dialogs are Leptos' views, and are loaded afterwards.

pub mod browser;
pub mod canvas;
pub mod components;
pub mod contents;
pub mod document;
pub mod element;
pub mod in_view;
pub mod later;
pub mod pages;
pub mod shell;
pub mod state;
pub mod worker_client;

use leptos::prelude::Owner;

/// Mounts the page.
pub fn start() {
    console_error_panic_hook::set_once();
    // It can only be there already, which is as well.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let page = Owner::new();
    page.with(|| browser::fill_body(shell::shell()));
    // The page lives as long as its window.
    std::mem::forget(page);
}
