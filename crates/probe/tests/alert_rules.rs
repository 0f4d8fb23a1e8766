//! Files with alert rules and receivers, from their bytes to what they prove.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod offered;

use plumbline_domain::Format;

const HOLDS: &str = "holds holds";
const FAILS: &str = "holds fails";
const OPEN: &str = "holds inconclusive";
const NO_RULE: &str = "silent silent";
const DISABLED: &str = "fails silent";

fn outcomes(text: &str, with: &[&str]) -> String {
    offered::offer("alert-linkage", text, with, None).outcomes
}

fn because(text: &str, with: &[&str]) -> String {
    offered::offer("alert-linkage", text, with, None).because
}

fn azure(kind: &str, name: &str, properties: &str) -> String {
    format!(
        r#"{{"id": "/subscriptions/s/resourceGroups/r/providers/{kind}/{name}", "type": "{kind}", "name": "{name}", "properties": {properties}}}"#
    )
}

fn metric_alert(properties: &str) -> String {
    azure("Microsoft.Insights/metricAlerts", "cpu", properties)
}

fn group(properties: &str) -> String {
    azure("microsoft.insights/actionGroups", "ops", properties)
}

const OPS: &str = "/subscriptions/S/resourcegroups/R/providers/Microsoft.Insights/ActionGroups/OPS";

