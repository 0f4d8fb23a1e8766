//! `plumbline.gate-report/1` and `plumbline.verification/1`: a JSON object to a [`Record`] (scoring rules, 3.1 and 3.2).

use super::{
    fields::{Fields, Unusable},
    json::Json,
    mask::{is_secret_scanner, mask},
};
use plumbline_domain::{
    Authorship, ChangeFields, DiagnosticKind, Evidence, EvidenceArtifact, Family, Finding, FindingStatus, Gate, Location, Mode,
    Origin, Outcome, Policy, Record, Report, ReportSource, Resources, Review, Risk, Role, Run, Severity, Statement, Surface,
    Tool, Verdict, Verification,
};
use std::collections::BTreeMap;

/// The known keys of each object. The JSON Schemas in `public/schema/` are checked against these.
pub(super) mod keys {
    pub const REPORT: &[&str] = &[
        "format",
        "gate",
        "part",
        "recordedAt",
        "outcome",
        "mode",
        "change",
        "perceived",
        "evidence",
        "findings",
        "review",
        "source",
    ];
    #[cfg(test)]
    pub const REPORT_REQUIRED: &[&str] = &["format", "gate", "recordedAt", "outcome", "change"];
    pub const CHANGE: &[&str] = &[
        "id",
        "title",
        "url",
        "team",
        "service",
        "environment",
        "release",
        "commit",
        "author",
        "authorship",
        "touches",
        "openedAt",
        "mergedAt",
        "deployedAt",
        "resources",
    ];
    pub const RESOURCES: &[&str] = &["created", "modified", "deleted"];
    pub const STATEMENT: &[&str] = &["confidence", "risk", "role", "by", "at"];
    pub const EVIDENCE: &[&str] = &[
        "id",
        "type",
        "controls",
        "title",
        "artifact",
        "before",
        "with",
        "justifications",
        "statement",
        "command",
        "tool",
        "runs",
        "attestation",
        "expiresAt",
    ];
    pub const ARTIFACT: &[&str] = &["path", "sha256", "rawSha256", "bytes", "mediaType"];
    pub const TOOL: &[&str] = &["name", "version"];
    pub const RUN: &[&str] = &["by", "at", "inputs", "output"];
    pub const ATTESTATION: &[&str] = &["path"];
    pub const FINDING: &[&str] = &[
        "id",
        "ruleId",
        "tool",
        "severity",
        "status",
        "message",
        "resource",
        "location",
        "control",
        "pattern",
        "surface",
        "fingerprint",
        "justification",
    ];
    pub const LOCATION: &[&str] = &["path", "line"];
    pub const REVIEW: &[&str] = &["by", "at", "blind", "intent", "controls", "outcome"];
    pub const SOURCE: &[&str] = &["service", "repository", "runId", "attempt", "ref", "event", "commit"];
    pub const VERIFICATION: &[&str] =
        &["format", "change", "gate", "part", "evidence", "by", "at", "command", "inputs", "output", "blind", "recorded"];
    #[cfg(test)]
    pub const VERIFICATION_REQUIRED: &[&str] = &["format", "change", "gate", "evidence"];
}

/// Reads a gate report, or says why not.
pub(super) fn report_from_fields(fields: Fields<'_>, policy: &Policy, origin: Origin) -> Result<Record, Unusable> {
    fields.known(keys::REPORT);
    // whoever fills a report in reads of everything that is missing, and not of the first thing alone
    let gate = fields.required_word("gate", Gate::from_id);
    let recorded_at = fields.required_time("recordedAt");
    let outcome = fields.required_word("outcome", Outcome::from_id);
    if fields.value("change").is_none() {
        fields.error("change", "is missing");
    }
    let change = fields.object("change").ok_or(Unusable).and_then(change_fields);
    let (gate, recorded_at, outcome, change) = (gate?, recorded_at?, outcome?, change?);
    let part = fields.name("part");
    let mode = fields.word("mode", Mode::from_id).unwrap_or(Mode::Enforce);
    let perceived = fields.items("perceived", statement).unwrap_or_default();
    let of_evidence = fields.losing(DiagnosticKind::LostEvidence);
    let evidence = of_evidence.items("evidence", |f| evidence(f, policy)).unwrap_or_default();
    warn_of_repeated_ids(&fields, &evidence);
    let of_findings = fields.losing(DiagnosticKind::LostFinding);
    let findings = of_findings.items("findings", |f| Ok(finding(f, policy))).unwrap_or_default().into();
    let review = fields.object("review").map(review);
    let source = fields.object("source").map(|f| Box::new(source(f)));
    Ok(Record::Report(Box::new(Report {
        gate,
        part,
        recorded_at,
        outcome,
        mode,
        change,
        perceived,
        evidence,
        findings,
        review,
        source,
        origin,
    })))
}

