//! What a check says, as text, Markdown and JSON.

use super::annotation::{Annotations, annotation, more_annotations};
use super::check::{ChangeCheck, Check, Decision, Problem, Verdict};
use super::ignored::Ignored;
use super::loss::Unreadable;
use super::open_finding::OpenFinding;
use crate::words::check as words;
use plumbline_domain::{Location, Place, Severity};
use plumbline_text::{markdown, markdown_code_block, terminal_line};
use serde_json::{Value, json};

/// What cannot be read, in words.
pub(crate) fn words_of(unreadable: &Unreadable) -> String {
    let space = if unreadable.place.is_empty() || unreadable.place.starts_with(':') { "" } else { " " };
    words::unreadable(&format!("{}{space}{}", unreadable.file, unreadable.place), &unreadable.why)
}

/// The last line of a check.
fn summary(check: &Check<'_>) -> String {
    match check.verdict() {
        Verdict::NothingToCheck => words::NO_CHANGE.to_owned(),
        Verdict::AllLater => words::all_later(&check.now),
        Verdict::AllIgnored => words::ALL_IGNORED.to_owned(),
        Verdict::Passed | Verdict::Failed => {
            let failing = check.changes.iter().filter(|c| c.failures(check.strict).next().is_some()).count();
            words::summary(check.changes.len() as u64, failing as u64, check.n_failures() as u64)
        }
    }
}

/// Where a problem stands: the part of its gate, and the place in the source.
pub(crate) fn place(problem: &Problem) -> Option<String> {
    place_of(problem.part.as_deref(), &problem.location)
}

/// Where a finding stands, in the same words.
pub(crate) fn place_of_finding(finding: &OpenFinding) -> Option<String> {
    place_of(finding.part.as_deref(), &finding.location)
}

fn place_of(part: Option<&str>, location: &Location) -> Option<String> {
    let line = |path: &str| location.line.map_or_else(|| path.to_owned(), |line| format!("{path}:{line}"));
    let source = location.path.as_deref().map(line);
    let both: Vec<String> = part.map(words::in_part).into_iter().chain(source).collect();
    (!both.is_empty()).then(|| both.join(", "))
}

/// The changes of which there is something to say.
fn spoken_of<'c>(check: &'c Check<'_>) -> impl Iterator<Item = &'c ChangeCheck> {
    check.changes.iter().filter(|c| !c.problems.is_empty() || !c.findings.is_empty())
}

/// As lines for a terminal; with `explain`, the shell lines that supply what is missing.
pub fn check_to_plain(check: &Check<'_>, explain: bool) -> String {
    let mut out = String::new();
    for unreadable in &check.unreadable {
        out.push_str(&format!("error  {}\n", terminal_line(&words_of(unreadable))));
    }
    for c in spoken_of(check) {
        out.push_str(&terminal_line(&c.change));
        if let Some(team) = &c.team {
            out.push_str(&format!("  {}", terminal_line(team)));
        }
        out.push_str(&format!("  {} of {} verified\n", c.verified, c.required));
        for (gate, parts) in &c.parts {
            out.push_str(&format!("  parts    {:<11}  {}\n", gate.id(), terminal_line(&parts.join(", "))));
        }
        let mut said: Vec<&[String]> = Vec::new();
        for p in &c.problems {
            let level = if p.failing.fails(check.strict) { "error" } else { "warning" };
            out.push_str(&format!("  {level:<7}  {:<11}  {}", p.gate.id(), terminal_line(&p.message)));
            if let Some(place) = place(p) {
                out.push_str(&format!(" ({})", terminal_line(&place)));
            }
            out.push_str(&format!(". {}.\n", terminal_line(&p.action)));
            if let Some(decision) = &p.decided_by {
                out.push_str(&format!("             {}\n", terminal_line(&words::decision(decision))));
            }
            // one command often supplies several items
            if explain && !said.contains(&p.remedy.as_slice()) {
                said.push(&p.remedy);
                for line in &p.remedy {
                    out.push_str(&format!("             {}\n", terminal_line(line)));
                }
            }
        }
        for f in c.other_findings() {
            let place = place_of_finding(f).map(|place| format!(" ({})", terminal_line(&place))).unwrap_or_default();
            out.push_str(&format!("  open     {:<11}  {}{place}.\n", f.gate.id(), terminal_line(&f.message)));
        }
    }
    for ignored in &check.ignored {
        out.push_str(&format!("warning  {}\n", terminal_line(&ignored.in_words())));
    }
    for (change, comes_from, n) in apart(check) {
        out.push_str(&format!("warning  {}\n", terminal_line(&words::apart(change, comes_from, n))));
    }
    out.push_str(&format!("{}\n{}\n", terminal_line(&policy(check)), words::NOT_ATTESTED));
    out.push_str(&summary(check));
    out.push('\n');
    out
}

