//! A small random number generator whose numbers never change: SplitMix64.
//!
//! The same seed must make the same bytes on every machine and in every version, so the ten lines live here.
//! Only additions, multiplications and comparisons of floats are used on top of it: they are exact everywhere.

/// SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator at the start of its sequence.
    pub const fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// A generator of its own for a part of the work, so that one part's draws never shift another's.
    pub fn for_part(seed: u64, part: u64) -> Self {
        let mut mixed = Random::new(seed ^ part.wrapping_mul(0xd6e8_feb8_6659_fd93));
        Random::new(mixed.next_u64())
    }

    /// The next 64 bits.
    pub const fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in [0, 1).
    pub const fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number in [0, n); 0 when n is 0.
    pub const fn below(&mut self, n: u64) -> u64 {
        ((self.next_u64() as u128 * n as u128) >> 64) as u64
    }

    /// A whole number from `low` to `high`, both included.
    pub const fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).unsigned_abs()) as i64
    }

    /// True with probability `p`.
    pub const fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// One of a list; `fallback` when it is empty.
    pub fn pick<T: Copy>(&mut self, list: &[T], fallback: T) -> T {
        let i = self.below(list.len() as u64) as usize;
        list.get(i).copied().unwrap_or(fallback)
    }

    /// One of a list by weight; the last when the weights are used up.
    pub fn pick_weighted<T: Copy>(&mut self, list: &[(T, f64)], fallback: T) -> T {
        let total: f64 = list.iter().map(|(_, w)| w).sum();
        let mut left = self.unit() * total;
        for (value, weight) in list {
            left -= weight;
            if left < 0.0 {
                return *value;
            }
        }
        list.last().map_or(fallback, |(value, _)| *value)
    }

    /// Lower-case hex digits of so many random bytes.
    pub fn hex(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes * 2);
        while text.len() < bytes * 2 {
            let word = format!("{:016x}", self.next_u64());
            let missing = bytes * 2 - text.len();
            text.push_str(word.get(..missing.min(16)).unwrap_or(&word));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        // The test vector of the reference implementation for the seed 1234567.
        let mut random = Random::new(1_234_567);
        let expected =
            [6457827717110365317_u64, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        assert_eq!(expected.map(|_| random.next_u64()), expected);
    }

    #[test]
    fn numbers_stay_in_their_ranges() {
        let mut random = Random::new(1);
        for _ in 0..1000 {
            assert!((0.0..1.0).contains(&random.unit()));
            assert!(random.below(7) < 7);
            assert!((-2..=2).contains(&random.between(-2, 2)));
        }
        assert_eq!(random.below(0), 0);
        assert_eq!(random.hex(20).len(), 40);
    }

    #[test]
    fn weights_decide() {
        let mut random = Random::new(1);
        let heads = (0..10_000).filter(|_| random.pick_weighted(&[(true, 3.0), (false, 1.0)], false)).count();
        // 7 500 expected, standard deviation 43.
        assert!((7300..7700).contains(&heads), "{heads}");
    }
}
