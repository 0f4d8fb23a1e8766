//! Previews, logs, outputs and drift checks in the shapes in which tools write them.

use super::super::{Reading, Shape, format_of};
use plumbline_domain::{Action, Action::*, Difference, Facts, Format, OperationResult, OperationResult::*};

fn facts(text: &str) -> (Format, Facts) {
    let (shape, _) = Shape::of(text);
    let descriptor = format_of(&shape).unwrap_or_else(|| panic!("nobody's: {text}"));
    let mut reading = Reading::default();
    (descriptor.read)(text, &mut reading).unwrap();
    (descriptor.format, reading.facts)
}

fn changes(facts: &Facts) -> Vec<(&str, Action)> {
    facts.changes.as_ref().unwrap().changes.iter().map(|c| (&*c.id, c.action)).collect()
}

fn incomplete(facts: &Facts) -> Vec<&str> {
    facts.changes.as_ref().unwrap().incomplete.iter().map(|(why, _)| &**why).collect()
}

fn operations(facts: &Facts) -> (Vec<(&str, Action, OperationResult)>, OperationResult) {
    let log = facts.operations.as_ref().unwrap();
    (log.operations.iter().map(|o| (&*o.id, o.action, o.result)).collect(), log.overall)
}

fn outputs(facts: &Facts) -> Vec<(&str, Option<&str>)> {
    facts.outputs.as_ref().unwrap().values.iter().map(|o| (&*o.name, o.value.as_deref())).collect()
}

fn drift(facts: &Facts) -> (u64, Vec<(&str, Difference)>, usize) {
    let drift = facts.drift.as_ref().unwrap();
    (drift.compared, drift.differing.iter().map(|d| (&*d.id, d.difference)).collect(), drift.open.len())
}

#[test]
fn a_plan_tells_changes_drift_outputs_and_what_it_leaves_open() {
    let plan = r#"{"format_version": "1.2", "complete": false, "errored": false,
        "resource_drift": [{"address": "a.moved", "change": {"actions": ["no-op"]}}, {"address": "a.gone", "change": {"actions": ["delete"]}}],
        "resource_changes": [
            {"address": "a.b", "mode": "managed", "type": "a", "change": {"actions": ["delete", "create"]}},
            {"address": "a.c", "mode": "managed", "type": "a", "change": {"actions": ["forget"]}},
            {"address": "data.a.d", "mode": "data", "type": "a", "change": {"actions": ["read"]}},
            {"address": "a.e", "mode": "managed", "type": "a", "change": {"actions": ["dance"]}}],
        "deferred_changes": [{"reason": "provider_config_unknown"}],
        "checks": [{"address": {"to_display": "check.up"}, "status": "fail"}, {"address": {}, "status": "unknown"}],
        "output_changes": {
            "n": {"actions": ["update"], "before": 2, "after": 3, "after_unknown": false, "before_sensitive": false, "after_sensitive": false},
            "token": {"actions": ["update"], "before": "hunter1", "after": "hunter2", "before_sensitive": true, "after_sensitive": true},
            "id": {"actions": ["create"], "before": null, "after_unknown": true}}}"#;
    let (format, facts) = facts(plan);
    assert_eq!(format, Format::TerraformPlan);
    assert_eq!(changes(&facts), [("a.b", Replace), ("a.c", Forget), ("data.a.d", Read), ("a.e", Unknown)]);
    let expected = ["the plan is not complete: another one has to follow", "1 change is deferred", "the check check.up failed"];
    assert_eq!(incomplete(&facts), expected);
    assert_eq!(outputs(&facts), [("id", None), ("n", Some("3")), ("token", None)]);
    let differing = vec![("a.gone", Difference::Missing), ("a.b", Difference::Changed), ("a.c", Difference::Changed)];
    assert_eq!(drift(&facts), (2, differing, 3), "an unknown action, what is deferred, and what is to follow are not compared");
    assert!(!format!("{facts:?}").contains("hunter"));
}

#[test]
fn a_refresh_only_plan_covers_the_state() {
    let plan = r#"{"format_version": "1.2", "planned_values": {}, "prior_state": {"values": {"root_module": {
        "resources": [{"mode": "managed"}, {"mode": "data"}], "child_modules": [{"resources": [{"mode": "managed"}]}]}}}}"#;
    assert_eq!(drift(&facts(plan).1), (2, Vec::new(), 0));
}

