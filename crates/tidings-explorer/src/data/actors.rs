//! Actors of a data set: their codes, the groups that codes fall into, and names for people.
//!
//! A *key* names one code (`PRK GOV#Kim Jong Un`) or, ending in `*`, a code with all below it (`PRK*`, `PRK GOV*`).

use std::collections::HashMap;

use serde::Serialize;
use tidings::codebook::Codebook;
use utoipa::ToSchema;

use super::dict::Dict;

/// Which codes count as one actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A country with all its sectors and people; organisations that belong to no country each for itself.
    Country,
    /// A sector of a country with all its people.
    Sector,
    /// Every code for itself.
    Code,
}

impl Level {
    pub fn parse(text: &str) -> Option<Level> {
        Some(match text {
            "country" => Level::Country,
            "sector" => Level::Sector,
            "code" => Level::Code,
            _ => return None,
        })
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Level::Country => "country",
            Level::Sector => "sector",
            Level::Code => "code",
        }
    }
}

/// An actor, or a family of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Actor {
    /// What stands in filters and paths: a code, or a code and `*`.
    pub key: String,
    /// `COUNTRY[ SECTOR][#Name]`.
    pub code: String,
    pub country: String,
    pub sector: Option<String>,
    pub name: Option<String>,
    /// For people to read.
    pub label: String,
}

/// The parts of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'c> {
    pub country: &'c str,
    pub sector: Option<&'c str>,
    pub name: Option<&'c str>,
}

impl<'c> Parts<'c> {
    /// Whatever a file says: what is no code is a country of its own.
    pub fn of(code: &'c str) -> Parts<'c> {
        let (codes, name) = match code.split_once('#') {
            Some((codes, name)) => (codes, Some(name)),
            None => (code, None),
        };
        let (country, sector) = match codes.split_once(' ') {
            Some((country, sector)) => (country, Some(sector)),
            None => (codes, None),
        };
        Parts { country, sector, name }
    }
}

/// Codes that stand where no country does.
fn is_stateless(country: &str) -> bool {
    matches!(country, "IGO" | "NGO" | "IMG" | "ISM" | "MNC" | "UNK")
}

/// Whether a key means a code.
pub fn covers(key: &str, code: &str) -> bool {
    match key.strip_suffix('*') {
        None => key == code,
        Some(stem) => code.strip_prefix(stem).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '#'])),
    }
}

/// The groups of one level.
#[derive(Debug, Default)]
pub struct Groups {
    pub keys: Dict,
    /// Group of each actor.
    pub of: Vec<u32>,
}

/// All actors of a data set.
#[derive(Debug)]
pub struct Actors {
    pub codes: Dict,
    groups: [Groups; 3],
    names: Names,
}

/// Names of countries and sectors.
#[derive(Debug, Default)]
pub struct Names {
    pub countries: HashMap<String, String>,
    sectors: HashMap<String, String>,
}

impl Actors {
    pub fn new(codes: Dict, names: Names) -> Actors {
        let groups = [Level::Country, Level::Sector, Level::Code].map(|level| {
            let mut groups = Groups::default();
            for code in codes.iter() {
                let group = groups.keys.add(&key_at(code, level));
                groups.of.push(group);
            }
            groups
        });
        Actors { codes, groups, names }
    }

