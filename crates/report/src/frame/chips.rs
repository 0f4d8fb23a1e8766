//! The filters in force, and how much each hides.

use crate::context::{Context, n_selected};
use crate::document::count as number;
use crate::frame::Chip;
use crate::route::{Filter, Location, Period, Route};
use crate::text::filter as words;

/// One for each filter in force.
pub(crate) fn build(cx: &Context<'_>) -> Vec<Chip> {
    let filter = cx.filter();
    let mut chips = Vec::new();
    let no_filter = Filter::default();
    let count = |location: &Location| n_selected(cx.assessment, location, cx.dataset.now);
    // `copy` takes one field over from another filter
    let mut add = |is_set: bool, name: &str, value: String, copy: fn(&mut Filter, &Filter)| {
        if !is_set {
            return;
        }
        let without = cx.location.with_filter(|f| copy(f, &no_filter));
        // where nothing is left, another filter may hide the same changes: each then counts what it hides of all
        let (left, kept) = if cx.subset.is_empty() {
            let alone = cx.location.with_filter(|f| {
                let all = std::mem::take(f);
                copy(f, &all);
            });
            (count(&cx.location.with_filter(|f| *f = Filter::default())), count(&alone))
        } else if name == words::PERIOD {
            (Some(cx.any_time.len() as u64), Some(cx.subset.len() as u64))
        } else {
            (count(&without), Some(cx.subset.len() as u64))
        };
        chips.push(Chip {
            name: name.to_owned(),
            value,
            hides: left.zip(kept).map(|(left, kept)| number(left.saturating_sub(kept))),
            without: without.to_fragment(),
            is_unread: false,
        });
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    add(filter.period != Period::All, words::PERIOD, cx.period_words(), |f, g| f.period = g.period.clone());
    let is_team_page = matches!(cx.location.route, Route::Team { .. });
    add(filter.team.is_some() && !is_team_page, words::TEAM, text(&filter.team), |f, g| f.team.clone_from(&g.team));
    add(filter.service.is_some(), words::SERVICE, text(&filter.service), |f, g| f.service.clone_from(&g.service));
    add(filter.environment.is_some(), words::ENVIRONMENT, text(&filter.environment), |f, g| {
        f.environment.clone_from(&g.environment)
    });
    add(filter.release.is_some(), words::RELEASE, text(&filter.release), |f, g| f.release.clone_from(&g.release));
    add(filter.authorship.is_some(), words::AUTHORSHIP, filter.authorship.map_or("", |a| a.title()).to_owned(), |f, g| {
        f.authorship = g.authorship;
    });
    add(filter.gate.is_some(), words::GATE, filter.gate.map_or("", |g| g.title()).to_owned(), |f, g| f.gate = g.gate);
    add(filter.family.is_some(), words::FAMILY, filter.family.map_or("", |f| f.title()).to_owned(), |f, g| f.family = g.family);
    let pattern = filter
        .pattern
        .as_ref()
        .map(|id| cx.policy.patterns.iter().find(|p| p.id == *id).map_or_else(|| id.clone(), |p| p.title.clone()));
    add(pattern.is_some(), words::PATTERN, text(&pattern), |f, g| f.pattern.clone_from(&g.pattern));
    let title_of = |id: &String| {
        let stated = cx.policy.artifact_types.iter().find(|t| t.id == *id);
        stated.map_or_else(|| id.clone(), |t| t.title.clone())
    };
    let (artifact, lacks) = (filter.artifact.as_ref().map(title_of), filter.lacks.as_ref().map(title_of));
    add(artifact.is_some(), words::ARTIFACT, text(&artifact), |f, g| f.artifact.clone_from(&g.artifact));
    add(lacks.is_some(), words::LACKS, text(&lacks), |f, g| f.lacks.clone_from(&g.lacks));
    chips.extend(cx.location.unread.iter().map(|text| not_understood(cx, text.clone())));
    chips
}

/// What of the address is not understood.
pub(crate) fn not_understood(cx: &Context<'_>, text: String) -> Chip {
    let without = cx.location.with_filter(|_| ());
    Chip { name: words::NOT_UNDERSTOOD.to_owned(), value: text, hides: None, without: without.to_fragment(), is_unread: true }
}
