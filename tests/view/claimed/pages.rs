//! What the headlines of the pages of debt, the funnel, threats, changes, sources and the policy claim.

use super::facts::{Facts, Verdict, are_parted, is_share, percent, range, same, that};
use super::template::{Holes, in_words};
use super::{Rule, check};
use plumbline_assess::{DebtAt, FunnelStep, GroupBy, figures};
use plumbline_domain::{Authorship, DiagnosticSeverity, Gate, Severity};

/// A count with separators.
pub fn in_figures(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<String> = digits.as_bytes().rchunks(3).rev().map(|g| String::from_utf8(g.to_vec()).unwrap()).collect();
    groups.join(",")
}

/// "none", "one", "13".
fn none_or_word(n: u64) -> String {
    if n == 0 { "none".to_owned() } else { in_words(n) }
}

pub const AUTHORSHIPS: [(Authorship, &str); 4] = [
    (Authorship::Human, "human"),
    (Authorship::AiAssisted, "AI-assisted"),
    (Authorship::AiGenerated, "AI-generated"),
    (Authorship::Unknown, "unattributed"),
];

pub fn debt(f: &Facts<'_>, changes: &[u32]) -> DebtAt {
    figures::debt::at(f.a, changes, f.a.dataset().now)
}

/// The authorship that holds more than half of the resources in debt: its name, its part, and the whole; none under a filter of it.
pub fn most_debt(f: &Facts<'_>) -> Option<(&'static str, u64, u64)> {
    if !f.look.selection.authorships.is_empty() {
        return None;
    }
    let parts = f.a.parts(&f.subset, GroupBy::Authorship);
    let sum = debt(f, &f.subset).weighted;
    let of = |&(who, name): &(Authorship, &'static str)| {
        let place = Authorship::ALL.iter().position(|a| *a == who).unwrap();
        (name, debt(f, parts.part(place)).weighted, sum)
    };
    AUTHORSHIPS.iter().map(of).find(|x| x.1 * 2 > sum)
}

fn shipped(f: &Facts<'_>) -> (u64, u64) {
    let s = figures::debt::shipped(f.a, &f.subset);
    (s.shipped, s.verified)
}

pub const DEBT: &[Rule] = &[
    Rule("No change has shipped, so there is no verification debt.", |f, _| same(0, shipped(f).0, "what shipped")),
    Rule("The one shipped change is fully verified. There is no verification debt.", |f, _| {
        same((1, 1), shipped(f), "what shipped")
    }),
    Rule("{all} shipped changes are fully verified. There is no verification debt.", |f, h| {
        same((h.n(0), h.n(0)), shipped(f), "what shipped, and is verified")
    }),
    Rule("The one shipped change is not fully verified. It {*}.", |f, h| {
        same((1, 0), shipped(f), "what shipped")?;
        check(TOUCHES, f, h.text(0))
    }),
    Rule("Of {w} shipped changes, {none|one|@w} {is|are} fully verified. {They|The other one|The other}[ {w}] {*}.", |f, h| {
        let (n, verified) = shipped(f);
        same((h.n(0), h.text(1)), (n, none_or_word(verified).as_str()), "what shipped, and is verified")?;
        same(h.text(2) == "is", verified < 2, "is or are")?;
        let others = match (verified, n - verified) {
            (0, _) => ("They", false),
            (_, 1) => ("The other one", false),
            _ => ("The other", true),
        };
        same((h.text(3), h.has(4)), others, "the others")?;
        that(!h.has(4) || h.n(4) == n - verified, "so many are not verified")?;
        check(TOUCHES, f, h.text(5))
    }),
];

