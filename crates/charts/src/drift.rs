//! Drift: one small panel per gate over the same periods, perceived and verified, with the gap at the end. Where single periods are
//! noisy the lines are a moving mean, and the periods stand behind them as lighter dots. A period with too few items is a hollow dot.

use super::geometry::{Point, Rect, Scale, Size, point, runs, sampled, spread};
use super::labels::{Placer, spread_apart};
use super::measure::{Measure, fitted};
use super::palette::Token;
use super::scene::{Anchor, Draw, Estimate, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow, bare};
use super::years;

/// Confidence over periods, gate by gate.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Drift {
    /// The periods that all panels share, oldest first.
    pub periods: Vec<Period>,
    /// One panel per gate.
    pub panels: Vec<DriftPanel>,
    /// A moment to mark: the first period after it, and what it is ("last 30 days").
    pub marker: Option<(usize, String)>,
    /// What the lines are, for tooltips: "Five weeks". Empty where they run through the periods' own values, which then need no dots.
    pub line_name: String,
}

/// A week or a month.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Period {
    /// What a mark filters by.
    pub key: String,
    /// Its name in a tooltip: "week 42".
    pub name: String,
    /// Its name on the axis, for the periods that have one.
    pub tick: Option<String>,
    /// The year, named under the first period and the first of each further year where an axis runs over several; else empty.
    pub year: String,
}

/// One gate's panel.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct DriftPanel {
    /// What its marks filter by.
    pub key: String,
    /// The gate's name.
    pub name: String,
    /// One per period.
    pub points: Vec<DriftPoint>,
    /// What is said where periods are missing: "no data".
    pub missing: String,
}

/// One gate in one period.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct DriftPoint {
    /// Stated confidence.
    pub perceived: Option<Estimate>,
    /// Proved confidence.
    pub verified: Option<Estimate>,
    /// Their difference: the number alone, and with its unit.
    pub gap: Option<(String, String)>,
    /// n of m.
    pub count: String,
    /// Few enough items that the values should not be leant on: hollow, and never the end of a line.
    pub is_few: bool,
    /// Where the lines stand in this period; absent where they break or have ended.
    pub line: Option<DriftLine>,
}

/// The lines of a panel in one period.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct DriftLine {
    /// Stated confidence.
    pub perceived: Option<Estimate>,
    /// Proved confidence.
    pub verified: Option<Estimate>,
    /// Their difference: the number alone, and with its unit.
    pub gap: Option<(String, String)>,
}

impl DriftPoint {
    fn line_perceived(&self) -> Option<&Estimate> {
        self.line.as_ref()?.perceived.as_ref()
    }

    fn line_verified(&self) -> Option<&Estimate> {
        self.line.as_ref()?.verified.as_ref()
    }

    fn is_empty(&self) -> bool {
        self.perceived.is_none() && self.verified.is_none()
    }
}

const TITLE: f64 = 22.0;
const FOOT: f64 = 24.0;
const END_LABELS: f64 = 36.0;
/// Left of the first plot of a row, for the numbers of its axis, and left of the others.
const AXIS: f64 = 28.0;
const PAD: f64 = 4.0;

impl Drift {
    fn years(&self) -> impl Iterator<Item = &str> {
        self.periods.iter().map(|period| period.year.as_str())
    }

    fn columns(&self, width: f64) -> usize {
        let most = if width < NARROW { 2 } else { 4 };
        self.panels.len().clamp(1, most)
    }

    fn plot_height(width: f64, medium: Medium) -> f64 {
        match medium {
            Medium::Print => 86.0,
            Medium::Screen if width < NARROW => 78.0,
            Medium::Screen => 134.0,
        }
    }
}

