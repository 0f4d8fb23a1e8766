//! The words round every chart.

/// What Enter does on a mark that filters.
pub const KEY_FILTER: &str = "filter";
/// What T does.
pub const KEY_TABLE: &str = "table";
/// What Escape does.
pub const KEY_CLOSE: &str = "close";
/// How to read a chart by keys, for those who hear it.
pub const KEYS_HELP: &str = "Arrow keys move between marks, Enter filters, T opens the table, Escape closes.";
