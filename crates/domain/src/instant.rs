//! Points in time, in UTC, to the microsecond.

use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

/// A point in time: microseconds since 1970-01-01T00:00:00Z. Years 0000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Instant(i64);

/// Why a text is no point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstantError {
    /// Not of the form `2026-11-20T10:15:00Z`.
    NotRfc3339,
    /// Of that form, but there is no such day or hour, or it lies outside the years 0000 to 9999 in UTC.
    NoSuchTime,
}

impl std::fmt::Display for InstantError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            InstantError::NotRfc3339 => "not an RFC 3339 time with an offset",
            InstantError::NoSuchTime => "no such time",
        })
    }
}

/// An ISO 8601 week, as in `2026-W47`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoWeek {
    /// The year that the week belongs to.
    pub year: i32,
    /// 1 to 53.
    pub week: u8,
}

/// A calendar month, as in `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
}

impl std::fmt::Display for IsoWeek {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.week)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

const DAY_US: i64 = 86_400_000_000;

impl Instant {
    /// The instant this many microseconds after 1970-01-01T00:00:00Z.
    pub const fn from_micros(micros: i64) -> Self {
        Instant(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 time with an offset, such as `2026-11-20T10:15:00+05:30`.
    ///
    /// # Errors
    /// When the text has another form, names a day or hour that does not exist, or leaves the years 0000 to 9999 in UTC: such a time
    /// could not be written again.
    pub fn from_rfc3339(text: &str) -> Result<Self, InstantError> {
        let b = text.as_bytes();
        let digit = |i: usize| b.get(i).is_some_and(u8::is_ascii_digit);
        let shaped = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18].iter().all(|&i| digit(i))
            && b.get(4) == Some(&b'-')
            && b.get(7) == Some(&b'-')
            && b.get(10).is_some_and(|c| matches!(c, b'T' | b't' | b' '))
            && b.get(13) == Some(&b':')
            && b.get(16) == Some(&b':')
            && offset_is_shaped(b.get(19..).unwrap_or_default());
        if !shaped {
            return Err(InstantError::NotRfc3339);
        }
        // The library wants `T` and `Z` as capital letters.
        let upper = text.to_ascii_uppercase().replace(' ', "T");
        let t = OffsetDateTime::parse(&upper, &Rfc3339).map_err(|_| InstantError::NoSuchTime)?;
        let micros = i64::try_from(t.unix_timestamp_nanos().div_euclid(1000)).map_err(|_| InstantError::NoSuchTime)?;
        let year = Instant(micros).utc().map(OffsetDateTime::year);
        year.filter(|year| (0..=9999).contains(year)).map(|_| Instant(micros)).ok_or(InstantError::NoSuchTime)
    }

    /// The time in UTC as `2026-11-20T10:15:00Z`, with a fraction only when there is one.
    pub fn to_rfc3339(self) -> String {
        self.utc().and_then(|t| t.format(&Rfc3339).ok()).unwrap_or_else(|| format!("{} us", self.0))
    }

    /// This instant plus a number of days (which may be negative), at the edge of time when it would leave it.
    pub const fn plus_days(self, days: i64) -> Self {
        Instant(self.0.saturating_add(days.saturating_mul(DAY_US)))
    }

    /// How many days (with a fraction) this instant is after the other.
    pub fn days_since(self, other: Instant) -> f64 {
        (self.0.saturating_sub(other.0)) as f64 / DAY_US as f64
    }

    /// Year, month (1 to 12) and day (1 to 31) in UTC.
    pub fn ymd(self) -> (i32, u8, u8) {
        self.utc().map_or((1970, 1, 1), |t| (t.year(), u8::from(t.month()), t.day()))
    }

    /// Hour and minute in UTC.
    pub fn hm(self) -> (u8, u8) {
        self.utc().map_or((0, 0), |t| (t.hour(), t.minute()))
    }

    /// Midnight UTC at the start of a day, if there is such a day.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        let date = time::Date::from_calendar_date(year, month, day).ok()?;
        let t = date.midnight().assume_utc();
        i64::try_from(t.unix_timestamp_nanos().div_euclid(1000)).ok().map(Instant)
    }

