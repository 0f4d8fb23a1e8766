//! The sentences of `plumbline check`.

use crate::check::Decision;
use plumbline_domain::{ArtifactType, Condition, Grade, Probe, ProbeOutcome, Severity};
use plumbline_report::text::number::counted;
use plumbline_report::text::{artifact, phrase, probe};

/// How many places of a probe's answer are listed.
const PLACES: usize = 3;

/// What to do about evidence that refutes its claim.
pub const CONTRADICTED_ACTION: &str = "Find the cause, fix it, and record the evidence again";
/// What to do about evidence that is too old.
pub const STALE_ACTION: &str = "Produce it again and record it";
/// What to do about an open finding.
pub const FINDING_ACTION: &str = "Fix it, or suppress it with a justification";
/// Everything that is owed stands.
pub const ALL_STANDS: &str = "nothing is missing, contradicted or stale, and no critical or high finding is open";
/// There is nothing to check.
pub const NO_CHANGE: &str = "no gate report was read, so nothing is proved: write one with plumbline collect";

/// Every record that was read does not count.
pub const ALL_IGNORED: &str = "every record that was read is ignored, so nothing is proved: see above for the reasons";
/// What no check can know.
pub const NOT_ATTESTED: &str =
    "Identities, times and origins are stated by whoever wrote the records, not attested: protect who may write them";
/// What to do about a time of the future.
pub const FUTURE_ACTION: &str = "Record the time when it has come; correct the report, or the clock of the machine that wrote it";
/// What to do about times that contradict each other.
pub const OUT_OF_ORDER_ACTION: &str = "Correct the report that states them";

/// "Deployed at 2099-01-01T00:00:00Z, which is later than 2026-11-22T12:00:00Z: a report cannot know the future".
pub fn future(what: &str, at: &str, now: &str) -> String {
    format!("{} at {at}, which is later than {now}: a report cannot know the future", phrase::capital(what))
}

/// "Deployed at …, before it was merged at …".
pub fn out_of_order(what: &str, at: &str, earlier: &str, earlier_at: &str) -> String {
    format!("{} at {at}, before it was {earlier} at {earlier_at}", phrase::capital(what))
}

/// "Policy: origin/main:policy.json (commit 0123456789ab), SHA-256 …".
pub fn policy(origin: &str, sha256: &str) -> String {
    format!("Policy: {origin}, SHA-256 {sha256}")
}

/// What a summary leaves out because its service shows no more.
pub fn cut(items: u64) -> String {
    let what = if items == 0 { "The commands are".to_owned() } else { counted(items, "more item is", "more items are") };
    format!("{what} not shown here, because services show no summary above 1 MiB: the log of the run lists all")
}

/// What annotations leave out.
pub fn more_annotations(n: u64) -> String {
    format!(
        "{} not annotated, because services show ten of a kind: the list of the check holds all",
        counted(n, "more item is", "more items are")
    )
}

/// All that was read is dated after the assessment time.
pub fn all_later(now: &str) -> String {
    format!(
        "every gate report that was read is dated after {now} and was ignored, so nothing is proved: check the clock of the machine \
         that wrote them, or pass --now"
    )
}

/// The part of a gate that something is wrong with: "part network/prod".
pub fn in_part(part: &str) -> String {
    if part == plumbline_report::text::part::UNNAMED { part.to_owned() } else { format!("part {part}") }
}

/// "Lint diagnostics: missing".
pub fn missing(title: &str) -> String {
    format!("{title}: missing")
}

/// An item by its id: "Alert linkage "alerts": stale, older than 30 days".
pub fn evidence(title: &str, id: &str, grade: Grade, condition: Option<Condition>, reason: Option<&str>) -> String {
    let name = if id.is_empty() { title.to_owned() } else { format!("{title} \"{id}\"") };
    plumbline_report::text::condition::item(&name, grade, condition, reason)
}

/// A report that cannot be read: "r.json cannot be read: version 2 of plumbline.gate-report is not known".
pub fn unreadable(file: &str, why: &str) -> String {
    format!("{file} cannot be read, and may hold the report of any change: {why}")
}

/// What to attach where nothing is, and what counts: "Attach the plan or what-if (a preview of resource changes)".
pub fn attach(artifact_type: &ArtifactType) -> String {
    let action = artifact::action(&artifact_type.id, &artifact_type.title);
    if artifact_type.accepts.iter().any(|id| id == "any") {
        return action;
    }
    format!("{action} ({})", probe::accepted(&artifact_type.accepts))
}

