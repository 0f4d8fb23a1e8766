//! The outline of a JSON document: its first level of keys, enough to tell what it is without reading it twice.

use super::super::json::{Cursor, JsonError, Kind};
use std::borrow::Cow;

/// A word longer than this tells nothing about a format.
const MAX_WORD: usize = 300;

/// How many elements of a list are looked at: the first one may be of another kind than the rest.
const MAX_ELEMENTS: usize = 100;

/// How many different words are kept of one key over these elements.
const MAX_WORDS: usize = 20;

/// How many different keys are kept of these elements.
const MAX_KEYS: usize = 200;

/// The outline of a JSON document.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    /// What it is.
    pub top: Kind,
    /// The keys of the object, or of the elements of the array, each once.
    pub keys: Vec<Key<'a>>,
    /// Elements of the array.
    pub elements: usize,
    /// What `kind` says in each document, and in each element of `items`, of a file of Kubernetes objects.
    pub kinds: Vec<Cow<'a, str>>,
    /// Where it stops being JSON.
    pub error: Option<JsonError>,
    /// Whether the outline stops before the end because it is clear what it is.
    pub cut_short: bool,
}

/// A key and what stands there.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub name: Cow<'a, str>,
    pub kind: Kind,
    /// The value, when it is a short string: the different ones of the elements of a list.
    pub words: Vec<Cow<'a, str>>,
    /// The keys of the value, when it is an object; or of its elements, when these are some. With their short strings.
    pub inner: Inner<'a>,
}

/// A key inside of a value, with its short strings.
type Inner<'a> = Vec<(Cow<'a, str>, Vec<Cow<'a, str>>)>;

fn add_word<'a>(words: &mut Vec<Cow<'a, str>>, word: Option<Cow<'a, str>>) {
    if let Some(word) = word.filter(|w| w.len() <= MAX_WORD)
        && words.len() < MAX_WORDS
        && !words.contains(&word)
    {
        words.push(word);
    }
}

fn scan_inner<'a>(cursor: &mut Cursor<'a>, inner: &mut Inner<'a>) -> Result<(), JsonError> {
    cursor.object(|c, key| {
        let word = c.string_if()?;
        let n = inner.len();
        match inner.iter_mut().find(|(known, _)| *known == key) {
            Some((_, words)) => add_word(words, word),
            None if n < MAX_KEYS => {
                let mut words = Vec::new();
                add_word(&mut words, word);
                inner.push((key, words));
            }
            None => {}
        }
        Ok(())
    })
}

impl<'a> Shape<'a> {
    /// The outline of a text, and the byte after its first value.
    pub fn of(text: &'a str) -> (Self, usize) {
        let mut cursor = Cursor::new(text);
        let mut shape =
            Shape { top: Kind::Null, keys: Vec::new(), elements: 0, kinds: Vec::new(), error: None, cut_short: false };
        let scanned = shape.scan(&mut cursor);
        shape.error = scanned.err().filter(|_| !shape.cut_short);
        let after = cursor.place();
        if shape.error.is_none() && shape.word("kind").is_some() && shape.word("apiVersion").is_some() {
            // a damaged document further down is found when the file is read
            let _ = shape.scan_kinds(text);
        }
        (shape, after)
    }

    fn scan(&mut self, cursor: &mut Cursor<'a>) -> Result<(), JsonError> {
        self.top = cursor.peek()?;
        match self.top {
            Kind::Object => self.scan_keys(cursor, true),
            Kind::Array => {
                cursor.array(|c, i| {
                    self.elements = i + 1;
                    match c.peek()? {
                        Kind::Object if i < MAX_ELEMENTS => self.scan_keys(c, false),
                        // pages that were put together are a list of lists
                        Kind::Array if i < MAX_ELEMENTS => c.array(|c, i| {
                            if i < MAX_ELEMENTS && c.peek()? == Kind::Object { self.scan_keys(c, false) } else { c.skip() }
                        }),
                        _ => c.skip(),
                    }
                })
            }
            _ => cursor.skip(),
        }
    }