    /// The ISO week in UTC.
    pub fn iso_week(self) -> IsoWeek {
        self.utc().map_or(IsoWeek { year: 1970, week: 1 }, |t| {
            let (year, week, _) = t.date().to_iso_week_date();
            IsoWeek { year, week }
        })
    }

    /// The calendar month in UTC.
    pub fn month(self) -> Month {
        let (year, month, _) = self.ymd();
        Month { year, month }
    }

    fn utc(self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000).ok()?.checked_to_offset(UtcOffset::UTC)
    }
}

/// Whether what follows the seconds is an optional fraction and an offset.
fn offset_is_shaped(rest: &[u8]) -> bool {
    let rest = match rest {
        [b'.', tail @ ..] => {
            let n = tail.iter().take_while(|c| c.is_ascii_digit()).count();
            if n == 0 {
                return false;
            }
            tail.get(n..).unwrap_or_default()
        }
        all => all,
    };
    matches!(rest, [b'Z' | b'z'])
        || matches!(rest, [b'+' | b'-', a, b, b':', c, d] if [a, b, c, d].iter().all(|x| x.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_years_by_its_offset_is_no_time() {
        // 23:59 at -14:00 is 13:59 of the next day, which is in the year 10000; 00:00 at +01:00 is 23:00 of the day before the year 0
        for text in ["9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00+01:00"] {
            assert_eq!(Instant::from_rfc3339(text), Err(InstantError::NoSuchTime), "{text}");
        }
        for text in ["9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z"] {
            assert_eq!(Instant::from_rfc3339(text).unwrap().to_rfc3339(), text);
        }
    }

    #[test]
    fn an_offset_is_taken_off() {
        // 17:30 at +05:30 is 12:00 UTC
        assert_eq!(Instant::from_rfc3339("2026-10-24T17:30:00+05:30"), Instant::from_rfc3339("2026-10-24T12:00:00Z"));
        assert_eq!(Instant::from_rfc3339("1970-01-01T00:00:01.5Z"), Ok(Instant::from_micros(1_500_000)));
    }

    #[test]
    fn what_has_no_offset_is_no_time_and_what_does_not_exist_is_said() {
        assert_eq!(Instant::from_rfc3339("2026-11-20T10:00:00"), Err(InstantError::NotRfc3339));
        assert_eq!(Instant::from_rfc3339("2026-11-20"), Err(InstantError::NotRfc3339));
        assert_eq!(Instant::from_rfc3339("yesterday"), Err(InstantError::NotRfc3339));
        assert_eq!(Instant::from_rfc3339("2026-13-40T10:00:00Z"), Err(InstantError::NoSuchTime));
        assert_eq!(Instant::from_rfc3339("2026-02-30T00:00:00Z"), Err(InstantError::NoSuchTime));
    }

    #[test]
    fn the_year_9999_neither_panics_nor_wraps() {
        // a day behind the last one: no file states it, and arithmetic may come to it
        let last = Instant::from_rfc3339("9999-12-31T23:59:58Z").unwrap();
        let t = last.plus_days(1);
        assert!(t > last && t.plus_days(i64::MAX) >= t);
        // it has no date, but words; a stand-in for its period; and its place after the others
        assert_eq!(t.to_rfc3339(), "253402387198000000 us");
        assert_eq!((t.iso_week().to_string(), t.month().to_string()), ("1970-W01".to_owned(), "1970-01".to_owned()));
    }

    #[test]
    fn weeks_follow_iso_8601() {
        // 2026-01-01 is a Thursday, so it lies in week 1; 2027-01-01 is a Friday and lies in week 53 of 2026
        let week = |s: &str| Instant::from_rfc3339(s).unwrap().iso_week().to_string();
        assert_eq!(week("2026-01-01T00:00:00Z"), "2026-W01");
        assert_eq!(week("2027-01-01T00:00:00Z"), "2026-W53");
    }
}
