//! Alert rules and receivers in plans and states of Terraform and in what-ifs, from their bytes to what they prove.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod offered;

fn outcomes(text: &str) -> String {
    offered::offer("alert-linkage", text, &[], None).outcomes
}

/// A plan that creates resources: address, values, what is known later. With the configuration.
fn plan(resources: &[(&str, &str, &str)], configuration: &str) -> String {
    let of = |(address, after, unknown): &(&str, &str, &str)| {
        let (kind, address) = (address.rsplit('.').nth(1).unwrap(), address.replace('"', "\\\""));
        format!(
            r#"{{"address": "{address}", "mode": "managed", "type": "{kind}", "change": {{"actions": ["create"], "before": null, "after": {after}, "after_unknown": {unknown}}}}}"#
        )
    };
    let changes: Vec<String> = resources.iter().map(of).collect();
    format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": [{}], "configuration": {{"root_module": {configuration}}}}}"#,
        changes.join(", ")
    )
}

const ALERT: (&str, &str, &str) = (
    "azurerm_monitor_metric_alert.cpu",
    r#"{"name": "cpu", "enabled": true, "action": [{"webhook_properties": null}]}"#,
    r#"{"id": true, "action": [{"action_group_id": true}]}"#,
);

fn configured(references: &str) -> String {
    format!(
        r#"{{"resources": [{{"address": "azurerm_monitor_metric_alert.cpu", "expressions": {{"action": [{{"action_group_id": {{"references": {references}}}}}]}}}}]}}"#
    )
}

