//! `tidings evaluate`: coded events against a gold record.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use tidings::evaluate::{FoundEvent, GoldSentence, documents, evaluate, evaluate_claims, read_events, read_gold};
use tidings::pipeline::CodingOptions;
use tidings_intake::{Format, Input, Options, Reader};
use tidings_records::Claim;

use crate::Outcome;
use crate::args::EvaluateArgs;
use crate::pipeline::{self, Done};

pub fn run(args: &EvaluateArgs, codebook: Option<&Path>) -> anyhow::Result<Outcome> {
    let mut gold = Vec::new();
    for path in &args.gold {
        gold.extend(read_gold(&path.display().to_string(), &read(path)?)?);
    }
    let mut outcome = Outcome::Complete;
    let mut out = io::stdout().lock();
    match &args.events {
        Some(path) => {
            let events = read_events(&path.display().to_string(), &read(path)?)?;
            write!(out, "{}", evaluate(&gold, &events, args.misses))?;
        }
        None => {
            let (events, claims) = code(&gold, codebook, &mut outcome)?;
            write!(out, "{}\n{}", evaluate(&gold, &events, args.misses), evaluate_claims(&gold, &claims, args.misses))?;
        }
    }
    Ok(outcome)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Codes the documents of the gold as `tidings code` would.
fn code(
    gold: &[GoldSentence],
    codebook: Option<&Path>,
    outcome: &mut Outcome,
) -> anyhow::Result<(Vec<FoundEvent>, Vec<Claim>)> {
    let mut lines = Vec::new();
    for document in documents(gold) {
        serde_json::to_writer(&mut lines, &document)?;
        lines.push(b'\n');
    }
    let options = Options { format: Some(Format::JsonLines), ..Options::default() };
    let reader = Reader::new(vec![Input::stream("gold", io::Cursor::new(lines))], &options);
    let coder = crate::code::coder(codebook)?;
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let (mut found, mut claims) = (Vec::new(), Vec::new());
    let mut issue = |issue: &tidings_text::Issue| {
        eprintln!("tidings: issue: {issue}");
        *outcome = Outcome::WithIssues;
    };
    pipeline::run(reader, coder, CodingOptions::default(), threads, |done, _| {
        match done {
            Done::Issue(of_input) => issue(&of_input),
            Done::Coded(coded) => {
                found.extend(coded.events.iter().map(FoundEvent::from));
                claims.extend(coded.claims);
                coded.issues.iter().for_each(&mut issue);
            }
        }
        Ok(())
    })?;
    Ok((found, claims))
}
