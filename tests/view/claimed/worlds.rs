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

/// So many changes alike, from a first number of days ago backwards.
fn some(n: i64, first: i64, like: &Change) -> Vec<Change> {
    (0..n).map(|i| Change { days_ago: first + i % 40, ..like.clone() }).collect()
}

fn of(team: &str) -> Change {
    Change { team: team.to_owned(), ..Change::default() }
}

/// At intent, stating a confidence, with the threat intent or without.
fn intent(team: &str, stated: f64, is_verified: bool) -> Change {
    Change { stated: [Some(stated), None, None, None], items: [usize::from(is_verified), 0, 0, 0], ..of(team) }
}

/// At all gates, stating the same at each.
fn whole(team: &str, stated: Option<f64>, items: [usize; 4]) -> Change {
    Change { gates: 4, stated: [stated; 4], items, ..of(team) }
}

/// Names that look like nothing, like words of the page, or like an attack.
pub const NAMES: [&str; 14] = [
    "\u{200b}",
    "-",
    "7",
    "100 %",
    "no team",
    "No team",
    "Intent",
    "Teams",
    "People",
    "blue is 50 % confident its changes are sound; evidence proves all of what policy asks. The gap",
    "قسم الشبكة",
    "a, b and c",
    "<b>bold</b> & \u{201c}quoted\u{201d}",
    "The team with a name that is far longer than any page has room for, so that it must be broken or cut somewhere, and still be told \
     apart from the other team with a name that is far longer than any page has room for, which differs only at its very end: here",
];

/// The odd ones that are known by name.
pub fn named() -> Vec<Odd> {
    let odd = |name, changes: Vec<Vec<Change>>| Odd { name, changes: changes.concat(), claims: Vec::new() };
    let mixed =
        |n: i64, k: i64, first: i64, like: &Change, other: &Change| [some(k, first, like), some(n - k, first, other)].concat();
    let mut out = vec![
        odd("one change", vec![vec![of("blue")]]),
        odd("one change of no team, that states nothing and proves nothing", vec![vec![Change { items: [0; 4], ..of("") }]]),
        odd("one change after now", vec![vec![Change { days_ago: -3, ..intent("blue", 0.5, true) }]]),
        odd("all changes after now", vec![some(6, -50, &intent("blue", 0.5, true))]),
        odd("one change short of enough", vec![some(4, 1, &intent("blue", 0.8, false))]),
        odd("just enough", vec![some(5, 1, &intent("blue", 0.8, false))]),
        odd("one team, no statements", vec![mixed(9, 4, 1, &whole("blue", None, [9; 4]), &whole("blue", None, [0; 4]))]),
        odd("no statements, before with too few", vec![some(8, 1, &of("blue")), some(2, 120, &of("red"))]),
        odd(
            "no statements, before with enough",
            vec![some(40, 1, &of("blue")), some(40, 100, &Change { items: [0; 4], ..of("blue") })],
        ),
        odd("no team", vec![mixed(8, 4, 1, &whole("", Some(0.9), [9; 4]), &whole("", Some(0.9), [1, 1, 1, 1]))]),
        odd(
            "teams named alike",
            vec![
                some(6, 1, &whole("blue", Some(0.7), [1, 2, 1, 0])),
                some(6, 1, &whole("Blue", Some(0.7), [1, 2, 1, 0])),
                some(6, 1, &whole("blue ", Some(0.7), [1, 2, 1, 0])),
            ],
        ),
        odd("all verified", vec![some(7, 1, &whole("blue", Some(0.95), [9; 4])), some(7, 1, &whole("red", Some(1.0), [9; 4]))]),
        odd("none verified", vec![some(7, 1, &whole("blue", Some(0.0), [0; 4])), some(7, 1, &whole("red", Some(0.0), [0; 4]))]),
        odd("exactly half", vec![mixed(12, 6, 1, &intent("blue", 0.5, true), &intent("red", 0.5, false))]),
        odd("everything stated as nothing", vec![some(8, 1, &intent("blue", 0.0, true))]),
        odd("everything stated as certain", vec![some(8, 1, &intent("blue", 1.0, false)), some(8, 1, &intent("red", 1.0, true))]),
        odd(
            "a gap that rounds to nothing",
            vec![mixed(200, 199, 1, &intent("blue", 0.996, true), &intent("blue", 0.996, false))],
        ),
        odd(
            "shares that round to all and to nothing",
            vec![
                mixed(300, 299, 1, &intent("blue", 0.999, true), &intent("blue", 0.999, false)),
                mixed(300, 299, 1, &intent("red", 0.001, false), &intent("red", 0.001, true)),
            ],
        ),
        odd("only what is not shipped", vec![some(9, 1, &Change { items: [0; 4], ..intent("blue", 0.8, false) })]),
        odd(
            "the gate with too few has a gap the other way",
            vec![
                some(9, 1, &intent("blue", 0.5, true)),
                some(2, 1, &Change { gates: 2, stated: [Some(0.5), Some(0.9), None, None], items: [1, 0, 0, 0], ..of("blue") }),
            ],
        ),
        odd(
            "few statements, all behind the evidence",
            vec![some(8, 1, &Change { gates: 2, items: [9, 2, 0, 0], ..of("blue") }), some(1, 1, &intent("blue", 0.2, true))],
        ),
        odd(
            "evidence falls back towards the statements",
            vec![
                some(60, 1, &intent("blue", 0.4, true)).into_iter().enumerate().map(half_without).collect(),
                some(60, 100, &intent("blue", 0.4, true)),
            ],
        ),
        odd("evidence runs ahead", vec![some(60, 1, &intent("blue", 0.3, true)), some(60, 100, &intent("blue", 0.9, true))]),
        odd("a thousand", vec![mixed(1_000, 500, 1, &intent("blue", 0.75, true), &intent("red", 0.75, false))]),
    ];
    out.extend(simpson());
    out.extend(ties());
    out.push(Odd { claims: vec![("blue".to_owned(), "proven"), ("red".to_owned(), "ad-hoc")], ..ladder() });
    out.push(Odd { name: "a claim of a team without changes", claims: vec![("nobody".to_owned(), "gated")], ..ladder() });
    let named = NAMES.iter().enumerate().flat_map(|(i, name)| {
        let i = i as i64;
        let like = whole(name, Some(0.6), [1, 1 + (i as usize) % 2, 0, 1]);
        some(5 + i % 3, 1 + i, &Change { service: (*name).to_owned(), environment: (*name).to_owned(), ..like })
    });
    out.push(odd("odd names", vec![named.collect()]));
    out.extend(findings());
    out
}

