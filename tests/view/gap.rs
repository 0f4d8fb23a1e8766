//! The page of the gap, worked out by hand, and held against the score.

use crate::organisation::{DEMO, last_30_days, page, paired};
use crate::world::{World, item_with, report};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_charts::Chart;
use plumbline_report::Body;
use plumbline_report::document::{Block, Content, Document, Grid};
use serde_json::{Value, json};

/// The document of a page.
pub fn document(assessment: &Assessment, fragment: &str) -> Document {
    match page(assessment, fragment).body {
        Body::Document(document) => *document,
        other => panic!("{fragment}: {other:?}"),
    }
}

/// The block of a document with this style class.
pub fn block<'a>(document: &'a Document, part: &str) -> &'a Block {
    document.blocks.iter().find(|b| b.place.classes().0.split(' ').any(|c| c == part)).unwrap_or_else(|| panic!("no {part}"))
}

/// The first table that is read in a block.
pub fn grid(block: &Block) -> &Grid {
    block.content.iter().find_map(|c| if let Content::Grid(grid) = c { Some(grid) } else { None }).expect("a grid")
}

/// The cells of a table that is read, without no-break spaces.
pub fn cells(grid: &Grid) -> Vec<Vec<String>> {
    let plain = |text: &str| text.replace('\u{a0}', " ");
    grid.rows.iter().map(|row| row.cells.iter().map(|c| plain(&c.text)).collect()).collect()
}

/// The rows of a block's table, without no-break spaces.
pub fn table(block: &Block) -> Vec<Vec<String>> {
    block.head.table.texts().iter().map(|row| row.iter().map(|c| c.replace('\u{a0}', " ")).collect()).collect()
}

/// A share as the pages write it.
pub fn percent(share: Option<f64>) -> String {
    let Some(share) = share else { return "no data".to_owned() };
    match (share * 100.0).round() {
        0.0 if share > 0.0 => "under 1 %".to_owned(),
        100.0 if share < 1.0 => "over 99 %".to_owned(),
        whole => format!("{whole} %"),
    }
}

/// A change of a team that states a confidence at intent, where its one item is verified or not.
fn stated(n: u32, team: &str, confidence: f64, is_verified: bool) -> Value {
    let mut change = json!({
        "id": format!("a#{n}"), "touches": [], "environment": "test", "service": format!("s-{team}"),
        "openedAt": format!("2026-11-{:02}T00:00:00Z", n % 14 + 1)
    });
    if !team.is_empty() {
        change["team"] = json!(team);
    }
    let evidence = if is_verified { vec![item_with("threat-intent", "evidence/t.md", "threats")] } else { Vec::new() };
    report("intent", change, json!({"evidence": evidence, "perceived": [{"confidence": confidence, "role": "author"}]}))
}

fn judged(records: &[Value]) -> Assessment {
    World::of(records).with_file("evidence/t.md", "threats").assess()
}

#[test]
fn statements_are_held_against_what_came_true() {
    // ten changes stated at 0.9 of which one is verified, and two at 0.3 of which none is
    let mut records: Vec<Value> = (0..10).map(|n| stated(n, "blue", 0.9, n == 0)).collect();
    records.extend((10..12).map(|n| stated(n, "", 0.3, false)));
    let a = judged(&records);
    let d = document(&a, "#/gap");
    // mean stated (9 + 0.6)/12 = 0.8; came true 1/12: Wilson's upper end is 0.35, so that it is clear
    assert_eq!(
        d.headline.text().replace('\u{a0}', " "),
        "Teams are 80 % confident their changes are sound; evidence proves 8 % of what policy asks. Statements averaging 80 % held up 8 % of \
         the time."
    );
    let diagram = block(&d, "part-calibration");
    assert_eq!(diagram.head.title.replace('\u{a0}', " "), "Statements averaging 80 % held up 8 % of the time");
    let rows = table(diagram);
    assert_eq!(rows[0][..4], ["30 to 40 %", "2", "30 %", "0 %"]);
    assert_eq!(rows[1][..4], ["90 to 100 %", "10", "90 %", "10 %"]);
    assert_eq!((rows[0][5].as_str(), rows[1][5].as_str()), ("+30", "+80"));
    let [Content::Chart(Chart::Calibration(drawn))] = diagram.content.as_slice() else { panic!("a diagram") };
    assert_eq!(drawn.bins.iter().map(|b| (b.n, b.too_few)).collect::<Vec<_>>(), [(2, true), (10, false)]);
    // Brier: (1·0.01 + 9·0.81 + 2·0.09)/12 = 7.48/12 = 0.62333
    // reliability: (2·0.09 + 10·0.64)/12 = 0.54833; resolution: (2·(1/12)² + 10·(1/10 − 1/12)²)/12 = 0.00139
    // uncertainty: 1/12·11/12 = 0.07639
    let scores = cells(grid(block(&d, "part-scores")));
    assert_eq!(scores[0], ["All gates", "12", "80 %", "8 %", "0.623", "0.548", "0.001", "0.076", "over-confident"]);
    assert_eq!(scores[1][1..8], scores[0][1..8], "only intent is stated");
    assert_eq!(
        scores[2],
        ["Validation", "0", "no data", "no data", "no data", "no data", "no data", "no data", "nothing stated"]
    );
    assert_eq!(
        block(&d, "part-scores").head.title.replace('\u{a0}', " "),
        "Always saying 50 % would have scored better: Brier 0.25 against 0.62 (lower is better)"
    );
}

