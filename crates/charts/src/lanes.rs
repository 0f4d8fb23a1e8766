//! The lanes of the detection pipeline: for each lane, what became of its requirements per period, as shares of what is required, with
//! how many that are below. Solid is validated, red with light strokes across is contradicted, hatched is unverified, an outline is missing.
//! A lane that owes nothing says so in words alone.

use super::geometry::{Point, Rect, Scale, Size, band_center, point};
use super::measure::{Measure, PlainMeasure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow};
use super::years;

/// Panels over periods; all share the axis of shares and the periods.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Lanes {
    /// Oldest first.
    pub periods: Vec<LanePeriod>,
    /// What the four parts of a column are called: validated, contradicted, unverified, missing. The key above the panels names those
    /// that occur.
    pub states: [String; 4],
    /// What the dashed frame of a period means: "Incomplete week". In the key where there is one.
    pub partial: String,
    /// One per lane.
    pub panels: Vec<LanePanel>,
    /// A column of fewer requirements than this is narrow, since its shares should not be leant on.
    pub few_below: u32,
    /// What the numbers below the columns count: "required".
    pub counted: String,
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
    /// The year, named under the first period and the first of each further year where an axis runs over several; else empty.
    pub year: String,
    /// Whether it is not whole: it began before the first record or the chosen days, or it still runs.
    pub is_partial: bool,
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
    /// Said in place of columns when the lane owes nothing.
    pub nothing: String,
}

/// The key above all panels, in one line.
const KEY: f64 = 28.0;
const KEY_LINE: f64 = 18.0;
/// The place of the dashed frame in the key, behind the states.
const PARTIAL: usize = 4;
const HEAD: f64 = 30.0;
/// The second line of a panel's heading, where its note does not fit beside the name.
const NOTE: f64 = 18.0;
const FOOT: f64 = 40.0;
const BETWEEN: f64 = 20.0;
const GUTTER: f64 = 32.0;
const TWO_ABREAST: f64 = 860.0;
const TICKS: [(f64, &str); 3] = [(0.0, "0"), (0.5, "50"), (1.0, "100\u{a0}%")];

impl Lanes {
    fn years(&self) -> impl Iterator<Item = &str> {
        self.periods.iter().map(|period| period.year.as_str())
    }

    fn abreast(width: f64) -> usize {
        if width < TWO_ABREAST { 1 } else { 2 }
    }

    fn panel_height(width: f64, medium: Medium) -> f64 {
        match medium {
            Medium::Print => 166.0,
            Medium::Screen if width < NARROW => 210.0 + NOTE,
            Medium::Screen => 222.0,
        }
    }

    /// The states that occur in any panel, in the order of a column from its top down, with their places among all states.
    fn key(&self) -> impl Iterator<Item = (usize, &String)> {
        let occurs = |part: usize| self.panels.iter().flat_map(|p| &p.columns).any(|c| c.get(part).is_some_and(|n| *n > 0));
        let partial = self.periods.iter().any(|period| period.is_partial).then_some((PARTIAL, &self.partial));
        self.states.iter().enumerate().rev().filter(move |(part, _)| occurs(*part)).chain(partial)
    }

    /// The key's items with their places, line by line, and how high it is.
    fn key_places(&self, width: f64, measure: &dyn Measure) -> (Vec<(usize, &String, Point)>, f64) {
        let (mut at, mut items) = (point(0.0, 9.0), Vec::new());
        for (part, word) in self.key() {
            let extent = 16.0 + measure.width(word, 12.0, false);
            if at.x > 0.0 && at.x + extent > width {
                at = point(0.0, at.y + KEY_LINE);
            }
            items.push((part, word, at));
            at.x += extent + 20.0;
        }
        let height = if items.is_empty() { 0.0 } else { at.y - 9.0 + KEY };
        (items, height)
    }
}

