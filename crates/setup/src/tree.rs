//! What is known of a repository: its paths, and the text of the files that matter.

use std::collections::BTreeMap;

/// A repository as it lies in a folder.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// From each path, relative and with `/` between its parts, to the text, where it matters and could be read.
    pub files: BTreeMap<String, Option<String>>,
    /// The address of the repository's remote.
    pub remote: Option<String>,
}

impl Tree {
    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Whether there is a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The paths.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The path of a file, found without regard to case.
    pub(crate) fn path_like(&self, wanted: &str) -> Option<&str> {
        self.paths().find(|path| path.eq_ignore_ascii_case(wanted))
    }

    /// The first CODEOWNERS, where services look for it.
    pub(crate) fn code_owners(&self) -> Option<&str> {
        ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"].into_iter().find(|path| self.has(path))
    }
}

/// The folder of a path; `.` at the top.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}

/// The name of the file at a path.
pub(crate) fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether the text of a file tells something: pipelines, templates, manifests, Terraform, owners and the policy.
pub fn matters(path: &str) -> bool {
    let name = name(path);
    let ends = [".yml", ".yaml", ".template", ".json", ".md", ".tf"];
    ["CODEOWNERS", "Jenkinsfile", ".gitignore"].contains(&name) || ends.iter().any(|end| name.ends_with(end))
}

/// Whether a path can stand in a script and in YAML as it is.
pub(crate) fn is_plain(path: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"._-/".contains(&b);
    !path.is_empty() && path.bytes().all(is_plain) && path.split('/').all(|part| !part.starts_with('-') && !part.is_empty())
}
