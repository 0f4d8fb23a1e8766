//! The words of the page of the detection pipeline.

use crate::document::Heading;
use crate::text::headline::Piece;
use crate::text::number::{NBSP, counted, number_word, percent, thousands};
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

/// The headline: how much is validated, what is missing or contradicted, and how old the latest validated checks are. Below `too_few`
/// checks the share is counted out instead.
pub fn headline(lanes: &[LaneFigures], too_few: u64) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let sum = |of: fn(&LaneFigures) -> u64| lanes.iter().map(of).sum::<u64>();
    let (required, validated) = (sum(|l| l.required), sum(|l| l.validated));
    if required == 0 {
        return vec![plain("No detection lane owes anything in these changes.".to_owned())];
    }
    let (contradicted, missing) = (sum(|l| l.contradicted), sum(|l| l.missing));
    let (before, share, is) = match (required, validated) {
        (1, v) => (
            "The one required check of the detection lanes ".to_owned(),
            if v == 1 { "is validated" } else { "is not validated" }.to_owned(),
            "",
        ),
        (n, v) => {
            let before = format!("Of {} required checks in the detection lanes, ", number_word(n));
            match v {
                0 => (before, "none".to_owned(), " is validated"),
                v if v == n => (before, "all".to_owned(), " are validated"),
                v if n < too_few => (before, number_word(v), if v == 1 { " is validated" } else { " are validated" }),
                v => (before, percent(v as f64 / n as f64), " are validated"),
            }
        }
    };
    let rest = match (contradicted, missing) {
        (0, 0) => is.to_owned(),
        _ if required == 1 => if missing == 1 { ": it is missing" } else { ": it is contradicted" }.to_owned(),
        (0, m) => format!("{is}; {} missing", are(m)),
        (c, 0) => format!("{is}; {} contradicted", are(c)),
        (c, m) => format!("{is}; {} missing and {} contradicted", are(m), number_word(c)),
    };
    let age = latest(lanes).map_or_else(String::new, |words| format!(" {words}."));
    vec![plain(before), Piece::Verified(share), plain(format!("{rest}.{age}"))]
}

fn are(n: u64) -> String {
    format!("{} {}", number_word(n), if n == 1 { "is" } else { "are" })
}

/// Of the lanes that owe something: those without any validated check, or else the one whose latest is oldest. A fresh check says
/// nothing of the others. None when nothing is owed.
fn latest(lanes: &[LaneFigures]) -> Option<String> {
    let owing = || lanes.iter().filter(|l| l.required > 0);
    let never: Vec<String> = owing().filter(|l| l.days.is_none()).map(|l| phrase::small(&l.name)).collect();
    if !never.is_empty() {
        let list = phrase::capital(&phrase::list(&never));
        return Some(format!("{list} {} no validated check", if never.len() == 1 { "has" } else { "have" }));
    }
    // compared as they are said: in whole days
    let whole = |l: &LaneFigures| l.days.map_or(0, |days| days as u64);
    let most = owing().map(whole).max()?;
    let oldest: Vec<String> = owing().filter(|l| whole(l) == most).map(|l| phrase::small(&l.name)).collect();
    Some(match (owing().count(), oldest.as_slice()) {
        (1, [one]) => format!("The latest validated check of {one} is {}", old(most)),
        (_, _) if most == 0 => "Each lane has at least one validated check from the last day".to_owned(),
        // where none waits less, none waits longest
        (n, all) if all.len() == n => format!("The latest validated check of each lane is {}", old(most)),
        (_, [one]) => format!("{} waits longest: its latest validated check is {}", phrase::capital(one), old(most)),
        (_, many) => {
            format!("{} wait longest: their latest validated checks are {}", phrase::capital(&phrase::list(many)), old(most))
        }
    })
}

/// How old something is, in whole days: "3 days old".
fn old(days: u64) -> String {
    if days == 0 { "less than a day old".to_owned() } else { format!("{} old", counted(days, "day", "days")) }
}

