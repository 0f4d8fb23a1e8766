//! XML as test reports need it, read once from front to back by quick-xml. Document types are passed over and no entity but the five
//! of XML is known, so that none can expand; nesting is bounded.

use super::super::limits::MAX_DEPTH;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesRef, BytesStart, Event as Read};
use std::borrow::Cow;

/// What comes next.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// An element starts.
    Start(Tag<'a>),
    /// An element ends.
    End {
        /// Its name, as written.
        name: String,
    },
    /// Text that is not blank.
    Text(Cow<'a, str>),
}

/// The tag that begins an element.
#[derive(Debug)]
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name, as written.
    pub fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of an attribute. One with a reference that is not known is handed out as it is written.
    pub fn attribute(&self, key: &str) -> Option<Cow<'_, str>> {
        let found = self.0.attributes().with_checks(false).flatten().find(|a| a.key.into_inner() == key)?;
        let value = unescape(&found.value).ok().map(Cow::into_owned);
        Some(value.map_or(found.value, Cow::Owned))
    }
}

/// Why a text is no XML, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct XmlError {
    pub message: &'static str,
    pub at: usize,
}

/// A place in an XML text.
pub(super) struct Xml<'a> {
    reader: quick_xml::Reader<&'a [u8]>,
    /// What was read behind a text, and is still to be handed out.
    behind: Option<Read<'a>>,
    /// The name of an element that ends where it starts.
    pending_end: Option<String>,
    depth: u32,
    has_root: bool,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut reader = quick_xml::Reader::from_str(text);
        // a lone ampersand stands for itself
        reader.config_mut().allow_dangling_amp = true;
        Xml { reader, behind: None, pending_end: None, depth: 0, has_root: false }
    }

    /// How many bytes are read.
    pub fn place(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn wrong<T>(&self, message: &'static str, back: usize) -> Result<T, XmlError> {
        Err(XmlError { message, at: self.place().saturating_sub(back) })
    }

    fn read(&mut self) -> Result<Read<'a>, XmlError> {
        if let Some(event) = self.behind.take() {
            return Ok(event);
        }
        self.reader.read_event().map_err(|error| {
            let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
            XmlError { message: message_of(&error), at }
        })
    }

    /// What comes next; nothing at the end of the document.
    pub fn next(&mut self) -> Result<Option<Event<'a>>, XmlError> {
        if let Some(name) = self.pending_end.take() {
            return Ok(Some(Event::End { name }));
        }
        loop {
            let from = self.place();
            let text = match self.read()? {
                Read::Start(tag) => {
                    let tag = self.start(tag, 2)?;
                    self.depth += 1;
                    return Ok(Some(Event::Start(tag)));
                }
                Read::Empty(tag) => {
                    let tag = self.start(tag, 3)?;
                    self.pending_end = Some(tag.name().to_owned());
                    return Ok(Some(Event::Start(tag)));
                }
                Read::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Event::End { name: tag.name().into_inner().to_owned() }));
                }
                Read::CData(text) => text.into_inner(),
                Read::Text(text) => self.text(text.into_inner())?,
                Read::GeneralRef(reference) => self.text(Cow::Owned(referred(&reference)))?,
                Read::Comment(_) | Read::Decl(_) | Read::PI(_) | Read::DocType(_) => continue,
                Read::Eof if self.depth == 0 && self.has_root => return Ok(None),
                Read::Eof => return self.wrong("the text ends inside an element", 0),
            };
            if text.trim().is_empty() {
                continue;
            }
            if self.depth == 0 {
                return Err(XmlError { message: "text outside of the document", at: from });
            }
            return Ok(Some(Event::Text(text)));
        }
    }

    /// The text that begins like this, up to the next markup: quick-xml hands out each reference by itself.
    fn text(&mut self, mut text: Cow<'a, str>) -> Result<Cow<'a, str>, XmlError> {
        loop {
            match self.read()? {
                Read::Text(more) => text.to_mut().push_str(&more),
                Read::GeneralRef(reference) => text.to_mut().push_str(&referred(&reference)),
                other => {
                    self.behind = Some(other);
                    return Ok(text);
                }
            }
        }
    }

    /// Checks a tag; `marks` are the characters around its content.
    fn start(&mut self, tag: BytesStart<'a>, marks: usize) -> Result<Tag<'a>, XmlError> {
        let back = tag.len() + marks;
        if self.depth == 0 && self.has_root {
            return self.wrong("a second document", back);
        }
        if self.depth >= MAX_DEPTH {
            return self.wrong("nested too deeply", back);
        }
        if tag.name().into_inner().is_empty() {
            return self.wrong("expected a name", back - 1);
        }
        let mut names = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            match attribute {
                Ok(attribute) => names.push(attribute.key.into_inner()),
                Err(error) => {
                    let (message, inside) = attribute_message(&error);
                    return self.wrong(message, (back - 1).saturating_sub(inside));
                }
            }
        }
        // quick-xml compares each with each
        names.sort_unstable();
        if !names.is_sorted_by(|a, b| a < b) {
            return self.wrong("an attribute that stands twice", back - 1);
        }
        self.has_root = true;
        Ok(Tag(tag))
    }
}

/// Whether a text is one document of XML as a whole.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn is_xml(text: &str) -> bool {
    let mut xml = Xml::new(text);
    loop {
        match xml.next() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// What a reference stands for; one that is not known stays as it is.
fn referred(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.into(),
        _ => resolve_predefined_entity(reference).map_or_else(|| format!("&{};", &**reference), str::to_owned),
    }
}

