//! `plumbline docs`: the documentation in the browser of this machine.

use crate::open::{Opened, prepared};
use crate::{run, stderr, write};

#[test]
fn a_page_is_served_with_what_stands_around_it() {
    let f = prepared("docs");
    write(&f, "built/docs/index.html", "<title>Start</title>");
    write(&f, "built/docs/services/gitlab.html", "<title>GitLab CI</title>");
    let opened =
        Opened::command(&f, &["docs", "--no-browser", "--port", "0", "--site", "built", "GitLab"], "The documentation is");
    assert_eq!(opened.path, "docs/services/gitlab.html");
    assert!(opened.get("/docs/services/gitlab.html").ends_with("<title>GitLab CI</title>"));
    let start = opened.get("/docs/");
    assert!(start.starts_with("HTTP/1.1 200 ") && start.contains("Content-Security-Policy: default-src 'none'"), "{start}");
    assert!(start.contains("Content-Type: text/html") && start.ends_with("<title>Start</title>"), "{start}");
    assert!(opened.get("/").contains("the demo's figures"), "the dashboard stands beside it");
    assert!(opened.get("/docs/nothing.html").starts_with("HTTP/1.1 404 "));
}

#[test]
fn what_no_page_is_called_is_searched_for() {
    let f = prepared("docs-search");
    write(&f, "built/docs/index.html", "<title>Start</title>");
    let arguments = ["docs", "--no-browser", "--port", "0", "--site", "built", "secret", "scan"];
    assert_eq!(Opened::command(&f, &arguments, "The documentation is").path, "docs/?search=secret%20scan");
}

#[test]
fn a_site_without_documentation_is_told() {
    let f = prepared("docs-none");
    let output = run(&f, &["docs", "--site", "built"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("the site holds no documentation: build it with `cargo xtask build`"),
        "{}",
        stderr(&output)
    );
}
