//! How platforms write addresses, ports and protocols.

use crate::cut::name;
use plumbline_domain::{Addresses, Ports, Protocols};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Lists of addresses that the file itself spells out, by id in lower case: prefix lists, IP groups.
pub(crate) type Lists = HashMap<String, Vec<Span>>;

/// A name as it is kept.
pub(crate) fn short(text: &str) -> Box<str> {
    name(text.trim())
}

/// A range of addresses with both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    V4(u32, u32),
    V6(u128, u128),
}

impl Span {
    /// A prefix, an address, or a range such as `10.0.0.1-10.0.0.9`.
    pub fn of(text: &str) -> Option<Span> {
        let text = text.trim();
        if let Some((address, length)) = text.split_once('/') {
            return Self::of_prefix(address, length.parse().ok()?);
        }
        match text.split_once('-') {
            Some((from, to)) => match (from.trim().parse().ok()?, to.trim().parse().ok()?) {
                (IpAddr::V4(from), IpAddr::V4(to)) => Some(Span::V4(from.to_bits(), to.to_bits())),
                (IpAddr::V6(from), IpAddr::V6(to)) => Some(Span::V6(from.to_bits(), to.to_bits())),
                _ => None,
            },
            None => match text.parse().ok()? {
                IpAddr::V4(one) => Some(Span::V4(one.to_bits(), one.to_bits())),
                IpAddr::V6(one) => Some(Span::V6(one.to_bits(), one.to_bits())),
            },
        }
    }

    /// Whether others together hold all of it.
    pub fn is_covered_by(self, others: &[Span]) -> bool {
        let mut v4: Vec<(u32, u32)> = Vec::new();
        let mut v6: Vec<(u128, u128)> = Vec::new();
        for other in others {
            match other {
                Span::V4(from, to) => v4.push((*from, *to)),
                Span::V6(from, to) => v6.push((*from, *to)),
            }
        }
        let others = Addresses::of(v4, v6, Vec::new(), Vec::new());
        match self {
            Span::V4(from, to) => others.v4.iter().any(|(first, last)| *first <= from && to <= *last),
            Span::V6(from, to) => others.v6.iter().any(|(first, last)| *first <= from && to <= *last),
        }
    }

    fn of_prefix(address: &str, length: u32) -> Option<Span> {
        if let Ok(address) = address.parse::<Ipv4Addr>() {
            let hosts = u32::MAX.checked_shr(length).unwrap_or(0);
            return (length <= 32).then_some(Span::V4(address.to_bits() & !hosts, address.to_bits() | hosts));
        }
        let address = address.parse::<Ipv6Addr>().ok()?;
        let hosts = u128::MAX.checked_shr(length).unwrap_or(0);
        (length <= 128).then_some(Span::V6(address.to_bits() & !hosts, address.to_bits() | hosts))
    }
}

/// Addresses as they are gathered from one rule.
#[derive(Debug)]
pub(crate) struct Gathered<'l> {
    v4: Vec<(u32, u32)>,
    v6: Vec<(u128, u128)>,
    inner: Vec<Box<str>>,
    lists: Vec<Box<str>>,
    known: &'l Lists,
}

impl<'l> Gathered<'l> {
    /// None yet. `known`: the lists that the file spells out.
    pub fn new(known: &'l Lists) -> Self {
        Gathered { v4: Vec::new(), v6: Vec::new(), inner: Vec::new(), lists: Vec::new(), known }
    }

    /// A range.
    pub fn span(&mut self, span: Span) {
        match span {
            Span::V4(from, to) => self.v4.push((from, to)),
            Span::V6(from, to) => self.v6.push((from, to)),
        }
    }

    /// Every address of both families.
    pub fn everything(&mut self) {
        self.v4.push((0, u32::MAX));
        self.v6.push((0, u128::MAX));
    }

    /// A prefix, an address or a range; anything else is a list that is not in the file.
    pub fn prefix(&mut self, text: &str) {
        match Span::of(text) {
            Some(span) => self.span(span),
            None => self.list(text),
        }
    }

    /// What Azure takes for addresses: a prefix, `*`, a service tag.
    pub fn azure(&mut self, text: &str) {
        match text.trim().to_ascii_lowercase().as_str() {
            "*" | "any" | "internet" => self.everything(),
            "virtualnetwork" | "azureloadbalancer" => self.inner(text),
            _ => self.prefix(text),
        }
    }

    /// A group inside the same network.
    pub fn inner(&mut self, name: &str) {
        self.inner.push(short(name));
    }

    /// A list by its id or name; its addresses where the file spells them out.
    pub fn list(&mut self, name: &str) {
        match self.known.get(&name.trim().to_ascii_lowercase()) {
            Some(spans) => spans.iter().for_each(|span| self.span(*span)),
            None => self.lists.push(short(name)),
        }
    }

    /// Something that is known after the deployment only.
    pub fn unknown(&mut self, what: &str) {
        self.lists.push(what.into());
    }

    /// Whether there is nothing in it yet.
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty() && self.inner.is_empty() && self.lists.is_empty()
    }

    /// The set.
    pub fn done(self) -> Addresses {
        Addresses::of(self.v4, self.v6, self.inner, self.lists)
    }
}

/// Ports as they are gathered from one rule.
#[derive(Debug, Default)]
pub(crate) struct GatheredPorts {
    ranges: Vec<(u16, u16)>,
    named: Vec<Box<str>>,
}

