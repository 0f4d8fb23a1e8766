//! Tests of rows of two numbers.

use super::*;
use crate::gallery::{assert_pictures, estimate, scene_at, tidy};
use proptest::prelude::*;

fn pair(unit: &Unit, value: f64, half: f64, is_few: bool) -> PairPoint {
    let estimate = match unit {
        Unit::Share => estimate(value, half),
        Unit::Points => Estimate {
            value,
            range: Some((value - half, value + half)),
            label: format!("{}", (value * 100.0).round()).replace('-', "−"),
            interval: String::new(),
        },
        Unit::Number(_) => Estimate {
            value: value * 100.0,
            range: Some(((value - half).max(0.0) * 100.0, (value + half) * 100.0)),
            label: format!("{}", (value * 100.0).round()),
            interval: String::new(),
        },
    };
    PairPoint { estimate, count: "48 changes".into(), is_few }
}

fn before_and_now() -> Pairs {
    let row = |name: &str, unit: Unit, a: Option<(f64, f64)>, b: Option<(f64, f64)>, difference: &str, verdict: &str| PairRow {
        key: name.to_lowercase(),
        name: name.into(),
        count: "212 and 240 changes".into(),
        first: a.map(|(v, h)| pair(&unit, v, h, false)),
        second: b.map(|(v, h)| pair(&unit, v, h, false)),
        unit,
        difference: difference.into(),
        verdict: verdict.into(),
        is_clear: verdict.starts_with("clearly"),
        note: if a.is_none() { "no data before".into() } else { String::new() },
    };
    let mut few = row("Debt paid within 30 days", Unit::Share, Some((0.3, 0.2)), Some((0.42, 0.06)), "", "too few before");
    if let Some(first) = &mut few.first {
        first.is_few = true;
    }
    Pairs {
        first: PairSeries { name: "90 days before".into(), look: PairLook::Before },
        second: PairSeries { name: "last 90 days".into(), look: PairLook::Now },
        rows: vec![
            row("Verified confidence", Unit::Share, Some((0.61, 0.03)), Some((0.62, 0.03)), "+1 point", "no clear change"),
            row(
                "Verified within 14 days of due",
                Unit::Share,
                Some((0.38, 0.05)),
                Some((0.54, 0.05)),
                "+16 points",
                "clearly up",
            ),
            few,
            row("Reviewed by somebody else", Unit::Share, None, Some((0.94, 0.03)), "", ""),
            row(
                "Median age of debt",
                Unit::Number("days".into()),
                Some((0.41, 0.05)),
                Some((0.26, 0.04)),
                "−15 days",
                "clearly down",
            ),
        ],
        siblings: Vec::new(),
    }
}

fn within_teams(values: &[(Option<f64>, Option<f64>, bool)]) -> Pairs {
    let names =
        ["Billing", "Customs clearance", "Data lake", "Edge network", "Fleet telemetry", "Internal tools", "Ports", "Storefront"];
    let row = |(name, (human, generated, is_few)): (&&str, &(Option<f64>, Option<f64>, bool))| PairRow {
        key: name.to_lowercase(),
        name: (*name).into(),
        count: String::new(),
        unit: Unit::Points,
        first: human.map(|v| pair(&Unit::Points, v, 0.06, false)),
        second: generated.map(|v| pair(&Unit::Points, v, 0.09, *is_few)),
        difference: human
            .zip(*generated)
            .filter(|_| !is_few)
            .map_or_else(String::new, |(h, g)| format!("{:+} points", ((g - h) * 100.0).round())),
        verdict: if *is_few { "too few AI changes".into() } else { String::new() },
        is_clear: !is_few,
        note: if human.is_none() && generated.is_none() { "nobody stated a confidence".into() } else { String::new() },
    };
    Pairs {
        first: PairSeries { name: "Human".into(), look: PairLook::Human },
        second: PairSeries { name: "AI-generated".into(), look: PairLook::Generated },
        rows: names.iter().zip(values).map(row).collect(),
        siblings: Vec::new(),
    }
}

#[test]
fn it_looks_as_reviewed() {
    assert_pictures("pairs-before-now", &before_and_now());
    let teams = [
        (Some(0.1), Some(0.38), false),
        (Some(0.06), Some(0.25), false),
        (Some(0.15), Some(0.41), false),
        (Some(0.22), Some(0.47), false),
        (Some(0.09), Some(0.13), true),
        (None, None, false),
        (Some(0.12), Some(0.19), false),
        (Some(-0.04), Some(0.28), false),
    ];
    assert_pictures("pairs-teams", &within_teams(&teams));
}

#[test]
fn rows_of_one_unit_share_a_scale_and_an_axis() {
    let scene = scene_at(&before_and_now(), 900.0, Medium::Screen);
    let axis: Vec<&str> =
        scene.labels().filter(|l| l.anchor == Anchor::Middle && l.size == 11.0).map(|l| l.text.as_str()).collect();
    assert_eq!(axis, ["0", "100\u{a0}%", "25", "50", "75", "0", "60\u{a0}days", "20", "40"]);
}

#[test]
fn charts_beside_each_other_share_a_scale() {
    let (mut one, mut other) = (within_teams(&[(Some(0.1), Some(0.2), false)]), within_teams(&[(Some(-0.3), Some(0.8), false)]));
    (one.siblings, other.siblings) = (other.rows.clone(), one.rows.clone());
    let axis = |input: &Pairs| -> Vec<(String, f64)> {
        let scene = scene_at(input, 900.0, Medium::Screen);
        let ticks = scene.labels().filter(|l| l.anchor == Anchor::Middle && l.size == 11.0 && l.token == Token::Ink3);
        ticks.map(|l| (l.text.clone(), l.at.x)).collect()
    };
    assert!(!axis(&one).is_empty());
    assert_eq!(axis(&one), axis(&other));
}

#[test]
fn what_is_too_few_is_hollow_and_unlabelled() {
    let scene = scene_at(&within_teams(&[(Some(0.1), Some(0.4), true)]), 900.0, Medium::Screen);
    let hollow = scene.shapes.iter().filter(|s| matches!(s, Shape::Circle { fill: Some(Token::Paper), .. })).count();
    assert_eq!(hollow, 1);
    assert!(scene.labels().all(|l| l.text != "40"), "the number of the hollow mark stands in the tooltip alone");
    assert!(scene.labels().any(|l| l.text == "10"));
    assert_eq!(scene.marks[0].rows[1].value, "40");
}

proptest! {
    #[test]
    fn nothing_collides(
        values in prop::collection::vec((prop::option::of(-1f64..=1.0), prop::option::of(-1f64..=1.0), prop::bool::weighted(0.2)), 1..=8),
        width in 320f64..2560.0,
    ) {
        tidy(&within_teams(&values), width)?;
        let mut shares = before_and_now();
        for (row, (a, b, is_few)) in shares.rows.iter_mut().zip(&values) {
            row.first = a.map(|v| pair(&row.unit, v.abs(), 0.04, *is_few));
            row.second = b.map(|v| pair(&row.unit, v.abs(), 0.04, false));
        }
        tidy(&shares, width)?;
    }
}
