//! The same records in every format: field order, flattening, nesting, round trips.

use std::collections::BTreeSet;

use serde_json::Value;
use tidings_records::read::JsonLines;
use tidings_records::write::{Format, RecordWriter, TableStyle, TableWriter};
use tidings_records::{
    ActorRecord, BlockRecord, Claim, Column, DateBasis, DatePrecision, DateRecord, DocumentRecord, Event, IssueRecord,
    Kind, PlacePrecision, PlaceRecord, Record, SaidBy, SentenceRecord, Statement, Status, TextSpan, Versions,
};

const TEXT: &str = "Envoys of Norland told Agence Sud that gunmen had seized a café in Port Vell; the city was calm.";

fn versions() -> Versions {
    Versions { program: "0.1.0".into(), codebook: "0badc0de".into(), model: "00c0ffee".into() }
}

fn actor(code: &str, text: &str) -> ActorRecord {
    let start = TEXT.find(text).map_or(0, |byte| TEXT[..byte].chars().count()) as u32;
    let (code_part, name) = code.split_once('#').map_or((code, None), |(c, n)| (c, Some(n.to_owned())));
    let (country, sector) = code_part.split_once(' ').map_or((code_part, None), |(c, s)| (c, Some(s.to_owned())));
    ActorRecord {
        code: code.into(),
        country: country.into(),
        sector,
        name,
        text: text.into(),
        start,
        end: start + text.chars().count() as u32,
    }
}

/// An event with every field filled.
fn full() -> Event {
    let mut event = Event {
        id: String::new(),
        event: String::new(),
        document: "report-1".into(),
        published: Some("2024-03-05".parse().unwrap()),
        sentence: SentenceRecord { index: 2, text: TEXT.into(), start: 0, end: TEXT.chars().count() as u32 },
        trigger: TextSpan { text: "seized".into(), start: 50, end: 56 },
        event_type: "COERCE".into(),
        mode: Some("seize".into()),
        contexts: vec!["military".into(), "crime".into()],
        cameo: Some("171".into()),
        quad: 4,
        score: -7.0,
        source: vec![actor("UNK UAF", "gunmen"), actor("NOR GOV#Ola; Nord", "Envoys")],
        target: vec![actor("ESP BUS", "café")],
        status: Status::Actual,
        alleged: true,
        said_by: Some(SaidBy {
            speaker: actor("NOR GOV", "Envoys of Norland"),
            medium: Some("Agence Sud".into()),
            cue: "told".into(),
            statement: "5f0e".into(),
        }),
        date: DateRecord {
            value: Some("2024-03-04/2024-03-05".into()),
            precision: Some(DatePrecision::Interval),
            basis: DateBasis::Expression,
            text: Some("overnight".into()),
        },
        place: Some(PlaceRecord {
            name: "Port Vell".into(),
            country: Some("ESP".into()),
            latitude: Some(41.376),
            longitude: Some(2.185),
            precision: PlacePrecision::City,
            text: "Port Vell".into(),
            start: 67,
            end: 76,
        }),
        rule: "coerce/seize".into(),
    };
    event.id = event.make_id();
    event.event.clone_from(&event.id);
    event
}

/// An event with nothing that may be missing.
fn bare() -> Event {
    let mut event = Event {
        document: "report-2".into(),
        sentence: SentenceRecord { index: 0, text: "Protests erupted.".into(), start: 0, end: 17 },
        trigger: TextSpan { text: "Protests".into(), start: 0, end: 8 },
        event_type: "PROTEST".into(),
        quad: 4,
        score: -6.5,
        rule: "protest/erupt".into(),
        ..Event::default()
    };
    event.id = event.make_id();
    event.event.clone_from(&event.id);
    event
}

fn document() -> DocumentRecord {
    DocumentRecord {
        id: "report-1".into(),
        title: Some("Gunmen seize café, envoys say".into()),
        published: Some("2024-03-05".parse().unwrap()),
        text: TEXT.into(),
        blocks: vec![BlockRecord { kind: "paragraph".into(), start: 0, end: TEXT.chars().count() as u32 }],
        sentences: 1,
        events: 1,
        ..DocumentRecord::default()
    }
}

