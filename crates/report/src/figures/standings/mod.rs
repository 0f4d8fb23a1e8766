//! Teams on the ladder, A to Z.

mod words;

use crate::context::Context;
use crate::document::{Block, Cell, Column, Content, Datum, Grid, Picture, Place, Row, Table, Value, datum, head, table};
use crate::figures::confidence::{Difference, gap_datum, gap_moved, interval_words};
use crate::figures::periods::last_weeks;
use crate::figures::smooth;
use crate::route::Route;
use crate::text::{criterion, date, ladder, number};
use crate::wording;
use plumbline_assess::{Confidence, CriterionResult, GroupBy, Lack, PeriodLength, TeamRung, figures};
use plumbline_charts::Chart;
use plumbline_charts::ladder::{LadderHeader, LadderTrack};
use plumbline_charts::spark::{Spark, SparkPoint};
use plumbline_domain::{ArtifactTypeId, Gate, Instant, Metric, sort_alphabetically};

/// The weeks of the sparkline.
const SPARK_WEEKS: i64 = 13;
/// The least range of its scale: 20 points, so that noise stays small.
const SPARK_LEAST_SPAN: f64 = 0.2;
/// The days of the gap's change.
const CHANGE_DAYS: i64 = 30;

/// With more teams than these, a figure among others shows only some.
const MOST_TEAMS: usize = 40;
/// How many these are.
const SOME_TEAMS: usize = 20;

/// A rung of the policy.
pub(crate) struct Rung {
    pub id: String,
    pub title: String,
    /// What it means, in one line.
    pub meaning: String,
    /// What it asks for beyond the rungs below, one line for each criterion.
    pub asks: Vec<String>,
}

/// One team.
pub(crate) struct Standing {
    team: String,
    /// Its changes in the ladder's window.
    changes: u64,
    /// The place of its computed rung; none without a change in the ladder's window.
    pub rung: Option<usize>,
    /// The place of the rung that it claims.
    pub claimed: Option<usize>,
    /// The place of its rung a window before.
    pub previous: Option<usize>,
    /// The gap of the last weeks, all gates pooled; none where there is no data.
    spark: Vec<SparkPoint>,
    /// Its confidence in the ladder's window, all gates pooled.
    pooled: Confidence,
    /// The change of the gap in the last days against as many before.
    gap_change: Option<Difference>,
    /// What blocks the next rung, such as "Rollback not rehearsed for 7 of 9 changes".
    blocker: String,
    blocker_gate: Option<Gate>,
}

/// The teams on the ladder.
pub(crate) struct Standings<'a> {
    cx: &'a Context<'a>,
    /// Lowest first.
    pub rungs: Vec<Rung>,
    /// A to Z.
    pub teams: Vec<Standing>,
}

impl<'a> Standings<'a> {
    pub fn of(cx: &'a Context<'a>) -> Self {
        let window = figures::ladder::window(cx.assessment, &cx.any_time);
        let gaps = Gaps::of(cx, &window);
        let window = cx.assessment.parts(&window, GroupBy::Team);
        let ladder = cx.ladder();
        let mut teams: Vec<Standing> =
            ladder.iter().map(|rung| standing(cx, rung, &gaps, window.part(rung.team_place as usize))).collect();
        sort_alphabetically(&mut teams, |t| &t.team);
        Standings { cx, rungs: rungs(cx), teams }
    }

    /// The computed and the claimed rung of each team that has both.
    pub fn claims(&self) -> impl Iterator<Item = (usize, usize)> {
        self.teams.iter().filter_map(|t| Some((t.rung?, t.claimed?)))
    }

    /// Who stands below and above the claim.
    pub fn title(&self) -> String {
        let below = self.claims().filter(|(rung, claimed)| rung < claimed).count() as u64;
        let above = self.claims().filter(|(rung, claimed)| rung > claimed).count() as u64;
        if self.cx.is_part_of_teams() && self.claims().count() > 0 {
            return words::OF_A_PART.to_owned();
        }
        words::title(self.claims().count() as u64, below, above)
    }

