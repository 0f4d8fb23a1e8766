//! What the pages show is what `plumbline score --json` prints, for the same changes.

use crate::organisation::{DEMO, last_30_days, page, paired};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{Authorship, DiagnosticSeverity};
use plumbline_report::export::score_to_json;
use plumbline_report::{Body, CriterionState, Overview, PageView, Pair};
use serde_json::{Value, json};

fn score(assessment: &Assessment, selection: &Selection) -> Value {
    serde_json::from_str(&score_to_json(&Score::of(assessment, selection)).unwrap()).unwrap()
}

/// The filters that are compared, each as a fragment's query and as a selection.
fn filters() -> Vec<(&'static str, Selection)> {
    vec![
        ("", Selection::default()),
        ("team=Billing", Selection { teams: vec!["Billing".to_owned()], ..Selection::default() }),
        ("environment=prod", Selection { environments: vec!["prod".to_owned()], ..Selection::default() }),
        ("authorship=ai-generated", Selection { authorships: vec![Authorship::AiGenerated], ..Selection::default() }),
        ("period=30d", last_30_days()),
    ]
}

fn overview(view: PageView) -> Overview {
    match view.body {
        Body::Overview(v) => *v,
        other => panic!("no overview: {other:?}"),
    }
}

fn pair(p: &Pair) -> Value {
    json!({
        "n": p.n, "verified": p.verified, "verifiedLow": p.verified_interval.map(|i| i.0), "verifiedHigh": p.verified_interval.map(|i| i.1),
        "perceived": p.perceived, "perceivedLow": p.perceived_interval.map(|i| i.0), "perceivedHigh": p.perceived_interval.map(|i| i.1),
        "stated": p.stated, "gap": p.gap
    })
}

/// The same keys of a scored figure.
fn only(scored: &Value, like: &Value) -> Value {
    like.as_object().unwrap().keys().map(|k| (k.clone(), scored[k].clone())).collect::<serde_json::Map<_, _>>().into()
}

/// A number, whether it is written as a whole or not.
fn number(v: &Value) -> Option<f64> {
    v.as_f64()
}

#[track_caller]
fn assert_same(shown: &Value, scored: &Value, what: &str) {
    let scored = only(scored, shown);
    for (key, value) in shown.as_object().unwrap() {
        assert_close(number(value), number(&scored[key]), &format!("{what}, {key}"));
    }
}

/// JSON's reader may be off by the last bit.
#[track_caller]
fn assert_close(shown: Option<f64>, scored: Option<f64>, what: &str) {
    let is_same = match (shown, scored) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-12,
        (a, b) => a.is_none() && b.is_none(),
    };
    assert!(is_same, "{what}: {shown:?} is shown, {scored:?} is scored");
}

