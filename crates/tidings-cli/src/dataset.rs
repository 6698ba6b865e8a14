//! Reads what `tidings code -o` wrote.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use tidings_records::Record;
use tidings_records::read::{JsonLines, Parquet};

/// The file of a kind of record: the input itself, or the one in the folder that `tidings code -o` wrote.
pub fn table<R: Record>(input: &Path) -> anyhow::Result<PathBuf> {
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

pub type Records<R> = Box<dyn Iterator<Item = anyhow::Result<R>>>;

/// Reads Parquet, or JSON Lines that may be compressed.
pub fn records<R: Record + 'static>(path: &Path) -> anyhow::Result<Records<R>> {
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
