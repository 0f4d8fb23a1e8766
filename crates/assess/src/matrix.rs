//! The audit reproducibility matrix: artifact types against control families (scoring rules, section 7).

use super::assessment::{Assessment, ChangeAssessment};
use super::grade::{GradedItem, RunsVerdict};
use plumbline_columns::Parts;
use plumbline_domain::{ArtifactTypeId, Change, Family, Gate, Grade, Strength};
use serde::Serialize;

/// One applicable cell of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MatrixCell {
    /// The artifact type's id.
    #[serde(rename = "type")]
    pub type_id: String,
    /// The artifact type.
    #[serde(skip)]
    pub artifact_type: ArtifactTypeId,
    /// The control family.
    pub family: Family,
    /// How well the type serves the family.
    pub strength: Strength,
    /// Changes touching the family that owe the type.
    pub required: u64,
    /// Changes whose best item for the family is at least attached.
    pub present: u64,
    /// Changes whose best item for the family is verified.
    pub verified: u64,
    /// Of the present: somebody else got the same output from the same inputs.
    pub reproduced: u64,
    /// Of the present: the same inputs gave different outputs.
    pub diverged: u64,
    /// Of the present: nobody repeated it independently.
    pub not_tried: u64,
    /// Of the present: by nature it cannot be reproduced.
    pub not_reproducible: u64,
}

/// One change behind a cell of the matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellEntry {
    /// The change, by its place in the data set.
    pub change: u32,
    /// Whether it owes the type.
    pub is_required: bool,
    /// The best item for the family, by its place in the report of the type's gate; none when nothing is offered.
    pub best: Option<(u32, GradedItem)>,
}

impl Assessment {
    /// The applicable cells over a set of changes, by type and then family, in the order of the policy.
    pub fn matrix(&self, subset: &[u32]) -> Vec<MatrixCell> {
        let mut cells = Vec::new();
        // for each type and family, where its cell stands
        let mut cell_of: Vec<[Option<usize>; 5]> = Vec::new();
        for (i, t) in (0_u16..).zip(&self.policy().artifact_types) {
            let mut row = [None; 5];
            for (slot, &family) in row.iter_mut().zip(Family::ALL) {
                let Some(strength) = t.strength(family) else { continue };
                *slot = Some(cells.len());
                cells.push(MatrixCell {
                    type_id: t.id.clone(),
                    artifact_type: ArtifactTypeId(i),
                    family,
                    strength,
                    required: 0,
                    present: 0,
                    verified: 0,
                    reproduced: 0,
                    diverged: 0,
                    not_tried: 0,
                    not_reproducible: 0,
                });
            }
            cell_of.push(row);
        }
        let mut of_cells = |t: ArtifactTypeId, families: u8, add: &dyn Fn(&mut MatrixCell)| {
            let row = cell_of.get(usize::from(t.0)).copied().unwrap_or_default();
            for (cell, &family) in row.into_iter().zip(Family::ALL) {
                if let Some(cell) = cell.filter(|_| families & bit_of(family) != 0).and_then(|cell| cells.get_mut(cell)) {
                    add(cell);
                }
            }
        };
        // what is owed depends on the families that a change touches: 2^5 kinds of change
        let parts = Parts::by(&self.columns.touched, subset, 1 << Family::ALL.len());
        for (families, changes) in (0_u8..).zip(parts.iter().map(|(_, changes)| changes)).filter(|(_, c)| !c.is_empty()) {
            for (state, n) in self.requirement_states(changes) {
                of_cells(state.artifact_type, families, &|cell| cell.required += n);
            }
        }
        let offers = self.columns.offers.count(subset, self.columns.offer_numbers.len());
        for (offer, n) in self.columns.offer_numbers.iter().zip(offers).filter(|(_, n)| *n > 0) {
            let Some(offer) = Offer::from_number(*offer) else { continue };
            of_cells(offer.artifact_type, offer.families, &|cell| cell.add(&offer, u64::from(n)));
        }
        cells
    }

    /// The changes behind a cell: those that touch the family and owe the type or offer it unasked.
    pub fn cell_entries(&self, subset: &[u32], artifact_type: ArtifactTypeId, family: Family) -> Vec<CellEntry> {
        let Some(gate) = self.policy().artifact_type(artifact_type).map(|t| t.gate) else { return Vec::new() };
        let entry = |place: u32, assessed: &ChangeAssessment| {
            let (change, _) = self.change(place).filter(|(change, _)| change.touches(family))?;
            let is_required = assessed.requirements().any(|(_, r)| r.artifact_type == artifact_type);
            let items = change.report(gate).map_or(&[][..], |r| r.items.as_slice());
            let graded = &assessed.gate(gate).items;
            let offers = graded.iter().any(|g| g.at_its_gate && g.artifact_type == artifact_type);
            let names = |i: usize| items.get(i).is_some_and(|item| item.names(family));
            let best = super::requirement::best(graded, |i, g| g.artifact_type == artifact_type && names(i));
            (is_required || offers).then(|| CellEntry {
                change: place,
                is_required,
                best: best.and_then(|(i, g)| Some((u32::try_from(i).ok()?, *g))),
            })
        };
        self.of(subset).filter_map(|(place, assessed)| entry(place, assessed)).collect()
    }

