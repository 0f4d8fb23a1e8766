//! Monitors of Datadog, which call people and integrations by handles in their messages.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, name};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{AlertRule, AlertRules, Called, Calls, Place};

/// Handles of one message that are kept.
const MAX_HANDLES: usize = 50;

/// Whether a document is a monitor, a list of monitors, or the result of a search.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_monitor = shape.has("query")
        && shape.has("type")
        && (shape.has("message") || shape.has("notifications"))
        && (shape.has("options") || shape.has("overall_state"));
    let is_inner = |key| shape.has_inner("monitors", key);
    is_monitor
        || (shape.has_kind("monitors", Kind::Array) && (is_inner("query") || (shape.has("metadata") && shape.has("counts"))))
}

/// Reads monitors.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut alerts = AlertRules::default();
    for document in &documents(text)? {
        match (document, document.get("monitors")) {
            (Json::Array(monitors), _) => take_all(monitors, "", &places, &mut alerts),
            (_, Some(monitors)) => {
                take_all(monitors.elements(), "monitors", &places, &mut alerts);
                alerts.goes_on = next_page(document, &places);
            }
            _ => take(document, String::new(), &places, &mut alerts),
        }
    }
    reading.items = alerts.rules.len() as u64;
    reading.tool = Some("datadog".to_owned());
    reading.facts.alerts = Some(Box::new(alerts));
    Ok(())
}

/// A search says how many pages there are.
fn next_page(document: &Json<'_>, places: &Places<'_>) -> Option<Place> {
    let metadata = document.get("metadata")?;
    let (page, pages) = (metadata.get("page")?.number()?, metadata.get("page_count")?.number()?);
    (page + 1.0 < pages).then(|| places.at("metadata", metadata))
}

fn take_all(monitors: &[Json<'_>], path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    for (i, monitor) in monitors.iter().enumerate() {
        take(monitor, format!("{path}[{i}]"), places, alerts);
    }
}

fn take(monitor: &Json<'_>, path: String, places: &Places<'_>, alerts: &mut AlertRules) {
    if !monitor.is_object() {
        return;
    }
    let mut called = monitor.text_of("message").map(handles_in).unwrap_or_default();
    let options = monitor.get("options");
    let escalates = options.and_then(|o| o.get("renotify_interval")).and_then(Json::number).is_some_and(|minutes| minutes > 0.0);
    if let Some(message) = options.and_then(|o| o.text_of("escalation_message")).filter(|_| escalates) {
        called.extend(handles_in(message));
    }
    for notification in monitor.get("notifications").map(Json::elements).unwrap_or_default() {
        called.extend(notification.text_of("handle").and_then(|h| called_by(h.trim_start_matches('@'))));
    }
    let is_said = monitor.get("message").is_some() || monitor.get("notifications").is_some();
    alerts.rules.push(AlertRule {
        name: name(monitor.text_of("name").unwrap_or("a monitor without a name")),
        id: "".into(),
        is_enabled: !is_off(monitor),
        calls: if is_said { Calls::Receivers(called) } else { Calls::Unsaid },
        parts: Vec::new(),
        place: places.at(path, monitor),
    });
}

/// Whether a monitor notifies nobody by intent: it is a draft, deleted, or muted everywhere without an end.
fn is_off(monitor: &Json<'_>) -> bool {
    let is_draft = monitor.text_of("draft_status") == Some("draft");
    let is_deleted = monitor.get("deleted").is_some_and(|deleted| *deleted != Json::Null);
    let silenced = monitor.at(&["options", "silenced"]).and_then(|s| s.get("*"));
    let is_silenced = silenced.is_some_and(|end| *end == Json::Null);
    let downtimes = monitor.get("matching_downtimes").map(Json::elements).unwrap_or_default();
    is_draft || is_deleted || is_silenced || downtimes.iter().any(is_endless)
}

/// Whether a downtime mutes everything and has no end.
fn is_endless(downtime: &Json<'_>) -> bool {
    let is_everything = match downtime.get("scope") {
        Some(Json::Array(scopes)) => matches!(scopes.as_slice(), [Json::String(scope)] if scope == "*"),
        Some(Json::String(scope)) => scope == "*",
        _ => false,
    };
    let is_on = downtime.get("active").and_then(Json::truth) == Some(true)
        && downtime.get("disabled").and_then(Json::truth) != Some(true);
    is_on && is_everything && matches!(downtime.get("end"), Some(Json::Null))
}

