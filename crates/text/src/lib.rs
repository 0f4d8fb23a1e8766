//! Text from files on its way out: one function for each kind of reader.
//!
//! Text from files is hostile: titles, names, messages and paths are written by whoever is judged. Each function here makes such a text
//! safe for one reader, and says what that reader does with its input. Nothing else in Plumbline prints, writes or shows text
//! from files.
//!
//! | way out | function |
//! |---|---|
//! | a line on stdout or stderr | [`terminal_line`] |
//! | a document on stdout, as a last net | [`terminal_document`] |
//! | an annotation of GitHub Actions | [`annotation_github_data`], [`annotation_github_property`] |
//! | an annotation of Azure Pipelines | [`annotation_azure_data`], [`annotation_azure_property`] |
//! | Markdown | [`markdown`], [`markdown_code_block`] |
//! | the page | [`shown`], as text nodes and attributes only |
//! | a link of the page | [`https_link`] |
//! | JSON | [`json`] |
//! | XML and HTML that is written as text: a picture as SVG, the page in a site's HTML | [`xml`] |
//! | CSV | [`csv`], [`csv_number`] |
//! | the name of a file or folder | [`file_name`] |
//!
//! Three things hold for each of them. Characters that are not seen, and change what is ([`is_invisible`]), are written out:
//! `\u{202e}`. `##` is broken up wherever it stands, because agents look for `##[` and `##vso[` in the whole line. `::` is broken up
//! where a line begins with it. (The page, which no agent reads, leaves `##` and `::` as they are.)
//!
//! ```
//! use plumbline_text::{json, markdown, terminal_line};
//!
//! let team = "pay\n##vso[task.setvariable variable=A]b\u{202e}";
//! assert_eq!(terminal_line(team), r"pay\n# #vso[task.setvariable variable=A]b\u{202e}");
//! assert_eq!(terminal_line("::error::x"), ": :error::x");
//! assert_eq!(json("\"##[command]\u{202e}\""), r##""#\u0023[command]\u202e""##);
//! assert_eq!(markdown("ask @org/team"), "ask `@org/team`");
//! ```

mod agent;
mod annotation;
mod csv;
mod file_name;
mod invisible;
mod json;
mod link;
mod markdown;
mod terminal;
mod xml;

pub use annotation::{annotation_azure_data, annotation_azure_property, annotation_github_data, annotation_github_property};
pub use csv::{CSV_START, csv, csv_number};
pub use file_name::file_name;
pub use invisible::{is_invisible, shown};
pub use json::json;
pub use link::https_link;
pub use markdown::{markdown, markdown_code_block};
pub use terminal::{terminal_document, terminal_line};
pub use xml::xml;
