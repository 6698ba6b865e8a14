//! The API as an OpenAPI document: paths from the table of endpoints, answers from the types that are sent.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use tidings_records::{Claim, Column, Event, IssueRecord, Kind as ColumnKind, Record, Statement};
use utoipa::openapi::schema::{
    Array, ArrayBuilder, KnownFormat, Object, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Components, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::endpoints::{Endpoint, Reply, Schemas};
use super::export::FORMATS;
use super::params::{Kind, LENGTH, Param, REPEATS};
use crate::rows::{ClaimRow, EventRow, StatementRow};

/// The document.
pub fn document(endpoints: &[Endpoint], schemas: Schemas) -> Value {
    let mut components = Components::new();
    components.schemas.extend(schemas);
    let paths: Map<String, Value> =
        endpoints.iter().map(|endpoint| (endpoint.path.to_owned(), json!({ "get": operation(endpoint) }))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tidings explorer",
            "version": "1",
            "description": "Questions about a data set of events coded from news. Offsets count Unicode characters.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
        },
        "servers": [{ "url": "/api/v1" }],
        "paths": paths,
        "components": components,
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let in_path = endpoint.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = in_path
        .map(|name| {
            let mut schema = json!({ "type": "string", "minLength": 1 });
            if name == "table" {
                schema["enum"] = super::export::TABLES.into();
            }
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    parameters.extend(endpoint.params.iter().flat_map(|list| list.iter()).map(|param| {
        let required = endpoint.id == "tree" && param.name == "start";
        json!({
            "name": param.name,
            "in": "query",
            "required": required,
            "description": param.about,
            "schema": schema_of(param),
        })
    }));
    let problem = |about: &str| {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        json!({ "description": about, "content": { "application/problem+json": { "schema": schema } } })
    };
    let content = match &endpoint.reply {
        Reply::Json { schema, .. } => json!({ "application/json": { "schema": schema } }),
        Reply::OpenApi => json!({ "application/json": { "schema": { "type": "object" } } }),
        Reply::Export => {
            let types = FORMATS.iter().map(|(_, media)| ((*media).to_owned(), json!({})));
            Value::Object(types.collect())
        }
    };
    let mut responses = json!({
        "200": { "description": "The answer", "content": content },
        "304": { "description": "The answer is the one that you have" },
        "400": problem("A parameter is wrong"),
        "401": problem("The token is missing or wrong"),
        "414": problem("The address is too long"),
        "421": problem("The address names another host"),
        "503": problem("Too busy, or the question took too long"),
    });
    if endpoint.path.contains('{') {
        responses["404"] = problem("There is no such thing");
    }
    json!({ "operationId": endpoint.id, "summary": endpoint.about, "parameters": parameters, "responses": responses })
}

fn schema_of(param: &Param) -> Value {
    let schema = match param.kind {
        Kind::Text => json!({ "type": "string", "maxLength": LENGTH }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Choice(choices) => json!({ "type": "string", "enum": choices }),
        Kind::Integer { min, max, default } => {
            json!({ "type": "integer", "minimum": min, "maximum": max, "default": default })
        }
    };
    match param {
        // A pair is two.
        Param { name: "between", .. } => json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": schema }),
        Param { many: true, .. } => json!({ "type": "array", "maxItems": REPEATS, "items": schema }),
        _ => schema,
    }
}

fn of_kind(kind: &ColumnKind) -> Schema {
    let object = |kind: Type| ObjectBuilder::new().schema_type(kind);
    match kind {
        ColumnKind::Text => object(Type::String).into(),
        ColumnKind::Integer => object(Type::Integer).into(),
        ColumnKind::Number => object(Type::Number).into(),
        ColumnKind::Flag => object(Type::Boolean).into(),
        ColumnKind::Day => object(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).into(),
        ColumnKind::List(item) => Array::new(of_kind(item)).into(),
        ColumnKind::Struct(columns) => {
            let mut object = record(columns);
            // Actors get a name for people, and so does what a claim says of its subject.
            if columns.first().is_some_and(|column| column.name == "code") {
                object = with(object, "label", ObjectBuilder::new().schema_type(Type::String));
            }
            object.into()
        }
    }
}

/// The schema of records with these columns.
fn record(columns: &[Column]) -> Object {
    columns.iter().fold(Object::new(), |object, column| {
        let schema = of_kind(&column.kind);
        if column.nullable { with(object, column.name, nullable(schema)) } else { with(object, column.name, schema) }
    })
}

fn nullable(schema: Schema) -> Schema {
    let null = ObjectBuilder::new().schema_type(SchemaType::new(Type::Null));
    OneOfBuilder::new().item(null).item(schema).into()
}

fn with(object: Object, name: &str, schema: impl Into<RefOr<Schema>>) -> Object {
    ObjectBuilder::from(object).property(name, schema).required(name).build()
}

fn text() -> Schema {
    ObjectBuilder::new().schema_type(Type::String).into()
}

fn whole() -> Schema {
    ObjectBuilder::new().schema_type(Type::Integer).into()
}

/// What lists add to a record.
fn around(object: Object) -> Object {
    let number = ObjectBuilder::new().schema_type(Type::Integer);
    let pair = ArrayBuilder::new().items(number).min_items(Some(2)).max_items(Some(2));
    let object = ["title", "outlet", "url"].into_iter().fold(object, |o, name| with(o, name, nullable(text())));
    with(object, "marks", ArrayBuilder::new().items(pair))
}

macro_rules! record_schema {
    ($row:ty, $name:literal, $columns:expr, $more:expr) => {
        impl PartialSchema for $row {
            fn schema() -> RefOr<Schema> {
                let more: fn(Object) -> Object = $more;
                Schema::Object(more(around(record($columns)))).into()
            }
        }

        impl ToSchema for $row {
            fn name() -> Cow<'static, str> {
                $name.into()
            }
        }
    };
}

record_schema!(EventRow, "EventRow", Event::COLUMNS, |object| with(object, "reports", whole()));
record_schema!(StatementRow, "StatementRow", Statement::COLUMNS, |object| with(object, "events", Array::new(text())));
record_schema!(ClaimRow, "ClaimRow", Claim::COLUMNS, |object| object);

/// An issue as it was recorded.
#[derive(serde::Serialize)]
pub struct IssueRow(pub Value);

impl PartialSchema for IssueRow {
    fn schema() -> RefOr<Schema> {
        Schema::Object(record(IssueRecord::COLUMNS)).into()
    }
}

impl ToSchema for IssueRow {
    fn name() -> Cow<'static, str> {
        "IssueRow".into()
    }
}
