//! What reads the output of a pipeline's steps, and what it would take for a command: a port of the parsers of GitHub's runner
//! (`ActionCommand`) and Azure's agent (`Command`), and of what steers a terminal or deceives a person.

use plumbline_text::is_invisible;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The commands that GitHub's runner registers.
const GITHUB: &[&str] = &[
    "internal-set-repo-path",
    "set-env",
    "set-output",
    "save-state",
    "add-path",
    "add-mask",
    "add-matcher",
    "remove-matcher",
    "warning",
    "error",
    "notice",
    "debug",
    "group",
    "endgroup",
    "echo",
    "stop-commands",
];

/// How .NET compares by language: what has no weight is skipped. Everything that is not ASCII is skipped here.
fn weighed(line: &str) -> String {
    line.chars().filter(|c| c.is_whitespace() || (c.is_ascii() && !c.is_ascii_control())).collect()
}

/// The command that GitHub's runner takes a line for: its name, properties and message.
pub fn github_command(line: &str) -> Option<(String, String, String)> {
    let line = weighed(line);
    let v2 = || {
        let rest = line.trim_start().strip_prefix("::")?;
        let (head, message) = rest.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        GITHUB.contains(&name.to_ascii_lowercase().as_str()).then(|| (name.to_owned(), properties.to_owned(), message.to_owned()))
    };
    let v1 = || {
        let (_, rest) = line.split_once("##[")?;
        let (name, message) = rest.split_once(']')?;
        Some((name.to_owned(), String::new(), message.to_owned()))
    };
    v2().or_else(v1)
}

/// The command that Azure's agent takes a line for.
pub fn azure_command(line: &str) -> Option<(String, String, String)> {
    let line = weighed(line);
    let (_, rest) = line.split_once("##vso[")?;
    let (head, message) = rest.split_once(']')?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    Some((name.to_owned(), properties.to_owned(), message.to_owned()))
}

/// The lines of an output, as agents read them.
pub fn lines(output: &str) -> impl Iterator<Item = &str> {
    output.split(['\n', '\r'])
}

/// What is wrong with an output: lines that command an agent, or only look like it, and characters that are not seen.
pub fn faults(output: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for line in lines(output) {
        let begins = weighed(line).trim_start().starts_with("::");
        if begins
            || github_command(line).is_some()
            || azure_command(line).is_some()
            || line.contains("##vso[")
            || line.contains("##[")
        {
            faults.push(format!("a command: {line:?}"));
        }
    }
    faults.extend(invisible(output));
    faults
}

/// The invisible characters of an output, but for line ends and tabs.
pub fn invisible(output: &str) -> Option<String> {
    let found = output.char_indices().find(|(_, c)| is_invisible(*c) && !matches!(c, '\n' | '\t'))?;
    let around: String = output.chars().skip(output[..found.0].chars().count().saturating_sub(40)).take(80).collect();
    Some(format!("{:?} in {around:?}", found.1))
}

/// What a text in Markdown would make of text from files: links, pictures, HTML, mentions and references.
pub fn markup(document: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut in_block = false;
    for event in Parser::new_ext(document, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_block = true,
            Event::End(TagEnd::CodeBlock) => in_block = false,
            Event::Text(text) if !in_block => {
                let refers = ["@", "://", "www.", "#"].iter().any(|sign| text.contains(sign));
                if refers {
                    faults.push(format!("a reference: {text:?}"));
                }
            }
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::BlockQuote(_) | Tag::HtmlBlock) => {
                faults.push(format!("{event:?}"))
            }
            _ => {}
        }
    }
    faults.extend(document.lines().filter(|line| line.starts_with('/')).map(|line| format!("a bot's command: {line:?}")));
    faults
}

#[test]
fn each_parser_finds_its_commands() {
    for line in ["::error::x", " \u{200b}::add-mask::x", "a ##[group]x", "#\u{ad}#[group]x"] {
        assert!(github_command(line).is_some() && !faults(line).is_empty(), "{line:?}");
    }
    for line in ["a ##vso[task.setvariable variable=A]b", "#\u{591}#vso[task.x]"] {
        assert!(azure_command(line).is_some() && !faults(line).is_empty(), "{line:?}");
    }
    assert_eq!(faults("error  a::b # #vso[x] \\u{202e}\n\t## heading"), [""; 0]);
    assert_eq!(faults("a\u{202e}").len() + faults("a\u{9b}").len() + faults("\u{feff}").len(), 3);
    assert_eq!(markup("# h\n\n| `@a` |\n|---|\n| `a#1` |\n"), [""; 0]);
    for text in ["<b>x</b>", "[x](https://y)", "![x](y)", "@org/team", "see a#12", "> x", "- x\n/merge\n", "$x$"] {
        assert!(!markup(text).is_empty(), "{text}");
    }
}
