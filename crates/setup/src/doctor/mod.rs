//! What a pipeline lacks, and how that is mended.

mod pipelines;
mod surroundings;

pub use surroundings::Surroundings;

use crate::found::Service;
use crate::tree::Tree;
use plumbline_domain::Policy;
use plumbline_ingest::{default_policy, policy_from_json};

/// How much a lack weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The gate is worth nothing as long as this is so.
    Error,
    /// Something is not proven, or can be got around.
    Warning,
    /// It may be right as it is.
    Note,
}

impl Weight {
    /// Its word.
    pub fn id(self) -> &'static str {
        match self {
            Weight::Error => "error",
            Weight::Warning => "warning",
            Weight::Note => "note",
        }
    }
}

/// Something that is lacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What it is, in one word with hyphens.
    pub id: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// The file, or `.` for the repository.
    pub path: String,
    /// The line, from 1; 0 where it is none.
    pub line: usize,
    /// What is so.
    pub message: String,
    /// What mends it.
    pub remedy: String,
}

impl Advice {
    fn new(id: &'static str, weight: Weight, path: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Advice { id, weight, path: path.to_owned(), line: 0, message: message.into(), remedy: remedy.into() }
    }

    fn at(mut self, line: usize) -> Self {
        self.line = line;
        self
    }
}

/// Whether a pipeline runs Plumbline.
pub(crate) fn names_plumbline(text: &str) -> bool {
    code(text).any(|(_, line)| {
        ["/plumbline@", "@plumbline", "/plumbline/gate@", "gate.sh", "plumbline check", "plumbline collect"]
            .iter()
            .any(|word| line.contains(word))
    })
}

/// The lines of a pipeline that are no comment, with their numbers.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_code = |line: &str| !line.trim_start().starts_with('#') && !line.trim_start().starts_with("//");
    (1..).zip(text.lines()).filter(move |(_, line)| is_code(line))
}

/// Says what the gate of a repository lacks, the weightiest first.
pub fn examine(tree: &Tree, surroundings: &Surroundings<'_>) -> Vec<Advice> {
    let mut advice = Vec::new();
    let pipelines: Vec<(Service, &str, &str)> = Service::ALL
        .into_iter()
        .flat_map(|service| tree.paths().filter(move |path| service.is_pipeline(path)).map(move |path| (service, path)))
        .filter_map(|(service, path)| Some((service, path, tree.text(path)?)))
        .filter(|(.., text)| names_plumbline(text))
        .collect();
    if pipelines.is_empty() {
        advice.push(Advice::new(
            "no-gate",
            Weight::Error,
            ".",
            "no pipeline runs Plumbline, so no change is checked",
            "plumbline init writes one",
        ));
    }
    for (service, path, text) in &pipelines {
        pipelines::examine(*service, path, text, &mut advice);
    }
    let texts: Vec<&str> = pipelines.iter().map(|(.., text)| *text).collect();
    let policy = policy(tree, &mut advice);
    if !pipelines.is_empty() {
        pipelines::examine_evidence(&policy, &texts, pipelines.first().map_or(".", |(_, path, _)| path), &mut advice);
    }
    surroundings::examine(tree, surroundings, &texts, &mut advice);
    advice.sort_by(|a, b| (a.weight, &a.path, a.line, a.id).cmp(&(b.weight, &b.path, b.line, b.id)));
    advice
}

/// The policy of the repository, or the built-in one.
fn policy(tree: &Tree, advice: &mut Vec<Advice>) -> Policy {
    let path = crate::policy::PATH;
    let Some(text) = tree.text(path) else { return default_policy().0 };
    match policy_from_json(text.as_bytes()) {
        Ok(policy) => policy,
        Err(errors) => {
            let first = errors.first().map(|error| format!("{} {}", error.place().trim(), error.message)).unwrap_or_default();
            let remedy = "plumbline policy validate policy.json lists all errors";
            advice.push(Advice::new(
                "policy-unusable",
                Weight::Error,
                path,
                format!("the policy cannot be used: {first}"),
                remedy,
            ));
            default_policy().0
        }
    }
}

#[cfg(test)]
mod tests;
