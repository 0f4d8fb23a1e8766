//! What a text names: changes, teams, services, rules, digests, patterns, artifact types and pages.

pub mod words;

use crate::frame::words as frame;
use crate::route::{Filter, Location, Route};
use crate::text::{change_id, number};
use plumbline_assess::published::OfferedRole;
use plumbline_assess::{Assessment, Cache, GroupBy, TextIndex};
use serde::{Deserialize, Serialize};
use words::kind;

/// How many hits of one kind are shown.
const OF_A_KIND: usize = 5;
/// How many changes.
const CHANGES: usize = 8;
/// From so many hex digits on a text may be the beginning of a digest.
const LEAST_DIGITS: usize = 6;

/// One thing that was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is: "Change", "Team".
    pub kind: String,
    /// Its name.
    pub title: String,
    /// More in small; may be empty.
    pub detail: String,
    /// Where it leads: a URL fragment.
    pub to: String,
}

/// How well a name fits a text: it is the text, begins with it, has a word that does, or holds it.
fn fit(name: &str, text: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name == text {
        Some(0)
    } else if name.starts_with(text) {
        Some(1)
    } else if name.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(text)) {
        Some(2)
    } else {
        name.contains(text).then_some(3)
    }
}

/// Gathers hits, each with how well it fits.
struct Hits<'a> {
    assessment: &'a Assessment,
    location: &'a Location,
    text: String,
    found: Vec<(u8, Hit)>,
}

