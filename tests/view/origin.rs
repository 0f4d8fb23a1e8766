//! What pages say of records of another origin, of direct pushes, and of teams that are spelled otherwise.

use crate::world::{World, report};
use plumbline_assess::{Assessment, Cache};
use plumbline_report::document::{Block, Content, Document};
use plumbline_report::route::Location;
use plumbline_report::{Body, DataOrigin, page, search};
use serde_json::{Value, json};

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

fn body(assessment: &Assessment, fragment: &str) -> Body {
    page(assessment, &Cache::default(), &DataOrigin::Own { files: 1, name: String::new() }, &Location::from_fragment(fragment))
        .body
}

fn document(assessment: &Assessment, fragment: &str) -> Document {
    match body(assessment, fragment) {
        Body::Document(document) => *document,
        other => panic!("{fragment}: {other:?}"),
    }
}

/// Facts of a page, by name.
fn facts(document: &Document) -> Vec<(String, String, String)> {
    let content = document.blocks.iter().flat_map(|block: &Block| &block.content);
    let facts = content.filter_map(|c| if let Content::Facts(facts) = c { Some(facts) } else { None }).flatten();
    facts.map(|f| (f.name.clone(), f.value.text.clone(), f.value.detail.clone())).collect()
}

fn change(id: &str, team: &str) -> Value {
    json!({"id": id, "team": team, "touches": [], "environment": "dev", "mergedAt": "2026-11-01T00:00:00Z"})
}

fn few() -> Assessment {
    let from = |repository: &str| json!({"source": {"service": "github-actions", "repository": repository}});
    let own = |id: &str, team: &str| report("intent", change(id, team), json!({}));
    World::of(&[
        own("a/b#1", "payments"),
        own("a/b#2", "payments"),
        own("a/b#3", "Payments"),
        own(&format!("a/b@{COMMIT}"), "edge"),
        report("validation", change("a/b#1", "evil"), from("evil/x")),
        report("intent", change("a/b#9", "evil"), from("evil/x")),
    ])
    .assess()
}

#[test]
fn sources_and_the_page_of_a_change_name_what_is_kept_apart() {
    let a = few();
    let Body::Sources(sources) = body(&a, "#/sources") else { panic!("no sources") };
    let apart = sources.apart.unwrap();
    assert_eq!(apart.title, "2 records of another origin are kept apart");
    assert_eq!(apart.lines[0], "a/b#1, Validation: from evil/x, in reports/0004.json");
    assert!(apart.more.is_empty());
    let of = |id: &str| facts(&document(&a, &format!("#/change/{id}"))).into_iter().find(|f| f.0 == "Of another origin");
    let said = of("a%2Fb%231").unwrap();
    assert_eq!((said.1.as_str(), said.2.as_str()), ("1 record is kept apart and counts for nothing", "evil/x"));
    assert_eq!(of("a%2Fb%232"), None);
    assert!(matches!(body(&a, "#/change/a%2Fb%239"), Body::Empty(_)), "a change of which only others speak is none");
}

#[test]
fn search_finds_what_is_kept_apart_and_direct_pushes_by_their_commit() {
    let a = few();
    let hits = |text: &str| search(&a, &Cache::default(), &Location::from_fragment("#/overview"), text);
    let apart = hits("a/b#9");
    assert_eq!((apart[0].kind.as_str(), apart[0].title.as_str(), apart[0].to.as_str()), ("Kept apart", "a/b#9", "#/sources"));
    assert!(hits("a/b#1").iter().all(|h| h.kind != "Kept apart"), "the change is there");
    let push = &hits("0123456789ab")[0];
    assert_eq!((push.kind.as_str(), push.title.as_str()), ("Change", "a/b@0123456789ab"));
    assert_eq!(push.to, format!("#/change/a%2Fb%40{COMMIT}"));
}

#[test]
fn a_direct_push_is_shown_short_in_titles_and_whole_once() {
    let a = few();
    let page = document(&a, &format!("#/change/a%2Fb%40{COMMIT}"));
    assert_eq!(page.eyebrow, "Change a/b@0123456789ab");
    assert_eq!(facts(&page)[0].1, format!("a/b@{COMMIT}"));
}

#[test]
fn a_team_is_found_however_it_is_spelled() {
    let a = few();
    assert_eq!(a.teams(), ["edge", "payments"]);
    let spelled = document(&a, "#/teams/PAY%E2%80%8Bments");
    assert_eq!(spelled, document(&a, "#/teams/payments"));
    assert_eq!(document(&a, "#/changes?team=Payments"), document(&a, "#/changes?team=payments"));
}
