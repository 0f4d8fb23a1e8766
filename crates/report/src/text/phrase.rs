//! Lists and capitals.

use crate::text::number;
use plumbline_domain::Gate;

/// `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", init.join(", "), last.as_ref())
        }
    }
}

/// The names of gates as a list.
pub fn gates(gates: &[Gate]) -> String {
    list(&gates.iter().map(|g| g.title()).collect::<Vec<_>>())
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| std::iter::once(c.to_ascii_uppercase()).chain(chars).collect())
}

/// The text with a small first letter, unless the word is an abbreviation (its second letter is a capital too).
pub fn small(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => text.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(chars).collect(),
        (None, _) => String::new(),
    }
}

/// All of two or more, to begin a sentence: `Both items`, `All nine items`.
pub(crate) fn all(n: u64, many: &str) -> String {
    if n == 2 { format!("Both {many}") } else { format!("All {} {many}", number::number_word(n)) }
}

/// The first so many characters of a text; what is cut off is marked.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => [text.get(..at).unwrap_or_default(), "…"].concat(),
        None => text.to_owned(),
    }
}

pub(crate) fn counted_word(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number::number_word(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!([list(&["a"]), list(&["a", "b"]), list(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
        assert_eq!(gates(&[Gate::Execution, Gate::Observation]), "Execution and Observation");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!((cut("äöü", 2), cut("äöü", 3)), ("äö…".into(), "äöü".into()));
    }

    #[test]
    fn capitals_leave_abbreviations_alone() {
        assert_eq!((capital("no data"), capital("")), ("No data".into(), String::new()));
        assert_eq!(
            (small("Rollback rehearsal"), small("AI-generated"), small("")),
            ("rollback rehearsal".into(), "AI-generated".into(), String::new())
        );
    }
}
