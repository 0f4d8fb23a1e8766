//! How dates and periods are written, always in UTC.

use plumbline_domain::Instant;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A month (1 to 12) as `Oct`.
pub fn month(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("?")
}

/// A day as `1 Oct 2026`.
pub fn day(t: Instant) -> String {
    let (year, m, d) = t.ymd();
    format!("{d} {} {year}", month(m))
}

/// A day as `1 Oct`.
pub(crate) fn day_of_year(t: Instant) -> String {
    let (_, m, d) = t.ymd();
    format!("{d} {}", month(m))
}

/// A day as `2026-10-01`, for a URL or a form field.
pub(crate) fn iso_day(t: Instant) -> String {
    let (year, m, d) = t.ymd();
    format!("{year:04}-{m:02}-{d:02}")
}

/// A day and a time as `31 Oct 2026 17:42 UTC`.
pub fn minute(t: Instant) -> String {
    let (h, min) = t.hm();
    format!("{} {h:02}:{min:02} UTC", day(t))
}

/// Two days as `24 Aug to 22 Nov 2026`; the year stands once when it is the same, the day once when it is one day.
pub fn range(from: Instant, to: Instant) -> String {
    let ((from_year, ..), (to_year, ..)) = (from.ymd(), to.ymd());
    if from.ymd() == to.ymd() {
        day(to)
    } else if from_year == to_year {
        format!("{} to {}", day_of_year(from), day(to))
    } else {
        format!("{} to {}", day(from), day(to))
    }
}

/// A day as `2026-11-20` read back; none when there is no such day.
pub fn from_iso_day(text: &str) -> Option<Instant> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Instant::from_ymd(year, month, day)
}

/// A period's short name: `2026-W47` as `w47`, `2026-11` as `Nov`; anything else as it is.
pub fn period(id: &str) -> String {
    match id.split_once('-') {
        Some((_, rest)) => match rest.strip_prefix('W') {
            Some(week) => format!("w{week}"),
            None => rest.parse().map_or_else(|_| id.to_owned(), |m| month(m).to_owned()),
        },
        None => id.to_owned(),
    }
}

/// The years under the periods of an axis that runs over several: under the first period and the first of each further year. Empty
/// elsewhere, and everywhere where all periods are of one year.
pub fn years(ids: &[String]) -> Vec<String> {
    let year = |id: &str| id.split_once('-').map_or_else(String::new, |(year, _)| year.to_owned());
    let all: Vec<String> = ids.iter().map(|id| year(id)).collect();
    let is_one = all.first() == all.last();
    let before = std::iter::once(None).chain(all.iter().map(Some));
    all.iter()
        .zip(before)
        .map(|(year, before)| if is_one || before == Some(year) { String::new() } else { year.clone() })
        .collect()
}

/// A period's full name: `2026-W47` as `week 47 of 2026`, `2026-11` as `Nov 2026`.
pub fn period_in_full(id: &str) -> String {
    match id.split_once('-') {
        Some((year, rest)) => match rest.strip_prefix('W') {
            Some(week) => format!("week {} of {year}", week.trim_start_matches('0')),
            None => rest.parse().map_or_else(|_| id.to_owned(), |m| format!("{} {year}", month(m))),
        },
        None => id.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::from_rfc3339(text).unwrap()
    }

    #[test]
    fn days_are_written_day_first_in_utc() {
        // 00:30 at +02:00 is still the day before in UTC
        let t = at("2026-10-02T00:30:00+02:00");
        assert_eq!((day(t), day_of_year(t), iso_day(t)), ("1 Oct 2026".into(), "1 Oct".into(), "2026-10-01".into()));
        assert_eq!(minute(t), "1 Oct 2026 22:30 UTC");
        assert_eq!(from_iso_day("2026-10-01"), Instant::from_ymd(2026, 10, 1));
        assert_eq!(from_iso_day("2026-13-01"), None);
        assert_eq!(from_iso_day("soon"), None);
    }

    #[test]
    fn a_range_says_nothing_twice() {
        assert_eq!(range(at("2026-08-24T00:00:00Z"), at("2026-11-22T09:00:00Z")), "24 Aug to 22 Nov 2026");
        assert_eq!(range(at("2025-12-24T00:00:00Z"), at("2026-01-02T00:00:00Z")), "24 Dec 2025 to 2 Jan 2026");
        assert_eq!(range(at("2026-11-22T01:00:00Z"), at("2026-11-22T09:00:00Z")), "22 Nov 2026");
    }

    #[test]
    fn an_axis_over_several_years_names_each_once() {
        let years = |ids: &[&str]| years(&ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        assert_eq!(years(&["2025-11", "2025-12", "2026-01", "2026-02"]), ["2025", "", "2026", ""]);
        assert_eq!(years(&["2025-W52", "2026-W01"]), ["2025", "2026"]);
        assert_eq!(years(&["2026-10", "2026-11"]), ["", ""]);
        assert!(years(&[]).is_empty());
    }

    #[test]
    fn periods_have_a_short_and_a_full_name() {
        assert_eq!((period("2026-W07"), period_in_full("2026-W07")), ("w07".into(), "week 7 of 2026".into()));
        assert_eq!((period("2026-11"), period_in_full("2026-11")), ("Nov".into(), "Nov 2026".into()));
        assert_eq!((period("x-y"), period_in_full("x")), ("x-y".into(), "x".into()));
    }
}