    /// What the marks on the tracks mean, and the table of all teams.
    pub fn figure(&self, place: Place, title: String) -> Block {
        self.figure_of(place, title, &self.teams.iter().collect::<Vec<_>>())
    }

    /// The same where other figures stand beside it: of many teams, only those are drawn that have the furthest to go. The table behind it
    /// has all of them.
    pub fn figure_among_others(&self, place: Place, title: String) -> Block {
        let furthest = self.furthest();
        let mut block = self.figure_of(place, title, &furthest);
        if furthest.len() < self.teams.len() {
            block.content.push(Content::Note(words::some_of(
                furthest.len() as u64,
                self.teams.len() as u64,
                self.cx.is_part_of_teams(),
            )));
        }
        block
    }

    /// Of many teams those that stand furthest below their claim, then those on the lowest rungs, A to Z.
    fn furthest(&self) -> Vec<&Standing> {
        let mut places: Vec<usize> = (0..self.teams.len()).collect();
        if self.teams.len() > MOST_TEAMS {
            let to_go = |place: &usize| {
                let team = self.teams.get(*place).filter(|team| !self.cx.is_few(team.changes));
                let rung = team.and_then(|team| team.rung);
                // a claim is of the whole team
                let claimed = team.and_then(|team| team.claimed).filter(|_| !self.cx.is_part_of_teams());
                let below = claimed.zip(rung).map_or(0, |(claimed, rung)| claimed.saturating_sub(rung));
                (std::cmp::Reverse(below), rung.unwrap_or(usize::MAX))
            };
            // stable: of teams that stand alike the first ones
            places.sort_by_key(to_go);
            places.truncate(SOME_TEAMS);
            places.sort_unstable();
        }
        places.into_iter().filter_map(|place| self.teams.get(place)).collect()
    }

    fn figure_of(&self, place: Place, title: String, teams: &[&Standing]) -> Block {
        let keys = [
            (Picture::Bob, ladder::KEY_COMPUTED.to_owned()),
            (Picture::Ring, ladder::KEY_CLAIMED.to_owned()),
            (Picture::Mark("was-key".to_owned()), ladder::earlier(self.cx.policy.ladder_days)),
        ];
        let names = || self.rungs.iter().map(|r| r.title.clone()).collect();
        let track = Column {
            class: "track-cell".to_owned(),
            spoken: ladder::RUNG.to_owned(),
            picture: Some(Picture::Chart(Chart::LadderHeader(LadderHeader { rungs: names() }))),
            ..Column::default()
        };
        let grid = Grid {
            caption: title.clone(),
            class: "teams as-cards".to_owned(),
            columns: vec![
                Column::styled(ladder::TEAM, "team"),
                Column::styled(ladder::CHANGES, "num changes"),
                track,
                Column::styled(ladder::GAP_OVER_TIME, "spark-cell"),
                Column::styled(ladder::GAP, "num gap"),
                Column::styled(ladder::GAP_CHANGE, "num gap-change"),
                Column::styled(ladder::BLOCKER, "small blocker"),
                Column::styled(ladder::GATE, "small gate"),
            ],
            rows: teams.iter().map(|team| self.row(team, names())).collect(),
        };
        let subtitle = format!("{}. {}", window_words(self.cx), words::NO_RANKING);
        let content = vec![Content::Keys(keys.to_vec()), Content::Grid(grid)];
        Block::figure(place, head(title, subtitle, self.twin()), content)
    }

    fn name(&self, place: Option<usize>) -> Option<&str> {
        self.rungs.get(place?).map(|r| r.title.as_str())
    }

