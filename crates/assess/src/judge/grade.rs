//! How far one evidence item has been proved, and what overrides that (docs/scoring.md, "Grades" and "Conditions").

use super::policy_index::TypeRules;
use super::times::reproduced_at;
use plumbline_domain::{Artifact, ArtifactTypeId, Condition, Content, Dataset, Family, GateReport, Grade, Instant, Item, Probe};
use plumbline_probe::{Question, Weighed, accepts, weigh};

/// Why a condition overrides the grade of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Reason {
    /// Contradicted: the digest of the bytes (or of a file that is read with them) is not the recorded one.
    DigestDiffers,
    /// Contradicted: runs of the same inputs gave different outputs.
    RunsDiverged,
    /// Contradicted: this probe of its type fails.
    Refuted(Probe),
    /// Contradicted: the attestation names another digest.
    AttestationOfAnotherDigest,
    /// Stale: past the date that the item states.
    Expired,
    /// Stale: older than its type stays fresh.
    TooOld,
    /// Inconclusive: the type does not accept it.
    NotAccepted,
    /// Inconclusive: the file leaves this probe open, or says nothing of it although its type requires it.
    LeftOpen(Probe),
}

impl Reason {
    /// The condition that this is a reason for.
    pub const fn condition(self) -> Condition {
        match self {
            Reason::DigestDiffers | Reason::RunsDiverged | Reason::Refuted(_) | Reason::AttestationOfAnotherDigest => {
                Condition::Contradicted
            }
            Reason::Expired | Reason::TooOld => Condition::Stale,
            Reason::NotAccepted | Reason::LeftOpen(_) => Condition::Inconclusive,
        }
    }

