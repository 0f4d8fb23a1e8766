//! A sparkline with a scale of its own, whose ends are said beside it.

use super::geometry::{Point, Rect, Scale, Size, point, runs, spread};
use super::measure::Measure;
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Medium, Scene, Shape, Stroke};

/// A small line beside a number. It has no marks: the number and the table say what it shows.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Spark {
    /// In order; a point without a line breaks the line.
    pub points: Vec<SparkPoint>,
    /// The least span of the scale, so that noise does not look like a trend; for shares, 0.1 is ten points.
    pub least_span: f64,
}

/// A period of a sparkline.
#[derive(Clone, Copy, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct SparkPoint {
    /// Its own value, a light dot behind the line.
    pub value: Option<f64>,
    /// Few enough items that its value should not be leant on: hollow.
    pub is_few: bool,
    /// Where the line stands: the value itself, or a mean with its neighbours.
    pub line: Option<f64>,
}

/// The type size of the scale's ends, in CSS pixels.
const ENDS: f64 = 10.0;

/// A share in whole points.
fn percent(share: f64) -> String {
    let points = (share * 100.0).round();
    // No minus before nought.
    if points == 0.0 { "0".to_owned() } else { points.to_string().replace('-', "−") }
}

impl Spark {
    /// The scale's ends: those of the line and of what is not too few, widened to the least span about their middle.
    fn domain(&self) -> Option<(f64, f64)> {
        let sound = |p: &SparkPoint| [p.line, p.value.filter(|_| !p.is_few)];
        let lean = |p: &SparkPoint| [p.line, p.value];
        let ends = |values: &dyn Fn(&SparkPoint) -> [Option<f64>; 2]| {
            let known = || self.points.iter().flat_map(values).flatten().filter(|v| v.is_finite());
            let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
            (low <= high).then_some((low, high))
        };
        let (low, high) = ends(&sound).or_else(|| ends(&lean))?;
        let missing = ((self.least_span.max(1e-9) - (high - low)) / 2.0).max(0.0);
        Some((low - missing, high + missing))
    }
}

