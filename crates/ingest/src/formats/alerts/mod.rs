//! Alert rules, notifications, compliance and signals.

mod alertmanager;
mod alertmanager_alerts;
pub(crate) mod argocd_health;
mod aws_config;
mod azure_policy_states;
mod azure_test_notifications;
pub(crate) mod cloudwatch;
mod cloudwatch_history;
mod composite;
pub(crate) mod datadog;
pub(crate) mod google;
pub(crate) mod grafana;
mod opsgenie;
mod pagerduty;
pub(crate) mod prometheus;
mod prometheus_query;
pub(crate) mod routes;
pub(crate) mod words;

use super::Descriptor;
use plumbline_domain::Format;

pub(crate) use composite::parts_of;

/// The formats, in the order in which they are tried.
pub(in crate::formats) const FORMATS: &[Descriptor] = &[
    Descriptor { format: Format::GrafanaAlerting, fits: grafana::fits, read: grafana::read },
    Descriptor { format: Format::PrometheusRules, fits: prometheus::fits, read: prometheus::read },
    Descriptor { format: Format::AlertmanagerConfig, fits: alertmanager::fits, read: prometheus::read },
    Descriptor { format: Format::CloudwatchAlarms, fits: cloudwatch::fits, read: cloudwatch::read },
    Descriptor { format: Format::DatadogMonitors, fits: datadog::fits, read: datadog::read },
    Descriptor { format: Format::GcpAlertPolicies, fits: google::fits, read: google::read },
    Descriptor {
        format: Format::AzureTestNotifications,
        fits: azure_test_notifications::fits,
        read: azure_test_notifications::read,
    },
    Descriptor { format: Format::AlertmanagerAlerts, fits: alertmanager_alerts::fits, read: alertmanager_alerts::read },
    Descriptor {
        format: Format::AlertmanagerWebhook,
        fits: alertmanager_alerts::fits_webhook,
        read: alertmanager_alerts::read_webhook,
    },
    Descriptor { format: Format::CloudwatchAlarmHistory, fits: cloudwatch_history::fits, read: cloudwatch_history::read },
    Descriptor { format: Format::PagerdutyIncidents, fits: pagerduty::fits, read: pagerduty::read },
    Descriptor { format: Format::OpsgenieAlerts, fits: opsgenie::fits, read: opsgenie::read },
    Descriptor { format: Format::AzurePolicyStates, fits: azure_policy_states::fits, read: azure_policy_states::read },
    Descriptor { format: Format::AwsConfigCompliance, fits: aws_config::fits, read: aws_config::read },
    Descriptor { format: Format::PrometheusQueryResult, fits: prometheus_query::fits, read: prometheus_query::read },
];
