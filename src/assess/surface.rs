//! The attack surface: where findings are open, and where proof stands (scoring rules, section 7).

use super::assessment::Assessment;
use super::by::By;
use crate::domain::{Gate, Severity, Surface};
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

impl Assessment {
    /// The attack surface over a set of changes: surfaces × gates, in the order of the rules.
    pub fn surface(&self, subset: &[u32]) -> Vec<SurfaceCell> {
        let surfaces: Vec<Surface> = self.policy().artifact_types.iter().map(|t| t.surface).collect();
        let mut cells: Vec<SurfaceCell> = Surface::ALL
            .iter()
            .flat_map(|&surface| Gate::ALL.iter().map(move |&gate| (surface, gate)))
            .map(|(surface, gate)| SurfaceCell { surface, gate, open: By::default(), required: 0, verified: 0 })
            .collect();
        let place = |surface: Surface, gate: Gate| surface.index() * Gate::ALL.len() + gate.index();
        for (_, change) in self.of(subset) {
            for &gate in Gate::ALL {
                let at = change.gate(gate);
                for (&surface, open) in Surface::ALL.iter().zip(&at.open) {
                    let Some(cell) = cells.get_mut(place(surface, gate)) else { continue };
                    for (&severity, &n) in Severity::ALL.iter().zip(open) {
                        *cell.open.get_mut(severity) += u64::from(n);
                    }
                }
                for requirement in &at.requirements {
                    let Some(&surface) = surfaces.get(usize::from(requirement.artifact_type.0)) else { continue };
                    let Some(cell) = cells.get_mut(place(surface, gate)) else { continue };
                    cell.required += 1;
                    cell.verified += u64::from(requirement.is_verified);
                }
            }
        }
        cells
    }
}
