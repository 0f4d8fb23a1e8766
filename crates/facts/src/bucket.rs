//! Which bucket a partition of changes lies in, and which shard writes a bucket.

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
        assert_eq!(Shard { number: 2, of: 3 }.name(), "shard-2-of-3");
    }
}
