//! A copy of a tool's file without its secrets: what may be published in place of the file.

mod configuration;
mod entries;
mod fields;
mod granted;
mod inner;
mod json;
mod keys;
mod marks;
mod mixed;
mod packed;
mod plain;
mod rules;
mod seen;
mod tree;
mod write;
mod xml;
mod yaml;

pub use super::mask::REDACTED;

use super::encoding::text_from_bytes;
use super::formats::{TEXT_FORMATS, is_xml};
use super::limits::MAX_FILE_BYTES;
use super::yaml::looks_like_yaml;
use write::{Copy, Written};

/// What redacting a file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redaction {
    /// The file holds nothing that has to be redacted: it is its own copy.
    Clean,
    /// The copy. Redacting it again changes nothing, and it is read as the file is: the same facts, the same answers of probes.
    Copy {
        /// Its bytes.
        bytes: Vec<u8>,
        /// How many values were redacted.
        n_values: u64,
    },
    /// No copy can be made, for this reason: a phrase such as "it is a gzip file: unpack it first".
    Impossible(String),
}

/// A copy is redacted this often before it is given up. Whole documents settle at once; two files that run into each other may not.
const MAX_ROUNDS: usize = 6;

/// Redacts a file by what its content is. The same bytes always give the same copy.
///
/// ```
/// use plumbline_ingest::{Redaction, redact};
///
/// let outputs = br#"{"db": {"sensitive": true, "type": "string", "value": "correct-horse"}}"#;
/// let copy = br#"{"db": {"sensitive": true, "type": "string", "value": "(redacted)"}}"#;
/// assert_eq!(redact(outputs), Redaction::Copy { bytes: copy.to_vec(), n_values: 1 });
/// assert_eq!(redact(copy), Redaction::Clean);
/// ```
pub fn redact(bytes: &[u8]) -> Redaction {
    let mut redaction = redact_once(bytes);
    let mut n_values = 0;
    for _ in 0..MAX_ROUNDS {
        let Redaction::Copy { bytes, n_values: n } = redaction else { return redaction };
        n_values += n;
        // only what has nothing left to redact is a copy: a redacted value may have hidden where the next document begins
        redaction = match redact_once(&bytes) {
            Redaction::Clean => return Redaction::Copy { bytes, n_values },
            next => next,
        };
    }
    Redaction::Impossible("several documents run into each other in it: attach them one by one".to_owned())
}

/// Redacts a file once.
fn redact_once(bytes: &[u8]) -> Redaction {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Redaction::Impossible(format!("it is larger than {} MiB: split it", MAX_FILE_BYTES >> 20));
    }
    if let Some(redaction) = packed::redact(bytes) {
        return redaction;
    }
    let Ok(text) = text_from_bytes(bytes) else { return redact_lossy(bytes) };
    match copy_of(&text) {
        Ok(None) => Redaction::Clean,
        Ok(Some(copy)) => {
            let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { &b"\xEF\xBB\xBF"[..] } else { b"" };
            Redaction::Copy { bytes: [mark, copy.text.as_bytes()].concat(), n_values: copy.n_values }
        }
        Err(reason) => Redaction::Impossible(reason.to_owned()),
    }
}

/// Bytes that are no text: what of them is text shows whether they hold secrets. Nothing in them can be replaced in place.
fn redact_lossy(bytes: &[u8]) -> Redaction {
    let lossy = String::from_utf8_lossy(bytes);
    match copy_of(&lossy) {
        Ok(None) => Redaction::Clean,
        Ok(Some(_)) => Redaction::Impossible("it holds secrets and is not valid UTF-8: save it as UTF-8".to_owned()),
        Err(reason) => Redaction::Impossible(reason.to_owned()),
    }
}

