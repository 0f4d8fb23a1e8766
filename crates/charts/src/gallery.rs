//! What the tests of all charts share: checks that nothing collides, and reviewed pictures.

use expect_test::expect_file;
use proptest::test_runner::TestCaseError;

use super::geometry::{Rect, Size, sampled};
use super::measure::PlainMeasure;
use super::palette::{Palette, Token};
use super::scene::{Draw, Estimate, Medium, Scene, Shape};
use super::svg::{Target, svg};

/// The widths at which charts are looked at: a phone, half a page, and a whole one.
pub const WIDTHS: [f64; 3] = [360.0, 720.0, 1344.0];

/// A chart as it stands on a page of a width.
pub fn scene_at(chart: &dyn Draw, width: f64, medium: Medium) -> Scene {
    let height = chart.height(width, medium).round();
    chart.scene(Size { width, height }, &PlainMeasure)
}

/// Fails when anything collides in a chart of a width, on the page or on paper: each text is inside, touches no other text, and covers
/// no mark; each mark can be reached.
pub fn tidy(chart: &dyn Draw, width: f64) -> Result<(), TestCaseError> {
    for medium in [Medium::Screen, Medium::Print] {
        let scene = scene_at(chart, width, medium);
        labels_inside(&scene)?;
        labels_apart(&scene)?;
        labels_off_marks(&scene)?;
        labels_over_lines(&scene)?;
        for mark in &scene.marks {
            if !mark.hit.contains(mark.frame.center()) {
                return Err(TestCaseError::fail(format!("{:?} is not found where its frame is, {width} wide", mark.title)));
            }
        }
    }
    Ok(())
}

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
                return Err(TestCaseError::fail(format!(
                    "{:?} and {:?} share {shared:.1} square pixels, {:?}",
                    one.text, other.text, scene.size
                )));
            }
        }
    }
    Ok(())
}

/// Fails when a text covers a dot, a ring or a bob. The small dots behind a line are no marks of their own.
pub fn labels_off_marks(scene: &Scene) -> Result<(), TestCaseError> {
    let marks = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Circle { center, radius, fill: Some(_), .. } if *radius > 2.5 => Some((*center, *radius)),
        Shape::Bob { at, radius } => Some((*at, *radius)),
        _ => None,
    });
    for (at, radius) in marks {
        // The square inside the circle: its corners are no part of the mark.
        let mark = Rect { x: at.x, y: at.y, width: 0.0, height: 0.0 }.grown(radius * 0.7);
        for label in scene.labels() {
            let shared = label.bounds(&PlainMeasure).overlap(&mark);
            if shared > 1.0 {
                return Err(TestCaseError::fail(format!(
                    "{:?} covers {shared:.1} of the mark at {at:?}, {:?}",
                    label.text, scene.size
                )));
            }
        }
    }
    Ok(())
}

/// Fails when a line strikes a text through: a text that stands on a line is painted after it, with paper round its letters.
pub fn labels_over_lines(scene: &Scene) -> Result<(), TestCaseError> {
    for (at, shape) in scene.shapes.iter().enumerate() {
        let Shape::Path { points, .. } = shape else { continue };
        let line = sampled(points, 2.0);
        for (place, shape) in scene.shapes.iter().enumerate() {
            let Shape::Text(label) = shape else { continue };
            let letters = label.bounds(&PlainMeasure).grown(-1.0);
            if (place < at || !label.halo) && line.iter().any(|p| letters.contains(*p)) {
                return Err(TestCaseError::fail(format!("a line strikes {:?} through, {:?}", label.text, scene.size)));
            }
        }
    }
    Ok(())
}

/// Compares a chart at [`WIDTHS`] with its reviewed picture in `snapshots/`. `UPDATE_EXPECT=1` writes the picture.
pub fn assert_pictures(name: &str, chart: &dyn Draw) {
    assert_pictures_at(name, &WIDTHS, chart);
}

/// The same at other widths, for what stands in columns and cells.
pub fn assert_pictures_at(name: &str, widths: &[f64], chart: &dyn Draw) {
    let scenes: Vec<Scene> = widths.iter().map(|width| scene_at(chart, *width, Medium::Screen)).collect();
    expect_file![format!("../snapshots/{name}.svg")].assert_eq(&sheet(name, &scenes));
}

/// Scenes beside each other, in the light theme and below it in the dark one. Each scene is written once: the themes are values of the
/// page's custom properties.
fn sheet(name: &str, scenes: &[Scene]) -> String {
    const MARGIN: f64 = 16.0;
    let height = scenes.iter().map(|scene| scene.size.height).fold(0.0, f64::max) + 2.0 * MARGIN;
    let width = scenes.iter().map(|scene| scene.size.width + 2.0 * MARGIN).sum::<f64>();
    let themes = [("light", Palette::light()), ("dark", Palette::dark())];
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{}\" \
         font-family=\"Helvetica Neue, Arial, Liberation Sans, sans-serif\">\n<title>{name}</title>\n<style>\n",
        2.0 * height
    );
    for (theme, palette) in &themes {
        let value = |token: Token| {
            let color = palette.color(token);
            let (r, g, b) = color.rgb;
            format!("{}:rgb({r} {g} {b}/{})", token.property(), color.alpha)
        };
        // Shades are values of other tokens' properties.
        let own = Token::ALL.into_iter().filter(|token| !matches!(token, Token::Shade2 | Token::Shade3 | Token::Shade4));
        out.push_str(&format!(".{theme}{{{}}}\n", own.map(value).collect::<Vec<_>>().join(";")));
    }
    out.push_str("</style>\n<defs>\n");
    for (idx, scene) in scenes.iter().enumerate() {
        let drawn = svg(scene, &format!("{} wide", scene.size.width), Target::Page);
        let lines = drawn.replace("/>", "/>\n").replace("</text>", "</text>\n");
        out.push_str(&format!("<g id=\"s{idx}\">\n{lines}\n</g>\n"));
    }
    out.push_str("</defs>\n");
    for (row, (theme, _)) in themes.iter().enumerate() {
        let top = height * row as f64;
        out.push_str(&format!(
            "<g class=\"{theme}\">\n<rect y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"var(--paper)\"/>\n"
        ));
        let mut left = MARGIN;
        for (idx, scene) in scenes.iter().enumerate() {
            out.push_str(&format!("<use href=\"#s{idx}\" x=\"{left}\" y=\"{}\"/>\n", top + MARGIN));
            left += scene.size.width + 2.0 * MARGIN;
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
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
