//! The filter bar: period, team, environment, authorship. Its state is the URL fragment.

use leptos::prelude::*;

use crate::domain::Authorship;
use crate::route::{Filter, Period, Route};
use crate::text::{filter, frame as words};
use crate::ui::components::Choice;
use crate::ui::element::{el, text};
use crate::ui::state::use_app;
use crate::view::{Chip, DataOrigin, FilterOption};

/// The filter bar; absent where there is nothing to filter.
#[component]
pub fn FilterBar() -> impl IntoView {
    let app = use_app();
    let is_there = Memo::new(move |_| {
        app.frame.with(|f| f.origin != DataOrigin::None)
            && app.location.with(|l| !matches!(l.route, Route::About | Route::Sources | Route::Policy))
    });
    move || is_there.get().then(|| view! { <Bar /> })
}

#[component]
fn Bar() -> impl IntoView {
    let app = use_app();
    let period = Memo::new(move |_| app.location.with(|l| l.filter.period.clone()));
    let team = Memo::new(move |_| app.location.with(|l| l.filter.team.clone().unwrap_or_default()));
    let environment = Memo::new(move |_| app.location.with(|l| l.filter.environment.clone().unwrap_or_default()));
    let authorship = Memo::new(move |_| app.location.with(|l| l.filter.authorship.map(|a| a.to_string()).unwrap_or_default()));
    let teams = Memo::new(move |_| app.frame.with(|f| f.options.teams.clone()));
    let environments = Memo::new(move |_| app.frame.with(|f| f.options.environments.clone()));
    let authorships = Memo::new(move |_| app.frame.with(|f| f.options.authorships.clone()));
    // On a team's own page its name is the page: another choice goes to that team's page.
    let on_team_page = Memo::new(move |_| app.location.with(|l| matches!(l.route, Route::Team { .. })));
    let some = |value: String| Some(value).filter(|v| !v.is_empty());
    view! {
        <section class="filter-bar screen-only" aria-label="Filters">
            <div class="shell-bar">
                <Choice
                    label="Period"
                    face=Signal::derive(move || {
                        let said = app.frame.with(|f| f.options.period.clone());
                        if said.is_empty() { words::period_face(&period.get()) } else { said }
                    })
                    options=Signal::derive(move || {
                        let mut options: Vec<_> = words::PERIODS.iter().map(|(v, w)| ((*v).to_owned(), (*w).to_owned())).collect();
                        let here = words::period_value(&period.get());
                        if !options.iter().any(|(v, _)| *v == here) {
                            options.push((here, words::period_face(&period.get())));
                        }
                        options
                    })
                    value=Signal::derive(move || words::period_value(&period.get()))
                    on_choose=Callback::new(move |value: String| {
                        let dates = app.frame.with_untracked(|f| f.options.dates.clone());
                        app.set_filter(|f| f.period = match (value.as_str(), dates) {
                            ("between", Some((from, to))) => Period::Between(from, to),
                            (days, _) => days.parse().map_or(Period::All, Period::Days),
                        });
                    })
                />
                {move || match period.get() {
                    Period::Between(from, to) => Some(view! { <Days from to /> }),
                    _ => None,
                }}
                {move || (!on_team_page.get()).then(|| view! {
                    <Choice
                        label="Team"
                        face=face(team.into(), teams)
                        options=options(teams)
                        value=Signal::from(team)
                        on_choose=Callback::new(move |value| app.set_filter(|f| f.team = some(value)))
                    />
                })}
                <Choice
                    label="Environment"
                    face=face(environment.into(), environments)
                    options=options(environments)
                    value=Signal::from(environment)
                    on_choose=Callback::new(move |value| app.set_filter(|f| f.environment = some(value)))
                />
                <Choice
                    label="Authorship"
                    face=face(authorship.into(), authorships)
                    options=options(authorships)
                    value=Signal::from(authorship)
                    on_choose=Callback::new(move |value: String| app.set_filter(|f| f.authorship = Authorship::from_id(&value)))
                />
                {move || app.frame.with(|f| chips(&f.chips))}
                <p class="counts">
                    {move || app.frame.with(|f| f.counts.clone())}
                    {move || app.frame.with(|f| f.hidden.clone()).map(|hidden| view! { <span class="hidden-count">{hidden}</span> })}
                </p>
            </div>
        </section>
    }
}

/// The filters in force that have no list of their own, each with a link that takes it off, and one that takes off all.
fn chips(all: &[Chip]) -> Vec<AnyView> {
    let has_list =
        |chip: &&Chip| [filter::PERIOD, filter::TEAM, filter::ENVIRONMENT, filter::AUTHORSHIP].contains(&chip.name.as_str());
    let mut out: Vec<AnyView> = all.iter().filter(|chip| !has_list(chip)).map(chip).collect();
    if !all.is_empty() {
        out.push(el("a").class("clear-all").set("href", &clear_all()).text(filter::CLEAR_ALL).view());
    }
    out
}

fn chip(chip: &Chip) -> AnyView {
    let face = el("span")
        .class("chip-face")
        .child(text("span", "chip-label", &chip.name))
        .child(text("span", "", &chip.value))
        .child(text("span", "chip-hides", &filter::hides(chip.hides)));
    let off = el("a")
        .class("chip-clear")
        .set("href", &chip.without)
        .set("aria-label", &filter::clear(&chip.name, &chip.value))
        .child(el("span").class("cross").set("aria-hidden", "true").view());
    el("div").class("chip on").child(face.view()).child(off.view()).view()
}

/// The page as it is, without any filter.
fn clear_all() -> String {
    use_app().location.with_untracked(|l| l.with_filter(|f| *f = Filter::default()).to_fragment())
}

/// From which day to which.
#[component]
fn Days(from: String, to: String) -> impl IntoView {
    let app = use_app();
    let (first, last) = (from.clone(), to.clone());
    let set = move |from: String, to: String| {
        if from.len() == 10 && to.len() == 10 {
            app.set_filter(|f| f.period = Period::Between(from, to));
        }
    };
    view! {
        <span class="days">
            <input type="date" aria-label="From" prop:value=from on:change=move |event| set(event_target_value(&event), last.clone()) />
            <input type="date" aria-label="To" prop:value=to on:change=move |event| set(first.clone(), event_target_value(&event)) />
        </span>
    }
}

fn face(value: Signal<String>, of: Memo<Vec<FilterOption>>) -> Signal<String> {
    Signal::derive(move || {
        let value = value.get();
        of.with(|options| match options.iter().find(|o| o.value == value) {
            Some(option) => option.title.clone(),
            None if value.is_empty() => words::all_of(options.len()),
            None => Authorship::from_id(&value).map_or(value, |a| a.title().to_owned()),
        })
    })
}

fn options(of: Memo<Vec<FilterOption>>) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || {
        let all = (String::new(), words::ALL.to_owned());
        let each = |o: &FilterOption| (o.value.clone(), format!("{} ({})", o.title, o.changes));
        of.with(|options| std::iter::once(all).chain(options.iter().map(each)).collect())
    })
}
