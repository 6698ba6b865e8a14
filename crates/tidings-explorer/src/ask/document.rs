//! A document with everything in it, and the tree of one of its sentences.

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use tidings::mentions::MentionKind;
use tidings::pipeline::CodingOptions;
use tidings_records::{BlockRecord, DocumentRecord};
use tidings_text::{Byte, CharOffsets, Span};
use utoipa::ToSchema;

use super::search::FoundSentence;
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::{Answer, Problem};
use crate::rows::{ClaimRow, EventRow, Reader, StatementRow};
use crate::text;

pub const TREE: &[Param] = &[one(
    "start",
    Kind::Integer { min: 0, max: u32::MAX, default: 0 },
    "Where the sentence starts in the text of the document, in characters",
)];

/// Longer blocks are not parsed while somebody waits.
const PARSED: usize = 100_000;

#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentPage {
    pub document: DocumentShown,
    pub sentences: Vec<SentencePlace>,
    pub events: Vec<EventRow>,
    pub statements: Vec<StatementRow>,
    pub claims: Vec<ClaimRow>,
    /// The document read before this one.
    pub previous: Option<String>,
    /// The document read after it.
    pub next: Option<String>,
}

/// The record of a document; without text if only its events are known.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentShown {
    pub id: String,
    pub title: Option<String>,
    pub published: Option<String>,
    pub source: Option<String>,
    pub url: Option<String>,
    pub text: Option<String>,
    #[schema(value_type = Vec<BlockShown>)]
    pub blocks: Vec<BlockRecord>,
    pub sentences: u32,
    pub events: u32,
}

/// A stretch of the text and what it is.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes `BlockRecord`")]
struct BlockShown {
    /// title, standfirst, heading, paragraph, related-link, caption or repeated.
    kind: String,
    start: u32,
    end: u32,
}

/// Where a sentence stands; one that was not coded has no number.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentencePlace {
    pub index: Option<u32>,
    pub start: u32,
    pub end: u32,
    /// Only where the document has no text.
    pub text: Option<String>,
}

pub fn document(explorer: &Explorer, call: &Call) -> Answer<DocumentPage> {
    let data = &explorer.data;
    let store = explorer.pool.get();
    let number = number_of(&store, call.path("id"))?;
    let document = read(&store, number)?;
    let mut query = store.prepare_cached(
        "SELECT place, start, \"end\", CASE WHEN ?2 THEN NULL ELSE text END FROM sentences
         WHERE document = ?1 ORDER BY start, number",
    )?;
    let sentences = query.query_map(params![number + 1, document.text.is_some()], |row| {
        Ok(SentencePlace { index: row.get(0)?, start: row.get(1)?, end: row.get(2)?, text: row.get(3)? })
    })?;
    let sentences = sentences.collect::<Result<_, _>>()?;
    let mut reader = Reader::new(explorer, &store, None);
    let events = reader.events(data.events_of.get(number as usize).iter().copied())?;
    let statements = data.statements_of.get(number as usize).iter().map(|&n| reader.statement(n));
    let statements = statements.collect::<Answer<_>>()?;
    let claims = data.claims_of.get(number as usize).iter().map(|&n| reader.claim(n)).collect::<Answer<_>>()?;
    let id = |number: Option<u32>| -> Answer<Option<String>> {
        let Some(number) = number else { return Ok(None) };
        let mut query = store.prepare_cached("SELECT id FROM documents WHERE number = ?1")?;
        Ok(query.query_row([number + 1], |row| row.get(0)).optional()?)
    };
    let (previous, next) = (id(number.checked_sub(1))?, id(Some(number + 1))?);
    Ok(DocumentPage { document, sentences, events, statements, claims, previous, next })
}

fn number_of(store: &rusqlite::Connection, id: &str) -> Answer<u32> {
    let mut query = store.prepare_cached("SELECT number FROM documents WHERE id = ?1 ORDER BY number LIMIT 1")?;
    let number = query.query_row([id], |row| row.get::<_, u32>(0)).optional()?;
    let number = number.ok_or_else(|| Problem::not_found(format!("this data set has no document {id:?}")))?;
    Ok(number - 1)
}

fn read(store: &rusqlite::Connection, number: u32) -> Answer<DocumentShown> {
    let mut query = store.prepare_cached(
        "SELECT id, title, published, source, url, text, blocks, sentences, events FROM documents WHERE number = ?1",
    )?;
    Ok(query.query_row([number + 1], |row| {
        Ok(DocumentShown {
            id: row.get(0)?,
            title: row.get(1)?,
            published: row.get(2)?,
            source: row.get(3)?,
            url: row.get(4)?,
            text: row.get(5)?,
            blocks: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
            sentences: row.get(7)?,
            events: row.get(8)?,
        })
    })?)
}

/// The record as it was written; `None` if the data set has no text of it.
pub fn record(store: &rusqlite::Connection, number: u32) -> Answer<Option<DocumentRecord>> {
    let shown = read(store, number)?;
    let Some(text) = shown.text else { return Ok(None) };
    Ok(Some(DocumentRecord {
        id: shown.id,
        title: shown.title,
        published: shown.published.and_then(|day| day.parse().ok()),
        source: shown.source,
        url: shown.url,
        text,
        blocks: shown.blocks,
        sentences: shown.sentences,
        events: shown.events,
    }))
}

