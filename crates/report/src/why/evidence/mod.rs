//! The items themselves: what a change owes, in which state it is, and from which file and record that was read.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Cell, Content, Fact};
use crate::proof::Weighing;
use crate::route::Route;
use crate::text::phrase::capital;
use crate::text::vocabulary::state;
use crate::text::{date, number, part};
use crate::why::panel::{Entry, fact, grid};
use crate::wording;
use plumbline_assess::{FindingSource, GateAssessment, JoinedFinding, Requirement, RequirementTimes};
use plumbline_domain::{Change, Condition, Gate, GateReport, Item, Origin, Role, Statement};
use plumbline_rules::RuleMeaning;

/// Where a record was read.
pub(crate) fn read_from(cx: &Context<'_>, origin: Origin) -> String {
    words::record(cx.assessment.file_name(origin.file), origin.record)
}

/// A change: what it is, and from where its reports were read.
pub fn change(cx: &Context<'_>, entry: Entry) -> Content {
    let Some((change, assessed)) = cx.assessment.change(entry.place) else { return Content::Facts(Vec::new()) };
    let title = change.fields.title.clone().unwrap_or_default();
    let to = cx.location.with_route(Route::Change { id: change.fields.id.clone() }).to_fragment();
    let mut facts = vec![
        Fact { name: words::CHANGE.to_owned(), value: Cell::text(change.fields.id.clone()).to(to).detail(title) },
        fact(words::DATE, date::day(assessed.date), String::new()),
    ];
    if let Some(team) = &change.fields.team {
        facts.push(fact(words::TEAM, team.clone(), String::new()));
    }
    for &gate in Gate::ALL.iter().filter(|g| assessed.gate(**g).is_due && entry.gate.is_none_or(|only| only == **g)) {
        let reports = change.reports_at(gate);
        if reports.is_empty() {
            facts.push(fact(&words::report_of(gate.title()), words::NO_REPORT.to_owned(), String::new()));
        }
        for report in reports {
            let name = words::report_of(&part::of_gate(change, report));
            let said = words::outcome(report.outcome, &date::minute(report.recorded_at));
            facts.push(fact(&name, read_from(cx, report.origin), said));
            facts.extend(statements(change, report));
        }
    }
    Content::Facts(facts)
}

/// What a report states, statement by statement.
fn statements(change: &Change, report: &GateReport) -> Option<Fact> {
    let one = |s: &Statement| {
        let mut said = number::percent(s.confidence);
        let role = s.role.as_ref().map(|role| match role {
            Role::Author => words::AUTHOR,
            Role::Other(word) => word,
        });
        for more in [s.risk.map(|r| r.title()), role, s.by.as_deref()].into_iter().flatten() {
            said.push_str(", ");
            said.push_str(more);
        }
        said
    };
    let all: Vec<String> = report.perceived.iter().map(one).collect();
    (!all.is_empty()).then(|| fact(&words::stated_at(&part::of_gate(change, report)), all.join("; "), String::new()))
}

/// What a change owes, requirement by requirement, and what the probes answer of the file behind each; nothing where it owes
/// nothing that is wanted.
pub fn requirements(cx: &Context<'_>, entry: Entry, wanted: &dyn Fn(&Requirement) -> bool) -> Vec<Content> {
    owed(cx, entry, &words::OWED_COLUMNS, &|_, r| wanted(r))
}

/// The same, with when each fell due, was verified and went stale.
pub fn requirements_with_times(
    cx: &Context<'_>,
    entry: Entry,
    wanted: &dyn Fn(&GateAssessment, &Requirement) -> bool,
) -> Vec<Content> {
    owed(cx, entry, &words::OWED_AND_TIMES_COLUMNS, wanted)
}

fn owed(
    cx: &Context<'_>,
    entry: Entry,
    columns: &[(&str, bool)],
    wanted: &dyn Fn(&GateAssessment, &Requirement) -> bool,
) -> Vec<Content> {
    let Some((change, assessed)) = cx.assessment.change(entry.place) else { return Vec::new() };
    let is_meant = |gate: Gate, r: &Requirement| entry.gate.is_none_or(|only| only == gate) && wanted(assessed.gate(gate), r);
    let owed: Vec<(Gate, &Requirement)> = assessed.requirements().filter(|(gate, r)| is_meant(*gate, r)).collect();
    if owed.is_empty() {
        return Vec::new();
    }
    let rows = owed.iter().map(|(gate, r)| {
        let mut cells = requirement(cx, change, *gate, r, entry.gate.is_none());
        if columns.len() > cells.len() {
            cells.extend(assessed.gate(*gate).times_of(r).map(times));
        }
        cells
    });
    let rows = rows.collect();
    let gates = entry.gate.map_or("its gates", |g| g.title());
    let table = grid(&words::owed_by(&change.fields.id, gates), columns, rows);
    std::iter::once(table).chain(owed.iter().filter_map(|(gate, r)| probes(cx, entry.place, *gate, r))).collect()
}

