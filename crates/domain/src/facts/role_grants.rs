//! Who may do what where, at one moment or before and after a change.

use super::Place;
use std::collections::HashMap;

/// How much a role allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Width {
    /// It is none of the wide roles, and does not allow everything.
    Narrow,
    /// What it allows is not in the file.
    Open,
    /// It is one of the wide roles of its platform, or allows everything.
    Wide,
}

/// Whether a grant is there before and after the change that a file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Presence {
    /// It is there; a file of one moment says no more.
    There,
    /// It is added by the change.
    Added,
    /// It was there before the change and stays.
    Kept,
    /// It is taken away by the change.
    Removed,
}

/// What an identity or a role is called: by its name, by its id, or by both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Named {
    /// The name that people read; empty when the file has none.
    pub name: Box<str>,
    /// The id; empty when the file has none.
    pub id: Box<str>,
}

impl Named {
    /// Under a name and an id, either of which may be empty.
    pub fn new(name: impl Into<Box<str>>, id: impl Into<Box<str>>) -> Self {
        Named { name: name.into(), id: id.into() }
    }

    /// The name, or the id when there is none.
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }

    /// Whether the file says neither.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.id.is_empty()
    }

    /// Every spelling in the file.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        [&*self.name, &*self.id].into_iter().filter(|s| !s.is_empty())
    }
}

/// One grant: a principal holds a role in a scope.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RoleGrant {
    /// Who holds it; empty when a role or policy is defined and nothing says who holds it.
    pub principal: Named,
    /// What is granted. The id is compared; of Azure's own roles it is the part behind the last slash, in lower case.
    pub role: Named,
    /// Where it holds; empty when the file does not say it.
    pub scope: Box<str>,
    /// What stands for the condition under which it holds: grants under different conditions differ. Empty: none.
    pub condition: Box<str>,
    /// How much it allows.
    pub width: Width,
    /// Why it is needed, by the word of the file; empty: none.
    pub justification: Box<str>,
    /// Whether it is the membership in a group: what the group may do is a grant of its own.
    pub is_membership: bool,
    /// Before, after or both.
    pub presence: Presence,
    /// Where it stands.
    pub place: Place,
}

/// The grants in one file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RoleGrants {
    /// In the order of the file.
    pub grants: Vec<RoleGrant>,
    /// Whether the file itself knows the state before and after; else it shows one moment.
    pub shows_change: bool,
    /// Resources that were looked at for grants, of a file that describes more than grants.
    pub covered: u64,
    /// Why it does not show every grant, as a phrase, and where that stands.
    pub incomplete: Vec<(Box<str>, Place)>,
    /// Access that is new without the file saying which, as a phrase, and where that stands.
    pub unnamed: Vec<(Box<str>, Place)>,
    /// What roles allow that others hold, by id or name in lower case, with the justification of the role: a file that is read
    /// together with this one may grant them.
    pub definitions: Vec<(Box<str>, Width, Box<str>)>,
}

impl RoleGrants {
    /// The grants of one moment.
    pub fn of_one_moment(grants: Vec<RoleGrant>) -> Self {
        RoleGrants {
            grants,
            shows_change: false,
            covered: 0,
            incomplete: Vec::new(),
            unnamed: Vec::new(),
            definitions: Vec::new(),
        }
    }

    /// Whether the file lists no grant and looked at nothing else either.
    pub fn is_empty_list(&self) -> bool {
        self.grants.is_empty() && self.covered == 0 && self.unnamed.is_empty()
    }
}

/// The grants that are there at one moment, to look others up in. Grants compare without case; ids decide where both sides have one.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct GrantIndex {
    /// The widest grant under each key.
    widths: HashMap<String, Width>,
}

/// By what a principal was found: two principals of one name with different ids are different principals.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
enum By {
    Id,
    Name,
    NameWithoutId,
}

