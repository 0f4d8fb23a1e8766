//! `plumbline facts --check DIR`: whether a folder of facts is whole.

use super::super::args::Failure;
use super::super::input::{name_of, read_file};
use super::super::terminal::{print, tell};
use super::super::tree::{HIDDEN_FOLDER, NO_FILE, Tree, tree_below};
use super::folder::manifests;
use plumbline_facts::{FileAtHand, Manifest, problems};
use plumbline_ingest::sha256_hex;
use plumbline_report::text::number::counted;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// How many problems are told.
const MAX_TOLD: usize = 50;

/// Checks a folder, and says what is wrong.
///
/// # Errors
/// When it cannot be read, or holds no facts.
pub(super) fn check(folder: &Path) -> Result<ExitCode, Failure> {
    let Tree { files, links, hidden, others } = tree_below(folder)?;
    let found = manifests(folder)?;
    if found.is_empty() {
        return Err(Failure::Unusable(format!(
            "{}: holds no facts: no shard in it has been written to its end",
            folder.display()
        )));
    }
    hidden.iter().for_each(|path| tell(&format!("note: {path}: {HIDDEN_FOLDER}")));
    let mut wrong: Vec<String> = links.into_iter().map(|link| format!("{link}: is a link")).collect();
    wrong.extend(others.into_iter().map(|path| format!("{path}: {NO_FILE}")));
    let mut shards: Vec<(String, Manifest)> = Vec::new();
    for (path, manifest) in found {
        match manifest {
            Ok(manifest) => shards.push((path, manifest)),
            Err(why) => wrong.push(format!("{path}: {why}")),
        }
    }
    let mut at_hand = BTreeMap::new();
    for path in files {
        let bytes = read_file(&folder.join(&path))
            .map_err(|e| Failure::Unusable(format!("{}: {}", folder.join(&path).display(), e.to_string().to_lowercase())))?;
        let file = FileAtHand { sha256: sha256_hex(&bytes), bytes: bytes.len() as u64 };
        at_hand.insert(path, file);
    }
    wrong.extend(problems(&shards, &at_hand));
    for problem in wrong.iter().take(MAX_TOLD) {
        tell(&format!("error: {problem}"));
    }
    if wrong.len() > MAX_TOLD {
        tell(&format!("… and {} more", wrong.len() - MAX_TOLD));
    }
    let n_changes: u64 = shards.iter().map(|(_, shard)| shard.changes).sum();
    let n_shards = shards.len();
    let name = name_of(folder);
    match wrong.is_empty() {
        true => {
            let changes = counted(n_changes, "change", "changes");
            print(&format!("{name} is whole: {changes} in {n_shards} of {}", counted(n_shards as u64, "shard", "shards")));
            Ok(ExitCode::SUCCESS)
        }
        false => {
            let problems = if wrong.len() == 1 { "problem" } else { "problems" };
            print(&format!("{name} is not whole: {} {problems}", wrong.len()));
            Ok(ExitCode::from(1))
        }
    }
}
