//! Who reviewed, and whether the verdicts agree with the evidence and with each other (docs/scoring.md, "Double-blind review").

use crate::{Assessment, ChangeAssessment, independent_reviews};
use plumbline_domain::{ChangeFields, Gate, ReviewRecord, Verdict, same_name};
use serde::Serialize;

/// The reviews of one team.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamReviews {
    /// The team.
    pub team: String,
    /// The team, by its place in [`Assessment::teams`].
    #[serde(skip)]
    pub team_place: u32,
    /// Its changes due at validation.
    pub changes: u64,
    /// Of these, with an independent review.
    pub independent: u64,
    /// Their share, 0 to 1.
    pub independent_share: Option<f64>,
    /// Of those with an independent review, with a blind one.
    pub blind: u64,
    /// Their share, 0 to 1.
    pub blind_share: Option<f64>,
    /// Verdicts that can be compared with the evidence.
    pub evidence_n: u64,
    /// The share of them that agrees with it, 0 to 1.
    pub evidence_agreement: Option<f64>,
    /// Cohen's kappa of verdicts and evidence, -1 to 1; absent when chance alone would agree.
    pub evidence_kappa: Option<f64>,
    /// Verdicts that two independent reviewers of a change gave on the same thing.
    pub reviewers_n: u64,
    /// The share of them that agrees, 0 to 1.
    pub reviewers_agreement: Option<f64>,
    /// Cohen's kappa of the two reviewers, -1 to 1.
    pub reviewers_kappa: Option<f64>,
}

/// Two yes/no judgements counted against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Agreement {
    both: u64,
    only_first: u64,
    only_second: u64,
    neither: u64,
}

impl Agreement {
    fn count(&mut self, first: bool, second: bool) {
        *match (first, second) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.only_first,
            (false, true) => &mut self.only_second,
            (false, false) => &mut self.neither,
        } += 1;
    }

    fn n(self) -> u64 {
        self.both + self.only_first + self.only_second + self.neither
    }

    fn share(self) -> Option<f64> {
        share(self.both + self.neither, self.n())
    }

    /// Agreement beyond chance: (observed − expected) ÷ (1 − expected).
    fn kappa(self) -> Option<f64> {
        let observed = self.share()?;
        let n = self.n() as f64;
        let (first, second) = ((self.both + self.only_first) as f64 / n, (self.both + self.only_second) as f64 / n);
        let expected = first * second + (1.0 - first) * (1.0 - second);
        (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
    }
}

fn share(k: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| k as f64 / n as f64)
}

/// A review's verdicts on intent, controls and outcome: whether each was upheld, where it was assessed.
fn verdicts(record: &ReviewRecord) -> [Option<bool>; 3] {
    let assessed = |verdict: Option<Verdict>| match verdict? {
        Verdict::Upheld => Some(true),
        Verdict::NotUpheld => Some(false),
        Verdict::NotAssessed => None,
    };
    [assessed(record.review.intent), assessed(record.review.controls), assessed(record.review.outcome)]
}

/// What the evidence says on intent, controls and outcome, where all the gates concerned are due.
fn evidence_says(change: &ChangeAssessment) -> [Option<bool>; 3] {
    let at = |gates: &[Gate]| {
        gates.iter().all(|&g| change.gate(g).is_due).then(|| gates.iter().all(|&g| change.gate(g).is_verified()))
    };
    [at(&[Gate::Intent]), at(&[Gate::Validation]), at(&[Gate::Execution, Gate::Observation])]
}

/// The reviews of each team that has a change in the set, in byte order of their names.
pub fn by_team(assessment: &Assessment, subset: &[u32]) -> Vec<TeamReviews> {
    assessment
        .by_team(subset)
        .into_iter()
        .map(|(team_place, changes)| TeamReviews {
            team: assessment.team_name(team_place).to_owned(),
            team_place,
            ..together(assessment, &changes)
        })
        .collect()
}

/// The reviews of a set of changes together, as those of one team without a name.
pub fn together(assessment: &Assessment, subset: &[u32]) -> TeamReviews {
    let (mut due, mut independent, mut blind) = (0, 0, 0);
    let (mut evidence, mut reviewers) = (Agreement::default(), Agreement::default());
    for (place, assessed) in assessment.of(subset) {
        let Some((fields, _)) = assessment.outline(place) else { continue };
        let reviews = assessment.reviews(place);
        if assessed.gate(Gate::Validation).is_due {
            due += 1;
            independent += u64::from(assessed.review.is_independent);
            blind += u64::from(assessed.review.is_blind);
        }
        let proved = evidence_says(assessed);
        for record in independent_reviews(fields, reviews) {
            for (upheld, proved) in verdicts(record).into_iter().zip(proved) {
                if let (Some(upheld), Some(proved)) = (upheld, proved) {
                    evidence.count(upheld, proved);
                }
            }
        }
        if let Some((first, second)) = first_two_reviewers(fields, reviews) {
            for pair in verdicts(first).into_iter().zip(verdicts(second)) {
                if let (Some(a), Some(b)) = pair {
                    reviewers.count(a, b);
                }
            }
        }
    }
    TeamReviews {
        team: String::new(),
        team_place: 0,
        changes: due,
        independent,
        independent_share: share(independent, due),
        blind,
        blind_share: share(blind, independent),
        evidence_n: evidence.n(),
        evidence_agreement: evidence.share(),
        evidence_kappa: evidence.kappa(),
        reviewers_n: reviewers.n(),
        reviewers_agreement: reviewers.share(),
        reviewers_kappa: reviewers.kappa(),
    }
}

/// The first review of each of the first two independent reviewers.
fn first_two_reviewers<'a>(
    fields: &'a ChangeFields,
    reviews: &'a [ReviewRecord],
) -> Option<(&'a ReviewRecord, &'a ReviewRecord)> {
    let mut reviews = independent_reviews(fields, reviews);
    let first = reviews.next()?;
    let by = first.review.by.as_deref()?;
    let second = reviews.find(|r| r.review.by.as_deref().is_some_and(|other| !same_name(other, by)))?;
    Some((first, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_by_hand() {
        // 20 both, 5 only the first, 10 only the second, 15 neither: observed 35/50 = 0.7;
        // expected 25/50·30/50 + 25/50·20/50 = 0.3 + 0.2 = 0.5; kappa 0.2/0.5 = 0.4
        let a = Agreement { both: 20, only_first: 5, only_second: 10, neither: 15 };
        assert!((a.kappa().unwrap() - 0.4).abs() < 1e-12);
        assert_eq!(a.share(), Some(0.7));
    }

    #[test]
    fn no_kappa_where_chance_agrees() {
        assert_eq!(Agreement { both: 7, ..Agreement::default() }.kappa(), None);
        assert_eq!(Agreement::default().kappa(), None);
    }
}
