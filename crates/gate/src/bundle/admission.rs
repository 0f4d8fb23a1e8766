//! Which records go into a data set.

use super::record::{change_of, dated};
use super::{Provenance, Terms};
use plumbline_domain::{Instant, is_of, repository_of};
use plumbline_ingest::without_secrets;
use serde_json::Value;

/// How many characters of a team's name tell it from others.
const MAX_TEAM: usize = 1_000;

/// Why a record is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be used.
    Fault(String),
    /// It speaks of a change of another repository.
    AnotherOrigin(String),
    /// It is dated after the data set.
    Later(Instant, String),
}

/// What is known of a record while its text lies elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its date, and whether it is a gate report; or why it is no record.
    dated: Result<(Option<Instant>, bool), String>,
    /// The change that it speaks of.
    pub change: String,
    /// The team that it states for it, as it is published.
    pub team: Option<String>,
    /// The repository that it states as its source.
    source: Option<String>,
}

/// What is known of a record.
pub fn head_of(record: &Value) -> Head {
    let source = record.pointer("/source/repository").and_then(Value::as_str).filter(|source| !source.trim().is_empty());
    let team = record.pointer("/change/team").and_then(Value::as_str).map(|team| team.chars().take(MAX_TEAM).collect::<String>());
    Head {
        dated: dated(record),
        change: change_of(record).unwrap_or_default().to_owned(),
        team: team.map(|team| without_secrets(&team, false).unwrap_or(team)),
        source: source.map(str::to_owned),
    }
}

impl Head {
    /// The date of a record that goes into the data set; `input` is what is known of where it was found.
    ///
    /// # Errors
    /// When it does not go into it.
    pub fn admitted(&self, input: Option<&Provenance>, terms: &Terms) -> Result<Option<Instant>, Refusal> {
        let (at, _) = self.dated.clone().map_err(Refusal::Fault)?;
        let change = self.change.as_str();
        let apart = |why: String| Err(Refusal::AnotherOrigin(format!("a record of {change} is kept apart: {why}")));
        let source = self.source.as_deref();
        if let Some(wanted) = input.and_then(|input| input.repository.as_deref()) {
            if !is_of(change, wanted) {
                return apart(format!("the change is of another repository than {wanted}"));
            }
            if let Some(source) = source.filter(|source| !is_same(source, wanted)) {
                return apart(format!("it was written in {source}, not in {wanted}"));
            }
        }
        if let Some(source) = source.filter(|source| !is_of(change, source)) {
            return apart(format!("it was written in {source}, not in {}", repository_of(change).unwrap_or_default()));
        }
        match (at, terms.until) {
            (Some(at), Some(until)) if at > until => {
                let why = format!("a record of {change} is dated {}, after the data set: it decides nothing", at.to_rfc3339());
                Err(Refusal::Later(at, why))
            }
            _ => Ok(at),
        }
    }
}

/// Whether two names mean one repository.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
