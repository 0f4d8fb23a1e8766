//! What sentences claim, held against the numbers that they stand on: on every page of the demo, and on odd data sets.

use crate::gap::document;
use crate::organisation::{DEMO, figure, page, sweep};
use crate::sentences::headline;
use crate::world::{World, item_with, report};
use plumbline_assess::{Assessment, Confidence, Selection, figures};
use plumbline_report::Body;
use plumbline_report::document::{AnyTable, Content, Document, FigureId, all_blocks, tables_of};
use serde_json::{Value, json};

/// What is said between two texts; none where either is missing.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let rest = text.split_once(before)?.1;
    Some(rest.split_once(after)?.0)
}

/// A number as pages write it, `−3` or `1,204`; none of `no data` and of `under 1 %`.
fn number(text: &str) -> Option<f64> {
    text.trim_end_matches(['%', '\u{a0}', ' ']).replace('\u{2212}', "-").replace([',', '+'], "").parse().ok()
}

/// A share as a sentence writes it, in percent.
fn share(text: &str) -> Option<f64> {
    match text {
        "none" => Some(0.0),
        "all" => Some(100.0),
        text => number(text),
    }
}

/// Both percentages, the gap, and where it is widest, as the Overview's headline says them.
struct Said {
    perceived: Option<f64>,
    verified: Option<f64>,
    gap: Option<f64>,
    widest: Option<(Vec<String>, f64)>,
}

fn said(headline: &str) -> Said {
    let plain = headline.replace('\u{a0}', " ");
    let points = between(&plain, "The gap, ", " point").or_else(|| between(&plain, "The gap is ", " point"));
    let widest = plain.split_once("widest at ").and_then(|(_, rest)| {
        let (gates, size) = rest.split_once(" (")?;
        let gates = gates.replace(" and ", ", ").split(", ").map(str::to_owned).collect();
        Some((gates, number(size.split(')').next()?)?))
    });
    Said {
        perceived: between(&plain, " is ", " % confident").or_else(|| between(&plain, " are ", " % confident")).and_then(number),
        verified: between(&plain, "evidence proves ", " of what policy asks").and_then(share),
        gap: points.and_then(number),
        widest,
    }
}

/// Holds the headline of an Overview against the table of its envelope.
fn check_overview(document: &Document, too_few: u64, place: &str) {
    let text = document.headline.text();
    let Said { perceived, verified, gap, widest } = said(&text);
    if let (Some(gap), Some(p), Some(v)) = (gap, perceived, verified) {
        assert_eq!(gap, p - v, "{place}: {text}");
    }
    let Some((gates, size)) = widest else { return };
    let rows = figure(document, FigureId::Envelope).head.table.texts();
    let is_spoken_of = |row: &&Vec<String>| [&row[1], &row[4]].iter().all(|n| number(n).unwrap() >= too_few as f64);
    let gaps: Vec<(&String, f64)> =
        rows.iter().filter(is_spoken_of).filter_map(|row| Some((&row[0], number(&row[7])?))).collect();
    let most = gaps.iter().map(|g| g.1).fold(f64::MIN, f64::max);
    let at: Vec<String> = gaps.iter().filter(|g| g.1 == most).map(|g| g.0.clone()).collect();
    assert_eq!((gates, size), (at, most), "{place}: {text}");
}

/// Holds each gap of a table against the two percentages in its row.
fn check_gaps(table: &AnyTable<'_>, place: &str) -> usize {
    let (heads, rows): (Vec<String>, Vec<Vec<String>>) = match table {
        AnyTable::Twin(twin) => (twin.columns.clone(), twin.texts()),
        AnyTable::Grid(grid) | AnyTable::Long(grid) => (
            grid.columns.iter().map(|c| c.title.clone()).collect(),
            grid.rows.iter().map(|row| row.cells.iter().map(|c| c.text.clone()).collect()).collect(),
        ),
    };
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    let (Some(p), Some(v), Some(g)) = (column(&["Perceived"]), column(&["Verified"]), column(&["Gap, points", "Gap"])) else {
        return 0;
    };
    let mut n = 0;
    for row in &rows {
        let of = |i: usize| row.get(i).and_then(|text| number(text));
        // "under 1 %" and "over 99 %" are no whole percent
        if let (Some(p), Some(v), Some(gap)) = (of(p), of(v), of(g)) {
            assert_eq!(gap, p - v, "{place}: {row:?}");
            n += 1;
        }
    }
    n
}

#[test]
fn every_gap_is_the_difference_of_the_two_percentages_beside_it() {
    let too_few = u64::from(DEMO.policy().too_few);
    let (mut n, mut headlines) = (0, 0);
    for fragment in sweep(&DEMO) {
        let Body::Document(document) = page(&DEMO, &fragment).body else { continue };
        n += all_blocks(&document.blocks)
            .into_iter()
            .flat_map(tables_of)
            .map(|table| check_gaps(&table, &fragment))
            .sum::<usize>();
        if fragment.starts_with("#/overview") {
            check_overview(&document, too_few, &fragment);
            headlines += 1;
        }
    }
    assert!(n > 1_000 && headlines > 20, "{n} gaps, {headlines} headlines");
}

