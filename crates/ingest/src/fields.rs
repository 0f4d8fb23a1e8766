//! Fields of a JSON object, read leniently: an error costs the smallest thing that holds it, and is a diagnostic with its path.

use super::{
    json::{self, Json},
    limits::MAX_TEXT,
    log::Log,
};
use plumbline_domain::{DiagnosticKind, Instant};
use plumbline_text::shown;
use std::borrow::Cow;
use std::cell::RefCell;

/// A path inside a file, kept on the stack and written only when something is to be said.
#[derive(Clone, Copy)]
pub(super) struct Site<'p> {
    parent: Option<&'p Site<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl Site<'static> {
    /// The document itself.
    pub const ROOT: Site<'static> = Site { parent: None, step: Step::Root };
}

impl<'p> Site<'p> {
    pub fn key<'q>(&'q self, key: &'q str) -> Site<'q> {
        Site { parent: Some(self), step: Step::Key(key) }
    }

    pub fn index(&self, index: usize) -> Site<'_> {
        Site { parent: Some(self), step: Step::Index(index) }
    }

    /// The path, such as `[3].evidence[0].runs`.
    pub fn path(&self) -> String {
        let mut path = self.parent.map(Site::path).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Index(i) => path.push_str(&format!("[{i}]")),
            Step::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
        }
        path
    }

    /// The path without positions, such as `evidence.runs`.
    fn shape(&self) -> String {
        let mut shape = self.parent.map(Site::shape).unwrap_or_default();
        if let Step::Key(key) = self.step {
            if !shape.is_empty() {
                shape.push('.');
            }
            shape.push_str(key);
        }
        shape
    }
}

/// That an item cannot be used; its diagnostic has been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unusable;

/// The fields of one object.
#[derive(Clone, Copy)]
pub(super) struct Fields<'x> {
    pairs: &'x [(Cow<'x, str>, Json<'x>)],
    site: Site<'x>,
    log: &'x RefCell<Log>,
    /// What is lost by a field that cannot be read.
    loss: DiagnosticKind,
}

impl<'x> Fields<'x> {
    /// The fields of a value, when it is an object; else an error. `loss` says what is lost by a field that cannot be read.
    pub fn of(value: &'x Json<'x>, site: Site<'x>, log: &'x RefCell<Log>, loss: DiagnosticKind) -> Result<Self, Unusable> {
        match value {
            Json::Object(pairs) => Ok(Fields { pairs, site, log, loss }),
            Json::Repeated(key) => {
                log.borrow_mut().say(loss, site.key(key).path(), format!("duplicate key {key:?}"));
                Err(Unusable)
            }
            _ => {
                log.borrow_mut().say(loss, site.path(), "must be an object");
                Err(Unusable)
            }
        }
    }

    /// The same fields, where a field that cannot be read loses something else.
    #[must_use]
    pub fn losing(self, loss: DiagnosticKind) -> Self {
        Fields { loss, ..self }
    }

    /// Says that a field cannot be read.
    pub fn error(&self, key: &str, message: impl Into<String>) {
        self.say(self.loss, key, message);
    }

    /// Says something about a field.
    pub fn say(&self, kind: DiagnosticKind, key: &str, message: impl Into<String>) {
        self.log.borrow_mut().say(kind, self.site.key(key).path(), message);
    }

    /// Notes the keys that are none of these.
    pub fn known(&self, keys: &[&str]) {
        for (key, _) in self.pairs {
            if !keys.contains(&key.as_ref()) {
                let site = self.site.key(key);
                self.log.borrow_mut().unknown_key(&site.shape(), || site.path());
            }
        }
    }