    pub fn groups(&self, level: Level) -> &Groups {
        &self.groups[level as usize]
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    /// Numbers of the actors that a key means; none if the data set has no such actor.
    pub fn covered(&self, key: &str) -> Vec<u32> {
        if !key.ends_with('*') {
            return self.codes.number(key).into_iter().collect();
        }
        (0..).zip(self.codes.iter()).filter(|(_, code)| covers(key, code)).map(|(number, _)| number).collect()
    }

    pub fn actor(&self, key: &str) -> Actor {
        let code = key.strip_suffix('*').unwrap_or(key);
        let parts = Parts::of(code);
        Actor {
            key: key.to_owned(),
            code: code.to_owned(),
            country: parts.country.to_owned(),
            sector: parts.sector.map(str::to_owned),
            name: parts.name.map(str::to_owned),
            label: self.names.label(key),
        }
    }
}

/// The key of a code at a level.
pub fn key_at(code: &str, level: Level) -> String {
    let parts = Parts::of(code);
    match (level, parts.sector) {
        (Level::Country, _) if !is_stateless(parts.country) => format!("{}*", parts.country),
        (Level::Sector, Some(sector)) if !is_stateless(parts.country) || parts.name.is_none() => {
            format!("{} {sector}*", parts.country)
        }
        _ => code.to_owned(),
    }
}

/// Whether a key stands for actors of whom nothing is known but what they do.
pub fn is_unknown(key: &str) -> bool {
    let parts = Parts::of(key.strip_suffix('*').unwrap_or(key));
    parts.country == "UNK" && parts.name.is_none()
}

impl Names {
    /// Those of a codebook.
    pub fn of(codebook: &Codebook, codes: impl Iterator<Item = impl AsRef<str>>) -> Names {
        let mut names = Names::default();
        for code in codes {
            if let Some(name) = codebook.actors.country_name(code.as_ref()) {
                names.countries.insert(code.as_ref().to_owned(), name.to_owned());
            }
        }
        for sector in &codebook.ontology.sectors {
            names.sectors.insert(sector.code.clone(), sector_name(&sector.code, &sector.meaning));
        }
        names
    }

    pub fn country<'n>(&'n self, code: &'n str) -> &'n str {
        match code {
            "IGO" => "International organisation",
            "NGO" => "Non-governmental organisation",
            "IMG" => "Armed group",
            "ISM" => "Movement",
            "MNC" => "Company",
            "UNK" => "Unknown",
            _ => self.countries.get(code).map_or(code, String::as_str),
        }
    }

    pub fn sector<'n>(&'n self, code: &'n str) -> &'n str {
        self.sectors.get(code).map_or(code, String::as_str)
    }

    /// A code or key in words.
    pub fn label(&self, key: &str) -> String {
        let parts = Parts::of(key.strip_suffix('*').unwrap_or(key));
        match (parts.name, parts.sector) {
            (Some(name), _) => name.to_owned(),
            (None, Some(sector)) => format!("{}, {}", self.country(parts.country), self.sector(sector)),
            (None, None) => self.country(parts.country).to_owned(),
        }
    }
}

/// A word or two for a sector; the beginning of its meaning where the codebook has sectors of its own.
fn sector_name(code: &str, meaning: &str) -> String {
    let short = match code {
        "AGR" => "farmers",
        "BUS" => "business",
        "COP" => "police",
        "CRM" => "criminals",
        "CVL" => "civilians",
        "EDU" => "education",
        "ELI" => "former officials",
        "GOV" => "government",
        "JRN" => "journalists",
        "JUD" => "courts",
        "LAB" => "workers",
        "LEG" => "parliament",
        "MED" => "medical workers",
        "MIL" => "military",
        "OPP" => "opposition",
        "PRM" => "paramilitaries",
        "PTY" => "parties",
        "REB" => "rebels",
        "REF" => "refugees",
        "REL" => "religious groups",
        "SOC" => "civil society",
        "SPY" => "intelligence",
        "UAF" => "unidentified armed forces",
        _ => meaning.split([':', ',', '(', ';']).next().unwrap_or(meaning).trim(),
    };
    short.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_cover_a_code_and_what_is_below_it() {
        for (key, code, covered) in [
            ("PRK", "PRK", true),
            ("PRK", "PRK GOV", false),
            ("PRK*", "PRK", true),
            ("PRK*", "PRK GOV#Kim Jong Un", true),
            ("PRK*", "PRKX", false),
            ("PRK GOV*", "PRK GOV#Kim Jong Un", true),
            ("PRK GOV*", "PRK", false),
            ("*", "PRK", false),
        ] {
            assert_eq!(covers(key, code), covered, "{key} {code}");
        }
    }

    #[test]
    fn levels_join_codes_that_their_key_covers() {
        for (code, country, sector) in [
            ("PRK", "PRK*", "PRK"),
            ("PRK GOV#Kim Jong Un", "PRK*", "PRK GOV*"),
            ("IGO#United Nations", "IGO#United Nations", "IGO#United Nations"),
            ("UNK CVL", "UNK CVL", "UNK CVL*"),
        ] {
            for (level, key) in [(Level::Country, country), (Level::Sector, sector), (Level::Code, code)] {
                assert_eq!(key_at(code, level), key, "{code}");
                assert!(covers(key, code));
            }
        }
    }
}
