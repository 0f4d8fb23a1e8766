//! Rows of columns as bytes and back: each column by itself, what is often the same as codes.

use super::Damaged;
use super::column_row::ColumnRow;
use super::moments::{MomentRows, Moments};
use crate::columns::RowFacts;
use plumbline_columns::{Intern, STRANDS, Strand};
use serde::{Deserialize, Serialize};

/// What columns begin with: "col", and the number of their layout. Segments of all layers that are about changes are written together,
/// so that it stands for the layout of the others too.
const LAYOUT: u64 = 0x63_6f6c_0002;

/// The columns of some changes, in byte order of their ids.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Segment {
    /// How many changes.
    n: u32,
    /// For each id, how many bytes it shares with the one before, and the length of its rest; then the rests of all of them.
    shared: Vec<u32>,
    lengths: Vec<u32>,
    ids: String,
    /// Dates in steps of a unit from the first, in microseconds.
    date_unit: i64,
    date_first: i64,
    dates: Vec<u64>,
    /// The names of teams, services, environments and releases; codes count from 1, 0 stands for none.
    names: [Vec<String>; 4],
    name_codes: [Vec<u32>; 4],
    authorships: Vec<u8>,
    marks: Coded,
    blast_radius: Vec<u64>,
    strand_kinds: Vec<(u64, u64, u8)>,
    gates: [Vec<u32>; STRANDS],
    risks: [Vec<u32>; STRANDS],
    requirements: CodedLists,
    courses: Coded,
    touched: Vec<u8>,
    offers: CodedLists,
    occurrences: CodedLists,
    findings: CodedLists,
    moments: Moments,
}

/// Numbers of which few are different.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Coded {
    numbers: Vec<u64>,
    codes: Vec<u32>,
}

/// Lists of such numbers. The same lists come again and again, so that a row is the code of its list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct CodedLists {
    numbers: Vec<u64>,
    lists: Vec<Vec<u32>>,
    rows: Vec<u32>,
}

impl Coded {
    fn of(values: impl Iterator<Item = u64>) -> Self {
        let mut intern = Intern::default();
        let codes = values.map(|value| intern.code(value)).collect();
        Coded { numbers: intern.numbers().to_vec(), codes }
    }

    fn get(&self, row: usize) -> Option<u64> {
        self.numbers.get(*self.codes.get(row)? as usize).copied()
    }
}

impl CodedLists {
    pub fn of(rows: impl Iterator<Item = Vec<u64>>) -> Self {
        let (mut intern, mut known) = (Intern::default(), std::collections::HashMap::<Vec<u32>, u32>::new());
        let mut out = CodedLists::default();
        for row in rows {
            let list: Vec<u32> = row.into_iter().map(|number| intern.code(number)).collect();
            let next = u32::try_from(out.lists.len()).unwrap_or(u32::MAX);
            let code = *known.entry(list).or_insert_with_key(|list| {
                out.lists.push(list.clone());
                next
            });
            out.rows.push(code);
        }
        out.numbers = intern.numbers().to_vec();
        out
    }

    fn row(&self, row: usize) -> Option<impl Iterator<Item = Option<u64>>> {
        let list = self.lists.get(*self.rows.get(row)? as usize)?;
        Some(list.iter().map(|code| self.numbers.get(*code as usize).copied()))
    }

    /// How many numbers all rows have together.
    pub fn n_numbers(&self) -> u64 {
        self.rows.iter().filter_map(|row| self.lists.get(*row as usize)).map(|list| list.len() as u64).sum()
    }

    /// A row as a vector; none when a code has no number.
    pub fn all(&self, row: usize) -> Option<Vec<u64>> {
        self.row(row)?.collect()
    }
}

/// Escaped occurrences stand above all patterns.
const ESCAPED: u64 = 1 << 32;

