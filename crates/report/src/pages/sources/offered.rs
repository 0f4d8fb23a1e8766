//! What each file that evidence names was offered as, and what the probes make of it.

use crate::context::Context;
use crate::pages::sources::words;
use crate::proof::Weighing;
use crate::text::probe;
use plumbline_domain::{ArtifactType, ArtifactTypeId, ContentId, FactKind, Format, Gate, Item};
use std::collections::HashMap;

/// How a file serves an item.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Role {
    /// It is the item's artifact.
    Artifact,
    /// It holds the state before.
    Before,
    /// It is read together with the artifact.
    With,
}

/// The first item that offers a file as a type, and how many changes do.
struct Use {
    change: u32,
    gate: Gate,
    item: u32,
    last: u32,
    n: u64,
}

/// What every file was offered as, by its path: a sentence for each type.
pub(crate) fn by_path<'a>(cx: &Context<'a>) -> HashMap<&'a str, Vec<String>> {
    let mut uses: HashMap<(ContentId, ArtifactTypeId, Role), Use> = HashMap::new();
    let mut order = Vec::new();
    for (place, change) in (0_u32..).zip(&cx.dataset.changes) {
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
    let mut said: HashMap<&str, Vec<String>> = HashMap::new();
    for key in order {
        let (Some(content), Some(stated)) = (cx.dataset.content(key.0), cx.policy.artifact_type(key.1)) else { continue };
        let Some(named) = uses.get(&key) else { continue };
        said.entry(&content.path).or_default().push(sentence(cx, key.2, stated, content.format, named));
    }
    said
}

/// The files of an item.
fn files(item: &Item) -> impl Iterator<Item = (ContentId, Role)> {
    let own = item.artifact.iter().map(|a| (a, Role::Artifact));
    let before = item.before.iter().map(|a| (a, Role::Before));
    let with = item.with.iter().map(|a| (a, Role::With));
    own.chain(before).chain(with).filter_map(|(artifact, role)| Some((artifact.content?, role)))
}

fn sentence(cx: &Context<'_>, role: Role, stated: &ArtifactType, format: Format, named: &Use) -> String {
    match role {
        Role::Before => return words::state_before(&stated.title, named.n),
        Role::With => return words::read_together(&stated.title, named.n),
        Role::Artifact => {}
    }
    let Some(weighing) = Weighing::of(cx.assessment, named.change, named.gate, named.item) else { return String::new() };
    if !weighing.accepted {
        return words::not_accepted(&stated.title, named.n, &probe::accepted(&stated.accepts));
    }
    words::offered(&read_as(stated, format), &stated.title, named.n, &weighing.summary())
}

/// What a file of a format is read as for a type: the kinds of facts that the type accepts and the format gives.
fn read_as(stated: &ArtifactType, format: Format) -> String {
    let accepted = stated.accepts.iter().filter_map(|id| FactKind::from_id(id.strip_prefix("kind:")?));
    let kinds: Vec<&str> = accepted.filter(|kind| format.kinds().contains(kind)).map(probe::kind).collect();
    if kinds.is_empty() { format.id().to_owned() } else { crate::text::phrase::list(&kinds) }
}
