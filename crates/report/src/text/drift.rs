//! The notes in the drift figure.

use crate::text::number::counted;

/// No change is due at the gate in any period.
pub const NOTHING_DUE: &str = "nothing due yet";

/// The gate's first period with a due change.
pub fn nothing_due_before(period: &str) -> String {
    format!("nothing due before {period}")
}

/// The marker's words.
pub fn last_days(days: i64) -> String {
    format!("last {}", counted(u64::try_from(days).unwrap_or(0), "day", "days"))
}

/// What the title compares: "The title compares the 90 days from 24 Aug with the 90 days before".
pub fn compared(days: u64, since: &str) -> String {
    let span = counted(days, "day", "days");
    format!("The title compares the {span} from {since} with the {span} before")
}
