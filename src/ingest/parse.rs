//! The bytes of one file to what they say, once; what depends on other files comes later.

use super::{
    container::{self, Unpacked},
    encoding::text_from_bytes,
    fields::{Fields, Site, Unusable},
    formats::{REGISTRY, Reading, Refusal, Shape, refused_bytes, refused_json, refused_text, test_reports},
    index::{Index, index_from_text},
    json::{Cursor, Json, JsonError, Kind},
    limits::{MAX_DIAGNOSTICS, MAX_FILE_BYTES},
    log::Log,
    policy::policy_from_text,
    report::{report_from_json, verification_from_json},
};
use crate::domain::{Diagnostic, Facts, FileId, Finding, FindingStatus, Format, Origin, Policy, Receipt, Record};
use std::borrow::Cow;
use std::cell::RefCell;

/// What a file says by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Parsed {
    /// What was found out about it.
    pub summary: Summary,
    /// Reports and verifications.
    pub records: Vec<Record>,
    /// Whether the file is one record, so that paths need no number.
    pub is_one_record: bool,
    /// An index.
    pub index: Option<Index>,
    /// What a tool's file proves.
    pub facts: Facts,
    /// Findings in a tool's file.
    pub findings: Vec<Finding>,
    /// Whether the bytes parse as JSON.
    pub is_json: bool,
    /// Whether there is anything in the file.
    pub is_empty: bool,
}

/// The part of a receipt that does not depend on the name.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    pub format: Format,
    pub tool: Option<String>,
    pub items: u64,
    pub open: u64,
    pub by_severity: [u64; 5],
    pub refused: bool,
    pub diagnostics: Vec<Diagnostic>,
    /// Why each record that could not be read was lost.
    pub lost: Vec<Diagnostic>,
}

impl Default for Summary {
    fn default() -> Self {
        Summary {
            format: Format::Unknown,
            tool: None,
            items: 0,
            open: 0,
            by_severity: [0; 5],
            refused: false,
            diagnostics: Vec::new(),
            lost: Vec::new(),
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
            refused: self.refused,
            diagnostics: self.diagnostics.clone(),
            lost: self.lost.clone(),
            ..Receipt::new(file, sha256, bytes)
        }
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
        Parsed {
            summary: Summary { format, refused: true, diagnostics: vec![diagnostic], ..Summary::default() },
            ..Parsed::default()
        }
    }
}

const UNKNOWN: &str = "no format that is read here: gate reports, verifications and the tools' formats in docs/formats.md are";

/// Reads the bytes of one file.
pub(super) fn parse(bytes: &[u8], policy: &Policy) -> Parsed {
    if bytes.is_empty() {
        let mut parsed = Parsed::refused(Format::Unknown, Diagnostic::error("", "the file is empty"));
        parsed.is_empty = true;
        return parsed;
    }
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let message = format!("larger than {} MiB: split it", MAX_FILE_BYTES >> 20);
        return Parsed::refused(Format::Unknown, Diagnostic::error("", message));
    }
    let unpacked = match container::gunzip(bytes) {
        Unpacked::AsItWas => Cow::Borrowed(bytes),
        Unpacked::Bytes(inner) if inner.is_empty() => {
            let mut parsed = Parsed::refused(Format::Unknown, Diagnostic::error("", "the file is empty"));
            parsed.is_empty = true;
            return parsed;
        }
        Unpacked::Bytes(inner) => Cow::Owned(inner),
        Unpacked::Refused(message) => {
            let mut parsed = Parsed::refused(Format::Unknown, Diagnostic::error("", message));
            parsed.summary.lost = parsed.summary.diagnostics.clone();
            return parsed;
        }
    };
    if matches!(unpacked, Cow::Owned(_)) && unpacked.starts_with(&[0x1f, 0x8b]) {
        return Parsed::refused(Format::Unknown, Diagnostic::error("", "packed twice by gzip: unpack it once"));
    }
    if let Some((format, message)) = refused_bytes(&unpacked) {
        return Parsed::refused(format, Diagnostic::error("", message));
    }
    if container::is_zip(&unpacked) {
        let kept = match unpacked {
            Cow::Owned(_) => {
                "a zip packed by gzip is kept as it is; unpack the gzip, and give the zip by itself to read what is in it"
            }
            Cow::Borrowed(_) => "a zip inside a folder or a zip is kept as it is; give it by itself to read what is in it",
        };
        let note = Diagnostic::note("", kept);
        return Parsed {
            summary: Summary { format: Format::Zip, diagnostics: vec![note], ..Summary::default() },
            ..Parsed::default()
        };
    }
    match text_from_bytes(&unpacked) {
        Ok(text) => parse_text(&text, policy),
        Err(e) => {
            // One bad byte costs its line, in a file of one record a line.
            let lossy = String::from_utf8_lossy(&unpacked);
            if e.encoding == "UTF-8" && lossy.lines().count() > 1 && layout(&lossy) == Some(Layout::Lines) {
                parse_lines(byte_lines(&unpacked), policy)
            } else {
                Parsed::refused(Format::Unknown, Diagnostic::error("", format!("{e}: neither text nor any other known format")))
            }
        }
    }
}

