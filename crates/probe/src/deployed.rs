//! What the probes of previews, logs, outputs and drift checks have in common.

use crate::{Because, Question};
use plumbline_domain::{Action, Content, Facts, Naming, Output, Outputs, Place, ResourceChange, ResourceChanges};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// How many names a sentence shows.
const NAMES: usize = 3;

/// Names as a list: `a`, `a and b`, `a, b, c and 4 more`.
pub(crate) fn names<'n>(all: impl IntoIterator<Item = &'n str>) -> String {
    let all: Vec<&str> = all.into_iter().collect();
    let cut = |name: &&str| name.chars().take(200).collect::<String>();
    let shown: Vec<String> = all.iter().take(NAMES).map(cut).collect();
    match (shown.as_slice(), all.len().saturating_sub(NAMES)) {
        ([], _) => "nothing".to_owned(),
        ([one], _) => one.clone(),
        ([before @ .., last], 0) => format!("{} and {last}", before.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A count with its noun: `1 resource`, `2 resources`.
pub(crate) fn counted(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// A sentence, and behind it what the bytes cannot tell.
pub(crate) fn with_caveat(sentence: String, caveat: &str) -> String {
    if caveat.is_empty() { sentence } else { format!("{sentence}; {caveat}") }
}

/// Every reason for which something is open, as one sentence with its places.
pub(crate) fn reasons(reasons: &[(Box<str>, Place)]) -> Because {
    Because::from(names(reasons.iter().map(|(why, _)| &**why))).at_each(reasons.iter().map(|(_, place)| place))
}

/// What the file says would change: a snapshot is compared with the one before it.
pub(crate) fn changes_of<'a>(question: &Question<'a>) -> Option<Cow<'a, ResourceChanges>> {
    let changes = question.facts().changes.as_deref()?;
    let before = question.before.and_then(|b| b.facts.changes.as_deref());
    Some(match (&changes.fingerprints, before) {
        (Some(after), Some(before)) => match &before.fingerprints {
            Some(prints) => Cow::Owned(compared(before, prints, changes, after)),
            None => Cow::Borrowed(changes),
        },
        _ => Cow::Borrowed(changes),
    })
}

/// Two snapshots as a preview.
fn compared(before: &ResourceChanges, prints_before: &[u64], after: &ResourceChanges, prints_after: &[u64]) -> ResourceChanges {
    let key = |id: &str| id.trim_end_matches('/').to_ascii_lowercase();
    // ids that stand there several times, as resources without one do, are paired in their order
    let mut old: HashMap<String, std::collections::VecDeque<(u64, &ResourceChange)>> = HashMap::new();
    for (change, print) in before.changes.iter().zip(prints_before) {
        old.entry(key(&change.id)).or_default().push_back((*print, change));
    }
    let mut changes = Vec::with_capacity(after.changes.len());
    for (change, print) in after.changes.iter().zip(prints_after) {
        let action = match old.get_mut(&key(&change.id)).and_then(std::collections::VecDeque::pop_front) {
            None => Action::Create,
            Some((known, _)) if known == *print => Action::NoOp,
            Some(_) => Action::Update,
        };
        changes.push(ResourceChange { action, ..change.clone() });
    }
    let mut gone: Vec<&ResourceChange> = old.into_values().flatten().map(|(_, change)| change).collect();
    gone.sort_by(|a, b| a.id.cmp(&b.id));
    changes.extend(gone.into_iter().map(|c| ResourceChange { action: Action::Delete, place: Place::default(), ..c.clone() }));
    ResourceChanges {
        changes,
        incomplete: before.incomplete.iter().chain(&after.incomplete).cloned().collect(),
        naming: Naming::ArmId,
        ..ResourceChanges::default()
    }
}

/// The real outputs in a file; planned ones are none.
pub(crate) fn real(facts: &Facts) -> Option<&Outputs> {
    facts.outputs.as_deref().filter(|outputs| !outputs.are_planned)
}

/// Where the outputs before a deployment are known from.
pub(crate) enum Before<'a> {
    /// They are known.
    Known(&'a [Output]),
    /// A file is offered for them and does not tell.
    Unreadable(&'a Content),
    /// The list of them goes on elsewhere.
    GoesOn,
    /// Nothing tells.
    Untold,
}

/// The outputs before: of the file that is offered for them, else what the preview or the file itself knows.
pub(crate) fn outputs_before<'a>(question: &Question<'a>) -> Before<'a> {
    if let Some(before) = question.before {
        return match before.facts.outputs.as_deref() {
            Some(outputs) if outputs.goes_on => Before::GoesOn,
            Some(outputs) if !outputs.are_planned => Before::Known(&outputs.values),
            Some(Outputs { before: Some(known), .. }) => Before::Known(known),
            _ => Before::Unreadable(before),
        };
    }
    let of_plan = question.plan.and_then(|plan| plan.facts.outputs.as_deref()).and_then(|outputs| outputs.before.as_deref());
    let of_file = real(question.facts()).and_then(|outputs| outputs.before.as_deref());
    match of_plan.or(of_file) {
        Some(known) => Before::Known(known),
        None if question.plan.and_then(|p| p.facts.changes.as_deref()).is_some_and(ResourceChanges::creates_everything) => {
            Before::Known(&[])
        }
        None => Before::Untold,
    }
}

/// What the comparison of two lists of outputs comes to.
#[derive(Default)]
pub(crate) struct Comparison<'a> {
    /// Those that differ, are new or are gone, with what differs.
    pub differing: Vec<(&'a Output, String)>,
    /// How many are the same.
    pub same: usize,
    /// Those whose value is not known on one side.
    pub unknown: usize,
}

/// Compares outputs by name. A value that is sensitive or not known compares as unknown.
pub(crate) fn compare_outputs<'a>(before: &'a [Output], after: &'a [Output]) -> Comparison<'a> {
    let old: BTreeMap<&str, &Output> = before.iter().map(|o| (&*o.name, o)).collect();
    let new: BTreeMap<&str, &Output> = after.iter().map(|o| (&*o.name, o)).collect();
    let mut found = Comparison::default();
    for (name, output) in &new {
        match old.get(name).map(|old| (&old.value, &output.value)) {
            None => found.differing.push((output, format!("{name} is new"))),
            Some((Some(old), Some(new))) if old == new => found.same += 1,
            Some((Some(old), Some(new))) => found.differing.push((output, format!("{name} was {old} and is {new}"))),
            Some(_) => found.unknown += 1,
        }
    }
    let gone = old.iter().filter(|(name, _)| !new.contains_key(*name));
    found.differing.extend(gone.map(|(name, output)| (*output, format!("{name} is gone"))));
    found
}
