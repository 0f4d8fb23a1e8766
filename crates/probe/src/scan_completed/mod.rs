//! `scan-completed`.

use crate::commands;
use crate::tool_fits::scan_of;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::ScanCompleted,
    title: "The scan ran to its end",
    meaning: "Inconclusive when the tool says that it did not run to its end, when it names errors of its own that stopped it (a \
              notification of level error in SARIF, an error element in JUnit, the errors of tflint or semgrep), when it could \
              not read a file or resource that it names, or when a SARIF run has no list of results, because then it looked for \
              none. Otherwise it holds. Most formats cannot say that a scan was cut short, so a scan that crashed after writing \
              a whole file still holds.",
    refuted: "the scan did not run to its end",
    left_open: "it does not show that the scan ran to its end",
    reads: &[FactKind::Scan, FactKind::Template],
    remedy: Remedy {
        text: "Fix what the tool could not read, run the scan again, and attach the new output.",
        commands: commands::POLICY,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    match scan_of(question) {
        None => question.silent(|| "the file tells of no scan".into()),
        Some(scan) => match scan.stopped.first() {
            None => question.holds(|| "the file names nothing that stopped the scan".into()),
            Some((why, _)) => question.inconclusive(|| {
                let more = match scan.stopped.len() {
                    1 => String::new(),
                    2 => " (and one more)".to_owned(),
                    n => format!(" (and {} more)", n - 1),
                };
                Because::from(format!("{why}{more}")).at_each(scan.stopped.iter().map(|(_, place)| place))
            }),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_of_scans::{ask_of, content, place};
    use plumbline_domain::{Facts, Probe, ProbeOutcome, Scan, Template};

    #[test]
    fn a_scan_that_names_what_stopped_it_is_left_open_with_its_place() {
        let mut scan = Scan::default();
        scan.stop("checkov could not parse main.tf", place("results.parsing_errors[0]", 7));
        scan.stop("another file", place("results.parsing_errors[1]", 8));
        let answer = ask_of(Probe::ScanCompleted, "policy-diagnostics", &content(scan));
        assert_eq!(answer.outcome, ProbeOutcome::Inconclusive);
        assert_eq!(answer.because, "checkov could not parse main.tf (and one more)");
        assert_eq!(answer.places.len(), 2);
        assert_eq!(answer.places[0].line, 7);
    }

    #[test]
    fn a_scan_that_names_nothing_holds_and_no_scan_is_silent() {
        let holds = ask_of(Probe::ScanCompleted, "policy-diagnostics", &content(Scan::default()));
        assert_eq!(holds.outcome, ProbeOutcome::Holds);
        let mut none = content(Scan::default());
        none.facts = Facts::default();
        assert_eq!(ask_of(Probe::ScanCompleted, "policy-diagnostics", &none).outcome, ProbeOutcome::Silent);
        none.facts.template = Some(Box::default());
        assert_eq!(ask_of(Probe::ScanCompleted, "template-diagnostics", &none).outcome, ProbeOutcome::Holds);
        let mut template = Template::default();
        template.run.stop("a manifest could not be read", place("", 0));
        none.facts.template = Some(Box::new(template));
        assert_eq!(ask_of(Probe::ScanCompleted, "template-diagnostics", &none).outcome, ProbeOutcome::Inconclusive);
    }
}
