//! What is known of requirements, items, findings, occurrences and reviews.

use super::values::{CONDITIONS, FAMILIES, GATES, GRADES, REASONS, RUNS, SEVERITIES, SOURCES, STATUSES, SURFACES, VERDICTS};
use super::{WEEK, judged_table};
use crate::column::{Meaning, says};
use plumbline_domain::Instant;

const TYPE: Meaning = says("the artifact type").range("an id of the table policy_type");
const PATTERN: Meaning = says("the failure pattern").range("an id of the table policy_pattern");

judged_table! {
    /// A requirement.
    RequirementRow is "requirement": "Each requirement, which is a required type of a due gate, has one row.";
    week: &'a str = WEEK;
    gate: &'a str = says("the gate at which it is owed").values(GATES);
    r#type: &'a str = TYPE.rule("Requirements");
    part: Option<i64> = says("the place of the part that stands for it among the reports of the gate").range("0 or more").null("without a report").rule("Parts");
    grade: &'a str = says("the grade of its best item").values(GRADES).rule("Grades");
    condition: Option<&'a str> = says("what overrides that grade").values(CONDITIONS).null("when nothing does").rule("Conditions");
    reason: Option<&'a str> = says("why the condition applies").values(REASONS).null("when none applies").rule("Conditions");
    probe: Option<&'a str> = says("the probe that is the reason").range("an id of docs/probes.md").null("when none is").rule("Probes");
    is_verified: bool = says("whether it is verified at now").rule("Verified confidence");
    checked_at: Option<Instant> = says("when its best item was last checked").null("when nothing is offered").rule("Conditions");
    due_at: Instant = says("when it fell due").rule("Times of a requirement");
    verified_at: Option<Instant> = says("when the proof was complete: it is verified from then on until stale_at").null("when it is not verified, and would not be if nothing went stale").rule("Times of a requirement");
    stale_at: Option<Instant> = says("when the proof went stale").null("when it is not stale at now").rule("Times of a requirement");
    is_within_7: bool = says("whether it was verified within 7 days of due_at").rule("Timeliness");
    is_within_30: bool = says("whether it was verified within 30 days of due_at").rule("Timeliness");
}

judged_table! {
    /// What a change offers for a family.
    OfferRow is "offer": "Each item that stands for its type in a change has one row for each family that it speaks for and the change touches.";
    offer: i64 = says("the number of the item in the change: rows of one item have one number").range("0 or more").rule("Audit reproducibility matrix");
    r#type: &'a str = TYPE.rule("Audit reproducibility matrix");
    family: &'a str = says("the control family").values(FAMILIES).rule("Audit reproducibility matrix");
    is_verified: bool = says("whether it is verified at now").rule("Audit reproducibility matrix");
    runs: Option<&'a str> = says("what its runs say").values(RUNS).null("when it is not even attached").rule("Audit reproducibility matrix");
    is_counted: bool = says("whether it counts its item in the matrix: it is the first row of the item that has a cell in policy_family").rule("Audit reproducibility matrix");
}

judged_table! {
    /// A finding.
    FindingRow is "finding": "Each finding of a part of a gate has one row, however often it was written.";
    gate: &'a str = says("the gate of its report").values(GATES);
    status: &'a str = says("what became of it").values(STATUSES).rule("Failure patterns");
    severity: &'a str = says("how bad it is").values(SEVERITIES).rule("Severity");
    is_blocking: bool = says("whether it is open and of a severity that must not stay open").rule("Severity");
    surface: &'a str = says("where it stands on the attack surface").values(SURFACES).rule("Attack surface");
    family: Option<&'a str> = says("the control family").values(FAMILIES).null("when neither it nor its rule names one");
    pattern: Option<&'a str> = PATTERN.null("when it is of none").rule("Failure patterns");
    tool: Option<&'a str> = says("the tool").range("a name from the file, at most 200 characters").null("when the file states none");
    rule: Option<&'a str> = says("the rule").range("an id from the file, at most 200 characters").null("when the file states none");
}

judged_table! {
    /// An occurrence of a pattern.
    OccurrenceRow is "occurrence": "Each occurrence of a failure pattern in a change has one row.";
    pattern: &'a str = PATTERN.rule("Failure patterns");
    found_gate: &'a str = says("the gate at which it was found").values(GATES).rule("Failure patterns");
    escaped_gate: Option<&'a str> = says("the gate that should have stopped it and was open").values(GATES).null("when it escaped none").rule("Failure patterns");
    found_at: Instant = says("when it was found").rule("Failure patterns");
    source: &'a str = says("what shows it").values(SOURCES).rule("Failure patterns");
    severity: Option<&'a str> = says("how bad the finding is").values(SEVERITIES).null("when evidence shows it");
    r#type: Option<&'a str> = says("the type of the evidence that shows it").range("an id of the table policy_type").null("when a finding shows it");
    is_repeat: bool = says("whether an earlier change of the team had the pattern, by date and then id").rule("Failure patterns");
    is_after_prevention: bool = says("whether it is a repeat although the team's prevention was and stayed in place").rule("Failure patterns");
    is_lapse: bool = says("whether the prevention was in place before its change, and not after it").rule("Failure patterns");
}

judged_table! {
    /// A review.
    ReviewRow is "review": "Each review of a change has one row.";
    gate: &'a str = says("the gate of the report that carries it").values(GATES);
    recorded_at: Instant = says("when that report was recorded");
    is_independent: bool = says("whether the reviewer is not the author, both names known").rule("Double-blind review");
    is_blind: bool = says("whether the reviewer did not see the author's result").rule("Double-blind review");
    reviewer: Option<i64> = says("1 for the first review of the first independent reviewer, 2 for that of the second: these two are compared").range("1 or 2").null("for all other reviews").rule("Double-blind review");
    intent: Option<&'a str> = says("the verdict on the intent gate").values(VERDICTS).null("when none is stated").rule("Double-blind review");
    controls: Option<&'a str> = says("the verdict on the validation gate").values(VERDICTS).null("when none is stated").rule("Double-blind review");
    outcome: Option<&'a str> = says("the verdict on execution and observation").values(VERDICTS).null("when none is stated").rule("Double-blind review");
    is_intent_proved: Option<bool> = says("whether all that intent asks for is verified: what the verdict is compared with").null("when the gate is not due").rule("Double-blind review");
    is_controls_proved: Option<bool> = says("the same of validation").null("when the gate is not due").rule("Double-blind review");
    is_outcome_proved: Option<bool> = says("the same of execution and observation").null("when one of them is not due").rule("Double-blind review");
}
