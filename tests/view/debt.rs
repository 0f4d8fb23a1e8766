//! The page of verification debt, worked out by hand, and held against the score.

use crate::gap::{block, cells, document, grid, table};
use crate::organisation::DEMO;
use crate::world::{World, item_with, report};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_charts::Chart;
use plumbline_report::document::Content;
use plumbline_report::text::number::percent;
use serde_json::{Value, json};

/// A change that merged on a day of November, touching so many resources, with its intent verified or not. It owes validation too, and
/// has its three items only when `is_proved`.
fn merged(n: u32, team: &str, authorship: &str, day: u32, resources: Option<u64>, is_proved: bool) -> Vec<Value> {
    let mut change = json!({
        "id": format!("a#{n}"), "title": format!("Change {n}"), "team": team, "authorship": authorship, "touches": [],
        "environment": "test", "mergedAt": format!("2026-11-{day:02}T00:00:00Z")
    });
    if let Some(n) = resources {
        change["resources"] = json!({"created": n});
    }
    if !is_proved {
        return vec![report("intent", change, json!({}))];
    }
    let sarif = "evidence/s.sarif";
    let items = [
        item_with("lint-diagnostics", sarif, SARIF),
        item_with("policy-diagnostics", sarif, SARIF),
        item_with("change-preview", "evidence/p.json", PLAN),
    ];
    vec![
        report("intent", change.clone(), json!({"evidence": [item_with("threat-intent", "evidence/t.md", "threats")]})),
        report("validation", change, json!({"evidence": items})),
    ]
}

const SARIF: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": []}]}"#;
const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": [{"address": "a.b", "type": "a", "name": "b", "change": {"actions": ["create"]}}]}"#;

fn judged(records: &[Value]) -> Assessment {
    World::of(records)
        .with_file("evidence/t.md", "threats")
        .with_file("evidence/s.sarif", SARIF)
        .with_file("evidence/p.json", PLAN)
        .assess()
}

fn sample() -> Assessment {
    // week 45 is 2 to 8 November 2026, week 46 9 to 15: three merged in the first, of which one is verified, two in the second
    let mut records = merged(1, "blue", "human", 2, Some(5), true);
    records.extend(merged(2, "blue", "ai-generated", 3, Some(30), false));
    records.extend(merged(3, "red", "ai-generated", 4, Some(8), false));
    records.extend(merged(4, "red", "human", 10, Some(8), false));
    // states no resources: counts as one
    records.extend(merged(5, "red", "human", 11, None, false));
    judged(&records)
}

#[test]
fn what_shipped_stands_beside_what_is_verified() {
    let a = sample();
    let d = document(&a, "#/debt");
    // 30 + 8 + 8 + 1 = 47, of which 38 are AI-generated: 81 %
    assert_eq!(
        d.headline.text().replace('\u{a0}', " "),
        "Of five shipped changes, one is fully verified. The other four touch 47 resources, 81 % of them in AI-generated changes."
    );
    let velocity = block(&d, "part-velocity");
    // three and two changes are fewer than five
    assert_eq!(velocity.head.title, "Too few changes shipped in any week to compare");
    assert_eq!(table(velocity), [["Week 45 of 2026", "3", "1", "2", "2", "38"], ["Week 46 of 2026", "2", "0", "2", "4", "47"]]);
    let [Content::Chart(Chart::Debt(drawn)), ..] = velocity.content.as_slice() else { panic!("columns") };
    let parts: Vec<(f64, f64)> = drawn.stacks[0].values.iter().zip(&drawn.stacks[1].values).map(|(v, o)| (v.0, o.0)).collect();
    assert_eq!(parts, [(1.0, 2.0), (0.0, 2.0)]);
    // beside the columns stands what all weeks come to: 4 of 5, as in the headline
    assert_eq!(drawn.stacks[1].newest.replace('\u{a0}', " "), "4 (80 %)");
    let keys: Vec<&str> = drawn.periods.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["#/debt?period=2026-11-02..2026-11-08", "#/debt?period=2026-11-09..2026-11-15"]);
    // the debt by who wrote the change: human 0 then 9, AI-generated 38 and 38
    assert_eq!(table(block(&d, "part-debt"))[1], ["Week 46 of 2026", "9", "38", "47"]);
}

