//! Tables to take away: records as `tidings code` writes them, and the rows of figures.

use std::collections::HashMap;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use serde_json::json;
use tidings_records::write::{Format, RecordWriter, WriteError};
use tidings_records::{ConsolidatedEvent, DocumentRecord, IssueRecord, Record, Versions};

use super::figures::{ActorOut, CurveOut, FacetOut, PairOut, PlaceOut, RuleOut, TimelineOut};
use super::params::{Call, Kind, Page, Param, one};
use super::problem::{Answer, Problem};
use crate::Explorer;
use crate::ask::{actors, codebook, document, facets, filter::FILTER, lists, pair, places, spoken, timeline};
use crate::rows::Reader;

/// Formats and their media types.
pub const FORMATS: &[(&str, &str)] = &[
    ("csv", "text/csv; charset=utf-8"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("parquet", "application/vnd.apache.parquet"),
];

pub const TABLES: &[&str] = &[
    "events",
    "consolidated",
    "documents",
    "statements",
    "claims",
    "issues",
    "timeline",
    "places",
    "actors",
    "pairs",
    "network",
    "rules",
    "facets",
    "pair",
];

/// The parameter that every table takes.
pub const EXPORT: &[Param] = &[one("format", Kind::Choice(&["csv", "json", "jsonl", "parquet"]), "Format of the file")];

const OF_PAIR: &[Param] = &[one("a", Kind::Text, "Key of the one actor"), one("b", Kind::Text, "Key of the other")];

/// More rows than this are left out.
const ROWS: usize = 1_000_000;
/// How long an export may take.
const TIME: Duration = Duration::from_secs(600);

/// What a table can be asked for, as at its own endpoint; `None` if there is no such table.
pub fn params(table: &str) -> Option<Vec<&'static [Param]>> {
    let own: &[&'static [Param]] = match table {
        "events" | "consolidated" => &[FILTER, lists::EVENTS],
        "documents" => &[FILTER, lists::DOCUMENTS],
        "statements" => &[spoken::STATEMENTS, spoken::SORT],
        "claims" => &[spoken::CLAIMS, spoken::SORT],
        "issues" => &[],
        "timeline" => &[FILTER, timeline::STACK],
        "places" => &[FILTER, places::PLACES],
        "actors" => &[FILTER, actors::ACTORS],
        "pairs" => &[FILTER, actors::PAIRS],
        "network" => &[FILTER, actors::NETWORK],
        "rules" => &[FILTER, codebook::RULES],
        "facets" => &[FILTER, actors::LEVELS, facets::FACETS],
        "pair" => &[FILTER, pair::PAIR, OF_PAIR],
        _ => return None,
    };
    Some(own.iter().copied().chain([EXPORT]).collect())
}

/// A file that is about to be written.
pub struct Export {
    pub name: String,
    pub media: &'static str,
    /// Not all rows are in it.
    pub truncated: bool,
    rows: Rows,
    format: &'static str,
    query: serde_json::Value,
}

/// Rows whose numbers are known, or which are there already.
enum Rows {
    Events(Vec<u32>),
    Consolidated(Vec<Vec<u32>>),
    Documents(Vec<u32>),
    Statements(Vec<u32>),
    Claims(Vec<u32>),
    Issues,
    Timeline(Vec<TimelineOut>),
    Places(Vec<PlaceOut>),
    Actors(Vec<ActorOut>),
    Pairs(Vec<PairOut>),
    Curve(Vec<CurveOut>),
    Rules(Vec<RuleOut>),
    Facets(Vec<FacetOut>),
}

