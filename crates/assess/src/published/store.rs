//! What is at hand of a published data set, and what somebody asked for that is not.

use super::detail::{contents_of, details_from_bytes};
use super::in_order::InOrder;
use super::record::{StoredChange, changes_from_bytes};
use super::remarks::RemarksOfPart;
use super::{ColumnRow, Damaged, LaterRow, Offered, Sources, StoredColumns, Summary, Whole};
use crate::columns::{Builder, NamePlaces};
use crate::judge::{Judged, Names};
use crate::{Assessment, ChangeAssessment, Occurrence};
use plumbline_domain::{Change, ChangeFields, Content, ContentId, Dataset, FileId, Instant, LooseArtifact, Policy};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

/// What somebody asked for and is not at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Changes of these spans, by their places among the spans.
    pub spans: BTreeSet<u32>,
    /// The evidence of these changes, by their ids.
    pub details: BTreeSet<String>,
    /// What became of each file.
    pub sources: bool,
}

impl Wanted {
    /// Whether all that was asked for is at hand.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty() && self.details.is_empty() && !self.sources
    }
}

/// A change that was added.
#[derive(Debug)]
pub(crate) struct AddedChange {
    pub change: Change,
    pub assessed: ChangeAssessment,
    pub occurrences: Vec<Occurrence>,
    pub rules: Vec<String>,
    /// Whether its reports are there.
    pub has_detail: bool,
}

/// What is at hand of a published data set.
#[derive(Debug)]
pub(crate) struct Published {
    pub summary: Summary,
    /// What the parts have in common, when only some of them are at hand.
    pub whole: Option<Whole>,
    ids: Vec<String>,
    names: Vec<NamePlaces>,
    /// The span of each change.
    span_of: Vec<u32>,
    /// The row of each change in its span.
    row_of: Vec<u32>,
    n_spans: u32,
    changes: Vec<Option<Box<AddedChange>>>,
    /// The names of files that origins speak of.
    files: Vec<String>,
    file_places: HashMap<String, u32>,
    content_places: HashMap<(String, String, &'static str), u32>,
    /// The records that hold later than at the time of publishing, by change.
    later_changes: HashMap<String, StoredChange<'static>>,
    pub offered: Option<Vec<Offered>>,
    wanted: Mutex<Wanted>,
}

/// What is not at hand.
pub(crate) enum Unloaded {
    Change(u32),
    Detail(u32),
    Sources,
}

/// What there may be beside the columns of a data set.
#[derive(Default)]
struct Beside<'b> {
    /// What its parts have in common, where only some of them are here.
    whole: Option<Whole>,
    /// The remarks of each part.
    remarks: Vec<&'b RemarksOfPart>,
    /// Rows in the place of others, by the ids of their changes.
    later: HashMap<String, ColumnRow>,
}

impl Published {
    /// Notes that something is missing.
    pub fn want(&self, what: Unloaded) {
        let Ok(mut wanted) = self.wanted.lock() else { return };
        match what {
            Unloaded::Change(place) => wanted.spans.extend(self.span_of.get(place as usize)),
            Unloaded::Detail(place) => {
                wanted.spans.extend(self.span_of.get(place as usize));
                wanted.details.extend(self.ids.get(place as usize).cloned());
            }
            Unloaded::Sources => wanted.sources = true,
        }
    }

    /// The id of the change at a place.
    pub fn id(&self, place: u32) -> Option<&str> {
        self.ids.get(place as usize).map(String::as_str)
    }