/// How many records of each change come from which other repository, in the order of reading.
fn apart<'a>(check: &Check<'a>) -> Vec<(&'a str, &'a str, u64)> {
    let mut places = std::collections::HashMap::new();
    let mut found: Vec<(&str, &str, u64)> = Vec::new();
    for one in check.apart {
        let key = (one.change.as_str(), one.comes_from.as_str());
        let place = *places.entry(key).or_insert_with(|| {
            found.push((key.0, key.1, 0));
            found.len() - 1
        });
        if let Some((.., n)) = found.get_mut(place) {
            *n += 1;
        }
    }
    found
}

/// Where the policy came from, and its digest.
fn policy(check: &Check<'_>) -> String {
    words::policy(&check.policy_origin.in_words(), check.policy)
}

/// How many bytes of Markdown are written at most. GitHub shows no summary of a step above 1 MiB, not even in part.
const MAX_MARKDOWN: usize = 1_000_000;
/// What is kept of that for the last lines.
const ROOM_FOR_THE_END: usize = 8_000;

/// As Markdown, for a job summary. Beyond a megabyte, items are counted in place of being listed: then the worst come first.
pub fn check_to_markdown(check: &Check<'_>, explain: bool) -> String {
    let (text, is_cut) = markdown_of(check, explain, false);
    if is_cut { markdown_of(check, explain, true).0 } else { text }
}

/// The problems of a change, in their order or the worst first.
fn ordered(change: &ChangeCheck, strict: bool, worst_first: bool) -> Vec<&Problem> {
    let mut problems: Vec<&Problem> = change.problems.iter().collect();
    if worst_first {
        // requirements that fail, then findings by severity, then what does not fail
        problems.sort_by_key(|p| (!p.failing.fails(strict), p.severity));
    }
    problems
}

/// The summary, and whether something of it was cut.
fn markdown_of(check: &Check<'_>, explain: bool, worst_first: bool) -> (String, bool) {
    let state = if check.verdict().passed() { "passed" } else { "failed" };
    let mut out = format!("# Plumbline check {state}\n\n{}.\n", plumbline_report::text::phrase::capital(&summary(check)));
    let (mut n_cut, mut is_full) = (0, false);
    // once something is cut, everything after it is: a table without its head is none
    let mut push = |out: &mut String, text: &str, items: u64| {
        is_full = is_full || out.len() + text.len() > MAX_MARKDOWN - ROOM_FOR_THE_END;
        match is_full {
            true => n_cut += items,
            false => out.push_str(text),
        }
    };
    for (n, unreadable) in check.unreadable.iter().enumerate() {
        push(&mut out, &format!("{}- {}\n", if n == 0 { "\n" } else { "" }, markdown(&words_of(unreadable))), 1);
    }
    for (n, ignored) in check.ignored.iter().enumerate() {
        push(&mut out, &format!("{}- {}\n", if n == 0 { "\n" } else { "" }, markdown(&ignored.in_words())), 1);
    }
    for (i, (change, comes_from, n)) in apart(check).into_iter().enumerate() {
        let line = words::apart(change, comes_from, n);
        push(&mut out, &format!("{}- {}\n", if i == 0 { "\n" } else { "" }, markdown(&line)), 1);
    }
    let mut changes: Vec<&ChangeCheck> = spoken_of(check).collect();
    if worst_first {
        changes.sort_by_key(|c| c.failures(check.strict).next().is_none());
    }
    for c in changes.iter().filter(|c| !c.problems.is_empty()) {
        let mut head = format!("\n## {}\n\n", markdown(&c.change));
        head.push_str(&format!("{} of {} requirements verified.\n\n", c.verified, c.required));
        for (gate, parts) in &c.parts {
            head.push_str(&format!("Parts at {}: {}.\n\n", gate.id(), markdown(&parts.join(", "))));
        }
        head.push_str("| | gate | what | what to do |\n|---|---|---|---|\n");
        push(&mut out, &head, 0);
        for p in ordered(c, check.strict, worst_first) {
            let level = if p.failing.fails(check.strict) { "error" } else { "warning" };
            let place = place(p).map(|place| format!(" ({})", markdown(&place))).unwrap_or_default();
            let decided = p.decided_by.as_ref().map(|d| format!(". {}", words::decision(d))).unwrap_or_default();
            let message = markdown(&(p.message.clone() + &decided));
            let row = format!("| {level} | {} | {message}{place} | {} |\n", p.gate.id(), markdown(&p.action));
            push(&mut out, &row, 1);
        }
        if explain {
            let mut remedies: Vec<&[String]> = Vec::new();
            for p in &c.problems {
                if !remedies.contains(&p.remedy.as_slice()) {
                    remedies.push(&p.remedy);
                }
            }
            let lines = remedies.into_iter().flatten().map(String::as_str);
            push(&mut out, &format!("\n{}", markdown_code_block("sh", lines)), 0);
        }
    }
    for c in changes.iter().filter(|c| c.other_findings().next().is_some()) {
        let head = words::other_findings(&markdown(&c.change), &c.open_by_severity());
        push(&mut out, &format!("\n## {head}\n\n| | gate | what |\n|---|---|---|\n"), 0);
        for f in c.other_findings() {
            let place = place_of_finding(f).map(|place| format!(" ({})", markdown(&place))).unwrap_or_default();
            push(&mut out, &format!("| {} | {} | {}{place} |\n", f.severity.id(), f.gate.id(), markdown(&f.message)), 1);
        }
    }
    if is_full {
        out.push_str(&format!("\n**{}.**\n", words::cut(n_cut)));
    }
    out.push_str(&format!("\n{}, as of {}.\n\n{}.\n", markdown(&policy(check)), check.now, words::NOT_ATTESTED));
    (out, is_full)
}

