//! The arguments of `plumbline collect`.

use super::super::args::{self, Failure, time_of};
use super::super::policy_choice::{self, PolicyChoice};
use plumbline_domain::{Authorship, Family, Gate, Instant, Mode, Outcome};
use plumbline_gate::{Offered, Stated};
use plumbline_ingest::secret_in_text;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What belongs to the whole report, and is not of the change.
#[derive(Default)]
pub struct Options {
    /// The gate.
    pub gate: Option<Gate>,
    /// The stack, job or environment within the change.
    pub part: Option<String>,
    /// The patterns of files, in their order.
    pub artifacts: Vec<Asked>,
    /// Sentences, each with the artifact type that it claims.
    pub claims: Vec<(String, String)>,
    /// What is said of the change.
    pub stated: Stated,
    /// The folder of the data.
    pub data: Option<PathBuf>,
    /// The report's file.
    pub out: Option<PathBuf>,
    /// What the gate said.
    pub outcome: Option<Outcome>,
    /// Whether it could stop the change.
    pub mode: Option<Mode>,
    /// The pull request's text.
    pub pull_request: Option<PathBuf>,
    /// The repository.
    pub checkout: Option<PathBuf>,
    /// The target, whose commits are not the change's.
    pub base: Option<String>,
    /// Patterns of the files that the commands read.
    pub inputs: Vec<String>,
    /// Who ran the commands.
    pub by: Option<String>,
    /// When it is recorded.
    pub now: Option<Instant>,
    /// Which policy says what counts.
    pub policy: PolicyChoice,
    /// Whether files may be replaced.
    pub force: bool,
    /// Whether files are kept as they are, with their secrets.
    pub raw: bool,
}

/// One `--artifact` with what stands behind it.
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
}

/// Options that may stand more than once.
const REPEATED: [&str; 8] = ["artifact", "claim", "with", "justification", "inputs", "force", "raw", "committed"];
/// Options that belong to the artifact before them.
const OF_AN_ARTIFACT: [&str; 8] = ["command", "tool", "id", "title", "controls", "expires", "attestation", "before"];

