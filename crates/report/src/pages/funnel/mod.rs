//! The policy enforcement funnel.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Block, Content, Datum, Document, FigureId, PageId, Place, datum, head, sentence, table};
use crate::figures::full_proof;
use crate::pick;
use crate::route::Route;
use crate::text::comparison::{are_clearly_above, share_range};
use crate::text::number::thousands;
use crate::text::page;
use crate::why::funnel::step_key;
use plumbline_assess::{FunnelStep, Step, figures};
use plumbline_charts::Chart;
use plumbline_charts::funnel::{Funnel, FunnelCount, FunnelStep as DrawnStep};

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let enforce = figures::funnel::steps(cx.assessment, &cx.subset, false);
    let evaluate = figures::funnel::steps(cx.assessment, &cx.subset, true);
    let largest_loss = largest_loss(cx, &enforce);
    let reached = |step: Option<&FunnelStep>| step.map_or(0, |s| s.reached);
    let changes = cx.subset.len() as u64;
    let flow = words::Flow { changes, opened: reached(enforce.first()), observed: reached(enforce.last()), largest_loss };
    let mut lead = figure(cx, FigureId::Funnel.lead(12), &enforce, false);
    lead.content.push(Content::Note(words::KEY.to_owned()));
    lead.content.extend(full_proof::bases(cx, full_proof::Base::Funnel));
    let has_evaluated = reached(evaluate.first()) > 0;
    let below = has_evaluated.then(|| figure(cx, FigureId::EvaluatedFunnel.span(12), &evaluate, true));
    Document {
        page: PageId::Funnel,
        eyebrow: cx.eyebrow(page::FUNNEL),
        headline: sentence(words::headline(&flow)),
        actions: Vec::new(),
        blocks: std::iter::once(lead).chain(below).collect(),
    }
}

/// The step that clearly loses the largest share of the changes that came so far, among the steps that enough came to.
fn largest_loss(cx: &Context<'_>, steps: &[FunnelStep]) -> Option<(Step, u64, u64)> {
    let losses: Vec<(Step, u64, u64)> =
        steps.iter().skip(1).map(|s| (s.step, s.lost, s.lost + s.reached)).filter(|s| !cx.is_few(s.2)).collect();
    let rate = |s: &(Step, u64, u64)| s.1 as f64 / s.2.max(1) as f64;
    let most = *losses.iter().reduce(|a, b| if rate(b) > rate(a) { b } else { a })?;
    let rest: Vec<_> = losses.iter().filter(|s| s.0 != most.0).map(|s| share_range(s.1, s.2)).collect();
    are_clearly_above(&[share_range(most.1, most.2)], &rest).then_some(most)
}

fn figure(cx: &Context<'_>, place: Place, steps: &[FunnelStep], is_evaluated: bool) -> Block {
    let to = |s: &FunnelStep| match s.step {
        // All that opened are all of the page, unless the other funnel holds some of them.
        Step::Opened if s.reached == cx.subset.len() as u64 => {
            cx.location.with_route(Route::Changes { find: String::new(), sort: String::new() }).to_fragment()
        }
        Step::Opened => String::new(),
        step => pick::why(cx, &["funnel/", &step_key(step, is_evaluated)].concat()),
    };
    let count = |n: u64, label: String| FunnelCount { count: n as f64, label };
    let (mut drawn, mut rows, mut leaks) = (Vec::new(), Vec::new(), Vec::new());
    for s in steps {
        let (name, meaning) = words::step(s.step.id());
        leaks.push((s.step, s.leaked));
        let counts = [s.reached, s.lost, s.bypassed, s.leaked].map(datum::count);
        rows.push([name, meaning].map(Datum::from).into_iter().chain(counts).collect());
        drawn.push(DrawnStep {
            key: to(s),
            name: name.to_owned(),
            meaning: meaning.to_owned(),
            reached: count(s.reached, thousands(s.reached)),
            lost: (!drawn.is_empty()).then(|| count(s.lost, words::lost(s.lost))),
            bypassed: (s.bypassed > 0).then(|| count(s.bypassed, words::bypassed(s.bypassed))),
            leaked: (s.leaked > 0).then(|| count(s.leaked, words::leaked(s.leaked))),
        });
    }
    let subtitle = if is_evaluated { words::EVALUATED_MEASURE } else { words::MEASURE };
    let head = head(words::title(&leaks), subtitle, table(&words::COLUMNS, rows));
    let is_drawn = drawn.iter().any(|step| step.reached.count > 0.0);
    let chart = is_drawn.then_some(Content::Chart(Chart::Funnel(Funnel { steps: drawn, is_proof: true })));
    Block::figure(place, head, chart.into_iter().collect())
}
