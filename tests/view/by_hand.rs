//! Small organisations of which every sentence can be worked out by hand.

use crate::gap::{block, document, table};
use crate::organisation::{chart, figure, page};
use crate::sentences::headline;
use crate::world::{World, hex, item_with, report, verification};
use plumbline_assess::{Assessment, Cache};
use plumbline_report::document::{Content, Document, Entry, FigureId, Grid, Picture};
use plumbline_report::route::Location;
use plumbline_report::{Body, DataOrigin, GateGlyph};
use serde_json::{Value, json};

/// A change at intent, opened on a day of November, of a team (none when empty); verified or not; with a stated confidence or not.
fn intent(n: u32, team: &str, day: u32, is_verified: bool, stated: Option<f64>) -> Value {
    let mut change = json!({"id": format!("a#{n}"), "touches": [], "environment": "test", "openedAt": format!("2026-{:02}-{:02}T00:00:00Z", 10 + day / 31, day % 31 + 1)});
    if !team.is_empty() {
        change["team"] = json!(team);
    }
    let evidence = if is_verified { vec![item_with("threat-intent", "evidence/t.md", "threats")] } else { Vec::new() };
    let perceived: Vec<Value> = stated.iter().map(|c| json!({"confidence": c, "role": "author"})).collect();
    report("intent", change, json!({"evidence": evidence, "perceived": perceived}))
}

fn judged(records: &[Value]) -> Assessment {
    World::of(records).with_file("evidence/t.md", "threats").assess()
}

fn said(assessment: &Assessment, fragment: &str) -> String {
    headline(&page(assessment, fragment))
        .unwrap_or_else(|| format!("{:?}", page(assessment, fragment).body))
        .replace('\u{a0}', " ")
}

fn overview(assessment: &Assessment) -> Document {
    document(assessment, "#/overview")
}

/// What stands first among the next points.
fn next_points(document: &Document) -> &[Entry] {
    match &figure(document, FigureId::NextPoints).content[0] {
        Content::Entries(entries) => entries,
        _ => &[],
    }
}

fn grid(document: &Document, id: FigureId) -> &Grid {
    let mut content = figure(document, id).content.iter();
    content.find_map(|c| if let Content::Grid(grid) = c { Some(grid) } else { None }).expect("a grid")
}

#[test]
fn nothing_loaded_says_so_on_every_page() {
    let a = World::default().assess();
    for route in ["overview", "matrix", "teams", "teams/x", "funnel", "sources"] {
        match page(&a, &format!("#/{route}")).body {
            Body::Empty(e) => assert_eq!((e.title.as_str(), e.clear_filters), ("No data", false), "{route}"),
            other => panic!("{route}: {other:?}"),
        }
    }
    assert_eq!(page(&a, "#/overview").frame.footer.sources, "Nothing is loaded.");
}

#[test]
fn files_without_a_report_have_sources_and_no_score() {
    let a = World::default().with_file("x.txt", "hello").assess();
    let Body::Empty(empty) = page(&a, "#/overview").body else { panic!("no page of figures") };
    let said = "No gate report was found in what was loaded. Without a gate report it belongs to no change and moves no score.";
    assert_eq!((empty.title.as_str(), empty.text.as_str(), empty.read), ("No change to score", said, Some(Vec::new())));
    assert!(matches!(page(&a, "#/sources").body, Body::Sources(s) if s.receipts.len() == 1));
}

#[test]
fn filters_that_leave_nothing_offer_to_be_cleared() {
    let a = judged(&[intent(1, "blue", 1, true, None)]);
    assert!(matches!(page(&a, "#/overview?team=red").body, Body::Empty(e) if e.clear_filters));
    assert!(matches!(page(&a, "#/teams/red").body, Body::Empty(e) if e.title == "No team is named red" && !e.clear_filters));
    assert!(matches!(page(&a, "#/teams/blue?period=1d").body, Body::Empty(e) if e.clear_filters));
    let frame = page(&a, "#/overview?team=red").frame;
    assert_eq!((frame.counts.as_str(), frame.hidden.as_deref()), ("0 changes, 0 required items", Some("Hides 1 of 1 change")));
}

