//! The confidence envelope: perceived above, verified below, over the four gates, with the gap between them on strings.

mod narrow;
mod wide;

use super::geometry::{Point, Rect, Scale, Size, point};
use super::measure::Measure;
use super::palette::Token;
use super::scene::{Anchor, Draw, Estimate, Label, Mark, Medium, NARROW, SHARE_TICKS, Scene, Stroke, TipRow};

/// The envelope of a set of changes.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Envelope {
    /// The gates in order.
    pub gates: Vec<EnvelopeGate>,
    /// What the perceived line is called, and what that means: "Perceived", "what people state".
    pub perceived: SeriesName,
    /// What the verified line is called, and what that means.
    pub verified: SeriesName,
    /// Whose verified confidence the dotted line shows (such as "all teams"); its values stand at the gates.
    pub comparison: Option<String>,
    /// The smaller form for a column of a page: no intervals in words, no questions.
    pub compact: bool,
}

/// The name of a line and a few words on what it holds.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct SeriesName {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub note: String,
}

/// One gate of the envelope.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct EnvelopeGate {
    /// What the mark filters by.
    pub key: String,
    /// The gate's name.
    pub name: String,
    /// The question that the gate asks.
    pub question: String,
    /// n of m in words.
    pub count: String,
    /// Stated confidence, if anybody stated any.
    pub perceived: Option<Estimate>,
    /// Proved confidence, if the gate is due for any change.
    pub verified: Option<Estimate>,
    /// Their difference in words.
    pub gap: Option<GapWords>,
    /// An earlier verified share, with its words ("32 % on 1 Oct").
    pub past: Option<(f64, String)>,
    /// The comparison's verified share.
    pub comparison: Option<f64>,
    /// Few enough items that the numbers should not be leant on.
    pub too_few: bool,
    /// So few statements that the gap is not called the widest.
    pub is_little_stated: bool,
    /// Why something is missing here ("no data", "nobody stated a confidence"); shown in its place.
    pub note: String,
}

/// A gap in points, in the three lengths that the chart needs.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct GapWords {
    /// Perceived less verified, −1 to 1.
    pub value: f64,
    /// The number alone: "22".
    pub short: String,
    /// With its unit: "22 points".
    pub long: String,
    /// Saying what it is, for the first: "17 point gap".
    pub named: String,
}

impl Draw for Envelope {
    fn height(&self, width: f64, medium: Medium) -> f64 {
        if width < NARROW && !self.compact || width < 420.0 {
            return NARROW_TOP + NARROW_ROW * self.gates.len() as f64 + 24.0;
        }
        match medium {
            Medium::Print => 300.0,
            Medium::Screen if self.compact => 352.0,
            Medium::Screen => (width * 0.633).clamp(420.0, 560.0),
        }
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.gates.is_empty() || size.width < 120.0 || size.height < 80.0 {
            return scene;
        }
        if size.width < NARROW && !self.compact || size.width < 420.0 {
            self.narrow(&mut scene, measure);
        } else {
            self.wide(&mut scene, measure);
        }
        scene
    }
}

const NARROW_TOP: f64 = 30.0;
const NARROW_ROW: f64 = 66.0;

/// Pixel places of one gate in the wide form.
struct Column<'a> {
    gate: &'a EnvelopeGate,
    x: f64,
    perceived: Option<f64>,
    verified: Option<f64>,
}

impl Envelope {
    /// The gate with the widest gap: where evidence is ahead none is wide.
    fn largest(&self) -> Option<usize> {
        self.gates
            .iter()
            .enumerate()
            .filter(|(_, gate)| !gate.too_few && !gate.is_little_stated)
            .filter_map(|(idx, gate)| Some((idx, gate.shown_gap()?)))
            .filter(|(_, value)| *value > 0.0)
            .fold(None, |best: Option<(usize, f64)>, (idx, value)| match best {
                Some((_, most)) if most >= value => best,
                _ => Some((idx, value)),
            })
            .map(|(idx, _)| idx)
    }
}

impl Column<'_> {
    fn mark(&self, idx: usize, plot: &Rect, step: f64, y: &Scale) -> Mark {
        let ends: Vec<f64> = [&self.gate.perceived, &self.gate.verified]
            .into_iter()
            .flatten()
            .flat_map(|e| [y.at(e.low()) + 2.0, y.at(e.high()), y.at(e.value) + 10.0])
            .collect();
        let (top, bottom) = if ends.is_empty() {
            (plot.y, plot.bottom())
        } else {
            (ends.iter().copied().fold(f64::MAX, f64::min) - 9.0, ends.iter().copied().fold(f64::MIN, f64::max) + 7.0)
        };
        let frame = Rect::between(point(self.x - 14.0, top), point(self.x + 14.0, bottom));
        // The columns meet halfway; the first reaches out to its labels.
        let from = if idx == 0 { 0.0 } else { self.x - step / 2.0 };
        let hit = Rect::between(point(from, 0.0), point(self.x + step / 2.0, plot.bottom() + 60.0));
        self.gate.mark(frame, hit)
    }
}

impl EnvelopeGate {
    /// The gap between the two percentages as they are shown, in points; none without a gap.
    fn shown_gap(&self) -> Option<f64> {
        self.gap.as_ref()?;
        let whole = |e: &Estimate| (e.value * 100.0).round();
        Some(whole(self.perceived.as_ref()?) - whole(self.verified.as_ref()?))
    }

