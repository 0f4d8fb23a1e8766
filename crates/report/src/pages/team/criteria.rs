//! The criteria of a team's next rung, with what is missing and a command that would supply it.

use crate::context::Context;
use crate::document::{Block, Cell, Check, Content, Datum, FigureId, Head, Table, datum, head, table};
use crate::figures::standings::{Rung, most_lacking};
use crate::pages::matrix::panel as matrix_panel;
use crate::pages::team::words as team_words;
use crate::route::Route;
use crate::text::{artifact, criterion as words};
use crate::wording;
use plumbline_assess::{CriterionResult, CriterionState, Lack, figures};
use plumbline_domain::{ArtifactTypeId, Metric};

/// How many missing items are listed.
const LISTED: usize = 20;

/// The criteria of the first rung that is held back, or of the highest.
#[derive(Default)]
pub(crate) struct Criteria {
    head: Head,
    /// Each with its state, open ones first.
    checks: Vec<(CriterionState, Check)>,
    /// What happens when all are met.
    note: String,
}

impl Criteria {
    /// `window` holds the team's changes that the ladder looks at.
    pub fn of(cx: &Context<'_>, rungs: &[Rung], computed: Option<usize>, results: &[CriterionResult], window: &[u32]) -> Self {
        let next = computed.map_or(1, |c| c + 1);
        let highest = rungs.len().saturating_sub(1);
        let Some(rung) = rungs.get(next.min(highest)) else { return Criteria::default() };
        let mut of_rung: Vec<&CriterionResult> = results.iter().filter(|c| c.rung == rung.id).collect();
        of_rung.sort_by_key(|c| match c.state {
            CriterionState::NotMet => 0,
            CriterionState::NotEnoughData => 1,
            CriterionState::Met => 2,
            CriterionState::NotApplicable => 3,
        });
        let open: Vec<_> = of_rung.iter().filter(|c| c.state.holds_back()).map(|c| wording::criterion_gate(c)).collect();
        let n_open = open.len() as u64;
        let n = of_rung.len() as u64;
        Criteria {
            head: head(
                team_words::criteria_title(&rung.title, n - n_open, n),
                words::where_open(&open),
                twin(cx, rungs, results, window),
            ),
            checks: of_rung.iter().map(|c| (c.state, check(cx, c, window))).collect(),
            note: words::note((next <= highest).then_some(rung.title.as_str()), n_open),
        }
    }

    /// How many are in a state.
    pub fn count(&self, state: CriterionState) -> u64 {
        self.checks.iter().filter(|(s, _)| *s == state).count() as u64
    }

    pub fn figure(self) -> Block {
        let mut content = vec![Content::Checks(self.checks.into_iter().map(|(_, check)| check).collect())];
        if !self.note.is_empty() {
            content.push(Content::Note(self.note));
        }
        Block::figure(FigureId::TeamCriteria.span(4), self.head, content)
    }
}

fn check(cx: &Context<'_>, c: &CriterionResult, window: &[u32]) -> Check {
    Check {
        state: wording::state_word(c.state).to_owned(),
        is_open: c.state.holds_back(),
        title: words::title(c.metric, c.gate),
        detail: [words::detail(&wording::measured(cx.policy, c)), words::in_spite(prevented_recurrences(cx, c, window))].concat(),
        side: wording::criterion_gate(c).map_or("", |g| g.title()).to_owned(),
        more: if c.state.holds_back() { supply(cx, c, window) } else { Vec::new() },
    }
}

/// For the criterion of recurring patterns: how often patterns recurred though their prevention is in place.
fn prevented_recurrences(cx: &Context<'_>, c: &CriterionResult, window: &[u32]) -> u64 {
    if c.metric != Metric::UnpreventedRecurrence {
        return 0;
    }
    let patterns = figures::pattern::by_team(cx.assessment, window);
    patterns.iter().filter(|p| p.is_prevented).map(|p| p.recurrences()).sum()
}

/// What a criterion lacks, change by change, and a command that would supply it.
fn supply(cx: &Context<'_>, c: &CriterionResult, window: &[u32]) -> Vec<Content> {
    let lacking = lacking_newest_first(cx, c, window);
    let command = command(cx, c, &lacking, window);
    if lacking.is_empty() && command.is_none() {
        return Vec::new();
    }
    let item = |lack: &Lack| {
        let MissingItem { change, what } = missing(cx, lack);
        let to = cx.location.with_route(Route::Change { id: change.clone() }).to_fragment();
        Cell::styled("mono", change).to(to).detail(what)
    };
    let mut items: Vec<Cell> = lacking.iter().take(LISTED).map(item).collect();
    let more = lacking.len() - items.len();
    if more > 0 {
        items.push(Cell::styled("dim", words::and_more(more as u64)));
    }
    let mut content = vec![Content::Items(items)];
    if let Some(command) = command {
        content.push(Content::Note(words::WOULD_SUPPLY.to_owned()));
        content.push(Content::Code(command));
    }
    let summary = match lacking.len() {
        0 => words::HOW_TO_SUPPLY.to_owned(),
        n => words::what_is_missing(n as u64),
    };
    vec![Content::Fold { summary, is_open: false, content }]
}

/// Something that a criterion lacks.
pub(crate) struct MissingItem {
    /// The change, or what else lacks it.
    pub change: String,
    /// What of it, such as "Rollback rehearsal: claimed".
    pub what: String,
}

