//! Rows as a Parquet file: the same rows give the same bytes.

use crate::column::{Batch, Column, ColumnSpec, Kind, TableSpec};
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// The most rows of one group.
const ROWS_OF_A_GROUP: usize = 1 << 20;

/// What a file says of itself in its footer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The program that writes it, with its version.
    pub program: String,
    /// Further pairs of a key and a value.
    pub pairs: Vec<(String, String)>,
}

/// Where a row stands: its batch, and its place in it.
type Place = (u32, u32);

/// The file of a table with the rows of some batches, each in byte order of its first column, by that order. Rows of one value keep
/// theirs.
///
/// # Errors
/// When the file cannot be written: a phrase that says why.
pub fn parquet_of(table: &TableSpec, batches: &[Batch], of: &FileFacts) -> Result<Vec<u8>, String> {
    write(table, batches, &in_order(batches), of).map_err(|error| format!("{}: {error}", table.name))
}

/// The places of all rows in byte order of their first column.
fn in_order(batches: &[Batch]) -> Vec<Place> {
    let rows = |(n, batch): (u32, &Batch)| (0_u32..).take(batch.n_rows()).map(move |row| (n, row));
    let mut places: Vec<Place> = (0_u32..).zip(batches).flat_map(rows).collect();
    if batches.len() > 1 {
        places.sort_by_key(|(n, row)| match batches.get(*n as usize).and_then(|batch| batch.columns().first()) {
            Some(Column::Text(texts)) => texts.get(*row as usize),
            _ => None,
        });
    }
    places
}

fn write(table: &TableSpec, batches: &[Batch], places: &[Place], of: &FileFacts) -> Result<Vec<u8>, ParquetError> {
    let pairs = of.pairs.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by(of.program.clone())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_key_value_metadata(Some(pairs))
        .set_offset_index_disabled(true)
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::Chunk)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema(table)?, Arc::new(properties))?;
    for places in places.chunks(ROWS_OF_A_GROUP) {
        let mut group = writer.next_row_group()?;
        let mut n = 0;
        while let Some(mut column) = group.next_column()? {
            let spec = table.columns.get(n);
            write_column(spec, n, batches, places, &mut column)?;
            column.close()?;
            n += 1;
        }
        group.close()?;
    }
    writer.into_inner()
}

/// The schema of a table.
fn schema(table: &TableSpec) -> Result<TypePtr, ParquetError> {
    let fields: Result<Vec<TypePtr>, ParquetError> = table.columns.iter().map(|column| field(column).map(Arc::new)).collect();
    Ok(Arc::new(Type::group_type_builder(table.name).with_fields(fields?).build()?))
}

fn field(column: &ColumnSpec) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Time => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
    };
    let repetition = if column.is_nullable { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    Type::primitive_type_builder(column.name, physical).with_logical_type(logical).with_repetition(repetition).build()
}

fn write_column(
    spec: Option<&ColumnSpec>,
    n: usize,
    batches: &[Batch],
    places: &[Place],
    column: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let Some(spec) = spec else { return Ok(()) };
    let of = |batch: u32| batches.get(batch as usize).and_then(|batch| batch.columns().get(n));
    let mut levels: Vec<i16> = Vec::with_capacity(if spec.is_nullable { places.len() } else { 0 });
    let mut level = |is_there: bool| {
        if spec.is_nullable {
            levels.push(i16::from(is_there));
        }
    };
    match spec.kind {
        Kind::Text => {
            let texts: Vec<Vec<ByteArray>> = (0_u32..)
                .zip(batches)
                .map(|(batch, _)| match of(batch) {
                    Some(Column::Text(texts)) => texts.distinct.iter().map(|text| ByteArray::from(&**text)).collect(),
                    _ => Vec::new(),
                })
                .collect();
            let mut values = Vec::with_capacity(places.len());
            for (batch, row) in places {
                let Some(Column::Text(found)) = of(*batch) else { continue };
                let text = found.places.get(*row as usize).copied().flatten();
                let value = text.and_then(|text| texts.get(*batch as usize)?.get(text as usize));
                level(value.is_some());
                values.extend(value.cloned());
            }
            put::<ByteArrayType>(column, &values, &levels, spec)
        }
        Kind::Integer | Kind::Time => {
            let mut values = Vec::with_capacity(places.len());
            for (batch, row) in places {
                let Some(Column::Number(found)) = of(*batch) else { continue };
                let value = found.get(*row as usize).copied().flatten();
                level(value.is_some());
                values.extend(value);
            }
            put::<Int64Type>(column, &values, &levels, spec)
        }
        Kind::Flag => {
            let mut values = Vec::with_capacity(places.len());
            for (batch, row) in places {
                let Some(Column::Flag(found)) = of(*batch) else { continue };
                let value = found.get(*row as usize).copied().flatten();
                level(value.is_some());
                values.extend(value);
            }
            put::<BoolType>(column, &values, &levels, spec)
        }
    }
}

fn put<T: parquet::data_type::DataType>(
    column: &mut SerializedColumnWriter<'_>,
    values: &[T::T],
    levels: &[i16],
    spec: &ColumnSpec,
) -> Result<(), ParquetError> {
    let levels = spec.is_nullable.then_some(levels);
    column.typed::<T>().write_batch(values, levels, None).map(|_| ())
}
