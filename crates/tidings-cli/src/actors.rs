//! `tidings actors`: what a corpus could teach the codebook.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use tidings::pipeline::CodingOptions;
use tidings::suggest::Suggestions;
use tidings_intake::Item;

use crate::args::{ActorsArgs, ActorsCommand, SuggestArgs};
use crate::{Outcome, code, input};

pub fn run(args: &ActorsArgs, codebook: Option<&Path>) -> anyhow::Result<Outcome> {
    match &args.command {
        ActorsCommand::Suggest(args) => suggest(args, codebook),
    }
}

fn suggest(args: &SuggestArgs, codebook: Option<&Path>) -> anyhow::Result<Outcome> {
    let coder = code::coder(codebook)?;
    let mut worker = coder.worker();
    let mut names = Suggestions::default();
    let mut outcome = Outcome::Complete;
    for item in input::reader(&args.input)? {
        match item {
            Item::Document(document) => {
                let analysis = worker.analyse(&document, CodingOptions::default(), false);
                names.add(&coder.codebook.actors, &analysis);
            }
            Item::Issue(issue) => {
                eprintln!("tidings: issue: {issue}");
                outcome = Outcome::WithIssues;
            }
        }
    }
    let mut out = String::from("documents\tmentions\tkind\tname\tcoded\texample\n");
    for s in names.top(args.top) {
        let kind = if s.person { "person" } else { "organisation" };
        let example = s.example.replace(['\t', '\n'], " ");
        writeln!(out, "{}\t{}\t{kind}\t{}\t{}\t{example}", s.documents, s.mentions, s.name, s.code)?;
    }
    io::stdout().write_all(out.as_bytes())?;
    Ok(outcome)
}
