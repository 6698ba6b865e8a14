//! JSON: objects line by line, in an array, one after the other, or wrapped in the answer of a news service.

use serde_json::{Map, Value};

use crate::options::{Columns, Field};
use crate::record::{Context, Fields, shortened};
use crate::stream::{Cut, Cutter, Damage, LineCutter, TextStream};

/// Cuts behind a JSON value. The caller has skipped what separates values.
#[derive(Default)]
struct ValueCutter {
    depth: usize,
    started: bool,
    in_string: bool,
    escaped: bool,
}

impl Cutter for ValueCutter {
    fn feed(&mut self, bytes: &[u8]) -> Option<usize> {
        for (i, &b) in bytes.iter().enumerate() {
            if self.in_string {
                match b {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(i + 1);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match b {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b'}' | b']' if self.depth == 1 || !self.started => return Some(i + 1),
                b'}' | b']' => return Some(i),
                b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 && self.started => return Some(i),
                _ => {}
            }
            self.started = true;
        }
        None
    }
}

/// How the records of a file follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    Lines,
    /// Values, of which `count` were seen, with `open` more brackets open than closed around them.
    Values {
        open: i64,
        count: u64,
    },
}

impl Layout {
    /// Values unless the first line is an object in itself.
    pub fn of(head: &str) -> Layout {
        let first = head.trim_start().lines().next().unwrap_or_default();
        match serde_json::from_str(first) {
            Ok(Value::Object(_)) => Layout::Lines,
            _ => Layout::Values { open: 0, count: 0 },
        }
    }
}

/// Reads the next record; false at the end.
pub(crate) fn step(text: &mut TextStream, layout: &mut Layout, name: &str, stem: &str, context: &mut Context) -> bool {
    let limit = context.options.max_record;
    if let Layout::Values { open, count } = layout {
        *open += skip_between(text);
        *count += 1;
    }
    let line = text.line();
    let place = format!("{name}:{line}");
    // An array may stand on a single line.
    let (number, which) = match layout {
        Layout::Lines => (line, String::new()),
        Layout::Values { count, .. } => (*count, format!("record {count}: ")),
    };
    let newline = text.newline();
    let mut value_cutter = ValueCutter::default();
    let cut = match layout {
        Layout::Lines => text.cut(&mut LineCutter(newline), limit),
        Layout::Values { .. } => text.cut(&mut value_cutter, limit),
    };
    let (len, complete) = match cut {
        Cut::Record { len, complete } if len <= limit => (len, complete),
        Cut::End => {
            if let Layout::Values { open: 1.., .. } = layout
                && text.broken().is_none()
            {
                context.issue(place, "the array does not end with ]: the file seems to be cut off");
            }
            return false;
        }
        _ => {
            context.issue(place, format!("{which}the record is longer than {limit} bytes and was left out"));
            match (cut, layout) {
                (Cut::Record { len, .. }, _) => drop(text.take(len)),
                (_, Layout::Lines) => text.skip(&mut LineCutter(newline)),
                (_, Layout::Values { .. }) => {
                    // The cutter has seen what is in memory.
                    text.take(text.rest().len());
                    text.skip(&mut value_cutter);
                }
            }
            return true;
        }
    };
    let record = text.rest()[..len].trim();
    if record.is_empty() {
        text.take(len);
        return true;
    }
    let parsed = serde_json::from_str::<Value>(record);
    let cut_off = !complete && text.broken().is_some();
    let damages = text.take(len);
    match parsed {
        Ok(Value::Object(object)) => {
            let id = format!("{stem}:{number}");
            emit(object, &id, &place, &damages, 0, context);
        }
        // Said once, for the whole file.
        Err(_) if cut_off => {}
        Ok(other) => {
            let other = shortened(&other.to_string());
            context.issue(place, format!("{which}a record must be a JSON object, this is {other}"));
        }
        Err(error) if error.is_eof() && !complete => {
            context.issue(place, "the JSON record that starts here does not end: the file seems to be cut off");
        }
        Err(error) => {
            let at = format!("{name}:{}", line + error.line().max(1) as u64 - 1);
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            context.issue(at, format!("{which}not valid JSON: {message} (column {})", error.column()));
        }
    }
    true
}

/// Skips white space, commas and the brackets of arrays; gives the brackets opened less those closed.
fn skip_between(text: &mut TextStream) -> i64 {
    let mut open = 0;
    loop {
        let rest = text.rest().as_bytes();
        let is_between = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']');
        let n = rest.iter().position(|b| !is_between(b)).unwrap_or(rest.len());
        for &b in &rest[..n] {
            open += i64::from(b == b'[') - i64::from(b == b']');
        }
        let at_value = n < rest.len();
        text.take(n);
        if at_value || !text.more() {
            return open;
        }
    }
}

