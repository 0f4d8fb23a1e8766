//! The charts of a figure as a file: drawn anew at the size that they have on a wide page, in the light theme, with title and source.

use crate::page::browser;
use crate::page::canvas::{self, CanvasMeasure, Theme};
use crate::page::later;
use plumbline_charts::{Caption, Draw, Medium, Palette, Scene, Size, Target, framed, svg};
use plumbline_report::Frame;
use plumbline_report::document::{Block, Content};
use plumbline_report::export::{export_name, figure_slug, source};

/// The format of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Pixels, two for each CSS pixel.
    Png,
    /// Shapes and text.
    Svg,
}

/// Pixels of a PNG in one CSS pixel.
const RATIO: f64 = 2.0;

/// Saves the charts of a figure in one picture. `done` is given the name of the file, or nothing when the browser did not draw it.
pub fn save(block: &Block, frame: &Frame, page: &str, kind: Kind, done: impl FnOnce(Option<String>) + 'static) {
    let theme = Theme { palette: Palette::light(), family: canvas::family() };
    let picture = picture(block, frame, page, &CanvasMeasure::new(&theme.family));
    let part = figure_slug(block.place.figure);
    match kind {
        Kind::Svg => {
            let name = export_name(frame, page, &part, "svg");
            let target = Target::File { palette: &theme.palette, family: &theme.family };
            browser::save_file(&name, "image/svg+xml", &svg(&picture, &block.head.title, target));
            done(Some(name));
        }
        Kind::Png => {
            let name = export_name(frame, page, &part, "png");
            canvas::png(&picture, &theme, RATIO, move |blob| {
                if let Some(blob) = &blob {
                    browser::save_blob(&name, blob);
                }
                done(blob.map(|_| name));
            });
        }
    }
}

fn picture(block: &Block, frame: &Frame, page: &str, measure: &CanvasMeasure) -> Scene {
    let width = width_of(block.place.span);
    let scene = |drawn: &dyn Draw| drawn.scene(Size { width, height: drawn.height(width, Medium::Screen).round() }, measure);
    let scenes: Vec<Scene> = block
        .content
        .iter()
        .filter_map(|content| match content {
            Content::Chart(chart) => chart.of_overview().or_else(|| later::get().and_then(|later| (later.chart)(chart))),
            _ => None,
        })
        .map(scene)
        .collect();
    let source = source(frame, page);
    let caption = Caption { title: &block.head.title, subtitle: &block.head.subtitle, source: &[&source.what, &source.made] };
    framed(&scenes, &caption, measure)
}

/// How wide a figure stands on a page of 1440 pixels, by its columns of the grid; within another figure it takes four.
fn width_of(span: u8) -> f64 {
    const COLUMN: f64 = (1344.0 - 11.0 * GUTTER) / 12.0;
    const GUTTER: f64 = 32.0;
    let span = f64::from(if span == 0 { 4 } else { span });
    // Not so narrow that the words round the chart break in every line.
    (span * COLUMN + (span - 1.0) * GUTTER).round().max(426.0)
}