impl Draw for Drift {
    fn height(&self, width: f64, medium: Medium) -> f64 {
        let rows = self.panels.len().div_ceil(self.columns(width)).max(1);
        (TITLE + 8.0 + Self::plot_height(width, medium) + FOOT + years::room(self.years())) * rows as f64
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.panels.is_empty() || self.periods.is_empty() || size.width < 160.0 || size.height < 60.0 {
            return scene;
        }
        let columns = self.columns(size.width);
        let rows = self.panels.len().div_ceil(columns);
        let gutter = if size.width < NARROW { 16.0 } else { 32.0 };
        // The plots of a row are equally wide: the first has room for the axis besides.
        let width = (size.width - AXIS + PAD - gutter * (columns - 1) as f64) / columns as f64;
        let height = size.height / rows as f64;
        for (idx, panel) in self.panels.iter().enumerate() {
            let (row, column) = (idx / columns, idx % columns);
            let before = if column == 0 { 0.0 } else { AXIS - PAD };
            let room = Rect {
                x: (width + gutter) * column as f64 + before,
                y: height * row as f64,
                width: if column == 0 { width + AXIS - PAD } else { width },
                height,
            };
            self.panel(&mut scene, panel, room, (column == 0, idx == 0), measure);
        }
        scene
    }
}

impl Drift {
    fn panel(&self, scene: &mut Scene, panel: &DriftPanel, room: Rect, (labelled, first): (bool, bool), measure: &dyn Measure) {
        let count = self.periods.len();
        let left = room.x + if labelled { AXIS } else { PAD };
        let plot = Rect::between(
            point(left, room.y + TITLE + 8.0),
            point((room.right() - END_LABELS).max(left + 1.0), room.bottom() - FOOT - years::room(self.years())),
        );
        let y = Scale::share((plot.bottom(), plot.y));
        let x = |idx: usize| spread(idx, count, (plot.x, plot.right()));
        let step = if count > 1 { plot.width / (count - 1) as f64 } else { plot.width };

        let name = fitted(&panel.name, room.width, 13.0, true, measure);
        scene.text(Label::plain(name, point(room.x, room.y + 13.0), Anchor::Start).size(13.0).bold());
        for (share, text) in [(0.0, "0"), (0.5, "50"), (1.0, "100")] {
            let at = y.at(share);
            scene.level(at, (plot.x, plot.right()), if share == 0.0 { Stroke::AXIS } else { Stroke::GRID });
            if labelled {
                scene.text(Label::axis(text, point(plot.x - 6.0, at + 4.0), Anchor::End));
            }
        }
        self.ticks(scene, &plot, &x, measure);
        let line = (plot.bottom() + 16.0 + years::LINE, (plot.x - 8.0, plot.right() + END_LABELS));
        years::draw(scene, self.years(), x, line, measure);

        // A point for every period, even where the panel has fewer.
        let empty = DriftPoint::default();
        let points: Vec<&DriftPoint> = (0..count).map(|idx| panel.points.get(idx).unwrap_or(&empty)).collect();
        let hatched = missing_spans(&points, &plot, step, &x);
        for span in &hatched {
            scene.hatch(*span);
        }
        if let Some((idx, _)) = &self.marker {
            let at = (x(*idx) - step / 2.0).clamp(plot.x, plot.right());
            scene.upright(at, (plot.y, plot.bottom()), Stroke::dashed(Token::Ink3, 1.0, 3.0, 3.0));
        }
        let mut covered = series(scene, &points, &x, &y);
        if let Some((idx, _)) = &self.marker {
            let at = (x(*idx) - step / 2.0).clamp(plot.x, plot.right());
            covered.extend(sampled(&[point(at, plot.y), point(at, plot.bottom())], 3.0));
        }
        covered.extend(self.dots(scene, &points, &x, &y));

        let mut placer = Placer::new(Rect { height: plot.bottom() - room.y, ..room }, measure);
        placer.take_labels(scene.labels());
        placer.avoid(covered);
        for label in self.end(scene, &points, &x, &y, measure, &mut placer) {
            scene.text(label);
        }
        if let Some((idx, words)) = self.marker.as_ref().filter(|_| first) {
            let at = (x(*idx) - step / 2.0).clamp(plot.x, plot.right());
            let label = |x: f64, anchor| vec![Label::axis(words.clone(), point(x, plot.bottom() - 6.0), anchor).halo()];
            let placed = placer.place([label(at + 5.0, Anchor::Start), label(at - 5.0, Anchor::End)]);
            placed.into_iter().flatten().for_each(|label| scene.text(label));
        }
        let widest = hatched.iter().max_by(|a, b| a.width.total_cmp(&b.width));
        if let Some(span) = widest.filter(|_| !panel.missing.is_empty()) {
            let low = plot.bottom() - 7.0;
            let label = |at: Point, anchor| vec![Label::axis(panel.missing.clone(), at, anchor).token(Token::Ink2).halo()];
            let placed = placer.place([
                label(point(span.center().x, span.center().y + 4.0), Anchor::Middle),
                label(point(span.right() + 6.0, low), Anchor::Start),
                label(point(span.x - 6.0, low), Anchor::End),
                label(point(span.center().x, low), Anchor::Middle),
            ]);
            placed.into_iter().flatten().for_each(|label| scene.text(label));
        }
        for (idx, (period, data)) in self.periods.iter().zip(&points).enumerate() {
            scene.marks.push(self.mark(panel, period, data, x(idx), step, &plot, &y));
        }
    }

