//! The table of all changes: what is found, in which order, with which figures.

use crate::organisation::{DEMO, page};
use crate::world::{World, item_with, report};
use plumbline_assess::{Assessment, Cache, figures};
use plumbline_report::document::{Content, Document, Row, Rows};
use plumbline_report::route::Location;
use plumbline_report::{Body, Listing};
use serde_json::{Value, json};

fn document(assessment: &Assessment, fragment: &str) -> Document {
    match page(assessment, fragment).body {
        Body::Document(d) => *d,
        other => panic!("{fragment}: {other:?}"),
    }
}

fn table(document: &Document) -> Option<&Rows> {
    document.blocks.iter().flat_map(|b| &b.content).find_map(|c| match c {
        Content::Rows(rows) => Some(rows),
        _ => None,
    })
}

fn ids(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|r| r.cells[0].text.as_str()).collect()
}

fn found(assessment: &Assessment, fragment: &str) -> Vec<String> {
    table(&document(assessment, fragment)).map(|t| ids(&t.grid.rows).into_iter().map(str::to_owned).collect()).unwrap_or_default()
}

/// Three changes, each with one gate: a#1 of red on 1 November, a#2 of blue on 3 November, b#3 of no team on 2 November.
fn three() -> Assessment {
    let change = |id: &str, title: &str, day: u32, rest: Value| {
        let mut change = json!({"id": id, "title": title, "touches": [], "environment": "test", "openedAt": format!("2026-11-0{day}T00:00:00Z")});
        change.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        change
    };
    let verified = item_with("threat-intent", "evidence/t.md", "threats");
    let finding = |rule: &str, status: &str| json!({"ruleId": rule, "severity": "high", "status": status});
    let records = [
        report(
            "intent",
            change(
                "a#1",
                "Open the NSG",
                1,
                json!({"team": "red", "service": "web-shop", "resources": {"created": 2, "deleted": 3}}),
            ),
            json!({"evidence": [verified], "perceived": [{"confidence": 0.5, "role": "author"}],
                "findings": [finding("CKV_AZURE_9", "open"), finding("CKV_AZURE_10", "fixed")]}),
        ),
        report(
            "intent",
            change("a#2", "Keys", 3, json!({"team": "blue", "resources": {"modified": 7}})),
            json!({"perceived": [{"confidence": 0.9, "role": "author"}]}),
        ),
        report("intent", change("b#3", "Network rules\nof red things", 2, json!({})), json!({})),
    ];
    World::of(&records).with_file("evidence/t.md", "threats").assess()
}

#[test]
fn every_word_must_stand_in_id_title_team_service_or_rule() {
    let a = three();
    for (text, expected) in [
        ("", vec!["a#2", "b#3", "a#1"]),
        ("a%23", vec!["a#2", "a#1"]),
        ("nsg", vec!["a#1"]),
        ("NSG", vec!["a#1"]),
        ("RED", vec!["b#3", "a#1"]),
        ("red%20open", vec!["a#1"]),
        ("shop", vec!["a#1"]),
        ("ckv_azure_9", vec!["a#1"]),
        // a rule counts whatever became of its finding
        ("azure_10", vec!["a#1"]),
        ("rules%20of", vec!["b#3"]),
        ("nowhere", vec![]),
        // words stand in one field or another, never across the end of one
        ("1open", vec![]),
    ] {
        assert_eq!(found(&a, &format!("#/changes?find={text}")), expected, "{text}");
    }
    let none = document(&a, "#/changes?find=nowhere");
    assert_eq!(none.headline.text(), "No change holds “nowhere”.");
    assert!(table(&none).is_none());
}

#[test]
fn a_column_orders_the_rows_and_no_data_comes_last_either_way() {
    let a = three();
    for (sort, expected) in [
        ("", ["a#2", "b#3", "a#1"]),
        ("date", ["a#1", "b#3", "a#2"]),
        ("id", ["a#1", "a#2", "b#3"]),
        ("-id", ["b#3", "a#2", "a#1"]),
        ("team", ["a#2", "a#1", "b#3"]),
        ("-team", ["a#1", "a#2", "b#3"]),
        // 5, 7, and one of which nothing is stated, which the default policy counts as 1
        ("-resources", ["a#2", "a#1", "b#3"]),
        ("resources", ["b#3", "a#1", "a#2"]),
        // 0.5, 0.9 and none
        ("stated", ["a#1", "a#2", "b#3"]),
        ("-stated", ["a#2", "a#1", "b#3"]),
        // 1 of 1, and twice 0 of 1, the newer first
        ("-verified", ["a#1", "a#2", "b#3"]),
        ("verified", ["a#2", "b#3", "a#1"]),
        // -0.5, 0.9 and none
        ("gap", ["a#1", "a#2", "b#3"]),
        ("-gap", ["a#2", "a#1", "b#3"]),
        ("-open", ["a#1", "a#2", "b#3"]),
        ("nonsense", ["a#2", "b#3", "a#1"]),
    ] {
        assert_eq!(found(&a, &format!("#/changes?sort={sort}")), expected, "{sort}");
    }
}

