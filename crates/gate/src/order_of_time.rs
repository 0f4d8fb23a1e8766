//! Nothing that is recorded now was done later.

use plumbline_domain::Instant;

/// The clock says something earlier than what was done already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRunsBackwards {
    now: Instant,
    then: Instant,
    what: &'static str,
}

impl std::fmt::Display for ClockRunsBackwards {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (now, then) = (self.now.to_rfc3339(), self.then.to_rfc3339());
        write!(f, "the clock is behind: it says {now}, and {} at {then}", self.what)
    }
}

/// Compares the clock with the time of something that was done, such as "the commit was made".
///
/// # Errors
/// When that is later than the clock.
pub fn in_order(now: Instant, then: Option<Instant>, what: &'static str) -> Result<(), ClockRunsBackwards> {
    match then.filter(|then| *then > now) {
        None => Ok(()),
        Some(then) => Err(ClockRunsBackwards { now, then, what }),
    }
}
