//! What the tests of all charts share: checks that labels keep apart, and reviewed pictures.

use expect_test::expect_file;
use proptest::test_runner::TestCaseError;

use super::measure::PlainMeasure;
use super::palette::Palette;
use super::scene::{Estimate, Scene};
use super::svg::{Target, svg};

/// Fails when a text leaves the scene.
pub fn labels_inside(scene: &Scene) -> Result<(), TestCaseError> {
    let room = scene.bounds().grown(1.0);
    for label in scene.labels() {
        let b = label.bounds(&PlainMeasure);
        let inside = b.x >= room.x && b.right() <= room.right() && b.y >= room.y && b.bottom() <= room.bottom();
        if !inside {
            return Err(TestCaseError::fail(format!("{:?} leaves the scene: {b:?} of {:?}", label.text, scene.size)));
        }
    }
    Ok(())
}

/// Fails when two texts touch.
pub fn labels_apart(scene: &Scene) -> Result<(), TestCaseError> {
    let labels: Vec<_> = scene.labels().collect();
    for (idx, one) in labels.iter().enumerate() {
        for other in labels.iter().skip(idx + 1) {
            let shared = one.bounds(&PlainMeasure).overlap(&other.bounds(&PlainMeasure));
            if shared > 1.0 {
                return Err(TestCaseError::fail(format!("{:?} and {:?} share {shared:.1} square pixels", one.text, other.text)));
            }
        }
    }
    Ok(())
}

/// Compares a scene with its reviewed picture in `snapshots/`. `UPDATE_EXPECT=1` writes the picture.
pub fn assert_picture(name: &str, scene: &Scene) {
    let target = Target::File { palette: &Palette::light(), family: "Helvetica Neue, Arial, Liberation Sans, sans-serif" };
    expect_file![format!("../snapshots/{name}.svg")].assert_eq(&svg(scene, name, target));
}

/// A share with an even interval, in words.
pub fn estimate(value: f64, half: f64) -> Estimate {
    let (low, high) = ((value - half).max(0.0), (value + half).min(1.0));
    let percent = |v: f64| (v * 100.0).round();
    Estimate {
        value,
        range: Some((low, high)),
        label: format!("{}\u{a0}%", percent(value)),
        interval: format!("{}–{}", percent(low), percent(high)),
    }
}
