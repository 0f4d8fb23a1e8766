//! Rows from an assessment.

use crate::column::{Batch, Row};
use crate::tables::{
    ChangeRow, DebtRow, FindingRow, GateRow, JUDGED, OccurrenceRow, OfferRow, RequirementRow, ReviewRow, RiskRow, reason_id,
    runs_id,
};
use plumbline_assess::figures::{pattern, threat};
use plumbline_assess::{
    Assessment, ChangeAssessment, Counted, CourseStep, Link, OccurrenceSource, Period, PeriodLength, RequirementTimes,
    independent_reviews,
};
use plumbline_domain::{
    ArtifactTypeId, ChangeFields, Family, Gate, Instant, Month, Outcome, PatternId, ReviewRecord, Verdict, same_name,
};
use plumbline_text::shown;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The longest rule or tool of a finding, in characters.
const MAX_NAME: usize = 200;

/// A table of judged facts, by its place in [`JUDGED`], and a month.
pub type TableMonth = (usize, Month);

/// The rows of some changes, by table and month, in byte order of the changes.
pub type FactBatches = BTreeMap<TableMonth, Batch>;

/// The facts of some changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Their rows.
    pub batches: FactBatches,
    /// How many changes each team has; changes without a team are not among them.
    pub teams: BTreeMap<String, u64>,
    /// How many changes there are.
    pub n_changes: u64,
}

/// All facts of the changes of an assessment that was judged here.
pub fn facts_of(assessment: &Assessment) -> Facts {
    let every = assessment.every();
    let mut writer = Writer { assessment, batches: FactBatches::new() };
    let mut courses: Vec<Vec<CourseStep<'_>>> = vec![Vec::new(); every.len()];
    for step in pattern::course(assessment, &every).steps {
        if let Some(steps) = courses.get_mut(step.occurrence.change as usize) {
            steps.push(step);
        }
    }
    let mut teams = BTreeMap::new();
    for (place, steps) in every.iter().zip(courses) {
        writer.change(*place, &steps);
        if let Some(team) = assessment.assessed(*place).and_then(|change| change.team) {
            *teams.entry(assessment.team_name(team).to_owned()).or_default() += 1;
        }
    }
    Facts { batches: writer.batches, teams, n_changes: every.len() as u64 }
}

struct Writer<'a> {
    assessment: &'a Assessment,
    batches: FactBatches,
}

/// What every row says of its change.
#[derive(Clone, Copy)]
struct Keys<'a> {
    change: &'a str,
    date: Instant,
    team: Option<&'a str>,
    service: Option<&'a str>,
    environment: Option<&'a str>,
    release: Option<&'a str>,
    authorship: &'a str,
    week: &'a str,
}

/// A row with what it says of its change.
macro_rules! row {
    ($row:ident, $keys:ident, { $($fields:tt)+ }) => {
        $row {
            change: $keys.change,
            date: $keys.date,
            team: $keys.team,
            service: $keys.service,
            environment: $keys.environment,
            release: $keys.release,
            authorship: $keys.authorship,
            $($fields)+
        }
    };
}

