//! The artifacts of `plumbline collect`: an option belongs to the `--artifact` that it follows.

use crate::cli::args::end;
use clap::error::ErrorKind;
use clap::{ArgMatches, Args};
use plumbline_domain::{Family, Instant};
use plumbline_gate::Offered;
use std::path::PathBuf;

// no doc comment: it would become the help of the command
#[derive(Args, Debug)]
#[group(skip)]
#[command(next_help_heading = "Artifacts; each option belongs to the --artifact that it follows")]
pub struct Arguments {
    /// Files that match a pattern such as 'out/*.sarif'; without TYPE, the type is detected from the content; can be repeated
    #[arg(long = "artifact", value_name = "[TYPE=]PATTERN")]
    artifacts: Vec<String>,
    /// The command that made it
    #[arg(long, value_name = "TEXT")]
    command: Vec<String>,
    /// The tool that made it, such as 'checkov 3.2.1'
    #[arg(long, value_name = "NAME VERSION")]
    tool: Vec<String>,
    /// The id of the evidence item
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// What it is
    #[arg(long, value_name = "TEXT")]
    title: Vec<String>,
    /// The control families that it speaks for
    #[arg(long, value_name = "A,B", value_parser = families)]
    controls: Vec<Families>,
    /// When it stops being valid
    #[arg(long, value_name = "T", value_parser = end)]
    expires: Vec<Instant>,
    /// The file of its attestation
    #[arg(long, value_name = "FILE")]
    attestation: Vec<PathBuf>,
    /// The file with the state before
    #[arg(long, value_name = "FILE")]
    before: Vec<PathBuf>,
    /// A file that is read together with it; can be repeated
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// Why a grant is right; can be repeated
    #[arg(long = "justification", value_name = "PRINCIPAL ROLE SCOPE=SENTENCE")]
    justifications: Vec<String>,
    /// The file is a document that is kept in the repository; else a committed file is refused
    #[arg(long, num_args = 0, default_missing_value = "true")]
    committed: Vec<bool>,
}

/// One `--artifact` with what stands behind it.
#[derive(Debug, Default)]
pub struct Asked {
    /// The pattern of its files.
    pub pattern: String,
    /// The file of its attestation.
    pub attestation: Option<PathBuf>,
    /// The file with the state before.
    pub before: Option<PathBuf>,
    /// Files that are read together with it.
    pub with: Vec<PathBuf>,
    /// Whether its files may be committed: documents that are kept in the repository.
    pub is_committed: bool,
    /// What is said of each of them.
    pub offered: Offered,
}

impl Asked {
    /// Whether it says the same of its files as another.
    pub fn is_alike(&self, other: &Asked) -> bool {
        let of = |one: &Asked| (one.attestation.clone(), one.before.clone(), one.with.clone(), one.offered.clone());
        of(self) == of(other)
    }

    /// `TYPE=PATTERN`, or a pattern alone; a type is a word of small letters and hyphens.
    fn from_text(text: &str) -> Self {
        let is_type = |kind: &str| !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let (artifact_type, pattern) = match text.split_once('=').filter(|(kind, _)| is_type(kind)) {
            Some((kind, pattern)) => (Some(kind.to_owned()), pattern),
            None => (None, text),
        };
        Asked { pattern: pattern.to_owned(), offered: Offered { artifact_type, ..Offered::default() }, ..Asked::default() }
    }
}

/// Control families; none for the word nothing.
#[derive(Clone, Debug)]
pub struct Families(pub Vec<Family>);

/// Families by their words, with commas between, or the word nothing.
///
/// # Errors
/// When a word is no family.
pub fn families(text: &str) -> Result<Families, String> {
    if text == "nothing" {
        return Ok(Families(Vec::new()));
    }
    let family = |word: &str| Family::from_id(word).ok_or_else(|| format!("\"{word}\" is none of {}", Family::IDS.join(", ")));
    text.split(',').map(|word| family(word.trim())).collect::<Result<_, _>>().map(Families)
}

