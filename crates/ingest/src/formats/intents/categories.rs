//! Threat categories that a text cites, as whole words: STRIDE names, and ids of ATT&CK, CAPEC, CWE and OWASP.

use super::super::super::places::Places;
use plumbline_domain::{Place, ThreatCategory};
use std::borrow::Cow;
use std::collections::HashSet;

/// The names of STRIDE, and the words of each.
const STRIDE: &[(&str, &[&str])] = &[
    ("Spoofing", &["spoofing"]),
    ("Tampering", &["tampering"]),
    ("Repudiation", &["repudiation"]),
    ("Information disclosure", &["information", "disclosure"]),
    ("Denial of service", &["denial", "of", "service"]),
    ("Elevation of privilege", &["elevation", "of", "privilege"]),
    ("Elevation of privilege", &["elevation", "of", "privileges"]),
];

/// Categories that are kept of one file.
const MAX_CATEGORIES: usize = 100;

/// The name that a letter of STRIDE stands for.
pub(super) fn stride_of_letter(letter: &str) -> Option<&'static str> {
    let letter = letter.trim();
    let mut first = STRIDE.iter().map(|(name, _)| *name);
    first.find(|name| letter.eq_ignore_ascii_case(name.get(..1).unwrap_or_default()))
}

/// Collects the categories of one file, each once.
#[derive(Debug, Default)]
pub(super) struct Categories {
    seen: HashSet<String>,
    found: Vec<ThreatCategory>,
}

impl Categories {
    /// Adds a category by its name or id.
    pub fn add(&mut self, name: &str, place: impl FnOnce() -> Place) {
        if self.found.len() < MAX_CATEGORIES && !self.seen.contains(name) {
            self.seen.insert(name.to_owned());
            self.found.push(ThreatCategory { name: name.into(), place: place() });
        }
    }

    /// Adds what a text cites.
    pub fn cite(&mut self, text: &str, place: impl Fn() -> Place) {
        for name in cited(text) {
            self.add(&name, &place);
        }
    }

    /// Adds what the texts under some keys of an object cite, or the texts in lists there.
    pub fn cite_keys(&mut self, object: &plumbline_json::Json<'_>, keys: &[&str], path: &str, places: &Places<'_>) {
        for key in keys {
            let Some(value) = object.get(key) else { continue };
            for text in value.text().into_iter().chain(value.elements().iter().filter_map(|e| e.text())) {
                self.cite(text, || places.at(format!("{path}.{key}"), value));
            }
        }
    }

    /// Everything that was found, in order.
    pub fn into_found(self) -> Vec<ThreatCategory> {
        self.found
    }
}

/// The categories that a text cites, in its order.
fn cited(text: &str) -> Vec<Cow<'static, str>> {
    let mut found = Vec::new();
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.push((start, text.get(start..at).unwrap_or_default()));
                from = None;
            }
            _ => {}
        }
    }
    for (i, (start, word)) in words.iter().enumerate() {
        let before = text.get(..*start).and_then(|t| t.chars().next_back());
        if before == Some('_') {
            continue;
        }
        let rest = text.get(start + word.len()..).unwrap_or_default();
        if before != Some('-')
            && let Some(name) = stride(words.get(i..).unwrap_or_default(), text)
        {
            found.push(Cow::Borrowed(name));
        } else if let Some(id) = id_at(word, rest, before) {
            found.push(Cow::Owned(id));
        }
    }
    found
}

/// The STRIDE name with which these words begin. Between its words stands nothing but space, or one hyphen or underscore.
fn stride(words: &[(usize, &str)], text: &str) -> Option<&'static str> {
    let first = words.first()?;
    let fits = |wanted: &&(&'static str, &[&str])| {
        let mut end = first.0;
        wanted.1.iter().enumerate().all(|(n, wanted)| {
            let Some((at, word)) = words.get(n) else { return false };
            let gap = text.get(end..*at).unwrap_or_default();
            end = at + word.len();
            let is_gap = n == 0 || gap.trim().is_empty() || gap == "-" || gap == "_";
            is_gap && word.eq_ignore_ascii_case(wanted)
        }) && !text.get(end..).unwrap_or_default().starts_with('_')
    };
    STRIDE.iter().find(fits).map(|(name, _)| *name)
}

