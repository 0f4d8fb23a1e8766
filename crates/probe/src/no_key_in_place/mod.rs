//! `no-key-in-place`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, KeySource, KeyUse, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::NoKeyInPlace,
    title: "No key or secret is hard-coded",
    meaning: "Fails when a key, a password or a connection string is a constant: in the configuration of a plan, in a setting \
              that takes a reference, or in a field of a state that the platform could manage. Inconclusive when a value comes \
              from a variable or parameter, when a preview did not run to its end, and when it shows no values. Silent when the \
              file describes no resource. Otherwise it holds. Values are examined and never kept or shown. A secret under a name \
              that does not suggest one is not found.",
    refuted: "a key or secret is hard-coded",
    left_open: "it does not show where each secret comes from",
    reads: &[FactKind::KeyReferences],
    remedy: Remedy {
        text: "Move the secret to a vault, replace its value, refer to it, and attach the new preview.",
        commands: commands::KEYS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(keys) = question.facts().keys.as_deref().filter(|k| k.resources > 0) else {
        return question.silent(|| "the file describes no resource".into());
    };
    let of = |wanted: KeySource| keys.uses.iter().filter(move |u| u.source == wanted);
    if of(KeySource::InPlace).next().is_some() {
        return question
            .fails(|| said(of(KeySource::InPlace), "holds its value in place", "settings hold their values in place"));
    }
    if of(KeySource::Open).next().is_some() {
        return question.inconclusive(|| {
            said(
                of(KeySource::Open),
                "is filled from elsewhere, and the file does not say from where",
                "settings are filled from elsewhere, and the file does not say from where",
            )
        });
    }
    if keys.is_partial {
        return question
            .inconclusive(|| "no constant was found, and the file does not show every resource with its values".into());
    }
    question.holds(|| match keys.resources {
        1 => "no constant was found where a key or secret belongs, in one resource".into(),
        n => format!("no constant was found where a key or secret belongs, in {n} resources").into(),
    })
}

/// The sentence about some settings: about one, or about several with the first.
fn said<'k>(uses: impl Iterator<Item = &'k KeyUse> + Clone, one: &str, several: &str) -> Because {
    let n = uses.clone().count();
    let first = uses.clone().next().map(|u| format!("{} of {}", u.setting, u.resource)).unwrap_or_default();
    let sentence = if n == 1 { format!("{first} {one}") } else { format!("{n} {several}, {first} first") };
    Because::from(sentence).at_each(uses.map(|u| &u.place))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::asked;
    use plumbline_domain::{Facts, KeyPurpose, KeyReferences, Place, ProbeOutcome};

    /// A setting with this source.
    pub(crate) fn use_of(source: KeySource) -> KeyUse {
        KeyUse {
            resource: "aws_lambda_function.pay".into(),
            setting: "environment.DB_PASSWORD".into(),
            purpose: KeyPurpose::Secret,
            source,
            place: Place::default(),
        }
    }

    /// A whole preview of two resources with these settings.
    pub(crate) fn keys(uses: Vec<KeyUse>) -> KeyReferences {
        KeyReferences { uses, resources: 2, is_whole_preview: true, ..KeyReferences::default() }
    }

    fn answer(keys: KeyReferences) -> Answer {
        asked(ask, Facts { keys: Some(Box::new(keys)), ..Facts::default() })
    }

    #[test]
    fn a_constant_fails_whatever_else_is_referred_to() {
        let answer = answer(keys(vec![use_of(KeySource::KnownLater), use_of(KeySource::Open), use_of(KeySource::InPlace)]));
        assert_eq!(answer.outcome, ProbeOutcome::Fails);
        assert_eq!(answer.because, "environment.DB_PASSWORD of aws_lambda_function.pay holds its value in place");
    }

    #[test]
    fn a_variable_leaves_it_open() {
        assert_eq!(
            answer(keys(vec![use_of(KeySource::Open), use_of(KeySource::KnownLater)])).outcome,
            ProbeOutcome::Inconclusive
        );
        assert_eq!(answer(KeyReferences { is_partial: true, ..keys(vec![]) }).outcome, ProbeOutcome::Inconclusive);
    }

    #[test]
    fn references_and_resources_without_secrets_hold_none_in_place() {
        assert_eq!(answer(keys(vec![use_of(KeySource::KnownLater)])).outcome, ProbeOutcome::Holds);
        assert_eq!(answer(keys(vec![])).outcome, ProbeOutcome::Holds);
        assert_eq!(answer(KeyReferences::default()).outcome, ProbeOutcome::Silent);
    }
}
