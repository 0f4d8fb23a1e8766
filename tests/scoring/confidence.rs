//! Due gates, confidence, drift, debt, calibration and selections (scoring rules, 4 and 6).

use crate::world::{World, all, assert_close, item_with, report};
use plumbline_assess::{Period, Selection, Z, figures};
use plumbline_domain::{Authorship, Gate, Grade, Instant, Risk};
use serde_json::{Value, json};

/// Four changes at intent. The first two have their threat intent, the second and fourth state a confidence.
fn four() -> World {
    let change = |n: u8| json!({"id": format!("a#{n}"), "touches": [], "environment": "test", "openedAt": format!("2026-11-0{n}T00:00:00Z")});
    let proof = || item_with("threat-intent", "evidence/t.md", "threats");
    World::of(&[
        report("intent", change(1), json!({"evidence": [proof()]})),
        report("intent", change(2), json!({"evidence": [proof()], "perceived": [{"confidence": 0.9, "role": "author"}, {"confidence": 0.1, "role": "lead"}]})),
        report("intent", change(3), json!({"outcome": "bypassed"})),
        report("intent", change(4), json!({"perceived": [{"confidence": 0.6}, {"confidence": 0.8}, {"confidence": 0.2, "risk": "secret-exposure"}]})),
    ])
    .with_file("evidence/t.md", "threats")
}

#[test]
fn perceived_beside_verified() {
    let a = four().assess();
    let graded = figures::confidence::graded_at(&a, &all(&a), Gate::Intent);
    let c = graded.confidence;
    // two of four verified; Wilson: centre (0.5 + z²/8)/(1 + z²/4) = 0.5, half = z/(1 + z²/4)·√(0.25/4 + z²/64)
    assert_eq!((c.n, c.stated), (4, 2));
    assert_close(c.verified, 0.5);
    let half = Z / (1.0 + Z * Z / 4.0) * (0.0625 + Z * Z / 64.0).sqrt();
    assert_close(c.verified_low, 0.5 - half);
    assert_close(c.verified_high, 0.5 + half);
    // the author's 0.9 alone, and the mean 0.7 of two without a role: mean 0.8, s = 0.1·√2, s/√2 = 0.1, half z·0.1 = 0.196
    assert_close(c.perceived, 0.8);
    assert_close(c.perceived_low, 0.8 - 0.1 * Z);
    assert_close(c.perceived_high, 0.8 + 0.1 * Z);
    // three of four passed; gap 0.8 − 0.5
    assert_close(c.implied, 0.75);
    assert_close(c.gap, 0.3);
    assert_eq!((*graded.grades.get(Grade::Checked), *graded.grades.get(Grade::Missing), graded.grades.total()), (2, 2, 4));
}

#[test]
fn where_nothing_is_due_there_is_no_data() {
    let a = four().assess();
    let c = figures::confidence::graded_at(&a, &all(&a), Gate::Execution).confidence;
    assert_eq!((c.n, c.verified, c.perceived, c.implied, c.gap), (0, None, None, None, None));
}

#[test]
fn gates_fall_due_with_the_dates_of_the_change() {
    let due = |change: Value| {
        let a = World::of(&[report("intent", change, json!({}))]).assess();
        a.assessed(0).unwrap().gates.iter().map(|g| g.is_due).collect::<Vec<_>>()
    };
    assert_eq!(due(json!({"id": "a"})), [true, false, false, false]);
    assert_eq!(due(json!({"id": "a", "mergedAt": "2026-11-22T12:00:00Z"})), [true, true, false, false]);
    assert_eq!(due(json!({"id": "a", "mergedAt": "2026-11-22T12:00:01Z"})), [true, false, false, false]);
    // the grace of seven days ends at 12:00 on the 22nd
    assert_eq!(due(json!({"id": "a", "deployedAt": "2026-11-15T12:00:01Z"})), [true, true, true, false]);
    assert_eq!(due(json!({"id": "a", "deployedAt": "2026-11-15T12:00:00Z"})), [true, true, true, true]);
}

#[test]
fn unknown_scope_is_not_a_smaller_scope() {
    let owed = |change: Value| {
        let a = World::of(&[report("validation", change.clone(), json!({})), report("execution", change, json!({}))]).assess();
        [Gate::Validation, Gate::Execution].map(|g| a.assessed(0).unwrap().gate(g).requirements.len())
    };
    // validation: three always, one for identity, one for network, two for data protection; execution: two, three when critical
    assert_eq!(owed(json!({"id": "a"})), [7, 3]);
    assert_eq!(owed(json!({"id": "a", "touches": [], "environment": "dev"})), [3, 2]);
    assert_eq!(owed(json!({"id": "a", "touches": ["identity"], "environment": "PROD"})), [4, 3]);
}

