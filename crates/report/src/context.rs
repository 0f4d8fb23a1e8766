//! What every page of one location needs: the selected changes, the words of the filter, and what to compare with.

use crate::frame::DataOrigin;
use crate::route::{Filter, Location, Period, Route};
use crate::text::{date, page, vocabulary};
use plumbline_assess::{
    Assessment, By, Cache, Confidence, GroupBy, Parts, PatternCourse, Selection, TeamPattern, TeamRung, figures,
};
use plumbline_domain::{Dataset, Gate, Instant, Policy};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

const DAY_US: i64 = 86_400_000_000;

/// One location over one data set.
pub(crate) struct Context<'a> {
    pub dataset: &'a Dataset,
    pub assessment: &'a Assessment,
    cache: &'a Cache,
    pub policy: &'a Policy,
    pub origin: &'a DataOrigin,
    pub location: &'a Location,
    /// The filter as a selection. On a team's page the team is that of the page.
    pub selection: Selection,
    /// The selected changes.
    pub subset: Vec<u32>,
    /// The same without the period: what the ladder, the sparklines and the 30 days of the teams' table look at.
    pub any_time: Vec<u32>,
    /// The last instant that the period covers.
    pub end: Instant,
    // of the selected changes, each worked out when it is first asked for
    selected_pairs: OnceCell<Pairs>,
    by_team: OnceCell<ByTeam>,
    teams_by_date: OnceCell<Parts>,
    team_patterns: OnceCell<Vec<TeamPattern>>,
    ranges: OnceCell<Option<Ranges>>,
    comparison: OnceCell<Option<Comparison>>,
    // of the same filters, from any date to the end of the period
    history_by_date: OnceCell<Parts>,
    patterns_with_history: OnceCell<Vec<TeamPattern>>,
}

/// The selected changes by team, with what they owe.
pub(crate) struct ByTeam {
    /// By the places of the teams.
    pub parts: Parts,
    /// The counts of the requirements of each part, for [`Assessment::states_of_counts`]; at last of those without a team.
    pub counts: Vec<Vec<u32>>,
}

impl ByTeam {
    fn of(assessment: &Assessment, subset: &[u32]) -> Self {
        let (parts, without) = (assessment.parts(subset, GroupBy::Team), assessment.without(subset, GroupBy::Team));
        let rows = parts.iter().map(|(_, of_team)| of_team).chain([without.as_slice()]);
        let counts = rows.map(|rows| assessment.requirement_counts(rows)).collect();
        ByTeam { parts, counts }
    }

    /// The counts of all selected changes.
    pub(crate) fn all_counts(&self) -> Vec<u32> {
        let mut all = self.without_counts().to_vec();
        for (_, counts) in self.parts.iter().map(|(team, _)| (team, self.counts.get(team))) {
            for (sum, n) in all.iter_mut().zip(counts.into_iter().flatten()) {
                *sum += n;
            }
        }
        all
    }

    fn without_counts(&self) -> &[u32] {
        self.counts.last().map_or(&[], Vec::as_slice)
    }
}

/// The confidence of a set of changes at each gate, and of all gates pooled.
#[derive(Clone)]
pub(crate) struct Pairs {
    gates: By<Gate, Confidence>,
    pub pooled: Confidence,
    /// How many changes.
    n: u64,
    /// Fewer are too few.
    needed: u64,
}

impl Pairs {
    pub fn at(&self, gate: Gate) -> &Confidence {
        self.gates.get(gate)
    }

    /// That at a gate, or of all gates pooled.
    pub fn of(&self, gate: Option<Gate>) -> &Confidence {
        gate.map_or(&self.pooled, |gate| self.at(gate))
    }

    /// Whether fewer state a confidence than the policy asks for: at a gate, or over all gates.
    pub(crate) fn is_little_stated(&self, gate: Option<Gate>) -> bool {
        self.of(gate).stated < self.needed
    }

    /// Whether there are fewer changes than the policy asks for: of those due at a gate, or of all.
    pub(crate) fn is_few(&self, gate: Option<Gate>) -> bool {
        gate.map_or(self.n, |gate| self.at(gate).n) < self.needed
    }
}

/// The changes of two ranges of the same length, the later first, and where that begins.
pub(crate) type Ranges = (Vec<u32>, Vec<u32>, Instant);

/// Two ranges of the same length, one after the other.
pub(crate) struct Comparison {
    pub now: Pairs,
    pub before: Pairs,
    /// Where the later range begins.
    pub since: Instant,
    /// Their length in days.
    pub days: u64,
}

