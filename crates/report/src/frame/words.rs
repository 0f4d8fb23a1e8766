//! The words around every page: bars, states, notices.

use crate::frame::DataOrigin;
use crate::route::{Comparable, Period, Route};
use crate::text::number::{counted, thousands};
use crate::text::{page, policy};
use plumbline_domain::{Diagnostic, DiagnosticSeverity, Format, Receipt};

/// The product.
pub const PRODUCT: &str = "Plumbline";
/// On the link that jumps over the bars.
pub const SKIP: &str = "Skip to content";
/// On the button that copies the page's link.
pub const COPY_LINK: &str = "Copy link";
/// Said first, where the reader chose the files.
pub const LINK_WITHOUT_FILES: &str = "This link holds the page and filters, not your files. Whoever opens it sees the data of this site. \
                                      Save instead: this page as Markdown, or a figure by the button beside its title.";
/// On the button that copies it all the same.
pub const COPY_ANYWAY: &str = "Copy the link without files";
/// Said when it was copied.
pub const LINK_COPIED_WITHOUT_FILES: &str = "Link copied. It holds the page and filters, not your files.";
/// On the button that opens what can be saved of a figure.
pub const SAVE: &str = "Save";
/// On the button that saves the overview as Markdown.
pub const SAVE_BRIEF: &str = "Save brief";
/// On the button that saves any other page as Markdown.
pub const SAVE_PAGE: &str = "Save page";
/// What these do.
pub const SAVE_MARKDOWN: &str = "Save this page as Markdown";
/// Saves a table.
pub const TABLE_CSV: &str = "Table as CSV";
/// Saves the charts of a figure as pixels.
pub const PICTURE_PNG: &str = "Picture as PNG";
/// Saves the charts of a figure as shapes.
pub const PICTURE_SVG: &str = "Picture as SVG";
/// Said when the browser did not make a picture.
pub const NOT_DRAWN: &str = "The browser could not draw this picture. The table as CSV holds the same numbers.";
/// Why nothing was saved.
pub const NOTHING_TO_SAVE: &str = "the page has changed, and what was to be saved is no longer there";
/// Said when the link was copied.
pub const LINK_COPIED: &str = "Link copied. It opens this page with these filters.";
/// Said when the browser does not allow copying.
pub const LINK_NOT_COPIED: &str = "The browser does not allow copying here. The address bar holds the same link.";
/// On the button that prints.
pub const PRINT_BRIEF: &str = "Print brief";
/// On the button that chooses files.
pub const LOAD_FILES: &str = "Load files";
/// On the button that chooses a folder.
pub const LOAD_FOLDER: &str = "Load folder";
/// The theme's name.
pub const THEME: &str = "Theme";
/// The themes: value and words.
pub const THEMES: [(&str, &str); 3] = [("", "As the system"), ("light", "Light"), ("dark", "Dark")];
/// Why a page is not shown whose part of the program could not be fetched.
pub const PART_NOT_LOADED: &str =
    "this part of the program could not be loaded: is the site still there, and of the same version?";
/// Over the page while files are held over it.
pub const DROP_HERE: &str = "Drop to read. Files stay in this browser.";
/// At the foot of every page.
pub const NOTHING_LEFT: &str = "Nothing left this browser.";
/// Beside it: what was asked of the network.
pub const NETWORK: &str = "Only this site's own files were fetched.";
/// On the link to the receipts.
pub const OPEN_RECEIPTS: &str = "Open the receipts";
/// Before the digest of everything that was read, on paper.
pub const DATA_SET: &str = "Data set sha256 ";
/// When the figures of a page were assessed, in its footer.
pub fn assessed(at: &str) -> String {
    ["Assessed ", at, "."].concat()
}

/// An id as words: "alert-illusion" is "Alert illusion".
fn in_words(id: &str) -> String {
    let mut letters = id.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.map(|c| if c == '-' { ' ' } else { c })).collect()
}

