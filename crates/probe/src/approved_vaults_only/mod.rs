//! `approved-vaults-only`.

mod vaults;

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, KeySource, KeyUse, Probe};
use vaults::{Approval, Approved};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::ApprovedVaultsOnly,
    title: "Only approved vaults are referred to",
    meaning: "Holds when every key, vault or secret that the file refers to is covered by an entry of the policy's \
              `approvedVaults`. An empty list approves any vault, which the sentence says. Fails when one is not covered. \
              Inconclusive when one is known only after the deployment, or when the list names vaults in a form that the file \
              does not have, such as URIs where the file has ids. Every form of a vault that the file knows is compared. An \
              entry covers what lies below it, so `a/b` covers `a/b/c` and not `a/bc`. Silent when nothing is referred to \
              although something could be.",
    refuted: "a key or secret is in a vault that is not approved",
    left_open: "it does not show that every vault is approved",
    reads: &[FactKind::KeyReferences],
    remedy: Remedy {
        text: "Refer to a vault on the list approvedVaults of the policy, or have the vault put on it, by id or by URI as the file names it.",
        commands: commands::KEYS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(keys) = question.facts().keys.as_deref().filter(|k| k.resources > 0) else {
        return question.silent(|| "the file describes no resource".into());
    };
    let references: Vec<&KeyUse> = keys.uses.iter().filter(|u| u.is_reference()).collect();
    if question.policy.approved_vaults.is_empty() {
        return question.holds(|| {
            let what = match references.len() {
                0 => "no vault is referred to".to_owned(),
                1 => "one reference".to_owned(),
                n => format!("{n} references"),
            };
            let places = references.iter().map(|u| &u.place);
            Because::from(format!("{what}, and any vault passes: the policy's list approvedVaults is empty")).at_each(places)
        });
    }
    if references.is_empty() {
        return match keys.keyless.is_empty() && keys.uses.is_empty() && keys.is_whole_preview {
            true => question.holds(|| "no resource in the preview can take a key, so no vault is referred to".into()),
            false => question.silent(|| "no vault is referred to".into()),
        };
    }
    let approved = Approved::of(&question.policy.approved_vaults);
    let mut open: Option<(&KeyUse, &str)> = None;
    for reference in &references {
        match &reference.source {
            KeySource::Named(forms) => match approved.judge(forms) {
                Approval::Listed => {}
                Approval::NotListed => {
                    return question.fails(|| {
                        let named = forms.first().map_or("", |f| f);
                        let sentence = format!(
                            "{} of {} refers to {named}, which is not on the list approvedVaults",
                            reference.setting, reference.resource
                        );
                        Because::from(sentence).at(&reference.place)
                    });
                }
                Approval::OtherForm => {
                    open.get_or_insert((reference, "is named in a form that the list approvedVaults does not have"));
                }
            },
            _ => {
                open.get_or_insert((reference, "is known after the deployment only"));
            }
        }
    }
    match open {
        Some((reference, why)) => question.inconclusive(|| {
            let named = match &reference.source {
                KeySource::Named(forms) => forms.first().map(|f| format!("{f}, which ")).unwrap_or_default(),
                _ => "one that ".to_owned(),
            };
            Because::from(format!("{} of {} refers to {named}{why}", reference.setting, reference.resource)).at(&reference.place)
        }),
        None if keys.is_partial => question.inconclusive(|| {
            "every vault that it shows is on the list approvedVaults, and it does not show every resource with its values".into()
        }),
        None => question.holds(|| {
            let what = if references.len() == 1 {
                "the one reference leads".to_owned()
            } else {
                format!("all {} references lead", references.len())
            };
            Because::from(format!("{what} to a vault on the list approvedVaults")).at_each(references.iter().map(|u| &u.place))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::no_key_in_place::tests::{keys, use_of};
    use crate::testing::Asked;
    use plumbline_domain::{Facts, ProbeOutcome};

    fn outcome(list: &[&str], sources: Vec<KeySource>) -> ProbeOutcome {
        let mut asked = Asked::default();
        asked.policy.approved_vaults = list.iter().map(|e| (*e).to_owned()).collect();
        let facts = Facts { keys: Some(Box::new(keys(sources.into_iter().map(use_of).collect()))), ..Facts::default() };
        asked.answer(ask, facts).outcome
    }

    fn named(forms: &[&str]) -> KeySource {
        KeySource::Named(forms.iter().map(|f| (*f).into()).collect())
    }

    #[test]
    fn an_empty_list_approves_any_vault() {
        assert_eq!(outcome(&[], vec![named(&["https://kv.vault.azure.net"]), KeySource::KnownLater]), ProbeOutcome::Holds);
        assert_eq!(outcome(&[], vec![KeySource::InPlace]), ProbeOutcome::Holds);
    }

    #[test]
    fn one_vault_off_the_list_is_enough() {
        let list = ["https://kv-a.vault.azure.net"];
        assert_eq!(outcome(&list, vec![named(&["https://kv-a.vault.azure.net/keys/k"])]), ProbeOutcome::Holds);
        let mixed = vec![KeySource::KnownLater, named(&["https://kv-b.vault.azure.net/"])];
        assert_eq!(outcome(&list, mixed), ProbeOutcome::Fails);
    }

    #[test]
    fn what_cannot_be_compared_is_left_open() {
        let list = ["https://kv-a.vault.azure.net"];
        let id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/kv-a";
        assert_eq!(outcome(&list, vec![named(&[id])]), ProbeOutcome::Inconclusive);
        assert_eq!(outcome(&list, vec![named(&[id, "https://kv-a.vault.azure.net"])]), ProbeOutcome::Holds);
        assert_eq!(outcome(&list, vec![KeySource::KnownLater]), ProbeOutcome::Inconclusive);
        assert_eq!(outcome(&list, vec![KeySource::InPlace]), ProbeOutcome::Silent);
        assert_eq!(outcome(&list, vec![]), ProbeOutcome::Holds);
    }
}
