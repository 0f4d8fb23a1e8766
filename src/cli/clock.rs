//! The clock of this machine: the only place of the command line that looks at it.

use plumbline_domain::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

/// The time by the clock of this machine.
pub fn now() -> Instant {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_micros());
    Instant::from_micros(i64::try_from(since_1970).unwrap_or(i64::MAX))
}

/// The same to the second, as it is written into records.
pub fn second() -> Instant {
    Instant::from_micros(now().micros().div_euclid(1_000_000).saturating_mul(1_000_000))
}