#[test]
fn who_holds_the_debt_and_what_weighs_most() {
    let a = sample();
    let d = document(&a, "#/debt");
    let authorship = block(&d, "part-holders-authorship");
    // three changes of people and two of AI are too few for a headline
    assert_eq!(authorship.head.title, "Debt by authorship");
    let noted =
        "Shipped changes, those of them verified, and the resources of the others; one change states none and counts as 1";
    assert_eq!(authorship.head.subtitle, noted);
    assert_eq!(cells(grid(authorship)), [["Human", "3", "", "1", "2", "9"], ["AI-generated", "2", "", "0", "2", "38"]]);
    let teams = block(&d, "part-holders-team");
    assert_eq!(teams.head.title, "blue holds 64\u{a0}% of the debt", "30 of 47 resources");
    assert_eq!(cells(grid(teams)), [["blue", "2", "", "1", "1", "30"], ["red", "3", "", "0", "3", "17"]]);
    assert_eq!(grid(teams).rows[1].cells[0].to, "#/debt?team=red");
    let largest = block(&d, "part-largest");
    assert_eq!(largest.head.title, "All four changes in debt, the largest first");
    let rows = grid(largest);
    let ids: Vec<&str> = rows.rows.iter().map(|r| r.cells[0].text.as_str()).collect();
    // a#4 and a#3 both touch eight resources: the newer first
    assert_eq!(ids, ["a#2", "a#4", "a#3", "a#5"]);
    assert_eq!(rows.rows[0].cells[0].to, "#/change/a%232");
    assert_eq!((rows.rows[3].cells[4].text.as_str(), rows.rows[3].cells[4].detail.as_str()), ("1", "not stated"));
    // it owes the threat intent, and three items at validation
    assert_eq!(rows.rows[0].cells[6].text, "Threat intent: missing; 3 more items not verified");
}

#[test]
fn a_series_falls_when_evidence_arrives() {
    // the only change ships on 2 November, in week 45; its proof was recorded on the 1st, or comes on the 11th, in week 46
    let late = |recorded: &str| {
        let mut records = merged(1, "blue", "human", 2, Some(5), true);
        records[1]["recordedAt"] = json!(recorded);
        // something else keeps the axis open until week 46
        records.extend(merged(2, "blue", "human", 10, Some(1), true));
        judged(&records)
    };
    let debts = |a: &Assessment| -> Vec<String> {
        table(block(&document(a, "#/debt"), "part-velocity")).iter().map(|row| row[5].clone()).collect()
    };
    assert_eq!(debts(&late("2026-11-01T00:00:00Z")), ["0", "0"]);
    let a = late("2026-11-11T00:00:00Z");
    assert_eq!(debts(&a), ["5", "0"]);
    assert_eq!(block(&document(&a, "#/debt"), "part-debt").head.title, "No verification debt: every shipped change is verified");
}

#[test]
fn the_title_compares_with_what_the_same_changes_had_30_days_ago() {
    let title = |a: &Assessment, place: &str| block(&document(a, place), "part-debt").head.title.replace('\u{a0}', " ");
    // nothing is dated before 23 October
    assert_eq!(title(&sample(), "#/debt"), "Verification debt is 47 resources; 81 % in AI-generated changes");
    // another 4 resources merged on 1 October, and 2 more that were proved on 1 November
    let older = |n: u32, resources: u64, is_proved: bool| {
        let mut records = merged(n, "blue", "human", 2, Some(resources), is_proved);
        records.iter_mut().for_each(|r| r["change"]["mergedAt"] = json!("2026-10-01T00:00:00Z"));
        records
    };
    let mut records = merged(1, "blue", "human", 2, Some(5), false);
    records.extend(older(2, 4, false));
    records.extend(older(3, 2, true));
    let a = judged(&records);
    assert_eq!(title(&a, "#/debt"), "Verification debt rose from 6 to 9 resources in 30 days; all in human changes");
    let chosen = title(&a, "#/debt?period=2026-11-02..2026-11-08");
    assert_eq!(
        chosen, "Debt of the changes of these 7 days: 5 resources; all in human changes",
        "a chosen period is no comparison"
    );
    let a = judged(&[older(2, 4, false), older(3, 9, true)].concat());
    assert_eq!(title(&a, "#/debt"), "Verification debt fell from 13 to 4 resources in 30 days; all in human changes");
}

