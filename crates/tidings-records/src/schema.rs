//! The columns of each kind of record: one description for CSV, Parquet and documentation.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Claim, ConsolidatedEvent, DocumentRecord, Event, IssueRecord, Statement};

/// A kind of record: a table of a dataset.
pub trait Record: Serialize + DeserializeOwned {
    /// Name of the table: "events".
    const NAME: &'static str;
    /// The fields, in the order of serialisation.
    const COLUMNS: &'static [Column];
}

/// A field of a record.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether it may be null.
    pub nullable: bool,
}

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    Text,
    Integer,
    Number,
    Flag,
    /// ISO 8601 day.
    Day,
    List(&'static Kind),
    Struct(&'static [Column]),
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, nullable: false }
}

const fn nullable(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, nullable: true }
}

const ACTOR: &[Column] = &[
    column("code", Kind::Text),
    column("country", Kind::Text),
    nullable("sector", Kind::Text),
    nullable("name", Kind::Text),
    column("text", Kind::Text),
    column("start", Kind::Integer),
    column("end", Kind::Integer),
];

const SENTENCE: &[Column] = &[
    column("index", Kind::Integer),
    column("text", Kind::Text),
    column("start", Kind::Integer),
    column("end", Kind::Integer),
];

const SPAN: &[Column] = &[column("text", Kind::Text), column("start", Kind::Integer), column("end", Kind::Integer)];

const SAID_BY: &[Column] = &[
    column("speaker", Kind::Struct(ACTOR)),
    nullable("medium", Kind::Text),
    column("cue", Kind::Text),
    column("statement", Kind::Text),
];

const DATE: &[Column] = &[
    nullable("value", Kind::Text),
    nullable("precision", Kind::Text),
    column("basis", Kind::Text),
    nullable("text", Kind::Text),
];

const PLACE: &[Column] = &[
    column("name", Kind::Text),
    nullable("country", Kind::Text),
    nullable("latitude", Kind::Number),
    nullable("longitude", Kind::Number),
    column("precision", Kind::Text),
    column("text", Kind::Text),
    column("start", Kind::Integer),
    column("end", Kind::Integer),
];

impl Record for Event {
    const NAME: &'static str = "events";
    const COLUMNS: &'static [Column] = &[
        column("id", Kind::Text),
        column("event", Kind::Text),
        column("document", Kind::Text),
        nullable("published", Kind::Day),
        column("sentence", Kind::Struct(SENTENCE)),
        column("trigger", Kind::Struct(SPAN)),
        column("type", Kind::Text),
        nullable("mode", Kind::Text),
        column("contexts", Kind::List(&Kind::Text)),
        nullable("cameo", Kind::Text),
        column("quad", Kind::Integer),
        column("score", Kind::Number),
        column("source", Kind::List(&Kind::Struct(ACTOR))),
        column("target", Kind::List(&Kind::Struct(ACTOR))),
        column("status", Kind::Text),
        column("alleged", Kind::Flag),
        nullable("said_by", Kind::Struct(SAID_BY)),
        column("date", Kind::Struct(DATE)),
        nullable("place", Kind::Struct(PLACE)),
        column("rule", Kind::Text),
    ];
}

impl Record for ConsolidatedEvent {
    const NAME: &'static str = "consolidated";
    const COLUMNS: &'static [Column] = &[
        column("event", Kind::Text),
        column("date", Kind::Struct(DATE)),
        column("type", Kind::Text),
        nullable("mode", Kind::Text),
        column("contexts", Kind::List(&Kind::Text)),
        nullable("cameo", Kind::Text),
        column("quad", Kind::Integer),
        column("score", Kind::Number),
        column("source", Kind::List(&Kind::Struct(ACTOR))),
        column("target", Kind::List(&Kind::Struct(ACTOR))),
        column("status", Kind::Text),
        column("alleged", Kind::Flag),
        nullable("place", Kind::Struct(PLACE)),
        column("reports", Kind::Integer),
        column("documents", Kind::Integer),
        column("outlets", Kind::List(&Kind::Text)),
        nullable("first_published", Kind::Day),
        nullable("last_published", Kind::Day),
        column("sentence", Kind::Text),
        column("records", Kind::List(&Kind::Text)),
    ];
}

impl Record for Statement {
    const NAME: &'static str = "statements";
    const COLUMNS: &'static [Column] = &[
        column("id", Kind::Text),
        column("document", Kind::Text),
        nullable("published", Kind::Day),
        column("sentence", Kind::Struct(SENTENCE)),
        column("speaker", Kind::Struct(ACTOR)),
        nullable("addressee", Kind::Struct(ACTOR)),
        nullable("medium", Kind::Text),
        column("cue", Kind::Struct(SPAN)),
        column("kind", Kind::Text),
        column("content", Kind::List(&Kind::Struct(SPAN))),
        nullable("within", Kind::Text),
    ];
}

impl Record for Claim {
    const NAME: &'static str = "claims";
    const COLUMNS: &'static [Column] = &[
        column("id", Kind::Text),
        column("document", Kind::Text),
        nullable("published", Kind::Day),
        column("sentence", Kind::Struct(SENTENCE)),
        column("relation", Kind::Text),
        column("subject", Kind::Struct(ACTOR)),
        column(
            "object",
            Kind::Struct(&[
                nullable("code", Kind::Text),
                nullable("name", Kind::Text),
                column("text", Kind::Text),
                column("start", Kind::Integer),
                column("end", Kind::Integer),
            ]),
        ),
        column("negated", Kind::Flag),
        column("status", Kind::Text),
        column("alleged", Kind::Flag),
        nullable("said_by", Kind::Struct(SAID_BY)),
        column("date", Kind::Struct(DATE)),
        column("rule", Kind::Text),
    ];
}

impl Record for DocumentRecord {
    const NAME: &'static str = "documents";
    const COLUMNS: &'static [Column] = &[
        column("id", Kind::Text),
        nullable("title", Kind::Text),
        nullable("published", Kind::Day),
        nullable("source", Kind::Text),
        nullable("url", Kind::Text),
        column("text", Kind::Text),
        column(
            "blocks",
            Kind::List(&Kind::Struct(&[
                column("kind", Kind::Text),
                column("start", Kind::Integer),
                column("end", Kind::Integer),
            ])),
        ),
        column("sentences", Kind::Integer),
        column("events", Kind::Integer),
    ];
}

impl Record for IssueRecord {
    const NAME: &'static str = "issues";
    const COLUMNS: &'static [Column] = &[
        nullable("document", Kind::Text),
        column("stage", Kind::Text),
        column("place", Kind::Text),
        column("reason", Kind::Text),
    ];
}
