//! What resources grant, by hand-made plans, states and what-ifs.

use crate::formats::test_files::{read_change_set, read_plan, read_state, read_what_if};
use plumbline_domain::{Presence, RoleGrants, Width};

/// A plan of resources: address, type, before, after, what is not known yet.
fn plan_with(resources: &[(&str, &str, &str, &str)], configuration: &str) -> RoleGrants {
    let change = |(address, before, after, unknown): &(&str, &str, &str, &str)| {
        let kind = address.trim_start_matches("module.m.").trim_start_matches("data.").split('.').next().unwrap();
        let action = match (*before, *after) {
            (_, "null") => "delete",
            ("null", _) => "create",
            _ => "update",
        };
        format!(
            r#"{{"address": {address:?}, "type": {kind:?}, "change": {{"actions": [{action:?}], "before": {before}, "after": {after}, "after_unknown": {unknown}}}}}"#
        )
    };
    let changes: Vec<String> = resources.iter().map(change).collect();
    read_plan(&format!(
        r#"{{"format_version": "1.2", "resource_changes": [{}], "configuration": {configuration}}}"#,
        changes.join(",")
    ))
}

fn plan(resources: &[(&str, &str, &str, &str)]) -> RoleGrants {
    plan_with(resources, "{}")
}

fn seen(found: &RoleGrants) -> Vec<(String, Width, Presence)> {
    let line =
        |g: &plumbline_domain::RoleGrant| format!("{} {} {}", g.principal.shown(), g.role.shown(), g.scope).trim().to_owned();
    found.grants.iter().map(|g| (line(g), g.width, g.presence)).collect()
}

fn added(line: &str, width: Width) -> (String, Width, Presence) {
    (line.to_owned(), width, Presence::Added)
}

#[test]
fn what_an_assignment_grants_before_and_after_is_compared() {
    let reader = r#"{"principal_id": "1", "role_definition_name": "Reader", "scope": "/s"}"#;
    let owner = r#"{"principal_id": "1", "role_definition_name": "Owner", "scope": "/s", "description": "why it is so"}"#;
    let found = plan(&[("azurerm_role_assignment.a", reader, owner, "{}"), ("azurerm_role_assignment.b", owner, "null", "{}")]);
    // the Owner of the second moved to the first: it was there before
    assert_eq!(
        seen(&found),
        [("1 Owner /s".to_owned(), Width::Wide, Presence::Kept), ("1 Reader /s".to_owned(), Width::Narrow, Presence::Removed)]
    );
    assert!(found.shows_change && found.covered == 2);
}

