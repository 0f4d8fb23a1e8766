//! The words of the attack surface, the threats at each gate, and the authoring-time chain.

use crate::document::Heading;
use crate::text::comparison::{are_clearly_above, share_range};
use crate::text::headline::Piece;
use crate::text::number::{capitalised_word, counted, number_word, percent, thousands};
use crate::text::phrase;
use plumbline_domain::{Gate, Surface};

/// What a gate is there to stop.
pub const fn stops(gate: Gate) -> &'static str {
    match gate {
        Gate::Intent => "Unscoped generation, reach beyond the task, invented requirements",
        Gate::Validation => "Permissive defaults written by a model, hidden misconfiguration, secrets in the code",
        Gate::Execution => "\"Applied\" without proof, changes around the pipeline, no way back",
        Gate::Observation => "Green dashboards over alerts that reach nobody, unnoticed drift",
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
    /// Below so many requirements their share is counted out instead.
    pub too_few: u64,
    /// Whether anything was read that could show a finding.
    pub was_scanned: bool,
}

/// "62 % of the evidence owed is verified (3,621 of 5,985 items); 312 findings are open, 41 of them critical or
/// high. 61 changes carried an unsafe default or inflated privilege; seven of them are live with no proof that alerts arrive."
pub fn headline(h: &Headline) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let mut out = match (h.required, h.verified) {
        (0, _) => vec![plain("Nothing is owed yet".to_owned())],
        (1, v) => {
            let is = if v == 1 { "is verified" } else { "is not verified" };
            vec![plain("The one item owed ".to_owned()), Piece::Verified(is.to_owned())]
        }
        (r, 0) => vec![Piece::Verified("None".to_owned()), plain(format!(" of the {} items owed is verified", number_word(r)))],
        (r, v) if v == r => {
            vec![Piece::Verified(phrase::all(r, "items")), plain(" owed are verified".to_owned())]
        }
        (r, v) if r < h.too_few => vec![
            Piece::Verified(format!("{} of {}", capitalised_word(v), number_word(r))),
            plain(format!(" items owed {} verified", if v == 1 { "is" } else { "are" })),
        ],
        (r, v) => vec![
            Piece::Verified(percent(v as f64 / r as f64)),
            plain(format!(" of the evidence owed is verified ({} items)", of(v, r))),
        ],
    };
    let bad = match (h.open, h.blocking) {
        (0 | 1, 0) => String::new(),
        (_, 0) => ", none of them critical or high".to_owned(),
        (1, _) => ", and it is critical or high".to_owned(),
        (n, b) if n == b => ", all of them critical or high".to_owned(),
        (_, b) => format!(", {} of them critical or high", number_word(b)),
    };
    let findings = match h.open {
        0 if !h.was_scanned => "no scan was read, so nothing can be said of open findings".to_owned(),
        0 => "no finding is open".to_owned(),
        1 => "one finding is open".to_owned(),
        n => format!("{} findings are open", number_word(n)),
    };
    out.push(plain(format!("; {findings}{bad}. {}", carried(h.chain, h.was_scanned))));
    out
}

/// Where none was found because nothing was read that could show it.
const UNSCANNED: &str = "No scan was read, so nothing can be said of unsafe defaults and inflated privileges";

