//! What filters count over, as columns: one value for each change, made once for a data set.
//!
//! The loops over them are [`plumbline_columns`]'s; what the values mean is said here.

use super::assessment::Assessment;
use super::funnel::course_of;
use super::matrix::{bit_of, offers_of};
use super::period::{Period, PeriodLength};
use super::requirement::Requirement;
use plumbline_columns::{Intern, Lists, NONE, Strand, Strands, order_of};
use plumbline_domain::{
    ArtifactTypeId, Condition, Family, FindingStatus, Gate, Grade, Instant, Outcome, PatternId, Risk, Severity, Surface,
};

/// Marks of a change.
pub(crate) mod mark {
    use plumbline_domain::{Family, Gate};

    /// It shipped.
    pub const SHIPPED: u32 = 1;
    /// Something that it owes is not verified.
    pub const UNVERIFIED: u32 = 1 << 1;
    /// No critical or high finding is open.
    pub const CLEAN: u32 = 1 << 2;
    /// It has an independent blind review.
    pub const BLIND: u32 = 1 << 3;
    /// Its threat intent is verified.
    pub const INTENT_VERIFIED: u32 = 1 << 4;
    /// Policy diagnostics, and where due at execution deployment outputs, are at least attached.
    pub const ATTACHED: u32 = 1 << 5;
    /// It is deployed.
    pub const DEPLOYED: u32 = 1 << 6;
    /// Its alert test is verified.
    pub const ALERT_TESTED: u32 = 1 << 7;

    /// It is due at a gate.
    pub const fn due_at(gate: Gate) -> u32 {
        1 << (8 + gate.index())
    }

    /// It touches a family.
    pub const fn touches(family: Family) -> u32 {
        1 << (12 + family.index())
    }
}

/// What many requirements have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequirementState {
    /// The gate at which it is owed.
    pub gate: Gate,
    /// What is owed.
    pub artifact_type: ArtifactTypeId,
    /// How many the change owes at that gate, this one among them.
    pub of: u32,
    /// The grade of the best item, or `missing`.
    pub grade: Grade,
    /// What overrides that grade.
    pub condition: Option<Condition>,
    /// Whether it is verified.
    pub is_verified: bool,
}

/// What many findings have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingState {
    /// The gate of its report.
    pub gate: Gate,
    /// What became of it.
    pub status: FindingStatus,
    /// Where it stands on the attack surface.
    pub surface: Surface,
    /// How bad it is.
    pub severity: Severity,
}

impl FindingState {
    /// Every state there can be, in the order of their codes.
    fn all() -> impl Iterator<Item = FindingState> {
        Gate::ALL.iter().flat_map(|&gate| {
            FindingStatus::ALL.iter().flat_map(move |&status| {
                Surface::ALL.iter().flat_map(move |&surface| {
                    Severity::ALL.iter().map(move |&severity| FindingState { gate, status, surface, severity })
                })
            })
        })
    }

    fn code(self) -> u32 {
        let place = self.gate.index() * FindingStatus::ALL.len() + self.status.index();
        let place = place * Surface::ALL.len() + self.surface.index();
        u32::try_from(place * Severity::ALL.len() + self.severity.index()).unwrap_or(NONE)
    }
}

/// The findings of each change, filled while the changes are judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct FindingColumn(Lists);

impl FindingColumn {
    /// Adds a finding of the change that is being judged.
    pub fn push(&mut self, state: FindingState) {
        self.0.push(state.code());
    }

    /// Goes on to the next change.
    pub fn end_change(&mut self) {
        self.0.end_row();
    }
}

/// The columns of a data set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// Microseconds since 1970.
    pub dates: Vec<i64>,
    /// All changes by date, and then by place.
    pub by_date: Vec<u32>,
    pub teams: Vec<u32>,
    pub services: Vec<u32>,
    pub environments: Vec<u32>,
    pub releases: Vec<u32>,
    pub authorships: Vec<u32>,
    /// For each of `GroupBy::ALL` how many changes have each value.
    pub counts: Vec<Vec<u64>>,
    pub weeks: PeriodColumn,
    pub months: PeriodColumn,
    /// Bits of [`mark`].
    pub marks: Vec<u32>,
    pub blast_radius: Vec<u64>,
    /// Each gate that is due: its verified share, whether it passed, and its stated confidence.
    pub gates: Strands,
    /// The same of each risk for which something is owed, in the order of the rules.
    pub risks: Strands,
    /// The requirements of each change, by the place of their state in `states`.
    pub requirements: Lists,
    pub states: Vec<RequirementState>,
    /// How each change went through the funnel, by the place of its number in `course_numbers`.
    pub courses: Vec<u32>,
    pub course_numbers: Vec<u64>,
    /// Which families each change touches, a bit for each.
    pub touched: Vec<u32>,
    /// What each change offers, by the place of its number in `offer_numbers`.
    pub offers: Lists,
    pub offer_numbers: Vec<u64>,
    /// The findings of each change, native ones and those in artifacts joined, by the code of their state.
    pub findings: Lists,
    /// The pattern of each occurrence; of those that escaped; and each pattern once.
    pub occurrences: Lists,
    pub escapes: Lists,
    pub patterns: Lists,
    /// By its place in `released`: the team and the release of a change that states both.
    pub team_releases: Vec<u32>,
    pub released: Vec<(u32, u32)>,
}

