//! Change of the gap: one row per gate on an axis in points. Each is a dot on its interval: solid where the change is clear; hollow and
//! grey where the interval holds zero, which it also says in words.

use super::axis::{Axis, Unit};
use super::geometry::{Rect, Scale, Size, point};
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, Scene, Shape, Stroke, TipKind, TipRow};

/// The change of the gap against the range before.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct GapChange {
    /// One row per gate.
    pub rows: Vec<GapChangeRow>,
    /// What lies below zero and above it, in a word each: "narrower", "wider".
    pub sides: (String, String),
}

/// One gate's change.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct GapChangeRow {
    /// What the mark filters by.
    pub key: String,
    /// The gate's name.
    pub name: String,
    /// The change, where both ranges have one.
    pub change: Option<Change>,
    /// Why there is none: "no data before".
    pub note: String,
}

/// A difference of two gaps.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// Gap now less gap then, −2 to 2.
    pub value: f64,
    /// Both ends of its interval.
    pub range: Option<(f64, f64)>,
    /// "+14".
    pub label: String,
    /// "44 to 58".
    pub from_to: String,
    /// Said beside the number when the interval holds zero: "no clear change". Empty when the change is clear.
    pub unclear: String,
}

const ROW: f64 = 26.0;
/// The name above its row.
const STACKED_ROW: f64 = 38.0;
const FOOT: f64 = 22.0;
const SIDES: f64 = 15.0;
/// Below this width the names stand above their rows, in CSS pixels. The page in the HTML goes from one drawing to the next there, so that
/// each has one height.
const STACKED: f64 = 420.0;

impl GapChange {
    fn row_height(width: f64) -> f64 {
        if width < STACKED { STACKED_ROW } else { ROW }
    }
}

impl Draw for GapChange {
    fn height(&self, width: f64, _medium: Medium) -> f64 {
        let sides = if self.sides.0.is_empty() && self.sides.1.is_empty() { 0.0 } else { SIDES };
        Self::row_height(width) * self.rows.len().max(1) as f64 + FOOT + sides
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.rows.is_empty() || size.width < 100.0 || size.height < ROW + FOOT {
            return scene;
        }
        let stacked = size.width < STACKED;
        let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max);
        let changes = || self.rows.iter().filter_map(|row| row.change.as_ref());
        let names = widest(&mut self.rows.iter().map(|row| measure.width(&row.name, 12.0, true))).min(size.width * 0.4);
        let labels = widest(&mut changes().map(|c| measure.width(&c.label, 12.0, true)));
        let words = widest(&mut changes().map(|c| measure.width(&c.unclear, 11.0, false)));
        let (left, right) = if stacked {
            (6.0, size.width - 6.0)
        } else {
            (names + 16.0, size.width - labels - if words > 0.0 { words + 10.0 } else { 0.0 } - 14.0)
        };
        let values = changes().flat_map(|c| [c.value, c.range.map_or(0.0, |r| r.0), c.range.map_or(0.0, |r| r.1)]);
        let axis = Axis::of(&Unit::Points, values);
        let x = axis.scale((left, right.max(left + 20.0)));
        let height = Self::row_height(size.width);
        let foot = height * self.rows.len() as f64;
        axis.draw(&mut scene, &x, (if stacked { 18.0 } else { 0.0 }, foot), measure);
        self.sides(&mut scene, &x, foot + FOOT + 8.0, measure);
        let most = changes().filter(|c| c.unclear.is_empty()).map(|c| c.value.abs()).fold(0.0, f64::max);
        for (idx, row) in self.rows.iter().enumerate() {
            let room = Rect { x: 0.0, y: height * idx as f64, width: size.width, height };
            let is_most = row.change.as_ref().is_some_and(|c| c.unclear.is_empty() && c.value.abs() == most && most > 0.0);
            self.row(&mut scene, row, (room, stacked, is_most), &x, measure);
        }
        scene
    }
}

