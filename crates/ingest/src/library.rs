//! The files at hand, and which of them records name.

use super::{notes::FileNotes, parse::Parsed, paths, reader::FileEntry};
use plumbline_domain::{
    ArtifactType, Content, ContentId, Diagnostic, DiagnosticKind, Facts, Fate, FileId, Format, LooseArtifact, Policy, Probe,
    Receipt, Report, Scan,
};
use std::collections::HashMap;
use std::sync::Arc;

/// The files at hand, and which of them records name.
pub(super) struct Library {
    roots: Vec<String>,
    by_path: HashMap<String, usize>,
    /// By the place among what was parsed.
    content_of: Vec<Option<ContentId>>,
    /// The file that each content is taken from, in the order of their ids.
    contents: Vec<(usize, Option<Format>)>,
    /// Which of what was parsed is an empty list, as several tools write it when they find nothing.
    is_empty_list: Vec<bool>,
    /// Such a list as one of these tools wrote it.
    empty_list_of: HashMap<(usize, Format), ContentId>,
    parsed_of_file: Vec<Option<usize>>,
    first_file_of: Vec<Option<usize>>,
    /// Which files a report names.
    pub named: Vec<bool>,
}

/// The root of a file, with its slash; the longest that fits.
pub(super) fn root_of<'f>(roots: &[String], file: &'f str) -> &'f str {
    let mut root = "";
    for candidate in roots {
        let fits = file.strip_prefix(candidate.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if fits && candidate.len() + 1 > root.len() {
            root = file.get(..=candidate.len()).unwrap_or_default();
        }
    }
    root
}

/// The paths that a path stated in a file may mean, the likelier first, whole.
pub(super) fn at_hand(roots: &[String], file: &str, stated: &str) -> Result<Vec<String>, paths::PathError> {
    let root = root_of(roots, file);
    let inside = file.get(root.len()..).unwrap_or_default();
    let candidates = paths::candidates(inside, stated)?;
    Ok(match roots {
        // a report that was given by itself, beside the one folder or zip that it speaks of
        [only] if root.is_empty() => {
            let in_root: Vec<String> = candidates.iter().map(|path| format!("{only}/{path}")).collect();
            [candidates, in_root].concat()
        }
        _ if root.is_empty() => candidates,
        _ => candidates.iter().map(|path| format!("{root}{path}")).collect(),
    })
}

impl Library {
    pub fn new(files: &[FileEntry], parsed: &[Parsed], roots: Vec<String>) -> Self {
        let mut first_file_of = vec![None; parsed.len()];
        for (n, entry) in files.iter().enumerate() {
            if let Some(first) = entry.parsed.and_then(|p| first_file_of.get_mut(p)) {
                first.get_or_insert(n);
            }
        }
        Library {
            roots,
            by_path: files.iter().enumerate().map(|(n, f)| (f.receipt.file.clone(), n)).collect(),
            content_of: vec![None; parsed.len()],
            contents: Vec::new(),
            is_empty_list: parsed.iter().map(is_empty_list).collect(),
            empty_list_of: HashMap::new(),
            parsed_of_file: files.iter().map(|f| f.parsed).collect(),
            first_file_of,
            named: vec![false; files.len()],
        }
    }

    /// Whether the path that an index lists is that of a zip which was read entry by entry.
    pub fn has_container(&self, index_file: &str, path: &str) -> bool {
        let folder = index_file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let whole = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        self.roots.contains(&whole)
    }

    /// The file that a stated path means, when it is at hand.
    pub fn find(&self, file: &str, stated: &str) -> Result<Option<usize>, paths::PathError> {
        let found = at_hand(&self.roots, file, stated)?.iter().find_map(|path| self.by_path.get(path)).copied();
        Ok(found.filter(|n| self.parsed_of_file.get(*n).is_some_and(Option::is_some)))
    }

    /// The content of the file that a stated path means, offered as evidence of this type.
    pub fn content(&mut self, file: &str, stated: &str, artifact_type: Option<&ArtifactType>) -> Option<ContentId> {
        let found = self.find(file, stated).ok()??;
        let base = self.content_of_file(found)?;
        let parsed = (*self.parsed_of_file.get(found)?)?;
        if !self.is_empty_list.get(parsed).copied().unwrap_or(false) {
            return Some(base);
        }
        let Some(format) = writer_of_empty_list(artifact_type) else { return Some(base) };
        if let Some(id) = self.empty_list_of.get(&(parsed, format)) {
            return Some(*id);
        }
        let id = ContentId(u32::try_from(self.contents.len()).ok()?);
        self.contents.push(((*self.first_file_of.get(parsed)?)?, Some(format)));
        self.empty_list_of.insert((parsed, format), id);
        Some(id)
    }

    fn content_of_file(&mut self, file: usize) -> Option<ContentId> {
        let parsed = (*self.parsed_of_file.get(file)?)?;
        let slot = self.content_of.get_mut(parsed)?;
        if slot.is_none() {
            let id = ContentId(u32::try_from(self.contents.len()).ok()?);
            self.contents.push(((*self.first_file_of.get(parsed)?)?, None));
            *slot = Some(id);
        }
        *slot
    }

