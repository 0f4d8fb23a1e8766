//! The attack surface, the threats and the chain, worked out by hand, and held against the score.

use crate::gap::{block, cells, document, grid, percent, table};
use crate::organisation::{DEMO, paired};
use crate::world::{World, item_with, report};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_charts::Chart;
use plumbline_report::document::Content;
use serde_json::{Value, json};

fn finding(id: &str, severity: &str, rest: Value) -> Value {
    let mut finding = json!({"id": id, "ruleId": id, "severity": severity, "resource": id});
    finding.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    finding
}

/// A change at validation with findings; deployed or not, and what validation said.
fn change(n: u32, outcome: &str, is_deployed: bool, findings: &[Value]) -> Value {
    let mut change = json!({
        "id": format!("a#{n}"), "title": format!("Change {n}"), "team": "blue", "touches": [], "environment": "test",
        "openedAt": format!("2026-11-{n:02}T00:00:00Z")
    });
    if is_deployed {
        // two days ago: observation is not due yet
        change["deployedAt"] = json!("2026-11-20T00:00:00Z");
    }
    report("validation", change, json!({"outcome": outcome, "findings": findings}))
}

fn sample() -> Assessment {
    let unsafe_default = |id: &str| finding(id, "high", json!({"pattern": "unsafe-defaults", "surface": "provisioning"}));
    World::of(&[
        // stopped by validation
        change(1, "failed", false, &[unsafe_default("x")]),
        // missed, not deployed
        change(2, "passed", false, &[unsafe_default("x"), finding("y", "critical", json!({"surface": "access"}))]),
        // missed and deployed, its alerts not known to be broken
        change(3, "bypassed", true, &[unsafe_default("x")]),
        // missed, deployed, and an alert that reaches nobody
        change(4, "passed", true, &[unsafe_default("x"), finding("z", "low", json!({"pattern": "alert-illusion"}))]),
        // no default of that kind
        change(5, "passed", true, &[finding("w", "medium", json!({"surface": "access"}))]),
    ])
    .assess()
}

#[test]
fn the_chain_tells_how_far_its_changes_got() {
    let a = sample();
    let d = document(&a, "#/threats");
    let chain = block(&d, "part-chain");
    assert_eq!(
        chain.head.title,
        "Of 4 changes, one did not pass validation, one is not deployed, one is live with no known fault in alerting and one is live with \
         no proof that alerts arrive"
    );
    let counts: Vec<(String, String)> = table(chain).into_iter().map(|r| (r[2].clone(), r[3].clone())).collect();
    let counts: Vec<(&str, &str)> = counts.iter().map(|(n, lost)| (n.as_str(), lost.as_str())).collect();
    assert_eq!(
        counts,
        [
            ("4", "\u{2013}"),
            ("3", "1 did not pass validation"),
            ("2", "1 not deployed"),
            ("1", "1 with no known fault in alerting")
        ]
    );
    let [Content::Chart(Chart::Funnel(drawn))] = chain.content.as_slice() else { panic!("a chain") };
    assert!(!drawn.is_proof, "what gets through is no proof");
    let furthest = grid(block(&d, "part-furthest"));
    let how_far: Vec<(&str, &str)> = furthest.rows.iter().map(|r| (r.cells[0].text.as_str(), r.cells[3].text.as_str())).collect();
    assert_eq!(how_far, [("a#4", "Silent"), ("a#3", "Deployed"), ("a#2", "Missed"), ("a#1", "Written")]);
    assert_eq!(furthest.rows[0].cells[0].to, "#/change/a%234");
}

#[test]
fn the_surface_counts_findings_and_what_is_verified() {
    let a = sample();
    let d = document(&a, "#/threats");
    let surface = block(&d, "part-surface");
    let rows = table(surface);
    let row = |surface: &str, gate: &str| rows.iter().find(|r| r[0] == surface && r[1] == gate).unwrap().clone();
    // four high ones of the unsafe default and the low one, which names no surface, on provisioning; a critical and a medium on access
    assert_eq!(row("Provisioning", "Validation")[5..], ["5", "0", "4", "0", "1", "0"]);
    assert_eq!(row("Access", "Validation")[5..], ["2", "1", "0", "1", "0", "0"]);
    assert_eq!(row("Access", "Execution")[2..6], ["0", "0", "no data", "0"], "nothing is owed there: no data, not 0 %");
    let [Content::Chart(Chart::Surface(drawn))] = surface.content.as_slice() else { panic!("a surface") };
    let access = &drawn.rows[1].cells[1];
    assert_eq!((access.findings.as_str(), access.key.as_str()), ("2 open, 1 critical", "#/threats?gate=validation"));
    // five changes owe three items each at validation, and one at intent; three at execution two each
    let owed: u64 = rows.iter().map(|r| r[2].parse::<u64>().unwrap()).sum();
    assert_eq!(owed, 5 * 3 + 5 + 3 * 2);
    assert_eq!(
        d.headline.text(),
        "None of the 26 items owed is verified; seven findings are open, five of them critical or high. Four changes carried \
         an unsafe default or inflated privilege; one of them is live with no proof that alerts arrive."
    );
    let threats = cells(grid(block(&d, "part-threats")));
    let counts: Vec<[&str; 3]> = threats.iter().map(|r| [r[0].as_str(), r[2].as_str(), r[5].as_str()]).collect();
    assert_eq!(
        counts,
        [
            ["Intent", "0 of 5", "0"],
            ["Validation", "0 of 15", "7"],
            ["Execution", "0 of 6", "0"],
            ["Observation", "none owed", "0"]
        ]
    );
    let worst = cells(grid(block(&d, "part-worst")));
    let ids: Vec<(&str, &str, &str, &str)> =
        worst.iter().map(|r| (r[0].as_str(), r[5].as_str(), r[6].as_str(), r[7].as_str())).collect();
    assert_eq!((worst[0][4].as_str(), worst[2][4].as_str()), ("Provisioning and access", "Provisioning"));
    // by critical, high, others, then the newest; a#1 was opened on 1 November, a#3 was deployed on the 20th
    assert_eq!(
        ids,
        [("a#2", "1", "1", "0"), ("a#4", "0", "1", "1"), ("a#3", "0", "1", "0"), ("a#1", "0", "1", "0"), ("a#5", "0", "0", "1")]
    );
}

