//! Zips by their structure: names that leave the folder, sizes and offsets that lie, entries that share bytes, zips in zips.
#![no_main]

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use plumbline_ingest::{Source, expand, unwrapped};

const NAMES: [&str; 16] = [
    "a.json",
    "reports/a.json",
    "../a",
    "a/../../b",
    "/etc/passwd",
    "C:\\a",
    "a\\..\\b",
    "./a",
    "a//b",
    "",
    "a\n::error::b",
    "a\u{202e}b",
    "CON",
    "a/",
    "index.json",
    "A.JSON",
];

/// An entry as its header and the directory describe it; they need not agree.
struct Entry {
    name: &'static str,
    data: Vec<u8>,
    /// What both say, or one of them.
    method: u16,
    flags: u16,
    sizes: [u32; 4],
    attributes: u32,
}

fn entry(u: &mut Unstructured<'_>, depth: u32) -> Result<Entry> {
    let data = match u.int_in_range(0..=7)? {
        0 if depth < 3 => zip(u, depth + 1)?,
        1 => vec![b' '; u.int_in_range(0..=70_000)?],
        // empty blocks of deflate: large or many of them give nothing
        2 => [0, 0, 0, 0xff, 0xff].repeat(u.int_in_range(0..=200)?),
        _ => {
            let n = u.int_in_range(0..=48)?;
            u.bytes(n.min(u.len()))?.to_vec()
        }
    };
    let size = data.len() as u32;
    let mut said = || -> Result<u32> {
        Ok(match u.int_in_range(0..=9)? {
            0 => u.arbitrary()?,
            1 => u32::MAX,
            2 => size.wrapping_add(1),
            _ => size,
        })
    };
    let sizes = [said()?, said()?, said()?, said()?];
    Ok(Entry {
        name: u.choose(&NAMES)?,
        data,
        method: *u.choose(&[0, 0, 0, 8, 8, 12, 99])?,
        flags: *u.choose(&[0, 0, 0, 1, 8, 0x800])?,
        sizes,
        attributes: *u.choose(&[0, 0, 0xA1ED_0000, 0x41ED_0010])?,
    })
}

fn zip(u: &mut Unstructured<'_>, depth: u32) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    let n = u.int_in_range(0..=6)?;
    for _ in 0..n {
        let entry = entry(u, depth)?;
        // now and then an entry begins where another does
        let offset = if u.ratio(1, 8)? { u.int_in_range(0..=out.len() as u32)? } else { out.len() as u32 };
        let crc: u32 = if u.ratio(1, 8)? { u.arbitrary()? } else { crc32(&entry.data) };
        let name = (entry.name.len() as u16).to_le_bytes();
        let head = |sizes: &[u32]| {
            let mut head = [20_u16.to_le_bytes(), entry.flags.to_le_bytes(), entry.method.to_le_bytes(), [0; 2], [0; 2]].concat();
            head.extend(crc.to_le_bytes());
            sizes.iter().for_each(|size| head.extend(size.to_le_bytes()));
            head.extend(name);
            head.extend([0; 2]);
            head
        };
        out.extend(b"PK\x03\x04");
        out.extend(head(&entry.sizes[..2]));
        out.extend(entry.name.as_bytes());
        out.extend(&entry.data);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(head(&entry.sizes[2..]));
        directory.extend([0; 6]);
        directory.extend(entry.attributes.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    let count: u16 = if u.ratio(1, 10)? { u.arbitrary()? } else { n };
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(if u.ratio(1, 10)? { u.arbitrary::<u32>()? } else { start }.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

fn crc32(bytes: &[u8]) -> u32 {
    let step =
        |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()));
    !bytes.iter().fold(u32::MAX, step)
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(zip) = zip(&mut Unstructured::new(bytes), 0) else { return };
    let container = Source::new("container", unwrapped(zip));
    let Ok(entries) = expand(&container, |_| String::new()) else { return };
    for entry in entries {
        if let Ok(source) = entry {
            assert!(!source.path.split(['/', '\\']).any(|part| part == ".."), "{:?}", source.path);
        }
    }
});
