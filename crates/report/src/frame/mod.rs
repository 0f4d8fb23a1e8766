//! What stands around every page: counts, what can be filtered by, and the footer.

pub(crate) mod chips;
mod news;
pub mod paper;
pub mod words;

pub use news::news;

use crate::context::Context;
use crate::document::count;
use crate::pages::sources;
use crate::text::{date, page};
use plumbline_assess::{GroupBy, Selection};
use plumbline_domain::{Authorship, sort_alphabetically};
use serde::{Deserialize, Serialize};

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
    /// That the figures were computed when the data were published, in a sentence; none when they were computed here.
    pub computed: Option<String>,
}

/// A filter in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chip {
    /// What it is: "Team".
    pub name: String,
    /// Its value: "payments".
    pub value: String,
    /// How many changes it alone hides: of those that all other filters leave, or of all where no change is left. None of what is no filter,
    /// and where the changes that could tell are not at hand.
    pub hides: Option<u32>,
    /// Whether it is something of the address that is not understood, and no filter.
    pub is_unread: bool,
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
        /// The name of the file, or of the folder that holds them all; empty when they have none in common.
        name: String,
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
    /// The assessment time, such as "22 Nov 2026 17:42 UTC".
    pub assessed: String,
    /// The product's version.
    pub version: String,
}

pub(crate) fn build(cx: &Context<'_>) -> Frame {
    let required = cx.assessment.n_requirements(&cx.subset);
    // on a team's page the team is the page, not a filter
    let all = match &cx.location.route {
        crate::route::Route::Team { .. } => {
            cx.assessment.select(&Selection { teams: cx.selection.teams.clone(), ..Selection::default() }).len()
        }
        _ => usize::try_from(cx.assessment.n_in_all()).unwrap_or(usize::MAX),
    } as u64;
    let shown = cx.subset.len() as u64;
    Frame {
        origin: cx.origin.clone(),
        counts: page::counts(shown, required),
        hidden: (shown < all).then(|| page::hidden(all - shown, all)),
        options: options(cx),
        chips: chips::build(cx),
        footer: footer(cx),
        computed: None,
    }
}

fn options(cx: &Context<'_>) -> FilterOptions {
    let named = |names: &[String], by: GroupBy| -> Vec<FilterOption> {
        let counts = cx.assessment.counts(by);
        let mut out: Vec<FilterOption> = names
            .iter()
            .zip(counts)
            .map(|(name, &n)| FilterOption { value: name.clone(), title: name.clone(), changes: count(n) })
            .collect();
        sort_alphabetically(&mut out, |o| &o.title);
        out
    };
    FilterOptions {
        teams: named(cx.assessment.teams(), GroupBy::Team),
        environments: named(cx.assessment.environments(), GroupBy::Environment),
        authorships: Authorship::ALL
            .iter()
            .zip(cx.assessment.counts(GroupBy::Authorship))
            .map(|(a, &n)| FilterOption { value: a.id().to_owned(), title: a.title().to_owned(), changes: count(n) })
            .filter(|o| o.changes > 0)
            .collect(),
        dates: cx.assessment.all_dates().map(|(first, last)| (date::iso_day(first), date::iso_day(last))),
        now: date::iso_day(cx.dataset.now),
        period: cx.period_words(),
    }
}

fn footer(cx: &Context<'_>) -> Footer {
    Footer {
        sources: match &cx.origin {
            DataOrigin::Site { title } if !title.is_empty() => page::of_site(title, &sources::summary(cx)),
            _ => sources::summary(cx),
        },
        policy: sources::policy_title(cx),
        policy_sha256: cx.dataset.policy_sha256.clone(),
        data_sha256: cx.dataset.sha256.clone(),
        assessed: date::minute(cx.dataset.now),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
