//! The four gates pooled into one figure (docs/scoring.md, "Pooled"): the headline, authorship rows and sparklines.

use super::assessment::Assessment;
use super::confidence::{Confidence, Gathering};
use crate::domain::Outcome;

impl Assessment {
    /// The confidence of a set of changes over all gates: every due (change, gate) pair counts once, so that `n` and `stated`
    /// count pairs, not changes. A pair that owes nothing says nothing of what is verified.
    pub fn pooled(&self, subset: &[u32]) -> Confidence {
        let mut gathering = Gathering::default();
        for (_, change) in self.of(subset) {
            for gate in change.gates.iter().filter(|g| g.is_due) {
                gathering.add(gate.requirements.iter(), gate.stated, gate.outcome == Some(Outcome::Passed));
            }
        }
        gathering.finish()
    }
}
