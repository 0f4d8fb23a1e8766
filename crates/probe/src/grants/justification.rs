//! What counts as the justification of a wide grant.

use super::spelled;
use plumbline_domain::RoleGrant;
use std::collections::{BTreeMap, HashSet};

/// Words that fill a field and say nothing.
const FILLERS: &[&str] = &[
    "tbd",
    "tbc",
    "tba",
    "todo",
    "fixme",
    "xxx",
    "n/a",
    "na",
    "n.a",
    "none",
    "null",
    "nil",
    "unknown",
    "placeholder",
    "changeme",
    "change_me",
    "replace_me",
    "lorem",
    "ipsum",
    "dolor",
    "test",
    "foo",
    "bar",
    "baz",
    "asdf",
    "blah",
];

/// Words by which a text begins that is still to be written.
const DEFERRALS: &[&str] = &["tbd", "tbc", "tba", "todo", "fixme", "xxx", "placeholder"];

/// Sentences that fill a field and say nothing. Terraform's providers write the last two by themselves.
const PLACEHOLDERS: &[&str] = &[
    "to be defined",
    "to be determined",
    "to be decided",
    "to be done",
    "to be added",
    "to be provided",
    "to be completed",
    "to be confirmed",
    "to be announced",
    "to be filled in",
    "not yet known",
    "not yet defined",
    "not applicable here",
    "no justification given",
    "no justification provided",
    "no justification needed",
    "no description given",
    "no description provided",
    "no reason given",
    "add justification here",
    "add a justification here",
    "add description here",
    "enter justification here",
    "insert justification here",
    "justification goes here",
    "description goes here",
    "reason goes here",
    "your justification here",
    "see justification above",
    "managed by terraform",
    "created by terraform",
];

/// Words of which such sentences are made: one of nothing else says nothing either.
const OF_PLACEHOLDERS: &[&str] = &[
    "to",
    "be",
    "is",
    "are",
    "will",
    "not",
    "no",
    "yet",
    "later",
    "soon",
    "here",
    "now",
    "it",
    "this",
    "the",
    "a",
    "an",
    "for",
    "in",
    "by",
    "of",
    "and",
    "or",
    "see",
    "above",
    "below",
    "same",
    "as",
    "add",
    "added",
    "enter",
    "insert",
    "fill",
    "filled",
    "out",
    "defined",
    "determined",
    "decided",
    "done",
    "provided",
    "completed",
    "confirmed",
    "announced",
    "discussed",
    "known",
    "specified",
    "stated",
    "given",
    "needed",
    "required",
    "applicable",
    "available",
    "pending",
    "follows",
    "following",
    "reason",
    "reasons",
    "justification",
    "description",
    "comment",
    "text",
    "your",
    "some",
    "something",
    "whatever",
];

/// Whether a text justifies something: it has at least three words, and is no placeholder.
pub(super) fn suffices(text: &str) -> bool {
    let text = text.trim();
    let is_template =
        [("<", ">"), ("[", "]"), ("{{", "}}"), ("${", "}")].iter().any(|(a, b)| text.starts_with(a) && text.ends_with(b));
    if is_template {
        return false;
    }
    let is_edge = |c: char| !c.is_alphanumeric();
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.trim_matches(is_edge).to_lowercase())
        .filter(|word| !word.is_empty() && !FILLERS.contains(&word.as_str()))
        .collect();
    let is_deferred = text
        .split_whitespace()
        .next()
        .is_some_and(|word| DEFERRALS.contains(&word.trim_matches(is_edge).to_lowercase().as_str()));
    if is_deferred || words.iter().all(|word| OF_PLACEHOLDERS.contains(&word.as_str())) {
        return false;
    }
    let distinct: HashSet<&str> = words.iter().map(String::as_str).collect();
    // scripts without spaces: each of their characters stands for about a word
    let ideographs =
        text.chars().filter(|c| matches!(u32::from(*c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af)).count();
    (words.len() >= 3 && distinct.len() >= 2 || ideographs >= 6) && !PLACEHOLDERS.contains(&words.join(" ").as_str())
}

/// The justifications that stand in the evidence item, from grant to sentence.
#[derive(Debug)]
pub(crate) struct Justifications {
    /// The grants that are justified, as they compare.
    grants: HashSet<String>,
}

