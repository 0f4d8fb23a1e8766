//! The pages of failure patterns, worked out by hand, and held against the score.

use crate::gap::{block, cells, document, grid, table};
use crate::organisation::{DEMO, page, paired};
use crate::world::{World, item_with, report};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_charts::Chart;
use plumbline_charts::timeline::Spell;
use plumbline_report::Body;
use plumbline_report::document::{Block, Content, Style};
use serde_json::{Value, json};

const NOTHING_FOUND: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": []}]}"#;

/// A merged change of team blue with a finding; policy diagnostics, which would stop it, are verified or not there.
fn change(n: u8, is_prevented: bool) -> Value {
    let day = format!("2026-11-{:02}T00:00:00Z", 2 + 7 * (n - 1));
    let change = json!({
        "id": format!("a#{n}"), "title": "Open a port", "touches": [], "environment": "test", "team": "blue",
        "openedAt": day, "mergedAt": day
    });
    let evidence = if is_prevented { vec![item_with("policy-diagnostics", "e/p.sarif", NOTHING_FOUND)] } else { Vec::new() };
    let finding = json!({
        "ruleId": "CKV_AZURE_35", "tool": "checkov", "severity": "low", "resource": "azurerm_storage_account.logs",
        "location": {"path": "infra/storage.tf", "line": 12}
    });
    report("validation", change, json!({"evidence": evidence, "findings": [finding]}))
}

/// Three changes with the same finding, a week apart; prevention is in place from the second on.
fn three() -> Assessment {
    World::of(&[change(1, false), change(2, true), change(3, true)]).with_file("e/p.sarif", NOTHING_FOUND).assess()
}

fn timeline(block: &Block) -> &plumbline_charts::timeline::Timeline {
    match block.content.first() {
        Some(Content::Chart(Chart::Timeline(drawn))) => drawn,
        other => panic!("no timeline: {other:?}"),
    }
}

#[test]
fn all_patterns_with_what_came_back() {
    let a = three();
    let d = document(&a, "#/patterns");
    // three changes of one team: two recurrences; the third came when the second had verified the prevention
    assert_eq!(
        d.headline.text(),
        "The only pattern that recurs is unsafe defaults: two repeats in one team. One failure came back while its prevention was in place."
    );
    let drawn = timeline(block(&d, "part-timeline"));
    let row = drawn.rows.iter().find(|r| r.name == "Unsafe defaults").unwrap();
    assert_eq!(
        row.dots.iter().map(|dot| (dot.period, dot.repeat, dot.despite)).collect::<Vec<_>>(),
        [(0, false, 0), (1, true, 0), (2, true, 1)]
    );
    assert_eq!(row.key, "#/patterns?pattern=unsafe-defaults");
    let kinds = cells(grid(block(&d, "part-kinds")));
    assert_eq!(kinds.len(), a.policy().patterns.len(), "a pattern that never occurred has its row too");
    let unsafe_defaults = kinds.iter().find(|row| row[0] == "Unsafe defaults").unwrap();
    // times, changes, recurred, despite prevention, teams, escaped: the gate passed all three
    assert_eq!(unsafe_defaults[1..7], ["3", "3", "2", "1", "1", "Validation, 3 times"]);
    assert_eq!(unsafe_defaults[8], "1 of 1 team");
    let after = cells(grid(block(&d, "part-after")));
    assert_eq!(after.len(), 1);
    assert_eq!(after[0][..5], ["a#3", "Unsafe defaults", "blue", "16 Nov 2026", "despite prevention"]);
    assert!(block(&d, "part-after").place.style == Style::Contradicted);
    let teams = grid(block(&d, "part-teams"));
    let cell = &teams.rows[0].cells[4];
    assert_eq!((cell.text.as_str(), cell.detail.as_str()), ("3", "in place; 1 in spite of it"));
    assert_eq!(cell.to, "#/patterns?team=blue&pattern=unsafe-defaults");
    // the mark of a filter in force takes it off
    let filtered = document(&a, &cell.to);
    assert_eq!(grid(block(&filtered, "part-teams")).rows[0].cells[4].to, "#/patterns");
    assert_eq!(timeline(block(&filtered, "part-timeline")).rows[3].key, "#/patterns?team=blue");
}

