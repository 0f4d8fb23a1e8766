//! What a comment compares from run to run: requirements, findings and unreadable files, each with a short name of its own.

use crate::check::{ChangeCheck, Check, Problem};
use crate::failing::Failing;
use crate::open_finding::OpenFinding;
use plumbline_domain::{Gate, Severity};
use plumbline_ingest::sha256_hex;
use std::collections::HashMap;

/// The state of one item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind<'a> {
    /// Something that fails the check, and is no finding.
    Fails(&'a Problem),
    /// Something that is not verified and does not fail the check.
    Open,
    /// A requirement that is verified.
    Verified {
        /// At which gate.
        gate: Gate,
        /// The title of its type.
        title: &'a str,
    },
    /// An open finding.
    Finding(&'a OpenFinding),
    /// A file that cannot be read, by its place among them.
    Unreadable(usize),
}

impl Kind<'_> {
    /// Whether it fails the check.
    pub(super) const fn fails(&self) -> bool {
        match self {
            Kind::Fails(_) | Kind::Unreadable(_) => true,
            Kind::Finding(finding) => finding.is_blocking,
            Kind::Open | Kind::Verified { .. } => false,
        }
    }

    /// The letter that stands for it in a marker.
    pub(super) const fn letter(&self) -> char {
        match self {
            Kind::Fails(_) | Kind::Unreadable(_) => 'x',
            Kind::Open => 'w',
            Kind::Verified { .. } => 'v',
            Kind::Finding(finding) => letter_of(finding.severity),
        }
    }
}

/// The letter of a severity.
pub(super) const fn letter_of(severity: Severity) -> char {
    match severity {
        Severity::Critical => 'c',
        Severity::High => 'h',
        Severity::Medium => 'm',
        Severity::Low => 'l',
        Severity::Info => 'i',
    }
}

/// One item.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item<'a> {
    /// Its state.
    pub(super) kind: Kind<'a>,
    /// Its name: eight hex digits.
    pub(super) hash: String,
    /// The problem of an item that does not fail.
    pub(super) problem: Option<&'a Problem>,
}

impl<'a> Item<'a> {
    pub(super) const fn finding(&self) -> Option<&'a OpenFinding> {
        match self.kind {
            Kind::Finding(finding) => Some(finding),
            _ => None,
        }
    }
}

/// Names things, and the second of the same name differently.
#[derive(Default)]
pub(super) struct Names {
    seen: HashMap<String, u64>,
}

impl Names {
    /// Eight hex digits for what these parts say.
    pub(super) fn of(&mut self, parts: &[&str]) -> String {
        // lengths keep two lists of parts apart whatever stands in them
        let key: String = parts.iter().map(|part| format!("{}:{part};", part.len())).collect();
        let nth = self.seen.entry(key.clone()).or_default();
        *nth += 1;
        sha256_hex(format!("{key}{nth}").as_bytes()).chars().take(8).collect()
    }

    /// The name of a finding. Its line is no part of it: lines move.
    pub(super) fn of_finding(
        &mut self,
        gate: Gate,
        rule: Option<&str>,
        resource: Option<&str>,
        path: Option<&str>,
        message: &str,
    ) -> String {
        let told = if rule.is_none() || (resource.is_none() && path.is_none()) { message } else { "" };
        let path = path.map_or("", |p| p.strip_prefix("./").unwrap_or(p));
        self.of(&["finding", gate.id(), rule.unwrap_or_default(), resource.unwrap_or_default(), path, told])
    }
}

/// The items of a check, what fails first: what cannot be read, requirements, findings from the worst on, and what is verified.
pub(super) fn of<'a>(check: &'a Check<'_>, change: Option<&'a ChangeCheck>) -> Vec<Item<'a>> {
    let mut names = Names::default();
    let mut items = Vec::new();
    for (n, one) in check.unreadable.iter().enumerate() {
        let hash = names.of(&["unreadable", &one.file]);
        items.push(Item { kind: Kind::Unreadable(n), hash, problem: None });
    }
    let Some(change) = change else { return items };
    let owed = |fails: bool| {
        let problems = change.problems.iter().filter(|p| p.failing != Failing::Finding);
        problems.filter(move |p| p.failing.fails(check.strict) == fails)
    };
    for problem in owed(true) {
        items.push(Item { kind: Kind::Fails(problem), hash: name_of(&mut names, problem), problem: None });
    }
    for finding in change.findings.iter().filter(|f| f.is_blocking) {
        items.push(of_finding(&mut names, finding));
    }
    for problem in owed(false) {
        items.push(Item { kind: Kind::Open, hash: name_of(&mut names, problem), problem: Some(problem) });
    }
    for (gate, id, title) in &change.proved {
        let hash = names.of(&["verified", gate.id(), id]);
        items.push(Item { kind: Kind::Verified { gate: *gate, title }, hash, problem: None });
    }
    items.extend(change.other_findings().map(|finding| of_finding(&mut names, finding)));
    items
}

fn of_finding<'a>(names: &mut Names, f: &'a OpenFinding) -> Item<'a> {
    let path = f.location.path.as_deref();
    let hash = names.of_finding(f.gate, f.rule.as_deref(), f.resource.as_deref(), path, &f.message);
    Item { kind: Kind::Finding(f), hash, problem: None }
}

fn name_of(names: &mut Names, p: &Problem) -> String {
    let of_times = if p.artifact_type.is_none() { p.message.as_str() } else { "" };
    names.of(&[
        "owed",
        p.gate.id(),
        p.part.as_deref().unwrap_or_default(),
        p.artifact_type.as_deref().unwrap_or_default(),
        of_times,
    ])
}
