//! What the parts of a large published data set have in common, so that a page over some of them speaks of the whole as one over all does.

use super::ColumnRow;
use crate::columns::{GroupBy, RowFacts};
use crate::{Assessment, Selection};
use plumbline_domain::{Authorship, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const DAY_US: i64 = 86_400_000_000;

/// What the parts of a data set have in common.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Whole {
    /// How many changes there are.
    pub n_changes: u64,
    /// The names of all teams, services, environments and releases, each in byte order.
    pub(crate) names: [Vec<String>; 4],
    /// How many changes each has.
    counts: [Vec<u64>; 4],
    /// How many changes have each authorship, in the order of the rules.
    authorships: Vec<u64>,
    /// When each release was last deployed or changed, by its place.
    latest: Vec<Option<Instant>>,
    /// The date of the first and the last change.
    pub(crate) dates: Option<(Instant, Instant)>,
    /// The part that holds all changes of a team, by the place of the team.
    part_of_team: Vec<u32>,
    /// How many changes there are of each day, authorship and environment.
    tally: Vec<(Group, u32)>,
}

/// Changes of one day in UTC, before or after the assessment time; their authorship, and the place of their environment from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Group {
    day: i32,
    is_future: bool,
    authorship: u8,
    environment: u32,
}

impl Whole {
    /// The part that holds all changes of a team, by the place of the part; none when there is no such team.
    pub fn part_of(&self, team: &str) -> Option<u32> {
        let names = self.names.first()?;
        let exact = names.binary_search_by(|name| name.as_str().cmp(team)).ok();
        let place = exact.or_else(|| names.iter().position(|name| plumbline_domain::same_name(name, team)))?;
        self.part_of_team.get(place).copied()
    }

    pub(crate) fn counts(&self, by: GroupBy) -> &[u64] {
        let [teams, services, environments, releases] = &self.counts;
        match by {
            GroupBy::Team => teams,
            GroupBy::Service => services,
            GroupBy::Environment => environments,
            GroupBy::Release => releases,
            GroupBy::Authorship => &self.authorships,
        }
    }

    pub(crate) fn latest_of_releases(&self) -> &[Option<Instant>] {
        &self.latest
    }

    /// How many of all changes are selected; none when only their columns tell.
    pub(crate) fn n_selected(&self, selection: &Selection, now: Instant) -> Option<u64> {
        if !selection.teams.is_empty() || !selection.services.is_empty() || !selection.releases.is_empty() {
            return None;
        }
        let wanted: Vec<String> = selection.environments.iter().map(|name| name.to_lowercase()).collect();
        let of_environment = |group: &Group| {
            let name = (group.environment as usize).checked_sub(1).and_then(|place| self.names.get(2)?.get(place));
            wanted.is_empty() || wanted.iter().any(|wanted| name.map_or(wanted.is_empty(), |name| name == wanted))
        };
        let of_authorship = |group: &Group| {
            let authorship = Authorship::ALL.get(usize::from(group.authorship));
            selection.authorships.is_empty() || authorship.is_some_and(|of| selection.authorships.contains(of))
        };
        let first = selection.since.map(|since| since.micros());
        let last = selection.until.map(|until| until.micros());
        // a period begins with a day, and ends with one or at the assessment time
        let ends_now = last == Some(now.micros());
        let is_whole = first.is_none_or(|at| at.rem_euclid(DAY_US) == 0)
            && (ends_now || last.is_none_or(|at| at.saturating_add(1).rem_euclid(DAY_US) == 0));
        if !is_whole {
            return None;
        }
        let in_period = |group: &Group| {
            let day = i64::from(group.day).saturating_mul(DAY_US);
            first.is_none_or(|first| day >= first) && last.is_none_or(|last| day <= last) && !(ends_now && group.is_future)
        };
        let fits = |(group, _): &&(Group, u32)| in_period(group) && of_authorship(group) && of_environment(group);
        Some(self.tally.iter().filter(fits).map(|(_, n)| u64::from(*n)).sum())
    }
}