/// When a requirement fell due, was verified and went stale.
fn times(times: RequirementTimes) -> Cell {
    let due = Cell::text(words::due(&date::minute(times.due_at)));
    due.detail(words::verified(times.verified_at.map(date::minute).as_deref(), times.stale_at.map(date::minute).as_deref()))
}

/// What the probes answer of the file that a requirement is judged by; none where nothing is asked of it.
fn probes(cx: &Context<'_>, place: u32, gate: Gate, r: &Requirement) -> Option<Content> {
    let weighing = Weighing::of(cx.assessment, place, gate, r.best?)?;
    let probes = weighing.short();
    let title = cx.policy.artifact_type(r.artifact_type).map_or("", |t| t.title.as_str());
    let summary = words::weighed(title, &weighing.summary());
    (!probes.is_empty()).then(|| Content::Fold { summary, is_open: false, content: vec![Content::Probes(probes)] })
}

fn requirement(cx: &Context<'_>, change: &Change, gate: Gate, r: &Requirement, names_gate: bool) -> Vec<Cell> {
    let stated = cx.policy.artifact_type(r.artifact_type);
    let mut owed = Cell::text(stated.map_or("", |t| t.title.as_str()));
    if names_gate {
        owed = owed.detail(gate.title());
    }
    let class = match (r.is_verified, r.condition()) {
        (true, _) => "verified-word",
        (false, Some(Condition::Contradicted)) => "contra-word",
        _ => "",
    };
    let mut condition = Cell::styled(class, capital(state(r.grade, r.condition())));
    if let Some(reason) = r.reason {
        condition = condition.detail(wording::reason(reason, stated.and_then(|t| t.fresh_days)));
    }
    let source = match r.part.and_then(|part| change.report(gate, part)) {
        None => Cell::styled("dim", words::NO_REPORT),
        Some(report) => match r.best.and_then(|best| change.item(gate, best)) {
            None => Cell::styled("dim", words::NOT_OFFERED).detail(read_from(cx, report.origin)),
            Some((report, item)) => artifact(cx, report, item),
        },
    };
    vec![owed, condition, source]
}

/// The file that an item names, and the record that names it.
pub fn artifact(cx: &Context<'_>, report: &GateReport, item: &Item) -> Cell {
    let named = words::item_of(&item.id, &read_from(cx, report.origin));
    let Some(artifact) = &item.artifact else { return Cell::text(words::STATEMENT_ONLY).detail(named) };
    let stated = artifact.path.as_deref();
    match artifact.content.and_then(|id| cx.dataset.content(id)) {
        None => Cell::text(stated.unwrap_or(words::UNNAMED)).detail([words::NOT_AT_HAND, "; ", &named].concat()),
        Some(content) => {
            let digest = number::short_digest(&content.sha256);
            Cell::text(content.path.as_str()).detail([&words::read_as(&digest, content.format.id()), "; ", &named].concat())
        }
    }
}

/// The findings of a gate that are wanted; nothing where there is none.
pub fn findings(
    cx: &Context<'_>,
    place: u32,
    gate: Gate,
    wanted: &dyn Fn(&JoinedFinding<'_>, &RuleMeaning) -> bool,
) -> Option<Content> {
    let (change, _) = cx.assessment.change(place)?;
    let rows: Vec<Vec<Cell>> = cx
        .assessment
        .findings(place, gate)
        .iter()
        .filter(|(joined, meaning)| wanted(joined, meaning))
        .map(|(joined, _)| finding(cx, change, gate, joined))
        .collect();
    (!rows.is_empty()).then(|| grid(&words::found_in(&change.fields.id, gate.title()), &words::FINDING_COLUMNS, rows))
}

/// A finding as a row: what, how bad, and where it was read.
pub fn finding(cx: &Context<'_>, change: &Change, gate: Gate, joined: &JoinedFinding<'_>) -> Vec<Cell> {
    let f = joined.finding;
    let what = f.rule_id.as_deref().or(f.message.as_deref()).or(f.id.as_deref()).unwrap_or("finding");
    let on = f.resource.as_deref().or(f.location.path.as_deref()).unwrap_or_default();
    vec![
        Cell::text(what).detail(on),
        Cell::text(capital(f.severity.id())).detail(joined.status.id()),
        match joined.source {
            FindingSource::Report { part, finding } => match change.report(gate, part) {
                None => Cell::default(),
                Some(report) => {
                    Cell::text(read_from(cx, report.origin)).detail(["findings[", &finding.to_string(), "]"].concat())
                }
            },
            FindingSource::Artifact { item, finding } => match change.item(gate, item) {
                None => Cell::default(),
                Some((report, item)) => {
                    let mut cell = artifact(cx, report, item);
                    cell.detail = ["finding ", &number::thousands(finding as u64 + 1), ", ", &cell.detail].concat();
                    cell
                }
            },
        },
    ]
}
