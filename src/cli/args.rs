//! Reading arguments, and what can go wrong.

use super::clock;
use crate::domain::Instant;
use crate::text::date;
use std::process::ExitCode;
use std::str::FromStr;

/// Why a subcommand did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The arguments are wrong: exit code 2, with the usage.
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
    /// Says what went wrong on stderr, and gives the exit code.
    pub fn report(&self, usage: &str) -> ExitCode {
        match self {
            Failure::Usage(message) => eprintln!("plumbline: {message}\n\n{usage}"),
            Failure::Unusable(message) => eprintln!("plumbline: {message}"),
        }
        ExitCode::from(2)
    }
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
    if let Some(day) = date::from_iso_day(&text) {
        return Ok(if ends { Instant::from_micros(day.plus_days(1).micros() - 1) } else { day });
    }
    Instant::from_rfc3339(&text).map_err(|error| Failure::Usage(format!("--{option} cannot be \"{text}\": {error}")))
}
