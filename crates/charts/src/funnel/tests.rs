//! What the funnel draws, worked out by hand, and what holds for any steps.

use super::*;
use crate::gallery::{assert_pictures, tidy};
use crate::measure::PlainMeasure;
use proptest::prelude::*;

const STEPS: [(&str, &str); 7] = [
    ("Opened", "all changes"),
    ("Intent recorded", "the purpose is on file"),
    ("Validated", "every check is proved"),
    ("Risk assessed", "a report of the gate, and nothing critical or high open in it"),
    ("Approved", "someone other than the author upholds intent and controls"),
    ("Deployed with proof", "the deployment is on record"),
    ("Observed", "it still holds"),
];

fn count(n: f64, words: &str) -> FunnelCount {
    FunnelCount { count: n, label: format!("{n}{words}") }
}

/// Steps from (reached, bypassed, leaked).
fn funnel(values: &[(f64, f64, f64)]) -> Funnel {
    let mut before = None;
    let mut steps = Vec::new();
    for ((reached, bypassed, leaked), (name, meaning)) in values.iter().zip(STEPS) {
        steps.push(FunnelStep {
            key: name.to_lowercase(),
            name: name.into(),
            meaning: meaning.into(),
            reached: count(*reached, ""),
            lost: before.map(|b: f64| count((b - reached).max(0.0), " lost here")),
            bypassed: Some(count(*bypassed, " bypassed the gate")),
            leaked: Some(count(*leaked, " went past without it")),
        });
        before = Some(*reached);
    }
    Funnel { steps, is_proof: true }
}

fn scene(values: &[(f64, f64, f64)], width: f64) -> Scene {
    let input = funnel(values);
    input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
}

#[test]
fn bars_are_as_wide_as_what_they_count() {
    let scene = scene(&[(400.0, 0.0, 0.0), (300.0, 0.0, 0.0), (100.0, 0.0, 0.0)], 900.0);
    let widths: Vec<f64> = scene
        .shapes
        .iter()
        .filter_map(|s| match s {
            Shape::Bar { rect, fill: Token::Verified | Token::Ink3 } => Some(rect.width),
            _ => None,
        })
        .collect();
    assert!((widths[1] - widths[0] * 0.75).abs() < 1e-6);
    assert!((widths[2] - widths[0] * 0.25).abs() < 1e-6);
}

#[test]
fn what_a_step_takes_is_never_cut() {
    for width in [288.0, 330.0, 358.0, 480.0, 559.0, 560.0, 700.0, 1344.0] {
        let scene = scene(&[(400.0, 9.0, 9.0); 7], width);
        let said: Vec<&str> = scene.labels().map(|l| l.text.as_str()).collect();
        assert!(!said.iter().any(|text| text.contains('…')), "{width}: {said:?}");
        let all = said.join(" ");
        assert!(STEPS.iter().all(|(name, meaning)| all.contains(name) && all.contains(meaning)), "{width}: {all}");
    }
}

#[test]
fn it_looks_as_reviewed() {
    let sketch = [
        (602.0, 0.0, 0.0),
        (431.0, 12.0, 158.0),
        (288.0, 31.0, 244.0),
        (251.0, 31.0, 96.0),
        (173.0, 31.0, 211.0),
        (64.0, 9.0, 301.0),
        (11.0, 4.0, 402.0),
    ];
    assert_pictures("funnel", &funnel(&sketch));
    let small = [(9.0, 0.0, 0.0), (4.0, 0.0, 3.0), (1.0, 0.0, 8.0), (0.0, 0.0, 9.0)];
    assert_pictures("funnel-small", &funnel(&small));
}

#[test]
fn the_words_at_the_ends_of_bars_are_never_cut() {
    for width in [288.0, 358.0, 560.0, 900.0] {
        for values in [&[(9.0, 0.0, 0.0), (4.0, 0.0, 9.0), (0.0, 9.0, 9.0)][..], &[(1.0, 0.0, 0.0), (0.0, 0.0, 1.0)][..]] {
            let scene = scene(values, width);
            assert!(!scene.labels().any(|l| l.text.contains('…')), "{width}");
            let whole = scene.labels().filter(|l| l.text.contains("went past without it"));
            for label in whole {
                assert!(label.bounds(&PlainMeasure).right() <= width + 0.5, "{width}");
            }
        }
    }
}

#[test]
fn the_silhouette_runs_through_no_words() {
    let with = |bypassed: f64| scene(&[(10.0, 0.0, 0.0), (4.0, bypassed, 6.0), (2.0, bypassed, 5.0)], 600.0);
    let areas = |scene: &Scene| {
        let all = scene.shapes.iter().filter_map(|s| match s {
            Shape::Area { points, fill: Token::Sunken } => Some(points.clone()),
            _ => None,
        });
        all.collect::<Vec<_>>()
    };
    let scene = with(0.0);
    assert_eq!(areas(&scene).len(), 2);
    for area in areas(&scene) {
        let (top, bottom) = (area[0].y, area[2].y);
        let inside =
            |l: &&Label| l.at.x >= area[0].x && l.bounds(&PlainMeasure).bottom() > top && l.bounds(&PlainMeasure).y < bottom;
        assert_eq!(scene.labels().filter(inside).count(), 0);
    }
    assert!(areas(&with(2.0)).is_empty(), "between two lines of words there is no room for it");
}

#[test]
fn what_went_past_a_step_stands_on_an_axis_of_its_own_or_in_words() {
    let values = [(400.0, 0.0, 0.0), (300.0, 9.0, 100.0), (100.0, 9.0, 200.0)];
    let bars = |scene: &Scene, fill: Token| -> Vec<Rect> {
        let all = scene.shapes.iter().filter_map(|s| match s {
            Shape::Bar { rect, fill: of } if *of == fill => Some(*rect),
            _ => None,
        });
        all.collect()
    };
    let wide = scene(&values, 1200.0);
    let (met, past) = (bars(&wide, Token::Verified), bars(&wide, Token::Ink));
    assert!(past.iter().all(|p| met.iter().all(|m| p.x > m.right())), "{past:?} beside {met:?}");
    // 100 and 200 changes, and 300 that met their step: as long as they are many.
    assert!((past[1].width - 2.0 * past[0].width).abs() < 1e-6 && (met[0].width - 3.0 * past[0].width).abs() < 1e-6);
    let narrow = scene(&values, 360.0);
    assert!(bars(&narrow, Token::Ink).is_empty());
    assert!(narrow.labels().any(|l| l.text == "200 went past without it"));
}

#[test]
fn a_leak_is_said_in_ink_and_words_never_in_red() {
    let scene = scene(&[(10.0, 0.0, 0.0), (4.0, 2.0, 6.0)], 600.0);
    assert!(scene.labels().any(|l| l.text.contains("6 went past") && l.bold));
    assert!(!scene.shapes.iter().any(|s| matches!(s, Shape::Bar { fill: Token::Contra, .. })));
    let names: Vec<&str> = scene.marks[1].rows.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["Reached", "Lost", "Bypassed", "Went past"]);
}

proptest! {
    #[test]
    fn labels_keep_apart(
        values in prop::collection::vec((0u32..5000, 0u32..900, 0u32..900), 1..=7),
        width in 320f64..2560.0,
    ) {
        let mut left = 5000.0;
        let values: Vec<(f64, f64, f64)> = values
            .into_iter()
            .map(|(r, b, l)| {
                left = f64::from(r).min(left);
                (left, f64::from(b), f64::from(l))
            })
            .collect();
        tidy(&funnel(&values), width)?;
        prop_assert_eq!(scene(&values, width).marks.len(), values.len());
    }
}
