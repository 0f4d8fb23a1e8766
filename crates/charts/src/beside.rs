//! Where a tooltip stands: beside its mark, never over it, and over no number of its neighbours while there is another place.

use super::geometry::{Point, Rect, Size, point};

/// Between a mark's frame and its tooltip, in CSS pixels. A pointer crosses it without leaving the mark.
const AWAY: f64 = 10.0;

/// A tooltip further below its mark than this is no longer beside it.
const FAR: f64 = 160.0;

/// Where a box of `size` goes so that it stands beside `frame` and never over it, in a chart of `room`. Of the places right, left,
/// below and above it, and along each of these sides, it takes the one that covers least of what is `taken`; earlier ones win ties.
/// Below the chart there is always room, unless that is far away while a place is nearer.
pub fn beside(frame: Rect, size: Size, room: Size, taken: &[Rect]) -> Point {
    let (right, left) = (frame.right() + AWAY, frame.x - AWAY - size.width);
    let (below, above) = (frame.bottom() + AWAY, frame.y - AWAY - size.height);
    // Centred on the side, flush with either end of it, and at either end of the chart.
    let along = |start: f64, extent: f64, size: f64, room: f64| {
        let most = (room - size).max(0.0);
        [start + (extent - size) / 2.0, start, start + extent - size, 0.0, most].map(|at| at.clamp(0.0, most))
    };
    let rows = along(frame.y, frame.height, size.height, room.height);
    let columns = along(frame.x, frame.width, size.width, room.width);
    let at_side = [right, left].into_iter().filter(|x| *x >= 0.0 && x + size.width <= room.width);
    let at_side = at_side.flat_map(|x| rows.map(|y| point(x, y)));
    let over_or_under = [below, above].into_iter().filter(|y| *y >= 0.0 && y + size.height <= room.height);
    let over_or_under = over_or_under.flat_map(|y| columns.map(|x| point(x, y)));
    // Under the whole chart nothing is covered, but it is the furthest.
    let under_all = columns.map(|x| point(x, below.max(room.height)));
    let is_far = room.height - frame.bottom() > FAR;
    let covered = |at: &Point| {
        let placed = Rect { x: at.x, y: at.y, width: size.width, height: size.height };
        taken.iter().map(|t| t.overlap(&placed)).sum::<f64>()
    };
    let least = |best: Option<(f64, Point)>, at: Point| {
        let cost = covered(&at);
        if best.is_some_and(|(least, _)| least <= cost + 0.5) { best } else { Some((cost, at)) }
    };
    let near = at_side.chain(over_or_under).fold(None, least);
    let best = if is_far && near.is_some() { near } else { under_all.into_iter().fold(near, least) };
    best.map_or(point(0.0, below), |(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOM: Size = Size { width: 600.0, height: 300.0 };
    const TIP: Size = Size { width: 150.0, height: 90.0 };

    #[test]
    fn it_stands_at_the_right_where_nothing_is_covered() {
        let frame = Rect { x: 100.0, y: 100.0, width: 20.0, height: 40.0 };
        assert_eq!(beside(frame, TIP, ROOM, &[]), point(130.0, 75.0));
    }

    #[test]
    fn a_number_at_the_right_moves_it_along_the_side() {
        let frame = Rect { x: 100.0, y: 100.0, width: 20.0, height: 40.0 };
        let number = Rect { x: 140.0, y: 80.0, width: 60.0, height: 12.0 };
        // Flush with the top of the frame it begins below the number.
        assert_eq!(beside(frame, TIP, ROOM, &[number]), point(130.0, 100.0));
        // With numbers all along the right it goes to the left where that has room.
        let column = Rect { x: 140.0, y: 0.0, width: 60.0, height: 300.0 };
        let frame = Rect { x: 300.0, ..frame };
        assert_eq!(beside(frame, TIP, ROOM, &[Rect { x: 330.0, ..column }]), point(140.0, 75.0));
    }

    proptest! {
        #[test]
        fn it_never_covers_its_mark_and_covers_numbers_only_where_there_is_no_other_place(
            x in 0f64..800.0, y in 0f64..400.0, w in 1f64..400.0, h in 1f64..300.0,
            width in 10f64..300.0, height in 10f64..200.0, room in 100f64..900.0,
            taken in prop::collection::vec((0f64..900.0, 0f64..420.0), 0..12),
        ) {
            let frame = Rect { x: x.min(room), y, width: w.min(room), height: h };
            let taken: Vec<Rect> = taken.iter().map(|(x, y)| Rect { x: *x, y: *y, width: 30.0, height: 12.0 }).collect();
            let at = beside(frame, Size { width, height }, Size { width: room, height: 420.0 }, &taken);
            let placed = Rect { x: at.x, y: at.y, width, height };
            prop_assert_eq!(placed.overlap(&frame), 0.0);
            prop_assert!(placed.x >= 0.0 && placed.y >= 0.0);
            // Under the chart, unless that is far, there is always a place that covers nothing inside it.
            let covered: f64 = taken.iter().filter(|t| t.bottom() <= 420.0).map(|t| t.overlap(&placed)).sum();
            prop_assert!(420.0 - frame.bottom() > FAR || covered < 0.5 + 1e-9, "{covered} covered at {placed:?}");
        }
    }
}
