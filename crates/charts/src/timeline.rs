//! The pattern timeline: when each failure pattern was found, hollow the first time, solid when it came back, with an arc
//! from one time to the next. A dot's area says how often; a small red diamond of one size below it says that it came back although it
//! was prevented, with the number of times where these are several. A thin line below the dots says how long prevention was in place.

use super::geometry::{Rect, Size, arc, band_center, point};
use super::labels::Placer;
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow};
use super::years;

/// Patterns over periods.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Timeline {
    /// The periods' names on the axis, oldest first.
    pub ticks: Vec<String>,
    /// The year of each period that names one under its tick; empty where none does.
    pub years: Vec<String>,
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
    /// When its prevention was in place, oldest first.
    pub spells: Vec<Spell>,
    /// Said where the last of these still lasts: "prevention in place".
    pub in_place: String,
}

/// A time in which prevention was in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Spell {
    /// The period in which it began.
    pub from: usize,
    /// The period in which it lapsed; none while it lasts.
    pub to: Option<usize>,
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
    /// How many of these are recurrences although it was prevented: a red diamond where there are any.
    pub despite: u32,
    /// In words: "2 times, 1 a recurrence".
    pub words: String,
}

const HEAD: f64 = 8.0;
const FOOT: f64 = 22.0;
/// From the middle of the dots down to the line of prevention and its diamonds.
const BELOW: f64 = 15.0;
/// From the middle of a diamond to its corners.
const REACH: f64 = 4.0;

impl Timeline {
    fn row(width: f64) -> f64 {
        if width < NARROW { 60.0 } else { 48.0 }
    }
}

