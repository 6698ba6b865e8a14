//! What claims are about: treaties, classes of weapons, sanction regimes (`codebook/vocabularies/`).

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use tidings_text::{Sentence, Span, TokenIndex, Upos};

use super::{CodebookError, Files};

/// A sort of thing that the vocabularies name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Treaty,
    Weapon,
}

/// A treaty or a class of weapons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub kind: Kind,
    /// "CCM", "cluster-munitions".
    pub code: String,
    /// What it is usually called.
    pub name: String,
    /// Codes of the weapons that a treaty is about.
    pub about: Vec<String>,
    /// Code of the wider class of weapons.
    pub within: Option<String>,
    /// Says little by itself, so that "the weapons" goes back to a class named before.
    pub wide: bool,
}

/// Whose sanctions on whom.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    pub code: String,
    pub name: String,
    /// Actor code.
    pub by: String,
    /// Actor code.
    pub on: String,
    /// Years.
    pub since: Option<u16>,
    pub until: Option<u16>,
    #[serde(default)]
    pub names: Vec<String>,
}

/// Words that name a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermHit {
    pub span: Span<TokenIndex>,
    /// Index into [`Vocabularies::terms`].
    pub term: usize,
}

/// All vocabularies, and an index over their words.
#[derive(Clone, Debug, Default)]
pub struct Vocabularies {
    pub terms: Vec<Term>,
    pub regimes: Vec<Regime>,
    /// Spellings by their first word in small letters, longest first.
    spellings: HashMap<String, Vec<Spelling>>,
}

