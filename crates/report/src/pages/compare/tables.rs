//! Grades, findings, failure patterns, types of evidence and rungs of two sides.

use crate::document::{Block, Cell, Content, FigureId, Picture, Piece, Row, count, datum};
use crate::figures::confidence::{Difference, difference};
use crate::pages::compare::words;
use crate::pages::compare::{Both, figure, grid, row, shares_grid};
use crate::route::Comparable;
use crate::text::{ladder, number};
use plumbline_assess::{GroupBy, PatternRow, Share, Z, figures};
use plumbline_domain::{ArtifactTypeId, Gate, Grade, Severity, sort_alphabetically};
use std::cmp::Ordering;

/// The tables, in order.
pub(crate) fn build(both: &Both<'_, '_>) -> Vec<Block> {
    vec![
        types(both),
        Block::plain(FigureId::TwoLists.span(5), vec![Content::Blocks(vec![patterns(both), findings(both)])]),
        grades(both),
        rungs(both),
    ]
}

/// Counts of both sides: of how many, and how many of them.
#[derive(Clone, Copy, Default)]
struct Counts {
    left: (u64, u64),
    right: (u64, u64),
}

impl Counts {
    fn shares(&self) -> [Share; 2] {
        [Share::of(self.left.1, self.left.0), Share::of(self.right.1, self.right.0)]
    }

    /// How the share went from left to right; none when one side has no case.
    fn difference(&self, too_few: u32) -> Option<Difference> {
        let of = |s: &Share| Some((s.value?, s.low.zip(s.high).map(|(low, high)| (high - low) / 2.0)));
        let [left, right] = self.shares();
        let few = left.n.min(right.n) < u64::from(too_few);
        Some(difference(of(&left)?, of(&right)?, few))
    }
}

/// The shares of both sides: one track for both, then each as a number with its counts.
fn share_cells(counts: &Counts, piece: Piece) -> [Cell; 3] {
    let [left, right] = counts.shares();
    let of = |(all, n): (u64, u64)| (all > 0).then(|| (count(n), count(all)));
    let track = Picture::Shares(piece, [of(counts.left), of(counts.right)]);
    let number = |s: &Share, n: u64| match s.value {
        None => Cell::in_class("empty", datum::none()),
        Some(share) => Cell { detail: number::of(n, s.n), ..Cell::from(datum::share(share)) },
    };
    [Cell::drawn(track, ""), number(&left, counts.left.1), number(&right, counts.right.1)]
}

fn sides<'a>(both: &'a Both<'_, '_>) -> [&'a str; 2] {
    [&both.sides.left.name, &both.sides.right.name]
}

fn names<'a>(both: &'a Both<'_, '_>, first: &'a str, last: &'a str) -> [&'a str; 4] {
    [first, both.sides.left.name.as_str(), both.sides.right.name.as_str(), last]
}

/// Requirements by something that each has: how many there are on both sides, and how many are of it.
fn requirements(both: &Both<'_, '_>, mut take: impl FnMut(&plumbline_assess::RequirementState, u64, bool)) {
    for (state, n) in both.cx.assessment.requirement_states(&both.sides.left.places) {
        take(state, n, true);
    }
    for (state, n) in both.cx.assessment.requirement_states(&both.sides.right.places) {
        take(state, n, false);
    }
}

