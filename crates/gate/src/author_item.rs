//! An evidence item as a verifier may know it before the own result is fixed: what to run, and nothing of what came out.

use plumbline_domain::Instant;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a verifier runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorItem {
    /// The change's id.
    pub change: String,
    /// The gate's id.
    pub gate: String,
    /// The part of the gate.
    pub part: Option<String>,
    /// The evidence's id.
    pub evidence: String,
    /// Its type's id.
    pub artifact_type: String,
    /// The command that made it.
    pub command: Option<String>,
    /// When the report was recorded.
    pub recorded_at: Instant,
    /// The commit that the evidence was made on: that of the run, where the report states one, else the change's.
    pub commit: Option<String>,
    /// The file of the report.
    pub file: String,
}

impl AuthorItem {
    /// Its commit, when it is written as one: 7 to 64 hex digits. Nothing else is given to git.
    pub fn commit_id(&self) -> Option<&str> {
        self.commit.as_deref().filter(|c| (7..=64).contains(&c.len()) && c.bytes().all(|b| b.is_ascii_hexdigit()))
    }
}

/// The item that a verifier repeats, and what other reports say of the same item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The item of the report that counts.
    pub item: AuthorItem,
    /// The same item in reports that it superseded, the latest first.
    pub superseded: Vec<AuthorItem>,
}

impl Chosen {
    /// The commands that reports state for this item, each once with the reports that state it, that of the counting report first.
    pub fn commands(&self) -> Vec<(&str, Vec<&AuthorItem>)> {
        let mut commands: Vec<(&str, Vec<&AuthorItem>)> = Vec::new();
        for item in std::iter::once(&self.item).chain(&self.superseded) {
            let Some(command) = item.command.as_deref() else { continue };
            match commands.iter_mut().find(|(known, _)| *known == command) {
                Some((_, items)) => items.push(item),
                None => commands.push((command, vec![item])),
            }
        }
        commands
    }

    /// How many commits the reports of this item speak of.
    pub fn n_commits(&self) -> usize {
        let all = std::iter::once(&self.item).chain(&self.superseded);
        all.filter_map(|i| i.commit.as_deref()).collect::<BTreeSet<_>>().len()
    }
}

/// Which items are wanted; what is absent fits every item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The change's id.
    pub change: Option<String>,
    /// The gate's id.
    pub gate: Option<String>,
    /// The part of the gate.
    pub part: Option<String>,
    /// The evidence's id.
    pub evidence: Option<String>,
}

// What is not named here is never kept: no digest, no run.
#[derive(Deserialize)]
struct Report {
    format: String,
    gate: String,
    part: Option<OneOf<String>>,
    #[serde(rename = "recordedAt")]
    recorded_at: String,
    change: Change,
    source: Option<OneOf<Source>>,
    #[serde(default)]
    evidence: Vec<OneOf<Evidence>>,
}

#[derive(Deserialize)]
struct Change {
    id: String,
    commit: Option<OneOf<String>>,
}

#[derive(Deserialize)]
struct Source {
    commit: Option<OneOf<String>>,
}

