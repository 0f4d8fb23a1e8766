//! The words of the page that explains itself: what a leader reads in two minutes, above the rules in full.

/// Above the headline.
pub const EYEBROW: &str = "About Plumbline";
/// The headline.
pub const HEADLINE: &str = "Solid means proved, hollow means stated. How every number is calculated.";
/// What it is and is not, in short.
pub const IDEAS: [(&str, &str); 8] = [
    (
        "What it answers",
        "How sure are teams that their infrastructure changes are sound, how much of that can be proved, and where do the two part? Every \
         change passes four gates: intent, validation, execution and observation.",
    ),
    (
        "Two numbers, kept apart",
        "Perceived is what people state: hollow and dashed. Verified is the mean share of the required evidence that holds: solid. The gap \
         is one minus the other, in points. What green gates imply is reported separately.",
    ),
    (
        "What verified means",
        "The required evidence is there, is the file that was recorded, says what its kind must say, and is fresh. It does not mean safe: a \
         change can be proved and still be risky. It means that others can check.",
    ),
    (
        "Evidence is read, not counted",
        "Each file has to answer questions, such as: does every alert rule reach a receiver? It counts for what it says, not because it \
         exists. Reproduced means that somebody other than the author repeated it with the same result.",
    ),
    (
        "How to read a difference",
        "A change is called one only when its 95\u{a0}% interval excludes zero. Where there are too few changes, the figure is marked, and no \
         headline speaks of it. Authorships are compared within teams, so that the mix of teams does not decide.",
    ),
    (
        "The ladder",
        "Evidence of the last days, by default 90, places a team on a rung, beside the rung that it claims. Rungs cannot be set by hand, and \
         teams are not ranked: they stand from A to Z, each with what keeps it from the next rung.",
    ),
    (
        "What is missing",
        "No data is hatched: never zero, never fine. A change that does not say what it touches owes evidence for every family; one that \
         names no environment is treated as production. Names, times and origins are what records state; who wrote them is not known.",
    ),
    (
        "In this browser alone",
        "This page reads and scores the files itself and sends nothing anywhere. The same files give the same numbers here and on the command \
         line, for everybody.",
    ),
];
/// The link to the documentation, which stands beside the page in a site.
pub const DOCUMENTATION: &str = "Documentation: a tour, your service, how-to pages and reference";
/// Where it stands, from the site's own address.
pub const DOCUMENTATION_PLACE: &str = "docs/";
/// On the fold that holds the scoring rules.
pub const RULES: &str = "The rules in full";
/// The name of the list of chapters.
pub const CONTENTS: &str = "Chapters";
/// When the document is not beside the page.
pub const NOT_FOUND: &str = "The scoring rules could not be fetched from this site. They are in docs/scoring.md of the project.";

/// The name of a chapter's table that scrolls.
pub fn table_name(chapter: &str, place: u32) -> String {
    if place > 1 { format!("Table {place}: {chapter}") } else { format!("Table: {chapter}") }
}

/// The id of a chapter, as it stands after `#/about/`: `verified-confidence`.
pub fn chapter_id(title: &str) -> String {
    title.to_ascii_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leader_reads_it_in_two_minutes() {
        let words: usize =
            IDEAS.iter().map(|(title, text)| title.split_whitespace().count() + text.split_whitespace().count()).sum();
        // at 200 words a minute
        assert!(words < 400, "{words} words");
    }
}
