//! The evidence of a change: its counting reports, and what was read of the files that they name.

use super::record::Files;
use super::{Damaged, list_of};
use crate::Assessment;
use plumbline_domain::{Artifact, Content, ContentId, GateReport};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// The reports of one change.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredDetail<'a> {
    /// The change.
    pub id: Cow<'a, str>,
    /// Files and contents are named by their places below.
    pub reports: Vec<GateReport>,
    pub files: Vec<Cow<'a, str>>,
    pub contents: Vec<Cow<'a, Content>>,
}

/// Every artifact of a report, with its content's id.
pub(super) fn contents_of(reports: &mut [GateReport]) -> impl Iterator<Item = &mut ContentId> {
    reports.iter_mut().flat_map(|report| &mut report.items).flat_map(|item| {
        let artifacts = item.artifact.iter_mut().chain(&mut item.before).chain(&mut item.with);
        artifacts.filter_map(|a: &mut Artifact| a.content.as_mut()).chain(item.attestation_content.as_mut())
    })
}

impl Assessment {
    /// The evidence of the change at a place, as bytes for [`details_to_bytes`]; none where there is no change, or where it was not
    /// judged here.
    pub fn detail(&self, place: u32) -> Option<Vec<u8>> {
        let (change, _) = self.judged.change(place)?;
        let mut reports = change.reports.clone();
        let mut files = Files::default();
        for report in &mut reports {
            report.origin.file = files.place(self, report.origin.file);
        }
        let (mut contents, mut places) = (Vec::new(), HashMap::new());
        for id in contents_of(&mut reports) {
            let Some(content) = self.dataset().content(*id) else { continue };
            *id = *places.entry(*id).or_insert_with(|| {
                contents.push(Cow::Borrowed(content));
                ContentId(u32::try_from(contents.len() - 1).unwrap_or(u32::MAX))
            });
        }
        let id = Cow::Borrowed(change.fields.id.as_str());
        postcard::to_allocvec(&StoredDetail { id, reports, files: files.names, contents }).ok()
    }
}

/// What was written of some changes as one segment.
pub fn details_to_bytes(details: &[impl AsRef<[u8]>]) -> Vec<u8> {
    list_of(details)
}

pub(super) fn details_from_bytes(bytes: &[u8]) -> Result<Vec<StoredDetail<'static>>, Damaged> {
    postcard::from_bytes(bytes).map_err(|_| Damaged("it holds no evidence of changes"))
}
