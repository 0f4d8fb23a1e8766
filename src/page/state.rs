//! What the page knows: where it is, what the worker last computed, how a load goes.
//!
//! The URL fragment is the truth about the place: [`AppState::navigate`] and [`AppState::set_filter`] write it, and
//! [`AppState::location`] is what they wrote, or what the browser's `hashchange` tells (of links and of Back). Nothing else sets it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::link::exchange::{Action, Exchange, Phase, Report};
use crate::link::protocol::{Draft, Save};
use crate::page::browser::{self, File};
use crate::page::later;
use crate::page::worker_client::{Listener, WorkerClient};
use plumbline_report::document::{Document, PageId, Row};
use plumbline_report::frame::words;
use plumbline_report::route::{Filter, Location, Route};
use plumbline_report::{Body, DataOrigin, Empty, Footer, Frame, Hit, Matrix, Page, SourcesPage, Trial};

/// The page's state, one per page, found by [`use_app`].
#[derive(Clone, Copy)]
pub struct AppState {
    /// The place: page and filter, as the URL fragment says.
    pub location: RwSignal<Location>,
    /// The place of the page on screen: what names the filter follows it, so that nothing is drawn before the answer to a filter is there.
    pub place: RwSignal<Location>,
    /// What stands around every page, of the last view computed.
    pub frame: RwSignal<Arc<Frame>>,
    /// The page on screen.
    pub shown: RwSignal<Shown>,
    /// Counts up whenever the colours change: what reads tokens from the style reads them again.
    pub palette_version: RwSignal<u32>,
    /// What is said aloud, and shown for a moment.
    pub said: RwSignal<String>,
    /// What is said aloud only.
    pub heard: RwSignal<String>,
    /// Where the conversation with the worker stands.
    pub phase: RwSignal<Phase>,
    /// Whether something is being computed or read.
    pub busy: RwSignal<bool>,
    /// What is to be told after a load or a failure, until the reader closes it.
    pub report: RwSignal<Option<Report>>,
    /// What a figure is made of, shown beside the page.
    pub why: RwSignal<Option<Arc<Document>>>,
    /// The rows of the long table that were computed last, and the place of the first.
    pub rows: RwSignal<Arc<(u32, Vec<Row>)>>,
    /// What was found for the text that was searched for last.
    pub found: RwSignal<Arc<Vec<Hit>>>,
    /// The copy of the policy as it was edited; none when it was not.
    pub draft: StoredValue<Option<String>>,
    /// What came of the copy that was tried last.
    pub trial: RwSignal<Arc<Trial>>,
    /// Whether files are held over the page.
    pub hovering: RwSignal<bool>,
    /// Whether the part of the page is there that is loaded after the overview.
    pub later: RwSignal<bool>,
    /// Whether a page is computed and waits for that part.
    pub waiting: RwSignal<bool>,
    /// Whether the top of the page was shown, and the rest is on its way.
    glimpsed: StoredValue<bool>,
    /// Counts the views that the worker computed: of two that wait for the later part only the last is shown.
    n_views: StoredValue<u32>,
    /// The name of the page on screen.
    page: StoredValue<String>,
    client: StoredValue<Option<WorkerClient>, LocalStorage>,
}

/// How long something said stays in sight, in milliseconds.
const SAID_MS: i32 = 6_000;
/// How long after the first page the rest is loaded, in milliseconds: it is painted by then.
const AFTERWARDS_MS: i32 = 300;

/// The page on screen. Each holds its own signal, so that a new view of the same page updates it in place: focus and
/// scroll position stay.
#[derive(Clone, Default)]
pub enum Shown {
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

/// The page's state, in any component under the shell.
pub fn use_app() -> AppState {
    expect_context::<AppState>()
}

impl AppState {
    /// The state at the place that the URL fragment names, with a worker that reads the site's data. It follows the
    /// fragment, the system's theme and dropped files from then on.
    pub fn start() -> Self {
        let state = AppState {
            location: RwSignal::new(Location::from_fragment(&browser::fragment())),
            place: RwSignal::new(Location::from_fragment(&browser::fragment())),
            frame: RwSignal::new(Arc::new(Frame {
                origin: DataOrigin::None,
                counts: String::new(),
                hidden: None,
                options: Default::default(),
                chips: Vec::new(),
                footer: Footer::default(),
            })),
            shown: RwSignal::new(Shown::Nothing),
            palette_version: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            heard: RwSignal::new(String::new()),
            phase: RwSignal::new(Phase::Starting),
            busy: RwSignal::new(true),
            report: RwSignal::new(None),
            why: RwSignal::new(None),
            rows: RwSignal::new(Arc::default()),
            found: RwSignal::new(Arc::default()),
            draft: StoredValue::new(None),
            trial: RwSignal::new(Arc::default()),
            hovering: RwSignal::new(false),
            later: RwSignal::new(false),
            waiting: RwSignal::new(false),
            glimpsed: StoredValue::new(false),
            n_views: StoredValue::new(0),
            page: StoredValue::new(String::new()),
            client: StoredValue::new_local(None),
        };
        state.client.set_value(Some(WorkerClient::start(Heard(state))));
        state.refresh();
        browser::on_fragment_change(move |fragment| state.arrive(Location::from_fragment(&fragment)));
        browser::on_system_theme_change(move || state.palette_version.update(|v| *v += 1));
        browser::on_drop(move |over| set_if_other(state.hovering, over), move |files| state.load(files));
        state
    }

