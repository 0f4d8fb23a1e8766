//! The settings of the policy in words, and what the items of each format are called.

use crate::text::ladder;
use crate::text::number::counted;
use plumbline_domain::Format;

/// `minGrade`
pub(crate) const MIN_GRADE: &str = "An item counts as verified from grade";
/// `tooFew`
pub(crate) const TOO_FEW: &str = "Flag figures based on fewer than";
/// `observationGraceDays`
pub(crate) const GRACE: &str = "Observation falls due";
/// `ladderDays`
pub(crate) const LADDER_DAYS: &str = "The ladder counts the last";
/// `criticalEnvironments`
pub const CRITICAL: &str = "Critical environments";
/// `reproduction.independentActors`
pub(crate) const ACTORS: &str = "Different people or machines that must agree on a reproduction";
/// `unknownRadius`
pub(crate) const UNKNOWN_RADIUS: &str = "A change without stated resources counts as";
/// `trust`
pub(crate) const TRUST: &str = "Trusted for signatures";
/// `teams`
pub(crate) const CLAIMS: &str = "Rungs that teams claim";

/// When observation falls due: "7 days after deployment".
pub(crate) fn grace(days: u64) -> String {
    match days {
        0 => "on deployment".to_owned(),
        n => format!("{} after deployment", counted(n, "day", "days")),
    }
}

/// How many keys and identities are trusted.
pub(crate) fn trust(keys: u64, identities: u64) -> String {
    if keys + identities == 0 {
        return "nobody, so nothing is signed".to_owned();
    }
    format!("{}, {}", counted(keys, "key", "keys"), counted(identities, "identity", "identities"))
}

/// A team's claim.
pub fn claim(team: &str, rung: &str) -> String {
    format!("{team} {}", ladder::title(rung))
}

/// What the items of a format are called: one and many.
pub(crate) const fn items_of(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Records | Format::GateReport | Format::Verification | Format::Policy => ("record", "records"),
        Format::Index | Format::Zip => ("file", "files"),
        Format::TerraformPlan | Format::AzureWhatIf | Format::CfnChangeSet | Format::CfnDrift | Format::BicepSnapshot => {
            ("planned change", "planned changes")
        }
        _ => ("item", "items"),
    }
}

/// In how many keys two policies differ.
pub(crate) fn policies_differ(keys: u64) -> String {
    match keys {
        0 => "The policies say the same".to_owned(),
        n => format!("The policies differ in {}", counted(n, "key", "keys")),
    }
}

/// How many teams change their rung.
pub(crate) fn teams_move(teams: u64) -> String {
    match teams {
        0 => "No team changes its rung".to_owned(),
        1 => "1 team changes its rung".to_owned(),
        n => format!("{} change their rung", counted(n, "team", "teams")),
    }
}

/// How many numbers move.
pub(crate) fn numbers_move(numbers: u64) -> String {
    match numbers {
        0 => "No number moves".to_owned(),
        1 => "1 number moves".to_owned(),
        n => format!("{} move", counted(n, "number", "numbers")),
    }
}
