//! Keeping labels apart: along one line, and anywhere on a plot.

use super::geometry::{Point, Rect};
use super::measure::Measure;
use super::scene::Label;

/// Moves blocks along a line as little as possible so that none touches another: `wanted` holds (centre, extent) in any
/// order, the answer holds the centres in the same order. All stay within `range` where they fit; where they do not,
/// they are laid from its start without overlap.
pub(crate) fn spread_apart(wanted: &[(f64, f64)], range: (f64, f64)) -> Vec<f64> {
    struct Group {
        /// Members, as indices into `wanted`.
        members: Vec<usize>,
        extent: f64,
        /// Sum over members of (wanted start of the group that would put this member at its place).
        pull: f64,
    }
    impl Group {
        fn start(&self, range: (f64, f64)) -> f64 {
            let free = self.pull / self.members.len().max(1) as f64;
            free.min(range.1 - self.extent).max(range.0)
        }
    }
    let mut order: Vec<(usize, f64, f64)> =
        wanted.iter().enumerate().map(|(idx, &(center, extent))| (idx, center, extent)).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));

    let mut groups: Vec<Group> = Vec::new();
    for (idx, center, extent) in order {
        let mut group = Group { members: vec![idx], extent, pull: center - extent / 2.0 };
        while let Some(before) = groups.pop() {
            if before.start(range) + before.extent <= group.start(range) {
                groups.push(before);
                break;
            }
            // Members of the later group want the joint start earlier by what stands before them.
            let shift = before.extent * group.members.len() as f64;
            let mut members = before.members;
            members.extend(group.members);
            group = Group { members, extent: before.extent + group.extent, pull: before.pull + group.pull - shift };
        }
        groups.push(group);
    }
    let mut centers = vec![0.0; wanted.len()];
    for group in &groups {
        let mut at = group.start(range);
        for &idx in &group.members {
            let extent = wanted.get(idx).map_or(0.0, |w| w.1);
            if let Some(center) = centers.get_mut(idx) {
                *center = at + extent / 2.0;
            }
            at += extent;
        }
    }
    centers
}

/// Chooses among candidate places for each label the one that covers least.
pub struct Placer<'m> {
    bounds: Rect,
    taken: Vec<Rect>,
    obstacles: Vec<Point>,
    measure: &'m dyn Measure,
}

impl<'m> Placer<'m> {
    /// Labels are to stay within `bounds`.
    pub fn new(bounds: Rect, measure: &'m dyn Measure) -> Self {
        Self { bounds, taken: Vec::new(), obstacles: Vec::new(), measure }
    }

    /// A line's samples: covering them costs, but less than covering another label, and gives the label paper round its letters.
    pub(crate) fn avoid(&mut self, points: impl IntoIterator<Item = Point>) {
        self.obstacles.extend(points);
    }

    /// Somewhere no label may go.
    pub fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// Takes the place of labels that are already fixed.
    pub(crate) fn take_labels<'a>(&mut self, labels: impl IntoIterator<Item = &'a Label>) {
        for label in labels {
            self.taken.push(label.bounds(self.measure));
        }
    }

    fn cost(&self, rect: &Rect) -> (bool, f64) {
        let whole = rect.width * rect.height;
        let outside = whole - rect.overlap(&self.bounds);
        let covered: f64 = self.taken.iter().map(|t| t.overlap(rect)).sum();
        let crossed = self.obstacles.iter().filter(|p| rect.contains(**p)).count() as f64;
        (outside < 0.5 && covered < 0.5, outside * 20.0 + covered * 20.0 + crossed * 4.0)
    }

    /// The best of the candidate groups (labels that stand or fall together); earlier ones win ties. Its place is then
    /// taken. `None` when there is no candidate, or when every one would leave the bounds or cover another label.
    pub fn place(&mut self, candidates: impl IntoIterator<Item = Vec<Label>>) -> Option<Vec<Label>> {
        self.place_by(candidates.into_iter().map(|labels| (0.0, labels)))
    }

    /// The same, where each candidate starts with a cost of its own: 4 is one sample of a line covered.
    pub(crate) fn place_by(&mut self, candidates: impl IntoIterator<Item = (f64, Vec<Label>)>) -> Option<Vec<Label>> {
        let mut best: Option<(f64, Vec<Label>)> = None;
        for (mut cost, labels) in candidates {
            let mut clear = true;
            for label in &labels {
                let (fits, price) = self.cost(&label.bounds(self.measure));
                clear &= fits;
                cost += price;
            }
            if clear && best.as_ref().is_none_or(|(least, _)| cost < *least - 1e-9) {
                best = Some((cost, labels));
            }
        }
        let (_, mut labels) = best?;
        for label in &mut labels {
            let bounds = label.bounds(self.measure);
            label.halo |= self.obstacles.iter().any(|p| bounds.grown(2.0).contains(*p));
            self.taken.push(bounds);
        }
        Some(labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_colliding_blocks_share_the_shift() {
        // Both want 50 and are 10 high: they end at 45 and 55.
        assert_eq!(spread_apart(&[(50.0, 10.0), (50.0, 10.0)], (0.0, 100.0)), [45.0, 55.0]);
        // Far apart, nothing moves.
        assert_eq!(spread_apart(&[(80.0, 10.0), (20.0, 10.0)], (0.0, 100.0)), [80.0, 20.0]);
        // At the edge the pair is held inside: 5 and 15.
        assert_eq!(spread_apart(&[(0.0, 10.0), (2.0, 10.0)], (0.0, 100.0)), [5.0, 15.0]);
    }

    proptest! {
        #[test]
        fn blocks_never_touch_and_stay_in_range(wanted in prop::collection::vec((0f64..400.0, 1f64..30.0), 0..12)) {
            let at = spread_apart(&wanted, (0.0, 400.0));
            prop_assert_eq!(at.len(), wanted.len());
            let mut spans: Vec<(f64, f64)> = at.iter().zip(&wanted).map(|(c, w)| (c - w.1 / 2.0, c + w.1 / 2.0)).collect();
            spans.sort_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert!(spans.windows(2).all(|w| w[0].1 <= w[1].0 + 1e-6));
            prop_assert!(spans.iter().all(|s| s.0 >= -1e-6 && s.1 <= 400.0 + 1e-6));
        }
    }
}
