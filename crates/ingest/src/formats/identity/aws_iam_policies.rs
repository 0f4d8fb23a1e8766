//! Answers of AWS IAM: `get-account-authorization-details`, the lists of policies of an identity, policies and their versions, and
//! bare policy documents; or a difference of `before` and `after`.

use super::{Reading, Refusal, Shape, documents};
use crate::json::{Json, Kind};
use crate::paging::next_page;
use crate::places::Places;
use crate::roles::aws::{is_of_aws, justification_in_tags, managed, width_of_document};
use crate::roles::{compared, grant, named, sentence};
use plumbline_domain::{DiagnosticKind, Named, Place, RoleGrant, RoleGrants, Width};
use std::collections::{HashMap, HashSet};

/// The first-level keys of the answers.
const KEYS: &[&str] = &[
    "UserDetailList",
    "GroupDetailList",
    "RoleDetailList",
    "AttachedPolicies",
    "PolicyNames",
    "PolicyVersion",
    "PolicyDocument",
    "AttachedManagedPolicies",
];

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let of_iam = KEYS.iter().any(|key| shape.has_kind(key, Kind::Array)) || shape.has_inner("PolicyVersion", "Document");
    let inline = shape.has("PolicyDocument") && shape.has("PolicyName");
    let list = shape.has_inner("Policies", "Arn") && shape.has_inner("Policies", "PolicyName");
    let policy = shape.has_inner("Policy", "Arn") && shape.has_inner("Policy", "PolicyName");
    let entities = shape.has_kind("PolicyRoles", Kind::Array) && shape.has_kind("PolicyUsers", Kind::Array);
    let bare = shape.has_inner("Statement", "Effect") && (shape.has("Version") || shape.keys.len() <= 2);
    let is_difference = |key: &str| KEYS.iter().chain(&["Policies", "Statement"]).any(|inner| shape.has_inner(key, inner));
    shape.is_object()
        && (of_iam || inline || list || policy || entities || bare || (is_difference("before") && is_difference("after")))
}

/// Reads answers.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut found = RoleGrants::of_one_moment(Vec::new());
    let mut now = Answers::new(&places);
    for document in &documents {
        match (document.get("before"), document.get("after")) {
            (Some(before), Some(after)) => {
                let mut earlier = Answers::new(&places);
                earlier.read(before, "before.", reading);
                let mut later = Answers::new(&places);
                later.read(after, "after.", reading);
                let (earlier, later) = (earlier.finish(), later.finish());
                found.incomplete.extend(earlier.incomplete.into_iter().chain(later.incomplete));
                found.grants.extend(compared(earlier.grants, later.grants));
                found.shows_change = true;
            }
            _ => now.read(document, "", reading),
        }
    }
    let now = now.finish();
    found.incomplete.extend(now.incomplete);
    found.grants.extend(now.grants);
    found.definitions = now.definitions;
    reading.items = found.grants.len() as u64;
    reading.tool = Some("aws iam".to_owned());
    reading.facts.role_grants = Some(Box::new(found));
    Ok(())
}

/// What a policy of a customer allows, and why.
struct Definition {
    policy: Named,
    width: Width,
    description: Box<str>,
    /// Whether IAM says that somebody has it.
    is_attached: Option<bool>,
    place: Place,
}

/// What the answers of one moment say together.
struct Answers<'t> {
    places: &'t Places<'t>,
    grants: Vec<RoleGrant>,
    definitions: Vec<Definition>,
    /// Who is in which group.
    memberships: Vec<(Named, String, String, Place)>,
    incomplete: Vec<(Box<str>, Place)>,
    lists_identities: bool,
}

impl<'t> Answers<'t> {
    fn new(places: &'t Places<'t>) -> Self {
        Answers {
            places,
            grants: Vec::new(),
            definitions: Vec::new(),
            memberships: Vec::new(),
            incomplete: Vec::new(),
            lists_identities: false,
        }
    }

