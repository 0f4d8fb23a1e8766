//! Scales, ticks and outlines: arithmetic alone, in CSS pixels, y growing downwards.

/// A place on the chart, in CSS pixels from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Pixels from the left edge.
    pub x: f64,
    /// Pixels from the top edge.
    pub y: f64,
}

/// A place on the chart.
pub const fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

/// Width and height in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Pixels across.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
}

/// An upright rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width, never negative.
    pub width: f64,
    /// Height, never negative.
    pub height: f64,
}

impl Rect {
    /// The rectangle between two corners, given in any order.
    pub fn between(a: Point, b: Point) -> Self {
        Self { x: a.x.min(b.x), y: a.y.min(b.y), width: (a.x - b.x).abs(), height: (a.y - b.y).abs() }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// The middle.
    pub fn center(&self) -> Point {
        point(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The same rectangle with every edge moved outwards (inwards when negative, never past its middle).
    pub(crate) fn grown(&self, by: f64) -> Self {
        let dx = by.max(-self.width / 2.0);
        let dy = by.max(-self.height / 2.0);
        Self { x: self.x - dx, y: self.y - dy, width: self.width + 2.0 * dx, height: self.height + 2.0 * dy }
    }

    /// Whether a point lies inside or on an edge.
    pub fn contains(&self, p: Point) -> bool {
        p.x >= self.x && p.x <= self.right() && p.y >= self.y && p.y <= self.bottom()
    }

    /// The area that two rectangles share, in square pixels.
    pub fn overlap(&self, other: &Self) -> f64 {
        let across = self.right().min(other.right()) - self.x.max(other.x);
        let down = self.bottom().min(other.bottom()) - self.y.max(other.y);
        across.max(0.0) * down.max(0.0)
    }
}

/// A straight line from values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    domain: (f64, f64),
    range: (f64, f64),
}

impl Scale {
    /// Maps `domain` to `range`, both given as (from, to); the range may run backwards.
    pub const fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        Self { domain, range }
    }

    /// Shares, 0 to 1, over the given pixels.
    pub const fn share(range: (f64, f64)) -> Self {
        Self::new((0.0, 1.0), range)
    }

    /// The pixel of a value; a value outside the domain is drawn at the domain's nearer end.
    pub fn at(&self, value: f64) -> f64 {
        let (from, to) = self.domain;
        let width = to - from;
        if width == 0.0 || !width.is_finite() {
            return self.range.0;
        }
        let part = ((value - from) / width).clamp(0.0, 1.0);
        self.range.0 + part * (self.range.1 - self.range.0)
    }

    /// The pixel where the domain begins.
    pub(crate) fn start(&self) -> f64 {
        self.range.0
    }

    /// The pixel where it ends.
    pub(crate) fn end(&self) -> f64 {
        self.range.1
    }
}

/// Equal steps: the middle of slot `idx` of `count` between two pixels.
pub(crate) fn band_center(idx: usize, count: usize, range: (f64, f64)) -> f64 {
    let step = (range.1 - range.0) / count.max(1) as f64;
    range.0 + step * (idx as f64 + 0.5)
}

/// Points spread evenly with the first and last on the ends (one alone stands in the middle).
pub fn spread(idx: usize, count: usize, range: (f64, f64)) -> f64 {
    if count < 2 {
        return (range.0 + range.1) / 2.0;
    }
    range.0 + (range.1 - range.0) * idx as f64 / (count - 1) as f64
}

/// At most five round ticks from 0 to at least `max`: steps of 1, 2, 2.5 or 5 times a power of ten, and whole numbers
/// for whole numbers. A `max` of 0 or less gives 0 and 1.
pub(crate) fn nice_ticks(max: f64) -> Vec<f64> {
    if max <= 0.0 || !max.is_finite() {
        return vec![0.0, 1.0];
    }
    let magnitude = power_of_ten_below(max / 4.0);
    let whole = max.fract() == 0.0 && max < 1e15;
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|nice| nice * magnitude)
        .filter(|step| !whole || (step - step.round()).abs() < 1e-9 && *step >= 1.0)
        .find(|step| step * 4.0 >= max * (1.0 - 1e-9))
        .unwrap_or(max / 4.0);
    let count = (max / step - 1e-9).ceil().max(1.0) as usize;
    (0..=count.min(4)).map(|i| step * i as f64).collect()
}

/// The largest power of ten that is not above a positive number.
fn power_of_ten_below(value: f64) -> f64 {
    let mut power = 1.0;
    while power > value {
        power /= 10.0;
    }
    while power * 10.0 <= value {
        power *= 10.0;
    }
    power
}

