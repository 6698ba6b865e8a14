//! Documents and issues as they are recorded.

use serde::{Deserialize, Serialize};
use tidings_text::{Block, CharOffsets, Date, Document, Issue};

/// A document that was read, with the text that all offsets count in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRecord {
    pub id: String,
    pub title: Option<String>,
    #[serde(with = "crate::iso_date")]
    pub published: Option<Date>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub text: String,
    pub blocks: Vec<BlockRecord>,
    /// How many sentences were coded.
    pub sentences: u32,
    /// How many events were found.
    pub events: u32,
}

/// A block of a document: a stretch of its text and what it is ("title", "paragraph", …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRecord {
    pub kind: String,
    pub start: u32,
    pub end: u32,
}

/// Something that could not be read or coded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueRecord {
    /// Identifier of the document, where it has got one already.
    pub document: Option<String>,
    /// The stage that met the problem: intake, syntax, mentions, coding, output.
    pub stage: String,
    /// `file`, `file:line` or `file:byte N`.
    pub place: String,
    /// What happened and what to do.
    pub reason: String,
}

impl DocumentRecord {
    /// The record of a document; `sentences` and `events` are counted by the caller.
    pub fn new(document: &Document, offsets: &CharOffsets<'_>) -> DocumentRecord {
        let block = |b: &Block| {
            let span = offsets.span(b.span);
            BlockRecord { kind: b.kind.as_str().to_owned(), start: span.start as u32, end: span.end as u32 }
        };
        DocumentRecord {
            id: document.id.clone(),
            title: document.title().map(str::to_owned),
            published: document.published,
            source: document.source.clone(),
            url: document.url.clone(),
            text: document.text.clone(),
            blocks: document.blocks.iter().map(block).collect(),
            sentences: 0,
            events: 0,
        }
    }
}

impl From<&Issue> for IssueRecord {
    fn from(issue: &Issue) -> IssueRecord {
        IssueRecord {
            document: issue.document.clone(),
            stage: issue.stage.as_str().to_owned(),
            place: issue.place.clone(),
            reason: issue.reason.clone(),
        }
    }
}
