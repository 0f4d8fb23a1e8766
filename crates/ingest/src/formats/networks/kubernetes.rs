//! `kubectl get networkpolicy -A -o yaml` (or `json`), and manifests with policies among other documents. Policies of a namespace add
//! up; what none of them allows is denied for the pods that one of them selects.

use super::super::super::json::{Json, Kind};
use super::super::super::places::Places;
use super::super::{Reading, Refusal, Shape, documents};
use super::gathered::{GroupId, Network};
use super::values::Values;
use super::words::{Gathered, GatheredPorts, Lists, Span, protocol_of, short};
use plumbline_domain::{Addresses, Place, Ports, Protocols, RulePlatform, TrafficRule};

/// Whether a document is a network policy or a list of them.
pub(in crate::formats) fn fits(shape: &Shape<'_>) -> bool {
    let is_ours =
        |version: Option<&str>| version.is_some_and(|v| v.starts_with("networking.k8s.io/") || v.starts_with("extensions/"));
    match shape.word("kind") {
        Some("NetworkPolicy" | "NetworkPolicyList") => is_ours(shape.word("apiVersion")),
        Some("List") => {
            let of_items = |key: &str| shape.inner_word("items", key);
            shape.has_kind("items", Kind::Array) && of_items("kind") == Some("NetworkPolicy") && is_ours(of_items("apiVersion"))
        }
        _ => false,
    }
}

/// Reads network policies; other documents beside them are passed over.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut network = Network::new(&places);
    let has_several = documents.len() > 1;
    for (d, document) in documents.iter().enumerate() {
        network.paging(document);
        let front = if has_several { format!("[{d}]") } else { String::new() };
        match document.text_of("kind") {
            Some("List" | "NetworkPolicyList") => {
                let dot = if has_several { "." } else { "" };
                let is_typed = document.text_of("kind") == Some("NetworkPolicyList");
                for (n, item) in document.get("items").map(Json::elements).unwrap_or_default().iter().enumerate() {
                    if (is_typed && item.get("kind").is_none()) || is_of_kubernetes(item) {
                        reading.items += 1;
                        manifest(&mut network, Values::of(item), &format!("{front}{dot}items[{n}]"));
                    }
                }
            }
            Some("NetworkPolicy") if is_of_kubernetes(document) => {
                reading.items += 1;
                manifest(&mut network, Values::of(document), &front);
            }
            _ => {}
        }
    }
    reading.tool = Some("kubectl".to_owned());
    network.give(&mut reading.facts);
    Ok(())
}

/// Whether a manifest is one of Kubernetes' own network policies; other programs have kinds of the same name.
pub(crate) fn is_of_kubernetes(manifest: &Json<'_>) -> bool {
    let version = manifest.text_of("apiVersion").unwrap_or_default();
    manifest.text_of("kind") == Some("NetworkPolicy")
        && (version.starts_with("networking.k8s.io/") || version.starts_with("extensions/"))
}

/// Adds a policy: a manifest, or a resource of Terraform with the same blocks.
pub(crate) fn manifest(network: &mut Network<'_, '_>, policy: Values<'_, '_>, path: &str) {
    let metadata = policy.child("metadata");
    let of_metadata = |key: &str| metadata.and_then(|m| m.text(key));
    let name = of_metadata("name").unwrap_or("a policy");
    let namespace = of_metadata("namespace").unwrap_or("default");
    let Some(spec) = policy.child("spec") else { return };
    let types: Vec<&str> = spec.texts("policyTypes").collect();
    // a policy that names no types is for inbound traffic, and for outbound traffic when it has such rules
    if !types.is_empty() && !types.iter().any(|t| t.eq_ignore_ascii_case("ingress")) {
        return;
    }
    let places = network.places;
    let group =
        network.group(RulePlatform::Kubernetes, namespace, &format!("namespace {namespace}"), || places.at(path, policy.json()));
    network.change(group, |g| g.isolates = true);
    if spec.is_wholly_unknown("ingress") {
        network.change(group, |g| g.unknown = Some("the rules of a policy are known after the deployment only".into()));
    }
    let dot = if path.is_empty() { "" } else { "." };
    for (n, ingress) in spec.list("ingress") {
        let place = places.at(format!("{path}{dot}spec.ingress[{n}]"), ingress.json());
        // the line of an empty rule is that of its policy
        let line = if place.line == 0 { places.at("", policy.json()).line } else { place.line };
        rules_of(network, group, name, ingress, &Place { line, ..place });
    }
}

