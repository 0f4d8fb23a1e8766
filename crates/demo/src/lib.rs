//! A made-up organisation: gate reports, verifications and real artifact files, the same for ever for a seed.
//!
//! Nothing here reads a clock, a file or the system's randomness: options go in, files come out. The organisation is
//! Tidewrack Freight, a carrier that does not exist. Each team has habits of its own ([`team`]); each change lives
//! through the four gates ([`life`]); each evidence item holds or fails in one of the ways that the scoring rules tell
//! apart ([`evidence`]); the files behind the items are of the shapes that the tools write ([`content`]).

mod container;
mod content;
mod evidence;
mod life;
mod random;
mod record;
mod shelf;
#[cfg(test)]
mod story;
mod team;
#[cfg(test)]
mod tests;
mod work;

pub use container::zipped;

use evidence::Proof;
use life::{Place, Trail};
use plumbline_domain::{Family, Instant, Policy, RuleMapping, Surface, TeamClaim};
use plumbline_ingest::sha256_hex;
use random::Random;
use record::{Minute, Verification};
use serde::Serialize;
use shelf::Shelf;
use std::convert::Infallible;
use team::Habit;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoOptions {
    /// Where the random numbers start.
    pub seed: u64,
    /// How many teams: 1 or more.
    pub teams: usize,
    /// How many ISO weeks, the last being that of `now`: 1 or more.
    pub weeks: u32,
    /// How many changes; about 3 a week and team when it is not given.
    pub changes: Option<usize>,
    /// How many findings to add to the reports, beside those that come by themselves.
    pub findings: usize,
    /// Whether every change passes all four gates and leaves a report at each: for measuring, not for looking at.
    pub all_gates: bool,
    /// The end of the period, and the time at which the data set says it was made.
    pub now: Instant,
}

impl DemoOptions {
    /// Friday 20 November 2026, 17:00 UTC: the end of the period unless another is given.
    pub const NOW: Instant = Instant::from_micros(1_795_194_000 * 1_000_000);
}

impl Default for DemoOptions {
    fn default() -> Self {
        DemoOptions { seed: 7, teams: 8, weeks: 26, changes: None, findings: 0, all_gates: false, now: Self::NOW }
    }
}

/// One file of the data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoFile {
    /// Its path in the data set, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What was made, and what was meant by it: what a test compares the scores with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Changes with at least one report.
    pub changes: usize,
    /// Gate reports, superseded ones among them.
    pub reports: usize,
    /// Verification records, the orphan not among them.
    pub verifications: usize,
    /// Findings in reports.
    pub findings: usize,
    /// Items by how they turned out, in the order of [`Tally::NAMES`].
    pub proofs: [usize; 10],
}

