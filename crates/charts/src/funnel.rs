//! The policy enforcement funnel: how many changes reach each step, and how many were lost before it. Those that went past a step without
//! meeting it are another measure: they have an axis of their own beside the funnel, or words alone where there is no room for one.

use super::geometry::{Rect, Scale, Size, point};
use super::measure::{Measure, fitted, wrapped};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow};

/// The funnel over its steps.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Funnel {
    /// In order; the first is what all others are measured against.
    pub steps: Vec<FunnelStep>,
    /// Whether what reaches a step after the first was proved there; else it is a plain count.
    pub is_proof: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct FunnelStep {
    /// What the mark filters by.
    pub key: String,
    /// Its name: "Validated".
    pub name: String,
    /// What it takes, in a few words.
    pub meaning: String,
    /// Changes that met this step and all before it.
    pub reached: FunnelCount,
    /// Changes that met the step before but not this one; none for the first.
    pub lost: Option<FunnelCount>,
    /// Changes whose gate was bypassed.
    pub bypassed: Option<FunnelCount>,
    /// Changes that went past without meeting this step's own criterion.
    pub leaked: Option<FunnelCount>,
}

/// A number of changes and its words.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct FunnelCount {
    /// How many.
    pub count: f64,
    /// "412", "58 lost here", "41 went past without it".
    pub label: String,
}

impl Funnel {
    fn is_narrow(width: f64) -> bool {
        width < NARROW
    }

    fn row(width: f64) -> f64 {
        if Self::is_narrow(width) { 118.0 } else { 74.0 }
    }
}

impl Draw for Funnel {
    fn height(&self, width: f64, _medium: Medium) -> f64 {
        Self::row(width) * self.steps.len().max(1) as f64
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.steps.is_empty() || size.width < 160.0 || size.height < 40.0 {
            return scene;
        }
        let narrow = Self::is_narrow(size.width);
        let row = Self::row(size.width);
        let names = self
            .steps
            .iter()
            .map(|s| measure.width(&s.name, 13.0, true).max(measure.width(&s.meaning, 11.0, false)))
            .fold(0.0, f64::max);
        let left = if narrow { 0.0 } else { names.min(size.width * 0.3) + 24.0 };
        let aside = if narrow { None } else { self.aside(left, size.width, measure) };
        let x = aside.map_or_else(|| self.alone(left, size.width, measure), |(x, _)| x);
        let aside = aside.map(|(_, aside)| aside);
        let bar_top = |idx: usize| row * idx as f64 + if narrow { 56.0 } else { 8.0 };

        // The silhouette: from each step down to the next, where it runs through no words. Narrow, the steps' names stand between.
        let beside = |step: &FunnelStep| if aside.is_some() { 0 } else { step.passed().count() };
        let is_drawn = !narrow && self.steps.iter().all(|step| beside(step) < 2);
        let pairs = if is_drawn { self.steps.len() } else { 0 };
        for (idx, (step, next)) in self.steps.iter().zip(self.steps.iter().skip(1)).take(pairs).enumerate() {
            let to = bar_top(idx + 1);
            let from = bar_top(idx) + BAR + if beside(step) > 0 { 24.0 } else { 0.0 };
            let outline = vec![
                point(left, from),
                point(x.at(step.reached.count), from),
                point(x.at(next.reached.count), to),
                point(left, to),
            ];
            scene.area(outline, Token::Sunken);
        }
        if let Some(aside) = aside {
            scene.upright(aside.start(), (bar_top(0), size.height - 8.0), Stroke::AXIS);
        }
        for (idx, step) in self.steps.iter().enumerate() {
            let top = row * idx as f64;
            if idx > 0 && narrow {
                scene.level(top, (0.0, size.width), Stroke::solid(Token::Rule, 1.0));
            }
            let room = Rect { x: left, y: top, width: size.width, height: row };
            self.step(&mut scene, idx, step, room, bar_top(idx), (&x, aside.as_ref()), measure);
        }
        scene
    }
}

impl FunnelStep {
    /// How many went past the step without meeting it, and how many were waved through, where there are any; those that went past come
    /// first, and are marked.
    fn passed(&self) -> impl Iterator<Item = (bool, &FunnelCount)> {
        [(true, &self.leaked), (false, &self.bypassed)]
            .into_iter()
            .filter_map(|(is_leak, count)| Some((is_leak, count.as_ref()?)))
            .filter(|(_, count)| count.count > 0.0)
    }

    /// How many it reached and lost, and the room that their words take.
    fn extent(&self, measure: &dyn Measure) -> (f64, f64) {
        let lost = self.lost.as_ref().map_or((0.0, 0.0), |c| (c.count, measure.width(&c.label, 11.0, false) + 10.0));
        (self.reached.count + lost.0, lost.1 + measure.width(&self.reached.label, 12.0, true) + 20.0)
    }
}

/// Height of the bar of changes that reached a step.
const BAR: f64 = 18.0;

/// Between the funnel and the axis of what went past its steps.
const APART: f64 = 40.0;

/// A funnel narrower than this has nothing beside it.
const LEAST: f64 = 240.0;

impl Funnel {
    /// The scale of a funnel that has the whole width: every bar leaves room for its words at its end.
    fn alone(&self, left: f64, width: f64, measure: &dyn Measure) -> Scale {
        let most = self.steps.iter().map(|s| s.reached.count).fold(1.0, f64::max);
        let ends_by = |s: &FunnelStep| {
            let (count, words) = s.extent(measure);
            left + (width - words - left) * most / count.max(1.0)
        };
        let right = self.steps.iter().map(ends_by).fold(width - 60.0, f64::min).max(left + (width - left) * 0.25);
        Scale::new((0.0, most), (left, right))
    }

