//! Reading arguments, and what can go wrong.

use super::clock;
use super::terminal::tell;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use plumbline_domain::{Instant, InstantError};
use plumbline_ingest::secret_in_text;
use plumbline_report::text::date;
use std::process::ExitCode;

/// Why a subcommand did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The arguments are wrong: exit code 2, with a pointer to the help.
    Usage(String),
    /// What was to be read cannot be read, or what was to be written cannot be written: exit code 2.
    Unusable(String),
}

impl Failure {
    /// Says what went wrong on stderr, and gives the exit code; `help` is how the help is called that says what would be right.
    pub fn report(&self, help: &str) -> ExitCode {
        // each line begins with the program's name, so none can be taken for a command
        let say = |text: &str| text.lines().for_each(|line| tell(&format!("plumbline: {line}")));
        match self {
            Failure::Usage(message) => {
                let (first, tips) = message.split_once('\n').unwrap_or((message, ""));
                say(&format!("{first} (see {help})"));
                say(tips);
            }
            Failure::Unusable(message) => say(message),
        }
        ExitCode::from(2)
    }
}

impl From<&clap::Error> for Failure {
    /// What is wrong with the arguments in one line, and a line for each tip. The value of an option may be a secret: it is not
    /// repeated then.
    fn from(error: &clap::Error) -> Self {
        let context = |kind| match error.get(kind) {
            Some(ContextValue::String(text)) => text.as_str(),
            _ => "",
        };
        let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
        let option = argument.split_whitespace().next().unwrap_or_default();
        if secret_in_text(value) || secret_in_text(argument) {
            let option = option.split('=').next().unwrap_or_default();
            return Failure::Usage(format!("{option} holds what looks like a secret: read it from a variable"));
        }
        if error.kind() == clap::error::ErrorKind::UnknownArgument
            && let Some((name, value)) = argument.split_once(char::is_whitespace).filter(|(name, _)| name.starts_with("--"))
        {
            return Failure::Usage(format!(
                "\"{name} {value}\" is one argument: write {name}=VALUE, or the option and its value as two arguments"
            ));
        }
        let text = error.render().to_string();
        let said =
            text.split("\n\n").take_while(|part| !part.starts_with("Usage: ") && !part.starts_with("For more information"));
        let in_a_line = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        let said: Vec<String> = said.map(in_a_line).filter(|part| !part.is_empty()).collect();
        let said = said.join("\n");
        Failure::Usage(said.strip_prefix("error: ").unwrap_or(&said).to_owned())
    }
}

/// One of some words, as the value that it stands for.
pub fn word<T: Clone + Send + Sync + 'static>(
    words: &'static [&'static str],
    from_word: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words).try_map(move |word| from_word(&word).ok_or("is none of them"))
}

/// A time, the word now, or a day: its first moment.
///
/// # Errors
/// When it is none of these.
pub fn time(text: &str) -> Result<Instant, String> {
    if text == "now" { Ok(clock::second()) } else { moment(text, false) }
}

/// A time, the word now, or a day: its last moment.
///
/// # Errors
/// When it is none of these.
pub fn end(text: &str) -> Result<Instant, String> {
    if text == "now" { Ok(clock::second()) } else { moment(text, true) }
}

/// A time, or a day: its first moment, or its last when it ends a range.
///
/// # Errors
/// When it is neither.
pub fn moment(text: &str, ends: bool) -> Result<Instant, String> {
    if let Some(day) = date::from_iso_day(text) {
        return Ok(if ends { Instant::from_micros(day.plus_days(1).micros() - 1) } else { day });
    }
    let is_day = text.len() == 10 && text.split('-').all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    Instant::from_rfc3339(text).map_err(|error| match error {
        InstantError::NotRfc3339 if is_day => "no such day".to_owned(),
        InstantError::NotRfc3339 => format!("{error}, nor a day such as 2026-11-20"),
        _ => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_none_is_called_so() {
        let why = |text: &str| moment(text, false).unwrap_err();
        assert_eq!(why("2026-02-30"), "no such day");
        assert_eq!(why("soon"), "not an RFC 3339 time with an offset, nor a day such as 2026-11-20");
        assert_eq!(why("2026-02-30T00:00:00Z"), "no such time");
        // the last microsecond of 2 January 1970
        assert_eq!(moment("1970-01-02", true), Ok(Instant::from_micros(2 * 86_400_000_000 - 1)));
    }
}
