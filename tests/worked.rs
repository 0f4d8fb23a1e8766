//! `plumbline score --json`, and what stands behind it, against figures that were worked out from the text of the rules.
//!
//! `tests/worked/oracle.py` worked out those of the example in this repository. Where `PLUMBLINE_WORKED` names a folder with further
//! examples, its `compare.py` compares them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "worked/example.rs"]
mod example;

use example::{Example, examples};
use plumbline_assess::{Assessment, Selection, figures};
use plumbline_domain::{Gate, Instant};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// What `plumbline score --json` prints of an example.
fn score(example: &Example) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    command.arg("score").arg(&example.data).args(["--json", "--now", example.now()]);
    if let Some(policy) = example.policy() {
        command.arg("--policy").arg(policy);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Compares everything that is expected; gives how many figures that is.
fn compare(expected: &Value, found: &Value, at: &str, differences: &mut Vec<String>) -> usize {
    match (expected, found) {
        (Value::Object(map), Value::Object(_)) => {
            map.iter().map(|(key, value)| compare(value, &found[key], &format!("{at}/{key}"), differences)).sum()
        }
        (Value::Array(list), Value::Array(others)) if list.len() == others.len() => {
            let pairs = list.iter().zip(others).enumerate();
            pairs.map(|(i, (value, other))| compare(value, other, &format!("{at}/{i}"), differences)).sum()
        }
        _ => {
            let both = expected.as_f64().zip(found.as_f64());
            if !both.map_or(expected == found, |(a, b)| (a - b).abs() < 1e-9) {
                differences.push(format!("{at}: {found}, expected {expected}"));
            }
            1
        }
    }
}

/// Compares by a folder's own script.
fn compare_by(script: &Path, example: &Example) -> usize {
    let name = example.data.file_name().unwrap().to_str().unwrap();
    let product = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.json"));
    std::fs::write(&product, score(example)).unwrap();
    let expected = example.data.with_extension("expected.json");
    let compared = Command::new("python3").arg(script).args([&expected, &product]).arg("--json").output().unwrap();
    let areas: Value =
        serde_json::from_slice(&compared.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&compared.stderr)));
    let mut n = 0;
    for area in areas.as_array().unwrap() {
        assert_eq!(area["differ"], 0, "{name}, {}: {:#}", area["area"], area["differences"]);
        n += area["compared"].as_u64().unwrap() as usize;
    }
    n
}

#[test]
fn every_figure_is_the_one_that_the_rules_give() {
    for example in examples() {
        let script = example.data.with_file_name("compare.py");
        let n = if script.is_file() {
            compare_by(&script, &example)
        } else {
            let mut expected = example.expected.clone();
            expected.as_object_mut().unwrap().remove("oracle");
            let mut differences = Vec::new();
            let n = compare(&expected, &serde_json::from_slice(&score(&example)).unwrap(), "", &mut differences);
            assert_eq!(differences, [""; 0], "{}", example.data.display());
            n
        };
        assert!(n > 900, "only {n} figures of {} were compared", example.data.display());
    }
}

/// The example of this repository, judged.
fn quayside() -> (Example, Assessment) {
    let example = examples().into_iter().find(|e| e.data.ends_with("tests/worked/quayside")).unwrap();
    let assessment = Assessment::new(example.dataset());
    (example, assessment)
}

#[test]
fn every_requirement_has_the_grade_and_the_condition_that_the_rules_give_it() {
    let (example, assessment) = quayside();
    let mut found = Vec::new();
    for (change, judged) in assessment.every().into_iter().filter_map(|place| assessment.change(place)) {
        for gate in Gate::ALL {
            found.extend(judged.gate(*gate).requirements.iter().map(|r| {
                let part = r.part.and_then(|part| change.report(*gate, part)?.part.as_deref());
                json!({
                    "change": change.fields.id, "gate": gate.id(), "part": part,
                    "type": assessment.policy().artifact_type(r.artifact_type).unwrap().id,
                    "grade": r.grade.id(), "condition": r.condition().map(|c| c.id()), "verified": r.is_verified
                })
            }));
        }
    }
    // by number, as a person counts them
    found.sort_by_key(|r| r["change"].as_str().and_then(|id| id.split_once('#')?.1.parse::<u32>().ok()));
    let expected = example.expected["oracle"]["requirements"].as_array().unwrap();
    for (one, other) in expected.iter().zip(&found) {
        assert_eq!(one, other);
    }
    assert_eq!((expected.len(), found.len()), (146, 146));
}

#[test]
fn every_requirement_falls_due_is_verified_and_goes_stale_when_the_rules_say() {
    let (example, assessment) = quayside();
    let mut found = Vec::new();
    for (change, judged) in assessment.every().into_iter().filter_map(|place| assessment.change(place)) {
        for (gate, requirement) in judged.requirements() {
            let times = judged.gate(gate).times_of(requirement).unwrap();
            let artifact_type = assessment.policy().artifact_type(requirement.artifact_type).unwrap();
            let at = |at: Option<Instant>| at.map(Instant::to_rfc3339);
            found.push(json!([
                change.fields.id,
                gate.id(),
                artifact_type.id,
                at(Some(times.due_at)),
                at(times.verified_at),
                at(times.stale_at)
            ]));
        }
    }
    found.sort_by_key(|r| r[0].as_str().and_then(|id| id.split_once('#')?.1.parse::<u32>().ok()));
    let expected = example.expected["oracle"]["times"].as_array().unwrap();
    for (one, other) in expected.iter().zip(&found) {
        assert_eq!(one, other);
    }
    assert_eq!((expected.len(), found.len()), (146, 146));
}

#[test]
fn four_gates_pooled_are_what_the_rules_give() {
    let (example, assessment) = quayside();
    let pooled = figures::confidence::pooled(&assessment, &assessment.select(&Selection::default()));
    let mut differences = Vec::new();
    let found = json!({
        "n": pooled.n, "verified": pooled.verified, "verifiedLow": pooled.verified_low, "verifiedHigh": pooled.verified_high,
        "perceived": pooled.perceived, "perceivedLow": pooled.perceived_low, "perceivedHigh": pooled.perceived_high,
        "stated": pooled.stated, "implied": pooled.implied, "gap": pooled.gap
    });
    assert_eq!(compare(&example.expected["oracle"]["pooled"], &found, "", &mut differences), 10);
    assert_eq!(differences, [""; 0]);
}
