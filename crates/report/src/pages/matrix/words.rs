//! The words of the matrix.

use crate::document::Heading;
use crate::text::comparison::{are_clearly_above, share_range};
use crate::text::headline::Piece;
use crate::text::number::{capitalised_word, counted, number_word, percent, thousands};
use crate::text::phrase;
use plumbline_domain::{Gate, Strength};

/// Nothing is present.
pub(crate) const NOTHING_PRESENT: &str = "nothing present";

/// Heads the rows that sum up all types.
pub(crate) const ALL_TYPES: &str = "All artifact types";

/// What stands for the meaning of an artifact type that the policy added.
pub(crate) fn at_gate(gate: Gate) -> String {
    format!("Evidence at {}", gate.title())
}

/// The name of the table.
pub const GRID: &str = "Audit reproducibility by artifact type and control family";
/// Heads the artifact types.
pub const ARTIFACT_TYPE: &str = "Artifact type";
/// Heads the last row.
pub const TOTALS: &str = "Reproduced, all artifact types";
/// Of a type that does not serve a family.
pub const NOT_APPLICABLE: &str = "not applicable";
/// In a cell of which nothing is owed and nothing is there.
pub const NONE_OWED: &str = "none owed";
/// Below the table.
pub const NOTE: &str = "n of m: reproduced, of the items that are there. Hatching is what nobody has re-run: neither good \
                        nor bad news. An outline is what is owed and missing. Witnessed: evidence of \
                        something that happened once, such as a deployment or an alert that arrived; by nature it cannot be \
                        repeated.";
/// Above what the probes of an item answer.
pub const PROBES: &str = "What the file answers";
/// Verdict of a cell without an item.
pub(crate) const NOTHING_THERE: &str = "nothing there";
/// Beside a cell without an item that owes some.
pub(crate) const ALL_MISSING: &str = "all missing";
/// After the number of items that cannot be reproduced.
pub(crate) const WITNESSED: &str = " witnessed";

/// After the number of items: " of 9".
pub(crate) fn of(n: u32) -> String {
    format!(" of {n}")
}

/// "3 missing"; empty when none is.
pub(crate) fn missing(n: u32) -> String {
    if n == 0 { String::new() } else { format!("{n} missing") }
}

/// "4 untried".
pub(crate) fn untried(n: u32) -> String {
    format!("{n} untried")
}

/// "7 of 9 reproduced".
pub(crate) fn reproduced(n: u32, of: u32) -> String {
    format!("{n} of {of} reproduced")
}

/// "2 diverged".
pub(crate) fn diverged(n: u32) -> String {
    format!("{n} diverged")
}

/// "4 not tried".
pub(crate) fn not_tried(n: u32) -> String {
    format!("{n} not tried")
}

/// "3 of 12 owed missing".
pub(crate) fn owed_missing(n: u32, of: u32) -> String {
    format!("{n} of {of} owed missing")
}

/// A share and what it is out of: "74 %", "1,204 of 1,627".
pub(crate) fn share(done: u32, of: u32) -> (String, String) {
    let share = if of == 0 { "no data".to_owned() } else { percent(f64::from(done) / f64::from(of)) };
    (share, format!("{} of {}", thousands(done.into()), thousands(of.into())))
}

/// How well a type serves a family.
pub const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "Strong evidence",
        Strength::Supporting => "Supporting evidence",
    }
}

/// What the headline is made from: the items that stand in the matrix, each counted once, however many families it serves.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reproduction<'a> {
    /// Items that were re-run with the same output.
    pub reproduced: u64,
    /// Items that were re-run with another output.
    pub diverged: u64,
    /// Items that could be re-run, and that nobody else has.
    pub not_tried: u64,
    /// Items that cannot be repeated by nature.
    pub witnessed: u64,
    /// Each family with its reproduced items and those that could be, as in the last row.
    pub families: &'a [(&'a str, u64, u64)],
    /// Below so many items no share is said, and no family is named.
    pub too_few: u64,
}

