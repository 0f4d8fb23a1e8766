//! What is newsworthy about a change, the most pressing first. The order of [`News`] is the ranking.

use crate::pages::change::Subject;
use plumbline_assess::independent_reviews;
use plumbline_domain::{Condition, Gate, Grade, Outcome, Role, Severity};

/// What the headline of a change is made from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known<'a> {
    /// Merged or deployed by now.
    pub is_shipped: bool,
    /// Deployed by now.
    pub is_deployed: bool,
    /// What the gates said and what they ask for, in order.
    pub gates: Vec<GateFacts>,
    /// The names of the required items that are contradicted.
    pub contradicted: Vec<&'a str>,
    /// Open critical findings.
    pub critical: u64,
    /// Open high findings.
    pub high: u64,
    /// The names of the failure patterns that were found in it.
    pub patterns: Vec<&'a str>,
    /// All reviews.
    pub reviews: u64,
    /// Those who stated a confidence as reviewers.
    pub confident: u64,
    /// Of these, by somebody other than the author, both known.
    pub independent: u64,
    /// The due gate whose statement is furthest above its evidence: its name, what is stated, and the verified share.
    pub gap: Option<(Gate, f64, f64)>,
}

/// One gate of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GateFacts {
    /// The gate.
    pub gate: Gate,
    /// Whether it is due.
    pub is_due: bool,
    /// What it said; none without a report.
    pub outcome: Option<Outcome>,
    /// Required items.
    pub required: u64,
    /// Of these, verified.
    pub verified: u64,
    /// Of these, those of which nothing was offered.
    pub missing: u64,
}

/// A fact that may lead the headline, in the order of its weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum News<'a> {
    /// Evidence refutes what it is offered for: the names of the items.
    Contradicted(&'a [&'a str]),
    /// The change went on although gates did not pass.
    WentPast {
        /// The gates with what they said.
        gates: Vec<(Gate, Outcome)>,
        /// Deployed; else merged.
        is_deployed: bool,
    },
    /// Critical or high findings are open in a change that shipped.
    ShippedOpen {
        /// Critical ones.
        critical: u64,
        /// High ones.
        high: u64,
        /// Deployed; else merged.
        is_deployed: bool,
    },
    /// Gates passed with nothing offered for some of what they ask for.
    PassedWithout(Vec<GateFacts>),
    /// It shipped, and nobody reviewed it, or nobody independent did.
    Unreviewed {
        /// Whether there is a review at all.
        is_reviewed: bool,
        /// How many reviewers stated a confidence.
        confident: u64,
    },
    /// Critical or high findings are open in a change that has not shipped.
    Open {
        /// Critical ones.
        critical: u64,
        /// High ones.
        high: u64,
    },
}

impl Known<'_> {
    /// Required items over all gates.
    pub fn required(&self) -> u64 {
        self.gates.iter().map(|g| g.required).sum()
    }

    /// Of these, verified.
    pub fn verified(&self) -> u64 {
        self.gates.iter().map(|g| g.verified).sum()
    }

    /// How many gates are due.
    pub fn due(&self) -> u64 {
        self.gates.iter().filter(|g| g.is_due).count() as u64
    }

    /// The gates that did not pass before the change went past them: intent and validation before it shipped, execution before it was
    /// deployed. Observation looks afterwards, and holds nothing back.
    pub fn went_past(&self) -> Vec<(Gate, Outcome)> {
        let is_past = |gate: Gate| match gate {
            Gate::Intent | Gate::Validation => self.is_shipped,
            Gate::Execution => self.is_deployed,
            Gate::Observation => false,
        };
        let said = self.gates.iter().filter_map(|g| Some((g.gate, g.outcome?)));
        said.filter(|(gate, outcome)| is_past(*gate) && *outcome != Outcome::Passed).collect()
    }

    /// What is newsworthy, the most pressing first.
    pub fn news(&self) -> Vec<News<'_>> {
        let mut news = Vec::new();
        let (critical, high, is_deployed) = (self.critical, self.high, self.is_deployed);
        if !self.contradicted.is_empty() {
            news.push(News::Contradicted(&self.contradicted));
        }
        let gates = self.went_past();
        if !gates.is_empty() {
            news.push(News::WentPast { gates, is_deployed });
        }
        if self.is_shipped && critical + high > 0 {
            news.push(News::ShippedOpen { critical, high, is_deployed });
        }
        let without: Vec<GateFacts> =
            self.gates.iter().filter(|g| g.outcome == Some(Outcome::Passed) && g.missing > 0).copied().collect();
        if !without.is_empty() {
            news.push(News::PassedWithout(without));
        }
        if self.is_shipped && self.independent == 0 {
            news.push(News::Unreviewed { is_reviewed: self.reviews > 0, confident: self.confident });
        }
        if !self.is_shipped && critical + high > 0 {
            news.push(News::Open { critical, high });
        }
        news
    }
}