    fn row(&self, t: &Standing, rungs: Vec<String>) -> Row {
        let to = self.cx.location.with_route(Route::Team { team: t.team.clone() }).to_fragment();
        let is_few = self.cx.is_few(t.changes);
        let few = if is_few && t.changes > 0 { ladder::TOO_FEW } else { "" };
        let track = LadderTrack {
            key: t.team.clone(),
            team: t.team.clone(),
            rungs,
            // A rung of too few changes is in the tables of the team's page; no bob stands for it.
            computed: t.rung.filter(|_| !is_few),
            claimed: t.claimed,
            previous: t.previous.filter(|_| !is_few),
            note: if is_few { ladder::FEW } else { "" }.to_owned(),
        };
        let before = self.name(t.previous).filter(|_| t.previous != t.rung && !is_few);
        let computed = if is_few { Some(ladder::TOO_FEW) } else { self.name(t.rung) };
        let place = ladder::place(computed, self.name(t.claimed), before, self.cx.policy.ladder_days);
        let spark = Spark { points: t.spark.clone(), least_span: SPARK_LEAST_SPAN };
        Row {
            class: if is_few { "faint".to_owned() } else { String::new() },
            cells: vec![
                Cell::text(t.team.clone()).to(to).detail(few),
                datum::count(t.changes).into(),
                Cell::drawn(Picture::Chart(Chart::LadderTrack(track)), place),
                Cell::drawn(Picture::Chart(Chart::Spark(spark)), self.course(t)),
                if is_few { Cell::default() } else { gap_datum(&t.pooled).into() },
                t.gap_change.filter(|_| !is_few).map(change_cell).unwrap_or_default(),
                Cell::text(t.blocker.clone()),
                Cell::text(t.blocker_gate.map_or("", |g| g.title())),
            ],
        }
    }

    /// How the line of the gap goes over the weeks. It begins and ends with enough due gates.
    fn course(&self, t: &Standing) -> String {
        let mut line = t.spark.iter().filter_map(|p| p.line);
        match (line.next(), line.next_back()) {
            (Some(first), Some(last)) => ladder::course(first, last, t.spark.len()),
            _ if t.spark.iter().all(|p| p.value.is_none()) => ladder::NO_DATA.to_owned(),
            _ => ladder::course_of_few(t.spark.len()),
        }
    }

    fn twin(&self) -> Table {
        let rung = |place| self.name(place).map_or_else(datum::none, Into::into);
        let weeks = |gaps: Vec<Option<f64>>| gaps.into_iter().map(|gap| datum::gap(gap).text).collect::<Vec<_>>().join("; ");
        let cells = self.teams.iter().map(|t| {
            // as the figure: no rung, gap or change of too few changes, and no number of a week with too few
            let is_few = self.cx.is_few(t.changes);
            let gap_change = t.gap_change.filter(|_| !is_few);
            vec![
                t.team.as_str().into(),
                datum::count(t.changes),
                if is_few && t.changes > 0 { ladder::TOO_FEW.into() } else { rung(t.rung) },
                if t.claimed.is_none() { ladder::NO_CLAIM.into() } else { rung(t.claimed) },
                rung(t.previous.filter(|_| !is_few)),
                if is_few { datum::none() } else { gap_datum(&t.pooled) },
                gap_change.as_ref().map_or_else(|| datum::change(None), Difference::datum),
                Datum::new(
                    gap_change.as_ref().map_or_else(number::dash, interval_words),
                    Value::Differences(gap_change.and_then(|d| d.interval)),
                ),
                weeks(t.spark.iter().map(|p| p.line).collect()).into(),
                weeks(t.spark.iter().map(|p| p.value.filter(|_| !p.is_few)).collect()).into(),
                t.blocker.as_str().into(),
                t.blocker_gate.map_or("", |g| g.title()).into(),
            ]
        });
        table(&words::COLUMNS, cells.collect())
    }
}

/// How a gap moved, with its interval.
fn change_cell(d: Difference) -> Cell {
    Cell::in_class(if d.is_clear { "" } else { "dim" }, d.datum()).detail(interval_words(&d))
}

/// The rungs of the policy, lowest first.
pub(crate) fn rungs(cx: &Context<'_>) -> Vec<Rung> {
    let n_criteria = |id: &str| cx.policy.ladder.iter().find(|r| r.rung == id).map_or(0, |r| r.criteria.len() as u64);
    let rung = |id: &&str| Rung {
        id: (*id).to_owned(),
        title: ladder::title(id),
        asks: asks(cx, id),
        meaning: ladder::meaning(id).map_or_else(|| ladder::meaning_by_count(n_criteria(id)), str::to_owned),
    };
    cx.policy.rungs().iter().map(rung).collect()
}

