//! What the command is asked, which `site` and `open` are asked too.

use super::super::args::{Failure, time_of, value_of};
use super::super::policy_choice::{OPTIONS, PolicyChoice};
use plumbline_domain::Instant;
use std::path::PathBuf;

/// What a data set is built of, and how.
#[derive(Clone, Default)]
pub struct Options {
    /// Each with the repository whose runs wrote it.
    pub paths: Vec<(PathBuf, Option<String>)>,
    /// The repository whose runs wrote the paths that follow.
    repository: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// Its name when neither the command line nor the input gives one.
    pub else_titled: Option<String>,
    /// Which policy judges.
    pub policy: PolicyChoice,
    /// The date of the judgement.
    pub generated_at: Option<Instant>,
    /// The date of the judgement when nothing says another one.
    pub else_generated_at: Option<Instant>,
    pub(super) max_artifact_bytes: Option<u64>,
    pub(super) raw: bool,
    /// Whether files that are there may be replaced, and records be lost.
    pub force: bool,
    /// Whether the data set goes to a temporary folder of this program.
    pub is_scratch: bool,
}

impl Options {
    /// Takes an option, with its value; whether it is one of these.
    ///
    /// # Errors
    /// When its value is missing or wrong.
    pub fn take(&mut self, option: &str, parser: &mut lexopt::Parser) -> Result<bool, Failure> {
        use lexopt::prelude::*;
        match option {
            "repository" => self.repository = Some(repository_from(parser.value()?.string()?)?),
            "title" => self.title = Some(parser.value()?.string()?),
            _ if OPTIONS.contains(&option) => self.policy.take(option, parser)?,
            "generated-at" => self.generated_at = Some(time_of(parser, "generated-at", false)?),
            "max-artifact-bytes" => self.max_artifact_bytes = Some(value_of(parser, "max-artifact-bytes")?),
            "raw" => self.raw = true,
            "force" => self.force = true,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Takes a path of the input.
    pub fn add(&mut self, path: PathBuf) {
        self.paths.push((path, self.repository.clone()));
    }
}

/// Reads the arguments: where the data set goes, the site that it is a part of, and what is left.
pub(super) fn arguments(mut parser: lexopt::Parser) -> Result<(PathBuf, Option<PathBuf>, Options), Failure> {
    use lexopt::prelude::*;
    let mut asked = Options::default();
    let (mut out, mut site) = (None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("site") => site = Some(PathBuf::from(parser.value()?)),
            Long(option) => {
                let option = option.to_owned();
                if !asked.take(&option, &mut parser)? {
                    return Err(Long(&option).unexpected().into());
                }
            }
            Value(path) => asked.add(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let out = match (out, &site) {
        (Some(out), None) => out,
        (None, Some(site)) => site.join("data"),
        (None, None) => return Err(Failure::Usage("--out DIR or --site SITE is missing".to_owned())),
        (Some(_), Some(_)) => {
            return Err(Failure::Usage("--site SITE has the data set in SITE/data, so --out is not needed".to_owned()));
        }
    };
    Ok((out, site, asked))
}

/// The name of a repository.
fn repository_from(name: String) -> Result<String, Failure> {
    let is_name = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '#' | '@' | ':'));
    match name.split('/').all(is_name) {
        true => Ok(name),
        false => Err(Failure::Usage(format!("--repository is a name such as contoso/platform, not {name:?}"))),
    }
}
