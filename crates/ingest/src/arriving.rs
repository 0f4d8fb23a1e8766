//! A large file that is read while it arrives, so that it is never held as a whole.

use super::formats::sarif;
use super::limits::MAX_FILE_BYTES;
use super::parse::parse_arrived;
use super::reader::Prepared;
use plumbline_domain::Policy;

/// A file of which a part has arrived. Only SARIF is read in this way: everything else is small, or has to be seen as a whole.
///
/// ```
/// use plumbline_ingest::{Arriving, Source, default_policy, prepare};
///
/// let log = br#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": [{"ruleId": "A"}, {"ruleId": "B"}]}]}"#;
/// let mut arriving = Arriving::new("a.sarif", log.len() as u64);
/// assert!(log.chunks(7).all(|piece| arriving.push(piece)));
/// assert_eq!(arriving.finish(&default_policy().0).map(|prepared| prepared.path().to_owned()), Some("a.sarif".to_owned()));
/// ```
pub struct Arriving {
    path: String,
    bytes: u64,
    arrived: u64,
    log: sarif::Arriving,
}

impl Arriving {
    /// A file of this name and of so many bytes.
    pub fn new(path: impl Into<String>, bytes: u64) -> Self {
        let log = sarif::Arriving::new(usize::try_from(bytes).unwrap_or(usize::MAX));
        Arriving { path: path.into(), bytes, arrived: 0, log }
    }

    /// Takes the next bytes. Whether the file can still be read in this way; otherwise [`crate::prepare`] reads it as a whole.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        self.arrived += bytes.len() as u64;
        self.arrived <= self.bytes.min(MAX_FILE_BYTES) && self.log.push(bytes)
    }

    /// The file, without its digest, when all of it has arrived: what [`crate::prepare`] makes of it as a whole. None when it has to be
    /// read so.
    pub fn finish(self, policy: &Policy) -> Option<Prepared> {
        let Arriving { path, bytes, arrived, log } = self;
        let parsed = parse_arrived(log, policy).filter(|_| arrived == bytes)?;
        Some(Prepared { path, sha256: String::new(), bytes, parsed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, default_policy, prepare};
    use proptest::prelude::*;

    const LOG: &str = r#"{"$schema": "x", "version": "2.1.0", "runs": [
 {"tool": {"driver": {"name": "checkov", "version": "3", "rules": [{"id": "A", "properties": {"security-severity": "8.1"}}]}},
  "results": [
   {"ruleId": "A", "message": {"text": "größer \"{0}\" 𝄞", "arguments": ["\u00e9"]}, "properties": {"a": [1, {"b": null}]},
    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b.tf", "uriBaseId": "ROOT"}}}]},
   3,
   {"ruleId": "B", "level": "note", "kind": "pass"},
   {"ruleId": "B", "level": "note",
    "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}, "region": {"startLine": 7}}}]}
  ],
  "artifacts": [{"location": {"uri": "c.tf"}}], "originalUriBaseIds": {"ROOT": {"uri": "infra/"}},
  "invocations": [{"executionSuccessful":
     false}]},
 {"tool": {"driver": {"name": "other"}}, "results": [{"ruleId": "C"}]}]}
"#;

    /// What arrived in these pieces, as text; none when it had to be given up.
    fn in_pieces<'t>(text: &'t str, pieces: impl IntoIterator<Item = &'t [u8]>) -> Option<String> {
        let mut arriving = Arriving::new("a", text.len() as u64);
        for piece in pieces {
            if !arriving.push(piece) {
                return None;
            }
        }
        arriving.finish(&default_policy().0).map(|prepared| format!("{prepared:?}"))
    }

    fn whole(text: &str) -> String {
        let source = Source { path: "a".to_owned(), bytes: text.as_bytes().to_vec(), sha256: String::new() };
        format!("{:?}", prepare(source, &default_policy().0))
    }

    #[test]
    fn wherever_a_log_is_cut_it_says_what_it_says_as_a_whole() {
        let expected = Some(whole(LOG));
        let bytes = LOG.as_bytes();
        for cut in 0..=bytes.len() {
            let (before, after) = bytes.split_at(cut);
            assert_eq!(in_pieces(LOG, [before, after]), expected, "{cut}");
        }
        for size in 1..60 {
            assert_eq!(in_pieces(LOG, bytes.chunks(size)), expected, "{size}");
        }
    }

    #[test]
    fn a_log_that_does_not_arrive_whole_is_none() {
        let bytes = LOG.trim_end().as_bytes();
        for end in 0..bytes.len() {
            let mut arriving = Arriving::new("a", bytes.len() as u64);
            let is_taken = arriving.push(&bytes[..end]);
            assert!(!is_taken || arriving.finish(&default_policy().0).is_none(), "{end}");
        }
    }

    #[test]
    fn what_is_unusual_is_left_to_a_whole_reading() {
        let texts = [
            LOG.replace("\"ruleId\": \"A\"", "\"ruleId\": \"A\", \"ruleId\": \"B\""),
            LOG.replace("\"artifacts\"", "\"results\": [], \"artifacts\""),
            LOG.replace("\"tool\"", "\"tools\""),
            LOG.replace("2.1.0", "2.0.0"),
            LOG.replace("null", &format!("{}{}", "[".repeat(121), "]".repeat(121))),
            format!("[{LOG}]"),
            format!("\u{FEFF}{LOG}"),
            "{}".to_owned(),
            String::new(),
        ];
        for text in texts {
            assert_eq!(in_pieces(&text, text.as_bytes().chunks(64)), None, "{text}");
        }
        let deep = LOG.replace("null", &format!("{}{}", "[".repeat(118), "]".repeat(118)));
        assert_eq!(in_pieces(&deep, deep.as_bytes().chunks(64)), Some(whole(&deep)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_damaged_log_is_given_up_or_says_what_it_says_as_a_whole(
            at in 0..LOG.len(), n in 0_usize..9, put in "[\\[\\]{}\",:0a \n\\\\]{0,3}", size in 1_usize..400,
        ) {
            let mut bytes = LOG.as_bytes().to_vec();
            bytes.splice(at..(at + n).min(LOG.len()), put.bytes());
            if let Ok(text) = String::from_utf8(bytes)
                && let Some(found) = in_pieces(&text, text.as_bytes().chunks(size))
            {
                prop_assert_eq!(found, whole(&text));
            }
        }
    }
}
