//! The filter bar: period, team, environment, authorship. Its state is the URL fragment.

use leptos::prelude::*;

use crate::page::components::Choice;
use crate::page::state::{Announcer, FILTERS, Navigation, Screen};
use plumbline_domain::Authorship;
use plumbline_report::frame::words;
use plumbline_report::route::{Filter, Period, Route};
use plumbline_report::text::filter;
use plumbline_report::{Chip, DataOrigin, FilterOption, FilterOptions};

/// The filter bar. Where there is nothing to filter it shows only what the address says that is not understood, if anything.
#[component]
pub fn FilterBar() -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    let has_filters = Memo::new(move |_| {
        screen.frame.with(|f| f.origin != DataOrigin::None)
            && navigation.location.with(|l| !matches!(l.route, Route::About | Route::Sources | Route::Policy))
    });
    let has_unread = Memo::new(move |_| screen.frame.with(|f| f.chips.iter().any(is_unread)));
    let section =
        |bar: AnyView| view! { <section id=FILTERS class="filter-bar screen-only" aria-label="Filters">{bar}</section> };
    move || match (has_filters.get(), has_unread.get()) {
        (true, _) => Some(section(view! { <Bar /> }.into_any())),
        (false, true) => Some(section(unread(screen).into_any())),
        (false, false) => None,
    }
}

/// Whether a chip names something of the address that is not understood.
fn is_unread(chip: &Chip) -> bool {
    chip.is_unread
}

/// What of the address is not understood.
fn unread(screen: Screen) -> impl IntoView {
    let chips = move || screen.frame.with(|f| f.chips.iter().filter(|chip| is_unread(chip)).map(chip).collect_view());
    view! { <div class="shell-bar">{chips}</div> }
}

#[component]
fn Bar() -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    // On a team's own page its name is the page: another choice goes to that team's page.
    let is_team_page = Memo::new(move |_| navigation.shown.with(|l| matches!(l.route, Route::Team { .. })));
    let some = |value: String| Some(value).filter(|v| !v.is_empty());
    let set_team = Callback::new(move |value| navigation.set_filter(|f| f.team = some(value)));
    let set_environment = Callback::new(move |value| navigation.set_filter(|f| f.environment = some(value)));
    let set_authorship =
        Callback::new(move |value: String| navigation.set_filter(|f| f.authorship = Authorship::from_id(&value)));
    let team = move || {
        view! { <List label="Team" value=|f| f.team.clone().unwrap_or_default() of=|o| &o.teams set=set_team /> }
    };
    let hidden = move || {
        screen.frame.with(|f| f.hidden.as_ref().map(|hidden| view! { <span class="hidden-count">{hidden.clone()}</span> }))
    };
    let computed = move || {
        screen.frame.with(|f| {
            f.computed.as_ref().map(|said| view! { <span class="hidden-count" title=said.clone()>{words::COMPUTED}</span> })
        })
    };
    let period = Memo::new(move |_| navigation.shown.with(|l| l.filter.period.clone()));
    // The fields stay while their days change: the reader is in one of them.
    let has_days = Memo::new(move |_| period.with(|p| matches!(p, Period::Between(..))));
    let days = move || has_days.get().then(|| view! { <Days period /> });
    // On a phone the lists fold behind a button.
    let is_unfolded = RwSignal::new(false);
    view! {
        <div class="shell-bar">
            <button
                type="button" class="btn filters-button" aria-controls="filter-chips" aria-expanded=move || is_unfolded.get().to_string()
                on:click=move |_| is_unfolded.update(|is| *is = !*is)
            >
                {move || filter::filters_button(screen.frame.with(|f| f.chips.len()))}
                <span class="caret" aria-hidden="true"></span>
            </button>
            <div class="filter-chips" id="filter-chips" class:open=is_unfolded>
                <PeriodChoice period />
                {days}
                {move || (!is_team_page.get()).then(team)}
                <List
                    label="Environment" value=|f| f.environment.clone().unwrap_or_default() of=|o| &o.environments set=set_environment
                />
                <List
                    label="Authorship" value=|f| f.authorship.map(|a| a.to_string()).unwrap_or_default() of=|o| &o.authorships
                    set=set_authorship
                />
                {move || screen.frame.with(|f| chips(navigation, &f.chips))}
            </div>
            <p class="counts">{move || screen.frame.with(|f| f.counts.clone())}{hidden}{computed}</p>
        </div>
    }
}

