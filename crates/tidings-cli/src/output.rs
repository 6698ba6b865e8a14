//! Where records go: standard output, a file, or a folder with a file for each kind of record.
//!
//! Files are written under a temporary name and take their own when all is written, so that what
//! carries the right name is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use flate2::write::GzEncoder;
use tidings::pipeline::Coded;
use tidings_records::write::{Format, RecordWriter, TableStyle, TableWriter, WriteError};
use tidings_records::{Claim, ConsolidatedEvent, DocumentRecord, Event, IssueRecord, Record, Statement, Versions};

use crate::args::OutputFormat;

/// Takes what is coded, in order.
pub enum Sink {
    Table(Box<TableWriter<BufWriter<StdoutLock<'static>>>>),
    Standard(Box<Rows<BufWriter<io::Stdout>>>),
    File(Box<Rows<OutputFile>>),
    Folder(Box<Dataset>),
}

/// What a single file has for rows.
pub enum Rows<W: Write + Send> {
    Records(RecordWriter<Event, W>),
    Events(RecordWriter<ConsolidatedEvent, W>),
}

impl<W: Write + Send> Rows<W> {
    fn new(format: Format, output: W, consolidate: bool, versions: &Versions) -> Result<Rows<W>, WriteError> {
        Ok(if consolidate {
            Rows::Events(RecordWriter::new(format, output, versions)?)
        } else {
            Rows::Records(RecordWriter::new(format, output, versions)?)
        })
    }

    fn write(&mut self, coded: &Coded) -> Result<(), WriteError> {
        match self {
            Rows::Records(writer) => coded.events.iter().try_for_each(|event| writer.write(event)),
            Rows::Events(_) => Ok(()),
        }
    }

    fn consolidated(&mut self, events: impl Iterator<Item = ConsolidatedEvent>) -> Result<(), WriteError> {
        match self {
            Rows::Records(_) => Ok(()),
            Rows::Events(writer) => events.into_iter().try_for_each(|event| writer.write(&event)),
        }
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        match self {
            Rows::Records(writer) => writer.flush(),
            Rows::Events(writer) => writer.flush(),
        }
    }

    fn finish(self) -> Result<W, WriteError> {
        match self {
            Rows::Records(writer) => writer.finish(),
            Rows::Events(writer) => writer.finish(),
        }
    }
}

impl Sink {
    /// Chooses by what the user asked for and what standard output is.
    pub fn open(
        output: Option<&Path>,
        format: Option<OutputFormat>,
        consolidate: bool,
        versions: &Versions,
    ) -> anyhow::Result<Sink> {
        let Some(path) = output else {
            return Sink::standard(format, consolidate, versions);
        };
        match Place::of(path)? {
            Place::Folder => {
                let format = record_format(format.unwrap_or(OutputFormat::Parquet))?;
                Ok(Sink::Folder(Box::new(Dataset::create(path, format, consolidate, versions)?)))
            }
            Place::File { format: by_name, compression } => {
                let format = format.map(record_format).transpose()?.or(by_name);
                let Some(format) = format else {
                    bail!(
                        "cannot tell the format of {}: end its name with .parquet, .csv or .jsonl, give --as, or end \
                         it with / for a folder",
                        path.display()
                    );
                };
                if compression.is_some() && format == Format::Parquet {
                    bail!("Parquet is compressed inside: end {} with .parquet", path.display());
                }
                let file = OutputFile::create(path, compression)?;
                Ok(Sink::File(Box::new(Rows::new(format, file, consolidate, versions)?)))
            }
        }
    }

    fn standard(format: Option<OutputFormat>, consolidate: bool, versions: &Versions) -> anyhow::Result<Sink> {
        let is_terminal = io::stdout().is_terminal();
        let format =
            format.unwrap_or(if is_terminal && !consolidate { OutputFormat::Table } else { OutputFormat::Jsonl });
        if format == OutputFormat::Table && consolidate {
            bail!("a table shows records: leave out --consolidate, or give --as csv, jsonl or parquet");
        }
        if format == OutputFormat::Table {
            let output = BufWriter::new(io::stdout().lock());
            return Ok(Sink::Table(Box::new(TableWriter::new(output, table_style(is_terminal)))));
        }
        if format == OutputFormat::Parquet && is_terminal {
            bail!("Parquet is not for terminals: give a file with -o, or send the output into a pipe");
        }
        let output = BufWriter::new(io::stdout());
        Ok(Sink::Standard(Box::new(Rows::new(record_format(format)?, output, consolidate, versions)?)))
    }

