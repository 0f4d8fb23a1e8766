//! The confidence envelope: perceived above, verified below, over the four gates, with the gap between them on strings.

use super::geometry::{Point, Rect, Scale, Size, point, runs, sampled, spread};
use super::labels::{Placer, spread_apart};
use super::measure::{Measure, fitted, wrapped};
use super::palette::Token;
use super::scene::{Anchor, Draw, Estimate, Label, Mark, Medium, NARROW, SHARE_TICKS, Scene, Stroke, TipRow, bare};

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
    fn largest(&self) -> Option<usize> {
        self.gates
            .iter()
            .enumerate()
            .filter_map(|(idx, gate)| gate.gap.as_ref().map(|gap| (idx, gap.value.abs())))
            .fold(None, |best: Option<(usize, f64)>, (idx, value)| match best {
                Some((_, most)) if most >= value => best,
                _ => Some((idx, value)),
            })
            .map(|(idx, _)| idx)
    }

    fn wide(&self, scene: &mut Scene, measure: &dyn Measure) {
        let Size { width, height } = scene.size;
        let bold = |text: &str, size: f64| measure.width(text, size, true);
        let first = self.gates.first();
        let named_left = !self.compact && first.is_some_and(|gate| gate.perceived.is_some() || gate.verified.is_some());
        let names = [&self.perceived, &self.verified];
        let left = if named_left {
            let widest = names.iter().map(|n| bold(&n.name, 13.0).max(measure.width(&n.note, 11.0, false))).fold(0.0, f64::max);
            40.0 + 12.0 + widest + 13.0
        } else {
            90.0
        };
        let gap_size = if self.compact { 15.0 } else { 24.0 };
        let gap_room = self
            .largest()
            .and_then(|idx| self.gates.get(idx))
            .and_then(|gate| gate.gap.as_ref())
            .map_or(0.0, |gap| bold(&gap.long, gap_size) + 18.0);
        let past_room = self
            .gates
            .last()
            .and_then(|gate| gate.past.as_ref())
            .map_or(0.0, |(_, words)| measure.width(words, 11.0, false) + 18.0);
        let right = width - gap_room.max(past_room).min(width * 0.3).max(72.0);
        let top = if self.compact { 14.0 } else { 16.0 };
        let count = self.gates.len();
        let xs = (left, right.max(left + 1.0));
        let step = if count > 1 { (xs.1 - xs.0) / (count - 1) as f64 } else { xs.1 - xs.0 };
        let wraps = !self.compact && self.gates.iter().any(|gate| measure.width(&gate.question, 11.0, false) > step - 8.0);
        let base = height
            - match (self.compact, wraps) {
                (true, _) => 46.0,
                (false, false) => 68.0,
                (false, true) => 82.0,
            };
        let y = Scale::share((base, top));
        let plot = Rect { x: 40.0, y: top, width: (width - 48.0).max(0.0), height: (base - top).max(0.0) };
        share_grid(scene, &plot, &y);

        let columns: Vec<Column<'_>> = self
            .gates
            .iter()
            .enumerate()
            .map(|(idx, gate)| Column {
                gate,
                x: spread(idx, count, xs),
                perceived: gate.perceived.as_ref().map(|e| y.at(e.value)),
                verified: gate.verified.as_ref().map(|e| y.at(e.value)),
            })
            .collect();

        self.missing(scene, &columns, &plot, step);
        let obstacles = self.lines(scene, &columns, &y);
        for (idx, column) in columns.iter().enumerate() {
            self.foot(scene, column, base, step, wraps, measure);
            self.points(scene, column, &y);
            scene.marks.push(column.mark(idx, &plot, step, &y));
        }

        let room = Rect { x: 0.0, y: 0.0, width, height: base };
        let mut placer = Placer::new(room, measure);
        placer.take_labels(scene.labels());
        placer.avoid(obstacles);
        for column in &columns {
            for y in [column.perceived, column.verified].into_iter().flatten() {
                placer.take(Rect::between(point(column.x - 6.0, y - 6.0), point(column.x + 6.0, y + 8.0)));
            }
            if column.gate.perceived.is_none() && column.gate.verified.is_none() {
                placer.take(hatch_column(column.x, &plot, step));
            }
        }
        let block = if named_left { self.names_left(scene, &columns, &plot, measure) } else { [false, false] };
        placer.take_labels(scene.labels());
        for placed in self.annotations(&columns, &y, measure, block, &mut placer) {
            scene.text(placed);
        }
    }

    /// Hatches the gates that have no data at all.
    fn missing(&self, scene: &mut Scene, columns: &[Column<'_>], plot: &Rect, step: f64) {
        for column in columns {
            if column.perceived.is_none() && column.verified.is_none() {
                let rect = hatch_column(column.x, plot, step);
                scene.hatch(rect);
                let words = point(column.x, rect.center().y);
                scene.text(Label::axis(column.gate.note.clone(), words, Anchor::Middle).token(Token::Ink2).halo());
            }
        }
    }

    /// Draws gap, bands, strings and lines; tells what labels should not cover.
    fn lines(&self, scene: &mut Scene, columns: &[Column<'_>], y: &Scale) -> Vec<Point> {
        let mut obstacles = Vec::new();
        let both: Vec<Option<(Point, Point)>> =
            columns.iter().map(|c| Some((point(c.x, c.perceived?), point(c.x, c.verified?)))).collect();
        for run in runs(&both) {
            let upper: Vec<Point> = run.iter().map(|(_, (p, _))| *p).collect();
            let lower: Vec<Point> = run.iter().map(|(_, (_, v))| *v).collect();
            scene.ribbon(&upper, &lower, Token::Gap);
        }
        let compared: Vec<Option<Point>> = columns.iter().map(|c| Some(point(c.x, y.at(c.gate.comparison?)))).collect();
        for run in runs(&compared) {
            let line: Vec<Point> = run.iter().map(|(_, p)| *p).collect();
            scene.path(line, Stroke::dashed(Token::Ink3, 1.0, 3.0, 3.0));
        }
        type Pick = fn(&EnvelopeGate) -> Option<&Estimate>;
        let series: [(Pick, Token, Stroke); 2] = [
            (|g| g.perceived.as_ref(), Token::PerceivedBand, Stroke::PERCEIVED),
            (|g| g.verified.as_ref(), Token::VerifiedBand, Stroke::VERIFIED),
        ];
        for (pick, band, _) in &series {
            let edges: Vec<Option<(Point, Point)>> = columns
                .iter()
                .map(|c| {
                    let estimate = pick(c.gate)?;
                    estimate.range?;
                    Some((point(c.x, y.at(estimate.high())), point(c.x, y.at(estimate.low()))))
                })
                .collect();
            for run in runs(&edges) {
                let upper: Vec<Point> = run.iter().map(|(_, (h, _))| *h).collect();
                let lower: Vec<Point> = run.iter().map(|(_, (_, l))| *l).collect();
                scene.ribbon(&upper, &lower, *band);
                obstacles.extend(sampled(&upper, 12.0));
                obstacles.extend(sampled(&lower, 12.0));
            }
        }
        for (p, v) in both.iter().flatten() {
            scene.line(*p, *v, Stroke::STRING);
            obstacles.extend(sampled(&[*p, *v], 3.0));
        }
        for (pick, _, stroke) in &series {
            let line: Vec<Option<Point>> = columns.iter().map(|c| Some(point(c.x, y.at(pick(c.gate)?.value)))).collect();
            for run in runs(&line) {
                let points: Vec<Point> = run.iter().map(|(_, p)| *p).collect();
                obstacles.extend(sampled(&points, 3.0));
                scene.path(points, *stroke);
            }
        }
        obstacles
    }

    /// Caps, ring, bob and the tick of an earlier value.
    fn points(&self, scene: &mut Scene, column: &Column<'_>, y: &Scale) {
        let gate = column.gate;
        for (estimate, token) in [(&gate.perceived, Token::Perceived), (&gate.verified, Token::Verified)] {
            if let Some(estimate) = estimate
                && estimate.range.is_some()
            {
                let ends = (y.at(estimate.high()), y.at(estimate.low()));
                // An interval that its mark would hide is left to the band and the words.
                if ends.1 - ends.0 > 12.0 {
                    scene.caps(column.x, ends, 5.0, token);
                }
            }
        }
        if let Some((value, _)) = &gate.past
            && gate.verified.is_some()
        {
            let at = y.at(*value);
            scene.level(at, (column.x - 7.0, column.x + 7.0), Stroke::solid(Token::Verified, 2.0));
        }
        if let Some(at) = column.perceived {
            scene.ring(point(column.x, at), if self.compact { 4.5 } else { 5.0 }, 2.0);
        }
        if let Some(at) = column.verified {
            scene.bob(point(column.x, at), if self.compact { 5.5 } else { 6.3 });
        }
    }

    /// Name, question and n of m under a gate.
    fn foot(&self, scene: &mut Scene, column: &Column<'_>, base: f64, step: f64, wraps: bool, measure: &dyn Measure) {
        let gate = column.gate;
        let size = if self.compact { 12.0 } else { 13.0 };
        let at = |dy: f64| point(column.x, base + dy);
        let edge = 2.0 * column.x.min(scene.size.width - column.x);
        let room = step.min(edge) - 6.0;
        let name = fitted(&gate.name, room, size, true, measure);
        scene.text(Label::plain(name, at(if self.compact { 18.0 } else { 20.0 }), Anchor::Middle).size(size).bold());
        let mut next = if self.compact { 34.0 } else { 37.0 };
        if !self.compact {
            let lines = wrapped(&gate.question, room, 11.0, if wraps { 2 } else { 1 }, measure);
            for (idx, text) in lines.into_iter().enumerate() {
                let at = at(next + 14.0 * idx as f64);
                scene.text(Label::axis(text, at, Anchor::Middle).token(Token::Ink2));
            }
            next += if wraps { 28.0 } else { 14.0 };
            next += 2.0;
        }
        let count = fitted(&gate.count, room, 11.0, gate.too_few, measure);
        let count = Label::axis(count, at(next), Anchor::Middle);
        scene.text(if gate.too_few { count.token(Token::Ink).bold() } else { count });
    }

    /// The lines' names with the first values, left of the first gate. Tells whether perceived and verified are named.
    fn names_left(&self, scene: &mut Scene, columns: &[Column<'_>], plot: &Rect, measure: &dyn Measure) -> [bool; 2] {
        let Some(column) = columns.first() else {
            return [false, false];
        };
        let x = column.x - 13.0;
        // Extents of the two blocks round their values: name and note; name, note and value.
        let wanted: Vec<(f64, f64, bool)> =
            [column.perceived.map(|y| (y + 3.5, 31.0, true)), column.verified.map(|y| (y + 14.0, 48.0, false))]
                .into_iter()
                .flatten()
                .collect();
        let blocks: Vec<(f64, f64)> = wanted.iter().map(|(c, e, _)| (*c, *e)).collect();
        let placed = spread_apart(&blocks, (plot.y - 12.0, plot.bottom() - 2.0));
        for ((_, extent, is_perceived), center) in wanted.iter().zip(placed) {
            let top = center - extent / 2.0;
            let (series, token) =
                if *is_perceived { (&self.perceived, Token::PerceivedInk) } else { (&self.verified, Token::Verified) };
            let name = Label::plain(series.name.clone(), point(x, top + 11.0), Anchor::End);
            scene.text(name.size(13.0).bold().token(token).halo());
            let note = Label::axis(series.note.clone(), point(x, top + 26.0), Anchor::End);
            scene.text(note.token(Token::Ink2).halo());
            if !*is_perceived && let Some(estimate) = &column.gate.verified {
                for label in valued(estimate, point(x, top + 43.0), Anchor::End, token, measure) {
                    scene.text(label);
                }
            }
        }
        [column.perceived.is_some(), column.verified.is_some()]
    }

    /// Values, gaps, past values and names that the placer finds room for.
    fn annotations(
        &self,
        columns: &[Column<'_>],
        y: &Scale,
        measure: &dyn Measure,
        named: [bool; 2],
        placer: &mut Placer<'_>,
    ) -> Vec<Label> {
        let mut out = Vec::new();
        let largest = self.largest();
        let first_gap = self.gates.iter().position(|gate| gate.gap.is_some());
        // The largest gap is the sentence of the chart: it chooses first, the others after the values.
        if let Some(column) = largest.and_then(|idx| columns.get(idx))
            && let (Some(gap), Some(p), Some(v)) = (&column.gate.gap, column.perceived, column.verified)
        {
            let size = if self.compact { 15.0 } else { 24.0 };
            out.extend(placer.place_by(beside_string(&gap.long, size, column.x, p, v)).unwrap_or_default());
        }
        for (idx, column) in columns.iter().enumerate() {
            let gate = column.gate;
            let verified_below = column.verified.unwrap_or(f64::MAX) >= column.perceived.unwrap_or(0.0);
            if let Some(estimate) = &gate.perceived {
                let ends = (y.at(estimate.high()), y.at(estimate.low()));
                let label = Label::plain(self.value_words(estimate), point(0.0, 0.0), Anchor::Start)
                    .size(13.0)
                    .bold()
                    .token(Token::PerceivedInk)
                    .halo();
                let spots = around(column.x, y.at(estimate.value), ends, verified_below);
                let candidates = spots.into_iter().map(|(at, anchor)| vec![Label { at, anchor, ..label.clone() }]);
                out.extend(placer.place(candidates).unwrap_or_default());
            }
            let already = idx == 0 && named[1];
            if let Some(estimate) = gate.verified.as_ref().filter(|_| !already) {
                let ends = (y.at(estimate.high()), y.at(estimate.low()));
                let mut spots = around(column.x, y.at(estimate.value), ends, !verified_below);
                if verified_below {
                    // Where the line comes down from the left, its lower left is free.
                    spots.rotate_left(2);
                }
                let mut candidates: Vec<Vec<Label>> = Vec::new();
                for full in [true, false] {
                    for (at, anchor) in &spots {
                        let words = Estimate {
                            label: self.value_words(estimate),
                            interval: if full && !self.compact { estimate.interval.clone() } else { String::new() },
                            ..estimate.clone()
                        };
                        candidates.push(valued(&words, *at, *anchor, Token::Verified, measure));
                    }
                }
                out.extend(placer.place(candidates).unwrap_or_default());
            }
        }
        for (idx, column) in columns.iter().enumerate().filter(|(idx, _)| Some(*idx) != largest) {
            if let (Some(gap), Some(p), Some(v)) = (&column.gate.gap, column.perceived, column.verified) {
                let mut candidates = Vec::new();
                let mut less = 0.0;
                if Some(idx) == first_gap && !self.compact {
                    candidates.extend(beside_string(&gap.named, 15.0, column.x, p, v));
                    less = 30.0;
                }
                let short = beside_string(&gap.short, 15.0, column.x, p, v);
                candidates.extend(short.into_iter().map(|(cost, labels)| (cost + less, labels)));
                out.extend(placer.place_by(candidates).unwrap_or_default());
            }
        }
        for column in columns {
            if let Some((value, words)) = &column.gate.past
                && column.verified.is_some()
            {
                let at = y.at(*value) + 4.0;
                let label = |x: f64, dy: f64, anchor| {
                    vec![Label::axis(words.clone(), point(x, at + dy), anchor).token(Token::Ink2).halo()]
                };
                let candidates = [0.0, 8.0, -8.0]
                    .into_iter()
                    .flat_map(|dy| [label(column.x + 12.0, dy, Anchor::Start), label(column.x - 12.0, dy, Anchor::End)]);
                out.extend(placer.place(candidates).unwrap_or_default());
            }
            if !column.gate.note.is_empty()
                && let Some(at) = match (column.perceived, column.verified) {
                    (Some(one), None) | (None, Some(one)) => Some(one),
                    _ => None,
                }
            {
                let candidates = [-28.0, 34.0, -44.0, 50.0]
                    .map(|dy| vec![Label::axis(column.gate.note.clone(), point(column.x, at + dy), Anchor::Middle).halo()]);
                out.extend(placer.place(candidates).unwrap_or_default());
            }
        }
        let lines = [
            (!named[0], &self.perceived.name, Token::PerceivedInk, true),
            (!named[1], &self.verified.name, Token::Verified, false),
        ];
        for (wanted, name, token, above) in lines {
            if !wanted || name.is_empty() {
                continue;
            }
            let pick = |c: &Column<'_>| if above { c.perceived } else { c.verified };
            let candidates = along(columns, pick, above)
                .into_iter()
                .map(|at| vec![Label::plain(name.clone(), at, Anchor::Middle).bold().token(token).halo()]);
            out.extend(placer.place(candidates).unwrap_or_default());
        }
        if let Some(words) = self.comparison.as_ref().filter(|words| !words.is_empty()) {
            let pick = |c: &Column<'_>| c.gate.comparison.map(|v| y.at(v));
            let mut spots = along(columns, pick, true);
            spots.extend(along(columns, pick, false));
            let candidates = spots.into_iter().map(|at| vec![Label::axis(words.clone(), at, Anchor::Middle).halo()]);
            out.extend(placer.place(candidates).unwrap_or_default());
        }
        out
    }

    /// The value in words: without its sign in the compact form, whose axis carries it.
    fn value_words(&self, estimate: &Estimate) -> String {
        if self.compact { bare(&estimate.label).to_owned() } else { estimate.label.clone() }
    }

    /// One row per gate, confidence across.
    fn narrow(&self, scene: &mut Scene, measure: &dyn Measure) {
        let width = scene.size.width;
        let x = Scale::share((4.0, width - 4.0));
        self.narrow_key(scene, measure);
        let foot = NARROW_TOP + NARROW_ROW * self.gates.len() as f64;
        for (share, text) in SHARE_TICKS {
            let at = x.at(share);
            scene.upright(at, (NARROW_TOP, foot), Stroke::GRID);
            let anchor = match share {
                0.0 => Anchor::Start,
                1.0 => Anchor::End,
                _ => Anchor::Middle,
            };
            scene.text(Label::axis(text, point(at, foot + 14.0), anchor));
        }
        for (idx, gate) in self.gates.iter().enumerate() {
            let top = NARROW_TOP + NARROW_ROW * idx as f64;
            self.narrow_row(scene, gate, top, &x, measure);
        }
    }

    fn narrow_key(&self, scene: &mut Scene, measure: &dyn Measure) {
        let width = scene.size.width;
        let names = [&self.verified, &self.perceived];
        let wide = |with_notes: bool| -> f64 {
            names
                .iter()
                .map(|n| {
                    let note = if with_notes { measure.width(&n.note, 11.0, false) + 5.0 } else { 0.0 };
                    measure.width(&n.name, 12.0, true) + note + 20.0
                })
                .sum::<f64>()
                + 14.0
        };
        let with_notes = wide(true) <= width;
        let mut x = 2.0;
        for (series, token) in [(&self.verified, Token::Verified), (&self.perceived, Token::PerceivedInk)] {
            if token == Token::Verified {
                scene.bob(point(x + 6.0, 7.0), 5.0);
            } else {
                scene.ring(point(x + 6.0, 8.0), 4.5, 2.0);
            }
            x += 18.0;
            scene.text(Label::plain(series.name.clone(), point(x, 12.0), Anchor::Start).bold().token(token));
            x += measure.width(&series.name, 12.0, true) + 5.0;
            if with_notes {
                scene.text(Label::axis(series.note.clone(), point(x, 12.0), Anchor::Start).token(Token::Ink2));
                x += measure.width(&series.note, 11.0, false);
            }
            x += 12.0;
        }
    }

    fn narrow_row(&self, scene: &mut Scene, gate: &EnvelopeGate, top: f64, x: &Scale, measure: &dyn Measure) {
        let width = scene.size.width;
        let row = Rect { x: 0.0, y: top, width, height: NARROW_ROW };
        let middle = top + 40.0;
        let count_room = width - measure.width(&gate.name, 13.0, true) - 12.0;
        scene.text(Label::plain(gate.name.clone(), point(0.0, top + 18.0), Anchor::Start).size(13.0).bold().halo());
        let count = fitted(&gate.count, count_room, 11.0, gate.too_few, measure);
        let count = Label::axis(count, point(width, top + 18.0), Anchor::End).halo();
        scene.text(if gate.too_few { count.token(Token::Ink).bold() } else { count });
        let strip = |from: f64, to: f64| Rect::between(point(from, middle - 8.0), point(to, middle + 8.0));
        let p = gate.perceived.as_ref().map(|e| x.at(e.value));
        let v = gate.verified.as_ref().map(|e| x.at(e.value));
        if p.is_none() && v.is_none() {
            scene.hatch(Rect::between(point(4.0, middle - 6.0), point(width - 4.0, middle + 6.0)));
            scene
                .text(Label::axis(gate.note.clone(), point(width / 2.0, middle + 4.0), Anchor::Middle).token(Token::Ink2).halo());
        }
        if let (Some(p), Some(v)) = (p, v) {
            scene.bar(strip(p, v), Token::Gap);
        }
        for (estimate, token) in [(&gate.perceived, Token::PerceivedBand), (&gate.verified, Token::VerifiedBand)] {
            if let Some(estimate) = estimate
                && estimate.range.is_some()
            {
                scene.bar(strip(x.at(estimate.low()), x.at(estimate.high())), token);
            }
        }
        if let (Some(p), Some(v)) = (p, v) {
            scene.line(point(p, middle), point(v, middle), Stroke::STRING);
        }
        if let Some(p) = p {
            scene.ring(point(p, middle), 5.0, 2.0);
        }
        if let Some(v) = v {
            scene.dot(point(v, middle), 5.5, Token::Verified);
        }

        let mut placer = Placer::new(row, measure);
        placer.take_labels(scene.labels());
        for at in [p, v].into_iter().flatten() {
            placer.take(Rect::between(point(at - 6.0, middle - 6.0), point(at + 6.0, middle + 6.0)));
        }
        let verified_left = v.unwrap_or(0.0) <= p.unwrap_or(f64::MAX);
        for (estimate, token, on_left) in
            [(&gate.verified, Token::Verified, verified_left), (&gate.perceived, Token::PerceivedInk, !verified_left)]
        {
            let Some(estimate) = estimate else { continue };
            let at = x.at(estimate.value);
            let left = (point(x.at(estimate.low()).min(at - 7.0) - 6.0, middle + 5.0), Anchor::End);
            let right = (point(x.at(estimate.high()).max(at + 7.0) + 6.0, middle + 5.0), Anchor::Start);
            let below = [
                (point(at, middle + 22.0), Anchor::Middle),
                (point((at - 8.0).max(0.0), middle + 22.0), Anchor::Start),
                (point((at + 8.0).min(width), middle + 22.0), Anchor::End),
            ];
            let sides = if on_left { [left, right] } else { [right, left] };
            let label = Label::plain(bare(&estimate.label), point(0.0, 0.0), Anchor::Start).size(13.0).bold().token(token).halo();
            let candidates = sides.into_iter().chain(below).map(|(at, anchor)| vec![Label { at, anchor, ..label.clone() }]);
            if let Some(labels) = placer.place(candidates) {
                labels.into_iter().for_each(|label| scene.text(label));
            }
        }
        if let (Some(gap), Some(p), Some(v)) = (&gate.gap, p, v) {
            let half = measure.width(&gap.long, 13.0, true) / 2.0;
            let label = Label::plain(gap.long.clone(), point(0.0, 0.0), Anchor::Middle).size(13.0).bold().halo();
            let middle_x = ((p + v) / 2.0).clamp(half, (width - half).max(half));
            let candidates = [0.0, 40.0, -40.0, 90.0, -90.0].map(|dx| {
                let at = (middle_x + dx).clamp(half, (width - half).max(half));
                vec![Label { at: point(at, middle + 22.0), ..label.clone() }]
            });
            if let Some(labels) = placer.place(candidates) {
                labels.into_iter().for_each(|label| scene.text(label));
            }
        }
        let ends: Vec<f64> =
            [&gate.perceived, &gate.verified].into_iter().flatten().flat_map(|e| [x.at(e.low()), x.at(e.high())]).collect();
        let from = ends.iter().copied().fold(width - 4.0, f64::min);
        let to = ends.iter().copied().fold(4.0, f64::max);
        let frame = Rect::between(point(from, middle - 8.0), point(to, middle + 8.0)).grown(6.0);
        scene.marks.push(gate.mark(frame, row));
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