impl Draw for Lanes {
    fn height(&self, width: f64, medium: Medium) -> f64 {
        let rows = self.panels.len().div_ceil(Self::abreast(width)).max(1) as f64;
        let (_, key) = self.key_places(width, &PlainMeasure);
        key + rows * (Self::panel_height(width, medium) + years::room(self.years())) + (rows - 1.0) * BETWEEN
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.panels.is_empty() || self.periods.is_empty() || size.width < 240.0 {
            return scene;
        }
        let abreast = Self::abreast(size.width);
        let rows = self.panels.len().div_ceil(abreast) as f64;
        let (items, key) = self.key_places(size.width, measure);
        let height = (size.height - key - (rows - 1.0) * BETWEEN) / rows;
        if height < HEAD + FOOT + 60.0 {
            return scene;
        }
        let width = (size.width - GUTTER * (abreast as f64 - 1.0)) / abreast as f64;
        for (part, word, Point { x, y }) in items {
            fill(&mut scene, part, Rect { x, y: y - 7.0, width: 10.0, height: 10.0 }, true);
            let word = fitted(word, size.width - 16.0, 12.0, false, measure);
            scene.text(Label::plain(word, point(x + 16.0, y + 2.5), Anchor::Start).token(Token::Ink2));
        }
        for (idx, panel) in self.panels.iter().enumerate() {
            let (column, row) = ((idx % abreast) as f64, (idx / abreast) as f64);
            let corner = point(column * (width + GUTTER), key + row * (height + BETWEEN));
            self.panel(&mut scene, panel, Rect { x: corner.x, y: corner.y, width, height }, measure);
        }
        scene
    }
}

impl Lanes {
    fn panel(&self, scene: &mut Scene, panel: &LanePanel, place: Rect, measure: &dyn Measure) {
        let narrow = scene.size.width < NARROW;
        let left = place.x + measure.width("100\u{a0}%", 11.0, false) + 8.0;
        let right = (place.right() - 4.0).max(left + 40.0);
        let top = place.y + if narrow { HEAD + NOTE } else { HEAD };
        let plot = Rect::between(point(left, top), point(right, place.bottom() - FOOT - years::room(self.years())));
        self.heading(scene, panel, &place, measure);
        let y = Scale::share((plot.bottom(), plot.y));
        for (share, words) in TICKS {
            let at = y.at(share);
            scene.level(at, (plot.x, plot.right()), if share == 0.0 { Stroke::AXIS } else { Stroke::GRID });
            scene.text(Label::axis(words, point(plot.x - 8.0, at + 4.0), Anchor::End));
        }
        let count = self.periods.len();
        let step = plot.width / count as f64;
        let x = |idx: usize| band_center(idx, count, (plot.x, plot.right()));
        if panel.columns.iter().flatten().all(|n| *n == 0) {
            let words = fitted(&panel.nothing, plot.width - 8.0, 11.0, false, measure);
            scene.text(Label::axis(words, plot.center(), Anchor::Middle).token(Token::Ink2).halo());
        } else {
            for (idx, (period, column)) in self.periods.iter().zip(&panel.columns).enumerate() {
                let total = total(column);
                if total > 0 {
                    let wide = if total < self.few_below { 0.14 } else { 0.36 };
                    let half = (step * wide).clamp(0.5, 14.0);
                    let hit = Rect { x: x(idx) - step / 2.0, y: plot.y, width: step, height: plot.height + FOOT };
                    let mark = self.column(scene, panel, (period, column), (x(idx) - half, x(idx) + half), hit, &y);
                    scene.marks.push(mark);
                }
            }
        }
        self.below(scene, panel, &plot, &place, measure);
    }

