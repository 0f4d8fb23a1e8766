//! What comes of a copy of the policy: what is wrong with it, and what it would alter beside today's numbers.

use crate::document::{Block, Cell, Content, FigureId, Place, Table, count, datum, head};
use crate::pages::policy::grid;
use crate::pages::policy::words as policy_page;
use crate::text::{ladder, number, policy as words};
use plumbline_assess::{Confidence, Score};
use plumbline_domain::{Diagnostic, DiagnosticSeverity, Gate, sort_alphabetically};
use serde::{Deserialize, Serialize};

/// How many problems are listed.
const PROBLEMS: usize = 100;
/// How many lines of a list stand there before the rest is folded.
const AT_FIRST: usize = 12;
/// How many lines of a list there are at most.
const LISTED: usize = 200;

/// What came of a copy of the policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The result in a sentence or two; empty before anything was tried.
    pub said: String,
    /// Whether the copy can be used.
    pub is_usable: bool,
    /// The SHA-256 of its bytes; empty when it cannot be used.
    pub sha256: String,
    /// What is wrong or odd, in the order of the text.
    pub problems: Vec<Problem>,
    /// How many more problems there are; empty when all are listed.
    pub more: String,
    /// What it would alter, when that was asked for.
    pub blocks: Vec<Block>,
}

/// One thing that is wrong or odd in a copy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Its line, from 1; 0 when it has none.
    pub line: u32,
    /// Its column, from 1, in characters; 0 when it has none.
    pub column: u32,
    /// Whether the copy cannot be used because of it.
    pub is_error: bool,
    /// Line and column in words; empty when it has none.
    pub place: String,
    /// The path in the policy, such as `ladder[2].criteria[0]`; may be empty.
    pub path: String,
    /// A sentence.
    pub message: String,
}

/// What a copy alters against the policy in force.
#[derive(Clone, Debug, Default)]
pub struct TrialEffect {
    /// What differs in the policies: where, in force, in the copy.
    pub keys: Vec<[String; 3]>,
    /// How many teams change their rung.
    pub n_rungs: u64,
    /// Every other number that moves: which, today, under the copy.
    pub numbers: Vec<[String; 3]>,
}

/// What a check of a copy found; `sha256` is the digest of its bytes.
pub fn checked(diagnostics: &[Diagnostic], sha256: &str) -> Trial {
    let is_error = |d: &Diagnostic| d.severity == DiagnosticSeverity::Error;
    let errors = diagnostics.iter().filter(|d| is_error(d)).count();
    let problem = |d: &Diagnostic| {
        let place = d.line.zip(d.column);
        let (line, column) = place.unwrap_or_default();
        Problem {
            line: count(line),
            column: count(column),
            is_error: is_error(d),
            place: place.map_or_else(String::new, |(line, column)| policy_page::place(line, column)),
            path: d.path.clone(),
            message: policy_page::problem(&d.message),
        }
    };
    let more = diagnostics.len().saturating_sub(PROBLEMS) as u64;
    Trial {
        said: policy_page::checked(errors as u64, (diagnostics.len() - errors) as u64),
        is_usable: errors == 0,
        sha256: if errors == 0 { sha256.to_owned() } else { String::new() },
        problems: diagnostics.iter().take(PROBLEMS).map(problem).collect(),
        more: if more > 0 { policy_page::more_problems(more) } else { String::new() },
        blocks: Vec::new(),
    }
}

/// The same with what the copy would alter; `scores` are those of all changes today and under the copy.
pub fn tried(check: Trial, effect: &TrialEffect, scores: (&Score, &Score)) -> Trial {
    let (today, then) = scores;
    let keys = words::policies_differ(effect.keys.len() as u64);
    if effect.keys.is_empty() {
        return Trial { said: policy_page::SAME.to_owned(), ..check };
    }
    let differing = list(FigureId::TrialKeys.span(12), &keys, "", &policy_page::KEYS_COLUMNS, &effect.keys);
    if today.changes == 0 {
        let said = [&policy_page::effect(&[keys]), " ", policy_page::WITHOUT_CHANGES].concat();
        return Trial { said, blocks: vec![differing], ..check };
    }
    let (rungs, numbers) = (words::teams_move(effect.n_rungs), words::numbers_move(effect.numbers.len() as u64));
    let moved =
        list(FigureId::TrialNumbers.span(12), &numbers, policy_page::OVER_ALL, &policy_page::MOVED_COLUMNS, &effect.numbers);
    Trial {
        said: policy_page::effect(&[keys, rungs.clone(), numbers]),
        blocks: vec![gates(today, then), teams(rungs, today, then), differing, moved],
        ..check
    }
}