/// What the reader's own files are called together.
pub const OWN_FILES: &str = "Own files";
/// In the place of the filters, when there are none.
pub const NO_FILTER: &str = "No filter";
/// On the link that explains a figure.
pub const WHY: &str = "Why?";
/// What that link is for those who do not see where it stands.
pub const WHY_THESE: &str = "Why these numbers";
/// On what unfolds the table behind a figure.
pub const SHOW_AS_TABLE: &str = "Show as table";
/// In the place of a page's figures, while its programs are loaded and the address asks for another page.
pub const PAGE_ON_ITS_WAY: &str = "This page is being computed and appears here in a moment.";
/// The same, where the address asks for other figures of this page.
pub const FILTER_ON_ITS_WAY: &str = "The figures for the filter in this address are being computed and appear here in a moment.";
/// In the place of a page, while its programs are loaded.
pub const STARTING: &str = "Starting Plumbline…";
/// In the place of a page that no script can build.
pub const NEEDS_SCRIPTS: &str = "Plumbline computes everything in your browser, and needs JavaScript and WebAssembly for it.";
/// The title when files of an open folder could not be read.
pub const NOT_TAKEN: &str = "Some files could not be read";
/// What follows from it.
pub const NOT_TAKEN_TEXT: &str = "What was read before is still shown. Correct the files: the page follows by itself.";
/// Above the page, where no script runs.
pub const WITHOUT_SCRIPTS: &str = "JavaScript is off. This is the Overview as it was published, over all changes and whatever \
                                   filter the address names. Other pages, filters and explanations need JavaScript and WebAssembly.";
/// On the button that copies text.
pub const COPY: &str = "Copy";
/// What a field of shell lines is.
pub const COMMAND: &str = "Command";
/// What the marks of a figure are listed under.
pub const KEY: &str = "Key";
/// On the button that takes every filter off.
pub const CLEAR_FILTERS: &str = "Clear the filters";
/// Above what was read without a gate report.
pub const MAKE_EVIDENCE: &str = "Make this evidence of a change";
/// How.
pub const MAKE_EVIDENCE_TEXT: &str = "A gate report names the change and the files that are evidence of it. Begin one below, fill it in and \
                                      load it together with the file; in a pipeline this command writes it:";
/// The command.
pub const MAKE_EVIDENCE_COMMAND: &str = "plumbline collect --gate validation --artifact FILE";
/// Where the reader may go back to.
pub const BACK_TO_DEMO: &str = "Back to the demo data";
/// On the button that closes a notice.
pub const CLOSE: &str = "Close";
/// On the button that ends a load.
pub const STOP: &str = "Stop";
/// On the button that shows the demo.
pub const EXPLORE_DEMO: &str = "Explore demo data";
/// On the button that chooses files where there are none yet.
pub const CHOOSE_FILES: &str = "Choose files";
/// The title of a page without any data.
pub const FIRST_RUN: &str = "Drop evidence files to hang the line";
/// What can be dropped.
pub const FIRST_RUN_TEXT: &str = "Gate reports in JSON or NDJSON, SARIF and other scanner output, folders, or a zip of them. \
                                  Files are read in this browser and are not sent anywhere.";
/// Where to read on.
pub const FIRST_RUN_MORE: &str = "No gate reports yet?";
/// The link of it.
pub const FIRST_RUN_LINK: &str = "See what each number is made of";
/// The title when a page could not be computed.
pub const NOT_COMPUTED: &str = "This page could not be computed";
/// What follows from it.
pub const NOT_COMPUTED_TEXT: &str = "Nothing was estimated in its place. The other pages still work.";
/// On the button that tries again.
pub const TRY_AGAIN: &str = "Try again";
/// On the button that loads the page again.
pub const RELOAD: &str = "Reload";
/// On figures that were computed when the data were published, in the bar.
pub const COMPUTED: &str = "computed when published";

/// The same in a sentence.
pub fn computed_when_published(changes: u64) -> String {
    let changes = thousands(changes);
    format!("Computed when these data were published, from {changes} changes.")
}

/// In the place of how much is selected, while it is not known.
pub fn changes_of_whole(changes: u64) -> String {
    format!("{} changes in all", thousands(changes))
}

/// The title of a page whose figures are not published, and for which much would have to be read.
pub const UNREAD: &str = "These figures are not ready yet";

/// What would have to be read for it, and the ways on.
pub fn unread(changes: u64, bytes: u64, team_bytes: u64) -> String {
    let (changes, all, team) = (thousands(changes), megabytes(bytes), megabytes(team_bytes));
    format!(
        "They have to be computed from all {changes} changes, {all} of data. Choose a team to read that team's part alone, at most {team}. \
         Figures over all dates or a period of the list, and for one environment or authorship, are published ready on the pages that count."
    )
}

/// On the button that reads all changes.
pub fn read_all(bytes: u64) -> String {
    format!("Read all {}", megabytes(bytes))
}