#[test]
fn roles_that_the_change_creates_are_found_in_the_configuration() {
    let configuration = r#"{"root_module": {"resources": [
        {"address": "azurerm_role_assignment.a", "expressions": {"role_definition_id": {"references": ["azurerm_role_definition.all.role_definition_resource_id", "azurerm_role_definition.all"]},
            "principal_id": {"references": ["azurerm_user_assigned_identity.ci.principal_id", "azurerm_user_assigned_identity.ci"]}}},
        {"address": "azurerm_role_assignment.b", "expressions": {"role_definition_id": {"references": ["data.azurerm_role_definition.owner.id"]}}},
        {"address": "azurerm_role_assignment.c", "expressions": {"role_definition_id": {"references": ["local.role"]}}}]}}"#;
    let found = plan_with(
        &[
            (
                "azurerm_role_definition.all",
                "null",
                r#"{"name": "everything", "scope": "/s", "permissions": [{"actions": ["*"]}]}"#,
                "{}",
            ),
            ("data.azurerm_role_definition.owner", "null", r#"{"name": "Owner"}"#, r#"{"id": true}"#),
            ("azurerm_role_assignment.a", "null", r#"{"scope": "/s"}"#, r#"{"role_definition_id": true, "principal_id": true}"#),
            ("azurerm_role_assignment.b", "null", r#"{"scope": "/s", "principal_id": "2"}"#, r#"{"role_definition_id": true}"#),
            ("azurerm_role_assignment.c", "null", r#"{"scope": "/s", "principal_id": "3"}"#, r#"{"role_definition_id": true}"#),
        ],
        configuration,
    );
    assert_eq!(
        seen(&found),
        [
            added("${azurerm_user_assigned_identity.ci} everything /s", Width::Wide),
            added("2 Owner /s", Width::Wide),
            added("3  /s", Width::Open)
        ]
    );
}

#[test]
fn policies_of_aws_are_found_wherever_they_stand() {
    let star = r#"{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}"#;
    let policy = format!(r#"{{"name": "lz", "policy": "{star}", "description": "why it is so"}}"#);
    let role = format!(
        r#"{{"name": "ci", "managed_policy_arns": ["arn:aws:iam::aws:policy/PowerUserAccess"], "inline_policy": [{{"name": "all", "policy": "{star}"}}, {{"name": "", "policy": ""}}]}}"#
    );
    let configuration = r#"{"root_module": {"resources": [
        {"address": "aws_iam_role_policy_attachment.a", "expressions": {"policy_arn": {"references": ["aws_iam_policy.lz.arn", "aws_iam_policy.lz"]}, "role": {"references": ["aws_iam_role.ci.name"]}}},
        {"address": "aws_iam_user_policy.u", "expressions": {"policy": {"references": ["data.aws_iam_policy_document.d.json"]}}}]}}"#;
    let found = plan_with(
        &[
            ("aws_iam_policy.lz", "null", &policy, r#"{"arn": true}"#),
            ("aws_iam_role.ci", "null", &role, r#"{"id": true}"#),
            ("aws_iam_role_policy_attachment.a", "null", r#"{"role": "ci"}"#, r#"{"policy_arn": true}"#),
            (
                "data.aws_iam_policy_document.d",
                "null",
                r#"{"statement": [{"actions": ["iam:*"], "resources": ["*"]}]}"#,
                r#"{"json": true}"#,
            ),
            ("aws_iam_user_policy.u", "null", r#"{"name": "iam", "user": "eve"}"#, r#"{"policy": true}"#),
            (
                "aws_iam_group_policy_attachment.g",
                "null",
                r#"{"group": "dev", "policy_arn": "arn:aws:iam::1:policy/elsewhere"}"#,
                "{}",
            ),
        ],
        configuration,
    );
    assert_eq!(
        seen(&found),
        [
            added("ci PowerUserAccess *", Width::Wide),
            added("ci all *", Width::Wide),
            added("ci lz *", Width::Wide),
            added("eve iam *", Width::Wide),
            added("dev elsewhere *", Width::Open)
        ]
    );
    assert_eq!(&*found.grants[2].justification, "why it is so", "the policy's own description");
}

#[test]
fn what_the_provider_computes_is_no_grant_that_is_not_known() {
    let unknown = r#"{"managed_policy_arns": true, "inline_policy": true}"#;
    let stated = r#"{"root_module": {"resources": [{"address": "aws_iam_role.a", "expressions": {"name": {"constant_value": "a"}}},
        {"address": "aws_iam_role.b", "expressions": {"managed_policy_arns": {"references": ["var.arns"]}}}]}}"#;
    let found = plan_with(
        &[("aws_iam_role.a", "null", r#"{"name": "a"}"#, unknown), ("aws_iam_role.b", "null", r#"{"name": "b"}"#, unknown)],
        stated,
    );
    assert_eq!(seen(&found), [added("b  *", Width::Open)]);
}

#[test]
fn a_variable_of_a_module_leads_to_what_the_caller_gives_it() {
    let configuration = r#"{"root_module": {"resources": [], "module_calls": {"m": {
        "expressions": {"arn": {"references": ["aws_iam_policy.lz.arn", "aws_iam_policy.lz"]}},
        "module": {"resources": [{"address": "aws_iam_user_policy_attachment.a", "expressions": {"policy_arn": {"references": ["var.arn"]}}}]}}}}}"#;
    let policy =
        r#"{"name": "lz", "policy": "{\"Statement\": {\"Effect\": \"Allow\", \"NotAction\": \"s3:*\", \"Resource\": \"*\"}}"}"#;
    let found = plan_with(
        &[
            ("aws_iam_policy.lz", "null", policy, r#"{"arn": true}"#),
            ("module.m.aws_iam_user_policy_attachment.a", "null", r#"{"user": "eve"}"#, r#"{"policy_arn": true}"#),
        ],
        configuration,
    );
    assert_eq!(seen(&found), [added("eve lz *", Width::Wide)]);
}

#[test]
fn members_bindings_and_policies_of_google_are_grants() {
    let found = plan(&[
        ("google_project_iam_member.a", "null", r#"{"project": "p", "role": "roles/editor", "member": "user:a"}"#, "{}"),
        (
            "google_storage_bucket_iam_binding.b",
            r#"{"bucket": "x", "role": "roles/viewer", "members": ["user:a"]}"#,
            r#"{"bucket": "x", "role": "roles/viewer", "members": ["user:a", "user:b"]}"#,
            "{}",
        ),
        (
            "google_folder_iam_policy.c",
            "null",
            r#"{"folder": "folders/7", "policy_data": "{\"bindings\": [{\"role\": \"roles/owner\", \"members\": [\"user:c\"]}]}"}"#,
            "{}",
        ),
        ("google_project_iam_policy.d", "null", r#"{"project": "p"}"#, r#"{"policy_data": true}"#),
    ]);
    let mut kept = seen(&found);
    kept.remove(1);
    assert_eq!(
        kept,
        [
            added("user:a roles/editor projects/p", Width::Wide),
            added("user:b roles/viewer x", Width::Narrow),
            added("user:c roles/owner folders/7", Width::Wide),
            added("policy projects/p", Width::Open)
        ]
    );
    assert_eq!(found.grants[1].presence, Presence::Kept);
}

#[test]
fn bindings_of_kubernetes_find_their_role_in_the_plan() {
    let rules = r#"{"metadata": [{"name": "all"}], "rule": [{"verbs": ["*"], "resources": ["*"], "api_groups": ["*"]}]}"#;
    let binding = r#"{"metadata": [{"name": "b", "annotations": {"example.com/justification": "operates the whole cluster"}}], "role_ref": [{"kind": "ClusterRole", "name": "all"}], "subject": [{"kind": "Group", "name": "ops"}]}"#;
    let manifest = r#"{"manifest": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "m", "namespace": "n"}, "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}, "subjects": [{"kind": "ServiceAccount", "name": "s"}]}}"#;
    let yaml = r#"{"yaml_body": "kind: ClusterRoleBinding\nmetadata: {name: y}\nroleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: u}]\n"}"#;
    let found = plan(&[
        ("kubernetes_cluster_role_v1.r", "null", rules, "{}"),
        ("kubernetes_cluster_role_binding.b", "null", binding, "{}"),
        ("kubernetes_manifest.m", "null", manifest, "{}"),
        ("kubectl_manifest.y", "null", yaml, "{}"),
    ]);
    assert_eq!(
        seen(&found),
        [
            added("ops all cluster", Width::Wide),
            added("system:serviceaccount:n:s cluster-admin namespace/n", Width::Wide),
            added("u view cluster", Width::Narrow)
        ]
    );
    assert_eq!(&*found.grants[0].justification, "operates the whole cluster");
}

#[test]
fn a_state_shows_one_moment() {
    let found = read_state(
        r#"{"format_version": "1.0", "values": {"root_module": {"child_modules": [{"resources": [{"address": "module.m.azurerm_role_assignment.a",
            "type": "azurerm_role_assignment", "values": {"principal_id": "1", "role_definition_name": "Contributor", "scope": "/s"}}]}]}}}"#,
    );
    assert!(!found.shows_change);
    assert_eq!(seen(&found), [("1 Contributor /s".to_owned(), Width::Wide, Presence::There)]);
    assert_eq!(found.grants[0].place.path.as_ref(), "values.root_module.child_modules[0].resources[0]");
}