/// How many changes carried what starts the chain, and how many of them reached its end.
fn carried([written, _, deployed, silent]: [u64; 4], was_scanned: bool) -> String {
    const WHAT: &str = "an unsafe default or inflated privilege";
    const LIVE: &str = "live with no proof that alerts arrive";
    match (written, silent) {
        (0, _) if !was_scanned => format!("{UNSCANNED}."),
        (0, _) => "No unsafe default or inflated privilege was found.".to_owned(),
        (1, 1) => format!("One change carried {WHAT}; it is {LIVE}."),
        (1, _) => {
            let how = if deployed == 1 {
                "it is live, with no known fault in its alerting"
            } else {
                "it went no further than its gates"
            };
            format!("One change carried {WHAT}; {how}.")
        }
        (n, s) => {
            let changes = phrase::capital(&number_word(n));
            let live = match s {
                0 => format!("none of them is {LIVE}"),
                1 => format!("one of them is {LIVE}"),
                s if s == n => format!("all of them are {LIVE}"),
                s => format!("{} of them are {LIVE}", number_word(s)),
            };
            format!("{changes} changes carried {WHAT}; {live}.")
        }
    }
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
        return "Everything owed is verified".to_owned();
    }
    // k/n compared as k·m: exact
    let less = |a: &Place, b: &Place| u128::from(a.2) * u128::from(b.3) < u128::from(b.2) * u128::from(a.3);
    let many = owed.iter().filter(|p| p.3 >= too_few).copied();
    let n = many.clone().count();
    let Some(lowest) = many.clone().reduce(|a, b| if less(b, a) { b } else { a }) else {
        return "Coverage and open findings by surface and gate".to_owned();
    };
    let (bottom, rest): (Vec<&Place>, Vec<&Place>) = many.partition(|p| !less(lowest, p));
    let at: Vec<String> = bottom.iter().map(|p| format!("{} at {}", phrase::small(p.0.title()), p.1.title())).collect();
    let ranges = |places: &[&Place]| places.iter().map(|p| share_range(p.2, p.3)).collect::<Vec<_>>();
    let is_clear = are_clearly_above(&ranges(&rest), &ranges(&bottom));
    let share = percent(lowest.2 as f64 / lowest.3 as f64);
    match at.as_slice() {
        // where none has more, none is thinnest
        [one] if n == 1 && lowest.2 == 0 => {
            format!("None of the {} owed on {one} is verified", counted(lowest.3, "item", "items"))
        }
        [one] if n == 1 && lowest.2 == lowest.3 => {
            format!("{} owed on {one} are verified", phrase::all(lowest.3, "items"))
        }
        [one] if n == 1 => format!("{share} of the {} owed on {one} are verified", counted(lowest.3, "item", "items")),
        all if all.len() == n && lowest.2 == 0 => {
            format!("Nothing owed is verified at any of {} places of the surface", number_word(n as u64))
        }
        all if all.len() == n && lowest.2 == lowest.3 => {
            format!("Everything owed is verified at each of {} places of the surface", number_word(n as u64))
        }
        all if all.len() == n => {
            format!("{share} of the items owed are verified at each of {} places of the surface", number_word(n as u64))
        }
        _ if !is_clear => "No clear difference in evidence between the places of the surface".to_owned(),
        [one] => format!("Evidence is thinnest on {one}, {share} of {} items", thousands(lowest.3)),
        [_, _] => format!("Evidence is thinnest on {}, {share} each", phrase::list(&at)),
        many => format!("Evidence is thinnest, {share}, at {} places of the surface", number_word(many.len() as u64)),
    }
}

/// What the surface measures.
pub(crate) const SURFACE_MEASURE: &str =
    "Upper bar: share of the items owed that is verified. Lower bar: open findings, the darker the worse";
/// Its columns.
pub(crate) const SURFACE_COLUMNS: [Heading; 11] = [
    ("Surface", false),
    ("Gate", false),
    ("Required", true),
    ("Verified", true),
    ("Share of items", true),
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
        (_, many) if many.len() == Gate::ALL.len() => {
            format!("{} {} open at each gate", counted(most, "finding", "findings"), if most == 1 { "is" } else { "are" })
        }
        (_, [one]) if most == all => format!("All {} open findings are at {}", thousands(all), one.title()),
        (_, [one]) => format!("Most findings are open at {}, {} of {}", one.title(), thousands(most), thousands(all)),
        (_, many) => format!("Most findings are open at {}, {} each", phrase::gates(many), thousands(most)),
    }
}

/// What the threats measure.
pub(crate) const THREATS_MEASURE: &str = "What each gate is there to stop, how many of the items owed there are verified, and which findings are open there. \
     A share of items is not verified confidence, which is the mean over changes on the Overview";
/// Their columns: head, what is heard, style.
pub(crate) const THREAT_COLUMNS: [(&str, &str, &str); 6] = [
    ("Gate", "", ""),
    ("Stops", "", "wide"),
    ("Items verified", "", "num"),
    ("", "Verified of required", "bar"),
    ("Share of items", "", "num"),
    ("Open findings", "", "num"),
];

/// A link of the chain, by its place: its name, and what it takes.
pub(crate) const LINKS: [(&str, &str); 4] = [
    ("Written", "An unsafe default or an inflated privilege"),
    ("Missed", "Validation passed or was bypassed"),
    ("Deployed", "It is live"),
    ("Silent", "Its alerting is contradicted, or an alert test that it owes is not verified"),
];
/// Beside a link: how many fell off before it, and why.
pub fn fell_off(n: u64, place: usize) -> String {
    let why = match place {
        1 => "did not pass validation",
        2 => "not deployed",
        _ => "with no known fault in alerting",
    };
    format!("{} {why}", thousands(n))
}

