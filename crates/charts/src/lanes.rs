//! The lanes of the detection pipeline: for each lane, what became of its requirements per period, as stacked columns. Solid is
//! validated, red is contradicted, hatched is unverified, and an outline is missing.

use super::geometry::{Rect, Scale, Size, band_center, nice_ticks, point};
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow};

/// Panels over periods.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Lanes {
    /// Oldest first.
    pub periods: Vec<LanePeriod>,
    /// What the four parts of a column are called: validated, contradicted, unverified, missing.
    pub states: [String; 4],
    /// One per lane.
    pub panels: Vec<LanePanel>,
}

/// One period.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct LanePeriod {
    /// What its marks filter by.
    pub key: String,
    /// Its name in a tooltip: "week 42".
    pub name: String,
    /// Its name on the axis: "w42". As many are shown as fit.
    pub tick: String,
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct LanePanel {
    /// Its name.
    pub name: String,
    /// When something of it was last verified, in words.
    pub note: String,
    /// Requirements of each period in the order of [`Lanes::states`].
    pub columns: Vec<[u32; 4]>,
    /// The four sums, each with its word: "812 validated".
    pub sums: [String; 4],
    /// Said in place of columns when the lane owes nothing.
    pub nothing: String,
}

const HEAD: f64 = 30.0;
const FOOT: f64 = 24.0;
const BETWEEN: f64 = 20.0;
const GUTTER: f64 = 32.0;
const TWO_ABREAST: f64 = 860.0;

impl Lanes {
    fn abreast(width: f64) -> usize {
        if width < TWO_ABREAST { 1 } else { 2 }
    }

    fn panel_height(width: f64, medium: Medium) -> f64 {
        match medium {
            Medium::Print => 150.0,
            Medium::Screen if width < NARROW => 180.0,
            Medium::Screen => 206.0,
        }
    }
}

impl Draw for Lanes {
    fn height(&self, width: f64, medium: Medium) -> f64 {
        let rows = self.panels.len().div_ceil(Self::abreast(width)).max(1) as f64;
        rows * Self::panel_height(width, medium) + (rows - 1.0) * BETWEEN
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.panels.is_empty() || self.periods.is_empty() || size.width < 240.0 {
            return scene;
        }
        let abreast = Self::abreast(size.width);
        let rows = self.panels.len().div_ceil(abreast) as f64;
        let height = (size.height - (rows - 1.0) * BETWEEN) / rows;
        if height < HEAD + FOOT + 40.0 {
            return scene;
        }
        let most = self.panels.iter().flat_map(|p| &p.columns).map(|c| c.iter().sum::<u32>()).max().unwrap_or(0);
        let ticks = nice_ticks(f64::from(most));
        let width = (size.width - GUTTER * (abreast as f64 - 1.0)) / abreast as f64;
        for (idx, panel) in self.panels.iter().enumerate() {
            let (column, row) = ((idx % abreast) as f64, (idx / abreast) as f64);
            let corner = point(column * (width + GUTTER), row * (height + BETWEEN));
            let place = Rect { x: corner.x, y: corner.y, width, height };
            self.panel(&mut scene, panel, place, &ticks, measure);
        }
        scene
    }
}

