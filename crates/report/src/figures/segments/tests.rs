//! Hand-worked cases of the words.

use super::words::{Course, Moved, title};
use super::*;

fn found(name: &str, kind: GroupBy, measure: Measure, (from, to): (f64, f64), whole: Option<Course>) -> Moved<'_> {
    let change = to - from;
    Moved { kind, name, measure, from, to, moved: Difference { change, shown: change, interval: None, is_clear: true }, whole }
}

#[test]
fn the_title_says_what_got_worse_what_better_and_what_the_whole_hides() {
    let edge = || found("edge", GroupBy::Team, Measure::Gap, (0.41, 0.54), None);
    let fleet = |whole| found("Fleet", GroupBy::Team, Measure::Verified, (0.74, 0.93), whole);
    assert_eq!(title(&[]), "No team, environment or authorship moved clearly by itself");
    assert_eq!(title(&[edge()]), "edge got worse while the whole did not clearly change");
    assert_eq!(title(&[fleet(Some(Course::Better))]), "Fleet got better");
    assert_eq!(title(&[fleet(None), edge()]), "edge got worse, Fleet got better while the whole did not clearly change");
    let human = found(words::authorship(Authorship::Human), GroupBy::Authorship, Measure::Gap, (0.5, 0.4), Some(Course::Better));
    assert_eq!(title(&[human]), "Human-written changes got better");
    // a team and an environment of one name are two
    let other = found("edge", GroupBy::Environment, Measure::Verified, (0.5, 0.2), None);
    assert_eq!(title(&[edge(), other]), "edge and edge got worse while the whole did not clearly change");
    let three = ["a", "b", "c"].map(|name| found(name, GroupBy::Team, Measure::Verified, (0.5, 0.2), None));
    assert_eq!(title(&three), "Three parts got worse while the whole did not clearly change");
}

#[test]
fn what_is_verified_decides_where_both_moved() {
    // the gap turned from 4 to −7 points because more is verified
    let gap = found("Customs", GroupBy::Team, Measure::Gap, (0.04, -0.07), Some(Course::Worse));
    let verified = found("Customs", GroupBy::Team, Measure::Verified, (0.83, 0.98), Some(Course::Worse));
    assert_eq!(words::entry(&gap), "Customs: evidence now exceeds what is stated");
    assert_eq!(
        words::detail(&verified, (46, 1), words::together(false, false)),
        "83 to 98\u{a0}%; 46 changes before, 1 now; all changes together got worse"
    );
    assert_eq!(title(&[gap, verified]), "Customs got better");
}

#[test]
fn a_gap_on_either_side_of_nothing_widens_and_narrows() {
    let entry = |from, to| words::entry(&found("edge", GroupBy::Team, Measure::Gap, (from, to), None));
    assert_eq!(entry(-0.02, -0.2), "edge: evidence is further ahead of what is stated");
    assert_eq!(entry(-0.2, -0.02), "edge: evidence is less far ahead of what is stated");
    assert_eq!(entry(-0.2, 0.1), "edge: statements now exceed the evidence");
    assert_eq!(entry(0.3, 0.0), "edge: the gap narrowed");
    assert_eq!(entry(0.0, 0.3), "edge: the gap widened");
}

#[test]
fn evidence_ahead_of_what_is_stated_is_never_worse() {
    let gap = |from, to| words::course(Measure::Gap, from, to, to - from);
    assert_eq!([gap(0.04, -0.07), gap(-0.07, 0.04), gap(-0.02, -0.2)], [Course::Better, Course::Worse, Course::Neither]);
    let ahead = found("edge", GroupBy::Team, Measure::Gap, (-0.02, -0.2), Some(Course::Better));
    assert_eq!(title(&[ahead]), "No team, environment or authorship got clearly better or worse by itself");
    assert_eq!([words::together(true, true), words::together(false, true)], ["the team as a whole", "these changes together"]);
}
