//! What stands around every page: counts, what can be filtered by, and the footer.

pub(crate) mod chips;
pub mod words;

use crate::context::Context;
use crate::figures::shared::count;
use crate::model::{DataOrigin, FilterOption, FilterOptions, Footer, Frame};
use crate::pages::sources;
use crate::text::{date, page};
use plumbline_assess::{GroupBy, Selection};
use plumbline_domain::{Authorship, sort_alphabetically};

pub(crate) fn build(cx: &Context<'_>) -> Frame {
    let required = cx.assessment.n_requirements(&cx.subset);
    // on a team's page the team is the page, not a filter
    let all = match &cx.location.route {
        crate::route::Route::Team { .. } => {
            cx.assessment.select(&Selection { teams: cx.selection.teams.clone(), ..Selection::default() }).len()
        }
        _ => cx.dataset.changes.len(),
    } as u64;
    let shown = cx.subset.len() as u64;
    Frame {
        origin: cx.origin.clone(),
        counts: page::counts(shown, required),
        hidden: (shown < all).then(|| page::hidden(all - shown, all)),
        options: options(cx),
        chips: chips::build(cx),
        footer: footer(cx),
    }
}

fn options(cx: &Context<'_>) -> FilterOptions {
    let named = |names: &[String], by: GroupBy| -> Vec<FilterOption> {
        let counts = cx.assessment.counts(by);
        let mut out: Vec<FilterOption> = names
            .iter()
            .zip(counts)
            .map(|(name, &n)| FilterOption { value: name.clone(), title: name.clone(), changes: count(n) })
            .collect();
        sort_alphabetically(&mut out, |o| &o.title);
        out
    };
    FilterOptions {
        teams: named(cx.assessment.teams(), GroupBy::Team),
        environments: named(cx.assessment.environments(), GroupBy::Environment),
        authorships: Authorship::ALL
            .iter()
            .zip(cx.assessment.counts(GroupBy::Authorship))
            .map(|(a, &n)| FilterOption { value: a.id().to_owned(), title: a.title().to_owned(), changes: count(n) })
            .filter(|o| o.changes > 0)
            .collect(),
        dates: cx.assessment.all_dates().map(|(first, last)| (date::iso_day(first), date::iso_day(last))),
        now: date::iso_day(cx.dataset.now),
        period: cx.period_words(),
    }
}

fn footer(cx: &Context<'_>) -> Footer {
    Footer {
        sources: match &cx.origin {
            DataOrigin::Site { title } if !title.is_empty() => page::of_site(title, &sources::summary(cx)),
            _ => sources::summary(cx),
        },
        policy: sources::policy_title(cx),
        policy_sha256: cx.dataset.policy_sha256.clone(),
        data_sha256: cx.dataset.sha256.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
