//! The page on screen.

use std::mem;
use std::sync::Arc;
use std::vec;

use leptos::prelude::*;

use super::{Announcer, Loading, Navigation, set_if_changed};
use crate::link::exchange::Report;
use crate::page::{browser, canvas, later};
use plumbline_report::document::{Block, Document, PageId};
use plumbline_report::frame::{news, words};
use plumbline_report::route::Route;
use plumbline_report::{Body as PageBody, DataOrigin, Empty, Footer, Frame, Matrix, Page, SourcesPage};

/// How long after the first page the deferred part is loaded, in milliseconds: the page is painted by then.
const DEFERRED_MS: i32 = 300;

/// The id of the filter bar.
pub const FILTERS: &str = "filters";

/// The page on screen and what stands around it.
#[derive(Clone, Copy)]
pub struct Screen {
    /// What stands around every page, of the last view computed.
    pub frame: RwSignal<Arc<Frame>>,
    /// The page itself.
    pub body: RwSignal<Body>,
    /// The explanation of a figure, shown beside the page.
    pub why: RwSignal<Option<Arc<Document>>>,
    /// Whether the deferred part of the program is there.
    pub has_deferred: RwSignal<bool>,
    /// Whether a page is computed and not on screen yet.
    pub waiting: RwSignal<bool>,
    /// Whether a preview is on screen, and the whole page is on its way.
    is_preview: StoredValue<bool>,
    /// Counts the views that the worker computed: of two that wait only the last is shown.
    n_views: StoredValue<u32>,
    /// The name of the page on screen.
    page_name: StoredValue<String>,
    navigation: Navigation,
    announcer: Announcer,
    loading: Loading,
}

/// The page. A new view of the same page sets the signal of this one, so its elements stay.
#[derive(Clone, Default)]
pub enum Body {
    /// Nothing was computed yet.
    #[default]
    Nothing,
    /// Nothing to show, and why.
    Empty(ArcRwSignal<Arc<Empty>>),
    /// The matrix.
    Matrix(ArcRwSignal<Arc<Matrix>>),
    /// The sources.
    Sources(ArcRwSignal<Arc<SourcesPage>>),
    /// Any other page.
    Document(ArcRwSignal<Arc<Document>>),
}

/// Whether a document is the overview, which needs no deferred part.
pub fn is_overview(document: &Document) -> bool {
    document.page == PageId::Overview
}

impl Screen {
    pub(super) fn new(navigation: Navigation, announcer: Announcer, loading: Loading) -> Self {
        let frame = Frame {
            origin: DataOrigin::None,
            counts: String::new(),
            hidden: None,
            options: Default::default(),
            chips: Vec::new(),
            footer: Footer::default(),
            computed: None,
        };
        Self {
            frame: RwSignal::new(Arc::new(frame)),
            body: RwSignal::new(Body::Nothing),
            why: RwSignal::new(None),
            has_deferred: RwSignal::new(false),
            waiting: RwSignal::new(false),
            is_preview: StoredValue::new(false),
            n_views: StoredValue::new(0),
            page_name: StoredValue::new(String::new()),
            navigation,
            announcer,
            loading,
        }
    }

    /// Marks the page of the present location as the one on screen.
    pub(super) fn settle(self) {
        self.navigation.settle();
    }

    /// Loads the deferred part of the program, then calls. A failure is reported when the part `is_needed` now.
    pub fn with_deferred(self, is_needed: bool, then: impl FnOnce() + 'static) {
        leptos::task::spawn_local(async move {
            let is_there = later::load().await;
            if is_there {
                set_if_changed(self.has_deferred, true);
                then();
            }
            set_if_changed(self.waiting, false);
            if !is_there && is_needed {
                self.loading.report.set(Some(Report::ViewFailed(words::PART_NOT_LOADED.to_owned())));
            }
        });
    }

    /// Shows the new top of the page on screen. What is below stays as it is until the whole page comes.
    pub(super) fn preview(self, mut view: Page) {
        let PageBody::Document(top) = &mut view.body else { return };
        let Body::Document(shown) = self.body.get_untracked() else { return };
        let is_same = shown.with_untracked(|shown| {
            let below = shown.blocks.get(top.blocks.len()..).unwrap_or_default();
            top.blocks.extend_from_slice(below);
            shown.page == top.page
        });
        if is_same {
            self.put(view);
            self.is_preview.set_value(true);
        }
    }

    /// Shows a view of the worker's.
    pub(super) fn show(self, view: Page) {
        let number = self.n_views.with_value(|n| n.wrapping_add(1));
        self.n_views.set_value(number);
        if !self.is_preview.get_value() {
            return self.show_numbered(view, number);
        }
        // The preview is painted before the rest of the page takes time.
        self.is_preview.set_value(false);
        self.waiting.set(true);
        browser::before_frame(move || {
            browser::after(0, move || {
                if self.n_views.get_value() == number {
                    self.show_numbered(view, number);
                }
            });
        });
    }

