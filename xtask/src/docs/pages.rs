//! The pages as mdBook gets them: those of `docs/`, a few from the top of the project beside them, and their links.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Pages from the top of the project.
pub(super) const BESIDE: [&str; 3] = ["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"];

/// Where the schemas stand in the project, and in a site beside its documentation.
const SCHEMAS: [&str; 2] = ["public/schema", "../schema"];

/// Where a page or picture of the project stands among those of the book. The README of a folder is its first page.
pub(super) fn staged(path: &Path) -> PathBuf {
    let path = path.strip_prefix("docs").unwrap_or(path);
    if path.ends_with("README.md") { path.with_file_name("index.md") } else { path.to_owned() }
}

/// Where the copy of a linked file stands in the book. Every browser shows it, whatever it holds.
pub(super) fn copied(path: &Path) -> PathBuf {
    // mdBook takes `.md` in a link for a page, wherever it stands.
    PathBuf::from(format!("files/{}.txt", slashed(path).trim_end_matches(".md")))
}

/// A page whose links lead to where their targets stand in the book. A link to a folder of the project becomes its text; files
/// that have to be copied into the book are added to `copies`.
pub(super) fn relinked(page: &Path, text: &str, copies: &mut BTreeSet<PathBuf>) -> String {
    let mut is_code = false;
    let lines = text.split_inclusive('\n').map(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence { line.to_owned() } else { relinked_line(page, line, copies) }
    });
    lines.collect()
}

fn relinked_line(page: &Path, line: &str, copies: &mut BTreeSet<PathBuf>) -> String {
    // mdBook aligns the cells of a column by styles in the page, which its policy forbids.
    if line.starts_with("|-") && line.trim_end().bytes().all(|byte| b"|-: ".contains(&byte)) {
        return line.replace(':', "");
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((target, after)) = after.split_once(')') else { break };
        match led(page, target, copies) {
            Some(target) => out.push_str(&format!("{before}]({target})")),
            None => match before.rsplit_once('[') {
                Some((before, label)) => out.push_str(&format!("{before}{label}")),
                None => out.push_str(before),
            },
        }
        rest = after;
    }
    out + rest
}

/// The target of a link in the book; none for a folder of the project.
fn led(page: &Path, target: &str, copies: &mut BTreeSet<PathBuf>) -> Option<String> {
    let (path, anchor) = target.split_at(target.find('#').unwrap_or(target.len()));
    if path.is_empty() || target.contains("://") {
        return Some(target.to_owned());
    }
    let named = joined(page.parent().unwrap_or(page), Path::new(path));
    let to = if named.starts_with("docs") || BESIDE.contains(&slashed(&named).as_str()) {
        staged(&named)
    } else if let Ok(schema) = named.strip_prefix(SCHEMAS[0])
        && schema.components().next().is_some()
    {
        Path::new(SCHEMAS[1]).join(schema)
    } else if named.extension().is_none() && path.ends_with('/') || !crate::command::project().join(&named).is_file() {
        return None;
    } else {
        copies.insert(named.clone());
        copied(&named)
    };
    let up = "../".repeat(staged(page).components().count() - 1);
    Some(format!("{up}{}{anchor}", slashed(&to)))
}

/// A path from a folder, without `.` and `..` in its midst.
fn joined(folder: &Path, path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::ParentDir if out.pop() => {}
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_where_their_targets_stand_in_the_book() {
        let mut copies = BTreeSet::new();
        let mut of = |page: &str, text: &str| relinked(Path::new(page), text, &mut copies);
        assert_eq!(
            of("docs/a.md", "[b](how-to/b.md#c) [d](#e) [f](https://g/)\n"),
            "[b](how-to/b.md#c) [d](#e) [f](https://g/)\n"
        );
        assert_eq!(of("docs/how-to/a.md", "[b](../b.md), [c](../README.md#d)"), "[b](../b.md), [c](../index.md#d)");
        assert_eq!(of("docs/a.md", "[b](../ARCHITECTURE.md#c)"), "[b](ARCHITECTURE.md#c)");
        assert_eq!(of("ARCHITECTURE.md", "[b](docs/how-to/b.md) [c](CONTRIBUTING.md)"), "[b](how-to/b.md) [c](CONTRIBUTING.md)");
        assert_eq!(of("docs/a.md", "[x](../public/schema/policy.schema.json)"), "[x](../schema/policy.schema.json)");
        assert_eq!(
            of("docs/services/a.md", "see [`gate.sh`](../../scripts/ci/gate.sh)."),
            "see [`gate.sh`](../files/scripts/ci/gate.sh.txt)."
        );
        assert_eq!(
            of("docs/a.md", "in [tests](../tests/fixtures), [public/schema/](../public/schema/) too"),
            "in tests, public/schema/ too"
        );
        assert_eq!(of("docs/a.md", "| a | b |\n|---|---:|\n| 1 | 2:1 |\n"), "| a | b |\n|---|---|\n| 1 | 2:1 |\n");
        assert_eq!(of("docs/a.md", "```\n[b](../tests)\n```\n"), "```\n[b](../tests)\n```\n");
        assert_eq!(copies.into_iter().collect::<Vec<_>>(), [PathBuf::from("scripts/ci/gate.sh")]);
    }
}