/// How long ago, in whole days: "3 days ago".
pub fn ago(days: f64) -> String {
    match days {
        d if d < 1.0 => "less than a day ago".to_owned(),
        d => format!("{} ago", counted(d as u64, "day", "days")),
    }
}

/// When something of a lane was last validated: "last validated 3 days ago", "nothing validated", "nothing owed".
pub(crate) fn last_verified(required: u64, days: Option<f64>) -> String {
    match (required, days) {
        (0, _) => NOTHING_OWED.to_owned(),
        (_, None) => "nothing validated".to_owned(),
        (_, Some(days)) => format!("last validated {}", ago(days)),
    }
}
/// Said of a lane without requirements.
pub(crate) const NOTHING_OWED: &str = "nothing owed";

/// The title of the lanes over time: which lane is validated most and least, where their intervals part, each share with its checks.
pub(crate) fn lanes_title(lanes: &[LaneFigures], needed: u64) -> String {
    let enough: Vec<(&LaneFigures, f64)> =
        lanes.iter().filter(|l| l.required >= needed).filter_map(|l| Some((l, l.share()?))).collect();
    let most = enough.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    let least = enough.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    let (Some(most), Some(least)) = (most, least) else {
        return "Detection lanes over time".to_owned();
    };
    if enough.len() == 1 {
        return format!("{} is {} validated, of {}", most.0.name, percent(most.1), checks(most.0.required));
    }
    let parts = most.0.interval.zip(least.0.interval).is_some_and(|(most, least)| least.1 < most.0);
    if parts {
        // several may share a place: k/n compared as k·m
        let alike = |a: &LaneFigures, b: &LaneFigures| {
            u128::from(a.validated) * u128::from(b.required) == u128::from(b.validated) * u128::from(a.required)
        };
        let at = |end: &LaneFigures| -> Vec<&LaneFigures> { enough.iter().map(|l| l.0).filter(|l| alike(l, end)).collect() };
        let names = |lanes: &[&LaneFigures]| phrase::list(&lanes.iter().map(|l| phrase::small(&l.name)).collect::<Vec<_>>());
        let of = |lanes: &[&LaneFigures], n: fn(u64) -> String| match lanes {
            [one] => format!(" of {}", n(one.required)),
            _ => " each".to_owned(),
        };
        let (best, worst) = (at(most.0), at(least.0));
        let are = if best.len() == 1 { "is" } else { "are" };
        return format!(
            "{} {are} validated most, {}{}; {} least, {}{}",
            phrase::capital(&names(&best)),
            percent(most.1),
            of(&best, checks),
            names(&worst),
            percent(least.1),
            of(&worst, thousands)
        );
    }
    "No clear difference between the lanes".to_owned()
}

fn checks(n: u64) -> String {
    counted(n, "check", "checks")
}

/// What the lanes over time show; `noun` is `week` or `month`.
pub(crate) fn lanes_measure(noun: &str) -> String {
    format!(
        "Required checks of each lane by {noun} of the change, shares, with how many they are below. A narrow column has too few to \
         say much. A column filters by its {noun}"
    )
}
/// What the numbers below the columns count.
pub(crate) const REQUIRED: &str = "required";
/// What becomes of a requirement, in the order of a column from its foot.
pub(crate) const STATES: [&str; 4] = ["Validated", "Contradicted", "Unverified", "Missing"];
/// The columns of the lanes over time.
pub(crate) const LANES_COLUMNS: [Heading; 6] =
    [("Lane", false), ("Period", false), ("Validated", true), ("Contradicted", true), ("Unverified", true), ("Missing", true)];