/// A rule for each protocol that is named, with all of its ports: a rule for each port would hold the sources as often as there are ports.
fn rules_of(network: &mut Network<'_, '_>, group: GroupId, name: &str, ingress: Values<'_, '_>, place: &Place) {
    let source = source_of(ingress, &network.lists);
    let mut by_protocol: Vec<(Option<Protocols>, GatheredPorts)> = Vec::new();
    for (_, port) in ingress.list("ports").filter(|(_, p)| p.json().is_object()) {
        let protocols = protocol_of(port.text("protocol").unwrap_or("TCP"));
        let at = by_protocol.iter().position(|(known, _)| *known == protocols).unwrap_or(by_protocol.len());
        if at == by_protocol.len() {
            by_protocol.push((protocols, GatheredPorts::default()));
        }
        let Some((_, ports)) = by_protocol.get_mut(at) else { continue };
        match port.get("port").filter(|p| p.text() != Some("")) {
            _ if port.is_unknown("port") => ports.unknown("a port that is not known yet"),
            None => ports.range(0, i64::from(u16::MAX)),
            Some(number) => match super::values::whole(number) {
                Some(from) => ports.range(from, port.whole("endPort").filter(|end| *end > 0).unwrap_or(from)),
                None => ports.text(number.text().unwrap_or("a port")),
            },
        }
    }
    let mut add = |protocols: Option<Protocols>, ports: Ports| {
        let rule = TrafficRule {
            name: short(name),
            allows: true,
            is_enabled: true,
            order: 0,
            protocols: protocols.unwrap_or(Protocols::ALL),
            ports,
            source: source.clone(),
            destination: None,
            is_partial: false,
            unknown: protocols.is_none().then(|| "its protocol is not known".into()),
            place: place.clone(),
        };
        network.rule(group, rule);
    };
    if by_protocol.is_empty() {
        add(Some(Protocols::ALL), Ports::all());
    }
    by_protocol.into_iter().for_each(|(protocols, ports)| add(protocols, ports.done()));
}

/// Where traffic may come from: pods, and blocks of addresses without their exceptions. A block that means everybody is kept whole,
/// whatever small part is taken out of it.
fn source_of(ingress: Values<'_, '_>, lists: &Lists) -> Addresses {
    let mut source = Gathered::new(lists);
    let mut n_peers = 0;
    for (_, peer) in ingress.list("from") {
        n_peers += 1;
        match peer.child("ipBlock") {
            Some(block) => block_of(block, &mut source),
            None => source.inner("pods"),
        }
    }
    if ingress.is_wholly_unknown("from") {
        source.unknown("peers that are not known yet");
    } else if n_peers == 0 {
        source.everything();
    }
    source.done()
}

fn block_of(block: Values<'_, '_>, source: &mut Gathered<'_>) {
    let span = block.text("cidr").and_then(Span::of);
    match (span, block.text("cidr")) {
        (Some(span), _) => {
            let except: Vec<Span> = block.texts("except").filter_map(Span::of).collect();
            if !span.is_covered_by(&except) {
                source.span(span);
            }
        }
        (None, Some(text)) => source.list(text),
        (None, None) if block.is_unknown("cidr") => source.unknown("a block that is not known yet"),
        (None, None) => {}
    }
}
