//! What is written into a repository, and why.

use crate::found::Found;
use crate::pipeline::{Steps, pipeline};
use crate::policy::policy;
use crate::pull_request::pull_request;
use crate::tree::Tree;
use crate::{Service, doctor};

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
    /// What is left to do by hand.
    pub left: Vec<String>,
}

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
    left.extend(to_do(&found, &steps));
    Plan { found, proposals, left }
}

fn to_do(found: &Found, steps: &Steps) -> Vec<String> {
    let mut left = Vec::new();
    if !found.odd.is_empty() {
        left.push(format!(
            "{} files have names that a script has to quote; no step is written for them. The first: {}",
            found.odd.len(),
            found.odd.first().map(String::as_str).unwrap_or_default()
        ));
    }
    for stack in found.stacks.iter().filter(|stack| stack.n_others > 0) {
        left.push(format!(
            "{} is in {} more folders than {}: repeat the steps for each that is deployed, with the option --part of collect",
            stack.kind.name(),
            stack.n_others,
            stack.folder
        ));
    }
    left.push(format!("make these tools part of the job: {}", steps.tools.iter().copied().collect::<Vec<_>>().join(", ")));
    for (name, what) in &steps.variables {
        left.push(format!("set the variable {name}: {what}"));
    }
    match found.service {
        Service::GitHub => {
            left.push("replace OWNER/plumbline@COMMIT by your copy of the action, at the commit of a release".to_owned())
        }
        _ => left.push("replace OWNER, TAG, VERSION and DIGEST: the copy of the project and the release that you use".to_owned()),
    }
    left.push(
        "merge this into the main branch: the policy is read from there, so that a change cannot alter its own rules".to_owned(),
    );
    left.push("have the owners of the policy review its changes: a line for policy.json in CODEOWNERS".to_owned());
    left
}

#[cfg(test)]
mod tests;
