//! Deflate and gzip under a limit.
//!
//! The decoder is a library's; what stands around it is small and ours, because the usual wrappers carry checksum tables of
//! 16 KB that no compression makes smaller, and everybody would load them.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Why something cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is not what it should be, or it ends too early.
    Damaged,
    /// It becomes more bytes than the limit.
    TooLarge,
}

/// How many bytes are unpacked at first; doubled when they are not enough.
const FIRST_BYTES: usize = 64 << 10;

/// Unpacks one deflate stream, as it stands in a zip.
pub(super) fn stream(packed: &[u8], limit: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    inflate(packed, &mut bytes, limit)?;
    Ok(bytes)
}

/// Unpacks all members of a gzip (RFC 1952), one behind the other.
pub(super) fn members(packed: &[u8], limit: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let mut rest = packed;
    loop {
        rest = past_header(rest).ok_or(Trouble::Damaged)?;
        let from = bytes.len();
        let used = inflate(rest, &mut bytes, limit)?;
        let (trailer, behind) = rest.get(used..).and_then(<[u8]>::split_first_chunk::<8>).ok_or(Trouble::Damaged)?;
        let member = bytes.get(from..).unwrap_or_default();
        let length = (member.len() as u64 & 0xFFFF_FFFF) as u32;
        if u64::from_le_bytes(*trailer) != u64::from(length) << 32 | u64::from(checksum(member)) {
            return Err(Trouble::Damaged);
        }
        if behind.is_empty() {
            return Ok(bytes);
        }
        rest = behind;
    }
}

/// What stands behind the header of a member, or nothing when it is none.
fn past_header(bytes: &[u8]) -> Option<&[u8]> {
    let ([0x1F, 0x8B, 8, flags, ..], mut rest) = bytes.split_first_chunk::<10>()? else { return None };
    // In the order of the file: extra field, name, comment, checksum of the header.
    if flags & 4 != 0 {
        let (length, behind) = rest.split_first_chunk::<2>()?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [8, 16] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if flags & 2 != 0 { rest.get(2..) } else { Some(rest) }
}

/// Unpacks one deflate stream behind the bytes that are there; says how many packed bytes it took.
fn inflate(packed: &[u8], bytes: &mut Vec<u8>, limit: usize) -> Result<usize, Trouble> {
    let mut decoder = Box::<DecompressorOxide>::default();
    let from = bytes.len();
    let (mut used, mut written) = (0, 0);
    loop {
        // One byte more than the limit, to see that it is passed.
        let room = (written * 2).max(FIRST_BYTES).min((limit - from).saturating_add(1));
        bytes.resize(from.saturating_add(room), 0);
        let (status, read, wrote) = decompress(
            &mut decoder,
            packed.get(used..).unwrap_or_default(),
            bytes.get_mut(from..).unwrap_or_default(),
            written,
            inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
        );
        used += read;
        written += wrote;
        if from + written > limit {
            return Err(Trouble::TooLarge);
        }
        match status {
            TINFLStatus::Done => {
                bytes.truncate(from + written);
                return Ok(used);
            }
            TINFLStatus::HasMoreOutput => {}
            _ => return Err(Trouble::Damaged),
        }
    }
}

/// The CRC-32 of zip and gzip.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    // The table is made for each call: 2048 steps are nothing beside the file.
    let mut table = [0_u32; 256];
    for (value, entry) in (0..).zip(table.iter_mut()) {
        *entry = (0..8).fold(value, |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 });
    }
    let next = |crc: u32, byte: &u8| crc >> 8 ^ table.get(usize::from(crc as u8 ^ byte)).copied().unwrap_or_default();
    !bytes.iter().fold(u32::MAX, next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        // The check value that every description of CRC-32 gives.
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }

    #[test]
    fn members_are_unpacked_one_behind_the_other() {
        let long: Vec<u8> = (0..200_000_u64).map(|n| ((n * n) >> 7) as u8).collect();
        let packed = [gzip(b"one, "), gzip(&long), gzip(b"")].concat();
        assert_eq!(members(&packed, 1 << 20), Ok([&b"one, "[..], &long].concat()));
        assert_eq!(stream(&[], 9), Err(Trouble::Damaged));
    }

    #[test]
    fn the_limit_holds_to_the_byte_and_over_all_members() {
        let packed = [gzip(&[7; 100_000]), gzip(&[8; 100_000])].concat();
        assert_eq!(members(&packed, 200_000).map(|bytes| bytes.len()), Ok(200_000));
        assert_eq!(members(&packed, 199_999), Err(Trouble::TooLarge));
    }

    #[test]
    fn every_part_of_a_header_is_passed() {
        let plain = gzip(b"hello");
        // Flags 2 + 4 + 8 + 16 = 30: an extra field of three bytes, a name, a comment, a checksum of two.
        let header = [&plain[..3], &[30], &plain[4..10], b"\x03\0abc", b"name\0", b"comment\0", b"hc"].concat();
        assert_eq!(members(&[&header, &plain[10..]].concat(), 99), Ok(b"hello".to_vec()));
        assert_eq!(members(&header, 99), Err(Trouble::Damaged));
    }

    #[test]
    fn a_wrong_byte_anywhere_behind_the_header_is_damage() {
        let packed = gzip(b"hello hello hello hello, here we are");
        for at in 10..packed.len() {
            let mut wrong = packed.clone();
            wrong[at] ^= 1;
            assert_eq!(members(&wrong, 999), Err(Trouble::Damaged), "byte {at}");
            assert_eq!(members(&packed[..at], 999), Err(Trouble::Damaged), "cut at {at}");
        }
        assert_eq!(members(&[&packed[..], b"x"].concat(), 999), Err(Trouble::Damaged));
    }
}
