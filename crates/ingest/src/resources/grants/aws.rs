//! Grants of AWS among Terraform's resources: policies, their attachments, and what roles hold in place.

use super::moment::{Moment, Subject};
use crate::json::Json;
use crate::roles::aws::{justification_in_tags, managed, width_of_statement_blocks, width_of_text};
use crate::roles::{grant, named};
use plumbline_domain::{Named, RoleGrant, Width};
use std::collections::{HashMap, HashSet};

/// Types that give an identity a policy, with the argument that names the identity.
const HOLDERS: [(&str, &str); 11] = [
    ("aws_iam_role_policy_attachment", "role"),
    ("aws_iam_user_policy_attachment", "user"),
    ("aws_iam_group_policy_attachment", "group"),
    ("aws_iam_role_policy", "role"),
    ("aws_iam_user_policy", "user"),
    ("aws_iam_group_policy", "group"),
    ("aws_iam_role_policy_attachments_exclusive", "role_name"),
    ("aws_iam_user_policy_attachments_exclusive", "user_name"),
    ("aws_iam_group_policy_attachments_exclusive", "group_name"),
    ("aws_ssoadmin_managed_policy_attachment", "permission_set_arn"),
    ("aws_ssoadmin_permission_set_inline_policy", "permission_set_arn"),
];
const OTHERS: [&str; 8] = [
    "aws_iam_policy",
    "aws_iam_policy_attachment",
    "aws_iam_policy_document",
    "aws_iam_role",
    "aws_iam_user",
    "aws_iam_group",
    "aws_iam_user_group_membership",
    "aws_iam_group_membership",
];

pub(super) fn wants(kind: &str) -> bool {
    OTHERS.contains(&kind) || HOLDERS.iter().any(|(name, _)| *name == kind)
}

pub(super) fn grants(moment: &Moment<'_, '_>) -> Vec<RoleGrant> {
    let mut policies = Policies { moment, by_arn: HashMap::new(), by_address: HashMap::new(), why: HashMap::new() };
    for subject in moment.subjects() {
        match subject.resource.kind.as_str() {
            "aws_iam_policy" => policies.define(&subject),
            "aws_iam_role" | "aws_iam_user" => {
                let why = justification_in_tags(subject.values.get("tags").or_else(|| subject.values.get("tags_all")));
                policies.why.insert(subject.text("name").to_owned(), why.to_owned());
            }
            _ => {}
        }
    }
    let mut grants = Vec::new();
    let mut granted = HashSet::new();
    for subject in moment.subjects().filter(|s| !s.is_data()) {
        policies.held(&subject, &mut grants, &mut granted);
    }
    policies.add_memberships(&mut grants);
    // a policy that nobody here holds may be attached elsewhere
    for subject in moment.managed("aws_iam_policy").filter(|s| !granted.contains(&s.resource.address)) {
        if let Some(policy) = policies.by_address.get(&subject.resource.address).filter(|p| p.width != Width::Narrow) {
            grants.push(grant(Named::default(), policy.name.clone(), "*", policy.width, &policy.why, moment.place(&subject)));
        }
    }
    grants
}

/// A policy of the customer.
#[derive(Clone)]
struct Policy {
    address: String,
    name: Named,
    width: Width,
    why: String,
}

/// What a policy allows that a data source puts together as the change is applied.
fn width_of_statements(document: &Subject<'_, '_>) -> Width {
    const SOURCES: [&str; 2] = ["source_policy_documents", "override_policy_documents"];
    let own = match document.blocks("statement") {
        [] => None,
        statements => Some(width_of_statement_blocks(statements, document.is_unknown("statement"))),
    };
    let texts = SOURCES.iter().flat_map(|list| document.blocks(list)).filter_map(Json::text).map(width_of_text);
    let hidden = SOURCES.iter().any(|list| document.is_unknown(list)).then_some(Width::Open);
    own.into_iter().chain(texts).chain(hidden).max().unwrap_or(Width::Open)
}

struct Policies<'m, 'r, 'a> {
    moment: &'m Moment<'r, 'a>,
    by_arn: HashMap<String, Policy>,
    by_address: HashMap<String, Policy>,
    /// Why an identity holds what it holds, by its name.
    why: HashMap<String, String>,
}

