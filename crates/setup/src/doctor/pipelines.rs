//! What a pipeline's own text lacks.

use super::{Advice, Weight, code};
use crate::found::Service;
use plumbline_domain::{Gate, Policy};

/// Looks at one pipeline.
pub(super) fn examine(service: Service, path: &str, text: &str, advice: &mut Vec<Advice>) {
    let line_of =
        |words: &[&str]| code(text).find(|(_, line)| words.iter().any(|word| line.contains(word))).map(|(line, _)| line);
    let has = |words: &[&str]| line_of(words).is_some();
    if service == Service::GitHub {
        examine_triggers(path, text, advice);
    }
    let whole: (&[&str], &str) = match service {
        Service::GitHub => (&["fetch-depth: 0"], "fetch-depth: 0 below actions/checkout"),
        Service::Azure => (&["fetchDepth: 0"], "fetchDepth: 0 below checkout: self"),
        Service::GitLab => {
            (&["GIT_DEPTH: \"0\"", "GIT_DEPTH: '0'", "GIT_DEPTH: 0", "/plumbline/gate@"], "the variable GIT_DEPTH: \"0\"")
        }
        Service::Bitbucket => (&["depth: full"], "depth: full below clone"),
        // it is set where the branches are, not in the file
        Service::Jenkins => (&[""], ""),
    };
    if !has(whole.0) {
        advice.push(Advice::new(
            "shallow-checkout",
            Weight::Error,
            path,
            "the checkout is shallow: the policy of the base branch, the author and the trailers of the commits are not there",
            format!("add {}", whole.1),
        ));
    }
    let always: (&[&str], &str) = match service {
        Service::GitHub => (&["always()", "!cancelled()"], "if: always() on the steps of Plumbline"),
        Service::Azure => (&["always()", "@plumbline"], "condition: always() on the step of Plumbline"),
        Service::GitLab => (&["when: always"], "when: always below artifacts"),
        Service::Bitbucket => (&["after-script"], "an after-script, which runs after a failed script too"),
        Service::Jenkins => (&["always {", "always{"], "post { always { … } }"),
    };
    let leaves_a_record = match service {
        Service::GitHub => steps_of_plumbline(text).iter().all(|step| always.0.iter().any(|word| step.contains(word))),
        _ => has(always.0),
    };
    if !leaves_a_record {
        let message = "a scan that fails ends the job before Plumbline runs, so failed gates leave no record";
        advice.push(Advice::new("no-record-of-failure", Weight::Warning, path, message, format!("add {}", always.1)));
    }
    let report_only = ["check: report", "check: \"report\"", "PLUMBLINE_CHECK: report", "PLUMBLINE_CHECK=report"];
    if let Some(line) = line_of(&report_only) {
        let message = "the gate reports and fails nothing";
        advice
            .push(Advice::new("reports-only", Weight::Note, path, message, "set check to true when the team is ready").at(line));
    }
    // in two words, so that it stays what it is where a repository is put in its place
    let placeholders =
        [concat!("OWNER", "/plumbline"), "@COMMIT", "refs/tags/TAG", "version: VERSION", "digest: DIGEST", "image: IMAGE"];
    for placeholder in placeholders {
        if let Some(line) = line_of(&[placeholder]) {
            let message = format!("{placeholder} is a placeholder: the pipeline cannot start");
            advice.push(
                Advice::new("placeholder", Weight::Error, path, message, "name your copy and the release that you use").at(line),
            );
            break;
        }
    }
    for (line, text) in code(text).filter(|(_, line)| line.contains("uses:") && line.contains("/plumbline@")) {
        let reference = text.split('@').nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
        let is_commit = reference.len() == 40 && reference.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_commit && reference != "COMMIT" {
            let message = format!("the action is named by {reference}, which can be moved to other code");
            advice.push(
                Advice::new("action-not-pinned", Weight::Warning, path, message, "name the full id of the commit").at(line),
            );
        }
    }
    examine_commands(path, text, advice);
}

/// The steps of a workflow that use Plumbline's action, or all of it where there are none.
fn steps_of_plumbline(text: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    for (_, line) in code(text) {
        if line.trim_start().starts_with("- ") {
            steps.push(String::new());
        }
        if let Some(step) = steps.last_mut() {
            step.push_str(line);
            step.push('\n');
        }
    }
    let (of_it, others): (Vec<String>, Vec<String>) = steps.into_iter().partition(|step| step.contains("/plumbline@"));
    if of_it.is_empty() { vec![others.concat()] } else { of_it }
}

