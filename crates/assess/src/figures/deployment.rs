//! The files of a change that speak of its deployment, part by part: what was planned, what was applied, what runs.

use crate::assessment::Assessment;
use plumbline_domain::{Content, Gate};
use std::collections::BTreeSet;

/// The files of one part of a change that speak of its deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Deployment<'a> {
    /// The part; none for a change without parts.
    pub part: Option<&'a str>,
    /// Its change preview.
    pub plan: Option<&'a Content>,
    /// Its deployment log.
    pub log: Option<&'a Content>,
    /// The outputs before it, where its outputs name a file of their own for them.
    pub outputs_before: Option<&'a Content>,
    /// Its outputs.
    pub outputs: Option<&'a Content>,
    /// Its drift check.
    pub drift: Option<&'a Content>,
}

/// The best file of a type, with the file of the state before, in each part of its gate that has one.
type Files<'a> = Vec<(Option<&'a str>, (&'a Content, Option<&'a Content>))>;

fn files<'a>(assessment: &'a Assessment, place: u32, gate: Gate, id: &str) -> Files<'a> {
    let (Some(wanted), Some((change, assessed))) = (assessment.policy().artifact_type_id(id), assessment.change(place)) else {
        return Vec::new();
    };
    let mut best = Vec::new();
    for (part, report) in (0_u32..).zip(change.reports_at(gate)) {
        let of_part = assessed.gate(gate).items.iter().enumerate().filter(|(_, graded)| graded.part == part);
        let of_type = of_part.filter(|(_, graded)| graded.artifact_type == wanted);
        let item = of_type.max_by_key(|(_, graded)| graded.rank()).and_then(|(i, _)| change.item(gate, u32::try_from(i).ok()?));
        let content = |artifact: &plumbline_domain::Artifact| assessment.dataset().content(artifact.content?);
        let found =
            item.and_then(|(_, item)| Some((item.artifact.as_ref().and_then(content)?, item.before.as_ref().and_then(content))));
        best.extend(found.map(|found| (report.part.as_deref(), found)));
    }
    best
}

/// The file of the part of this name; where there is none, that of the only part which has one.
fn file_for<'a>(files: &Files<'a>, part: Option<&str>) -> Option<(&'a Content, Option<&'a Content>)> {
    let own = files.iter().find(|(name, _)| *name == part);
    own.or(if let [only] = files.as_slice() { Some(only) } else { None }).map(|(_, found)| *found)
}

/// What is known of the deployment of a change, part by part; nothing where no file speaks of it.
pub fn deployments(assessment: &Assessment, place: u32) -> Vec<Deployment<'_>> {
    let plans = files(assessment, place, Gate::Validation, "change-preview");
    let logs = files(assessment, place, Gate::Execution, "deployment-log");
    let outputs = files(assessment, place, Gate::Execution, "deployment-outputs");
    let drifts = files(assessment, place, Gate::Observation, "drift-check");
    let all = [&plans, &logs, &outputs, &drifts];
    // a single file of its kind serves every part, and makes none of its own beside others
    let of = |wanted: &dyn Fn(&Files<'_>) -> bool| -> BTreeSet<Option<&str>> {
        all.iter().filter(|files| wanted(files)).flat_map(|files| files.iter().map(|(part, _)| *part)).collect()
    };
    let several = of(&|files| files.len() > 1);
    let parts = if several.is_empty() { of(&|_| true) } else { several };
    // files of one each, in parts of different names, belong together
    let parts: Vec<Option<&str>> =
        if all.iter().all(|files| files.len() < 2) { parts.into_iter().take(1).collect() } else { parts.into_iter().collect() };
    let deployment = |part| {
        let outputs = file_for(&outputs, part);
        Deployment {
            part,
            plan: file_for(&plans, part).map(|(content, _)| content),
            log: file_for(&logs, part).map(|(content, _)| content),
            outputs_before: outputs.and_then(|(_, before)| before),
            outputs: outputs.map(|(content, _)| content),
            drift: file_for(&drifts, part).map(|(content, _)| content),
        }
    };
    parts.into_iter().map(deployment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::Instant;
    use plumbline_ingest::{Reader, Source, default_policy};

    /// One change with a file for each gate, part and type; what each part has, by the names of the files.
    fn parts(files: &[(&str, Option<&str>, &str)]) -> Vec<(Option<String>, [Option<String>; 4])> {
        let (policy, sha256) = default_policy();
        let mut reader = Reader::new(policy, sha256);
        for (n, (gate, part, id)) in files.iter().enumerate() {
            let name = format!("{}-{id}.txt", part.unwrap_or("all"));
            let part = part.map(|part| format!(r#""part": "{part}","#)).unwrap_or_default();
            let report = format!(
                r#"{{"format": "plumbline.gate-report/1", "gate": "{gate}", {part} "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed",
                "change": {{"id": "a#1"}}, "evidence": [{{"id": "e", "type": "{id}", "artifact": {{"path": "{name}"}}}}]}}"#
            );
            reader.read(Source::new(format!("{n}.json"), report.into_bytes()));
            reader.read(Source::new(name.clone(), name.into_bytes()));
        }
        let assessment = Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()));
        let name = |content: Option<&Content>| content.map(|c| c.path.clone());
        let deployments = deployments(&assessment, 0);
        deployments
            .iter()
            .map(|d| (d.part.map(str::to_owned), [name(d.plan), name(d.log), name(d.outputs), name(d.drift)]))
            .collect()
    }

    #[test]
    fn one_preview_serves_every_part_of_the_deployment() {
        let found = parts(&[
            ("validation", None, "change-preview"),
            ("execution", Some("prod"), "deployment-log"),
            ("execution", Some("test"), "deployment-log"),
            ("observation", Some("prod"), "drift-check"),
        ]);
        let of = |part: &str| {
            let log = format!("{part}-deployment-log.txt");
            (
                Some(part.to_owned()),
                [Some("all-change-preview.txt".to_owned()), Some(log), None, Some("prod-drift-check.txt".to_owned())],
            )
        };
        assert_eq!(found, [of("prod"), of("test")]);
    }

    #[test]
    fn single_files_of_parts_with_different_names_belong_together() {
        let found = parts(&[("validation", None, "change-preview"), ("execution", Some("prod"), "deployment-log")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1[..2], [Some("all-change-preview.txt".to_owned()), Some("prod-deployment-log.txt".to_owned())]);
        assert_eq!(parts(&[("intent", None, "threat-intent")]), []);
    }
}