#[test]
fn an_id_known_after_apply_is_found_in_the_configuration() {
    let group = |after| ("azurerm_monitor_action_group.ops", after, r#"{"id": true}"#);
    let configuration = configured(r#"["azurerm_monitor_action_group.ops.id", "azurerm_monitor_action_group.ops"]"#);
    let mail = r#"{"name": "ops", "enabled": true, "email_receiver": [{"name": "a"}], "sms_receiver": []}"#;
    assert_eq!(outcomes(&plan(&[ALERT, group(mail)], &configuration)), "holds holds");
    assert_eq!(outcomes(&plan(&[ALERT, group(r#"{"name": "ops", "email_receiver": []}"#)], &configuration)), "holds fails");
    assert_eq!(outcomes(&plan(&[ALERT], &configuration)), "holds inconclusive");
    assert_eq!(outcomes(&plan(&[ALERT, group(mail)], "{}")), "holds inconclusive");
    let by_local = configured(r#"["local.group"]"#);
    assert_eq!(outcomes(&plan(&[ALERT, group(mail)], &by_local)), "holds inconclusive", "a local is not in the plan");
}

#[test]
fn references_are_followed_through_modules() {
    let topic = ("module.topic.aws_sns_topic.ops", r#"{"name": "ops"}"#, r#"{"arn": true}"#);
    let subscription = (
        "module.topic.aws_sns_topic_subscription.queue",
        r#"{"protocol": "sqs", "endpoint": "arn:aws:sqs:r:1:q"}"#,
        r#"{"topic_arn": true, "pending_confirmation": true}"#,
    );
    let alarm = (
        "module.alarms[\"a\"].aws_cloudwatch_metric_alarm.cpu",
        r#"{"alarm_name": "cpu", "actions_enabled": true}"#,
        r#"{"alarm_actions": true}"#,
    );
    let configuration = r#"{"module_calls": {
        "topic": {"module": {
            "outputs": {"arn": {"expression": {"references": ["aws_sns_topic.ops.arn", "aws_sns_topic.ops"]}}},
            "resources": [{"address": "aws_sns_topic_subscription.queue", "expressions": {"topic_arn": {"references": ["aws_sns_topic.ops.arn", "aws_sns_topic.ops"]}}}]}},
        "alarms": {"expressions": {"topics": {"references": ["module.topic.arn", "module.topic"]}}, "module": {
            "resources": [{"address": "aws_cloudwatch_metric_alarm.cpu", "expressions": {"alarm_actions": {"references": ["var.topics"]}}}]}}}}"#;
    assert_eq!(outcomes(&plan(&[topic, subscription, alarm], configuration)), "holds holds");
    assert_eq!(outcomes(&plan(&[topic, alarm], configuration)), "holds inconclusive", "a topic without a subscription");
    let mail = (subscription.0, r#"{"protocol": "email", "endpoint": "a@b.example"}"#, subscription.2);
    assert_eq!(outcomes(&plan(&[topic, mail, alarm], configuration)), "holds inconclusive", "a mail must be confirmed first");
}

#[test]
fn modules_that_call_each_other_in_a_circle_end() {
    let alarm = ("module.a.aws_cloudwatch_metric_alarm.cpu", r#"{"alarm_name": "cpu"}"#, r#"{"alarm_actions": true}"#);
    let configuration = r#"{"module_calls": {"a": {
        "expressions": {"x": {"references": ["module.a.y"]}},
        "module": {"outputs": {"y": {"expression": {"references": ["var.x"]}}},
            "resources": [{"address": "aws_cloudwatch_metric_alarm.cpu", "expressions": {"alarm_actions": {"references": ["var.x"]}}}]}}}}"#;
    assert_eq!(outcomes(&plan(&[alarm], configuration)), "holds inconclusive");
}

fn state(resources: &[(&str, &str)]) -> String {
    let of = |(address, values): &(&str, &str)| {
        let kind = address.rsplit('.').nth(1).unwrap();
        format!(r#"{{"address": "{address}", "mode": "managed", "type": "{kind}", "values": {values}}}"#)
    };
    let resources: Vec<String> = resources.iter().map(of).collect();
    format!(
        r#"{{"format_version": "1.0", "terraform_version": "1.9.8", "values": {{"root_module": {{"child_modules": [{{"resources": [{}]}}]}}}}}}"#,
        resources.join(", ")
    )
}

#[test]
fn a_state_knows_every_id() {
    let rule = (
        "azurerm_monitor_scheduled_query_rules_alert_v2.q",
        r#"{"name": "q", "enabled": true, "action": [{"action_groups": ["/s/AG"]}]}"#,
    );
    let group =
        |rest: &str| format!(r#"{{"id": "/S/ag", "name": "ag", "enabled": {rest}, "webhook_receiver": [{{"name": "h"}}]}}"#);
    assert_eq!(outcomes(&state(&[rule, ("azurerm_monitor_action_group.g", &group("true"))])), "holds holds");
    assert_eq!(outcomes(&state(&[rule, ("azurerm_monitor_action_group.g", &group("false"))])), "holds fails");
    let policy = (
        "google_monitoring_alert_policy.p",
        r#"{"display_name": "p", "notification_channels": ["projects/p/notificationChannels/1"]}"#,
    );
    let channel =
        ("google_monitoring_notification_channel.c", r#"{"name": "projects/p/notificationChannels/1", "enabled": true}"#);
    assert_eq!(outcomes(&state(&[policy, channel])), "holds holds");
    assert_eq!(outcomes(&state(&[policy])), "holds inconclusive");
    let alarm = (
        "aws_cloudwatch_metric_alarm.a",
        r#"{"alarm_name": "a", "actions_enabled": false, "alarm_actions": ["arn:aws:sns:r:1:t"]}"#,
    );
    assert_eq!(outcomes(&state(&[alarm])), "holds fails");
    assert_eq!(outcomes(&state(&[("datadog_monitor.m", r#"{"name": "m", "message": "@a@b.example"}"#)])), "holds holds");
}

#[test]
fn grafana_and_kubernetes_resources_are_read() {
    let rules = (
        "grafana_rule_group.g",
        r#"{"name": "g", "rule": [{"name": "Errors", "labels": {"team": "orders"}, "is_paused": false}]}"#,
    );
    let point = |address: &str| format!(r#"{{"name": "mail", "email": [{{"addresses": ["{address}"]}}]}}"#);
    let tree = (
        "grafana_notification_policy.p",
        r#"{"contact_point": "none", "policy": [{"contact_point": "mail", "matcher": [{"label": "team", "match": "=", "value": "orders"}]}]}"#,
    );
    assert_eq!(outcomes(&state(&[rules, ("grafana_contact_point.m", &point("a@b.example")), tree])), "holds holds");
    assert_eq!(outcomes(&state(&[rules, ("grafana_contact_point.m", &point("<example@email.com>")), tree])), "holds fails");
    let manifest = r#"{"manifest": {"kind": "PrometheusRule", "spec": {"groups": [{"rules": [{"alert": "Down"}]}]}}}"#;
    assert_eq!(outcomes(&state(&[("kubernetes_manifest.r", manifest)])), "holds inconclusive");
}

#[test]
fn a_what_if_gives_rules_and_a_group_that_it_leaves_alone() {
    let id = |kind: &str| format!("/subscriptions/s/resourceGroups/r/providers/microsoft.insights/{kind}/x");
    let change = |change: &str, kind: &str, side: &str, properties: &str| {
        format!(
            r#"{{"changeType": "{change}", "resourceId": "{}", "{side}": {{"name": "x", "properties": {properties}}}}}"#,
            id(kind)
        )
    };
    let rule = change(
        "Create",
        "metricAlerts",
        "after",
        &format!(r#"{{"enabled": true, "actions": [{{"actionGroupId": "{}"}}]}}"#, id("actionGroups")),
    );
    let group = change("Ignore", "actionGroups", "before", r#"{"enabled": true, "emailReceivers": [{"name": "a"}]}"#);
    let what_if = |changes: &[&str]| format!(r#"{{"status": "Succeeded", "changes": [{}]}}"#, changes.join(", "));
    assert_eq!(outcomes(&what_if(&[&rule, &group])), "holds holds");
    assert_eq!(outcomes(&what_if(&[&rule])), "holds inconclusive");
    let ignored = change("Ignore", "metricAlerts", "before", r#"{"enabled": true, "actions": []}"#);
    assert_eq!(outcomes(&what_if(&[&ignored, &group])), "silent silent", "what is left alone is no rule of the deployment");
}
