//! View models → the plain inputs of the charts: numbers with their words. Nothing is computed here but words.

use crate::model as view;
use crate::model::Pair;
use crate::pick;
use crate::route::Location;
use crate::text::date;
use crate::text::measure;
use crate::text::number::{counted, gap_figure, percent, percent_figure, signed_points, thousands, whole_points};
use crate::text::pattern;
use crate::text::words;
use plumbline_charts::change::{Change, GapChange, GapChangeRow};
use plumbline_charts::debt::{Debt, DebtPeriod, DebtStack, Tone};
use plumbline_charts::drift::{Drift, DriftPanel, DriftPoint, Period};
use plumbline_charts::dumbbell::{Dumbbell, DumbbellRow};
use plumbline_charts::envelope::{Envelope, EnvelopeGate, GapWords, SeriesName};
use plumbline_charts::funnel::{Funnel, FunnelCount, FunnelStep};
use plumbline_charts::ladder::{Ladder, LadderHeader, LadderRung, LadderTrack};
use plumbline_charts::practices::{Practice, Practices};
use plumbline_charts::scene::Estimate;
use plumbline_charts::spark::Spark;
use plumbline_charts::timeline::{Timeline, TimelineDot, TimelineRow};
use plumbline_domain::Authorship;

/// The least range of a spark's scale: 20 points, so that noise stays small.
const SPARK_LEAST_SPAN: f64 = 0.2;

/// A share with its interval in words.
pub(crate) fn estimate(value: Option<f64>, interval: Option<(f64, f64)>) -> Option<Estimate> {
    let value = value?;
    let words = interval.map(|(low, high)| format!("{}–{}", percent_figure(low), percent_figure(high)));
    Some(Estimate { value, range: interval, label: percent(value), interval: words.unwrap_or_default() })
}

fn perceived(pair: &Pair) -> Option<Estimate> {
    estimate(pair.perceived, pair.perceived_interval)
}

fn verified(pair: &Pair) -> Option<Estimate> {
    estimate(pair.verified, pair.verified_interval)
}

/// The unit of a difference that is shown as a whole number.
fn point_word(gap: f64) -> &'static str {
    if whole_points(gap).abs() == 1 { "point" } else { "points" }
}

/// Why a gate or a kind of change shows no pair.
fn absence(pair: &Pair) -> String {
    match (pair.perceived, pair.verified) {
        (None, None) => "no data".to_owned(),
        (None, _) => "nobody stated a confidence".to_owned(),
        (_, None) => "nothing due yet".to_owned(),
        _ => String::new(),
    }
}

fn index(place: Option<u32>) -> Option<usize> {
    usize::try_from(place?).ok()
}

/// The envelope; `compact` for a column of a page.
pub fn envelope(v: &view::Envelope, compact: bool, location: &Location) -> Envelope {
    let name = |name: &str, note: &str| SeriesName { name: name.to_owned(), note: note.to_owned() };
    Envelope {
        gates: v
            .gates
            .iter()
            .map(|g| EnvelopeGate {
                key: pick::due_at(location, g.gate),
                name: g.gate.title().to_owned(),
                question: g.question.clone(),
                count: format!("{} of {} items", thousands(g.items_verified.into()), thousands(g.items_required.into())),
                perceived: perceived(&g.pair),
                verified: verified(&g.pair),
                gap: g.pair.gap.map(|gap| {
                    let short = gap_figure(gap);
                    GapWords {
                        value: gap,
                        long: format!("{short} {}", point_word(gap)),
                        named: format!("{short} point gap"),
                        short,
                    }
                }),
                past: g.past.clone(),
                comparison: g.all_teams,
                too_few: g.pair.too_few,
                note: absence(&g.pair),
            })
            .collect(),
        perceived: name("Perceived", "what people state"),
        verified: name("Verified", "what evidence shows"),
        comparison: v.gates.iter().any(|g| g.all_teams.is_some()).then(|| "all teams".to_owned()),
        compact,
    }
}

