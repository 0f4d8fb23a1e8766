//! Pages of a data set that is loaded in parts: which places have a finished answer, and what a place without one shows.

use crate::context::Context;
use crate::frame::{DataOrigin, words};
use crate::pages::{Body, Empty, Page, with_known_team};
use crate::route::{Filter, Location, Period, Route};
use plumbline_assess::{Assessment, Cache, GroupBy};
use plumbline_domain::Authorship;

/// Most values of a dimension that have an answer each.
const MOST_VALUES: usize = 8;

/// What would have to be read for the figures of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Changes in all.
    pub changes: u64,
    /// How many bytes all of them take on the way.
    pub bytes: u64,
    /// How many those of one team take, at most.
    pub team_bytes: u64,
}

/// The pages that count, and need no more than columns for it.
const ROUTES: [Route; 4] = [Route::Overview, Route::Matrix { cell: None }, Route::Teams, Route::Funnel];

/// The filters that have an answer on each of these pages: none, each period of the filter bar, and each authorship and environment.
fn filters(assessment: &Assessment) -> Vec<Filter> {
    let days = words::PERIODS.iter().filter_map(|(value, _)| value.parse().ok());
    let periods = days.map(|days| Filter { period: Period::Days(days), ..Filter::default() });
    let authorships = Authorship::ALL.iter().zip(assessment.counts(GroupBy::Authorship)).filter(|(_, n)| **n > 0);
    let authorships = authorships.map(|(authorship, _)| Filter { authorship: Some(*authorship), ..Filter::default() });
    let environments = assessment.environments().iter().take(MOST_VALUES);
    let environments = environments.map(|name| Filter { environment: Some(name.clone()), ..Filter::default() });
    std::iter::once(Filter::default()).chain(periods).chain(authorships).chain(environments).collect()
}

/// The places whose answers are published with a data set that is loaded in parts. Its columns are enough for them.
pub fn answered_places(assessment: &Assessment) -> Vec<Location> {
    let filters = filters(assessment);
    let of_route = |route: Route| {
        let place = move |filter: &Filter| Location { route: route.clone(), filter: filter.clone(), ..Location::default() };
        filters.iter().map(place).collect::<Vec<_>>()
    };
    ROUTES.into_iter().flat_map(of_route).collect()
}

/// The place whose answer a location shows: without the explanation beside it, and without what is not understood.
pub fn answer_place(location: &Location) -> Location {
    let mut place = Location { why: None, unread: Vec::new(), ..location.clone() };
    // environments are compared without case
    place.filter.environment = place.filter.environment.map(|name| name.to_lowercase());
    place
}

/// A page as it is published in an answer: it says when it was computed, and over what.
pub fn answered(page: Page, n_changes: u64) -> Page {
    let mut page = page;
    let said = words::computed_when_published(n_changes);
    page.frame.footer.sources = [&page.frame.footer.sources, " ", &said].concat();
    page.frame.computed = Some(said);
    page
}

/// The explanation that a location asks for, beside the page of a published answer.
pub fn with_unread_explanation(mut page: Page, location: &Location, unread: &Unread) -> Page {
    page.why = crate::why::unread(location, words::why_unread(unread.changes, unread.bytes, unread.team_bytes)).map(Box::new);
    page
}

/// What a place shows for whose figures more would have to be read than a reader waits for: what, and the ways on.
pub fn unread_page(assessment: &Assessment, cache: &Cache, origin: &DataOrigin, location: &Location, unread: &Unread) -> Page {
    let location = &with_known_team(assessment, location);
    let cx = Context::new(assessment, cache, origin, location);
    let mut frame = crate::frame::build(&cx);
    // nobody knows how many there are, and how many each filter hides
    (frame.counts, frame.hidden) = (words::changes_of_whole(unread.changes), None);
    frame.chips.iter_mut().for_each(|chip| chip.hides = None);
    let (title, text) = (words::UNREAD, words::unread(unread.changes, unread.bytes, unread.team_bytes));
    let empty = Empty { read_all: Some(words::read_all(unread.bytes)), ..Empty::new((title, text), !location.filter.is_empty()) };
    Page { frame, body: Body::Empty(empty), why: None }
}