/// In the place of the numbers of an explanation that is not published.
pub fn why_unread(changes: u64, bytes: u64, team_bytes: u64) -> String {
    let (changes, all, team) = (thousands(changes), megabytes(bytes), megabytes(team_bytes));
    format!(
        "The numbers behind this figure lie in all {changes} changes, {all} of data, which are not loaded. Choose a team to see those of \
         its changes, at most {team}."
    )
}

/// Why no receipts can be saved.
pub const NO_RECEIPTS: &str = "the receipts of a data set that is loaded in parts are not read: `plumbline inspect` prints them";

/// Why a published answer is not shown.
pub const NO_ANSWER: &str = "a published answer cannot be read: publish the data set again with `plumbline bundle`";

/// A number of bytes in megabytes with one decimal below ten.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000).max(1);
    match tenths {
        0..100 => format!("{}.{}\u{a0}MB", tenths / 10, tenths % 10),
        _ => format!("{}\u{a0}MB", thousands(tenths.div_ceil(10))),
    }
}

/// The title when page and worker do not belong together.
pub const OTHER_BUILD: &str = "This page was updated while it was open";
/// What follows from it.
pub const OTHER_BUILD_TEXT: &str = "Its two halves are of different builds and cannot work together. Reload it to go on.";
/// The title when the worker did not start.
pub const NOT_STARTED: &str = "The reader of files did not start";
/// What follows from it.
pub const NOT_STARTED_TEXT: &str =
    "Plumbline reads files in a web worker, and this browser did not start it. Reload the page, or try another browser.";
/// The title of a stopped load.
pub const CANCELLED: &str = "Reading was stopped";
/// What follows from it.
pub const CANCELLED_TEXT: &str = "Nothing of these files is used. What was there before is back.";
/// The title when a load failed as a whole.
pub const LOAD_FAILED: &str = "These files could not be read";
/// The title when a site's own data could not be read.
pub const ALL_STOPPED: &str = "None of these files could be read";
/// The one who wrote the change, on the filter.
pub const ALL: &str = "All";
/// The label of demo data.
pub const DEMO: &str = "Demo data";
/// What that means.
pub const DEMO_TEXT: &str = "Sample data from a fictional company.";

/// What can be done about it; not on paper.
pub const DEMO_LEAVE: &str = "Load your own reports to replace it.";

/// On the button that shows the other pages.
pub const MORE: &str = "More";
/// How many pages of the navigation stand in the bar; the others are behind "More".
pub const PAGES_IN_BAR: usize = 8;

/// The pages of the navigation, in order.
pub fn pages() -> [(Route, &'static str); 15] {
    [
        (Route::Overview, "Overview"),
        (Route::Gap, "Gap"),
        (Route::Matrix { cell: None }, "Matrix"),
        (Route::Teams, "Teams"),
        (Route::Patterns { pattern: None }, "Patterns"),
        (Route::Funnel, "Policy funnel"),
        (Route::Debt, "Debt"),
        (Route::Changes { find: String::new(), sort: String::new() }, "Changes"),
        (Route::Threats, "Threats"),
        (Route::Detection, "Detection"),
        (Route::Reviews, "Reviews"),
        (Route::Compare { sides: None }, "Compare"),
        (Route::Sources, "Sources"),
        (Route::Policy, "Policy"),
        (Route::About, "About"),
    ]
}

/// The place in [`pages`] of the page that a route belongs to.
pub fn section(route: &Route) -> usize {
    match route {
        Route::Overview => 0,
        Route::Gap => 1,
        Route::Matrix { .. } => 2,
        Route::Teams | Route::Team { .. } => 3,
        Route::Patterns { .. } => 4,
        Route::Funnel => 5,
        Route::Debt => 6,
        Route::Changes { .. } | Route::Change { .. } => 7,
        Route::Threats => 8,
        Route::Detection => 9,
        Route::Reviews => 10,
        Route::Compare { .. } => 11,
        Route::Sources => 12,
        Route::Policy => 13,
        Route::About => 14,
        // none of them
        Route::Unknown { .. } => usize::MAX,
    }
}

/// A page's name.
pub fn page_name(route: &Route) -> String {
    match route {
        Route::Team { team } => team.clone(),
        Route::Change { id } => id.clone(),
        Route::Patterns { pattern: Some(id) } if !id.is_empty() => in_words(id),
        Route::Unknown { .. } => page::NO_PAGE.to_owned(),
        _ => pages().get(section(route)).map_or("", |(_, name)| *name).to_owned(),
    }
}

/// What the reader's own files are called together: the one file, or the folder that holds them all; empty when they have none in common.
pub fn name_of_files<'p>(mut paths: impl Iterator<Item = &'p str>) -> String {
    let folder = |path: &'p str| path.trim_start_matches('/').split_once('/').map(|(folder, _)| folder);
    let Some(first) = paths.next() else { return String::new() };
    match (paths.next(), folder(first)) {
        (None, _) => first.rsplit('/').next().unwrap_or_default().to_owned(),
        (Some(second), Some(name)) if folder(second) == Some(name) && paths.all(|path| folder(path) == Some(name)) => {
            name.to_owned()
        }
        _ => String::new(),
    }
}

