//! What the command is asked, and what of it `site` and `open` are asked too.

use super::super::args::time;
use super::super::policy_choice::PolicyChoice;
use super::origins::Origins;
use clap::Args;
use plumbline_domain::Instant;
use plumbline_layers::MOST_WHOLE;
use std::path::PathBuf;

/// Build a site's data set from reports and artifacts
///
/// Builds a site's data set from folders and files: index.json, records and artifacts in packs by month, their judgement in segments
/// that a reader loads as they are needed, and checks.json, which lists what was read and checked. Adds to a data set that is already
/// in DIR, also one of an earlier version; months without anything new keep their bytes.
///
/// Exits with 1 when a record or an artifact could not be used, 2 when something cannot be read or written.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline bundle plumbline-data --out data
  plumbline bundle --repository contoso/platform a --repository contoso/network b --site dist")]
pub struct Options {
    #[command(flatten)]
    pub(super) origins: Origins,
    /// The data set, such as data
    #[arg(long, value_name = "DIR", required_unless_present = "site")]
    pub(super) out: Option<PathBuf>,
    /// A built site: the data set goes to SITE/data, and its Overview into SITE/index.html (see plumbline page)
    #[arg(long, value_name = "SITE")]
    pub(super) site: Option<PathBuf>,
    #[command(flatten)]
    pub(super) terms: DataTerms,
}

// no doc comment: it would become the help of the command that takes these options
#[derive(Args, Debug)]
pub struct DataTerms {
    /// Its name [default: that of the existing data set, or of an index.json in PATH]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The date at which the page assesses the data: a time, a day, or now; later records are left out [default: SOURCE_DATE_EPOCH,
    /// or else the date of the newest record, so that the same input makes the same bytes]
    #[arg(long, value_name = "T", value_parser = time)]
    generated_at: Option<Instant>,
    /// Leave larger artifacts out; their records stay and count as attached
    #[arg(long, value_name = "N")]
    max_artifact_bytes: Option<u64>,
    /// Publish artifacts as they are, with the secrets that they hold
    #[arg(long)]
    raw: bool,
    /// Replace files that are there and belong to no data set, and drop records later than --generated-at
    #[arg(long)]
    pub force: bool,
    /// Publish a data set of more changes than this in parts by team, with finished answers over all changes
    #[arg(long, value_name = "N", default_value_t = MOST_WHOLE)]
    parts_above: u64,
    #[command(flatten)]
    policy: PolicyChoice,
}

/// What a data set is built of, and how.
#[derive(Clone)]
pub struct Making {
    /// Each with the repository whose runs wrote it.
    pub paths: Vec<(PathBuf, Option<String>)>,
    /// Its name.
    pub title: Option<String>,
    /// Its name when neither the command line nor the input gives one.
    pub else_titled: Option<String>,
    /// Which policy judges.
    pub policy: PolicyChoice,
    /// The date of the judgement.
    pub generated_at: Option<Instant>,
    /// The date of the judgement when nothing says another one.
    pub else_generated_at: Option<Instant>,
    pub(super) max_artifact_bytes: Option<u64>,
    pub(super) raw: bool,
    /// A data set of more changes is published in parts.
    pub(super) parts_above: u64,
    /// Whether files that are there may be replaced, and records be lost.
    pub force: bool,
    /// Whether the data set goes to a temporary folder of this program.
    pub is_scratch: bool,
}

impl Making {
    /// As the command line asks for it.
    pub fn new(origins: Origins, terms: DataTerms) -> Self {
        let DataTerms { title, generated_at, max_artifact_bytes, raw, force, parts_above, policy } = terms;
        let paths = origins.paths;
        Making { paths, title, policy, generated_at, max_artifact_bytes, raw, force, parts_above, ..Making::default() }
    }
}

impl Default for Making {
    fn default() -> Self {
        Making {
            paths: Vec::new(),
            title: None,
            else_titled: None,
            policy: PolicyChoice::default(),
            generated_at: None,
            else_generated_at: None,
            max_artifact_bytes: None,
            raw: false,
            parts_above: MOST_WHOLE,
            force: false,
            is_scratch: false,
        }
    }
}
