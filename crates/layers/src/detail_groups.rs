//! Which changes share a segment of details: those of one month and one team, in pieces of a few hundred kilobytes.

use crate::bucket::Buckets;
use crate::span::Span;
use plumbline_domain::Month;
use plumbline_ingest::sha256_hex;
use std::collections::{BTreeMap, HashMap};

/// A segment of details holds about this many bytes before it is deflated.
const WANTED_BYTES: u64 = 256 << 10;

/// A team's month of fewer bytes than this shares segments with other small ones.
const SMALL_BYTES: u64 = 64 << 10;

/// A group of changes whose details are one segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailGroup {
    /// The month, and the partition or the number of a group of small ones, of a data set in parts after its part.
    pub span: String,
    /// The places of its changes, ascending.
    pub changes: Vec<u32>,
}

/// Changes by their places, each with the bytes of its details.
type Sizes = Vec<(u32, u64)>;

/// Groups changes, which are given in the order of their places with their month, their partition and the bytes of their details. A
/// change that is added moves no change of another month. `buckets` are those of a data set that is loaded in parts: no group is about
/// two of them.
pub fn detail_groups<'p>(changes: impl IntoIterator<Item = (Month, &'p str, u64)>, buckets: Option<Buckets>) -> Vec<DetailGroup> {
    let mut months: BTreeMap<(Month, Option<Span>), BTreeMap<&str, Sizes>> = BTreeMap::new();
    let mut bucket_of: HashMap<&str, Option<Span>> = HashMap::new();
    for ((month, partition, bytes), place) in changes.into_iter().zip(0_u32..) {
        let bucket = *bucket_of.entry(partition).or_insert_with(|| buckets.map(|buckets| buckets.of_partition(partition)));
        months.entry((month, bucket)).or_default().entry(partition).or_default().push((place, bytes));
    }
    let mut out = Vec::new();
    for ((month, bucket), partitions) in months {
        let shared = bucket.map_or_else(|| "small".to_owned(), Span::name);
        let size = |changes: &[(u32, u64)]| changes.iter().map(|(_, bytes)| bytes).sum::<u64>();
        let (small, large): (Vec<_>, Vec<_>) = partitions.into_iter().partition(|(_, changes)| size(changes) < SMALL_BYTES);
        for (partition, changes) in large {
            push_pieces(&format!("{month}/{partition}"), &changes, &mut out);
        }
        // by a digest of its name a small one keeps its group whatever else comes and goes, until their number doubles
        let total: u64 = small.iter().map(|(_, changes)| size(changes)).sum();
        let n_groups = total.div_ceil(WANTED_BYTES).next_power_of_two().min(256);
        let mut groups: BTreeMap<u64, Vec<(u32, u64)>> = BTreeMap::new();
        for (partition, changes) in small {
            let digest = u64::from_str_radix(sha256_hex(partition.as_bytes()).get(..8).unwrap_or("0"), 16).unwrap_or(0);
            groups.entry(digest % n_groups).or_default().extend(changes);
        }
        for (n, mut changes) in groups {
            changes.sort_unstable();
            push_pieces(&format!("{month}/{shared}-{n}"), &changes, &mut out);
        }
    }
    out
}

/// Adds the changes of a group, in several pieces when they are many.
fn push_pieces(span: &str, changes: &[(u32, u64)], out: &mut Vec<DetailGroup>) {
    let (mut piece, mut bytes, mut n) = (Vec::new(), 0, 0);
    let mut end = |piece: &mut Vec<u32>| {
        n += 1;
        let span = if n == 1 { span.to_owned() } else { format!("{span}-{n}") };
        out.push(DetailGroup { span, changes: std::mem::take(piece) });
    };
    for (place, size) in changes {
        if bytes > 0 && bytes + size > WANTED_BYTES {
            end(&mut piece);
            bytes = 0;
        }
        piece.push(*place);
        bytes += size;
    }
    if !piece.is_empty() {
        end(&mut piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(changes: &[(u8, &'static str, u64)]) -> Vec<(String, Vec<u32>)> {
        let changes = changes.iter().map(|(month, partition, bytes)| (Month { year: 2026, month: *month }, *partition, *bytes));
        detail_groups(changes, None).into_iter().map(|group| (group.span, group.changes)).collect()
    }

    #[test]
    fn large_months_of_a_team_stand_alone_and_small_ones_together() {
        let found =
            groups(&[(10, "a", 200 << 10), (10, "b", 1 << 10), (10, "a", 100 << 10), (10, "c", 1 << 10), (11, "b", 1 << 10)]);
        let of = |span: &str, changes: &[u32]| (span.to_owned(), changes.to_vec());
        let expected =
            [of("2026-10/a", &[0]), of("2026-10/a-2", &[2]), of("2026-10/small-0", &[1, 3]), of("2026-11/small-0", &[4])];
        assert_eq!(found, expected);
        assert!(groups(&[]).is_empty());
    }

    #[test]
    fn small_months_of_two_parts_never_stand_together() {
        let month = Month { year: 2026, month: 10 };
        let names: Vec<String> = (0..40).map(|n| format!("team-{n}")).collect();
        let buckets = Buckets::of(100_001, 100_000);
        let groups = detail_groups(names.iter().map(|name| (month, name.as_str(), 1 << 10)), buckets);
        let of = |place: &u32| buckets.unwrap().of_partition(&names[*place as usize]);
        for group in &groups {
            let expected = of(&group.changes[0]);
            assert!(group.changes.iter().all(|place| of(place) == expected));
            assert_eq!(group.span, format!("2026-10/{}-0", expected.name()));
        }
        assert_eq!((groups.len(), groups.iter().map(|group| group.changes.len()).sum::<usize>()), (8, 40));
    }
}