impl<'r, 'a> Policies<'_, 'r, 'a> {
    fn define(&mut self, subject: &Subject<'r, 'a>) {
        let arn = subject.text("arn");
        let (mut name, by_name) = managed(arn, subject.first_text(&["name", "name_prefix"]));
        if name.is_empty() {
            name = named(&subject.resource.address, "");
        }
        let width = if subject.is_data() && by_name != Width::Open { by_name } else { self.width_of_policy(subject, "policy") };
        let why = match justification_in_tags(subject.values.get("tags")) {
            "" => subject.text("description"),
            tag => tag,
        };
        let policy = Policy { address: subject.resource.address.clone(), name, width, why: why.to_owned() };
        if !arn.is_empty() {
            self.by_arn.insert(arn.to_owned(), policy.clone());
        }
        self.by_address.insert(policy.address.clone(), policy);
    }

    /// What a policy in an argument allows, by its text, or by the data source that writes it.
    fn width_of_policy(&self, subject: &Subject<'r, 'a>, argument: &str) -> Width {
        match subject.text(argument) {
            "" => {
                let documents = self.moment.referred(subject, argument).into_iter();
                let of = |document: Subject<'_, '_>| match document.text("json") {
                    "" => width_of_statements(&document),
                    text => width_of_text(text),
                };
                documents.filter(|d| d.resource.kind == "aws_iam_policy_document").map(of).max().unwrap_or(Width::Open)
            }
            text => width_of_text(text),
        }
    }

    /// A managed policy by its ARN; none in the file: what the argument refers to.
    fn managed(&self, subject: &Subject<'r, 'a>, arn: &str, argument: &str) -> Policy {
        if let Some(policy) = self.by_arn.get(arn) {
            return policy.clone();
        }
        if !arn.is_empty() {
            let (name, width) = managed(arn, "");
            return Policy { address: String::new(), name, width, why: String::new() };
        }
        let referred = self.moment.referred(subject, argument);
        let widest = referred.iter().filter_map(|s| self.by_address.get(&s.resource.address)).max_by_key(|p| p.width);
        widest.cloned().unwrap_or_else(|| Policy {
            address: String::new(),
            name: named(&self.moment.reference(subject, argument), ""),
            width: Width::Open,
            why: String::new(),
        })
    }

    /// The identity that an argument names.
    fn holder(&self, subject: &Subject<'r, 'a>, argument: &str) -> Named {
        let name = subject.text(argument);
        if !name.is_empty() {
            return if name.starts_with("arn:") { named(name.rsplit('/').next().unwrap_or(name), name) } else { named(name, "") };
        }
        let referred = self.moment.referred(subject, argument);
        match referred.iter().map(|s| s.text("name")).find(|name| !name.is_empty()) {
            Some(name) => named(name, ""),
            None => named(&self.moment.reference(subject, argument), ""),
        }
    }

    /// Adds what a resource grants, and notes the policies that somebody holds.
    fn held(&self, subject: &Subject<'r, 'a>, grants: &mut Vec<RoleGrant>, granted: &mut HashSet<String>) {
        let place = || self.moment.place(subject);
        let mut add = |holder: Named, policy: Policy| {
            let why_holder = self.why.get(&*holder.name).filter(|why| !why.is_empty());
            grants.push(grant(holder, policy.name, "*", policy.width, why_holder.unwrap_or(&policy.why), place()));
            granted.insert(policy.address);
        };
        let kind = subject.resource.kind.as_str();
        let holder = HOLDERS.iter().find(|(name, _)| *name == kind).map(|(_, argument)| self.holder(subject, argument));
        match (kind, holder) {
            (_, Some(holder)) if kind.ends_with("_attachments_exclusive") => {
                self.each_managed(subject, "policy_arns").into_iter().for_each(|policy| add(holder.clone(), policy));
            }
            ("aws_ssoadmin_managed_policy_attachment", Some(holder)) => {
                add(holder, self.managed(subject, subject.text("managed_policy_arn"), "managed_policy_arn"));
            }
            ("aws_ssoadmin_permission_set_inline_policy", Some(holder)) => {
                add(holder, self.inline(named("inline", ""), self.width_of_policy(subject, "inline_policy")));
            }
            (_, Some(holder)) if kind.ends_with("_policy_attachment") => {
                add(holder, self.managed(subject, subject.text("policy_arn"), "policy_arn"));
            }
            (_, Some(holder)) => {
                let name = match subject.first_text(&["name", "name_prefix"]) {
                    "" => subject.resource.address.as_str(),
                    name => name,
                };
                add(holder, self.inline(named(name, ""), self.width_of_policy(subject, "policy")));
            }
            ("aws_iam_policy_attachment", None) => {
                let policy = self.managed(subject, subject.text("policy_arn"), "policy_arn");
                for list in ["roles", "users", "groups"] {
                    let known = subject.blocks(list).iter().filter_map(Json::text).map(|name| named(name, ""));
                    let hidden = subject.is_unknown(list).then(|| named(&self.moment.reference(subject, list), ""));
                    known.chain(hidden).for_each(|holder| add(holder, policy.clone()));
                }
            }
            ("aws_iam_role", None) => {
                let holder = match subject.first_text(&["name", "name_prefix"]) {
                    "" => named(&subject.resource.address, ""),
                    name => named(name, ""),
                };
                self.each_managed(subject, "managed_policy_arns").into_iter().for_each(|policy| add(holder.clone(), policy));
                for policy in subject
                    .blocks("inline_policy")
                    .iter()
                    .filter(|p| p.text_of("name").is_some() || p.text_of("policy").is_some())
                {
                    let width =
                        policy.text_of("policy").map_or_else(|| self.width_of_policy(subject, "inline_policy"), width_of_text);
                    add(holder.clone(), self.inline(named(policy.text_of("name").unwrap_or("inline"), ""), width));
                }
                if subject.blocks("inline_policy").is_empty() && self.is_hidden(subject, "inline_policy") {
                    add(holder, self.inline(named("inline", ""), Width::Open));
                }
            }
            _ => {}
        }
    }

    fn inline(&self, name: Named, width: Width) -> Policy {
        Policy { address: String::new(), name, width, why: String::new() }
    }

    /// The managed policies in a list of ARNs, those that are not known yet among them.
    fn each_managed(&self, subject: &Subject<'r, 'a>, list: &str) -> Vec<Policy> {
        let known = subject.blocks(list).iter().filter_map(Json::text).filter(|arn| !arn.is_empty());
        let mut found: Vec<Policy> = known.map(|arn| self.managed(subject, arn, list)).collect();
        if self.is_hidden(subject, list) {
            found.push(self.managed(subject, "", list));
        }
        found
    }

    /// Whether an argument is stated and known after the deployment only. What nobody states, the provider fills in as it is.
    fn is_hidden(&self, subject: &Subject<'r, 'a>, argument: &str) -> bool {
        subject.is_unknown(argument) && self.moment.may_state(subject, argument)
    }

    /// Adds who is put into a group that holds a wide policy.
    fn add_memberships(&self, grants: &mut Vec<RoleGrant>) {
        let wide: HashSet<String> =
            grants.iter().filter(|g| g.width == Width::Wide).map(|g| g.principal.name.to_lowercase()).collect();
        let mut add = |subject: &Subject<'r, 'a>, user: &str, group: &str| {
            let width = if wide.contains(&group.to_lowercase()) { Width::Wide } else { Width::Narrow };
            let why = self.why.get(user).map(String::as_str).unwrap_or_default();
            let role = named(&format!("group/{group}"), "");
            let membership = grant(named(user, ""), role, "*", width, why, self.moment.place(subject));
            grants.push(RoleGrant { is_membership: true, ..membership });
        };
        for subject in self.moment.managed("aws_iam_user_group_membership") {
            let user = self.holder(&subject, "user");
            subject.blocks("groups").iter().filter_map(Json::text).for_each(|group| add(&subject, &user.name, group));
        }
        for subject in self.moment.managed("aws_iam_group_membership") {
            let group = self.holder(&subject, "group");
            subject.blocks("users").iter().filter_map(Json::text).for_each(|user| add(&subject, user, &group.name));
        }
    }
}
