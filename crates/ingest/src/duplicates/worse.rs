//! Which of several values of one key is the worse.

use crate::formats::severity_from_word;
use crate::json::{Cursor, Json, Kind};
use plumbline_domain::Severity;

/// What counts of the values of a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This one is the worse, or all say the same.
    Worse(usize),
    /// None is the worse; this one is read.
    Open(usize),
    /// Everything that they hold, together: none of it is lost, and none of it proves anything.
    Joined(String),
    /// The key is left out: without it the worse holds.
    Absent,
}

/// Words that say that something is not in order.
const BAD: [&str; 30] = [
    "alarm",
    "alerting",
    "active",
    "blocked",
    "cancelled",
    "canceled",
    "critical",
    "degraded",
    "deny",
    "denied",
    "drifted",
    "error",
    "errored",
    "fail",
    "failed",
    "failure",
    "fatal",
    "firing",
    "in_progress",
    "missing",
    "new",
    "noncompliant",
    "non_compliant",
    "non-compliant",
    "open",
    "outofsync",
    "pending",
    "rejected",
    "triggered",
    "underreview",
];

/// Words that say that something is in order, or that nobody has to care.
const GOOD: [&str; 30] = [
    "absent",
    "accepted",
    "allow",
    "allowed",
    "approved",
    "complete",
    "completed",
    "compliant",
    "done",
    "fixed",
    "good",
    "healthy",
    "ignored",
    "inactive",
    "in_sync",
    "normal",
    "notapplicable",
    "ok",
    "pass",
    "passed",
    "resolved",
    "skip",
    "skipped",
    "succeeded",
    "success",
    "successful",
    "suppressed",
    "synced",
    "unchanged",
    "waived",
];

/// Keys whose yes is the worse; parts of names, in lower case.
const WORSE_WHEN_TRUE: [&str; 9] =
    ["sensitive", "secret", "fail", "error", "timed_out", "timedout", "timeout", "truncated", "partial"];

/// Keys whose no is the worse.
const WORSE_WHEN_FALSE: [&str; 9] = ["pass", "success", "complete", "ok", "valid", "compliant", "healthy", "verified", "enabled"];

/// Keys that excuse something.
const EXCUSES: [&str; 5] = ["suppress", "waive", "ignore", "exclu", "exempt"];

/// Chooses among the values of one key, at least two.
pub(super) fn choose(key: &str, values: &[(Kind, &str)]) -> Choice {
    let last = values.len().saturating_sub(1);
    let Some((kind, first)) = values.first() else { return Choice::Open(0) };
    if values.iter().all(|(_, value)| value == first) {
        return Choice::Worse(last);
    }
    let key = key.to_ascii_lowercase();
    if EXCUSES.iter().any(|word| key.contains(word)) {
        return Choice::Absent;
    }
    if values.iter().any(|(other, _)| other != kind) {
        return of_kinds(&key, values);
    }
    match kind {
        Kind::Bool => match truth_that_is_worse(&key) {
            Some(worse) => Choice::Worse(position(values, |value| (value == "true") == worse).unwrap_or(last)),
            None => Choice::Open(last),
        },
        Kind::String => of_words(values),
        Kind::Number => {
            let is_weight = ["severity", "score", "cvss"].iter().any(|word| key.contains(word));
            let number = |n: usize| values.get(n).and_then(|(_, value)| crate::json::number(value));
            let largest = (0..values.len()).max_by(|a, b| number(*a).unwrap_or(0.0).total_cmp(&number(*b).unwrap_or(0.0)));
            if is_weight { Choice::Worse(largest.unwrap_or(last)) } else { Choice::Open(last) }
        }
        Kind::Array => Choice::Joined(joined(values, '[', ']')),
        Kind::Object => Choice::Joined(joined(values, '{', '}')),
        Kind::Null => Choice::Worse(last),
    }
}

fn position(values: &[(Kind, &str)], is_it: impl Fn(&str) -> bool) -> Option<usize> {
    values.iter().rposition(|(_, value)| is_it(value))
}