/// The id that begins with this word; `rest` is what follows it, and `before` the character in front.
fn id_at(word: &str, rest: &str, before: Option<char>) -> Option<String> {
    let upper = word.to_ascii_uppercase();
    if let "CWE" | "CAPEC" = upper.as_str() {
        let (digits, rest) = number_in(rest.strip_prefix(['-', '\u{2010}', '\u{2011}'])?);
        let max = if upper == "CWE" { 1_500 } else { 800 };
        let is_known = digits.len() <= 4 && digits.parse().is_ok_and(|n: u32| (1..=max).contains(&n));
        return (is_known && ends_word(rest)).then(|| format!("{upper}-{}", digits.trim_start_matches('0')));
    }
    if word == "CICD" {
        let (digits, rest) = number_in(rest.strip_prefix("-SEC-")?);
        let is_known = digits.parse().is_ok_and(|n: u32| (1..=10).contains(&n));
        return (is_known && ends_word(rest)).then(|| format!("CICD-SEC-{digits}"));
    }
    // a part number is no id: nothing is joined to it with a hyphen
    if before == Some('-') || before == Some('.') {
        return None;
    }
    let digits_at = word.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = word.split_at_checked(digits_at)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n: u32 = digits.parse().ok()?;
    match (letters, digits.len()) {
        // techniques of the matrices for enterprises and phones, and for industrial control
        ("T", 4) if (1001..1800).contains(&n) || (800..900).contains(&n) => match rest.strip_prefix('.').map(number_in) {
            Some((sub, rest)) if sub.len() == 3 && ends_word(rest) => Some(format!("{word}.{sub}")),
            Some((sub, _)) if !sub.is_empty() => None,
            _ => ends_word(rest).then(|| word.to_owned()),
        },
        ("A" | "K" | "API" | "LLM" | "M" | "P" | "C", 1 | 2) if (1..=10).contains(&n) => {
            if let Some((year, rest)) = rest.strip_prefix(':').map(number_in)
                && year.len() == 4
                && year.starts_with("20")
            {
                let is_end = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
                return is_end.then(|| format!("{word}:{year}"));
            }
            let stands_alone = matches!(letters, "A" | "K") && digits.len() == 2;
            (stands_alone && ends_word(rest)).then(|| word.to_owned())
        }
        _ => None,
    }
}

/// The digits with which a text begins, and what follows.
fn number_in(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Whether a word ends where this begins: `T1078-4` and `T1078.x1` are other words, `T1078.` and `T1078 - valid accounts` are not.
fn ends_word(rest: &str) -> bool {
    let mut rest = rest.chars();
    match rest.next() {
        None => true,
        Some('-' | '.') => !rest.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric() && c != '_',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_cited_as_whole_words() {
        let cites = [
            ("valid accounts (T1078.004), and tampering with the key", &["T1078.004", "Tampering"] as &[&str]),
            ("CAPEC-485 and T1552.", &["CAPEC-485", "T1552"]),
            ("A05:2021-Security Misconfiguration, A05, K03; K07:2022", &["A05:2021", "A05", "K03", "K07:2022"]),
            ("cwe-79/CWE-089", &["CWE-79", "CWE-89"]),
            ("Denial of\n service by a producer", &["Denial of service"]),
            ("ELEVATION_OF_PRIVILEGE and information-disclosure", &["Elevation of privilege", "Information disclosure"]),
            ("https://attack.mitre.org/techniques/T1078/004/", &["T1078"]),
            ("API1:2023 LLM01:2025 CICD-SEC-4", &["API1:2023", "LLM01:2025", "CICD-SEC-4"]),
            ("STRIDE: Spoofing, Repudiation", &["Spoofing", "Repudiation"]),
        ];
        for (text, names) in cites {
            assert_eq!(cited(text), names, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_id_is_none() {
        for text in [
            "Replace the printer driver XT1078.004B on A4 paper trays of K8s node pool 03.",
            "We assume part number PT1552S fits and that CWE- labels are printed later; RFC 1078 is not used.",
            "non-repudiation of orders, antitampering, spoofingly",
            "T1078.04 T10780 T9999 A00 A11 CWE-99999 A05-17 T1078-4 X-A05 CWE-12a my_T1078 T1078_x",
            "elevation of the privilege",
        ] {
            assert_eq!(cited(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn a_letter_of_stride_stands_for_a_name() {
        assert_eq!(
            ["S", "i", "E", "X"].map(stride_of_letter),
            [Some("Spoofing"), Some("Information disclosure"), Some("Elevation of privilege"), None]
        );
    }
}
