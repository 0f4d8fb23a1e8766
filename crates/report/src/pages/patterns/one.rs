//! The page of one failure pattern: its course in each team, what showed it, what would have stopped it, every occurrence.

use crate::context::Context;
use crate::document::{
    Block, Cell, Content, Document, Entry, Fact, FigureId, Grid, PageId, Row, Table, columns_of, datum, head, plain, table,
};
use crate::figures::patterns;
use crate::figures::patterns::{mark_despite, say_despite};
use crate::figures::periods::Periods;
use crate::pages::patterns::occurrence;
use crate::pages::patterns::words;
use crate::pages::patterns::{all_patterns, in_place, n_after_prevention};
use crate::pick;
use crate::route::Route;
use crate::text;
use crate::text::{artifact, date, number, pattern as shared};
use plumbline_assess::{CourseStep, EvidenceRule, GroupBy, OccurrenceSource, PatternCourse, PatternRow, TeamPattern, figures};
use plumbline_charts::Chart;
use plumbline_charts::timeline::{Spell, Timeline, TimelineDot, TimelineRow};
use plumbline_domain::{ArtifactTypeId, PatternPolicy};

/// How many occurrences are shown, and how many are listed with those folded below them.
const SHOWN: usize = 20;
const LISTED: usize = 200;
/// How many teams have a row on the chart.
const DRAWN_TEAMS: usize = 30;
/// How many teams and rules have a row in their tables.
const ROWS: usize = 100;

/// What the page is about.
struct Opened<'a> {
    cx: &'a Context<'a>,
    stated: &'a PatternPolicy,
    figures: PatternRow,
    by_team: Vec<TeamPattern>,
    course: PatternCourse<'a>,
    /// The steps of this pattern, oldest first.
    steps: Vec<CourseStep<'a>>,
}

/// None when no pattern has this id.
pub(crate) fn build(cx: &Context<'_>, id: &str) -> Option<Document> {
    let rows = figures::pattern::rows_by(cx.assessment, &cx.subset, cx.patterns_with_history());
    let figures = rows.into_iter().find(|r| r.pattern == id)?;
    let stated = cx.policy.pattern(figures.pattern_id)?;
    let pattern = figures.pattern_id;
    let course = cx.pattern_course();
    let mut by_team = cx.patterns_with_history().to_vec();
    by_team.retain(|t| t.pattern == pattern);
    let name = |team: &TeamPattern| cx.assessment.team_name(team.team).to_lowercase();
    by_team.sort_by_key(name);
    let steps = course.steps.iter().filter(|s| s.occurrence.pattern == pattern).copied().collect();
    let opened = Opened { cx, stated, figures, by_team, course, steps };
    Some(opened.document())
}

