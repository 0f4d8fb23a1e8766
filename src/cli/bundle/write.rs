//! Writes a data set into its folder: packs, segments, and last the index, so that whoever reads meanwhile has the one before.

use super::super::args::Failure;
use super::super::input::read_file;
use super::super::whole_file::{remove_below, write_below, write_scratch};
use super::copies::Copies;
use super::judge::{ColumnsOfMonth, Judged, Row};
use super::plan::{PlannedPart, Stored};
use super::spool::{SpoolFile, changed};
use plumbline_assess::published::{
    ColumnRow, changes_to_bytes, columns_from_bytes, columns_to_bytes, details_to_bytes, later_from_bytes, later_to_bytes,
};
use plumbline_domain::Instant;
use plumbline_gate::{Bundle, Weight};
use plumbline_ingest::sha256_hex;
use plumbline_layers::{
    Buckets, DetailsOfSpan, Directory, Layer, Pack, PackBuilder, PackedFile, Segment, Span, Spans, detail_groups, month_of,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Writes the files of a data set.
pub(super) struct Writer<'a> {
    pub out: &'a Path,
    /// The files of the data set that was there.
    pub standing: Option<&'a BTreeSet<String>>,
    pub force: bool,
    /// Whether the folder is a temporary one of this program.
    pub is_scratch: bool,
    /// What was written.
    pub written: BTreeSet<String>,
}

impl Writer<'_> {
    /// Writes a file, unless it is there already.
    ///
    /// # Errors
    /// When another file stands in its place, and when it cannot be written.
    pub fn write(&mut self, path: &str, bytes: &[u8], sha256: &str) -> Result<(), Failure> {
        self.written.insert(path.to_owned());
        if is_there(&self.out.join(path), sha256, bytes.len() as u64) {
            return Ok(());
        }
        self.put(path, bytes, self.may_replace(path))
    }

    /// Writes a file, whatever was there before if `force` says so.
    ///
    /// # Errors
    /// When another file stands in its place, and when it cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8], force: bool) -> Result<(), Failure> {
        match self.is_scratch {
            true => write_scratch(self.out, Path::new(path), bytes),
            false => write_below(self.out, Path::new(path), bytes, force),
        }
    }

    /// Whether a file may be replaced: a data set may replace its own files, and nothing else.
    pub fn may_replace(&self, path: &str) -> bool {
        let is_own = |own: &BTreeSet<String>| own.contains(path) || path == "index.json" || path == "checks.json";
        self.force || self.standing.is_some_and(is_own)
    }

    /// Writes a segment of some content.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn segment(&mut self, layer: Layer, span: Option<String>, content: &[u8], changes: usize) -> Result<Segment, Failure> {
        let (segment, file) = Segment::new(layer, span, content, changes as u64);
        self.write(&segment.path, &file, &segment.sha256)?;
        Ok(segment)
    }

    /// Removes what the data set held before and does not any more. A file of records that could not be read stays. Gives a sentence for
    /// each file that could not be removed.
    #[must_use]
    pub fn remove_others(&self, plan: &Bundle) -> Vec<String> {
        let mut not_removed = Vec::new();
        let is_lost = |path: &str| plan.left_out.iter().any(|left| left.weight == Weight::Fault && left.path.starts_with(path));
        for path in self.standing.into_iter().flatten().filter(|path| !self.written.contains(path.as_str())) {
            let is_inside = !path.split(['/', '\\']).any(|part| part == "..") && !Path::new(path).is_absolute();
            let folder = path.split('/').next().unwrap_or_default();
            let is_layer = matches!(
                folder,
                "columns" | "changes" | "later" | "details" | "remarks" | "lookup" | "answers" | "packs" | "evidence"
            ) || ["summary-", "directory-", "sources-", "whole-"].iter().any(|name| path.starts_with(name));
            if is_inside
                && (is_layer || (folder == "reports" && !is_lost(path)))
                && let Err(Failure::Usage(why) | Failure::Unusable(why)) = remove_below(self.out, path)
            {
                not_removed.push(format!("{why}: could not be removed, and is no longer part of the data set"));
            }
        }
        not_removed
    }
}

/// Whether these bytes stand there already, in a file and not behind a link.
fn is_there(path: &Path, sha256: &str, bytes: u64) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_file() && m.len() == bytes)
        && read_file(path).is_ok_and(|found| sha256_hex(&found) == sha256)
}