impl<'a> Context<'a> {
    pub fn new(assessment: &'a Assessment, cache: &'a Cache, origin: &'a DataOrigin, location: &'a Location) -> Self {
        let dataset = assessment.dataset();
        let selection = selection_of(location, dataset.now);
        let all = assessment.select(&Selection { since: None, until: None, ..selection.clone() });
        let any_time = narrowed(assessment, &location.filter, all);
        // every filter looks at one change alone, so that it is the same whether the period narrows first or last
        let subset = match (selection.since, selection.until) {
            (None, None) => any_time.clone(),
            (since, until) => assessment.dated(&any_time, since, until),
        };
        let end = selection.until.unwrap_or(dataset.now).min(dataset.now);
        Context {
            dataset,
            assessment,
            cache,
            policy: &dataset.policy,
            origin,
            location,
            selection,
            subset,
            any_time,
            end,
            selected_pairs: OnceCell::new(),
            by_team: OnceCell::new(),
            teams_by_date: OnceCell::new(),
            team_patterns: OnceCell::new(),
            ranges: OnceCell::new(),
            comparison: OnceCell::new(),
            history_by_date: OnceCell::new(),
            patterns_with_history: OnceCell::new(),
        }
    }

    /// The selected changes by team.
    pub fn by_team(&self) -> &ByTeam {
        self.by_team.get_or_init(|| ByTeam::of(self.assessment, &self.subset))
    }

    /// The patterns of each team in the selected changes.
    pub(crate) fn team_patterns(&self) -> &[TeamPattern] {
        let by_date = self.teams_by_date();
        self.team_patterns.get_or_init(|| figures::pattern::by_team_from(self.assessment, by_date, by_date))
    }

