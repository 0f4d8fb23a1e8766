//! The envelope with a column for each gate.

use super::{Column, Envelope, EnvelopeGate, along, around, beside_string, hatch_column, share_grid, valued};
use crate::geometry::{Point, Rect, Scale, Size, point, runs, sampled, spread};
use crate::labels::{Placer, spread_apart};
use crate::measure::{Measure, fitted, wrapped};
use crate::palette::Token;
use crate::scene::{Anchor, Estimate, Label, Scene, Stroke, bare};

/// The column, if its gate has items enough to be leant on: neither bands nor lines lead from or to any other.
fn leant_on<'a, 'b>(column: &'a Column<'b>) -> Option<&'a Column<'b>> {
    (!column.gate.too_few).then_some(column)
}

/// Room for the key above the compact form, whose lines are too close to be named where they run.
const KEY: f64 = 38.0;

/// A string shorter than this has no room for its gap between the two values at its ends, in CSS pixels.
const SHORT: f64 = 34.0;

impl Envelope {
    pub(super) fn wide(&self, scene: &mut Scene, measure: &dyn Measure) {
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
        let top = if self.compact { KEY } else { 16.0 };
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
                let rect = hatch_column(column.x, &plot, step);
                let words = point(column.x, rect.center().y);
                scene.text(Label::axis(column.gate.note.clone(), words, Anchor::Middle).token(Token::Ink2).halo());
                placer.take(rect);
            }
        }
        if self.compact {
            self.key(scene, measure);
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
            }
        }
    }

    /// Draws gap, bands, strings and lines; tells what labels should not cover.
    fn lines(&self, scene: &mut Scene, columns: &[Column<'_>], y: &Scale) -> Vec<Point> {
        let mut obstacles = Vec::new();
        let both: Vec<Option<(Point, Point)>> =
            columns.iter().map(|c| leant_on(c).and_then(|c| Some((point(c.x, c.perceived?), point(c.x, c.verified?))))).collect();
        for run in runs(&both) {
            let upper: Vec<Point> = run.iter().map(|(_, (p, _))| *p).collect();
            let lower: Vec<Point> = run.iter().map(|(_, (_, v))| *v).collect();
            scene.ribbon(&upper, &lower, Token::Gap);
        }
        let compared: Vec<Option<Point>> = columns.iter().map(|c| Some(point(c.x, y.at(c.gate.comparison?)))).collect();
        for run in runs(&compared) {
            let line: Vec<Point> = run.iter().map(|(_, p)| *p).collect();
            obstacles.extend(sampled(&line, 3.0));
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
                    let estimate = pick(leant_on(c)?.gate)?;
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
            let line: Vec<Option<Point>> =
                columns.iter().map(|c| Some(point(c.x, y.at(pick(leant_on(c)?.gate)?.value)))).collect();
            for run in runs(&line) {
                let points: Vec<Point> = run.iter().map(|(_, p)| *p).collect();
                obstacles.extend(sampled(&points, 3.0));
                scene.path(points, *stroke);
            }
        }
        // Beside too few items an interval stands alone: its words keep clear of it.
        for column in columns.iter().filter(|c| c.gate.too_few) {
            for estimate in [&column.gate.perceived, &column.gate.verified].into_iter().flatten().filter(|e| e.range.is_some()) {
                let ends = [point(column.x, y.at(estimate.high())), point(column.x, y.at(estimate.low()))];
                obstacles.extend(sampled(&ends, 3.0));
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
                if ends.1 - ends.0 > 12.0 || gate.too_few {
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
            if gate.too_few {
                scene.hollow(point(column.x, at), 5.0);
            } else {
                scene.bob(point(column.x, at), if self.compact { 5.5 } else { 6.3 });
            }
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
        let first_gap = self.gates.iter().position(|gate| gate.gap.is_some() && !gate.too_few);
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
                    .token(gate.ink(Token::PerceivedInk))
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
                        candidates.push(valued(&words, *at, *anchor, gate.ink(Token::Verified), measure));
                    }
                }
                out.extend(placer.place(candidates).unwrap_or_default());
            }
        }
        // Without a string between its points the gap of too few items is left to the tooltip and the table.
        for (idx, column) in columns.iter().enumerate().filter(|(idx, c)| Some(*idx) != largest && !c.gate.too_few) {
            if let (Some(gap), Some(p), Some(v)) = (&column.gate.gap, column.perceived, column.verified)
                && !(self.compact && (p - v).abs() < SHORT)
            {
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
        }
        out.extend(self.notes(columns, placer));
        let lines = [
            (!named[0], &self.perceived.name, Token::PerceivedInk, true),
            (!named[1], &self.verified.name, Token::Verified, false),
        ];
        for (wanted, name, token, above) in lines {
            if !wanted || self.compact || name.is_empty() {
                continue;
            }
            let pick = |c: &Column<'_>| if above { c.perceived } else { c.verified };
            let candidates = along(columns, pick, above)
                .into_iter()
                .map(|at| vec![Label::plain(name.clone(), at, Anchor::Middle).bold().token(token).halo()]);
            out.extend(placer.place(candidates).unwrap_or_default());
        }
        if let Some(words) = self.comparison.as_ref().filter(|words| !words.is_empty() && !self.compact) {
            let pick = |c: &Column<'_>| c.gate.comparison.map(|v| y.at(v));
            let mut spots = along(columns, pick, true);
            spots.extend(along(columns, pick, false));
            let candidates = spots.into_iter().map(|at| vec![Label::axis(words.clone(), at, Anchor::Middle).halo()]);
            out.extend(placer.place(candidates).unwrap_or_default());
        }
        out
    }

    /// Why one of both is missing, each reason once, at the first gate that has it. Where no gate has the other either, the title
    /// says so.
    fn notes(&self, columns: &[Column<'_>], placer: &mut Placer<'_>) -> Vec<Label> {
        let is_said = columns.iter().any(|c| c.perceived.is_some()) && columns.iter().any(|c| c.verified.is_some());
        let mut out: Vec<Label> = Vec::new();
        for column in columns.iter().filter(|c| is_said && !c.gate.note.is_empty()) {
            let ((Some(at), None) | (None, Some(at))) = (column.perceived, column.verified) else { continue };
            if out.iter().any(|label| label.text == column.gate.note) {
                continue;
            }
            let candidates = [-28.0, 34.0, -44.0, 50.0, -60.0, 66.0, -90.0, 96.0].map(|dy| {
                vec![Label::axis(column.gate.note.clone(), point(column.x, at + dy), Anchor::Middle).token(Token::Ink2).halo()]
            });
            out.extend(placer.place(candidates).unwrap_or_default());
        }
        out
    }

    /// The value in words: without its sign in the compact form, whose axis carries it.
    fn value_words(&self, estimate: &Estimate) -> String {
        if self.compact { bare(&estimate.label).to_owned() } else { estimate.label.clone() }
    }
}
