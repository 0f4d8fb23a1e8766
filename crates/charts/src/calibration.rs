//! Calibration: how often what was stated came true, bin by bin. A ring on the diagonal is what was said, the solid dot on the
//! same string what came true; the dot's area is the number of statements.

use super::geometry::{Point, Rect, Scale, Size, point};
use super::labels::Placer;
use super::measure::Measure;
use super::palette::Token;
use super::scene::{Anchor, Draw, Estimate, Label, Mark, Medium, SHARE_TICKS, Scene, Stroke, TipKind, TipRow};

/// Stated confidence against what came true.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Calibration {
    /// The bins that hold a statement, lowest first.
    pub bins: Vec<CalibrationBin>,
    /// What the level axis measures: "Stated".
    pub across: String,
    /// What the upright axis measures: "Came true".
    pub up: String,
    /// What lies above the diagonal: "More came true than was stated".
    pub above: String,
    /// What lies below it.
    pub below: String,
}

/// One bin of statements.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct CalibrationBin {
    /// Where its mark leads; may be empty.
    pub key: String,
    /// Its name: "80 to 90 % stated".
    pub name: String,
    /// The mean statement.
    pub stated: Estimate,
    /// The share that came true, with its interval.
    pub resolved: Estimate,
    /// How many statements.
    pub n: u32,
    /// The same on the chart: "1,204".
    pub short: String,
    /// The same in words: "1,204 statements".
    pub count: String,
    /// How far apart the two are, in words.
    pub gap: String,
    /// Few enough that the share should not be leant on.
    pub too_few: bool,
}

const TOP: f64 = 24.0;
const LEFT: f64 = 38.0;
const RIGHT: f64 = 14.0;
const FOOT: f64 = 40.0;
/// The plot is a square of at most this many CSS pixels.
const MOST: f64 = 420.0;
/// The radius of the dot of the fullest bin.
const LARGEST: f64 = 13.0;
/// No dot is smaller.
const SMALLEST: f64 = 3.5;

impl Calibration {
    fn side(width: f64) -> f64 {
        (width - LEFT - RIGHT).clamp(80.0, MOST)
    }

    fn radius(&self, bin: &CalibrationBin) -> f64 {
        let most = self.bins.iter().map(|b| b.n).max().unwrap_or(1).max(1);
        (LARGEST * (f64::from(bin.n) / f64::from(most)).sqrt()).max(SMALLEST)
    }
}

impl Draw for Calibration {
    fn height(&self, width: f64, medium: Medium) -> f64 {
        let side = match medium {
            Medium::Print => Self::side(width).min(260.0),
            Medium::Screen => Self::side(width),
        };
        TOP + side + FOOT
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        let side = Self::side(size.width).min(size.height - TOP - FOOT);
        if self.bins.is_empty() || side < 100.0 || size.width < 160.0 {
            return scene;
        }
        let plot = Rect { x: LEFT, y: TOP, width: side, height: side };
        let x = Scale::share((plot.x, plot.right()));
        let y = Scale::share((plot.bottom(), plot.y));
        self.axes(&mut scene, &plot, &x, &y, measure);
        let from = (point(plot.x, plot.bottom()), point(plot.right(), plot.y));
        scene.line(from.0, from.1, Stroke::dashed(Token::Ink3, 1.0, 3.0, 3.0));
        for bin in &self.bins {
            let (at, said) = (point(x.at(bin.stated.value), y.at(bin.resolved.value)), y.at(bin.stated.value));
            if bin.resolved.range.is_some() {
                let band =
                    Rect::between(point(at.x - 4.0, y.at(bin.resolved.low())), point(at.x + 4.0, y.at(bin.resolved.high())));
                scene.bar(band, Token::VerifiedBand);
            }
            scene.upright(at.x, (said, at.y), Stroke::STRING);
            scene.ring(point(at.x, said), 3.5, 1.5);
        }
        for bin in &self.bins {
            let at = point(x.at(bin.stated.value), y.at(bin.resolved.value));
            if bin.too_few {
                scene.hollow(at, self.radius(bin));
            } else {
                scene.dot(at, self.radius(bin), Token::Verified);
            }
        }
        self.labels(&mut scene, &plot, &x, &y, measure);
        for bin in &self.bins {
            scene.marks.push(self.mark(bin, &plot, &x, &y));
        }
        scene
    }
}