/// Looks up what a table will hold: all that can go wrong with the request does so here.
///
/// # Errors
/// As at the table's own endpoint.
pub fn prepare(explorer: &Explorer, call: &Call) -> Answer<Export> {
    let table = call.path("table");
    let mut rows = match table {
        "events" => Rows::Events(lists::all_events(explorer, call)?),
        "consolidated" => Rows::Consolidated(by_event(explorer, &lists::all_events(explorer, call)?)),
        "documents" => {
            let found = lists::select_documents(explorer, call)?;
            let page = Page { offset: 0, limit: found.len() };
            Rows::Documents(lists::order_documents(explorer, call, &found, page))
        }
        "statements" => Rows::Statements(spoken::all_statements(explorer, call)?),
        "claims" => Rows::Claims(spoken::all_claims(explorer, call)?),
        "issues" => Rows::Issues,
        "timeline" => Rows::Timeline(TimelineOut::all(&timeline::timeline(explorer, call)?)),
        "places" => Rows::Places(places::places(explorer, call)?.rows.into_iter().map(PlaceOut::of).collect()),
        "actors" => Rows::Actors(actors::actors(explorer, call)?.rows.into_iter().map(ActorOut::of).collect()),
        "pairs" => Rows::Pairs(actors::pairs(explorer, call)?.rows.into_iter().map(PairOut::of).collect()),
        "network" => {
            let network = actors::network(explorer, call)?;
            let names = explorer.data.actors.names();
            Rows::Pairs(network.edges.into_iter().map(|edge| PairOut::of_edge(edge, names)).collect())
        }
        "rules" => Rows::Rules(codebook::all_rules(explorer, call)?.into_iter().map(RuleOut::of).collect()),
        "facets" => Rows::Facets(FacetOut::all(facets::facets(explorer, call)?)),
        _ => Rows::Curve(pair::pair(explorer, call)?.into_rows().map(CurveOut::of).collect()),
    };
    let (format, media) = FORMATS.iter().find(|(format, _)| call.one("format") == Some(format)).unwrap_or(&FORMATS[0]);
    let truncated = rows.truncate(ROWS);
    let query: serde_json::Map<String, serde_json::Value> = call
        .asked()
        .filter(|(name, _)| *name != "format")
        .map(|(name, values)| (name.to_owned(), json!(values)))
        .collect();
    Ok(Export { name: file_name(table, call, format), media, truncated, rows, format, query: query.into() })
}

/// Records by their event, in the order of the first of each.
fn by_event(explorer: &Explorer, records: &[u32]) -> Vec<Vec<u32>> {
    let mut places: HashMap<u32, usize> = HashMap::new();
    let mut events: Vec<Vec<u32>> = Vec::new();
    for &record in records {
        let place = *places.entry(explorer.data.events.event[record as usize]).or_insert_with(|| {
            events.push(Vec::new());
            events.len() - 1
        });
        events[place].push(record);
    }
    // Within an event as they were read.
    events.iter_mut().for_each(|records| records.sort_unstable());
    events
}

/// `events_source-PRK_from-2017-01-01.csv`.
fn file_name(table: &str, call: &Call, format: &str) -> String {
    let mut name = table.to_owned();
    for (key, values) in call.asked().filter(|(key, _)| *key != "format") {
        for value in values {
            name.push_str(&format!("_{key}-{value}"));
        }
    }
    let mut name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' }).collect();
    name.truncate(120);
    format!("{name}.{format}")
}

impl Rows {
    /// Whether something was left out.
    fn truncate(&mut self, rows: usize) -> bool {
        fn cut<R>(list: &mut Vec<R>, rows: usize) -> bool {
            let more = list.len() > rows;
            list.truncate(rows);
            more
        }
        match self {
            Rows::Events(list) | Rows::Documents(list) | Rows::Statements(list) | Rows::Claims(list) => cut(list, rows),
            Rows::Consolidated(list) => cut(list, rows),
            _ => false,
        }
    }
}