/// What a rung asks for beyond the rungs below: its criteria with what they need.
fn asks(cx: &Context<'_>, rung: &str) -> Vec<String> {
    let criteria = cx.policy.ladder.iter().filter(|r| r.rung == rung).flat_map(|r| &r.criteria);
    criteria.map(|c| criterion::ask(c.metric, c.gate, wording::need(c))).collect()
}

/// The ladder's own subtitle: its window, whatever the period.
pub(crate) fn window_words(cx: &Context<'_>) -> String {
    let days = cx.policy.ladder_days;
    let window = ladder::window(days, &date::range(cx.dataset.now.plus_days(-i64::from(days)), cx.dataset.now));
    if cx.is_part_of_teams() { [&window, ". ", ladder::OF_A_PART].concat() } else { window }
}

/// The gap of every team, all gates pooled, by the places of the teams; all of it up to `now`, as the ladder is.
struct Gaps {
    /// Of the ladder's window.
    window: Vec<Confidence>,
    /// Of each of the last weeks, those of one team after those of another.
    weeks: Vec<Confidence>,
    /// Of the last days, and of as many days before.
    last_days: OfTeams,
    days_before: OfTeams,
    /// Fewer changes or statements are too few.
    needed: u64,
}

/// The confidence of each team in some days, with how many changes it has in them.
struct OfTeams {
    confidence: Vec<Confidence>,
    changes: Vec<u64>,
}

impl OfTeams {
    fn get(&self, team: usize) -> Option<(&Confidence, u64)> {
        Some((self.confidence.get(team)?, *self.changes.get(team)?))
    }
}

impl Gaps {
    fn of(cx: &Context<'_>, window: &[u32]) -> Self {
        let now = cx.dataset.now;
        let weeks = last_weeks(now, SPARK_WEEKS);
        // the weeks begin less than a week before so many days, and the last one ends within a week: the days lie in them too
        let around = (now.plus_days(-7 * (SPARK_WEEKS + 1)), now.plus_days(7));
        let recent = cx.assessment.between(&cx.any_time, around.0, around.1);
        let (middle, first) = (now.plus_days(-CHANGE_DAYS), now.plus_days(-2 * CHANGE_DAYS));
        // after the first instant, up to the second
        let between = |after: Instant, until| {
            let changes = cx.assessment.between(&recent, Instant::from_micros(after.micros().saturating_add(1)), until);
            OfTeams {
                confidence: figures::confidence::pooled_by(cx.assessment, &changes, GroupBy::Team),
                changes: cx.assessment.count_by(&changes, GroupBy::Team),
            }
        };
        Gaps {
            window: figures::confidence::pooled_by(cx.assessment, window, GroupBy::Team),
            weeks: figures::confidence::pooled_by_team_and_period(cx.assessment, &recent, PeriodLength::Week, &weeks),
            last_days: between(middle, now),
            days_before: between(first, middle),
            needed: u64::from(cx.policy.too_few),
        }
    }

    /// The gap of a team in each of the last weeks, and the mean of five weeks that its line shows: of each confidence by as many as
    /// it rests on.
    fn spark(&self, team: usize, is_few: impl Fn(u64) -> bool) -> Vec<SparkPoint> {
        let n = SPARK_WEEKS as usize;
        let weeks: Vec<&Confidence> = self.weeks.iter().skip(team * n).take(n).collect();
        let counts: Vec<u64> = weeks.iter().map(|pooled| if pooled.gap.is_some() { pooled.n } else { 0 }).collect();
        let windows = smooth::windows(&counts, smooth::applies(n), &is_few);
        let points = weeks.iter().zip(windows).map(|(pooled, window)| {
            let near = window.and_then(|window| weeks.get(window)).unwrap_or_default();
            let perceived = smooth::weighted(near.iter().map(|c| (c.perceived, c.stated)));
            let verified = smooth::weighted(near.iter().map(|c| (c.verified, c.n)));
            SparkPoint { value: pooled.gap, is_few: is_few(pooled.n), line: perceived.zip(verified).map(|(p, v)| p - v) }
        });
        points.collect()
    }

