//! `wide-grants-justified`.

#[cfg(test)]
mod tests;

use crate::commands;
use crate::grants::{Comparison, WideGrants, listed};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe, RoleGrant};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::WideGrantsJustified,
    title: "Every wide grant that is added has a justification",
    meaning: "Holds when no added grant is wide, or when each wide one has a justification: at least three words that are not a \
              placeholder. Wide are Owner, Contributor, User Access Administrator, Role Based Access Control Administrator and \
              `*` in Azure; AdministratorAccess, PowerUserAccess, IAMFullAccess, and policies that allow `*`, `*:*` or `iam:*` \
              (or all but some actions) on every resource in AWS; roles/owner, roles/editor and roles/iam.securityAdmin in \
              Google Cloud; cluster-admin and every verb on every resource in Kubernetes. The justification is Azure's \
              `justification` or `description`, the description of Google's condition, an annotation of the binding that ends in \
              `justification` or is `kubernetes.io/description`, in AWS a tag `justification` or the description of a \
              customer-managed policy, or else the sentence in the item's `justifications`. Fails when an added wide grant has \
              none. Inconclusive when a wide grant in a listing of one moment has none, when a policy's text is not in the file, \
              and when a listing goes on. Silent when the list is empty. The file does not show grants outside the listed scope.",
    refuted: "a wide role is granted without a justification",
    left_open: "it does not show that every added wide grant has a justification",
    reads: &[FactKind::RoleGrants],
    remedy: Remedy {
        text: "Grant a narrower role, or say why the wide one is needed: where the platform has a place for it, else in the item's \
               `justifications` under the grant as it is printed here.",
        commands: commands::JUSTIFICATION,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let comparison = Comparison::of(question.content, question.before);
    let Some(grants) = comparison.grants() else {
        return question.silent(|| "no role grants were read from the file".into());
    };
    let is_one_moment = matches!(comparison, Comparison::OneMoment(_));
    let is_change = matches!(comparison, Comparison::Change(_));
    if grants.is_empty_list() && !is_change {
        return question.silent(|| "the list of grants is empty".into());
    }
    if is_one_moment && grants.grants.is_empty() && grants.unnamed.is_empty() {
        return question.silent(|| "the file holds no role grant".into());
    }
    let WideGrants { justified, unjustified, open } = WideGrants::among(&comparison, question.with, question.justifications);
    let gap_before = comparison.gap_before();
    if !unjustified.is_empty() && !is_one_moment && gap_before.is_none() {
        return question.fails(|| {
            let (is, has) = if unjustified.len() == 1 { ("is", "has") } else { ("are", "have") };
            at(format!("{} {is} added and {has} no justification", listed(&unjustified)), &unjustified)
        });
    }
    if !unjustified.is_empty() {
        return question.inconclusive(|| {
            let (is, has, may) = if unjustified.len() == 1 { ("is", "has", "it is") } else { ("are", "have", "they are") };
            let doubt = gap_before.map_or_else(
                || "a listing of one moment does not say".to_owned(),
                |why| format!("the state before does not say ({why})"),
            );
            let which = listed(&unjustified);
            at(format!("{which} {is} wide and {has} no justification; {doubt} whether {may} new"), &unjustified)
        });
    }
    if !open.is_empty() {
        return question.inconclusive(|| {
            let what = if open.len() == 1 { "it allows" } else { "they allow" };
            at(format!("{}: what {what} is not in the file", listed(&open)), &open)
        });
    }
    if let Some((what, place)) = grants.unnamed.first() {
        return question.inconclusive(|| Because::from(format!("{what}; it may be wide")).at(place));
    }
    if let Some((why, place)) = comparison.gap() {
        return question.inconclusive(|| {
            Because::from(format!("no wide grant without a justification was found, but not every grant is known: {why}"))
                .at_each(place)
        });
    }
    question.holds(|| match justified.as_slice() {
        [] if is_one_moment => "no grant is wide".into(),
        [] => "no grant that is added is wide".into(),
        [one] => at(format!("{} has a justification", listed(&[one])), &justified),
        all => at(format!("{} wide grants have a justification each", all.len()), &justified),
    })
}

fn at(sentence: String, grants: &[&RoleGrant]) -> Because {
    Because::from(sentence).at_each(grants.iter().map(|g| &g.place))
}
