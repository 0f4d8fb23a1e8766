//! How bad a finding is, in the words of its tool (scoring rules, section 8).

use super::super::json::{Cursor, JsonError, Kind, number};
use plumbline_domain::Severity;

/// A tool's own word.
pub(crate) fn from_word(word: &str) -> Option<Severity> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "critical" => Severity::Critical,
        "high" | "error" => Severity::High,
        "medium" | "moderate" | "warning" => Severity::Medium,
        "low" | "recommendation" => Severity::Low,
        "info" | "informational" | "note" | "none" | "unknown" | "trace" | "negligible" => Severity::Info,
        _ => return None,
    })
}

/// A SARIF level.
pub(super) fn from_level(level: &str) -> Option<Severity> {
    Some(match level {
        "error" => Severity::High,
        "warning" => Severity::Medium,
        "note" => Severity::Low,
        "none" => Severity::Info,
        _ => return None,
    })
}

/// A CVSS-like score: 9 and more is critical, 7 high, 4 medium, over 0 low, 0 info.
pub(super) fn from_score(score: f64) -> Option<Severity> {
    Some(match score {
        s if s >= 9.0 => Severity::Critical,
        s if s >= 7.0 => Severity::High,
        s if s >= 4.0 => Severity::Medium,
        s if s > 0.0 => Severity::Low,
        0.0 => Severity::Info,
        _ => return None,
    })
}

/// A number of AWS Security Hub: 90 and more is critical, 70 high, 40 medium, over 0 low, 0 info.
pub(super) fn from_percent(number: f64) -> Option<Severity> {
    from_score(number / 10.0).filter(|_| number <= 100.0)
}

/// What the `properties` of a SARIF result or rule say about severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    /// From `security-severity`.
    pub score: Option<Severity>,
    /// From a severity word; the first of [`WORDS`] that says something.
    pub word: Option<Severity>,
    /// Whether its tags say that it is about secrets.
    pub is_secret: bool,
}

/// The properties that hold a severity word, in the order in which they are asked.
const WORDS: [&str; 4] = ["severity", "problem.severity", "issue_severity", "zizmor/severity"];

impl Stated {
    /// Reads a property bag.
    pub fn read(cursor: &mut Cursor<'_>) -> Result<Self, JsonError> {
        let mut stated = Stated::default();
        let mut words = [None; WORDS.len()];
        cursor.object_if(|c, key| {
            if key == "security-severity" {
                let score = match c.peek()? {
                    Kind::Number => c.number_if()?,
                    Kind::String => c.string_if()?.and_then(|t| number(t.trim())),
                    _ => c.skip().map(|()| None)?,
                };
                stated.score = score.and_then(from_score);
            } else if let Some(word) = WORDS.iter().position(|w| *w == key).and_then(|i| words.get_mut(i)) {
                *word = c.string_if()?.and_then(|w| from_word(&w));
            } else if key == "tags" {
                c.array_if(|c, _| {
                    stated.is_secret |= c.string_if()?.is_some_and(|tag| tag.eq_ignore_ascii_case("secret"));
                    Ok(())
                })?;
            } else {
                c.skip()?;
            }
            Ok(())
        })?;
        stated.word = words.into_iter().flatten().next();
        Ok(stated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_fall_into_the_published_classes() {
        let all: Vec<_> = [10.0, 9.0, 8.9, 7.0, 6.9, 4.0, 3.9, 0.1, 0.0].into_iter().filter_map(from_score).collect();
        use Severity::{Critical, High, Info, Low, Medium};
        assert_eq!(all, [Critical, Critical, High, High, Medium, Medium, Low, Low, Info]);
        assert_eq!(from_score(-1.0), None);
    }

    #[test]
    fn a_property_bag_is_read_by_the_order_of_its_words_and_not_of_its_keys() {
        let bag =
            r#"{"zizmor/severity": "high", "problem.severity": "recommendation", "severity": 3, "security-severity": "7.5"}"#;
        let stated = Stated::read(&mut Cursor::new(bag)).unwrap();
        assert_eq!(stated, Stated { score: Some(Severity::High), word: Some(Severity::Low), is_secret: false });
        let none = Stated::read(&mut Cursor::new(r#"{"security-severity": "none of these", "severity": "odd"}"#)).unwrap();
        assert_eq!(none, Stated::default());
    }
}