#[derive(Clone, Debug)]
struct Spelling {
    words: Vec<String>,
    term: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TreatyFile {
    #[serde(default)]
    treaty: Vec<TreatyEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TreatyEntry {
    code: String,
    name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    about: Vec<String>,
    /// Year; for readers.
    #[serde(rename = "adopted")]
    _adopted: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeaponFile {
    #[serde(default)]
    weapon: Vec<WeaponEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeaponEntry {
    code: String,
    name: String,
    forms: Vec<String>,
    within: Option<String>,
    #[serde(default)]
    wide: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegimeFile {
    #[serde(default)]
    regime: Vec<Regime>,
}

impl Vocabularies {
    /// A codebook may lack any of the files.
    ///
    /// # Errors
    /// The first entry that cannot be used.
    pub fn load(files: &Files) -> Result<Vocabularies, CodebookError> {
        let mut vocabularies = Vocabularies::default();
        let mut wider = Vec::new();
        const WEAPONS: &str = "vocabularies/weapons.toml";
        for entry in read::<WeaponFile>(files, WEAPONS)?.map_or_else(Vec::new, |f| f.weapon) {
            wider.extend(entry.within.iter().map(|code| (WEAPONS, entry.code.clone(), code.clone())));
            let term = Term {
                kind: Kind::Weapon,
                code: entry.code,
                name: entry.name,
                about: Vec::new(),
                within: entry.within,
                wide: entry.wide,
            };
            vocabularies.add(WEAPONS, term, &entry.forms)?;
        }
        const TREATIES: &str = "vocabularies/treaties.toml";
        for entry in read::<TreatyFile>(files, TREATIES)?.map_or_else(Vec::new, |f| f.treaty) {
            wider.extend(entry.about.iter().map(|code| (TREATIES, entry.code.clone(), code.clone())));
            let names: Vec<String> = std::iter::once(entry.name.clone()).chain(entry.names).collect();
            let term = Term {
                kind: Kind::Treaty,
                code: entry.code,
                name: entry.name,
                about: entry.about,
                within: None,
                wide: false,
            };
            vocabularies.add(TREATIES, term, &names)?;
        }
        for (file, entry, code) in wider {
            if vocabularies.weapon(&code).is_none() {
                return Err(CodebookError::new(
                    file,
                    format!("'{entry}' speaks of '{code}', which is no weapon's code"),
                ));
            }
        }
        const REGIMES: &str = "vocabularies/regimes.toml";
        vocabularies.regimes = read::<RegimeFile>(files, REGIMES)?.map_or_else(Vec::new, |f| f.regime);
        for list in vocabularies.spellings.values_mut() {
            list.sort_by_key(|s| std::cmp::Reverse(s.words.len()));
        }
        Ok(vocabularies)
    }

    fn add(&mut self, file: &str, term: Term, names: &[String]) -> Result<(), CodebookError> {
        if self.terms.iter().any(|t| t.code == term.code) {
            return Err(CodebookError::new(file, format!("there are two entries '{}'", term.code)));
        }
        let index = self.terms.len();
        for name in names {
            let words: Vec<String> = split(name).map(str::to_owned).collect();
            let Some(first) = words.first() else {
                return Err(CodebookError::new(file, format!("'{}' has an empty name", term.code)));
            };
            self.spellings.entry(first.to_lowercase()).or_default().push(Spelling { words, term: index });
        }
        self.terms.push(term);
        Ok(())
    }

    pub fn weapon(&self, code: &str) -> Option<&Term> {
        self.terms.iter().find(|t| t.kind == Kind::Weapon && t.code == code)
    }

    /// The term with this code, or that is called so.
    pub fn find(&self, text: &str) -> Option<&Term> {
        let by_code = self.terms.iter().find(|t| t.code.eq_ignore_ascii_case(text));
        by_code.or_else(|| {
            let words: Vec<String> = split(text).map(str::to_lowercase).collect();
            let list = self.spellings.get(words.first()?)?;
            let singular = |word: &str, last: bool| last && word.strip_suffix('s').is_some();
            let same = |s: &&Spelling| {
                s.words.len() == words.len()
                    && s.words.iter().zip(&words).enumerate().all(|(i, (a, b))| {
                        let a = a.to_lowercase();
                        a == *b || singular(b, i + 1 == words.len()) && a == b[..b.len() - 1]
                    })
            };
            list.iter().find(same).map(|s| &self.terms[s.term])
        })
    }

    /// A weapon of this class: itself, or one of a narrower class.
    pub fn is_within(&self, code: &str, class: &str) -> bool {
        let mut at = Some(code);
        for _ in 0..8 {
            match at {
                Some(code) if code == class => return true,
                Some(code) => at = self.weapon(code).and_then(|t| t.within.as_deref()),
                None => return false,
            }
        }
        false
    }

    /// The terms that a sentence names, by position; the longest name wins.
    pub fn hits(&self, s: &Sentence) -> Vec<TermHit> {
        let mut hits = Vec::new();
        let mut t = 0;
        while t < s.len() {
            match self.hit_at(s, t) {
                Some(hit) => {
                    t = hit.span.end;
                    hits.push(hit);
                }
                None => t += 1,
            }
        }
        hits
    }

    /// The terms that a text names, without its grammar: nouns may stand in the plural.
    pub fn named_in<'v>(&'v self, text: &str) -> impl Iterator<Item = &'v Term> + use<'v> {
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '.')
            .map(|w| w.trim_matches('.'))
            .filter(|w| !w.is_empty())
            .collect();
        let mut found: Vec<&Term> = Vec::new();
        for start in 0..words.len() {
            let first = words[start].to_lowercase();
            let singular = first.strip_suffix('s').unwrap_or(&first);
            let lists = [self.spellings.get(&first), self.spellings.get(singular).filter(|_| singular != first)];
            let fits = |s: &&Spelling| {
                let rest = &words[start..];
                s.words.len() <= rest.len()
                    && s.words.iter().zip(rest).all(|(a, b)| {
                        a == b
                            || !s.is_acronym()
                                && (a.eq_ignore_ascii_case(b)
                                    || b.strip_suffix('s').is_some_and(|b| a.eq_ignore_ascii_case(b)))
                    })
            };
            found.extend(lists.into_iter().flatten().flatten().filter(fits).map(|s| &self.terms[s.term]));
        }
        found.into_iter()
    }

    fn hit_at(&self, s: &Sentence, start: usize) -> Option<TermHit> {
        if !matches!(s.upos(start), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adv | Upos::X | Upos::Num | Upos::Verb)
        {
            return None;
        }
        let list = |word: &str| self.spellings.get(word);
        let form = split(s.form(start)).next()?;
        let small = if form.bytes().any(|b| !b.is_ascii_lowercase()) {
            Cow::Owned(form.to_lowercase())
        } else {
            Cow::Borrowed(form)
        };
        let by_lemma = if s.lemma(start) == small { None } else { list(s.lemma(start)) };
        let spellings = list(&small).into_iter().chain(by_lemma).flatten();
        let ends = spellings.filter_map(|spelling| Some((spelling.end(s, start)?, spelling.term)));
        ends.max_by_key(|&(end, _)| end).map(|(end, term)| TermHit { span: Span::new(start, end), term })
    }
}

impl Spelling {
    /// Found in capitals only: "ATT" is no "att".
    fn is_acronym(&self) -> bool {
        matches!(&self.words[..], [word] if word.chars().filter(|c| c.is_uppercase()).count() > 1)
    }

    /// Where the words end if they stand at `start`.
    fn end(&self, s: &Sentence, start: usize) -> Option<usize> {
        let mut t = start;
        let mut words = self.words.iter().peekable();
        while words.peek().is_some() {
            if t >= s.len() {
                return None;
            }
            let parts = split(s.form(t)).count();
            if parts == 0 && t > start {
                t += 1; // a hyphen
                continue;
            }
            let whole = parts <= 1;
            for (i, part) in split(s.form(t)).enumerate() {
                let word = words.next()?;
                let acronym = self.is_acronym();
                let same = part == word
                    || !acronym && part.eq_ignore_ascii_case(word)
                    || !acronym
                        && (whole || i + 1 == parts)
                        && s.lemma(t).rsplit('-').next().is_some_and(|l| l.eq_ignore_ascii_case(word));
                if !same {
                    return None;
                }
            }
            t += 1;
        }
        Some(t)
    }
}

/// The words of a name; hyphens part them too.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–' | ',')).filter(|w| !w.is_empty())
}

fn read<T: for<'de> Deserialize<'de>>(files: &Files, file: &str) -> Result<Option<T>, CodebookError> {
    let Some(text) = files.get(file) else { return Ok(None) };
    toml::from_str(text).map(Some).map_err(|e| CodebookError::toml(file, text, &e))
}
