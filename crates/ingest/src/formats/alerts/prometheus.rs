//! Alerting rules of Prometheus, as rule files, as Kubernetes resources and as its API lists them, with the configuration of
//! Alertmanager that may stand in the same file.

use super::super::{Reading, Refusal, Shape};
use super::alertmanager;
use super::words::{documents, goes_on, merged, name, scalar};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{AlertRule, AlertRules, Calls, DiagnosticKind, Label, Router};

/// The kinds of Kubernetes resources that hold rules.
const KINDS: [&str; 2] = ["PrometheusRule", "VMRule"];

/// Labels of a rule that are read; people write a handful.
const MAX_LABELS: usize = 64;

/// Whether a document holds rules.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    if !shape.is_object() {
        return false;
    }
    let is_kind = |kind: Option<&str>| kind.is_some_and(|k| KINDS.contains(&k));
    let is_file = shape.has_kind("groups", Kind::Array)
        && (shape.has_inner("groups", "rules") || (shape.key_is_empty("groups") && shape.keys.len() == 1));
    is_file || is_kind(shape.word("kind")) || is_kind(shape.inner_word("items", "kind")) || shape.has_inner("data", "groups")
}

/// Reads rules, and a configuration of Alertmanager in the same file. Of several rule files in one, only the first is read: so does
/// Prometheus.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut alerts = AlertRules::default();
    let mut has_file = false;
    for document in &documents {
        if document.get("kind").is_some() {
            for_each_manifest(document, |manifest, path| take_manifest(manifest, path, &places, &mut alerts));
        } else if let Some(groups) = document.get("groups") {
            if std::mem::replace(&mut has_file, true) {
                let note = "a second rule file in this one is not read: Prometheus reads only the first document";
                reading.log.say(DiagnosticKind::ToolReport, "groups", note);
            } else {
                take_groups(groups, "groups", &places, &mut alerts);
            }
        } else if let Some(data) = document.get("data") {
            alerts.goes_on = goes_on(data, &places);
            take_groups(data.get("groups").unwrap_or(&Json::Null), "data.groups", &places, &mut alerts);
        } else if alertmanager::is_config(document) && alerts.routings.is_empty() {
            alertmanager::take(document, &places, &mut alerts);
        }
    }
    reading.items = (alerts.rules.len() + alerts.receivers.len()) as u64;
    reading.tool = Some("prometheus".to_owned());
    reading.facts.alerts = Some(Box::new(alerts));
    Ok(())
}

/// A resource, or each of a list.
fn for_each_manifest<'j, 'a>(document: &'j Json<'a>, mut each: impl FnMut(&'j Json<'a>, &str)) {
    match document.get("items") {
        Some(Json::Array(items)) => items.iter().enumerate().for_each(|(i, item)| each(item, &format!("items[{i}]."))),
        _ => each(document, ""),
    }
}

/// Takes the rules of a Kubernetes resource, when it is one that holds rules.
pub(crate) fn take_manifest(manifest: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    if manifest.text_of("kind").is_some_and(|kind| KINDS.contains(&kind)) {
        let groups = manifest.at(&["spec", "groups"]).unwrap_or(&Json::Null);
        take_groups(groups, &format!("{path}spec.groups"), places, alerts);
    }
}

fn take_groups(groups: &Json<'_>, path: &str, places: &Places<'_>, alerts: &mut AlertRules) {
    for (g, group) in groups.elements().iter().enumerate() {
        let of_group = merged(group, "labels").unwrap_or(&Json::Null);
        for (r, rule) in merged(group, "rules").map(Json::elements).unwrap_or_default().iter().enumerate() {
            let in_file = || merged(rule, "alert").and_then(scalar);
            let in_api = || {
                let is_alert = rule.text_of("type") == Some("alerting");
                rule.get("name").filter(|_| is_alert).and_then(scalar)
            };
            let Some(alert) = in_file().or_else(in_api).filter(|alert| !alert.is_empty()) else { continue };
            alerts.rules.push(AlertRule {
                name: name(&alert),
                id: "".into(),
                is_enabled: true,
                calls: Calls::Routed(
                    Router::Alertmanager,
                    labels(&alert, &[of_group, merged(rule, "labels").unwrap_or(&Json::Null)]),
                ),
                parts: Vec::new(),
                place: places.at(format!("{path}[{g}].rules[{r}]"), rule),
            });
        }
    }
}

/// The labels that an alert carries for sure: its name, and those of group and rule. What the series adds is not known here.
pub(super) fn labels(alert: &str, of: &[&Json<'_>]) -> Vec<Label> {
    let mut labels = vec![Label { name: "alertname".into(), value: Some(alert.into()) }];
    let mut n = 0;
    for mapping in of {
        for (key, value) in mapping.get("<<").map(Json::pairs).unwrap_or_default().iter().chain(mapping.pairs()) {
            let Some(value) = scalar(value).filter(|_| key != "alertname") else { continue };
            let value = (!value.contains("{{")).then(|| value.as_ref().into());
            n += 1;
            if n > MAX_LABELS {
                break;
            }
            match labels.iter_mut().find(|label| label.name.as_ref() == key.as_ref()) {
                Some(label) => label.value = value,
                None => labels.push(Label { name: key.as_ref().into(), value }),
            }
        }
    }
    labels
}
