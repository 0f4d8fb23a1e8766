//! The criteria of a team's next rung, with what is missing and a command that would supply it.

use crate::context::Context;
use crate::figures::shared::{head, size, table};
use crate::model::{Criteria, CriterionRow, CriterionState, MissingItem, Rung};
use crate::pages::matrix::panel as matrix_panel;
use crate::pages::teams;
use crate::text::{artifact, criterion, finding, measure, number};
use crate::wording;
use plumbline_assess::{CriterionResult, CriterionState as Assessed, Lack, figures};
use plumbline_domain::{ArtifactTypeId, Metric};

/// How many missing items are listed.
const LISTED: usize = 20;

/// The criteria of the first rung that is held back, or of the highest. `window` holds the team's changes that the ladder looks
/// at.
pub(crate) fn build(
    cx: &Context<'_>,
    rungs: &[Rung],
    computed: Option<u32>,
    results: &[CriterionResult],
    window: &[u32],
) -> Criteria {
    let next = computed.map_or(1, |c| c as usize + 1);
    let highest = rungs.len().saturating_sub(1);
    let Some(rung) = rungs.get(next.min(highest)) else { return empty() };
    let mut rows: Vec<CriterionRow> = results.iter().filter(|c| c.rung == rung.id).map(|c| row(cx, c, window)).collect();
    rows.sort_by_key(|r| match r.state {
        CriterionState::NotMet => 0,
        CriterionState::NotEnoughData => 1,
        CriterionState::Met => 2,
        CriterionState::NotApplicable => 3,
    });
    let held = rows.iter().filter(|r| is_held(r.state)).count() as u64;
    let open = rows.len() as u64 - held;
    let title = finding::criteria(&rung.title, held, rows.len() as u64);
    let note = criterion::note((next <= highest).then_some(rung.title.as_str()), open);
    Criteria { head: head(title, subtitle(&rows), twin(cx, rungs, results, window)), rung: rung.id.clone(), rows, note }
}

fn empty() -> Criteria {
    Criteria { head: head("", "", table(&[], Vec::new())), rung: String::new(), rows: Vec::new(), note: String::new() }
}

fn is_held(state: CriterionState) -> bool {
    matches!(state, CriterionState::Met | CriterionState::NotApplicable)
}

fn subtitle(rows: &[CriterionRow]) -> String {
    let open: Vec<_> = rows.iter().filter(|r| !is_held(r.state)).map(|r| r.gate).collect();
    criterion::where_open(&open)
}

fn state_of(state: Assessed) -> CriterionState {
    match state {
        Assessed::Met => CriterionState::Met,
        Assessed::NotMet => CriterionState::NotMet,
        Assessed::NotEnoughData => CriterionState::NotEnoughData,
        Assessed::NotApplicable => CriterionState::NotApplicable,
    }
}

fn row(cx: &Context<'_>, c: &CriterionResult, window: &[u32]) -> CriterionRow {
    let lacking = if c.state.holds_back() { lacking_newest_first(cx, c, window) } else { Vec::new() };
    CriterionRow {
        id: c.id.clone(),
        title: criterion::title(c.metric, c.gate),
        detail: criterion::detail(&wording::measured(cx.policy, c)),
        state: state_of(c.state),
        gate: wording::criterion_gate(c),
        missing: lacking.iter().take(LISTED).map(|lack| missing(cx, lack)).collect(),
        missing_total: size(lacking.len()),
        command: if c.state.holds_back() { command(cx, c, &lacking, window) } else { None },
    }
}

/// What keeps a criterion from being met in full, the newest change first.
pub(crate) fn lacking_newest_first(cx: &Context<'_>, c: &CriterionResult, window: &[u32]) -> Vec<Lack> {
    let mut lacking = figures::ladder::lacking(cx.assessment, c.metric, c.gate, window);
    let date = |lack: &Lack| change_of(lack).and_then(|place| cx.assessment.change(place)).map(|(_, c)| c.date);
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
    let id = |place: u32| cx.assessment.change(place).map_or_else(String::new, |(c, _)| c.fields.id.clone());
    let (change, what) = match lack {
        Lack::Unverified { change, gate, artifact_type } | Lack::NotReproduced { change, gate, artifact_type } => {
            let owed = cx.assessment.change(*change).map(|(_, c)| c.gate(*gate));
            let owed = owed.and_then(|g| g.requirements.iter().find(|r| r.artifact_type == *artifact_type));
            let state = owed.map_or_else(String::new, |r| wording::requirement(cx.policy, r));
            let is_there = owed.is_some_and(|r| r.is_verified);
            let what = match lack {
                Lack::NotReproduced { .. } if is_there => criterion::not_reproduced(&state),
                _ => state,
            };
            (id(*change), what)
        }
        Lack::OpenFinding { change, gate, n } => (id(*change), criterion::open_findings(u64::from(*n), *gate)),
        Lack::UntestedRelease { release } => {
            let name = cx.assessment.releases().get(*release as usize);
            (name.cloned().unwrap_or_default(), criterion::UNTESTED_RELEASE.to_owned())
        }
        Lack::NoBlindReview { change } => (id(*change), criterion::NO_BLIND_REVIEW.to_owned()),
        Lack::WeakFamily { family } => (family.title().to_owned(), criterion::WEAK_FAMILY.to_owned()),
        Lack::Recurrence { pattern, changes } => {
            let title = cx.policy.pattern(*pattern).map_or_else(String::new, |p| p.title.clone());
            (title, criterion::recurs(*changes))
        }
    };
    MissingItem { change, what }
}

/// A command that would supply what is missing most.
fn command(cx: &Context<'_>, c: &CriterionResult, lacking: &[Lack], window: &[u32]) -> Option<String> {
    let of_type = |id: &str| artifact::command(id).map(str::to_owned);
    match c.metric {
        Metric::Verified | Metric::RollbackRehearsed => {
            let (artifact_type, ..) = teams::most_lacking(cx, c, &cx.assessment.requirement_counts(window))?;
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
    let (place, item) = cx.assessment.change(*change)?.1.gate(*gate).best_item(*artifact_type).map(|(i, _)| (*change, i))?;
    let (change, _) = cx.assessment.change(place)?;
    let item = change.report(*gate)?.items.get(item)?;
    item.artifact.as_ref()?;
    Some(matrix_panel::recipe(cx, ArtifactTypeId(artifact_type.0), change, *gate, item).lines.join("\n"))
}

fn twin(cx: &Context<'_>, rungs: &[Rung], results: &[CriterionResult], window: &[u32]) -> crate::model::Table {
    let cells = results.iter().map(|c| {
        let m = wording::measured(cx.policy, c);
        let missing =
            if c.state.holds_back() { figures::ladder::lacking(cx.assessment, c.metric, c.gate, window).len() } else { 0 };
        vec![
            rungs.iter().find(|r| r.id == c.rung).map_or_else(|| c.rung.clone(), |r| r.title.clone()),
            criterion::title(c.metric, c.gate),
            criterion::outcome(m.outcome).to_owned(),
            criterion::value(&m),
            c.low.map_or_else(String::new, number::percent),
            number::thousands(c.n),
            criterion::need(m.need),
            number::thousands(missing as u64),
        ]
    });
    table(&measure::CRITERIA_COLUMNS, cells.collect())
}
