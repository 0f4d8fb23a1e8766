//! Whether what is stated comes true (docs/scoring.md, "Calibration").

use crate::Assessment;
use plumbline_domain::Gate;
use serde::Serialize;

/// The Brier score of always stating one half.
const BASELINE: f64 = 0.25;

const N_BINS: usize = 10;

/// How statements resolve, over the (change, gate) pairs that have one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// How many pairs.
    pub n: u64,
    /// Ten bins by stated confidence.
    pub bins: Vec<CalibrationBin>,
    /// The mean squared distance of statement and resolution, 0 (perfect) to 1.
    pub brier: Option<f64>,
    /// Murphy's reliability over the bins: 0 is calibrated.
    pub reliability: Option<f64>,
    /// Murphy's resolution over the bins: higher separates better.
    pub resolution: Option<f64>,
    /// Murphy's uncertainty: the variance of the resolutions.
    pub uncertainty: Option<f64>,
    /// The Brier score of always stating one half.
    pub baseline: f64,
}

/// One bin of stated confidence, closed below; the last is closed at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CalibrationBin {
    /// Its lower end, 0 to 1.
    pub low: f64,
    /// Its upper end, 0 to 1.
    pub high: f64,
    /// Pairs in it.
    pub n: u64,
    /// Their mean statement, 0 to 1.
    pub stated: Option<f64>,
    /// The share of them that came true, 0 to 1.
    pub resolved: Option<f64>,
}

/// The bin that a statement (0 to 1) falls into. The computed mean of 0.1 and 0.7 is slightly below 0.4, and still falls into
/// the bin that begins there.
pub(crate) fn bin_of(stated: f64) -> usize {
    (1..N_BINS).take_while(|&i| stated + 1e-9 >= i as f64 / N_BINS as f64).count()
}

/// Each statement at a gate that is due: the place of the change, the stated confidence (0 to 1), and whether it came true: all
/// that the gate asks for is verified, and no failure pattern of the change escaped there.
pub fn resolutions<'a>(assessment: &'a Assessment, subset: &'a [u32], gate: Gate) -> impl Iterator<Item = (u32, f64, bool)> + 'a {
    assessment.of(subset).filter_map(move |(place, change)| {
        let at = change.gate(gate);
        let stated = at.stated.filter(|_| at.is_due && !at.requirements.is_empty())?;
        let has_escape = || assessment.occurrences_of(place).iter().any(|o| o.escaped == Some(gate));
        Some((place, stated, at.is_verified() && !has_escape()))
    })
}

/// The calibration of a set of changes over some gates, pooled.
pub fn over(assessment: &Assessment, subset: &[u32], gates: &[Gate]) -> Calibration {
    let pairs = gates.iter().flat_map(|&gate| resolutions(assessment, subset, gate));
    calibrate(pairs.map(|(_, stated, resolved)| (stated, f64::from(u8::from(resolved)))))
}

fn calibrate(pairs: impl Iterator<Item = (f64, f64)>) -> Calibration {
    // per bin: pairs, sum of statements, sum of resolutions
    let mut sums = [(0_u64, 0.0, 0.0); N_BINS];
    let (mut n, mut squares, mut resolved_all) = (0_u64, 0.0, 0.0);
    for (stated, resolved) in pairs {
        n += 1;
        squares += (stated - resolved) * (stated - resolved);
        resolved_all += resolved;
        if let Some((n, sum_stated, sum_resolved)) = sums.get_mut(bin_of(stated)) {
            *n += 1;
            *sum_stated += stated;
            *sum_resolved += resolved;
        }
    }
    let bins = (0_u32..)
        .zip(sums)
        .map(|(i, (n, sum_stated, sum_resolved))| CalibrationBin {
            low: f64::from(i) / N_BINS as f64,
            high: f64::from(i + 1) / N_BINS as f64,
            n,
            stated: (n > 0).then(|| sum_stated / n as f64),
            resolved: (n > 0).then(|| sum_resolved / n as f64),
        })
        .collect::<Vec<_>>();
    if n == 0 {
        return Calibration { n, bins, brier: None, reliability: None, resolution: None, uncertainty: None, baseline: BASELINE };
    }
    let total = n as f64;
    let base = resolved_all / total;
    let weighted = |distance: &dyn Fn(f64, f64) -> f64| {
        let sum: f64 = bins.iter().filter_map(|b| Some(b.n as f64 * distance(b.stated?, b.resolved?).powi(2))).sum();
        Some(sum / total)
    };
    Calibration {
        n,
        brier: Some(squares / total),
        reliability: weighted(&|stated, resolved| stated - resolved),
        resolution: weighted(&|_, resolved| resolved - base),
        uncertainty: Some(base * (1.0 - base)),
        baseline: BASELINE,
        bins,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_closed_below_and_the_last_at_both_ends() {
        assert_eq!([0.0, 0.099, 0.1, 0.3, 0.7, 0.9, 1.0].map(bin_of), [0, 0, 1, 3, 7, 9, 9]);
        assert_eq!(bin_of((0.1 + 0.7) / 2.0), 4);
    }

    #[test]
    fn four_statements_by_hand() {
        // statements 0.9 → 1, 0.9 → 0, 0.2 → 0, 0.2 → 0
        // Brier = (0.01 + 0.81 + 0.04 + 0.04)/4 = 0.225; base rate 1/4, uncertainty 0.1875
        // bin 0.9: n 2, resolved 0.5; bin 0.2: n 2, resolved 0
        // reliability = (2·0.4² + 2·0.2²)/4 = 0.1; resolution = (2·0.25² + 2·0.25²)/4 = 0.0625; 0.1 − 0.0625 + 0.1875 = 0.225
        let c = calibrate([(0.9, 1.0), (0.9, 0.0), (0.2, 0.0), (0.2, 0.0)].into_iter());
        let close = |a: Option<f64>, b: f64| (a.unwrap() - b).abs() < 1e-12;
        assert!(close(c.brier, 0.225) && close(c.uncertainty, 0.1875));
        assert!(close(c.reliability, 0.1) && close(c.resolution, 0.0625));
        assert_eq!((c.n, c.bins.iter().map(|b| b.n).sum::<u64>()), (4, 4));
    }

    #[test]
    fn without_a_statement_nothing_is_said() {
        let c = calibrate(std::iter::empty());
        assert_eq!((c.n, c.brier, c.reliability, c.baseline), (0, None, None, 0.25));
    }
}
