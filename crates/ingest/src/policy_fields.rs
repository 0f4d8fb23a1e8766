//! The fields of a `plumbline.policy/1`, read strictly: a policy is taken whole or not at all, so everything that is wrong
//! with it is an error in the log, and what stands in its place does not matter.

use super::fields::{Fields, Site};
use super::json::Json;
use super::log::Log;
use super::parse::is_version_1;
use plumbline_domain::{
    ArtifactType, Criterion, DiagnosticKind, Family, Gate, Grade, LadderRung, Metric, PatternPolicy, Policy, Reproduction,
    RequiredType, Risk, RuleMapping, Surface, TeamClaim, Trust,
};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The policy that a document states; worth something only when the log has no error.
pub(super) fn policy_from_value(value: &Json<'_>, log: &RefCell<Log>) -> Option<Policy> {
    let f = &Fields::of(value, Site::ROOT, log, DiagnosticKind::PolicyError).ok()?;
    let format = f.required_text("format").ok()?;
    match format.strip_prefix("plumbline.policy/") {
        Some(version) if is_version_1(version) => {}
        Some(version) => {
            f.error("format", format!("version {version} of plumbline.policy is not supported; supported: version 1"));
            return None;
        }
        None => {
            f.error("format", "not plumbline.policy/1");
            return None;
        }
    }
    Some(Policy {
        format,
        title: f.text("title").unwrap_or_default(),
        observation_grace_days: number(f, "observationGraceDays"),
        critical_environments: texts(f, "criticalEnvironments"),
        min_grade: word(f, "minGrade", Grade::from_id, Grade::IDS, Grade::Missing),
        reproduction: Reproduction {
            independent_actors: object(f, "reproduction").map_or(0, |inner| number(&inner, "independentActors")),
        },
        too_few: number(f, "tooFew"),
        unknown_radius: large_number(f, "unknownRadius"),
        ladder_days: number(f, "ladderDays"),
        trust: trust(f),
        artifact_types: artifact_types(f),
        requirements: requirements(f),
        risks: risks(f),
        patterns: patterns(f),
        rules: rules(f),
        surface_of_family: surfaces(f),
        lanes: lanes(f),
        ladder: ladder(f),
        teams: teams(f),
    })
}

fn trust(f: &Fields<'_>) -> Trust {
    match f.object("trust") {
        Some(inner) => Trust { keys: texts_if(&inner, "keys"), identities: texts_if(&inner, "identities") },
        None => Trust::default(),
    }
}

fn artifact_types(f: &Fields<'_>) -> Vec<ArtifactType> {
    let mut types = Vec::new();
    each(f, "artifactTypes", &mut |f| {
        types.push(ArtifactType {
            id: text(f, "id"),
            title: text(f, "title"),
            gate: gate(f, "gate"),
            strong: families(f, "strong"),
            supporting: families(f, "supporting"),
            reproducible: f.flag("reproducible").unwrap_or_else(|| missing_unless_there(f, "reproducible")),
            fresh_days: f.value("freshDays").map(|_| number(f, "freshDays")),
            surface: word(f, "surface", Surface::from_id, Surface::IDS, Surface::Provisioning),
            accepts: texts(f, "accepts"),
        });
    });
    types
}

fn requirements(f: &Fields<'_>) -> BTreeMap<Gate, Vec<RequiredType>> {
    let mut requirements = BTreeMap::new();
    each_key(f, "requirements", &mut |f, key| {
        let mut required = Vec::new();
        each(f, key, &mut |f| {
            required.push(RequiredType {
                artifact_type: text(f, "type"),
                touches: families(f, "touches"),
                critical: f.flag("critical").unwrap_or_default(),
            });
        });
        if let Some(gate) = known_key(f, key, Gate::from_id, Gate::IDS) {
            requirements.insert(gate, required);
        }
    });
    requirements
}

fn risks(f: &Fields<'_>) -> BTreeMap<Risk, Vec<String>> {
    let mut risks = BTreeMap::new();
    each_key(f, "risks", &mut |f, key| {
        if let Some(risk) = known_key(f, key, Risk::from_id, Risk::IDS) {
            risks.insert(risk, texts(f, key));
        }
    });
    risks
}

fn surfaces(f: &Fields<'_>) -> BTreeMap<Family, Surface> {
    let mut surfaces = BTreeMap::new();
    each_key(f, "surfaceOfFamily", &mut |f, key| {
        if let Some(family) = known_key(f, key, Family::from_id, Family::IDS) {
            surfaces.insert(family, word(f, key, Surface::from_id, Surface::IDS, Surface::Provisioning));
        }
    });
    surfaces
}

fn lanes(f: &Fields<'_>) -> Vec<(String, Vec<String>)> {
    let mut lanes = Vec::new();
    each_key(f, "lanes", &mut |f, key| lanes.push((key.to_owned(), texts(f, key))));
    lanes
}

fn patterns(f: &Fields<'_>) -> Vec<PatternPolicy> {
    let mut patterns = Vec::new();
    each(f, "patterns", &mut |f| {
        patterns.push(PatternPolicy {
            id: text(f, "id"),
            title: text(f, "title"),
            responsible: gate(f, "responsible"),
            prevention: texts(f, "prevention"),
        });
    });
    patterns
}

fn rules(f: &Fields<'_>) -> Vec<RuleMapping> {
    let mut rules = Vec::new();
    each_if(f, "rules", &mut |f| {
        rules.push(RuleMapping {
            pattern: text(f, "pattern"),
            rule_id: text_if(f, "ruleId"),
            tool: text_if(f, "tool"),
            keywords: f.value("keywords").map(|_| texts(f, "keywords")),
            control: word_if(f, "control", Family::from_id, Family::IDS),
            surface: word_if(f, "surface", Surface::from_id, Surface::IDS),
        });
    });
    rules
}

