//! The codebook: knowledge as data files that a political scientist reads and edits.
//!
//! The files of `codebook/` are built into the library; [`Files::overlay`] lays a user's own on top.

pub mod actors;
pub mod claims;
pub mod cues;
pub mod ontology;
pub mod pattern;
pub mod rules;
pub mod vocabularies;

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::place::PlaceTable;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../codebook");

/// A codebook, read and checked.
#[derive(Debug)]
pub struct Codebook {
    pub ontology: ontology::Ontology,
    pub actors: actors::Actors,
    pub places: PlaceTable,
    pub rules: rules::Rules,
    pub cues: cues::Cues,
    pub vocabularies: vocabularies::Vocabularies,
    pub claims: claims::ClaimRules,
    /// The first eight hexadecimal digits of a hash over all files.
    pub version: String,
}

impl Codebook {
    /// # Errors
    /// The first file that cannot be used, with the line and the reason.
    pub fn load(files: &Files) -> Result<Codebook, CodebookError> {
        let ontology = ontology::Ontology::load(files)?;
        let rules = rules::Rules::load(files, &ontology)?;
        Ok(Codebook {
            actors: actors::Actors::load(files)?,
            places: PlaceTable::load(files)?,
            vocabularies: vocabularies::Vocabularies::load(files)?,
            claims: claims::ClaimRules::load(files, &rules.classes)?,
            rules,
            cues: cues::Cues::load(files)?,
            ontology,
            version: files.version(),
        })
    }
}

/// The files of a codebook by path below its root, with `/` as separator.
#[derive(Clone, Debug)]
pub struct Files {
    files: BTreeMap<String, String>,
}

/// A codebook that cannot be used: which file, where in it, why.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {reason}", line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct CodebookError {
    pub file: String,
    pub line: Option<usize>,
    pub reason: String,
}

impl Files {
    /// The codebook that this version was built with.
    pub fn built_in() -> Files {
        fn collect(dir: &Dir<'static>, files: &mut BTreeMap<String, String>) {
            for file in dir.files() {
                if let Some(text) = file.contents_utf8() {
                    files.insert(file.path().to_string_lossy().replace('\\', "/"), text.to_owned());
                }
            }
            for dir in dir.dirs() {
                collect(dir, files);
            }
        }
        let mut files = BTreeMap::new();
        collect(&BUILT_IN, &mut files);
        Files { files }
    }

    /// Adds files; one with the path of an existing file takes its place.
    pub fn overlay(&mut self, files: impl IntoIterator<Item = (String, String)>) {
        self.files.extend(files);
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The first eight hexadecimal digits of a hash over paths and texts.
    pub fn version(&self) -> String {
        let parts = self.files.iter().flat_map(|(path, text)| [path.as_str(), text.as_str()]);
        tidings_records::stable_id(parts)[..8].to_owned()
    }

    /// # Errors
    /// If the codebook lacks the file.
    pub fn require(&self, path: &str) -> Result<&str, CodebookError> {
        self.get(path).ok_or_else(|| CodebookError::new(path, "the codebook does not have this file"))
    }

    /// Files directly or indirectly below `folder` with the given ending (".toml"), by path.
    pub fn below<'f>(&'f self, folder: &'f str, ending: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        self.files
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .filter(move |(path, _)| path[folder.len()..].starts_with('/') && path.ends_with(ending))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

impl CodebookError {
    pub fn new(file: &str, reason: impl Into<String>) -> CodebookError {
        CodebookError { file: file.to_owned(), line: None, reason: reason.into() }
    }

    pub fn at_line(file: &str, line: usize, reason: impl Into<String>) -> CodebookError {
        CodebookError { file: file.to_owned(), line: Some(line), reason: reason.into() }
    }

    /// A TOML file that does not parse or does not have the fields that it must have.
    pub fn toml(file: &str, text: &str, error: &toml::de::Error) -> CodebookError {
        let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
        CodebookError { file: file.to_owned(), line, reason: error.message().to_owned() }
    }
}
