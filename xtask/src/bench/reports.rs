//! Many changes of many teams, with one gate report for each gate of each change.

use std::fmt::Write;
use std::path::Path;

use crate::Failure;

/// The assessment time that the reports fit to.
pub const NOW: &str = "2026-11-22T12:00:00Z";

/// One for each gate.
pub const REPORTS_PER_CHANGE: usize = GATES.len();

const GATES: [(&str, &[(&str, bool)]); 4] = [
    ("intent", &[("threat-intent", false)]),
    ("validation", &[("lint-diagnostics", true), ("policy-diagnostics", true), ("change-preview", true), ("secret-scan", true)]),
    ("execution", &[("deployment-log", false), ("deployment-outputs", true)]),
    ("observation", &[("alert-linkage", true), ("drift-check", true)]),
];

/// How many changes share one file, as a pipeline might bundle them by week.
const CHANGES_PER_FILE: usize = 1_000;

/// Writes the folder anew, and says how many bytes it holds.
pub fn write(folder: &Path, changes: usize) -> Result<usize, Failure> {
    let cannot = |error: std::io::Error| format!("cannot write {}: {error}", folder.display());
    if folder.is_dir() {
        std::fs::remove_dir_all(folder).map_err(cannot)?;
    }
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let mut bytes = 0;
    for (at, first) in (0..changes).step_by(CHANGES_PER_FILE).enumerate() {
        let mut text = String::new();
        for change in first..changes.min(first + CHANGES_PER_FILE) {
            for gate in 0..GATES.len() {
                report(&mut text, change, gate);
            }
        }
        bytes += text.len();
        std::fs::write(folder.join(format!("reports-{at:04}.ndjson")), text).map_err(cannot)?;
    }
    Ok(bytes)
}

/// One line: evidence of every kind, now and then a finding, a statement or a review.
fn report(text: &mut String, change: usize, gate: usize) {
    let (name, types) = GATES[gate];
    // The day of the change, within half a year, the same for all its gates.
    let day = change * 31 % 180;
    let (month, day) = (5 + day / 30, day % 30 + 1);
    let team = change % 40;
    let authorship = ["human", "ai-assisted", "ai-generated"][change % 3];
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        r#"{{"format":"plumbline.gate-report/1","gate":"{name}","recordedAt":"2026-{month:02}-{day:02}T1{gate}:00:00Z","outcome":"passed","change":{{"id":"bench/platform#{change}","title":"Change number {change}","team":"team-{team:02}","service":"service-{}","environment":"{}","release":"2026.{month:02}","author":"u-{}","authorship":"{authorship}","touches":["{}"],"openedAt":"2026-{month:02}-{day:02}T08:00:00Z","mergedAt":"2026-{month:02}-{day:02}T11:30:00Z","deployedAt":"2026-{month:02}-{day:02}T12:30:00Z","resources":{{"created":{},"modified":1,"deleted":0}}}},"perceived":[{{"confidence":0.{},"role":"author"}}],"evidence":["#,
        change % 97,
        if change.is_multiple_of(3) { "prod" } else { "test" },
        change % 211,
        ["identity", "network", "data-protection", "monitoring"][change % 4],
        change % 9,
        change % 7 + 2,
    );
    for (n, (artifact_type, reproducible)) in types.iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        let digest = (change * 16 + gate * 4 + n) as u64;
        let digest = digest.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        if (change + n).is_multiple_of(11) {
            let _ = write!(
                text,
                r#"{comma}{{"id":"{artifact_type}","type":"{artifact_type}","statement":"Looked at it, and it was fine."}}"#
            );
            continue;
        }
        let _ = write!(
            text,
            r#"{comma}{{"id":"{artifact_type}","type":"{artifact_type}","artifact":{{"path":"evidence/{change}/{artifact_type}.json","sha256":"{digest:064x}","bytes":4096}},"command":"make {artifact_type}""#
        );
        if *reproducible {
            let _ = write!(
                text,
                r#","runs":[{{"by":"ci:a","at":"2026-{month:02}-{day:02}T10:00:00Z","inputs":"{change:064x}","output":"{digest:064x}"}},{{"by":"ci:b","at":"2026-{month:02}-{day:02}T10:30:00Z","inputs":"{change:064x}","output":"{digest:064x}"}}]"#
            );
        }
        text.push('}');
    }
    text.push(']');
    if gate == 1 {
        let severity = ["critical", "high", "medium", "low", "info"][change % 5];
        let _ = write!(
            text,
            r#","findings":[{{"id":"f-{change}","ruleId":"CKV_AZURE_{}","tool":"checkov","severity":"{severity}","status":"{}","message":"A setting is open to every network","resource":"azurerm_storage_account.a{change}","control":"network","pattern":"unsafe-defaults"}}]"#,
            change % 200,
            if change.is_multiple_of(4) { "open" } else { "fixed" },
        );
        if change.is_multiple_of(5) {
            let _ = write!(
                text,
                r#","review":{{"by":"u-{}","at":"2026-{month:02}-{day:02}T11:00:00Z","blind":{},"intent":"upheld","controls":"upheld","outcome":"not-assessed"}}"#,
                (change + 1) % 211,
                change.is_multiple_of(2),
            );
        }
    }
    text.push_str("}\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_report() {
        for change in 0..60 {
            for (gate, (name, _)) in GATES.iter().enumerate() {
                let mut line = String::new();
                report(&mut line, change, gate);
                let report: serde_json::Value = serde_json::from_str(&line).unwrap();
                assert_eq!(report["gate"], *name);
                assert!(report["recordedAt"].as_str().unwrap() < NOW);
            }
        }
    }
}
