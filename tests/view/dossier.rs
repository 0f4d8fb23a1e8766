//! The page of one change.

use crate::organisation::{DEMO, page};
use crate::world::{World, hex, item_with, report, verification};
use plumbline_assess::Assessment;
use plumbline_report::Body;
use plumbline_report::document::{Block, Content, Document, Row};
use serde_json::json;

fn document(assessment: &Assessment, id: &str) -> Document {
    match page(assessment, &format!("#/change/{id}")).body {
        Body::Document(d) => *d,
        other => panic!("{id}: {other:?}"),
    }
}

fn part<'a>(d: &'a Document, part: &str) -> Vec<&'a Block> {
    d.blocks.iter().filter(|b| b.place.classes().0.split(' ').any(|c| c == part)).collect()
}

/// The rows of the first table of a block, each cell with its second line.
fn rows(block: &Block) -> Vec<Vec<String>> {
    let said = |row: &Row| {
        let cell = |c: &plumbline_report::document::Cell| {
            if c.detail.is_empty() { c.text.clone() } else { format!("{} ({})", c.text, c.detail) }
        };
        row.cells.iter().map(cell).map(|t| t.replace('\u{a0}', " ")).collect()
    };
    let grid = block.content.iter().find_map(|c| if let Content::Grid(g) = c { Some(g) } else { None });
    grid.map_or_else(Vec::new, |g| g.rows.iter().map(said).collect())
}

fn facts(content: &[Content]) -> Vec<(String, String)> {
    let facts = content.iter().find_map(|c| if let Content::Facts(f) = c { Some(f) } else { None });
    facts.map_or_else(Vec::new, |f| f.iter().map(|f| (f.name.clone(), f.value.text.clone())).collect())
}

/// One change of blue, merged on 2 November, with reports of intent and validation.
fn one() -> Assessment {
    let change = json!({"id": "a#1", "title": "Add a vault", "team": "blue", "environment": "test", "author": "u-1", "touches": ["network"],
        "url": "javascript:alert(1)", "openedAt": "2026-10-30T08:00:00Z", "mergedAt": "2026-11-02T09:30:00Z",
        "resources": {"created": 2, "modified": 1}});
    let mut threat = item_with("threat-intent", "evidence/t.md", "threats");
    threat["title"] = json!("Threats of the vault");
    let lint = json!({"id": "lint", "type": "lint-diagnostics", "command": "tflint --format sarif", "artifact": {"path": "l.sarif", "sha256": hex('a')},
        "runs": [{"by": "ci", "at": "2026-11-01T11:00:00Z", "inputs": hex('1'), "output": hex('a')}]});
    let note = json!({"id": "note", "type": "network-intent", "statement": "The network is fine."});
    let findings = json!([
        {"ruleId": "R1", "severity": "high", "message": "open to all", "resource": "nsg.web", "location": {"path": "n.tf", "line": 7}},
        {"ruleId": "R2", "severity": "critical", "status": "fixed"},
        {"ruleId": "R3", "severity": "low"},
    ]);
    let records = [
        report(
            "intent",
            change.clone(),
            json!({"evidence": [threat], "perceived": [{"confidence": 0.6, "role": "author", "by": "u-1"}]}),
        ),
        report(
            "validation",
            change,
            json!({"evidence": [lint, note], "findings": findings, "mode": "evaluate",
                "perceived": [{"confidence": 0.9, "role": "author"}, {"confidence": 0.4, "risk": "secret-exposure", "role": "reviewer"}],
                "review": {"by": "u-2", "at": "2026-11-01T15:00:00Z", "blind": true, "intent": "upheld", "controls": "not-upheld"}}),
        ),
        verification("a#1", "validation", "lint", "u-9", &hex('1'), &hex('a')),
    ];
    World::of(&records).with_file("evidence/t.md", "threats").assess()
}