    /// Below the columns: how many are required, and the periods' names. As many as fit, the newest always among them.
    fn below(&self, scene: &mut Scene, panel: &LanePanel, plot: &Rect, place: &Rect, measure: &dyn Measure) {
        let count = self.periods.len();
        let counts =
            |idx: usize| panel.columns.get(idx).map(total).filter(|n| *n > 0).map_or_else(String::new, |n| n.to_string());
        let named = fitted("n", plot.x - place.x - 10.0, 11.0, false, measure);
        if (0..count).any(|idx| !counts(idx).is_empty()) {
            scene.text(Label::axis(named, point(plot.x - 8.0, plot.bottom() + 16.0), Anchor::End));
        }
        let ticks = |idx: usize| self.periods.get(idx).map_or_else(String::new, |p| p.tick.clone());
        let across = |idx: usize| band_center(idx, count, (plot.x, plot.right()));
        years::draw(scene, self.years(), across, (plot.bottom() + 32.0 + years::LINE, (plot.x - 4.0, place.right())), measure);
        for (is_count, down, apart) in [(true, 16.0, 5.0), (false, 32.0, 10.0)] {
            let mut free_to = f64::MAX;
            for idx in (0..count).rev() {
                let words = if is_count { counts(idx) } else { ticks(idx) };
                let half = measure.width(&words, 11.0, false) / 2.0;
                let at = band_center(idx, count, (plot.x, plot.right())).max(plot.x + half - 2.0).min(place.right() - half);
                if words.is_empty() || at + half > free_to || at - half < plot.x - 4.0 {
                    continue;
                }
                free_to = at - half - apart;
                scene.text(Label::axis(words, point(at, plot.bottom() + down), Anchor::Middle));
            }
        }
    }

    fn heading(&self, scene: &mut Scene, panel: &LanePanel, place: &Rect, measure: &dyn Measure) {
        let baseline = place.y + 13.0;
        // On narrow screens the note has a line of its own.
        let is_below = scene.size.width < NARROW;
        let name = fitted(&panel.name, place.width * if is_below { 1.0 } else { 0.6 }, 13.0, true, measure);
        let room = if is_below { place.width } else { place.width - measure.width(&name, 13.0, true) - 16.0 };
        let note = fitted(&panel.note, room, 12.0, false, measure);
        scene.text(Label::plain(name, point(place.x, baseline), Anchor::Start).size(13.0).bold());
        let (at, anchor) = if is_below {
            (point(place.x, baseline + NOTE), Anchor::Start)
        } else {
            (point(place.right(), baseline), Anchor::End)
        };
        scene.text(Label::plain(note, at, anchor).token(Token::Ink2));
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
        let all = f64::from(total(counts)).max(1.0);
        let mut base = 0.0;
        let mut rows = Vec::new();
        for (part, (n, word)) in counts.iter().zip(&self.states).enumerate() {
            let share = f64::from(*n) / all;
            let detail = format!("{}\u{a0}%", (share * 100.0).round());
            rows.push(TipRow { detail, ..TipRow::new(TipKind::Other, word.clone(), n.to_string()) });
            let rect = Rect::between(point(left, y.at(base)), point(right, y.at(base + share)));
            base += share;
            // a pixel of paper between the parts
            fill(scene, part, Rect { height: (rect.height - 1.0).max(0.5), ..rect }, *n > 0);
        }
        // Read from the top of the column down.
        rows.reverse();
        if period.is_partial {
            scene.partial(Rect::between(point(left, y.at(1.0)), point(right, y.at(0.0))).grown(2.5));
            rows.push(TipRow::note(self.partial.clone()));
        }
        rows.push(TipRow::count([total(counts).to_string().as_str(), " ", &self.counted].concat().trim().to_owned()));
        Mark {
            key: period.key.clone(),
            frame: Rect::between(point(left, y.at(1.0)), point(right, y.at(0.0))).grown(3.0),
            hit,
            title: [&panel.name, ", ", &period.name].concat(),
            rows,
        }
    }
}

fn total(column: &[u32; 4]) -> u32 {
    column.iter().fold(0, |sum, n| sum.saturating_add(*n))
}

