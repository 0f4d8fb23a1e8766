//! Where the marks, labels and gaps of the envelope come to stand.

use super::super::gallery::{assert_pictures, assert_pictures_at, estimate, tidy};
use super::super::geometry::sampled;
use super::super::measure::PlainMeasure;
use super::super::scene::Shape;
use super::*;
use proptest::prelude::*;

fn gate(name: &str, p: Option<Estimate>, v: Option<Estimate>) -> EnvelopeGate {
    let gap = p.as_ref().zip(v.as_ref()).map(|(p, v)| {
        let value = p.value - v.value;
        let n = (value * 100.0).round();
        GapWords { value, short: format!("{n}"), long: format!("{n} points"), named: format!("{n} point gap") }
    });
    EnvelopeGate {
        key: name.to_ascii_lowercase(),
        name: name.into(),
        question: match name {
            "Intent" => "Is the purpose recorded?",
            "Validation" => "Was it checked before merge?",
            "Execution" => "Did the deployment match?",
            _ => "Is it still true in production?",
        }
        .into(),
        count: "610 of 824 items".into(),
        note: if p.is_none() { "no data".into() } else { String::new() },
        perceived: p,
        verified: v,
        gap,
        ..EnvelopeGate::default()
    }
}

fn envelope(values: &[(Option<f64>, Option<f64>)]) -> Envelope {
    let names = ["Intent", "Validation", "Execution", "Observation"];
    Envelope {
        gates: values
            .iter()
            .zip(names)
            .map(|((p, v), name)| gate(name, p.map(|p| estimate(p, 0.03)), v.map(|v| estimate(v, 0.04))))
            .collect(),
        perceived: SeriesName { name: "Perceived".into(), note: "what people state".into() },
        verified: SeriesName { name: "Verified".into(), note: "what evidence shows".into() },
        ..Envelope::default()
    }
}

fn sketch() -> Envelope {
    let mut input =
        envelope(&[(Some(0.91), Some(0.74)), (Some(0.90), Some(0.68)), (Some(0.86), Some(0.43)), (Some(0.77), Some(0.19))]);
    input.gates[3].past = Some((0.32, "32\u{a0}% on 1 Oct".into()));
    input
}

#[test]
fn it_looks_as_reviewed() {
    assert_pictures("envelope", &sketch());
    let mut team =
        envelope(&[(Some(0.93), Some(0.75)), (Some(0.91), Some(0.64)), (Some(0.89), Some(0.34)), (Some(0.79), Some(0.15))]);
    team.compact = true;
    team.comparison = Some("all teams".into());
    for (gate, v) in team.gates.iter_mut().zip([0.74, 0.68, 0.43, 0.19]) {
        gate.comparison = Some(v);
    }
    assert_pictures_at("envelope-team", &[360.0, 541.0, 720.0], &team);
    let mut odd = envelope(&[(Some(0.40), Some(0.95)), (None, Some(0.6)), (None, None), (Some(0.55), Some(0.52))]);
    odd.gates[3].too_few = true;
    odd.gates[3].count = "4 items, too few".into();
    odd.gates[1].note = "no statements".into();
    assert_pictures("envelope-odd", &odd);
}

fn at(width: f64, height: f64) -> Size {
    Size { width, height }
}

fn bobs(scene: &Scene) -> Vec<Point> {
    scene
        .shapes
        .iter()
        .filter_map(|s| match s {
            Shape::Bob { at, .. } => Some(*at),
            _ => None,
        })
        .collect()
}

#[test]
fn values_stand_where_the_axis_says() {
    // 560 high: baseline 560 − 68 = 492 (82 when questions wrap), top 16. Verified 0.74 of 476 px above 492.
    let scene = sketch().scene(at(885.0, 560.0), &PlainMeasure);
    let y: Vec<f64> = bobs(&scene).iter().map(|p| p.y).collect();
    let expected = [0.74, 0.68, 0.43, 0.19].map(|v| 492.0 - v * 476.0);
    assert_eq!(y.len(), expected.len());
    for (got, want) in y.iter().zip(expected) {
        assert!((got - want).abs() < 1e-9, "{got} is not {want}");
    }
}

#[test]
fn only_the_largest_gap_is_large() {
    let scene = sketch().scene(at(885.0, 560.0), &PlainMeasure);
    let large: Vec<&str> = scene.labels().filter(|l| l.size == 24.0).map(|l| l.text.as_str()).collect();
    assert_eq!(large, ["58 points"]);
    assert!(scene.labels().any(|l| l.text == "17 point gap"));
    assert!(scene.labels().any(|l| l.text == "22"));
    // five points behind at Validation are the widest gap: at Intent evidence is ten ahead
    let ahead = envelope(&[(Some(0.6), Some(0.7)), (Some(0.75), Some(0.7)), (Some(0.7), Some(0.7)), (Some(0.7), Some(0.68))]);
    let scene = ahead.scene(at(885.0, 560.0), &PlainMeasure);
    let large: Vec<&str> = scene.labels().filter(|l| l.size == 24.0).map(|l| l.text.as_str()).collect();
    assert_eq!(large, ["5 points"]);
    // 42.8 and 42.2 points; shown are 89 less 47 and 90 less 47, which are 42 and 43
    let rounded =
        envelope(&[(Some(0.894), Some(0.466)), (Some(0.896), Some(0.474)), (Some(0.7), Some(0.7)), (Some(0.7), Some(0.7))]);
    assert_eq!(rounded.largest(), Some(1));
    // the widest of too few statements is none: the second is
    let mut few = sketch();
    few.gates[3].is_little_stated = true;
    let scene = few.scene(at(885.0, 560.0), &PlainMeasure);
    let large: Vec<&str> = scene.labels().filter(|l| l.size == 24.0).map(|l| l.text.as_str()).collect();
    assert_eq!(large, ["43 points"]);
}