fn parse_text(text: &str, policy: &Policy) -> Parsed {
    let scanned = Shape::of(text);
    // One whole object tells by its first level of keys what it is; most tools' files are one, and they can be large.
    let is_whole = scanned.0.is_object() && scanned.0.error.is_none() && (scanned.0.cut_short || !has_more(text, scanned.1));
    let names_ours = scanned.0.word("format").is_some_and(|f| f.starts_with("plumbline."));
    if is_whole && !names_ours {
        return parse_tool_file(text, scanned);
    }
    match layout(text) {
        Some(Layout::Document) => parse_document(text, policy),
        Some(Layout::Lines) => parse_lines(text.split('\n').map(Ok), policy),
        None => parse_tool_file(text, scanned),
    }
}

/// Whether anything but space stands behind a place.
fn has_more(text: &str, place: usize) -> bool {
    text.get(place..).is_some_and(|rest| !rest.trim().is_empty())
}

/// Whether a version of one of our formats is one that is read: the first, with whatever minor number behind it. A minor version
/// only adds keys, and unknown keys are kept out of the way.
pub(super) fn is_version_1(version: &str) -> bool {
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
    let mut is_own = false;
    let whole = match cursor.peek() {
        Ok(Kind::Array) => cursor.array(|c, _| {
            is_own |= !is_own && names_our_format(c)?;
            if is_own { Err(FOUND) } else { Ok(()) }
        }),
        Ok(Kind::Object) => names_our_format(&mut cursor).map(|own| is_own = own),
        Ok(_) | Err(_) => cursor.skip(),
    };
    if whole == Err(FOUND) {
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

/// How a scan ends early.
const FOUND: JsonError = JsonError { message: "found", at: 0 };

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

/// Gathers the records of one file.
struct Records<'p> {
    policy: &'p Policy,
    /// The texts of the records that can be used, when they are wanted.
    texts: Option<Vec<(u64, String)>>,
    log: RefCell<Log>,
    parsed: Parsed,
    n_policies: u64,
    n_indexes: u64,
}

impl<'p> Records<'p> {
    fn new(policy: &'p Policy) -> Self {
        Records { policy, texts: None, log: RefCell::default(), parsed: Parsed::default(), n_policies: 0, n_indexes: 0 }
    }

    /// Reads one record; `slice` is its text.
    fn add(&mut self, value: &Json<'_>, site: Site<'_>, n: usize, slice: &str) {
        let before = self.log.borrow().len();
        if self.try_add(value, site, n, slice).is_err() {
            self.lose(before, site);
        } else if let Some(texts) = &mut self.texts {
            texts.push((self.log.borrow().line.unwrap_or(0), slice.to_owned()));
        }
    }

    /// Notes that a record is lost, for the first thing that was said since there were `before` diagnostics.
    fn lose(&mut self, before: usize, site: Site<'_>) {
        let lost = &mut self.parsed.summary.lost;
        if lost.len() < MAX_DIAGNOSTICS {
            let log = self.log.borrow();
            lost.push(log.said(before).unwrap_or_else(|| Diagnostic::error(site.path(), "cannot be read")));
        }
    }

    fn try_add(&mut self, value: &Json<'_>, site: Site<'_>, n: usize, slice: &str) -> Result<(), Unusable> {
        let log = &self.log;
        let error = |message: String| {
            log.borrow_mut().error(site.path(), message);
            Unusable
        };
        if !matches!(value, Json::Object(_) | Json::Repeated(_)) {
            return Err(error("not an object".into()));
        }
        let fields = Fields::of(value, site, log)?;
        let Some(format) = fields.value("format").and_then(Json::text) else {
            return Err(error("no known format: `format` is missing".into()));
        };
        let origin = Origin { file: FileId(0), record: u32::try_from(n).unwrap_or(u32::MAX) };
        let named = format.strip_prefix("plumbline.").and_then(|f| f.split_once('/'));
        let record = match named.map(|(name, version)| (name, if is_version_1(version) { "1" } else { version })) {
            Some(("gate-report", "1")) => report_from_json(value, site, self.policy, origin, log)?,
            Some(("verification", "1")) => verification_from_json(value, site, origin, log)?,
            Some(("policy", "1")) => {
                match policy_from_text(slice) {
                    Ok(_) => {
                        log.borrow_mut().note(site.path(), "a policy: read, and not in force by standing here");
                        self.n_policies += 1;
                    }
                    Err(errors) => errors.into_iter().for_each(|e| log.borrow_mut().push(e)),
                }
                return Ok(());
            }
            Some(("index", "1")) => {
                self.parsed.index = Some(index_from_text(slice, log)?);
                self.n_indexes += 1;
                return Ok(());
            }
            Some((name @ ("gate-report" | "verification" | "policy" | "index"), version)) => {
                let version: String = version.chars().take(20).collect();
                return Err(error(format!("version {version} of plumbline.{name} is not known; this reads version 1")));
            }
            _ => {
                let short: String = format.chars().take(60).collect();
                return Err(error(format!("no known format: {short:?}")));
            }
        };
        if let Record::Report(report) = &record {
            report.findings.iter().for_each(|f| self.parsed.summary.count(f));
        }
        self.parsed.records.push(record);
        Ok(())
    }

    fn finish(self) -> Parsed {
        let mut parsed = self.parsed;
        let reports = parsed.records.iter().filter(|r| matches!(r, Record::Report(_))).count() as u64;
        let verifications = parsed.records.len() as u64 - reports;
        let kinds = [
            (reports, Format::GateReport),
            (verifications, Format::Verification),
            (self.n_policies, Format::Policy),
            (self.n_indexes, Format::Index),
        ];
        let mut present = kinds.iter().filter(|(n, _)| *n > 0);
        parsed.summary.format = match (present.next(), present.next()) {
            (Some((_, format)), None) => *format,
            _ => Format::Records,
        };
        parsed.summary.items = kinds.iter().map(|(n, _)| n).sum();
        let log = self.log.into_inner();
        parsed.summary.refused = parsed.summary.items == 0 && log.has_errors();
        parsed.summary.diagnostics = log.into_diagnostics();
        parsed
    }
}

fn parse_document(text: &str, policy: &Policy) -> Parsed {
    let mut records = Records::new(policy);
    match add_document(&mut records, text) {
        Ok(is_array) => {
            let mut parsed = records.finish();
            parsed.is_json = true;
            parsed.is_one_record = !is_array;
            parsed
        }
        Err(e) => {
            let mut log = Log::default();
            log.syntax("", &e, text, 1);
            Parsed {
                summary: Summary {
                    format: Format::Records,
                    refused: true,
                    diagnostics: log.into_diagnostics(),
                    ..Summary::default()
                },
                ..Parsed::default()
            }
        }
    }
}

/// Adds the records of a document; whether it is an array.
fn add_document(records: &mut Records<'_>, text: &str) -> Result<bool, JsonError> {
    let mut cursor = Cursor::with_unique_keys(text);
    let is_array = cursor.peek() == Ok(Kind::Array);
    let whole = if is_array {
        cursor.array(|c, i| {
            let from = c.place();
            let value = c.value()?;
            records.add(&value, Site::ROOT.index(i), i, c.slice(from, c.place()).trim());
            Ok(())
        })
    } else {
        cursor.value().map(|value| records.add(&value, Site::ROOT, 0, text.trim()))
    };
    whole.and_then(|()| cursor.end()).map(|()| is_array)
}

fn parse_lines<'a>(lines: impl Iterator<Item = Result<&'a str, ()>>, policy: &Policy) -> Parsed {
    let mut records = Records::new(policy);
    let n_lines = add_lines(&mut records, lines);
    let mut parsed = records.finish();
    parsed.is_json = n_lines == 1 && !parsed.summary.refused;
    parsed
}