/// Whom a message calls. What it says only when the monitor recovers calls nobody in need.
pub(crate) fn handles_in(message: &str) -> Vec<Called> {
    let mut found: Vec<Called> = Vec::new();
    let mut blocks = Blocks::default();
    let mut before = ' ';
    // behind the last end of a tag no tag is looked for
    let behind_tags = message.rfind("}}").map_or(message.len(), |at| message.len() - at);
    let mut rest = message;
    while let Some(c) = rest.chars().next() {
        let end_of_tag =
            rest.starts_with("{{").then_some(()).filter(|()| rest.len() > behind_tags).and_then(|()| rest.find("}}"));
        let length = match end_of_tag {
            Some(end) => {
                blocks.tag(rest.get(2..end).unwrap_or_default().trim());
                end + 2
            }
            _ if c == '@' && !before.is_alphanumeric() && !"._-+@".contains(before) => {
                let behind = rest.get(1..).unwrap_or_default();
                let handle = handle_at(behind);
                if blocks.recoveries == 0 {
                    let called = called_by(handle).filter(|called| found.len() < MAX_HANDLES && !found.contains(called));
                    found.extend(called);
                }
                1 + handle.len()
            }
            _ => c.len_utf8(),
        };
        let (read, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        before = if end_of_tag.is_some() { ' ' } else { read.chars().next_back().unwrap_or(' ') };
        rest = behind;
    }
    found
}

/// The conditions around a place of a message.
#[derive(Debug, Default)]
struct Blocks {
    /// For each that is open, whether it is met by a recovery alone.
    open: Vec<bool>,
    /// How many of them are.
    recoveries: usize,
}

impl Blocks {
    /// Goes past a tag: `#is_alert`, `^is_recovery`, `else`, `/is_alert`, or a variable.
    fn tag(&mut self, tag: &str) {
        let is_recovery = |name: &str| name.trim().starts_with("is_") && name.trim().ends_with("recovery");
        if let Some(name) = tag.strip_prefix('#') {
            self.push(is_recovery(name));
        } else if tag.starts_with('^') {
            self.push(false);
        } else if tag == "else" {
            self.pop();
            self.push(false);
        } else if tag.starts_with('/') {
            self.pop();
        }
    }

    fn push(&mut self, is_recovery: bool) {
        self.open.push(is_recovery);
        self.recoveries += usize::from(is_recovery);
    }

    fn pop(&mut self) {
        self.recoveries -= usize::from(self.open.pop().unwrap_or(false));
    }
}

/// The handle behind an at sign, up to what cannot be part of one.
fn handle_at(text: &str) -> &str {
    if text.starts_with("{{") {
        return text.find("}}").and_then(|end| text.get(..end + 2)).unwrap_or(text);
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || "._-+@/:".contains(c))).unwrap_or(text.len());
    text.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ':', '-', '/'])
}

/// Whom a handle calls: an address is the receiver itself, what an integration, a team or a variable stands for is not in the file.
fn called_by(handle: &str) -> Option<Called> {
    if handle.starts_with("{{") {
        return Some(Called::Open("its handle is made as it fires".into()));
    }
    let is_address = handle.split_once('@').is_some_and(|(person, host)| !person.is_empty() && host.contains('.'));
    match handle.chars().next() {
        _ if is_address => Some(Called::Directly(name(handle))),
        Some(c) if c.is_alphabetic() => {
            Some(Called::Open(format!("whom @{} stands for is not in the file", name(handle)).into()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(message: &str) -> Vec<String> {
        let shown = |called| match called {
            Called::Directly(who) => format!("direct {who}"),
            Called::Open(why) => format!("open: {why}"),
            Called::Receiver(key) => key.into(),
        };
        handles_in(message).into_iter().map(shown).collect()
    }

    #[test]
    fn an_address_is_a_receiver_and_an_integration_is_left_open() {
        assert_eq!(of("5xx @oncall@example.com."), ["direct oncall@example.com"]);
        assert_eq!(of("@slack-ops, please"), ["open: whom @slack-ops stands for is not in the file"]);
        assert_eq!(of("{{#is_alert}}@{{owner.name}}{{/is_alert}}"), ["open: its handle is made as it fires"]);
        assert_eq!(of("(@a@b.example)"), ["direct a@b.example"]);
    }

    #[test]
    fn at_signs_in_prose_are_no_handles() {
        for text in ["p99 @ 200ms", "a@b means per second", "@200ms", "mail oncall@example.com", "@", "@@"] {
            assert_eq!(of(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_handle_of_the_recovery_is_none() {
        assert_eq!(of("{{#is_recovery}}fine again @oncall@example.com{{/is_recovery}}"), Vec::<String>::new());
        assert_eq!(of("{{#is_alert_recovery}}@a@b.example{{/is_alert_recovery}} @c@d.example"), ["direct c@d.example"]);
        assert_eq!(of("{{^is_recovery}}@a@b.example{{/is_recovery}}"), ["direct a@b.example"]);
        assert_eq!(of("{{#is_recovery}}fine{{else}}@a@b.example{{/is_recovery}}"), ["direct a@b.example"]);
        let nested = "{{#is_recovery}}{{#is_match \"a\" \"b\"}}x{{else}}@a@b.example{{/is_match}}@a@b.example{{/is_recovery}}";
        assert_eq!(of(nested), Vec::<String>::new());
        assert_eq!(of("{{#is_alert}}@a@b.example"), ["direct a@b.example"], "an open block does not hide it");
    }
}
