//! The menus of what can be saved, and the pictures that they make.

use leptos::html;
use leptos::prelude::*;

use crate::page::components::{Offer, OpenMenu};
use crate::page::state::{Announcer, Navigation, Screen, Worker};
use crate::page::{browser, picture};
use plumbline_report::document::{Block, Content, all_blocks, tables_of};
use plumbline_report::export::Export;
use plumbline_report::frame::words;

/// What one item of a menu does.
type Act = Box<dyn Fn() + Send + Sync>;

/// The items of a menu, in order.
pub fn save_menu(OpenMenu { offer, shut }: OpenMenu) -> AnyView {
    let saving =
        Saving { worker: expect_context(), navigation: expect_context(), screen: expect_context(), announcer: expect_context() };
    let (note, items) = match offer {
        Offer::Figure(block) => (None, saving.figure(&block.get_untracked())),
        Offer::Explanation(document) => {
            let captions = document.with_untracked(|document| {
                let tables = all_blocks(&document.blocks).into_iter().flat_map(tables_of);
                tables.map(|table| table.caption().to_owned()).collect::<Vec<_>>()
            });
            (None, saving.tables(&captions, |place| Export::Explanation { place }))
        }
        Offer::Matrix => (None, saving.tables(&[String::new()], |_| Export::Matrix)),
        Offer::OwnFiles { is_document } => (Some(words::LINK_WITHOUT_FILES), saving.instead_of_link(is_document)),
    };
    let list = NodeRef::<html::Div>::new();
    // The first item takes the focus, so that the menu shuts when the focus goes elsewhere.
    list.on_load(|list| browser::queue_microtask(move || browser::focus_first_button(&list)));
    let item = |(word, act): (String, Act)| {
        let chosen = move |_| {
            act();
            shut.run(());
        };
        view! { <li><button type="button" on:click=chosen>{word}</button></li> }
    };
    view! {
        <div class="save-menu" tabindex="-1" node_ref=list>
            {note.map(|note| view! { <p class="save-note">{note}</p> })}
            <ul>{items.into_iter().map(item).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// What saving needs.
#[derive(Clone, Copy)]
struct Saving {
    worker: Worker,
    navigation: Navigation,
    screen: Screen,
    announcer: Announcer,
}

impl Saving {
    fn export(self, what: Export) -> Act {
        Box::new(move || self.worker.export(self.navigation.shown.get_untracked(), what.clone()))
    }

    /// One item for each table; with a single one its caption says nothing more.
    fn tables(self, captions: &[String], what: impl Fn(u32) -> Export) -> Vec<(String, Act)> {
        let word = |caption: &String| match (captions.len(), caption.is_empty()) {
            (1, _) | (_, true) => words::TABLE_CSV.to_owned(),
            _ => [words::TABLE_CSV, ": ", caption].concat(),
        };
        (0..).zip(captions).map(|(place, caption)| (word(caption), self.export(what(place)))).collect()
    }

    fn figure(self, block: &Block) -> Vec<(String, Act)> {
        let mut items: Vec<(String, Act)> = Vec::new();
        if block.content.iter().any(|content| matches!(content, Content::Chart(_))) {
            let announcer = self.announcer;
            let kinds = [(words::PICTURE_PNG, picture::Kind::Png), (words::PICTURE_SVG, picture::Kind::Svg)];
            for (word, kind) in kinds {
                let block = block.clone();
                let save = move || {
                    let (frame, location) = (self.screen.frame.get_untracked(), self.navigation.shown.get_untracked());
                    picture::save(&block, &frame, &words::page_name(&location.route), kind, move |name| {
                        announcer.announce(name.map_or_else(|| words::NOT_DRAWN.to_owned(), |name| words::saved(&name)));
                    });
                };
                items.push((word.to_owned(), Box::new(save)));
            }
        }
        let captions: Vec<String> = tables_of(block).iter().map(|table| table.caption().to_owned()).collect();
        let (figure, title) = (block.place.figure, block.head.title.clone());
        items.extend(self.tables(&captions, |place| Export::Table { figure, title: title.clone(), place }));
        items
    }

    fn instead_of_link(self, is_document: bool) -> Vec<(String, Act)> {
        let announcer = self.announcer;
        let copy = move || {
            browser::copy_link(move |done| {
                announcer.announce(if done { words::LINK_COPIED_WITHOUT_FILES } else { words::LINK_NOT_COPIED });
            });
        };
        let mut items: Vec<(String, Act)> = vec![(words::COPY_ANYWAY.to_owned(), Box::new(copy))];
        if is_document {
            items.push((words::SAVE_MARKDOWN.to_owned(), self.export(Export::Page)));
        }
        items
    }
}