#[test]
fn the_headline_and_the_gates_say_what_is_proved() {
    let d = document(&one(), "a%231");
    // intent: the threat intent is checked. validation: lint is reproduced, policy, preview missing, network only claimed
    assert_eq!(
        d.headline.text().replace('\u{a0}', " "),
        "Merged, with one high finding open; validation passed with one of its four items verified and two missing. Two of five required items are verified."
    );
    assert_eq!(d.eyebrow, "Change a#1: Add a vault");
    let gates = part(&d, "part-gates");
    assert_eq!(gates[0].head.title, "One of two due gates is proved");
    assert_eq!(
        rows(gates[0]),
        [
            ["Intent", "checked", "passed", "60 %", "1 of 1", "Every change is due here"],
            ["Validation", "missing", "passed, reports only", "90 %", "1 of 4", "Merged 2 Nov 2026"],
            ["Execution", "not due", "no report", "no data", "no data", "Once it is deployed"],
            ["Observation", "not due", "no report", "no data", "no data", "7 days after it is deployed"],
        ]
    );
}

#[test]
fn a_gate_lists_what_it_asks_for_and_how_to_supply_what_is_missing() {
    let d = document(&one(), "a%231");
    let gates = part(&d, "part-gate");
    assert_eq!(gates.len(), 2, "gates that are not due and have no report are left out");
    let validation = gates[1];
    assert_eq!(validation.head.title, "Validation: 1 of 4 required items is verified");
    assert_eq!(validation.head.subtitle, "Passed, reports only. Recorded 1 Nov 2026 12:00 UTC in reports/0001.json, record 1");
    assert_eq!(
        rows(validation),
        [
            ["Lint diagnostics", "reproduced", "verified", "lint"],
            ["Policy diagnostics", "missing", "no item of this type is in the report", "nothing"],
            ["Change preview", "missing", "no item of this type is in the report", "nothing"],
            ["Network intent", "claimed", "a sentence alone is no evidence", "note"],
        ]
    );
    let folds: Vec<(&str, &[Content])> = validation
        .content
        .iter()
        .filter_map(|c| {
            if let Content::Fold { summary, content, .. } = c { Some((summary.as_str(), content.as_slice())) } else { None }
        })
        .collect();
    let summaries: Vec<&str> = folds.iter().map(|f| f.0).collect();
    assert_eq!(
        summaries,
        [
            "How to supply: policy diagnostics",
            "How to supply: change preview",
            "How to supply: network intent",
            "Lint diagnostics: reproduced",
            "Network intent: claimed"
        ]
    );
    assert!(matches!(&folds[0].1[1], Content::Code(lines) if lines.starts_with("checkov -d .")), "{:?}", folds[0].1);
    let lint = facts(folds[3].1);
    for (name, value) in [
        ("Type", "lint-diagnostics".to_owned()),
        ("Id in the report", "lint".to_owned()),
        ("Recorded digest", hex('a')),
        ("Digest of the bytes", "not at hand".to_owned()),
        ("Named path", "l.sarif".to_owned()),
        ("Read from", "reports/0001.json, record 1".to_owned()),
        ("Command", "tflint --format sarif".to_owned()),
    ] {
        assert!(lint.contains(&(name.to_owned(), value.clone())), "{name}: {value} in {lint:?}");
    }
    assert!(folds[3].1.iter().any(|c| matches!(c, Content::Grid(g) if g.rows.len() == 2)), "two runs");
}

#[test]
fn what_is_recorded_stands_in_order() {
    let d = document(&one(), "a%231");
    let findings = part(&d, "part-found")[0];
    assert_eq!(findings.head.title, "2 of 3 findings are open, 1 critical or high");
    let found = rows(findings);
    assert_eq!(found[0], ["High", "R1", "open to all", "nsg.web (n.tf:7)", "Open", "the report (Validation)"]);
    assert_eq!((found[1][1].as_str(), found[2][1].as_str()), ("R3", "R2"), "open ones first");
    let statements = rows(part(&d, "part-statements")[0]);
    assert_eq!(statements[0], ["Intent", "u-1 (author)", "60 %", "the whole gate", "undated"]);
    assert_eq!(statements[2], ["Validation", "not named (reviewer)", "40 %", "Secret exposure", "undated"]);
    let reviews = part(&d, "part-opinions")[0];
    assert_eq!(reviews.head.title, "One review, independent");
    assert_eq!(rows(reviews), [["u-2 (1 Nov 2026 15:00 UTC)", "yes (blind)", "Upheld", "Not upheld", "–"]]);
    let timeline = part(&d, "part-timeline")[0];
    // from 30 October 08:00 to the verification of 10 November 12:00
    assert_eq!(timeline.head.title, "11 days from the first record to the last");
    let what: Vec<String> = rows(timeline).into_iter().map(|r| r[1].clone()).collect();
    assert_eq!(
        what,
        [
            "Opened",
            "lint run",
            "Intent reported: passed",
            "Validation reported: passed, reports only",
            "Reviewed",
            "Merged",
            "lint verified by repetition"
        ]
    );
}

