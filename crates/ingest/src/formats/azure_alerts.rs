//! Alert rules and action groups of Azure Monitor, as REST answers, as lists of `az`, or both in one list.

use super::alerts::words::{get, goes_on, name, scalar, truth};
use super::{Reading, Refusal, Shape, elements_of, resource_type, tree};
use crate::json::Json;
use crate::places::Places;
use plumbline_domain::{AlertRule, AlertRules, Called, Calls, Reach, Receiver};

const RULES: [&str; 5] = [
    "microsoft.insights/metricalerts",
    "microsoft.insights/scheduledqueryrules",
    "microsoft.insights/activitylogalerts",
    "microsoft.alertsmanagement/smartdetectoralertrules",
    PROMETHEUS,
];
const PROMETHEUS: &str = "microsoft.alertsmanagement/prometheusrulegroups";
const GROUPS: &str = "microsoft.insights/actiongroups";

/// Whether a document holds alert rules.
pub(super) fn fits_rules(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| RULES.contains(&t.as_str()))
}

/// Whether a document holds action groups.
pub(super) fn fits_groups(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| t == GROUPS)
}

/// Whether a type (in lower case) is one of rules or groups.
pub(crate) fn wants(kind: &str) -> bool {
    kind == GROUPS || RULES.contains(&kind)
}

/// Reads rules, with the groups that stand in the same file.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    let mut alerts = AlertRules { goes_on: goes_on(&document, &places), ..AlertRules::default() };
    let path = if document.get("value").is_some() { "value" } else { "" };
    let is_one = document.is_object() && path.is_empty();
    for (i, element) in elements_of(&document, &mut reading.log).iter().enumerate() {
        reading.items += 1;
        let kind = element.text_of("type").map(str::to_ascii_lowercase).unwrap_or_default();
        let path = if is_one { String::new() } else { format!("{path}[{i}]") };
        let id = element.text_of("id").unwrap_or_default();
        take(&kind, id, element, &path, &places, &mut alerts);
    }
    reading.tool = Some("azure monitor".to_owned());
    reading.facts.alerts = Some(Box::new(alerts));
    Ok(())
}

/// Takes a rule or a group, as REST answers and previews write it or as `az` lays it flat.
pub(crate) fn take(kind: &str, id: &str, element: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    let in_id = id.rsplit('/').next().filter(|n| !n.is_empty());
    let of = name(element.text_of("name").or(in_id).unwrap_or("a resource without a name"));
    let body = element.get("properties").filter(|p| p.is_object()).unwrap_or(element);
    let place = places.at(path, element);
    if kind == GROUPS {
        alerts.receivers.push(Receiver { key: key(id), name: of, reach: reach(body), place });
    } else if kind == PROMETHEUS {
        take_prometheus(body, path, places, alerts);
    } else if RULES.contains(&kind) && !is_for_metrics(element, body) {
        let is_off = body.text_of("state").is_some_and(|s| s.eq_ignore_ascii_case("disabled"));
        alerts.rules.push(AlertRule {
            name: of,
            id: "".into(),
            is_enabled: truth(body.get("enabled")) != Some(false) && !is_off,
            calls: calls_of(body),
            parts: Vec::new(),
            place,
        });
    }
}

/// The rules of a group for Prometheus each have their own actions.
fn take_prometheus(group: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    let is_on = truth(group.get("enabled")) != Some(false);
    for (i, rule) in group.get("rules").map(Json::elements).unwrap_or_default().iter().enumerate() {
        let Some(alert) = rule.get("alert").and_then(scalar) else { continue };
        alerts.rules.push(AlertRule {
            name: name(&alert),
            id: "".into(),
            is_enabled: is_on && truth(rule.get("enabled")) != Some(false),
            calls: Calls::Receivers(groups_of(rule)),
            parts: Vec::new(),
            place: places.at(format!("{path}.rules[{i}]").trim_start_matches('.'), rule),
        });
    }
}

/// Whether a query rule only feeds a metric, and alerts nobody by design.
fn is_for_metrics(element: &Json<'_>, body: &Json<'_>) -> bool {
    let of_action = body.get("action").and_then(|a| a.text_of("odata.type"));
    of_action.is_some_and(|t| t.ends_with("LogToMetricAction"))
        || element.text_of("kind").is_some_and(|k| k.eq_ignore_ascii_case("LogToMetric"))
}

/// Whom a rule calls. A listing without the rule's body says nothing of it.
fn calls_of(rule: &Json<'_>) -> Calls {
    const BODY: [&str; 9] =
        ["actions", "action", "actionGroups", "criteria", "condition", "conditions", "source", "scopes", "detector"];
    match BODY.iter().any(|key| rule.get(key).is_some()) {
        true => Calls::Receivers(groups_of(rule)),
        false => Calls::Unsaid,
    }
}