#[test]
fn a_what_if_compares_and_leaves_open_what_it_cannot_see() {
    let id = |name: &str| format!("/subscriptions/S/providers/Microsoft.Authorization/roleAssignments/{name}");
    let values =
        |role: &str| format!(r#"{{"properties": {{"principalId": "1", "roleDefinitionId": "/x/roleDefinitions/{role}"}}}}"#);
    let owner = values("8e3af657-a8ff-443c-a75c-2fe8c4bcb635");
    let found = read_what_if(&format!(
        r#"{{"status": "Succeeded", "changes": [
            {{"resourceId": "{}", "changeType": "Ignore", "before": {owner}, "after": null}},
            {{"resourceId": "{}", "changeType": "Ignore", "before": null, "after": null}},
            {{"resourceId": "{}", "changeType": "Unsupported", "before": null, "after": null}},
            {{"resourceId": "{}", "changeType": "Create", "before": null, "after": {}}},
            {{"resourceId": "{}", "changeType": "Delete", "before": {}, "after": null}}]}}"#,
        id("a"),
        id("e"),
        id("b"),
        id("c"),
        values("acdd72a7-3385-48ef-bd42-f606fba81ae7"),
        id("d"),
        values("b24988ac-6180-42a0-ab88-20f7382dd24c"),
    ));
    assert_eq!(
        seen(&found),
        [
            ("1 Owner /subscriptions/S".to_owned(), Width::Wide, Presence::Kept),
            added("/subscriptions/S", Width::Open),
            added("1 acdd72a7-3385-48ef-bd42-f606fba81ae7 /subscriptions/S", Width::Narrow),
            ("1 Contributor /subscriptions/S".to_owned(), Width::Wide, Presence::Removed)
        ]
    );
}

