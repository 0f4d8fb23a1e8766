//! Finds changes by a text in ids, titles, teams, services and the rules of findings.

use crate::{Assessment, GroupBy};
use std::collections::HashMap;

/// An index of the texts of all changes. Building it takes time linear in the data set.
#[derive(Clone, Debug, Default)]
pub struct TextIndex {
    /// Id and title of each change in lower case, each on its own line.
    lines: String,
    /// Where the lines of each change end.
    ends: Vec<usize>,
    /// Every rule that has a finding.
    rules: Vec<String>,
    /// The rules of each change by their places, one change after the other.
    rules_of: Vec<u32>,
    /// Where the rules of each change end.
    rule_ends: Vec<usize>,
}

impl TextIndex {
    /// The index of all changes of an assessment.
    pub fn of(assessment: &Assessment) -> Self {
        let mut index = TextIndex::default();
        let mut known: HashMap<String, u32> = HashMap::new();
        for place in assessment.every() {
            if let Some((fields, _)) = assessment.outline(place) {
                for text in [Some(&fields.id), fields.title.as_ref()].into_iter().flatten() {
                    index.lines.push_str(&text.to_lowercase().replace('\n', " "));
                    index.lines.push('\n');
                }
            }
            index.ends.push(index.lines.len());
            for rule in assessment.rules_of(place) {
                let next = u32::try_from(index.rules.len()).unwrap_or(u32::MAX);
                let code = match known.get(rule) {
                    Some(code) => *code,
                    None => {
                        known.insert(rule.to_owned(), next);
                        index.rules.push(rule.to_owned());
                        next
                    }
                };
                index.rules_of.push(code);
            }
            index.rule_ends.push(index.rules_of.len());
        }
        index
    }

    /// For each change, whether a word stands in its id or title.
    fn in_lines(&self, word: &str) -> Vec<bool> {
        let mut found = vec![false; self.ends.len()];
        let mut change = 0;
        for (at, _) in self.lines.match_indices(word) {
            while self.ends.get(change).is_some_and(|end| *end <= at) {
                change += 1;
            }
            if let Some(slot) = found.get_mut(change) {
                *slot = true;
            }
        }
        found
    }

    fn rules_of(&self, place: usize) -> &[u32] {
        let start = place.checked_sub(1).and_then(|before| self.rule_ends.get(before)).copied().unwrap_or(0);
        self.rule_ends.get(place).and_then(|end| self.rules_of.get(start..*end)).unwrap_or_default()
    }
}

/// For each name, whether a word in lower case stands in it.
fn in_names(names: &[String], word: &str) -> Vec<bool> {
    names.iter().map(|name| name.to_lowercase().contains(word)).collect()
}

fn is_at(found: &[bool], place: Option<u32>) -> bool {
    place.and_then(|place| found.get(place as usize)).copied().unwrap_or(false)
}

impl TextIndex {
    /// The changes of a set, in its order, that have every word of a text in their id, title, team, service or the rule of a
    /// finding. Case does not matter; a text without a word finds all.
    pub fn find(&self, assessment: &Assessment, subset: &[u32], text: &str) -> Vec<u32> {
        let mut left = subset.to_vec();
        let lower = text.to_lowercase();
        for word in lower.split_whitespace() {
            let lines = self.in_lines(word);
            let (teams, services, rules) =
                (in_names(assessment.teams(), word), in_names(assessment.services(), word), in_names(&self.rules, word));
            let any_rule = rules.contains(&true);
            left.retain(|&place| {
                is_at(&lines, Some(place))
                    || is_at(&teams, assessment.group_of(place, GroupBy::Team))
                    || is_at(&services, assessment.group_of(place, GroupBy::Service))
                    || any_rule && self.rules_of(place as usize).iter().any(|&rule| is_at(&rules, Some(rule)))
            });
        }
        left
    }

    /// The rules of findings whose id contains a text, whatever its case, each with the number of changes that have it.
    pub fn find_rules(&self, text: &str) -> Vec<(&str, u64)> {
        let found = in_names(&self.rules, &text.to_lowercase());
        let mut counts = vec![0_u64; self.rules.len()];
        for place in 0..self.ends.len() {
            let mut seen: Vec<u32> = Vec::new();
            for &rule in self.rules_of(place).iter().filter(|rule| is_at(&found, Some(**rule))) {
                if !seen.contains(&rule) {
                    seen.push(rule);
                    if let Some(n) = counts.get_mut(rule as usize) {
                        *n += 1;
                    }
                }
            }
        }
        let all = self.rules.iter().zip(counts).zip(found);
        all.filter(|(_, found)| *found).map(|((rule, n), _)| (rule.as_str(), n)).collect()
    }
}