    /// Shows a view once the program that draws it is there, unless there is a later view by then.
    fn show_numbered(self, view: Page, number: u32) {
        let needs_deferred = view.why.is_some()
            || match &view.body {
                PageBody::Document(document) => !is_overview(document),
                PageBody::Empty(_) => self.navigation.location.with_untracked(|l| l.route == Route::About),
                PageBody::Matrix(_) | PageBody::Sources(_) => true,
            };
        let has_deferred = self.has_deferred.get_untracked();
        if has_deferred || !needs_deferred {
            self.waiting.set(false);
            self.begin(view, number);
            if !has_deferred {
                browser::after(DEFERRED_MS, move || self.with_deferred(false, || ()));
            }
        } else {
            self.waiting.set(true);
            self.with_deferred(true, move || {
                if self.n_views.get_value() == number {
                    self.begin(view, number);
                }
            });
        }
    }

    /// Puts a view on screen. The first one is built behind the page that stands in the HTML, block by block, so that the reader is not
    /// held up, and takes its place when it is complete.
    fn begin(self, mut view: Page, number: u32) {
        if !browser::is_first_page_shown() {
            return self.put(view);
        }
        let blocks = match &mut view.body {
            PageBody::Document(document) => mem::take(&mut document.blocks),
            _ => Vec::new(),
        };
        browser::after(0, move || {
            if self.n_views.get_value() == number {
                self.put(view);
                self.add(blocks.into_iter(), number);
            }
        });
    }

    /// Adds the next block to the document behind the page in the HTML, or takes the place of that page after the last.
    fn add(self, mut blocks: vec::IntoIter<Block>, number: u32) {
        // What else took the place of that page, such as a notice, waits for nothing.
        let n_now = if browser::is_first_page_shown() { 1 } else { usize::MAX };
        let now: Vec<Block> = blocks.by_ref().take(n_now).collect();
        if now.is_empty() && canvas::is_all_painted() {
            return browser::give_way();
        }
        if let Body::Document(document) = self.body.get_untracked()
            && !now.is_empty()
        {
            document.update(|document| Arc::make_mut(document).blocks.extend(now));
        }
        browser::before_frame(move || {
            browser::after(0, move || {
                if self.n_views.get_value() == number {
                    self.add(blocks, number);
                }
            });
        });
    }

    /// Puts a view on screen: in place when it is the same page as before.
    fn put(self, view: Page) {
        // All positions are known before anything changes.
        canvas::update_visibility();
        browser::defer_layout();
        let focused = browser::focused();
        let name = self.navigation.location.with_untracked(|l| words::page_name(&l.route));
        let (is_same_page, is_first) = self.page_name.with_value(|shown| (*shown == name, shown.is_empty()));
        let was_in_filters = focused.as_ref().is_some_and(|focused| browser::is_within(focused, FILTERS));
        let headline = match &view.body {
            PageBody::Document(document) => document.headline.text(),
            _ => String::new(),
        };
        let earlier = match self.body.get_untracked() {
            Body::Document(document) => document.with_untracked(|document| document.headline.text()),
            _ => String::new(),
        };
        let page = (!is_same_page).then_some(name.as_str());
        for said in self.frame.with_untracked(|before| news(page, before, &view.frame, [&earlier, &headline])) {
            self.announcer.say(said);
        }
        if self.frame.with_untracked(|f| **f != view.frame) {
            self.frame.set(Arc::new(view.frame));
        }
        self.page_name.set_value(name);
        self.settle();
        let why = view.why.map(|why| Arc::new(*why));
        if self.why.with_untracked(|w| *w != why) {
            self.why.set(why);
        }
        macro_rules! put {
            ($kind:ident, $body:expr) => {{
                let body = Arc::new($body);
                match self.body.get_untracked() {
                    Body::$kind(signal) if is_same_page => signal.set(body),
                    _ => self.body.set(Body::$kind(ArcRwSignal::new(body))),
                }
            }};
        }
        match view.body {
            PageBody::Empty(b) => put!(Empty, b),
            PageBody::Matrix(b) => put!(Matrix, *b),
            PageBody::Sources(b) => put!(Sources, *b),
            PageBody::Document(b) => put!(Document, *b),
        }
        self.navigation.scroll_back();
        // An element that moves among its neighbours loses the focus; one that is gone leaves it to what it stood in.
        browser::after(0, move || {
            if let Some(focused) = &focused {
                browser::refocus(focused);
            }
            if browser::focused().is_none() && !is_first && (focused.is_some() || !is_same_page) {
                if was_in_filters {
                    browser::focus_first_field(FILTERS);
                } else {
                    browser::focus_in_place("main");
                }
            }
            self.navigation.focus_back();
        });
    }
}
