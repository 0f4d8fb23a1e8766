//! `gcloud compute firewall-rules list --format json` (or `yaml`), `describe`, and the REST answers: rules of VPC networks. What no
//! rule allows, Google denies; at equal priority a deny wins.

use super::super::super::json::{Json, Kind};
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, documents, list};
use super::gathered::{GroupId, Network};
use super::values::Values;
use super::words::{Gathered, GatheredPorts, label, protocol_of, short};
use plumbline_domain::{Addresses, DiagnosticKind, Ports, Protocols, RulePlatform, TrafficRule};

/// The priority of a rule that states none.
const DEFAULT_PRIORITY: i64 = 1000;

/// Whether a document lists firewall rules.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let kind = shape.word("kind").unwrap_or_default();
    let has_rules = shape.has_kind("allowed", Kind::Array) || shape.has_kind("denied", Kind::Array);
    let is_rule = has_rules && (shape.has("network") || shape.has("direction") || shape.has("sourceRanges"));
    let in_items = shape.has_inner("items", "allowed") || shape.has_inner("items", "denied");
    let is_list = shape.has_kind("items", Kind::Array) && shape.inner_word("items", "kind") == Some("compute#firewall");
    let is_list = is_list || (in_items && shape.has_inner("items", "network"));
    kind == "compute#firewall" || kind == "compute#firewallList" || is_rule || is_list
}

