//! What every chart's tests share: labels that keep apart, and a gallery to look at.
//!
//! With `PLUMBLINE_GALLERY` naming a folder, the charts of the tests are written there as SVG, in both themes.

use proptest::test_runner::TestCaseError;

use super::measure::PlainMeasure;
use super::paint::paint;
use super::palette::Palette;
use super::recorder::Recorder;
use super::scene::{Estimate, Scene};

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

/// Writes a scene to the gallery, when there is one.
#[allow(clippy::disallowed_methods, reason = "pictures for a look by eye")]
pub fn show(name: &str, scene: &Scene) {
    let Ok(folder) = std::env::var("PLUMBLINE_GALLERY") else {
        return;
    };
    for (theme, palette, paper) in [("light", Palette::light(), "#fbfbf8"), ("dark", Palette::dark(), "#101418")] {
        let mut recorder = Recorder::new(scene.size);
        paint(&mut recorder, scene, &palette, "sans-serif").unwrap();
        std::fs::write(format!("{folder}/{name}-{theme}.svg"), recorder.to_svg(paper)).unwrap();
    }
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
