//! What stands side by side, and what else could.

use crate::context::{Context, select};
use crate::document::{Content, Link};
use crate::pages::compare::words;
use crate::route::{Comparable, Location, Period, Route};
use crate::text::date;
use plumbline_domain::{Instant, sort_alphabetically};

/// One side.
pub(crate) struct Side {
    /// As it stands in the address.
    pub value: String,
    /// Its name.
    pub name: String,
    /// Its name beside a gate's.
    pub short: String,
    /// Its changes.
    pub places: Vec<u32>,
    /// Of a period: its days.
    pub days: Option<u64>,
}

/// What is compared, and the two sides.
pub(crate) struct Sides {
    pub by: Comparable,
    pub left: Side,
    pub right: Side,
}

/// The days of the periods that are compared when nothing else is asked for.
const DAYS: u32 = 90;

/// Two periods of so many days up to the day of an instant, one after the other, as they stand in the address.
fn periods(now: Instant, days: u32) -> (String, String) {
    let days = i64::from(days);
    let between = |first: i64, last: i64| [date::iso_day(now.plus_days(first)), date::iso_day(now.plus_days(last))].join("..");
    (between(1 - 2 * days, -days), between(1 - days, 0))
}

/// Releases, the newest first.
fn releases(cx: &Context<'_>) -> Vec<String> {
    let mut latest: Vec<(Option<Instant>, usize)> =
        cx.assessment.latest_of_releases().into_iter().enumerate().map(|(i, at)| (at, i)).collect();
    latest.sort_by_key(|(at, i)| (std::cmp::Reverse(*at), *i));
    latest.into_iter().filter_map(|(_, i)| cx.assessment.releases().get(i).cloned()).collect()
}

fn teams(cx: &Context<'_>) -> Vec<String> {
    let mut teams = cx.assessment.teams().to_vec();
    sort_alphabetically(&mut teams, |t| t);
    teams
}

/// What is compared when only the kind is chosen; none when there are no two of it.
fn first_two(cx: &Context<'_>, by: Comparable) -> Option<(String, String)> {
    match by {
        Comparable::Period => Some(periods(cx.dataset.now, DAYS)),
        Comparable::Team => {
            let mut all = teams(cx).into_iter();
            Some((all.next()?, all.next()?))
        }
        Comparable::Release => {
            let mut all = releases(cx).into_iter();
            let (newest, before) = (all.next()?, all.next()?);
            Some((before, newest))
        }
    }
}

impl Sides {
    /// What the location asks for; without anything the last 90 days against the 90 before.
    pub fn of(cx: &Context<'_>, asked: Option<&(Comparable, String, String)>) -> Self {
        let (by, left, right) = asked.cloned().unwrap_or_else(|| {
            let (left, right) = periods(cx.dataset.now, DAYS);
            (Comparable::Period, left, right)
        });
        let (mut left, mut right) = (Side::of(cx, by, left), Side::of(cx, by, right));
        if by == Comparable::Period {
            (left.short, right.short) = ("first".to_owned(), "second".to_owned());
        }
        Sides { by, left, right }
    }

    /// Kinds to compare, and the two sides to choose.
    pub fn choices(&self, cx: &Context<'_>) -> Vec<Content> {
        let kind = |(by, name): &(Comparable, &str)| Link {
            text: (*name).to_owned(),
            to: first_two(cx, *by).map_or_else(String::new, |(left, right)| to(cx.location, *by, &left, &right)),
            is_current: self.by == *by,
            hint: String::new(),
        };
        let mut out = vec![Content::Links(words::KINDS.iter().map(kind).collect())];
        let names = match self.by {
            Comparable::Period => {
                let link = |days: &u32| {
                    let (left, right) = periods(cx.dataset.now, *days);
                    let is_current = (&left, &right) == (&self.left.value, &self.right.value);
                    Link {
                        text: words::periods(*days),
                        to: to(cx.location, self.by, &left, &right),
                        is_current,
                        hint: String::new(),
                    }
                };
                out.push(Content::Links(words::PERIODS.iter().map(link).collect()));
                return out;
            }
            Comparable::Team => teams(cx),
            Comparable::Release => releases(cx),
        };
        let option = |name: &String, left: &str, right: &str, here: &str| Link {
            text: name.clone(),
            to: to(cx.location, self.by, left, right),
            is_current: name == here,
            hint: String::new(),
        };
        let (left, right) = (&self.left.value, &self.right.value);
        // what the address names stands among the choices, also when the data do not have it
        let with = |here: &String| -> Vec<String> {
            let missing = (!names.contains(here)).then(|| here.clone());
            missing.into_iter().chain(names.iter().cloned()).collect()
        };
        out.push(Content::Pick {
            label: words::LEFT.to_owned(),
            options: with(left).iter().map(|n| option(n, n, right, left)).collect(),
        });
        out.push(Content::Pick {
            label: words::RIGHT.to_owned(),
            options: with(right).iter().map(|n| option(n, left, n, right)).collect(),
        });
        out
    }
}

fn to(location: &Location, by: Comparable, left: &str, right: &str) -> String {
    location.with_route(Route::Compare { sides: Some((by, left.to_owned(), right.to_owned())) }).to_fragment()
}

impl Side {
    /// The changes of a side: the filter in force, but for what is compared.
    fn of(cx: &Context<'_>, by: Comparable, value: String) -> Self {
        let mut location = cx.location.with_route(Route::Overview);
        let (mut name, mut length) = (value.clone(), None);
        let mut is_understood = true;
        match by {
            Comparable::Team => location.filter.team = Some(value.clone()),
            Comparable::Release => location.filter.release = Some(value.clone()),
            Comparable::Period => {
                let days = value.split_once("..").and_then(|(a, b)| Some((a, date::from_iso_day(a)?, b, date::from_iso_day(b)?)));
                is_understood = days.is_some();
                if let Some((from, first, to, last)) = days {
                    location.filter.period = Period::Between(from.to_owned(), to.to_owned());
                    name = date::range(first, last);
                    let micros = u64::try_from(last.micros().saturating_sub(first.micros())).unwrap_or(0);
                    length = Some(micros / 86_400_000_000 + 1);
                }
            }
        }
        let places = if is_understood { select(cx.assessment, &location, cx.dataset.now) } else { Vec::new() };
        Side { short: name.clone(), name, value, places, days: length }
    }
}
