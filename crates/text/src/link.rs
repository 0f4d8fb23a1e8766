//! Addresses that a page links to.

/// The address, when it is one that a page may link to: `https:`, with a plain host.
///
/// Protects readers who follow a link. A browser runs `javascript:`, and reads an address in more ways than a person does: it drops
/// tabs and line ends, takes `\` for `/`, and takes what stands before an `@` for a name and a password, so that
/// `https://example.org@other.example` is on the other host. So there are only visible ASCII characters, no `\`, and a host of
/// letters, digits, `.` and `-`, with a port at most. Names in other scripts are written in Punycode, which a person can tell apart.
pub fn https_link(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://")?;
    let is_visible = rest.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'`'));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let is_port = !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    (is_visible && is_host && is_port).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_with_a_plain_host_makes_a_link() {
        for yes in [
            "https://example.org/1",
            "https://example.org",
            "https://a-b.example:8443/x?y=@z#t",
            "https://xn--bcher-kva.example/",
        ] {
            assert_eq!(https_link(yes), Some(yes));
        }
        for no in [
            "http://example.org",
            "javascript:alert(1)",
            "https://",
            "HTTPS://x",
            "https://a b",
            "https://a\u{202e}b",
            " https://a",
            "data:x",
            "https://example.org@other.example",
            "https://u:p@other.example/",
            "https://example.org\\@other.example",
            "https:///x",
            "https://a\n.example",
            "https://a:x/",
            "https://a:/",
            "https://[::1]/",
            "https://bücher.example",
            "//a",
            "https:a",
            "java\nscript:x",
        ] {
            assert_eq!(https_link(no), None, "{no}");
        }
    }
}
