//! What the agents of pipelines take for a command, and how it is broken up.
//!
//! - GitHub's runner takes a line for a command that begins with `::` once white space is trimmed (`ActionCommand.TryParseV2`), and
//!   one that has `##[` anywhere (`ActionCommand.TryParse`).
//! - Azure's agent takes a line for a command that has `##vso[` anywhere (`Command.TryParse`); its log also formats `##[`.
//! - TeamCity does so with `##teamcity[`.
//! - GitLab's runner has `section_start:` and `section_end:`, which need a carriage return and escapes: these are written out.
//!
//! The first two search with .NET's comparison by language, which skips characters without a weight: format characters, and some
//! accents. So whatever is not ASCII does not keep two `#` or two `:` apart here; a space does.

/// Breaks up what would be a command, character by character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breaker {
    /// Whether the last ASCII character was `#`.
    after_hash: bool,
    start: Start,
}

/// How much of a line was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// Nothing but white space, and what an agent may skip.
    Blank,
    /// And one `:`.
    Colon,
    /// More.
    Passed,
}

impl Breaker {
    /// At the start of a line.
    pub fn at_line_start() -> Self {
        Self { after_hash: false, start: Start::Blank }
    }

    /// Within a line.
    pub fn within_line() -> Self {
        Self { after_hash: false, start: Start::Passed }
    }

    /// Whether something must stand between what was seen and this character.
    pub fn must_part(&mut self, c: char) -> bool {
        let second_hash = self.after_hash && c == '#';
        if c.is_ascii() {
            self.after_hash = c == '#';
        }
        let second_colon = self.start == Start::Colon && c == ':';
        self.start = match (self.start, c) {
            (_, '\n') => Start::Blank,
            (Start::Blank, ':') => Start::Colon,
            (Start::Blank, c) if c.is_whitespace() || !c.is_ascii() => Start::Blank,
            (Start::Colon, c) if !c.is_ascii() => Start::Colon,
            _ => Start::Passed,
        };
        second_hash || second_colon
    }
}

/// Whether an agent could take a line for a command: a port of the parsers that are named above, for tests.
#[cfg(test)]
pub(crate) fn commands_an_agent(line: &str) -> bool {
    let weighed: String = line.chars().filter(|c| c.is_ascii() && !c.is_ascii_control() || c.is_whitespace()).collect();
    weighed.trim_start().starts_with("::") || weighed.contains("##[") || weighed.contains("##vso[")
}
