//! Every page as data: one folder each, with its words beside it.

pub mod about;
pub(crate) mod change;
pub(crate) mod changes;
pub(crate) mod compare;
pub(crate) mod debt;
pub(crate) mod detection;
pub(crate) mod funnel;
pub(crate) mod gap;
pub mod matrix;
pub(crate) mod overview;
pub mod parts;
pub(crate) mod patterns;
pub mod policy;
pub(crate) mod reviews;
pub mod sources;
pub(crate) mod team;
pub(crate) mod teams;
pub(crate) mod threats;

use crate::context::Context;
use crate::document::{Content, Document};
use crate::frame::{DataOrigin, Frame, chips};
use crate::route::{Location, Route};
use crate::text::{filter as words, page};
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::FindingStatus;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a location shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// What stands around every page.
    pub frame: Frame,
    /// The page itself.
    pub body: Body,
    /// The explanation of a figure, when the location asks for it.
    pub why: Option<Box<Document>>,
}

/// The page itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// There is nothing to show: why, and what to do.
    Empty(Empty),
    /// The matrix.
    Matrix(Box<matrix::model::Matrix>),
    /// The sources.
    Sources(Box<sources::model::SourcesPage>),
    /// Any other page.
    Document(Box<Document>),
}

/// A page without anything to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Empty {
    /// Such as "No data." or "No change matches these filters."
    pub title: String,
    /// What to do.
    pub text: String,
    /// Whether clearing the filters would help.
    pub clear_filters: bool,
    /// What was read without a report, when files were: each with its findings and the start of a gate report.
    pub read: Option<Vec<Content>>,
    /// What the button says that reads all of a data set that is loaded in parts; none where that would not help.
    pub read_all: Option<String>,
}

impl Empty {
    fn new((title, text): (impl Into<String>, impl Into<String>), clear_filters: bool) -> Self {
        Empty { title: title.into(), text: text.into(), clear_filters, read: None, read_all: None }
    }
}

/// The page of a location. A pure function: the same input gives the same page. `cache` keeps what earlier pages of the same
/// assessment computed: it saves work and alters nothing.
pub fn page(assessment: &Assessment, cache: &Cache, origin: &DataOrigin, location: &Location) -> Page {
    let location = &with_known_team(assessment, location);
    let cx = Context::new(assessment, cache, origin, location);
    let body = body(&cx);
    let why = crate::why::build(&cx).map(Box::new);
    let mut frame = crate::frame::build(&cx);
    if let Some(key) = location.why.as_deref().filter(|_| why.is_none()) {
        frame.chips.push(chips::not_understood(&cx, [words::WHY_KEY, key].concat()));
    }
    Page { frame, body, why }
}

/// A location with its teams as they are spelled in the data.
fn with_known_team<'l>(assessment: &Assessment, location: &'l Location) -> Cow<'l, Location> {
    let other = |name: &str| assessment.team_called(name).filter(|known| *known != name).map(str::to_owned);
    let in_route = if let Route::Team { team } = &location.route { other(team) } else { None };
    let in_filter = location.filter.team.as_deref().and_then(other);
    if in_route.is_none() && in_filter.is_none() {
        return Cow::Borrowed(location);
    }
    let mut known = location.clone();
    if let Some(team) = in_route {
        known.route = Route::Team { team };
    }
    if in_filter.is_some() {
        known.filter.team = in_filter;
    }
    Cow::Owned(known)
}

/// The overview, as [`page`] builds it, without the code of any other page; none for any other location, and for files
/// without a report. With many changes, `preview` is given its head and its first blocks before the rest is computed.
pub fn overview_page(
    assessment: &Assessment,
    cache: &Cache,
    origin: &DataOrigin,
    location: &Location,
    preview: impl FnOnce(Page),
) -> Option<Page> {
    if location.route != Route::Overview || location.why.is_some() {
        return None;
    }
    // What files without a report hold is told by the code of another page.
    if assessment.n_in_all() == 0 && assessment.n_files() > 0 {
        return None;
    }
    let location = &with_known_team(assessment, location);
    let cx = Context::new(assessment, cache, origin, location);
    let frame = crate::frame::build(&cx);
    let page = |body| Page { frame: frame.clone(), body, why: None };
    if let Some(empty) = nothing_to_show(&cx) {
        return Some(page(Body::Empty(empty)));
    }
    let document = overview::build(&cx, |top| {
        if cx.subset.len() >= MANY {
            preview(page(Body::Document(Box::new(top.clone()))));
        }
    });
    Some(page(Body::Document(Box::new(document))))
}

