//! Hand-worked cases of the scan.

use super::words::{Moved, title};
use super::*;

fn found(name: &str, kind: GroupBy, from: f64, to: f64, whole: Option<f64>) -> Moved<'_> {
    Moved { kind, name, measure: Measure::Gap, from, to, whole }
}

#[test]
fn the_title_says_what_the_whole_hides() {
    let edge = || found("edge", GroupBy::Team, 0.41, 0.54, None);
    assert_eq!(title(&[]), "No team, environment or authorship moved clearly by itself");
    assert_eq!(title(&[edge()]), "edge: the gap widened, which the whole does not show");
    let ai = found(words::authorship(Authorship::AiGenerated), GroupBy::Authorship, 0.5, 0.4, Some(-0.1));
    assert_eq!(title(&[ai]), "AI-generated changes: the gap narrowed");
    let against = found(words::authorship(Authorship::Human), GroupBy::Authorship, 0.5, 0.4, Some(0.1));
    assert_eq!(title(&[against, edge()]), "Human-written changes and edge moved clearly, which the whole does not show");
    // a team and an environment of one name are two segments
    assert_eq!(
        title(&[edge(), found("edge", GroupBy::Environment, 0.2, 0.1, Some(-0.1))]),
        "edge and edge moved clearly"
    );
}

#[test]
fn points_are_the_difference_of_the_shown_levels() {
    // 41.4 to 53.6: shown as 41 and 54, so that 13 is shown, not the rounded 12.2
    assert_eq!(words::points(&found("edge", GroupBy::Team, 0.414, 0.536, None)), "+13\u{a0}pts");
}
