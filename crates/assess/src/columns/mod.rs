//! What filters count over, as columns: one value for each change, built once from what was judged. Knows no figure.
//!
//! The loops over columns are [`plumbline_columns`]'; this module gives the values their meaning.

mod course;
mod group;
pub(crate) mod mark;
mod offer;
mod period;
mod state;
mod strand;

pub use group::GroupBy;
pub(crate) use offer::Offer;
pub use state::RequirementState;

use crate::judge::{ChangeAssessment, Judged, bit_of};
use crate::period::PeriodLength;
use course::course_of;
use group::Group;
use offer::offers_of;
use period::PeriodColumn;
use plumbline_columns::{Intern, Lists, NONE, Strands, order_of};
use plumbline_domain::{Authorship, Family, Gate, PatternId};
use state::{number_of, state_of};

/// The columns of a data set.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    /// Microseconds since 1970.
    pub dates: Vec<i64>,
    /// All changes by date, and then by place.
    pub by_date: Vec<u32>,
    teams: Group,
    services: Group,
    environments: Group,
    releases: Group,
    authorships: Group,
    weeks: PeriodColumn,
    months: PeriodColumn,
    /// Bits of [`mark`].
    pub marks: Vec<u32>,
    /// Resources that each change creates, modifies or deletes.
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
    /// The pattern of each occurrence.
    pub occurrences: Lists,
    /// The pattern of each occurrence that escaped.
    pub escapes: Lists,
    /// Each pattern of a change once.
    pub patterns: Lists,
    /// By its place in `released`: the team and the release of a change that states both.
    pub team_releases: Vec<u32>,
    pub released: Vec<(u32, u32)>,
}

impl Columns {
    /// The columns of what was judged.
    pub fn of(judged: &Judged) -> Self {
        let changes = &judged.changes;
        let dates: Vec<i64> = changes.iter().map(|c| c.date.micros()).collect();
        let by_date = order_of(&dates);
        let (mut marks, mut touched) = (Vec::with_capacity(changes.len()), Vec::with_capacity(changes.len()));
        let (mut gates, mut risks) = (Strands::with_capacity(changes.len()), Strands::with_capacity(changes.len()));
        let (mut requirements, mut states) = (Lists::default(), Intern::default());
        let (mut offers, mut offer_numbers) = (Lists::default(), Intern::default());
        let (mut courses, mut course_numbers) = (Vec::with_capacity(changes.len()), Intern::default());
        let (mut team_releases, mut releases) = (Vec::with_capacity(changes.len()), Intern::default());
        let (mut occurrences, mut escapes, mut patterns) = (Lists::default(), Lists::default(), Lists::default());
        for ((place, change), read) in (0_u32..).zip(changes).zip(&judged.dataset.changes) {
            marks.push(mark::of(&judged.index, read, change));
            gates.push(strand::of_gates(change));
            risks.push(strand::of_risks(judged, place, change));
            for &gate in Gate::ALL {
                let owed = &change.gate(gate).requirements;
                for requirement in owed {
                    requirements.push(states.code(number_of(gate, owed.len(), requirement)));
                }
            }
            requirements.end_row();
            let mut seen: Vec<PatternId> = Vec::new();
            for occurrence in judged.occurrences_of(place) {
                let pattern = u32::from(occurrence.pattern.0);
                occurrences.push(pattern);
                if occurrence.escaped.is_some() {
                    escapes.push(pattern);
                }
                if !seen.contains(&occurrence.pattern) {
                    seen.push(occurrence.pattern);
                    patterns.push(pattern);
                }
            }
            for lists in [&mut occurrences, &mut escapes, &mut patterns] {
                lists.end_row();
            }
            courses.push(course_numbers.code(course_of(change)));
            let families = Family::ALL.iter().filter(|&&family| read.touches(family));
            touched.push(families.fold(0, |bits, &family| bits | u32::from(bit_of(family))));
            for offer in offers_of(read, change) {
                offers.push(offer_numbers.code(offer));
            }
            offers.end_row();
            team_releases.push(match (change.team, change.release) {
                (Some(team), Some(release)) => releases.code(u64::from(team) << 32 | u64::from(release)),
                _ => NONE,
            });
        }
        // by team and then release
        let (numbers, places) = releases.sorted();
        for code in &mut team_releases {
            *code = places.get(*code as usize).copied().unwrap_or(NONE);
        }
        for lists in [&mut requirements, &mut offers, &mut occurrences, &mut escapes, &mut patterns] {
            lists.shrink();
        }
        let group = |code: fn(&ChangeAssessment) -> Option<u32>, n: usize| Group::of(changes.iter().map(code), n);
        Columns {
            teams: group(|c| c.team, judged.teams.names.len()),
            services: group(|c| c.service, judged.services.names.len()),
            environments: group(|c| c.environment, judged.environments.names.len()),
            releases: group(|c| c.release, judged.releases.names.len()),
            authorships: group(|c| Some(c.authorship as u32), Authorship::ALL.len()),
            weeks: PeriodColumn::of(PeriodLength::Week, &dates, &by_date),
            months: PeriodColumn::of(PeriodLength::Month, &dates, &by_date),
            blast_radius: changes.iter().map(|c| c.blast_radius).collect(),
            states: states.numbers().iter().filter_map(|&number| state_of(number)).collect(),
            course_numbers: course_numbers.numbers().to_vec(),
            offer_numbers: offer_numbers.numbers().to_vec(),
            released: numbers.iter().map(|&n| ((n >> 32) as u32, (n & u64::from(u32::MAX)) as u32)).collect(),
            dates,
            by_date,
            marks,
            gates,
            risks,
            requirements,
            courses,
            touched,
            offers,
            occurrences,
            escapes,
            patterns,
            team_releases,
        }
    }

    /// The column of what changes are grouped by.
    pub fn group(&self, by: GroupBy) -> &Group {
        match by {
            GroupBy::Team => &self.teams,
            GroupBy::Service => &self.services,
            GroupBy::Environment => &self.environments,
            GroupBy::Release => &self.releases,
            GroupBy::Authorship => &self.authorships,
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
