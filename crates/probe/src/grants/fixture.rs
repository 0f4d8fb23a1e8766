//! Files with grants, made by hand, and questions about them.

use crate::{Answer, Question, definition};
use plumbline_domain::{Content, Facts, Format, Mode, Named, Outcome, Place, Presence, Probe, RoleGrant, RoleGrants, Width};
use std::collections::BTreeMap;

/// A principal or role with name and id.
pub fn named(name: &str, id: &str) -> Named {
    Named::new(name, id)
}

/// A narrow grant at one moment.
pub fn grant(principal: &str, role: &str) -> RoleGrant {
    RoleGrant {
        principal: named(principal, ""),
        role: named(role, ""),
        scope: "/s".into(),
        condition: "".into(),
        width: Width::Narrow,
        justification: "".into(),
        is_membership: false,
        presence: Presence::There,
        place: Place { path: format!("[{principal}]").into(), line: 7 },
    }
}

/// A wide grant, with what justifies it.
pub fn wide(principal: &str, justification: &str) -> RoleGrant {
    RoleGrant { width: Width::Wide, justification: justification.into(), ..grant(principal, "Owner") }
}

/// The same grant, added, kept or removed by a change.
pub fn with(presence: Presence, grant: RoleGrant) -> RoleGrant {
    RoleGrant { presence, ..grant }
}

/// A file with these grants of one moment.
pub fn moment(grants: Vec<RoleGrant>) -> Content {
    content(Some(RoleGrants::of_one_moment(grants)))
}

/// A preview with these grants, whole or not.
pub fn preview(grants: Vec<RoleGrant>, gap: Option<&str>) -> Content {
    let incomplete = gap.map(|why| (why.into(), Place::default())).into_iter().collect();
    content(Some(RoleGrants { shows_change: true, incomplete, ..RoleGrants::of_one_moment(grants) }))
}

/// A list of one moment that goes on.
pub fn page(grants: Vec<RoleGrant>) -> Content {
    let incomplete = vec![("the list goes on".into(), Place::default())];
    content(Some(RoleGrants { incomplete, ..RoleGrants::of_one_moment(grants) }))
}

/// A list of nothing.
pub fn empty_list() -> Content {
    let mut content = content(None);
    content.facts.is_empty_list = true;
    content
}

/// A file with these facts.
pub fn content(role_grants: Option<RoleGrants>) -> Content {
    Content {
        path: "grants.json".to_owned(),
        sha256: String::new(),
        bytes: 2,
        format: Format::AzureRoleAssignment,
        tool: None,
        is_empty: false,
        is_damaged: false,
        is_json: true,
        facts: Facts { role_grants: role_grants.map(Box::new), ..Facts::default() },
        findings: [].into(),
    }
}

/// What a probe answers of a file, with the one before and the plan.
pub fn ask(probe: Probe, content: &Content, before: Option<&Content>, plan: Option<&Content>) -> Answer {
    ask_justified(probe, content, before, plan, &[])
}

/// The same, with justifications in the item.
pub fn ask_justified(
    probe: Probe,
    content: &Content,
    before: Option<&Content>,
    plan: Option<&Content>,
    justifications: &[(&str, &str)],
) -> Answer {
    let (policy, _) = plumbline_ingest::default_policy();
    let artifact_type = policy.artifact_types.iter().find(|t| t.id == "role-assignment-diff").unwrap();
    let justifications: BTreeMap<String, String> =
        justifications.iter().map(|(grant, text)| ((*grant).to_owned(), (*text).to_owned())).collect();
    let question = Question {
        artifact_type,
        content,
        before,
        with: &[],
        plan,
        log: None,
        outcome: Outcome::Passed,
        mode: Mode::Enforce,
        deployed_at: None,
        justifications: &justifications,
        policy: &policy,
        explains: true,
    };
    (definition(probe).ask)(&question)
}
