//! Odd organisations: one change, one team, nobody's team, nothing verified, everything verified, gates that did not pass. Every text of
//! every page is sound, and what a headline counts is counted here again from the assessment and its score.

use crate::organisation::page;
use crate::sentences::{fault, headline, texts};
use crate::world::{World, item_with, report, verification};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{Outcome, Severity};
use serde_json::{Value, json};

/// As many organisations are looked at.
const ORGANISATIONS: u64 = 72;
const SCAN: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": []}]}"#;
const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "complete": true, "errored": false, "resource_changes":
    [{"address": "t.a", "mode": "managed", "type": "t", "name": "a", "change": {"actions": ["create"]}}]}"#;

/// The kinds of evidence that are offered, by gate.
const OFFERED: [(&str, &[&str]); 4] = [
    ("intent", &["threat-intent"]),
    (
        "validation",
        &[
            "lint-diagnostics",
            "policy-diagnostics",
            "change-preview",
            "network-intent",
            "role-assignment-diff",
            "key-reference-check",
        ],
    ),
    ("execution", &["deployment-log", "deployment-outputs", "rollback-rehearsal"]),
    ("observation", &["alert-linkage", "alert-test", "telemetry-signal", "drift-check"]),
];

/// Numbers that look random and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }
}

fn organisation(seed: u64) -> Assessment {
    let mut dice = Dice(seed);
    // one, two, or up to nine changes; none, half or all of the evidence
    let n = [1, 2, 1 + dice.roll(9)][usize::try_from(seed % 3).unwrap()];
    let offers = [0, 1, 2][usize::try_from(seed / 3 % 3).unwrap()];
    let mut records = Vec::new();
    for i in 1..=n {
        let day = 1 + dice.roll(9);
        let mut change = json!({"id": format!("a#{i}"), "openedAt": format!("2026-11-{day:02}T08:00:00Z"), "touches": ["network", "identity"],
            "environment": dice.one_of(&["test", "prod"]), "resources": {"created": dice.roll(4)}});
        for (key, value, odds) in [
            ("team", dice.one_of(&["blue", "red"]).to_owned(), 4),
            ("author", "u-1".to_owned(), 4),
            ("mergedAt", format!("2026-11-{:02}T09:00:00Z", day + 1), 3),
            ("deployedAt", format!("2026-11-{:02}T10:00:00Z", day + 2), 2),
        ] {
            if dice.roll(odds) > 0 {
                change[key] = json!(value);
            }
        }
        for (gate, types) in OFFERED {
            if dice.roll(4) == 0 {
                continue;
            }
            let offered = types.iter().filter(|_| offers == 2 || offers == 1 && dice.roll(2) == 0);
            let evidence: Vec<Value> = offered.map(|t| item(t)).collect();
            let findings: Vec<Value> = (0..dice.roll(3))
                .map(|_| {
                    json!({"ruleId": dice.one_of(&["R1", "R2"]), "resource": "vault.main", "severity": dice.one_of(&["critical", "high", "low"]),
                        "pattern": dice.one_of(&["unsafe-defaults", "privilege-inflation", "alert-illusion"]),
                        "status": dice.one_of(&["open", "open", "fixed"])})
                })
                .collect();
            let mut rest = json!({"outcome": dice.one_of(&["passed", "passed", "failed", "bypassed", "skipped"]),
                "mode": dice.one_of(&["enforce", "enforce", "enforce", "evaluate"]), "evidence": evidence, "findings": findings});
            if dice.roll(2) == 0 {
                rest["perceived"] = json!([{"confidence": 0.85, "role": "author"}]);
            }
            if gate == "validation" && dice.roll(2) == 0 {
                rest["review"] = json!({"by": dice.one_of(&["u-1", "u-2"]), "blind": dice.roll(2) == 0, "intent": "upheld",
                    "controls": dice.one_of(&["upheld", "not-upheld"])});
            }
            records.push(report(gate, change.clone(), rest));
        }
        if dice.roll(3) == 0 {
            let same = "0".repeat(64);
            records.push(verification(&format!("a#{i}"), "validation", "lint-diagnostics", "u-2", &same, &same));
        }
    }
    if records.is_empty() {
        records.push(report("intent", json!({"id": "a#1", "environment": "test", "touches": []}), json!({})));
    }
    World::of(&records)
        .with_file("evidence/t.md", "threats")
        .with_file("evidence/s.sarif", SCAN)
        .with_file("evidence/p.json", PLAN)
        .assess()
}

