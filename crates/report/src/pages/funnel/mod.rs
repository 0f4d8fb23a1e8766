//! The policy enforcement funnel.

pub(crate) mod words;

use crate::context::Context;
use crate::figures::shared::{count, head, sentence, table};
use crate::model::{Funnel, FunnelPage, FunnelStep};
use crate::pick;
use crate::route::Route;
use crate::text::{finding, headline, measure, number, page};
use crate::why::words as why;
use plumbline_assess::{Step, figures};

pub(crate) fn build(cx: &Context<'_>) -> FunnelPage {
    let enforce = funnel(cx, false);
    let evaluate = funnel(cx, true);
    let reached = |place: usize| enforce.steps.get(place).map_or(0, |s| u64::from(s.reached));
    let most_lost = enforce.steps.iter().map(|s| s.lost).max().unwrap_or(0);
    let mut at_most = enforce.steps.iter().filter(|s| s.lost == most_lost && s.lost > 0);
    let largest_loss = match (at_most.next(), at_most.next()) {
        (Some(one), None) => Some((one.title.as_str(), u64::from(one.lost))),
        _ => None,
    };
    let flow = headline::Flow { opened: reached(0), observed: reached(enforce.steps.len().saturating_sub(1)), largest_loss };
    let headline = sentence(headline::flow(&flow));
    let has_evaluated = evaluate.steps.first().is_some_and(|s| s.reached > 0);
    FunnelPage { eyebrow: cx.eyebrow(page::FUNNEL), headline, enforce, evaluate: has_evaluated.then_some(evaluate) }
}

fn funnel(cx: &Context<'_>, evaluate: bool) -> Funnel {
    let prefix = if evaluate { why::WATCHED_KEY } else { "" };
    let to = |step: Step, reached: u64| match step {
        // All that opened are all of the page, unless the other funnel holds some of them.
        Step::Opened if reached == cx.subset.len() as u64 => {
            cx.location.with_route(Route::Changes { find: String::new(), sort: String::new() }).to_fragment()
        }
        Step::Opened => String::new(),
        step => pick::why(cx, &["funnel/", prefix, step.id()].concat()),
    };
    let steps: Vec<FunnelStep> = figures::funnel::steps(cx.assessment, &cx.subset, evaluate)
        .iter()
        .map(|s| {
            let (title, criterion) = words::step(s.step.id());
            FunnelStep {
                id: s.step.id().to_owned(),
                title: title.to_owned(),
                criterion: criterion.to_owned(),
                to: to(s.step, s.reached),
                reached: count(s.reached),
                lost: count(s.lost),
                bypassed: count(s.bypassed),
                leaked: count(s.leaked),
            }
        })
        .collect();
    let leaks: Vec<(&str, u64)> = steps.iter().map(|s| (s.title.as_str(), u64::from(s.leaked))).collect();
    let cells = steps.iter().map(|s| {
        let mut cells = vec![s.title.clone(), s.criterion.clone()];
        cells.extend([s.reached, s.lost, s.bypassed, s.leaked].map(|n| number::thousands(u64::from(n))));
        cells
    });
    let twin = table(&measure::FUNNEL_COLUMNS, cells.collect());
    let subtitle = if evaluate { measure::FUNNEL_EVALUATE } else { measure::FUNNEL };
    Funnel { head: head(finding::funnel(&leaks), subtitle, twin), steps }
}
