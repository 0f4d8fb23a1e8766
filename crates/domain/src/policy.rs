//! Everything that has a number or a list in the scoring rules, as data.

use super::{FactKind, Family, Format, Gate, Grade, Probe, Risk, Severity, Strength, Surface};
use std::collections::BTreeMap;

/// The place of an artifact type in [`Policy::artifact_types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct ArtifactTypeId(pub u16);

/// The place of a failure pattern in [`Policy::patterns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct PatternId(pub u16);

/// The rules in force: `plumbline.policy/1`. The JSON form is camelCase; unknown keys are ignored.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// `plumbline.policy/1`.
    pub format: String,
    /// A name for people.
    pub title: String,
    /// Days after a deployment until observation is due (rules, section 4).
    pub observation_grace_days: u32,
    /// Environments that count as critical; compared without case.
    pub critical_environments: Vec<String>,
    /// The least grade that verifies a requirement (rules, 5.4).
    pub min_grade: Grade,
    /// What reproduction asks for.
    pub reproduction: Reproduction,
    /// Below this many changes a figure is marked as too few.
    pub too_few: u32,
    /// The blast radius of a change that states none.
    pub unknown_radius: u64,
    /// The days of changes that the ladder looks at.
    pub ladder_days: u32,
    /// Whom signatures are trusted from.
    pub trust: Trust,
    /// The kinds of evidence; the rows of the matrix.
    pub artifact_types: Vec<ArtifactType>,
    /// What each gate requires.
    pub requirements: BTreeMap<Gate, Vec<RequiredType>>,
    /// The artifact types that serve each risk.
    pub risks: BTreeMap<Risk, Vec<String>>,
    /// The failure patterns.
    pub patterns: Vec<PatternPolicy>,
    /// From rule ids to meaning; looked at before the built-in table.
    pub rules: Vec<RuleMapping>,
    /// Where a family's findings stand when nothing closer is known.
    pub surface_of_family: BTreeMap<Family, Surface>,
    /// The detection pipeline's lanes, by id, in the order of the file.
    #[serde(serialize_with = "ordered_map::serialize")]
    pub lanes: Vec<(String, Vec<String>)>,
    /// The rungs above `ad-hoc`, lowest first.
    pub ladder: Vec<LadderRung>,
    /// What teams claim for themselves.
    pub teams: Vec<TeamClaim>,
    /// Vaults, keys and key rings that may be referred to, as globs; empty: any.
    pub approved_vaults: Vec<String>,
    /// Ports by which machines are managed.
    pub management_ports: Vec<u16>,
    /// Ports that may be open to everybody.
    pub public_ports: Vec<u16>,
    /// Classes of tools beside the built-in table: globs over names.
    #[serde(serialize_with = "ordered_map::serialize")]
    pub tools: Vec<(String, Vec<ToolClass>)>,
    /// Alerts that are meant for nobody.
    pub unrouted_alerts: Vec<String>,
    /// The severity of a finding that states none, by the pattern that its rule means; `*`: of the other patterns.
    pub severity_of_pattern: BTreeMap<String, Severity>,
    /// Severities of findings that must not stay open.
    pub blocking_severities: Vec<Severity>,
}

/// What reproduction asks for.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reproduction {
    /// How many distinct actors must agree.
    pub independent_actors: u32,
}

/// Whom signatures are trusted from. Empty by default: then nothing is `signed`.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Trust {
    /// Public keys.
    pub keys: Vec<String>,
    /// Identities.
    pub identities: Vec<String>,
}

/// A kind of evidence.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactType {
    /// Its published id, such as `policy-diagnostics`.
    pub id: String,
    /// The name a person reads.
    pub title: String,
    /// The only gate at which an item of it counts.
    pub gate: Gate,
    /// Families that it proves.
    pub strong: Vec<Family>,
    /// Families that it helps.
    pub supporting: Vec<Family>,
    /// Whether repeating the command can give the same bytes.
    pub reproducible: bool,
    /// Days that an item stays fresh; none: for ever.
    pub fresh_days: Option<u32>,
    /// Where it stands on the attack surface.
    pub surface: Surface,
    /// What its content may be: format ids, kinds of facts written `kind:role-grants`, or `any`.
    pub accepts: Vec<String>,
    /// The probes that its content must answer, in this order. Empty: nothing is asked, its files are counted unread.
    pub proves: Vec<Proof>,
}

