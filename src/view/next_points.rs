//! Where the next verified points are: what each artifact type would add to verified confidence.

use super::context::Context;
use super::figure::{head, table};
use super::model::{NextPoint, NextPoints};
use crate::domain::{Grade, order};
use crate::text::{artifact, finding, measure, next, number};
use std::collections::BTreeSet;

/// How many are shown.
const SHOWN: usize = 5;

#[derive(Clone, Default)]
struct Lack {
    /// The sum of what each item would add to its (change, gate) pair.
    sum: f64,
    items: u64,
    missing: u64,
    teams: BTreeSet<u32>,
}

pub(super) fn build(cx: &Context<'_>) -> NextPoints {
    let mut lacks = vec![Lack::default(); cx.policy.artifact_types.len()];
    let (mut pairs, mut required, mut unverified) = (0_u64, 0_u64, 0_u64);
    for (_, change) in cx.assessment.of(&cx.subset) {
        for gate in change.gates.iter().filter(|g| !g.requirements.is_empty()) {
            pairs += 1;
            required += gate.requirements.len() as u64;
            for r in gate.requirements.iter().filter(|r| !r.is_verified) {
                unverified += 1;
                if let Some(lack) = lacks.get_mut(usize::from(r.artifact_type.0)) {
                    lack.sum += 1.0 / gate.requirements.len() as f64;
                    lack.items += 1;
                    lack.missing += u64::from(r.grade == Grade::Missing);
                    lack.teams.extend(change.team);
                }
            }
        }
    }
    let mut rows: Vec<NextPoint> = cx
        .policy
        .artifact_types
        .iter()
        .zip(&lacks)
        .filter(|(_, lack)| lack.items > 0)
        .map(|(t, lack)| NextPoint {
            action: artifact::action(&t.id, &t.title),
            detail: next::detail(t.gate, lack.items, lack.missing, lack.teams.len() as u64),
            // the pooled confidence is a mean over pairs, so that what an item adds to its pair is divided by their number
            gain: lack.sum / pairs.max(1) as f64,
            artifact_type: t.id.clone(),
            gate: t.gate,
        })
        .collect();
    // stable: on a tie the order of the policy
    order::sort_by(&mut rows, |a, b| b.gain.total_cmp(&a.gain));
    rows.truncate(SHOWN);
    let cells = rows
        .iter()
        .map(|r| vec![r.action.clone(), r.gate.title().to_owned(), r.detail.clone(), number::gain_points(r.gain)])
        .collect();
    let twin = table(&measure::NEXT_POINTS_COLUMNS, cells);
    NextPoints { head: head(finding::next_points(required, unverified), measure::NEXT_POINTS, twin), rows }
}
