//! Where findings are open, and how much is verified there (docs/scoring.md, "Attack surface").

use crate::{Assessment, By};
use plumbline_domain::{Gate, Severity, Surface};
use serde::Serialize;

/// One surface at one gate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SurfaceCell {
    /// The surface.
    pub surface: Surface,
    /// The gate.
    pub gate: Gate,
    /// Open findings by severity.
    pub open: By<Severity, u64>,
    /// Requirements of the artifact types that stand on the surface.
    pub required: u64,
    /// Of these, verified.
    pub verified: u64,
}

/// The attack surface over a set of changes: surfaces × gates, in the order of the rules.
pub fn cells(assessment: &Assessment, subset: &[u32]) -> Vec<SurfaceCell> {
    let surfaces: Vec<Surface> = assessment.policy().artifact_types.iter().map(|t| t.surface).collect();
    let mut cells: Vec<SurfaceCell> = Surface::ALL
        .iter()
        .flat_map(|&surface| Gate::ALL.iter().map(move |&gate| (surface, gate)))
        .map(|(surface, gate)| SurfaceCell { surface, gate, open: By::default(), required: 0, verified: 0 })
        .collect();
    let place = |surface: Surface, gate: Gate| surface.index() * Gate::ALL.len() + gate.index();
    for (state, n) in assessment.open_findings(subset) {
        if let Some(cell) = cells.get_mut(place(state.surface, state.gate)) {
            *cell.open.get_mut(state.severity) += n;
        }
    }
    for (state, n) in assessment.requirement_states(subset) {
        let Some(&surface) = surfaces.get(usize::from(state.artifact_type.0)) else { continue };
        let Some(cell) = cells.get_mut(place(surface, state.gate)) else { continue };
        cell.required += n;
        cell.verified += if state.is_verified { n } else { 0 };
    }
    cells
}
