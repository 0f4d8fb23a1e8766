//! The maturity ladder (scoring rules, section 7).

use crate::world::{World, all, assert_close, item_with, report};
use plumbline_assess::{Assessment, CriterionState, TeamRung, Z, figures};
use serde_json::{Value, json};

fn change(n: usize, opened_at: &str) -> Value {
    json!({"id": format!("a#{n}"), "touches": [], "environment": "test", "team": "t", "openedAt": opened_at})
}

/// So many changes opened in November, of which so many have their threat intent.
fn intents(n: usize, proved: usize) -> World {
    let reports: Vec<Value> = (0..n)
        .map(|i| {
            let evidence = if i < proved { json!([item_with("threat-intent", "evidence/t.md", "threats")]) } else { json!([]) };
            report("intent", change(i, "2026-11-01T00:00:00Z"), json!({"evidence": evidence}))
        })
        .collect();
    World::of(&reports).with_file("evidence/t.md", "threats")
}

fn team(a: &Assessment) -> TeamRung {
    figures::ladder::standings(a, &all(a)).first().cloned().unwrap()
}

fn state(t: &TeamRung, id: &str) -> CriterionState {
    t.criteria.iter().find(|c| c.id == id).unwrap().state
}

#[test]
fn a_share_is_met_by_the_lower_end_of_its_interval() {
    // 6 of 6: lower end 6/(6 + z²) = 0.6096…, over 0.6
    let t = team(&intents(6, 6).assess());
    assert_close(t.criteria[0].low, 6.0 / (6.0 + Z * Z));
    assert_eq!((state(&t, "verified-intent"), t.rung.as_str()), (CriterionState::Met, "declared"));
    // 5 of 5: 5/(5 + z²) = 0.5655…: even all of them would miss it
    let t = team(&intents(5, 5).assess());
    assert_eq!((state(&t, "verified-intent"), t.rung.as_str()), (CriterionState::NotEnoughData, "ad-hoc"));
    // 10 of 12: six would do, these do not
    let t = team(&intents(12, 9).assess());
    assert_eq!(state(&t, "verified-intent"), CriterionState::NotMet);
}

#[test]
fn only_three_criteria_can_be_without_a_case() {
    let t = team(&intents(6, 6).assess());
    for id in ["rollback-rehearsed", "alert-path-every-release", "no-recurrence-without-prevention"] {
        assert_eq!(state(&t, id), CriterionState::NotApplicable, "{id}");
    }
    for id in ["verified-validation", "shipped-without-open-critical-or-high", "reproduced-share", "independent-blind-review"] {
        assert_eq!(state(&t, id), CriterionState::NotEnoughData, "{id}");
    }
    // no family has strong evidence: five cases, none met
    let families = t.criteria.iter().find(|c| c.id == "strong-evidence-every-family").unwrap();
    assert_eq!((families.n, families.value, families.low, families.need.threshold()), (5, Some(0.0), None, 1.0));
    assert_eq!(families.state, CriterionState::NotMet);
}

#[test]
fn what_blocks_is_the_first_rung_not_held() {
    let t = team(&intents(6, 6).assess());
    let blocking: Vec<_> = t.blocking().map(|c| c.id.as_str()).collect();
    assert_eq!(blocking, ["verified-validation", "shipped-without-open-critical-or-high"]);
}

#[test]
fn the_window_is_ninety_days_and_the_one_before_stands_beside_it() {
    // the window opens on 24 August at 12:00; the one before on 26 May at 12:00
    let a = World::of(&[report("intent", change(1, "2026-08-24T11:59:59Z"), json!({}))]).assess();
    let t = team(&a);
    assert_eq!((t.rung.as_str(), t.previous_rung.as_deref()), ("ad-hoc", Some("ad-hoc")));
    assert!(t.criteria.iter().all(|c| c.n == 0 && c.state == CriterionState::NotEnoughData));
    let a = World::of(&[report("intent", change(1, "2026-08-24T12:00:00Z"), json!({}))]).assess();
    assert_eq!((team(&a).previous_rung, team(&a).criteria[0].n), (None, 1));
}

#[test]
fn what_is_lacking_is_named() {
    let a = intents(3, 1).assess();
    let t = team(&a);
    let lacking = figures::ladder::lacking(&a, t.criteria[0].metric, t.criteria[0].gate, &all(&a));
    assert_eq!(lacking.len(), 2);
}
