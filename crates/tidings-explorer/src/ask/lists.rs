//! Event records and documents, a page at a time.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::filter::Filter;
use crate::Explorer;
use crate::api::params::{Call, Kind, Page, Param, one};
use crate::api::problem::{Answer, Problem};
use crate::data::days::NO_DAY;
use crate::data::dict::Set;
use crate::rows::{EventRow, Reader};
use crate::words::Words;

pub const EVENTS: &[Param] =
    &[one("sort", Kind::Choice(&["-date", "date", "score", "-score", "relevance"]), "Order of the rows")];
pub const DOCUMENTS: &[Param] = &[one("sort", Kind::Choice(&["-date", "date", "-events"]), "Order of the rows")];

/// Matches beyond this are sorted by date instead.
pub const RANKED: usize = 20_000;
/// Characters of a document in a list.
const FIRST: usize = 160;
/// Other records of an event that are shown.
const RECORDS: usize = 100;

/// Rows of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct List<R> {
    /// All rows of the filter.
    pub total: usize,
    pub offset: usize,
    pub limit: usize,
    pub rows: Vec<R>,
}

impl<R> List<R> {
    pub fn new(total: usize, page: Page, rows: Vec<R>) -> List<R> {
        List { total, offset: page.offset, limit: page.limit, rows }
    }
}

/// The numbers of one page, smallest key first. Sorts no more than it must.
pub fn page_of<K: Ord + Copy>(numbers: &[u32], page: Page, key: impl Fn(u32) -> K) -> Vec<u32> {
    let mut keyed: Vec<(K, u32)> = numbers.iter().map(|&number| (key(number), number)).collect();
    let end = page.offset.saturating_add(page.limit);
    if end < keyed.len() {
        keyed.select_nth_unstable(end);
        keyed.truncate(end);
    }
    keyed.sort_unstable();
    keyed.into_iter().skip(page.offset).map(|(_, number)| number).collect()
}

/// Newest first and the last of a day first, or the other way round; without date last.
pub fn by_date(sort: &str, day: i32, number: u32) -> (bool, i64, i64) {
    let sign = if sort == "date" { 1 } else { -1 };
    (day == NO_DAY, i64::from(day) * sign, i64::from(number) * sign)
}

/// The records of a filter in the order that is asked for, those of one page.
fn ordered(explorer: &Explorer, call: &Call, filter: &Filter, records: &[u32], page: Page) -> Answer<Vec<u32>> {
    let data = &explorer.data;
    let day = |record: u32| filter.days(data, record as usize).map_or(NO_DAY, |(first, _)| first.0);
    let score = |record: u32| (f64::from(data.events.score[record as usize]) * 100.0) as i64;
    let sort = call.one("sort").unwrap_or("-date");
    Ok(match sort {
        "score" => page_of(records, page, |r| (score(r), by_date("-date", day(r), r))),
        "-score" => page_of(records, page, |r| (-score(r), by_date("-date", day(r), r))),
        "relevance" => match ranks(explorer, call)? {
            Some(ranks) => page_of(records, page, |r| (ranks.get(&data.events.sentence[r as usize]), r)),
            None => page_of(records, page, |r| by_date("-date", day(r), r)),
        },
        sort => page_of(records, page, |r| by_date(sort, day(r), r)),
    })
}

/// Rank of each sentence for the words of the question; `None` if there are no words, or too many sentences have them.
pub fn ranks(explorer: &Explorer, call: &Call) -> Answer<Option<HashMap<u32, u32>>> {
    let Some(text) = call.text("q") else { return Ok(None) };
    let (Some(words), Some(found)) = (Words::read(text), explorer.sentences_with(text)?) else { return Ok(None) };
    if found.len() > RANKED {
        return Ok(None);
    }
    let store = explorer.pool.get();
    // Words that must not be there rank nothing.
    let ranked = words.ranked(&store)?;
    Ok((!ranked.is_empty()).then(|| ranked.into_iter().zip(0..).collect()))
}

/// All records of a filter in order, for exports.
pub fn all_events(explorer: &Explorer, call: &Call) -> Answer<Vec<u32>> {
    let filter = Filter::read(call, explorer)?;
    let records = filter.select(call, &explorer.data)?;
    ordered(explorer, call, &filter, &records, Page { offset: 0, limit: records.len() })
}

pub fn events(explorer: &Explorer, call: &Call) -> Answer<List<EventRow>> {
    let filter = Filter::read(call, explorer)?;
    let records = filter.select(call, &explorer.data)?;
    let page = call.page();
    let shown = ordered(explorer, call, &filter, &records, page)?;
    let words = call.text("q").and_then(Words::read);
    let store = explorer.pool.get();
    let rows = Reader::new(explorer, &store, words.as_ref()).events(shown)?;
    Ok(List::new(records.len(), page, rows))
}

/// One record, and the others of its event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventPage {
    #[serde(flatten)]
    pub row: EventRow,
    pub records: Vec<EventRow>,
}

