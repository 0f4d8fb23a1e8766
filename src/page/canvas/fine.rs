//! Plotters' canvas backend, in finer steps than pixels and with text of our own.

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle};
use plotters_canvas::CanvasBackend;
use web_sys::CanvasRenderingContext2d;

use super::text::{CanvasMeasure, font};
use plumbline_charts::Measure;
use plumbline_charts::paint::BASELINE;

/// What a canvas error says.
type CanvasError = <CanvasBackend as DrawingBackend>::ErrorType;
/// What a drawing step answers.
type Drawn = Result<(), DrawingErrorKind<CanvasError>>;

/// Plotters' backend for eighths of a CSS pixel, with text of our own.
pub(super) struct FineCanvas {
    pub inner: CanvasBackend,
    pub context: CanvasRenderingContext2d,
    pub size: (u32, u32),
    /// The font that the context has; empty when it is not known.
    pub font: String,
}

impl DrawingBackend for FineCanvas {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.inner.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.inner.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.inner.fill_polygon(path, style)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<CanvasError>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let width = CanvasMeasure::new(style.family().as_str()).width(text, style.size(), bold);
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Drawn {
        let BackendColor { rgb: (r, g, b), alpha } = style.color();
        let align = match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        };
        let bold = matches!(style.style(), FontStyle::Bold);
        let context = &self.context;
        context.set_fill_style_str(&format!("rgba({r},{g},{b},{alpha})"));
        // A font is looked up each time that it is set: most texts have the one of the text before.
        let font = font(style.size(), bold, style.family().as_str());
        if self.font != font {
            context.set_font(&font);
            self.font = font;
        }
        context.set_text_align(align);
        context.set_text_baseline("alphabetic");
        // A text that the browser will not draw is left out; its chart still says the rest.
        let _ = context.fill_text(text, f64::from(pos.0), f64::from(pos.1) + BASELINE * style.size());
        Ok(())
    }
}
