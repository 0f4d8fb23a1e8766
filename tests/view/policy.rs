//! The page of the policy, and what is said of a copy of it.

use crate::gap::{block, cells, document, grid};
use crate::organisation::page;
use crate::world::{NOW, World, report};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{Instant, Policy};
use plumbline_ingest::{DEFAULT_POLICY_JSON, Reader, Source, default_policy, policy_diagnostics, policy_from_json, sha256_hex};
use plumbline_report::document::{Content, Document, FigureId, PageId};
use plumbline_report::export::PolicyEffect;
use plumbline_report::{Body, Trial, TrialEffect, checked, put_policy_text, tried};
use serde_json::json;

/// The default policy with one text in the place of another.
fn edited(from: &str, to: &str) -> String {
    assert!(DEFAULT_POLICY_JSON.contains(from), "{from}");
    DEFAULT_POLICY_JSON.replacen(from, to, 1)
}

fn policy(text: &str) -> (Policy, String) {
    (policy_from_json(text.as_bytes()).unwrap(), sha256_hex(text.as_bytes()))
}

fn check(text: &str) -> Trial {
    checked(&policy_diagnostics(text.as_bytes()), &sha256_hex(text.as_bytes()))
}

/// A change whose threat intent is known by a digest without bytes: attached, which is less than checked.
fn attached() -> World {
    let change = json!({"id": "a#1", "team": "payments", "openedAt": "2026-11-01T09:00:00Z"});
    let artifact = json!({"path": "why.md", "sha256": "a".repeat(64)});
    World::of(&[report("intent", change, json!({"evidence": [{"id": "why", "type": "threat-intent", "artifact": artifact}]}))])
}

fn reader(world: &World, (policy, digest): (Policy, String)) -> Reader {
    let mut reader = Reader::new(policy, digest);
    for (path, bytes) in &world.files {
        reader.read(Source::new(path.clone(), bytes.clone()));
    }
    reader
}

fn score(reader: Reader) -> Score {
    Score::of(&Assessment::new(reader.into_dataset(Instant::from_rfc3339(NOW).unwrap())), &Selection::default())
}

/// What the worker says of a copy over a data set.
fn trial(world: &World, text: &str) -> Trial {
    let scores = (score(reader(world, default_policy())), score(reader(world, policy(text))));
    let effect = PolicyEffect::of((&default_policy().0, &policy(text).0), Some((&scores.0, &scores.1))).unwrap();
    let effect = TrialEffect {
        keys: effect.policy.iter().map(|m| m.told()).collect(),
        n_rungs: effect.rungs.len() as u64,
        numbers: effect.numbers.iter().map(|m| m.told()).collect(),
    };
    tried(check(text), &effect, (&scores.0, &scores.1))
}

fn rows(trial: &Trial, part: &str) -> Vec<Vec<String>> {
    let blocks = trial.blocks.clone();
    let (eyebrow, headline, actions) = Default::default();
    let document = Document { page: PageId::Trial, eyebrow, headline, actions, blocks };
    cells(grid(block(&document, part)))
}

#[test]
fn the_policy_in_force_can_be_read_before_anything_is_loaded() {
    let d = document(&World::default().assess(), "#/policy?team=nobody");
    // 1 + 7 + 3 + 3 requirements
    assert_eq!(
        d.headline.text(),
        "This policy requires up to 14 kinds of evidence at four gates; an item counts as verified from the grade “checked”."
    );
    let required = cells(grid(block(&d, "part-required")));
    assert_eq!(required.len(), 14);
    assert_eq!(required[0], ["Threat intent", "Intent", "by every change"]);
    assert!(required.iter().any(|row| row[2].starts_with("when ") && row[2].ends_with(" is touched")), "{required:?}");
    assert_eq!(cells(grid(block(&d, "part-types"))).len(), 17);
    let Content::Facts(facts) = &block(&d, "part-settings").content[0] else { panic!("facts") };
    let told: Vec<(&str, &str)> = facts.iter().map(|f| (f.name.as_str(), f.value.text.as_str())).collect();
    assert_eq!(told[0], ("SHA-256", default_policy().1.as_str()));
    for expected in [
        ("An item counts as verified from grade", "Checked"),
        ("Flag figures based on fewer than", "5 changes"),
        ("Observation falls due", "7 days after deployment"),
        ("The ladder counts the last", "90 days"),
        ("Trusted for signatures", "nobody, so nothing is signed"),
    ] {
        assert!(told.contains(&expected), "{told:?}");
    }
    // five rungs above ad hoc, each with its criteria
    let rungs = &block(&d, "part-rungs").content;
    let headings: Vec<&str> =
        rungs.iter().filter_map(|c| if let Content::Heading(h) = c { Some(h.as_str()) } else { None }).collect();
    assert_eq!(headings, ["Declared", "Gated", "Proven", "Observed", "Audit-verified"]);
    let Content::Items(first) = &rungs[1] else { panic!("criteria") };
    assert_eq!(
        first[0].text.replace('\u{a0}', " "),
        "Verified confidence at Intent: lower bound of the 95 % interval at least 60 %"
    );
}

#[test]
fn the_field_holds_the_text_in_force() {
    let mut shown = page(&World::default().assess(), "#/policy");
    put_policy_text(&mut shown, || DEFAULT_POLICY_JSON.to_owned());
    let Body::Document(d) = &shown.body else { panic!("a document") };
    assert_eq!(block(d, "part-copy").content, [Content::Draft(DEFAULT_POLICY_JSON.to_owned())]);
}