/// The change of the gap by gate.
pub fn gap_change(v: &view::GapChange, location: &Location) -> GapChange {
    let row = |r: &view::GapChangeRow| GapChangeRow {
        key: pick::due_at(location, r.gate),
        name: r.gate.title().to_owned(),
        change: r.change.map(|value| Change {
            value,
            range: r.interval,
            label: signed_points(value),
            from_to: match (r.from, r.to) {
                (Some(from), Some(to)) => format!("{} to {}", gap_figure(from), gap_figure(to)),
                _ => String::new(),
            },
            unclear: if r.clear { String::new() } else { "no clear change".to_owned() },
        }),
        note: match (r.from, r.to) {
            (None, Some(_)) => "no data before".to_owned(),
            _ => "no data".to_owned(),
        },
    };
    GapChange { rows: v.rows.iter().map(row).collect() }
}

/// One kind with its pair; `key` is where its mark leads.
pub fn dumbbell_row(key: String, name: &str, pair: &Pair) -> DumbbellRow {
    DumbbellRow {
        key,
        name: name.to_owned(),
        count: counted(pair.n.into(), "change", "changes"),
        perceived: perceived(pair),
        verified: verified(pair),
        gap: pair.gap.map(|gap| format!("{} pts", gap_figure(gap))),
        too_few: pair.too_few,
        note: absence(pair),
    }
}

/// The gap by authorship; the marks filter by it.
pub fn authorship(v: &view::AuthorshipGap, location: &Location) -> Dumbbell {
    // A second time clears it.
    let to = |a: Authorship| {
        location.with_filter(|f| f.authorship = if f.authorship == Some(a) { None } else { Some(a) }).to_fragment()
    };
    let row = |r: &view::AuthorshipRow| DumbbellRow {
        count: counted(r.changes.into(), "change", "changes"),
        ..dumbbell_row(to(r.authorship), r.authorship.title(), &r.pair)
    };
    Dumbbell { rows: v.rows.iter().map(row).collect() }
}

/// A month's name where a month begins among weeks; among months, each one's own.
fn ticks(periods: &[String]) -> Vec<Option<String>> {
    let every = periods.len().div_ceil(4).max(1);
    (0..periods.len()).map(|i| (i % every == 0).then(|| periods.get(i).map(|p| date::period(p))).flatten()).collect()
}

/// Drift per gate.
pub fn drift(v: &view::Drift) -> Drift {
    let point = |p: &Option<Pair>| match p {
        None => DriftPoint::default(),
        Some(pair) => DriftPoint {
            perceived: perceived(pair),
            verified: verified(pair),
            gap: pair.gap.map(|gap| (gap_figure(gap), format!("{} {}", gap_figure(gap), point_word(gap)))),
            count: measure::cases_of_point(pair.n.into(), pair.too_few),
        },
    };
    Drift {
        periods: v
            .periods
            .iter()
            .zip(ticks(&v.periods))
            .zip(&v.to)
            .map(|((p, tick), to)| Period { key: to.clone(), name: words::capital(&date::period_in_full(p)), tick })
            .collect(),
        panels: v
            .gates
            .iter()
            .map(|g| DriftPanel {
                key: String::new(),
                name: g.gate.title().to_owned(),
                points: g.points.iter().map(point).collect(),
                missing: g.note.clone().unwrap_or_else(|| "no data".to_owned()),
            })
            .collect(),
        marker: v.marker.as_ref().and_then(|(at, words)| Some((usize::try_from(*at).ok()?, words.clone()))),
    }
}

/// The article's practices.
pub fn workflow(v: &view::Workflow, location: &Location) -> Practices {
    let row = |r: &view::Practice| Practice {
        key: crate::text::practice::artifact(&r.id).map_or_else(String::new, |id| pick::owing(location, id)),
        name: r.title.clone(),
        share: estimate(r.value, r.interval),
        count: format!("{} {}", thousands(r.n.into()), r.of),
        too_few: false,
        note: "no case".to_owned(),
    };
    Practices { rows: v.rows.iter().map(row).collect() }
}

/// A team's place on the ladder, as a track.
pub fn ladder_track(row: &view::TeamRow, rungs: &[view::Rung]) -> LadderTrack {
    LadderTrack {
        key: row.team.clone(),
        team: row.team.clone(),
        rungs: rungs.iter().map(|r| r.title.clone()).collect(),
        computed: index(row.rung),
        claimed: index(row.claimed),
        previous: index(row.previous),
    }
}