/// The title of the chain: how far its changes went. The changes in each link.
pub fn chain(links: [u64; 4], was_scanned: bool) -> String {
    let [written, missed, deployed, silent] = links;
    let parts = [
        (written.saturating_sub(missed), "did not pass validation", "did not pass validation"),
        (missed.saturating_sub(deployed), "is not deployed", "are not deployed"),
        (deployed.saturating_sub(silent), "is live with no known fault in alerting", "are live with no known fault in alerting"),
        (silent, "is live with no proof that alerts arrive", "are live with no proof that alerts arrive"),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|part| part.0 > 0).collect();
    match (written, parts.as_slice()) {
        (1, [(_, one, _)]) => format!("The one change {one}"),
        (n, [(_, _, many)]) => format!("{} {many}", phrase::all(n, "changes")),
        (_, []) if !was_scanned => UNSCANNED.to_owned(),
        (_, []) => "No unsafe default or inflated privilege was found".to_owned(),
        (n, _) => {
            let said = |(k, one, many): &(u64, &str, &str)| format!("{} {}", number_word(*k), if *k == 1 { one } else { many });
            format!("Of {} changes, {}", thousands(n), phrase::list(&parts.iter().map(said).collect::<Vec<_>>()))
        }
    }
}

/// What the chain measures.
pub(crate) const CHAIN_MEASURE: &str = "Changes with an unsafe default or an inflated privilege, and how far each got. Each link is within the one before; \
     observation stops nothing, it notices";
/// Its columns.
pub(crate) const CHAIN_COLUMNS: [Heading; 4] =
    [("Link", false), ("What it takes", false), ("Changes", true), ("Fell off before it", false)];

