//! One painter for every scene and every plotters backend.
//!
//! Plotters counts in whole units. Scenes are in CSS pixels with fractions, so the painter hands the backend eighths of
//! a pixel ([`FINE`]); whoever makes the backend sizes it so and scales it back.

use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{DrawingBackend, DrawingErrorKind};

use super::geometry::{Point, Rect, bob, dashes, hatch, point};
use super::palette::{Palette, Token};
use super::scene::{Anchor, Label, Scene, Shape, Stroke};

/// Backend units in one CSS pixel.
pub const FINE: i32 = 8;

/// How far below the middle of a text its baseline lies, in parts of its size. Backends place text by its middle.
pub const BASELINE: f64 = 0.35;

/// What a backend answers.
type Painted<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Paints a scene: shapes from back to front, in the theme's colours, texts in `family`.
///
/// # Errors
/// Only what the backend itself reports.
pub fn paint<B: DrawingBackend>(backend: &mut B, scene: &Scene, palette: &Palette, family: &str) -> Painted<B> {
    backend.ensure_prepared()?;
    let mut brush = Brush { backend, palette, family };
    for shape in &scene.shapes {
        brush.shape(shape)?;
    }
    brush.backend.present()
}

/// A CSS pixel coordinate in backend units.
fn unit(v: f64) -> i32 {
    (v * f64::from(FINE)).round() as i32
}

/// A CSS pixel length in backend units.
fn length(v: f64) -> u32 {
    u32::try_from(unit(v)).unwrap_or(0)
}

fn units(p: Point) -> (i32, i32) {
    (unit(p.x), unit(p.y))
}

struct Brush<'a, B: DrawingBackend> {
    backend: &'a mut B,
    palette: &'a Palette,
    family: &'a str,
}

