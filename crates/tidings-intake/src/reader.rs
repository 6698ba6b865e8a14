//! The iterator over documents and issues of any number of inputs.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tidings_text::{Document, Issue};

use crate::header;
use crate::json;
use crate::markdown;
use crate::options::{Field, Format, Options};
use crate::record::{Context, Ids};
use crate::stream::{Bytes, Cut, TextStream, WholeCutter};
use crate::table::{Table, looks_like_header};

/// A document, or what kept something from becoming one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Document(Document),
    Issue(Issue),
}

/// Something to read: a file or a stream.
pub struct Input {
    /// As messages name it.
    name: String,
    /// Start of the ids of documents that bring none: the name without folders and endings.
    stem: String,
    kind: Kind,
}

enum Kind {
    File(PathBuf),
    Stream(Bytes),
    /// Known to be unreadable.
    Unreadable(String),
}

impl Input {
    /// A file; its documents are called after its name.
    pub fn file(path: impl Into<PathBuf>) -> Input {
        let path = path.into();
        let stem = path.file_name().map(|n| stem(&n.to_string_lossy())).unwrap_or_default();
        Input { name: path.display().to_string(), stem, kind: Kind::File(path) }
    }

    /// A file in a folder that is read; its documents are called after the path below the folder.
    pub(crate) fn file_below(path: PathBuf, folder: &Path) -> Input {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<_> = below.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        let stem = stem(&parts.join("/"));
        Input { name: path.display().to_string(), stem, kind: Kind::File(path) }
    }

    /// A stream such as standard input; `name` stands in messages and ids, and its ending tells the format.
    pub fn stream(name: &str, bytes: impl io::Read + Send + 'static) -> Input {
        Input { name: name.to_owned(), stem: stem(name), kind: Kind::Stream(Box::new(bytes)) }
    }

    pub(crate) fn unreadable(path: &Path, reason: String) -> Input {
        Input { name: path.display().to_string(), stem: String::new(), kind: Kind::Unreadable(reason) }
    }

    /// As messages name it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size as it lies on disk, in bytes; `None` for streams.
    fn size(&self) -> Option<u64> {
        match &self.kind {
            Kind::File(path) => fs::metadata(path).map(|m| m.len()).ok(),
            Kind::Stream(_) => None,
            Kind::Unreadable(_) => Some(0),
        }
    }
}

const COMPRESSIONS: [&str; 4] = [".gz", ".gzip", ".zst", ".zstd"];

fn without_compression(name: &str) -> &str {
    let small = name.to_ascii_lowercase();
    let ending = COMPRESSIONS.iter().find(|c| name.len() > c.len() && small.ends_with(**c));
    ending.map_or(name, |c| &name[..name.len() - c.len()])
}

/// The ending that names a format, if `name` has one.
fn format_ending(name: &str) -> Option<(usize, Format)> {
    let dot = name.rfind('.').filter(|&dot| dot > 0)?;
    Some((dot, Format::parse(&name[dot + 1..])?))
}

/// "2023/july.jsonl.gz" → "2023/july".
fn stem(name: &str) -> String {
    let name = without_compression(name);
    format_ending(name).map_or(name, |(dot, _)| &name[..dot]).to_owned()
}

/// Reads inputs one after the other, a record at a time. Memory depends on the longest record only
/// (and a few bytes for each id, which must be unique in a run).
pub struct Reader {
    options: Options,
    inputs: std::vec::IntoIter<Input>,
    open: Option<Open>,
    ids: Ids,
    queue: VecDeque<Item>,
    read: Arc<AtomicU64>,
    total: Option<u64>,
}

/// The input that is being read.
struct Open {
    name: String,
    stem: String,
    text: TextStream,
    layout: Layout,
}

enum Layout {
    Whole(Format),
    Json(json::Layout),
    Table(Table),
}

impl Reader {
    pub fn new(inputs: Vec<Input>, options: &Options) -> Reader {
        let total = inputs.iter().map(Input::size).sum();
        Reader {
            options: options.clone(),
            inputs: inputs.into_iter(),
            open: None,
            ids: Ids::default(),
            queue: VecDeque::new(),
            read: Arc::default(),
            total,
        }
    }

    /// Bytes read so far, as they lie on disk.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The counter behind [`Self::bytes_read`], to be watched from another thread.
    pub fn progress(&self) -> Arc<AtomicU64> {
        self.read.clone()
    }

    /// What [`Self::bytes_read`] will be at the end; `None` if a stream is among the inputs.
    pub fn total_bytes(&self) -> Option<u64> {
        self.total
    }

