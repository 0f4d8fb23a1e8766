//! Alarms of CloudWatch and subscriptions of SNS in Terraform.

use super::terraform::{Of, texts};
use crate::formats::alerts::{cloudwatch::calls_of, parts_of};
use crate::json::Json;
use plumbline_domain::{AlertRule, AlertRules, Called, Calls, Reach, Receiver};

/// The types that are read.
pub(super) const KINDS: &[&str] = &["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", SUBSCRIPTION];
const SUBSCRIPTION: &str = "aws_sns_topic_subscription";

/// Takes an alarm or a subscription.
pub(super) fn take(of: &Of<'_, '_, '_>, alerts: &mut AlertRules) {
    if of.resource.kind == SUBSCRIPTION {
        return take_subscription(of, alerts);
    }
    let calls = match calls_of(of.is_on("actions_enabled"), texts(of.get("alarm_actions"))) {
        Calls::Receivers(ids) => Calls::Receivers(of.called("alarm_actions", ids)),
        other => other,
    };
    alerts.rules.push(AlertRule {
        name: of.name(&["alarm_name"]),
        id: of.text("arn").unwrap_or_default().into(),
        is_enabled: true,
        calls,
        parts: of.text("alarm_rule").map(parts_of).unwrap_or_default(),
        place: of.place(),
    });
}

/// A subscription is one receiver of its topic.
fn take_subscription(of: &Of<'_, '_, '_>, alerts: &mut AlertRules) {
    let known = of.text("topic_arn").map(|arn| Called::Receiver(arn.into())).into_iter().collect();
    let protocol = of.text("protocol").unwrap_or_default();
    let reach = match of.get("pending_confirmation").and_then(Json::truth) {
        Some(true) => Reach::Nobody("it was never confirmed".into()),
        Some(false) => Reach::Somebody,
        None if of.is_unknown("pending_confirmation") && ["email", "email-json", "http", "https"].contains(&protocol) => {
            Reach::Open("whether it is confirmed shows only after the deployment".into())
        }
        None => Reach::Somebody,
    };
    for topic in of.called("topic_arn", known) {
        if let Called::Receiver(key) = topic {
            alerts.receivers.push(Receiver {
                key,
                name: of.resource.address.as_str().into(),
                reach: reach.clone(),
                place: of.place(),
            });
        }
    }
}