fn ladder(f: &Fields<'_>) -> Vec<LadderRung> {
    let mut ladder = Vec::new();
    each(f, "ladder", &mut |f| {
        let mut criteria = Vec::new();
        each(f, "criteria", &mut |f| {
            criteria.push(Criterion {
                id: text(f, "id"),
                metric: word(f, "metric", Metric::from_id, Metric::IDS, Metric::Verified),
                gate: word_if(f, "gate", Gate::from_id, Gate::IDS),
                at_least: share(f, "atLeast"),
                every: f.flag("every").unwrap_or_default(),
                none: f.flag("none").unwrap_or_default(),
            });
        });
        ladder.push(LadderRung { rung: text(f, "rung"), criteria });
    });
    ladder
}

fn teams(f: &Fields<'_>) -> Vec<TeamClaim> {
    let mut teams = Vec::new();
    each_if(f, "teams", &mut |f| {
        teams.push(TeamClaim { team: text(f, "team"), claimed_rung: text_if(f, "claimedRung") });
    });
    teams
}

/// Says that a field is missing when it is; a field of another kind has been spoken of.
fn missing_unless_there<T: Default>(f: &Fields<'_>, key: &str) -> T {
    if f.value(key).is_none() {
        f.error(key, "is missing");
    }
    T::default()
}

fn object<'y>(f: &'y Fields<'_>, key: &'y str) -> Option<Fields<'y>> {
    let found = f.object(key);
    if found.is_none() {
        missing_unless_there(f, key)
    }
    found
}

fn text_if(f: &Fields<'_>, key: &str) -> Option<String> {
    match f.value(key)? {
        Json::String(text) => Some(text.to_string()),
        _ => {
            f.error(key, "must be a string");
            None
        }
    }
}

fn text(f: &Fields<'_>, key: &str) -> String {
    text_if(f, key).unwrap_or_else(|| missing_unless_there(f, key))
}

fn texts_if(f: &Fields<'_>, key: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for (i, element) in f.list(key).unwrap_or_default().iter().enumerate() {
        match element {
            Json::String(text) => texts.push(text.to_string()),
            _ => f.error(&format!("{key}[{i}]"), "must be a string"),
        }
    }
    texts
}

fn texts(f: &Fields<'_>, key: &str) -> Vec<String> {
    missing_unless_there::<()>(f, key);
    texts_if(f, key)
}

fn large_number(f: &Fields<'_>, key: &str) -> u64 {
    f.count(key).unwrap_or_else(|| missing_unless_there(f, key))
}

fn number(f: &Fields<'_>, key: &str) -> u32 {
    u32::try_from(large_number(f, key)).unwrap_or_else(|_| {
        f.error(key, "is too large");
        0
    })
}

fn share(f: &Fields<'_>, key: &str) -> Option<f64> {
    let number = f.value(key)?.number();
    if number.is_none() {
        f.error(key, "must be a number");
    }
    number
}

/// A word of a closed list; an error names those that there are.
fn word_if<T>(f: &Fields<'_>, key: &str, from_id: fn(&str) -> Option<T>, ids: &[&str]) -> Option<T> {
    let word = text_if(f, key)?;
    let found = from_id(&word);
    if found.is_none() {
        f.error(key, not_one_of(&word, ids));
    }
    found
}

fn word<T>(f: &Fields<'_>, key: &str, from_id: fn(&str) -> Option<T>, ids: &[&str], otherwise: T) -> T {
    missing_unless_there::<()>(f, key);
    word_if(f, key, from_id, ids).unwrap_or(otherwise)
}

fn not_one_of(word: &str, ids: &[&str]) -> String {
    let short: String = word.chars().take(60).collect();
    format!("{short:?} is not one of {}", ids.join(", "))
}

fn gate(f: &Fields<'_>, key: &str) -> Gate {
    word(f, key, Gate::from_id, Gate::IDS, Gate::Intent)
}

fn families(f: &Fields<'_>, key: &str) -> Vec<Family> {
    let mut families = Vec::new();
    for (i, word) in texts_if(f, key).iter().enumerate() {
        match Family::from_id(word) {
            Some(family) => families.push(family),
            None => f.error(&format!("{key}[{i}]"), not_one_of(word, Family::IDS)),
        }
    }
    families
}

fn known_key<T>(f: &Fields<'_>, key: &str, from_id: fn(&str) -> Option<T>, ids: &[&str]) -> Option<T> {
    let found = from_id(key);
    if found.is_none() {
        f.error(key, not_one_of(key, ids));
    }
    found
}

/// Reads every object of a list that may be missing.
fn each_if(f: &Fields<'_>, key: &str, read: &mut dyn FnMut(&Fields<'_>)) {
    let _ = f.items(key, |inner| {
        read(&inner);
        Ok(())
    });
}

/// Reads every object of a list.
fn each(f: &Fields<'_>, key: &str, read: &mut dyn FnMut(&Fields<'_>)) {
    missing_unless_there::<()>(f, key);
    each_if(f, key, read);
}

/// Reads every field of an object, in the order of the file.
fn each_key(f: &Fields<'_>, key: &str, read: &mut dyn FnMut(&Fields<'_>, &str)) {
    if let Some(inner) = object(f, key) {
        for name in inner.keys() {
            read(&inner, name);
        }
    }
}