impl Justifications {
    /// Those that are sentences.
    pub fn of(justifications: &BTreeMap<String, String>) -> Self {
        let grants = justifications.iter().filter(|(_, text)| suffices(text)).map(|(grant, _)| compared(grant)).collect();
        Justifications { grants }
    }

    /// Whether one of the spellings of this grant stands there.
    pub fn justify(&self, grant: &RoleGrant) -> bool {
        if self.grants.is_empty() {
            return false;
        }
        if self.grants.contains(&compared(&spelled(grant))) {
            return true;
        }
        let principals: Vec<String> = match grant.principal.is_empty() {
            true => ["", "-", "*"].map(str::to_owned).into(),
            false => grant.principal.spellings().flat_map(spellings_of_principal).collect(),
        };
        let roles: Vec<&str> = grant.role.spellings().flat_map(|r| [Some(r), r.rsplit('/').next()]).flatten().collect();
        let scopes: Vec<&str> = match &*grant.scope {
            "" | "*" | "cluster" => vec!["", "-", "*", "/", "account", "cluster", "cluster-wide"],
            scope => {
                [scope].into_iter().chain(scope.split_once('/').map(|(_, name)| name).filter(|n| !n.contains('/'))).collect()
            }
        };
        principals.iter().any(|principal| {
            let with_role =
                |role: &&str| scopes.iter().any(|scope| self.grants.contains(&compared(&format!("{principal} {role} {scope}"))));
            roles.iter().any(with_role)
        })
    }
}

/// A principal as the file writes it, and without its kind: `role/ci` and `ci` of an ARN, `a@b` of `user:a@b`.
fn spellings_of_principal(principal: &str) -> Vec<String> {
    let mut all = vec![principal.to_owned()];
    if principal.starts_with("arn:") {
        all.extend(principal.rsplit(':').next().map(str::to_owned));
        all.extend(principal.rsplit('/').next().map(str::to_owned));
    } else if let Some((namespace, name)) = principal.strip_prefix("system:serviceaccount:").and_then(|p| p.split_once(':')) {
        all.extend([format!("{namespace}/{name}"), format!("{namespace}:{name}"), name.to_owned()]);
    } else if let Some((_, name)) = principal.split_once([':', '/']) {
        all.push(name.to_owned());
    } else {
        all.extend([format!("role/{principal}"), format!("user/{principal}"), format!("group/{principal}")]);
    }
    all
}

/// A grant as it compares: without case, with single spaces between its words, and without the path before the id of an Azure role.
fn compared(grant: &str) -> String {
    let lower = grant.to_lowercase();
    let words = lower.split_whitespace().map(|word| match word.rsplit_once("/roledefinitions/") {
        Some((_, id)) => id,
        None if word.len() > 1 => word.trim_end_matches('/'),
        None => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{grant, named};
    use super::*;

    #[test]
    fn three_words_suffice_unless_they_are_a_placeholder() {
        for text in ["break-glass group, CHG-2291", "the pipeline deploys", "障害対応のため一時的に付与"] {
            assert!(suffices(text), "{text}");
        }
        for text in [
            "",
            "n/a",
            "per request",
            "TBD TBD TBD",
            "TODO: say why it is needed",
            "to be defined",
            "to be determined later",
            "will be added soon",
            "see the description above",
            "Managed by Terraform",
            "<why it is needed>",
            "- - -",
        ] {
            assert!(!suffices(text), "{text}");
        }
    }

    #[test]
    fn each_spelling_of_a_grant_is_taken() {
        let mut owner = grant("ci", "Owner");
        owner.principal = named("ci", "arn:aws:iam::1:role/ci");
        owner.role = named("Owner", "arn:aws:iam::aws:policy/Owner");
        owner.scope = "*".into();
        let justifies =
            |key: &str, text: &str| Justifications::of(&BTreeMap::from([(key.to_owned(), text.to_owned())])).justify(&owner);
        for key in ["ci Owner *", "CI  owner", "role/ci arn:aws:iam::aws:policy/Owner -", "arn:aws:iam::1:role/ci Owner account"]
        {
            assert!(justifies(key, "needed until May"), "{key}");
        }
        assert!(!justifies("ci Owner *", "n/a"));
        assert!(!justifies("cd Owner *", "needed until May"));
        assert!(!justifies("ci Owner /other", "needed until May"));
    }
}
