//! The plan of one partition: its records as they are written, and the artifacts that they bring.

use super::record::{self, Copies, artifacts_of, dated};
use super::{AtHand, Copied, LeftOut, Published, RecordAtHand, Terms, Weight, is_too_large, name, name_of, secrets, too_large};
use plumbline_domain::Instant;
use plumbline_ingest::{artifact_paths, sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// What was planned of one partition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The records, one a line, by month; those without a date under `undated`.
    pub months: BTreeMap<String, String>,
    /// The copies of the artifacts that the records name, with their paths.
    pub copies: BTreeSet<(String, Copied)>,
    /// The paths that records name, as they are written: where the bytes are not at hand, another record may have brought them.
    pub stated: BTreeSet<String>,
    pub(super) left_out: BTreeSet<LeftOut>,
    pub(super) records: (u64, u64),
    pub(super) masked: BTreeSet<(String, String)>,
    pub(super) n_not_at_hand: u64,
    pub(super) not_at_hand: Option<(String, String)>,
    pub(super) newest: Option<Instant>,
    pub(super) of_the_future: BTreeSet<(Instant, String)>,
    pub(super) named: BTreeSet<usize>,
}

/// A record as it is written.
struct Line {
    at: Option<Instant>,
    /// Where its text lies among those of its month.
    text: Range<usize>,
    /// How many of the artifacts that it names are at hand.
    n_found: usize,
    /// Those that are not, of a record that is new.
    n_missing: u64,
    /// The file of the record, and the first path of these.
    missing: Option<(String, String)>,
    /// The paths that it names, by their places among all.
    stated: Vec<u32>,
}

/// The records of a month as they are written. Their texts lie together, since a million small ones take their time.
#[derive(Default)]
struct Month {
    texts: String,
    lines: Vec<Line>,
}

/// The different paths that records name.
#[derive(Default)]
struct Paths {
    places: HashMap<String, u32>,
}

impl Paths {
    fn place(&mut self, path: &str) -> u32 {
        if let Some(place) = self.places.get(path) {
            return *place;
        }
        let place = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.insert(path.to_owned(), place);
        place
    }

    /// Those of some places.
    fn of(self, places: &HashSet<u32>) -> BTreeSet<String> {
        self.places.into_iter().filter(|(_, place)| places.contains(place)).map(|(path, _)| path).collect()
    }
}

/// What is known of a partition while its records come one by one.
#[derive(Default)]
struct Taken {
    copies: Copies,
    paths: Paths,
    part: Part,
}

/// Plans partitions.
#[derive(Debug)]
pub struct Planner<'f> {
    files: &'f [AtHand],
    by_path: BTreeMap<(usize, &'f str), usize>,
    terms: &'f Terms,
    /// Whether a file is published as a copy of other bytes.
    has_copies: bool,
}

impl<'f> Planner<'f> {
    /// Plans with these files at hand.
    pub fn new(files: &'f [AtHand], terms: &'f Terms) -> Self {
        let by_path = files.iter().enumerate().map(|(n, f)| ((f.root, f.path.as_str()), n)).collect();
        let has_copies = !terms.raw_of.is_empty() || files.iter().any(|file| matches!(file.published, Published::Copy { .. }));
        Planner { files, by_path, terms, has_copies }
    }

    /// The file at hand that a path means.
    fn find(&self, root: usize, path: &str, stated: &str) -> Option<(usize, &'f AtHand)> {
        let candidates = artifact_paths(path, stated).unwrap_or_default();
        let n = candidates.iter().find_map(|c| self.by_path.get(&(root, c.as_str())).copied())?;
        Some((n, self.files.get(n)?))
    }

    fn is_standing(&self, root: usize) -> bool {
        self.terms.inputs.get(root).is_some_and(|input| input.is_standing)
    }

