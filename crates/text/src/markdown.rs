//! Text in Markdown: read by the services that show pull requests, job summaries and comments.

use super::agent::Breaker;
use super::invisible::{Lines, is_written_out, write_out, written_out};

/// A text as part of a line of Markdown: in a heading, a list item or the cell of a table.
///
/// Protects the readers of a pull request, and those whom it could reach. Services read more in Markdown than its standard says, most
/// of it after rendering, when no backslash is left: `@team` notifies people, `#12` and `org/repo#12` link an issue and leave a
/// trace in it, addresses become links, `!12`, `~label`, `$x$` mean something to GitLab or GitHub. Only code is left alone by all of
/// them. So a word with such characters becomes a code span, and punctuation of Markdown elsewhere is escaped. The result has one
/// line, no markup but these spans, no HTML, and no `|` that ends a cell.
pub fn markdown(text: &str) -> String {
    let text = written_out(text, Lines::One);
    let mut out = String::with_capacity(text.len() + 8);
    for word in text.split([' ', '\u{a0}']).filter(|word| !word.is_empty()) {
        let is_first = out.is_empty();
        if !is_first {
            out.push(' ');
        }
        if is_code(word) || (is_first && begins_block(word)) {
            let (before, word, after) = without_punctuation(word);
            escape(before, &mut out);
            code(word, &mut out);
            escape(after, &mut out);
        } else {
            escape(word, &mut out);
        }
    }
    out
}

/// A word without the punctuation of the sentence around it: `(` and quotes before it, and what closes or ends a sentence behind it.
fn without_punctuation(word: &str) -> (&str, &str, &str) {
    let inner = word.trim_start_matches(['(', '"', '\'']);
    let core = inner.trim_end_matches(['.', ',', ';', ':', '"', '\'']);
    // a bracket that was opened within the word closes there
    let core = match core.matches('(').count() < core.matches(')').count() {
        true => core.trim_end_matches([')', '.', ',', ';', ':', '"', '\'']),
        false => core,
    };
    if core.is_empty() {
        return ("", word, "");
    }
    let (before, after) = (word.len() - inner.len(), word.len() - inner.len() + core.len());
    (word.get(..before).unwrap_or_default(), core, word.get(after..).unwrap_or_default())
}

/// Whether a word means something to a service: it is an address, or has a character that does before a letter or digit.
fn is_code(word: &str) -> bool {
    let refers = |(c, next): (char, Option<char>)| match c {
        '@' | '#' | '<' | '[' | '$' | '^' | '~' => true,
        '!' | '&' | '%' | '*' => next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '"' | '*' | '{')),
        _ => false,
    };
    let nexts = word.chars().skip(1).map(Some).chain([None]);
    word.chars().zip(nexts).any(refers) || word.contains("://") || word.to_ascii_lowercase().contains("www.")
}

/// Whether a word at the start of a list item begins a list, or a line below a heading, of its own.
fn begins_block(word: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    word.starts_with(['-', '+', '=', '*', '>', ':', '/']) || word.strip_suffix(['.', ')']).is_some_and(is_number)
}

/// Adds a word as code spans. What code cannot hold stands between them, escaped: in the cell of a table `|` ends it even there.
fn code(word: &str, out: &mut String) {
    let mut breaker = Breaker::within_line();
    let mut in_code = false;
    let mut enter = |enter: bool, out: &mut String| {
        if in_code != enter {
            out.push('`');
            in_code = enter;
        }
    };
    for c in word.chars() {
        let parted = breaker.must_part(c);
        match c {
            '`' | '|' | '\\' => {
                enter(false, out);
                out.push('\\');
            }
            _ => enter(true, out),
        }
        if parted {
            out.push(' ');
        }
        out.push(c);
    }
    enter(false, out);
}

