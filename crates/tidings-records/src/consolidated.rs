//! The consolidated event: one row for all that was told of one event.

use serde::{Deserialize, Serialize};
use tidings_text::Date;

use crate::{ActorRecord, DateRecord, Event, PlaceRecord, Status};

/// An event with its reports. What a report leaves out, another fills in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConsolidatedEvent {
    /// The `event` of all its records.
    pub event: String,
    pub date: DateRecord,
    #[serde(rename = "type")]
    pub event_type: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub cameo: Option<String>,
    pub quad: u8,
    pub score: f64,
    pub source: Vec<ActorRecord>,
    pub target: Vec<ActorRecord>,
    /// That of the first report, or actual if any report says so.
    pub status: Status,
    /// No report asserts it outright.
    pub alleged: bool,
    pub place: Option<PlaceRecord>,
    /// How many records tell of it.
    pub reports: u32,
    /// How many documents do.
    pub documents: u32,
    /// Outlets of those documents, each once, in the order of reading.
    pub outlets: Vec<String>,
    #[serde(with = "crate::iso_date")]
    pub first_published: Option<Date>,
    #[serde(with = "crate::iso_date")]
    pub last_published: Option<Date>,
    /// The sentence of the first report.
    pub sentence: String,
    /// Identifiers of the records.
    pub records: Vec<String>,
}

impl ConsolidatedEvent {
    /// The event as its first report tells it.
    pub fn new(first: &Event) -> ConsolidatedEvent {
        let mut event = ConsolidatedEvent {
            event: first.event.clone(),
            event_type: first.event_type.clone(),
            quad: first.quad,
            status: first.status,
            alleged: true,
            sentence: first.sentence.text.clone(),
            ..ConsolidatedEvent::default()
        };
        event.add(first, None);
        event.documents = 1;
        event
    }

    /// Adds a report. The caller counts documents.
    pub fn add(&mut self, report: &Event, outlet: Option<&str>) {
        self.reports += 1;
        self.records.push(report.id.clone());
        if self.cameo.is_none() || self.mode.is_none() && report.mode.is_some() {
            self.mode.clone_from(&report.mode);
            self.cameo.clone_from(&report.cameo);
            self.score = report.score;
        }
        for context in &report.contexts {
            if !self.contexts.contains(context) {
                self.contexts.push(context.clone());
            }
        }
        for (side, told) in [(&mut self.source, &report.source), (&mut self.target, &report.target)] {
            if side.is_empty() {
                side.clone_from(told);
            }
        }
        if report.status == Status::Actual {
            self.status = Status::Actual;
        }
        self.alleged &= report.alleged;
        if self.date.text.is_none() && (self.date.value.is_none() || report.date.text.is_some()) {
            self.date = report.date.clone();
        }
        let detail = |place: &Option<PlaceRecord>| place.as_ref().map(|p| p.precision);
        if detail(&report.place).is_some_and(|new| detail(&self.place).is_none_or(|old| new < old)) {
            self.place.clone_from(&report.place);
        }
        if let Some(outlet) = outlet.filter(|o| self.outlets.iter().all(|known| known != o)) {
            self.outlets.push(outlet.to_owned());
        }
        if report.published.is_some() {
            self.first_published = self.first_published.min(report.published).or(report.published);
            self.last_published = self.last_published.max(report.published);
        }
    }
}