#[test]
fn a_risk_pools_the_gates_that_hold_its_requirements() {
    // touching data protection: key-reference-check and secret-scan are owed at validation, nothing else serves the risk
    let change = json!({"id": "a", "touches": ["data-protection"], "environment": "dev"});
    let keys = item_with("key-reference-check", "evidence/k.txt", "keys");
    let reports = [
        report("intent", change.clone(), json!({"perceived": [{"confidence": 0.1, "risk": "secret-exposure"}]})),
        report(
            "validation",
            change,
            json!({"evidence": [keys], "perceived": [{"confidence": 0.8, "risk": "secret-exposure"}, {"confidence": 0.3}]}),
        ),
    ];
    let a = World::of(&reports).with_file("evidence/k.txt", "keys").assess();
    let c = figures::confidence::graded_in_risk(&a, &all(&a), Risk::SecretExposure).confidence;
    // one of two verified; only what the validation report states counts
    assert_eq!(c.n, 1);
    assert_close(c.verified, 0.5);
    assert_close(c.perceived, 0.8);
    assert_close(c.implied, 1.0);
    assert_eq!(figures::confidence::graded_in_risk(&a, &all(&a), Risk::IamOverPermission).confidence.n, 0);
}

#[test]
fn drift_goes_by_week() {
    let a = four().assess();
    let periods = a.periods(&all(&a));
    // 1 November 2026 is a Sunday and closes week 44; the 2nd to the 4th lie in week 45
    let names: Vec<String> = periods.iter().map(|(p, _)| p.to_string()).collect();
    assert_eq!(names, ["2026-W44", "2026-W45"]);
    let drift = figures::drift::points(&a, &periods, Gate::Intent);
    assert_eq!(drift.iter().map(|p| p.confidence.n).collect::<Vec<_>>(), [1, 3]);
    assert_close(drift[0].confidence.verified, 1.0);
    assert_close(drift[1].confidence.verified, 1.0 / 3.0);
    assert_close(drift[1].confidence.gap, 0.8 - 1.0 / 3.0);
    assert!(matches!(drift[0].period, Period::Week(_)));
}

#[test]
fn debt_is_weighted_by_blast_radius() {
    let change = |n: u8, resources: Value| json!({"id": format!("a#{n}"), "touches": [], "environment": "test", "mergedAt": format!("2026-11-0{n}T00:00:00Z"), "resources": resources});
    let a = World::of(&[
        report("intent", change(1, json!({"created": 4, "deleted": 2})), json!({})),
        report("intent", change(2, json!({})), json!({})),
        report("intent", change(3, json!({"created": 0})), json!({})),
    ])
    .assess();
    let debt = figures::debt::over(&a, &a.periods(&all(&a)));
    // all three merged without any evidence; 6 resources in week 44; then 1 (nothing stated) and 0 (stated)
    let series: Vec<_> = debt.series.iter().map(|p| (p.shipped, p.in_debt, p.weighted)).collect();
    assert_eq!(series, [(1, 1, 6), (2, 3, 7)]);
    assert_eq!((debt.in_debt, debt.weighted), (3, 7));
}

#[test]
fn a_statement_resolves_by_what_was_verified() {
    let a = four().assess();
    let c = figures::calibration::over(&a, &all(&a), Gate::ALL);
    // 0.9 came true, 0.7 did not: Brier (0.01 + 0.49)/2 = 0.25
    assert_eq!(c.n, 2);
    assert_close(c.brier, 0.25);
    assert_close(c.bins[9].resolved, 1.0);
    assert_close(c.bins[7].resolved, 0.0);
    assert_eq!(c.bins[8].resolved, None);
}

#[test]
fn a_selection_takes_both_ends_and_compares_environments_without_case() {
    let change = |n: u8, environment: &str| json!({"id": format!("a#{n}"), "environment": environment, "openedAt": format!("2026-11-0{n}T00:00:00Z"), "team": "t", "authorship": "human"});
    let a = World::of(&[
        report("intent", change(1, "Dev"), json!({})),
        report("intent", change(2, "DEV"), json!({})),
        report("intent", change(3, "prod"), json!({})),
        report("intent", json!({"id": "a#4"}), json!({})),
    ])
    .assess();
    let t = |text: &str| Some(Instant::from_rfc3339(text).unwrap());
    let select = |s: Selection| a.select(&s);
    let both_ends = Selection { since: t("2026-11-01T00:00:00Z"), until: t("2026-11-02T00:00:00Z"), ..Selection::default() };
    // the fourth has no date of its own: its report is from 1 November, 12:00
    assert_eq!(select(both_ends), [0, 1, 3]);
    assert_eq!(select(Selection { environments: vec!["dEv".into()], ..Selection::default() }), [0, 1]);
    assert_eq!(select(Selection { teams: vec![String::new()], ..Selection::default() }), [3]);
    assert_eq!(select(Selection { authorships: vec![Authorship::Unknown], ..Selection::default() }), [3]);
    assert_eq!(select(Selection { teams: vec!["nobody".into()], ..Selection::default() }), [0_u32; 0]);
}
