//! Verification debt: the running number in debt per period, stacked by who wrote the changes.

use super::axis::thousands;
use super::geometry::{Rect, Scale, Size, band_center, nice_ticks, point};
use super::labels::{Placer, spread_apart};
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow};
use super::years;

/// Stacked columns over periods.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Debt {
    /// Oldest first.
    pub periods: Vec<DebtPeriod>,
    /// The parts of a column, from the bottom.
    pub stacks: Vec<DebtStack>,
    /// A period to point at, by its place, and what is said of it: "the only week that debt fell".
    pub note: Option<(usize, String)>,
    /// What the dashed frame of a period means: "Incomplete week".
    pub partial: String,
    /// The period of the moment that the title compares with, and what stood there: "30 days ago: 1,155".
    pub past: Option<(usize, String)>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct DebtPeriod {
    /// What the mark filters by.
    pub key: String,
    /// Its name in a tooltip: "week 42".
    pub name: String,
    /// Its name on the axis: "w42". As many are shown as fit.
    pub tick: String,
    /// The year, named under the first period and the first of each further year where an axis runs over several; else empty.
    pub year: String,
    /// Whether it is not whole: it began before the first record or the chosen days, or it still runs.
    pub is_partial: bool,
    /// Its height in words: "3,410".
    pub total: String,
}

/// One part of every column.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct DebtStack {
    /// Who wrote the changes.
    pub tone: Tone,
    /// "AI-generated".
    pub name: String,
    /// Its newest value in words, or of counts per period their sum: "1,978 (58 %)".
    pub newest: String,
    /// One value per period, 0 or more, with its words.
    pub values: Vec<(f64, String)>,
}

/// Who wrote a change, in luminance alone; or what is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Tone {
    /// Nobody knows, or it is not proved: an outline.
    #[default]
    Unknown,
    /// People: lightest.
    Human,
    /// People with AI.
    Assisted,
    /// AI: darkest.
    Generated,
    /// Verified, whoever wrote it.
    Proved,
}

impl Tone {
    fn token(self) -> Option<Token> {
        match self {
            Tone::Unknown => None,
            Tone::Human => Some(Token::ByHuman),
            Tone::Assisted => Some(Token::ByAssisted),
            Tone::Generated => Some(Token::ByGenerated),
            Tone::Proved => Some(Token::Verified),
        }
    }
}

const TOP: f64 = 26.0;
const FOOT: f64 = 24.0;
/// The line of the key below the axis.
const KEY: f64 = 18.0;

impl Debt {
    fn years(&self) -> impl Iterator<Item = &str> {
        self.periods.iter().map(|period| period.year.as_str())
    }

    /// Room for the key of periods that are not whole, where there are any.
    fn key_room(&self) -> f64 {
        if self.periods.iter().any(|period| period.is_partial) { KEY } else { 0.0 }
    }

    fn total(&self, period: usize) -> f64 {
        self.stacks.iter().filter_map(|s| s.values.get(period)).map(|(v, _)| v.max(0.0)).sum()
    }
}

impl Draw for Debt {
    fn height(&self, width: f64, medium: Medium) -> f64 {
        let plain = match medium {
            Medium::Print => 240.0,
            Medium::Screen if width < NARROW => 236.0,
            Medium::Screen => 262.0,
        };
        plain + years::room(self.years()) + self.key_room()
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        let count = self.periods.len();
        if count == 0 || self.stacks.is_empty() || size.width < 180.0 || size.height < 80.0 {
            return scene;
        }
        let most = (0..count).map(|idx| self.total(idx)).fold(0.0, f64::max);
        let ticks = nice_ticks(most);
        let tick_width = ticks.iter().map(|t| measure.width(&thousands(*t), 11.0, false)).fold(0.0, f64::max);
        let names = self
            .stacks
            .iter()
            .map(|s| measure.width(&s.name, 11.0, true).max(measure.width(&s.newest, 11.0, false)))
            .fold(0.0, f64::max)
            .min(size.width * 0.34);
        let plot = Rect::between(
            point(tick_width + 10.0, TOP),
            point(
                (size.width - names - 16.0).max(tick_width + 20.0),
                size.height - FOOT - years::room(self.years()) - self.key_room(),
            ),
        );
        let y = Scale::new((0.0, ticks.last().copied().unwrap_or(1.0)), (plot.bottom(), plot.y));
        for tick in &ticks {
            let at = y.at(*tick);
            scene.level(at, (plot.x, plot.right()), if *tick == 0.0 { Stroke::AXIS } else { Stroke::GRID });
            scene.text(Label::axis(thousands(*tick), point(plot.x - 8.0, at + 4.0), Anchor::End));
        }
        let step = plot.width / count as f64;
        let half = (step * 0.35).clamp(0.5, 16.0);
        let x = |idx: usize| band_center(idx, count, (plot.x, plot.right()));
        for idx in 0..count {
            self.column(&mut scene, idx, x(idx), half, step, &plot, &y);
        }
        self.period_names(&mut scene, &plot, &x, measure);
        years::draw(&mut scene, self.years(), x, (plot.bottom() + 16.0 + years::LINE, (0.0, plot.right())), measure);
        if self.key_room() > 0.0 {
            scene.partial(Rect { x: plot.x, y: size.height - 13.0, width: 10.0, height: 10.0 });
            scene.text(Label::axis(self.partial.clone(), point(plot.x + 16.0, size.height - 4.0), Anchor::Start));
        }
        self.totals(&mut scene, &plot, &x, &y, measure);
        self.note(&mut scene, self.past.as_ref(), &plot, &x, &y, measure);
        self.note(&mut scene, self.note.as_ref(), &plot, &x, &y, measure);
        self.names(&mut scene, &plot, names, &y, measure);
        scene
    }
}

