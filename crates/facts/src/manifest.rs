//! What a shard wrote: its manifest, and the same as tables.

use crate::FORMAT;
use crate::bucket::{MAX_BUCKETS, Shard};
use crate::column::{Batch, Row};
use crate::tables::{ShardRow, ShardTableRow, ShardTeamRow};
use plumbline_domain::{Instant, Policy, same_name};
use plumbline_text::shown;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a shard wrote, and of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// `plumbline.facts/1`.
    pub format: String,
    /// The program that wrote it, with its version.
    pub by: String,
    /// The SHA-256 of schema.json.
    pub schema: String,
    /// The number of the shard, from 1.
    pub shard: u32,
    /// How many shards there are.
    pub of: u32,
    /// How many buckets teams are spread over.
    pub buckets: u32,
    /// The SHA-256 of the policy's bytes.
    pub policy_sha256: String,
    /// The SHA-256 of all files that were read.
    pub input_sha256: String,
    /// The assessment time, in RFC 3339.
    pub now: String,
    /// How many changes it wrote.
    pub changes: u64,
    /// How many rows it wrote to each table.
    pub rows: BTreeMap<String, u64>,
    /// The teams with a change in it.
    pub teams: Vec<ShardTeam>,
    /// The files of its buckets.
    pub files: Vec<ShardFile>,
    /// The files that every shard writes with the same bytes.
    pub common: Vec<ShardFile>,
}

/// A team with a change in a shard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ShardTeam {
    /// Its name.
    pub team: String,
    /// The partition that it was judged in.
    pub partition: String,
    /// The bucket of that partition.
    pub bucket: u32,
    /// How many changes it has.
    pub changes: u64,
}

/// A file that a shard wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ShardFile {
    /// Its path in the folder of the facts.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Their number.
    pub bytes: u64,
}

impl Manifest {
    /// The manifest of a text.
    ///
    /// # Errors
    /// When it is none that this version reads: a phrase that says why.
    pub fn from_json(text: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
        }
        let head: Head = serde_json::from_slice(text).map_err(|error| format!("is no manifest of a shard: {error}"))?;
        if head.format != FORMAT {
            return Err(format!("is of the format {}, and this version reads {FORMAT}", head.format));
        }
        let manifest: Manifest = serde_json::from_slice(text).map_err(|error| format!("is no manifest of a shard: {error}"))?;
        match (1..=MAX_BUCKETS).contains(&manifest.of) {
            true => Ok(manifest),
            false => Err(format!("is no manifest of a shard: it is of {} shards, and there are 1 to {MAX_BUCKETS}", manifest.of)),
        }
    }

    /// Its text.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{}\n", plumbline_text::json(&text))
    }

    /// The shard.
    pub fn shard(&self) -> Shard {
        Shard { number: self.shard, of: self.of }
    }

    /// Its path in the folder of the facts.
    pub fn path(&self) -> String {
        format!("shards/{}.json", self.shard().name())
    }

    /// The first thing in which another shard of the same facts must agree and does not, in a phrase; none when all fit together.
    pub fn differs_from(&self, other: &Manifest) -> Option<String> {
        let pairs = [
            ("version", &self.by, &other.by),
            ("schema", &self.schema, &other.schema),
            ("policy", &self.policy_sha256, &other.policy_sha256),
            ("assessment time", &self.now, &other.now),
            ("number of shards", &self.of.to_string(), &other.of.to_string()),
            ("number of buckets", &self.buckets.to_string(), &other.buckets.to_string()),
            ("input", &self.input_sha256, &other.input_sha256),
        ];
        let (what, own, others) = pairs.into_iter().find(|(_, own, other)| own != other)?;
        Some(format!("another {what}: {own}, not {others}"))
    }

    /// The row of the table `shard`, and those of `shard_team` and `shard_table`.
    pub(crate) fn rows(&self, policy: &Policy, now: Instant) -> [Batch; 3] {
        let (mut shard, mut teams) = (Batch::of(&ShardRow::TABLE), Batch::of(&ShardTeamRow::TABLE));
        let mut tables = Batch::of(&ShardTableRow::TABLE);
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        ShardRow {
            shard: i64::from(self.shard),
            n_shards: i64::from(self.of),
            n_buckets: i64::from(self.buckets),
            format: &self.format,
            schema: &self.schema,
            program: &self.by,
            policy_sha256: &self.policy_sha256,
            input_sha256: &self.input_sha256,
            now,
            n_changes: count(self.changes),
            n_files: count(self.files.len() as u64),
        }
        .push(&mut shard);
        for team in &self.teams {
            let claim = policy.teams.iter().find(|claim| same_name(&claim.team, &team.team));
            ShardTeamRow {
                shard: i64::from(self.shard),
                team: &shown(&team.team),
                claimed_rung: claim.and_then(|claim| claim.claimed_rung.as_deref()),
                partition: &team.partition,
                bucket: i64::from(team.bucket),
                n_changes: count(team.changes),
            }
            .push(&mut teams);
        }
        for (table_name, n_rows) in &self.rows {
            ShardTableRow { shard: i64::from(self.shard), table_name, n_rows: count(*n_rows) }.push(&mut tables);
        }
        [shard, teams, tables]
    }
}
