//! Who is who: states, organisations, groups, people with their offices, and the nouns that name a sector.

mod load;
pub(crate) mod spelling;

pub(crate) use load::CountryFile;

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};

use tidings_text::{Date, Deprel, Sentence, Upos};

use spelling::{Fit, Letters, compare};

use super::{CodebookError, Files};

/// An actor as coded: `COUNTRY[ SECTOR][#Name]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorCode {
    /// ISO 3166-1 alpha-3, or XKX, IGO, NGO, IMG, ISM, MNC, UNK.
    pub country: Box<str>,
    /// PLOVER sector: GOV, LEG, MIL …
    pub sector: Option<Box<str>>,
    /// Of a person or an organisation.
    pub name: Option<Box<str>>,
}

/// True for codes of actors that belong to no state.
pub(crate) fn is_stateless(country: &str) -> bool {
    matches!(country, "IGO" | "NGO" | "IMG" | "ISM" | "MNC" | "UNK")
}

/// The sex of a person, as far as words tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Male,
    Female,
}

impl ActorCode {
    pub fn country(country: &str) -> ActorCode {
        ActorCode { country: country.into(), sector: None, name: None }
    }

    /// Reads `COUNTRY[ SECTOR][#Name]`.
    pub fn parse(text: &str) -> Option<ActorCode> {
        let (codes, name) = match text.split_once('#') {
            Some((codes, name)) => (codes, Some(name)),
            None => (text, None),
        };
        let mut parts = codes.split(' ');
        let country = parts.next().filter(|c| is_code(c))?;
        let sector = parts.next();
        if parts.next().is_some() || sector.is_some_and(|s| !is_code(s)) || name == Some("") {
            return None;
        }
        Some(ActorCode { country: country.into(), sector: sector.map(Into::into), name: name.map(Into::into) })
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

impl fmt::Display for ActorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.country)?;
        if let Some(sector) = &self.sector {
            write!(f, " {sector}")?;
        }
        if let Some(name) = &self.name {
            write!(f, "#{name}")?;
        }
        Ok(())
    }
}

/// What kind of thing a name in the codebook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// "North Korea", "the United States", "DPRK".
    Country,
    /// "North Korean": of a country, before a noun.
    Adjective,
    /// "Iranians", "a Frenchman": people of a country.
    Demonym,
    /// "Washington", "the Kremlin", "Seoul": a place that speaks for its state.
    SeatOfPower,
    /// "UN Security Council", "Hamas", "Conservative Party", "Amnesty International".
    Organisation,
    /// "Choe Son Hui"; `spell.office` says what they were and when.
    Person,
    /// "Chechnya", "Texas": speaks for nobody, but lies in a country; in none ("UNK") is "South China Sea".
    Region,
}

/// One meaning of a name, valid between two dates (open where `None`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    pub code: ActorCode,
    pub kind: NameKind,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Of a person: "president", "foreign minister".
    pub office: Option<Box<str>>,
    /// True if the matched words are only a part of the full name (a surname, a short form).
    pub short: bool,
}

/// A name found in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct NameMatch<'a> {
    /// How many tokens it takes.
    pub tokens: usize,
    /// All meanings, most likely first.
    pub spells: &'a [Spell],
}

/// A common noun (or noun phrase) that names an actor by role: "foreign minister", "troops", "lawmakers".
#[derive(Clone, Copy, Debug)]
pub struct NounMatch<'a> {
    /// How many tokens it takes, ending at the noun that was asked for.
    pub tokens: usize,
    pub sector: &'a str,
    /// True for an office that one person holds ("president"), false for bodies and people ("troops").
    pub office: bool,
    /// The country, where the words alone say it: "congressman" is American.
    pub country: Option<&'a str>,
}

