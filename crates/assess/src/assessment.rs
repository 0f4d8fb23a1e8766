//! A data set, judged and laid out in columns: what every figure is computed from.

use crate::columns::{Columns, GroupBy, RequirementState, mark};
use crate::figures::remark::{self, Remark};
use crate::judge::{ChangeAssessment, FindingState, JoinedFinding, Judged, Occurrence};
use crate::period::{Period, PeriodLength, Periods};
use crate::published::{Offered, Published, Unloaded};
use crate::selection::Selection;
use plumbline_columns::{Mask, NONE, Parts, count_by, gathered, marked, rows_without};
use plumbline_domain::{
    ArtifactTypeId, Authorship, Change, Dataset, Family, FileId, FindingStatus, Gate, Instant, PatternId, Policy, ReviewRecord,
    Risk, same_name,
};
use plumbline_probe::Weighed;
use plumbline_rules::RuleMeaning;
use std::sync::{Arc, OnceLock};

/// A data set with all that holds for each of its changes, whatever is selected. No number in it changes once it is built.
///
/// Sets of changes are given by their places, ascending: changes stand in byte order of their ids.
///
/// A data set is judged here ([`Assessment::new`]), or was judged when it was published ([`Assessment::of_columns`]). Of the latter a part may
/// be missing: what is asked for then is noted, and the answer is nothing until it is added ([`crate::published`]).
#[derive(Debug)]
pub struct Assessment {
    pub(crate) judged: Judged,
    pub(crate) columns: Columns,
    /// Worked out when they are first asked for.
    remarks: OnceLock<Vec<Remark>>,
    published: Option<Published>,
}

impl Assessment {
    /// Judges every change of a data set. Linear in what the data set holds.
    pub fn new(dataset: impl Into<Arc<Dataset>>) -> Self {
        let judged = Judged::of(dataset.into());
        let columns = Columns::of(&judged);
        Assessment::of_parts(judged, columns, None)
    }

    pub(crate) fn of_parts(judged: Judged, columns: Columns, published: Option<Published>) -> Self {
        Assessment { judged, columns, remarks: OnceLock::new(), published }
    }

    pub(crate) fn published(&self) -> Option<&Published> {
        self.published.as_ref()
    }

    pub(crate) fn published_mut(&mut self) -> Option<&mut Published> {
        self.published.as_mut()
    }

    pub(crate) fn parts_mut(&mut self) -> Option<(&mut Judged, &mut Published)> {
        Some((&mut self.judged, self.published.as_mut()?))
    }

    /// The data set that was judged. That of one which was judged when it was published holds no change, and no receipt until the sources
    /// are added.
    pub fn dataset(&self) -> &Dataset {
        &self.judged.dataset
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.judged.dataset.policy
    }

    /// How many changes there are; of a data set that is loaded in parts, how many are at hand.
    pub fn n_changes(&self) -> usize {
        self.columns.dates.len()
    }

    /// The places of all changes.
    pub fn every(&self) -> Vec<u32> {
        (0_u32..).take(self.n_changes()).collect()
    }

    /// How the change at a place was judged.
    pub fn assessed(&self, place: u32) -> Option<&ChangeAssessment> {
        match &self.published {
            Some(published) => published.change(place).map(|added| &added.assessed),
            None => self.judged.changes.get(place as usize),
        }
    }

    /// The change at a place with its reports and their evidence, as it was read and as it was judged. Where fields and judgement are enough,
    /// [`Assessment::outline`] needs less.
    pub fn change(&self, place: u32) -> Option<(&Change, &ChangeAssessment)> {
        match &self.published {
            Some(published) => published.whole_change(place).map(|added| (&added.change, &added.assessed)),
            None => self.judged.change(place),
        }
    }

    /// The reviews of the change at a place.
    pub fn reviews(&self, place: u32) -> &[ReviewRecord] {
        match &self.published {
            Some(published) => published.change(place).map_or(&[], |added| &added.change.reviews),
            None => self.dataset().changes.get(place as usize).map_or(&[], |change| &change.reviews),
        }
    }

    /// The rules that have a finding in the change at a place, each once, in byte order.
    pub(crate) fn rules_of(&self, place: u32) -> Vec<&str> {
        match &self.published {
            Some(published) => published.change(place).map_or_else(Vec::new, |a| a.rules.iter().map(String::as_str).collect()),
            None => self.dataset().changes.get(place as usize).map_or_else(Vec::new, |change| self.rules_found_in(change)),
        }
    }