    fn ticks(&self, scene: &mut Scene, plot: &Rect, x: &impl Fn(usize) -> f64, measure: &dyn Measure) {
        let mut free_from = f64::MIN;
        for (idx, period) in self.periods.iter().enumerate() {
            let Some(tick) = &period.tick else { continue };
            let at = x(idx);
            let half = measure.width(tick, 11.0, false) / 2.0;
            let at_text = at.max(plot.x + half - 8.0).min(plot.right() + END_LABELS - half);
            if at_text - half < free_from {
                continue;
            }
            free_from = at_text + half + 6.0;
            scene.upright(at, (plot.bottom(), plot.bottom() + 4.0), Stroke::AXIS);
            scene.text(Label::axis(tick.clone(), point(at_text, plot.bottom() + 16.0), Anchor::Middle));
        }
    }

    /// The gap on its string and the values at the end of the lines.
    fn end(
        &self,
        scene: &mut Scene,
        points: &[&DriftPoint],
        x: &impl Fn(usize) -> f64,
        y: &Scale,
        measure: &dyn Measure,
        placer: &mut Placer<'_>,
    ) -> Vec<Label> {
        let mut out = Vec::new();
        let ends = points.iter().enumerate().rev().filter(|(_, p)| !p.is_few);
        let Some((idx, line)) = ends.filter_map(|(idx, p)| Some((idx, p.line.as_ref()?))).next() else {
            return out;
        };
        let at = x(idx);
        let p = line.perceived.as_ref().map(|e| (y.at(e.value), &e.label, Token::PerceivedInk));
        let v = line.verified.as_ref().map(|e| (y.at(e.value), &e.label, Token::Verified));
        if let (Some((p, ..)), Some((v, ..))) = (p, v) {
            scene.upright(at, (p, v), Stroke::STRING);
        }
        if let Some((p, ..)) = p {
            scene.ring(point(at, p), 3.5, 1.5);
        }
        if let Some((v, ..)) = v {
            scene.bob(point(at, v), 4.4);
        }
        let ends: Vec<_> = [p, v].into_iter().flatten().collect();
        for (y, ..) in &ends {
            placer.take(Rect::between(point(at - 5.0, y - 5.0), point(at + 5.0, y + 7.5)));
        }
        let labels_at = at + 9.0;
        let wanted: Vec<(f64, f64)> = ends.iter().map(|(y, ..)| (*y, 14.0)).collect();
        for ((_, text, token), middle) in ends.iter().zip(spread_apart(&wanted, (y.at(1.0) - 8.0, y.at(0.0) + 4.0))) {
            out.push(Label::plain(bare(text), point(labels_at, middle + 4.5), Anchor::Start).bold().token(*token).halo());
        }
        placer.take_labels(&out);
        if let (Some((p, ..)), Some((v, ..)), Some((short, _))) = (p, v, &line.gap) {
            let label =
                |dx: f64, y: f64| vec![Label::plain(short.clone(), point(at - dx, y), Anchor::End).size(13.0).bold().halo()];
            let middle = (p + v) / 2.0 + 4.5;
            let width = measure.width(short, 13.0, true);
            let candidates = [
                label(7.0, middle),
                label(16.0, middle),
                label(28.0, middle),
                label(7.0, p.max(v) + 22.0),
                label(7.0, p.min(v) - 12.0),
                label(-width / 2.0, p.max(v) + 26.0),
                label(-width / 2.0, p.min(v) - 14.0),
            ];
            out.extend(placer.place(candidates).unwrap_or_default());
        }
        out
    }
}

