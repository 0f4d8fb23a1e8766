//! How the readers of alerts take words, numbers, times and paging out of a document.

pub(crate) use crate::cut::name;
pub(crate) use crate::times::{seconds, time};

use crate::json::{Cursor, Json, JsonError};
use crate::paging::next_page;
use crate::places::Places;
use plumbline_domain::Place;
use std::borrow::Cow;

/// Every document of a text, however many there are and however they are laid out.
pub(crate) fn documents(text: &str) -> Result<Vec<Json<'_>>, JsonError> {
    let mut found = Vec::new();
    let mut cursor = Cursor::new(text);
    while !cursor.is_at_end() {
        found.push(cursor.value()?);
    }
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

/// Where a list says that it goes on.
pub(crate) fn goes_on(document: &Json<'_>, places: &Places<'_>) -> Option<Place> {
    next_page(document).map(|(key, value)| places.at(key, value))
}
