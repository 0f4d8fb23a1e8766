//! The filter bar: period, team, environment, authorship. Its state is the URL fragment.

use std::rc::Rc;

use leptos::prelude::*;

use crate::page::browser::value_of;
use crate::page::components::Choice;
use crate::page::element::{El, HtmlInputElement, Node, el, text};
use crate::page::state::AppState;
use plumbline_domain::Authorship;
use plumbline_report::frame::words;
use plumbline_report::route::{Filter, Period, Route};
use plumbline_report::text::filter;
use plumbline_report::{Chip, DataOrigin, FilterOption, FilterOptions};

/// The filter bar. Where there is nothing to filter it tells only what of the address is not understood, if there is such a thing.
pub fn filter_bar(app: AppState) -> Node {
    let has_filters = Memo::new(move |_| {
        app.frame.with(|f| f.origin != DataOrigin::None)
            && app.location.with(|l| !matches!(l.route, Route::About | Route::Sources | Route::Policy))
    });
    let is_unread = Memo::new(move |_| app.frame.with(|f| f.chips.iter().any(|chip| chip.hides.is_none())));
    let shown = move || match (has_filters.get(), is_unread.get()) {
        (true, _) => Some(section(bar(app))),
        (false, true) => Some(section(unread(app))),
        (false, false) => None,
    };
    el("div").class("seamless").live_maybe(shown).view()
}

fn section(bar: El) -> Node {
    el("section").class("filter-bar screen-only").set("aria-label", "Filters").child(bar.view()).view()
}

/// What of the address is not understood.
fn unread(app: AppState) -> El {
    let chips = move || app.frame.with(|f| f.chips.iter().filter(|chip| chip.hides.is_none()).map(chip).collect());
    el("div").class("shell-bar").live(Box::new(chips))
}

fn bar(app: AppState) -> El {
    // On a team's own page its name is the page: another choice goes to that team's page.
    let on_team_page = Memo::new(move |_| app.place.with(|l| matches!(l.route, Route::Team { .. })));
    let some = |value: String| Some(value).filter(|v| !v.is_empty());
    let team = move || {
        let set = Rc::new(move |value| app.set_filter(|f| f.team = some(value)));
        list(app, "Team", |f| f.team.clone().unwrap_or_default(), |o| &o.teams, set)
    };
    let set = Rc::new(move |value| app.set_filter(|f| f.environment = some(value)));
    let environment = list(app, "Environment", |f| f.environment.clone().unwrap_or_default(), |o| &o.environments, set);
    let set = Rc::new(move |value: String| app.set_filter(|f| f.authorship = Authorship::from_id(&value)));
    let value = |f: &Filter| f.authorship.map(|a| a.to_string()).unwrap_or_default();
    let authorship = list(app, "Authorship", value, |o| &o.authorships, set);
    let counts = el("p")
        .class("counts")
        .live_text(Box::new(move || app.frame.with(|f| f.counts.clone())))
        .live_maybe(move || app.frame.with(|f| f.hidden.as_ref().map(|hidden| text("span", "hidden-count", hidden))));
    period(app)
        .live_maybe(move || (!on_team_page.get()).then(team))
        .child(environment)
        .child(authorship)
        .live(Box::new(move || app.frame.with(|f| chips(app, &f.chips))))
        .child(counts.view())
}

/// The bar with its first filter: the period, and its two days where it has them.
fn period(app: AppState) -> El {
    let period = Memo::new(move |_| app.place.with(|l| l.filter.period.clone()));
    let choice = Choice {
        label: "Period",
        face: Box::new(move || {
            let said = app.frame.with(|f| f.options.period.clone());
            if said.is_empty() { period.with(words::period_face) } else { said }
        }),
        options: Box::new(move || {
            let mut options: Vec<_> = words::PERIODS.iter().map(|(v, w)| ((*v).to_owned(), (*w).to_owned())).collect();
            let here = period.with(words::period_value);
            if !options.iter().any(|(v, _)| *v == here) {
                options.push((here, period.with(words::period_face)));
            }
            options
        }),
        value: Memo::new(move |_| period.with(words::period_value)),
        on_choose: Rc::new(move |value: String| {
            let dates = app.frame.with_untracked(|f| f.options.dates.clone());
            app.set_filter(|f| {
                f.period = match (value.as_str(), dates) {
                    ("between", Some((from, to))) => Period::Between(from, to),
                    (days, _) => days.parse().map_or(Period::All, Period::Days),
                }
            });
        }),
        quiet: false,
    };
    let days = move || match period.get() {
        Period::Between(from, to) => Some(days(app, &from, &to)),
        _ => None,
    };
    el("div").class("shell-bar").child(choice.view(app)).live_maybe(days)
}