/// A probe that a type must answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The question.
    pub probe: Probe,
    /// Whether a file that says nothing of it is left open.
    pub required: bool,
    /// When a no contradicts the claim.
    pub contradicts: Contradicts,
}

/// When the no of a probe contradicts the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradicts {
    /// Always.
    Always,
    /// Only under a gate that passed and enforces; elsewhere the file is honest evidence of a failure.
    Passed,
}

impl Contradicts {
    /// Every id.
    pub const IDS: &'static [&'static str] = &["always", "passed"];

    /// The one with this id, exactly as published.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "always" => Some(Contradicts::Always),
            "passed" => Some(Contradicts::Passed),
            _ => None,
        }
    }
}

impl From<Probe> for Proof {
    fn from(probe: Probe) -> Self {
        Proof { probe, required: true, contradicts: Contradicts::Always }
    }
}

impl serde::Serialize for Proof {
    /// A required probe that always contradicts is only its id.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        if *self == Proof::from(self.probe) {
            return serializer.serialize_str(self.probe.id());
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("probe", self.probe.id())?;
        if !self.required {
            map.serialize_entry("required", &false)?;
        }
        if self.contradicts == Contradicts::Passed {
            map.serialize_entry("contradicts", "passed")?;
        }
        map.end()
    }
}

/// What a tool is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ToolClass {
    /// It reads style and simple mistakes.
    Linter,
    /// It says whether a template is valid.
    Template,
    /// It compares with rules of security.
    Policy,
    /// It looks for secrets.
    Secret,
}

impl ToolClass {
    /// Every id.
    pub const IDS: &'static [&'static str] = &["linter", "template", "policy", "secret"];

    /// The published id.
    pub const fn id(self) -> &'static str {
        match self {
            ToolClass::Linter => "linter",
            ToolClass::Template => "template",
            ToolClass::Policy => "policy",
            ToolClass::Secret => "secret",
        }
    }

    /// The class with this id, exactly as published.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "linter" => Some(ToolClass::Linter),
            "template" => Some(ToolClass::Template),
            "policy" => Some(ToolClass::Policy),
            "secret" => Some(ToolClass::Secret),
            _ => None,
        }
    }
}

impl ArtifactType {
    /// How well it serves a family, if at all.
    pub fn strength(&self, family: Family) -> Option<Strength> {
        if self.strong.contains(&family) {
            Some(Strength::Strong)
        } else if self.supporting.contains(&family) {
            Some(Strength::Supporting)
        } else {
            None
        }
    }

    /// Whether the list of what it accepts has this format in it, by its id or by a kind of facts that it gives.
    pub fn names_format(&self, format: Format) -> bool {
        self.accepts.iter().any(|id| match id.strip_prefix("kind:") {
            Some(kind) => FactKind::from_id(kind).is_some_and(|kind| format.kinds().contains(&kind)),
            None => id == format.id(),
        })
    }

    /// Whether it accepts this format: by its name, or because it accepts any.
    pub fn accepts_format(&self, format: Format) -> bool {
        self.accepts.iter().any(|id| id == "any") || self.names_format(format)
    }
}

/// One required type of a gate.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RequiredType {
    /// The artifact type's id.
    #[serde(rename = "type")]
    pub artifact_type: String,
    /// Only when the change touches one of these families.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<Family>,
    /// Only (or, with `touches`, also) when the environment is critical.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub critical: bool,
}

/// A failure pattern.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PatternPolicy {
    /// Its published id, such as `alert-illusion`.
    pub id: String,
    /// The name a person reads.
    pub title: String,
    /// The gate that should have stopped it.
    pub responsible: Gate,
    /// Artifact types that would stop it.
    pub prevention: Vec<String>,
}

/// From a rule id to its meaning.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleMapping {
    /// The pattern that a match belongs to.
    pub pattern: String,
    /// A glob over the rule id (`*` any run, `?` one character).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<String>,
    /// The tool's name, without case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// Words of which one must stand in the rule id or message, without case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<String>>,
    /// The family that a match belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<Family>,
    /// The surface that a match stands on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Surface>,
}

/// One rung of the ladder.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LadderRung {
    /// Its id, such as `gated`.
    pub rung: String,
    /// What it asks for.
    pub criteria: Vec<Criterion>,
}

