//! `plumbline check --comment`: the comment of a pull request, and the last one that it is compared with.

use super::args::Failure;
use super::input::read_file;
use super::terminal::tell;
use super::whole_file::write_whole;
use plumbline_assess::Assessment;
use plumbline_gate::{Base, Check, Comment, CommentTerms, MAX_COMMENT_LINK, Service, check_to_comment, comment_link};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How much is read of a last comment: services take none that is longer.
const MAX_PREVIOUS: u64 = 1_048_576;

/// What the command line says of a comment.
#[derive(Clone, Debug, Default)]
pub struct CommentChoice {
    file: Option<PathBuf>,
    previous: Option<PathBuf>,
    link: Option<String>,
}

impl CommentChoice {
    /// Takes the value of one of its options.
    ///
    /// # Errors
    /// When the value is missing, or is no link that a comment may carry.
    pub fn take(&mut self, option: &str, parser: &mut lexopt::Parser) -> Result<(), Failure> {
        let value = parser.value()?;
        match option {
            "comment" => self.file = Some(PathBuf::from(value)),
            "previous" => self.previous = Some(PathBuf::from(value)),
            _ => {
                let link = value.to_string_lossy().into_owned();
                if comment_link(&link).is_none() {
                    return Err(Failure::Usage(format!(
                        "--link is an https address of at most {MAX_COMMENT_LINK} bytes, not \"{link}\""
                    )));
                }
                self.link = Some(link);
            }
        }
        Ok(())
    }

    /// Whether the comment is printed.
    pub fn is_to_stdout(&self) -> bool {
        self.file.as_deref() == Some(Path::new("-"))
    }

    /// The comment that is asked for, if any, about the only change that is wanted.
    ///
    /// # Errors
    /// When there is not exactly one, and when there is nothing that the other options belong to.
    pub fn of_change(self, wanted: &[String]) -> Result<Option<CommentOfChange>, Failure> {
        let Some(file) = self.file.clone() else {
            return match self.previous.is_some() || self.link.is_some() {
                true => Err(Failure::Usage("--previous and --link belong to --comment".to_owned())),
                false => Ok(None),
            };
        };
        let [change] = wanted else {
            return Err(Failure::Usage("--comment is about one change: name it with --change or --change-of".to_owned()));
        };
        Ok(Some(CommentOfChange { choice: self, file, change: change.clone() }))
    }
}

/// A comment that is to be written.
#[derive(Clone, Debug)]
pub struct CommentOfChange {
    choice: CommentChoice,
    file: PathBuf,
    change: String,
}

impl CommentOfChange {
    /// Whether it is printed.
    pub fn is_to_stdout(&self) -> bool {
        self.choice.is_to_stdout()
    }

    /// Writes it; gives the text that stdout takes in place of the list.
    ///
    /// # Errors
    /// When the last comment cannot be read, and when the file cannot be written.
    pub fn write(
        &self,
        check: &Check<'_>,
        assessment: &Assessment,
        service: Option<Service>,
        force: bool,
    ) -> Result<Option<String>, Failure> {
        let previous = self.choice.previous.as_deref().map(read_previous).transpose()?;
        let of_run = || service.and_then(|service| service.run_link(&|name| std::env::var(name).ok()));
        let link = self.choice.link.clone().or_else(of_run);
        let base = Base::of(assessment, &self.change);
        let terms = CommentTerms { previous: previous.as_deref(), base, link: link.as_deref() };
        let text = match check_to_comment(check, &terms) {
            Comment::Text(text) => text,
            Comment::Unchanged => {
                let rest = if self.is_to_stdout() {
                    "nothing is printed".to_owned()
                } else {
                    format!("{} is empty", self.file.display())
                };
                tell(&format!("note: nothing has changed since the last comment, so {rest}"));
                String::new()
            }
        };
        if self.is_to_stdout() {
            return Ok(Some(text));
        }
        write_whole(&self.file, text.as_bytes(), force)?;
        Ok(None)
    }
}

/// The text of the last comment. What is no text is damaged, and is compared with nothing.
fn read_previous(path: &Path) -> Result<String, Failure> {
    let unusable = |error: std::io::Error| Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase()));
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(MAX_PREVIOUS).read_to_end(&mut bytes).map_err(unusable)?;
        bytes
    } else {
        read_file(path).map_err(unusable)?
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