/// The document's title on a page: "Overview – Contoso – Plumbline".
pub fn document_title(route: &Route, origin: &DataOrigin) -> String {
    let page = match route {
        Route::Compare { sides: Some((by, left, right)) } => compared(*by, left, right),
        _ => page_name(route),
    };
    match data_name(origin) {
        "" => format!("{page} – {PRODUCT}"),
        name => format!("{page} – {name} – {PRODUCT}"),
    }
}

/// What stands side by side, in a title: "Compare payments with search". A period is told by its days.
fn compared(by: Comparable, left: &str, right: &str) -> String {
    let name = |side: &str| if by == Comparable::Period { side.replace("..", " to ") } else { side.to_owned() };
    ["Compare ", &name(left), " with ", &name(right)].concat()
}

/// The periods to choose from: value and words.
pub const PERIODS: [(&str, &str); 6] = [
    ("", "All dates"),
    ("30", "Last 30 days"),
    ("90", "Last 90 days"),
    ("180", "Last 180 days"),
    ("365", "Last 365 days"),
    ("between", "From day to day…"),
];

/// Whose data a page shows, as a sentence; empty when nothing is loaded, or the site does not say.
pub(crate) fn whose_data(origin: &DataOrigin) -> String {
    match origin {
        DataOrigin::Demo { title } if title.is_empty() => "Sample data of a fictional company.".to_owned(),
        DataOrigin::Demo { title } => format!("Sample data: {}.", title.trim_end_matches('.')),
        DataOrigin::Site { title } if !title.is_empty() => format!("Data: {}.", title.trim_end_matches('.')),
        DataOrigin::Own { files: n, name } if name.is_empty() => format!("Data: your own, {}.", files(*n)),
        DataOrigin::Own { files: n, name } => format!("Data: {} (your own, {}).", name, files(*n)),
        DataOrigin::Site { .. } | DataOrigin::None => String::new(),
    }
}

/// The name of what a page shows, for its title, its print and its exports: the organisation, or the file or folder of the reader; empty
/// when there is none.
pub fn data_name(origin: &DataOrigin) -> &str {
    match origin {
        // "Tidewrack Freight, a made-up organisation" is named Tidewrack Freight
        DataOrigin::Demo { title } => title.split([',', '(']).next().unwrap_or_default().trim(),
        DataOrigin::Site { title } => title.trim(),
        DataOrigin::Own { name, .. } => name,
        DataOrigin::None => "",
    }
}

/// Said when a file was saved.
pub fn saved(name: &str) -> String {
    ["Saved ", name].concat()
}

/// A period as its choice's value.
pub fn period_value(period: &Period) -> String {
    match period {
        Period::All => String::new(),
        Period::Days(days) => days.to_string(),
        Period::Between(..) => "between".into(),
    }
}

/// The face of the choice of a period, when the data has not named it.
pub fn period_face(period: &Period) -> String {
    match period {
        Period::All => "All dates".into(),
        Period::Days(days) => format!("Last {days} days"),
        Period::Between(from, to) => format!("{from} to {to}"),
    }
}

/// The face of a choice without a filter, such as "All 8".
pub fn all_of(n: usize) -> String {
    if n > 1 { format!("All {n}") } else { ALL.to_owned() }
}

/// The title of a load under way, such as "Reading 9 of 14 files".
pub fn reading(done: u32, total: u32, again: bool) -> String {
    let verb = if again { "Reading again" } else { "Reading" };
    match total {
        0 => format!("{verb}…"),
        _ => format!("{verb} {} of {}", thousands(u64::from(done.saturating_add(1).min(total))), files(total)),
    }
}

/// "1 file", "14 files".
pub fn files(n: u32) -> String {
    counted(u64::from(n), "file", "files")
}

/// What was read so far.
pub fn records(n: u64) -> String {
    format!("{} read", counted(n, "record", "records"))
}

