//! What people read: pages as data, explanations of their figures, and exports.
//!
//! [`page`] turns an assessment and a location into a [`Page`]: the frame around it, and a body that is a document of blocks. Each
//! figure is a block with a title that says the finding, a subtitle that says the measure, the input of its chart, and the same
//! numbers as a table. Texts and links are finished here, so whoever draws a document needs no rule and no wording of its own.
//!
//! A page stands in `pages/<name>`, with its words beside it. Figures that several pages show are in `figures`, explanations in
//! `why`, sentences that are shared in `text`. Ids decide: [`document::PageId`] and [`document::FigureId`] name pages and figures,
//! and style classes follow from them.
//!
//! ```
//! use plumbline_assess::{Assessment, Cache};
//! use plumbline_domain::Instant;
//! use plumbline_ingest::{Reader, Source, default_policy};
//! use plumbline_report::{Body, DataOrigin, page, route::Location};
//!
//! let report = br#"{"format": "plumbline.gate-report/1", "gate": "intent", "outcome": "passed",
//!     "recordedAt": "2026-11-20T10:00:00Z", "change": {"id": "shop#7", "team": "blue", "openedAt": "2026-11-20T09:00:00Z"},
//!     "perceived": [{"confidence": 0.9, "role": "author"}]}"#;
//! let (policy, sha256) = default_policy();
//! let mut reader = Reader::new(policy, sha256);
//! reader.read(Source::new("reports/intent.json", report.to_vec()));
//! let assessment = Assessment::new(reader.into_dataset(Instant::from_ymd(2026, 11, 22).unwrap()));
//!
//! let location = Location::from_fragment("#/overview");
//! let page = page(&assessment, &Cache::default(), &DataOrigin::Own { files: 1, name: String::new() }, &location);
//! assert_eq!(page.frame.counts, "1 change, 1 required item");
//! let Body::Document(document) = page.body else { panic!("the overview is a document") };
//! assert!(document.headline.text().starts_with("blue is 90\u{a0}% confident its changes are sound (one statement); evidence proves none"));
//! ```

pub(crate) mod context;
pub mod document;
pub mod export;
pub(crate) mod figures;
pub mod frame;
pub mod pages;
pub(crate) mod pick;
pub mod proof;
pub mod route;
pub mod search;
mod setting;
pub mod text;
pub mod why;
pub(crate) mod wording;

pub use document::{GateGlyph, Head, Phrase, PhraseMark, Sentence, Table};
pub use frame::{Chip, DataOrigin, FilterOption, FilterOptions, Footer, Frame};
pub use pages::changes::Listing;
pub use pages::matrix::model::{
    CellFace, Matrix, MatrixCell, MatrixItem, MatrixPanel, MatrixRow, MatrixRun, MatrixVerdict, Recipe, RunComparison,
};
pub use pages::parts::{Unread, answer_place, answered, answered_places, unread_page, with_unread_explanation};
pub use pages::policy::put_policy_text;
pub use pages::policy::trial::{Problem, Trial, TrialEffect, checked, tried};
pub use pages::sources::loose::own_path;
pub use pages::sources::model::{ApartView, DiagnosticRow, PolicyView, ReceiptRow, ReceiptState, SourcesPage};
pub use pages::sources::offered::sources_of;
pub use pages::{Body, Empty, Page, overview_page, page};
pub use search::{Hit, search};
pub use text::terms::TermId;
pub use wording::gates_words;
pub use wording::reason as reason_in_words;
