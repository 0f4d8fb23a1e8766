//! `plumbline facts`: judged facts as Parquet, for other engines.

use super::args::{Failure, time};
use super::clock::now as clock;
use super::input::{name_of, read_paths, tell_diagnostics};
use super::policy_choice::PolicyChoice;
use super::terminal::{print, tell};
use super::whole_file::write_scratch;
use clap::Args;
use plumbline_assess::Assessment;
use plumbline_domain::Instant;
use plumbline_facts::{
    DEFAULT_BUCKETS, FORMAT, FileFacts, JUDGED, bucket_of, facts_of, parquet_of, readme_markdown, rules_files, schema_json,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write judged facts as Parquet, for DuckDB, Spark and other engines
///
/// Reads files, folders and zips, judges every change, and writes what it owes, offers and proves as tables. docs/facts.md says what
/// each column means, and so does DIR/README.md.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline facts plumbline-data --out facts")]
pub struct Options {
    /// The files, folders and zips to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder for the facts
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The assessment time; later records do not count [default: the clock]
    #[arg(long, value_name = "T", value_parser = time)]
    now: Option<Instant>,
    #[command(flatten)]
    policy: PolicyChoice,
}

/// Runs the command.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(options: Options) -> Result<ExitCode, Failure> {
    let Options { paths, out, now, policy } = options;
    let policy = policy.in_force(&paths)?;
    tell(&policy.in_words());
    let dataset = read_paths(&paths, policy.policy, policy.sha256.clone())?.into_dataset(now.unwrap_or_else(clock));
    tell_diagnostics(&dataset);
    if dataset.is_unread() {
        return Err(Failure::Unusable("nothing could be read".to_owned()));
    }
    let now = dataset.now;
    let assessment = Assessment::new(dataset);
    let of = FileFacts {
        program: super::VERSION.to_owned(),
        pairs: vec![("format".to_owned(), FORMAT.to_owned()), ("policySha256".to_owned(), policy.sha256.clone())],
    };
    let put = |path: &str, bytes: &[u8]| write_scratch(&out, Path::new(path), bytes);
    let facts = facts_of(&assessment);
    for ((table, month), batch) in facts.batches {
        let Some(table) = JUDGED.get(table) else { continue };
        let bucket = bucket_of("no-team", DEFAULT_BUCKETS);
        let bytes = parquet_of(table, &[batch], &of).map_err(Failure::Unusable)?;
        put(&format!("table={}/month={month}/team-bucket={bucket:02}/part.parquet", table.name), &bytes)?;
    }
    for file in rules_files(assessment.policy(), &policy.sha256, now, &of).map_err(Failure::Unusable)? {
        put(&file.path, &file.bytes)?;
    }
    put("schema.json", schema_json().as_bytes())?;
    put("README.md", readme_markdown().as_bytes())?;
    tell(&format!("{} changes in {}", facts.n_changes, out.display()));
    print(&name_of(&out));
    Ok(ExitCode::SUCCESS)
}