#[test]
fn a_change_set_with_property_values_shows_what_a_role_is_given() {
    let after = r#"{\"Properties\": {\"RoleName\": \"ci\", \"ManagedPolicyArns\": [\"arn:aws:iam::aws:policy/AdministratorAccess\"], \"Policies\": [{\"PolicyName\": \"own\", \"PolicyDocument\": {\"Statement\": []}}], \"Tags\": [{\"Key\": \"justification\", \"Value\": \"bootstraps the landing zone\"}]}}"#;
    let found = read_change_set(&format!(
        r#"{{"StackName": "s", "ChangeSetName": "c", "Status": "CREATE_COMPLETE", "Changes": [
            {{"Type": "Resource", "ResourceChange": {{"Action": "Add", "LogicalResourceId": "Ci", "ResourceType": "AWS::IAM::Role", "AfterContext": "{after}"}}}},
            {{"Type": "Resource", "ResourceChange": {{"Action": "Modify", "LogicalResourceId": "Own", "ResourceType": "AWS::IAM::Policy"}}}}]}}"#
    ));
    assert_eq!(
        seen(&found),
        [added("ci AdministratorAccess *", Width::Wide), added("ci own *", Width::Narrow), added("Own *", Width::Open)]
    );
    assert_eq!(&*found.grants[0].justification, "bootstraps the landing zone");
}

#[test]
fn a_plan_that_is_not_all_leaves_open_what_else_is_granted() {
    let plan = |more: &str| read_plan(&format!(r#"{{"format_version": "1.2", "resource_changes": []{more}}}"#)).incomplete.len();
    assert_eq!(plan(r#", "complete": true, "deferred_changes": []"#), 0);
    assert_eq!(plan(r#", "complete": false"#), 1);
    assert_eq!(plan(r#", "deferred_changes": [{"reason": "unknown"}]"#), 1);
    assert_eq!(plan(r#", "errored": true"#), 1);
}
