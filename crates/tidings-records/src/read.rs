//! Reads records back from JSON Lines and Parquet.

use std::io::{self, BufRead};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

/// Why records could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line is no record of the kind.
    #[error("line {line}: {reason}")]
    Line { line: usize, reason: String },
    /// The file is not what it should be.
    #[error("{0}")]
    File(String),
}

/// Records of one kind, a line each; empty lines are passed over.
pub struct JsonLines<R, I> {
    input: I,
    line: usize,
    text: String,
    record: PhantomData<fn() -> R>,
}

impl<R: DeserializeOwned, I: BufRead> JsonLines<R, I> {
    pub fn new(input: I) -> Self {
        JsonLines { input, line: 0, text: String::new(), record: PhantomData }
    }
}

impl<R: DeserializeOwned, I: BufRead> Iterator for JsonLines<R, I> {
    type Item = Result<R, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.text.clear();
            self.line += 1;
            match self.input.read_line(&mut self.text) {
                Ok(0) => return None,
                Ok(_) if self.text.trim().is_empty() => {}
                Ok(_) => {
                    let line = self.line;
                    return Some(serde_json::from_str(&self.text).map_err(|e| {
                        // Its own line is always 1.
                        let reason = e.to_string().replace(" at line 1 column", " at character");
                        ReadError::Line { line, reason }
                    }));
                }
                Err(e) => return Some(Err(e.into())),
            }
        }
    }
}

#[cfg(feature = "parquet")]
pub use self::parquet::Parquet;

#[cfg(feature = "parquet")]
mod parquet {
    use std::marker::PhantomData;
    use std::time::Duration;
    use std::vec;

    use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
    use ::parquet::errors::ParquetError;
    use ::parquet::file::reader::ChunkReader;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type, Int32Type};
    use arrow_array::{Array, RecordBatch};
    use serde_json::{Map, Value};
    use tidings_text::Date;

    use super::ReadError;
    use crate::schema::{Column, Kind, Record};

    /// Records of one kind from a file that the Parquet writer of this crate made.
    pub struct Parquet<R> {
        batches: ParquetRecordBatchReader,
        rows: vec::IntoIter<Value>,
        record: PhantomData<fn() -> R>,
    }

    impl<R: Record> Parquet<R> {
        /// # Errors
        /// If the file is no Parquet or lacks a column of the record.
        pub fn open(file: impl ChunkReader + 'static) -> Result<Self, ReadError> {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
            if let Some(column) = R::COLUMNS.iter().find(|c| builder.schema().field_with_name(c.name).is_err()) {
                return Err(ReadError::File(format!(
                    "it has no column {:?} of {}; was it written by this version of tidings?",
                    column.name,
                    R::NAME
                )));
            }
            Ok(Parquet { batches: builder.build()?, rows: Vec::new().into_iter(), record: PhantomData })
        }
    }

    impl<R: Record> Iterator for Parquet<R> {
        type Item = Result<R, ReadError>;

        fn next(&mut self) -> Option<Self::Item> {
            loop {
                if let Some(row) = self.rows.next() {
                    return Some(serde_json::from_value(row).map_err(|e| ReadError::File(e.to_string())));
                }
                match self.batches.next()? {
                    Ok(batch) => self.rows = rows(R::COLUMNS, &batch).into_iter(),
                    Err(e) => return Some(Err(ReadError::File(e.to_string()))),
                }
            }
        }
    }

    impl From<ParquetError> for ReadError {
        fn from(error: ParquetError) -> ReadError {
            ReadError::File(error.to_string())
        }
    }

    fn rows(columns: &[Column], batch: &RecordBatch) -> Vec<Value> {
        let row = |i| {
            let field = |c: &Column| {
                let array = batch.column_by_name(c.name).expect("checked when the file was opened");
                (c.name.to_owned(), value(&c.kind, array.as_ref(), i))
            };
            Value::Object(columns.iter().map(field).collect())
        };
        (0..batch.num_rows()).map(row).collect()
    }

    /// A value of an array of this kind; null where the array is of another.
    fn value(kind: &Kind, array: &dyn Array, i: usize) -> Value {
        if array.is_null(i) {
            return Value::Null;
        }
        let found = match kind {
            Kind::Text => array.as_string_opt::<i32>().map(|a| a.value(i).into()),
            Kind::Integer => array.as_primitive_opt::<Int32Type>().map(|a| a.value(i).into()),
            Kind::Number => array.as_primitive_opt::<Float64Type>().map(|a| a.value(i).into()),
            Kind::Flag => array.as_boolean_opt().map(|a| a.value(i).into()),
            Kind::Day => array.as_primitive_opt::<Date32Type>().map(|a| day(a.value(i)).into()),
            Kind::List(item) => array.as_list_opt::<i32>().map(|a| {
                let items = a.value(i);
                (0..items.len()).map(|k| value(item, items.as_ref(), k)).collect()
            }),
            Kind::Struct(columns) => array.as_struct_opt().map(|a| {
                let field =
                    |c: &Column| Some((c.name.to_owned(), value(&c.kind, a.column_by_name(c.name)?.as_ref(), i)));
                Value::Object(columns.iter().filter_map(field).collect::<Map<_, _>>())
            }),
        };
        found.unwrap_or_default()
    }

    fn day(since_1970: i32) -> String {
        let epoch = Date::constant(1970, 1, 1);
        let apart = Duration::from_secs(u64::from(since_1970.unsigned_abs()) * 86_400);
        let day = if since_1970 < 0 { epoch.saturating_sub(apart) } else { epoch.saturating_add(apart) };
        day.to_string()
    }
}
