//! Any file is read or refused; what is read is written and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidings_syntax::conllu;

fuzz_target!(|text: &str| {
    for parsed in conllu::read(text).flatten() {
        let mut out = String::new();
        conllu::write(&mut out, &parsed.sentence, "s", &[]).expect("strings take everything");
        let again = conllu::read(&out).next().expect("one sentence").expect("its own output");
        assert_eq!(again.sentence.len(), parsed.sentence.len());
    }
});