impl<'a> Writer<'a> {
    fn change(&mut self, place: u32, steps: &[CourseStep<'_>]) {
        let assessment = self.assessment;
        let (Some((fields, assessed)), Some(counted)) = (assessment.outline(place), assessment.counted(place)) else { return };
        let week = assessed.date.iso_week().to_string();
        let name = |names: &'a [String], place: Option<u32>| names.get(place? as usize).map(|name| shown(name));
        let [team, service, environment, release] = [
            name(assessment.teams(), assessed.team),
            name(assessment.services(), assessed.service),
            name(assessment.environments(), assessed.environment),
            name(assessment.releases(), assessed.release),
        ];
        let id = shown(&fields.id);
        let keys = Keys {
            change: &id,
            date: assessed.date,
            team: team.as_deref(),
            service: service.as_deref(),
            environment: environment.as_deref(),
            release: release.as_deref(),
            authorship: assessed.authorship.id(),
            week: &week,
        };
        self.change_row(keys, place, fields, assessed, &counted);
        for &gate in Gate::ALL {
            self.gate_row(keys, place, assessed, gate);
            self.requirement_rows(keys, assessed, gate);
            self.finding_rows(keys, place, gate);
        }
        for risk in &counted.risks {
            self.push(row!(RiskRow, keys, {
                risk: risk.risk.id(),
                owed: i64::from(risk.owed),
                verified: i64::from(risk.verified),
                has_passed: risk.has_passed,
                stated_e9: risk.stated.map(billionths),
            }));
        }
        self.offer_rows(keys, &counted);
        for step in steps {
            self.occurrence_row(keys, step);
        }
        self.review_rows(keys, fields, assessed, assessment.reviews(place));
        for (began_at, ended_at) in counted.debts {
            self.debt_row(keys, assessed, began_at, ended_at);
        }
    }

    fn change_row(&mut self, keys: Keys<'_>, place: u32, fields: &ChangeFields, assessed: &ChangeAssessment, counted: &Counted) {
        let now = self.assessment.dataset().now;
        let touches = |family: Family| counted.touched.contains(&family);
        let [opened, intent, validated, risk_assessed, approved, deployed, observed] = counted.steps;
        let link = threat::link_of(self.assessment, place).map(|link| match link {
            Link::Default => "default",
            Link::Missed => "missed",
            Link::Deployed => "deployed",
            Link::Silent => "silent",
        });
        let is_now = |(began, ended): &(Instant, Option<Instant>)| *began <= now && ended.is_none_or(|ended| ended > now);
        self.push(row!(ChangeRow, keys, {
            week: keys.week,
            week_end_at: end_of(PeriodLength::Week.of(assessed.date)),
            month_end_at: end_of(PeriodLength::Month.of(assessed.date)),
            is_critical: assessed.is_critical,
            is_shipped: assessed.is_shipped,
            shipped_at: assessed.shipped_at,
            is_deployed: assessed.is_deployed,
            deployed_at: fields.deployed_at.filter(|_| assessed.is_deployed),
            is_past_grace: assessed.is_past_grace,
            blast_radius: count(assessed.blast_radius),
            states_resources: counted.states_resources,
            touches_identity: touches(Family::Identity),
            touches_network: touches(Family::Network),
            touches_data_protection: touches(Family::DataProtection),
            touches_monitoring: touches(Family::Monitoring),
            touches_deployment_safety: touches(Family::DeploymentSafety),
            has_unverified: assessed.requirements().any(|(_, r)| !r.is_verified),
            is_in_debt: counted.debts.iter().any(is_now),
            is_clean: assessed.is_clean(),
            is_intent_verified: counted.is_intent_verified,
            is_attached: counted.is_attached,
            is_alert_tested: counted.is_alert_tested,
            is_reviewed: assessed.review.is_independent,
            is_reviewed_blind: assessed.review.is_blind,
            is_validation_due: assessed.gate(Gate::Validation).is_due,
            is_approved: assessed.review.is_approved,
            is_watched_only: assessed.is_evaluated_only(),
            reached_opened: opened.is_reached,
            reached_intent: intent.is_reached,
            reached_validated: validated.is_reached,
            reached_risk_assessed: risk_assessed.is_reached,
            reached_approved: approved.is_reached,
            reached_deployed: deployed.is_reached,
            reached_observed: observed.is_reached,
            leaked_intent: intent.is_leaked,
            leaked_validated: validated.is_leaked,
            leaked_risk_assessed: risk_assessed.is_leaked,
            leaked_approved: approved.is_leaked,
            leaked_deployed: deployed.is_leaked,
            leaked_observed: observed.is_leaked,
            bypassed_intent: intent.is_bypassed,
            bypassed_validation: validated.is_bypassed,
            bypassed_execution: deployed.is_bypassed,
            bypassed_observation: observed.is_bypassed,
            link,
        }));
    }

    fn gate_row(&mut self, keys: Keys<'_>, place: u32, assessed: &ChangeAssessment, gate: Gate) {
        let at = assessed.gate(gate);
        if !at.is_due && at.outcome.is_none() {
            return;
        }
        let now = self.assessment.dataset().now;
        let due_at = at.times().next().map(|times| times.due_at);
        let due_month = due_at.map(|at| at.month().to_string());
        let within = |days: i64| {
            let is_within = |times: &RequirementTimes| times.verified_at.is_some_and(|at| at <= times.due_at.plus_days(days));
            count(at.times().filter(is_within).count() as u64)
        };
        let has_had = |days: i64| due_at.is_some_and(|at| at.plus_days(days) <= now);
        let calibrated = self.assessment.calibrated(place, gate);
        self.push(row!(GateRow, keys, {
            week: keys.week,
            gate: gate.id(),
            is_due: at.is_due,
            due_at: at.due_at,
            outcome: at.outcome.map(|outcome| outcome.id()),
            mode: at.mode.map(|mode| mode.id()),
            has_passed: at.outcome == Some(Outcome::Passed),
            n_parts: i64::from(at.n_parts),
            owed: count(at.requirements.len() as u64),
            verified: i64::from(at.n_verified),
            stated_e9: at.stated.map(billionths),
            due_month: due_month.as_deref(),
            within_7: within(7),
            within_30: within(30),
            has_had_7: has_had(7),
            has_had_30: has_had(30),
            calibration_bin: calibrated.map(|(bin, _)| i64::from(bin)),
            came_true: calibrated.map(|(_, came_true)| came_true),
            n_open: count(at.n_open()),
            n_blocking: i64::from(at.n_blocking),
        }));
    }

    fn requirement_rows(&mut self, keys: Keys<'_>, assessed: &ChangeAssessment, gate: Gate) {
        let at = assessed.gate(gate);
        for requirement in &at.requirements {
            let Some(RequirementTimes { due_at, verified_at, stale_at }) = at.times_of(requirement) else { continue };
            let is_within = |days: i64| verified_at.is_some_and(|at| at <= due_at.plus_days(days));
            let r#type = self.type_id(requirement.artifact_type);
            self.push(row!(RequirementRow, keys, {
                week: keys.week,
                gate: gate.id(),
                r#type,
                part: requirement.part.map(i64::from),
                grade: requirement.grade.id(),
                condition: requirement.condition().map(|condition| condition.id()),
                reason: requirement.reason.map(reason_id),
                probe: requirement.reason.and_then(|reason| reason.probe()).map(|probe| probe.id()),
                is_verified: requirement.is_verified,
                checked_at: requirement.checked_at,
                due_at,
                verified_at,
                stale_at,
                is_within_7: is_within(7),
                is_within_30: is_within(30),
            }));
        }
    }

    fn finding_rows(&mut self, keys: Keys<'_>, place: u32, gate: Gate) {
        let policy = self.assessment.policy();
        for (joined, meaning) in self.assessment.findings(place, gate) {
            let finding = joined.finding;
            self.push(row!(FindingRow, keys, {
                gate: gate.id(),
                status: joined.status.id(),
                severity: finding.severity.id(),
                is_blocking: joined.is_blocking,
                surface: plumbline_assess::surface_of(finding, &meaning, policy).id(),
                family: finding.control.or(meaning.control).map(|family| family.id()),
                pattern: finding.pattern.or(meaning.pattern).map(|pattern| self.pattern_id(pattern)),
                tool: finding.tool.as_deref().map(cut).as_deref(),
                rule: finding.rule_id.as_deref().map(cut).as_deref(),
            }));
        }
    }

    fn offer_rows(&mut self, keys: Keys<'_>, counted: &Counted) {
        for (offer, offered) in (0_i64..).zip(&counted.offers) {
            let r#type = self.type_id(offered.artifact_type);
            let of_type = self.assessment.policy().artifact_type(offered.artifact_type);
            let has_cell = |family: &&Family| of_type.is_some_and(|of_type| of_type.strength(**family).is_some());
            let counted = offered.families.iter().find(has_cell).copied();
            for family in &offered.families {
                self.push(row!(OfferRow, keys, {
                    offer,
                    r#type,
                    family: family.id(),
                    is_verified: offered.is_verified,
                    runs: offered.runs.map(runs_id),
                    is_counted: counted == Some(*family),
                }));
            }
        }
    }

    fn occurrence_row(&mut self, keys: Keys<'_>, step: &CourseStep<'_>) {
        let found = step.occurrence;
        let (source, severity, artifact_type) = match found.source {
            OccurrenceSource::Finding { severity, .. } => ("finding", Some(severity.id()), None),
            OccurrenceSource::Evidence { artifact_type, .. } => ("evidence", None, Some(artifact_type)),
        };
        let pattern = self.pattern_id(found.pattern);
        let r#type = artifact_type.map(|artifact_type| self.type_id(artifact_type));
        self.push(row!(OccurrenceRow, keys, {
            pattern,
            found_gate: found.found_at.id(),
            escaped_gate: found.escaped.map(|gate| gate.id()),
            found_at: found.at,
            source,
            severity,
            r#type,
            is_repeat: step.is_repeat,
            is_after_prevention: step.is_after_prevention,
            is_lapse: step.is_lapse,
        }));
    }

    fn review_rows(&mut self, keys: Keys<'_>, fields: &ChangeFields, assessed: &ChangeAssessment, reviews: &[ReviewRecord]) {
        let independent: Vec<&ReviewRecord> = independent_reviews(fields, reviews).collect();
        let first = independent.first().copied();
        let by = first.and_then(|record| record.review.by.as_deref());
        let is_other = |record: &&&ReviewRecord| match (record.review.by.as_deref(), by) {
            (Some(other), Some(by)) => !same_name(other, by),
            _ => false,
        };
        let second = independent.iter().find(is_other).copied();
        let is = |one: Option<&ReviewRecord>, record: &ReviewRecord| one.is_some_and(|one| std::ptr::eq(one, record));
        let proved = |gates: &[Gate]| {
            gates.iter().all(|&g| assessed.gate(g).is_due).then(|| gates.iter().all(|&g| assessed.gate(g).is_verified()))
        };
        let id = |verdict: Option<Verdict>| verdict.map(|verdict| verdict.id());
        for record in reviews {
            let review = &record.review;
            self.push(row!(ReviewRow, keys, {
                gate: record.gate.id(),
                recorded_at: record.recorded_at,
                is_independent: independent.iter().any(|one| std::ptr::eq(*one, record)),
                is_blind: review.blind,
                reviewer: second.and_then(|_| if is(first, record) { Some(1) } else { is(second, record).then_some(2) }),
                intent: id(review.intent),
                controls: id(review.controls),
                outcome: id(review.outcome),
                is_intent_proved: proved(&[Gate::Intent]),
                is_controls_proved: proved(&[Gate::Validation]),
                is_outcome_proved: proved(&[Gate::Execution, Gate::Observation]),
            }));
        }
    }

    fn debt_row(&mut self, keys: Keys<'_>, assessed: &ChangeAssessment, began_at: Instant, ended_at: Option<Instant>) {
        let (began_month, began_week) = (began_at.month().to_string(), began_at.iso_week().to_string());
        let ended_month = ended_at.map(|at| at.month().to_string());
        let ended_week = ended_at.map(|at| at.iso_week().to_string());
        self.push(row!(DebtRow, keys, {
            began_at,
            ended_at,
            began_month: &began_month,
            ended_month: ended_month.as_deref(),
            began_week: &began_week,
            ended_week: ended_week.as_deref(),
            blast_radius: count(assessed.blast_radius),
        }));
    }

    fn type_id(&self, id: ArtifactTypeId) -> &'a str {
        self.assessment.policy().artifact_type(id).map_or("", |found| found.id.as_str())
    }

