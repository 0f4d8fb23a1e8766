//! When requirements fall due, are verified and go stale; debt at a time, timeliness, and the gap within teams (scoring rules, 6).

use crate::world::{World, all, assert_close, hex, item_with, report, verification};
use plumbline_assess::published::{columns_from_bytes, columns_to_bytes};
use plumbline_assess::{Assessment, DebtAt, RequirementTimes, Timely, figures};
use plumbline_domain::{Authorship, Dataset, Gate, Instant};
use serde_json::{Value, json};

const SARIF: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": []}]}"#;
const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [{"address": "a.b", "type": "a", "name": "b", "change": {"actions": ["create"]}}]}"#;

fn at(text: &str) -> Instant {
    Instant::from_rfc3339(&format!("2026-{text}:00Z")).unwrap()
}

fn judged(records: &[Value]) -> Assessment {
    World::of(records)
        .with_file("evidence/t.md", "threats")
        .with_file("evidence/s.sarif", SARIF)
        .with_file("evidence/p.json", PLAN)
        .assess()
}

fn intent() -> Value {
    item_with("threat-intent", "evidence/t.md", "threats")
}

/// The three items that validation asks of a change that touches no family.
fn validation() -> Value {
    json!([
        item_with("lint-diagnostics", "evidence/s.sarif", SARIF),
        item_with("policy-diagnostics", "evidence/s.sarif", SARIF),
        item_with("change-preview", "evidence/p.json", PLAN)
    ])
}

/// The times of the requirement of a type of the only change.
fn times(assessment: &Assessment, gate: Gate, artifact_type: &str) -> RequirementTimes {
    let id = assessment.policy().artifact_type_id(artifact_type).unwrap();
    let gate = assessment.assessed(0).unwrap().gate(gate);
    gate.times_of(gate.requirements.iter().find(|r| r.artifact_type == id).unwrap()).unwrap()
}

/// Three changes: the first ships on 2 November and is verified on the 10th at 10:00, the second ships on the 11th without anything,
/// the third is verified on the 17th before it ships on the 18th.
fn three() -> Assessment {
    let change = |n: u8, merged: &str, created: u8| {
        json!({"id": format!("a#{n}"), "touches": [], "environment": "test", "openedAt": "2026-11-01T00:00:00Z",
            "mergedAt": format!("2026-11-{merged}T00:00:00Z"), "resources": {"created": created}})
    };
    let proved = |change: Value, recorded: &str| {
        let at_intent = report("intent", change.clone(), json!({"evidence": [intent()]}));
        [at_intent, report("validation", change, json!({"evidence": validation(), "recordedAt": recorded}))]
    };
    let mut records = Vec::from(proved(change(1, "02", 6), "2026-11-10T10:00:00Z"));
    records.push(report("intent", change(2, "11", 1), json!({})));
    records.extend(proved(change(3, "18", 9), "2026-11-17T00:00:00Z"));
    judged(&records)
}

#[test]
fn debt_falls_when_evidence_arrives() {
    let a = three();
    let debt = figures::debt::over(&a, &a.periods(&all(&a)));
    // week 45 ends on the 8th with the first in debt, week 46 on the 15th with the second, week 47 with the second still
    let series: Vec<_> = debt.series.iter().map(|p| (p.period.to_string(), p.shipped, p.in_debt, p.weighted)).collect();
    let expected = [("2026-W45", 1, 1, 6), ("2026-W46", 1, 1, 1), ("2026-W47", 1, 1, 1)];
    assert_eq!(series, expected.map(|(week, shipped, n, weighted)| (week.to_owned(), shipped, n, weighted)));
    assert_eq!((debt.in_debt, debt.weighted), (1, 1));
    // only two of the three are verified
    let shipped = figures::debt::shipped(&a, &all(&a));
    assert_eq!((shipped.shipped, shipped.verified), (3, 2));
}

