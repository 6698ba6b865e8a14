//! Writers: JSON Lines, CSV, Parquet, and a table for people to read.
//!
//! Every file says what made it: text formats in a last column `version`, Parquet in the metadata of
//! the file.

mod csv;
mod jsonl;
#[cfg(feature = "parquet")]
mod parquet;
mod table;

use std::io::{self, Write};
use std::marker::PhantomData;

use crate::{Record, Versions};
pub use table::{TableStyle, TableWriter};

/// A file format for records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    JsonLines,
    Csv,
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// The ending of file names.
    pub fn extension(self) -> &'static str {
        match self {
            Format::JsonLines => "jsonl",
            Format::Csv => "csv",
            #[cfg(feature = "parquet")]
            Format::Parquet => "parquet",
        }
    }
}

/// Why records could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("cannot represent a record: {0}")]
    Record(String),
}

/// Writes records of one kind to one output.
pub struct RecordWriter<R, W: Write + Send> {
    inner: Inner<W>,
    record: PhantomData<fn(&R)>,
}

enum Inner<W: Write + Send> {
    JsonLines(jsonl::JsonLinesWriter<W>),
    Csv(Box<csv::CsvWriter<W>>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::ParquetWriter<W>>),
}

impl<R: Record, W: Write + Send> RecordWriter<R, W> {
    /// Starts an output; CSV writes its header at once, so that it is there even without records.
    pub fn new(format: Format, output: W, versions: &Versions) -> Result<Self, WriteError> {
        let inner = match format {
            Format::JsonLines => Inner::JsonLines(jsonl::JsonLinesWriter::new(output, versions)),
            Format::Csv => Inner::Csv(Box::new(csv::CsvWriter::new::<R>(output, versions)?)),
            #[cfg(feature = "parquet")]
            Format::Parquet => Inner::Parquet(Box::new(parquet::ParquetWriter::new::<R>(output, versions)?)),
        };
        Ok(RecordWriter { inner, record: PhantomData })
    }

    pub fn write(&mut self, record: &R) -> Result<(), WriteError> {
        match &mut self.inner {
            Inner::JsonLines(writer) => writer.write(record),
            Inner::Csv(writer) => writer.write(record),
            #[cfg(feature = "parquet")]
            Inner::Parquet(writer) => writer.write(record),
        }
    }

    /// Hands what is buffered to the output, where the format allows it.
    pub fn flush(&mut self) -> Result<(), WriteError> {
        match &mut self.inner {
            Inner::JsonLines(writer) => writer.flush(),
            Inner::Csv(writer) => writer.flush(),
            #[cfg(feature = "parquet")]
            Inner::Parquet(_) => Ok(()),
        }
    }

    /// Writes what must come last and gives the output back. A file that was not finished is not valid.
    pub fn finish(self) -> Result<W, WriteError> {
        match self.inner {
            Inner::JsonLines(writer) => writer.finish(),
            Inner::Csv(writer) => writer.finish(),
            #[cfg(feature = "parquet")]
            Inner::Parquet(writer) => writer.finish(),
        }
    }
}

impl From<serde_json::Error> for WriteError {
    fn from(error: serde_json::Error) -> WriteError {
        match error.io_error_kind() {
            Some(_) => WriteError::Io(error.into()),
            None => WriteError::Record(error.to_string()),
        }
    }
}
