//! `references-found`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, KeyPurpose, KeySource, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::ReferencesFound,
    title: "Keys and secrets are referred to",
    meaning: "Holds when at least one resource names a key, a vault or a secret, or when a preview that ran to its end describes \
              only resources that cannot take one. Inconclusive when resources could name one and none does: then the platform's \
              own key encrypts, or the secret is elsewhere. Silent when the file describes no resource. Never fails. The file \
              does not show what a program reads from a vault by itself.",
    refuted: "no resource names a key",
    left_open: "it shows no reference to a key, vault or secret",
    reads: &[FactKind::KeyReferences],
    remedy: Remedy {
        text: "Attach the preview or the state in which the resources name their key or vault, such as a customer-managed key or a Key Vault \
            reference.",
        commands: commands::KEYS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(keys) = question.facts().keys.as_deref() else {
        return question.silent(|| "the file describes no resources".into());
    };
    if let Some(first) = keys.uses.iter().find(|u| u.is_reference()) {
        return question.holds(|| {
            let n = keys.uses.iter().filter(|u| u.is_reference()).count();
            let what = match (&first.source, first.purpose) {
                (KeySource::KnownLater, _) => "to one that is known after the deployment",
                (_, KeyPurpose::Encryption) => "to a key or vault",
                (_, KeyPurpose::Secret) => "to a secret or vault",
            };
            let more = if n > 1 { format!(", and {} more settings refer to one", n - 1) } else { String::new() };
            let places = keys.uses.iter().filter(|u| u.is_reference()).map(|u| &u.place);
            Because::from(format!("{} of {} refers {what}{more}", first.setting, first.resource)).at_each(places)
        });
    }
    if let Some(first) = keys.keyless.first() {
        return question.inconclusive(|| {
            let n = keys.keyless.len();
            let what = if n == 1 {
                format!("{} could name a key and names none", first.resource)
            } else {
                format!("{n} resources could name a key and name none, {} first", first.resource)
            };
            Because::from(what).at_each(keys.keyless.iter().map(|k| &k.place))
        });
    }
    match (keys.resources, keys.is_whole_preview) {
        (0, _) => question.silent(|| "the file describes no resource".into()),
        (n, true) => question.holds(|| format!("none of the {n} resources in the preview can take a key").into()),
        (_, false) => question.silent(|| "nothing in the file names a key or could".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::no_key_in_place::tests::{keys, use_of};
    use crate::testing::asked;
    use plumbline_domain::{Facts, KeyReferences, Keyless, Place, ProbeOutcome};

    fn outcome(keys: KeyReferences) -> ProbeOutcome {
        asked(ask, Facts { keys: Some(Box::new(keys)), ..Facts::default() }).outcome
    }

    #[test]
    fn one_reference_is_enough() {
        assert_eq!(outcome(keys(vec![use_of(KeySource::InPlace), use_of(KeySource::KnownLater)])), ProbeOutcome::Holds);
        assert_eq!(outcome(keys(vec![use_of(KeySource::Named(vec!["a".into()]))])), ProbeOutcome::Holds);
    }

    #[test]
    fn a_resource_that_could_name_a_key_leaves_it_open() {
        let keyless = vec![Keyless { resource: "a".into(), place: Place::default() }];
        assert_eq!(outcome(KeyReferences { keyless, ..keys(vec![use_of(KeySource::InPlace)]) }), ProbeOutcome::Inconclusive);
    }

    #[test]
    fn a_preview_that_needs_no_key_names_none() {
        assert_eq!(outcome(keys(vec![])), ProbeOutcome::Holds);
        assert_eq!(outcome(KeyReferences { is_whole_preview: false, ..keys(vec![]) }), ProbeOutcome::Silent);
        assert_eq!(outcome(KeyReferences { resources: 0, ..keys(vec![]) }), ProbeOutcome::Silent);
        assert_eq!(asked(ask, Facts::default()).outcome, ProbeOutcome::Silent);
    }
}
