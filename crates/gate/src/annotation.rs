//! Lines that a pipeline's own page shows beside the code: GitHub Actions' workflow commands, Azure Pipelines' logging commands.

use super::check::Problem;
use super::surroundings::Service;
use crate::words::check as words;
use plumbline_text::{annotation_azure_data, annotation_azure_property, annotation_github_data, annotation_github_property};

/// Whose lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Annotations {
    /// GitHub Actions.
    GitHub,
    /// Azure Pipelines.
    Azure,
}

impl Annotations {
    /// Those of a service; none when it has none.
    pub const fn of(service: Service) -> Option<Self> {
        match service {
            Service::GitHub => Some(Annotations::GitHub),
            Service::Azure => Some(Annotations::Azure),
            Service::GitLab | Service::Bitbucket | Service::Jenkins => None,
        }
    }
}

/// One line, without its end, for a problem of a change. What does not fail the check is a warning.
pub(crate) fn annotation(style: Annotations, change: &str, problem: &Problem, fails: bool) -> String {
    let part = problem.part.as_deref().map(|part| format!(", {}", words::in_part(part))).unwrap_or_default();
    let decided = problem.decided_by.as_ref().map(|decision| words::decision(decision) + ". ").unwrap_or_default();
    let message = format!("{change}, {}{part}: {}. {decided}{}.", problem.gate.id(), problem.message, problem.action);
    let location = &problem.location;
    let path = location.path.as_deref().map(|p| p.strip_prefix("./").unwrap_or(p));
    let line = location.line.filter(|&l| l > 0);
    match style {
        Annotations::GitHub => {
            let level = if fails { "error" } else { "warning" };
            let mut out = format!("::{level} title=Plumbline");
            if let Some(path) = path {
                out.push_str(&format!(",file={}", annotation_github_property(path)));
                if let Some(line) = line {
                    out.push_str(&format!(",line={line}"));
                }
            }
            out.push_str(&format!("::{}", annotation_github_data(&message)));
            out
        }
        Annotations::Azure => {
            let level = if fails { "error" } else { "warning" };
            let mut out = format!("##vso[task.logissue type={level}");
            if let Some(path) = path {
                out.push_str(&format!(";sourcepath={}", annotation_azure_property(path)));
                if let Some(line) = line {
                    out.push_str(&format!(";linenumber={line}"));
                }
            }
            out.push_str(&format!("]{}", annotation_azure_data(&message)));
            out
        }
    }
}

/// The last line of a kind: how many there are beyond those that a service shows. Nothing in it comes from a file.
pub(crate) fn more_annotations(style: Annotations, fails: bool, more: &str) -> String {
    let level = if fails { "error" } else { "warning" };
    match style {
        Annotations::GitHub => format!("::{level} title=Plumbline::{more}"),
        Annotations::Azure => format!("##vso[task.logissue type={level}]{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failing::Failing;
    use plumbline_domain::{Gate, Location};

    fn problem(message: &str, path: &str) -> Problem {
        Problem {
            gate: Gate::Validation,
            part: None,
            failing: Failing::Finding,
            artifact_type: None,
            rule: None,
            severity: None,
            decided_by: None,
            message: message.to_owned(),
            action: "Fix it".to_owned(),
            remedy: Vec::new(),
            location: Location { path: Some(path.to_owned()), line: Some(7) },
        }
    }

    #[test]
    fn a_finding_stands_at_its_line() {
        let p = problem("High finding R1 is open", "./infra/a.tf");
        assert_eq!(
            annotation(Annotations::GitHub, "a#1", &p, true),
            "::error title=Plumbline,file=infra/a.tf,line=7::a#1, validation: High finding R1 is open. Fix it."
        );
        assert_eq!(
            annotation(Annotations::Azure, "a#1", &p, false),
            "##vso[task.logissue type=warning;sourcepath=infra/a.tf;linenumber=7]a#1, validation: High finding R1 is open. Fix it."
        );
    }

    #[test]
    fn what_a_file_says_cannot_begin_a_command_of_its_own() {
        let p = problem("x\n::set-env name=A::b\r##vso[task.setvariable]y", "a,b:c;d]\ne");
        for style in [Annotations::GitHub, Annotations::Azure] {
            assert_eq!(annotation(style, "a\n::x", &p, true).lines().count(), 1);
        }
        let github = annotation(Annotations::GitHub, "a#1", &p, true);
        assert!(github.contains("file=a%2Cb%3Ac;d]\\ne,line=7::"), "{github}");
        let azure = annotation(Annotations::Azure, "a#1", &p, true);
        assert!(azure.contains("sourcepath=a,b:c%3Bd%5D\\ne;linenumber=7]"), "{azure}");
    }
}
