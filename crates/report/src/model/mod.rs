//! The view models. Shares are 0 to 1, gaps are shares too (0.58 is 58 points); `None` is "no data", never zero.

pub(crate) mod funnel;
pub(crate) mod matrix;
pub(crate) mod overview;
pub(crate) mod sources;
pub(crate) mod team;

pub use funnel::*;
pub use matrix::*;
pub use overview::*;
pub use sources::*;
pub use team::*;

use crate::document::Document;
use serde::{Deserialize, Serialize};

/// Everything that a page says for one route and filter, before it is laid out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageView {
    /// What stands around every page.
    pub frame: Frame,
    /// The page itself.
    pub body: Body,
    /// What a figure is made of, when the location asks for it.
    pub why: Option<Box<Document>>,
}

/// What stands around every page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Where the data came from.
    pub origin: DataOrigin,
    /// Such as "412 changes, 4,532 required items".
    pub counts: String,
    /// Such as "Hides 188 of 600 changes"; none when no filter hides anything.
    pub hidden: Option<String>,
    /// What can be filtered by.
    pub options: FilterOptions,
    /// The filters in force.
    pub chips: Vec<Chip>,
    /// The footer.
    pub footer: Footer,
}

/// A filter in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chip {
    /// What it is: "Team".
    pub name: String,
    /// Its value: "payments".
    pub value: String,
    /// How many changes it alone hides: those that all other filters leave. None of what is no filter, since nobody understands it.
    pub hides: Option<u32>,
    /// The fragment of the page without it.
    pub without: String,
}

/// Where the data came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataOrigin {
    /// Nothing is loaded.
    None,
    /// The made-up organisation; labelled so on every page.
    Demo {
        /// Its name.
        title: String,
    },
    /// The site's own `data/`.
    Site {
        /// Its name.
        title: String,
    },
    /// The reader's own files.
    Own {
        /// How many files.
        files: u32,
    },
}

/// What can be filtered by, over the unfiltered data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FilterOptions {
    /// Teams, A to Z.
    pub teams: Vec<FilterOption>,
    /// Environments, A to Z, compared without case.
    pub environments: Vec<FilterOption>,
    /// Authorships that occur.
    pub authorships: Vec<FilterOption>,
    /// First and last date of any change, `2026-11-20`.
    pub dates: Option<(String, String)>,
    /// The assessment time's date, `2026-11-22`.
    pub now: String,
    /// The chosen period in words, such as "24 Aug to 22 Nov 2026".
    pub period: String,
}

/// One value to filter by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilterOption {
    /// As it stands in the URL.
    pub value: String,
    /// As a person reads it.
    pub title: String,
    /// How many changes have it.
    pub changes: u32,
}

/// Where the figures come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Footer {
    /// Such as "14 files, 3,912 records, 3 refused. Newest record 31 Oct 2026 17:42 UTC."
    pub sources: String,
    /// The policy's title.
    pub policy: String,
    /// The policy's digest.
    pub policy_sha256: String,
    /// A digest over the digests of all files.
    pub data_sha256: String,
    /// The product's version.
    pub version: String,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Body {
    /// There is nothing to show: why, and what to do.
    Empty(Empty),
    /// The overview.
    Overview(Box<Overview>),
    /// The matrix.
    Matrix(Box<Matrix>),
    /// All teams.
    Teams(Box<TeamsPage>),
    /// One team.
    Team(Box<TeamPage>),
    /// The funnel.
    Funnel(Box<FunnelPage>),
    /// The sources.
    Sources(Box<SourcesPage>),
    /// Any other page.
    Document(Box<Document>),
}

/// A page without anything to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Empty {
    /// Such as "No data." or "No change matches these filters."
    pub title: String,
    /// What to do.
    pub text: String,
    /// Whether clearing the filters would help.
    pub clear_filters: bool,
}

/// A sentence with marked phrases: they carry the same underline as the chart's marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence(pub Vec<Phrase>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Its text, with the spaces around it.
    pub text: String,
    /// How it is underlined.
    pub mark: PhraseMark,
}

/// How a phrase is underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhraseMark {
    /// Not at all.
    Plain,
    /// Dashed brass: what is said.
    Perceived,
    /// Solid blue: what is proved.
    Verified,
}

impl Sentence {
    /// The text without marks.
    pub fn text(&self) -> String {
        self.0.iter().map(|p| p.text.as_str()).collect()
    }
}

/// Title (the finding) and subtitle (measure, unit, interval) of a figure, with its table twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The finding; with none, the measure.
    pub title: String,
    /// What is measured, in what unit, with what interval.
    pub subtitle: String,
    /// The same numbers as a table.
    pub table: Table,
    /// The fragment that explains the figure; empty when nothing does.
    pub why: String,
}

/// A table twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Column heads; the first column heads the rows.
    pub columns: Vec<String>,
    /// Which columns are numbers (right aligned).
    pub numeric: Vec<bool>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

/// Perceived and verified confidence over one set of changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// How many changes.
    pub n: u32,
    /// Verified, 0 to 1.
    pub verified: Option<f64>,
    /// Its interval.
    pub verified_interval: Option<(f64, f64)>,
    /// Perceived, 0 to 1.
    pub perceived: Option<f64>,
    /// Its interval.
    pub perceived_interval: Option<(f64, f64)>,
    /// How many changes state it.
    pub stated: u32,
    /// What green gates imply, 0 to 1.
    pub implied: Option<f64>,
    /// Perceived less verified.
    pub gap: Option<f64>,
    /// Whether there are fewer changes than the policy asks for.
    pub too_few: bool,
}
