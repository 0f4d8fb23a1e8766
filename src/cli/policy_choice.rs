//! Which policy judges: never one that the data brings, unless the command line says so.

use super::args::Failure;
use super::git_name::{InGit, is_in_git};
use super::input::{in_words, index_of, name_of, read_file};
use super::terminal::tell;
use clap::Args;
use plumbline_domain::Policy;
use plumbline_gate::PolicyOrigin;
use plumbline_ingest::{
    DEFAULT_POLICY_JSON, Index, default_policy, index_from_json, policy_from_json, sha256_hex, text_from_bytes,
};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

// no doc comment: it would become the help of the command that takes these options
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
#[command(next_help_heading = "Policy")]
pub struct PolicyChoice {
    /// The policy to use: a file outside the data, or one of a commit, such as origin/main:policy.json [default: the built-in
    /// policy; bundle and site: that of the data set they add to, if it has one]
    #[arg(long, value_name = "FILE|REV:PATH")]
    policy: Option<OsString>,
    /// The policy must have this digest; it may also name the policy in an index.json of the data
    #[arg(long = "policy-digest", value_name = "SHA256", value_parser = digest)]
    digest: Option<String>,
    /// Let the data bring the policy that judges it
    #[arg(long = "trust-input-policy")]
    trusts_input: bool,
}

fn digest(text: &str) -> Result<String, &'static str> {
    match text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        true => Ok(text.to_lowercase()),
        false => Err("it is a SHA-256 of 64 hex digits"),
    }
}

/// The policy that judges.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyInForce {
    /// The rules.
    pub policy: Policy,
    /// Their text.
    pub text: String,
    /// The SHA-256 of the bytes of that text, as they were read.
    pub sha256: String,
    /// Where they came from.
    pub origin: PolicyOrigin,
}

impl PolicyInForce {
    /// "policy: built-in, SHA-256 …"
    pub fn in_words(&self) -> String {
        format!("policy: {}, SHA-256 {}", self.origin.in_words(), self.sha256)
    }

    fn built_in() -> Self {
        let (policy, sha256) = default_policy();
        PolicyInForce { policy, sha256, text: DEFAULT_POLICY_JSON.to_owned(), origin: PolicyOrigin::BuiltIn }
    }

    /// Reads the bytes of a policy.
    fn read(bytes: &[u8], name: &str, origin: PolicyOrigin) -> Result<Self, Failure> {
        let policy = policy_from_json(bytes).map_err(|errors| Failure::Unusable(in_words(name, &errors)))?;
        let text = text_from_bytes(bytes).map_err(|e| Failure::Unusable(format!("{name}: {e}")))?.into_owned();
        Ok(PolicyInForce { policy, text, sha256: sha256_hex(bytes), origin })
    }
}

impl PolicyChoice {
    /// The policy in force for these paths: the one asked for, else one of the data that is trusted, else the built-in one. Warns of
    /// a policy in the data that is not used.
    ///
    /// # Errors
    /// When the policy cannot be used, stands in the data, or has another digest than the one asked for.
    pub fn in_force(&self, paths: &[PathBuf]) -> Result<PolicyInForce, Failure> {
        let chosen = match &self.policy {
            Some(asked) if is_in_git(asked) => {
                let found = InGit::find(asked)?;
                let bytes = found.bytes()?;
                PolicyInForce::read(&bytes, &found.name, PolicyOrigin::Git { name: found.name.clone(), commit: found.commit })?
            }
            Some(asked) => self.of_file(Path::new(asked), paths)?,
            None => self.of_input(paths)?.unwrap_or_else(PolicyInForce::built_in),
        };
        self.check_digest(&chosen.sha256, &chosen.origin.in_words())?;
        Ok(chosen)
    }

    /// The file that is named, when it is none in a commit.
    pub fn file(&self) -> Option<&Path> {
        self.policy.as_deref().filter(|asked| !is_in_git(asked)).map(Path::new)
    }

