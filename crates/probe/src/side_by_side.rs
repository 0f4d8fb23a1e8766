//! A change's plan, deployment log, outputs and drift check, resource by resource.

use plumbline_domain::{Action, Drift, Facts, Naming, OperationResult, Operations, Output, Outputs, ResourceChanges};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// What plan, log and drift check together say of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowVerdict {
    /// What was planned was applied, or nothing was to be done and nothing was.
    AsPlanned,
    /// Only one of plan and log is at hand, or they name resources in different ways.
    NotCompared,
    /// The preview could not say what would happen to it, or the log does not reach its end.
    Open,
    /// It was planned and not applied.
    NotApplied,
    /// It was planned, tried and failed.
    Failed,
    /// It was applied otherwise than planned.
    Otherwise,
    /// It was applied and not planned.
    NotPlanned,
    /// It was applied as far as is known, and what runs is something else.
    Drifted,
}

/// One resource of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceRow {
    /// Its address or id, as the first file that names it writes it.
    pub id: Box<str>,
    /// What the preview says would happen to it.
    pub planned: Option<Action>,
    /// What the log says was done to it, and how that ended.
    pub applied: Option<(Action, OperationResult)>,
    /// Whether the drift check found it other than desired; none when it does not speak of it.
    pub drifted: Option<bool>,
    /// What that comes to.
    pub verdict: RowVerdict,
}

/// One output of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputRow {
    /// Its name.
    pub name: Box<str>,
    /// Its value before; none when it was not there, or is not known.
    pub before: Option<Box<str>>,
    /// The value that was planned.
    pub planned: Option<Box<str>>,
    /// Its value after.
    pub after: Option<Box<str>>,
    /// Whether the known planned value and the known real one agree; none when one of them is not known.
    pub as_planned: Option<bool>,
}

/// The id under which files are compared.
type Key<'a> = (Naming, Cow<'a, str>);

fn key(naming: Naming, id: &str) -> Key<'_> {
    let id = match naming {
        Naming::ArmId => Cow::Owned(id.trim_end_matches('/').to_ascii_lowercase()),
        _ => Cow::Borrowed(id),
    };
    (naming, id)
}

/// Whether an id is that of a nested deployment, which Azure lists among the operations and is no resource.
fn is_nested_deployment(naming: Naming, id: &str) -> bool {
    let kind = || id.rsplit('/').nth(1).zip(id.rsplit('/').nth(2));
    naming == Naming::ArmId
        && kind().is_some_and(|(kind, provider)| {
            kind.eq_ignore_ascii_case("deployments") && provider.eq_ignore_ascii_case("Microsoft.Resources")
        })
}

/// What is put together of one resource.
#[derive(Default)]
struct Entry<'a> {
    id: &'a str,
    planned: Option<Action>,
    plans: Vec<Action>,
    applied: Option<(Action, OperationResult)>,
    /// What was done to it, as a set of bits.
    done: u8,
    drifted: Option<bool>,
}

const CREATED: u8 = 1;
const UPDATED: u8 = 2;
const DELETED: u8 = 4;
const PUT: u8 = 8;
const FORGOTTEN: u8 = 16;
const SOMETHING: u8 = 32;

/// What an action does, as bits.
const fn bits(action: Action) -> u8 {
    match action {
        Action::Create => CREATED,
        Action::Update => UPDATED,
        Action::Delete => DELETED,
        Action::Replace => CREATED | DELETED,
        Action::MayReplace => UPDATED | CREATED | DELETED,
        Action::Forget => FORGOTTEN,
        Action::Upsert => PUT,
        Action::Unknown => SOMETHING,
        Action::NoOp | Action::Ignore | Action::Read => 0,
    }
}

/// What may be done where this is planned.
fn allowed(planned: Action, naming: Naming) -> u8 {
    match planned {
        Action::Create => CREATED | PUT,
        Action::Update => UPDATED | PUT,
        // CloudFormation reports a replacement as an update
        Action::Replace if naming == Naming::LogicalId => CREATED | DELETED | UPDATED | PUT,
        Action::Replace => CREATED | DELETED | PUT,
        Action::MayReplace | Action::Upsert => CREATED | DELETED | UPDATED | PUT,
        Action::NoOp => PUT,
        Action::Unknown => u8::MAX,
        Action::Delete | Action::Forget => bits(planned),
        Action::Ignore | Action::Read => 0,
    }
}

/// Whether what was done is what was planned. What leaves no mark in a log is not asked for.
fn is_done(planned: Action, done: u8) -> bool {
    match planned {
        Action::Create => done & (CREATED | PUT) != 0,
        Action::Update => done & (UPDATED | PUT) != 0,
        Action::Delete => done & DELETED != 0,
        Action::Replace => done & (CREATED | DELETED) == CREATED | DELETED || done & (UPDATED | PUT) != 0,
        Action::MayReplace | Action::Upsert => done & (UPDATED | CREATED | PUT) != 0,
        Action::Forget | Action::NoOp | Action::Ignore | Action::Read | Action::Unknown => true,
    }
}

