//! Where the next verified points are: what each artifact type would add to verified confidence.

use crate::context::Context;
use crate::document::{Block, Content, Entry, FigureId, head, table};
use crate::figures::words;
use crate::pick;
use crate::text::{artifact, finding, measure, number};
use plumbline_domain::{ArtifactType, Grade};

/// How many are listed.
const SHOWN: usize = 5;
/// How many of them stand there before more are asked for: as many as the printed brief has reasons.
const AT_FIRST: usize = 3;

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

pub(crate) fn figure(cx: &Context<'_>) -> Block {
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
    let listed = cx.policy.artifact_types.iter().zip(&lacks).filter(|(_, lack)| lack.items > 0);
    // the pooled confidence is a mean over pairs, so that what an item adds to its pair is divided by their number
    let mut listed: Vec<(&ArtifactType, &Lack, f64)> = listed.map(|(t, lack)| (t, lack, lack.parts / pairs.max(PARTS))).collect();
    // stable: on a tie the order of the policy
    listed.sort_by(|a, b| b.2.total_cmp(&a.2));
    listed.truncate(SHOWN);
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for (t, lack, gain) in listed {
        let (action, detail) = (artifact::action(&t.id, &t.title), words::lacking(t.gate, lack.items, lack.missing, lack.teams));
        rows.push(vec![action.clone(), t.gate.title().to_owned(), detail.clone(), number::gain_points(gain)]);
        let to = pick::artifact(cx, &t.id);
        entries.push(Entry { title: action, figure: words::gain(gain), detail, to, more: Vec::new() });
    }
    let rest = entries.split_off(entries.len().min(AT_FIRST));
    let mut content =
        vec![if entries.is_empty() { Content::Note(words::NOTHING_LEFT.to_owned()) } else { Content::Entries(entries) }];
    if !rest.is_empty() {
        let summary = words::show_more(&number::number_word(rest.len() as u64));
        content.push(Content::Fold { summary, is_open: false, content: vec![Content::Entries(rest)] });
    }
    let head = head(finding::next_points(required, unverified), measure::NEXT_POINTS, table(&measure::NEXT_POINTS_COLUMNS, rows));
    Block::figure(FigureId::NextPoints, head, content)
}