fn examine_triggers(path: &str, text: &str, advice: &mut Vec<Advice>) {
    let is_trigger = |line: &str| {
        let mut words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        !line.contains("github.") && words.any(|word| word == "pull_request" || word == "pull_request_target")
    };
    let Some((line, _)) = code(text).find(|(_, line)| is_trigger(line)) else {
        if !code(text).any(|(_, line)| line.contains("workflow_call") || line.contains("workflow_run")) {
            let message = "it does not run for pull requests, so it stops none";
            advice.push(Advice::new("no-pull-request", Weight::Error, path, message, "add pull_request: to on:"));
        }
        return;
    };
    let is_said = code(text).any(|(_, line)| line.split(['[', ',', ']', ' ', '-']).any(|word| word == "edited"));
    if !is_said {
        let message = "the gate does not run again when the pull request's text is edited, so the block that is filled in later is not read";
        let remedy = "types: [opened, synchronize, reopened, edited] below pull_request";
        advice.push(Advice::new("no-edited", Weight::Warning, path, message, remedy).at(line));
    }
}

/// Calls of `check` whose policy is a file of the checkout.
fn examine_commands(path: &str, text: &str, advice: &mut Vec<Advice>) {
    for (line, text) in code(text).filter(|(_, line)| line.contains("plumbline check") || line.contains("plumbline\" check")) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let policy = words.iter().position(|word| *word == "--policy").and_then(|at| words.get(at + 1)).copied();
        let policy = policy.or_else(|| words.iter().find_map(|word| word.strip_prefix("--policy=")));
        if let Some(policy) =
            policy.filter(|policy| !policy.contains(':') && !policy.starts_with('/') && !policy.starts_with('$'))
        {
            let message =
                format!("the policy {policy} is that of the checkout, so a pull request can alter the rules that judge it");
            let remedy = format!("--policy origin/main:{policy}");
            advice.push(Advice::new("policy-of-the-change", Weight::Error, path, message, remedy).at(line));
        }
        if words.contains(&"--trust-input-policy") {
            let message = "--trust-input-policy lets the data bring the rules that judge them";
            advice.push(
                Advice::new("policy-of-the-data", Weight::Error, path, message, "--policy origin/main:policy.json").at(line),
            );
        }
    }
}

/// Words in a pipeline that produce evidence of a type, besides `TYPE=`.
const PRODUCERS: &[(&str, &[&str])] = &[
    ("threat-intent", &["gate: intent", "PLUMBLINE_GATE: intent", "PLUMBLINE_GATE=intent", "--gate intent"]),
    ("lint-diagnostics", &["tflint", "bicep lint", "bicep build", "cfn-lint", "ansible-lint", "yamllint"]),
    ("template-diagnostics", &["terraform validate", "kubeconform"]),
    ("policy-diagnostics", &["checkov", "trivy", "tfsec", "kics", "terrascan", "kube-linter", "conftest", "kubescape", "psrule"]),
    ("secret-scan", &["gitleaks", "trufflehog", "detect-secrets", "ggshield"]),
    ("change-preview", &["show -json", "what-if", "describe-change-set", "pulumi preview"]),
    ("deployment-log", &["terraform apply -json", "operation group list", "describe-stack-events", "helm status"]),
];

/// Says which evidence no step produces.
pub(super) fn examine_evidence(policy: &Policy, texts: &[&str], path: &str, advice: &mut Vec<Advice>) {
    let has = |words: &[&str]| texts.iter().any(|text| code(text).any(|(_, line)| words.iter().any(|word| line.contains(word))));
    for (gate, required) in &policy.requirements {
        let gate_words = [format!("gate: {gate}"), format!("GATE: {gate}"), format!("GATE={gate}"), format!("--gate {gate}")];
        let is_run = has(&gate_words.iter().map(String::as_str).collect::<Vec<_>>());
        let missing: Vec<&str> = required
            .iter()
            .map(|required| required.artifact_type.as_str())
            .filter(|id| {
                let by_words = PRODUCERS.iter().find(|(known, _)| known == id).map(|(_, words)| *words).unwrap_or_default();
                !has(&[format!("{id}=").as_str()]) && !has(by_words)
            })
            .collect();
        if !is_run {
            let message = match gate {
                Gate::Execution | Gate::Observation => format!(
                    "no job runs the {gate} gate: what happens after the merge leaves no evidence, and every deployed change lacks {}",
                    required.iter().map(|required| required.artifact_type.as_str()).collect::<Vec<_>>().join(", ")
                ),
                _ => format!("no job runs the {gate} gate, although the policy requires evidence there"),
            };
            let remedy = format!("run the gate {gate} in the job that has its files (plumbline docs how-to/evidence)");
            advice.push(Advice::new("gate-not-run", Weight::Warning, path, message, remedy));
        } else if !missing.is_empty() {
            let message =
                format!("the policy requires evidence at the {gate} gate that no step produces: {}", missing.join(", "));
            let remedy = "attach it (plumbline probes TYPE says how), or take it out of the policy";
            advice.push(Advice::new("evidence-not-produced", Weight::Warning, path, message, remedy));
        }
    }
}