/// Said aloud at each quarter of a load.
pub fn quarter(quarter: u32, total: u32) -> String {
    format!("Reading {}: {} % done", files(total), quarter * 25)
}

/// Said aloud when a load is done.
pub fn load_done(n_files: u32, changes: u32) -> String {
    format!("{} read, {}", files(n_files), counted(u64::from(changes), "change", "changes"))
}

/// The title of what a load brought.
pub fn loaded_title(n_files: u32, refused: u32, stopped: u32) -> String {
    let out = refused + stopped;
    if out == 0 {
        format!("Loaded {}, parts of them set aside", files(n_files))
    } else if out >= n_files {
        if n_files == 1 { "The file could not be used".into() } else { format!("None of the {} could be used", files(n_files)) }
    } else {
        let (used, rejected) = (thousands(u64::from(n_files - out)), thousands(u64::from(out)));
        format!("Loaded {used} of {}, {rejected} rejected", files(n_files))
    }
}

/// What follows from it.
pub fn loaded_text(is_used: bool) -> &'static str {
    if is_used {
        "The page below uses what was accepted. What was not used is named here, with the reason."
    } else {
        "None of it is used. The page below is unchanged."
    }
}

/// Which rows of a long table are listed, said with its name: `count` rows from the place `from`, counted from 0; empty where all are.
pub fn listed(from: u32, count: u32, total: u32) -> String {
    if count >= total {
        return String::new();
    }
    let [first, last, total] = [from.saturating_add(1), from.saturating_add(count), total].map(|n| thousands(n.into()));
    ["Rows ", &first, " to ", &last, " of ", &total, " are listed here; scrolling lists the others."].concat()
}

/// What of the address is not understood, said aloud.
pub(crate) fn not_applied(text: &str) -> String {
    ["Not understood, so not applied: ", text].concat()
}

/// A filter that was set, said aloud.
pub(crate) fn filter_set(name: &str, value: &str) -> String {
    [name, ": ", value].concat()
}

/// A filter that was taken off, said aloud.
pub(crate) fn filter_lifted(name: &str) -> String {
    [name, ": no filter"].concat()
}

/// Said when the reader wants to choose the days of a period.
pub const DAYS_FOLLOW: &str = "Two date fields follow: the first day and the last.";

/// A file that ended its reader.
pub fn stopped(reason: &str) -> String {
    format!("Stopped the reader: {reason}")
}

/// How many files there are beyond the listed ones that were not used, or of which parts were set aside. Of a load that many files
/// were refused and as many had errors; the first `listed` of them, in this order, are listed. None when all are.
pub fn more_files(refused: u32, errors: u32, listed: u32) -> Option<String> {
    let refused_more = refused.saturating_sub(listed);
    let errors_more = errors.saturating_sub(listed.saturating_sub(refused));
    let not_used = format!("{} more that {} not used", thousands(refused_more.into()), was(refused_more));
    let in_part = format!("{} more with parts set aside", thousands(errors_more.into()));
    match (refused_more, errors_more) {
        (0, 0) => None,
        (_, 0) => Some(format!("and {not_used}")),
        (0, _) => Some(format!("and {in_part}")),
        _ => Some(format!("and {not_used}, and {in_part}")),
    }
}

const fn was(n: u32) -> &'static str {
    if n == 1 { "was" } else { "were" }
}

/// Why a file that stopped its reader is not read.
pub fn stopped_reader(reason: &str) -> String {
    format!("stopped the reader: {reason}")
}

/// Whether a file was kept as evidence without being parsed: it is of no format that is read, and a report names it.
pub(crate) fn is_kept(receipt: &Receipt) -> bool {
    receipt.format == Format::Unknown && !receipt.is_refused() && receipt.duplicate_of.is_none() && receipt.bytes > 0
}

/// What becomes of such a file.
const KEPT: &str = "Kept as evidence; content not parsed";

/// What came of one file, such as "1,204 findings" or "Not used: the file is empty".
pub fn receipt_outcome(receipt: &Receipt) -> String {
    let n = |severity| receipt.count(severity) as u64;
    match (receipt.is_refused(), &receipt.duplicate_of) {
        (true, _) => {
            let reason = receipt.diagnostics.iter().find(|d| d.severity == DiagnosticSeverity::Error);
            page::refused(reason.map(with_place).as_deref())
        }
        (false, Some(of)) => page::duplicate(of),
        (false, None) if is_kept(receipt) => KEPT.to_owned(),
        (false, None) => page::outcome(
            receipt.items,
            policy::items_of(receipt.format),
            n(DiagnosticSeverity::Error),
            n(DiagnosticSeverity::Warning),
        ),
    }
}

