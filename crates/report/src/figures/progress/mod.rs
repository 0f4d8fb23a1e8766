//! Are we better? Debt, timeliness and verified confidence of the selected range beside the range before, and how teams moved on the
//! ladder (docs/scoring.md, "Better or not").

pub(crate) mod words;

use words::Basis;

use crate::context::{Comparison, Context};
use crate::document::{Block, Content, Datum, FigureId, datum, head, table};
use crate::figures::confidence::{Difference, difference, estimate};
use crate::route::Route;
use crate::text::page;
use plumbline_assess::{Confidence, Share, figures};
use plumbline_charts::Chart;
use plumbline_charts::axis::Unit;
use plumbline_charts::pairs::{PairLook, PairPoint, PairRow, PairSeries, Pairs};
use plumbline_domain::Instant;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// All gates pooled.
    Verified,
    /// Of the changes that shipped in the range, those in debt at its end.
    Debt,
    /// Of what fell due, what was verified within 7 days.
    Within7,
    /// The same within 30 days.
    Within30,
}

impl Measure {
    /// Whether more of it is better.
    const fn is_good(self) -> bool {
        !matches!(self, Measure::Debt)
    }
}

/// One measure in both ranges.
struct Compared {
    measure: Measure,
    before: Share,
    now: Share,
    /// Absent where a range has no data.
    moved: Option<Difference>,
    /// Whether a range has too few cases.
    is_few: bool,
    /// Where its mark leads.
    to: String,
}

impl Compared {
    fn of(measure: Measure, before: Share, now: Share, is_few: bool, to: String) -> Self {
        let side = |share: &Share| Some((share.value?, share.low.zip(share.high).map(|(low, high)| (high - low) / 2.0)));
        let moved = side(&before).zip(side(&now)).map(|(from, to)| difference(from, to, is_few));
        Compared { measure, before, now, moved, is_few, to }
    }

    /// Whether it is clearly better (true) or clearly worse (false).
    fn verdict(&self) -> Option<bool> {
        self.moved.as_ref().filter(|m| m.is_clear).map(|m| (m.change > 0.0) == self.measure.is_good())
    }
}

/// How many teams stand higher, lower and the same on the ladder as a window before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Climb {
    pub up: u64,
    pub down: u64,
    pub same: u64,
}

impl Climb {
    fn of(cx: &Context<'_>) -> Self {
        let mut climb = Climb::default();
        for team in cx.ladder().iter() {
            let places = cx.rung_place(&team.rung).zip(team.previous_rung.as_deref().and_then(|rung| cx.rung_place(rung)));
            match places.map(|(now, before)| now.cmp(&before)) {
                Some(std::cmp::Ordering::Greater) => climb.up += 1,
                Some(std::cmp::Ordering::Less) => climb.down += 1,
                Some(std::cmp::Ordering::Equal) => climb.same += 1,
                None => {}
            }
        }
        climb
    }

    /// Whether more teams moved one way than a coin for each team would explain (a two-sided sign test at 5 %): up is true.
    pub(crate) fn verdict(self) -> Option<bool> {
        let (n, fewer) = (self.up + self.down, self.up.min(self.down));
        // the weight of at most `fewer` heads in n throws, from the largest term downwards in logarithms: n may be large
        let mut term = -(n as f64) * std::f64::consts::LN_2;
        let mut tail = term.exp();
        for heads in 1..=fewer {
            term += ((n - heads + 1) as f64 / heads as f64).ln();
            tail += term.exp();
        }
        (n > 0 && 2.0 * tail < 0.05).then_some(self.up > self.down)
    }
}

/// The figure; none when there is no earlier range to compare with and no team had a rung before.
pub(crate) fn figure(cx: &Context<'_>) -> Option<Block> {
    let climb = Climb::of(cx);
    let comparison = cx.comparison();
    if comparison.is_none() && climb == Climb::default() {
        return None;
    }
    let (mut content, mut measure, mut rows) = (Vec::new(), String::new(), Vec::new());
    let (mut verdicts, mut stock, mut basis) = (Vec::new(), words::Stock::default(), Basis::NothingEarlier);
    if let Some(comparison) = comparison {
        let (name_now, name_before) = (cx.range_words(comparison.days), page::days_before(comparison.days));
        basis = if is_few(comparison) { Basis::TooFew } else { Basis::Enough };
        let compared = compared(cx, comparison);
        verdicts = compared.iter().map(|c| (c.measure, c.verdict())).collect();
        content.push(Content::Chart(Chart::Pairs(chart(&compared, &name_now, &name_before))));
        measure = words::measure(&name_now, &name_before);
        rows = compared.iter().map(row).collect();
        stock = stock_of(cx, comparison.since);
        if stock != words::Stock::default() {
            let first = cx.assessment.range(&cx.any_time).map(|(first, _)| first);
            let days = i64::try_from(comparison.days).unwrap_or(i64::MAX);
            let reached = first.filter(|first| comparison.since.plus_days(days.saturating_neg()) <= *first);
            content.push(Content::Note([words::stock(stock, comparison.since), words::records_begin(reached)].concat()));
        }
    }
    content.push(Content::Note(words::climb(climb, cx.policy.ladder_days)));
    let head = head(words::title(basis, &verdicts, climb, stock), measure, table(&words::COLUMNS, rows));
    Some(Block::figure(FigureId::Progress.span(7), head, content))
}