    /// The changes that decide what came back in the selected ones: those and all before them, under the same filters.
    fn history(&self) -> Cow<'_, [u32]> {
        match (self.selection.since, self.selection.until) {
            (None, _) => Cow::Borrowed(&self.subset),
            (Some(_), until) => Cow::Owned(self.assessment.dated(&self.any_time, None, until)),
        }
    }

    /// The selected changes and all before them by team, those of each by date.
    pub(crate) fn history_by_date(&self) -> &Parts {
        if self.selection.since.is_none() {
            return self.teams_by_date();
        }
        self.history_by_date.get_or_init(|| self.assessment.teams_by_date(&self.history()))
    }

    /// The patterns of each team in the selected changes; what came back and what is prevented is decided by its history.
    pub(crate) fn patterns_with_history(&self) -> &[TeamPattern] {
        if self.selection.since.is_none() {
            return self.team_patterns();
        }
        self.patterns_with_history
            .get_or_init(|| figures::pattern::by_team_from(self.assessment, self.teams_by_date(), self.history_by_date()))
    }

    /// The occurrences in the selected changes, oldest first, each with what went before it at any date.
    pub(crate) fn pattern_course(&self) -> PatternCourse<'a> {
        figures::pattern::course(self.assessment, &self.history()).within(&self.subset)
    }

    /// The selected changes by team, those of each by date.
    pub(crate) fn teams_by_date(&self) -> &Parts {
        self.teams_by_date.get_or_init(|| self.assessment.teams_by_date(&self.subset))
    }

    /// The ladder of the changes of any time.
    pub fn ladder(&self) -> Arc<[TeamRung]> {
        self.cache.ladder(self.assessment, &self.any_time)
    }

    /// The changes of a set in which a text is found.
    pub fn find(&self, subset: &[u32], text: &str) -> Vec<u32> {
        self.cache.find(self.assessment, subset, text)
    }

    pub fn filter(&self) -> &Filter {
        &self.location.filter
    }

    /// The confidence of a set of changes at each gate, and of all gates pooled; that of the selected ones is worked out once.
    pub fn pairs(&self, subset: &[u32]) -> Pairs {
        let pairs = || Pairs {
            gates: figures::confidence::by_gate(self.assessment, subset),
            pooled: figures::confidence::pooled(self.assessment, subset),
            n: subset.len() as u64,
            needed: u64::from(self.policy.too_few),
        };
        if subset == self.subset { self.selected_pairs.get_or_init(pairs).clone() } else { pairs() }
    }

    /// Whether anything was read that could show a finding or a pattern: a file of a type that accepts scans, or a finding itself.
    /// Without it that none was found says nothing.
    pub(crate) fn was_scanned(&self) -> bool {
        let is_scan =
            |id| self.policy.artifact_type(id).is_some_and(|of| of.accepts.iter().any(|format| format.starts_with("sarif")));
        let is_open = || figures::surface::cells(self.assessment, &self.subset).iter().any(|cell| cell.open.total() > 0);
        let cells = figures::matrix::cells(self.assessment, &self.subset);
        cells.iter().any(|cell| cell.present > 0 && is_scan(cell.artifact_type)) || is_open()
    }

    /// Whether so many changes are fewer than the policy asks for.
    pub(crate) fn is_few(&self, n: u64) -> bool {
        n < u64::from(self.policy.too_few)
    }

    /// How many distinct teams have a change in a set.
    pub fn n_teams(&self, subset: &[u32]) -> u64 {
        self.assessment.count_by(subset, GroupBy::Team).iter().filter(|&&n| n > 0).count() as u64
    }

    /// What the selected range is compared with: the range of the same length before it. Without a period the last days of the
    /// ladder's window stand for the range. None when either holds no change.
    pub fn comparison(&self) -> Option<&Comparison> {
        let comparison = || {
            let (now, before, since) = self.ranges()?;
            let days = self.days_from(*since);
            Some(Comparison { now: self.pairs(now), before: self.pairs(before), since: *since, days })
        };
        self.comparison.get_or_init(comparison).as_ref()
    }

    /// The changes of the two ranges that are compared, the later first, and where that begins. Both are of as many whole days.
    pub fn ranges(&self) -> Option<&Ranges> {
        self.ranges.get_or_init(|| self.find_ranges()).as_ref()
    }

    fn find_ranges(&self) -> Option<Ranges> {
        let since = self.selection.since.unwrap_or_else(|| first_of_last_days(self.dataset.now, self.policy.ladder_days));
        let between = |since: Instant, until: Instant| self.assessment.dated(&self.any_time, Some(since), Some(until));
        let days = i64::try_from(self.days_from(since)).unwrap_or(i64::MAX);
        let before = between(since.plus_days(days.saturating_neg()), Instant::from_micros(since.micros().saturating_sub(1)));
        let now = if self.selection.since.is_some() { self.subset.clone() } else { between(since, self.end) };
        (!now.is_empty() && !before.is_empty()).then_some((now, before, since))
    }

    /// The range that is compared with the one before, in words: "the last 90 days", or "the chosen 31 days" of another time.
    pub(crate) fn range_words(&self, days: u64) -> String {
        if date::iso_day(self.end) == date::iso_day(self.dataset.now) { page::last_days(days) } else { page::chosen_days(days) }
    }

    /// The days from the beginning of one to the end of the period, the last one counted as a whole.
    pub(crate) fn days_from(&self, since: Instant) -> u64 {
        u64::try_from(self.end.micros().saturating_sub(since.micros()).max(0)).unwrap_or(0).div_ceil(DAY_US as u64)
    }

    /// The period in words: "24 Aug to 22 Nov 2026", or "All dates".
    pub(crate) fn period_words(&self) -> String {
        match (&self.filter().period, self.selection.since) {
            (Period::All, _) | (_, None) => page::ALL_DATES.to_owned(),
            (_, Some(since)) => date::range(since, self.selection.until.unwrap_or(self.dataset.now)),
        }
    }

    /// The period in an eyebrow: "90 days to 22 Nov 2026", or the dates that there are.
    pub(crate) fn period_span(&self) -> String {
        match &self.filter().period {
            Period::Days(days) => page::days_to(u64::from(*days), &date::day(self.end)),
            Period::Between(..) => self.period_words(),
            Period::All => {
                self.assessment.range(&self.subset).map_or_else(|| page::ALL_DATES.to_owned(), |(a, b)| date::range(a, b))
            }
        }
    }

    /// Whether a filter leaves a part of each team's changes, whatever their dates: then no claim of a whole team is comparable.
    pub(crate) fn is_part_of_teams(&self) -> bool {
        let Filter { environment, authorship, service, release, gate, family, pattern, artifact, lacks, .. } = self.filter();
        let names = [environment, service, release, pattern, artifact, lacks];
        names.iter().any(|name| name.is_some()) || authorship.is_some() || gate.is_some() || family.is_some()
    }

    /// The filters in words, but for the period.
    pub(crate) fn filter_words(&self) -> Vec<String> {
        let filter = self.filter();
        let mut out: Vec<String> = filter.environment.iter().cloned().collect();
        out.extend(filter.authorship.map(|a| format!("{} changes only", vocabulary::authorship(a))));
        if !matches!(self.location.route, Route::Team { .. }) {
            out.extend(filter.team.clone());
        }
        out.extend(filter.service.clone());
        out.extend(filter.release.clone());
        out.extend(filter.gate.map(|g| format!("due at {}", g.title())));
        out.extend(filter.family.map(|f| format!("touching {}", f.title())));
        out
    }

    /// What a page is, after the title of the site's data set, where it has one.
    pub fn titled(&self, what: &str) -> String {
        match self.origin {
            DataOrigin::Site { title } if !title.is_empty() => page::titled(title, what),
            _ => what.to_owned(),
        }
    }

    /// The line above a headline.
    pub fn eyebrow(&self, what: &str) -> String {
        page::eyebrow(&page::Eyebrow {
            what: &self.titled(what),
            period: &self.period_span(),
            filters: &self.filter_words(),
            // a chosen team stands among the filters
            teams: if self.filter().team.is_some() { 0 } else { self.n_teams(&self.subset) },
            changes: self.subset.len() as u64,
            ignored: &self.location.unread,
        })
    }

    /// The place of a rung on the ladder, from the lowest.
    pub(crate) fn rung_place(&self, rung: &str) -> Option<usize> {
        self.policy.rungs().iter().position(|r| *r == rung)
    }
}

