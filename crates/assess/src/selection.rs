//! Which changes count, and what they are grouped by.

use super::assessment::Assessment;
use super::columns::mark;
use plumbline_columns::{Mask, Parts, marked, rows_without};
use plumbline_domain::{ArtifactTypeId, Authorship, Family, Gate, Instant, PatternId};

/// What changes are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Their team.
    Team,
    /// Their service.
    Service,
    /// Their environment.
    Environment,
    /// Their release.
    Release,
    /// Who wrote them.
    Authorship,
}

/// Which changes count. Empty lists select everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Only changes dated at or after this.
    pub since: Option<Instant>,
    /// Only changes dated at or before this.
    pub until: Option<Instant>,
    /// Only these teams. An empty text stands for changes without a team.
    pub teams: Vec<String>,
    /// Only these services.
    pub services: Vec<String>,
    /// Only these environments, compared without case. An empty text stands for changes without one.
    pub environments: Vec<String>,
    /// Only these releases.
    pub releases: Vec<String>,
    /// Only changes written so.
    pub authorships: Vec<Authorship>,
}

impl GroupBy {
    /// All of them, in the order of their declaration.
    pub const ALL: [GroupBy; 5] = [GroupBy::Team, GroupBy::Service, GroupBy::Environment, GroupBy::Release, GroupBy::Authorship];
}

impl Assessment {
    /// The places of the selected changes, ascending.
    pub fn select(&self, selection: &Selection) -> Vec<u32> {
        self.mask(selection).rows()
    }

    /// How many changes are selected.
    pub fn n_selected(&self, selection: &Selection) -> usize {
        self.mask(selection).len()
    }

    fn mask(&self, selection: &Selection) -> Mask {
        let c = &self.columns;
        let mut mask = Mask::all(self.changes().len());
        if selection.since.is_some() || selection.until.is_some() {
            let (since, until) =
                (selection.since.map_or(i64::MIN, Instant::micros), selection.until.map_or(i64::MAX, Instant::micros));
            mask.keep_between(&c.dates, since, until);
        }
        let environments: Vec<String> = selection.environments.iter().map(|e| e.to_lowercase()).collect();
        let named = [
            (selection.teams.as_slice(), self.teams(), &c.teams),
            (&selection.services, self.services(), &c.services),
            (&environments, self.environments(), &c.environments),
            (&selection.releases, self.releases(), &c.releases),
        ];
        for (names, all, column) in named.into_iter().filter(|(names, ..)| !names.is_empty()) {
            let wanted: Vec<bool> = all.iter().map(|name| names.contains(name)).collect();
            mask.keep_codes(column, &wanted, names.iter().any(String::is_empty));
        }
        if !selection.authorships.is_empty() {
            let wanted: Vec<bool> = Authorship::ALL.iter().map(|a| selection.authorships.contains(a)).collect();
            mask.keep_codes(&c.authorships, &wanted, false);
        }
        mask
    }

    /// The changes of a set that are dated between two instants, both included.
    pub fn between(&self, subset: &[u32], first: Instant, last: Instant) -> Vec<u32> {
        plumbline_columns::between(&self.columns.dates, subset, first.micros(), last.micros())
    }

    /// The changes of a set that are dated at or after the first instant, and at or before the last, where there are any.
    pub fn dated(&self, subset: &[u32], since: Option<Instant>, until: Option<Instant>) -> Vec<u32> {
        let (first, last) = (since.unwrap_or(Instant::from_micros(i64::MIN)), until.unwrap_or(Instant::from_micros(i64::MAX)));
        self.between(subset, first, last)
    }

    /// A set of changes by team, those of each by date and then by place.
    pub fn teams_by_date(&self, subset: &[u32]) -> Parts {
        self.parts(&self.in_order(subset), GroupBy::Team)
    }

    /// A set of changes by what each has of something: the part of each value stands at the value's place (in [`Self::teams`] and
    /// so on, in the order of the rules for authorship); changes that state none are in no part.
    pub fn parts(&self, subset: &[u32], by: GroupBy) -> Parts {
        let (column, n) = self.column(by);
        Parts::by(column, subset, n)
    }

    pub(crate) fn column(&self, by: GroupBy) -> (&[u32], usize) {
        match by {
            GroupBy::Team => (&self.columns.teams, self.teams().len()),
            GroupBy::Service => (&self.columns.services, self.services().len()),
            GroupBy::Environment => (&self.columns.environments, self.environments().len()),
            GroupBy::Release => (&self.columns.releases, self.releases().len()),
            GroupBy::Authorship => (&self.columns.authorships, Authorship::ALL.len()),
        }
    }

    /// How many changes of a set have each value, by the places of the values as in [`Self::parts`].
    pub fn count_by(&self, subset: &[u32], by: GroupBy) -> Vec<u64> {
        let (column, n) = self.column(by);
        plumbline_columns::count_by(column, subset, n)
    }

    /// The changes of a set that state none of something.
    pub fn without(&self, subset: &[u32], by: GroupBy) -> Vec<u32> {
        rows_without(self.column(by).0, subset)
    }

    /// How many of all changes have each value, by the places of the values as in [`Self::parts`].
    pub fn counts(&self, by: GroupBy) -> &[u64] {
        self.columns.counts.get(by as usize).map_or(&[], Vec::as_slice)
    }

    /// The changes of a set that are due at a gate.
    pub fn due_at(&self, subset: &[u32], gate: Gate) -> Vec<u32> {
        marked(&self.columns.marks, subset, mark::due_at(gate))
    }

    /// The changes of a set that touch a family.
    pub fn touching(&self, subset: &[u32], family: Family) -> Vec<u32> {
        marked(&self.columns.marks, subset, mark::touches(family))
    }

    /// The changes of a set in which a pattern was found.
    pub fn with_pattern(&self, subset: &[u32], pattern: PatternId) -> Vec<u32> {
        let wanted: Vec<bool> = (0..self.policy().patterns.len()).map(|i| i == usize::from(pattern.0)).collect();
        self.columns.patterns.rows_with(subset, &wanted)
    }

    /// The changes of a set that owe evidence of a type.
    pub fn owing(&self, subset: &[u32], artifact_type: ArtifactTypeId) -> Vec<u32> {
        let wanted: Vec<bool> = self.columns.states.iter().map(|state| state.artifact_type == artifact_type).collect();
        self.columns.requirements.rows_with(subset, &wanted)
    }
}
