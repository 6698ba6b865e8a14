//! Why a data set cannot be opened.

use std::path::PathBuf;

use tidings_records::read::ReadError;

#[derive(Debug, thiserror::Error)]
pub enum ExplorerError {
    #[error("cannot read {path}: {reason}")]
    Read { path: PathBuf, reason: String },
    /// What was named holds no records.
    #[error("{0}")]
    NoData(String),
    #[error("cannot build the index {path}: {reason}")]
    Store { path: PathBuf, reason: String },
    #[error("cannot listen on {address}: {reason}")]
    Listen { address: String, reason: String },
}

impl ExplorerError {
    pub(crate) fn read(path: impl Into<PathBuf>, reason: impl ToString) -> ExplorerError {
        ExplorerError::Read { path: path.into(), reason: reason.to_string() }
    }

    pub(crate) fn store(path: impl Into<PathBuf>, reason: impl ToString) -> ExplorerError {
        ExplorerError::Store { path: path.into(), reason: reason.to_string() }
    }
}

/// What went wrong while records of a file were read.
pub(crate) fn while_reading(path: &std::path::Path) -> impl Fn(ReadError) -> ExplorerError + use<> {
    let path = path.to_owned();
    move |error| ExplorerError::read(path.clone(), error)
}