    /// Marks the files that a report names, and says what is odd about the paths and gates of its evidence.
    pub fn note_names(&mut self, report: &Report, file: &str, notes: &mut FileNotes, policy: &Policy) {
        for (i, evidence) in report.evidence.iter().enumerate() {
            if let Some(wanted) = policy.artifact_type(evidence.artifact_type).filter(|t| t.gate != report.gate) {
                let path = notes.path(report.origin.record, &format!("evidence[{i}].type"));
                let message = format!("{} counts only at the gate {}, not at {}", wanted.id, wanted.gate, report.gate);
                notes.diagnostics.push(Diagnostic::new(DiagnosticKind::WrongGate, path, message));
            }
            for (key, stated) in evidence.stated_paths() {
                match self.find(file, stated) {
                    Ok(Some(found)) => {
                        if let Some(named) = self.named.get_mut(found) {
                            *named = true;
                        }
                    }
                    Ok(None) => {
                        notes.not_at_hand.add_named(report.origin.record, &format!("evidence[{i}].{key}.path"), stated);
                    }
                    Err(e) => {
                        let path = notes.path(report.origin.record, &format!("evidence[{i}].{key}.path"));
                        notes.diagnostics.push(Diagnostic::new(DiagnosticKind::UnsafePath, path, e.message()));
                    }
                }
            }
        }
    }

    /// Tools' files that no report names.
    pub fn loose(&mut self, files: &[FileEntry], parsed: &[Parsed]) -> Vec<LooseArtifact> {
        let mut loose = Vec::new();
        for (n, entry) in files.iter().enumerate() {
            let is_named = self.is_named_under_any_name(entry);
            let of_a_tool = entry.parsed.and_then(|p| parsed.get(p)).is_some_and(|p| {
                p.summary.fate == Fate::Read
                    && !matches!(
                        p.summary.format,
                        Format::Unknown
                            | Format::Zip
                            | Format::Records
                            | Format::GateReport
                            | Format::Verification
                            | Format::Policy
                            | Format::Index
                    )
            });
            if is_named || !of_a_tool || entry.receipt.duplicate_of.is_some() {
                continue;
            }
            if let (Some(content), Ok(file)) = (self.content_of_file(n), u32::try_from(n)) {
                loose.push(LooseArtifact { content, file: FileId(file) });
            }
        }
        loose
    }

    /// Whether a report names these bytes, whatever the name.
    fn is_named_under_any_name(&self, entry: &FileEntry) -> bool {
        entry.parsed.and_then(|p| self.content_of.get(p)).is_some_and(Option::is_some)
            || self.by_path.get(&entry.receipt.file).and_then(|n| self.named.get(*n)).copied().unwrap_or(false)
    }

    pub fn into_contents(self, files: &[FileEntry], parsed: &mut [Parsed]) -> Vec<Content> {
        let content = |(file, format): (usize, Option<Format>)| {
            let receipt = &files.get(file)?.receipt;
            let parsed = parsed.get_mut((*self.parsed_of_file.get(file)?)?)?;
            let facts = std::mem::take(&mut parsed.facts);
            Some(content_of(receipt, parsed, facts, format))
        };
        self.contents.into_iter().filter_map(content).collect()
    }
}

/// Tools that write an empty list when they find nothing; without more to tell it is taken for the first one's.
const EMPTY_LIST_WRITERS: [Format; 6] =
    [Format::CfnLint, Format::Gitleaks, Format::CfnNag, Format::Psrule, Format::Asff, Format::Ocsf];

fn is_empty_list(parsed: &Parsed) -> bool {
    parsed.summary.format == Format::CfnLint && parsed.summary.items == 0
}

/// Whose empty list a file is, by the type of the evidence that it is offered as: the first format that the type names, else the one
/// that fits what it asks; none when it stays what it was taken for.
fn writer_of_empty_list(artifact_type: Option<&ArtifactType>) -> Option<Format> {
    let artifact_type = artifact_type?;
    let is_named = |f: &&Format| artifact_type.accepts.iter().any(|id| id == f.id());
    let asks = |probe: Probe| artifact_type.proves.iter().any(|proof| proof.probe == probe);
    let fitting = || {
        let by_question = [(Probe::NoOpenSecret, Format::Gitleaks), (Probe::NoOpenCriticalOrHigh, Format::Psrule)];
        by_question.into_iter().find(|(probe, format)| asks(*probe) && artifact_type.names_format(*format)).map(|(_, f)| f)
    };
    EMPTY_LIST_WRITERS.iter().find(is_named).copied().or_else(fitting).filter(|f| *f != Format::CfnLint)
}

/// A file as the content that evidence of a type offers.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn offered(receipt: &Receipt, mut parsed: Parsed, artifact_type: &ArtifactType) -> Content {
    let format = if is_empty_list(&parsed) { writer_of_empty_list(Some(artifact_type)) } else { None };
    let facts = std::mem::take(&mut parsed.facts);
    content_of(receipt, &parsed, facts, format)
}

/// What was parsed as a content; `format` is whose empty list it is taken for.
fn content_of(receipt: &Receipt, parsed: &Parsed, facts: Facts, format: Option<Format>) -> Content {
    if let Some(format) = format {
        return empty_list(receipt, format);
    }
    Content {
        path: receipt.file.clone(),
        sha256: receipt.sha256.clone(),
        bytes: receipt.bytes,
        format: if parsed.summary.fate == Fate::Read { parsed.summary.format } else { Format::Unknown },
        tool: parsed.summary.tool.clone(),
        is_empty: parsed.is_empty,
        is_damaged: parsed.summary.fate == Fate::Refused && parsed.summary.format != Format::Unknown,
        is_json: parsed.is_json,
        facts,
        findings: Arc::clone(&parsed.findings),
    }
}

fn empty_list(receipt: &Receipt, format: Format) -> Content {
    Content {
        path: receipt.file.clone(),
        sha256: receipt.sha256.clone(),
        bytes: receipt.bytes,
        format,
        tool: None,
        is_empty: false,
        is_damaged: false,
        is_json: true,
        facts: Facts { scan: Some(Box::new(Scan::default())), ..Facts::default() },
        findings: Arc::default(),
    }
}
