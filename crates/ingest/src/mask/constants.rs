//! Which values are constants: no expression, no reference, and no word that says that there is none.

use super::REDACTED;
use super::references::{is_reference, stands_for_another};

/// Whether a value under the name of a secret is one, and neither stands for another nor says that there is none.
pub(crate) fn is_constant(value: &str) -> bool {
    // nothing that stands for another is longer, and looking through all of it at each name in it would take quadratic time
    const LONGEST_EXPRESSION: usize = 4096;
    let value = value.trim();
    if value.len() > LONGEST_EXPRESSION {
        return !value.starts_with(['$', '{']) || !value.get(1..).is_some_and(|rest| rest.starts_with(['{', '(']));
    }
    const WORDS: [&str; 12] =
        ["true", "false", "null", "none", "undefined", "redacted", "masked", "hidden", "[redacted]", "required", "yes", "no"];
    !value.is_empty()
        && value != REDACTED
        && !is_expression(value)
        && !WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
        && !is_name_in_code(value)
        && !is_reference(value)
        && !stands_for_another(value)
}

/// Whether a value is an expression that another program fills in, or a mask. A bare `$NAME` is one only if all of its letters are
/// capitals, as those of environment variables are: `$ecretPw1` is a password.
fn is_expression(value: &str) -> bool {
    let is_name = |name: &str, least: usize| {
        name.len() >= least
            && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            && !name.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_dotted = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.:".contains(&b));
    // what ends a word in a text may have cut the end of an expression off
    let is_call = |inner: &str| inner.split_once('(').is_some_and(|(name, _)| is_dotted(name));
    let Some(first) = value.chars().next() else { return false };
    let rest = value.get(first.len_utf8()..).unwrap_or_default();
    match first {
        '$' => rest.starts_with(['{', '(']) || is_name(rest.trim_end_matches('"'), 1) || is_named_in_code(rest),
        '@' => is_call(rest),
        '%' => is_name(rest.trim_end_matches('%'), 2),
        '{' => rest.starts_with('{'),
        '<' => {
            let name = rest.trim_start_matches('<').trim_end_matches('>');
            value.ends_with('>') && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b"_- .:".contains(&b))
        }
        '[' => is_call(rest) || is_dotted_word(rest),
        '(' => {
            value == "(sensitive value)"
                || value == "(known after apply)"
                || rest.starts_with("known after")
                || rest == "sensitive"
        }
        '*' => value.bytes().all(|b| b == b'*'),
        _ => false,
    }
}

/// Whether what follows a `$` leads to a place in an environment: `$env:NAME`.
fn is_named_in_code(rest: &str) -> bool {
    ["env:", "Env:", "ENV:"].iter().any(|start| rest.starts_with(start))
}

/// Whether what follows `[` is one word in brackets that says what was left out, such as `REDACTED`.
fn is_dotted_word(rest: &str) -> bool {
    rest.strip_suffix(']')
        .is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic() || b"_- ".contains(&b)))
}

/// Whether a value is a name in code, such as `var.db_password` and `os.environ`: parts of words with points between them.
fn is_name_in_code(value: &str) -> bool {
    const STARTS: [&str; 9] = ["var.", "local.", "data.", "module.", "each.", "env.", "os.", "process.", "secrets."];
    STARTS.iter().any(|start| value.starts_with(start)) || value.ends_with('(')
}
