//! The names of artifacts in a data set.

use super::AtHand;
use plumbline_ingest::{sha256_hex, without_secrets};

/// How many bytes of a file's own name are kept, so that no path is too long for a file system or a service.
const MAX_NAME: usize = 100;

/// A file's name in the data set: the digest of what is published, and the name that it had. The same for a file of a data set.
pub(super) fn name_of(file: &AtHand) -> String {
    format!("{}-{}", file.digest(), own_name(file))
}

/// The name of a text that stands in the place of a file.
pub(super) fn name_of_notice(notice: &str, file: &AtHand) -> String {
    format!("{}-{}", sha256_hex(notice.as_bytes()), own_name(file))
}

/// The name that a file had, without a digest in front, in characters that no address, shell or service reads as anything else.
fn own_name(file: &AtHand) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let mut name = name;
    // data sets of earlier versions carry 12 digits, and a copy that is redacted again carries the digest of the copy before
    for digest in [file.digest(), &file.sha256] {
        for digits in [digest, digest.get(..12).unwrap_or(digest)] {
            name = name.strip_prefix(digits).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name);
        }
    }
    let name = without_secrets(name, false).unwrap_or_else(|| name.to_owned());
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    // its end says what kind of file it is
    plain.get(plain.len().saturating_sub(MAX_NAME)..).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Published;
    use super::*;

    fn file(path: &str) -> AtHand {
        AtHand {
            root: 0,
            path: path.into(),
            sha256: "a".repeat(64),
            bytes: 1,
            format: "sarif-2.1.0",
            tool: None,
            of_a_tool: true,
            published: Published::AsItIs,
        }
    }

    #[test]
    fn a_name_needs_no_escape_in_an_address() {
        let digest = "a".repeat(64);
        assert_eq!(name_of(&file("e/what if #1 é.json")), format!("{digest}-what-if--1--.json"));
        for (hostile, plain) in [
            ("e/..", ".."),
            ("e/a\n##vso[task.setvariable]b.json", "a---vso-task.setvariable-b.json"),
            ("e/..\\..\\x", "..-..-x"),
            ("e/::error::x", "--error--x"),
            ("e/\u{202e}nosj.exe", "-nosj.exe"),
        ] {
            assert_eq!(name_of(&file(hostile)), format!("{digest}-{plain}"));
        }
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        let name = name_of(&file(&format!("{}.sarif", "x".repeat(400))));
        assert!(name.len() == 64 + 1 + MAX_NAME && name.ends_with("x.sarif"), "{name}");
    }

    #[test]
    fn a_name_never_gets_a_second_digest() {
        let digest = "a".repeat(64);
        assert_eq!(name_of(&file("e/aaaaaaaaaaaa-x.json")), format!("{digest}-x.json"));
        assert_eq!(name_of(&file(&format!("e/{digest}-x.json"))), format!("{digest}-x.json"));
        // as the copy of a raw file that an earlier version published
        let copy = Published::Copy { sha256: "c".repeat(64), bytes: 1, n_values: 1 };
        for before in [&digest, "aaaaaaaaaaaa"] {
            let raw = AtHand { published: copy.clone(), ..file(&format!("e/{before}-x.json")) };
            assert_eq!(name_of(&raw), format!("{}-x.json", "c".repeat(64)));
        }
    }
}