impl<B: DrawingBackend> Brush<'_, B> {
    fn rgba(&self, token: Token) -> RGBAColor {
        let color = self.palette.color(token);
        let (r, g, b) = color.rgb;
        RGBAColor(r, g, b, color.alpha)
    }

    fn style(&self, token: Token, width: f64) -> ShapeStyle {
        ShapeStyle { color: self.rgba(token), filled: true, stroke_width: length(width).max(1) }
    }

    fn shape(&mut self, shape: &Shape) -> Painted<B> {
        match shape {
            Shape::Line { from, to, stroke } => {
                let (from, to) = crisp(*from, *to, stroke.width);
                self.stroke(&[from, to], *stroke)
            }
            Shape::Path { points, stroke } => self.stroke(points, *stroke),
            Shape::Area { points, fill } => self.fill(points, *fill),
            Shape::Bar { rect, fill } => self.fill_rect(*rect, *fill),
            Shape::Frame { rect, stroke } => {
                let edge = rect.grown(-stroke.width / 2.0);
                let corners = [
                    point(edge.x, edge.y),
                    point(edge.right(), edge.y),
                    point(edge.right(), edge.bottom()),
                    point(edge.x, edge.bottom()),
                    point(edge.x, edge.y),
                ];
                self.stroke(&corners, *stroke)
            }
            Shape::Circle { center, radius, fill, stroke } => self.circle(*center, *radius, *fill, *stroke),
            Shape::Bob { at, radius } => {
                let outline = bob(*at, *radius);
                self.fill(&outline, Token::Verified)?;
                let closed: Vec<Point> = outline.iter().chain(outline.iter().take(2)).copied().collect();
                self.stroke(&closed, Stroke::solid(Token::Paper, 1.5))
            }
            Shape::Hatch { rect } => {
                self.fill_rect(*rect, Token::NoDataWash)?;
                let style = self.style(Token::NoData, 1.4);
                for (from, to) in hatch(*rect, 8.5) {
                    self.backend.draw_line(units(from), units(to), &style)?;
                }
                Ok(())
            }
            Shape::Text(label) => self.text(label),
        }
    }

    fn fill(&mut self, points: &[Point], token: Token) -> Painted<B> {
        if let Some(token) = self.palette.outline(token) {
            let closed: Vec<Point> = points.iter().chain(points.first()).copied().collect();
            return self.stroke(&closed, Stroke::solid(token, 1.0));
        }
        let style = self.style(token, 0.0);
        self.backend.fill_polygon(points.iter().map(|p| units(*p)), &style)
    }

    fn fill_rect(&mut self, rect: Rect, token: Token) -> Painted<B> {
        if let Some(step) = self.palette.pattern(token) {
            return self.patterned(rect, token, step);
        }
        if self.palette.outline(token).is_some() {
            let Rect { x, y, .. } = rect;
            let corners = [point(x, y), point(rect.right(), y), point(rect.right(), rect.bottom()), point(x, rect.bottom())];
            return self.fill(&corners, token);
        }
        let style = self.style(token, 0.0);
        self.backend.draw_rect(units(point(rect.x, rect.y)), units(point(rect.right(), rect.bottom())), &style, true)
    }

    /// A rectangle told apart by its pattern: an outline, with lines across it so many pixels apart.
    fn patterned(&mut self, rect: Rect, token: Token, step: Option<f64>) -> Painted<B> {
        self.fill_rect(rect, Token::Paper)?;
        let style = self.style(token, 1.0);
        for (from, to) in step.map_or_else(Vec::new, |step| hatch(rect, step)) {
            self.backend.draw_line(units(from), units(to), &style)?;
        }
        let edge = rect.grown(-0.5);
        let corners =
            [(edge.x, edge.y), (edge.right(), edge.y), (edge.right(), edge.bottom()), (edge.x, edge.bottom()), (edge.x, edge.y)];
        self.stroke(&corners.map(|(x, y)| point(x, y)), Stroke::solid(token, 1.0))
    }

    fn stroke(&mut self, points: &[Point], stroke: Stroke) -> Painted<B> {
        let style = self.style(stroke.token, stroke.width);
        let pieces = match stroke.dash {
            Some((on, off)) => dashes(points, on, off),
            None => vec![points.to_vec()],
        };
        for piece in pieces {
            self.backend.draw_path(piece.into_iter().map(units), &style)?;
        }
        Ok(())
    }

    fn circle(&mut self, center: Point, radius: f64, fill: Option<Token>, stroke: Option<Stroke>) -> Painted<B> {
        if let Some(token) = fill {
            let style = self.style(token, 0.0);
            self.backend.draw_circle(units(center), length(radius), &style, true)?;
        }
        match stroke {
            Some(stroke) if stroke.dash.is_some() => self.stroke(&ring(center, radius), stroke),
            Some(stroke) => {
                let style = self.style(stroke.token, stroke.width);
                self.backend.draw_circle(units(center), length(radius), &style, false)
            }
            None => Ok(()),
        }
    }

    fn text(&mut self, label: &Label) -> Painted<B> {
        let weight = if label.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::Name(self.family), label.size * f64::from(FINE), weight);
        let h_pos = match label.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let middle = point(label.at.x, label.at.y - BASELINE * label.size);
        let style = TextStyle::from(font).pos(Pos::new(h_pos, VPos::Center));
        if label.halo {
            let paper = self.rgba(Token::Paper);
            let style = style.clone().color(&paper);
            for (dx, dy) in [(2.0, 0.0), (1.4, 1.4), (0.0, 2.0), (-1.4, 1.4), (-2.0, 0.0), (-1.4, -1.4), (0.0, -2.0), (1.4, -1.4)]
            {
                let at = point(middle.x + dx, middle.y + dy);
                self.backend.draw_text(&label.text, &style, units(at))?;
            }
        }
        let ink = self.rgba(label.token);
        let style = style.color(&ink);
        self.backend.draw_text(&label.text, &style, units(middle))
    }
}

/// Puts an upright or level line on whole pixels: a line of odd width runs along the middle of a pixel.
pub(crate) fn crisp(from: Point, to: Point, width: f64) -> (Point, Point) {
    let odd = width.round() as i64 % 2 != 0;
    let snap = |v: f64| if odd { v.floor() + 0.5 } else { v.round() };
    if (from.x - to.x).abs() < 1e-9 {
        let x = snap(from.x);
        (point(x, from.y), point(x, to.y))
    } else if (from.y - to.y).abs() < 1e-9 {
        let y = snap(from.y);
        (point(from.x, y), point(to.x, y))
    } else {
        (from, to)
    }
}

