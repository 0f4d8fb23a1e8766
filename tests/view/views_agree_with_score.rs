//! What the pages show is what `plumbline score --json` prints, for the same changes.

use crate::organisation::{DEMO, chart, demo, figure, last_30_days, page};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_charts::Chart;
use plumbline_charts::funnel::FunnelCount;
use plumbline_charts::ladder::LadderTrack;
use plumbline_charts::scene::Estimate;
use plumbline_demo::DemoOptions;
use plumbline_domain::{Authorship, DiagnosticSeverity, Gate};
use plumbline_report::Body;
use plumbline_report::document::{Content, Document, FigureId, Picture, Row};
use plumbline_report::export::score_to_json;
use plumbline_report::text::date::period_in_full;
use plumbline_report::text::number::{percent_or_dash, thousands};
use plumbline_report::text::phrase::capital;
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

fn document(fragment: &str) -> Document {
    match page(&DEMO, fragment).body {
        Body::Document(document) => *document,
        other => panic!("no document: {other:?}"),
    }
}

fn ends(estimate: Option<&Estimate>) -> (Option<f64>, Option<f64>) {
    let range = estimate.and_then(|e| e.range);
    (range.map(|r| r.0), range.map(|r| r.1))
}

/// Both confidences as a chart and its table show them; `cells` begin with the number of changes.
fn pair(verified: Option<&Estimate>, perceived: Option<&Estimate>, cells: &[String]) -> Value {
    let (verified_low, verified_high) = ends(verified);
    let (perceived_low, perceived_high) = ends(perceived);
    json!({
        "n": count(&cells[0]), "verified": verified.map(|e| e.value), "verifiedLow": verified_low, "verifiedHigh": verified_high,
        "perceived": perceived.map(|e| e.value), "perceivedLow": perceived_low, "perceivedHigh": perceived_high,
        "stated": count(&cells[3]),
    })
}

/// A count as a table writes it.
fn count(cell: &str) -> u64 {
    cell.replace(',', "").parse().unwrap_or_else(|_| panic!("{cell} is no count"))
}

fn counts(cells: &[String]) -> Vec<u64> {
    cells.iter().map(|cell| count(cell)).collect()
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
        let shown = document(&format!("#/overview?{query}"));
        let scored = score(&DEMO, &selection);
        let envelope = chart!(&shown, Envelope, Envelope);
        let rows = &figure(&shown, FigureId::Envelope).head.table.texts();
        assert_eq!((envelope.gates.len(), rows.len()), (Gate::ALL.len(), Gate::ALL.len()));
        for ((gate, drawn), cells) in Gate::ALL.iter().zip(&envelope.gates).zip(rows) {
            let of_gate = &scored["gates"][gate.id()];
            assert_eq!((&drawn.name, &cells[0]), (&gate.title().to_owned(), &gate.title().to_owned()));
            assert_same(&pair(drawn.verified.as_ref(), drawn.perceived.as_ref(), &cells[1..]), of_gate, query);
            assert_close(drawn.gap.as_ref().map(|gap| gap.value), number(&of_gate["gap"]), query);
            assert_eq!(cells[8], percent_or_dash(number(&of_gate["implied"])), "{query}");
            let required: u64 = of_gate["grades"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
            assert_eq!(count(&cells[10]), required);
            assert!(
                drawn.count.ends_with(&format!(" of {} item{}", thousands(required), if required == 1 { "" } else { "s" })),
                "{}",
                drawn.count
            );
        }
        let drift = chart!(&shown, Drift, Drift);
        let rows = &figure(&shown, FigureId::Drift).head.table.texts();
        for (gate, panel) in Gate::ALL.iter().zip(&drift.panels) {
            let points = scored["drift"][gate.id()].as_array().unwrap();
            let of_gate: Vec<_> = rows.iter().filter(|cells| cells[0] == gate.title()).zip(&panel.points).collect();
            let drawn: Vec<_> = of_gate.iter().filter(|(cells, _)| cells[2] != "0").collect();
            assert_eq!((drawn.len(), of_gate.len()), (points.len(), drift.periods.len()), "{query}");
            for ((cells, point), scored) in drawn.iter().zip(points) {
                let period = period_in_full(scored["period"].as_str().unwrap());
                assert_eq!(cells[1], period);
                assert_same(&pair(point.verified.as_ref(), point.perceived.as_ref(), &cells[2..]), scored, &period);
                let whole = point.gap.as_ref().map(|gap| gap.0.replace('\u{2212}', "-").parse::<f64>().unwrap());
                // a page shows the gap as the difference of the two percentages beside it
                let percent = |key: &str| number(&scored[key]).map(|share| (share * 100.0).round());
                let shown = percent("perceived").zip(percent("verified")).map(|(p, v)| p - v);
                assert_eq!(whole, shown, "{period}");
            }
        }
        let debt = &scored["debt"];
        let drawn = chart!(&shown, Debt, Debt);
        let total: f64 = drawn.stacks.iter().filter_map(|s| Some(s.values.last()?.0)).sum();
        assert_eq!(Some(total), debt["weighted"].as_f64());
        for point in debt["series"].as_array().unwrap() {
            let name = capital(&period_in_full(point["period"].as_str().unwrap()));
            let place = drawn.periods.iter().position(|p| p.name == name).unwrap();
            let sum: f64 = drawn.stacks.iter().map(|s| s.values[place].0).sum();
            assert_eq!(Some(sum), point["weighted"].as_f64(), "{query}: the parts add up to the whole");
        }
    }
}

