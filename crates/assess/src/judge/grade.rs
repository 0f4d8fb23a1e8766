//! How far one evidence item has been proved, and what overrides that (docs/scoring.md, "Grades" and "Conditions").

use super::policy_index::{Named, TypeRules};
use plumbline_domain::{
    Artifact, ArtifactTypeId, Condition, Content, Dataset, FindingStatus, GateReport, Grade, Instant, Item, Mode, Outcome,
    Policy, Run,
};

/// Why a condition overrides the grade of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Contradicted: the digest of the bytes is not the recorded one.
    DigestDiffers,
    /// Contradicted: runs of the same inputs gave different outputs.
    RunsDiverged,
    /// Contradicted: an open critical or high finding in the artifact, and an enforcing gate passed.
    OpenFindings,
    /// Contradicted: an enabled alert rule reaches no receiver.
    AlertReachesNobody,
    /// Contradicted: the artifact reports drift.
    DriftReported,
    /// Contradicted: the attestation names another digest.
    AttestationOfAnotherDigest,
    /// Stale: past the date that the item states.
    Expired,
    /// Stale: older than its type stays fresh.
    TooOld,
    /// Inconclusive: none of the formats that the type accepts.
    FormatNotAccepted,
    /// Inconclusive: the scanner did not finish, or scanned nothing.
    ScanIncomplete,
    /// Inconclusive: a preview whose changes are all unknowable.
    PreviewUnknowable,
}

impl Reason {
    /// The condition that this is a reason for.
    pub const fn condition(self) -> Condition {
        match self {
            Reason::DigestDiffers
            | Reason::RunsDiverged
            | Reason::OpenFindings
            | Reason::AlertReachesNobody
            | Reason::DriftReported
            | Reason::AttestationOfAnotherDigest => Condition::Contradicted,
            Reason::Expired | Reason::TooOld => Condition::Stale,
            Reason::FormatNotAccepted | Reason::ScanIncomplete | Reason::PreviewUnknowable => Condition::Inconclusive,
        }
    }
}

/// What the runs of an item say, whatever its condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunsVerdict {
    /// Somebody else got the same output from the same inputs.
    Reproduced,
    /// The same inputs gave different outputs.
    Diverged,
    /// Nobody repeated it independently.
    NotTried,
    /// Its type cannot be reproduced, by nature.
    NotReproducible,
}

/// An evidence item of a counting report, graded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradedItem {
    /// Its type.
    pub artifact_type: ArtifactTypeId,
    /// How far it has been proved. Never `missing`.
    pub grade: Grade,
    /// Why a condition overrides the grade, if one does.
    pub reason: Option<Reason>,
    /// What its runs say.
    pub runs: RunsVerdict,
    /// Whether its type belongs to the gate that offers it; elsewhere it counts for nothing.
    pub at_its_gate: bool,
    /// Whether it has no condition and at least the grade that the policy asks for.
    pub is_verified: bool,
    /// When it was last checked: its newest dated run, else the report's `recordedAt`.
    pub checked_at: Instant,
}

impl GradedItem {
    /// An item whose type the policy does not know. It counts for nothing.
    pub(crate) const fn of_unknown_type(artifact_type: ArtifactTypeId, checked_at: Instant) -> Self {
        GradedItem {
            artifact_type,
            grade: Grade::Claimed,
            reason: None,
            runs: RunsVerdict::NotReproducible,
            at_its_gate: false,
            is_verified: false,
            checked_at,
        }
    }

    /// What overrides its grade.
    pub fn condition(&self) -> Option<Condition> {
        self.reason.map(Reason::condition)
    }

    /// The rank that decides which of several items is best: contradicted first, then without condition, then the grade.
    pub(crate) fn rank(&self) -> (bool, bool, Grade) {
        let condition = self.condition();
        (condition == Some(Condition::Contradicted), condition.is_none(), self.grade)
    }
}

