//! The words of the page of all changes.

use crate::text::headline::Piece;
use crate::text::number::{capitalised_word, counted, number_word, thousands};

/// The field that searches.
pub(crate) const FIND: &str = "Find changes";
/// What it looks at.
pub(crate) const FIND_HINT: &str = "Id, title, team, service or rule";
/// What the table of changes measures.
pub(crate) const MEASURE: &str = "Averages over the due gates of each change";
/// On the fold that explains the headline and the columns.
pub(crate) const HELP_TITLE: &str = "What the headline and the columns count";
/// Each column with what it means.
pub(crate) const HELP: [(&str, &str); 8] = [
    ("Date", "when it was merged, else deployed, else opened, else first reported"),
    ("Resources", "how many resources it says that it creates, modifies and deletes; – where it states none"),
    ("Stated, %", "the mean confidence that people state at its due gates; – where nobody states any"),
    ("Verified, %", "the share of the items owed at a gate that is verified, averaged over its due gates"),
    ("Gap", "stated less verified, in points"),
    ("Open", "findings that are open at any gate"),
    ("I V E O", "Intent, Validation, Execution, Observation: the weakest evidence at each gate"),
    ("Weakest evidence", "the required item furthest from verified, and how many more are not verified"),
];
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

/// What the page says first: of so many changes, how many have all evidence verified that is due so far, and in how many evidence
/// contradicts a claim.
pub fn headline(n: u64, proved: u64, contradicted: u64, find: &str) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let found = if find.is_empty() { "" } else { "found " };
    let mut out = match (n, proved) {
        (0, _) => return vec![plain(format!("No change holds “{find}”."))],
        (1, 0) => vec![
            plain(format!("The one change {found}")),
            Piece::Verified("does not have all its due evidence verified".to_owned()),
        ],
        (1, _) => {
            vec![plain(format!("The one change {found}has ")), Piece::Verified("all evidence due so far verified".to_owned())]
        }
        (n, k) if n == k => {
            let all = if n == 2 { "Both changes".to_owned() } else { format!("All {} changes", number_word(n)) };
            vec![plain(format!("{all} {found}have ")), Piece::Verified("all evidence due so far verified".to_owned())]
        }
        (n, k) => {
            let (count, has) = match k {
                0 => ("None".to_owned(), "has"),
                1 => ("One".to_owned(), "has"),
                k => (capitalised_word(k), "have"),
            };
            vec![
                Piece::Verified(count),
                plain(format!(" of {} changes {found}{has} all evidence due so far verified", number_word(n))),
            ]
        }
    };
    out.push(plain(match (n, contradicted) {
        (_, 0) => ".".to_owned(),
        (1, _) => "; evidence contradicts a claim.".to_owned(),
        (_, k) => format!("; in {}, evidence contradicts a claim.", number_word(k)),
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
        assert_eq!(said(headline(1, 1, 0, "")), "The one change has all evidence due so far verified.");
        assert_eq!(
            said(headline(1, 0, 1, "x")),
            "The one change found does not have all its due evidence verified; evidence contradicts a claim."
        );
        assert_eq!(said(headline(600, 0, 0, "")), "None of 600 changes has all evidence due so far verified.");
        assert_eq!(said(headline(9, 2, 0, "x")), "Two of nine changes found have all evidence due so far verified.");
        assert_eq!(said(headline(2, 2, 0, "")), "Both changes have all evidence due so far verified.");
        assert_eq!(
            said(headline(602, 147, 126, "")),
            "147 of 602 changes have all evidence due so far verified; in 126, evidence contradicts a claim."
        );
        assert_eq!(
            said(headline(1600, 1, 1, "")),
            "One of 1,600 changes has all evidence due so far verified; in one, evidence contradicts a claim."
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
