//! What is wrong with evidence that a change owes, and how it is supplied.

use super::problem::{Decision, Problem};
use crate::failing::Failing;
use crate::words::check as words;
use plumbline_assess::{Assessment, Reason, Requirement};
use plumbline_domain::{ArtifactType, Change, Condition, Gate, GateReport, Grade, Item, Location, ProbeOutcome};
use plumbline_probe::Setting;
use plumbline_report::proof::{self, Weighing};
use plumbline_report::reason_in_words;
use plumbline_report::text::{part, recipe};

/// A requirement of a change that is not verified.
pub(super) struct Owed<'a> {
    pub assessment: &'a Assessment,
    pub place: u32,
    pub change: &'a Change,
    pub gate: Gate,
    pub artifact_type: &'a ArtifactType,
    pub requirement: Requirement,
    /// What the change is made with.
    pub setting: Setting,
}

impl Owed<'_> {
    /// What is wrong with it.
    pub fn problem(&self) -> Problem {
        let (requirement, artifact_type) = (self.requirement, self.artifact_type);
        let report = requirement.part.and_then(|part| self.change.report(self.gate, part));
        let part = report.and_then(|report| part::of(self.change, report));
        let item = requirement.best.and_then(|i| self.change.item(self.gate, i)).map(|(_, item)| item);
        let weighing = requirement.best.and_then(|best| Weighing::of(self.assessment, self.place, self.gate, best));
        let decided_by = weighing.as_ref().and_then(|weighing| self.decision(weighing));
        let failing = match (requirement.condition(), requirement.grade) {
            (Some(Condition::Contradicted), _) => Failing::Contradicted,
            (Some(Condition::Stale), _) => Failing::Stale,
            (_, Grade::Missing) => return missing(self.gate, part, artifact_type, self.setting),
            (_, Grade::Claimed) => Failing::Claimed,
            (Some(Condition::Inconclusive), _) if requirement.reason == Some(Reason::NotAccepted) => Failing::NotAccepted,
            (Some(Condition::Inconclusive), _) => match &decided_by {
                Some(decision) if decision.outcome == ProbeOutcome::Silent => Failing::Silent,
                _ => Failing::Inconclusive,
            },
            (None, _) => Failing::Unproved,
        };
        let file = item.and_then(|item| proof::file_of(item, self.assessment.dataset()));
        let why = match (requirement.reason, file) {
            (Some(Reason::NotAccepted), Some(file)) => Some(words::not_accepted(file, &artifact_type.title)),
            (reason, _) => reason.map(|r| reason_in_words(r, artifact_type.fresh_days)),
        };
        let id = item.map(|i| i.id.as_str()).unwrap_or_default();
        let remedy = decided_by.as_ref().zip(weighing.as_ref()).map(|(decision, weighing)| weighing.remedy(decision.probe));
        let attach = words::attach(artifact_type);
        let action = match (failing, &remedy) {
            (Failing::Claimed, _) => match item.and_then(|item| item.artifact.as_ref()?.path.as_deref()) {
                Some(path) => words::instead_of_a_path(path, &attach),
                None => words::instead_of_prose(&attach),
            },
            (Failing::Stale, _) => words::STALE_ACTION.to_owned(),
            (_, Some((text, _))) if !text.is_empty() => text.trim_end_matches('.').to_owned(),
            (Failing::Contradicted, _) => words::CONTRADICTED_ACTION.to_owned(),
            _ => attach,
        };
        Problem {
            gate: self.gate,
            part,
            failing,
            artifact_type: Some(artifact_type.id.clone()),
            rule: None,
            severity: None,
            message: words::evidence(&artifact_type.title, id, requirement.grade, requirement.condition(), why.as_deref()),
            action,
            remedy: match (remedy, item) {
                (Some((_, Some(_))), _) => lines_of(decided_by.as_ref(), weighing.as_ref(), self.setting),
                (None, Some(item)) if failing != Failing::NotAccepted => self.again(report, item),
                _ => fresh(artifact_type, self.setting),
            },
            decided_by,
            location: Location::default(),
        }
    }

    /// The probe that is the reason, with what the file answers.
    fn decision(&self, weighing: &Weighing) -> Option<Decision> {
        let probe = self.requirement.reason?.probe()?;
        let answer = weighing.answer(probe)?.clone();
        let file = weighing.file.clone();
        Some(Decision { probe, outcome: answer.outcome, because: answer.because, file, places: answer.places })
    }

    /// How to make an item again: the commit and the command that are recorded, else the command of its type.
    fn again(&self, report: Option<&GateReport>, item: &Item) -> Vec<String> {
        if item.command.is_none() {
            return fresh(self.artifact_type, self.setting);
        }
        recipe::again(&recipe::Repeat {
            change: &self.change.fields.id,
            gate: self.gate.id(),
            evidence: &item.id,
            commit: report.and_then(|report| self.change.commit_of(report)),
            command: item.command.as_deref(),
            ..recipe::Repeat::default()
        })
    }
}

/// Evidence that is not there.
pub(super) fn missing(gate: Gate, part: Option<String>, artifact_type: &ArtifactType, setting: Setting) -> Problem {
    Problem {
        gate,
        part,
        failing: Failing::Missing,
        artifact_type: Some(artifact_type.id.clone()),
        rule: None,
        severity: None,
        decided_by: None,
        message: words::missing(&artifact_type.title),
        action: words::attach(artifact_type),
        remedy: fresh(artifact_type, setting),
        location: Location::default(),
    }
}

/// The command of the probe that decides.
fn lines_of(decision: Option<&Decision>, weighing: Option<&Weighing>, setting: Setting) -> Vec<String> {
    let both = decision.zip(weighing);
    both.map(|(decision, weighing)| weighing.remedy_lines(decision.probe, setting)).unwrap_or_default()
}

/// The command that makes an artifact of a type.
fn fresh(artifact_type: &ArtifactType, setting: Setting) -> Vec<String> {
    let lines = proof::command_lines(artifact_type, setting);
    if lines.is_empty() { vec![words::no_command(&artifact_type.id)] } else { lines }
}