#[test]
fn patterns_and_practices_agree() {
    for (query, selection) in filters() {
        let shown = document(&format!("#/overview?{query}"));
        let scored = score(&DEMO, &selection);
        let patterns = figure(&shown, FigureId::Patterns);
        let Content::Grid(grid) = &patterns.content[0] else { panic!("no table") };
        let scored_patterns = scored["patterns"].as_array().unwrap();
        assert_eq!((grid.rows.len(), patterns.head.table.texts().len()), (scored_patterns.len(), scored_patterns.len()));
        for ((row, cells), scored) in grid.rows.iter().zip(&patterns.head.table.texts()).zip(scored_patterns) {
            let id = scored["pattern"].as_str().unwrap();
            assert!(row.cells[0].to.starts_with(&format!("#/patterns/{id}")), "{}", row.cells[0].to);
            let [occurrences, changes, recurrences, teams, escaped] = counts(&cells[2..7])[..] else { panic!("{cells:?}") };
            assert_same(&json!({"occurrences": occurrences, "changes": changes, "escaped": escaped}), scored, query);
            // a page also counts what repeats an occurrence before the period
            let scored_recurrences = scored["recurrences"].as_u64().unwrap();
            if selection.since.is_none() {
                assert_eq!(recurrences, scored_recurrences, "{query}");
            } else {
                assert!((scored_recurrences..=changes).contains(&recurrences), "{query}");
            }
            assert_eq!(teams as usize, scored["teams"].as_object().unwrap().len());
            let Some(Picture::Dots(dots)) = &row.cells[2].picture else { panic!("no dots") };
            assert_eq!(u64::from(dots.counts.iter().sum::<u32>()), occurrences, "each occurrence stands in its period");
        }
        let practices = chart!(&shown, Workflow, Practices);
        let rows = &figure(&shown, FigureId::Workflow).head.table.texts();
        let ids = [
            "threatIntentVerified",
            "diagnosticsAndOutputsAttached",
            "noOpenCriticalOrHigh",
            "alertPathTestedPerRelease",
            "recurringPatternsPrevented",
        ];
        assert_eq!((practices.rows.len(), rows.len()), (ids.len(), ids.len()));
        for ((id, row), cells) in ids.iter().zip(&practices.rows).zip(rows) {
            let (low, high) = ends(row.share.as_ref());
            let share = json!({"n": count(&cells[3]), "value": row.share.as_ref().map(|s| s.value), "low": low, "high": high});
            assert_same(&share, &scored["workflow"][id], id);
        }
    }
}