/// The actors of a codebook, compiled for lookup.
#[derive(Debug, Default)]
pub struct Actors {
    /// By the letters of the whole name; several where names differ in case or spacing ("US", "us").
    names: ByLetters<Vec<Entry>>,
    /// By the letters that a first token can have: those of the longest name that begins so.
    longest: ByLetters<u16>,
    /// By the letters of the last word, longest phrase first.
    nouns: ByLetters<Vec<Noun>>,
    /// Spells by country, then office; latest first.
    offices: HashMap<Box<str>, HashMap<Box<str>, Vec<Spell>>>,
    countries: HashMap<Box<str>, Box<str>>,
    given_names: HashMap<Box<str>, Gender>,
}

/// A table by [`Letters::key`], which is a hash already.
type ByLetters<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

#[derive(Clone, Copy, Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 << 8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A name with its meanings.
#[derive(Debug)]
struct Entry {
    /// Normal form.
    name: Box<str>,
    spells: Vec<Spell>,
    /// How many of the first spells to leave out where the name is read the [`Other`] way.
    leave_out: usize,
    other: Other,
}

/// When a name has its second reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Other {
    #[default]
    Never,
    /// "Brussels" is the European Union, but a city of Belgium behind "in".
    AsPlace,
    /// "Iranian" is an adjective, but a person where it is a noun that describes no other.
    AsNoun,
}

#[derive(Debug)]
struct Noun {
    /// Words before the last, lemma or form.
    before: Vec<Box<str>>,
    last: Box<str>,
    sector: Box<str>,
    office: bool,
    /// Also counts where it is an adjective: "military", not "general".
    adjective: bool,
    country: Option<Box<str>>,
    /// Not where one of these stands before the phrase.
    unless: Vec<Box<str>>,
}

/// Words in capitals that are no names where the whole sentence is in capitals.
const NOT_IN_CAPITALS: &[&str] = &["us", "who", "is", "it", "au", "un", "car", "fry", "pm"];

/// What may stand before an office without making it another one.
const RANKS: &[&str] = &["deputy", "vice", "assistant", "associate", "acting", "interim", "caretaker", "junior"];

/// The ranks of those who hold an office for a time.
const STANDING_IN: &[&str] = &["acting", "interim", "caretaker"];

/// What may be tied to an office with a hyphen.
const TIED: &[&str] = &["ex", "vice", "deputy", "co", "then"];

impl Actors {
    /// Reads `actors/*.toml`, `actors/people.tsv` and `lexicon/given-names.toml`; a codebook may lack any of them.
    ///
    /// # Errors
    /// The file and line of an entry that cannot be used.
    pub fn load(files: &Files) -> Result<Actors, CodebookError> {
        load::load(files)
    }