#[component]
fn PeriodChoice(period: Memo<Period>) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    let announcer = expect_context::<Announcer>();
    let face = move || {
        let face = screen.frame.with(|f| f.options.period.clone());
        if face.is_empty() { period.with(words::period_face) } else { face }
    };
    let options = move || {
        let mut options: Vec<_> = words::PERIODS.iter().map(|(v, w)| ((*v).to_owned(), (*w).to_owned())).collect();
        let here = period.with(words::period_value);
        if !options.iter().any(|(v, _)| *v == here) {
            options.push((here, period.with(words::period_face)));
        }
        options
    };
    let choose = move |value: String| {
        let dates = screen.frame.with_untracked(|f| f.options.dates.clone());
        if value == "between" {
            announcer.say(words::DAYS_FOLLOW);
        }
        navigation.set_filter(|f| {
            f.period = match (value.as_str(), dates) {
                ("between", Some((from, to))) => Period::Between(from, to),
                (days, _) => days.parse().map_or(Period::All, Period::Days),
            }
        });
    };
    view! {
        <Choice
            label="Period" face=Memo::new(move |_| face()) options=Memo::new(move |_| options())
            value=Memo::new(move |_| period.with(words::period_value)) on_choose=Callback::new(choose)
        />
    }
}

/// A list of what the data holds, all of it being the first choice.
#[component]
fn List(
    label: &'static str,
    value: fn(&Filter) -> String,
    of: fn(&FilterOptions) -> &Vec<FilterOption>,
    set: Callback<String>,
) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    let value = Memo::new(move |_| navigation.shown.with(|l| value(&l.filter)));
    let face = move || {
        let value = value.get();
        screen.frame.with(|f| {
            let options = of(&f.options);
            match options.iter().find(|o| o.value == value) {
                Some(option) => option.title.clone(),
                None if value.is_empty() => words::all_of(options.len()),
                None => Authorship::from_id(&value)
                    .map_or_else(|| plumbline_text::shown(&value).into_owned(), |a| a.title().to_owned()),
            }
        })
    };
    let options = move || {
        let all = (String::new(), words::ALL.to_owned());
        let each = |o: &FilterOption| (o.value.clone(), [&o.title, " (", &o.changes.to_string(), ")"].concat());
        screen.frame.with(|f| std::iter::once(all).chain(of(&f.options).iter().map(each)).collect::<Vec<_>>())
    };
    view! { <Choice label face=Memo::new(move |_| face()) options=Memo::new(move |_| options()) value on_choose=set /> }
}

/// The filters in force that have no list of their own, each with a link that takes it off, and one that takes off all.
fn chips(navigation: Navigation, all: &[Chip]) -> impl IntoView + use<> {
    let has_list =
        |chip: &&Chip| [filter::PERIOD, filter::TEAM, filter::ENVIRONMENT, filter::AUTHORSHIP].contains(&chip.name.as_str());
    let chips = all.iter().filter(|chip| !has_list(chip)).map(chip).collect_view();
    let clear_all = (!all.is_empty()).then(|| {
        let cleared = navigation.location.with_untracked(|l| l.with_filter(|f| *f = Filter::default()).to_fragment());
        view! { <a class="clear-all" href=cleared>{filter::CLEAR_ALL}</a> }
    });
    (chips, clear_all)
}

fn chip(chip: &Chip) -> impl IntoView + use<> {
    let hides = chip.hides.map(|hides| view! { <span class="chip-hides">{filter::hides(hides)}</span> });
    view! {
        <div class="chip on">
            <span class="chip-face">
                <span class="chip-label">{chip.name.clone()}</span>
                <span>{chip.value.clone()}</span>
                {hides}
            </span>
            <a class="chip-clear" href=chip.without.clone() aria-label=filter::clear(&chip.name, &chip.value)>
                <span class="cross" aria-hidden="true"></span>
            </a>
        </div>
    }
}

/// From which day to which.
#[component]
fn Days(period: Memo<Period>) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let set = move |from: String, to: String| {
        if from.len() == 10 && to.len() == 10 {
            navigation.set_filter(|f| f.period = Period::Between(from, to));
        }
    };
    let days = Memo::new(move |before: Option<&(String, String)>| {
        period.with(|p| match p {
            Period::Between(from, to) => (from.clone(), to.clone()),
            _ => before.cloned().unwrap_or_default(),
        })
    });
    let (from, to) = (move || days.with(|d| d.0.clone()), move || days.with(|d| d.1.clone()));
    let (set_from, set_to) = (move |e| set(event_target_value(&e), to()), move |e| set(from(), event_target_value(&e)));
    view! {
        <span class="days">
            <input type="date" aria-label="From" prop:value=from on:change=set_from />
            <input type="date" aria-label="To" prop:value=to on:change=set_to />
        </span>
    }
}
