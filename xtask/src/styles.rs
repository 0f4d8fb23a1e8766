//! Putting the released style sheets together: one that the overview needs, one for all other pages, and one for paper.
//!
//! The sources say which is which: in `index.html` the link of a sheet for other pages carries `data-later`. The page turns that link
//! into a style sheet when it loads its other part (`src/page/later.rs`); it stands in the order of the sources, so that the rules
//! overrule one another as they do in a development build.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::Failure;
use crate::files::{delete, read_text, write};
use crate::split::LATER;

/// What marks the link of a sheet that the overview does without.
const MARK: &str = "data-later";
/// The sheet that must have the last word.
const PAPER: &str = "print";

/// A sheet as the page names it.
struct Sheet {
    /// The whole tag.
    tag: String,
    /// The folder of its address.
    folder: String,
    file: String,
    is_later: bool,
}

/// Joins the sheets that trunk wrote into a folder.
pub fn join_all(site: &Path) -> Result<(), Failure> {
    let index = site.join("index.html");
    let mut page = read_text(&index)?;
    let sheets = sheets(&page);
    let is_paper = |sheet: &&Sheet| sheet.file.starts_with(PAPER);
    let groups = [
        ("style", sheets.iter().filter(|sheet| !sheet.is_later && !is_paper(sheet)).collect::<Vec<_>>()),
        ("pages", sheets.iter().filter(|sheet| sheet.is_later).collect()),
        ("paper", sheets.iter().filter(is_paper).collect()),
    ];
    let mut links = String::new();
    for (name, sheets) in groups {
        let [first, ..] = sheets.as_slice() else {
            return Err(format!("the page names no style sheet for `{name}`: were its links altered?"));
        };
        let texts: Result<Vec<String>, Failure> = sheets.iter().map(|sheet| read_text(&site.join(&sheet.file))).collect();
        let text = texts?.iter().map(|text| slim(text)).collect::<String>();
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let end = if first.is_later { LATER } else { "." };
        let file = format!("{name}-{:016x}{end}css", hasher.finish());
        write(&site.join(&file), text)?;
        // A kind of link that browsers do not know is not loaded.
        let kind = if first.is_later { "later" } else { "stylesheet" };
        links += &format!("<link rel=\"{kind}\" href=\"{}{file}\">\n  ", first.folder);
    }
    for (i, sheet) in sheets.iter().enumerate() {
        page = page.replacen(&sheet.tag, if i == 0 { links.trim_end() } else { "" }, 1);
        delete(&site.join(&sheet.file))?;
    }
    let lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
    write(&index, lines.join("\n") + "\n")
}

/// The style sheets of a page, in their order.
fn sheets(page: &str) -> Vec<Sheet> {
    let tags = page.match_indices("<link rel=\"stylesheet\"").filter_map(|(at, _)| page[at..].split_inclusive('>').next());
    let sheet = |tag: &str| {
        let address = tag.split_once("href=\"")?.1.split_once('"')?.0;
        let (folder, file) = address.rsplit_once('/').map_or(("", address), |(folder, file)| (folder, file));
        let folder = if folder.is_empty() && !address.starts_with('/') { String::new() } else { format!("{folder}/") };
        Some(Sheet { tag: tag.to_owned(), folder, file: file.to_owned(), is_later: tag.contains(MARK) })
    };
    tags.filter_map(sheet).collect()
}

/// A sheet without comments and indentation.
fn slim(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        out += before;
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out += rest;
    out.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |all, line| all + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_joined_in_their_order_and_those_of_other_pages_wait() {
        let site = std::env::temp_dir().join(format!("plumbline-styles-{}", std::process::id()));
        std::fs::create_dir_all(&site).unwrap();
        let link = |file: &str, more: &str| format!("<link rel=\"stylesheet\" href=\"/sub/{file}\" integrity=\"x\"{more}/>\n");
        let page = [
            "<head>\n",
            &link("base-1.css", ""),
            &link("matrix-2.css", " data-later"),
            &link("overview-3.css", ""),
            &link("print-4.css", ""),
            "</head>\n",
        ];
        std::fs::write(site.join("index.html"), page.concat()).unwrap();
        for (file, text) in [
            ("base-1.css", "/* All of it. */\na {\n  color: red; /* as said */\n}\n"),
            ("matrix-2.css", ".m { }"),
            ("overview-3.css", "a { color: blue }"),
            ("print-4.css", "@media print { }"),
        ] {
            std::fs::write(site.join(file), text).unwrap();
        }
        join_all(&site).unwrap();

        let page = std::fs::read_to_string(site.join("index.html")).unwrap();
        let [_, style, pages, paper, _] = page.lines().collect::<Vec<_>>()[..] else { panic!("{page}") };
        assert!(style.starts_with("<link rel=\"stylesheet\" href=\"/sub/style-"), "{page}");
        assert!(pages.trim().starts_with("<link rel=\"later\" href=\"/sub/pages-") && pages.contains("-later.css"), "{page}");
        assert!(paper.trim().starts_with("<link rel=\"stylesheet\" href=\"/sub/paper-"), "{page}");
        let mut files: Vec<String> =
            std::fs::read_dir(&site).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        assert_eq!(files.len(), 4, "{files:?}");
        let style = std::fs::read_to_string(site.join(&files[3])).unwrap();
        assert_eq!(style, "a {\ncolor: red;\n}\na { color: blue }\n");
        std::fs::remove_dir_all(&site).unwrap();
    }

    #[test]
    fn a_page_without_a_sheet_of_a_kind_is_told_of() {
        let site = std::env::temp_dir().join(format!("plumbline-no-styles-{}", std::process::id()));
        std::fs::create_dir_all(&site).unwrap();
        std::fs::write(site.join("index.html"), "<head></head>").unwrap();
        assert!(join_all(&site).unwrap_err().contains("`style`"));
        std::fs::remove_dir_all(&site).unwrap();
    }
}
