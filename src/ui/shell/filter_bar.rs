//! The filter bar: period, team, environment, authorship. Its state is the URL fragment.

use leptos::prelude::*;

use crate::domain::Authorship;
use crate::route::{Period, Route};
use crate::text::frame as words;
use crate::ui::components::Choice;
use crate::ui::state::use_app;
use crate::view::{DataOrigin, FilterOption};

/// The filter bar; absent where there is nothing to filter.
#[component]
pub fn FilterBar() -> impl IntoView {
    let app = use_app();
    let is_there = Memo::new(move |_| {
        app.frame.with(|f| f.origin != DataOrigin::None)
            && app.location.with(|l| !matches!(l.route, Route::About | Route::Sources))
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
                <p class="counts">
                    {move || app.frame.with(|f| f.counts.clone())}
                    {move || app.frame.with(|f| f.hidden.clone()).map(|hidden| view! { <span class="hidden-count">{hidden}</span> })}
                </p>
            </div>
        </section>
    }
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