/// The rungs' names above the tracks.
pub fn ladder_header(rungs: &[view::Rung]) -> LadderHeader {
    LadderHeader { rungs: rungs.iter().map(|r| r.title.clone()).collect() }
}

/// The upright ladder of a team.
pub fn ladder(v: &view::Ladder) -> Ladder {
    let rung = |r: &view::Rung| LadderRung { key: String::new(), name: r.title.clone(), meaning: r.meaning.clone() };
    Ladder {
        rungs: v.rungs.iter().map(rung).collect(),
        computed: index(v.computed),
        claimed: index(v.claimed),
        previous: index(v.previous),
    }
}

/// The course of a team's gap.
pub fn spark(row: &view::TeamRow) -> Spark {
    Spark { values: row.spark.clone(), least_span: SPARK_LEAST_SPAN }
}

/// The policy enforcement funnel.
pub fn funnel(v: &view::Funnel) -> Funnel {
    let count = |n: u32, label: String| FunnelCount { count: f64::from(n), label };
    let some = |n: u32, word: &str| (n > 0).then(|| count(n, format!("{} {word}", thousands(n.into()))));
    let step = |(i, s): (usize, &view::FunnelStep)| FunnelStep {
        key: s.to.clone(),
        name: s.title.clone(),
        meaning: s.criterion.clone(),
        reached: count(s.reached, thousands(s.reached.into())),
        lost: (i > 0).then(|| count(s.lost, format!("{} lost here", thousands(s.lost.into())))),
        bypassed: some(s.bypassed, "bypassed"),
        leaked: some(s.leaked, "went past without it"),
    };
    Funnel { steps: v.steps.iter().enumerate().map(step).collect(), is_proof: true }
}

/// Verification debt.
pub fn debt(v: &view::Debt) -> Debt {
    let total = |i: usize| v.stacks.iter().filter_map(|s| s.weighted.get(i)).sum::<u64>();
    let tone = |authorship| match authorship {
        Authorship::Human => Tone::Human,
        Authorship::AiAssisted => Tone::Assisted,
        Authorship::AiGenerated => Tone::Generated,
        Authorship::Unknown => Tone::Unknown,
    };
    let stack = |s: &view::DebtStack| {
        let newest = s.weighted.last().copied().unwrap_or(0);
        let share = percent(newest as f64 / v.total.max(1) as f64);
        DebtStack {
            tone: tone(s.authorship),
            name: s.authorship.title().to_owned(),
            newest: format!("{} ({share})", thousands(newest)),
            values: s.weighted.iter().map(|n| (*n as f64, thousands(*n))).collect(),
        }
    };
    Debt {
        periods: v
            .periods
            .iter()
            .enumerate()
            .map(|(i, p)| DebtPeriod {
                key: v.to.get(i).cloned().unwrap_or_default(),
                name: words::capital(&date::period_in_full(p)),
                tick: date::period(p),
                total: thousands(total(i)),
            })
            .collect(),
        stacks: v.stacks.iter().map(stack).collect(),
    }
}

/// A team's failure patterns over time.
pub fn timeline(v: &view::Patterns, location: &Location) -> Timeline {
    let dot = |row: &view::PatternRow, period: usize| {
        let count = row.counts.get(period).copied().filter(|count| *count > 0)?;
        let repeats = row.repeats.get(period).copied().unwrap_or(0);
        let times = counted(count.into(), "time", "times");
        let words = match repeats {
            0 => times,
            n if n == count => format!("{times}, a recurrence"),
            n => format!("{times}, {n} of them a recurrence"),
        };
        Some(TimelineDot { period, count, repeat: repeats > 0, despite: false, words })
    };
    let row = |row: &view::PatternRow| TimelineRow {
        key: pick::with_pattern(location, &row.pattern),
        name: row.title.clone(),
        dots: (0..row.counts.len()).filter_map(|period| dot(row, period)).collect(),
        sum: pattern::times_and_recurred(row.occurrences.into(), row.recurrences.into()),
        prevention: None,
    };
    Timeline {
        ticks: v.periods.iter().map(|p| date::period(p)).collect(),
        names: v.periods.iter().map(|p| date::period_in_full(p)).collect(),
        rows: v.rows.iter().map(row).collect(),
    }
}