/// Adds one record a line; how many lines hold something.
fn add_lines<'a>(records: &mut Records<'_>, lines: impl Iterator<Item = Result<&'a str, ()>>) -> usize {
    let mut n_lines = 0;
    for (n, line) in lines.enumerate() {
        let number = n as u64 + 1;
        let site = Site::ROOT.index(n);
        records.log.borrow_mut().line = Some(number);
        let Ok(line) = line else {
            let before = records.log.borrow().len();
            records.log.borrow_mut().error(site.path(), "not valid UTF-8");
            records.lose(before, site);
            continue;
        };
        if line.trim().is_empty() {
            continue;
        }
        n_lines += 1;
        let mut cursor = Cursor::with_unique_keys(line);
        match cursor.value().and_then(|value| cursor.end().map(|()| value)) {
            Ok(value) => records.add(&value, site, n, line),
            Err(e) => {
                let before = records.log.borrow().len();
                records.log.borrow_mut().syntax(site.path(), &e, line, number);
                records.lose(before, site);
            }
        }
    }
    records.log.borrow_mut().line = None;
    n_lines
}

/// The records of a file that can be used, each as it stands there and with its line (0 for one of a document), and why each of
/// the others is lost: what [`parse`] reads, as text.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn record_texts(bytes: &[u8], policy: &Policy) -> (Vec<(u64, String)>, Vec<Diagnostic>) {
    let unpacked = match container::gunzip(bytes) {
        Unpacked::Bytes(inner) => Cow::Owned(inner),
        Unpacked::AsItWas | Unpacked::Refused(_) => Cow::Borrowed(bytes),
    };
    let mut records = Records { texts: Some(Vec::new()), ..Records::new(policy) };
    match text_from_bytes(&unpacked) {
        Ok(text) if layout(&text) == Some(Layout::Document) => {
            if let Err(e) = add_document(&mut records, &text) {
                records.parsed.summary.lost.push(Diagnostic::error("", e.message));
            }
        }
        Ok(text) => {
            add_lines(&mut records, text.split('\n').map(Ok));
        }
        Err(_) => {
            add_lines(&mut records, byte_lines(&unpacked));
        }
    }
    (records.texts.unwrap_or_default(), records.parsed.summary.lost)
}

