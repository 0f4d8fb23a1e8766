//! The words of the attack surface, the threats at each gate, and the authoring-time chain.

use crate::text::headline::Piece;
use crate::text::measure::Column;
use crate::text::number::{counted, number_word, percent, thousands};
use crate::text::phrase;
use plumbline_domain::{Gate, Surface};

/// What a gate is there to stop.
pub const fn stops(gate: Gate) -> &'static str {
    match gate {
        Gate::Intent => "Generation without a scope, reach beyond the task, a requirement that the model made up",
        Gate::Validation => "A permissive default that the model wrote, a misconfiguration out of sight, a secret in the code",
        Gate::Execution => "\"Applied\" without proof, a change around the pipeline, no way back",
        Gate::Observation => "Green dashboards over alerts that reach nobody, drift that nobody sees",
    }
}

/// The known threat categories behind that: those of STRIDE, and techniques of MITRE ATT&CK.
pub(crate) const fn categories(gate: Gate) -> &'static str {
    match gate {
        Gate::Intent => "STRIDE: elevation of privilege, tampering",
        Gate::Validation => {
            "STRIDE: information disclosure, elevation of privilege. ATT&CK: T1078.004 cloud accounts, T1552 unsecured credentials"
        }
        Gate::Execution => "STRIDE: tampering, repudiation, denial of service. ATT&CK: T1578 modify cloud compute infrastructure",
        Gate::Observation => "STRIDE: repudiation. ATT&CK: T1562 impair defenses",
    }
}

/// What is decided on a surface.
pub const fn surface(surface: Surface) -> &'static str {
    match surface {
        Surface::Provisioning => "what is made, and how",
        Surface::Access => "who and what may reach it",
        Surface::DeploymentChannel => "how changes get there",
    }
}

/// What the headline is made from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Headline {
    /// Requirements of all surfaces.
    pub required: u64,
    /// Of these, verified.
    pub verified: u64,
    /// Open findings.
    pub open: u64,
    /// Of these, critical or high.
    pub blocking: u64,
    /// The links of the chain.
    pub chain: [u64; 4],
}

/// "Evidence covers 62 % of the attack surface; 312 findings are open on it, 41 of them critical or high. Of 61 changes with an
/// unsafe default, seven went all the way unnoticed."
pub fn headline(h: &Headline) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let mut out = Vec::new();
    match (h.required, h.verified) {
        (0, _) => out.push(plain("Nothing is owed on the attack surface yet; ".to_owned())),
        (r, v) => {
            out.push(plain("Evidence covers ".to_owned()));
            out.push(Piece::Verified(match v {
                0 => "none of the attack surface".to_owned(),
                v if v == r => "all of the attack surface".to_owned(),
                v => format!("{} of the attack surface", percent(v as f64 / r as f64)),
            }));
            out.push(plain("; ".to_owned()));
        }
    }
    let bad = match (h.open, h.blocking) {
        (0 | 1, 0) => String::new(),
        (_, 0) => ", none of them critical or high".to_owned(),
        (1, _) => ", and it is critical or high".to_owned(),
        (n, b) if n == b => ", all of them critical or high".to_owned(),
        (_, b) => format!(", {} of them critical or high", thousands(b)),
    };
    let findings = match h.open {
        0 => "no finding is open on it".to_owned(),
        1 => "one finding is open on it".to_owned(),
        n => format!("{} findings are open on it", thousands(n)),
    };
    let [written, .., silent] = h.chain;
    let way = match (written, silent) {
        (0, _) => "No unsafe default or inflated privilege was found.".to_owned(),
        (1, 0) => "The one change with an unsafe default was noticed on its way.".to_owned(),
        (1, _) => "The one change with an unsafe default went all the way unnoticed.".to_owned(),
        (n, 0) => format!("Of {} changes with an unsafe default none went all the way unnoticed.", thousands(n)),
        (n, s) if n == s => format!("All {} changes with an unsafe default went all the way unnoticed.", thousands(n)),
        (n, s) => format!("Of {} changes with an unsafe default, {} went all the way unnoticed.", thousands(n), number_word(s)),
    };
    out.push(plain(format!("{findings}{bad}. {way}")));
    out
}

