//! The gap of each authorship against that of human-written changes, pooled and within teams.

use super::words;
use super::words::AgainstHuman;
use crate::context::Context;
use crate::document::{Cell, Column, Content, Datum, Grid, Row};
use crate::figures::confidence::{Difference, gap_datum, gap_half_width, gap_interval, gap_moved, shown_gap};
use crate::pages::overview;
use crate::pick;
use crate::route::Route;
use crate::text::headline::Subject;
use crate::text::number;
use plumbline_assess::{Confidence, TeamPair, figures};
use plumbline_charts::axis::Unit;
use plumbline_charts::pairs::{PairLook, PairPoint, PairRow, PairSeries, Pairs};
use plumbline_charts::{Chart, Estimate};
use plumbline_domain::{Authorship, sort_alphabetically};

/// One authorship against human-written changes.
pub(super) struct Compared {
    pooled: Difference,
    within: Option<(Difference, u64)>,
    is_above: (bool, bool),
    authorship: Authorship,
    /// Whether all changes are of the one team that is compared.
    is_all: bool,
    /// The teams that have enough of both, A to Z, with the confidence of the authorship and that of people.
    pairs: Vec<(String, Confidence, Confidence)>,
}

/// Each authorship with enough changes and statements against human-written changes, which need as many. The sets are given by
/// authorship.
pub(super) fn compare(cx: &Context<'_>, counts: &[u64], pooled: &[Confidence]) -> Vec<Compared> {
    let of = |who: Authorship| {
        let (n, c) = (*counts.get(who.index())?, pooled.get(who.index())?);
        (!cx.is_few(n) && !cx.is_few(c.stated)).then_some(c)
    };
    let Some(human) = of(Authorship::Human) else { return Vec::new() };
    let in_teams = figures::confidence::pooled_by_team_and_authorship(cx.assessment, &cx.subset);
    let in_team = |team: u32, who: Authorship| {
        in_teams.get(team as usize * Authorship::ALL.len() + who.index()).copied().unwrap_or_default()
    };
    let all = figures::within_teams::over(cx.assessment, &cx.subset);
    all.into_iter()
        .filter_map(|(authorship, gaps)| {
            let of_team = |p: &TeamPair| {
                let name = cx.assessment.team_name(p.team).to_owned();
                (name, in_team(p.team, authorship), in_team(p.team, Authorship::Human))
            };
            let mut pairs: Vec<(String, Confidence, Confidence)> = gaps.pairs.iter().map(of_team).collect();
            let of_one = || match pairs.as_slice() {
                // as it stands in the table of the pairs
                [(_, it, human)] => gap_moved(human, it, false),
                _ => None,
            };
            let of_teams = |mean| of_one().unwrap_or_else(|| within(mean, &gaps.pairs, &pairs));
            let within = gaps.within.map(|mean| (of_teams(mean), gaps.teams));
            sort_alphabetically(&mut pairs, |(team, ..)| team);
            let it = of(authorship)?;
            let is_above = |c: &Confidence| shown_gap(c).is_some_and(|gap| number::whole_points(gap) >= 0);
            let is_above = (is_above(human) && is_above(it), pairs.iter().all(|(_, it, human)| is_above(it) && is_above(human)));
            let is_all = pairs.len() == 1 && matches!(overview::subject(cx), Subject::Team(_));
            Some(Compared { pooled: gap_moved(human, it, false)?, within, is_above, authorship, is_all, pairs })
        })
        .collect()
}

/// The mean difference within teams. Its interval adds the half widths of the teams in quadrature, each by its weight.
fn within(mean: f64, weights: &[TeamPair], pairs: &[(String, Confidence, Confidence)]) -> Difference {
    let all: f64 = weights.iter().map(TeamPair::weight).sum();
    let squares = weights.iter().zip(pairs).map(|(weight, (_, it, human))| {
        let half = gap_half_width(it)?.hypot(gap_half_width(human)?) * weight.weight() / all;
        Some(half * half)
    });
    let half = squares.sum::<Option<f64>>().map(f64::sqrt);
    let interval = half.map(|half| (mean - half, mean + half));
    let is_clear = interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    Difference { change: mean, shown: mean, interval, is_clear }
}

