//! Whether changes are proved: required evidence that is missing, contradicted or stale, and blocking findings that are open
//! (scoring rules, section 10).

use super::change_times::problems_of_times;
use super::failing::Failing;
use super::ignored::Ignored;
use super::loss::{Unreadable, unreadable};
use super::open_finding::{OpenFinding, open_findings};
use super::policy_origin::PolicyOrigin;
use crate::words::check as words;
use plumbline_assess::Reason;
use plumbline_assess::{Assessment, Requirement};
use plumbline_domain::{
    Apart, ArtifactType, Change, Cloud, Condition, Gate, GateReport, Grade, Item, Location, Place, Probe, ProbeOutcome, Severity,
};
use plumbline_probe::Setting;
use plumbline_report::proof::{self, Weighing};
use plumbline_report::reason_in_words;
use plumbline_report::text::{part, recipe};

/// The probe that decides why required evidence is not verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The probe.
    pub probe: Probe,
    /// What the file answers.
    pub outcome: ProbeOutcome,
    /// Why: a sentence without a full stop.
    pub because: String,
    /// The file that was read.
    pub file: String,
    /// The places in it that show it.
    pub places: Vec<Place>,
}

/// One thing that a change owes, or must not have.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// At which gate.
    pub gate: Gate,
    /// In which part of it, where there are any.
    pub part: Option<String>,
    /// What is wrong with it.
    pub failing: Failing,
    /// The artifact type's id; none for a finding.
    pub artifact_type: Option<String>,
    /// The rule of a finding.
    pub rule: Option<String>,
    /// How bad a finding is.
    pub severity: Option<Severity>,
    /// The probe that decides it, where one does.
    pub decided_by: Option<Decision>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it, in one sentence.
    pub action: String,
    /// Shell lines that supply it.
    pub remedy: Vec<String>,
    /// Where a finding stands in the source.
    pub location: Location,
}

/// What a check says of one change.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeCheck {
    /// The change's id.
    pub change: String,
    /// Its team.
    pub team: Option<String>,
    /// Whether a gate report names it.
    pub is_known: bool,
    /// How many requirements it owes.
    pub required: usize,
    /// How many of them are verified.
    pub verified: usize,
    /// The parts of each gate that has any.
    pub parts: Vec<(Gate, Vec<String>)>,
    /// What does not stand: the change's own times, then by gate; what fails the check comes first within a gate.
    pub problems: Vec<Problem>,
    /// The requirements that are verified: the gate, and the id and the title of the type.
    pub proved: Vec<(Gate, String, String)>,
    /// Every open finding, the worst first, then by gate.
    pub findings: Vec<OpenFinding>,
}

impl ChangeCheck {
    /// How many findings of each severity are open, the worst first.
    pub fn open_by_severity(&self) -> [u64; Severity::ALL.len()] {
        let mut counts = [0; Severity::ALL.len()];
        for finding in &self.findings {
            if let Some(count) = Severity::ALL.iter().position(|s| *s == finding.severity).and_then(|n| counts.get_mut(n)) {
                *count += 1;
            }
        }
        counts
    }

    /// Open findings that do not block: the problems hold the others.
    pub fn other_findings(&self) -> impl Iterator<Item = &OpenFinding> {
        self.findings.iter().filter(|finding| !finding.is_blocking)
    }

    /// What fails the check.
    pub fn failures(&self, strict: bool) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |p| p.failing.fails(strict))
    }
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something was checked, and all of it stands.
    Passed,
    /// Something does not stand, or could not be read.
    Failed,
    /// No gate report was read: nothing is proved.
    NothingToCheck,
    /// All gate reports that were read are dated after the assessment time: nothing is proved.
    AllLater,
    /// All records that were read are ignored: nothing is proved.
    AllIgnored,
}

impl Verdict {
    /// Whether the check passes.
    pub const fn passed(self) -> bool {
        matches!(self, Verdict::Passed)
    }
}

