//! What can be filtered by, in words.

/// On the button that unfolds them where they have no room.
pub const FILTERS: &str = "Filters";
/// The same with how many are in force.
pub fn filters_button(n: usize) -> String {
    match n {
        0 => FILTERS.to_owned(),
        n => [FILTERS, ": ", &n.to_string()].concat(),
    }
}

/// Dates.
pub const PERIOD: &str = "Period";
/// A team.
pub const TEAM: &str = "Team";
/// A service.
pub(crate) const SERVICE: &str = "Service";
/// An environment.
pub const ENVIRONMENT: &str = "Environment";
/// A release.
pub(crate) const RELEASE: &str = "Release";
/// Who wrote it.
pub const AUTHORSHIP: &str = "Authorship";
/// A gate that is due.
pub const GATE: &str = "Due at";
/// A control family that is touched.
pub(crate) const FAMILY: &str = "Touches";
/// A failure pattern that was found.
pub const PATTERN: &str = "Pattern";
/// An artifact type that is owed.
pub(crate) const ARTIFACT: &str = "Owes";
/// An artifact type that is owed and not verified.
pub(crate) const LACKS: &str = "Lacks";
/// What of the address is not understood.
pub(crate) const NOT_UNDERSTOOD: &str = "Not understood";
/// Before a key that explains nothing.
pub(crate) const WHY_KEY: &str = "why=";
/// On the link that takes every filter off.
pub const CLEAR_ALL: &str = "Clear all";

/// How many changes a filter alone hides, beside its value.
pub fn hides(changes: u32) -> String {
    ["hides ", &crate::text::number::thousands(u64::from(changes))].concat()
}

/// What the link that takes one filter off is called.
pub fn clear(name: &str, value: &str) -> String {
    ["Clear ", name, " ", value].concat()
}
