//! Bars in a row of a table, drawn with SVG attributes alone, in shares of whatever width they get.

use crate::page::element::{El, Node, plain, svg};
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

/// A picture, hidden from readers: words stand beside it.
fn picture(class: &str, width: &str, height: &str) -> El {
    svg("svg").class(class).set("width", width).set("height", height).set("aria-hidden", "true")
}

fn rectangle(class: &str, width: &str, height: &str) -> El {
    svg("rect").class(class).set("width", width).set("height", height)
}

/// A field whose filling says how much: 0 leaves it empty, 1 fills it.
pub fn heat_field(piece: Piece, share: f64) -> Node {
    let filled = (26.0 * share.clamp(0.0, 1.0)).to_string();
    let frame = rectangle("frame", "27", "13").set("x", "0.5").set("y", "0.5");
    let filling = rectangle(class_of(piece), &filled, "12").set("x", "1").set("y", "1");
    picture("pieces heat", "28", "14").set("viewBox", "0 0 28 14").child(frame.view()).child(filling.view()).view()
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
fn hatch_lines(width: i32, height: u32) -> Node {
    svg("path").class("hatch-lines").set("d", &hatch_path(width, i32::try_from(height).unwrap_or(0), 6)).view()
}

/// A hatched field as wide as its place, for "no data".
pub fn hatch_field(height: u32) -> Node {
    let tall = height.to_string();
    let field = picture("pieces hatch-field", "100%", &tall);
    field.child(rectangle("untried", "100%", &tall).view()).child(hatch_lines(900, height)).view()
}

/// A bar of pieces; each takes its part of `total`. `height` is in pixels.
pub fn piece_bar(pieces: &[(Piece, u32)], total: u32, height: u32) -> Node {
    if total == 0 {
        return plain("");
    }
    let percent = |n: u32| fixed(100.0 * f64::from(n) / f64::from(total), 2) + "%";
    let tall = height.to_string();
    let mut bar = picture("pieces", "100%", &tall);
    let mut done = 0;
    for (piece, n) in pieces.iter().filter(|(_, n)| *n > 0) {
        let lines = (*piece == Piece::Untried).then(|| hatch_lines(900, height));
        let part = svg("svg").set("x", &percent(done)).set("width", &percent(*n)).set("height", &tall);
        bar = bar.child(part.child(rectangle(class_of(*piece), "100%", &tall).view()).maybe(lines).view());
        done += n;
    }
    bar.view()
}
