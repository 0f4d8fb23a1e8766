//! The sentences of `plumbline collect`.

use plumbline_domain::ArtifactType;
use plumbline_report::text::number::{counted, thousands};
use plumbline_report::text::{phrase, probe};

/// A file that its type does not accept, with what the type takes.
pub fn not_accepted(path: &str, format: &str, artifact_type: &ArtifactType) -> String {
    let found = if format == "unknown" { "is of no known format".to_owned() } else { format!("has the format {format}") };
    let accepted = probe::accepted(&artifact_type.accepts);
    format!("{path} {found}, which is not accepted as {}: attach {accepted}", artifact_type.id)
}

/// What a file leaves unproved: "alerts.json as alert-linkage: rules-found fails: cpu-high is disabled. Enable a rule, and attach
/// the list: az monitor metrics alert list -o json".
pub fn unproved(path: &str, artifact_type: &str, answers: &[String], remedy: &str, command: Option<&str>) -> String {
    let mut out = format!("{path} as {artifact_type}: {}", answers.join("; "));
    let remedy = remedy.trim_end_matches('.');
    if !remedy.is_empty() {
        out.push_str(&format!(". {remedy}"));
    }
    if let Some(command) = command {
        out.push_str(&format!(": {command}"));
    }
    out
}

/// A reproducible item without a command.
pub fn no_command(path: &str) -> String {
    format!("{path} has no command, so nobody can repeat it: add --command after its --artifact")
}

/// A command that a file states and that holds a secret.
pub fn secret_command(path: &str) -> String {
    format!("the command that {path} states holds what looks like a secret, so it is left out")
}

/// A run that was over a day ago; `of_file` when no tool says when it was.
pub fn old_run(path: &str, at: &str, of_file: bool) -> String {
    let whose = if of_file { "the file was written then" } else { "the time that the tool states" };
    format!("the run of {path} is dated {at}: {whose}")
}

/// Types of resources that no row of the table names.
pub fn unknown_types(types: &[String]) -> String {
    let shown: Vec<&String> = types.iter().take(5).collect();
    let more = types.len().saturating_sub(shown.len());
    let tail = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!(
        "{}{tail}: unknown families, so the change counts as touching all: state them in the pull request or with --touches",
        phrase::list(&shown)
    )
}

/// A preview touches more than the author says.
pub fn touches_more(families: &[&str]) -> String {
    format!("the preview also touches {}, which the pull request does not state: both count", phrase::list(families))
}

/// How the outcome was told.
pub fn outcome_told(outcome: &str, has_blocking: bool) -> String {
    let why = if has_blocking { "a critical or high finding is open" } else { "no critical or high finding is open" };
    format!("the outcome is {outcome}, because {why}: --outcome overrides it")
}

/// How many findings a report carries of how many.
pub fn findings_cut(kept: u64, all: u64) -> String {
    format!("the report holds the worst {} of {}; its artifacts hold all", thousands(kept), counted(all, "finding", "findings"))
}

/// Two times of which the later stage has the earlier one.
pub fn out_of_order(later: &str, at: &str, earlier: &str, then: &str) -> String {
    format!("the change was {later} at {at}, before it was {earlier} at {then}")
}

/// A commit whose message names a pull request that git does not confirm; `fetch` is the ref that would.
pub fn unconfirmed(commit: &str, number: &str, fetch: &str) -> String {
    format!(
        "the commit {commit} names pull request {number}, but git does not confirm that it merged it, so it counts as a direct push: \
         fetch the whole history and the pull request (git fetch origin {fetch}:{fetch}), or pass --change"
    )
}

/// A flag names another change than the run.
pub fn another_change(stated: &str, run: &str) -> String {
    format!("--change names {stated}, but the run is of {run}: its title, author, commit and times are not taken")
}

/// Commits of the change are missing from a clone.
pub fn cut_off() -> String {
    "the clone is shallow and does not hold the commits of the change, so who wrote it, person or model, is unknown: fetch the whole \
     history (fetch-depth: 0, or git fetch --unshallow)"
        .to_owned()
}

/// Secrets in prose of the pull request.
pub fn masked_prose(section: &str) -> String {
    format!("{section} in the pull request holds what looks like a secret: it is masked, and the secret should be revoked")
}

/// What was redacted in the copy of a file.
pub fn redacted(path: &str, n_values: u64) -> String {
    format!("{path}: {} redacted in the copy that is kept", counted(n_values, "value was", "values were"))
}

/// A file that is kept as it is although it holds secrets.
pub fn kept_raw(path: &str, n_values: u64) -> String {
    format!(
        "{path} is kept as it is, with {} that may be secret: whoever reads the data reads them",
        counted(n_values, "value", "values")
    )
}

/// A file of which no copy without secrets can be made.
pub fn not_redacted(why: &str) -> String {
    format!("its secrets cannot be redacted: {why}; or pass --raw to keep it as it is")
}

/// Secrets that lie in the data already.
pub const SECRETS_IN_DATA: &str =
    "lies in the data folder and holds values that must not be published: move it out of the folder, or pass --raw";
/// A file that is offered as the work of a run.
pub const COMMITTED: &str = "is committed in the change: this run did not make it. Have the run write another file; for a document \
    that is kept in the repository, add --committed after its --artifact";
/// A data folder that the change brings.
pub const COMMITTED_DATA: &str = "the data folder holds what is committed in the change, and is for what this run writes: remove it \
    from the repository, or pass another --data";
/// Nobody is known as the author.
pub const NO_AUTHOR: &str = "the author is unknown, so nothing can count as reproduced: pass --author";
/// No commit is known.
pub const NO_COMMIT: &str = "the commit is unknown: a verifier cannot check it out";
/// No block stands in the pull request's text.
pub const NO_BLOCK: &str = "the pull request's text holds no block, so no confidence is stated: copy it from the template of pull \
    requests, which plumbline init writes";
/// Nobody says what the change touches, and no preview shows it.
pub const NO_TOUCHES: &str = "what the change touches is unknown, so the requirements of every family hold: state it in the pull \
    request's text (Touches), pass --touches, or attach a preview";
/// No service names the change, and git names the commit.
pub fn local_change(id: &str) -> String {
    format!("this is not a known CI service: the change is {id}, the commit that is checked out; pass --change to name another")
}
/// Half of a threat intent.
pub const NO_INTENT: &str =
    "Deployment objective or Threat assumptions is empty in the pull request, so no threat intent is recorded";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let types: Vec<String> = (1..=7).map(|n| format!("t{n}")).collect();
        assert!(unknown_types(&types).starts_with("t1, t2, t3, t4 and t5 and 2 more: unknown families"));
    }
}
