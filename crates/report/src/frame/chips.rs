//! The filters in force, and how much each hides.

use crate::context::{Context, n_selected};
use crate::document::size;
use crate::frame::Chip;
use crate::route::{Filter, Period, Route};
use crate::text::filter as words;

/// One for each filter in force.
pub(crate) fn build(cx: &Context<'_>) -> Vec<Chip> {
    let filter = cx.filter();
    let mut chips = Vec::new();
    let mut add = |is_set: bool, name: &str, value: String, clear: fn(&mut Filter)| {
        if !is_set {
            return;
        }
        let without = cx.location.with_filter(clear);
        let left = if name == words::PERIOD { cx.any_time.len() } else { n_selected(cx.assessment, &without, cx.dataset.now) };
        chips.push(Chip {
            name: name.to_owned(),
            value,
            hides: Some(size(left.saturating_sub(cx.subset.len()))),
            without: without.to_fragment(),
        });
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    add(filter.period != Period::All, words::PERIOD, cx.period_words(), |f| f.period = Period::All);
    let is_team_page = matches!(cx.location.route, Route::Team { .. });
    add(filter.team.is_some() && !is_team_page, words::TEAM, text(&filter.team), |f| f.team = None);
    add(filter.service.is_some(), words::SERVICE, text(&filter.service), |f| f.service = None);
    add(filter.environment.is_some(), words::ENVIRONMENT, text(&filter.environment), |f| f.environment = None);
    add(filter.release.is_some(), words::RELEASE, text(&filter.release), |f| f.release = None);
    add(filter.authorship.is_some(), words::AUTHORSHIP, filter.authorship.map_or("", |a| a.title()).to_owned(), |f| {
        f.authorship = None;
    });
    add(filter.gate.is_some(), words::GATE, filter.gate.map_or("", |g| g.title()).to_owned(), |f| f.gate = None);
    add(filter.family.is_some(), words::FAMILY, filter.family.map_or("", |f| f.title()).to_owned(), |f| f.family = None);
    let pattern = filter
        .pattern
        .as_ref()
        .map(|id| cx.policy.patterns.iter().find(|p| p.id == *id).map_or_else(|| id.clone(), |p| p.title.clone()));
    add(pattern.is_some(), words::PATTERN, text(&pattern), |f| f.pattern = None);
    let title_of = |id: &String| {
        let stated = cx.policy.artifact_types.iter().find(|t| t.id == *id);
        stated.map_or_else(|| id.clone(), |t| t.title.clone())
    };
    let (artifact, lacks) = (filter.artifact.as_ref().map(title_of), filter.lacks.as_ref().map(title_of));
    add(artifact.is_some(), words::ARTIFACT, text(&artifact), |f| f.artifact = None);
    add(lacks.is_some(), words::LACKS, text(&lacks), |f| f.lacks = None);
    chips.extend(cx.location.unread.iter().map(|text| not_understood(cx, text.clone())));
    chips
}

/// What of the address is not understood.
pub(crate) fn not_understood(cx: &Context<'_>, text: String) -> Chip {
    let without = cx.location.with_filter(|_| ());
    Chip { name: words::NOT_UNDERSTOOD.to_owned(), value: text, hides: None, without: without.to_fragment() }
}