#[test]
fn a_clean_organisation_is_told_so() {
    let intent = json!({"evidence": [item_with("threat-intent", "evidence/t.md", "threats")]});
    let a = World::of(&[report("intent", json!({"id": "a#1", "touches": []}), intent)])
        .with_file("evidence/t.md", "threats")
        .assess();
    let d = document(&a, "#/threats");
    assert_eq!(
        d.headline.text(),
        "The one item owed is verified; no finding is open. No unsafe default or inflated privilege was found."
    );
    let titles =
        ["part-surface", "part-threats", "part-chain", "part-furthest", "part-worst"].map(|p| block(&d, p).head.title.clone());
    assert_eq!(
        titles,
        [
            "Everything owed is verified",
            "No finding is open at any gate",
            "No unsafe default or inflated privilege was found",
            "No change is in the chain",
            "No change has an open finding"
        ]
    );
}

#[test]
fn the_demo_agrees_with_the_score() {
    for (query, selection) in
        [("", Selection::default()), ("?team=Billing", Selection { teams: vec!["Billing".to_owned()], ..Selection::default() })]
    {
        let d = document(&DEMO, &format!("#/threats{query}"));
        let scored = Score::of(&DEMO, &selection);
        let rows = table(block(&d, "part-surface"));
        assert_eq!(rows.len(), scored.surface.len());
        let plain = |text: &str| text.replace(',', "");
        for (row, cell) in rows.iter().zip(&scored.surface) {
            assert_eq!((row[0].as_str(), row[1].as_str()), (cell.surface.title(), cell.gate.title()));
            assert_eq!((plain(&row[2]), plain(&row[3])), (cell.required.to_string(), cell.verified.to_string()));
            assert_eq!(row[4], percent((cell.required > 0).then(|| cell.verified as f64 / cell.required as f64)));
            let open: Vec<String> = cell.open.iter().map(|(_, n)| n.to_string()).collect();
            assert_eq!(row[6..].iter().map(|c| plain(c)).collect::<Vec<_>>(), open);
        }
        for (row, threat) in paired(cells(grid(block(&d, "part-threats"))), &scored.threats) {
            assert_eq!(plain(&row[5]), threat.open.to_string(), "{query} {}", row[0]);
        }
        for (row, link) in paired(table(block(&d, "part-chain")), &scored.chain) {
            assert_eq!(plain(&row[2]), link.changes.to_string(), "{query} {}", row[0]);
        }
    }
}

/// The keys of the charts of a page, each with the fragment of the page.
fn marks(fragment: &str) -> Vec<(String, String)> {
    let d = document(&DEMO, fragment);
    let charts = d.blocks.iter().flat_map(|b| &b.content).filter_map(|c| if let Content::Chart(c) = c { Some(c) } else { None });
    let keys = charts.flat_map(|chart| -> Vec<String> {
        match chart {
            Chart::Funnel(c) => c.steps.iter().map(|s| s.key.clone()).collect(),
            Chart::Calibration(c) => c.bins.iter().map(|b| b.key.clone()).collect(),
            Chart::Dumbbell(c) => c.rows.iter().map(|r| r.key.clone()).collect(),
            _ => Vec::new(),
        }
    });
    keys.map(|key| (fragment.to_owned(), key)).collect()
}

#[test]
fn a_mark_that_no_filter_stands_for_opens_what_is_behind_it_and_closes_it_again() {
    let all: Vec<_> = ["#/funnel", "#/threats?team=Billing", "#/gap?environment=prod"].into_iter().flat_map(marks).collect();
    let explained: Vec<_> = all.iter().filter(|(_, key)| key.contains("why=")).collect();
    for (fragment, key) in &explained {
        let opened = crate::organisation::page(&DEMO, key);
        let why = opened.why.unwrap_or_else(|| panic!("{key} opens nothing"));
        assert!(why.blocks.len() > 1, "{key}: sums and items");
        assert!(marks(key).iter().any(|(_, again)| again == fragment), "{key} is closed by the same mark");
    }
    // a step of the funnel but the first, each link of the chain, the risks, and every bin with a statement
    for (part, n) in [("why=funnel%2F", 6), ("why=chain%2F", 4), ("why=risks%2F", 3)] {
        assert!(explained.iter().filter(|(_, key)| key.contains(part)).count() >= n, "{part}: {explained:?}");
    }
    assert!(explained.iter().any(|(_, key)| key.contains("why=calibration%2F")));
    assert!(all.iter().all(|(fragment, key)| !key.is_empty() || fragment == "#/funnel"), "{all:?}");
}
