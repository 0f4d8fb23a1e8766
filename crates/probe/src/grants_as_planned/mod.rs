//! `grants-as-planned`.

#[cfg(test)]
mod tests;

use crate::grants::{Comparison, listed};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Cloud, FactKind, Format, GrantIndex, Presence, Probe, RoleGrant, RoleGrants};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::GrantsAsPlanned,
    title: "The role grants are those of the plan",
    meaning: "Compares the grants in the file with the change preview of the same change. Holds when the file shows every grant that \
              the plan adds, none that it removes, and adds none that is not planned. Fails when a grant was added that is not in the \
              plan, or one is still there that the plan removes. Left open when a planned grant is not in the file, when a grant may \
              have been there before, and when either file is incomplete. Silent when there is no plan at hand, or the file is the \
              plan. Grants outside of the listed scope leave no mark in the file.",
    refuted: "a role grant is not in the plan",
    left_open: "it does not show that the role grants are those of the plan",
    reads: &[FactKind::RoleGrants],
    remedy: Remedy {
        text: "Attach the state or the grants after the deployment, with the listing from before in `before`, and the plan as the \
               change's preview.",
        commands: &[
            (None, "terraform show -json > state.json"),
            (Some(Cloud::Azure), "az role assignment list --all --include-inherited --output json > roles-after.json"),
            (Some(Cloud::Aws), "aws iam get-account-authorization-details --output json > iam-after.json"),
            (Some(Cloud::Google), "gcloud projects get-iam-policy PROJECT --format=json > iam-after.json"),
            (
                Some(Cloud::Kubernetes),
                "kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json > rbac-after.json",
            ),
        ],
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let comparison = Comparison::of(question.content, question.before);
    let Some(shown) = comparison.grants() else {
        return question.silent(|| "no role grants were read from the file".into());
    };
    let Some(plan) = question.plan.filter(|plan| plan.facts.role_grants.as_ref().is_some_and(|g| g.shows_change)) else {
        return question.silent(|| "no preview of the change that shows its grants is at hand".into());
    };
    let Some(planned) = plan.facts.role_grants.as_deref() else {
        return question.silent(|| "no preview of the change that shows its grants is at hand".into());
    };
    let is_the_plan = !plan.sha256.is_empty() && plan.sha256 == question.content.sha256;
    if is_the_plan {
        return question.silent(|| "the file is the preview itself".into());
    }
    if shown.is_empty_list() && !shown.shows_change {
        return question.silent(|| "the list of grants is empty".into());
    }
    let found = Found::of(&comparison, shown, planned, question.content.format == Format::TerraformState);
    if !found.unplanned.is_empty() {
        return question.fails(|| {
            let is = if found.unplanned.len() == 1 { "is" } else { "are" };
            at(format!("{} {is} added and not in the plan", listed(&found.unplanned)), &found.unplanned)
        });
    }
    if !found.not_removed.is_empty() {
        return question.fails(|| {
            let is = if found.not_removed.len() == 1 { "is" } else { "are" };
            at(format!("the plan removes {}, which {is} still there", listed(&found.not_removed)), &found.not_removed)
        });
    }
    if let Some((why, place)) = planned.incomplete.first().or(shown.incomplete.first()) {
        return question.inconclusive(|| Because::from(format!("not every grant is known: {why}")).at(place));
    }
    if let Some(why) = comparison.gap_before() {
        return question.inconclusive(|| format!("not every grant of the state before is known: {why}").into());
    }
    if !found.missing.is_empty() {
        return question.inconclusive(|| {
            let is = if found.missing.len() == 1 { "is" } else { "are" };
            format!("the plan adds {}, which {is} not in the file", listed(&found.missing)).into()
        });
    }
    if !found.perhaps_older.is_empty() {
        return question.inconclusive(|| {
            let is = if found.perhaps_older.len() == 1 { "is" } else { "are" };
            let which = listed(&found.perhaps_older);
            at(format!("{which} {is} not in the plan and may have been there before"), &found.perhaps_older)
        });
    }
    question.holds(|| match found.planned {
        0 => "the plan adds no grant, and none was added".into(),
        1 => "the grant that the plan adds is there, and no other was added".into(),
        n => format!("the {n} grants that the plan adds are there, and no other was added").into(),
    })
}

