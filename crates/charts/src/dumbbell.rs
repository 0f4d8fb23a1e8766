//! The gap by authorship, or by anything else with a few kinds: verified bob, perceived ring, and the gap in points.

use super::geometry::{Rect, Scale, Size, point};
use super::labels::Placer;
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Estimate, Label, Mark, Medium, SHARE_TICKS, Scene, Shape, Stroke, TipKind, TipRow, bare};

/// Verified and perceived side by side for a few kinds of change.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Dumbbell {
    /// One row per kind.
    pub rows: Vec<DumbbellRow>,
}

/// One kind of change.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct DumbbellRow {
    /// What the mark filters by.
    pub key: String,
    /// Its name: "AI-generated".
    pub name: String,
    /// "112 changes".
    pub count: String,
    /// Stated confidence.
    pub perceived: Option<Estimate>,
    /// Proved confidence.
    pub verified: Option<Estimate>,
    /// "49 pts".
    pub gap: Option<String>,
    /// Said in place of the gap where one of the two is missing: "no statement".
    pub without: String,
    /// Few enough that the numbers should not be leant on.
    pub too_few: bool,
    /// Why something is missing.
    pub note: String,
}

const ROW: f64 = 40.0;
const TOP: f64 = 6.0;
const FOOT: f64 = 20.0;

/// Room left of zero, where a number stands beside a mark at nothing.
const BESIDE_ZERO: f64 = 20.0;

/// Below this width the names stand above their rows, in CSS pixels.
const STACKED: f64 = 280.0;

/// Names that need more of the width than this stand above their rows too.
const BESIDE: f64 = 0.34;

impl Draw for Dumbbell {
    fn height(&self, _width: f64, _medium: Medium) -> f64 {
        TOP + ROW * self.rows.len().max(1) as f64 + FOOT
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.rows.is_empty() || size.width < 160.0 || size.height < ROW {
            return scene;
        }
        let names = self
            .rows
            .iter()
            .map(|row| measure.width(&row.name, 12.0, false).max(measure.width(&row.count, 11.0, row.too_few)))
            .fold(0.0, f64::max);
        let gaps =
            self.rows.iter().filter_map(|row| row.gap.as_ref()).map(|gap| measure.width(gap, 13.0, true)).fold(24.0, f64::max);
        let without = |row: &DumbbellRow| if row.gap.is_none() { measure.width(&row.without, 11.0, false) } else { 0.0 };
        let gaps = self.rows.iter().map(without).fold(gaps, f64::max);
        let stacked = size.width < STACKED || names > size.width * BESIDE;
        let left = if stacked { BESIDE_ZERO } else { names + BESIDE_ZERO + 4.0 };
        let right = (size.width - gaps - 20.0).max(left + 20.0);
        let x = Scale::share((left, right));
        let foot = TOP + ROW * self.rows.len() as f64;
        let mut free_from = f64::MIN;
        for (share, text) in SHARE_TICKS {
            let at = x.at(share);
            scene.upright(at, (TOP, foot), Stroke::GRID);
            let half = measure.width(text, 11.0, false) / 2.0;
            if at - half > free_from {
                scene.text(Label::axis(text, point(at, foot + 14.0), Anchor::Middle));
                free_from = at + half + 4.0;
            }
        }
        for (idx, row) in self.rows.iter().enumerate() {
            self.row(&mut scene, row, TOP + ROW * idx as f64, (stacked, names), &x, measure);
        }
        scene
    }
}