impl Calibration {
    fn axes(&self, scene: &mut Scene, plot: &Rect, x: &Scale, y: &Scale, measure: &dyn Measure) {
        for (share, text) in SHARE_TICKS {
            let stroke = if share == 0.0 { Stroke::AXIS } else { Stroke::GRID };
            scene.level(y.at(share), (plot.x, plot.right()), stroke);
            scene.upright(x.at(share), (plot.y, plot.bottom()), stroke);
            let bare = text.trim_end_matches(['%', '\u{a0}']);
            let half = measure.width(text, 11.0, false) / 2.0;
            let at = x.at(share).min(scene.size.width - half - 1.0);
            let labels = [
                Label::axis(bare, point(plot.x - 7.0, y.at(share) + 4.0), Anchor::End),
                Label::axis(text, point(at, plot.bottom() + 16.0), Anchor::Middle),
            ];
            // A dot at the edge of the plot reaches over it: the number there gives way.
            for label in labels {
                let bounds = label.bounds(measure);
                let is_covered = self.bins.iter().any(|bin| {
                    let at = point(x.at(bin.stated.value), y.at(bin.resolved.value));
                    Rect { x: at.x, y: at.y, width: 0.0, height: 0.0 }.grown(self.radius(bin)).overlap(&bounds) > 0.0
                });
                if !is_covered {
                    scene.text(label);
                }
            }
        }
        let up = super::measure::fitted(&format!("{}, %", self.up), scene.size.width - 2.0, 11.0, true, measure);
        scene.text(Label::axis(up, point(0.0, 12.0), Anchor::Start).token(Token::Verified).bold());
        let across = super::measure::fitted(&self.across, plot.width, 11.0, true, measure);
        scene.text(Label::axis(across, point(plot.right(), plot.bottom() + 34.0), Anchor::End).token(Token::PerceivedInk).bold());
    }

    /// The numbers of the bins, and what the two sides of the diagonal mean where there is room.
    fn labels(&self, scene: &mut Scene, plot: &Rect, x: &Scale, y: &Scale, measure: &dyn Measure) {
        // A dot at the edge of the plot has its number beyond it.
        let mut placer =
            Placer::new(Rect { x: plot.x, y: 14.0, width: scene.size.width - plot.x, height: plot.bottom() - 14.0 }, measure);
        placer.take_labels(scene.labels());
        let places: Vec<(Point, f64)> =
            self.bins.iter().map(|b| (point(x.at(b.stated.value), y.at(b.resolved.value)), self.radius(b))).collect();
        for (bin, (at, radius)) in self.bins.iter().zip(&places) {
            placer.take(Rect { x: at.x - radius, y: at.y - radius, width: 2.0 * radius, height: 2.0 * radius });
            let said = y.at(bin.stated.value);
            placer.take(Rect { x: at.x - 4.0, y: said - 4.0, width: 8.0, height: 8.0 });
            placer.take(Rect::between(point(at.x - 1.0, said), point(at.x + 1.0, at.y)));
        }
        self.counts(scene, &places, &mut placer);
        let inside = plot.grown(-6.0);
        for (words, (at, anchor)) in [
            (&self.above, (point(inside.x, inside.y + 10.0), Anchor::Start)),
            (&self.below, (point(inside.right(), inside.bottom() - 3.0), Anchor::End)),
        ] {
            let lines = super::measure::wrapped(words, inside.width * 0.55, 11.0, 3, measure);
            // The last line of what stands at the bottom stands lowest.
            let up = if anchor == Anchor::End { 14.0 * lines.len().saturating_sub(1) as f64 } else { 0.0 };
            let label =
                |(idx, words): (usize, String)| Label::axis(words, point(at.x, at.y - up + 14.0 * idx as f64), anchor).halo();
            let labels: Vec<Label> = lines.into_iter().enumerate().map(label).collect();
            let placed = if labels.is_empty() { None } else { placer.place([labels]) };
            placed.into_iter().flatten().for_each(|label| scene.text(label));
        }
    }

    /// How many statements are in each bin, the largest first: of the others those that have room beside their dot.
    fn counts(&self, scene: &mut Scene, places: &[(Point, f64)], placer: &mut Placer<'_>) {
        let most = self.bins.iter().map(|bin| bin.n).max().unwrap_or(0);
        let mut largest_first: Vec<_> = self.bins.iter().zip(places).collect();
        largest_first.sort_by_key(|(bin, _)| std::cmp::Reverse(bin.n));
        for (bin, (at, radius)) in largest_first {
            let label = |dx: f64, dy: f64, anchor| {
                let label = Label::axis(bin.short.clone(), point(at.x + dx, at.y + dy), anchor).halo();
                vec![if bin.too_few { label } else { label.token(Token::Ink) }]
            };
            let away = radius + 4.0;
            let beside = [
                label(away, 4.0, Anchor::Start),
                label(-away, 4.0, Anchor::End),
                label(0.0, away + 9.0, Anchor::Middle),
                label(0.0, -away, Anchor::Middle),
            ];
            let askew = [
                label(away, -away + 4.0, Anchor::Start),
                label(-away, away + 4.0, Anchor::End),
                label(-away, -away + 4.0, Anchor::End),
                label(away, away + 4.0, Anchor::Start),
                label(-2.0, away + 9.0, Anchor::End),
                label(2.0, away + 9.0, Anchor::Start),
            ];
            // a small number away from its dot says less than none
            let askew = askew.into_iter().filter(|_| bin.n.saturating_mul(10) >= most);
            let placed = placer.place(beside.into_iter().chain(askew));
            placed.into_iter().flatten().for_each(|label| scene.text(label));
        }
    }

