//! `tool-fits`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{ArtifactType, FactKind, Probe, Scan, ScanRun, ToolClass};
use plumbline_rules::classes_of_tool;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::ToolFits,
    title: "The right kind of tool wrote it",
    meaning: "Lint diagnostics need a linter, a template validator or a policy tool; template diagnostics a template validator; \
              policy diagnostics a policy tool; a secret scan a secret scanner. Holds when the tool that the file names is of \
              such a class: by the built-in table of tools, by the policy's `tools`, or because all rule ids in the file belong \
              to one known tool. If the file holds several runs, all that have results must fit. Inconclusive for a known tool \
              of another class and for an unknown tool; the sentence shows the line of policy that would admit it. Silent when \
              the file names no tool, such as an empty list: anybody can write that. Most formats do not show whether the tool \
              looked at the files of this change.",
    refuted: "another kind of tool wrote it",
    left_open: "it does not show that the right kind of tool wrote it",
    reads: &[FactKind::Scan, FactKind::Template],
    remedy: Remedy {
        text: "Attach the output of a tool of the right class in a format that names the tool, such as SARIF.",
        commands: commands::POLICY,
    },
    ask,
};

/// The run that a file tells of: that of a scanner, or of a validator of templates.
pub(crate) fn scan_of<'a>(question: &Question<'a>) -> Option<&'a Scan> {
    let facts = question.facts();
    facts.scan.as_deref().or_else(|| facts.template.as_deref().map(|template| &template.run))
}

/// What a run's tool is good for; none when no tool is named or nobody knows it.
pub(crate) fn classes_of(run: &ScanRun, question: &Question<'_>) -> Option<Vec<ToolClass>> {
    let by_name = run.tool.as_deref().and_then(|tool| classes_of_tool(tool, question.policy));
    by_name.or_else(|| classes_of_tool(run.tool_by_rules.as_deref()?, question.policy))
}

/// The classes of which a type needs one: by its published id, or by what else it asks.
pub(crate) fn classes_needed(artifact_type: &ArtifactType) -> &'static [ToolClass] {
    const LINT: &[ToolClass] = &[ToolClass::Linter, ToolClass::Template, ToolClass::Policy];
    let asks = |probe| artifact_type.proves.iter().any(|proof| proof.probe == probe);
    match artifact_type.id.as_str() {
        "lint-diagnostics" => LINT,
        "template-diagnostics" => &[ToolClass::Template],
        "policy-diagnostics" => &[ToolClass::Policy],
        "secret-scan" => &[ToolClass::Secret],
        _ if asks(Probe::NoOpenSecret) => &[ToolClass::Secret],
        _ if asks(Probe::NoOpenCriticalOrHigh) => &[ToolClass::Policy],
        _ if asks(Probe::TemplateValid) => &[ToolClass::Template],
        _ => LINT,
    }
}

fn ask(question: &Question<'_>) -> Answer {
    let named = |run: &&ScanRun| run.tool.is_some() || run.tool_by_rules.is_some();
    let runs = scan_of(question).map(|scan| scan.runs.as_slice()).unwrap_or_default();
    if !runs.iter().any(|run| named(&run)) {
        return question.silent(|| "the file names no tool".into());
    }
    let needed = classes_needed(question.artifact_type);
    let fits = |run: &ScanRun| classes_of(run, question).is_some_and(|classes| classes.iter().any(|c| needed.contains(c)));
    let misfit = runs.iter().find(|run| run.has_results && !fits(run));
    match misfit.or_else(|| runs.iter().find(named).filter(|_| !runs.iter().any(fits))) {
        Some(run) => question.inconclusive(|| misfit_in_words(run, needed, question)),
        None => question.holds(|| {
            let run = runs.iter().find(|run| run.has_results).or_else(|| runs.iter().find(|run| fits(run)));
            let fitting = run.into_iter().flat_map(|run| classes_of(run, question).unwrap_or_default());
            let class = fitting.filter(|c| needed.contains(c)).map(name_of).next().unwrap_or_default();
            Because::from(format!("{} is {class}", run.map(tool_of).unwrap_or_default())).at_each(run.map(|run| &run.place))
        }),
    }
}

fn tool_of(run: &ScanRun) -> String {
    match (run.tool.as_deref(), run.tool_by_rules.as_deref()) {
        (Some(tool), None) => tool.to_owned(),
        (Some(tool), Some(known)) if tool.eq_ignore_ascii_case(known) => tool.to_owned(),
        (Some(tool), Some(known)) => format!("{tool}, by its rules {known},"),
        (None, Some(known)) => format!("{known}, to which all rule ids belong,"),
        (None, None) => "a run that names no tool".to_owned(),
    }
}

fn misfit_in_words(run: &ScanRun, needed: &[ToolClass], question: &Question<'_>) -> Because {
    let wanted = needed.iter().copied().map(name_of).collect::<Vec<_>>().join(", ");
    let Some(tool) = run.tool.as_deref().or(run.tool_by_rules.as_deref()) else {
        return Because::from("a run with results names no tool").at(&run.place);
    };
    let known = match classes_of(run, question) {
        None => "is not a known tool".to_owned(),
        Some(classes) if classes.is_empty() => format!("is not {wanted}"),
        Some(classes) => format!("is {}, not {wanted}", classes.into_iter().map(name_of).collect::<Vec<_>>().join(" and ")),
    };
    let class = needed.first().map_or("policy", |class| id_of(*class));
    let line = line_that_admits(tool, class);
    Because::from(format!("{tool} {known}; this line of policy would admit it: {line}")).at(&run.place)
}

/// The line of policy that admits a tool; what a name may not hold in JSON is left out.
fn line_that_admits(tool: &str, class: &str) -> String {
    let tool: String = tool.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
    format!("\"tools\": {{\"{tool}\": [\"{class}\"]}}")
}

const fn name_of(class: ToolClass) -> &'static str {
    match class {
        ToolClass::Linter => "a linter",
        ToolClass::Template => "a validator of templates",
        ToolClass::Policy => "a policy tool",
        ToolClass::Secret => "a scanner of secrets",
    }
}

const fn id_of(class: ToolClass) -> &'static str {
    match class {
        ToolClass::Linter => "linter",
        ToolClass::Template => "template",
        ToolClass::Policy => "policy",
        ToolClass::Secret => "secret",
    }
}

#[cfg(test)]
mod tests;
