//! The files beside those of the buckets: the rules in force, what every shard writes with the same bytes, and what one shard says of
//! itself.

use crate::column::{Batch, Row, TableSpec};
use crate::describe::{readme_markdown, schema_json};
use crate::manifest::Manifest;
use crate::parquet_file::{FileFacts, parquet_of};
use crate::tables::{
    CriterionRow, DictionaryRow, FamilyRow, JUDGED, LaneRow, PatternRow, PolicyRow, PreventionRow, RULES, RiskTypeRow, SHARDS,
    TypeRow, closed,
};
use plumbline_domain::{Family, Instant, Metric, Policy, Risk};

/// A file that stands in no bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommonFile {
    /// Its path in the folder of the facts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files that every shard writes with the same bytes: what the tables mean, the rules, and for each judged table a file without rows,
/// so that it is found and its columns are known even when nothing is in it.
///
/// # Errors
/// When the tables cannot be written: a phrase that says why.
pub fn common_files(policy: &Policy, sha256: &str, now: Instant, of: &FileFacts) -> Result<Vec<CommonFile>, String> {
    let mut files = vec![
        CommonFile { path: "README.md".to_owned(), bytes: readme_markdown().into_bytes() },
        CommonFile { path: "schema.json".to_owned(), bytes: schema_json().into_bytes() },
    ];
    for table in JUDGED {
        let path = format!("table={}/month=none/team-bucket=00/part.parquet", table.name);
        files.push(CommonFile { path, bytes: parquet_of(&table, &[], of)? });
    }
    files.extend(rules_files(policy, sha256, now, of)?);
    Ok(files)
}

/// The tables in which a shard says what it wrote.
///
/// # Errors
/// When the tables cannot be written: a phrase that says why.
pub fn shard_files(manifest: &Manifest, policy: &Policy, now: Instant, of: &FileFacts) -> Result<Vec<CommonFile>, String> {
    let file = |(table, batch): (TableSpec, Batch)| {
        let path = format!("shards/table={}/{}.parquet", table.name, manifest.shard().name());
        Ok(CommonFile { path, bytes: parquet_of(&table, &[batch], of)? })
    };
    SHARDS.into_iter().zip(manifest.rows(policy, now)).map(file).collect()
}

fn rules_files(policy: &Policy, sha256: &str, now: Instant, of: &FileFacts) -> Result<Vec<CommonFile>, String> {
    let batches = [
        policy_rows(policy, sha256, now),
        type_rows(policy),
        family_rows(policy),
        risk_rows(policy),
        pattern_rows(policy),
        prevention_rows(policy),
        lane_rows(policy),
        criterion_rows(policy),
        dictionary_rows(),
    ];
    let file = |(table, batch): (_, Batch)| {
        let bytes = parquet_of(&table, &[batch], of)?;
        Ok(CommonFile { path: format!("rules/{}.parquet", table.name), bytes })
    };
    RULES.into_iter().zip(batches).map(file).collect()
}

fn of<R: Row>(rows: impl Iterator<Item = R>) -> Batch {
    let mut batch = Batch::of(&R::TABLE);
    rows.for_each(|row| row.push(&mut batch));
    batch
}

fn place(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn policy_rows(policy: &Policy, sha256: &str, now: Instant) -> Batch {
    of(std::iter::once(PolicyRow {
        sha256,
        now,
        title: &policy.title,
        too_few: i64::from(policy.too_few),
        ladder_days: i64::from(policy.ladder_days),
        observation_grace_days: i64::from(policy.observation_grace_days),
        unknown_radius: i64::try_from(policy.unknown_radius).unwrap_or(i64::MAX),
        min_grade: policy.min_grade.id(),
    }))
}

fn type_rows(policy: &Policy) -> Batch {
    of(policy.artifact_types.iter().enumerate().map(|(n, t)| TypeRow {
        r#type: &t.id,
        place: place(n),
        title: &t.title,
        gate: t.gate.id(),
        surface: t.surface.id(),
        is_reproducible: t.reproducible,
        fresh_days: t.fresh_days.map(i64::from),
        is_rollback_rehearsal: t.id == "rollback-rehearsal",
    }))
}

fn family_rows(policy: &Policy) -> Batch {
    let cells = policy
        .artifact_types
        .iter()
        .flat_map(|t| Family::ALL.iter().filter_map(move |family| Some((t.id.as_str(), *family, t.strength(*family)?))));
    of(cells.enumerate().map(|(n, (r#type, family, strength))| FamilyRow {
        r#type,
        family: family.id(),
        strength: strength.id(),
        place: place(n),
    }))
}

fn risk_rows(policy: &Policy) -> Batch {
    let of_risk = |risk: &Risk| policy.risks.get(risk).into_iter().flatten();
    of(Risk::ALL.iter().flat_map(|risk| of_risk(risk).map(move |t| RiskTypeRow { risk: risk.id(), r#type: t })))
}

fn pattern_rows(policy: &Policy) -> Batch {
    of(policy.patterns.iter().enumerate().map(|(n, p)| PatternRow {
        pattern: &p.id,
        place: place(n),
        title: &p.title,
        gate: p.responsible.id(),
    }))
}

fn prevention_rows(policy: &Policy) -> Batch {
    of(policy.patterns.iter().flat_map(|p| p.prevention.iter().map(|t| PreventionRow { pattern: &p.id, r#type: t })))
}

fn lane_rows(policy: &Policy) -> Batch {
    let lanes = policy.lanes.iter().enumerate();
    of(lanes.flat_map(|(n, (lane, types))| types.iter().map(move |t| LaneRow { lane, place: place(n), r#type: t })))
}

fn criterion_rows(policy: &Policy) -> Batch {
    let criteria = policy.ladder.iter().enumerate().flat_map(|(n, rung)| rung.criteria.iter().map(move |c| (n + 1, rung, c)));
    of(criteria.enumerate().map(|(n, (rung_place, rung, criterion))| CriterionRow {
        rung: &rung.rung,
        rung_place: place(rung_place),
        place: place(n),
        criterion: &criterion.id,
        metric: Metric::IDS.get(criterion.metric as usize).copied().unwrap_or_default(),
        gate: criterion.gate.map(|gate| gate.id()),
        at_least_e9: criterion.at_least.map(|share| (share * 1e9).round() as i64),
        is_every: criterion.every,
        is_none: criterion.none,
    }))
}

fn dictionary_rows() -> Batch {
    let rows = closed().flat_map(|(table, column)| {
        column.meaning.values.iter().enumerate().map(move |(n, (value, meaning))| DictionaryRow {
            table_name: table.name,
            column_name: column.name,
            value,
            place: place(n),
            meaning,
        })
    });
    of(rows)
}