    /// The place of the change with an id.
    pub fn place_of(&self, id: &str) -> Option<u32> {
        self.ids.binary_search_by(|known| known.as_str().cmp(id)).ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The change at a place, without its reports as long as nobody asked for them.
    pub fn change(&self, place: u32) -> Option<&AddedChange> {
        let slot = self.changes.get(place as usize)?;
        if slot.is_none() {
            self.want(Unloaded::Change(place));
        }
        slot.as_deref()
    }

    /// The change at a place with its reports.
    pub fn whole_change(&self, place: u32) -> Option<&AddedChange> {
        let added = self.changes.get(place as usize)?.as_deref().filter(|added| added.has_detail);
        if added.is_none() {
            self.want(Unloaded::Detail(place));
        }
        added
    }

    pub fn file_name(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", String::as_str)
    }

    fn file(&mut self, name: &str) -> FileId {
        let next = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let place = *self.file_places.entry(name.to_owned()).or_insert(next);
        if place == next {
            self.files.push(name.to_owned());
        }
        FileId(place)
    }

    fn add_change(&mut self, place: u32, stored: StoredChange<'static>) {
        let names: Vec<FileId> = stored.files.iter().map(|name| self.file(name)).collect();
        let mut reviews = stored.reviews;
        for review in &mut reviews {
            review.origin.file = names.get(review.origin.file.0 as usize).copied().unwrap_or(FileId(u32::MAX));
        }
        let [team, service, environment, release] = self.names.get(place as usize).copied().unwrap_or_default();
        let assessed = ChangeAssessment { team, service, environment, release, ..stored.assessed.into_owned() };
        let mut occurrences = stored.occurrences.into_owned();
        occurrences.iter_mut().for_each(|occurrence| occurrence.change = place);
        let change = Change {
            fields: stored.fields.into_owned(),
            reports: Vec::new(),
            environments: stored.environments.into_owned(),
            reviews,
            earliest_recorded_at: stored.earliest_recorded_at,
        };
        let rules = stored.rules.into_iter().map(std::borrow::Cow::into_owned).collect();
        if let Some(slot) = self.changes.get_mut(place as usize) {
            *slot = Some(Box::new(AddedChange { change, assessed, occurrences, rules, has_detail: false }));
        }
    }

    fn content(&mut self, content: Content, contents: &mut Vec<Content>) -> ContentId {
        let next = u32::try_from(contents.len()).unwrap_or(u32::MAX);
        let key = (content.path.clone(), content.sha256.clone(), content.format.id());
        let place = *self.content_places.entry(key).or_insert(next);
        if place == next {
            contents.push(content);
        }
        ContentId(place)
    }
}

impl Assessment {
    /// A data set that was judged when it was published, of its columns: those of each span, in any order. `apart` of the summary names
    /// files as [`Sources`] does.
    ///
    /// # Errors
    /// When columns do not fit together, and when two spans hold the same change.
    pub fn of_columns(policy: Policy, summary: Summary, spans: &[StoredColumns]) -> Result<Self, Damaged> {
        Self::of_rows(policy, summary, spans, Beside::default())
    }

    /// Some parts of a data set that is loaded in parts, each with its columns and remarks, and what all parts have in common: of every
    /// change of a part it says what the whole data set says of it. Without that, they are all parts.
    ///
    /// # Errors
    /// The same; and when a part speaks of what the whole does not hold.
    pub fn of_parts_of(
        policy: Policy,
        summary: Summary,
        whole: Option<Whole>,
        parts: &[(StoredColumns, RemarksOfPart)],
    ) -> Result<Self, Damaged> {
        let remarks = parts.iter().map(|(_, remarks)| remarks).collect();
        Self::of_rows(policy, summary, parts.iter().map(|(columns, _)| columns), Beside { whole, remarks, ..Beside::default() })
    }

    /// The same at a later time, by the rows that hold from then on. A time before the summary's is none.
    ///
    /// # Errors
    /// The same; and when a later row cannot be read, or is one of an unknown change.
    pub fn of_columns_at(
        policy: Policy,
        mut summary: Summary,
        spans: &[StoredColumns],
        later: &[LaterRow],
        now: Option<Instant>,
    ) -> Result<Self, Damaged> {
        let (mut rows, mut later_changes) = (HashMap::new(), HashMap::new());
        if let Some(now) = now.filter(|now| *now > summary.now) {
            summary.now = now;
            for row in later.iter().filter(|row| row.from <= now) {
                let facts = row.column_row()?;
                // the last one that holds by then counts
                later_changes.insert(facts.id.clone(), row.change()?);
                rows.insert(facts.id.clone(), facts);
            }
        }
        let mut assessment = Self::of_rows(policy, summary, spans, Beside { later: rows, ..Beside::default() })?;
        if let Some(published) = assessment.published_mut() {
            published.later_changes = later_changes;
        }
        Ok(assessment)
    }