    /// The keys, in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &'x str> {
        self.pairs.iter().map(|(key, _)| key.as_ref())
    }

    /// The value of a field; `null` counts as absent.
    pub fn value(&self, key: &str) -> Option<&'x Json<'x>> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v).filter(|v| !matches!(v, Json::Null))
    }

    /// The fields of a field that is an object; any other kind of value is an error.
    pub fn object<'y>(&'y self, key: &'y str) -> Option<Fields<'y>> {
        Fields::of(self.value(key)?, self.site.key(key), self.log, self.loss).ok()
    }

    /// A text that is not blank, as it stands in the file; any other kind of value is an error.
    fn str(&self, key: &str) -> Option<&'x str> {
        match self.value(key)? {
            Json::String(text) if text.trim().is_empty() => None,
            Json::String(text) => Some(text),
            _ => {
                self.error(key, "must be a string");
                None
            }
        }
    }

    /// A text that is not blank, cut to [`MAX_TEXT`] characters.
    pub fn text(&self, key: &str) -> Option<String> {
        let text = self.str(key)?;
        match text.char_indices().nth(MAX_TEXT) {
            Some((end, _)) if text.len() > MAX_TEXT => {
                self.say(DiagnosticKind::Cut, key, format!("cut after {MAX_TEXT} characters"));
                Some(text.get(..end).unwrap_or_default().to_owned())
            }
            _ => Some(text.to_owned()),
        }
    }

    /// A name that is compared byte for byte, whole.
    pub fn name(&self, key: &str) -> Option<Box<str>> {
        self.str(key).map(Box::from)
    }

    /// A text for people alone (titles, messages, commands), with nothing in it that hides or reorders what they read. Ids and names
    /// stay as they are: they are compared.
    pub fn prose(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| shown(&text).into_owned())
    }

    /// A text that must be there, whole.
    pub fn required_text(&self, key: &str) -> Result<String, Unusable> {
        match self.value(key) {
            Some(Json::String(text)) if !text.trim().is_empty() => Ok(text.to_string()),
            Some(Json::String(_)) => {
                self.error(key, "is empty");
                Err(Unusable)
            }
            Some(_) => {
                self.error(key, "must be a string");
                Err(Unusable)
            }
            None => {
                self.error(key, "is missing");
                Err(Unusable)
            }
        }
    }

    /// A word of a closed list.
    pub fn word<T>(&self, key: &str, from_id: impl Fn(&str) -> Option<T>) -> Option<T> {
        let word = self.str(key)?;
        let found = from_id(word);
        if found.is_none() {
            self.error(key, unknown(key, word));
        }
        found
    }

    /// A word of a closed list that must be there.
    pub fn required_word<T>(&self, key: &str, from_id: impl Fn(&str) -> Option<T>) -> Result<T, Unusable> {
        let word = self.required_text(key)?;
        from_id(&word).ok_or_else(|| {
            self.error(key, unknown(key, &word));
            Unusable
        })
    }

    /// A time.
    pub fn time(&self, key: &str) -> Option<Instant> {
        let text = match self.value(key)? {
            Json::String(text) => text,
            _ => {
                self.error(key, "a time must be a string");
                return None;
            }
        };
        if text.trim().is_empty() {
            return None;
        }
        match Instant::from_rfc3339(text) {
            Ok(time) => Some(time),
            Err(e) => {
                self.error(key, e.to_string());
                None
            }
        }
    }

    /// A time that must be there.
    pub fn required_time(&self, key: &str) -> Result<Instant, Unusable> {
        let blank = self.value(key).is_none_or(|v| v.text().is_some_and(|t| t.trim().is_empty()));
        if blank {
            self.error(key, "is missing");
            return Err(Unusable);
        }
        self.time(key).ok_or(Unusable)
    }

    /// A SHA-256 as 64 lower-case hex digits.
    pub fn digest(&self, key: &str) -> Option<String> {
        let text = self.str(key)?;
        if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            Some(text.to_owned())
        } else {
            self.error(key, "not a SHA-256 of 64 lower-case hex digits");
            None
        }
    }

    /// A whole number, 0 or more.
    pub fn count(&self, key: &str) -> Option<u64> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self.value(key)? {
            Json::Number(text) => {
                let whole = text.parse::<u64>().ok().or_else(|| {
                    let n = json::number(text)?;
                    (n.fract() == 0.0 && (0.0..=EXACT).contains(&n)).then_some(n as u64)
                });
                if whole.is_none() {
                    self.error(key, "a count must be a whole number, 0 or more");
                }
                whole
            }
            _ => {
                self.error(key, "a count must be a whole number, 0 or more");
                None
            }
        }
    }

    /// A number from 0 to 1 that must be there.
    pub fn required_share(&self, key: &str) -> Result<f64, Unusable> {
        match self.value(key).and_then(Json::number) {
            Some(n) if (0.0..=1.0).contains(&n) => Ok(n),
            _ => {
                self.error(key, format!("{key} must be a number from 0 to 1"));
                Err(Unusable)
            }
        }
    }

    /// A yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        let truth = self.value(key)?.truth();
        if truth.is_none() {
            self.error(key, "must be true or false");
        }
        truth
    }

    /// A list; any other kind of value is an error.
    pub fn list(&self, key: &str) -> Option<&'x [Json<'x>]> {
        match self.value(key)? {
            Json::Array(elements) => Some(elements),
            _ => {
                self.error(key, "must be an array");
                None
            }
        }
    }

    /// What each object of a list becomes; an element that cannot be used costs itself alone.
    pub fn items<T>(&self, key: &str, mut read: impl FnMut(Fields<'_>) -> Result<T, Unusable>) -> Option<Vec<T>> {
        self.elements(key, |value, site| read(Fields::of(value, site, self.log, self.loss)?))
    }

    /// What each element of a list becomes; one that cannot be used costs itself alone.
    fn elements<T>(&self, key: &str, mut read: impl FnMut(&Json<'_>, Site<'_>) -> Result<T, Unusable>) -> Option<Vec<T>> {
        let list = self.list(key)?;
        let site = self.site.key(key);
        Some(list.iter().enumerate().filter_map(|(i, value)| read(value, site.index(i)).ok()).collect())
    }

    /// A list of words of a closed list.
    pub fn words<T>(&self, key: &str, from_id: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        self.elements(key, |value, site| {
            let message = match value.text() {
                Some(word) => match from_id(word) {
                    Some(found) => return Ok(found),
                    None => unknown(key, word),
                },
                None => "must be a string".to_owned(),
            };
            self.log.borrow_mut().say(self.loss, site.path(), message);
            Err(Unusable)
        })
    }
}

fn unknown(key: &str, word: &str) -> String {
    let short: String = word.chars().take(60).collect();
    format!("unknown {key}: {short:?}")
}