/// The bob of a plumb line as a kite. Its widest point is the value: `at` is the middle of the wide edge, `radius` is
/// half its width.
pub fn bob(at: Point, radius: f64) -> Vec<Point> {
    let shoulder = 0.83 * radius;
    let top = at.y - 0.55 * radius;
    vec![
        point(at.x - shoulder, top),
        point(at.x + shoulder, top),
        point(at.x + radius, at.y),
        point(at.x, at.y + 1.63 * radius),
        point(at.x - radius, at.y),
    ]
}

/// A low arc over two points on one level, as a polyline: it rises `rise` pixels between them.
pub(crate) fn arc(from: Point, to: Point, rise: f64) -> Vec<Point> {
    const STEPS: usize = 24;
    // A cubic whose handles stand close to the ends: its highest point is 3/4 of the handles' height.
    let lift = rise * 4.0 / 3.0;
    let lean = 6.0_f64.min((to.x - from.x).abs() / 2.0) * (to.x - from.x).signum();
    let (a, b) = (point(from.x + lean, from.y - lift), point(to.x - lean, to.y - lift));
    (0..=STEPS)
        .map(|i| {
            let t = i as f64 / STEPS as f64;
            let u = 1.0 - t;
            let mix = |p0: f64, p1: f64, p2: f64, p3: f64| {
                u * u * u * p0 + 3.0 * u * u * t * p1 + 3.0 * u * t * t * p2 + t * t * t * p3
            };
            point(mix(from.x, a.x, b.x, to.x), mix(from.y, a.y, b.y, to.y))
        })
        .collect()
}

