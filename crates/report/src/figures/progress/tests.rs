//! Hand-worked cases.

use super::words;
use super::*;

const STILL: Climb = Climb { up: 0, down: 0, same: 3 };

#[test]
fn the_title_says_what_is_clearly_better_and_what_worse() {
    let none = words::Stock::default();
    let title = |verified, debt, within7, within30| {
        let verdicts =
            [(Measure::Verified, verified), (Measure::Debt, debt), (Measure::Within7, within7), (Measure::Within30, within30)];
        words::title(Basis::Enough, &verdicts, STILL, none).replace("Are we better? ", "")
    };
    assert_eq!(title(None, None, None, None), "Nothing moved clearly");
    assert_eq!(title(Some(true), None, Some(true), Some(true)), "Yes: verified confidence rose and more is verified in time");
    assert_eq!(title(None, Some(false), None, None), "No: a larger share of what shipped is in debt");
    assert_eq!(
        title(Some(true), Some(false), None, Some(false)),
        "In part: verified confidence rose, but a larger share of what shipped is in debt and less is verified within 30 days"
    );
    let up = Climb { up: 6, down: 0, same: 0 };
    assert_eq!(words::title(Basis::Enough, &[], up, none), "Are we better? Yes: teams moved up the ladder");
}

#[test]
fn the_title_tells_the_debt_in_all_and_what_cannot_be_told() {
    let title = |basis, before, now| {
        words::title(basis, &[], STILL, words::Stock { before, now, ..words::Stock::default() }).replace("Are we better? ", "")
    };
    assert_eq!(title(Basis::Enough, 225, 1443), "Nothing moved clearly; the debt in all grew from 225 to 1,443 changes");
    assert_eq!(title(Basis::Enough, 2, 1), "Nothing moved clearly; the debt in all fell from 2 to 1 change");
    assert_eq!(title(Basis::Enough, 9, 9), "Nothing moved clearly; the debt in all is still 9 changes");
    assert_eq!(title(Basis::TooFew, 9, 12), "Too few changes to say");
    assert_eq!(title(Basis::NothingEarlier, 0, 0), "Nothing earlier to compare with");
}

#[test]
fn a_few_teams_that_move_may_be_chance() {
    let verdict = |up, down| Climb { up, down, same: 1 }.verdict();
    // both tails of a fair coin: 5 of 5 is 2/32 = 6 %; 6 of 6 is 2/64 = 3 %; 8 of 9 is 2·10/512 = 4 %; 7 of 8 is 2·9/256 = 7 %
    assert_eq!((verdict(5, 0), verdict(6, 0), verdict(0, 6)), (None, Some(true), Some(false)));
    assert_eq!((verdict(8, 1), verdict(1, 8), verdict(7, 1)), (Some(true), Some(false), None));
    assert_eq!((verdict(0, 0), verdict(500_000, 500_000)), (None, None));
    assert_eq!(verdict(600_000, 400_000), Some(true));
}

#[test]
fn the_ladder_is_told_for_any_number_of_teams() {
    let told = |up, down, same| words::climb(Climb { up, down, same }, 90);
    let lead = "Ladder, the last 90 days against the 90 days before, whatever period is chosen: ";
    assert_eq!(told(0, 0, 0), "No team has a rung both in the last 90 days and in the 90 days before.");
    assert_eq!(told(4, 0, 3), format!("{lead}four of seven teams moved up and none down, which chance could explain."));
    assert_eq!(told(0, 0, 3), format!("{lead}none of three teams moved up and none down."));
    assert_eq!(told(0, 1, 0), format!("{lead}the one team with a rung in both moved down, which chance could explain."));
    assert_eq!(told(7, 0, 0), format!("{lead}seven of seven teams moved up and none down, more than chance would explain."));
}

#[test]
fn debt_falls_and_rises_in_words() {
    let since = Instant::from_micros(1_787_270_400_000_000);
    let told = |before, now| words::stock(words::Stock { before, now, weighted_before: 30, weighted_now: 1 }, since);
    assert_eq!(told(12, 11), "Debt in all: 11 changes (1 resource) now, 12 changes (30 resources) before 21 Aug 2026. It fell.");
    // more changes of fewer resources: no word for both
    assert!(told(1, 2).ends_with(
        "2 changes (1 resource) now, 1 change (30 resources) before 21 Aug 2026. More changes are in it, with fewer resources."
    ));
    assert!(told(2, 2).ends_with("It fell."), "the resources did");
    let alike = |weighted_now| words::stock(words::Stock { before: 2, now: 2, weighted_before: 30, weighted_now }, since);
    assert!(alike(30).ends_with("It is the same."));
    assert!(alike(31).ends_with("It rose."));
}
