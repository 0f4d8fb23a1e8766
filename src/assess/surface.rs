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
        let types = &self.policy().artifact_types;
        let mut cells = Vec::with_capacity(12);
        for &surface in Surface::ALL {
            for &gate in Gate::ALL {
                let mut cell = SurfaceCell { surface, gate, open: By::default(), required: 0, verified: 0 };
                for (_, change) in self.of(subset) {
                    let at = change.gate(gate);
                    for (&severity, &n) in Severity::ALL.iter().zip(at.open.get(surface.index()).into_iter().flatten()) {
                        *cell.open.get_mut(severity) += u64::from(n);
                    }
                    for requirement in &at.requirements {
                        let stands_here =
                            types.get(usize::from(requirement.artifact_type.0)).is_some_and(|t| t.surface == surface);
                        cell.required += u64::from(stands_here);
                        cell.verified += u64::from(stands_here && requirement.is_verified);
                    }
                }
                cells.push(cell);
            }
        }
        cells
    }
}
