//! Fits lines into a comment: whole lines or none, and how many are left out.

use crate::words::comment as words;
use plumbline_text::markdown;

/// Lines under a title.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Section {
    title: String,
    lines: Vec<String>,
}

impl Section {
    pub(super) fn of(title: &str, lines: Vec<String>) -> Self {
        Section { title: title.to_owned(), lines }
    }
}

/// A text of at most so many characters, cut between two words where one ends in the second half.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text.get(..end).unwrap_or_default();
    let at_word = cut.rfind(' ').filter(|at| at * 2 > cut.len()).and_then(|at| cut.get(..at)).unwrap_or(cut);
    format!("{at_word}…")
}

/// A text as Markdown of at most twice so many bytes. It is cut before it is escaped, so no markup is cut.
pub(super) fn escaped(text: &str, most: usize) -> String {
    let mut chars = most;
    loop {
        let text = markdown(&shortened(text, chars));
        if text.len() <= 2 * most || chars == 0 {
            return text;
        }
        chars /= 2;
    }
}

/// A head, then as many lines of the sections as fit, and the last line, in at most so many bytes. The head is always whole.
pub(super) fn fitted(head: String, sections: &[Section], link: Option<&str>, room: usize) -> String {
    let n_lines: usize = sections.iter().map(|s| s.lines.len()).sum();
    // the number of lines left out has at most as many digits as that of all
    let most_of_end = words::end(n_lines as u64, link).len().max(words::end(0, link).len()) + 2;
    let mut out = head;
    let (mut n_cut, mut is_full) = (0_u64, false);
    for section in sections {
        let mut title = format!("\n**{}**\n\n", section.title);
        for line in &section.lines {
            let line = format!("{title}- {line}\n");
            is_full = is_full || out.len() + line.len() + most_of_end > room;
            if is_full {
                n_cut += 1;
                continue;
            }
            title.clear();
            out.push_str(&line);
        }
    }
    let end = words::end(n_cut, link);
    if !end.is_empty() {
        out.push_str(&format!("\n{end}\n"));
    }
    out
}