/// What two files show beside each other.
struct Found<'a> {
    /// Grants that the plan adds.
    planned: usize,
    /// Added, and not in the plan.
    unplanned: Vec<&'a RoleGrant>,
    /// Not in the plan, in a listing that does not say what is new.
    perhaps_older: Vec<&'a RoleGrant>,
    /// In the plan, and not there.
    missing: Vec<&'a RoleGrant>,
    /// There, although the plan removes it.
    not_removed: Vec<&'a RoleGrant>,
}

impl<'a> Found<'a> {
    fn of(comparison: &Comparison<'a>, shown: &'a RoleGrants, planned: &'a RoleGrants, is_state: bool) -> Self {
        let at_the_end = |g: &&RoleGrant| g.presence != Presence::Removed;
        let plan = Known::of(planned.grants.iter().filter(at_the_end));
        let there = Known::of(shown.grants.iter().filter(at_the_end));
        let unplanned: Vec<&RoleGrant> =
            comparison.added().into_iter().map(|(grant, _)| grant).filter(|g| at_the_end(g) && !plan.has(g)).collect();
        // a state holds what its plan speaks of, and nothing else; a listing holds what was there before as well
        let says_what_is_new = is_state || !matches!(comparison, Comparison::OneMoment(_));
        let (unplanned, perhaps_older) = if says_what_is_new { (unplanned, Vec::new()) } else { (Vec::new(), unplanned) };
        let added: Vec<&RoleGrant> = planned.grants.iter().filter(|g| g.presence == Presence::Added).collect();
        let removed = Known::of(planned.grants.iter().filter(|g| g.presence == Presence::Removed));
        Found {
            planned: added.len(),
            unplanned,
            perhaps_older,
            missing: added.into_iter().filter(|g| !there.has(g)).collect(),
            not_removed: shown.grants.iter().filter(|g| at_the_end(g) && removed.has_named(g) && !plan.has(g)).collect(),
        }
    }
}

/// Grants to look others up in, where a principal may be known after the deployment only.
struct Known {
    whole: GrantIndex,
    /// The same without their principals.
    of_anybody: GrantIndex,
    /// Those whose principal is not known.
    of_nobody: GrantIndex,
}

impl Known {
    fn of<'g>(grants: impl Iterator<Item = &'g RoleGrant>) -> Self {
        let grants: Vec<&RoleGrant> = grants.collect();
        let anonymous: Vec<RoleGrant> = grants.iter().map(|g| without_principal(g)).collect();
        let is_unknown = |g: &&RoleGrant| g.principal.is_empty() || is_reference(&g.principal.name);
        Known {
            of_nobody: GrantIndex::of(&grants.iter().copied().filter(is_unknown).map(without_principal).collect::<Vec<_>>()),
            whole: GrantIndex::of(grants.iter().copied()),
            of_anybody: GrantIndex::of(&anonymous),
        }
    }

    fn has_named(&self, grant: &RoleGrant) -> bool {
        self.whole.width_of(grant).is_some()
    }

    fn has(&self, grant: &RoleGrant) -> bool {
        let anonymous = without_principal(grant);
        self.has_named(grant)
            || self.of_nobody.width_of(&anonymous).is_some()
            || (is_reference(&grant.principal.name) && self.of_anybody.width_of(&anonymous).is_some())
    }
}

/// Whether a name is the address of what is known after the deployment only: `${azurerm_linux_web_app.api}`.
fn is_reference(name: &str) -> bool {
    name.starts_with("${")
}

fn without_principal(grant: &RoleGrant) -> RoleGrant {
    RoleGrant { principal: Default::default(), ..grant.clone() }
}

fn at(sentence: String, grants: &[&RoleGrant]) -> Because {
    Because::from(sentence).at_each(grants.iter().map(|g| &g.place))
}
