//! Builds the index: records in, one SQLite file out.

mod texts;
mod vocabulary;

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rusqlite::params;
use tidings_records::{Claim, DocumentRecord, Event, IssueRecord, Record, SaidBy, Statement};
use tidings_text::Date;

use self::texts::Texts;
use self::vocabulary::Vocabulary;
use crate::data::columns::{Claims, Events, Statements};
use crate::data::days::{Day, NO_DAY, span};
use crate::data::dict::NONE;
use crate::data::{QUOTATIONS, STATUSES};
use crate::error::ExplorerError;
use crate::source::{Source, Sources, Table, records};
use crate::store::Building;

/// How far the work is: records done, and all of them where that is known (else 0).
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// Records that one thread reads while another stores those before.
const BATCH: usize = 512;

/// Builds the index of `sources` in its place.
///
/// # Errors
/// If records cannot be read or the index cannot be written.
pub fn build(
    sources: &Sources,
    fingerprint: &str,
    indexed: &str,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), ExplorerError> {
    let building = Building::create(&sources.store)?;
    let mut index = Index {
        building: &building,
        done: 0,
        total: sources.sources.iter().map(|source| source.rows).sum(),
        progress,
        texts: Texts::default(),
        vocabulary: Vocabulary::new(),
        events: Events::default(),
        statements: Statements::default(),
        claims: Claims::default(),
        event_numbers: HashMap::new(),
    };
    for source in &sources.sources {
        index.read(source)?;
    }
    let meta = [
        ("fingerprint", fingerprint),
        ("indexed", indexed),
        ("versions", &serde_json::to_string(&sources.versions()).unwrap_or_default()),
    ];
    index.finish(&meta).map_err(|error| building.failed(error))?;
    building.finish()
}

struct Index<'b> {
    building: &'b Building,
    done: u64,
    total: u64,
    progress: &'b mut dyn FnMut(Progress),
    texts: Texts,
    vocabulary: Vocabulary,
    events: Events,
    statements: Statements,
    claims: Claims,
    /// Numbers of events by their identifier.
    event_numbers: HashMap<String, u32>,
}

