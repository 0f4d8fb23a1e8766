//! The data set as one zip beside its index, so that a browser asks for two files and not for hundreds.

use super::{DemoFile, DemoOptions, Listing, team};
use flate2::{Compression, write::DeflateEncoder};
use std::io::Write as _;

/// Packs the files of a data set (its `index.json` left out) into `organisation.zip`, and lists that in a new
/// `index.json`. Without times, so that the same files make the same bytes.
///
/// The files are alike and small: they stand uncompressed in a zip that is compressed as a whole, which makes half of what each
/// compressed by itself would.
///
/// # Errors
/// When an entry cannot be written; writing to memory, that is when it is too large for a zip.
pub fn zipped(options: &DemoOptions, files: &[DemoFile]) -> Result<[DemoFile; 2], rawzip::Error> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for file in files.iter().filter(|file| file.path != "index.json") {
        let (mut entry, config) =
            archive.new_file(file.path.as_str()).compression_method(rawzip::CompressionMethod::STORE).start()?;
        let mut writer = config.wrap(&mut entry);
        writer.write_all(&file.bytes)?;
        let (_, output) = writer.finish()?;
        entry.finish(output)?;
    }
    let inner = archive.finish()?;
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    let (mut entry, config) =
        archive.new_file("organisation.zip").compression_method(rawzip::CompressionMethod::DEFLATE).start()?;
    let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::new(10)));
    writer.write_all(&inner)?;
    let (encoder, output) = writer.finish()?;
    encoder.finish()?;
    entry.finish(output)?;
    let zip = DemoFile { path: "organisation.zip".to_owned(), bytes: archive.finish()? };
    let mut listing = Listing::default();
    listing.add(&zip);
    let index = DemoFile { path: "index.json".to_owned(), bytes: listing.index(options, &team::habits(options.teams)) };
    Ok([index, zip])
}