/// Reads the arguments.
///
/// # Errors
/// On wrong usage.
pub fn options(mut parser: lexopt::Parser) -> Result<Options, Failure> {
    use lexopt::prelude::*;
    let mut o = Options::default();
    let mut given: BTreeSet<String> = BTreeSet::new();
    while let Some(argument) = parser.next()? {
        let name = if let Long(name) = argument { name.to_owned() } else { String::new() };
        if name == "artifact" {
            given.retain(|name| !OF_AN_ARTIFACT.contains(&name.as_str()));
        }
        if !given.insert(name.clone()) && !REPEATED.contains(&name.as_str()) {
            return Err(Failure::Usage(format!("--{name} is given twice")));
        }
        let text = |parser: &mut lexopt::Parser| -> Result<String, Failure> {
            let text = parser.value()?.string()?;
            match secret_in_text(&text) {
                true => Err(Failure::Usage(format!("--{name} holds what looks like a secret: read it from a variable"))),
                false => Ok(text),
            }
        };
        match argument {
            Long("gate") => o.gate = Some(word(&text(&mut parser)?, "gate", Gate::ALL, Gate::id)?),
            Long("part") => {
                let part = text(&mut parser)?;
                if part.trim().is_empty() {
                    return Err(Failure::Usage("--part is blank: leave it out where the change has no parts".to_owned()));
                }
                o.part = Some(part);
            }
            Long("artifact") => o.artifacts.push(asked(&text(&mut parser)?)),
            Long("command") => of_it(&mut o, "command")?.offered.command = Some(text(&mut parser)?),
            Long("tool") => of_it(&mut o, "tool")?.offered.tool = Some(text(&mut parser)?),
            Long("id") => of_it(&mut o, "id")?.offered.id = Some(text(&mut parser)?),
            Long("title") => of_it(&mut o, "title")?.offered.title = Some(text(&mut parser)?),
            Long("controls") => of_it(&mut o, "controls")?.offered.controls = Some(families(&text(&mut parser)?, "controls")?),
            Long("expires") => of_it(&mut o, "expires")?.offered.expires_at = Some(time_of(&mut parser, "expires", true)?),
            Long("attestation") => of_it(&mut o, "attestation")?.attestation = Some(PathBuf::from(parser.value()?)),
            Long("committed") => of_it(&mut o, "committed")?.is_committed = true,
            Long("before") => of_it(&mut o, "before")?.before = Some(PathBuf::from(parser.value()?)),
            Long("with") => of_it(&mut o, "with")?.with.push(PathBuf::from(parser.value()?)),
            Long("justification") => {
                let text = text(&mut parser)?;
                let (grant, sentence) = pair(&text).ok_or_else(|| {
                    Failure::Usage(format!("--justification is 'PRINCIPAL ROLE SCOPE=SENTENCE', not \"{text}\""))
                })?;
                of_it(&mut o, "justification")?.offered.justifications.insert(grant, sentence);
            }
            Long("claim") => {
                let claim = text(&mut parser)?;
                let pair = pair(&claim).ok_or_else(|| Failure::Usage(format!("--claim is TYPE=TEXT, not \"{claim}\"")))?;
                o.claims.push(pair);
            }
            Long("change") => o.stated.change.id = text(&mut parser)?,
            Long("change-title") => o.stated.change.title = Some(text(&mut parser)?),
            Long("url") => o.stated.change.url = Some(text(&mut parser)?),
            Long("team") => o.stated.change.team = Some(text(&mut parser)?),
            Long("service") => o.stated.change.service = Some(text(&mut parser)?),
            Long("environment") => o.stated.change.environment = Some(text(&mut parser)?),
            Long("release") => o.stated.change.release = Some(text(&mut parser)?),
            Long("commit") => o.stated.change.commit = Some(text(&mut parser)?),
            Long("author") => o.stated.change.author = Some(text(&mut parser)?),
            Long("authorship") => {
                o.stated.authorship = Some(word(&text(&mut parser)?, "authorship", Authorship::ALL, Authorship::id)?)
            }
            Long("touches") => o.stated.touches = Some(families(&text(&mut parser)?, "touches")?),
            Long("opened-at") => o.stated.change.opened_at = Some(moment_of(&mut parser, "opened-at")?),
            Long("merged-at") => o.stated.change.merged_at = Some(moment_of(&mut parser, "merged-at")?),
            Long("deployed-at") => o.stated.change.deployed_at = Some(moment_of(&mut parser, "deployed-at")?),
            Long("data") => o.data = Some(PathBuf::from(parser.value()?)),
            Long("out") => o.out = Some(PathBuf::from(parser.value()?)),
            Long("outcome") => o.outcome = Some(word(&text(&mut parser)?, "outcome", Outcome::ALL, Outcome::id)?),
            Long("mode") => o.mode = Some(word(&text(&mut parser)?, "mode", Mode::ALL, Mode::id)?),
            Long("pull-request") => o.pull_request = Some(PathBuf::from(parser.value()?)),
            Long("checkout") => o.checkout = Some(PathBuf::from(parser.value()?)),
            Long("base") => o.base = Some(text(&mut parser)?),
            Long("inputs") => o.inputs.push(text(&mut parser)?),
            Long("by") => o.by = Some(text(&mut parser)?),
            Long("now") => o.now = Some(time_of(&mut parser, "now", false)?),
            Long(option) if policy_choice::OPTIONS.contains(&option) => {
                let option = option.to_owned();
                o.policy.take(&option, &mut parser)?;
            }
            Long("force") => o.force = true,
            Long("raw") => o.raw = true,
            Long(name) if name.contains(char::is_whitespace) => {
                let (name, value) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
                return Err(Failure::Usage(format!(
                    "\"--{name} {value}\" is one argument: write --{name}=VALUE, or the option and its value as two arguments"
                )));
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(o)
}

fn word<T: Copy>(text: &str, option: &str, all: &[T], id: fn(T) -> &'static str) -> Result<T, Failure> {
    let ids = || all.iter().map(|&one| id(one)).collect::<Vec<_>>();
    all.iter().copied().find(|&one| id(one) == text).ok_or_else(|| args::no_choice(option, text, &ids()))
}

fn families(text: &str, option: &str) -> Result<Vec<Family>, Failure> {
    if text == "nothing" {
        return Ok(Vec::new());
    }
    text.split(',').map(|w| word(w.trim(), option, Family::ALL, Family::id)).collect()
}

/// What stands before and behind the first equals sign, when neither is blank.
fn pair(text: &str) -> Option<(String, String)> {
    let (name, sentence) = text.split_once('=')?;
    let (name, sentence) = (name.trim(), sentence.trim());
    (!name.is_empty() && !sentence.is_empty()).then(|| (name.to_owned(), sentence.to_owned()))
}

/// A time, a day, or the word now. Kept as text: now is known later.
fn moment_of(parser: &mut lexopt::Parser, option: &str) -> Result<String, Failure> {
    let value = parser.value()?;
    let text = value.to_string_lossy();
    if text == "now" {
        return Ok(text.into_owned());
    }
    args::moment(&text, option, false).map(Instant::to_rfc3339)
}

/// `TYPE=PATTERN`, or a pattern alone; a type is a word of small letters and hyphens.
fn asked(text: &str) -> Asked {
    let is_type = |kind: &str| !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let (artifact_type, pattern) = match text.split_once('=').filter(|(kind, _)| is_type(kind)) {
        Some((kind, pattern)) => (Some(kind.to_owned()), pattern),
        None => (None, text),
    };
    Asked {
        pattern: pattern.to_owned(),
        attestation: None,
        before: None,
        with: Vec::new(),
        is_committed: false,
        offered: Offered { artifact_type, ..Offered::default() },
    }
}

fn of_it<'o>(o: &'o mut Options, option: &str) -> Result<&'o mut Asked, Failure> {
    o.artifacts.last_mut().ok_or_else(|| Failure::Usage(format!("--{option} must follow the --artifact that it belongs to")))
}