    /// The digests of the raw files that a file of the data set that is added to is the copy of.
    fn raw_of(&self, file: &AtHand) -> Option<&'f BTreeSet<String>> {
        self.is_standing(file.root).then(|| self.terms.raw_of.get(&file.path)).flatten()
    }

    /// Plans a partition: all `n` records of its changes that were admitted, in the order of the input. `read` gives one by its place,
    /// perhaps twice; no more than one is in memory at a time.
    ///
    /// # Errors
    /// The first of `read`.
    pub fn part<E>(&self, n: usize, read: impl Fn(usize) -> Result<RecordAtHand, E>) -> Result<Part, E> {
        let mut taken = Taken::default();
        // a run tells of the raw bytes until its artifact is a copy
        for place in (0..n).filter(|_| self.has_copies) {
            let RecordAtHand { root, path, record } = read(place)?;
            taken.copies.learn(&record, |stated| {
                let (_, file) = self.find(root, &path, stated)?;
                Some((file, self.raw_of(file)))
            });
        }
        let mut months: BTreeMap<String, Month> = BTreeMap::new();
        let mut seen: HashMap<[u8; 32], usize> = HashMap::new();
        for place in 0..n {
            let at_hand = read(place)?;
            let Ok((at, is_report)) = dated(&at_hand.record) else { continue };
            let month = at.map_or_else(|| "undated".to_owned(), |at| at.month().to_string());
            let path = at_hand.path.clone();
            let of_month = months.entry(month.clone()).or_default();
            let (line, identity) = self.line(at_hand, at, &month, &mut of_month.texts, &mut taken);
            let out = &mut taken.part;
            let lines = &mut of_month.lines;
            match seen.get(&identity).and_then(|&n| lines.get_mut(n)) {
                Some(known) if known.n_found < line.n_found => *known = line,
                Some(_) => {}
                None => {
                    *(if is_report { &mut out.records.0 } else { &mut out.records.1 }) += 1;
                    out.newest = out.newest.max(at);
                    let is_of_the_future = |at: &Instant| self.terms.clock.is_some_and(|clock| *at > clock);
                    out.of_the_future.extend(at.filter(is_of_the_future).map(|at| (at, path)));
                    seen.insert(identity, lines.len());
                    lines.push(line);
                }
            }
        }
        let Taken { paths, part: mut out, .. } = taken;
        let mut stated = HashSet::new();
        for (month, Month { texts, mut lines }) in months {
            // stable: records of one time keep their order, which decides between two reports of the same gate
            lines.sort_by_key(|line| line.at);
            let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
            for line in lines {
                text.push_str(texts.get(line.text).unwrap_or_default());
                text.push('\n');
                out.n_not_at_hand += line.n_missing;
                out.not_at_hand = out.not_at_hand.take().or(line.missing);
                stated.extend(line.stated);
            }
            out.months.insert(month, text);
        }
        out.stated = paths.of(&stated);
        Ok(out)
    }

    /// A record as it is written, and a digest of what it says wherever its artifacts lie. Its text goes to the end of `texts`.
    fn line(
        &self,
        at_hand: RecordAtHand,
        at: Option<Instant>,
        month: &str,
        texts: &mut String,
        Taken { copies, paths, part: out }: &mut Taken,
    ) -> (Line, [u8; 32]) {
        let RecordAtHand { root, path, mut record } = at_hand;
        copies.rewrite_runs(&mut record);
        let scopes = copies.scopes_of(&record);
        let (mut n_found, mut n_missing, mut missing, mut places) = (0, 0, None, Vec::new());
        for artifact in artifacts_of(&mut record) {
            let Some(stated) = artifact.path() else { continue };
            let Some((n, file)) = self.find(root, &path, &stated) else {
                copies.rewrite_absent(artifact, &scopes);
                places.push(paths.place(&stated));
                if !self.is_standing(root) {
                    n_missing += 1;
                    missing.get_or_insert((path.clone(), stated));
                }
                continue;
            };
            out.named.insert(n);
            n_found += 1;
            let digest = artifact.check(file);
            let mut copied = Copied { from: n, digest, notice: None, raw: BTreeSet::new() };
            let mut wanted = format!("evidence/{month}/{}", name_of(file));
            match (&file.published, digest) {
                (Published::Nothing(why), "differs") => {
                    let notice = format!("Not published: {why}.\n");
                    wanted = format!("evidence/{month}/{}", name::name_of_notice(&notice, file));
                    copied.notice = Some(notice);
                }
                (Published::Copy { .. }, _) => {
                    copied.raw.insert(file.sha256.clone());
                }
                _ => copied.raw.extend(self.raw_of(file).into_iter().flatten().cloned()),
            }
            artifact.rewrite(file, &wanted);
            places.push(paths.place(&wanted));
            if let Published::Nothing(why) = &file.published {
                out.left_out.insert(LeftOut { path: wanted.clone(), why: why.clone(), weight: Weight::Fault });
            }
            if digest != "differs" && (is_too_large(file, self.terms) || matches!(file.published, Published::Nothing(_))) {
                out.left_out.extend(too_large(file, &wanted, self.terms));
            } else {
                out.copies.insert((wanted, copied));
            }
        }
        for field in secrets::mask_record(&mut record) {
            out.masked.insert((path.clone(), field));
        }
        let from = texts.len();
        texts.push_str(&plumbline_text::json(&record.to_string()));
        // a record is the same wherever its artifacts lie
        artifacts_of(&mut record).into_iter().for_each(record::Named::forget_path);
        let identity = sha256(record.to_string().as_bytes());
        (Line { at, text: from..texts.len(), n_found, n_missing, missing, stated: places }, identity)
    }
}