#[test]
fn a_what_if_is_read_as_every_tool_writes_it() {
    let id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/a";
    let cli = format!(
        r#"{{"status": "Succeeded", "error": null, "changes": [{{"changeType": "Modify", "resourceId": "{id}"}}],
        "potentialChanges": [{{}}], "diagnostics": [{{"level": "Warning", "code": "NestedDeploymentShortCircuited", "message": "m"}}, {{"level": "Info", "code": "x"}}]}}"#
    );
    let (format, found) = facts(&cli);
    assert_eq!((format, changes(&found)), (Format::AzureWhatIf, vec![(id, Update)]));
    assert_eq!(incomplete(&found), ["1 resource may change, or may not", "a nested deployment was not expanded: m"]);
    assert!(found.changes.as_ref().unwrap().has_unseen);

    let powershell = format!(
        r#"{{"Status": "Succeeded", "Changes": [{{"ChangeType": 4, "FullyQualifiedResourceId": "{id}"}}, {{"ChangeType": "Ignore", "FullyQualifiedResourceId": "/x"}}], "Error": null}}"#
    );
    let (format, found) = facts(&powershell);
    assert_eq!((format, changes(&found)), (Format::AzureWhatIf, vec![(id, NoOp), ("/x", Ignore)]));
    assert_eq!(drift(&found), (1, Vec::new(), 0), "what is ignored is no part of the source");

    let stack = format!(
        r#"{{"type": "Microsoft.Resources/deploymentStacksWhatIfResults", "properties": {{"provisioningState": "succeeded",
        "changes": {{"resourceChanges": [{{"id": "{id}", "changeType": "detach", "changeCertainty": "potential"}}]}}}}}}"#
    );
    let (format, found) = facts(&stack);
    assert_eq!((format, changes(&found)), (Format::AzureWhatIf, vec![(id, Forget)]));
    assert_eq!(incomplete(&found), [format!("{id} may change, or may not")]);
}

#[test]
fn the_log_of_an_apply_tells_what_was_done() {
    let event = |kind: &str, rest: &str| {
        format!("{{\"@level\":\"info\",\"@message\":\"m\",\"@module\":\"terraform.ui\",\"type\":\"{kind}\",{rest}}}\n")
    };
    let hook =
        |address: &str, action: &str| format!("\"hook\":{{\"resource\":{{\"addr\":\"{address}\"}},\"action\":\"{action}\"}}");
    let version = event("version", "\"terraform\":\"1.11.4\"");
    let begun = version.clone() + &event("apply_start", &hook("a.b", "create")) + &event("apply_start", &hook("a.c", "delete"));
    let (format, found) = facts(&begun);
    assert_eq!(format, Format::TerraformUiLog);
    assert_eq!(operations(&found), (vec![("a.b", Create, Unfinished), ("a.c", Delete, Unfinished)], Unfinished));

    let errored =
        begun.clone() + &event("apply_complete", &hook("a.b", "create")) + &event("apply_errored", &hook("a.c", "delete"));
    assert_eq!(operations(&facts(&errored).1), (vec![("a.b", Create, Succeeded), ("a.c", Delete, Failed)], Unfinished));

    let destroyed = version.clone()
        + &event("apply_start", &hook("a.b", "delete"))
        + &event("apply_complete", &hook("a.b", "delete"))
        + &event("change_summary", "\"changes\":{\"operation\":\"destroy\"}");
    assert_eq!(operations(&facts(&destroyed).1), (vec![("a.b", Delete, Succeeded)], Succeeded));

    let cut =
        |n: u32| version.clone() + &event("change_summary", &format!("\"changes\":{{\"add\":{n},\"operation\":\"apply\"}}"));
    assert_eq!(operations(&facts(&cut(0)).1), (Vec::new(), Succeeded), "nothing was to be done");
    assert_eq!(operations(&facts(&cut(3)).1), (Vec::new(), Unfinished), "three operations that are not in the log");

    let planned = version
        + &event("refresh_complete", &hook("a.b", ""))
        + &event("refresh_complete", &hook("data.a.c", ""))
        + &event("change_summary", "\"changes\":{\"operation\":\"plan\"}");
    let (_, found) = facts(&planned);
    assert!(found.operations.is_none());
    assert_eq!(changes(&found), [("a.b", NoOp), ("data.a.c", Read)]);
    assert_eq!(drift(&found), (1, Vec::new(), 0));
}

