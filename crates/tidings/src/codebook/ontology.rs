//! The types, modes, contexts and codes that rules and records may use.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::{CodebookError, Files};

macro_rules! event_types {
    ($($variant:ident = $text:literal),+ $(,)?) => {
        /// PLOVER's sixteen event types.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventType { $($variant),+ }

        impl EventType {
            pub const ALL: &'static [EventType] = &[$(EventType::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $(EventType::$variant => $text),+ }
            }

            pub fn parse(text: &str) -> Option<EventType> {
                match text { $($text => Some(EventType::$variant),)+ _ => None }
            }
        }
    };
}

event_types! {
    Agree = "AGREE", Consult = "CONSULT", Support = "SUPPORT", Concede = "CONCEDE",
    Cooperate = "COOPERATE", Aid = "AID", Retreat = "RETREAT",
    Request = "REQUEST", Accuse = "ACCUSE", Reject = "REJECT", Threaten = "THREATEN",
    Protest = "PROTEST", Sanction = "SANCTION", Mobilize = "MOBILIZE", Coerce = "COERCE", Assault = "ASSAULT",
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl EventType {
    /// Types in which all sides do the same, so that there is no recipient.
    pub fn is_symmetric(self) -> bool {
        matches!(self, EventType::Agree | EventType::Consult | EventType::Cooperate)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    pub code: String,
    pub meaning: String,
    /// Cooperation (10) to conflict (-10); the type's own where the manual gives none.
    pub score: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeEntry {
    pub code: String,
    pub meaning: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    pub score: f64,
    /// CAMEO code of events whose rule gives none.
    pub cameo: String,
    #[serde(default, rename = "mode")]
    pub modes: Vec<Mode>,
}

/// A code with its meaning: a context or a sector.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    pub code: String,
    pub meaning: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PloverFile {
    r#type: Vec<TypeEntry>,
    context: Vec<Meaning>,
    sector: Vec<Meaning>,
}

/// Modes and contexts that a codebook adds, in files beside `plover.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionFile {
    #[serde(default)]
    mode: Vec<AddedMode>,
    #[serde(default)]
    context: Vec<Meaning>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddedMode {
    r#type: String,
    code: String,
    meaning: String,
    score: Option<f64>,
}

/// A CAMEO code.
#[derive(Clone, Debug)]
pub struct CameoEntry {
    pub name: String,
    pub goldstein: Option<f64>,
    /// The PLOVER type and mode that the code becomes.
    pub plover: Option<(EventType, Option<String>)>,
}

/// PLOVER and CAMEO, as `codebook/ontologies/` has them.
#[derive(Clone, Debug)]
pub struct Ontology {
    types: BTreeMap<EventType, TypeEntry>,
    pub contexts: Vec<Meaning>,
    pub sectors: Vec<Meaning>,
    pub cameo: BTreeMap<String, CameoEntry>,
}

impl Ontology {
    pub fn load(files: &Files) -> Result<Ontology, CodebookError> {
        const PLOVER: &str = "ontologies/plover.toml";
        const CAMEO: &str = "ontologies/cameo.tsv";
        let text = files.require(PLOVER)?;
        let plover: PloverFile = toml::from_str(text).map_err(|e| CodebookError::toml(PLOVER, text, &e))?;
        let mut types = BTreeMap::new();
        for entry in plover.r#type {
            let code = EventType::parse(&entry.code)
                .ok_or_else(|| CodebookError::new(PLOVER, format!("{} is no PLOVER event type", entry.code)))?;
            types.insert(code, entry);
        }
        if let Some(missing) = EventType::ALL.iter().find(|t| !types.contains_key(t)) {
            return Err(CodebookError::new(PLOVER, format!("event type {missing} is missing")));
        }

        let mut contexts = plover.context;
        for (file, text) in files.below("ontologies", ".toml").filter(|(file, _)| *file != PLOVER) {
            let added: ExtensionFile = toml::from_str(text).map_err(|e| CodebookError::toml(file, text, &e))?;
            for AddedMode { r#type: name, code, meaning, score } in added.mode {
                let mode = Mode { code, meaning, score };
                let entry = EventType::parse(&name).and_then(|t| types.get_mut(&t));
                let entry = entry.ok_or_else(|| CodebookError::new(file, format!("{name} is no PLOVER event type")))?;
                if entry.modes.iter().any(|m| m.code == mode.code) {
                    return Err(CodebookError::new(file, format!("{name} has a mode {} already", mode.code)));
                }
                entry.modes.push(mode);
            }
            contexts.extend(added.context);
        }

        let mut cameo = BTreeMap::new();
        for (i, line) in files.require(CAMEO)?.lines().enumerate().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [code, name, goldstein, _quad, kind, mode, _contexts] = fields[..] else {
                return Err(CodebookError::at_line(CAMEO, i + 1, format!("7 fields expected, {} found", fields.len())));
            };
            let plover = EventType::parse(kind).map(|t| (t, Some(mode.to_owned()).filter(|m| !m.is_empty())));
            cameo.insert(
                code.to_owned(),
                CameoEntry { name: name.to_owned(), goldstein: goldstein.parse().ok(), plover },
            );
        }
        Ok(Ontology { types, contexts, sectors: plover.sector, cameo })
    }

    pub fn entry(&self, event_type: EventType) -> &TypeEntry {
        &self.types[&event_type]
    }

    pub fn mode(&self, event_type: EventType, mode: &str) -> Option<&Mode> {
        self.entry(event_type).modes.iter().find(|m| m.code == mode)
    }

    /// PLOVER's score of a type and mode.
    pub fn score(&self, event_type: EventType, mode: Option<&str>) -> f64 {
        mode.and_then(|m| self.mode(event_type, m)?.score).unwrap_or(self.entry(event_type).score)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_fall_back_to_the_type() {
        let ontology = Ontology::load(&Files::built_in()).unwrap();
        assert_eq!(ontology.score(EventType::Accuse, Some("disapprove")), -2.0);
        assert_eq!(ontology.score(EventType::Protest, Some("vandalize")), -5.0);
        assert_eq!(ontology.entry(EventType::Sanction).quad, 4);
        assert_eq!(ontology.cameo["111"].name, "Criticize or denounce");
        assert_eq!(ontology.cameo["173"].plover, Some((EventType::Coerce, Some("arrest".into()))));
    }
}