/// The action groups of a rule, in every shape that its types had: a list of objects or ids in `actions`, either behind
/// `actionGroups`, the older `action.aznsAction.actionGroup`, and the `groupIds` of smart detection.
fn groups_of(rule: &Json<'_>) -> Vec<Called> {
    let actions = rule.get("actions");
    let lists = [
        actions,
        actions.and_then(|a| a.get("actionGroups")),
        rule.at(&["action", "aznsAction", "actionGroup"]),
        rule.at(&["actionGroups", "groupIds"]),
        rule.get("actionGroups"),
    ];
    let ids = lists.into_iter().flatten().flat_map(Json::elements);
    let id = |action: &Json<'_>| {
        let id = action.text().or_else(|| get(action, "actionGroupId").and_then(Json::text))?.trim();
        (!id.is_empty()).then(|| called(id))
    };
    ids.filter_map(id).collect()
}

/// Whom an id calls.
pub(crate) fn called(id: &str) -> Called {
    match id.starts_with('[') {
        true => Called::Open("the id of its action group is an expression that was not resolved".into()),
        false => Called::Receiver(key(id)),
    }
}

/// ARM ids compare without case.
pub(crate) fn key(id: &str) -> Box<str> {
    id.trim().trim_end_matches('/').to_ascii_lowercase().into()
}

/// Whom an action group reaches: it is enabled and has a receiver that is. What is not disabled is enabled.
fn reach(group: &Json<'_>) -> Reach {
    let mut lists = group.pairs().iter().filter(|(key, _)| key.to_ascii_lowercase().ends_with("receivers")).peekable();
    if truth(group.get("enabled")) == Some(false) {
        return Reach::Nobody("it is disabled".into());
    }
    if lists.peek().is_none() {
        return Reach::Open("its receivers are not in the file".into());
    }
    let mut receivers = lists.flat_map(|(_, list)| list.elements()).filter(|r| is_addressed(r)).peekable();
    let is_empty = receivers.peek().is_none();
    let is_on =
        |receiver: &Json<'_>| !get(receiver, "status").and_then(Json::text).is_some_and(|s| s.eq_ignore_ascii_case("disabled"));
    match (is_empty, receivers.any(is_on)) {
        (true, _) => Reach::Nobody("it has no receiver with an address".into()),
        (_, false) => Reach::Nobody("each of its receivers is disabled".into()),
        _ => Reach::Somebody,
    }
}

/// Whether a receiver could be reached: it is filled in, and no address in it is empty. One that is not known yet is not in a preview.
fn is_addressed(receiver: &Json<'_>) -> bool {
    const ADDRESSES: [&str; 10] = [
        "emailaddress",
        "phonenumber",
        "serviceuri",
        "roleid",
        "workspaceid",
        "automationaccountid",
        "resourceid",
        "functionappresourceid",
        "eventhubname",
        "incidentmanagementservice",
    ];
    let is_empty = |(key, value): &(std::borrow::Cow<'_, str>, Json<'_>)| {
        value.text().is_some_and(|t| t.trim().is_empty())
            && ADDRESSES.contains(&key.replace('_', "").to_ascii_lowercase().as_str())
    };
    !receiver.pairs().is_empty() && !receiver.pairs().iter().any(is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Cursor;

    #[test]
    fn a_receiver_without_an_address_reaches_nobody() {
        let reaches = |receivers: &str| {
            let group = format!(r#"{{"enabled": true, "armRoleReceivers": [], {receivers}}}"#);
            reach(&Cursor::new(&group).value().unwrap()) == Reach::Somebody
        };
        for receivers in [
            r#""emailReceivers": [{"name": "ops", "emailAddress": "ops@contoso.com"}]"#,
            r#""email_receiver": [], "webhookReceivers": [{"name": "h", "serviceUri": "https://hooks.contoso.com"}]"#,
            r#""armRoleReceivers": [{"name": "owners", "roleId": "8e3af657", "useCommonAlertSchema": true}]"#,
            r#""smsReceivers": [{"name": "a", "phoneNumber": ""}, {"name": "b", "countryCode": "1", "phoneNumber": "5551234"}]"#,
        ] {
            assert!(reaches(receivers), "{receivers}");
        }
        for receivers in [
            r#""emailReceivers": [{"name": "ops", "emailAddress": " "}]"#,
            r#""webhookReceivers": [{"name": "h", "serviceUri": ""}]"#,
            r#""smsReceivers": [{"name": "a", "countryCode": "1", "phoneNumber": ""}]"#,
            r#""emailReceivers": [null, {}]"#,
        ] {
            assert!(!reaches(receivers), "{receivers}");
        }
    }
}