    /// Is at a place, and asks for its page unless it was there already.
    fn arrive(&self, location: Location) {
        if self.location.with_untracked(|l| *l != location) {
            self.location.set(location);
            self.refresh();
        }
    }

    /// Goes to a place: at once, since the browser tells of it only some time after the address has changed.
    fn go(&self, location: Location) {
        let fragment = location.to_fragment();
        browser::set_fragment(&fragment);
        self.arrive(Location::from_fragment(&fragment));
    }

    /// Asks the worker for the page of this place.
    pub fn refresh(&self) {
        let location = self.location.get_untracked();
        self.tell(|exchange| exchange.view(location));
    }

    /// Reads more of the reader's own files: path and handle of each.
    pub fn load(&self, files: Vec<(String, File)>) {
        self.report.set(None);
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.load(files);
            }
        });
    }

    /// Puts the demo in the place of everything.
    pub fn load_demo(&self) {
        self.report.set(None);
        self.tell(Exchange::load_demo);
    }

    /// Stops the load under way.
    pub fn cancel(&self) {
        self.tell(Exchange::cancel);
    }

    /// Has the worker write a file, which the browser then keeps.
    pub fn save(&self, what: Save) {
        self.tell(|exchange| exchange.save(what));
    }

    /// Asks for rows of the long table of this page.
    pub fn ask_rows(&self, from: u32, count: u32) {
        self.tell(|exchange| exchange.rows(from, count));
    }

    /// Asks what a text names.
    pub fn search(&self, text: String) {
        self.tell(|exchange| exchange.search(text));
    }

    /// Asks what comes of a copy of the policy.
    pub fn try_policy(&self, text: String, preview: bool) {
        self.tell(|exchange| exchange.try_policy(Draft { text, preview }));
    }

    fn tell(&self, event: impl FnOnce(&mut Exchange)) {
        self.client.with_value(|client| {
            if let Some(client) = client {
                client.tell(event);
            }
        });
    }

    /// Goes to a page and keeps the filter. Back comes back.
    pub fn navigate(&self, route: Route) {
        self.go(self.location.with_untracked(|l| l.with_route(route)));
    }

    /// Changes the filter on the page as it is. Back undoes it.
    pub fn set_filter(&self, change: impl FnOnce(&mut Filter)) {
        let mut location = self.location.get_untracked();
        change(&mut location.filter);
        self.go(location);
    }

    /// Puts another text to look for in the place of the one in the address; Back leaves the page all the same.
    pub fn find(&self, text: String) {
        let location = self.location.get_untracked();
        if let Route::Changes { find, sort } = &location.route
            && *find != text
        {
            let sort = sort.clone();
            browser::replace_fragment(&location.with_route(Route::Changes { find: text, sort }).to_fragment());
        }
    }

    /// The link to a page with the filter kept. Reactive: read it in a closure.
    pub fn href(&self, route: Route) -> String {
        self.place.with(|l| l.with_route(route).to_fragment())
    }

    /// Says something in the page's live region.
    pub fn announce(&self, text: impl Into<String>) {
        let (said, text) = (self.said, text.into());
        said.set(text.clone());
        browser::after(SAID_MS, move || {
            if said.with_untracked(|s| *s == text) {
                said.set(String::new());
            }
        });
    }

    /// Loads the part of the page that the overview does without, and goes on when it is there. Says when it cannot be had,
    /// but to those who need it.
    pub fn with_later(&self, is_needed: bool, then: impl FnOnce() + 'static) {
        let app = *self;
        leptos::task::spawn_local(async move {
            let is_there = later::load().await;
            if is_there {
                set_if_other(app.later, true);
                then();
            }
            set_if_other(app.waiting, false);
            if !is_there && is_needed {
                app.report.set(Some(Report::ViewFailed(words::PART_NOT_LOADED.to_owned())));
            }
        });
    }

    /// Shows the top of a page that stands there already. What is below stays as it is until the rest comes.
    pub fn glimpse(&self, mut view: Page) {
        let Body::Document(top) = &mut view.body else { return };
        let Shown::Document(shown) = self.shown.get_untracked() else { return };
        let is_same = shown.with_untracked(|shown| {
            let below = shown.blocks.get(top.blocks.len()..).unwrap_or_default();
            top.blocks.extend_from_slice(below);
            shown.page == top.page
        });
        if is_same {
            self.put(view);
            self.glimpsed.set_value(true);
        }
    }

    /// Shows what the worker computed, in its turn.
    pub fn show(&self, view: Page) {
        let app = *self;
        let number = self.n_views.with_value(|n| n.wrapping_add(1));
        self.n_views.set_value(number);
        if !self.glimpsed.get_value() {
            return self.show_numbered(view, number);
        }
        // Its top is painted before the rest takes its turn.
        self.glimpsed.set_value(false);
        self.waiting.set(true);
        browser::before_frame(move || {
            browser::after(0, move || {
                if app.n_views.get_value() == number {
                    app.show_numbered(view, number);
                }
            });
        });
    }

    /// Shows a view once the page has what draws it, unless there is a later one by then.
    fn show_numbered(&self, view: Page, number: u32) {
        let app = *self;
        let is_overview = view.why.is_none() && matches!(&view.body, Body::Document(d) if d.page == PageId::Overview);
        let is_about = self.location.with_untracked(|l| l.route == Route::About);
        let is_at_hand = self.later.get_untracked();
        if is_at_hand || is_overview || (matches!(view.body, Body::Empty(_)) && !is_about) {
            self.waiting.set(false);
            self.put(view);
            if !is_at_hand {
                browser::after(AFTERWARDS_MS, move || app.with_later(false, || ()));
            }
        } else {
            self.waiting.set(true);
            self.with_later(true, move || {
                if app.n_views.get_value() == number {
                    app.put(view);
                }
            });
        }
    }

    /// Has what names the place follow it.
    fn settle(&self) {
        set_if_other(self.place, self.location.get_untracked());
    }

    /// Puts it on screen: in place when it is the same page as before.
    fn put(&self, view: Page) {
        if self.frame.with_untracked(|f| **f != view.frame) {
            if self.frame.with_untracked(|f| f.counts != view.frame.counts) {
                self.heard.set(view.frame.counts.clone());
            }
            self.frame.set(Arc::new(view.frame));
        }
        // The same page keeps its reader in place, whatever of it is drawn anew.
        let page = self.location.with_untracked(|l| words::page_name(&l.route));
        let kept = self.page.with_value(|shown| *shown == page).then(browser::kept).flatten();
        browser::note_sight();
        self.settle();
        self.page.set_value(page);
        if let Some(kept) = kept {
            browser::after(0, move || browser::restore(&kept));
        }
        let why = view.why.map(|why| Arc::new(*why));
        if self.why.with_untracked(|w| *w != why) {
            self.why.set(why);
        }
        macro_rules! put {
            ($kind:ident, $body:expr) => {{
                let body = Arc::new($body);
                match self.shown.get_untracked() {
                    Shown::$kind(signal) => signal.set(body),
                    _ => self.shown.set(Shown::$kind(ArcRwSignal::new(body))),
                }
            }};
        }
        match view.body {
            Body::Empty(b) => put!(Empty, b),
            Body::Matrix(b) => put!(Matrix, *b),
            Body::Sources(b) => put!(Sources, *b),
            Body::Document(b) => put!(Document, *b),
        }
    }
}

