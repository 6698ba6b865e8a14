//! `tidings parse`: sentences, tags, trees and names as CoNLL-U.

use std::fs;
use std::io::{self, BufWriter, Write};

use anyhow::{Context, bail};
use tidings_intake::Item;
use tidings_syntax::{Model, Workspace, analyse, conllu, segment};
use tidings_text::Sentence;

use crate::Outcome;
use crate::args::ParseArgs;
use crate::input;

pub fn run(args: &ParseArgs) -> anyhow::Result<Outcome> {
    let mut output = BufWriter::new(io::stdout().lock());
    let outcome = if args.conllu { reparse(args, &mut output) } else { parse(args, &mut output) }?;
    output.flush()?;
    Ok(outcome)
}

/// Text in any format of intake.
fn parse(args: &ParseArgs, output: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut workspace = Workspace::new();
    let mut outcome = Outcome::Complete;
    for item in input::reader(&args.input)? {
        let document = match item {
            Item::Document(document) => document,
            Item::Issue(issue) => {
                eprintln!("tidings: issue: {issue}");
                outcome = Outcome::WithIssues;
                continue;
            }
        };
        let mut sentences: Vec<Sentence> = Vec::new();
        let mut paragraphs = Vec::new();
        for (i, block) in document.blocks.iter().enumerate() {
            paragraphs.push(sentences.len());
            let text = document.block_text(block);
            sentences.extend(segment::sentences(text, block.span.start, i, block.kind.is_headline()));
        }
        analyse(Model::built_in(), &mut workspace, &mut sentences);
        for (i, sentence) in sentences.iter().enumerate() {
            let new_document = format!("newdoc id = {}", document.id);
            let kind = format!("newpar = {}", document.blocks[sentence.block].kind.as_str());
            let mut comments = Vec::new();
            if i == 0 {
                comments.push(new_document.as_str());
            }
            if paragraphs.contains(&i) {
                comments.push(&kind);
            }
            write_sentence(output, sentence, &format!("{}-{}", document.id, i + 1), &comments)?;
        }
    }
    Ok(outcome)
}

/// CoNLL-U whose sentences and words are kept.
fn reparse(args: &ParseArgs, output: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut workspace = Workspace::new();
    if args.input.inputs.is_empty() {
        bail!("--conllu needs the name of a file");
    }
    for path in &args.input.inputs {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        for parsed in conllu::read(&text) {
            let mut parsed = parsed.with_context(|| path.display().to_string())?;
            analyse(Model::built_in(), &mut workspace, std::slice::from_mut(&mut parsed.sentence));
            let comments: Vec<&str> = parsed.comments.iter().map(String::as_str).collect();
            write_sentence(output, &parsed.sentence, parsed.id.as_deref().unwrap_or(""), &comments)?;
        }
    }
    Ok(Outcome::Complete)
}

fn write_sentence(output: &mut impl Write, sentence: &Sentence, id: &str, comments: &[&str]) -> anyhow::Result<()> {
    let mut text = String::new();
    conllu::write(&mut text, sentence, id, comments)?;
    Ok(output.write_all(text.as_bytes())?)
}