    fn pattern_id(&self, id: PatternId) -> &'a str {
        self.assessment.policy().pattern(id).map_or("", |found| found.id.as_str())
    }

    fn push<R: Row + Dated>(&mut self, row: R) {
        let Some(table) = JUDGED.iter().position(|table| table.name == R::TABLE.name) else { return };
        let batch = self.batches.entry((table, row.date().month())).or_insert_with(|| Batch::of(&R::TABLE));
        row.push(batch);
    }
}

/// A row that belongs to a month.
trait Dated {
    fn date(&self) -> Instant;
}

macro_rules! dated {
    ($($row:ident),+) => {
        $(impl Dated for $row<'_> {
            fn date(&self) -> Instant {
                self.date
            }
        })+
    };
}
dated!(ChangeRow, GateRow, RiskRow, RequirementRow, OfferRow, FindingRow, OccurrenceRow, ReviewRow, DebtRow);

/// A share in billionths.
fn billionths(share: f64) -> i64 {
    (share * 1e9).round() as i64
}

/// The first moment after a period.
fn end_of(period: Period) -> Instant {
    period.days().map_or(Instant::from_micros(i64::MAX), |(_, last)| last.plus_days(1))
}

/// A count, at the largest number where it is larger.
fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The beginning of a name from a file, where no character hides or reorders others.
fn cut(name: &str) -> Cow<'_, str> {
    let end = if name.len() <= MAX_NAME { None } else { name.char_indices().nth(MAX_NAME) };
    shown(end.and_then(|(end, _)| name.get(..end)).unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_confidence_is_a_whole_number_of_billionths() {
        assert_eq!(
            [0.0, 0.1, 0.9, 1.0, (0.1 + 0.7) / 2.0].map(billionths),
            [0, 100_000_000, 900_000_000, 1_000_000_000, 400_000_000]
        );
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let long = "é".repeat(201);
        assert_eq!(cut(&long).chars().count(), 200);
        assert_eq!(cut("CKV_1"), "CKV_1");
    }
}
