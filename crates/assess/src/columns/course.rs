//! How a change went through the funnel, as one number (docs/scoring.md, "Policy enforcement funnel").

use crate::judge::{ChangeAssessment, Step};

/// How a change went through the steps, as one number: for each step, from the lowest bits on, whether it and all before it are met,
/// whether it is leaked, and whether it is bypassed; and above them whether validation only watches.
pub(super) fn course_of(change: &ChangeAssessment) -> u64 {
    let mut course = u64::from(change.is_evaluated_only()) << (3 * Step::ALL.len());
    let mut still = true;
    for (i, step) in Step::ALL.into_iter().enumerate() {
        still = still && step.is_met(change);
        for (j, is) in [still, step.is_leaked(change), step.is_bypassed(change)].into_iter().enumerate() {
            course |= u64::from(is) << (3 * i + j);
        }
    }
    course
}