/// One place of the surface for its title: surface, gate, verified, required.
pub type Place = (Surface, Gate, u64, u64);

/// The title of the surface: where evidence is thinnest. Places with fewer requirements than `too_few` are left out.
pub(crate) fn thinnest(places: &[Place], too_few: u64) -> String {
    let owed: Vec<&Place> = places.iter().filter(|p| p.3 > 0).collect();
    if owed.is_empty() {
        return "Coverage and open findings by surface and gate".to_owned();
    }
    if owed.iter().all(|p| p.2 == p.3) {
        return "All that is owed on the attack surface is verified".to_owned();
    }
    // k/n compared as k·m: exact
    let less = |a: &Place, b: &Place| u128::from(a.2) * u128::from(b.3) < u128::from(b.2) * u128::from(a.3);
    let many = owed.iter().filter(|p| p.3 >= too_few).copied();
    let Some(lowest) = many.clone().reduce(|a, b| if less(b, a) { b } else { a }) else {
        return "Coverage and open findings by surface and gate".to_owned();
    };
    let at: Vec<String> =
        many.filter(|p| !less(lowest, p)).map(|p| format!("{} at {}", phrase::small(p.0.title()), p.1.title())).collect();
    let share = percent(lowest.2 as f64 / lowest.3 as f64);
    match at.as_slice() {
        [one] => format!("Evidence is thinnest on {one}, {share}"),
        [_, _] => format!("Evidence is thinnest on {}, {share} each", phrase::list(&at)),
        many => format!("Evidence is thinnest, {share}, at {} places of the surface", number_word(many.len() as u64)),
    }
}

/// What the surface measures.
pub(crate) const SURFACE_MEASURE: &str =
    "Upper bar: required evidence that is verified. Lower bar: open findings, the darker the worse";
/// Its columns.
pub(crate) const SURFACE_COLUMNS: [Column; 11] = [
    ("Surface", false),
    ("Gate", false),
    ("Required", true),
    ("Verified", true),
    ("Share", true),
    ("Open findings", true),
    ("Critical", true),
    ("High", true),
    ("Medium", true),
    ("Low", true),
    ("Info", true),
];
/// Where nothing is owed.
pub const NONE_OWED: &str = "none owed";

/// "120 of 224"
pub fn of(verified: u64, required: u64) -> String {
    format!("{} of {}", thousands(verified), thousands(required))
}

/// "38 open, 2 critical, 5 high"
pub fn findings(open: u64, critical: u64, high: u64) -> String {
    if open == 0 {
        return "no open finding".to_owned();
    }
    let mut out = format!("{} open", thousands(open));
    for (n, word) in [(critical, "critical"), (high, "high")] {
        if n > 0 {
            out.push_str(&format!(", {} {word}", thousands(n)));
        }
    }
    out
}

/// The title of the threats: where most findings are open. Each gate with its open findings.
pub fn threats(open: &[(Gate, u64)]) -> String {
    let all: u64 = open.iter().map(|g| g.1).sum();
    let most = open.iter().map(|g| g.1).max().unwrap_or(0);
    let at: Vec<Gate> = open.iter().filter(|g| g.1 == most).map(|g| g.0).collect();
    match (all, at.as_slice()) {
        (0, _) => "No finding is open at any gate".to_owned(),
        (1, [one]) => format!("The one open finding is at {}", one.title()),
        (_, [one]) if most == all => format!("All {} open findings are at {}", thousands(all), one.title()),
        (_, [one]) => format!("Most findings are open at {}, {} of {}", one.title(), thousands(most), thousands(all)),
        (_, many) => format!("Most findings are open at {}, {} each", phrase::gates(many), thousands(most)),
    }
}

/// What the threats measure.
pub(crate) const THREATS_MEASURE: &str =
    "What each gate is there to stop, how much of its evidence is verified, and which findings are open there";
/// Their columns: head, what is heard, style.
pub(crate) const THREAT_COLUMNS: [(&str, &str, &str); 6] = [
    ("Gate", "", ""),
    ("Stops", "", "wide"),
    ("Verified", "", "num"),
    ("", "Verified of required", "bar"),
    ("Share", "", "num"),
    ("Open findings", "", "num"),
];

