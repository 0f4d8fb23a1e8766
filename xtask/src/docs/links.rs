//! The finished book: each link leads to a file that is there, and to a place in it that is there; no page holds what its policy forbids.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::Failure;
use crate::files::read_text;

use super::is_page;

/// What names another file, or a place.
const NAMING: [&str; 3] = ["href=\"", "src=\"", "data-search=\""];

/// Scripts and styles that stand in a page. Text of a page has no such mark-up: there, `<` is written as an entity.
const INLINE: [&str; 3] = ["<script>", "<style", " style=\""];

/// Checks all pages; the files that something names.
pub(super) fn check(book: &Path, files: &[PathBuf]) -> Result<BTreeSet<PathBuf>, Failure> {
    let mut pages = BTreeMap::new();
    for file in files.iter().filter(|file| is_page(file)) {
        pages.insert(file.clone(), read_text(file)?);
    }
    let places: BTreeMap<&Path, BTreeSet<&str>> =
        pages.iter().map(|(file, text)| (file.as_path(), values(text, "id=\"").collect())).collect();
    let mut used = BTreeSet::new();
    let mut broken = BTreeSet::new();
    for (page, text) in &pages {
        for inline in INLINE.iter().filter(|inline| text.contains(**inline)) {
            broken.insert(format!(
                "{}: {inline}… in the page, which its policy forbids",
                page.strip_prefix(book).unwrap_or(page).display()
            ));
        }
        for target in NAMING.iter().flat_map(|naming| values(text, naming)).filter(|target| !target.contains(':')) {
            let (path, place) = target.split_once('#').unwrap_or((target, ""));
            // What stands in the site beside the book is not of the book.
            let Some(file) = resolved(book, page, path) else { continue };
            if !files.contains(&file) || !place.is_empty() && places.get(file.as_path()).is_some_and(|ids| !ids.contains(place)) {
                broken.insert(format!("{}: {target}", page.strip_prefix(book).unwrap_or(page).display()));
            }
            used.insert(file);
        }
    }
    match broken.is_empty() {
        true => Ok(used),
        false => Err(format!(
            "the documentation has faults; a link that is named leads nowhere:\n  {}",
            broken.into_iter().collect::<Vec<_>>().join("\n  ")
        )),
    }
}

/// The values of an attribute, of mark-up that mdBook has written.
fn values<'a>(text: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(attribute).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value)
}

/// The file that a link of a page means; none when that is not in the book.
fn resolved(book: &Path, page: &Path, path: &str) -> Option<PathBuf> {
    let mut file = if path.is_empty() { page.to_owned() } else { page.parent()?.to_owned() };
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." => drop(file.pop()),
            part => file.push(part),
        }
    }
    if path.ends_with('/') {
        file.push(plumbline_site::INDEX);
    }
    file.starts_with(book).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::write;

    #[test]
    fn a_link_to_what_is_not_there_is_named_with_its_page() {
        let book = std::env::temp_dir().join(format!("plumbline-links-{}", std::process::id()));
        let page = |links: &str| format!("<h2 id=\"top\">x</h2>{links}");
        write(
            &book.join("a.html"),
            &page("<a href=\"b/c.html#top\"></a><a href=\"../\"></a><a href=\"https://d/#e\"></a><a href=\"#top\">"),
        )
        .unwrap();
        write(&book.join("b/c.html"), &page("<img src=\"../i.png\"><a href=\"../a.html#top\">")).unwrap();
        write(&book.join("i.png"), "").unwrap();
        let files = ["a.html", "b/c.html", "i.png"].map(|name| book.join(name));
        assert_eq!(check(&book, &files).unwrap(), files.iter().cloned().collect());
        write(&book.join("b/c.html"), &page("<a href=\"a.html\"></a><a href=\"../a.html#bottom\">")).unwrap();
        let told = check(&book, &files).unwrap_err();
        write(&book.join("b/c.html"), "<td style=\"text-align: right\">").unwrap();
        assert!(check(&book, &files).unwrap_err().contains(" style=\"… in the page"));
        std::fs::remove_dir_all(&book).unwrap();
        let page = Path::new("b/c.html").display();
        assert!(told.ends_with(&format!("nowhere:\n  {page}: ../a.html#bottom\n  {page}: a.html")), "{told}");
    }
}
