//! Where the reader is.
//!
//! The URL fragment is the source of truth: [`Navigation::navigate`] and [`Navigation::set_filter`] write it, and
//! [`Navigation::location`] holds what they wrote, or what the browser's `hashchange` reports for links and Back. Nothing else sets it.

use leptos::prelude::*;

use super::{Worker, set_if_changed};
use crate::page::browser::{self, Followed, Link, Places, Refocus};
use plumbline_report::route::{Filter, Location, Route};

/// The place, and the ways to another one.
#[derive(Clone, Copy)]
pub struct Navigation {
    /// Page and filter, as the URL fragment says.
    pub location: RwSignal<Location>,
    /// The location of the page on screen. Controls that name the filter follow it, so that they change together with the page.
    pub shown: RwSignal<Location>,
    /// How far the entries of the history were scrolled.
    places: StoredValue<Places>,
    /// How far the page that is on its way was scrolled when the reader left it; none for a page that is no return.
    return_to: StoredValue<Option<f64>>,
    /// The links by which the entries of the history were left.
    followed: StoredValue<Followed>,
    /// The link that gets the focus once it is on the page; none for a page that is no return.
    refocus: StoredValue<Option<Link>>,
    worker: Worker,
}

impl Navigation {
    pub(super) fn new(worker: Worker) -> Self {
        let location = Location::from_fragment(&browser::fragment());
        Self {
            location: RwSignal::new(location.clone()),
            shown: RwSignal::new(location),
            places: StoredValue::new(Places::new()),
            return_to: StoredValue::new(None),
            followed: StoredValue::new(Followed::new()),
            refocus: StoredValue::new(None),
            worker,
        }
    }

    /// Follows links and Back for as long as the page lives.
    pub(super) fn follow_fragment(self) {
        browser::on_fragment_change(move |fragment| self.arrive(Location::from_fragment(&fragment)));
    }

    /// Marks the page of the present location as the one on screen.
    pub(super) fn settle(self) {
        set_if_changed(self.shown, self.location.get_untracked());
    }

    /// Whether the page of the present location is on its way to a reader who was there before.
    pub fn is_return(self) -> bool {
        self.return_to.with_value(Option::is_some)
    }

    /// Scrolls the page that is now on screen to where the reader left it.
    pub fn scroll_back(self) {
        if let Some(top) = self.return_to.try_update_value(Option::take).flatten() {
            browser::scroll_back_to(top);
        }
    }

    /// Gives the link by which the reader left this page the focus again, as soon as it is there.
    pub fn focus_back(self) {
        let Some(link) = self.refocus.get_value() else { return };
        if browser::refocus_link(&link) == Refocus::Done {
            self.refocus.set_value(None);
        }
    }

    /// Requests the page of the present location.
    pub fn refresh(self) {
        let location = self.location.get_untracked();
        self.worker.request(|exchange| exchange.view(location));
    }

    /// Goes to a page and keeps the filter. Back returns.
    pub fn navigate(self, route: Route) {
        self.go(self.location.with_untracked(|l| l.with_route(route)));
    }

    /// Changes the filter of the page as it is. Back undoes it.
    pub fn set_filter(self, change: impl FnOnce(&mut Filter)) {
        let mut location = self.location.get_untracked();
        change(&mut location.filter);
        self.go(location);
    }

    /// Closes the explanation beside the page.
    pub fn close_explanation(self) {
        let location = self.location.get_untracked();
        if location.why.is_some() {
            browser::set_fragment(&Location { why: None, ..location }.to_fragment());
        }
    }

    /// Replaces the search text in the address, without a new entry in the history.
    pub fn find(self, text: String) {
        let location = self.location.get_untracked();
        if let Route::Changes { find, sort } = &location.route
            && *find != text
        {
            let sort = sort.clone();
            browser::replace_fragment(&location.with_route(Route::Changes { find: text, sort }).to_fragment());
        }
    }

    /// The link to a page with the filter kept. Reactive: call it in a closure.
    pub fn href(self, route: Route) -> String {
        self.shown.with(|l| l.with_route(route).to_fragment())
    }

    /// Sets the location and requests its page, unless it was there already.
    fn arrive(self, location: Location) {
        if self.location.with_untracked(|l| *l != location) {
            browser::stop_waiting();
            self.return_to.set_value(self.places.try_update_value(Places::turn).flatten());
            self.refocus.set_value(self.followed.try_update_value(Followed::turn).flatten());
            self.location.set(location);
            self.refresh();
        }
    }

    /// Goes to a location at once: the browser reports a new address only some time after it has changed.
    fn go(self, location: Location) {
        let fragment = location.to_fragment();
        browser::set_fragment(&fragment);
        self.arrive(Location::from_fragment(&fragment));
    }
}
