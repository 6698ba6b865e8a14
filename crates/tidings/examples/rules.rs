//! Codes the examples of the codebook and prints those that fail: `rules [PREFIX]`.

use tidings::check::check;
use tidings::codebook::Files;
use tidings::pipeline::Coder;

fn main() {
    let prefix = std::env::args().nth(1).unwrap_or_default();
    let coder = Coder::new(&Files::built_in()).unwrap_or_else(|e| panic!("{e}"));
    let report = check(&coder, &prefix);
    for f in &report.failures {
        println!("{}\n    {}\n    {}", f.rule, f.example, f.reason);
    }
    println!("not reached by an example:");
    report.unreached.iter().for_each(|p| println!("    {p}"));
    let triggers = coder.codebook.rules.trigger_count();
    println!(
        "{} rules, {} triggers in all; {} of {} examples fail",
        report.rules,
        triggers,
        report.failures.len(),
        report.examples
    );
}
