//! `no-open-critical-or-high`.

use crate::commands;
use crate::template_valid::in_words;
use crate::tool_fits::scan_of;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Finding, FindingStatus, Probe, Severity};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::NoOpenCriticalOrHigh,
    title: "No critical or high finding is open",
    meaning: "Fails when any result in the file is open and its severity is among the policy's `blockingSeverities`, by default \
              critical and high. A result without a severity of its own takes that of the pattern that its rule means \
              (`severityOfPattern`): public exposure, missing encryption and wide grants are high, everything else is medium. A \
              suppressed result that nobody has reviewed is open. Otherwise it holds. The file does not show which checks were \
              left out of the scan.",
    refuted: "a critical or high finding is open",
    left_open: "it does not show whether critical or high findings are open",
    reads: &[FactKind::Scan, FactKind::Findings],
    remedy: Remedy {
        text: "Fix each open finding of these severities, or suppress it with a justification that was reviewed, and scan again.",
        commands: commands::POLICY,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(scan) = scan_of(question) else {
        return question.silent(|| "the file tells of no scan".into());
    };
    let is_open = |(_, f): &(usize, &Finding)| f.status == FindingStatus::Open && question.policy.is_blocking(f.severity);
    let mut open = question.content.findings.iter().enumerate().filter(is_open);
    match open.next() {
        None => question.holds(|| format!("no open finding is {}", severities(&question.policy.blocking_severities)).into()),
        Some((n, first)) => question.fails(|| {
            let n_more = open.clone().count();
            let more = if n_more > 0 { format!(" (and {n_more} more)") } else { String::new() };
            let because = Because::from(format!("{} is open and {}{more}", in_words(first), first.severity));
            because.at_each(std::iter::once(n).chain(open.map(|(n, _)| n)).filter_map(|n| scan.place(n)))
        }),
    }
}

/// Severities in a list: `critical or high`.
fn severities(all: &[Severity]) -> String {
    let words: Vec<String> = all.iter().map(ToString::to_string).collect();
    match words.split_last() {
        None => "of a severity that blocks".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_of_scans::{ask_of, content, finding, place};
    use plumbline_domain::{FindingStatus, Probe, ProbeOutcome, Scan, Severity};

    #[test]
    fn an_open_high_finding_fails_and_is_named_with_its_place() {
        let mut file = content(Scan { places: vec![(1, place("results.failed_checks[1]", 40))], ..Scan::default() });
        file.findings = [finding("A", Severity::Medium), finding("CKV_AWS_20", Severity::High)].into();
        let answer = ask_of(Probe::NoOpenCriticalOrHigh, "policy-diagnostics", &file);
        assert_eq!((answer.outcome, answer.because.as_str()), (ProbeOutcome::Fails, "CKV_AWS_20 in main.tf:3 is open and high"));
        assert_eq!(answer.places, [place("results.failed_checks[1]", 40)]);
    }

    #[test]
    fn medium_and_suppressed_findings_hold() {
        let mut file = content(Scan::default());
        let mut suppressed = finding("B", Severity::Critical);
        suppressed.status = FindingStatus::Suppressed;
        file.findings = [finding("A", Severity::Medium), suppressed].into();
        let answer = ask_of(Probe::NoOpenCriticalOrHigh, "policy-diagnostics", &file);
        assert_eq!((answer.outcome, answer.because.as_str()), (ProbeOutcome::Holds, "no open finding is critical or high"));
    }
}