impl Draw for Spark {
    fn height(&self, _width: f64, _medium: Medium) -> f64 {
        32.0
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if size.width < 20.0 || size.height < 12.0 {
            return scene;
        }
        let middle = size.height / 2.0;
        let Some(domain) = self.domain() else {
            scene.hatch(Rect::between(point(0.0, middle - 6.0), point(size.width, middle + 6.0)));
            return scene;
        };
        let y = Scale::new(domain, (size.height - 6.0, 6.0));
        let ends = [domain.0, domain.1].map(|share| (share, percent(share)));
        let room = ends.iter().map(|(_, words)| measure.width(words, ENDS, false)).fold(0.0, f64::max);
        for (share, words) in ends {
            scene.text(Label::axis(words, point(room, y.at(share) + ENDS * 0.36), Anchor::End).size(ENDS));
        }
        let left = room + 6.0;
        let count = self.points.len();
        let x = |idx: usize| spread(idx, count, (left, (size.width - 6.0).max(left)));
        let circle = |scene: &mut Scene, center: Point, radius: f64, fill: Token, stroke: Option<Stroke>| {
            scene.shapes.push(Shape::Circle { center, radius, fill: Some(fill), stroke });
        };
        // A value that is the line's own needs no dot.
        for (idx, p) in self.points.iter().enumerate().filter(|(_, p)| p.value != p.line) {
            let Some(center) = p.value.map(|v| point(x(idx), y.at(v))) else { continue };
            if p.is_few {
                circle(&mut scene, center, 1.6, Token::Paper, Some(Stroke::solid(Token::Ink3, 1.0)));
            } else {
                circle(&mut scene, center, 1.3, Token::Rule2, None);
            }
        }
        let line: Vec<Option<f64>> = self.points.iter().map(|p| p.line).collect();
        for run in runs(&line) {
            let line: Vec<Point> = run.iter().map(|(idx, v)| point(x(*idx), y.at(*v))).collect();
            if let [only] = line.as_slice() {
                circle(&mut scene, *only, 1.5, Token::Ink, None);
            }
            scene.path(line, Stroke::solid(Token::Ink, 1.5));
        }
        if let Some((idx, last)) = line.iter().enumerate().rev().find_map(|(idx, v)| Some((idx, (*v)?))) {
            // Where the newest period has no data, the line has no end to show.
            if self.points.last().is_some_and(|p| p.value.is_some() || p.line.is_some()) {
                circle(&mut scene, point(x(idx), y.at(last)), 2.5, Token::Ink, None);
            }
        }
        scene
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::assert_pictures_at;
    use super::super::measure::PlainMeasure;
    use super::*;

    fn spark(values: &[Option<f64>]) -> Spark {
        let points = values.iter().map(|v| SparkPoint { value: *v, is_few: false, line: *v }).collect();
        Spark { points, least_span: 0.1 }
    }

    fn scene(values: &[Option<f64>]) -> Scene {
        spark(values).scene(Size { width: 112.0, height: 32.0 }, &PlainMeasure)
    }

    fn paths(values: &[Option<f64>]) -> Vec<Vec<Point>> {
        scene(values)
            .shapes
            .into_iter()
            .filter_map(|s| match s {
                Shape::Path { points, .. } => Some(points),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn it_looks_as_reviewed() {
        let widths = [80.0, 128.0];
        assert_pictures_at("spark-falling", &widths, &spark(&[0.62, 0.6, 0.61, 0.55, 0.5, 0.52, 0.44].map(Some)));
        assert_pictures_at("spark-holes", &widths, &spark(&[Some(0.1), Some(0.2), None, None, Some(0.3), Some(0.25), None]));
        assert_pictures_at("spark-flat", &widths, &spark(&[Some(0.5); 13]));
        let noise = [0.5, 0.3, 0.55, 0.35, 0.52, 0.2, 0.45, 0.25, 0.4, 0.22, 0.41, 0.3, 0.9];
        let mean = |idx: usize| noise[idx.saturating_sub(2)..(idx + 3).min(12)].iter().sum::<f64>() / 5.0;
        let points =
            (0..13).map(|idx| SparkPoint { value: Some(noise[idx]), is_few: idx == 12, line: (idx < 12).then(|| mean(idx)) });
        assert_pictures_at("spark-noisy", &widths, &Spark { points: points.collect(), least_span: 0.1 });
    }

    #[test]
    fn the_line_ends_before_what_is_too_few() {
        let mut input = spark(&[Some(0.2), Some(0.4), Some(0.9)]);
        input.points[2] = SparkPoint { value: Some(0.9), is_few: true, line: None };
        let scene = input.scene(Size { width: 108.0, height: 32.0 }, &PlainMeasure);
        // "40" takes 11.12 px, and the line begins 6 px beside it: three periods from 17.12 to 102, the second at 59.56, where 0.4 is the
        // top of the scale.
        let end = Shape::Circle { center: point(59.56, 6.0), radius: 2.5, fill: Some(Token::Ink), stroke: None };
        assert!(scene.shapes.contains(&end), "{:?}", scene.shapes);
        assert!(scene.shapes.iter().any(|s| matches!(s, Shape::Circle { fill: Some(Token::Paper), .. })));
    }

    #[test]
    fn the_values_fill_their_own_scale() {
        // 0.2 to 0.6 over 26..6 px: 0.2 at 26, 0.4 at 16, 0.6 at 6.
        let y: Vec<f64> = paths(&[Some(0.2), Some(0.4), Some(0.6)])[0].iter().map(|p| p.y).collect();
        assert_eq!(y.len(), 3);
        for (got, want) in y.iter().zip([26.0, 16.0, 6.0]) {
            assert!((got - want).abs() < 1e-9);
        }
    }

    #[test]
    fn the_ends_of_the_scale_are_said() {
        let ends = |values: &[Option<f64>]| scene(values).labels().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(ends(&[Some(0.2), Some(0.4), Some(0.6)]), ["20", "60"]);
        // Widened to ten points about 0, so that noise is no trend.
        assert_eq!(ends(&[Some(0.0), Some(0.0)]), ["−5", "5"]);
        assert!(ends(&[None]).is_empty());
    }

    #[test]
    fn a_flat_line_lies_in_the_middle() {
        let y: Vec<f64> = paths(&[Some(0.5), Some(0.5)])[0].iter().map(|p| p.y).collect();
        assert!(y.iter().all(|y| (y - 16.0).abs() < 1e-9));
    }

    #[test]
    fn holes_break_the_line() {
        assert_eq!(paths(&[Some(0.1), Some(0.2), None, Some(0.3), Some(0.4)]).len(), 2);
        assert_eq!(paths(&[None, None]).len(), 0);
        assert_eq!(paths(&[]).len(), 0);
    }
}