fn emit(object: Map<String, Value>, id: &str, place: &str, damages: &[Damage], depth: usize, context: &mut Context) {
    let columns = &context.options.columns;
    let mut fields = Fields::default();
    for field in Field::ALL {
        if let Some(value) = find(&object, columns, field) {
            fields.set(field, &value);
        }
    }
    let found_text = fields.has(Field::Text) || (fields.has(Field::Title) && columns.title.is_some());
    if !found_text {
        if let Some(records) = wrapped(&object)
            && depth < 4
        {
            let records: Vec<Map<String, Value>> = records.iter().filter_map(|v| v.as_object().cloned()).collect();
            for (i, record) in records.into_iter().enumerate() {
                let id = format!("{id}.{}", i + 1);
                emit(record, &id, place, if i == 0 { damages } else { &[] }, depth + 1, context);
            }
            return;
        }
        // A headline without a text is a document if there was a place for a text.
        let empty_text = object.keys().any(|key| is_for(key, columns, Field::Text));
        if !(empty_text && fields.has(Field::Title)) {
            let keys: Vec<&str> = object.keys().map(String::as_str).collect();
            let reason = match empty_text {
                true => "the record has no text".into(),
                false => missing_text(&keys, columns),
            };
            return context.issue(place.to_owned(), reason);
        }
    }
    context.record(fields, id, place, damages);
}

/// What to say where no field or column holds the text.
pub(crate) fn missing_text(found: &[&str], columns: &Columns) -> String {
    let wanted = match &columns.text {
        Some(name) => format!("there is no {name:?}"),
        None => "nothing is named like a text (text, body, content …)".into(),
    };
    format!("no column holds the text: {wanted}; columns found: {} (name one with --text COLUMN)", found.join(", "))
}

fn is_for(key: &str, columns: &Columns, field: Field) -> bool {
    match columns.get(field) {
        Some(name) => key == name,
        None => field.aliases().iter().any(|alias| Field::is_alias(key, alias)),
    }
}

/// The text of the field that is named, or of the first usual name that has any.
fn find(object: &Map<String, Value>, columns: &Columns, field: Field) -> Option<String> {
    if let Some(name) = columns.get(field) {
        if let Some(value) = object.get(name) {
            return as_text(value);
        }
        let mut path = name.split('.');
        let mut value = object.get(path.next()?)?;
        for key in path {
            value = value.get(key)?;
        }
        return as_text(value);
    }
    field.aliases().iter().find_map(|alias| {
        object.iter().filter(|(key, _)| Field::is_alias(key, alias)).find_map(|(_, value)| as_text(value))
    })
}

/// Strings and numbers as they are, lists of strings as paragraphs, the name of an object.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(as_text).collect();
            (!parts.is_empty()).then(|| parts.join("\n\n"))
        }
        Value::Object(object) => ["name", "title", "main", "text", "value", "#text"]
            .iter()
            .find_map(|key| object.get(*key).and_then(as_text)),
        Value::Null | Value::Bool(_) => None,
    }
}

/// The records inside an object such as `{"status": "ok", "articles": [{…}]}` or `{"response": {"results": […]}}`.
fn wrapped(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    let mut lists = object.values().filter_map(|value| match value {
        Value::Array(list) if list.iter().any(Value::is_object) => Some(list),
        _ => None,
    });
    match (lists.next(), lists.next()) {
        (Some(list), None) => Some(list),
        (None, _) => {
            let mut inner = object.values().filter_map(Value::as_object).filter_map(wrapped);
            inner.next().filter(|_| inner.next().is_none())
        }
        _ => None,
    }
}