/// A file that its type does not accept: "ok.txt is not accepted as alert test".
pub fn not_accepted(file: &str, title: &str) -> String {
    format!("{file} is not accepted as {}", phrase::small(title))
}

/// What a probe answers: "no-drift fails: disk-archive differs".
pub(crate) fn answered(probe: Probe, outcome: ProbeOutcome, because: &str) -> String {
    let verb = match outcome {
        ProbeOutcome::Holds => "holds",
        ProbeOutcome::Fails => "fails",
        ProbeOutcome::Inconclusive => "is inconclusive",
        ProbeOutcome::Silent => "is silent",
    };
    let mut out = format!("{} {verb}", probe.id());
    if !because.is_empty() {
        out.push_str(&format!(": {because}"));
    }
    out
}

/// The probe that decides: "every-rule-reaches-a-receiver fails: cpu-high calls nobody (alerts.json:41 value[2].actions,
/// :97 value[5].actions)".
pub fn decision(decision: &Decision) -> String {
    let mut out = answered(decision.probe, decision.outcome, &decision.because);
    let shown = decision.places.iter().take(PLACES).enumerate();
    let place = |(n, place): (usize, _)| probe::place_in(if n == 0 { &decision.file } else { "" }, place).trim_start().to_owned();
    let mut places: Vec<String> = shown.map(place).collect();
    if places.is_empty() {
        places.push(decision.file.clone());
    }
    let more = decision.places.len().saturating_sub(PLACES);
    let more = if more > 0 { format!(" and {}", counted(more as u64, "more place", "more places")) } else { String::new() };
    out.push_str(&format!(" ({}{more})", places.join(", ")));
    out
}

/// What to do where there is only a sentence.
pub fn instead_of_prose(action: &str) -> String {
    format!("A sentence is not evidence: {}", phrase::small(action))
}

/// What to do where a file is named of which there are neither the bytes nor a digest.
pub fn instead_of_a_path(path: &str, action: &str) -> String {
    format!("The file {path} is not available and its digest is not recorded: {}", phrase::small(action))
}

/// No command is known that makes an artifact of a type.
pub fn no_command(id: &str) -> String {
    format!("# no known command produces {id}: attach its artifact with plumbline collect --artifact {id}=FILE")
}

/// "High finding CKV_AZURE_36 of azurerm_storage_account.logs is open: the network is open to all".
pub fn finding(severity: Severity, rule: Option<&str>, resource: Option<&str>, message: Option<&str>) -> String {
    let mut out = format!("{} finding", severity.title());
    if let Some(rule) = rule {
        out.push(' ');
        out.push_str(rule);
    }
    if let Some(resource) = resource {
        out.push_str(" of ");
        out.push_str(resource);
    }
    out.push_str(" is open");
    if let Some(message) = message {
        out.push_str(": ");
        out.push_str(message);
    }
    out
}

/// The last line of a check: how many changes, and how many failures of how many of them.
pub fn summary(changes: u64, failing: u64, failures: u64) -> String {
    let checked = counted(changes, "change checked", "changes checked");
    match failures {
        0 => format!("{checked}: {ALL_STANDS}"),
        n => {
            let of = if changes == 1 { String::new() } else { format!(" in {}", counted(failing, "change", "changes")) };
            format!("{checked}: {}{of}", counted(n, "item fails", "items fail"))
        }
    }
}

/// The head of the findings that do not block: "Open findings of contoso/platform#412 that do not block (open in all: 1 high, 33 medium)".
pub(crate) fn other_findings(change: &str, open: &[u64]) -> String {
    let counts = super::comment::by_severity(open).map(|counts| format!(" (open in all: {counts})")).unwrap_or_default();
    format!("Open findings of {change} that do not block{counts}")
}

/// Records of a change that come from another repository.
pub(crate) fn apart(change: &str, comes_from: &str, n: u64) -> String {
    let are = if n == 1 { "is" } else { "are" };
    format!("{} of {change} from {comes_from} {are} of another origin and kept apart", counted(n, "record", "records"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_ends_in_one_sentence() {
        assert_eq!(summary(1, 1, 2), "1 change checked: 2 items fail");
        assert_eq!(summary(10, 1, 1), "10 changes checked: 1 item fails in 1 change");
        assert_eq!(summary(3, 0, 0), format!("3 changes checked: {ALL_STANDS}"));
    }

    #[test]
    fn a_finding_says_what_is_known_of_it() {
        assert_eq!(finding(Severity::High, Some("R1"), Some("a.b"), Some("bad")), "High finding R1 of a.b is open: bad");
        assert_eq!(finding(Severity::Critical, None, None, None), "Critical finding is open");
    }
}
