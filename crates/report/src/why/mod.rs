//! Why this number: every figure opens to its formula in words, the numbers that went in, and the items behind each of them, down to
//! the file and record that they were read from.
//!
//! `why=envelope` is the first level: the formula, and one row for each number of the figure. `why=envelope/intent` is the second: the
//! sums of that row, and its items.

pub(crate) mod calibration;
pub(crate) mod cases;
pub(crate) mod confidence;
pub(crate) mod counted;
pub(crate) mod evidence;
pub(crate) mod exposure;
pub(crate) mod funnel;
pub(crate) mod lack;
pub(crate) mod ladder;
pub(crate) mod lane;
pub(crate) mod matrix;
pub(crate) mod panel;
pub(crate) mod pattern;
pub(crate) mod practice;
pub(crate) mod review;
pub(crate) mod sums;

use crate::context::Context;
use crate::document::{Block, Content, Document, FigureId};
use crate::route::{Location, Route};

/// What builds an explanation; the last argument is the part of the figure that it is about.
type Build = fn(&Context<'_>, &'static Kind, Option<&str>) -> Option<Document>;

/// What explains one kind of figure.
pub struct Kind {
    /// As it stands in the URL.
    pub key: &'static str,
    /// What the figure shows.
    pub title: &'static str,
    /// Its formula in words.
    formula: &'static str,
    /// The chapter of the scoring rules.
    chapter: &'static str,
    build: Build,
}

impl Kind {
    const fn new(key: &'static str, chapter: &'static str, (title, formula): (&'static str, &'static str), build: Build) -> Self {
        Kind { key, title, formula, chapter, build }
    }
}

/// Every kind of figure that can be explained.
pub static KINDS: [Kind; 25] = [
    confidence::ENVELOPE,
    confidence::RISKS,
    confidence::AUTHORSHIP,
    confidence::BY_TEAM,
    confidence::SERVICES,
    confidence::ENVIRONMENTS,
    confidence::GAP_CHANGE,
    confidence::PROGRESS,
    confidence::SEGMENTS,
    confidence::DRIFT,
    confidence::HEADLINE,
    lack::NEXT_POINTS,
    lack::DEBT,
    lack::TIMELINESS,
    ladder::TEAMS,
    practice::WORKFLOW,
    pattern::PATTERNS,
    pattern::CHAIN,
    matrix::MATRIX,
    funnel::FUNNEL,
    calibration::CALIBRATION,
    exposure::SURFACE,
    exposure::THREATS,
    lane::DETECTION,
    review::REVIEWS,
];

/// The explanation that the location asks for; none when it names no figure.
pub(crate) fn build(cx: &Context<'_>) -> Option<Document> {
    let key = cx.location.why.as_deref()?;
    let (key, part) = match key.split_once('/') {
        Some((key, part)) => (key, Some(part)),
        None => (key, None),
    };
    let kind = KINDS.iter().find(|kind| kind.key == key)?;
    (kind.build)(cx, kind, part)
}

/// The explanation that a location asks for, as far as it is known without the numbers: the figure, its formula, and why there is no more.
pub(crate) fn unread(location: &Location, note: String) -> Option<Document> {
    let key = location.why.as_deref()?;
    let kind = KINDS.iter().find(|kind| key.split('/').next() == Some(kind.key))?;
    Some(panel::unread(kind, note))
}

/// Gives every figure that has an explanation the link to it.
pub(crate) fn link_figures(cx: &Context<'_>, blocks: &mut [Block]) {
    for block in blocks {
        if !block.head.title.is_empty()
            && let Some(Explanation { key, title, part }) = explains(cx, block.place.figure)
        {
            let whole = part.as_ref().map_or_else(|| key.to_owned(), |part| [key, "/", part].concat());
            let name = part.map(|part| cx.policy.patterns.iter().find(|p| p.id == part).map_or(part, |p| p.title.clone()));
            block.head.why = panel::to(cx, &whole);
            block.head.why_title = name.map_or_else(|| title.to_owned(), |name| [title, ", ", &name].concat());
        }
        for content in &mut block.content {
            if let Content::Blocks(inner) = content {
                link_figures(cx, inner);
            }
        }
    }
}

