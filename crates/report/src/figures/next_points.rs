//! Where the next verified points are: what each artifact type would add to verified confidence.

use crate::context::Context;
use crate::figures::shared::{head, table};
use crate::model::{NextPoint, NextPoints};
use crate::text::{artifact, finding, measure, next, number};
use plumbline_domain::Grade;

/// How many are shown.
const SHOWN: usize = 5;

/// What divides by 1 to 16 without a rest. Shares of a gate are added up in such parts, so that two types that would add the same
/// stay in the order of the policy, however many rows each sum is made of.
const PARTS: f64 = 720_720.0;

#[derive(Clone, Default)]
struct Lack {
    /// The sum of what each item would add to its (change, gate) pair, in [`PARTS`].
    parts: f64,
    items: u64,
    missing: u64,
    teams: u64,
}

pub(crate) fn build(cx: &Context<'_>) -> NextPoints {
    let mut lacks = vec![Lack::default(); cx.policy.artifact_types.len()];
    // the pairs of change and gate that owe something: each owes as many as each of its requirements says
    let (mut pairs, mut required, mut unverified) = (0.0, 0_u64, 0_u64);
    let by_team = cx.by_team();
    for (place, counts) in by_team.counts.iter().enumerate() {
        // the last are those that state no team
        let is_team = place < by_team.parts.n_groups();
        let mut is_lacked = vec![false; lacks.len()];
        for (state, n) in cx.assessment.states_of_counts(counts) {
            let parts = n as f64 * (PARTS / f64::from(state.of));
            pairs += parts;
            required += n;
            let place = usize::from(state.artifact_type.0);
            if let (Some(lack), Some(is_lacked), false) = (lacks.get_mut(place), is_lacked.get_mut(place), state.is_verified) {
                unverified += n;
                lack.parts += parts;
                lack.items += n;
                lack.missing += if state.grade == Grade::Missing { n } else { 0 };
                lack.teams += u64::from(is_team && !*is_lacked);
                *is_lacked = true;
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
            detail: next::detail(t.gate, lack.items, lack.missing, lack.teams),
            // the pooled confidence is a mean over pairs, so that what an item adds to its pair is divided by their number
            gain: lack.parts / pairs.max(PARTS),
            artifact_type: t.id.clone(),
            gate: t.gate,
        })
        .collect();
    // stable: on a tie the order of the policy
    rows.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    rows.truncate(SHOWN);
    let cells = rows
        .iter()
        .map(|r| vec![r.action.clone(), r.gate.title().to_owned(), r.detail.clone(), number::gain_points(r.gain)])
        .collect();
    let twin = table(&measure::NEXT_POINTS_COLUMNS, cells);
    NextPoints { head: head(finding::next_points(required, unverified), measure::NEXT_POINTS, twin), rows }
}
