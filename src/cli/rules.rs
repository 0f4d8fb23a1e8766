//! `plumbline rules`: what the rules of findings are taken to mean, and how much of that is known.

use super::args::Failure;
use super::input::read_paths;
use super::policy_choice::PolicyChoice;
use super::terminal::document;
use clap::Args;
use plumbline_domain::{Dataset, Finding, Instant};
use plumbline_rules::{MeaningSource, RuleMeaning, rule_meaning};
use plumbline_text::terminal_line;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Print where the meaning of each finding's rule comes from
///
/// Reads files, folders and zips, and prints how many findings get the meaning of their rule (control family, failure pattern, surface)
/// from the policy, from the built-in table, from the words of id and message, or not at all.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline rules results.sarif
  plumbline rules data --list | sort -rn | head")]
pub struct Options {
    /// The files, folders and zips to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print one line per rule, tab-separated: findings, source, family, pattern, surface, tool, rule, a message
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    policy: PolicyChoice,
}

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
pub fn run(options: &Options) -> Result<(), Failure> {
    let policy = options.policy.in_force(&options.paths)?;
    // what is dated later counts for nothing in a score, yet its rules mean what they mean
    let dataset = read_paths(&options.paths, policy.policy, policy.sha256)?.into_dataset(Instant::from_micros(i64::MAX));
    let text = if options.list { list(&dataset) } else { shares(&dataset) };
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