    /// The id of the change at a place; empty when there is none.
    pub fn id(&self, place: u32) -> &str {
        match &self.published {
            Some(published) => published.id(place).unwrap_or_default(),
            None => self.dataset().changes.get(place as usize).map_or("", |change| &change.fields.id),
        }
    }

    /// The place of the change with this id.
    pub fn place_of(&self, id: &str) -> Option<u32> {
        match &self.published {
            Some(published) => published.place_of(id),
            None => {
                let place = self.dataset().changes.iter().position(|c| c.fields.id == id)?;
                u32::try_from(place).ok()
            }
        }
    }

    /// The name of a file; empty when it is unknown.
    pub fn file_name(&self, file: FileId) -> &str {
        match &self.published {
            Some(published) => published.file_name(file),
            None => self.dataset().receipt(file).map_or("", |receipt| &receipt.file),
        }
    }

    /// How many files were read.
    pub fn n_files(&self) -> u64 {
        let receipts = self.dataset().receipts.len();
        self.published.as_ref().map_or(u64::try_from(receipts).unwrap_or(u64::MAX), |published| published.summary.n_files)
    }

    /// How many files were refused.
    pub fn n_refused(&self) -> u64 {
        let refused = || self.dataset().receipts.iter().filter(|r| r.is_refused()).count() as u64;
        self.published.as_ref().map_or_else(refused, |published| published.summary.n_refused)
    }

    /// What each file was offered as, of a data set that was judged when it was published and whose sources are added.
    pub fn offered(&self) -> Option<&[Offered]> {
        self.published.as_ref()?.offered.as_deref()
    }

    /// Notes that somebody looks at what became of each file, which may have to be added first; whether it is at hand.
    pub fn has_sources(&self) -> bool {
        let missing = self.published.as_ref().filter(|published| published.offered.is_none());
        if let Some(published) = missing {
            published.want(Unloaded::Sources);
        }
        missing.is_none()
    }

    /// All teams, in byte order.
    pub fn teams(&self) -> &[String] {
        &self.judged.teams.names
    }

    /// The name of a team; empty when there is no such team.
    pub fn team_name(&self, team: u32) -> &str {
        self.teams().get(team as usize).map_or("", String::as_str)
    }

    /// The team that a name means, as it is spelled here.
    pub fn team_called(&self, name: &str) -> Option<&str> {
        self.teams().iter().find(|team| same_name(team, name)).map(String::as_str)
    }

    /// All services, in byte order.
    pub fn services(&self) -> &[String] {
        &self.judged.services.names
    }

    /// All environments in lower case, in byte order.
    pub fn environments(&self) -> &[String] {
        &self.judged.environments.names
    }

    /// All releases, in byte order.
    pub fn releases(&self) -> &[String] {
        &self.judged.releases.names
    }

    /// The occurrences in one change.
    pub fn occurrences_of(&self, place: u32) -> &[Occurrence] {
        match &self.published {
            Some(published) => published.change(place).map_or(&[], |added| &added.occurrences),
            None => self.judged.occurrences_of(place),
        }
    }

    /// What is worth a second look in the evidence of the whole data set, as facts that no number counts.
    pub fn remarks(&self) -> &[Remark] {
        match &self.published {
            Some(published) => &published.summary.remarks,
            None => self.remarks.get_or_init(|| remark::remarks(self)),
        }
    }

    /// What the probes of its type answer of one item of one gate of one change, in words; none without bytes. The first of the pair
    /// says whether its type accepts the file.
    pub fn weigh(&self, place: u32, gate: Gate, item: u32) -> Option<(bool, Weighed)> {
        self.judged.weigh(self.change(place)?.0, gate, item)
    }

    /// The findings of one gate of one change, native ones and those in artifacts joined, each with what its rule means.
    pub fn findings(&self, place: u32, gate: Gate) -> Vec<(JoinedFinding<'_>, RuleMeaning)> {
        self.change(place).map_or_else(Vec::new, |change| self.judged.findings(change, gate))
    }

    /// The mean of what a change's counting reports at these gates state of a risk, 0 to 1: by authors if any do, else by all.
    pub fn stated_of_risk(&self, place: u32, risk: Risk, gates: [bool; 4]) -> Option<f64> {
        Judged::stated_of_risk(self.change(place)?, risk, gates)
    }

