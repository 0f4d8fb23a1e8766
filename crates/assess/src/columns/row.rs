//! What the columns hold of one change.

use super::{course, mark, moment, offer, state, strand};
use crate::judge::{ChangeAssessment, Judged, Occurrence};
use plumbline_columns::{Due, STRANDS, Strand};
use plumbline_domain::{Authorship, Change, Family, Gate};

/// What the columns hold of one change, but for its names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RowFacts {
    /// Microseconds since 1970.
    pub date: i64,
    /// The place of its authorship among all.
    pub authorship: u32,
    /// Bits of [`mark`].
    pub marks: u32,
    /// Resources that it creates, modifies or deletes.
    pub blast_radius: u64,
    /// Each gate that is due.
    pub gates: [Option<Strand>; STRANDS],
    /// Each risk for which something is owed.
    pub risks: [Option<Strand>; STRANDS],
    /// Its requirements, as numbers of their states.
    pub requirements: Vec<u64>,
    /// How it went through the funnel, as one number.
    pub course: u64,
    /// The families that it touches, a bit for each.
    pub touched: u32,
    /// What it offers of each type, as numbers.
    pub offers: Vec<u64>,
    /// Each occurrence: its pattern, and whether it escaped.
    pub occurrences: Vec<(u32, bool)>,
    /// Its findings, by the codes of their states.
    pub findings: Vec<u32>,
    /// What fell due at each gate; none where nothing is owed.
    pub dues: [Option<Due>; 4],
    /// When it came into debt and left it, in turn.
    pub debt_turns: Vec<i64>,
}

/// The places of a change's team, service, environment and release among all names.
pub(crate) type NamePlaces = [Option<u32>; 4];

impl RowFacts {
    /// Those of a change that was judged.
    pub fn of(judged: &Judged, place: u32) -> Option<Self> {
        let (read, change) = judged.change(place)?;
        Some(Self::of_parts(judged, read, change, judged.occurrences_of(place), judged.findings.row(place)))
    }

    /// The same of a change that was judged at another time; `judged` gives the policy.
    pub fn of_parts(
        judged: &Judged,
        read: &Change,
        change: &ChangeAssessment,
        occurrences: &[Occurrence],
        findings: &[u32],
    ) -> Self {
        let mut requirements = Vec::new();
        for &gate in Gate::ALL {
            let owed = &change.gate(gate).requirements;
            requirements.extend(owed.iter().map(|requirement| state::number_of(gate, owed.len(), requirement)));
        }
        let families = Family::ALL.iter().filter(|&&family| read.touches(family));
        RowFacts {
            date: change.date.micros(),
            authorship: change.authorship as u32,
            marks: mark::of(&judged.index, read, change),
            blast_radius: change.blast_radius,
            gates: strand::of_gates(change),
            risks: strand::of_risks(judged, read, change),
            requirements,
            course: course::course_of(change),
            touched: families.fold(0, |bits, &family| bits | u32::from(crate::judge::bit_of(family))),
            offers: offer::offers_of(read, change),
            occurrences: occurrences.iter().map(|o| (u32::from(o.pattern.0), o.escaped.is_some())).collect(),
            findings: findings.to_vec(),
            dues: moment::dues_of(change),
            debt_turns: moment::debt_turns_of(change),
        }
    }

    /// How many authorships there are.
    pub const N_AUTHORSHIPS: usize = Authorship::ALL.len();
}

/// The places of a change's names.
pub(crate) fn names_of(change: &ChangeAssessment) -> NamePlaces {
    [change.team, change.service, change.environment, change.release]
}