/// What is known of each content before any item is graded, by [`plumbline_domain::ContentId`].
pub(crate) struct ContentFacts {
    /// Whether it holds an open critical or high finding.
    pub has_open_blocking: bool,
}

impl ContentFacts {
    pub fn of(content: &Content) -> Self {
        let is_blocking = |f: &plumbline_domain::Finding| f.status == FindingStatus::Open && Policy::is_blocking(f.severity);
        ContentFacts { has_open_blocking: content.findings.iter().any(is_blocking) }
    }
}

/// What the grade of an item depends on besides the item.
pub(crate) struct GradeContext<'a> {
    pub dataset: &'a Dataset,
    pub named: &'a Named,
    pub contents: &'a [ContentFacts],
    pub report: &'a GateReport,
    /// The change's author, if known.
    pub author: Option<&'a str>,
    /// The time at which freshness is measured: `now`, or when a later deployment replaced the change.
    pub fresh_at: Instant,
}

/// Grades one item of a counting report.
pub(crate) fn grade_item(item: &Item, rules: &TypeRules, cx: &GradeContext<'_>) -> GradedItem {
    let policy = &cx.dataset.policy;
    let artifact = item.artifact.as_ref();
    let content = artifact.and_then(|a| a.content).and_then(|id| cx.dataset.content(id));
    let recorded = artifact.and_then(|a| a.recorded_sha256.as_deref());
    let digest = recorded.or(content.map(|c| c.sha256.as_str()));
    let digest_differs = match (recorded, content) {
        (Some(recorded), Some(content)) => recorded != content.sha256,
        _ => false,
    };
    let accepted = content.is_some_and(|c| rules.accepts(c, artifact.and_then(|a| a.path.as_deref())));
    let is_attached = recorded.is_some() || content.is_some();

    let diverged = rules.reproducible && has_diverged(item, recorded);
    let reproduced = rules.reproducible
        && is_attached
        && !diverged
        && cx.author.is_some_and(|author| is_reproduced(&item.runs, author, recorded, policy.reproduction.independent_actors));
    let grade = if reproduced {
        Grade::Reproduced
    } else if content.is_some() && !digest_differs && accepted {
        Grade::Checked
    } else if is_attached {
        Grade::Attached
    } else {
        Grade::Claimed
    };

    let checked_at = item.runs.iter().filter_map(|r| r.at).max().unwrap_or(cx.report.recorded_at);
    let reason = if digest_differs {
        Some(Reason::DigestDiffers)
    } else if diverged {
        Some(Reason::RunsDiverged)
    } else {
        refuted_by(item, content, digest, cx)
            .or_else(|| stale_since(item, rules, checked_at, cx.fresh_at))
            .or_else(|| content.and_then(|c| says_nothing(c, accepted)))
    };
    let at_its_gate = rules.gate == cx.report.gate;
    GradedItem {
        artifact_type: item.artifact_type,
        grade,
        reason,
        runs: match (rules.reproducible, diverged, reproduced) {
            (false, _, _) => RunsVerdict::NotReproducible,
            (true, true, _) => RunsVerdict::Diverged,
            (true, false, true) => RunsVerdict::Reproduced,
            (true, false, false) => RunsVerdict::NotTried,
        },
        at_its_gate,
        is_verified: at_its_gate && reason.is_none() && grade >= policy.min_grade,
        checked_at,
    }
}

/// Whether two runs of the same inputs gave different outputs, or a run of the report's own inputs another output than the
/// recorded digest.
fn has_diverged(item: &Item, recorded: Option<&str>) -> bool {
    let own_inputs = item.runs.first().filter(|_| item.has_own_run).and_then(|r| r.inputs.as_deref());
    let mut pairs: Vec<(&str, &str)> =
        item.runs.iter().filter_map(|r| Some((r.inputs.as_deref()?, r.output.as_deref()?))).collect();
    if let (Some(own), Some(recorded)) = (own_inputs, recorded)
        && pairs.iter().any(|&(inputs, output)| inputs == own && output != recorded)
    {
        return true;
    }
    pairs.sort();
    pairs.iter().zip(pairs.iter().skip(1)).any(|(a, b)| a.0 == b.0 && a.1 != b.1)
}

