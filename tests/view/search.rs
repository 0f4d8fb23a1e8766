//! What a text names.

use crate::organisation::DEMO;
use crate::world::{World, item_with, report};
use plumbline_assess::{Assessment, Cache};
use plumbline_ingest::sha256_hex;
use plumbline_report::route::Location;
use plumbline_report::{Hit, search};
use serde_json::json;

fn hits(assessment: &Assessment, text: &str) -> Vec<Hit> {
    search(assessment, &Cache::default(), &Location::from_fragment("#/overview?period=90d"), text)
}

fn said(assessment: &Assessment, text: &str) -> Vec<String> {
    hits(assessment, text).into_iter().map(|h| format!("{} {}", h.kind, h.title)).collect()
}

fn few() -> Assessment {
    let change = |n: u32, title: &str, team: &str| json!({"id": format!("acme/shop#{n}"), "title": title, "team": team, "service": "checkout", "touches": [], "environment": "test", "openedAt": format!("2026-11-0{n}T00:00:00Z")});
    let evidence = item_with("threat-intent", "evidence/t.md", "threats");
    let finding = json!([{"ruleId": "CKV_AZURE_36", "severity": "low"}]);
    let records = [
        report("intent", change(1, "Alert rules", "Payments"), json!({"evidence": [evidence], "findings": finding})),
        report("intent", change(2, "Keys of payments", "Identity"), json!({})),
    ];
    World::of(&records).with_file("evidence/t.md", "threats").assess()
}

#[test]
fn each_kind_is_found_by_its_name_and_the_best_fit_comes_first() {
    let a = few();
    // the team is named so; the title of one change holds it, and the team of the other
    assert_eq!(said(&a, "payments"), ["Team Payments", "Change acme/shop#2", "Change acme/shop#1"]);
    assert_eq!(said(&a, "ACME/shop#1"), ["Change acme/shop#1"]);
    assert_eq!(said(&a, "checkout")[0], "Service checkout");
    assert_eq!(said(&a, "ckv_azure_36"), ["Rule CKV_AZURE_36", "Change acme/shop#1"]);
    assert_eq!(
        said(&a, "alert"),
        ["Pattern Alert illusion", "Evidence Alert linkage", "Evidence Alert test", "Change acme/shop#1"]
    );
    assert_eq!(said(&a, "debt"), ["Page Debt"]);
    assert_eq!(said(&a, "nothing at all"), Vec::<String>::new());
    assert!(said(&a, "").iter().all(|h| h.starts_with("Page ")));
}

#[test]
fn a_digest_is_found_by_its_beginning() {
    let a = few();
    let digest = sha256_hex(b"threats");
    let found = hits(&a, &digest[..8].to_uppercase());
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].detail, "recorded of threat-intent, Intent of acme/shop#1");
    assert_eq!(found[0].to, "#/change/acme%2Fshop%231?period=90d");
    assert_eq!(found[1].detail, "of the file evidence/t.md");
    assert!(hits(&a, &digest[..4]).iter().all(|h| h.kind != "Digest"), "four digits are a word");
}

#[test]
fn links_lead_to_what_they_name() {
    let a = few();
    let to = |text: &str| hits(&a, text)[0].to.clone();
    assert_eq!(to("payments"), "#/teams/Payments?period=90d");
    assert_eq!(to("checkout"), "#/changes?service=checkout");
    assert_eq!(to("ckv_azure_36"), "#/changes?find=CKV_AZURE_36");
    assert_eq!(to("alert illusion"), "#/patterns/alert-illusion?period=90d");
}

#[test]
fn many_changes_end_in_a_link_to_all_of_them() {
    let found = hits(&DEMO, "tidewrack");
    let all = found.last().unwrap();
    let n = DEMO.n_changes();
    assert_eq!((all.kind.as_str(), all.title.clone()), ("Changes", format!("All {n} changes that hold “tidewrack”")));
    assert_eq!(all.to, "#/changes?find=tidewrack");
    assert_eq!(found.iter().filter(|h| h.kind == "Change").count(), 7);
    // whatever is typed, the list stays short
    for text in ["a", "e", "1", "#", "0000000", "ff", "(", "é", "privilege"] {
        assert!(hits(&DEMO, text).len() <= 60, "{text}");
    }
}
