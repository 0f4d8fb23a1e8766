//! Role grants compared: which are new, which of them are wide, and what justifies each. Three probes and one failure pattern ask it.

mod justification;

pub(crate) use justification::Justifications;

use plumbline_domain::{Content, GrantIndex, Place, Presence, RoleGrant, RoleGrants, Width};
use std::collections::{BTreeMap, HashMap};

/// What a file and the one before it say together.
#[derive(Debug)]
pub(crate) enum Comparison<'a> {
    /// The file itself knows both moments.
    Change(&'a RoleGrants),
    /// The file is the state after, and another one the state before.
    Pair {
        /// After.
        after: &'a RoleGrants,
        /// Before; none: a list of nothing.
        before: Option<&'a RoleGrants>,
    },
    /// One moment.
    OneMoment(&'a RoleGrants),
    /// No grants are known from the file.
    Nothing,
}

impl<'a> Comparison<'a> {
    /// Of a file, and the one with the state before when there is one.
    pub fn of(content: &'a Content, before: Option<&'a Content>) -> Self {
        let Some(after) = content.facts.role_grants.as_deref() else { return Comparison::Nothing };
        if after.shows_change {
            return Comparison::Change(after);
        }
        let speaks_of_another = |before: &Content| matches!((before.format.cloud(), content.format.cloud()), (Some(before), Some(after)) if before != after);
        match before {
            Some(before) if before.facts.is_empty_list => Comparison::Pair { after, before: None },
            Some(before) if !speaks_of_another(before) => {
                // a preview is no state: what it plans is not there before the change
                match before.facts.role_grants.as_deref().filter(|before| !before.shows_change) {
                    Some(before) => Comparison::Pair { after, before: Some(before) },
                    None => Comparison::OneMoment(after),
                }
            }
            _ => Comparison::OneMoment(after),
        }
    }

    /// The grants of the file.
    pub fn grants(&self) -> Option<&'a RoleGrants> {
        match self {
            Comparison::Change(grants) | Comparison::OneMoment(grants) | Comparison::Pair { after: grants, .. } => Some(grants),
            Comparison::Nothing => None,
        }
    }

    /// Why grants may be missing from either side, and where that stands when it is in the file itself.
    pub fn gap(&self) -> Option<(&'a str, Option<&'a Place>)> {
        let own = self.grants().and_then(|g| g.incomplete.first()).map(|(why, place)| (&**why, Some(place)));
        own.or_else(|| self.gap_before().map(|why| (why, None)))
    }

    /// Why grants may be missing from the state before, so that what is not in it may still be old.
    pub fn gap_before(&self) -> Option<&'a str> {
        match self {
            Comparison::Pair { before: Some(before), .. } => before.incomplete.first().map(|(why, _)| &**why),
            _ => None,
        }
    }

    /// The index of the state before, when that is a file of its own.
    fn index(&self) -> GrantIndex {
        match self {
            Comparison::Pair { before: Some(before), .. } => GrantIndex::of(&before.grants),
            _ => GrantIndex::default(),
        }
    }

    /// The grants that are new, with how much each allows as far as that is known before the files read together with it are asked.
    pub fn added(&self) -> Vec<(&'a RoleGrant, Width)> {
        match self {
            Comparison::Change(grants) => {
                grants.grants.iter().filter(|g| g.presence == Presence::Added).map(|g| (g, g.width)).collect()
            }
            Comparison::Pair { after, .. } => {
                let index = self.index();
                let is_new = |grant: &'a RoleGrant| index.new_width(grant).map(|width| (grant, width));
                after.grants.iter().filter(|g| g.presence != Presence::Removed).filter_map(is_new).collect()
            }
            Comparison::OneMoment(grants) => grants.grants.iter().map(|g| (g, g.width)).collect(),
            Comparison::Nothing => Vec::new(),
        }
    }
}

/// What the wide grants among those that are (or may be) new rest on.
#[derive(Debug, Default)]
pub(crate) struct WideGrants<'a> {
    /// Wide, and justified.
    pub justified: Vec<&'a RoleGrant>,
    /// Wide, and not justified.
    pub unjustified: Vec<&'a RoleGrant>,
    /// Not justified, and perhaps wide: what they allow is not known.
    pub open: Vec<&'a RoleGrant>,
}

impl<'a> WideGrants<'a> {
    /// Sorts the grants that a comparison calls new.
    pub fn among(comparison: &Comparison<'a>, with: &[&Content], justifications: &BTreeMap<String, String>) -> Self {
        let definitions = definitions_of(with);
        let of_item = Justifications::of(justifications);
        let mut sorted = WideGrants::default();
        for (grant, width) in comparison.added() {
            let role = if grant.role.id.is_empty() { &grant.role.name } else { &grant.role.id };
            let defined = definitions.get(role.to_lowercase().as_str());
            let width = match (width, defined) {
                (Width::Open, Some((width, _))) => *width,
                (width, _) => width,
            };
            if width == Width::Narrow {
                continue;
            }
            let is_justified = justification::suffices(&grant.justification)
                || defined.is_some_and(|(_, text)| justification::suffices(text))
                || of_item.justify(grant);
            let list = match (width, is_justified) {
                (_, true) => &mut sorted.justified,
                (Width::Wide, false) => &mut sorted.unjustified,
                (_, false) => &mut sorted.open,
            };
            list.push(grant);
        }
        sorted
    }
}

/// What roles allow by the files that are read together with the first one.
fn definitions_of<'w>(with: &[&'w Content]) -> HashMap<&'w str, (Width, &'w str)> {
    let lists = with.iter().filter_map(|c| c.facts.role_grants.as_deref());
    lists.flat_map(|g| &g.definitions).map(|(role, width, why)| (&**role, (*width, &**why))).collect()
}

/// The wide grants that a file shows to be new and that nothing justifies. None when the file shows one moment, and when the list of
/// the state before has further pages: then any of them may be old.
pub fn unjustified_wide_grants<'a>(
    content: &'a Content,
    before: Option<&'a Content>,
    with: &[&Content],
    justifications: &BTreeMap<String, String>,
) -> Vec<&'a RoleGrant> {
    let comparison = Comparison::of(content, before);
    if matches!(comparison, Comparison::OneMoment(_) | Comparison::Nothing) || comparison.gap_before().is_some() {
        return Vec::new();
    }
    WideGrants::among(&comparison, with, justifications).unjustified
}

/// A grant as it is written in `justifications`: principal, role and scope, each cut to 200 characters.
pub(crate) fn spelled(grant: &RoleGrant) -> String {
    let part = |text: &str| -> String { if text.is_empty() { "-".to_owned() } else { text.chars().take(200).collect() } };
    format!("{} {} {}", part(grant.principal.shown()), part(grant.role.shown()), part(&grant.scope))
}

/// Some grants in words: the first three, and how many more.
pub(crate) fn listed(grants: &[&RoleGrant]) -> String {
    let named: Vec<String> = grants.iter().take(3).map(|g| format!("`{}`", spelled(g))).collect();
    match grants.len().saturating_sub(named.len()) {
        0 => match named.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        },
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// A number with its noun: "1 grant", "2 grants".
pub(crate) fn counted(n: usize) -> String {
    if n == 1 { "1 grant".to_owned() } else { format!("{n} grants") }
}

#[cfg(test)]
pub(crate) mod fixture;
