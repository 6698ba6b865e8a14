#![no_main]
//! Any bytes as JSON Lines of events: each line is a record or an error, and what is a record can be exported.

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tidings::codebook::{Codebook, Files};
use tidings::export::{Exporter, Layout};
use tidings_records::Event;
use tidings_records::read::JsonLines;

fuzz_target!(|bytes: &[u8]| {
    static BOOK: OnceLock<(Files, Codebook)> = OnceLock::new();
    let (files, book) = BOOK.get_or_init(|| {
        let files = Files::built_in();
        let book = Codebook::load(&files).expect("the built-in codebook loads");
        (files, book)
    });
    let events: Vec<Event> = JsonLines::new(bytes).filter_map(Result::ok).collect();
    for layout in [Layout::Icews, Layout::Gdelt, Layout::Phoenix, Layout::Polecat] {
        let mut exporter = Exporter::new(layout, files, book, true).expect("the built-in codebook has what it needs");
        events.iter().for_each(|event| exporter.count(event));
        let columns = layout.columns().len();
        for line in events.iter().flat_map(|event| exporter.lines(event)) {
            assert_eq!(line.split('\t').count(), columns);
        }
    }
});
