//! Every figure opens to its formula, its inputs and its items, and these give the figure again.

use crate::organisation::{DEMO, page};
use crate::world::{World, item_with, report};
use plumbline_assess::{Score, Selection};
use plumbline_charts::Chart;
use plumbline_domain::{Authorship, Gate, Risk};
use plumbline_report::Body;
use plumbline_report::document::{Block, Content, Document, Grid, Style};
use plumbline_report::export::score_to_json;
use plumbline_report::text::number::amount;
use plumbline_report::why::KINDS;
use serde_json::{Value, json};

/// A page of the demo with an explanation.
fn explained(query: &str, key: &str) -> Document {
    let view = page(&DEMO, &fragment(query, key));
    *view.why.unwrap_or_else(|| panic!("{key} with {query:?} is not explained"))
}

fn fragment(query: &str, key: &str) -> String {
    let key: String = key.bytes().map(|b| format!("%{b:02X}")).collect();
    format!("#/overview?{query}&why={key}")
}

fn contents(document: &Document) -> impl Iterator<Item = &Content> {
    document.blocks.iter().flat_map(|b: &Block| &b.content)
}

fn grids(document: &Document) -> Vec<&Grid> {
    contents(document).filter_map(|c| if let Content::Grid(grid) = c { Some(grid) } else { None }).collect()
}

/// The value of a fact of the second level.
fn fact(document: &Document, name: &str) -> String {
    let facts = contents(document).filter_map(|c| if let Content::Facts(f) = c { Some(f) } else { None }).flatten();
    facts.filter(|f| f.name == name).map(|f| f.value.text.clone()).next().unwrap_or_else(|| panic!("no {name}"))
}

/// What is said of each listed item, after its name.
fn said(document: &Document) -> Vec<String> {
    let summary = |c: &Content| match c {
        Content::Fold { summary, content, .. } => {
            assert!(!content.is_empty(), "{summary} holds something");
            Some(summary.split_once(": ").expect("an item says something").1.to_owned())
        }
        _ => None,
    };
    contents(document).filter_map(summary).collect()
}