#[test]
fn one_change_of_one_team_is_too_few() {
    let a = judged(&[intent(1, "blue", 1, true, Some(0.5))]);
    // one statement of 0.5, one of one item verified
    assert_eq!(
        said(&a, "#/overview"),
        "blue is 50 % confident its changes are sound (one statement); evidence proves all of what policy asks. Too few changes to say more \
         (1 of 5 needed)."
    );
    let v = overview(&a);
    assert_eq!(figure(&v, FigureId::Envelope).head.title, "Too few changes to say (1 of 5 needed)");
    assert_eq!(v.eyebrow, "Confidence brief, 2 Oct 2026. 1 team, 1 change.");
    let gates = &chart!(&v, Envelope, Envelope).gates;
    assert_eq!(gates[0].gap.as_ref().map(|gap| gap.value), Some(-0.5));
    assert_eq!(gates[2].verified, None, "nothing is due at execution: no data, not 0 %");
}

#[test]
fn the_title_of_a_sites_data_stands_above_every_headline() {
    let a = judged(&[intent(1, "blue", 1, true, Some(0.5))]);
    let origin = DataOrigin::Site { title: "Acme Inc.".to_owned() };
    let at = |fragment: &str| plumbline_report::page(&a, &Cache::default(), &origin, &Location::from_fragment(fragment)).body;
    let Body::Document(v) = at("#/overview") else { panic!("an overview") };
    assert_eq!(v.eyebrow, "Acme Inc. Confidence brief, 2 Oct 2026. 1 team, 1 change.");
    let Body::Document(v) = at("#/teams/blue") else { panic!("a team") };
    assert!(v.eyebrow.starts_with("Acme Inc. Team: blue, "), "{}", v.eyebrow);
}

#[test]
fn gates_pooled_may_be_compared_where_no_single_gate_can() {
    // six changes state a confidence at intent in the twelve days before, six others at validation in the twelve days
    let mut records: Vec<Value> = (0..6).map(|day| intent(day, "blue", day, false, Some(0.5))).collect();
    for day in 12..18 {
        let silent = intent(day, "blue", day, false, None);
        let stated = json!({"evidence": [], "perceived": [{"confidence": 0.5, "role": "author"}]});
        records.extend([silent.clone(), report("validation", silent["change"].clone(), stated)]);
    }
    let a = judged(&records);
    let fragment = "#/overview?period=2026-10-13..2026-10-24";
    // all gates pooled, both ranges state 50 % and verify nothing: a gap of 50 points before and after
    assert!(said(&a, fragment).contains("has not clearly changed in 12 days"), "{}", said(&a, fragment));
    let v = document(&a, fragment);
    assert!(figure(&v, FigureId::GapChangeReason).content.is_empty(), "no axis over nothing");
    assert_eq!(
        figure(&v, FigureId::GapChangeReason).head.subtitle,
        "At no gate is a confidence stated in both ranges, so no gate's gap can be compared"
    );
}

#[test]
fn without_statements_the_passed_gates_are_spoken_of() {
    let records: Vec<Value> = (1..=6).map(|n| intent(n, "", n, n <= 3, None)).collect();
    let a = judged(&records);
    // all six passed; three of six verified
    assert_eq!(
        said(&a, "#/overview"),
        "People state no confidence. All of the due gates passed; evidence proves 50 % of what policy asks. There is nothing earlier to \
         compare with."
    );
    assert_eq!(figure(&overview(&a), FigureId::AuthorshipReason).head.title, "Verified confidence by authorship");
    assert_eq!(said(&a, "#/teams"), "No change names its team, so no team stands on the ladder.");
    let teams = document(&a, "#/teams");
    assert!(grid(&teams, FigureId::Teams).rows.is_empty());
    let Some(Content::Note(note)) = figure(&teams, FigureId::Teams).content.last() else { panic!("a note") };
    assert!(note.starts_with("6 changes name no team"), "{note}");
}