/// Two actions of one file on the same resource as one.
fn together(first: Option<Action>, second: Action) -> Action {
    match (first, second) {
        (Some(Action::Create), Action::Delete) | (Some(Action::Delete), Action::Create) => Action::Replace,
        (Some(first), second) if first.leaves_alone() || first == Action::Unknown => second,
        (Some(first), _) => first,
        (None, second) => second,
    }
}

fn worse(a: OperationResult, b: OperationResult) -> OperationResult {
    let rank = |r| match r {
        OperationResult::Succeeded => 0,
        OperationResult::Unfinished => 1,
        OperationResult::Canceled => 2,
        OperationResult::Failed => 3,
    };
    if rank(a) < rank(b) { b } else { a }
}

#[derive(Default)]
struct Table<'a> {
    entries: Vec<(Naming, Entry<'a>)>,
    by_key: HashMap<Key<'a>, usize>,
}

impl<'a> Table<'a> {
    fn entry(&mut self, naming: Naming, id: &'a str) -> Option<&mut Entry<'a>> {
        let next = self.entries.len();
        let at = *self.by_key.entry(key(naming, id)).or_insert(next);
        if at == next {
            self.entries.push((naming, Entry { id, ..Entry::default() }));
        }
        self.entries.get_mut(at).map(|(_, entry)| entry)
    }

    fn plan(&mut self, plan: &'a ResourceChanges) {
        for change in &plan.changes {
            if let Some(entry) = self.entry(plan.naming, &change.id) {
                entry.planned = Some(together(entry.planned, change.action));
                entry.plans.push(change.action);
            }
        }
    }

    fn log(&mut self, log: &'a Operations) {
        for operation in &log.operations {
            let is_known = self.by_key.contains_key(&key(log.naming, &operation.id));
            if operation.action.leaves_alone() || (!is_known && is_nested_deployment(log.naming, &operation.id)) {
                continue;
            }
            if let Some(entry) = self.entry(log.naming, &operation.id) {
                let (action, result) = match entry.applied {
                    Some((action, result)) => (together(Some(action), operation.action), worse(result, operation.result)),
                    None => (operation.action, operation.result),
                };
                entry.applied = Some((action, result));
                entry.done |= bits(operation.action);
            }
        }
    }

    fn drift(&mut self, drift: &'a Drift, changes: Option<&'a ResourceChanges>) {
        let unchanged = changes.into_iter().flat_map(|c| c.changes.iter().filter(|c| c.action == Action::NoOp).map(|c| &c.id));
        for id in drift.in_sync.iter().chain(unchanged) {
            // what nobody planned or changed is not of the change
            if self.by_key.contains_key(&key(drift.naming, id))
                && let Some(entry) = self.entry(drift.naming, id)
            {
                entry.drifted = Some(false);
            }
        }
        for drifted in &drift.differing {
            if let Some(entry) = self.entry(drift.naming, &drifted.id) {
                entry.drifted = Some(true);
            }
        }
    }
}

fn verdict(entry: &Entry<'_>, naming: Naming, plan: &ResourceChanges) -> RowVerdict {
    if entry.plans.is_empty() {
        return match entry.applied {
            None => RowVerdict::NotCompared,
            Some(_) if plan.has_unseen => RowVerdict::Open,
            Some(_) => RowVerdict::NotPlanned,
        };
    }
    let may = entry.plans.iter().fold(0, |all, action| all | allowed(*action, naming));
    if entry.done & !may & !SOMETHING != 0 {
        return RowVerdict::Otherwise;
    }
    if entry.plans.contains(&Action::Unknown) || entry.done & SOMETHING != 0 {
        return RowVerdict::Open;
    }
    if !entry.plans.iter().all(|action| is_done(*action, entry.done)) {
        return RowVerdict::NotApplied;
    }
    match entry.applied {
        Some((_, OperationResult::Failed | OperationResult::Canceled)) => RowVerdict::Failed,
        Some((_, OperationResult::Unfinished)) => RowVerdict::Open,
        Some((_, OperationResult::Succeeded)) | None => RowVerdict::AsPlanned,
    }
}

/// The resources of one change: what was planned, what was applied, and whether what runs is that. `plan` are the facts of its
/// preview, `log` those of its deployment log, `drift` those of its drift check.
///
/// Resources stand in the order of the plan, then of the log, then of the drift check. A resource that is only read or ignored, and one that
/// nobody but the drift check names and that does not differ, has no row.
pub fn side_by_side(plan: Option<&Facts>, log: Option<&Facts>, drift: Option<&Facts>) -> Vec<ResourceRow> {
    let plan = plan.and_then(|f| f.changes.as_deref());
    let log = log.and_then(|f| f.operations.as_deref());
    let mut table = Table::default();
    if let Some(plan) = plan {
        table.plan(plan);
    }
    if let Some(log) = log {
        table.log(log);
    }
    if let Some((facts, drift)) = drift.and_then(|f| Some((f, f.drift.as_deref()?))) {
        table.drift(drift, facts.changes.as_deref());
    }
    let compared = plan.zip(log).filter(|(plan, log)| can_be_compared(plan, log)).map(|(plan, _)| plan);
    let row = |(naming, entry): (Naming, Entry<'_>)| {
        let verdict = compared.map_or(RowVerdict::NotCompared, |plan| verdict(&entry, naming, plan));
        let verdict = match verdict {
            RowVerdict::AsPlanned | RowVerdict::NotCompared if entry.drifted == Some(true) => RowVerdict::Drifted,
            other => other,
        };
        ResourceRow { id: entry.id.into(), planned: entry.planned, applied: entry.applied, drifted: entry.drifted, verdict }
    };
    let is_shown = |(_, entry): &(Naming, Entry<'_>)| {
        entry.applied.is_some()
            || entry.drifted == Some(true)
            || entry.planned.is_some_and(|a| !matches!(a, Action::Read | Action::Ignore))
    };
    table.entries.into_iter().filter(is_shown).map(row).collect()
}

/// Whether a preview and a log name resources in the same way.
pub(crate) fn can_be_compared(plan: &ResourceChanges, log: &Operations) -> bool {
    plan.naming == log.naming && plan.naming != Naming::Other
}

/// The outputs of one change by name: before, planned and after. `before` and `after` are the facts of the files with real outputs,
/// `plan` those of its preview, which may know the values before as well.
pub fn outputs_side_by_side(before: Option<&Facts>, plan: Option<&Facts>, after: Option<&Facts>) -> Vec<OutputRow> {
    fn of(facts: Option<&Facts>, are_planned: bool) -> Option<&Outputs> {
        facts.and_then(|f| f.outputs.as_deref()).filter(|o| o.are_planned == are_planned)
    }
    let (plan, after) = (of(plan, true), of(after, false));
    let before = of(before, false)
        .map(|o| o.values.as_slice())
        .or_else(|| plan.and_then(|p| p.before.as_deref()))
        .or_else(|| after.and_then(|a| a.before.as_deref()))
        .unwrap_or_default();
    let planned = plan.map_or(&[][..], |p| &p.values);
    let after = after.map_or(&[][..], |a| &a.values);
    let mut rows: BTreeMap<&str, [Option<&Output>; 3]> = BTreeMap::new();
    for (column, outputs) in [before, planned, after].into_iter().enumerate() {
        for output in outputs {
            if let Some(slot) = rows.entry(&output.name).or_default().get_mut(column) {
                *slot = Some(output);
            }
        }
    }
    let value = |output: Option<&Output>| output.and_then(|o| o.value.clone());
    let row = |(name, [before, planned, after]): (&str, [Option<&Output>; 3])| {
        let (before, planned, after) = (value(before), value(planned), value(after));
        let as_planned = planned.as_ref().zip(after.as_ref()).map(|(planned, after)| planned == after);
        OutputRow { name: name.into(), before, planned, after, as_planned }
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployed_testing::{applied, compared, of_outputs, outputs, planned};

    #[test]
    fn each_resource_stands_in_one_row() {
        let plan = planned(&[("a", Action::Create), ("b", Action::Update), ("c", Action::NoOp), ("data.d", Action::Read)]);
        let log = applied(&[("a", Action::Create), ("x", Action::Delete)]);
        let mut drift = compared(3, &["a", "y"], &[]);
        if let Some(drift) = &mut drift.drift {
            drift.in_sync = vec!["c".into(), "z".into()];
        }
        let rows = side_by_side(Some(&plan), Some(&log), Some(&drift));
        let row = |id: &str, planned, applied: Option<Action>, drifted, verdict| ResourceRow {
            id: id.into(),
            planned,
            applied: applied.map(|action| (action, OperationResult::Succeeded)),
            drifted,
            verdict,
        };
        let expected = [
            row("a", Some(Action::Create), Some(Action::Create), Some(true), RowVerdict::Drifted),
            row("b", Some(Action::Update), None, None, RowVerdict::NotApplied),
            row("c", Some(Action::NoOp), None, Some(false), RowVerdict::AsPlanned),
            row("x", None, Some(Action::Delete), None, RowVerdict::NotPlanned),
            row("y", None, None, Some(true), RowVerdict::Drifted),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn without_a_log_nothing_is_compared() {
        let rows = side_by_side(Some(&planned(&[("a", Action::Create)])), None, None);
        assert_eq!(rows.first().map(|row| row.verdict), Some(RowVerdict::NotCompared));
    }

    #[test]
    fn outputs_stand_beside_each_other_by_name() {
        let plan = of_outputs(Outputs { are_planned: true, ..outputs(&[("n", "3"), ("id", "?")]) });
        let (before, after) = (of_outputs(outputs(&[("n", "2")])), of_outputs(outputs(&[("n", "4"), ("id", "\"x\"")])));
        let rows = outputs_side_by_side(Some(&before), Some(&plan), Some(&after));
        let texts: Vec<_> = rows
            .iter()
            .map(|r| (&*r.name, r.before.as_deref(), r.planned.as_deref(), r.after.as_deref(), r.as_planned))
            .collect();
        let expected = [("id", None, None, Some("\"x\""), None), ("n", Some("2"), Some("3"), Some("4"), Some(false))];
        assert_eq!(texts, expected);
    }
}
