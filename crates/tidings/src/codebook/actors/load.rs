//! Reads the actor files; `codebook/actors/README.md` describes them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use tidings_text::Date;
use toml::Spanned;

use super::spelling::{Letters, beginnings, normal};
use super::{ActorCode, Actors, Entry, Gender, NameKind, Noun, Other, Spell, is_stateless};
use crate::codebook::{CodebookError, Files};

const COUNTRIES: &str = "actors/countries.toml";
const ORGANISATIONS: [&str; 2] = ["actors/organisations.toml", "actors/groups.toml"];
const PEOPLE: &str = "actors/people.tsv";
const NOUNS: &str = "actors/nouns.toml";
const GIVEN_NAMES: &str = "lexicon/given-names.toml";

const SECTORS: &[&str] = &[
    "GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PRM", "REB", "UAF", "PTY", "OPP", "ELI", "CVL", "CRM", "BUS", "JRN",
    "LAB", "AGR", "REF", "MED", "EDU", "REL", "SOC", "UNK", "PRE",
];

/// Of several people with one surname, those of these states are meant most often.
const PROMINENT: &[&str] = &[
    "USA", "RUS", "CHN", "GBR", "ISR", "IRN", "PRK", "UKR", "FRA", "DEU", "TUR", "SYR", "JPN", "KOR", "IND", "PAK",
    "SAU", "EGY", "IRQ", "AFG", "BRA", "ITA", "CAN", "AUS", "MEX", "VEN",
];

/// States whose names start with the family's, if it is one of [`FAMILY_NAMES`].
const FAMILY_FIRST: &[&str] = &["CHN", "PRK", "KOR", "TWN", "HKG", "MAC", "SGP", "MYS", "KHM"];

const FAMILY_NAMES: &[&str] = &[
    "Ahn", "Bae", "Bai", "Ban", "Bo", "Cai", "Cao", "Chan", "Chang", "Che", "Chen", "Cheng", "Cheung", "Chiang", "Cho",
    "Choe", "Choi", "Chon", "Chong", "Chow", "Chu", "Chun", "Chung", "Cui", "Dai", "Deng", "Ding", "Dong", "Du", "Fan",
    "Fang", "Feng", "Fu", "Gao", "Geng", "Goh", "Gong", "Gu", "Guo", "Ha", "Han", "He", "Heng", "Hong", "Hor", "Hou",
    "Hsiao", "Hsieh", "Hu", "Hua", "Huang", "Hun", "Hwang", "Hyon", "Jang", "Jeong", "Ji", "Jia", "Jiang", "Jin", "Jo",
    "Jon", "Jong", "Joo", "Jung", "Kang", "Kim", "Ko", "Koo", "Ku", "Kwak", "Kwon", "Lai", "Lam", "Lau", "Lee",
    "Leung", "Li", "Liang", "Lim", "Lin", "Liu", "Lu", "Luo", "Ma", "Mao", "Meng", "Moon", "Na", "Nam", "Ng", "No",
    "O", "Oh", "Ong", "Ou", "Paek", "Pak", "Pan", "Pang", "Park", "Peng", "Pyon", "Qi", "Qian", "Qin", "Qu", "Ren",
    "Ri", "Rim", "Roh", "Ryang", "Ryu", "Shen", "Shi", "Shin", "Sim", "Sin", "So", "Son", "Song", "Su", "Suh", "Sun",
    "Sung", "Tan", "Tang", "Tao", "Teo", "Thae", "Tian", "Tsai", "Tsang", "Tung", "Wan", "Wang", "Wei", "Wen", "Wong",
    "Woo", "Wu", "Xi", "Xia", "Xiao", "Xie", "Xu", "Yan", "Yang", "Yao", "Ye", "Yeo", "Yeung", "Yi", "Yim", "Yin",
    "Yoo", "Yoon", "You", "Yu", "Yuan", "Yun", "Zeng", "Zhang", "Zhao", "Zheng", "Zhong", "Zhou", "Zhu",
];

