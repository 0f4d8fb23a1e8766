//! `cargo xtask docs`: the documentation as a site. mdBook makes it from `docs/`, with the theme of `book/`.

mod links;
mod pages;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pico_args::Arguments;

use crate::Failure;
use crate::arguments::finish;
use crate::command::{project, run};
use crate::files::{collect_files, read, read_text, write, write_bytes};
use crate::tools::Tools;

/// Where the documentation stands in a site.
pub const PLACE: &str = "docs";

/// The files of the theme, by where mdBook looks for them. Colours and fonts are those of the dashboard.
const THEME: [(&str, &str); 8] = [
    ("book/index.hbs", "theme/index.hbs"),
    ("book/toc.html.hbs", "theme/toc.html.hbs"),
    ("book/book.js", "theme/book.js"),
    ("book/css/general.css", "theme/css/general.css"),
    ("book/css/chrome.css", "theme/css/chrome.css"),
    ("styles/tokens.css", "theme/css/variables.css"),
    ("public/favicon.svg", "theme/favicon.svg"),
    ("book/start.js", "start.js"),
];

/// Builds the documentation into `target/docs`.
pub fn run_docs(arguments: Arguments) -> Result<(), Failure> {
    finish(arguments)?;
    let site = project().join("target");
    build(&site, &site)?;
    println!("{}", site.join(PLACE).join(plumbline_site::INDEX).display());
    Ok(())
}

/// Makes the documentation, and puts it into a site. Fails when a link in it leads nowhere.
pub fn build(target: &Path, site: &Path) -> Result<(), Failure> {
    let (work, out) = (target.join("book"), site.join(PLACE));
    for folder in [&work, &out] {
        // Left over from an earlier build, or not there.
        let _ = std::fs::remove_dir_all(folder);
    }
    let copies = prepare(&work)?;
    // It says what it does; what is of interest are its warnings.
    run(Tools::book()?.arg("build").arg(&work).env("MDBOOK_LOG", "warn"), "mdbook")?;
    let built = work.join("html");
    for path in &copies {
        write_bytes(&built.join(pages::copied(path)), &read(&project().join(path))?)?;
    }
    let mut files = Vec::new();
    collect_files(&built, &mut files)?;
    let used = links::check(&built, &files)?;
    for file in files.iter().filter(|file| is_page(file) || used.contains(*file)) {
        write_bytes(&out.join(file.strip_prefix(&built).unwrap_or(file)), &read(file)?)?;
    }
    Ok(())
}

fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "html")
}

/// Puts together what mdBook reads; the files of the project that pages link, to be copied beside them.
fn prepare(work: &Path) -> Result<BTreeSet<PathBuf>, Failure> {
    let project = project();
    let (docs, src) = (project.join("docs"), work.join("src"));
    let mut files = Vec::new();
    collect_files(&docs, &mut files)?;
    files.extend(pages::BESIDE.map(|name| project.join(name)));
    let mut copies = BTreeSet::new();
    for file in files {
        let path = file.strip_prefix(&project).unwrap_or(&file);
        let to = src.join(pages::staged(path));
        match file.extension().is_some_and(|extension| extension == "md") {
            true => write(&to, &pages::relinked(path, &read_text(&file)?, &mut copies))?,
            false => write_bytes(&to, &read(&file)?)?,
        }
    }
    for (from, to) in THEME {
        write_bytes(&work.join(to), &read(&project.join(from))?)?;
    }
    // None: the book has the fonts of the system, as the dashboard does.
    write(&work.join("theme/fonts/fonts.css"), "")?;
    write(&work.join("book.toml"), &read_text(&project.join("book/book.toml"))?)?;
    Ok(copies)
}
