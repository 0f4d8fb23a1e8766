//! Times as tools write them.

use super::json::Json;
use plumbline_domain::Instant;

/// A time as RFC 3339, or as seconds since 1970.
pub(super) fn time(value: Option<&Json<'_>>) -> Option<Instant> {
    match value? {
        Json::String(text) => Instant::from_rfc3339(text.trim()).ok(),
        number => seconds(number.number()?),
    }
}

/// Seconds since 1970, when they are a time within the years that people write.
pub(super) fn seconds(seconds: f64) -> Option<Instant> {
    (0.0..250_000_000_000.0).contains(&seconds).then(|| Instant::from_micros((seconds * 1e6).round() as i64))
}
