//! `plumbline page` and `plumbline bundle --site`: a site whose page shows its own data before any script runs.

use crate::{folder, run, stderr, stdout, write};
use serde_json::{Value, json};
use std::path::Path;

/// A built site's page, as far as it matters here.
const INDEX: &str = "<!doctype html><html><head><!-- first-page-head --><title>Plumbline</title><!-- /first-page-head --></head>\
                     <body><div id=\"boot\"><!-- first-page --><p>…</p><!-- /first-page --></div><script src=\"boot.js\"></script></body></html>";

fn report(id: &str, team: &str) -> Value {
    json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed",
        "change": {"id": id, "team": team, "openedAt": "2026-11-20T09:00:00Z"},
        "perceived": [{"confidence": 0.9, "role": "author"}]})
}

fn page_of(site: &Path) -> String {
    std::fs::read_to_string(site.join("index.html")).unwrap()
}

#[test]
fn a_published_site_shows_its_own_overview_and_the_same_input_makes_the_same_bytes() {
    let f = folder("first-page");
    write(&f, "in/r.json", report("a#1", "payments").to_string());
    write(&f, "site/index.html", INDEX);
    let output = run(&f, &["bundle", "in", "--site", "site", "--title", "Contoso"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "site/data/index.json\nsite/index.html\n");
    let page = page_of(&f.join("site"));
    for part in ["90\u{a0}% confident", "property=\"og:title\" content=\"Contoso\"", "<svg", "1 change, 1 required item"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("demo-strip") && !page.contains("<p>…</p>"));
    assert!(
        page.starts_with("<!doctype html><html><head><!-- first-page-head -->")
            && page.ends_with("boot.js\"></script></body></html>")
    );
    assert!(!page.contains("style="), "the security policy of the page allows no style within it");
    for again in [&["page", "site"][..], &["bundle", "in", "--site", "site"], &["page", "site/"]] {
        assert_eq!(run(&f, again).status.code(), Some(0));
        assert_eq!(page_of(&f.join("site")), page, "{again:?}");
    }
    // Other data take the place of the earlier ones.
    write(&f, "in/s.json", report("a#2", "billing").to_string());
    run(&f, &["bundle", "in", "--site", "site"]);
    assert!(page_of(&f.join("site")).contains("2 changes, 2 required items"));
}

#[test]
fn the_demo_is_shown_while_a_site_has_no_data_of_its_own() {
    let f = folder("first-page-demo");
    write(&f, "site/index.html", INDEX);
    write(&f, "site/data/index.json", r#"{"format": "plumbline.index/1", "files": []}"#);
    let output = run(&f, &["demo", "--zip", "--weeks", "4", "--out", "site/demo"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(run(&f, &["page", "site"]).status.success());
    let page = page_of(&f.join("site"));
    assert!(page.contains("class=\"demo-strip\"") && page.contains("Tidewrack Freight"));
    // Whoever adds data without saying where the site is, is told.
    write(&f, "in/r.json", report("a#1", "payments").to_string());
    let output = run(&f, &["bundle", "in", "--out", "site/data"]);
    assert!(stderr(&output).contains("run plumbline page site for it to show these data at once"), "{}", stderr(&output));
    assert_eq!(page_of(&f.join("site")), page);
    run(&f, &["page", "site"]);
    assert!(page_of(&f.join("site")).contains("payments is "));
}

#[test]
fn names_from_files_stay_text_on_the_page() {
    let f = folder("first-page-hostile");
    let hostile = "\"><script>alert(1)</script><!-- /first-page --><img src=x onerror='a()'>\u{202e}&amp;";
    write(&f, "in/r.json", report("a#1", hostile).to_string());
    write(&f, "site/index.html", INDEX);
    let output = run(&f, &["bundle", "in", "--site", "site", "--title", hostile]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = page_of(&f.join("site"));
    for part in ["<script>", "<img", "onerror='", "\u{202e}"] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("\\u{202e}&amp;amp;"));
    assert_eq!(page.matches("<!-- /first-page -->").count(), 1);
    assert!(run(&f, &["page", "site"]).status.success(), "it is found again");
}

#[test]
fn what_is_no_built_site_is_refused_before_anything_is_written() {
    let f = folder("first-page-none");
    write(&f, "in/r.json", report("a#1", "payments").to_string());
    write(&f, "site/index.html", "<!doctype html><p>mine</p>");
    let output = run(&f, &["bundle", "in", "--site", "site"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "plumbline: site/index.html: `<!-- first-page-head -->` does not stand in it once: it is not the index.html of a built site of \
         this version\n"
    );
    assert!(!f.join("site/data").exists());
    assert_eq!(run(&f, &["bundle", "in", "--site", "nowhere"]).status.code(), Some(2));
    assert_eq!(run(&f, &["page", "in"]).status.code(), Some(2));
    write(&f, "site/index.html", INDEX);
    let output = run(&f, &["page", "site"]);
    assert!(stderr(&output).contains("neither data/index.json nor demo/index.json is there"), "{}", stderr(&output));
    // Both say where the data set goes.
    assert!(stderr(&run(&f, &["bundle", "in", "--site", "site", "--out", "data"])).contains("--out is not needed"));
}

#[test]
fn a_data_set_that_is_not_what_its_index_says_is_not_shown() {
    let f = folder("first-page-altered");
    write(&f, "in/r.json", report("a#1", "payments").to_string());
    write(&f, "site/index.html", INDEX);
    assert!(run(&f, &["bundle", "in", "--site", "site"]).status.success());
    let page = page_of(&f.join("site"));
    let folder = std::fs::read_dir(f.join("site/data/columns")).unwrap();
    let columns = folder.map(|entry| entry.unwrap().path()).next().unwrap();
    let mut bytes = std::fs::read(&columns).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&columns, bytes).unwrap();
    let output = run(&f, &["page", "site"]);
    assert_eq!(output.status.code(), Some(2));
    let name = columns.file_name().unwrap().to_string_lossy().into_owned();
    assert!(stderr(&output).contains(&format!("site/data/columns/{name}: ")), "{}", stderr(&output));
    assert_eq!(page_of(&f.join("site")), page);
}

#[test]
fn an_index_that_cannot_be_read_is_not_taken_for_a_site_without_data() {
    let f = folder("first-page-unreadable");
    write(&f, "in/r.json", report("a#1", "payments").to_string());
    write(&f, "site/index.html", INDEX);
    assert!(run(&f, &["demo", "--zip", "--weeks", "4", "--out", "site/demo"]).status.success());
    assert!(run(&f, &["bundle", "in", "--site", "site"]).status.success());
    let page = page_of(&f.join("site"));
    let index = f.join("site/data/index.json");
    let told = || {
        let output = run(&f, &["page", "site"]);
        assert_eq!((output.status.code(), page_of(&f.join("site")) == page), (Some(2), true), "{}", stderr(&output));
        stderr(&output)
    };
    std::fs::remove_file(&index).unwrap();
    std::fs::create_dir(&index).unwrap();
    assert_eq!(told(), "plumbline: site/data/index.json: is not a plain file: not read\n");
    #[cfg(unix)]
    {
        std::fs::remove_dir(&index).unwrap();
        std::os::unix::fs::symlink("index.json", &index).unwrap();
        assert!(told().starts_with("plumbline: site/data/index.json: too many levels of symbolic links"));
    }
}
