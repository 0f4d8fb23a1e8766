//! Teams, environments and authorships whose gap or verified confidence moved clearly since the range before, which the figures of
//! all changes together may hide (docs/scoring.md, "What moved").

mod words;

pub(crate) use words::kind;

use crate::context::Context;
use crate::document::{Block, Content, Datum, Entry, FigureId, Value, datum, head, table};
use crate::figures::confidence::{Difference, gap_datum, gap_moved, interval_words, shown_gap, verified_moved};
use crate::pages::overview;
use crate::pick;
use crate::text::headline::Subject;
use crate::text::{number, page};
use plumbline_assess::{Confidence, GroupBy, Z, figures, z_of_looks};
use plumbline_domain::Authorship;

/// How many stand there before more are asked for.
const AT_FIRST: usize = 3;
/// At most so many are listed.
const LISTED: usize = 50;

/// What is looked at.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Measure {
    Gap,
    Verified,
}

impl Measure {
    const ALL: [Measure; 2] = [Measure::Gap, Measure::Verified];

    /// How it moved between two confidences; clear where the intervals that they carry say so.
    fn moved(self, before: &Confidence, now: &Confidence) -> Option<Difference> {
        let moved = match self {
            Measure::Gap => gap_moved(before, now, false),
            Measure::Verified => verified_moved(before, now, false),
        };
        moved.filter(|moved| moved.interval.is_some())
    }

    /// Its level as it is shown.
    fn level(self, c: &Confidence) -> Option<f64> {
        match self {
            Measure::Gap => shown_gap(c),
            Measure::Verified => c.verified,
        }
    }
}

/// The confidences of one segment in the range before and in the selected one, and how many changes each has.
struct Segment {
    kind: GroupBy,
    /// Its place among the groups of the kind.
    place: usize,
    name: String,
    /// The address that shows the segment alone.
    to: String,
    changes: (u64, u64),
    before: Confidence,
    now: Confidence,
}

/// A measure of a segment that was looked at.
struct Look<'s> {
    segment: &'s Segment,
    measure: Measure,
    moved: Difference,
}

/// The kinds of segments that a filter leaves more than one of.
fn kinds(cx: &Context<'_>) -> Vec<GroupBy> {
    let team = cx.selection.teams.is_empty().then_some(GroupBy::Team);
    let environment = cx.selection.environments.is_empty().then_some(GroupBy::Environment);
    let authorship = cx.selection.authorships.is_empty().then_some(GroupBy::Authorship);
    [team, environment, authorship].into_iter().flatten().collect()
}

/// The segments that both ranges have enough changes of, with intervals for a point of the normal distribution. A segment that holds
/// every change of both is the whole, and none.
fn segments(cx: &Context<'_>, before: &[u32], now: &[u32], z: f64) -> Vec<Segment> {
    let mut out = Vec::new();
    for kind in kinds(cx) {
        let counts = |rows: &[u32]| cx.assessment.count_by(rows, kind);
        let confidences = |rows: &[u32]| figures::confidence::pooled_by_at(cx.assessment, rows, kind, z);
        let sides = counts(before).into_iter().zip(counts(now)).zip(confidences(before).into_iter().zip(confidences(now)));
        for (place, (changes, (before_confidence, now_confidence))) in sides.enumerate() {
            let is_whole = changes == (before.len() as u64, now.len() as u64);
            let Some((name, to)) = named(cx, kind, place).filter(|_| !is_whole) else { continue };
            if !cx.is_few(changes.0) && !cx.is_few(changes.1) {
                out.push(Segment { kind, place, name, to, changes, before: before_confidence, now: now_confidence });
            }
        }
    }
    out
}

/// The segments that are looked at: kind, place among the groups of its kind, and name.
pub(crate) fn looked_at(cx: &Context<'_>) -> Vec<(GroupBy, usize, String)> {
    let Some((now, before, _)) = cx.ranges() else { return Vec::new() };
    segments(cx, before, now, Z).into_iter().map(|segment| (segment.kind, segment.place, segment.name)).collect()
}

/// The name of a segment, and the address that shows it alone.
fn named(cx: &Context<'_>, kind: GroupBy, place: usize) -> Option<(String, String)> {
    Some(match kind {
        GroupBy::Authorship => {
            let authorship = *Authorship::ALL.get(place)?;
            (words::authorship(authorship).to_owned(), pick::authorship(cx, authorship))
        }
        GroupBy::Environment => {
            let name = cx.assessment.environments().get(place)?;
            (name.clone(), pick::environment(cx, name))
        }
        _ => {
            let name = cx.assessment.teams().get(place)?;
            (name.clone(), pick::team(cx, name))
        }
    })
}

