//! Where a tooltip stands: beside its mark and in sight, never over the mark, and over no number of its neighbours while there is another
//! place.

use super::geometry::{Point, Rect, Size, point};

/// Between a mark's frame and its tooltip, in CSS pixels. A pointer crosses it without leaving the mark.
const AWAY: f64 = 10.0;

/// Between a tooltip and the edge of what is in sight.
const EDGE: f64 = 4.0;

/// How far apart the places along a side are that are tried.
const STEP: f64 = 12.0;

/// What a square pixel outside the chart costs, where one of a number costs 1: words of the page stand there.
const OUTSIDE: f64 = 0.2;

/// Where a box of `size` goes so that it stands beside `frame` and never over it. `view` is what is in sight, `chart` the size of the
/// chart, both in its own coordinates. Of the places right, left, below and above the frame, and along each of these sides, it takes the
/// one that covers least of what is `taken`; earlier ones win ties. Where no place is in sight it stands below the frame.
pub fn beside(frame: Rect, size: Size, chart: Size, view: Rect, taken: &[Rect]) -> Point {
    let view = if frame.overlap(&view) > 0.0 { view.grown(-EDGE) } else { frame.grown(f64::from(u16::MAX)) };
    let (right, left) = (frame.right() + AWAY, frame.x - AWAY - size.width);
    let (below, above) = (frame.bottom() + AWAY, frame.y - AWAY - size.height);
    let rows = along((frame.y, frame.height), size.height, (view.y, view.bottom()));
    let columns = along((frame.x, frame.width), size.width, (view.x, view.right()));
    let at_side = [right, left].into_iter().flat_map(|x| rows.iter().map(move |y| point(x, *y)));
    let over_or_under = [below, above].into_iter().flat_map(|y| columns.iter().map(move |x| point(*x, y)));
    let placed = |at: &Point| Rect { x: at.x, y: at.y, width: size.width, height: size.height };
    let is_in_sight = |at: &Point| {
        let box_ = placed(at);
        box_.x >= view.x && box_.right() <= view.right() && box_.y >= view.y && box_.bottom() <= view.bottom()
    };
    let whole = Rect { x: 0.0, y: 0.0, width: chart.width, height: chart.height };
    let cost = |at: &Point| {
        let box_ = placed(at);
        let outside = size.width * size.height - box_.overlap(&whole);
        taken.iter().map(|t| t.overlap(&box_)).sum::<f64>() + OUTSIDE * outside
    };
    let least = |best: Option<(f64, Point)>, at: Point| {
        let cost = cost(&at);
        if best.is_some_and(|(least, _)| least <= cost + 0.5) { best } else { Some((cost, at)) }
    };
    let best = at_side.chain(over_or_under).filter(is_in_sight).fold(None, least);
    let first = columns.first().copied().unwrap_or(frame.x);
    best.map_or(point(first, below), |(_, at)| at)
}

/// Places of a box along a side, from its middle outwards, each still beside the frame and in sight.
fn along((start, extent): (f64, f64), size: f64, (from, to): (f64, f64)) -> Vec<f64> {
    let most = (to - size).max(from);
    let middle = start + (extent - size) / 2.0;
    // The box reaches past the frame, but not away from it.
    let reach = ((extent + size) / 2.0 - AWAY).max(0.0);
    let steps = (reach / STEP).min(60.0) as i32;
    let offsets = (1..=steps).flat_map(|n| [f64::from(n) * STEP, f64::from(-n) * STEP]);
    std::iter::once(0.0).chain(offsets).map(|offset| (middle + offset).clamp(from, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHART: Size = Size { width: 600.0, height: 300.0 };
    const VIEW: Rect = Rect { x: -40.0, y: -200.0, width: 700.0, height: 700.0 };
    const TIP: Size = Size { width: 150.0, height: 90.0 };

    #[test]
    fn it_stands_at_the_right_where_nothing_is_covered() {
        let frame = Rect { x: 100.0, y: 100.0, width: 20.0, height: 40.0 };
        assert_eq!(beside(frame, TIP, CHART, VIEW, &[]), point(130.0, 75.0));
    }

    #[test]
    fn a_number_at_the_right_moves_it_along_the_side() {
        let frame = Rect { x: 100.0, y: 100.0, width: 20.0, height: 40.0 };
        let number = Rect { x: 140.0, y: 80.0, width: 60.0, height: 12.0 };
        // Two steps down it begins below the number: 75 + 24.
        assert_eq!(beside(frame, TIP, CHART, VIEW, &[number]), point(130.0, 99.0));
        // With numbers all along the right it goes to the left where that has room.
        let column = Rect { x: 330.0, y: 0.0, width: 60.0, height: 300.0 };
        assert_eq!(beside(Rect { x: 300.0, ..frame }, TIP, CHART, VIEW, &[column]), point(140.0, 75.0));
    }

    #[test]
    fn it_stays_in_sight_and_beside_a_mark_at_the_foot_of_a_window() {
        let frame = Rect { x: 100.0, y: 250.0, width: 20.0, height: 40.0 };
        let view = Rect { x: -40.0, y: 0.0, width: 700.0, height: 300.0 };
        // Centred it would begin at 225 and end below 296.
        assert_eq!(beside(frame, TIP, CHART, view, &[]), point(130.0, 206.0));
    }

    proptest! {
        #[test]
        fn it_never_covers_its_mark_and_stays_in_sight(
            x in 0f64..800.0, y in 0f64..400.0, w in 1f64..300.0, h in 1f64..200.0,
            width in 10f64..280.0, height in 10f64..200.0,
            top in -300f64..0.0, tall in 420f64..1200.0,
            taken in prop::collection::vec((0f64..900.0, 0f64..420.0), 0..12),
        ) {
            let frame = Rect { x, y, width: w, height: h };
            let taken: Vec<Rect> = taken.iter().map(|(x, y)| Rect { x: *x, y: *y, width: 30.0, height: 12.0 }).collect();
            let view = Rect { x: 0.0, y: top, width: 1100.0, height: tall };
            let size = Size { width, height };
            let at = beside(frame, size, Size { width: 800.0, height: 420.0 }, view, &taken);
            let placed = Rect { x: at.x, y: at.y, width, height };
            prop_assert_eq!(placed.overlap(&frame), 0.0);
            // Beside it: no further than the gap between the two.
            prop_assert!(placed.overlap(&frame.grown(AWAY + 1.0)) > 0.0, "{placed:?} beside {frame:?}");
            // Frames at most 300 wide leave room for a box of 280 at one of their sides.
            if frame.overlap(&view) > 0.0 && frame.y > top && frame.bottom() < view.bottom() {
                prop_assert!(placed.y >= top && placed.bottom() <= view.bottom() && placed.right() <= 1100.0, "{placed:?} in {view:?}");
            }
        }
    }
}
