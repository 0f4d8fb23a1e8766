//! What the denies so far keep out, by destination.

use super::spans::{Family, Spans};
use plumbline_domain::{Addresses, TrafficRule};
use std::collections::HashMap;

/// One part of a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part<'a> {
    Range(Family, u128, u128),
    Name(&'a str),
}

/// The sources that are denied in one family.
#[derive(Debug)]
pub(super) struct Denied<'a> {
    family: Family,
    everywhere: Spans,
    by_part: HashMap<Part<'a>, Spans>,
}

impl<'a> Denied<'a> {
    pub fn new(family: Family) -> Self {
        Denied { family, everywhere: Spans::default(), by_part: HashMap::new() }
    }

    /// Adds a deny that is in force for sure.
    pub fn add(&mut self, rule: &'a TrafficRule) {
        let family = self.family;
        match &rule.destination {
            None => family.of(&rule.source).for_each(|(from, to)| self.everywhere.add(from, to)),
            Some(destination) => {
                for part in parts(destination) {
                    let spans = self.by_part.entry(part).or_default();
                    family.of(&rule.source).for_each(|(from, to)| spans.add(from, to));
                }
            }
        }
    }

    /// Whether some public address that a rule allows is still let in.
    pub fn leaves_some_of(&self, rule: &TrafficRule) -> bool {
        self.leaves(rule, || self.family.public_part(&rule.source))
    }

    /// Whether some public address would still be let in if the rule allowed everybody.
    pub fn leaves_some_of_everybody(&self, rule: &TrafficRule) -> bool {
        self.leaves(rule, || self.family.public().iter().copied())
    }

    fn leaves<I: Iterator<Item = (u128, u128)>>(&self, rule: &TrafficRule, sources: impl Fn() -> I) -> bool {
        if sources().all(|range| self.everywhere.has(range)) {
            return false;
        }
        let Some(destination) = rule.destination.as_ref().filter(|_| !self.by_part.is_empty()) else { return true };
        parts(destination).any(|part| {
            let mut denied: Option<Spans> = None;
            for spans in self.around(part) {
                if sources().all(|range| spans.has(range)) {
                    return false;
                }
                denied.get_or_insert_with(|| self.everywhere.clone()).add_all(spans);
            }
            denied.is_none_or(|denied| !sources().all(|range| denied.has(range)))
        })
    }

    /// The denies whose destination holds this part of one: itself, and every prefix around it.
    fn around(&self, part: Part<'a>) -> impl Iterator<Item = &Spans> {
        let (range, bits) = match part {
            Part::Range(Family::V4, from, to) => (Some((Family::V4, from, to)), 0..=32_u32),
            Part::Range(Family::V6, from, to) => (Some((Family::V6, from, to)), 0..=128),
            Part::Name(_) => (None, 0..=0),
        };
        let prefixes = bits.filter_map(move |hosts| {
            let (family, from, to) = range?;
            let hosts = if hosts == 128 { u128::MAX } else { (1 << hosts) - 1 };
            let around = Part::Range(family, from & !hosts, from | hosts);
            (to <= from | hosts && around != part).then_some(around)
        });
        std::iter::once(part).chain(prefixes).filter_map(|part| self.by_part.get(&part))
    }
}

fn parts(destination: &Addresses) -> impl Iterator<Item = Part<'_>> {
    let ranges = Family::ALL.into_iter().flat_map(|f| f.of(destination).map(move |(from, to)| Part::Range(f, from, to)));
    ranges.chain(destination.inner.iter().chain(&destination.lists).map(|name| Part::Name(name)))
}