const TOUCHES: &[Rule] = &[
    Rule(
        "{touches|touch} {n resource/resources}[, {all|@%} of {it|them} in {human|AI-assisted|AI-generated|unattributed} changes]",
        |f, h| {
            let (n, verified) = shipped(f);
            same(h.text(0) == "touches", n - verified == 1, "touches or touch")?;
            same(h.n(1), debt(f, &f.subset).weighted, "the resources")?;
            match most_debt(f) {
                Some((who, part, sum)) if n - verified > 1 => {
                    same((h.text(4), h.text(3) == "it"), (who, sum == 1), "whose they are")?;
                    is_share(h.text(2), part as f64 / sum as f64)
                }
                _ => that(!h.has(2), "a filter says whose, nobody has more than half, or one change has all"),
            }
        },
    ),
    Rule("{states|state} no resources and {counts|count} as {n}[{= each}]", |f, h| {
        let in_debt: Vec<u32> = f.a.of(&f.subset).filter(|(_, c)| c.is_in_debt()).map(|(place, _)| place).collect();
        that(in_debt.iter().all(|place| !f.a.states_resources(*place)), "none states its resources")?;
        same((h.text(0) == "states", h.has(3)), (in_debt.len() == 1, in_debt.len() > 1), "one or more")?;
        same(h.n(2), f.a.policy().unknown_radius, "as what it counts")
    }),
];

pub fn funnel(f: &Facts<'_>) -> Vec<FunnelStep> {
    figures::funnel::steps(f.a, &f.subset, false)
}

pub const FUNNEL: &[Rule] = &[
    Rule("The validation {gate of this change reports|gates of these changes report} but cannot block.", |f, h| {
        same(0, funnel(f)[0].reached, "the changes that a gate can stop")?;
        same(h.text(0).starts_with("gate of"), f.n() == 1, "one or more")
    }),
    Rule("The one change {does not have|has} proof at every step.", |f, h| {
        let steps = funnel(f);
        same((1, u64::from(h.text(0) == "has")), (steps[0].reached, steps.last().unwrap().reached), "the changes")
    }),
    Rule(
        "Of {w} changes, {none|@w} {has|have} proof at every step.[ The largest loss is at {intent|validation|risk \
         assessment|approval|deployment|observation}: {n} of {n} ({%}).]",
        |f, h| {
            let steps = funnel(f);
            let proved = steps.last().unwrap().reached;
            same((h.n(0), h.text(1)), (steps[0].reached, none_or_word(proved).as_str()), "the changes")?;
            same(h.text(2) == "have", proved > 1, "has or have")?;
            let names = ["the start", "intent", "validation", "risk assessment", "approval", "deployment", "observation"];
            let all = names.into_iter().zip(steps.iter().map(|s| (s.lost, s.lost + s.reached))).skip(1);
            let enough: Vec<(&str, (u64, u64))> = all.filter(|(_, (_, before))| !f.is_few(*before)).collect();
            let is_clear = |it: &(&str, (u64, u64))| {
                let rest = enough.iter().filter(|other| other.0 != it.0);
                are_parted(&rest.map(|s| range(s.1.0, s.1.1)).collect::<Vec<_>>(), &[range(it.1.0, it.1.1)])
            };
            match enough.iter().find(|it| is_clear(it)) {
                Some((name, (lost, before))) => {
                    same((h.text(3), h.n(4), h.n(5)), (*name, *lost, *before), "where the largest share is lost")?;
                    same(h.text(6), &percent(*lost as f64 / *before as f64), "that share")
                }
                None => that(!h.has(3), "no step clearly loses the largest share"),
            }
        },
    ),
];

/// What is owed, verified, the open findings, and those of them that are critical or high.
fn surface(f: &Facts<'_>) -> [u64; 4] {
    let cells = figures::surface::cells(f.a, &f.subset);
    let sum = |of: fn(&plumbline_assess::SurfaceCell) -> u64| cells.iter().map(of).sum::<u64>();
    let blocking = sum(|c| c.open.get(Severity::Critical) + c.open.get(Severity::High));
    [sum(|c| c.required), sum(|c| c.verified), sum(|c| c.open.total()), blocking]
}