/// A whole check.
#[derive(Clone, Debug, PartialEq)]
pub struct Check<'a> {
    /// The assessment time.
    pub(crate) now: String,
    /// The SHA-256 of the policy's bytes.
    pub(crate) policy: &'a str,
    /// Whether everything that is not verified fails.
    pub(crate) strict: bool,
    /// The changes that were checked.
    pub(crate) changes: Vec<ChangeCheck>,
    /// What could not be read: nobody knows which change it speaks of.
    pub(crate) unreadable: Vec<Unreadable>,
    /// Where the policy came from.
    pub(crate) policy_origin: PolicyOrigin,
    /// The records that do not count.
    pub(crate) ignored: Vec<Ignored>,
    /// Records of another origin than their change: they count as absent.
    pub(crate) apart: &'a [Apart],
    /// Whether gate reports were read, whatever their dates.
    has_reports: bool,
}

impl<'a> Check<'a> {
    /// Checks the changes with these ids; all when none is given.
    pub fn of(assessment: &'a Assessment, ids: &[String], strict: bool) -> Self {
        Self::on(assessment, ids, strict, None)
    }

    /// The same, with the commands of a platform; none: of the one that the evidence of each change speaks of.
    pub fn on(assessment: &'a Assessment, ids: &[String], strict: bool, cloud: Option<Cloud>) -> Self {
        let dataset = assessment.dataset();
        let changes = match ids {
            [] => assessment.every().into_iter().filter_map(|place| check_change(assessment, place, cloud)).collect(),
            ids => ids.iter().map(|id| check_id(assessment, id, cloud)).collect(),
        };
        Check {
            now: dataset.now.to_rfc3339(),
            policy: &dataset.policy_sha256,
            strict,
            changes,
            unreadable: unreadable(&dataset.receipts),
            policy_origin: PolicyOrigin::default(),
            ignored: Vec::new(),
            apart: &dataset.apart,
            has_reports: dataset.n_reports > 0,
        }
    }

    /// Says where the policy came from.
    #[must_use]
    pub fn under(self, policy_origin: PolicyOrigin) -> Self {
        Check { policy_origin, ..self }
    }

    /// Says which records were left aside before the data was judged.
    #[must_use]
    pub fn without(self, ignored: Vec<Ignored>) -> Self {
        Check { ignored, ..self }
    }

    /// How many problems fail the check.
    pub(crate) fn n_failures(&self) -> usize {
        self.changes.iter().map(|c| c.failures(self.strict).count()).sum::<usize>() + self.unreadable.len()
    }

    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        match (self.n_failures(), self.changes.is_empty()) {
            (0, true) if self.has_reports => Verdict::AllLater,
            (0, true) if !self.ignored.is_empty() => Verdict::AllIgnored,
            (0, true) => Verdict::NothingToCheck,
            (0, false) => Verdict::Passed,
            _ => Verdict::Failed,
        }
    }

    /// The ids of changes that no gate report names.
    pub fn unknown_changes(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter(|c| !c.is_known).map(|c| c.change.as_str())
    }
}

fn check_id(assessment: &Assessment, id: &str, cloud: Option<Cloud>) -> ChangeCheck {
    let known = assessment.place_of(id).and_then(|place| check_change(assessment, place, cloud));
    known.unwrap_or_else(|| check_unknown(assessment, id, Setting::on(cloud)))
}

