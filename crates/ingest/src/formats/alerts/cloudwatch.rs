//! Alarms of CloudWatch, and the subscriptions of the topics that they call.

use super::super::{Reading, Refusal, Shape};
use super::composite::parts_of;
use super::words::{documents, goes_on, name, truth};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{AlertRule, AlertRules, Called, Calls, Reach, Receiver};

/// Whether a document lists alarms, or subscriptions, or is the attributes of one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_list = |key| shape.has_kind(key, Kind::Array);
    let has_subscriptions = is_list("Subscriptions")
        && (shape.has_inner("Subscriptions", "SubscriptionArn")
            || (shape.key_is_empty("Subscriptions") && shape.keys.len() <= 2));
    shape.is_object()
        && (is_list("MetricAlarms")
            || is_list("CompositeAlarms")
            || has_subscriptions
            || (shape.has_inner("Attributes", "SubscriptionArn") && shape.has_inner("Attributes", "TopicArn")))
        || (shape.is_array() && shape.has("AlarmArn") && (shape.has("AlarmActions") || shape.has("AlarmRule")))
}

/// Reads alarms and subscriptions.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut alerts = AlertRules::default();
    for document in &documents(text)? {
        for key in ["MetricAlarms", "CompositeAlarms"] {
            for (i, alarm) in document.get(key).map(Json::elements).unwrap_or_default().iter().enumerate() {
                take_alarm(alarm, format!("{key}[{i}]"), &places, &mut alerts);
            }
        }
        for (i, alarm) in document.elements().iter().enumerate() {
            take_alarm(alarm, format!("[{i}]"), &places, &mut alerts);
        }
        for (i, subscription) in document.get("Subscriptions").map(Json::elements).unwrap_or_default().iter().enumerate() {
            take_subscription(subscription, &format!("Subscriptions[{i}]"), &places, &mut alerts);
        }
        if let Some(attributes) = document.get("Attributes") {
            take_subscription(attributes, "Attributes", &places, &mut alerts);
        }
        alerts.goes_on = alerts.goes_on.take().or_else(|| goes_on(document, &places));
    }
    reading.items = (alerts.rules.len() + alerts.receivers.len()) as u64;
    reading.tool = Some("cloudwatch".to_owned());
    reading.facts.alerts = Some(Box::new(alerts));
    Ok(())
}

fn take_alarm(alarm: &Json<'_>, path: String, places: &Places<'_>, alerts: &mut AlertRules) {
    let Some(of) = alarm.text_of("AlarmName") else { return };
    let actions = alarm.get("AlarmActions").map(Json::elements).unwrap_or_default().iter().filter_map(Json::text);
    alerts.rules.push(AlertRule {
        name: name(of),
        id: alarm.text_of("AlarmArn").unwrap_or_default().into(),
        is_enabled: true,
        calls: calls_of(truth(alarm.get("ActionsEnabled")) != Some(false), actions),
        parts: alarm.text_of("AlarmRule").map(parts_of).unwrap_or_default(),
        place: places.at(path, alarm),
    });
}

/// Whom an alarm calls when it goes off. What it does when it is well again calls nobody in need.
pub(crate) fn calls_of<'j>(is_enabled: bool, actions: impl Iterator<Item = &'j str>) -> Calls {
    if !is_enabled {
        return Calls::Nobody("its actions are disabled".into());
    }
    Calls::Receivers(actions.filter_map(called_by).collect())
}

/// Whom an action calls; none when it calls nobody: it scales a group, or stops a machine.
fn called_by(action: &str) -> Option<Called> {
    let service = action.split(':').nth(2).unwrap_or_default();
    match service {
        "sns" => Some(Called::Receiver(action.into())),
        "autoscaling" | "automate" | "swf" => None,
        "lambda" => Some(Called::Open("it calls a function, which may notify somebody or not".into())),
        "ssm" | "ssm-incidents" | "aiops" => Some(Called::Open("whom its action engages stands elsewhere".into())),
        _ => Some(Called::Open("its action is not known".into())),
    }
}

fn take_subscription(subscription: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    let Some(topic) = subscription.text_of("TopicArn") else { return };
    let arn = subscription.text_of("SubscriptionArn").unwrap_or_default();
    let is_pending = !arn.starts_with("arn:") && !arn.eq_ignore_ascii_case("deleted")
        || truth(subscription.get("PendingConfirmation")) == Some(true);
    let is_disabled = arn.eq_ignore_ascii_case("deleted") || truth(subscription.get("Enabled")) == Some(false);
    let protocol = subscription.text_of("Protocol").unwrap_or("unknown");
    alerts.receivers.push(Receiver {
        key: topic.into(),
        name: format!("the {} subscription of {}", name(protocol), name(topic.rsplit(':').next().unwrap_or(topic))).into(),
        reach: reach_of(is_pending, is_disabled),
        place: places.at(path, subscription),
    });
}

/// Whom a subscription reaches.
fn reach_of(is_pending: bool, is_disabled: bool) -> Reach {
    match (is_pending, is_disabled) {
        (true, _) => Reach::Nobody("it was never confirmed".into()),
        (_, true) => Reach::Nobody("it is disabled".into()),
        _ => Reach::Somebody,
    }
}