impl Lanes {
    fn panel(&self, scene: &mut Scene, panel: &LanePanel, place: Rect, ticks: &[f64], measure: &dyn Measure) {
        let tick_words: Vec<String> = ticks.iter().map(|t| format!("{t:.0}")).collect();
        let tick_room = tick_words.iter().map(|t| measure.width(t, 11.0, false)).fold(0.0, f64::max) + 8.0;
        let sums = panel.sums.iter().map(|s| measure.width(s, 11.0, false)).fold(0.0, f64::max).min(place.width * 0.4);
        let plot = Rect::between(
            point(place.x + tick_room, place.y + HEAD),
            point((place.right() - sums - 30.0).max(place.x + tick_room + 40.0), place.bottom() - FOOT),
        );
        self.heading(scene, panel, &place, measure);
        let y = Scale::new((0.0, ticks.last().copied().unwrap_or(1.0)), (plot.bottom(), plot.y));
        for (tick, words) in ticks.iter().zip(tick_words) {
            let at = y.at(*tick);
            scene.level(at, (plot.x, plot.right()), if *tick == 0.0 { Stroke::AXIS } else { Stroke::GRID });
            scene.text(Label::axis(words, point(plot.x - 8.0, at + 4.0), Anchor::End));
        }
        let count = self.periods.len();
        let step = plot.width / count as f64;
        let x = |idx: usize| band_center(idx, count, (plot.x, plot.right()));
        if panel.columns.iter().flatten().all(|n| *n == 0) {
            scene.hatch(plot);
            let words = fitted(&panel.nothing, plot.width - 8.0, 11.0, false, measure);
            scene.text(Label::axis(words, plot.center(), Anchor::Middle).token(Token::Ink2).halo());
        } else {
            let half = (step * 0.36).clamp(0.5, 14.0);
            for (idx, (period, column)) in self.periods.iter().zip(&panel.columns).enumerate() {
                if column.iter().any(|n| *n > 0) {
                    let across = (x(idx) - half, x(idx) + half);
                    let hit = Rect { x: x(idx) - step / 2.0, y: plot.y, width: step, height: plot.height + FOOT };
                    let mark = self.column(scene, panel, (period, column), across, hit, &y);
                    scene.marks.push(mark);
                }
            }
            self.sums(scene, panel, point(plot.right() + 14.0, plot.y + 10.0), sums, measure);
        }
        let mut free_to = f64::MAX;
        for (idx, period) in self.periods.iter().enumerate().rev() {
            let half = measure.width(&period.tick, 11.0, false) / 2.0;
            let at = x(idx).max(plot.x + half - 4.0);
            if at + half > free_to {
                continue;
            }
            free_to = at - half - 10.0;
            scene.text(Label::axis(period.tick.clone(), point(at, plot.bottom() + 16.0), Anchor::Middle));
        }
    }

    fn heading(&self, scene: &mut Scene, panel: &LanePanel, place: &Rect, measure: &dyn Measure) {
        let baseline = place.y + 13.0;
        let name = fitted(&panel.name, place.width * 0.6, 13.0, true, measure);
        let room = place.width - measure.width(&name, 13.0, true) - 16.0;
        let note = fitted(&panel.note, room, 12.0, false, measure);
        scene.text(Label::plain(name, point(place.x, baseline), Anchor::Start).size(13.0).bold());
        scene.text(Label::plain(note, point(place.right(), baseline), Anchor::End).token(Token::Ink2));
    }

    fn column(
        &self,
        scene: &mut Scene,
        panel: &LanePanel,
        (period, counts): (&LanePeriod, &[u32; 4]),
        (left, right): (f64, f64),
        hit: Rect,
        y: &Scale,
    ) -> Mark {
        let mut base = 0.0;
        let mut rows = Vec::new();
        for (part, (n, word)) in counts.iter().zip(&self.states).enumerate() {
            rows.push(TipRow::new(TipKind::Other, word.clone(), n.to_string()));
            let next = base + f64::from(*n);
            let rect = Rect::between(point(left, y.at(base)), point(right, y.at(next)));
            base = next;
            // a pixel of paper between the parts
            fill(scene, part, Rect { height: (rect.height - 1.0).max(0.5), ..rect }, *n > 0);
        }
        // Read from the top of the column down.
        rows.reverse();
        Mark {
            key: period.key.clone(),
            frame: Rect::between(point(left, y.at(base)), point(right, y.at(0.0))).grown(3.0),
            hit,
            title: [&panel.name, ", ", &period.name].concat(),
            rows,
        }
    }

    /// The sums, each beside the mark that stands for it, from the top of a column down.
    fn sums(&self, scene: &mut Scene, panel: &LanePanel, at: super::geometry::Point, room: f64, measure: &dyn Measure) {
        for (line, (part, words)) in panel.sums.iter().enumerate().rev().enumerate() {
            let baseline = at.y + 17.0 * line as f64;
            fill(scene, part, Rect { x: at.x, y: baseline - 8.5, width: 10.0, height: 10.0 }, true);
            let words = fitted(words, room, 11.0, false, measure);
            scene.text(Label::axis(words, point(at.x + 16.0, baseline), Anchor::Start).token(Token::Ink2));
        }
    }
}