#[test]
fn everything_verified_and_nothing_verified() {
    let all: Vec<Value> = (1..=6).map(|n| intent(n, if n < 4 { "blue" } else { "red" }, n, true, Some(0.9))).collect();
    let a = judged(&all);
    assert_eq!(
        said(&a, "#/overview"),
        "Teams are 90 % confident their changes are sound; evidence proves all of what policy asks. Evidence is 10 points ahead of what they \
         state."
    );
    assert_eq!(figure(&overview(&a), FigureId::NextPoints).head.title, "Every required item is verified");
    assert!(next_points(&overview(&a)).is_empty());
    let none: Vec<Value> = (1..=6).map(|n| intent(n, "blue", n, false, Some(0.9))).collect();
    let b = judged(&none);
    assert_eq!(
        said(&b, "#/overview"),
        "blue is 90 % confident its changes are sound; evidence proves none of what policy asks. The gap is 90 points; only Intent has \
         statements."
    );
    let v = overview(&b);
    let next = &next_points(&v)[0];
    // one requirement for each of six due gates: verifying all adds the whole of it
    assert_eq!((next.figure.as_str(), next.detail.as_str()), ("+100.0\u{a0}pts", "Intent, 6 items missing in one team"));
}

#[test]
fn pooled_confidence_is_the_mean_over_due_gates() {
    // two changes: one at intent alone, verified, stated 0.8; one at intent (not verified, 0.6) and validation, of which
    // three items are owed and one is there. Pairs: 1, 0 and 1/3, mean 4/9; stated: 0.8 and 0.6, mean 0.7
    let change = json!({"id": "b#1", "team": "blue", "touches": [], "environment": "test", "openedAt": "2026-11-02T00:00:00Z"});
    let a = judged(&[
        intent(1, "blue", 1, true, Some(0.8)),
        report("intent", change.clone(), json!({"perceived": [{"confidence": 0.6, "role": "author"}]})),
        report("validation", change, json!({"evidence": [item_with("lint-diagnostics", "evidence/t.md", "threats")]})),
    ]);
    let v = overview(&a);
    let cells = &table(figure(&v, FigureId::AuthorshipReason))[0];
    // changes, due gates, stated by
    assert_eq!([&cells[1], &cells[2], &cells[5]], ["2", "3", "2"]);
    let row = &chart!(&v, AuthorshipReason, Dumbbell).rows[0];
    assert!((row.verified.as_ref().unwrap().value - 4.0 / 9.0).abs() < 1e-12);
    assert!((row.perceived.as_ref().unwrap().value - 0.7).abs() < 1e-12);
    // three types are lacking: the threat intent adds 1 to one pair of three, each of the two others a third; with the four
    // ninths that are verified, all of them lead to 1
    let gains: Vec<(&str, bool)> =
        next_points(&v).iter().map(|e| (e.figure.as_str(), e.to == "#/changes?sort=team&lacks=threat-intent")).collect();
    assert_eq!(gains, [("+33.3\u{a0}pts", true), ("+11.1\u{a0}pts", false), ("+11.1\u{a0}pts", false)]);
}

#[test]
fn a_clear_move_of_the_gap_is_told_with_its_place() {
    // 60 changes in August, all verified, and 60 in November, none: all state about 0.9. The gap moves from -10 to +90 points
    let month = |from: u32, month: u32, is_verified: bool| {
        (0..60).map(move |n| {
            let mut r = intent(
                from + n,
                if n % 2 == 0 { "blue" } else { "red" },
                1,
                is_verified,
                Some(if n % 3 == 0 { 0.88 } else { 0.91 }),
            );
            r["change"]["openedAt"] = json!(format!("2026-{month:02}-{:02}T00:00:00Z", n % 20 + 1));
            r
        })
    };
    let records: Vec<Value> = month(0, 8, true).chain(month(100, 11, false)).collect();
    let a = judged(&records);
    // 0.9 stated on average; half of all items verified
    assert_eq!(
        said(&a, "#/overview"),
        "Teams are 90 % confident their changes are sound; evidence proves 50 % of what policy asks. The gap went from \u{2212}10 to 90 points \
         in 90 days, most of it at Intent."
    );
    let v = overview(&a);
    assert_eq!(figure(&v, FigureId::GapChangeReason).head.title, "The gap at Intent rose 100 points");
    assert_eq!(figure(&v, FigureId::Drift).head.title.replace('\u{a0}', " "), "Intent fell from 100 to 0 %");
    assert_eq!(chart!(&v, Envelope, Envelope).gates[0].past, Some((1.0, "100\u{a0}% before 25 Aug".to_owned())));
    // a period of its own: the 20 days of November against the 20 days before, in which there was no change
    assert!(said(&a, "#/overview?period=2026-11-01..2026-11-20").ends_with("The gap is 90 points; only Intent has statements."));
}