    /// The longest name that starts at token `start`.
    pub fn name_at<'a>(&'a self, sentence: &Sentence, start: usize) -> Option<NameMatch<'a>> {
        if start >= sentence.len() {
            return None;
        }
        let mut letters = Letters::of(sentence.form(start));
        let longest = *self.longest.get(&letters.key())?;
        // "Donald J. Trump"
        let initial = Some(start + 1).filter(|&t| t < sentence.len() && is_initial(sentence.form(t)));
        let mut best = None;
        let mut skipping = initial.map(|_| letters);
        for end in start + 1..=sentence.len() {
            if !sentence.form(end - 1).contains(char::is_alphanumeric) {
                // A name ends with a word.
            } else if let Some(found) = self.spelled(sentence, start, end, None, letters) {
                best = Some((end, found));
            } else if let Some(letters) = skipping.filter(|_| end > start + 2)
                && let Some(found) = self.spelled(sentence, start, end, initial, letters)
                && found.spells.iter().any(|s| s.kind == NameKind::Person)
            {
                best = Some((end, found));
            }
            let Some(next) = sentence.tokens.get(end) else { break };
            let form = next.span.slice(&sentence.text);
            letters.push(form);
            if let Some(skipping) = skipping.as_mut().filter(|_| Some(end) != initial) {
                skipping.push(form);
            }
            if letters.count > longest + u16::from(initial.is_some()) {
                break;
            }
        }
        let (end, entry) = best?;
        if end == start + 1 && shouts(sentence, start) || only_describes(sentence, start, end) {
            return None;
        }
        let second = match entry.other {
            Other::Never => false,
            Other::AsPlace => start > 0 && is_place_word(sentence.form(start - 1)),
            Other::AsNoun => stands_alone(sentence, end - 1),
        };
        let spells = if second { &entry.spells[entry.leave_out..] } else { &entry.spells[..] };
        Some(NameMatch { tokens: end - start, spells })
    }

    fn spelled(&self, s: &Sentence, start: usize, end: usize, skip: Option<usize>, letters: Letters) -> Option<&Entry> {
        let mut best: Option<(Fit, &Entry)> = None;
        for entry in self.names.get(&letters.key())? {
            if let Some(fit) = compare(s, start, end, skip, &entry.name)
                && best.is_none_or(|(least, _)| fit < least)
            {
                best = Some((fit, entry));
            }
        }
        best.map(|(_, entry)| entry)
    }

    /// The longest role noun phrase that ends at token `head`, by lemma; "deputy", "acting" and the like belong to it.
    pub fn noun_at<'a>(&'a self, sentence: &Sentence, head: usize) -> Option<NounMatch<'a>> {
        let upos = if head < sentence.len() { sentence.upos(head) } else { return None };
        if !matches!(upos, Upos::Noun | Upos::Propn | Upos::X | Upos::Adj) {
            return None;
        }
        let last = |word: &str| word.rsplit_once('-').map_or(Letters::of(word), |(_, last)| Letters::of(last)).key();
        let by_lemma = self.nouns.get(&last(sentence.lemma(head)));
        let by_form = self.nouns.get(&last(sentence.form(head)));
        let mut best: Option<(usize, usize, &Noun)> = None;
        for noun in by_lemma.into_iter().chain(by_form).flatten() {
            if upos == Upos::Adj && !noun.adjective {
                continue;
            }
            let words = noun.before.len();
            if best.is_some_and(|(most, ..)| most >= words) {
                continue;
            }
            if let Some(start) = noun.start(sentence, head)
                && !noun.is_excluded(sentence, start)
            {
                best = Some((words, start, noun));
            }
        }
        let (_, mut start, noun) = best?;
        let mut office = noun.office;
        while let Some(rank) = rank_before(sentence, start) {
            start = rank;
            // There are many deputies.
            office &= STANDING_IN.iter().any(|w| sentence.form(start).eq_ignore_ascii_case(w));
        }
        Some(NounMatch { tokens: head + 1 - start, sector: &noun.sector, office, country: noun.country.as_deref() })
    }

    /// Who held `office` ("president", "foreign minister") in `country` on `date`; nobody without a date.
    pub fn office_holder(&self, country: &str, office: &str, date: Option<Date>) -> Option<&Spell> {
        let date = date?;
        let offices = self.offices.get(country)?;
        let office = match office.split_once(' ') {
            Some((rank, office)) if STANDING_IN.contains(&rank) => office,
            _ => office,
        };
        let named = |office: &str| {
            let holds = |s: &&Spell| s.from.is_none_or(|from| from <= date) && s.to.is_none_or(|to| date <= to);
            offices.get(office)?.iter().find(holds)
        };
        named(office).or_else(|| same_office(country, office).iter().find_map(|office| named(office)))
    }

    /// The sex that a given name tells.
    pub fn gender_of(&self, given_name: &str) -> Option<Gender> {
        self.given_names.get(given_name).copied()
    }

    /// Short English name of a country code, for people to read.
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.countries.get(code).map(|name| &**name)
    }
}

impl Noun {
    /// The token with which the phrase begins if it ends at `head`.
    fn start(&self, sentence: &Sentence, head: usize) -> Option<usize> {
        let mut wanted = self.before.iter().rev().map(|w| &**w);
        let mut word = Some(&*self.last);
        let mut t = head;
        loop {
            // A token can hold several words, last first: "vice-president".
            let mut parts = sentence.lemma(t).rsplit('-').zip(sentence.form(t).rsplit('-'));
            while let Some(expected) = word {
                let Some((lemma, form)) = parts.next() else { break };
                if lemma.is_empty() {
                    continue;
                }
                if !lemma.eq_ignore_ascii_case(expected) && !form.eq_ignore_ascii_case(expected) {
                    return None;
                }
                word = wanted.next();
            }
            if !parts.all(|(_, form)| TIED.iter().any(|tied| form.eq_ignore_ascii_case(tied))) {
                return None;
            }
            if word.is_none() {
                return Some(t);
            }
            t = t.checked_sub(1)?;
        }
    }