#[test]
fn debt_is_known_at_any_moment() {
    let a = three();
    let debt = |moment: &str| {
        let DebtAt { in_debt, weighted } = figures::debt::at(&a, &all(&a), at(moment));
        (in_debt, weighted)
    };
    assert_eq!([debt("11-01T23:59"), debt("11-02T00:00")], [(0, 0), (1, 6)]);
    assert_eq!([debt("11-10T09:59"), debt("11-10T10:00")], [(1, 6), (0, 0)]);
    assert_eq!([debt("11-10T23:59"), debt("11-11T00:00")], [(0, 0), (1, 1)]);
    // a time after the assessment is that of the assessment
    assert_eq!(debt("12-24T00:00"), (1, 1));
    assert_eq!(figures::debt::at(&a, &[1], at("11-12T00:00")), DebtAt { in_debt: 1, weighted: 1 });
    assert_eq!(figures::debt::at(&a, &[0, 2], at("11-12T00:00")), DebtAt::default());
}

#[test]
fn a_requirement_falls_due_with_the_earliest_of_its_times() {
    let due = |change: Value, gate: Gate, recorded: &str| {
        let recorded_at = json!({"recordedAt": format!("2026-{recorded}:00Z")});
        let a = judged(&[report(gate.id(), change, recorded_at)]);
        a.assessed(0).unwrap().gate(gate).due_at.unwrap()
    };
    let opened = json!({"id": "a", "openedAt": "2026-10-30T00:00:00Z", "mergedAt": "2026-11-03T00:00:00Z", "deployedAt": "2026-11-04T00:00:00Z"});
    assert_eq!(due(opened.clone(), Gate::Intent, "11-01T12:00"), at("10-30T00:00"));
    assert_eq!(due(json!({"id": "a"}), Gate::Intent, "11-01T12:00"), at("11-01T12:00"));
    assert_eq!(due(json!({"id": "a", "openedAt": "2026-12-01T00:00:00Z"}), Gate::Intent, "11-01T12:00"), at("11-01T12:00"));
    assert_eq!(due(opened.clone(), Gate::Validation, "11-01T12:00"), at("11-01T12:00"));
    assert_eq!(due(opened.clone(), Gate::Validation, "11-09T12:00"), at("11-03T00:00"));
    assert_eq!(due(opened.clone(), Gate::Execution, "11-09T12:00"), at("11-04T00:00"));
    // seven days after the deployment, unless a report came before
    assert_eq!(due(opened.clone(), Gate::Observation, "11-20T12:00"), at("11-11T00:00"));
    assert_eq!(due(opened, Gate::Observation, "11-05T12:00"), at("11-05T12:00"));
}

#[test]
fn what_only_a_repetition_proves_is_verified_when_it_was_repeated() {
    let repeated = |report_at: &str, second: Value| {
        let change = json!({"id": "a#1", "touches": [], "author": "u-1"});
        let own = json!({"by": "ci", "at": "2026-11-01T12:00:00Z", "inputs": hex('1'), "output": hex('a')});
        // the bytes are out of reach
        let lint = json!({"id": "lint", "type": "lint-diagnostics", "artifact": {"sha256": hex('a')}, "runs": [own]});
        let rest = json!({"evidence": [lint], "recordedAt": report_at});
        let a = judged(&[report("validation", change, rest), second]);
        times(&a, Gate::Validation, "lint-diagnostics")
    };
    let by_other = verification("a#1", "validation", "lint", "u-2", &hex('1'), &hex('a'));
    assert_eq!(repeated("2026-11-01T12:00:00Z", by_other.clone()).verified_at, Some(at("11-10T12:00")));
    assert_eq!(
        repeated("2026-11-12T00:00:00Z", by_other.clone()).verified_at,
        Some(at("11-12T00:00")),
        "never before the report"
    );
    let by_author = verification("a#1", "validation", "lint", "u-1", &hex('1'), &hex('a'));
    assert_eq!(repeated("2026-11-01T12:00:00Z", by_author).verified_at, None);
    let mut undated = by_other;
    undated.as_object_mut().unwrap().remove("at");
    assert_eq!(repeated("2026-11-03T00:00:00Z", undated).verified_at, Some(at("11-03T00:00")), "as if on the day of the report");
}

