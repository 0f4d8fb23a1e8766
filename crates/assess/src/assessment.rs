//! Everything about each change that no filter alters, computed once: due gates, graded items, requirements, occurrences.

use super::columns::{Columns, FindingColumn, FindingState};
use super::due::{due_gates, is_past_grace};
use super::find::TextIndex;
use super::finding::{JoinedFinding, join_findings};
use super::grade::{ContentFacts, GradeContext, GradedItem, grade_item};
use super::ladders::Ladders;
use super::pattern::{Occurrence, OccurrenceFinder};
use super::policy_index::PolicyIndex;
use super::requirement::{Requirement, best};
use super::review::{ReviewSummary, summarize_reviews};
use super::rule_meaning::{RuleMeaning, rule_meaning};
use super::selection::GroupBy;
use plumbline_domain::{
    ArtifactTypeId, Authorship, Change, Dataset, Finding, FindingStatus, Gate, GateReport, Instant, Mode, Outcome, Policy, Risk,
    Role, Surface,
};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A data set with all that holds for each of its changes whatever is selected.
#[derive(Clone, Debug)]
pub struct Assessment {
    dataset: Arc<Dataset>,
    pub(crate) index: PolicyIndex,
    changes: Vec<ChangeAssessment>,
    occurrences: Vec<Occurrence>,
    pub(crate) columns: Columns,
    pub(crate) ladders: Ladders,
    /// Made when something is first searched for.
    pub(crate) text_index: OnceLock<TextIndex>,
    teams: Vec<String>,
    services: Vec<String>,
    environments: Vec<String>,
    releases: Vec<String>,
}

/// What holds for one change.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeAssessment {
    /// The date for periods and trends.
    pub date: Instant,
    /// Merged or deployed by `now`.
    pub is_shipped: bool,
    /// Deployed by `now`.
    pub is_deployed: bool,
    /// Deployed, and the days of grace for observation are over.
    pub is_past_grace: bool,
    /// Its team, by its place in [`Assessment::teams`].
    pub team: Option<u32>,
    /// Its service, by its place in [`Assessment::services`].
    pub service: Option<u32>,
    /// Its environment without case, by its place in [`Assessment::environments`].
    pub environment: Option<u32>,
    /// Its release, by its place in [`Assessment::releases`].
    pub release: Option<u32>,
    /// Who wrote it.
    pub authorship: Authorship,
    /// Whether its environment counts as critical.
    pub is_critical: bool,
    /// Resources that it creates, modifies or deletes.
    pub blast_radius: u64,
    /// Its gates, in the order of [`Gate::ALL`].
    pub gates: [GateAssessment; 4],
    /// What its reviews come to.
    pub review: ReviewSummary,
    /// Where its occurrences stand among all.
    occurrences: Range<usize>,
}

/// What holds for one gate of one change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GateAssessment {
    /// Whether the gate is due.
    pub is_due: bool,
    /// What the counting report says; none without one.
    pub outcome: Option<Outcome>,
    /// The mode of the counting report.
    pub mode: Option<Mode>,
    /// The items of the counting report, graded, in its order.
    pub items: Vec<GradedItem>,
    /// What is owed; empty when the gate is not due.
    pub requirements: Vec<Requirement>,
    /// How many requirements are verified.
    pub n_verified: u32,
    /// The stated confidence, 0 to 1.
    pub stated: Option<f64>,
    /// Whether any statement names a risk.
    states_risk: bool,
    /// Open findings by surface and severity, in the order of the vocabulary.
    pub open: [[u32; 5]; 3],
    /// Open critical and high findings.
    pub n_blocking: u32,
}

impl GateAssessment {
    /// Whether the gate is due and everything that it asks for is verified.
    pub fn is_verified(&self) -> bool {
        self.is_due && self.n_verified as usize == self.requirements.len()
    }

    /// The share of requirements that is verified; none when nothing is owed.
    pub fn verified_share(&self) -> Option<f64> {
        (!self.requirements.is_empty()).then(|| f64::from(self.n_verified) / self.requirements.len() as f64)
    }

    /// Whether the gate was open: passed or bypassed.
    pub fn was_open(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Passed | Outcome::Bypassed))
    }

    /// Open findings of all surfaces and severities.
    pub fn n_open(&self) -> u64 {
        self.open.iter().flatten().map(|&n| u64::from(n)).sum()
    }

    /// The best item of a type, owed or offered unasked.
    pub fn best_item(&self, artifact_type: ArtifactTypeId) -> Option<(usize, &GradedItem)> {
        best(&self.items, |_, item| item.artifact_type == artifact_type)
    }
}

