//! One evidence item: whether it holds, how it fails when it does not, and what is written down of it.

use super::Tally;
use super::content::{self, Files, Says};
use super::random::Random;
use super::record::{Artifact, Evidence, Minute, Run, Tool, Verification};
use super::shelf::Shelf;
use super::team::{Habit, Tooling};
use super::work::Kind;

/// How an item turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proof {
    /// Somebody else got the same output.
    Reproduced,
    /// The bytes are there and match.
    Checked,
    /// A digest without the bytes.
    Attached,
    /// Words.
    Claimed,
    /// Nothing.
    Missing,
    /// The bytes are not those that were recorded.
    Mismatched,
    /// Somebody else got another output.
    Diverged,
    /// The bytes say the opposite.
    Refuted,
    /// The bytes say nothing.
    Inconclusive,
    /// Proved, too long ago.
    Stale,
}

impl Proof {
    /// Whether the item is meant to verify its requirement.
    pub const fn holds(self) -> bool {
        matches!(self, Proof::Reproduced | Proof::Checked)
    }
}

/// What the organisation knows of an artifact type.
#[derive(Clone, Copy, Debug)]
pub struct Sort {
    /// The artifact type.
    pub artifact_type: &'static str,
    /// The item's id.
    pub id: &'static str,
    /// Whether repeating it gives the same bytes.
    pub reproducible: bool,
    /// Days that it stays fresh.
    pub fresh_days: Option<i64>,
    /// Whether its content can say the opposite.
    pub refutable: bool,
    /// Whether its content can leave it open.
    pub can_leave_open: bool,
    /// What people write when they write no more.
    pub words: &'static str,
}

const fn sort(
    artifact_type: &'static str,
    id: &'static str,
    reproducible: bool,
    fresh_days: Option<i64>,
    (refutable, can_leave_open): (bool, bool),
    words: &'static str,
) -> Sort {
    Sort { artifact_type, id, reproducible, fresh_days, refutable, can_leave_open, words }
}

/// Deployment objective and threat assumptions.
pub const THREAT_INTENT: Sort =
    sort("threat-intent", "intent", false, None, (false, true), "The threats are the same as last time.");
const LINT: Sort = sort("lint-diagnostics", "lint", true, None, (false, true), "Lint is green.");
const POLICY: Sort = sort("policy-diagnostics", "policy", true, None, (true, true), "The policy scan came back clean.");
const PREVIEW: Sort = sort("change-preview", "preview", true, None, (false, true), "The plan shows only what we expect.");
const ROLES: Sort = sort("role-assignment-diff", "roles", true, Some(90), (true, true), "Roles follow least privilege.");
const NETWORK: Sort = sort("network-intent", "network", true, Some(90), (true, true), "Nothing is reachable that should not be.");
const KEYS: Sort = sort("key-reference-check", "keys", true, Some(90), (true, true), "All keys come from the approved vault.");
const SECRETS: Sort = sort("secret-scan", "secrets", true, None, (true, true), "There are no secrets in the code.");
/// The compiler's diagnostics.
pub const TEMPLATE: Sort = sort("template-diagnostics", "template", true, None, (true, true), "It compiles.");
const LOG: Sort = sort("deployment-log", "log", false, None, (true, true), "Applied successfully.");
const OUTPUTS: Sort = sort("deployment-outputs", "outputs", true, None, (true, true), "The outputs look right.");
const ROLLBACK: Sort = sort("rollback-rehearsal", "rollback", false, Some(180), (true, true), "We can roll back at any time.");
/// A signed statement about the deployment.
pub const PROVENANCE: Sort = sort("provenance-attestation", "provenance", false, None, (false, false), "Built by our pipeline.");
const LINKAGE: Sort = sort("alert-linkage", "linkage", true, Some(30), (true, true), "The alerts are wired up.");
const ALERT_TEST: Sort = sort("alert-test", "alert-test", false, Some(30), (true, true), "Alerts worked when we last looked.");
/// What the monitoring sees.
pub const TELEMETRY: Sort = sort("telemetry-signal", "telemetry", false, Some(30), (true, true), "The dashboards are green.");
const DRIFT: Sort = sort("drift-check", "drift", true, Some(30), (true, true), "Nothing was changed by hand.");

