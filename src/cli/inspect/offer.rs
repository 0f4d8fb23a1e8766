//! `plumbline inspect FILE --as TYPE`: what a file would be worth as evidence.

use super::told;
use crate::cli::args::{Failure, time, word};
use crate::cli::input::{name_of, read_file};
use crate::cli::say;
use clap::Args;
use plumbline_domain::{ArtifactType, Content, Instant, Mode, Outcome, Policy, Receipt};
use plumbline_ingest::{Source, offered};
use plumbline_probe::{Question, Weighed, accepts, definition, weigh};
use plumbline_report::export::{Offer, offer_to_json};
use plumbline_report::text::probe::accepted as accepted_in_words;
use plumbline_text::terminal_line;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Args, Debug)]
#[group(skip)]
#[command(next_help_heading = "As evidence")]
pub struct Options {
    /// An artifact type of the policy, such as alert-linkage
    #[arg(long = "as", value_name = "TYPE")]
    artifact_type: Option<String>,
    /// The file with the state before
    #[arg(long, value_name = "FILE", requires = "artifact_type")]
    before: Option<PathBuf>,
    /// A file that is read together with it, such as an Alertmanager configuration; can be repeated
    #[arg(long, value_name = "FILE", requires = "artifact_type")]
    with: Vec<PathBuf>,
    /// The change preview of the same change
    #[arg(long, value_name = "FILE", requires = "artifact_type")]
    plan: Option<PathBuf>,
    /// A JSON object from a grant ("principal role scope") to the sentence that justifies it
    #[arg(long, value_name = "FILE", requires = "artifact_type")]
    justifications: Option<PathBuf>,
    /// What the gate said [default: passed]
    #[arg(long, value_name = "O", requires = "artifact_type", value_parser = word(Outcome::IDS, Outcome::from_id))]
    outcome: Option<Outcome>,
    /// Whether the gate could stop the change [default: enforce]
    #[arg(long, value_name = "M", requires = "artifact_type", value_parser = word(Mode::IDS, Mode::from_id))]
    mode: Option<Mode>,
    /// When the change was deployed
    #[arg(long, value_name = "T", requires = "artifact_type", value_parser = time)]
    deployed_at: Option<Instant>,
}

impl Options {
    /// The type that is asked for.
    pub fn artifact_type(&self) -> Option<&str> {
        self.artifact_type.as_deref()
    }
}

/// Answers.
///
/// # Errors
/// On wrong usage, and when a file cannot be read.
pub fn run(options: &Options, id: &str, paths: &[PathBuf], policy: &Policy, as_json: bool) -> Result<ExitCode, Failure> {
    let [path] = paths else {
        return Err(Failure::Usage("--as takes one file".to_owned()));
    };
    let Some(artifact_type) = policy.artifact_type_id(id).and_then(|id| policy.artifact_type(id)) else {
        let known: Vec<&str> = policy.artifact_types.iter().map(|t| t.id.as_str()).collect();
        return Err(Failure::Usage(format!("--as is one of {}, not \"{id}\"", known.join(", "))));
    };
    let (receipt, content) = read(path, policy, artifact_type)?;
    let other = |path: &PathBuf| read(path, policy, artifact_type).map(|(_, content)| content);
    let before = options.before.as_ref().map(other).transpose()?;
    let with: Vec<Content> = options.with.iter().map(other).collect::<Result<_, _>>()?;
    let plan = options.plan.as_ref().map(other).transpose()?;
    let with: Vec<&Content> = with.iter().collect();
    let question = Question {
        artifact_type,
        content: &content,
        before: before.as_ref(),
        with: &with,
        plan: plan.as_ref(),
        log: None,
        // the strictest reading: the gate passed, and enforces
        outcome: options.outcome.unwrap_or(Outcome::Passed),
        mode: options.mode.unwrap_or(Mode::Enforce),
        deployed_at: options.deployed_at,
        justifications: &justifications(options.justifications.as_deref())?,
        policy,
        explains: true,
    };
    let accepted = accepts(artifact_type, &content, None);
    let weighed = weigh(&question, accepted);
    let format = if receipt.is_refused() { receipt.format } else { content.format };
    let offer = Offer { receipt: &receipt, format, artifact_type: id, accepted, weighed: &weighed };
    if as_json {
        say(&offer_to_json(&offer).map_err(|e| Failure::Unusable(e.to_string()))?);
    } else {
        say(in_words(&offer, &question, &weighed).trim_end());
    }
    Ok(if offer.verdict() == "checked" { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn read(path: &Path, policy: &Policy, artifact_type: &ArtifactType) -> Result<(Receipt, Content), Failure> {
    let bytes = read_file(path).map_err(|e| Failure::Unusable(format!("{}: {e}", path.display())))?;
    Ok(offered(Source::new(name_of(path), bytes), policy, artifact_type))
}

fn justifications(path: Option<&Path>) -> Result<BTreeMap<String, String>, Failure> {
    let Some(path) = path else { return Ok(BTreeMap::new()) };
    let bytes = read_file(path).map_err(|e| Failure::Unusable(format!("{}: {e}", path.display())))?;
    serde_json::from_slice(&bytes)
        .map_err(|e| Failure::Unusable(format!("{}: not a JSON object from grants to sentences: {e}", path.display())))
}

/// The answer for people.
fn in_words(offer: &Offer<'_>, question: &Question<'_>, weighed: &Weighed) -> String {
    let mut out =
        format!("{}  {}  as {}: {}", terminal_line(&offer.receipt.file), offer.format.id(), offer.artifact_type, offer.verdict());
    if let Some(reason) = offer.reason() {
        let _ = write!(out, " ({reason})");
    }
    out.push('\n');
    if !offer.accepted {
        for diagnostic in &offer.receipt.diagnostics {
            let _ = writeln!(out, "  {}", told(diagnostic));
        }
        let _ = writeln!(out, "  what counts: {}", accepted_in_words(&question.artifact_type.accepts));
    }
    for (proof, answer) in &weighed.answers {
        let asked = if proof.required { "" } else { ", not required" };
        let _ = writeln!(out, "  {:12} {}{asked}: {}", answer.outcome.id(), proof.probe.id(), terminal_line(&answer.because));
        for place in &answer.places {
            let line = if place.line > 0 { format!("line {}  ", place.line) } else { String::new() };
            let _ = writeln!(out, "               {line}{}", terminal_line(&place.path));
        }
    }
    if let Some(probe) = weighed.refuted_by.or(weighed.left_open_by) {
        let remedy = &definition(probe).remedy;
        let _ = writeln!(out, "  to fix it: {}", remedy.text);
        if let Some(command) = question.setting().command(remedy.commands) {
            let _ = writeln!(out, "    {command}");
        }
    }
    out
}