impl Export {
    /// # Errors
    /// If the output has gone, or time is over.
    pub fn write<W: Write + Send>(self, explorer: &Explorer, output: W) -> Result<(), WriteError> {
        let versions = explorer.info.versions.first().cloned().unwrap_or_else(|| explorer.coder.versions());
        let failed = |problem: Problem| WriteError::Record(problem.to_string());
        let store = explorer.pool.get();
        store.allow(TIME);
        let end = Instant::now() + TIME;
        let mut reader = Reader::new(explorer, &store, None);
        let out = Out { query: self.query, format: self.format, versions, end };
        match self.rows {
            Rows::Events(numbers) => {
                out.write(output, numbers.into_iter().map(|number| reader.event_record(number).map_err(failed)))
            }
            Rows::Consolidated(events) => {
                let joined = |records: Vec<u32>| consolidated(explorer, &mut reader, &records).map_err(failed);
                out.write(output, events.into_iter().map(joined))
            }
            Rows::Documents(numbers) => {
                let record = |number: u32| document_record(&mut reader, &store, number).map_err(failed);
                out.write(output, numbers.into_iter().map(record))
            }
            Rows::Statements(numbers) => {
                out.write(output, numbers.into_iter().map(|number| reader.statement_record(number).map_err(failed)))
            }
            Rows::Claims(numbers) => {
                out.write(output, numbers.into_iter().map(|number| reader.claim_record(number).map_err(failed)))
            }
            Rows::Issues => {
                out.write(output, issues(&store).map_err(|error| failed(error.into()))?.into_iter().map(Ok))
            }
            Rows::Timeline(rows) => out.write(output, rows.into_iter().map(Ok)),
            Rows::Places(rows) => out.write(output, rows.into_iter().map(Ok)),
            Rows::Actors(rows) => out.write(output, rows.into_iter().map(Ok)),
            Rows::Pairs(rows) => out.write(output, rows.into_iter().map(Ok)),
            Rows::Curve(rows) => out.write(output, rows.into_iter().map(Ok)),
            Rows::Rules(rows) => out.write(output, rows.into_iter().map(Ok)),
            Rows::Facets(rows) => out.write(output, rows.into_iter().map(Ok)),
        }
    }
}

struct Out {
    query: serde_json::Value,
    format: &'static str,
    versions: Versions,
    end: Instant,
}

impl Out {
    fn write<R: Record, W: Write + Send>(
        self,
        mut output: W,
        rows: impl Iterator<Item = Result<R, WriteError>>,
    ) -> Result<(), WriteError> {
        let in_time = |row: Result<R, WriteError>| {
            if Instant::now() > self.end {
                return Err(WriteError::Io(io::Error::new(io::ErrorKind::TimedOut, "the export took too long")));
            }
            row
        };
        let format = match self.format {
            "json" => {
                let head = json!({ "query": self.query, "version": self.versions.to_string() }).to_string();
                write!(output, "{},\"rows\":[", &head[..head.len() - 1])?;
                for (i, row) in rows.map(in_time).enumerate() {
                    output.write_all(if i == 0 { b"\n" } else { b",\n" })?;
                    serde_json::to_writer(&mut output, &row?)?;
                }
                output.write_all(b"\n]}\n")?;
                return Ok(output.flush()?);
            }
            "jsonl" => Format::JsonLines,
            "parquet" => Format::Parquet,
            _ => Format::Csv,
        };
        let mut writer = RecordWriter::<R, W>::new(format, output, &self.versions)?;
        for row in rows.map(in_time) {
            writer.write(&row?)?;
        }
        Ok(writer.finish()?.flush()?)
    }
}

fn consolidated(explorer: &Explorer, reader: &mut Reader<'_>, records: &[u32]) -> Answer<ConsolidatedEvent> {
    let of = &explorer.data.events.document;
    let mut documents: Vec<u32> = records.iter().map(|&record| of[record as usize]).collect();
    documents.dedup();
    let mut event: Option<ConsolidatedEvent> = None;
    for &record in records {
        let report = reader.event_record(record)?;
        let outlet = explorer.data.outlet_of(of[record as usize]);
        match &mut event {
            Some(event) => event.add(&report, outlet),
            None => {
                let mut first = ConsolidatedEvent::new(&report);
                first.outlets.extend(outlet.map(str::to_owned));
                event = Some(first);
            }
        }
    }
    let mut event = event.unwrap_or_default();
    event.documents = documents.len() as u32;
    Ok(event)
}

/// A document of which only records are known has no text.
fn document_record(reader: &mut Reader<'_>, store: &rusqlite::Connection, number: u32) -> Answer<DocumentRecord> {
    if let Some(record) = document::record(store, number)? {
        return Ok(record);
    }
    let heading = reader.heading(number)?;
    let published = heading.published.and_then(|day| day.parse().ok());
    Ok(DocumentRecord { id: heading.id, published, ..DocumentRecord::default() })
}

fn issues(store: &rusqlite::Connection) -> rusqlite::Result<Vec<IssueRecord>> {
    let mut query = store.prepare("SELECT record FROM issues ORDER BY number LIMIT ?1")?;
    let rows = query.query_map([ROWS as u32], |row| row.get::<_, String>(0))?;
    let records = rows.filter_map(|row| row.map(|text| serde_json::from_str(&text).ok()).transpose());
    records.collect()
}