impl Opened<'_> {
    fn document(&self) -> Document {
        let (cx, f) = (self.cx, &self.figures);
        let after = n_after_prevention(&self.course, Some(f.pattern_id));
        let found = cx.assessment.with_pattern(&cx.subset, f.pattern_id);
        let or_none = !cx.assessment.without(&found, GroupBy::Team).is_empty();
        let teams = words::Teams { n: self.by_team.len() as u64, or_none };
        Document {
            page: PageId::Pattern,
            eyebrow: cx.eyebrow(&words::eyebrow(&self.stated.title)),
            headline: plain(words::headline_of(&self.stated.title, f.occurrences, f.changes, teams, f.recurrences, after)),
            actions: vec![all_patterns(cx)],
            blocks: vec![self.teams(), self.facts(), self.harden(), self.shown_by(), self.occurrences()],
        }
    }

    /// Each team's course, with the mark of its prevention.
    fn teams(&self) -> Block {
        let cx = self.cx;
        let periods = Periods::of(cx.assessment, &cx.subset);
        let names = periods.names();
        let prevented = self.by_team.iter().filter(|t| t.is_prevented).count() as u64;
        let title = words::in_place_title(prevented, self.by_team.len() as u64);
        let mut drawn = Timeline {
            ticks: names.iter().map(|n| date::period(n)).collect(),
            years: date::years(&names),
            names: names.iter().map(|n| date::period_in_full(n)).collect(),
            rows: self.by_team.iter().take(DRAWN_TEAMS).map(|t| self.course_of(t, &periods)).collect(),
        };
        for step in self.steps.iter().filter(|s| s.is_after_prevention) {
            if let Some(row) = self.by_team.iter().position(|t| Some(t.team) == step.team) {
                mark_despite(&mut drawn, row, periods.place(step.date));
            }
        }
        say_despite(&mut drawn);
        let cells = self.by_team.iter().map(|t| {
            let after = self.after_in(t.team);
            let counts = [t.occurrences, t.changes, t.recurrences(), after].map(datum::count);
            let mut cells = vec![cx.assessment.team_name(t.team).into()];
            cells.extend(counts);
            cells.push(in_place(&self.course, t.team, t.pattern).text.into());
            let places = self.steps.iter().filter(|s| s.team == Some(t.team)).filter_map(|s| periods.place(s.date));
            let mut by_period = vec![0_u64; names.len()];
            for place in places {
                if let Some(n) = by_period.get_mut(place) {
                    *n += 1;
                }
            }
            cells.extend(by_period.into_iter().map(datum::count));
            cells
        });
        let mut twin = table(&words::TEAM_COLUMNS, cells.collect());
        twin.columns.extend(names.iter().map(|n| date::period(n)));
        twin.numeric.extend(names.iter().map(|_| true));
        let rows = self.by_team.iter().take(ROWS).map(|t| {
            let name = cx.assessment.team_name(t.team);
            let open = Route::Team { team: name.to_owned() };
            let after = self.after_in(t.team);
            let count = |n: u64| Cell::from(datum::count(n));
            Row {
                class: String::new(),
                cells: vec![
                    Cell::text(name).to(cx.location.with_route(open).to_fragment()),
                    count(t.occurrences),
                    count(t.changes),
                    count(t.recurrences()),
                    Cell { class: if after > 0 { "contra-word" } else { "dim" }.to_owned(), ..count(after) },
                    in_place(&self.course, t.team, t.pattern),
                ],
            }
        });
        let columns = columns_of(&words::TEAM_COLUMNS);
        let grid = Grid { caption: title.clone(), class: "as-cards".to_owned(), columns, rows: rows.collect() };
        let mut content = Vec::new();
        if !drawn.rows.is_empty() {
            content.push(Content::Chart(Chart::Timeline(drawn)));
            content.push(Content::Grid(grid));
        }
        Block::figure(FigureId::Courses.lead(12), head(title, words::courses_measure(periods.noun()), twin), content)
    }

    fn course_of(&self, team: &TeamPattern, periods: &Periods) -> TimelineRow {
        let mut dots: Vec<TimelineDot> = Vec::new();
        for step in self.steps.iter().filter(|s| s.team == Some(team.team)) {
            let Some(period) = periods.place(step.date) else { continue };
            if dots.last().is_none_or(|d| d.period != period) {
                dots.push(TimelineDot { period, ..TimelineDot::default() });
            }
            if let Some(dot) = dots.last_mut() {
                dot.count += 1;
                dot.repeat |= step.is_repeat;
                dot.words = number::counted(dot.count.into(), "time", "times");
            }
        }
        let name = self.cx.assessment.team_name(team.team);
        let spells = self.course.spells(team.team, team.pattern);
        let spells = spells
            .map(|(from, to)| Spell { from: periods.place(from).unwrap_or(0), to: to.map(|to| periods.place(to).unwrap_or(0)) });
        TimelineRow {
            key: pick::team(self.cx, name),
            name: name.to_owned(),
            dots,
            sum: shared::changes_and_recurred(team.changes, team.recurrences()),
            spells: spells.collect(),
            in_place: words::IN_PLACE.to_owned(),
        }
    }

    fn after_in(&self, team: u32) -> u64 {
        self.steps.iter().filter(|s| s.is_after_prevention && s.team == Some(team)).count() as u64
    }

    fn facts(&self) -> Block {
        let f = &self.figures;
        let values = [
            words::symptom(&self.stated.id).to_owned(),
            patterns::prevention(self.cx.policy, self.stated),
            self.stated.responsible.title().to_owned(),
            words::escaped_of(f.escaped, f.occurrences),
        ];
        let facts =
            words::FACTS.iter().zip(values).map(|(name, value)| Fact { name: (*name).to_owned(), value: Cell::text(value) });
        Block::figure(
            FigureId::PatternFacts.span(12),
            head(words::WHAT_IT_IS, "", Table::default()),
            vec![Content::Facts(facts.collect())],
        )
    }

    /// What would have stopped it: each kind of prevention, what to do, and the command that supplies it.
    fn harden(&self) -> Block {
        let cx = self.cx;
        let mut changes: Vec<u32> = self.steps.iter().map(|s| s.occurrence.change).collect();
        changes.sort();
        changes.dedup();
        let (mut all_owed, mut all_verified) = (0, 0);
        let mut entries = Vec::new();
        for t in self.stated.prevention.iter().filter_map(|id| cx.policy.artifact_type_id(id)) {
            let Some(stated) = cx.policy.artifact_type(t) else { continue };
            let (owed, verified) = self.owed(&changes, t);
            all_owed += owed;
            all_verified += verified;
            let family = stated.strong.iter().chain(&stated.supporting).next();
            let cell = family.map(|family| Route::Matrix { cell: Some((stated.id.clone(), *family)) });
            let mut more: Vec<Content> =
                artifact::command(&stated.id).map(|line| Content::Code(line.to_owned())).into_iter().collect();
            more.push(Content::Note(words::hand_in(stated.gate, &stated.id)));
            entries.push(Entry {
                title: artifact::action(&stated.id, &stated.title),
                figure: words::of_owed(owed, verified),
                detail: words::owed(artifact::meaning(&stated.id), changes.len() as u64, owed, verified),
                to: cell.map(|route| cx.location.with_route(route).to_fragment()).unwrap_or_default(),
                more,
            });
        }
        let content = if entries.is_empty() {
            vec![Content::Note(words::NOTHING_TO_HARDEN.to_owned())]
        } else {
            vec![Content::Entries(entries)]
        };
        let n_by_lack = self.steps.iter().filter(|s| self.is_shown_by_lack(s)).count() as u64;
        let title = words::harden_title(all_owed, all_verified, (n_by_lack, self.steps.len() as u64));
        let subtitle = words::harden_measure(n_by_lack, self.steps.len() as u64);
        Block::figure(FigureId::Prevention.span(6), head(title, subtitle, Table::default()), content)
    }

    /// Whether what shows an occurrence is that its own prevention is not verified: contradicted, or owed and not there.
    fn is_shown_by_lack(&self, step: &CourseStep<'_>) -> bool {
        match step.occurrence.source {
            OccurrenceSource::Evidence { artifact_type, rule } if rule != EvidenceRule::WideRole => {
                let stated = self.cx.policy.artifact_type(artifact_type);
                stated.is_some_and(|t| self.stated.prevention.contains(&t.id))
            }
            _ => false,
        }
    }

    /// Of some changes: how many owe a type, and in how many of these it is verified.
    fn owed(&self, changes: &[u32], artifact_type: ArtifactTypeId) -> (u64, u64) {
        let (mut owed, mut verified) = (0, 0);
        for (_, change) in self.cx.assessment.of(changes) {
            for (_, r) in change.requirements().filter(|(_, r)| r.artifact_type == artifact_type) {
                owed += 1;
                verified += u64::from(r.is_verified);
            }
        }
        (owed, verified)
    }

    /// The rules and the kinds of evidence that show it, the most frequent first.
    fn shown_by(&self) -> Block {
        struct Source<'a> {
            name: &'a str,
            known_by: Vec<&'static str>,
            times: u64,
            changes: Vec<u32>,
        }
        let mut sources: Vec<Source<'_>> = Vec::new();
        for step in &self.steps {
            let Some((name, known_by)) = occurrence::shown_by(self.cx, step) else { continue };
            let known = sources.iter().position(|s| s.name == name);
            let place = known.unwrap_or_else(|| {
                sources.push(Source { name, known_by: Vec::new(), times: 0, changes: Vec::new() });
                sources.len() - 1
            });
            if let Some(source) = sources.get_mut(place) {
                source.times += 1;
                if !source.known_by.contains(&known_by) {
                    source.known_by.push(known_by);
                }
                source.changes.push(step.occurrence.change);
            }
        }
        sources.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.name.cmp(b.name)));
        let most = match sources.as_slice() {
            [one, two, ..] if one.times > two.times => Some((one.name, one.times)),
            [one] => Some((one.name, one.times)),
            _ => None,
        };
        let title = words::shown_by_title(most, sources.len() as u64);
        let rows = sources.iter_mut().take(ROWS).map(|s| {
            s.changes.sort();
            s.changes.dedup();
            let counts = [s.times, s.changes.len() as u64].map(|n| Cell::from(datum::count(n)));
            let mut cells = vec![Cell::text(s.name), Cell::styled("small", text::phrase::list(&s.known_by))];
            cells.extend(counts);
            Row { class: String::new(), cells }
        });
        let rows: Vec<Row> = rows.collect();
        let columns = columns_of(&words::SHOWN_BY_COLUMNS);
        let grid = Grid { caption: title.clone(), class: "as-cards".to_owned(), columns, rows };
        let content = if grid.rows.is_empty() { Vec::new() } else { vec![Content::Grid(grid)] };
        Block::figure(FigureId::ShownBy.span(6), head(title, words::SHOWN_BY_MEASURE, Table::default()), content)
    }

    /// Every occurrence, the newest first.
    fn occurrences(&self) -> Block {
        let f = &self.figures;
        let title = words::occurrences_title(f.occurrences, f.escaped, self.stated.responsible);
        let listed: Vec<&CourseStep<'_>> = self.steps.iter().rev().take(LISTED).collect();
        let subtitle = words::occurrences_measure(listed.len(), self.steps.len());
        let content = occurrence::tables(self.cx, &title, &listed, SHOWN, false);
        Block::figure(FigureId::Occurrences.span(12), head(title, subtitle, Table::default()), content)
    }
}
