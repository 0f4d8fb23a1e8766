//! The gap of AI-written changes beside that of people's, pooled and within teams (docs/scoring.md, "Within teams").

use super::confidence::{self, Confidence};
use crate::{Assessment, GroupBy};
use plumbline_domain::Authorship;
use serde::Serialize;

/// How much more gap the changes of one authorship have than those of people.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WithinTeams {
    /// How many teams are compared: those where both have enough pairs of a change and a gate that state a confidence (policy:
    /// `tooFew`).
    pub teams: u64,
    /// The difference of the gaps over all changes, -2 to 2; none where either has no gap.
    pub pooled: Option<f64>,
    /// The mean of the differences within the teams, each weighted by its pairs, -2 to 2; none without a team.
    pub within: Option<f64>,
    /// The teams that are compared, in byte order of their names.
    #[serde(skip)]
    pub pairs: Vec<TeamPair>,
}

/// The gaps of both in one team.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TeamPair {
    /// The team, by its place in [`Assessment::teams`].
    pub team: u32,
    /// The gap of the authorship, -1 to 1.
    pub gap: f64,
    /// The gap of people, -1 to 1.
    pub human_gap: f64,
    /// How many pairs of a change and a gate of the authorship state a confidence.
    pub n: u64,
    /// The same of people.
    pub n_human: u64,
}

impl TeamPair {
    /// How much it weighs in the mean.
    pub fn weight(&self) -> f64 {
        let (n, n_human) = (self.n as f64, self.n_human as f64);
        n * n_human / (n + n_human)
    }
}

/// The authorships that are compared with people.
pub const COMPARED: [Authorship; 3] = [Authorship::AiAssisted, Authorship::AiGenerated, Authorship::Unknown];

/// Each other authorship against people over a set of changes, in the order of [`COMPARED`].
pub fn over(assessment: &Assessment, subset: &[u32]) -> Vec<(Authorship, WithinTeams)> {
    let pooled = confidence::pooled_by(assessment, subset, GroupBy::Authorship);
    let in_teams = confidence::pooled_by_team_and_authorship(assessment, subset);
    let n_authorships = Authorship::ALL.len();
    let in_team = |team: usize, who: Authorship| in_teams.get(team * n_authorships + who.index());
    let of = |who: Authorship| {
        let gap = |who: Authorship| pooled.get(who.index())?.gap;
        let pair = |team: u32| {
            let (it, human) = (in_team(team as usize, who)?, in_team(team as usize, Authorship::Human)?);
            let has_enough = |c: &Confidence| c.stated > 0 && c.stated >= u64::from(assessment.policy().too_few);
            let both = has_enough(it) && has_enough(human);
            both.then_some(TeamPair { team, gap: it.gap?, human_gap: human.gap?, n: it.stated, n_human: human.stated })
        };
        let pairs: Vec<TeamPair> = (0_u32..).take(assessment.teams().len()).filter_map(pair).collect();
        let weights: f64 = pairs.iter().map(TeamPair::weight).sum();
        let differences: f64 = pairs.iter().map(|p| p.weight() * (p.gap - p.human_gap)).sum();
        WithinTeams {
            teams: pairs.len() as u64,
            pooled: gap(who).zip(gap(Authorship::Human)).map(|(it, human)| it - human),
            within: (!pairs.is_empty()).then(|| differences / weights),
            pairs,
        }
    };
    COMPARED.map(|who| (who, of(who))).into()
}