/// A change at some gates, verified at each or not, with a stated confidence or not.
struct Made {
    team: &'static str,
    authorship: &'static str,
    stated: Option<f64>,
    is_verified: bool,
}

fn change(n: usize, made: &Made) -> Value {
    let mut change = json!({
        "id": format!("a#{n}"), "touches": [], "environment": "test", "authorship": made.authorship,
        "openedAt": format!("2026-11-{:02}T00:00:00Z", n % 14 + 1)
    });
    if !made.team.is_empty() {
        change["team"] = json!(made.team);
    }
    let evidence = if made.is_verified { vec![item_with("threat-intent", "evidence/t.md", "threats")] } else { Vec::new() };
    let perceived: Vec<Value> = made.stated.iter().map(|c| json!({"confidence": c, "role": "author"})).collect();
    report("intent", change, json!({"evidence": evidence, "perceived": perceived}))
}

fn judged(all: &[Made]) -> Assessment {
    let records: Vec<Value> = all.iter().enumerate().map(|(n, made)| change(n, made)).collect();
    World::of(&records).with_file("evidence/t.md", "threats").assess()
}

/// So many alike.
fn some(n: usize, team: &'static str, authorship: &'static str, stated: Option<f64>, n_verified: usize) -> Vec<Made> {
    (0..n).map(|i| Made { team, authorship, stated, is_verified: i < n_verified }).collect()
}

/// Data sets that are odd in one way each.
fn odd() -> Vec<(&'static str, Vec<Made>)> {
    let human = "human";
    vec![
        ("one change", some(1, "blue", human, Some(0.9), 0)),
        ("one team", some(20, "blue", human, Some(0.876), 17)),
        ("no statements", some(9, "blue", human, None, 4)),
        ("all verified", some(9, "blue", human, Some(0.8), 9)),
        ("none verified", some(9, "blue", human, Some(0.8), 0)),
        ("nobody is sure", some(9, "blue", human, Some(0.0), 3)),
        ("no team", some(9, "", human, Some(0.8), 3)),
        ("no gap", some(10, "blue", human, Some(0.5), 5)),
        (
            "two statements",
            [some(2, "blue", human, Some(0.9), 0), some(30, "red", human, None, 15)].into_iter().flatten().collect(),
        ),
        ("ties", [some(10, "blue", human, Some(0.9), 5), some(10, "red", human, Some(0.9), 5)].into_iter().flatten().collect()),
    ]
}

/// All changes, all gates pooled.
fn pooled(assessment: &Assessment) -> Confidence {
    figures::confidence::pooled(assessment, &assessment.select(&Selection::default()))
}

#[test]
fn the_headlines_of_odd_data_say_what_is_counted() {
    for (name, made) in odd() {
        let a = judged(&made);
        let overview = document(&a, "#/overview");
        let counted = pooled(&a);
        let Said { perceived, verified, .. } = said(&overview.headline.text());
        let whole = |share: Option<f64>| share.map(|share| (share * 100.0).round());
        // "not at all confident" says no number
        assert_eq!(perceived, whole(counted.perceived).filter(|p| *p > 0.0), "{name}: {}", overview.headline.text());
        assert_eq!(verified, whole(counted.verified), "{name}: {}", overview.headline.text());
        check_overview(&overview, u64::from(a.policy().too_few), name);
        for route in ["gap", "teams", "compare", "overview"] {
            let Body::Document(document) = page(&a, &format!("#/{route}")).body else { panic!("{name}: {route}") };
            all_blocks(&document.blocks).into_iter().flat_map(tables_of).for_each(|table| {
                check_gaps(&table, name);
            });
            let said = headline(&page(&a, &format!("#/{route}"))).unwrap();
            assert!(!said.contains("NaN") && said.ends_with('.'), "{name}, {route}: {said}");
        }
    }
}

#[test]
fn too_few_statements_are_counted_and_head_no_sentence() {
    let a = judged(&odd().into_iter().find(|(name, _)| *name == "two statements").unwrap().1);
    let text = document(&a, "#/overview").headline.text().replace('\u{a0}', " ");
    assert!(
        text.starts_with("Teams are 90 % confident their changes are sound (two statements); evidence proves 47 %"),
        "{text}"
    );
    assert!(!text.contains("widest") && !text.contains("only Intent"), "{text}");
    let envelope = document(&a, "#/overview");
    assert_eq!(figure(&envelope, FigureId::Envelope).head.title, "Only Intent is due so far");
}

