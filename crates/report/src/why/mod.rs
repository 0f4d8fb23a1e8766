//! Why this number: every figure opens to its formula in words, the numbers that went in, and the items behind each of them, down to
//! the file and record that they were read from.
//!
//! A figure's key is what stands in its block's class after `part-`. `why=envelope` is the first level: the formula, and one row for
//! each number of the figure. `why=envelope/intent` is the second: the sums of that row, and its items.

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
use crate::document::{Block, Content, Document};
use crate::model::{Body, Head};
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

/// Gives a figure the link to its explanation.
pub(crate) fn link(cx: &Context<'_>, head: &mut Head, key: &str) {
    if !head.title.is_empty() {
        head.why = panel::to(cx, key);
    }
}

/// Gives every figure of a page the link to its explanation.
pub(crate) fn link_figures(cx: &Context<'_>, body: &mut Body) {
    let link = |head: &mut Head, key: &str| link(cx, head, key);
    match body {
        Body::Document(document) => link_blocks(cx, &mut document.blocks),
        Body::Teams(v) => link(&mut v.teams.head, "teams"),
        Body::Team(v) => {
            let of_team = ["teams/", &v.team].concat();
            link(&mut v.ladder.head, &of_team);
            link(&mut v.criteria.head, &of_team);
            link(&mut v.envelope.head, "envelope");
            link(&mut v.patterns.head, "patterns");
        }
        Body::Funnel(v) => {
            link(&mut v.enforce.head, "funnel");
            if let Some(evaluate) = &mut v.evaluate {
                link(&mut evaluate.head, "funnel");
            }
        }
        Body::Matrix(v) => link(&mut v.head, "matrix"),
        // the overview has its links as it is built
        Body::Overview(_) | Body::Empty(_) | Body::Sources(_) => {}
    }
}

/// What explains a figure, by the class of its place and by its page; none for what is no number of its own.
fn key_of(cx: &Context<'_>, class: &str) -> Option<String> {
    match &cx.location.route {
        Route::Patterns { pattern: Some(id) } => return Some(["patterns/", id].concat()),
        Route::Patterns { pattern: None } => return Some("patterns".to_owned()),
        Route::Detection => return Some("detection".to_owned()),
        Route::Reviews => return Some("reviews".to_owned()),
        Route::Debt => return Some("debt".to_owned()),
        // one change is the item itself, the two sides of a comparison are no selection of this page, and a policy is no figure
        Route::Change { .. } | Route::Changes { .. } | Route::Compare { .. } | Route::Policy => return None,
        _ => {}
    }
    let named = class.split_ascii_whitespace().find_map(|word| {
        let key = match word.strip_prefix("part-")? {
            "change" => "gap-change",
            "scores" => "calibration",
            key => key,
        };
        words::by_key(key).map(|kind| kind.key.to_owned())
    });
    match &cx.location.route {
        Route::Threats => named.or_else(|| Some("surface".to_owned())),
        _ => named,
    }
}

fn link_blocks(cx: &Context<'_>, blocks: &mut [Block]) {
    for block in blocks {
        if block.head.why.is_empty()
            && !block.head.title.is_empty()
            && let Some(key) = key_of(cx, &block.class)
        {
            block.head.why = panel::to(cx, &key);
        }
        for content in &mut block.content {
            if let Content::Blocks(inner) = content {
                link_blocks(cx, inner);
            }
        }
    }
}
