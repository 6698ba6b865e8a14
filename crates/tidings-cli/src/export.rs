//! `tidings export`: coded records in the columns of other data sets.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use tidings::codebook::Codebook;
use tidings::export::{Exporter, Layout};
use tidings_records::{DocumentRecord, Event};

use crate::args::{ExportArgs, ExportFormat};
use crate::dataset::{records, table};
use crate::output::OutputFile;
use crate::{Outcome, codebook};

pub fn run(args: &ExportArgs, overlay: Option<&Path>) -> anyhow::Result<Outcome> {
    let layout = match args.format {
        ExportFormat::Icews => Layout::Icews,
        ExportFormat::Gdelt => Layout::Gdelt,
        ExportFormat::Phoenix => Layout::Phoenix,
        ExportFormat::Polecat => Layout::Polecat,
    };
    let files = codebook::files(overlay)?;
    let book = Codebook::load(&files)?;
    let mut exporter = Exporter::new(layout, &files, &book, args.all)?;
    let events = table::<Event>(&args.input)?;
    if args.input.is_dir() {
        for document in records::<DocumentRecord>(&table::<DocumentRecord>(&args.input)?)? {
            let document = document?;
            exporter.document(document.id.clone(), document.into());
        }
    }
    if layout.per_event() {
        records::<Event>(&events)?.try_for_each(|event| event.map(|e| exporter.count(&e)))?;
    }
    match &args.output {
        Some(path) => {
            let mut output = OutputFile::named(path)?;
            write(&mut exporter, &events, &mut output)?;
            output.persist()?;
        }
        None => {
            let mut output = BufWriter::new(io::stdout().lock());
            write(&mut exporter, &events, &mut output)?;
            output.flush()?;
        }
    }
    Ok(Outcome::Complete)
}

fn write(exporter: &mut Exporter<'_>, events: &Path, output: &mut impl Write) -> anyhow::Result<()> {
    let mut line = |text: &str| -> io::Result<()> {
        output.write_all(text.as_bytes())?;
        output.write_all(b"\n")
    };
    if let Some(header) = exporter.header() {
        line(&header)?;
    }
    for event in records::<Event>(events)? {
        for text in exporter.lines(&event?) {
            line(&text)?;
        }
    }
    Ok(())
}
