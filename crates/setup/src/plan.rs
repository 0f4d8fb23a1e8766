//! What is written into a repository, and why.

use crate::found::Found;
use crate::pipeline::{Steps, pipeline};
use crate::policy::policy;
use crate::pull_request::pull_request;
use crate::tree::Tree;
use crate::{Service, Stack, doctor};

/// A file that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its path in the repository.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What it does, in sentences.
    pub because: Vec<String>,
}

/// The files of a set-up.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was found.
    pub found: Found,
    /// The files, each under the path where it works.
    pub proposals: Vec<Proposal>,
    /// Commands that give a first verdict on this machine.
    pub to_try: Vec<String>,
    /// What is left to do by hand.
    pub left: Vec<String>,
}

/// What stands for the action until somebody names a copy of it.
pub const PLACEHOLDER: &str = "OWNER/plumbline@COMMIT";

/// Plans the set-up of a repository. `service` overrides what is found; `action` is the action of GitHub, as `OWNER/NAME@REF`.
pub fn plan(tree: &Tree, service: Option<Service>, action: &str) -> Plan {
    let mut found = Found::of(tree);
    if let Some(service) = service {
        (found.service, found.because) = (service, "it was asked for".to_owned());
    }
    let steps = Steps::of(&found.stacks);
    let mut proposals = Vec::new();
    let mut left = Vec::new();
    let has_gate = tree
        .files
        .iter()
        .find(|(path, text)| found.service.is_pipeline(path) && doctor::names_plumbline(text.as_deref().unwrap_or_default()));
    match has_gate {
        Some((path, _)) => left.push(format!("{path} runs Plumbline already: plumbline doctor says what it lacks")),
        None => proposals.push(pipeline(found.service, &steps, action)),
    }
    match pull_request(tree, &found) {
        Some(proposal) => proposals.push(proposal),
        None => left.push("the template of pull requests has Plumbline's block already".to_owned()),
    }
    proposals.push(policy(&steps));
    left.extend(to_do(&found, &steps, action));
    Plan { found, proposals, to_try: to_try(!tree.has(crate::policy::PATH)), left }
}

/// A few names, and how many more there are.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// What gives a verdict on the machine of whoever sets up, before anything is pushed.
fn to_try(has_policy: bool) -> Vec<String> {
    let policy = if has_policy { " --policy policy.json" } else { "" };
    vec![
        "pipx install checkov".to_owned(),
        "checkov -d . -o sarif -s --output-file-path out".to_owned(),
        format!("plumbline collect --gate validation --artifact 'out/*.sarif'{policy}"),
        format!("plumbline check plumbline-data{policy}"),
        "plumbline open plumbline-data".to_owned(),
    ]
}

fn to_do(found: &Found, steps: &Steps, action: &str) -> Vec<String> {
    let mut left = Vec::new();
    if !found.odd.is_empty() {
        left.push(format!(
            "{} files have names that a script has to quote; no step is written for them. The first: {}",
            found.odd.len(),
            found.odd.first().map(String::as_str).unwrap_or_default()
        ));
    }
    for Stack { kind, folder, others, .. } in found.stacks.iter().filter(|stack| stack.is_deployed() && !stack.others.is_empty())
    {
        left.push(format!(
            "{} is deployed from {} too, not only from {folder}: repeat its steps for each, with the option --part of collect",
            kind.name(),
            some(others)
        ));
    }
    let to_be_there = match found.service {
        // the workflow installs what the runner lacks
        Service::GitHub => Vec::new(),
        Service::Azure => steps.tools.missing_on_hosted(),
        Service::GitLab | Service::Bitbucket | Service::Jenkins => steps.tools.to_be_there(),
    };
    if !to_be_there.is_empty() {
        left.push(format!("make these tools part of the job: {}", to_be_there.join(", ")));
    }
    for (name, what) in &steps.variables {
        left.push(format!("set the variable {name}: {what}"));
    }
    if !steps.with_access.is_empty() {
        left.push(format!(
            "give the job read access to the cloud for {}: without it, the scans count, and what only a preview shows is missing",
            steps.with_access.join(" and ")
        ));
    }
    match found.service {
        Service::GitHub if action == PLACEHOLDER => {
            left.push("replace OWNER/plumbline@COMMIT by your copy of the action, at the commit of a release".to_owned());
        }
        Service::GitHub => {}
        _ => left.push("replace OWNER, TAG, VERSION and DIGEST: the copy of the project and the release that you use".to_owned()),
    }
    left.push(
        "merge this into the main branch: the policy is read from there, so that a change cannot alter its own rules".to_owned(),
    );
    left.push("name out/, plumbline-data/ and plumbline-summary.md in .gitignore: nobody commits what a run writes".to_owned());
    left.push("have the owners of the policy review its changes: a line for policy.json in CODEOWNERS".to_owned());
    left
}

#[cfg(test)]
mod tests;
