//! Records as lists show them: with the names, titles and marks that a reader needs.

use rusqlite::{Connection, params};
use serde::Serialize;
use tidings_records::{
    ActorRecord, Claim, ClaimObject, DateRecord, Event, PlaceRecord, Quotation, SaidBy, SentenceRecord, Statement,
    Status, TextSpan,
};

use crate::Explorer;
use crate::api::problem::{Answer, Problem};
use crate::data::actors::Names;
use crate::words::Words;

/// An actor of a record, with a name for people.
#[derive(Clone, Debug, Serialize)]
pub struct ActorRow {
    #[serde(flatten)]
    record: ActorRecord,
    label: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct SaidByRow {
    speaker: ActorRow,
    medium: Option<String>,
    cue: String,
    statement: String,
}

/// An event record with what stands around it. Its fields are those of the record, and more.
#[derive(Clone, Debug, Serialize)]
pub struct EventRow {
    pub id: String,
    pub event: String,
    document: String,
    published: Option<String>,
    pub sentence: SentenceRecord,
    trigger: TextSpan,
    #[serde(rename = "type")]
    event_type: String,
    mode: Option<String>,
    contexts: Vec<String>,
    cameo: Option<String>,
    quad: u8,
    score: f64,
    source: Vec<ActorRow>,
    target: Vec<ActorRow>,
    status: Status,
    alleged: bool,
    said_by: Option<SaidByRow>,
    date: DateRecord,
    place: Option<PlaceRecord>,
    rule: String,
    #[serde(flatten)]
    around: Around,
    /// How many records tell of the event.
    reports: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct StatementRow {
    id: String,
    document: String,
    published: Option<String>,
    sentence: SentenceRecord,
    speaker: ActorRow,
    addressee: Option<ActorRow>,
    medium: Option<String>,
    cue: TextSpan,
    kind: Quotation,
    content: Vec<TextSpan>,
    within: Option<String>,
    #[serde(flatten)]
    around: Around,
    /// Identifiers of the event records told in it.
    events: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClaimRow {
    id: String,
    document: String,
    published: Option<String>,
    sentence: SentenceRecord,
    relation: String,
    subject: ActorRow,
    object: ObjectRow,
    negated: bool,
    status: Status,
    alleged: bool,
    said_by: Option<SaidByRow>,
    date: DateRecord,
    rule: String,
    #[serde(flatten)]
    around: Around,
}

#[derive(Clone, Debug, Serialize)]
pub struct ObjectRow {
    #[serde(flatten)]
    record: ClaimObject,
    label: String,
}

/// What a list says of the document of a record, and where the words of the question stand in its sentence.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Around {
    title: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
    marks: Vec<[u32; 2]>,
}

/// Title, outlet and web address of a document.
#[derive(Clone, Debug)]
pub struct Heading {
    pub id: String,
    pub title: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
}

/// Reads records of an index for one question.
pub struct Reader<'e> {
    explorer: &'e Explorer,
    store: &'e Connection,
    words: Option<&'e Words>,
    last: Option<(u32, Heading)>,
}

impl<'e> Reader<'e> {
    pub fn new(explorer: &'e Explorer, store: &'e Connection, words: Option<&'e Words>) -> Reader<'e> {
        Reader { explorer, store, words, last: None }
    }

    fn names(&self) -> &'e Names {
        self.explorer.data.actors.names()
    }

    /// The record as it was written.
    pub fn event_record(&self, number: u32) -> Answer<Event> {
        let mut record = self.event_parts(number)?;
        self.fill_sentence(&mut record.sentence, self.explorer.data.events.sentence[number as usize])?;
        Ok(record)
    }

    /// The record without the text of its sentence.
    pub fn event_parts(&self, number: u32) -> Answer<Event> {
        self.record("SELECT record FROM events WHERE number = ?1", number)
    }

    /// The record as it was written.
    pub fn statement_record(&self, number: u32) -> Answer<Statement> {
        let mut record: Statement = self.record("SELECT record FROM statements WHERE number = ?1", number)?;
        self.fill_sentence(&mut record.sentence, self.explorer.data.statements.sentence[number as usize])?;
        Ok(record)
    }

    /// The record as it was written.
    pub fn claim_record(&self, number: u32) -> Answer<Claim> {
        let mut record: Claim = self.record("SELECT record FROM claims WHERE number = ?1", number)?;
        self.fill_sentence(&mut record.sentence, self.explorer.data.claims.sentence[number as usize])?;
        Ok(record)
    }

    fn record<R: serde::de::DeserializeOwned>(&self, query: &str, number: u32) -> Answer<R> {
        let text: String = self.store.prepare_cached(query)?.query_row([number + 1], |row| row.get(0))?;
        serde_json::from_str(&text).map_err(|error| {
            Problem::new(
                500,
                format!("the index holds a record that cannot be read ({error}); `--rebuild` makes it anew"),
            )
        })
    }

    /// The index has the text of a sentence once, however many records share it.
    fn fill_sentence(&self, sentence: &mut SentenceRecord, number: u32) -> Answer<()> {
        if sentence.text.is_empty() {
            let mut query = self.store.prepare_cached("SELECT text FROM sentences WHERE number = ?1")?;
            sentence.text = query.query_row([number + 1], |row| row.get(0))?;
        }
        Ok(())
    }