/// What a gate asks for, by what the change touches (identity, network, data protection, monitoring) and whether
/// its environment is critical: the scoring rules, 5.2.
pub fn asked_at(gate: usize, touches: [bool; 4], critical: bool) -> Vec<Sort> {
    let [identity, network, data, monitoring] = touches;
    let listed: &[(Sort, bool)] = match gate {
        0 => &[(THREAT_INTENT, true)],
        1 => {
            &[(LINT, true), (POLICY, true), (PREVIEW, true), (ROLES, identity), (NETWORK, network), (KEYS, data), (SECRETS, data)]
        }
        2 => &[(LOG, true), (OUTPUTS, true), (ROLLBACK, critical)],
        _ => &[(LINKAGE, true), (DRIFT, true), (ALERT_TEST, monitoring || critical)],
    };
    listed.iter().filter(|(_, asked)| *asked).map(|(sort, _)| *sort).collect()
}

/// Everything about the change and its gate that an item needs to know.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The team's habits.
    pub habit: &'a Habit,
    /// The service.
    pub service: &'a str,
    /// The kind of work.
    pub kind: &'a Kind,
    /// Its place.
    pub k: usize,
    /// The change's id.
    pub change: &'a str,
    /// The gate's id.
    pub gate: &'static str,
    /// Whether the author is stated: without one, nothing can be reproduced.
    pub has_author: bool,
    /// Whether a model wrote it.
    pub by_model: bool,
    /// The digest of what commands of this change read.
    pub inputs: &'a str,
    /// The release.
    pub release: &'a str,
    /// The month, `2026-11`.
    pub month: &'a str,
    /// When the gate's report is recorded.
    pub recorded: Minute,
    /// The end of the period.
    pub now: Minute,
    /// Who runs the commands.
    pub runner: &'a str,
    /// Who repeats them.
    pub repeaters: &'a [String],
    /// Whether the gate gets real care.
    pub careful: bool,
    /// Whether nothing may go wrong.
    pub flawless: bool,
}

/// What was written down of one item.
#[derive(Debug)]
pub struct Offer {
    /// The item; none when it is missing.
    pub item: Option<Evidence>,
    /// Somebody else's repetition.
    pub verification: Option<Verification>,
    /// Whether it is meant to verify its requirement.
    pub holds: bool,
}

/// Draws how an item turns out.
fn draw(scene: &Scene<'_>, sort: &Sort, random: &mut Random) -> Proof {
    let habit = scene.habit;
    let holds = scene.flawless || random.chance(if scene.careful { habit.thorough } else { habit.slack });
    let repeated_in_time = scene.recorded.plus(60) <= scene.now;
    if holds {
        let repeated = sort.reproducible && scene.has_author && repeated_in_time && random.chance(habit.repeats);
        return if repeated { Proof::Reproduced } else { Proof::Checked };
    }
    // a what-if plans no outputs that the real ones could differ from
    let is_refutable = sort.refutable && !(sort.artifact_type == "deployment-outputs" && habit.tooling == Tooling::Bicep);
    let can = |possible: bool, weight: f64| if possible { weight } else { 0.0 };
    random.pick_weighted(
        &[
            (Proof::Missing, 0.30),
            (Proof::Claimed, if scene.by_model { 0.42 } else { 0.26 }),
            (Proof::Attached, 0.18),
            (Proof::Mismatched, 0.03),
            (Proof::Diverged, can(sort.reproducible && scene.has_author && repeated_in_time, 0.05)),
            (Proof::Refuted, can(is_refutable, 0.12)),
            (Proof::Inconclusive, can(sort.can_leave_open, 0.10)),
            (Proof::Stale, can(sort.fresh_days.is_some(), 0.06)),
        ],
        Proof::Missing,
    )
}