impl GatheredPorts {
    /// `22`, `20-30`, `*`, several with commas; anything else is a name whose number is not in the file.
    pub fn text(&mut self, text: &str) {
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            match range_of(part) {
                Some(range) => self.ranges.push(range),
                None => self.named.push(short(part)),
            }
        }
    }

    /// From one port to another; what lies outside of the range of ports is cut, and a range that ends before it begins is not known.
    pub fn range(&mut self, from: i64, to: i64) {
        let port = |n: i64| u16::try_from(n.clamp(0, i64::from(u16::MAX))).unwrap_or(u16::MAX);
        if from > to {
            self.named.push(format!("{from}-{to}").into());
        } else if to >= 0 && from <= i64::from(u16::MAX) {
            self.ranges.push((port(from), port(to)));
        }
    }

    /// Those of another set.
    pub fn add(&mut self, ports: Ports) {
        self.ranges.extend(ports.ranges);
        self.named.extend(ports.named);
    }

    /// A port that is known after the deployment only.
    pub fn unknown(&mut self, what: &str) {
        self.named.push(what.into());
    }

    /// Whether there is nothing in it yet.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty() && self.named.is_empty()
    }

    /// The set.
    pub fn done(self) -> Ports {
        Ports::of(self.ranges, self.named)
    }
}

fn range_of(text: &str) -> Option<(u16, u16)> {
    if text == "*" || text.eq_ignore_ascii_case("any") {
        return Some((0, u16::MAX));
    }
    match text.split_once('-') {
        Some((from, to)) => {
            let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
            (from <= to).then_some((from, to))
        }
        None => text.parse().ok().map(|port| (port, port)),
    }
}

/// A protocol by its name or number; none when the word is not known.
pub(crate) fn protocol_of(word: &str) -> Option<Protocols> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "*" | "any" | "all" | "-1" => Protocols::ALL,
        "tcp" | "6" => Protocols::TCP,
        "udp" | "17" => Protocols::UDP,
        "icmp" | "icmpv4" | "icmpv6" | "1" | "58" => Protocols::ICMP,
        "esp" | "ah" | "sctp" | "ipip" | "gre" | "igmp" => Protocols::OTHER,
        other if other.parse::<u8>().is_ok() => Protocols::OTHER,
        _ => return None,
    })
}

/// How a rule without a name is called: `tcp 22`, `udp 53, 123-130`, `all`.
pub(crate) fn label(protocol: &str, ports: &Ports) -> Box<str> {
    let word = match protocol {
        "-1" => "all",
        "6" => "tcp",
        "17" => "udp",
        "1" => "icmp",
        other => other,
    };
    let text = |(from, to): &(u16, u16)| if from == to { from.to_string() } else { format!("{from}-{to}") };
    let ranges: Vec<String> = ports.ranges.iter().take(4).map(text).collect();
    match ports.are_all() || ranges.is_empty() {
        true => short(word),
        false => short(&format!("{word} {}", ranges.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_addresses_and_ranges_are_spans() {
        assert_eq!(Span::of("0.0.0.0/0"), Some(Span::V4(0, u32::MAX)));
        assert_eq!(Span::of("::/0"), Some(Span::V6(0, u128::MAX)));
        assert_eq!(Span::of("128.0.0.7/1"), Some(Span::V4(1 << 31, u32::MAX)));
        assert_eq!(Span::of(" 10.0.0.1 "), Some(Span::V4(0x0a00_0001, 0x0a00_0001)));
        assert_eq!(Span::of("10.0.0.1-10.0.0.3"), Some(Span::V4(0x0a00_0001, 0x0a00_0003)));
        for text in ["10.0.0.0/33", "AzureCloud", "10.0.0", "[parameters('x')]", "::/129", "1.1.1.1-::1"] {
            assert_eq!(Span::of(text), None, "{text}");
        }
    }

    #[test]
    fn a_service_tag_is_a_list_unless_it_means_everybody_or_nobody_outside() {
        let lists = Lists::from([("pl-1".to_owned(), vec![Span::V4(0, u32::MAX)])]);
        let gathered = |text: &str| {
            let mut gathered = Gathered::new(&lists);
            gathered.azure(text);
            gathered.done()
        };
        assert_eq!(gathered("INTERNET"), Addresses::all());
        assert!(gathered("0.0.0.0/0").are_all_of_v4() && gathered("0.0.0.0/0").v6.is_empty());
        assert_eq!(gathered("VirtualNetwork").inner.len(), 1);
        assert_eq!(gathered("AzureCloud").lists.len(), 1);
        assert!(gathered("pl-1").are_all_of_v4(), "a list that the file spells out is resolved");
    }

    #[test]
    fn ports_are_numbers_ranges_or_names() {
        let mut ports = GatheredPorts::default();
        ["22", "20 - 30", "80,443", "ssh", "70000", "30-20"].iter().for_each(|text| ports.text(text));
        ports.range(-1, -1);
        ports.range(0, 99_999);
        ports.range(30, 20);
        let ports = ports.done();
        assert!(ports.are_all());
        assert_eq!(ports.named.len(), 4);
    }

    #[test]
    fn protocols_have_names_and_numbers() {
        assert_eq!(protocol_of("6"), Some(Protocols::TCP));
        assert_eq!(protocol_of("-1"), Some(Protocols::ALL));
        assert_eq!(protocol_of("132"), Some(Protocols::OTHER));
        assert_eq!(protocol_of("[parameters('p')]"), None);
        assert_eq!(&*label("-1", &Ports::all()), "all");
        assert_eq!(&*label("tcp", &Ports::of(vec![(22, 22), (80, 90)], Vec::new())), "tcp 22, 80-90");
    }
}
