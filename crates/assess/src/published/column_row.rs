//! What columns hold of one change, with its names.

use crate::columns::RowFacts;
use crate::{Assessment, ChangeAssessment};
use plumbline_domain::Instant;

/// What the columns hold of one change: what filters, the Overview and every figure over columns need of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnRow {
    /// The change's id.
    pub id: String,
    /// Its team, service, environment (in lower case) and release.
    pub(crate) names: [Option<String>; 4],
    pub(crate) facts: RowFacts,
}

impl ColumnRow {
    /// The date of the change.
    pub fn date(&self) -> Instant {
        Instant::from_micros(self.facts.date)
    }

    /// Its team.
    pub fn team(&self) -> Option<&str> {
        self.names.first()?.as_deref()
    }
}

impl Assessment {
    /// What the columns hold of the change at a place; none where there is no change, or where it was not judged here.
    pub fn column_row(&self, place: u32) -> Option<ColumnRow> {
        let (change, assessed) = self.judged.change(place)?;
        Some(self.column_row_of(&change.fields.id, assessed, RowFacts::of(&self.judged, place)?))
    }

    pub(super) fn column_row_of(&self, id: &str, assessed: &ChangeAssessment, facts: RowFacts) -> ColumnRow {
        let name = |names: &[String], place: Option<u32>| names.get(place? as usize).cloned();
        let names = [
            name(self.teams(), assessed.team),
            name(self.services(), assessed.service),
            name(self.environments(), assessed.environment),
            name(self.releases(), assessed.release),
        ];
        ColumnRow { id: id.to_owned(), names, facts }
    }
}
