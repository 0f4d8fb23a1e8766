//! Sets of numbers as ranges, and which addresses are public.

use plumbline_domain::Addresses;
use std::collections::BTreeMap;

/// A family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Family {
    V4,
    V6,
}

impl Family {
    /// Both.
    pub const ALL: [Family; 2] = [Family::V4, Family::V6];

    /// The addresses that are reached from the internet: not private, local, loopback or multicast. Who lets in all of these lets in
    /// everybody.
    pub const fn public(self) -> &'static [(u128, u128)] {
        const V4: &[(u128, u128)] = &[
            (0x0100_0000, 0x09ff_ffff),
            (0x0b00_0000, 0x643f_ffff),
            (0x6480_0000, 0x7eff_ffff),
            (0x8000_0000, 0xa9fd_ffff),
            (0xa9ff_0000, 0xac0f_ffff),
            (0xac20_0000, 0xc0a7_ffff),
            (0xc0a9_0000, 0xdfff_ffff),
        ];
        const V6: &[(u128, u128)] = &[(0x2000 << 112, (0x4000 << 112) - 1)];
        match self {
            Family::V4 => V4,
            Family::V6 => V6,
        }
    }

    /// Whether a range is every address.
    pub fn is_all(self, range: (u128, u128)) -> bool {
        match self {
            Family::V4 => range == (0, u128::from(u32::MAX)),
            Family::V6 => range == (0, u128::MAX),
        }
    }

    /// Its name, for sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Family::V4 => "IPv4",
            Family::V6 => "IPv6",
        }
    }

    /// The ranges of a set in this family.
    pub fn of(self, addresses: &Addresses) -> impl Iterator<Item = (u128, u128)> {
        let (v4, v6) = match self {
            Family::V4 => (&*addresses.v4, &[] as &[_]),
            Family::V6 => (&[] as &[_], &*addresses.v6),
        };
        v4.iter().map(|(from, to)| (u128::from(*from), u128::from(*to))).chain(v6.iter().copied())
    }

    /// The public part of a set in this family.
    pub fn public_part(self, addresses: &Addresses) -> impl Iterator<Item = (u128, u128)> {
        self.of(addresses).flat_map(move |(from, to)| {
            let overlap = move |(first, last): &(u128, u128)| (from.max(*first), to.min(*last));
            self.public().iter().map(overlap).filter(|(from, to)| from <= to)
        })
    }
}

/// A set of numbers that grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spans(BTreeMap<u128, u128>);

impl Spans {
    /// Adds a range.
    pub fn add(&mut self, from: u128, to: u128) {
        let (mut from, mut to) = (from, to);
        // whatever begins before the end of it and ends behind its beginning becomes one with it
        while let Some((first, last)) = self.0.range(..=to.saturating_add(1)).next_back().map(|(f, l)| (*f, *l)) {
            if last < from.saturating_sub(1) {
                break;
            }
            self.0.remove(&first);
            from = from.min(first);
            to = to.max(last);
        }
        self.0.insert(from, to);
    }

    /// Whether all of a range is in it.
    pub fn has(&self, (from, to): (u128, u128)) -> bool {
        self.0.range(..=from).next_back().is_some_and(|(_, last)| *last >= to)
    }

    /// Whether all public addresses of a family are in it.
    pub fn are_everybody(&self, family: Family) -> bool {
        family.public().iter().all(|range| self.has(*range))
    }

    /// Adds another set.
    pub fn add_all(&mut self, other: &Spans) {
        other.0.iter().for_each(|(from, to)| self.add(*from, *to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_grow_together() {
        let mut spans = Spans::default();
        for (from, to) in [(10, 20), (30, 40), (50, 60), (21, 29), (61, u128::MAX), (0, 5)] {
            spans.add(from, to);
        }
        assert_eq!(spans.0.into_iter().collect::<Vec<_>>(), [(0, 5), (10, 40), (50, u128::MAX)]);
    }

    #[test]
    fn everybody_is_every_public_address() {
        let mut spans = Spans::default();
        spans.add(0, 0x7fff_ffff);
        assert!(!spans.are_everybody(Family::V4));
        spans.add(0x8000_0000, 0xdfff_ffff);
        assert!(spans.are_everybody(Family::V4) && !spans.are_everybody(Family::V6));
    }

    #[test]
    fn the_public_part_leaves_private_ranges_out() {
        let ten = Addresses::of(vec![(0x0a00_0000, 0x0aff_ffff)], Vec::new(), Vec::new(), Vec::new());
        assert_eq!(Family::V4.public_part(&ten).count(), 0);
        assert_eq!(Family::V4.public_part(&Addresses::all()).count(), 7);
    }
}