/// The title of the changes that got furthest: how many are shown, how many are in the chain, how many got as far as the first, and
/// the link that it reached.
pub fn furthest(shown: u64, all: u64, as_far: u64, link: usize) -> String {
    let name = match link {
        3 => "is live with no proof that alerts arrive",
        2 => "is live with no known fault in alerting",
        1 => "passed validation and is not deployed",
        _ => "did not pass validation",
    };
    match (shown, all) {
        (0, _) => "No change is in the chain".to_owned(),
        (_, 1) => "One change is in the chain".to_owned(),
        (n, _) if n < as_far => {
            let are = match link {
                3 => "are live with no proof that alerts arrive",
                2 => "are live with no known fault in alerting",
                1 => "passed validation and are not deployed",
                _ => "did not pass validation",
            };
            format!("The newest {} of the {} that {are}", number_word(n), counted(as_far, "change", "changes"))
        }
        (n, all) if n < all => {
            format!("The {} that got furthest, of {} in the chain", number_word(n), counted(all, "change", "changes"))
        }
        (n, _) => format!("{} in the chain; the furthest {name}", phrase::all(n, "changes")),
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
            format!("The {} changes with the worst open findings, of {} with open findings", number_word(n), thousands(all))
        }
        (n, _) => phrase::all(n, "changes with open findings"),
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

    fn chain(links: [u64; 4]) -> String {
        super::chain(links, true)
    }
    use crate::text::headline::text;
    use crate::text::number::NBSP;

    fn said(required: u64, verified: u64, open: u64, blocking: u64, chain: [u64; 4]) -> String {
        text(&headline(&Headline { required, verified, open, blocking, chain, too_few: 5, was_scanned: true })).replace(NBSP, " ")
    }

    #[test]
    fn the_headline_is_right_in_every_case() {
        assert_eq!(
            said(100, 62, 312, 41, [61, 40, 30, 7]),
            "62 % of the evidence owed is verified (62 of 100 items); 312 findings are open, 41 of them critical \
             or high. 61 changes carried an unsafe default or inflated privilege; seven of them are live with no proof that alerts arrive."
        );
        assert_eq!(
            said(0, 0, 0, 0, [0; 4]),
            "Nothing is owed yet; no finding is open. No unsafe default or inflated privilege was found."
        );
        assert_eq!(
            said(4, 4, 1, 1, [1, 1, 1, 1]),
            "All four items owed are verified; one finding is open, and it is critical or high. One change \
             carried an unsafe default or inflated privilege; it is live with no proof that alerts arrive."
        );
        assert_eq!(
            said(4, 0, 2, 2, [3, 1, 0, 0]),
            "None of the four items owed is verified; two findings are open, all of them critical or high. Three \
             changes carried an unsafe default or inflated privilege; none of them is live with no proof that alerts arrive."
        );
        assert!(said(4, 1, 1, 0, [1, 1, 1, 0]).starts_with("One of four items owed is verified; one finding is open."));
        assert!(said(1, 0, 0, 0, [1, 1, 1, 0]).ends_with("; it is live, with no known fault in its alerting."));
        assert!(said(1, 1, 0, 0, [1, 1, 0, 0]).starts_with("The one item owed is verified; no finding"));
        assert!(said(9, 0, 5, 0, [2, 2, 2, 2]).ends_with("; all of them are live with no proof that alerts arrive."));
    }

    #[test]
    fn the_thinnest_place_has_enough_behind_it() {
        use Gate::{Execution, Validation};
        use Surface::{Access, Provisioning};
        let plain = |places: &[Place]| thinnest(places, 5).replace(NBSP, " ");
        assert_eq!(
            plain(&[(Access, Validation, 1, 10), (Provisioning, Execution, 0, 4), (Provisioning, Validation, 9, 10)]),
            "Evidence is thinnest on access at Validation, 10 % of 10 items"
        );
        assert_eq!(
            plain(&[(Access, Validation, 1, 10), (Provisioning, Execution, 2, 20), (Access, Execution, 18, 20)]),
            "Evidence is thinnest on access at Validation and provisioning at Execution, 10 % each"
        );
        // 10 and 15 % of so few are as good as one
        assert_eq!(
            plain(&[(Access, Validation, 1, 10), (Provisioning, Execution, 3, 20)]),
            "No clear difference in evidence between the places of the surface"
        );
        // without a place that has more, none is thinnest
        assert_eq!(
            plain(&[(Access, Validation, 1, 10), (Provisioning, Execution, 2, 20)]),
            "10 % of the items owed are verified at each of two places of the surface"
        );
        assert_eq!(
            plain(&[(Access, Validation, 0, 10), (Provisioning, Execution, 0, 20)]),
            "Nothing owed is verified at any of two places of the surface"
        );
        // all of it where there is enough, and not all where there is little
        let little = (Access, Execution, 0, 2);
        assert_eq!(plain(&[(Access, Validation, 9, 9), little]), "All nine items owed on access at Validation are verified");
        assert_eq!(
            plain(&[(Access, Validation, 9, 9), (Provisioning, Execution, 20, 20), little]),
            "Everything owed is verified at each of two places of the surface"
        );
        assert_eq!(plain(&[(Access, Validation, 0, 9)]), "None of the 9 items owed on access at Validation is verified");
        assert_eq!(plain(&[(Access, Validation, 3, 9)]), "33 % of the 9 items owed on access at Validation are verified");
        assert_eq!(plain(&[(Access, Validation, 10, 10), (Access, Execution, 0, 0)]), "Everything owed is verified");
        assert_eq!(
            plain(&[(Access, Validation, 6, 6), (Provisioning, Execution, 0, 4)]),
            "All six items owed on access at Validation are verified"
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
        assert_eq!(threats(&Gate::ALL.iter().map(|&gate| (gate, 2)).collect::<Vec<_>>()), "2 findings are open at each gate");
        assert_eq!(threats(&[]), "No finding is open at any gate");
        assert_eq!(
            chain([61, 41, 36, 7]),
            "Of 61 changes, 20 did not pass validation, five are not deployed, 29 are live with no known fault in alerting and seven are \
             live with no proof that alerts arrive"
        );
        assert_eq!(chain([2, 2, 2, 2]), "Both changes are live with no proof that alerts arrive");
        assert_eq!(chain([1, 0, 0, 0]), "The one change did not pass validation");
        assert_eq!(chain([0; 4]), "No unsafe default or inflated privilege was found");
        assert_eq!(super::chain([0; 4], false), UNSCANNED);
        assert_eq!(fell_off(3, 2), "3 not deployed");
        assert_eq!(furthest(10, 61, 7, 3), "The ten that got furthest, of 61 changes in the chain");
        assert_eq!(furthest(5, 130, 5, 3), "The five that got furthest, of 130 changes in the chain");
        assert_eq!(furthest(5, 130, 55, 3), "The newest five of the 55 changes that are live with no proof that alerts arrive");
        assert_eq!(furthest(2, 2, 1, 1), "Both changes in the chain; the furthest passed validation and is not deployed");
        assert_eq!(
            [worst(10, 40), worst(2, 2)],
            ["The ten changes with the worst open findings, of 40 with open findings", "Both changes with open findings"]
        );
    }
}
