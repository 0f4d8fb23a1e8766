//! Judges each change once: due gates, graded items, requirements, findings, occurrences (docs/scoring.md, "Due gates" to
//! "Conditions" and "Failure patterns"). Knows no selection and no column.

mod change;
mod companion;
mod deployment;
mod due;
mod finding;
mod grade;
mod names;
mod occurrence;
mod policy_index;
mod requirement;
mod review;
mod statement;
mod step;
mod times;

pub use change::{ChangeAssessment, GateAssessment};
pub(crate) use finding::FindingState;
pub use finding::{FindingSource, JoinedFinding, surface_of};
pub(crate) use grade::bit_of;
pub use grade::{GradedItem, Reason, RunsVerdict};
pub use occurrence::{EvidenceRule, Occurrence, OccurrenceSource};
pub(crate) use policy_index::PolicyIndex;
pub use requirement::Requirement;
pub use review::{ReviewSummary, independent_reviews};
pub use step::Step;
pub use times::RequirementTimes;

use companion::Companions;
use deployment::Deployments;
use due::{due_gates, is_past_grace};
use finding::findings_at;
use grade::{GradeContext, grade_item, weigh_item};
pub(crate) use names::Names;
use occurrence::OccurrenceFinder;
use plumbline_columns::Lists;
use plumbline_domain::{Authorship, Change, Dataset, FindingStatus, Gate, GateReport, Instant, Mode, Outcome, Policy, Risk};
use plumbline_probe::Weighed;
use plumbline_rules::{RuleMeaning, rule_meaning};
use review::summarize_reviews;
use statement::{mean, stated};
use std::sync::Arc;

/// A data set with all that holds for each of its changes, whatever is selected.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    /// As it was read.
    pub dataset: Arc<Dataset>,
    /// Of its policy.
    pub index: PolicyIndex,
    /// In the order of [`Dataset::changes`].
    pub changes: Vec<ChangeAssessment>,
    /// By change.
    pub occurrences: Vec<Occurrence>,
    /// The findings of each change, native ones and those in artifacts joined, by the code of their [`FindingState`].
    pub findings: Lists,
    pub teams: Names,
    pub services: Names,
    /// In lower case.
    pub environments: Names,
    pub releases: Names,
}

/// What judging one change of a data set needs of the others: their names, and when they were deployed.
pub(crate) struct Judging<'a> {
    dataset: &'a Dataset,
    index: &'a PolicyIndex,
    names: [Names; 4],
    places: Vec<[Option<u32>; 4]>,
    successors: Deployments,
}

/// One change, judged.
pub(crate) struct JudgedChange {
    pub assessed: ChangeAssessment,
    pub occurrences: Vec<Occurrence>,
    /// Its findings by the codes of their states.
    pub findings: Vec<u32>,
}

impl<'a> Judging<'a> {
    pub fn of(dataset: &'a Dataset, index: &'a PolicyIndex) -> Self {
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
        let successors = Deployments::of(dataset, &places);
        Judging { dataset, index, names: [teams, services, environments, releases], places, successors }
    }

    /// The change at a place, judged at a time.
    pub fn judge(&self, place: u32, now: Instant) -> Option<JudgedChange> {
        let change = self.dataset.changes.get(place as usize)?;
        let names = self.places.get(place as usize)?;
        let fresh_at = self.successors.replaced_at(change, names, now);
        let judge = Judge { dataset: self.dataset, index: self.index, change, fresh_at, now };
        let mut findings = Vec::new();
        let (gates, occurrences) = judge.change(place, &mut findings);
        let &[team, service, environment, release] = names;
        let f = &change.fields;
        let assessed = ChangeAssessment {
            date: change.date(),
            is_shipped: change.is_shipped(now),
            shipped_at: times::shipped_at(change, now),
            is_deployed: change.is_deployed(now),
            is_past_grace: is_past_grace(change, &self.dataset.policy, now),
            team,
            service,
            environment,
            release,
            authorship: f.authorship.unwrap_or(Authorship::Unknown),
            is_critical: is_critical(change, &self.dataset.policy),
            blast_radius: blast_radius(change, &self.dataset.policy),
            gates,
            review: summarize_reviews(change),
            occurrences: 0..occurrences.len(),
        };
        Some(JudgedChange { assessed, occurrences, findings })
    }

    /// The times after `now` at which the judgement of the change at a place may turn out otherwise, ascending.
    pub fn turns(&self, place: u32, now: Instant) -> Vec<Instant> {
        let (Some(change), Some(names)) = (self.dataset.changes.get(place as usize), self.places.get(place as usize)) else {
            return Vec::new();
        };
        let f = &change.fields;
        let next = |at: Instant| Instant::from_micros(at.micros().saturating_add(1));
        let grace = f.deployed_at.map(|t| t.plus_days(i64::from(self.dataset.policy.observation_grace_days)));
        let mut turns: Vec<Instant> = [f.opened_at, f.merged_at, f.deployed_at, grace].into_iter().flatten().collect();
        turns.extend(self.successors.replaced_after(change, names, now));
        for (report, item) in Gate::ALL.iter().flat_map(|&gate| change.items_at(gate)) {
            turns.extend(item.expires_at.map(next));
            let fresh_days = self.index.artifact_type(item.artifact_type).and_then(|rules| rules.fresh_days);
            turns.extend(fresh_days.map(|days| next(item.checked_at(report.recorded_at).plus_days(i64::from(days)))));
        }
        turns.retain(|turn| *turn > now);
        turns.sort();
        turns.dedup();
        turns
    }
}

