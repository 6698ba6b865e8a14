//! CSV and TSV with a header line (RFC 4180, with the liberties that spreadsheets take).
//!
//! Records are cut here and not by a CSV library because a quotation mark that is never closed must cost
//! one record and not the rest of the file, and memory must stay bounded.

use std::borrow::Cow;

use crate::json::missing_text;
use crate::options::{Columns, Field, Format};
use crate::record::{Context, Fields};
use crate::stream::{Cut, Cutter, LineCutter, TextStream};

/// Cuts behind the line end that closes a record, which is not one inside quotation marks.
struct RecordCutter {
    delimiter: u8,
    newline: u8,
    at_start: bool,
    in_quotes: bool,
    /// Just behind a quotation mark that closed, or is the first of a doubled one.
    closed: bool,
    /// Text follows a quotation mark that closed: the marks may be paired wrongly.
    ragged: bool,
}

impl RecordCutter {
    fn new(delimiter: u8, newline: u8) -> Self {
        RecordCutter { delimiter, newline, at_start: true, in_quotes: false, closed: false, ragged: false }
    }
}

impl Cutter for RecordCutter {
    fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        for (i, &b) in bytes.iter().enumerate() {
            if self.in_quotes {
                self.in_quotes = b != b'"';
                self.closed = b == b'"';
            } else if b == b'"' && (self.at_start || self.closed) {
                (self.in_quotes, self.at_start, self.closed) = (true, false, false);
            } else if b == self.newline {
                return Some(i + 1);
            } else {
                self.at_start = b == self.delimiter;
                self.ragged |= self.closed && !self.at_start && b != b'\r';
                self.closed = false;
            }
        }
        None
    }
}

/// The fields of a record without its line end.
fn split(record: &str, delimiter: u8) -> Vec<Cow<'_, str>> {
    let bytes = record.as_bytes();
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let field;
        if bytes.get(at) == Some(&b'"') {
            let mut value = String::new();
            at += 1;
            loop {
                let piece = bytes[at..].iter().position(|&b| b == b'"').map_or(bytes.len(), |i| at + i);
                value.push_str(&record[at..piece]);
                at = (piece + 1).min(bytes.len());
                if bytes.get(at) != Some(&b'"') || piece == bytes.len() {
                    break;
                }
                value.push('"');
                at += 1;
            }
            // Text behind the closing mark belongs to the field.
            let end = bytes[at..].iter().position(|&b| b == delimiter).map_or(bytes.len(), |i| at + i);
            value.push_str(&record[at..end]);
            at = end;
            field = Cow::Owned(value);
        } else {
            let end = bytes[at..].iter().position(|&b| b == delimiter).map_or(bytes.len(), |i| at + i);
            field = Cow::Borrowed(&record[at..end]);
            at = end;
        }
        fields.push(field);
        if at == bytes.len() {
            return fields;
        }
        at += 1;
    }
}

/// Tabs as they stand: most files of this kind use quotation marks only as text.
fn split_raw(line: &str) -> Vec<Cow<'_, str>> {
    let unquote = |field| {
        let inner = str::strip_prefix(field, '"').and_then(|f| f.strip_suffix('"'));
        match inner {
            Some(inner) if !inner.replace("\"\"", "").contains('"') => Cow::Owned(inner.replace("\"\"", "\"")),
            _ => Cow::Borrowed(field),
        }
    };
    line.split('\t').map(unquote).collect()
}

fn without_line_end(record: &str) -> &str {
    record.trim_end_matches(['\r', '\n'])
}

/// A table whose header has been read.
pub(crate) struct Table {
    delimiter: u8,
    width: usize,
    /// Column of each field.
    columns: [Option<usize>; Field::ALL.len()],
}

impl Table {
    /// Reads the header off the front of `text`.
    ///
    /// # Errors
    /// What is wrong with it, for an issue.
    pub fn open(text: &mut TextStream, format: Format, columns: &Columns, limit: usize) -> Result<Table, String> {
        let newline = text.newline();
        let len = loop {
            match text.cut(&mut LineCutter(newline), limit) {
                Cut::Record { len, .. } if !text.rest()[..len].trim().is_empty() => break len,
                Cut::Record { len, .. } => drop(text.take(len)),
                Cut::End => return Err("the file is empty".into()),
                Cut::TooLong => return Err(format!("the header line is longer than {limit} bytes: this is no table")),
            }
        };
        let header = without_line_end(&text.rest()[..len]).to_owned();
        let delimiter = match format {
            Format::Tsv => b'\t',
            _ => delimiter_of(&header, columns),
        };
        let names = split(&header, delimiter);
        let names: Vec<&str> = names.iter().map(|n| n.trim()).collect();
        let mut table = Table { delimiter, width: names.len(), columns: Default::default() };
        for field in Field::ALL {
            let found = column_of(&names, columns, field);
            let given = columns.get(field).filter(|_| found.is_none() && field != Field::Text);
            if let Some(given) = given {
                let found = names.join(", ");
                return Err(format!("no column {given:?} for the {}; columns found: {found}", field.name()));
            }
            table.columns[field as usize] = found;
        }
        let headlines_only = columns.title.is_some() && columns.text.is_none();
        if table.columns[Field::Text as usize].is_none() && !headlines_only {
            return Err(missing_text(&names, columns));
        }
        text.take(len);
        Ok(table)
    }

