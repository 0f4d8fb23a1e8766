//! Numbers become marks.
//!
//! Every chart is a pure function from a plain input and a size to a [`Scene`]: shapes in token colours, and the
//! marks that a pointer or a key can reach. One painter ([`paint`]) puts any scene on any plotters backend, so what is
//! drawn and what is focused can never drift apart, and a theme change is a repaint. [`svg()`] writes the same scene as SVG, for
//! files and for pages that are built before a browser sees them.
//!
//! Charts know neither domain nor browser: they take numbers, names and formatted labels.

pub mod beside;
mod enlarged;
mod focus;
pub mod framed;
pub mod geometry;
pub mod labels;
pub mod measure;
pub mod paint;
pub mod palette;
pub mod scene;
pub mod svg;

pub mod any;
pub mod axis;
pub mod calibration;
pub mod change;
pub mod debt;
pub mod drift;
pub mod dumbbell;
pub mod envelope;
pub mod funnel;
pub mod ladder;
pub mod lanes;
pub mod pairs;
pub mod practices;
pub mod spark;
pub mod surface;
pub mod timeline;
mod years;

#[cfg(test)]
mod gallery;
#[cfg(test)]
mod recorder;

pub use any::Chart;
pub use framed::{Caption, framed};
pub use geometry::{Point, Rect, Size};
pub use measure::{Measure, PlainMeasure};
pub use palette::{Color, Palette, Token};
pub use scene::{Draw, Estimate, Mark, Medium, Scene, TipKind, TipRow};
pub use svg::{Target, svg};