impl GapChange {
    /// What lies on the two sides of zero, below the axis.
    fn sides(&self, scene: &mut Scene, x: &Scale, baseline: f64, measure: &dyn Measure) {
        let zero = x.at(0.0);
        let (low, high) = &self.sides;
        let rooms = [(low, zero - x.start(), x.start(), Anchor::Start), (high, x.end() - zero, x.end(), Anchor::End)];
        for (words, room, at, anchor) in rooms {
            // A side on which nothing can lie is not named.
            if room >= 1.0 && measure.width(words, 11.0, false) + 4.0 <= room {
                scene.text(Label::axis(words.clone(), point(at, baseline), anchor));
            }
        }
    }

    fn row(
        &self,
        scene: &mut Scene,
        row: &GapChangeRow,
        (room, stacked, is_most): (Rect, bool, bool),
        x: &Scale,
        measure: &dyn Measure,
    ) {
        let top = room.y;
        let (middle, baseline) = if stacked { (top + 26.0, top + 13.0) } else { (top + 13.0, top + 17.0) };
        let label = row.change.as_ref().map_or("", |c| c.label.as_str());
        let said = row.change.as_ref().map_or("", |c| c.unclear.as_str());
        let label_width = measure.width(label, 12.0, true);
        // Beside the name, or right of the marks.
        let said_room = if stacked { room.width * 0.5 } else { room.width - x.end() - label_width - 18.0 };
        let said = fitted(said, said_room, 11.0, false, measure);
        let said_width = if said.is_empty() { 0.0 } else { measure.width(&said, 11.0, false) + 6.0 };
        let name_room = if stacked { room.width - label_width - said_width - 10.0 } else { x.start() - 14.0 };
        let name = Label::plain(fitted(&row.name, name_room, 12.0, true, measure), point(0.0, baseline), Anchor::Start);
        scene.text(if is_most { name.bold() } else { name });
        let strip = |from: f64, to: f64| Rect::between(point(from, middle - 6.0), point(to, middle + 6.0));
        let Some(change) = &row.change else {
            let hatch = strip(x.start(), x.end());
            scene.hatch(hatch);
            let note = fitted(&row.note, hatch.width - 8.0, 11.0, false, measure);
            scene.text(Label::axis(note, point(hatch.center().x, middle + 4.0), Anchor::Middle).token(Token::Ink2).halo());
            self.mark(scene, row, (hatch.grown(4.0), room), vec![TipRow::note(row.note.clone())]);
            return;
        };
        let is_clear = change.unclear.is_empty();
        let token = match (is_clear, is_most) {
            (true, true) => Token::Ink,
            (true, false) => Token::Ink2,
            (false, _) => Token::Ink3,
        };
        let at = x.at(change.value);
        let ends = change.range.map_or((at, at), |(low, high)| (x.at(low), x.at(high)));
        if change.range.is_some() {
            scene.level_caps(middle, ends, 4.0, if is_clear { Token::Ink2 } else { Token::Ink3 });
        }
        if is_clear {
            scene.dot(point(at, middle), 4.8, token);
        } else {
            let stroke = Some(Stroke::solid(Token::Ink3, 1.5));
            scene.shapes.push(Shape::Circle { center: point(at, middle), radius: 4.2, fill: Some(Token::Paper), stroke });
        }
        // The numbers in a column, what is said of them beside them.
        let number_at = if stacked { room.width } else { x.end() + 12.0 + label_width };
        let number = Label::plain(change.label.clone(), point(number_at, baseline), Anchor::End).token(token);
        scene.text(if is_most { number.bold() } else { number });
        let (said_at, anchor) =
            if stacked { (number_at - label_width - 6.0, Anchor::End) } else { (number_at + 6.0, Anchor::Start) };
        scene.text(Label::axis(said, point(said_at, baseline), anchor));

        let mut rows = vec![
            TipRow::new(TipKind::Gap, "Change", change.label.clone()),
            TipRow::new(TipKind::Other, "Gap", change.from_to.clone()),
        ];
        if !is_clear {
            rows.push(TipRow::note(change.unclear.clone()));
        }
        let reach = (ends.0.min(at), ends.1.max(at));
        self.mark(scene, row, (strip(reach.0, reach.1).grown(5.0), room), rows);
    }

