//! Our own records in a file: reports, verifications, policies and indexes.

use super::{Parsed, RecordText, Summary, Wanted, is_version_1};
use crate::fields::{Fields, Site, Unusable};
use crate::index::index_from_text;
use crate::json::{Cursor, Json, JsonError, Kind};
use crate::log::Log;
use crate::policy::policy_from_text;
use crate::report::{report_from_fields, verification_from_fields};
use plumbline_domain::{DiagnosticKind, Fate, FileId, Format, Origin, Record};
use std::cell::RefCell;

/// Gathers the records of one file.
struct Records<'p> {
    wanted: Wanted<'p>,
    log: RefCell<Log>,
    parsed: Parsed,
    n_policies: u64,
    n_indexes: u64,
}

impl<'p> Records<'p> {
    fn new(wanted: Wanted<'p>) -> Self {
        Records { wanted, log: RefCell::default(), parsed: Parsed::default(), n_policies: 0, n_indexes: 0 }
    }

    /// Reads one record; `slice` is its text.
    fn add(&mut self, value: &Json<'_>, site: Site<'_>, n: usize, slice: &str) {
        let before = self.log.borrow().len();
        if self.try_add(value, site, n, slice).is_err() {
            self.log.borrow_mut().lose_record(before);
        } else if self.wanted.texts {
            self.parsed.texts.push(RecordText { line: self.log.borrow().line, text: slice.to_owned() });
        }
    }

    fn try_add(&mut self, value: &Json<'_>, site: Site<'_>, n: usize, slice: &str) -> Result<(), Unusable> {
        let log = &self.log;
        let error = |message: String| {
            log.borrow_mut().say(DiagnosticKind::LostRecord, site.path(), message);
            Unusable
        };
        if !matches!(value, Json::Object(_) | Json::Repeated(_)) {
            return Err(error("not an object".into()));
        }
        let fields = Fields::of(value, site, log, DiagnosticKind::LostDetail)?;
        let Some(format) = fields.value("format").and_then(Json::text) else {
            return Err(error("not a known format: `format` is missing".into()));
        };
        let origin = Origin { file: FileId(0), record: u32::try_from(n).unwrap_or(u32::MAX) };
        let named = format.strip_prefix("plumbline.").and_then(|f| f.split_once('/'));
        let record = match named.map(|(name, version)| (name, if is_version_1(version) { "1" } else { version })) {
            Some(("gate-report", "1")) => report_from_fields(fields, self.wanted.policy, origin)?,
            Some(("verification", "1")) => verification_from_fields(fields, origin)?,
            Some(("policy", "1")) => {
                if let Err(errors) = policy_from_text(slice) {
                    errors.into_iter().for_each(|e| log.borrow_mut().push(e));
                    return Err(Unusable);
                }
                let kind = DiagnosticKind::PolicyAmongRecords;
                log.borrow_mut().say(kind, site.path(), "a policy file: read, but not in force here");
                self.n_policies += 1;
                return Ok(());
            }
            Some(("index", _)) => {
                self.parsed.index = Some(index_from_text(slice, log)?);
                self.n_indexes += 1;
                return Ok(());
            }
            Some((name @ ("gate-report" | "verification" | "policy"), version)) => {
                let version: String = version.chars().take(20).collect();
                return Err(error(format!("version {version} of plumbline.{name} is not supported; supported: version 1")));
            }
            _ => {
                let short: String = format.chars().take(60).collect();
                return Err(error(format!("not a known format: {short:?}")));
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
        if parsed.summary.items == 0 && log.has_errors() {
            parsed.summary.fate = Fate::Refused;
        }
        parsed.summary.diagnostics = log.into_diagnostics();
        parsed
    }
}

pub(super) fn parse_document(text: &str, wanted: Wanted<'_>) -> Parsed {
    let mut records = Records::new(wanted);
    match add_document(&mut records, text) {
        Ok(is_array) => {
            let mut parsed = records.finish();
            parsed.is_json = true;
            parsed.is_one_record = !is_array;
            parsed
        }
        Err(e) => {
            let mut log = Log::default();
            log.syntax(DiagnosticKind::OwnFormat, "", &e, text, 1);
            Parsed { summary: Summary::refused(Format::Records, log.into_diagnostics()), ..Parsed::default() }
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

pub(super) fn parse_lines<'a>(lines: impl Iterator<Item = Result<&'a str, ()>>, wanted: Wanted<'_>) -> Parsed {
    let mut records = Records::new(wanted);
    let n_lines = add_lines(&mut records, lines);
    let mut parsed = records.finish();
    parsed.is_json = n_lines == 1 && parsed.summary.fate == Fate::Read;
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
            records.log.borrow_mut().say(DiagnosticKind::LostRecord, site.path(), "not valid UTF-8");
            continue;
        };
        if line.trim().is_empty() {
            continue;
        }
        n_lines += 1;
        let mut cursor = Cursor::with_unique_keys(line);
        match cursor.value().and_then(|value| cursor.end().map(|()| value)) {
            Ok(value) => records.add(&value, site, n, line),
            Err(e) => records.log.borrow_mut().syntax(DiagnosticKind::LostRecord, site.path(), &e, line, number),
        }
    }
    records.log.borrow_mut().line = None;
    n_lines
}

/// The lines of a file, and that one is not UTF-8.
pub(super) fn byte_lines(bytes: &[u8]) -> impl Iterator<Item = Result<&str, ()>> {
    bytes.split(|b| *b == b'\n').map(|l| std::str::from_utf8(l).map_err(|_| ()))
}