#[test]
fn a_row_shows_the_figures_of_its_change_and_leads_to_it() {
    let a = three();
    let d = document(&a, "#/changes?team=red");
    assert_eq!(d.headline.text(), "The one change has all evidence due so far verified.");
    let row = &table(&d).unwrap().grid.rows[0];
    let said: Vec<&str> = row.cells.iter().map(|c| c.text.as_str()).collect();
    // 0.5 stated and all of one item verified: a gap of -50 points; one finding is open, one is fixed
    assert_eq!(
        said,
        [
            "a#1",
            "Open the NSG",
            "red",
            "1 Nov 2026",
            "Unknown",
            "5",
            "50",
            "100",
            "\u{2212}50",
            "1",
            "Intent: checked, Validation: not due, Execution: not due, Observation: not due",
            "All due so far verified (1 of 4 gates)"
        ]
    );
    assert_eq!(row.cells[0].to, "#/change/a%231?team=red");
}

#[test]
fn a_head_sorts_by_its_column_and_then_turns_the_order_around() {
    let a = three();
    let column = |fragment: &str, title: &str| {
        let d = document(&a, fragment);
        let column = table(&d).unwrap().grid.columns.iter().find(|c| c.title == title).unwrap().clone();
        (column.order, column.to)
    };
    assert_eq!(column("#/changes", "Date"), ("descending".into(), "#/changes?sort=date".into()));
    assert_eq!(column("#/changes?sort=date", "Date"), ("ascending".into(), "#/changes?sort=-date".into()));
    assert_eq!(column("#/changes?find=a", "Gap"), (String::new(), "#/changes?find=a&sort=-gap".into()));
    assert_eq!(column("#/changes", "Verified, %"), (String::new(), "#/changes?sort=verified".into()));
    assert_eq!(column("#/changes", "What it does"), (String::new(), String::new()));
}

#[test]
fn the_windows_of_the_table_join_without_a_seam() {
    for fragment in ["#/changes", "#/changes?sort=-gap&find=a", "#/changes?environment=prod&sort=team"] {
        let location = Location::from_fragment(fragment);
        let listing = Listing::of(&DEMO, &Cache::default(), &location);
        assert!(listing.is_of(&location) && !listing.is_of(&Location::from_fragment("#/changes?find=other")));
        let d = document(&DEMO, fragment);
        let shown = table(&d).unwrap();
        let mut joined = Vec::new();
        for from in (0..shown.total).step_by(37) {
            joined.extend(listing.rows(&DEMO, from, 37));
        }
        assert_eq!(joined.len(), shown.total as usize, "{fragment}");
        assert_eq!(joined[..shown.grid.rows.len()], shown.grid.rows, "{fragment}");
        let mut distinct = ids(&joined);
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), joined.len(), "{fragment}: every change once");
        assert!(listing.rows(&DEMO, shown.total, 10).is_empty() && listing.rows(&DEMO, u32::MAX, u32::MAX).is_empty());
    }
}

#[test]
fn the_figures_of_a_row_are_those_of_a_set_of_one() {
    let rows = Listing::of(&DEMO, &Cache::default(), &Location::from_fragment("#/changes?sort=id")).rows(&DEMO, 0, 500);
    let percent = |share: Option<f64>| share.map_or("–".to_owned(), plumbline_report::text::number::percent_figure);
    for (place, row) in (0_u32..).zip(&rows) {
        let pooled = figures::confidence::pooled(&DEMO, &[place]);
        assert_eq!(row.cells[6].text, percent(pooled.perceived), "{}", row.cells[0].text);
        assert_eq!(row.cells[7].text, percent(pooled.verified), "{}", row.cells[0].text);
    }
}