    fn mark(&self, scene: &mut Scene, row: &GapChangeRow, (frame, hit): (Rect, Rect), rows: Vec<TipRow>) {
        scene.marks.push(Mark { key: row.key.clone(), frame, hit, title: row.name.clone(), rows });
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, assert_pictures_at, scene_at, tidy};
    use super::*;
    use proptest::prelude::*;

    fn input(values: &[Option<(f64, f64)>]) -> GapChange {
        let names = ["Intent", "Validation", "Execution", "Observation"];
        GapChange {
            sides: ("narrower".into(), "wider".into()),
            rows: values
                .iter()
                .zip(names)
                .map(|(change, name)| GapChangeRow {
                    key: name.to_lowercase(),
                    name: name.into(),
                    change: change.map(|(value, half)| Change {
                        value,
                        range: (half > 0.0).then_some((value - half, value + half)),
                        label: format!("{:+}", (value * 100.0).round()).replace('-', "−"),
                        from_to: "44 to 58".into(),
                        unclear: if value.abs() < half { "no clear change".into() } else { String::new() },
                    }),
                    note: "no data before".into(),
                })
                .collect(),
        }
    }

    const SKETCH: [Option<(f64, f64)>; 4] = [Some((-0.01, 0.04)), Some((0.01, 0.03)), Some((0.05, 0.03)), Some((0.14, 0.05))];

    #[test]
    fn a_dot_stands_at_its_change_and_a_clear_one_is_solid() {
        let scene = scene_at(&input(&[Some((0.02, 0.0)), Some((0.14, 0.0))]), 427.0, Medium::Screen);
        let dots: Vec<f64> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Circle { center, fill: Some(fill), .. } if *fill != Token::Paper => Some(center.x),
                _ => None,
            })
            .collect();
        let zero = scene.labels().find(|l| l.text == "0").map(|l| l.at.x).unwrap();
        // 14 points are seven times 2 points.
        assert!((dots[1] - zero - 7.0 * (dots[0] - zero)).abs() < 1e-6, "{dots:?} from {zero}");
    }

    #[test]
    fn what_is_not_clear_has_a_hollow_dot_on_the_same_interval() {
        let scene = scene_at(&input(&SKETCH), 600.0, Medium::Screen);
        let count = |wanted: fn(&Shape) -> bool| scene.shapes.iter().filter(|s| wanted(s)).count();
        assert_eq!(count(|s| matches!(s, Shape::Bar { .. })), 0, "nothing hides the ends of an interval");
        assert_eq!(
            count(|s| matches!(s, Shape::Circle { fill: Some(Token::Ink | Token::Ink2), .. })),
            2,
            "two gates moved clearly"
        );
        assert_eq!(count(|s| matches!(s, Shape::Circle { fill: Some(Token::Paper), .. })), 2);
        assert_eq!(count(|s| matches!(s, Shape::Frame { .. })), 0);
        assert!(scene.labels().any(|l| l.text == "0"), "zero is labelled");
    }

    #[test]
    fn it_looks_as_reviewed() {
        assert_pictures("change", &input(&SKETCH));
        let holes = [None, Some((-0.1, 0.02)), Some((0.0, 0.0)), Some((0.08, 0.05))];
        assert_pictures_at("change-narrow", &[212.0, 320.0, 427.0], &input(&holes));
    }

    proptest! {
        #[test]
        fn nothing_collides(values in prop::collection::vec(prop::option::weighted(0.9, (-1f64..1.0, 0f64..0.6)), 1..=4), width in 200f64..2560.0) {
            let input = input(&values);
            tidy(&input, width)?;
            prop_assert_eq!(scene_at(&input, width, Medium::Screen).marks.len(), values.len());
        }
    }
}