#[test]
fn confidence_drift_and_debt_agree() {
    for (query, selection) in filters() {
        let shown = overview(page(&DEMO, &format!("#/overview?{query}")));
        let scored = score(&DEMO, &selection);
        for gate in &shown.envelope.gates {
            let of_gate = &scored["gates"][gate.gate.id()];
            assert_same(&pair(&gate.pair), of_gate, query);
            assert_close(gate.pair.implied, number(&of_gate["implied"]), query);
            let required: u64 = of_gate["grades"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
            assert_eq!(u64::from(gate.items_required), required);
        }
        for gate in &shown.drift.gates {
            let points = scored["drift"][gate.gate.id()].as_array().unwrap();
            let drawn: Vec<_> =
                shown.drift.periods.iter().zip(&gate.points).filter_map(|(id, p)| Some((id, p.as_ref()?))).collect();
            assert_eq!(drawn.len(), points.len(), "{query}");
            for ((id, point), scored) in drawn.iter().zip(points) {
                assert_eq!(scored["period"], id.as_str());
                assert_same(&pair(point), scored, id);
            }
        }
        let debt = &scored["debt"];
        assert_eq!(Some(shown.debt.total), debt["weighted"].as_u64());
        for point in debt["series"].as_array().unwrap() {
            let place = shown.debt.periods.iter().position(|p| point["period"] == p.as_str()).unwrap();
            let sum: u64 = shown.debt.stacks.iter().map(|s| s.weighted[place]).sum();
            assert_eq!(Some(sum), point["weighted"].as_u64(), "{query}: the parts add up to the whole");
        }
    }
}

#[test]
fn patterns_and_practices_agree() {
    for (query, selection) in filters() {
        let shown = overview(page(&DEMO, &format!("#/overview?{query}")));
        let scored = score(&DEMO, &selection);
        for (row, scored) in paired(&shown.patterns.rows, scored["patterns"].as_array().unwrap()) {
            assert_eq!(scored["pattern"], row.pattern.as_str());
            let counts = json!({"occurrences": row.occurrences, "changes": row.changes, "escaped": row.escaped, "recurrences": row.recurrences});
            assert_same(&counts, scored, query);
            assert_eq!(row.teams as usize, scored["teams"].as_object().unwrap().len());
            assert_eq!(row.counts.iter().sum::<u32>(), row.occurrences, "each occurrence stands in its period");
        }
        for row in &shown.workflow.rows {
            let interval = |end: fn((f64, f64)) -> f64| row.interval.map(end);
            let share = json!({"n": row.n, "value": row.value, "low": interval(|i| i.0), "high": interval(|i| i.1)});
            assert_same(&share, &scored["workflow"][&row.id], &row.id);
        }
    }
}

#[test]
fn the_matrix_and_the_funnel_agree() {
    for (query, selection) in filters() {
        let scored = score(&DEMO, &selection);
        let Body::Matrix(matrix) = page(&DEMO, &format!("#/matrix?{query}")).body else { panic!("no matrix") };
        let cells: Vec<_> =
            matrix.rows.iter().flat_map(|r| r.cells.iter().flatten().map(move |c| (r.artifact_type.as_str(), c))).collect();
        let scored_cells = scored["matrix"].as_array().unwrap();
        assert_eq!(cells.len(), scored_cells.len());
        for ((artifact_type, c), scored) in cells.iter().zip(scored_cells) {
            assert_eq!(scored["type"], *artifact_type);
            assert_eq!(scored["strength"], c.strength.id());
            let counts = json!({
                "required": c.required, "present": c.present, "verified": c.verified, "reproduced": c.reproduced,
                "diverged": c.diverged, "notTried": c.not_tried, "notReproducible": c.not_reproducible
            });
            assert_same(&counts, scored, artifact_type);
        }
        let Body::Funnel(funnel) = page(&DEMO, &format!("#/funnel?{query}")).body else { panic!("no funnel") };
        for (steps, key) in [(Some(&funnel.enforce), "funnel"), (funnel.evaluate.as_ref(), "funnelEvaluate")] {
            let Some(steps) = steps else {
                assert_eq!(scored[key][0]["reached"], 0, "a funnel is left out only when it is empty");
                continue;
            };
            for (step, scored) in paired(&steps.steps, scored[key].as_array().unwrap()) {
                assert_eq!(scored["step"], step.id.as_str());
                let counts =
                    json!({"reached": step.reached, "lost": step.lost, "bypassed": step.bypassed, "leaked": step.leaked});
                assert_same(&counts, scored, &step.id);
            }
        }
    }
}

/// The ladder looks at its own window, whatever the period: it is that of the score without a period.
#[test]
fn the_ladder_agrees() {
    for (query, selection) in filters() {
        let scored = score(&DEMO, &Selection { since: None, until: None, ..selection });
        let Body::Teams(teams) = page(&DEMO, &format!("#/teams?{query}")).body else { panic!("no teams") };
        let scored_teams = scored["teams"].as_array().unwrap();
        assert_eq!(teams.teams.rows.len(), scored_teams.len(), "{query}");
        for row in &teams.teams.rows {
            let scored = scored_teams.iter().find(|t| t["team"] == row.team.as_str()).unwrap();
            let rung = |place: Option<u32>| place.map(|p| teams.teams.rungs[p as usize].id.as_str());
            assert_eq!(rung(row.rung), scored["rung"].as_str());
            assert_eq!(rung(row.claimed), scored["claimedRung"].as_str());
            assert_eq!(rung(row.previous), scored["previousRung"].as_str());
        }
    }
}

#[test]
fn the_criteria_of_each_team_agree() {
    let scored = score(&DEMO, &Selection::default());
    for scored in scored["teams"].as_array().unwrap() {
        let name = scored["team"].as_str().unwrap();
        let Body::Team(team) = page(&DEMO, &format!("#/teams/{}", name.replace(' ', "%20"))).body else {
            panic!("no team {name}")
        };
        let of_rung: Vec<&Value> =
            scored["criteria"].as_array().unwrap().iter().filter(|c| c["rung"] == team.criteria.rung.as_str()).collect();
        assert_eq!(team.criteria.rows.len(), of_rung.len());
        for row in &team.criteria.rows {
            let scored = of_rung.iter().find(|c| c["id"] == row.id.as_str()).unwrap();
            let state = match row.state {
                CriterionState::Met => "met",
                CriterionState::NotMet => "not-met",
                CriterionState::NotEnoughData => "not-enough-data",
                CriterionState::NotApplicable => "not-applicable",
            };
            assert_eq!(scored["state"], state, "{name}, {}", row.id);
            let is_open = matches!(row.state, CriterionState::NotMet | CriterionState::NotEnoughData);
            assert!(is_open || row.missing.is_empty(), "nothing is missing where a criterion holds");
        }
    }
}

#[test]
fn the_frame_counts_what_is_selected() {
    let view = page(&DEMO, "#/overview?team=Billing");
    let scored = score(&DEMO, &Selection { teams: vec!["Billing".to_owned()], ..Selection::default() });
    assert!(view.frame.counts.starts_with(&format!("{} changes, ", scored["changes"])), "{}", view.frame.counts);
    let all = DEMO.dataset().changes.len() as u64;
    let hidden = all - scored["changes"].as_u64().unwrap();
    assert_eq!(view.frame.hidden, Some(format!("Hides {hidden} of {all} changes")));
    assert_eq!(view.frame.footer.policy_sha256, scored["policy"].as_str().unwrap());
    let Body::Sources(sources) = page(&DEMO, "#/sources").body else { panic!("no sources") };
    let errors: usize = DEMO.dataset().receipts.iter().map(|r| r.count(DiagnosticSeverity::Error)).sum();
    let shown: usize =
        sources.receipts.iter().flat_map(|r| &r.diagnostics).filter(|d| d.severity == DiagnosticSeverity::Error).count();
    assert_eq!((sources.receipts.len(), shown), (DEMO.dataset().receipts.len(), errors));
}
