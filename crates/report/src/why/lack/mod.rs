//! What is not verified: where the next verified points are, the debt of what shipped without them, and how soon it is verified.

pub(crate) mod timeliness;
pub(crate) mod words;

use crate::context::Context;
use crate::document::Document;
use crate::pages::change::words as dossier;
use crate::pages::team::changes::resources;
use crate::text::date;
use crate::text::number::{counted, gain_points, thousands};
use crate::text::vocabulary::state;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::Entry;
use crate::why::sums;
use plumbline_assess::{ChangeAssessment, GateAssessment, GroupBy, Period, Requirement, figures};
use plumbline_domain::{ArtifactTypeId, Authorship, ChangeFields, Instant};

pub(crate) const DEBT: Kind = Kind::new("debt", "verification-debt", words::DEBT, debt);
pub(crate) const TIMELINESS: Kind = Kind::new("timeliness", "timeliness", words::TIMELINESS, timeliness::timeliness);
pub(crate) const NEXT_POINTS: Kind = Kind::new("next-points", "pooled", words::NEXT_POINTS, next_points);

/// What each kind of evidence would add.
pub(crate) fn next_points(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let mut sums = vec![(0.0, 0_u64); cx.policy.artifact_types.len()];
    let mut pairs = 0_u64;
    for (_, change) in cx.assessment.of(&cx.subset) {
        for gate in change.gates.iter().filter(|g| !g.requirements.is_empty()) {
            pairs += 1;
            for r in gate.requirements.iter().filter(|r| !r.is_verified) {
                if let Some((sum, n)) = sums.get_mut(usize::from(r.artifact_type.0)) {
                    *sum += 1.0 / gate.requirements.len() as f64;
                    *n += 1;
                }
            }
        }
    }
    let mut lacking: Vec<(ArtifactTypeId, f64, u64)> =
        (0_u16..).zip(sums).filter(|(_, (_, n))| *n > 0).map(|(place, (sum, n))| (ArtifactTypeId(place), sum, n)).collect();
    lacking.sort_by(|a, b| b.1.total_cmp(&a.1));
    let parts = lacking.iter().filter_map(|&(id, sum, n)| {
        let stated = cx.policy.artifact_type(id)?;
        let rise = words::rise(&gain_points(sum / pairs.max(1) as f64));
        Some(part(stated.id.as_str(), stated.title.as_str(), rise, words::lack(n, sum, pairs)))
    });
    let parts: Vec<Part> = parts.collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let (wanted, ..) = *lacking.get(place)?;
        let gate = cx.policy.artifact_type(wanted)?.gate;
        let is_open = move |r: &Requirement| r.artifact_type == wanted && !r.is_verified;
        let mut entries: Vec<Entry> = Vec::new();
        for (place, change) in cx.assessment.of(&cx.subset) {
            if change.gate(gate).requirements.iter().any(is_open) {
                entries.push(Entry { place, gate: Some(gate) });
            }
        }
        let owed = |entry: &Entry| cx.assessment.assessed(entry.place).map_or(0, |c| c.gate(gate).requirements.len());
        entries.sort_by_key(owed);
        Some(Behind {
            sums: Vec::new(),
            nouns: ("item", "items"),
            entries,
            say: Box::new(move |entry| {
                let Some(change) = cx.assessment.assessed(entry.place) else { return String::new() };
                let owed = &change.gate(gate).requirements;
                let of_it = owed.iter().find(|r| is_open(r));
                words::would_add(of_it.map_or("", |r| state(r.grade, r.condition())), owed.len() as u64)
            }),
            inside: Box::new(move |entry| {
                std::iter::once(evidence::change(cx, entry)).chain(evidence::requirements(cx, entry, &|_| true)).collect()
            }),
        })
    })
}

/// Verification debt now: of all, and by who wrote the change; and of all at the end of each period.
pub(crate) fn debt(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let now = cx.assessment.dataset().now;
    let mut sets: Vec<DebtSet> = vec![("all".to_owned(), words::ALL_SHIPPED.to_owned(), cx.subset.clone(), now)];
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Authorship);
    for (authorship, (_, of_it)) in Authorship::ALL.iter().zip(parts.iter()) {
        sets.push((authorship.id().to_owned(), authorship.title().to_owned(), of_it.to_vec(), now));
    }
    sets.retain(|(_, _, changes, _)| figures::debt::shipped(cx.assessment, changes).shipped > 0);
    let periods = cx.assessment.periods(&cx.subset);
    let ids: Vec<Period> = figures::debt::over(cx.assessment, &periods).series.iter().map(|point| point.period).collect();
    for (period, at) in ids.iter().zip(figures::debt::moments(cx.assessment, &periods, ids.iter().copied())) {
        let id = period.to_string();
        sets.push((id.clone(), words::end_of(&date::period_in_full(&id)), cx.subset.clone(), at));
    }
    let parts = sets.iter().map(|(key, name, changes, at)| {
        let debt = figures::debt::at(cx.assessment, changes, *at);
        part(key.as_str(), name.as_str(), thousands(debt.weighted), words::debt(debt.in_debt, &date::minute(*at)))
    });
    let parts: Vec<Part> = parts.collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let (_, _, changes, at) = sets.get(place)?;
        let at = *at;
        let of_them = cx.assessment.of(changes).filter(|(_, c)| c.is_in_debt_at(at));
        let mut entries = counted::whole(of_them.map(|(place, _)| place));
        let change = |entry: &Entry| cx.assessment.assessed(entry.place);
        entries.sort_by_key(|e| std::cmp::Reverse(change(e).map(|c| c.blast_radius)));
        Some(Behind {
            sums: Vec::new(),
            nouns: ("change in debt", "changes in debt"),
            entries,
            say: Box::new(move |entry| cx.assessment.outline(entry.place).map_or_else(String::new, |(c, a)| in_debt(c, a, at))),
            inside: Box::new(move |entry| {
                let open = |gate: &GateAssessment, r: &Requirement| gate.times_of(r).is_some_and(|times| times.is_open_at(at));
                std::iter::once(evidence::change(cx, entry)).chain(evidence::requirements_with_times(cx, entry, &open)).collect()
            }),
        })
    })
}

/// The key and the name of a part of the debt, its changes, and the moment at which it is counted.
type DebtSet = (String, String, Vec<u32>, Instant);

fn in_debt(fields: &ChangeFields, assessed: &ChangeAssessment, at: Instant) -> String {
    let owed = || assessed.gates.iter().flat_map(GateAssessment::times).filter(|times| times.due_at <= at);
    let open = owed().filter(|times| times.is_open_at(at)).count() as u64;
    let all = owed().count() as u64;
    let resources = match resources(fields) {
        Some(stated) => counted(stated, "resource", "resources"),
        None => [dossier::RESOURCES, ": ", &dossier::radius(assessed.blast_radius, None)].concat(),
    };
    [&resources, ", ", &sums::verified_of(all.saturating_sub(open), all)].concat()
}
