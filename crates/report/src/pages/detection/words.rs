//! The words of the page of the detection pipeline.

use crate::document::Heading;
use crate::text::headline::Piece;
use crate::text::number::{NBSP, counted, percent, thousands};
use crate::text::phrase;

/// What the page is, in its eyebrow.
pub(crate) const DETECTION: &str = "Detection pipeline";

/// A lane's name, from its id in the policy: `secret-handling` as "Secret handling".
pub fn lane(id: &str) -> String {
    phrase::capital(&id.replace(['-', '_'], " "))
}

/// One lane for the sentences.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LaneFigures {
    /// Its name.
    pub name: String,
    /// What it requires.
    pub required: u64,
    /// Of these, verified.
    pub validated: u64,
    /// Of these, refuted by their own evidence.
    pub contradicted: u64,
    /// Of these, without anything offered.
    pub missing: u64,
    /// The interval of the share that is verified.
    pub interval: Option<(f64, f64)>,
    /// Days since a verified requirement was last checked; none when none is verified.
    pub days: Option<f64>,
}

impl LaneFigures {
    fn share(&self) -> Option<f64> {
        (self.required > 0).then(|| self.validated as f64 / self.required as f64)
    }
}

/// The headline: how much is verified, and which lane was verified longest ago.
pub fn headline(lanes: &[LaneFigures]) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let sum = |of: fn(&LaneFigures) -> u64| lanes.iter().map(of).sum::<u64>();
    let (required, validated) = (sum(|l| l.required), sum(|l| l.validated));
    if required == 0 {
        return vec![plain("No detection lane owes anything in these changes.".to_owned())];
    }
    let share = percent(validated as f64 / required as f64);
    let mut rest = format!(" of {} in the detection lanes", counted(required, "required check", "required checks"));
    let (contradicted, missing) = (sum(|l| l.contradicted), sum(|l| l.missing));
    match (contradicted, missing) {
        (0, 0) => rest.push('.'),
        (0, m) => rest.push_str(&format!("; {} missing.", are(m))),
        (c, 0) => rest.push_str(&format!("; {} contradicted.", are(c))),
        (c, m) => rest.push_str(&format!("; {} missing and {} contradicted.", are(m), thousands(c))),
    }
    if let Some(words) = longest(lanes) {
        rest.push(' ');
        rest.push_str(&words);
        rest.push('.');
    }
    vec![plain("Evidence supports ".to_owned()), Piece::Verified(share), plain(rest)]
}

fn are(n: u64) -> String {
    format!("{} {}", thousands(n), if n == 1 { "is" } else { "are" })
}

/// The lane that was verified longest ago, or those that never were; none when nothing is owed.
fn longest(lanes: &[LaneFigures]) -> Option<String> {
    let owing = || lanes.iter().filter(|l| l.required > 0);
    let never: Vec<String> = owing().filter(|l| l.days.is_none()).map(|l| phrase::small(&l.name)).collect();
    if !never.is_empty() {
        let list = phrase::capital(&phrase::list(&never));
        return Some(format!("{list} {} never verified", if never.len() == 1 { "was" } else { "were" }));
    }
    let oldest = owing().max_by(|a, b| a.days.unwrap_or(0.0).total_cmp(&b.days.unwrap_or(0.0)))?;
    match oldest.days? {
        days if days < 1.0 => Some("Every lane was verified within the last day".to_owned()),
        days => Some(format!("{} was verified longest ago, {}", oldest.name, ago(days))),
    }
}

/// How long ago, in whole days: "3 days ago".
pub fn ago(days: f64) -> String {
    match days {
        d if d < 1.0 => "less than a day ago".to_owned(),
        d => format!("{} ago", counted(d as u64, "day", "days")),
    }
}

/// When something of a lane was last verified: "last verified 3 days ago", "never verified", "nothing owed".
pub(crate) fn last_verified(required: u64, days: Option<f64>) -> String {
    match (required, days) {
        (0, _) => NOTHING_OWED.to_owned(),
        (_, None) => "never verified".to_owned(),
        (_, Some(days)) => format!("last verified {}", ago(days)),
    }
}
/// Said of a lane without requirements.
pub(crate) const NOTHING_OWED: &str = "nothing owed";

