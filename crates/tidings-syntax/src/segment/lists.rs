//! The word lists behind segmentation, read once from `data/`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How a word that is written with a full stop behaves; several may hold.
#[derive(Clone, Copy, Default)]
pub(super) struct Abbreviation(u16);

impl Abbreviation {
    pub const TITLE: Self = Self(1);
    pub const NUMBER: Self = Self(2);
    pub const DATE: Self = Self(4);
    pub const STATE: Self = Self(8);
    pub const UNIT: Self = Self(16);
    pub const INNER: Self = Self(32);
    pub const END: Self = Self(64);
    /// Also an ordinary word ("sun", "mass").
    pub const WORD: Self = Self(128);

    pub fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn is_none(self) -> bool {
        self.0 & !Self::WORD.0 == 0
    }

    fn named(name: &str) -> Self {
        match name {
            "title" => Self::TITLE,
            "number" => Self::NUMBER,
            "date" => Self::DATE,
            "state" => Self::STATE,
            "unit" => Self::UNIT,
            "inner" => Self::INNER,
            "end" => Self::END,
            "word" => Self::WORD,
            _ => panic!("data/abbreviations.txt: no such kind: {name}"),
        }
    }
}

/// Lines that carry data: neither empty nor comment.
fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn words(data: &'static str) -> HashSet<&'static str> {
    lines(data).flat_map(str::split_whitespace).collect()
}

fn kind(data: &'static str, kind: &'static str) -> HashSet<&'static str> {
    lines(data).filter_map(|l| l.split_once(' ')).filter(|l| l.0 == kind).flat_map(|l| l.1.split_whitespace()).collect()
}

static ABBREVIATIONS: LazyLock<HashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let mut map: HashMap<&'static str, Abbreviation> = HashMap::new();
    for line in lines(include_str!("../../data/abbreviations.txt")) {
        let mut fields = line.split_whitespace();
        let kind = Abbreviation::named(fields.next().unwrap_or_default());
        for word in fields {
            map.entry(word).or_default().0 |= kind.0;
        }
    }
    map
});

const AFFIXES: &str = include_str!("../../data/affixes.txt");
static PREFIXES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| kind(AFFIXES, "prefix"));
static SUFFIXES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| kind(AFFIXES, "suffix"));
static WHOLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| kind(AFFIXES, "whole"));
static STARTERS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words(include_str!("../../data/starters.txt")));
static ENDINGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| words(include_str!("../../data/endings.txt")));

/// Longest listed word; longer ones are in no list.
const LONGEST: usize = 24;

/// Calls `f` with `word` in small letters; words with other than ASCII letters are in no list.
fn lower<R: Default>(word: &str, f: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0u8; LONGEST];
    if word.len() > LONGEST || !word.is_ascii() {
        return R::default();
    }
    let buffer = &mut buffer[..word.len()];
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    f(std::str::from_utf8(buffer).unwrap_or_default())
}

/// `word` is given without its full stop.
pub(super) fn abbreviation(word: &str) -> Abbreviation {
    if let Some(&found) = ABBREVIATIONS.get(word) {
        return found;
    }
    let first_upper = word.starts_with(|c: char| c.is_ascii_uppercase());
    if !first_upper || word.len() < 2 {
        return Abbreviation::default();
    }
    let as_small = lower(word, |w| ABBREVIATIONS.get(w).copied().unwrap_or_default());
    if !as_small.is_none() || !word.bytes().all(|b| b.is_ascii_uppercase()) || word.len() > LONGEST {
        return as_small;
    }
    // "GEN. SMITH": try the written form "Gen".
    let mut buffer = [0u8; LONGEST];
    let buffer = &mut buffer[..word.len()];
    buffer.copy_from_slice(word.as_bytes());
    buffer[1..].make_ascii_lowercase();
    let titled = std::str::from_utf8(buffer).unwrap_or_default();
    ABBREVIATIONS.get(titled).copied().unwrap_or_default()
}

pub(super) fn is_prefix(word: &str) -> bool {
    lower(word, |w| PREFIXES.contains(w))
}

pub(super) fn is_suffix(word: &str) -> bool {
    lower(word, |w| SUFFIXES.contains(w))
}

pub(super) fn is_whole(word: &str) -> bool {
    lower(word, |w| WHOLE.contains(w))
}

/// More likely opens a sentence than goes on with one, if it has a capital.
pub(super) fn is_starter(word: &str) -> bool {
    lower(word, |w| STARTERS.contains(w))
}

/// End of a domain or file name; "It" after a missing space is no domain, "it" is.
pub(super) fn is_ending(word: &str) -> bool {
    let upper = word.bytes().filter(u8::is_ascii_uppercase).count();
    (upper == 0 || (upper == word.len() && word.len() > 2)) && lower(word, |w| ENDINGS.contains(w))
}