#[test]
fn without_debt_or_shipping_the_page_says_so() {
    let a = judged(&merged(1, "blue", "human", 2, Some(5), true));
    let d = document(&a, "#/debt");
    assert_eq!(d.headline.text(), "The one shipped change is fully verified. There is no verification debt.");
    assert_eq!(block(&d, "part-largest").head.title, "No shipped change is in debt");
    assert!(block(&d, "part-largest").content.is_empty());
    let opened = json!({"id": "a#1", "touches": [], "openedAt": "2026-11-02T00:00:00Z"});
    let a = judged(&[report("intent", opened, json!({}))]);
    assert_eq!(document(&a, "#/debt").headline.text(), "No change has shipped, so there is no verification debt.");
}

#[test]
fn the_demo_agrees_with_the_score() {
    for (query, selection) in
        [("", Selection::default()), ("?team=Billing", Selection { teams: vec!["Billing".to_owned()], ..Selection::default() })]
    {
        let d = document(&DEMO, &format!("#/debt{query}"));
        let scored = Score::of(&DEMO, &selection);
        let rows = table(block(&d, "part-velocity"));
        let shipping: Vec<&Vec<String>> = rows.iter().filter(|r| r[1] != "0").collect();
        assert_eq!(shipping.len(), scored.debt.series.len(), "{query}");
        for (row, point) in shipping.iter().zip(&scored.debt.series) {
            let shown: Vec<u64> = row[1..].iter().map(|c| c.replace(',', "").parse().unwrap()).collect();
            let [shipped, verified, open, in_debt, weighted] = shown[..] else { panic!("{row:?}") };
            assert_eq!([shipped, in_debt, weighted], [point.shipped, point.in_debt, point.weighted], "{query} {}", row[0]);
            assert_eq!(verified + open, shipped, "{query} {}", row[0]);
        }
        let verified: u64 = rows.iter().map(|row| row[2].replace(',', "").parse::<u64>().unwrap()).sum();
        let shipped: u64 = scored.debt.series.iter().map(|point| point.shipped).sum();
        assert_eq!(verified, shipped - scored.debt.in_debt, "{query}: what is not in debt is verified");
        let timeliness = cells(grid(block(&d, "part-timeliness")));
        assert_eq!(timeliness.len(), scored.timeliness.len(), "{query}");
        for (row, point) in timeliness.iter().zip(&scored.timeliness) {
            assert_eq!(row[1].replace(',', ""), point.n.to_string(), "{query}");
            let share = |share: Option<f64>| share.map_or("too early".to_owned(), |v| percent(v).replace('\u{a0}', " "));
            assert_eq!([&row[3], &row[4]], [&share(point.within7), &share(point.within30)], "{query} {}", row[0]);
        }
        let held: u64 =
            cells(grid(block(&d, "part-holders-authorship"))).iter().map(|r| r[5].replace(',', "").parse::<u64>().unwrap()).sum();
        assert_eq!(held, scored.debt.weighted, "{query}: the parts add up to the whole");
    }
}

#[test]
fn a_team_that_states_no_resources_touches_none_that_anybody_stated() {
    let eyebrow = |a: &Assessment, fragment: &str| match crate::organisation::page(a, fragment).body {
        plumbline_report::Body::Document(team) => team.eyebrow,
        other => panic!("{other:?}"),
    };
    // red states 8 and 8 in two changes, and nothing in the third, which counts as 1
    let stated = eyebrow(&sample(), "#/teams/red");
    assert!(stated.contains("17 resources touched (one change states none and counts as 1)"), "{stated}");
    let nothing = eyebrow(&judged(&merged(1, "red", "human", 11, None, false)), "#/teams/red");
    assert!(nothing.contains("No resources stated") && !nothing.contains("touched"), "{nothing}");
    assert!(eyebrow(&sample(), "#/teams/blue").contains("35 resources touched"), "5 and 30");
    for (fragment, part) in [("#/debt", "part-debt"), ("#/debt", "part-largest")] {
        let subtitle = block(&document(&sample(), fragment), part).head.subtitle.clone();
        assert!(subtitle.ends_with("a change that states none counts as 1"), "{part}: {subtitle}");
    }
}
