//! How the name of a file is shown where there is little room.

use std::borrow::Cow;

/// So many hexadecimal digits in a row are a digest, which is cut in its middle.
const DIGEST: usize = 40;
/// How many digits of a digest stay at its beginning and at its end.
const HEAD: usize = 8;
const TAIL: usize = 4;

/// The name with each digest in it cut in its middle: `store/0123abcd…89ef.sarif`. Any other name is whole.
pub fn short(name: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = name;
    let mut is_cut = false;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let other = rest.bytes().skip(digits).take_while(|b| !b.is_ascii_hexdigit()).count();
        // digits are single bytes, and so is what ends a run of other bytes: both are boundaries
        let (run, after) = rest.split_at(digits);
        match (run.get(..HEAD), run.get(digits.saturating_sub(TAIL)..)) {
            (Some(head), Some(tail)) if digits >= DIGEST => {
                is_cut = true;
                out.extend([head, "…", tail]);
            }
            _ => out.push_str(run),
        }
        let (between, next) = after.split_at(other);
        out.push_str(between);
        rest = next;
    }
    if is_cut { Cow::Owned(out) } else { Cow::Borrowed(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_cut_in_its_middle_and_nothing_else() {
        let digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        assert_eq!(short(&format!("store/{digest}.sarif")), "store/01234567…cdef.sarif");
        assert_eq!(short(&format!("{digest}/é-{digest}")), "01234567…cdef/é-01234567…cdef");
        for name in ["", "reports/0002.json", "é…", "deadbeef.json", "a/b.tar.gz"] {
            assert_eq!(short(name), name);
        }
    }
}
