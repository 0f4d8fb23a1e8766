//! What the repository and the machine lack around the pipelines.

use super::{Advice, Weight, code};
use crate::tree::{Tree, name};

/// What is known of the machine and the data.
pub struct Surroundings<'a> {
    /// Whether a program is found on the machine.
    pub has_tool: &'a dyn Fn(&str) -> bool,
    /// Whether the history of the checkout was cut off.
    pub is_shallow: bool,
    /// The data folder below the repository that is asked about, such as `plumbline-data`.
    pub data_inside: Option<String>,
}

/// Programs that pipelines run to make evidence.
const TOOLS: &[&str] = &[
    "ansible-lint",
    "aws",
    "az",
    "bicep",
    "cfn-lint",
    "checkov",
    "gitleaks",
    "helm",
    "kics",
    "kube-linter",
    "kubectl",
    "pulumi",
    "terraform",
    "tflint",
    "tofu",
    "trivy",
];

/// Looks at the repository.
pub(super) fn examine(tree: &Tree, surroundings: &Surroundings<'_>, texts: &[&str], advice: &mut Vec<Advice>) {
    let template = tree.files.iter().find(|(path, text)| {
        name(path).to_ascii_lowercase().ends_with(".md")
            && text.as_deref().is_some_and(|text| text.lines().any(|line| line.trim() == "<!-- plumbline:begin -->"))
    });
    if template.is_none() {
        let message = "no template of pull requests has Plumbline's block, so no confidence and no threat intent is stated";
        advice.push(Advice::new("no-block", Weight::Warning, ".", message, "plumbline init writes the template"));
    }
    examine_owners(tree, advice);
    if !tree.has(crate::policy::PATH) {
        let named = texts.iter().any(|text| code(text).any(|(_, line)| line.contains("policy.json")));
        if named {
            let message = "the pipeline names policy.json, which is not there";
            advice.push(Advice::new(
                "no-policy",
                Weight::Error,
                ".",
                message,
                "plumbline init writes one; or leave out the policy: the built-in one judges then",
            ));
        }
    }
    examine_data(tree, surroundings, advice);
    if surroundings.is_shallow {
        let message = "this clone is shallow: the authors of commits and the policy of the base branch may not be there";
        advice.push(Advice::new("shallow-clone", Weight::Note, ".", message, "git fetch --unshallow"));
    }
    let named = TOOLS.iter().filter(|tool| texts.iter().any(|text| code(text).any(|(_, line)| runs(line, tool))));
    let missing: Vec<&str> = named.filter(|tool| !(surroundings.has_tool)(tool)).copied().collect();
    if !missing.is_empty() {
        let message = format!("the pipeline runs programs that are not on the PATH here: {}", missing.join(", "));
        advice.push(Advice::new(
            "tools-missing",
            Weight::Note,
            ".",
            message,
            "the pipeline's runner needs them; this machine only to repeat evidence",
        ));
    }
}

/// Whether a line runs a program: its name stands where a command may begin.
fn runs(line: &str, tool: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    let begins = |part: &str| part.trim_start().strip_prefix(tool).is_some_and(|rest| rest.starts_with(' '));
    line.split("&&").any(begins) || line.split("run: ").any(begins)
}

fn examine_owners(tree: &Tree, advice: &mut Vec<Advice>) {
    let Some(path) = tree.code_owners() else {
        let message = "there is no CODEOWNERS: nobody in particular reviews changes of the policy and the pipeline";
        advice.push(Advice::new(
            "no-owners",
            Weight::Warning,
            ".",
            message,
            "add a CODEOWNERS with a line for policy.json and the pipeline",
        ));
        return;
    };
    let text = tree.text(path).unwrap_or_default();
    let patterns: Vec<&str> =
        text.lines().filter_map(|line| line.split_whitespace().next()).filter(|word| !word.starts_with('#')).collect();
    let covers = |pattern: &&str| ["*", "/*", "**", "policy.json", "/policy.json", "*.json"].contains(pattern);
    if tree.has(crate::policy::PATH) && !patterns.iter().any(covers) {
        let message = "no line of CODEOWNERS covers policy.json, so anybody can merge other rules";
        advice.push(Advice::new(
            "policy-not-owned",
            Weight::Warning,
            path,
            message,
            "add a line: /policy.json @ORGANISATION/TEAM",
        ));
    }
}

fn examine_data(tree: &Tree, surroundings: &Surroundings<'_>, advice: &mut Vec<Advice>) {
    let folder = surroundings.data_inside.as_deref().unwrap_or("plumbline-data").trim_end_matches('/');
    let inside = |path: &&str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let is_there = surroundings.data_inside.is_some() || tree.paths().any(|path| inside(&path));
    let ignored = tree.text(".gitignore").unwrap_or_default();
    if !is_there || ignored.lines().any(|line| line.trim().trim_matches('/') == folder) {
        return;
    }
    let message = format!("{folder} lies in the checkout: if git tracks it, whoever writes a change writes its evidence too");
    let remedy =
        format!("take it out of git and name it in .gitignore (git rm -r --cached {folder}), or keep the data elsewhere");
    advice.push(Advice::new("data-in-checkout", Weight::Error, folder, message, remedy));
}
