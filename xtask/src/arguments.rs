//! A command's flags and options, read with `pico-args`.

use pico_args::Arguments;

use crate::Failure;

/// The value of an option, if it is given.
pub fn option(arguments: &mut Arguments, name: &'static str) -> Result<Option<String>, Failure> {
    arguments.opt_value_from_str(name).map_err(|error| error.to_string())
}

/// The values of an option that may be given several times.
pub fn options(arguments: &mut Arguments, name: &'static str) -> Result<Vec<String>, Failure> {
    arguments.values_from_str(name).map_err(|error| error.to_string())
}

/// The number that an option gives, if it is given.
pub fn number<N: std::str::FromStr>(arguments: &mut Arguments, name: &'static str) -> Result<Option<N>, Failure> {
    let text = option(arguments, name)?;
    text.map(|text| text.parse().map_err(|_| format!("`{name} {text}`: this is no number that fits"))).transpose()
}

/// Refuses what no command has asked for.
pub fn finish(arguments: Arguments) -> Result<(), Failure> {
    match arguments.finish().first() {
        None => Ok(()),
        Some(word) => Err(format!("`{}` means nothing here; `cargo xtask help` lists what does", word.to_string_lossy())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Arguments {
        Arguments::from_vec(words.iter().map(Into::into).collect())
    }

    #[test]
    fn flags_and_options_are_taken_in_any_order() {
        let mut given = arguments(&["--port", "9000", "--release", "--data=reports", "--only", "lint", "--only", "site"]);
        assert_eq!(option(&mut given, "--data").unwrap().as_deref(), Some("reports"));
        assert!(given.contains("--release"));
        assert_eq!(number::<u16>(&mut given, "--port").unwrap(), Some(9000));
        assert_eq!(option(&mut given, "--public-url").unwrap(), None);
        assert_eq!(options(&mut given, "--only").unwrap(), ["lint", "site"]);
        finish(given).unwrap();
    }

    #[test]
    fn an_option_without_a_value_or_with_a_wrong_one_is_named() {
        assert!(option(&mut arguments(&["--port"]), "--port").unwrap_err().contains("--port"));
        assert!(number::<u16>(&mut arguments(&["--port", "70000"]), "--port").unwrap_err().contains("`--port 70000`"));
    }

    #[test]
    fn a_word_that_means_nothing_is_refused() {
        assert!(finish(arguments(&["--relaese"])).unwrap_err().contains("`--relaese`"));
    }
}