    pub fn write(&mut self, coded: &Coded) -> anyhow::Result<()> {
        match self {
            Sink::Table(writer) => {
                if let Some(document) = &coded.document {
                    writer.write(document, &coded.events)?;
                }
            }
            Sink::Standard(rows) => rows.write(coded)?,
            Sink::File(rows) => rows.write(coded)?,
            Sink::Folder(dataset) => dataset.write(coded)?,
        }
        Ok(())
    }

    /// Rows of whole events; dropped if they were not asked for.
    pub fn consolidated(&mut self, mut events: impl Iterator<Item = ConsolidatedEvent>) -> anyhow::Result<()> {
        match self {
            Sink::Table(_) => {}
            Sink::Standard(rows) => rows.consolidated(events)?,
            Sink::File(rows) => rows.consolidated(events)?,
            Sink::Folder(dataset) => {
                if let Some(table) = &mut dataset.consolidated {
                    events.try_for_each(|event| table.write(&event))?;
                }
            }
        }
        Ok(())
    }

    pub fn issue(&mut self, issue: &IssueRecord) -> anyhow::Result<()> {
        match self {
            Sink::Folder(dataset) => dataset.issues.write(issue),
            _ => Ok(()),
        }
    }

    /// Shows what is written so far to whoever reads standard output.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        match self {
            Sink::Table(writer) => writer.flush()?,
            Sink::Standard(writer) => writer.flush()?,
            Sink::File(_) | Sink::Folder(_) => {}
        }
        Ok(())
    }

    /// Ends all files and gives them their names.
    pub fn finish(self) -> anyhow::Result<()> {
        match self {
            Sink::Table(mut writer) => writer.flush()?,
            Sink::Standard(writer) => writer.finish()?.flush()?,
            Sink::File(writer) => writer.finish()?.persist()?,
            Sink::Folder(dataset) => dataset.finish()?,
        }
        Ok(())
    }
}

fn record_format(format: OutputFormat) -> anyhow::Result<Format> {
    Ok(match format {
        OutputFormat::Jsonl => Format::JsonLines,
        OutputFormat::Csv => Format::Csv,
        OutputFormat::Parquet => Format::Parquet,
        OutputFormat::Table => bail!("a table goes to standard output only: leave out -o, or give another --as"),
    })
}

fn table_style(is_terminal: bool) -> TableStyle {
    let style = TableStyle::default();
    if !is_terminal {
        return style;
    }
    let width = terminal_size::terminal_size().map_or(style.width, |(width, _)| width.0.into());
    TableStyle { width, colour: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// What the ending of a file name in small letters says, and the name without it.
    fn of(name: &str) -> (&str, Option<Compression>) {
        match name.rsplit_once('.') {
            Some((rest, "gz" | "gzip")) => (rest, Some(Compression::Gzip)),
            Some((rest, "zst" | "zstd")) => (rest, Some(Compression::Zstd)),
            _ => (name, None),
        }
    }
}

/// What a path given with `-o` stands for.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    Folder,
    File { format: Option<Format>, compression: Option<Compression> },
}

impl Place {
    fn of(path: &Path) -> anyhow::Result<Place> {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Ok(Place::Folder);
        };
        if path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) {
            return Ok(Place::Folder);
        }
        let name = name.to_ascii_lowercase();
        let (name, compression) = Compression::of(&name);
        let format = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("jsonl" | "ndjson" | "json") => Some(Format::JsonLines),
            Some("csv") => Some(Format::Csv),
            Some("parquet" | "pq") => Some(Format::Parquet),
            // A bare name is a folder.
            None if compression.is_none() && !path.exists() => return Ok(Place::Folder),
            _ => None,
        };
        Ok(Place::File { format, compression })
    }
}

/// A file that takes its name when it is complete; dropped before that, it vanishes.
pub struct OutputFile {
    encoder: Option<Encoder>,
    path: PathBuf,
    temporary: PathBuf,
}

enum Encoder {
    Plain(BufWriter<File>),
    Gzip(GzEncoder<BufWriter<File>>),
    Zstd(zstd::Encoder<'static, BufWriter<File>>),
}

impl OutputFile {
    /// Compressed if its name ends so.
    pub fn named(path: &Path) -> anyhow::Result<OutputFile> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let (_, compression) = Compression::of(&name);
        OutputFile::create(path, compression)
    }

