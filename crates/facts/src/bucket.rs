//! Which bucket a partition of changes lies in, and which shard writes a bucket.

use crate::column::TableSpec;
use crate::tables::{JUDGED, SHARDS};
use plumbline_ingest::sha256_hex;

/// How many buckets there are when nothing else is asked for.
pub const DEFAULT_BUCKETS: u32 = 16;

/// The most buckets: names have two digits.
pub const MAX_BUCKETS: u32 = 100;

/// The bucket of a partition, by its name: the same on every machine.
pub fn bucket_of(partition: &str, n_buckets: u32) -> u32 {
    let digest = sha256_hex(partition.as_bytes());
    let number = digest.get(..15).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0);
    u32::try_from(number.checked_rem(u64::from(n_buckets)).unwrap_or(0)).unwrap_or(0)
}

/// One of several processes or machines that write facts side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// The only one.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Whether it writes a bucket.
    pub fn owns(self, bucket: u32) -> bool {
        bucket.checked_rem(self.of) == Some(self.number.saturating_sub(1))
    }

    /// Whether no other shard of the same facts writes to a path, but for the files that all of them write. What stands there and neither
    /// this shard nor all of them write is left from an earlier run.
    pub fn has_place(self, path: &str) -> bool {
        let is_of = |tables: &[TableSpec], folder: &str| {
            folder.strip_prefix("table=").is_some_and(|name| tables.iter().any(|table| table.name == name))
        };
        match path.split('/').collect::<Vec<_>>().as_slice() {
            [table, month, bucket, "part.parquet"] => {
                let bucket = bucket.strip_prefix("team-bucket=").and_then(|number| number.parse().ok());
                is_of(&JUDGED, table) && month.starts_with("month=") && bucket.is_some_and(|bucket| self.owns(bucket))
            }
            ["shards", table, file] => {
                let shard = file.strip_suffix(".parquet").and_then(Shard::from_name);
                is_of(&SHARDS, table) && shard.is_some_and(|shard| shard == self || shard.of != self.of)
            }
            _ => false,
        }
    }

    /// The shard of a name in paths.
    fn from_name(name: &str) -> Option<Self> {
        let (number, of) = name.strip_prefix("shard-")?.split_once("-of-")?;
        Some(Shard { number: number.parse().ok()?, of: of.parse().ok()? })
    }

    /// Its name in paths, such as `shard-1-of-2`.
    pub fn name(self) -> String {
        format!("shard-{}-of-{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_has_one_shard_and_stays_where_it_is() {
        // the first 15 digits of sha256sum as a number, modulo the buckets: worked out with Python
        assert_eq!(bucket_of("no-team", 16), 13);
        assert_eq!(bucket_of("no-team", 7), 2);
        assert_eq!(bucket_of("edge-0a1b2c3d", 16), 6);
        for bucket in 0..16 {
            let owners = (1..=3).filter(|&number| Shard { number, of: 3 }.owns(bucket)).count();
            assert_eq!(owners, 1, "{bucket}");
        }
        assert!(Shard::WHOLE.owns(15));
        let shard = Shard { number: 2, of: 3 };
        assert_eq!((shard.name().as_str(), Shard::from_name(&shard.name())), ("shard-2-of-3", Some(shard)));
    }

    #[test]
    fn a_shard_knows_the_places_that_no_other_shard_writes_to() {
        let shard = Shard { number: 2, of: 3 };
        for path in [
            "table=change/month=2026-11/team-bucket=01/part.parquet",
            "table=gate/month=2026-11/team-bucket=04/part.parquet",
            "shards/table=shard/shard-2-of-3.parquet",
            "shards/table=shard_team/shard-1-of-1.parquet",
        ] {
            assert!(shard.has_place(path), "{path}");
        }
        for path in [
            "table=change/month=2026-11/team-bucket=02/part.parquet",
            "table=change/month=2026-11/team-bucket=01/other.parquet",
            "table=mine/month=2026-11/team-bucket=01/part.parquet",
            "x/table=change/month=2026-11/team-bucket=01/part.parquet",
            "shards/table=shard/shard-1-of-3.parquet",
            "shards/table=shard/mine.parquet",
            "shards/shard-2-of-3.json",
            "rules/policy.parquet",
        ] {
            assert!(!shard.has_place(path), "{path}");
        }
    }
}
