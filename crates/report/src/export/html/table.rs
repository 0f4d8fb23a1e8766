//! Tables, with the boxes and classes that the page gives them.

use super::document::anchor;
use super::markup::Markup;
use super::picture::picture;
use crate::document::{Cell, Column, Grid, Picture, Row, Table};

/// A table that is read.
pub(super) fn grid(m: &mut Markup, grid: &Grid) {
    let attributes = [("class", "scroll-x"), ("tabindex", "0"), ("role", "region"), ("aria-label", grid.caption.as_str())];
    m.element("div", &attributes, |m| {
        let class = ["tbl ", &grid.class].concat();
        m.element("table", &[("class", class.trim_end())], |m| {
            m.line("caption", "visually-hidden", &grid.caption);
            m.element("thead", &[], |m| {
                m.element("tr", &[], |m| grid.columns.iter().for_each(|column| column_head(m, column)));
            });
            m.element("tbody", &[], |m| grid.rows.iter().for_each(|one| row(m, one, &grid.columns)));
        });
    });
}

fn column_head(m: &mut Markup, column: &Column) {
    m.element("th", &[("scope", "col"), ("class", &column.class), ("aria-sort", &column.order)], |m| {
        if let Some(drawn) = &column.picture {
            picture(m, drawn, "");
        }
        if !column.title.is_empty() {
            anchor(m, &column.to, &column.title);
        }
        if !column.spoken.is_empty() {
            m.line("span", "visually-hidden", &column.spoken);
        }
    });
}

fn row(m: &mut Markup, row: &Row, columns: &[Column]) {
    m.element("tr", &[("class", &row.class)], |m| {
        for (i, one) in row.cells.iter().enumerate() {
            cell(m, i, one, columns.get(i));
        }
    });
}

fn cell(m: &mut Markup, i: usize, cell: &Cell, column: Option<&Column>) {
    let class = [column.map_or("", |c| c.class.as_str()), &cell.class].join(" ");
    // On narrow screens a number says what it counts.
    let has = |word: &str| class.split_ascii_whitespace().any(|w| w == word);
    let is_named = (has("num") || has("named")) && !has("unnamed");
    let name = column.filter(|_| is_named).map_or("", |c| if c.title.is_empty() { &c.spoken } else { &c.title });
    let (tag, scope) = if i == 0 { ("th", "row") } else { ("td", "") };
    m.element(tag, &[("scope", scope), ("class", class.trim()), ("data-name", name)], |m| cell_content(m, cell));
}

/// What stands in a cell.
pub(super) fn cell_content(m: &mut Markup, cell: &Cell) {
    let is_said_by_picture = matches!(cell.picture, Some(Picture::Chart(_) | Picture::Gates(_) | Picture::Dots(_)));
    if let Some(drawn) = &cell.picture {
        picture(m, drawn, &cell.text);
        let words = if cell.text.is_empty() { drawn.bar_in_words() } else { String::new() };
        if !words.is_empty() {
            m.line("span", "visually-hidden", &words);
        }
    }
    if !is_said_by_picture && !cell.text.is_empty() {
        match cell.to.as_str() {
            "" => m.text(&cell.text),
            to => anchor(m, to, &cell.text),
        }
    }
    if !cell.detail.is_empty() {
        m.line("span", "cell-detail", &cell.detail);
    }
}

/// The table behind a chart, with the same numbers.
pub(super) fn table_twin(m: &mut Markup, caption: &str, table: &Table) {
    let class_of = |column: usize| if table.numeric.get(column).copied().unwrap_or(false) { "num" } else { "" };
    let names: Vec<Option<String>> = (0..table.columns.len()).map(|i| table.name_of(i)).collect();
    m.element("table", &[("class", table.class())], |m| {
        m.line("caption", "visually-hidden", caption);
        m.element("thead", &[], |m| {
            m.element("tr", &[], |m| {
                for (i, title) in table.columns.iter().enumerate() {
                    m.element("th", &[("scope", "col"), ("class", class_of(i))], |m| {
                        if let Some(before) = table.spoken_before(i) {
                            m.line("span", "visually-hidden", &[before, ", "].concat());
                        }
                        m.text(title);
                    });
                }
            });
        });
        m.element("tbody", &[], |m| {
            for row in &table.rows {
                m.element("tr", &[], |m| {
                    for (i, datum) in row.iter().enumerate() {
                        let (tag, scope) = if i == 0 { ("th", "row") } else { ("td", "") };
                        let name = names.get(i).filter(|_| i > 0).and_then(Option::as_deref).unwrap_or_default();
                        m.element(tag, &[("scope", scope), ("class", class_of(i)), ("data-name", name)], |m| m.text(&datum.text));
                    }
                });
            }
        });
    });
}