#[test]
fn what_speaks_against_itself_has_a_line_of_its_own() {
    let contradictions = |change: serde_json::Value, reports: &[(&str, &str)]| -> Vec<String> {
        let records: Vec<_> =
            reports.iter().map(|(gate, outcome)| report(gate, change.clone(), json!({"outcome": outcome}))).collect();
        let d = document(&World::of(&records).assess(), "a%231");
        let facts = facts(&part(&d, "part-facts")[0].content);
        facts.into_iter().filter(|(name, _)| name == "Contradiction").map(|(_, line)| line).collect()
    };
    let change = |more: serde_json::Value| {
        let mut change = json!({"id": "a#1", "environment": "test", "touches": [], "openedAt": "2026-10-30T08:00:00Z"});
        change.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        change
    };
    let shipped = change(json!({"mergedAt": "2026-11-02T09:00:00Z", "deployedAt": "2026-11-03T09:00:00Z"}));
    assert_eq!(
        contradictions(shipped.clone(), &[("validation", "failed"), ("execution", "skipped"), ("observation", "failed")]),
        ["Merged 2 Nov 2026, although validation failed", "Deployed 3 Nov 2026, although execution was skipped"]
    );
    assert!(contradictions(shipped, &[("validation", "passed"), ("execution", "passed")]).is_empty());
    assert_eq!(
        contradictions(change(json!({})), &[("validation", "failed"), ("execution", "passed")]),
        ["Execution passed, but no deployment date is stated"]
    );
    let early = change(json!({"mergedAt": "2026-11-05T09:00:00Z", "deployedAt": "2026-11-03T09:00:00Z"}));
    assert_eq!(contradictions(early, &[("execution", "passed")]), ["Deployed 2 days before it was merged"]);
}

#[test]
fn the_facts_hold_no_link_but_https() {
    let d = document(&one(), "a%231");
    let all = &part(&d, "part-facts")[0].content;
    let facts = facts(all);
    assert!(facts.contains(&("Pull request".to_owned(), "javascript:alert(1)".to_owned())));
    assert!(facts.contains(&("Blast radius".to_owned(), "3 resources: 2 created and 1 modified".to_owned())));
    // validation: three of four are not verified
    assert!(facts.contains(&("Debt".to_owned(), "3 items not verified, 3 resources at stake".to_owned())));
    let Content::Facts(list) = &all[0] else { panic!("facts") };
    assert!(list.iter().all(|f| f.value.to.is_empty() || f.value.to.starts_with("#/") || f.value.to.starts_with("https://")));
}

#[test]
fn an_unknown_change_is_said_to_be_so_and_a_filter_hides_none() {
    let a = one();
    assert!(
        matches!(page(&a, "#/change/a%239").body, Body::Empty(e) if e.title == "No change has the id a#9" && !e.clear_filters)
    );
    assert!(matches!(page(&a, "#/change/a%231?team=red").body, Body::Document(_)));
}

#[test]
fn the_requirements_of_every_change_stand_on_its_page() {
    for (place, (change, assessed)) in
        DEMO.dataset().changes.iter().zip(DEMO.every().iter().map(|place| DEMO.assessed(*place).unwrap())).enumerate().step_by(7)
    {
        let d = document(&DEMO, &change.fields.id.replace('/', "%2F").replace('#', "%23"));
        let shown: usize = part(&d, "part-gate")
            .iter()
            .filter(|b| b.content.iter().any(|c| matches!(c, Content::Grid(_))))
            .map(|b| rows(b).len())
            .sum();
        assert_eq!(shown, assessed.requirements().count(), "{}", change.fields.id);
        let n = DEMO.occurrences_of(u32::try_from(place).unwrap()).len();
        assert_eq!(rows(part(&d, "part-occurrences")[0]).len(), n.min(100), "{}", change.fields.id);
    }
}
