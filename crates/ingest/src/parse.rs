//! The bytes of one file to what they say, once; what depends on other files comes later.

mod own;
mod tool;

use own::{byte_lines, parse_document, parse_lines};
use tool::{parse_in_one_pass, parse_tool_file};

use super::container::{self, Unpacked};
use super::encoding::{NotText, text_from_bytes};
use super::formats::{Shape, refused_bytes, sarif};
use super::index::Index;
use super::json::{Cursor, JsonError, Kind};
use super::limits::MAX_FILE_BYTES;
use plumbline_domain::{Diagnostic, DiagnosticKind, Facts, Fate, Finding, FindingStatus, Format, Policy, Receipt, Record};
use std::borrow::Cow;
use std::sync::Arc;

/// What a file says by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Parsed {
    /// What was found out about it.
    pub summary: Summary,
    /// Reports and verifications.
    pub records: Vec<Record>,
    /// The records that can be used, as they stand in the file, when they are wanted.
    pub texts: Vec<RecordText>,
    /// Whether the file is one record, so that paths need no number.
    pub is_one_record: bool,
    /// An index.
    pub index: Option<Index>,
    /// What a tool's file proves.
    pub facts: Facts,
    /// Findings in a tool's file.
    pub findings: Arc<[Finding]>,
    /// Whether the bytes parse as JSON.
    pub is_json: bool,
    /// Whether there is anything in the file.
    pub is_empty: bool,
}

/// A record as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordText {
    /// Its line, from 1, in a file of one record a line.
    pub line: Option<u64>,
    /// Its text.
    pub text: String,
}

/// The part of a receipt that does not depend on the name.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    pub format: Format,
    pub tool: Option<String>,
    pub items: u64,
    pub open: u64,
    pub by_severity: [u64; 5],
    pub fate: Fate,
    pub diagnostics: Vec<Diagnostic>,
}

impl Default for Summary {
    fn default() -> Self {
        Summary {
            format: Format::Unknown,
            tool: None,
            items: 0,
            open: 0,
            by_severity: [0; 5],
            fate: Fate::Read,
            diagnostics: Vec::new(),
        }
    }
}

impl Summary {
    /// The receipt of a file with this name and digest.
    pub fn receipt(&self, file: &str, sha256: &str, bytes: u64) -> Receipt {
        Receipt {
            format: self.format,
            tool: self.tool.clone(),
            items: self.items,
            open: self.open,
            by_severity: self.by_severity,
            fate: self.fate,
            diagnostics: self.diagnostics.clone(),
            ..Receipt::new(file, sha256, bytes)
        }
    }

    fn refused(format: Format, diagnostics: Vec<Diagnostic>) -> Self {
        Summary { format, fate: Fate::Refused, diagnostics, ..Summary::default() }
    }

    fn count(&mut self, finding: &Finding) {
        if finding.status == FindingStatus::Open {
            self.open += 1;
            if let Some(n) = self.by_severity.get_mut(finding.severity.index()) {
                *n += 1;
            }
        }
    }
}

impl Parsed {
    fn refused(format: Format, diagnostic: Diagnostic) -> Self {
        Parsed { summary: Summary::refused(format, vec![diagnostic]), ..Parsed::default() }
    }

    fn empty() -> Self {
        let why = Diagnostic::new(DiagnosticKind::EmptyFile, "", "the file is empty");
        Parsed { is_empty: true, ..Parsed::refused(Format::Unknown, why) }
    }
}

const UNKNOWN: &str = "not recognised: Plumbline reads gate reports, verifications and the formats that docs/formats.md lists";

/// Reads the bytes of one file.
pub(super) fn parse(bytes: &[u8], policy: &Policy) -> Parsed {
    read(bytes, Wanted { policy, texts: false })
}

/// The same, with the texts of the records.
pub(super) fn parse_with_texts(bytes: &[u8], policy: &Policy) -> Parsed {
    read(bytes, Wanted { policy, texts: true })
}

/// How records are read.
#[derive(Clone, Copy)]
struct Wanted<'p> {
    policy: &'p Policy,
    /// Whether their texts are kept.
    texts: bool,
}

fn read(bytes: &[u8], wanted: Wanted<'_>) -> Parsed {
    if bytes.is_empty() {
        return Parsed::empty();
    }
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let message = format!("larger than {} MiB: split it", MAX_FILE_BYTES >> 20);
        return Parsed::refused(Format::Unknown, Diagnostic::new(DiagnosticKind::TooLarge, "", message));
    }
    let unpacked = match container::gunzip(bytes) {
        Unpacked::AsItWas => Cow::Borrowed(bytes),
        Unpacked::Bytes(inner) if inner.is_empty() => return Parsed::empty(),
        Unpacked::Bytes(inner) => Cow::Owned(inner),
        Unpacked::Refused(message) => {
            return Parsed::refused(Format::Unknown, Diagnostic::new(DiagnosticKind::NotUnpacked, "", message));
        }
    };
    if matches!(unpacked, Cow::Owned(_)) && unpacked.starts_with(&[0x1f, 0x8b]) {
        return Parsed::refused(
            Format::Unknown,
            Diagnostic::new(DiagnosticKind::UnreadFormat, "", "compressed twice with gzip: decompress it once"),
        );
    }
    if let Some((format, message)) = refused_bytes(&unpacked) {
        return Parsed::refused(format, Diagnostic::new(DiagnosticKind::UnreadFormat, "", message));
    }
    if container::is_zip(&unpacked) {
        let kept = match unpacked {
            Cow::Owned(_) => "a zip inside a gzip is not opened; unpack the gzip and pass the zip on its own to read its files",
            Cow::Borrowed(_) => "a zip inside a folder or a zip is not opened; pass it on its own to read its files",
        };
        let note = Diagnostic::new(DiagnosticKind::Kept, "", kept);
        return Parsed {
            summary: Summary { format: Format::Zip, diagnostics: vec![note], ..Summary::default() },
            ..Parsed::default()
        };
    }
    match text_from_bytes(&unpacked) {
        Ok(text) => parse_text(&text, wanted),
        Err(e) => {
            // One bad byte costs its line, in a file of one record a line.
            let lossy = String::from_utf8_lossy(&unpacked);
            let is_utf8 = matches!(e, NotText::Invalid { encoding: "UTF-8", .. });
            if is_utf8 && lossy.lines().count() > 1 && layout(&lossy) == Some(Layout::Lines) {
                parse_lines(byte_lines(&unpacked), wanted)
            } else {
                let names_own = names_own_format(&unpacked);
                let kind = if names_own { DiagnosticKind::OwnFormat } else { DiagnosticKind::UnknownFormat };
                let message = match e {
                    NotText::Invalid { .. } => format!("{e}: not text, and no other known format"),
                    NotText::Unread { .. } => e.to_string(),
                };
                Parsed::refused(Format::Unknown, Diagnostic::new(kind, "", message))
            }
        }
    }
}