    fn read(&mut self, answer: &Json<'_>, prefix: &str, reading: &mut Reading) {
        if let Some((key, mark)) = next_page(answer) {
            // a bare truth has no place of its own
            let marker = answer.get("Marker").unwrap_or(mark);
            self.incomplete.push((format!("the list goes on ({key})").into(), self.places.at(format!("{prefix}{key}"), marker)));
        }
        for (list, name, inline) in [
            ("UserDetailList", "UserName", "UserPolicyList"),
            ("GroupDetailList", "GroupName", "GroupPolicyList"),
            ("RoleDetailList", "RoleName", "RolePolicyList"),
        ] {
            let Some(identities) = answer.get(list) else { continue };
            self.lists_identities = true;
            for (i, identity) in self.elements(identities, &format!("{prefix}{list}"), reading).iter().enumerate() {
                self.identity(identity, name, inline, &format!("{prefix}{list}[{i}]"));
            }
        }
        for list in ["AttachedPolicies", "AttachedManagedPolicies"] {
            if let Some(policies) = answer.get(list) {
                self.attached(&Named::default(), policies, "", &format!("{prefix}{list}"));
            }
        }
        if let Some(names) = answer.get("PolicyNames") {
            for (i, name) in self.elements(names, &format!("{prefix}PolicyNames"), reading).iter().enumerate() {
                let place = self.places.at(format!("{prefix}PolicyNames[{i}]"), name);
                let role = named(name.text().unwrap_or_default(), "");
                self.grants.push(grant(Named::default(), role, "*", Width::Open, "", place));
            }
        }
        for list in ["PolicyRoles", "PolicyUsers", "PolicyGroups"] {
            for (i, identity) in answer.get(list).map(Json::elements).unwrap_or_default().iter().enumerate() {
                let name =
                    ["RoleName", "UserName", "GroupName"].into_iter().find_map(|key| identity.text_of(key)).unwrap_or_default();
                let place = self.places.at(format!("{prefix}{list}[{i}]"), identity);
                self.grants.push(grant(named(name, ""), Named::default(), "*", Width::Open, "", place));
            }
        }
        if let Some(policies) = answer.get("Policies") {
            for (i, policy) in self.elements(policies, &format!("{prefix}Policies"), reading).iter().enumerate() {
                self.policy(policy, &format!("{prefix}Policies[{i}]"));
            }
        }
        if let Some(policy) = answer.get("Policy").filter(|p| p.is_object()) {
            self.policy(policy, &format!("{prefix}Policy"));
        }
        if let Some(document) = answer.get("PolicyDocument") {
            let name = |key: &str| answer.text_of(key).unwrap_or_default();
            let principal =
                ["RoleName", "UserName", "GroupName"].into_iter().find_map(|key| answer.text_of(key)).unwrap_or_default();
            let place = self.places.at(format!("{prefix}PolicyDocument"), document);
            let role = named(name("PolicyName"), "");
            self.grants.push(grant(named(principal, ""), role, "*", width_of_document(document), "", place));
        }
        let version = answer.at(&["PolicyVersion", "Document"]).map(|d| (d, "PolicyVersion.Document"));
        let bare = answer.get("Statement").map(|_| (answer, "Statement"));
        if let Some((document, path)) = version.or(bare) {
            let place = self.places.at(format!("{prefix}{path}"), document);
            self.grants.push(grant(Named::default(), named("policy", ""), "*", width_of_document(document), "", place));
        }
    }

