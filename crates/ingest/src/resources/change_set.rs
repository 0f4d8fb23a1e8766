//! Resources of a CloudFormation change set that was described with `--include-property-values`. Their properties stand in texts that
//! are JSON themselves.

use super::{Resource, Resources, give, is_wanted};
use crate::json::{Cursor, Json};
use crate::paging::next_page;
use crate::places::Places;
use plumbline_domain::{Action, Facts};

/// Gives the facts of all views, of the `Changes` of a change set.
pub(crate) fn give_change_set(document: &Json<'_>, text: &str, facts: &mut Facts) {
    let changes = document.get("Changes").map(Json::elements).unwrap_or_default();
    let of_status = document.text_of("Status").unwrap_or("CREATE_COMPLETE");
    let has_more = next_page(document).is_some();
    let list = changes.iter().enumerate().filter_map(|(n, change)| resource(change.get("ResourceChange")?, n)).collect();
    let resources = Resources {
        list,
        total: changes.len(),
        shows_change: true,
        is_complete: of_status == "CREATE_COMPLETE" && !has_more,
        ..Resources::default()
    };
    give(&resources, &Places::of(text), facts);
}

/// One resource, when a view wants its type.
fn resource<'d>(change: &'d Json<'_>, n: usize) -> Option<Resource<'d>> {
    let kind = change.text_of("ResourceType")?.to_ascii_lowercase();
    let context = |key: &str| change.text_of(key).and_then(|text| Cursor::new(text).value().ok()).unwrap_or(Json::Null);
    is_wanted(&kind).then(|| Resource {
        address: change.text_of("LogicalResourceId").unwrap_or_default().to_owned(),
        kind,
        action: match (change.text_of("Action"), change.text_of("Replacement")) {
            (Some("Add" | "Import"), _) => Action::Create,
            (Some("Modify"), Some("True")) => Action::Replace,
            (Some("Modify"), _) => Action::Update,
            (Some("Remove"), _) => Action::Delete,
            _ => Action::Unknown,
        },
        before: context("BeforeContext"),
        after: context("AfterContext"),
        after_unknown: Json::Null,
        path: format!("Changes[{n}].ResourceChange"),
    })
}
