//! `something-scanned`.

use crate::commands;
use crate::tool_fits::scan_of;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Covered, FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::SomethingScanned,
    title: "The scan covered something",
    meaning: "Holds when the file counts something that was covered. Inconclusive when it says that nothing was: its counts of \
              files, resources, checks or cases are all 0, or it has no run at all. Silent where the format has no such count, \
              as in SARIF and in the reports of gitleaks, tflint, GitLab, GitHub and code quality: they do not show that a \
              folder was empty.",
    refuted: "the scan covered nothing",
    left_open: "it does not show that the scan covered anything",
    reads: &[FactKind::Scan, FactKind::Template],
    remedy: Remedy {
        text: "Run the tool where the files are, check the folder and the kinds of files that it is given, and attach the new output.",
        commands: commands::POLICY,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    match scan_of(question).map(|scan| &scan.covered) {
        None => question.silent(|| "the file tells of no scan".into()),
        Some(Covered::NotSaid) => question.silent(|| "the file does not count what was scanned".into()),
        Some(Covered::Something(what)) => question.holds(|| format!("the file counts {what}").into()),
        Some(Covered::Nothing(why, place)) => {
            question.inconclusive(|| Because::from(format!("the scan covered nothing: {why}")).at(place))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_of_scans::{ask_of, content, place};
    use plumbline_domain::{Covered, Probe, ProbeOutcome, Scan};

    fn outcome(covered: Covered) -> ProbeOutcome {
        ask_of(Probe::SomethingScanned, "policy-diagnostics", &content(Scan { covered, ..Scan::default() })).outcome
    }

    #[test]
    fn counts_that_are_all_zero_leave_it_open_and_no_count_is_silent() {
        assert_eq!(outcome(Covered::Something("27 checks".into())), ProbeOutcome::Holds);
        assert_eq!(outcome(Covered::Nothing("it counts no check".into(), place("", 0))), ProbeOutcome::Inconclusive);
        assert_eq!(outcome(Covered::NotSaid), ProbeOutcome::Silent);
    }
}
