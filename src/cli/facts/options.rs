//! What the command is asked.

use super::super::args::{Failure, time};
use super::super::bundle::Origins;
use super::super::policy_choice::PolicyChoice;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use plumbline_domain::Instant;
use plumbline_facts::{DEFAULT_BUCKETS, MAX_BUCKETS, Shard};
use std::path::{Path, PathBuf};

/// Write judged facts as Parquet, for DuckDB, Spark and other engines
///
/// Reads files, folders and zips, judges every change, and writes what each owes, offers and proves as tables of Parquet, in folders by
/// table, month and bucket of teams. DIR/README.md and docs/facts.md say what each column means. A published data set is an input too. A
/// time T is a moment such as 2026-11-20T10:15:00Z, a day such as 2026-11-20, in UTC, or now.
///
/// Memory follows the largest teams. With --shard, several processes or machines write a part of the teams each into one DIR, or into
/// several that are copied together: each reads all of the input. --check says whether such a DIR is whole.
///
/// Exits with 1 when a record could not be read, or --check finds a fault; 2 when something cannot be read or written.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline facts plumbline-data --out facts
  plumbline facts plumbline-data --out facts --now 2026-11-20 --shard 1/2
  plumbline facts plumbline-data --out facts --now 2026-11-20 --shard 2/2
  plumbline facts --check facts")]
pub struct Options {
    #[command(flatten)]
    origins: Asked,
    /// The folder of the facts: an empty one, or one with other shards of the same facts
    #[arg(long, value_name = "DIR", required_unless_present = "check")]
    out: Option<PathBuf>,
    /// Write only the teams of this part, such as 2/4 [default: all]
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(super) shard: Option<Shard>,
    /// How many buckets teams are spread over; the same for all shards
    #[arg(long, value_name = "B", default_value_t = DEFAULT_BUCKETS, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_BUCKETS)))]
    pub(super) buckets: u32,
    /// The assessment time; later records do not count [default: the clock]
    #[arg(long, value_name = "T", value_parser = time)]
    pub(super) now: Option<Instant>,
    /// Replace facts of another time, policy or version that are in DIR
    #[arg(long)]
    pub(super) force: bool,
    /// Say whether the facts in DIR are whole, and write nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["paths", "repositories", "out", "shard", "now", "force"])]
    pub(super) check: Option<PathBuf>,
    #[command(flatten)]
    pub(super) policy: PolicyChoice,
}

impl Options {
    /// What is read, and where the facts go.
    ///
    /// # Errors
    /// When one of them is missing.
    pub(super) fn written(&self) -> Result<(&Origins, &Path), Failure> {
        let out = self.out.as_deref().ok_or_else(|| Failure::Usage("--out DIR is missing".to_owned()))?;
        Ok((&self.origins.0, out))
    }
}

/// What is read, if anything is.
#[derive(Debug)]
struct Asked(Origins);

impl Args for Asked {
    fn augment_args(command: Command) -> Command {
        Origins::augment_args(command).mut_arg("paths", |paths| paths.required(false).required_unless_present("check"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Asked {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Origins::from_arg_matches(matches).map(Asked)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// A shard of several, such as `2/4`.
fn shard(text: &str) -> Result<Shard, &'static str> {
    let wrong = "it is a number and how many there are, such as 1/4";
    let (number, of) = text.split_once('/').ok_or(wrong)?;
    let shard = Shard { number: number.parse().map_err(|_| wrong)?, of: of.parse().map_err(|_| wrong)? };
    match (1..=shard.of).contains(&shard.number) && shard.of <= MAX_BUCKETS {
        true => Ok(shard),
        false => Err(wrong),
    }
}