    fn of_rows<'c>(
        policy: Policy,
        mut summary: Summary,
        spans: impl IntoIterator<Item = &'c StoredColumns>,
        Beside { whole, remarks, mut later }: Beside<'_>,
    ) -> Result<Self, Damaged> {
        let spans: Vec<&StoredColumns> = spans.into_iter().collect();
        let n: usize = spans.iter().map(|span| span.len()).sum();
        let n_spans = u32::try_from(spans.len()).unwrap_or(u32::MAX);
        let distinct = |kind: usize| match whole.as_ref().and_then(|whole| whole.names.get(kind)) {
            Some(names) => Names { names: names.clone() },
            None => Names::of_refs(
                spans
                    .iter()
                    .flat_map(|span| span.names(kind))
                    .chain(later.values().filter_map(|row| row.names.get(kind)?.as_deref())),
            ),
        };
        let kinds = [distinct(0), distinct(1), distinct(2), distinct(3)];
        let mut builder = Builder::with_capacity(n);
        let mut n_rows = vec![0; n_spans as usize];
        let mut row_of = Vec::with_capacity(n);
        let (mut ids, mut names, mut span_of) = (Vec::with_capacity(n), Vec::with_capacity(n), Vec::with_capacity(n));
        for found in InOrder::of(spans.iter().copied()) {
            let (span, stored) = found?;
            if ids.last() == Some(&stored.id) {
                return Err(Damaged("two spans hold the same change"));
            }
            let row = later.remove(&stored.id).unwrap_or(stored);
            let places: NamePlaces = std::array::from_fn(|kind| kinds.get(kind)?.place(row.names.get(kind)?.as_deref()));
            if row.names.iter().zip(places).any(|(name, place)| name.is_some() && place.is_none()) {
                return Err(Damaged("a part holds a name that the whole data set does not have"));
            }
            builder.push(places, &row.facts);
            let Some(n) = n_rows.get_mut(span as usize) else { continue };
            let place = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            for number in remarks.get(span as usize).map(|of_part| of_part.of_row(*n as usize)).unwrap_or_default() {
                let remark =
                    summary.remarks.get_mut(*number as usize).ok_or(Damaged("a part holds a remark that there is not"))?;
                remark.changes.push(place);
            }
            row_of.push(*n);
            *n += 1;
            names.push(places);
            span_of.push(span);
            ids.push(row.id);
        }
        if !later.is_empty() {
            return Err(Damaged("a later row is one of an unknown change"));
        }
        let [teams, services, environments, releases] = kinds;
        let columns = builder.finish([&teams, &services, &environments, &releases].map(|names| names.names.len()));
        let dataset = Dataset {
            now: summary.now,
            policy,
            policy_sha256: summary.policy_sha256.clone(),
            title: summary.title.clone(),
            changes: Vec::new(),
            contents: Vec::new(),
            loose: Vec::new(),
            orphans: Vec::new(),
            apart: summary.apart.clone(),
            receipts: Vec::new(),
            sha256: summary.sha256.clone(),
            n_reports: summary.n_reports,
            n_verifications: summary.n_verifications,
            newest_record: summary.newest_record,
            oldest_record: summary.oldest_record,
        };
        let judged = Judged::of_names(Arc::new(dataset), [teams, services, environments, releases]);
        let published = Published {
            summary,
            whole,
            changes: (0..n).map(|_| None).collect(),
            ids,
            names,
            span_of,
            row_of,
            n_spans,
            files: Vec::new(),
            file_places: HashMap::new(),
            content_places: HashMap::new(),
            later_changes: HashMap::new(),
            offered: None,
            wanted: Mutex::default(),
        };
        Ok(Assessment::of_parts(judged, columns, Some(published)))
    }

    /// What somebody asked for and was not at hand since this was last called; nothing for a data set that was judged here.
    pub fn take_wanted(&self) -> Wanted {
        self.published().and_then(|p| Some(std::mem::take(&mut *p.wanted.lock().ok()?))).unwrap_or_default()
    }

