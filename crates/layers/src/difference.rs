//! What of a published data set is not what judging it again gives.

use std::fmt::{self, Debug};

/// The first thing in a published data set that is not what judging it again gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file of the data set.
    pub file: String,
    /// The change that it is about.
    pub change: Option<String>,
    /// What differs, in a phrase.
    pub what: String,
}

impl Difference {
    /// A difference in a file.
    pub fn new(file: &str, change: Option<&str>, what: impl Into<String>) -> Self {
        Difference { file: file.to_owned(), change: change.map(str::to_owned), what: what.into() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.change {
            Some(change) => write!(f, "{}: {change}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

/// How many characters of a value are told.
const MAX_VALUE: usize = 120;

/// Where two values of one kind differ first, by the names of their fields; none when they are equal.
pub(crate) fn first_difference<T: Debug + PartialEq>(stored: &T, recomputed: &T) -> Option<String> {
    if stored == recomputed {
        return None;
    }
    let (stored, recomputed) = (format!("{stored:#?}"), format!("{recomputed:#?}"));
    let mut path: Vec<(usize, String)> = Vec::new();
    let (mut of_stored, mut of_recomputed) = (stored.lines(), recomputed.lines());
    loop {
        match (of_stored.next(), of_recomputed.next()) {
            (Some(one), Some(other)) if one == other => {
                let depth = one.len() - one.trim_start().len();
                path.retain(|(of, _)| *of < depth);
                if let Some((name, _)) = one.trim().split_once(':') {
                    path.push((depth, name.to_owned()));
                }
            }
            (None, None) => return Some("differs".to_owned()),
            (one, other) => {
                let (one, other) = (one.unwrap_or_default().trim(), other.unwrap_or_default().trim());
                let depth = stored.lines().find(|line| line.trim() == one).map_or(0, |line| line.len() - line.trim_start().len());
                path.retain(|(of, _)| *of < depth);
                let name = |text: &str| text.split_once(": ").map(|(name, _)| name.to_owned());
                let same_name = name(one).filter(|one| name(other).as_ref() == Some(one));
                let value = |text: &str| {
                    let value = text.split_once(": ").filter(|_| same_name.is_some()).map_or(text, |(_, value)| value);
                    value.trim_end_matches(',').chars().take(MAX_VALUE).collect::<String>()
                };
                let (stored, recomputed) = (value(one), value(other));
                let names: Vec<String> = path.into_iter().map(|(_, name)| name).chain(same_name).collect();
                let field = if names.is_empty() { String::new() } else { format!("{}: ", names.join(".")) };
                return Some(format!("{field}{stored} is stored, {recomputed} was recomputed"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Clone)]
    struct Inner {
        grade: Option<u8>,
        name: &'static str,
    }

    #[derive(Debug, PartialEq, Clone)]
    struct Outer {
        n: u64,
        inner: Vec<Inner>,
    }

    #[test]
    fn the_first_field_that_differs_is_named() {
        let stored = Outer { n: 7, inner: vec![Inner { grade: None, name: "a" }, Inner { grade: None, name: "b" }] };
        assert_eq!(first_difference(&stored, &stored.clone()), None);
        let mut other = stored.clone();
        other.n = 8;
        assert_eq!(first_difference(&stored, &other).unwrap(), "n: 7 is stored, 8 was recomputed");
        let mut other = stored.clone();
        other.inner[1].name = "c";
        assert_eq!(first_difference(&stored, &other).unwrap(), "inner.name: \"b\" is stored, \"c\" was recomputed");
        let mut other = stored.clone();
        other.inner.pop();
        assert!(first_difference(&stored, &other).is_some());
    }
}
