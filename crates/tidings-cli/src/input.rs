//! From arguments to a reader of documents.

use std::io::{self, IsTerminal};
use std::path::Path;

use anyhow::bail;
use tidings_intake::{Columns, Input, Options, Reader, expand};

use crate::args::{DateOrColumn, InputArgs};

/// Opens what the user named; standard input for `-` or when nothing is named.
pub fn reader(args: &InputArgs) -> anyhow::Result<Reader> {
    let mut inputs = Vec::new();
    if args.inputs.is_empty() {
        if io::stdin().is_terminal() {
            bail!("nothing to read: name files or folders, or send text to standard input");
        }
        inputs.push(Input::stream("stdin", io::stdin()));
    }
    for path in &args.inputs {
        if path == Path::new("-") {
            inputs.push(Input::stream("stdin", io::stdin()));
        } else {
            inputs.extend(expand(std::slice::from_ref(path))?);
        }
    }
    Ok(Reader::new(inputs, &options(args)))
}

fn options(args: &InputArgs) -> Options {
    let (date, column) = match &args.date {
        Some(DateOrColumn::Date(date)) => (Some(*date), None),
        Some(DateOrColumn::Column(column)) => (None, Some(column.clone())),
        None => (None, None),
    };
    let columns = Columns {
        id: args.id.clone(),
        title: args.title.clone(),
        text: args.text.clone(),
        date: column,
        source: args.source.clone(),
        url: args.url.clone(),
    };
    Options { format: args.format, encoding: args.encoding, columns, date, ..Options::default() }
}
