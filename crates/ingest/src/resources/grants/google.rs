//! Grants of Google Cloud: members, bindings and policies of IAM on any resource.

use super::moment::{Moment, Subject};
use crate::json::{Cursor, Json};
use crate::roles::google::{member, members_of_bindings};
use crate::roles::{grant, named};
use plumbline_domain::{Named, RoleGrant, Width};

/// The data source that writes the text of a policy.
const POLICY_DOCUMENT: &str = "google_iam_policy";

pub(super) fn wants(kind: &str) -> bool {
    kind.starts_with("google_") && ["_iam_member", "_iam_binding", "_iam_policy"].iter().any(|end| kind.ends_with(end))
}

pub(super) fn grants(moment: &Moment<'_, '_>) -> Vec<RoleGrant> {
    let is_grant = |s: &Subject<'_, '_>| wants(&s.resource.kind) && s.resource.kind != POLICY_DOCUMENT && !s.is_data();
    moment.subjects().filter(is_grant).flat_map(|subject| of(moment, &subject)).collect()
}

fn of(moment: &Moment<'_, '_>, subject: &Subject<'_, '_>) -> Vec<RoleGrant> {
    let scope = scope(subject);
    if subject.resource.kind.ends_with("_iam_policy") {
        return of_policy(moment, subject, &scope);
    }
    let place = || moment.place(subject);
    let condition = subject.blocks("condition").first();
    let role = match subject.text("role") {
        "" => moment.reference(subject, "role"),
        role => role.to_owned(),
    };
    let unknown_role = subject.text("role").is_empty();
    let mut grants: Vec<RoleGrant> = match subject.resource.kind.ends_with("_iam_member") {
        true => {
            let name = match subject.text("member") {
                "" => moment.reference(subject, "member"),
                name => name.to_owned(),
            };
            vec![member(&name, &role, &scope, condition, place())]
        }
        false => {
            let known = subject.blocks("members").iter().filter_map(Json::text).map(str::to_owned);
            // a member that is known after the deployment only is not in the list, or the list is not there
            let hidden = subject.is_unknown("members").then(|| moment.reference(subject, "members"));
            known.chain(hidden).map(|name| member(&name, &role, &scope, condition, place())).collect()
        }
    };
    if unknown_role {
        grants.iter_mut().for_each(|grant| grant.width = Width::Open);
    }
    grants
}

fn of_policy(moment: &Moment<'_, '_>, subject: &Subject<'_, '_>, scope: &str) -> Vec<RoleGrant> {
    let place = || moment.place(subject);
    let text = subject.text("policy_data");
    let parsed = Cursor::new(text).value().ok().filter(|_| !text.is_empty());
    if let Some(Json::Array(bindings)) = parsed.as_ref().and_then(|p| p.get("bindings")) {
        return members_of_bindings(bindings, scope, |_, _| place());
    }
    if parsed.is_some() {
        return Vec::new();
    }
    let documents = moment.referred(subject, "policy_data");
    let bindings: Vec<&Json<'_>> = documents.iter().flat_map(|d| d.blocks("binding")).collect();
    if bindings.is_empty() || documents.iter().any(|d| d.is_unknown("binding")) {
        let unread = grant(Named::default(), named("policy", ""), scope, Width::Open, "", place());
        return vec![unread];
    }
    let of = |binding: &Json<'_>| {
        let condition = binding.get("condition").map(|c| c.elements().first().unwrap_or(c));
        let role = binding.text_of("role").unwrap_or_default();
        let members = binding.get("members").map(Json::elements).unwrap_or_default().iter().filter_map(Json::text);
        members.map(|name| member(name, role, scope, condition, place())).collect::<Vec<_>>()
    };
    bindings.into_iter().flat_map(of).collect()
}

/// What the grant is on: `projects/p`, `folders/f`, or the resource.
fn scope(subject: &Subject<'_, '_>) -> String {
    let kind = &subject.resource.kind;
    let on = kind.strip_prefix("google_").unwrap_or(kind);
    let on = on.rsplit_once("_iam_").map_or(on, |(on, _)| on);
    let last = on.rsplit('_').next().unwrap_or(on);
    let keys = match on {
        "project" => vec!["project".to_owned()],
        "organization" => vec!["org_id".to_owned()],
        "billing_account" => vec!["billing_account_id".to_owned()],
        _ => vec![
            on.to_owned(),
            format!("{on}_id"),
            last.to_owned(),
            format!("{last}_id"),
            "name".to_owned(),
            "project".to_owned(),
        ],
    };
    let value = keys.iter().map(|key| subject.text(key)).find(|v| !v.is_empty()).unwrap_or_default();
    match on {
        "project" | "organization" | "folder" if !value.is_empty() && !value.contains('/') => format!("{on}s/{value}"),
        _ => value.to_owned(),
    }
}