/// A circle as a closed line of 48 sides: each corner is the one before, turned on by 7.5 degrees.
fn ring(center: Point, radius: f64) -> Vec<Point> {
    const SIDES: usize = 48;
    /// The cosine and the sine of 7.5 degrees.
    const TURN: (f64, f64) = (0.991_444_861_373_810_4, 0.130_526_192_220_051_6);
    let turned = |(x, y): &(f64, f64)| Some((x * TURN.0 - y * TURN.1, x * TURN.1 + y * TURN.0));
    let corners = std::iter::successors(Some((radius, 0.0)), turned).take(SIDES + 1);
    corners.map(|(x, y)| point(center.x + x, center.y + y)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Size;
    use super::super::recorder::{Done, Recorder};
    use super::super::scene::Shape;
    use super::*;

    fn painted(shape: Shape) -> Vec<Done> {
        let mut scene = Scene::new(Size { width: 100.0, height: 50.0 });
        scene.shapes.push(shape);
        let mut recorder = Recorder::new(scene.size);
        paint(&mut recorder, &scene, &Palette::light(), "sans").unwrap();
        recorder.done
    }

    #[test]
    fn the_corners_of_a_ring_stand_at_its_radius_and_the_last_is_the_first() {
        let center = point(3.0, -2.0);
        let ring = ring(center, 10.0);
        assert_eq!(ring.len(), 49);
        for corner in &ring {
            assert!(((corner.x - center.x).hypot(corner.y - center.y) - 10.0).abs() < 1e-9, "{corner:?}");
        }
        // A quarter is 12 sides.
        assert!((ring[12].x - 3.0).abs() < 1e-9 && (ring[12].y - 8.0).abs() < 1e-9, "{:?}", ring[12]);
        assert!((ring[48].x - 13.0).abs() < 1e-9 && (ring[48].y + 2.0).abs() < 1e-9, "{:?}", ring[48]);
    }

    #[test]
    fn where_colours_are_forced_what_is_contradicted_is_hatched() {
        let mut scene = Scene::new(Size { width: 100.0, height: 50.0 });
        let rect = Rect { x: 10.0, y: 10.0, width: 40.0, height: 12.0 };
        scene.shapes.push(Shape::Bar { rect, fill: Token::Contra });
        let lines = |palette: &Palette| {
            let mut recorder = Recorder::new(scene.size);
            paint(&mut recorder, &scene, palette, "sans").unwrap();
            recorder.done.iter().filter(|d| matches!(d, Done::Line { .. })).count()
        };
        let (text, paper) = (Palette::light().color(Token::Ink), Palette::light().color(Token::Paper));
        assert_eq!(lines(&Palette::light()), 0);
        assert!(lines(&Palette::forced(text, paper)) > 4);
    }

    #[test]
    fn where_colours_are_forced_the_shades_of_severities_are_told_apart_by_their_lines() {
        let lines = |fill: Token| {
            let mut scene = Scene::new(Size { width: 100.0, height: 50.0 });
            scene.shapes.push(Shape::Bar { rect: Rect { x: 10.0, y: 10.0, width: 40.0, height: 7.0 }, fill });
            let mut recorder = Recorder::new(scene.size);
            let (text, paper) = (Palette::light().color(Token::Ink), Palette::light().color(Token::Paper));
            paint(&mut recorder, &scene, &Palette::forced(text, paper), "sans").unwrap();
            recorder.done.iter().filter(|d| matches!(d, Done::Line { .. })).count()
        };
        let [solid, dense, sparse, empty] = [Token::Ink, Token::Shade2, Token::Shade3, Token::Shade4].map(lines);
        assert!(solid == 0 && empty == 0 && dense > sparse && sparse > 2, "{dense} and {sparse}");
    }

    #[test]
    fn a_hairline_runs_along_the_middle_of_a_pixel() {
        // A level line at 10.2 goes to 10.5: 84 eighths; its ends stay where they are.
        let done = painted(Shape::Line { from: point(5.0, 10.2), to: point(20.0, 10.2), stroke: Stroke::GRID });
        let [Done::Path { points, width, .. }] = done.as_slice() else { panic!("{done:?}") };
        assert_eq!(points.as_slice(), [(40, 84), (160, 84)]);
        assert_eq!(*width, 8);
    }

    #[test]
    fn a_dashed_line_is_painted_as_its_dashes() {
        // 20 px at 5 on, 4 off: 0–5, 9–14, 18–20.
        let done = painted(Shape::Path { points: vec![point(0.0, 3.0), point(20.0, 4.0)], stroke: Stroke::PERCEIVED });
        assert_eq!(done.len(), 3);
    }

    #[test]
    fn a_halo_is_laid_before_the_letters() {
        let label = Label::plain("58", point(10.0, 20.0), Anchor::Start).halo();
        let done = painted(Shape::Text(label));
        assert_eq!(done.len(), 9);
        let colors: Vec<_> = done
            .iter()
            .map(|d| match d {
                Done::Text { rgb, .. } => *rgb,
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(colors[..8].iter().all(|c| *c == (0xfb, 0xfb, 0xf8)));
        assert_eq!(colors[8], (0x15, 0x19, 0x1f));
    }

    #[test]
    fn a_hatch_is_a_wash_with_lines_that_stay_inside() {
        let done = painted(Shape::Hatch { rect: Rect { x: 10.0, y: 10.0, width: 40.0, height: 12.0 } });
        assert!(matches!(done.first(), Some(Done::Rect { .. })));
        let lines: Vec<_> = done.iter().skip(1).collect();
        assert!(!lines.is_empty());
        for line in lines {
            let Done::Line { from, to, .. } = line else { panic!("{line:?}") };
            for (x, y) in [from, to] {
                assert!((80..=400).contains(x) && (80..=176).contains(y));
            }
        }
    }
}