fn written<R: Record>(format: Format, records: &[R]) -> Vec<u8> {
    let mut writer = RecordWriter::new(format, Vec::new(), &versions()).unwrap();
    for record in records {
        writer.write(record).unwrap();
    }
    writer.finish().unwrap()
}

fn text<R: Record>(format: Format, records: &[R]) -> String {
    String::from_utf8(written(format, records)).unwrap()
}

#[test]
fn json_lines_read_back_what_was_written() {
    let events = [full(), bare()];
    let text = written(Format::JsonLines, &events);
    let read: Vec<Event> = JsonLines::new(&text[..]).map(Result::unwrap).collect();
    assert_eq!(read, events);
    let broken = [&text[..], b"\n{\"id\":\"x\"}\n"].concat();
    let error = JsonLines::<Event, _>::new(&broken[..]).find_map(Result::err).unwrap().to_string();
    assert!(error.starts_with("line 4: missing field"), "{error}");
}

#[test]
fn json_lines_have_the_fields_in_order() {
    insta::assert_snapshot!(text(Format::JsonLines, &[full(), bare()]));
}

#[test]
fn json_lines_read_back() {
    let lines = text(Format::JsonLines, &[full(), bare()]);
    let events: Vec<Event> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events, [full(), bare()]);
}

#[test]
fn csv_flattens_and_joins() {
    insta::assert_snapshot!(text(Format::Csv, &[full(), bare()]));
}

#[test]
fn csv_has_its_header_even_without_records() {
    let header = text::<IssueRecord>(Format::Csv, &[]);
    assert_eq!(header, "document,stage,place,reason,version\n");
}

#[test]
fn table_fits_the_terminal() {
    let mut rendered = String::new();
    for width in [60, 110, 160] {
        let mut writer = TableWriter::new(Vec::new(), TableStyle { width, colour: false });
        writer.write(&document(), &[full(), bare()]).unwrap();
        writer.write(&document(), &[]).unwrap();
        writer.write(&document(), &[bare()]).unwrap();
        let table = String::from_utf8(writer.into_inner()).unwrap();
        rendered.push_str(&format!("{width} columns\n{table}\n"));
    }
    insta::assert_snapshot!(rendered);
}

/// Every field that serde writes is a column of the schema, in the same order and of its kind.
#[test]
fn schema_describes_what_is_serialised() {
    fn check(path: &str, columns: &[Column], json: &str) {
        let value: Value = serde_json::from_str(json).unwrap();
        let names: BTreeSet<&str> = columns.iter().map(|c| c.name).collect();
        let fields: BTreeSet<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, fields, "{path}");
        let mut at = 0;
        for column in columns {
            let key = format!("\"{}\":", column.name);
            at += json[at..].find(&key).unwrap_or_else(|| panic!("{path}.{} out of order", column.name));
            check_value(&format!("{path}.{}", column.name), column, &column.kind, &value[column.name]);
        }
    }
    fn check_value(path: &str, column: &Column, kind: &Kind, value: &Value) {
        match (kind, value) {
            (_, Value::Null) => assert!(column.nullable, "{path} is null"),
            (Kind::Text | Kind::Day, Value::String(_)) | (Kind::Flag, Value::Bool(_)) => {}
            (Kind::Integer, Value::Number(n)) => assert!(n.is_u64(), "{path}"),
            (Kind::Number, Value::Number(n)) => assert!(n.is_f64(), "{path}"),
            (Kind::List(kind), Value::Array(items)) => {
                items.iter().for_each(|item| check_value(path, column, kind, item));
            }
            (Kind::Struct(columns), Value::Object(fields)) => {
                let names: BTreeSet<&str> = columns.iter().map(|c| c.name).collect();
                assert_eq!(names, fields.keys().map(String::as_str).collect(), "{path}");
                columns.iter().for_each(|c| check_value(&format!("{path}.{}", c.name), c, &c.kind, &value[c.name]));
            }
            _ => panic!("{path}: {value} is not {kind:?}"),
        }
    }
    fn checked<R: Record>(record: &R) {
        check(R::NAME, R::COLUMNS, &serde_json::to_string(record).unwrap());
    }
    checked(&full());
    checked(&bare());
    checked(&document());
    checked(&DocumentRecord::default());
    checked(&Statement::default());
    let span = TextSpan { text: "said".into(), start: 3, end: 7 };
    let actor = ActorRecord::default();
    let (addressee, within) = (Some(actor), Some("1".into()));
    checked(&Statement { content: vec![span.clone(), span], addressee, within, ..Statement::default() });
    checked(&Claim { said_by: full().said_by, ..Claim::default() });
    checked(&IssueRecord { document: None, stage: "intake".into(), place: "a.csv:3".into(), reason: "".into() });
}