/// Checks one change of an assessment; none when there is none at this place.
fn check_change(assessment: &Assessment, place: u32, cloud: Option<Cloud>) -> Option<ChangeCheck> {
    let (change, assessed) = assessment.change(place)?;
    let mut out = ChangeCheck {
        change: change.fields.id.clone(),
        team: change.fields.team.clone(),
        is_known: true,
        required: 0,
        verified: 0,
        parts: Vec::new(),
        problems: Vec::new(),
        proved: Vec::new(),
        findings: Vec::new(),
    };
    out.problems.extend(problems_of_times(&change.fields, assessment.dataset().now));
    let found = proof::setting_of(change, assessment.dataset());
    let setting = Setting { cloud: cloud.or(found.cloud), ..found };
    for &gate in Gate::ALL {
        let mut problems = Vec::new();
        let at_gate = assessed.gate(gate);
        for requirement in &at_gate.requirements {
            out.required += 1;
            out.verified += usize::from(requirement.is_verified);
            let Some(artifact_type) = assessment.policy().artifact_type(requirement.artifact_type) else { continue };
            // what is verified is so in every part, and what is not names each part that lacks it
            if requirement.is_verified {
                out.proved.push((gate, artifact_type.id.clone(), artifact_type.title.clone()));
                continue;
            }
            let owed = |r: &Requirement| {
                let lacks = Owed { assessment, place, change, gate, artifact_type, requirement: *r, setting };
                (!r.is_verified).then(|| lacks.problem())
            };
            match at_gate.n_parts {
                0 | 1 => problems.extend(owed(requirement)),
                _ => problems.extend(at_gate.in_parts(requirement.artifact_type).filter_map(|r| owed(&r))),
            }
        }
        if change.has_parts(gate) {
            out.parts.push((gate, change.reports_at(gate).iter().map(|r| part::name(r.part.as_deref()).to_owned()).collect()));
        }
        let findings = open_findings(assessment, change, place, gate);
        problems.extend(findings.iter().filter(|f| f.is_blocking).map(OpenFinding::problem));
        out.findings.extend(findings);
        problems.sort_by_key(|p| !p.failing.fails(false));
        out.problems.append(&mut problems);
    }
    out.findings.sort_by_key(|f| f.severity);
    Some(out)
}

/// What a check says of a change that no report names: it owes what every change owes, and has nothing.
fn check_unknown(assessment: &Assessment, change: &str, setting: Setting) -> ChangeCheck {
    let policy = assessment.policy();
    let owed: Vec<&ArtifactType> = policy
        .requirements
        .get(&Gate::Intent)
        .into_iter()
        .flatten()
        .filter_map(|r| policy.artifact_types.iter().find(|t| t.id == r.artifact_type))
        .collect();
    let problems = owed.iter().map(|t| missing(Gate::Intent, None, t, setting)).collect();
    let (change, required) = (change.to_owned(), owed.len());
    ChangeCheck {
        change,
        team: None,
        is_known: false,
        required,
        verified: 0,
        parts: Vec::new(),
        problems,
        proved: Vec::new(),
        findings: Vec::new(),
    }
}

/// A requirement of a change that is not verified.
struct Owed<'a> {
    assessment: &'a Assessment,
    place: u32,
    change: &'a Change,
    gate: Gate,
    artifact_type: &'a ArtifactType,
    requirement: Requirement,
    /// What the change is made with.
    setting: Setting,
}