impl Judged {
    /// Judges every change of a data set. Linear in what the data set holds.
    pub fn of(dataset: Arc<Dataset>) -> Self {
        let index = PolicyIndex::new(&dataset.policy);
        let (mut occurrences, mut findings) = (Vec::new(), Lists::default());
        let mut changes = Vec::with_capacity(dataset.changes.len());
        let judging = Judging::of(&dataset, &index);
        for place in (0_u32..).take(dataset.changes.len()) {
            let Some(JudgedChange { assessed, occurrences: found, findings: codes }) = judging.judge(place, dataset.now) else {
                continue;
            };
            codes.into_iter().for_each(|code| findings.push(code));
            findings.end_row();
            let first = occurrences.len();
            occurrences.extend(found);
            changes.push(ChangeAssessment { occurrences: first..occurrences.len(), ..assessed });
        }
        findings.shrink();
        let [teams, services, environments, releases] = judging.names;
        Judged { index, changes, occurrences, findings, teams, services, environments, releases, dataset }
    }

    /// Those of a data set that was judged when it was published: the names of its teams, services, environments and releases, and no
    /// change.
    pub fn of_names(dataset: Arc<Dataset>, names: [Names; 4]) -> Self {
        let index = PolicyIndex::new(&dataset.policy);
        let [teams, services, environments, releases] = names;
        Judged {
            index,
            changes: Vec::new(),
            occurrences: Vec::new(),
            findings: Lists::default(),
            teams,
            services,
            environments,
            releases,
            dataset,
        }
    }

    /// The change at a place, as it was read and as it was judged.
    pub fn change(&self, place: u32) -> Option<(&Change, &ChangeAssessment)> {
        Some((self.dataset.changes.get(place as usize)?, self.changes.get(place as usize)?))
    }

    /// The occurrences in one change.
    pub fn occurrences_of(&self, place: u32) -> &[Occurrence] {
        self.changes.get(place as usize).and_then(|c| self.occurrences.get(c.occurrences.clone())).unwrap_or_default()
    }

    /// What the probes of its type answer of one item of one gate of one change, in words; none without bytes. The first of the pair
    /// says whether its type accepts the file.
    pub fn weigh(&self, change: &Change, gate: Gate, item: u32) -> Option<(bool, Weighed)> {
        let judge =
            Judge { dataset: &self.dataset, index: &self.index, change, fresh_at: self.dataset.now, now: self.dataset.now };
        let (report, item) = change.item(gate, item)?;
        let part = change.reports_at(gate).iter().position(|r| std::ptr::eq(r, report))?;
        let companions = Companions::of(&judge);
        weigh_item(item, &judge.context(report, u32::try_from(part).ok()?, &companions), true)
    }

    /// The findings of one gate of one change, part by part, joined within each, each with what its rule means.
    pub fn findings<'a>(
        &'a self,
        (change, assessed): (&'a Change, &ChangeAssessment),
        gate: Gate,
    ) -> Vec<(JoinedFinding<'a>, RuleMeaning)> {
        findings_at(change.reports_at(gate), &assessed.gate(gate).items, &self.dataset)
            .into_iter()
            .map(|f| {
                let meaning = rule_meaning(f.finding, &self.dataset.policy);
                (f, meaning)
            })
            .collect()
    }

    /// The mean of what a change's counting reports at these gates state of a risk, 0 to 1: by authors if any do, else by all.
    pub fn stated_of_risk((change, assessed): (&Change, &ChangeAssessment), risk: Risk, gates: [bool; 4]) -> Option<f64> {
        let reports = || {
            Gate::ALL
                .iter()
                .zip(gates)
                .filter(|&(&gate, wanted)| wanted && assessed.gate(gate).states_risk)
                .flat_map(|(&gate, _)| change.reports_at(gate))
        };
        stated(reports().flat_map(|r| &r.perceived).filter(|s| s.risk == Some(risk)).map(|s| (s.confidence, s.role.as_ref())))
    }
}

/// Whether a counting report states a critical environment, or none states any.
fn is_critical(change: &Change, policy: &Policy) -> bool {
    change.environments.is_empty() || change.environments.iter().any(|e| policy.is_critical(Some(e)))
}

/// What a gate of these parts said.
fn outcome_of(reports: &[GateReport]) -> Option<Outcome> {
    let any = |outcome: Outcome| reports.iter().any(|r| r.outcome == outcome);
    let all_skipped = || reports.iter().all(|r| r.outcome == Outcome::Skipped);
    Some(match reports {
        [] => return None,
        _ if any(Outcome::Failed) => Outcome::Failed,
        _ if any(Outcome::Bypassed) => Outcome::Bypassed,
        _ if all_skipped() => Outcome::Skipped,
        _ => Outcome::Passed,
    })
}

