//! Four strands side by side in each row, each with a share, a value and marks: counted and added up.

/// How many strands a row has.
pub const STRANDS: usize = 4;

const COUNTS: u32 = 0;
const HAS_SHARE: u32 = 4;
const IS_MARKED: u32 = 8;
const HAS_VALUE: u32 = 12;

/// The strands of every row. A strand that does not count adds nothing to anything.
#[derive(Clone, Debug, Default)]
pub struct Strands {
    // bit `strand` of each of four groups of four: counts, has a share, is marked, has a value
    bits: Vec<u32>,
    // 0 where there is none, so that it can be added unseen
    shares: Vec<[f64; STRANDS]>,
    values: Vec<[f64; STRANDS]>,
}

/// One strand of one row that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Strand {
    /// Its share.
    pub share: Option<f64>,
    /// Whether it is marked.
    pub is_marked: bool,
    /// Its value.
    pub value: Option<f64>,
}

/// What one strand of some rows, or all four together, come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many count.
    pub n: u64,
    /// Of these, how many have a share.
    pub n_shares: u64,
    /// The sum of their shares.
    pub shares: f64,
    /// How many are marked.
    pub n_marked: u64,
    /// How many have a value.
    pub n_values: u64,
    /// The sum of their values.
    pub values: f64,
    /// The sum of the squared distances of the values from their mean.
    pub squares: f64,
}

impl Tally {
    fn mean(&self) -> f64 {
        if self.n_values == 0 { 0.0 } else { self.values / self.n_values as f64 }
    }

    fn add(&mut self, bits: u32, strand: usize, share: f64, value: f64) {
        self.n += u64::from(bits >> (COUNTS + strand as u32) & 1);
        self.n_shares += u64::from(bits >> (HAS_SHARE + strand as u32) & 1);
        self.n_marked += u64::from(bits >> (IS_MARKED + strand as u32) & 1);
        self.n_values += u64::from(bits >> (HAS_VALUE + strand as u32) & 1);
        self.shares += share;
        self.values += value;
    }

    fn add_square(&mut self, bits: u32, strand: usize, value: f64, mean: f64) {
        let distance = f64::from(bits >> (HAS_VALUE + strand as u32) & 1) * (value - mean);
        self.squares += distance * distance;
    }
}

impl Strands {
    /// Room for so many rows.
    pub fn with_capacity(n_rows: usize) -> Self {
        Strands { bits: Vec::with_capacity(n_rows), shares: Vec::with_capacity(n_rows), values: Vec::with_capacity(n_rows) }
    }

    /// Adds a row: the strands that count.
    pub fn push(&mut self, strands: [Option<Strand>; STRANDS]) {
        let (mut bits, mut shares, mut values) = (0_u32, [0.0; STRANDS], [0.0; STRANDS]);
        for (strand, ((slot, share), value)) in (0_u32..).zip(strands.iter().zip(&mut shares).zip(&mut values)) {
            let Some(own) = *slot else { continue };
            bits |= 1 << (COUNTS + strand)
                | u32::from(own.share.is_some()) << (HAS_SHARE + strand)
                | u32::from(own.is_marked) << (IS_MARKED + strand)
                | u32::from(own.value.is_some()) << (HAS_VALUE + strand);
            *share = own.share.unwrap_or(0.0);
            *value = own.value.unwrap_or(0.0);
        }
        self.bits.push(bits);
        self.shares.push(shares);
        self.values.push(values);
    }

    fn row(&self, row: u32) -> Option<(u32, &[f64; STRANDS], &[f64; STRANDS])> {
        let row = row as usize;
        Some((*self.bits.get(row)?, self.shares.get(row)?, self.values.get(row)?))
    }

    /// Each strand over some rows.
    pub fn tally(&self, rows: &[u32]) -> [Tally; STRANDS] {
        let mut tallies = [Tally::default(); STRANDS];
        for &row in rows {
            let Some((bits, shares, values)) = self.row(row) else { continue };
            for (strand, ((tally, &share), &value)) in tallies.iter_mut().zip(shares).zip(values).enumerate() {
                tally.add(bits, strand, share, value);
            }
        }
        let means = tallies.map(|tally| tally.mean());
        for &row in rows {
            let Some((bits, _, values)) = self.row(row) else { continue };
            for (strand, ((tally, &value), mean)) in tallies.iter_mut().zip(values).zip(means).enumerate() {
                tally.add_square(bits, strand, value, mean);
            }
        }
        tallies
    }

    /// All four strands together over some rows: strand after strand, row after row.
    pub fn tally_pooled(&self, rows: &[u32]) -> Tally {
        let mut tally = Tally::default();
        for &row in rows {
            let Some((bits, shares, values)) = self.row(row) else { continue };
            for (strand, (&share, &value)) in shares.iter().zip(values).enumerate() {
                tally.add(bits, strand, share, value);
            }
        }
        let mean = tally.mean();
        for &row in rows {
            let Some((bits, _, values)) = self.row(row) else { continue };
            for (strand, &value) in values.iter().enumerate() {
                tally.add_square(bits, strand, value, mean);
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strand(share: Option<f64>, is_marked: bool, value: Option<f64>) -> Option<Strand> {
        Some(Strand { share, is_marked, value })
    }

    fn strands() -> Strands {
        let mut strands = Strands::default();
        strands.push([strand(Some(0.5), true, Some(0.9)), None, strand(None, true, None), None]);
        strands.push([strand(Some(1.0), false, Some(0.7)), None, None, strand(Some(0.25), false, Some(0.2))]);
        strands.push([strand(Some(0.0), false, None), None, None, None]);
        strands
    }

    #[test]
    fn strands_are_counted_apart() {
        let [first, second, third, fourth] = strands().tally(&[0, 1, 2]);
        // 0.5 + 1 + 0 over three rows; values 0.9 and 0.7 lie 0.1 from their mean 0.8
        assert_eq!((first.n, first.n_shares, first.shares, first.n_marked, first.n_values), (3, 3, 1.5, 1, 2));
        assert!((first.values - 1.6).abs() < 1e-12 && (first.squares - 0.02).abs() < 1e-12);
        assert_eq!(second, Tally::default());
        assert_eq!((third.n, third.n_shares, third.n_marked), (1, 0, 1));
        assert_eq!((fourth.n, fourth.shares, fourth.squares), (1, 0.25, 0.0));
    }

    #[test]
    fn strands_are_counted_together() {
        let pooled = strands().tally_pooled(&[1]);
        assert_eq!((pooled.n, pooled.shares, pooled.n_values), (2, 1.25, 2));
        // values 0.7 and 0.2: mean 0.45, each 0.25 away
        assert!((pooled.squares - 0.125).abs() < 1e-12);
        assert_eq!(strands().tally_pooled(&[]), Tally::default());
    }
}