impl GrantIndex {
    /// Of grants.
    pub fn of<'g>(grants: impl IntoIterator<Item = &'g RoleGrant>) -> Self {
        let mut index = GrantIndex::default();
        for grant in grants {
            let principal = &grant.principal;
            let by_name = if principal.id.is_empty() { By::NameWithoutId } else { By::Id };
            for role in grant.role_keys() {
                match by_name {
                    By::Id => {
                        index.add(By::Id, &principal.id, role, grant);
                        index.add(By::Name, &principal.name, role, grant);
                    }
                    _ => {
                        index.add(By::NameWithoutId, &principal.name, role, grant);
                        index.add(By::Name, &principal.name, role, grant);
                    }
                }
            }
        }
        index
    }

    fn add(&mut self, by: By, principal: &str, role: &str, grant: &RoleGrant) {
        let width = self.widths.entry(key(by, principal, role, &grant.scope, &grant.condition)).or_insert(grant.width);
        *width = grant.width.max(*width);
    }

    /// How much the same principal may do by the same role in the same scope, under the same condition or under none.
    pub fn width_of(&self, grant: &RoleGrant) -> Option<Width> {
        self.widths_of(grant).max()
    }

    /// Whether the same principal holds the same role in the same scope, however much that allows.
    pub fn has(&self, grant: &RoleGrant) -> bool {
        self.widths_of(grant).next().is_some()
    }

    fn widths_of(&self, grant: &RoleGrant) -> impl Iterator<Item = Width> {
        let principal = &grant.principal;
        let ways = match principal.id.is_empty() {
            true => [Some((By::Name, &*principal.name)), None],
            false => {
                [Some((By::Id, &*principal.id)), Some((By::NameWithoutId, &*principal.name)).filter(|(_, name)| !name.is_empty())]
            }
        };
        let conditions = [Some(&*grant.condition), Some("").filter(|_| !grant.condition.is_empty())];
        ways.into_iter().flatten().flat_map(move |(by, name)| {
            grant.role_keys().flat_map(move |role| {
                let under = move |condition: &str| self.widths.get(&key(by, name, role, &grant.scope, condition)).copied();
                conditions.into_iter().flatten().filter_map(under)
            })
        })
    }

    /// How much a grant allows that is not there yet, or allowed less; none when it is there as it is. Where it is not known how much
    /// it allowed before, it is not known either what is new.
    pub fn new_width(&self, grant: &RoleGrant) -> Option<Width> {
        if self.widths_of(grant).any(|width| width >= grant.width) {
            return None;
        }
        match self.width_of(grant) {
            Some(_) if grant.is_membership => None,
            Some(Width::Open) => Some(Width::Open),
            _ => Some(grant.width),
        }
    }
}

impl RoleGrant {
    fn role_keys(&self) -> impl Iterator<Item = &str> {
        let none = self.role.is_empty().then_some("");
        self.role.spellings().chain(none)
    }
}

fn key(by: By, principal: &str, role: &str, scope: &str, condition: &str) -> String {
    let mut key = String::with_capacity(principal.len() + role.len() + scope.len() + condition.len() + 4);
    key.push_str(match by {
        By::Id => "i",
        By::Name => "n",
        By::NameWithoutId => "o",
    });
    for part in [principal, role, scope.trim_end_matches('/')] {
        key.push('\n');
        key.push_str(part);
    }
    key.make_ascii_lowercase();
    key.push('\n');
    key.push_str(condition);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(principal: Named, role: &str, condition: &str, width: Width) -> RoleGrant {
        RoleGrant {
            principal,
            role: Named::new(role, ""),
            scope: "/subscriptions/S/".into(),
            condition: condition.into(),
            width,
            justification: "".into(),
            is_membership: false,
            presence: Presence::There,
            place: Place::default(),
        }
    }

    #[test]
    fn principals_compare_by_id_where_both_have_one() {
        let index = GrantIndex::of(&[
            grant(Named::new("ops", "1"), "Owner", "", Width::Wide),
            grant(Named::new("dev", ""), "Owner", "", Width::Wide),
        ]);
        let is_there = |name: &str, id: &str| index.new_width(&grant(Named::new(name, id), "owner", "", Width::Wide)).is_none();
        assert!(is_there("OPS", "1"));
        assert!(!is_there("ops", "2"), "another principal of the same name");
        assert!(is_there("ops", ""), "a file without ids");
        assert!(is_there("dev", "3"), "an index without ids");
        assert!(!is_there("qa", ""));
    }

    #[test]
    fn a_grant_that_loses_its_condition_or_allows_more_is_another() {
        let index = GrantIndex::of(&[grant(Named::new("ops", ""), "a", "until May", Width::Narrow)]);
        let is_there = |condition: &str, width| index.new_width(&grant(Named::new("ops", ""), "a", condition, width)).is_none();
        assert!(is_there("until May", Width::Narrow));
        assert!(!is_there("until May", Width::Wide));
        assert!(!is_there("", Width::Narrow));
        let index = GrantIndex::of(&[grant(Named::new("ops", ""), "a", "", Width::Wide)]);
        let limited = grant(Named::new("ops", ""), "a", "until May", Width::Narrow);
        assert_eq!(index.new_width(&limited), None, "a condition adds nothing");
    }
}
