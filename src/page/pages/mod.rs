//! The pages that are more than a document: each takes its view as a signal, and draws it; none computes a number.

mod about;
mod matrix;
mod matrix_panel;
mod sources;

pub use about::AboutPage;
pub use matrix::{MatrixPage, MatrixPageProps};
pub use sources::{SourcesPage, SourcesPageProps};