#[test]
fn kinds_stand_in_rows_that_filter_by_them() {
    let mut records: Vec<Value> = (0..6).map(|n| stated(n, "blue", 0.9, true)).collect();
    records.extend((6..9).map(|n| stated(n, "", 0.5, false)));
    let a = judged(&records);
    let d = document(&a, "#/gap");
    let teams = block(&d, "part-by-team");
    let rows = table(teams);
    assert_eq!([&rows[0][..2], &rows[1][..2]], [["blue", "6"], ["No team", "3"]]);
    let [Content::Chart(Chart::Dumbbell(drawn))] = teams.content.as_slice() else { panic!("dumbbells") };
    let keys: Vec<&str> = drawn.rows.iter().map(|r| r.key.as_str()).collect();
    assert_eq!(keys, ["#/gap?team=blue", ""], "what names no team filters nothing");
    // the mark of the filter in force takes it off
    let filtered = document(&a, "#/gap?team=blue");
    let [Content::Chart(Chart::Dumbbell(drawn))] = block(&filtered, "part-by-team").content.as_slice() else {
        panic!("dumbbells")
    };
    assert_eq!(drawn.rows.iter().map(|r| r.key.as_str()).collect::<Vec<_>>(), ["#/gap"]);
    // of 1 to 9 November 2026, the first is a Sunday: it ends week 44
    let Some(Content::Chart(Chart::Drift(drift))) = block(&d, "part-drift").content.first() else { panic!("drift") };
    let keys: Vec<&str> = drift.periods.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys[..2], ["#/gap?period=2026-10-26..2026-11-01", "#/gap?period=2026-11-02..2026-11-08"]);
    let week = document(&a, keys[1]);
    let Some(Content::Chart(Chart::Drift(drift))) = block(&week, "part-drift").content.first() else { panic!("drift") };
    assert_eq!(drift.periods.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(), ["#/gap"]);
}

#[test]
fn a_risk_is_told_with_the_evidence_behind_it() {
    // touches data protection: validation owes a secret scan (there) and a key reference check (not there)
    let change = json!({"id": "a#1", "team": "blue", "touches": ["data-protection"], "environment": "test"});
    let sarif = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "gitleaks"}}, "results": []}]}"#;
    let a = World::of(&[report(
        "validation",
        change,
        json!({
            "evidence": [item_with("secret-scan", "evidence/s.sarif", sarif)],
            "perceived": [{"confidence": 0.8, "risk": "secret-exposure", "role": "author"}]
        }),
    )])
    .with_file("evidence/s.sarif", sarif)
    .assess();
    let d = document(&a, "#/gap");
    let risks = table(block(&d, "part-risks"));
    // one of two items; stated 0.8: a gap of 30 points
    assert_eq!(risks[0][0..3], ["Secret exposure", "1", "80 %"]);
    assert_eq!((risks[0][5].as_str(), risks[0][7].as_str()), ("50 %", "30"));
    let behind = cells(grid(block(&d, "part-risks")));
    assert_eq!(behind[0], ["Secret exposure", "Secret scan", "Validation", "1 of 1", "", "100 %"]);
    assert_eq!(behind[1][3..], ["0 of 1", "", "0 %"]);
    assert_eq!(behind[2][3..], ["none owed", "", "no data"], "nothing is owed for identity: no data, not 0 %");
}

#[test]
fn the_demo_agrees_with_the_score() {
    for (query, selection) in [
        ("", Selection::default()),
        ("?team=Billing", Selection { teams: vec!["Billing".to_owned()], ..Selection::default() }),
        ("?period=30d", last_30_days()),
    ] {
        let d = document(&DEMO, &format!("#/gap{query}"));
        let scored = Score::of(&DEMO, &selection);
        for (row, (_, graded)) in paired(table(block(&d, "part-risks")), scored.risks.iter()) {
            let c = graded.confidence;
            assert_eq!((&row[2], &row[5]), (&percent(c.perceived), &percent(c.verified)), "{query} {row:?}");
        }
        let c = &scored.calibration;
        let bins: Vec<_> = c.bins.iter().filter(|b| b.n > 0).collect();
        let rows = table(block(&d, "part-calibration"));
        assert_eq!(rows.len(), bins.len());
        for (row, bin) in rows.iter().zip(bins) {
            assert_eq!([&row[1], &row[2], &row[3]], [&bin.n.to_string(), &percent(bin.stated), &percent(bin.resolved)]);
        }
        let scores = cells(grid(block(&d, "part-scores")));
        for (shown, part) in paired(&scores[0][4..8], [c.brier, c.reliability, c.resolution, c.uncertainty]) {
            assert!((shown.parse::<f64>().unwrap() - part.unwrap()).abs() <= 0.0005 + 1e-9, "{query}: {shown} for {part:?}");
        }
    }
}