fn half_without((i, change): (usize, Change)) -> Change {
    if i % 3 == 0 { Change { items: [0; 4], ..change } } else { change }
}

/// Each team better and the whole worse, and the reverse.
fn simpson() -> Vec<Odd> {
    // before: many of the good team; now: many of the bad one
    let side = |first: i64, team: &str, n: i64, verified: i64| {
        let with = |is| intent(team, 0.9, is);
        [some(verified, first, &with(true)), some(n - verified, first, &with(false))].concat()
    };
    let worse = [side(100, "good", 90, 81), side(100, "bad", 10, 1), side(1, "good", 10, 10), side(1, "bad", 90, 27)].concat();
    let better = [side(1, "good", 90, 81), side(1, "bad", 10, 1), side(100, "good", 10, 10), side(100, "bad", 90, 27)].concat();
    let by = |authorship: &'static str, changes: Vec<Change>| -> Vec<Change> {
        changes.into_iter().map(|c| Change { authorship, ..c }).collect()
    };
    // within each team the gap of models is narrower, over all wider
    let pooled = [
        by("human", side(1, "good", 80, 64)),
        by("human", side(1, "bad", 20, 2)),
        by("ai-generated", side(1, "good", 20, 19)),
        by("ai-generated", side(1, "bad", 80, 24)),
    ]
    .concat();
    // evidence is ahead of what is stated in both, and further ahead of what people state
    let ahead =
        [by("human", some(40, 1, &intent("blue", 0.3, true))), by("ai-generated", some(40, 1, &intent("blue", 0.8, true)))];
    let odd = |name, changes| Odd { name, changes, claims: Vec::new() };
    vec![
        odd("each team better, the whole worse", worse),
        odd("each team worse, the whole better", better),
        odd("within teams narrower, over all wider", pooled),
        odd("evidence ahead of people and of models", ahead.concat().into_iter().enumerate().map(spread).collect()),
    ]
}

