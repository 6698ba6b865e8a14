//! Parquet: the nested fields of the records as they are, compressed with zstd.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int32Array, ListArray, RecordBatch, StringArray,
    StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use tidings_text::Date;

use super::WriteError;
use crate::Versions;
use crate::schema::{Column, Kind, Record};

/// Rows turned into arrays together.
const BATCH_ROWS: usize = 1024;
/// … or this much text, so that long documents do not pile up.
const BATCH_BYTES: usize = 4 << 20;
/// Encoded bytes after which a row group is closed: what the writer holds in memory.
const ROW_GROUP_BYTES: usize = 16 << 20;

pub(super) struct ParquetWriter<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: SchemaRef,
    columns: &'static [Column],
    rows: Vec<Value>,
    bytes: usize,
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(super) fn new<R: Record>(output: W, versions: &Versions) -> Result<Self, WriteError> {
        let schema = Arc::new(Schema::new(fields(R::COLUMNS)));
        let entry = |key: &str, value: String| KeyValue::new(format!("tidings.{key}"), value);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(format!("tidings version {}", versions.program))
            .set_key_value_metadata(Some(vec![
                entry("version", versions.to_string()),
                entry("program", versions.program.clone()),
                entry("codebook", versions.codebook.clone()),
                entry("model", versions.model.clone()),
            ]))
            .build();
        let writer = ArrowWriter::try_new(output, schema.clone(), Some(properties))?;
        Ok(ParquetWriter { writer, schema, columns: R::COLUMNS, rows: Vec::new(), bytes: 0 })
    }

    pub(super) fn write<R: Record>(&mut self, record: &R) -> Result<(), WriteError> {
        let row = serde_json::to_value(record)?;
        self.bytes += text_bytes(&row);
        self.rows.push(row);
        if self.rows.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES { self.write_batch() } else { Ok(()) }
    }

    fn write_batch(&mut self) -> Result<(), WriteError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let arrays = self.columns.iter().map(|column| {
            let values: Vec<&Value> = self.rows.iter().map(|row| &row[column.name]).collect();
            array(&column.kind, &values)
        });
        let batch = RecordBatch::try_new(self.schema.clone(), arrays.collect::<Result<_, _>>()?)?;
        self.writer.write(&batch)?;
        self.rows.clear();
        self.bytes = 0;
        if self.writer.in_progress_size() >= ROW_GROUP_BYTES {
            self.writer.flush()?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<W, WriteError> {
        self.write_batch()?;
        Ok(self.writer.into_inner()?)
    }
}

impl From<ParquetError> for WriteError {
    fn from(error: ParquetError) -> WriteError {
        match error {
            ParquetError::External(error) => match error.downcast::<std::io::Error>() {
                Ok(error) => WriteError::Io(*error),
                Err(error) => WriteError::Record(error.to_string()),
            },
            other => WriteError::Record(other.to_string()),
        }
    }
}

impl From<ArrowError> for WriteError {
    fn from(error: ArrowError) -> WriteError {
        WriteError::Record(error.to_string())
    }
}

fn fields(columns: &[Column]) -> Fields {
    columns.iter().map(|c| Field::new(c.name, data_type(&c.kind), c.nullable)).collect()
}

fn data_type(kind: &Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Integer => DataType::Int32,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Day => DataType::Date32,
        Kind::List(item) => DataType::List(list_field(item)),
        Kind::Struct(columns) => DataType::Struct(fields(columns)),
    }
}

fn list_field(item: &Kind) -> Arc<Field> {
    Arc::new(Field::new("element", data_type(item), false))
}

/// A column of values; what does not fit its kind is null and refused where null is not allowed.
fn array(kind: &Kind, values: &[&Value]) -> Result<ArrayRef, ArrowError> {
    Ok(match kind {
        Kind::Text => Arc::new(values.iter().map(|v| v.as_str()).collect::<StringArray>()),
        Kind::Integer => Arc::new(values.iter().map(|v| v.as_i64()?.try_into().ok()).collect::<Int32Array>()),
        Kind::Number => Arc::new(values.iter().map(|v| v.as_f64()).collect::<Float64Array>()),
        Kind::Flag => Arc::new(values.iter().map(|v| v.as_bool()).collect::<BooleanArray>()),
        Kind::Day => Arc::new(values.iter().map(|v| days_since_1970(v.as_str()?)).collect::<Date32Array>()),
        Kind::List(item) => {
            let lists = values.iter().map(|v| v.as_array().map_or(&[][..], Vec::as_slice));
            let offsets = OffsetBuffer::from_lengths(lists.clone().map(<[Value]>::len));
            let items: Vec<&Value> = lists.flatten().collect();
            Arc::new(ListArray::try_new(list_field(item), offsets, array(item, &items)?, None)?)
        }
        Kind::Struct(columns) => {
            let parts = columns.iter().map(|column| {
                let part: Vec<&Value> = values.iter().map(|v| &v[column.name]).collect();
                array(&column.kind, &part)
            });
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            let present: NullBuffer = values.iter().map(|v| v.is_object()).collect();
            Arc::new(StructArray::try_new(fields(columns), parts, Some(present))?) as Arc<dyn Array>
        }
    })
}

fn days_since_1970(text: &str) -> Option<i32> {
    let day: Date = text.parse().ok()?;
    let hours = day.duration_since(Date::constant(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).ok()
}

fn text_bytes(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(text_bytes).sum(),
        Value::Object(fields) => fields.values().map(text_bytes).sum(),
        _ => 0,
    }
}
