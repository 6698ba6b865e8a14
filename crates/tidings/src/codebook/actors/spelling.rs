//! How names are compared: without accents and dots, with any kind of hyphen, quote or space, as they
//! are written, with more capitals ("Security Council", "Al-Qaeda") or all in capitals.

use tidings_text::Sentence;

/// A character as it counts for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Letter(char),
    /// Full stop or mark that may be left out.
    Silent,
    Apostrophe,
    /// Hyphen, dash, slash or space.
    Gap,
}

fn sign(c: char) -> Sign {
    match c {
        '.' | '·' => Sign::Silent,
        '-' | '/' | '\u{2010}'..='\u{2015}' => Sign::Gap,
        '\'' | '`' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '´' => Sign::Apostrophe,
        c if c.is_whitespace() => Sign::Gap,
        c => Sign::Letter(plain(c)),
    }
}

/// The letter without its accent.
fn plain(c: char) -> char {
    match c {
        c if c.is_ascii() => c,
        'À'..='Å' | 'Ā' | 'Ă' | 'Ą' => 'A',
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ả' | 'ạ' => 'a',
        'Ç' | 'Ć' | 'Č' => 'C',
        'ç' | 'ć' | 'č' => 'c',
        'Đ' | 'Ď' => 'D',
        'đ' | 'ď' => 'd',
        'È'..='Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' | 'Ə' => 'E',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ə' | 'ễ' | 'ế' => 'e',
        'Ğ' | 'Ģ' => 'G',
        'ğ' | 'ģ' => 'g',
        'Ì'..='Ï' | 'Ī' | 'Į' | 'İ' => 'I',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'Ķ' => 'K',
        'ķ' => 'k',
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ł' => 'L',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' => 'N',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'Ò'..='Ö' | 'Ø' | 'Ō' | 'Ő' => 'O',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ộ' | 'ọ' => 'o',
        'Ŕ' | 'Ř' => 'R',
        'ŕ' | 'ř' => 'r',
        'Ś' | 'Ş' | 'Š' | 'Ș' => 'S',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'Ţ' | 'Ť' | 'Ț' => 'T',
        'ţ' | 'ť' | 'ț' => 't',
        'Ù'..='Ü' | 'Ū' | 'Ů' | 'Ű' | 'Ų' => 'U',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'Ý' | 'Ÿ' => 'Y',
        'ý' | 'ÿ' => 'y',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

/// A hash of letters alone, whatever their case and what stands between them.
#[derive(Clone, Copy)]
pub(crate) struct Letters {
    hash: u64,
    pub count: u16,
}

impl Letters {
    pub fn none() -> Letters {
        Letters { hash: 0xcbf2_9ce4_8422_2325, count: 0 }
    }

    pub fn push(&mut self, text: &str) {
        for c in text.chars() {
            if let Sign::Letter(c) = sign(c) {
                let c = if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
                self.hash = (self.hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
                self.count = self.count.saturating_add(1);
            }
        }
    }

    pub fn of(text: &str) -> Letters {
        let mut letters = Letters::none();
        letters.push(text);
        letters
    }

    /// For a table.
    pub fn key(self) -> u64 {
        // FNV leaves its highest bits poor.
        self.hash ^ self.hash.rotate_left(25)
    }
}

/// A name in the form that [`compare`] wants: plain letters, one space for a gap, `'` for an apostrophe.
pub(super) fn normal(name: &str) -> Box<str> {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match sign(c) {
            Sign::Letter(c) => out.push(c),
            Sign::Apostrophe => out.push('\''),
            Sign::Gap if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            Sign::Gap | Sign::Silent => {}
        }
    }
    // "Al-Shabaab" and "The Guardian" are written with a small first letter too; more capitals always fit.
    for particle in ["Al ", "El ", "An ", "Ar ", "As ", "Ash ", "At ", "The "] {
        if out.starts_with(particle) {
            out.replace_range(..1, &particle[..1].to_ascii_lowercase());
        }
    }
    out.trim_end().into()
}

/// What the first token of a [`normal`] name can be: the tokeniser may or may not split at hyphens and
/// apostrophes, and "U. S." is two words.
pub(super) fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    let word = name.split(' ').next();
    let clitic = name.split([' ', '\'']).next().filter(|part| !part.is_empty());
    let initial = name.get(..1).filter(|_| name.len() <= 3 && name.chars().all(|c| c.is_ascii_uppercase()));
    // "Port-au-Prince"
    let hyphenated = name.match_indices(' ').skip(1).take(2).map(|(at, _)| &name[..at]).chain([name]);
    [word, clitic, initial].into_iter().flatten().chain(hyphenated)
}

/// How well words spell a name; better is less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// As it is written.
    Exact,
    /// With more capitals at the starts of words.
    Titled,
    /// All in capitals, as in headlines.
    Capitals,
}

