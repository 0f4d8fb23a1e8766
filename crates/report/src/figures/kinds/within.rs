//! The gap of each authorship against that of human-written changes, pooled and within teams.

use super::words;
use super::words::AgainstHuman;
use crate::context::Context;
use crate::document::{Cell, Column, Content, Datum, Grid, Row};
use crate::figures::confidence::{Difference, gap_datum, gap_half_width, gap_moved};
use crate::route::Route;
use crate::text::number;
use plumbline_assess::{Confidence, TeamPair, figures};
use plumbline_domain::{Authorship, sort_alphabetically};

/// One authorship against human-written changes.
pub(super) struct Compared {
    pub against: AgainstHuman,
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
            let within = gaps.within.map(|mean| (within(mean, &gaps.pairs, &pairs), gaps.teams));
            sort_alphabetically(&mut pairs, |(team, ..)| team);
            let against = AgainstHuman { authorship, pooled: gap_moved(human, of(authorship)?, false)?, within };
            Some(Compared { against, pairs })
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

impl Compared {
    /// The gaps by team, side by side; nothing without a team that has enough of both.
    pub fn content(&self, cx: &Context<'_>) -> Vec<Content> {
        if self.pairs.is_empty() {
            return Vec::new();
        }
        let heading = words::pairs_heading(self.against.authorship);
        let column = |(i, title): (usize, String)| if i == 0 { Column::text(title) } else { Column::number(title) };
        let gap = |c: &Confidence| Cell::from(gap_datum(c)).detail(words::n_statements(c.stated));
        let row = |(team, it, human): &(String, Confidence, Confidence)| {
            let to = cx.location.with_route(Route::Team { team: team.clone() }).to_fragment();
            let moved = gap_moved(human, it, false);
            let difference = moved.as_ref().map_or_else(|| Datum::from(number::dash()), Difference::datum);
            Row { cells: vec![Cell::text(team).to(to), gap(it), gap(human), difference.into()], ..Row::default() }
        };
        let grid = Grid {
            caption: heading.clone(),
            class: String::new(),
            columns: words::pair_columns(self.against.authorship).into_iter().enumerate().map(column).collect(),
            rows: self.pairs.iter().map(row).collect(),
        };
        vec![Content::Heading(heading), Content::Grid(grid)]
    }
}
