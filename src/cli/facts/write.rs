//! Writes the files of a shard, and last its manifest: without one, nothing that is there counts.

use super::super::args::Failure;
use super::super::parallel::in_order;
use super::super::spool::SpoolFile;
use super::super::whole_file::write_unsynced;
use super::folder::Target;
use super::gather::Kept;
use plumbline_domain::{Instant, Policy};
use plumbline_facts::{
    Batch, CommonFile, FileFacts, JUDGED, Manifest, ShardFile, TableMonth, common_files, parquet_of, shard_files,
};
use plumbline_ingest::sha256_hex;
use std::collections::BTreeMap;
use std::path::Path;

/// The rows of each file: by bucket, table and month, in the order of the partitions.
pub(super) type RowsOfFiles = BTreeMap<(u32, TableMonth), Vec<Kept>>;

/// Writes everything, and the manifest with what was written.
///
/// # Errors
/// When something cannot be written.
pub(super) fn write_all(
    target: &Target,
    mut manifest: Manifest,
    rows: &RowsOfFiles,
    spool: &SpoolFile,
    policy: &Policy,
    now: Instant,
) -> Result<(), Failure> {
    let of = FileFacts {
        program: manifest.by.clone(),
        pairs: vec![("format".to_owned(), manifest.format.clone()), ("policySha256".to_owned(), manifest.policy_sha256.clone())],
    };
    let jobs: Vec<_> = rows.iter().collect();
    let work = |n: usize| match jobs.get(n) {
        Some(((bucket, (table, month)), kept)) => {
            let Some(table) = JUDGED.get(*table) else { return Ok(None) };
            let batches = kept.iter().map(|kept| batch(*kept, spool)).collect::<Result<Vec<Batch>, Failure>>()?;
            let n_rows: usize = batches.iter().map(Batch::n_rows).sum();
            let bytes = parquet_of(table, &batches, &of).map_err(Failure::Unusable)?;
            let path = format!("table={}/month={month}/team-bucket={bucket:02}/part.parquet", table.name);
            let file = write(target, CommonFile { path, bytes })?;
            Ok(Some((table.name, n_rows as u64, file)))
        }
        None => Ok(None),
    };
    manifest.rows = JUDGED.iter().map(|table| (table.name.to_owned(), 0)).collect();
    in_order(jobs.len(), work, |_, written| {
        if let Some((table, n_rows, file)) = written {
            *manifest.rows.entry(table.to_owned()).or_default() += n_rows;
            manifest.files.push(file);
        }
        Ok(())
    })?;
    for file in common_files(policy, &manifest.policy_sha256, now, &of).map_err(Failure::Unusable)? {
        let file = write_common(target, file)?;
        manifest.common.push(file);
    }
    for file in shard_files(&manifest, policy, now, &of).map_err(Failure::Unusable)? {
        manifest.files.push(write(target, file)?);
    }
    manifest.files.sort();
    target.finish(&manifest)
}

fn batch(kept: Kept, spool: &SpoolFile) -> Result<Batch, Failure> {
    postcard::from_bytes(&kept.open(spool)?).map_err(|_| Failure::Unusable("a temporary file has changed".to_owned()))
}

fn write(target: &Target, file: CommonFile) -> Result<ShardFile, Failure> {
    write_unsynced(&target.folder, Path::new(&file.path), &file.bytes)?;
    Ok(listed(file))
}

/// Writes a file that other shards write too, perhaps at this moment.
fn write_common(target: &Target, file: CommonFile) -> Result<ShardFile, Failure> {
    target.put_common(&file.path, &file.bytes)?;
    Ok(listed(file))
}

fn listed(file: CommonFile) -> ShardFile {
    ShardFile { sha256: sha256_hex(&file.bytes), bytes: file.bytes.len() as u64, path: file.path }
}
