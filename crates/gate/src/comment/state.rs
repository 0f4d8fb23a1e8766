//! The marker at the end of a comment: whose comment it is, and the short names of what it spoke of.

use super::items::{Item, Kind, letter_of};
use super::{MAX_COMMENT, shown_digest};
use plumbline_domain::Severity;
use plumbline_ingest::sha256_hex;
use std::collections::{HashMap, HashSet};

/// How every marker begins. The number is the version of its format.
const START: &str = "<!-- plumbline-comment/1 ";
const END: &str = " -->";
/// How many items a marker names at most.
const MAX_ITEMS: usize = 110;
/// How long a name with its letter is.
const ITEM_LEN: usize = 9;

/// What a run leaves for the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// The digest of the change's id.
    change: String,
    /// The digest of the verdict and of all items.
    pub(super) digest: String,
    /// Letters and names, what fails first.
    items: Vec<(char, String)>,
    /// How many items there was no room for.
    cut: usize,
}

/// The items of the last run that are no more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gone {
    /// Open findings by severity, the worst first.
    pub(super) findings: [u64; Severity::ALL.len()],
    /// What failed or was not verified, and was no finding.
    pub(super) owed: u64,
}

fn digest(text: &str) -> String {
    sha256_hex(text.as_bytes()).chars().take(16).collect()
}

impl State {
    pub(super) fn of(change: &str, verdict: &str, items: &[Item<'_>]) -> Self {
        let named = |item: &Item<'_>| (item.kind.letter(), item.hash.clone());
        let mut all: Vec<String> = items.iter().map(named).map(|(letter, hash)| format!("{letter}{hash}")).collect();
        all.sort_unstable();
        State {
            change: digest(change),
            digest: digest(&format!("{verdict}\n{}", all.concat())),
            items: items.iter().take(MAX_ITEMS).map(named).collect(),
            cut: items.len().saturating_sub(MAX_ITEMS),
        }
    }

    /// The line; `shown` is the digest of the text above it.
    pub(super) fn written(&self, shown: &str) -> String {
        let items: String = self.items.iter().map(|(letter, hash)| format!("{letter}{hash}")).collect();
        format!("{START}change={} digest={} shown={shown} cut={} items={items}{END}", self.change, self.digest, self.cut)
    }

    /// How long the line is.
    pub(super) fn written_len(&self) -> usize {
        self.written("0123456789abcdef").len()
    }

    /// Reads a marker; none unless every field is as it is written.
    fn read(line: &str) -> Option<(Self, &str)> {
        let mut fields = line.strip_prefix(START)?.strip_suffix(END)?.split(' ');
        let mut field = |name: &str| fields.next()?.strip_prefix(name)?.strip_prefix('=');
        let (change, digest, shown) = (field("change")?, field("digest")?, field("shown")?);
        let (cut, items) = (field("cut")?, field("items")?);
        let is_hex = |text: &str, len| text.len() == len && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let are_digests = [change, digest, shown].iter().all(|text| is_hex(text, 16));
        if !are_digests || fields.next().is_some() || !items.is_ascii() || items.len() % ITEM_LEN != 0 {
            return None;
        }
        let named: Option<Vec<(char, String)>> = items
            .as_bytes()
            .chunks(ITEM_LEN)
            .map(|chunk| {
                let (letter, hash) = std::str::from_utf8(chunk).ok()?.split_at_checked(1)?;
                let letter = letter.chars().next().filter(|c| "xwvchmli".contains(*c))?;
                is_hex(hash, ITEM_LEN - 1).then(|| (letter, hash.to_owned()))
            })
            .collect();
        let items = named.filter(|items| items.len() <= MAX_ITEMS)?;
        let is_number = !cut.is_empty() && cut.len() <= 9 && cut.bytes().all(|b| b.is_ascii_digit());
        let cut = cut.parse().ok().filter(|_| is_number)?;
        Some((State { change: change.to_owned(), digest: digest.to_owned(), items, cut }, shown))
    }

    /// Whether the last run had more items than its marker names.
    pub(super) const fn is_cut(&self) -> bool {
        self.cut > 0
    }

    /// Whether an item is in another state than in the last run, or was not there. Nothing is said of one that may have had no room.
    pub(super) fn lacks(&self, item: &Item<'_>) -> bool {
        match self.items.iter().find(|(letter, hash)| *hash == item.hash && is_of(&item.kind, *letter)) {
            Some((letter, _)) => *letter != item.kind.letter(),
            None => !self.is_cut(),
        }
    }

    /// What the last run had, and this one does not.
    pub(super) fn gone(&self, now: &[Item<'_>]) -> Gone {
        let findings: HashSet<&str> = now.iter().filter(|i| i.finding().is_some()).map(|i| i.hash.as_str()).collect();
        let owed: HashMap<&str, bool> = now
            .iter()
            .filter(|i| matches!(i.kind, Kind::Fails(_) | Kind::Open | Kind::Unreadable(_)))
            .map(|i| (i.hash.as_str(), i.kind.fails()))
            .collect();
        let mut gone = Gone::default();
        for (letter, hash) in &self.items {
            let severity = Severity::ALL.iter().position(|s| letter_of(*s) == *letter);
            match (severity, letter) {
                (Some(n), _) if !findings.contains(hash.as_str()) => {
                    if let Some(count) = gone.findings.get_mut(n) {
                        *count += 1;
                    }
                }
                (None, 'x' | 'w') if !owed.contains_key(hash.as_str()) => gone.owed += 1,
                _ => {}
            }
        }
        gone
    }
}

/// Whether a letter is of the same sort of item: names of findings are compared with names of findings.
fn is_of(kind: &Kind<'_>, letter: char) -> bool {
    match kind {
        Kind::Finding(_) => !matches!(letter, 'x' | 'w' | 'v'),
        Kind::Verified { .. } => letter == 'v',
        Kind::Fails(_) | Kind::Open | Kind::Unreadable(_) => matches!(letter, 'x' | 'w'),
    }
}

/// What is known of the last run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Earlier {
    /// There was none.
    None,
    /// There was a comment, and it cannot be compared with: it is of another change or version, or was altered.
    Unusable,
    /// What it left.
    Known {
        /// Its items.
        state: State,
        /// The first line that it shows.
        verdict: String,
    },
}

impl Earlier {
    /// Reads the last comment about a change.
    pub(super) fn read(text: Option<&str>, change: &str) -> Self {
        match text {
            None => Earlier::None,
            Some(text) if text.trim().is_empty() => Earlier::None,
            Some(text) => Self::of_text(text, change).unwrap_or(Earlier::Unusable),
        }
    }

    fn of_text(text: &str, change: &str) -> Option<Self> {
        // services may have other line ends
        let text = text.replace("\r\n", "\n");
        let text = text.trim_end();
        if text.len() > MAX_COMMENT {
            return None;
        }
        let (shown_text, marker) = text.rsplit_once('\n')?;
        let (state, shown) = State::read(marker)?;
        let is_whole = shown == shown_digest(shown_text) && state.change == digest(change);
        is_whole.then(|| Earlier::Known { state, verdict: shown_text.lines().next().unwrap_or_default().to_owned() })
    }

    pub(super) const fn state(&self) -> Option<&State> {
        match self {
            Earlier::Known { state, .. } => Some(state),
            Earlier::None | Earlier::Unusable => None,
        }
    }
}
