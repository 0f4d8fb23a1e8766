//! Are we better, and what moved: worked out by hand.

use crate::gap::{document, table};
use crate::organisation::figure;
use crate::world::{World, item_with, report};
use plumbline_assess::Assessment;
use plumbline_report::document::{Block, Content, Entry, FigureId};
use serde_json::{Value, json};

/// Twenty changes of a team that were opened on a day, half of them stating 80 and half 90 %, with their intent verified at once or not.
fn opened(team: &str, day: &str, is_verified: bool) -> Vec<Value> {
    let change = |n: u32| {
        let at = format!("{day}T00:00:00Z");
        let change = json!({
            "id": format!("{team}-{day}#{n}"), "team": team, "touches": [], "environment": "test", "authorship": "human", "openedAt": at
        });
        let items = if is_verified { vec![item_with("threat-intent", "evidence/t.md", "threats")] } else { Vec::new() };
        let stated = json!([{"confidence": if n.is_multiple_of(2) { 0.8 } else { 0.9 }, "role": "author"}]);
        report("intent", change, json!({"recordedAt": at, "evidence": items, "perceived": stated}))
    };
    (0..20).map(change).collect()
}

/// The selected range is the last 90 days, from 25 August 2026 on.
fn judged(records: impl IntoIterator<Item = Vec<Value>>) -> Assessment {
    let records: Vec<Value> = records.into_iter().flatten().collect();
    World::of(&records).with_file("evidence/t.md", "threats").assess()
}

const BEFORE: &str = "2026-07-01";
const NOW: &str = "2026-10-01";

fn entries(block: &Block) -> Vec<&Entry> {
    fn of(content: &Content) -> Vec<&Entry> {
        match content {
            Content::Entries(entries) => entries.iter().collect(),
            Content::Fold { content, .. } => content.iter().flat_map(of).collect(),
            _ => Vec::new(),
        }
    }
    block.content.iter().flat_map(of).collect()
}

fn notes(block: &Block) -> String {
    let note = |c: &Content| if let Content::Note(text) = c { Some(text.replace('\u{a0}', " ")) } else { None };
    block.content.iter().filter_map(note).collect::<Vec<_>>().join(" | ")
}

#[test]
fn two_teams_that_move_against_each_other_are_found_although_the_whole_stands_still() {
    let a = judged([
        opened("blue", BEFORE, true),
        opened("red", BEFORE, false),
        opened("blue", NOW, false),
        opened("red", NOW, true),
    ]);
    let d = document(&a, "#/overview");
    let segments = figure(&d, FigureId::Segments);
    assert_eq!(segments.head.title, "blue got worse, red got better while the whole did not clearly change");
    assert_eq!(segments.head.subtitle, "The last 90 days against the 90 days before");
    // the gap of blue: 85 − 100 before, 85 − 0 now
    let told: Vec<String> =
        entries(segments).iter().map(|e| format!("{}, {}: {}", e.title, e.figure, e.detail).replace('\u{a0}', " ")).collect();
    assert_eq!(
        told,
        [
            "blue: statements now exceed the evidence, +100 pts: gap −15 to 85 points; 20 changes before, 20 now",
            "blue: verified confidence fell, −100 pts: 100 to 0 %; 20 changes before, 20 now",
            "red: evidence now exceeds what is stated, −100 pts: gap 85 to −15 points; 20 changes before, 20 now",
            "red: verified confidence rose, +100 pts: 0 to 100 %; 20 changes before, 20 now",
        ]
    );
    assert!(entries(segments).iter().all(|e| e.to.contains("team=")));
    // one environment and one authorship hold every change: they are the whole
    assert_eq!(
        notes(segments),
        "Looked at the gap and verified confidence of two teams. The intervals are widened for four looks, so that by chance alone such a \
         scan finds something at most once in 20 times."
    );
    assert_eq!(table(segments).len(), 4);

    let progress = figure(&d, FigureId::Progress);
    assert_eq!(progress.head.title, "Are we better? Nothing moved clearly");
    let rows: Vec<String> = table(progress).iter().map(|row| row.join(" ").replace('\u{a0}', " ")).collect();
    assert_eq!(
        rows,
        [
            // Wilson for half of 40: 35.2 to 64.8 %
            "Verified confidence 40 50 % 35 to 65 % 40 50 % 35 to 65 % 0 no clear change",
            "Shipped, in debt at the end 0 no data no data 0 no data no data no data ",
            "Verified within 7 days 40 50 % 35 to 65 % 40 50 % 35 to 65 % 0 no clear change",
            "Verified within 30 days 40 50 % 35 to 65 % 40 50 % 35 to 65 % 0 no clear change",
        ]
    );
}

#[test]
fn one_team_that_gets_better_is_better_as_a_whole() {
    let a = judged([opened("blue", BEFORE, false), opened("blue", NOW, true)]);
    let d = document(&a, "#/overview");
    let progress = figure(&d, FigureId::Progress);
    assert_eq!(progress.head.title, "Are we better? Yes: verified confidence rose and more is verified in time");
    // ad-hoc before, declared now: one team is no proof of anything
    assert_eq!(
        notes(progress),
        "Ladder, the last 90 days against the 90 days before, whatever period is chosen: the one team with a rung in both moved up, which \
         chance could explain."
    );
    assert!(!d.blocks.iter().any(|b| b.place.figure == FigureId::Segments), "the only team is the whole");
}

#[test]
fn too_few_changes_prove_nothing() {
    let few = |day: &str, verified| opened("blue", day, verified).into_iter().take(4).collect::<Vec<_>>();
    let d = document(&judged([few(BEFORE, false), few(NOW, true)]), "#/overview");
    let progress = figure(&d, FigureId::Progress);
    assert_eq!(progress.head.title, "Are we better? Too few changes to say");
    let only_now = document(&judged([opened("blue", NOW, true)]), "#/overview");
    assert!(!only_now.blocks.iter().any(|b| matches!(b.place.figure, FigureId::Progress | FigureId::Segments)));
}
