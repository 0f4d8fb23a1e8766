//! Bars in a row of a table, drawn with SVG attributes alone, in shares of whatever width they get.

use leptos::prelude::*;

use crate::view::document::Piece;

/// The style class of a piece.
fn class_of(piece: Piece) -> &'static str {
    match piece {
        Piece::Proved => "proved",
        Piece::Contra => "contra",
        Piece::Untried => "untried",
        Piece::Absent => "absent",
        Piece::Said => "said",
        Piece::Amount => "amount",
    }
}

/// A field whose filling says how much: 0 leaves it empty, 1 fills it.
pub fn heat_field(piece: Piece, share: f64) -> AnyView {
    let share = share.clamp(0.0, 1.0);
    view! {
        <svg class="pieces heat" width="28" height="14" viewBox="0 0 28 14" aria-hidden="true">
            <rect class="frame" x="0.5" y="0.5" width="27" height="13"></rect>
            <rect class=class_of(piece) x="1" y="1" width=26.0 * share height="12"></rect>
        </svg>
    }
    .into_any()
}

/// Diagonal lines from the lower left to the upper right, as path data, over a rectangle of `width` by `height` pixels,
/// `step` pixels apart; they may stick out at its ends and are clipped by what holds them.
fn hatch_path(width: f64, height: f64, step: f64) -> String {
    let mut d = String::new();
    let mut x = -height;
    while x < width {
        d.push_str(&format!("M{x:.0} {height}l{height}-{height}"));
        x += step;
    }
    d
}

/// The lines of the hatch, for an SVG that clips them.
pub fn hatch_lines(width: f64, height: f64) -> AnyView {
    view! { <path class="hatch-lines" d=hatch_path(width, height, 6.0)></path> }.into_any()
}

/// A hatched field as wide as its place, for "no data".
pub fn hatch_field(height: u32) -> AnyView {
    view! {
        <svg class="pieces hatch-field" width="100%" height=height aria-hidden="true">
            <rect class="untried" width="100%" height=height></rect>
            {hatch_lines(900.0, f64::from(height))}
        </svg>
    }
    .into_any()
}

/// A bar of pieces; each takes its part of `total`. `height` is in pixels.
pub fn piece_bar(pieces: &[(Piece, u32)], total: u32, height: u32) -> AnyView {
    if total == 0 {
        return ().into_any();
    }
    let percent = |n: u32| format!("{:.2}%", 100.0 * f64::from(n) / f64::from(total));
    let mut done = 0;
    let parts: Vec<AnyView> = pieces
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(piece, n)| {
            let x = percent(done);
            let width = percent(*n);
            done += n;
            let lines = (*piece == Piece::Untried).then(|| hatch_lines(900.0, f64::from(height)));
            view! {
                <svg x=x width=width height=height><rect class=class_of(*piece) width="100%" height=height></rect>{lines}</svg>
            }
            .into_any()
        })
        .collect();
    view! { <svg class="pieces" width="100%" height=height aria-hidden="true">{parts}</svg> }.into_any()
}