/// Writes the packs; what the directory says of them.
///
/// # Errors
/// When one cannot be written.
pub(super) fn write_packs(
    parts: &[PlannedPart],
    artifacts: &BTreeMap<String, String>,
    copies: &Copies,
    stored: &SpoolFile,
    writer: &mut Writer<'_>,
) -> Result<Directory, Failure> {
    let of_artifacts = artifacts.iter().filter_map(|(path, sha256)| Some((path.as_str(), copies.get(sha256)?)));
    let of_records = parts.iter().flat_map(|part| &part.record_files).map(|(path, stored)| (path.as_str(), stored));
    let mut files: Vec<(&str, &Stored)> = of_artifacts.chain(of_records).collect();
    files.sort_by_key(|(path, _)| (month_of(path), *path));
    let mut directory = Directory::default();
    for of_month in files.chunk_by(|one, next| month_of(one.0) == month_of(next.0)) {
        let mut builder = PackBuilder::new(of_month.first().map_or("", |(path, _)| month_of(path)));
        let mut full = |found: Option<(Pack, Vec<u8>, Vec<PackedFile>)>| -> Result<(), Failure> {
            let Some((pack, bytes, files)) = found else { return Ok(()) };
            writer.write(&pack.path(), &bytes, &pack.sha256)?;
            let number = u32::try_from(directory.packs.len()).unwrap_or(u32::MAX);
            directory.files.extend(files.into_iter().map(|file| PackedFile { pack: number, ..file }));
            directory.packs.push(pack);
            Ok(())
        };
        for (path, file) in of_month {
            let Stored { place, is_deflated, sha256, bytes } = file;
            let (path, sha256) = ((*path).to_owned(), sha256.clone());
            let packed = PackedFile { path, sha256, bytes: *bytes, pack: 0, offset: 0, stored: 0, is_deflated: *is_deflated };
            full(builder.add(packed, &stored.bytes(*place)?))?;
        }
        full(builder.finish())?;
    }
    directory.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(directory)
}

/// Writes the columns, the changes and the details; what the index lists of them. What lies where goes into the directory.
///
/// # Errors
/// When one cannot be written.
pub(super) fn write_changes(
    judged: Judged,
    partitions: &[String],
    buckets: Option<Buckets>,
    stored: &SpoolFile,
    directory: &mut Directory,
    writer: &mut Writer<'_>,
) -> Result<Vec<Segment>, Failure> {
    let Judged { rows, columns: of_months } = judged;
    let mut segment_of = vec![(0_u32, 0_u32); rows.len()];
    let name = |row: &Row| partitions.get(row.partition as usize).map_or("", String::as_str);
    for group in detail_groups(rows.iter().map(|row| (row.date.month(), name(row), row.detail.bytes)), buckets) {
        let number = u32::try_from(directory.details.len()).unwrap_or(u32::MAX);
        let mut details = Vec::with_capacity(group.changes.len());
        for (change, place) in group.changes.iter().zip(0_u32..) {
            let Some((row, slot)) = rows.get(*change as usize).zip(segment_of.get_mut(*change as usize)) else { continue };
            details.push(stored.bytes(row.detail)?);
            *slot = (number, place);
        }
        let content = details_to_bytes(&details);
        directory.details.push(writer.segment(Layer::Details, Some(group.span), &content, details.len())?);
    }
    let spans = Spans::of(rows.iter().map(|row| row.date));
    let buckets_of: Option<Vec<Span>> = buckets.map(|buckets| partitions.iter().map(|name| buckets.of_partition(name)).collect());
    let span_of = |partition: u32, date: Instant| match &buckets_of {
        Some(buckets) => buckets.get(partition as usize).copied().unwrap_or(Span::Bucket(0)),
        None => spans.span(date),
    };
    let mut by_span: BTreeMap<Span, OfSpan> = BTreeMap::new();
    for (row, segment) in rows.into_iter().zip(segment_of) {
        by_span.entry(span_of(row.partition, row.date)).or_default().rows.push((row, segment));
    }
    for of_month in of_months {
        by_span.entry(span_of(of_month.partition, of_month.date)).or_default().columns.push(of_month);
    }
    let (mut columns, mut changes, mut of_later) = (Vec::new(), Vec::new(), Vec::new());
    for (span, OfSpan { rows, columns: of_months }) in by_span {
        let span = span.name();
        let of_columns = columns_of(&of_months, stored)?;
        let mut records = Vec::with_capacity(rows.len());
        let mut of_span = DetailsOfSpan { span: span.clone(), ..DetailsOfSpan::default() };
        let (mut later, mut n_later) = (Vec::new(), 0);
        for (row, (segment, place)) in rows {
            records.push(stored.bytes(row.record)?);
            if let Some(place) = row.later {
                later.extend(later_from_bytes(&stored.bytes(place)?).map_err(|_| changed())?);
                n_later += 1;
            }
            of_span.segment.push(segment);
            of_span.place.push(place);
        }
        columns.push(writer.segment(Layer::Columns, Some(span.clone()), &columns_to_bytes(&of_columns), records.len())?);
        changes.push(writer.segment(Layer::Changes, Some(span.clone()), &changes_to_bytes(&records), records.len())?);
        of_later.push(writer.segment(Layer::Later, Some(span), &later_to_bytes(&later), n_later)?);
        directory.of_spans.push(of_span);
    }
    Ok([columns, changes, of_later].concat())
}

/// What was judged of the changes of a span.
#[derive(Default)]
struct OfSpan {
    /// In byte order of the ids, each with the segment of its details and its place there.
    rows: Vec<(Row, (u32, u32))>,
    columns: Vec<ColumnsOfMonth>,
}

/// The rows of some months, in byte order of the ids.
fn columns_of(of_months: &[ColumnsOfMonth], stored: &SpoolFile) -> Result<Vec<ColumnRow>, Failure> {
    let mut rows = Vec::new();
    for of_month in of_months {
        let columns = columns_from_bytes(&stored.bytes(of_month.columns)?).map_err(|_| changed())?;
        rows.extend(columns.all().map_err(|_| changed())?);
    }
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(rows)
}
