//! A published data set that is loaded in parts: the finished answer for a place where there is one, else the parts that the place is
//! about, else word of what would have to be read.

use super::later;
use super::published::{Published, damaged};
use super::read::PolicyInForce;
use super::segments::{Coming, Fetches};
use super::session::Session;
use crate::link::protocol::{Reply, Save};
use crate::published::needed::all_spans;
use crate::published::parts::{answer_for, is_of_teams, parts_of, segments_of, unread};
use plumbline_assess::Assessment;
use plumbline_assess::published::{RemarksOfPart, StoredColumns, Summary, Whole, columns_from_bytes};
use plumbline_layers::{Layer, Segment, answer_from_bytes, from_bytes};
use plumbline_report::frame::words::{NO_RECEIPTS, NOTHING_TO_SAVE};
use plumbline_report::pages::sources::words::{VERIFY_BY_PART, VERIFY_ELSEWHERE, receipts_unread};
use plumbline_report::route::{Location, Route};
use std::collections::BTreeSet;

/// A data set whose directory and columns are more than this is not judged again in a browser.
const MOST_VERIFIED_BYTES: u64 = 160 << 20;

/// How a place is shown.
pub enum Ready {
    /// What is at hand is enough to compute it.
    Computed,
    /// Its answer is published: the page as it travels.
    Answer(Vec<u8>),
    /// More would have to be read than a reader waits for.
    Unread,
}

impl Session {
    /// Makes ready what a place needs; `whole` reads all of the data set.
    ///
    /// # Errors
    /// When a segment is not there, or not the listed one: a sentence with its name.
    pub(super) async fn ready(&mut self, id: u32, location: &Location, whole: bool) -> Result<Ready, String> {
        let policy = self.policy().clone();
        let Some(published) = self.published_mut() else { return Ok(Ready::Computed) };
        let Some(at_hand) = published.parts.clone() else { return Ok(Ready::Computed) };
        if whole {
            let assessment = published.all_parts(id, &policy).await?;
            self.put(assessment);
            return Ok(Ready::Computed);
        }
        if is_of_teams(location) {
            let parts = parts_of(location, &published.common(id).await?.1).unwrap_or_default();
            if !parts.is_subset(&at_hand) || self.assessment().is_none() {
                self.take_parts(id, parts, &policy).await?;
            }
            return Ok(Ready::Computed);
        }
        if let Some((segment, place)) = answer_for(&published.index, location) {
            let content = Fetches::new(id, &published.folder).segment(segment).content(segment).await?;
            let page = answer_from_bytes(&segment.path, &place, &content).map_err(|unusable| unusable.to_string())?;
            return Ok(Ready::Answer(page.to_vec()));
        }
        self.base(id).await?;
        let is_at_hand = match &location.route {
            Route::Sources | Route::Policy | Route::About | Route::Unknown { .. } => true,
            Route::Change { id } => self.assessment().is_some_and(|assessment| assessment.place_of(id).is_some()),
            _ => false,
        };
        Ok(if is_at_hand { Ready::Computed } else { Ready::Unread })
    }

    /// Makes ready what all parts have in common, when nothing is at hand.
    ///
    /// # Errors
    /// The same as for [`Session::ready`].
    pub(super) async fn base(&mut self, id: u32) -> Result<(), String> {
        let policy = self.policy().clone();
        match self.published().is_some_and(|published| published.parts.is_some()) && self.assessment().is_none() {
            true => self.take_parts(id, BTreeSet::new(), &policy).await,
            false => Ok(()),
        }
    }

    /// Puts these parts in the place of those that are at hand.
    async fn take_parts(&mut self, id: u32, parts: BTreeSet<u32>, policy: &PolicyInForce) -> Result<(), String> {
        let Some(published) = self.published_mut() else { return Ok(()) };
        let assessment = published.some_parts(id, parts, policy).await?;
        self.put(assessment);
        Ok(())
    }

    /// The page of an answer, and beside it what is known of the explanation that the location asks for.
    pub(super) async fn answer_explained(&self, location: &Location, page: &[u8]) -> Reply {
        let Some(published) = self.published() else { return Reply::Failed { message: NOTHING_TO_SAVE.to_owned() } };
        match later::pages().await {
            Ok(pages) => (pages.explained)(page, location, &unread(&published.index, location)),
            Err(message) => Reply::Failed { message },
        }
    }

    /// What a place shows for which more would have to be read.
    pub(super) async fn unread(&self, location: &Location) -> Reply {
        let (Some(published), Some(assessment)) = (self.published(), self.assessment()) else {
            return Reply::Failed { message: super::published::NO_END.to_owned() };
        };
        match later::pages().await {
            Ok(pages) => {
                let unread = unread(&published.index, location);
                Reply::View(Box::new((pages.unread)(assessment, self.cache(), &self.origin(), location, &unread)))
            }
            Err(message) => Reply::Failed { message },
        }
    }

    /// What can be saved of a published answer, or why nothing can; none when it is written from what is at hand.
    ///
    /// # Errors
    /// The same as for [`Session::ready`].
    pub(super) async fn saved_of_parts(&mut self, id: u32, what: &Save) -> Result<Option<Reply>, String> {
        let location = match what {
            Save::Export { location, .. } => location.as_ref().clone(),
            Save::Receipts | Save::Report { .. } if self.published().is_some_and(|published| published.parts.is_some()) => {
                return Err(NO_RECEIPTS.to_owned());
            }
            Save::Receipts | Save::Report { .. } | Save::Policy => return Ok(None),
        };
        match (self.ready(id, &location, false).await?, what) {
            (Ready::Answer(page), Save::Export { location, what }) => {
                Ok(Some((later::pages().await?.export_answer)(&page, location, what)))
            }
            (Ready::Unread, _) => Err(NOTHING_TO_SAVE.to_owned()),
            (Ready::Computed | Ready::Answer(_), _) => Ok(None),
        }
    }
}