/// The title of the lanes over time: which lane is verified most and least, where their intervals part.
pub(crate) fn lanes_title(lanes: &[LaneFigures], needed: u64) -> String {
    let enough: Vec<(&LaneFigures, f64)> =
        lanes.iter().filter(|l| l.required >= needed).filter_map(|l| Some((l, l.share()?))).collect();
    let most = enough.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let least = enough.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let (Some(most), Some(least)) = (most, least) else {
        return "Detection lanes over time".to_owned();
    };
    if enough.len() == 1 {
        return format!("{} is {} validated", most.0.name, percent(most.1));
    }
    let parts = most.0.interval.zip(least.0.interval).is_some_and(|(most, least)| least.1 < most.0);
    if parts {
        let (name, small) = (&most.0.name, phrase::small(&least.0.name));
        return format!("{name} is validated most, {}; {small} least, {}", percent(most.1), percent(least.1));
    }
    "The lanes are validated to much the same extent".to_owned()
}
/// What the lanes over time show; `noun` is `week` or `month`.
pub(crate) fn lanes_measure(noun: &str) -> String {
    format!(
        "Required evidence of each lane by {noun} of the change, shares, with the number of required items below. A narrow column has \
         too few to say much. A column filters by its {noun}"
    )
}
/// What the numbers below the columns count.
pub(crate) const REQUIRED: &str = "required";
/// What becomes of a requirement, in the order of a column from its foot.
pub(crate) const STATES: [&str; 4] = ["Validated", "Contradicted", "Unverified", "Missing"];
/// A sum beside its mark: "812 validated".
pub fn sum(n: u64, state: &str) -> String {
    format!("{} {}", thousands(n), phrase::small(state))
}
/// The columns of the lanes over time.
pub(crate) const LANES_COLUMNS: [Heading; 6] =
    [("Lane", false), ("Period", false), ("Validated", true), ("Contradicted", true), ("Unverified", true), ("Missing", true)];

/// The title of the last checks.
pub(crate) fn checks_title(lanes: &[LaneFigures]) -> String {
    longest(lanes).unwrap_or_else(|| "When each lane was last verified".to_owned())
}
/// What the last checks are: the assessment time stands in it.
pub(crate) fn checks_measure(now: &str) -> String {
    format!(
        "Days to {now} since the newest run, or else the newest report, of a verified item of the lane. Shares with 95{NBSP}% intervals"
    )
}
/// The columns of the lanes.
pub(crate) const CHECKS_COLUMNS: [Heading; 9] = [
    ("Lane", false),
    ("Last verified", false),
    ("Required", true),
    ("Validated", true),
    ("Share", true),
    ("Contradicted", true),
    ("Unverified", true),
    ("Missing", true),
    ("", false),
];
/// What the last column is for those who hear it.
pub(crate) const SHARES: &str = "Validated, contradicted, unverified and missing as parts of a bar";
/// Never, in a cell.
pub(crate) const NEVER: &str = "never";
/// Below a share of too few.
pub fn too_few(n: u64, needed: u64) -> String {
    format!("Too few items to say ({} of {} needed)", thousands(n), thousands(needed))
}

/// What the four words mean.
pub(crate) const MEANING: [(&str, &str); 4] = [
    ("Validated", "checked or reproduced, and nothing speaks against it"),
    ("Contradicted", "its own bytes, runs or content refute it"),
    ("Unverified", "offered, but only told, not checked, stale or inconclusive"),
    ("Missing", "owed, and nothing was offered"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::headline::text;

    fn lane_of(name: &str, required: u64, validated: u64, days: Option<f64>) -> LaneFigures {
        let share = validated as f64 / required.max(1) as f64;
        LaneFigures {
            name: name.to_owned(),
            required,
            validated,
            contradicted: 0,
            missing: required - validated,
            interval: (required > 0).then_some((share - 0.1, share + 0.1)),
            days,
        }
    }

    #[test]
    fn the_headline_names_the_lane_that_waits_longest() {
        let lanes = [lane_of("Secret handling", 10, 6, Some(3.9)), lane_of("Identity scope", 10, 2, Some(12.0))];
        assert_eq!(
            text(&headline(&lanes)).replace(NBSP, " "),
            "Evidence supports 40 % of 20 required checks in the detection lanes; 12 are missing. \
             Identity scope was verified longest ago, 12 days ago."
        );
        let fresh = [lane_of("Secret handling", 1, 1, Some(0.9)), lane_of("Identity scope", 0, 0, None)];
        assert!(text(&headline(&fresh)).ends_with("Every lane was verified within the last day."));
        let never = [lane_of("Secret handling", 1, 0, None), lane_of("Identity scope", 0, 0, None)];
        assert_eq!(
            text(&headline(&never)).replace(NBSP, " "),
            "Evidence supports 0 % of 1 required check in the detection lanes; 1 is missing. Secret handling was never verified."
        );
        assert_eq!(text(&headline(&[])), "No detection lane owes anything in these changes.");
    }

    #[test]
    fn a_title_compares_only_what_parts() {
        let far = [lane_of("Secret handling", 10, 9, None), lane_of("Identity scope", 10, 2, None)];
        assert_eq!(
            lanes_title(&far, 5).replace(NBSP, " "),
            "Secret handling is validated most, 90 %; identity scope least, 20 %"
        );
        let near = [lane_of("Secret handling", 10, 5, None), lane_of("Identity scope", 10, 4, None)];
        assert_eq!(lanes_title(&near, 5), "The lanes are validated to much the same extent");
        assert_eq!(lanes_title(&near, 11), "Detection lanes over time");
        assert_eq!(
            (lane("secret-handling").as_str(), ago(0.4), ago(1.9)),
            ("Secret handling", "less than a day ago".into(), "1 day ago".into())
        );
    }
}
