//! One gate of a change: what it asks for, what was offered, and how to supply what is missing.

use crate::document::{Block, Cell, Content, Fact, FigureId, GateGlyph, Picture};
use crate::pages::change::words;
use crate::pages::change::{Subject, grid, named, row, text_or};
use crate::pages::matrix::panel as matrix_panel;
use crate::proof::{self, Weighing};
use crate::text::vocabulary::state;
use crate::text::{artifact, condition, date, number, part, probe, recipe, run as run_words};
use crate::wording::reason;
use plumbline_assess::{GradedItem, Requirement};
use plumbline_domain::{Artifact, ArtifactType, Content as Bytes, Gate, GateReport, Grade, Item, Run};
use words::fact;

/// The gate; none when it is not due and has no report.
pub(crate) fn build(s: &Subject<'_, '_>, gate: Gate) -> Option<Block> {
    let at = s.assessed.gate(gate);
    let reports = s.change.reports_at(gate);
    if !at.is_due && reports.is_empty() {
        return None;
    }
    // the report that was recorded last speaks for the gate; each part's own stands with its items
    let report = reports.iter().max_by_key(|r| r.recorded_at);
    let origin = report.map(|r| origin(s, r));
    let title = words::gate_title(gate, at.n_verified.into(), at.requirements.len() as u64);
    let measure = words::gate_measure(
        &words::outcome(at.outcome, at.mode),
        report.map(|r| date::minute(r.recorded_at)).as_deref(),
        origin.as_deref(),
        reports.iter().fold(0, |n: u32, r| n.saturating_add(r.superseded)),
    );
    let mut content = Vec::new();
    if !at.requirements.is_empty() {
        let rows = at.requirements.iter().map(|r| row(required(s, gate, r))).collect();
        content.push(grid(&title, &words::REQUIRED_COLUMNS, rows));
    }
    for requirement in at.requirements.iter().filter(|r| !r.is_verified) {
        content.extend(remedy(s, gate, requirement));
    }
    if !at.items.is_empty() {
        content.push(Content::Heading(words::EVIDENCE.to_owned()));
        let judged = s.change.items_at(gate).zip(&at.items);
        content.extend(judged.enumerate().map(|(i, ((report, item), graded))| {
            let answers = at.requirements.iter().any(|r| r.best.is_some_and(|best| best as usize == i));
            let weighing = u32::try_from(i).ok().and_then(|i| Weighing::of(s.cx.assessment, s.place, gate, i));
            offered(s, &Offered { report, item, graded, answers, weighing })
        }));
    }
    Some(super::figure(FigureId::ChangeGate.span(12), title, measure, content))
}

/// Where a report was read.
fn origin(s: &Subject<'_, '_>, report: &GateReport) -> String {
    let file = s.cx.assessment.file_name(report.origin.file);
    words::origin(file, report.origin.record)
}

fn artifact_type<'a>(s: &Subject<'a, '_>, r: &Requirement) -> Option<&'a ArtifactType> {
    s.cx.policy.artifact_type(r.artifact_type)
}

/// The state of something with the grade and the condition that it has.
fn mark(grade: Grade, reason: Option<plumbline_assess::Reason>) -> Cell {
    let condition = reason.map(plumbline_assess::Reason::condition);
    let glyph = condition.map_or(GateGlyph::Grade(grade), GateGlyph::Condition);
    Cell::drawn(Picture::Gate(glyph), state(grade, condition))
}

/// A requirement: what it is, its state, why, and which item answers it.
fn required(s: &Subject<'_, '_>, gate: Gate, r: &Requirement) -> Vec<Cell> {
    let stated = artifact_type(s, r);
    let title = stated.map_or("", |t| t.title.as_str());
    let report = r.part.and_then(|part| s.change.report(gate, part));
    let item = r.best.and_then(|i| s.change.item(gate, i)).map(|(_, item)| item);
    let has_bytes = item.and_then(|i| i.artifact.as_ref()?.content).is_some();
    let why = match (r.reason, r.grade) {
        (Some(why), _) => reason(why, stated.and_then(|t| t.fresh_days)),
        (None, _) if r.is_verified => words::STANDS.to_owned(),
        (None, Grade::Missing) if report.is_none() => words::NO_REPORT.to_owned(),
        (None, Grade::Missing) => words::MISSING.to_owned(),
        (None, Grade::Claimed) => words::ONLY_CLAIMED.to_owned(),
        (None, _) if !has_bytes => words::NOT_COMPARED.to_owned(),
        (None, _) => condition::NOT_ACCEPTED.to_owned(),
    };
    let offered = item.map_or_else(
        || Cell::styled("empty", words::NOTHING_OFFERED),
        |i| Cell::text(i.title.clone().unwrap_or_else(|| i.id.clone())),
    );
    let offered = match report.and_then(|report| part::of(s.change, report)) {
        Some(part) => offered.detail(part),
        None => offered,
    };
    vec![Cell::text(title), mark(r.grade, r.reason), Cell::text(why), offered]
}