/// As one JSON document.
pub fn check_to_json(check: &Check<'_>) -> String {
    let decision = |d: &Decision| {
        let place = |p: &Place| json!({"path": p.path, "line": (p.line > 0).then_some(p.line)});
        json!({
            "probe": d.probe.id(),
            "outcome": d.outcome.id(),
            "because": d.because,
            "file": d.file,
            "places": d.places.iter().map(place).collect::<Vec<_>>(),
        })
    };
    let problem = |p: &Problem| {
        json!({
            "gate": p.gate.id(),
            "part": p.part,
            "failing": p.failing,
            "fails": p.failing.fails(check.strict),
            "type": p.artifact_type,
            "ruleId": p.rule,
            "severity": p.severity.map(|s| s.id()),
            "decidedBy": p.decided_by.as_ref().map(decision),
            "message": p.message,
            "action": p.action,
            "remedy": p.remedy,
            "path": p.location.path,
            "line": p.location.line,
        })
    };
    let finding = |f: &OpenFinding| {
        json!({
            "gate": f.gate.id(),
            "part": f.part,
            "severity": f.severity.id(),
            "blocks": f.is_blocking,
            "ruleId": f.rule,
            "resource": f.resource,
            "message": f.message,
            "path": f.location.path,
            "line": f.location.line,
        })
    };
    let counts = |c: &ChangeCheck| {
        let counts = Severity::ALL.iter().zip(c.open_by_severity());
        counts.map(|(severity, n)| (severity.id().to_owned(), json!(n))).collect::<serde_json::Map<_, _>>()
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
                "parts": c.parts.iter().map(|(gate, parts)| (gate.id().to_owned(), json!(parts))).collect::<serde_json::Map<_, _>>(),
                "problems": c.problems.iter().map(problem).collect::<Vec<_>>(),
                "openFindings": counts(c),
                "findings": c.findings.iter().map(finding).collect::<Vec<_>>(),
            })
        })
        .collect();
    let document = json!({
        "now": check.now,
        "policy": check.policy,
        "policyFrom": check.policy_origin.to_json(),
        "passed": check.verdict().passed(),
        "failures": check.n_failures(),
        "unreadable": check.unreadable,
        "apart": apart(check).into_iter().map(|(change, from, n)| json!({"change": change, "from": from, "records": n})).collect::<Vec<_>>(),
        "ignored": check.ignored.iter().map(Ignored::to_json).collect::<Vec<_>>(),
        "changes": changes,
        "note": words::NOT_ATTESTED,
    });
    plumbline_text::json(&format!("{document:#}\n")).into_owned()
}

/// How many annotations of a kind the agents of GitHub and Azure keep for a step.
const MAX_ANNOTATIONS: usize = 10;

/// As the lines that a pipeline's own page shows beside the code. Services show ten errors and ten warnings; the last of each says how
/// many more there are.
pub fn check_to_annotations(check: &Check<'_>, style: Annotations) -> String {
    let problems = || check.changes.iter().flat_map(|change| change.problems.iter().map(move |problem| (change, problem)));
    let mut out = String::new();
    let most = MAX_ANNOTATIONS;
    for fails in [true, false] {
        let of_kind = || problems().filter(|(_, problem)| problem.failing.fails(check.strict) == fails);
        let n = of_kind().count();
        let shown = if n > most { most - 1 } else { n };
        for (change, problem) in of_kind().take(shown) {
            out.push_str(&annotation(style, &change.change, problem, fails));
            out.push('\n');
        }
        if n > shown {
            out.push_str(&more_annotations(style, fails, &words::more_annotations((n - shown) as u64)));
            out.push('\n');
        }
    }
    out
}
