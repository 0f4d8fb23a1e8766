//! An axis of numbers along a chart: its span, its round ticks, and how both are drawn under rows of marks.

use super::geometry::{Scale, nice_ticks, point};
use super::measure::Measure;
use super::scene::{Anchor, Label, Scene, Stroke};

/// What an axis counts.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub enum Unit {
    /// Shares, 0 to 1, on an axis from 0 to 100 %.
    #[default]
    Share,
    /// Differences of shares, −1 to 1, on an axis in points that spans them and always holds 0.
    Points,
    /// Numbers of 0 or more on an axis from 0. The word stands after the last tick ("days"); it may be empty.
    Number(String),
}

/// The span of an axis and its ticks, at most five.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    /// Value and words, lowest first.
    ticks: Vec<(f64, String)>,
}

impl Axis {
    /// The axis that holds every value.
    pub(crate) fn of(unit: &Unit, values: impl Iterator<Item = f64>) -> Self {
        let values = values.filter(|v| v.is_finite());
        match unit {
            Unit::Share => {
                let ticks = super::scene::SHARE_TICKS.map(|(share, text)| (share, text.to_owned()));
                Self { low: 0.0, high: 1.0, ticks: ticks.into() }
            }
            Unit::Points => {
                let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
                Self::points(low.max(-2.0), high.min(2.0))
            }
            Unit::Number(word) => {
                let most = values.fold(0.0, f64::max);
                let ticks = nice_ticks(if most >= 3.0 { most.ceil() } else { most });
                let high = ticks.last().copied().unwrap_or(1.0);
                let word = if word.is_empty() { String::new() } else { ["\u{a0}", word].concat() };
                let last = ticks.len().saturating_sub(1);
                let words = |(idx, tick): (usize, f64)| {
                    (tick, format!("{}{}", number(tick), if idx == last { word.as_str() } else { "" }))
                };
                Self { low: 0.0, high, ticks: ticks.into_iter().enumerate().map(words).collect() }
            }
        }
    }

    /// An axis of points with as fine a round step as five ticks allow.
    fn points(low: f64, high: f64) -> Self {
        let steps = |value: f64, step: f64| (value * 100.0 / step - 1e-9).ceil().max(0.0) as i32;
        let step = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0]
            .into_iter()
            .find(|step| steps(-low, *step) + steps(high, *step) <= 4)
            .unwrap_or(200.0);
        let (mut down, mut up) = (steps(-low, step), steps(high, step));
        if down + up == 0 {
            (down, up) = (1, 1);
        }
        let words = |tick: i32| match tick {
            0 => "0".to_owned(),
            1.. => format!("+{}", step * f64::from(tick)),
            _ => format!("−{}", -step * f64::from(tick)),
        };
        // The unit stands once, beside the end that is not 0.
        let named = if up > 0 { up } else { -down };
        let words = |tick: i32| if tick == named { [words(tick), "\u{a0}points".to_owned()].concat() } else { words(tick) };
        let ticks: Vec<(f64, String)> = (-down..=up).map(|tick| (f64::from(tick) * step / 100.0, words(tick))).collect();
        Self { low: -f64::from(down) * step / 100.0, high: f64::from(up) * step / 100.0, ticks }
    }

    /// From values to pixels.
    pub(crate) fn scale(&self, range: (f64, f64)) -> Scale {
        Scale::new((self.low, self.high), range)
    }

    /// The axis below rows that stand between `top` and `foot`: an upright line for each tick, its number beneath where it fits.
    /// 0 comes first and then the ends, so that these are never the ones left out.
    pub(crate) fn draw(&self, scene: &mut Scene, x: &Scale, (top, foot): (f64, f64), measure: &dyn Measure) {
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let last = self.ticks.len().saturating_sub(1);
        let rank = |(idx, (value, _)): &(usize, &(f64, String))| match idx {
            _ if *value == 0.0 => 0,
            idx if *idx == last => 1,
            0 => 2,
            _ => 3,
        };
        let mut ticks: Vec<_> = self.ticks.iter().enumerate().collect();
        ticks.sort_by_key(rank);
        for (_, (value, text)) in ticks {
            let at = x.at(*value);
            let is_zero = *value == 0.0;
            scene.upright(at, (top, foot), if is_zero { Stroke::AXIS } else { Stroke::GRID });
            let half = measure.width(text, 11.0, false) / 2.0;
            let middle = at.clamp(half.min(scene.size.width / 2.0), (scene.size.width - half).max(scene.size.width / 2.0));
            let span = (middle - half - 5.0, middle + half + 5.0);
            if taken.iter().all(|t| t.1 <= span.0 || t.0 >= span.1) {
                taken.push((span.0 + 5.0, span.1 - 5.0));
                scene.text(Label::axis(text.clone(), point(middle, foot + 14.0), Anchor::Middle));
            }
        }
    }
}

/// A tick in words: thousands have commas, and fractions at most two digits.
fn number(value: f64) -> String {
    if value.fract().abs() > 1e-9 && value < 1000.0 {
        return format!("{}", (value * 100.0).round() / 100.0);
    }
    thousands(value)
}

/// A whole number of 0 or more with commas.
pub(crate) fn thousands(value: f64) -> String {
    let digits = (value.max(0.0).round() as u64).to_string();
    let mut out = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn an_axis_of_points_holds_zero_and_what_was_measured() {
        assert_eq!(words(&Axis::of(&Unit::Points, [-0.07, 0.13].into_iter())), ["−10", "0", "+10", "+20\u{a0}points"]);
        assert_eq!(words(&Axis::of(&Unit::Points, [0.21, 0.32].into_iter())), ["0", "+10", "+20", "+30", "+40\u{a0}points"]);
        assert_eq!(words(&Axis::of(&Unit::Points, [-0.04].into_iter())), ["−4\u{a0}points", "−3", "−2", "−1", "0"]);
        assert_eq!(words(&Axis::of(&Unit::Points, std::iter::empty())), ["−1", "0", "+1\u{a0}points"]);
    }

    #[test]
    fn the_unit_stands_after_the_last_tick() {
        assert_eq!(words(&Axis::of(&Unit::Share, std::iter::empty())), ["0", "25", "50", "75", "100\u{a0}%"]);
        assert_eq!(words(&Axis::of(&Unit::Number("days".into()), [11.0].into_iter())), ["0", "5", "10", "15\u{a0}days"]);
        assert_eq!(words(&Axis::of(&Unit::Number(String::new()), [1500.5].into_iter())), ["0", "500", "1,000", "1,500", "2,000"]);
    }

    #[test]
    fn numbers_have_their_commas() {
        assert_eq!([0.0, 999.0, 1000.0, 1_234_567.0].map(thousands), ["0", "999", "1,000", "1,234,567"]);
    }

    proptest! {
        #[test]
        fn an_axis_holds_every_value_with_at_most_five_ticks(values in prop::collection::vec(-2f64..=2.0, 0..12), most in 0f64..1e7) {
            let points = Axis::of(&Unit::Points, values.iter().copied());
            prop_assert!((2..=5).contains(&points.ticks.len()), "{points:?}");
            prop_assert!(values.iter().all(|v| *v >= points.low - 1e-9 && *v <= points.high + 1e-9), "{points:?}");
            prop_assert!(points.ticks.iter().any(|(v, _)| *v == 0.0));
            let number = Axis::of(&Unit::Number(String::new()), [most].into_iter());
            prop_assert!((2..=5).contains(&number.ticks.len()) && number.high >= most * (1.0 - 1e-6));
        }
    }
}