fn message_of(error: &Error) -> &'static str {
    match error {
        Error::Syntax(SyntaxError::UnclosedComment) => "a comment without an end",
        Error::Syntax(SyntaxError::UnclosedCData) => "a CDATA section without an end",
        Error::Syntax(SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl) => "a processing instruction without an end",
        Error::Syntax(SyntaxError::UnclosedDoctype) => "a document type without an end",
        Error::Syntax(SyntaxError::InvalidBangMarkup) => "markup that XML does not know",
        Error::Syntax(_) => "a tag without an end",
        Error::IllFormed(IllFormedError::MismatchedEndTag { .. } | IllFormedError::UnmatchedEndTag(_)) => {
            "a closing tag without an opening tag"
        }
        _ => "not well-formed",
    }
}

/// What is wrong with an attribute, and where in its tag.
fn attribute_message(error: &AttrError) -> (&'static str, usize) {
    match *error {
        AttrError::ExpectedEq(at) => ("expected an equals sign", at),
        AttrError::ExpectedValue(at) | AttrError::UnquotedValue(at) => ("expected a value in quotes", at),
        AttrError::ExpectedQuote(at, _) => ("a value without an end", at),
        AttrError::Duplicated(at, _) => ("an attribute that stands twice", at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str) -> Result<Vec<String>, XmlError> {
        let mut xml = Xml::new(text);
        let mut found = Vec::new();
        while let Some(event) = xml.next()? {
            found.push(match event {
                Event::Start(tag) => {
                    let of = |key: &str| tag.attribute(key).map(|v| format!(" {key}={v}")).unwrap_or_default();
                    format!("<{}{}{}>", tag.name(), of("b"), of("c"))
                }
                Event::End { name } => format!("</{name}>"),
                Event::Text(text) => text.trim().to_owned(),
            });
        }
        Ok(found)
    }

    #[test]
    fn elements_attributes_and_text_are_read() {
        let text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x \"y\">]><!-- c > --><a b=\"1 &lt; &#50;\" c='\"'>t &amp; &x;<d/><![CDATA[<e>]]></a>\n";
        assert_eq!(events(text).unwrap(), ["<a b=1 < 2 c=\">", "t & &x;", "<d>", "</d>", "<e>", "</a>"]);
        assert_eq!(events("<a b='&x; &lt;'>1 & 2 &</a>").unwrap(), ["<a b=&x; &lt;>", "1 & 2 &", "</a>"]);
    }

    #[test]
    fn what_does_not_close_is_named_by_its_place() {
        assert_eq!(events("<a><b></a>"), Err(XmlError { message: "a closing tag without an opening tag", at: 6 }));
        assert_eq!(events("<a>"), Err(XmlError { message: "the text ends inside an element", at: 3 }));
        assert_eq!(events("<a b=1/>"), Err(XmlError { message: "expected a value in quotes", at: 5 }));
        assert_eq!(events("<a b='1' c='' b='2'/>"), Err(XmlError { message: "an attribute that stands twice", at: 1 }));
        assert_eq!(events("<a/><b/>"), Err(XmlError { message: "a second document", at: 4 }));
        assert_eq!(events("<a>\n<![CDATA[x</a>").unwrap_err().message, "a CDATA section without an end");
        assert_eq!(events("<a>\n<b").unwrap_err().message, "a tag without an end");
        assert_eq!(events("<a/> x &amp; y"), Err(XmlError { message: "text outside of the document", at: 4 }));
        assert_eq!(events(&"<a>".repeat(10_000)), Err(XmlError { message: "nested too deeply", at: 3 * MAX_DEPTH as usize }));
    }

    #[test]
    fn an_entity_of_a_document_type_never_expands() {
        let laughs: String = (1..20).map(|n| format!("<!ENTITY l{n} \"&l{};&l{};\">", n - 1, n - 1)).collect();
        let text = format!("<!DOCTYPE a [<!ENTITY l0 \"lol\">{laughs}]><a b=\"&l19;\">&l19;</a>");
        assert_eq!(events(&text).unwrap(), ["<a b=&l19;>", "&l19;", "</a>"]);
        let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\" [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        assert_eq!(events(outside).unwrap(), ["<a>", "&x;", "</a>"]);
    }

    #[test]
    fn what_took_the_square_of_its_length_ends_with_a_word() {
        // each of these begins at every byte something that ends nowhere
        let ampersands = "&".repeat(3_000_000);
        let text = events(&format!("<a>{ampersands}</a>")).unwrap();
        assert!(text.len() == 3 && text[1] == ampersands);
        let value = events(&format!("<a b=\"{ampersands}\"/>")).unwrap();
        assert_eq!(value[0].len(), "<a b=>".len() + 3_000_000);
        assert_eq!(events(&"<!a".repeat(400_000)), Err(XmlError { message: "markup that XML does not know", at: 0 }));
        assert_eq!(events(&"<!DOCTYPE a [".repeat(100_000)).unwrap_err().message, "a document type without an end");
        let attributes: String = (0..100_000).map(|n| format!(" a{n}='1'")).collect();
        assert_eq!(events(&format!("<a{attributes}/>")).unwrap(), ["<a>", "</a>"]);
    }
}
