//! On which ports the sources of many rules together are everybody: a sweep over the ports, so that the time is that of sorting.

use super::spans::Family;

/// How often a source may begin or end in a sweep; real groups need thousands.
const MAX_STEPS: usize = 5_000_000;

/// A range of addresses.
type Range = (u128, u128);

/// The ports that a rule is for, and the public part of its sources.
pub(super) type Covering<'r> = (&'r [(u16, u16)], Vec<Range>);

/// The ranges of ports, sorted, on which the rules that are for a port hold all public addresses together.
///
/// Where that would take too many steps, the ports of all rules.
pub(super) fn ports_of_everybody(rules: &[Covering<'_>], family: Family) -> Vec<(u16, u16)> {
    let steps = rules.iter().map(|(ports, sources)| ports.len().saturating_mul(sources.len())).fold(0, usize::saturating_add);
    if steps > MAX_STEPS {
        return rules.iter().flat_map(|(ports, _)| ports.iter().copied()).collect();
    }
    let public = || family.public().iter().copied();
    let all = public().chain(rules.iter().flat_map(|(_, sources)| sources.iter().copied()));
    let mut edges: Vec<u128> = all.flat_map(|(from, to)| [from, to.saturating_add(1)]).collect();
    edges.sort_unstable();
    edges.dedup();
    let segment = |edge: u128| edges.partition_point(|e| *e < edge);
    let mut counts = Counts::new(edges.len());
    // what lies between public ranges needs nobody
    let ends = std::iter::once(0).chain(public().map(|(_, to)| to.saturating_add(1)));
    let starts = public().map(|(from, _)| from).chain([u128::MAX]);
    ends.zip(starts).for_each(|(from, to)| counts.add(segment(from), segment(to).max(segment(from)), 1));
    counts.add(edges.len().saturating_sub(1), edges.len(), 1);

    let mut events: Vec<(u32, i32, usize)> = Vec::new();
    for (n, (ports, _)) in rules.iter().enumerate() {
        for (from, to) in *ports {
            events.extend([(u32::from(*from), 1, n), (u32::from(*to) + 1, -1, n)]);
        }
    }
    events.sort_unstable();
    let mut found = Vec::new();
    let mut events = events.into_iter().peekable();
    while let Some((port, by, n)) = events.next() {
        if let Some((_, sources)) = rules.get(n) {
            for (from, to) in sources {
                counts.add(segment(*from), segment(to.saturating_add(1)), by);
            }
        }
        let next = events.peek().map_or(port, |(next, _, _)| *next);
        if next > port && counts.least() > 0 {
            found.extend(u16::try_from(port).ok().zip(u16::try_from(next - 1).ok()));
        }
    }
    found
}

/// Counts of segments, to which a range of segments is added at once, and whose least is known: a tree of sums.
#[derive(Debug)]
struct Counts {
    n: usize,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    added: i32,
    least: i32,
}

impl Counts {
    fn new(n: usize) -> Self {
        Counts { n, nodes: vec![Node::default(); n.max(1).next_power_of_two() * 2] }
    }

    /// The least of all counts.
    fn least(&self) -> i32 {
        self.node(1).least
    }

    fn node(&self, at: usize) -> Node {
        self.nodes.get(at).copied().unwrap_or_default()
    }

    /// Adds to the segments from one to before another.
    fn add(&mut self, from: usize, to: usize, by: i32) {
        if from < to {
            self.add_below(1, (0, self.n), (from, to), by);
        }
    }

    fn add_below(&mut self, at: usize, (low, high): (usize, usize), (from, to): (usize, usize), by: i32) {
        if to <= low || high <= from {
            return;
        }
        let is_inside = from <= low && high <= to;
        if !is_inside {
            let middle = low + (high - low) / 2;
            self.add_below(at * 2, (low, middle), (from, to), by);
            self.add_below(at * 2 + 1, (middle, high), (from, to), by);
        }
        let below = self.node(at * 2).least.min(self.node(at * 2 + 1).least);
        if let Some(node) = self.nodes.get_mut(at) {
            node.added += if is_inside { by } else { 0 };
            node.least = if is_inside { node.least + by } else { node.added + below };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_everybody_where_their_ports_meet() {
        let (low, high) = ((0x0100_0000, 0x7fff_ffff), (0x8000_0000, 0xdfff_ffff));
        let rules: Vec<Covering<'_>> =
            vec![(&[(10, 100), (300, 400)], vec![low]), (&[(50, 350)], vec![high]), (&[(65_535, 65_535)], vec![low, high])];
        assert_eq!(ports_of_everybody(&rules, Family::V4), [(50, 100), (300, 350), (65_535, 65_535)]);
        assert_eq!(ports_of_everybody(&rules, Family::V6), []);
        assert_eq!(ports_of_everybody(&[], Family::V4), []);
    }
}
