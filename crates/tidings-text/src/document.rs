//! A news report before anything is known of its language.

use crate::{Byte, Date, Span};

/// What a stretch of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Title,
    /// Summary between title and first paragraph.
    Standfirst,
    Heading,
    Paragraph,
    /// Only points to another story ("ALSO READ: …"); not coded unless asked for.
    RelatedLink,
    Caption,
    /// A passage that stands word for word earlier in the document; coded once, where it stood first.
    Repeated,
}

impl BlockKind {
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Standfirst => "standfirst",
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::RelatedLink => "related-link",
            BlockKind::Caption => "caption",
            BlockKind::Repeated => "repeated",
        }
    }

    /// Titles and headings follow the grammar of headlines.
    pub fn is_headline(self) -> bool {
        matches!(self, BlockKind::Title | BlockKind::Heading | BlockKind::RelatedLink)
    }
}

/// A piece of a document: `span` in [`Document::text`], without surrounding white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span<Byte>,
}

/// One news report.
///
/// `text` is the text that every offset counts in. For formats that keep the title in a field
/// of its own it is the title, an empty line, and the body; otherwise the file as it was decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub text: String,
    /// In order, not overlapping.
    pub blocks: Vec<Block>,
    pub published: Option<Date>,
    pub source: Option<String>,
    pub url: Option<String>,
}

impl Document {
    pub fn block_text(&self, block: &Block) -> &str {
        block.span.slice(&self.text)
    }

    pub fn title(&self) -> Option<&str> {
        let block = self.blocks.iter().find(|b| b.kind == BlockKind::Title)?;
        Some(self.block_text(block))
    }
}