impl Dumbbell {
    fn row(
        &self,
        scene: &mut Scene,
        row: &DumbbellRow,
        top: f64,
        (stacked, names): (bool, f64),
        x: &Scale,
        measure: &dyn Measure,
    ) {
        let width = scene.size.width;
        let middle = top + if stacked { 28.0 } else { 20.0 };
        let count_width = measure.width(&row.count, 11.0, row.too_few);
        let name_room = if stacked { (width * 0.55).max(width - count_width - 8.0) } else { names + 1.0 };
        let name = fitted(&row.name, name_room, 12.0, false, measure);
        let count_at = if stacked { point(measure.width(&name, 12.0, false) + 8.0, top + 11.0) } else { point(0.0, top + 31.0) };
        let count_room = if stacked { width - count_at.x } else { names + 1.0 };
        let name_y = top + if stacked { 11.0 } else { 17.0 };
        scene.text(Label::plain(name, point(0.0, name_y), Anchor::Start));
        let count = fitted(&row.count, count_room, 11.0, row.too_few, measure);
        let count = Label::axis(count, count_at, Anchor::Start);
        scene.text(if row.too_few { count.token(Token::Ink).bold() } else { count });
        let (from, to) = (x.at(0.0), x.at(1.0));
        let p = row.perceived.as_ref().map(|e| x.at(e.value));
        let v = row.verified.as_ref().map(|e| x.at(e.value));
        let mut frame = Rect::between(point(from, middle - 6.0), point(to, middle + 6.0));
        if p.is_none() && v.is_none() {
            scene.hatch(frame);
            let note = fitted(&row.note, to - from - 8.0, 11.0, false, measure);
            let at = point((from + to) / 2.0, middle + 4.0);
            scene.text(Label::axis(note, at, Anchor::Middle).token(Token::Ink2).halo());
        }
        let bands = [(&row.perceived, Token::Perceived), (&row.verified, Token::Verified)];
        for (estimate, token) in bands {
            if let Some(estimate) = estimate
                && estimate.range.is_some()
            {
                let ends = (x.at(estimate.low()), x.at(estimate.high()));
                scene.level_caps(middle, ends, 5.0, token);
            }
        }
        if let (Some(p), Some(v)) = (p, v) {
            scene.level(middle, (p, v), Stroke::STRING);
        }
        if let Some(v) = v {
            if row.too_few {
                scene.hollow(point(v, middle), 4.5);
            } else {
                scene.bob(point(v, middle - 1.0), 5.0);
            }
        }
        // The ring is laid round the bob where both are the same: neither hides the other.
        match (p, v) {
            (Some(p), Some(v)) if (p - v).abs() < 9.0 => {
                let stroke = Some(Stroke::solid(Token::Perceived, 2.0));
                scene.shapes.push(Shape::Circle { center: point(p, middle), radius: 7.0, fill: None, stroke });
            }
            (Some(p), _) => scene.ring(point(p, middle), 4.5, 2.0),
            _ => {}
        }
        if p.is_some() || v.is_some() {
            let ends = || [&row.perceived, &row.verified].into_iter().flatten().flat_map(|e| [x.at(e.low()), x.at(e.high())]);
            frame =
                Rect::between(point(ends().fold(to, f64::min), middle - 8.0), point(ends().fold(from, f64::max), middle + 8.0))
                    .grown(5.0);
        }
        if let Some(gap) = &row.gap {
            let label = Label::plain(gap.clone(), point(width, middle + 4.0), Anchor::End).size(13.0);
            scene.text(if row.too_few { label.token(Token::Ink3) } else { label.bold() });
        } else {
            scene.text(Label::axis(row.without.clone(), point(width, middle + 4.0), Anchor::End).token(Token::Ink2));
        }

        let room = Rect { x: from - BESIDE_ZERO, y: top, width: to - from + BESIDE_ZERO + 14.0, height: ROW };
        let mut placer = Placer::new(room, measure);
        placer.take_labels(scene.labels());
        for at in [p, v].into_iter().flatten() {
            placer.take(Rect::between(point(at - 7.0, middle - 7.0), point(at + 7.0, middle + 7.0)));
        }
        let verified_left = v.unwrap_or(0.0) <= p.unwrap_or(f64::MAX);
        let values = [(&row.verified, Token::Verified, verified_left), (&row.perceived, Token::PerceivedInk, !verified_left)];
        for (estimate, token, on_left) in values {
            let Some(estimate) = estimate else { continue };
            let at = x.at(estimate.value);
            let low = x.at(estimate.low()).min(at - 6.0) - 5.0;
            let high = x.at(estimate.high()).max(at + 6.0) + 5.0;
            let left = (low, middle + 4.0, Anchor::End);
            let right = (high, middle + 4.0, Anchor::Start);
            let sides = if on_left { [left, right] } else { [right, left] };
            // beyond the other mark a number would pass for that one's
            let n_sides = if p.is_some() && v.is_some() { 1 } else { 2 };
            let label = Label::plain(bare(&estimate.label), point(0.0, 0.0), Anchor::Start).token(token).halo();
            let label = if row.too_few { label.token(Token::Ink3) } else { label.bold() };
            let below = [0.0, 10.0, -10.0, 22.0, -22.0].map(|dx| (at + dx, middle + 16.5, Anchor::Middle));
            let above = [0.0, 10.0, -10.0, 22.0, -22.0].map(|dx| (at + dx, middle - 9.6, Anchor::Middle));
            let spots = sides.into_iter().take(n_sides).chain(below).chain(above);
            let candidates = spots.map(|(x, y, anchor)| vec![Label { at: point(x, y), anchor, ..label.clone() }]);
            placer.place(candidates).into_iter().flatten().for_each(|label| scene.text(label));
        }

        let mut rows = Vec::new();
        rows.extend(row.perceived.as_ref().map(|e| TipRow::estimate(TipKind::Perceived, e)));
        rows.extend(row.verified.as_ref().map(|e| TipRow::estimate(TipKind::Verified, e)));
        rows.extend(row.gap.as_ref().map(|gap| TipRow::gap(gap.clone())));
        if !row.count.is_empty() {
            rows.push(TipRow::count(row.count.clone()));
        }
        if !row.note.is_empty() {
            rows.push(TipRow::note(row.note.clone()));
        }
        scene.marks.push(Mark {
            key: row.key.clone(),
            frame,
            hit: Rect { x: 0.0, y: top, width, height: ROW },
            title: row.name.clone(),
            rows,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, assert_pictures_at, estimate, tidy};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    fn input(values: &[(Option<f64>, Option<f64>)]) -> Dumbbell {
        let names = ["Human", "AI-assisted", "AI-generated", "Unknown"];
        Dumbbell {
            rows: values
                .iter()
                .zip(names)
                .map(|((p, v), name)| DumbbellRow {
                    key: name.to_lowercase(),
                    name: name.into(),
                    count: "112 changes".into(),
                    gap: p.zip(*v).map(|(p, v)| format!("{} pts", ((p - v) * 100.0).round())),
                    perceived: p.map(|p| estimate(p, 0.02)),
                    verified: v.map(|v| estimate(v, 0.04)),
                    without: if p.is_none() && v.is_some() { "no statement".into() } else { String::new() },
                    too_few: false,
                    note: if p.is_none() { "no data".into() } else { String::new() },
                })
                .collect(),
        }
    }

    fn scene(values: &[(Option<f64>, Option<f64>)], width: f64) -> Scene {
        let input = input(values);
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn it_looks_as_reviewed() {
        let sketch = [(Some(0.83), Some(0.59)), (Some(0.86), Some(0.53)), (Some(0.89), Some(0.40)), (None, None)];
        assert_pictures("dumbbell", &input(&sketch));
        let zero = [(Some(0.9), Some(0.0)), (Some(0.02), Some(0.0)), (Some(0.03), Some(0.01)), (Some(0.5), Some(0.5))];
        assert_pictures_at("dumbbell-zero", &[212.0, 320.0, 427.0], &input(&zero));
        let mut few = input(&[(Some(0.9), Some(0.4)), (Some(0.8), Some(0.3)), (None, Some(1.0))]);
        few.rows[1].too_few = true;
        few.rows[1].count = "3 changes, too few".into();
        assert_pictures_at("dumbbell-few", &[212.0, 320.0, 427.0], &few);
    }

    #[test]
    fn near_nothing_each_number_stands_on_the_side_of_its_mark() {
        for width in [260.0, 330.0, 427.0, 600.0] {
            for (p, v) in [(0.02, 0.0), (0.03, 0.01), (0.0, 0.02), (0.9, 0.0), (0.0, 0.5)] {
                let scene = scene(&[(Some(p), Some(v))], width);
                let at = |token: Token| scene.labels().find(|l| l.bold && l.token == token).map(|l| l.bounds(&PlainMeasure));
                let (perceived, verified) = (at(Token::PerceivedInk).unwrap(), at(Token::Verified).unwrap());
                let centre = |r: Rect| r.x + r.width / 2.0;
                assert_eq!(centre(verified) < centre(perceived), v < p, "{width}: {v} and {p}");
            }
        }
    }

    #[test]
    fn each_mark_has_its_number_also_where_evidence_exceeds_what_was_stated() {
        for width in [212.0, 260.0, 330.0, 427.0, 600.0] {
            for (tens, apart) in (0..=10).flat_map(|tens| [-0.06, -0.03, -0.01, 0.0, 0.02, 0.05].map(|apart| (tens, apart))) {
                let p = f64::from(tens) / 10.0;
                let v = (p + apart).clamp(0.0, 1.0);
                let scene = scene(&[(Some(p), Some(v))], width);
                for token in [Token::PerceivedInk, Token::Verified] {
                    assert!(
                        scene.labels().any(|l| l.bold && l.token == token),
                        "{width}: verified {v} and perceived {p} lack {token:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn where_nobody_stated_a_confidence_the_gap_says_so() {
        assert!(scene(&[(None, Some(0.4))], 330.0).labels().any(|l| l.text == "no statement"));
    }

    #[test]
    fn names_that_are_long_for_the_width_stand_whole_above_their_rows() {
        let mut input = input(&[(Some(0.9), Some(0.4)), (Some(0.8), Some(0.3))]);
        input.rows[0].name = "Observation, Storefront".into();
        let scene = input.scene(Size { width: 288.0, height: input.height(288.0, Medium::Screen) }, &PlainMeasure);
        let said: Vec<&str> = scene.labels().map(|l| l.text.as_str()).collect();
        assert!(said.contains(&"Observation, Storefront") && said.contains(&"112 changes"), "{said:?}");
        assert!(said.iter().all(|text| !text.ends_with('…')), "{said:?}");
    }

    #[test]
    fn a_kind_without_data_is_hatched_and_still_reachable() {
        let scene = scene(&[(None, None)], 427.0);
        assert!(scene.shapes.iter().any(|s| matches!(s, Shape::Hatch { .. })));
        assert_eq!(scene.marks.len(), 1);
    }

    proptest! {
        #[test]
        fn labels_keep_apart(values in prop::collection::vec((prop::option::of(0f64..=1.0), prop::option::of(0f64..=1.0)), 1..=4), width in 200f64..2560.0) {
            tidy(&input(&values), width)?;
        }
    }
}