    fn mark(&self, bin: &CalibrationBin, plot: &Rect, x: &Scale, y: &Scale) -> Mark {
        let at = point(x.at(bin.stated.value), y.at(bin.resolved.value));
        let radius = self.radius(bin);
        let said = y.at(bin.stated.value);
        let (top, bottom) = ((at.y - radius).min(said - 4.0), (at.y + radius).max(said + 4.0));
        let half = plot.width / 20.0;
        let named = |kind, name: &str, e: &Estimate| TipRow { name: name.to_owned(), ..TipRow::estimate(kind, e) };
        Mark {
            key: bin.key.clone(),
            frame: Rect::between(point(at.x - radius.max(5.0), top), point(at.x + radius.max(5.0), bottom)).grown(4.0),
            hit: Rect::between(point(at.x - half, plot.y - 4.0), point(at.x + half, plot.bottom() + 20.0)),
            title: bin.name.clone(),
            rows: vec![
                named(TipKind::Perceived, &self.across, &bin.stated),
                named(TipKind::Verified, &self.up, &bin.resolved),
                TipRow::gap(bin.gap.clone()),
                TipRow::count(bin.count.clone()),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, estimate, tidy};
    use super::super::measure::PlainMeasure;
    use super::super::scene::Shape;
    use super::*;
    use proptest::prelude::*;

    fn input(bins: &[(f64, f64, u32)]) -> Calibration {
        Calibration {
            bins: bins
                .iter()
                .map(|&(stated, resolved, n)| CalibrationBin {
                    key: String::new(),
                    name: "a bin".into(),
                    stated: estimate(stated, 0.0),
                    resolved: estimate(resolved, 0.1),
                    n,
                    short: n.to_string(),
                    count: format!("{n} statements"),
                    gap: "12 points".into(),
                    too_few: n < 5,
                })
                .collect(),
            across: "Stated".into(),
            up: "Came true".into(),
            above: "more came true than was stated".into(),
            below: "less came true than was stated".into(),
        }
    }

    fn scene(bins: &[(f64, f64, u32)], width: f64) -> Scene {
        let input = input(bins);
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn on_a_phone_the_sides_of_the_diagonal_are_said_in_whole_words() {
        let input = input(&[(0.5, 0.5, 9)]);
        let scene = input.scene(Size { width: 288.0, height: input.height(288.0, Medium::Screen) }, &PlainMeasure);
        let said = scene.labels().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" ");
        assert!(said.contains(&input.above) && said.contains(&input.below) && !said.contains('…'), "{said}");
    }

    #[test]
    fn it_looks_as_reviewed() {
        let bins = [(0.45, 0.5, 3), (0.55, 0.31, 20), (0.65, 0.4, 61), (0.75, 0.42, 130), (0.85, 0.5, 310), (0.94, 0.48, 420)];
        assert_pictures("calibration", &input(&bins));
    }

    #[test]
    fn the_area_of_a_dot_is_its_number_of_statements() {
        // 400 of 400 has the largest radius, 13; 100 is a quarter of the area, half the radius.
        let scene = scene(&[(0.2, 0.9, 100), (0.8, 0.1, 400)], 500.0);
        let radii: Vec<f64> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Circle { radius, fill: Some(Token::Verified), .. } => Some(*radius),
                _ => None,
            })
            .collect();
        assert_eq!(radii, [6.5, 13.0]);
    }

    #[test]
    fn what_comes_true_as_stated_stands_on_the_diagonal() {
        // 500 wide: the plot is a square of 420 from (38, 24); a half lies at its middle, (248, 234).
        let scene = scene(&[(0.5, 0.5, 10)], 500.0);
        let centers: Vec<Point> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Circle { center, .. } => Some(*center),
                _ => None,
            })
            .collect();
        assert_eq!(centers, [point(248.0, 234.0), point(248.0, 234.0)]);
    }

    proptest! {
        #[test]
        fn labels_keep_apart_and_every_bin_is_reached(
            bins in prop::collection::vec((0f64..=1.0, 0f64..=1.0, 1u32..50_000), 1..=10),
            width in 1f64..2560.0,
        ) {
            tidy(&input(&bins), width)?;
            let scene = scene(&bins, width);
            prop_assert!(scene.marks.is_empty() || scene.marks.len() == bins.len());
            prop_assert!(width < 160.0 || scene.marks.len() == bins.len());
        }
    }
}
