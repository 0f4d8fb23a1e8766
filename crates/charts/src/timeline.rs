//! The pattern timeline: when each failure pattern was found, hollow the first time, solid when it came back, with an arc
//! from one time to the next. What came back although it was prevented is a red diamond.

use super::geometry::{Rect, Size, arc, band_center, point};
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow};

/// Patterns over periods.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Timeline {
    /// The periods' names on the axis, oldest first.
    pub ticks: Vec<String>,
    /// The periods' names in tooltips, as many.
    pub names: Vec<String>,
    /// One row per pattern.
    pub rows: Vec<TimelineRow>,
}

/// One pattern.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct TimelineRow {
    /// What its marks filter by.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Where it was found, oldest first.
    pub dots: Vec<TimelineDot>,
    /// Said at the right of the row: "4 times, 3 recurred".
    pub sum: String,
    /// Since which period its prevention is in place, and the words for that.
    pub prevention: Option<(usize, String)>,
}

/// One pattern in one period.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct TimelineDot {
    /// Which period.
    pub period: usize,
    /// How often; the dot's area.
    pub count: u32,
    /// Whether any of these is a recurrence.
    pub repeat: bool,
    /// Whether any of these is one although it was prevented: a red diamond.
    pub despite: bool,
    /// In words: "2 times, 1 a recurrence".
    pub words: String,
}

const HEAD: f64 = 8.0;
const FOOT: f64 = 22.0;

impl Timeline {
    fn row(width: f64) -> f64 {
        if width < NARROW { 58.0 } else { 46.0 }
    }
}

impl Draw for Timeline {
    fn height(&self, width: f64, _medium: Medium) -> f64 {
        HEAD + Self::row(width) * self.rows.len().max(1) as f64 + FOOT
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        let count = self.ticks.len();
        if count == 0 || self.rows.is_empty() || size.width < 160.0 || size.height < 60.0 {
            return scene;
        }
        let narrow = size.width < NARROW;
        let row_height = Self::row(size.width);
        let names = self.rows.iter().map(|r| measure.width(&r.name, 13.0, true)).fold(0.0, f64::max);
        let sums = self.rows.iter().map(|r| measure.width(&r.sum, 12.0, false)).fold(0.0, f64::max);
        let (left, right) = if narrow {
            (6.0, size.width - 6.0)
        } else {
            (names.min(size.width * 0.25) + 20.0, size.width - sums.min(size.width * 0.25) - 20.0)
        };
        let x = |idx: usize| band_center(idx.min(count - 1), count, (left, right));
        let foot = HEAD + row_height * self.rows.len() as f64;
        let mut free_to = f64::MAX;
        for (idx, tick) in self.ticks.iter().enumerate().rev() {
            let at = x(idx);
            let half = measure.width(tick, 11.0, false) / 2.0;
            let text_at = at.clamp(half.min(size.width / 2.0), (size.width - half).max(0.0));
            if text_at + half > free_to || text_at - half < 0.0 {
                continue;
            }
            free_to = text_at - half - 10.0;
            scene.upright(at, (HEAD, foot), Stroke::GRID);
            scene.text(Label::axis(tick.clone(), point(text_at, foot + 15.0), Anchor::Middle));
        }
        let step = (right - left) / count as f64;
        let most = self.rows.iter().flat_map(|r| &r.dots).map(|d| d.count).max().unwrap_or(1).max(1);
        for (idx, row) in self.rows.iter().enumerate() {
            let top = HEAD + row_height * idx as f64;
            scene.level(top + row_height - 1.0, (0.0, size.width), Stroke::solid(Token::Rule, 1.0));
            let middle = top + if narrow { 40.0 } else { 28.0 };
            let name_room = if narrow { size.width - measure.width(&row.sum, 12.0, false) - 12.0 } else { left - 16.0 };
            let name = fitted(&row.name, name_room, 13.0, true, measure);
            let baseline = if narrow { top + 15.0 } else { middle + 4.5 };
            scene.text(Label::plain(name, point(0.0, baseline), Anchor::Start).size(13.0).bold().halo());
            let sum = fitted(&row.sum, size.width * if narrow { 0.5 } else { 0.25 }, 12.0, false, measure);
            scene.text(Label::plain(sum, point(size.width, baseline), Anchor::End).token(Token::Ink2).halo());
            self.dots(&mut scene, row, (middle, step, f64::from(most), right), &x, measure);
        }
        scene
    }
}

