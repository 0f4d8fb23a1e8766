//! Shares and means with their 95 % intervals (docs/scoring.md, "Verified confidence" and "Perceived confidence").

use serde::Serialize;

/// The 97.5 % point of the normal distribution: both tails of a 95 % interval.
pub const Z: f64 = 1.959_963_984_540_054;

/// The lower and upper end of an interval, each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end, 0 to 1.
    pub low: f64,
    /// The upper end, 0 to 1.
    pub high: f64,
}

/// A share of a number of cases with its interval. Without a case all of it is absent: no data is not 0 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many cases.
    pub n: u64,
    /// The share, 0 to 1.
    pub value: Option<f64>,
    /// The lower end of its Wilson interval, 0 to 1.
    pub low: Option<f64>,
    /// The upper end, 0 to 1.
    pub high: Option<f64>,
}

impl Share {
    /// `k` of `n` cases.
    pub fn of(k: u64, n: u64) -> Self {
        Self::of_mean(k as f64, n)
    }

    /// The mean of the shares of `n` cases, each 0 to 1, given their sum.
    pub fn of_mean(sum: f64, n: u64) -> Self {
        Self::of_mean_at(sum, n, Z)
    }

    /// The same with the interval of another point of the normal distribution.
    pub(crate) fn of_mean_at(sum: f64, n: u64, z: f64) -> Self {
        if n == 0 {
            return Share::default();
        }
        let p = sum / n as f64;
        let interval = wilson_at(p, n, z);
        Share { n, value: Some(p), low: interval.map(|i| i.low), high: interval.map(|i| i.high) }
    }
}

/// The point of the normal distribution for intervals that `n` figures share: all of them together hold with 95 %, so each is
/// wider than [`Z`] makes it (Bonferroni's correction). One figure alone has [`Z`].
pub fn z_of_looks(n: u64) -> f64 {
    let tails = 0.05 / n.max(1) as f64;
    // both tails beyond z weigh erfc(z/√2), which falls from 1 to nothing: halving finds z to the last bit
    let (mut low, mut high) = (0.0, 40.0);
    for _ in 0..100 {
        let z = f64::midpoint(low, high);
        if libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2) > tails { low = z } else { high = z }
    }
    high
}

/// The Wilson score interval of a share `p` (0 to 1) of `n` cases; none without a case.
pub fn wilson(p: f64, n: u64) -> Option<Interval> {
    wilson_at(p, n, Z)
}

/// The same for another point of the normal distribution.
pub(crate) fn wilson_at(p: f64, n: u64, z: f64) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let n = n as f64;
    let z2 = z * z;
    let denominator = 1.0 + z2 / n;
    let center = (p + z2 / (2.0 * n)) / denominator;
    let half = z / denominator * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).max(0.0).sqrt();
    // rounding must not push the estimate out of its own interval
    Some(Interval { low: between(0.0, center - half, p.max(0.0)), high: between(p.min(1.0), center + half, 1.0) })
}

/// A value, or the bound that it passes.
#[allow(clippy::manual_clamp, reason = "clamp can panic, and its message alone brings 10 KB that write numbers into the page")]
fn between(low: f64, value: f64, high: f64) -> f64 {
    value.max(low).min(high)
}

/// The mean of `n` values from 0 to 1, and its normal interval `mean ± z·s/√n` cut to 0 to 1; the interval is absent for fewer
/// than two values. Given are the sum of the values, the sum of their squared distances from the mean, and z.
pub(crate) fn mean_of_sums(n: u64, sum: f64, squares: f64, z: f64) -> Option<(f64, Option<Interval>)> {
    if n == 0 {
        return None;
    }
    let m = n as f64;
    let mean = sum / m;
    if n < 2 {
        return Some((mean, None));
    }
    let variance = squares / (m - 1.0);
    let half = z * (variance / m).sqrt();
    Some((mean, Some(Interval { low: between(0.0, mean - half, 1.0), high: between(0.0, mean + half, 1.0) })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mean(values: &[f64]) -> Option<(f64, Option<Interval>)> {
        let sum = values.iter().sum::<f64>();
        let mean = sum / values.len() as f64;
        mean_of_sums(values.len() as u64, sum, values.iter().map(|v| (v - mean) * (v - mean)).sum(), Z)
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn more_looks_widen_each_interval_by_the_tables_of_the_normal_distribution() {
        // the points beyond which 5 %, 2.5 %, 0.5 % and 0.05 % lie in both tails together, from printed tables
        for (looks, z) in [(1, 1.959_964), (2, 2.241_403), (10, 2.807_034), (100, 3.480_756)] {
            assert!((z_of_looks(looks) - z).abs() < 1e-6, "{looks}: {}", z_of_looks(looks));
        }
        assert!((z_of_looks(1) - Z).abs() < 1e-12);
        assert!(z_of_looks(0) == z_of_looks(1) && z_of_looks(u64::MAX).is_finite());
    }

    #[test]
    fn wilson_for_half_of_ten() {
        // z² = 3.841458820694124; denominator 1.3841458820694124; centre (0.5 + 0.1920729410347062)/1.3841458820694124 = 0.5;
        // half = 1.959963984540054/1.3841458820694124 · √(0.025 + 0.009603647051735) = 0.263406...
        let i = wilson(0.5, 10).unwrap();
        assert!((i.low - 0.236_593_090_512_564).abs() < 1e-9, "{}", i.low);
        assert!(close(i.low + i.high, 1.0));
    }

    #[test]
    fn eleven_of_eleven_is_not_certain() {
        // n/(n + z²) = 11/14.841458820694124 = 0.741167...
        let i = wilson(1.0, 11).unwrap();
        assert!(close(i.low, 11.0 / (11.0 + Z * Z)));
        assert!(close(i.high, 1.0));
    }

    #[test]
    fn no_case_is_no_data() {
        assert_eq!(wilson(0.0, 0), None);
        assert_eq!(Share::of(0, 0), Share { n: 0, value: None, low: None, high: None });
        assert_eq!(mean(&[]), None);
    }

    #[test]
    fn one_statement_has_no_interval_and_two_have() {
        assert_eq!(mean(&[0.7]), Some((0.7, None)));
        // mean 0.5, s = √((0.1² + 0.1²)/1) = 0.141421…, s/√2 = 0.1, half = 0.1959963984540054
        let (m, i) = mean(&[0.4, 0.6]).unwrap();
        assert!(close(m, 0.5) && close(i.unwrap().low, 0.5 - 0.195_996_398_454_005_4));
    }

    proptest! {
        #[test]
        fn an_interval_contains_its_estimate(k in 0_u64..500, more in 0_u64..500) {
            let n = k + more;
            if let Some(i) = (n > 0).then(|| wilson(k as f64 / n as f64, n)).flatten() {
                let p = k as f64 / n as f64;
                prop_assert!(i.low <= p && p <= i.high && 0.0 <= i.low && i.high <= 1.0);
            }
        }

        #[test]
        fn a_mean_lies_in_its_interval(values in proptest::collection::vec(0.0_f64..=1.0, 1..40)) {
            let (m, i) = mean(&values).unwrap();
            prop_assert!((0.0..=1.0).contains(&m));
            if let Some(i) = i {
                prop_assert!(i.low <= m && m <= i.high);
            }
        }
    }
}
