//! What the pages say of probes: the page of a change, the matrix panel, Why?, Sources and the policy.

use crate::organisation::{DEMO, page as page_of};
use crate::world::NOW;
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::{Instant, ProbeOutcome};
use plumbline_ingest::{Reader, Source, default_policy};
use plumbline_report::document::{Block, Content, Document, Grid, Probed};
use plumbline_report::route::Location;
use plumbline_report::{Body, DataOrigin, Page};
use serde_json::{Value, json};

const INTENT: &str =
    "# Objective\n\nMove the queue to its own subnet.\n\n# Assumptions\n\nThe subnet is private. Tampering is in scope.\n";

fn rule(name: &str) -> Value {
    json!({"id": format!("/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/metricAlerts/{name}"), "name": name,
           "type": "Microsoft.Insights/metricAlerts", "enabled": true, "criteria": {"allOf": []}, "actions": []})
}

/// Three changes that offer the same intent, and of which the first has an alert rule that calls nobody, and two letters as its
/// alert test.
fn assessment() -> Assessment {
    let report = |n: u8, gate: &str, evidence: Value| {
        json!({"format": "plumbline.gate-report/1", "gate": gate, "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed",
            "change": {"id": format!("a#{n}"), "team": "blue", "touches": ["monitoring"], "environment": "dev", "deployedAt": "2026-11-10T11:00:00Z"},
            "evidence": evidence})
    };
    let intent = json!([{"id": "why", "type": "threat-intent", "artifact": {"path": "e/why.md"}}]);
    let observed = json!([
        {"id": "alerts", "type": "alert-linkage", "artifact": {"path": "e/alerts.json"}},
        {"id": "fired", "type": "alert-test", "artifact": {"path": "e/ok.txt"}}]);
    let mut records: Vec<Value> = (1..=3).map(|n| report(n, "intent", intent.clone())).collect();
    records.push(report(1, "observation", observed));
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    let alerts = serde_json::to_string_pretty(&json!([rule("cpu-high")])).unwrap();
    let files = [
        ("reports.json", Value::Array(records).to_string()),
        ("e/why.md", INTENT.into()),
        ("e/alerts.json", alerts),
        ("e/ok.txt", "ok".into()),
    ];
    for (path, text) in files {
        reader.read(Source::new(path, text.into_bytes()));
    }
    Assessment::new(reader.into_dataset(Instant::from_rfc3339(NOW).unwrap()))
}

fn page(assessment: &Assessment, fragment: &str) -> Page {
    plumbline_report::page(
        assessment,
        &Cache::default(),
        &DataOrigin::Own { files: 4, name: String::new() },
        &Location::from_fragment(fragment),
    )
}

fn document(page: Page) -> Document {
    match page.body {
        Body::Document(d) => *d,
        other => panic!("{other:?}"),
    }
}

/// The folds of the gates of a change's page, by their summaries.
fn folds(d: &Document) -> Vec<(&str, bool, &[Content])> {
    let gates = d.blocks.iter().filter(|b| b.place.classes().0.contains("part-gate"));
    let content = gates.flat_map(|b| &b.content);
    content
        .filter_map(|c| match c {
            Content::Fold { summary, is_open, content } => Some((summary.as_str(), *is_open, content.as_slice())),
            _ => None,
        })
        .collect()
}

fn probes(content: &[Content]) -> &[Probed] {
    content.iter().find_map(|c| if let Content::Probes(p) = c { Some(p.as_slice()) } else { None }).unwrap_or_default()
}

#[test]
fn a_green_item_folds_to_one_line_and_a_failing_probe_stands_open_with_place_and_command() {
    let d = document(page(&assessment(), "#/change/a%231"));
    let folds = folds(&d);
    let item = |start: &str| folds.iter().find(|(summary, ..)| summary.starts_with(start)).unwrap();
    let (summary, is_open, _) = item("Threat intent");
    assert_eq!(
        (*summary, *is_open),
        ("Threat intent: checked; 3\u{a0}of\u{a0}3 probes hold".replace('\u{a0}', " ").as_str(), false)
    );
    let (summary, is_open, content) = item("Alert linkage");
    assert_eq!((*summary, *is_open), ("Alert linkage: contradicted; 1 of 2 probes holds, 1 fails", true));
    let [found, reach] = probes(content) else { panic!("{content:?}") };
    assert_eq!((found.outcome, found.more.len()), (ProbeOutcome::Holds, 0), "what holds needs no remedy");
    assert_eq!((reach.outcome, reach.id.as_str()), (ProbeOutcome::Fails, "every-rule-reaches-a-receiver"));
    assert!(reach.because.contains("cpu-high") && reach.places[0].starts_with("line "), "{reach:?}");
    let [Content::Note(_), Content::Code(command)] = reach.more.as_slice() else { panic!("{:?}", reach.more) };
    assert!(command.starts_with("az "), "the command of the file's platform: {command}");
    assert!(!folds.iter().any(|(summary, ..)| *summary == "How to supply: alert linkage"), "the probe shows the remedy");
    let (summary, is_open, content) = item("Alert test");
    assert_eq!((*summary, *is_open), ("Alert test: inconclusive; not accepted, so no probe was asked", true));
    assert_eq!(content[0], Content::Note("e/ok.txt is not accepted. What counts: notifications that were sent.".into()));
}