/// Some rows as bytes. They must be in byte order of the ids.
pub fn columns_to_bytes(rows: &[ColumnRow]) -> Vec<u8> {
    let facts = || rows.iter().map(|row| &row.facts);
    let mut segment = Segment { n: u32::try_from(rows.len()).unwrap_or(u32::MAX), ..Segment::default() };
    let mut before = "";
    for row in rows {
        let shared = shared_bytes(before, &row.id);
        let rest = row.id.get(shared..).unwrap_or_default();
        segment.shared.push(u32::try_from(shared).unwrap_or(u32::MAX));
        segment.lengths.push(u32::try_from(rest.len()).unwrap_or(u32::MAX));
        segment.ids.push_str(rest);
        before = &row.id;
    }
    segment.date_first = facts().map(|f| f.date).min().unwrap_or(0);
    let distance = |f: &RowFacts| f.date.abs_diff(segment.date_first);
    let unit = facts().map(distance).fold(0, gcd).max(1);
    segment.date_unit = i64::try_from(unit).unwrap_or(1);
    segment.dates = facts().map(|f| distance(f) / unit).collect();
    let name_columns = segment.names.iter_mut().zip(&mut segment.name_codes);
    for (kind, (names, codes)) in name_columns.enumerate() {
        let of = |row: &ColumnRow| row.names.get(kind).cloned().flatten();
        let distinct: std::collections::BTreeSet<String> = rows.iter().filter_map(of).collect();
        *names = distinct.into_iter().collect();
        let code = |name: String| names.binary_search(&name).ok().and_then(|place| u32::try_from(place + 1).ok());
        *codes = rows.iter().map(|row| of(row).and_then(code).unwrap_or(0)).collect();
    }
    segment.authorships = facts().map(|f| u8::try_from(f.authorship).unwrap_or(u8::MAX)).collect();
    segment.marks = Coded::of(facts().map(|f| u64::from(f.marks)));
    segment.blast_radius = facts().map(|f| f.blast_radius).collect();
    let mut kinds = StrandKinds::default();
    for (strand, column) in segment.gates.iter_mut().enumerate() {
        *column = facts().map(|f| kinds.code(f.gates.get(strand).copied().flatten())).collect();
    }
    for (strand, column) in segment.risks.iter_mut().enumerate() {
        *column = facts().map(|f| kinds.code(f.risks.get(strand).copied().flatten())).collect();
    }
    segment.strand_kinds = kinds.kinds;
    segment.requirements = CodedLists::of(facts().map(|f| f.requirements.clone()));
    segment.courses = Coded::of(facts().map(|f| f.course));
    segment.touched = facts().map(|f| u8::try_from(f.touched).unwrap_or(u8::MAX)).collect();
    segment.offers = CodedLists::of(facts().map(|f| f.offers.clone()));
    let occurrence = |&(pattern, escaped): &(u32, bool)| u64::from(pattern) | if escaped { ESCAPED } else { 0 };
    segment.occurrences = CodedLists::of(facts().map(|f| f.occurrences.iter().map(occurrence).collect()));
    segment.findings = CodedLists::of(facts().map(|f| f.findings.iter().map(|&code| u64::from(code)).collect()));
    segment.moments = Moments::of(rows.iter().map(|row| &row.facts));
    postcard::to_allocvec(&(LAYOUT, segment)).unwrap_or_default()
}

/// The columns of some bytes.
///
/// # Errors
/// When they are not what [`columns_to_bytes`] writes, or what that of another release writes.
pub fn columns_from_bytes(bytes: &[u8]) -> Result<StoredColumns, Damaged> {
    let (layout, rest) = postcard::take_from_bytes::<u64>(bytes).map_err(|_| Damaged("it holds no columns"))?;
    if layout != LAYOUT {
        return Err(Damaged(
            "its columns have the layout of another release: publish the data set again with `plumbline bundle`",
        ));
    }
    let segment: Segment = postcard::from_bytes(rest).map_err(|_| Damaged("it holds no columns"))?;
    let n = segment.n as usize;
    // the shortest column tells how many rows there can be at most
    if ![&segment.shared, &segment.lengths].iter().all(|column| column.len() == n) || segment.dates.len() != n {
        return Err(DO_NOT_FIT);
    }
    match segment.text_bytes() <= MAX_TEXT_BYTES && segment.n_numbers() <= MAX_NUMBERS {
        true => Ok(StoredColumns(Box::new(segment))),
        false => Err(Damaged("its rows are larger than any that are read")),
    }
}

const DO_NOT_FIT: Damaged = Damaged("its columns do not fit together");

/// Bytes of the ids and names of all rows of a segment. They are stored once for many rows, so that a small file could fill the memory.
/// 100 000 changes have some 20 MB.
const MAX_TEXT_BYTES: u64 = 1 << 28;

/// Numbers in the lists of all rows of a segment, for the same reason. 100 000 changes with a million findings have some 5 million.
const MAX_NUMBERS: u64 = 1 << 26;

/// Columns as they are stored, which take a fraction of the memory of their rows: these are made one at a time.
#[derive(Clone, Debug, Default)]
pub struct StoredColumns(Box<Segment>);

impl StoredColumns {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.0.n as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, in byte order of the ids; an error where the columns do not fit together, which is the last item then.
    pub fn rows(&self) -> StoredRows<'_> {
        StoredRows { segment: &self.0, row: 0, from: 0, before: String::new(), moments: self.0.moments.rows() }
    }

    /// All rows at once.
    ///
    /// # Errors
    /// When the columns do not fit together.
    pub fn all(&self) -> Result<Vec<ColumnRow>, Damaged> {
        self.rows().collect()
    }

    /// The names of a kind that some row has, by its place in [`ColumnRow::names`]; a name may come more than once.
    pub(super) fn names(&self, kind: usize) -> impl Iterator<Item = &str> {
        let names = self.0.names.get(kind).map(Vec::as_slice).unwrap_or_default();
        let mut is_used = vec![false; names.len()];
        for code in self.0.name_codes.get(kind).into_iter().flatten() {
            if let Some(slot) = (*code as usize).checked_sub(1).and_then(|place| is_used.get_mut(place)) {
                *slot = true;
            }
        }
        names.iter().zip(is_used).filter(|(_, is_used)| *is_used).map(|(name, _)| name.as_str())
    }
}

