//! Scenes that are moved, and scenes that grow with the reader's text.

use super::geometry::{Point, Rect, Size, point};
use super::scene::{Label, Mark, Scene, Shape, Stroke};

impl Scene {
    /// The whole scene `by` times as large: text, lines and marks alike.
    pub fn enlarged(&self, by: f64) -> Self {
        let rect = |r: Rect| moved_rect(r, point(0.0, 0.0), by);
        let mark = |mark: &Mark| Mark { frame: rect(mark.frame), hit: rect(mark.hit), ..mark.clone() };
        Self {
            size: Size { width: self.size.width * by, height: self.size.height * by },
            shapes: self.shapes.iter().map(|shape| shape.moved(point(0.0, 0.0), by)).collect(),
            marks: self.marks.iter().map(mark).collect(),
        }
    }
}

impl Shape {
    /// The shape `scale` times as large, then moved `by` pixels.
    pub(crate) fn moved(&self, by: Point, scale: f64) -> Self {
        let to = |p: Point| point(p.x * scale + by.x, p.y * scale + by.y);
        let rect = |r: Rect| moved_rect(r, by, scale);
        let all = |points: &[Point]| points.iter().map(|p| to(*p)).collect();
        let line = |s: Stroke| Stroke { width: s.width * scale, dash: s.dash.map(|(on, off)| (on * scale, off * scale)), ..s };
        match self {
            Shape::Line { from, to: end, stroke } => Shape::Line { from: to(*from), to: to(*end), stroke: line(*stroke) },
            Shape::Path { points, stroke } => Shape::Path { points: all(points), stroke: line(*stroke) },
            Shape::Area { points, fill } => Shape::Area { points: all(points), fill: *fill },
            Shape::Bar { rect: r, fill } => Shape::Bar { rect: rect(*r), fill: *fill },
            Shape::Frame { rect: r, stroke } => Shape::Frame { rect: rect(*r), stroke: line(*stroke) },
            Shape::Circle { center, radius, fill, stroke } => {
                Shape::Circle { center: to(*center), radius: radius * scale, fill: *fill, stroke: stroke.map(line) }
            }
            Shape::Bob { at, radius } => Shape::Bob { at: to(*at), radius: radius * scale },
            Shape::Hatch { rect: r } => Shape::Hatch { rect: rect(*r) },
            Shape::Text(label) => Shape::Text(Label { at: to(label.at), size: label.size * scale, ..label.clone() }),
        }
    }
}

fn moved_rect(r: Rect, by: Point, scale: f64) -> Rect {
    Rect { x: r.x * scale + by.x, y: r.y * scale + by.y, width: r.width * scale, height: r.height * scale }
}

#[cfg(test)]
mod tests {
    use super::super::palette::Token;
    use super::super::scene::Anchor;
    use super::*;

    #[test]
    fn text_lines_and_marks_grow_alike() {
        let mut scene = Scene::new(Size { width: 100.0, height: 50.0 });
        scene.text(Label::axis("25", point(10.0, 20.0), Anchor::Start));
        scene.level(30.0, (0.0, 100.0), Stroke::PERCEIVED);
        let rect = Rect { x: 5.0, y: 6.0, width: 7.0, height: 8.0 };
        scene.marks.push(Mark { key: String::new(), frame: rect, hit: rect, title: "Intent".into(), rows: Vec::new() });
        let large = scene.enlarged(2.0);
        assert_eq!(large.size, Size { width: 200.0, height: 100.0 });
        let Some(Shape::Text(label)) = large.shapes.first() else { panic!("{:?}", large.shapes) };
        assert_eq!((label.at, label.size), (point(20.0, 40.0), 22.0));
        let line = Stroke::dashed(Token::Perceived, 4.0, 10.0, 8.0);
        assert_eq!(large.shapes.get(1), Some(&Shape::Line { from: point(0.0, 60.0), to: point(200.0, 60.0), stroke: line }));
        assert_eq!(large.marks[0].hit, Rect { x: 10.0, y: 12.0, width: 14.0, height: 16.0 });
        assert_eq!(scene.enlarged(1.0), scene);
    }
}
