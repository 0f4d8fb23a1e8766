//! Parts of a large data set: which bucket of teams a change belongs to, for all time.

use crate::span::Span;
use plumbline_ingest::sha256_hex;
use std::collections::BTreeSet;

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

    /// The buckets of a data set with changes in these spans, by the names of its partitions; none when there can be none. Where several
    /// numbers of buckets fit, they give each partition that has changes the same one.
    pub fn fitting<'p>(partitions: impl Iterator<Item = &'p str> + Clone, spans: &BTreeSet<Span>) -> Option<Self> {
        let mut numbers = (1..=MOST_BUCKETS.ilog2()).map(|power| Buckets { n: 1 << power });
        // a partition may have records and no change
        let fits = |buckets: &Buckets| {
            let given: BTreeSet<Span> = partitions.clone().map(|name| buckets.of_partition(name)).collect();
            spans.is_subset(&given)
        };
        numbers.find(fits)
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
        let all: BTreeSet<Span> = (0..200).map(|n| of(&format!("team-{n}"))).collect();
        assert_eq!(all.len(), 8, "each has some");
    }

    #[test]
    fn the_buckets_of_a_data_set_show_in_its_spans() {
        for n_teams in [1_usize, 2, 3, 20, 200] {
            let names: Vec<String> = (0..n_teams).map(|n| format!("team-{n}")).collect();
            let buckets = Buckets::of(1_000_000, MOST_WHOLE).unwrap();
            let of = |buckets: Buckets| names.iter().map(|name| buckets.of_partition(name)).collect::<Vec<Span>>();
            let spans = of(buckets);
            // and of which not all have changes
            for with_changes in [spans.as_slice(), &spans[..n_teams.div_ceil(2)]] {
                let found = Buckets::fitting(names.iter().map(String::as_str), &with_changes.iter().copied().collect()).unwrap();
                assert_eq!(of(found)[..with_changes.len()], *with_changes, "{n_teams} teams");
            }
        }
        let others: BTreeSet<Span> = [Span::Year(2026)].into();
        assert_eq!(Buckets::fitting(["a"].into_iter(), &others), None);
    }
}
