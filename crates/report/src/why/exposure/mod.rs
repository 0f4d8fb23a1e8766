//! Open findings and what stands against them: by surface and gate, and by gate.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Content, Document};
use crate::text::number::thousands;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::Entry;
use crate::why::sums;
use plumbline_assess::{GateAssessment, figures, surface_of};
use plumbline_domain::{ArtifactTypeId, FindingStatus, Gate, Severity, Surface};

pub(crate) const THREATS: Kind = Kind::new("threats", "threat-map", words::THREATS, threats);
pub(crate) const SURFACE: Kind = Kind::new("surface", "attack-surface", words::SURFACE, surface);

/// The attack surface: surfaces × gates.
pub(crate) fn surface(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let cells = figures::surface::cells(cx.assessment, &cx.subset);
    let places: Vec<(Option<Surface>, Gate)> = cells.iter().map(|c| (Some(c.surface), c.gate)).collect();
    let parts: Vec<Part> = cells
        .iter()
        .map(|c| {
            let by_severity: Vec<(Severity, u64)> = c.open.iter().map(|(s, n)| (s, *n)).collect();
            let made_of = words::exposure(&by_severity, c.verified, c.required);
            let key = [c.surface.id(), "/", c.gate.id()].concat();
            let name = [c.surface.title(), ", ", c.gate.title()].concat();
            part(key, name, words::open_findings(c.open.total()), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        places.get(place).map(|&(surface, gate)| behind(cx, surface, gate))
    })
}

/// What stands against the threats of each gate.
pub(crate) fn threats(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let rows = figures::threat::rows(cx.assessment, &cx.subset);
    let parts: Vec<Part> = rows
        .iter()
        .map(|r| {
            let made_of = sums::verified_of(r.verified, r.required);
            part(r.gate.id(), r.gate.title(), words::open_findings(r.open), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| rows.get(place).map(|r| behind(cx, None, r.gate)))
}

/// The changes with an open finding or a requirement there; those with most findings first.
fn behind<'a>(cx: &'a Context<'_>, surface: Option<Surface>, gate: Gate) -> Behind<'a> {
    let stands_on = move |t: ArtifactTypeId| surface.is_none_or(|s| cx.policy.artifact_type(t).is_some_and(|t| t.surface == s));
    let sums = move |at: &GateAssessment| {
        let open: u64 = match surface {
            None => at.n_open(),
            Some(surface) => at.open.get(surface.index()).into_iter().flatten().map(|n| u64::from(*n)).sum(),
        };
        let owed = at.requirements.iter().filter(|r| stands_on(r.artifact_type));
        let (mut verified, mut required) = (0_u64, 0_u64);
        for requirement in owed {
            required += 1;
            verified += u64::from(requirement.is_verified);
        }
        (open, verified, required)
    };
    let of = move |place: u32| cx.assessment.assessed(place).map_or((0, 0, 0), |c| sums(c.gate(gate)));
    let here = cx.subset.iter().copied().filter(|&place| {
        let (open, _, required) = of(place);
        open + required > 0
    });
    let mut entries: Vec<Entry> = here.map(|place| Entry { place, gate: Some(gate) }).collect();
    entries.sort_by_key(|e| {
        let (open, verified, required) = of(e.place);
        std::cmp::Reverse((open, required - verified))
    });
    Behind {
        sums: Vec::new(),
        nouns: ("change", "changes"),
        entries,
        say: Box::new(move |entry| {
            let (open, verified, required) = of(entry.place);
            [&thousands(open), " open, ", &sums::verified_of(verified, required)].concat()
        }),
        inside: Box::new(move |entry| {
            let mut out: Vec<Content> = vec![evidence::change(cx, entry)];
            out.extend(evidence::findings(cx, entry.place, gate, &|f, meaning| {
                let stands = surface.is_none_or(|s| surface_of(f.finding, meaning, cx.policy) == s);
                f.status == FindingStatus::Open && stands
            }));
            out.extend(evidence::requirements(cx, entry, &|r| stands_on(r.artifact_type)));
            out
        }),
    }
}
