//! Which policy goes into the index of a data set. That of the input judges nobody: whoever writes the input would judge himself.

use super::super::args::Failure;
use super::super::policy_choice::{PolicyChoice, PolicyInForce};
use super::super::terminal::tell;
use plumbline_gate::FoundPolicy;
use plumbline_ingest::{Index, default_policy, sha256_hex};
use std::path::{Path, PathBuf};

/// The policy of a data set, and where it came from.
pub struct Chosen {
    /// Its text in the index; none for the built-in one.
    pub text: Option<String>,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    origin: String,
}

/// Chooses the policy: the one that was asked for, else that of the data set that is added to, else of the input when it is trusted, else
/// the built-in one.
///
/// # Errors
/// When the policy cannot be used, stands in the input, or has another digest than the one asked for.
pub(super) fn choose(
    asked: &PolicyChoice,
    paths: &[PathBuf],
    standing: Option<(&Path, &Index)>,
    found: &[FoundPolicy],
) -> Result<Chosen, Failure> {
    if asked.names_a_policy() {
        let PolicyInForce { text, origin, .. } = asked.in_force(paths)?;
        return Ok(Chosen::new(&text, origin.in_words()));
    }
    let of_standing = standing
        .and_then(|(out, index)| Some(Chosen::new(index.policy_text.as_deref()?, format!("the data set in {}", out.display()))));
    let of_input = || {
        let trusted = found.iter().filter(|policy| asked.trusts(&policy.sha256));
        trusted.filter_map(|policy| Some(Chosen::new(policy.text.as_deref()?, format!("the input: {}", policy.file)))).next()
    };
    let built_in = || Chosen { text: None, sha256: default_policy().1, origin: "built-in".to_owned() };
    let chosen = of_standing.or_else(of_input).unwrap_or_else(built_in);
    asked.check_digest(&chosen.sha256, &chosen.origin)?;
    Ok(chosen)
}

impl Chosen {
    fn new(text: &str, origin: String) -> Self {
        // as the index holds it, so that a reader of the data set finds the same digest
        let text = text.trim_start_matches('\u{feff}').trim().to_owned();
        Chosen { sha256: sha256_hex(text.as_bytes()), text: Some(text), origin }
    }

    /// Says which policy it is, and which others were found and not taken.
    pub fn tell(&self, found: &[FoundPolicy]) {
        for FoundPolicy { file, sha256, .. } in found.iter().filter(|policy| policy.sha256 != self.sha256) {
            tell(&format!("warning: {file}: a policy in the input is not taken: pass it with --policy (SHA-256 {sha256})"));
        }
        tell(&format!("policy: {}, SHA-256 {}", self.origin, self.sha256));
    }
}