pub const THREATS: &[Rule] = &[
    Rule("Nothing is owed yet; {*}", |f, h| {
        same(0, surface(f)[0], "what is owed")?;
        check(OPEN, f, h.text(0))
    }),
    Rule("The one item owed {is verified|is not verified}; {*}", |f, h| {
        same([1, u64::from(h.text(0) == "is verified")], surface(f)[..2].try_into().unwrap(), "what is owed")?;
        check(OPEN, f, h.text(1))
    }),
    Rule("None of the {w} items owed is verified; {*}", |f, h| {
        same([h.n(0), 0], surface(f)[..2].try_into().unwrap(), "what is owed")?;
        check(OPEN, f, h.text(1))
    }),
    Rule("{all} items owed are verified; {*}", |f, h| {
        same([h.n(0), h.n(0)], surface(f)[..2].try_into().unwrap(), "what is owed")?;
        check(OPEN, f, h.text(1))
    }),
    Rule("{W} of {w} items owed {is|are} verified; {*}", |f, h| {
        same([h.n(1), h.n(0)], surface(f)[..2].try_into().unwrap(), "what is owed")?;
        same((h.text(2) == "is", f.is_few(h.n(1))), (h.n(0) == 1, true), "is or are, of a few")?;
        check(OPEN, f, h.text(3))
    }),
    Rule("{%} of the evidence owed is verified ({n} of {n} items); {*}", |f, h| {
        same([h.n(2), h.n(1)], surface(f)[..2].try_into().unwrap(), "the items")?;
        same(h.text(0), &percent(h.n(1) as f64 / h.n(2) as f64), "the share")?;
        that(!f.is_few(h.n(2)), "there are enough items")?;
        check(OPEN, f, h.text(3))
    }),
];

/// The open findings, then the chain.
const OPEN: &[Rule] = &[
    Rule("no scan was read, so nothing can be said of open findings. {*}", |f, h| {
        that(!f.was_scanned() && surface(f)[2] == 0, "nothing was read or is open")?;
        check(CHAIN, f, h.text(0))
    }),
    Rule("no scan was read, so nothing can be said of open findings, unsafe defaults and inflated privileges.", |f, _| {
        that(!f.was_scanned() && surface(f)[2] == 0 && chain(f)[0] == 0, "nothing was read, is open or was found")
    }),
    Rule("no finding is open. {*}", |f, h| {
        that(f.was_scanned(), "a scan was read")?;
        same(0, surface(f)[2], "the open findings")?;
        check(CHAIN, f, h.text(0))
    }),
    Rule("one finding is open[{=, and it is critical or high}]. {*}", |f, h| {
        same([1, u64::from(h.has(0))], surface(f)[2..].try_into().unwrap(), "the open findings")?;
        check(CHAIN, f, h.text(1))
    }),
    Rule("{w} findings are open, {none|all|@w} of them critical or high. {*}", |f, h| {
        let [_, _, open, blocking] = surface(f);
        let expected = match blocking {
            0 => "none".to_owned(),
            n if n == open => "all".to_owned(),
            n => in_words(n),
        };
        same((h.n(0), h.text(1)), (open, expected.as_str()), "the open findings")?;
        that(open > 1, "there are several")?;
        check(CHAIN, f, h.text(2))
    }),
];

/// How many changes are in each link of the authoring-time chain.
pub fn chain(f: &Facts<'_>) -> [u64; 4] {
    let links = figures::threat::chain(f.a, &f.subset);
    std::array::from_fn(|i| links.get(i).map_or(0, |link| link.changes))
}

const CHAIN: &[Rule] = &[
    Rule("No unsafe default or inflated privilege was found.", |f, _| that(f.was_scanned() && chain(f)[0] == 0, "none has one")),
    Rule(
        "One change carried an unsafe default or inflated privilege; {it is live with no proof that alerts arrive|it is live, with no known \
         fault in its alerting|it went no further than its gates}.",
        |f, h| {
            let [written, _, deployed, silent] = chain(f);
            let how = match (deployed, silent) {
                (_, 1) => "it is live with no proof that alerts arrive",
                (1, _) => "it is live, with no known fault in its alerting",
                _ => "it went no further than its gates",
            };
            same((written, how), (1, h.text(0)), "how far it went")
        },
    ),
    Rule(
        "{W} changes carried an unsafe default or inflated privilege; {none|one|all|@w} of them {is|are} live with no proof that alerts \
         arrive.",
        |f, h| {
            let [written, _, _, silent] = chain(f);
            same(h.n(0), written, "the changes with one")?;
            same(h.text(2) == "is", silent < 2, "is or are")?;
            let said = match h.text(1) {
                "none" => 0,
                "all" => written,
                _ => h.n(1),
            };
            same(said, silent, "those without proof that alerts arrive")
        },
    ),
];