/// What explains a figure, without what builds it: the Overview is loaded without that.
struct Explanation {
    key: &'static str,
    title: &'static str,
    /// The part of it that the figure is about, such as a team.
    part: Option<String>,
}

/// What explains a figure; none for what is no number of its own, such as one change, a comparison or a policy.
fn explains(cx: &Context<'_>, figure: FigureId) -> Option<Explanation> {
    let mut part = None;
    let kind = match figure {
        FigureId::Envelope | FigureId::TeamEnvelope => confidence::ENVELOPE,
        FigureId::GapChange | FigureId::GapChangeReason => confidence::GAP_CHANGE,
        FigureId::Authorship | FigureId::AuthorshipReason => confidence::AUTHORSHIP,
        FigureId::NextPoints => lack::NEXT_POINTS,
        FigureId::Progress => confidence::PROGRESS,
        FigureId::Segments => confidence::SEGMENTS,
        FigureId::Drift => confidence::DRIFT,
        FigureId::Ladder | FigureId::Teams => ladder::TEAMS,
        FigureId::TeamLadder | FigureId::TeamCriteria => {
            let Route::Team { team } = &cx.location.route else { return None };
            part = Some(team.clone());
            ladder::TEAMS
        }
        FigureId::Debt
        | FigureId::Velocity
        | FigureId::HoldersByAuthorship
        | FigureId::HoldersByTeam
        | FigureId::LargestDebts => lack::DEBT,
        FigureId::Timeliness => lack::TIMELINESS,
        FigureId::Workflow => practice::WORKFLOW,
        FigureId::Patterns
        | FigureId::TeamPatterns
        | FigureId::Timeline
        | FigureId::AfterPrevention
        | FigureId::PatternKinds
        | FigureId::PatternsByTeam => pattern::PATTERNS,
        FigureId::Courses | FigureId::PatternFacts | FigureId::Prevention | FigureId::ShownBy | FigureId::Occurrences => {
            let Route::Patterns { pattern: Some(id) } = &cx.location.route else { return None };
            part = Some(id.clone());
            pattern::PATTERNS
        }
        FigureId::Risks => confidence::RISKS,
        FigureId::ByTeam => confidence::BY_TEAM,
        FigureId::Services => confidence::SERVICES,
        FigureId::Environments => confidence::ENVIRONMENTS,
        FigureId::Calibration | FigureId::Scores => calibration::CALIBRATION,
        FigureId::Funnel | FigureId::EvaluatedFunnel => funnel::FUNNEL,
        FigureId::Surface | FigureId::Worst => exposure::SURFACE,
        FigureId::Threats => exposure::THREATS,
        FigureId::Chain | FigureId::Furthest => pattern::CHAIN,
        FigureId::Lanes | FigureId::LastChecks => lane::DETECTION,
        FigureId::Reviews | FigureId::ReviewShares => review::REVIEWS,
        _ => return None,
    };
    Some(Explanation { key: kind.key, title: kind.title, part })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_key() {
        for (i, kind) in KINDS.iter().enumerate() {
            assert_eq!(KINDS.iter().position(|k| k.key == kind.key), Some(i), "{}", kind.key);
            assert!(kind.formula.ends_with('.') && !kind.title.ends_with('.'), "{}", kind.key);
        }
    }

    #[test]
    fn each_formula_leads_to_a_chapter_of_the_rules() {
        let rules = include_str!("../../../../docs/scoring.md");
        let chapters: Vec<String> =
            rules.lines().filter_map(|l| l.strip_prefix("## ")).map(crate::pages::about::chapter_id).collect();
        for kind in &KINDS {
            assert!(chapters.iter().any(|c| c == kind.chapter), "{}", kind.chapter);
        }
    }
}
