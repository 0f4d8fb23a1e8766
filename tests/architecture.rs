//! The house's rules, read from the sources. Each rule also proves that it can fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

/// Which modules of ours each module may name. A module that is not listed has no place in the house yet.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("build_id", &[]),
    ("route", &["domain"]),
    ("text", &["domain", "route"]),
    ("ingest", &["domain"]),
    ("assess", &["domain"]),
    ("charts", &["domain", "assess"]),
    ("export", &["domain", "assess", "text"]),
    ("view", &["domain", "assess", "charts", "text", "route"]),
    ("protocol", &["domain", "view", "route", "build_id"]),
    ("exchange", &["view", "route", "protocol"]),
    ("demo", &["domain", "ingest"]),
    ("pipeline", &["domain", "ingest", "assess", "export", "text", "view"]),
    ("worker", &["domain", "ingest", "assess", "export", "text", "view", "route", "protocol", "build_id"]),
    ("ui", &["domain", "charts", "text", "view", "route", "protocol", "exchange", "build_id"]),
    ("cli", &["domain", "ingest", "assess", "export", "text", "view", "route", "demo", "pipeline", "build_id"]),
    ("bin", &["ui", "worker", "cli"]),
];

/// Words that only some places may say, and why.
const KEPT_TO: &[(&[&str], &[&str], &str)] = &[
    (&["leptos"], &["src/ui/"], "the view library belongs to the page"),
    (&["plotters_canvas"], &["src/ui/canvas"], "charts are drawn on any backend, the canvas is the page's"),
    (
        &["web_sys"],
        &["src/worker/", "src/ui/browser", "src/ui/canvas", "src/ui/element", "src/ui/worker_client"],
        "the browser is spoken to in few places",
    ),
    (
        &["serde_json"],
        &["src/ingest/", "src/export/", "src/pipeline/", "src/cli/", "src/demo/"],
        "formats are read and written at the edges",
    ),
    (
        &["std::fs", "std::net", "std::process", "std::env", "std::thread", "println!", "print!", "eprintln!", "eprint!"],
        &["src/cli/", "src/bin/", "src/worker/", "src/ui/"],
        "the core does no input and output",
    ),
    (
        &["SystemTime", "std::time", "Date::now", "Date::new_0", "now_utc", "now_local"],
        &["src/cli/", "src/worker/", "src/ui/"],
        "the core has no clock: the assessment time is a parameter",
    ),
    (&["rand", "getrandom", "Math::random", "RandomState"], &["src/ui/"], "the core has no randomness"),
    (&["inner_html", "set_inner_html", "insert_adjacent_html"], &[], "text from files is only ever text"),
];

/// A file of the project.
struct Source {
    /// Its path from the project's folder, with forward slashes.
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The file's code without comments, the insides of strings, and its test module.
    fn code(&self) -> String {
        let code = apart(&self.text).0;
        match code.find("#[cfg(test)]\nmod ") {
            Some(at) if code[at..].lines().nth(1).is_some_and(|line| line.ends_with('{')) => code[..at].to_owned(),
            _ => code,
        }
    }

    fn comments(&self) -> String {
        apart(&self.text).1
    }

    /// Our module that the file belongs to, and how deep in it the file stands.
    fn module(&self) -> Option<(&str, usize)> {
        let inside = self.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        let parts: Vec<&str> = inside.split('/').filter(|part| *part != "mod").collect();
        Some((*parts.first()?, parts.len()))
    }
}