    /// A value's colour: grey where it should not be leant on.
    fn ink(&self, token: Token) -> Token {
        if self.too_few { Token::Ink3 } else { token }
    }

    fn mark(&self, frame: Rect, hit: Rect) -> Mark {
        let mut rows = Vec::new();
        if let Some(perceived) = &self.perceived {
            rows.push(TipRow::estimate(super::TipKind::Perceived, perceived));
        }
        if let Some(verified) = &self.verified {
            rows.push(TipRow::estimate(super::TipKind::Verified, verified));
        }
        if let Some(gap) = &self.gap {
            rows.push(TipRow::gap(gap.long.clone()));
        }
        if !self.count.is_empty() {
            rows.push(TipRow::count(self.count.clone()));
        }
        if !self.note.is_empty() {
            rows.push(TipRow::note(self.note.clone()));
        }
        Mark { key: self.key.clone(), frame, hit, title: self.name.clone(), rows }
    }
}

/// Baseline, gridlines and their numbers for an axis of shares.
pub(super) fn share_grid(scene: &mut Scene, plot: &Rect, y: &Scale) {
    for (share, text) in SHARE_TICKS {
        let at = y.at(share);
        let stroke = if share == 0.0 { Stroke::AXIS } else { Stroke::GRID };
        scene.level(at, (plot.x, plot.right()), stroke);
        scene.text(Label::axis(text, point(plot.x - 8.0, at + 4.0), Anchor::End));
    }
}

fn hatch_column(x: f64, plot: &Rect, step: f64) -> Rect {
    let half = (step * 0.28).clamp(12.0, 55.0);
    let from = (x - half).max(plot.x);
    let to = (x + half).min(plot.right());
    Rect::between(point(from, plot.y), point(to, plot.bottom()))
}

/// A value with its interval in small before it (or after it, when it starts at the point).
fn valued(estimate: &Estimate, at: Point, anchor: Anchor, token: Token, measure: &dyn Measure) -> Vec<Label> {
    let value = Label::plain(estimate.label.clone(), at, anchor).size(13.0).bold().token(token).halo();
    if estimate.interval.is_empty() || anchor == Anchor::Middle {
        return vec![value];
    }
    let shift = measure.width(&estimate.label, 13.0, true) + 6.0;
    let x = if anchor == Anchor::End { at.x - shift } else { at.x + shift };
    let interval = Label::axis(estimate.interval.clone(), point(x, at.y), anchor).halo();
    vec![interval, value]
}

/// Places round a point for its value: outside its interval first, above it or below it.
fn around(x: f64, at: f64, ends: (f64, f64), above_first: bool) -> Vec<(Point, Anchor)> {
    let above = ends.0.min(at - 6.0) - 6.0;
    let below = ends.1.max(at + 8.0) + 13.0;
    let (near, far) = if above_first { (above, below) } else { (below, above) };
    vec![
        (point(x + 11.0, near), Anchor::Start),
        (point(x, near), Anchor::Middle),
        (point(x - 11.0, near), Anchor::End),
        (point(x + 11.0, at + 4.0), Anchor::Start),
        (point(x - 11.0, at + 4.0), Anchor::End),
        (point(x + 11.0, far), Anchor::Start),
        (point(x - 11.0, far), Anchor::End),
        (point(x, far), Anchor::Middle),
    ]
}

/// Places beside a string for its gap: its middle first, then along it, then beyond its ends, which costs more than
/// covering a little of the lines.
fn beside_string(text: &str, size: f64, x: f64, p: f64, v: f64) -> Vec<(f64, Vec<Label>)> {
    const BEYOND: f64 = 90.0;
    let drop = size * 0.36;
    let (upper, lower) = (p.min(v), p.max(v));
    let along = [0.5, 0.4, 0.6, 0.3, 0.7].map(|t| (0.0, upper + (lower - upper) * t + drop));
    let beyond = [lower + 30.0, upper - 22.0, lower + 44.0, upper - 36.0].map(|y| (BEYOND, y));
    let label = Label::plain(text, point(0.0, 0.0), Anchor::Start).size(size).bold();
    // The largest stands outside the tinted area, on gridlines; beside a short string lines are near.
    let label = if size > 15.0 || lower - upper < 40.0 { label.halo() } else { label };
    let mut out = Vec::new();
    for (side, dx, anchor) in [(0.0, 10.0, Anchor::Start), (12.0, -10.0, Anchor::End)] {
        for (cost, y) in along.iter().chain(&beyond) {
            out.push((side + cost, vec![Label { at: point(x + dx, *y), anchor, ..label.clone() }]));
        }
    }
    out
}

/// Places along a line between its points, above or below it.
fn along(columns: &[Column<'_>], pick: impl Fn(&Column<'_>) -> Option<f64>, above: bool) -> Vec<Point> {
    let mut out = Vec::new();
    for (a, b) in columns.iter().zip(columns.iter().skip(1)) {
        if let (Some(from), Some(to)) = (pick(a), pick(b)) {
            for t in [0.4, 0.6, 0.25, 0.75] {
                let x = a.x + (b.x - a.x) * t;
                let line = from + (to - from) * t;
                for away in [10.0, 18.0, 28.0, 40.0] {
                    out.push(point(x, if above { line - away } else { line + away + 9.0 }));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