impl ChangeAssessment {
    /// One of its gates.
    pub fn gate(&self, gate: Gate) -> &GateAssessment {
        let [intent, validation, execution, observation] = &self.gates;
        match gate {
            Gate::Intent => intent,
            Gate::Validation => validation,
            Gate::Execution => execution,
            Gate::Observation => observation,
        }
    }

    /// All that it owes, with the gate at which it is owed.
    pub fn requirements(&self) -> impl Iterator<Item = (Gate, &Requirement)> {
        Gate::ALL.iter().copied().flat_map(|gate| self.gate(gate).requirements.iter().map(move |r| (gate, r)))
    }

    /// Whether it shipped while something that it owes is not verified.
    pub fn is_in_debt(&self) -> bool {
        self.is_shipped && self.requirements().any(|(_, r)| !r.is_verified)
    }

    /// Whether no critical or high finding is open at any gate.
    pub fn is_clean(&self) -> bool {
        self.gates.iter().all(|g| g.n_blocking == 0)
    }
}

impl Assessment {
    /// Judges every change of a data set. Linear in what the data set holds.
    pub fn new(dataset: impl Into<Arc<Dataset>>) -> Self {
        let dataset: Arc<Dataset> = dataset.into();
        let index = PolicyIndex::new(&dataset.policy);
        let fields = || dataset.changes.iter().map(|c| &c.fields);
        let teams = Names::of(fields().map(|f| f.team.clone()));
        let services = Names::of(fields().map(|f| f.service.clone()));
        let environments = Names::of(fields().map(|f| f.environment.as_ref().map(|e| e.to_lowercase())));
        let releases = Names::of(fields().map(|f| f.release.clone()));
        let places: Vec<[Option<u32>; 4]> = fields()
            .map(|f| {
                [
                    teams.place(f.team.as_deref()),
                    services.place(f.service.as_deref()),
                    environments.place(f.environment.as_ref().map(|e| e.to_lowercase()).as_deref()),
                    releases.place(f.release.as_deref()),
                ]
            })
            .collect();
        let contents: Vec<ContentFacts> = dataset.contents.iter().map(ContentFacts::of).collect();
        let successors = Deployments::of(&dataset, &places);

        let mut occurrences = Vec::new();
        let mut findings = FindingColumn::default();
        let changes = (0_u32..)
            .zip(dataset.changes.iter().zip(&places))
            .map(|(place, (change, &[team, service, environment, release]))| {
                let fresh_at = successors.replaced_at(change, &[team, service, environment, release], dataset.now);
                let mut judge = Judge { dataset: &dataset, index: &index, contents: &contents, change, fresh_at };
                let (gates, found) = judge.change(place, &mut findings);
                findings.end_change();
                let first = occurrences.len();
                occurrences.extend(found);
                let f = &change.fields;
                ChangeAssessment {
                    date: change.date(),
                    is_shipped: change.is_shipped(dataset.now),
                    is_deployed: change.is_deployed(dataset.now),
                    is_past_grace: is_past_grace(change, &dataset.policy, dataset.now),
                    team,
                    service,
                    environment,
                    release,
                    authorship: f.authorship.unwrap_or(Authorship::Unknown),
                    is_critical: dataset.policy.is_critical(f.environment.as_deref()),
                    blast_radius: blast_radius(change, &dataset.policy),
                    gates,
                    review: summarize_reviews(change),
                    occurrences: first..occurrences.len(),
                }
            })
            .collect();
        let mut assessment = Assessment {
            index,
            changes,
            occurrences,
            columns: Columns::default(),
            ladders: Ladders::default(),
            text_index: OnceLock::new(),
            teams: teams.names,
            services: services.names,
            environments: environments.names,
            releases: releases.names,
            dataset,
        };
        assessment.columns = Columns::of(&assessment, findings);
        let every: Vec<u32> = (0_u32..).zip(&assessment.changes).map(|(place, _)| place).collect();
        assessment.columns.counts = GroupBy::ALL.iter().map(|&by| assessment.count_by(&every, by)).collect();
        assessment
    }

