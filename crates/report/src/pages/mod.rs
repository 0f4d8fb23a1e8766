//! Numbers → what a page shows: one view model per route, built in the worker, drawn by the page.
//!
//! A view model holds finished sentences, plain numbers for the charts, and the table twin of each chart. The page
//! only draws it, so that what the tests read here is what a person sees.

pub mod about;
pub(crate) mod change;
pub(crate) mod changes;
pub(crate) mod compare;
pub(crate) mod debt;
pub(crate) mod detection;
pub(crate) mod funnel;
pub(crate) mod gap;
pub(crate) mod matrix;
pub(crate) mod overview;
pub(crate) mod patterns;
pub mod policy;
pub(crate) mod reviews;
pub mod sources;
pub(crate) mod team;
pub(crate) mod teams;
pub(crate) mod threats;

use crate::context::Context;
use crate::drawn::{Drawn, Sheet};
use crate::model::{Body, DataOrigin, Empty, PageView};
use crate::route::{Location, Route};
use crate::text::{filter as words, page};
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::Dataset;

/// Everything that a page needs for one route and filter. A pure function: the same input gives the same page. `dataset` is the
/// data set that `assessment` judged, and `cache` what is kept of earlier pages of it: it saves work and alters nothing.
pub fn build(dataset: &Dataset, assessment: &Assessment, cache: &Cache, origin: &DataOrigin, location: &Location) -> PageView {
    let cx = Context::new(dataset, assessment, cache, origin, location);
    let mut body = body(&cx);
    crate::why::link_figures(&cx, &mut body);
    let why = crate::why::build(&cx).map(Box::new);
    let mut frame = crate::frame::build(&cx);
    if let Some(key) = location.why.as_deref().filter(|_| why.is_none()) {
        frame.chips.push(crate::frame::chips::not_understood(&cx, [words::WHY_KEY, key].concat()));
    }
    PageView { frame, body, why }
}

/// The page that a reader sees first, laid out, and none for any other place: so that it can be loaded without the others. It
/// says what [`build`] and [`draw`] say there. Of many changes what stands at its top, with the first of its blocks, is handed to
/// `glimpse` while the rest is worked out.
pub fn first(
    dataset: &Dataset,
    assessment: &Assessment,
    cache: &Cache,
    origin: &DataOrigin,
    location: &Location,
    glimpse: impl FnOnce(Drawn),
) -> Option<Drawn> {
    if location.route != Route::Overview || location.why.is_some() {
        return None;
    }
    let cx = Context::new(dataset, assessment, cache, origin, location);
    let frame = crate::frame::build(&cx);
    if let Some(empty) = nothing_to_show(&cx) {
        return Some(Drawn { frame, sheet: Sheet::Empty(empty), why: None });
    }
    let overview = crate::pages::overview::build_in_two(&cx, |top| {
        if cx.subset.len() >= MANY {
            let sheet = Sheet::Document(Box::new(crate::drawn::overview_top(top, location)));
            glimpse(Drawn { frame: frame.clone(), sheet, why: None });
        }
    });
    let sheet = Sheet::Document(Box::new(crate::drawn::overview(overview, location)));
    Some(Drawn { frame, sheet, why: None })
}

/// Of fewer changes a page is worked out in a few milliseconds.
const MANY: usize = 5_000;

fn empty((title, text): page::Words, clear_filters: bool) -> Empty {
    Empty { title: title.to_owned(), text: text.to_owned(), clear_filters }
}

/// Why there is no page of figures, if so.
fn nothing_to_show(cx: &Context<'_>) -> Option<Empty> {
    let words = match () {
        () if cx.dataset.receipts.is_empty() && cx.dataset.changes.is_empty() => page::NO_DATA,
        () if cx.dataset.changes.is_empty() => page::NO_REPORT,
        () if cx.subset.is_empty() => return Some(empty(page::NO_MATCH, true)),
        () => return None,
    };
    Some(empty(words, false))
}

fn body(cx: &Context<'_>) -> Body {
    let route = &cx.location.route;
    let has_files = !cx.dataset.receipts.is_empty() || !cx.dataset.changes.is_empty();
    match route {
        Route::About => return Body::Empty(empty(page::ABOUT, false)),
        Route::Unknown { path } => {
            let (title, text) = page::no_page(path);
            return Body::Empty(Empty { title, text, clear_filters: false });
        }
        // A policy is in force before anything is loaded.
        Route::Policy => return Body::Document(Box::new(crate::pages::policy::build(cx))),
        Route::Sources if has_files => return Body::Sources(Box::new(crate::pages::sources::build(cx))),
        Route::Team { team } if !cx.dataset.changes.is_empty() && !cx.assessment.teams().contains(team) => {
            let (title, text) = page::no_team(team);
            return Body::Empty(Empty { title, text, clear_filters: false });
        }
        // A change is there whatever the filter.
        Route::Change { id } if !cx.dataset.changes.is_empty() => {
            return match crate::pages::change::build(cx, id) {
                Some(document) => Body::Document(Box::new(document)),
                None => {
                    let (title, text) = crate::pages::change::words::unknown(id);
                    Body::Empty(Empty { title, text, clear_filters: false })
                }
            };
        }
        Route::Team { .. } if !cx.dataset.changes.is_empty() && cx.subset.is_empty() => {
            return Body::Empty(empty(page::NO_CHANGE_OF_TEAM, true));
        }
        _ => {}
    }
    if let Some(empty) = nothing_to_show(cx) {
        return Body::Empty(empty);
    }
    match route {
        Route::Overview | Route::About | Route::Sources | Route::Policy | Route::Change { .. } | Route::Unknown { .. } => {
            Body::Overview(Box::new(crate::pages::overview::build(cx)))
        }
        Route::Matrix { cell } => Body::Matrix(Box::new(crate::pages::matrix::build(cx, cell.as_ref()))),
        Route::Teams => Body::Teams(Box::new(crate::pages::teams::build(cx))),
        Route::Team { team } => Body::Team(Box::new(crate::pages::team::build(cx, team))),
        Route::Funnel => Body::Funnel(Box::new(crate::pages::funnel::build(cx))),
        Route::Gap => Body::Document(Box::new(crate::pages::gap::build(cx))),
        Route::Compare { sides } => Body::Document(Box::new(crate::pages::compare::build(cx, sides.as_ref()))),
        Route::Changes { find, sort } => Body::Document(Box::new(crate::pages::changes::build(cx, find, sort))),
        Route::Debt => Body::Document(Box::new(crate::pages::debt::build(cx))),
        Route::Threats => Body::Document(Box::new(crate::pages::threats::build(cx))),
        Route::Patterns { pattern: None } => Body::Document(Box::new(crate::pages::patterns::build(cx))),
        Route::Patterns { pattern: Some(id) } => crate::pages::patterns::one::build(cx, id),
        Route::Detection => Body::Document(Box::new(crate::pages::detection::build(cx))),
        Route::Reviews => Body::Document(Box::new(crate::pages::reviews::build(cx))),
    }
}