    fn elements<'j, 'a>(&mut self, list: &'j Json<'a>, path: &str, reading: &mut Reading) -> &'j [Json<'a>] {
        if !matches!(list, Json::Array(_) | Json::Null) {
            reading.log.say(DiagnosticKind::Malformed, path, "must be an array");
            self.incomplete.push((format!("{path} cannot be read").into(), self.places.at(path, list)));
        }
        list.elements()
    }

    /// A user, group or role with everything that it holds.
    fn identity(&mut self, identity: &Json<'_>, name_key: &str, inline_key: &str, path: &str) {
        let principal = named(identity.text_of(name_key).unwrap_or_default(), identity.text_of("Arn").unwrap_or_default());
        let why = justification_in_tags(identity.get("Tags"));
        if let Some(policies) = identity.get("AttachedManagedPolicies") {
            self.attached(&principal, policies, why, &format!("{path}.AttachedManagedPolicies"));
        }
        for (i, policy) in identity.get(inline_key).map(Json::elements).unwrap_or_default().iter().enumerate() {
            let width = policy.get("PolicyDocument").map_or(Width::Open, width_of_document);
            let place = self.places.at(format!("{path}.{inline_key}[{i}]"), policy);
            let role = named(policy.text_of("PolicyName").unwrap_or_default(), "");
            self.grants.push(grant(principal.clone(), role, "*", width, why, place));
        }
        for (i, group) in identity.get("GroupList").map(Json::elements).unwrap_or_default().iter().enumerate() {
            let place = self.places.at(format!("{path}.GroupList[{i}]"), group);
            self.memberships.push((principal.clone(), group.text().unwrap_or_default().to_lowercase(), why.to_owned(), place));
        }
    }

    /// The managed policies of an identity: a list, or one alone.
    fn attached(&mut self, principal: &Named, policies: &Json<'_>, why: &str, path: &str) {
        let list = if policies.is_object() { std::slice::from_ref(policies) } else { policies.elements() };
        for (i, policy) in list.iter().enumerate() {
            let text = |upper: &str, short: &str| policy.text_of(upper).or_else(|| policy.text_of(short)).unwrap_or_default();
            let (role, width) = managed(text("PolicyArn", "Arn"), text("PolicyName", "Name"));
            self.grants.push(grant(principal.clone(), role, "*", width, why, self.places.at(format!("{path}[{i}]"), policy)));
        }
    }

    /// A managed policy, with the text of its versions where the answer has them.
    fn policy(&mut self, policy: &Json<'_>, path: &str) {
        let arn = policy.text_of("Arn").unwrap_or_default();
        let (name, by_name) = managed(arn, policy.text_of("PolicyName").unwrap_or_default());
        let versions = policy.get("PolicyVersionList").map(Json::elements).unwrap_or_default();
        let default = policy.text_of("DefaultVersionId");
        let is_default = |version: &&Json<'_>| match version.get("IsDefaultVersion").and_then(Json::truth) {
            Some(is_default) => is_default,
            None => version.text_of("VersionId").is_some_and(|id| Some(id) == default),
        };
        let width_of = |version: &Json<'_>| version.get("Document").map_or(Width::Open, width_of_document);
        let in_force = versions.iter().find(is_default).map(width_of).or_else(|| versions.iter().map(width_of).max());
        let is_of_customer = !is_of_aws(arn);
        let why = match justification_in_tags(policy.get("Tags")) {
            "" if is_of_customer => policy.text_of("Description").unwrap_or_default(),
            tag => tag,
        };
        self.definitions.push(Definition {
            policy: name,
            width: if is_of_customer { in_force.unwrap_or(by_name) } else { by_name },
            description: sentence(why),
            is_attached: policy.get("AttachmentCount").and_then(Json::number).map(|n| n > 0.0),
            place: self.places.at(path, policy),
        });
    }

    /// The grants, where what a policy allows is taken from its text; and what policies allow, for other files.
    fn finish(mut self) -> RoleGrants {
        let defined: HashMap<&str, &Definition> =
            self.definitions.iter().flat_map(|d| d.policy.spellings().map(move |name| (name, d))).collect();
        let mut granted = HashSet::new();
        for held in &mut self.grants {
            let key = if held.role.id.is_empty() { &held.role.name } else { &held.role.id };
            let Some(definition) = defined.get(&**key) else { continue };
            if held.width == Width::Open {
                held.width = definition.width;
            }
            if held.justification.is_empty() {
                held.justification.clone_from(&definition.description);
            }
            granted.extend(definition.policy.spellings().map(str::to_owned));
        }
        let mut wide_groups = HashSet::new();
        for held in self.grants.iter().filter(|g| g.width == Width::Wide) {
            wide_groups.insert(held.principal.name.to_lowercase());
        }
        for (member, group, why, place) in self.memberships {
            let width = if wide_groups.contains(&group) { Width::Wide } else { Width::Narrow };
            let role = named(&format!("group/{group}"), "");
            self.grants.push(RoleGrant { is_membership: true, ..grant(member, role, "*", width, &why, place) });
        }
        // a policy that somebody else has: AWS's own ones count where the answer lists nobody
        for definition in &self.definitions {
            let is_of_customer = !is_of_aws(&definition.policy.id);
            let is_held = definition.is_attached.unwrap_or(true) && (is_of_customer || !self.lists_identities);
            if is_held && !definition.policy.spellings().any(|name| granted.contains(name)) {
                let Definition { policy, width, description, place, .. } = definition;
                self.grants.push(grant(Named::default(), policy.clone(), "*", *width, description, place.clone()));
            }
        }
        let definitions = self.definitions.iter().flat_map(|d| {
            let key = |name: &str| (name.to_lowercase().into(), d.width, d.description.clone());
            d.policy.spellings().map(key).collect::<Vec<_>>()
        });
        let definitions = definitions.collect();
        RoleGrants { definitions, incomplete: self.incomplete, ..RoleGrants::of_one_moment(self.grants) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::Presence;

    fn read_grants(text: &str) -> RoleGrants {
        let (shape, _) = Shape::of(text);
        assert!(fits(&shape), "{text}");
        let mut reading = Reading::default();
        read(text, &mut reading).unwrap();
        *reading.facts.role_grants.unwrap()
    }

    fn seen(found: &RoleGrants) -> Vec<(&str, &str, Width)> {
        found.grants.iter().map(|g| (g.principal.shown(), g.role.shown(), g.width)).collect()
    }

    const EVERYTHING: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#;

    #[test]
    fn an_account_shows_what_each_identity_holds() {
        let text = format!(
            r#"{{"UserDetailList": [{{"UserName": "alice", "GroupList": ["Admins", "Dev"], "AttachedManagedPolicies": []}}],
            "GroupDetailList": [{{"GroupName": "Admins", "AttachedManagedPolicies": {{"PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}}}}],
            "RoleDetailList": [{{"RoleName": "ci", "Tags": [{{"Key": "Justification", "Value": "deploys the landing zone"}}],
                "RolePolicyList": [{{"PolicyName": "all", "PolicyDocument": {EVERYTHING}}}],
                "AttachedManagedPolicies": [{{"PolicyName": "lz", "PolicyArn": "arn:aws:iam::1:policy/lz"}}]}}],
            "Policies": [{{"PolicyName": "lz", "Arn": "arn:aws:iam::1:policy/lz", "AttachmentCount": 1, "DefaultVersionId": "v2", "PolicyVersionList": [
                {{"VersionId": "v1", "Document": {EVERYTHING}, "IsDefaultVersion": false}},
                {{"VersionId": "v2", "Document": {{"Statement": []}}, "IsDefaultVersion": true}}]}}]}}"#
        );
        let found = read_grants(&text);
        assert_eq!(
            seen(&found),
            [
                ("Admins", "AdministratorAccess", Width::Wide),
                ("ci", "lz", Width::Narrow),
                ("ci", "all", Width::Wide),
                ("alice", "group/admins", Width::Wide),
                ("alice", "group/dev", Width::Narrow)
            ]
        );
        assert_eq!(&*found.grants[2].justification, "deploys the landing zone");
    }

    #[test]
    fn every_answer_about_policies_is_known() {
        let arn = "arn:aws:iam::1:policy/lz";
        let cases = [
            (format!(r#"{{"AttachedPolicies": [{{"PolicyName": "lz", "PolicyArn": "{arn}"}}]}}"#), ("", "lz", Width::Open)),
            (r#"{"PolicyNames": ["inline"]}"#.to_owned(), ("", "inline", Width::Open)),
            (format!(r#"{{"RoleName": "ci", "PolicyName": "all", "PolicyDocument": {EVERYTHING}}}"#), ("ci", "all", Width::Wide)),
            (format!(r#"{{"PolicyVersion": {{"VersionId": "v1", "Document": {EVERYTHING}}}}}"#), ("", "policy", Width::Wide)),
            (EVERYTHING.to_owned(), ("", "policy", Width::Wide)),
            (format!(r#"{{"Policy": {{"PolicyName": "lz", "Arn": "{arn}"}}}}"#), ("", "lz", Width::Open)),
            (
                r#"{"Policies": [{"PolicyName": "PowerUserAccess", "Arn": "arn:aws:iam::aws:policy/PowerUserAccess", "AttachmentCount": 2}]}"#.to_owned(),
                ("", "PowerUserAccess", Width::Wide),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(seen(&read_grants(&text)), [expected], "{text}");
        }
        let nobody = r#"{"Policies": [{"PolicyName": "lz", "Arn": "arn:aws:iam::1:policy/lz", "AttachmentCount": 0}]}"#;
        assert_eq!(seen(&read_grants(nobody)), []);
    }

    #[test]
    fn a_new_version_that_allows_everything_is_a_new_grant() {
        let version = |document: &str| format!(r#"{{"PolicyVersion": {{"VersionId": "v1", "Document": {document}}}}}"#);
        let text = format!(r#"{{"before": {}, "after": {}}}"#, version(r#"{"Statement": []}"#), version(EVERYTHING));
        let found = read_grants(&text);
        let presences: Vec<Presence> = found.grants.iter().map(|g| g.presence).collect();
        assert_eq!((presences.as_slice(), found.shows_change), ([Presence::Added].as_slice(), true));
    }

    #[test]
    fn an_answer_that_is_cut_off_is_incomplete() {
        let found = read_grants("{\"AttachedPolicies\": [],\n\"IsTruncated\": true,\n\"Marker\": \"x\"}");
        assert_eq!(found.incomplete.len(), 1);
        assert_eq!(found.incomplete[0].1.line, 3);
    }
}