/// Splits Rust text into code, with the insides of strings taken out, and comments.
fn apart(text: &str) -> (String, String) {
    let letters: Vec<char> = text.chars().collect();
    let (mut code, mut comments) = (String::new(), String::new());
    let mut at = 0;
    let starts = |at: usize, word: &str| word.chars().enumerate().all(|(n, letter)| letters.get(at + n) == Some(&letter));
    while at < letters.len() {
        if starts(at, "//") {
            while at < letters.len() && letters[at] != '\n' {
                comments.push(letters[at]);
                at += 1;
            }
            comments.push('\n');
        } else if starts(at, "/*") {
            while at < letters.len() && !starts(at, "*/") {
                comments.push(letters[at]);
                at += 1;
            }
            at += 2;
        } else if letters[at] == 'r' && (starts(at, "r\"") || starts(at, "r#")) && !code.ends_with(is_word) {
            let hashes = letters[at + 1..].iter().take_while(|letter| **letter == '#').count();
            let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            at += 2 + hashes;
            while at < letters.len() && !starts(at, &end) {
                at += 1;
            }
            at += end.len();
            code.push_str("\"\"");
        } else if letters[at] == '"' {
            at += 1;
            while at < letters.len() && letters[at] != '"' {
                at += if letters[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
            code.push_str("\"\"");
        } else if letters[at] == '\'' && (starts(at + 1, "\\") || letters.get(at + 2) == Some(&'\'')) {
            at += if starts(at + 1, "\\") { 3 } else { 2 };
            while at < letters.len() && letters[at] != '\'' {
                at += 1;
            }
            at += 1;
            code.push_str("' '");
        } else {
            code.push(letters[at]);
            at += 1;
        }
    }
    (code, comments)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether the code says a word, and not only a part of a longer one.
fn says(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(is_word) && (!word.ends_with(is_word) || !after.is_some_and(is_word))
    })
}

/// The names that stand first after `crate::`, or after as many `super::` as lead out of the module.
fn named_modules(source: &Source, depth: usize) -> BTreeSet<String> {
    let code: String = source.code().split_whitespace().collect::<Vec<_>>().join(" ");
    let out_of_module = "super::".repeat(depth.max(1));
    let mut names = BTreeSet::new();
    for prefix in ["crate::", "plumbline::", &out_of_module] {
        for (at, _) in code.match_indices(prefix) {
            // `super::` for a file at depth one is not the tail of `super::super::` further down, nor `$crate::` of a name.
            if code[..at].ends_with(is_word) {
                continue;
            }
            let rest = &code[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(group) => names.extend(heads_of_group(group)),
                None => names.extend(head(rest)),
            }
        }
    }
    names
}

/// The name that a path begins with; types and functions at the crate's root are none of the modules.
fn head(path: &str) -> Option<String> {
    let name: String = path.trim_start().chars().take_while(|letter| is_word(*letter)).collect();
    name.starts_with(|letter: char| letter.is_lowercase()).then_some(name)
}

/// The names that the members of `{a::b, c::{d, e}}` begin with, from behind the opening brace.
fn heads_of_group(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                heads.extend(head(&group[start..at]));
                start = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    heads
}

/// The modules that a file names and may not, by the table of layers.
fn broken_layers(source: &Source) -> Vec<String> {
    // The library's root lists the modules; it uses none.
    let Some((module, depth)) = source.module().filter(|(module, _)| *module != "lib") else { return Vec::new() };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
        return vec![format!("{}: the module `{module}` has no place in the table of layers", source.path)];
    };
    named_modules(source, depth)
        .into_iter()
        .filter(|name| name != module && !allowed.contains(&name.as_str()))
        .filter(|name| LAYERS.iter().any(|(known, _)| known == name))
        .map(|name| format!("{}: `{module}` must not know `{name}`", source.path))
        .collect()
}

/// The words that a file says and may not, by the table of places.
fn broken_places(source: &Source) -> Vec<String> {
    let code = source.code();
    KEPT_TO
        .iter()
        .filter(|(_, places, _)| !places.iter().any(|place| source.path.starts_with(place)))
        .flat_map(|(words, _, why)| words.iter().map(move |word| (word, why)))
        .filter(|(word, _)| says(&code, word))
        .map(|(word, why)| format!("{}: `{word}`: {why}", source.path))
        .collect()
}