#[test]
fn what_is_wrong_with_a_copy_is_a_sentence_with_its_place() {
    let found = check(&edited("{\"type\": \"threat-intent\"}", "{\"type\": \"threat-content\"}"));
    assert_eq!(
        (found.said.as_str(), found.is_usable),
        ("The copy cannot be used: 1 error. Mend it to preview its effect.", false)
    );
    let problem = &found.problems[0];
    // the line `      {"type": "threat-intent"}`: the value begins at column 16
    let line = DEFAULT_POLICY_JSON.lines().position(|l| l.contains("{\"type\": \"threat-intent\"}")).unwrap() as u32 + 1;
    assert_eq!((problem.line, problem.column, problem.is_error), (line, 16, true));
    assert_eq!(problem.place, format!("Line {line}, column 16"));
    assert_eq!(problem.path, "requirements.intent[0].type");
    assert_eq!(problem.message, "No artifact type has the id \"threat-content\".");
    assert!(found.sha256.is_empty() && found.blocks.is_empty());

    let odd = check(&edited("\"tooFew\": 5,", "\"tooFew\": 5, \"tooFwe\": 6,"));
    assert_eq!((odd.said.as_str(), odd.is_usable), ("The copy can be used, with 1 warning.", true));
    assert_eq!(odd.problems[0].message, "Unknown key: it has no effect.");

    let broken = check("{\n  \"format\": plumbline");
    assert_eq!((broken.problems[0].line, broken.problems[0].column), (2, 13));
}

#[test]
fn a_copy_with_very_many_problems_lists_the_first() {
    let keys: String = (0..250).map(|n| format!("\"x{n}\": 1, ")).collect();
    let found = check(&edited("\"tooFew\": 5,", &format!("\"tooFew\": 5, {keys}")));
    assert_eq!((found.problems.len(), found.more.as_str()), (100, "and 150 more"));
    assert_eq!(found.said, "The copy can be used, with 250 warnings.");
}

#[test]
fn a_copy_that_says_the_same_changes_nothing() {
    // another order of bytes, the same rules
    let found = trial(&attached(), &edited("\"tooFew\": 5,", "\n\n  \"tooFew\":5,"));
    assert_eq!(found.said, "The copy says the same as the policy in force: nothing changes.");
    assert!(found.blocks.is_empty() && found.is_usable);
}

#[test]
fn what_a_copy_alters_stands_beside_today() {
    let found = trial(&attached(), &edited("\"minGrade\": \"checked\"", "\"minGrade\": \"attached\""));
    assert!(found.said.starts_with("The policies differ in 1 key. No team changes its rung. "), "{}", found.said);
    // V(intent) goes from 0 of 1 to 1 of 1; Wilson's interval of 0 of 1 is 0 to 3.84 ÷ 4.84 = 0.79
    let gates = rows(&found, "part-then-gates");
    assert_eq!(gates[0], ["Intent", "0 %", "100 %", "+100"]);
    assert_eq!(gates[1][..3], ["Validation", "no data", "no data"]);
    assert_eq!(rows(&found, "part-keys"), [["minGrade", "checked", "attached"]]);
    assert!(rows(&found, "part-moved").contains(&["gates.intent.verified", "0", "1"].map(str::to_owned).to_vec()));
    let teams = found.blocks.iter().find(|b| b.place.figure == FigureId::TrialTeams).unwrap();
    let [Content::Fold { summary, is_open: true, .. }] = teams.content.as_slice() else { panic!("{:?}", teams.content) };
    assert_eq!(summary, "1 team keeps its rung");
}

#[test]
fn a_team_that_changes_its_rung_stands_before_those_that_stay() {
    // with a threshold of nothing the first rung asks for nothing
    let found = trial(&attached(), &edited("\"atLeast\": 0.6", "\"atLeast\": 0"));
    assert!(found.said.contains("1 team changes its rung"), "{}", found.said);
    assert_eq!(rows(&found, "part-then-teams"), [["payments", "Ad-hoc", "Declared"]]);
}

#[test]
fn without_a_change_only_the_keys_are_compared() {
    let found = trial(&World::default(), &edited("\"ladderDays\": 90", "\"ladderDays\": 30"));
    assert_eq!(
        found.said,
        "The policies differ in 1 key. No change is loaded, so there are no numbers to hold beside each other."
    );
    assert_eq!(rows(&found, "part-keys"), [["ladderDays", "90", "30"]]);
}

#[test]
fn files_need_not_be_read_again_unless_records_may_say_something_else() {
    let read = reader(&attached(), default_policy());
    let other = policy(&edited("\"minGrade\": \"checked\"", "\"minGrade\": \"attached\""));
    let under = read.under(other.0.clone(), other.1.clone()).unwrap();
    assert_eq!(score(under), score(reader(&attached(), other)));
    // a kind of evidence under another name: what the report offers is none of this policy
    let renamed = DEFAULT_POLICY_JSON.replace("\"threat-intent\"", "\"threat-content\"");
    assert!(read.under(policy(&renamed).0, String::new()).is_none());
    let renamed = DEFAULT_POLICY_JSON.replace("\"alert-illusion\"", "\"alert-delusion\"");
    assert!(read.under(policy(&renamed).0, String::new()).is_none());
}
