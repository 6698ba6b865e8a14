//! Features of a word form. `training/features.py` computes the same, bit for bit.

/// Prefixes of 1 to 3 characters, suffixes of 1 to 4, outline.
pub(crate) const SLOTS: usize = 8;

const WORD_SEED: u32 = 1;
const SLOT_SEED: u32 = 16;
const NGRAM_SEED: u32 = 64;
/// n-grams are taken from this many characters.
const LONGEST: usize = 32;

/// 32-bit FNV-1a of UTF-8 bytes, started from a seed and mixed at the end.
fn fnv(bytes: &[u8], seed: u32) -> u32 {
    let mut h = 2_166_136_261 ^ seed;
    for &b in bytes {
        h = (h ^ u32::from(b)).wrapping_mul(16_777_619);
    }
    h ^= h >> 16;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^ (h >> 13)
}

/// Typographic quotes and dashes as on a typewriter; `None` for other characters.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '’' | '‘' | 'ʼ' | '`' | '´' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '–' | '‒' | '‐' | '‑' => "-",
        '—' | '―' => "--",
        '…' => "...",
        _ => return None,
    })
}

/// The features of one form; buffers are used again for the next.
#[derive(Default)]
pub(crate) struct Features {
    pub(crate) word: u32,
    pub(crate) affixes: [u32; SLOTS],
    pub(crate) ngrams: Vec<u32>,
    plain: String,
    norm: String,
    scratch: String,
    starts: Vec<usize>,
}

impl Features {
    /// Computes hashes that the tables' sizes still have to divide.
    pub(crate) fn set(&mut self, form: &str) {
        self.plain.clear();
        for c in form.chars() {
            match plain(c) {
                Some(s) => self.plain.push_str(s),
                None => self.plain.push(c),
            }
        }
        self.norm.clear();
        if self.plain.is_ascii() {
            self.norm.extend(self.plain.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            self.norm.push_str(&self.plain.to_lowercase());
        }

        self.scratch.clear();
        self.scratch.extend(self.norm.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }));
        self.word = fnv(self.scratch.as_bytes(), WORD_SEED);

        let w = &self.norm;
        self.starts.clear();
        self.starts.extend(w.char_indices().map(|(i, _)| i));
        self.starts.push(w.len());
        let n = self.starts.len() - 1;
        for k in 1..=3 {
            self.affixes[k - 1] = fnv(&w.as_bytes()[..self.starts[k.min(n)]], SLOT_SEED + k as u32 - 1);
        }
        for k in 1..=4 {
            self.affixes[k + 2] = fnv(&w.as_bytes()[self.starts[n.saturating_sub(k)]..], SLOT_SEED + k as u32 + 2);
        }
        self.scratch.clear();
        outline(&self.plain, &mut self.scratch);
        self.affixes[7] = fnv(self.scratch.as_bytes(), SLOT_SEED + 7);

        self.scratch.clear();
        self.scratch.push('<');
        self.scratch.push_str(&w[..self.starts[n.min(LONGEST)]]);
        self.scratch.push('>');
        self.starts.clear();
        self.starts.extend(self.scratch.char_indices().map(|(i, _)| i));
        self.starts.push(self.scratch.len());
        let bytes = self.scratch.as_bytes();
        let hash = |range: std::ops::Range<usize>| fnv(&bytes[range], NGRAM_SEED);
        self.ngrams.clear();
        for size in 3..=5 {
            self.ngrams.extend(self.starts.windows(size + 1).map(|s| hash(s[0]..s[size])));
        }
        if self.ngrams.is_empty() {
            self.ngrams.push(hash(0..bytes.len()));
        }
    }
}

/// Xxxx-like outline; runs are cut at three.
fn outline(form: &str, out: &mut String) {
    let (mut last, mut run) = ('\0', 0);
    for c in form.chars() {
        let s = match c {
            '0'..='9' => 'd',
            c if c.is_uppercase() => 'X',
            c if c.is_lowercase() => 'x',
            c if c.is_ascii() => c,
            _ => 'u',
        };
        run = if s == last { run + 1 } else { 1 };
        last = s;
        if run <= 3 {
            out.push(s);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines() {
        for (form, expected) in
            [("U.S.", "X.X."), ("Al-Qaeda", "Xx-Xxxx"), ("2,400th", "d,dddxx"), ("Côte", "Xxxx"), ("中", "u")]
        {
            let mut out = String::new();
            outline(form, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn quotes_and_case_share_a_word() {
        let key = |form: &str| {
            let mut f = Features::default();
            f.set(form);
            f.word
        };
        assert_eq!(key("Can’t"), key("can't"));
        assert_eq!(key("1999"), key("2007"));
        assert_ne!(key("cat"), key("cats"));
    }

    #[test]
    fn any_form_has_features() {
        let mut f = Features::default();
        for form in ["", "a", "é", "İstanbul", "…", &"x".repeat(500)] {
            f.set(form);
            assert!(!f.ngrams.is_empty() && f.ngrams.len() <= 3 * (LONGEST + 4), "{form}");
        }
    }
}