impl Draw for Timeline {
    fn height(&self, width: f64, _medium: Medium) -> f64 {
        HEAD + Self::row(width) * self.rows.len().max(1) as f64 + FOOT + years::room(self.years.iter().map(String::as_str))
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
        years::draw(
            &mut scene,
            self.years.iter().map(String::as_str).take(count),
            x,
            (foot + 15.0 + years::LINE, (0.0, size.width)),
            measure,
        );
        let step = (right - left) / count as f64;
        let most = self.rows.iter().flat_map(|r| &r.dots).map(|d| d.count).max().unwrap_or(1).max(1);
        for (idx, row) in self.rows.iter().enumerate() {
            let top = HEAD + row_height * idx as f64;
            scene.level(top + row_height - 1.0, (0.0, size.width), Stroke::solid(Token::Rule, 1.0));
            let middle = top + if narrow { 38.0 } else { 26.0 };
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
        let largest = (step * 0.48).clamp(3.0, 10.0);
        let radius = |count: u32| (largest * (f64::from(count) / most.max(4.0)).sqrt()).max(3.0);
        for (from, to) in row.dots.iter().zip(row.dots.iter().skip(1)) {
            let (a, b) = (x(from.period), x(to.period));
            if to.repeat && b - a > 4.0 {
                let rise = ((b - a) * 0.25).clamp(4.0, 15.0);
                scene.path(arc(point(a, middle), point(b, middle), rise), Stroke::solid(Token::Ink, 1.3));
            }
        }
        let below = middle + BELOW;
        for spell in &row.spells {
            let from = x(spell.from) - step * 0.3;
            let to = spell.to.map_or(right, |to| (x(to) - step * 0.1).max(from + step * 0.4));
            scene.upright(from, (below - 3.0, below + 3.0), Stroke::VERIFIED);
            scene.level(below, (from, to), Stroke::VERIFIED);
            let at = from + 6.0;
            let width = measure.width(&row.in_place, 11.0, false);
            let free = row.dots.iter().all(|d| {
                let (x, r) = (x(d.period), radius(d.count) + 2.0);
                x + r < at || x - r > at + width
            });
            if spell.to.is_none() && free && at + width < right {
                scene.text(Label::axis(row.in_place.clone(), point(at, middle + 4.0), Anchor::Start).token(Token::Ink2).halo());
            }
        }
        let mut placer =
            Placer::new(Rect { x: 0.0, y: middle - BELOW, width: scene.size.width, height: 2.0 * BELOW + 9.0 }, measure);
        placer.take_labels(scene.labels());
        for dot in &row.dots {
            let at = point(x(dot.period), middle);
            placer.take(Rect { x: at.x, y: at.y, width: 0.0, height: 0.0 }.grown(radius(dot.count)));
            if dot.despite > 0 {
                placer.take(Rect { x: at.x, y: below, width: 0.0, height: 0.0 }.grown(REACH));
            }
        }
        for dot in &row.dots {
            let center = point(x(dot.period), middle);
            let radius = radius(dot.count);
            if dot.repeat {
                scene.dot(center, radius, Token::Ink);
            } else {
                let stroke = Some(Stroke::solid(Token::Ink, 1.8));
                scene.shapes.push(Shape::Circle { center, radius: radius - 0.9, fill: Some(Token::Paper), stroke });
            }
            if dot.despite > 0 {
                let corner = |x: f64, y: f64| point(center.x + x * REACH, below + y * REACH);
                scene.area(vec![corner(0.0, -1.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(-1.0, 0.0)], Token::Contra);
            }
            if dot.despite > 1 {
                let beside = |x: f64, anchor| {
                    vec![
                        Label::axis(dot.despite.to_string(), point(center.x + x, below + 4.0), anchor)
                            .token(Token::Contra)
                            .halo(),
                    ]
                };
                let placed = placer.place([beside(REACH + 2.0, Anchor::Start), beside(-REACH - 2.0, Anchor::End)]);
                placed.into_iter().flatten().for_each(|label| scene.text(label));
            }
            let half = (step / 2.0).max(radius);
            let when = self.names.get(dot.period).cloned().unwrap_or_default();
            scene.marks.push(Mark {
                key: row.key.clone(),
                frame: Rect { x: center.x, y: center.y, width: 0.0, height: 0.0 }.grown(radius + 4.0),
                hit: Rect::between(point(center.x - half, middle - 16.0), point(center.x + half, middle + 19.0)),
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
            years: Vec::new(),
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
                            despite: u32::from(i == 5),
                            words: format!("{count} times"),
                        })
                        .collect(),
                    spells: match dots.len() {
                        2 => vec![Spell { from: dots[1].0 + 1, to: None }],
                        6 => vec![Spell { from: dots[1].0, to: Some(dots[2].0) }, Spell { from: dots[4].0, to: None }],
                        _ => Vec::new(),
                    },
                    in_place: "prevention in place".into(),
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
    fn a_red_diamond_of_one_size_says_that_it_was_prevented_and_the_dot_says_how_often() {
        let diamonds = |n: u32| {
            let mut input = timeline(&[&[(0, 1), (3, n)]], 8);
            input.rows[0].dots[1].despite = 1;
            let scene = scene(&input, 900.0);
            let red = scene.shapes.iter().filter_map(|s| match s {
                Shape::Area { points, fill: Token::Contra } => Some(points.clone()),
                _ => None,
            });
            assert_eq!(scene.marks.len(), 2, "it can be reached as every dot");
            assert!(scene.shapes.iter().any(|s| matches!(s, Shape::Circle { fill: Some(Token::Ink), .. })));
            red.collect::<Vec<_>>()
        };
        assert_eq!(diamonds(1), diamonds(40));
        assert_eq!(diamonds(1).len(), 1);
    }

    #[test]
    fn a_diamond_that_stands_for_several_has_their_number() {
        let mut input = timeline(&[&[(0, 1), (3, 12)]], 8);
        input.rows[0].dots[1].despite = 12;
        assert!(scene(&input, 900.0).labels().any(|l| l.text == "12" && l.token == Token::Contra));
        input.rows[0].dots[1].despite = 1;
        assert!(scene(&input, 900.0).labels().all(|l| l.token != Token::Contra));
    }

    #[test]
    fn each_spell_of_prevention_is_a_line_that_ends_where_it_lapsed() {
        let mut input = timeline(&[&[(0, 1)]], 10);
        input.rows[0].spells = vec![Spell { from: 2, to: Some(4) }, Spell { from: 7, to: None }];
        let scene = scene(&input, 900.0);
        let lines: Vec<(f64, f64)> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Line { from, to, stroke: Stroke::VERIFIED } if from.y == to.y => Some((from.x, to.x)),
                _ => None,
            })
            .collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].1 < lines[1].0, "{lines:?}");
        assert_eq!(scene.labels().filter(|l| l.text == "prevention in place").count(), 1, "said of the one that lasts");
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