fn escape(word: &str, out: &mut String) {
    for c in word.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | ']' | '>' | '|' | '&' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Lines as a fenced block of code, with a line end behind it.
///
/// Protects as [`markdown`] does. The fence is longer than every run of backticks in the lines. A line that begins with `/` is
/// indented, because bots take such lines of a comment for their commands, and some do so in code too.
pub fn markdown_code_block<'l>(language: &str, lines: impl IntoIterator<Item = &'l str>) -> String {
    let mut body = String::new();
    for line in lines {
        if line.starts_with('/') {
            body.push(' ');
        }
        let mut breaker = Breaker::at_line_start();
        let mut before = None;
        for c in line.chars() {
            if breaker.must_part(c) {
                body.push(' ');
            }
            match is_written_out(before, c, None, Lines::One) {
                true => write_out(c, &mut body),
                false => body.push(c),
            }
            before = Some(c);
        }
        body.push('\n');
    }
    let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}{language}\n{body}{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn plain_words_stay_as_they_are() {
        for text in ["Größe, 表 (12.5%), what's left: 3 of 5!", "45 % – 60 %", "a-b/c.tf:7", "2026-11-20T10:15:00Z"] {
            assert_eq!(markdown(text).replace("\\!", "!"), text);
        }
        assert_eq!(markdown("CKV_AZURE_35 is open"), r"CKV\_AZURE\_35 is open");
    }

    #[test]
    fn a_team_name_cannot_break_the_table() {
        assert_eq!(markdown("a|b\n<img>"), r"`a`\|`b`\\`n<img>`");
    }

    #[test]
    fn nobody_is_notified_and_nothing_is_linked() {
        assert_eq!(markdown("ask @org/team about org/repo#12"), "ask `@org/team` about `org/repo#12`");
        assert_eq!(markdown("see https://x.y/z or WWW.x.y"), "see `https://x.y/z` or `WWW.x.y`");
        assert_eq!(markdown("[x](javascript:y) ![i](z) ~bug !7 %1 $x$"), "`[x](javascript:y)` `![i](z)` `~bug` `!7` `%1` `$x$`");
        assert_eq!(markdown("##vso[x]"), "`# #vso[x]`");
        assert_eq!(markdown("- /merge"), "`-` /merge");
        assert_eq!(
            markdown("(in a.json:7 runs[0].results[1]), \"a#1\": f(#1)."),
            "(in a.json:7 `runs[0].results[1]`), \"`a#1`\": `f(#1)`."
        );
    }

    #[test]
    fn no_run_of_backticks_ends_a_block() {
        let block = markdown_code_block("sh", ["echo ````", "/merge", "::error::x\u{202e}\n##[y]"]);
        assert_eq!(block, "`````sh\necho ````\n /merge\n: :error::x\\u{202e}\\n# #[y]\n`````\n");
    }

    fn hostile() -> impl Strategy<Value = String> {
        "[`|\\\\\\[\\]()<>!#@*_~$^&%:/\n\r .a1w\u{202e}\u{a0}é+=\"{}-]{0,16}"
    }

    proptest! {
        #[test]
        fn a_cell_holds_text_and_code_and_nothing_else(text in hostile()) {
            let written = markdown(&text);
            let table = format!("| h | i |\n|---|---|\n| {written} | end |\n");
            let mut cells = Vec::new();
            for event in Parser::new_ext(&table, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
                match event {
                    Event::Start(Tag::TableCell) => cells.push(String::new()),
                    Event::Text(t) | Event::Code(t) => if let Some(cell) = cells.last_mut() { cell.push_str(&t) },
                    Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow)
                    | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => {}
                    other => prop_assert!(false, "{other:?} in {table:?}"),
                }
            }
            prop_assert_eq!(cells.len(), 4, "{}", table);
            prop_assert_eq!(cells[3].as_str(), "end", "{}", table);
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let expected = squeezed(&written_out(&text, Lines::One)).replace("##", "#");
            prop_assert_eq!(squeezed(&cells[2]).replace("##", "#"), expected, "{}", table);
        }

        #[test]
        fn an_item_of_a_list_is_one_paragraph(text in hostile()) {
            let list = format!("- {}\n- end\n", markdown(&text));
            for event in Parser::new_ext(&list, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS) {
                let is_fine = matches!(event, Event::Text(_) | Event::Code(_)
                    | Event::Start(Tag::List(None) | Tag::Item) | Event::End(TagEnd::List(false) | TagEnd::Item));
                prop_assert!(is_fine, "{event:?} in {list:?}");
            }
        }
    }
}
