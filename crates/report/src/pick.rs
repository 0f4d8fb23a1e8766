//! Where a mark leads: the same page, filtered by what the mark stands for, or with what is behind it beside the page where no filter
//! says just that. The mark of a filter in force takes it off.

use crate::context::Context;
use crate::route::{Filter, Period};
use crate::text::date;
use plumbline_domain::{Authorship, Gate};

/// Sets a filter, or takes it off when it is that already.
fn toggle<T: PartialEq>(slot: &mut Option<T>, value: T) {
    *slot = if slot.as_ref() == Some(&value) { None } else { Some(value) };
}

fn with(cx: &Context<'_>, change: impl FnOnce(&mut Filter)) -> String {
    cx.location.with_filter(change).to_fragment()
}

/// By a team.
pub(crate) fn team(cx: &Context<'_>, name: &str) -> String {
    with(cx, |f| toggle(&mut f.team, name.to_owned()))
}

/// By a service.
pub(crate) fn service(cx: &Context<'_>, name: &str) -> String {
    with(cx, |f| toggle(&mut f.service, name.to_owned()))
}

/// By an environment, in lower case.
pub(crate) fn environment(cx: &Context<'_>, name: &str) -> String {
    with(cx, |f| {
        let is_set = f.environment.as_ref().is_some_and(|e| e.to_lowercase() == name);
        f.environment = (!is_set).then(|| name.to_owned());
    })
}

/// By who wrote the change.
pub(crate) fn authorship(cx: &Context<'_>, authorship: Authorship) -> String {
    with(cx, |f| toggle(&mut f.authorship, authorship))
}

/// By a gate at which a change is due.
pub(crate) fn gate(cx: &Context<'_>, gate: Gate) -> String {
    with(cx, |f| toggle(&mut f.gate, gate))
}

/// By an artifact type that a change owes.
pub(crate) fn artifact(cx: &Context<'_>, id: &str) -> String {
    with(cx, |f| toggle(&mut f.artifact, id.to_owned()))
}

/// By a failure pattern.
pub(crate) fn pattern(cx: &Context<'_>, id: &str) -> String {
    with(cx, |f| toggle(&mut f.pattern, id.to_owned()))
}

/// To what is behind a number that no filter stands for, and back.
pub(crate) fn why(cx: &Context<'_>, key: &str) -> String {
    let is_open = cx.location.why.as_deref() == Some(key);
    let location = if is_open { cx.location.with_filter(|_| ()) } else { cx.location.with_why(key) };
    location.to_fragment()
}

/// By a week or a month.
pub(crate) fn period(cx: &Context<'_>, period: plumbline_assess::Period) -> String {
    let Some((first, last)) = period.days() else { return String::new() };
    let days = Period::Between(date::iso_day(first), date::iso_day(last));
    with(cx, |f| f.period = if f.period == days { Period::All } else { days })
}