/// The lines of a file, and that one is not UTF-8.
fn byte_lines(bytes: &[u8]) -> impl Iterator<Item = Result<&str, ()>> {
    bytes.split(|b| *b == b'\n').map(|l| std::str::from_utf8(l).map_err(|_| ()))
}

fn parse_tool_file(text: &str, scanned: (Shape<'_>, usize)) -> Parsed {
    if let Some((format, message)) = refused_text(text) {
        return Parsed::refused(format, Diagnostic::error("", message));
    }
    if text.trim_start().starts_with('<')
        && let Some(format) = test_reports::format_of(text)
    {
        let mut reading = Reading::default();
        let outcome = test_reports::read(text, &mut reading);
        return tool_file(text, format, outcome, reading, Parsed::default());
    }
    let (shape, after) = scanned;
    // Some tools write one document a line; the first one says which format it is.
    let has_more = !shape.cut_short && shape.error.is_none() && has_more(text, after);
    let is_json = shape.error.is_none() && !has_more;
    let facts = Facts { states_drift: shape.states_drift && is_json, ..Facts::default() };
    let base = Parsed { is_json, facts, ..Parsed::default() };
    if let Some((format, message)) = refused_json(&shape) {
        let diagnostic = Diagnostic::error("version", message);
        return Parsed {
            summary: Summary { format, refused: true, diagnostics: vec![diagnostic], ..Summary::default() },
            ..base
        };
    }
    match REGISTRY.iter().find(|d| (d.fits)(&shape)) {
        Some(descriptor) => {
            let mut reading = Reading::default();
            let outcome = (descriptor.read)(text, &mut reading);
            tool_file(text, descriptor.format, outcome, reading, base)
        }
        None => {
            if let Some(behind) = behind_log_lines(text, &shape) {
                let mut parsed = parse_tool_file(&behind, Shape::of(&behind));
                parsed.is_json = false;
                parsed.facts.states_drift = false;
                let note =
                    "the lines before the document are no part of it, and left out; have the tool write to a file of its own";
                parsed.summary.diagnostics.push(Diagnostic::note("", note).at(1, 1));
                return parsed;
            }
            let mut log = Log::default();
            let begins_document = |text: &str| matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'['));
            let looks_like_json = begins_document(text);
            let next_is_document = has_more && text.get(after..).is_some_and(begins_document);
            match &shape.error {
                Some(e) if looks_like_json => log.syntax("", e, text, 1),
                // several documents, one a line, are whole: a log of a deployment is written so
                _ if looks_like_json && has_more && !next_is_document => {
                    let e = JsonError { message: "text after the end of the document", at: after };
                    log.syntax("", &e, text, 1);
                }
                _ => log.error("", UNKNOWN),
            }
            let summary = Summary { refused: true, diagnostics: log.into_diagnostics(), ..Summary::default() };
            Parsed { summary, ..base }
        }
    }
}

