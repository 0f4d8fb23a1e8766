//! `plumbline verify-data`: judges a published data set again, and compares.

use super::args::Failure;
use super::bundle::answers;
use super::input::name_of;
use super::layered::{in_folder, of_columns, reader_of};
use super::terminal::{print, tell};
use clap::Args;
use plumbline_assess::published::{Sources, Summary, columns_from_bytes};
use plumbline_ingest::{Source, default_policy};
use plumbline_layers::{
    Difference, Fault, Folder, INDEX, Layer, LayeredIndex, Pack, PackedFile, Segment, Unusable, Verifier, answer_span,
    from_bytes, open_segment,
};
use plumbline_report::text::number::counted;
use plumbline_report::{answered_places, sources_of};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Judge a published data set again, and compare
///
/// Judges a published data set again from its records and artifacts, and compares the result with what is published: every change, its
/// evidence, and what is known of the whole. Checks the digest of every file on the way.
///
/// Exits with 1 when something differs, which is named; with 2 when something is missing or cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline verify-data site/data")]
pub struct Options {
    /// The folder of the data set
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Why a data set was not found to be right.
enum Stop {
    Differs(Difference),
    Unusable(Unusable),
}

impl From<Difference> for Stop {
    fn from(difference: Difference) -> Self {
        Stop::Differs(difference)
    }
}

impl From<Unusable> for Stop {
    fn from(unusable: Unusable) -> Self {
        Stop::Unusable(unusable)
    }
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when something cannot be read.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let path = &options.folder;
    let name = name_of(path);
    let mut read = reader_of(path);
    let index = read(INDEX).ok_or_else(|| in_folder(path, &Unusable::new(INDEX, Fault::Missing)))?;
    let folder = Folder::open(&index, &mut read).map_err(|unusable| in_folder(path, &unusable))?;
    match verify(path, &folder) {
        Ok(n) => {
            print(&format!("recomputed {}: identical", counted(n, "change", "changes")));
            Ok(ExitCode::SUCCESS)
        }
        Err(Stop::Differs(difference)) => {
            print(&format!("{name}/{difference}"));
            Ok(ExitCode::from(1))
        }
        // what is there, and is not what the index lists, was altered
        Err(Stop::Unusable(unusable)) if matches!(unusable.fault, Fault::Digest | Fault::Part(_) | Fault::Size { .. }) => {
            print(&format!("{name}/{unusable}"));
            Ok(ExitCode::from(1))
        }
        Err(Stop::Unusable(unusable)) => Err(in_folder(path, &unusable)),
    }
}

fn verify(path: &Path, folder: &Folder) -> Result<u64, Stop> {
    let mut read = reader_of(path);
    // every pack whole: what no file covers is checked too
    for pack in &folder.directory.packs {
        pack.check(&bytes_of(pack, &mut read)?)?;
    }
    let columns_of = |segment: &Segment| {
        let content = open_segment(segment, &mut reader_of(path))?;
        columns_from_bytes(&content).map_err(|damaged| Unusable::new(&segment.path, Fault::Content(damaged.0)))
    };
    let columns = folder.index.of_layer(Layer::Columns).map(columns_of).collect::<Result<Vec<_>, _>>()?;
    let mut verifier = Verifier::new(folder, columns, sources_of)?;
    let mut packs = OpenPacks { folder, path, last: None };
    let n_partitions = verifier.n_partitions();
    for partition in 0..n_partitions {
        packs.read(verifier.record_files(partition).to_vec(), &mut verifier)?;
        packs.read(verifier.artifacts(partition), &mut verifier)?;
        let n = verifier.judge(partition)?;
        let (partitions, changes) = (counted(n_partitions as u64, "partition", "partitions"), counted(n, "change", "changes"));
        tell(&format!("note: {} of {partitions}: {changes}", partition + 1));
    }
    for segment in verifier.segments() {
        verifier.compare_segment(segment, &open_segment(segment, &mut read)?)?;
    }
    let mut content = |layer: Layer| -> Result<(&str, Vec<u8>), Unusable> {
        let segment = folder.index.only(layer)?;
        Ok((segment.path.as_str(), open_segment(segment, &mut read)?))
    };
    let (name, bytes) = content(Layer::Summary)?;
    let summary: Summary = from_bytes(name, &bytes)?;
    let (name, bytes) = content(Layer::Sources)?;
    let sources: Sources = from_bytes(name, &bytes)?;
    let mut of_parts = Vec::new();
    for segment in verifier.segments_of_parts() {
        of_parts.push((segment, open_segment(segment, &mut read)?));
    }
    let n = verifier.finish(&summary, &sources, &of_parts)?;
    if folder.index.is_in_parts() {
        drop(of_parts);
        compare_answers(&folder.index, summary, &mut read)?;
    }
    Ok(n)
}

/// Computes every finished answer again, and compares.
fn compare_answers(index: &LayeredIndex, summary: Summary, read: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Result<(), Stop> {
    let (policy, _) = index.policy().unwrap_or_else(default_policy);
    let assessment = of_columns(index, policy, summary, read)?;
    let origin = answers::origin_of(index);
    let mut listed: BTreeMap<&str, &Segment> =
        index.of_layer(Layer::Answers).map(|segment| (segment.span.as_deref().unwrap_or_default(), segment)).collect();
    for place in answered_places(&assessment) {
        let (fragment, expected) = answers::answer_for(&assessment, &origin, &place);
        let Some(segment) = listed.remove(answer_span(&fragment).as_str()) else {
            return Err(Difference::new(INDEX, None, format!("it lists no answer for {fragment}")).into());
        };
        if open_segment(segment, read)? != expected {
            return Err(
                Difference::new(&segment.path, None, format!("the answer for {fragment} is not what was recomputed")).into()
            );
        }
    }
    match listed.into_values().next() {
        Some(segment) => Err(Difference::new(&segment.path, None, "it is an answer for a place that has none").into()),
        None => Ok(()),
    }
}

fn bytes_of(pack: &Pack, read: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Result<Vec<u8>, Unusable> {
    read(&pack.path()).ok_or_else(|| Unusable::new(pack.path(), Fault::Missing))
}

/// Reads files out of packs, and keeps the last pack open. Each file is checked by itself.
struct OpenPacks<'f> {
    folder: &'f Folder,
    path: &'f Path,
    last: Option<(u32, File)>,
}

impl OpenPacks<'_> {
    fn read(&mut self, mut files: Vec<&PackedFile>, verifier: &mut Verifier<'_>) -> Result<(), Unusable> {
        files.sort_by_key(|file| (file.pack, file.offset));
        for file in files {
            let missing = || Unusable::new(&file.path, Fault::Missing);
            let pack = self.folder.directory.pack_of(file).ok_or_else(missing)?;
            let stored = self.stored(file, pack).map_err(|_| Unusable::new(pack.path(), Fault::Missing))?;
            let (path, sha256) = (file.path.clone(), file.sha256.clone());
            verifier.read(Source { path, bytes: file.open(&stored, pack)?, sha256 });
        }
        Ok(())
    }

    /// The bytes that a file takes in its pack.
    fn stored(&mut self, file: &PackedFile, pack: &Pack) -> io::Result<Vec<u8>> {
        let mut open = match self.last.take().filter(|(number, _)| *number == file.pack) {
            Some((_, open)) => open,
            None => File::open(self.path.join(pack.path()))?,
        };
        let mut stored = Vec::new();
        open.seek(SeekFrom::Start(file.offset))?;
        open.by_ref().take(file.stored).read_to_end(&mut stored)?;
        self.last = Some((file.pack, open));
        Ok(stored)
    }
}
