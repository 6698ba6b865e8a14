//! Records of documents back to documents: character offsets to bytes.

use tidings_records::DocumentRecord;
use tidings_text::{Block, BlockKind, Document, Span};

const KINDS: [BlockKind; 7] = [
    BlockKind::Title,
    BlockKind::Standfirst,
    BlockKind::Heading,
    BlockKind::Paragraph,
    BlockKind::RelatedLink,
    BlockKind::Caption,
    BlockKind::Repeated,
];

/// Whether sentences of such a block are coded unless asked for otherwise.
pub fn is_coded(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::RelatedLink | BlockKind::Caption | BlockKind::Repeated)
}

/// The blocks of a document. What does not lie in its text, or goes back in it, is left out.
pub fn blocks(record: &DocumentRecord) -> Vec<Block> {
    let text = &record.text;
    let mut position = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).enumerate();
    let mut now = position.next();
    let mut byte_of = |character: u32| {
        while let Some((at, byte)) = now {
            match at.cmp(&(character as usize)) {
                std::cmp::Ordering::Less => now = position.next(),
                std::cmp::Ordering::Equal => return Some(byte),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    };
    let mut blocks = Vec::with_capacity(record.blocks.len());
    for block in &record.blocks {
        let kind = KINDS.into_iter().find(|kind| kind.as_str() == block.kind).unwrap_or(BlockKind::Paragraph);
        if let (Some(start), Some(end)) = (byte_of(block.start), byte_of(block.end)) {
            blocks.push(Block { kind, span: Span::new(start, end) });
        }
    }
    blocks
}

/// The document that a record tells of.
pub fn document(record: DocumentRecord) -> Document {
    let blocks = blocks(&record);
    Document {
        id: record.id,
        text: record.text,
        blocks,
        published: record.published,
        source: record.source,
        url: record.url,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidings_records::BlockRecord;

    #[test]
    fn blocks_count_characters_and_must_lie_in_the_text() {
        let block = |kind: &str, start, end| BlockRecord { kind: kind.into(), start, end };
        let record = DocumentRecord {
            text: "Żółw\n\nÉté – oui".into(),
            blocks: vec![
                block("title", 0, 4),
                block("paragraph", 6, 15),
                block("paragraph", 2, 3),
                block("caption", 15, 99),
            ],
            ..DocumentRecord::default()
        };
        let document = document(record);
        let texts: Vec<_> = document.blocks.iter().map(|b| (b.kind, document.block_text(b))).collect();
        assert_eq!(texts, [(BlockKind::Title, "Żółw"), (BlockKind::Paragraph, "Été – oui")]);
    }
}
