//! A sparkline with a scale of its own.

use super::geometry::{Point, Rect, Scale, Size, point, runs, spread};
use super::measure::Measure;
use super::palette::Token;
use super::scene::{Draw, Medium, Scene, Shape, Stroke};

/// A small line beside a number. It has no marks: the number and the table say what it shows.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Spark {
    /// Values in order; what is missing breaks the line.
    pub values: Vec<Option<f64>>,
    /// The least span of the scale, so that noise does not look like a trend; for shares, 0.1 is ten points.
    pub least_span: f64,
}

impl Spark {
    /// The scale's ends: the values' own, widened to the least span about their middle.
    fn domain(&self) -> Option<(f64, f64)> {
        let known = || self.values.iter().flatten().copied().filter(|v| v.is_finite());
        let low = known().fold(f64::INFINITY, f64::min);
        let high = known().fold(f64::NEG_INFINITY, f64::max);
        if low > high {
            return None;
        }
        let missing = ((self.least_span.max(1e-9) - (high - low)) / 2.0).max(0.0);
        Some((low - missing, high + missing))
    }
}

impl Draw for Spark {
    fn height(&self, _width: f64, _medium: Medium) -> f64 {
        32.0
    }

    fn scene(&self, size: Size, _measure: &dyn Measure) -> Scene {
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
        let count = self.values.len();
        let x = |idx: usize| spread(idx, count, (2.0, size.width - 6.0));
        for run in runs(&self.values) {
            let line: Vec<Point> = run.iter().map(|(idx, v)| point(x(*idx), y.at(*v))).collect();
            if let [only] = line.as_slice() {
                scene.shapes.push(Shape::Circle { center: *only, radius: 1.5, fill: Some(Token::Ink), stroke: None });
            }
            scene.path(line, Stroke::solid(Token::Ink, 1.5));
        }
        if let Some((idx, Some(last))) = self.values.iter().enumerate().next_back() {
            let center = point(x(idx), y.at(*last));
            scene.shapes.push(Shape::Circle { center, radius: 2.5, fill: Some(Token::Ink), stroke: None });
        }
        scene
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::assert_picture;
    use super::super::measure::PlainMeasure;
    use super::*;

    fn scene(values: &[Option<f64>]) -> Scene {
        Spark { values: values.to_vec(), least_span: 0.1 }.scene(Size { width: 112.0, height: 32.0 }, &PlainMeasure)
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
        let falling = [0.62, 0.6, 0.61, 0.55, 0.5, 0.52, 0.44].map(Some);
        assert_picture("spark-falling", &scene(&falling));
        assert_picture("spark-holes", &scene(&[Some(0.1), Some(0.2), None, None, Some(0.3), Some(0.25), None]));
        assert_picture("spark-flat", &scene(&[Some(0.5); 13]));
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
