//! The index on disk: one SQLite file with texts, records as they were written, a full-text index, and columns.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::error::ExplorerError;

/// Changes when tables or columns change: files of another are built anew.
pub const SCHEMA: &str = "explorer 2";

/// Tables; rows are numbered from 1, columns from 0. Indexes are made when the rows are there.
const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE columns (name TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT, published TEXT, source TEXT, url TEXT,
    text TEXT, blocks TEXT NOT NULL, sentences INTEGER NOT NULL, events INTEGER NOT NULL);
CREATE TABLE sentences (number INTEGER PRIMARY KEY, document INTEGER NOT NULL, place INTEGER, start INTEGER NOT NULL,
    \"end\" INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE events (number INTEGER PRIMARY KEY, id TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE statements (number INTEGER PRIMARY KEY, id TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE claims (number INTEGER PRIMARY KEY, id TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE issues (number INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(text, content='sentences', content_rowid='number',
    tokenize='porter unicode61 remove_diacritics 2');
";

const INDEXES: &str = "
CREATE INDEX documents_id ON documents (id);
CREATE INDEX sentences_document ON sentences (document);
CREATE INDEX events_id ON events (id);
";

/// The file while it is built: it takes its name when it is complete, and vanishes if it never is.
pub struct Building {
    pub connection: Connection,
    temporary: PathBuf,
    path: PathBuf,
    done: bool,
}

impl Building {
    /// # Errors
    /// If the folder cannot be written to.
    pub fn create(path: &Path) -> Result<Building, ExplorerError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = path.with_file_name(format!("{name}.{}.tmp", std::process::id()));
        sweep(path, &name);
        let _ = std::fs::remove_file(&temporary);
        let failed = |error: rusqlite::Error| ExplorerError::store(path, error);
        let connection = Connection::open(&temporary).map_err(failed)?;
        // Nobody reads the file before it is complete, and it is thrown away if it is not.
        let fast = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA page_size = 8192; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;";
        connection.execute_batch(fast).map_err(failed)?;
        connection.execute_batch(TABLES).map_err(failed)?;
        connection.execute_batch("BEGIN").map_err(failed)?;
        Ok(Building { connection, temporary, path: path.to_owned(), done: false })
    }

    pub fn failed(&self, error: rusqlite::Error) -> ExplorerError {
        ExplorerError::store(&self.path, error)
    }

    /// Completes the file and puts it in its place.
    ///
    /// # Errors
    /// If the disk is full, or the place cannot be written to.
    pub fn finish(mut self) -> Result<(), ExplorerError> {
        let complete = format!("{INDEXES} INSERT INTO words(words) VALUES ('optimize'); COMMIT; ANALYZE;");
        self.connection.execute_batch(&complete).map_err(|error| self.failed(error))?;
        let connection = std::mem::replace(&mut self.connection, Connection::open_in_memory().expect("no file"));
        connection.close().map_err(|(_, error)| self.failed(error))?;
        std::fs::rename(&self.temporary, &self.path).map_err(|error| ExplorerError::store(&self.path, error))?;
        self.done = true;
        Ok(())
    }
}

/// Removes what programs that were stopped have left of an index: files that nobody has written to for ten minutes.
fn sweep(path: &Path, name: &str) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let file = file.to_string_lossy();
        let is_rest = file.strip_prefix(name).is_some_and(|rest| rest.starts_with('.') && rest.ends_with(".tmp"));
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_rest && age.is_some_and(|age| age > Duration::from_secs(600)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if !self.done {
            let _ = std::fs::remove_file(&self.temporary);
        }
    }
}

/// How long one question may take.
pub const TIME_LIMIT: Duration = Duration::from_secs(5);

/// How many steps of SQLite's machine pass between two looks at the clock: well below a millisecond.
const STEPS: i32 = 20_000;

/// Connections to a complete file, each read-only and for one question at a time.
pub struct Pool {
    idle: Mutex<Vec<Limited>>,
    returned: Condvar,
    opened: Instant,
}

/// A connection whose questions end at a time.
struct Limited {
    connection: Connection,
    /// Milliseconds since the pool was opened.
    end: Arc<AtomicU64>,
}

/// A connection on loan.
pub struct Loan<'p> {
    pool: &'p Pool,
    limited: Option<Limited>,
}

impl Pool {
    /// Opens all connections at once: should another program build the index anew, this one goes on with the
    /// file that it has.
    ///
    /// # Errors
    /// If the file is not there or is none of ours.
    pub fn open(path: &Path, size: usize) -> rusqlite::Result<Pool> {
        let opened = Instant::now();
        let idle = (0..size).map(|_| Limited::open(path, opened)).collect::<Result<_, _>>()?;
        Ok(Pool { idle: Mutex::new(idle), returned: Condvar::new(), opened })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Limited>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a connection. Its questions end with an error after `TIME_LIMIT`.
    pub fn get(&self) -> Loan<'_> {
        let mut idle = self.lock();
        let limited = loop {
            match idle.pop() {
                Some(limited) => break limited,
                None => idle = self.returned.wait(idle).unwrap_or_else(PoisonError::into_inner),
            }
        };
        let loan = Loan { pool: self, limited: Some(limited) };
        loan.allow(TIME_LIMIT);
        loan
    }
}

impl Limited {
    fn open(path: &Path, opened: Instant) -> rusqlite::Result<Limited> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.set_prepared_statement_cache_capacity(64);
        // No mapping into memory: each connection would have its own.
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -4096;")?;
        let end = Arc::new(AtomicU64::new(u64::MAX));
        let until = end.clone();
        let is_over = move || opened.elapsed().as_millis() as u64 > until.load(Ordering::Relaxed);
        connection.progress_handler(STEPS, Some(is_over))?;
        Ok(Limited { connection, end })
    }
}

impl Loan<'_> {
    /// Lets questions go on for so long from now.
    pub fn allow(&self, time: Duration) {
        if let Some(limited) = &self.limited {
            let end = (self.pool.opened.elapsed() + time).as_millis() as u64;
            limited.end.store(end, Ordering::Relaxed);
        }
    }
}

impl std::ops::Deref for Loan<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.limited.as_ref().expect("there until dropped").connection
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        if let Some(limited) = self.limited.take() {
            self.pool.lock().push(limited);
            self.pool.returned.notify_one();
        }
    }
}

/// A value of the table `meta`; `None` also where the file is no index at all.
pub fn meta(path: &Path, name: &str) -> Option<String> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let value = connection.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0));
    value.optional().ok().flatten()
}

/// Whether an error is the time limit at work.
pub fn is_interrupt(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted)
}
