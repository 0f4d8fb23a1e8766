//! `plumbline.index`: the table of contents of a site data set (scoring rules, 3.4). Version 1 lists its files. Version 2 lists segments,
//! which `plumbline-layers` reads; here it gives its title, its time and its policy.

use super::{
    encoding::text_from_bytes,
    fields::{Fields, Site, Unusable},
    json::{Cursor, Json, Kind},
    log::Log,
    parse::is_version_1,
    policy::policy_from_text,
    source::sha256_hex,
};
use plumbline_domain::{Diagnostic, DiagnosticKind, Instant, Policy};
use std::cell::RefCell;

/// The known keys of each object; the JSON Schema is checked against these.
pub(super) mod keys {
    pub const INDEX: &[&str] = &["format", "title", "generatedAt", "files", "policy"];
    #[cfg(test)]
    pub const INDEX_REQUIRED: &[&str] = &["format", "files"];
    pub const LAYERED: &[&str] =
        &["format", "by", "readBy", "title", "generatedAt", "policySha256", "sha256", "counts", "segments", "policy"];
    pub const FILE: &[&str] = &["path", "sha256", "bytes"];
}

/// What is lost by a part of an index that cannot be read: no record of a change.
const LOSS: DiagnosticKind = DiagnosticKind::LostDetail;

/// How the files of a site data set are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndexVersion {
    /// As files that the index lists (`plumbline.index/1`).
    #[default]
    Files,
    /// In packs, with the judgement beside them (`plumbline.index/2`): the index lists no file.
    Layers,
}

/// The table of contents of a site data set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// How its files are stored.
    pub version: IndexVersion,
    /// The name of the data set.
    pub title: Option<String>,
    /// When it was put together.
    pub generated_at: Option<Instant>,
    /// Its files; none when they are in packs.
    pub files: Vec<IndexFile>,
    /// Its own policy, and the SHA-256 of the bytes of that object.
    pub policy: Option<(Policy, String)>,
    /// The bytes of that object.
    pub policy_text: Option<String>,
}

/// One file of a site data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    /// Relative to the folder of the index.
    pub path: String,
    /// The digest that it should have.
    pub sha256: Option<String>,
    /// The size that it should have.
    pub bytes: Option<u64>,
}

/// Reads an index, with everything there is to know about it.
///
/// # Errors
/// When it is no `plumbline.index` of version 1 or 2, or its policy cannot be used.
pub fn index_from_json(bytes: &[u8]) -> Result<(Index, Vec<Diagnostic>), Vec<Diagnostic>> {
    let text = text_from_bytes(bytes).map_err(|e| vec![Diagnostic::new(LOSS, "", e.to_string())])?;
    let log = RefCell::new(Log::default());
    let index = index_from_text(&text, &log);
    let diagnostics = log.into_inner().into_diagnostics();
    match index {
        Ok(index) => Ok((index, diagnostics)),
        Err(Unusable) => Err(diagnostics),
    }
}

pub(super) fn index_from_text(text: &str, log: &RefCell<Log>) -> Result<Index, Unusable> {
    let mut policy = "";
    let mut cursor = Cursor::with_unique_keys(text);
    let parsed = cursor.value().and_then(|value| cursor.end().map(|()| value));
    let value = parsed.map_err(|e| {
        log.borrow_mut().syntax(LOSS, "", &e, text, 1);
        Unusable
    })?;
    let _ = Cursor::new(text).object_if(|c, key| {
        c.peek()?;
        let from = c.place();
        let is_object = c.peek()? == Kind::Object;
        c.skip()?;
        if key == "policy" && is_object {
            policy = c.slice(from, c.place());
        }
        Ok(())
    });
    let fields = Fields::of(&value, Site::ROOT, log, LOSS)?;
    let version = match fields.required_text("format")?.strip_prefix("plumbline.index/") {
        Some(version) if is_version_1(version) => IndexVersion::Files,
        Some(version) if is_version_2(version) => IndexVersion::Layers,
        Some(version) => {
            let message = newer(version, fields.value("readBy").and_then(Json::text));
            log.borrow_mut().say(LOSS, "format", message);
            return Err(Unusable);
        }
        None => {
            log.borrow_mut().say(LOSS, "format", "not plumbline.index/1 or plumbline.index/2");
            return Err(Unusable);
        }
    };
    fields.known(if version == IndexVersion::Layers { keys::LAYERED } else { keys::INDEX });
    let policy_read = match fields.value("policy") {
        None => None,
        Some(Json::Object(_)) => match policy_from_text(policy) {
            Ok(read) => Some((read, sha256_hex(policy.as_bytes()))),
            Err(errors) => {
                for mut error in errors {
                    error.path = if error.path.is_empty() { "policy".into() } else { format!("policy.{}", error.path) };
                    // Its lines are those of the object alone.
                    (error.line, error.column) = (None, None);
                    log.borrow_mut().push(error);
                }
                return Err(Unusable);
            }
        },
        Some(_) => {
            log.borrow_mut().say(LOSS, "policy", "must be an object");
            return Err(Unusable);
        }
    };
    let listed = if version == IndexVersion::Layers { "segments" } else { "files" };
    if fields.value(listed).is_none() {
        log.borrow_mut().say(LOSS, listed, "is missing");
    }
    let files = match version {
        IndexVersion::Layers => None,
        IndexVersion::Files => fields.items("files", |file| {
            file.known(keys::FILE);
            Ok(IndexFile { path: file.required_text("path")?, sha256: file.digest("sha256"), bytes: file.count("bytes") })
        }),
    };
    let policy_text = policy_read.as_ref().map(|_| policy.to_owned());
    Ok(Index {
        version,
        title: fields.prose("title"),
        generated_at: fields.time("generatedAt"),
        files: files.unwrap_or_default(),
        policy: policy_read,
        policy_text,
    })
}

