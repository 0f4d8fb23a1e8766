//! The words for what is wrong with a change.

/// Why something that a change owes does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failing {
    /// Required evidence of which nothing is there.
    Missing,
    /// Required evidence of which there is only prose: prose is not evidence.
    Claimed,
    /// Required evidence in a file that its type does not accept.
    NotAccepted,
    /// Required evidence in a file that says nothing of what it must prove.
    Silent,
    /// Required evidence that refutes its claim.
    Contradicted,
    /// Required evidence that is too old.
    Stale,
    /// An open critical or high finding.
    Finding,
    /// Required evidence that speaks of what it must prove and leaves it open. Fails only a strict check.
    Inconclusive,
    /// Required evidence below the least grade that counts. Fails only a strict check.
    Unproved,
    /// The change is said to be merged or deployed later than now: gates that it owes would not be due.
    Future,
    /// Times of the change that contradict each other. Fails no check.
    OutOfOrder,
}

impl Failing {
    /// Whether it fails the check.
    pub const fn fails(self, strict: bool) -> bool {
        match self {
            Failing::OutOfOrder => false,
            Failing::Inconclusive | Failing::Unproved => strict,
            _ => true,
        }
    }
}
