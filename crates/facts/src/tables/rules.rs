//! The rules in force, as far as a figure needs them.

use super::values::{FAMILIES, GATES, METRICS, RISKS, STRENGTHS, SURFACES};
use crate::column::{Meaning, says, table};
use plumbline_domain::Instant;

const TYPE: Meaning = says("the artifact type").range("an id of the table policy_type");
const PLACE: Meaning = says("its place in the policy, from 0").range("0 or more");

table! {
    /// The policy.
    PolicyRow<'a> is "policy": "The rules in force have one row.";
    sha256: &'a str = says("the SHA-256 of the policy's bytes").range("64 hex digits");
    now: Instant = says("the assessment time: everything is as of this moment");
    title: &'a str = says("the name of the policy");
    too_few: i64 = says("below this many changes a figure is marked as too few").range("0 or more").rule("Verified confidence");
    ladder_days: i64 = says("the length of the ladder's window, in days").range("0 or more").rule("Maturity ladder");
    ladder_from: Instant = says("when the ladder's window begins: now less ladder_days").rule("Maturity ladder");
    ladder_before_from: Instant = says("when the window before it begins").rule("Maturity ladder");
    observation_grace_days: i64 = says("days after a deployment until observation is due").range("0 or more").rule("Due gates");
    unknown_radius: i64 = says("the blast radius of a change that states none").range("0 or more").rule("Verification debt");
    min_grade: &'a str = says("the least grade that verifies a requirement").values(super::values::GRADES).rule("Verified confidence");
}

table! {
    /// An artifact type.
    TypeRow<'a> is "policy_type": "Each artifact type has one row.";
    r#type: &'a str = says("its id").range("such as policy-diagnostics");
    place: i64 = PLACE;
    title: &'a str = says("the name that a person reads");
    gate: &'a str = says("the only gate at which an item of it counts").values(GATES).rule("Requirements");
    surface: &'a str = says("where it stands on the attack surface").values(SURFACES).rule("Attack surface");
    is_reproducible: bool = says("whether repeating the command can give the same bytes").rule("Grades");
    fresh_days: Option<i64> = says("days that an item stays fresh").range("0 or more").null("for ever").rule("Conditions");
    is_rollback_rehearsal: bool = says("whether the ladder's criterion rollbackRehearsed counts it").rule("Maturity ladder");
}

table! {
    /// A family that a type serves.
    FamilyRow<'a> is "policy_family": "Each applicable cell of the matrix, which is a type and a family that it serves, has one row.";
    r#type: &'a str = TYPE;
    family: &'a str = says("the control family").values(FAMILIES);
    strength: &'a str = says("how well the type serves it").values(STRENGTHS).rule("Audit reproducibility matrix");
    place: i64 = says("the place of the cell in the matrix, from 0").range("0 or more");
}

table! {
    /// A type that serves a risk.
    RiskTypeRow<'a> is "policy_risk": "Each artifact type that serves a risk has one row.";
    risk: &'a str = says("the risk").values(RISKS);
    r#type: &'a str = TYPE.rule("Confidence in a risk");
}

table! {
    /// A failure pattern.
    PatternRow<'a> is "policy_pattern": "Each failure pattern has one row.";
    pattern: &'a str = says("its id").range("such as alert-illusion");
    place: i64 = PLACE;
    title: &'a str = says("the name that a person reads");
    gate: &'a str = says("the gate that should have stopped it").values(GATES).rule("Failure patterns");
}

table! {
    /// A type that would stop a pattern.
    PreventionRow<'a> is "policy_prevention": "Each artifact type that would stop a pattern has one row.";
    pattern: &'a str = says("the failure pattern").range("an id of the table policy_pattern");
    r#type: &'a str = TYPE.rule("Failure patterns");
}

table! {
    /// A type of a lane.
    LaneRow<'a> is "policy_lane": "Each artifact type of a lane of the detection pipeline has one row.";
    lane: &'a str = says("the lane").range("such as identity-scope");
    place: i64 = says("the place of the lane in the policy, from 0").range("0 or more");
    r#type: &'a str = TYPE.rule("Detection pipeline");
}

table! {
    /// A criterion of the ladder.
    CriterionRow<'a> is "policy_criterion": "Each criterion of the maturity ladder has one row.";
    rung: &'a str = says("the rung").range("such as gated");
    rung_place: i64 = says("the place of the rung, from 1; 0 is ad-hoc, which asks for nothing").range("1 or more").rule("Maturity ladder");
    place: i64 = says("the place of the criterion among all, from 0").range("0 or more");
    criterion: &'a str = says("its id, unique in the ladder");
    metric: &'a str = says("what it measures").values(METRICS).rule("Maturity ladder");
    gate: Option<&'a str> = says("at which gate").values(GATES).null("when the metric is not verified");
    at_least_e9: Option<i64> = says("the share that the lower end of the interval must reach, in billionths").range("0 to 1 000 000 000").null("when the criterion is exact").rule("Maturity ladder");
    is_every: bool = says("whether the share must be 1, exactly").rule("Maturity ladder");
    is_none: bool = says("whether the count must be 0, exactly").rule("Maturity ladder");
}

table! {
    /// A value of a column.
    DictionaryRow<'a> is "dictionary": "Each value of a column that has a closed list of values has one row.";
    table_name: &'a str = says("the table");
    column_name: &'a str = says("the column");
    value: &'a str = says("the value");
    place: i64 = says("its place in the order of the rules, from 0").range("0 or more");
    meaning: &'a str = says("what it means");
}
