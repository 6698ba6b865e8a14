//! Parses plain text (a paragraph a line) or the words of a CoNLL-U file; writes CoNLL-U.
//!
//! `cargo run -p tidings-syntax --example parse -- FILE[.conllu] [--speed] [--model FILE]`
//!
//! With `--speed` nothing is written but how many tokens and sentences one thread parses per second,
//! paragraph by paragraph.

use std::io::Write;
use std::time::Instant;

use tidings_syntax::{Model, Workspace, analyse, conllu, segment};
use tidings_text::Sentence;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const USAGE: &str = "usage: parse FILE[.conllu] [--speed] [--model FILE]";
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or(USAGE)?;
    let (mut speed, mut read) = (false, None);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--speed" => speed = true,
            "--model" => read = Some(Model::read(&std::fs::read(args.next().ok_or(USAGE)?)?)?),
            _ => return Err(USAGE.into()),
        }
    }
    let model = read.as_ref().unwrap_or_else(|| Model::built_in());
    let text = std::fs::read_to_string(&path)?;
    let mut sentences: Vec<Sentence> = if path.ends_with(".conllu") {
        conllu::read(&text).map(|p| p.map(|p| p.sentence)).collect::<Result<_, _>>()?
    } else {
        text.lines().enumerate().flat_map(|(i, line)| segment::sentences(line, 0, i, false)).collect()
    };
    let mut workspace = Workspace::new();
    if speed {
        let tokens: usize = sentences.iter().map(Sentence::len).sum();
        let start = Instant::now();
        for paragraph in sentences.chunk_by_mut(|a, b| a.block == b.block) {
            analyse(model, &mut workspace, paragraph);
        }
        let (seconds, count) = (start.elapsed().as_secs_f64(), sentences.len());
        println!(
            "{tokens} tokens, {count} sentences; {:.0} tokens/s, {:.0} sentences/s",
            tokens as f64 / seconds,
            count as f64 / seconds
        );
        return Ok(());
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for batch in sentences.chunks_mut(64) {
        analyse(model, &mut workspace, batch);
    }
    let mut written = String::new();
    for (i, sentence) in sentences.iter().enumerate() {
        written.clear();
        conllu::write(&mut written, sentence, &(i + 1).to_string(), &[])?;
        out.write_all(written.as_bytes())?;
    }
    Ok(out.flush()?)
}
