//! Bars in a row of a table, drawn with SVG attributes alone, in shares of whatever width they get.

use leptos::prelude::*;
use plumbline_report::document::Piece;
use plumbline_report::text::number::fixed;

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
pub fn heat_field(piece: Piece, share: f64) -> impl IntoView + use<> {
    let filled = (26.0 * share.clamp(0.0, 1.0)).to_string();
    view! {
        <svg class="pieces heat" width="28" height="14" aria-hidden="true" viewBox="0 0 28 14">
            <rect class="frame" width="27" height="13" x="0.5" y="0.5"></rect>
            <rect class=class_of(piece) width=filled height="12" x="1" y="1"></rect>
        </svg>
    }
}

/// Diagonal lines from the lower left to the upper right, as path data, over a rectangle of `width` by `height` pixels,
/// `step` pixels apart; they may stick out at its ends and are clipped by what holds them.
fn hatch_path(width: i32, height: i32, step: usize) -> String {
    let mut d = String::new();
    let h = height.to_string();
    for x in (-height..width).step_by(step) {
        d.push_str(&["M", &x.to_string(), " ", &h, "l", &h, "-", &h].concat());
    }
    d
}

/// The lines of the hatch, for an SVG that clips them.
fn hatch_lines(height: u32) -> impl IntoView + use<> {
    view! { <path class="hatch-lines" d=hatch_path(900, i32::try_from(height).unwrap_or(0), 6)></path> }
}

/// A hatched field as wide as its place, for "no data". `height` is in pixels.
pub fn hatch_field(height: u32) -> impl IntoView + use<> {
    view! {
        <svg class="pieces hatch-field" width="100%" height=height aria-hidden="true">
            <rect class="untried" width="100%" height=height></rect>
            {hatch_lines(height)}
        </svg>
    }
}

/// A bar of pieces; each takes its part of `total`. Nothing when there is no total. `height` is in pixels.
pub fn piece_bar(pieces: &[(Piece, u32)], total: u32, height: u32) -> Option<impl IntoView + use<>> {
    let percent = |n: u32| fixed(100.0 * f64::from(n) / f64::from(total), 2) + "%";
    let mut done = 0;
    let mut part = |(piece, n): (Piece, u32)| {
        let x = percent(done);
        done += n;
        view! {
            <svg x=x width=percent(n) height=height>
                <rect class=class_of(piece) width="100%" height=height></rect>
                {(piece == Piece::Untried).then(|| hatch_lines(height))}
            </svg>
        }
    };
    (total > 0).then(|| {
        let parts = pieces.iter().copied().filter(|(_, n)| *n > 0).map(&mut part).collect_view();
        view! { <svg class="pieces" width="100%" height=height aria-hidden="true">{parts}</svg> }
    })
}

/// Two shares on one track from nothing to all, the first above the second and lighter. Where a side has no case its half stays empty.
pub fn share_track(piece: Piece, shares: &[Option<(u32, u32)>; 2]) -> impl IntoView + use<> {
    let bar = |(of, y, side): (&Option<(u32, u32)>, &'static str, &'static str)| {
        let (n, total) = of.filter(|(_, total)| *total > 0)?;
        let width = fixed(100.0 * f64::from(n.min(total)) / f64::from(total), 2) + "%";
        let class = [class_of(piece), side].concat();
        // What is drawn as an outline is inside its own edges.
        Some(view! { <svg y=y width=width height="8"><rect class=class width="100%" height="8"></rect></svg> })
    };
    let [first, second] = shares;
    let bars = [(first, "1", " first"), (second, "11", "")].into_iter().filter_map(bar).collect_view();
    let ticks = ["25%", "50%", "75%"].map(|x| view! { <line class="tick" x1=x x2=x y1="0" y2="20"></line> });
    view! {
        <svg class="pieces track" width="100%" height="20" aria-hidden="true">
            <rect class="ground" width="100%" height="20"></rect>
            {ticks.collect_view()}
            {bars}
        </svg>
    }
}