/// What is left over from work that is not done, and what makes a test worth nothing.
fn loose_ends(source: &Source) -> Vec<String> {
    let (code, comments) = match source.path.ends_with(".rs") {
        true => (apart(&source.text).0, source.comments()),
        false => (source.text.clone(), source.text.clone()),
    };
    let in_code = ["todo!", "unimplemented!", "dbg!", "#[ignore", "thread::sleep", "waitForTimeout", "test.skip", "it.skip"];
    let in_comments = ["TODO", "FIXME", "XXX"];
    let found_in_code = in_code.iter().filter(|word| code.contains(**word));
    let found_in_comments = in_comments.iter().filter(|word| says(&comments, word));
    found_in_code.chain(found_in_comments).map(|word| format!("{}: `{word}` is left over", source.path)).collect()
}

/// Names that say nothing about what stands in a file.
fn nameless(source: &Source) -> Option<String> {
    let said = ["util", "utils", "helper", "helpers", "common", "misc", "stuff"];
    source
        .path
        .split('/')
        .find(|part| said.contains(&part.split('.').next().unwrap_or_default()))
        .map(|part| format!("{}: `{part}` does not say what is in it", source.path))
}

/// A Rust file begins by saying what it is.
fn wordless(source: &Source) -> Option<String> {
    (source.path.ends_with(".rs") && !source.text.starts_with("//! "))
        .then(|| format!("{}: does not begin with a sentence that says what it is", source.path))
}

/// What the page's security policy would refuse in the page itself, and what would make the policy worth little.
fn inline_in_page(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let text = &source.text;
    for (at, _) in text.match_indices("<script") {
        let tag = &text[at..text[at..].find('>').map_or(text.len(), |end| at + end)];
        if !tag.contains(" src=") {
            found.push(format!("{}: a script stands in the page", source.path));
        }
    }
    for word in
        ["<style", " style=\"", " onclick=", " onload=", "javascript:", "unsafe-inline", "'unsafe-eval'", "http://", "https://"]
    {
        if text.contains(word) {
            found.push(format!("{}: `{word}` stands in the page", source.path));
        }
    }
    if !text.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';") {
        found.push(format!("{}: the policy does not begin by refusing everything", source.path));
    }
    found
}

/// The page's security policy refuses style attributes; `style:name=` sets a property of the element and is none.
fn style_attributes(source: &Source) -> Option<String> {
    let code = source.code();
    let attribute = code.match_indices("style=").find(|(at, _)| code[..*at].ends_with([' ', '\n']));
    let is_set = source.text.contains(&["set(\"sty", "le\""].concat());
    (source.path.starts_with("src/ui/") && (attribute.is_some() || is_set))
        .then(|| format!("{}: a style attribute, which the page's policy refuses", source.path))
}

/// Styles load nothing from other hosts.
fn foreign_styles(source: &Source) -> Vec<String> {
    ["http:", "https:", "url(//", "@import"]
        .iter()
        .filter(|word| source.text.contains(**word))
        .map(|word| format!("{}: `{word}` loads something from elsewhere", source.path))
        .collect()
}

/// The files below a folder of the project whose names end so.
fn sources(folder: &str, ending: &str) -> Vec<Source> {
    fn collect(folder: &Path, ending: &str, root: &Path, found: &mut Vec<Source>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if !["node_modules", "target", "dist"].contains(&name) {
                    collect(&path, ending, root, found);
                }
            } else if name.ends_with(ending) {
                let inside = path.strip_prefix(root).unwrap();
                let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_str().unwrap()).collect();
                found.push(Source::new(&parts.join("/"), &std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join(folder), ending, root, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "{folder} holds no {ending}");
    found
}

/// All that people have written here in Rust and JavaScript.
fn written() -> Vec<Source> {
    let rust = ["src", "tests", "xtask"].into_iter().flat_map(|folder| sources(folder, ".rs"));
    let script = ["e2e", "public"].into_iter().flat_map(|folder| [".mjs", ".js"].map(|ending| (folder, ending)));
    let script = script.filter(|pair| *pair != ("e2e", ".js") && *pair != ("public", ".mjs"));
    rust.chain(script.flat_map(|(folder, ending)| sources(folder, ending))).collect()
}

/// The source files that are part of the product: those that only tests use are left out.
fn product() -> Vec<Source> {
    let all = sources("src", ".rs");
    let only_for_tests: Vec<String> = all
        .iter()
        .flat_map(|source| {
            let folder = source.path.strip_suffix("mod.rs").unwrap_or(&source.path).to_owned();
            let code = apart(&source.text).0;
            let lines: Vec<&str> = code.lines().map(str::trim).collect();
            let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]");
            let names = declared.filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';'));
            names.map(|name| format!("{folder}{name}.rs")).collect::<Vec<_>>()
        })
        .collect();
    all.into_iter().filter(|source| !only_for_tests.contains(&source.path)).collect()
}

