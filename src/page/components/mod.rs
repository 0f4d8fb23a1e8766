//! Pieces that several pages share.

mod bars;
mod chart;
mod choice;
mod copy;
mod digest;
mod dots;
mod draft;
mod figure;
mod find;
mod glyphs;
mod page_head;
mod pick;
mod rows;
mod sentence;
mod table;

pub use bars::{hatch_field, heat_field, piece_bar};
pub use chart::{Pick, chart_alone, chart_figure, chart_in_cell};
pub use choice::Choice;
pub use copy::copy_button;
pub use digest::{digest_beside, digest_name};
pub use dots::{dot_row, period_heads};
pub use draft::draft_field;
pub use figure::{caption, twin};
pub use find::{after_pause, find_field};
pub use glyphs::{
    Glyph, bob, condition_chip, escaped_gate, gate_key, gates_glyph, grade_chip, ring, strength_title, verdict_chip,
    verdict_title,
};
pub use page_head::{copy_link_button, page_head, print_button};
pub use pick::pick;
pub use rows::rows_table;
pub use sentence::sentence;
pub use table::table_twin;
