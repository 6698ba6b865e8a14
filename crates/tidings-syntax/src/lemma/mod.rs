//! Lemmas: tables for what is irregular, spelling rules for the rest.
//!
//! Conventions are those of the UD English treebanks: "them" is "they" but "their" is "their",
//! "n't" is "not", comparatives go back to their adjective, proper nouns keep their capitals and
//! lose a plural ("Nations" is "Nation"), numbers lose their commas. The tables in `data/` are
//! written by hand, except `lemmas.tsv`, which `training/lemmas.py` draws from the treebanks.

mod rules;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;
use tidings_text::{Upos, Xpos};

/// FNV-1a: the keys are short words from files of our own.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x100_0000_01b3);
        }
    }
}

type Table<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

/// Which forms share one table entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// A tag and a form in small letters.
    Tag(Xpos),
    /// Proper nouns, as they are written.
    Name,
    /// Any inflected verb form.
    Verb,
    Plural,
}

type Words = Table<(Key, &'static str), &'static str>;

/// Irregular past forms that are the base form of another verb.
const ALSO_BASE: &[&str] = &["bore", "bound", "fell", "felt", "found", "ground", "lay", "rent", "saw", "wound"];

/// Written by hand; goes before the treebanks.
static BY_HAND: LazyLock<Words> = LazyLock::new(|| {
    let mut table = Words::default();
    for line in lines(include_str!("../../data/function_words.txt")) {
        let mut fields = line.split(' ');
        if let (Some(tag), Some(form), Some(lemma)) = (fields.next(), fields.next(), fields.next()) {
            let tag = Xpos::parse(tag).expect("data/function_words.txt starts each line with a tag");
            table.entry((Key::Tag(tag), form)).or_insert(lemma);
        }
    }
    for line in lines(include_str!("../../data/irregular_verbs.txt")) {
        let mut fields = line.split(' ');
        let lemma = fields.next().unwrap_or_default();
        for form in fields {
            table.entry((Key::Verb, form)).or_insert(lemma);
        }
    }
    for line in lines(include_str!("../../data/irregular_nouns.txt")) {
        if let Some((plural, singular)) = line.split_once(' ') {
            table.entry((Key::Plural, plural)).or_insert(singular);
        }
    }
    table
});

/// Drawn from the treebanks.
static DRAWN: LazyLock<Words> = LazyLock::new(|| {
    let mut table = Words::default();
    for line in lines(include_str!("../../data/lemmas.tsv")) {
        let mut fields = line.split('\t');
        if let (Some(tag), Some(form), Some(lemma)) = (fields.next(), fields.next(), fields.next()) {
            let key = match tag {
                "PROPN" => Key::Name,
                tag => Key::Tag(Xpos::parse(tag).expect("data/lemmas.tsv starts each line with a tag")),
            };
            table.insert((key, form), lemma);
        }
    }
    table
});

/// Adjectives in small letters that keep a capital (true) or look as if they did (false).
static CAPITALS: LazyLock<Table<&'static str, bool>> = LazyLock::new(|| {
    lines(include_str!("../../data/capitals.txt"))
        .filter_map(|l| l.split_once(' '))
        .flat_map(|(kind, words)| words.split(' ').map(move |w| (w, kind == "keep")))
        .collect()
});

fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|l| !l.is_empty() && !l.starts_with("# "))
}

/// Appends the lemma of `form` to `out`.
///
/// Allocates only if `out` must grow.
pub fn lemmatise(form: &str, upos: Upos, xpos: Xpos, out: &mut String) {
    analyse(form, upos, xpos, true, out);
}

/// The lemma without what was drawn from the treebanks; `training/lemmas.py` asks for it to keep
/// only what would be wrong.
#[doc(hidden)]
pub fn by_rule(form: &str, upos: Upos, xpos: Xpos, out: &mut String) {
    analyse(form, upos, xpos, false, out);
}