/// A link of the chain, by its place: its name, and what it takes.
pub(crate) const LINKS: [(&str, &str); 4] = [
    ("Written", "An unsafe default or an inflated privilege"),
    ("Missed", "Validation passed or was bypassed"),
    ("Deployed", "It runs"),
    ("Silent", "Its alerts reach nobody, or nobody tested them"),
];
/// What breaks the chain before a link, by its place.
const BREAKERS: [&str; 4] = ["", "validation", "execution", "observation"];

/// Beside a link: how many fell off before it, and what broke them.
pub fn broken(n: u64, place: usize) -> String {
    format!("{} broken by {}", thousands(n), BREAKERS.get(place).copied().unwrap_or_default())
}

/// The title of the chain: what broke it. The changes in each link.
pub fn chain(links: [u64; 4]) -> String {
    let [written, .., silent] = links;
    if written == 0 {
        return "No unsafe default was found".to_owned();
    }
    let mut parts = Vec::new();
    let pairs = links.iter().zip(links.iter().skip(1));
    for ((before, after), breaker) in pairs.zip(BREAKERS.iter().skip(1)) {
        let lost = before.saturating_sub(*after);
        if lost > 0 {
            parts.push(format!("{breaker} broke {}", number_word(lost)));
        }
    }
    if parts.is_empty() {
        return format!("Nothing broke the chain of {}", counted(written, "unsafe default", "unsafe defaults"));
    }
    let rest = if silent == 0 { "none went all the way".to_owned() } else { format!("{} went all the way", number_word(silent)) };
    format!("Of {}, {}; {rest}", counted(written, "unsafe default", "unsafe defaults"), phrase::list(&parts))
}

/// What the chain measures.
pub(crate) const CHAIN_MEASURE: &str =
    "Changes with an unsafe default or an inflated privilege, and how far each got. Each link is within the one before";
/// Its columns.
pub(crate) const CHAIN_COLUMNS: [Column; 4] =
    [("Link", false), ("What it takes", false), ("Changes", true), ("Fell off before it", false)];

/// The title of the changes that got furthest: how many, and the link that the first of them reached.
pub fn furthest(shown: u64, all: u64, link: usize) -> String {
    let name = match link {
        3 => "went all the way",
        2 => "run, and would be noticed",
        1 => "passed validation",
        _ => "were stopped at validation",
    };
    match (shown, all) {
        (0, _) => "No change is in the chain".to_owned(),
        (_, 1) => "One change is in the chain".to_owned(),
        (n, all) if n < all => {
            format!("The {} that got furthest, of {} in the chain", number_word(n), counted(all, "change", "changes"))
        }
        (n, _) => format!("All {} changes in the chain; the furthest {name}", number_word(n)),
    }
}

/// What it shows.
pub(crate) const FURTHEST_MEASURE: &str = "The furthest first, then the newest";
/// Its columns: head, style.
pub(crate) const FURTHEST_COLUMNS: [(&str, &str); 4] = [("Change", ""), ("Team", ""), ("Date", "one-line"), ("How far", "")];

/// The title of the changes with the worst open findings.
pub fn worst(shown: u64, all: u64) -> String {
    match (shown, all) {
        (0, _) => "No change has an open finding".to_owned(),
        (_, 1) => "One change has open findings".to_owned(),
        (n, all) if n < all => {
            format!("The {} with the worst findings, of {} with open ones", number_word(n), counted(all, "change", "changes"))
        }
        (n, _) => format!("All {} changes with open findings", number_word(n)),
    }
}