/// An item of a type with a file that verifies it.
fn item(artifact_type: &str) -> Value {
    match artifact_type {
        "policy-diagnostics" => item_with(artifact_type, "evidence/s.sarif", SCAN),
        "change-preview" => item_with(artifact_type, "evidence/p.json", PLAN),
        _ => item_with(artifact_type, "evidence/t.md", "threats"),
    }
}

/// The counts of a text in order: figures, and numbers in words. "None", "Both" and "All" are no numbers here.
fn counts(text: &str) -> Vec<u64> {
    const WORDS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = |w: &str| {
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        let in_words = || WORDS.iter().position(|known| w.eq_ignore_ascii_case(known)).map(|i| i as u64 + 1);
        w.replace(',', "").parse().ok().or_else(in_words)
    };
    text.split([' ', '\u{a0}']).filter_map(word).collect()
}

/// The first count after a text; none where the text is not there.
fn after(said: &str, text: &str) -> Option<u64> {
    counts(said.split_once(text)?.1).first().copied()
}

/// The headline of a page.
fn said(assessment: &Assessment, fragment: &str) -> String {
    headline(&page(assessment, fragment)).unwrap_or_else(|| panic!("{fragment}: nothing")).replace('\u{a0}', " ")
}

#[test]
fn no_sentence_about_an_odd_organisation_is_broken() {
    for seed in 0..ORGANISATIONS {
        let a = organisation(seed);
        let mut fragments: Vec<String> = [
            "matrix",
            "patterns",
            "patterns/unsafe-defaults",
            "funnel",
            "debt",
            "threats",
            "detection",
            "reviews",
            "changes",
            "changes?lacks=alert-test",
            "changes?find=a",
            "matrix/network-intent/network",
            "sources",
            "policy",
        ]
        .map(|page| format!("#/{page}"))
        .into();
        fragments.extend(a.dataset().changes.iter().map(|c| format!("#/change/{}", c.fields.id.replace('#', "%23"))));
        for fragment in fragments {
            let view = page(&a, &fragment);
            let mut found = Vec::new();
            texts(&serde_json::to_value(&view).unwrap(), "", &mut found);
            for (path, text) in found.iter().filter(|(path, text)| !path.ends_with("/headline") && !text.starts_with("#/")) {
                assert_eq!(fault(text), None, "{seed} {fragment} {path}: {text:?}");
            }
            if let Some(headline) = headline(&view) {
                assert_eq!(fault(&headline), None, "{seed} {fragment}: {headline:?}");
                assert!(headline.ends_with('.'), "{seed} {fragment}: {headline:?}");
            }
        }
    }
}

#[test]
fn what_the_headlines_count_is_what_the_score_counts() {
    for seed in 0..ORGANISATIONS {
        let a = organisation(seed);
        let score = Score::of(&a, &Selection::default());
        let n = score.changes;
        let of_all = |is: &dyn Fn(&plumbline_assess::ChangeAssessment) -> bool| {
            a.every().iter().filter(|place| is(a.assessed(**place).unwrap())).count() as u64
        };

        let changes = said(&a, "#/changes");
        let proved = of_all(&|c| c.requirements().all(|(_, r)| r.is_verified));
        let expected = match (n, proved) {
            (1, 0) => "The one change does not have".to_owned(),
            (1, _) => "The one change has all".to_owned(),
            (_, 0) => "None of ".to_owned(),
            (2, 2) => "Both changes have".to_owned(),
            (n, k) if n == k => "All ".to_owned(),
            _ => String::new(),
        };
        assert!(changes.starts_with(&expected), "{seed}: {proved} of {n}: {changes}");
        if expected.is_empty() {
            assert_eq!(counts(&changes)[..2], [proved, n], "{seed}: {changes}");
        }

        let funnel = said(&a, "#/funnel");
        let (opened, observed) = (score.funnel[0].reached, score.funnel[6].reached);
        match (opened, observed) {
            (0, _) => assert!(funnel.contains("but cannot block"), "{seed}: {funnel}"),
            (1, k) => assert_eq!(funnel.contains("does not have"), k == 0, "{seed}: {funnel}"),
            (o, 0) => assert!(counts(&funnel)[0] == o && funnel.contains(", none has"), "{seed}: {funnel}"),
            (o, k) => assert_eq!(counts(&funnel)[..2], [o, k], "{seed}: {funnel}"),
        }
        if let Some(lost) = after(&funnel, "The largest loss is at") {
            assert!(score.funnel.iter().any(|s| s.lost == lost), "{seed}: {funnel}");
        }

        let threats = said(&a, "#/threats");
        let [written, .., silent] = score.chain.iter().map(|link| link.changes).collect::<Vec<_>>()[..] else { panic!("links") };
        assert_eq!(
            threats.contains("No unsafe default") || threats.contains("unsafe defaults and inflated privileges"),
            written == 0,
            "{seed}: {threats}"
        );
        if written > 1 {
            let carried = threats.rsplit(". ").next().unwrap();
            let live = [written, silent];
            let told = &counts(carried);
            let all = carried.contains("all of them") && silent == written || carried.contains("none of them") && silent == 0;
            assert!(told[..] == live || told[..] == live[..1] && all, "{seed}: {threats}");
        }
        let open: u64 = score.threats.iter().map(|t| t.open).sum();
        assert_eq!(
            threats.contains("no finding is open") || threats.contains("said of open findings"),
            open == 0,
            "{seed}: {threats}"
        );

        let detection = said(&a, "#/detection");
        let sum = |of: fn(&plumbline_assess::Lane) -> u64| score.detection.iter().map(of).sum::<u64>();
        let (required, missing) = (sum(|l| l.total.n()), sum(|l| l.total.missing));
        if required > 1 {
            assert_eq!(after(&detection, "Of "), Some(required), "{seed}: {detection}");
            let told = detection.contains("missing").then(|| after(&detection, "; ")).flatten();
            assert_eq!(told.unwrap_or(0), missing, "{seed}: {detection}");
        }

        let matrix = said(&a, "#/matrix");
        let cells = |of: fn(&plumbline_assess::MatrixCell) -> u64| score.matrix.iter().map(of).sum::<u64>();
        let re_run = cells(|c| c.reproduced + c.diverged);
        // an item counts once here, and in each of its cells there: never more, and none only where there is none
        if let Some(told) = after(&matrix, "Of ").filter(|_| matrix.contains("that were re-run,")) {
            assert!(told <= re_run && told > 0, "{seed}: {matrix}");
        } else {
            assert!(re_run == 0 || !matrix.contains("has re-run any"), "{seed}: {matrix}");
        }
    }
}

