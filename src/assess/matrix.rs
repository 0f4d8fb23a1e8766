//! The audit reproducibility matrix: artifact types against control families (scoring rules, section 7).

use super::assessment::{Assessment, ChangeAssessment};
use super::grade::{GradedItem, RunsVerdict};
use crate::domain::{ArtifactTypeId, Family, Gate, Grade, Strength};
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
        let mut best: Vec<Option<GradedItem>> = vec![None; cells.len()];
        for (place, assessed) in self.of(subset) {
            let Some((change, _)) = self.change(place) else { continue };
            best.iter_mut().for_each(|b| *b = None);
            let touches: Vec<bool> = Family::ALL.iter().map(|&f| change.touches(f)).collect();
            let cells_of = |t: ArtifactTypeId| {
                let row = cell_of.get(usize::from(t.0)).copied().unwrap_or_default();
                row.into_iter()
                    .zip(&touches)
                    .zip(Family::ALL)
                    .filter_map(|((cell, touched), family)| Some((cell.filter(|_| *touched)?, *family)))
            };
            for (_, requirement) in assessed.requirements() {
                for (cell, _) in cells_of(requirement.artifact_type) {
                    if let Some(cell) = cells.get_mut(cell) {
                        cell.required += 1;
                    }
                }
            }
            for report in change.reports.iter().flatten() {
                for (item, graded) in report.items.iter().zip(&assessed.gate(report.gate).items) {
                    if !graded.at_its_gate {
                        continue;
                    }
                    for (cell, family) in cells_of(graded.artifact_type) {
                        if let Some(slot) = best.get_mut(cell)
                            && item.names(family)
                            && slot.is_none_or(|known| graded.rank() >= known.rank())
                        {
                            *slot = Some(*graded);
                        }
                    }
                }
            }
            for (cell, best) in cells.iter_mut().zip(&best) {
                if let Some(best) = best {
                    cell.add(best);
                }
            }
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
    fn add(&mut self, best: &GradedItem) {
        self.verified += u64::from(best.is_verified);
        if best.grade < Grade::Attached {
            return;
        }
        self.present += 1;
        *match best.runs {
            RunsVerdict::Reproduced => &mut self.reproduced,
            RunsVerdict::Diverged => &mut self.diverged,
            RunsVerdict::NotTried => &mut self.not_tried,
            RunsVerdict::NotReproducible => &mut self.not_reproducible,
        } += 1;
    }
}