#[test]
fn the_family_that_the_headline_names_is_the_lowest_of_the_last_row() {
    let Body::Matrix(matrix) = page(&DEMO, "#/matrix").body else { panic!("no matrix") };
    let share = |(k, n): (u32, u32)| f64::from(k) / f64::from(n);
    let all = plumbline_domain::Family::ALL.iter().zip(&matrix.totals);
    let (family, (k, n)) = all.min_by(|a, b| share(*a.1).total_cmp(&share(*b.1))).unwrap();
    // a family that is not clearly the least is not named
    if let Some((_, named)) = matrix.headline.text().split_once("the least is reproduced for ") {
        assert_eq!(named, format!("{}, {k} of {n} items.", family.title()));
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
        let funnel = document(&format!("#/funnel?{query}"));
        for (id, key) in [(FigureId::Funnel, "funnel"), (FigureId::EvaluatedFunnel, "funnelEvaluate")] {
            let scored = scored[key].as_array().unwrap();
            let Some(shown) = funnel.blocks.iter().find(|b| b.place.figure == id) else {
                assert_eq!(scored[0]["reached"], 0, "a funnel is left out only when it is empty");
                continue;
            };
            let Content::Chart(Chart::Funnel(drawn)) = &shown.content[0] else { panic!("no funnel") };
            assert_eq!((drawn.steps.len(), shown.head.table.texts().len()), (scored.len(), scored.len()));
            for ((step, cells), scored) in drawn.steps.iter().zip(&shown.head.table.texts()).zip(scored) {
                let name = scored["step"].as_str().unwrap();
                assert!(name == "opened" || step.key.ends_with(name), "{name}: {}", step.key);
                let [reached, lost, bypassed, leaked] = counts(&cells[2..])[..] else { panic!("{cells:?}") };
                assert_same(&json!({"reached": reached, "lost": lost, "bypassed": bypassed, "leaked": leaked}), scored, name);
                let drawn = |count: &Option<FunnelCount>| count.as_ref().map_or(0.0, |c| c.count);
                assert_eq!((step.reached.count, drawn(&step.leaked)), (reached as f64, leaked as f64), "{name}");
                assert_eq!((drawn(&step.lost), drawn(&step.bypassed)), (lost as f64, bypassed as f64), "{name}");
            }
        }
    }
}

/// Of many teams the Overview draws those that have the furthest to go, and says so; nothing of the others is lost.
#[test]
fn the_overview_draws_some_of_many_teams_and_its_table_has_all() {
    let many = demo(&DemoOptions { teams: 44, weeks: 14, ..DemoOptions::default() });
    let rows = |fragment: &str, id: FigureId| -> Vec<(String, LadderTrack)> {
        let Body::Document(document) = page(&many, fragment).body else { panic!("no document") };
        let Some(Content::Grid(grid)) = figure(&document, id).content.get(1) else { panic!("no table") };
        let track = |row: &Row| match &row.cells[2].picture {
            Some(Picture::Chart(Chart::LadderTrack(track))) => track.clone(),
            other => panic!("{other:?}"),
        };
        grid.rows.iter().map(|row| (row.cells[0].text.clone(), track(row))).collect()
    };
    let (shown, all) = (rows("#/overview", FigureId::Ladder), rows("#/teams", FigureId::Teams));
    assert_eq!((shown.len(), all.len()), (20, many.teams().len()));
    // A to Z, as on the page of all teams
    let in_order: Vec<_> = all.iter().filter(|team| shown.contains(team)).collect();
    assert_eq!(in_order, shown.iter().collect::<Vec<_>>());
    let below = |track: &LadderTrack| track.claimed.zip(track.computed).map_or(0, |(claimed, rung)| claimed.saturating_sub(rung));
    let least = shown.iter().map(|(_, track)| below(track)).min().unwrap();
    let (left_out, most) = (all.iter().filter(|team| !shown.contains(team)), 0);
    let most = left_out.map(|(_, track)| below(track)).fold(most, usize::max);
    assert!(least >= most && most > 0, "{least} {most}");
    let Body::Document(overview) = page(&many, "#/overview").body else { panic!("no document") };
    let block = figure(&overview, FigureId::Ladder);
    let Some(Content::Note(note)) = block.content.last() else { panic!("no note") };
    let n = many.teams().len();
    assert!(note.starts_with(&format!("20 of {n} teams: those furthest below the rung that they claim")), "{note}");
    assert_eq!(block.head.table.rows.len(), n);
}

