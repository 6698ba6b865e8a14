//! `tidings explain`: how a text is read and coded, or what a code means.

use std::io::{self, Write};
use std::path::Path;

use tidings::explain;
use tidings::pipeline::CodingOptions;
use tidings_intake::{Input, Item, Options, Reader};
use tidings_text::Document;

use crate::Outcome;
use crate::args::ExplainArgs;

pub fn run(args: &ExplainArgs, codebook: Option<&Path>) -> anyhow::Result<Outcome> {
    let coder = crate::code::coder(codebook)?;
    let what = args.what.join(" ");
    let mut out = io::stdout().lock();
    if !Path::new(&what).is_file() {
        let text = explain::code(&coder.codebook, what.trim()).unwrap_or_else(|| {
            let document = Document { published: args.date, ..tidings::check::document(&what) };
            explain::document(coder, &document, CodingOptions::default())
        });
        out.write_all(text.as_bytes())?;
        return Ok(Outcome::Complete);
    }
    let mut outcome = Outcome::Complete;
    let options = Options { date: args.date, ..Options::default() };
    for item in Reader::new(vec![Input::file(&what)], &options) {
        match item {
            Item::Document(document) => {
                let text = explain::document(coder, &document, CodingOptions::default());
                out.write_all(text.as_bytes())?;
            }
            Item::Issue(issue) => {
                eprintln!("tidings: issue: {issue}");
                outcome = Outcome::WithIssues;
            }
        }
    }
    Ok(outcome)
}
