//! What is known of a change, of each of its gates and risks, and when it was in debt.

use super::values::{GATES, LINKS, MODES, OUTCOMES, RISKS};
use super::{WEEK, judged_table};
use crate::column::says;
use plumbline_domain::Instant;

judged_table! {
    /// A change.
    ChangeRow is "change": "Each change has one row.";
    week: &'a str = WEEK;
    week_end_at: Instant = says("when that week ends: the first moment after it").rule("Verification debt");
    month_end_at: Instant = says("when the month of the date ends: the first moment after it").rule("Verification debt");
    is_critical: bool = says("whether a counting report states a critical environment, or none states any").rule("Requirements");
    is_shipped: bool = says("whether it is merged or deployed at now").rule("Due gates");
    shipped_at: Option<Instant> = says("the earlier of its merge and its deployment").null("when it had not shipped at now").rule("Verification debt");
    is_deployed: bool = says("whether it is deployed at now").rule("Due gates");
    deployed_at: Option<Instant> = says("when it was deployed").null("when it was not deployed at now").rule("Due gates");
    is_past_grace: bool = says("whether it is deployed and the days of grace for observation are over at now").rule("Due gates");
    blast_radius: i64 = says("how many resources it creates, modifies or deletes; without a stated count, what the policy assumes").range("0 or more").rule("Verification debt");
    states_resources: bool = says("whether it states how many resources it creates, modifies or deletes");
    touches_identity: bool = says("whether it touches who may do what").rule("Requirements");
    touches_network: bool = says("whether it touches who may reach what").rule("Requirements");
    touches_data_protection: bool = says("whether it touches encryption, keys and secrets").rule("Requirements");
    touches_monitoring: bool = says("whether it touches alerts and telemetry").rule("Requirements");
    touches_deployment_safety: bool = says("whether it touches how changes arrive: every change does").rule("Requirements");
    has_unverified: bool = says("whether something that it owes is not verified at now").rule("Verified confidence");
    is_in_debt: bool = says("whether it had shipped at now while something was due and not verified").rule("Verification debt");
    is_clean: bool = says("whether no finding of a blocking severity is open at any gate").rule("Workflow adherence");
    is_intent_verified: bool = says("whether its threat intent is verified").rule("Workflow adherence");
    is_attached: bool = says("whether policy diagnostics, and where due at execution deployment outputs, are at least attached").rule("Workflow adherence");
    is_alert_tested: bool = says("whether its alert test is verified").rule("Workflow adherence");
    is_reviewed: bool = says("whether somebody other than the author reviewed it, both names known").rule("Double-blind review");
    is_reviewed_blind: bool = says("whether one of these reviews was blind").rule("Double-blind review");
    is_validation_due: bool = says("whether its validation gate is due at now").rule("Double-blind review");
    is_approved: bool = says("whether one of these reviews upheld intent and controls").rule("Double-blind review");
    is_watched_only: bool = says("whether its validation gate only watches: then it stands in the funnel of such changes").rule("Policy enforcement funnel");
    reached_opened: bool = says("whether it meets the step opened: every change does").rule("Policy enforcement funnel");
    reached_intent: bool = says("whether it meets the steps up to intent").rule("Policy enforcement funnel");
    reached_validated: bool = says("whether it meets the steps up to validated").rule("Policy enforcement funnel");
    reached_risk_assessed: bool = says("whether it meets the steps up to risk-assessed").rule("Policy enforcement funnel");
    reached_approved: bool = says("whether it meets the steps up to approved").rule("Policy enforcement funnel");
    reached_deployed: bool = says("whether it meets the steps up to deployed").rule("Policy enforcement funnel");
    reached_observed: bool = says("whether it meets all steps").rule("Policy enforcement funnel");
    leaked_intent: bool = says("whether it went past the step intent without meeting it").rule("Policy enforcement funnel");
    leaked_validated: bool = says("whether it went past the step validated without meeting it").rule("Policy enforcement funnel");
    leaked_risk_assessed: bool = says("whether it went past the step risk-assessed without meeting it").rule("Policy enforcement funnel");
    leaked_approved: bool = says("whether it went past the step approved without meeting it").rule("Policy enforcement funnel");
    leaked_deployed: bool = says("whether it went past the step deployed without meeting it").rule("Policy enforcement funnel");
    leaked_observed: bool = says("whether it went past the step observed without meeting it").rule("Policy enforcement funnel");
    bypassed_intent: bool = says("whether the intent gate was bypassed: the step intent").rule("Policy enforcement funnel");
    bypassed_validation: bool = says("whether the validation gate was bypassed: the steps validated, risk-assessed and approved").rule("Policy enforcement funnel");
    bypassed_execution: bool = says("whether the execution gate was bypassed: the step deployed").rule("Policy enforcement funnel");
    bypassed_observation: bool = says("whether the observation gate was bypassed: the step observed").rule("Policy enforcement funnel");
    link: Option<&'a str> = says("the last link of the authoring-time chain that it is in; it is in all before it too").values(LINKS).null("when it is in none").rule("Authoring-time chain");
}

