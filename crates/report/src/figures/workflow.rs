//! The five practices.

use crate::context::Context;
use crate::figures::shared::{count, head, table};
use crate::model::{Practice, Workflow};
use crate::text::{finding, measure, number, practice};
use plumbline_assess::figures;

pub(crate) fn build(cx: &Context<'_>) -> Workflow {
    let w = figures::workflow::adherence_by(cx.assessment, &cx.subset, cx.team_patterns());
    let shares = [
        w.threat_intent_verified,
        w.diagnostics_and_outputs_attached,
        w.no_open_critical_or_high,
        w.alert_path_tested_per_release,
        w.recurring_patterns_prevented,
    ];
    let rows: Vec<Practice> = practice::PRACTICES
        .iter()
        .zip(shares)
        .map(|(words, share)| Practice {
            id: words.id.to_owned(),
            title: words.title.to_owned(),
            of: if share.n == 1 { words.one } else { words.many }.to_owned(),
            value: share.value,
            interval: share.low.zip(share.high),
            n: count(share.n),
        })
        .collect();
    // the title speaks of practices with enough cases
    let enough = rows.iter().filter(|r| r.n >= cx.policy.too_few);
    let figures: Vec<(&str, Option<f64>)> = enough.map(|r| (r.title.as_str(), r.value)).collect();
    let cells = rows.iter().map(|r| {
        vec![
            r.title.clone(),
            number::percent_or_dash(r.value),
            number::percent_interval(r.interval),
            number::thousands(u64::from(r.n)),
            r.of.clone(),
        ]
    });
    let twin = table(&measure::WORKFLOW_COLUMNS, cells.collect());
    Workflow { head: head(finding::workflow(&figures), measure::WORKFLOW, twin), rows }
}
