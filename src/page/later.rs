//! The second part of the page, which is loaded once the Overview is on screen: all other pages and their charts, and the dialogs.
//!
//! A release splits the program at [`entries`] (`xtask/src/split.rs`): code that only these functions need goes to a file of its
//! own. A development build has both parts in one, and everything is there from the start.

use std::sync::Arc;

use leptos::prelude::*;

use crate::page::components::OpenMenu;
use crate::page::{contents, pages, save_menu, shell};
use plumbline_charts::{Chart, Draw};
use plumbline_report::document::Content;
use plumbline_report::{Matrix, SourcesPage};

/// What the second part draws.
pub struct Later {
    /// The matrix.
    pub matrix: fn(ArcRwSignal<Arc<Matrix>>) -> AnyView,
    /// The sources.
    pub sources: fn(ArcRwSignal<Arc<SourcesPage>>) -> AnyView,
    /// How each number is made.
    pub about: fn() -> AnyView,
    /// A content that no block of the Overview has.
    pub content: fn(Signal<Content>) -> AnyView,
    /// A chart that is not on the Overview.
    pub chart: fn(&Chart) -> Option<&dyn Draw>,
    /// What can be saved.
    pub save_menu: fn(OpenMenu) -> AnyView,
    /// Help, search, and the panel beside the page.
    pub dialogs: fn(shell::Open) -> AnyView,
}

static LATER: Later = Later {
    matrix: |view| pages::MatrixPage(pages::MatrixPageProps { view: view.into() }).into_any(),
    sources: |view| pages::SourcesPage(pages::SourcesPageProps { view: view.into() }).into_any(),
    about: || pages::AboutPage().into_any(),
    content: contents::content,
    chart: Chart::of_other_pages,
    save_menu: save_menu::save_menu,
    dialogs: shell::dialogs,
};

#[cfg(split)]
mod part {
    use std::cell::Cell;

    use super::{LATER, Later};
    use wasm_split_helpers::SplitLoaderError;

    thread_local! {
        static LOADED: Cell<Option<&'static Later>> = const { Cell::new(None) };
    }

    #[wasm_split_helpers::wasm_split(later, fallible)]
    fn entries() -> Result<&'static Later, SplitLoaderError> {
        Ok(&LATER)
    }

    /// The second part, if it is loaded.
    pub fn get() -> Option<&'static Later> {
        LOADED.get()
    }

    /// Loads it, and says whether that worked. Another call tries again.
    pub async fn load() -> bool {
        if LOADED.get().is_none() {
            LOADED.set(entries().await.ok());
        }
        LOADED.get().is_some()
    }
}

#[cfg(not(split))]
mod part {
    use super::{LATER, Later};

    /// The second part.
    #[allow(clippy::unnecessary_wraps)]
    pub fn get() -> Option<&'static Later> {
        Some(&LATER)
    }

    /// There is nothing to load.
    #[allow(clippy::unused_async)]
    pub async fn load() -> bool {
        true
    }
}

pub use part::{get, load};
