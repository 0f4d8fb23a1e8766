//! The tables of a figure, in the order in which they can be saved.

use super::{Block, Content, Grid, Table};

/// A table of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AnyTable<'a> {
    /// The table behind a chart.
    Twin(&'a Table),
    /// A table that is read.
    Grid(&'a Grid),
    /// The long table, of which the page holds a few rows.
    Long(&'a Grid),
}

impl AnyTable<'_> {
    /// What it shows; empty for the one behind the figure's chart.
    pub fn caption(&self) -> &str {
        match self {
            AnyTable::Twin(_) => "",
            AnyTable::Grid(grid) | AnyTable::Long(grid) => &grid.caption,
        }
    }
}

/// The tables of a block: the one behind its chart first, then those that stand in it, folded ones too. A table that shows the same as
/// the one behind the chart is left out, and so are those of blocks within the block, which are figures of their own.
pub fn tables_of(block: &Block) -> Vec<AnyTable<'_>> {
    let mut out = Vec::new();
    if !block.head.table.rows.is_empty() {
        out.push(AnyTable::Twin(&block.head.table));
    }
    collect(&block.content, &mut out);
    if let [AnyTable::Twin(_), ..] = out.as_slice() {
        out.retain(|table| table.caption() != block.head.title);
    }
    out
}

fn collect<'a>(contents: &'a [Content], out: &mut Vec<AnyTable<'a>>) {
    for content in contents {
        match content {
            Content::Grid(grid) if !grid.rows.is_empty() => out.push(AnyTable::Grid(grid)),
            Content::Rows(rows) => out.push(AnyTable::Long(&rows.grid)),
            Content::Fold { content, .. } => collect(content, out),
            Content::Entries(entries) => entries.iter().for_each(|entry| collect(&entry.more, out)),
            Content::Checks(checks) => checks.iter().for_each(|check| collect(&check.more, out)),
            Content::Probes(probes) => probes.iter().for_each(|probe| collect(&probe.more, out)),
            _ => {}
        }
    }
}

/// All blocks, those within others too.
pub fn all_blocks(blocks: &[Block]) -> Vec<&Block> {
    let mut out = Vec::new();
    for block in blocks {
        out.push(block);
        for content in &block.content {
            if let Content::Blocks(inside) = content {
                out.extend(all_blocks(inside));
            }
        }
    }
    out
}
