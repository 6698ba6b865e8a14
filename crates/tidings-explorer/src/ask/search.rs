//! Sentences by their words and by what they tell of.

use serde::Serialize;
use utoipa::ToSchema;

use super::filter::Filter;
use super::lists::{TextFilter, by_date, page_of, ranks};
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::Answer;
use crate::data::dict::Set;
use crate::rows::{EventRow, Heading, Reader};
use crate::words::Words;

pub const SEARCH: &[Param] = &[
    one("sort", Kind::Choice(&["relevance", "-date", "date"]), "Order of the rows; relevance if there are words"),
    one("events", Kind::Choice(&["any", "only"]), "`only`: sentences with events alone"),
];

#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// Sentences.
    pub total: usize,
    /// Event records in them.
    pub events: usize,
    pub offset: usize,
    pub limit: usize,
    /// How the rows are sorted.
    pub sorted: &'static str,
    pub rows: Vec<SentenceRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SentenceRow {
    pub document: String,
    pub title: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub sentence: FoundSentence,
    /// Where the words stand in the sentence, in characters.
    pub marks: Vec<[u32; 2]>,
    pub events: Vec<EventRow>,
}

/// A sentence; one that was not coded has no number.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundSentence {
    pub index: Option<u32>,
    pub text: String,
    pub start: u32,
    pub end: u32,
}

pub fn search(explorer: &Explorer, call: &Call) -> Answer<Found> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    let words = call.text("q").and_then(Words::read);
    let records = filter.select(call, data)?;
    let with_events = filter.is_about_events() || words.is_none() || call.one("events") == Some("only");
    let mut of_records = Set::new(data.sentences.document.len());
    records.iter().for_each(|&record| _ = of_records.insert(data.events.sentence[record as usize]));
    let found: Vec<u32> = if with_events {
        of_records.iter().collect()
    } else {
        let texts = TextFilter::read(explorer, call)?;
        let sentences = explorer.sentences_with(call.one("q").unwrap_or_default())?;
        let sentences = sentences.iter().flat_map(|set| set.iter());
        sentences.filter(|&sentence| texts.passes(explorer, data.sentences.document[sentence as usize])).collect()
    };
    let page = call.page();
    let published = |sentence: u32| data.documents.published[data.sentences.document[sentence as usize] as usize];
    let by_rank = match call.one("sort") {
        Some("relevance") | None => ranks(explorer, call)?,
        Some(_) => None,
    };
    let (shown, sorted) = match (by_rank, call.one("sort")) {
        (Some(ranks), _) => (page_of(&found, page, |sentence| (ranks.get(&sentence), sentence)), "relevance"),
        (None, Some("date")) => (page_of(&found, page, |s| by_date("date", published(s), s)), "date"),
        (None, _) => (page_of(&found, page, |s| by_date("-date", published(s), s)), "-date"),
    };
    let passed = {
        let mut passed = Set::new(data.events.document.len());
        records.iter().for_each(|&record| _ = passed.insert(record));
        passed
    };
    let store = explorer.pool.get();
    let mut reader = Reader::new(explorer, &store, words.as_ref());
    let mut rows = Vec::with_capacity(shown.len());
    let mut query = store.prepare_cached("SELECT place, start, \"end\", text FROM sentences WHERE number = ?1")?;
    for number in shown {
        let document = data.sentences.document[number as usize];
        let Heading { id, title, published, outlet, url } = reader.heading(document)?;
        let sentence = query.query_row([number + 1], |row| {
            Ok(FoundSentence { index: row.get(0)?, start: row.get(1)?, end: row.get(2)?, text: row.get(3)? })
        })?;
        let told = data.events_of.get(document as usize).iter().copied();
        let told = told.filter(|&event| data.events.sentence[event as usize] == number && passed.contains(event));
        let marks = reader.marks(number, &sentence.text)?;
        rows.push(SentenceRow {
            document: id,
            title,
            published,
            outlet,
            url,
            marks,
            events: reader.events(told)?,
            sentence,
        });
    }
    Ok(Found { total: found.len(), events: records.len(), offset: page.offset, limit: page.limit, sorted, rows })
}