judged_table! {
    /// A gate of a change.
    GateRow is "gate": "Each gate of a change that is due or has a report has one row.";
    week: &'a str = WEEK;
    gate: &'a str = says("the gate").values(GATES);
    is_due: bool = says("whether it is due at now").rule("Due gates");
    due_at: Option<Instant> = says("when it fell due").null("when it is not due").rule("Times of a requirement");
    outcome: Option<&'a str> = says("what the gate said").values(OUTCOMES).null("without a report").rule("Parts");
    mode: Option<&'a str> = says("whether it could stop the change").values(MODES).null("without a report").rule("Parts");
    has_passed: bool = says("whether it said passed: what a green gate claims").rule("Implied confidence");
    n_parts: i64 = says("how many counting reports it has, one for each part").range("0 or more").rule("Parts");
    owed: i64 = says("how many requirements there are").range("0 or more; 0 where it is not due").rule("Requirements");
    verified: i64 = says("how many of them are verified").range("0 to owed").rule("Verified confidence");
    stated_e9: Option<i64> = says("the stated confidence, in billionths").range("0 to 1 000 000 000").null("when nobody states any").rule("Perceived confidence");
    due_month: Option<&'a str> = says("the month in which its requirements fell due, in UTC").range("such as 2026-11").null("when nothing is owed").rule("Timeliness");
    within_7: i64 = says("how many of its requirements were verified within 7 days of falling due").range("0 to owed").rule("Timeliness");
    within_30: i64 = says("how many of its requirements were verified within 30 days of falling due").range("0 to owed").rule("Timeliness");
    has_had_7: bool = says("whether its requirements have had 7 days at now").rule("Timeliness");
    has_had_30: bool = says("whether its requirements have had 30 days at now").rule("Timeliness");
    calibration_bin: Option<i64> = says("the bin of the statement: 0 for less than a tenth, 9 for nine tenths and more").range("0 to 9").null("when the gate is not due, owes nothing, or nobody states a confidence").rule("Calibration");
    came_true: Option<bool> = says("whether the statement came true: all is verified and no pattern escaped here").null("when calibration_bin is").rule("Calibration");
    n_open: i64 = says("how many findings are open there").range("0 or more");
    n_blocking: i64 = says("how many open findings have a blocking severity").range("0 to n_open");
}

judged_table! {
    /// A risk of a change.
    RiskRow is "risk": "Each risk for which a change owes something has one row.";
    risk: &'a str = says("the risk").values(RISKS);
    owed: i64 = says("how many requirements serve it, at all gates").range("1 or more").rule("Confidence in a risk");
    verified: i64 = says("how many of them are verified").range("0 to owed").rule("Confidence in a risk");
    has_passed: bool = says("whether every gate with such a requirement passed").rule("Confidence in a risk");
    stated_e9: Option<i64> = says("the stated confidence, in billionths").range("0 to 1 000 000 000").null("when nobody states any").rule("Confidence in a risk");
}

judged_table! {
    /// A time in which a change was in debt.
    DebtRow is "debt_span": "Each stretch of time in which a shipped change was in debt has one row.";
    began_at: Instant = says("when it began").rule("Verification debt");
    ended_at: Option<Instant> = says("when it ended: from this moment on it was not in debt").null("when it lasts").rule("Verification debt");
    began_month: &'a str = says("the month of began_at, in UTC").range("such as 2026-11").rule("Verification debt");
    ended_month: Option<&'a str> = says("the month of ended_at, in UTC").range("such as 2026-11").null("when it lasts").rule("Verification debt");
    began_week: &'a str = says("the ISO week of began_at, in UTC").range("such as 2026-W47").rule("Verification debt");
    ended_week: Option<&'a str> = says("the ISO week of ended_at, in UTC").range("such as 2026-W47").null("when it lasts").rule("Verification debt");
    blast_radius: i64 = says("as in the table change").range("0 or more").rule("Verification debt");
}
