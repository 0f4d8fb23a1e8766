//! Notifications that were sent, and whether they arrived.

use super::super::Instant;
use super::Place;

/// Whether a notification arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Delivery {
    /// The sender says that it delivered it, or a person acted on it.
    Arrived,
    /// The sender says that it failed.
    Failed,
    /// Nothing says so either way.
    Open,
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Notification {
    /// To whom it went: a receiver, a topic, an incident.
    pub receiver: Box<str>,
    /// Whether it arrived.
    pub delivery: Delivery,
    /// What the file says of it, as a clause: "oncall@example.com acknowledged the alert".
    pub says: Box<str>,
    /// When it was sent or acted on.
    pub at: Option<Instant>,
    /// Where that stands.
    pub place: Place,
}

/// The word of a sender on a test as a whole.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OverallDelivery {
    /// What it means.
    pub delivery: Delivery,
    /// The word.
    pub word: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// Notifications that were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Notifications {
    /// In the order of the file.
    pub list: Vec<Notification>,
    /// What the sender says of all of them together.
    pub overall: Option<OverallDelivery>,
    /// Where the file says that its list goes on.
    pub goes_on: Option<Place>,
}
