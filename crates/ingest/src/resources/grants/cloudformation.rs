//! Grants of AWS among CloudFormation's resources, as a change set with property values describes them.

use super::moment::{Moment, Subject};
use crate::json::Json;
use crate::roles::aws::{justification_in_tags, managed, width_of_document};
use crate::roles::{grant, named};
use plumbline_domain::{Named, RoleGrant, Width};

const KINDS: [&str; 8] = [
    "aws::iam::role",
    "aws::iam::user",
    "aws::iam::group",
    "aws::iam::policy",
    "aws::iam::managedpolicy",
    "aws::iam::rolepolicy",
    "aws::iam::userpolicy",
    "aws::iam::grouppolicy",
];

pub(super) fn wants(kind: &str) -> bool {
    KINDS.contains(&kind)
}

pub(super) fn grants(moment: &Moment<'_, '_>) -> Vec<RoleGrant> {
    let is_grant = |s: &Subject<'_, '_>| wants(&s.resource.kind);
    moment.subjects().filter(is_grant).flat_map(|subject| of(moment, &subject)).collect()
}

fn of(moment: &Moment<'_, '_>, subject: &Subject<'_, '_>) -> Vec<RoleGrant> {
    let properties = subject.values.get("Properties").unwrap_or(subject.values);
    let text = |key: &str| properties.get(key).map(shown).unwrap_or_default();
    let list = |key: &str| properties.get(key).map(Json::elements).unwrap_or_default();
    let place = || moment.place(subject);
    let address = subject.resource.address.as_str();
    let first = |keys: &[&str]| keys.iter().map(|key| text(key)).find(|t| !t.is_empty()).unwrap_or_else(|| address.to_owned());
    let width_of = |json: &Json<'_>| json.get("PolicyDocument").map_or(Width::Open, width_of_document);
    let why = justification_in_tags(properties.get("Tags"));
    match subject.resource.kind.as_str() {
        "aws::iam::role" | "aws::iam::user" | "aws::iam::group" => {
            // a change set without property values names the resource and no more
            if properties.pairs().is_empty() {
                return vec![grant(named(address, ""), Named::default(), "*", Width::Open, "", place())];
            }
            let holder = named(&first(&["RoleName", "UserName", "GroupName"]), "");
            let managed = list("ManagedPolicyArns").iter().map(|arn| managed(&shown(arn), ""));
            let inline = list("Policies").iter().map(|p| (named(p.text_of("PolicyName").unwrap_or_default(), ""), width_of(p)));
            managed.chain(inline).map(|(role, width)| grant(holder.clone(), role, "*", width, why, place())).collect()
        }
        kind => {
            let name = named(&first(&["ManagedPolicyName", "PolicyName"]), "");
            let description = text("Description");
            let why = if kind == "aws::iam::managedpolicy" && why.is_empty() { description.as_str() } else { why };
            let lists = ["Roles", "Users", "Groups"].into_iter().flat_map(list).map(shown);
            let one = ["RoleName", "UserName", "GroupName"].into_iter().map(text);
            let mut holders: Vec<Named> = lists.chain(one).filter(|h| !h.is_empty()).map(|h| named(&h, "")).collect();
            if holders.is_empty() {
                holders.push(Named::default());
            }
            let width = width_of(properties);
            holders.into_iter().map(|holder| grant(holder, name.clone(), "*", width, why, place())).collect()
        }
    }
}

/// A text, or what a reference refers to.
fn shown(json: &Json<'_>) -> String {
    let reference = json.text_of("Ref").or_else(|| json.get("Fn::GetAtt")?.elements().first()?.text());
    json.text().or(reference).unwrap_or_default().to_owned()
}
