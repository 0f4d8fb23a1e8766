//! Numbers to what people read: pages as data, the sentences on them, and the exports.

pub(crate) mod context;
pub mod document;
pub(crate) mod drawn;
pub mod export;
pub(crate) mod figures;
pub mod frame;
pub(crate) mod model;
pub mod pages;
pub(crate) mod pick;
pub mod route;
pub mod search;
pub mod text;
pub mod why;
pub(crate) mod wording;

pub use drawn::{Drawn, Sheet, draw};
pub use model::*;
pub use pages::changes::Listing;
pub use pages::policy::put_policy_text;
pub use pages::policy::trial::{Problem, Trial, TrialEffect, checked, tried};
pub use pages::{build, first};
pub use search::{Hit, search};
pub use wording::reason as reason_in_words;
pub use wording::{gate_word, gates_words};
