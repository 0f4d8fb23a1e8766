//! `applied-as-planned`: is what was applied what the preview of the change had shown?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{counted, names};
use crate::side_by_side::{ResourceRow, RowVerdict, can_be_compared, side_by_side};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, OperationResult, Place, Probe};
use std::collections::HashSet;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::AppliedAsPlanned,
    title: "What was applied is what was planned",
    meaning: "Compares the log with the best change preview of the same change, resource by resource: by address or id (Azure's \
              without case) and by action. Where a platform says only that it created or updated a resource, that matches a \
              planned creation, update or no change. Holds when everything that was applied had been planned, and everything \
              planned was applied. Fails when something was applied that was not planned, or with another action than planned. \
              Inconclusive when something planned was not applied or failed, or when the preview could not see it. Silent when \
              there is no preview, or when preview and log name resources in different ways.",
    refuted: "something was applied that was not planned",
    left_open: "it does not show that everything planned was applied",
    reads: &[FactKind::Operations, FactKind::ResourceChanges],
    remedy: Remedy {
        text: "Apply the very plan that was reviewed, and attach both: the plan to the validation gate, the log to the deployment.",
        commands: commands::LOG,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(log) = question.facts().operations.as_deref() else {
        return question.silent(|| "the file is no log of a deployment".into());
    };
    let Some((content, plan)) = question.plan.and_then(|content| Some((content, content.facts.changes.as_deref()?))) else {
        return question.silent(|| "no preview of the same change is at hand".into());
    };
    if !can_be_compared(plan, log) {
        return question.silent(|| "preview and log name resources in different ways, so they cannot be compared".into());
    }
    let rows = side_by_side(Some(&content.facts), Some(question.facts()), None);
    let with = |verdicts: &[RowVerdict]| rows.iter().filter(|row| verdicts.contains(&row.verdict)).collect::<Vec<_>>();
    let because = |rows: &[&ResourceRow], sentence: String| {
        let ids: HashSet<&str> = rows.iter().map(|row| &*row.id).collect();
        let applied = log.operations.iter().filter(|o| ids.contains(&*o.id)).map(|o| &o.place);
        Because::from(sentence).at_each(applied.collect::<Vec<&Place>>())
    };
    let ids = |rows: &[&ResourceRow]| names(rows.iter().map(|row| &*row.id));
    let not_planned = with(&[RowVerdict::NotPlanned]);
    if !not_planned.is_empty() {
        return question.fails(|| because(&not_planned, format!("applied and not planned: {}", ids(&not_planned))));
    }
    let otherwise = with(&[RowVerdict::Otherwise]);
    if let Some(first) = otherwise.first() {
        return question.fails(|| because(&otherwise, otherwise_than_planned(first, otherwise.len())));
    }
    let failed = with(&[RowVerdict::Failed]);
    if !failed.is_empty() {
        return question.inconclusive(|| because(&failed, format!("planned, and failed when it was applied: {}", ids(&failed))));
    }
    let missing = with(&[RowVerdict::NotApplied]);
    if !missing.is_empty() {
        return question.inconclusive(|| because(&missing, format!("planned and not applied: {}", ids(&missing))));
    }
    let open = with(&[RowVerdict::Open]);
    if !open.is_empty() {
        return question
            .inconclusive(|| because(&open, format!("the preview or the log does not say what happened to {}", ids(&open))));
    }
    if log.goes_on || log.overall == OperationResult::Unfinished {
        return question.inconclusive(|| "the log does not show everything that was applied".into());
    }
    question.holds(|| {
        let applied = rows.iter().filter(|row| row.applied.is_some()).count();
        match applied {
            0 => "nothing was to be done, and nothing was".into(),
            n => format!("{} as planned", counted(n, "resource was applied", "resources were applied")).into(),
        }
    })
}

fn otherwise_than_planned(row: &ResourceRow, n: usize) -> String {
    let planned = row.planned.map_or("nothing", |action| action.word());
    let applied = row.applied.map_or("nothing", |(action, _)| action.word());
    let more = if n > 1 { format!(", and {} more", n - 1) } else { String::new() };
    let id: String = row.id.chars().take(200).collect();
    format!("{id} was planned as {planned} and applied as {applied}{more}")
}
