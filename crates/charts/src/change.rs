//! Change of the gap: one diverging bar per gate, with its interval, and "no clear change" where that holds zero.

use super::geometry::{Rect, Scale, Size, point};
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, Scene, Shape, Stroke, TipKind, TipRow};

/// The change of the gap against the range before.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct GapChange {
    /// One row per gate.
    pub rows: Vec<GapChangeRow>,
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
    /// Said instead of stressing the bar when the interval holds zero: "no clear change". Empty when it is clear.
    pub unclear: String,
}

const ROW: f64 = 24.0;

impl Draw for GapChange {
    fn height(&self, _width: f64, _medium: Medium) -> f64 {
        ROW * self.rows.len().max(1) as f64 + 4.0
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.rows.is_empty() || size.width < 100.0 || size.height < ROW {
            return scene;
        }
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let names = widest(&mut self.rows.iter().map(|row| measure.width(&row.name, 12.0, true))).min(size.width * 0.4);
        let changes = || self.rows.iter().filter_map(|row| row.change.as_ref());
        let from_to = widest(&mut changes().map(|c| measure.width(&c.from_to, 11.0, false)));
        // The words "from to" go first when there is little room.
        let shows_from_to = size.width >= 260.0 && from_to > 0.0;
        let left = names + 10.0 + if shows_from_to { from_to + 12.0 } else { 0.0 };
        let right_label = |c: &Change| {
            let mut width = measure.width(&c.label, 12.0, true);
            if !c.unclear.is_empty() {
                width += 6.0 + measure.width(&c.unclear, 11.0, false);
            }
            width + 8.0
        };
        let low = changes().map(|c| c.range.map_or(c.value, |r| r.0.min(c.value))).fold(0.0, f64::min);
        let high = changes().map(|c| c.range.map_or(c.value, |r| r.1.max(c.value))).fold(0.0, f64::max);
        let span = (high - low).max(0.01);
        // Every label must fit right of its own bar: the tightest row sets the scale.
        let room = (size.width - left - 4.0).max(20.0);
        let per_share = changes()
            .map(|c| {
                let end = c.range.map_or(c.value, |r| r.1.max(c.value)).max(0.0) - low;
                ((room - right_label(c)) / end.max(span * 0.05)).max(10.0)
            })
            .fold(room / span, f64::min);
        let x = Scale::new((low, low + room / per_share), (left, left + room));
        let zero = x.at(0.0);
        scene.upright(zero, (0.0, ROW * self.rows.len() as f64), Stroke::AXIS);

        let most = changes().filter(|c| c.unclear.is_empty()).map(|c| c.value.abs()).fold(0.0, f64::max);
        for (idx, row) in self.rows.iter().enumerate() {
            let top = ROW * idx as f64;
            let baseline = top + 16.0;
            let middle = top + 12.0;
            let stressed = row.change.as_ref().is_some_and(|c| c.unclear.is_empty() && c.value.abs() == most && most > 0.0);
            let weigh = |label: Label| if stressed { label.bold() } else { label };
            let name = fitted(&row.name, names + 1.0, 12.0, true, measure);
            scene.text(weigh(Label::plain(name, point(0.0, baseline), Anchor::Start)));
            let frame;
            let mut rows = Vec::new();
            match &row.change {
                Some(change) => {
                    let end = x.at(change.value);
                    let bar = Rect::between(point(zero, top + 6.0), point(end, top + 18.0));
                    if change.unclear.is_empty() {
                        scene.bar(bar, if stressed { Token::Ink } else { Token::Ink3 });
                    } else if bar.width >= 2.0 {
                        scene.shapes.push(Shape::Frame { rect: bar, stroke: Stroke::solid(Token::Ink3, 1.0) });
                    }
                    let mut reach = end.max(zero);
                    if let Some((low, high)) = change.range {
                        let (from, to) = (x.at(low), x.at(high));
                        let whisker = Stroke::solid(if stressed { Token::Ink3 } else { Token::Ink2 }, 1.0);
                        scene.level(middle, (from, to), whisker);
                        scene.upright(from, (middle - 3.0, middle + 3.0), whisker);
                        scene.upright(to, (middle - 3.0, middle + 3.0), whisker);
                        reach = reach.max(to);
                        frame = Rect::between(point(from.min(zero), top + 3.0), point(reach, top + 21.0)).grown(4.0);
                    } else {
                        frame = Rect::between(point(bar.x, top + 3.0), point(bar.right(), top + 21.0)).grown(4.0);
                    }
                    let value = weigh(Label::plain(change.label.clone(), point(reach + 7.0, baseline), Anchor::Start));
                    let after = reach + 7.0 + measure.width(&value.text, 12.0, value.bold) + 6.0;
                    scene.text(value);
                    let unclear = fitted(&change.unclear, size.width - after, 11.0, false, measure);
                    scene.text(Label::axis(unclear, point(after, baseline), Anchor::Start));
                    if shows_from_to {
                        let at = point(names + 10.0 + from_to, baseline);
                        scene.text(Label::axis(change.from_to.clone(), at, Anchor::End));
                    }
                    rows.push(TipRow::new(TipKind::Gap, "Change", change.label.clone()));
                    rows.push(TipRow::new(TipKind::Other, "Gap", change.from_to.clone()));
                    if !change.unclear.is_empty() {
                        rows.push(TipRow::note(change.unclear.clone()));
                    }
                }
                None => {
                    let hatch = Rect::between(point(zero, top + 6.0), point((zero + 48.0).min(size.width), top + 18.0));
                    scene.hatch(hatch);
                    let at = hatch.right() + 7.0;
                    let note = fitted(&row.note, size.width - at, 11.0, false, measure);
                    scene.text(Label::axis(note, point(at, baseline), Anchor::Start));
                    frame = hatch.grown(4.0);
                    rows.push(TipRow::note(row.note.clone()));
                }
            }
            scene.marks.push(Mark {
                key: row.key.clone(),
                frame,
                hit: Rect { x: 0.0, y: top, width: size.width, height: ROW },
                title: row.name.clone(),
                rows,
            });
        }
        scene
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_picture, labels_apart, labels_inside};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    fn input(values: &[Option<(f64, f64)>]) -> GapChange {
        let names = ["Intent", "Validation", "Execution", "Observation"];
        GapChange {
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

    fn scene(values: &[Option<(f64, f64)>], width: f64) -> Scene {
        let input = input(values);
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn bars_start_at_zero_and_grow_linearly() {
        let scene = scene(&[Some((0.02, 0.0)), Some((0.14, 0.0))], 427.0);
        let bars: Vec<Rect> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Bar { rect, .. } => Some(*rect),
                _ => None,
            })
            .collect();
        assert_eq!(bars[0].x, bars[1].x);
        // 14 points are seven times 2 points.
        assert!((bars[1].width - 7.0 * bars[0].width).abs() < 1e-6);
    }

    #[test]
    fn it_looks_as_reviewed() {
        let sketch = [Some((-0.01, 0.04)), Some((0.01, 0.03)), Some((0.05, 0.03)), Some((0.14, 0.05))];
        assert_picture("change-427", &scene(&sketch, 427.0));
        assert_picture("change-358", &scene(&[None, Some((-0.1, 0.02)), Some((0.0, 0.0)), Some((0.08, 0.05))], 358.0));
    }

    proptest! {
        #[test]
        fn labels_keep_apart(values in prop::collection::vec(prop::option::weighted(0.9, (-1f64..1.0, 0f64..0.6)), 1..=4), width in 240f64..700.0) {
            let scene = scene(&values, width);
            labels_inside(&scene)?;
            labels_apart(&scene)?;
            prop_assert_eq!(scene.marks.len(), values.len());
        }
    }
}
