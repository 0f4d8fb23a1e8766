//! What a check says of one change: what it owes, what of that stands, and what is open.

use super::owed::{Owed, missing};
use super::problem::Problem;
use crate::change_times::problems_of_times;
use crate::open_finding::{OpenFinding, open_findings};
use plumbline_assess::{Assessment, Requirement};
use plumbline_domain::{ArtifactType, Cloud, Gate, Severity};
use plumbline_probe::Setting;
use plumbline_report::proof;
use plumbline_report::text::part;

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

/// Checks the change with an id, whether a report names it or not.
pub(super) fn check_id(assessment: &Assessment, id: &str, cloud: Option<Cloud>) -> ChangeCheck {
    let known = assessment.place_of(id).and_then(|place| check_change(assessment, place, cloud));
    known.unwrap_or_else(|| check_unknown(assessment, id, Setting::on(cloud)))
}

/// Checks one change of an assessment; none when there is none at this place.
pub(super) fn check_change(assessment: &Assessment, place: u32, cloud: Option<Cloud>) -> Option<ChangeCheck> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failing::Failing;
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
