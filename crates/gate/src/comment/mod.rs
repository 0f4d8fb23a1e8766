//! The comment of a pull request: the verdict, and what changed since the base and since the last run, in at most 4,096 bytes.
//!
//! Its last line is a marker for the next run. Everybody who may write to the repository can edit a comment, so what is read back
//! decides which items are called new, and nothing else: the verdict, its figures and the items that fail come from the check alone.

mod base;
mod fit;
mod items;
mod state;
#[cfg(test)]
mod tests;

pub use base::Base;

use crate::check::{ChangeCheck, Check, Problem, Verdict};
use crate::check_notation::{place, place_of_finding, words_of};
use crate::open_finding::OpenFinding;
use crate::words::comment as words;
use fit::{Section, fitted, shortened};
use items::{Item, Kind};
use plumbline_ingest::sha256_hex;
use plumbline_text::{https_link, markdown};
use state::{Earlier, State};

/// The longest comment, in bytes.
pub const MAX_COMMENT: usize = 4_096;
/// The longest link that a comment carries, in bytes.
pub const MAX_COMMENT_LINK: usize = 400;
/// How many findings that do not block are listed at most.
const MAX_OTHERS: usize = 10;

/// What a comment is written from, besides the check.
#[derive(Clone, Debug, Default)]
pub struct CommentTerms<'a> {
    /// The text of the last comment, from wherever it was kept.
    pub previous: Option<&'a str>,
    /// The findings that were open before the change.
    pub base: Base,
    /// Where the whole result is read.
    pub link: Option<&'a str>,
}

/// What there is to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comment {
    /// The whole comment.
    Text(String),
    /// Nothing: the last comment says it already.
    Unchanged,
}

/// A link that a comment may carry: `https:`, a plain host, not too long.
pub fn comment_link(link: &str) -> Option<&str> {
    https_link(link).filter(|link| link.len() <= MAX_COMMENT_LINK && !link.contains(['(', ')']))
}

/// The comment about the first change of a check.
pub fn check_to_comment(check: &Check<'_>, terms: &CommentTerms<'_>) -> Comment {
    let change = check.changes.first();
    let id = change.map_or("", |c| c.change.as_str());
    let now = items::of(check, change);
    let verdict = verdict_line(check, change);
    let state = State::of(id, &verdict, &now);
    let earlier = Earlier::read(terms.previous, id);
    if let Earlier::Known { state: before, verdict: shown } = &earlier
        && before.digest == state.digest
        && *shown == verdict
    {
        return Comment::Unchanged;
    }
    let mut head = format!("{verdict}\n");
    if matches!(earlier, Earlier::Unusable) {
        head.push_str(&format!("\n{}.\n", words::NOT_COMPARED));
    }
    let sections = Listing { check, now: &now, earlier: earlier.state(), base: &terms.base, sections: Vec::new() }.all();
    let link = terms.link.and_then(comment_link);
    let room = MAX_COMMENT.saturating_sub(state.written_len() + 2);
    let mut text = fitted(head, &sections, link, room);
    let shown = shown_digest(&text);
    text.push_str(&format!("\n{}\n", state.written(&shown)));
    Comment::Text(text)
}

/// The digest of what a comment shows, however a service ends its lines.
fn shown_digest(text: &str) -> String {
    sha256_hex(text.trim_end().as_bytes()).chars().take(16).collect()
}

/// The first line: nothing in it comes from a file.
fn verdict_line(check: &Check<'_>, change: Option<&ChangeCheck>) -> String {
    let counts = change.map(ChangeCheck::open_by_severity).unwrap_or_default();
    let (verified, required) = change.map_or((0, 0), |c| (c.verified as u64, c.required as u64));
    let state = match check.verdict() {
        Verdict::Passed => words::PASSED.to_owned(),
        Verdict::Failed => words::failed(check.n_failures() as u64),
        Verdict::NothingToCheck | Verdict::AllLater | Verdict::AllIgnored => words::NOTHING_PROVED.to_owned(),
    };
    format!("{state} {}", words::figures(verified, required, &counts))
}

/// What a comment lists.
struct Listing<'a> {
    check: &'a Check<'a>,
    now: &'a [Item<'a>],
    earlier: Option<&'a State>,
    base: &'a Base,
    sections: Vec<Section>,
}