/// Brings what the client tells into the signals.
struct Heard(AppState);

impl Listener for Heard {
    fn happened(&self, exchange: &mut Exchange, actions: Vec<Action>) {
        let app = self.0;
        let phase = exchange.phase();
        app.say_quarter(&phase);
        set_if_other(app.phase, phase);
        set_if_other(app.busy, exchange.is_busy());
        if let Some(report) = exchange.take_report() {
            app.take_report(report);
        }
        for action in actions {
            match action {
                Action::Glimpse(view) => app.glimpse(*view),
                Action::Show(view) => app.show(*view),
                Action::Rows { from, rows } => app.rows.set(Arc::new((from, rows))),
                Action::Found(hits) => app.found.set(Arc::new(hits)),
                Action::Tried(trial) => app.trial.set(Arc::new(*trial)),
                Action::Keep { name, media_type, text } => browser::keep_file(&name, &media_type, &text),
                Action::Spawn | Action::Send { .. } => {}
            }
        }
        // Whatever came of it: nothing else will.
        if !exchange.is_busy() {
            app.settle();
        }
    }
}

impl AppState {
    /// Says a quarter of a load aloud when it is reached.
    fn say_quarter(&self, phase: &Phase) {
        let quarter_of = |phase: &Phase| match phase {
            // A share of 0 to 1 has four quarters.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Phase::Reading(reading) => Some(((reading.share() * 4.0) as u32, reading.total)),
            _ => None,
        };
        if let Some((quarter, total)) = quarter_of(phase)
            && quarter > 0
            && self.phase.with_untracked(quarter_of).is_none_or(|(before, _)| before < quarter)
        {
            self.heard.set(words::quarter(quarter, total));
        }
    }

    /// Tells of a load: aloud when all is well, in a notice when something is to be known.
    fn take_report(&self, report: Report) {
        if let Report::Loaded { loaded, own, stopped } = &report {
            self.heard.set(words::load_done(loaded.files, loaded.changes));
            if stopped.is_empty() && loaded.refused == 0 && loaded.errors == 0 {
                if *own {
                    self.announce(words::load_done(loaded.files, loaded.changes));
                }
                // What was told since it was asked for stays: what stood there before comes back by itself.
                return;
            }
        }
        self.report.set(Some(report));
    }
}

/// Sets a signal only when that changes it.
fn set_if_other<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|v| *v != value) {
        signal.set(value);
    }
}
