//! The five practices of the workflow, by their ids in `score --json`.

/// A practice: its id, its name, and what one case of it and several are called.
pub struct Words {
    /// As in the JSON.
    pub id: &'static str,
    /// As a person reads it.
    pub title: &'static str,
    /// The same within a sentence, as what is done.
    pub doing: &'static str,
    /// One case.
    pub one: &'static str,
    /// Several.
    pub many: &'static str,
}

/// The practices in their order.
pub(crate) const PRACTICES: [Words; 5] = [
    Words {
        id: "threatIntentVerified",
        title: "Threat intent verified",
        doing: "verifying the threat intent",
        one: "change",
        many: "changes",
    },
    Words {
        id: "diagnosticsAndOutputsAttached",
        title: "Policy diagnostics and outputs offered",
        doing: "offering policy diagnostics and outputs",
        one: "shipped change",
        many: "shipped changes",
    },
    Words {
        id: "noOpenCriticalOrHigh",
        title: "No open critical or high finding",
        doing: "shipping without an open critical or high finding",
        one: "shipped change",
        many: "shipped changes",
    },
    Words {
        id: "alertPathTestedPerRelease",
        title: "Alert path tested",
        doing: "at least one verified alert test per release",
        one: "release of a team",
        many: "releases of a team",
    },
    Words {
        id: "recurringPatternsPrevented",
        title: "Recurring pattern prevented",
        doing: "preventing recurring patterns",
        one: "pattern that recurs in a team",
        many: "patterns that recur in a team",
    },
];

/// The artifact type that a practice is about, where it is about one.
pub fn artifact(practice: &str) -> Option<&'static str> {
    match practice {
        "threatIntentVerified" => Some("threat-intent"),
        "diagnosticsAndOutputsAttached" => Some("policy-diagnostics"),
        "alertPathTestedPerRelease" => Some("alert-test"),
        _ => None,
    }
}
