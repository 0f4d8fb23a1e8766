//! The fields of a `plumbline.policy/1`, read strictly: a policy is taken whole or not at all, so everything that is wrong
//! with it is an error in the log, and what stands in its place does not matter.

use super::fields::{Fields, Site};
use super::json::Json;
use super::log::Log;
use super::parse::is_version_1;
use plumbline_domain::{
    ArtifactType, Contradicts, Criterion, DiagnosticKind, FactKind, Family, Gate, Grade, LadderRung, Metric, PatternPolicy,
    Policy, Probe, Proof, Reproduction, RequiredType, Risk, RuleMapping, Severity, Surface, TeamClaim, ToolClass, Trust,
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
    let mut artifact_types = artifact_types(f);
    if !artifact_types.iter().any(|(_, states_proofs)| *states_proofs) {
        artifact_types.iter_mut().for_each(|(t, _)| t.proves = proofs_of_the_first_edition(&t.id));
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
        artifact_types: artifact_types.into_iter().map(|(t, _)| t).collect(),
        requirements: requirements(f),
        risks: risks(f),
        patterns: patterns(f),
        rules: rules(f),
        surface_of_family: surfaces(f),
        lanes: lanes(f),
        ladder: ladder(f),
        teams: teams(f),
        approved_vaults: texts_if(f, "approvedVaults"),
        management_ports: ports(f, "managementPorts"),
        public_ports: ports(f, "publicPorts"),
        tools: tools(f),
        unrouted_alerts: texts_if(f, "unroutedAlerts"),
        severity_of_pattern: severities_by_pattern(f),
        blocking_severities: blocking_severities(f),
    })
}

fn trust(f: &Fields<'_>) -> Trust {
    match f.object("trust") {
        Some(inner) => Trust { keys: texts_if(&inner, "keys"), identities: texts_if(&inner, "identities") },
        None => Trust::default(),
    }
}

/// The probes that reproduce what the first edition of the rules looked at, for a policy that names none: they are asked, and a file
/// that says nothing of them is not left open.
fn proofs_of_the_first_edition(artifact_type: &str) -> Vec<Proof> {
    let asked = |probe| Proof { required: false, ..Proof::from(probe) };
    let mut proofs = vec![asked(Probe::ScanCompleted), asked(Probe::PreviewConclusive)];
    proofs.extend(match artifact_type {
        "policy-diagnostics" | "secret-scan" => {
            Some(Proof { contradicts: Contradicts::Passed, ..asked(Probe::NoOpenCriticalOrHigh) })
        }
        "alert-linkage" => Some(asked(Probe::EveryRuleReachesAReceiver)),
        "drift-check" => Some(asked(Probe::NoDrift)),
        _ => None,
    });
    proofs
}

/// The proofs of a type; none when it does not state the key.
fn proofs(f: &Fields<'_>) -> Option<Vec<Proof>> {
    f.value("proves")?;
    let mut proofs = Vec::new();
    for (i, element) in f.list("proves").unwrap_or_default().iter().enumerate() {
        let path = format!("proves[{i}]");
        match element {
            Json::String(id) => match Probe::from_id(id) {
                Some(probe) => proofs.push(Proof::from(probe)),
                None => f.error(&path, not_a_probe(id)),
            },
            Json::Object(_) => {
                let Some(probe) = element.get("probe").and_then(Json::text) else {
                    f.error(&format!("{path}.probe"), "must be the id of a probe");
                    continue;
                };
                let Some(probe) = Probe::from_id(probe) else {
                    f.error(&format!("{path}.probe"), not_a_probe(probe));
                    continue;
                };
                let mut proof = Proof::from(probe);
                match element.get("required") {
                    None => {}
                    Some(Json::Bool(required)) => proof.required = *required,
                    Some(_) => f.error(&format!("{path}.required"), "must be true or false"),
                }
                match element.get("contradicts").map(|word| word.text().and_then(Contradicts::from_id)) {
                    None => {}
                    Some(Some(contradicts)) => proof.contradicts = contradicts,
                    Some(None) => f.error(&format!("{path}.contradicts"), "must be always or passed"),
                }
                proofs.push(proof);
            }
            _ => f.error(&path, "must be the id of a probe, or an object with one"),
        }
    }
    Some(proofs)
}

