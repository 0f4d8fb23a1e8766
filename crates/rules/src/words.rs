//! The meaning of a rule by the words of its id and message, where the table does not name the rule.
//!
//! The phrases are in `words.txt`, by class; the first class with a phrase that fits wins. A text is searched once, word by word,
//! whatever the number of phrases.

use super::table::RuleClass;
use std::collections::HashMap;
use std::sync::OnceLock;

/// How much of a message is searched, in bytes: a message names the rule first, and explains it later.
const MAX_SEARCHED: usize = 600;

/// One phrase.
struct Phrase {
    /// The place of its class in [`Words::classes`]; the smaller one wins.
    class: usize,
    /// In lower case, words apart by one space; with a space at its end when a word must end there.
    text: String,
}

/// The phrases, ready to be looked for.
struct Words {
    classes: Vec<RuleClass>,
    /// By their first two bytes.
    phrases: HashMap<[u8; 2], Vec<Phrase>>,
}

/// The class that the words of a rule's id and message speak for.
pub(super) fn class_by_words(rule_id: &str, message: &str) -> Option<RuleClass> {
    static WORDS: OnceLock<Words> = OnceLock::new();
    let words = WORDS.get_or_init(|| words_from_text(include_str!("words.txt")));
    let text = searchable(rule_id, message);
    let mut best: Option<usize> = None;
    let mut rest = text.as_str();
    while let Some(at) = rest.find(' ') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let (Some(&first), Some(&second)) = (rest.as_bytes().first(), rest.as_bytes().get(1)) else { break };
        for phrase in words.phrases.get(&[first, second]).map(Vec::as_slice).unwrap_or_default() {
            if best.is_none_or(|b| phrase.class < b) && rest.starts_with(&phrase.text) {
                best = Some(phrase.class);
            }
        }
    }
    words.classes.get(best?).copied()
}

/// Id and message in lower case, letters and digits alone, words apart by one space, a space before and after. The humps of an
/// id are words of their own.
fn searchable(rule_id: &str, message: &str) -> String {
    let mut out = String::with_capacity(rule_id.len() + message.len().min(MAX_SEARCHED) + 8);
    out.push(' ');
    let mut was_small = false;
    for c in rule_id.chars() {
        if was_small && c.is_ascii_uppercase() {
            add(&mut out, ' ');
        }
        add(&mut out, c);
        was_small = c.is_ascii_lowercase();
    }
    add(&mut out, ' ');
    let mut end = message.len().min(MAX_SEARCHED);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    message.get(..end).unwrap_or_default().chars().for_each(|c| add(&mut out, c));
    add(&mut out, ' ');
    out
}

fn add(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c.to_ascii_lowercase());
    } else if !out.ends_with(' ') {
        out.push(' ');
    }
}

fn words_from_text(text: &'static str) -> Words {
    let mut words = Words { classes: Vec::new(), phrases: HashMap::new() };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(class) = line.strip_prefix('=') {
            words.classes.extend(RuleClass::from_text(class));
            continue;
        }
        for phrase in line.split(',').map(str::trim) {
            let text = phrase.replace('_', " ");
            if let (Some(&first), Some(&second)) = (text.as_bytes().first(), text.as_bytes().get(1)) {
                let class = words.classes.len().saturating_sub(1);
                words.phrases.entry([first, second]).or_default().push(Phrase { class, text });
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::Family;

    fn pattern(rule_id: &str, message: &str) -> Option<&'static str> {
        class_by_words(rule_id, message).unwrap().pattern
    }

    #[test]
    fn words_tell_the_pattern_where_the_meaning_is_clear() {
        assert_eq!(pattern("x", "Security group rule allows ingress from 0.0.0.0/0."), Some("unsafe-defaults"));
        assert_eq!(pattern("aws-s3-enable-bucket-encryption", ""), Some("unsafe-defaults"));
        assert_eq!(pattern("iam_policy_no_administrative_privileges", ""), Some("privilege-inflation"));
        assert_eq!(pattern("x", "The database has no backup"), Some("recovery-gap"));
        assert_eq!(pattern("x", "Metric alert without an action group"), Some("alert-illusion"));
        assert_eq!(pattern("x", "Subnet has no route table"), None);
    }

    #[test]
    fn a_phrase_begins_where_a_word_begins() {
        // "monkey" ends like "key", "catalog" like "log"
        assert_eq!(class_by_words("", "monkey business with a catalog"), None);
        assert_eq!(class_by_words("", ""), None);
        assert_eq!(class_by_words("éé", &"ü".repeat(1_000)), None);
    }

    #[test]
    fn humps_of_an_id_are_words() {
        assert_eq!(class_by_words("Contoso.Vault.SoftDelete", "").unwrap().control, Family::DeploymentSafety);
    }

    #[test]
    fn every_phrase_is_as_texts_are_searched() {
        let words = words_from_text(include_str!("words.txt"));
        assert_eq!(words.classes.len(), include_str!("words.txt").lines().filter(|l| l.starts_with('=')).count());
        for phrase in words.phrases.values().flatten() {
            let plain = searchable("", phrase.text.trim_end());
            assert_eq!(plain.trim(), phrase.text.trim(), "can never fit");
        }
    }
}
