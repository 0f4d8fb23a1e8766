//! Two sides beside each other.

use crate::organisation::{DEMO, figure, page, paired};
use plumbline_assess::{Assessment, Selection, figures};
use plumbline_domain::{Gate, Grade};
use plumbline_report::Body;
use plumbline_report::document::{Block, Content, Document, FigureId, Row};

fn document(assessment: &Assessment, fragment: &str) -> Document {
    match page(assessment, fragment).body {
        Body::Document(d) => *d,
        other => panic!("{fragment}: {other:?}"),
    }
}

fn part<'a>(d: &'a Document, part: &str) -> &'a Block {
    let inside = |b: &'a Block| match b.content.as_slice() {
        [Content::Blocks(inner)] => inner.iter().collect(),
        _ => vec![b],
    };
    d.blocks
        .iter()
        .flat_map(inside)
        .find(|b| b.place.classes().0.split(' ').any(|c| c == part))
        .unwrap_or_else(|| panic!("{part}"))
}

fn cells(block: &Block) -> Vec<Vec<(String, String)>> {
    let grid = block.content.iter().find_map(|c| if let Content::Grid(g) = c { Some(g) } else { None }).unwrap();
    let words = |r: &Row| r.cells.iter().filter(|c| c.picture.is_none()).map(|c| (c.text.clone(), c.detail.clone())).collect();
    grid.rows.iter().map(words).collect()
}

fn of_team(team: &str) -> Vec<u32> {
    DEMO.select(&Selection { teams: vec![team.to_owned()], ..Selection::default() })
}

#[test]
fn without_anything_asked_for_the_last_90_days_stand_beside_the_90_before() {
    let d = document(&DEMO, "#/compare");
    let asked = document(&DEMO, "#/compare/period/2026-05-25..2026-08-22/2026-08-23..2026-11-20");
    assert_eq!(DEMO.dataset().now.to_rfc3339().get(..10), Some("2026-11-20"));
    assert_eq!(d.headline, asked.headline);
    // the links lead on from where they stand; all else is the same
    let titles = |d: &Document| -> Vec<String> { d.blocks.iter().map(|b| b.head.title.clone()).collect() };
    assert_eq!(titles(&d), titles(&asked));
    assert_eq!(part(&d, "part-two-gates").head.table, part(&asked, "part-two-gates").head.table);
    let text = d.headline.text();
    assert!(text.contains("25 May to 22 Aug 2026") && text.contains("23 Aug to 20 Nov 2026"), "{text}");
}

#[test]
fn two_teams_show_the_figures_of_each() {
    let d = document(&DEMO, "#/compare/team/Billing/Storefront");
    let (left, right) = (of_team("Billing"), of_team("Storefront"));
    let twin = &part(&d, "part-two-gates").head.table;
    let percent = |share: Option<f64>| plumbline_report::text::number::percent_or_dash(share);
    for (i, &gate) in Gate::ALL.iter().enumerate() {
        for (row, places) in [(&twin.texts()[2 * i], &left), (&twin.texts()[2 * i + 1], &right)] {
            let c = figures::confidence::graded_at(&DEMO, places, gate).confidence;
            assert_eq!((row[0].as_str(), &row[3], &row[6]), (gate.title(), &percent(c.perceived), &percent(c.verified)));
        }
    }
    // grades of all requirements add up to all of them
    let grades = cells(part(&d, "part-two-grades"));
    for (column, places) in [(1, &left), (2, &right)] {
        let all: u64 = Gate::ALL.iter().map(|g| figures::confidence::graded_at(&DEMO, places, *g).grades.total()).sum();
        for (grade, row) in paired(Grade::ALL, &grades) {
            let n: u64 = Gate::ALL.iter().map(|g| *figures::confidence::graded_at(&DEMO, places, *g).grades.get(*grade)).sum();
            assert_eq!(row[column].1, format!("{n} of {all}"), "{grade}");
        }
    }
    let patterns = cells(part(&d, "part-two-patterns"));
    for (place, (row, pattern)) in paired(&patterns, &DEMO.policy().patterns).enumerate() {
        // of the changes due at the gate that should have stopped it
        let of = |places: &[u32]| {
            let due = DEMO.due_at(places, pattern.responsible);
            (figures::pattern::rows(&DEMO, &due)[place].changes, due.len())
        };
        let (a, b) = (of(&left), of(&right));
        assert_eq!(row[1].1, format!("{} of {}", a.0, a.1));
        assert_eq!(row[2].1, format!("{} of {}", b.0, b.1));
        let word = row[3].1.as_str();
        match (a.0, b.0) {
            (0, 0) => assert_eq!(word, "in neither"),
            (0, _) => assert_eq!(word, "only in Storefront"),
            (_, 0) => assert_eq!(word, "only in Billing"),
            _ => assert!(["more", "fewer", "no clear difference"].contains(&word), "{word}"),
        }
    }
}