fn truth_that_is_worse(key: &str) -> Option<bool> {
    let names = |words: &[&str]| words.iter().any(|word| key.contains(word));
    match (names(&WORSE_WHEN_TRUE), names(&WORSE_WHEN_FALSE)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Values of different kinds: a truth that is the worse, else something rather than nothing.
fn of_kinds(key: &str, values: &[(Kind, &str)]) -> Choice {
    let worse = truth_that_is_worse(key).map(|truth| if truth { "true" } else { "false" });
    if let Some(n) = worse.and_then(|worse| position(values, |value| value == worse)) {
        return Choice::Worse(n);
    }
    let weight = |kind: Kind, value: &str| match kind {
        Kind::Null => 0,
        Kind::Array | Kind::Object => value.len(),
        _ => 1,
    };
    let heaviest = (0..values.len()).max_by_key(|n| values.get(*n).map_or(0, |(kind, value)| weight(*kind, value)));
    Choice::Open(heaviest.unwrap_or(0))
}

/// Two words of one kind: the graver severity, or the one that says that something is not in order.
fn of_words(values: &[(Kind, &str)]) -> Choice {
    let words: Vec<String> = values.iter().map(|(_, value)| word(value)).collect();
    let severities: Option<Vec<Severity>> = words.iter().map(|word| severity_from_word(word)).collect();
    if let Some(severities) = severities {
        let worst = severities.iter().enumerate().min_by_key(|(_, severity)| severity.index()).map_or(0, |(n, _)| n);
        return Choice::Worse(worst);
    }
    let is_bad = |word: &String| BAD.contains(&word.as_str());
    let is_known = |word: &String| is_bad(word) || GOOD.contains(&word.as_str());
    match words.iter().rposition(is_bad) {
        Some(n) if words.iter().all(is_known) => Choice::Worse(n),
        // a word that nobody knows beside one that is bad: the bad one is read, and proves nothing
        Some(n) => Choice::Open(n),
        None => Choice::Open(values.len().saturating_sub(1)),
    }
}

/// A string as a word: without case and space.
fn word(value: &str) -> String {
    match Cursor::new(value).value() {
        Ok(Json::String(text)) => text.trim().to_lowercase(),
        _ => String::new(),
    }
}

/// What several lists or objects hold, in one. The last keeps its lines; the others stood elsewhere.
fn joined(values: &[(Kind, &str)], open: char, close: char) -> String {
    let inside =
        |value: &str| value.trim().strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).unwrap_or_default().to_owned();
    let Some(((_, last), others)) = values.split_last() else { return format!("{open}{close}") };
    let others = others.iter().map(|(_, value)| super::on_one_line(&inside(value)));
    let mut parts: Vec<String> = others.filter(|part| !part.trim().is_empty()).collect();
    let last = inside(last);
    let blank = if last.trim().is_empty() {
        last
    } else {
        parts.push(last);
        String::new()
    };
    format!("{open}{}{blank}{close}", parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(key: &str, values: &[&str]) -> Choice {
        let values: Vec<(Kind, &str)> = values.iter().map(|value| (Cursor::new(value).peek().unwrap(), *value)).collect();
        choose(key, &values)
    }

    #[test]
    fn the_graver_severity_and_the_open_status_count_wherever_they_stand() {
        assert_eq!(chosen("severity", &["\"CRITICAL\"", "\"LOW\""]), Choice::Worse(0));
        assert_eq!(chosen("level", &["\"note\"", "\"error\""]), Choice::Worse(1));
        assert_eq!(chosen("status", &["\"FAIL\"", "\"PASS\""]), Choice::Worse(0));
        assert_eq!(chosen("kind", &["\"pass\"", "\"\\u0066ail\""]), Choice::Worse(1));
        assert_eq!(chosen("score", &["9.8", "1"]), Choice::Worse(0));
    }

    #[test]
    fn a_truth_counts_by_what_its_key_says() {
        assert_eq!(chosen("sensitive", &["true", "false"]), Choice::Worse(0));
        assert_eq!(chosen("executionSuccessful", &["false", "true"]), Choice::Worse(0));
        assert_eq!(chosen("after_sensitive", &["true", "{}"]), Choice::Worse(0));
        assert_eq!(chosen("x", &["true", "false"]), Choice::Open(1));
    }

    #[test]
    fn what_is_excused_twice_is_not_excused() {
        assert_eq!(chosen("suppressions", &["[]", "[{\"kind\": \"external\"}]"]), Choice::Absent);
    }

    #[test]
    fn lists_and_objects_lose_nothing() {
        assert_eq!(chosen("results", &["[1,\n2]", "[]", "[3]"]), Choice::Joined("[1, 2,3]".into()));
        assert_eq!(chosen("change", &["{\"a\": 1}", "{\"b\": 2}"]), Choice::Joined("{\"a\": 1,\"b\": 2}".into()));
        assert_eq!(chosen("results", &["[1]", "null"]), Choice::Open(0));
    }

    #[test]
    fn the_same_value_twice_leaves_nothing_open() {
        assert_eq!(chosen("version", &["\"2.1.0\"", "\"2.1.0\""]), Choice::Worse(1));
        assert_eq!(chosen("name", &["\"checkov\"", "\"trivy\""]), Choice::Open(1));
    }
}
