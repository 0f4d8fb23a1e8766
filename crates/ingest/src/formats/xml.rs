//! XML, read once from front to back, as far as test reports need it: no entity but the five of XML is known, so none can expand.

use super::super::limits::MAX_DEPTH;
use std::borrow::Cow;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// An element starts.
    Start {
        /// Its name, as written.
        name: &'a str,
        /// Its attributes, as written.
        attributes: Vec<(&'a str, Cow<'a, str>)>,
    },
    /// An element ends.
    End {
        /// Its name, as written.
        name: &'a str,
    },
    /// Text that is not blank.
    Text(Cow<'a, str>),
}

/// Why a text is no XML, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct XmlError {
    pub message: &'static str,
    pub at: usize,
}

/// A place in an XML text.
pub(super) struct Xml<'a> {
    text: &'a str,
    at: usize,
    open: Vec<&'a str>,
    pending_end: Option<&'a str>,
    has_root: bool,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        Xml { text, at: 0, open: Vec::new(), pending_end: None, has_root: false }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong<T>(&self, message: &'static str) -> Result<T, XmlError> {
        Err(XmlError { message, at: self.at })
    }

    /// Moves behind the next `end`.
    fn skip_past(&mut self, end: &str, message: &'static str) -> Result<&'a str, XmlError> {
        match self.rest().find(end) {
            Some(n) => {
                let inner = self.rest().get(..n).unwrap_or_default();
                self.at += n + end.len();
                Ok(inner)
            }
            None => self.wrong(message),
        }
    }

    /// What comes next; nothing at the end of the document.
    pub fn next(&mut self) -> Result<Option<Event<'a>>, XmlError> {
        if let Some(name) = self.pending_end.take() {
            return Ok(Some(Event::End { name }));
        }
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return if self.open.is_empty() && self.has_root {
                    Ok(None)
                } else {
                    self.wrong("the text ends inside an element")
                };
            } else if rest.starts_with("<!--") {
                self.skip_past("-->", "a comment without an end")?;
            } else if rest.starts_with("<![CDATA[") {
                self.at += "<![CDATA[".len();
                let text = self.skip_past("]]>", "a CDATA section without an end")?;
                if !text.trim().is_empty() {
                    return Ok(Some(Event::Text(Cow::Borrowed(text))));
                }
            } else if rest.starts_with("<?") {
                self.skip_past("?>", "a processing instruction without an end")?;
            } else if rest.starts_with("<!") {
                // A document type; one with declarations of its own ends with `]>`.
                let has_own = rest.find('[').is_some_and(|open| rest.find('>').is_some_and(|close| open < close));
                self.skip_past(if has_own { "]>" } else { ">" }, "a document type without an end")?;
            } else if rest.starts_with("</") {
                let start = self.at;
                self.at += 2;
                let name = self.skip_past(">", "a closing tag without an end")?.trim();
                if self.open.pop() != Some(name) {
                    self.at = start;
                    return self.wrong("a closing tag that closes nothing");
                }
                return Ok(Some(Event::End { name }));
            } else if rest.starts_with('<') {
                return self.start().map(Some);
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                let text = rest.get(..end).unwrap_or_default();
                if !text.trim().is_empty() {
                    if self.open.is_empty() {
                        return self.wrong("text outside of the document");
                    }
                    self.at += end;
                    return Ok(Some(Event::Text(unescaped(text))));
                }
                self.at += end;
            }
        }
    }

    fn start(&mut self) -> Result<Event<'a>, XmlError> {
        if self.open.is_empty() && self.has_root {
            return self.wrong("a second document");
        }
        if self.open.len() >= MAX_DEPTH as usize {
            return self.wrong("nested too deeply");
        }
        self.at += 1;
        let name = self.name()?;
        let mut attributes = Vec::new();
        loop {
            self.skip_space();
            let rest = self.rest();
            if rest.starts_with("/>") {
                self.at += 2;
                self.pending_end = Some(name);
                break;
            } else if rest.starts_with('>') {
                self.at += 1;
                self.open.push(name);
                break;
            }
            let key = self.name()?;
            self.skip_space();
            if !self.rest().starts_with('=') {
                return self.wrong("an equals sign was expected");
            }
            self.at += 1;
            self.skip_space();
            let quote = match self.rest().as_bytes().first() {
                Some(b'"') => "\"",
                Some(b'\'') => "'",
                _ => return self.wrong("a value in quotes was expected"),
            };
            self.at += 1;
            let value = self.skip_past(quote, "a value without an end")?;
            attributes.push((key, unescaped(value)));
        }
        self.has_root = true;
        Ok(Event::Start { name, attributes })
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn name(&mut self) -> Result<&'a str, XmlError> {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '=' | '<' | '"' | '\'')).unwrap_or(rest.len());
        if end == 0 {
            return self.wrong("a name was expected");
        }
        self.at += end;
        Ok(rest.get(..end).unwrap_or_default())
    }
}

/// Text without its character references; one that is not known stays as it is.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(rest.get(..start).unwrap_or_default());
        rest = rest.get(start..).unwrap_or_default();
        let reference = rest.find(';').filter(|n| *n <= 10).and_then(|n| rest.get(1..n));
        let c = reference.and_then(|r| match r {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => {
                let number = r.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        match (c, reference) {
            (Some(c), Some(reference)) => {
                out.push(c);
                rest = rest.get(reference.len() + 2..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str) -> Result<Vec<String>, XmlError> {
        let mut xml = Xml::new(text);
        let mut found = Vec::new();
        while let Some(event) = xml.next()? {
            found.push(match event {
                Event::Start { name, attributes } => {
                    let all: String = attributes.iter().map(|(k, v)| format!(" {k}={v}")).collect();
                    format!("<{name}{all}>")
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
    }

    #[test]
    fn what_does_not_close_is_named_by_its_place() {
        assert_eq!(events("<a><b></a>"), Err(XmlError { message: "a closing tag that closes nothing", at: 6 }));
        assert_eq!(events("<a>"), Err(XmlError { message: "the text ends inside an element", at: 3 }));
        assert_eq!(events("<a b=1/>"), Err(XmlError { message: "a value in quotes was expected", at: 5 }));
        assert_eq!(events("<a/><b/>"), Err(XmlError { message: "a second document", at: 4 }));
        assert_eq!(events(&"<a>".repeat(10_000)).unwrap_err().message, "nested too deeply");
    }
}
