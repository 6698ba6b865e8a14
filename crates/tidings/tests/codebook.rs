//! The examples of the codebook are tests.

use std::fmt::Write as _;

use tidings::check::check;
use tidings::codebook::Files;
use tidings::pipeline::Coder;

/// Examples that the parser or the engine still reads wrongly. This number may only fall.
const STILL_WRONG: usize = 62;

#[test]
fn the_examples_of_the_rules_code_as_they_say() {
    let coder = Coder::new(&Files::built_in()).expect("the built-in codebook loads");
    let report = check(&coder, "");
    let mut failures = String::new();
    for f in &report.failures {
        let _ = writeln!(failures, "{} ({})\n    {}\n    {}", f.rule, f.file, f.example, f.reason);
    }
    let wrong = report.failures.len();
    assert!(wrong <= STILL_WRONG, "{wrong} of {} examples fail, not {STILL_WRONG}:\n{failures}", report.examples);
}

#[test]
fn the_codebook_is_as_wide_as_it_must_be() {
    let coder = Coder::new(&Files::built_in()).expect("the built-in codebook loads");
    let rules = &coder.codebook.rules;
    assert!(rules.rules.len() >= 200, "only {} rules", rules.rules.len());
    assert!(rules.trigger_count() >= 1000, "only {} triggers", rules.trigger_count());
}
