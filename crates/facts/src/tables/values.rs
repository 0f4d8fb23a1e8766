//! The closed lists of values, with what each means. The ids are those of the rules.

use plumbline_assess::{Reason, RunsVerdict};

type Values = &'static [(&'static str, &'static str)];

pub(crate) const AUTHORSHIPS: Values = &[
    ("human", "a person wrote it"),
    ("ai-assisted", "a person wrote it with the help of a model"),
    ("ai-generated", "a model wrote it"),
    ("unknown", "no record says who wrote it"),
];

pub(crate) const GATES: Values = &[
    ("intent", "why the change is made, and what it must not do"),
    ("validation", "what was checked before the merge"),
    ("execution", "what the deployment did"),
    ("observation", "what is true afterwards"),
];

pub(crate) const OUTCOMES: Values = &[
    ("passed", "the gate let the change through"),
    ("failed", "the gate stopped the change"),
    ("bypassed", "somebody let the change around the gate"),
    ("skipped", "the gate did not run"),
];

pub(crate) const MODES: Values = &[("enforce", "the gate can stop the change"), ("evaluate", "the gate only watches")];

pub(crate) const RISKS: Values = &[
    ("secret-exposure", "secrets that others can read"),
    ("iam-over-permission", "identities that may do more than they need"),
    ("misconfiguration-drift", "configuration that is unsafe, or no longer what was approved"),
];

pub(crate) const FAMILIES: Values = &[
    ("identity", "who may do what"),
    ("network", "who may reach what"),
    ("data-protection", "encryption, keys and secrets"),
    ("monitoring", "alerts and telemetry"),
    ("deployment-safety", "that a change arrives as meant, and can be taken back"),
];

pub(crate) const STRENGTHS: Values = &[("strong", "it proves the family"), ("supporting", "it helps the family")];

pub(crate) const GRADES: Values = &[
    ("missing", "nothing is offered"),
    ("claimed", "only a statement, or an artifact without digest and bytes"),
    ("attached", "an artifact is there, and not checked"),
    ("checked", "the artifact was read and says what its type has to prove"),
    ("signed", "checked, and signed by somebody whom the policy trusts"),
    ("reproduced", "somebody else got the same output from the same inputs"),
];

pub(crate) const CONDITIONS: Values = &[
    ("contradicted", "the evidence refutes its claim"),
    ("stale", "the evidence is too old"),
    ("inconclusive", "the evidence leaves the question open"),
];

pub(crate) const REASONS: Values = &[
    ("digest-differs", "contradicted: the bytes have another digest than the recorded one"),
    ("runs-diverged", "contradicted: runs of the same inputs gave different outputs"),
    ("refuted", "contradicted: a probe of the type fails"),
    ("attestation-of-another-digest", "contradicted: the attestation names another digest"),
    ("expired", "stale: past the date that the item states"),
    ("too-old", "stale: older than its type stays fresh"),
    ("not-accepted", "inconclusive: the type does not accept the file"),
    ("left-open", "inconclusive: a probe of the type is left open"),
];

pub(crate) const RUNS: Values = &[
    ("reproduced", "somebody else got the same output from the same inputs"),
    ("diverged", "the same inputs gave different outputs"),
    ("not-tried", "nobody repeated it independently"),
    ("not-reproducible", "by nature it cannot be reproduced"),
];

pub(crate) const SEVERITIES: Values = &[
    ("critical", "the worst"),
    ("high", "bad"),
    ("medium", "between bad and harmless; also when nothing is stated"),
    ("low", "nearly harmless"),
    ("info", "for information"),
];

pub(crate) const STATUSES: Values = &[
    ("open", "nobody has dealt with it"),
    ("fixed", "it is gone"),
    ("suppressed", "somebody justified it"),
    ("false-positive", "it was never there"),
];

pub(crate) const SURFACES: Values = &[
    ("provisioning", "what is created, and how it is configured"),
    ("access", "who may do and reach what"),
    ("deployment-channel", "how a change gets to its target"),
];

pub(crate) const SOURCES: Values =
    &[("finding", "a finding shows it"), ("evidence", "evidence shows it: refuted, or owed and not verified")];

pub(crate) const LINKS: Values = &[
    ("default", "an unsafe default or an inflated privilege was written"),
    ("missed", "and the validation gate was open for it"),
    ("deployed", "and it was deployed"),
    ("silent", "and no alert would have reached anybody"),
];

pub(crate) const VERDICTS: Values = &[
    ("upheld", "the reviewer agrees"),
    ("not-upheld", "the reviewer disagrees"),
    ("not-assessed", "the reviewer did not look at it"),
];

pub(crate) const METRICS: Values = &[
    ("verified", "verified confidence at a gate"),
    ("shippedClean", "shipped changes without an open critical or high finding"),
    ("reproducedShare", "requirements of reproducible types that are reproduced, without condition"),
    ("rollbackRehearsed", "requirements of a rollback rehearsal that are verified"),
    ("alertPathPerRelease", "releases in which an alert path was tested"),
    ("blindReview", "changes due at validation with an independent blind review"),
    ("strongFamilies", "families with strong evidence reproduced or signed, without condition"),
    ("unpreventedRecurrence", "patterns that recur while their prevention is not in place"),
];

/// The id of a verdict of runs.
pub(crate) const fn runs_id(runs: RunsVerdict) -> &'static str {
    match runs {
        RunsVerdict::Reproduced => "reproduced",
        RunsVerdict::Diverged => "diverged",
        RunsVerdict::NotTried => "not-tried",
        RunsVerdict::NotReproducible => "not-reproducible",
    }
}

/// The id of a reason for a condition.
pub(crate) const fn reason_id(reason: Reason) -> &'static str {
    match reason {
        Reason::DigestDiffers => "digest-differs",
        Reason::RunsDiverged => "runs-diverged",
        Reason::Refuted(_) => "refuted",
        Reason::AttestationOfAnotherDigest => "attestation-of-another-digest",
        Reason::Expired => "expired",
        Reason::TooOld => "too-old",
        Reason::NotAccepted => "not-accepted",
        Reason::LeftOpen(_) => "left-open",
    }
}
