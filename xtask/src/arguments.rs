//! A command's flags and options: `--name`, `--name value` or `--name=value`.

use crate::Failure;

/// The words after a command's name that it has not asked about yet.
pub struct Arguments {
    words: Vec<String>,
}

impl Arguments {
    /// Takes the words apart; `--name=value` becomes two of them.
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut parts = Vec::new();
        for word in words {
            match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => parts.extend([name.to_owned(), value.to_owned()]),
                _ => parts.push(word),
            }
        }
        Ok(Self { words: parts })
    }

    /// Whether the flag is there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// The value of an option, the last one when it is given twice.
    pub fn option(&mut self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.options(name)?.pop())
    }

    /// The values of an option that may be given several times.
    pub fn options(&mut self, name: &str) -> Result<Vec<String>, Failure> {
        let mut values = Vec::new();
        while let Some(at) = self.words.iter().position(|word| word == name) {
            self.words.remove(at);
            if at == self.words.len() || self.words[at].starts_with("--") {
                return Err(format!("{name} needs a value"));
            }
            values.push(self.words.remove(at));
        }
        Ok(values)
    }

    /// Refuses what no command asked about.
    pub fn finish(self) -> Result<(), Failure> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(format!("`{word}` means nothing here; `cargo xtask help` lists what does")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(words: &[&str]) -> Arguments {
        Arguments::parse(words.iter().map(|word| (*word).to_owned())).unwrap()
    }

    #[test]
    fn flags_and_options_are_taken_in_any_order() {
        let mut given = arguments(&["--port", "9000", "--release", "--data=reports"]);
        assert_eq!(given.option("--data").unwrap().as_deref(), Some("reports"));
        assert!(given.flag("--release"));
        assert_eq!(given.option("--port").unwrap().as_deref(), Some("9000"));
        assert_eq!(given.option("--public-url").unwrap(), None);
        given.finish().unwrap();
    }

    #[test]
    fn an_option_without_its_value_is_named() {
        assert_eq!(arguments(&["--port", "--release"]).option("--port").unwrap_err(), "--port needs a value");
        assert_eq!(arguments(&["--port"]).option("--port").unwrap_err(), "--port needs a value");
    }

    #[test]
    fn a_word_that_means_nothing_is_refused() {
        assert!(arguments(&["--relaese"]).finish().unwrap_err().contains("`--relaese`"));
    }
}
