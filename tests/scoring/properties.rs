//! What holds for every organisation, on random ones.

use crate::world::{World, all, hex};
use plumbline_assess::published::{columns_from_bytes, columns_to_bytes, later_from_bytes, later_to_bytes};
use plumbline_assess::{Assessment, Score, Selection, figures};
use plumbline_domain::{Dataset, Gate, Severity};
use proptest::prelude::*;
use serde_json::{Value, json};

const TYPES: [&str; 12] = [
    "threat-intent",
    "lint-diagnostics",
    "policy-diagnostics",
    "change-preview",
    "network-intent",
    "secret-scan",
    "deployment-log",
    "deployment-outputs",
    "rollback-rehearsal",
    "alert-linkage",
    "drift-check",
    "alert-test",
];
const GATES: [&str; 4] = ["intent", "validation", "execution", "observation"];

fn day(n: u8) -> String {
    format!("2026-{:02}-{:02}T06:00:00Z", 8 + n / 28, 1 + n % 28)
}

prop_compose! {
    fn run()(by in 0_u8..3, inputs in 0_u8..2, output in 0_u8..3) -> Value {
        json!({"by": format!("u-{by}"), "inputs": hex(char::from(b'0' + inputs)), "output": hex(char::from(b'a' + output))})
    }
}

prop_compose! {
    fn item()(
        t in 0_usize..TYPES.len(),
        id in 0_u8..4,
        proof in 0_u8..4,
        runs in proptest::collection::vec(run(), 0..3),
        controls in proptest::option::of(Just(json!(["network", "deployment-safety"]))),
        expires in proptest::option::of(0_u8..112),
    ) -> Value {
        let mut item = json!({"id": format!("{}-{id}", TYPES[t]), "type": TYPES[t], "runs": runs});
        match proof {
            0 => item["statement"] = json!("it is fine"),
            1 => item["artifact"] = json!({"sha256": hex('a')}),
            2 => item["artifact"] = json!({"path": "evidence/ok.txt"}),
            _ => item["artifact"] = json!({"path": "evidence/ok.txt", "sha256": hex('a')}),
        }
        if let Some(controls) = controls {
            item["controls"] = controls;
        }
        if let Some(expires) = expires {
            item["expiresAt"] = json!(day(expires));
        }
        item
    }
}

prop_compose! {
    fn finding()(rule in 0_u8..3, severity in 0_usize..5, status in 0_usize..4, pattern in proptest::option::of(0_usize..3)) -> Value {
        let mut finding = json!({
            "ruleId": format!("HOUSE_{rule}"), "severity": Severity::ALL[severity].id(), "resource": "r",
            "status": (["open", "fixed", "suppressed", "false-positive"][status]),
        });
        if let Some(pattern) = pattern {
            finding["pattern"] = json!(["unsafe-defaults", "privilege-inflation", "alert-illusion"][pattern]);
        }
        finding
    }
}

prop_compose! {
    fn report()(
        change in 0_u8..6,
        gate in 0_usize..4,
        outcome in 0_usize..4,
        recorded in 0_u8..112,
        merged in proptest::option::of(0_u8..112),
        deployed in proptest::option::of(0_u8..112),
        touches in proptest::option::of(Just(json!(["network", "monitoring"]))),
        evidence in proptest::collection::vec(item(), 0..5),
        findings in proptest::collection::vec(finding(), 0..4),
        perceived in proptest::collection::vec(0.0_f64..=1.0, 0..3),
        reviewer in proptest::option::of(0_u8..4),
        evaluates in proptest::bool::weighted(0.2),
    ) -> Value {
        let mut c = json!({"id": format!("a#{change}"), "author": "u-0", "environment": if change % 2 == 0 { "prod" } else { "dev" }});
        if change != 5 {
            c["team"] = json!(format!("team {}", change % 2));
            c["release"] = json!(format!("r{}", change % 3));
        }
        if let Some(t) = touches { c["touches"] = t; }
        if let Some(t) = merged { c["mergedAt"] = json!(day(t)); }
        if let Some(t) = deployed { c["deployedAt"] = json!(day(t)); }
        let mut report = json!({
            "format": "plumbline.gate-report/1", "gate": GATES[gate], "recordedAt": day(recorded), "change": c,
            "outcome": (["passed", "failed", "bypassed", "skipped"][outcome]), "evidence": evidence, "findings": findings,
            "mode": if evaluates { "evaluate" } else { "enforce" },
            "perceived": perceived.iter().map(|p| json!({"confidence": p})).collect::<Vec<_>>(),
        });
        if let Some(by) = reviewer {
            report["review"] = json!({"by": format!("u-{by}"), "intent": "upheld", "controls": "upheld", "outcome": "not-upheld"});
        }
        report
    }
}