impl Owed<'_> {
    fn problem(&self) -> Problem {
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

fn missing(gate: Gate, part: Option<String>, artifact_type: &ArtifactType, setting: Setting) -> Problem {
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

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::Instant;
    use plumbline_ingest::{Reader, Source, default_policy};

    fn assessment(report: &str) -> Assessment {
        let (policy, sha256) = default_policy();
        let mut reader = Reader::new(policy, sha256);
        reader.read(Source::new("r.json", report.as_bytes().to_vec()));
        Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()))
    }

    const CHANGE: &str = r#""change": {"id": "a#1", "touches": [], "environment": "dev"}"#;

    #[test]
    fn what_is_owed_and_not_there_is_told_with_the_command_that_supplies_it() {
        // no touches: validation owes lint, policy and preview; intent owes the threat intent
        let report = format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed", {CHANGE},
            "evidence": [{{"id": "plan", "type": "change-preview", "statement": "looked fine"}},
                         {{"id": "lint", "type": "lint-diagnostics", "artifact": {{"path": "l.sarif", "sha256": "{}"}}}}]}}"#,
            "a".repeat(64)
        );
        let check = check_change(&assessment(&report), 0, None).unwrap();
        assert_eq!((check.required, check.verified), (4, 0));
        let told: Vec<(&str, Failing)> =
            check.problems.iter().map(|p| (p.artifact_type.as_deref().unwrap_or_default(), p.failing)).collect();
        assert_eq!(
            told,
            [
                ("threat-intent", Failing::Missing),
                ("policy-diagnostics", Failing::Missing),
                ("change-preview", Failing::Claimed),
                ("lint-diagnostics", Failing::Unproved),
            ]
        );
        assert_eq!((check.failures(false).count(), check.failures(true).count()), (3, 4));
        // nothing tells what the change is made with
        assert_eq!(check.problems[1].remedy[0], "checkov -d . -o sarif --output-file-path evidence");
        assert!(check.problems[1].remedy[1].starts_with("# on Azure: checkov "));
        assert_eq!(check.problems[1].message, "Policy diagnostics: missing");
        assert_eq!(check.problems[2].message, "Change preview \"plan\": claimed");
    }

    #[test]
    fn a_file_that_is_not_at_hand_is_named_and_no_sentence() {
        let report = format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed", {CHANGE},
            "evidence": [{{"id": "plan", "type": "change-preview", "statement": "looked fine", "artifact": {{"path": "e/plan.json"}}}}]}}"#
        );
        let check = check_change(&assessment(&report), 0, None).unwrap();
        let plan = check.problems.iter().find(|p| p.failing == Failing::Claimed).unwrap();
        assert_eq!(
            plan.action,
            "The file e/plan.json is not available and its digest is not recorded: attach the plan or what-if \
             (a preview of resource changes or a file of the format bicep-snapshot)"
        );
    }

    #[test]
    fn an_open_high_finding_stands_with_its_place_and_a_medium_one_does_not() {
        let report = format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "failed", {CHANGE},
            "findings": [{{"ruleId": "R1", "severity": "high", "message": "open to all", "location": {{"path": "infra/a.tf", "line": 7}}}},
                         {{"ruleId": "R2", "severity": "medium"}},
                         {{"ruleId": "R3", "severity": "critical", "status": "fixed"}}]}}"#
        );
        let check = check_change(&assessment(&report), 0, None).unwrap();
        let finding = check.problems.iter().find(|p| p.failing == Failing::Finding).unwrap();
        assert_eq!(check.failures(false).count(), 2, "the finding, and the missing threat intent");
        assert_eq!((finding.location.path.as_deref(), finding.location.line), (Some("infra/a.tf"), Some(7)));
        assert_eq!(finding.message, "High finding R1 is open: open to all");
    }

    #[test]
    fn what_is_stale_is_to_be_made_anew_by_its_own_command() {
        // an alert linkage of the default policy stays fresh for 30 days; 20 September is 63 days before 22 November
        let report = format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "observation", "recordedAt": "2026-09-20T10:00:00Z", "outcome": "passed", {CHANGE},
            "evidence": [{{"id": "alerts", "type": "alert-linkage", "command": "az monitor x", "artifact": {{"sha256": "{}"}}}}]}}"#,
            "a".repeat(64)
        );
        let check = check_change(&assessment(&report), 0, None).unwrap();
        let stale = check.problems.iter().find(|p| p.failing == Failing::Stale).unwrap();
        assert_eq!(stale.message, "Alert linkage \"alerts\": stale, older than 30 days");
        assert_eq!(stale.remedy, ["# the command as it was recorded: read it before you run it", "az monitor x"]);
    }

    #[test]
    fn a_change_that_no_report_names_owes_its_intent() {
        let check = check_unknown(&assessment("[]"), "a#9", Setting::default());
        assert_eq!((check.required, check.verified, check.failures(false).count()), (1, 0, 1));
    }
}
