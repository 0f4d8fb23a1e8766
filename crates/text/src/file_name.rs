//! Names of files and folders.

/// The most bytes of a name.
const LONGEST: usize = 100;

/// A name for a file or a folder, made from a text; `instead` when nothing is left of it. `contoso/platform#412` is
/// `contoso-platform-412`.
///
/// Protects file systems and the shells, archives and addresses that names end up in: a name has ASCII letters, digits, `.`, `_` and
/// `-` only, so it leaves no folder, needs no quotes and is spelled in one way. It begins with a letter, a digit or `_`, so it is no
/// option and is not hidden, and ends with one, because Windows drops points. It is none of Windows' device names, and at most 100
/// bytes long; of a longer one the start and a digest stand.
///
/// Different texts can have the same name. Whoever writes a file must not take the one that is there for its own.
pub fn file_name(text: &str, instead: &str) -> String {
    let name: String = text.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    let name = match name.trim_matches(['-', '.']) {
        "" => instead,
        name => name,
    };
    // what is left is ASCII, and so is `instead`, unless its caller says otherwise: then it stays whole
    let name = match name.get(..LONGEST - DIGEST - 1) {
        Some(start) if name.len() > LONGEST => format!("{}-{:0DIGEST$x}", start.trim_end_matches(['-', '.']), digest(text)),
        _ => name.to_owned(),
    };
    if is_device(&name) { format!("_{name}") } else { name }
}

const fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// The digits of a digest.
const DIGEST: usize = 16;

/// FNV-1a: tells long names apart that nobody made to clash.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether Windows opens a device by this name, whatever its extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |kind: &str| stem.strip_prefix(kind).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin" | "conout") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_usual_id_keeps_its_name() {
        assert_eq!(file_name("contoso/platform#412", "change"), "contoso-platform-412");
        assert_eq!(file_name("what if #1 é.json", "file"), "what-if--1--.json");
        assert_eq!(file_name("v1.2_rc-3", "x"), "v1.2_rc-3");
    }

    #[test]
    fn a_name_leaves_no_folder_and_opens_no_device() {
        for (text, name) in [
            ("../..", "change"),
            ("", "change"),
            (".", "change"),
            ("-rf", "rf"),
            (".git", "git"),
            ("a\n\u{202e}b", "a--b"),
            ("NUL", "_NUL"),
            ("com1.json", "_com1.json"),
            ("con/x", "con-x"),
            ("x.", "x"),
            ("/etc/passwd", "etc-passwd"),
            ("日本", "change"),
        ] {
            assert_eq!(file_name(text, "change"), name, "{text:?}");
        }
    }

    #[test]
    fn long_names_are_cut_and_told_apart() {
        let (a, b) = (file_name(&("x".repeat(200) + "a"), "x"), file_name(&("x".repeat(200) + "b"), "x"));
        assert!(a.len() <= LONGEST && b.len() <= LONGEST && a != b, "{a} {b}");
    }

    proptest! {
        #[test]
        fn every_name_is_one(text in "\\PC{0,40}|[A-Za-z./\\\\ -]{0,200}|(con|nul|aux|lpt1)[. ]?") {
            let name = file_name(&text, "file");
            prop_assert!(!name.is_empty() && name.len() <= LONGEST + 1 && name.chars().all(is_plain), "{name}");
            prop_assert!(!name.starts_with(['.', '-']) && !name.ends_with('.') && !is_device(&name), "{name}");
            prop_assert_eq!(file_name(&name, "file"), name, "a name stays");
        }
    }
}
