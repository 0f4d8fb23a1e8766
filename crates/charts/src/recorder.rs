//! A plotters backend for tests: it remembers what was painted, and can write it down as SVG to be looked at.

use std::convert::Infallible;
use std::fmt::Write;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle};

use super::geometry::Size;
use super::paint::{BASELINE, FINE};

/// One painted thing, in backend units.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    Line {
        from: (i32, i32),
        to: (i32, i32),
        css: String,
        width: u32,
    },
    Path {
        points: Vec<(i32, i32)>,
        css: String,
        width: u32,
    },
    Polygon {
        points: Vec<(i32, i32)>,
        css: String,
    },
    Rect {
        from: (i32, i32),
        to: (i32, i32),
        css: String,
    },
    Circle {
        center: (i32, i32),
        radius: u32,
        css: String,
        /// Of the outline; `None` when filled.
        width: Option<u32>,
    },
    Text {
        text: String,
        at: (i32, i32),
        rgb: (u8, u8, u8),
        size: f64,
        bold: bool,
        anchor: &'static str,
    },
}

pub struct Recorder {
    size: (u32, u32),
    pub done: Vec<Done>,
}

impl Recorder {
    pub fn new(size: Size) -> Self {
        let units = |v: f64| (v * f64::from(FINE)) as u32;
        Self { size: (units(size.width), units(size.height)), done: Vec::new() }
    }

    /// The whole as an SVG element, at CSS size.
    pub fn to_svg(&self, background: &str) -> String {
        let (w, h) = self.size;
        let fine = f64::from(FINE);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {w} {h}\" \
             font-family=\"Helvetica Neue, Arial, Liberation Sans, sans-serif\" style=\"background:{background}\">\n",
            f64::from(w) / fine,
            f64::from(h) / fine,
        );
        let list = |points: &[(i32, i32)]| points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
        for done in &self.done {
            let element = match done {
                Done::Line { from, to, css, width } => format!(
                    "<polyline points=\"{}\" fill=\"none\" stroke=\"{css}\" stroke-width=\"{width}\"/>",
                    list(&[*from, *to])
                ),
                Done::Path { points, css, width } => format!(
                    "<polyline points=\"{}\" fill=\"none\" stroke=\"{css}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>",
                    list(points)
                ),
                Done::Polygon { points, css } => {
                    format!("<polygon points=\"{}\" fill=\"{css}\"/>", list(points))
                }
                Done::Rect { from, to, css } => format!(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{css}\"/>",
                    from.0,
                    from.1,
                    to.0 - from.0,
                    to.1 - from.1
                ),
                Done::Circle { center, radius, css, width } => {
                    let (x, y) = center;
                    match width {
                        Some(width) => format!(
                            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"none\" stroke=\"{css}\" stroke-width=\"{width}\"/>"
                        ),
                        None => format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{css}\"/>"),
                    }
                }
                Done::Text { text, at, rgb, size, bold, anchor } => {
                    let text = text.replace('&', "&amp;").replace('<', "&lt;");
                    let baseline = f64::from(at.1) + BASELINE * size;
                    let weight = if *bold { 600 } else { 400 };
                    format!(
                        "<text x=\"{}\" y=\"{baseline}\" font-size=\"{size}\" font-weight=\"{weight}\" \
                         text-anchor=\"{anchor}\" fill=\"rgb({},{},{})\" xml:space=\"preserve\">{text}</text>",
                        at.0, rgb.0, rgb.1, rgb.2
                    )
                }
            };
            let _ = writeln!(out, "{element}");
        }
        out.push_str("</svg>\n");
        out
    }
}

fn css(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    format!("rgb({r} {g} {b} / {})", color.alpha)
}

type Recorded = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Recorded {
        Ok(())
    }

    fn present(&mut self) -> Recorded {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Recorded {
        self.done.push(Done::Rect { from: point, to: (point.0 + 1, point.1 + 1), css: css(color) });
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Recorded {
        self.done.push(Done::Line { from, to, css: css(style.color()), width: style.stroke_width() });
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, _fill: bool) -> Recorded {
        self.done.push(Done::Rect { from, to, css: css(style.color()) });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Recorded {
        self.done.push(Done::Path { points: path.into_iter().collect(), css: css(style.color()), width: style.stroke_width() });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Recorded {
        self.done.push(Done::Circle { center, radius, css: css(style.color()), width: (!fill).then(|| style.stroke_width()) });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Recorded {
        self.done.push(Done::Polygon { points: path.into_iter().collect(), css: css(style.color()) });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Recorded {
        self.done.push(Done::Text {
            text: text.to_owned(),
            at: pos,
            rgb: style.color().rgb,
            size: style.size(),
            bold: matches!(style.style(), FontStyle::Bold),
            anchor: match style.anchor().h_pos {
                HPos::Left => "start",
                HPos::Center => "middle",
                HPos::Right => "end",
            },
        });
        Ok(())
    }
}