/// The files behind an item.
fn files_of(scene: &Scene<'_>, sort: &Sort, proof: Proof, random: &mut Random, shelf: &mut Shelf) -> Files {
    let (habit, service, k) = (scene.habit, scene.service, scene.k);
    let says = match proof {
        Proof::Refuted => Says::No(shelf.turn(sort.artifact_type, proof)),
        Proof::Inconclusive => Says::Open(shelf.turn(sort.artifact_type, proof)),
        _ => Says::Yes,
    };
    match sort.artifact_type {
        "threat-intent" => content::threat_intent(habit, scene.kind, k, says).into(),
        "lint-diagnostics" => content::lint_diagnostics(habit, service, says, random.chance(0.15)).into(),
        "policy-diagnostics" => content::policy_diagnostics(habit, service, says, random.chance(0.08)).into(),
        "change-preview" => content::change_preview(habit, scene.kind, k, says).into(),
        "role-assignment-diff" => content::role_assignment_diff(service, says).into(),
        "network-intent" => content::network_intent(service, says),
        "key-reference-check" => content::key_reference_check(habit, service, says).into(),
        "secret-scan" => content::secret_scan(service, says).into(),
        "template-diagnostics" => content::template_diagnostics(habit, service, says).into(),
        "deployment-log" => content::deployment_log(habit, scene.kind, k, says).into(),
        "deployment-outputs" => content::deployment_outputs(habit, k, says),
        "rollback-rehearsal" => {
            content::rollback_rehearsal(habit, if proof == Proof::Stale { "2025-11" } else { scene.month }, says)
        }
        "provenance-attestation" => content::provenance_attestation(habit, k, scene.inputs).into(),
        "alert-linkage" => content::alert_linkage(service, says).into(),
        "alert-test" => content::alert_test(&habit.slug, scene.release, says).into(),
        "telemetry-signal" => content::telemetry_signal(service, scene.recorded, says).into(),
        _ => content::drift_check(habit, service, says).into(),
    }
}

fn tool_of(scene: &Scene<'_>, sort: &Sort) -> Option<(Tool, &'static str)> {
    use super::team::Scanner;
    let terraform = Tool { name: "terraform", version: "1.13.4" };
    let bicep = Tool { name: "bicep", version: "0.38.5" };
    let azure = Tool { name: "azure-cli", version: "2.78.0" };
    let is_terraform = scene.habit.tooling == Tooling::Terraform;
    Some(match sort.artifact_type {
        "lint-diagnostics" if is_terraform => {
            (Tool { name: "tflint", version: "0.59.1" }, "tflint --chdir infra --format json > lint.json")
        }
        "lint-diagnostics" => (bicep, "bicep lint infra/main.bicep --diagnostics-format sarif 2> lint.sarif"),
        "policy-diagnostics" => match scene.habit.scanner {
            Scanner::CheckovSarif => (Tool { name: "checkov", version: "3.2.471" }, "checkov -d infra -o sarif"),
            Scanner::CheckovJson => (Tool { name: "checkov", version: "3.2.471" }, "checkov -d infra -o json --quiet --compact"),
            Scanner::TrivySarif => (Tool { name: "trivy", version: "0.66.0" }, "trivy config --format sarif infra"),
        },
        "change-preview" if is_terraform => (terraform, "terraform plan -out tfplan && terraform show -json tfplan"),
        "change-preview" => (azure, "az deployment group what-if -f infra/main.bicep --no-pretty-print"),
        "role-assignment-diff" => (azure, "role-diff before.json after.json"),
        "network-intent" => (azure, "az network nsg list -o json"),
        "key-reference-check" if is_terraform => (terraform, "terraform plan -out tfplan && terraform show -json tfplan"),
        "key-reference-check" => (bicep, "bicep snapshot infra/main.bicepparam --mode overwrite"),
        "secret-scan" => (Tool { name: "gitleaks", version: "8.28.0" }, "gitleaks dir infra -f sarif -r secrets.sarif"),
        "deployment-outputs" if is_terraform => (terraform, "terraform output -json"),
        "deployment-outputs" => (azure, "az deployment group show -n main"),
        "alert-linkage" => (azure, "az resource list -o json"),
        "drift-check" if is_terraform => (terraform, "terraform plan -refresh-only -out tfplan && terraform show -json tfplan"),
        "drift-check" => (azure, "az deployment group what-if -f infra/main.bicep --no-pretty-print"),
        _ => return None,
    })
}

