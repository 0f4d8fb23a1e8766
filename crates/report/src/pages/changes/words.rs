//! The words of the page of all changes.

use crate::text::headline::Piece;
use crate::text::number::{counted, thousands};

/// The field that searches.
pub(crate) const FIND: &str = "Find changes";
/// What it looks at.
pub(crate) const FIND_HINT: &str = "Id, title, team, service or rule";
/// What the table of changes measures.
pub(crate) const MEASURE: &str = "Stated is the mean of the due gates that state a confidence, verified the mean share of what they owe, \
                           gap the one less the other, in points. A head sorts by its column.";
/// Where nothing is found.
pub const NOTHING_FOUND: &str = "Look for a part of an id, a title, a team, a service or the rule of a finding; \
                                 several words must all be found.";

/// The columns: id in the address, head, what it is for those who hear it, and style classes.
pub(crate) const COLUMNS: [(&str, &str, &str, &str); 12] = [
    ("id", "Change", "", "col-id"),
    ("", "What it does", "", "col-title"),
    ("team", "Team", "", "col-team"),
    ("date", "Date", "", "num col-date"),
    ("", "Author", "", "col-author"),
    ("resources", "Resources", "", "num"),
    ("stated", "Stated, %", "", "num col-share"),
    ("verified", "Verified, %", "", "num"),
    ("gap", "Gap", "", "num col-gap"),
    ("open", "Open", "findings", "num col-gap"),
    ("", "I V E O", "Gates", "col-gates"),
    ("", "Weakest evidence", "", "col-weakest"),
];

/// The columns of the table as a file.
pub(crate) const SHEET_COLUMNS: [&str; 21] = [
    "Change",
    "What it does",
    "Team",
    "Service",
    "Environment",
    "Release",
    "Authorship",
    "Date",
    "Opened",
    "Merged",
    "Deployed",
    "Resources",
    "Stated",
    "Verified",
    "Gap",
    "Open findings",
    "Intent",
    "Validation",
    "Execution",
    "Observation",
    "Weakest evidence",
];

/// How the rows are ordered: "newest first", "largest gap first".
pub fn order(sort: &str) -> &'static str {
    match sort {
        "id" => "by id",
        "-id" => "by id, last first",
        "team" => "by team",
        "-team" => "by team, last first",
        "date" => "oldest first",
        "resources" => "smallest blast radius first",
        "-resources" => "largest blast radius first",
        "stated" => "least stated first",
        "-stated" => "most stated first",
        "verified" => "least verified first",
        "-verified" => "most verified first",
        "gap" => "smallest gap first",
        "-gap" => "largest gap first",
        "open" => "fewest open findings first",
        "-open" => "most open findings first",
        _ => "newest first",
    }
}

/// The title of the table: "12 of 600 changes hold “nsg”, newest first".
pub fn title(found: u64, selected: u64, find: &str, sort: &str) -> String {
    let order = order(sort);
    if find.is_empty() {
        return format!("{}, {order}", counted(selected, "change", "changes"));
    }
    match found {
        0 => format!("No change holds “{find}”"),
        n => {
            let verb = if n == 1 { "holds" } else { "hold" };
            format!("{} of {} {verb} “{find}”, {order}", thousands(n), counted(selected, "change", "changes"))
        }
    }
}

/// What the page says first: of so many changes, how many have all that is due verified, and in how many something is
/// contradicted.
pub fn headline(n: u64, proved: u64, contradicted: u64, find: &str) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    if n == 0 {
        return vec![plain(format!("No change holds “{find}”."))];
    }
    let of = match n {
        1 => "One change".to_owned(),
        n => format!("Of {}", counted(n, "change", "changes")),
    };
    let mut out = match (n, proved) {
        (1, 0) => vec![plain(format!("{of}: ")), Piece::Verified("not everything due is verified".to_owned())],
        (1, _) => vec![plain(format!("{of}: ")), Piece::Verified("everything due is verified".to_owned())],
        (_, 0) => vec![plain(format!("{of}, ")), Piece::Verified("none has everything due verified".to_owned())],
        (_, 1) => vec![plain(format!("{of}, ")), Piece::Verified("one has everything due verified".to_owned())],
        (_, k) => vec![plain(format!("{of}, ")), Piece::Verified(format!("{} have everything due verified", thousands(k)))],
    };
    out.push(plain(match (n, contradicted) {
        (_, 0) => ".".to_owned(),
        (1, _) => "; its evidence contradicts a claim.".to_owned(),
        (_, 1) => "; evidence contradicts a claim in one.".to_owned(),
        (_, k) => format!("; evidence contradicts a claim in {}.", thousands(k)),
    }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pieces: Vec<Piece>) -> String {
        pieces
            .into_iter()
            .map(|p| match p {
                Piece::Plain(t) | Piece::Perceived(t) | Piece::Verified(t) => t,
            })
            .collect()
    }

    #[test]
    fn the_headline_reads_well_for_none_one_and_many() {
        assert_eq!(said(headline(0, 0, 0, "x")), "No change holds “x”.");
        assert_eq!(said(headline(1, 1, 0, "")), "One change: everything due is verified.");
        assert_eq!(said(headline(1, 0, 1, "")), "One change: not everything due is verified; its evidence contradicts a claim.");
        assert_eq!(said(headline(600, 0, 0, "")), "Of 600 changes, none has everything due verified.");
        assert_eq!(
            said(headline(1600, 1200, 1, "")),
            "Of 1,600 changes, 1,200 have everything due verified; evidence contradicts a claim in one."
        );
    }

    #[test]
    fn the_title_tells_what_is_looked_for_and_the_order() {
        assert_eq!(title(600, 600, "", ""), "600 changes, newest first");
        assert_eq!(title(12, 600, "nsg", "-gap"), "12 of 600 changes hold “nsg”, largest gap first");
        assert_eq!(title(1, 600, "nsg", "nonsense"), "1 of 600 changes holds “nsg”, newest first");
        assert_eq!(title(0, 600, "nsg", ""), "No change holds “nsg”");
    }
}