/// A sentence as it is parsed now, with what the rules made of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tree {
    pub sentence: FoundSentence,
    pub tokens: Vec<TreeToken>,
    pub entities: Vec<TreeEntity>,
    pub mentions: Vec<TreeMention>,
    pub near_misses: Vec<TreeMiss>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TreeToken {
    pub index: usize,
    pub form: String,
    pub lemma: String,
    pub upos: &'static str,
    pub xpos: &'static str,
    pub deprel: &'static str,
    /// Index of the governing token; null at the root.
    pub head: Option<usize>,
    /// Characters of the document.
    pub start: usize,
    pub end: usize,
}

/// A name; `start` and `end` count tokens.
#[derive(Debug, Serialize, ToSchema)]
pub struct TreeEntity {
    pub kind: &'static str,
    pub start: usize,
    pub end: usize,
}

/// Words that name an actor; `start` and `end` count tokens.
#[derive(Debug, Serialize, ToSchema)]
pub struct TreeMention {
    pub text: String,
    /// name, noun, pronoun or adjective.
    pub kind: &'static str,
    pub start: usize,
    pub end: usize,
    pub codes: Vec<String>,
}

/// A rule that nearly fired.
#[derive(Debug, Serialize, ToSchema)]
pub struct TreeMiss {
    pub word: String,
    pub rule: String,
    pub pattern: String,
    pub reason: String,
}

pub fn tree(explorer: &Explorer, call: &Call) -> Answer<Tree> {
    let start = call
        .one("start")
        .and_then(|text| text.parse::<usize>().ok())
        .ok_or_else(|| Problem::parameter("start", "`start` must say where the sentence starts"))?;
    let (record, place) = {
        let store = explorer.pool.get();
        let number = number_of(&store, call.path("id"))?;
        let record = record(&store, number)?;
        let record = record.ok_or_else(|| Problem::not_found("this data set has no texts, only events"))?;
        let mut query = store.prepare_cached("SELECT place FROM sentences WHERE document = ?1 AND start = ?2")?;
        let place =
            query.query_row(params![number + 1, start as u32], |row| row.get::<_, Option<u32>>(0)).optional()?;
        (record, place)
    };
    let nothing = || Problem::not_found(format!("no sentence of the document starts at {start}"));
    let place = place.ok_or_else(nothing)?;
    // Only the block with the sentence is parsed: others do not bear on its tree.
    let mut document = text::document(record);
    let whole = document.text.clone();
    let offsets = CharOffsets::new(&whole);
    document.blocks.retain(|block| {
        let span = offsets.span(block.span);
        span.start <= start && start < span.end
    });
    if document.blocks.iter().any(|block| block.span.len() > PARSED) {
        return Err(Problem::not_found("the paragraph is too long to be parsed here; `tidings parse` can"));
    }
    let analysis = explorer.coder.worker().analyse(&document, CodingOptions { related: true }, true);
    let at = |span: Span<Byte>| offsets.span(span);
    let found = analysis.sentences.iter().position(|sentence| at(sentence.span).start == start);
    let index = found.ok_or_else(nothing)?;
    let sentence = &analysis.sentences[index];
    let span = at(sentence.span);
    let tokens = (0..sentence.len()).map(|token| {
        let words = at(sentence.document_span(Span::new(token, token + 1)));
        TreeToken {
            index: token,
            form: sentence.form(token).to_owned(),
            lemma: sentence.lemma(token).to_owned(),
            upos: sentence.upos(token).as_str(),
            xpos: sentence.xpos(token).as_str(),
            deprel: sentence.deprel(token).as_str(),
            head: sentence.head(token),
            start: words.start,
            end: words.end,
        }
    });
    let entities = sentence.entities.iter().map(|entity| TreeEntity {
        kind: entity.kind.as_str(),
        start: entity.span.start,
        end: entity.span.end,
    });
    let mentions = analysis.mentions.of_sentence(index).iter().map(|mention| TreeMention {
        text: sentence.words(mention.span).to_owned(),
        kind: match mention.kind {
            MentionKind::Name => "name",
            MentionKind::Nominal => "noun",
            MentionKind::Pronoun => "pronoun",
            MentionKind::Adjective => "adjective",
        },
        start: mention.span.start,
        end: mention.span.end,
        codes: mention.actors.iter().map(ToString::to_string).collect(),
    });
    let misses = analysis.near_misses.iter().filter(|(of, _)| *of == index).map(|(_, miss)| TreeMiss {
        word: sentence.form(miss.head).to_owned(),
        rule: miss.rule.clone(),
        pattern: miss.pattern.clone(),
        reason: miss.reason.clone(),
    });
    Ok(Tree {
        sentence: FoundSentence {
            index: place,
            text: sentence.text.clone(),
            start: span.start as u32,
            end: span.end as u32,
        },
        tokens: tokens.collect(),
        entities: entities.collect(),
        mentions: mentions.collect(),
        near_misses: misses.collect(),
    })
}
