//! Scores segmentation against a treebank, as the CoNLL 2018 scorer does: F1 of words and sentences.
//!
//! `cargo run -p tidings-syntax --example segment_score -- TREEBANK.conllu [--misses]`
//!
//! With `-` it shows instead how each line of standard input is cut: one sentence a line, tokens apart.

use std::collections::HashMap;
use tidings_syntax::{conllu, segment};

/// Counts for one F1.
#[derive(Default)]
struct Score {
    gold: usize,
    system: usize,
    both: usize,
}

impl Score {
    fn add(&mut self, gold: &[(usize, usize)], system: &[(usize, usize)]) {
        self.gold += gold.len();
        self.system += system.len();
        self.both += gold.iter().filter(|g| system.binary_search(g).is_ok()).count();
    }

    fn f1(&self) -> f64 {
        200.0 * self.both as f64 / (self.gold + self.system) as f64
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: segment_score TREEBANK.conllu [--misses]")?;
    if path == "-" {
        return show();
    }
    let misses = args.next().is_some();
    let file = std::fs::read_to_string(&path)?;
    let mut paragraphs: Vec<Vec<conllu::Parsed>> = Vec::new();
    for parsed in conllu::read(&file) {
        let parsed = parsed?;
        if paragraphs.is_empty() || parsed.comments.iter().any(|c| c.starts_with("newpar") || c.starts_with("newdoc")) {
            paragraphs.push(Vec::new());
        }
        paragraphs.last_mut().expect("one was pushed").push(parsed);
    }
    let (mut words, mut sentences) = (Score::default(), Score::default());
    let mut wrong: HashMap<String, usize> = HashMap::new();
    for paragraph in &paragraphs {
        let mut text = String::new();
        let (mut gold_words, mut gold_sentences) = (Vec::new(), Vec::new());
        for parsed in paragraph {
            if !text.is_empty() {
                text.push(' ');
            }
            let s = &parsed.sentence;
            gold_words.extend(s.tokens.iter().map(|t| (text.len() + t.span.start, text.len() + t.span.end)));
            gold_sentences.push((text.len(), text.len() + s.text.len()));
            text.push_str(&s.text);
        }
        let system = segment::sentences(&text, 0, 0, false);
        let system_words: Vec<_> = system
            .iter()
            .flat_map(|s| s.tokens.iter().map(|t| (s.span.start + t.span.start, s.span.start + t.span.end)))
            .collect();
        let system_sentences: Vec<_> = system.iter().map(|s| (s.span.start, s.span.end)).collect();
        words.add(&gold_words, &system_words);
        sentences.add(&gold_sentences, &system_sentences);
        if misses {
            for &(from, to) in gold_words.iter().filter(|g| system_words.binary_search(g).is_err()) {
                let near: Vec<_> =
                    system_words.iter().filter(|s| s.0 < to && from < s.1).map(|s| &text[s.0..s.1]).collect();
                *wrong.entry(format!("word {:20} {}", &text[from..to], near.join(" "))).or_default() += 1;
            }
            for (mine, theirs, what) in
                [(&system_sentences, &gold_sentences, "extra"), (&gold_sentences, &system_sentences, "missing")]
            {
                for end in mine.iter().map(|s| s.1).filter(|e| !theirs.iter().any(|s| s.1 == *e)) {
                    let show = |from: usize, to: usize| text.get(from..to.min(text.len())).unwrap_or_default();
                    let (mut from, mut to) = (end.saturating_sub(40), (end + 40).min(text.len()));
                    while !text.is_char_boundary(from) {
                        from -= 1;
                    }
                    while !text.is_char_boundary(to) {
                        to += 1;
                    }
                    *wrong.entry(format!("{what} end: {}¦{}", show(from, end), show(end, to))).or_default() += 1;
                }
            }
        }
    }
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for (what, count) in wrong {
        println!("{count:5} {what}");
    }
    println!("{path}: words {:.2}, sentences {:.2}", words.f1(), sentences.f1());
    Ok(())
}

fn show() -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lines() {
        for s in segment::sentences(&line?, 0, 0, false) {
            let forms: Vec<&str> = (0..s.len()).map(|t| s.form(t)).collect();
            println!("{}", forms.join(" "));
        }
        println!();
    }
    Ok(())
}