/// Names this short are not looked for in words all in capitals: "MAY", "IT".
const SHORTEST_CAPITALS: usize = 4;

/// Compares the tokens `start..end` of a sentence, without `skipped`, with a [`normal`] name.
pub(super) fn compare(
    sentence: &Sentence,
    start: usize,
    end: usize,
    skipped: Option<usize>,
    name: &str,
) -> Option<Fit> {
    let mut wanted = name.chars().peekable();
    let (mut exact, mut titled, mut capitals) = (true, true, true);
    let mut letters = 0;
    let mut last_end = None;
    for t in (start..end).filter(|&t| Some(t) != skipped) {
        let span = sentence.tokens[t].span;
        // What stands between this letter and the last one.
        let mut space = last_end.is_some_and(|end| end < span.start);
        let (mut hyphen, mut dot) = (false, false);
        if space && sentence.text[..span.start].trim_end().ends_with('.') {
            dot = true;
        }
        last_end = Some(span.end);
        for (at, c) in sentence.form(t).char_indices() {
            match sign(c) {
                Sign::Silent => dot = true,
                Sign::Gap => hyphen = true,
                Sign::Apostrophe => {
                    if wanted.peek() == Some(&'\'') {
                        wanted.next();
                    } else if at == 0 && t > start {
                        // A clitic: "China's" is no "Chinas".
                        return None;
                    }
                }
                Sign::Letter(c) => {
                    while wanted.peek() == Some(&'\'') {
                        wanted.next();
                    }
                    let mut word_start = letters == 0;
                    if wanted.peek() == Some(&' ') {
                        // "al-Qaeda" may be cut into tokens at its hyphen.
                        let cut = hyphen || space || dot || at == 0 && t > start && ends_with_gap(sentence, span.start);
                        if !cut {
                            return None;
                        }
                        wanted.next();
                        word_start = true;
                    } else if space && !dot && !hyphen {
                        return None;
                    }
                    let want = wanted.next()?;
                    if c != want {
                        exact = false;
                        let more = word_start && is_capital_of(c, want);
                        // "Kim Jong-un"
                        let less = word_start && hyphen && is_capital_of(want, c);
                        titled &= more || less;
                        capitals &= is_capital_of(c, want);
                    } else if c.is_lowercase() {
                        capitals = false;
                    }
                    if !titled && !capitals {
                        return None;
                    }
                    letters += 1;
                    (space, hyphen, dot) = (false, false, false);
                }
            }
        }
    }
    if wanted.any(|c| c != '\'') {
        return None;
    }
    if exact {
        Some(Fit::Exact)
    } else if titled {
        Some(Fit::Titled)
    } else {
        (capitals && letters >= SHORTEST_CAPITALS).then_some(Fit::Capitals)
    }
}

fn is_capital_of(capital: char, small: char) -> bool {
    capital != small && capital == small.to_uppercase().next().unwrap_or(small)
}

fn ends_with_gap(sentence: &Sentence, byte: usize) -> bool {
    sentence.text[..byte].chars().next_back().is_some_and(|c| sign(c) == Sign::Gap)
}
