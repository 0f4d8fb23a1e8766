//! The words of an explained exposure.

use crate::text::number::{counted, thousands};
use crate::why::sums::verified_of;

/// What the figure shows, and its formula.
pub(crate) const SURFACE: (&str, &str) = (
    "The attack surface",
    "Open findings by the surface on which they stand and the gate whose report holds them; required and verified items by the \
         surface of their type and the gate that asks for them.",
);

/// What the figure shows, and its formula.
pub(crate) const THREATS: (&str, &str) = (
    "What stands against the threats of each gate",
    "Items that are required at the gate, how many of them are verified, and the findings that are open there.",
);

/// "14 open findings".
pub(crate) fn open_findings(n: u64) -> String {
    counted(n, "open finding", "open findings")
}

/// What an exposure is made of: "2 critical, 3 high; 5 of 9 verified".
pub(crate) fn exposure(open: &[(plumbline_domain::Severity, u64)], verified: u64, required: u64) -> String {
    let named: Vec<String> =
        open.iter().filter(|(_, n)| *n > 0).map(|(severity, n)| [&thousands(*n), " ", severity.id()].concat()).collect();
    let mut out = named.join(", ");
    if !out.is_empty() {
        out.push_str("; ");
    }
    out.push_str(&verified_of(verified, required));
    out
}