/// Surnames that are other words far more often, in lower case.
const NOT_SURNAMES: &[&str] = &[
    "a",
    "ahmad",
    "ahmed",
    "ali",
    "an",
    "and",
    "are",
    "as",
    "at",
    "bank",
    "be",
    "bishop",
    "but",
    "by",
    "can",
    "christian",
    "church",
    "city",
    "court",
    "day",
    "do",
    "east",
    "for",
    "friday",
    "from",
    "general",
    "he",
    "her",
    "his",
    "in",
    "is",
    "it",
    "june",
    "king",
    "major",
    "man",
    "market",
    "men",
    "minister",
    "mohamed",
    "mohammad",
    "mohammed",
    "monday",
    "muhammad",
    "my",
    "no",
    "north",
    "not",
    "of",
    "on",
    "or",
    "our",
    "pope",
    "president",
    "prince",
    "republic",
    "roman",
    "saint",
    "saturday",
    "senior",
    "she",
    "sheikh",
    "sheriff",
    "so",
    "south",
    "state",
    "store",
    "street",
    "sunday",
    "than",
    "that",
    "the",
    "they",
    "this",
    "thursday",
    "to",
    "tuesday",
    "union",
    "war",
    "was",
    "we",
    "wednesday",
    "west",
    "who",
    "will",
    "with",
    "you",
];

const PARTICLES: &[&str] =
    &["al", "el", "von", "van", "der", "den", "de", "da", "dos", "del", "della", "di", "la", "le", "bin", "ibn", "ben"];

/// `actors/countries.toml`; places are read from it as well.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountryFile {
    #[serde(default)]
    pub country: Vec<Country>,
    #[serde(default)]
    pub region: Vec<Region>,
    #[serde(default)]
    seat: Vec<Seat>,
}