    /// The scale of the funnel and, beside it, of what went past its steps, where there is room for both. A change is as long on one as
    /// on the other.
    fn aside(&self, left: f64, width: f64, measure: &dyn Measure) -> Option<(Scale, Scale)> {
        let (mut reached, mut words) = (1.0_f64, 0.0_f64);
        let (mut past, mut past_words) = (0.0_f64, 0.0_f64);
        for step in &self.steps {
            let (count, extent) = step.extent(measure);
            (reached, words) = (reached.max(count), words.max(extent));
            for (is_leak, count) in step.passed() {
                past = if is_leak { past.max(count.count) } else { past };
                past_words = past_words.max(measure.width(&count.label, 11.0, true) + 10.0);
            }
        }
        let unit = (width - left - words - APART - past_words) / (reached + past);
        let start = left + reached * unit + words + APART;
        let is_wide = past > 0.0 && reached * unit >= LEAST;
        is_wide.then(|| {
            (Scale::new((0.0, reached), (left, left + reached * unit)), Scale::new((0.0, past), (start, start + past * unit)))
        })
    }
}

impl Funnel {
    #[allow(clippy::too_many_arguments)]
    fn step(
        &self,
        scene: &mut Scene,
        idx: usize,
        step: &FunnelStep,
        row: Rect,
        bar_top: f64,
        (x, aside): (&Scale, Option<&Scale>),
        measure: &dyn Measure,
    ) {
        let width = scene.size.width;
        let narrow = row.x == 0.0;
        let room = if narrow { width } else { row.x - 16.0 };
        let name_y = row.y + if narrow { 17.0 } else { 21.0 };
        let name = fitted(&step.name, room, 13.0, true, measure);
        scene.text(Label::plain(name, point(0.0, name_y), Anchor::Start).size(13.0).bold());
        // What a step takes stands whole: in two lines over the bar, or in three beside it.
        let lines = wrapped(&step.meaning, room, 11.0, if narrow { 2 } else { 3 }, measure);
        for (line, y) in lines.into_iter().zip([name_y + 16.0, name_y + 29.0, name_y + 42.0]) {
            scene.text(Label::axis(line, point(0.0, y), Anchor::Start));
        }

        // Everything that opened is grey; what met a step was proved, and is blue.
        let fill = if idx == 0 || !self.is_proof { Token::Ink3 } else { Token::Verified };
        let end = x.at(step.reached.count);
        let bar = Rect::between(point(row.x, bar_top), point(end, bar_top + BAR));
        scene.bar(bar, fill);
        let mut reach = end;
        if let Some(lost) = step.lost.as_ref().filter(|lost| lost.count > 0.0) {
            let to = x.at(step.reached.count + lost.count);
            let gone = Rect::between(point(end, bar_top), point(to, bar_top + BAR));
            if gone.width >= 3.0 {
                let stroke = Stroke::dashed(Token::Ink3, 1.0, 3.0, 3.0);
                scene.shapes.push(Shape::Frame { rect: gone, stroke });
            }
            reach = to;
        }
        let number_width = measure.width(&step.reached.label, 12.0, true);
        let baseline = bar_top + BAR / 2.0 + 4.5;
        if bar.width > number_width + 16.0 {
            let at = point(row.x + 8.0, baseline);
            scene.text(Label::plain(step.reached.label.clone(), at, Anchor::Start).bold().token(Token::Paper));
        } else {
            let at = point(reach + 7.0, baseline);
            scene.text(Label::plain(step.reached.label.clone(), at, Anchor::Start).bold());
            reach += number_width + 10.0;
        }
        if let Some(lost) = step.lost.as_ref().filter(|lost| lost.count > 0.0) {
            let room = aside.map_or(width, Scale::start) - reach - 8.0;
            let label = fitted(&lost.label, room, 11.0, false, measure);
            scene.text(Label::axis(label, point(reach + 7.0, baseline), Anchor::Start).halo());
        }

        // Going past a step is no proof, and no contradiction either: ink and words.
        let mut y = if aside.is_some() { baseline } else { bar_top + BAR + 14.0 };
        for (is_leak, count) in step.passed() {
            let mut from = row.x;
            if let Some(aside) = aside {
                from = aside.start() + 6.0;
                if is_leak {
                    let end = aside.at(count.count).max(aside.start() + 1.0);
                    scene.bar(Rect::between(point(aside.start(), bar_top + 4.0), point(end, bar_top + BAR - 4.0)), Token::Ink);
                    from = end + 6.0;
                }
            }
            let text = fitted(&count.label, width - from, 11.0, is_leak, measure);
            let label = Label::axis(text, point(from, y), Anchor::Start);
            let label = if is_leak { label.token(Token::Ink).bold() } else { label.token(Token::Ink2) };
            scene.text(label.halo());
            y += 16.0;
        }

        let mut rows = vec![TipRow::new(
            if self.is_proof { TipKind::Verified } else { TipKind::Other },
            "Reached",
            step.reached.label.clone(),
        )];
        for (name, count) in [("Lost", &step.lost), ("Bypassed", &step.bypassed), ("Went past", &step.leaked)] {
            rows.extend(count.as_ref().map(|c| TipRow::new(TipKind::Other, name, c.label.clone())));
        }
        scene.marks.push(Mark {
            key: step.key.clone(),
            frame: Rect::between(point(row.x, bar_top), point(x.at(step.reached.count).max(row.x + 12.0), bar_top + BAR))
                .grown(4.0),
            hit: Rect { x: 0.0, y: row.y, width, height: row.height },
            title: step.name.clone(),
            rows,
        });
    }
}

#[cfg(test)]
mod tests;
