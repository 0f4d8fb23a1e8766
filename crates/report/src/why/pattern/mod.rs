//! Failure patterns, and the authoring-time chain that they make.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Cell, Content, Document, datum};
use crate::text::number::thousands;
use crate::text::phrase::capital;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::{Entry, grid};
use plumbline_assess::{Link, Occurrence, OccurrenceSource, figures};
use plumbline_domain::{Change, PatternId};

pub(crate) const CHAIN: Kind = Kind::new("chain", "authoring-time-chain", words::CHAIN, chain);
pub(crate) const PATTERNS: Kind = Kind::new("patterns", "failure-patterns", words::PATTERNS, build);

/// The patterns with their occurrences.
pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let rows = figures::pattern::rows_by(cx.assessment, &cx.subset, cx.patterns_with_history());
    let title = |id: PatternId| cx.policy.pattern(id).map_or("", |p| p.title.as_str());
    let parts: Vec<Part> = rows
        .iter()
        .map(|r| {
            let made_of = words::pattern(r.changes, r.escaped, r.recurrences);
            part(r.pattern.as_str(), title(r.pattern_id), thousands(r.occurrences), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let wanted = rows.get(place)?.pattern_id;
        let of_it = move |o: &&Occurrence| o.pattern == wanted;
        let with = cx.subset.iter().copied().filter(|&place| cx.assessment.occurrences_of(place).iter().any(|o| of_it(&o)));
        let mut entries = counted::whole(with);
        newest_first(cx, &mut entries);
        Some(Behind {
            sums: vec![by_team(cx, wanted)],
            nouns: ("change", "changes"),
            entries,
            say: Box::new(move |entry| {
                let found = || cx.assessment.occurrences_of(entry.place).iter().filter(of_it);
                words::occurrences(found().count() as u64, found().find_map(|o| o.escaped))
            }),
            inside: Box::new(move |entry| inside(cx, entry, &|o| o.pattern == wanted)),
        })
    })
}

/// The newest change first.
fn newest_first(cx: &Context<'_>, entries: &mut [Entry]) {
    entries.sort_by_key(|e| std::cmp::Reverse(cx.assessment.assessed(e.place).map(|c| c.date)));
}

/// How often the pattern recurs in each team.
fn by_team(cx: &Context<'_>, pattern: PatternId) -> Content {
    let rows = cx.patterns_with_history().iter().filter(|p| p.pattern == pattern).map(|p| {
        vec![
            Cell::text(cx.assessment.team_name(p.team)),
            Cell::from(datum::count(p.occurrences)).detail(words::in_changes(p.changes)),
            datum::count(p.recurrences()).into(),
            Cell::text(words::prevented(p.is_prevented)),
        ]
    });
    grid(words::TEAMS, &words::TEAM_PATTERN_COLUMNS, rows.collect())
}

/// A change with what shows a pattern in it.
pub(crate) fn inside(cx: &Context<'_>, entry: Entry, wanted: &dyn Fn(&Occurrence) -> bool) -> Vec<Content> {
    let mut out = vec![evidence::change(cx, entry)];
    if let Some((change, _)) = cx.assessment.change(entry.place) {
        let found = cx.assessment.occurrences_of(entry.place).iter().filter(|o| wanted(o));
        let rows: Vec<Vec<Cell>> = found.filter_map(|o| occurrence(cx, change, entry.place, o)).collect();
        if !rows.is_empty() {
            out.push(grid(&words::shown_by(&change.fields.id), &words::OCCURRENCE_COLUMNS, rows));
        }
    }
    out
}

/// An occurrence: what shows it, where it was found, and the file it was read from.
fn occurrence(cx: &Context<'_>, change: &Change, place: u32, o: &Occurrence) -> Option<Vec<Cell>> {
    let title = cx.policy.pattern(o.pattern).map_or("", |p| p.title.as_str());
    let found = match o.escaped {
        None => Cell::text(o.found_at.title()),
        Some(gate) => Cell::text(o.found_at.title()).detail(words::escaped(gate.title())),
    };
    let (what, source) = match o.source {
        OccurrenceSource::Finding { source, .. } => {
            let joined = cx.assessment.findings(place, o.found_at);
            let (joined, _) = joined.iter().find(|(f, _)| f.source == source)?;
            let mut cells = evidence::finding(cx, change, o.found_at, joined).into_iter();
            (cells.next()?, cells.nth(1)?)
        }
        OccurrenceSource::Evidence { artifact_type, .. } => {
            let what = cx.policy.artifact_type(artifact_type).map_or("", |t| t.title.as_str());
            let best = cx.assessment.change(place)?.1.gate(o.found_at).best_item(artifact_type);
            let best = best.and_then(|(place, _)| change.item(o.found_at, u32::try_from(place).ok()?));
            let source = match (best, o.part) {
                (Some((report, item)), _) => evidence::artifact(cx, report, item),
                (None, Some(_)) => Cell::styled("dim", evidence::words::NOT_OFFERED),
                (None, None) => Cell::styled("dim", evidence::words::NO_REPORT),
            };
            (Cell::text(what), source)
        }
    };
    let what =
        Cell { detail: if what.detail.is_empty() { title.to_owned() } else { [title, ", ", &what.detail].concat() }, ..what };
    Some(vec![what, found, source])
}

/// The authoring-time chain.
pub(crate) fn chain(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let rows = figures::threat::chain(cx.assessment, &cx.subset);
    let mut before: Option<u64> = None;
    let parts: Vec<Part> = rows
        .iter()
        .zip(words::LINKS)
        .map(|(row, (id, name))| {
            let made_of = match before.replace(row.changes) {
                None => words::of_all(cx.subset.len() as u64),
                Some(n) => words::fell_off(n - row.changes, n),
            };
            part(id, name, thousands(row.changes), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let wanted = rows.get(place)?.link;
        let reaches = |place: u32| figures::threat::link_of(cx.assessment, place).is_some_and(|last| last as u8 >= wanted as u8);
        let mut entries = counted::whole(cx.subset.iter().copied().filter(|&place| reaches(place)));
        newest_first(cx, &mut entries);
        Some(Behind {
            sums: Vec::new(),
            nouns: ("change", "changes"),
            entries,
            say: Box::new(move |entry| figures::threat::link_of(cx.assessment, entry.place).map_or_else(String::new, last_link)),
            inside: Box::new(move |entry| inside(cx, entry, &|_| true)),
        })
    })
}

/// Where a change left the chain.
fn last_link(link: Link) -> String {
    words::LINKS.get(link as usize).map_or_else(String::new, |(_, name)| words::up_to(&capital(name)))
}
