//! The records that Tidings makes, and the files that it writes them to and reads them from.
//!
//! These types are the public face of the program: their fields, in this order, are the fields of
//! JSON Lines, the columns of Parquet and (flattened) of CSV. Types of the stages before are not
//! serialised. Offsets count Unicode characters of the document's text.

mod consolidated;
mod document;
mod event;
mod id;
pub mod read;
mod schema;
mod statement;
mod versions;
pub mod write;

pub use consolidated::ConsolidatedEvent;
pub use document::{BlockRecord, DocumentRecord, IssueRecord};
pub use event::{
    ActorRecord, DateBasis, DatePrecision, DateRecord, Event, PlacePrecision, PlaceRecord, SaidBy, SentenceRecord,
    Status, TextSpan,
};
pub use id::stable_id;
pub use schema::{Column, Kind, Record};
pub use statement::{Claim, ClaimObject, Quotation, Statement};
pub use versions::Versions;

/// `Option<Date>` as an ISO 8601 day or null.
mod iso_date {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use tidings_text::Date;

    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.collect_str(date),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(|_| D::Error::custom(format!("not a date: {text:?}")))).transpose()
    }
}
