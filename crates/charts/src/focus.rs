//! The frame round the mark that keys or pointer lead to: no edge of it runs through a text.

use super::geometry::{Rect, point};
use super::measure::Measure;
use super::scene::Scene;

/// Between a text and the edge that is laid round it, in CSS pixels.
const AWAY: f64 = 4.0;

/// A frame more than so many times as large as its mark's would no longer show which mark it is.
const LARGEST: f64 = 6.0;

impl Scene {
    /// The frame of a mark, widened where an edge would run through a text until the text is inside. Where that would take in too much of
    /// the chart, the frame stays as it is: it is laid behind the texts.
    pub fn clear_frame(&self, frame: Rect, measure: &dyn Measure) -> Rect {
        let texts: Vec<Rect> = self.labels().map(|label| label.bounds(measure)).collect();
        let mut wide = frame;
        while let Some(text) = texts.iter().find(|text| is_crossed(text, &wide)) {
            let text = text.grown(AWAY);
            wide = Rect::between(
                point(wide.x.min(text.x), wide.y.min(text.y)),
                point(wide.right().max(text.right()), wide.bottom().max(text.bottom())),
            );
            if wide.width * wide.height > LARGEST * frame.width * frame.height {
                return frame;
            }
        }
        wide
    }
}

/// Whether an edge of a frame, two pixels wide, runs through a text.
fn is_crossed(text: &Rect, frame: &Rect) -> bool {
    let inner = frame.grown(-2.0);
    let is_inside = text.x >= inner.x && text.right() <= inner.right() && text.y >= inner.y && text.bottom() <= inner.bottom();
    text.overlap(frame) > 0.0 && !is_inside
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Size;
    use super::super::measure::PlainMeasure;
    use super::super::scene::{Anchor, Label};
    use super::*;
    use proptest::prelude::*;

    fn scene(texts: &[(f64, f64)]) -> Scene {
        let mut scene = Scene::new(Size { width: 400.0, height: 300.0 });
        for (x, y) in texts {
            scene.text(Label::axis("44 points", point(*x, *y), Anchor::Start));
        }
        scene
    }

    #[test]
    fn a_text_that_an_edge_would_cross_is_taken_in() {
        let frame = Rect { x: 100.0, y: 100.0, width: 28.0, height: 80.0 };
        // The text runs from 110 to past the right edge at 128.
        let wide = scene(&[(110.0, 140.0)]).clear_frame(frame, &PlainMeasure);
        assert!(wide.x == 100.0 && wide.y == 100.0 && wide.right() > 110.0 + PlainMeasure.width("44 points", 11.0, false));
        assert_eq!(scene(&[(160.0, 140.0)]).clear_frame(frame, &PlainMeasure), frame);
    }

    proptest! {
        #[test]
        fn it_holds_its_mark_and_crosses_no_text_or_stays(
            x in 0f64..380.0, y in 0f64..280.0, w in 4f64..200.0, h in 4f64..200.0,
            texts in prop::collection::vec((0f64..400.0, 0f64..300.0), 0..20),
        ) {
            let frame = Rect { x, y, width: w, height: h };
            let scene = scene(&texts);
            let wide = scene.clear_frame(frame, &PlainMeasure);
            prop_assert!(wide.x <= x && wide.y <= y && wide.right() >= frame.right() - 1e-9 && wide.bottom() >= frame.bottom() - 1e-9);
            let is_clear = scene.labels().all(|label| !is_crossed(&label.bounds(&PlainMeasure), &wide));
            prop_assert!(wide == frame || is_clear);
        }
    }
}