/// A fault after its place: "change.id: is missing", "line 3, column 7: the text ends inside a string".
fn with_place(diagnostic: &Diagnostic) -> String {
    let place = page::place(&diagnostic.path, diagnostic.line, diagnostic.column);
    if place.is_empty() { diagnostic.message.clone() } else { [&place, ": ", &diagnostic.message].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_pattern_is_named_after_it() {
        let name = |id: &str| page_name(&Route::Patterns { pattern: Some(id.to_owned()) });
        assert_eq!((name("alert-illusion").as_str(), name("").as_str()), ("Alert illusion", "Patterns"));
        assert_eq!(page_name(&Route::Patterns { pattern: None }), "Patterns");
    }

    #[test]
    fn a_load_says_how_much_of_it_is_used() {
        assert_eq!(loaded_title(14, 1, 0), "Loaded 13 of 14 files, 1 rejected");
        assert_eq!(loaded_title(14, 2, 1), "Loaded 11 of 14 files, 3 rejected");
        assert_eq!(loaded_title(710, 25, 0), "Loaded 685 of 710 files, 25 rejected");
        assert_eq!(loaded_title(3, 3, 0), "None of the 3 files could be used");
        assert_eq!(loaded_title(1, 1, 0), "The file could not be used");
        assert_eq!(loaded_title(2, 0, 0), "Loaded 2 files, parts of them set aside");
    }

    #[test]
    fn a_table_of_which_a_part_is_listed_says_which() {
        assert_eq!(listed(0, 80, 80), "");
        assert_eq!(listed(19, 80, 1_602), "Rows 20 to 99 of 1,602 are listed here; scrolling lists the others.");
    }

    #[test]
    fn files_are_named_by_what_holds_them() {
        let name = |paths: &[&str]| name_of_files(paths.iter().copied());
        assert_eq!(name(&["evidence/2026/report.json"]), "report.json");
        assert_eq!(name(&["evidence/a.json", "evidence/b/c.json"]), "evidence");
        assert_eq!((name(&["a.json", "b.json"]), name(&["x/a.json", "y/a.json"]), name(&[])), Default::default());
    }

    #[test]
    fn a_page_is_titled_with_page_data_and_product() {
        let title = |origin: &DataOrigin| document_title(&Route::Overview, origin);
        assert_eq!(title(&DataOrigin::Site { title: "Contoso".into() }), "Overview – Contoso – Plumbline");
        assert_eq!(
            title(&DataOrigin::Demo { title: "Tidewrack Freight, a made-up organisation".into() }),
            "Overview – Tidewrack Freight – Plumbline"
        );
        assert_eq!(title(&DataOrigin::Own { files: 3, name: "evidence".into() }), "Overview – evidence – Plumbline");
        assert_eq!(title(&DataOrigin::None), "Overview – Plumbline");
        let compare = |by, left: &str, right: &str| {
            document_title(&Route::Compare { sides: Some((by, left.into(), right.into())) }, &DataOrigin::None)
        };
        assert_eq!(compare(Comparable::Team, "payments", "search"), "Compare payments with search – Plumbline");
        assert_eq!(
            compare(Comparable::Period, "2026-05-27..2026-08-24", "2026-08-25..2026-11-22"),
            "Compare 2026-05-27 to 2026-08-24 with 2026-08-25 to 2026-11-22 – Plumbline"
        );
    }

    #[test]
    fn what_is_not_listed_is_counted() {
        // 25 were refused, twelve are listed
        assert_eq!(more_files(25, 0, 12).as_deref(), Some("and 13 more that were not used"));
        assert_eq!(more_files(13, 4, 12).as_deref(), Some("and 1 more that was not used, and 4 more with parts set aside"));
        // two refused and the first ten of eleven with errors are listed
        assert_eq!(more_files(2, 11, 12).as_deref(), Some("and 1 more with parts set aside"));
        assert_eq!([more_files(12, 0, 12), more_files(2, 10, 12), more_files(0, 0, 5)], [None, None, None]);
    }

    #[test]
    fn the_file_being_read_is_counted_from_one() {
        assert_eq!(reading(8, 14, false), "Reading 9 of 14 files");
        assert_eq!(reading(14, 14, false), "Reading 14 of 14 files");
        assert_eq!(reading(0, 1, true), "Reading again 1 of 1 file");
        assert_eq!(reading(0, 0, false), "Reading…");
    }
}