/// How many of the selected changes have all due evidence verified, and in how many evidence contradicts a claim.
fn proved(f: &Facts<'_>) -> (u64, u64) {
    let all = |is: &dyn Fn(&plumbline_assess::GateAssessment) -> bool, every: bool| {
        let of = |(_, c): &(u32, &plumbline_assess::ChangeAssessment)| {
            let mut due = Gate::ALL.iter().map(|gate| c.gate(*gate)).filter(|gate| gate.is_due);
            if every { due.all(is) } else { due.any(is) }
        };
        f.a.of(&f.subset).filter(of).count() as u64
    };
    let is_contradicted = |r: &plumbline_assess::Requirement| r.condition() == Some(plumbline_domain::Condition::Contradicted);
    (all(&|g| g.requirements.iter().all(|r| r.is_verified), true), all(&|g| g.requirements.iter().any(is_contradicted), false))
}

pub const CHANGES: &[Rule] = &[
    Rule(
        "The one change {does not have all its due evidence verified|has all evidence due so far verified}[{=; evidence contradicts a claim}].",
        |f, h| {
            let (all, contradicted) = proved(f);
            same((1, h.text(0).starts_with("has")), (f.n(), all == 1), "what is verified")?;
            same(h.has(1), contradicted > 0, "whether a claim is contradicted")
        },
    ),
    Rule("{all} changes have all evidence due so far verified[; in {w}, evidence contradicts a claim].", |f, h| {
        let (all, contradicted) = proved(f);
        same((h.n(0), h.n(0)), (f.n(), all), "what is verified")?;
        same(if h.has(1) { h.n(1) } else { 0 }, contradicted, "the contradicted")
    }),
    Rule(
        "{None|@W} of {w} changes {has|have} all evidence due so far verified[; in {w}, evidence contradicts a claim].",
        |f, h| {
            let (all, contradicted) = proved(f);
            let said = if h.text(0) == "None" { 0 } else { h.n(0) };
            same((said, h.n(1)), (all, f.n()), "what is verified")?;
            same(h.text(2) == "have", all > 1, "has or have")?;
            same(if h.has(3) { h.n(3) } else { 0 }, contradicted, "the contradicted")
        },
    ),
];

pub const SOURCES: &[Rule] = &[Rule(
    "{n file/files} read[, {w} with something set aside][, {w} with warnings][, {w} {is a copy|are copies} of a file already read][, {w} refused][{=, none refused}].",
    |f, h| {
        let receipts = &f.a.dataset().receipts;
        let count = |is: &dyn Fn(&plumbline_domain::Receipt) -> bool| receipts.iter().filter(|r| is(r)).count() as u64;
        let refused = count(&|r| r.is_refused());
        let whole = |r: &plumbline_domain::Receipt| !r.is_refused() && r.duplicate_of.is_none();
        let errors = count(&|r| whole(r) && r.count(DiagnosticSeverity::Error) > 0);
        let warned =
            |r: &plumbline_domain::Receipt| r.count(DiagnosticSeverity::Error) == 0 && r.count(DiagnosticSeverity::Warning) > 0;
        let warnings = count(&|r| whole(r) && warned(r));
        let duplicates = count(&|r| r.duplicate_of.is_some());
        let said = |i: usize| if h.has(i) { h.n(i) } else { 0 };
        same(
            [h.n(0), said(1), said(2), said(3), said(5), u64::from(h.has(6))],
            [receipts.len() as u64 - refused, errors, warnings, duplicates, refused, u64::from(refused == 0)],
            "the files",
        )
    },
)];

pub const POLICY: &[Rule] = &[Rule(
    "This policy requires up to {w kind of evidence/kinds of evidence} at {w gate/gates}; an item counts as verified from the grade \u{201c}{*}\u{201d}.",
    |f, h| {
        let policy = f.a.policy();
        let mut kinds: Vec<&str> = policy.requirements.values().flatten().map(|r| r.artifact_type.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let gates = policy.requirements.values().filter(|list| !list.is_empty()).count() as u64;
        same((h.n(0), h.n(1)), (kinds.len() as u64, gates), "what is required")?;
        same(h.text(2), &policy.min_grade.title().to_lowercase(), "the grade")
    },
)];

/// The verdict of a text that claims nothing.
pub fn nothing(_: &Facts<'_>, _: &Holes) -> Verdict {
    Ok(())
}
