//! Whether somebody wrote a sentence, or left a hint or a placeholder standing.

/// Words that stand where a sentence is still missing. A text of nothing else says nothing.
const PLACEHOLDERS: &[&str] = &[
    "-",
    "--",
    "---",
    "…",
    "...",
    "?",
    "??",
    "???",
    "x",
    "xx",
    "xxx",
    "n",
    "a",
    "na",
    "n/a",
    "n.a",
    "nil",
    "null",
    "none",
    "nothing",
    "no",
    "not",
    "applicable",
    "available",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "fixme",
    "wip",
    "pending",
    "placeholder",
    "to",
    "be",
    "do",
    "done",
    "determined",
    "decided",
    "defined",
    "discussed",
    "announced",
    "confirmed",
    "completed",
    "filled",
    "fill",
    "in",
    "later",
    "soon",
    "yet",
    "follows",
    "unknown",
    "empty",
    "known",
    "above",
    "below",
    "see",
    "same",
    "as",
    "lorem",
    "ipsum",
    "dolor",
    "sit",
    "amet",
    "identified",
    "stated",
    "specified",
    "provided",
    "needed",
    "required",
    "assumption",
    "assumptions",
    "threat",
    "threats",
    "objective",
    "objectives",
    "goal",
    "goals",
    "purpose",
];

/// How a hint to the author begins.
const HINTS: &[&str] = &[
    "describe ",
    "briefly ",
    "list your",
    "list the threats",
    "list the assumptions",
    "state your",
    "state the objective",
    "explain your",
    "please describe",
    "please explain",
    "please fill",
    "please list",
    "please state",
    "fill in",
    "fill this",
    "your text",
    "your objective",
    "your assumptions",
    "insert text",
    "enter text",
    "add text",
    "write here",
    "lorem ipsum",
];

/// How a hint begins that is set in italics.
const HINTS_IN_ITALICS: &[&str] = &[
    "add ",
    "enter ",
    "explain ",
    "insert ",
    "list ",
    "state ",
    "write ",
    "what ",
    "why ",
    "how ",
    "which ",
    "e.g.",
    "for example",
    "such as",
];

/// Whether a text holds at least one sentence: two words or more, of which one is no placeholder, and that are no hint to the author.
pub(super) fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let encloses = |open: char, close: char| text.starts_with(open) && text.ends_with(close) && text.matches(open).count() == 1;
    if encloses('[', ']') || encloses('<', '>') || encloses('{', '}') || (text.starts_with("{{") && text.ends_with("}}")) {
        return false;
    }
    let lower = text.to_lowercase();
    if HINTS.iter().any(|hint| lower.starts_with(hint)) || asks_only(text) {
        return false;
    }
    let mut words =
        lower.split_whitespace().map(|w| w.trim_matches(|c: char| "().,;:!\"'*_`".contains(c))).filter(|w| !w.is_empty());
    let letters = |word: &&str| word.chars().any(char::is_alphabetic);
    let n = words.clone().filter(letters).count();
    let has_no_spaces = lower.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    let is_long = has_no_spaces && lower.chars().count() >= 6;
    (n >= 2 || is_long) && words.any(|w| letters(&w) && !PLACEHOLDERS.contains(&w) && !is_of_category(w))
}

/// Whether a word only names a category of threats: a list of them states neither what is meant nor what is taken for granted.
fn is_of_category(word: &str) -> bool {
    const WORDS: [&str; 15] = [
        "and",
        "stride",
        "spoofing",
        "tampering",
        "repudiation",
        "information",
        "disclosure",
        "denial",
        "of",
        "service",
        "elevation",
        "privilege",
        "att&ck",
        "owasp",
        "mitre",
    ];
    let is_id = || {
        let bare = ["cwe-", "capec-", "t", "a", "k"].iter().find_map(|begin| word.strip_prefix(begin));
        bare.is_some_and(|n| {
            n.starts_with(|c: char| c.is_ascii_digit()) && n.chars().all(|c| c.is_ascii_digit() || ".:".contains(c))
        })
    };
    WORDS.contains(&word) || is_id()
}

/// The same for a text in italics, as templates write their hints.
pub(super) fn is_sentence_in_italics(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    !HINTS_IN_ITALICS.iter().any(|hint| lower.starts_with(hint)) && is_sentence(text)
}

/// Whether every sentence is a question: that is what a template asks, and no answer.
fn asks_only(text: &str) -> bool {
    let mut parts =
        text.split_inclusive(['.', '?', '!']).map(str::trim).filter(|p| p.chars().any(char::is_alphabetic)).peekable();
    parts.peek().is_some() && parts.all(|p| p.ends_with('?'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_more_than_a_placeholder() {
        for text in [
            "Rotate the signing key every 30 days instead of never.",
            "Encrypt disks",
            "Tampering with the queue is kept off by its own key",
            "None of the roles may write.",
            "Nothing outside the cluster reaches the broker",
            "[RFC 1] is met by [RFC 2]",
            "What must not happen: a key leaves the vault.",
            "決済キーを設定から移動する",
        ] {
            assert!(is_sentence(text), "{text}");
        }
        for text in [
            "",
            " ",
            "TBD",
            "tbd.",
            "n/a",
            "N/A.",
            "none",
            "None known yet",
            "-",
            "to be done",
            "To be determined later",
            "None identified.",
            "No assumptions",
            "Purpose to be defined",
            "...",
            "ok",
            "TODO: fill in",
            "[describe the objective]",
            "<what is it for>",
            "{{objective}}",
            "Describe what this change is for.",
            "What is it for? What would be missing without it?",
            "not applicable",
            "12 34",
            "Lorem ipsum dolor sit amet",
            "STRIDE: Tampering",
            "Spoofing, Denial of Service, T1078.004, CWE-79 and A05:2021",
            "List your assumptions here.",
        ] {
            assert!(!is_sentence(text), "{text}");
        }
    }

    #[test]
    fn an_answer_in_italics_is_one_and_a_hint_is_none() {
        assert!(is_sentence_in_italics("Keys leave the code."));
        assert!(!is_sentence_in_italics("list what you take for granted"));
    }
}