    /// The gap of the last days less that of as many days before; none when either has no statement. It is not clear when either has
    /// too few changes or statements.
    fn change(&self, team: usize) -> Option<Difference> {
        let ((now, n_now), (before, n_before)) = (self.last_days.get(team)?, self.days_before.get(team)?);
        let least = n_now.min(n_before).min(now.stated).min(before.stated);
        gap_moved(before, now, least < self.needed)
    }
}

fn standing(cx: &Context<'_>, rung: &TeamRung, gaps: &Gaps, window: &[u32]) -> Standing {
    let place = |rung: &str| cx.rung_place(rung);
    let team = rung.team_place as usize;
    let (blocker, blocker_gate) = match rung.blocking().next() {
        _ if window.is_empty() => (ladder::NO_RECENT_CHANGE.to_owned(), None),
        Some(c) => (blocker(cx, c, window, &rung.owed), wording::criterion_gate(c)),
        None => (ladder::NOTHING_BLOCKS.to_owned(), None),
    };
    Standing {
        team: rung.team.clone(),
        changes: window.len() as u64,
        rung: if window.is_empty() { None } else { place(&rung.rung) },
        claimed: rung.claimed_rung.as_deref().and_then(place),
        previous: rung.previous_rung.as_deref().and_then(place),
        spark: gaps.spark(team, |n| cx.is_few(n)),
        pooled: gaps.window.get(team).copied().unwrap_or_default(),
        gap_change: gaps.change(team),
        blocker,
        blocker_gate,
    }
}

/// What blocks a criterion over the changes of the ladder's window, in one short sentence.
fn blocker(cx: &Context<'_>, c: &CriterionResult, window: &[u32], owed: &[u32]) -> String {
    let measured = wording::measured(cx.policy, c);
    let is_named = matches!(c.metric, Metric::StrongFamilies | Metric::UnpreventedRecurrence);
    let lacking = if is_named { figures::ladder::lacking(cx.assessment, c.metric, c.gate, window) } else { Vec::new() };
    let names = lacking
        .iter()
        .filter_map(|lack| match lack {
            Lack::WeakFamily { family } => Some(family.title().to_owned()),
            Lack::Recurrence { pattern, .. } => cx.policy.pattern(*pattern).map(|p| p.title.clone()),
            _ => None,
        })
        .collect();
    let most_lacking = if c.metric == Metric::Verified { most_lacking(cx, c, owed) } else { None };
    let more = criterion::Blocking {
        most_lacking: most_lacking.and_then(|(t, k, n)| Some((cx.policy.artifact_type(t)?.title.clone(), k, n))),
        names,
    };
    criterion::blocker(&measured, &more)
}

/// The artifact type that most changes lack among those that a criterion of verified evidence asks for, with how many lack it of
/// how many that owe it; the first of the policy on a tie.
pub(crate) fn most_lacking(cx: &Context<'_>, c: &CriterionResult, owed: &[u32]) -> Option<(ArtifactTypeId, u64, u64)> {
    // for each type: how many owe it, and how many of them lack it
    let mut counts = vec![(0_u64, 0_u64); cx.policy.artifact_types.len()];
    for (state, n) in cx
        .assessment
        .states_of_counts(owed)
        .filter(|(state, _)| figures::ladder::asks_for(cx.assessment, c.metric, c.gate, state))
    {
        if let Some((owed, lacks)) = counts.get_mut(usize::from(state.artifact_type.0)) {
            *owed += n;
            *lacks += if state.is_verified { 0 } else { n };
        }
    }
    let most = (0_u16..).zip(counts).max_by_key(|&(t, (_, lacks))| (lacks, std::cmp::Reverse(t)));
    most.filter(|(_, (_, lacks))| *lacks > 0).map(|(t, (owed, lacks))| (ArtifactTypeId(t), lacks, owed))
}
