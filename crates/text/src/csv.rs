//! Text in CSV: opened by spreadsheets, which run what looks like a formula, and read by programs.

use super::invisible::{Lines, written_out};

/// What a file of CSV begins with: without this mark Excel reads UTF-8 as the code page of the machine.
pub const CSV_START: &str = "\u{feff}";

/// A text as one cell of CSV (RFC 4180), with the quotes that it needs.
///
/// Protects those who open the file in a spreadsheet. Excel, LibreOffice and Google Sheets take a cell for a formula that begins with
/// `=`, `+`, `-` or `@`, some of them in their full-width forms too, and a formula fetches addresses and starts programs. An apostrophe
/// before it keeps it a text. Where a decimal comma is usual, `;` parts the cells, and quotes within a line do not hold it back: so what
/// follows a `;` is treated like the beginning. Spaces and quotes before such a character do not hide it. A plain number such as `-5`
/// stays as it is. What is invisible is written out, line ends and tabs too, so a record is one line and a cell begins with nothing that
/// is not seen.
pub fn csv(text: &str) -> String {
    let text = written_out(text, Lines::One);
    let mut safe = String::with_capacity(text.len() + 2);
    for (i, part) in text.split(';').enumerate() {
        if i > 0 {
            safe.push(';');
        }
        // the first cell goes to the end of the text where `,` parts them
        if begins_formula(part) || (i == 0 && begins_formula(&text)) {
            safe.push('\'');
        }
        safe.push_str(part);
    }
    let is_bare = !safe.contains([',', ';', '"']) && !safe.starts_with(' ') && !safe.ends_with(' ');
    if is_bare { safe } else { ["\"", &safe.replace('"', "\"\""), "\""].concat() }
}

/// Whether a spreadsheet may take a text for a formula.
fn begins_formula(text: &str) -> bool {
    let core = text.trim_start_matches(|c: char| c == '"' || c.is_whitespace());
    core.starts_with(|c| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '\u{ff1d}'
                | '\u{ff0b}'
                | '\u{ff0d}'
                | '\u{ff20}'
                | '\u{fe66}'
                | '\u{fe62}'
                | '\u{fe63}'
                | '\u{fe6b}'
        )
    }) && !is_negative_number(text)
}

/// Whether a text is a negative number and nothing else: `-12.5`.
fn is_negative_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('-') else { return false };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// A number as a cell of CSV: as many digits as tell it apart from every other number, a point for decimals, no exponent. Empty when it
/// is no number.
pub fn csv_number(value: f64) -> String {
    if value.is_finite() { (value + 0.0).to_string() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::is_invisible;
    use proptest::prelude::*;

    #[test]
    fn plain_texts_stay_as_they_are() {
        for text in ["Größe", "45 % – 60 %", "a-b/c.tf:7", "2026-11-20T10:15:00Z", "", "a = b", "it's", "-5", "-12.5", "5"] {
            assert_eq!(csv(text), text);
        }
    }

    #[test]
    fn separators_and_quotes_are_quoted() {
        assert_eq!(csv("a,b"), "\"a,b\"");
        assert_eq!(csv("say \"x\""), "\"say \"\"x\"\"\"");
        assert_eq!(csv("a\r\nb\tc"), r"a\r\nb\tc");
        assert_eq!(csv(" a"), "\" a\"");
    }

    #[test]
    fn nothing_runs_as_a_formula() {
        assert_eq!(csv("=HYPERLINK(\"http://x\",\"y\")"), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
        for (text, cell) in [
            ("+1+cmd|'/C calc'!A0", "'+1+cmd|'/C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\u{ff1d}1+1", "'\u{ff1d}1+1"),
            ("\u{ff0b}1", "'\u{ff0b}1"),
            ("\u{ff0d}1", "'\u{ff0d}1"),
            ("\u{ff20}x", "'\u{ff20}x"),
            ("\u{a0}=1", "'\u{a0}=1"),
            ("\t=1", r"\t=1"),
            ("\r=1", r"\r=1"),
            ("\u{feff}=1", r"\u{feff}=1"),
            ("-5-5", "'-5-5"),
            ("-", "'-"),
            ("-.5", "'-.5"),
        ] {
            assert_eq!(csv(text), cell, "{text:?}");
        }
        // Where `;` parts cells, the second one begins behind it.
        assert_eq!(csv("a; =1+1"), "\"a;' =1+1\"");
        assert_eq!(csv("a;\"=1"), "\"a;'\"\"=1\"");
        // a number there is none where `,` does
        assert_eq!((csv("-1;"), csv("-1;2")), ("\"'-1;\"".to_owned(), "\"'-1;2\"".to_owned()));
    }

    #[test]
    fn numbers_have_all_their_digits_and_no_exponent() {
        for (value, cell) in
            [(-5.0, "-5"), (0.1, "0.1"), (-0.0, "0"), (1.0 / 3.0, "0.3333333333333333"), (1e21, "1000000000000000000000")]
        {
            assert_eq!(csv_number(value), cell);
        }
        assert_eq!([f64::NAN, f64::INFINITY].map(csv_number), ["", ""]);
    }

    /// The cells of one line, as RFC 4180 reads them with another separator.
    fn cells(line: &str, separator: char) -> Vec<String> {
        let mut out = vec![String::new()];
        let mut letters = line.chars().peekable();
        let mut is_quoted = false;
        while let Some(c) = letters.next() {
            let Some(cell) = out.last_mut() else { break };
            match c {
                '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' if is_quoted => is_quoted = false,
                '"' if cell.is_empty() => is_quoted = true,
                c if c == separator && !is_quoted => out.push(String::new()),
                c => cell.push(c),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn a_cell_is_one_cell_and_no_formula(text in "[=+@;,\"' \t\r\n\u{a0}\u{202e}\u{feff}＝a1-]{0,12}") {
            let cell = csv(&text);
            prop_assert!(!cell.contains(is_invisible), "{cell:?}");
            let line = [csv("first"), cell.clone(), csv("last")].join(",");
            let read = cells(&line, ',');
            prop_assert_eq!(read.len(), 3, "{}", line);
            let written = written_out(&text, Lines::One);
            prop_assert_eq!(read[1].replace('\'', ""), written.replace('\'', ""));
            for separator in [',', ';', '\t'] {
                for cell in cells(&line, separator) {
                    let is_formula = cell.trim_start().starts_with(['=', '+', '@', '-', '\u{ff1d}']);
                    prop_assert!(!is_formula || is_negative_number(&cell) || is_negative_number(cell.trim_end_matches("\",last").trim_end_matches(",last")), "{cell:?} of {line:?}");
                }
            }
        }
    }
}
