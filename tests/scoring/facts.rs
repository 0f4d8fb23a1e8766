//! The tables of facts hold what every figure counts: sums over their rows are the integers of the score, on the demo and on the worked
//! example.

use crate::example::examples;
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_demo::{DemoOptions, organisation};
use plumbline_domain::{Authorship, Condition, Family, Gate, Grade, Risk, Severity};
use plumbline_facts::{Batch, Column, Facts, JUDGED, facts_of};
use plumbline_ingest::{Reader, Source};
use std::collections::{BTreeMap, BTreeSet};

/// A row as texts, by column; a value that is missing is none.
type Row = BTreeMap<&'static str, Option<String>>;

fn rows_of(batch: &Batch, table: usize) -> Vec<Row> {
    let cell = |column: &Column, row: usize| match column {
        Column::Text(texts) => texts.get(row).map(str::to_owned),
        Column::Number(numbers) => numbers[row].map(|n| n.to_string()),
        Column::Flag(flags) => flags[row].map(|flag| flag.to_string()),
    };
    let of_row = |row| JUDGED[table].columns.iter().zip(batch.columns()).map(|(spec, c)| (spec.name, cell(c, row))).collect();
    (0..batch.n_rows()).map(of_row).collect()
}

struct Tables(BTreeMap<&'static str, Vec<Row>>);

impl Tables {
    fn of(facts: &Facts) -> Self {
        let mut tables: BTreeMap<&'static str, Vec<Row>> = JUDGED.iter().map(|table| (table.name, Vec::new())).collect();
        for ((table, _), batch) in &facts.batches {
            tables.get_mut(JUDGED[*table].name).unwrap().extend(rows_of(batch, *table));
        }
        Tables(tables)
    }

    /// The rows of a table in which each of these columns has this value.
    fn rows(&self, table: &str, wanted: &[(&str, &str)]) -> Vec<&Row> {
        let fits = |row: &&Row| wanted.iter().all(|(column, value)| row[column].as_deref() == Some(*value));
        self.0[table].iter().filter(fits).collect()
    }

    fn count(&self, table: &str, wanted: &[(&str, &str)]) -> u64 {
        self.rows(table, wanted).len() as u64
    }

    fn sum(&self, table: &str, column: &str, wanted: &[(&str, &str)]) -> u64 {
        self.rows(table, wanted).iter().filter_map(|row| row[column].as_ref()?.parse::<u64>().ok()).sum()
    }

    /// How many changes have such a row.
    fn changes(&self, table: &str, wanted: &[(&str, &str)]) -> u64 {
        self.rows(table, wanted).iter().map(|row| &row["change"]).collect::<BTreeSet<_>>().len() as u64
    }
}

/// The demo, and the worked examples.
fn assessments() -> Vec<Assessment> {
    let (files, _) = organisation(&DemoOptions::default());
    let index = files.iter().find(|file| file.path == "index.json").unwrap();
    let (policy, sha256) = plumbline_ingest::index_from_json(&index.bytes).unwrap().0.policy.unwrap();
    let mut reader = Reader::new(policy, sha256);
    for file in files {
        reader.read(Source::new(file.path, file.bytes));
    }
    let demo = Assessment::new(reader.into_dataset(DemoOptions::NOW));
    std::iter::once(demo).chain(examples().iter().map(|example| Assessment::new(example.dataset()))).collect()
}

/// Each judged organisation with its score and its tables.
fn each(check: impl Fn(&Assessment, &Score, &Tables)) {
    for assessment in assessments() {
        let score = Score::of(&assessment, &Selection::default());
        check(&assessment, &score, &Tables::of(&facts_of(&assessment)));
    }
}

const DUE: (&str, &str) = ("is_due", "true");
const VERIFIED: (&str, &str) = ("is_verified", "true");

#[test]
fn gates_and_risks_are_sums_of_rows() {
    each(|_, score, tables| {
        assert_eq!(tables.count("change", &[]), score.changes);
        for &gate in Gate::ALL {
            let (found, at) = (score.gates.get(gate), ("gate", gate.id()));
            assert_eq!(tables.count("gate", &[at, DUE]), found.confidence.n, "{gate}");
            let stated = tables.rows("gate", &[at, DUE]).iter().filter(|row| row["stated_e9"].is_some()).count() as u64;
            assert_eq!(stated, found.confidence.stated, "{gate}");
            let close = |sum: u64, n: u64, mean: Option<f64>| match mean {
                Some(mean) => assert!((sum as f64 / 1e9 / n as f64 - mean).abs() < 1e-9, "{gate}"),
                None => assert_eq!(n, 0, "{gate}"),
            };
            close(tables.sum("gate", "stated_e9", &[at, DUE]), stated, found.confidence.perceived);
            let passed = tables.count("gate", &[at, DUE, ("has_passed", "true")]) as f64;
            assert!(found.confidence.implied.is_none_or(|share| (share * found.confidence.n as f64 - passed).abs() < 1e-6));
            let shares = tables.rows("gate", &[at, DUE]).into_iter().filter_map(|row| {
                let number = |column: &str| row[column].as_ref().unwrap().parse::<f64>().unwrap();
                (number("owed") > 0.0).then(|| number("verified") / number("owed"))
            });
            let shares: Vec<f64> = shares.collect();
            let mean = (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64);
            assert!(mean.zip(found.confidence.verified).is_none_or(|(own, other)| (own - other).abs() < 1e-12), "{gate}");
            for &grade in Grade::ALL {
                assert_eq!(tables.count("requirement", &[at, ("grade", grade.id())]), *found.grades.get(grade), "{gate} {grade}");
            }
            for &condition in Condition::ALL {
                let n = tables.count("requirement", &[at, ("condition", condition.id())]);
                assert_eq!(n, *found.conditions.get(condition), "{gate} {condition}");
            }
            for &authorship in Authorship::ALL {
                let n = tables.count("gate", &[at, DUE, ("authorship", authorship.id())]);
                assert_eq!(n, score.authorship.get(authorship).get(gate).confidence.n, "{gate} {authorship}");
            }
        }
        for &risk in Risk::ALL {
            let (found, of) = (score.risks.get(risk), ("risk", risk.id()));
            assert_eq!(tables.count("risk", &[of]), found.confidence.n, "{risk}");
            assert_eq!(
                tables.sum("risk", "owed", &[of]),
                Grade::ALL.iter().map(|g| *found.grades.get(*g)).sum::<u64>(),
                "{risk}"
            );
            let stated = tables.rows("risk", &[of]).iter().filter(|row| row["stated_e9"].is_some()).count() as u64;
            assert_eq!(stated, found.confidence.stated, "{risk}");
        }
    });
}

#[test]
fn the_matrix_is_a_sum_of_requirements_and_offers() {
    each(|assessment, score, tables| {
        let touched = |family: Family| format!("touches_{}", family.id().replace('-', "_"));
        for cell in &score.matrix {
            let touching: BTreeSet<&Option<String>> =
                tables.rows("change", &[(&touched(cell.family), "true")]).iter().map(|row| &row["change"]).collect();
            let owed = tables.rows("requirement", &[("type", &cell.type_id)]);
            let required = owed.iter().filter(|row| touching.contains(&row["change"])).count() as u64;
            assert_eq!(required, cell.required, "{} {}", cell.type_id, cell.family);
            let of = [("type", cell.type_id.as_str()), ("family", cell.family.id())];
            assert_eq!(tables.count("offer", &[of[0], of[1], VERIFIED]), cell.verified, "{} {}", cell.type_id, cell.family);
            let runs = ["reproduced", "diverged", "not-tried", "not-reproducible"];
            let found = runs.map(|runs| tables.count("offer", &[of[0], of[1], ("runs", runs)]));
            assert_eq!(found, [cell.reproduced, cell.diverged, cell.not_tried, cell.not_reproducible]);
            assert_eq!(found.iter().sum::<u64>(), cell.present);
        }
        let serves = |row: &Row| {
            let types = &assessment.policy().artifact_types;
            let own = types.iter().find(|t| Some(&t.id) == row["type"].as_ref()).unwrap();
            Family::ALL.iter().any(|family| Some(family.id()) == row["family"].as_deref() && own.strength(*family).is_some())
        };
        let items = |runs: &str| {
            let rows = tables.rows("offer", &[("runs", runs)]);
            rows.iter().filter(|row| serves(row)).map(|row| (&row["change"], &row["offer"])).collect::<BTreeSet<_>>().len() as u64
        };
        let found = &score.matrix_items;
        let expected = [found.reproduced, found.diverged, found.not_tried, found.not_reproducible];
        assert_eq!(["reproduced", "diverged", "not-tried", "not-reproducible"].map(items), expected);
    });
}

#[test]
fn patterns_funnels_and_the_chain_are_sums_of_rows() {
    each(|_, score, tables| {
        for row in &score.patterns {
            let of = ("pattern", row.pattern.as_str());
            assert_eq!(tables.count("occurrence", &[of]), row.occurrences, "{}", row.pattern);
            assert_eq!(tables.changes("occurrence", &[of]), row.changes, "{}", row.pattern);
            let escaped = tables.rows("occurrence", &[of]).iter().filter(|row| row["escaped_gate"].is_some()).count() as u64;
            assert_eq!(escaped, row.escaped, "{}", row.pattern);
            let mut recurrences = 0;
            for (team, n) in &row.teams {
                assert_eq!(tables.count("occurrence", &[of, ("team", team)]), *n, "{} {team}", row.pattern);
                recurrences += tables.changes("occurrence", &[of, ("team", team)]).saturating_sub(1);
            }
            assert_eq!(recurrences, row.recurrences, "{}", row.pattern);
        }
        for (steps, watched) in [(&score.funnel, "false"), (&score.funnel_evaluate, "true")] {
            for step in steps {
                let name = step.step.id().replace('-', "_");
                let of = ("is_watched_only", watched);
                assert_eq!(tables.count("change", &[of, (&format!("reached_{name}"), "true")]), step.reached, "{name}");
                if let Some(gate) = step.step.gate() {
                    assert_eq!(tables.count("change", &[of, (&format!("leaked_{name}"), "true")]), step.leaked, "{name}");
                    assert_eq!(tables.count("change", &[of, (&format!("bypassed_{gate}"), "true")]), step.bypassed, "{name}");
                }
            }
        }
        let links = ["default", "missed", "deployed", "silent"];
        for (n, link) in score.chain.iter().enumerate() {
            let from_here: u64 = links[n..].iter().map(|link| tables.count("change", &[("link", link)])).sum();
            assert_eq!(from_here, link.changes, "{}", links[n]);
        }
    });
}

#[test]
fn debt_timeliness_and_calibration_are_sums_of_rows() {
    each(|assessment, score, tables| {
        let in_debt = [("is_in_debt", "true")];
        assert_eq!(tables.count("change", &in_debt), score.debt.in_debt);
        assert_eq!(tables.sum("change", "blast_radius", &in_debt), score.debt.weighted);
        let micros = |row: &Row, column: &str| row[column].as_ref().map(|at| at.parse::<i64>().unwrap());
        for point in &score.debt.series {
            let end = point.period.days().unwrap().1.plus_days(1).micros() - 1;
            let is_last = score.debt.series.last() == Some(point);
            let at = if is_last { assessment.dataset().now.micros() } else { end.min(assessment.dataset().now.micros()) };
            let rows = tables.rows("debt_span", &[]);
            let open: Vec<_> = rows
                .iter()
                .filter(|row| micros(row, "began_at").unwrap() <= at && micros(row, "ended_at").is_none_or(|ended| ended > at))
                .collect();
            assert_eq!(open.len() as u64, point.in_debt, "{}", point.period);
            let weighted: u64 = open.iter().map(|row| row["blast_radius"].as_ref().unwrap().parse::<u64>().unwrap()).sum();
            assert_eq!(weighted, point.weighted, "{}", point.period);
        }
        for point in &score.timeliness {
            let (first, last) = point.period.days().unwrap();
            let due = |row: &&&Row| (first.micros()..last.plus_days(1).micros()).contains(&micros(row, "due_at").unwrap());
            let rows = tables.rows("requirement", &[]);
            let rows: Vec<_> = rows.iter().filter(due).collect();
            assert_eq!(rows.len() as u64, point.n, "{}", point.period);
            for (share, column) in [(point.within7, "is_within_7"), (point.within30, "is_within_30")] {
                let Some(share) = share else { continue };
                let k = rows.iter().filter(|row| row[column].as_deref() == Some("true")).count();
                assert!((share * point.n as f64 - k as f64).abs() < 1e-6, "{} {column}", point.period);
            }
        }
        for (n, bin) in score.calibration.bins.iter().enumerate() {
            let of = ("calibration_bin", n.to_string());
            assert_eq!(tables.count("gate", &[(of.0, &of.1)]), bin.n, "{n}");
            let true_ones = tables.count("gate", &[(of.0, &of.1), ("came_true", "true")]) as f64;
            assert!(bin.resolved.is_none_or(|share| (share * bin.n as f64 - true_ones).abs() < 1e-6), "{n}");
        }
    });
}

#[test]
fn workflow_surface_threats_and_reviews_are_sums_of_rows() {
    each(|assessment, score, tables| {
        let shipped = ("is_shipped", "true");
        let w = &score.workflow;
        for (share, n, k) in [
            (w.threat_intent_verified, vec![], ("is_intent_verified", "true")),
            (w.diagnostics_and_outputs_attached, vec![shipped], ("is_attached", "true")),
            (w.no_open_critical_or_high, vec![shipped], ("is_clean", "true")),
        ] {
            assert_eq!(tables.count("change", &n), share.n, "{k:?}");
            let k = tables.count("change", &[n, vec![k]].concat()) as f64;
            assert!(share.value.is_none_or(|value| (value * share.n as f64 - k).abs() < 1e-6));
        }
        let releases = |wanted: &[(&str, &str)]| {
            let rows = tables.rows("change", wanted);
            let stated = rows.iter().filter(|row| row["team"].is_some() && row["release"].is_some());
            stated.map(|row| (&row["team"], &row["release"])).collect::<BTreeSet<_>>()
        };
        let (deployed, tested) = (releases(&[("is_deployed", "true")]), releases(&[("is_alert_tested", "true")]));
        assert_eq!(deployed.len() as u64, w.alert_path_tested_per_release.n);
        let k = deployed.intersection(&tested).count() as f64;
        assert!(w.alert_path_tested_per_release.value.is_none_or(|v| (v * deployed.len() as f64 - k).abs() < 1e-6));

        let surface_of = |row: &Row| {
            let types = &assessment.policy().artifact_types;
            types.iter().find(|t| Some(&t.id) == row["type"].as_ref()).unwrap().surface
        };
        for cell in &score.surface {
            let at = ("gate", cell.gate.id());
            for &severity in Severity::ALL {
                let of = [at, ("surface", cell.surface.id()), ("severity", severity.id()), ("status", "open")];
                assert_eq!(tables.count("finding", &of), *cell.open.get(severity), "{of:?}");
            }
            let owed: Vec<&Row> =
                tables.rows("requirement", &[at]).into_iter().filter(|row| surface_of(row) == cell.surface).collect();
            assert_eq!(owed.len() as u64, cell.required);
            let verified = owed.iter().filter(|row| row["is_verified"].as_deref() == Some("true")).count() as u64;
            assert_eq!(verified, cell.verified);
        }
        for row in &score.threats {
            let at = ("gate", row.gate.id());
            assert_eq!(tables.count("requirement", &[at]), row.required);
            assert_eq!(tables.sum("gate", "owed", &[at]), row.required);
            assert_eq!(tables.sum("gate", "verified", &[at]), row.verified);
            assert_eq!(tables.count("finding", &[at, ("status", "open")]), row.open);
            assert_eq!(tables.sum("gate", "n_open", &[at]), row.open);
        }
        for lane in &score.detection {
            let types = &assessment.policy().lanes.iter().find(|(id, _)| *id == lane.lane).unwrap().1;
            let n = |wanted: &[(&str, &str)]| -> u64 {
                types.iter().map(|t| tables.count("requirement", &[&[("type", t.as_str())], wanted].concat())).sum()
            };
            assert_eq!(n(&[VERIFIED]), lane.total.validated, "{}", lane.lane);
            let open = ("is_verified", "false");
            assert_eq!(n(&[open, ("condition", "contradicted")]), lane.total.contradicted, "{}", lane.lane);
            assert_eq!(n(&[open, ("grade", "missing")]), lane.total.missing, "{}", lane.lane);
            assert_eq!(n(&[]), lane.total.n(), "{}", lane.lane);
        }
        let due: BTreeSet<&Option<String>> =
            tables.rows("gate", &[("gate", "validation"), DUE]).iter().map(|row| &row["change"]).collect();
        for team in &score.reviews {
            let of = ("team", team.team.as_str());
            let n = |wanted: &[(&str, &str)]| {
                let rows = tables.rows("change", &[&[of], wanted].concat());
                rows.iter().filter(|row| due.contains(&row["change"])).count() as u64
            };
            assert_eq!(n(&[]), team.changes, "{}", team.team);
            assert_eq!(n(&[("is_reviewed", "true")]), team.independent, "{}", team.team);
            assert_eq!(n(&[("is_reviewed", "true"), ("is_reviewed_blind", "true")]), team.blind, "{}", team.team);
            let is_verdict = |verdict: &Option<String>| matches!(verdict.as_deref(), Some("upheld" | "not-upheld"));
            let pairs = [("intent", "is_intent_proved"), ("controls", "is_controls_proved"), ("outcome", "is_outcome_proved")];
            let rows = tables.rows("review", &[of, ("is_independent", "true")]);
            let compared = pairs
                .iter()
                .flat_map(|(verdict, proved)| rows.iter().filter(move |row| is_verdict(&row[verdict]) && row[proved].is_some()));
            assert_eq!(compared.count() as u64, team.evidence_n, "{}", team.team);
            let (first, second) =
                (tables.rows("review", &[of, ("reviewer", "1")]), tables.rows("review", &[of, ("reviewer", "2")]));
            let both = first.iter().filter_map(|one| Some((one, second.iter().find(|two| two["change"] == one["change"])?)));
            let n: usize = both
                .map(|(one, two)| {
                    pairs.iter().filter(|(verdict, _)| is_verdict(&one[verdict]) && is_verdict(&two[verdict])).count()
                })
                .sum();
            assert_eq!(n as u64, team.reviewers_n, "{}", team.team);
        }
    });
}
