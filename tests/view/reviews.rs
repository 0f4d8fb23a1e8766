//! The page of reviews, worked out by hand, and held against the score.

use crate::gap::{block, document, grid, percent, table};
use crate::organisation::DEMO;
use crate::world::{World, item_with, report};
use plumbline_assess::{Score, Selection};
use plumbline_charts::Chart;
use plumbline_report::document::Content;
use serde_json::{Value, json};

/// A change of a team with an intent that is verified or not, reviewed at intent by some people: who, blind, verdict on it.
fn change(n: u8, team: &str, is_verified: bool, reviews: &[(&str, bool, &str)]) -> Vec<Value> {
    let fields = json!({
        "id": format!("a#{n}"), "touches": [], "environment": "test", "team": team, "author": "u-1",
        "openedAt": "2026-11-02T00:00:00Z", "mergedAt": "2026-11-03T00:00:00Z"
    });
    let evidence = if is_verified { vec![item_with("threat-intent", "e/t.md", "threats")] } else { Vec::new() };
    let mut out: Vec<Value> = reviews
        .iter()
        .enumerate()
        .map(|(i, (by, blind, verdict))| {
            let at = format!("2026-11-01T1{i}:00:00Z");
            let review = json!({"by": by, "blind": blind, "intent": verdict});
            report("intent", fields.clone(), json!({"recordedAt": at, "evidence": evidence, "review": review}))
        })
        .collect();
    if out.is_empty() {
        out.push(report("intent", fields, json!({"evidence": evidence})));
    }
    out
}

#[test]
fn shares_and_agreement_by_team() {
    let mut records = Vec::new();
    // blue: six changes. Four reviewed by another, two of them blind; one by the author alone; one by nobody.
    records.extend(change(1, "blue", true, &[("u-2", true, "upheld"), ("u-3", false, "upheld")]));
    records.extend(change(2, "blue", true, &[("u-2", true, "upheld"), ("u-3", false, "not-upheld")]));
    records.extend(change(3, "blue", false, &[("u-2", false, "upheld")]));
    records.extend(change(4, "blue", false, &[("u-2", false, "not-upheld")]));
    records.extend(change(5, "blue", true, &[("u-1", true, "upheld")]));
    records.extend(change(6, "blue", true, &[]));
    records.extend(change(7, "red", true, &[]));
    let a = World::of(&records).with_file("e/t.md", "threats").assess();
    let d = document(&a, "#/reviews");
    // verdicts of others: upheld and verified, twice on a#1, once on a#2; not upheld and verified on a#2; upheld and not
    // verified on a#3; neither on a#4. 4 of 6 agree; of the verdicts 4/6 uphold, of the evidence 4/6 verifies:
    // by chance 4/9 + 1/9 = 5/9, so kappa is (2/3 − 5/9) ÷ (4/9) = 1/4
    assert_eq!(
        d.headline.text().replace('\u{a0}', " "),
        "Somebody other than the author reviewed 57 % of the seven changes due at Validation, two of these blind. Evidence agrees with 67 % of \
         their six verdicts."
    );
    let rows = table(block(&d, "part-reviews"));
    assert_eq!(rows[0][0], "All changes");
    assert_eq!(rows[1][..5], ["blue", "6", "4", "67 %", "30 to 90 %"]);
    // two reviewers stand against each other on a#1 and a#2: one of two agrees; the first always upholds: kappa 0
    assert_eq!(rows[1][5..], ["2", "50 %", "15 to 85 %", "6", "67 %", "0.25, too few", "2", "50 %", "0.00, too few"]);
    assert_eq!(
        rows[2],
        ["red", "1", "0", "0 %", "0 to 79 %", "0", "no data", "no data", "0", "no data", "no data", "0", "no data", "no data"]
    );
    let read = grid(block(&d, "part-reviews"));
    let blue: Vec<(&str, &str)> = read.rows[1].cells.iter().map(|c| (c.text.as_str(), c.detail.as_str())).collect();
    assert_eq!(blue[3].1, "Too few to say (4 of 5 needed)");
    assert_eq!(blue[4].1, "kappa 0.25, 6 verdicts, 20 needed");
    assert_eq!(blue[5].1, "Too few to say (2 of 5 needed)");
    assert_eq!(read.rows[2].cells[3].text, "no case");
    assert_eq!(
        block(&d, "part-reviews").head.title,
        "One of two teams has no independent blind review: red (1 change, too few to judge)"
    );
    let charts: Vec<&plumbline_charts::practices::Practices> = d
        .blocks
        .iter()
        .filter_map(|b| match b.content.first() {
            Some(Content::Chart(Chart::Practices(drawn))) => Some(drawn),
            _ => None,
        })
        .collect();
    assert_eq!(charts.len(), 4);
    assert_eq!((charts[0].rows[0].count.as_str(), charts[0].rows[0].key.as_str()), ("4 of 6 changes", "#/reviews?team=blue"));
    assert!(charts[0].rows[1].too_few && charts[1].rows[1].share.is_none(), "no reviewed change: no data, not 0 %");
}

#[test]
fn without_reviews_the_page_says_so() {
    let a = World::of(&change(1, "blue", true, &[])).with_file("e/t.md", "threats").assess();
    let d = document(&a, "#/reviews");
    assert_eq!(d.headline.text(), "Nobody but the author reviewed the one change due at Validation.");
    let title = &block(&d, "part-reviews").head.title;
    assert_eq!(title, "The one team has no independent blind review");
}

#[test]
fn the_demo_agrees_with_the_score() {
    for (query, selection) in [
        ("", Selection::default()),
        ("?environment=prod", Selection { environments: vec!["prod".to_owned()], ..Selection::default() }),
    ] {
        let scored = Score::of(&DEMO, &selection).reviews;
        let rows = table(block(&document(&DEMO, &format!("#/reviews{query}")), "part-reviews"));
        assert_eq!(rows.len(), scored.len() + 1);
        for (row, t) in rows[1..].iter().zip(&scored) {
            assert_eq!(row[0], t.team);
            let counts = [&row[1], &row[2], &row[5], &row[8], &row[11]].map(|n| n.replace(',', "").parse::<u64>().unwrap());
            assert_eq!(counts, [t.changes, t.independent, t.blind, t.evidence_n, t.reviewers_n], "{query} {}", t.team);
            let shares = [t.independent_share, t.blind_share, t.evidence_agreement, t.reviewers_agreement].map(percent);
            assert_eq!([&row[3], &row[6], &row[9], &row[12]], [&shares[0], &shares[1], &shares[2], &shares[3]]);
            for (shown, n, kappa) in [(&row[10], t.evidence_n, t.evidence_kappa), (&row[13], t.reviewers_n, t.reviewers_kappa)] {
                match kappa {
                    Some(kappa) => {
                        let shown: f64 = shown.replace('\u{2212}', "-").trim_end_matches(", too few").parse().unwrap();
                        assert!((shown - kappa).abs() <= 0.005 + 1e-9, "{query} {}: {shown} for {kappa}", t.team);
                    }
                    None if n > 0 => assert_eq!(shown, "undefined"),
                    None => assert_eq!(shown, "no data"),
                }
            }
        }
    }
}
