//! The outline of a JSON document: its first level of keys, enough to tell what it is without reading it twice.

use super::super::json::{Cursor, JsonError, Kind};
use std::borrow::Cow;

/// A word longer than this tells nothing about a format.
const MAX_WORD: usize = 300;

/// The outline of a JSON document.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    /// What it is.
    pub top: Kind,
    /// The keys of the object, or of the first element of the array.
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
    /// The value, when it is a short string.
    pub word: Option<Cow<'a, str>>,
    /// The keys of the value, when it is an object; or of its first element, when that is one. With their short strings.
    pub inner: Inner<'a>,
}

type Inner<'a> = Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>;

fn scan_inner<'a>(cursor: &mut Cursor<'a>, inner: &mut Inner<'a>) -> Result<(), JsonError> {
    cursor.object(|c, key| {
        let word = c.string_if()?.filter(|w| w.len() <= MAX_WORD);
        inner.push((key, word));
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
            Kind::Array => cursor.array(|c, i| {
                self.elements = i + 1;
                if i == 0 && c.peek()? == Kind::Object { self.scan_keys(c, false) } else { c.skip() }
            }),
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
            self.keys.push(Key { name, kind, word: None, inner: Vec::new() });
            if is_top && self.is_clearly_sarif() {
                // an error is how a scan ends early
                self.cut_short = true;
                return Err(JsonError { message: "", at: c.place() });
            }
            let mut word = None;
            let mut inner = Vec::new();
            match kind {
                Kind::String => word = c.string_if()?.filter(|w| w.len() <= MAX_WORD),
                Kind::Object => scan_inner(c, &mut inner)?,
                Kind::Array => {
                    c.array(|c, i| if i == 0 && c.peek()? == Kind::Object { scan_inner(c, &mut inner) } else { c.skip() })?
                }
                _ => c.skip()?,
            }
            if let Some(key) = self.keys.last_mut() {
                key.word = word;
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

    /// The short string of a key.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.key(name).and_then(|k| k.word.as_deref())
    }

    /// Whether the value of a key (or its first element) is an object with this key.
    pub fn has_inner(&self, name: &str, inner: &str) -> bool {
        self.key(name).is_some_and(|k| k.inner.iter().any(|(i, _)| i == inner))
    }

    /// The short string of a key of the value of a key (or of its first element).
    pub fn inner_word(&self, name: &str, inner: &str) -> Option<&str> {
        self.key(name)?.inner.iter().find(|(i, _)| i == inner)?.1.as_deref()
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
