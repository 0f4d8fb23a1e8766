//! The policy to begin with: the default policy, that requires at the validation gate what the pipeline produces.

use crate::pipeline::Steps;
use crate::plan::Proposal;
use plumbline_domain::Gate;
use plumbline_ingest::{DEFAULT_POLICY_JSON, default_policy};

/// Where it is kept.
pub(crate) const PATH: &str = "policy.json";

/// The policy for what some steps produce.
pub(crate) fn policy(steps: &Steps) -> Proposal {
    let (default, _) = default_policy();
    let mut because = vec![
        "the default policy; the gates intent, execution and observation require what they require there".to_owned(),
        format!("validation requires what the pipeline produces: {}", steps.types.iter().copied().collect::<Vec<_>>().join(", ")),
    ];
    let mut text = DEFAULT_POLICY_JSON.replacen("\"The default policy\"", "\"The policy of this repository\"", 1);
    let required = default.requirements.iter().find(|(gate, _)| **gate == Gate::Validation).map(|(_, list)| list.as_slice());
    let mut left_out = Vec::new();
    for requirement in required.unwrap_or_default() {
        let id = requirement.artifact_type.as_str();
        if !steps.types.contains(id) {
            text = without(&text, id);
            left_out.push(id);
        }
    }
    if !left_out.is_empty() {
        because.push(format!("left out, because no step produces them: {}; require them when one does", left_out.join(", ")));
    }
    Proposal { path: PATH.to_owned(), text, because }
}

/// A policy's text without the requirement of a type: an element of a list, with the comma that parts it from another.
fn without(text: &str, id: &str) -> String {
    let start = format!("{{\"type\": \"{id}\"");
    let Some(at) = text.find(&start) else { return text.to_owned() };
    let (before, rest) = text.split_at(at);
    let Some((_, after)) = rest.split_once('}') else { return text.to_owned() };
    match after.trim_start().strip_prefix(',') {
        Some(after) => format!("{before}{}", after.trim_start()),
        None => format!("{}{after}", before.trim_end().strip_suffix(',').unwrap_or(before)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stack::{Kind, Stack};
    use plumbline_ingest::policy_from_json;

    fn required(kinds: &[Kind]) -> Vec<String> {
        let stack =
            |kind: &Kind| Stack { kind: *kind, folder: "infra".to_owned(), file: "infra/main".to_owned(), others: Vec::new() };
        let proposal = policy(&Steps::of(&kinds.iter().map(stack).collect::<Vec<_>>()));
        let policy = policy_from_json(proposal.text.as_bytes()).unwrap();
        let (default, _) = default_policy();
        for (gate, list) in &default.requirements {
            assert!(*gate == Gate::Validation || policy.requirements.get(gate) == Some(list), "{gate}");
        }
        policy.requirements[&Gate::Validation].iter().map(|r| r.artifact_type.clone()).collect()
    }

    #[test]
    fn validation_requires_what_the_steps_produce() {
        let all = ["lint-diagnostics", "policy-diagnostics", "change-preview", "role-assignment-diff", "network-intent"];
        assert_eq!(required(&[Kind::Terraform]), [&all[..], &["key-reference-check", "secret-scan"]].concat());
        assert_eq!(required(&[Kind::Kubernetes]), ["policy-diagnostics", "secret-scan"]);
        assert_eq!(
            required(&[Kind::CloudFormation]),
            ["lint-diagnostics", "policy-diagnostics", "change-preview", "secret-scan"]
        );
        assert_eq!(required(&[]), ["policy-diagnostics", "secret-scan"]);
    }
}
