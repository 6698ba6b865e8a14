//! Files and folders that a user names, as a list of inputs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::reader::Input;

/// A path that was asked for cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no file or folder {path:?}")]
    NotFound { path: PathBuf },
    #[error("cannot open {path:?}: {source}")]
    Unreadable { path: PathBuf, source: io::Error },
}

/// The files in `paths`: files as they are given, folders with all that is below them, in the order of names.
///
/// Hidden files and folders are passed over, and links to folders, which may lead in circles; so are files
/// about the folder itself (README, LICENSE, with any ending), unless they are named in `paths`.
/// What cannot be looked into below a folder becomes an issue of the run.
///
/// # Errors
/// If a path in `paths` itself does not exist or cannot be opened.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<Input>, Error> {
    let mut inputs = Vec::new();
    for path in paths {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => Error::NotFound { path: path.clone() },
            _ => Error::Unreadable { path: path.clone(), source },
        };
        if !fs::metadata(path).map_err(failed)?.is_dir() {
            inputs.push(Input::file(path));
            continue;
        }
        let before = inputs.len();
        let entries = sorted(path).map_err(failed)?;
        walk(entries, path, &mut inputs);
        if inputs.len() == before {
            inputs.push(Input::unreadable(path, "the folder holds no files".into()));
        }
    }
    Ok(inputs)
}

fn walk(entries: Vec<PathBuf>, top: &Path, inputs: &mut Vec<Input>) {
    for path in entries {
        let is_link = fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink());
        match fs::metadata(&path) {
            Ok(meta) if meta.is_dir() && is_link => {}
            Ok(meta) if meta.is_dir() => match sorted(&path) {
                Ok(entries) => walk(entries, top, inputs),
                Err(error) => inputs.push(Input::unreadable(&path, format!("cannot be opened: {error}"))),
            },
            // Pipes and devices would block.
            Ok(meta) if meta.is_file() && !is_about_folder(&path) => inputs.push(Input::file_below(path, top)),
            Ok(_) => {}
            Err(error) => inputs.push(Input::unreadable(&path, format!("cannot be opened: {error}"))),
        }
    }
}

/// A file that tells about the folder it lies in.
fn is_about_folder(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default();
    ["readme", "license", "licence"].iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// What is in a folder and not hidden, by name.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}
