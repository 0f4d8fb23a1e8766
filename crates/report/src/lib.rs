//! Numbers to what people read: pages as data, the sentences on them, and the exports.

pub(crate) mod context;
pub mod document;
pub mod export;
pub(crate) mod figures;
pub mod frame;
pub mod pages;
pub(crate) mod pick;
pub mod route;
pub mod search;
pub mod text;
pub mod why;
pub(crate) mod wording;

pub use document::{GateGlyph, Head, Phrase, PhraseMark, Sentence, Table};
pub use frame::{Chip, DataOrigin, FilterOption, FilterOptions, Footer, Frame};
pub use pages::changes::Listing;
pub use pages::matrix::model::*;
pub use pages::policy::put_policy_text;
pub use pages::policy::trial::{Problem, Trial, TrialEffect, checked, tried};
pub use pages::sources::model::*;
pub use pages::{Body, Empty, Page, overview_page, page};
pub use search::{Hit, search};
pub use wording::reason as reason_in_words;
pub use wording::{gate_word, gates_words};