/// One part of a column, by its place among the states.
fn fill(scene: &mut Scene, part: usize, rect: Rect, is_there: bool) {
    if !is_there {
        return;
    }
    let outline = Shape::Frame { rect, stroke: Stroke::solid(Token::Ink3, 1.0) };
    match part {
        0 => scene.bar(rect, Token::Verified),
        1 => scene.contradicted(rect),
        PARTIAL => scene.partial(rect),
        2 => {
            scene.hatch(rect);
            scene.shapes.push(outline);
        }
        _ => scene.shapes.push(outline),
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, tidy};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    fn lanes(panels: &[Vec<[u32; 4]>], periods: usize) -> Lanes {
        let names = ["Secret handling", "Identity scope", "Network boundaries", "Policy compliance"];
        let states = ["validated", "contradicted", "unverified", "missing"].map(str::to_owned);
        Lanes {
            periods: (0..periods)
                .map(|i| LanePeriod {
                    key: format!("#{i}"),
                    name: format!("week {}", 30 + i),
                    tick: format!("w{}", 30 + i),
                    year: String::new(),
                    is_partial: false,
                })
                .collect(),
            panels: panels
                .iter()
                .zip(names)
                .map(|(columns, name)| LanePanel {
                    name: name.into(),
                    note: "last verified 3 days ago".into(),
                    columns: columns.clone(),
                    nothing: "nothing is owed".into(),
                })
                .collect(),
            states,
            partial: "Incomplete week".into(),
            few_below: 5,
            counted: "required".into(),
        }
    }

    fn scene(input: &Lanes, width: f64) -> Scene {
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn a_column_holds_shares_and_says_of_how_many() {
        // One panel 600 wide and 222 high below the key: the plot is 222 − 30 − 40 = 152 high; 4, 2, 1 and 1 of 8 are 76, 38, 19 and 19.
        let scene = scene(&lanes(&[vec![[4, 2, 1, 1]]], 1), 600.0);
        let mut heights: Vec<f64> = Vec::new();
        for shape in &scene.shapes {
            match shape {
                Shape::Bar { rect, .. } | Shape::Frame { rect, .. } if rect.width > 12.0 => heights.push(rect.height + 1.0),
                _ => {}
            }
        }
        assert_eq!(heights, [76.0, 38.0, 19.0, 19.0]);
        let rows: Vec<(&str, &str)> = scene.marks[0].rows.iter().map(|r| (r.value.as_str(), r.detail.as_str())).collect();
        assert_eq!(rows, [("1", "13\u{a0}%"), ("1", "13\u{a0}%"), ("2", "25\u{a0}%"), ("4", "50\u{a0}%"), ("8 required", "")]);
        assert_eq!(scene.marks[0].title, "Secret handling, week 30");
        assert!(scene.labels().any(|l| l.text == "8"), "n stands below the column");
    }

    #[test]
    fn the_key_stands_once_and_names_what_occurs() {
        let scene = scene(&lanes(&[vec![[4, 0, 1, 0]], vec![[2, 0, 0, 3]]], 1), 900.0);
        let said = |word: &str| scene.labels().filter(|l| l.text == word).count();
        assert_eq!(["validated", "contradicted", "unverified", "missing"].map(said), [1, 0, 1, 1]);
    }

    #[test]
    fn on_a_phone_the_note_of_a_lane_has_a_line_of_its_own() {
        let mut input = lanes(&[vec![[4, 0, 0, 0]]], 1);
        input.panels[0].note = "last validated less than a day ago".into();
        for width in [288.0, 400.0, 600.0] {
            let scene = scene(&input, width);
            assert!(scene.labels().any(|l| l.text == input.panels[0].note), "{width}");
        }
    }

    #[test]
    fn a_column_of_few_is_narrow() {
        let scene = scene(&lanes(&[vec![[4, 0, 0, 0], [5, 0, 0, 0]]], 2), 600.0);
        let widths: Vec<f64> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Bar { rect, fill: Token::Verified } if rect.height > 20.0 => Some(rect.width),
                _ => None,
            })
            .collect();
        assert_eq!(widths.len(), 2);
        assert!(widths[0] <= widths[1], "{widths:?}");
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
        assert_pictures("lanes", &input);
    }

    proptest! {
        #[test]
        fn labels_keep_apart_and_every_mark_is_reached(
            panels in prop::collection::vec(prop::collection::vec(prop::array::uniform4(0u32..400), 30), 1..=4),
            periods in 1usize..30, width in 300f64..2560.0,
        ) {
            tidy(&lanes(&panels, periods), width)?;
        }

        #[test]
        fn no_size_panics(width in -10f64..2000.0, height in -10f64..2000.0) {
            let _ = lanes(&[vec![[1, 2, 3, 4]; 5]], 5).scene(Size { width, height }, &PlainMeasure);
        }
    }
}
