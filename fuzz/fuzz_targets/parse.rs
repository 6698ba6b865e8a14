//! Any text gets sentences with trees, lemmas and names.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_syntax::{Model, Workspace, analyse, segment};

fuzz_target!(|input: (bool, &str)| {
    let (headline, text) = input;
    let mut sentences = segment::sentences(text, 0, 0, headline);
    analyse(Model::built_in(), &mut Workspace::new(), &mut sentences);
    for s in &sentences {
        assert_eq!(&text[s.span.start..s.span.end], s.text);
        assert_eq!((0..s.len()).filter(|&t| s.head(t).is_none()).count(), 1);
    }
});