/// Whether a version is the second, with whatever minor number.
fn is_version_2(version: &str) -> bool {
    version == "2"
        || version.strip_prefix("2.").is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
}

/// What is said of an index of another version; `read_by` is the oldest release that reads it, as the index says.
fn newer(version: &str, read_by: Option<&str>) -> String {
    let version: String = version.chars().take(20).collect();
    let is_release =
        |text: &&str| text.len() <= 20 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    match read_by.filter(is_release) {
        Some(release) => format!("version {version} of plumbline.index is read by plumbline {release} or later"),
        None => format!("version {version} of plumbline.index is not supported; supported: versions 1 and 2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DEFAULT_POLICY_JSON;

    #[test]
    fn an_index_names_its_files_and_carries_its_policy() {
        let text = format!(
            r#"{{"format": "plumbline.index/1", "title": "Contoso", "generatedAt": "2026-11-22T00:00:00Z",
                "files": [{{"path": "reports/a.ndjson", "bytes": 12}}, {{"sha256": "x"}}], "policy": {DEFAULT_POLICY_JSON}}}"#
        );
        let (index, diagnostics) = index_from_json(text.as_bytes()).unwrap();
        assert_eq!(index.title.as_deref(), Some("Contoso"));
        assert_eq!(index.files, [IndexFile { path: "reports/a.ndjson".into(), sha256: None, bytes: Some(12) }]);
        // the digest is that of the object's own bytes
        assert_eq!(index.policy.unwrap().1, sha256_hex(DEFAULT_POLICY_JSON.trim_end().as_bytes()));
        assert_eq!(diagnostics.iter().map(|d| d.path.as_str()).collect::<Vec<_>>(), ["files[1].path"]);
    }

    #[test]
    fn the_two_versions_are_told_apart_and_a_newer_one_says_what_reads_it() {
        let layered =
            br#"{"format": "plumbline.index/2", "by": "plumbline 0.1.0", "readBy": "0.1.0", "title": "t", "segments": []}"#;
        let (index, diagnostics) = index_from_json(layered).unwrap();
        assert_eq!((index.version, index.title.as_deref(), diagnostics.len()), (IndexVersion::Layers, Some("t"), 0));
        let error = |text: &str| index_from_json(text.as_bytes()).unwrap_err()[0].message.clone();
        assert_eq!(
            error(r#"{"format": "plumbline.index/3", "readBy": "0.9.0"}"#),
            "version 3 of plumbline.index is read by plumbline 0.9.0 or later"
        );
        assert_eq!(
            error(r#"{"format": "plumbline.index/3", "readBy": "a sentence"}"#),
            "version 3 of plumbline.index is not supported; supported: versions 1 and 2"
        );
    }

    #[test]
    fn an_index_with_a_broken_policy_is_refused_because_its_figures_would_be_others() {
        let errors = index_from_json(br#"{"format": "plumbline.index/1", "files": [], "policy": {"format": "x"}}"#).unwrap_err();
        assert!(errors.iter().all(|d| d.path.starts_with("policy")), "{errors:?}");
    }
}