/// The commands that would supply what is not verified.
fn remedy(s: &Subject<'_, '_>, gate: Gate, r: &Requirement) -> Option<Content> {
    // a probe that decides shows its own remedy
    if r.reason.is_some_and(|reason| reason.probe().is_some()) {
        return None;
    }
    let stated = artifact_type(s, r)?;
    let command = proof::command(stated, proof::setting_of(s.change, s.cx.dataset));
    let lines = match r.best.and_then(|i| s.change.item(gate, i)) {
        Some((report, item)) => recipe::again(&recipe::Repeat {
            change: &s.change.fields.id,
            gate: gate.id(),
            part: report.part.as_deref(),
            evidence: &item.id,
            commit: s.change.commit_of(report),
            command: item.command.as_deref(),
            fallback: command,
            ..recipe::Repeat::default()
        }),
        None => command.map(|line| vec![line.to_owned()]).unwrap_or_default(),
    };
    let action = artifact::action(&stated.id, &stated.title);
    let mut content = vec![Content::Note(words::supply(&action, &probe::accepted(&stated.accepts)))];
    if !lines.is_empty() {
        content.push(Content::Code(lines.join("\n")));
    }
    Some(Content::Fold { summary: words::how_to_supply(&stated.title), is_open: false, content })
}

/// One item with all that is known of it.
struct Offered<'a> {
    report: &'a GateReport,
    item: &'a Item,
    graded: &'a GradedItem,
    /// Whether a requirement is judged by it.
    answers: bool,
    /// What the probes of its type make of its file.
    weighing: Option<Weighing>,
}

/// One item: its probes, and folded below them its facts, its runs, and how to repeat it.
fn offered(s: &Subject<'_, '_>, o: &Offered<'_>) -> Content {
    let Offered { report, item, graded, .. } = o;
    let stated = s.cx.policy.artifact_type(item.artifact_type);
    let mut details = vec![Content::Facts(item_facts(s, o))];
    if !item.runs.is_empty() {
        let rows = item.runs.iter().map(|r| row(run(r))).collect();
        details.push(grid(&item.id, &words::RUN_COLUMNS, rows));
        if graded.grade == Grade::Reproduced {
            details.push(Content::Note(run_words::NAMES_ARE_STATED.to_owned()));
        }
    }
    if stated.is_some_and(|t| t.reproducible) && item.artifact.is_some() {
        let recipe = matrix_panel::recipe(s.cx, item.artifact_type, s.change, report, item);
        details.push(Content::Heading(words::REPEAT.to_owned()));
        details.push(Content::Code(recipe.lines.join("\n")));
    }
    let title = stated.map_or("", |t| t.title.as_str());
    let mut summary = condition::item(title, graded.grade, graded.condition(), None);
    for name in item.title.clone().into_iter().chain(part::of(s.change, report)) {
        summary.push_str(" – ");
        summary.push_str(&name);
    }
    let Some(weighing) = &o.weighing else { return Content::Fold { summary, is_open: false, content: details } };
    summary.push_str("; ");
    summary.push_str(&weighing.summary());
    let mut content = Vec::new();
    if !weighing.accepted {
        let accepted = stated.map(|t| probe::accepted(&t.accepts)).unwrap_or_default();
        content.push(Content::Note(words::accepts(&weighing.file, &accepted)));
    } else if !weighing.answers.is_empty() {
        content.push(Content::Probes(weighing.probes()));
    }
    content.push(Content::Fold { summary: words::DETAILS.to_owned(), is_open: false, content: details });
    Content::Fold { summary, is_open: weighing.needs_a_look(graded), content }
}