impl Published {
    /// How many changes there are, where a place is not about the parts that are at hand.
    pub(super) fn n_unread(&self, location: &Location) -> Option<u64> {
        (self.parts.is_some() && !is_of_teams(location)).then_some(self.index.counts.changes)
    }

    /// Whether the memory of a browser is enough to judge it again: directory and columns are at hand meanwhile.
    pub(super) fn can_be_verified(&self) -> bool {
        self.fits(|_| true)
    }

    /// Whether some of its parts are at hand, and the memory of a browser is enough to judge them again.
    pub(super) fn has_parts(&self) -> bool {
        self.parts.as_ref().is_some_and(|parts| !parts.is_empty())
            && self.fits(|span| self.spans.iter().any(|own| Some(own.as_str()) == span))
    }

    /// Whether the directory and the columns of some spans are not too much.
    fn fits(&self, is_judged: impl Fn(Option<&str>) -> bool) -> bool {
        let is_needed = |segment: &&Segment| match segment.layer {
            Layer::Directory => true,
            Layer::Columns => is_judged(segment.span.as_deref()),
            _ => false,
        };
        let inflated: u64 = self.index.segments.iter().filter(is_needed).map(|segment| segment.inflated).sum();
        inflated <= MOST_VERIFIED_BYTES
    }

    /// Why the receipts are not at hand; empty when they are.
    pub(super) fn receipts_unread(&self) -> String {
        let bytes = self.index.only(Layer::Sources).map_or(0, |segment| segment.bytes);
        match (self.parts.is_some(), self.can_be_verified()) {
            (false, _) => String::new(),
            (true, true) => receipts_unread(bytes),
            (true, false) if self.parts.as_ref().is_some_and(|parts| !parts.is_empty()) => {
                receipts_unread(bytes) + VERIFY_ELSEWHERE
            }
            (true, false) => receipts_unread(bytes) + VERIFY_ELSEWHERE + VERIFY_BY_PART,
        }
    }

    /// What the parts have in common.
    async fn common(&mut self, id: u32) -> Result<&(Summary, Whole), String> {
        if self.common.is_none() {
            let segment = self.index.only(Layer::Whole).map_err(|unusable| unusable.to_string())?;
            let coming = Fetches::new(id, &self.folder).segment(segment);
            let summary = self.summary(id).await?;
            let whole = from_bytes(&segment.path, &coming.content(segment).await?).map_err(|unusable| unusable.to_string())?;
            self.common = Some((summary, whole));
        }
        self.common.as_ref().ok_or_else(|| super::published::NO_END.to_owned())
    }

    /// Some parts, by their places.
    async fn some_parts(&mut self, id: u32, parts: BTreeSet<u32>, policy: &PolicyInForce) -> Result<Assessment, String> {
        let (summary, whole) = self.common(id).await?.clone();
        let assessment = self.assessment_of(id, &parts, (summary, Some(whole)), policy).await?;
        self.spans = parts.iter().filter_map(|part| segments_of(&self.index, *part)?.0.span.clone()).collect();
        self.parts = Some(parts);
        Ok(assessment)
    }

    /// All parts: from then on the data set is one that is loaded whole.
    async fn all_parts(&mut self, id: u32, policy: &PolicyInForce) -> Result<Assessment, String> {
        let summary = self.common(id).await?.0.clone();
        let parts = (0_u32..).zip(self.index.of_layer(Layer::Columns)).map(|(part, _)| part).collect();
        let assessment = self.assessment_of(id, &parts, (summary, None), policy).await?;
        (self.parts, self.spans) = (None, all_spans(&self.index));
        Ok(assessment)
    }

    async fn assessment_of(
        &self,
        id: u32,
        parts: &BTreeSet<u32>,
        (summary, whole): (Summary, Option<Whole>),
        policy: &PolicyInForce,
    ) -> Result<Assessment, String> {
        let fetches = Fetches::new(id, &self.folder);
        let start = |segment| -> (&Segment, Coming) { (segment, fetches.segment(segment)) };
        let segments = parts.iter().filter_map(|part| segments_of(&self.index, *part));
        let coming: Vec<_> = segments.map(|(columns, remarks)| (start(columns), remarks.map(start))).collect();
        let mut rows: Vec<(StoredColumns, RemarksOfPart)> = Vec::with_capacity(coming.len());
        for ((columns, file), remarks) in coming {
            let of_part = columns_from_bytes(&file.content(columns).await?).map_err(|error| damaged(columns, &error))?;
            let remarks = match remarks {
                Some((segment, file)) => {
                    from_bytes(&segment.path, &file.content(segment).await?).map_err(|unusable| unusable.to_string())?
                }
                None => RemarksOfPart::default(),
            };
            rows.push((of_part, remarks));
        }
        let assessment = Assessment::of_parts_of(policy.policy.clone(), summary, whole, &rows);
        assessment.map_err(|error| format!("index.json: {error}"))
    }
}
