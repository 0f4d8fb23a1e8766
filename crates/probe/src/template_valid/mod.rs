//! `template-valid`.

use crate::commands;
use crate::tool_fits::{classes_of, scan_of};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Finding, FindingStatus, Place, Probe, Scan, Template, ToolClass};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::TemplateValid,
    title: "The template is valid",
    meaning: "Holds when the tool says that the template is valid (`terraform validate`, `az deployment … validate`, a Bicep \
              snapshot, kubeconform with at least one valid manifest), or when a scanner that validates templates, such as \
              cfn-lint, has no open result of level error. Fails when the tool says that the template is not valid, or reports a \
              diagnostic of level error, even beside `valid: true`. Inconclusive when resources could not be validated, or none \
              was. Silent when the tool does not validate templates.",
    refuted: "a template is not valid",
    left_open: "it does not show that the template is valid",
    reads: &[FactKind::Template, FactKind::Scan],
    remedy: Remedy {
        text: "Attach the output of a tool that validates the template, after its errors are fixed.",
        commands: commands::TEMPLATE,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    if let Some(template) = &question.facts().template {
        return by_word(question, template);
    }
    let Some(scan) = scan_of(question) else {
        return question.silent(|| "the file tells of no template".into());
    };
    let validates = |classes: Vec<ToolClass>| classes.contains(&ToolClass::Template);
    let Some(run) = scan.runs.iter().find(|run| classes_of(run, question).is_some_and(validates)) else {
        return question.silent(|| "no tool in the file validates templates".into());
    };
    by_errors(question, scan, run.tool.as_deref().or(run.tool_by_rules.as_deref()).unwrap_or("the tool"))
}

/// By the tool's own word, and its diagnostics.
fn by_word(question: &Question<'_>, template: &Template) -> Answer {
    if let Some((first, _)) = template.errors.first() {
        return question.fails(|| {
            let more = if template.n_errors > 1 { format!(" (and {} more)", template.n_errors - 1) } else { String::new() };
            Because::from(format!("{first}{more}")).at_each(template.errors.iter().map(|(_, place)| place))
        });
    }
    match (template.valid, &template.open) {
        (Some(false), _) => question.fails(|| "the tool says that the template is not valid".into()),
        (_, Some((why, place))) => question.inconclusive(|| Because::from(why.to_string()).at(place)),
        (Some(true), None) => question.holds(|| "the tool says that the template is valid".into()),
        (None, None) => question.inconclusive(|| "the tool does not say whether the template is valid".into()),
    }
}

/// By the results of level error of a scanner that validates templates.
fn by_errors(question: &Question<'_>, scan: &Scan, tool: &str) -> Answer {
    let findings = &question.content.findings;
    let open = |n: &&u32| findings.get(**n as usize).is_some_and(|f| f.status == FindingStatus::Open);
    let mut errors = scan.errors.iter().filter(open);
    match errors.next() {
        None => question.holds(|| format!("{tool} has no open result of level error").into()),
        Some(first) => question.fails(|| {
            let words = findings.get(*first as usize).map(in_words).unwrap_or_default();
            let n_more = errors.clone().count();
            let more = if n_more > 0 { format!(" (and {n_more} more)") } else { String::new() };
            let all = std::iter::once(first).chain(errors.clone());
            Because::from(format!("{words}{more}")).at_each(all.filter_map(|n| place_of(scan, *n as usize)))
        }),
    }
}

/// Where a finding stands in the file, when that is known.
pub(crate) fn place_of(scan: &Scan, finding: usize) -> Option<&Place> {
    scan.place(finding)
}

/// A finding in a few words: its rule, and where it is.
pub(crate) fn in_words(finding: &Finding) -> String {
    let cut = |text: &str| text.chars().take(200).collect::<String>();
    let rule = cut(finding.rule_id.as_deref().or(finding.message.as_deref()).unwrap_or("a result without a rule"));
    let line = finding.location.line.map(|line| format!(":{line}")).unwrap_or_default();
    match (&finding.resource, &finding.location.path) {
        (Some(resource), _) => format!("{rule} in {}", cut(resource)),
        (None, Some(path)) => format!("{rule} in {}{line}", cut(path)),
        (None, None) => rule,
    }
}

#[cfg(test)]
mod tests {
    use crate::tests_of_scans::{ask_of, content, finding, place};
    use plumbline_domain::{FindingStatus, Probe, ProbeOutcome, Scan, ScanRun, Severity, Template};

    fn of_template(template: Template) -> ProbeOutcome {
        let mut content = content(Scan::default());
        content.facts.scan = None;
        content.facts.template = Some(Box::new(template));
        ask_of(Probe::TemplateValid, "template-diagnostics", &content).outcome
    }

    #[test]
    fn an_error_outweighs_the_tools_word() {
        let valid = || Template { valid: Some(true), ..Template::default() };
        assert_eq!(of_template(valid()), ProbeOutcome::Holds);
        let mut with_error = valid();
        with_error.add_error("Invalid reference in main.tf", place("diagnostics[0]", 7));
        assert_eq!(of_template(with_error), ProbeOutcome::Fails);
        assert_eq!(of_template(Template { valid: Some(false), ..Template::default() }), ProbeOutcome::Fails);
        let open = Some(("it counts no valid resource".into(), place("", 0)));
        assert_eq!(of_template(Template { open, ..valid() }), ProbeOutcome::Inconclusive);
        assert_eq!(of_template(Template::default()), ProbeOutcome::Inconclusive);
    }

    #[test]
    fn a_scanner_of_templates_fails_on_an_open_error_and_another_scanner_says_nothing() {
        let scan = |tool| Scan { runs: vec![ScanRun::of_tool(tool, true)], errors: vec![1], ..Scan::default() };
        let mut of_lint = content(scan("cfn-lint"));
        of_lint.findings = [finding("W2001", Severity::Medium), finding("E3001", Severity::High)].into();
        let answer = ask_of(Probe::TemplateValid, "template-diagnostics", &of_lint);
        assert_eq!((answer.outcome, answer.because.as_str()), (ProbeOutcome::Fails, "E3001 in main.tf:3"));
        let mut suppressed = finding("E3001", Severity::High);
        suppressed.status = FindingStatus::Suppressed;
        of_lint.findings = [finding("W2001", Severity::Medium), suppressed].into();
        assert_eq!(ask_of(Probe::TemplateValid, "template-diagnostics", &of_lint).outcome, ProbeOutcome::Holds);
        let of_tflint = content(scan("tflint"));
        assert_eq!(ask_of(Probe::TemplateValid, "template-diagnostics", &of_tflint).outcome, ProbeOutcome::Silent);
    }
}