impl Drift {
    /// The periods themselves: light behind a moving mean, and hollow where they rest on too few items. Tells where
    /// they are. After the end of the lines there are none: the values of the end stand there, and the table has the rest.
    fn dots(&self, scene: &mut Scene, points: &[&DriftPoint], x: &impl Fn(usize) -> f64, y: &Scale) -> Vec<Point> {
        let mut places = Vec::new();
        let end = points.iter().rposition(|p| p.line.is_some() && !p.is_few).unwrap_or(points.len());
        let drawn = |(idx, p): &(usize, &&DriftPoint)| *idx <= end && (p.is_few || !self.line_name.is_empty());
        for (idx, p) in points.iter().enumerate().filter(drawn) {
            for (estimate, light, dark) in
                [(&p.perceived, Token::PerceivedBand, Token::Perceived), (&p.verified, Token::Verified3, Token::Verified)]
            {
                let Some(estimate) = estimate else { continue };
                let center = point(x(idx), y.at(estimate.value));
                scene.shapes.push(if p.is_few {
                    let stroke = Some(Stroke::solid(dark, 1.0));
                    Shape::Circle { center, radius: 2.2, fill: Some(Token::Paper), stroke }
                } else {
                    Shape::Circle { center, radius: 1.8, fill: Some(light), stroke: None }
                });
                places.push(center);
            }
        }
        places
    }

    #[allow(clippy::too_many_arguments)]
    fn mark(&self, panel: &DriftPanel, period: &Period, data: &DriftPoint, x: f64, step: f64, plot: &Rect, y: &Scale) -> Mark {
        let line = data.line.clone().unwrap_or_default();
        let ends: Vec<f64> = [&data.perceived, &data.verified, &line.perceived, &line.verified]
            .into_iter()
            .flatten()
            .map(|e| y.at(e.value))
            .collect();
        let (top, bottom) = if ends.is_empty() {
            (plot.y, plot.bottom())
        } else {
            (ends.iter().copied().fold(f64::MAX, f64::min) - 8.0, ends.iter().copied().fold(f64::MIN, f64::max) + 9.0)
        };
        let half = step / 2.0;
        let mut rows = Vec::new();
        rows.extend(data.perceived.as_ref().map(|e| TipRow::estimate(TipKind::Perceived, e)));
        rows.extend(data.verified.as_ref().map(|e| TipRow::estimate(TipKind::Verified, e)));
        rows.extend(data.gap.as_ref().map(|(_, long)| TipRow::gap(long.clone())));
        let mean: Vec<&str> = [&line.perceived, &line.verified].into_iter().flatten().map(|e| e.label.as_str()).collect();
        if !self.line_name.is_empty() && !mean.is_empty() {
            let gap = line.gap.map_or_else(String::new, |(_, long)| long);
            rows.push(TipRow { detail: gap, ..TipRow::new(TipKind::Other, self.line_name.clone(), mean.join(", ")) });
        }
        if data.is_empty() {
            rows.push(TipRow::note(panel.missing.clone()));
        } else if !data.count.is_empty() {
            rows.push(TipRow::count(data.count.clone()));
        }
        Mark {
            key: if panel.key.is_empty() { period.key.clone() } else { [panel.key.as_str(), "/", &period.key].concat() },
            frame: Rect::between(point(x - 7.0, top), point(x + 7.0, bottom)),
            hit: Rect::between(point(x - half, plot.y - 8.0), point(x + half, plot.bottom() + 8.0)),
            title: format!("{}, {}", panel.name, period.name),
            rows,
        }
    }
}

/// Spans without data: each reaches halfway to the periods beside it.
fn missing_spans(points: &[&DriftPoint], plot: &Rect, step: f64, x: &impl Fn(usize) -> f64) -> Vec<Rect> {
    let holes: Vec<Option<()>> = points.iter().map(|p| p.is_empty().then_some(())).collect();
    runs(&holes)
        .iter()
        .filter_map(|run| {
            let (first, last) = (run.first()?.0, run.last()?.0);
            let from = (x(first) - step / 2.0).max(plot.x);
            let to = (x(last) + step / 2.0).min(plot.right());
            Some(Rect::between(point(from, plot.y), point(to, plot.bottom())))
        })
        .collect()
}