#[test]
fn ids_follow_the_event() {
    let event = full();
    let mut other = event.clone();
    other.mode = None;
    assert_eq!(event.make_id(), other.make_id());
    other.target.clear();
    assert_ne!(event.make_id(), other.make_id());
}

#[cfg(feature = "parquet")]
mod parquet {
    use super::*;
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::{Field, Row};
    use tidings_records::read::Parquet;

    fn read(bytes: Vec<u8>) -> SerializedFileReader<bytes::Bytes> {
        SerializedFileReader::new(bytes.into()).unwrap()
    }

    fn json(row: &Row) -> Value {
        Value::Object(row.get_column_iter().map(|(name, field)| (name.clone(), json_value(field))).collect())
    }

    fn json_value(field: &Field) -> Value {
        match field {
            Field::Null => Value::Null,
            Field::Bool(flag) => Value::from(*flag),
            Field::Int(number) => Value::from(*number),
            Field::Double(number) => Value::from(*number),
            Field::Str(text) => Value::from(text.as_str()),
            Field::Date(_) => Value::from(field.to_string()),
            Field::Group(row) => json(row),
            Field::ListInternal(list) => list.elements().iter().map(json_value).collect(),
            other => panic!("unexpected {other:?}"),
        }
    }

    #[test]
    fn parquet_holds_the_same_values() {
        let reader = read(written(Format::Parquet, &[full(), bare()]));
        let rows: Vec<Value> = reader.get_row_iter(None).unwrap().map(|row| json(&row.unwrap())).collect();
        assert_eq!(rows, [full(), bare()].map(|event| serde_json::to_value(event).unwrap()));
    }

    #[test]
    fn parquet_reads_back_what_was_written() {
        let events = [full(), bare()];
        let bytes: bytes::Bytes = written(Format::Parquet, &events).into();
        let read: Vec<Event> = Parquet::open(bytes.clone()).unwrap().map(Result::unwrap).collect();
        assert_eq!(read, events);
        let bytes_of_documents: bytes::Bytes = written(Format::Parquet, &[document()]).into();
        let read: Vec<DocumentRecord> = Parquet::open(bytes_of_documents).unwrap().map(Result::unwrap).collect();
        assert_eq!(read, [document()]);
        let wrong = Parquet::<DocumentRecord>::open(bytes.clone()).err().unwrap().to_string();
        assert!(wrong.contains("no column \"title\" of documents"), "{wrong}");
        for cut in [0, 3, bytes.len() / 2, bytes.len() - 1] {
            assert!(Parquet::<Event>::open(bytes.slice(..cut)).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn parquet_says_what_made_it() {
        let reader = read(written::<Event>(Format::Parquet, &[]));
        let file = reader.metadata().file_metadata();
        assert_eq!(file.created_by(), Some("tidings version 0.1.0"));
        let entries = file.key_value_metadata().unwrap();
        let version = entries.iter().find(|e| e.key == "tidings.version").unwrap();
        assert_eq!(version.value.as_deref(), Some("tidings 0.1.0+codebook-0badc0de+model-00c0ffee"));
    }

    #[test]
    fn long_runs_make_several_row_groups() {
        let mut writer = RecordWriter::new(Format::Parquet, Vec::new(), &versions()).unwrap();
        // Text that does not compress, so that the buffer fills.
        let mut state = 1u64;
        for _ in 0..700 {
            let noise: String = (0..80_000)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    char::from(b'!' + (state >> 33) as u8 % 90)
                })
                .collect();
            writer.write(&DocumentRecord { text: noise, ..document() }).unwrap();
        }
        let reader = read(writer.finish().unwrap());
        assert!(reader.num_row_groups() > 1);
        assert_eq!(reader.metadata().file_metadata().num_rows(), 700);
    }
}
