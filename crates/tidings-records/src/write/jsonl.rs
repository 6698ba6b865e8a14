//! JSON Lines: one record a line.

use std::io::Write;

use serde::Serialize;

use super::WriteError;
use crate::Versions;

pub(super) struct JsonLinesWriter<W> {
    output: W,
    line: Vec<u8>,
    /// `,"version":"…"}` and the end of the line.
    tail: Vec<u8>,
}

impl<W: Write> JsonLinesWriter<W> {
    pub(super) fn new(output: W, versions: &Versions) -> Self {
        let version = serde_json::Value::String(versions.to_string());
        let tail = format!(",\"version\":{version}}}\n").into_bytes();
        JsonLinesWriter { output, line: Vec::with_capacity(2048), tail }
    }

    pub(super) fn write(&mut self, record: &impl Serialize) -> Result<(), WriteError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, record)?;
        // The version goes into the object of the record, as its last field.
        debug_assert_eq!(self.line.last(), Some(&b'}'));
        self.line.pop();
        self.line.extend_from_slice(&self.tail);
        Ok(self.output.write_all(&self.line)?)
    }

    pub(super) fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.output.flush()?)
    }

    pub(super) fn finish(mut self) -> Result<W, WriteError> {
        self.output.flush()?;
        Ok(self.output)
    }
}