/// "Of 1,624 items that were re-run, 1,551 reproduced (96 %) and 73 diverged. Nobody else has re-run the other 2,425; the
/// least is reproduced for Network, 170 of 498 items."
pub(crate) fn headline(r: &Reproduction<'_>) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let re_run = r.reproduced + r.diverged;
    let mut out = match (re_run, r.not_tried, r.witnessed) {
        (0, 0, 0) => return vec![plain("No evidence is present yet.".to_owned())],
        (0, 0, 1) => return vec![plain("The one item present is witnessed: it cannot be repeated by nature.".to_owned())],
        (0, 0, n) => {
            return vec![plain(format!("{} are witnessed: they cannot be repeated by nature.", phrase::all(n, "items present")))];
        }
        (0, 1, _) => return vec![plain("Nobody else has re-run the one item that could be reproduced.".to_owned())],
        (0, n, _) => {
            return vec![plain(format!("Nobody else has re-run any of the {} items that could be reproduced.", number_word(n)))];
        }
        (1, ..) => {
            let what = if r.reproduced == 1 { "reproduced" } else { "diverged" };
            vec![plain("The one item that was re-run ".to_owned()), Piece::Verified(what.to_owned()), plain(".".to_owned())]
        }
        (n, ..) if r.diverged == 0 => {
            let all = phrase::all(n, "items that were re-run");
            vec![Piece::Verified(format!("{all} reproduced")), plain(".".to_owned())]
        }
        (n, ..) if r.reproduced == 0 => vec![plain(format!("{} diverged.", phrase::all(n, "items that were re-run")))],
        (n, ..) => {
            let share = if n < r.too_few { String::new() } else { format!(" ({})", percent(r.reproduced as f64 / n as f64)) };
            vec![
                plain(format!("Of {} items that were re-run, ", number_word(n))),
                Piece::Verified(format!("{} reproduced", number_word(r.reproduced))),
                plain(format!("{share} and {} diverged.", number_word(r.diverged))),
            ]
        }
    };
    let rest = match r.not_tried {
        0 => " Nothing else could be re-run.".to_owned(),
        1 => " Nobody else has re-run the one other item that could be".to_owned(),
        n => format!(" Nobody else has re-run the other {} that could be", number_word(n)),
    };
    out.push(plain(match least(r.families, r.too_few) {
        _ if r.not_tried == 0 => rest,
        Some((name, k, n)) => format!("{rest}; the least is reproduced for {name}, {} of {} items.", thousands(k), thousands(n)),
        None => format!("{rest}."),
    }));
    out
}

/// The one family of which clearly the least share was reproduced, among those with enough items; none when there is only one.
fn least<'a>(families: &[(&'a str, u64, u64)], too_few: u64) -> Option<(&'a str, u64, u64)> {
    let counted: Vec<_> = families.iter().filter(|f| f.2 >= too_few.max(1)).collect();
    // k/n compared as k·m: exact
    let less = |a: &(&str, u64, u64), b: &(&str, u64, u64)| u128::from(a.1) * u128::from(b.2) < u128::from(b.1) * u128::from(a.2);
    let lowest = counted.iter().copied().reduce(|a, b| if less(b, a) { b } else { a })?;
    let (at, rest): (Vec<_>, Vec<_>) = counted.iter().partition(|f| !less(lowest, f));
    let ranges = |families: &[&&(&str, u64, u64)]| families.iter().map(|f| share_range(f.1, f.2)).collect::<Vec<_>>();
    (at.len() == 1 && are_clearly_above(&ranges(&rest), &ranges(&at))).then_some(*lowest)
}

/// The title of the matrix: how many reproducible items nobody else has re-run.
pub(crate) fn title(reproducible: u64, not_tried: u64) -> String {
    match (reproducible, not_tried) {
        (0, _) => "Evidence by artifact type and control family".to_owned(),
        (1, 0) => "The one reproducible item has been re-run".to_owned(),
        (n, 0) => format!("{} have been re-run", phrase::all(n, "reproducible items")),
        (1, _) => "Nobody has re-run the one reproducible item".to_owned(),
        (n, k) if n == k => format!("Nobody has re-run any of {}", counted(n, "reproducible item", "reproducible items")),
        (n, k) => format!("Nobody has re-run {} of {} reproducible items", thousands(k), thousands(n)),
    }
}

/// The title of a cell's panel: what its runs say.
pub(crate) fn cell_title(present: u64, reproduced: u64, diverged: u64, not_tried: u64, not_reproducible: u64) -> String {
    let (items, of) = (phrase::all(present, "items"), |k: u64| format!("{} of {}", capitalised_word(k), number_word(present)));
    let count = |k: u64| if k == present { items.clone() } else { of(k) };
    match present {
        0 => "No item is present".to_owned(),
        1 if diverged > 0 => "The one item diverged".to_owned(),
        1 if not_reproducible > 0 => "The one item is witnessed: it cannot be repeated by nature".to_owned(),
        1 if reproduced > 0 => "The one item was reproduced".to_owned(),
        1 => "Nobody has re-run the one item".to_owned(),
        _ if diverged > 0 => format!("{} diverged", count(diverged)),
        n if not_reproducible == n => format!("{items} are witnessed: they cannot be repeated by nature"),
        n if not_tried == n => format!("Nobody has re-run any of the {} items", number_word(n)),
        _ => format!("{} {} reproduced", count(reproduced), if reproduced == 1 { "was" } else { "were" }),
    }
}

/// The matrix.
pub(crate) const MEASURE: &str = "Items that serve a control family which their change touches, and those of them that a second, independent run reproduced; \
     who ran it is stated, not attested. Columns overlap: an item stands in the column of each such family, and counts once in \
     the sentences above";

