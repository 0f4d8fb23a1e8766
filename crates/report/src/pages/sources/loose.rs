//! Tools' files that no report names: their open findings by control family, failure pattern and severity. They move no score.

use crate::context::Context;
use crate::document::{Cell, Column, Content, Grid, Row, datum};
use crate::pages::sources::words;
use plumbline_domain::{Content as ToolFile, Family, Finding, FindingStatus, PatternId, Severity};
use plumbline_rules::{MeaningSource, rule_meaning};
use std::collections::HashMap;

/// How many files are listed.
const LISTED: usize = 50;
/// Up to so many files are shown with everything unfolded.
const UNFOLDED: usize = 3;

/// The files, each with its findings and the start of a gate report.
pub(crate) fn build(cx: &Context<'_>) -> Vec<Content> {
    let files: Vec<&ToolFile> = cx.dataset.loose.iter().filter_map(|l| cx.dataset.content(l.content)).collect();
    let mut out: Vec<Content> = files.iter().take(LISTED).map(|f| file(cx, f, files.len() <= UNFOLDED)).collect();
    let more = files.len().saturating_sub(LISTED);
    if more > 0 {
        out.push(Content::Note(words::loose_left_out(more as u64)));
    }
    out
}

/// Open findings of one family and pattern, by severity.
struct Group {
    family: Option<Family>,
    pattern: Option<PatternId>,
    counts: [u64; 5],
}

/// What a rule means.
struct Rule {
    group: usize,
    is_guessed: bool,
    is_unknown: bool,
}

fn file(cx: &Context<'_>, file: &ToolFile, is_open: bool) -> Content {
    let mut groups: Vec<Group> = Vec::new();
    let mut rules: Vec<Rule> = Vec::new();
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    let (mut in_all, mut guessed, mut unknown) = ([0; 5], 0, 0);
    for finding in file.findings.iter().filter(|f| f.status == FindingStatus::Open) {
        // what a rule means is asked once, of the first finding that names it: a file can hold a million of a few hundred rules
        let id = finding.rule_id.as_deref().filter(|_| finding.control.is_none() && finding.pattern.is_none());
        let known = id.and_then(|id| by_id.get(id)).copied();
        let place = known.unwrap_or_else(|| {
            rules.push(rule(cx, finding, &mut groups));
            rules.len() - 1
        });
        if let (Some(id), None) = (id, known) {
            by_id.insert(id, place);
        }
        let Some(rule) = rules.get(place) else { continue };
        guessed += u64::from(rule.is_guessed);
        unknown += u64::from(rule.is_unknown);
        for counts in groups.get_mut(rule.group).map(|g| &mut g.counts).into_iter().chain([&mut in_all]) {
            if let Some(n) = counts.get_mut(finding.severity.index()) {
                *n += 1;
            }
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.counts));
    let open: Vec<(Severity, u64)> = Severity::ALL.iter().copied().zip(in_all).filter(|(_, n)| *n > 0).collect();
    let mut content = Vec::new();
    if !groups.is_empty() {
        content.push(Content::Grid(grid(cx, &groups, &open)));
        content.extend(words::how_told(guessed, unknown).map(Content::Note));
    }
    let format = file.format.id();
    match cx.policy.kind_of(file.format, file.tool.as_deref()) {
        Some(kind) => {
            content.push(Content::Note(words::as_evidence(&kind.title, kind.gate)));
            content.push(Content::Begin { label: words::BEGIN_REPORT.to_owned(), file: file.path.clone() });
        }
        None => content.push(Content::Note(words::no_evidence(format))),
    }
    let summary = words::loose_file(own_path(file), file.tool.as_deref(), format, &open);
    Content::Fold { summary, is_open, content }
}

/// The path of a file as its reader knows it: without the folder and the digest that a published data set puts in front of its name.
pub fn own_path(file: &ToolFile) -> &str {
    let name = file.path.rsplit_once('/').map_or(file.path.as_str(), |(_, name)| name);
    name.strip_prefix(&file.sha256).and_then(|rest| rest.strip_prefix('-')).unwrap_or(&file.path)
}

/// What a finding says of itself, else what its rule means.
fn rule(cx: &Context<'_>, finding: &Finding, groups: &mut Vec<Group>) -> Rule {
    let (mut family, mut pattern, mut source) = (finding.control, finding.pattern, None);
    if family.is_none() || pattern.is_none() {
        let meaning = rule_meaning(finding, cx.policy);
        (family, pattern, source) = (family.or(meaning.control), pattern.or(meaning.pattern), meaning.source);
    }
    let group = groups.iter().position(|g| g.family == family && g.pattern == pattern).unwrap_or_else(|| {
        groups.push(Group { family, pattern, counts: [0; 5] });
        groups.len() - 1
    });
    let is_unknown = family.is_none() && pattern.is_none();
    Rule { group, is_guessed: source == Some(MeaningSource::Words), is_unknown }
}

fn grid(cx: &Context<'_>, groups: &[Group], open: &[(Severity, u64)]) -> Grid {
    let column = |title: &str, class: &str| Column { title: title.to_owned(), class: class.to_owned(), ..Column::default() };
    let mut columns = vec![column(words::FAMILY, ""), column(words::PATTERN, "")];
    columns.extend(open.iter().map(|(severity, _)| column(severity.id(), "num")));
    let row = |group: &Group| {
        let family = group.family.map_or(words::NO_FAMILY, Family::title);
        let pattern = group.pattern.and_then(|p| cx.policy.pattern(p));
        let mut cells = vec![
            Cell::text(family.to_owned()),
            match pattern {
                Some(pattern) => Cell::text(pattern.title.clone()),
                None => Cell { text: words::NO_PATTERN.to_owned(), class: "dim".to_owned(), ..Cell::default() },
            },
        ];
        let counts = open.iter().map(|(s, _)| group.counts.get(s.index()).copied().unwrap_or(0));
        cells.extend(counts.map(|n| Cell::from(datum::count(n))));
        Row { cells, ..Row::default() }
    };
    let rows = groups.iter().map(row).collect();
    Grid { caption: words::LOOSE_GRID.to_owned(), class: "as-cards".to_owned(), columns, rows }
}