    fn scan_kinds(&mut self, text: &'a str) -> Result<(), JsonError> {
        let mut cursor = Cursor::new(text);
        while !cursor.is_at_end() {
            cursor.object(|c, key| match (key.as_ref(), c.peek()?) {
                ("kind", Kind::String) => {
                    self.kinds.extend(c.string_if()?);
                    Ok(())
                }
                ("items", Kind::Array) => c.array(|c, _| {
                    c.object_if(|c, key| {
                        if key != "kind" {
                            return c.skip();
                        }
                        self.kinds.extend(c.string_if()?);
                        Ok(())
                    })
                    .map(drop)
                }),
                _ => c.skip(),
            })?;
        }
        Ok(())
    }

    fn scan_keys(&mut self, cursor: &mut Cursor<'a>, is_top: bool) -> Result<(), JsonError> {
        cursor.object(|c, name| {
            let kind = c.peek()?;
            // the last one of a key that an object has twice counts, and no object has to be searched for it
            let known = if is_top { None } else { self.keys.iter().position(|k| k.name == name) };
            let place = match known {
                Some(place) => place,
                None if is_top || self.keys.len() < MAX_KEYS => {
                    self.keys.push(Key { name, kind, words: Vec::new(), inner: Vec::new() });
                    self.keys.len() - 1
                }
                None => return c.skip(),
            };
            if is_top && self.is_clearly_sarif() {
                // an error is how a scan ends early
                self.cut_short = true;
                return Err(JsonError { message: "", at: c.place() });
            }
            let mut word = None;
            let mut inner = self.keys.get_mut(place).map(|key| std::mem::take(&mut key.inner)).unwrap_or_default();
            match kind {
                Kind::String => word = c.string_if()?,
                Kind::Object => scan_inner(c, &mut inner)?,
                Kind::Array => {
                    c.array(
                        |c, i| {
                            if i < MAX_ELEMENTS && c.peek()? == Kind::Object { scan_inner(c, &mut inner) } else { c.skip() }
                        },
                    )?
                }
                _ => c.skip()?,
            }
            if let Some(key) = self.keys.get_mut(place) {
                add_word(&mut key.words, word);
                key.inner = inner;
            }
            Ok(())
        })
    }

    /// The longest part of a SARIF file is its `runs`: when the version stands before them, they need not be scanned.
    fn is_clearly_sarif(&self) -> bool {
        self.keys.last().is_some_and(|k| k.name == "runs") && self.word("version").is_some()
    }

    fn key(&self, name: &str) -> Option<&Key<'a>> {
        self.keys.iter().rev().find(|k| k.name == name)
    }

    /// Whether it is an object with such a key.
    pub fn has(&self, name: &str) -> bool {
        self.key(name).is_some()
    }

    /// Whether it is an object in which such a key is of this kind.
    pub fn has_kind(&self, name: &str, kind: Kind) -> bool {
        self.key(name).is_some_and(|k| k.kind == kind)
    }

    /// The short string of a key; of a list, that of the first element which has one.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.words(name).next()
    }

    /// The different short strings of a key in the elements of a list.
    pub fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        self.key(name).into_iter().flat_map(|k| &k.words).map(|word| &**word)
    }

    /// Whether the value of a key (or an element of it) is an object with this key.
    pub fn has_inner(&self, name: &str, inner: &str) -> bool {
        self.key(name).is_some_and(|k| k.inner.iter().any(|(i, _)| i == inner))
    }

    /// The short string of a key of the value of a key (or of the first element that has one).
    pub fn inner_word(&self, name: &str, inner: &str) -> Option<&str> {
        self.inner_words(name, inner).next()
    }

    /// The different short strings of a key in the elements behind a key.
    pub fn inner_words(&self, name: &str, inner: &str) -> impl Iterator<Item = &str> {
        let found = self.key(name).and_then(|k| k.inner.iter().find(|(i, _)| i == inner));
        found.into_iter().flat_map(|(_, words)| words).map(|word| &**word)
    }

    /// Whether a key that fits is there.
    pub fn has_any(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.keys.iter().any(|k| fits(&k.name))
    }

    /// Whether a key holds an empty list, an empty object or nothing.
    pub fn key_is_empty(&self, name: &str) -> bool {
        self.key(name)
            .is_some_and(|k| k.kind == Kind::Null || (matches!(k.kind, Kind::Array | Kind::Object) && k.inner.is_empty()))
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.top == Kind::Object
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        self.top == Kind::Array
    }
}
