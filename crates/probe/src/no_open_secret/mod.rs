//! `no-open-secret`.

use crate::commands;
use crate::template_valid::in_words;
use crate::tool_fits::{classes_of, scan_of};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Finding, FindingStatus, Policy, Probe, Scan, ToolClass};
use plumbline_rules::{classes_of_tool, scanner};
use std::collections::HashMap;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::NoOpenSecret,
    title: "No secret is open",
    meaning: "Fails when a result that is a secret is open, whatever its severity and whether or not the secret was verified: \
              any result of a tool that finds only secrets, and results of class secret where a tool finds other things too \
              (checkov, trivy, GitLab). Revoked secrets, results that somebody marked as false positives, and reviewed \
              suppressions are not open. Silent when the tool does not look for secrets, or when the file says that only other \
              classes of checks ran. Otherwise it holds. The file does not show what the scanner was told to leave out.",
    refuted: "a secret is open",
    left_open: "it does not show whether secrets are open",
    reads: &[FactKind::Scan, FactKind::Findings],
    remedy: Remedy {
        text: "Revoke each secret, take it out of the files and their history, and attach the output of a new scan.",
        commands: commands::SECRETS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(scan) = scan_of(question) else {
        return question.silent(|| "the file tells of no scan".into());
    };
    let mut secrets = Secrets { scan, policy: question.policy, by_tool: HashMap::new(), marked: 0 };
    let mut open = Vec::new();
    for (n, finding) in question.content.findings.iter().enumerate() {
        if secrets.contains(n, finding) && finding.status == FindingStatus::Open {
            open.push(n);
            if !question.explains {
                break;
            }
        }
    }
    if let Some(first) = open.first().and_then(|n| question.content.findings.get(*n)) {
        return question.fails(|| {
            let more = if open.len() > 1 { format!(" (and {} more)", open.len() - 1) } else { String::new() };
            let because = Because::from(format!("an open secret: {}{more}", in_words(first)));
            because.at_each(open.iter().filter_map(|n| scan.place(*n)))
        });
    }
    if !scan.runs.is_empty() && scan.runs.iter().all(|run| run.looked_for_secrets == Some(false)) {
        return question.silent(|| "the file says that only other classes of checks ran".into());
    }
    let finds = |classes: Vec<ToolClass>| classes.contains(&ToolClass::Secret);
    let names_tool = scan.runs.iter().any(|run| run.tool.is_some() || run.tool_by_rules.is_some());
    let looked = |run| classes_of(run, question).is_some_and(finds);
    if names_tool && !scan.runs.iter().any(|run| run.looked_for_secrets == Some(true) || looked(run)) {
        return question.silent(|| "no tool in the file looks for secrets".into());
    }
    question.holds(|| "no secret in the file is open".into())
}

/// Which findings are secrets.
struct Secrets<'q> {
    scan: &'q Scan,
    policy: &'q Policy,
    /// Whether all results of a tool are.
    by_tool: HashMap<&'q str, bool>,
    /// How many of the marked ones were passed.
    marked: usize,
}

impl<'q> Secrets<'q> {
    /// Whether a finding is one; they are asked in their order.
    fn contains(&mut self, n: usize, finding: &'q Finding) -> bool {
        while self.scan.secrets.get(self.marked).is_some_and(|marked| (*marked as usize) < n) {
            self.marked += 1;
        }
        if self.scan.secrets.get(self.marked).is_some_and(|marked| *marked as usize == n) {
            return true;
        }
        let Some(tool) = finding.tool.as_deref() else { return false };
        let policy = self.policy;
        *self.by_tool.entry(tool).or_insert_with(|| {
            let finds_secrets = classes_of_tool(tool, policy).is_some_and(|c| c.contains(&ToolClass::Secret));
            // where a tool finds other things too, its format marks those that are secrets
            finds_secrets && !scanner(tool).is_some_and(|s| s.finds_more_than_secrets())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_of_scans::{ask_of, content, finding};
    use plumbline_domain::{Finding, FindingStatus, Probe, ProbeOutcome, Scan, ScanRun, Severity};

    fn outcome(scan: Scan, findings: Vec<Finding>) -> ProbeOutcome {
        let mut file = content(scan);
        file.findings = findings.into();
        ask_of(Probe::NoOpenSecret, "secret-scan", &file).outcome
    }

    fn scan(tool: &str, looked_for_secrets: Option<bool>) -> Scan {
        Scan { runs: vec![ScanRun { looked_for_secrets, ..ScanRun::of_tool(tool, true) }], ..Scan::default() }
    }

    fn of(tool: &str, status: FindingStatus) -> Finding {
        Finding { tool: Some(tool.to_owned()), status, ..finding("rule", Severity::Info) }
    }

    #[test]
    fn any_open_result_of_a_scanner_of_secrets_fails() {
        assert_eq!(outcome(scan("gitleaks", None), vec![of("gitleaks", FindingStatus::Open)]), ProbeOutcome::Fails);
        assert_eq!(outcome(scan("gitleaks", None), vec![of("gitleaks", FindingStatus::Fixed)]), ProbeOutcome::Holds);
        assert_eq!(outcome(scan("gitleaks", None), vec![]), ProbeOutcome::Holds);
    }

    #[test]
    fn of_a_tool_that_finds_more_only_marked_results_are_secrets() {
        let findings = || vec![of("checkov", FindingStatus::Open), of("checkov", FindingStatus::Open)];
        assert_eq!(outcome(scan("checkov", Some(true)), findings()), ProbeOutcome::Holds);
        let marked = Scan { secrets: vec![1], ..scan("checkov", Some(true)) };
        assert_eq!(outcome(marked, findings()), ProbeOutcome::Fails);
    }

    #[test]
    fn a_file_of_other_classes_or_of_another_tool_is_silent() {
        assert_eq!(outcome(scan("checkov", Some(false)), vec![]), ProbeOutcome::Silent);
        assert_eq!(outcome(scan("ESLint", None), vec![of("ESLint", FindingStatus::Open)]), ProbeOutcome::Silent);
        assert_eq!(outcome(scan("pytest", None), vec![]), ProbeOutcome::Silent);
        assert_eq!(
            outcome(Scan::default(), vec![]),
            ProbeOutcome::Holds,
            "an empty list holds no secret; it names no tool either"
        );
    }
}
