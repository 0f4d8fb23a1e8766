//! What a check says, as text, Markdown and JSON.

use super::check::{ChangeCheck, Problem};
use crate::words::check as words;
use plumbline_report::export::{markdown_escaped, visible};
use serde_json::{Value, json};

/// A file of ours that cannot be read, or a record in one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// Where in the file, such as `:3:12 [2].gate`; empty for the whole of it.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
}

impl Unreadable {
    fn words(&self) -> String {
        let space = if self.place.is_empty() || self.place.starts_with(':') { "" } else { " " };
        words::unreadable(&format!("{}{space}{}", self.file, self.place), &self.why)
    }
}

/// A whole check.
pub struct Check<'a> {
    /// The assessment time.
    pub now: String,
    /// The SHA-256 of the policy's bytes.
    pub policy: &'a str,
    /// Whether everything that is not verified fails.
    pub strict: bool,
    /// The changes that were checked.
    pub changes: &'a [ChangeCheck],
    /// Files and records of ours that cannot be read: nobody knows which change they speak of.
    pub unreadable: &'a [Unreadable],
    /// Whether gate reports were read, and all of them are dated after the assessment time.
    pub all_later: bool,
}

impl Check<'_> {
    /// How many problems fail the check.
    pub fn n_failures(&self) -> usize {
        self.changes.iter().map(|c| c.failures(self.strict).count()).sum::<usize>() + self.unreadable.len()
    }

    /// Whether something was checked, and all of it stands.
    pub fn passed(&self) -> bool {
        self.n_failures() == 0 && !self.changes.is_empty()
    }

    /// The last line of a check.
    pub fn summary(&self) -> String {
        if self.changes.is_empty() && self.unreadable.is_empty() {
            return if self.all_later { words::all_later(&self.now) } else { words::NO_CHANGE.to_owned() };
        }
        let failing = self.changes.iter().filter(|c| c.failures(self.strict).next().is_some()).count();
        words::summary(self.changes.len() as u64, failing as u64, self.n_failures() as u64)
    }
}

fn place(problem: &Problem) -> Option<String> {
    let path = problem.location.path.as_deref()?;
    Some(problem.location.line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}")))
}

/// As lines for a terminal; with `explain`, the shell lines that supply what is missing.
pub fn check_to_plain(check: &Check<'_>, explain: bool) -> String {
    let mut out = String::new();
    for unreadable in check.unreadable {
        out.push_str(&format!("error  {}\n", visible(&unreadable.words())));
    }
    for c in check.changes.iter().filter(|c| !c.problems.is_empty()) {
        out.push_str(&visible(&c.change));
        if let Some(team) = &c.team {
            out.push_str(&format!("  {}", visible(team)));
        }
        out.push_str(&format!("  {} of {} verified\n", c.verified, c.required));
        for p in &c.problems {
            let level = if p.failing.fails(check.strict) { "error" } else { "warning" };
            out.push_str(&format!("  {level:<7}  {:<11}  {}", p.gate.id(), visible(&p.message)));
            if let Some(place) = place(p) {
                out.push_str(&format!(" ({})", visible(&place)));
            }
            out.push_str(&format!(". {}.\n", visible(&p.action)));
            if explain {
                for line in &p.remedy {
                    out.push_str(&format!("             {}\n", visible(line)));
                }
            }
        }
    }
    out.push_str(&check.summary());
    out.push('\n');
    out
}

/// As Markdown, for a job summary or a comment on a pull request.
pub fn check_to_markdown(check: &Check<'_>, explain: bool) -> String {
    let state = if check.passed() { "passed" } else { "failed" };
    let mut out = format!("# Plumbline check {state}\n\n{}.\n", capital(&check.summary()));
    for (n, unreadable) in check.unreadable.iter().enumerate() {
        out.push_str(if n == 0 { "\n- " } else { "- " });
        out.push_str(&markdown_escaped(&unreadable.words()));
        out.push('\n');
    }
    for c in check.changes.iter().filter(|c| !c.problems.is_empty()) {
        out.push_str(&format!("\n## {}\n\n", markdown_escaped(&c.change)));
        out.push_str(&format!("{} of {} requirements verified.\n\n", c.verified, c.required));
        out.push_str("| | gate | what | what to do |\n|---|---|---|---|\n");
        for p in &c.problems {
            let level = if p.failing.fails(check.strict) { "error" } else { "warning" };
            let place = place(p).map(|place| format!(" ({})", markdown_escaped(&place))).unwrap_or_default();
            let message = markdown_escaped(&p.message);
            out.push_str(&format!("| {level} | {} | {message}{place} | {} |\n", p.gate.id(), markdown_escaped(&p.action)));
        }
        if explain {
            out.push_str("\n```sh\n");
            for line in c.problems.iter().flat_map(|p| &p.remedy) {
                // a fence inside would end the block
                out.push_str(&visible(line).replace("```", "` ` `"));
                out.push('\n');
            }
            out.push_str("```\n");
        }
    }
    out.push_str(&format!("\nPolicy {}, as of {}.\n", check.policy, check.now));
    out
}

fn capital(text: &str) -> String {
    plumbline_report::text::words::capital(text)
}

/// As one JSON document.
pub fn check_to_json(check: &Check<'_>) -> String {
    let problem = |p: &Problem| {
        json!({
            "gate": p.gate.id(),
            "failing": p.failing,
            "fails": p.failing.fails(check.strict),
            "type": p.artifact_type,
            "ruleId": p.rule,
            "severity": p.severity.map(|s| s.id()),
            "message": p.message,
            "action": p.action,
            "remedy": p.remedy,
            "path": p.location.path,
            "line": p.location.line,
        })
    };
    let changes: Vec<Value> = check
        .changes
        .iter()
        .map(|c| {
            json!({
                "change": c.change,
                "team": c.team,
                "required": c.required,
                "verified": c.verified,
                "problems": c.problems.iter().map(problem).collect::<Vec<_>>(),
            })
        })
        .collect();
    let document = json!({
        "now": check.now,
        "policy": check.policy,
        "passed": check.passed(),
        "failures": check.n_failures(),
        "unreadable": check.unreadable,
        "changes": changes,
    });
    format!("{document:#}\n")
}