/// "1,204.5" as a number.
fn number(text: &str) -> f64 {
    text.replace(',', "").replace('−', "-").parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

/// The number before a word: 3 in "5 critical, 3 high" before "high".
fn before(text: &str, word: &str) -> u64 {
    let words: Vec<&str> = text.split([' ', ';']).collect();
    let place = words.iter().position(|w| w.trim_end_matches(',') == word).unwrap_or_else(|| panic!("no {word} in {text:?}"));
    words[place - 1].replace(',', "").parse().unwrap()
}

fn score(selection: &Selection) -> Value {
    serde_json::from_str(&score_to_json(&Score::of(&DEMO, selection)).unwrap()).unwrap()
}

fn narrow() -> (&'static str, Selection) {
    let team = Selection { teams: vec!["Billing".to_owned()], authorships: vec![Authorship::Human], ..Selection::default() };
    ("team=Billing&authorship=human", team)
}

#[track_caller]
fn close(a: f64, b: f64, what: &str) {
    // the panel shows three decimals
    assert!((a - b).abs() < 1e-3, "{what}: {a} and {b}");
}

/// Follows every link to a further explanation from here.
fn follow(document: &Document, seen: &mut Vec<String>) {
    for cell in grids(document).iter().flat_map(|g| &g.rows).flat_map(|r| &r.cells).filter(|c| c.to.contains("why=")) {
        if seen.contains(&cell.to) {
            continue;
        }
        seen.push(cell.to.clone());
        let view = page(&DEMO, &cell.to);
        let next = view.why.unwrap_or_else(|| panic!("{} leads nowhere", cell.to));
        let title = next.headline.text();
        assert!(!title.is_empty() && !title.contains("NaN") && !title.contains("  "), "{title:?}");
        follow(&next, seen);
    }
}

#[test]
fn every_kind_opens_and_every_row_leads_to_its_items() {
    for kind in &KINDS {
        let document = explained("period=90d", kind.key);
        assert_eq!(document.headline.text(), kind.title);
        let rows: usize = grids(&document).iter().map(|g| g.rows.len()).sum();
        assert!(rows > 0, "{} has inputs", kind.key);
        let mut seen = Vec::new();
        follow(&document, &mut seen);
        assert!(!seen.is_empty(), "{} leads to items", kind.key);
    }
}

#[test]
fn an_unknown_key_explains_nothing() {
    for key in ["", "nothing", "envelope/nowhere", "teams/Nobody", "matrix/policy-diagnostics"] {
        let view = page(&DEMO, &fragment("", key));
        assert_eq!(view.why, None, "{key}");
        let told: Vec<String> = view.frame.chips.iter().map(|c| format!("{} {}", c.name, c.value)).collect();
        let said = if key.is_empty() { Vec::new() } else { vec![format!("Not understood why={key}")] };
        assert_eq!(told, said, "{key}");
    }
}

#[test]
fn an_explanation_changes_nothing_of_the_page() {
    let with = page(&DEMO, &fragment("team=Billing", "envelope/intent"));
    let without = page(&DEMO, "#/overview?team=Billing");
    assert_eq!((with.frame, with.body), (without.frame, without.body));
}

#[test]
fn selections_that_leave_nothing_still_open() {
    for kind in &KINDS {
        let document = explained("team=nobody", kind.key);
        assert_eq!(document.headline.text(), kind.title);
    }
}

#[test]
fn the_shares_of_all_cases_add_up_to_the_figure() {
    for query in ["", "team=Billing", "authorship=ai-generated"] {
        for gate in Gate::ALL {
            let document = explained(query, &format!("envelope/{}", gate.id()));
            let (mut n, mut sum) = (0.0, 0.0);
            for row in &grids(&document)[0].rows {
                if row.cells[0].text != "requires nothing" {
                    n += number(&row.cells[1].text);
                    sum += number(&row.cells[2].text);
                }
            }
            let selection = match query {
                "" => Selection::default(),
                "team=Billing" => Selection { teams: vec!["Billing".to_owned()], ..Selection::default() },
                _ => Selection { authorships: vec![Authorship::AiGenerated], ..Selection::default() },
            };
            let scored = &score(&selection)["gates"][gate.id()];
            close(sum / n, scored["verified"].as_f64().unwrap(), gate.id());
            // each of the groups is rounded to three decimals
            assert!((sum - number(&fact(&document, "Sum of the verified shares"))).abs() < 0.01, "{gate}: {sum}");
            let stated =
                number(&fact(&document, "Sum of stated confidence")) / number(&fact(&document, "Changes with a statement"));
            close(stated, scored["perceived"].as_f64().unwrap(), gate.id());
            let passed = number(&fact(&document, "Changes whose gate passed")) / number(&fact(&document, "Changes due"));
            close(passed, scored["implied"].as_f64().unwrap(), gate.id());
        }
    }
}

#[test]
fn the_interval_follows_from_the_listed_spread() {
    // P ± z·s/√m
    let document = explained("", "envelope/intent");
    let m = number(&fact(&document, "Changes with a statement"));
    let p = number(&fact(&document, "Sum of stated confidence")) / m;
    let half = 1.959_963_984_540_054 * number(&fact(&document, "Variance s²")).sqrt() / m.sqrt();
    let scored = &score(&Selection::default())["gates"]["intent"];
    close(p - half, scored["perceivedLow"].as_f64().unwrap(), "low");
    close(p + half, scored["perceivedHigh"].as_f64().unwrap(), "high");
}

#[test]
fn the_listed_changes_add_up_to_the_figure() {
    let (query, selection) = narrow();
    let scored = score(&selection);
    let parts = Gate::ALL.iter().map(|g| (format!("envelope/{}", g.id()), &scored["gates"][g.id()]));
    let parts = parts.chain(Risk::ALL.iter().map(|r| (format!("risks/{}", r.id()), &scored["risks"][r.id()])));
    for (key, scored) in parts {
        let said = said(&explained(query, &key));
        assert_eq!(said.len() as u64, scored["n"].as_u64().unwrap(), "{key}: few enough to be listed in full");
        let (mut n, mut sum, mut m, mut stated) = (0.0, 0.0, 0.0, 0.0);
        for item in &said {
            if let Some((verified, rest)) = item.split_once(" of ") {
                n += 1.0;
                sum += number(verified) / number(rest.split(' ').next().unwrap());
            }
            if let Some((_, figure)) = item.split_once("states ") {
                m += 1.0;
                stated += number(figure.trim_end_matches('%').trim_end_matches('\u{a0}')) / 100.0;
            }
        }
        close(sum / n, scored["verified"].as_f64().unwrap(), &key);
        // statements are listed in whole percent
        assert!(m == 0.0 || (stated / m - scored["perceived"].as_f64().unwrap()).abs() < 0.005, "{key}");
        assert_eq!(Some(m as u64), scored["stated"].as_u64(), "{key}");
    }
}

#[test]
fn the_listed_changes_in_debt_are_the_debt() {
    let (query, selection) = narrow();
    let said = said(&explained(query, "debt/all"));
    let debt = &score(&selection)["debt"];
    assert_eq!(Some(said.len() as u64), debt["inDebt"].as_u64());
    let resources: u64 = said.iter().map(|s| s.split(' ').next().unwrap().parse::<u64>().unwrap()).sum();
    assert_eq!(Some(resources), debt["weighted"].as_u64());
}

#[test]
fn the_debt_at_the_end_of_each_period_is_that_of_the_changes_listed() {
    let (query, selection) = narrow();
    for point in score(&selection)["debt"]["series"].as_array().unwrap() {
        let said = said(&explained(query, &format!("debt/{}", point["period"].as_str().unwrap())));
        assert_eq!(Some(said.len() as u64), point["inDebt"].as_u64(), "{}", point["period"]);
        let resources: u64 = said.iter().map(|s| s.split(' ').next().unwrap().parse::<u64>().unwrap()).sum();
        assert_eq!(Some(resources), point["weighted"].as_u64(), "{}", point["period"]);
    }
}

#[test]
fn what_is_listed_as_late_is_what_was_not_verified_within_30_days() {
    let (query, selection) = narrow();
    let timeliness = score(&selection)["timeliness"].clone();
    let known: Vec<&Value> = timeliness.as_array().unwrap().iter().filter(|point| point["within30"].is_number()).collect();
    assert!(!known.is_empty());
    for point in known {
        let said = said(&explained(query, &format!("timeliness/{}", point["period"].as_str().unwrap())));
        let late: u64 = said.iter().map(|s| s.split(' ').next().unwrap().parse::<u64>().unwrap()).sum();
        let n = point["n"].as_f64().unwrap();
        assert_eq!(late, (n - n * point["within30"].as_f64().unwrap()).round() as u64, "{}", point["period"]);
    }
}

#[test]
fn the_listed_changes_are_those_that_a_step_lost() {
    let (query, selection) = narrow();
    let scored = score(&selection);
    for step in scored["funnel"].as_array().unwrap() {
        let id = step["step"].as_str().unwrap();
        let said = said(&explained(query, &format!("funnel/{id}")));
        let with = |words: &str| Some(said.iter().filter(|s| s.contains(words)).count() as u64);
        assert_eq!(with("lost here"), step["lost"].as_u64(), "{id}");
        assert_eq!(with("bypassed"), step["bypassed"].as_u64(), "{id}");
        assert_eq!(with("went past"), step["leaked"].as_u64(), "{id}");
    }
}

#[test]
fn the_listed_cases_are_those_of_the_practice() {
    let (query, selection) = narrow();
    let scored = score(&selection);
    for id in ["threatIntentVerified", "diagnosticsAndOutputsAttached", "noOpenCriticalOrHigh"] {
        let said = said(&explained(query, &format!("workflow/{id}")));
        let practice = &scored["workflow"][id];
        assert_eq!(Some(said.len() as u64), practice["n"].as_u64(), "{id}");
        let followed = said.iter().filter(|s| *s == "follows it").count() as f64;
        close(followed / said.len() as f64, practice["value"].as_f64().unwrap(), id);
    }
    // releases and recurring patterns are no changes: they stand in a table
    for (id, word, column) in
        [("alertPathTestedPerRelease", "follows it", 2), ("recurringPatternsPrevented", "prevention in place", 2)]
    {
        let document = explained("team=Billing", &format!("workflow/{id}"));
        let team = Selection { teams: vec!["Billing".to_owned()], ..Selection::default() };
        let practice = &score(&team)["workflow"][id];
        let rows = &grids(&document)[0].rows;
        assert_eq!(Some(rows.len() as u64), practice["n"].as_u64(), "{id}");
        let followed = rows.iter().filter(|r| r.cells[column].text == word).count() as f64;
        close(followed / rows.len() as f64, practice["value"].as_f64().unwrap(), id);
    }
}

#[test]
fn the_listed_occurrences_and_lanes_and_cells_are_those_of_the_score() {
    let (query, selection) = narrow();
    let scored = score(&selection);
    for pattern in scored["patterns"].as_array().unwrap() {
        let id = pattern["pattern"].as_str().unwrap();
        let said = said(&explained(query, &format!("patterns/{id}")));
        assert_eq!(Some(said.len() as u64), pattern["changes"].as_u64(), "{id}");
        let found: u64 = said.iter().map(|s| s.split(' ').next().unwrap().parse::<u64>().unwrap()).sum();
        assert_eq!(Some(found), pattern["occurrences"].as_u64(), "{id}");
    }
    for lane in scored["detection"].as_array().unwrap() {
        let id = lane["lane"].as_str().unwrap();
        let said = said(&explained(query, &format!("detection/{id}"))).join(", ");
        let n = |words: &[&str]| said.split(", ").filter(|s| words.contains(s)).count() as u64;
        assert_eq!(Some(n(&["contradicted"])), lane["contradicted"].as_u64(), "{id}");
        assert_eq!(Some(n(&["missing"])), lane["missing"].as_u64(), "{id}");
    }
    for cell in scored["matrix"].as_array().unwrap() {
        if cell["required"] == json!(0) && cell["present"] == json!(0) {
            continue;
        }
        let key = format!("matrix/{}/{}", cell["type"].as_str().unwrap(), cell["family"].as_str().unwrap());
        let said = said(&explained(query, &key));
        let with = |words: &str| Some(said.iter().filter(|s| s.ends_with(words)).count() as u64);
        assert_eq!(with(", reproduced"), cell["reproduced"].as_u64(), "{key}");
        assert_eq!(with(", diverged"), cell["diverged"].as_u64(), "{key}");
        assert_eq!(with(", not tried"), cell["notTried"].as_u64(), "{key}");
        let verified = said.iter().filter(|s| s.starts_with("verified, ")).count() as u64;
        assert_eq!(Some(verified), cell["verified"].as_u64(), "{key}");
    }
}

#[test]
fn the_listed_exposures_statements_reviews_and_links_are_those_of_the_score() {
    let (query, selection) = narrow();
    let scored = score(&selection);
    let add = |key: &str| {
        let (mut open, mut verified, mut required) = (0, 0, 0);
        for s in said(&explained(query, key)) {
            open += before(&s, "open");
            if let Some((_, of)) = s.split_once("open, ").filter(|(_, of)| of.contains(" of ")) {
                verified += of.split(' ').next().unwrap().parse::<u64>().unwrap();
                required += before(of, "verified");
            }
        }
        (Some(open), Some(verified), Some(required))
    };
    for cell in scored["surface"].as_array().unwrap() {
        let key = format!("surface/{}/{}", cell["surface"].as_str().unwrap(), cell["gate"].as_str().unwrap());
        let open: u64 = cell["open"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(add(&key), (Some(open), cell["verified"].as_u64(), cell["required"].as_u64()), "{key}");
    }
    for row in scored["threats"].as_array().unwrap() {
        let key = format!("threats/{}", row["gate"].as_str().unwrap());
        assert_eq!(add(&key), (row["open"].as_u64(), row["verified"].as_u64(), row["required"].as_u64()), "{key}");
    }
    for link in scored["chain"].as_array().unwrap() {
        let key = format!("chain/{}", link["link"].as_str().unwrap());
        assert_eq!(Some(said(&explained(query, &key)).len() as u64), link["changes"].as_u64(), "{key}");
    }
    for bin in scored["calibration"]["bins"].as_array().unwrap().iter().filter(|b| b["n"] != json!(0)) {
        let key = format!("calibration/{}", amount(bin["low"].as_f64().unwrap()));
        let said = said(&explained(query, &key));
        let n = bin["n"].as_u64().unwrap();
        if n <= 50 {
            assert_eq!(said.len() as u64, n, "{key}");
            let held_up = said.iter().filter(|s| s.ends_with(", held up")).count() as f64;
            close(held_up / n as f64, bin["resolved"].as_f64().unwrap(), &key);
        }
    }
    for team in scored["reviews"].as_array().unwrap() {
        let said = said(&explained(query, &format!("reviews/{}", team["team"].as_str().unwrap())));
        let with = |words: &str| Some(said.iter().filter(|s| s.starts_with(words)).count() as u64);
        assert_eq!(Some(said.len() as u64), team["changes"].as_u64());
        assert_eq!(with("reviewed"), team["independent"].as_u64());
        assert_eq!(with("reviewed blind"), team["blind"].as_u64());
    }
}

#[test]
fn what_each_kind_of_evidence_would_add_is_listed_item_by_item() {
    let (query, _) = narrow();
    let document = explained(query, "next-points");
    for row in &grids(&document)[0].rows {
        let made_of = &row.cells[2].text;
        let stated = number(made_of.split("; ").nth(1).unwrap().split(" ÷ ").next().unwrap());
        let said = said(&page(&DEMO, &row.cells[0].to).why.map(|d| *d).unwrap());
        if before(made_of, if said.len() == 1 { "item" } else { "items" }) <= 50 {
            let sum: f64 = said.iter().map(|s| 1.0 / number(s.rsplit('/').next().unwrap())).sum();
            close(sum, stated, &row.cells[0].text);
        }
    }
}

#[test]
fn an_item_leads_to_its_file_and_record() {
    // one change at intent, its threats attached, 80 % stated: 1 of 1 verified, read from the one report file
    let change = json!({"id": "a#1", "title": "Add a vault", "team": "blue", "touches": [], "openedAt": "2026-11-01T00:00:00Z"});
    let evidence = vec![item_with("threat-intent", "evidence/t.md", "threats")];
    let stated = json!([{"confidence": 0.8, "role": "author", "by": "u-1"}]);
    let records = [report("intent", change, json!({"evidence": evidence, "perceived": stated}))];
    let a = World::of(&records).with_file("evidence/t.md", "threats").assess();
    let document = page(&a, "#/overview?why=envelope/intent").why.unwrap();
    assert_eq!(document.headline.text().replace('\u{a0}', " "), "Intent: 100 % verified, 80 % stated");
    let file = a.dataset().receipt(a.dataset().changes[0].report(Gate::Intent, 0).unwrap().origin.file).unwrap().file.clone();
    let inside = contents(&document)
        .find_map(|c| match c {
            Content::Fold { summary, content, .. } => {
                assert_eq!(summary.replace('\u{a0}', " "), "a#1, Intent: 1 of 1 verified, states 80 %");
                Some(content)
            }
            _ => None,
        })
        .unwrap();
    let [Content::Facts(facts), Content::Grid(owed), Content::Fold { summary, .. }] = inside.as_slice() else {
        panic!("{inside:?}")
    };
    assert_eq!(summary, "Threat intent: 0 of 2 probes hold, 2 silent", "neither is required under this policy");
    let value = |name: &str| facts.iter().find(|f| f.name == name).map(|f| &f.value).unwrap();
    assert_eq!(value("Change").to, "#/change/a%231");
    assert_eq!(value("Intent report").text, format!("{file}, record 1"));
    assert_eq!(value("Stated at Intent").text.replace('\u{a0}', " "), "80 %, author, u-1");
    let [what, state, source] = owed.rows[0].cells.as_slice() else { panic!("{owed:?}") };
    assert_eq!((what.text.as_str(), state.text.as_str(), source.text.as_str()), ("Threat intent", "Checked", "evidence/t.md"));
    assert!(source.detail.ends_with(&format!("of {file}, record 1")), "{}", source.detail);
}

/// A page of the demo as it is drawn.
fn drawn(fragment: &str) -> Document {
    match page(&DEMO, fragment).body {
        Body::Document(document) => *document,
        other => panic!("{fragment} is no document: {other:?}"),
    }
}

#[test]
fn every_figure_of_every_page_leads_to_an_explanation() {
    for (route, n) in [("overview", 9), ("gap", 8), ("teams", 1), ("teams/Billing", 4), ("funnel", 2)] {
        let whys = heads(&drawn(&format!("#/{route}?environment=prod")).blocks);
        let linked: Vec<&String> = whys.iter().filter(|why| !why.is_empty()).collect();
        assert!(linked.len() >= n, "{route}: {whys:?}");
        for why in linked {
            assert!(why.starts_with(&format!("#/{route}?environment=prod&why=")), "{why:?}");
            assert!(page(&DEMO, why).why.is_some(), "{why}");
        }
    }
    match page(&DEMO, "#/matrix").body {
        Body::Matrix(v) => assert_eq!(v.head.why, "#/matrix?why=matrix"),
        other => panic!("{other:?}"),
    }
}

/// The fragments that the marks of a page's charts lead to, by the kind of chart.
fn marks(document: &Document) -> Vec<(&'static str, Vec<String>)> {
    fn of(blocks: &[Block], out: &mut Vec<(&'static str, Vec<String>)>) {
        for content in blocks.iter().flat_map(|b| &b.content) {
            match content {
                Content::Chart(Chart::Envelope(v)) => out.push(("gates", v.gates.iter().map(|g| g.key.clone()).collect())),
                Content::Chart(Chart::GapChange(v)) => out.push(("change", v.rows.iter().map(|r| r.key.clone()).collect())),
                Content::Chart(Chart::Drift(v)) => out.push(("drift", v.periods.iter().map(|p| p.key.clone()).collect())),
                Content::Chart(Chart::Debt(v)) => out.push(("debt", v.periods.iter().map(|p| p.key.clone()).collect())),
                Content::Chart(Chart::Dumbbell(v)) => out.push(("kinds", v.rows.iter().map(|r| r.key.clone()).collect())),
                Content::Chart(Chart::Funnel(v)) => out.push(("steps", v.steps.iter().map(|r| r.key.clone()).collect())),
                Content::Chart(Chart::Timeline(v)) => out.push(("patterns", v.rows.iter().map(|r| r.key.clone()).collect())),
                Content::Blocks(inner) => of(inner, out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    of(&document.blocks, &mut out);
    out
}

#[test]
fn a_mark_filters_by_what_it_stands_for_and_clears_it_again() {
    for route in ["overview", "teams/Billing", "funnel"] {
        let here = format!("#/{route}?environment=prod");
        for (kind, keys) in marks(&drawn(&here)) {
            for key in keys.iter().filter(|key| !key.is_empty()) {
                let filtered = page(&DEMO, key);
                assert!(
                    filtered.frame.chips.len() == 2 && key.ends_with("environment=prod") || key.contains("environment=prod&"),
                    "{kind}: {key}"
                );
                let Body::Empty(_) = filtered.body else {
                    let again = marks(&drawn(key));
                    let clears = |(k, keys): &(&str, Vec<String>)| *k == kind && keys.contains(&here);
                    assert!(again.iter().any(clears), "{kind}: {key} is not taken off by its own mark: {again:?}");
                    continue;
                };
            }
        }
    }
}

fn heads(blocks: &[Block]) -> Vec<String> {
    let mut out = Vec::new();
    for block in blocks {
        // what stands on paper alone repeats another figure
        if !block.head.title.is_empty() && block.place.style != Style::PaperOnly {
            out.push(block.head.why.clone());
        }
        for content in &block.content {
            if let Content::Blocks(inner) = content {
                out.extend(heads(inner));
            }
        }
    }
    out
}