/// One criterion of a rung. Exactly one of `at_least`, `every`, `none` is set.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Criterion {
    /// Its id, unique in the ladder.
    pub id: String,
    /// What is measured.
    pub metric: Metric,
    /// At which gate, for [`Metric::Verified`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate: Option<Gate>,
    /// The share that the lower end of the interval must reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Exact: the share must be 1.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub every: bool,
    /// Exact: the count must be 0.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub none: bool,
}

/// What a criterion measures (rules, 7, maturity ladder).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Metric {
    /// Verified confidence at a gate.
    Verified,
    /// Shipped changes without an open critical or high finding.
    ShippedClean,
    /// Requirements of reproducible types that are reproduced, without condition.
    ReproducedShare,
    /// Changes that owe a rollback rehearsal and have it verified.
    RollbackRehearsed,
    /// Releases in which an alert path was tested.
    AlertPathPerRelease,
    /// Changes due at validation with an independent blind review.
    BlindReview,
    /// Families with strong evidence reproduced or signed.
    StrongFamilies,
    /// Patterns that recur while their prevention is not in place.
    UnpreventedRecurrence,
}

impl Metric {
    /// Every id.
    pub const IDS: &'static [&'static str] = &[
        "verified",
        "shippedClean",
        "reproducedShare",
        "rollbackRehearsed",
        "alertPathPerRelease",
        "blindReview",
        "strongFamilies",
        "unpreventedRecurrence",
    ];

    /// The metric with this id, exactly as published.
    pub fn from_id(id: &str) -> Option<Self> {
        Some(match id {
            "verified" => Metric::Verified,
            "shippedClean" => Metric::ShippedClean,
            "reproducedShare" => Metric::ReproducedShare,
            "rollbackRehearsed" => Metric::RollbackRehearsed,
            "alertPathPerRelease" => Metric::AlertPathPerRelease,
            "blindReview" => Metric::BlindReview,
            "strongFamilies" => Metric::StrongFamilies,
            "unpreventedRecurrence" => Metric::UnpreventedRecurrence,
            _ => return None,
        })
    }
}

/// What a team claims for itself.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamClaim {
    /// The team.
    pub team: String,
    /// The rung that it says it stands on.
    pub claimed_rung: Option<String>,
}

impl Policy {
    /// The rung below the first of the ladder.
    pub const AD_HOC: &'static str = "ad-hoc";

    /// The artifact type with this id.
    pub fn artifact_type_id(&self, id: &str) -> Option<ArtifactTypeId> {
        self.artifact_types.iter().position(|t| t.id == id).and_then(|i| u16::try_from(i).ok()).map(ArtifactTypeId)
    }

    /// The artifact type at this place. Ids come from [`Self::artifact_type_id`] of the same policy.
    pub fn artifact_type(&self, id: ArtifactTypeId) -> Option<&ArtifactType> {
        self.artifact_types.get(usize::from(id.0))
    }

    /// The pattern with this id.
    pub fn pattern_id(&self, id: &str) -> Option<PatternId> {
        self.patterns.iter().position(|p| p.id == id).and_then(|i| u16::try_from(i).ok()).map(PatternId)
    }

    /// The pattern at this place.
    pub fn pattern(&self, id: PatternId) -> Option<&PatternPolicy> {
        self.patterns.get(usize::from(id.0))
    }

    /// Whether an environment (or its absence) counts as critical (rules, 5.2).
    pub fn is_critical(&self, environment: Option<&str>) -> bool {
        environment.is_none_or(|e| {
            let e = e.to_lowercase();
            self.critical_environments.iter().any(|c| c.to_lowercase() == e)
        })
    }

    /// The rungs from lowest to highest, `ad-hoc` first.
    pub fn rungs(&self) -> Vec<&str> {
        std::iter::once(Self::AD_HOC).chain(self.ladder.iter().map(|r| r.rung.as_str())).collect()
    }

    /// Whether a finding of this severity must not stay open.
    pub fn is_blocking(&self, severity: Severity) -> bool {
        self.blocking_severities.contains(&severity)
    }
}

/// A JSON object as a list of pairs in the order of the file.
mod ordered_map {
    use serde::Serializer;
    use serde::ser::SerializeMap;

    pub fn serialize<S: Serializer, T: serde::Serialize>(pairs: &[(String, Vec<T>)], serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(pairs.len()))?;
        for (key, value) in pairs {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
