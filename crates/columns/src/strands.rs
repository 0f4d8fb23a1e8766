//! Four strands side by side in each row, each with a share, a value and marks: counted and added up.

/// How many strands a row has.
pub const STRANDS: usize = 4;

// where the bits of each kind begin, one for each strand
const COUNTS: u32 = 0;
const HAS_SHARE: u32 = 4;
const IS_MARKED: u32 = 8;
const HAS_VALUE: u32 = 12;

/// The strands of every row. A strand that does not count adds nothing to anything.
///
/// ```
/// use plumbline_columns::{Strand, Strands};
///
/// let mut strands = Strands::default();
/// let strand = |value| Some(Strand { share: Some(0.5), is_marked: false, value: Some(value) });
/// strands.push([strand(0.25), None, None, None]);
/// strands.push([strand(0.75), strand(1.0), None, None]);
/// let [first, second, ..] = strands.tally(&[0, 1]);
/// assert_eq!((first.n, first.shares, first.values), (2, 1.0, 1.0));
/// // both values lie 0.25 from their mean of 0.5
/// assert_eq!((first.squares, second.n), (0.125, 1));
/// assert_eq!(strands.tally_pooled(&[0, 1]).n, 3);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Strands {
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Row {
    bits: u32,
    // 0 where there is none, so that it can be added unseen
    shares: [f64; STRANDS],
    values: [f64; STRANDS],
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
}

/// How many rows have each bit. Four counters of 16 bits share a number, so that one addition counts for all strands.
#[derive(Clone, Copy, Default)]
struct BitCounts([u64; 4]);

impl BitCounts {
    /// So many rows can be counted before the counters are full.
    const ROWS: usize = 65_535;

    fn add(&mut self, bits: u32) {
        let [counts, shares, marks, values] = &mut self.0;
        *counts += spread(bits >> COUNTS);
        *shares += spread(bits >> HAS_SHARE);
        *marks += spread(bits >> IS_MARKED);
        *values += spread(bits >> HAS_VALUE);
    }

    fn add_to(self, tallies: &mut [Tally; STRANDS]) {
        let [counts, shares, marks, values] = self.0;
        for (strand, tally) in (0_u32..).zip(tallies) {
            let count = |counters: u64| counters >> (16 * strand) & 0xffff;
            tally.n += count(counts);
            tally.n_shares += count(shares);
            tally.n_marked += count(marks);
            tally.n_values += count(values);
        }
    }
}

/// The lowest four bits, 16 bits apart.
fn spread(bits: u32) -> u64 {
    // the factor sets a copy every 15 bits, so that bit i of the copy i stands at 16 × i
    (u64::from(bits & 0xf) * 0x2000_4000_8001) & 0x1_0001_0001_0001
}

fn bit(bits: u32, kind: u32, strand: u32) -> f64 {
    f64::from(bits >> (kind + strand) & 1)
}

impl Strands {
    /// Room for so many rows.
    pub fn with_capacity(n_rows: usize) -> Self {
        Strands { rows: Vec::with_capacity(n_rows) }
    }

    /// Adds a row: the strands that count.
    pub fn push(&mut self, strands: [Option<Strand>; STRANDS]) {
        let mut row = Row::default();
        for (strand, ((slot, share), value)) in (0_u32..).zip(strands.iter().zip(&mut row.shares).zip(&mut row.values)) {
            let Some(own) = *slot else { continue };
            row.bits |= 1 << (COUNTS + strand)
                | u32::from(own.share.is_some()) << (HAS_SHARE + strand)
                | u32::from(own.is_marked) << (IS_MARKED + strand)
                | u32::from(own.value.is_some()) << (HAS_VALUE + strand);
            *share = own.share.unwrap_or(0.0);
            *value = own.value.unwrap_or(0.0);
        }
        self.rows.push(row);
    }

    /// Each strand over some rows.
    #[inline(never)]
    pub fn tally(&self, rows: &[u32]) -> [Tally; STRANDS] {
        let mut tallies = [Tally::default(); STRANDS];
        let ([mut s0, mut s1, mut s2, mut s3], [mut v0, mut v1, mut v2, mut v3]) = ([0.0; STRANDS], [0.0; STRANDS]);
        for some in rows.chunks(BitCounts::ROWS) {
            let mut counts = BitCounts::default();
            for &row in some {
                let Some(row) = self.rows.get(row as usize) else { continue };
                counts.add(row.bits);
                let ([a, b, c, d], [e, f, g, h]) = (row.shares, row.values);
                s0 += a;
                s1 += b;
                s2 += c;
                s3 += d;
                v0 += e;
                v1 += f;
                v2 += g;
                v3 += h;
            }
            counts.add_to(&mut tallies);
        }
        for (tally, (shares, values)) in tallies.iter_mut().zip([(s0, v0), (s1, v1), (s2, v2), (s3, v3)]) {
            (tally.shares, tally.values) = (shares, values);
        }
        let [m0, m1, m2, m3] = tallies.map(|tally| tally.mean());
        let [mut q0, mut q1, mut q2, mut q3] = [0.0; STRANDS];
        for &row in rows {
            let Some(row) = self.rows.get(row as usize) else { continue };
            let [e, f, g, h] = row.values;
            let (e, f) = (bit(row.bits, HAS_VALUE, 0) * (e - m0), bit(row.bits, HAS_VALUE, 1) * (f - m1));
            let (g, h) = (bit(row.bits, HAS_VALUE, 2) * (g - m2), bit(row.bits, HAS_VALUE, 3) * (h - m3));
            q0 += e * e;
            q1 += f * f;
            q2 += g * g;
            q3 += h * h;
        }
        for (tally, squares) in tallies.iter_mut().zip([q0, q1, q2, q3]) {
            tally.squares = squares;
        }
        tallies
    }
}