#[test]
fn a_side_beside_itself_differs_in_nothing() {
    let d = document(&DEMO, "#/compare/team/Billing/Billing");
    assert!(d.headline.text().ends_with(" in both Billing and Billing."), "{}", d.headline.text());
    assert_eq!(part(&d, "part-two-gates").head.title, "No clear difference in verified confidence at any gate");
    assert_eq!(part(&d, "part-two-types").head.title, "No type of evidence is clearly better or worse verified");
    assert_eq!(part(&d, "part-two-patterns").head.title, "No clear difference in failure patterns");
    assert_eq!(part(&d, "part-two-rungs").head.title, "Billing and Billing are on the same rung");
    for row in cells(part(&d, "part-differences")) {
        assert!(row[1..].iter().all(|(text, _)| text == "0" || text == "no data"), "{row:?}");
    }
}

#[test]
fn the_filter_in_force_holds_on_both_sides_but_for_what_is_compared() {
    let filtered = document(&DEMO, "#/compare/team/Billing/Storefront?team=Billing&environment=prod");
    let plain = document(&DEMO, "#/compare/team/Billing/Storefront?environment=prod");
    assert_eq!(filtered.headline, plain.headline);
    assert_ne!(plain.headline, document(&DEMO, "#/compare/team/Billing/Storefront").headline);
}

#[test]
fn a_side_that_is_not_there_has_no_data() {
    let text = |fragment: &str| document(&DEMO, fragment).headline.text();
    assert_eq!(text("#/compare/team/nobody/noone"), "There is no data in nobody, and none in noone.");
    assert_eq!(text("#/compare/period/soon/later"), "There is no data from soon, and none from later.");
    assert!(text("#/compare/release/none/other").contains("release none"));
}

#[test]
fn a_side_without_data_differs_in_nothing_and_agrees_in_nothing() {
    for (fragment, said) in [
        ("#/compare/team/Billing/nobody", "Nothing to compare: there is no data in nobody"),
        ("#/compare/team/nobody/Billing", "Nothing to compare: there is no data in nobody"),
        ("#/compare/release/2026.10/none", "Nothing to compare: there is no data in release none"),
        (
            "#/compare/period/2001-01-01..2001-01-02/2026-08-23..2026-11-20",
            "Nothing to compare: there is no data from 1 Jan to 2 Jan 2001",
        ),
    ] {
        let d = document(&DEMO, fragment);
        for name in ["gates", "types", "patterns", "findings", "grades", "rungs"] {
            assert_eq!(part(&d, &format!("part-two-{name}")).head.title, said, "{fragment} {name}");
        }
        let picks: Vec<_> = d.blocks[0]
            .content
            .iter()
            .filter_map(|c| if let Content::Pick { options, .. } = c { Some(options) } else { None })
            .collect();
        assert!(
            picks.iter().all(|options| options.iter().filter(|o| o.is_current).count() == 1),
            "{fragment}: what stands there is chosen"
        );
        let empty = if fragment.contains("nobody/Billing") || fragment.contains("period") { 1 } else { 2 };
        for row in cells(part(&d, "part-two-findings")) {
            assert_eq!(row[empty], ("no data".to_owned(), String::new()), "{fragment}: none is not 0");
        }
    }
}

#[test]
fn the_last_90_days_are_the_same_on_the_overview_and_here() {
    // the default policy's ladder looks at 90 days; without a period the overview compares as many
    for fragment in ["#/overview", "#/overview?period=90d"] {
        let Body::Document(overview) = page(&DEMO, fragment).body else { panic!("no overview") };
        let twin = part(&document(&DEMO, "#/compare"), "part-two-gates").head.table.clone();
        // each gate has two rows here, and its gap in the last column; there one row, with the gap before and now
        for (i, row) in figure(&overview, FigureId::GapChangeReason).head.table.texts().iter().enumerate() {
            assert_eq!([&row[1], &row[2]], [&twin.texts()[2 * i][8], &twin.texts()[2 * i + 1][8]], "{fragment} {}", row[0]);
        }
    }
}

#[test]
fn the_title_of_the_patterns_follows_the_rule_of_its_rows() {
    let text = |d: &Document| part(d, "part-two-patterns").head.title.clone();
    for fragment in [
        "#/compare",
        "#/compare/release/2026.10/2026.11",
        "#/compare/release/2026.09/2026.10",
        "#/compare/team/Billing/Storefront",
    ] {
        let d = document(&DEMO, fragment);
        let words: Vec<String> = cells(part(&d, "part-two-patterns")).into_iter().map(|row| row[3].1.clone()).collect();
        let has = |word: &str| words.iter().any(|w| w == word);
        let title = text(&d).to_lowercase();
        for word in ["more", "fewer"] {
            let is_said = title.split("; ").any(|part| part.starts_with(word));
            assert_eq!(is_said, has(word), "{fragment}: {title} {words:?}");
        }
    }
}

#[test]
fn a_rung_is_won_or_lost_only_between_whole_windows_of_the_ladder() {
    let title = |fragment: &str| part(&document(&DEMO, fragment), "part-two-rungs").head.title.clone();
    let in_part = "The ladder's criteria over each side alone";
    assert_ne!(title("#/compare"), in_part, "90 days against 90, the ladder's window");
    assert_eq!(title("#/compare/period/2026-09-22..2026-10-21/2026-10-22..2026-11-20"), in_part);
    assert_eq!(title("#/compare/release/2026.10/2026.11"), in_part);
    assert_eq!(title("#/compare/team/Billing/Storefront?period=30d"), in_part);
    assert!(title("#/compare/team/Billing/Storefront").contains("Billing"));
}
