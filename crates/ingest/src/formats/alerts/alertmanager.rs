//! The configuration of Alertmanager: its routing tree, and its receivers with their integrations.

use super::super::Shape;
use super::routes::matchers_of;
use super::words::{merged, name, truth};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{AlertRules, Reach, Receiver, Route, Router, Routing};

/// Whether a document is one.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has_kind("route", Kind::Object) && shape.has_kind("receivers", Kind::Array)
}

/// Whether a document of a file with several is one.
pub(super) fn is_config(document: &Json<'_>) -> bool {
    document.get("route").is_some_and(Json::is_object) && matches!(document.get("receivers"), Some(Json::Array(_)))
}

/// Takes routes and receivers out of a configuration. Nothing of the integrations is kept: they hold keys.
pub(super) fn take(config: &Json<'_>, places: &Places<'_>, alerts: &mut AlertRules) {
    if let Some(root) = config.get("route") {
        let root = Route { matchers: Vec::new(), ..route(root) };
        alerts.routings.push(Routing {
            router: Router::Alertmanager,
            root,
            place: places.at("route", config.get("route").unwrap_or(config)),
        });
    }
    for (i, receiver) in config.get("receivers").map(Json::elements).unwrap_or_default().iter().enumerate() {
        let Some(of) = merged(receiver, "name").and_then(Json::text) else { continue };
        alerts.receivers.push(Receiver {
            key: key(of),
            name: name(of),
            reach: reach(receiver),
            place: places.at(format!("receivers[{i}]"), receiver),
        });
    }
}

fn key(receiver: &str) -> Box<str> {
    format!("alertmanager {}", name(receiver)).into()
}

fn route(of: &Json<'_>) -> Route {
    Route {
        receiver: merged(of, "receiver").and_then(Json::text).filter(|r| !r.is_empty()).map(key),
        matchers: matchers_of(of),
        continues: truth(merged(of, "continue")) == Some(true),
        routes: merged(of, "routes").map(Json::elements).unwrap_or_default().iter().map(route).collect(),
    }
}

/// Whom a receiver reaches: it has an integration whose address is not the one that the product ships as an example.
fn reach(receiver: &Json<'_>) -> Reach {
    let mut integrations = receiver
        .pairs()
        .iter()
        .chain(receiver.get("<<").map(Json::pairs).unwrap_or_default())
        .filter(|(key, _)| key.ends_with("_configs"))
        .flat_map(|(_, list)| list.elements())
        .filter(|integration| integration.is_object() && has_address(integration))
        .peekable();
    if integrations.peek().is_none() {
        return Reach::Nobody("it has no integration".into());
    }
    match integrations.all(is_placeholder) {
        true => Reach::Nobody("its only address is the placeholder that Alertmanager ships".into()),
        false => Reach::Somebody,
    }
}

/// Whether no address of an integration is empty. One that stands in a file of its own, or that is the default, is not in it.
fn has_address(integration: &Json<'_>) -> bool {
    const ADDRESSES: [&str; 6] = ["to", "url", "api_url", "routing_key", "service_key", "webhook_url"];
    !ADDRESSES.iter().any(|key| integration.get(key).and_then(Json::text).is_some_and(|t| t.trim().is_empty()))
}

/// The address of the configuration that Alertmanager is shipped with.
fn is_placeholder(integration: &Json<'_>) -> bool {
    integration.text_of("url").is_some_and(|url| url.trim_end_matches('/') == "http://127.0.0.1:5001")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Cursor;

    #[test]
    fn an_integration_without_an_address_reaches_nobody() {
        let reaches = |receiver: &str| reach(&Cursor::new(receiver).value().unwrap()) == Reach::Somebody;
        assert!(reaches(r#"{"name": "a", "email_configs": [{"to": "ops@contoso.com"}]}"#));
        assert!(reaches(r#"{"name": "a", "slack_configs": [{"channel": "ops"}]}"#), "the address is the default one");
        assert!(reaches(r#"{"name": "a", "webhook_configs": [{"url_file": "/etc/url"}]}"#));
        assert!(!reaches(r#"{"name": "a", "email_configs": [{"to": ""}], "webhook_configs": [{"url": " "}]}"#));
        assert!(!reaches(r#"{"name": "a", "email_configs": null}"#));
    }
}