/// A text with the lines before its document blanked out, so that every place in it keeps its line and column: what a wrapper or a
/// shell says first. None when none of the next few lines begins a document of a known format.
fn behind_log_lines(text: &str, shape: &Shape<'_>) -> Option<String> {
    const LINES: usize = 100;
    const TRIES: usize = 8;
    let begins = |line: &&str| line.trim_start().starts_with(['{', '[', '<']);
    // what is a document until somewhere further down is a damaged one, and what stands in it is no document of its own
    let first_line = text.find('\n')?;
    let start = text.trim_start();
    let is_damaged_json = start.starts_with(['{', '[']) && shape.error.as_ref().is_none_or(|e| e.at > first_line);
    if start.starts_with('<') || is_damaged_json {
        return None;
    }
    let mut from = 0;
    let mut starts = text.split_inclusive('\n').take(LINES).filter_map(|line| {
        let start = from;
        from += line.len();
        (start > 0 && begins(&line)).then_some(start)
    });
    let start = starts.by_ref().take(TRIES).find(|start| {
        let rest = text.get(*start..).unwrap_or_default();
        let (shape, _) = Shape::of(rest);
        test_reports::format_of(rest).is_some() || (shape.error.is_none() && REGISTRY.iter().any(|d| (d.fits)(&shape)))
    })?;
    let (before, rest) = text.split_at_checked(start)?;
    let blank: String = before.chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
    Some(blank + rest)
}

fn tool_file(text: &str, format: Format, outcome: Result<(), Refusal>, mut reading: Reading, base: Parsed) -> Parsed {
    let mut summary = Summary { format, tool: reading.tool.take(), ..Summary::default() };
    let is_json = base.is_json && !matches!(outcome, Err(Refusal::Syntax(_)));
    match outcome {
        Ok(()) => {
            summary.items = reading.items;
            reading.findings.iter().for_each(|f| summary.count(f));
            summary.diagnostics = reading.log.into_diagnostics();
            let facts = Facts { states_drift: base.facts.states_drift, ..reading.facts };
            Parsed { summary, facts, findings: reading.findings, is_json, ..base }
        }
        Err(refusal) => {
            match refusal {
                Refusal::Syntax(e) => reading.log.syntax("", &e, text, 1),
                Refusal::Shape { path, message } => reading.log.error(path, message),
            }
            summary.refused = true;
            summary.diagnostics = reading.log.into_diagnostics();
            Parsed { summary, is_json, ..base }
        }
    }
}