#[test]
fn the_news_of_a_change_is_what_its_record_says() {
    let (mut past, mut unreviewed, mut all_verified) = (0, 0, 0);
    for seed in 0..ORGANISATIONS {
        let a = organisation(seed);
        for (change, place) in a.dataset().changes.iter().zip(a.every()) {
            let assessed = a.assessed(place).unwrap();
            let said = said(&a, &format!("#/change/{}", change.fields.id.replace('#', "%23")));
            let [intent, validation, execution, _] = &assessed.gates;
            let did_not_pass = |gate: &plumbline_assess::GateAssessment| gate.outcome.is_some_and(|o| o != Outcome::Passed);
            let is_past = assessed.is_shipped && (did_not_pass(intent) || did_not_pass(validation))
                || assessed.is_deployed && did_not_pass(execution);
            let is_refuted =
                assessed.requirements().any(|(_, r)| r.condition() == Some(plumbline_domain::Condition::Contradicted));
            assert_eq!(said.contains("vidence contradicts the claim"), is_refuted, "{seed}: {said}");
            assert_eq!(said.contains("although"), is_past, "{seed}: {said}");
            if said.contains("obody reviewed it") {
                assert!(change.reviews.is_empty() && assessed.is_shipped, "{seed}: {said}");
                unreviewed += 1;
            }
            let open = |severity: Severity| -> u64 {
                assessed.gates.iter().flat_map(|g| &g.open).map(|by| u64::from(by[severity.index()])).sum()
            };
            if said.contains("critical") || said.contains("high finding") {
                assert!(open(Severity::Critical) + open(Severity::High) > 0, "{seed}: {said}");
            }
            let (verified, required) =
                assessed.requirements().fold((0, 0), |(k, n), (_, r)| (k + u64::from(r.is_verified), n + 1));
            let last = said.split(". ").last().unwrap();
            match (required, verified) {
                (0, _) => assert!(last.starts_with("Nothing is required"), "{seed}: {said}"),
                (1, k) => assert_eq!(last.contains("is not verified"), k == 0, "{seed}: {said}"),
                (n, k) if n == k => all_verified += u64::from(last.starts_with("All ") || last.starts_with("Both ")),
                (n, 0) => assert!(last.starts_with("None of ") && counts(last)[0] == n, "{seed}: {said}"),
                (n, k) => assert_eq!(counts(last)[..2], [k, n], "{seed}: {said}"),
            }
            past += u64::from(is_past);
        }
    }
    assert!(past > 20 && unreviewed > 20 && all_verified > 5, "{past} {unreviewed} {all_verified}");
}
