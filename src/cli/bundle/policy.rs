//! Which policy goes into the index of a data set. That of the input judges nobody: whoever writes the input would judge himself.

use super::super::args::Failure;
use super::super::input::{policy_from_file, read_file};
use super::super::terminal::tell;
use super::unreadable;
use plumbline_gate::FoundPolicy;
use plumbline_ingest::{Index, default_policy, sha256_hex};
use std::path::Path;

/// The policy of a data set, and where it came from.
pub(super) struct Chosen {
    /// Its text in the index; none for the built-in one.
    pub text: Option<String>,
    sha256: String,
    origin: String,
}

/// Chooses the policy: of the file that was asked for, else of the data set that is added to, else of the input when it is trusted, else
/// the built-in one.
///
/// # Errors
/// When the file cannot be read, or is no policy.
pub(super) fn choose(
    asked: Option<&Path>,
    standing: Option<(&Path, &Index)>,
    found: &[FoundPolicy],
    trusts_input: bool,
) -> Result<Chosen, Failure> {
    if let Some(path) = asked {
        return Ok(Chosen::new(text_of(path)?, path.display().to_string()));
    }
    if let Some((out, Index { policy_text: Some(text), .. })) = standing {
        return Ok(Chosen::new(text.clone(), format!("the data set in {}", out.display())));
    }
    let of_input = found.iter().filter(|_| trusts_input).find_map(|policy| Some((policy.text.clone()?, &policy.file)));
    Ok(match of_input {
        Some((text, file)) => Chosen::new(text, format!("the input: {file}")),
        None => Chosen { text: None, sha256: default_policy().1, origin: "built-in".to_owned() },
    })
}

impl Chosen {
    fn new(text: String, origin: String) -> Self {
        // as the index holds it, so that a reader of the data set finds the same digest
        let text = text.trim_start_matches('\u{feff}').trim().to_owned();
        Chosen { sha256: sha256_hex(text.as_bytes()), text: Some(text), origin }
    }

    /// Says which policy it is, and which others were found and not taken.
    pub fn tell(&self, found: &[FoundPolicy]) {
        for FoundPolicy { file, sha256, .. } in found.iter().filter(|policy| policy.sha256 != self.sha256) {
            tell(&format!("warning: {file}: a policy in the input is not taken: pass it with --policy (SHA-256 {sha256})"));
        }
        tell(&format!("policy: {} (SHA-256 {})", self.origin, self.sha256));
    }
}

/// The text of a policy that can be used.
fn text_of(path: &Path) -> Result<String, Failure> {
    policy_from_file(path)?;
    let bytes = read_file(path).map_err(|e| unreadable(path, &e))?;
    String::from_utf8(bytes).map_err(|_| Failure::Unusable(format!("{}: a policy in an index must be UTF-8", path.display())))
}
