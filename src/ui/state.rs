//! What the page knows: where it is, what the worker last computed, how a load goes.
//!
//! The URL fragment is the truth about the place: [`AppState::navigate`] and [`AppState::set_filter`] write it, and the
//! browser's `hashchange` (also of links and of Back) sets [`AppState::location`]. Nothing else sets it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::route::{Filter, Location, Route};
use crate::ui::browser;
use crate::view::{
    Body, DataOrigin, Empty, Footer, Frame, FunnelPage, Matrix, Overview, PageView, SourcesPage, TeamPage, TeamsPage,
};

/// The page's state, one per page, found by [`use_app`].
#[derive(Clone, Copy)]
pub struct AppState {
    /// The place: page and filter, as the URL fragment says.
    pub location: RwSignal<Location>,
    /// What stands around every page, of the last view computed.
    pub frame: RwSignal<Arc<Frame>>,
    /// The page on screen.
    pub shown: RwSignal<Shown>,
    /// Counts up whenever the colours change: what reads tokens from the style reads them again.
    pub palette_version: RwSignal<u32>,
    /// What is said aloud, and shown for a moment.
    pub said: RwSignal<String>,
}

/// The page on screen. Each holds its own signal, so that a new view of the same page updates it in place: focus and
/// scroll position stay.
#[derive(Clone, Default)]
pub enum Shown {
    /// Nothing was computed yet.
    #[default]
    Nothing,
    /// Nothing to show, and why.
    Empty(ArcRwSignal<Arc<Empty>>),
    /// The overview.
    Overview(ArcRwSignal<Arc<Overview>>),
    /// The matrix.
    Matrix(ArcRwSignal<Arc<Matrix>>),
    /// All teams.
    Teams(ArcRwSignal<Arc<TeamsPage>>),
    /// One team.
    Team(ArcRwSignal<Arc<TeamPage>>),
    /// The funnel.
    Funnel(ArcRwSignal<Arc<FunnelPage>>),
    /// The sources.
    Sources(ArcRwSignal<Arc<SourcesPage>>),
}

/// The page's state.
pub fn use_app() -> AppState {
    expect_context::<AppState>()
}

impl AppState {
    /// The state at the place that the URL fragment names. Follows the fragment from then on.
    pub fn new() -> Self {
        let state = AppState {
            location: RwSignal::new(Location::from_fragment(&browser::fragment())),
            frame: RwSignal::new(Arc::new(Frame {
                origin: DataOrigin::None,
                counts: String::new(),
                hidden: None,
                options: Default::default(),
                footer: Footer::default(),
            })),
            shown: RwSignal::new(Shown::Nothing),
            palette_version: RwSignal::new(0),
            said: RwSignal::new(String::new()),
        };
        browser::on_fragment_change(move |fragment| {
            let location = Location::from_fragment(&fragment);
            if state.location.with_untracked(|l| *l != location) {
                state.location.set(location);
            }
        });
        state
    }

    /// Goes to a page and keeps the filter. Back comes back.
    pub fn navigate(&self, route: Route) {
        browser::set_fragment(&self.location.with_untracked(|l| l.with_route(route).to_fragment()));
    }

    /// Changes the filter on the page as it is. Back undoes it.
    pub fn set_filter(&self, change: impl FnOnce(&mut Filter)) {
        let mut location = self.location.get_untracked();
        change(&mut location.filter);
        browser::set_fragment(&location.to_fragment());
    }

    /// The link to a page with the filter kept. Reactive: read it in a closure.
    pub fn href(&self, route: Route) -> String {
        self.location.with(|l| l.with_route(route).to_fragment())
    }

    /// Says something in the page's live region.
    pub fn announce(&self, text: impl Into<String>) {
        self.said.set(text.into());
    }

    /// Shows what the worker computed: in place when it is the same page as before.
    pub fn show(&self, view: PageView) {
        if self.frame.with_untracked(|f| **f != view.frame) {
            self.frame.set(Arc::new(view.frame));
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
            Body::Overview(b) => put!(Overview, *b),
            Body::Matrix(b) => put!(Matrix, *b),
            Body::Teams(b) => put!(Teams, *b),
            Body::Team(b) => put!(Team, *b),
            Body::Funnel(b) => put!(Funnel, *b),
            Body::Sources(b) => put!(Sources, *b),
        }
    }
}

impl Default for AppState {
    fn default() -> Self {
        Self::new()
    }
}
