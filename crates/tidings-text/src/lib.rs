//! The words that every stage of Tidings shares: [`Document`] and its [`Block`]s,
//! [`Sentence`]s with their tokens, tree and names, typed [`Span`]s, and [`Issue`]s.
//!
//! Nothing here reads files, knows a language model or an event type.

mod document;
mod issue;
mod labels;
mod sentence;
mod span;

pub use document::{Block, BlockKind, Document};
pub use issue::{Issue, Stage};
pub use labels::{Deprel, EntityKind, Upos, Xpos};
pub use sentence::{Entity, Sentence, Token};
pub use span::{Byte, Char, CharOffsets, Span, TokenIndex};

/// Calendar dates (proleptic Gregorian), as everywhere in Tidings.
pub use jiff::civil::Date;