#[test]
fn the_matrix_panel_and_why_list_the_same_answers() {
    let a = assessment();
    let Body::Matrix(matrix) = page(&a, "#/matrix/alert-linkage/monitoring").body else { panic!("no matrix") };
    let panel = matrix.panel.unwrap();
    assert_eq!(panel.items[0].weighed, "1 of 2 probes holds, 1 fails");
    let outcomes: Vec<ProbeOutcome> = panel.items[0].probes.iter().map(|p| p.outcome).collect();
    assert_eq!(outcomes, [ProbeOutcome::Holds, ProbeOutcome::Fails]);
    assert!(panel.items[0].probes.iter().all(|p| p.more.is_empty()), "the short form has no remedy");
    let why = page(&a, "#/overview?why=envelope/observation").why.unwrap();
    let text = format!("{:?}", why.blocks);
    assert!(text.contains("Alert linkage: 1 of 2 probes holds, 1 fails"), "{text}");
}

#[test]
fn sources_says_what_each_file_answers_and_what_is_worth_a_second_look() {
    let Body::Sources(sources) = page(&assessment(), "#/sources").body else { panic!("no sources") };
    let of = |file: &str| sources.receipts.iter().find(|r| r.file == file).unwrap();
    assert_eq!(
        of("e/why.md").offered,
        ["Read as objective, assumptions and threats for threat intent of 3 changes: 3 of 3 probes hold"]
    );
    assert_eq!(of("e/alerts.json").offered, ["Read as alert rules for alert linkage: 1 of 2 probes holds, 1 fails"]);
    assert_eq!(of("e/ok.txt").offered, ["Not accepted as alert test; what counts: notifications that were sent"]);
    let [Content::Entries(entries)] = sources.second_look.as_slice() else { panic!("{:?}", sources.second_look) };
    let titles: Vec<String> = entries.iter().map(|e| e.title.replace('\u{a0}', " ")).collect();
    let size = INTENT.len();
    assert_eq!(
        titles,
        [
            format!("3 changes name the same file of {size} bytes as their threat intent"),
            "1 change offers a file of fewer than 100 bytes as its alert test".to_owned(),
        ]
    );
}

#[test]
fn the_policy_names_the_questions_of_each_type_and_what_is_counted_unread() {
    let d = document(page(&assessment(), "#/policy"));
    let block = d.blocks.iter().find(|b| b.place.classes().0.contains("part-proofs")).unwrap();
    assert_eq!((block.head.title.as_str(), block.content.len()), ("What a file must say before it counts", 17));
    let fold = block.content.iter().find_map(|c| match c {
        Content::Fold { summary, content, .. } if summary.starts_with("Deployment log: ") => Some(content),
        _ => None,
    });
    let [Content::Grid(Grid { rows, .. })] = fold.unwrap().as_slice() else { panic!("{fold:?}") };
    let said: Vec<Vec<&str>> = rows.iter().map(|r| r.cells[1..3].iter().map(|c| c.text.as_str()).collect()).collect();
    assert_eq!(said, [["yes", "only when the gate passed"], ["no", "always"]]);
}

/// The block of what was planned, applied and running.
fn deployment(d: &Document) -> Option<&Block> {
    d.blocks.iter().find(|b| b.place.classes().0.contains("part-deployment"))
}

#[test]
fn plan_log_and_drift_stand_side_by_side_with_what_differs_first() {
    let (mut shown, mut differing) = (0, 0);
    for place in 0..120 {
        let Some((change, _)) = DEMO.change(place) else { break };
        let d = document(page_of(&DEMO, &format!("#/change/{}", change.fields.id.replace('#', "%23").replace('/', "%2F"))));
        let has_files =
            change.reports.iter().flat_map(|r| &r.items).any(|i| i.artifact.as_ref().is_some_and(|a| a.content.is_some()));
        let Some(block) = deployment(&d) else { continue };
        assert!(has_files, "{}", change.fields.id);
        let grids = block.content.iter().filter_map(|c| if let Content::Grid(g) = c { Some(g) } else { None });
        for grid in grids.filter(|g| g.caption.starts_with("Planned")) {
            shown += 1;
            let states: Vec<&str> = grid.rows.iter().map(|r| r.cells[4].text.as_str()).collect();
            let is_worse = |state: &&str| ["drifted", "not planned", "not as planned", "failed"].contains(state);
            let worse = states.iter().take_while(|s| is_worse(s)).count();
            assert_eq!(worse, states.iter().filter(|s| is_worse(s)).count(), "what differs comes first: {states:?}");
            differing += usize::from(worse > 0);
            assert!(grid.rows.len() <= 50);
        }
    }
    assert!(shown > 20 && differing > 0, "{shown} tables, {differing} with a difference");
}

#[test]
fn a_change_without_such_files_shows_nothing_of_the_section() {
    assert!(deployment(&document(page(&assessment(), "#/change/a%231"))).is_none());
}
