//! `signature-verified`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::SignatureVerified,
    title: "A trusted signature verifies",
    meaning: "Always silent: no signature is verified yet. The sentence says whether the file carries signatures, which proves \
              nothing by itself.",
    refuted: "its signature does not verify",
    left_open: "no trusted signature was verified",
    reads: &[FactKind::Subjects],
    remedy: Remedy {
        text: "Verify the signature with the tool that made it, in the pipeline, before the attestation is recorded.",
        commands: commands::SIGNATURE,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let signatures = question.facts().subjects.as_ref().map_or(0, |s| s.signatures);
    let trust = &question.policy.trust;
    let trusts_nobody = trust.keys.is_empty() && trust.identities.is_empty();
    question.silent(|| {
        let carries = match signatures {
            0 => return Because::from("it carries no signature"),
            1 => "it carries a signature".to_owned(),
            n => format!("it carries {n} signatures"),
        };
        let why = if trusts_nobody { "the policy trusts nobody" } else { "no signature is verified yet" };
        Because::from(format!("{carries}, and {why}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::asked;
    use plumbline_domain::{Facts, ProbeOutcome, Subjects};

    #[test]
    fn a_signature_alone_proves_nothing() {
        let subjects = Subjects { signatures: 1, ..Subjects::default() };
        let answer = asked(ask, Facts { subjects: Some(Box::new(subjects)), ..Facts::default() });
        assert_eq!(answer.outcome, ProbeOutcome::Silent);
        assert_eq!(answer.because, "it carries a signature, and the policy trusts nobody");
        assert_eq!(asked(ask, Facts::default()).because, "it carries no signature");
    }
}