/// A place that speaks for an international organisation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seat {
    name: String,
    code: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Country {
    pub code: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    #[serde(default)]
    pub demonyms: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    from: Option<toml::Value>,
    to: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Region {
    pub name: String,
    pub code: Spanned<String>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationFile {
    #[serde(default)]
    organisation: Vec<Organisation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Organisation {
    code: Spanned<String>,
    names: Vec<String>,
    from: Option<toml::Value>,
    to: Option<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounFile {
    #[serde(default)]
    noun: Vec<NounEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounEntry {
    sector: Spanned<String>,
    #[serde(default)]
    office: bool,
    #[serde(default)]
    adjective: bool,
    words: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    country: Option<String>,
}

/// Names by sex, with spaces between them.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct GivenNameFile {
    female: String,
    male: String,
}

/// A file that is being read, for its errors.
#[derive(Clone, Copy)]
struct Source<'f> {
    file: &'f str,
    text: &'f str,
}

#[derive(Default)]
struct Loader {
    /// By normal form.
    names: BTreeMap<Box<str>, Vec<Spell>>,
    countries: BTreeSet<String>,
    actors: Actors,
}

impl CountryFile {
    /// # Errors
    /// If it is no such file. A codebook may lack it.
    pub(crate) fn read(files: &Files) -> Result<CountryFile, CodebookError> {
        files.get(COUNTRIES).map_or_else(|| Ok(CountryFile::default()), |text| Source { file: COUNTRIES, text }.parse())
    }
}

pub(super) fn load(files: &Files) -> Result<Actors, CodebookError> {
    let source = |file| files.get(file).map(|text| Source { file, text });
    let mut loader = Loader::default();
    if let Some(source) = source(COUNTRIES) {
        loader.countries(source)?;
    }
    for source in ORGANISATIONS.into_iter().filter_map(source) {
        loader.organisations(source)?;
    }
    if let Some(source) = source(GIVEN_NAMES) {
        loader.given_names(source)?;
    }
    if let Some(source) = source(PEOPLE) {
        loader.people(source)?;
    }
    if let Some(source) = source(NOUNS) {
        loader.nouns(source)?;
    }
    Ok(loader.finish())
}

impl<'f> Source<'f> {
    fn parse<T: for<'de> Deserialize<'de>>(self) -> Result<T, CodebookError> {
        toml::from_str(self.text).map_err(|e| CodebookError::toml(self.file, self.text, &e))
    }

    /// An error in the entry whose `code` or `sector` stands at this byte.
    fn error<T>(self, entry: &Spanned<T>, reason: impl Into<String>) -> CodebookError {
        let line = self.text[..entry.span().start].matches('\n').count() + 1;
        CodebookError::at_line(self.file, line, reason)
    }
}

impl Loader {
    fn add(&mut self, name: &str, spell: Spell) {
        let spells = self.names.entry(normal(name)).or_default();
        if !spells.contains(&spell) {
            spells.push(spell);
        }
    }

    /// Adds all names of one thing; `entry` says where it stands.
    fn add_all<'n>(
        &mut self,
        source: Source<'_>,
        entry: &Spanned<String>,
        names: impl IntoIterator<Item = &'n str>,
        spell: &Spell,
    ) -> Result<(), CodebookError> {
        for name in names {
            if !name.contains(char::is_alphanumeric) {
                return Err(source.error(entry, format!("'{name}' is no name")));
            }
            self.add(name, spell.clone());
        }
        Ok(())
    }

    /// An actor code of a state or sector that exists.
    fn code(&self, code: &str) -> Result<ActorCode, String> {
        let parsed = ActorCode::parse(code).ok_or_else(|| {
            format!("'{code}' is no actor code; write COUNTRY, COUNTRY SECTOR or COUNTRY SECTOR#Name")
        })?;
        if let Some(sector) = parsed.sector.as_deref().filter(|s| !SECTORS.contains(s)) {
            return Err(format!("'{sector}' is no sector; there are {}", SECTORS.join(", ")));
        }
        let country = &*parsed.country;
        if !is_stateless(country) && !self.countries.is_empty() && !self.countries.contains(country) {
            return Err(format!("'{country}' is not in {COUNTRIES}"));
        }
        Ok(parsed)
    }

    fn countries(&mut self, source: Source<'_>) -> Result<(), CodebookError> {
        let file: CountryFile = source.parse()?;
        self.countries = file.country.iter().map(|c| c.code.get_ref().clone()).collect();
        for country in &file.country {
            let entry = &country.code;
            let code = self.code(entry.get_ref()).map_err(|e| source.error(entry, e))?;
            let (from, to) = term(country.from.as_ref(), country.to.as_ref()).map_err(|e| source.error(entry, e))?;
            let spell =
                |code: &ActorCode, kind| Spell { code: code.clone(), kind, from, to, office: None, short: false };
            if to.is_none() {
                let names = &mut self.actors.countries;
                names.entry(entry.get_ref().as_str().into()).or_insert_with(|| country.name.as_str().into());
            }
            let names = country.names.iter().chain([&country.name]).map(String::as_str);
            self.add_all(source, entry, names, &spell(&code, NameKind::Country))?;
            let adjectives = country.adjectives.iter().map(String::as_str);
            self.add_all(source, entry, adjectives, &spell(&code, NameKind::Adjective))?;
            let people = with_plurals(&country.demonyms);
            self.add_all(source, entry, people.iter().map(String::as_str), &spell(&code, NameKind::Demonym))?;
            for seat in &country.seats {
                let (name, sector) = seat.split_once('=').map_or((seat.as_str(), None), |(n, s)| (n, Some(s)));
                let text = sector.map_or_else(|| code.country.to_string(), |s| format!("{} {s}", code.country));
                let code = self.code(&text).map_err(|e| source.error(entry, e))?;
                self.add_all(source, entry, [name], &spell(&code, NameKind::SeatOfPower))?;
            }
        }
        for region in &file.region {
            let entry = &region.code;
            let code = self.code(entry.get_ref()).map_err(|e| source.error(entry, e))?;
            let spell = |kind| Spell { code: code.clone(), kind, from: None, to: None, office: None, short: false };
            let names = region.names.iter().chain([&region.name]).map(String::as_str);
            self.add_all(source, entry, names, &spell(NameKind::Region))?;
            let adjectives = region.adjectives.iter().map(String::as_str);
            self.add_all(source, entry, adjectives, &spell(NameKind::Adjective))?;
            let people = with_plurals(&region.demonyms);
            self.add_all(source, entry, people.iter().map(String::as_str), &spell(NameKind::Demonym))?;
        }
        for seat in &file.seat {
            let entry = &seat.code;
            let code = self.code(entry.get_ref()).map_err(|e| source.error(entry, e))?;
            let kind = NameKind::SeatOfPower;
            let spell = Spell { code, kind, from: None, to: None, office: None, short: false };
            self.add_all(source, entry, [seat.name.as_str()], &spell)?;
        }
        Ok(())
    }

    fn organisations(&mut self, source: Source<'_>) -> Result<(), CodebookError> {
        let file: OrganisationFile = source.parse()?;
        for organisation in &file.organisation {
            let entry = &organisation.code;
            let code = self.code(entry.get_ref()).map_err(|e| source.error(entry, e))?;
            let (from, to) =
                term(organisation.from.as_ref(), organisation.to.as_ref()).map_err(|e| source.error(entry, e))?;
            let spell =
                Spell { code: code.clone(), kind: NameKind::Organisation, from, to, office: None, short: false };
            let names = organisation.names.iter().map(String::as_str).chain(code.name.as_deref());
            self.add_all(source, entry, names, &spell)?;
        }
        Ok(())
    }

    fn given_names(&mut self, source: Source<'_>) -> Result<(), CodebookError> {
        let file: GivenNameFile = source.parse()?;
        for (names, gender) in [(&file.female, Gender::Female), (&file.male, Gender::Male)] {
            self.actors.given_names.extend(names.split_whitespace().map(|name| (name.into(), gender)));
        }
        Ok(())
    }

    /// False for "David" or "Minister" as the short form of a name that few would mean.
    fn is_known_by(&self, short: &str, spell: &Spell) -> bool {
        let prominent = PROMINENT.contains(&&*spell.code.country) || is_stateless(&spell.code.country);
        short.contains(char::is_uppercase)
            && !NOT_SURNAMES.contains(&short.to_lowercase().as_str())
            && (prominent || self.actors.gender_of(short).is_none())
    }

    fn people(&mut self, source: Source<'_>) -> Result<(), CodebookError> {
        for (i, line) in source.text.lines().enumerate().skip(1).filter(|(_, l)| !l.is_empty()) {
            let wrong = |reason: String| CodebookError::at_line(source.file, i + 1, reason);
            let fields: Vec<&str> = line.split('\t').collect();
            let &[name, country, sector, office, from, to, aliases] = fields.as_slice() else {
                return Err(wrong(format!(
                    "a person has 7 fields with tabs between them (name, country, sector, office, from, to, aliases), \
                     not {}",
                    fields.len()
                )));
            };
            if !name.contains(char::is_alphabetic) {
                return Err(wrong(format!("'{name}' is no name")));
            }
            let mut code = self.code(country).map_err(wrong)?;
            if !sector.is_empty() {
                code = self.code(&format!("{} {sector}", code.country)).map_err(wrong)?;
            }
            code.name = Some(name.into());
            let spell = Spell {
                code,
                kind: NameKind::Person,
                from: date(from, Edge::First).map_err(wrong)?,
                to: date(to, Edge::Last).map_err(wrong)?,
                office: (!office.is_empty()).then(|| office.into()),
                short: false,
            };
            let short = Spell { short: true, ..spell.clone() };
            let aliases = aliases.split(';').map(str::trim).filter(|a| a.contains(char::is_alphabetic));
            for name in aliases.chain([name]) {
                let whole = name.contains(' ');
                if whole {
                    self.add(name, spell.clone());
                    for surname in surnames(name, country) {
                        if self.is_known_by(surname, &short) {
                            self.add(surname, short.clone());
                        }
                    }
                } else if self.is_known_by(name, &short) {
                    self.add(name, short.clone());
                }
            }
            if !office.is_empty() && ActorCode::parse(country).is_some_and(|c| c.name.is_none()) {
                let offices = self.actors.offices.entry(spell.code.country.clone()).or_default();
                offices.entry(office.to_lowercase().into()).or_default().push(spell);
            }
        }
        for spells in self.actors.offices.values_mut().flat_map(|offices| offices.values_mut()) {
            spells.sort_by_key(|s| Reverse(s.from));
        }
        Ok(())
    }

    fn nouns(&mut self, source: Source<'_>) -> Result<(), CodebookError> {
        let file: NounFile = source.parse()?;
        let mut seen = BTreeSet::new();
        for noun in &file.noun {
            let entry = &noun.sector;
            let country = noun.country.as_deref().unwrap_or("UNK");
            self.code(&format!("{country} {}", entry.get_ref())).map_err(|e| source.error(entry, e))?;
            for phrase in &noun.words {
                // A possessive is a word of its own: "president's office", "workers' party".
                let apart = phrase.replace("'s ", " 's ").replace("s' ", "s ' ");
                let mut words: Vec<Box<str>> = apart.split([' ', '-']).map(Into::into).collect();
                let Some(last) = words.pop().filter(|w| !w.is_empty()) else {
                    return Err(source.error(entry, format!("'{phrase}' is no word")));
                };
                if !seen.insert(phrase.to_lowercase()) {
                    return Err(source.error(entry, format!("'{phrase}' is listed twice")));
                }
                self.actors.nouns.entry(Letters::of(&last).key()).or_default().push(Noun {
                    before: words,
                    last,
                    sector: entry.get_ref().as_str().into(),
                    office: noun.office,
                    adjective: noun.adjective,
                    country: noun.country.as_deref().map(Into::into),
                    unless: noun.unless.iter().map(|w| w.as_str().into()).collect(),
                });
            }
        }
        for nouns in self.actors.nouns.values_mut() {
            nouns.sort_by_key(|n| Reverse(n.before.len()));
        }
        Ok(())
    }

    fn finish(mut self) -> Actors {
        for (name, mut spells) in self.names {
            spells.sort_by_key(|s| (rank(s), Reverse(s.from)));
            let (leave_out, other) = second_reading(&spells);
            let letters = Letters::of(&name);
            for beginning in beginnings(&name) {
                let longest = self.actors.longest.entry(Letters::of(beginning).key()).or_default();
                *longest = letters.count.max(*longest);
            }
            self.actors.names.entry(letters.key()).or_default().push(Entry { name, spells, leave_out, other });
        }
        self.actors
    }
}

/// How many of the sorted meanings go where a name is read otherwise, and when it is.
fn second_reading(spells: &[Spell]) -> (usize, Other) {
    let leading = |is: fn(&Spell) -> bool| spells.iter().take_while(|s| is(s)).count();
    let stateless = leading(|s| s.kind == NameKind::SeatOfPower && is_stateless(&s.code.country));
    if (1..spells.len()).contains(&stateless) {
        return (stateless, Other::AsPlace);
    }
    let adjectives = leading(|s| s.kind == NameKind::Adjective);
    if adjectives > 0 && spells.get(adjectives).is_some_and(|s| s.kind == NameKind::Demonym) {
        return (adjectives, Other::AsNoun);
    }
    (0, Other::Never)
}

/// Orders the meanings of a name, most likely first.
fn rank(spell: &Spell) -> (bool, u8, usize) {
    let stateless = is_stateless(&spell.code.country);
    let kind = match spell.kind {
        NameKind::Country => 0,
        NameKind::SeatOfPower => 2 - u8::from(stateless),
        NameKind::Adjective => 3,
        NameKind::Demonym => 4,
        NameKind::Organisation => 5,
        NameKind::Person => match spell.office.as_deref() {
            Some("president" | "prime minister" | "chancellor" | "supreme leader" | "leader") => 6,
            Some(_) => 7,
            None => 8,
        },
        NameKind::Region => 9,
    };
    let persons = spell.kind == NameKind::Person;
    let prominence = PROMINENT.iter().position(|c| persons && **c == *spell.code.country);
    (spell.short, kind, prominence.unwrap_or(if persons { PROMINENT.len() } else { 0 }))
}

/// What a person is called for short: the family's name, with and without "von", "al-" and the like.
fn surnames<'n>(name: &'n str, country: &str) -> impl Iterator<Item = &'n str> {
    let first = name.split(' ').next().unwrap_or(name);
    // Officials of international organisations may come from there as well: "Ban Ki-moon".
    let state = country.get(..3).unwrap_or(country);
    let family_first = (FAMILY_FIRST.contains(&state) || is_stateless(state)) && FAMILY_NAMES.contains(&first);
    let mut short = [None, None];
    if family_first {
        short[0] = Some(first);
    } else {
        let name = name.trim_end_matches(['.', ' ']);
        let name = [" Jr", " Sr", " II", " III", " IV"].iter().find_map(|s| name.strip_suffix(s)).unwrap_or(name);
        let name = name.trim_end_matches(',');
        let is_particle = |word: &str| PARTICLES.iter().any(|p| p.eq_ignore_ascii_case(word));
        let mut start = name.rfind(' ').map_or(0, |at| at + 1);
        let last = &name[start..];
        let son_of = |word: &str| matches!(word.to_ascii_lowercase().as_str(), "bin" | "ibn" | "ben");
        let mut son = false;
        while let Some(before) = name[..start].trim_end().rsplit(' ').next().filter(|w| is_particle(w)) {
            son |= son_of(before);
            start = start.saturating_sub(before.len() + 1);
        }
        if start > 0 {
            short[0] = Some(&name[start..]);
        }
        if !son {
            let bare =
                last.split_once('-').filter(|(particle, _)| is_particle(particle)).map_or(last, |(_, rest)| rest);
            short[1] = Some(bare);
        }
    }
    let long_enough = |s: &&str| s.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    short.into_iter().flatten().filter(move |s| *s != name).filter(long_enough)
}