/// The ladder looks at its own window, whatever the period: it is that of the score without a period.
#[test]
fn the_ladder_agrees() {
    for (query, selection) in filters() {
        let scored = score(&DEMO, &Selection { since: None, until: None, ..selection });
        let teams = document(&format!("#/teams?{query}"));
        let Some(Content::Grid(grid)) = figure(&teams, FigureId::Teams).content.get(1) else { panic!("no table") };
        let scored_teams = scored["teams"].as_array().unwrap();
        assert_eq!(grid.rows.len(), scored_teams.len(), "{query}");
        let rungs = DEMO.policy().rungs();
        for row in &grid.rows {
            let scored = scored_teams.iter().find(|t| t["team"] == row.cells[0].text.as_str()).unwrap();
            let Some(Picture::Chart(Chart::LadderTrack(track))) = &row.cells[2].picture else { panic!("no track") };
            let rung = |place: Option<usize>| place.map(|p| rungs[p]);
            assert_eq!(rung(track.claimed), scored["claimedRung"].as_str());
            // no bob stands for a rung of too few changes
            let is_few = !track.note.is_empty();
            assert_eq!(rung(track.computed), scored["rung"].as_str().filter(|_| !is_few));
            assert_eq!(rung(track.previous), scored["previousRung"].as_str().filter(|_| !is_few));
        }
    }
}

#[test]
fn the_criteria_of_each_team_agree() {
    let scored = score(&DEMO, &Selection::default());
    let rungs = DEMO.policy().rungs();
    for scored in scored["teams"].as_array().unwrap() {
        let name = scored["team"].as_str().unwrap();
        let team = document(&format!("#/teams/{}", name.replace(' ', "%20")));
        let next = chart!(&team, TeamLadder, Ladder).computed.map_or(1, |c| c + 1).min(rungs.len() - 1);
        let criteria = figure(&team, FigureId::TeamCriteria);
        let Content::Checks(checks) = &criteria.content[0] else { panic!("no criteria") };
        // the table holds all rungs, in the order of the score
        let all = scored["criteria"].as_array().unwrap();
        assert_eq!(criteria.head.table.texts().len(), all.len());
        let of_criteria = criteria.head.table.texts();
        let of_rung: Vec<_> = all.iter().zip(&of_criteria).filter(|(c, _)| c["rung"] == rungs[next]).collect();
        assert_eq!(checks.len(), of_rung.len());
        for (scored, cells) in of_rung {
            let check = checks.iter().find(|check| check.title == cells[1]).unwrap();
            let state = match check.state.as_str() {
                "met" => "met",
                "open" => "not-met",
                "too few" => "not-enough-data",
                "no case" => "not-applicable",
                other => panic!("{other}"),
            };
            assert_eq!(scored["state"], state, "{name}, {}", check.title);
            assert_eq!(check.is_open, matches!(state, "not-met" | "not-enough-data"));
            assert!(check.is_open || check.more.is_empty(), "nothing is missing where a criterion holds");
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