impl Timeline {
    fn dots(
        &self,
        scene: &mut Scene,
        row: &TimelineRow,
        (middle, step, most, right): (f64, f64, f64, f64),
        x: &impl Fn(usize) -> f64,
        measure: &dyn Measure,
    ) {
        // The largest dot leaves room beside its neighbour; the smallest can still be seen as hollow.
        let largest = (step * 0.48).clamp(3.0, 11.0);
        let radius = |count: u32| (largest * (f64::from(count) / most.max(4.0)).sqrt()).max(3.0);
        for (from, to) in row.dots.iter().zip(row.dots.iter().skip(1)) {
            let (a, b) = (x(from.period), x(to.period));
            if to.repeat && b - a > 4.0 {
                let rise = ((b - a) * 0.25).clamp(4.0, 15.0);
                scene.path(arc(point(a, middle), point(b, middle), rise), Stroke::solid(Token::Ink, 1.3));
            }
        }
        if let Some((since, words)) = &row.prevention {
            let at = x(*since) - step / 2.0;
            scene.upright(at, (middle - 9.0, middle + 9.0), Stroke::solid(Token::Verified, 2.0));
            let from = at + 6.0;
            let width = measure.width(words, 11.0, false);
            let free = row.dots.iter().all(|d| {
                let (x, r) = (x(d.period), radius(d.count) + 2.0);
                x + r < from || x - r > from + width
            });
            if free && from + width < right {
                scene.text(Label::axis(words.clone(), point(from, middle + 4.0), Anchor::Start).token(Token::Ink2).halo());
            }
        }
        for dot in &row.dots {
            let center = point(x(dot.period), middle);
            let radius = radius(dot.count);
            if dot.despite {
                let reach = radius * 1.25;
                let corner = |x: f64, y: f64| point(center.x + x * reach, center.y + y * reach);
                scene.area(vec![corner(0.0, -1.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(-1.0, 0.0)], Token::Contra);
            } else if dot.repeat {
                scene.dot(center, radius, Token::Ink);
            } else {
                let stroke = Some(Stroke::solid(Token::Ink, 1.8));
                scene.shapes.push(Shape::Circle { center, radius: radius - 0.9, fill: Some(Token::Paper), stroke });
            }
            let half = (step / 2.0).max(radius);
            let when = self.names.get(dot.period).cloned().unwrap_or_default();
            scene.marks.push(Mark {
                key: row.key.clone(),
                frame: Rect { x: center.x, y: center.y, width: 0.0, height: 0.0 }.grown(radius + 4.0),
                hit: Rect::between(point(center.x - half, middle - 16.0), point(center.x + half, middle + 16.0)),
                title: format!("{}, {when}", row.name),
                rows: vec![TipRow::new(TipKind::Count, "", dot.words.clone())],
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, tidy};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    fn timeline(rows: &[&[(usize, u32)]], periods: usize) -> Timeline {
        let names = ["Privilege inflation", "Alert illusion", "Environment drift", "Unsafe defaults", "Recovery gap"];
        Timeline {
            ticks: (0..periods).map(|i| format!("w{}", 32 + i)).collect(),
            names: (0..periods).map(|i| format!("week {}", 32 + i)).collect(),
            rows: rows
                .iter()
                .zip(names)
                .map(|(dots, name)| TimelineRow {
                    key: name.into(),
                    name: name.into(),
                    sum: format!("{} times, {} recurred", dots.len(), dots.len().saturating_sub(1)),
                    dots: dots
                        .iter()
                        .enumerate()
                        .map(|(i, (period, count))| TimelineDot {
                            period: *period,
                            count: *count,
                            repeat: i > 0,
                            despite: i == 5,
                            words: format!("{count} times"),
                        })
                        .collect(),
                    prevention: (dots.len() == 2).then(|| (dots[1].0 + 1, "prevention in place".into())),
                })
                .collect(),
        }
    }

    fn scene(input: &Timeline, width: f64) -> Scene {
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn the_first_is_hollow_and_each_return_is_linked() {
        let scene = scene(&timeline(&[&[(0, 1), (3, 1), (7, 2)]], 13), 900.0);
        let fills: Vec<Option<Token>> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Circle { fill, .. } => Some(*fill),
                _ => None,
            })
            .collect();
        assert_eq!(fills, [Some(Token::Paper), Some(Token::Ink), Some(Token::Ink)]);
        assert_eq!(scene.shapes.iter().filter(|s| matches!(s, Shape::Path { .. })).count(), 2);
        assert_eq!(scene.marks[2].title, "Privilege inflation, week 39");
    }

    #[test]
    fn what_was_prevented_is_a_red_diamond() {
        let mut input = timeline(&[&[(0, 1), (3, 1)]], 8);
        input.rows[0].dots[1].despite = true;
        let scene = scene(&input, 900.0);
        let red: Vec<usize> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Area { points, fill: Token::Contra } => Some(points.len()),
                _ => None,
            })
            .collect();
        assert_eq!(red, [4]);
        assert_eq!(scene.marks.len(), 2, "it can be reached as every dot");
    }

    #[test]
    fn a_dots_area_is_its_count() {
        // Of at most 8: 2 and 8 have radii as √2 : √8, that is 1 : 2.
        let scene = scene(&timeline(&[&[(0, 2), (4, 8)]], 8), 900.0);
        let radii: Vec<f64> = scene.marks.iter().map(|m| m.frame.width / 2.0 - 4.0).collect();
        assert!((radii[1] - 2.0 * radii[0]).abs() < 1e-9, "{radii:?}");
    }

    #[test]
    fn it_looks_as_reviewed() {
        let rows: [&[(usize, u32)]; 5] = [
            &[(0, 1), (3, 1), (7, 1), (10, 1)],
            &[(3, 1), (6, 1), (9, 1), (10, 1), (11, 2), (12, 2)],
            &[(1, 1), (8, 1)],
            &[(0, 1), (1, 1)],
            &[(5, 1), (8, 1), (12, 1)],
        ];
        let input = timeline(&rows, 13);
        assert_pictures("timeline", &input);
    }

    proptest! {
        #[test]
        fn labels_keep_apart(
            rows in prop::collection::vec(prop::collection::btree_map(0usize..30, 1u32..20, 0..12), 1..=5),
            width in 320f64..2560.0,
        ) {
            let rows: Vec<Vec<(usize, u32)>> = rows.into_iter().map(|r| r.into_iter().collect()).collect();
            let rows: Vec<&[(usize, u32)]> = rows.iter().map(Vec::as_slice).collect();
            tidy(&timeline(&rows, 30), width)?;
        }
    }
}
