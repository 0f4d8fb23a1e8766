//! What the command line prints: the only place that writes to stdout and stderr.
//!
//! Text from files is hostile: a name may hold line breaks, escapes, or what a pipeline's agent takes for a command.
#![expect(clippy::disallowed_methods, reason = "the one place that writes to stdout and stderr")]

use plumbline_text::{terminal_document, terminal_line};
use std::io::{IsTerminal, Write};

/// Writes a line to stderr. Nothing in it can begin another line, steer a terminal or command an agent.
pub fn tell(line: &str) {
    write(&mut std::io::stderr().lock(), &format!("{}\n", terminal_line(line)));
}

/// Writes a line to stdout, with the same promise.
pub fn print(line: &str) {
    write(&mut std::io::stdout().lock(), &format!("{}\n", terminal_line(line)));
}

/// Writes a document to stdout. Whoever made it has written each text from a file in one line; what steers a terminal or commands an
/// agent is broken up here all the same.
pub fn document(text: &str) {
    write(&mut std::io::stdout().lock(), &terminal_document(text));
}

/// Writes the commands of a pipeline's service to stdout, or to stderr where stdout carries a document: services read both.
pub fn commands(text: &str, stdout_is_taken: bool) {
    match stdout_is_taken {
        true => write(&mut std::io::stderr().lock(), text),
        false => write(&mut std::io::stdout().lock(), text),
    }
}

/// Whether stderr is a terminal, so that somebody can be asked.
pub fn is_read_by_a_person() -> bool {
    std::io::stderr().is_terminal()
}

/// Whoever reads may have gone away (`| head`): nothing is left to be said then.
fn write(stream: &mut impl Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}
