//! How many changes reach each step, and how many get past it unproved (docs/scoring.md, "Policy enforcement funnel").

use crate::{Assessment, Step};
use plumbline_columns::count_by;
use serde::Serialize;

/// The numbers of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FunnelStep {
    /// The step.
    pub step: Step,
    /// Changes that meet this step and all before it.
    pub reached: u64,
    /// Changes that met all before it, and not this one.
    pub lost: u64,
    /// Changes whose report at the step's gate says `bypassed`.
    pub bypassed: u64,
    /// Changes that went past without meeting the step's own criterion.
    pub leaked: u64,
}

/// The funnel over a set of changes: of those whose validation gate can stop them, or (`evaluate`) of those where it only
/// watches.
pub fn steps(assessment: &Assessment, subset: &[u32], evaluate: bool) -> Vec<FunnelStep> {
    let mut steps = Step::ALL.map(|step| FunnelStep { step, reached: 0, lost: 0, bypassed: 0, leaked: 0 });
    let c = &assessment.columns;
    let counts = count_by(&c.courses, subset, c.course_numbers.len());
    for (&course, n) in c.course_numbers.iter().zip(counts) {
        if course >> (3 * Step::ALL.len()) & 1 != u64::from(evaluate) {
            continue;
        }
        for (i, row) in steps.iter_mut().enumerate() {
            let count = |j: usize| if course >> (3 * i + j) & 1 == 1 { n } else { 0 };
            row.reached += count(0);
            row.leaked += count(1);
            row.bypassed += count(2);
        }
    }
    let mut before = steps.first().map_or(0, |s| s.reached);
    for row in &mut steps {
        row.lost = before - row.reached;
        before = row.reached;
    }
    steps.to_vec()
}