/// The measures as a table, for the explanation of the figure.
pub(crate) fn measures(cx: &Context<'_>) -> Vec<Vec<Datum>> {
    cx.comparison().map(|comparison| compared(cx, comparison).iter().map(row).collect()).unwrap_or_default()
}

/// Whether either range has too few changes.
fn is_few(comparison: &Comparison) -> bool {
    comparison.before.is_few(None) || comparison.now.is_few(None)
}

fn compared(cx: &Context<'_>, comparison: &Comparison) -> Vec<Compared> {
    let Some((now, before, since)) = cx.ranges() else { return Vec::new() };
    let (assessment, since) = (cx.assessment, *since);
    let last_before = Instant::from_micros(since.micros().saturating_sub(1));
    let days = i64::try_from(comparison.days).unwrap_or(i64::MAX);
    let first_before = since.plus_days(days.saturating_neg());

    let verified = |c: &Confidence| Share { n: c.n, value: c.verified, low: c.verified_low, high: c.verified_high };
    let debt = |rows: &[u32], end: Instant| {
        let shipped = figures::debt::shipped(assessment, rows).shipped;
        Share::of(figures::debt::at(assessment, rows, end).in_debt.min(shipped), shipped)
    };
    let timely = |first: Instant, last: Instant, days: i64| {
        // what fell due later has had too few days
        let last = last.min(cx.dataset.now.plus_days(-days));
        let timely = figures::timeliness::between(assessment, &cx.any_time, first, last);
        if days == 7 { timely.share7() } else { timely.share30() }
    };
    let to = |route: Route| cx.location.with_route(route).to_fragment();
    let is_few = is_few(comparison);
    let of = |measure, before, now, route| Compared::of(measure, before, now, is_few || is_short(cx, &before, &now), to(route));
    vec![
        of(Measure::Verified, verified(&comparison.before.pooled), verified(&comparison.now.pooled), Route::Gap),
        of(Measure::Debt, debt(before, last_before), debt(now, cx.end), Route::Debt),
        of(Measure::Within7, timely(first_before, last_before, 7), timely(since, cx.end, 7), Route::Debt),
        of(Measure::Within30, timely(first_before, last_before, 30), timely(since, cx.end, 30), Route::Debt),
    ]
}

/// Whether either share has too few cases.
fn is_short(cx: &Context<'_>, before: &Share, now: &Share) -> bool {
    cx.is_few(before.n) || cx.is_few(now.n)
}

/// How many changes are in debt at the end of the range, and how many were where it begins.
fn stock_of(cx: &Context<'_>, since: Instant) -> words::Stock {
    let at = |moment| figures::debt::at(cx.assessment, &cx.any_time, moment);
    let (before, now) = (at(Instant::from_micros(since.micros().saturating_sub(1))), at(cx.end));
    words::Stock { before: before.in_debt, now: now.in_debt, weighted_before: before.weighted, weighted_now: now.weighted }
}

fn chart(compared: &[Compared], now: &str, before: &str) -> Pairs {
    Pairs {
        first: PairSeries { name: before.to_owned(), look: PairLook::Before },
        second: PairSeries { name: now.to_owned(), look: PairLook::Now },
        rows: compared.iter().map(pair).collect(),
        siblings: Vec::new(),
    }
}

fn pair(compared: &Compared) -> PairRow {
    let point = |share: &Share| {
        let estimate = estimate(share.value, share.low.zip(share.high))?;
        Some(PairPoint { estimate, count: words::counted(compared.measure, share.n), is_few: compared.is_few })
    };
    PairRow {
        key: compared.to.clone(),
        name: words::name(compared.measure).to_owned(),
        count: words::of(compared.measure).to_owned(),
        unit: Unit::Share,
        first: point(&compared.before),
        second: point(&compared.now),
        difference: compared.moved.as_ref().map(|m| words::points(m.shown)).unwrap_or_default(),
        verdict: words::verdict(compared.moved.as_ref().map(|_| compared.verdict())).to_owned(),
        is_clear: compared.verdict().is_some(),
        note: if compared.moved.is_none() { words::NO_DATA } else { "" }.to_owned(),
    }
}

fn row(compared: &Compared) -> Vec<Datum> {
    let interval = |share: &Share| datum::interval(share.low.zip(share.high));
    let Compared { before, now, .. } = compared;
    vec![
        words::name(compared.measure).into(),
        datum::count(before.n),
        datum::share_or_none(before.value),
        interval(before),
        datum::count(now.n),
        datum::share_or_none(now.value),
        interval(now),
        compared.moved.as_ref().map_or_else(|| datum::change(None), Difference::datum),
        words::verdict(compared.moved.as_ref().map(|_| compared.verdict())).into(),
    ]
}

#[cfg(test)]
mod tests;