impl Debt {
    #[allow(clippy::too_many_arguments)]
    fn column(&self, scene: &mut Scene, idx: usize, x: f64, half: f64, step: f64, plot: &Rect, y: &Scale) {
        let mut base = 0.0;
        let mut rows = Vec::new();
        for stack in &self.stacks {
            let Some((value, words)) = stack.values.get(idx) else { continue };
            let rect = Rect::between(point(x - half, y.at(base)), point(x + half, y.at(base + value.max(0.0))));
            base += value.max(0.0);
            rows.push(TipRow::new(TipKind::Other, stack.name.clone(), words.clone()));
            if rect.height <= 0.0 {
                continue;
            }
            // A pixel of paper between the parts.
            let inside = Rect { height: (rect.height - 1.0).max(0.5), ..rect };
            match stack.tone.token() {
                Some(token) => scene.bar(inside, token),
                None => scene.shapes.push(Shape::Frame { rect: inside, stroke: Stroke::solid(Token::Ink3, 1.0) }),
            }
        }
        // Read from the top of the column down.
        rows.reverse();
        if let Some(period) = self.periods.get(idx) {
            rows.push(TipRow::new(TipKind::Other, "Together", period.total.clone()));
            if period.is_partial {
                scene.partial(Rect::between(point(x - half, y.at(base)), point(x + half, plot.bottom())).grown(2.5));
                rows.push(TipRow::note(self.partial.clone()));
            }
            scene.marks.push(Mark {
                key: period.key.clone(),
                frame: Rect::between(point(x - half - 3.0, y.at(base) - 4.0), point(x + half + 3.0, plot.bottom() + 3.0)),
                hit: Rect::between(point(x - step / 2.0, 0.0), point(x + step / 2.0, plot.bottom() + FOOT)),
                title: period.name.clone(),
                rows,
            });
        }
    }

    /// As many period names as fit, the newest always among them.
    fn period_names(&self, scene: &mut Scene, plot: &Rect, x: &impl Fn(usize) -> f64, measure: &dyn Measure) {
        let mut free_to = f64::MAX;
        for (idx, period) in self.periods.iter().enumerate().rev() {
            let half = measure.width(&period.tick, 11.0, false) / 2.0;
            let at = x(idx).clamp(half.min(scene.size.width / 2.0), (scene.size.width - half).max(0.0));
            if at + half > free_to || at - half < 0.0 {
                continue;
            }
            free_to = at - half - 10.0;
            scene.text(Label::axis(period.tick.clone(), point(at, plot.bottom() + 16.0), Anchor::Middle));
        }
    }

    /// The first and the newest total above their columns.
    fn totals(&self, scene: &mut Scene, plot: &Rect, x: &impl Fn(usize) -> f64, y: &Scale, measure: &dyn Measure) {
        let last = self.periods.len() - 1;
        let mut free_to = f64::MAX;
        let shown = if last == 0 { vec![0] } else { vec![last, 0] };
        for idx in shown {
            let Some(period) = self.periods.get(idx) else { continue };
            let half = measure.width(&period.total, 12.0, true) / 2.0;
            let at = x(idx).min(plot.right() + 8.0 - half).max(plot.x - 4.0 + half);
            if at + half > free_to {
                continue;
            }
            free_to = at - half - 6.0;
            let label = Label::plain(period.total.clone(), point(at, y.at(self.total(idx)) - 7.0), Anchor::Middle);
            scene.text(label.bold().halo());
        }
    }

    /// A note above the columns, on a hairline to the one that it is about; left out where there is no room above them.
    fn note(
        &self,
        scene: &mut Scene,
        note: Option<&(usize, String)>,
        plot: &Rect,
        x: &impl Fn(usize) -> f64,
        y: &Scale,
        measure: &dyn Measure,
    ) {
        let Some((idx, words)) = note.filter(|(idx, _)| *idx < self.periods.len()) else { return };
        let (at, width) = (x(*idx), measure.width(words, 11.0, false));
        let step = plot.width / self.periods.len() as f64;
        let top_between = |from: f64, to: f64| {
            let near = (0..self.periods.len()).filter(|i| x(*i) + step / 2.0 > from && x(*i) - step / 2.0 < to);
            near.map(|i| y.at(self.total(i))).fold(plot.bottom(), f64::min)
        };
        let mut placer = Placer::new(Rect { x: plot.x, y: 0.0, width: plot.width, height: plot.bottom() }, measure);
        placer.take_labels(scene.labels());
        let place = |from: f64, anchor: Anchor, x: f64| {
            let baseline = top_between(from, from + width) - 16.0;
            vec![Label::axis(words.clone(), point(x, baseline), anchor).token(Token::Ink2).halo()]
        };
        let candidates = [
            place(at - width / 2.0, Anchor::Middle, at),
            place(at - 6.0, Anchor::Start, at - 6.0),
            place(at + 6.0 - width, Anchor::End, at + 6.0),
        ];
        for label in placer.place(candidates).into_iter().flatten() {
            scene.upright(at, (label.at.y + 4.0, y.at(self.total(*idx)) - 3.0), Stroke::solid(Token::Ink3, 1.0));
            scene.text(label);
        }
    }

