//! `plumbline rules`: what the rules of findings are taken to mean, and how much of that is known.

use super::args::Failure;
use super::input::read_paths;
use super::policy_choice::{self, PolicyChoice};
use super::terminal::document;
use plumbline_domain::{Dataset, Finding, Instant};
use plumbline_rules::{MeaningSource, RuleMeaning, rule_meaning};
use plumbline_text::terminal_line;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline rules PATH... [--policy FILE | --policy REV:PATH] [--policy-digest SHA256] [--trust-input-policy] [--list]

Reads files, folders and zips, and prints how many findings get the meaning of their rule (control family, failure pattern,
surface) from the policy, from the built-in table, from the words of id and message, or not at all.

  --policy FILE  the policy to use, from outside the data, or from a commit (origin/main:policy.json); default: the built-in policy
  --policy-digest SHA256
                 the policy must have this digest; may also name the policy in an index.json of the data
  --trust-input-policy
                 let the data bring its policy
  --list         print one line per rule, tab-separated: findings, source, family, pattern, surface, tool, rule, a message";

/// What is known of one rule.
struct Known<'a> {
    findings: usize,
    meaning: RuleMeaning,
    message: &'a str,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read.
pub fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let (mut policy, mut as_list) = (PolicyChoice::default(), false);
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("list") => as_list = true,
            lexopt::Arg::Long(option) if policy_choice::OPTIONS.contains(&option) => {
                let option = option.to_owned();
                policy.take(&option, &mut parser)?;
            }
            lexopt::Arg::Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Failure::Usage("a path is missing".to_owned()));
    }
    let policy = policy.in_force(&paths)?;
    // what is dated later counts for nothing in a score, yet its rules mean what they mean
    let dataset = read_paths(&paths, policy.policy, policy.sha256)?.into_dataset(Instant::from_micros(i64::MAX));
    let text = if as_list { list(&dataset) } else { shares(&dataset) };
    document(&text);
    Ok(())
}

fn findings(dataset: &Dataset) -> impl Iterator<Item = &Finding> {
    let native = dataset.changes.iter().flat_map(|c| &c.reports);
    native.flat_map(|report| report.findings.iter()).chain(dataset.contents.iter().flat_map(|c| c.findings.iter()))
}

fn told_by(source: Option<MeaningSource>) -> &'static str {
    match source {
        Some(MeaningSource::Policy) => "policy",
        Some(MeaningSource::Table) => "table",
        Some(MeaningSource::Words) => "words",
        None => "none",
    }
}

fn shares(dataset: &Dataset) -> String {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut all = 0_usize;
    for finding in findings(dataset) {
        let meaning = rule_meaning(finding, &dataset.policy);
        let [found, with_pattern] = counts.entry(told_by(meaning.source)).or_default();
        *found += 1;
        *with_pattern += usize::from(meaning.pattern.is_some());
        all += 1;
    }
    let mut text = format!("{all} findings, by where the meaning of their rule comes from:\n");
    for name in ["policy", "table", "words", "none"] {
        let [found, with_pattern] = counts.get(name).copied().unwrap_or_default();
        let share = if all == 0 { 0.0 } else { 100.0 * found as f64 / all as f64 };
        text.push_str(&format!("  {name:<6} {found:>7}  {share:>5.1} %  {with_pattern:>7} with a failure pattern\n"));
    }
    text
}

fn list(dataset: &Dataset) -> String {
    let mut rules: BTreeMap<(&str, &str, &str), Known<'_>> = BTreeMap::new();
    for finding in findings(dataset) {
        let meaning = rule_meaning(finding, &dataset.policy);
        let tool = finding.tool.as_deref().unwrap_or_default();
        let rule = finding.rule_id.as_deref().unwrap_or_default();
        let message = finding.message.as_deref().unwrap_or_default();
        let known = rules.entry((tool, rule, told_by(meaning.source))).or_insert(Known { findings: 0, meaning, message });
        known.findings += 1;
    }
    let mut lines: Vec<_> = rules.into_iter().collect();
    lines.sort_by_key(|(_, known)| std::cmp::Reverse(known.findings));
    let mut text = String::new();
    for ((tool, rule, told_by), Known { findings, meaning, message }) in lines {
        let pattern = meaning.pattern.and_then(|p| dataset.policy.pattern(p)).map_or("-", |p| p.id.as_str());
        let family = meaning.control.map_or("-", |f| f.id());
        let surface = meaning.surface.map_or("-", |s| s.id());
        let message: String = message.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(160).collect();
        text.push_str(&format!(
            "{findings}\t{told_by}\t{family}\t{}\t{surface}\t{}\t{}\t{}\n",
            terminal_line(pattern),
            terminal_line(tool),
            terminal_line(rule),
            terminal_line(&message)
        ));
    }
    text
}
