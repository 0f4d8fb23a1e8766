//! Pieces that several pages share.

mod bars;
mod chart;
mod choice;
mod copy;
mod digest;
mod dots;
mod figure;
mod glyphs;
mod page_head;
mod pattern_table;
mod rows;
mod sentence;
mod table;
mod team_table;

pub use bars::{hatch_field, heat_field, piece_bar};
pub use chart::{chart_alone, chart_figure, chart_in_cell};
pub use choice::Choice;
pub use copy::copy_button;
pub use digest::{digest_beside, digest_name};
pub use figure::{caption, figure, twin};
pub use glyphs::{
    Glyph, bob, condition_chip, escaped_gate, gate_key, gate_state, gates_glyph, gates_label, grade_chip, ring, state_title,
    strength_title, verdict_chip, verdict_title,
};
pub use page_head::{PageHead, copy_link_button};
pub use pattern_table::{escape_cell, pattern_table};
pub use rows::rows_table;
pub use sentence::Headline;
pub use table::TableTwin;
pub use team_table::{ladder_key, team_table};