/// Reads a SARIF log whose results were taken while it arrived. None when it has to be read as a whole.
pub(super) fn parse_arrived(arrived: sarif::Arriving, policy: &Policy) -> Option<Parsed> {
    let (log, reading) = arrived.finish()?;
    let scanned = Shape::of(&log);
    let mut parsed = parse_in_one_pass(&log, &scanned, reading, policy).filter(|_| is_whole_tool_file(&log, &scanned))?;
    // it is larger than a list of nothing
    parsed.facts.is_empty_list = false;
    Some(parsed)
}

/// Whether a text is one whole object and no record of ours. It tells by its first level of keys what it is; most tools' files are one,
/// and they can be large.
fn is_whole_tool_file(text: &str, (shape, after): &(Shape<'_>, usize)) -> bool {
    let is_whole = shape.is_object() && shape.error.is_none() && (shape.cut_short || !has_more(text, *after));
    let names_ours = shape.word("format").is_some_and(|f| f.starts_with("plumbline."));
    is_whole && !names_ours
}

fn parse_text(text: &str, wanted: Wanted<'_>) -> Parsed {
    let scanned = Shape::of(text);
    if is_whole_tool_file(text, &scanned) {
        return parse_tool_file(text, scanned, wanted.policy);
    }
    match layout(text) {
        Some(Layout::Document) => parse_document(text, wanted),
        Some(Layout::Lines) => parse_lines(text.split('\n').map(Ok), wanted),
        None => parse_tool_file(text, scanned, wanted.policy),
    }
}

/// Whether anything but space stands behind a place.
fn has_more(text: &str, place: usize) -> bool {
    text.get(place..).is_some_and(|rest| !rest.trim().is_empty())
}

/// Whether a version of one of our formats is one that is read: the first, with whatever minor number behind it. A minor version
/// only adds keys, and unknown keys are kept out of the way.
pub fn is_version_1(version: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    version == "1" || version.strip_prefix("1.").is_some_and(is_number)
}

/// How our own records stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// One object, or an array of objects.
    Document,
    /// One object a line.
    Lines,
}

/// How our own records stand in a text; none when there are none.
fn layout(text: &str) -> Option<Layout> {
    if !text.contains("plumbline.") {
        return None;
    }
    let mut cursor = Cursor::new(text);
    let (mut is_own, mut is_own_list) = (false, false);
    let whole = match cursor.peek() {
        Ok(Kind::Array) => cursor.array(|c, _| {
            is_own_list = names_our_format(c)?;
            // an error is how a scan ends early
            if is_own_list { Err(JsonError { message: "", at: c.place() }) } else { Ok(()) }
        }),
        Ok(Kind::Object) => names_our_format(&mut cursor).map(|own| is_own = own),
        Ok(_) | Err(_) => cursor.skip(),
    };
    if is_own_list {
        return Some(Layout::Document);
    }
    if whole.is_ok() && cursor.is_at_end() {
        return is_own.then_some(Layout::Document);
    }
    let has_lines = text.lines().filter(|l| l.contains("plumbline.")).any(|line| {
        let mut cursor = Cursor::new(line);
        names_our_format(&mut cursor).is_ok_and(|own| own && cursor.is_at_end())
    });
    if has_lines { Some(Layout::Lines) } else { (is_own || whole.is_err()).then_some(Layout::Document) }
}

/// Whether bytes that cannot be read hold a `format` of our records, as a broken report does, or reports inside of something else.
fn names_own_format(bytes: &[u8]) -> bool {
    const FORMATS: [&[u8]; 2] = [b"plumbline.gate-report/", b"plumbline.verification/"];
    let mut rest = bytes;
    while let Some(at) = rest.windows(11).position(|window| window == b"\"plumbline.") {
        let (before, found) = rest.split_at(at);
        let key = before.trim_ascii_end().strip_suffix(b":").map(<[u8]>::trim_ascii_end);
        let text = found.get(1..).unwrap_or_default();
        if key.is_some_and(|key| key.ends_with(b"\"format\"")) && FORMATS.iter().any(|format| text.starts_with(format)) {
            return true;
        }
        rest = text;
    }
    false
}

/// Whether the next value is an object whose `format` is one of ours.
fn names_our_format(cursor: &mut Cursor<'_>) -> Result<bool, JsonError> {
    let mut own = false;
    cursor.object_if(|c, key| {
        if key == "format" {
            own = c.string_if()?.is_some_and(|f| f.starts_with("plumbline."));
            Ok(())
        } else {
            c.skip()
        }
    })?;
    Ok(own)
}