impl Listing<'_> {
    fn all(mut self) -> Vec<Section> {
        let is_new = |item: &Item<'_>| self.earlier.is_some_and(|before| before.lacks(item));
        let (fresh, old): (Vec<&Item<'_>>, Vec<&Item<'_>>) = self.now.iter().partition(|item| is_new(item));
        if let Some(before) = self.earlier {
            let lines = self.since_last(before, &fresh);
            self.sections.push(Section::of(words::SINCE_LAST, lines));
        }
        let failing = old.iter().filter(|item| item.kind.fails()).filter_map(|item| self.line(item)).collect();
        let title = if self.earlier.is_some() { words::STILL_FAILING } else { words::WHAT_FAILS };
        self.sections.push(Section::of(title, failing));
        let open = old.iter().filter(|item| item.kind == Kind::Open).filter_map(|item| self.line(item)).collect();
        self.sections.push(Section::of(words::NOT_VERIFIED, open));
        self.since_base(&old);
        self.sections
    }

    /// What is new, and what is gone.
    fn since_last(&self, before: &State, fresh: &[&Item<'_>]) -> Vec<String> {
        let of = |wanted: &dyn Fn(&Kind<'_>) -> bool, word: &'static str| {
            let chosen = fresh.iter().filter(|item| wanted(&item.kind)).filter_map(|item| self.line(item)).collect::<Vec<_>>();
            chosen.into_iter().map(move |line| format!("{word}: {line}")).collect::<Vec<_>>()
        };
        let mut lines = of(&|kind| kind.fails(), words::FAILS_NOW);
        lines.extend(of(&|kind| matches!(kind, Kind::Finding(f) if !f.is_blocking), words::OPEN_NOW));
        lines.extend(of(&|kind| *kind == Kind::Open, words::UNVERIFIED_NOW));
        let verified = of(&|kind| matches!(kind, Kind::Verified { .. }), words::VERIFIED_NOW);
        let n_named = verified.len() as u64;
        lines.extend(verified);
        let gone = before.gone(self.now);
        if gone.findings.iter().any(|n| *n > 0) {
            lines.push(words::mended(&gone.findings));
        }
        if gone.owed > n_named {
            lines.push(words::no_longer_owed(gone.owed - n_named));
        }
        if before.is_cut() && lines.is_empty() {
            lines.push(words::OTHER_FINDINGS.to_owned());
        }
        lines
    }

    /// The findings that the change brings and that do not block, and how many were open before it.
    fn since_base(&mut self, old: &[&Item<'_>]) {
        let Some(base) = self.base.name() else { return };
        let findings = || self.now.iter().filter_map(|item| Some((item, item.finding()?)));
        let was_open = |item: &Item<'_>, f: &OpenFinding| self.base.has(f.gate, &item.hash);
        let n_before = findings().filter(|(item, f)| was_open(item, f) == Some(true)).count() as u64;
        let is_listed = |item: &&&Item<'_>| item.finding().is_some_and(|f| !f.is_blocking && was_open(item, f) == Some(false));
        let of_change: Vec<&&Item<'_>> = old.iter().filter(is_listed).collect();
        let mut lines: Vec<String> = of_change.iter().take(MAX_OTHERS).filter_map(|item| self.line(item)).collect();
        if of_change.len() > MAX_OTHERS {
            lines.push(words::more_of_base((of_change.len() - MAX_OTHERS) as u64));
        }
        if n_before > 0 {
            lines.push(words::open_before(n_before));
        }
        self.sections.push(Section::of(&words::since_base(&markdown(&shortened(base, 60))), lines));
    }

    fn line(&self, item: &Item<'_>) -> Option<String> {
        match &item.kind {
            Kind::Verified { gate, title } => Some(format!("{} ({})", short(title, 80), gate.id())),
            Kind::Finding(finding) => Some(line_of_finding(finding)),
            Kind::Fails(problem) => Some(line_of_problem(problem)),
            Kind::Open => item.problem.map(line_of_problem),
            Kind::Unreadable(n) => self.check.unreadable.get(*n).map(|one| short(&words_of(one), 160)),
        }
    }
}

fn short(text: &str, most: usize) -> String {
    fit::escaped(text, most)
}

fn line_of_finding(f: &OpenFinding) -> String {
    let place = place_of_finding(f).map(|place| format!(", {}", short(&place, 80))).unwrap_or_default();
    format!("{} ({}{place})", short(&f.message, 140), f.gate.id())
}

fn line_of_problem(p: &Problem) -> String {
    let place = place(p).map(|place| format!(", {}", short(&place, 80))).unwrap_or_default();
    let action = if p.severity.is_some() { String::new() } else { format!(". {}", short(&p.action, 120)) };
    format!("{} ({}{place}){action}", short(&p.message, 140), p.gate.id())
}
