//! The policy: JSON to [`Policy`], checked so that no id in it hangs in the air.

use super::{encoding::text_from_bytes, json::Cursor, log::Log, policy_fields::policy_from_value, source::sha256_hex};
use plumbline_domain::{Diagnostic, DiagnosticKind, Policy};
use std::cell::RefCell;
use std::collections::HashSet;

/// The bytes of the default policy; the site publishes the same file.
pub const DEFAULT_POLICY_JSON: &str = include_str!("../../../public/policy.default.json");

/// The policy that serves everyone, and the SHA-256 of its bytes.
pub fn default_policy() -> (Policy, String) {
    match policy_from_text(DEFAULT_POLICY_JSON) {
        Ok(policy) => (policy, sha256_hex(DEFAULT_POLICY_JSON.as_bytes())),
        Err(_) => unreachable!("a test reads the embedded policy"),
    }
}

/// Reads a `plumbline.policy/1`.
///
/// # Errors
/// Everything that is wrong with it: a policy is taken whole or not at all.
pub fn policy_from_json(bytes: &[u8]) -> Result<Policy, Vec<Diagnostic>> {
    let text = text_from_bytes(bytes).map_err(|e| vec![Diagnostic::new(DiagnosticKind::PolicyError, "", e.to_string())])?;
    policy_from_text(&text)
}

pub(super) fn policy_from_text(text: &str) -> Result<Policy, Vec<Diagnostic>> {
    let log = RefCell::new(Log::default());
    let mut cursor = Cursor::with_unique_keys(text);
    let policy = match cursor.value().and_then(|value| cursor.end().map(|()| value)) {
        Ok(value) => policy_from_value(&value, &log),
        Err(error) => {
            log.borrow_mut().syntax(DiagnosticKind::PolicyError, "", &error, text, 1);
            None
        }
    };
    let log = log.into_inner();
    let errors = match policy {
        Some(policy) if !log.has_errors() => match errors_of(&policy) {
            errors if errors.is_empty() => return Ok(policy),
            errors => errors,
        },
        _ => log.into_diagnostics(),
    };
    Err(errors)
}