    fn is_excluded(&self, sentence: &Sentence, start: usize) -> bool {
        let Some(before) = start.checked_sub(1) else { return false };
        let is = |word: &str, written: &str| word.eq_ignore_ascii_case(written);
        self.unless.iter().any(|w| is(w, sentence.form(before)) || is(w, sentence.lemma(before)))
    }
}

/// The rank that stands before a token, with or without a hyphen between them.
fn rank_before(sentence: &Sentence, start: usize) -> Option<usize> {
    let before = start.checked_sub(1)?;
    let before = if sentence.form(before) == "-" { before.checked_sub(1)? } else { before };
    RANKS.iter().any(|rank| sentence.form(before).eq_ignore_ascii_case(rank)).then_some(before)
}

/// Other names of an office, under which its holder may be listed.
fn same_office(country: &str, office: &str) -> &'static [&'static str] {
    match (office, country) {
        ("premier" | "pm" | "chancellor" | "taoiseach" | "head of government", _) => {
            &["prime minister", "chancellor", "premier", "head of government"]
        }
        ("prime minister", _) => &["premier", "chancellor", "head of government"],
        ("foreign minister" | "minister of foreign affairs" | "foreign affairs minister", _) => {
            &["foreign minister", "foreign secretary", "secretary of state"]
        }
        ("secretary of state", "USA") => &["foreign minister"],
        ("foreign secretary", _) => &["foreign minister"],
        (
            "defense minister"
            | "defence minister"
            | "minister of defence"
            | "minister of defense"
            | "defense secretary"
            | "defence secretary"
            | "secretary of defense"
            | "secretary of defence",
            _,
        ) => &["defence minister", "defense minister", "defence secretary", "secretary of defense"],
        ("interior minister" | "minister of the interior" | "home minister" | "home secretary", _) => {
            &["interior minister", "home minister", "home secretary"]
        }
        ("finance minister" | "treasury secretary" | "chancellor of the exchequer" | "minister of finance", _) => {
            &["finance minister", "treasury secretary"]
        }
        ("king" | "queen" | "emir" | "sultan" | "monarch" | "emperor" | "ruler" | "head of state", _) => {
            &["monarch", "king", "queen", "emir", "sultan", "emperor", "president", "head of state"]
        }
        ("leader" | "supreme leader", "PRK" | "IRN") => &["supreme leader", "leader"],
        _ => &[],
    }
}

fn is_initial(form: &str) -> bool {
    let mut chars = form.trim_end_matches('.').chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// A word such as "US" in a sentence that has no small letters.
fn shouts(sentence: &Sentence, t: usize) -> bool {
    let form = sentence.form(t);
    NOT_IN_CAPITALS.iter().any(|word| word.eq_ignore_ascii_case(form))
        && sentence.len() > 1
        && !sentence.text.contains(char::is_lowercase)
}

/// "The National Guard", "the Times reporter": a newspaper's name with its article stands alone.
fn only_describes(sentence: &Sentence, start: usize, end: usize) -> bool {
    end == start + 2
        && sentence.form(start).eq_ignore_ascii_case("the")
        && end < sentence.len()
        && matches!(sentence.upos(end), Upos::Noun | Upos::Propn | Upos::Adj)
}

fn is_place_word(form: &str) -> bool {
    const WORDS: &[&str] = &["in", "at", "near", "outside", "across", "around", "through", "central", "downtown"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(form))
}

/// True for a noun that describes no other.
fn stands_alone(sentence: &Sentence, t: usize) -> bool {
    matches!(sentence.upos(t), Upos::Noun | Upos::Propn)
        && !matches!(sentence.deprel(t), Deprel::Amod | Deprel::Compound | Deprel::Flat)
}
