//! The lanes of the detection pipeline.

pub(crate) mod words;

use crate::context::Context;
use crate::document::Document;
use crate::text::phrase::capital;
use crate::text::vocabulary::state;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::Entry;
use crate::why::sums;
use plumbline_assess::{Requirement, figures};
use plumbline_domain::ArtifactTypeId;

pub(crate) const DETECTION: Kind = Kind::new("detection", "detection-pipeline", words::DETECTION, build);

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let lanes = figures::detection::lanes(cx.assessment, &cx.assessment.periods(&cx.subset));
    let parts: Vec<Part> = lanes
        .iter()
        .map(|lane| {
            let t = &lane.total;
            let made_of = words::lane([t.contradicted, t.missing, t.unverified], lane.days_since_verified);
            part(lane.lane.as_str(), capital(&lane.lane.replace('-', " ")), sums::verified_of(t.validated, t.n()), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let ids = cx.policy.lanes.get(place).map(|(_, ids)| ids)?;
        let types: Vec<ArtifactTypeId> = ids.iter().filter_map(|id| cx.policy.artifact_type_id(id)).collect();
        // the requirements of one gate of one change stand together
        let mut rows: Vec<(Entry, Vec<Requirement>)> = Vec::new();
        for (place, change) in cx.assessment.of(&cx.subset) {
            for (gate, r) in change.requirements().filter(|(_, r)| types.contains(&r.artifact_type)) {
                let entry = Entry { place, gate: Some(gate) };
                match rows.last_mut() {
                    Some((last, of_it)) if *last == entry => of_it.push(*r),
                    _ => rows.push((entry, vec![*r])),
                }
            }
        }
        rows.sort_by_key(|(_, of_it)| of_it.iter().all(|r| r.is_verified));
        let entries: Vec<Entry> = rows.iter().map(|(entry, _)| *entry).collect();
        Some(Behind {
            sums: Vec::new(),
            nouns: ("gate of a change", "gates of changes"),
            entries,
            say: Box::new(move |entry| {
                let of_it = rows.iter().find(|(e, _)| *e == entry).map_or(&[][..], |(_, of_it)| of_it);
                of_it.iter().map(|r| state(r.grade, r.condition())).collect::<Vec<_>>().join(", ")
            }),
            inside: Box::new(move |entry| {
                let wanted = |r: &Requirement| types.contains(&r.artifact_type);
                std::iter::once(evidence::change(cx, entry)).chain(evidence::requirements(cx, entry, &wanted)).collect()
            }),
        })
    })
}