/// What is known of a change.
pub(super) fn known<'a>(s: &Subject<'a, '_>) -> Known<'a> {
    let assessed = s.assessed;
    let mut known = Known { is_shipped: assessed.is_shipped, is_deployed: assessed.is_deployed, ..Known::default() };
    for &gate in Gate::ALL {
        let at = assessed.gate(gate);
        known.gates.push(GateFacts {
            gate,
            is_due: at.is_due,
            outcome: at.outcome,
            required: at.requirements.len() as u64,
            verified: at.n_verified.into(),
            missing: at.requirements.iter().filter(|r| r.condition().is_none() && r.grade == Grade::Missing).count() as u64,
        });
        let refuted = at.requirements.iter().filter(|r| r.condition() == Some(Condition::Contradicted));
        known.contradicted.extend(refuted.filter_map(|r| Some(s.cx.policy.artifact_type(r.artifact_type)?.title.as_str())));
        let open = |severity: Severity| -> u64 {
            at.open.iter().filter_map(|by_severity| by_severity.get(severity.index())).map(|n| u64::from(*n)).sum()
        };
        known.critical += open(Severity::Critical);
        known.high += open(Severity::High);
        let (true, Some(stated), Some(verified)) = (at.is_due, at.stated, at.verified_share()) else { continue };
        if stated > verified && known.gap.is_none_or(|(_, p, v)| stated - verified > p - v) {
            known.gap = Some((gate, stated, verified));
        }
    }
    for occurrence in s.cx.assessment.occurrences_of(s.place) {
        let title = s.cx.policy.pattern(occurrence.pattern).map(|p| p.title.as_str());
        known.patterns.extend(title.filter(|title| !known.patterns.contains(title)));
    }
    known.reviews = s.change.reviews.len() as u64;
    known.independent = independent_reviews(&s.change.fields, &s.change.reviews).count() as u64;
    known.confident = confident_reviewers(s);
    known
}

/// How many stated a confidence as reviewers; those without a name count as one.
fn confident_reviewers(s: &Subject<'_, '_>) -> u64 {
    let stated = s.change.reports.iter().flat_map(|report| &report.perceived);
    let by_reviewers =
        stated.filter(|statement| matches!(&statement.role, Some(Role::Other(role)) if role.eq_ignore_ascii_case("reviewer")));
    by_reviewers.map(|statement| statement.by.as_deref()).collect::<std::collections::BTreeSet<_>>().len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(gate: Gate, outcome: Option<Outcome>, [required, verified, missing]: [u64; 3]) -> GateFacts {
        GateFacts { gate, is_due: true, outcome, required, verified, missing }
    }

    #[test]
    fn facts_come_in_the_order_of_their_weight() {
        let known = Known {
            is_shipped: true,
            is_deployed: true,
            gates: vec![
                gate(Gate::Intent, Some(Outcome::Passed), [1, 1, 0]),
                gate(Gate::Validation, Some(Outcome::Passed), [4, 1, 2]),
                gate(Gate::Execution, Some(Outcome::Skipped), [2, 0, 2]),
                gate(Gate::Observation, Some(Outcome::Failed), [2, 0, 2]),
            ],
            contradicted: vec!["Policy diagnostics"],
            critical: 2,
            reviews: 1,
            ..Known::default()
        };
        assert_eq!(
            known.news(),
            [
                News::Contradicted(&["Policy diagnostics"]),
                News::WentPast { gates: vec![(Gate::Execution, Outcome::Skipped)], is_deployed: true },
                News::ShippedOpen { critical: 2, high: 0, is_deployed: true },
                News::PassedWithout(vec![gate(Gate::Validation, Some(Outcome::Passed), [4, 1, 2])]),
                News::Unreviewed { is_reviewed: true, confident: 0 },
            ]
        );
        assert_eq!((known.required(), known.verified(), known.due()), (9, 2, 4));
    }

    #[test]
    fn a_change_that_has_not_shipped_went_past_nothing() {
        let failed = vec![gate(Gate::Validation, Some(Outcome::Failed), [4, 4, 0])];
        let known = Known { gates: failed.clone(), high: 1, ..Known::default() };
        assert_eq!(known.news(), [News::Open { critical: 0, high: 1 }]);
        // merged, and not deployed: execution is still ahead
        let skipped = gate(Gate::Execution, Some(Outcome::Skipped), [1, 0, 0]);
        let merged = Known { gates: [failed, vec![skipped]].concat(), is_shipped: true, independent: 1, ..Known::default() };
        assert_eq!(merged.news(), [News::WentPast { gates: vec![(Gate::Validation, Outcome::Failed)], is_deployed: false }]);
    }

    #[test]
    fn a_change_with_everything_in_order_has_no_news() {
        let gates = vec![gate(Gate::Intent, Some(Outcome::Passed), [1, 1, 0]), gate(Gate::Validation, None, [3, 0, 3])];
        let known = Known { is_shipped: true, gates, reviews: 1, independent: 1, ..Known::default() };
        assert_eq!(known.news(), [], "a gate without a report did not pass");
    }
}
