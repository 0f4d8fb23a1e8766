//! A plotters backend for tests: it remembers what was painted.

use std::convert::Infallible;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle};

use super::geometry::Size;
use super::paint::FINE;

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