    /// Every item of a type at its gate in a change, by its place in the report, with its grade: the candidates for the best.
    pub fn candidates(&self, place: u32, gate: Gate, artifact_type: ArtifactTypeId) -> Vec<(u32, GradedItem)> {
        let Some((_, assessed)) = self.change(place) else { return Vec::new() };
        (0_u32..)
            .zip(&assessed.gate(gate).items)
            .filter(|(_, g)| g.artifact_type == artifact_type && g.at_its_gate)
            .map(|(i, g)| (i, *g))
            .collect()
    }
}

impl MatrixCell {
    fn add(&mut self, offer: &Offer, n: u64) {
        self.verified += if offer.is_verified { n } else { 0 };
        let Some(runs) = offer.runs else { return };
        self.present += n;
        *match runs {
            RunsVerdict::Reproduced => &mut self.reproduced,
            RunsVerdict::Diverged => &mut self.diverged,
            RunsVerdict::NotTried => &mut self.not_tried,
            RunsVerdict::NotReproducible => &mut self.not_reproducible,
        } += n;
    }
}

/// The bit of a family in a number that says which families are meant.
pub(crate) const fn bit_of(family: Family) -> u8 {
    1 << family.index()
}

/// What a change offers of a type, for those of the families that it touches for which the best item is alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    artifact_type: ArtifactTypeId,
    families: u8,
    is_verified: bool,
    /// What its runs say; none when it is not even attached.
    runs: Option<RunsVerdict>,
}

const VERDICTS: [RunsVerdict; 4] =
    [RunsVerdict::Reproduced, RunsVerdict::Diverged, RunsVerdict::NotTried, RunsVerdict::NotReproducible];

impl Offer {
    fn number(&self) -> u64 {
        let runs = self.runs.and_then(|runs| VERDICTS.iter().position(|v| *v == runs)).map_or(0, |place| place as u64 + 1);
        u64::from(self.artifact_type.0) | u64::from(self.families) << 16 | u64::from(self.is_verified) << 24 | runs << 28
    }

    fn from_number(number: u64) -> Option<Self> {
        let runs = (number >> 28) as usize;
        Some(Offer {
            artifact_type: ArtifactTypeId(u16::try_from(number & 0xffff).ok()?),
            families: u8::try_from(number >> 16 & 0xff).ok()?,
            is_verified: number >> 24 & 1 == 1,
            runs: runs.checked_sub(1).and_then(|place| VERDICTS.get(place).copied()),
        })
    }
}

/// What a change offers at the gates of the types, as numbers: by each type the best item for each family that it touches.
pub(crate) fn offers_of(change: &Change, assessed: &ChangeAssessment) -> Vec<u64> {
    let mut offers: Vec<Offer> = Vec::new();
    for report in change.reports.iter().flatten() {
        let graded = &assessed.gate(report.gate).items;
        let mut seen: Vec<ArtifactTypeId> = Vec::new();
        for artifact_type in graded.iter().filter(|g| g.at_its_gate).map(|g| g.artifact_type) {
            if seen.contains(&artifact_type) {
                continue;
            }
            seen.push(artifact_type);
            for &family in Family::ALL.iter().filter(|&&family| change.touches(family)) {
                let names = |i: usize| report.items.get(i).is_some_and(|item| item.names(family));
                let best = super::requirement::best(graded, |i, g| g.artifact_type == artifact_type && names(i));
                let Some((_, best)) = best else { continue };
                let runs = (best.grade >= Grade::Attached).then_some(best.runs);
                let like =
                    |o: &&mut Offer| o.artifact_type == artifact_type && o.is_verified == best.is_verified && o.runs == runs;
                match offers.iter_mut().find(like) {
                    Some(offer) => offer.families |= bit_of(family),
                    None => {
                        offers.push(Offer { artifact_type, families: bit_of(family), is_verified: best.is_verified, runs });
                    }
                }
            }
        }
    }
    offers.iter().map(Offer::number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_comes_back_from_its_number() {
        for runs in [None, Some(RunsVerdict::Reproduced), Some(RunsVerdict::NotReproducible)] {
            let offer = Offer { artifact_type: ArtifactTypeId(16), families: 0b10_001, is_verified: true, runs };
            assert_eq!(Offer::from_number(offer.number()), Some(offer));
        }
    }
}