/// Reads a verification, or says why not.
pub(super) fn verification_from_fields(fields: Fields<'_>, origin: Origin) -> Result<Record, Unusable> {
    fields.known(keys::VERIFICATION);
    let change = fields.required_text("change")?;
    let gate = fields.required_word("gate", Gate::from_id)?;
    let part = fields.name("part");
    let evidence = fields.required_text("evidence")?;
    let of_digests = fields.losing(DiagnosticKind::LostDigest);
    // what is no flag does not make a run of it
    let recorded = fields.value("recorded").is_some() && fields.flag("recorded") != Some(false);
    let run = Run {
        by: fields.text("by"),
        at: fields.time("at"),
        inputs: of_digests.digest("inputs"),
        output: of_digests.digest("output"),
        from_verification: true,
        blind: fields.flag("blind").unwrap_or(false) && !recorded,
        recorded,
    };
    if run.by.is_none() {
        fields.say(DiagnosticKind::Unnamed, "by", "no actor is named: this run cannot count towards reproduction");
    }
    Ok(Record::Verification(Box::new(Verification {
        change,
        gate,
        part,
        evidence,
        command: fields.prose("command"),
        run,
        origin,
    })))
}

fn source(f: Fields<'_>) -> ReportSource {
    f.known(keys::SOURCE);
    let text = |key: &str| f.text(key).map(String::into_boxed_str);
    ReportSource {
        service: text("service"),
        repository: text("repository"),
        run_id: text("runId"),
        attempt: text("attempt"),
        reference: text("ref"),
        event: text("event"),
        commit: text("commit"),
    }
}

fn change_fields(f: Fields<'_>) -> Result<ChangeFields, Unusable> {
    f.known(keys::CHANGE);
    let of_due_times = f.losing(DiagnosticKind::LostDueTime);
    Ok(ChangeFields {
        id: f.required_text("id")?,
        title: f.prose("title"),
        url: f.text("url"),
        team: f.text("team"),
        service: f.text("service"),
        environment: f.text("environment"),
        release: f.text("release"),
        commit: f.text("commit"),
        author: f.text("author"),
        authorship: f.word("authorship", Authorship::from_id),
        touches: f.words("touches", Family::from_id),
        opened_at: f.time("openedAt"),
        merged_at: of_due_times.time("mergedAt"),
        deployed_at: of_due_times.time("deployedAt"),
        resources: f.object("resources").map(|r| {
            r.known(keys::RESOURCES);
            Resources { created: r.count("created"), modified: r.count("modified"), deleted: r.count("deleted") }
        }),
    })
}

fn statement(f: Fields<'_>) -> Result<Statement, Unusable> {
    f.known(keys::STATEMENT);
    let confidence = f.required_share("confidence")?;
    let risk = match f.value("risk") {
        None => None,
        Some(Json::String(blank)) if blank.trim().is_empty() => None,
        Some(_) => Some(f.word("risk", Risk::from_id).ok_or(Unusable)?),
    };
    let role = f.text("role").map(|word| if word == "author" { Role::Author } else { Role::Other(word) });
    Ok(Statement { confidence, risk, role, by: f.text("by"), at: f.time("at") })
}

