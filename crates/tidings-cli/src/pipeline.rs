//! Reader, workers and writer as threads: memory is bounded, and the order of the input is kept.
//!
//! One thread reads documents into batches, others code them, and the calling thread writes the
//! results in the order of reading. At most [`AHEAD`] batches a worker are under way at a time, so a slow
//! document cannot make the others pile up behind it.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use anyhow::Context;
use crossbeam_channel::{Receiver, Sender, bounded};
use tidings::pipeline::{Coded, Coder, CodingOptions};
use tidings_intake::Item;
use tidings_records::DocumentRecord;
use tidings_text::{CharOffsets, Document, Issue, Stage};

/// Batches for each worker between reader and writer.
const AHEAD: usize = 8;
/// Bytes of text in a batch while all workers are busy; fewer when one waits.
const BATCH_BYTES: usize = 16 << 10;
/// The parser may recurse along deep trees.
const STACK_BYTES: usize = 16 << 20;

/// What became of an item of the input.
pub enum Done {
    Coded(Box<Coded>),
    Issue(Issue),
}

struct Batch<T> {
    number: u64,
    items: Vec<T>,
}

/// Codes all items and hands the results to `write` in the order of the input.
///
/// `write` also learns whether more results are waiting, so that it can flush when there are none.
/// Threads that are still at work when it fails are left behind; the program is about to end.
pub fn run(
    items: impl Iterator<Item = Item> + Send + 'static,
    coder: &'static Coder,
    options: CodingOptions,
    threads: usize,
    mut write: impl FnMut(Done, bool) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    remember_panics();
    let limit = AHEAD * threads;
    let (to_workers, work) = bounded::<Batch<Item>>(limit);
    let (to_writer, results) = bounded::<Batch<Done>>(limit);
    // A batch takes a place here before it is sent and gives it back when it is written.
    let (take_place, places) = bounded::<()>(limit);

    spawn("reader", move || read(items, &to_workers, &take_place))?;
    for _ in 0..threads {
        let (work, to_writer) = (work.clone(), to_writer.clone());
        spawn("coder", move || code(coder, options, &work, &to_writer))?;
    }
    drop((work, to_writer));

    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for batch in results.iter() {
        waiting.insert(batch.number, batch.items);
        while let Some(items) = waiting.remove(&next) {
            let mut items = items.into_iter().peekable();
            while let Some(item) = items.next() {
                write(item, items.peek().is_some() || !results.is_empty())?;
            }
            next += 1;
            let _ = places.recv();
        }
    }
    Ok(())
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
    let builder = thread::Builder::new().name(name.to_owned()).stack_size(STACK_BYTES);
    builder.spawn(work).context("cannot start a thread")?;
    Ok(())
}

fn read(items: impl Iterator<Item = Item>, to_workers: &Sender<Batch<Item>>, take_place: &Sender<()>) {
    let mut batch = Batch { number: 0, items: Vec::new() };
    let mut bytes = 0;
    let send = |batch: Batch<Item>| take_place.send(()).is_ok() && to_workers.send(batch).is_ok();
    for item in items {
        if let Item::Document(document) = &item {
            bytes += document.text.len();
        }
        batch.items.push(item);
        if bytes >= BATCH_BYTES || to_workers.is_empty() {
            let full = std::mem::replace(&mut batch, Batch { number: 0, items: Vec::new() });
            batch.number = full.number + 1;
            bytes = 0;
            if !send(full) {
                return;
            }
        }
    }
    if !batch.items.is_empty() {
        send(batch);
    }
}

fn code(coder: &Coder, options: CodingOptions, work: &Receiver<Batch<Item>>, to_writer: &Sender<Batch<Done>>) {
    let mut worker = coder.worker();
    for batch in work {
        let documents: Vec<&Document> = batch.items.iter().filter_map(document).collect();
        let parsed = panic::catch_unwind(AssertUnwindSafe(|| worker.parse_all(&documents, options)));
        let parsed = parsed.unwrap_or_else(|_| {
            // Each is tried alone.
            worker = coder.worker();
            Vec::new()
        });
        let mut parsed = parsed.into_iter();
        let items = batch.items.into_iter().map(|item| match item {
            Item::Issue(issue) => Done::Issue(issue),
            Item::Document(document) => {
                let sentences = parsed.next();
                let coded = panic::catch_unwind(AssertUnwindSafe(|| match sentences {
                    Some(sentences) => worker.code_parsed(&document, sentences),
                    None => worker.code(&document, options),
                }));
                Done::Coded(Box::new(coded.unwrap_or_else(|cause| {
                    // Whatever it was doing is half done.
                    worker = coder.worker();
                    given_up(&document, &*cause)
                })))
            }
        });
        let done = Batch { number: batch.number, items: items.collect() };
        if to_writer.send(done).is_err() {
            return;
        }
    }
}

fn document(item: &Item) -> Option<&Document> {
    match item {
        Item::Document(document) => Some(document),
        Item::Issue(_) => None,
    }
}

/// A document on which the coder panicked: there, with an issue and without events.
fn given_up(document: &Document, cause: &(dyn Any + Send)) -> Coded {
    let message = cause.downcast_ref::<&str>().copied();
    let message = message.or_else(|| cause.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown");
    let at = LAST_PANIC.with_borrow(|at| at.clone());
    let reason = format!("internal error, please report it with the text: {message} ({at})").replace('\n', " ");
    let issue = Issue { document: Some(document.id.clone()), stage: Stage::Coding, place: document.id.clone(), reason };
    let record = DocumentRecord::new(document, &CharOffsets::new(&document.text));
    Coded { document: Some(record), issues: vec![issue], ..Coded::default() }
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the place of a panic for the issue instead of printing it, in threads that code.
fn remember_panics() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name() == Some("coder") {
            LAST_PANIC.set(info.location().map_or_else(String::new, ToString::to_string));
        } else {
            print(info);
        }
    }));
}