    /// The changes of a set, with their places.
    pub fn of<'a>(&'a self, subset: &'a [u32]) -> impl Iterator<Item = (u32, &'a ChangeAssessment)> + 'a {
        subset.iter().filter_map(|&place| Some((place, self.assessed(place)?)))
    }

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
        let mut mask = Mask::all(self.n_changes());
        if selection.since.is_some() || selection.until.is_some() {
            let (since, until) =
                (selection.since.map_or(i64::MIN, Instant::micros), selection.until.map_or(i64::MAX, Instant::micros));
            mask.keep_between(&c.dates, since, until);
        }
        let environments: Vec<String> = selection.environments.iter().map(|e| e.to_lowercase()).collect();
        let teams: Vec<String> = selection.teams.iter().map(|name| self.team_called(name).unwrap_or(name).to_owned()).collect();
        let named = [
            (teams.as_slice(), self.teams(), GroupBy::Team),
            (&selection.services, self.services(), GroupBy::Service),
            (&environments, self.environments(), GroupBy::Environment),
            (&selection.releases, self.releases(), GroupBy::Release),
        ];
        for (names, all, by) in named.into_iter().filter(|(names, ..)| !names.is_empty()) {
            let wanted: Vec<bool> = all.iter().map(|name| names.contains(name)).collect();
            mask.keep_codes(&c.group(by).codes, &wanted, names.iter().any(String::is_empty));
        }
        if !selection.authorships.is_empty() {
            let wanted: Vec<bool> = Authorship::ALL.iter().map(|a| selection.authorships.contains(a)).collect();
            mask.keep_codes(&c.group(GroupBy::Authorship).codes, &wanted, false);
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

    /// The changes of a set by date, and then by place.
    pub(crate) fn in_order(&self, subset: &[u32]) -> Vec<u32> {
        plumbline_columns::in_order(&self.columns.dates, &self.columns.by_date, subset)
    }

    /// A set of changes by team, those of each by date and then by place.
    pub fn teams_by_date(&self, subset: &[u32]) -> Parts {
        self.parts(&self.in_order(subset), GroupBy::Team)
    }

    /// A set of changes by what each has of something: the part of each value stands at the value's place (in [`Self::teams`] and
    /// so on, in the order of the rules for authorship); changes that state none are in no part.
    pub fn parts(&self, subset: &[u32], by: GroupBy) -> Parts {
        let group = self.columns.group(by);
        Parts::by(&group.codes, subset, group.n())
    }

    /// What the change at a place has of something, by the place of the value as in [`Self::parts`]; none when it states none.
    pub fn group_of(&self, place: u32, by: GroupBy) -> Option<u32> {
        self.columns.group(by).codes.get(place as usize).copied().filter(|code| *code != NONE)
    }

    /// How many changes of a set have each value, by the places of the values as in [`Self::parts`].
    pub fn count_by(&self, subset: &[u32], by: GroupBy) -> Vec<u64> {
        let group = self.columns.group(by);
        count_by(&group.codes, subset, group.n())
    }

    /// The changes of a set that state none of something.
    pub fn without(&self, subset: &[u32], by: GroupBy) -> Vec<u32> {
        rows_without(&self.columns.group(by).codes, subset)
    }

    /// How many of all changes have each value, by the places of the values as in [`Self::parts`]; also where only some are at hand.
    pub fn counts(&self, by: GroupBy) -> &[u64] {
        self.of_whole().map_or(&self.columns.group(by).counts, |whole| whole.counts(by))
    }

    /// The changes of a set that are due at a gate.
    pub fn due_at(&self, subset: &[u32], gate: Gate) -> Vec<u32> {
        marked(&self.columns.marks, subset, mark::due_at(gate))
    }

    /// Whether the change at a place states how many resources it moves.
    pub fn states_resources(&self, place: u32) -> bool {
        self.columns.marks.get(place as usize).is_some_and(|marks| marks & mark::STATES_RESOURCES != 0)
    }

    /// The date of the change at a place.
    pub fn date(&self, place: u32) -> Option<Instant> {
        self.columns.dates.get(place as usize).copied().map(Instant::from_micros)
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

    /// The changes of a set that owe evidence of a type and do not have it verified.
    pub fn lacking(&self, subset: &[u32], artifact_type: ArtifactTypeId) -> Vec<u32> {
        let is_lacking = |state: &RequirementState| state.artifact_type == artifact_type && !state.is_verified;
        let wanted: Vec<bool> = self.columns.states.iter().map(is_lacking).collect();
        self.columns.requirements.rows_with(subset, &wanted)
    }

    /// The periods of a set of changes that hold a change, in order, each with its changes: weeks, or months when the range is
    /// long.
    pub fn periods(&self, subset: &[u32]) -> Periods {
        self.periods_of(subset, self.period_length(subset))
    }

    /// How long the periods of a set of changes are.
    pub fn period_length(&self, subset: &[u32]) -> PeriodLength {
        PeriodLength::for_dates(self.range(subset).into_iter().flat_map(|(first, last)| [first, last]))
    }

    /// The periods of a length that hold a change of the set, in order, each with its changes.
    pub fn periods_of(&self, subset: &[u32], length: PeriodLength) -> Periods {
        let column = self.columns.periods(length);
        Periods::of(&column.periods, Parts::by(&column.codes, subset, column.periods.len()))
    }

    /// A set of changes by given periods of one length: the part of each stands at its place in the list. Changes outside of them
    /// are in no part.
    pub fn parts_by_period(&self, subset: &[u32], length: PeriodLength, periods: &[Period]) -> Parts {
        Parts::of_keys(&self.period_places(subset, length, periods), subset, periods.len())
    }

    /// For each change of a set the place of its period in a list of periods of one length; none when it is not in the list.
    pub(crate) fn period_places(&self, subset: &[u32], length: PeriodLength, periods: &[Period]) -> Vec<u32> {
        let column = self.columns.periods(length);
        let place = |period: &Period| periods.iter().position(|p| p == period).and_then(|i| u32::try_from(i).ok());
        let places: Vec<u32> = column.periods.iter().map(|period| place(period).unwrap_or(NONE)).collect();
        gathered(&places, &gathered(&column.codes, subset))
    }

    /// The first and last date of a set of changes.
    pub fn range(&self, subset: &[u32]) -> Option<(Instant, Instant)> {
        let (first, last) = plumbline_columns::range(&self.columns.dates, subset)?;
        Some((Instant::from_micros(first), Instant::from_micros(last)))
    }

    /// The first and last date of all changes, also where only some are at hand.
    pub fn all_dates(&self) -> Option<(Instant, Instant)> {
        if let Some(whole) = self.of_whole() {
            return whole.dates;
        }
        let c = &self.columns;
        let date = |row: &u32| c.dates.get(*row as usize).copied().map(Instant::from_micros);
        Some((date(c.by_date.first()?)?, date(c.by_date.last()?)?))
    }

    /// What the requirements of a set of changes have in common, with how many of them there are of each kind; kinds without any
    /// are left out.
    pub fn requirement_states<'a>(&'a self, subset: &[u32]) -> impl Iterator<Item = (&'a RequirementState, u64)> + 'a {
        let counts = self.requirement_counts(subset);
        self.columns.states.iter().zip(counts).filter(|(_, n)| *n > 0).map(|(state, n)| (state, u64::from(n)))
    }

    /// How many requirements of a set of changes are of each kind, for [`Self::states_of_counts`].
    pub fn requirement_counts(&self, subset: &[u32]) -> Vec<u32> {
        self.columns.requirements.count(subset, self.columns.states.len())
    }

    /// What [`Self::requirement_states`] says of the changes that were counted.
    pub fn states_of_counts<'a>(&'a self, counts: &[u32]) -> impl Iterator<Item = (&'a RequirementState, u64)> {
        self.columns.states.iter().zip(counts).filter(|(_, n)| **n > 0).map(|(state, n)| (state, u64::from(*n)))
    }

    /// What the findings of a set of changes have in common, with how many of them there are of each kind; kinds without any are
    /// left out.
    fn finding_states(&self, subset: &[u32]) -> impl Iterator<Item = (FindingState, u64)> {
        let counts = self.columns.findings.count(subset, FindingState::all().count());
        FindingState::all().zip(counts).filter(|(_, n)| *n > 0).map(|(state, n)| (state, u64::from(n)))
    }

    /// The same of those findings that are open.
    pub(crate) fn open_findings(&self, subset: &[u32]) -> impl Iterator<Item = (FindingState, u64)> {
        self.finding_states(subset).filter(|(state, _)| state.status == FindingStatus::Open)
    }

    /// How many requirements a set of changes has.
    pub fn n_requirements(&self, subset: &[u32]) -> u64 {
        self.columns.requirements.n_items(subset)
    }

    /// The sum of the blast radius of a set of changes, at the largest number when it would exceed it.
    pub fn blast_radius(&self, subset: &[u32]) -> u64 {
        plumbline_columns::sum_saturating(&self.columns.blast_radius, subset)
    }

    /// The changes of a set by team, in byte order of the teams' names; those without a team are left out.
    pub fn by_team(&self, subset: &[u32]) -> Vec<(u32, Vec<u32>)> {
        let parts = self.parts(subset, GroupBy::Team);
        (0_u32..)
            .zip(parts.iter())
            .filter(|(_, (_, changes))| !changes.is_empty())
            .map(|(team, (_, changes))| (team, changes.to_vec()))
            .collect()
    }
}