#[test]
fn a_gate_without_data_is_hatched_and_no_line_crosses_it() {
    let input = envelope(&[(Some(0.9), Some(0.7)), (None, None), (Some(0.8), Some(0.4)), (Some(0.7), Some(0.2))]);
    let scene = input.scene(at(885.0, 560.0), &PlainMeasure);
    let hatches: Vec<Rect> = scene
        .shapes
        .iter()
        .filter_map(|s| match s {
            Shape::Hatch { rect } => Some(*rect),
            _ => None,
        })
        .collect();
    assert_eq!(hatches.len(), 1);
    let crossing = scene.shapes.iter().any(|s| match s {
        Shape::Path { points, .. } => sampled(points, 2.0).iter().any(|p| hatches[0].contains(*p)),
        _ => false,
    });
    assert!(!crossing);
    assert_eq!(scene.marks.len(), 4);
    assert_eq!(scene.marks[1].rows.len(), 2, "n of m and the reason");
}

#[test]
fn too_few_items_are_points_alone_and_no_line_leads_to_them() {
    let mut input = envelope(&[(Some(0.9), Some(0.7)), (Some(0.9), Some(0.6)), (Some(0.8), Some(0.4)), (Some(0.7), Some(0.2))]);
    input.gates[3].too_few = true;
    let scene = input.scene(at(885.0, 560.0), &PlainMeasure);
    let x = scene.marks[3].frame.center().x;
    let reaches = |points: &[Point]| points.iter().any(|p| p.x > x - 20.0);
    let leads = scene.shapes.iter().any(|s| match s {
        Shape::Path { points, .. } | Shape::Area { points, .. } => reaches(points),
        _ => false,
    });
    assert!(!leads);
    assert_eq!(bobs(&scene).len(), 3, "the fourth is hollow");
    assert_eq!(scene.marks[3].rows[2].value, "50 points", "the tooltip has its gap");
}

#[test]
fn a_reason_is_said_once_and_not_at_all_where_it_holds_everywhere() {
    let said = |input: &Envelope| {
        let scene = input.scene(at(885.0, 560.0), &PlainMeasure);
        scene.labels().filter(|l| l.text == "no data").count()
    };
    assert_eq!(said(&envelope(&[(Some(0.9), Some(0.7)), (None, Some(0.6)), (None, Some(0.5)), (None, Some(0.4))])), 1);
    assert_eq!(said(&envelope(&[(None, Some(0.7)), (None, Some(0.6)), (None, Some(0.5)), (None, Some(0.4))])), 0);
}

#[test]
fn tooltips_read_perceived_verified_gap_n() {
    let scene = sketch().scene(at(885.0, 560.0), &PlainMeasure);
    let kinds: Vec<_> = scene.marks[0].rows.iter().map(|r| r.kind).collect();
    let mut sorted = kinds.clone();
    sorted.sort();
    assert_eq!(kinds, sorted);
    assert_eq!(scene.marks[3].key, "observation");
    assert_eq!(scene.marks[3].rows[2].value, "58 points");
}

#[test]
fn perceived_alone_and_verified_alone_are_drawn() {
    let only_stated = envelope(&[(Some(0.9), None), (Some(0.8), None)]);
    assert!(bobs(&only_stated.scene(at(885.0, 560.0), &PlainMeasure)).is_empty());
    let only_proved = envelope(&[(None, Some(0.9)), (None, Some(0.8))]);
    assert_eq!(bobs(&only_proved.scene(at(885.0, 560.0), &PlainMeasure)).len(), 2);
}

#[test]
fn nothing_and_no_room_give_an_empty_scene() {
    for input in [Envelope::default(), sketch()] {
        for size in [at(0.0, 0.0), at(10.0, 500.0), at(-5.0, -5.0)] {
            assert!(input.scene(size, &PlainMeasure).shapes.is_empty());
        }
    }
}

prop_compose! {
    fn any_gate()(p in prop::option::weighted(0.85, 0f64..=1.0), v in prop::option::weighted(0.85, 0f64..=1.0)) -> (Option<f64>, Option<f64>) {
        (p, v)
    }
}

proptest! {
    #[test]
    fn labels_never_touch_and_stay_inside(
        gates in prop::collection::vec(any_gate(), 1..=4),
        width in 320f64..2560.0,
        compact in any::<bool>(),
        others in prop::option::of(prop::array::uniform4(0f64..=1.0)),
        few in prop::array::uniform4(prop::bool::weighted(0.15)),
    ) {
        let mut input = envelope(&gates);
        input.comparison = others.map(|_| "all teams".into());
        for (idx, gate) in input.gates.iter_mut().enumerate() {
            gate.comparison = others.map(|v| v[idx]);
            gate.too_few = few[idx];
        }
        input.compact = compact;
        let size = at(width, input.height(width, Medium::Screen));
        let scene = input.scene(size, &PlainMeasure);
        tidy(&input, width)?;
        for p in bobs(&scene) {
            prop_assert!(scene.bounds().contains(p));
        }
        prop_assert_eq!(scene.marks.len(), gates.len());
    }
}