#[test]
fn an_opened_cell_tells_runs_apart_and_ends_in_a_recipe() {
    let change = json!({"id": "a#1", "author": "u-1", "touches": [], "environment": "test", "commit": "ab12"});
    let mut item = item_with("lint-diagnostics", "evidence/lint.json", "[]");
    item["runs"] = json!([{"by": "ci", "at": "2026-11-01T00:00:00Z", "inputs": hex('a'), "output": hex('b')}]);
    item["command"] = json!("tflint > lint.json");
    let a = World::of(&[
        report("validation", change, json!({"evidence": [item]})),
        verification("a#1", "validation", "lint-diagnostics", "u-2", &hex('a'), &hex('c')),
    ])
    .with_file("evidence/lint.json", "[]")
    .assess();
    let Body::Matrix(matrix) = page(&a, "#/matrix/lint-diagnostics/deployment-safety").body else { panic!() };
    let panel = matrix.panel.unwrap();
    assert_eq!(panel.title, "The one item diverged");
    assert_eq!(panel.items[0].summary, "Diverged in 1 of 2 runs");
    assert_eq!(panel.items[0].condition.as_ref().unwrap().1, "the same inputs gave different outputs");
    assert!(panel.items[0].recipe.lines.last().unwrap().starts_with("printf '{\"format\":\"plumbline.verification/1\""));
    // the reports owe a change preview and policy diagnostics too, and have none
    let Body::Matrix(other) = page(&a, "#/matrix/change-preview/deployment-safety").body else { panic!() };
    let panel = other.panel.unwrap();
    assert_eq!((panel.items.len(), panel.missing, panel.missing_total), (0, vec!["a#1".to_owned()], 1));
    // a cell that is not applicable opens nothing
    let Body::Matrix(none) = page(&a, "#/matrix/lint-diagnostics/monitoring").body else { panic!() };
    assert!(none.panel.is_none());
}

#[test]
fn an_item_counts_once_however_many_families_it_serves() {
    let matrix = |evidence: Value| {
        let change = json!({"id": "a#1", "author": "u-1", "touches": ["network", "identity"], "environment": "test"});
        let a = World::of(&[report("validation", change, json!({"evidence": evidence}))]).with_file("e/p.sarif", "{}").assess();
        let Body::Matrix(matrix) = page(&a, "#/matrix").body else { panic!("a matrix") };
        let cells: u32 = matrix.totals.iter().map(|total| total.1).sum();
        (matrix.headline.text(), cells)
    };
    let item = |id: &str, controls: Option<&str>| {
        let mut item = item_with("policy-diagnostics", "e/p.sarif", "{}");
        item["id"] = json!(id);
        if let Some(family) = controls {
            item["controls"] = json!([family]);
        }
        item
    };
    // network, identity and deployment safety: three cells, and one item
    let (said, cells) = matrix(json!([item("one", None)]));
    assert_eq!((said.as_str(), cells), ("Nobody else has re-run the one item that could be reproduced.", 3));
    // two items alike, each of which speaks for one family
    let (said, cells) = matrix(json!([item("one", Some("network")), item("two", Some("identity"))]));
    assert_eq!((said.as_str(), cells), ("Nobody else has re-run any of the two items that could be reproduced.", 2));
}

#[test]
fn the_next_points_lead_to_the_changes_that_lack_the_item() {
    let records: Vec<Value> = (1..=6).map(|n| intent(n, if n < 4 { "blue" } else { "red" }, n, n == 1, Some(0.9))).collect();
    let a = judged(&records);
    let v = overview(&a);
    let entry = &next_points(&v)[0];
    // two of blue's three and all of red's three
    assert_eq!(entry.detail, "Intent, 5 items missing across two teams, most in red (3)");
    let list = document(&a, &entry.to);
    assert_eq!(list.eyebrow, "Changes, 3 Oct to 7 Oct 2026. 2 teams, 5 changes.");
    let chips = page(&a, &entry.to).frame.chips;
    assert_eq!((chips[0].name.as_str(), chips[0].value.as_str(), chips[0].hides), ("Lacks", "Threat intent", Some(1)));
    // on a team's page the list is that team's
    let of_team = page(&a, "#/changes?team=blue&lacks=threat-intent").frame.counts;
    assert_eq!(of_team, "2 changes, 2 required items");
    assert_eq!(page(&a, "#/changes?lacks=nonsense").frame.counts, "0 changes, 0 required items");
}