fn not_a_probe(id: &str) -> String {
    let short: String = id.chars().take(60).collect();
    format!("no probe has the id {short:?}: `plumbline probes --list` prints them")
}

fn ports(f: &Fields<'_>, key: &str) -> Vec<u16> {
    let mut ports = Vec::new();
    for (i, element) in f.list(key).unwrap_or_default().iter().enumerate() {
        let port = element.number().filter(|n| n.fract() == 0.0 && (0.0..=65_535.0).contains(n));
        match port {
            Some(port) => ports.push(port as u16),
            None => f.error(&format!("{key}[{i}]"), "must be a port: a whole number from 0 to 65535"),
        }
    }
    ports
}

/// A word of a closed list at each place of a list.
fn words_of_list<T>(f: &Fields<'_>, key: &str, from_id: fn(&str) -> Option<T>, ids: &[&str]) -> Vec<T> {
    let mut found = Vec::new();
    for (i, word) in texts_if(f, key).iter().enumerate() {
        match from_id(word) {
            Some(word) => found.push(word),
            None => f.error(&format!("{key}[{i}]"), not_one_of(word, ids)),
        }
    }
    found
}

fn tools(f: &Fields<'_>) -> Vec<(String, Vec<ToolClass>)> {
    let mut tools = Vec::new();
    if let Some(inner) = f.object("tools") {
        for name in inner.keys() {
            tools.push((name.to_owned(), words_of_list(&inner, name, ToolClass::from_id, ToolClass::IDS)));
        }
    }
    tools
}

fn severities_by_pattern(f: &Fields<'_>) -> BTreeMap<String, Severity> {
    let mut severities = BTreeMap::new();
    if let Some(inner) = f.object("severityOfPattern") {
        for pattern in inner.keys() {
            if let Some(severity) = word_if(&inner, pattern, Severity::from_id, Severity::IDS) {
                severities.insert(pattern.to_owned(), severity);
            }
        }
    }
    severities
}

/// Critical and high, when the policy does not say.
fn blocking_severities(f: &Fields<'_>) -> Vec<Severity> {
    match f.value("blockingSeverities") {
        None => vec![Severity::Critical, Severity::High],
        Some(_) => words_of_list(f, "blockingSeverities", Severity::from_id, Severity::IDS),
    }
}

/// The artifact types, each with whether it states what it proves.
fn artifact_types(f: &Fields<'_>) -> Vec<(ArtifactType, bool)> {
    let mut types = Vec::new();
    each(f, "artifactTypes", &mut |f| {
        let proves = proofs(f);
        let states_proofs = proves.is_some();
        let artifact_type = ArtifactType {
            id: text(f, "id"),
            title: text(f, "title"),
            gate: gate(f, "gate"),
            strong: families(f, "strong"),
            supporting: families(f, "supporting"),
            reproducible: f.flag("reproducible").unwrap_or_else(|| missing_unless_there(f, "reproducible")),
            fresh_days: f.value("freshDays").map(|_| number(f, "freshDays")),
            surface: word(f, "surface", Surface::from_id, Surface::IDS, Surface::Provisioning),
            accepts: texts(f, "accepts"),
            proves: proves.unwrap_or_default(),
        };
        for (i, id) in artifact_type.accepts.iter().enumerate() {
            if let Some(kind) = id.strip_prefix("kind:").filter(|kind| FactKind::from_id(kind).is_none()) {
                f.error(&format!("accepts[{i}]"), not_one_of(kind, FactKind::IDS));
            }
        }
        types.push((artifact_type, states_proofs));
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
