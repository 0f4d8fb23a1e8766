//! What filters count over, as columns: one value for each change, built once from what was judged. Knows no figure.
//!
//! The loops over columns are [`plumbline_columns`]'; this module gives the values their meaning.

mod course;
mod group;
pub(crate) mod mark;
mod moment;
mod offer;
mod period;
mod row;
mod state;
mod strand;

pub use group::GroupBy;
pub(crate) use moment::WITHIN_DAYS;
pub(crate) use offer::Offer;
pub use state::RequirementState;

use crate::judge::Judged;
use crate::period::PeriodLength;
use group::Group;
use period::PeriodColumn;
use plumbline_columns::{Dues, Intern, Lists, NONE, Strands, Turns, order_of};
use row::names_of;
pub(crate) use row::{NamePlaces, RowFacts};
use state::state_of;

/// The columns of a data set.
#[derive(Clone, Debug, Default)]
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
    /// The findings of each change, native ones and those in artifacts joined, by the code of their state.
    pub findings: Lists,
    /// The pattern of each occurrence.
    pub occurrences: Lists,
    /// The pattern of each occurrence that escaped.
    pub escapes: Lists,
    /// Each pattern of a change once.
    pub patterns: Lists,
    /// What fell due at the gates of each change, and how much of it was verified within 7 and within 30 days.
    pub dues: Dues,
    /// Midnight at the start of every month in which anything fell due, ascending.
    pub due_months: Vec<i64>,
    /// When each change came into debt and left it.
    pub debt_turns: Turns,
    /// By its place in `released`: the team and the release of a change that states both.
    pub team_releases: Vec<u32>,
    pub released: Vec<(u32, u32)>,
}

/// Lays out columns row by row, in the order of the changes.
pub(crate) struct Builder {
    columns: Columns,
    names: [Vec<u32>; 4],
    authorships: Vec<u32>,
    states: Intern,
    offer_numbers: Intern,
    course_numbers: Intern,
    releases: Intern,
    seen: Vec<u32>,
}

impl Builder {
    /// Room for so many changes.
    pub fn with_capacity(n: usize) -> Self {
        let column = || Vec::with_capacity(n);
        Builder {
            columns: Columns {
                dates: Vec::with_capacity(n),
                marks: column(),
                blast_radius: Vec::with_capacity(n),
                gates: Strands::with_capacity(n),
                risks: Strands::with_capacity(n),
                courses: column(),
                touched: column(),
                team_releases: column(),
                ..Columns::default()
            },
            names: [column(), column(), column(), column()],
            authorships: column(),
            states: Intern::default(),
            offer_numbers: Intern::default(),
            course_numbers: Intern::default(),
            releases: Intern::default(),
            seen: Vec::new(),
        }
    }

    /// Adds the row of the next change.
    pub fn push(&mut self, names: NamePlaces, row: &RowFacts) {
        let c = &mut self.columns;
        c.dates.push(row.date);
        c.marks.push(row.marks);
        c.blast_radius.push(row.blast_radius);
        c.gates.push(row.gates);
        c.risks.push(row.risks);
        for &requirement in &row.requirements {
            c.requirements.push(self.states.code(requirement));
        }
        self.seen.clear();
        for &(pattern, escaped) in &row.occurrences {
            c.occurrences.push(pattern);
            if escaped {
                c.escapes.push(pattern);
            }
            self.seen.push(pattern);
        }
        self.seen.sort_unstable();
        self.seen.dedup();
        self.seen.iter().for_each(|pattern| c.patterns.push(*pattern));
        for &offer in &row.offers {
            c.offers.push(self.offer_numbers.code(offer));
        }
        for &finding in &row.findings {
            c.findings.push(finding);
        }
        for lists in [&mut c.requirements, &mut c.occurrences, &mut c.escapes, &mut c.patterns, &mut c.offers, &mut c.findings] {
            lists.end_row();
        }
        c.dues.push_row(row.dues.iter().flatten().copied());
        c.debt_turns.push_row(&row.debt_turns);
        c.courses.push(self.course_numbers.code(row.course));
        c.touched.push(row.touched);
        let [team, _, _, release] = names;
        c.team_releases.push(match (team, release) {
            (Some(team), Some(release)) => self.releases.code(u64::from(team) << 32 | u64::from(release)),
            _ => NONE,
        });
        for (column, name) in self.names.iter_mut().zip(names) {
            column.push(name.unwrap_or(NONE));
        }
        self.authorships.push(row.authorship);
    }

    /// The columns, given how many teams, services, environments and releases there are.
    pub fn finish(self, n_names: [usize; 4]) -> Columns {
        let mut c = self.columns;
        c.by_date = order_of(&c.dates);
        c.weeks = PeriodColumn::of(PeriodLength::Week, &c.dates, &c.by_date);
        c.months = PeriodColumn::of(PeriodLength::Month, &c.dates, &c.by_date);
        // by team and then release
        let (numbers, places) = self.releases.sorted();
        for code in &mut c.team_releases {
            *code = places.get(*code as usize).copied().unwrap_or(NONE);
        }
        c.released = numbers.iter().map(|&n| ((n >> 32) as u32, (n & u64::from(u32::MAX)) as u32)).collect();
        for lists in [&mut c.requirements, &mut c.offers, &mut c.occurrences, &mut c.escapes, &mut c.patterns, &mut c.findings] {
            lists.shrink();
        }
        c.dues.shrink();
        c.debt_turns.shrink();
        c.due_months = moment::months_of(c.dues.moments());
        c.states = self.states.numbers().iter().filter_map(|&number| state_of(number)).collect();
        c.course_numbers = self.course_numbers.numbers().to_vec();
        c.offer_numbers = self.offer_numbers.numbers().to_vec();
        let [teams, services, environments, releases] = self.names;
        let [n_teams, n_services, n_environments, n_releases] = n_names;
        c.teams = Group::of(teams, n_teams);
        c.services = Group::of(services, n_services);
        c.environments = Group::of(environments, n_environments);
        c.releases = Group::of(releases, n_releases);
        c.authorships = Group::of(self.authorships, RowFacts::N_AUTHORSHIPS);
        c
    }
}

impl Columns {
    /// The columns of what was judged.
    pub fn of(judged: &Judged) -> Self {
        let mut builder = Builder::with_capacity(judged.changes.len());
        for (place, change) in (0_u32..).zip(&judged.changes) {
            builder.push(names_of(change), &RowFacts::of(judged, place).unwrap_or_default());
        }
        builder.finish([&judged.teams, &judged.services, &judged.environments, &judged.releases].map(|names| names.names.len()))
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