#[test]
fn a_rule_of_azure_reaches_an_enabled_receiver_of_an_enabled_group() {
    let rule = metric_alert(&format!(r#"{{"enabled": true, "actions": [{{"actionGroupId": "{OPS}"}}]}}"#));
    let with = |properties: &str| format!("[{rule}, {}]", group(properties));
    let mail = r#""emailReceivers": [{"name": "a", "status": "Enabled"}]"#;
    assert_eq!(outcomes(&with(&format!(r#"{{"enabled": true, {mail}}}"#)), &[]), HOLDS);
    assert_eq!(outcomes(&with(&format!(r#"{{"enabled": false, {mail}}}"#)), &[]), FAILS);
    let disabled = with(r#"{"smsReceivers": [{"status": "disabled"}], "emailReceivers": []}"#);
    assert_eq!(because(&disabled, &[]), "cpu calls ops, but each of its receivers is disabled");
    assert_eq!(outcomes(&with(r#"{"enabled": true, "emailReceivers": []}"#), &[]), FAILS);
    assert_eq!(outcomes(&rule, &[]), OPEN);
    let page = format!(r#"{{"value": [{rule}, {}], "nextLink": "https://x"}}"#, group(&format!("{{{mail}}}")));
    assert_eq!(outcomes(&page, &[]), OPEN);
}

#[test]
fn every_shape_of_an_azure_rule_is_read() {
    let group = group(r#"{"webhookReceivers": [{"name": "hook"}]}"#);
    let rule = |kind: &str, properties: &str| outcomes(&azure(kind, "r", properties), &[&group]);
    let query = "Microsoft.Insights/scheduledQueryRules";
    assert_eq!(rule(query, &format!(r#"{{"actions": {{"actionGroups": ["{OPS}"]}}}}"#)), HOLDS);
    let older = |action: &str| {
        format!(
            r#"{{"enabled": "true", "source": {{}}, "action": {{"odata.type": "X.{action}", "aznsAction": {{"actionGroup": ["{OPS}"]}}}}}}"#
        )
    };
    assert_eq!(rule(query, &older("AlertingAction")), HOLDS);
    assert_eq!(rule(query, &older("LogToMetricAction")), NO_RULE, "it feeds a metric");
    assert_eq!(rule(query, &older("AlertingAction").replace("\"true\"", "\"false\"")), DISABLED);
    let log = "Microsoft.Insights/ActivityLogAlerts";
    assert_eq!(rule(log, &format!(r#"{{"actions": {{"actionGroups": [{{"actionGroupId": "{OPS}"}}]}}}}"#)), HOLDS);
    assert_eq!(rule(log, "null"), OPEN, "a listing without bodies says nothing");
    let smart = "microsoft.alertsManagement/smartDetectorAlertRules";
    assert_eq!(rule(smart, &format!(r#"{{"state": "Enabled", "actionGroups": {{"groupIds": ["{OPS}"]}}}}"#)), HOLDS);
    let rules = format!(
        r#"{{"rules": [{{"record": "x"}}, {{"alert": "a", "actions": [{{"actionGroupId": "{OPS}"}}]}}, {{"alert": "b"}}]}}"#
    );
    assert_eq!(rule("Microsoft.AlertsManagement/prometheusRuleGroups", &rules), FAILS);
    let flat = format!(
        r#"[{{"id": "x", "type": "Microsoft.Insights/metricAlerts", "name": "r", "enabled": true, "actions": [{{"actionGroupId": "{OPS}"}}]}}]"#
    );
    assert_eq!(outcomes(&flat, &[&group]), HOLDS, "az lays properties flat");
}

const RULES: &str = "groups:\n- name: g\n  labels: {team: orders}\n  rules:\n  - record: a:b\n    expr: 1\n  - alert: Stuck\n    expr: up == 0\n    labels: {severity: critical}\n";

fn routes(routes: &str) -> String {
    format!(
        "route:\n  receiver: nobody\n  routes:\n{routes}\nreceivers:\n- name: nobody\n- name: pager\n  webhook_configs:\n  - url: https://pager.example/\n"
    )
}

#[test]
fn prometheus_rules_are_routed_by_their_labels() {
    assert_eq!(outcomes(RULES, &[]), OPEN);
    for (route, expected) in [
        ("  - receiver: pager\n    matchers: ['severity=~\"crit.*\"', team=orders]", HOLDS),
        ("  - receiver: pager\n    matchers: ['severity=~\"crit\"']", FAILS),
        ("  - receiver: pager\n    match: {severity: critical}\n    match_re: {team: orders|x}", HOLDS),
        ("  - receiver: pager\n    match: {severity: page}", FAILS),
        ("  - receiver: nobody\n    continue: true\n    match: {severity: critical}\n  - receiver: pager", HOLDS),
        ("  - receiver: nobody\n    match: {severity: critical}\n  - receiver: pager", FAILS),
        ("  - receiver: nobody\n    routes:\n    - receiver: pager\n      matchers: [alertname=Stuck]", HOLDS),
        ("  - receiver: elsewhere", OPEN),
    ] {
        assert_eq!(outcomes(RULES, &[&routes(route)]), expected, "{route}");
    }
}

#[test]
fn a_receiver_of_alertmanager_needs_an_integration_that_is_no_placeholder() {
    let config = |receiver: &str| format!("route: {{receiver: a}}\nreceivers:\n- name: a\n{receiver}");
    assert_eq!(outcomes(RULES, &[&config("")]), FAILS);
    assert_eq!(outcomes(RULES, &[&config("  slack_configs: []\n")]), FAILS);
    assert_eq!(outcomes(RULES, &[&config("  webhook_configs: [{url: 'http://127.0.0.1:5001/'}]\n")]), FAILS);
    assert_eq!(outcomes(RULES, &[&config("  slack_configs: [{channel: '#x'}]\n")]), HOLDS);
    let secret = "apiVersion: v1\nkind: Secret\nstringData:\n  alertmanager.yaml: |\n    route: {receiver: a}\n";
    assert_eq!(outcomes(RULES, &[secret]), OPEN, "a secret is not read");
}

#[test]
fn of_several_documents_the_first_rule_file_and_every_resource_are_read() {
    let two = format!("{RULES}---\ngroups: [{{name: h, rules: [{{alert: Second, expr: 1}}]}}]\n");
    let config = routes("  - receiver: pager\n    match: {alertname: Stuck}");
    assert_eq!(outcomes(&two, &[&config]), HOLDS, "the second file is none to Prometheus");
    let resource = |alert: &str| {
        format!(
            "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n  - name: g\n    rules:\n    - alert: {alert}\n"
        )
    };
    let both = format!("{}---\n{}", resource("Stuck"), resource("Second"));
    assert_eq!(outcomes(&both, &[&config]), FAILS);
    let list =
        r#"{"kind": "List", "items": [{"kind": "PrometheusRule", "spec": {"groups": [{"rules": [{"alert": "Stuck"}]}]}}]}"#;
    assert_eq!(outcomes(list, &[&config]), HOLDS);
    assert_eq!(outcomes(&config, &[RULES]), HOLDS, "the configuration may be the file, and the rules beside it");
    assert_eq!(outcomes("groups: [{name: g, rules: [{record: a, expr: 1}]}]\n", &[&config]), NO_RULE);
    let one_line = "groups: [{name: g, rules: [{alert: Stuck}]}]\n---\nroute:\n  receiver: a\nreceivers:\n- name: a\n";
    assert_eq!(outcomes(one_line, &[]), FAILS, "a document in one line before one in several");
}

#[test]
fn the_api_of_prometheus_lists_rules_and_says_when_it_goes_on() {
    let api = |token: &str| {
        format!(
            r#"{{"status": "success", "data": {{"groups": [{{"name": "g", "rules": [{{"type": "recording", "name": "r"}}, {{"type": "alerting", "name": "Stuck", "labels": {{}}}}]}}]{token}}}}}"#
        )
    };
    let config = routes("  - receiver: pager");
    assert_eq!(outcomes(&api(""), &[&config]), HOLDS);
    assert_eq!(outcomes(&api(r#", "groupNextToken": "x""#), &[&config]), OPEN);
}

#[test]
fn grafana_routes_by_policies_or_names_a_contact_point() {
    let rule = |extra: &str| {
        format!(
            "- orgId: 1\n    name: g\n    folder: f\n    rules:\n      - {{uid: u, title: Errors, condition: C, labels: {{team: orders}}{extra}}}\n"
        )
    };
    let export = |extra: &str, rest: &str| format!("apiVersion: 1\ngroups:\n  {}{rest}", rule(extra));
    let points = "contactPoints:\n  - {name: mail, receivers: [{type: email, settings: {addresses: ops@shop.example}}]}\n  - {name: default, receivers: [{type: email, settings: {addresses: <example@email.com>}}]}\n";
    let policies = "policies:\n  - {receiver: default, routes: [{receiver: mail, object_matchers: [[team, '=', orders]]}]}\n";
    assert_eq!(outcomes(&export("", ""), &[]), OPEN, "no policies are at hand");
    assert_eq!(outcomes(&export("", &format!("{points}{policies}")), &[]), HOLDS);
    assert_eq!(
        outcomes(&export("", &format!("{points}{}", policies.replace("orders", "x"))), &[]),
        FAILS,
        "a placeholder is no address"
    );
    assert_eq!(outcomes(&export(", notification_settings: {receiver: mail}", points), &[]), HOLDS);
    assert_eq!(outcomes(&export(", isPaused: true", points), &[]), DISABLED);
    assert_eq!(outcomes(&export(", record: {metric: m, from: A}", points), &[]), NO_RULE);
    let api = [
        r#"[{"uid": "u", "title": "Errors", "ruleGroup": "g", "folderUID": "f", "condition": "C", "labels": {"team": "orders"}, "isPaused": false}]"#,
        r#"[{"uid": "p", "name": "mail", "type": "email", "settings": {"addresses": "a@b.example"}, "disableResolveMessage": false}]"#,
        r#"{"receiver": "none", "group_by": ["alertname"], "routes": [{"receiver": "mail", "object_matchers": [["team", "=~", "ord.*"]]}]}"#,
    ];
    assert_eq!(outcomes(api[0], &[api[1], api[2]]), HOLDS);
    assert_eq!(offered::offer("alert-linkage", api[2], &[], None).format, Format::GrafanaAlerting);
}

fn alarm(rest: &str) -> String {
    format!(r#"{{"MetricAlarms": [{{"AlarmName": "cpu", "AlarmArn": "arn:aws:cloudwatch:r:1:alarm:cpu", {rest}}}]}}"#)
}

fn subscription(arn: &str) -> String {
    format!(r#"{{"Subscriptions": [{{"SubscriptionArn": "{arn}", "Protocol": "email", "TopicArn": "arn:aws:sns:r:1:ops"}}]}}"#)
}

#[test]
fn an_alarm_of_cloudwatch_reaches_the_confirmed_subscriptions_of_its_topics() {
    let on = alarm(r#""ActionsEnabled": true, "AlarmActions": ["arn:aws:sns:r:1:ops"]"#);
    assert_eq!(outcomes(&on, &[&subscription("arn:aws:sns:r:1:ops:x")]), HOLDS);
    for arn in ["PendingConfirmation", "Deleted"] {
        assert_eq!(outcomes(&on, &[&subscription(arn)]), FAILS, "{arn}");
    }
    assert_eq!(outcomes(&on, &[r#"{"Subscriptions": []}"#]), OPEN);
    let attributes = |pending| {
        format!(
            r#"{{"Attributes": {{"SubscriptionArn": "arn:aws:sns:r:1:ops:x", "TopicArn": "arn:aws:sns:r:1:ops", "PendingConfirmation": "{pending}"}}}}"#
        )
    };
    assert_eq!(outcomes(&on, &[&attributes("false")]), HOLDS);
    assert_eq!(outcomes(&on, &[&attributes("true")]), FAILS);
    let page = on.replace("}]}", r#"}], "NextToken": "x"}"#);
    assert_eq!(outcomes(&page, &[&subscription("arn:aws:sns:r:1:ops:x")]), OPEN);
    let scaling = alarm(r#""AlarmActions": ["arn:aws:autoscaling:r:1:scalingPolicy:x"], "OKActions": ["arn:aws:sns:r:1:ops"]"#);
    assert_eq!(
        outcomes(&scaling, &[&subscription("arn:aws:sns:r:1:ops:x")]),
        FAILS,
        "what is done when all is well calls nobody in need"
    );
    let composite =
        r#"{"CompositeAlarms": [{"AlarmName": "top", "AlarmRule": "ALARM(cpu)", "AlarmActions": ["arn:aws:sns:r:1:ops"]}]}"#;
    let silent = alarm(r#""AlarmActions": []"#);
    assert_eq!(outcomes(&silent, &[composite, &subscription("arn:aws:sns:r:1:ops:x")]), HOLDS);
    assert_eq!(
        outcomes(&silent, &[&composite.replace("ALARM(cpu)", "NOT ALARM(cpu)"), &subscription("arn:aws:sns:r:1:ops:x")]),
        FAILS
    );
}

#[test]
fn a_monitor_of_datadog_calls_the_handles_of_its_message() {
    let monitor = |message: &str, options: &str| {
        format!(
            r#"[{{"id": 1, "name": "m", "type": "metric alert", "query": "q", "message": "{message}", "options": {{{options}}}}}]"#
        )
    };
    assert_eq!(outcomes(&monitor("@ops@shop.example", ""), &[]), HOLDS);
    assert_eq!(outcomes(&monitor("@slack-ops", ""), &[]), OPEN);
    assert_eq!(outcomes(&monitor("{{#is_recovery}}@ops@shop.example{{/is_recovery}}", ""), &[]), FAILS);
    assert_eq!(outcomes(&monitor("@ops@shop.example", r#""silenced": {"*": null}"#), &[]), DISABLED);
    assert_eq!(outcomes(&monitor("@ops@shop.example", r#""silenced": {"*": 1900000000}"#), &[]), HOLDS);
    let escalation = r#""renotify_interval": 60, "escalation_message": "@ops@shop.example""#;
    assert_eq!(outcomes(&monitor("text", escalation), &[]), HOLDS);
    assert_eq!(outcomes(&monitor("text", &escalation.replace("60", "0")), &[]), FAILS);
}

#[test]
fn a_policy_of_google_names_channels() {
    let policy = |rest: &str| {
        format!(r#"{{"name": "projects/p/alertPolicies/1", "displayName": "5xx", "combiner": "OR", "conditions": []{rest}}}"#)
    };
    let linked = policy(r#", "notificationChannels": ["projects/p/notificationChannels/2"]"#);
    let channel = |rest: &str| format!(r#"[{{"name": "projects/p/notificationChannels/2", "type": "email"{rest}}}]"#);
    assert_eq!(outcomes(&linked, &[&channel("")]), HOLDS);
    assert_eq!(outcomes(&linked, &[&channel(r#", "enabled": false"#)]), FAILS);
    assert_eq!(outcomes(&linked, &[&channel(r#", "verificationStatus": "UNVERIFIED""#)]), FAILS);
    assert_eq!(outcomes(&policy(""), &[&channel("")]), FAILS);
    assert_eq!(outcomes(&policy(r#", "enabled": false"#), &[]), DISABLED);
    let rest = format!(r#"{{"alertPolicies": [{linked}], "nextPageToken": "x"}}"#);
    assert_eq!(outcomes(&rest, &[&format!(r#"{{"notificationChannels": {}}}"#, channel(""))]), OPEN, "the list goes on");
    let yaml = "combiner: OR\nconditions: []\ndisplayName: a\nname: projects/p/alertPolicies/1\nnotificationChannels:\n- projects/p/notificationChannels/2\n---\ncombiner: OR\nconditions: []\ndisplayName: b\nname: projects/p/alertPolicies/2\n";
    assert_eq!(because(yaml, &[&channel("")]), "b calls nobody");
}

#[test]
fn receivers_alone_are_no_rules() {
    for text in
        [subscription("arn:aws:sns:r:1:ops:x"), group(r#"{"emailReceivers": [{"name": "a"}]}"#), routes("  - receiver: pager")]
    {
        assert_eq!(outcomes(&text, &[]), NO_RULE);
    }
}
