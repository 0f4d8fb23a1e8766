//! The words of the page that explains itself.

/// Above the headline.
pub const EYEBROW: &str = "About Plumbline";
/// The headline.
pub const HEADLINE: &str = "Solid is proved, hollow is said. Here is how each number is made.";
/// What it is and is not, in short.
pub const IDEAS: [(&str, &str); 4] = [
    (
        "Perceived and verified",
        "A team states how sure it is: that is shown hollow and dashed, and what passed gates imply stands apart from it. Evidence whose \
         bytes were read and match, that was signed, or that somebody else repeated is shown solid. The distance between them is the gap.",
    ),
    (
        "Evidence is read, not counted",
        "A file is accepted when it holds facts of a kind that its type asks for. Probes are the questions that these facts must answer:          each holds, fails, is inconclusive, or is silent when nothing in the file speaks of it. A file counts because of what it says.",
    ),
    (
        "Absence is not health",
        "What is not there is shown as missing or hatched. It is never a zero, never fine, and no line is drawn across it. Names, times \
         and origins of records are stated, not attested: what does not fit together is shown, who wrote it is not known.",
    ),
    (
        "In this browser alone",
        "Files are read and scored by this page. No file, name or number is sent anywhere. The same files give the same page, here and \
         on the command line.",
    ),
];
/// The name of the list of chapters.
pub const CONTENTS: &str = "Chapters";
/// When the document is not beside the page.
pub const NOT_FOUND: &str =
    "The scoring rules could not be fetched from this site. They stand in docs/scoring.md of the project.";

/// The name of a chapter's table that scrolls.
pub fn table_name(chapter: &str, place: u32) -> String {
    if place > 1 { format!("Table {place}: {chapter}") } else { format!("Table: {chapter}") }
}

/// The id of a chapter, as it stands after `#/about/`: `verified-confidence`.
pub fn chapter_id(title: &str) -> String {
    title.to_ascii_lowercase().replace(' ', "-")
}
