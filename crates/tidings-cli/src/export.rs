//! `tidings export`: coded records in the columns of other data sets.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use tidings::codebook::Codebook;
use tidings::export::{Exporter, Layout};
use tidings_records::read::{JsonLines, Parquet};
use tidings_records::{DocumentRecord, Event, Record};

use crate::args::{ExportArgs, ExportFormat};
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

/// The file of a kind of record: the input itself, or the one in the folder that `tidings code -o` wrote.
fn table<R: Record>(input: &Path) -> anyhow::Result<PathBuf> {
    if !input.is_dir() {
        return Ok(input.to_owned());
    }
    let names = ["parquet", "jsonl"].map(|ending| input.join(format!("{}.{ending}", R::NAME)));
    match names.into_iter().find(|path| path.exists()) {
        Some(path) => Ok(path),
        None => bail!(
            "{} has no {}.parquet or {1}.jsonl: name a folder that `tidings code -o` wrote as Parquet or JSON Lines",
            input.display(),
            R::NAME
        ),
    }
}

type Records<R> = Box<dyn Iterator<Item = anyhow::Result<R>>>;

/// Reads Parquet, or JSON Lines that may be compressed.
fn records<R: Record + 'static>(path: &Path) -> anyhow::Result<Records<R>> {
    let failed = {
        let path = path.display().to_string();
        move || format!("cannot read {path}")
    };
    let mut file = BufReader::new(File::open(path).with_context(&failed)?);
    let is_parquet = file.fill_buf().with_context(&failed)?.starts_with(b"PAR1");
    if is_parquet {
        let rows = Parquet::<R>::open(file.into_inner()).with_context(&failed)?;
        return Ok(Box::new(rows.map(move |record| record.with_context(&failed))));
    }
    let mut text = BufReader::new(tidings_intake::unpack(Box::new(file), Arc::default()).with_context(&failed)?);
    if !matches!(text.fill_buf().with_context(&failed)?, [] | [b'{' | b' ' | b'\n' | b'\r', ..]) {
        bail!("cannot read {}: records are read from Parquet or JSON Lines", path.display());
    }
    Ok(Box::new(JsonLines::<R, _>::new(text).map(move |record| record.with_context(&failed))))
}
