//! `grants-as-planned`.

#[cfg(test)]
mod tests;

use crate::commands;
use crate::grants::{Comparison, listed};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Format, GrantIndex, Named, Presence, Probe, RoleGrant, RoleGrants};
use std::collections::BTreeMap;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::GrantsAsPlanned,
    title: "The role grants match the plan",
    meaning: "Compares the grants in the file with the change preview of the same change. Holds when the file shows every grant \
              that the plan adds, none that it removes, and no added grant that was not planned. Fails when a grant was added \
              that is not in the plan, or when one that the plan removes is still there. Inconclusive when a planned grant is \
              not in the file, when a grant may have been there before, and when either file is incomplete. Silent when there is \
              no plan, or when the file is the plan. The file does not show grants outside the listed scope.",
    refuted: "the role grants differ from the plan",
    left_open: "it does not show that the role grants match the plan",
    reads: &[FactKind::RoleGrants],
    remedy: Remedy {
        text: "Attach the state or the grants after the deployment, with the listing from before in `before`, and the plan as the \
               change's preview.",
        commands: commands::GRANTS_AFTER,
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
        let plan = Planned::of(planned.grants.iter().filter(at_the_end));
        let there = plan.seen_like(shown.grants.iter().filter(at_the_end));
        let unplanned: Vec<&RoleGrant> =
            comparison.added().into_iter().map(|(grant, _)| grant).filter(|g| at_the_end(g) && !plan.has(g)).collect();
        // a state holds what its plan speaks of, and nothing else; a listing holds what was there before as well
        let says_what_is_new = is_state || !matches!(comparison, Comparison::OneMoment(_));
        let (unplanned, perhaps_older) = if says_what_is_new { (unplanned, Vec::new()) } else { (Vec::new(), unplanned) };
        let added: Vec<&RoleGrant> = planned.grants.iter().filter(|g| g.presence == Presence::Added).collect();
        let removed = GrantIndex::of(planned.grants.iter().filter(|g| g.presence == Presence::Removed));
        let stays = |g: &&RoleGrant| at_the_end(g) && removed.has(g) && !plan.has(g);
        Found {
            planned: added.len(),
            unplanned,
            perhaps_older,
            missing: added.into_iter().filter(|g| !there.has_like(g)).collect(),
            not_removed: shown.grants.iter().filter(stays).collect(),
        }
    }
}

/// Which parts of a grant the deployment only makes known: an identity, role or resource group that it creates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Unknown {
    principal: bool,
    role: bool,
    scope: bool,
}

impl Unknown {
    fn of(grant: &RoleGrant) -> Self {
        let is_unknown = |name: &str| name.is_empty() || name.starts_with("${");
        Unknown {
            principal: is_unknown(grant.principal.shown()),
            role: is_unknown(grant.role.shown()),
            scope: is_unknown(&grant.scope),
        }
    }

    /// A grant without these parts.
    fn taken_from(self, grant: &RoleGrant) -> RoleGrant {
        let mut grant = grant.clone();
        if self.principal {
            grant.principal = Named::default();
        }
        if self.role {
            grant.role = Named::default();
        }
        if self.scope {
            grant.scope = Box::default();
        }
        grant
    }
}

/// Grants to look others up in, by the parts that the plan does not know.
struct Planned {
    by_unknown: BTreeMap<Unknown, GrantIndex>,
}

impl Planned {
    /// The grants of the plan, each by what it knows.
    fn of<'g>(grants: impl Iterator<Item = &'g RoleGrant>) -> Self {
        let mut lists: BTreeMap<Unknown, Vec<RoleGrant>> = BTreeMap::new();
        for grant in grants {
            let unknown = Unknown::of(grant);
            lists.entry(unknown).or_default().push(unknown.taken_from(grant));
        }
        Planned { by_unknown: lists.into_iter().map(|(unknown, grants)| (unknown, GrantIndex::of(&grants))).collect() }
    }

    /// Other grants, each by all that grants of the plan know.
    fn seen_like<'g>(&self, grants: impl Iterator<Item = &'g RoleGrant>) -> Self {
        let grants: Vec<&RoleGrant> = grants.collect();
        let like = |unknown: &Unknown| grants.iter().map(|g| unknown.taken_from(g)).collect::<Vec<_>>();
        Planned { by_unknown: self.by_unknown.keys().map(|unknown| (*unknown, GrantIndex::of(&like(unknown)))).collect() }
    }

    /// Whether a grant is one of the plan.
    fn has(&self, grant: &RoleGrant) -> bool {
        self.by_unknown.iter().any(|(unknown, index)| index.has(&unknown.taken_from(grant)))
    }

    /// Whether a grant of the plan is there, by what it knows.
    fn has_like(&self, grant: &RoleGrant) -> bool {
        let unknown = Unknown::of(grant);
        self.by_unknown.get(&unknown).is_some_and(|index| index.has(&unknown.taken_from(grant)))
    }
}

fn at(sentence: String, grants: &[&RoleGrant]) -> Because {
    Because::from(sentence).at_each(grants.iter().map(|g| &g.place))
}
