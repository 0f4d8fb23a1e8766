//! Reading arguments, and what can go wrong.

use super::clock;
use super::terminal::tell;
use plumbline_domain::{Instant, InstantError};
use plumbline_report::text::date;
use std::process::ExitCode;
use std::str::FromStr;

/// Why a subcommand did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The arguments are wrong: exit code 2, with a pointer to the help.
    Usage(String),
    /// What was to be read cannot be read, or what was to be written cannot be written: exit code 2.
    Unusable(String),
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Failure::Usage(error.to_string())
    }
}

impl Failure {
    /// Says what went wrong on stderr, and gives the exit code; `help` is how the help is called that says what would be right.
    pub fn report(&self, help: &str) -> ExitCode {
        match self {
            Failure::Usage(message) => tell(&format!("plumbline: {message} (see {help})")),
            // each line begins with the program's name, so none can be taken for a command
            Failure::Unusable(message) => message.lines().for_each(|line| tell(&format!("plumbline: {line}"))),
        }
        ExitCode::from(2)
    }
}

/// A word that is none of those that an option takes.
pub fn no_choice(option: &str, text: &str, choices: &[&str]) -> Failure {
    Failure::Usage(format!("--{option} is one of {}, not \"{text}\"", choices.join(", ")))
}

/// The value of an option, as a number or whatever else can be read from text.
///
/// # Errors
/// When there is no value, or it cannot be read; the message names the option.
pub fn value_of<T: FromStr>(parser: &mut lexopt::Parser, option: &str) -> Result<T, Failure> {
    let value = parser.value()?;
    let text = value.to_string_lossy();
    text.parse().map_err(|_| Failure::Usage(format!("--{option} cannot be \"{text}\"")))
}

/// The value of an option that is a time, the word now, or a day: its first moment, or its last when it ends a range.
///
/// # Errors
/// When there is no value, or it is no time; the message names the option.
pub fn time_of(parser: &mut lexopt::Parser, option: &str, ends: bool) -> Result<Instant, Failure> {
    let value = parser.value()?;
    let text = value.to_string_lossy();
    if text == "now" {
        return Ok(clock::second());
    }
    moment(&text, option, ends)
}

/// A time, or a day: its first moment, or its last when it ends a range.
///
/// # Errors
/// When it is neither; the message names the option.
pub fn moment(text: &str, option: &str, ends: bool) -> Result<Instant, Failure> {
    if let Some(day) = date::from_iso_day(text) {
        return Ok(if ends { Instant::from_micros(day.plus_days(1).micros() - 1) } else { day });
    }
    let is_day = text.len() == 10 && text.split('-').all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    Instant::from_rfc3339(text).map_err(|error| {
        let why = match error {
            InstantError::NotRfc3339 if is_day => "no such day".to_owned(),
            InstantError::NotRfc3339 => format!("{error}, nor a day such as 2026-11-20"),
            _ => error.to_string(),
        };
        Failure::Usage(format!("--{option} cannot be \"{text}\": {why}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_none_is_called_so() {
        let why = |text: &str| match moment(text, "now", false) {
            Err(Failure::Usage(why)) => why,
            other => format!("{other:?}"),
        };
        assert_eq!(why("2026-02-30"), "--now cannot be \"2026-02-30\": no such day");
        assert_eq!(why("soon"), "--now cannot be \"soon\": not an RFC 3339 time with an offset, nor a day such as 2026-11-20");
        assert_eq!(why("2026-02-30T00:00:00Z"), "--now cannot be \"2026-02-30T00:00:00Z\": no such time");
        // the last microsecond of 2 January 1970
        assert_eq!(moment("1970-01-02", "until", true), Ok(Instant::from_micros(2 * 86_400_000_000 - 1)));
    }
}
