//! Zip and gzip: read as folders and files, and never believed.

use crate::{NOW, errors, reader, report, time};
use flate2::{Compression, write::DeflateEncoder, write::GzEncoder};
use plumbline_domain::{Gate, Receipt};
use plumbline_ingest::{Source, expand, is_container, sha256_hex};
use std::io::Write;

/// A zip of these files.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in entries {
        let (mut entry, config) = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

/// The bytes, packed.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn unzip(bytes: Vec<u8>) -> Vec<Result<Source, Receipt>> {
    expand(&Source::new("set.zip", bytes), sha256_hex).unwrap().collect()
}

#[test]
fn a_zip_is_a_folder_with_a_root_of_its_own() {
    let artifact = b"we looked";
    let more = format!(
        r#", "evidence": [{{"id": "t", "type": "threat-intent", "artifact": {{"path": "evidence/t.md", "sha256": "{}"}}}},
            {{"id": "u", "type": "threat-intent", "artifact": {{"path": "../../x.md"}}}}]"#,
        sha256_hex(artifact)
    );
    let bytes = zip(&[("reports/r.json", report("intent", NOW, &more).as_bytes()), ("evidence/t.md", artifact)]);
    let container = Source::new("in/set.zip", bytes);
    assert!(is_container(&container.bytes));
    let mut reader = reader();
    reader.read(Source::new("x.md", b"outside".to_vec()));
    reader.add_root("in/set.zip");
    for entry in expand(&container, sha256_hex).unwrap() {
        reader.read(entry.unwrap());
    }
    let data = reader.into_dataset(time(NOW));
    let names: Vec<&str> = data.receipts.iter().map(|r| r.file.as_str()).collect();
    assert_eq!(names, ["in/set.zip/evidence/t.md", "in/set.zip/reports/r.json", "x.md"]);
    let items = &data.changes[0].report(Gate::Intent, 0).unwrap().items;
    let content = data.content(items[0].artifact.as_ref().unwrap().content.unwrap()).unwrap();
    assert_eq!(content.sha256, sha256_hex(artifact));
    assert_eq!(items[1].artifact.as_ref().unwrap().content, None, "a path never leaves the zip");
}

#[test]
fn a_gzip_is_read_under_its_own_name_and_digest() {
    let bytes = gzip(report("intent", NOW, "").as_bytes());
    let mut reader = reader();
    let receipt = reader.read(Source::new("r.json.gz", bytes.clone()));
    assert_eq!((receipt.items, receipt.sha256.as_str()), (1, sha256_hex(&bytes).as_str()));
    assert_eq!(receipt.bytes, bytes.len() as u64);
}

#[test]
fn a_decompression_bomb_is_refused_by_its_ratio() {
    // 64 MiB of zeros become some 64 KiB: a ratio of about 1000
    let zeros = vec![0; 64 << 20];
    let entries = unzip(zip(&[("bomb.json", &zeros), ("fine.md", b"fine")]));
    assert_eq!(errors(entries[0].as_ref().unwrap_err()), ["unpacks to more than 200 times its size, like a decompression bomb"]);
    assert_eq!(entries[1].as_ref().unwrap().bytes, b"fine");
    let mut reader = reader();
    let receipt = reader.read(Source::new("bomb.json.gz", gzip(&zeros)));
    assert!(receipt.is_refused());
}

#[test]
fn a_declared_size_of_two_gigabytes_is_refused_before_anything_is_unpacked() {
    let mut bytes = zip(&[("big.json", b"{}")]);
    // the central directory record: signature, and 24 bytes after its start the size that it declares
    let record = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[record + 24..record + 28].copy_from_slice(&0x8000_0000_u32.to_le_bytes());
    let entries = unzip(bytes);
    assert_eq!(errors(entries[0].as_ref().unwrap_err()), ["declares more bytes than the limit for one file"]);
}

#[test]
fn a_name_that_leaves_the_zip_is_refused() {
    let entries = unzip(zip(&[("a/b.md", b"x")]));
    assert!(entries[0].is_ok());
    let mut bytes = zip(&[("aa/b.md", b"x")]);
    while let Some(at) = bytes.windows(7).position(|w| w == b"aa/b.md") {
        bytes[at..at + 7].copy_from_slice(b"../b.md");
    }
    let entries = unzip(bytes);
    assert_eq!(errors(entries[0].as_ref().unwrap_err()), ["the name leaves the zip"]);
}

#[test]
fn a_damaged_zip_or_gzip_is_a_receipt_that_says_so() {
    let whole = zip(&[("a.md", b"hello hello hello hello hello")]);
    let cut = whole[..whole.len() / 2].to_vec();
    let receipt = expand(&Source::new("set.zip", cut), sha256_hex).map(|_| ()).unwrap_err();
    assert_eq!(errors(&receipt), ["damaged: the zip has no table of contents"]);
    let mut changed = whole.clone();
    // the first bytes of the packed data stand behind the 30 bytes of the local header and the name of 4
    changed[34] ^= 0xFF;
    assert!(unzip(changed)[0].is_err());
    let packed = gzip(b"hello hello hello");
    let mut reader = reader();
    assert!(reader.read(Source::new("a.gz", packed[..packed.len() - 6].to_vec())).is_refused());
}

#[test]
fn a_zip_with_a_plan_in_it_is_no_binary_plan() {
    let bytes = zip(&[("tfplan.json", b"{}"), ("evidence/tfplan", b"x")]);
    assert!(is_container(&bytes));
    assert_eq!(unzip(bytes).len(), 2);
}

#[test]
fn a_name_that_stands_in_a_zip_twice_is_read_once_and_said() {
    let found = unzip(zip(&[("r.json", b"{}"), ("./r.json", b"[]")]));
    assert_eq!(found.len(), 2);
    let first = found[0].as_ref().unwrap();
    assert_eq!((first.path.as_str(), first.bytes.as_slice()), ("set.zip/r.json", b"{}".as_slice()));
    let second = found[1].as_ref().unwrap_err();
    assert_eq!((second.file.as_str(), second.is_refused()), ("set.zip/r.json (entry 2)", true));
    assert_eq!(second.diagnostics[0].message, "duplicate name in the zip: the first is used");
}

#[test]
fn a_zip_without_a_file_is_a_receipt_that_says_so() {
    let source = Source::new("set.zip", zip(&[]));
    let Err(receipt) = expand(&source, sha256_hex) else { panic!("a receipt") };
    assert_eq!((receipt.is_refused(), receipt.diagnostics[0].message.as_str()), (true, "the zip is empty"));
}

#[test]
fn a_gzip_of_a_gzip_is_refused_with_what_to_do() {
    let receipt = crate::inspect(&gzip(&gzip(report("intent", NOW, "").as_bytes())));
    assert_eq!(
        (receipt.is_refused(), errors(&receipt)),
        (true, vec!["compressed twice with gzip: decompress it once".to_owned()])
    );
}
