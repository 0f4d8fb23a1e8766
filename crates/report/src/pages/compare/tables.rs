//! Grades, findings, failure patterns, types of evidence and rungs of two sides.

use crate::document::{Block, Cell, Content, FigureId, Picture, Piece, Row, count, datum};
use crate::figures::confidence::{Difference, difference};
use crate::pages::compare::words;
use crate::pages::compare::{Both, figure, grid, row};
use crate::route::Comparable;
use crate::text::{ladder, number};
use plumbline_assess::{GroupBy, Share, figures};
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

/// A share as a bar, with its counts.
fn share_cell(s: &Share, n: u64, piece: Piece) -> Cell {
    match s.value {
        None => Cell::in_class("empty", datum::none()),
        Some(share) => Cell {
            picture: Some(Picture::Bar(vec![(piece, count(n))], count(s.n))),
            detail: number::of(n, s.n),
            ..Cell::from(datum::share(share))
        },
    }
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
    let title = both.title_of(is_compared, words::types_title(is_clear(true), is_clear(false)));
    let rows = kept.iter().map(|(t, c, d)| {
        let stated = policy.artifact_type(*t);
        let [left, right] = c.shares();
        row(vec![
            Cell::text(stated.map_or("", |t| t.title.as_str())).detail(stated.map_or("", |t| t.gate.title())),
            share_cell(&left, c.left.1, Piece::Proved),
            share_cell(&right, c.right.1, Piece::Proved),
            course_cell(d.as_ref(), words::BETTER, words::WORSE),
        ])
    });
    let content = vec![grid(&title, &names(both, "Evidence", "Points"), rows.collect())];
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

fn patterns(both: &Both<'_, '_>) -> Block {
    let sides = &both.sides;
    let n = (sides.left.places.len() as u64, sides.right.places.len() as u64);
    let left = figures::pattern::rows(both.cx.assessment, &sides.left.places);
    let right = figures::pattern::rows(both.cx.assessment, &sides.right.places);
    let (mut new, mut gone, mut rows) = (Vec::new(), Vec::new(), Vec::<Row>::new());
    for ((p, a), b) in both.cx.policy.patterns.iter().zip(&left).zip(&right) {
        let counts = Counts { left: (n.0, a.changes), right: (n.1, b.changes) };
        let d = counts.difference(both.cx.policy.too_few);
        // nothing is new where nothing was before, nor gone where nothing is
        let has_both = n.0 > 0 && n.1 > 0;
        let mut last = course_cell(d.as_ref(), words::MORE, words::FEWER);
        let word = words::course(sides.by, a.changes, b.changes, d.as_ref().is_some_and(|d| d.is_clear));
        if has_both && !word.is_empty() {
            word.clone_into(&mut last.detail);
        }
        match (a.changes, b.changes) {
            (0, 1..) if has_both => new.push(p.title.as_str()),
            (1.., 0) if has_both => gone.push(p.title.as_str()),
            _ => {}
        }
        let [left, right] = counts.shares();
        rows.push(row(vec![
            Cell::text(p.title.as_str()),
            share_cell(&left, a.changes, Piece::Amount),
            share_cell(&right, b.changes, Piece::Amount),
            last,
        ]));
    }
    let is_any = left.iter().chain(&right).any(|p| p.changes > 0);
    let title = both.title_of(true, words::patterns_title(sides.by, &new, &gone, is_any));
    let content = vec![grid(&title, &names(both, "Pattern", "Points"), rows)];
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
        let [left, right] = counts.shares();
        rows.push(row(vec![
            Cell::text(grade.title()),
            share_cell(&left, counts.left.1, piece),
            share_cell(&right, counts.right.1, piece),
            course_cell(d.as_ref(), words::MORE, words::FEWER),
        ]));
    }
    let title = both
        .title_of(totals.0 > 0 && totals.1 > 0, words::grades_title(most.map(|(_, [left, right], grade)| (grade, left, right))));
    let content = vec![grid(&title, &names(both, "Grade", "Points"), rows)];
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
    #[allow(clippy::cast_precision_loss)]
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
    let title = both.title_of(true, words::findings_title(both.sides.by, of(a, sides[0]), of(b, sides[1]), too_few));
    let titles = names(both, "Severity", "");
    let content = vec![grid(&title, titles.get(..3).unwrap_or_default(), rows)];
    figure(FigureId::TwoFindings, title, words::FINDINGS_MEASURE, content)
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
        rung.map_or_else(|| Cell::styled("empty", words::NO_CHANGE), |rung| Cell::text(ladder::title(&rung)))
    };
    let last = Cell::text(order.map_or("", words::rung_word));
    Some((order, row(vec![Cell::text(name), cell(a), cell(b), last])))
}

/// Every team of either side with its rungs; when teams are compared, the two.
fn rungs(both: &Both<'_, '_>) -> Block {
    let sides = &both.sides;
    let (title, rows) = if sides.by == Comparable::Team {
        let found = rung_row(both, words::RUNG, &sides.left.places, &sides.right.places);
        let order = found.as_ref().and_then(|f| f.0);
        let title = both.title_of(order.is_some(), words::rung_title(&sides.left.name, &sides.right.name, order));
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
        (
            both.title_of(compared > 0, words::rungs_title(up, down, same, compared == found.len() as u64)),
            found.into_iter().map(|f| f.1).collect::<Vec<Row>>(),
        )
    };
    let first = if sides.by == Comparable::Team { "Ladder" } else { "Team" };
    let table: Content = grid(&title, &names(both, first, "Change"), rows);
    figure(FigureId::TwoRungs.span(5), title, &words::rungs_measure(both.cx.policy.ladder_days), vec![table])
}