#[test]
fn what_goes_stale_is_in_debt_again() {
    let change = json!({"id": "a", "touches": [], "environment": "test", "openedAt": "2026-11-01T00:00:00Z", "mergedAt": "2026-11-02T00:00:00Z"});
    let mut threats = intent();
    threats["expiresAt"] = json!("2026-11-09T00:00:00Z");
    let records = [
        report("intent", change.clone(), json!({"evidence": [threats]})),
        report("validation", change, json!({"evidence": validation()})),
    ];
    let a = judged(&records);
    let intent = times(&a, Gate::Intent, "threat-intent");
    assert_eq!((intent.verified_at, intent.stale_at), (Some(at("11-01T12:00")), Some(at("11-09T00:00"))));
    let in_debt = |moment: &str| figures::debt::at(&a, &[0], at(moment)).in_debt;
    assert_eq!([in_debt("11-05T00:00"), in_debt("11-08T23:59"), in_debt("11-09T00:00"), in_debt("11-22T00:00")], [0, 0, 1, 1]);
    // staleness does not undo that it was verified in time
    let [november] = figures::timeliness::by_month(&a, &[0])[..] else { panic!("one month") };
    assert_eq!((november.n, november.within7), (4, Some(1.0)));
}

#[test]
fn over_parts_the_last_proof_counts_and_the_first_that_goes_stale() {
    let change = json!({"id": "a", "touches": [], "mergedAt": "2026-11-02T00:00:00Z"});
    let part = |name: &str, day: u8, expires: Option<&str>| {
        let mut lint = item_with("lint-diagnostics", "evidence/s.sarif", SARIF);
        if let Some(expires) = expires {
            lint["expiresAt"] = json!(expires);
        }
        let recorded = format!("2026-11-{day:02}T00:00:00Z");
        report("validation", change.clone(), json!({"part": name, "evidence": [lint], "recordedAt": recorded}))
    };
    let lint = |records: &[Value]| times(&judged(records), Gate::Validation, "lint-diagnostics");
    let both = lint(&[part("a", 3, None), part("b", 5, None)]);
    assert_eq!((both.due_at, both.verified_at, both.stale_at), (at("11-02T00:00"), Some(at("11-05T00:00")), None));
    let stale = lint(&[part("a", 3, Some("2026-11-20T00:00:00Z")), part("b", 5, Some("2026-11-10T00:00:00Z"))]);
    assert_eq!((stale.verified_at, stale.stale_at), (Some(at("11-05T00:00")), Some(at("11-10T00:00"))));
    let missing = lint(&[part("a", 3, None), report("validation", change.clone(), json!({"part": "b"}))]);
    assert_eq!((missing.verified_at, missing.stale_at), (None, None));
}

/// Changes that were opened at the first time of each pair and had their threat intent at the second, if ever; nothing else is due.
fn opened(pairs: &[(&str, Option<&str>)]) -> Assessment {
    let record = |(n, (opened, proved)): (usize, &(&str, Option<&str>))| {
        let change = json!({"id": format!("a#{n}"), "openedAt": format!("2026-{opened}:00Z")});
        let rest = proved.map(|at| json!({"evidence": [intent()], "recordedAt": format!("2026-{at}:00Z")}));
        report("intent", change, rest.unwrap_or_else(|| json!({})))
    };
    judged(&pairs.iter().enumerate().map(record).collect::<Vec<_>>())
}

