//! `plumbline inspect FILE --as TYPE`: what a file would be worth as evidence.

use super::told;
use crate::cli::args::{Failure, no_choice, time_of};
use crate::cli::input::{name_of, read_file};
use crate::cli::say;
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

/// The options that only `--as` takes, and itself.
pub const OPTIONS: &[&str] = &["as", "before", "with", "plan", "justifications", "outcome", "mode", "deployed-at"];

/// What is asked.
#[derive(Debug)]
pub struct Options {
    artifact_type: Option<String>,
    before: Option<PathBuf>,
    with: Vec<PathBuf>,
    plan: Option<PathBuf>,
    justifications: Option<PathBuf>,
    outcome: Outcome,
    mode: Mode,
    deployed_at: Option<Instant>,
    /// The first option that only `--as` takes.
    first: Option<String>,
}

impl Default for Options {
    /// The strictest reading: the gate passed, and enforces.
    fn default() -> Self {
        Options {
            artifact_type: None,
            before: None,
            with: Vec::new(),
            plan: None,
            justifications: None,
            outcome: Outcome::Passed,
            mode: Mode::Enforce,
            deployed_at: None,
            first: None,
        }
    }
}

impl Options {
    /// Takes the value of one of [`OPTIONS`].
    ///
    /// # Errors
    /// When there is none, or it cannot be used.
    pub fn take(&mut self, option: &str, parser: &mut lexopt::Parser) -> Result<(), Failure> {
        self.first.get_or_insert_with(|| option.to_owned());
        if option == "deployed-at" {
            self.deployed_at = Some(time_of(parser, option, false)?);
            return Ok(());
        }
        let value = parser.value()?;
        let text = value.to_string_lossy().into_owned();
        match option {
            "as" => self.artifact_type = Some(text),
            "before" => self.before = Some(value.into()),
            "with" => self.with.push(value.into()),
            "plan" => self.plan = Some(value.into()),
            "justifications" => self.justifications = Some(value.into()),
            "outcome" => self.outcome = Outcome::from_id(&text).ok_or_else(|| no_choice(option, &text, Outcome::IDS))?,
            _ => self.mode = Mode::from_id(&text).ok_or_else(|| no_choice(option, &text, Mode::IDS))?,
        }
        Ok(())
    }

    /// Whether any of them was given.
    pub fn is_asked(&self) -> bool {
        self.first.is_some()
    }
}

/// Answers.
///
/// # Errors
/// On wrong usage, and when a file cannot be read.
pub fn run(options: &Options, paths: &[PathBuf], policy: &Policy, as_json: bool) -> Result<ExitCode, Failure> {
    let Some(id) = &options.artifact_type else {
        let first = options.first.as_deref().unwrap_or_default();
        return Err(Failure::Usage(format!("--{first} needs --as TYPE")));
    };
    let [path] = paths else {
        return Err(Failure::Usage("--as takes one file".to_owned()));
    };
    let Some(artifact_type) = policy.artifact_type_id(id).and_then(|id| policy.artifact_type(id)) else {
        let known: Vec<&str> = policy.artifact_types.iter().map(|t| t.id.as_str()).collect();
        return Err(no_choice("as", id, &known));
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
        outcome: options.outcome,
        mode: options.mode,
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