/// What is wrong with a policy that has the right shape.
fn errors_of(policy: &Policy) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut wrong = |path: String, message: String| errors.push(Diagnostic::new(DiagnosticKind::PolicyError, path, message));
    let mut known = |path: String, id: &str| {
        if policy.artifact_type_id(id).is_none() {
            wrong(path, format!("no artifact type has the id {id:?}"));
        }
    };
    for (gate, list) in &policy.requirements {
        for (i, r) in list.iter().enumerate() {
            known(format!("requirements.{gate}[{i}].type"), &r.artifact_type);
        }
    }
    for (risk, list) in &policy.risks {
        for (i, id) in list.iter().enumerate() {
            known(format!("risks.{risk}[{i}]"), id);
        }
    }
    for (lane, list) in &policy.lanes {
        for (i, id) in list.iter().enumerate() {
            known(format!("lanes.{lane}[{i}]"), id);
        }
    }
    for (n, p) in policy.patterns.iter().enumerate() {
        for (i, id) in p.prevention.iter().enumerate() {
            known(format!("patterns[{n}].prevention[{i}]"), id);
        }
    }
    for (gate, list) in &policy.requirements {
        for (i, r) in list.iter().enumerate() {
            if policy.artifact_types.iter().any(|t| t.id == r.artifact_type && t.gate != *gate) {
                wrong(format!("requirements.{gate}[{i}].type"), format!("{:?} belongs to another gate", r.artifact_type));
            }
        }
    }
    let unique = |path: &str, ids: Vec<&str>, wrong: &mut dyn FnMut(String, String)| {
        let mut seen = HashSet::new();
        for (i, id) in ids.into_iter().enumerate() {
            if id.trim().is_empty() {
                wrong(format!("{path}[{i}]"), "an empty id".into());
            } else if !seen.insert(id) {
                wrong(format!("{path}[{i}]"), format!("duplicate id {id:?}"));
            }
        }
    };
    unique("artifactTypes", policy.artifact_types.iter().map(|t| t.id.as_str()).collect(), &mut wrong);
    unique("patterns", policy.patterns.iter().map(|p| p.id.as_str()).collect(), &mut wrong);
    unique("ladder", policy.ladder.iter().map(|r| r.rung.as_str()).collect(), &mut wrong);
    unique("lanes", policy.lanes.iter().map(|l| l.0.as_str()).collect(), &mut wrong);
    unique("teams", policy.teams.iter().map(|t| t.team.as_str()).collect(), &mut wrong);
    for (i, rule) in policy.rules.iter().enumerate() {
        if policy.pattern_id(&rule.pattern).is_none() {
            wrong(format!("rules[{i}].pattern"), format!("no pattern has the id {:?}", rule.pattern));
        }
        if rule.rule_id.is_none() && rule.keywords.is_none() {
            wrong(format!("rules[{i}]"), "neither ruleId nor keywords: it would match every finding".into());
        }
    }
    let rungs = policy.rungs();
    for (i, claim) in policy.teams.iter().enumerate() {
        if let Some(rung) = claim.claimed_rung.as_deref().filter(|r| !rungs.contains(r)) {
            wrong(format!("teams[{i}].claimedRung"), format!("no rung has the id {rung:?}"));
        }
    }
    for (n, rung) in policy.ladder.iter().enumerate() {
        for (i, c) in rung.criteria.iter().enumerate() {
            let path = format!("ladder[{n}].criteria[{i}]");
            if usize::from(c.at_least.is_some()) + usize::from(c.every) + usize::from(c.none) != 1 {
                wrong(path, "exactly one of atLeast, every and none is required".into());
            } else if c.at_least.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
                wrong(format!("{path}.atLeast"), "a share is 0 to 1".into());
            }
        }
    }
    if policy.reproduction.independent_actors < 1 {
        wrong("reproduction.independentActors".into(), "must be at least 1: reproduction needs an actor".into());
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::{Contradicts, Severity};

    #[test]
    fn the_embedded_policy_is_whole_and_survives_a_round_trip() {
        let (policy, sha256) = default_policy();
        assert_eq!(policy_from_json(DEFAULT_POLICY_JSON.as_bytes()), Ok(policy.clone()));
        assert_eq!(sha256.len(), 64);
        let again = serde_json::to_vec(&policy).unwrap();
        assert_eq!(policy_from_json(&again), Ok(policy));
    }

    #[test]
    fn the_embedded_policy_has_the_figures_of_the_rules() {
        let (policy, _) = default_policy();
        // section 5.1 has 17 rows; 5.2 names 1 + 7 + 3 + 3 requirements
        assert_eq!(policy.artifact_types.len(), 17);
        assert_eq!(policy.requirements.values().map(Vec::len).collect::<Vec<_>>(), [1, 7, 3, 3]);
        assert_eq!((policy.observation_grace_days, policy.too_few, policy.ladder_days), (7, 5, 90));
        assert_eq!(policy.rungs(), ["ad-hoc", "declared", "gated", "proven", "observed", "audit-verified"]);
        let lanes: Vec<&str> = policy.lanes.iter().map(|l| l.0.as_str()).collect();
        assert_eq!(lanes, ["secret-handling", "identity-scope", "network-boundaries", "policy-compliance"]);
    }

    fn broken(from: &str, to: &str) -> Vec<String> {
        assert!(DEFAULT_POLICY_JSON.contains(from), "{from}");
        let errors = policy_from_json(DEFAULT_POLICY_JSON.replacen(from, to, 1).as_bytes()).unwrap_err();
        errors.into_iter().map(|d| format!("{}: {}", d.path, d.message)).collect()
    }

    #[test]
    fn a_policy_of_another_version_is_refused_with_a_sentence_that_says_so() {
        assert_eq!(
            broken("plumbline.policy/1", "plumbline.policy/2"),
            ["format: version 2 of plumbline.policy is not supported; supported: version 1"]
        );
    }

    #[test]
    fn an_id_that_hangs_in_the_air_is_named_by_its_path() {
        assert_eq!(
            broken("\"deployment-log\"}", "\"deployment-lag\"}"),
            ["requirements.execution[0].type: no artifact type has the id \"deployment-lag\""]
        );
    }

    #[test]
    fn a_share_over_one_is_refused() {
        assert_eq!(broken("\"atLeast\": 0.6", "\"atLeast\": 60"), ["ladder[0].criteria[0].atLeast: a share is 0 to 1"]);
    }

    #[test]
    fn one_actor_beside_the_author_may_be_enough_and_nobody_is_not() {
        let with = |n: u32| DEFAULT_POLICY_JSON.replacen("\"independentActors\": 2", &format!("\"independentActors\": {n}"), 1);
        assert!(policy_from_json(with(1).as_bytes()).is_ok_and(|p| p.reproduction.independent_actors == 1));
        let errors = policy_from_json(with(0).as_bytes()).unwrap_err();
        assert_eq!(errors.first().map(|d| d.path.as_str()), Some("reproduction.independentActors"));
    }

    #[test]
    fn everything_of_a_wrong_shape_is_named_by_its_path() {
        let wrong = [
            ("\"tooFew\": 5", "\"tooFew\": 5000000000", "tooFew: is too large"),
            ("\"tooFew\": 5", "\"tooFew\": -5", "tooFew: a count must be a whole number, 0 or more"),
            ("\"tooFew\": 5", "\"few\": 5", "tooFew: is missing"),
            (
                "\"minGrade\": \"checked\"",
                "\"minGrade\": \"fine\"",
                "minGrade: \"fine\" is not one of missing, claimed, attached, checked, signed, reproduced",
            ),
            ("\"prod\", \"production\"", "\"prod\", 7", "criticalEnvironments[1]: must be a string"),
            ("\"reproduction\": {\"independentActors\": 2}", "\"reproduction\": 2", "reproduction: must be an object"),
            (
                "\"secret-exposure\":",
                "\"exposure\":",
                "risks.exposure: \"exposure\" is not one of secret-exposure, iam-over-permission, misconfiguration-drift",
            ),
            (
                "\"minGrade\": \"checked\"",
                "\"minGrade\": \"\"",
                "minGrade: \"\" is not one of missing, claimed, attached, checked, signed, reproduced",
            ),
            ("\"minGrade\": \"checked\",", "", "minGrade: is missing"),
            (
                "\"strong\": [\"deployment-safety\"]",
                "\"strong\": [\"safety\"]",
                "artifactTypes[0].strong[0]: \"safety\" is not one of identity, network, data-protection, monitoring, deployment-safety",
            ),
            (
                "\"metric\": \"verified\"",
                "\"metric\": \"proved\"",
                "ladder[0].criteria[0].metric: \"proved\" is not one of verified, shippedClean, reproducedShare, rollbackRehearsed, alertPathPerRelease, blindReview, strongFamilies, unpreventedRecurrence",
            ),
            ("\"reproducible\": false", "\"reproducible\": \"no\"", "artifactTypes[0].reproducible: must be true or false"),
            ("{\"type\": \"lint-diagnostics\"}", "\"lint-diagnostics\"", "requirements.validation[0]: must be an object"),
            ("\"tooFew\": 5", "\"tooFew\": 5, \"tooFew\": 6", "tooFew: duplicate key \"tooFew\""),
        ];
        for (from, to, said) in wrong {
            assert_eq!(broken(from, to), [said], "{to}");
        }
    }

    #[test]
    fn every_metric_that_is_named_is_one() {
        assert!(plumbline_domain::Metric::IDS.iter().all(|id| plumbline_domain::Metric::from_id(id).is_some()));
    }

    #[test]
    fn a_syntax_error_has_its_line_and_column() {
        let errors = policy_from_json(b"{\n  \"format\": plumbline").unwrap_err();
        assert_eq!(errors.first().map(|d| (d.line, d.column)), Some((Some(2), Some(13))));
    }

    #[test]
    fn a_policy_that_names_no_probe_asks_what_the_first_edition_looked_at() {
        let mut value: serde_json::Value = serde_json::from_str(DEFAULT_POLICY_JSON).unwrap();
        for artifact_type in value["artifactTypes"].as_array_mut().unwrap() {
            artifact_type.as_object_mut().unwrap().remove("proves");
        }
        for key in ["severityOfPattern", "blockingSeverities", "approvedVaults", "tools", "managementPorts"] {
            value.as_object_mut().unwrap().remove(key);
        }
        let policy = policy_from_json(value.to_string().as_bytes()).unwrap();
        let proves = |id: &str| {
            let proves = &policy.artifact_types.iter().find(|t| t.id == id).unwrap().proves;
            proves.iter().map(|p| (p.probe.id(), p.required, p.contradicts)).collect::<Vec<_>>()
        };
        let everywhere = [("scan-completed", false, Contradicts::Always), ("preview-conclusive", false, Contradicts::Always)];
        assert_eq!(proves("threat-intent"), everywhere);
        let findings = ("no-open-critical-or-high", false, Contradicts::Passed);
        assert_eq!(proves("policy-diagnostics"), [everywhere[0], everywhere[1], findings]);
        assert_eq!(proves("secret-scan"), [everywhere[0], everywhere[1], findings]);
        assert_eq!(proves("drift-check")[2..], [("no-drift", false, Contradicts::Always)]);
        assert_eq!(proves("alert-linkage")[2..], [("every-rule-reaches-a-receiver", false, Contradicts::Always)]);
        assert_eq!(policy.blocking_severities, [Severity::Critical, Severity::High]);
        assert!(policy.severity_of_pattern.is_empty());
    }

    #[test]
    fn a_policy_in_which_one_type_names_probes_asks_the_others_nothing() {
        let mut value: serde_json::Value = serde_json::from_str(DEFAULT_POLICY_JSON).unwrap();
        for artifact_type in value["artifactTypes"].as_array_mut().unwrap().iter_mut().skip(1) {
            artifact_type.as_object_mut().unwrap().remove("proves");
        }
        let policy = policy_from_json(value.to_string().as_bytes()).unwrap();
        assert!(policy.artifact_types.iter().skip(1).all(|t| t.proves.is_empty()));
    }
}