fn evidence(f: Fields<'_>, policy: &Policy) -> Result<Evidence, Unusable> {
    f.known(keys::EVIDENCE);
    let id = f.required_text("id")?;
    let word = f.required_text("type")?;
    let artifact_type = policy.artifact_type_id(&word).ok_or_else(|| {
        let short: String = word.chars().take(60).collect();
        f.error("type", format!("unknown artifact type: {short:?}"));
        Unusable
    })?;
    Ok(Evidence {
        id,
        artifact_type,
        controls: f.words("controls", Family::from_id),
        title: f.prose("title"),
        artifact: f.object("artifact").map(artifact),
        before: f.object("before").map(artifact),
        with: f
            .items("with", |f| {
                f.required_text("path")?;
                Ok(artifact(f))
            })
            .unwrap_or_default(),
        justifications: f.object("justifications").map(justifications).unwrap_or_default(),
        statement: f.prose("statement"),
        command: f.prose("command"),
        tool: f.object("tool").and_then(|t| {
            t.known(keys::TOOL);
            Some(Tool { name: t.required_text("name").ok()?, version: t.text("version") })
        }),
        runs: f.items("runs", |f| Ok(run(f))).unwrap_or_default(),
        attestation: f.object("attestation").and_then(|a| {
            a.known(keys::ATTESTATION);
            a.text("path")
        }),
        expires_at: f.time("expiresAt"),
    })
}

fn artifact(f: Fields<'_>) -> EvidenceArtifact {
    f.known(keys::ARTIFACT);
    EvidenceArtifact {
        path: f.text("path"),
        sha256: f.digest("sha256"),
        raw_sha256: f.digest("rawSha256"),
        bytes: f.count("bytes"),
        media_type: f.text("mediaType"),
    }
}

/// Sentences by the grant that each justifies.
fn justifications(f: Fields<'_>) -> BTreeMap<String, String> {
    f.keys().filter_map(|grant| Some((grant.to_owned(), f.prose(grant)?))).collect()
}

fn run(f: Fields<'_>) -> Run {
    f.known(keys::RUN);
    Run {
        by: f.text("by"),
        at: f.time("at"),
        inputs: f.digest("inputs"),
        output: f.digest("output"),
        from_verification: false,
        blind: false,
        recorded: false,
    }
}

fn finding(f: Fields<'_>, policy: &Policy) -> Finding {
    f.known(keys::FINDING);
    let justification = f.prose("justification");
    let mut status = f.word("status", FindingStatus::from_id).unwrap_or(FindingStatus::Open);
    if status == FindingStatus::Suppressed && justification.is_none() {
        f.say(DiagnosticKind::Unjustified, "status", "suppressed without a justification: counted as open");
        status = FindingStatus::Open;
    }
    let pattern = f.text("pattern").and_then(|id| {
        let found = policy.pattern_id(&id);
        if found.is_none() {
            let short: String = id.chars().take(60).collect();
            f.say(DiagnosticKind::UnknownWord, "pattern", format!("unknown pattern: {short:?}"));
        }
        found
    });
    let tool = f.text("tool");
    let quotes_secrets = tool.as_deref().is_some_and(is_secret_scanner);
    let message = f.text("message").map(|m| mask(&m, quotes_secrets).into_owned());
    Finding {
        id: f.text("id"),
        rule_id: f.text("ruleId"),
        tool,
        severity: f.word("severity", Severity::from_id).unwrap_or(Severity::Medium),
        status,
        message,
        resource: f.text("resource"),
        location: f
            .object("location")
            .map(|l| {
                l.known(keys::LOCATION);
                Location { path: l.text("path"), line: l.count("line") }
            })
            .unwrap_or_default(),
        control: f.word("control", Family::from_id),
        pattern,
        surface: f.word("surface", Surface::from_id),
        fingerprint: f.text("fingerprint"),
        justification,
    }
}

fn review(f: Fields<'_>) -> Review {
    f.known(keys::REVIEW);
    Review {
        by: f.text("by"),
        at: f.time("at"),
        blind: f.flag("blind").unwrap_or(false),
        intent: f.word("intent", Verdict::from_id),
        controls: f.word("controls", Verdict::from_id),
        outcome: f.word("outcome", Verdict::from_id),
    }
}

/// An id that stands twice costs nothing: leaving an item out could hide that it contradicts another one.
fn warn_of_repeated_ids(fields: &Fields<'_>, evidence: &[Evidence]) {
    let mut seen = std::collections::HashSet::new();
    for item in evidence {
        if !seen.insert(item.id.as_str()) {
            let message = format!("duplicate id {:?}: verifications apply to the first", item.id);
            fields.say(DiagnosticKind::RepeatedId, "evidence", message);
        }
    }
}
