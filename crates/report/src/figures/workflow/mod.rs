//! The five practices.

mod words;

use crate::context::Context;
use crate::document::{Block, Content, FigureId, datum, head, table};
use crate::figures::confidence::estimate;
use crate::pick;
use crate::text::number::thousands;
use crate::text::practice;
use plumbline_assess::figures;
use plumbline_charts::Chart;
use plumbline_charts::practices::{Practice, Practices};

pub(crate) fn figure(cx: &Context<'_>) -> Block {
    let w = figures::workflow::adherence_by(cx.assessment, &cx.subset, cx.team_patterns());
    let shares = [
        w.threat_intent_verified,
        w.diagnostics_and_outputs_attached,
        w.no_open_critical_or_high,
        w.alert_path_tested_per_release,
        w.recurring_patterns_prevented,
    ];
    let (mut drawn, mut rows, mut figures) = (Vec::new(), Vec::new(), Vec::new());
    for (named, share) in practice::PRACTICES.iter().zip(shares) {
        let interval = share.low.zip(share.high);
        let cases = if share.n == 1 { named.one } else { named.many };
        let counted = format!("{} {cases}", thousands(share.n));
        // no open finding where no scan was read is no practice that is kept
        let is_unread = named.id == "noOpenCriticalOrHigh" && !cx.was_scanned();
        let name = if is_unread { words::UNSCANNED } else { named.title };
        // the title speaks of practices with enough cases
        if !cx.is_few(share.n) && !is_unread {
            figures.push(words::Kept { doing: named.doing, share: share.value, cases: counted.clone() });
        }
        rows.push(vec![
            name.into(),
            datum::share_or_none(share.value),
            datum::interval(interval),
            datum::count(share.n),
            cases.into(),
        ]);
        drawn.push(Practice {
            key: practice::artifact(named.id).map_or_else(String::new, |id| pick::artifact(cx, id)),
            name: name.to_owned(),
            share: estimate(share.value, interval),
            count: counted,
            too_few: cx.is_few(share.n),
            note: if share.value.is_none() { words::NO_CASE } else { "" }.to_owned(),
        });
    }
    let head = head(words::title(&figures), words::MEASURE, table(&words::COLUMNS, rows));
    Block::figure(FigureId::Workflow.span(5), head, vec![Content::Chart(Chart::Practices(Practices { rows: drawn }))])
}
