//! The objects of a git repository: `git cat-file --batch`, asked one by one.

use super::repository::{NoAnswer, is_full_id, refused};
use plumbline_domain::Instant;
use plumbline_ingest::limits::MAX_CONTAINER_BYTES;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

/// A running `git cat-file --batch`.
#[derive(Debug)]
pub struct Objects {
    child: Child,
    ask: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    /// The program, its questions and its answers.
    pub fn new(child: Child, ask: ChildStdin, answers: ChildStdout) -> Self {
        Objects { child, ask: Some(ask), answers: BufReader::new(answers) }
    }

    /// The bytes of an object of this type; none when there is no such object.
    ///
    /// # Errors
    /// When it is larger than anything that is read, and when git gives no answer.
    pub fn bytes(&mut self, id: &str, wanted: &str) -> Result<Option<Vec<u8>>, NoAnswer> {
        let broken = |e: std::io::Error| refused(format!("git cat-file: {}", e.to_string().to_lowercase()));
        let Some(ask) = self.ask.as_mut().filter(|_| is_full_id(id)) else { return Ok(None) };
        ask.write_all(format!("{id}\n").as_bytes()).and_then(|()| ask.flush()).map_err(broken)?;
        let mut header = String::new();
        self.answers.read_line(&mut header).map_err(broken)?;
        let words: Vec<&str> = header.split_whitespace().collect();
        let [_, kind, size] = words.as_slice() else {
            // "ID missing"
            return if words.len() == 2 { Ok(None) } else { Err(refused("git cat-file gave no answer")) };
        };
        let size: u64 = size.parse().map_err(|_| refused("git cat-file gave no size"))?;
        if size > MAX_CONTAINER_BYTES {
            std::io::copy(&mut (&mut self.answers).take(size + 1), &mut std::io::sink()).map_err(broken)?;
            return Err(refused("larger than the limit for one file"));
        }
        let mut bytes = Vec::new();
        (&mut self.answers).take(size).read_to_end(&mut bytes).map_err(broken)?;
        self.answers.read_exact(&mut [0]).map_err(broken)?;
        Ok((*kind == wanted).then_some(bytes))
    }

    /// When a commit was made, as its committer's clock said; none when there is no such commit.
    ///
    /// # Errors
    /// When git gives no answer.
    pub fn committed_at(&mut self, id: &str) -> Result<Option<Instant>, NoAnswer> {
        Ok(self.bytes(id, "commit")?.as_deref().and_then(date_of_commit))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // without questions git ends
        self.ask = None;
        let _ = self.child.wait();
    }
}

/// The date in the text of a commit: `committer NAME <MAIL> SECONDS ZONE`, before the message.
fn date_of_commit(bytes: &[u8]) -> Option<Instant> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.split("\n\n").next()?;
    let committer = head.lines().find_map(|line| line.strip_prefix("committer "))?;
    let seconds: i64 = committer.rsplit_once('>')?.1.split_whitespace().next()?.parse().ok()?;
    seconds.checked_mul(1_000_000).map(Instant::from_micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_commit_is_the_committers_and_no_name_moves_it() {
        let commit = "tree x\nauthor A <a> 9 +0000\ncommitter > 7 +0000 <b> 1700000000 +0200\n\ncommitter C <c> 5 +0000\n";
        assert_eq!(date_of_commit(commit.as_bytes()), Some(Instant::from_micros(1_700_000_000_000_000)));
        assert_eq!(date_of_commit(b"tree x\n\ncommitter C <c> 5 +0000\n"), None);
    }
}
