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
mod probe;
mod rows;
mod save;
mod sentence;
mod table;
mod term;

pub use bars::{hatch_field, heat_field, piece_bar, share_track};
pub use chart::{ChartAlone, ChartFigure, ChartInCell, Pick};
pub use choice::Choice;
pub use copy::CopyButton;
pub use digest::{digest_beside, digest_name};
pub use dots::{dot_row, period_heads};
pub use draft::DraftField;
pub use figure::{Twin, caption};
pub use find::{FindField, after_pause};
pub use glyphs::{Glyph, bob, condition_chip, escaped_gate, gate_key, gates_glyph, grade_chip, ring, verdict_chip};
pub use page_head::{CopyLinkButton, PageHead, PrintButton};
pub use pick::pick;
pub use probe::probe_lines;
pub use rows::LongTable;
pub use save::{Offer, OpenMenu, SaveButton, SaveFigure, SavePageButton};
pub use sentence::phrases;
pub use table::table_twin;
