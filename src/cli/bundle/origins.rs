//! Paths, each with the repository whose runs wrote it: an option counts for the paths that follow it.

use clap::{ArgMatches, Args, Command, FromArgMatches};
use std::path::PathBuf;

/// What is read.
#[derive(Debug)]
pub struct Origins {
    /// Each with the repository whose runs wrote it.
    pub paths: Vec<(PathBuf, Option<String>)>,
}

#[derive(Args, Debug)]
struct Arguments {
    /// The folders and files to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The repository whose runs wrote the PATHs that follow, up to the next --repository: records of changes of other repositories
    /// are kept apart
    #[arg(long = "repository", value_name = "OWNER/NAME", value_parser = repository)]
    repositories: Vec<String>,
}

/// The name of a repository.
fn repository(name: &str) -> Result<String, &'static str> {
    let is_name = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '#' | '@' | ':'));
    match name.split('/').all(is_name) {
        true => Ok(name.to_owned()),
        false => Err("it is a name such as contoso/platform"),
    }
}

impl Args for Origins {
    fn augment_args(command: Command) -> Command {
        Arguments::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Arguments::augment_args_for_update(command)
    }
}

impl FromArgMatches for Origins {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let Arguments { paths, repositories } = Arguments::from_arg_matches(matches)?;
        let places = |id: &str| matches.indices_of(id).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
        let repositories: Vec<(usize, String)> = places("repositories").into_iter().zip(repositories).collect();
        let of = |place: usize| repositories.iter().rev().find(|(before, _)| *before < place).map(|(_, name)| name.clone());
        let paths = places("paths").into_iter().zip(paths).map(|(place, path)| (path, of(place))).collect();
        Ok(Origins { paths })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
