//! Where and when figures were taken.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::command::{output, program};

/// Processor, cores, system, compiler and day, in one line.
pub fn description() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let compiler = output(program("rustc").arg("--version")).unwrap_or_default();
    let days = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() / 86_400);
    format!("{}, {cores} cores, {}, {compiler}, {}", processor(), std::env::consts::OS, date(days))
}

fn processor() -> String {
    let from_linux = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    from_linux
        .or_else(|| output(program("sysctl").args(["-n", "machdep.cpu.brand_string"])))
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned())
}

/// The day so many days after 1970-01-01, by the Gregorian calendar.
fn date(mut days: u64) -> String {
    let leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let mut year = 1970;
    while days >= if leap(year) { 366 } else { 365 } {
        days -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(59), "1970-03-01");
        // 2024-02-29 is 54 years of 365 days, 13 leap days before, and 31 + 28 days into the year.
        assert_eq!(date(54 * 365 + 13 + 31 + 28), "2024-02-29");
        assert_eq!(date(54 * 365 + 13 + 366), "2025-01-01");
    }
}