    fn create(path: &Path, compression: Option<Compression>) -> anyhow::Result<OutputFile> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let failed = || format!("cannot write {}", path.display());
        let file = BufWriter::with_capacity(1 << 16, File::create(&temporary).with_context(failed)?);
        let encoder = match compression {
            None => Encoder::Plain(file),
            Some(Compression::Gzip) => Encoder::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Some(Compression::Zstd) => Encoder::Zstd(zstd::Encoder::new(file, 0).with_context(failed)?),
        };
        Ok(OutputFile { encoder: Some(encoder), path: path.to_owned(), temporary })
    }

    pub fn persist(mut self) -> anyhow::Result<()> {
        let finish = |encoder| -> io::Result<()> {
            let mut file = match encoder {
                Encoder::Plain(file) => file,
                Encoder::Gzip(encoder) => encoder.finish()?,
                Encoder::Zstd(encoder) => encoder.finish()?,
            };
            file.flush()
        };
        self.encoder
            .take()
            .map_or(Ok(()), finish)
            .and_then(|()| fs::rename(&self.temporary, &self.path))
            .with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn inner(&mut self) -> &mut dyn Write {
        match self.encoder.as_mut().expect("there until the file is persisted") {
            Encoder::Plain(file) => file,
            Encoder::Gzip(encoder) => encoder,
            Encoder::Zstd(encoder) => encoder,
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner().flush()
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        // Gone already when the file was persisted.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// A folder with a file for each kind of record, and `dataset.json` that says what is in it.
pub struct Dataset {
    folder: PathBuf,
    versions: Versions,
    documents: Table<DocumentRecord>,
    events: Table<Event>,
    statements: Table<Statement>,
    claims: Table<Claim>,
    consolidated: Option<Table<ConsolidatedEvent>>,
    issues: Table<IssueRecord>,
}

struct Table<R> {
    writer: RecordWriter<R, OutputFile>,
    file: String,
    rows: u64,
}

impl<R: Record> Table<R> {
    fn create(folder: &Path, format: Format, versions: &Versions) -> anyhow::Result<Table<R>> {
        let file = format!("{}.{}", R::NAME, format.extension());
        let output = OutputFile::create(&folder.join(&file), None)?;
        Ok(Table { writer: RecordWriter::new(format, output, versions)?, file, rows: 0 })
    }

    fn write(&mut self, record: &R) -> anyhow::Result<()> {
        self.rows += 1;
        Ok(self.writer.write(record)?)
    }

    fn finish(self) -> anyhow::Result<(String, serde_json::Value)> {
        self.writer.finish()?.persist()?;
        Ok((R::NAME.to_owned(), serde_json::json!({ "file": self.file, "rows": self.rows })))
    }
}

impl Dataset {
    fn create(folder: &Path, format: Format, consolidate: bool, versions: &Versions) -> anyhow::Result<Dataset> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Dataset {
            folder: folder.to_owned(),
            versions: versions.clone(),
            documents: Table::create(folder, format, versions)?,
            events: Table::create(folder, format, versions)?,
            statements: Table::create(folder, format, versions)?,
            claims: Table::create(folder, format, versions)?,
            consolidated: consolidate.then(|| Table::create(folder, format, versions)).transpose()?,
            issues: Table::create(folder, format, versions)?,
        })
    }

    fn write(&mut self, coded: &Coded) -> anyhow::Result<()> {
        coded.document.iter().try_for_each(|document| self.documents.write(document))?;
        coded.events.iter().try_for_each(|event| self.events.write(event))?;
        coded.statements.iter().try_for_each(|statement| self.statements.write(statement))?;
        coded.claims.iter().try_for_each(|claim| self.claims.write(claim))
    }

    fn finish(self) -> anyhow::Result<()> {
        let tables = [
            self.documents.finish()?,
            self.events.finish()?,
            self.statements.finish()?,
            self.claims.finish()?,
            self.issues.finish()?,
        ];
        let consolidated = self.consolidated.map(Table::finish).transpose()?;
        let mut description = serde_json::to_value(&self.versions)?;
        description["tables"] = serde_json::Value::Object(tables.into_iter().chain(consolidated).collect());
        let mut file = OutputFile::create(&self.folder.join("dataset.json"), None)?;
        serde_json::to_writer_pretty(&mut file, &description)?;
        file.write_all(b"\n")?;
        file.persist()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_choose_format_and_folder() {
        let file = |format, compression| Place::File { format, compression };
        for (name, expected) in [
            ("events.parquet", file(Some(Format::Parquet), None)),
            ("a/Events.CSV", file(Some(Format::Csv), None)),
            ("events.jsonl.gz", file(Some(Format::JsonLines), Some(Compression::Gzip))),
            ("events.csv.zst", file(Some(Format::Csv), Some(Compression::Zstd))),
            ("events.xlsx", file(None, None)),
            ("coded", Place::Folder),
            ("coded.v2/", Place::Folder),
        ] {
            assert_eq!(Place::of(Path::new(name)).unwrap(), expected, "{name}");
        }
    }
}