fn looks(segments: &[Segment]) -> Vec<Look<'_>> {
    let of = |segment| Measure::ALL.into_iter().map(move |measure| (segment, measure));
    let looks = segments.iter().flat_map(of);
    looks
        .filter_map(|(segment, measure)| Some(Look { segment, measure, moved: measure.moved(&segment.before, &segment.now)? }))
        .collect()
}

/// The segments that moved clearly; none when there is nothing to look at.
pub(crate) fn figure(cx: &Context<'_>) -> Option<Block> {
    let (now, before, _) = cx.ranges()?;
    let comparison = cx.comparison()?;
    // the first pass only counts the looks: each widens the intervals of all
    let n_looks = looks(&segments(cx, before, now, Z)).len() as u64;
    if n_looks == 0 {
        return None;
    }
    let segments = segments(cx, before, now, z_of_looks(n_looks));
    let looks = looks(&segments);
    let (whole_before, whole_now) = (&comparison.before.pooled, &comparison.now.pooled);
    let whole = |measure: Measure| {
        let moved = measure.moved(whole_before, whole_now).filter(|moved| moved.is_clear)?;
        Some(words::course(measure, measure.level(whole_before)?, measure.level(whole_now)?, moved.change))
    };

    let mut clear: Vec<&Look<'_>> = looks.iter().filter(|look| look.moved.is_clear).collect();
    // stable: on a tie the order of the kinds, then of the names
    clear.sort_by(|a, b| b.moved.change.abs().total_cmp(&a.moved.change.abs()));
    let found: Vec<words::Moved<'_>> = clear.iter().take(LISTED).map(|look| moved(look, whole(look.measure))).collect();
    let is_filtered = (cx.any_time.len() as u64) < cx.assessment.n_in_all();
    let together = words::together(matches!(overview::subject(cx), Subject::Team(_)), is_filtered);
    let entry = |(look, moved): (&&Look<'_>, &words::Moved<'_>)| Entry {
        title: words::entry(moved),
        figure: words::points(moved),
        detail: words::detail(moved, look.segment.changes, together),
        to: look.segment.to.clone(),
        more: Vec::new(),
    };
    let mut entries: Vec<Entry> = clear.iter().zip(&found).map(entry).collect();
    let rest = entries.split_off(entries.len().min(AT_FIRST));
    let mut content = Vec::new();
    if !entries.is_empty() {
        content.push(Content::Entries(entries));
    }
    if !rest.is_empty() {
        let summary = words::show_more(rest.len() as u64);
        content.push(Content::Fold { summary, is_open: false, content: vec![Content::Entries(rest)] });
    }
    content.push(Content::Note(words::looks(n_looks, &counted_kinds(&segments))));
    let rows = looks.iter().map(|look| row(look)).collect();
    let days = comparison.days;
    let measure = words::measure(&cx.range_words(days), &page::days_before(days));
    let head = head(words::title(&found), measure, table(&words::COLUMNS, rows));
    Some(Block::figure(FigureId::Segments.span(5), head, content))
}

fn moved<'s>(look: &Look<'s>, whole: Option<words::Course>) -> words::Moved<'s> {
    let (before, now) = (&look.segment.before, &look.segment.now);
    words::Moved {
        kind: look.segment.kind,
        name: &look.segment.name,
        measure: look.measure,
        from: look.measure.level(before).unwrap_or_default(),
        to: look.measure.level(now).unwrap_or_default(),
        moved: look.moved,
        whole,
    }
}

/// How many segments of each kind there are.
fn counted_kinds(segments: &[Segment]) -> Vec<(GroupBy, u64)> {
    let mut out: Vec<(GroupBy, u64)> = Vec::new();
    for segment in segments {
        match out.last_mut() {
            Some((kind, n)) if *kind == segment.kind => *n += 1,
            _ => out.push((segment.kind, 1)),
        }
    }
    out
}

fn row(look: &Look<'_>) -> Vec<Datum> {
    let Segment { kind, name, changes, before, now, .. } = look.segment;
    let level = |c: &Confidence| match look.measure {
        Measure::Gap => gap_datum(c),
        Measure::Verified => Datum::new(c.verified.map_or_else(number::dash, number::percent_figure), Value::Share(c.verified)),
    };
    vec![
        name.as_str().into(),
        words::kind(*kind).into(),
        words::measured(look.measure).into(),
        datum::count(changes.0),
        datum::count(changes.1),
        level(before),
        level(now),
        look.moved.datum(),
        Datum::new(interval_words(&look.moved), Value::Differences(look.moved.interval)),
    ]
}

#[cfg(test)]
mod tests;