    /// The probe that is the reason.
    pub const fn probe(self) -> Option<Probe> {
        match self {
            Reason::Refuted(probe) | Reason::LeftOpen(probe) => Some(probe),
            _ => None,
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
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GradedItem {
    /// Its type.
    pub artifact_type: ArtifactTypeId,
    /// The part that offers it, by its place among the counting reports of the gate.
    pub part: u32,
    /// The families that it speaks for, a bit for each.
    pub(crate) families: u8,
    /// Whether its bytes were read, are the recorded ones, and are accepted by its type, whatever its probes say: then the findings in
    /// them count.
    pub is_read: bool,
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
    /// When its proof was complete, in microseconds after `checked_at`; none when it is not verified and would not be if it were not
    /// stale. Mostly 0, and so shorter to store than the time itself.
    pub(super) proved_after_us: Option<i64>,
    /// When it went stale, in microseconds after `checked_at`; none when it is not stale.
    pub(super) stale_after_us: Option<i64>,
}

impl GradedItem {
    /// An item whose type the policy does not know. It counts for nothing.
    pub(crate) const fn of_unknown_type(artifact_type: ArtifactTypeId, part: u32, checked_at: Instant) -> Self {
        GradedItem {
            artifact_type,
            part,
            families: 0,
            is_read: false,
            grade: Grade::Claimed,
            reason: None,
            runs: RunsVerdict::NotReproducible,
            at_its_gate: false,
            is_verified: false,
            checked_at,
            proved_after_us: None,
            stale_after_us: None,
        }
    }

    /// When its proof was complete; none when it is not verified and would not be if it were not stale.
    pub fn proved_at(&self) -> Option<Instant> {
        Some(self.after_check(self.proved_after_us?))
    }

    /// When it went stale; none when it is not.
    pub fn stale_at(&self) -> Option<Instant> {
        Some(self.after_check(self.stale_after_us?))
    }

    fn after_check(&self, us: i64) -> Instant {
        Instant::from_micros(self.checked_at.micros().saturating_add(us))
    }

    /// What overrides its grade.
    pub fn condition(&self) -> Option<Condition> {
        self.reason.map(Reason::condition)
    }

    /// Whether it speaks for a family.
    pub(crate) const fn names(&self, family: Family) -> bool {
        self.families & bit_of(family) != 0
    }

    /// The rank that decides which of several items is best: contradicted first, then without condition, then the grade.
    pub(crate) fn rank(&self) -> (bool, bool, Grade) {
        let condition = self.condition();
        (condition == Some(Condition::Contradicted), condition.is_none(), self.grade)
    }
}

/// The bit of a family in a number that says which families are meant.
pub(crate) const fn bit_of(family: Family) -> u8 {
    1 << family.index()
}

/// What the grade of an item depends on besides the item.
pub(crate) struct GradeContext<'a> {
    pub dataset: &'a Dataset,
    /// The report that offers it.
    pub report: &'a GateReport,
    /// The place of that report among the counting reports of the gate.
    pub part: u32,
    /// The change's author, if known.
    pub author: Option<&'a str>,
    /// When the change was deployed.
    pub deployed_at: Option<Instant>,
    /// The change preview that a log or outputs of this part are compared with.
    pub plan: Option<&'a Content>,
    /// The deployment log of this part.
    pub log: Option<&'a Content>,
    /// The time at which freshness is measured: `now`, or when a later deployment replaced the change.
    pub fresh_at: Instant,
}

/// What an item offers, read: whether its type accepts it, and what its type's probes make of it. None without bytes, and when the
/// policy does not know its type.
pub(crate) fn weigh_item(item: &Item, cx: &GradeContext<'_>, explains: bool) -> Option<(bool, Weighed)> {
    let dataset = cx.dataset;
    let content_of = |artifact: &Artifact| dataset.content(artifact.content?);
    let artifact = item.artifact.as_ref()?;
    let content = content_of(artifact)?;
    let artifact_type = dataset.policy.artifact_type(item.artifact_type)?;
    let with: Vec<&Content> = item.with.iter().filter_map(content_of).collect();
    let question = Question {
        artifact_type,
        content,
        before: item.before.as_ref().and_then(content_of),
        with: &with,
        plan: cx.plan,
        log: cx.log,
        outcome: cx.report.outcome,
        mode: cx.report.mode,
        deployed_at: cx.deployed_at,
        justifications: &item.justifications,
        policy: &dataset.policy,
        explains,
    };
    let accepted = accepts(artifact_type, content, artifact.path.as_deref());
    Some((accepted, weigh(&question, accepted)))
}

/// Grades one item of a counting report.
pub(crate) fn grade_item(item: &Item, rules: &TypeRules, cx: &GradeContext<'_>) -> GradedItem {
    let policy = &cx.dataset.policy;
    let artifact = item.artifact.as_ref();
    let content = artifact.and_then(|a| a.content).and_then(|id| cx.dataset.content(id));
    let recorded = artifact.and_then(|a| a.recorded_sha256.as_deref());
    let digest = recorded.or(content.map(|c| c.sha256.as_str()));
    let differs = |artifact: &Artifact| {
        let content = artifact.content.and_then(|id| cx.dataset.content(id));
        matches!((&artifact.recorded_sha256, content), (Some(recorded), Some(content)) if *recorded != content.sha256)
    };
    let own_digest_differs = artifact.is_some_and(differs);
    let digest_differs = own_digest_differs || item.before.iter().chain(&item.with).any(differs);
    let (accepted, weighed) = weigh_item(item, cx, false).map_or((false, None), |(accepted, w)| (accepted, Some(w)));
    let is_read = content.is_some() && !own_digest_differs && accepted;
    let required_hold = weighed.as_ref().is_some_and(|w| w.required_hold);
    let (refuted_by, left_open_by) = weighed.map_or((None, None), |w| (w.refuted_by, w.left_open_by));
    let is_attached = recorded.is_some() || content.is_some();

    let diverged = rules.reproducible && has_diverged(item, recorded);
    let recorded_at = cx.report.recorded_at;
    let may_reproduce = rules.reproducible && is_attached && !diverged;
    let reproduced_at = cx
        .author
        .filter(|_| may_reproduce)
        .and_then(|author| reproduced_at(&item.runs, author, recorded, policy.reproduction.independent_actors, recorded_at));
    let reproduced = reproduced_at.is_some();
    // how far it is proved without anybody repeating it
    let alone = if is_read && required_hold {
        Grade::Checked
    } else if is_attached {
        Grade::Attached
    } else {
        Grade::Claimed
    };
    let grade = if reproduced { Grade::Reproduced } else { alone };

    let checked_at = item.checked_at(recorded_at);
    let unread = (content.is_some() && !accepted).then_some(Reason::NotAccepted);
    let inconclusive = unread.or(left_open_by.map(Reason::LeftOpen));
    let reason = if digest_differs {
        Some(Reason::DigestDiffers)
    } else if diverged {
        Some(Reason::RunsDiverged)
    } else {
        refuted_by
            .map(Reason::Refuted)
            .or_else(|| attests_another_digest(item, digest, cx.dataset).then_some(Reason::AttestationOfAnotherDigest))
            .or_else(|| stale_since(item, rules, checked_at, cx.fresh_at))
            .or(inconclusive)
    };
    let at_its_gate = rules.gate == cx.report.gate;
    let is_stale = reason.map(Reason::condition) == Some(Condition::Stale);
    let is_enough = at_its_gate && grade >= policy.min_grade && (reason.is_none() || is_stale && inconclusive.is_none());
    let proved_at = if alone >= policy.min_grade { Some(recorded_at) } else { reproduced_at };
    let proved_at = proved_at.filter(|_| is_enough);
    let after_check = |at: Instant| at.micros().saturating_sub(checked_at.micros());
    let families = Family::ALL.iter().filter(|&&family| item.names(family)).fold(0, |bits, &family| bits | bit_of(family));
    GradedItem {
        artifact_type: item.artifact_type,
        part: cx.part,
        families,
        is_read,
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
        proved_after_us: proved_at.map(after_check),
        stale_after_us: is_stale.then(|| stale_at(item, rules, checked_at)).flatten().map(after_check),
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

/// Whether the attestation names subjects, and none of them is the item's digest, or that of the file of which it is the redacted copy.
fn attests_another_digest(item: &Item, digest: Option<&str>, dataset: &Dataset) -> bool {
    let subjects = item
        .attestation_content
        .and_then(|id| dataset.content(id))
        .and_then(|c| c.facts.subjects.as_deref())
        .filter(|subjects| subjects.has_sha256());
    let raw = item.artifact.as_ref().and_then(|a| a.raw_sha256.as_deref());
    matches!((subjects, digest), (Some(subjects), Some(digest))
        if !subjects.names_sha256(digest) && !raw.is_some_and(|raw| subjects.names_sha256(raw)))
}

/// When an item goes stale: the earlier of its date and the end of its freshness; none when it never does.
fn stale_at(item: &Item, rules: &TypeRules, checked_at: Instant) -> Option<Instant> {
    let aged_at = rules.fresh_days.map(|days| checked_at.plus_days(i64::from(days)));
    item.expires_at.into_iter().chain(aged_at).min()
}

/// Why the item is stale, if it is: past its date, or older than its type stays fresh.
fn stale_since(item: &Item, rules: &TypeRules, checked_at: Instant, fresh_at: Instant) -> Option<Reason> {
    if item.expires_at.is_some_and(|t| t < fresh_at) {
        return Some(Reason::Expired);
    }
    rules.fresh_days.filter(|&days| checked_at.plus_days(i64::from(days)) < fresh_at).map(|_| Reason::TooOld)
}