#[test]
fn an_opened_pattern_shows_what_is_behind_it() {
    let d = document(&three(), "#/patterns/unsafe-defaults");
    assert_eq!(
        d.headline.text(),
        "The pattern “unsafe defaults” was found three times, in three changes of one team. It recurred twice; one occurrence came while its \
         prevention was in place."
    );
    let occurrences = grid(block(&d, "part-occurrences"));
    let newest = &occurrences.rows[0].cells;
    assert_eq!((newest[0].text.as_str(), newest[0].to.as_str()), ("a#3", "#/change/a%233"));
    assert_eq!((newest[2].text.as_str(), newest[3].text.as_str()), ("16 Nov 2026", "despite prevention"));
    assert_eq!(newest[6].text, "CKV_AZURE_35, azurerm_storage_account.logs");
    assert_eq!(
        newest[6].detail,
        "Low, infra/storage.tf:12, checkov, rule known by the built-in table, read from reports/0002.json"
    );
    assert_eq!(newest[7].text, "CKV_AZURE_35 azurerm_storage_account.logs");
    assert_eq!(occurrences.rows[1].cells[3].text, "repeat");
    assert_eq!(occurrences.rows[2].cells[3].text, "first");
    let courses = block(&d, "part-courses");
    assert_eq!(table(courses)[0], ["blue", "3", "3", "2", "1", "since 9 Nov 2026", "1", "1", "1"]);
    // prevention holds since the second of three weeks
    let row = &timeline(courses).rows[0];
    assert_eq!(
        (row.key.as_str(), row.spells.as_slice()),
        ("#/patterns/unsafe-defaults?team=blue", [Spell { from: 1, to: None }].as_slice())
    );
    let harden = block(&d, "part-harden");
    assert_eq!(harden.head.title, "To prevent it: 2 of 3 required items are verified");
    let [Content::Entries(entries)] = harden.content.as_slice() else { panic!("entries") };
    assert_eq!((entries[0].title.as_str(), entries[0].figure.as_str()), ("Run policy checks on the merged commit", "2 of 3"));
    assert!(matches!(&entries[0].more[0], Content::Code(line) if line.starts_with("checkov -d .")));
    assert_eq!(cells(grid(block(&d, "part-shown-by")))[0], ["CKV_AZURE_35", "rule known by the built-in table", "3", "3"]);
}

#[test]
fn evidence_behind_an_occurrence_is_told_with_its_state() {
    // deployed to production: a rollback rehearsal is owed, of which nothing is offered
    let change = json!({
        "id": "a#1", "touches": [], "environment": "prod", "team": "blue", "openedAt": "2026-11-02T00:00:00Z",
        "mergedAt": "2026-11-03T00:00:00Z", "deployedAt": "2026-11-04T00:00:00Z"
    });
    let a = World::of(&[report("execution", change, json!({}))]).assess();
    let d = document(&a, "#/patterns/recovery-gap");
    let row = &grid(block(&d, "part-occurrences")).rows[0].cells;
    assert_eq!((row[6].text.as_str(), row[6].detail.as_str()), ("Rollback rehearsal: missing", "Nothing was offered"));
    assert_eq!((row[4].text.as_str(), row[5].text.as_str()), ("Execution", "Execution"));
    assert_eq!(row[7].text, "evidence:rollback-rehearsal");
    let drift = document(&a, "#/patterns/environment-drift");
    assert_eq!(drift.headline.text(), "The pattern “environment drift” was not found in these changes.");
    assert!(matches!(page(&a, "#/patterns/nonsense").body, Body::Empty(e) if e.title == "No failure pattern is named nonsense"));
}

#[test]
fn the_demo_agrees_with_the_score() {
    for (query, selection) in [
        ("", Selection::default()),
        ("?team=Billing", Selection { teams: vec!["Billing".to_owned()], ..Selection::default() }),
        ("?environment=prod", Selection { environments: vec!["prod".to_owned()], ..Selection::default() }),
    ] {
        let scored = Score::of(&DEMO, &selection).patterns;
        let d = document(&DEMO, &format!("#/patterns{query}"));
        let kinds = cells(grid(block(&d, "part-kinds")));
        for (row, p) in paired(&kinds, &scored) {
            let shown = [&row[1], &row[2], &row[3], &row[5]].map(|n| n.replace(',', "").parse::<u64>().unwrap());
            assert_eq!(shown, [p.occurrences, p.changes, p.recurrences, p.teams.len() as u64], "{query} {}", p.pattern);
            let opened = document(&DEMO, &format!("#/patterns/{}{query}", p.pattern));
            let by_team: Vec<(String, u64)> = table(block(&opened, "part-courses"))
                .into_iter()
                .map(|row| (row[0].clone(), row[1].replace(',', "").parse().unwrap()))
                .collect();
            assert_eq!(by_team, p.teams, "{query} {}", p.pattern);
        }
        let teams = grid(block(&d, "part-teams"));
        for row in &teams.rows {
            for (cell, p) in paired(&row.cells[1..], &scored) {
                let n = p.teams.iter().find(|(team, _)| *team == row.cells[0].text).map_or(0, |t| t.1);
                assert_eq!(cell.text, n.to_string(), "{query} {}", row.cells[0].text);
            }
        }
    }
}