    /// The parts' names beside the newest column.
    fn names(&self, scene: &mut Scene, plot: &Rect, room: f64, y: &Scale, measure: &dyn Measure) {
        let last = self.periods.len() - 1;
        let mut base = 0.0;
        let mut wanted = Vec::new();
        for stack in &self.stacks {
            let value = stack.values.get(last).map_or(0.0, |(v, _)| v.max(0.0));
            wanted.push((y.at(base + value / 2.0), 30.0));
            base += value;
        }
        let range = (plot.y - 10.0, plot.bottom() + 12.0);
        for (stack, middle) in self.stacks.iter().zip(spread_apart(&wanted, range)) {
            let x = plot.right() + 12.0;
            let name = fitted(&stack.name, room, 11.0, true, measure);
            scene.text(Label::axis(name, point(x, middle - 3.0), Anchor::Start).token(Token::Ink).bold());
            let newest = fitted(&stack.newest, room, 11.0, false, measure);
            scene.text(Label::axis(newest, point(x, middle + 11.0), Anchor::Start).token(Token::Ink2));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, tidy};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    fn debt(columns: &[[u32; 4]]) -> Debt {
        let tones = [Tone::Human, Tone::Assisted, Tone::Generated, Tone::Unknown];
        let names = ["Human", "AI-assisted", "AI-generated", "Unknown"];
        Debt {
            periods: columns
                .iter()
                .enumerate()
                .map(|(i, c)| DebtPeriod {
                    key: String::new(),
                    name: format!("week {}", 32 + i),
                    tick: format!("w{}", 32 + i),
                    year: String::new(),
                    is_partial: false,
                    total: thousands(f64::from(c.iter().sum::<u32>())),
                })
                .collect(),
            note: None,
            partial: "Incomplete week".into(),
            past: None,
            stacks: tones
                .into_iter()
                .zip(names)
                .enumerate()
                .map(|(s, (tone, name))| DebtStack {
                    tone,
                    name: name.into(),
                    newest: format!("{} (58 %)", columns.last().map_or(0, |c| c[s])),
                    values: columns.iter().map(|c| (f64::from(c[s]), c[s].to_string())).collect(),
                })
                .collect(),
        }
    }

    fn scene(columns: &[[u32; 4]], width: f64) -> Scene {
        let input = debt(columns);
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn parts_stack_to_the_total() {
        // 100 + 200 + 300 of an axis to 600 or more: the parts' heights are as 1 : 2 : 3, less the pixel between.
        let scene = scene(&[[100, 200, 300, 0]], 700.0);
        let heights: Vec<f64> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Bar { rect, .. } => Some(rect.height + 1.0),
                _ => None,
            })
            .collect();
        assert_eq!(heights.len(), 3);
        assert!((heights[1] - 2.0 * heights[0]).abs() < 1e-6 && (heights[2] - 3.0 * heights[0]).abs() < 1e-6);
    }

    #[test]
    fn it_looks_as_reviewed() {
        let weeks: Vec<[u32; 4]> = (0..13).map(|i| [400 + i * 2, 500 + i * 43, 430 + i * 120 + (i * i) % 7 * 9, 40]).collect();
        assert_pictures("debt", &debt(&weeks));
        // It rises, is paid down in two weeks, and one kind of change is paid down wholly.
        let paid =
            [[90, 120, 300, 10], [120, 150, 420, 8], [120, 160, 510, 8], [80, 120, 310, 0], [40, 110, 260, 0], [40, 160, 420, 0]];
        let mut falling = debt(&paid);
        falling.note = Some((3, "largest fall, 280".into()));
        falling.periods.iter_mut().last().unwrap().is_partial = true;
        falling.past = Some((1, "30 days ago: 698".into()));
        assert_pictures("debt-falling", &falling);
    }

    proptest! {
        #[test]
        fn labels_keep_apart(columns in prop::collection::vec(prop::array::uniform4(0u32..5000), 1..40), noted in 0usize..40, width in 320f64..2560.0) {
            let mut input = debt(&columns);
            input.note = Some((noted, "the only week that debt fell".into()));
            input.past = Some((noted / 2, "30 days ago: 1,155".into()));
            tidy(&input, width)?;
            prop_assert_eq!(scene(&columns, width).marks.len(), columns.len());
        }
    }
}