#[test]
fn a_sensitive_output_has_no_value() {
    let text = r#"{"n": {"sensitive": false, "type": "number", "value": 2}, "t": {"sensitive": true, "type": "string", "value": "hunter2"}}"#;
    let (format, found) = facts(text);
    assert_eq!((format, outputs(&found)), (Format::TerraformOutput, vec![("n", Some("2")), ("t", None)]));
    assert!(format_of(&Shape::of(r#"{"n": "2", "t": "x"}"#).0).is_none(), "a bare object of strings is nobody's");
}

#[test]
fn a_deployment_of_azure_tells_how_it_and_its_rollback_ended() {
    let deployment = |state: &str, more: &str| {
        format!(r#"{{"type": "Microsoft.Resources/deployments", "properties": {{"provisioningState": "{state}"{more}}}}}"#)
    };
    let (format, found) = facts(&deployment(
        "Succeeded",
        r#", "outputResources": [{"id": "/s/a"}], "outputs": {"n": {"type": "Int", "value": 1}, "k": {"type": "SecureString", "value": "hunter2"}}"#,
    ));
    assert_eq!((format, operations(&found)), (Format::AzureDeployment, (vec![("/s/a", Upsert, Succeeded)], Succeeded)));
    assert_eq!(outputs(&found), [("k", None), ("n", Some("1"))]);

    let back =
        facts(&deployment("Failed", r#", "onErrorDeployment": {"deploymentName": "d", "provisioningState": "Succeeded"}"#)).1;
    let log = back.operations.unwrap();
    assert_eq!((log.overall, log.way_back.unwrap().result), (Failed, Succeeded));
    let untouched =
        facts(&deployment("Succeeded", r#", "onErrorDeployment": {"type": "LastSuccessful", "provisioningState": null}"#)).1;
    assert!(untouched.operations.unwrap().way_back.is_none());

    let validated = facts(&deployment("Succeeded", r#", "validatedResources": [{"id": "/s/a"}], "outputs": null"#)).1;
    assert!(validated.operations.is_none() && validated.outputs.is_none(), "a validation deploys nothing");

    let (format, found) =
        facts(r#"{"DeploymentName": "d", "CorrelationId": "c", "ProvisioningState": "Failed", "Outputs": null}"#);
    assert_eq!((format, operations(&found).1), (Format::AzureDeployment, Failed));
}

#[test]
fn of_several_deployments_the_newest_counts() {
    let text = r#"{"value": [
        {"type": "Microsoft.Resources/deployments", "properties": {"provisioningState": "Failed", "timestamp": "2026-11-01T00:00:00Z"}},
        {"type": "Microsoft.Resources/deployments", "properties": {"provisioningState": "Succeeded", "timestamp": "2026-11-02T00:00:00Z"}}], "nextLink": "x"}"#;
    let log = facts(text).1.operations.unwrap();
    assert_eq!((log.overall, log.goes_on), (Succeeded, true));
}

#[test]
fn operations_of_azure_need_the_last_step_of_each_deployment() {
    let operation = |deployment: &str, step: &str, state: &str| {
        format!(
            r#"{{"id": "/d/{deployment}/operations/1", "operationId": "1", "properties": {{"provisioningOperation": "{step}", "provisioningState": "{state}", "targetResource": {{"id": "/s/{deployment}"}}}}}}"#
        )
    };
    let all = |parts: &[String]| format!(r#"{{"value": [{}]}}"#, parts.join(","));
    let end = |d: &str| operation(d, "EvaluateDeploymentOutput", "Succeeded");
    let overall = |parts: &[String]| operations(&facts(&all(parts)).1).1;
    assert_eq!(overall(&[operation("a", "Create", "Succeeded"), end("a")]), Succeeded);
    assert_eq!(overall(&[operation("a", "Create", "Succeeded"), end("a"), operation("b", "Create", "Succeeded")]), Unfinished);
    assert_eq!(overall(&[operation("a", "Create", "Failed"), end("a")]), Failed);
    assert_eq!(overall(&[operation("a", "Create", "Running"), end("a")]), Unfinished);
    let powershell = r#"[{"OperationId": "1", "ProvisioningOperation": "Delete", "ProvisioningState": "Succeeded", "TargetResource": "/s/a"}]"#;
    let (format, found) = facts(powershell);
    assert_eq!((format, operations(&found).0), (Format::AzureDeploymentOperations, vec![("/s/a", Delete, Succeeded)]));
}

fn stack_event(name: &str, status: &str, at: u8) -> String {
    let kind = if name == "s" { "AWS::CloudFormation::Stack" } else { "AWS::S3::Bucket" };
    let physical = if name == "s" { "arn:s" } else { "p" };
    format!(
        r#"{{"EventId": "{at}", "StackId": "arn:s", "StackName": "s", "LogicalResourceId": "{name}", "PhysicalResourceId": "{physical}", "ResourceType": "{kind}", "ResourceStatus": "{status}", "Timestamp": "2026-11-20T10:00:{at:02}Z"}}"#
    )
}

#[test]
fn of_a_stacks_events_the_newest_operation_counts() {
    let events = |list: &[(&str, &str)], more: &str| {
        let events: Vec<String> = list.iter().zip(1_u8..).map(|((name, status), at)| stack_event(name, status, at)).collect();
        format!(r#"{{"StackEvents": [{}]{more}}}"#, events.join(","))
    };
    let update = [("s", "UPDATE_IN_PROGRESS"), ("b", "UPDATE_IN_PROGRESS"), ("b", "UPDATE_COMPLETE"), ("s", "UPDATE_COMPLETE")];
    let failed_before = [("s", "CREATE_IN_PROGRESS"), ("c", "CREATE_FAILED"), ("s", "ROLLBACK_COMPLETE")];
    let (format, found) = facts(&events(&[&failed_before[..], &update[..]].concat(), r#", "NextToken": "t""#));
    assert_eq!((format, operations(&found)), (Format::CfnStackEvents, (vec![("b", Update, Succeeded)], Succeeded)));
    assert!(!found.operations.unwrap().goes_on, "the page reaches the beginning of the newest operation");

    let cut = facts(&events(&update[2..], r#", "NextToken": "t""#)).1;
    assert!(cut.operations.unwrap().goes_on);
    let back = [("s", "UPDATE_IN_PROGRESS"), ("s", "UPDATE_ROLLBACK_IN_PROGRESS"), ("s", "UPDATE_ROLLBACK_FAILED")];
    let log = facts(&events(&back, "")).1.operations.unwrap();
    assert_eq!((log.overall, log.way_back.unwrap().result), (Failed, Failed));
    let cleaning = [("s", "UPDATE_IN_PROGRESS"), ("s", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")];
    assert_eq!(operations(&facts(&events(&cleaning, "")).1).1, Unfinished);
    let replaced = [("s", "UPDATE_IN_PROGRESS"), ("b", "UPDATE_COMPLETE"), ("b", "DELETE_COMPLETE"), ("s", "UPDATE_COMPLETE")];
    assert_eq!(operations(&facts(&events(&replaced, "")).1).0, [("b", Replace, Succeeded)]);
}

#[test]
fn a_change_set_says_what_it_would_replace() {
    let change = |name: &str, action: &str, replacement: &str| {
        format!(
            r#"{{"Type": "Resource", "ResourceChange": {{"Action": "{action}", "LogicalResourceId": "{name}", "Replacement": "{replacement}"}}}}"#
        )
    };
    let list = [
        change("a", "Modify", "True"),
        change("b", "Modify", "Conditional"),
        change("c", "Remove", ""),
        change("d", "Import", ""),
        change("e", "Dynamic", ""),
    ];
    let text =
        format!(r#"{{"ChangeSetName": "n", "StackName": "s", "Status": "CREATE_IN_PROGRESS", "Changes": [{}]}}"#, list.join(","));
    let found = facts(&text).1;
    assert_eq!(changes(&found), [("a", Replace), ("b", MayReplace), ("c", Delete), ("d", Create), ("e", Unknown)]);
    assert_eq!(incomplete(&found), ["its status is CREATE_IN_PROGRESS"]);
    assert!(found.drift.is_none(), "a change set compares nothing deployed");
}

#[test]
fn steps_of_pulumi_that_were_taken_are_told_from_planned_ones() {
    let event = |name: &str, op: &str, more: &str| {
        format!(
            "{{\"sequence\":1,\"timestamp\":1795190400,\"{name}\":{{\"metadata\":{{\"op\":\"{op}\",\"urn\":\"urn:q\",\"new\":{{\"custom\":true}}}}{more}}}}}\n"
        )
    };
    let summary = "{\"sequence\":9,\"timestamp\":1795190400,\"summaryEvent\":{\"maybeCorrupt\":false}}\n";
    let plan = event("resourcePreEvent", "create", ",\"planning\":true");
    let (format, found) = facts(&(plan.clone() + summary));
    assert_eq!((format, changes(&found)), (Format::PulumiEvents, vec![("urn:q", Create)]));
    assert!(found.operations.is_none());

    let begun = plan + summary + &event("resourcePreEvent", "create", "");
    assert_eq!(operations(&facts(&begun).1).1, Unfinished, "the summary of the preview ends nothing");
    let unanswered = begun.clone() + summary;
    assert_eq!(operations(&facts(&unanswered).1).1, Unfinished);
    let ended = begun + &event("resOutputsEvent", "create", "") + summary;
    assert_eq!(operations(&facts(&ended).1), (vec![("urn:q", Create, Succeeded)], Succeeded));
}

#[test]
fn a_stack_of_pulumi_has_outputs_before_and_after() {
    let urn = "urn:pulumi:p::o::pulumi:pulumi:Stack::o-p";
    let secret = r#"{"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": "hunter2"}"#;
    let event = |name: &str| {
        format!(
            "{{\"sequence\":1,\"timestamp\":1795190400,\"{name}\":{{\"metadata\":{{\"op\":\"same\",\"urn\":\"{urn}\",\"old\":{{\"outputs\":{{\"n\":1}}}},\"new\":{{\"outputs\":{{\"n\":2,\"k\":{secret}}}}}}}}}}}\n"
        )
    };
    let text = event("resourcePreEvent")
        + &event("resOutputsEvent")
        + "{\"sequence\":2,\"timestamp\":1795190400,\"summaryEvent\":{\"maybeCorrupt\":false}}\n";
    let found = facts(&text).1;
    assert_eq!(outputs(&found), [("k", None), ("n", Some("2"))]);
    let before = found.outputs.unwrap().before.unwrap();
    assert_eq!(before.iter().map(|o| o.value.as_deref()).collect::<Vec<_>>(), [Some("1")]);
}

#[test]
fn a_preview_of_pulumi_compares_only_when_it_refreshed() {
    let step = |op: &str, urn: &str| format!(r#"{{"op": "{op}", "urn": "{urn}"}}"#);
    let preview =
        |steps: &[String]| format!(r#"{{"config": {{}}, "steps": [{}], "duration": 1, "changeSummary": {{}}}}"#, steps.join(","));
    let (format, plain) = facts(&preview(&[step("same", "a"), step("update", "b")]));
    assert_eq!((format, changes(&plain), plain.drift.is_none()), (Format::PulumiPreview, vec![("a", NoOp), ("b", Update)], true));
    let refreshed = facts(&preview(&[step("refresh", "a"), step("delete", "b")])).1;
    assert_eq!(drift(&refreshed), (2, vec![("b", Difference::Unmanaged)], 0));
}

#[test]
fn helm_says_how_the_newest_revision_ended() {
    let status = |word: &str, why: &str| {
        let text = format!(
            r#"{{"name": "web", "info": {{"status": "{word}", "description": "{why}"}}, "version": 3, "namespace": "n"}}"#
        );
        let (format, found) = facts(&text);
        assert_eq!(format, Format::HelmStatus);
        let log = found.operations.unwrap();
        (log.overall, log.way_back.map(|back| back.result))
    };
    assert_eq!(status("deployed", "Upgrade complete"), (Succeeded, None));
    assert_eq!(status("deployed", "Rollback to 1"), (Succeeded, Some(Succeeded)));
    assert_eq!(status("failed", "Rollback \\\"web\\\" failed: timed out"), (Failed, Some(Failed)));
    assert_eq!(status("pending-rollback", "Preparing"), (Unfinished, Some(Unfinished)));
    assert_eq!(status("uninstalling", ""), (Unfinished, None));
    let revision = |n: u8, word: &str| {
        format!(r#"{{"revision": {n}, "updated": "", "status": "{word}", "chart": "c-1", "description": "x"}}"#)
    };
    let (format, found) = facts(&format!("[{},{}]", revision(10, "failed"), revision(9, "deployed")));
    assert_eq!((format, operations(&found).1), (Format::HelmHistory, Failed));
}

#[test]
fn ansible_is_counted_and_not_only_believed() {
    let run = |failed: bool, stats: &str| {
        let text =
            format!(r#"{{"plays": [{{"tasks": [{{"hosts": {{"web": {{"failed": {failed}}}}}}}]}}], "stats": {{{stats}}}}}"#);
        operations(&facts(&text).1).1
    };
    assert_eq!(run(false, r#""web": {"failures": 0, "unreachable": 0}"#), Succeeded);
    assert_eq!(run(true, r#""web": {"failures": 0, "rescued": 1}"#), Succeeded);
    assert_eq!(run(true, r#""web": {"failures": 0}"#), Failed, "a failed task that the stats do not count");
    assert_eq!(run(false, r#""web": {"failures": 0, "unreachable": 1}"#), Failed);
    assert_eq!(run(false, ""), Unfinished);
}

#[test]
fn outputs_of_stacks_are_told_apart() {
    let stack = |name: &str, value: &str| {
        format!(
            r#"{{"StackName": "{name}", "StackStatus": "CREATE_COMPLETE", "Outputs": [{{"OutputKey": "k", "OutputValue": "{value}"}}]}}"#
        )
    };
    let one = format!(r#"{{"Stacks": [{}]}}"#, stack("a", "v"));
    let (format, found) = facts(&one);
    assert_eq!((format, outputs(&found)), (Format::CfnStacks, vec![("k", Some("\"v\""))]));
    let two = format!(r#"{{"Stacks": [{}, {}], "NextToken": "t"}}"#, stack("a", "v"), stack("b", "****"));
    let found = facts(&two).1;
    assert_eq!(outputs(&found), [("a/k", Some("\"v\"")), ("b/k", None)]);
    assert!(found.outputs.unwrap().goes_on);
}

#[test]
fn driftctl_is_counted_by_its_lists() {
    let text = r#"{"summary": {"total_managed": 900}, "managed": [{"id": "a", "type": "t"}], "unmanaged": [{"id": "b", "type": "t"}], "missing": null,
        "differences": [{"res": {"id": "a", "type": "t"}}],
        "alerts": {"": [{"message": "Listing t is forbidden"}], "t.a": [{"message": "You have diffs on computed fields"}]}}"#;
    let (format, found) = facts(text);
    assert_eq!(format, Format::Driftctl);
    assert_eq!(drift(&found), (2, vec![("t.a", Difference::Changed), ("t.b", Difference::Unmanaged)], 1));
}

#[test]
fn argo_cd_names_what_is_out_of_sync() {
    let app = |sync: &str, resource: &str| {
        format!(
            r#"{{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {{"name": "web"}}, "status": {{"sync": {{"status": "{sync}"}}, "health": {{"status": "Healthy"}},
            "resources": [{{"kind": "Service", "name": "s", "status": "{resource}"}}]}}}}"#
        )
    };
    let (format, found) = facts(&app("Synced", "Synced"));
    assert_eq!((format, drift(&found)), (Format::ArgocdApp, (1, Vec::new(), 0)));
    let listed = format!(
        r#"{{"apiVersion": "v1", "kind": "List", "items": [{}, {}]}}"#,
        app("Synced", "OutOfSync"),
        app("Unknown", "Synced")
    );
    let found = facts(&listed).1;
    assert_eq!(drift(&found), (2, vec![("Service/s", Difference::Changed)], 1));
    let source = r#"{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "spec": {}}"#;
    assert!(facts(source).1.drift.is_none(), "what is to be deployed says nothing of what is");
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test measures time")]
fn many_outputs_take_no_time() {
    let output = |i: usize| format!(r#""o{i}": {{"sensitive": false, "type": "string", "value": "v"}}"#);
    let text = format!("{{{}}}", (0..30_000).map(output).collect::<Vec<_>>().join(","));
    let start = std::time::Instant::now();
    assert_eq!(outputs(&facts(&text).1).len(), 30_000);
    assert!(start.elapsed().as_secs() < 3, "{:?}", start.elapsed());
}