/// Reads firewall rules.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut network = Network::new(&places);
    let has_several = documents.len() > 1;
    for (d, document) in documents.iter().enumerate() {
        network.paging(document);
        let front = if has_several { format!("[{d}]") } else { String::new() };
        let (rules, prefix) = match document {
            Json::Array(elements) => (elements.as_slice(), front.clone()),
            _ if document.get("items").is_some() => {
                let dot = if has_several { "." } else { "" };
                (list(document, "items", &mut reading.log), format!("{front}{dot}items"))
            }
            _ if document.text_of("kind") == Some("compute#firewallList") => (&[] as &[Json<'_>], front.clone()),
            _ => {
                reading.items += 1;
                described(&mut network, document, &front);
                continue;
            }
        };
        for (n, rule) in rules.iter().enumerate() {
            reading.items += 1;
            match rule.is_object() {
                true => described(&mut network, rule, &format!("{prefix}[{n}]")),
                false => reading.log.say(DiagnosticKind::Malformed, format!("{prefix}[{n}]"), "must be an object"),
            }
        }
    }
    reading.tool = Some("gcloud compute".to_owned());
    network.give(&mut reading.facts);
    Ok(())
}

fn described(network: &mut Network<'_, '_>, rule: &Json<'_>, path: &str) {
    let values = Values::of(rule);
    let group = group_of(network, values.text("network"), rule, path);
    add_rule(network, group, values, path);
}

/// The group of a network, by its URL, its path or its name; `default` when none is stated.
pub(crate) fn group_of(network: &mut Network<'_, '_>, name: Option<&str>, rule: &Json<'_>, path: &str) -> GroupId {
    let url = name.unwrap_or("default").trim();
    let id = url.find("projects/").and_then(|at| url.get(at..)).unwrap_or(url);
    let places = network.places;
    network.group(RulePlatform::Google, id, id.rsplit('/').next().unwrap_or(id), || places.at(path, rule))
}

/// Adds a rule, in the spelling of Google (`allowed`, `IPProtocol`) or of Terraform (`allow`, `protocol`).
pub(crate) fn add_rule(network: &mut Network<'_, '_>, group: GroupId, values: Values<'_, '_>, path: &str) {
    if values.text("direction").is_some_and(|d| d.eq_ignore_ascii_case("egress")) {
        network.outbound(group);
        return;
    }
    let source = source_of(values, network);
    let destination = destination_of(values);
    let name = values.text("name").unwrap_or("a rule");
    let is_enabled = values.truth("disabled") != Some(true);
    let priority = match values.is_unknown("priority") {
        true => None,
        false => Some(values.whole("priority").unwrap_or(DEFAULT_PRIORITY)),
    };
    let parts = [("allowed", true), ("allow", true), ("denied", false), ("deny", false)];
    let mut rules = Vec::new();
    for (key, allows) in parts {
        // the ports of a protocol are one set: a rule for each would hold the sources as often as there are ports
        let mut by_protocol: Vec<(Option<Protocols>, &str, GatheredPorts)> = Vec::new();
        for (_, part) in values.list(key).filter(|(_, p)| p.json().is_object()) {
            let word = part.text("IPProtocol").or_else(|| part.text("protocol")).unwrap_or_default();
            let known = protocol_of(word);
            let ports = ports_of(part, known.unwrap_or(Protocols::ALL));
            match by_protocol.iter_mut().find(|(protocols, ..)| *protocols == known) {
                Some((.., gathered)) => gathered.add(ports),
                None => {
                    let mut gathered = GatheredPorts::default();
                    gathered.add(ports);
                    by_protocol.push((known, word, gathered));
                }
            }
        }
        let mut previous: Option<usize> = None;
        for (known, word, ports) in by_protocol {
            let (protocols, ports) = (known.unwrap_or(Protocols::ALL), ports.done());
            let unknown: Option<&str> = match (known, priority) {
                (None, _) => Some("its protocol is not known"),
                (_, None) => Some("its priority is not known"),
                _ if values.is_unknown("disabled") => Some("whether it is in force is not known"),
                _ => None,
            };
            // several protocols with all their ports are one rule, so that a deny of each is a deny of all
            let same =
                previous.and_then(|n| rules.get_mut(n)).filter(|r: &&mut TrafficRule| r.ports == ports && r.unknown.is_none());
            if let (Some(rule), None) = (same, unknown) {
                rule.protocols = rule.protocols.and(protocols);
                continue;
            }
            previous = Some(rules.len());
            rules.push(TrafficRule {
                name: short(if values.text("name").is_some() { name } else { word }),
                allows,
                is_enabled,
                order: priority.and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
                protocols,
                ports,
                source: source.clone(),
                destination: destination.clone(),
                is_partial: false,
                unknown: unknown.map(Into::into),
                place: network.places.at(path, values.json()),
            });
        }
        if values.is_wholly_unknown(key) {
            rules.push(TrafficRule {
                name: label(name, &Ports::all()),
                allows,
                is_enabled,
                order: 0,
                protocols: Protocols::ALL,
                ports: Ports::all(),
                source: source.clone(),
                destination: destination.clone(),
                is_partial: false,
                unknown: Some("its protocols and ports are not known".into()),
                place: network.places.at(path, values.json()),
            });
        }
    }
    rules.into_iter().for_each(|rule| network.rule(group, rule));
}

fn ports_of(part: Values<'_, '_>, protocols: Protocols) -> Ports {
    if part.is_unknown("ports") {
        let mut ports = GatheredPorts::default();
        ports.unknown("ports that are not known yet");
        return ports.done();
    }
    let mut ports = GatheredPorts::default();
    for (_, port) in part.list("ports") {
        match (port.json().text(), super::values::whole(port.json())) {
            (Some(text), _) => ports.text(text),
            (None, Some(port)) => ports.range(port, port),
            (None, None) => {}
        }
    }
    match ports.is_empty() || protocols == Protocols::ICMP {
        true => Ports::all(),
        false => ports.done(),
    }
}

fn source_of(values: Values<'_, '_>, network: &Network<'_, '_>) -> Addresses {
    let mut source = Gathered::new(&network.lists);
    values.texts("sourceRanges").for_each(|text| source.prefix(text));
    if values.is_unknown("sourceRanges") {
        source.unknown("addresses that are not known yet");
    }
    for key in ["sourceTags", "sourceServiceAccounts"] {
        values.texts(key).for_each(|name| source.inner(name));
        if values.is_unknown(key) {
            source.inner("a tag or account");
        }
    }
    if source.is_empty() {
        source.prefix("0.0.0.0/0");
    }
    source.done()
}

/// The instances that a rule is for, by tag or account; none: all of the network.
fn destination_of(values: Values<'_, '_>) -> Option<Addresses> {
    let ranges: Vec<&str> = values.texts("destinationRanges").filter(|r| !matches!(*r, "0.0.0.0/0" | "::/0")).collect();
    let everywhere = values.texts("destinationRanges").count() > ranges.len();
    let suffix = match everywhere || ranges.is_empty() {
        true => String::new(),
        false => format!(" in {}", ranges.join(", ")),
    };
    let mut targets: Vec<String> = Vec::new();
    for (key, what) in [("targetTags", "tag"), ("targetServiceAccounts", "account")] {
        targets.extend(values.texts(key).map(|name| format!("{what} {name}{suffix}")));
        if values.is_unknown(key) {
            targets.push("targets that are not known yet".to_owned());
        }
    }
    if targets.is_empty() && !suffix.is_empty() {
        targets.push(format!("instances{suffix}"));
    }
    let names = targets.iter().map(|t| short(t)).collect();
    (!targets.is_empty()).then(|| Addresses::of(Vec::new(), Vec::new(), names, Vec::new()))
}