impl Tally {
    /// How items turn out.
    pub const NAMES: [&'static str; 10] =
        ["reproduced", "checked", "attached", "claimed", "missing", "mismatched", "diverged", "refuted", "inconclusive", "stale"];

    fn count(&mut self, proof: Proof) {
        if let Some(n) = self.proofs.get_mut(proof as usize) {
            *n += 1;
        }
    }

    /// How many items turned out so.
    pub fn of(&self, name: &str) -> usize {
        Self::NAMES.iter().zip(self.proofs).find(|(n, _)| **n == name).map_or(0, |(_, count)| count)
    }
}

/// Makes the data set: every file, `index.json` last.
pub fn organisation(options: &DemoOptions) -> (Vec<DemoFile>, Tally) {
    let mut files = Vec::new();
    let tally: Result<Tally, Infallible> = for_each_file(options, |file| {
        files.push(file);
        Ok(())
    });
    match tally {
        Ok(tally) => (files, tally),
        Err(never) => match never {},
    }
}

/// How many changes go into one report file.
const CHANGES_PER_FILE: usize = 500;

/// Makes the data set file by file, so that it need not fit into memory; `index.json` comes last.
///
/// # Errors
/// The first error of the sink.
pub fn for_each_file<E>(options: &DemoOptions, mut sink: impl FnMut(DemoFile) -> Result<(), E>) -> Result<Tally, E> {
    let habits = team::habits(options.teams);
    let now = Minute::of(options.now);
    let weeks = i64::from(options.weeks.max(1));
    let start = monday_of(now).plus_days(-7 * (weeks - 1));
    let mut of_everyone = Random::for_part(options.seed, u64::MAX);
    let guild: Vec<String> = people(&mut of_everyone, 5);
    let volumes = volumes(options, &habits);
    let n_changes: usize = volumes.iter().sum();
    let mut shelf = Shelf::default();
    let mut tally = Tally::default();
    let mut listed = Listing::default();
    let mut give = |file: DemoFile| {
        listed.add(&file);
        sink(file)
    };
    let (mut done, mut added) = (0, 0);
    for (t, (habit, n)) in habits.iter().zip(volumes).enumerate() {
        let mut of_team = Random::for_part(options.seed, t as u64);
        let authors = people(&mut of_team, if habit.is_tiny { 2 } else { 6 });
        let all_gates = options.all_gates;
        let place = Place { habit, authors, guild: &guild, start, weeks, now, all_gates };
        let mut number = 100 + of_team.below(400);
        let mut trails = Vec::new();
        for i in 0..n {
            number += 1 + of_team.below(3);
            let mut of_change = Random::for_part(options.seed, ((t as u64 + 1) << 32) | i as u64);
            // Spread evenly; what a change without a validation report cannot take, the next one takes.
            let upto = options.findings * (done + 1) / n_changes;
            let trail = life::live(&place, (i, n), number, upto - added, &mut of_change, (&mut shelf, &mut tally));
            done += 1;
            if trail.is_validated() {
                added = upto;
            }
            trails.push(trail);
            if (i + 1) % CHANGES_PER_FILE == 0 || i + 1 == n {
                let path = format!("reports/{}-{:03}.ndjson", habit.slug, i / CHANGES_PER_FILE + 1);
                give(DemoFile { path, bytes: lines_of(&mut trails) })?;
            }
        }
        for file in shelf.take() {
            give(file)?;
        }
    }
    for file in strays(&guild, now) {
        give(file)?;
    }
    let index = DemoFile { path: "index.json".to_owned(), bytes: listed.index(options, &habits) };
    sink(index)?;
    Ok(tally)
}

/// The records of some changes, line by line. Changes of one service and kind stand together, so that the digests of
/// the artifacts that they share stand close enough for a zip to write each once.
fn lines_of(trails: &mut Vec<Trail>) -> Vec<u8> {
    let mut lines = Vec::new();
    trails.sort_by_key(|trail| trail.sort_key);
    for trail in trails.drain(..) {
        for report in &trail.reports {
            write_line(&mut lines, report);
        }
        for verification in &trail.verifications {
            write_line(&mut lines, verification);
        }
    }
    lines
}

fn write_line(lines: &mut Vec<u8>, record: &impl Serialize) {
    let before = lines.len();
    match serde_json::to_writer(&mut *lines, record) {
        Ok(()) => lines.push(b'\n'),
        // Plain structs always serialise; a half-written line would be worse than none.
        Err(_) => lines.truncate(before),
    }
}

/// What no organisation is without: a repetition of something that nobody knows, and a scan that no report names.
fn strays(guild: &[String], now: Minute) -> [DemoFile; 2] {
    let orphan = Verification {
        format: "plumbline.verification/1",
        change: "tidewrack/billing-infra#7".to_owned(),
        gate: "validation",
        evidence: "policy",
        by: guild.first().cloned().unwrap_or_default(),
        at: now.plus_days(-9),
        inputs: sha256_hex(b"a branch that was deleted"),
        output: sha256_hex(b"what came of it"),
        blind: true,
    };
    let mut bytes = Vec::new();
    write_line(&mut bytes, &orphan);
    let scan = content::nightly_scan();
    [
        DemoFile { path: "reports/late-verifications.ndjson".to_owned(), bytes },
        DemoFile { path: scan.path, bytes: scan.text.into_bytes() },
    ]
}

fn monday_of(minute: Minute) -> Minute {
    // Day 0 of the epoch was a Thursday.
    let day = minute.0.div_euclid(24 * 60);
    let weekday = (day + 3).rem_euclid(7);
    Minute((day - weekday) * 24 * 60)
}

fn people(random: &mut Random, n: usize) -> Vec<String> {
    (0..n).map(|_| format!("u-{}", random.hex(2))).collect()
}

/// How many changes each team makes.
fn volumes(options: &DemoOptions, habits: &[Habit]) -> Vec<usize> {
    let tiny: usize = habits.iter().filter(|h| h.is_tiny).map(|h| h.volume as usize).sum();
    let usual: f64 = habits.iter().filter(|h| !h.is_tiny).map(|h| h.volume).sum();
    let total = options.changes.unwrap_or_else(|| (usual * f64::from(options.weeks.max(1)) / 26.0) as usize + tiny).max(1);
    let tiny = tiny.min(total / 8);
    let (mut before, mut given) = (0.0, 0);
    habits
        .iter()
        .map(|habit| {
            if habit.is_tiny {
                return tiny;
            }
            before += habit.volume;
            let upto = ((total - tiny) as f64 * before / usual).round() as usize;
            let n = upto - given;
            given = upto;
            n
        })
        .collect()
}

/// Vaults that keys and secrets may come from.
fn approved_vaults() -> Vec<String> {
    vec!["https://kv-*.vault.azure.net".to_owned()]
}

/// What the organisation's own rules mean; no built-in table knows them.
fn own_rules() -> Vec<RuleMapping> {
    let rule = |rule_id: &str, pattern: &str, control: Family, surface: Surface| RuleMapping {
        pattern: pattern.to_owned(),
        rule_id: Some(rule_id.to_owned()),
        tool: None,
        keywords: None,
        control: Some(control),
        surface: Some(surface),
    };
    vec![
        rule("TWF_IAM_*", "privilege-inflation", Family::Identity, Surface::Access),
        rule("TWF_DRIFT_*", "environment-drift", Family::DeploymentSafety, Surface::Provisioning),
        rule("TWF_MON_*", "alert-illusion", Family::Monitoring, Surface::DeploymentChannel),
        rule("TWF_REC_*", "recovery-gap", Family::DeploymentSafety, Surface::DeploymentChannel),
        rule("CKV_AZURE_35", "unsafe-defaults", Family::Network, Surface::Provisioning),
        rule("AZU-0012", "unsafe-defaults", Family::Network, Surface::Provisioning),
    ]
}

/// One file as the index lists it.
#[derive(Serialize)]
struct Listed {
    path: String,
    sha256: String,
    bytes: u64,
}

#[derive(Default)]
struct Listing(Vec<Listed>);

impl Listing {
    fn add(&mut self, file: &DemoFile) {
        self.0.push(Listed { path: file.path.clone(), sha256: sha256_hex(&file.bytes), bytes: file.bytes.len() as u64 });
    }

    fn index(self, options: &DemoOptions, habits: &[Habit]) -> Vec<u8> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Index {
            format: &'static str,
            title: &'static str,
            generated_at: Minute,
            files: Vec<Listed>,
            policy: Policy,
        }
        let (mut policy, _) = plumbline_ingest::default_policy();
        policy.title = "Tidewrack Freight's policy".to_owned();
        policy.rules = own_rules();
        policy.approved_vaults = approved_vaults();
        policy.teams = habits
            .iter()
            .filter_map(|habit| Some(TeamClaim { team: habit.name.clone(), claimed_rung: Some(habit.claims?.to_owned()) }))
            .collect();
        let index = Index {
            format: "plumbline.index/1",
            title: "Tidewrack Freight, a made-up organisation",
            generated_at: Minute::of(options.now),
            files: self.0,
            policy,
        };
        let mut bytes = Vec::new();
        write_line(&mut bytes, &index);
        bytes
    }
}
