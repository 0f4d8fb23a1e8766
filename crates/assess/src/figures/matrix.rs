//! Artifact types against control families (docs/scoring.md, "Audit reproducibility matrix").

use crate::columns::Offer;
use crate::judge::bit_of;
use crate::{Assessment, ChangeAssessment, GradedItem, RunsVerdict};
use plumbline_columns::Parts;
use plumbline_domain::{ArtifactType, ArtifactTypeId, Family, Strength};
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

/// The items that stand in the matrix by what their runs say: each once, however many families it serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MatrixItems {
    /// Somebody else got the same output from the same inputs.
    pub reproduced: u64,
    /// The same inputs gave different outputs.
    pub diverged: u64,
    /// Nobody repeated it independently.
    pub not_tried: u64,
    /// By nature it cannot be reproduced.
    pub not_reproducible: u64,
}

/// One change behind a cell of the matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellEntry {
    /// The change, by its place in the data set.
    pub change: u32,
    /// Whether it owes the type.
    pub is_required: bool,
    /// The item that stands for the type for the family, by its place among those of the type's gate; none when a part that is
    /// judged offers none.
    pub best: Option<(u32, GradedItem)>,
}

/// The applicable cells over a set of changes, by type and then family, in the order of the policy.
pub fn cells(assessment: &Assessment, subset: &[u32]) -> Vec<MatrixCell> {
    let mut cells = Vec::new();
    // for each type and family, where its cell stands
    let mut cell_of: Vec<[Option<usize>; 5]> = Vec::new();
    for (i, t) in (0_u16..).zip(&assessment.policy().artifact_types) {
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
    let parts = Parts::by(&assessment.columns.touched, subset, 1 << Family::ALL.len());
    for (families, changes) in (0_u8..).zip(parts.iter().map(|(_, changes)| changes)).filter(|(_, c)| !c.is_empty()) {
        for (state, n) in assessment.requirement_states(changes) {
            of_cells(state.artifact_type, families, &|cell| cell.required += n);
        }
    }
    let offers = assessment.columns.offers.count(subset, assessment.columns.offer_numbers.len());
    for (offer, n) in assessment.columns.offer_numbers.iter().zip(offers).filter(|(_, n)| *n > 0) {
        let Some(offer) = Offer::from_number(*offer) else { continue };
        of_cells(offer.artifact_type, offer.families, &|cell| cell.add(&offer, u64::from(n)));
    }
    cells
}

/// The items of a set of changes that stand in at least one applicable cell.
pub fn items(assessment: &Assessment, subset: &[u32]) -> MatrixItems {
    let served: Vec<u8> = assessment.policy().artifact_types.iter().map(families_of).collect();
    let mut items = MatrixItems::default();
    let offers = assessment.columns.offers.count(subset, assessment.columns.offer_numbers.len());
    for (offer, n) in assessment.columns.offer_numbers.iter().zip(offers).filter(|(_, n)| *n > 0) {
        let Some(offer) = Offer::from_number(*offer) else { continue };
        let served = served.get(usize::from(offer.artifact_type.0)).copied().unwrap_or_default();
        if let Some(runs) = offer.runs.filter(|_| offer.families & served != 0) {
            *match runs {
                RunsVerdict::Reproduced => &mut items.reproduced,
                RunsVerdict::Diverged => &mut items.diverged,
                RunsVerdict::NotTried => &mut items.not_tried,
                RunsVerdict::NotReproducible => &mut items.not_reproducible,
            } += u64::from(n);
        }
    }
    items
}

/// The families that a type serves, one bit each.
fn families_of(stated: &ArtifactType) -> u8 {
    Family::ALL.iter().filter(|family| stated.strength(**family).is_some()).fold(0, |bits, family| bits | bit_of(*family))
}

/// The changes behind a cell: those that touch the family and owe the type or offer it unasked.
pub fn entries(assessment: &Assessment, subset: &[u32], artifact_type: ArtifactTypeId, family: Family) -> Vec<CellEntry> {
    let Some(gate) = assessment.policy().artifact_type(artifact_type).map(|t| t.gate) else { return Vec::new() };
    let entry = |place: u32, assessed: &ChangeAssessment| {
        assessment.outline(place).filter(|(fields, _)| fields.touches(family))?;
        let is_required = assessed.requirements().any(|(_, r)| r.artifact_type == artifact_type);
        let at_gate = assessed.gate(gate);
        let offers = at_gate.items.iter().any(|g| g.at_its_gate && g.artifact_type == artifact_type);
        let best = at_gate.best_item_for(artifact_type, family);
        (is_required || offers).then(|| CellEntry {
            change: place,
            is_required,
            best: best.and_then(|(i, g)| Some((u32::try_from(i).ok()?, *g))),
        })
    };
    assessment.of(subset).filter_map(|(place, assessed)| entry(place, assessed)).collect()
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