/// The changes that a location selects, ascending.
pub(crate) fn select(assessment: &Assessment, location: &Location, now: Instant) -> Vec<u32> {
    narrowed(assessment, &location.filter, assessment.select(&selection_of(location, now)))
}

/// How many of all changes a location selects; none where only changes that are not at hand could tell.
pub(crate) fn n_selected(assessment: &Assessment, location: &Location, now: Instant) -> Option<u64> {
    let selection = selection_of(location, now);
    let Filter { gate: None, family: None, pattern: None, artifact: None, lacks: None, .. } = location.filter else {
        // all of a team is at hand when it is asked for
        let is_at_hand = !selection.teams.is_empty() || assessment.n_in_all() == assessment.n_changes() as u64;
        return is_at_hand.then(|| select(assessment, location, now).len() as u64);
    };
    assessment.n_selected_of_all(&selection)
}

/// What the filters leave that look at more than a change's own fields.
fn narrowed(assessment: &Assessment, filter: &Filter, mut changes: Vec<u32>) -> Vec<u32> {
    let policy = assessment.policy();
    if let Some(gate) = filter.gate {
        changes = assessment.due_at(&changes, gate);
    }
    if let Some(family) = filter.family {
        changes = assessment.touching(&changes, family);
    }
    if let Some(pattern) = &filter.pattern {
        changes = policy.pattern_id(pattern).map(|p| assessment.with_pattern(&changes, p)).unwrap_or_default();
    }
    if let Some(artifact) = &filter.artifact {
        changes = policy.artifact_type_id(artifact).map(|t| assessment.owing(&changes, t)).unwrap_or_default();
    }
    if let Some(lacks) = &filter.lacks {
        changes = policy.artifact_type_id(lacks).map(|t| assessment.lacking(&changes, t)).unwrap_or_default();
    }
    changes
}

/// Where the last so many days begin: at the start of a day in UTC, and the day of `now` is one of them.
pub(crate) fn first_of_last_days(now: Instant, days: u32) -> Instant {
    let first = now.plus_days(1 - i64::from(days.max(1))).micros();
    Instant::from_micros(first.saturating_sub(first.rem_euclid(DAY_US)))
}

/// A location's filter as a selection.
fn selection_of(location: &Location, now: Instant) -> Selection {
    let filter = &location.filter;
    let (since, until) = match &filter.period {
        Period::All => (None, None),
        Period::Days(days) => (Some(first_of_last_days(now, *days)), Some(now)),
        Period::Between(from, to) => {
            // both days included; the end of a day is a microsecond before the next
            let end = date::from_iso_day(to).map(|t| Instant::from_micros(t.plus_days(1).micros().saturating_sub(1)));
            (date::from_iso_day(from), end)
        }
    };
    let team = match &location.route {
        Route::Team { team } => Some(team),
        _ => filter.team.as_ref(),
    };
    Selection {
        since,
        until,
        teams: team.cloned().into_iter().collect(),
        environments: filter.environment.clone().into_iter().collect(),
        authorships: filter.authorship.into_iter().collect(),
        services: filter.service.clone().into_iter().collect(),
        releases: filter.release.clone().into_iter().collect(),
    }
}
