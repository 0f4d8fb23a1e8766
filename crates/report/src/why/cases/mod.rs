//! The cases behind a confidence: one for each change, or for each due gate of it, with what each adds to the sums.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Cell, Content, Value, datum};
use crate::figures::confidence::gap_datum;
use crate::text::number;
use crate::text::number::{percent_or_dash, thousands};
use crate::why::evidence;
use crate::why::panel::{Entry, fact, grid, items};
use crate::why::sums;
use plumbline_assess::{Confidence, Requirement, figures};
use plumbline_domain::{ArtifactTypeId, Gate, Outcome, Risk};

/// Which requirements and statements count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Those of one gate.
    Gate(Gate),
    /// Those that serve a risk, gates pooled.
    Risk(Risk),
    /// Those of every gate, each gate a case of its own.
    Pooled,
}

/// One case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Case {
    /// Which.
    pub entry: Entry,
    /// What it owes.
    pub required: u32,
    /// What of that is verified.
    pub verified: u32,
    /// What it states, 0 to 1.
    pub stated: Option<f64>,
    /// Whether its gates passed.
    pub has_passed: bool,
}

/// What a confidence is worked out from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sums {
    /// Cases.
    pub n: u64,
    /// Cases that owe something.
    pub n_owing: u64,
    /// The sum of their verified shares.
    pub shares: f64,
    /// Cases whose gates passed.
    pub n_passed: u64,
    /// Cases that state a confidence.
    pub n_stated: u64,
    /// The sum of what they state.
    pub statements: f64,
    /// The sample variance of what they state.
    pub variance: Option<f64>,
}

impl Case {
    /// The share of what it owes that is verified.
    pub fn share(&self) -> Option<f64> {
        (self.required > 0).then(|| f64::from(self.verified) / f64::from(self.required))
    }
}

impl Sums {
    /// The sums of these cases.
    pub fn of(cases: &[Case]) -> Self {
        let mut sums = Sums::default();
        for case in cases {
            sums.n += 1;
            sums.n_passed += u64::from(case.has_passed);
            if let Some(share) = case.share() {
                sums.n_owing += 1;
                sums.shares += share;
            }
            if let Some(stated) = case.stated {
                sums.n_stated += 1;
                sums.statements += stated;
            }
        }
        if sums.n_stated > 1 {
            let mean = sums.statements / sums.n_stated as f64;
            let squares: f64 = cases.iter().filter_map(|c| c.stated).map(|s| (s - mean) * (s - mean)).sum();
            sums.variance = Some(squares / (sums.n_stated - 1) as f64);
        }
        sums
    }
}

/// The artifact types that serve a risk.
fn serving(cx: &Context<'_>, risk: Risk) -> Vec<ArtifactTypeId> {
    cx.policy.risks.get(&risk).into_iter().flatten().filter_map(|id| cx.policy.artifact_type_id(id)).collect()
}

/// The cases of a set of changes.
pub fn cases(cx: &Context<'_>, subset: &[u32], scope: Scope) -> Vec<Case> {
    let mut out = Vec::new();
    let types = if let Scope::Risk(risk) = scope { serving(cx, risk) } else { Vec::new() };
    for (place, change) in cx.assessment.of(subset) {
        if let Scope::Risk(risk) = scope {
            let serves = |r: &&Requirement| types.contains(&r.artifact_type);
            let gates = [Gate::Intent, Gate::Validation, Gate::Execution, Gate::Observation];
            let held = gates.map(|gate| change.gate(gate).requirements.iter().any(|r| serves(&r)));
            let of_risk = || change.requirements().map(|(_, r)| r).filter(serves);
            if of_risk().next().is_none() {
                continue;
            }
            out.push(Case {
                entry: Entry { place, gate: None },
                required: of_risk().map(|_| 1).sum(),
                verified: of_risk().map(|r| u32::from(r.is_verified)).sum(),
                stated: cx.assessment.stated_of_risk(place, risk, held),
                has_passed: change.gates.iter().zip(held).all(|(g, held)| !held || g.outcome == Some(Outcome::Passed)),
            });
            continue;
        }
        for &gate in Gate::ALL {
            let at = change.gate(gate);
            if at.is_due && (scope == Scope::Pooled || scope == Scope::Gate(gate)) {
                out.push(Case {
                    entry: Entry { place, gate: Some(gate) },
                    required: at.requirements.iter().map(|_| 1).sum(),
                    verified: at.n_verified,
                    stated: at.stated,
                    has_passed: at.outcome == Some(Outcome::Passed),
                });
            }
        }
    }
    out
}

/// The confidence that these cases come to.
pub fn confidence(cx: &Context<'_>, subset: &[u32], scope: Scope) -> Confidence {
    match scope {
        Scope::Gate(gate) => *figures::confidence::by_gate(cx.assessment, subset).get(gate),
        Scope::Risk(risk) => *figures::confidence::by_risk(cx.assessment, subset).get(risk),
        Scope::Pooled => figures::confidence::pooled(cx.assessment, subset),
    }
}