/// The title of the last checks: how much is not validated, however fresh the latest checks are.
pub(crate) fn checks_title(lanes: &[LaneFigures]) -> String {
    let sum = |of: fn(&LaneFigures) -> u64| lanes.iter().map(of).sum::<u64>();
    match (sum(|l| l.required), sum(|l| l.required) - sum(|l| l.validated)) {
        (0, _) => "When each lane was last checked".to_owned(),
        (1, 0) => "The one check is validated".to_owned(),
        (1, _) => "The one check is not validated".to_owned(),
        (n, 0) => format!("{} are validated", phrase::all(n, "checks")),
        (n, 1) => format!("1 of {} is not validated", checks(n)),
        (n, k) => format!("{} of {} are not validated", thousands(k), checks(n)),
    }
}
/// What the last checks are: the assessment time stands in it.
pub(crate) fn checks_measure(now: &str) -> String {
    format!(
        "Last validated: days to {now} since the newest run, or else the newest report, of a verified item of the lane. Shares of \
         the required checks with 95{NBSP}% intervals"
    )
}
/// The columns of the lanes.
pub(crate) const CHECKS_COLUMNS: [Heading; 9] = [
    ("Lane", false),
    ("Last validated", false),
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
pub(crate) const MEANING: [&str; 4] = [
    "checked or reproduced, and nothing speaks against it",
    "its own bytes, runs or content refute it",
    "offered, but only told, not checked, stale or inconclusive",
    "owed, and nothing was offered",
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
        let said = |lanes: &[LaneFigures]| text(&headline(lanes, 5)).replace(NBSP, " ");
        assert_eq!(
            said(&lanes),
            "Of 20 required checks in the detection lanes, 40 % are validated; twelve are missing. Identity scope waits longest: its \
             latest validated check is 12 days old."
        );
        let fresh = [lane_of("Secret handling", 4, 1, Some(0.9)), lane_of("Identity scope", 0, 0, None)];
        assert_eq!(
            said(&fresh),
            "Of four required checks in the detection lanes, one is validated; three are missing. The latest validated check of secret \
             handling is less than a day old."
        );
        let both = [lane_of("Secret handling", 4, 4, Some(0.9)), lane_of("Identity scope", 2, 2, Some(0.1))];
        assert_eq!(
            said(&both),
            "Of six required checks in the detection lanes, all are validated. Each lane has at least one validated check from the last day."
        );
        let alike = [lane_of("Secret handling", 4, 4, Some(3.2)), lane_of("Identity scope", 2, 2, Some(3.9))];
        assert!(said(&alike).ends_with(" The latest validated check of each lane is 3 days old."), "{}", said(&alike));
        let never = [lane_of("Secret handling", 1, 0, None), lane_of("Identity scope", 0, 0, None)];
        assert_eq!(
            said(&never),
            "The one required check of the detection lanes is not validated: it is missing. Secret handling has no validated check."
        );
        assert_eq!(
            [checks_title(&lanes), checks_title(&both)],
            ["12 of 20 checks are not validated", "All six checks are validated"]
        );
        assert_eq!(text(&headline(&[], 5)), "No detection lane owes anything in these changes.");
    }

    #[test]
    fn a_title_compares_only_what_parts() {
        let far = [lane_of("Secret handling", 10, 9, None), lane_of("Identity scope", 10, 2, None)];
        assert_eq!(
            lanes_title(&far, 5).replace(NBSP, " "),
            "Secret handling is validated most, 90 % of 10 checks; identity scope least, 20 % of 10"
        );
        let [secrets, identity] = far;
        let tie = [secrets, lane_of("Network boundaries", 20, 18, None), identity];
        assert_eq!(
            lanes_title(&tie, 5).replace(NBSP, " "),
            "Secret handling and network boundaries are validated most, 90 % each; identity scope least, 20 % of 10"
        );
        let near = [lane_of("Secret handling", 10, 5, None), lane_of("Identity scope", 10, 4, None)];
        assert_eq!(lanes_title(&near, 5), "No clear difference between the lanes");
        assert_eq!(lanes_title(&near, 11), "Detection lanes over time");
        assert_eq!(
            (lane("secret-handling").as_str(), ago(0.4), ago(1.9)),
            ("Secret handling", "less than a day ago".into(), "1 day ago".into())
        );
    }
}
