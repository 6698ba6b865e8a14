//! The examples of the codebook are tests.

use std::fmt::Write as _;

use tidings::check::check;
use tidings::codebook::Files;
use tidings::pipeline::Coder;

#[test]
fn every_example_of_every_rule_codes_as_it_says() {
    let coder = Coder::new(&Files::built_in()).expect("the built-in codebook loads");
    let report = check(&coder, "");
    let mut failures = String::new();
    for f in &report.failures {
        let _ = writeln!(failures, "{} ({})\n    {}\n    {}", f.rule, f.file, f.example, f.reason);
    }
    assert!(report.failures.is_empty(), "{} of {} examples fail:\n{failures}", report.failures.len(), report.examples);
}

#[test]
fn the_codebook_is_as_wide_as_it_must_be() {
    let coder = Coder::new(&Files::built_in()).expect("the built-in codebook loads");
    let rules = &coder.codebook.rules;
    assert!(rules.rules.len() >= 200, "only {} rules", rules.rules.len());
    assert!(rules.trigger_count() >= 1000, "only {} triggers", rules.trigger_count());
}