    fn start(&mut self, input: Input) {
        let Input { name, stem, kind } = input;
        let mut context = Context { options: &self.options, ids: &mut self.ids, out: &mut self.queue };
        let bytes: io::Result<Bytes> = match kind {
            Kind::File(path) => File::open(path).map(|f| Box::new(f) as Bytes),
            Kind::Stream(bytes) => Ok(bytes),
            Kind::Unreadable(reason) => return context.issue(name, reason),
        };
        let text = bytes.and_then(|bytes| TextStream::new(bytes, self.options.encoding, self.read.clone()));
        let mut text = match text {
            Ok(text) => text,
            Err(error) => return context.issue(name, format!("cannot be read: {error}")),
        };
        if text.rest().trim().is_empty() && !text.more() {
            let reason = match text.broken() {
                None => "the file is empty".into(),
                Some(error) => broken_reason(error),
            };
            return context.issue(name, reason);
        }
        if let Some(reason) = not_text(text.magic(), text.rest()) {
            return context.issue(name, reason);
        }
        let format = match self.options.format {
            Some(format) => format,
            None => format_of(&name, text.rest(), &self.options),
        };
        let layout = match format {
            Format::Text | Format::Markdown => Layout::Whole(format),
            Format::JsonLines => Layout::Json(json::Layout::Lines),
            Format::Json => Layout::Json(json::Layout::of(text.rest())),
            Format::Csv | Format::Tsv => {
                match Table::open(&mut text, format, &self.options.columns, self.options.max_record) {
                    Ok(table) => Layout::Table(table),
                    Err(reason) => return context.issue(format!("{name}:1"), reason),
                }
            }
        };
        self.open = Some(Open { name, stem, text, layout });
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.queue.pop_front() {
                return Some(item);
            }
            let Some(open) = &mut self.open else {
                let input = self.inputs.next()?;
                self.start(input);
                continue;
            };
            let mut context = Context { options: &self.options, ids: &mut self.ids, out: &mut self.queue };
            if !open.step(&mut context) {
                if let Some(error) = open.text.broken() {
                    let place = format!("{}:{}", open.name, open.text.line());
                    context.issue(place, broken_reason(error));
                }
                self.open = None;
            }
        }
    }
}

impl Open {
    /// Reads a record; false at the end.
    fn step(&mut self, context: &mut Context) -> bool {
        match &mut self.layout {
            Layout::Whole(format) => {
                whole(&mut self.text, *format, &self.name, &self.stem, context);
                false
            }
            Layout::Json(layout) => json::step(&mut self.text, layout, &self.name, &self.stem, context),
            Layout::Table(table) => table.step(&mut self.text, &self.name, &self.stem, context),
        }
    }
}

/// A file that is one document.
fn whole(text: &mut TextStream, format: Format, name: &str, stem: &str, context: &mut Context) {
    let limit = context.options.max_record;
    let len = match text.cut(&mut WholeCutter, limit) {
        Cut::Record { len, .. } if len <= limit => len,
        Cut::End => return context.issue(name.to_owned(), "the file is empty"),
        _ => {
            let reason = format!(
                "the document is longer than {limit} bytes and was left out (is it many reports in one file? make them JSON Lines)"
            );
            return context.issue(name.to_owned(), reason);
        }
    };
    let content = text.rest()[..len].to_owned();
    let damages = text.take(len);
    if content.trim().is_empty() {
        return context.issue(name.to_owned(), "the file is empty");
    }
    let (mut fields, blocks) = match format {
        Format::Markdown => markdown::read(&content, &context.options.columns),
        _ => header::read(&content, &context.options.columns),
    };
    if !fields.has(Field::Date)
        && context.options.date.is_none()
        && let Some(date) = date_in_name(stem)
    {
        fields.set(Field::Date, date);
    }
    context.document(fields, content, blocks, stem, name, &damages);
}

/// The day with which the name of a file starts: "news/2026-03-03-arms-transfer" → "2026-03-03".
fn date_in_name(stem: &str) -> Option<&str> {
    let name = stem.rsplit(['/', '\\']).next()?;
    let date = name.get(..10)?;
    let shape = date.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let ends = !name[10..].starts_with(|c: char| c.is_ascii_digit());
    (shape && ends && date.parse::<tidings_text::Date>().is_ok()).then_some(date)
}

fn broken_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "the compressed file is cut off: what stands before the break was read".into(),
        _ => format!("reading broke off: {error}; what stands before was read"),
    }
}

/// Why the start of a file shows that it is nothing to read.
fn not_text(magic: &[u8], head: &str) -> Option<String> {
    let known: [(&[u8], &str); 8] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a zip archive or office document"),
        (b"\xd0\xcf\x11\xe0", "an office document"),
        (b"{\\rtf", "a rich text document"),
        (b"BZh", "compressed with bzip2"),
        (b"\xfd7zXZ", "compressed with xz"),
        (b"7z\xbc\xaf", "a 7-Zip archive"),
        (b"\x89PNG", "a picture"),
    ];
    let start = head.trim_start().as_bytes();
    let is_web_page = [&b"<!doctype html"[..], b"<html"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag)));
    let what = known.iter().find(|(mark, _)| magic.starts_with(mark)).map(|(_, what)| *what);
    if let Some(what) = what.or(is_web_page.then_some("a web page")) {
        return Some(format!("the file is {what}, which is not read: save it as text first"));
    }
    let sample = head.chars().take(8192);
    let (mut all, mut control) = (0, 0);
    for c in sample {
        all += 1;
        control +=
            usize::from(c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{85}') || c == '\u{fffd}');
    }
    (control * 20 > all).then(|| "the file is not text (of no format or compression that is read)".into())
}

fn format_of(name: &str, head: &str, options: &Options) -> Format {
    let start = head.trim_start();
    let named = format_ending(without_compression(name)).map(|(_, format)| format);
    match named {
        Some(Format::JsonLines) if start.starts_with('[') => return Format::Json,
        Some(format) => return format,
        None => {}
    }
    let first = start.lines().next().unwrap_or_default();
    if first.starts_with('{') || (start.starts_with('[') && start[1..].trim_start().starts_with('{')) {
        return Format::Json;
    }
    if let Some(format) = looks_like_header(first, &options.columns) {
        return format;
    }
    if markdown::looks_like(start) { Format::Markdown } else { Format::Text }
}
