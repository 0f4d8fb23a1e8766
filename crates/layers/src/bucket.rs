//! Parts of a large data set: which bucket of teams a change belongs to, for all time.

use crate::span::Span;
use plumbline_ingest::sha256_hex;

/// Up to so many changes, a data set is loaded whole.
pub const MOST_WHOLE: u64 = 100_000;

/// A data set of just more changes than are loaded whole has about this many buckets.
const BUCKETS: u64 = 4;

/// There are never more.
const MOST_BUCKETS: u64 = 256;

/// The buckets of a data set that is loaded in parts. All changes of a partition are in one bucket, so all of a team are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buckets {
    n: u64,
}

impl Buckets {
    /// The buckets for so many changes; none for a data set that is loaded whole, which is one of at most `most_whole` changes.
    pub fn of(n_changes: u64, most_whole: u64) -> Option<Self> {
        let wanted = n_changes.saturating_mul(BUCKETS).div_ceil(most_whole.max(1));
        // their number doubles, so that a part keeps its bytes while the data set grows
        (n_changes > most_whole).then(|| Buckets { n: wanted.clamp(2, MOST_BUCKETS).next_power_of_two() })
    }

    /// The bucket of a partition, by the name of the partition.
    pub fn of_partition(self, name: &str) -> Span {
        let digest = u64::from_str_radix(sha256_hex(name.as_bytes()).get(..8).unwrap_or("0"), 16).unwrap_or(0);
        Span::Bucket(u16::try_from(digest % self.n).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_set_has_buckets_when_it_is_too_large_to_be_loaded_whole() {
        let n = |changes| Buckets::of(changes, MOST_WHOLE).map(|buckets| buckets.n);
        assert_eq!([0, 100_000].map(n), [None, None]);
        assert_eq!([100_001, 200_001, 1_000_000, u64::MAX].map(n), [Some(8), Some(16), Some(64), Some(256)]);
        assert_eq!(Buckets::of(1, 0).map(|buckets| buckets.n), Some(4));
    }

    #[test]
    fn a_partition_keeps_its_bucket() {
        let buckets = Buckets::of(100_001, MOST_WHOLE).unwrap();
        let of = |name: &str| buckets.of_partition(name);
        assert_eq!(of("payments-1"), of("payments-1"));
        let all: std::collections::BTreeSet<Span> = (0..200).map(|n| of(&format!("team-{n}"))).collect();
        assert_eq!(all.len(), 8, "each has some");
    }
}