/// A row of the first level: both confidences with what they are divided from.
pub fn row(cx: &Context<'_>, name: &str, to: String, subset: &[u32], scope: Scope) -> Vec<Cell> {
    let c = confidence(cx, subset, scope);
    let sums = Sums::of(&cases(cx, subset, scope));
    let verified = sums::quotient_in(sums.shares, sums.n_owing, c.verified_interval());
    let perceived = sums::quotient_in(sums.statements, sums.n_stated, c.perceived_interval());
    vec![
        Cell::text(name).to(to),
        Cell::in_class("verified-word", datum::share_or_none(c.verified)).detail(verified),
        Cell::in_class("perceived-word", datum::share_or_none(c.perceived)).detail(perceived),
        gap_datum(&c).into(),
    ]
}

/// The second level: the sums, the shares that add up to them, and the changes.
pub fn detail(cx: &Context<'_>, name: &str, subset: &[u32], scope: Scope) -> (String, Vec<Content>, Vec<Content>) {
    let mut all = cases(cx, subset, scope);
    let c = confidence(cx, subset, scope);
    let title = words::confidence(name, c.verified, c.perceived);
    let sums = vec![facts(&Sums::of(&all), &c, scope), shares(name, &all)];
    // what is least verified explains most; of these the newest first
    let date = |case: &Case| cx.assessment.assessed(case.entry.place).map(|c| c.date);
    all.sort_by(|a, b| {
        let share = |case: &Case| case.share().unwrap_or(2.0);
        share(a).total_cmp(&share(b)).then_with(|| date(b).cmp(&date(a)))
    });
    let types = if let Scope::Risk(risk) = scope { serving(cx, risk) } else { Vec::new() };
    let wanted = move |r: &Requirement| types.is_empty() || types.contains(&r.artifact_type);
    let entries: Vec<Entry> = all.iter().map(|case| case.entry).collect();
    let say = |entry: Entry| {
        let case = all.iter().find(|case| case.entry == entry);
        case.map_or_else(String::new, |c| words::case(c.verified.into(), c.required.into(), c.stated))
    };
    let inside =
        |entry: Entry| std::iter::once(evidence::change(cx, entry)).chain(evidence::requirements(cx, entry, &wanted)).collect();
    let nouns = if scope == Scope::Pooled { ("due gate", "due gates") } else { ("change", "changes") };
    (title, sums, items(cx, &entries, nouns, &say, &inside))
}

/// The sums as names with values.
fn facts(sums: &Sums, c: &Confidence, scope: Scope) -> Content {
    let none = String::new;
    let name = |(of_changes, of_gates): (&'static str, &'static str)| if scope == Scope::Pooled { of_gates } else { of_changes };
    let mut facts = vec![
        fact(name(words::N_CASES), thousands(sums.n), none()),
        fact(name(words::N_SHARES), thousands(sums.n_owing), none()),
        fact(words::SUM_OF_SHARES, number::amount(sums.shares), none()),
        fact(
            words::VERIFIED,
            [&sums::quotient(sums.shares, sums.n_owing), " = ", &percent_or_dash(c.verified)].concat(),
            words::interval(c.verified_interval(), &words::wilson(sums.n_owing)),
        ),
        fact(name(words::N_STATEMENTS), thousands(sums.n_stated), none()),
    ];
    if sums.n_stated > 0 {
        facts.push(fact(words::SUM_OF_STATEMENTS, number::amount(sums.statements), none()));
        if let Some(variance) = sums.variance {
            facts.push(fact(words::VARIANCE, number::amount(variance), none()));
            facts.push(fact(words::DEVIATION, number::amount(variance.sqrt()), none()));
        }
        facts.push(fact(
            words::PERCEIVED,
            [&sums::quotient(sums.statements, sums.n_stated), " = ", &percent_or_dash(c.perceived)].concat(),
            words::interval(c.perceived_interval(), &words::of_mean(sums.n_stated)),
        ));
        facts.push(fact(words::GAP, gap_datum(c).text, none()));
    }
    facts.push(fact(name(words::N_PASSED), thousands(sums.n_passed), none()));
    facts.push(fact(
        words::IMPLIED,
        [&sums::quotient(sums.n_passed as f64, sums.n), " = ", &percent_or_dash(c.implied)].concat(),
        none(),
    ));
    Content::Facts(facts)
}

/// How many cases have which share, and what they add together: the whole sum, however many cases there are.
fn shares(name: &str, all: &[Case]) -> Content {
    let mut groups: Vec<((u32, u32), u64)> = Vec::new();
    for case in all {
        let of = (case.required, case.verified);
        match groups.iter_mut().find(|(known, _)| *known == of) {
            Some((_, n)) => *n += 1,
            None => groups.push((of, 1)),
        }
    }
    groups.sort_by(|(a, _), (b, _)| b.cmp(a));
    let row = |((required, verified), n): ((u32, u32), u64)| {
        let adds = if required == 0 { 0.0 } else { n as f64 * f64::from(verified) / f64::from(required) };
        vec![
            Cell::text(sums::verified_of(verified.into(), required.into())),
            datum::count(n).into(),
            Cell::text(number::amount(adds)).value(Value::Number(adds)),
        ]
    };
    grid(&[name, ": ", words::SUM_OF_SHARES].concat(), &words::SHARE_COLUMNS, groups.into_iter().map(row).collect())
}