#[test]
fn a_team_page_names_what_is_missing() {
    let mut records: Vec<Value> = (1..=12).map(|n| intent(n, "blue", 30 + n, n <= 4, Some(0.9))).collect();
    records[11]["evidence"] = json!([{"id": "note", "type": "threat-intent", "statement": "We thought about it."}]);
    records[11]["change"]["url"] = json!("https://example.org/12");
    records[10]["change"]["url"] = json!("javascript:alert(1)");
    records[10]["change"]["title"] = json!("<b>bold</b>");
    let a = judged(&records);
    let t = document(&a, "#/teams/blue");
    assert_eq!(
        t.headline.text(),
        "blue claims no rung; evidence places it at Ad-hoc. One criterion keeps it from Declared; twelve of 15 criteria up to Audit-verified are open."
    );
    let criteria = figure(&t, FigureId::TeamCriteria);
    assert_eq!(criteria.head.title, "The one criterion for Declared is open");
    let Content::Checks(checks) = &criteria.content[0] else { panic!("criteria") };
    let open = &checks[0];
    // 4 of 12: Wilson's lower end is 0.138
    assert_eq!(
        open.detail.replace('\u{a0}', " "),
        "33 % over 12 due changes; the lower bound of its interval is 14 %, and 60 % is needed"
    );
    let [Content::Fold { summary, content, .. }] = open.more.as_slice() else { panic!("{:?}", open.more) };
    let [Content::Items(items), Content::Note(_), Content::Code(_)] = content.as_slice() else { panic!("{content:?}") };
    assert_eq!((summary.as_str(), items.len()), ("What is missing: 8 items", 8));
    assert_eq!((items[0].text.as_str(), items[0].detail.as_str()), ("a#12", "Threat intent: claimed"));
    assert_eq!(open.side, "Intent");
    let changes = figure(&t, FigureId::TeamChanges);
    assert_eq!(changes.head.title, "Eight of the last twelve changes have a gate without proof");
    let rows = &grid(&t, FigureId::TeamChanges).rows;
    let Some(Picture::Gates(gates)) = rows[0].cells[7].picture else { panic!("gates") };
    assert_eq!(gates[1], GateGlyph::NotDue);
    assert_eq!(rows[1].cells[1].text, "<b>bold</b>", "text stays as it is: it is only ever text");
    assert_eq!(rows[0].cells[8].text, "Threat intent: claimed");
    assert!(t.actions.iter().all(|neighbour| neighbour.to.is_empty()));
    let links = |change: &str| {
        let change = document(&a, &format!("#/change/{change}"));
        let Content::Facts(facts) = &block(&change, "part-facts").content[0] else { panic!("facts") };
        facts.iter().map(|f| f.value.to.clone()).filter(|to| !to.starts_with('#') && !to.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(links("a%2312"), ["https://example.org/12"]);
    assert!(links("a%2311").is_empty(), "only https makes a link");
}

#[test]
fn dates_at_the_edges_of_time_break_nothing() {
    let mut records: Vec<Value> = (1..=6).map(|n| intent(n, "blue", n, true, Some(0.9))).collect();
    records[0]["change"]["openedAt"] = json!("0001-01-01T00:00:00Z");
    records[1]["change"]["openedAt"] = json!("9999-12-31T23:59:59Z");
    let a = judged(&records);
    for fragment in
        ["#/overview", "#/overview?period=4000000000d", "#/overview?period=0000-00-00..9999-99-99", "#/teams/blue", "#/matrix"]
    {
        let view = page(&a, fragment);
        assert!(!matches!(view.body, Body::Sources(_)), "{fragment}");
    }
    assert!(chart!(&overview(&a), Drift, Drift).periods.len() <= 120);
}
