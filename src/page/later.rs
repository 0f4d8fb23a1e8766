//! The part of the page that is loaded after the overview stands there: all other pages and their charts, and the dialogs.
//!
//! A release cuts the WebAssembly in two at [`entries`] (`xtask/src/split.rs`): what only its functions need stands in a file of its
//! own. Everywhere else both parts are one, and at hand from the start.

use std::sync::Arc;

use leptos::prelude::*;

use crate::page::{contents, pages, shell};
use plumbline_charts::{Chart, Draw};
use plumbline_report::document::Content;
use plumbline_report::{Matrix, SourcesPage};

/// What the later part draws.
pub struct Later {
    /// The matrix.
    pub matrix: fn(ArcRwSignal<Arc<Matrix>>) -> AnyView,
    /// The sources.
    pub sources: fn(ArcRwSignal<Arc<SourcesPage>>) -> AnyView,
    /// How each number is made.
    pub about: fn() -> AnyView,
    /// A content of a block that the overview has none of.
    pub content: fn(Signal<Content>) -> AnyView,
    /// A chart that the overview has none of.
    pub chart: fn(&Chart) -> Option<&dyn Draw>,
    /// Help, search, and the panel beside the page.
    pub dialogs: fn(shell::Open) -> AnyView,
}

static LATER: Later = Later {
    matrix: |view| pages::MatrixPage(pages::MatrixPageProps { view: view.into() }).into_any(),
    sources: |view| pages::SourcesPage(pages::SourcesPageProps { view: view.into() }).into_any(),
    about: || pages::AboutPage().into_any(),
    content: contents::content,
    chart: Chart::of_other_pages,
    dialogs: shell::dialogs,
};

#[cfg(split)]
mod cut {
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

    /// The later part, when it is there.
    pub fn get() -> Option<&'static Later> {
        LOADED.get()
    }

    /// Loads it; whether that worked. Asking again tries again.
    pub async fn load() -> bool {
        if LOADED.get().is_none() {
            LOADED.set(entries().await.ok());
        }
        LOADED.get().is_some()
    }
}

#[cfg(not(split))]
mod cut {
    use super::{LATER, Later};

    /// The later part.
    #[allow(clippy::unnecessary_wraps)]
    pub fn get() -> Option<&'static Later> {
        Some(&LATER)
    }

    /// It is there.
    #[allow(clippy::unused_async)]
    pub async fn load() -> bool {
        true
    }
}

pub use cut::{get, load};