/// A gap with its interval as a mark.
fn gap_point(c: &Confidence) -> Option<PairPoint> {
    let gap = shown_gap(c)?;
    let range = gap_interval(c);
    let estimate =
        Estimate { value: gap, range, label: number::gap_figure(gap), interval: range.map_or_else(String::new, words::interval) };
    // A team with too few of either is not among the pairs.
    Some(PairPoint { estimate, count: words::n_statements(c.stated), is_few: false })
}

impl Compared {
    /// What is said of it.
    pub fn against(&self) -> AgainstHuman<'_> {
        let &Compared { pooled, within, is_above, authorship, is_all, .. } = self;
        let one_team = match self.pairs.as_slice() {
            [(team, ..)] => Some(team.as_str()),
            _ => None,
        };
        AgainstHuman { authorship, pooled, within, is_above, one_team, is_all }
    }

    /// The gaps by team, side by side as dots and in a table; nothing without a team that has enough of both.
    /// `all` are the authorships compared, whose charts share one scale.
    pub fn content(&self, cx: &Context<'_>, all: &[Compared]) -> Vec<Content> {
        if self.pairs.is_empty() {
            return Vec::new();
        }
        let heading = words::pairs_heading(self.authorship);
        let column = |(i, title): (usize, String)| if i == 0 { Column::text(title) } else { Column::number(title) };
        let gap = |c: &Confidence| Cell::from(gap_datum(c)).detail(words::behind_gap(gap_interval(c), c.stated));
        let row = |(team, it, human): &(String, Confidence, Confidence)| {
            let to = cx.location.with_route(Route::Team { team: team.clone() }).to_fragment();
            let moved = gap_moved(human, it, false);
            let difference = moved.as_ref().map_or_else(|| Datum::from(number::dash()), Difference::datum);
            Row { cells: vec![Cell::text(team).to(to), gap(it), gap(human), difference.into()], ..Row::default() }
        };
        let grid = Grid {
            caption: heading.clone(),
            class: String::new(),
            columns: words::pair_columns(self.authorship).into_iter().enumerate().map(column).collect(),
            rows: self.pairs.iter().map(row).collect(),
        };
        let table = Content::Fold { summary: words::PAIRS_TABLE.to_owned(), is_open: false, content: vec![Content::Grid(grid)] };
        vec![Content::Heading(heading), Content::Chart(Chart::Pairs(self.drawn(cx, all))), table]
    }

    fn drawn(&self, cx: &Context<'_>, all: &[Compared]) -> Pairs {
        let authorship = self.authorship;
        let look = if authorship == Authorship::AiGenerated { PairLook::Generated } else { PairLook::Assisted };
        let series = |authorship: Authorship, look| PairSeries { name: authorship.title().to_owned(), look };
        let others = all.iter().filter(|other| other.authorship != authorship);
        Pairs {
            first: series(Authorship::Human, PairLook::Human),
            second: series(authorship, look),
            rows: self.rows(cx),
            siblings: others.flat_map(|other| other.rows(cx)).collect(),
        }
    }

    fn rows(&self, cx: &Context<'_>) -> Vec<PairRow> {
        let row = |(team, it, human): &(String, Confidence, Confidence)| {
            let moved = gap_moved(human, it, false);
            PairRow {
                key: pick::team(cx, team),
                name: team.clone(),
                count: words::n_of_both(human.stated, it.stated),
                unit: Unit::Points,
                first: gap_point(human),
                second: gap_point(it),
                difference: moved.as_ref().map_or_else(String::new, |d| words::points_apart(d.shown)),
                verdict: moved.as_ref().filter(|d| !d.is_clear).map_or_else(String::new, |_| words::NOT_CLEAR.to_owned()),
                is_clear: moved.is_some_and(|d| d.is_clear),
                note: String::new(),
            }
        };
        self.pairs.iter().map(row).collect()
    }
}