/// Makes one row of stored columns after the other.
#[derive(Debug)]
pub struct StoredRows<'c> {
    segment: &'c Segment,
    row: usize,
    /// Where the rest of the next id begins.
    from: usize,
    /// The id before.
    before: String,
    moments: MomentRows<'c>,
}

impl Iterator for StoredRows<'_> {
    type Item = Result<ColumnRow, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.row >= self.segment.n as usize {
            return None;
        }
        let row = self.next_row();
        self.row = if row.is_some() { self.row + 1 } else { usize::MAX };
        Some(row.ok_or(DO_NOT_FIT))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = (self.segment.n as usize).saturating_sub(self.row);
        (0, Some(n))
    }
}

impl StoredRows<'_> {
    fn next_row(&mut self) -> Option<ColumnRow> {
        let StoredRows { segment, row, from, before, moments } = self;
        let to = usize::checked_add(*from, *segment.lengths.get(*row)? as usize)?;
        let shared = before.get(..*segment.shared.get(*row)? as usize)?;
        let id = [shared, segment.ids.get(*from..to)?].concat();
        if *row > 0 && *before >= id {
            return None;
        }
        (*from, *before) = (to, id.clone());
        let name = |kind: usize| -> Option<Option<String>> {
            let code = *segment.name_codes.get(kind)?.get(*row)? as usize;
            match code.checked_sub(1) {
                None => Some(None),
                Some(place) => Some(Some(segment.names.get(kind)?.get(place)?.clone())),
            }
        };
        Some(ColumnRow { id, names: [name(0)?, name(1)?, name(2)?, name(3)?], facts: segment.facts(*row, moments)? })
    }
}

impl Segment {
    /// How many bytes the ids and names of all rows have together.
    fn text_bytes(&self) -> u64 {
        let ids = self.shared.iter().chain(&self.lengths).map(|n| u64::from(*n));
        let of_kinds = self.names.iter().zip(&self.name_codes);
        let names =
            of_kinds.flat_map(|(names, codes)| codes.iter().filter_map(|code| names.get((*code as usize).checked_sub(1)?)));
        ids.chain(names.map(|name| name.len() as u64)).sum()
    }

    /// How many numbers the lists of all rows have together.
    fn n_numbers(&self) -> u64 {
        let lists = [&self.requirements, &self.offers, &self.occurrences, &self.findings];
        lists.into_iter().map(CodedLists::n_numbers).sum::<u64>() + self.moments.n_numbers()
    }

    fn facts(&self, row: usize, moments: &mut MomentRows<'_>) -> Option<RowFacts> {
        let authorship = u32::from(*self.authorships.get(row)?);
        if authorship as usize >= RowFacts::N_AUTHORSHIPS {
            return None;
        }
        let step = i64::try_from(*self.dates.get(row)?).ok()?.checked_mul(self.date_unit)?;
        let strands = |columns: &[Vec<u32>; STRANDS]| -> Option<[Option<Strand>; STRANDS]> {
            let mut out = [None; STRANDS];
            for (slot, column) in out.iter_mut().zip(columns) {
                *slot = match column.get(row)?.checked_sub(1) {
                    None => None,
                    Some(kind) => Some(strand_of(*self.strand_kinds.get(kind as usize)?)),
                };
            }
            Some(out)
        };
        let occurrence = |number: u64| Some((u32::try_from(number & !ESCAPED).ok()?, number & ESCAPED != 0));
        let date = self.date_first.checked_add(step)?;
        let (dues, debt_turns) = moments.next_of(date)?;
        Some(RowFacts {
            date,
            authorship,
            marks: u32::try_from(self.marks.get(row)?).ok()?,
            blast_radius: *self.blast_radius.get(row)?,
            gates: strands(&self.gates)?,
            risks: strands(&self.risks)?,
            requirements: self.requirements.all(row)?,
            course: self.courses.get(row)?,
            touched: u32::from(*self.touched.get(row)?),
            offers: self.offers.all(row)?,
            occurrences: self.occurrences.row(row)?.map(|number| occurrence(number?)).collect::<Option<_>>()?,
            findings: self.findings.row(row)?.map(|number| u32::try_from(number?).ok()).collect::<Option<_>>()?,
            dues,
            debt_turns,
        })
    }
}

