//! Alert rules, the receivers that they call, and the routes from one to the other.

use super::Place;

/// What routes alerts by their labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Router {
    /// Prometheus Alertmanager.
    Alertmanager,
    /// Grafana's notification policies.
    Grafana,
}

/// Whom a rule calls by name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Called {
    /// An address that is the receiver itself.
    Directly(Box<str>),
    /// A receiver by its key; see [`Receiver::key`].
    Receiver(Box<str>),
    /// Somebody of whom the file cannot say whether it is a receiver, with the reason as a phrase.
    Open(Box<str>),
}

/// A label of an alert.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// Its name.
    pub name: Box<str>,
    /// Its value; none when it is made from a template as the alert fires.
    pub value: Option<Box<str>>,
}

/// Whom a rule calls.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Calls {
    /// These; none of them: nobody.
    Receivers(Vec<Called>),
    /// Whomever a router finds by these labels.
    Routed(Router, Vec<Label>),
    /// Nobody, for this reason: a clause.
    Nobody(Box<str>),
    /// The file does not say.
    Unsaid,
}

/// An alert rule.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AlertRule {
    /// Its name.
    pub name: Box<str>,
    /// Its id, where other rules call it by one.
    pub id: Box<str>,
    /// Whether it is enabled.
    pub is_enabled: bool,
    /// Whom it calls.
    pub calls: Calls,
    /// The names or ids of rules for which it calls too: the parts of a composite alarm.
    pub parts: Vec<Box<str>>,
    /// Where it stands.
    pub place: Place,
}

/// Whether a receiver reaches somebody.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Reach {
    /// It does.
    Somebody,
    /// It does not, for this reason: a clause such as "it is disabled".
    Nobody(Box<str>),
    /// The file leaves it open, for this reason.
    Open(Box<str>),
}

/// A receiver, or one of several behind the same key.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Receiver {
    /// What rules and routes call it by, in the form in which they are compared.
    pub key: Box<str>,
    /// Its name as the file writes it.
    pub name: Box<str>,
    /// Whether it reaches somebody.
    pub reach: Reach,
    /// Where it stands.
    pub place: Place,
}

/// How a matcher compares a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Comparison {
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `=~`, the whole value.
    Matches,
    /// `!~`, the whole value.
    MatchesNot,
    /// One that is not understood: it may match or not.
    Unknown,
}

/// A condition of a route.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Matcher {
    /// The label.
    pub label: Box<str>,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what: a value or a regular expression.
    pub value: Box<str>,
}

/// A node of a routing tree.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Route {
    /// The key of its receiver; none: that of the route above.
    pub receiver: Option<Box<str>>,
    /// All of these must match.
    pub matchers: Vec<Matcher>,
    /// Whether the routes behind it are tried too when it matches.
    pub continues: bool,
    /// The routes below it, tried first.
    pub routes: Vec<Route>,
}

/// A routing tree.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Routing {
    /// Whose it is.
    pub router: Router,
    /// The route that takes every alert.
    pub root: Route,
    /// Where it stands.
    pub place: Place,
}

/// Alert rules and whom they reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AlertRules {
    /// The rules, in the order of the file.
    pub rules: Vec<AlertRule>,
    /// The receivers that stand in the file.
    pub receivers: Vec<Receiver>,
    /// The routing trees that stand in the file.
    pub routings: Vec<Routing>,
    /// Where the file says that its list goes on.
    pub goes_on: Option<Place>,
}