/// What it shows.
pub(crate) const WORST_MEASURE: &str = "Open findings of all gates, critical ones first, then high ones";
/// Its columns: head, style.
pub(crate) const WORST_COLUMNS: [(&str, &str); 9] = [
    ("Change", ""),
    ("Team", ""),
    ("Date", "one-line"),
    ("Authorship", "one-line"),
    ("On", ""),
    ("Critical", "num"),
    ("High", "num"),
    ("Other", "num"),
    ("Gates", ""),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::headline::text;
    use crate::text::number::NBSP;

    fn said(required: u64, verified: u64, open: u64, blocking: u64, chain: [u64; 4]) -> String {
        text(&headline(&Headline { required, verified, open, blocking, chain })).replace(NBSP, " ")
    }

    #[test]
    fn the_headline_is_right_in_every_case() {
        assert_eq!(
            said(100, 62, 312, 41, [61, 40, 30, 7]),
            "Evidence covers 62 % of the attack surface; 312 findings are open on it, 41 of them critical or high. Of 61 changes with an \
             unsafe default, seven went all the way unnoticed."
        );
        assert_eq!(
            said(0, 0, 0, 0, [0; 4]),
            "Nothing is owed on the attack surface yet; no finding is open on it. No unsafe default or inflated privilege was found."
        );
        assert_eq!(
            said(4, 4, 1, 1, [1, 1, 1, 1]),
            "Evidence covers all of the attack surface; one finding is open on it, and it is critical or high. The one change with an \
             unsafe default went all the way unnoticed."
        );
        assert_eq!(
            said(4, 0, 2, 2, [3, 1, 0, 0]),
            "Evidence covers none of the attack surface; 2 findings are open on it, all of them critical or high. Of 3 changes with an \
             unsafe default none went all the way unnoticed."
        );
        assert!(said(4, 0, 1, 0, [1, 0, 0, 0]).contains("; one finding is open on it. The one change"));
        assert!(
            said(4, 0, 5, 0, [2, 2, 2, 2])
                .ends_with("none of them critical or high. All 2 changes with an unsafe default went all the way unnoticed.")
        );
    }

    #[test]
    fn the_thinnest_place_has_enough_behind_it() {
        use Gate::{Execution, Validation};
        use Surface::{Access, Provisioning};
        let plain = |places: &[Place]| thinnest(places, 5).replace(NBSP, " ");
        assert_eq!(
            plain(&[(Access, Validation, 1, 10), (Provisioning, Execution, 0, 4), (Provisioning, Validation, 9, 10)]),
            "Evidence is thinnest on access at Validation, 10 %"
        );
        assert_eq!(
            plain(&[(Access, Validation, 1, 10), (Provisioning, Execution, 2, 20)]),
            "Evidence is thinnest on access at Validation and provisioning at Execution, 10 % each"
        );
        assert_eq!(
            plain(&[(Access, Validation, 10, 10), (Access, Execution, 0, 0)]),
            "All that is owed on the attack surface is verified"
        );
        assert_eq!(plain(&[]), "Coverage and open findings by surface and gate");
    }

    #[test]
    fn titles_count_what_there_is() {
        assert_eq!(findings(38, 2, 5), "38 open, 2 critical, 5 high");
        assert_eq!([findings(0, 0, 0), findings(1, 0, 0)], ["no open finding", "1 open"]);
        assert_eq!(
            threats(&[(Gate::Intent, 0), (Gate::Validation, 9), (Gate::Execution, 1)]),
            "Most findings are open at Validation, 9 of 10"
        );
        assert_eq!(threats(&[(Gate::Intent, 1)]), "The one open finding is at Intent");
        assert_eq!(threats(&[(Gate::Intent, 2), (Gate::Execution, 2)]), "Most findings are open at Intent and Execution, 2 each");
        assert_eq!(threats(&[]), "No finding is open at any gate");
        assert_eq!(
            chain([61, 41, 36, 7]),
            "Of 61 unsafe defaults, validation broke 20, execution broke five and observation broke 29; seven went all the way"
        );
        assert_eq!(chain([2, 2, 2, 2]), "Nothing broke the chain of 2 unsafe defaults");
        assert_eq!(chain([1, 0, 0, 0]), "Of 1 unsafe default, validation broke one; none went all the way");
        assert_eq!(chain([0; 4]), "No unsafe default was found");
        assert_eq!(broken(3, 2), "3 broken by execution");
        assert_eq!(furthest(10, 61, 3), "The ten that got furthest, of 61 changes in the chain");
        assert_eq!(furthest(2, 2, 1), "All two changes in the chain; the furthest passed validation");
        assert_eq!(
            [worst(10, 40), worst(2, 2)],
            ["The ten with the worst findings, of 40 changes with open ones", "All two changes with open findings"]
        );
    }
}
