//! A copy of the policy on trial: checked, and held against the policy in force. It is never put in force.

use super::published::MOST_ROUNDS;
use super::read::{MAX_POLICY_BYTES, PolicyInForce};
use super::session::Session;
use crate::link::protocol::{Draft, Reply};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{Diagnostic, DiagnosticKind};
use plumbline_ingest::{Reader, policy_diagnostics, policy_from_json, sha256_hex};
use plumbline_report::export::{PolicyEffect, laid_out};
use plumbline_report::pages::policy::words;
use plumbline_report::{Trial, TrialEffect};

impl Session {
    /// Says what comes of a copy.
    pub(super) async fn try_policy(&mut self, id: u32, draft: &Draft) -> Reply {
        match self.trial(id, draft).await {
            Ok(trial) => Reply::Trial(Box::new(trial)),
            Err(message) => Reply::Failed { message },
        }
    }

    async fn trial(&mut self, id: u32, draft: &Draft) -> Result<Trial, String> {
        let (check, copy) = check(&draft.text, self.policy());
        let Some(copy) = copy.filter(|_| draft.preview) else { return Ok(check) };
        if self.published().is_some_and(|published| published.parts.is_some()) {
            return Err(words::NOT_OF_PARTS.to_owned());
        }
        for _ in 0..MOST_ROUNDS {
            let Some(today) = self.assessment() else { return Ok(check) };
            // what it needs of a published data set is added
            Score::of(today, &Selection::default());
            if !self.add_wanted(id).await? {
                break;
            }
        }
        let reader = self.reader_under(id, copy).await?;
        self.assessment().map_or_else(|| Ok(Trial::default()), |today| preview(check, today, reader))
    }

    /// The files that are loaded, under a copy; read again where reading depends on what differs.
    async fn reader_under(&self, id: u32, copy: PolicyInForce) -> Result<Reader, String> {
        if self.published().is_some() {
            return self.read_again(id, copy).await;
        }
        let Some(reader) = self.reader() else { return Ok(Reader::new(copy.policy, copy.sha256)) };
        match reader.under(copy.policy.clone(), copy.sha256.clone()) {
            Some(reader) => Ok(reader),
            None => self.read_again(id, copy).await,
        }
    }
}

/// What is wrong with a copy, and the policy that it is when it can be used. A copy that is the policy in force as the page lays it
/// out is kept as the file that it was, so its digest is that file's.
fn check(text: &str, in_force: &PolicyInForce) -> (Trial, Option<PolicyInForce>) {
    let bytes = text.as_bytes();
    if bytes.len() > MAX_POLICY_BYTES {
        let found = Diagnostic::new(DiagnosticKind::PolicyError, "", words::too_large((MAX_POLICY_BYTES >> 20) as u64));
        return (plumbline_report::checked(&[found], ""), None);
    }
    let sha256 = if text == laid_out(&in_force.text) { in_force.sha256.clone() } else { sha256_hex(bytes) };
    let check = plumbline_report::checked(&policy_diagnostics(bytes), &sha256);
    let copy = policy_from_json(bytes).ok().map(|policy| PolicyInForce { policy, sha256, text: String::new() });
    (check, copy)
}

/// What a copy would alter in the numbers of all changes: `reader` holds what is loaded under the copy.
fn preview(check: Trial, today: &Assessment, reader: Reader) -> Result<Trial, String> {
    let copy = reader.policy().clone();
    let before = Score::of(today, &Selection::default());
    let after = Score::of(&Assessment::new(reader.into_dataset(today.dataset().now)), &Selection::default());
    let effect = PolicyEffect::of((today.policy(), &copy), Some((&before, &after))).map_err(|error| error.to_string())?;
    let effect = TrialEffect {
        keys: effect.policy.iter().map(|moved| moved.told()).collect(),
        n_rungs: effect.rungs.len() as u64,
        numbers: effect.numbers.iter().map(|moved| moved.told()).collect(),
    };
    Ok(plumbline_report::tried(check, &effect, (&before, &after)))
}
