//! `plumbline facts`: judged facts as Parquet, for other engines.

mod check;
mod folder;
mod gather;
mod judge;
mod options;
mod told;
mod write;

use super::admission::Admission;
use super::args::Failure;
use super::bundle::Origins;
use super::clock::now as clock;
use super::input::{name_of, read_path};
use super::policy_choice::PolicyInForce;
use super::spool::SpoolFile;
use super::terminal::{print, tell};
use folder::Target;
use gather::Gathered;
use judge::{Part, Rules, judge_parts};
pub use options::Options;
use plumbline_domain::Instant;
use plumbline_facts::{FORMAT, Manifest, Shard, ShardTeam, bucket_of, schema_json};
use plumbline_ingest::sha256_hex;
use plumbline_layers::Partitions;
use plumbline_report::text::number::counted;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use told::Told;
use write::{RowsOfFiles, write_all};

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when something cannot be read or written.
pub fn run(options: Options) -> Result<ExitCode, Failure> {
    if let Some(folder) = &options.check {
        return check::check(folder);
    }
    let (origins, out) = options.written()?;
    let shard = options.shard.unwrap_or(Shard::WHOLE);
    if shard.of > options.buckets {
        return Err(Failure::Usage(format!("--shard: {} shards need as many buckets: pass --buckets {}", shard.of, shard.of)));
    }
    if shard.of > 1 && options.now.is_none() {
        return Err(Failure::Usage("--shard needs --now T, so that all shards are judged at one time".to_owned()));
    }
    let now = options.now.unwrap_or_else(clock);
    let paths: Vec<PathBuf> = origins.paths.iter().map(|(path, _)| path.clone()).collect();
    let policy = options.policy.in_force(&paths)?;
    tell(&policy.in_words());

    let rows = SpoolFile::new()?;
    let asked = Asked { origins, out, shard, now, policy: &policy };
    let Judged { target, manifest, of_files, told } = judged(&options, &asked, &rows)?;
    let n_changes = manifest.changes;
    write_all(&target, manifest, &of_files, &rows, &policy.policy, now)?;

    told.tell();
    tell(&format!("{} in {}{}", counted(n_changes, "change", "changes"), out.display(), of_shard(shard)));
    if shard.of > 1 {
        tell(&format!("plumbline facts --check {} says whether all shards are there", out.display()));
    }
    print(&name_of(out));
    Ok(if told.n_lost > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What is asked, with what is known by now.
struct Asked<'a> {
    origins: &'a Origins,
    out: &'a Path,
    shard: Shard,
    now: Instant,
    policy: &'a PolicyInForce,
}

/// What was judged; its rows are in a spool.
struct Judged {
    target: Target,
    manifest: Manifest,
    of_files: RowsOfFiles,
    told: Told,
}

/// Reads the input and judges the partitions of a shard.
fn judged(options: &Options, asked: &Asked<'_>, rows: &SpoolFile) -> Result<Judged, Failure> {
    let Asked { origins, out, shard, now, policy } = *asked;
    let spool = SpoolFile::new()?;
    let mut gathered = Gathered::new(policy.policy.clone(), &spool);
    for (path, _) in &origins.paths {
        read_path(path, &mut Admission::of_all(), &mut gathered)?;
        gathered.check()?;
    }
    if gathered.n_records == 0 {
        gathered.told.tell();
        return Err(Failure::Unusable("no gate report was read, so there are no facts to write".to_owned()));
    }
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        by: super::VERSION.to_owned(),
        schema: sha256_hex(schema_json().as_bytes()),
        shard: shard.number,
        of: shard.of,
        buckets: options.buckets,
        policy_sha256: policy.sha256.clone(),
        input_sha256: gathered.sha256(),
        now: now.to_rfc3339(),
        changes: 0,
        rows: BTreeMap::new(),
        teams: Vec::new(),
        files: Vec::new(),
        common: Vec::new(),
    };
    let target = Target::open(out, &manifest, options.force)?;

    let partitions = std::mem::take(&mut gathered.partitioner).partitions();
    let parts = parts_of(&mut gathered, &partitions, shard, options.buckets);
    let repositories: Vec<(String, String)> =
        origins.paths.iter().filter_map(|(path, repository)| Some((root_of(path), repository.clone()?))).collect();
    let rules = Rules { policy: &policy.policy, policy_sha256: &policy.sha256, repositories: &repositories, now };
    let mut of_files = RowsOfFiles::new();
    let mut told = std::mem::take(&mut gathered.told);
    judge_parts(&gathered, &parts, &rules, rows, |part, judged| {
        manifest.changes += judged.n_changes;
        let team = |(team, changes)| ShardTeam { team, partition: part.name.clone(), bucket: part.bucket, changes };
        manifest.teams.extend(judged.teams.into_iter().map(team));
        for (of, kept) in judged.batches {
            of_files.entry((part.bucket, of)).or_default().push(kept);
        }
        told.merge(judged.told);
        Ok(())
    })?;
    manifest.teams.sort();
    Ok(Judged { target, manifest, of_files, told })
}

/// The partitions that a shard judges, in the order of their buckets and names, each with its records.
fn parts_of(gathered: &mut Gathered<'_>, partitions: &Partitions, shard: Shard, buckets: u32) -> Vec<Part> {
    let mut parts: Vec<Part> = partitions
        .names()
        .iter()
        .map(|name| Part { name: name.clone(), bucket: bucket_of(name, buckets), blocks: Vec::new() })
        .collect();
    for block in std::mem::take(&mut gathered.blocks) {
        if let Some(part) = parts.get_mut(partitions.of(block.change) as usize).filter(|part| shard.owns(part.bucket)) {
            part.blocks.push(block);
        }
    }
    parts.retain(|part| shard.owns(part.bucket));
    parts.sort_by(|one, other| (one.bucket, &one.name).cmp(&(other.bucket, &other.name)));
    parts.iter_mut().for_each(|part| part.blocks.sort_by_key(|block| block.content));
    parts
}

/// The root of what a path names, as its files are called.
fn root_of(path: &Path) -> String {
    name_of(&path.components().collect::<PathBuf>())
}

fn of_shard(shard: Shard) -> String {
    if shard == Shard::WHOLE { String::new() } else { format!(", shard {} of {}", shard.number, shard.of) }
}
