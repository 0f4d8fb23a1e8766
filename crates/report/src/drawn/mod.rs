//! What a page says → the blocks that the page draws.

pub(crate) mod funnel;
pub(crate) mod overview;
pub(crate) mod patterns;
pub(crate) mod team;
pub(crate) mod teams;

use crate::document::{Cell, Column, Document, Grid, Row};
use crate::model::{Body, Empty, Frame, Matrix, PageView, SourcesPage, Table};
use crate::route::Location;
use serde::{Deserialize, Serialize};

/// A page as it travels from the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// What stands around every page.
    pub frame: Frame,
    /// The page itself.
    pub sheet: Sheet,
    /// What a figure is made of, when the location asks for it.
    pub why: Option<Box<Document>>,
}

/// The page itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Sheet {
    /// There is nothing to show: why, and what to do.
    Empty(Empty),
    /// The matrix.
    Matrix(Box<Matrix>),
    /// The sources.
    Sources(Box<SourcesPage>),
    /// Any other page.
    Document(Box<Document>),
}

/// Lays a page out. `location` is where it stands: its links keep the filter.
pub fn draw(page: PageView, location: &Location) -> Drawn {
    let sheet = match page.body {
        Body::Empty(b) => Sheet::Empty(b),
        Body::Matrix(b) => Sheet::Matrix(b),
        Body::Sources(b) => Sheet::Sources(b),
        Body::Document(b) => Sheet::Document(b),
        Body::Overview(b) => Sheet::Document(Box::new(overview::draw(*b, location))),
        Body::Teams(b) => Sheet::Document(Box::new(teams::draw(&b, location))),
        Body::Team(b) => Sheet::Document(Box::new(team::draw(&b, location))),
        Body::Funnel(b) => Sheet::Document(Box::new(funnel::draw(&b))),
    };
    Drawn { frame: page.frame, sheet, why: page.why }
}

pub(crate) use crate::drawn::overview::{draw as overview, draw_top as overview_top};

/// A figure's table as a table of its own.
fn grid_of(caption: &str, table: &Table) -> Grid {
    let columns = table.columns.iter().zip(&table.numeric);
    let columns = columns.map(|(title, is_number)| if *is_number { Column::number(title) } else { Column::text(title) });
    let rows = table.rows.iter().map(|row| Row { class: String::new(), cells: row.iter().map(Cell::text).collect() });
    Grid { caption: caption.to_owned(), class: String::new(), columns: columns.collect(), rows: rows.collect() }
}

/// A column whose cells have a style of their own.
fn styled(title: &str, class: &str) -> Column {
    Column { title: title.to_owned(), class: class.to_owned(), ..Column::default() }
}