pub fn event(explorer: &Explorer, call: &Call) -> Answer<EventPage> {
    let data = &explorer.data;
    let id = call.path("id");
    let store = explorer.pool.get();
    let mut query = store.prepare_cached("SELECT number FROM events WHERE id = ?1 ORDER BY number LIMIT 1")?;
    let number: u32 = query.query_row([id], |row| row.get(0)).map_err(|error| match error {
        rusqlite::Error::QueryReturnedNoRows => Problem::not_found(format!("this data set has no event record {id:?}")),
        error => error.into(),
    })?;
    let number = number - 1;
    let event = data.events.event[number as usize];
    let others = (0..).zip(&data.events.event).filter(|&(other, &of)| of == event && other != number);
    let mut reader = Reader::new(explorer, &store, None);
    let row = reader.event(number)?;
    let records = reader.events(others.map(|(other, _)| other).take(RECORDS))?;
    Ok(EventPage { row, records })
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentRow {
    pub id: String,
    pub title: Option<String>,
    #[schema(format = Date)]
    pub published: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    pub url: Option<String>,
    pub sentences: u32,
    pub events: u32,
    /// The beginning of the text.
    pub first: Option<String>,
}

/// Numbers of the documents that the question is about.
pub fn select_documents(explorer: &Explorer, call: &Call) -> Answer<Vec<u32>> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    if filter.is_about_events() {
        let mut found = Set::new(data.documents.outlet.len());
        for record in filter.select(call, data)? {
            found.insert(data.events.document[record as usize]);
        }
        return Ok(found.iter().collect());
    }
    let texts = TextFilter::read(explorer, call)?;
    let words = call.one("q").map_or(Ok(None), |text| explorer.sentences_with(text))?;
    let found = match words {
        Some(sentences) => {
            let mut found = Set::new(data.documents.outlet.len());
            sentences.iter().for_each(|sentence| _ = found.insert(data.sentences.document[sentence as usize]));
            found.iter().collect()
        }
        None => (0..data.documents.outlet.len() as u32).collect::<Vec<_>>(),
    };
    Ok(found.into_iter().filter(|&document| texts.passes(explorer, document)).collect())
}

/// The part of the filter that is about documents.
pub struct TextFilter {
    outlets: Option<super::filter::Choice>,
    documents: Option<super::filter::Choice>,
    from: i32,
    to: i32,
}

impl TextFilter {
    pub fn read(explorer: &Explorer, call: &Call) -> Answer<TextFilter> {
        let (from, to) = call.period();
        let there = |name: &str| Some(call.many(name)).filter(|values| !values.is_empty());
        Ok(TextFilter {
            outlets: there("outlet").map(|values| super::filter::chosen(&explorer.data.outlets, values)),
            documents: there("document").map(|values| super::filter::documents(explorer, values)).transpose()?,
            from: from.map_or(i32::MIN, |day| day.0),
            to: to.map_or(i32::MAX, |day| day.0),
        })
    }

    pub fn passes(&self, explorer: &Explorer, document: u32) -> bool {
        let documents = &explorer.data.documents;
        let published = documents.published[document as usize];
        self.outlets.as_ref().is_none_or(|choice| choice.has(documents.outlet[document as usize]))
            && self.documents.as_ref().is_none_or(|choice| choice.has(document))
            && self.from <= published
            && published <= self.to
            && (published != NO_DAY || self.from == i32::MIN && self.to == i32::MAX)
    }
}

pub fn order_documents(explorer: &Explorer, call: &Call, found: &[u32], page: Page) -> Vec<u32> {
    let data = &explorer.data;
    let published = |document: u32| data.documents.published[document as usize];
    match call.one("sort").unwrap_or("-date") {
        "-events" => page_of(found, page, |d| {
            (std::cmp::Reverse(data.events_of.get(d as usize).len()), by_date("-date", published(d), d))
        }),
        sort => page_of(found, page, |d| by_date(sort, published(d), d)),
    }
}

pub fn documents(explorer: &Explorer, call: &Call) -> Answer<List<DocumentRow>> {
    let found = select_documents(explorer, call)?;
    let page = call.page();
    let store = explorer.pool.get();
    let mut query = store.prepare_cached(
        "SELECT id, title, published, source, url, sentences, events, substr(text, 1, ?2) FROM documents WHERE number = ?1",
    )?;
    let mut row = |document: u32| {
        query.query_row([document + 1, FIRST as u32], |row| {
            Ok(DocumentRow {
                id: row.get(0)?,
                title: row.get(1)?,
                published: row.get(2)?,
                source: row.get::<_, Option<String>>(3)?.filter(|outlet| !outlet.is_empty()),
                url: row.get(4)?,
                sentences: row.get(5)?,
                events: row.get(6)?,
                first: row.get(7)?,
            })
        })
    };
    let shown = order_documents(explorer, call, &found, page);
    let rows = shown.into_iter().map(&mut row).collect::<Result<_, _>>()?;
    Ok(List::new(found.len(), page, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_in_order() {
        let numbers: Vec<u32> = (0..100).collect();
        let key = |n: u32| by_date("-date", if n.is_multiple_of(7) { NO_DAY } else { (n * 37 % 50) as i32 }, n);
        let whole = page_of(&numbers, Page { offset: 0, limit: 100 }, key);
        let pages: Vec<u32> = (0..4).flat_map(|i| page_of(&numbers, Page { offset: i * 30, limit: 30 }, key)).collect();
        assert_eq!(whole, pages);
        assert!(whole[..85].iter().all(|n| !n.is_multiple_of(7)), "those without date come last");
        assert_eq!(page_of(&numbers, Page { offset: 500, limit: 30 }, key), [0u32; 0]);
    }
}
