//! Text as blocks of YAML hold it.

/// Lines, each behind some spaces, with a line's end.
pub(crate) fn indented<S: AsRef<str>>(lines: &[S], spaces: usize) -> String {
    lines.iter().map(|line| format!("{:spaces$}{}\n", "", line.as_ref())).collect()
}
