//! The page of the detection pipeline, worked out by hand, and held against the score.

use crate::gap::{block, cells, document, grid, table};
use crate::organisation::{DEMO, paired};
use crate::world::{World, item_with, report};
use plumbline_assess::{Score, Selection};
use plumbline_charts::Chart;
use plumbline_report::document::Content;
use serde_json::{Value, json};

const NOTHING_FOUND: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "gitleaks"}}, "results": []}]}"#;

/// A change that touches data protection: it owes a secret scan and a key reference check, and policy diagnostics.
fn change(n: u8, evidence: Vec<Value>) -> Value {
    let day = format!("2026-11-{:02}T12:00:00Z", 2 + 7 * (n - 1));
    let change = json!({
        "id": format!("a#{n}"), "touches": ["data-protection"], "environment": "test", "team": "blue", "openedAt": day
    });
    report("validation", change, json!({"recordedAt": day, "evidence": evidence}))
}

#[test]
fn lanes_tell_what_became_of_what_they_owe() {
    let scan = || item_with("secret-scan", "e/s.sarif", NOTHING_FOUND);
    let a = World::of(&[
        change(1, vec![scan()]),
        change(2, vec![scan(), json!({"id": "k", "type": "key-reference-check", "statement": "We looked."})]),
    ])
    .with_file("e/s.sarif", NOTHING_FOUND)
    .assess();
    let d = document(&a, "#/detection");
    // two secret scans of four secret checks; two of two policy diagnostics are missing; now is 22 November at noon, and the
    // newest scan was recorded on the 9th at noon
    assert_eq!(
        d.headline.text().replace('\u{a0}', " "),
        "Of six required checks in the detection lanes, 33 % are validated; three are missing. Policy compliance has no validated check."
    );
    let lanes = block(&d, "part-lanes");
    assert_eq!(
        table(lanes),
        [
            ["Secret handling", "2026-W45", "1", "0", "0", "1"],
            ["Secret handling", "2026-W46", "1", "0", "1", "0"],
            ["Policy compliance", "2026-W45", "0", "0", "0", "1"],
            ["Policy compliance", "2026-W46", "0", "0", "0", "1"],
        ]
    );
    let Some(Content::Chart(Chart::Lanes(drawn))) = lanes.content.first() else { panic!("lanes") };
    assert_eq!(drawn.panels[0].columns, [[1, 0, 0, 1], [1, 0, 1, 0]]);
    // nothing is contradicted, so nothing says what that means
    let Some(Content::Note(meaning)) = lanes.content.get(1) else { panic!("{:?}", lanes.content) };
    assert_eq!(
        meaning,
        "Validated: checked or reproduced, and nothing speaks against it. Unverified: offered, but only told, not checked, stale or \
         inconclusive. Missing: owed, and nothing was offered."
    );
    let notes: Vec<&str> = drawn.panels.iter().map(|p| p.note.as_str()).collect();
    assert_eq!(notes, ["last validated 13 days ago", "nothing owed", "nothing owed", "nothing validated"]);
    // 2 November 2026 is a Monday
    assert_eq!(drawn.periods[0].key, "#/detection?period=2026-11-02..2026-11-08");
    let checks = cells(grid(block(&d, "part-checks")));
    assert_eq!(checks[0][..8], ["Secret handling", "13 days ago", "4", "2", "50 %", "0", "1", "1"]);
    assert_eq!(checks[1][1..5], ["nothing owed", "0", "0", "no data"], "nothing owed is no data, not 0 %");
    assert_eq!(checks[3][1], "never");
    let detail = &grid(block(&d, "part-checks")).rows[0].cells[4].detail;
    assert_eq!(detail, "Too few items to say (4 of 5 needed)");
}

#[test]
fn the_demo_agrees_with_the_score() {
    for (query, selection) in
        [("", Selection::default()), ("?team=Billing", Selection { teams: vec!["Billing".to_owned()], ..Selection::default() })]
    {
        let scored = Score::of(&DEMO, &selection).detection;
        let d = document(&DEMO, &format!("#/detection{query}"));
        let rows = table(block(&d, "part-lanes"));
        let mut expected = Vec::new();
        for lane in &scored {
            for p in &lane.periods {
                let c = p.counts;
                expected.push([c.validated, c.contradicted, c.unverified, c.missing].map(|n| n.to_string()).to_vec());
            }
        }
        assert_eq!(rows.iter().map(|r| r[2..].to_vec()).collect::<Vec<_>>(), expected, "{query}");
        let checks = cells(grid(block(&d, "part-checks")));
        for (row, lane) in paired(&checks, &scored) {
            assert_eq!(row[2].replace(',', ""), lane.total.n().to_string());
            let days = lane.days_since_verified.map(|d| d.floor());
            let shown = row[1].split(' ').next().unwrap();
            assert_eq!(shown.parse().ok().or((shown == "less").then_some(0.0)), days, "{query} {row:?}");
        }
    }
}
