//! What git says of a checkout. Where there is no git, or no repository, nothing is said.

use plumbline_domain::Instant;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

fn git(checkout: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(checkout).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The full id of a commit that is there.
pub fn commit(checkout: &Path, name: &str) -> Option<String> {
    let text = git(checkout, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])?;
    let id = text.trim().to_owned();
    (!id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit())).then_some(id)
}

/// When a commit was made.
pub fn committed_at(checkout: &Path, commit: &str) -> Option<Instant> {
    let text = git(checkout, &["show", "--no-patch", "--format=%cI", commit])?;
    Instant::from_rfc3339(text.trim()).ok()
}

/// The messages of the commits that `commit` has and `base` does not; of `commit` alone without a base.
pub fn messages(checkout: &Path, base: Option<&str>, commit: &str) -> Vec<String> {
    let range = base.map(|base| format!("{base}..{commit}"));
    let arguments = match &range {
        Some(range) => vec!["log", "--format=%B%x00", range],
        None => vec!["log", "-1", "--format=%B%x00", commit],
    };
    let text = git(checkout, &arguments).unwrap_or_default();
    text.split('\0').map(str::trim).filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

/// The files below a folder that git knows, relative to it; none where it knows none.
pub fn tracked(folder: &Path) -> Option<BTreeSet<String>> {
    let text = git(folder, &["ls-files", "-z"])?;
    let files: BTreeSet<String> = text.split('\0').filter(|f| !f.is_empty()).map(str::to_owned).collect();
    (!files.is_empty()).then_some(files)
}