    pub fn heading(&mut self, document: u32) -> Answer<Heading> {
        if let Some((number, heading)) = &self.last
            && *number == document
        {
            return Ok(heading.clone());
        }
        let mut query =
            self.store.prepare_cached("SELECT id, title, published, source, url FROM documents WHERE number = ?1")?;
        let heading = query.query_row(params![document + 1], |row| {
            Ok(Heading {
                id: row.get(0)?,
                title: row.get(1)?,
                published: row.get(2)?,
                outlet: row.get::<_, Option<String>>(3)?.filter(|outlet| !outlet.is_empty()),
                url: row.get(4)?,
            })
        })?;
        self.last = Some((document, heading.clone()));
        Ok(heading)
    }

    fn around(&mut self, document: u32, sentence: u32, text: &str) -> Answer<Around> {
        let Heading { title, outlet, url, .. } = self.heading(document)?;
        Ok(Around { title, outlet, url, marks: self.marks(sentence, text)? })
    }

    pub fn marks(&self, sentence: u32, text: &str) -> Answer<Vec<[u32; 2]>> {
        Ok(self.words.map_or(Ok(Vec::new()), |words| words.marks(self.store, sentence, text))?)
    }

    fn actor(&self, record: ActorRecord) -> ActorRow {
        // "The four diplomats" have no name of their own; the label says what kind of actor they are.
        let label = self.names().label(&record.code);
        ActorRow { record, label }
    }

    fn said_by(&self, said: SaidBy) -> SaidByRow {
        SaidByRow { speaker: self.actor(said.speaker), medium: said.medium, cue: said.cue, statement: said.statement }
    }

    pub fn event(&mut self, number: u32) -> Answer<EventRow> {
        let events = &self.explorer.data.events;
        let (document, sentence) = (events.document[number as usize], events.sentence[number as usize]);
        let record = self.event_record(number)?;
        let around = self.around(document, sentence, &record.sentence.text)?;
        Ok(EventRow {
            id: record.id,
            event: record.event,
            document: record.document,
            published: record.published.map(|date| date.to_string()),
            sentence: record.sentence,
            trigger: record.trigger,
            event_type: record.event_type,
            mode: record.mode,
            contexts: record.contexts,
            cameo: record.cameo,
            quad: record.quad,
            score: record.score,
            source: record.source.into_iter().map(|actor| self.actor(actor)).collect(),
            target: record.target.into_iter().map(|actor| self.actor(actor)).collect(),
            status: record.status,
            alleged: record.alleged,
            said_by: record.said_by.map(|said| self.said_by(said)),
            date: record.date,
            place: record.place,
            rule: record.rule,
            around,
            reports: self.explorer.data.reports[events.event[number as usize] as usize],
        })
    }

    pub fn events(&mut self, numbers: impl IntoIterator<Item = u32>) -> Answer<Vec<EventRow>> {
        numbers.into_iter().map(|number| self.event(number)).collect()
    }

    pub fn statement(&mut self, number: u32) -> Answer<StatementRow> {
        let data = &self.explorer.data;
        let statements = &data.statements;
        let (document, sentence) = (statements.document[number as usize], statements.sentence[number as usize]);
        let record = self.statement_record(number)?;
        let around = self.around(document, sentence, &record.sentence.text)?;
        let mut ids = self.store.prepare_cached("SELECT id FROM events WHERE number = ?1")?;
        let told = data.told_in.get(number as usize);
        let events = told.iter().map(|event| ids.query_row([event + 1], |row| row.get(0))).collect::<Result<_, _>>()?;
        Ok(StatementRow {
            id: record.id,
            document: record.document,
            published: record.published.map(|date| date.to_string()),
            sentence: record.sentence,
            speaker: self.actor(record.speaker),
            addressee: record.addressee.map(|actor| self.actor(actor)),
            medium: record.medium,
            cue: record.cue,
            kind: record.kind,
            content: record.content,
            within: record.within,
            around,
            events,
        })
    }

    pub fn claim(&mut self, number: u32) -> Answer<ClaimRow> {
        let claims = &self.explorer.data.claims;
        let (document, sentence) = (claims.document[number as usize], claims.sentence[number as usize]);
        let record = self.claim_record(number)?;
        let around = self.around(document, sentence, &record.sentence.text)?;
        let object = record.object;
        let label = match (&object.name, &object.code) {
            (Some(name), _) => name.clone(),
            (None, Some(code)) => self.names().label(code),
            (None, None) => object.text.clone(),
        };
        Ok(ClaimRow {
            id: record.id,
            document: record.document,
            published: record.published.map(|date| date.to_string()),
            sentence: record.sentence,
            relation: record.relation,
            subject: self.actor(record.subject),
            object: ObjectRow { record: object, label },
            negated: record.negated,
            status: record.status,
            alleged: record.alleged,
            said_by: record.said_by.map(|said| self.said_by(said)),
            date: record.date,
            rule: record.rule,
            around,
        })
    }
}