impl Index<'_> {
    /// Records of one source: what others point to first.
    fn read(&mut self, source: &Source) -> Result<(), ExplorerError> {
        self.texts.next_source();
        let mut statements = HashMap::new();
        for table in [Table::Documents, Table::Statements, Table::Events, Table::Claims, Table::Issues] {
            for (_, path) in source.files.iter().filter(|(kind, _)| *kind == table) {
                match table {
                    Table::Documents => self.each(path, |index, r: DocumentRecord| index.document(&r))?,
                    Table::Statements => {
                        self.each(path, |index, r: Statement| index.statement(r, &mut statements))?;
                    }
                    Table::Events => self.each(path, |index, r: Event| index.event(r, &statements))?,
                    Table::Claims => self.each(path, |index, r: Claim| index.claim(r))?,
                    Table::Issues => self.each(path, |index, r: IssueRecord| index.issue(&r))?,
                    Table::Consolidated => {}
                }
            }
        }
        Ok(())
    }

    fn each<R: Record + Send + 'static>(
        &mut self,
        path: &Path,
        mut store: impl FnMut(&mut Self, R) -> rusqlite::Result<()>,
    ) -> Result<(), ExplorerError> {
        for batch in read_ahead::<R>(path) {
            for record in batch {
                store(self, record?).map_err(|error| self.building.failed(error))?;
                self.done += 1;
            }
            (self.progress)(Progress { done: self.done, total: self.total });
        }
        Ok(())
    }

    fn document(&mut self, record: &DocumentRecord) -> rusqlite::Result<()> {
        let outlet = self.vocabulary.outlets.add_option(record.source.as_deref().filter(|s| !s.is_empty()));
        self.texts.document(&self.building.connection, record, outlet)
    }

    fn event(&mut self, mut record: Event, statements: &HashMap<String, u32>) -> rusqlite::Result<()> {
        let connection = &self.building.connection;
        let document = self.texts.document_of(connection, &mut record.document, record.published)?;
        let sentence = self.texts.sentence_of(connection, document, &mut record.sentence)?;
        let published = day(record.published);
        let dated = record.date.value.as_deref().and_then(span);
        let (first, last) = dated.map_or((published, published), |(first, last)| (first.0, last.0));
        let words = &mut self.vocabulary;
        let events = &mut self.events;
        let next = self.event_numbers.len() as u32;
        events.document.push(document);
        events.sentence.push(sentence);
        events.event.push(*self.event_numbers.entry(record.event.clone()).or_insert(next));
        events.published.push(published);
        events.first.push(first);
        events.last.push(last);
        events.event_type.push(words.types.add(&record.event_type).min(255) as u8);
        events.quad.push(record.quad);
        events.status.push(number_of(record.status.as_str(), &STATUSES));
        events.alleged.push(record.alleged.into());
        let mut pairs = record.source.iter().flat_map(|s| record.target.iter().map(move |t| (s, t))).peekable();
        let paired = pairs.peek().is_some();
        events.abroad.push(if !paired { 2 } else { pairs.any(|(s, t)| s.country != t.country).into() });
        events.score.push(record.score as f32);
        events.mode.push(words.modes.add_option(record.mode.as_deref()));
        events.cameo.push(words.cameo.add_option(record.cameo.as_deref()));
        events.rule.push(words.rules.add(&record.rule));
        events.place.push(record.place.as_ref().map_or(NONE, |place| words.place(place)));
        events.speaker.push(words.speaker(record.said_by.as_ref()));
        let told = |said: &SaidBy| statements.get(&said.statement).copied();
        events.statement.push(record.said_by.as_ref().and_then(told).unwrap_or(NONE));
        events.contexts.push(record.contexts.iter().map(|context| words.contexts.add(context)));
        events.sources.push(words.side(&record.source));
        events.targets.push(words.side(&record.target));
        let mut insert = connection.prepare_cached("INSERT INTO events VALUES (?1, ?2, ?3)")?;
        insert.execute(params![events.document.len() as u32, record.id, json(&record)]).map(drop)
    }

    fn statement(&mut self, mut record: Statement, numbers: &mut HashMap<String, u32>) -> rusqlite::Result<()> {
        let connection = &self.building.connection;
        let document = self.texts.document_of(connection, &mut record.document, record.published)?;
        let sentence = self.texts.sentence_of(connection, document, &mut record.sentence)?;
        let words = &mut self.vocabulary;
        let statements = &mut self.statements;
        numbers.insert(record.id.clone(), statements.document.len() as u32);
        statements.document.push(document);
        statements.sentence.push(sentence);
        statements.published.push(day(record.published));
        statements.speaker.push(words.actors.add(&record.speaker.code));
        statements.addressee.push(words.actors.add_option(record.addressee.as_ref().map(|a| a.code.as_str())));
        statements.medium.push(words.media.add_option(record.medium.as_deref()));
        statements.kind.push(quotation(&record));
        let mut insert = connection.prepare_cached("INSERT INTO statements VALUES (?1, ?2, ?3)")?;
        insert.execute(params![statements.document.len() as u32, record.id, json(&record)]).map(drop)
    }

    fn claim(&mut self, mut record: Claim) -> rusqlite::Result<()> {
        let connection = &self.building.connection;
        let document = self.texts.document_of(connection, &mut record.document, record.published)?;
        let sentence = self.texts.sentence_of(connection, document, &mut record.sentence)?;
        let words = &mut self.vocabulary;
        let claims = &mut self.claims;
        claims.document.push(document);
        claims.sentence.push(sentence);
        claims.published.push(day(record.published));
        claims.subject.push(words.actors.add(&record.subject.code));
        claims.relation.push(words.relations.add(&record.relation));
        claims.object.push(words.objects.add_option(record.object.code.as_deref()));
        claims.rule.push(words.rules.add(&record.rule));
        claims.speaker.push(words.speaker(record.said_by.as_ref()));
        claims.status.push(number_of(record.status.as_str(), &STATUSES));
        claims.alleged.push(record.alleged.into());
        claims.negated.push(record.negated.into());
        let mut insert = connection.prepare_cached("INSERT INTO claims VALUES (?1, ?2, ?3)")?;
        insert.execute(params![claims.document.len() as u32, record.id, json(&record)]).map(drop)
    }

    fn issue(&mut self, record: &IssueRecord) -> rusqlite::Result<()> {
        let mut insert = self.building.connection.prepare_cached("INSERT INTO issues (record) VALUES (?1)")?;
        insert.execute(params![json(record)]).map(drop)
    }

    /// Of documents whose text is not there: the sentences and events that records tell of.
    fn count_without_text(&self) -> rusqlite::Result<()> {
        let count = |numbers: &[u32]| {
            let mut counts = vec![0u32; self.texts.documents.outlet.len()];
            numbers.iter().for_each(|&document| counts[document as usize] += 1);
            counts
        };
        let (sentences, events) = (count(&self.texts.sentences.document), count(&self.events.document));
        let connection = &self.building.connection;
        let mut update = connection
            .prepare("UPDATE documents SET sentences = ?2, events = ?3 WHERE number = ?1 AND text IS NULL")?;
        for document in (0..self.texts.cut.len()).filter(|&document| self.texts.cut[document] == (0, 0)) {
            update.execute(params![document as u32 + 1, sentences[document], events[document]])?;
        }
        Ok(())
    }

    fn finish(&self, meta: &[(&str, &str)]) -> rusqlite::Result<()> {
        let connection = &self.building.connection;
        self.count_without_text()?;
        for (name, value) in meta {
            connection.execute("INSERT INTO meta VALUES (?1, ?2)", params![name, value])?;
        }
        let mut insert = connection.prepare("INSERT INTO columns VALUES (?1, ?2)")?;
        let mut put = |name: &str, bytes: &[u8]| insert.execute(params![name, bytes]).map(drop);
        put("strings", json(&self.vocabulary.strings()).as_bytes())?;
        self.texts.documents.save(&mut put)?;
        self.texts.sentences.save(&mut put)?;
        self.events.save(&mut put)?;
        self.statements.save(&mut put)?;
        self.claims.save(&mut put)
    }
}

/// Batches of records that another thread reads.
fn read_ahead<R: Record + Send + 'static>(path: &Path) -> Receiver<Vec<Result<R, ExplorerError>>> {
    let (sender, receiver) = sync_channel(4);
    let path = path.to_owned();
    thread::spawn(move || {
        let mut records = match records::<R>(&path) {
            Ok(records) => records,
            // Whoever does not listen any more needs no error.
            Err(error) => return drop(sender.send(vec![Err(error)])),
        };
        loop {
            let batch: Vec<_> = records.by_ref().take(BATCH).collect();
            if batch.is_empty() || sender.send(batch).is_err() {
                return;
            }
        }
    });
    receiver
}

fn json(record: &impl serde::Serialize) -> String {
    serde_json::to_string(record).expect("records have no keys but strings")
}

fn day(date: Option<Date>) -> i32 {
    date.and_then(|date| Day::parse(&date.to_string())).map_or(NO_DAY, |day| day.0)
}

fn quotation(record: &Statement) -> u8 {
    let kind = serde_json::to_value(record.kind).ok();
    number_of(kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default(), &QUOTATIONS)
}

fn number_of(text: &str, names: &[&str]) -> u8 {
    names.iter().position(|name| *name == text).unwrap_or_default() as u8
}