/// One part of a column, by its place among the states.
fn fill(scene: &mut Scene, part: usize, rect: Rect, is_there: bool) {
    if !is_there {
        return;
    }
    let outline = Shape::Frame { rect, stroke: Stroke::solid(Token::Ink3, 1.0) };
    match part {
        0 => scene.bar(rect, Token::Verified),
        1 => scene.bar(rect, Token::Contra),
        2 => {
            scene.hatch(rect);
            scene.shapes.push(outline);
        }
        _ => scene.shapes.push(outline),
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_picture, labels_apart, labels_inside};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    fn lanes(panels: &[Vec<[u32; 4]>], periods: usize) -> Lanes {
        let names = ["Secret handling", "Identity scope", "Network boundaries", "Policy compliance"];
        let states = ["validated", "contradicted", "unverified", "missing"].map(str::to_owned);
        let sum = |columns: &[[u32; 4]], part: usize| columns.iter().map(|c| c[part]).sum::<u32>();
        Lanes {
            periods: (0..periods)
                .map(|i| LanePeriod { key: format!("#{i}"), name: format!("week {}", 30 + i), tick: format!("w{}", 30 + i) })
                .collect(),
            panels: panels
                .iter()
                .zip(names)
                .map(|(columns, name)| LanePanel {
                    name: name.into(),
                    note: "last verified 3 days ago".into(),
                    sums: [0, 1, 2, 3].map(|part| format!("{} {}", sum(columns, part), states[part])),
                    columns: columns.clone(),
                    nothing: "nothing is owed".into(),
                })
                .collect(),
            states,
        }
    }

    fn scene(input: &Lanes, width: f64) -> Scene {
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn a_column_is_as_high_as_what_is_required() {
        // One panel 600 wide and 206 high: the plot is 206 − 30 − 24 = 152 high, and 8 is its top tick.
        let scene = scene(&lanes(&[vec![[4, 2, 1, 1]]], 1), 600.0);
        let mut heights: Vec<f64> = Vec::new();
        for shape in &scene.shapes {
            match shape {
                Shape::Bar { rect, .. } | Shape::Frame { rect, .. } if rect.width > 12.0 => heights.push(rect.height + 1.0),
                _ => {}
            }
        }
        assert_eq!(heights, [76.0, 38.0, 19.0, 19.0]);
        assert_eq!(scene.marks[0].rows.iter().map(|r| r.value.as_str()).collect::<Vec<_>>(), ["1", "1", "2", "4"]);
        assert_eq!(scene.marks[0].title, "Secret handling, week 30");
    }

    #[test]
    fn a_lane_that_owes_nothing_says_so() {
        let scene = scene(&lanes(&[vec![[0; 4]; 3], vec![[1, 0, 0, 0]; 3]], 3), 900.0);
        assert!(scene.labels().any(|l| l.text == "nothing is owed"));
        assert_eq!(scene.marks.len(), 3, "only what is there can be reached");
    }

    #[test]
    fn it_looks_as_reviewed() {
        let lane = |seed: u32| -> Vec<[u32; 4]> {
            (0..13).map(|i| [8 + (i * seed) % 9, (i * seed) % 3, (i + seed) % 4, (i * 2 + seed) % 5]).collect()
        };
        let input = lanes(&[lane(3), lane(5), vec![[0; 4]; 13], lane(11)], 13);
        assert_picture("lanes-1344", &scene(&input, 1344.0));
        assert_picture("lanes-358", &scene(&input, 358.0));
    }

    proptest! {
        #[test]
        fn labels_keep_apart_and_every_mark_is_reached(
            panels in prop::collection::vec(prop::collection::vec(prop::array::uniform4(0u32..400), 30), 1..=4),
            periods in 1usize..30, width in 300f64..1400.0,
        ) {
            let scene = scene(&lanes(&panels, periods), width);
            labels_inside(&scene)?;
            labels_apart(&scene)?;
            for mark in &scene.marks {
                prop_assert!(mark.hit.contains(mark.frame.center()));
            }
        }

        #[test]
        fn no_size_panics(width in -10f64..2000.0, height in -10f64..2000.0) {
            let _ = lanes(&[vec![[1, 2, 3, 4]; 5]], 5).scene(Size { width, height }, &PlainMeasure);
        }
    }
}