#[test]
fn where_teams_and_all_changes_disagree_the_sentence_is_that_of_the_teams() {
    // blue writes mostly by machine and proves little whoever writes; red by hand, and proves nearly all. In each team the gap of
    // AI-generated changes is the lower one (in red below nothing), and over all changes it is the wider one.
    let (ai, human) = ("ai-generated", "human");
    let varied = |team, authorship, n: usize, n_verified| -> Vec<Made> {
        let mut made = some(n, team, authorship, Some(0.9), n_verified);
        made.iter_mut().step_by(2).for_each(|m| m.stated = Some(0.92));
        made
    };
    let all =
        [varied("blue", ai, 400, 80), varied("blue", human, 100, 2), varied("red", ai, 100, 98), varied("red", human, 400, 320)];
    let a = judged(&all.into_iter().flatten().collect::<Vec<_>>());
    let within = figures::within_teams::over(&a, &a.select(&Selection::default()));
    let of_ai = &within.iter().find(|(who, _)| who.id() == ai).unwrap().1;
    // blue: (0.91 − 0.20) − (0.91 − 0.02) = −0.18, red: (0.91 − 0.98) − (0.91 − 0.80) = −0.18; pooled: 0.91 − 178/500 − (0.91 − 322/500)
    assert!((of_ai.within.unwrap() + 0.18).abs() < 1e-9 && (of_ai.pooled.unwrap() - 0.288).abs() < 1e-9, "{of_ai:?}");
    let overview = document(&a, "#/overview");
    let head = &figure(&overview, FigureId::AuthorshipReason).head;
    assert_eq!(head.title, "Within teams, the gap is 18 points lower on AI-generated changes than on human-written ones");
    assert!(
        head.subtitle.ends_with(
            "Over all teams together it is 28 points wider on AI-generated changes: the mix of teams turns it round. Two teams compared"
        ),
        "{}",
        head.subtitle
    );
    // the pairs stand on Gap, each difference that of the gaps beside it
    let gap = document(&a, "#/gap");
    let content = &figure(&gap, FigureId::Authorship).content;
    let folded = content.iter().find_map(|c| if let Content::Fold { content, .. } = c { content.first() } else { None });
    let Some(Content::Grid(pairs)) = folded else { panic!("{content:?}") };
    let rows: Vec<Vec<&str>> = pairs.rows.iter().map(|r| r.cells.iter().map(|c| c.text.as_str()).collect()).collect();
    assert_eq!(rows, [["blue", "71", "89", "\u{2212}18"], ["red", "\u{2212}7", "11", "\u{2212}18"]]);
    // 0.20 of 400: Wilson 0.164 to 0.242, a half width of 3.9 points; that of the statements adds next to nothing
    assert_eq!(pairs.rows[0].cells[1].detail, "67 to 75, 400 statements");
}

#[test]
fn each_term_opens_once_on_a_page() {
    for fragment in ["overview", "gap", "teams", "teams/Billing", "funnel", "debt", "reviews", "compare", "patterns"] {
        let document = document(&DEMO, &format!("#/{fragment}"));
        let mut terms: Vec<_> = all_blocks(&document.blocks).iter().flat_map(|b| b.head.terms.clone()).collect();
        let n = terms.len();
        assert!(n > 0, "{fragment}");
        terms.sort();
        terms.dedup();
        assert_eq!(terms.len(), n, "{fragment}");
    }
}

#[test]
fn rows_of_the_ladder_are_of_its_own_window_whatever_the_period() {
    let rows = |query: &str| -> Vec<Vec<String>> {
        let teams = document(&DEMO, &format!("#/teams?{query}"));
        let content = &figure(&teams, FigureId::Teams).content;
        let grid = content.iter().find_map(|c| if let Content::Grid(grid) = c { Some(grid) } else { None }).unwrap();
        grid.rows.iter().map(|r| r.cells.iter().map(|c| c.text.clone()).collect()).collect()
    };
    let all = rows("");
    assert!(all.len() > 1);
    for period in ["period=30d", "period=2026-07-01..2026-08-15"] {
        assert_eq!(rows(period), all, "{period}");
    }
    // the changes of each team in the last days of the ladder, both ends included
    let window = figures::ladder::window(&DEMO, &DEMO.select(&Selection::default()));
    let n: usize = all.iter().map(|row| row[1].parse::<usize>().unwrap()).sum();
    assert_eq!(n, window.len());
}

#[test]
fn a_filtered_part_of_a_team_is_held_against_no_claim() {
    for query in ["authorship=ai-generated", "environment=prod", "gate=validation"] {
        let said = headline(&page(&DEMO, &format!("#/teams?{query}"))).unwrap();
        assert!(said.starts_with("Rungs are of the filtered changes only; claims are for the whole team. "), "{query}: {said}");
        let overview = document(&DEMO, &format!("#/overview?{query}"));
        let head = &figure(&overview, FigureId::Ladder).head;
        assert_eq!(head.title, "Rungs of the filtered changes");
        assert!(head.subtitle.contains("; claims are for the whole team"), "{}", head.subtitle);
    }
    // a team is whole, and so is a period
    for query in ["period=30d", "team=Data lake"] {
        let said = headline(&page(&DEMO, &format!("#/teams?{query}"))).unwrap();
        assert!(!said.contains("filtered"), "{query}: {said}");
    }
}