/// Writes down one item that the gate asks for, or that is offered unasked.
pub fn offer(scene: &Scene<'_>, sort: &Sort, random: &mut Random, shelf: &mut Shelf, tally: &mut Tally) -> Offer {
    let proof = draw(scene, sort, random);
    let holds = proof.holds();
    tally.count(proof);
    let mut item = Evidence { id: sort.id, artifact_type: sort.artifact_type, ..Evidence::default() };
    let mut verification = None;
    match proof {
        Proof::Missing => return Offer { item: None, verification, holds },
        Proof::Claimed => {
            item.statement = Some(sort.words);
            return Offer { item: Some(item), verification, holds };
        }
        Proof::Attached => {
            // The file stayed in the pipeline's own store: its digest is all that is here.
            let name = files_of(scene, sort, proof, random, shelf).artifact.path;
            let path = name.replacen("evidence/", "store/", 1);
            item.artifact = Some(Artifact { path, sha256: Some(random.hex(32)), bytes: None });
        }
        Proof::Mismatched => {
            let files = files_of(scene, sort, proof, random, shelf);
            let mut artifact = shelf.put(files.artifact);
            artifact.sha256 = Some(random.hex(32));
            artifact.bytes = None;
            item.artifact = Some(artifact);
        }
        _ => {
            let files = files_of(scene, sort, proof, random, shelf);
            item.before = files.before.map(|draft| shelf.put(draft));
            item.with = files.with.into_iter().map(|draft| shelf.put(draft)).collect();
            let mut artifact = shelf.put(files.artifact);
            if proof == Proof::Checked && !scene.flawless && random.chance(0.06) {
                artifact.sha256 = None;
                artifact.bytes = None;
            }
            item.artifact = Some(artifact);
        }
    }
    // Whoever repeats a command writes it down; others do now and then.
    let written_down = matches!(proof, Proof::Reproduced | Proof::Diverged) || random.chance(0.35);
    if let Some((tool, command)) = tool_of(scene, sort).filter(|_| written_down) {
        item.tool = Some(tool);
        item.command = Some(command);
    }
    let recorded_digest = item.artifact.as_ref().and_then(|a| a.sha256.clone());
    if proof == Proof::Stale {
        // Evidence of an earlier change, offered again.
        let age = sort.fresh_days.unwrap_or(30) + random.between(4, 70);
        let output = recorded_digest.clone().unwrap_or_default();
        let at = scene.recorded.plus_days(-age);
        item.runs.push(Run { by: scene.runner.to_owned(), at, inputs: random.hex(32), output });
    }
    if let (Proof::Reproduced | Proof::Diverged, Some(digest)) = (proof, recorded_digest) {
        let first = scene.recorded.plus(-random.between(2, 30));
        item.runs.push(Run { by: scene.runner.to_owned(), at: first, inputs: scene.inputs.to_owned(), output: digest.clone() });
        let latest = (scene.now.0 - scene.recorded.0).min(3 * 24 * 60);
        let at = scene.recorded.plus(random.between(45, latest.max(60)));
        let nobody = String::from("ci:rebuild-1");
        let i = random.below(scene.repeaters.len() as u64) as usize;
        verification = Some(Verification {
            format: "plumbline.verification/1",
            change: scene.change.to_owned(),
            gate: scene.gate,
            evidence: sort.id,
            by: scene.repeaters.get(i).unwrap_or(&nobody).clone(),
            at: at.min(scene.now),
            inputs: scene.inputs.to_owned(),
            output: if proof == Proof::Diverged { random.hex(32) } else { digest },
            blind: scene.flawless || random.chance(0.3),
        });
        tally.verifications += 1;
    }
    Offer { item: Some(item), verification, holds }
}