/// What keeps a criterion from being met in full, the newest change first.
pub(crate) fn lacking_newest_first(cx: &Context<'_>, c: &CriterionResult, window: &[u32]) -> Vec<Lack> {
    let mut lacking = figures::ladder::lacking(cx.assessment, c.metric, c.gate, window);
    let date = |lack: &Lack| change_of(lack).and_then(|place| cx.assessment.assessed(place)).map(|c| c.date);
    lacking.sort_by_key(|lack| std::cmp::Reverse(date(lack)));
    lacking
}

/// The change in which something is missing, if it is one.
pub(crate) fn change_of(lack: &Lack) -> Option<u32> {
    match lack {
        Lack::Unverified { change, .. }
        | Lack::NotReproduced { change, .. }
        | Lack::OpenFinding { change, .. }
        | Lack::NoBlindReview { change } => Some(*change),
        Lack::UntestedRelease { .. } | Lack::WeakFamily { .. } | Lack::Recurrence { .. } => None,
    }
}

/// What is missing, in words.
pub(crate) fn missing(cx: &Context<'_>, lack: &Lack) -> MissingItem {
    let id = |place: u32| cx.assessment.id(place).to_owned();
    let (change, what) = match lack {
        Lack::Unverified { change, gate, artifact_type } | Lack::NotReproduced { change, gate, artifact_type } => {
            let owed = cx.assessment.assessed(*change).map(|c| c.gate(*gate));
            let owed = owed.and_then(|g| g.requirements.iter().find(|r| r.artifact_type == *artifact_type));
            let state = owed.map_or_else(String::new, |r| wording::requirement(cx.policy, r));
            let is_there = owed.is_some_and(|r| r.is_verified);
            let what = match lack {
                Lack::NotReproduced { .. } if is_there => words::not_reproduced(&state),
                _ => state,
            };
            (id(*change), what)
        }
        Lack::OpenFinding { change, gate, n } => (id(*change), words::open_findings(u64::from(*n), *gate)),
        Lack::UntestedRelease { release } => {
            let name = cx.assessment.releases().get(*release as usize);
            (name.cloned().unwrap_or_default(), words::UNTESTED_RELEASE.to_owned())
        }
        Lack::NoBlindReview { change } => (id(*change), words::NO_BLIND_REVIEW.to_owned()),
        Lack::WeakFamily { family } => (family.title().to_owned(), words::WEAK_FAMILY.to_owned()),
        Lack::Recurrence { pattern, changes } => {
            let title = cx.policy.pattern(*pattern).map_or_else(String::new, |p| p.title.clone());
            (title, words::recurs(*changes))
        }
    };
    MissingItem { change, what }
}

/// A command that would supply what is missing most.
fn command(cx: &Context<'_>, c: &CriterionResult, lacking: &[Lack], window: &[u32]) -> Option<String> {
    let of_type = |id: &str| artifact::command(id).map(str::to_owned);
    match c.metric {
        Metric::Verified | Metric::RollbackRehearsed => {
            let (artifact_type, ..) = most_lacking(cx, c, &cx.assessment.requirement_counts(window))?;
            of_type(&cx.policy.artifact_type(artifact_type)?.id)
        }
        Metric::ReproducedShare => lacking.iter().find_map(|lack| repeat(cx, lack)),
        Metric::ShippedClean => of_type("policy-diagnostics"),
        Metric::AlertPathPerRelease => of_type("alert-test"),
        Metric::BlindReview => None,
        Metric::StrongFamilies => lacking.iter().find_map(|lack| match lack {
            Lack::WeakFamily { family } => {
                let strong = cx.policy.artifact_types.iter().filter(|t| t.strong.contains(family));
                strong.filter(|t| t.reproducible).find_map(|t| of_type(&t.id))
            }
            _ => None,
        }),
        Metric::UnpreventedRecurrence => lacking.iter().find_map(|lack| match lack {
            Lack::Recurrence { pattern, .. } => cx.policy.pattern(*pattern)?.prevention.iter().find_map(|id| of_type(id)),
            _ => None,
        }),
    }
}

/// The shell lines that repeat an item that is there and was not reproduced.
fn repeat(cx: &Context<'_>, lack: &Lack) -> Option<String> {
    let Lack::NotReproduced { change, gate, artifact_type } = lack else { return None };
    let (place, item) = cx.assessment.assessed(*change)?.gate(*gate).best_item(*artifact_type).map(|(i, _)| (*change, i))?;
    let (change, _) = cx.assessment.change(place)?;
    let (report, item) = change.item(*gate, u32::try_from(item).ok()?)?;
    item.artifact.as_ref()?;
    Some(matrix_panel::recipe(cx, ArtifactTypeId(artifact_type.0), change, report, item).lines.join("\n"))
}

fn twin(cx: &Context<'_>, rungs: &[Rung], results: &[CriterionResult], window: &[u32]) -> Table {
    let cells = results.iter().map(|c| {
        let m = wording::measured(cx.policy, c);
        let missing =
            if c.state.holds_back() { figures::ladder::lacking(cx.assessment, c.metric, c.gate, window).len() } else { 0 };
        vec![
            rungs.iter().find(|r| r.id == c.rung).map_or(c.rung.as_str(), |r| r.title.as_str()).into(),
            words::title(c.metric, c.gate).into(),
            words::outcome(c.state).into(),
            words::value(&m).into(),
            c.low.map_or_else(Datum::default, datum::share),
            datum::count(c.n),
            words::need(m.need).into(),
            datum::count(missing as u64),
        ]
    });
    table(&team_words::CRITERIA_COLUMNS, cells.collect())
}
