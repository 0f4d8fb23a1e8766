//! What the readers of threat models take from small files.

use super::super::{Reading, Shape, format_of};
use crate::yaml;
use plumbline_domain::{Format, Intent};

/// The format of a document, and its intent.
fn read(text: &str) -> (Format, Intent) {
    let (shape, _) = Shape::of(text);
    let descriptor = format_of(&shape).expect("a known format");
    let mut reading = Reading::default();
    (descriptor.read)(text, &mut reading).expect("a readable file");
    (descriptor.format, *reading.facts.intent.expect("an intent"))
}

/// Objective, assumptions and categories in one line: whether each is stated, and the names.
fn said(intent: &Intent) -> (Option<bool>, Option<bool>, Vec<&str>) {
    let is_stated = |p: &Option<plumbline_domain::Passage>| p.as_ref().map(|p| p.is_stated);
    (is_stated(&intent.objective), is_stated(&intent.assumptions), intent.categories.iter().map(|c| &*c.name).collect())
}

#[test]
fn both_versions_of_threat_dragon_are_read() {
    let old = r#"{"summary": {"title": "a", "description": "Orders in a queue"}, "detail": {"diagrams": [{"diagramJson": {"cells": [
        {"type": "tm.Actor", "outOfScope": true, "reasonOutOfScope": "Run by the bank"},
        {"type": "tm.Store", "threats": [{"type": "Information disclosure", "title": "b"}]}]}}]}}"#;
    let (format, intent) = read(old);
    assert_eq!((format, said(&intent)), (Format::ThreatDragon, (Some(true), Some(true), vec!["Information disclosure"])));
    let new = r#"{"version": "2.3.0", "summary": {"title": "a", "description": ""}, "detail": {"diagrams": [{"cells": [
        {"shape": "trust-boundary-curve", "data": {"type": "tm.Boundary", "description": ""}},
        {"shape": "flow", "data": {"type": "tm.Flow", "outOfScope": true, "reasonOutOfScope": "", "threats": [{"type": "Linkability"}]}}]}]}}"#;
    let (_, intent) = read(new);
    assert_eq!((said(&intent), intent.threats), ((Some(false), None, vec![]), Some(1)));
}

#[test]
fn the_open_threat_model_is_read_from_json_and_yaml() {
    let text = "otmVersion: 0.2\nproject:\n  name: a\n  description: Orders in a queue\ntrustZones:\n- name: Internet\n  description:\n\
        - name: Private\n  description: Nobody reaches it\ncomponents:\n- threats:\n  - threat: t1\nthreats:\n- name: x\n  categories: [Spoofing, CWE-079]\n";
    let json = yaml::to_json(text).unwrap();
    let (format, intent) = read(&json);
    assert_eq!((format, said(&intent)), (Format::Otm, (Some(true), Some(true), vec!["Spoofing", "CWE-79"])));
    assert_eq!((intent.objective.unwrap().place.line, intent.assumptions.unwrap().place.line), (4, 9));
    assert_eq!(said(&read(r#"{"otmVersion": "0.1.0", "project": {"name": "a"}, "threats": null}"#).1), (None, None, vec![]));
}

#[test]
fn threagiles_ids_stand_for_categories() {
    let risk =
        |id: &str| format!(r#"{{"category": "{id}", "risk_status": "unchecked", "severity": "low", "synthetic_id": "{id}@a"}}"#);
    let (format, intent) = read(&format!("[{}, {}]", risk("our-own"), risk("missing-vault")));
    assert_eq!((format, said(&intent)), (Format::Threagile, (None, None, vec!["Information disclosure", "CWE-522"])));
    assert_eq!(read(&format!("[{}]", risk("our-own"))).1.categories, []);
}

#[test]
fn a_workspace_of_threat_composer_states_all_three() {
    let text = r#"{"schema": 1, "applicationInfo": {"name": "a", "description": "Orders in a queue"},
        "assumptions": [{"content": "TBD"}, {"content": "Partners have certificates"}],
        "threats": [{"statement": "x", "metadata": [{"key": "STRIDE", "value": ["S", "T"]}, {"key": "Priority", "value": "I"}], "tags": ["CWE-384"]}]}"#;
    let (format, intent) = read(text);
    let names = vec!["Spoofing", "Tampering", "CWE-384"];
    assert_eq!((format, said(&intent)), (Format::ThreatComposer, (Some(true), Some(true), names)));
}
