//! What a delivery pipeline asks of the library, as plain functions: is a change proved, what does a policy alter, are two
//! outputs the same, what goes into a report and into a site's data. Knows neither files nor the clock; `cli` brings both.
//!
//! ```
//! use plumbline_assess::Assessment;
//! use plumbline_domain::Instant;
//! use plumbline_gate::{Check, Verdict, check_to_plain};
//! use plumbline_ingest::{Reader, Source, default_policy};
//!
//! let report = br#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z",
//!     "outcome": "passed", "change": {"id": "contoso/platform#412", "touches": [], "environment": "dev"}}"#;
//! let (policy, sha256) = default_policy();
//! let mut reader = Reader::new(policy, sha256);
//! reader.read(Source::new("r.json", report.to_vec()));
//! let assessment = Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T00:00:00Z")?));
//!
//! let check = Check::of(&assessment, &[], false);
//! assert_eq!(check.verdict(), Verdict::Failed);
//! assert!(check_to_plain(&check, false).contains("Threat intent: missing"));
//! # Ok::<(), plumbline_domain::InstantError>(())
//! ```

mod annotation;
mod author_item;
mod authorship;
mod bundle;
mod change_facts;
mod change_times;
mod check;
mod check_notation;
mod collect;
mod comment;
mod difference;
mod failing;
mod ignored;
mod inputs;
mod intake;
mod loss;
mod may_differ;
mod normalise;
mod open_finding;
mod order_of_time;
mod output;
mod policy_origin;
mod pull_request;
mod surroundings;
mod touches;
mod verification;
pub mod words;

pub use annotation::Annotations;
pub use author_item::{AuthorItem, Chosen, Wanted, items_of_file, only_item};
pub use bundle::{
    AtHand, Bundle, Copied, Head, LeftOut, Part, Planner, Provenance, Published, RecordAtHand, Refusal, Terms, Weight,
    checks_json, head_of, raw_digests,
};
pub use change_facts::{Commit, Stated, folder_name, gaps, may_replace, statements};
pub use check::{Check, Verdict};
pub use check_notation::{check_to_annotations, check_to_json, check_to_markdown, check_to_plain};
pub use collect::{Collected, Companion, Draft, Offered, collect, refuse_own_format};
pub use comment::{Base, Comment, CommentTerms, MAX_COMMENT, MAX_COMMENT_LINK, check_to_comment, comment_link};
pub use difference::difference;
pub use ignored::{Ignored, IgnoredRecords, WhyIgnored};
pub use inputs::{DEFAULT_PATTERNS, Input, inputs_digest};
pub use intake::{Examined, FoundPolicy, Intake, Kept, KeptRecord, Redact, Root, Spool, each_entry, examined, published_bytes};
pub use loss::lost;
pub use normalise::{Normalised, normalise};
pub use order_of_time::in_order;
pub use output::Output;
pub use policy_origin::PolicyOrigin;
pub use pull_request::{PullRequest, pull_request_from_text};
pub use surroundings::{Pushed, Service, Subject, Surroundings, is_full_id, named_pull_request};
pub use verification::{AuthorResult, Comparison, Conclusion, Verification, conclude};
