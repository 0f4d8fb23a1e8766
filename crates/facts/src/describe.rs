//! What the tables mean, in words and as JSON: from the description that also makes the files.

use crate::column::{ColumnSpec, Kind, TableSpec};
use crate::tables::{JUDGED, RULES, SHARDS};
use serde_json::{Value, json};

/// The name of a kind of values.
const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Flag => "boolean",
        Kind::Time => "timestamp",
    }
}

/// The name that Parquet has for it.
const fn parquet_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "BYTE_ARRAY (STRING)",
        Kind::Integer => "INT64",
        Kind::Flag => "BOOLEAN",
        Kind::Time => "INT64 (TIMESTAMP(MICROS, UTC))",
    }
}

/// The schema of all tables as JSON.
pub fn schema_json() -> String {
    let groups = [
        ("table=NAME/month=YYYY-MM/team-bucket=NN/part.parquet", &JUDGED[..]),
        ("rules/NAME.parquet", &RULES[..]),
        ("shards/table=NAME/shard-I-of-N.parquet", &SHARDS[..]),
    ];
    let tables: Vec<Value> =
        groups.iter().flat_map(|(path, tables)| tables.iter().map(move |table| table_json(table, path))).collect();
    let schema = json!({ "format": crate::FORMAT, "tables": tables });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn table_json(table: &TableSpec, path: &str) -> Value {
    json!({
        "table": table.name,
        "path": path.replace("NAME", table.name),
        "about": table.about,
        "columns": table.columns.iter().map(column_json).collect::<Vec<_>>(),
    })
}

fn column_json(column: &ColumnSpec) -> Value {
    let meaning = column.meaning;
    let mut out = json!({
        "column": column.name,
        "type": kind_name(column.kind),
        "parquet": parquet_name(column.kind),
        "nullable": column.is_nullable,
        "about": meaning.about,
    });
    let mut add = |key: &str, value: Value| {
        if let Some(fields) = out.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
    };
    if !meaning.values.is_empty() {
        add("values", meaning.values.iter().map(|(value, about)| json!({ "value": value, "meaning": about })).collect());
    }
    for (key, text) in [("range", meaning.range), ("null", meaning.null), ("rule", meaning.rule)] {
        if !text.is_empty() {
            add(key, Value::from(text));
        }
    }
    out
}

/// What stands before the tables in the README of a folder of facts.
const README: &str = "\
# Judged facts

`plumbline facts` wrote these files: what each change owes, offers and proves, as tables for other engines. The format is
`plumbline.facts/1`.

- `table=NAME/month=YYYY-MM/team-bucket=NN/part.parquet`: the judged tables, by the month of the change's date (UTC) and the bucket of
  its team. `month` and `team-bucket` are columns of the path only. `month=none` holds a file without rows, so that each table has its
  columns: `month` is text. `team-bucket` needs quotes in SQL.
- `rules/NAME.parquet`: the rules in force, as far as a figure needs them.
- `shards/`: what each shard wrote, as JSON with the digest of every file, and as the tables `shard`, `shard_team` and `shard_table`.
- `schema.json`: the tables below for programs.

Every moment is in UTC. What depends on the time of reading is as of `now`, which stands in the tables `policy` and `shard`. Shares are
never stored: add up the counts. Names of teams, services, tools and rules come from the records: treat them as text of strangers.

";

/// What stands before the tables in docs/facts.md.
const DOCS: &str = "\
<!-- made by cargo test: change the descriptions in crates/facts/src/tables/ -->
# Tables of facts

`plumbline facts DATA --out facts` writes what it judges as Parquet files (zstd), for DuckDB, Spark and everything else that reads
them. A process judges up to eight teams at a time, one for each core, and needs the memory of those. With `--shard 1/4` to `--shard 4/4`
four processes or machines write a quarter of the teams each, and their files together are those of one run.
`plumbline facts --check facts` says whether a folder is whole.

| path | what it holds |
|---|---|
| `table=NAME/month=YYYY-MM/team-bucket=NN/part.parquet` | the judged tables, by the month of the change's date (UTC) and the bucket of its team; `month` and `team-bucket` are columns of the path only; `month=none` holds a file without rows, so that each table has its columns: `month` is text. `team-bucket` needs quotes in SQL |
| `rules/NAME.parquet` | the rules in force, as far as a figure needs them |
| `shards/shard-I-of-N.json` | what a shard wrote: versions, policy, time, teams, and every file with its digest |
| `shards/table=NAME/shard-I-of-N.parquet` | the same for SQL: the tables `shard`, `shard_team` and `shard_table` |
| `schema.json`, `README.md` | these tables for programs, and for people |

- Rows are in byte order of their change. The same input makes the same bytes, however many shards wrote them.
- Every moment is in UTC, in microseconds. What depends on the time of reading is as of `now`, which stands in the tables `policy` and
  `shard`; how long it holds stands beside it (`due_at`, `verified_at`, `stale_at`, `began_at`, `ended_at`).
- Shares are never stored: add up the counts. A stated confidence is in billionths, so that sums are exact.
- Values are the ids of the rules. The table `dictionary` lists each with its meaning.
- All changes of a team stand in the buckets of one shard, so grouping by team never needs two shards.
- Names of teams, services, tools and rules come from the records: treat them as text of strangers.

";

/// The README of a folder of facts.
pub fn readme_markdown() -> String {
    format!("{README}{}", tables_markdown())
}

/// docs/facts.md.
pub fn docs_markdown() -> String {
    format!("{DOCS}{}", tables_markdown())
}

fn tables_markdown() -> String {
    let mut out = String::new();
    for (title, tables) in [("Judged tables", &JUDGED[..]), ("Rules", &RULES[..]), ("Shards", &SHARDS[..])] {
        out.push_str(&format!("## {title}\n"));
        for table in tables {
            out.push_str(&format!(
                "\n### `{}`\n\n{}\n\n| column | type | what it says | values | null | rule |\n|---|---|---|---|---|---|\n",
                table.name, table.about
            ));
            table.columns.iter().for_each(|column| out.push_str(&line(column)));
        }
        out.push('\n');
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

fn line(column: &ColumnSpec) -> String {
    let meaning = column.meaning;
    let values: Vec<String> = meaning.values.iter().map(|(value, _)| format!("`{value}`")).collect();
    let range = if values.is_empty() { meaning.range.to_owned() } else { values.join(" ") };
    format!(
        "| `{}` | {} | {} | {range} | {} | {} |\n",
        column.name,
        kind_name(column.kind),
        meaning.about,
        meaning.null,
        meaning.rule
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_nullable_column_says_when_it_is_null_and_no_other_does() {
        for table in crate::all() {
            for column in table.columns {
                assert_eq!(column.is_nullable, !column.meaning.null.is_empty(), "{}.{}", table.name, column.name);
                assert!(column.kind == Kind::Text || column.meaning.values.is_empty(), "{}.{}", table.name, column.name);
            }
        }
    }

    #[test]
    fn every_table_and_column_has_one_name() {
        let names: Vec<&str> = crate::all().map(|table| table.name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        for table in crate::all() {
            let columns: BTreeSet<&str> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(columns.len(), table.columns.len(), "{}", table.name);
        }
    }
}
