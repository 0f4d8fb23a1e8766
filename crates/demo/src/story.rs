//! What the figures of the demo must show, whatever they are exactly: every page has something worth looking at.

use super::*;
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_ingest::{Reader, Source, index_from_json};
use plumbline_report::export::score_to_json;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every number of the scoring rules, as `plumbline score --json` prints them.
fn scored(options: &DemoOptions) -> Value {
    let (files, _) = organisation(options);
    let index = files.iter().find(|file| file.path == "index.json").unwrap();
    let (policy, sha256) = index_from_json(&index.bytes).unwrap().0.policy.unwrap();
    let mut reader = Reader::new(policy, sha256);
    for file in files {
        reader.read(Source::new(file.path, file.bytes));
    }
    let dataset = reader.into_dataset(options.now);
    let refused: Vec<_> = dataset.receipts.iter().filter(|r| r.is_refused()).map(|r| &r.file).collect();
    assert!(refused.is_empty(), "{refused:?}");
    serde_json::from_str(&score_to_json(&Score::of(&Assessment::new(dataset), &Selection::default())).unwrap()).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

const GATES: [&str; 4] = ["intent", "validation", "execution", "observation"];

#[test]
fn the_figures_tell_the_story() {
    let score = scored(&DemoOptions::default());
    assert_eq!(score["now"], "2026-11-20T17:00:00Z");
    assert!((580..=620).contains(&score["changes"].as_u64().unwrap()));

    // People are surer than the evidence allows at every gate, and more so the further from the editor.
    let gates: Vec<&Value> = GATES.iter().map(|gate| &score["gates"][gate]).collect();
    let verified: Vec<f64> = gates.iter().map(|gate| number(&gate["verified"])).collect();
    assert!(verified.is_sorted_by(|a, b| a > b), "{verified:?}");
    let gaps: Vec<f64> = gates.iter().map(|gate| number(&gate["gap"])).collect();
    assert!(gaps.is_sorted() && gaps[0] > 0.0, "{gaps:?}");
    let perceived: f64 = gates.iter().map(|gate| number(&gate["perceived"])).sum::<f64>() / 4.0;
    assert!((0.80..0.90).contains(&perceived), "{perceived}");
    let mean = verified.iter().sum::<f64>() / 4.0;
    assert!((0.50..0.66).contains(&mean), "{mean}");

    // Every grade but signed (nobody is trusted to sign) and every condition occurs.
    for grade in ["missing", "claimed", "attached", "checked", "reproduced"] {
        assert!(gates.iter().any(|gate| gate["grades"][grade].as_u64() > Some(0)), "{grade}");
    }
    for condition in ["contradicted", "stale", "inconclusive"] {
        assert!(gates.iter().any(|gate| gate["conditions"][condition].as_u64() > Some(0)), "{condition}");
    }
    for risk in ["secret-exposure", "iam-over-permission", "misconfiguration-drift"] {
        assert!(number(&score["risks"][risk]["gap"]) > 0.0, "{risk}");
    }

    // What a model wrote is stated with more confidence, and verified less.
    for authorship in ["human", "ai-assisted", "ai-generated", "unknown"] {
        assert!(score["authorship"][authorship]["validation"]["n"].as_u64() > Some(4), "{authorship}");
    }
    for gate in ["validation", "execution", "observation"] {
        let gap = |authorship: &str| number(&score["authorship"][authorship][gate]["gap"]);
        assert!(gap("ai-generated") > gap("human") + 0.1, "{gate}");
    }
}

#[test]
fn confidence_grows_while_proof_of_observation_shrinks() {
    let score = scored(&DemoOptions::default());
    for gate in GATES {
        assert_eq!(list(&score["drift"][gate]).len(), 26, "{gate}");
    }
    let weeks = list(&score["drift"]["observation"]);
    let mean = |key: &str, weeks: &[Value]| weeks.iter().map(|week| number(&week[key])).sum::<f64>() / weeks.len() as f64;
    // Weeks 8 to 13 against weeks 19 to 24; the last two have hardly anything due yet.
    let (before, after) = (&weeks[7..13], &weeks[18..24]);
    assert!(mean("verified", after) < mean("verified", before) - 0.05);
    assert!(mean("perceived", after) >= mean("perceived", before));
}

#[test]
fn some_proof_comes_late_and_some_debt_is_paid() {
    let score = scored(&DemoOptions::default());
    // From June to September everybody had 30 days; three points and more of the items took longer than a week.
    let months: Vec<&Value> = list(&score["timeliness"]).iter().filter(|month| !month["within30"].is_null()).collect();
    assert_eq!(months.len(), 5);
    for month in months {
        assert!(number(&month["within30"]) > number(&month["within7"]) + 0.03, "{month}");
    }
    // In the week in which a team catches up, the debt grows by a third of what it usually does.
    let in_debt: Vec<u64> = list(&score["debt"]["series"]).iter().map(|week| week["inDebt"].as_u64().unwrap()).collect();
    let rises: Vec<u64> = in_debt.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect();
    let usual = rises.iter().sum::<u64>() / rises.len() as u64;
    assert!(rises.iter().any(|rise| rise * 3 <= usual), "{rises:?}");
}

#[test]
fn teams_stand_on_every_rung() {
    let score = scored(&DemoOptions::default());
    let teams = list(&score["teams"]);
    assert_eq!(teams.len(), 8);
    let rungs: BTreeSet<&str> = teams.iter().map(|team| team["rung"].as_str().unwrap()).collect();
    let all = ["ad-hoc", "declared", "gated", "proven", "observed", "audit-verified"];
    assert_eq!(rungs, all.into_iter().collect());
    let place = |rung: &Value| all.iter().position(|r| rung == r);
    let claimed_above = teams.iter().filter(|t| place(&t["claimedRung"]) > place(&t["rung"])).count();
    assert!((3..=6).contains(&claimed_above), "{claimed_above} teams claim more than they stand on");
    assert!(teams.iter().any(|t| t["claimedRung"] == t["rung"]));
    assert!(teams.iter().any(|t| t["claimedRung"].is_null()));
    assert!(teams.iter().any(|t| place(&t["previousRung"]) < place(&t["rung"])));
    let states: BTreeSet<&str> = teams.iter().flat_map(|t| list(&t["criteria"])).map(|c| c["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["met", "not-met", "not-enough-data", "not-applicable"].into_iter().collect());
}

#[test]
fn the_matrix_has_every_verdict() {
    let score = scored(&DemoOptions::default());
    let matrix = list(&score["matrix"]);
    for verdict in ["required", "present", "verified", "reproduced", "diverged", "notTried", "notReproducible"] {
        assert!(matrix.iter().any(|cell| cell[verdict].as_u64() > Some(0)), "{verdict}");
    }
    // Some cells are partly reproduced, and some evidence is offered unasked.
    assert!(matrix.iter().any(|c| c["reproduced"].as_u64() > Some(0) && c["notTried"].as_u64() > Some(0)));
    assert!(matrix.iter().any(|c| c["required"] == 0 && c["present"].as_u64() > Some(0)));
}

#[test]
fn every_pattern_recurs_and_some_of_it_is_prevented() {
    let score = scored(&DemoOptions::default());
    let patterns = list(&score["patterns"]);
    assert_eq!(patterns.len(), 5);
    for pattern in patterns {
        assert!(pattern["recurrences"].as_u64() > Some(0), "{pattern}");
        assert!(pattern["escaped"].as_u64() > Some(0), "{pattern}");
        assert!(pattern["teams"].as_object().unwrap().values().filter(|n| n.as_u64() > Some(0)).count() > 1);
    }
    let prevented = number(&score["workflow"]["recurringPatternsPrevented"]["value"]);
    assert!(prevented > 0.0 && prevented < 1.0);
    let chain: Vec<u64> = list(&score["chain"]).iter().map(|link| link["changes"].as_u64().unwrap()).collect();
    assert!(chain.is_sorted_by(|a, b| a >= b) && chain[3] > 0, "{chain:?}");
}

#[test]
fn every_step_of_the_funnel_loses_and_leaks() {
    let score = scored(&DemoOptions::default());
    let steps = list(&score["funnel"]);
    for step in &steps[1..] {
        assert!(
            step["lost"].as_u64() > Some(0) && step["leaked"].as_u64() > Some(0) && step["bypassed"].as_u64() > Some(0),
            "{step}"
        );
    }
    assert!(steps[6]["reached"].as_u64() > Some(0));
    assert!(score["funnelEvaluate"][0]["reached"].as_u64() > Some(0));
}

#[test]
fn reviews_debt_calibration_and_the_pipeline_have_something_to_say() {
    let score = scored(&DemoOptions::default());
    let reviews = list(&score["reviews"]);
    assert!(reviews.iter().filter(|r| r["evidenceKappa"].is_number()).count() >= 5);
    assert!(reviews.iter().filter(|r| r["reviewersKappa"].is_number()).count() >= 3);
    assert!(reviews.iter().any(|r| number(&r["independentShare"]) > 0.9));
    assert!(score["debt"]["inDebt"].as_u64() > Some(0));
    assert!(list(&score["calibration"]["bins"]).iter().filter(|bin| bin["n"].as_u64() > Some(0)).count() >= 5);
    assert!(number(&score["calibration"]["reliability"]) > 0.0);
    for lane in list(&score["detection"]) {
        for count in ["validated", "contradicted", "missing", "unverified"] {
            assert!(lane[count].as_u64() > Some(0), "{lane}");
        }
    }
    for surface in ["provisioning", "access", "deployment-channel"] {
        let open = |cell: &Value| cell["open"].as_object().unwrap().values().any(|n| n.as_u64() > Some(0));
        assert!(list(&score["surface"]).iter().any(|cell| cell["surface"] == surface && open(cell)), "{surface}");
    }
}

#[test]
fn a_team_that_is_too_small_and_one_without_early_observations_are_among_them() {
    let score = scored(&DemoOptions::default());
    let tiny = list(&score["reviews"]).iter().find(|r| r["team"] == "Internal tools").unwrap();
    assert!(tiny["changes"].as_u64() < Some(5));
    let (files, _) = organisation(&DemoOptions::default());
    let storefront = files.iter().find(|file| file.path == "reports/storefront-001.ndjson").unwrap();
    let text = std::str::from_utf8(&storefront.bytes).unwrap();
    let mut deployed: Vec<&str> = text.split("\"deployedAt\":\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    deployed.sort_unstable();
    // Nothing was deployed in the first six weeks, from 25 May.
    assert!(deployed[0] > "2026-07-05");
    assert!(text.contains("\"mergedAt\":\"2026-06-"));
}

/// What the probes of the policy answer over all items of the demo.
fn answers() -> BTreeSet<(&'static str, &'static str)> {
    let (files, _) = organisation(&DemoOptions::default());
    let index = files.iter().find(|file| file.path == "index.json").unwrap();
    let (policy, sha256) = index_from_json(&index.bytes).unwrap().0.policy.unwrap();
    let mut reader = Reader::new(policy, sha256);
    for file in files {
        reader.read(Source::new(file.path, file.bytes));
    }
    let assessment = Assessment::new(reader.into_dataset(DemoOptions::NOW));
    let mut seen = BTreeSet::new();
    for place in 0..u32::try_from(assessment.dataset().changes.len()).unwrap() {
        for gate in plumbline_domain::Gate::ALL {
            let mut item = 0;
            while let Some(weighed) =
                assessment.dataset().changes[place as usize].item(*gate, item).map(|_| assessment.weigh(place, *gate, item))
            {
                for (proof, answer) in weighed.iter().flat_map(|(_, weighed)| &weighed.answers) {
                    assert!(!answer.because.is_empty(), "{}", proof.probe.id());
                    seen.insert((proof.probe.id(), answer.outcome.id()));
                }
                item += 1;
            }
        }
    }
    seen
}

#[test]
fn every_probe_is_seen_with_each_outcome_that_it_can_have_here() {
    let mut by_probe = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for (probe, outcome) in answers() {
        by_probe.entry(probe).or_default().push(outcome);
    }
    let found: Vec<String> = by_probe.iter().map(|(probe, outcomes)| format!("{probe}: {}", outcomes.join(" "))).collect();
    let expected = [
        "applied-as-planned: fails holds inconclusive silent",
        "approved-vaults-only: fails holds silent",
        "assumptions-stated: holds silent",
        "compliant: fails holds silent",
        "deny-by-default: holds inconclusive",
        "deployment-succeeded: fails holds inconclusive",
        "every-rule-reaches-a-receiver: fails holds inconclusive silent",
        "grants-compared: holds silent",
        "no-drift: fails holds inconclusive",
        "no-key-in-place: fails holds",
        "no-open-critical-or-high: fails holds",
        "no-open-management-port: fails holds",
        "no-open-secret: fails holds",
        "notification-arrived: fails holds inconclusive",
        "objective-stated: holds silent",
        "outputs-as-planned: fails holds silent",
        "outputs-compared: holds silent",
        "preview-complete: holds inconclusive",
        "preview-conclusive: holds inconclusive",
        "references-found: holds inconclusive",
        "rollback-ran: holds inconclusive",
        "routes-captured: holds silent",
        "rules-found: fails holds",
        "scan-completed: holds inconclusive silent",
        "signal-after-deployment: fails holds silent",
        "signal-read: holds silent",
        "signature-verified: silent",
        "something-scanned: holds inconclusive silent",
        "state-compared: holds inconclusive",
        "state-restored: fails holds silent",
        "subject-named: holds",
        "template-valid: fails holds silent",
        "threats-linked: holds silent",
        "tool-fits: holds inconclusive silent",
        "wide-grants-justified: fails holds silent",
    ];
    assert_eq!(found, expected);
}