/// The period of each change, by its place among the periods of the data set.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeriodColumn {
    pub codes: Vec<u32>,
    /// In order.
    pub periods: Vec<Period>,
}

impl PeriodColumn {
    fn of(length: PeriodLength, dates: &[i64], by_date: &[u32]) -> Self {
        let mut column = PeriodColumn { codes: vec![NONE; dates.len()], periods: Vec::new() };
        // dates that follow each other are mostly of the same day, and of that the calendar need be asked only once
        let mut day: Option<i64> = None;
        for &row in by_date {
            let (Some(&date), Some(slot)) = (dates.get(row as usize), column.codes.get_mut(row as usize)) else { continue };
            let own_day = date.div_euclid(DAY_US);
            if day != Some(own_day) {
                day = Some(own_day);
                let period = length.of(Instant::from_micros(date));
                if column.periods.last() != Some(&period) {
                    column.periods.push(period);
                }
            }
            *slot = u32::try_from(column.periods.len().saturating_sub(1)).unwrap_or(NONE);
        }
        column
    }
}

const DAY_US: i64 = 86_400_000_000;

/// A state as one number, and back.
fn number_of(gate: Gate, of: usize, requirement: &Requirement) -> u64 {
    let condition = requirement.condition().map_or(0, |c| c.index() as u64 + 1);
    u64::from(requirement.artifact_type.0)
        | (gate.index() as u64) << 16
        | (requirement.grade.index() as u64) << 20
        | condition << 24
        | u64::from(requirement.is_verified) << 28
        | (of as u64) << 32
}

fn state_of(number: u64) -> Option<RequirementState> {
    let part = |shift: u32, bits: u32| (number >> shift & ((1 << bits) - 1)) as usize;
    Some(RequirementState {
        gate: *Gate::ALL.get(part(16, 4))?,
        artifact_type: ArtifactTypeId(u16::try_from(part(0, 16)).ok()?),
        of: u32::try_from(number >> 32).ok()?,
        grade: *Grade::ALL.get(part(20, 4))?,
        condition: part(24, 4).checked_sub(1).and_then(|i| Condition::ALL.get(i).copied()),
        is_verified: part(28, 1) == 1,
    })
}

impl Columns {
    /// The columns of an assessment that is done but for them.
    pub fn of(assessment: &Assessment, findings: FindingColumn) -> Self {
        let changes = assessment.changes();
        let dates: Vec<i64> = changes.iter().map(|c| c.date.micros()).collect();
        let by_date = order_of(&dates);
        let code = |code: Option<u32>| code.unwrap_or(NONE);
        let mut columns = Columns {
            teams: changes.iter().map(|c| code(c.team)).collect(),
            services: changes.iter().map(|c| code(c.service)).collect(),
            environments: changes.iter().map(|c| code(c.environment)).collect(),
            releases: changes.iter().map(|c| code(c.release)).collect(),
            authorships: changes.iter().map(|c| c.authorship as u32).collect(),
            weeks: PeriodColumn::of(PeriodLength::Week, &dates, &by_date),
            months: PeriodColumn::of(PeriodLength::Month, &dates, &by_date),
            blast_radius: changes.iter().map(|c| c.blast_radius).collect(),
            marks: Vec::with_capacity(changes.len()),
            gates: Strands::with_capacity(changes.len()),
            risks: Strands::with_capacity(changes.len()),
            dates,
            by_date,
            findings: findings.0,
            ..Columns::default()
        };
        let mut states = Intern::default();
        let mut releases = Intern::default();
        let (mut courses, mut offers) = (Intern::default(), Intern::default());
        for ((place, change), read) in (0_u32..).zip(changes).zip(&assessment.dataset().changes) {
            columns.marks.push(assessment.marks_of(read, change));
            let [intent, validation, execution, observation] = &change.gates;
            columns.gates.push([intent, validation, execution, observation].map(|gate| {
                gate.is_due.then(|| Strand {
                    share: gate.verified_share(),
                    is_marked: gate.outcome == Some(Outcome::Passed),
                    value: gate.stated,
                })
            }));
            let risk = |risk| assessment.risk_strand(place, change, risk);
            columns.risks.push([
                risk(Risk::SecretExposure),
                risk(Risk::IamOverPermission),
                risk(Risk::MisconfigurationDrift),
                None,
            ]);
            for &gate in Gate::ALL {
                let owed = &change.gate(gate).requirements;
                for requirement in owed {
                    columns.requirements.push(states.code(number_of(gate, owed.len(), requirement)));
                }
            }
            columns.requirements.end_row();
            columns.push_occurrences(assessment, place);
            columns.courses.push(courses.code(course_of(change)));
            let touched = Family::ALL.iter().filter(|&&family| read.touches(family));
            columns.touched.push(touched.fold(0, |bits, &family| bits | u32::from(bit_of(family))));
            for offer in offers_of(read, change) {
                columns.offers.push(offers.code(offer));
            }
            columns.offers.end_row();
            columns.team_releases.push(match (change.team, change.release) {
                (Some(team), Some(release)) => releases.code(u64::from(team) << 32 | u64::from(release)),
                _ => NONE,
            });
        }
        columns.states = states.numbers().iter().filter_map(|&number| state_of(number)).collect();
        columns.course_numbers = courses.numbers().to_vec();
        columns.offer_numbers = offers.numbers().to_vec();
        // by team and then release
        let (numbers, places) = releases.sorted();
        for code in &mut columns.team_releases {
            *code = places.get(*code as usize).copied().unwrap_or(NONE);
        }
        columns.released = numbers.iter().map(|&n| ((n >> 32) as u32, (n & u64::from(u32::MAX)) as u32)).collect();
        let Columns { requirements, offers, findings, occurrences, escapes, patterns, .. } = &mut columns;
        for lists in [requirements, offers, findings, occurrences, escapes, patterns] {
            lists.shrink();
        }
        columns
    }