fn types(both: &Both<'_, '_>) -> Block {
    let policy = both.cx.policy;
    let mut all = vec![Counts::default(); policy.artifact_types.len()];
    requirements(both, |state, n, is_left| {
        if let Some(counts) = all.get_mut(usize::from(state.artifact_type.0)) {
            let side = if is_left { &mut counts.left } else { &mut counts.right };
            side.0 += n;
            side.1 += if state.is_verified { n } else { 0 };
        }
    });
    let mut kept: Vec<(ArtifactTypeId, Counts, Option<Difference>)> = (0_u16..)
        .map(ArtifactTypeId)
        .zip(all)
        .filter(|(_, c)| c.left.0 + c.right.0 > 0)
        .map(|(t, c)| (t, c, c.difference(policy.too_few)))
        .collect();
    kept.sort_by(|a, b| {
        let key = |d: &Option<Difference>| d.as_ref().map_or((false, 0.0), |d| (d.is_clear, d.change.abs()));
        let (a, b) = (key(&a.2), key(&b.2));
        b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    let is_clear =
        |up: bool| kept.iter().filter_map(|k| k.2.as_ref()).filter(|d| d.is_clear && (d.change > 0.0) == up).count() as u64;
    let is_compared = kept.iter().any(|k| k.2.is_some());
    let title =
        both.title_of(is_compared, words::types_title(both.sides.by, &both.sides.right.name, is_clear(true), is_clear(false)));
    let rows = kept.iter().map(|(t, c, d)| {
        let stated = policy.artifact_type(*t);
        let [track, left, right] = share_cells(c, Piece::Proved);
        let name = Cell::text(stated.map_or("", |t| t.title.as_str())).detail(stated.map_or("", |t| t.gate.title()));
        row(vec![name, track, left, right, course_cell(d.as_ref(), words::BETTER, words::WORSE)])
    });
    let content = vec![shares_grid(&title, &names(both, "Evidence", "Points"), rows.collect())];
    figure(FigureId::TwoTypes.span(7), title, words::TYPES_MEASURE, content)
}

/// A difference in points with a word for it.
fn course_cell(d: Option<&Difference>, up: &str, down: &str) -> Cell {
    match d {
        None => Cell::in_class("empty", datum::none()),
        Some(d) => {
            let word = match (d.is_clear, d.change > 0.0) {
                (false, _) => words::NOT_CLEAR,
                (true, true) => up,
                (true, false) => down,
            };
            Cell::in_class(if d.is_clear { "strong" } else { "dim" }, d.datum()).detail(word)
        }
    }
}

/// In how many of the changes of a side that are due at a gate each pattern was found, and how many are due there.
fn found_at(both: &Both<'_, '_>, places: &[u32], gate: Gate) -> (u64, Vec<PatternRow>) {
    let due = both.cx.assessment.due_at(places, gate);
    (due.len() as u64, figures::pattern::rows(both.cx.assessment, &due))
}

fn patterns(both: &Both<'_, '_>) -> Block {
    let sides = &both.sides;
    let at = |places: &[u32]| Gate::ALL.iter().map(|gate| found_at(both, places, *gate)).collect::<Vec<_>>();
    let (left, right) = (at(&sides.left.places), at(&sides.right.places));
    let (mut moves, mut rows) = (words::PatternMoves::default(), Vec::<Row>::new());
    for (place, p) in both.cx.policy.patterns.iter().enumerate() {
        let of = |side: &[(u64, Vec<PatternRow>)]| {
            let (due, rows) = side.get(p.responsible.index())?;
            Some((*due, rows.get(place)?.changes))
        };
        let (Some(a), Some(b)) = (of(&left), of(&right)) else { continue };
        let counts = Counts { left: a, right: b };
        let d = counts.difference(both.cx.policy.too_few);
        let is_clear = d.as_ref().is_some_and(|d| d.is_clear);
        // nothing is new where little was before, nor gone where little is
        let is_known = !both.cx.is_few(a.0) && !both.cx.is_few(b.0);
        let mut last = course_cell(d.as_ref(), words::MORE, words::FEWER);
        if d.is_some() && (is_known || (a.1, b.1) == (0, 0)) {
            let word = words::course(sides.by, (&sides.left.name, a.1), (&sides.right.name, b.1), is_clear);
            if !word.is_empty() {
                last.detail = word;
            }
        }
        moves.is_found |= a.1 + b.1 > 0;
        let title = p.title.as_str();
        match (a.1, b.1) {
            (0, 0) => {}
            (0, _) if is_known => moves.new.push(title),
            (_, 0) if is_known => moves.gone.push(title),
            _ if !is_clear => {}
            _ if d.as_ref().is_some_and(|d| d.change > 0.0) => moves.more.push(title),
            _ => moves.fewer.push(title),
        }
        let [track, left, right] = share_cells(&counts, Piece::Amount);
        rows.push(row(vec![Cell::text(title), track, left, right, last]));
    }
    let title = both.title_of(true, words::patterns_title(sides.by, [&sides.left.name, &sides.right.name], &moves));
    let content = vec![shares_grid(&title, &names(both, "Pattern", "Points"), rows)];
    figure(FigureId::TwoPatterns, title, words::PATTERNS_MEASURE, content)
}

fn grades(both: &Both<'_, '_>) -> Block {
    let mut all = vec![Counts::default(); Grade::ALL.len()];
    let mut totals = (0, 0);
    requirements(both, |state, n, is_left| {
        if let Some(counts) = all.get_mut(state.grade.index()) {
            if is_left {
                totals.0 += n;
                counts.left.1 += n;
            } else {
                totals.1 += n;
                counts.right.1 += n;
            }
        }
    });
    let mut most: Option<(Difference, [Option<f64>; 2], &str)> = None;
    let mut rows = Vec::new();
    for (grade, counts) in Grade::ALL.iter().zip(&mut all) {
        (counts.left.0, counts.right.0) = totals;
        let d = counts.difference(both.cx.policy.too_few);
        if let Some(d) = d.filter(|d| d.is_clear && most.is_none_or(|(most, ..)| d.change.abs() > most.change.abs())) {
            most = Some((d, counts.shares().map(|s| s.value), number_of_grade(*grade)));
        }
        let piece = match grade {
            Grade::Missing => Piece::Absent,
            Grade::Claimed => Piece::Said,
            Grade::Attached => Piece::Amount,
            Grade::Checked | Grade::Signed | Grade::Reproduced => Piece::Proved,
        };
        let [track, left, right] = share_cells(counts, piece);
        rows.push(row(vec![Cell::text(grade.title()), track, left, right, course_cell(d.as_ref(), words::MORE, words::FEWER)]));
    }
    let most = most.map(|(_, [left, right], grade)| (grade, left, right));
    let title = both.title_of(totals.0 > 0 && totals.1 > 0, words::grades_title(both.sides.by, sides(both), most));
    let content = vec![shares_grid(&title, &names(both, "Grade", "Points"), rows)];
    figure(FigureId::TwoGrades.span(7), title, words::GRADES_MEASURE, content)
}

fn number_of_grade(grade: Grade) -> &'static str {
    crate::text::vocabulary::state(grade, None)
}

fn findings(both: &Both<'_, '_>) -> Block {
    let open = |places: &[u32]| -> [u64; 5] {
        let mut out = [0_u64; 5];
        for (_, change) in both.cx.assessment.of(places) {
            for by_surface in Gate::ALL.iter().flat_map(|g| &change.gate(*g).open) {
                for (sum, n) in out.iter_mut().zip(by_surface) {
                    *sum += u64::from(*n);
                }
            }
        }
        out
    };
    let sides = [&both.sides.left.places, &both.sides.right.places];
    let [left, right] = sides.map(|places| open(places));
    let rate = |n: u64, places: &[u32]| (!places.is_empty()).then(|| n as f64 / places.len() as f64);
    let cell = |n: u64, places: &[u32]| match places {
        [] => Cell::in_class("empty", datum::none()),
        places => Cell::from(datum::count(n)).detail(words::per_hundred(rate(n, places))),
    };
    let mut rows: Vec<Row> = Severity::ALL
        .iter()
        .zip(left.iter().zip(&right))
        .map(|(s, (a, b))| row(vec![Cell::text(s.title()), cell(*a, sides[0]), cell(*b, sides[1])]))
        .collect();
    let (a, b): (u64, u64) = (left.iter().sum(), right.iter().sum());
    rows.push(row(vec![Cell::text(words::ALL_SEVERITIES), cell(a, sides[0]), cell(b, sides[1])]));
    let of = |n: u64, places: &[u32]| (n, places.len() as u64);
    let too_few = u64::from(both.cx.policy.too_few);
    let rates = mean_open(both, sides[0]).zip(mean_open(both, sides[1]));
    let is_few = sides.iter().any(|places| both.cx.is_few(places.len() as u64));
    let is_clear = rates.is_some_and(|(a, b)| difference(a, b, is_few).is_clear);
    let (names_of, counts) = (self::sides(both), [of(a, sides[0]), of(b, sides[1])]);
    let title = both.title_of(true, words::findings_title(both.sides.by, names_of, counts, too_few, is_clear));
    let titles = names(both, "Severity", "");
    let content = vec![grid(&title, titles.get(..3).unwrap_or_default(), rows)];
    figure(FigureId::TwoFindings, title, words::FINDINGS_MEASURE, content)
}

/// The mean number of open findings of a change, with half the width of its 95 % interval: of the normal distribution, from how the
/// changes differ; none of fewer than two.
fn mean_open(both: &Both<'_, '_>, places: &[u32]) -> Option<(f64, Option<f64>)> {
    let (mut n, mut sum, mut squares) = (0_u32, 0.0, 0.0);
    for (_, change) in both.cx.assessment.of(places) {
        let open: u64 = Gate::ALL.iter().flat_map(|g| &change.gate(*g).open).flatten().map(|n| u64::from(*n)).sum();
        n += 1;
        sum += open as f64;
        squares += (open as f64).powi(2);
    }
    let count = f64::from(n);
    let mean = (n > 0).then(|| sum / count)?;
    let half = (n > 1).then(|| Z * ((squares - count * mean * mean).max(0.0) / (count - 1.0) / count).sqrt());
    Some((mean, half))
}

/// A row with the rungs of two sets of changes, and how the second stands to the first; none when both are empty.
fn rung_row(both: &Both<'_, '_>, name: &str, left: &[u32], right: &[u32]) -> Option<(Option<Ordering>, Row)> {
    let rung = |changes: &[u32]| (!changes.is_empty()).then(|| figures::ladder::rung_over(both.cx.assessment, changes));
    let (a, b) = (rung(left), rung(right));
    if a.is_none() && b.is_none() {
        return None;
    }
    let place = |rung: &Option<String>| both.cx.rung_place(rung.as_deref()?);
    let order = place(&a).zip(place(&b)).map(|(a, b)| b.cmp(&a));
    let cell = |rung: Option<String>| {
        rung.map_or_else(|| Cell::styled("empty", words::NO_DATA), |rung| Cell::text(ladder::title(&rung)))
    };
    let last = Cell::text(order.map_or_else(String::new, |order| words::rung_word(both.sides.by, sides(both), order)));
    Some((order, row(vec![Cell::text(name), cell(a), cell(b), last])))
}

/// Every team of either side with its rungs; when teams are compared, the two.
fn rungs(both: &Both<'_, '_>) -> Block {
    let sides = &both.sides;
    let (title, rows) = if sides.by == Comparable::Team {
        let found = rung_row(both, words::RUNG, &sides.left.places, &sides.right.places);
        let order = found.as_ref().and_then(|f| f.0);
        let is_short = both.cx.selection.since.is_some_and(|t| both.cx.days_from(t) < u64::from(both.cx.policy.ladder_days));
        let order = order.filter(|_| !is_short);
        let said = if is_short {
            words::RUNGS_IN_PART.to_owned()
        } else {
            words::rung_title(&sides.left.name, &sides.right.name, order)
        };
        let title = both.title_of(found.is_some(), said);
        (title, found.into_iter().map(|f| f.1).collect())
    } else {
        let assessment = both.cx.assessment;
        let left = assessment.parts(&sides.left.places, GroupBy::Team);
        let right = assessment.parts(&sides.right.places, GroupBy::Team);
        let mut teams: Vec<(usize, &String)> = assessment.teams().iter().enumerate().collect();
        sort_alphabetically(&mut teams, |(_, name)| name);
        let found: Vec<(Option<Ordering>, Row)> =
            teams.into_iter().filter_map(|(place, name)| rung_row(both, name, left.part(place), right.part(place))).collect();
        let count = |is: Ordering| found.iter().filter(|f| f.0 == Some(is)).count() as u64;
        let (up, down, same) = (count(Ordering::Greater), count(Ordering::Less), count(Ordering::Equal));
        let compared = up + down + same;
        let is_of_all = compared == found.len() as u64;
        let said =
            if both.is_whole_windows() { words::rungs_title(up, down, same, is_of_all) } else { words::RUNGS_IN_PART.to_owned() };
        (both.title_of(compared > 0, said), found.into_iter().map(|f| f.1).collect::<Vec<Row>>())
    };
    let first = if sides.by == Comparable::Team { "Ladder" } else { "Team" };
    let table: Content = grid(&title, &names(both, first, "Change"), rows);
    figure(FigureId::TwoRungs.span(5), title, &words::rungs_measure(both.cx.policy.ladder_days), vec![table])
}
