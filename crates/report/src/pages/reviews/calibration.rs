//! Whether what is stated comes true: the diagram and its scores, all gates pooled and each apart.

use crate::context::Context;
use crate::document::{Block, Cell, Column, Content, Datum, Fact, FigureId, Grid, Row, Value, count, datum, head, plain, table};
use crate::pages::reviews::calibration_words as words;
use crate::pages::reviews::calibration_words::Verdict;
use crate::pick;
use crate::text::number;
use crate::text::number::{percent, percent_figure, shown_difference, signed_points};
use plumbline_assess::{CalibrationBin, figures, wilson};
use plumbline_charts::{Chart, Estimate};
use plumbline_domain::Gate;

/// Above this width the interval of what came true says too little, 0 to 1.
const WIDEST_INTERVAL: f64 = 0.2;
/// Up to this share of the statements may lie in bins that are clearly off before that is said, 0 to 1.
const MOST_OFF: f64 = 0.05;

/// The calibration of a set of statements with what it means.
pub(crate) struct Judged {
    /// The figures.
    pub calibration: plumbline_assess::Calibration,
    /// The mean statement and the share that came true; none without a statement.
    pub shares: Option<(f64, f64)>,
    /// What they come to.
    pub verdict: Verdict,
}

impl Judged {
    /// Of the selected changes at some gates.
    pub fn of(cx: &Context<'_>, gates: &[Gate]) -> Self {
        let calibration = figures::calibration::over(cx.assessment, &cx.subset, gates);
        let shares = shares(&calibration);
        let verdict = verdict(&calibration, shares, u64::from(cx.policy.too_few));
        Judged { calibration, shares, verdict }
    }
}

/// The mean statement and the share that came true.
fn shares(c: &plumbline_assess::Calibration) -> Option<(f64, f64)> {
    let mean = |of: fn(&CalibrationBin) -> Option<f64>| {
        c.bins.iter().filter_map(|b| Some(of(b)? * b.n as f64)).sum::<f64>() / c.n as f64
    };
    (c.n > 0).then(|| (mean(|b| b.stated), mean(|b| b.resolved)))
}

/// Where the share that came true lies, by its interval.
fn is_off(stated: f64, resolved: f64, n: u64) -> bool {
    wilson(resolved, n).is_some_and(|i| stated < i.low || stated > i.high)
}

fn verdict(c: &plumbline_assess::Calibration, shares: Option<(f64, f64)>, needed: u64) -> Verdict {
    let Some(((stated, resolved), interval)) = shares.and_then(|s| Some((s, wilson(s.1, c.n)?))) else {
        return Verdict::Silent;
    };
    if c.n < needed {
        return Verdict::TooFew { n: c.n, needed };
    }
    if is_off(stated, resolved, c.n) {
        return if stated > resolved { Verdict::Over } else { Verdict::Under };
    }
    if interval.high - interval.low > WIDEST_INTERVAL {
        return Verdict::Unclear { n: c.n };
    }
    let is_bin_off = |b: &&CalibrationBin| b.stated.zip(b.resolved).is_some_and(|(s, r)| is_off(s, r, b.n));
    let off: u64 = c.bins.iter().filter(is_bin_off).map(|b| b.n).sum();
    if off as f64 > MOST_OFF * c.n as f64 { Verdict::Uneven { off, n: c.n } } else { Verdict::Calibrated }
}

fn estimate(value: f64, n: u64, with_interval: bool) -> Estimate {
    let range = wilson(value, n).filter(|_| with_interval).map(|i| (i.low, i.high));
    let interval = range.map_or_else(String::new, |(low, high)| {
        [percent_figure(low).as_str(), "\u{2013}", percent_figure(high).as_str()].concat()
    });
    Estimate { value, range, label: percent(value), interval }
}

/// The two figures: the diagram, and the scores.
pub(crate) fn build(cx: &Context<'_>, pooled: &Judged) -> [Block; 2] {
    [diagram(cx, pooled), scores(cx, pooled)]
}

fn diagram(cx: &Context<'_>, judged: &Judged) -> Block {
    let too_few = u64::from(cx.policy.too_few);
    let mut bins = Vec::new();
    let mut rows = Vec::new();
    for bin in &judged.calibration.bins {
        let Some((stated, resolved)) = bin.stated.zip(bin.resolved) else { continue };
        let interval = wilson(resolved, bin.n).map(|i| (i.low, i.high));
        rows.push(vec![
            words::bin(bin.low, bin.high).into(),
            datum::count(bin.n),
            datum::share(stated),
            datum::share(resolved),
            datum::interval(interval),
            Datum::new(signed_points(shown_difference(stated, resolved)), Value::Points(Some(stated - resolved))),
        ]);
        bins.push(plumbline_charts::calibration::CalibrationBin {
            key: pick::why(cx, &["calibration/", &number::amount(bin.low)].concat()),
            name: words::bin_title(bin.low, bin.high),
            stated: estimate(stated, bin.n, false),
            resolved: estimate(resolved, bin.n, true),
            n: count(bin.n),
            short: number::thousands(bin.n),
            count: words::statements(bin.n, bin.n < too_few),
            gap: words::apart(stated, resolved),
            too_few: bin.n < too_few,
        });
    }
    let title = words::title(judged.verdict, judged.shares);
    let head = head(title, words::MEASURE, table(&words::BIN_COLUMNS, rows));
    let mut content = Vec::new();
    if !bins.is_empty() {
        content.push(Content::Chart(Chart::Calibration(plumbline_charts::calibration::Calibration {
            bins,
            across: words::ACROSS.to_owned(),
            up: words::UP.to_owned(),
            above: words::ABOVE.to_owned(),
            below: words::BELOW.to_owned(),
        })));
    }
    Block::figure(FigureId::Calibration.span(5), head, content)
}

