//! What stands around every page: counts, what can be filtered by, and the footer.

use super::chips;
use super::context::Context;
use super::figure::size;
use super::model::{DataOrigin, FilterOption, FilterOptions, Footer, Frame};
use super::sources;
use crate::assess::{ChangeAssessment, Selection};
use crate::domain::Authorship;
use crate::text::{date, page};

pub(super) fn build(cx: &Context<'_>) -> Frame {
    let required = cx.assessment.of(&cx.subset).map(|(_, c)| c.requirements().count() as u64).sum();
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
    let changes = cx.assessment.changes();
    let count = |is_of: &dyn Fn(&ChangeAssessment) -> bool| size(changes.iter().filter(|c| is_of(c)).count());
    let named = |names: &[String], place: fn(&ChangeAssessment) -> Option<u32>| -> Vec<FilterOption> {
        let mut counts = vec![0_usize; names.len()];
        for slot in changes.iter().filter_map(place) {
            if let Some(n) = counts.get_mut(slot as usize) {
                *n += 1;
            }
        }
        let mut out: Vec<FilterOption> = names
            .iter()
            .zip(counts)
            .map(|(name, n)| FilterOption { value: name.clone(), title: name.clone(), changes: size(n) })
            .collect();
        out.sort_by_cached_key(|o| (o.title.to_lowercase(), o.title.clone()));
        out
    };
    let every: Vec<u32> = (0_u32..).zip(changes).map(|(place, _)| place).collect();
    FilterOptions {
        teams: named(cx.assessment.teams(), |c| c.team),
        environments: named(cx.assessment.environments(), |c| c.environment),
        authorships: Authorship::ALL
            .iter()
            .map(|a| FilterOption {
                value: a.id().to_owned(),
                title: a.title().to_owned(),
                changes: count(&|c| c.authorship == *a),
            })
            .filter(|o| o.changes > 0)
            .collect(),
        dates: cx.assessment.range(&every).map(|(first, last)| (date::iso_day(first), date::iso_day(last))),
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
        data_sha256: sources::data_digest(cx.dataset),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