    fn push_occurrences(&mut self, assessment: &Assessment, place: u32) {
        let mut seen: Vec<PatternId> = Vec::new();
        for occurrence in assessment.occurrences_of(place) {
            let pattern = u32::from(occurrence.pattern.0);
            self.occurrences.push(pattern);
            if occurrence.escaped.is_some() {
                self.escapes.push(pattern);
            }
            if !seen.contains(&occurrence.pattern) {
                seen.push(occurrence.pattern);
                self.patterns.push(pattern);
            }
        }
        for lists in [&mut self.occurrences, &mut self.escapes, &mut self.patterns] {
            lists.end_row();
        }
    }

    /// The periods of a length.
    pub fn periods(&self, length: PeriodLength) -> &PeriodColumn {
        match length {
            PeriodLength::Week => &self.weeks,
            PeriodLength::Month => &self.months,
        }
    }
}

impl Assessment {
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
    pub fn finding_states(&self, subset: &[u32]) -> impl Iterator<Item = (FindingState, u64)> {
        let counts = self.columns.findings.count(subset, FindingState::all().count());
        FindingState::all().zip(counts).filter(|(_, n)| *n > 0).map(|(state, n)| (state, u64::from(n)))
    }

    /// The same of those findings that are open.
    pub fn open_findings(&self, subset: &[u32]) -> impl Iterator<Item = (FindingState, u64)> {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reason;

    #[test]
    fn the_states_of_findings_stand_in_the_order_of_their_codes() {
        assert!(FindingState::all().map(FindingState::code).eq(0..4 * 4 * 3 * 5));
    }

    #[test]
    fn a_state_comes_back_from_its_number() {
        let requirement = Requirement {
            artifact_type: ArtifactTypeId(16),
            best: Some(2),
            grade: Grade::Reproduced,
            reason: Some(Reason::TooOld),
            is_verified: false,
            checked_at: None,
        };
        let state = state_of(number_of(Gate::Observation, 3, &requirement));
        let expected = RequirementState {
            gate: Gate::Observation,
            artifact_type: ArtifactTypeId(16),
            of: 3,
            grade: Grade::Reproduced,
            condition: Some(Condition::Stale),
            is_verified: false,
        };
        assert_eq!(state, Some(expected));
        let missing = Requirement { reason: None, grade: Grade::Missing, artifact_type: ArtifactTypeId(u16::MAX), ..requirement };
        let state = state_of(number_of(Gate::Intent, 1, &missing)).unwrap();
        assert_eq!((state.artifact_type.0, state.grade, state.condition), (u16::MAX, Grade::Missing, None));
    }

    #[test]
    fn changes_stand_in_the_periods_of_their_dates() {
        let day = |m, d| Instant::from_ymd(2026, m, d).unwrap().micros();
        // 20 November 2026 is a Friday of week 47, the 23rd the Monday of week 48
        let dates = [day(11, 23), day(11, 20), day(10, 1), day(11, 20) + 5];
        let column = PeriodColumn::of(PeriodLength::Week, &dates, &order_of(&dates));
        let names: Vec<String> = column.periods.iter().map(ToString::to_string).collect();
        assert_eq!((names, column.codes), (vec!["2026-W40".into(), "2026-W47".into(), "2026-W48".into()], vec![2, 1, 0, 1]));
        let months = PeriodColumn::of(PeriodLength::Month, &dates, &order_of(&dates));
        assert_eq!(months.codes, [1, 1, 0, 1]);
    }
}