/// The copy of a text. None when it holds no secrets.
fn copy_of(text: &str) -> Result<Option<Written>, &'static str> {
    let mut copy = Copy::default();
    if text.trim_start().starts_with('<') && is_xml(text) {
        xml::document(text, &mut copy);
    } else if let Some(copy) = looks_like_yaml_of_values(text).then(|| copy_of_yaml(text)).flatten() {
        return Ok((copy.n_values > 0).then_some(copy));
    } else {
        packed::refuse_signed(text)?;
        mixed::text(text, &mut copy);
    }
    Ok(copy.written(text))
}

/// The copy of YAML. None when it is damaged.
fn copy_of_yaml(text: &str) -> Option<Written> {
    let mut copy = Written { text: text.to_owned(), n_values: 0 };
    // XML in a value, whose quotes are others than those of YAML
    copy.then(|text, copy| {
        if let Some(start) = xml::find(text, 0, text.len()) {
            xml::damaged(text, start, copy);
        }
    });
    let mut is_whole = false;
    copy.then(|text, copy| {
        if let Some(tree) = yaml::scan(text).filter(yaml::holds_values) {
            is_whole = true;
            json::document(&tree, None, 0, copy);
            json::among_yaml(text, copy);
        }
    });
    // what stands between values, such as comments
    copy.then(|text, copy| plain::lines(text, 0, text.len(), copy));
    is_whole.then_some(copy)
}

/// Whether a text begins as YAML and not as JSON, and is not Markdown with a heading that looks like a comment.
fn looks_like_yaml_of_values(text: &str) -> bool {
    !json::begins(text) && looks_like_yaml(text) && !TEXT_FORMATS.iter().any(|format| (format.fits)(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(text: &str) -> String {
        let Redaction::Copy { bytes, .. } = redact(text.as_bytes()) else { panic!("it has a copy: {text}") };
        assert_eq!(redact(&bytes), Redaction::Clean);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_a_redacted_value_hid_is_redacted_too() {
        // a document that is whole only once its text is
        copy(
            "{\"Sources://hooks.example/correct-horse-battery\n \": \"keys\", \"line\": 4}}}, \"DetectorName\": \"AWS\", \"Raw\": \"x\"}\n",
        );
        copy(
            "Give the ledger AKIAQ7PLUMBLINE5XMPL - Th{\"a\": {\"b\": [{\"c\": \"x\", \"password\": \"y\"\n\nis \"z\" (T0), \"w\"\n]}",
        );
    }

    #[test]
    fn what_ends_an_instruction_of_xml_stays() {
        let text = "<?xml version=\"1.0\"?:\n<a><system-out>x?>\n<testsuite name=\"a\"><system-out>correct-horse</system-out></testsuite>";
        assert_eq!(copy(text), text.replace("correct-horse", "(redacted)"));
    }

    #[test]
    fn a_format_behind_another_is_redacted_by_its_own_rules() {
        let report = "<testsuite name=\"a\"><system-out>correct-horse</system-out></testsuite>";
        let manifest = "kind: Secret\ndata:\n  a: correct-horse\n";
        let values = "db:\n  password: correct-horse\n  name: seen\n";
        let outputs = "{\"a\": {\"sensitive\": true, \"value\": \"correct-horse\"}}\n";
        let prose = "# Title\n\nIt has a bucket.\n\nPassword: stored in a vault.\n\n";
        for text in [
            format!("{prose}{report}"),
            format!("{prose}{manifest}"),
            format!("{prose}{values}"),
            format!("{outputs}{manifest}"),
            format!("{outputs}{values}"),
            format!("{outputs}{report}"),
            format!("{report}{outputs}"),
            format!("{report}{manifest}"),
            format!("{values}{outputs}"),
            format!("{values}---\n{report}"),
        ] {
            let copy = copy(&text);
            assert!(!copy.contains("correct-horse"), "{copy}");
            assert_eq!(copy.matches("seen").count(), text.matches("seen").count(), "{copy}");
        }
        assert_eq!(redact(prose.as_bytes()), Redaction::Clean);
    }
}
