//! What is not verified: where the next verified points are, and the debt of what shipped without them.

pub(crate) mod words;

use crate::context::Context;
use crate::document::Document;
use crate::pages::change::words as dossier;
use crate::pages::team::changes::resources;
use crate::text::date;
use crate::text::number::{counted, gain_points, thousands};
use crate::text::phrase::capital;
use crate::text::vocabulary::state;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::Entry;
use crate::why::sums;
use plumbline_assess::{ChangeAssessment, Requirement};
use plumbline_domain::{ArtifactTypeId, Authorship, ChangeFields, Gate};

pub(crate) const DEBT: Kind = Kind::new("debt", "verification-debt", words::DEBT, debt);
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

/// Verification debt: of all, by who wrote the change, and by period.
pub(crate) fn debt(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let mut sets: Vec<(String, String, Vec<u32>)> = vec![("all".to_owned(), words::ALL_SHIPPED.to_owned(), cx.subset.clone())];
    for authorship in Authorship::ALL {
        let of_it = cx.assessment.of(&cx.subset).filter(|(_, c)| c.authorship == *authorship).map(|(place, _)| place);
        sets.push((authorship.id().to_owned(), authorship.title().to_owned(), of_it.collect()));
    }
    for (period, changes) in cx.assessment.periods(&cx.subset).iter() {
        let id = period.to_string();
        sets.push((id.clone(), capital(&date::period_in_full(&id)), changes.to_vec()));
    }
    sets.retain(|(_, _, changes)| cx.assessment.of(changes).any(|(_, c)| c.is_shipped));
    let parts = sets.iter().map(|(key, name, changes)| {
        let (mut shipped, mut indebted, mut weighted) = (0_u64, 0_u64, 0_u64);
        for (_, change) in cx.assessment.of(changes).filter(|(_, c)| c.is_shipped) {
            shipped += 1;
            if change.is_in_debt() {
                indebted += 1;
                weighted = weighted.saturating_add(change.blast_radius);
            }
        }
        part(key.as_str(), name.as_str(), thousands(weighted), words::debt(shipped, indebted))
    });
    let parts: Vec<Part> = parts.collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let (_, _, changes) = sets.get(place)?;
        let of_them = cx.assessment.of(changes).filter(|(_, c)| c.is_in_debt());
        let mut entries = counted::whole(of_them.map(|(place, _)| place));
        let change = |entry: &Entry| cx.assessment.assessed(entry.place);
        entries.sort_by_key(|e| std::cmp::Reverse(change(e).map(|c| c.blast_radius)));
        Some(Behind {
            sums: Vec::new(),
            nouns: ("change in debt", "changes in debt"),
            entries,
            say: Box::new(move |entry| cx.assessment.outline(entry.place).map_or_else(String::new, |(c, a)| in_debt(c, a))),
            inside: Box::new(move |entry| {
                let open = |r: &Requirement| !r.is_verified;
                std::iter::once(evidence::change(cx, entry)).chain(evidence::requirements(cx, entry, &open)).collect()
            }),
        })
    })
}

fn in_debt(fields: &ChangeFields, assessed: &ChangeAssessment) -> String {
    let verified = Gate::ALL.iter().map(|g| u64::from(assessed.gate(*g).n_verified)).sum();
    let owed = assessed.requirements().count() as u64;
    let resources = match resources(fields) {
        Some(stated) => counted(stated, "resource", "resources"),
        None => [dossier::RESOURCES, ": ", &dossier::radius(assessed.blast_radius, None)].concat(),
    };
    [&resources, ", ", &sums::verified_of(verified, owed)].concat()
}
