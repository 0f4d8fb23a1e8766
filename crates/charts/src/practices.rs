//! Workflow practices: how often each is evidenced, with its interval, and the value at the right.

use super::geometry::{Rect, Scale, Size, point};
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Estimate, Label, Mark, Medium, SHARE_TICKS, Scene, Shape, Stroke, TipKind, TipRow, bare};

/// A share for each practice.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Practices {
    /// One row per practice.
    pub rows: Vec<Practice>,
}

/// One practice.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Practice {
    /// What the mark filters by.
    pub key: String,
    /// What is done: "Threat intent verified".
    pub name: String,
    /// How often it is evidenced; absent where nothing could have been.
    pub share: Option<Estimate>,
    /// n of m.
    pub count: String,
    /// Few enough that the number should not be leant on.
    pub too_few: bool,
    /// Why there is no share; not shown where there is one.
    pub note: String,
}

const ROW: f64 = 44.0;
const FOOT: f64 = 20.0;

impl Draw for Practices {
    fn height(&self, _width: f64, _medium: Medium) -> f64 {
        ROW * self.rows.len().max(1) as f64 + FOOT
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.rows.is_empty() || size.width < 120.0 || size.height < ROW {
            return scene;
        }
        let x = Scale::share((2.0, size.width - 44.0));
        let foot = ROW * self.rows.len() as f64;
        for (share, text) in SHARE_TICKS {
            let at = x.at(share);
            scene.upright(at, (22.0, foot), Stroke::GRID);
            let anchor = if share == 0.0 { Anchor::Start } else { Anchor::Middle };
            scene.text(Label::axis(text, point(at, foot + 14.0), anchor));
        }
        for (idx, row) in self.rows.iter().enumerate() {
            let top = ROW * idx as f64;
            let middle = top + 34.0;
            // The name goes first; what it is a share of stands in the tooltip and the table too.
            let name = fitted(&row.name, size.width, 12.0, false, measure);
            let name_width = measure.width(&name, 12.0, false);
            scene.text(Label::plain(name, point(0.0, top + 19.0), Anchor::Start).halo());
            if measure.width(&row.count, 11.0, row.too_few) + 12.0 <= size.width - name_width {
                let count = Label::axis(row.count.clone(), point(size.width, top + 19.0), Anchor::End).halo();
                scene.text(if row.too_few { count.token(Token::Ink).bold() } else { count });
            }
            let mut rows = Vec::new();
            let full = Rect::between(point(x.at(0.0), middle - 7.0), point(x.at(1.0), middle + 7.0));
            let mut frame = full;
            match &row.share {
                Some(share) => {
                    let end = x.at(share.value);
                    let bar = Rect::between(point(x.at(0.0), middle - 3.0), point(end, middle + 3.0));
                    if row.too_few {
                        scene.shapes.push(Shape::Frame { rect: bar, stroke: Stroke::solid(Token::Verified, 1.0) });
                    } else {
                        scene.bar(bar, Token::Verified);
                    }
                    let mut reach = end;
                    if share.range.is_some() {
                        let ends = (x.at(share.low()), x.at(share.high()));
                        let band = Rect::between(point(ends.0, middle - 7.0), point(ends.1, middle + 7.0));
                        scene.bar(band, Token::VerifiedBand);
                        reach = reach.max(ends.1);
                    }
                    frame = Rect::between(point(full.x, full.y), point(reach.max(full.x + 8.0), full.bottom()));
                    let value = bare(&share.label);
                    let at = point(size.width, middle + 4.5);
                    let value = Label::plain(value, at, Anchor::End).size(13.0);
                    scene.text(if row.too_few { value.token(Token::Ink3) } else { value.bold().token(Token::Verified) });
                    rows.push(TipRow { name: "Share".to_owned(), ..TipRow::estimate(TipKind::Verified, share) });
                }
                None => {
                    scene.hatch(Rect::between(point(full.x, middle - 5.0), point(full.right(), middle + 5.0)));
                    let note = fitted(&row.note, full.width - 8.0, 11.0, false, measure);
                    let at = point(full.center().x, middle + 4.0);
                    scene.text(Label::axis(note, at, Anchor::Middle).token(Token::Ink2).halo());
                }
            }
            if !row.count.is_empty() {
                rows.push(TipRow::count(row.count.clone()));
            }
            if row.share.is_none() && !row.note.is_empty() {
                rows.push(TipRow::note(row.note.clone()));
            }
            scene.marks.push(Mark {
                key: row.key.clone(),
                frame: frame.grown(3.0),
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
    use super::super::gallery::{assert_pictures, estimate, scene_at, tidy};
    use super::*;
    use proptest::prelude::*;

    fn input(values: &[Option<f64>]) -> Practices {
        let names = [
            "Threat intent verified",
            "Policy diagnostics and deployment outputs attached",
            "No open critical or high finding",
            "Alert path tested in every release",
            "Recurring patterns prevented",
        ];
        Practices {
            rows: values
                .iter()
                .zip(names)
                .map(|(v, name)| Practice {
                    key: name.into(),
                    name: name.into(),
                    share: v.map(|v| estimate(v, 0.05)),
                    count: "312 of 412".into(),
                    note: if v.is_none() { "no case".into() } else { String::new() },
                    too_few: false,
                })
                .collect(),
        }
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        // 541 wide: the axis runs from 2 to 497, so 0.81 ends at 2 + 0.81 × 495 = 402.95.
        let scene = scene_at(&input(&[Some(0.81)]), 541.0, Medium::Screen);
        let bar = scene.shapes.iter().find_map(|s| match s {
            Shape::Bar { rect, fill: Token::Verified } => Some(*rect),
            _ => None,
        });
        assert!((bar.unwrap().right() - 402.95).abs() < 1e-9);
    }

    #[test]
    fn a_tooltip_gives_a_reason_only_where_there_is_no_share() {
        let mut input = input(&[Some(0.81), None]);
        input.rows[0].note = "no case".into();
        let scene = scene_at(&input, 541.0, Medium::Screen);
        let notes: Vec<usize> = scene.marks.iter().map(|m| m.rows.iter().filter(|r| r.kind == TipKind::Note).count()).collect();
        assert_eq!(notes, [0, 1]);
    }

    #[test]
    fn it_looks_as_reviewed() {
        let sketch = [Some(0.81), Some(0.74), Some(0.69), Some(0.28), None];
        let mut input = input(&sketch);
        input.rows[3].too_few = true;
        input.rows[3].count = "1 of 3, too few".into();
        assert_pictures("practices", &input);
    }

    proptest! {
        #[test]
        fn labels_keep_apart(values in prop::collection::vec(prop::option::of(0f64..=1.0), 1..=5), width in 240f64..2560.0) {
            tidy(&input(&values), width)?;
        }
    }
}