#[test]
fn where_rows_are_cards_a_text_that_says_little_by_itself_says_its_name() {
    let named = |fragment: &str, part: &str| -> Vec<String> {
        let d = document(&DEMO, fragment);
        let columns = &grid(block(&d, part)).columns;
        columns.iter().filter(|c| c.class.split(' ').any(|word| word == "named")).map(|c| c.title.clone()).collect()
    };
    assert_eq!(named("#/patterns", "part-after"), ["Status", "Found at", "Escaped gate", "Fingerprint"]);
    assert_eq!(named("#/patterns", "part-kinds"), ["Escaped gate", "What prevents it", "In place in"]);
    assert_eq!(named("#/patterns/recovery-gap", "part-courses"), ["In place now, without a break"]);
    assert_eq!(named("#/policy", "part-required"), ["Gate", "Owed"]);
    let change = &DEMO.dataset().changes.iter().find(|c| !c.reviews.is_empty()).unwrap().fields.id;
    let change = change.replace('/', "%2F").replace('#', "%23");
    assert_eq!(named(&format!("#/change/{change}"), "part-gates"), ["Evidence", "Outcome", "Due"]);
    assert_eq!(named(&format!("#/change/{change}"), "part-opinions"), ["Independent", "Intent", "Controls", "Outcome"]);
}

#[test]
fn a_period_hides_the_past_and_does_not_rewrite_it() {
    // a week apart, on 2, 9 and 16 Nov; now is 22 Nov: the last eight days begin on 15 Nov and hold the third alone
    let a = three();
    let d = document(&a, "#/patterns?period=8d");
    assert_eq!(
        d.headline.text(),
        "The only pattern that recurs is unsafe defaults: one repeat in one team. One failure came back while its prevention was in place."
    );
    let row = timeline(block(&d, "part-timeline")).rows.iter().find(|r| r.name == "Unsafe defaults").unwrap().clone();
    assert_eq!(row.dots.iter().map(|dot| (dot.repeat, dot.despite)).collect::<Vec<_>>(), [(true, 1)]);
    let kinds = cells(grid(block(&d, "part-kinds")));
    let unsafe_defaults = kinds.iter().find(|row| row[0] == "Unsafe defaults").unwrap();
    assert_eq!(unsafe_defaults[1..6], ["1", "1", "1", "1", "1"]);
    assert_eq!(cells(grid(block(&d, "part-after")))[0][..1], ["a#3"]);
    let one = document(&a, "#/patterns/unsafe-defaults?period=8d");
    assert_eq!(table(block(&one, "part-courses"))[0][..6], ["blue", "1", "1", "1", "1", "since 9 Nov 2026"]);
    // of a period that ends before the third, prevention is judged at its end; the second is a repeat, and the first is out of sight
    let before = document(&a, "#/patterns/unsafe-defaults?period=2026-11-08..2026-11-10");
    assert_eq!(table(block(&before, "part-courses"))[0][..6], ["blue", "1", "1", "1", "0", "since 9 Nov 2026"]);
}

#[test]
fn any_period_of_the_demo_lists_the_part_of_all_dates_that_lies_in_it() {
    let after = |query: &str| {
        let d = document(&DEMO, &format!("#/patterns{query}"));
        let kinds = cells(grid(block(&d, "part-kinds")));
        kinds.iter().map(|row| row[4].parse::<u64>().unwrap()).sum::<u64>()
    };
    let (thirty, ninety, all) = (after("?period=30d"), after("?period=90d"), after(""));
    let whole = DEMO.select(&Selection::default());
    let course = plumbline_assess::figures::pattern::course(&DEMO, &whole);
    let dated = |days: i64| {
        let since = DEMO.dataset().now.plus_days(1 - days).micros();
        let since = since - since.rem_euclid(86_400_000_000);
        course.steps.iter().filter(|s| s.is_after_prevention && s.date.micros() >= since).count() as u64
    };
    assert_eq!((thirty, ninety), (dated(30), dated(90)));
    assert!(thirty < ninety && ninety < all);
}