#[test]
fn timeliness_counts_from_the_day_of_falling_due() {
    let a = opened(&[
        ("10-03T12:00", Some("10-10T12:00")),
        ("10-03T12:00", Some("10-10T12:01")),
        ("10-10T00:00", Some("11-09T00:00")),
        ("10-10T00:00", None),
        ("11-16T00:00", Some("11-16T00:00")),
    ]);
    let months: Vec<_> =
        figures::timeliness::by_month(&a, &all(&a)).iter().map(|p| (p.period.to_string(), p.n, p.within7, p.within30)).collect();
    // seven days to the minute count; on 22 November the one of the 16th has not had seven days
    assert_eq!(months, [("2026-10".to_owned(), 4, Some(0.25), Some(0.75)), ("2026-11".to_owned(), 1, None, None)]);
    let between = |first: &str, last: &str| figures::timeliness::between(&a, &all(&a), at(first), at(last));
    // each change owes one item at one gate
    let of = |n, within7, within30| Timely { n, pairs: n, within7, within30 };
    assert_eq!(between("10-01T00:00", "10-31T00:00"), of(4, Some(1), Some(3)));
    assert_eq!(between("10-03T12:00", "10-03T12:00"), of(2, Some(1), Some(2)), "both ends are included");
    assert_eq!(between("11-01T00:00", "11-30T00:00"), of(1, None, None));
    assert_eq!(between("12-01T00:00", "10-01T00:00"), Timely::default());
    assert_eq!(between("10-01T00:00", "10-31T00:00").share30().value, Some(0.75));
    assert_eq!(figures::timeliness::by_month(&a, &[]), []);
}

#[test]
fn a_mix_of_teams_is_told_from_what_holds_within_them() {
    let mut records = Vec::new();
    let mut add = |team: &str, authorship: &str, n: u8, stated: f64, n_proved: u8| {
        for i in 0..n {
            let id = format!("{team}/{authorship}#{i}");
            let evidence = if i < n_proved { json!([intent()]) } else { json!([]) };
            let change = json!({"id": id, "team": team, "authorship": authorship});
            records.push(report("intent", change, json!({"perceived": [{"confidence": stated}], "evidence": evidence})));
        }
    };
    // in team a people prove everything and AI nothing, in team b nobody does, and AI writes most of it; team c has too few people
    add("a", "human", 5, 0.8, 5);
    add("a", "ai-generated", 5, 0.8, 0);
    add("b", "human", 5, 0.9, 0);
    add("b", "ai-generated", 15, 0.9, 0);
    add("c", "human", 4, 0.85, 2);
    let a = judged(&records);
    let of = |who: Authorship| figures::within_teams::over(&a, &all(&a)).into_iter().find(|(w, _)| *w == who).unwrap().1;
    let ai = of(Authorship::AiGenerated);
    // pooled 0.875 - 0 beside 0.85 - 7/14; within team a 0.8 - (0.8 - 1) = 1, within b 0; they weigh 25/10 and 75/20
    assert_close(ai.pooled, 0.875 - 0.35);
    assert_close(ai.within, 2.5 / 6.25);
    let pairs: Vec<_> = ai.pairs.iter().map(|p| (a.team_name(p.team), p.n, p.n_human)).collect();
    assert_eq!((ai.teams, pairs), (2, vec![("a", 5, 5), ("b", 15, 5)]));
    assert_close(Some(ai.pairs[0].gap), 0.8);
    assert_close(Some(ai.pairs[0].human_gap), -0.2);
    let assisted = of(Authorship::AiAssisted);
    assert_eq!((assisted.teams, assisted.pooled, assisted.within), (0, None, None));
}

#[test]
fn an_opening_that_lies_ahead_counts_from_its_day_on() {
    let a = judged(&[report("intent", json!({"id": "a", "openedAt": "2026-11-25T00:00:00Z"}), json!({}))]);
    let due_at = |a: &Assessment| figures::timeliness::between(a, &[0], at("11-25T00:00"), at("11-25T00:00")).n;
    assert_eq!(due_at(&a), 0, "due with its report, on the 1st");
    let now = a.dataset().now.plus_days(3);
    assert_eq!(due_at(&Assessment::new(Dataset { now, ..a.dataset().clone() })), 1);
    let columns = [columns_from_bytes(&columns_to_bytes(&[a.column_row(0).unwrap()])).unwrap()];
    let opened = Assessment::of_columns_at(a.policy().clone(), a.summary(), &columns, &a.later_rows(), Some(now)).unwrap();
    assert_eq!(due_at(&opened), 1);
}
