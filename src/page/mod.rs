//! The page (browser only): state, shell, pages. It draws what the worker computed, and computes nothing itself.
//!
//! Everything on it is a Leptos view. Parts of the state are in the context ([`state`]); a document's blocks keep their elements while
//! their numbers change ([`keyed`]).

pub mod browser;
pub mod canvas;
pub mod components;
pub mod contents;
pub mod document;
pub mod keyed;
pub mod later;
pub mod pages;
pub mod picture;
pub mod save_menu;
pub mod shell;
pub mod state;
pub mod worker_client;

/// Mounts the page, behind the one that stands in the HTML.
pub fn start() {
    console_error_panic_hook::set_once();
    if let Some(place) = browser::make_room() {
        leptos::mount::mount_to(place, shell::Shell).forget();
    }
}
