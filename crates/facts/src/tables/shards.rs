//! Which shard wrote what.

use crate::column::{says, table};
use plumbline_domain::Instant;

table! {
    /// A shard.
    ShardRow<'a> is "shard": "Each shard that was written has one row.";
    shard: i64 = says("its number, from 1").range("1 to n_shards");
    n_shards: i64 = says("how many shards there are").range("1 or more");
    n_buckets: i64 = says("how many buckets teams are spread over").range("1 or more");
    format: &'a str = says("the format of these tables").range("plumbline.facts/1");
    schema: &'a str = says("the SHA-256 of schema.json: it changes with every table").range("64 hex digits");
    program: &'a str = says("the program that wrote it, with its version");
    policy_sha256: &'a str = says("the SHA-256 of the policy's bytes").range("64 hex digits");
    input_sha256: &'a str = says("the SHA-256 of all records that were read, in any order: the same for shards of one input").range("64 hex digits");
    now: Instant = says("the assessment time");
    n_changes: i64 = says("how many changes it wrote").range("0 or more");
    n_files: i64 = says("how many files it wrote").range("0 or more");
}

table! {
    /// A team of a shard.
    ShardTeamRow<'a> is "shard_team": "Each team with a change in a shard has one row.";
    shard: i64 = says("the shard").range("1 or more");
    team: &'a str = says("the team, as in the judged tables");
    claimed_rung: Option<&'a str> = says("the rung that the policy says the team claims").range("a rung of policy_criterion, or ad-hoc").null("when it claims none").rule("Maturity ladder");
    partition: &'a str = says("the partition that it was judged in");
    bucket: i64 = says("the bucket of that partition").range("0 or more");
    n_changes: i64 = says("how many changes it has").range("1 or more");
}

table! {
    /// A judged table of a shard.
    ShardTableRow<'a> is "shard_table": "Each judged table has one row for each shard.";
    shard: i64 = says("the shard").range("1 or more");
    table_name: &'a str = says("the table");
    n_rows: i64 = says("how many rows the shard wrote to it: their sum over the shards is what the table must have").range("0 or more");
}