/// Gathers what the parts of a data set have in common, from their rows in any order.
#[derive(Debug, Default)]
pub struct WholeBuilder {
    n_changes: u64,
    names: [BTreeMap<String, u64>; 4],
    authorships: [u64; RowFacts::N_AUTHORSHIPS],
    latest: BTreeMap<String, Instant>,
    dates: Option<(Instant, Instant)>,
    part_of_team: BTreeMap<String, u32>,
    tally: BTreeMap<(i64, bool, u32, Option<String>), u32>,
}

impl WholeBuilder {
    /// Adds a change of a part, given by its place; `now` is the assessment time.
    pub fn add(&mut self, row: &ColumnRow, part: u32, now: Instant) {
        self.n_changes += 1;
        for (names, name) in self.names.iter_mut().zip(&row.names) {
            if let Some(name) = name {
                counted(names, name);
            }
        }
        let (at, facts) = (row.date(), &row.facts);
        if let Some(n) = self.authorships.get_mut(facts.authorship as usize) {
            *n += 1;
        }
        let [team, _, environment, release] = &row.names;
        if let Some(team) = team {
            self.part_of_team.insert(team.clone(), part);
        }
        if let Some(release) = release {
            let latest = self.latest.entry(release.clone()).or_insert(at);
            *latest = (*latest).max(at);
        }
        self.dates = Some(self.dates.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
        let group = (at.micros().div_euclid(DAY_US), at > now, facts.authorship, environment.clone());
        *self.tally.entry(group).or_default() += 1;
    }

    /// What they have in common.
    pub fn finish(self) -> Whole {
        let environments: Vec<&String> = self.names.get(2).into_iter().flat_map(BTreeMap::keys).collect();
        let place = |name: &String| environments.binary_search(&name).ok().and_then(|place| u32::try_from(place + 1).ok());
        let group = |((day, is_future, authorship, environment), n): (&(i64, bool, u32, Option<String>), &u32)| {
            let day = i32::try_from(*day).unwrap_or(i32::MAX);
            let authorship = u8::try_from(*authorship).unwrap_or(u8::MAX);
            (Group { day, is_future: *is_future, authorship, environment: environment.as_ref().and_then(place).unwrap_or(0) }, *n)
        };
        let tally = self.tally.iter().map(group).collect();
        Whole {
            n_changes: self.n_changes,
            counts: self.names.each_ref().map(|names| names.values().copied().collect()),
            names: self.names.map(|names| names.into_keys().collect()),
            authorships: self.authorships.to_vec(),
            latest: self.latest.into_values().map(Some).collect(),
            dates: self.dates,
            part_of_team: self.part_of_team.into_values().collect(),
            tally,
        }
    }
}

/// Counts a name, which is copied once.
fn counted(names: &mut BTreeMap<String, u64>, name: &str) {
    match names.get_mut(name) {
        Some(n) => *n += 1,
        None => {
            names.insert(name.to_owned(), 1);
        }
    }
}

impl Assessment {
    /// How many changes there are, also where only some of them are at hand.
    pub fn n_in_all(&self) -> u64 {
        self.of_whole().map_or_else(|| self.n_changes() as u64, |whole| whole.n_changes)
    }

    /// How many of all changes are selected, also where only some of them are at hand; none when only the others could tell.
    pub fn n_selected_of_all(&self, selection: &Selection) -> Option<u64> {
        match self.of_whole() {
            None => Some(self.n_selected(selection) as u64),
            // all of a team is at hand when it is asked for
            Some(_) if !selection.teams.is_empty() => Some(self.n_selected(selection) as u64),
            Some(whole) => whole.n_selected(selection, self.dataset().now),
        }
    }

    /// The date of the latest change of each release, by its place.
    pub fn latest_of_releases(&self) -> Vec<Option<Instant>> {
        if let Some(whole) = self.of_whole() {
            return whole.latest_of_releases().to_vec();
        }
        let mut latest = vec![None; self.releases().len()];
        for place in self.every() {
            let release = self.group_of(place, GroupBy::Release);
            if let Some(slot) = release.and_then(|release| latest.get_mut(release as usize)) {
                *slot = (*slot).max(self.date(place));
            }
        }
        latest
    }

    /// What the parts have in common, of a data set of which only some are at hand.
    pub(crate) fn of_whole(&self) -> Option<&Whole> {
        self.published()?.whole.as_ref()
    }
}
