//! A chart with what a reader needs who finds it somewhere else: its title, what it measures, and where the numbers come from.

use super::geometry::{Size, point};
use super::measure::{Measure, wrapped};
use super::palette::Token;
use super::scene::{Anchor, Label, Scene};

/// What stands round a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Caption<'a> {
    /// The finding.
    pub title: &'a str,
    /// What is measured, in what unit.
    pub subtitle: &'a str,
    /// Where the numbers come from, in lines.
    pub source: &'a [&'a str],
}

/// From the edge of the picture to what stands in it, in CSS pixels.
const MARGIN: f64 = 24.0;
/// Between charts, and between a chart and its words.
const GAP: f64 = 16.0;
/// Words beyond this many characters are no caption.
const LONGEST: usize = 600;

/// One scene of several charts below each other, with the caption above and the source below them.
pub fn framed(scenes: &[Scene], caption: &Caption<'_>, measure: &dyn Measure) -> Scene {
    let width = scenes.iter().map(|scene| scene.size.width).fold(0.0, f64::max);
    let mut out = Scene::new(Size { width: width + 2.0 * MARGIN, height: 0.0 });
    let mut y = MARGIN;
    let words = |out: &mut Scene, y: &mut f64, text: &str, most: usize, style: &dyn Fn(Label) -> Label| {
        let text: String = text.chars().take(LONGEST).collect();
        let sample = style(Label::plain("", point(0.0, 0.0), Anchor::Start));
        let height = (sample.size * 1.35).round();
        // Semibold letters are a little wider than they are measured here.
        let room = if sample.bold { width * 0.93 } else { width };
        for line in wrapped(&text, room, sample.size, most, measure) {
            let baseline = point(MARGIN, *y + sample.size);
            out.text(style(Label::plain(line, baseline, Anchor::Start)));
            *y += height;
        }
    };
    words(&mut out, &mut y, caption.title, 3, &|label| label.size(15.0).bold());
    y += 2.0;
    words(&mut out, &mut y, caption.subtitle, 5, &|label| label.size(12.0).token(Token::Ink3));
    y += GAP;
    for scene in scenes {
        out.shapes.extend(scene.shapes.iter().map(|shape| shape.moved(point(MARGIN, y.round()), 1.0)));
        y = y.round() + scene.size.height + GAP;
    }
    for line in caption.source {
        words(&mut out, &mut y, line, 4, &|label| label.size(11.0).token(Token::Ink3));
    }
    out.size.height = (y + MARGIN).round();
    out
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{labels_apart, labels_inside};
    use super::super::geometry::Rect;
    use super::super::measure::PlainMeasure;
    use super::super::scene::Shape;
    use super::*;

    fn chart() -> Scene {
        let mut scene = Scene::new(Size { width: 400.0, height: 100.0 });
        scene.bar(Rect { x: 0.0, y: 0.0, width: 400.0, height: 100.0 }, Token::Verified);
        scene
    }

    #[test]
    fn charts_stand_below_their_title_and_above_their_source() {
        let caption =
            Caption { title: "The gap is widest at Intent", subtitle: "Points", source: &["Contoso. Gap.", "sha256 ab"] };
        let out = framed(&[chart(), chart()], &caption, &PlainMeasure);
        // 24 + 20 + 2 + 16 + 16 is 78; each chart takes 100 and a gap of 16; two lines of 15; 24 below.
        let bars: Vec<Rect> =
            out.shapes.iter().filter_map(|s| if let Shape::Bar { rect, .. } = s { Some(*rect) } else { None }).collect();
        assert_eq!(bars.iter().map(|r| (r.x, r.y)).collect::<Vec<_>>(), [(24.0, 78.0), (24.0, 194.0)]);
        assert_eq!((out.size.width, out.size.height), (448.0, 364.0));
        let texts: Vec<&str> = out.labels().map(|label| label.text.as_str()).collect();
        assert_eq!(texts, ["The gap is widest at Intent", "Points", "Contoso. Gap.", "sha256 ab"]);
    }

    #[test]
    fn long_words_stay_inside_and_apart() {
        let long = "Verification of every requirement at each gate ".repeat(40);
        let one = "x".repeat(5000);
        for title in [long.as_str(), one.as_str(), ""] {
            let out = framed(&[chart()], &Caption { title, subtitle: &long, source: &[&long, &one] }, &PlainMeasure);
            labels_inside(&out).unwrap();
            labels_apart(&out).unwrap();
        }
    }
}