fn scores(cx: &Context<'_>, pooled: &Judged) -> Block {
    let mut cells = vec![row(words::POOLED, String::new(), pooled)];
    for &gate in Gate::ALL {
        cells.push(row(gate.title(), pick::gate(cx, gate), &Judged::of(cx, &[gate])));
    }
    let twin = table(&words::SCORE_COLUMNS, cells.iter().map(|row| row.cells.iter().map(|c| c.text.clone()).collect()).collect());
    let title = words::against_baseline(pooled.calibration.brier, pooled.calibration.baseline);
    let columns = words::SCORE_COLUMNS
        .iter()
        .map(|&(title, is_number)| if is_number { Column::number(title) } else { Column::text(title) })
        .collect();
    let grid = Grid { caption: title.clone(), class: "as-cards scores".to_owned(), columns, rows: cells };
    let facts =
        words::PARTS.iter().map(|(name, meaning)| Fact { name: (*name).to_owned(), value: Cell::text(*meaning) }).collect();
    let content =
        vec![Content::Text(plain(words::meaning(pooled.verdict, pooled.shares))), Content::Grid(grid), Content::Facts(facts)];
    let mut head = head(title, words::SCORES_MEASURE, twin);
    // the figure is its own table
    head.table.rows.clear();
    head.why = cx.location.with_why("calibration").to_fragment();
    Block::figure(FigureId::Scores.span(7), head, content)
}

fn row(name: &str, to: String, judged: &Judged) -> Row {
    let c = &judged.calibration;
    let share = |share: Option<f64>| Cell::from(datum::share_or_none(share));
    let score = |value: Option<f64>| Cell::text(words::decimals_or_dash(value)).value(value.map_or(Value::Absent, Value::Number));
    Row {
        class: String::new(),
        cells: vec![
            Cell::text(name).to(to),
            datum::count(c.n).into(),
            Cell { class: "perceived-word".to_owned(), ..share(judged.shares.map(|s| s.0)) },
            Cell { class: "verified-word".to_owned(), ..share(judged.shares.map(|s| s.1)) },
            Cell { class: "strong".to_owned(), ..score(c.brier) },
            score(c.reliability),
            score(c.resolution),
            score(c.uncertainty),
            Cell::text(words::verdict_word(judged.verdict)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bins: &[(f64, f64, u64)]) -> (Verdict, Option<(f64, f64)>) {
        let n = bins.iter().map(|b| b.2).sum();
        let bins = bins
            .iter()
            .map(|&(stated, resolved, n)| CalibrationBin {
                low: 0.0,
                high: 1.0,
                n,
                stated: Some(stated),
                resolved: Some(resolved),
            })
            .collect();
        let c = plumbline_assess::Calibration {
            n,
            bins,
            brier: None,
            reliability: None,
            resolution: None,
            uncertainty: None,
            baseline: 0.25,
        };
        let shares = shares(&c);
        (verdict(&c, shares, 5), shares)
    }

    #[test]
    fn the_verdict_follows_the_interval_of_what_came_true() {
        // 100 statements of 0.9 of which 40 came true: Wilson 0.31 to 0.50
        assert_eq!(of(&[(0.9, 0.4, 100)]).0, Verdict::Over);
        assert_eq!(of(&[(0.2, 0.8, 100)]).0, Verdict::Under);
        // (10·0.5 + 30·0.9)/40 = 0.8; (5 + 27)/40 = 0.8
        let (verdict, shares) = of(&[(0.5, 0.5, 10), (0.9, 0.9, 30)]);
        let (stated, resolved) = shares.unwrap();
        assert!((stated - 0.8).abs() < 1e-12 && (resolved - 0.8).abs() < 1e-12);
        // 32 of 40: Wilson 0.65 to 0.90, wider than 20 points
        assert_eq!(verdict, Verdict::Unclear { n: 40 });
        assert_eq!(of(&[(0.5, 0.5, 100), (0.9, 0.9, 300)]).0, Verdict::Calibrated);
        // right on average, 0.7, with both bins 20 points off
        assert_eq!(of(&[(0.5, 0.7, 200), (0.9, 0.7, 200)]).0, Verdict::Uneven { off: 400, n: 400 });
        assert_eq!(of(&[(0.9, 0.0, 4)]).0, Verdict::TooFew { n: 4, needed: 5 });
        assert_eq!(of(&[]).0, Verdict::Silent);
    }
}
