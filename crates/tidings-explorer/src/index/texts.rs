//! Documents and their sentences while they are stored.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use tidings_records::{DocumentRecord, SentenceRecord};
use tidings_syntax::segment;
use tidings_text::{CharOffsets, Date};

use super::day;
use crate::data::columns::{Documents, Sentences};
use crate::data::dict::NONE;
use crate::text;

#[derive(Default)]
pub struct Texts {
    pub documents: Documents,
    pub sentences: Sentences,
    /// The sentences into which the text of each document is cut: the first, and the one after the last.
    pub cut: Vec<(u32, u32)>,
    /// Where each sentence starts and ends.
    spans: Vec<(u32, u32)>,
    /// Sentences that records have and the cut of the text does not, by document and start.
    others: HashMap<(u32, u32), u32>,
    /// Documents of the source that is read, by the identifier in its records.
    numbers: HashMap<String, u32>,
    /// How many documents of all sources have had an identifier.
    ids: HashMap<String, u32>,
}

impl Texts {
    /// Identifiers of documents are those of another source from now on.
    pub fn next_source(&mut self) {
        for id in self.numbers.drain().map(|(id, _)| id) {
            *self.ids.entry(id).or_default() += 1;
        }
    }

    /// An identifier that is one of all sources: `id`, or `id~2` for the second of that name.
    fn unique(&self, id: &str) -> String {
        match self.ids.get(id) {
            None => id.to_owned(),
            Some(before) => format!("{id}~{}", before + 1),
        }
    }

    pub fn document(&mut self, store: &Connection, record: &DocumentRecord, outlet: u32) -> rusqlite::Result<()> {
        let number = self.documents.outlet.len() as u32;
        self.documents.published.push(day(record.published));
        self.documents.outlet.push(outlet);
        let id = self.unique(&record.id);
        self.numbers.entry(record.id.clone()).or_insert(number);
        let mut insert =
            store.prepare_cached("INSERT INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
        insert.execute(params![
            number + 1,
            id,
            record.title,
            record.published.map(|date| date.to_string()),
            record.source,
            record.url,
            record.text,
            super::json(&record.blocks),
            record.sentences,
            record.events
        ])?;
        let first = self.spans.len() as u32;
        let offsets = CharOffsets::new(&record.text);
        let mut coded = 0u32;
        for (i, block) in text::blocks(record).iter().enumerate() {
            let is_coded = text::is_coded(block.kind);
            let words = block.span.slice(&record.text);
            for sentence in segment::sentences(words, block.span.start, i, block.kind.is_headline()) {
                let span = offsets.span(sentence.span);
                let place = is_coded.then_some(coded);
                coded += u32::from(is_coded);
                self.insert(store, number, place, span.start as u32, span.end as u32, &sentence.text)?;
            }
        }
        self.cut.push((first, self.spans.len() as u32));
        Ok(())
    }

    fn insert(
        &mut self,
        store: &Connection,
        document: u32,
        place: Option<u32>,
        start: u32,
        end: u32,
        text: &str,
    ) -> rusqlite::Result<u32> {
        let number = self.sentences.document.len() as u32;
        self.sentences.document.push(document);
        self.spans.push((start, end));
        let mut insert = store.prepare_cached("INSERT INTO sentences VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        insert.execute(params![number + 1, document + 1, place, start, end, text])?;
        let mut index = store.prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")?;
        index.execute(params![number + 1, text])?;
        Ok(number)
    }

    /// Number of a record's document; one without text if only records tell of it. Makes `id` the one
    /// under which the explorer has it.
    pub fn document_of(
        &mut self,
        store: &Connection,
        id: &mut String,
        published: Option<Date>,
    ) -> rusqlite::Result<u32> {
        let known = self.numbers.get(id.as_str()).copied();
        let unique = self.unique(id);
        let number = match known {
            Some(number) => number,
            None => {
                let number = self.documents.outlet.len() as u32;
                self.documents.published.push(day(published));
                self.documents.outlet.push(NONE);
                self.cut.push((0, 0));
                let mut insert = store.prepare_cached(
                    "INSERT INTO documents (number, id, published, blocks, sentences, events)
                     VALUES (?1, ?2, ?3, '[]', 0, 0)",
                )?;
                insert.execute(params![number + 1, unique, published.map(|date| date.to_string())])?;
                self.numbers.insert(id.clone(), number);
                number
            }
        };
        *id = unique;
        Ok(number)
    }

    /// Number of a record's sentence. Takes the text off the record where the sentence has the same.
    pub fn sentence_of(
        &mut self,
        store: &Connection,
        document: u32,
        sentence: &mut SentenceRecord,
    ) -> rusqlite::Result<u32> {
        let (first, end) = self.cut[document as usize];
        let starts = &self.spans[first as usize..end as usize];
        let cut = starts.binary_search_by_key(&sentence.start, |span| span.0).ok().map(|at| first + at as u32);
        let key = (document, sentence.start);
        let number = match cut.or_else(|| self.others.get(&key).copied()) {
            Some(number) => number,
            None => {
                let place = Some(sentence.index);
                let number = self.insert(store, document, place, sentence.start, sentence.end, &sentence.text)?;
                self.others.insert(key, number);
                number
            }
        };
        if self.spans[number as usize].1 == sentence.end {
            sentence.text.clear();
        }
        Ok(number)
    }
}