#[derive(Deserialize)]
struct Evidence {
    id: String,
    #[serde(rename = "type")]
    artifact_type: String,
    command: Option<OneOf<String>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOf<T> {
    It(T),
    Other(IgnoredAny),
}

/// A text that says something: what is none, and a blank one, counts as absent.
fn text(value: Option<OneOf<String>>) -> Option<String> {
    match value {
        Some(OneOf::It(text)) if !text.trim().is_empty() => Some(text),
        _ => None,
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Records {
    Many(Vec<OneOf<Report>>),
    One(OneOf<Report>),
}

/// The items of a report file: an object, an array or NDJSON. Whatever is no report is passed over.
pub fn items_of_file(bytes: &[u8], file: &str) -> Vec<AuthorItem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut items = Vec::new();
    let records = serde_json::Deserializer::from_slice(bytes).into_iter::<Records>().map_while(Result::ok);
    for records in records {
        let reports = match records {
            Records::Many(list) => list,
            Records::One(one) => vec![one],
        };
        for report in reports {
            let OneOf::It(report) = report else { continue };
            let Ok(recorded_at) = Instant::from_rfc3339(&report.recorded_at) else { continue };
            if !report.format.starts_with("plumbline.gate-report/1") {
                continue;
            }
            let part = text(report.part);
            let of_run = match report.source {
                Some(OneOf::It(source)) => text(source.commit),
                _ => None,
            };
            let commit = of_run.or(text(report.change.commit));
            for evidence in report.evidence {
                let OneOf::It(evidence) = evidence else { continue };
                items.push(AuthorItem {
                    change: report.change.id.clone(),
                    gate: report.gate.clone(),
                    part: part.clone(),
                    evidence: evidence.id,
                    artifact_type: evidence.artifact_type,
                    command: text(evidence.command),
                    recorded_at,
                    commit: commit.clone(),
                    file: file.to_owned(),
                });
            }
        }
    }
    items
}

/// The one item that fits, up to a time. Of several reports of the same part of a gate the one that was recorded last counts; one
/// that is dated after `now` counts only where there is no other.
///
/// # Errors
/// When none fits, or several do: the sentence names them.
pub fn only_item(items: Vec<AuthorItem>, wanted: &Wanted, now: Instant) -> Result<Chosen, String> {
    let fits = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|w| w == value);
    let is_wanted = |item: &AuthorItem| {
        fits(&wanted.change, &item.change)
            && fits(&wanted.gate, &item.gate)
            && wanted.part.as_ref().is_none_or(|part| item.part.as_ref() == Some(part))
            && fits(&wanted.evidence, &item.evidence)
    };
    let mut found: BTreeMap<_, Vec<AuthorItem>> = BTreeMap::new();
    for item in items.into_iter().filter(is_wanted) {
        let name = (item.change.clone(), item.gate.clone(), item.part.clone(), item.evidence.clone());
        found.entry(name).or_default().push(item);
    }
    if found.len() > 1 {
        let names: Vec<String> = found
            .keys()
            .take(5)
            .map(|(change, gate, part, evidence)| {
                let words = [Some(change), Some(gate), part.as_ref(), Some(evidence)];
                words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
            })
            .collect();
        return Err(format!(
            "several evidence items match; choose one with --change, --gate, --part and --evidence: {}",
            names.join("; ")
        ));
    }
    let mut same = found.into_values().next().unwrap_or_default();
    // on a tie the one that was read last counts
    same.reverse();
    same.sort_by_key(|item| (item.recorded_at > now, Reverse(item.recorded_at)));
    let mut same = same.into_iter();
    let item = same.next().ok_or_else(|| "no gate report holds this evidence item".to_owned())?;
    Ok(Chosen { item, superseded: same.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_rfc3339(text).unwrap()
    }

    fn report(n: u8, at: &str, command: &str) -> String {
        format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "{at}", "outcome": "passed",
            "change": {{"id": "a#{n}", "commit": 7}}, "evidence": [7, {{"id": "scan", "type": "policy-diagnostics", "command": "{command}",
            "artifact": {{"sha256": "secret"}}, "runs": [{{"output": "secret"}}]}}]}}"#
        )
    }

    fn items() -> Vec<AuthorItem> {
        let text = format!(
            "[{}, 5]\n{}\n{}",
            report(1, "2026-11-20T10:00:00Z", "new"),
            report(1, "2026-11-19T10:00:00Z", "old"),
            report(2, "2026-11-20T10:00:00Z", "x")
        );
        items_of_file(text.as_bytes(), "r.json")
    }

    fn first() -> Wanted {
        Wanted { change: Some("a#1".into()), ..Wanted::default() }
    }

    const NOW: &str = "2026-11-21T00:00:00Z";

    #[test]
    fn the_latest_report_of_the_wanted_item_counts_and_nothing_of_its_result_is_known() {
        let chosen = only_item(items(), &first(), at(NOW)).unwrap();
        assert_eq!(chosen.item.command.as_deref(), Some("new"));
        assert!(!format!("{chosen:?}").contains("secret"));
    }

    #[test]
    fn another_command_of_a_superseded_report_is_not_lost() {
        let chosen = only_item(items(), &first(), at(NOW)).unwrap();
        let commands: Vec<&str> = chosen.commands().into_iter().map(|(command, _)| command).collect();
        assert_eq!(commands, ["new", "old"]);
        let second = Wanted { change: Some("a#2".into()), ..Wanted::default() };
        assert_eq!(only_item(items(), &second, at(NOW)).unwrap().commands().len(), 1);
    }

    #[test]
    fn times_are_compared_as_times_and_a_report_of_the_future_does_not_count() {
        // by its letters the first is later; it is nine hours earlier
        let text = [
            report(1, "2026-11-20T23:00:00+14:00", "early"),
            report(1, "2026-11-20T18:00:00Z", "late"),
            report(1, "2036-11-20T18:00:00Z", "future"),
        ];
        let items = items_of_file(text.join("\n").as_bytes(), "r.json");
        let chosen = only_item(items, &first(), at(NOW)).unwrap();
        assert_eq!(chosen.item.command.as_deref(), Some("late"));
        assert_eq!(chosen.commands().len(), 3);
    }

    #[test]
    fn the_commit_of_the_run_goes_before_that_of_the_change() {
        let text = r#"{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-20T10:00:00Z",
            "change": {"id": "a#1", "commit": "aaaaaaa"}, "source": {"commit": "bbbbbbb"}, "evidence": [{"id": "e", "type": "t"}]}"#;
        let item = |text: &str| items_of_file(text.as_bytes(), "r.json").remove(0);
        assert_eq!(item(text).commit_id(), Some("bbbbbbb"));
        assert_eq!(item(&text.replace("\"bbbbbbb\"", "null")).commit_id(), Some("aaaaaaa"));
        for hostile in ["HEAD", "--upload-pack=x", "main", "abc", "aaaaaaa^{/x}"] {
            assert_eq!(item(&text.replace("bbbbbbb", hostile)).commit_id(), None, "{hostile}");
        }
    }

    #[test]
    fn none_and_several_are_told_apart() {
        let none = only_item(items(), &Wanted { evidence: Some("other".into()), ..Wanted::default() }, at(NOW));
        assert_eq!(none, Err("no gate report holds this evidence item".to_owned()));
        let several = only_item(items(), &Wanted::default(), at(NOW)).unwrap_err();
        assert!(several.ends_with("a#1 validation scan; a#2 validation scan"), "{several}");
    }
}