/// What stands before and behind the first equals sign, when neither is blank.
pub fn pair(text: &str) -> Option<(String, String)> {
    let (name, sentence) = text.split_once('=')?;
    let (name, sentence) = (name.trim(), sentence.trim());
    (!name.is_empty() && !sentence.is_empty()).then(|| (name.to_owned(), sentence.to_owned()))
}

/// A wrong usage of ours.
pub fn wrong(message: String) -> clap::Error {
    clap::Error::raw(ErrorKind::ValueValidation, message)
}

/// The artifacts in their order, each with the options that follow it.
///
/// # Errors
/// When an option follows no artifact, or says twice what can be said once.
pub fn artifacts(arguments: Arguments, matches: &ArgMatches) -> Result<Vec<Asked>, clap::Error> {
    let Arguments {
        artifacts,
        command,
        tool,
        id,
        title,
        controls,
        expires,
        attestation,
        before,
        with,
        justifications,
        committed,
    } = arguments;
    let artifacts = artifacts.iter().map(|text| Asked::from_text(text));
    let mut in_order = InOrder { artifacts: places(matches, "artifacts").into_iter().zip(artifacts).collect(), matches };
    in_order.give_once("command", command, |asked| &mut asked.offered.command)?;
    in_order.give_once("tool", tool, |asked| &mut asked.offered.tool)?;
    in_order.give_once("id", id, |asked| &mut asked.offered.id)?;
    in_order.give_once("title", title, |asked| &mut asked.offered.title)?;
    let controls = controls.into_iter().map(|families| families.0).collect();
    in_order.give_once("controls", controls, |asked| &mut asked.offered.controls)?;
    in_order.give_once("expires", expires, |asked| &mut asked.offered.expires_at)?;
    in_order.give_once("attestation", attestation, |asked| &mut asked.attestation)?;
    in_order.give_once("before", before, |asked| &mut asked.before)?;
    in_order.give("with", "with", with, |asked, file| {
        asked.with.push(file);
        Ok(())
    })?;
    in_order.give("justifications", "justification", justifications, |asked, text| {
        let (grant, sentence) =
            pair(&text).ok_or_else(|| wrong(format!("--justification is 'PRINCIPAL ROLE SCOPE=SENTENCE', not \"{text}\"")))?;
        asked.offered.justifications.insert(grant, sentence);
        Ok(())
    })?;
    in_order.give("committed", "committed", committed, |asked, is| {
        asked.is_committed = is;
        Ok(())
    })?;
    Ok(in_order.artifacts.into_iter().map(|(_, asked)| asked).collect())
}

/// Where the values of an option stand.
fn places(matches: &ArgMatches, id: &str) -> Vec<usize> {
    matches.indices_of(id).map(Iterator::collect).unwrap_or_default()
}

struct InOrder<'m> {
    artifacts: Vec<(usize, Asked)>,
    matches: &'m ArgMatches,
}

impl InOrder<'_> {
    /// Gives each value of an option to the artifact that it follows.
    fn give<T>(
        &mut self,
        id: &str,
        option: &str,
        values: Vec<T>,
        mut take: impl FnMut(&mut Asked, T) -> Result<(), clap::Error>,
    ) -> Result<(), clap::Error> {
        for (place, value) in places(self.matches, id).into_iter().zip(values) {
            let asked = self.artifacts.iter_mut().rev().find(|(before, _)| *before < place);
            let (_, asked) = asked.ok_or_else(|| wrong(format!("--{option} must follow the --artifact that it belongs to")))?;
            take(asked, value)?;
        }
        Ok(())
    }

    /// The same for an option that an artifact has once.
    fn give_once<T>(&mut self, option: &str, values: Vec<T>, place: fn(&mut Asked) -> &mut Option<T>) -> Result<(), clap::Error> {
        self.give(option, option, values, |asked, value| match place(asked).replace(value) {
            None => Ok(()),
            Some(_) => Err(wrong(format!("--{option} is given twice"))),
        })
    }
}
