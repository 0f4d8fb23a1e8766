//! How the readers of alerts take words, numbers, times and paging out of a document.

pub(crate) use crate::cut::name;

use super::super::note_repeated;
use crate::json::{Cursor, Json, JsonError};
use crate::log::Log;
use crate::places::Places;
use plumbline_domain::{Instant, Place};
use std::borrow::Cow;

/// Every document of a text, however many there are and however they are laid out.
pub(crate) fn documents<'a>(text: &'a str, log: &mut Log) -> Result<Vec<Json<'a>>, JsonError> {
    let mut found = Vec::new();
    let mut cursor = Cursor::new(text);
    while !cursor.is_at_end() {
        found.push(cursor.value()?);
    }
    note_repeated(&cursor, text, 0, log);
    Ok(found)
}

/// A text, or a number or truth as it was written: YAML leaves quotes out.
pub(crate) fn scalar<'j>(value: &'j Json<'_>) -> Option<Cow<'j, str>> {
    match value {
        Json::String(text) => Some(Cow::Borrowed(text)),
        Json::Number(text) => Some(Cow::Borrowed(text)),
        Json::Bool(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
        _ => None,
    }
}

/// A truth, also as a text: some answers write "true".
pub(crate) fn truth(value: Option<&Json<'_>>) -> Option<bool> {
    match value? {
        Json::Bool(truth) => Some(*truth),
        Json::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Json::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// The value of a key without regard to its case.
pub(crate) fn get<'j, 'a>(object: &'j Json<'a>, key: &str) -> Option<&'j Json<'a>> {
    object.pairs().iter().rev().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// The value of a key of a YAML mapping, or of the mappings that it merges in.
pub(crate) fn merged<'j, 'a>(mapping: &'j Json<'a>, key: &str) -> Option<&'j Json<'a>> {
    mapping.get(key).or_else(|| match mapping.get("<<")? {
        Json::Array(parents) => parents.iter().find_map(|parent| merged(parent, key)),
        parent => merged(parent, key),
    })
}

/// A time as RFC 3339, or as seconds since 1970.
pub(crate) fn time(value: Option<&Json<'_>>) -> Option<Instant> {
    match value? {
        Json::String(text) => Instant::from_rfc3339(text.trim()).ok(),
        number => seconds(number.number()?),
    }
}

/// Seconds since 1970, when they are a time within the years that people write.
pub(crate) fn seconds(seconds: f64) -> Option<Instant> {
    (0.0..250_000_000_000.0).contains(&seconds).then(|| Instant::from_micros((seconds * 1e6).round() as i64))
}

/// Where a list says that it goes on.
pub(crate) fn goes_on(document: &Json<'_>, places: &Places<'_>) -> Option<Place> {
    const LINKS: [&str; 8] = [
        "nextLink",
        "@odata.nextLink",
        "odata.nextLink",
        "NextToken",
        "NextMarker",
        "nextToken",
        "nextPageToken",
        "groupNextToken",
    ];
    const TRUTHS: [&str; 3] = ["IsTruncated", "more", "isPartial"];
    let link = LINKS.iter().find_map(|key| document.text_of(key).and(document.get(key)).map(|value| (*key, value)));
    let truth = TRUTHS.iter().find_map(|key| document.get(key).filter(|v| v.truth() == Some(true)).map(|value| (*key, value)));
    link.or(truth).map(|(key, value)| places.at(key, value))
}