/// Whether enough distinct actors share inputs and output, one of them in a verification by somebody other than the author. The
/// output must be the recorded digest, where there is one.
fn is_reproduced(runs: &[Run], author: &str, recorded: Option<&str>, actors: u32) -> bool {
    let mut complete: Vec<(&str, &str, &str, bool)> = runs
        .iter()
        .filter_map(|r| {
            let (inputs, output, by) = (r.inputs.as_deref()?, r.output.as_deref()?, r.by.as_deref()?);
            let fits = recorded.is_none_or(|d| d == output);
            fits.then_some((inputs, output, by, r.from_verification && by != author))
        })
        .collect();
    complete.sort();
    complete.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).any(|same| {
        let distinct = same.chunk_by(|a, b| a.2 == b.2).count();
        distinct >= usize::try_from(actors).unwrap_or(usize::MAX) && same.iter().any(|r| r.3)
    })
}

/// Why the content refutes the claim, if it does, whatever its format.
fn refuted_by(item: &Item, content: Option<&Content>, digest: Option<&str>, cx: &GradeContext<'_>) -> Option<Reason> {
    if let (Some(content), Some(artifact)) = (content, item.artifact.as_ref()) {
        let is = |named: Option<ArtifactTypeId>| named == Some(item.artifact_type);
        let facts = &content.facts;
        if (is(cx.named.policy_diagnostics) || is(cx.named.secret_scan))
            && cx.report.outcome == Outcome::Passed
            && cx.report.mode == Mode::Enforce
            && has_open_blocking(artifact, cx)
        {
            return Some(Reason::OpenFindings);
        }
        if is(cx.named.alert_linkage) && facts.linkage.is_some_and(|l| l.unlinked > 0) {
            return Some(Reason::AlertReachesNobody);
        }
        // a plan and a what-if compare with what is deployed; a change set only states what is intended
        let differs = facts.drift.is_some_and(|d| d.differing > 0) || facts.states_drift;
        if is(cx.named.drift_check) && differs {
            return Some(Reason::DriftReported);
        }
    }
    let subjects = item
        .attestation_content
        .and_then(|id| cx.dataset.content(id))
        .and_then(|c| c.facts.subjects.as_deref())
        .filter(|subjects| !subjects.is_empty());
    match (subjects, digest) {
        (Some(subjects), Some(digest)) if !subjects.iter().any(|s| s == digest) => Some(Reason::AttestationOfAnotherDigest),
        _ => None,
    }
}

fn has_open_blocking(artifact: &Artifact, cx: &GradeContext<'_>) -> bool {
    artifact.content.and_then(|id| cx.contents.get(id.0 as usize)).is_some_and(|c| c.has_open_blocking)
}

/// Why the item is stale, if it is: past its date, or older than its type stays fresh.
fn stale_since(item: &Item, rules: &TypeRules, checked_at: Instant, fresh_at: Instant) -> Option<Reason> {
    if item.expires_at.is_some_and(|t| t < fresh_at) {
        return Some(Reason::Expired);
    }
    rules.fresh_days.filter(|&days| checked_at.plus_days(i64::from(days)) < fresh_at).map(|_| Reason::TooOld)
}

/// Why content that was read neither supports nor refutes the claim, if so.
fn says_nothing(content: &Content, accepted: bool) -> Option<Reason> {
    if !accepted {
        return Some(Reason::FormatNotAccepted);
    }
    if content.facts.scan.is_some_and(|s| s.completed == Some(false) || s.scanned_nothing) {
        return Some(Reason::ScanIncomplete);
    }
    let all_unknowable = |p: plumbline_domain::Preview| p.unknowable > 0 && p.create + p.modify + p.delete + p.no_change == 0;
    content.facts.preview.filter(|&p| all_unknowable(p)).map(|_| Reason::PreviewUnknowable)
}