    /// The data set that was judged.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.dataset.policy
    }

    /// All changes, in the order of [`Dataset::changes`].
    pub fn changes(&self) -> &[ChangeAssessment] {
        &self.changes
    }

    /// The change at a place, as it was read and as it was judged.
    pub fn change(&self, place: u32) -> Option<(&Change, &ChangeAssessment)> {
        Some((self.dataset.changes.get(place as usize)?, self.changes.get(place as usize)?))
    }

    /// The place of the change with this id.
    pub fn place_of(&self, id: &str) -> Option<u32> {
        let place = self.dataset.changes.iter().position(|c| c.fields.id == id)?;
        u32::try_from(place).ok()
    }

    /// All teams, in byte order.
    pub fn teams(&self) -> &[String] {
        &self.teams
    }

    /// The name of a team; empty when there is no such team.
    pub fn team_name(&self, team: u32) -> &str {
        self.teams.get(team as usize).map_or("", String::as_str)
    }

    /// All services, in byte order.
    pub fn services(&self) -> &[String] {
        &self.services
    }

    /// All environments in lower case, in byte order.
    pub fn environments(&self) -> &[String] {
        &self.environments
    }

    /// All releases, in byte order.
    pub fn releases(&self) -> &[String] {
        &self.releases
    }

    /// Every occurrence of a failure pattern, by change.
    pub fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }

    /// The occurrences in one change.
    pub fn occurrences_of(&self, place: u32) -> &[Occurrence] {
        self.changes.get(place as usize).and_then(|c| self.occurrences.get(c.occurrences.clone())).unwrap_or_default()
    }

    /// The changes of a set, with their places.
    pub fn of<'a>(&'a self, subset: &'a [u32]) -> impl Iterator<Item = (u32, &'a ChangeAssessment)> + 'a {
        subset.iter().filter_map(|&place| Some((place, self.changes.get(place as usize)?)))
    }

    /// The findings of one gate of one change, native ones and those in artifacts joined, each with what its rule means.
    pub fn findings(&self, place: u32, gate: Gate) -> Vec<(JoinedFinding<'_>, RuleMeaning)> {
        match self.change(place).and_then(|(change, assessed)| Some((change.report(gate)?, assessed.gate(gate)))) {
            Some((report, assessed)) => join_findings(report, &assessed.items, &self.dataset)
                .into_iter()
                .map(|joined| {
                    let meaning = rule_meaning(joined.finding, &self.dataset.policy);
                    (joined, meaning)
                })
                .collect(),
            None => Vec::new(),
        }
    }

    /// The mean of what a change's counting reports at these gates state of a risk: by authors if any do, else by all.
    pub fn stated_of_risk(&self, place: u32, risk: Risk, gates: [bool; 4]) -> Option<f64> {
        let (change, assessed) = self.change(place)?;
        let reports = || {
            Gate::ALL
                .iter()
                .zip(gates)
                .filter(|&(&gate, wanted)| wanted && assessed.gate(gate).states_risk)
                .filter_map(|(&gate, _)| change.report(gate))
        };
        stated(reports().flat_map(|r| &r.perceived).filter(|s| s.risk == Some(risk)).map(|s| (s.confidence, s.role.as_ref())))
    }
}

/// Where a finding stands on the attack surface: its own word, else the rule's, else that of its family, else provisioning.
pub fn surface_of(finding: &Finding, meaning: &RuleMeaning, policy: &Policy) -> Surface {
    finding
        .surface
        .or(meaning.surface)
        .or_else(|| policy.surface_of_family.get(&finding.control.or(meaning.control)?).copied())
        .unwrap_or(Surface::Provisioning)
}

/// The mean of statements: of those by authors if there are any, else of all.
fn stated<'a>(statements: impl Iterator<Item = (f64, Option<&'a Role>)>) -> Option<f64> {
    let (mut all, mut n_all, mut authors, mut n_authors) = (0.0, 0_u32, 0.0, 0_u32);
    for (confidence, role) in statements {
        all += confidence;
        n_all += 1;
        if role == Some(&Role::Author) {
            authors += confidence;
            n_authors += 1;
        }
    }
    match (n_authors, n_all) {
        (0, 0) => None,
        (0, n) => Some(all / f64::from(n)),
        (n, _) => Some(authors / f64::from(n)),
    }
}

/// The sum of the stated counts of resources; without any, what the policy says.
fn blast_radius(change: &Change, policy: &Policy) -> u64 {
    let counts = change.fields.resources.map(|r| [r.created, r.modified, r.deleted]).unwrap_or_default();
    let mut stated = counts.iter().flatten().peekable();
    if stated.peek().is_none() {
        return policy.unknown_radius;
    }
    stated.fold(0, |sum, n| sum.saturating_add(*n))
}

/// Judges one change.
struct Judge<'a> {
    dataset: &'a Dataset,
    index: &'a PolicyIndex,
    contents: &'a [ContentFacts],
    change: &'a Change,
    fresh_at: Instant,
}