fn world(reports: &[Value]) -> World {
    World::of(reports).with_file("evidence/ok.txt", "fine")
}

fn score(a: &Assessment) -> Score {
    Score::of(a, &Selection::default())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn numbers_fit_together(reports in proptest::collection::vec(report(), 1..14)) {
        let a = world(&reports).assess();
        let s = score(&a);
        for gate in Gate::ALL.iter().copied() {
            let graded = s.gates.get(gate);
            let c = graded.confidence;
            // grades add up to the requirements, and conditions are among them
            let required: u64 = a.of(&a.every()).map(|(_, c)| c.gate(gate).requirements.len() as u64).sum();
            prop_assert_eq!(graded.grades.total(), required);
            prop_assert!(graded.conditions.total() <= required);
            prop_assert!(c.n <= s.changes && c.stated <= c.n);
            if let (Some(v), Some(low), Some(high)) = (c.verified, c.verified_low, c.verified_high) {
                prop_assert!(low <= v && v <= high && (0.0..=1.0).contains(&v));
            }
            if let (Some(p), Some(low), Some(high)) = (c.perceived, c.perceived_low, c.perceived_high) {
                prop_assert!(low <= p + 1e-12 && p <= high + 1e-12);
            }
            // periods share the changes out among them
            prop_assert_eq!(s.drift.get(gate).iter().map(|p| p.confidence.n).sum::<u64>(), c.n);
            // so do authorships
            prop_assert_eq!(s.authorship.iter().map(|(_, by_gate)| by_gate.get(gate).confidence.n).sum::<u64>(), c.n);
            // the surfaces share the gate's requirements and findings out among them
            let threat = s.threats.iter().find(|t| t.gate == gate).unwrap();
            let on_surfaces: Vec<_> = s.surface.iter().filter(|c| c.gate == gate).collect();
            prop_assert_eq!(on_surfaces.iter().map(|c| c.required).sum::<u64>(), threat.required);
            prop_assert_eq!(on_surfaces.iter().map(|c| c.verified).sum::<u64>(), threat.verified);
            prop_assert_eq!(on_surfaces.iter().map(|c| c.open.total()).sum::<u64>(), threat.open);
        }
        for cell in &s.matrix {
            prop_assert_eq!(cell.present, cell.reproduced + cell.diverged + cell.not_tried + cell.not_reproducible);
            prop_assert!(cell.verified <= cell.present);
            let entries = figures::matrix::entries(&a, &all(&a), cell.artifact_type, cell.family);
            prop_assert_eq!(entries.iter().filter(|e| e.is_required).count() as u64, cell.required);
            let verified = entries.iter().filter(|e| e.best.is_some_and(|(_, item)| item.is_verified)).count();
            prop_assert_eq!(verified as u64, cell.verified);
        }
        for steps in [&s.funnel, &s.funnel_evaluate] {
            prop_assert!(steps.windows(2).all(|w| w[0].reached >= w[1].reached && w[1].lost == w[0].reached - w[1].reached));
        }
        prop_assert_eq!(s.funnel[0].reached + s.funnel_evaluate[0].reached, s.changes);
        prop_assert!(s.chain.windows(2).all(|w| w[0].changes >= w[1].changes));
        for p in &s.patterns {
            prop_assert!(p.escaped <= p.occurrences && p.changes <= p.occurrences && p.recurrences <= p.changes);
        }
        prop_assert_eq!(s.calibration.bins.iter().map(|b| b.n).sum::<u64>(), s.calibration.n);
        if let (Some(reliability), Some(resolution)) = (s.calibration.reliability, s.calibration.resolution) {
            prop_assert!(reliability >= 0.0 && resolution >= 0.0);
        }
        for lane in &s.detection {
            prop_assert_eq!(lane.periods.iter().map(|p| p.counts.n()).sum::<u64>(), lane.total.n());
        }
        prop_assert!(s.debt.in_debt <= s.debt.series.iter().map(|p| p.shipped).sum::<u64>());
        let in_debt_now = a.of(&a.every()).filter(|(_, c)| c.is_in_debt()).count() as u64;
        prop_assert_eq!(s.debt.in_debt, in_debt_now);
        for days in [0, 1, 3, 7, 20, 41, 80] {
            let moment = a.dataset().now.plus_days(-days);
            let in_debt = a.of(&a.every()).filter(|(_, c)| c.is_in_debt_at(moment)).count() as u64;
            prop_assert_eq!(figures::debt::at(&a, &all(&a), moment).in_debt, in_debt, "{} days ago", days);
        }
        // months share the requirements out among them, and nothing is verified within 7 days that is not within 30
        let n: u64 = s.timeliness.iter().map(|p| p.n).sum();
        prop_assert_eq!(n, a.of(&a.every()).map(|(_, c)| c.requirements().count() as u64).sum::<u64>());
        prop_assert!(s.timeliness.iter().all(|p| p.within30.is_none() || p.within7 <= p.within30));
    }

    #[test]
    fn columns_alone_tell_debt_and_timeliness_at_any_later_time(reports in proptest::collection::vec(report(), 1..10)) {
        let a = world(&reports).assess();
        let rows: Vec<_> = a.every().into_iter().map(|place| a.column_row(place).unwrap()).collect();
        let later = later_from_bytes(&later_to_bytes(&a.later_rows())).unwrap();
        for days in [0, 1, 9, 33, 200] {
            let now = a.dataset().now.plus_days(days);
            let then = score(&Assessment::new(Dataset { now, ..a.dataset().clone() }));
            let spans = vec![columns_from_bytes(&columns_to_bytes(&rows)).unwrap()];
            let opened = Assessment::of_columns_at(a.policy().clone(), a.summary(), &spans, &later, Some(now)).unwrap();
            let subset = all(&opened);
            prop_assert_eq!(figures::debt::over(&opened, &opened.periods(&subset)), then.debt);
            prop_assert_eq!(figures::timeliness::by_month(&opened, &subset), then.timeliness);
            prop_assert_eq!(figures::within_teams::over(&opened, &subset), then.within_teams);
        }
    }

    #[test]
    fn evidence_without_proof_never_raises_verified(
        reports in proptest::collection::vec(report(), 1..10),
        at in any::<prop::sample::Index>(),
        t in 0_usize..TYPES.len(),
    ) {
        let before = score(&world(&reports).assess());
        let mut more = reports.clone();
        let claim = json!({"id": "claim", "type": TYPES[t], "statement": "we looked, and it was fine"});
        more[at.index(reports.len())]["evidence"].as_array_mut().unwrap().push(claim);
        let after = score(&world(&more).assess());
        for (gate, b) in before.gates.iter() {
            prop_assert!(after.gates.get(gate).confidence.verified <= b.confidence.verified);
        }
        prop_assert!(after.debt.in_debt >= before.debt.in_debt);
    }

    #[test]
    fn records_of_another_origin_change_no_number(
        reports in proptest::collection::vec(report(), 1..10),
        others in proptest::collection::vec(report(), 1..10),
    ) {
        let world = world(&reports);
        let mut more = world.clone();
        for (n, mut other) in others.into_iter().enumerate() {
            other["source"] = json!({"service": "github-actions", "repository": "evil/x"});
            // read before the others, and after them
            let folder = if n % 2 == 0 { "a" } else { "z" };
            more.files.push((format!("{folder}/{n}.json"), other.to_string().into_bytes()));
        }
        let number = |world: &World| {
            let mut score = serde_json::to_value(score(&world.assess())).unwrap();
            if let Some(about) = score.as_object_mut() {
                about.remove("dataset");
            }
            score
        };
        prop_assert_eq!(number(&world), number(&more));
    }

    #[test]
    fn neither_order_nor_repetition_of_files_matters(
        (reports, order) in proptest::collection::vec(report(), 1..10).prop_flat_map(|r| {
            let order: Vec<usize> = (0..=r.len()).collect();
            (Just(r), Just(order).prop_shuffle())
        }),
    ) {
        let world = world(&reports);
        let expected = score(&world.assess());
        let mut shuffled = World { files: order.iter().map(|&i| world.files[i].clone()).collect() };
        prop_assert_eq!(&score(&shuffled.assess()), &expected);
        // the same bytes once more, under other names
        let copies: Vec<_> = world.files.iter().map(|(path, bytes)| (format!("zz/{path}"), bytes.clone())).collect();
        shuffled.files.extend(copies);
        prop_assert_eq!(&score(&shuffled.assess()), &expected);
    }
}
