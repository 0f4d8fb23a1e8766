//! The envelope with a row for each gate, for narrow screens.

use super::{Envelope, EnvelopeGate, NARROW_ROW, NARROW_TOP};
use crate::geometry::{Rect, Scale, point};
use crate::labels::Placer;
use crate::measure::{Measure, fitted};
use crate::palette::Token;
use crate::scene::{Anchor, Label, SHARE_TICKS, Scene, Stroke, bare};

/// How much of the dotted line stands in the key, in CSS pixels.
const DOTTED: f64 = 24.0;

impl Envelope {
    /// One row per gate, confidence across.
    pub(super) fn narrow(&self, scene: &mut Scene, measure: &dyn Measure) {
        let width = scene.size.width;
        // Numbers stand beside marks at either end.
        let x = Scale::share((22.0, width - 22.0));
        self.key(scene, measure);
        let foot = NARROW_TOP + NARROW_ROW * self.gates.len() as f64;
        for (share, text) in SHARE_TICKS {
            let at = x.at(share);
            scene.upright(at, (NARROW_TOP, foot), Stroke::GRID);
            scene.text(Label::axis(text, point(at, foot + 14.0), Anchor::Middle));
        }
        for (idx, gate) in self.gates.iter().enumerate() {
            let top = NARROW_TOP + NARROW_ROW * idx as f64;
            self.narrow_row(scene, gate, top, &x, measure);
        }
    }

    /// The marks of both lines with their names, and the dotted line of the comparison where one is drawn.
    pub(super) fn key(&self, scene: &mut Scene, measure: &dyn Measure) {
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
        // The rows of the narrow form have no comparison.
        let compared = self.comparison.as_ref().filter(|words| self.compact && width >= 420.0 && !words.is_empty());
        let compared_room = compared.map_or(0.0, |words| DOTTED + 6.0 + measure.width(words, 11.0, false));
        let with_notes = wide(true) + compared_room <= width;
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
        if let Some(words) = compared {
            scene.level(8.0, (x, x + DOTTED), Stroke::dashed(Token::Ink3, 1.0, 3.0, 3.0));
            x += DOTTED + 6.0;
            let words = fitted(words, width - x, 11.0, false, measure);
            scene.text(Label::axis(words, point(x, 12.0), Anchor::Start).token(Token::Ink2));
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
            scene.hatch(Rect::between(point(x.start(), middle - 6.0), point(x.end(), middle + 6.0)));
            scene
                .text(Label::axis(gate.note.clone(), point(width / 2.0, middle + 4.0), Anchor::Middle).token(Token::Ink2).halo());
        }
        let both = p.zip(v).filter(|_| !gate.too_few);
        if let Some((p, v)) = both {
            scene.bar(strip(p, v), Token::Gap);
        }
        for (estimate, token, dark) in
            [(&gate.perceived, Token::PerceivedBand, Token::Perceived), (&gate.verified, Token::VerifiedBand, Token::Verified)]
        {
            if let Some(estimate) = estimate
                && estimate.range.is_some()
            {
                let ends = (x.at(estimate.low()), x.at(estimate.high()));
                if gate.too_few { scene.level_caps(middle, ends, 4.0, dark) } else { scene.bar(strip(ends.0, ends.1), token) }
            }
        }
        if let Some((p, v)) = both {
            scene.line(point(p, middle), point(v, middle), Stroke::STRING);
        }
        if let Some(p) = p {
            scene.ring(point(p, middle), 5.0, 2.0);
        }
        if let Some(v) = v {
            if gate.too_few {
                scene.hollow(point(v, middle), 5.0);
            } else {
                scene.bob(point(v, middle - 1.0), 5.5);
            }
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
            let (outer, inner) = if on_left { (left, right) } else { (right, left) };
            let label = Label::plain(bare(&estimate.label), point(0.0, 0.0), Anchor::Start).size(13.0).bold().halo();
            let label = label.token(gate.ink(token));
            // Between the marks a number may pass for the other's: only where it stands nowhere else.
            let candidates =
                [outer].into_iter().chain(below).chain([inner]).map(|(at, anchor)| vec![Label { at, anchor, ..label.clone() }]);
            if let Some(labels) = placer.place(candidates) {
                labels.into_iter().for_each(|label| scene.text(label));
            }
        }
        if let (Some(gap), Some((p, v))) = (&gate.gap, both) {
            let half = measure.width(&gap.long, 13.0, true) / 2.0;
            let label = Label::plain(gap.long.clone(), point(0.0, 0.0), Anchor::Middle).size(13.0).bold().halo();
            let label = label.token(gate.ink(Token::Ink));
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
        let from = ends.iter().copied().fold(x.end(), f64::min);
        let to = ends.iter().copied().fold(x.start(), f64::max);
        let frame = Rect::between(point(from, middle - 8.0), point(to, middle + 8.0)).grown(6.0);
        scene.marks.push(gate.mark(frame, row));
    }
}
