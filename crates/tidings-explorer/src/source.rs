//! What the user named: folders that `tidings code -o` wrote, or files of records.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use serde::Deserialize;
use tidings_records::read::{JsonLines, Parquet};
use tidings_records::{
    Claim, ConsolidatedEvent, DocumentRecord, Event, IssueRecord, Record, Statement, Versions, stable_id,
};

use crate::error::{ExplorerError, while_reading};
use crate::store::SCHEMA;

/// A kind of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Documents,
    Statements,
    Events,
    Claims,
    Issues,
    /// Not read: it follows from the events.
    Consolidated,
}

impl Table {
    const ALL: [Table; 6] =
        [Table::Documents, Table::Statements, Table::Events, Table::Claims, Table::Issues, Table::Consolidated];

    pub fn name(self) -> &'static str {
        match self {
            Table::Documents => DocumentRecord::NAME,
            Table::Statements => Statement::NAME,
            Table::Events => Event::NAME,
            Table::Claims => Claim::NAME,
            Table::Issues => IssueRecord::NAME,
            Table::Consolidated => ConsolidatedEvent::NAME,
        }
    }
}

/// One folder, or one file.
#[derive(Debug)]
pub struct Source {
    /// Name without the path: what a page may show.
    pub name: String,
    pub files: Vec<(Table, PathBuf)>,
    pub versions: Option<Versions>,
    /// How many records `dataset.json` promises.
    pub rows: u64,
}

/// All that is explored together.
#[derive(Debug)]
pub struct Sources {
    pub sources: Vec<Source>,
    /// Where the index lies.
    pub store: PathBuf,
}

#[derive(Deserialize)]
struct Description {
    #[serde(flatten)]
    versions: Versions,
    tables: std::collections::BTreeMap<String, Rows>,
}

#[derive(Deserialize)]
struct Rows {
    rows: u64,
}

impl Sources {
    /// # Errors
    /// If something is not there or holds no records.
    pub fn find(inputs: &[PathBuf]) -> Result<Sources, ExplorerError> {
        let Some(first) = inputs.first() else {
            return Err(ExplorerError::NoData("nothing to explore: name a folder that `tidings code -o` wrote".into()));
        };
        let sources = inputs.iter().map(|input| Source::find(input)).collect::<Result<Vec<_>, _>>()?;
        let folder = if first.is_dir() { first.as_path() } else { first.parent().unwrap_or(Path::new("")) };
        let alone = inputs.len() == 1 && first.is_dir();
        let name = if alone {
            ".tidings-explorer.sqlite".to_owned()
        } else {
            let paths = inputs.iter().map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>();
            let id = stable_id(paths.iter().map(String::as_str));
            format!(".tidings-explorer-{id}.sqlite")
        };
        Ok(Sources { store: folder.join(name), sources })
    }

    /// Changes when a file changes, or the way in which it is indexed.
    pub fn fingerprint(&self) -> String {
        let mut parts = vec![SCHEMA.to_owned(), env!("CARGO_PKG_VERSION").to_owned()];
        for (table, path) in self.sources.iter().flat_map(|source| &source.files) {
            parts.push(table.name().to_owned());
            parts.push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
            if let Ok(metadata) = fs::metadata(path) {
                parts.push(metadata.len().to_string());
                let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                parts.push(format!("{modified:?}"));
            }
        }
        stable_id(parts.iter().map(String::as_str))
    }

    /// Name of the whole for people.
    pub fn name(&self) -> String {
        self.sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// What made the records, each once.
    pub fn versions(&self) -> Vec<Versions> {
        let mut versions: Vec<Versions> = Vec::new();
        for version in self.sources.iter().filter_map(|source| source.versions.as_ref()) {
            if !versions.contains(version) {
                versions.push(version.clone());
            }
        }
        versions
    }
}

impl Source {
    fn find(input: &Path) -> Result<Source, ExplorerError> {
        let whole = fs::canonicalize(input).map_err(|error| ExplorerError::read(input, error))?;
        let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !whole.is_dir() {
            return Ok(Source { name, files: vec![(kind_of(input)?, input.to_owned())], versions: None, rows: 0 });
        }
        let file = |table: Table| {
            let names = ["parquet", "jsonl", "jsonl.gz", "jsonl.zst"];
            let mut paths = names.map(|ending| input.join(format!("{}.{ending}", table.name()))).into_iter();
            paths.find(|path| path.is_file()).map(|path| (table, path))
        };
        let files: Vec<_> = Table::ALL.into_iter().filter_map(file).collect();
        if !files.iter().any(|(table, _)| matches!(table, Table::Events | Table::Documents)) {
            return Err(ExplorerError::NoData(format!(
                "{} holds no events.parquet or events.jsonl: name a folder that `tidings code -o` wrote as Parquet or \
                 JSON Lines",
                input.display()
            )));
        }
        let description = fs::read_to_string(input.join("dataset.json")).ok();
        let description = description.and_then(|text| serde_json::from_str::<Description>(&text).ok());
        let counted = |d: &Description| {
            let read = d.tables.iter().filter(|(name, _)| name.as_str() != ConsolidatedEvent::NAME);
            read.map(|(_, table)| table.rows).sum()
        };
        let rows = description.as_ref().map_or(0, counted);
        Ok(Source { name, files, versions: description.map(|d| d.versions), rows })
    }
}

/// The kind of records in a file: by its name, else by what is in it.
fn kind_of(path: &Path) -> Result<Table, ExplorerError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let stem = name.split('.').next().unwrap_or("");
    let named = Table::ALL.into_iter().find(|table| table.name() == stem);
    let found = match named {
        Some(table) => Some(table),
        None => sniff(path)?,
    };
    found.filter(|table| *table != Table::Consolidated).ok_or_else(|| {
        ExplorerError::NoData(format!(
            "{} holds no events, documents, statements or claims that `tidings code` wrote as Parquet or JSON Lines",
            path.display()
        ))
    })
}

fn sniff(path: &Path) -> Result<Option<Table>, ExplorerError> {
    fn is<R: Record + 'static>(path: &Path) -> Result<bool, ExplorerError> {
        // A Parquet file of another kind lacks columns and does not even open.
        Ok(records::<R>(path).is_ok_and(|mut records| records.next().is_some_and(|record| record.is_ok())))
    }
    File::open(path).map_err(|error| ExplorerError::read(path, error))?;
    Ok(if is::<Event>(path)? {
        Some(Table::Events)
    } else if is::<Statement>(path)? {
        Some(Table::Statements)
    } else if is::<Claim>(path)? {
        Some(Table::Claims)
    } else if is::<DocumentRecord>(path)? {
        Some(Table::Documents)
    } else {
        None
    })
}

pub type Records<R> = Box<dyn Iterator<Item = Result<R, ExplorerError>> + Send>;

/// Reads Parquet, or JSON Lines that may be compressed.
pub fn records<R: Record + 'static>(path: &Path) -> Result<Records<R>, ExplorerError> {
    let failed = while_reading(path);
    let opened = |error: std::io::Error| ExplorerError::read(path, error);
    let mut file = BufReader::new(File::open(path).map_err(opened)?);
    if file.fill_buf().map_err(opened)?.starts_with(b"PAR1") {
        let rows = Parquet::<R>::open(file.into_inner()).map_err(&failed)?;
        return Ok(Box::new(rows.map(move |record| record.map_err(&failed))));
    }
    let text: Box<dyn Read + Send> = tidings_intake::unpack(Box::new(file), Arc::default()).map_err(opened)?;
    Ok(Box::new(JsonLines::<R, _>::new(BufReader::new(text)).map(move |record| record.map_err(&failed))))
}
