//! Whether what a rule calls reaches somebody, and why not.

use plumbline_domain::{Called, Content, Reach, Receiver, Router};
use std::collections::HashMap;

/// How far a call gets. The better one is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Nobody,
    Open,
    Somebody,
}

/// Why a call gets as far as it does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Why<'a> {
    /// It names no receiver.
    NoReceiver,
    /// The file says why it is open, as a clause.
    Said(&'a str),
    /// The rule itself calls nobody, for this reason.
    Silenced(&'a str),
    /// The receiver of this key is not in the file.
    Missing(&'a str),
    /// The receiver is there, and this is why it reaches nobody or leaves it open.
    Receiver(&'a Receiver, &'a str),
    /// The receiver's list goes on.
    GoesOn(&'a str),
    /// Nothing is there that routes by labels.
    NoRouting(Router),
    /// Which route takes it shows only as it fires.
    Branches,
    /// The file does not say whom it calls.
    Unsaid,
    /// It reaches somebody.
    Reached,
}

/// How far a call gets, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing<'a> {
    pub level: Level,
    pub why: Why<'a>,
}

impl<'a> Standing<'a> {
    pub const REACHED: Standing<'static> = Standing { level: Level::Somebody, why: Why::Reached };

    pub fn open(why: Why<'a>) -> Self {
        Standing { level: Level::Open, why }
    }

    pub fn nobody(why: Why<'a>) -> Self {
        Standing { level: Level::Nobody, why }
    }

    /// The better of two; the first when they are equal.
    pub fn or(self, other: Self) -> Self {
        if other.level > self.level { other } else { self }
    }
}

/// The receivers of all files that are read together.
#[derive(Debug, Default)]
pub(super) struct Receivers<'a> {
    by_key: HashMap<&'a str, Vec<&'a Receiver>>,
    /// Whether a list of them goes on.
    go_on: bool,
}

impl<'a> Receivers<'a> {
    pub fn of(contents: impl Iterator<Item = &'a Content>) -> Self {
        let mut receivers = Receivers::default();
        for alerts in contents.filter_map(|content| content.facts.alerts.as_deref()) {
            receivers.go_on |= alerts.goes_on.is_some() && !alerts.receivers.is_empty();
            for receiver in &alerts.receivers {
                receivers.by_key.entry(receiver.key.as_ref()).or_default().push(receiver);
            }
        }
        receivers
    }

    /// How far a call gets that names a receiver, an address, or what cannot be followed.
    pub fn standing(&self, called: &'a Called) -> Standing<'a> {
        match called {
            Called::Directly(_) => Standing::REACHED,
            Called::Open(why) => Standing::open(Why::Said(why)),
            Called::Receiver(key) => self.standing_of(key),
        }
    }

    /// How far a call gets that names the receiver of this key.
    pub fn standing_of(&self, key: &'a str) -> Standing<'a> {
        let Some(receivers) = self.by_key.get(key) else { return Standing::open(Why::Missing(key)) };
        let of_each = receivers.iter().map(|receiver| match &receiver.reach {
            Reach::Somebody => Standing::REACHED,
            Reach::Open(why) => Standing::open(Why::Receiver(receiver, why)),
            Reach::Nobody(why) => Standing::nobody(Why::Receiver(receiver, why)),
        });
        let best = of_each.reduce(Standing::or).unwrap_or(Standing::open(Why::Missing(key)));
        // a topic has several subscriptions, and the next page may hold one that reaches somebody
        let may_have_more = self.go_on && key.starts_with("arn:");
        if best.level == Level::Nobody && may_have_more { Standing::open(Why::GoesOn(key)) } else { best }
    }
}

/// A key as people read it: the last part of an id, the name behind the kind of receiver; cut, as it is compared whole.
fn shown(key: &str) -> String {
    let key = ["alertmanager ", "grafana ", "terraform "].iter().find_map(|p| key.strip_prefix(p)).unwrap_or(key);
    let of_arn = if key.starts_with("arn:") { key.rsplit(':').next() } else { None };
    let of_id = of_arn.or_else(|| if key.starts_with('/') { key.rsplit('/').next() } else { None });
    of_id.unwrap_or(key).chars().take(200).collect()
}

impl Why<'_> {
    /// The reason, as a clause behind the name of the rule.
    pub fn in_words(&self) -> String {
        match self {
            Why::NoReceiver => "calls nobody".to_owned(),
            Why::Said(why) => format!("may reach somebody: {why}"),
            Why::Silenced(why) => format!("reaches nobody: {why}"),
            Why::Missing(key) => format!("calls {}, of which nothing is in the file", shown(key)),
            Why::Receiver(receiver, why) => format!("calls {}, but {why}", receiver.name),
            Why::GoesOn(key) => format!("calls {}, whose list of subscriptions goes on", shown(key)),
            Why::NoRouting(Router::Alertmanager) => {
                "names no receiver, and no configuration of Alertmanager is at hand".to_owned()
            }
            Why::NoRouting(Router::Grafana) => "names no contact point, and no notification policies are at hand".to_owned(),
            Why::Branches => "is routed by labels that are known only as it fires".to_owned(),
            Why::Unsaid => "is listed without what it calls".to_owned(),
            Why::Reached => "reaches a receiver".to_owned(),
        }
    }
}