/// What a group of rows comes to, while rows are added to it.
#[derive(Clone, Copy, Default)]
struct Group {
    n: u32,
    n_shares: u32,
    n_marked: u32,
    n_values: u32,
    shares: f64,
    values: f64,
    mean: f64,
    squares: f64,
}

impl Group {
    fn add(&mut self, row: &Row) {
        let count = |kind: u32| (row.bits >> kind & 0xf).count_ones();
        self.n += count(COUNTS);
        self.n_shares += count(HAS_SHARE);
        self.n_marked += count(IS_MARKED);
        self.n_values += count(HAS_VALUE);
        let ([a, b, c, d], [e, f, g, h]) = (row.shares, row.values);
        // one after the other: a sum in another order would be another sum
        self.shares = self.shares + a + b + c + d;
        self.values = self.values + e + f + g + h;
    }

    fn add_squares(&mut self, row: &Row) {
        let [e, f, g, h] = row.values;
        let mean = self.mean;
        let (e, f) = (bit(row.bits, HAS_VALUE, 0) * (e - mean), bit(row.bits, HAS_VALUE, 1) * (f - mean));
        let (g, h) = (bit(row.bits, HAS_VALUE, 2) * (g - mean), bit(row.bits, HAS_VALUE, 3) * (h - mean));
        self.squares = self.squares + e * e + f * f + g * g + h * h;
    }

    fn tally(&self) -> Tally {
        Tally {
            n: self.n.into(),
            n_shares: self.n_shares.into(),
            shares: self.shares,
            n_marked: self.n_marked.into(),
            n_values: self.n_values.into(),
            values: self.values,
            squares: self.squares,
        }
    }
}

impl Strands {
    /// All four strands together over some rows: strand after strand, row after row.
    pub fn tally_pooled(&self, rows: &[u32]) -> Tally {
        self.tally_pooled_by(&vec![0; rows.len()], rows, 1).pop().unwrap_or_default()
    }

    /// The same of each group of rows, in one walk over all of them, so that a sum of one group need not wait for the addition
    /// before: `keys` are the groups of the rows, from 0 up to, and without, `n_groups`. A row with another key is in no group.
    #[inline(never)]
    pub fn tally_pooled_by(&self, keys: &[u32], rows: &[u32], n_groups: usize) -> Vec<Tally> {
        let mut groups = vec![Group::default(); n_groups];
        for (&key, &row) in keys.iter().zip(rows) {
            if let (Some(group), Some(row)) = (groups.get_mut(key as usize), self.rows.get(row as usize)) {
                group.add(row);
            }
        }
        for group in &mut groups {
            group.mean = group.tally().mean();
        }
        for (&key, &row) in keys.iter().zip(rows) {
            if let (Some(group), Some(row)) = (groups.get_mut(key as usize), self.rows.get(row as usize)) {
                group.add_squares(row);
            }
        }
        groups.iter().map(Group::tally).collect()
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

    #[test]
    fn groups_are_counted_as_their_rows_alone() {
        // thirds and sevenths, whose sums differ in another order
        let mut strands = Strands::default();
        for i in 0..500_u32 {
            let own = |k: u32| {
                let share = !(i + k).is_multiple_of(5);
                let value = !(i * 3 + k).is_multiple_of(4);
                (!(i + k).is_multiple_of(3)).then(|| Strand {
                    share: share.then(|| f64::from(i % 7) / 7.0),
                    is_marked: i % 2 == k % 2,
                    value: value.then(|| f64::from((i + k) % 9) / 3.0),
                })
            };
            strands.push([own(0), own(1), own(2), own(3)]);
        }
        let rows: Vec<u32> = (0..510).rev().collect();
        let keys: Vec<u32> = rows.iter().map(|row| row * row % 7).collect();
        for (group, tally) in (0_u32..).zip(strands.tally_pooled_by(&keys, &rows, 3)) {
            let of_it: Vec<u32> = rows.iter().copied().filter(|row| row * row % 7 == group).collect();
            assert_eq!(tally, strands.tally_pooled(&of_it));
        }
    }

    #[test]
    fn more_rows_than_the_counters_hold_are_counted() {
        let rows: Vec<u32> = (0..200_000).map(|i| i % 3).collect();
        let [first, ..] = strands().tally(&rows);
        // rows 0 and 1 come 66 667 times, row 2 66 666 times; all three count, the first two have values, the first is marked
        assert_eq!((first.n, first.n_values, first.n_marked), (200_000, 133_334, 66_667));
        assert_eq!(strands().tally_pooled(&rows).n, 66_667 * 4 + 66_666);
    }
}
