//! Scores lemmas against a treebank, with its tags.
//!
//! `cargo run -p tidings-syntax --example lemma_score -- TREEBANK.conllu [--misses]`
//!
//! With `--rules` instead of a treebank it reads `form UPOS XPOS` lines, separated by tabs, and prints
//! the lemma that the spelling rules alone give: what `training/lemmas.py` builds on.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use tidings_syntax::{conllu, lemma};
use tidings_text::{Upos, Xpos};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: lemma_score TREEBANK.conllu [--misses] | --rules")?;
    if path == "--rules" {
        return rules();
    }
    let misses = args.next().is_some();
    let file = std::fs::read_to_string(&path)?;
    let (mut right, mut all) = (0, 0);
    let mut wrong: HashMap<String, usize> = HashMap::new();
    let mut out = String::new();
    for parsed in conllu::read(&file) {
        let s = parsed?.sentence;
        for t in 0..s.len() {
            out.clear();
            lemma::lemmatise(s.form(t), s.upos(t), s.xpos(t), &mut out);
            all += 1;
            if out == s.lemma(t) {
                right += 1;
            } else if misses {
                let miss = format!("{} {} {}: {} instead of {}", s.form(t), s.upos(t), s.xpos(t), out, s.lemma(t));
                *wrong.entry(miss).or_default() += 1;
            }
        }
    }
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for (miss, count) in wrong {
        println!("{count:5} {miss}");
    }
    println!("{path}: lemmas {:.2} of {all}", 100.0 * f64::from(right) / f64::from(all));
    Ok(())
}

fn rules() -> Result<(), Box<dyn std::error::Error>> {
    let mut stdout = std::io::stdout().lock();
    let mut out = String::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let fields: Vec<&str> = line.split('\t').collect();
        let &[form, upos, xpos] = fields.as_slice() else {
            return Err(format!("three fields expected: {line}").into());
        };
        out.clear();
        let upos = Upos::parse(upos).ok_or("no such universal tag")?;
        lemma::by_rule(form, upos, Xpos::parse(xpos).ok_or("no such tag")?, &mut out);
        writeln!(stdout, "{out}")?;
    }
    Ok(())
}