impl Judge<'_> {
    fn change(&mut self, place: u32, column: &mut FindingColumn) -> ([GateAssessment; 4], Vec<Occurrence>) {
        let due = due_gates(self.change, &self.dataset.policy, self.dataset.now);
        let is_critical = self.dataset.policy.is_critical(self.change.fields.environment.as_deref());
        let mut findings = Vec::new();
        let gates = [Gate::Intent, Gate::Validation, Gate::Execution, Gate::Observation].map(|gate| {
            let mut assessed = GateAssessment {
                is_due: due.get(gate.index()).copied().unwrap_or(false),
                ..self.change.report(gate).map(|report| self.report(report)).unwrap_or_default()
            };
            if assessed.is_due {
                let owed = self.index.owed(self.change, gate, is_critical);
                assessed.requirements = owed.into_iter().map(|t| Requirement::judge(t, &assessed.items)).collect();
                let n_verified = assessed.requirements.iter().filter(|r| r.is_verified).count();
                assessed.n_verified = u32::try_from(n_verified).unwrap_or(u32::MAX);
            }
            if let Some(report) = self.change.report(gate) {
                let joined: Vec<(JoinedFinding<'_>, RuleMeaning)> = join_findings(report, &assessed.items, self.dataset)
                    .into_iter()
                    .map(|f| {
                        let is_told = f.finding.pattern.is_some() && f.finding.surface.is_some();
                        let meaning =
                            if is_told { RuleMeaning::default() } else { rule_meaning(f.finding, &self.dataset.policy) };
                        (f, meaning)
                    })
                    .collect();
                for (f, meaning) in &joined {
                    let surface = surface_of(f.finding, meaning, &self.dataset.policy);
                    column.push(FindingState { gate, status: f.status, surface, severity: f.finding.severity });
                    let count = assessed.open.get_mut(surface.index()).and_then(|row| row.get_mut(f.finding.severity.index()));
                    if let Some(n) = count.filter(|_| f.status == FindingStatus::Open) {
                        *n += 1;
                    }
                    assessed.n_blocking += u32::from(f.is_blocking());
                }
                findings.push((gate, joined));
            }
            assessed
        });
        let mut finder = OccurrenceFinder::new(self.dataset, self.index, self.change, place, &gates);
        for (gate, joined) in &findings {
            finder.add_findings(*gate, joined);
        }
        let occurrences = finder.finish();
        (gates, occurrences)
    }

    fn report(&self, report: &GateReport) -> GateAssessment {
        let cx = GradeContext {
            dataset: self.dataset,
            named: &self.index.named,
            contents: self.contents,
            report,
            author: self.change.fields.author.as_deref(),
            fresh_at: self.fresh_at,
        };
        let items = report
            .items
            .iter()
            .map(|item| match self.index.artifact_type(item.artifact_type) {
                Some(rules) => grade_item(item, rules, &cx),
                None => GradedItem::of_unknown_type(item.artifact_type, report.recorded_at),
            })
            .collect();
        let without_risk = report.perceived.iter().filter(|s| s.risk.is_none());
        GateAssessment {
            outcome: Some(report.outcome),
            mode: Some(report.mode),
            items,
            stated: stated(without_risk.map(|s| (s.confidence, s.role.as_ref()))),
            states_risk: report.perceived.iter().any(|s| s.risk.is_some()),
            ..GateAssessment::default()
        }
    }
}

/// When each (team, service, environment) was deployed to, up to `now`.
struct Deployments {
    by_place: HashMap<(u32, u32, u32), Vec<Instant>>,
}

impl Deployments {
    fn of(dataset: &Dataset, places: &[[Option<u32>; 4]]) -> Self {
        let mut by_place: HashMap<(u32, u32, u32), Vec<Instant>> = HashMap::new();
        for (change, place) in dataset.changes.iter().zip(places) {
            if let (&[Some(team), Some(service), Some(environment), _], Some(at)) = (place, change.fields.deployed_at)
                && at <= dataset.now
            {
                by_place.entry((team, service, environment)).or_default().push(at);
            }
        }
        by_place.values_mut().for_each(|times| times.sort());
        Deployments { by_place }
    }

    /// When the change stopped being current: the next deployment to the same place, or `now` when there was none.
    fn replaced_at(&self, change: &Change, place: &[Option<u32>; 4], now: Instant) -> Instant {
        let (&[Some(team), Some(service), Some(environment), _], Some(at)) = (place, change.fields.deployed_at) else {
            return now;
        };
        let Some(times) = self.by_place.get(&(team, service, environment)) else { return now };
        times.get(times.partition_point(|&t| t <= at)).copied().unwrap_or(now)
    }
}

/// The distinct names of something, in byte order.
struct Names {
    names: Vec<String>,
}

impl Names {
    fn of(names: impl Iterator<Item = Option<String>>) -> Self {
        let distinct: std::collections::HashSet<String> = names.flatten().collect();
        let mut names: Vec<String> = distinct.into_iter().collect();
        names.sort();
        Names { names }
    }

    fn place(&self, name: Option<&str>) -> Option<u32> {
        let name = name?;
        self.names.binary_search_by(|n| n.as_str().cmp(name)).ok().and_then(|i| u32::try_from(i).ok())
    }
}