/// Said of an item that was chosen: "PR-12: Threat model, reproduced".
pub fn chosen(change: &str, title: &str, verdict: &str) -> String {
    [change, ": ", title, ", ", &verdict.to_lowercase()].concat()
}

/// On the button that saves the matrix.
pub const SAVE_MATRIX: &str = "Save the matrix";
/// Its columns.
pub(crate) const COLUMNS: [Heading; 11] = [
    ("Artifact type", false),
    ("Control family", false),
    ("Strength", false),
    ("Required", true),
    ("Present", true),
    ("Verified", true),
    ("Reproduced", true),
    ("Diverged", true),
    ("Not tried", true),
    ("Not reproducible", true),
    ("Verdict", false),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn said(r: &Reproduction<'_>) -> String {
        crate::text::headline::text(&headline(r)).replace('\u{a0}', " ")
    }

    #[test]
    fn the_headline_keeps_what_diverged_apart_from_what_nobody_tried() {
        let families = [("Identity", 30, 40), ("Network", 10, 40), ("Monitoring", 0, 4)];
        let r = Reproduction { reproduced: 96, diverged: 4, not_tried: 200, witnessed: 7, families: &families, too_few: 5 };
        // Monitoring, with four items, is too few to be named
        assert_eq!(
            said(&r),
            "Of 100 items that were re-run, 96 reproduced (96 %) and four diverged. Nobody else has re-run the other 200 that could be; \
             the least is reproduced for Network, 10 of 40 items."
        );
        // 1 of 2 and 2 of 4 are the same share: no least
        let tie = [("Identity", 5, 10), ("Network", 10, 20)];
        assert_eq!(
            said(&Reproduction { reproduced: 2, diverged: 2, not_tried: 1, families: &tie, ..r }),
            "Of four items that were re-run, two reproduced and two diverged. Nobody else has re-run the one other item that could be."
        );
        let all = Reproduction { diverged: 0, not_tried: 0, reproduced: 2, ..r };
        assert_eq!(said(&all), "Both items that were re-run reproduced. Nothing else could be re-run.");
        let one = Reproduction { reproduced: 0, diverged: 1, ..all };
        assert_eq!(said(&one), "The one item that was re-run diverged. Nothing else could be re-run.");
        assert_eq!(
            said(&Reproduction { diverged: 3, ..one }),
            "All three items that were re-run diverged. Nothing else could be re-run."
        );
    }

    #[test]
    fn without_a_re_run_the_headline_says_what_there_is() {
        let none = Reproduction::default();
        assert_eq!(said(&none), "No evidence is present yet.");
        assert_eq!(said(&Reproduction { not_tried: 1, ..none }), "Nobody else has re-run the one item that could be reproduced.");
        let some = Reproduction { not_tried: 9, witnessed: 4, ..none };
        assert_eq!(said(&some), "Nobody else has re-run any of the nine items that could be reproduced.");
        let witnessed = Reproduction { witnessed: 4, ..none };
        assert_eq!(said(&witnessed), "All four items present are witnessed: they cannot be repeated by nature.");
        assert_eq!(
            said(&Reproduction { witnessed: 1, ..none }),
            "The one item present is witnessed: it cannot be repeated by nature."
        );
    }

    #[test]
    fn the_matrix_and_its_cells_count_runs() {
        assert_eq!(title(518, 100), "Nobody has re-run 100 of 518 reproducible items");
        assert_eq!(title(2, 2), "Nobody has re-run any of 2 reproducible items");
        assert_eq!(title(1, 1), "Nobody has re-run the one reproducible item");
        assert_eq!(title(1, 0), "The one reproducible item has been re-run");
        assert_eq!(title(9, 0), "All nine reproducible items have been re-run");
        assert_eq!(title(0, 0), "Evidence by artifact type and control family");
        assert_eq!(cell_title(9, 7, 2, 0, 0), "Two of nine diverged");
        assert_eq!(cell_title(2, 0, 2, 0, 0), "Both items diverged");
        assert_eq!(cell_title(1, 0, 1, 0, 0), "The one item diverged");
        assert_eq!(cell_title(9, 7, 0, 2, 0), "Seven of nine were reproduced");
        assert_eq!(cell_title(9, 1, 0, 8, 0), "One of nine was reproduced");
        assert_eq!(cell_title(9, 9, 0, 0, 0), "All nine items were reproduced");
        assert_eq!(cell_title(9, 0, 0, 9, 0), "Nobody has re-run any of the nine items");
        assert_eq!(cell_title(1, 0, 0, 1, 0), "Nobody has re-run the one item");
        assert_eq!(cell_title(6, 0, 0, 0, 6), "All six items are witnessed: they cannot be repeated by nature");
        assert_eq!(cell_title(0, 0, 0, 0, 0), "No item is present");
    }
}
