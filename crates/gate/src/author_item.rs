//! An evidence item as a verifier may know it before the own result is fixed: what to run, and nothing of what came out.

use serde::Deserialize;
use serde::de::IgnoredAny;

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
    /// When the report was recorded, as it is written.
    pub recorded_at: String,
    /// The commit that the report is about.
    pub commit: Option<String>,
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
    #[serde(default)]
    evidence: Vec<OneOf<Evidence>>,
}

#[derive(Deserialize)]
struct Change {
    id: String,
    commit: Option<String>,
}

#[derive(Deserialize)]
struct Evidence {
    id: String,
    #[serde(rename = "type")]
    artifact_type: String,
    command: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOf<T> {
    It(T),
    Other(IgnoredAny),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Records {
    Many(Vec<OneOf<Report>>),
    One(OneOf<Report>),
}

/// The items of a report file: an object, an array or NDJSON. Whatever is no report is passed over.
pub fn items_of_file(bytes: &[u8]) -> Vec<AuthorItem> {
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
            if !report.format.starts_with("plumbline.gate-report/1") {
                continue;
            }
            // what is no name, and a blank one, counts as absent
            let part = match report.part {
                Some(OneOf::It(part)) if !part.trim().is_empty() => Some(part),
                _ => None,
            };
            for evidence in report.evidence {
                let OneOf::It(evidence) = evidence else { continue };
                items.push(AuthorItem {
                    change: report.change.id.clone(),
                    gate: report.gate.clone(),
                    part: part.clone(),
                    evidence: evidence.id,
                    artifact_type: evidence.artifact_type,
                    command: evidence.command,
                    recorded_at: report.recorded_at.clone(),
                    commit: report.change.commit.clone(),
                });
            }
        }
    }
    items
}

/// The one item that fits. Of several reports of the same part of a gate the one that was recorded last counts.
///
/// # Errors
/// When none fits, or several do: the sentence names them.
pub fn only_item(items: Vec<AuthorItem>, wanted: &Wanted) -> Result<AuthorItem, String> {
    let fits = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|w| w == value);
    let mut found: Vec<AuthorItem> = Vec::new();
    for item in items {
        let is_wanted = fits(&wanted.change, &item.change)
            && fits(&wanted.gate, &item.gate)
            && wanted.part.as_ref().is_none_or(|part| item.part.as_ref() == Some(part))
            && fits(&wanted.evidence, &item.evidence);
        if !is_wanted {
            continue;
        }
        let name = |a: &AuthorItem| (a.change.clone(), a.gate.clone(), a.part.clone(), a.evidence.clone());
        let same = |a: &AuthorItem| name(a) == name(&item);
        match found.iter_mut().find(|a| same(a)) {
            Some(known) if known.recorded_at <= item.recorded_at => *known = item,
            Some(_) => {}
            None => found.push(item),
        }
    }
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (None, _) => Err("no gate report holds this evidence item".to_owned()),
        (Some(item), None) => Ok(item),
        (Some(first), Some(second)) => {
            let names: Vec<String> = [first, second]
                .into_iter()
                .chain(found)
                .take(5)
                .map(|i| {
                    let words = [Some(&i.change), Some(&i.gate), i.part.as_ref(), Some(&i.evidence)];
                    words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
                })
                .collect();
            Err(format!(
                "several evidence items match; choose one with --change, --gate, --part and --evidence: {}",
                names.join("; ")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<AuthorItem> {
        let report = |n: u8, at: &str, command: &str| {
            format!(
                r#"{{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "{at}", "outcome": "passed",
                "change": {{"id": "a#{n}"}}, "evidence": [7, {{"id": "scan", "type": "policy-diagnostics", "command": "{command}",
                "artifact": {{"sha256": "secret"}}, "runs": [{{"output": "secret"}}]}}]}}"#
            )
        };
        let text = format!(
            "[{}, 5]\n{}\n{}",
            report(1, "2026-11-20T10:00:00Z", "new"),
            report(1, "2026-11-19T10:00:00Z", "old"),
            report(2, "2026-11-20T10:00:00Z", "x")
        );
        items_of_file(text.as_bytes())
    }

    #[test]
    fn the_latest_report_of_the_wanted_item_counts_and_nothing_of_its_result_is_known() {
        let wanted = Wanted { change: Some("a#1".into()), ..Wanted::default() };
        let item = only_item(items(), &wanted).unwrap();
        assert_eq!(item.command.as_deref(), Some("new"));
        assert!(!format!("{item:?}").contains("secret"));
    }

    #[test]
    fn none_and_several_are_told_apart() {
        let none = only_item(items(), &Wanted { evidence: Some("other".into()), ..Wanted::default() });
        assert_eq!(none, Err("no gate report holds this evidence item".to_owned()));
        let several = only_item(items(), &Wanted::default()).unwrap_err();
        assert!(several.ends_with("a#1 validation scan; a#2 validation scan"), "{several}");
    }
}
