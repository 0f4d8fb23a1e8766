//! Everything of a change that is dated, in order.

use crate::document::{Block, Cell, FigureId, datum};
use crate::pages::change::words;
use crate::pages::change::{Subject, figure, first_rows, row};
use crate::text::{part, run};
use plumbline_domain::Instant;
use words::fact;

/// One thing that happened: when, what, and by whom or where it was read.
type Event = (Instant, String, String);

fn events(s: &Subject<'_, '_>) -> Vec<Event> {
    let f = &s.change.fields;
    let mut events: Vec<Event> = Vec::new();
    let own = [(f.opened_at, fact::OPENED), (f.merged_at, fact::MERGED), (f.deployed_at, fact::DEPLOYED)];
    for (at, what) in own {
        events.extend(at.map(|at| (at, what.to_owned(), String::new())));
    }
    for report in &s.change.reports {
        let file = s.cx.dataset.receipt(report.origin.file).map_or("", |r| r.file.as_str());
        let outcome = words::outcome(Some(report.outcome), Some(report.mode));
        events.push((
            report.recorded_at,
            words::reported(&part::of_gate(s.change, report), &outcome),
            words::origin(file, report.origin.record),
        ));
        for item in &report.items {
            let name = item.title.as_deref().unwrap_or(&item.id);
            for run in &item.runs {
                let by = run.by.clone().unwrap_or_else(|| run::UNKNOWN_ACTOR.to_owned());
                events.extend(run.at.map(|at| (at, words::ran(name, run), by)));
            }
        }
    }
    for record in &s.change.reviews {
        let by = record.review.by.clone().unwrap_or_else(|| run::UNKNOWN_ACTOR.to_owned());
        events.extend(record.review.at.map(|at| (at, words::REVIEWED.to_owned(), by)));
    }
    events.sort_by_key(|(at, ..)| *at);
    events
}

pub(crate) fn timeline(s: &Subject<'_, '_>) -> Block {
    let events = events(s);
    let days = events.first().zip(events.last()).map(|(first, last)| last.0.days_since(first.0).floor());
    // A whole number of days between two dates.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let title = words::timeline_title(days.filter(|d| *d >= 1.0).map(|d| d as u64));
    let rows =
        events.iter().map(|(at, what, by)| row(vec![datum::time(*at).into(), Cell::text(what.clone()), Cell::text(by.clone())]));
    let content = first_rows(&title, &words::TIMELINE_COLUMNS, rows.collect());
    figure(FigureId::ChangeHistory.span(6), title, words::TIMELINE_MEASURE, content)
}