/// Whether a gate of these parts could stop the change.
fn mode_of(reports: &[GateReport]) -> Option<Mode> {
    let enforces = reports.iter().any(|r| r.mode == Mode::Enforce);
    (!reports.is_empty()).then_some(if enforces { Mode::Enforce } else { Mode::Evaluate })
}

/// The sum of the stated counts of resources; without any, what the policy assumes.
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
    change: &'a Change,
    fresh_at: Instant,
    now: Instant,
}

impl<'a> Judge<'a> {
    /// The gates of the change and its occurrences; its findings go to the column.
    fn change(&self, place: u32, column: &mut Vec<u32>) -> ([GateAssessment; 4], Vec<Occurrence>) {
        let due = due_gates(self.change, &self.dataset.policy, self.now);
        let mut findings = Vec::new();
        let companions = Companions::of(self);
        let gates = [Gate::Intent, Gate::Validation, Gate::Execution, Gate::Observation].map(|gate| {
            let is_due = due.get(gate.index()).copied().unwrap_or(false);
            let (assessed, joined) = self.gate(gate, is_due, &companions, column);
            findings.push((gate, joined));
            assessed
        });
        let mut finder = OccurrenceFinder::new((self.dataset, self.index, self.now), self.change, place, &gates);
        for (gate, joined) in &findings {
            finder.add_findings(*gate, joined);
        }
        let occurrences = finder.finish();
        (gates, occurrences)
    }

    /// What the grades of a part's items depend on.
    fn context(&self, report: &'a GateReport, part: u32, companions: &Companions<'a>) -> GradeContext<'a> {
        GradeContext {
            dataset: self.dataset,
            report,
            part,
            author: self.change.fields.author.as_deref(),
            deployed_at: self.change.fields.deployed_at,
            plan: companions.plan_for(report.part.as_deref()),
            log: companions.log_for(report.part.as_deref()),
            fresh_at: self.fresh_at,
        }
    }

    /// One gate, with the findings of its counting reports, joined within each part.
    fn gate(
        &self,
        gate: Gate,
        is_due: bool,
        companions: &Companions<'a>,
        column: &mut Vec<u32>,
    ) -> (GateAssessment, Vec<(JoinedFinding<'a>, RuleMeaning)>) {
        let policy = &self.dataset.policy;
        let reports = self.change.reports_at(gate);
        let due_at = times::due_at(self.change, policy, gate, self.now).filter(|_| is_due);
        let mut assessed = GateAssessment { is_due, due_at, ..self.reports(reports, companions) };
        if is_due {
            let owed = self.index.owed(self.change, gate, is_critical(self.change, policy));
            let judged = owed.into_iter().map(|t| Requirement::judge(t, &assessed.items, assessed.n_parts));
            assessed.requirements = judged.collect();
            let n_verified = assessed.requirements.iter().filter(|r| r.is_verified).count();
            assessed.n_verified = u32::try_from(n_verified).unwrap_or(u32::MAX);
        }
        let joined = findings_at(reports, &assessed.items, self.dataset);
        let mut with_meaning = Vec::with_capacity(joined.len());
        for f in joined {
            // what the finding states itself need not be looked up
            let is_stated = f.finding.pattern.is_some() && f.finding.surface.is_some();
            let meaning = if is_stated { RuleMeaning::default() } else { rule_meaning(f.finding, policy) };
            let surface = surface_of(f.finding, &meaning, policy);
            column.push(FindingState { gate, status: f.status, surface, severity: f.finding.severity }.code());
            let count = assessed.open.get_mut(surface.index()).and_then(|row| row.get_mut(f.finding.severity.index()));
            if let Some(n) = count.filter(|_| f.status == FindingStatus::Open) {
                *n += 1;
            }
            assessed.n_blocking += u32::from(f.is_blocking);
            with_meaning.push((f, meaning));
        }
        (assessed, with_meaning)
    }

    /// What the counting reports of a gate say together, their items graded.
    fn reports(&self, reports: &'a [GateReport], companions: &Companions<'a>) -> GateAssessment {
        let mut items = Vec::with_capacity(reports.iter().map(|r| r.items.len()).sum());
        for (part, report) in (0_u32..).zip(reports) {
            let cx = self.context(report, part, companions);
            items.extend(report.items.iter().map(|item| match self.index.artifact_type(item.artifact_type) {
                Some(rules) => grade_item(item, rules, &cx),
                None => GradedItem::of_unknown_type(item.artifact_type, part, report.recorded_at),
            }));
        }
        let of_part = |report: &GateReport| {
            let without_risk = report.perceived.iter().filter(|s| s.risk.is_none());
            stated(without_risk.map(|s| (s.confidence, s.role.as_ref())))
        };
        GateAssessment {
            outcome: outcome_of(reports),
            mode: mode_of(reports),
            n_parts: u32::try_from(reports.len()).unwrap_or(u32::MAX),
            items,
            stated: mean(reports.iter().filter_map(of_part)),
            states_risk: reports.iter().flat_map(|r| &r.perceived).any(|s| s.risk.is_some()),
            ..GateAssessment::default()
        }
    }
}