    /// Whether a file, or one in a commit, is named.
    pub fn names_a_policy(&self) -> bool {
        self.policy.is_some()
    }

    /// Whether a policy in the data may judge it.
    pub fn trusts(&self, sha256: &str) -> bool {
        self.trusts_input || self.digest.as_deref() == Some(sha256)
    }

    /// Compares a policy with the digest that was asked for.
    ///
    /// # Errors
    /// When it is another.
    pub fn check_digest(&self, sha256: &str, origin: &str) -> Result<(), Failure> {
        match &self.digest {
            Some(digest) if digest != sha256 => {
                Err(Failure::Unusable(format!("the policy ({origin}) has the SHA-256 {sha256}, not {digest} of --policy-digest")))
            }
            _ => Ok(()),
        }
    }

    /// The policy of a file outside the data.
    fn of_file(&self, path: &Path, paths: &[PathBuf]) -> Result<PolicyInForce, Failure> {
        let name = name_of(path);
        let inside = paths.iter().filter(|input| !is_in_git(input.as_os_str())).find(|input| lies_in(path, input));
        if let Some(input) = inside.filter(|_| !self.trusts_input) {
            return Err(Failure::Unusable(format!(
                "{name} lies in {}, the data that it would judge: keep it elsewhere, name it in a commit \
                 (--policy origin/main:PATH), or trust it with --trust-input-policy",
                name_of(input)
            )));
        }
        let bytes = read_file(path).map_err(|e| Failure::Unusable(format!("{name}: {}", e.to_string().to_lowercase())))?;
        let origin = if inside.is_some() { PolicyOrigin::Input(name.clone()) } else { PolicyOrigin::File(name.clone()) };
        PolicyInForce::read(&bytes, &name, origin)
    }

    /// The policy of an index in the data, when it is trusted.
    fn of_input(&self, paths: &[PathBuf]) -> Result<Option<PolicyInForce>, Failure> {
        for path in paths {
            let Some((file, bytes)) = index_of(path)? else { continue };
            let (text, sha256) = match index_from_json(&bytes) {
                Ok((Index { policy: Some((_, sha256)), policy_text: Some(text), .. }, _)) => (text, sha256),
                Ok(_) => continue,
                // not every index.json is ours
                Err(errors) if self.trusts_input && String::from_utf8_lossy(&bytes).contains("\"plumbline.index/") => {
                    return Err(Failure::Unusable(in_words(&file, &errors)));
                }
                Err(_) => continue,
            };
            if self.trusts(&sha256) {
                return PolicyInForce::read(text.as_bytes(), &file, PolicyOrigin::Input(file.clone())).map(Some);
            }
            if sha256 != PolicyInForce::built_in().sha256 {
                tell(&format!(
                    "warning: the policy in {file} is not used, because it is part of the data that it would judge: to use it, \
                     pass --policy-digest {sha256}"
                ));
            }
        }
        Ok(None)
    }
}

/// Whether a file lies in a file or folder that is read, as it is written or with links resolved.
fn lies_in(path: &Path, input: &Path) -> bool {
    let resolved = |path: &Path| path.canonicalize().ok();
    // the folder resolved, and the file as it is called there: it may be a link that leads out
    let as_written = path.file_name().zip(resolved(match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }));
    let as_written = as_written.map(|(name, folder)| folder.join(name));
    // and as the whole path is written: a folder on the way may be a link that leads out
    let in_full = std::path::absolute(path).ok().zip(std::path::absolute(input).ok());
    let climbs = path.components().any(|part| part == std::path::Component::ParentDir);
    if in_full.is_some_and(|(path, input)| !climbs && path.starts_with(input)) {
        return true;
    }
    let Some(input) = resolved(input) else { return false };
    [resolved(path), as_written].into_iter().flatten().any(|path| path.starts_with(&input))
}
