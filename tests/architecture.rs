//! The house's rules that neither Cargo nor clippy can keep, read from the sources. Each rule also proves that it can fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

/// Words that no code of the product may say, and why. Direction between layers is kept by Cargo; clocks, files, randomness and
/// printing are kept out of the core by `crates/clippy.toml`.
const NOWHERE: &[(&[&str], &str)] =
    &[(&["inner_html", "set_inner_html", "insert_adjacent_html"], "text from files is only ever text")];

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

/// The words that a file says and may not.
fn forbidden_words(source: &Source) -> Vec<String> {
    let code = source.code();
    NOWHERE
        .iter()
        .flat_map(|(words, why)| words.iter().map(move |word| (word, why)))
        .filter(|(word, _)| says(&code, word))
        .map(|(word, why)| format!("{}: `{word}`: {why}", source.path))
        .collect()
}

/// Text leaves through `crates/text`: no other list of what is invisible, and no JSON that is written without its escapes.
fn other_ways_out(source: &Source) -> Vec<String> {
    let code = source.code();
    let own_lists = ["escape_unicode", "escape_debug", "escape_default"].into_iter().filter(|word| says(&code, word));
    let is_written =
        ["src/cli/", "crates/gate/src/", "crates/report/src/export/"].iter().any(|folder| source.path.starts_with(folder));
    let written = ["serde_json::to_string", "serde_json::to_string_pretty", "serde_json::to_vec", "serde_json::to_writer"];
    let unescaped = written.into_iter().filter(|word| is_written && says(&code, word) && !says(&code, "plumbline_text::json"));
    let found = own_lists.filter(|_| !source.path.starts_with("crates/text/")).chain(unescaped);
    found.map(|word| format!("{}: `{word}`: text leaves through crates/text", source.path)).collect()
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
    (source.path.starts_with("src/page/") && (attribute.is_some() || is_set))
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
        for entry in std::fs::read_dir(folder).unwrap() {
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
    let rust = ["src", "crates", "server", "tests", "xtask"].into_iter().flat_map(|folder| sources(folder, ".rs"));
    let script = ["e2e", "public"].into_iter().flat_map(|folder| [".mjs", ".js"].map(|ending| (folder, ending)));
    let script = script.filter(|pair| *pair != ("e2e", ".js") && *pair != ("public", ".mjs"));
    rust.chain(script.flat_map(|(folder, ending)| sources(folder, ending))).collect()
}

/// The source files that are part of the product, without files of tests.
fn product() -> Vec<Source> {
    let all = ["src", "crates"].into_iter().flat_map(|folder| sources(folder, ".rs"));
    all.filter(|source| !source.path.split('/').any(|part| part == "tests" || part == "tests.rs")).collect()
}

#[track_caller]
fn none(violations: impl IntoIterator<Item = String>) {
    let violations: Vec<String> = violations.into_iter().collect();
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

#[test]
fn no_code_says_a_forbidden_word() {
    none(product().iter().flat_map(forbidden_words));
}

#[test]
fn a_forbidden_word_is_found_in_code_and_only_there() {
    let found = |text: &str| forbidden_words(&Source::new("src/page/shell.rs", text)).len();
    assert_eq!(found("element.set_inner_html(text)"), 1);
    assert_eq!(found("view! { <p inner_html=text/> }"), 1);
    assert_eq!(found("// never `inner_html`\nlet text = \"inner_html\";"), 0);
}

#[test]
fn text_leaves_through_one_crate() {
    none(product().iter().flat_map(other_ways_out));
}

#[test]
fn another_way_out_is_found() {
    let found = |path: &str, text: &str| other_ways_out(&Source::new(path, text)).len();
    assert_eq!(found("crates/report/src/a.rs", "c.escape_unicode()"), 1);
    assert_eq!(found("src/cli/a.rs", "document(&serde_json::to_string_pretty(x)?)"), 1);
    assert_eq!(found("src/cli/a.rs", "document(&plumbline_text::json(&serde_json::to_string_pretty(x)?))"), 0);
    assert_eq!(found("crates/text/src/a.rs", "c.escape_unicode()"), 0);
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
    let page = |code: &str| style_attributes(&Source::new("src/page/a.rs", code)).is_some();
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

/// What the layout of finished answers depends on: the types that pages are made of, as they are written, without comments and spaces.
fn types_of_pages() -> String {
    let mut sources = sources("crates/report/src", ".rs");
    sources.extend(self::sources("crates/charts/src", ".rs"));
    sources.sort_by(|one, next| one.path.cmp(&next.path));
    sources.iter().flat_map(|source| types_in(&source.code())).collect()
}

/// The types of some code that can be serialized.
fn types_in(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("derive(") {
        let derived = code[at..].split(')').next().unwrap_or_default();
        if !derived.contains("Serialize") {
            continue;
        }
        let (mut depth, mut item) = (0_i32, String::new());
        for letter in code[at + derived.len() + 2..].chars() {
            depth += i32::from("{(".contains(letter)) - i32::from("})".contains(letter));
            if !letter.is_whitespace() {
                item.push(letter);
            }
            if depth == 0 && (letter == '}' || letter == ';') {
                break;
            }
        }
        found.push(item);
    }
    found
}

#[test]
fn a_page_of_another_form_has_answers_of_another_layout() {
    assert_eq!(types_in("#[derive(Debug)]\nstruct A;\n#[derive(Serialize)]\nenum B { C(u8), D }\nfn f() {}"), ["enumB{C(u8),D}"]);
    // A page of other types cannot be read from an answer that is published already: raise LAYOUT in crates/layers/src/answer.rs with it.
    let digest = plumbline_ingest::sha256_hex(types_of_pages().as_bytes());
    expect_test::expect!["030a7a15ac0d4859"].assert_eq(&digest[..16]);
}