impl Hits<'_> {
    /// The name that fits best of those of one kind, and the others as far as there is room for them.
    fn add(&mut self, kind: &str, mut some: Vec<(u8, Hit)>, room: usize) {
        some.sort_by_key(|(fit, _)| *fit);
        self.found.extend(some.into_iter().take(room).map(|(fit, hit)| (fit, Hit { kind: kind.to_owned(), ..hit })));
    }

    fn to(&self, route: Route) -> String {
        self.location.with_route(route).to_fragment()
    }

    /// All changes, without any other filter, in a table.
    fn changes_with(&self, find: &str, filter: Filter) -> String {
        let route = Route::Changes { find: find.to_owned(), sort: String::new() };
        Location { route, filter, ..Location::default() }.to_fragment()
    }

    fn pages(&mut self) {
        let pages = frame::pages().into_iter();
        let fits = pages.filter_map(|(route, name)| {
            Some((fit(name, &self.text)?, Hit { title: name.to_owned(), to: self.to(route), ..Hit::default() }))
        });
        let fits = fits.collect();
        self.add(kind::PAGE, fits, frame::pages().len());
    }

    fn names(&mut self) {
        let named = |names: &[String], by: GroupBy, to: &dyn Fn(&str) -> String| -> Vec<(u8, Hit)> {
            let counts = self.assessment.counts(by);
            let hit = |(name, &n): (&String, &u64)| {
                let detail = words::changes(n);
                Some((fit(name, &self.text)?, Hit { title: name.clone(), detail, to: to(name), ..Hit::default() }))
            };
            names.iter().zip(counts).filter_map(hit).collect()
        };
        let team = |name: &str| self.to(Route::Team { team: name.to_owned() });
        let teams = named(self.assessment.teams(), GroupBy::Team, &team);
        let service = |name: &str| self.changes_with("", Filter { service: Some(name.to_owned()), ..Filter::default() });
        let services = named(self.assessment.services(), GroupBy::Service, &service);
        self.add(kind::TEAM, teams, OF_A_KIND);
        self.add(kind::SERVICE, services, OF_A_KIND);
    }

    fn changes(&mut self, index: &TextIndex) {
        let (at_hand, all) = (self.assessment.n_changes() as u64, self.assessment.n_in_all());
        if at_hand < all {
            let title = words::in_parts(at_hand, all);
            let to = self.location.to_fragment();
            self.add(kind::CHANGES, vec![(9, Hit { title, to, ..Hit::default() })], 1);
        }
        let every = self.assessment.every();
        let found = index.find(self.assessment, &every, &self.text);
        let mut some = Vec::new();
        for &place in &found {
            let Some((fields, assessed)) = self.assessment.outline(place) else { continue };
            let id = &fields.id;
            let title = fields.title.as_deref().unwrap_or_default();
            // a change whose team or rule was found stands behind those that are named so
            let fits = fit(id, &self.text).or_else(|| fit(title, &self.text).map(|fit| fit.max(2))).unwrap_or(4);
            some.push((fits, std::cmp::Reverse(assessed.date), place));
        }
        some.sort();
        let hit = |&(fit, _, place): &(u8, std::cmp::Reverse<plumbline_domain::Instant>, u32)| {
            let f = self.assessment.outline(place)?.0;
            let to = self.to(Route::Change { id: f.id.clone() });
            Some((
                fit,
                Hit {
                    title: change_id::short(&f.id).into_owned(),
                    detail: f.title.clone().unwrap_or_default(),
                    to,
                    ..Hit::default()
                },
            ))
        };
        let room = if found.len() > CHANGES { CHANGES - 1 } else { CHANGES };
        let first = some.iter().take(room).filter_map(hit).collect();
        self.add(kind::CHANGE, first, room);
        if found.len() > CHANGES {
            let title = words::all_changes(found.len() as u64, &self.text);
            let to = self.changes_with(&self.text, Filter::default());
            self.add(kind::CHANGES, vec![(4, Hit { title, to, ..Hit::default() })], 1);
        }
    }

    /// Changes of which records of another origin speak, and nothing else: they are among the sources alone.
    fn apart(&mut self) {
        let apart = &self.assessment.dataset().apart;
        let mut seen = std::collections::BTreeSet::new();
        let found = apart.iter().filter_map(|a| Some((fit(&a.change, &self.text)?, a)));
        let found: Vec<_> = found.filter(|(_, a)| seen.insert(a.change.as_str())).take(OF_A_KIND).collect();
        let unknown = found.into_iter().filter(|(_, a)| self.assessment.place_of(&a.change).is_none());
        let hit = |(fit, a): (u8, &plumbline_domain::Apart)| {
            let (title, detail) = (change_id::short(&a.change).into_owned(), words::apart(&a.comes_from));
            (fit, Hit { title, detail, to: self.to(Route::Sources), ..Hit::default() })
        };
        let some = unknown.map(hit).collect();
        self.add(kind::APART, some, OF_A_KIND);
    }

    fn rules(&mut self, index: &TextIndex) {
        let rules = index.find_rules(&self.text).into_iter();
        let hit = |(rule, n): (&str, u64)| {
            let to = self.changes_with(rule, Filter::default());
            Some((fit(rule, &self.text)?, Hit { title: rule.to_owned(), detail: words::changes(n), to, ..Hit::default() }))
        };
        let rules = rules.filter_map(hit).collect();
        self.add(kind::RULE, rules, OF_A_KIND);
    }

    fn policy(&mut self) {
        let policy = self.assessment.policy();
        let fits = |id: &str, title: &str| fit(id, &self.text).into_iter().chain(fit(title, &self.text)).min();
        let pattern = |p: &plumbline_domain::PatternPolicy| {
            let to = self.to(Route::Patterns { pattern: Some(p.id.clone()) });
            Some((fits(&p.id, &p.title)?, Hit { title: p.title.clone(), to, ..Hit::default() }))
        };
        let artifact_type = |t: &plumbline_domain::ArtifactType| {
            let family = t.strong.first().or(t.supporting.first());
            let to = self.to(Route::Matrix { cell: family.map(|f| (t.id.clone(), *f)) });
            Some((
                fits(&t.id, &t.title)?,
                Hit { title: t.title.clone(), detail: t.gate.title().to_owned(), to, ..Hit::default() },
            ))
        };
        let patterns = policy.patterns.iter().filter_map(pattern).collect();
        let types = policy.artifact_types.iter().filter_map(artifact_type).collect();
        self.add(kind::PATTERN, patterns, OF_A_KIND);
        self.add(kind::ARTIFACT, types, OF_A_KIND);
    }

    fn digests(&mut self) {
        let text = &self.text;
        if text.len() < LEAST_DIGITS || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return;
        }
        let dataset = self.assessment.dataset();
        let mut some: Vec<(u8, Hit)> = Vec::new();
        for change in &dataset.changes {
            for report in &change.reports {
                for item in &report.items {
                    let artifact = item.artifact.as_ref();
                    let recorded = artifact.and_then(|a| a.recorded_sha256.as_deref());
                    let actual = artifact.and_then(|a| dataset.content(a.content?)).map(|c| c.sha256.as_str());
                    let digest = recorded.filter(|d| d.starts_with(text)).or_else(|| actual.filter(|d| d.starts_with(text)));
                    let Some(digest) = digest.filter(|_| some.len() < OF_A_KIND) else { continue };
                    let name = item.title.as_deref().unwrap_or(&item.id);
                    let id = &change.fields.id;
                    let detail = words::of_item(recorded == Some(digest), name, report.gate.title(), id);
                    let to = self.to(Route::Change { id: id.clone() });
                    some.push((1, Hit { title: number::short_digest(digest), detail, to, ..Hit::default() }));
                }
            }
        }
        // of a published data set the files that are at hand are known, each with the first change that offers it
        self.assessment.has_sources();
        for offered in self.assessment.offered().into_iter().flatten().filter(|o| o.role == OfferedRole::Artifact) {
            let receipt = dataset.receipts.binary_search_by(|r| r.file.as_str().cmp(&offered.path)).ok();
            let digest = receipt.and_then(|place| dataset.receipts.get(place)).map(|r| r.sha256.as_str());
            let Some(digest) = digest.filter(|d| d.starts_with(text) && some.len() < OF_A_KIND) else { continue };
            let Some(stated) = self.assessment.policy().artifact_type(offered.artifact_type) else { continue };
            let id = self.assessment.id(offered.first);
            let detail = words::of_item(false, &stated.title, stated.gate.title(), id);
            let to = self.to(Route::Change { id: id.to_owned() });
            some.push((1, Hit { title: number::short_digest(digest), detail, to, ..Hit::default() }));
        }
        let files = dataset.receipts.iter().filter(|r| r.sha256.starts_with(text)).take(OF_A_KIND);
        some.extend(files.map(|r| {
            let (detail, to) = (words::of_file(&r.file), self.to(Route::Sources));
            (2, Hit { title: number::short_digest(&r.sha256), detail, to, ..Hit::default() })
        }));
        self.add(kind::DIGEST, some, OF_A_KIND + 1);
    }
}

/// What a text names, the likeliest first; links keep the filter of a location, but for those to all changes that have
/// something. Without a text it is the pages.
pub fn search(assessment: &Assessment, cache: &Cache, location: &Location, text: &str) -> Vec<Hit> {
    let text = text.trim().to_lowercase();
    let mut hits = Hits { assessment, location, text, found: Vec::new() };
    if !hits.text.is_empty() {
        let index = cache.text_index(assessment);
        hits.digests();
        hits.names();
        hits.changes(index);
        hits.apart();
        hits.rules(index);
        hits.policy();
    }
    hits.pages();
    let mut found = hits.found;
    // names that are the text itself, or begin with it, come before those that only hold it
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, hit)| hit).collect()
}
