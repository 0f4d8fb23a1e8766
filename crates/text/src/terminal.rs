//! Text on stdout and stderr: read by terminals, by the agents of pipelines and by people.

use super::agent::Breaker;
use super::invisible::{Lines, is_written_out, write_out};
use std::borrow::Cow;

/// A text as a line, or a part of a line, on a terminal or in the log of a pipeline.
///
/// Protects terminals, which obey control characters and escape sequences; the agents of pipelines, which take lines that begin with
/// `::` or that hold `##[` or `##vso[` for commands; and people, who would read `\u{202e}` in the wrong order. The result holds no
/// line end, so no text begins a line of its own. `##` becomes `# #`, and `::` at the start `: :`.
pub fn terminal_line(text: &str) -> Cow<'_, str> {
    let mut breaker = Breaker::at_line_start();
    written(text, Lines::One, move |c, _| breaker.must_part(c))
}

/// A document of several lines, whose texts from files went through [`terminal_line`] or another function of this crate before: a last
/// net for what did not.
///
/// Line ends and tabs stay, and so does `##` that is no command (Markdown's headings). What an agent would take for a command is
/// broken up, and everything else that is invisible is written out.
pub fn terminal_document(text: &str) -> Cow<'_, str> {
    let mut breaker = Breaker::at_line_start();
    // whether the run of `#` at hand ends in a command; looked up once a run
    let mut run = None;
    written(text, Lines::Many, move |c, rest| {
        let parted = breaker.must_part(c);
        if c != '#' {
            run = None;
            return parted;
        }
        parted && *run.get_or_insert_with(|| is_name_of_command(rest))
    })
}

/// Whether what follows `##` is the rest of a command: more `#`, letters, and `[`.
fn is_name_of_command(rest: &str) -> bool {
    let name = rest.trim_start_matches('#');
    name.trim_start_matches(|c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')).starts_with('[')
}

/// The text with what is invisible written out, and a space before each character of which `must_part` says so; it is given the
/// character and what follows it.
fn written(text: &str, lines: Lines, mut must_part: impl FnMut(char, &str) -> bool) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let parted = must_part(c, rest);
        let hidden = is_written_out(before, c, rest.chars().next(), lines);
        before = Some(c);
        if out.is_none() && !parted && !hidden {
            continue;
        }
        let out = out.get_or_insert_with(|| {
            let mut out = String::with_capacity(text.len() + 16);
            out.push_str(text.get(..at).unwrap_or_default());
            out
        });
        if parted {
            out.push(' ');
        }
        match hidden {
            true => write_out(c, out),
            false => out.push(c),
        }
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::commands_an_agent;
    use crate::is_invisible;
    use proptest::prelude::*;

    #[test]
    fn a_line_holds_no_line_end_and_steers_no_terminal() {
        assert_eq!(terminal_line("a\n::error::b\r\n\tc\u{1b}[31m\u{85}"), r"a\n: :error::b\r\n\tc\u{1b}[31m\u{85}");
        assert_eq!(terminal_line("contoso/platform#412: Größe"), "contoso/platform#412: Größe");
    }

    #[test]
    fn hashes_are_broken_up_wherever_they_stand() {
        assert_eq!(terminal_line("a ##vso[task.x]b"), "a # #vso[task.x]b");
        assert_eq!(terminal_line("####[x]"), "# # # #[x]");
        assert_eq!(terminal_line("#\u{200b}#[x]"), r"#\u{200b} #[x]", "skipped when compared by language");
        assert_eq!(terminal_line("#\u{591}#vso[x]"), "#\u{591} #vso[x]", "an accent without a weight");
    }

    #[test]
    fn colons_are_broken_up_where_a_line_begins() {
        assert_eq!(terminal_line("::error::x"), ": :error::x");
        assert_eq!(terminal_line(" \u{3000}::error::x"), " \u{3000}: :error::x");
        assert_eq!(terminal_line("\u{591}:\u{591}:error::x"), "\u{591}:\u{591} :error::x");
        assert_eq!(terminal_line("a::b"), "a::b");
    }

    #[test]
    fn a_document_keeps_its_lines_and_headings() {
        let ours = "# Probes\n\n## no-drift\n\n    ###\n\tcode ##, a::b\r\n## [link](x)\n";
        assert!(matches!(terminal_document(ours), Cow::Borrowed(same) if same == ours));
        assert_eq!(terminal_document("a\n  ::x\n##[y]\n####vso[z]\u{1b}\n"), "a\n  : :x\n# #[y]\n# # # #vso[z]\\u{1b}\n");
    }

    /// Texts of the pieces that commands are made of.
    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("#"),
            Just("##"),
            Just(":"),
            Just("::"),
            Just("vso["),
            Just("["),
            Just("]"),
            Just(" "),
            Just("\t"),
            Just("\n"),
            Just("\r"),
            Just("\u{200b}"),
            Just("\u{591}"),
            Just("\u{ad}"),
            Just("\u{2028}"),
            Just("\u{0}"),
            Just("\u{1b}"),
            Just("\u{202e}"),
            Just("a"),
            Just("é"),
            Just("\u{3000}"),
            Just("⚠\u{fe0f}")
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_line_commands_an_agent(text in hostile()) {
            let line = terminal_line(&text);
            prop_assert!(!commands_an_agent(&line), "{line:?}");
            prop_assert!(!line.contains("##"), "{line:?}");
            prop_assert!(!line.chars().any(|c| is_invisible(c) && c != '\u{fe0f}'), "{line:?}");
            prop_assert_eq!(terminal_line(&line), line.as_ref(), "made safe once, a line stays");
            prop_assert_eq!(terminal_document(&line), line.as_ref(), "a document of it stays");
        }

        #[test]
        fn no_line_of_a_document_commands_an_agent(text in hostile()) {
            let document = terminal_document(&text);
            for line in document.split(['\n', '\r']) {
                prop_assert!(!commands_an_agent(line), "{document:?}");
            }
        }
    }
}
