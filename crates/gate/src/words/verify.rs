//! The sentences of `plumbline verify`.

use crate::{Comparison, Output};
use plumbline_report::text::number::counted;
use plumbline_report::text::phrase;

/// "a.b: a text in one, absent in the other".
pub fn differing_place(path: &str, author: &str, verifier: &str) -> String {
    let end = if author == verifier { ", and they differ" } else { "" };
    format!("{path}: {author} in one, {verifier} in the other{end}")
}

/// What a long difference leaves out.
pub fn more_lines(n: u64) -> String {
    format!("... and {}", counted(n, "more line", "more lines"))
}

/// The same bytes.
pub const SAME_BYTES: &str = "the same bytes as the author's";
/// Another output.
pub const DIFFERS: &str = "the output differs from the author's (- the author's, + this one):";
/// There is nothing of the author's to compare with.
pub const NOTHING_TO_COMPARE: &str = "the report records neither digest nor bytes, so there is nothing to compare with";
/// The inputs are others.
pub const OTHER_INPUTS: &str =
    "the inputs differ from those of the author's run: the sources have changed, so this proves nothing about that run";
/// The author's own name.
pub const BY_THE_AUTHOR: &str = "this is the author of the change: someone else must repeat it";
/// The name of whoever made the author's own run.
pub const BY_THE_SAME_ACTOR: &str = "the author's own run has the same name, so this is not a second actor: pass another --by";
/// "deployment-log cannot be reproduced by its nature".
pub fn not_reproducible(artifact_type: &str) -> String {
    format!(
        "{artifact_type} records a single event and cannot be repeated (the policy says reproducible: false), so a verification would not count"
    )
}
/// The shell does not find what it is to run; whether it was given PATH.
pub fn no_such_command(has_path: bool) -> String {
    let instead = if has_path { "install it" } else { "pass your PATH to it with --env PATH, install it" };
    format!("a command was not found (the shell exited with 127): {instead}, or pass another command with --command")
}
/// Nothing is run.
pub const RECORDED_NOT_RUN: &str =
    "recorded, not run: this reproduces nothing and is not blind; another output still counts against the evidence";
/// "3 values are redacted: a secret is neither digested nor compared".
pub fn redacted(n: u64) -> String {
    let values = counted(n, "value is", "values are");
    format!("{values} redacted: a secret is neither digested nor compared")
}
/// The last line: who it was, and what that is worth.
pub fn closing(by: &str, recorded: bool) -> String {
    let verb = if recorded { "recorded" } else { "run" };
    format!("{verb} by {by}: a name that is stated, not attested, so nothing here proves who it was")
}
/// How two outputs compare; nothing where nobody can tell.
pub fn comparison(comparison: &Comparison, own: &Output) -> Option<String> {
    match comparison {
        Comparison::SameBytes => Some(SAME_BYTES.to_owned()),
        Comparison::Same => {
            let mut parts: Vec<(u64, (&str, &str))> = Vec::new();
            for (kind, n) in &own.normal.set_aside {
                match parts.iter_mut().find(|(_, words)| *words == kind.words()) {
                    Some((sum, _)) => *sum += n,
                    None => parts.push((*n, kind.words())),
                }
            }
            Some(same_but_for(&parts))
        }
        Comparison::NothingRecorded => Some(format!("warning: {NOTHING_TO_COMPARE}")),
        Comparison::Differs => Some(DIFFERS.to_owned()),
        Comparison::Undecidable => None,
    }
}
/// The report states no inputs.
pub const NO_INPUTS_RECORDED: &str = "the report records no inputs, so it is unknown whether both ran on the same sources";

/// The same but for what may differ: "the same output as the author's except for 2 times and 1 run id".
pub fn same_but_for(parts: &[(u64, (&str, &str))]) -> String {
    let parts: Vec<String> = parts.iter().map(|(n, (one, many))| counted(*n, one, many)).collect();
    match parts.is_empty() {
        true => "the same output as the author's except for white space and the order of keys".to_owned(),
        false => format!("the same output as the author's except for {}", phrase::list(&parts)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_aside_is_counted() {
        let text = same_but_for(&[(2, ("time", "times")), (1, ("run id", "run ids"))]);
        assert_eq!(text, "the same output as the author's except for 2 times and 1 run id");
        assert!(same_but_for(&[]).ends_with("the order of keys"));
    }
}