    /// The span of the change with an id, and its row there; none when there is no such change, and for a data set that was judged here.
    pub fn row_in_span(&self, id: &str) -> Option<(u32, u32)> {
        let published = self.published()?;
        let place = published.place_of(id)? as usize;
        Some((*published.span_of.get(place)?, *published.row_of.get(place)?))
    }

    /// Adds the changes of a span, as [`super::changes_to_bytes`] wrote them.
    ///
    /// # Errors
    /// When they are not the changes whose columns the span has.
    pub fn add_changes(&mut self, span: u32, bytes: &[u8]) -> Result<(), Damaged> {
        let stored = changes_from_bytes(bytes)?;
        let Some(published) = self.published_mut() else { return Err(Damaged("the data set was judged here")) };
        let places = (0_u32..).zip(&published.span_of).filter(|(_, of)| **of == span);
        let places: Vec<u32> = places.map(|(place, _)| place).collect();
        let fits = |(place, stored): (&u32, &StoredChange<'_>)| published.id(*place) == Some(stored.fields.id.as_str());
        if span >= published.n_spans || stored.len() != places.len() || !places.iter().zip(&stored).all(fits) {
            return Err(Damaged("it holds other changes than the columns of its span"));
        }
        for (place, stored) in places.into_iter().zip(stored) {
            if published.changes.get(place as usize).is_some_and(Option::is_some) {
                continue;
            }
            let stored = published.later_changes.remove(stored.fields.id.as_str()).unwrap_or(stored);
            published.add_change(place, stored);
        }
        Ok(())
    }

    /// Adds the evidence of some changes, as [`super::details_to_bytes`] wrote it. That of changes that were not added is left out.
    ///
    /// # Errors
    /// When it is no evidence.
    pub fn add_details(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let stored = details_from_bytes(bytes)?;
        let Some((judged, published)) = self.parts_mut() else { return Err(Damaged("the data set was judged here")) };
        let contents = &mut Arc::make_mut(&mut judged.dataset).contents;
        for detail in stored {
            let place = match (published.place_of(&detail.id), &published.whole) {
                (Some(place), _) => place,
                // a segment may hold details of another part
                (None, Some(_)) => continue,
                (None, None) => return Err(Damaged("it names a change that has no columns")),
            };
            let added = published.changes.get(place as usize).and_then(Option::as_deref);
            if added.is_none_or(|added| added.has_detail) {
                continue;
            }
            let files: Vec<FileId> = detail.files.iter().map(|name| published.file(name)).collect();
            let ids: Vec<ContentId> =
                detail.contents.into_iter().map(|content| published.content(content.into_owned(), contents)).collect();
            let mut reports = detail.reports;
            for report in &mut reports {
                report.origin.file = files.get(report.origin.file.0 as usize).copied().unwrap_or(FileId(u32::MAX));
            }
            for id in contents_of(&mut reports) {
                *id = ids.get(id.0 as usize).copied().unwrap_or(ContentId(u32::MAX));
            }
            if let Some(added) = published.changes.get_mut(place as usize).and_then(Option::as_deref_mut) {
                added.change.reports = reports;
                added.has_detail = true;
            }
        }
        Ok(())
    }

    /// Adds what became of each file.
    ///
    /// # Errors
    /// When the bytes are something else.
    pub fn add_sources(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        let sources: Sources = postcard::from_bytes(bytes).map_err(|_| Damaged("it holds no sources"))?;
        let Some((judged, published)) = self.parts_mut() else { return Err(Damaged("the data set was judged here")) };
        let dataset = Arc::make_mut(&mut judged.dataset);
        dataset.receipts = sources.receipts;
        dataset.orphans = sources.orphans;
        dataset.loose.clear();
        for (file, content) in sources.loose {
            let content = published.content(content, &mut dataset.contents);
            dataset.loose.push(LooseArtifact { content, file: FileId(file) });
        }
        published.offered = Some(sources.offered);
        Ok(())
    }

    /// The fields of the change at a place, and how it was judged.
    pub fn outline(&self, place: u32) -> Option<(&ChangeFields, &ChangeAssessment)> {
        match self.published() {
            Some(published) => published.change(place).map(|added| (&added.change.fields, &added.assessed)),
            None => self.judged.change(place).map(|(change, assessed)| (&change.fields, assessed)),
        }
    }
}
