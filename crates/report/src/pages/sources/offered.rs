//! What each file that evidence names was offered as, and what the probes make of it.

use crate::context::Context;
use crate::pages::sources::words;
use crate::proof::Weighing;
use crate::text::probe;
use plumbline_assess::Assessment;
use plumbline_assess::published::{Offered, OfferedRole, Sources};
use plumbline_domain::{ArtifactType, ArtifactTypeId, ContentId, FactKind, Format, Gate, Item};
use std::collections::HashMap;

/// The first item that offers a file as a type, and how many changes do.
struct Use {
    change: u32,
    gate: Gate,
    item: u32,
    last: u32,
    n: u64,
}

/// What every file was offered as, by its path: a sentence for each type.
pub(crate) fn by_path(cx: &Context<'_>) -> HashMap<String, Vec<String>> {
    let mut said: HashMap<String, Vec<String>> = HashMap::new();
    let say = |offered: &Offered| {
        let stated = cx.policy.artifact_type(offered.artifact_type)?;
        said.entry(offered.path.clone()).or_default().push(sentence(stated, offered));
        Some(())
    };
    match cx.assessment.offered() {
        Some(offered) => offered.iter().map(say).for_each(drop),
        None => offered_in(cx.assessment).iter().map(say).for_each(drop),
    }
    said
}

/// What became of each file of a data set that was judged here.
pub fn sources_of(assessment: &Assessment) -> Sources {
    let dataset = assessment.dataset();
    let loose = dataset.loose.iter().filter_map(|l| Some((l.file.0, dataset.content(l.content)?.clone())));
    Sources {
        receipts: dataset.receipts.clone(),
        offered: Offered::merged(offered_in(assessment)),
        loose: loose.collect(),
        orphans: dataset.orphans.clone(),
    }
}

/// What every file was offered as, in the order of the changes that do so first.
fn offered_in(assessment: &Assessment) -> Vec<Offered> {
    let dataset = assessment.dataset();
    let mut uses: HashMap<(ContentId, ArtifactTypeId, OfferedRole), Use> = HashMap::new();
    let mut order = Vec::new();
    for (place, change) in (0_u32..).zip(&dataset.changes) {
        for &gate in Gate::ALL {
            for (i, (_, item)) in (0_u32..).zip(change.items_at(gate)) {
                for (content, role) in files(item) {
                    let key = (content, item.artifact_type, role);
                    let named = uses.entry(key).or_insert_with(|| {
                        order.push(key);
                        Use { change: place, gate, item: i, last: place, n: 1 }
                    });
                    named.n += u64::from(named.last != place);
                    named.last = place;
                }
            }
        }
    }
    let offered = |key: (ContentId, ArtifactTypeId, OfferedRole)| {
        let (content, stated) = (dataset.content(key.0)?, assessment.policy().artifact_type(key.1)?);
        let named = uses.get(&key)?;
        let weighing =
            (key.2 == OfferedRole::Artifact).then(|| Weighing::of(assessment, named.change, named.gate, named.item)).flatten();
        Some(Offered {
            path: content.path.clone(),
            artifact_type: key.1,
            role: key.2,
            n: named.n,
            first: named.change,
            accepted: weighing.as_ref().map(|w| w.accepted),
            read_as: read_as(stated, content.format),
            summary: weighing.filter(|w| w.accepted).map(|w| w.summary()).unwrap_or_default(),
        })
    };
    order.into_iter().filter_map(offered).collect()
}

/// The files of an item.
fn files(item: &Item) -> impl Iterator<Item = (ContentId, OfferedRole)> {
    let own = item.artifact.iter().map(|a| (a, OfferedRole::Artifact));
    let before = item.before.iter().map(|a| (a, OfferedRole::Before));
    let with = item.with.iter().map(|a| (a, OfferedRole::With));
    own.chain(before).chain(with).filter_map(|(artifact, role)| Some((artifact.content?, role)))
}

fn sentence(stated: &ArtifactType, offered: &Offered) -> String {
    let n = offered.n;
    match (offered.role, offered.accepted) {
        (OfferedRole::Before, _) => words::state_before(&stated.title, n),
        (OfferedRole::With, _) => words::read_together(&stated.title, n),
        (OfferedRole::Artifact, None) => String::new(),
        (OfferedRole::Artifact, Some(false)) => words::not_accepted(&stated.title, n, &probe::accepted(&stated.accepts)),
        (OfferedRole::Artifact, Some(true)) => words::offered(&offered.read_as, &stated.title, n, &offered.summary),
    }
}

/// What a file of a format is read as for a type: the kinds of facts that the type accepts and the format gives. Empty for a file of
/// which only the bytes are kept.
fn read_as(stated: &ArtifactType, format: Format) -> String {
    if format == Format::Unknown {
        return String::new();
    }
    let accepted = stated.accepts.iter().filter_map(|id| FactKind::from_id(id.strip_prefix("kind:")?));
    let kinds: Vec<&str> = accepted.filter(|kind| format.kinds().contains(kind)).map(probe::kind).collect();
    if kinds.is_empty() { format.id().to_owned() } else { crate::text::phrase::list(&kinds) }
}
