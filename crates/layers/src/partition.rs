//! Partitions: which records are judged together, so that no more than a team's are in memory at a time.
//!
//! Whatever a judgement looks at lies inside of a team. All records of one change go together, and so do all changes that state one
//! team, compared by [`name_key`]. Changes that state no team, or one of which nothing can be seen, are one partition.

use plumbline_domain::name_key;
use plumbline_ingest::sha256_hex;
use plumbline_text::file_name;
use std::collections::HashMap;

/// The most bytes of a team's name in the name of its partition.
const MAX_NAME: usize = 40;

/// Gathers which changes state which teams.
#[derive(Clone, Debug, Default)]
pub struct Partitioner {
    changes: HashMap<Box<str>, u32>,
    teams: HashMap<Box<str>, u32>,
    /// For each change and team the next on the way to the one that stands for all of its partition.
    parents: Vec<u32>,
    /// Whether a report of the change states a team; true for a team.
    has_team: Vec<bool>,
}

impl Partitioner {
    /// Takes a record of a change, and the team that it states; gives the number of the change for [`Partitions::of`].
    pub fn add(&mut self, change: &str, team: Option<&str>) -> u32 {
        let change = match self.changes.get(change) {
            Some(node) => *node,
            None => {
                let node = self.node(false);
                self.changes.insert(change.into(), node);
                node
            }
        };
        if let Some(team) = team {
            let team = self.team(&name_key(team));
            self.join(change, team);
            if let Some(has_team) = self.has_team.get_mut(change as usize) {
                *has_team = true;
            }
        }
        change
    }

    fn team(&mut self, key: &str) -> u32 {
        match self.teams.get(key) {
            Some(node) => *node,
            None => {
                let node = self.node(true);
                self.teams.insert(key.into(), node);
                node
            }
        }
    }

    fn node(&mut self, has_team: bool) -> u32 {
        let node = u32::try_from(self.parents.len()).unwrap_or(u32::MAX);
        self.parents.push(node);
        self.has_team.push(has_team);
        node
    }

    fn root(&mut self, mut node: u32) -> u32 {
        while let Some(&parent) = self.parents.get(node as usize).filter(|parent| **parent != node) {
            let grandparent = self.parents.get(parent as usize).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(node as usize) {
                *slot = grandparent;
            }
            node = grandparent;
        }
        node
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        // the smaller number stands for both, so that ways stay short
        if let Some(slot) = self.parents.get_mut(one.max(other) as usize) {
            *slot = one.min(other);
        }
    }

    /// The ids of all changes, in no order.
    pub fn changes(&self) -> impl Iterator<Item = Box<str>> {
        self.changes.keys().cloned()
    }

    /// The partitions, in byte order of their names.
    pub fn partitions(mut self) -> Partitions {
        let teamless: Vec<u32> = (0_u32..).zip(&self.has_team).filter(|(_, has_team)| !**has_team).map(|(n, _)| n).collect();
        if !teamless.is_empty() {
            let none = self.team("");
            teamless.into_iter().for_each(|change| self.join(change, none));
        }
        // each partition is called by the first of its teams in byte order, so that the order of records makes no difference
        let mut keys: Vec<(Box<str>, u32)> = std::mem::take(&mut self.teams).into_iter().collect();
        keys.sort();
        let mut names: Vec<(String, u32)> = Vec::new();
        let mut named: HashMap<u32, ()> = HashMap::new();
        for (key, node) in keys {
            let root = self.root(node);
            if named.insert(root, ()).is_none() {
                names.push((name_of(&key), root));
            }
        }
        names.sort();
        let places: HashMap<u32, u32> = names.iter().map(|(_, root)| *root).zip(0_u32..).collect();
        let n_nodes = u32::try_from(self.parents.len()).unwrap_or(u32::MAX);
        let of_node = (0..n_nodes).map(|node| places.get(&self.root(node)).copied().unwrap_or(0)).collect();
        Partitions { of_node, names: names.into_iter().map(|(name, _)| name).collect() }
    }
}

/// The partitions of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partitions {
    of_node: Vec<u32>,
    names: Vec<String>,
}

impl Partitions {
    /// The place of the partition of a change, by the number that [`Partitioner::add`] gave.
    pub fn of(&self, change: u32) -> u32 {
        self.of_node.get(change as usize).copied().unwrap_or(0)
    }

    /// The name of each.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// The name of the partition of a team: words for people, and digits that tell two teams of one word apart.
fn name_of(key: &str) -> String {
    if key.is_empty() {
        return "no-team".to_owned();
    }
    let short: String = key.chars().take(MAX_NAME).collect();
    format!("{}-{}", file_name(&short, "team"), sha256_hex(key.as_bytes()).get(..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes of each partition, under its name.
    fn of(records: &[(&str, Option<&str>)]) -> Vec<(String, Vec<String>)> {
        let mut partitioner = Partitioner::default();
        let numbers: Vec<u32> = records.iter().map(|(change, team)| partitioner.add(change, *team)).collect();
        let partitions = partitioner.partitions();
        let mut out: Vec<(String, Vec<String>)> = partitions.names().iter().map(|name| (name.clone(), Vec::new())).collect();
        for ((change, _), number) in records.iter().zip(numbers) {
            let changes = &mut out[partitions.of(number) as usize].1;
            if !changes.contains(&(*change).to_owned()) {
                changes.push((*change).to_owned());
            }
        }
        out.iter_mut().for_each(|(_, changes)| changes.sort());
        out
    }

    #[test]
    fn changes_of_one_team_go_together_however_it_is_spelled() {
        let found = of(&[
            ("a#1", Some("payments")),
            ("a#1", None),
            ("a#2", Some("Pay\u{200b}ments")),
            ("b#1", Some("edge")),
            ("b#2", None),
            ("b#3", Some("\u{200b}")),
        ]);
        let changes: Vec<Vec<&str>> = found.iter().map(|(_, c)| c.iter().map(String::as_str).collect()).collect();
        assert_eq!(changes, [vec!["b#1"], vec!["b#2", "b#3"], vec!["a#1", "a#2"]]);
        assert!(found[0].0.starts_with("edge-") && found[0].0.len() == 13, "{}", found[0].0);
        assert_eq!(found[1].0, "no-team");
    }

    #[test]
    fn a_change_that_states_two_teams_joins_them_in_any_order() {
        let records = [("a#1", Some("x")), ("a#2", Some("y")), ("a#3", Some("z")), ("a#2", Some("z")), ("a#4", None)];
        let mut reversed = records;
        reversed.reverse();
        assert_eq!(of(&records), of(&reversed));
        assert_eq!(of(&records).iter().map(|(_, c)| c.len()).collect::<Vec<_>>(), [1, 1, 2]);
        assert!(of(&[]).is_empty());
    }
}
