//! Who is who: states, organisations, groups, people with their offices, and the nouns that name a sector.

use std::fmt;

use tidings_text::{Date, Sentence};

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
}

/// The actors of a codebook, compiled for lookup.
#[derive(Debug, Default)]
pub struct Actors {}

impl Actors {
    pub fn load(_files: &Files) -> Result<Actors, CodebookError> {
        Ok(Actors {})
    }

    /// The longest name that starts at token `start`.
    pub fn name_at<'a>(&'a self, _sentence: &Sentence, _start: usize) -> Option<NameMatch<'a>> {
        None
    }

    /// The longest role noun phrase that ends at token `head`, by lemma.
    pub fn noun_at<'a>(&'a self, _sentence: &Sentence, _head: usize) -> Option<NounMatch<'a>> {
        None
    }

    /// Who held `office` ("president", "foreign minister") in `country` on `date`.
    pub fn office_holder(&self, _country: &str, _office: &str, _date: Option<Date>) -> Option<&Spell> {
        None
    }

    /// Short English name of a country code, for people to read.
    pub fn country_name(&self, _code: &str) -> Option<&str> {
        None
    }
}
