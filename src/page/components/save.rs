//! What can be saved: a button that opens a small menu. The menu and the saving come with the deferred part of the page.

use std::sync::Arc;

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;

use crate::page::state::{Navigation, Screen, Worker};
use crate::page::{browser, later};
use plumbline_report::document::{Block, Content, Document, tables_of};
use plumbline_report::export::Export;
use plumbline_report::frame::words;

/// What a menu offers.
#[derive(Clone)]
pub enum Offer {
    /// The pictures and tables of a figure.
    Figure(Signal<Block>),
    /// The tables of the explanation beside the page.
    Explanation(Signal<Arc<Document>>),
    /// The table of the matrix.
    Matrix,
    /// What can be kept in the place of a link that does not hold the reader's own files: the page, when it is a document.
    OwnFiles {
        /// Whether the page can be written as Markdown.
        is_document: bool,
    },
}

/// What an open menu is given.
pub struct OpenMenu {
    /// What it offers.
    pub offer: Offer,
    /// Shuts it, and gives the focus back to its button.
    pub shut: Callback<()>,
}

/// Whether a figure has a picture or a table to save.
fn has_any(block: &Block) -> bool {
    !block.head.title.is_empty() && (block.content.iter().any(|c| matches!(c, Content::Chart(_))) || !tables_of(block).is_empty())
}

/// The button of a figure's menu; nothing where there is nothing to save.
#[component]
pub fn SaveFigure(
    /// The figure.
    block: Signal<Block>,
) -> impl IntoView {
    let is_there = Memo::new(move |_| block.with(has_any));
    let label = Memo::new(move |_| block.with(|block| [words::SAVE, ": ", &block.head.title].concat()));
    move || is_there.get().then(|| view! { <SaveButton label offer=Offer::Figure(block) /> })
}

/// The button of a menu: an arrow down to a line.
#[component]
pub fn SaveButton(
    /// What the button is called.
    #[prop(into)]
    label: Signal<String>,
    /// What its menu offers.
    offer: Offer,
) -> impl IntoView {
    let face = || {
        view! {
            <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <path d="M8 2V10.5M4.5 7 8 10.5 11.5 7M2.5 13.5H13.5"></path>
            </svg>
        }
    };
    view! { <Unfolding class="save" button="save-button" label=Some(label) offer>{face()}</Unfolding> }
}

/// A button with a menu below it. The menu shuts on Escape, and when the focus leaves it.
#[component]
pub fn Unfolding(
    /// The style class of the whole.
    class: &'static str,
    /// The style classes of the button.
    button: &'static str,
    /// What the button is called, where its face does not say it.
    label: Option<Signal<String>>,
    /// What the menu offers.
    offer: Offer,
    /// The face of the button.
    children: Children,
) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let is_open = RwSignal::new(false);
    let (whole, face) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    // What an item does may take the menu off the page.
    let shut = move |()| {
        let _ = is_open.try_set(false);
        if let Some(face) = face.try_get_untracked().flatten() {
            let _ = face.focus();
        }
    };
    let toggle = move |_| {
        is_open.update(|is_open| *is_open = !*is_open);
        if is_open.get_untracked() && !screen.has_deferred.get_untracked() {
            screen.with_deferred(true, || ());
        }
    };
    // What is taken off the page loses the focus when its signals are gone already.
    let left = move |event: FocusEvent| {
        if whole.try_get_untracked().flatten().is_some_and(|whole| !browser::stays_in(&event, &whole)) {
            let _ = is_open.try_set(false);
        }
    };
    let key_pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            event.prevent_default();
            shut(());
        }
    };
    let menu = move || {
        let later = (is_open.get() && screen.has_deferred.get()).then(later::get).flatten()?;
        Some((later.save_menu)(OpenMenu { offer: offer.clone(), shut: Callback::new(shut) }))
    };
    let name = label.map(|label| move || label.get());
    view! {
        <div class=[class, " screen-only"].concat() node_ref=whole on:focusout=left on:keydown=key_pressed>
            <button
                type="button" class=button node_ref=face aria-label=name aria-expanded=move || is_open.get().to_string() on:click=toggle
            >
                {children()}
            </button>
            {menu}
        </div>
    }
}

/// The button that saves the page as Markdown.
#[component]
pub fn SavePageButton(
    /// What it says.
    #[prop(into)]
    word: Signal<&'static str>,
) -> impl IntoView {
    let worker = expect_context::<Worker>();
    let navigation = expect_context::<Navigation>();
    let save = move |_| worker.export(navigation.shown.get_untracked(), Export::Page);
    view! { <button type="button" class="btn" title=words::SAVE_MARKDOWN on:click=save>{word}</button> }
}
