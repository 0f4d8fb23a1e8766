//! One spelling for each team: names with the same key are the same team.
//!
//! The spelling of most changes is shown, of several the first in byte order, so that the order of files makes no difference.

use super::notes::FileNotes;
use plumbline_domain::{Change, Origin, Report, name_key};
use std::borrow::Cow;
use std::collections::HashMap;

/// Where the team of each change is stated.
#[derive(Debug, Default)]
pub(super) struct Teams {
    stated: Vec<Option<Origin>>,
}

impl Teams {
    /// Takes the reports of the next change, in the order of reading.
    pub fn note(&mut self, reports: &[Report]) {
        let stating = reports.iter().filter(|r| r.change.team.is_some());
        self.stated.push(stating.max_by_key(|r| r.recorded_at).map(|r| r.origin));
    }

    /// Gives every change the spelling of its team that most changes have, and says so of the others.
    pub fn join(self, changes: &mut [Change], notes: &mut [FileNotes]) {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for team in changes.iter().filter_map(|c| c.fields.team.as_deref()) {
            *counts.entry(team).or_default() += 1;
        }
        let spellings = other_spellings(&counts);
        if spellings.is_empty() {
            return;
        }
        for (change, stated) in changes.iter_mut().zip(self.stated) {
            let Some(team) = change.fields.team.take() else { continue };
            let Some(chosen) = spellings.get(&team) else {
                change.fields.team = Some(team);
                continue;
            };
            if let Some(origin) = stated
                && let Some(notes) = notes.get_mut(origin.file.0 as usize)
            {
                let name = match chosen {
                    Some(chosen) => format!("\"{team}\" as \"{chosen}\""),
                    None => format!("\"{team}\" as no team"),
                };
                notes.team_spellings.add_named(origin.record, "change.team", &name);
            }
            change.fields.team.clone_from(chosen);
        }
    }
}

/// The spellings that are not the one of their team, each with that; none for a name of which nothing can be seen.
fn other_spellings(counts: &HashMap<&str, u64>) -> HashMap<String, Option<String>> {
    let mut by_key: HashMap<Cow<'_, str>, Vec<(&str, u64)>> = HashMap::with_capacity(counts.len());
    for (team, n) in counts {
        by_key.entry(name_key(team)).or_default().push((team, *n));
    }
    let mut others = HashMap::new();
    for (key, spellings) in by_key {
        let chosen = spellings.iter().max_by_key(|(name, n)| (*n, std::cmp::Reverse(*name))).map(|(name, _)| *name);
        let chosen = chosen.filter(|_| !key.is_empty());
        let other = spellings.iter().filter(|(name, _)| Some(*name) != chosen);
        others.extend(other.map(|(name, _)| ((*name).to_owned(), chosen.map(str::to_owned))));
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(counts: &[(&'static str, u64)]) -> Vec<(String, Option<String>)> {
        let mut found: Vec<_> = other_spellings(&counts.iter().copied().collect()).into_iter().collect();
        found.sort();
        found
    }

    #[test]
    fn most_changes_decide_and_on_a_tie_the_first_in_byte_order() {
        let to = |name: &str, chosen: &str| (name.to_owned(), Some(chosen.to_owned()));
        assert_eq!(others(&[("payments", 3), ("Payments", 1), ("edge", 1)]), [to("Payments", "payments")]);
        assert_eq!(
            others(&[("payments", 1), ("pay\u{200b}ments", 1), ("Payments", 1)]),
            [to("payments", "Payments"), to("pay\u{200b}ments", "Payments"),]
        );
    }

    #[test]
    fn a_name_of_which_nothing_can_be_seen_is_no_team() {
        assert_eq!(others(&[("\u{200b}", 2), ("edge", 1)]), [("\u{200b}".to_owned(), None)]);
    }
}