/// Draws gap, bands and lines; tells what labels should not cover.
fn series(scene: &mut Scene, points: &[&DriftPoint], x: &impl Fn(usize) -> f64, y: &Scale) -> Vec<Point> {
    let mut obstacles = Vec::new();
    let both: Vec<Option<(f64, f64)>> =
        points.iter().map(|p| Some((p.line_perceived()?.value, p.line_verified()?.value))).collect();
    for run in runs(&both) {
        let upper: Vec<Point> = run.iter().map(|(i, (p, _))| point(x(*i), y.at(*p))).collect();
        let lower: Vec<Point> = run.iter().map(|(i, (_, v))| point(x(*i), y.at(*v))).collect();
        scene.ribbon(&upper, &lower, Token::Gap);
    }
    type Pick = fn(&DriftPoint) -> Option<&Estimate>;
    let parts: [(Pick, Token, Stroke); 2] = [
        (DriftPoint::line_verified, Token::VerifiedBand, Stroke::VERIFIED),
        (DriftPoint::line_perceived, Token::PerceivedBand, Stroke { width: 1.5, ..Stroke::PERCEIVED }),
    ];
    for (pick, band, _) in &parts {
        let ranged: Vec<Option<&Estimate>> = points.iter().map(|p| pick(p).filter(|e| e.range.is_some())).collect();
        for run in runs(&ranged) {
            let upper: Vec<Point> = run.iter().map(|(i, e)| point(x(*i), y.at(e.high()))).collect();
            let lower: Vec<Point> = run.iter().map(|(i, e)| point(x(*i), y.at(e.low()))).collect();
            scene.ribbon(&upper, &lower, *band);
        }
    }
    for (pick, band, stroke) in &parts {
        let line: Vec<Option<&Estimate>> = points.iter().map(|p| pick(p)).collect();
        for run in runs(&line) {
            let path: Vec<Point> = run.iter().map(|(i, e)| point(x(*i), y.at(e.value))).collect();
            if let ([only], [(_, estimate)]) = (path.as_slice(), run.as_slice()) {
                // A period alone has no line: a dot and its interval.
                if estimate.range.is_some() {
                    scene.caps(only.x, (y.at(estimate.high()), y.at(estimate.low())), 3.0, stroke.token);
                }
                let hollow = *band == Token::PerceivedBand;
                if hollow { scene.ring(*only, 2.5, 1.5) } else { scene.dot(*only, 2.5, stroke.token) }
            }
            obstacles.extend(sampled(&path, 3.0));
            scene.path(path, *stroke);
        }
    }
    obstacles
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, estimate, tidy};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    /// Perceived and verified of a period, and whether it is one of few items.
    type Sample = (Option<f64>, Option<f64>, bool);
    type Points = Vec<Sample>;

    /// The mean of each period and its neighbours that are there.
    fn mean(points: &Points, pick: fn(&Sample) -> Option<f64>, idx: usize) -> Option<f64> {
        pick(&points[idx])?;
        let near: Vec<f64> = points[idx.saturating_sub(2)..(idx + 3).min(points.len())].iter().filter_map(pick).collect();
        Some(near.iter().sum::<f64>() / near.len() as f64)
    }

    fn drift(panels: Vec<(&str, Points)>) -> Drift {
        let count = panels.first().map_or(0, |p| p.1.len());
        Drift {
            periods: (0..count)
                .map(|i| Period {
                    key: format!("2026-W{}", 32 + i),
                    name: format!("week {}", 32 + i),
                    year: String::new(),
                    tick: match i {
                        0 => Some("Aug".into()),
                        4 => Some("Sep".into()),
                        8 => Some("Oct".into()),
                        _ => None,
                    },
                })
                .collect(),
            panels: panels
                .into_iter()
                .map(|(name, points)| DriftPanel {
                    key: name.to_lowercase(),
                    name: name.into(),
                    missing: "no data".into(),
                    points: (0..points.len())
                        .map(|idx| {
                            let (p, v, is_few) = points[idx];
                            let gap = |p: Option<f64>, v: Option<f64>| {
                                let n = ((p? - v?) * 100.0).round();
                                Some((n.to_string(), format!("{n} points")))
                            };
                            let (line_p, line_v) = (mean(&points, |p| p.0, idx), mean(&points, |p| p.1, idx));
                            DriftPoint {
                                gap: gap(p, v),
                                perceived: p.map(|p| estimate(p, 0.05)),
                                verified: v.map(|v| estimate(v, 0.08)),
                                count: "10 of 20".into(),
                                is_few,
                                line: (points[idx..].iter().any(|p| !p.2) && (line_p.is_some() || line_v.is_some())).then(|| {
                                    DriftLine {
                                        gap: gap(line_p, line_v),
                                        perceived: line_p.map(|p| estimate(p, 0.024)),
                                        verified: line_v.map(|v| estimate(v, 0.04)),
                                    }
                                }),
                            }
                        })
                        .collect(),
                })
                .collect(),
            marker: Some((9, "last 30 days".into())),
            line_name: "Five weeks".into(),
        }
    }

    fn wave(p: f64, v: f64, slope: f64, skip: std::ops::Range<usize>) -> Points {
        (0..26)
            .map(|i| {
                let t = i as f64;
                let v = v + slope * t + 0.07 * (t * 2.3).sin();
                let is_few = i == 25 || i == 11;
                if skip.contains(&i) { (None, None, false) } else { (Some(p + 0.02 * t.sin()), Some(v), is_few) }
            })
            .collect()
    }

    #[test]
    fn it_looks_as_reviewed() {
        let input = drift(vec![
            ("Intent", wave(0.91, 0.72, 0.001, 0..0)),
            ("Validation", wave(0.9, 0.67, 0.001, 0..0)),
            ("Execution", wave(0.86, 0.48, -0.004, 12..15)),
            ("Observation", wave(0.77, 0.5, -0.01, 0..5)),
        ]);
        assert_pictures("drift", &input);
    }

    #[test]
    fn a_period_of_few_items_is_hollow_and_never_the_end() {
        // The last of 26 periods is one of few items: the numbers stand beside the one before.
        let scene = drift(vec![("Intent", wave(0.9, 0.6, 0.0, 0..0))]).scene(Size { width: 400.0, height: 180.0 }, &PlainMeasure);
        // 26 periods over 336 px are 13.44 px apart: the bob of the 25th stands at 28 + 24 × 13.44 = 350.56.
        let bob = scene.shapes.iter().find_map(|s| match s {
            Shape::Bob { at, .. } => Some(at.x),
            _ => None,
        });
        assert!((bob.unwrap() - 350.56).abs() < 1e-6);
        let hollow =
            scene.shapes.iter().filter(|s| matches!(s, Shape::Circle { radius, fill: Some(Token::Paper), .. } if *radius < 2.5));
        assert_eq!(hollow.count(), 2, "two values of the one before the end: after it stand the numbers");
    }

    #[test]
    fn a_missing_period_breaks_the_line_and_is_hatched() {
        let input = drift(vec![("Intent", wave(0.9, 0.7, 0.0, 5..7).into_iter().take(13).collect())]);
        let size = Size { width: 400.0, height: 180.0 };
        let scene = input.scene(size, &PlainMeasure);
        // 400 wide: plot from 28 to 364, 13 periods 28 px apart; periods 5 and 6 are missing: 28 + 4.5 × 28 = 154
        // to 28 + 6.5 × 28 = 210.
        let hatch = scene.shapes.iter().find_map(|s| match s {
            Shape::Hatch { rect } => Some(*rect),
            _ => None,
        });
        let hatch = hatch.unwrap();
        assert!((hatch.x - 154.0).abs() < 1e-9 && (hatch.right() - 210.0).abs() < 1e-9, "{hatch:?}");
        let solid =
            scene.shapes.iter().filter(|s| matches!(s, Shape::Path { stroke, .. } if *stroke == Stroke::VERIFIED)).count();
        assert_eq!(solid, 2);
        assert_eq!(scene.marks.len(), 13);
        assert_eq!(scene.marks[5].rows, [TipRow::note("no data")]);
        assert_eq!(scene.marks[0].key, "intent/2026-W32");
        assert_eq!(scene.marks[0].title, "Intent, week 32");
    }

    proptest! {
        #[test]
        fn labels_keep_apart_whatever_the_series(
            points in prop::collection::vec((prop::option::of(0f64..=1.0), prop::option::of(0f64..=1.0), prop::bool::weighted(0.1)), 1..27),
            width in 320f64..2560.0,
        ) {
            tidy(&drift(vec![("Intent", points.clone()), ("Observation", points)]), width)?;
        }
    }
}
