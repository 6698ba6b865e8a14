//! Any bytes in any format become documents and issues.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_intake::{Input, Item, Options, Reader};

const NAMES: &[&str] = &["x.txt", "x.md", "x.jsonl", "x.json", "x.csv", "x.tsv", "x.jsonl.gz", "x.txt.zst", "x"];

fuzz_target!(|input: (u8, &[u8])| {
    let (name, bytes) = (NAMES[usize::from(input.0) % NAMES.len()], input.1);
    let stream = Input::stream(name, std::io::Cursor::new(bytes.to_vec()));
    for item in Reader::new(vec![stream], &Options::default()) {
        if let Item::Document(document) = item {
            for block in &document.blocks {
                assert!(!document.block_text(block).is_empty());
            }
        }
    }
});
