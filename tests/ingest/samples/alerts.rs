//! Samples of alert rules, and of whom they reach.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
    sample(
        "azure-metric-alert",
        1,
        0,
        r#"[{"name": "cpu", "type": "Microsoft.Insights/metricAlerts", "enabled": true, "tags": {"key": "VALUE"},
            "actions": [{"actionGroupId": "/subscriptions/s/resourceGroups/g/providers/microsoft.insights/actionGroups/oncall"}]}]"#,
    ),
    sample(
        "azure-action-group",
        1,
        0,
        r#"[{"name": "oncall", "type": "Microsoft.Insights/ActionGroups", "enabled": true,
            "webhookReceivers": [{"name": "hook", "serviceUri": "https://hooks.example/VALUE"}]}]"#,
    ),
    sample(
        "prometheus-rules",
        1,
        0,
        r#"groups:
- name: ledger
  rules:
  - alert: LedgerDown
    expr: up{job="VALUE"} == 0
    for: 5m
    labels:
      severity: page
    annotations:
      summary: log in with VALUE, or with TOKEN
      runbook_url: https://hooks.example/VALUE
  - record: ledger:up
    expr: up{job="VALUE"}
"#,
    ),
    sample(
        "alertmanager-config",
        2,
        0,
        r#"global:
  smtp_auth_password: VALUE
  slack_api_url: https://hooks.example/VALUE
route:
  receiver: nobody
  group_by: [alertname]
  routes:
  - receiver: oncall
    matchers:
    - severity = "page"
receivers:
- name: nobody
- name: oncall
  pagerduty_configs:
  - routing_key: VALUE
  webhook_configs:
  - url: https://hooks.example/VALUE
    http_config:
      basic_auth:
        password: VALUE
"#,
    ),
    sample(
        "grafana-alerting",
        2,
        0,
        r#"apiVersion: 1
groups:
  - orgId: 1
    name: ledger
    folder: Ledger
    interval: 1m
    rules:
      - uid: ledger_down
        title: ledger down
        condition: A
        data:
          - refId: A
            datasourceUid: prom
            model:
              expr: up{key="VALUE"}
              refId: A
        noDataState: NoData
        execErrState: Error
        for: 5m
        annotations:
          summary: log in with VALUE, or with TOKEN
        labels:
          team: ledger
        isPaused: false
contactPoints:
  - orgId: 1
    name: oncall
    receivers:
      - uid: hook
        type: webhook
        settings:
          url: https://hooks.example/VALUE
          password: VALUE
policies:
  - orgId: 1
    receiver: oncall
    group_by: [alertname]
"#,
    ),
    sample(
        "cloudwatch-alarms",
        2,
        0,
        r#"{"MetricAlarms": [{"AlarmName": "cpu", "AlarmArn": "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:cpu", "AlarmDescription": "call with TOKEN",
            "ActionsEnabled": true, "OKActions": [], "AlarmActions": ["arn:aws:sns:eu-west-1:000000000000:oncall"], "InsufficientDataActions": [],
            "StateValue": "OK", "StateReason": "mind TOKEN", "StateReasonData": "VALUE", "MetricName": "CPUUtilization", "Namespace": "AWS/EC2",
            "Dimensions": [{"Name": "key", "Value": "VALUE"}]}], "CompositeAlarms": [],
            "Subscriptions": [{"SubscriptionArn": "arn:aws:sns:eu-west-1:000000000000:oncall:1", "Owner": "000000000000", "Protocol": "https",
                "Endpoint": "https://hooks.example/VALUE", "TopicArn": "arn:aws:sns:eu-west-1:000000000000:oncall"}]}"#,
    ),
    sample(
        "datadog-monitors",
        1,
        0,
        r#"[{"id": 1, "name": "cpu of the ledger", "type": "metric alert", "query": "avg(last_5m):avg:system.cpu.user{key:VALUE} > 90",
            "message": "Log in with VALUE or TOKEN @oncall@example.com @webhook-hook", "tags": ["key:VALUE"], "multi": false, "overall_state": "OK",
            "options": {"escalation_message": "VALUE", "silenced": {}, "thresholds": {"critical": 90}}, "creator": {"email": "u@example.com"}}]"#,
    ),
    sample(
        "gcp-alert-policies",
        2,
        0,
        r#"{"alertPolicies": [{"name": "projects/p/alertPolicies/1", "displayName": "cpu of the ledger", "enabled": true, "combiner": "OR",
            "documentation": {"content": "log in with VALUE or TOKEN", "mimeType": "text/markdown"}, "userLabels": {"key": "VALUE"},
            "conditions": [{"displayName": "cpu", "conditionThreshold": {"filter": "metric.label.key = \"VALUE\""}}],
            "notificationChannels": ["projects/p/notificationChannels/2"]}],
            "notificationChannels": [{"name": "projects/p/notificationChannels/2", "type": "webhook_basicauth", "displayName": "hook", "enabled": true,
                "labels": {"url": "https://hooks.example/VALUE", "password": "VALUE"}}]}"#,
    ),
];