fn analyse(form: &str, upos: Upos, xpos: Xpos, drawn: bool, out: &mut String) {
    let start = out.len();
    let drawn = |key: Key, word: &str| if drawn { DRAWN.get(&(key, word)).copied() } else { None };
    if upos == Upos::Propn {
        // Proper nouns keep their capitals.
        match drawn(Key::Name, form) {
            Some(lemma) => out.push_str(lemma),
            None => {
                out.push_str(form);
                if xpos == Xpos::Nnps {
                    rules::plural(out, start);
                }
            }
        }
        return;
    }
    // In small letters, with straight apostrophes, as the tables have it.
    for c in form.chars() {
        match c {
            '\u{2019}' | '\u{2018}' | '`' if form.len() > c.len_utf8() || xpos == Xpos::Pos => out.push('\''),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    if xpos == Xpos::Jj && CAPITALS.get(form) == Some(&true) {
        out.truncate(start);
        out.push_str(form);
        return;
    }
    let low = &out[start..];
    let by_hand = |key: Key| BY_HAND.get(&(key, low)).copied();
    let found = by_hand(Key::Tag(xpos))
        .or_else(|| match xpos {
            Xpos::Vbd | Xpos::Vbn | Xpos::Vbg | Xpos::Vbz => by_hand(Key::Verb),
            // Rare past forms that were tagged as present: "Britain froze the assets".
            Xpos::Vb | Xpos::Vbp if !ALSO_BASE.contains(&low) => by_hand(Key::Verb),
            Xpos::Nns => by_hand(Key::Plural),
            _ => None,
        })
        .or_else(|| drawn(Key::Tag(xpos), low));
    match found {
        Some(lemma) => {
            out.truncate(start);
            out.push_str(lemma);
        }
        None => rule(form, xpos, start, out),
    }
}

/// `out[start..]` is the form in small letters and becomes the lemma.
fn rule(form: &str, xpos: Xpos, start: usize, out: &mut String) {
    let restore = |out: &mut String| {
        out.truncate(start);
        out.push_str(form);
    };
    match xpos {
        Xpos::Vbd | Xpos::Vbn => rules::past(out, start),
        Xpos::Vbg => rules::participle(out, start),
        Xpos::Vbz => rules::third_person(out, start),
        // "1990s"
        Xpos::Nns if form.starts_with(|c: char| c.is_ascii_digit()) => {
            restore(out);
            if let Some(apostrophe) = out[start..].find(['\'', '\u{2019}']) {
                out.truncate(start + apostrophe);
                out.push('s');
            }
        }
        Xpos::Nns if keeps_case(form.trim_end_matches('s')) => {
            restore(out);
            rules::plural(out, start);
        }
        Xpos::Nns | Xpos::Nnps => rules::plural(out, start),
        Xpos::Jjr | Xpos::Rbr => rules::comparative(out, start, "er"),
        Xpos::Jjs | Xpos::Rbs => rules::comparative(out, start, "est"),
        Xpos::Cd if form.bytes().any(|b| b.is_ascii_digit()) => {
            restore(out);
            strip_commas(out, start);
        }
        Xpos::Jj if is_of_a_nation(form) => restore(out),
        Xpos::Jj => {}
        Xpos::Prp if form == "I" => restore(out),
        // Adjectives and participles inside names: "United" in "United Nations".
        Xpos::Nnp | Xpos::Add | Xpos::Gw => restore(out),
        Xpos::Nn | Xpos::Fw | Xpos::Sym if keeps_case(form) => restore(out),
        _ => {}
    }
}

/// "200,000" is "200000".
fn strip_commas(out: &mut String, start: usize) {
    let mut at = start;
    while let Some(comma) = out[at..].find(',') {
        out.remove(at + comma);
        at += comma;
    }
}

/// Short acronyms ("TV", "MP"), letters ("X") and words with inner capitals ("iPhone").
fn keeps_case(form: &str) -> bool {
    let upper = form.chars().filter(|c| c.is_uppercase()).count();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    if upper == letters {
        (1..=3).contains(&letters)
    } else {
        upper > usize::from(form.starts_with(char::is_uppercase))
    }
}

/// "Syrian", "Lebanese", "Dutch": adjectives that keep their capital.
fn is_of_a_nation(form: &str) -> bool {
    if !form.starts_with(char::is_uppercase) {
        return false;
    }
    let mut buffer = [0u8; 24];
    let small = match buffer.get_mut(..form.len()) {
        Some(buffer) => {
            buffer.copy_from_slice(form.as_bytes());
            buffer.make_ascii_lowercase();
            std::str::from_utf8(buffer).unwrap_or(form)
        }
        None => form,
    };
    match CAPITALS.get(form).or_else(|| CAPITALS.get(small)) {
        Some(&keeps) => keeps,
        None => ["ian", "ean", "ese", "stani"].iter().any(|e| form.ends_with(e)),
    }
}

#[cfg(test)]
mod tests;