fn item_facts(s: &Subject<'_, '_>, o: &Offered<'_>) -> Vec<Fact> {
    let Offered { report, item, graded, answers, .. } = o;
    let stated = s.cx.policy.artifact_type(item.artifact_type);
    let content_of = |artifact: &Artifact| artifact.content.and_then(|id| s.cx.dataset.content(id));
    let bytes: Option<&Bytes> = item.artifact.as_ref().and_then(content_of);
    let mut state = mark(graded.grade, graded.reason);
    if let Some(why) = graded.reason {
        state = state.detail(reason(why, stated.and_then(|t| t.fresh_days)));
    } else if !graded.at_its_gate {
        state = state.detail(words::ELSEWHERE);
    } else if !*answers {
        state = state.detail(words::UNASKED);
    }
    let mut facts = vec![
        named(fact::COUNTS, state),
        named(fact::TYPE, Cell::styled("mono", stated.map_or("", |t| t.id.as_str()))),
        named(fact::ID, Cell::styled("mono", item.id.clone())),
    ];
    let mut add = |name: &str, value: Option<Cell>| facts.extend(value.map(|value| named(name, value)));
    add(
        fact::CONTROLS,
        item.controls
            .as_ref()
            .map(|c| Cell::text(c.iter().map(|f| f.title()).collect::<Vec<_>>().join(", ")))
            .filter(|c| !c.text.is_empty()),
    );
    add(fact::STATEMENT, item.statement.clone().map(Cell::text));
    if let Some(artifact) = &item.artifact {
        let recorded = artifact.recorded_sha256.as_deref();
        add(fact::RECORDED, Some(mono(text_or(recorded, words::NOT_STATED))));
        let at_hand = bytes.map_or_else(
            || Cell::styled("empty", words::NOT_AT_HAND),
            |b| match recorded {
                Some(recorded) if recorded == b.sha256 => mono(Cell::text(b.sha256.clone())).detail(words::SAME_DIGEST),
                Some(_) => {
                    Cell { class: "mono contra-word".to_owned(), ..Cell::text(b.sha256.clone()) }.detail(words::OTHER_DIGEST)
                }
                None => mono(Cell::text(b.sha256.clone())),
            },
        );
        add(fact::AT_HAND, Some(at_hand));
        add(fact::PATH, artifact.path.clone().map(Cell::text).map(mono));
    }
    let other = |artifact: &Artifact| {
        let path = artifact.path.clone().or_else(|| content_of(artifact).map(|c| c.path.clone())).unwrap_or_default();
        let is_there = content_of(artifact).is_some();
        mono(Cell::text(path)).detail(if is_there { "" } else { words::NOT_AT_HAND })
    };
    add(fact::BEFORE, item.before.as_ref().map(other));
    for artifact in &item.with {
        add(fact::WITH, Some(other(artifact)));
    }
    let read = bytes.map(|b| Cell::text(b.path.clone()));
    add(fact::FILE, Some(read.unwrap_or_else(|| Cell::text(origin(s, report)))));
    add(fact::FORMAT, bytes.map(|b| Cell::text(b.format.id()).detail(b.tool.clone().unwrap_or_default())));
    add(
        fact::TOOL,
        item.tool
            .as_ref()
            .map(|t| Cell::text([t.name.as_str(), " ", t.version.as_deref().unwrap_or_default()].concat().trim_end())),
    );
    add(fact::COMMAND, item.command.clone().map(Cell::text).map(mono));
    add(fact::EXPIRES, item.expires_at.map(|t| Cell::text(date::minute(t))));
    add(fact::ATTESTATION, item.attestation.clone().map(Cell::text).map(mono));
    facts
}

fn mono(cell: Cell) -> Cell {
    if cell.class.is_empty() { Cell { class: "mono".to_owned(), ..cell } } else { cell }
}

fn run(r: &Run) -> Vec<Cell> {
    let digest =
        |d: &Option<String>| d.as_deref().map_or_else(|| Cell::styled("empty", "–"), |d| Cell::text(number::short_digest(d)));
    vec![
        text_or(r.by.as_deref(), run_words::UNKNOWN_ACTOR),
        text_or(r.at.map(date::minute).as_deref(), run_words::UNDATED),
        digest(&r.inputs),
        digest(&r.output),
        Cell::text(match (r.from_verification, r.blind) {
            _ if r.recorded => run_words::RECORDED,
            (false, _) => words::OWN_RUN,
            (true, false) => words::VERIFICATION,
            (true, true) => words::BLIND_VERIFICATION,
        }),
    ]
}
