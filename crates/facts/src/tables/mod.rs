//! The tables: what each row and each column of it means.

mod change;
mod evidence;
mod rules;
mod shards;
mod values;

pub(crate) use change::{ChangeRow, DebtRow, GateRow, RiskRow};
pub(crate) use evidence::{FindingRow, OccurrenceRow, OfferRow, RequirementRow, ReviewRow};
pub(crate) use rules::{
    CriterionRow, DictionaryRow, FamilyRow, LaneRow, PatternRow, PolicyRow, PreventionRow, RiskTypeRow, TypeRow,
};
pub(crate) use shards::{ShardRow, ShardTableRow, ShardTeamRow};
pub(crate) use values::{reason_id, runs_id};

use crate::column::{ColumnSpec, Meaning, Row, TableSpec, says};

/// Declares a table of judged facts: the columns that each of them has come first.
macro_rules! judged_table {
    (
        $(#[$doc:meta])*
        $row:ident is $name:literal: $about:literal;
        $($column:ident: $cell:ty = $meaning:expr;)+
    ) => {
        $crate::column::table! {
            $(#[$doc])*
            $row<'a> is $name: $about;
            change: &'a str = $crate::tables::CHANGE;
            date: plumbline_domain::Instant = $crate::tables::DATE;
            team: Option<&'a str> = $crate::tables::TEAM;
            service: Option<&'a str> = $crate::tables::SERVICE;
            environment: Option<&'a str> = $crate::tables::ENVIRONMENT;
            release: Option<&'a str> = $crate::tables::RELEASE;
            authorship: &'a str = $crate::tables::AUTHORSHIP;
            $($column: $cell = $meaning;)+
        }
    };
}
pub(crate) use judged_table;

pub(crate) const CHANGE: Meaning = says("the id of the change").range("such as contoso/platform#412");
pub(crate) const DATE: Meaning =
    says("the date of the change: merged, else deployed, else opened, else first recorded").rule("Due gates");
pub(crate) const TEAM: Meaning =
    says("the team, in one spelling throughout").range("a name from the records").null("when no record states one");
pub(crate) const SERVICE: Meaning = says("the service").range("a name from the records").null("when no record states one");
pub(crate) const ENVIRONMENT: Meaning =
    says("the environment, in lower case").range("a name from the records").null("when no record states one");
pub(crate) const RELEASE: Meaning = says("the release").range("a name from the records").null("when no record states one");
pub(crate) const WEEK: Meaning = says("the ISO week of the date, in UTC").range("such as 2026-W47").rule("Drift of confidence");
pub(crate) const AUTHORSHIP: Meaning = says("who wrote the change").values(values::AUTHORSHIPS);

/// The tables of judged facts, which are divided by month and bucket.
pub const JUDGED: [TableSpec; 9] = [
    ChangeRow::TABLE,
    GateRow::TABLE,
    RiskRow::TABLE,
    RequirementRow::TABLE,
    OfferRow::TABLE,
    FindingRow::TABLE,
    OccurrenceRow::TABLE,
    ReviewRow::TABLE,
    DebtRow::TABLE,
];

/// The tables of the rules, which every shard writes with the same bytes.
pub const RULES: [TableSpec; 9] = [
    PolicyRow::TABLE,
    TypeRow::TABLE,
    FamilyRow::TABLE,
    RiskTypeRow::TABLE,
    PatternRow::TABLE,
    PreventionRow::TABLE,
    LaneRow::TABLE,
    CriterionRow::TABLE,
    DictionaryRow::TABLE,
];

/// The tables that say which shard wrote what.
pub const SHARDS: [TableSpec; 3] = [ShardRow::TABLE, ShardTeamRow::TABLE, ShardTableRow::TABLE];

/// All tables.
pub fn all() -> impl Iterator<Item = TableSpec> {
    JUDGED.into_iter().chain(RULES).chain(SHARDS)
}

/// All columns whose values are a closed list, with their table; a column of many tables once for each.
pub(crate) fn closed() -> impl Iterator<Item = (TableSpec, ColumnSpec)> {
    all().flat_map(|table| table.columns.iter().filter(|c| !c.meaning.values.is_empty()).map(move |column| (table, *column)))
}
