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
pub mod words;

use crate::context::Context;
use crate::document::{Block, Content, Document, FigureId};
use crate::route::Route;
use crate::why::words::Kind;

/// The explanation that the location asks for; none when it names no figure.
pub(crate) fn build(cx: &Context<'_>) -> Option<Document> {
    let key = cx.location.why.as_deref()?;
    let (key, part) = match key.split_once('/') {
        Some((key, part)) => (key, Some(part)),
        None => (key, None),
    };
    let kind = words::by_key(key)?;
    explain(cx, kind, part)
}

fn explain(cx: &Context<'_>, kind: &'static Kind, part: Option<&str>) -> Option<Document> {
    match kind.key {
        "next-points" => lack::next_points(cx, kind, part),
        "debt" => lack::debt(cx, kind, part),
        "teams" => ladder::build(cx, kind, part),
        "workflow" => practice::build(cx, kind, part),
        "patterns" => pattern::build(cx, kind, part),
        "chain" => pattern::chain(cx, kind, part),
        "matrix" => matrix::build(cx, kind, part),
        "funnel" => funnel::build(cx, kind, part),
        "calibration" => calibration::build(cx, kind, part),
        "surface" => exposure::surface(cx, kind, part),
        "threats" => exposure::threats(cx, kind, part),
        "detection" => lane::build(cx, kind, part),
        "reviews" => review::build(cx, kind, part),
        _ => confidence::build(cx, kind, part),
    }
}

/// Gives every figure that has an explanation the link to it.
pub(crate) fn link_figures(cx: &Context<'_>, blocks: &mut [Block]) {
    for block in blocks {
        if !block.head.title.is_empty()
            && let Some(key) = key_of(cx, block.place.figure)
        {
            block.head.why = panel::to(cx, &key);
        }
        for content in &mut block.content {
            if let Content::Blocks(inner) = content {
                link_figures(cx, inner);
            }
        }
    }
}

/// What explains a figure; none for what is no number of its own, such as one change, a comparison or a policy.
fn key_of(cx: &Context<'_>, figure: FigureId) -> Option<String> {
    let key = match figure {
        FigureId::Envelope | FigureId::TeamEnvelope => "envelope",
        FigureId::GapChange | FigureId::GapChangeReason => "gap-change",
        FigureId::Authorship | FigureId::AuthorshipReason => "authorship",
        FigureId::NextPoints => "next-points",
        FigureId::Drift => "drift",
        FigureId::Ladder | FigureId::Teams => "teams",
        FigureId::TeamLadder | FigureId::TeamCriteria => {
            let Route::Team { team } = &cx.location.route else { return None };
            return Some(["teams/", team].concat());
        }
        FigureId::Debt
        | FigureId::Velocity
        | FigureId::HoldersByAuthorship
        | FigureId::HoldersByTeam
        | FigureId::LargestDebts => "debt",
        FigureId::Workflow => "workflow",
        FigureId::Patterns
        | FigureId::TeamPatterns
        | FigureId::Timeline
        | FigureId::AfterPrevention
        | FigureId::PatternKinds
        | FigureId::PatternsByTeam => "patterns",
        FigureId::Courses | FigureId::PatternFacts | FigureId::Prevention | FigureId::ShownBy | FigureId::Occurrences => {
            let Route::Patterns { pattern: Some(id) } = &cx.location.route else { return None };
            return Some(["patterns/", id].concat());
        }
        FigureId::Risks => "risks",
        FigureId::ByTeam => "by-team",
        FigureId::Services => "services",
        FigureId::Environments => "environments",
        FigureId::Calibration | FigureId::Scores => "calibration",
        FigureId::Funnel | FigureId::EvaluatedFunnel => "funnel",
        FigureId::Surface | FigureId::Worst => "surface",
        FigureId::Threats => "threats",
        FigureId::Chain | FigureId::Furthest => "chain",
        FigureId::Lanes | FigureId::LastChecks | FigureId::LaneKeys => "detection",
        FigureId::Reviews | FigureId::ReviewShares => "reviews",
        _ => return None,
    };
    Some(key.to_owned())
}
