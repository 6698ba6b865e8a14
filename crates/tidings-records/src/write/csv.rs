//! CSV: structs flattened with `_`, lists joined by `;`.
//!
//! In a list a `;` or `\` that belongs to an item is written `\;` or `\\`; a missing item is empty.

use std::io::Write;

use serde_json::Value;

use super::WriteError;
use crate::Versions;
use crate::schema::{Column, Kind, Record};

pub(super) struct CsvWriter<W: Write> {
    writer: ::csv::Writer<W>,
    version: String,
    row: ::csv::StringRecord,
    columns: &'static [Column],
}

impl<W: Write> CsvWriter<W> {
    pub(super) fn new<R: Record>(output: W, versions: &Versions) -> Result<Self, WriteError> {
        let mut header = ::csv::StringRecord::new();
        for column in R::COLUMNS {
            name_cells(column.name, &column.kind, &mut header);
        }
        header.push_field("version");
        let mut writer = ::csv::Writer::from_writer(output);
        writer.write_record(&header)?;
        let row = ::csv::StringRecord::new();
        Ok(CsvWriter { writer, version: versions.to_string(), row, columns: R::COLUMNS })
    }

    pub(super) fn write<R: Record>(&mut self, record: &R) -> Result<(), WriteError> {
        let value = serde_json::to_value(record)?;
        self.row.clear();
        for column in self.columns {
            fill_cells(&column.kind, &value[column.name], &mut self.row);
        }
        self.row.push_field(&self.version);
        Ok(self.writer.write_record(&self.row)?)
    }

    pub(super) fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.writer.flush()?)
    }

    pub(super) fn finish(self) -> Result<W, WriteError> {
        self.writer.into_inner().map_err(|error| WriteError::Io(error.into_error()))
    }
}

impl From<::csv::Error> for WriteError {
    fn from(error: ::csv::Error) -> WriteError {
        match error.into_kind() {
            ::csv::ErrorKind::Io(error) => WriteError::Io(error),
            other => WriteError::Record(format!("{other:?}")),
        }
    }
}

fn name_cells(name: &str, kind: &Kind, header: &mut ::csv::StringRecord) {
    match kind {
        Kind::Struct(columns) | Kind::List(Kind::Struct(columns)) => {
            for column in *columns {
                name_cells(&format!("{name}_{}", column.name), &column.kind, header);
            }
        }
        _ => header.push_field(name),
    }
}

fn fill_cells(kind: &Kind, value: &Value, row: &mut ::csv::StringRecord) {
    match kind {
        Kind::Struct(columns) => columns.iter().for_each(|c| fill_cells(&c.kind, &value[c.name], row)),
        Kind::List(Kind::Struct(columns)) => {
            for column in *columns {
                row.push_field(&join(items(value).map(|item| &item[column.name])));
            }
        }
        Kind::List(_) => row.push_field(&join(items(value))),
        _ => match value {
            Value::String(text) => row.push_field(text),
            Value::Null => row.push_field(""),
            other => row.push_field(&other.to_string()),
        },
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn join<'v>(items: impl Iterator<Item = &'v Value>) -> String {
    let mut cell = String::new();
    for (i, item) in items.enumerate() {
        if i > 0 {
            cell.push(';');
        }
        match item {
            Value::String(text) if text.contains([';', '\\']) => {
                cell.push_str(&text.replace('\\', "\\\\").replace(';', "\\;"));
            }
            Value::String(text) => cell.push_str(text),
            Value::Null => {}
            other => cell.push_str(&other.to_string()),
        }
    }
    cell
}