    /// Reads the next record; false at the end.
    pub fn step(&self, text: &mut TextStream, name: &str, stem: &str, context: &mut Context) -> bool {
        let limit = context.options.max_record;
        let newline = text.newline();
        let line = text.line();
        let place = format!("{name}:{line}");
        let id = format!("{stem}:{line}");
        let unquoted = if self.delimiter == b'\t' { self.unquoted(text, limit) } else { None };
        if let Some((len, fields, true)) = unquoted {
            let damages = text.take(len);
            context.record(fields, &id, &place, &damages);
            return true;
        }
        let mut cutter = RecordCutter::new(self.delimiter, newline);
        let cut = text.cut(&mut cutter, limit);
        let (len, complete) = match cut {
            Cut::End => return false,
            Cut::Record { len, complete } if len <= limit => (len, complete),
            _ => {
                let mut reason = format!("the record is longer than {limit} bytes and was left out");
                match cut {
                    Cut::Record { len, complete: true } => drop(text.take(len)),
                    _ => {
                        text.skip(&mut LineCutter(newline));
                        reason.push_str(" (a quotation mark that is never closed?)");
                    }
                }
                context.issue(place, reason);
                return true;
            }
        };
        let whole = &text.rest()[..len];
        let record = without_line_end(whole);
        // A record that the end of a broken file cuts is told once, for the whole file.
        if record.trim().is_empty() || (!complete && text.broken().is_some()) {
            text.take(len);
            return true;
        }
        let first_line = whole.bytes().position(|b| b == newline).map_or(len, |i| i + 1);
        let values = split(record, self.delimiter);
        let wrongly_paired = cutter.in_quotes || (cutter.ragged && first_line < len);
        let unquoted_is_better = unquoted.is_some() && cutter.ragged;
        if values.len() == self.width && !wrongly_paired && !unquoted_is_better {
            let fields = self.fields(&values);
            let damages = text.take(len);
            context.record(fields, &id, &place, &damages);
            return true;
        }
        if let Some((len, fields, _)) = unquoted {
            let damages = text.take(len);
            context.record(fields, &id, &place, &damages);
            return true;
        }
        let (found, width) = (values.len(), self.width);
        let reason = if wrongly_paired {
            "a quotation mark is not closed: the record was left out".into()
        } else {
            let hint = match (first_line < len, found > width) {
                (true, _) => "a quotation mark that is never closed?",
                (false, true) => "a field with the separator in it needs quotation marks",
                (false, false) => "was the record cut off?",
            };
            format!("the record has {found} fields, the header {width}: it was left out ({hint})")
        };
        context.issue(place, reason);
        // The lines behind the first may be sound records.
        text.take(first_line);
        true
    }

    /// The next line split at tabs if it has the right number of fields: its length, its fields, and
    /// whether no quotation mark in it casts doubt on that.
    fn unquoted(&self, text: &mut TextStream, limit: usize) -> Option<(usize, Fields, bool)> {
        let Cut::Record { len, complete } = text.cut(&mut LineCutter(text.newline()), limit) else { return None };
        if len > limit || (!complete && text.broken().is_some()) {
            return None;
        }
        let values = split_raw(without_line_end(&text.rest()[..len]));
        let is_sure = values.iter().all(|v| !matches!(v, Cow::Borrowed(v) if v.starts_with('"')));
        (values.len() == self.width).then(|| (len, self.fields(&values), is_sure))
    }

    fn fields(&self, values: &[Cow<str>]) -> Fields {
        let mut fields = Fields::default();
        for field in Field::ALL {
            if let Some(column) = self.columns[field as usize] {
                fields.set(field, &values[column]);
            }
        }
        fields
    }
}

fn column_of(names: &[&str], columns: &Columns, field: Field) -> Option<usize> {
    match columns.get(field) {
        Some(name) => {
            names.iter().position(|n| *n == name).or_else(|| names.iter().position(|n| n.eq_ignore_ascii_case(name)))
        }
        None => field.aliases().iter().find_map(|alias| names.iter().position(|n| Field::is_alias(n, alias))),
    }
}

/// The separator that makes most of a header: first a column for the text, then as many columns as it can.
fn delimiter_of(header: &str, columns: &Columns) -> u8 {
    let rank = |delimiter: u8| {
        let names = split(header, delimiter);
        let names: Vec<&str> = names.iter().map(|n| n.trim()).collect();
        (column_of(&names, columns, Field::Text).is_some(), names.len())
    };
    let mut best = (b',', rank(b','));
    for delimiter in [b';', b'\t', b'|'] {
        let found = rank(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}

/// The format of a header line with a column for the text, if it is one.
pub(crate) fn looks_like_header(line: &str, columns: &Columns) -> Option<Format> {
    let delimiter = delimiter_of(line, columns);
    let names = split(line, delimiter);
    let names: Vec<&str> = names.iter().map(|n| n.trim()).collect();
    let is_table =
        names.len() > 1 && names.iter().all(|n| n.len() < 60) && column_of(&names, columns, Field::Text).is_some();
    is_table.then_some(if delimiter == b'\t' { Format::Tsv } else { Format::Csv })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Agrees with the `csv` crate on whatever that crate writes.
        #[test]
        fn records_are_those_of_the_csv_crate(rows in prop::collection::vec(prop::collection::vec("[a\", \n;é]{0,6}", 3), 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut rest = written.as_str();
            let mut read = Vec::new();
            while let Some(end) = RecordCutter::new(b',', b'\n').feed(rest.as_bytes()) {
                read.push(split(rest[..end].strip_suffix('\n').unwrap(), b',').into_iter().map(Cow::into_owned).collect::<Vec<_>>());
                rest = &rest[end..];
            }
            prop_assert_eq!(rest, "");
            prop_assert_eq!(read, rows);
        }

        #[test]
        fn any_line_is_split(line in "\\PC{0,40}") {
            split(&line, b',');
            split_raw(&line);
        }
    }
}
