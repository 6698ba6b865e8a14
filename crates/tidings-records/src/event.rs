//! The event: who did or said what to whom, when, where, according to whom, and whether it happened.

use serde::{Deserialize, Serialize};
use tidings_text::{Char, Date, Span};

use crate::stable_id;

/// One coded event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Made of the document, the place in it, the type and the actors; see [`Event::make_id`].
    pub id: String,
    /// The same for all records that tell of one event: the `id` of the first of them.
    pub event: String,
    /// Identifier of the document.
    pub document: String,
    #[serde(with = "crate::iso_date")]
    pub published: Option<Date>,
    pub sentence: SentenceRecord,
    /// The words that name the action.
    pub trigger: TextSpan,
    /// PLOVER event type: "ACCUSE".
    #[serde(rename = "type")]
    pub event_type: String,
    /// PLOVER mode: "disapprove".
    pub mode: Option<String>,
    /// PLOVER contexts: "military", "diplomatic" …
    pub contexts: Vec<String>,
    /// CAMEO code: "111".
    pub cameo: Option<String>,
    /// Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// From -10 (most hostile) to 10 (most friendly).
    pub score: f64,
    pub source: Vec<ActorRecord>,
    pub target: Vec<ActorRecord>,
    pub status: Status,
    /// The text itself marks the action as unconfirmed.
    pub alleged: bool,
    /// Who says that it happened; `None` where the reporter asserts it.
    pub said_by: Option<SaidBy>,
    pub date: DateRecord,
    pub place: Option<PlaceRecord>,
    /// The rule of the codebook that made the event: "accuse/denounce".
    pub rule: String,
}

impl Event {
    /// The identifier that belongs to the other fields: the same event of the same text has the same
    /// one in every run.
    pub fn make_id(&self) -> String {
        let sentence = self.sentence.start.to_string();
        let trigger = self.trigger.start.to_string();
        let fixed = [self.document.as_str(), &sentence, &trigger, &self.event_type];
        let actors = |side: &'_ [ActorRecord]| side.iter().map(|a| a.code.clone()).collect::<Vec<_>>().join(";");
        let (source, target) = (actors(&self.source), actors(&self.target));
        stable_id(fixed.into_iter().chain([source.as_str(), &target]))
    }
}

/// A stretch of the document's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextSpan {
    pub text: String,
    pub start: u32,
    pub end: u32,
}

impl TextSpan {
    pub fn new(text: impl Into<String>, span: Span<Char>) -> TextSpan {
        TextSpan { text: text.into(), start: span.start as u32, end: span.end as u32 }
    }
}

/// The sentence of an event: what a reader checks it against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentenceRecord {
    /// Number of the sentence in the document, from 0.
    pub index: u32,
    pub text: String,
    pub start: u32,
    pub end: u32,
}

/// An actor, with the words that name it in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorRecord {
    /// `COUNTRY[ SECTOR][#Name]`.
    pub code: String,
    /// ISO 3166-1 alpha-3, or XKX, IGO, NGO, IMG, ISM, MNC, UNK.
    pub country: String,
    /// PLOVER sector: GOV, LEG, MIL …
    pub sector: Option<String>,
    /// Name for people to read: of the person or organisation, else of the country.
    pub name: Option<String>,
    pub text: String,
    pub start: u32,
    pub end: u32,
}

/// Whether the action took place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    #[default]
    Actual,
    Future,
    Hypothetical,
    Negated,
    Historical,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Actual => "actual",
            Status::Future => "future",
            Status::Hypothetical => "hypothetical",
            Status::Negated => "negated",
            Status::Historical => "historical",
        }
    }
}

/// The one to whom the text attributes the report of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidBy {
    pub speaker: ActorRecord,
    /// What carried the words: "Korean Central News Agency".
    pub medium: Option<String>,
    /// The words that attribute: "said", "according to".
    pub cue: String,
    /// Identifier of the [`crate::Statement`].
    pub statement: String,
}

/// When an event took place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRecord {
    /// Day `2023-07-11`, month `2023-07`, year `2023`, or interval `2023-07-03/2023-07-09` (ISO 8601).
    pub value: Option<String>,
    pub precision: Option<DatePrecision>,
    pub basis: DateBasis,
    /// The words that say it.
    pub text: Option<String>,
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatePrecision {
    Day,
    Week,
    Month,
    Year,
    Interval,
}

/// Where a date comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateBasis {
    /// Words in the sentence.
    Expression,
    /// The dateline of the report.
    Dateline,
    /// The date of publication.
    Publication,
    /// There is no date.
    #[default]
    None,
}

/// Where an event took place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceRecord {
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    pub precision: PlacePrecision,
    pub text: String,
    pub start: u32,
    pub end: u32,
}

/// What a place is, and so how exact its coordinates are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    City,
    Region,
    #[default]
    Country,
}