#[track_caller]
fn none(violations: impl IntoIterator<Item = String>) {
    let violations: Vec<String> = violations.into_iter().collect();
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

#[test]
fn every_layer_knows_only_what_it_may() {
    none(product().iter().flat_map(broken_layers));
}

#[test]
fn a_broken_layer_is_found_however_it_is_written() {
    let broken = |path: &str, text: &str| broken_layers(&Source::new(path, text));
    for (path, text, name) in [
        ("src/domain/change.rs", "use crate::assess::Grade;", "assess"),
        ("src/assess/grade.rs", "use crate::{domain::Change, ingest::{Reader, Receipt}};", "ingest"),
        ("src/assess/grade.rs", "fn f() { crate::view::model() }", "view"),
        ("src/assess/grade.rs", "use super::super::charts::Scene;", "charts"),
        ("src/ingest/mod.rs", "use super::assess;", "assess"),
        ("src/ingest/formats/sarif.rs", "use crate::\n    export::Score;", "export"),
        ("src/ui/pages/teams.rs", "use crate::assess::Ladder;", "assess"),
        ("src/route.rs", "use crate::text;", "text"),
    ] {
        let found = broken(path, text);
        assert!(found.len() == 1 && found[0].ends_with(&format!("`{name}`")), "{path}: {text}: {found:?}");
    }
    assert_eq!(broken("src/fresh/mod.rs", "").len(), 1, "a module without a place is found");
}

#[test]
fn what_a_layer_may_know_is_no_violation() {
    for (path, text) in [
        ("src/assess/grade.rs", "use crate::domain::{Change, Gate};\nuse super::interval;\nuse crate::assess::by;"),
        ("src/domain/change.rs", "//! use crate::assess\nconst WORDS: &str = \"crate::view::x\";"),
        ("src/route.rs", "#[cfg(test)]\nmod tests {\n    use crate::text;\n}"),
        ("src/view/mod.rs", "use crate::{assess::Score, text};"),
    ] {
        assert_eq!(broken_layers(&Source::new(path, text)), [""; 0], "{path}");
    }
}

#[test]
fn libraries_clock_and_io_stay_in_their_places() {
    none(product().iter().flat_map(broken_places));
}

#[test]
fn a_word_in_the_wrong_place_is_found() {
    for (path, text) in [
        ("src/charts/mod.rs", "use leptos::prelude::*;"),
        ("src/ui/pages/team.rs", "use web_sys::Window;"),
        ("src/view/model.rs", "let v: serde_json::Value;"),
        ("src/assess/due.rs", "let t = std::time::Instant::now();"),
        ("src/assess/due.rs", "let t = SystemTime::now();"),
        ("src/ingest/mod.rs", "std::fs::read(path)"),
        ("src/domain/mod.rs", "println!(\"{x}\")"),
        ("src/demo/mod.rs", "use rand::Rng;"),
        ("src/ui/components/sentence.rs", "element.set_inner_html(text)"),
        ("src/ui/shell.rs", "use plotters_canvas::CanvasBackend;"),
    ] {
        assert_eq!(broken_places(&Source::new(path, text)).len(), 1, "{path}: {text}");
    }
}

#[test]
fn a_word_in_its_place_or_only_spoken_of_is_no_violation() {
    for (path, text) in [
        ("src/ui/canvas.rs", "use plotters_canvas::CanvasBackend;\nuse web_sys::Window;"),
        ("src/assess/due.rs", "/// Not `SystemTime`.\nlet operand = brand; let text = \"std::fs\";"),
        ("src/ingest/limits.rs", "use std::io::Read;"),
    ] {
        assert_eq!(broken_places(&Source::new(path, text)), [""; 0], "{path}");
    }
}

#[test]
fn nothing_is_left_over() {
    none(written().iter().flat_map(loose_ends));
}

#[test]
fn what_is_left_over_is_found() {
    for (path, text) in [
        ("src/a.rs", "fn f() { todo!() }"),
        ("src/a.rs", "// TODO: later"),
        ("src/a.rs", "/* FIXME */"),
        ("tests/a.rs", "#[test]\n#[ignore]\nfn f() {}"),
        ("tests/a.rs", "std::thread::sleep(second)"),
        ("e2e/a.test.mjs", "await page.waitForTimeout(500)"),
        ("e2e/a.test.mjs", "test.skip('later')"),
    ] {
        assert_eq!(loose_ends(&Source::new(path, text)).len(), 1, "{text}");
    }
    assert_eq!(loose_ends(&Source::new("src/a.rs", "let word = \"todo!\"; // a todo list")), [""; 0]);
}

#[test]
fn every_file_has_a_name_and_says_what_it_is() {
    none(written().iter().flat_map(|source| nameless(source).into_iter().chain(wordless(source))));
}

#[test]
fn a_file_without_a_name_or_a_sentence_is_found() {
    assert!(nameless(&Source::new("src/utils.rs", "")).is_some());
    assert!(nameless(&Source::new("src/common/dates.rs", "")).is_some());
    assert!(nameless(&Source::new("src/text/numbers.rs", "")).is_none());
    assert!(wordless(&Source::new("src/a.rs", "use std::fmt;")).is_some());
    assert!(wordless(&Source::new("src/a.rs", "//! What it is.\n")).is_none());
}

#[test]
fn the_page_holds_no_inline_script_or_style() {
    none(sources("", "index.html").iter().filter(|source| source.path == "index.html").flat_map(inline_in_page));
    none(sources("styles", ".css").iter().flat_map(foreign_styles));
    none(product().iter().filter_map(style_attributes));
}

#[test]
fn inline_script_and_foreign_styles_are_found() {
    let page = |body: &str| {
        let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">";
        inline_in_page(&Source::new("index.html", &format!("{policy}{body}"))).len()
    };
    assert_eq!(page("<script type=\"module\" src=\"boot.js\"></script>"), 0);
    assert_eq!(page("<script>start()</script>"), 1);
    assert_eq!(page("<p style=\"color: red\">"), 1);
    assert_eq!(page("<img src=\"https://example.org/a.png\">"), 1);
    assert_eq!(inline_in_page(&Source::new("index.html", "<p>")).len(), 1, "a page without a policy is found");
    let page = |code: &str| style_attributes(&Source::new("src/ui/a.rs", code)).is_some();
    assert!(page("el(\"p\").set(\"style\", value)"));
    assert!(page("view! { <p style=\"color: red\"> }") && !page("view! { <p style:width=width> }"));
    assert_eq!(foreign_styles(&Source::new("styles/a.css", "a { background: url(https://example.org/a.png) }")).len(), 1);
}

#[test]
fn the_files_that_a_stranger_looks_for_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, words) in [
        ("LICENSE", "Apache License"),
        ("README.md", "cargo xtask serve"),
        ("ARCHITECTURE.md", "Invariants"),
        ("CONTRIBUTING.md", "cargo xtask test"),
        ("CHANGELOG.md", "## "),
        ("rust-toolchain.toml", "wasm32-unknown-unknown"),
        (".ci/run", "cargo xtask test"),
    ] {
        let text = std::fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(text.contains(words), "{name} does not hold `{words}`");
    }
}