fn gates(today: &Score, then: &Score) -> Block {
    let cell = |c: &Confidence| match c.verified {
        None => Cell::in_class("empty", datum::none()),
        Some(share) => {
            let interval = number::percent_interval(c.verified_interval());
            Cell::from(datum::share(share)).detail(policy_page::cases(&interval, c.n))
        }
    };
    let rows = Gate::ALL.iter().map(|&gate| {
        let (a, b) = (&today.gates.get(gate).confidence, &then.gates.get(gate).confidence);
        let points = a.verified.zip(b.verified).map(|(a, b)| b - a);
        let class = if a.verified == b.verified { "dim" } else { "strong" };
        vec![Cell::text(gate.title()), cell(a), cell(b), Cell::in_class(class, datum::change(points))]
    });
    let mut table = grid(policy_page::GATES, &policy_page::GATES_COLUMNS, rows.collect());
    if let Content::Grid(grid) = &mut table {
        grid.columns.iter_mut().skip(1).for_each(|column| "num".clone_into(&mut column.class));
    }
    Block::figure(FigureId::TrialGates.span(6), head(policy_page::GATES, policy_page::OVER_ALL, Table::default()), vec![table])
}

/// Teams A to Z, those that change their rung before the others.
fn teams(title: String, today: &Score, then: &Score) -> Block {
    let mut names: Vec<&str> = today.teams.iter().map(|t| t.team.as_str()).collect();
    sort_alphabetically(&mut names, |name| name);
    let rung = |score: &Score, name: &str| {
        score.teams.iter().find(|t| t.team == name).map_or_else(number::dash, |t| ladder::title(&t.rung))
    };
    let (mut change, mut stay) = (Vec::new(), Vec::new());
    for name in names {
        let (a, b) = (rung(today, name), rung(then, name));
        let (list, class) = if a == b { (&mut stay, "dim") } else { (&mut change, "strong") };
        list.push(vec![Cell::text(name), Cell::text(a), Cell::styled(class, b)]);
    }
    let mut content = Vec::new();
    if !change.is_empty() {
        content.push(grid(&title, &policy_page::TEAMS_COLUMNS, change));
    }
    if !stay.is_empty() {
        let summary = policy_page::teams_stay(stay.len() as u64);
        let rest = vec![grid(&summary, &policy_page::TEAMS_COLUMNS, stay)];
        content.push(Content::Fold { summary, is_open: content.is_empty(), content: rest });
    }
    Block::figure(FigureId::TrialTeams.span(6), head(title, policy_page::OVER_ALL, Table::default()), content)
}

/// What moves, as far as it is listed.
fn list(place: Place, title: &str, subtitle: &str, columns: &[&str], lines: &[[String; 3]]) -> Block {
    let row = |[path, from, to]: &[String; 3]| vec![Cell::styled("mono", path), Cell::text(from), Cell::styled("strong", to)];
    let mut rows: Vec<Vec<Cell>> = lines.iter().take(LISTED).map(row).collect();
    let rest = rows.split_off(rows.len().min(AT_FIRST));
    let mut content = Vec::new();
    if !rows.is_empty() {
        content.push(grid(title, columns, rows));
    }
    if !rest.is_empty() {
        let summary = policy_page::all_the_others(rest.len() as u64);
        let mut folded = vec![grid(&summary, columns, rest)];
        if lines.len() > LISTED {
            folded.push(Content::Note(policy_page::not_shown((lines.len() - LISTED) as u64)));
        }
        content.push(Content::Fold { summary, is_open: false, content: folded });
    }
    Block::figure(place, head(title, subtitle, Table::default()), content)
}
