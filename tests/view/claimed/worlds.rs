//! Organisations as a few words, and such at random.

use crate::world::{arithmetic_policy, hex, item_with, report};
use plumbline_assess::Assessment;
use plumbline_domain::{Instant, TeamClaim};
use plumbline_ingest::{Reader, Source};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A change, with what its reports hold.
#[derive(Clone, Debug)]
pub struct Change {
    /// Empty: none is named.
    pub team: String,
    /// Before the assessment time; below nothing: after it.
    pub days_ago: i64,
    pub authorship: &'static str,
    pub environment: String,
    /// Empty: none is named.
    pub service: String,
    /// Empty: none is named.
    pub release: String,
    pub resources: Option<u64>,
    pub touches: Vec<&'static str>,
    /// How many gates, from intent on, have a report; from the second on it is merged, from the third on deployed.
    pub gates: usize,
    /// How many items of each gate are handed in, of those that the gate may ask for.
    pub items: [usize; 4],
    /// What people state at each gate.
    pub stated: [Option<f64>; 4],
    /// What they state of a risk, at validation.
    pub of_risk: Option<(&'static str, f64)>,
    /// Findings at validation: severity, pattern, status.
    pub findings: Vec<(&'static str, Option<&'static str>, &'static str)>,
    /// Who reviews it at validation, whether blind, and the verdict on the intent.
    pub review: Option<(&'static str, bool, &'static str)>,
    /// Whether a second run of each item gives the same output, and whether there is one.
    pub run: Option<bool>,
    /// What the gates say.
    pub outcome: &'static str,
    /// Whether validation cannot block.
    pub is_evaluated: bool,
}

impl Default for Change {
    fn default() -> Self {
        Change {
            team: "blue".to_owned(),
            days_ago: 10,
            authorship: "human",
            environment: "test".to_owned(),
            service: String::new(),
            release: String::new(),
            resources: Some(3),
            touches: Vec::new(),
            gates: 1,
            items: [9; 4],
            stated: [None; 4],
            of_risk: None,
            findings: Vec::new(),
            review: None,
            run: None,
            outcome: "passed",
            is_evaluated: false,
        }
    }
}

/// An organisation.
#[derive(Clone, Debug, Default)]
pub struct Odd {
    pub name: &'static str,
    pub changes: Vec<Change>,
    /// What teams claim.
    pub claims: Vec<(String, &'static str)>,
}

const GATES: [&str; 4] = ["intent", "validation", "execution", "observation"];
/// What each gate may ask for, in the order in which items are handed in.
const TYPES: [&[&str]; 4] = [
    &["threat-intent"],
    &[
        "lint-diagnostics",
        "policy-diagnostics",
        "change-preview",
        "role-assignment-diff",
        "network-intent",
        "key-reference-check",
    ],
    &["deployment-log", "deployment-outputs", "rollback-rehearsal"],
    &["alert-linkage", "drift-check", "alert-test"],
];

/// Midnight of the day so many days before the assessment time.
fn day(days_ago: i64) -> String {
    let now = Instant::from_rfc3339(crate::world::NOW).unwrap();
    let (year, month, day) = now.plus_days(-days_ago).ymd();
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

impl Change {
    fn records(&self, n: usize) -> Vec<Value> {
        let at = day(self.days_ago);
        let mut change = json!({
            "id": format!("a#{n}"), "authorship": self.authorship, "environment": self.environment, "touches": self.touches,
            "author": "u-1", "openedAt": at
        });
        for (key, text) in [("team", &self.team), ("service", &self.service), ("release", &self.release)] {
            if !text.is_empty() {
                change[key] = json!(text);
            }
        }
        if let Some(n) = self.resources {
            change["resources"] = json!({"modified": n});
        }
        if self.gates > 1 {
            change["mergedAt"] = json!(at);
        }
        if self.gates > 2 {
            change["deployedAt"] = json!(at);
        }
        (0..self.gates.clamp(1, 4)).map(|gate| self.report(gate, &change, &at)).collect()
    }

    fn report(&self, gate: usize, change: &Value, at: &str) -> Value {
        let item = |artifact_type: &&str| {
            let mut item = item_with(artifact_type, "evidence/any.txt", "any");
            if let Some(is_same) = self.run {
                let run = |by: &str, output| json!({"by": by, "inputs": hex('1'), "output": hex(output)});
                item["runs"] = json!([run("u-1", 'a'), run("u-2", if is_same { 'a' } else { 'b' })]);
            }
            item
        };
        let items: Vec<Value> = TYPES[gate].iter().take(self.items[gate]).map(item).collect();
        let mut perceived: Vec<Value> = self.stated[gate].iter().map(|c| json!({"confidence": c, "role": "author"})).collect();
        let mut rest = json!({"recordedAt": at, "evidence": items, "outcome": self.outcome});
        if gate == 1 {
            perceived.extend(self.of_risk.map(|(risk, c)| json!({"confidence": c, "role": "author", "risk": risk})));
            let finding = |(i, (severity, pattern, status)): (usize, &(&str, Option<&str>, &str))| {
                let mut finding = json!({
                    "ruleId": format!("HOUSE_{i}"), "severity": severity, "status": status, "resource": format!("r-{i}"),
                    "surface": "access"
                });
                if let Some(pattern) = pattern {
                    finding["pattern"] = json!(pattern);
                }
                finding
            };
            rest["findings"] = self.findings.iter().enumerate().map(finding).collect();
            if self.is_evaluated {
                rest["mode"] = json!("evaluate");
            }
            if let Some((by, blind, intent)) = self.review {
                rest["review"] = json!({"by": by, "blind": blind, "intent": intent, "controls": intent});
            }
        }
        rest["perceived"] = json!(perceived);
        report(GATES[gate], change.clone(), rest)
    }
}

impl Odd {
    /// The organisation, judged; any file counts as any type of evidence.
    pub fn assess(&self) -> Assessment {
        let (mut policy, digest) = arithmetic_policy();
        for artifact_type in &mut policy.artifact_types {
            artifact_type.accepts = vec!["any".to_owned()];
            artifact_type.fresh_days = None;
            artifact_type.proves.clear();
        }
        let claim = |(team, rung): &(String, &str)| TeamClaim { team: team.clone(), claimed_rung: Some((*rung).to_owned()) };
        policy.teams = self.claims.iter().map(claim).collect();
        let mut reader = Reader::new(policy, digest);
        let records: Vec<Value> = self.changes.iter().enumerate().flat_map(|(n, change)| change.records(n + 1)).collect();
        for (i, record) in records.iter().enumerate() {
            reader.read(Source::new(format!("reports/{i:05}.json"), record.to_string().into_bytes()));
        }
        reader.read(Source::new("evidence/any.txt".to_owned(), b"any".to_vec()));
        Assessment::new(reader.into_dataset(Instant::from_rfc3339(crate::world::NOW).unwrap()))
    }
}

prop_compose! {
    /// A change at random, of few values, so that ties and empty places are frequent.
    fn change()(
        (team, days_ago, authorship) in (0_usize..5, prop_oneof![-2_i64..30, 60_i64..130], 0_usize..4),
        (resources, touches, gates) in (proptest::option::of(0_u64..4), 0_usize..4, 1_usize..5),
        items in [0_usize..2, 0_usize..5, 0_usize..4, 0_usize..4],
        stated in [proptest::option::of(0_u32..=4), proptest::option::of(0_u32..=4), proptest::option::of(0_u32..=4), proptest::option::of(0_u32..=4)],
        (of_risk, finding, review) in (proptest::option::of(0_u32..=2), 0_usize..6, 0_usize..5),
        (run, outcome, is_evaluated) in (proptest::option::of(any::<bool>()), 0_usize..6, 0_u8..6),
    ) -> Change {
        Change {
            team: ["", "blue", "red", "Intent", "100 %"][team].to_owned(),
            days_ago,
            authorship: ["human", "ai-assisted", "ai-generated", "unknown"][authorship],
            environment: (["test", "prod"][team % 2]).to_owned(),
            service: (["", "api"][gates % 2]).to_owned(),
            release: (["", "1", "2"][days_ago.unsigned_abs() as usize % 3]).to_owned(),
            resources,
            touches: [vec![], vec!["identity"], vec!["network", "identity"], vec!["monitoring", "data-protection"]][touches].clone(),
            gates,
            items,
            stated: stated.map(|s| s.map(|s| f64::from(s) / 4.0)),
            of_risk: of_risk.map(|c| ("iam-over-permission", f64::from(c) / 2.0)),
            findings: [
                vec![],
                vec![],
                vec![("high", Some("unsafe-defaults"), "open")],
                vec![("low", Some("privilege-inflation"), "fixed"), ("critical", None, "open")],
                vec![("medium", Some("alert-illusion"), "open"), ("low", Some("unsafe-defaults"), "open")],
                vec![("info", None, "suppressed")],
            ][finding].clone(),
            review: [None, Some(("u-1", false, "upheld")), Some(("u-2", true, "upheld")), Some(("u-2", false, "not-upheld")), None][review],
            run,
            outcome: ["passed", "passed", "passed", "failed", "bypassed", "skipped"][outcome],
            is_evaluated: is_evaluated == 0,
        }
    }
}

/// Any organisation of few or some changes.
pub fn any_odd() -> impl Strategy<Value = Odd> {
    let changes = prop_oneof![proptest::collection::vec(change(), 1..8), proptest::collection::vec(change(), 8..60)];
    let claims = proptest::collection::vec((prop_oneof![Just("blue"), Just("red"), Just("Intent")], 0_usize..4), 0..3);
    (changes, claims).prop_map(|(changes, claims)| Odd {
        name: "at random",
        changes,
        claims: claims
            .into_iter()
            .map(|(t, rung)| (t.to_owned(), ["ad-hoc", "declared", "gated", "audit-verified"][rung]))
            .collect(),
    })
}
