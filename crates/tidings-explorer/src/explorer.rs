//! A data set that is open for questions.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use tidings::pipeline::Coder;
use tidings_records::{Versions, stable_id};

use crate::api::problem::Answer;
use crate::countries;
use crate::data::Data;
use crate::data::actors::Names;
use crate::data::days::Day;
use crate::data::dict::Set;
use crate::error::ExplorerError;
use crate::index::{self, Progress};
use crate::source::Sources;
use crate::store::{self, Pool};
use crate::words::Words;

/// Words that were looked up last are kept with the sentences that have them.
const KEPT: usize = 32;

type Found = (String, Option<Arc<Set>>);

/// A data set with its index.
pub struct Explorer {
    pub(crate) data: Data,
    pub(crate) pool: Pool,
    pub(crate) coder: &'static Coder,
    pub(crate) info: Info,
    sources: Sources,
    found: Mutex<Vec<Found>>,
}

/// What is known of the data set as a whole.
#[derive(Debug)]
pub(crate) struct Info {
    pub name: String,
    pub sources: Vec<String>,
    pub versions: Vec<Versions>,
    pub fingerprint: String,
    pub indexed: String,
    pub has_text: bool,
}

impl Explorer {
    /// Opens folders that `tidings code -o` wrote, or files of records. Builds the index if it is not there, if
    /// something has changed, or if `rebuild` wants it so.
    ///
    /// # Errors
    /// If the records cannot be read, or the index cannot be written.
    pub fn open(
        inputs: &[PathBuf],
        coder: &'static Coder,
        rebuild: bool,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Explorer, ExplorerError> {
        let mut sources = Sources::find(inputs)?;
        let fingerprint = sources.fingerprint();
        let is_there = |path: &Path| store::meta(path, "fingerprint").is_some_and(|stored| stored == fingerprint);
        let elsewhere = in_cache(inputs);
        if rebuild || !is_there(&sources.store) {
            match elsewhere {
                Some(path) if !rebuild && is_there(&path) => sources.store = path,
                // A data set that is read-only has its index with the user's other caches.
                Some(path) if !is_writable(&sources.store) => {
                    // If this fails, so does the index, and says why.
                    let _ = path.parent().map(std::fs::create_dir_all);
                    sources.store = path;
                    index::build(&sources, &fingerprint, &now(), progress)?;
                }
                _ => index::build(&sources, &fingerprint, &now(), progress)?,
            }
        }
        Explorer::load(sources, fingerprint, coder)
    }

    fn load(sources: Sources, fingerprint: String, coder: &'static Coder) -> Result<Explorer, ExplorerError> {
        let path = sources.store.clone();
        let failed = |error: rusqlite::Error| ExplorerError::store(&path, error);
        // More than the server ever uses at the same time, for questions and for exports.
        let size = thread::available_parallelism().map_or(2, usize::from) + 8;
        let pool = Pool::open(&path, size).map_err(failed)?;
        let names = Names::of(&coder.codebook, countries::codes());
        let store = pool.get();
        let data = Data::load(&store, names).map_err(failed)?;
        let data = data.ok_or_else(|| ExplorerError::store(&path, "it is damaged; `--rebuild` makes it anew"))?;
        let text = "SELECT EXISTS (SELECT 1 FROM documents WHERE text IS NOT NULL)";
        let has_text = store.query_row(text, [], |row| row.get(0)).map_err(failed)?;
        drop(store);
        let info = Info {
            name: sources.name(),
            sources: sources.sources.iter().map(|source| source.name.clone()).collect(),
            versions: sources.versions(),
            fingerprint,
            indexed: store::meta(&path, "indexed").unwrap_or_default(),
            has_text,
        };
        Ok(Explorer { data, pool, coder, info, sources, found: Mutex::default() })
    }

    /// Where the index lies.
    pub fn index_path(&self) -> &Path {
        &self.sources.store
    }

    /// How many documents and event records there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.data.documents.published.len(), self.data.events.document.len())
    }

    /// Whether the files have changed since they were indexed.
    pub(crate) fn is_stale(&self) -> bool {
        self.sources.fingerprint() != self.info.fingerprint
    }

    /// Sentences with words as a user typed them; `None` if that is no word at all.
    pub(crate) fn sentences_with(&self, text: &str) -> Answer<Option<Arc<Set>>> {
        let lock = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = lock().iter().find(|(kept, _)| kept == text) {
            return Ok(found.clone());
        }
        let found = match Words::read(text) {
            Some(words) => {
                let store = self.pool.get();
                Some(Arc::new(words.sentences(&store, self.data.sentences.document.len())?))
            }
            None => None,
        };
        let mut kept = lock();
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((text.to_owned(), found.clone()));
        Ok(found)
    }
}

/// A place for the index of inputs whose folder cannot be written to.
fn in_cache(inputs: &[PathBuf]) -> Option<PathBuf> {
    let home = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = home("XDG_CACHE_HOME").or_else(|| home("HOME").map(|home| home.join(".cache")));
    let folder = cache.or_else(|| home("LOCALAPPDATA"))?.join("tidings");
    let paths: Vec<String> = inputs
        .iter()
        .map(|path| std::fs::canonicalize(path).unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned())
        .collect();
    Some(folder.join(format!("explorer-{}.sqlite", stable_id(paths.iter().map(String::as_str)))))
}

/// Whether a file can be made beside the index.
fn is_writable(path: &Path) -> bool {
    let probe = path.with_extension(format!("{}.probe", std::process::id()));
    let made = std::fs::File::create(&probe).is_ok();
    let _ = std::fs::remove_file(&probe);
    made
}

/// The time in UTC: `2026-03-03T12:00:00Z`.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let (day, of_day) = (seconds / 86_400, seconds % 86_400);
    let day = Day(i32::try_from(day).unwrap_or_default());
    format!("{day}T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
}
