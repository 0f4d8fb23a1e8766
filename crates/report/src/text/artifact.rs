//! What each artifact type is, what to do to get one, and a command that would make one.

/// What an artifact type of the default policy is, in one line; none for a type that the policy added.
pub fn meaning(id: &str) -> Option<&'static str> {
    Some(match id {
        "threat-intent" => "What the change is for, and what must not happen",
        "lint-diagnostics" => "What the linter says of the merged commit",
        "template-diagnostics" => "What the compiler says of the templates",
        "policy-diagnostics" => "Rules evaluated on the merged commit",
        "secret-scan" => "A search for secrets in what was written",
        "change-preview" => "Which resources would change, and how",
        "role-assignment-diff" => "Who gains which role, where and why",
        "network-intent" => "What may reach what, and what may not",
        "key-reference-check" => "Every key and secret points to an approved vault",
        "deployment-log" => "What the deployment did, step by step",
        "deployment-outputs" => "What was deployed, before and after",
        "rollback-rehearsal" => "The way back was walked, not described",
        "provenance-attestation" => "Who built or deployed it, signed",
        "alert-linkage" => "Each alert rule reaches somebody",
        "alert-test" => "A notification was sent and arrived",
        "telemetry-signal" => "What the running system reports",
        "drift-check" => "What runs is still what was written",
        _ => return None,
    })
}

/// What to do about the items of a type that are not verified.
pub fn action(id: &str, title: &str) -> String {
    match id {
        "threat-intent" => "Record purpose and threat assumptions".to_owned(),
        "lint-diagnostics" => "Attach the linter's output".to_owned(),
        "template-diagnostics" => "Attach the compiler's diagnostics".to_owned(),
        "policy-diagnostics" => "Run policy checks on the merged commit".to_owned(),
        "secret-scan" => "Scan for secrets and attach the result".to_owned(),
        "change-preview" => "Attach the plan or what-if".to_owned(),
        "role-assignment-diff" => "Attach role assignments before and after".to_owned(),
        "network-intent" => "Attach network rules with their deny paths".to_owned(),
        "key-reference-check" => "Check key references against approved vaults".to_owned(),
        "deployment-log" => "Attach the deployment log".to_owned(),
        "deployment-outputs" => "Attach outputs before and after".to_owned(),
        "rollback-rehearsal" => "Rehearse the rollback and attach the run".to_owned(),
        "provenance-attestation" => "Sign what was built or deployed".to_owned(),
        "alert-linkage" => "Link alert rules to an action group".to_owned(),
        "alert-test" => "Fire an alert and attach its arrival".to_owned(),
        "telemetry-signal" => "Attach telemetry from after the deployment".to_owned(),
        "drift-check" => "Compare what runs with what was written".to_owned(),
        _ => format!("Supply evidence: {title}"),
    }
}

/// A shell line that would make an artifact of the type, where nothing is known of the change; none where no tool is known.
pub fn command(id: &str) -> Option<&'static str> {
    plumbline_probe::Setting::default().command(plumbline_probe::commands_of_type(id)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: [&str; 17] = [
        "threat-intent",
        "lint-diagnostics",
        "template-diagnostics",
        "policy-diagnostics",
        "secret-scan",
        "change-preview",
        "role-assignment-diff",
        "network-intent",
        "key-reference-check",
        "deployment-log",
        "deployment-outputs",
        "rollback-rehearsal",
        "provenance-attestation",
        "alert-linkage",
        "alert-test",
        "telemetry-signal",
        "drift-check",
    ];

    #[test]
    fn every_type_of_the_default_policy_has_its_words_and_an_added_one_falls_back() {
        for id in IDS {
            assert!(meaning(id).is_some() && command(id).is_some(), "{id}");
            assert!(!action(id, "").contains(':'), "{id} has an action of its own");
        }
        assert_eq!(action("chaos-day", "Chaos day"), "Supply evidence: Chaos day");
        assert_eq!((meaning("chaos-day"), command("chaos-day")), (None, None));
    }
}
