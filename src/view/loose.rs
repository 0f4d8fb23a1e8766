//! Tools' files that no report names: their open findings by control family, failure pattern and severity. They move no score.

use super::context::Context;
use super::document::{Cell, Column, Content, Grid, Row};
use crate::assess::{MeaningSource, rule_meaning};
use crate::domain::{Content as ToolFile, Family, Finding, FindingStatus, PatternId, Severity, order};
use crate::text::{number, sources as words};

/// How many files are listed.
const LISTED: usize = 50;
/// Up to so many files are shown with everything unfolded.
const UNFOLDED: usize = 3;

/// The files, each with its findings and the start of a gate report.
pub(super) fn build(cx: &Context<'_>) -> Vec<Content> {
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

fn file(cx: &Context<'_>, file: &ToolFile, is_open: bool) -> Content {
    let mut groups: Vec<Group> = Vec::new();
    let (mut in_all, mut guessed, mut unknown) = ([0; 5], 0, 0);
    for finding in file.findings.iter().filter(|f| f.status == FindingStatus::Open) {
        let (family, pattern, source) = meaning(cx, finding);
        guessed += u64::from(source == Some(MeaningSource::Words));
        unknown += u64::from(family.is_none() && pattern.is_none());
        let place = match groups.iter().position(|g| g.family == family && g.pattern == pattern) {
            Some(place) => place,
            None => {
                groups.push(Group { family, pattern, counts: [0; 5] });
                groups.len() - 1
            }
        };
        for counts in groups.get_mut(place).map(|g| &mut g.counts).into_iter().chain([&mut in_all]) {
            if let Some(n) = counts.get_mut(finding.severity.index()) {
                *n += 1;
            }
        }
    }
    order::sort_by(&mut groups, |a, b| b.counts.cmp(&a.counts));
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
    let summary = words::loose_file(&file.path, file.tool.as_deref(), format, &open);
    Content::Fold { summary, is_open, content }
}

/// What a finding says of itself, else what its rule means.
fn meaning(cx: &Context<'_>, finding: &Finding) -> (Option<Family>, Option<PatternId>, Option<MeaningSource>) {
    match (finding.control, finding.pattern) {
        (Some(family), Some(pattern)) => (Some(family), Some(pattern), None),
        (family, pattern) => {
            let rule = rule_meaning(finding, cx.policy);
            (family.or(rule.control), pattern.or(rule.pattern), rule.source)
        }
    }
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
        cells.extend(counts.map(|n| Cell::text(number::thousands(n))));
        Row { cells, ..Row::default() }
    };
    let rows = groups.iter().map(row).collect();
    Grid { caption: words::LOOSE_GRID.to_owned(), class: "as-cards".to_owned(), columns, rows }
}