/// The different strands; codes count from 1, 0 stands for none.
#[derive(Default)]
struct StrandKinds {
    kinds: Vec<(u64, u64, u8)>,
    codes: std::collections::HashMap<(u64, u64, u8), u32>,
}

const HAS_SHARE: u8 = 1;
const HAS_VALUE: u8 = 2;
const IS_MARKED: u8 = 4;

impl StrandKinds {
    fn code(&mut self, strand: Option<Strand>) -> u32 {
        let Some(strand) = strand else { return 0 };
        let bit = |bit: u8, is: bool| if is { bit } else { 0 };
        let bits =
            bit(HAS_SHARE, strand.share.is_some()) | bit(HAS_VALUE, strand.value.is_some()) | bit(IS_MARKED, strand.is_marked);
        let kind = (strand.share.unwrap_or(0.0).to_bits(), strand.value.unwrap_or(0.0).to_bits(), bits);
        let next = u32::try_from(self.kinds.len() + 1).unwrap_or(u32::MAX);
        *self.codes.entry(kind).or_insert_with(|| {
            self.kinds.push(kind);
            next
        })
    }
}

fn strand_of((share, value, bits): (u64, u64, u8)) -> Strand {
    let number = |bit: u8, bits_of: u64| (bits & bit != 0).then(|| f64::from_bits(bits_of));
    Strand { share: number(HAS_SHARE, share), value: number(HAS_VALUE, value), is_marked: bits & IS_MARKED != 0 }
}

pub(super) fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// How many bytes two texts begin with alike, in whole characters.
fn shared_bytes(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).take_while(|((_, x), y)| x == y).last().map_or(0, |((at, x), _)| at + x.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(teams: &[(&str, &str)]) -> StoredColumns {
        let row = |(id, team): &(&str, &str)| ColumnRow {
            id: (*id).to_owned(),
            names: [Some((*team).to_owned()), None, None, None],
            facts: RowFacts::default(),
        };
        columns_from_bytes(&columns_to_bytes(&teams.iter().map(row).collect::<Vec<_>>())).unwrap()
    }

    #[test]
    fn rows_come_one_at_a_time_and_end_where_columns_do_not_fit() {
        let mut stored = columns(&[("a#1", "x"), ("a#2", "y"), ("a#3", "x")]);
        let ids = |stored: &StoredColumns| stored.rows().map(|row| row.map(|row| row.id)).collect::<Vec<_>>();
        assert_eq!(ids(&stored), ["a#1", "a#2", "a#3"].map(|id| Ok(id.to_owned())));
        stored.0.name_codes[0][1] = 9;
        assert_eq!(ids(&stored), [Ok("a#1".to_owned()), Err(DO_NOT_FIT)]);
        assert_eq!((stored.all(), stored.len()), (Err(DO_NOT_FIT), 3));
        stored.0.name_codes[0][1] = 2;
        // the second id would be the first one again
        (stored.0.shared[1], stored.0.lengths[1]) = (3, 0);
        assert_eq!(ids(&stored).last(), Some(&Err(DO_NOT_FIT)));
    }

    #[test]
    fn attack_columns_whose_rows_are_far_larger_than_they_are_refused() {
        let ids: Vec<String> = (0..300).map(|n| format!("a#{n:03}")).collect();
        let rows: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), "x")).collect();
        let whole = columns(&rows);
        let told = |alter: fn(&mut Segment)| {
            let mut altered = whole.clone();
            alter(&mut altered.0);
            columns_from_bytes(&postcard::to_allocvec(&(LAYOUT, &*altered.0)).unwrap()).err()
        };
        assert_eq!(told(|_| ()), None);
        let too_large = Some(Damaged("its rows are larger than any that are read"));
        // one list of 300 000 numbers, for each of 300 rows
        fn list() -> CodedLists {
            CodedLists { numbers: vec![0], lists: vec![vec![0; 300_000]], rows: vec![0; 300] }
        }
        assert_eq!(told(|segment| segment.findings = list()), too_large);
        assert_eq!(told(|segment| segment.occurrences = list()), too_large);
        assert_eq!(told(|segment| segment.names[0][0] = "x".repeat(1 << 20)), too_large);
        assert_eq!(told(|segment| segment.shared.iter_mut().for_each(|shared| *shared = 1 << 20)), too_large);
    }

    #[test]
    fn a_name_that_no_row_has_is_none() {
        let mut stored = columns(&[("a#1", "x"), ("a#2", "z")]);
        stored.0.names[0].push("nobody".to_owned());
        assert_eq!(stored.names(0).collect::<Vec<_>>(), ["x", "z"]);
        assert_eq!(stored.names(1).count() + stored.names(7).count(), 0);
    }
}