/// Statements that are not all alike, so that they have an interval.
fn spread((i, change): (usize, Change)) -> Change {
    let stated = change.stated.map(|s| s.map(|s| if i % 2 == 0 { s } else { s - 0.02 }));
    Change { stated, ..change }
}

/// Everything alike between gates, families, patterns, teams, authorships.
fn ties() -> Vec<Odd> {
    let touching = |team: &str| Change {
        touches: vec!["identity", "network"],
        run: Some(true),
        resources: None,
        ..whole(team, Some(0.5), [1, 9, 0, 1])
    };
    let found = |team: &str, patterns: &[&'static str]| Change {
        findings: patterns.iter().map(|p| ("high", Some(*p), "open")).collect(),
        ..touching(team)
    };
    let both = ["unsafe-defaults", "privilege-inflation"];
    let by_two = |authorship| ["blue", "red"].map(|team| some(6, 1, &Change { authorship, ..found(team, &both) })).concat();
    // two teams alike ahead of a third
    let reviewed = |team: &str, review| some(30, 1, &Change { review, ..whole(team, Some(0.5), [9; 4]) });
    let yes = Some(("u-2", true, "upheld"));
    let odd = |name, changes| Odd { name, changes, claims: Vec::new() };
    vec![
        odd("everything ties", [by_two("human"), by_two("ai-generated")].concat()),
        odd("two teams tie ahead of a third", [reviewed("blue", yes), reviewed("red", yes), reviewed("green", None)].concat()),
        odd("two teams tie behind a third", [reviewed("blue", None), reviewed("red", None), reviewed("green", yes)].concat()),
        odd(
            "two lanes tie ahead of a third",
            [
                some(30, 1, &Change { touches: vec!["identity", "network"], ..whole("blue", None, [1, 5, 2, 1]) }),
                some(30, 1, &Change { touches: vec!["data-protection"], ..whole("blue", None, [1, 3, 2, 1]) }),
            ]
            .concat(),
        ),
    ]
}

fn ladder() -> Odd {
    let changes = [some(20, 1, &whole("blue", Some(0.9), [9; 4])), some(20, 1, &whole("red", Some(0.9), [0; 4]))].concat();
    let earlier = [some(10, 100, &whole("blue", Some(0.9), [0; 4])), some(3, 100, &whole("green", Some(0.9), [9; 4]))].concat();
    Odd { name: "claims above and on the rung", changes: [changes, earlier].concat(), claims: Vec::new() }
}

/// Findings and failure patterns, some in changes of no team, some behind a gate that cannot block.
fn findings() -> Vec<Odd> {
    let with = |team: &str, findings: Vec<(&'static str, Option<&'static str>, &'static str)>| Change {
        findings,
        environment: "prod".to_owned(),
        ..whole(team, None, [1, 2, 1, 1])
    };
    let one = vec![("low", Some("unsafe-defaults"), "open")];
    let odd = |name, changes| Odd { name, changes, claims: Vec::new() };
    let blind = Change { is_evaluated: true, ..whole("blue", None, [1, 9, 9, 9]) };
    vec![
        odd("one finding", vec![with("blue", one.clone())]),
        odd(
            "a pattern in a team and in no team",
            [some(3, 1, &with("blue", one.clone())), some(2, 3, &with("", one.clone()))].concat(),
        ),
        odd("one pattern alone", some(6, 1, &Change { environment: "test".to_owned(), ..with("blue", one.clone()) })),
        odd(
            "findings on one side only",
            [some(2, 1, &with("blue", vec![("critical", None, "open"), ("high", None, "open")])), some(9, 120, &of("blue"))]
                .concat(),
        ),
        odd("one gate that cannot block", vec![blind.clone()]),
        odd("gates that cannot block", some(6, 1, &blind)),
        odd(
            "debt of no team",
            [
                some(2, 1, &Change { resources: Some(90), ..with("", vec![]) }),
                some(3, 1, &with("blue", vec![])),
                some(3, 1, &with("red", vec![])),
            ]
            .concat(),
        ),
        odd(
            "fewer changes in debt, more resources",
            [
                some(4, 40, &Change { resources: Some(500), ..whole("blue", None, [0; 4]) }),
                some(9, 140, &Change { resources: Some(1), ..whole("blue", None, [9; 4]) }),
            ]
            .concat(),
        ),
    ]
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
