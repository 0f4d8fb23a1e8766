//! How far a value reaches that stands in quotes or braces, whatever marks it holds.

/// How long a value is that began with a quote, up to the one that ends it. `""` and `\"` in it end nothing. A quote that is written
/// `\"` ends with such a one.
pub(super) fn quoted_length(inner: &str, quote: char, is_escaped: bool) -> usize {
    let mut marks = inner.char_indices().peekable();
    while let Some((at, mark)) = marks.next() {
        match mark {
            '\n' => return at,
            '\\' if is_escaped => return at,
            '\\' => {
                marks.next_if(|(_, next)| *next != '\n');
            }
            _ if mark == quote => {
                let is_doubled = marks.peek().is_some_and(|(_, next)| *next == quote)
                    && inner.get(at + 2..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric);
                if !is_doubled {
                    return at;
                }
                marks.next();
            }
            _ => {}
        }
    }
    inner.len()
}

/// How long a value in braces is, when a mark of a connection string or the end of its text follows them, or when it is cut.
pub(super) fn length_in_braces(value: &str) -> Option<usize> {
    const LONGEST: usize = 256;
    let inner = value.strip_prefix('{').filter(|inner| !inner.starts_with(['{', '}']))?;
    let Some(length) = inner.bytes().take(LONGEST).position(|b| matches!(b, b'}' | b'\n' | b'"')) else {
        return (inner.len() < LONGEST).then_some(inner.len());
    };
    let behind = inner.get(length..)?.strip_prefix('}')?.chars().next();
    behind.is_none_or(|c| matches!(c, ';' | '"' | '\'' | '\n' | '\r')).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::super::without_secrets;

    #[test]
    fn a_password_in_quotes_or_braces_may_hold_the_marks_of_its_string() {
        for (text, masked) in [
            ("Server=a;Password=\"x;y)z\";Database=b", "Server=a;Password=\"(redacted)\";Database=b"),
            ("Server=a;Password='x;y)z';Database=b", "Server=a;Password='(redacted)';Database=b"),
            ("Server=a;Password=\"x\"\"y;z\";Database=b", "Server=a;Password=\"(redacted)\";Database=b"),
            ("Driver=a;PWD={x;y)z};Database=b", "Driver=a;PWD={(redacted)};Database=b"),
            ("Driver=a;PWD={x;y)z", "Driver=a;PWD={(redacted)"),
            (r#"Server=a;Password=\"x;y)z\";Database=b"#, r#"Server=a;Password=\"(redacted)\";Database=b"#),
            (r"password = 'it\'s;x' # seen", "password = '(redacted)' # seen"),
        ] {
            assert_eq!(without_secrets(text, false), masked, "{text}");
            assert_eq!(without_secrets(masked, false), masked);
        }
        for kept in ["password={{ db_password }}", "password={}", "password=\"\"", "password=${a;b}"] {
            assert_eq!(without_secrets(kept, false), kept);
        }
    }
}
