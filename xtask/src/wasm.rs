//! Taking out of a WebAssembly file what a browser does not need: the names of its functions, and who made it.
//!
//! `strip = true` would do so too early: wasm-bindgen finds its own notes in such sections.

use std::path::Path;

use crate::Failure;
use crate::files::{read, write};

const HEADER: &[u8] = b"\0asm\x01\0\0\0";

/// The number of the sections that carry a name and no code.
const CUSTOM: u8 = 0;

/// Rewrites the WebAssembly files that stand in a folder.
pub fn slim_all(folder: &Path) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for file in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if file.extension().is_some_and(|extension| extension == "wasm") {
            let bytes = read(&file)?;
            let slim = slim(&bytes).ok_or_else(|| format!("{} is no WebAssembly", file.display()))?;
            write(&file, slim)?;
        }
    }
    Ok(())
}

/// The same program without its custom sections, or nothing when the bytes are no WebAssembly.
pub fn slim(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(HEADER)?;
    let mut slim = HEADER.to_vec();
    while let Some((kind, after)) = rest.split_first() {
        let (length, body) = number(after)?;
        let end = (after.len() - body.len()).checked_add(length)?.checked_add(1)?;
        let section = rest.get(..end)?;
        if *kind != CUSTOM {
            slim.extend_from_slice(section);
        }
        rest = &rest[end..];
    }
    Some(slim)
}

/// An unsigned number in LEB128, and what stands behind it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_usize;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header and sections: kind and content.
    fn wasm(sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = HEADER.to_vec();
        for (kind, content) in sections {
            // 200 is 0xc8 0x01 in LEB128: seven bits in each byte, the lowest first.
            let length = content.len();
            bytes.push(*kind);
            if length < 128 {
                bytes.push(length as u8);
            } else {
                bytes.extend([(length & 0x7f | 0x80) as u8, (length >> 7) as u8]);
            }
            bytes.extend_from_slice(content);
        }
        bytes
    }

    #[test]
    fn custom_sections_go_and_all_others_stay() {
        let long = [7; 200];
        let full = wasm(&[(1, b"types"), (0, b"\x04nameabc"), (10, &long), (0, &long)]);
        assert_eq!(slim(&full), Some(wasm(&[(1, b"types"), (10, &long)])));
    }

    #[test]
    fn what_is_no_webassembly_is_refused() {
        assert_eq!(slim(b"<!doctype html>"), None);
        let mut cut = wasm(&[(1, b"types")]);
        cut.pop();
        assert_eq!(slim(&cut), None);
    }
}