/// A list of what the data holds, all of it being the first choice.
fn list(
    app: AppState,
    label: &'static str,
    value: fn(&Filter) -> String,
    of: fn(&FilterOptions) -> &Vec<FilterOption>,
    set: Rc<dyn Fn(String)>,
) -> Node {
    let value = Memo::new(move |_| app.place.with(|l| value(&l.filter)));
    let face = move || {
        let value = value.get();
        app.frame.with(|f| {
            let options = of(&f.options);
            match options.iter().find(|o| o.value == value) {
                Some(option) => option.title.clone(),
                None if value.is_empty() => words::all_of(options.len()),
                None => Authorship::from_id(&value).map_or(value, |a| a.title().to_owned()),
            }
        })
    };
    let options = move || {
        let all = (String::new(), words::ALL.to_owned());
        let each = |o: &FilterOption| (o.value.clone(), [&o.title, " (", &o.changes.to_string(), ")"].concat());
        app.frame.with(|f| std::iter::once(all).chain(of(&f.options).iter().map(each)).collect())
    };
    Choice { label, face: Box::new(face), options: Box::new(options), value, on_choose: set, quiet: false }.view(app)
}

/// The filters in force that have no list of their own, each with a link that takes it off, and one that takes off all.
fn chips(app: AppState, all: &[Chip]) -> Vec<Node> {
    let has_list =
        |chip: &&Chip| [filter::PERIOD, filter::TEAM, filter::ENVIRONMENT, filter::AUTHORSHIP].contains(&chip.name.as_str());
    let mut out: Vec<Node> = all.iter().filter(|chip| !has_list(chip)).map(chip).collect();
    if !all.is_empty() {
        out.push(el("a").class("clear-all").set("href", &clear_all(app)).text(filter::CLEAR_ALL).view());
    }
    out
}

fn chip(chip: &Chip) -> Node {
    let face = el("span")
        .class("chip-face")
        .child(text("span", "chip-label", &chip.name))
        .child(text("span", "", &chip.value))
        .maybe(chip.hides.map(|hides| text("span", "chip-hides", &filter::hides(hides))));
    let off = el("a")
        .class("chip-clear")
        .set("href", &chip.without)
        .set("aria-label", &filter::clear(&chip.name, &chip.value))
        .child(el("span").class("cross").set("aria-hidden", "true").view());
    el("div").class("chip on").child(face.view()).child(off.view()).view()
}

/// The page as it is, without any filter.
fn clear_all(app: AppState) -> String {
    app.location.with_untracked(|l| l.with_filter(|f| *f = Filter::default()).to_fragment())
}

/// From which day to which.
fn days(app: AppState, from: &str, to: &str) -> Node {
    let set = move |from: String, to: String| {
        if from.len() == 10 && to.len() == 10 {
            app.set_filter(|f| f.period = Period::Between(from, to));
        }
    };
    let day = |label: &str, value: &str, set: Box<dyn Fn(String)>| {
        let day = el("input").set("type", "date").set("aria-label", label);
        day.handle::<HtmlInputElement>().set_value(value);
        day.on("change", Box::new(move |event| set(value_of(&event)))).view()
    };
    let (first, last) = (from.to_owned(), to.to_owned());
    el("span")
        .class("days")
        .child(day("From", from, Box::new(move |from| set(from, last.clone()))))
        .child(day("To", to, Box::new(move |to| set(first.clone(), to))))
        .view()
}