/// Cuts a polyline into dashes of `on` pixels with gaps of `off` between. The rhythm runs on round the corners.
pub fn dashes(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    /// Dashes beyond this many are not told apart on any screen.
    const MOST: usize = 4000;
    let mut out: Vec<Vec<Point>> = Vec::new();
    if on <= 0.0 || off <= 0.0 {
        return vec![points.to_vec()];
    }
    let mut current: Vec<Point> = points.first().copied().into_iter().collect();
    let mut drawing = true;
    let mut left = on;
    for (&from, &to) in points.iter().zip(points.iter().skip(1)) {
        let length = (to.x - from.x).hypot(to.y - from.y);
        let mut done = 0.0;
        while length - done > left && out.len() < MOST {
            done += left;
            let t = done / length;
            let cut = point(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t);
            if drawing {
                current.push(cut);
                out.push(std::mem::take(&mut current));
            } else {
                current = vec![cut];
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length - done;
        if drawing {
            current.push(to);
        }
    }
    if drawing && current.len() > 1 {
        out.push(current);
    }
    out
}

/// The 45° lines of a hatch, clipped to a rectangle; `step` is the distance between them along an edge. The lines are
/// tied to the chart's origin, so neighbouring hatches join.
pub fn hatch(rect: Rect, step: f64) -> Vec<(Point, Point)> {
    if rect.width <= 0.0 || rect.height <= 0.0 || step <= 0.0 {
        return Vec::new();
    }
    // Lines x + y = c.
    let first = ((rect.x + rect.y) / step).ceil() as i64;
    let last = ((rect.right() + rect.bottom()) / step).floor() as i64;
    (first..=last.min(first.saturating_add(2000)))
        .filter_map(|k| {
            let c = k as f64 * step;
            let x0 = rect.x.max(c - rect.bottom());
            let x1 = rect.right().min(c - rect.y);
            (x1 - x0 > 1e-9).then(|| (point(x0, c - x0), point(x1, c - x1)))
        })
        .collect()
}

/// Points along a polyline about every `step` pixels, ends included: what a label should not cover.
pub(crate) fn sampled(points: &[Point], step: f64) -> Vec<Point> {
    let mut out: Vec<Point> = points.first().copied().into_iter().collect();
    for (&from, &to) in points.iter().zip(points.iter().skip(1)) {
        let length = (to.x - from.x).hypot(to.y - from.y);
        let n = ((length / step).ceil().max(1.0) as usize).min(1000);
        out.extend((1..=n).map(|i| {
            let t = i as f64 / n as f64;
            point(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t)
        }));
    }
    out
}

/// The unbroken stretches of a series with gaps: each is a run of (index, value). What is missing is never bridged.
pub fn runs<T: Clone>(series: &[Option<T>]) -> Vec<Vec<(usize, T)>> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    for (idx, value) in series.iter().enumerate() {
        match value {
            Some(value) => run.push((idx, value.clone())),
            None if run.is_empty() => {}
            None => out.push(std::mem::take(&mut run)),
        }
    }
    if !run.is_empty() {
        out.push(run);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_scale_is_linear_and_stops_at_its_ends() {
        // 0..1 over 492..16 pixels: 0.5 is halfway, 254; 0.74 is 492 − 0.74 × 476 = 139.76.
        let y = Scale::share((492.0, 16.0));
        assert_eq!(y.at(0.0), 492.0);
        assert_eq!(y.at(0.5), 254.0);
        assert!((y.at(0.74) - 139.76).abs() < 1e-9);
        assert_eq!(y.at(1.5), 16.0);
        assert_eq!(Scale::new((3.0, 3.0), (10.0, 20.0)).at(3.0), 10.0);
    }

    #[test]
    fn ticks_are_round_and_at_most_five() {
        assert_eq!(nice_ticks(3410.0), [0.0, 1000.0, 2000.0, 3000.0, 4000.0]);
        assert_eq!(nice_ticks(1.0), [0.0, 1.0]);
        assert_eq!(nice_ticks(7.0), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(nice_ticks(0.0), [0.0, 1.0]);
        assert_eq!(nice_ticks(40.0), [0.0, 10.0, 20.0, 30.0, 40.0]);
    }

    #[test]
    fn the_bobs_widest_point_is_its_value() {
        let outline = bob(point(100.0, 50.0), 6.0);
        let widest = outline.iter().map(|p| p.x).fold(f64::MIN, f64::max);
        assert_eq!(widest, 106.0);
        assert!(outline.iter().any(|p| p.x == 106.0 && p.y == 50.0));
        assert!(outline.iter().any(|p| p.x == 94.0 && p.y == 50.0));
    }

    #[test]
    fn dashes_keep_their_rhythm_round_a_corner() {
        // 12 across then 12 down with 5 on, 4 off: on 0–5, 9–14 (turns at 12), 18–23.
        let path = [point(0.0, 0.0), point(12.0, 0.0), point(12.0, 12.0)];
        let cut = dashes(&path, 5.0, 4.0);
        assert_eq!(cut.len(), 3);
        assert_eq!(cut[0], [point(0.0, 0.0), point(5.0, 0.0)]);
        assert_eq!(cut[1], [point(9.0, 0.0), point(12.0, 0.0), point(12.0, 2.0)]);
        assert_eq!(cut[2], [point(12.0, 6.0), point(12.0, 11.0)]);
    }

    #[test]
    fn an_arc_rises_as_far_as_asked_and_no_further() {
        let curve = arc(point(10.0, 50.0), point(90.0, 50.0), 16.0);
        let top = curve.iter().map(|p| p.y).fold(f64::MAX, f64::min);
        assert!((top - 34.0).abs() < 1e-9);
        assert_eq!(curve.first().copied(), Some(point(10.0, 50.0)));
        assert_eq!(curve.last().map(|p| p.x), Some(90.0));
    }

    #[test]
    fn runs_never_bridge_a_hole() {
        let found = runs(&[None, Some(1), Some(2), None, Some(4)]);
        assert_eq!(found, vec![vec![(1, 1), (2, 2)], vec![(4, 4)]]);
        assert!(runs::<u8>(&[None, None]).is_empty());
    }

    proptest! {
        #[test]
        fn ticks_cover_any_maximum(max in 0.001f64..1e12) {
            let ticks = nice_ticks(max);
            prop_assert!((2..=5).contains(&ticks.len()));
            prop_assert!(ticks[ticks.len() - 1] >= max * (1.0 - 1e-6), "{ticks:?} for {max}");
            prop_assert!(ticks.windows(2).all(|w| w[1] > w[0]));
        }

        #[test]
        fn whole_maxima_get_whole_ticks(max in 1u32..100_000) {
            prop_assert!(nice_ticks(f64::from(max)).iter().all(|t| t.fract() == 0.0));
        }

        #[test]
        fn a_hatch_stays_in_its_rectangle(x in 0f64..500.0, y in 0f64..500.0, w in 0f64..300.0, h in 0f64..300.0) {
            let rect = Rect { x, y, width: w, height: h };
            let lines = hatch(rect, 6.0);
            prop_assert!(!lines.is_empty() || w.min(h) < 6.0, "a surface of some size is hatched");
            for (a, b) in lines {
                prop_assert!(rect.grown(1e-6).contains(a) && rect.grown(1e-6).contains(b));
                prop_assert!(((a.x - b.x) + (a.y - b.y)).abs() < 1e-6, "45 degrees");
            }
        }

        #[test]
        fn dashes_cover_their_share_of_the_line(length in 20f64..2000.0) {
            let cut = dashes(&[point(0.0, 0.0), point(length, 0.0)], 5.0, 4.0);
            let inked: f64 = cut.iter().map(|d| d[d.len() - 1].x - d[0].x).sum();
            prop_assert!((inked - length * 5.0 / 9.0).abs() <= 5.0);
        }
    }
}
