//! Text to sentences with tokens, offsets exact.
//!
//! Tokens are the syntactic words of the UD English treebanks: "don't" is "do" and "n't",
//! "state-owned" is "state", "-", "owned", "U.S." keeps its stop. Sentence ends are found by
//! rules over tokens; the lists of words that the rules need are in `data/`.
//!
//! Time is linear in the text: a chunk longer than [`CHUNK`] bytes is cut, and so is a sentence
//! of [`LONGEST`] tokens.

mod dateline;
mod ends;
mod lists;
mod tokens;

pub use dateline::dateline_end;
use tidings_text::{Byte, Sentence, Span};
use tokens::Context;

/// Tokens of the longest sentence; a longer one is cut at a clause mark.
pub const LONGEST: usize = 400;
/// Bytes of the longest run without white space that is tokenised as one.
const CHUNK: usize = 2048;

/// Cuts a block of text into sentences with tokens; tags, lemmas and tree are left to set.
///
/// `offset` is where `text` starts in the document, `block` the index of the block. Titles and
/// headings (`headline`) are one sentence unless their punctuation says otherwise.
pub fn sentences(text: &str, offset: usize, block: usize, headline: bool) -> Vec<Sentence> {
    let context = Context { text, headline };
    let mut sentences = Vec::new();
    let mut tokens: Vec<Span<Byte>> = Vec::new();
    let mut flush = |tokens: &[Span<Byte>]| {
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            sentences.push(sentence(text, Span::new(first.start, last.end), tokens, offset, block));
        }
    };
    let mut quotes = ends::Quotes::default();
    for chunk in (Chunks { text, at: 0 }) {
        if ends::starts_item(text, chunk, tokens.last().map_or(chunk.start, |t| t.end)) {
            flush(&tokens);
            tokens.clear();
            quotes = ends::Quotes::default();
        }
        let first = tokens.len();
        tokens::chunk(&context, chunk.start, chunk.end, &mut tokens);
        // Sentence ends inside the chunk ("done.The"), then the one after it.
        let mut from = 0;
        let mut at = first;
        while at < tokens.len() {
            quotes.read(tokens[at].slice(text));
            at += 1;
            if ends::ends_sentence(&context, &tokens[from..], at - from, chunk, &quotes) {
                flush(&tokens[from..at]);
                from = at;
                quotes = ends::Quotes::default();
            } else if at - from >= LONGEST {
                let cut = from + ends::best_cut(text, &tokens[from..at]);
                flush(&tokens[from..cut]);
                from = cut;
            }
        }
        tokens.drain(..from);
    }
    flush(&tokens);
    sentences
}

/// The tokens of one sentence.
pub fn tokenise(text: &str) -> Vec<Span<Byte>> {
    let context = Context { text, headline: false };
    let mut tokens = Vec::with_capacity(text.len() / 5);
    for chunk in (Chunks { text, at: 0 }) {
        tokens::chunk(&context, chunk.start, chunk.end, &mut tokens);
    }
    tokens
}

fn sentence(text: &str, span: Span<Byte>, tokens: &[Span<Byte>], offset: usize, block: usize) -> Sentence {
    let mut sentence = Sentence::default();
    sentence.text = span.slice(text).to_owned();
    sentence.span = span.shift(offset);
    sentence.block = block;
    sentence.tokens.reserve_exact(tokens.len());
    for token in tokens {
        sentence.push(Span::new(token.start - span.start, token.end - span.start), "");
    }
    sentence
}

/// Stretches without white space, at most [`CHUNK`] bytes long.
struct Chunks<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Chunks<'_> {
    type Item = Span<Byte>;

    fn next(&mut self) -> Option<Span<Byte>> {
        let start = self.at + self.text[self.at..].find(|c: char| !c.is_whitespace())?;
        let mut limit = (start + CHUNK).min(self.text.len());
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let end = self.text[start..limit].find(char::is_whitespace).map_or(limit, |n| start + n);
        self.at = end;
        Some(Span::new(start, end))
    }
}

#[cfg(test)]
mod tests;