/// Of fewer changes a page is computed in a few milliseconds.
const MANY: usize = 5_000;

/// Why there is no page of figures, if so, unless files without a report were read.
fn nothing_to_show(cx: &Context<'_>) -> Option<Empty> {
    match cx.assessment.n_in_all() {
        0 => Some(Empty::new(page::NO_DATA, false)),
        _ => cx.subset.is_empty().then(|| Empty::new(page::NO_MATCH, true)),
    }
}

/// Files without a report: what they hold, and how it becomes evidence of a change.
fn without_a_report(cx: &Context<'_>) -> Empty {
    // what is missing of a published data set is added before the page is shown
    cx.assessment.has_sources();
    let findings = |content: &plumbline_domain::Content| {
        content.findings.iter().filter(|finding| finding.status == FindingStatus::Open).count() as u64
    };
    let files = cx.dataset.loose.iter().filter_map(|loose| cx.dataset.content(loose.content));
    let mut by_tool: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for file in files {
        let (n_findings, n_files) = by_tool.entry(file.tool.as_deref().unwrap_or(file.format.id())).or_default();
        *n_findings += findings(file);
        *n_files += 1;
    }
    let text = page::no_report(&by_tool.into_iter().map(|(tool, (n, files))| (tool, n, files)).collect::<Vec<_>>());
    Empty { read: Some(sources::loose::build(cx)), ..Empty::new((page::NO_REPORT, text), false) }
}

fn body(cx: &Context<'_>) -> Body {
    match document(cx) {
        Ok(body) => body,
        Err(empty) => Body::Empty(empty),
    }
}

fn document(cx: &Context<'_>) -> Result<Body, Empty> {
    let route = &cx.location.route;
    let (has_receipts, has_changes) = (cx.assessment.n_files() > 0, cx.assessment.n_in_all() > 0);
    // Not in `nothing_to_show`, which the Overview has too: it is loaded without what this needs.
    let nothing = || match has_receipts && !has_changes {
        true => Err(without_a_report(cx)),
        false => nothing_to_show(cx).map_or(Ok(()), Err),
    };
    let mut document = match route {
        Route::About => return Err(Empty::new(page::ABOUT, false)),
        Route::Unknown { path } => return Err(Empty::new(page::no_page(path), false)),
        Route::Sources if has_receipts || has_changes => return Ok(Body::Sources(Box::new(sources::build(cx)))),
        // A policy is in force before anything is loaded.
        Route::Policy => policy::build(cx),
        // A change is there whatever the filter.
        Route::Change { id } if has_changes => {
            change::build(cx, id).ok_or_else(|| Empty::new(change::words::unknown(id), false))?
        }
        Route::Team { team } if has_changes && !cx.assessment.teams().contains(team) => {
            return Err(Empty::new(page::no_team(team), false));
        }
        Route::Team { .. } if has_changes && cx.subset.is_empty() => return Err(Empty::new(page::NO_CHANGE_OF_TEAM, true)),
        Route::Matrix { cell } => {
            nothing()?;
            return Ok(Body::Matrix(Box::new(matrix::build(cx, cell.as_ref()))));
        }
        _ => {
            nothing()?;
            with_figures(cx)?
        }
    };
    crate::why::link_figures(cx, &mut document.blocks);
    crate::document::terms::attach(&mut document);
    Ok(Body::Document(Box::new(document)))
}

/// A page of the selected changes.
fn with_figures(cx: &Context<'_>) -> Result<Document, Empty> {
    Ok(match &cx.location.route {
        Route::Gap => gap::build(cx),
        Route::Teams => teams::build(cx),
        Route::Team { team } => team::build(cx, team),
        Route::Patterns { pattern: None } => patterns::build(cx),
        Route::Patterns { pattern: Some(id) } => {
            patterns::one::build(cx, id).ok_or_else(|| Empty::new(patterns::words::no_pattern(id), false))?
        }
        Route::Funnel => funnel::build(cx),
        Route::Debt => debt::build(cx),
        Route::Changes { find, sort } => changes::build(cx, find, sort),
        Route::Threats => threats::build(cx),
        Route::Detection => detection::build(cx),
        Route::Reviews => reviews::build(cx),
        Route::Compare { sides } => compare::build(cx, sides.as_ref()),
        // The others never come this far.
        Route::Overview
        | Route::Matrix { .. }
        | Route::Sources
        | Route::Policy
        | Route::About
        | Route::Change { .. }
        | Route::Unknown { .. } => overview::build(cx, |_| ()),
    })
}
