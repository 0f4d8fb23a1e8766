//! `plumbline docs`: the documentation, from the site in the program, in the browser of this machine.

use super::args::Failure;
use super::built_site::BuiltSite;
use super::local::Local;
use clap::Args;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::path::PathBuf;

/// Show the documentation in the browser
///
/// Shows the documentation that the program carries: a page when TOPIC names one, such as gitlab, or else what a search for TOPIC finds.
/// Only this machine can reach the address. Ctrl+C ends it.
///
/// Exits with 2 when the program carries no documentation, or the port cannot be used.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline docs
  plumbline docs gitlab
  plumbline docs secret scan not accepted")]
pub struct Options {
    /// The page to open, or what to search for
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
    /// The port [default: 8080, or the next one that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Only print the address
    #[arg(long)]
    no_browser: bool,
    /// The built site that holds the documentation [default: the one in this program]
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

/// Where the documentation stands in a site.
const FOLDER: &str = "docs/";

/// Runs the command until it is ended.
///
/// # Errors
/// When there is no documentation, or it cannot be served.
pub fn run(asked: Options) -> Result<(), Failure> {
    let site = BuiltSite::find(asked.site)?;
    let paths = site.paths()?;
    let pages: Vec<&str> = paths.iter().filter_map(|path| path.strip_prefix(FOLDER)?.strip_suffix(".html")).collect();
    if pages.is_empty() {
        let told = "the site holds no documentation: build it with `cargo xtask build`, or read the folder docs of the project";
        return Err(Failure::Unusable(told.to_owned()));
    }
    let place = format!("{FOLDER}{}", place(&pages, &asked.topic.join(" ")));
    let index = site.index()?;
    let local = Local::reserve(asked.port)?;
    local.announce("The documentation is", &place, !asked.no_browser);
    local.serve(&index, site)
}

/// What leads to a topic: its page, or a search for it.
fn place(pages: &[&str], topic: &str) -> String {
    let name = topic.trim().to_lowercase().replace(' ', "-");
    let name = name.trim_end_matches(".md").trim_start_matches("docs/");
    let last = |page: &&&str| page.rsplit('/').next() == Some(name);
    match pages.iter().find(|page| **page == name).or_else(|| pages.iter().find(last)) {
        _ if name.is_empty() => String::new(),
        Some(page) => format!("{page}.html"),
        None => format!("?search={}", utf8_percent_encode(topic.trim(), NON_ALPHANUMERIC)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_a_page_or_is_searched_for() {
        let pages = ["index", "probes", "services/gitlab", "how-to/evidence", "services/github"];
        for (topic, expected) in [
            ("", ""),
            ("GitLab", "services/gitlab.html"),
            ("services/gitlab", "services/gitlab.html"),
            ("docs/how-to/evidence.md", "how-to/evidence.html"),
            ("github", "services/github.html"),
            ("git", "?search=git"),
            ("why & how?", "?search=why%20%26%20how%3F"),
        ] {
            assert_eq!(place(&pages, topic), expected, "{topic}");
        }
    }
}
