//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{capitalised_word, number_word, thousands};

/// The title of the teams' table: how many of those that claim a rung stand below it.
pub(crate) fn title(claiming: u64, below: u64, above: u64) -> String {
    let of = |k: u64| {
        let stand = if k == 1 { "stands" } else { "stand" };
        format!("{} of the {} teams that claim a rung {stand}", capitalised_word(k), number_word(claiming))
    };
    match (claiming, below, above) {
        (0, ..) => "Teams on the ladder".to_owned(),
        (1, 1, _) => "The one team that claims a rung stands below it".to_owned(),
        (1, _, 1) => "The one team that claims a rung stands above it".to_owned(),
        (1, ..) => "The one team that claims a rung stands on it".to_owned(),
        (_, 0, 0) => "Every team that claims a rung stands on it".to_owned(),
        (n, below, _) if n == below => "Every team that claims a rung stands below it".to_owned(),
        (_, 0, above) => format!("{} above it, none below", of(above)),
        (_, below, _) => format!("{} below it", of(below)),
    }
}

/// The title where a filter leaves a part of each team's changes: no rung stands below or above a claim.
pub(crate) const OF_A_PART: &str = "Rungs of the filtered changes";

/// Under the rows of some of many teams.
pub(crate) fn some_of(shown: u64, all: u64, is_part_of_teams: bool) -> String {
    let which = match is_part_of_teams {
        true => "those on the lowest rungs",
        false => "those furthest below the rung that they claim, then those on the lowest rungs",
    };
    let (shown, all) = (thousands(shown), thousands(all));
    format!("{shown} of {all} teams: {which}; teams with too few changes come last. The page Teams has all.")
}

/// The columns of the teams' table.
pub(crate) const COLUMNS: [Heading; 12] = [
    ("Team", false),
    ("Changes", true),
    ("Rung computed", false),
    ("Rung claimed", false),
    ("Rung before", false),
    ("Gap, points", true),
    ("Gap, last 30 days less the 30 before, points", true),
    ("95\u{a0}% interval", true),
    ("Gap of the last 13 weeks as a mean of five, oldest first, points", true),
    ("Gap of each of these weeks, points", true),
    ("What blocks the next rung", false),
    ("Gate", false),
];

/// What stands after the ladder's own subtitle.
pub(crate) const NO_RANKING: &str = "Not a ranking: team size and blast radius differ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teams_are_counted_against_what_they_claim() {
        assert_eq!(title(7, 5, 0), "Five of the seven teams that claim a rung stand below it");
        assert_eq!(title(7, 1, 2), "One of the seven teams that claim a rung stands below it");
        assert_eq!(title(7, 0, 2), "Two of the seven teams that claim a rung stand above it, none below");
        assert_eq!(title(2, 2, 0), "Every team that claims a rung stands below it");
        assert_eq!(title(2, 0, 0), "Every team that claims a rung stands on it");
        assert_eq!(title(1, 1, 0), "The one team that claims a rung stands below it");
        assert_eq!(title(1, 0, 0), "The one team that claims a rung stands on it");
        assert_eq!(title(0, 0, 0), "Teams on the ladder");
    }
}