fn with_plurals(words: &[String]) -> Vec<String> {
    let mut all = words.to_vec();
    for word in words {
        let ends = |endings: &[&str]| endings.iter().any(|e| word.ends_with(e));
        let irregular = ends(&["ese", "sh", "ch", "s", "z", "x", "men"]) || ends(&["man"]) && word != "German";
        if irregular {
            continue;
        }
        let plural = match word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
            Some(stem) => format!("{stem}ies"),
            None => format!("{word}s"),
        };
        if !words.contains(&plural) {
            all.push(plural);
        }
    }
    all
}

type Term = (Option<Date>, Option<Date>);

fn term(from: Option<&toml::Value>, to: Option<&toml::Value>) -> Result<Term, String> {
    let read = |value: Option<&toml::Value>, edge| match value {
        None => Ok(None),
        Some(toml::Value::String(text)) => date(text, edge),
        Some(other) => date(&other.to_string(), edge),
    };
    let (from, to) = (read(from, Edge::First)?, read(to, Edge::Last)?);
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err(format!("it ends on {to}, before it starts on {from}")),
        term => Ok(term),
    }
}

/// Which day a month or a year means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    First,
    Last,
}

/// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; nothing for an empty text.
fn date(text: &str, edge: Edge) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("'{text}' is no date; write YYYY, YYYY-MM or YYYY-MM-DD");
    let mut parts = text.split('-');
    let year: i16 = parts.next().and_then(|y| y.parse().ok()).ok_or_else(wrong)?;
    let mut part = || parts.next().map(|p| p.parse::<i8>().map_err(|_| wrong())).transpose();
    let (month, day) = (part()?, part()?);
    if parts.next().is_some() {
        return Err(wrong());
    }
    let month = month.unwrap_or(if edge == Edge::First { 1 } else { 12 });
    let first = Date::new(year, month, 1).map_err(|_| wrong())?;
    let day = day.unwrap_or(if edge == Edge::First { 1 } else { first.days_in_month() });
    Date::new(year, month, day).map(Some).map_err(|_| wrong())
}
