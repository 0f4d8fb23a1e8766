//! Facts about the evidence that are worth a second look: they stand beside the numbers and are in none of them.

pub mod words;

use crate::context::Context;
use crate::document::{Block, Cell, Content, Entry, FigureId, Table, head};
use crate::route::Route;
use crate::text::change_id;
use plumbline_assess::figures::remark::TINY;
use plumbline_assess::{Remark, RemarkKind};

/// How many facts stand on the overview.
const ON_OVERVIEW: usize = 3;
/// How many changes are listed of one fact.
const LISTED: usize = 20;

/// The first facts about the selected changes; none when there is none.
pub(crate) fn figure(cx: &Context<'_>) -> Option<Block> {
    let remarks: Vec<Remark> = cx.assessment.remarks().iter().filter_map(|remark| remark.within(&cx.subset)).collect();
    if remarks.is_empty() {
        return None;
    }
    let sources = cx.location.with_route(Route::Sources).to_fragment();
    let shown = remarks.iter().take(ON_OVERVIEW);
    let entries = shown.map(|remark| Entry { to: sources.clone(), ..entry(cx, remark) }).collect();
    let mut content = vec![Content::Entries(entries)];
    let more = remarks.len().saturating_sub(ON_OVERVIEW);
    if more > 0 {
        content.push(Content::Note(words::more(more as u64)));
    }
    let head = head(words::title(remarks.len() as u64), words::TEXT, Table::default());
    Some(Block::figure(FigureId::SecondLook.span(12), head, content))
}

/// All facts about the data set.
pub(crate) fn all(cx: &Context<'_>) -> Vec<Content> {
    let with_changes = |remark| Entry { more: vec![changes(cx, remark)], ..entry(cx, remark) };
    if cx.assessment.n_in_all() > cx.assessment.n_changes() as u64 && !cx.assessment.remarks().is_empty() {
        return vec![Content::Note(words::IN_PARTS.to_owned())];
    }
    let entries: Vec<Entry> = cx.assessment.remarks().iter().map(with_changes).collect();
    if entries.is_empty() { Vec::new() } else { vec![Content::Entries(entries)] }
}

fn entry(cx: &Context<'_>, remark: &Remark) -> Entry {
    let n = remark.changes.len() as u64;
    let title = |id| cx.policy.artifact_type(id).map_or("", |t| t.title.as_str());
    let (title, detail) = match &remark.kind {
        RemarkKind::SameFile { artifact_type, path, bytes, others } => {
            (words::same_file(n, *bytes, title(*artifact_type)), words::and_others(path, u64::from(*others)))
        }
        RemarkKind::TinyFile { artifact_type, least } => (words::tiny_file(n, TINY, title(*artifact_type)), words::least(*least)),
        RemarkKind::OneVerifier { by, n } => (words::one_verifier(by, *n), String::new()),
        RemarkKind::OlderThanChange { items } => (words::older(*items, n), String::new()),
    };
    Entry { title, detail, ..Entry::default() }
}

/// The first changes that a fact speaks of, folded.
fn changes(cx: &Context<'_>, remark: &Remark) -> Content {
    let listed = remark.changes.iter().take(LISTED).map(|place| cx.assessment.id(*place));
    let link =
        |id: &str| Cell::text(change_id::short(id)).to(cx.location.with_route(Route::Change { id: id.to_owned() }).to_fragment());
    let mut changes: Vec<Cell> = listed.map(link).collect();
    let more = remark.changes.len().saturating_sub(LISTED);
    if more > 0 {
        changes.push(Cell::styled("dim", words::more_changes(more as u64)));
    }
    Content::Fold { summary: words::CHANGES.to_owned(), is_open: false, content: vec![Content::Items(changes)] }
}
