//! Words by which status and attribution are read: `codebook/lexicon/status.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ontology::EventType;
use super::{CodebookError, Files};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    pub negation: Vec<String>,
    pub negating_verbs: Vec<String>,
    pub denying_verbs: Vec<String>,
    pub refuting_verbs: Vec<String>,
    pub negating_nouns: Vec<String>,
    pub ceasing_verbs: Vec<String>,
    pub refusing_verbs: Vec<String>,
    pub implying_verbs: Vec<String>,
    pub negating_marks: Vec<String>,
    pub hypothetical_adjectives: Vec<String>,
    pub future_adjectives: Vec<String>,
    pub future_verbs: Vec<String>,
    pub future_auxiliaries: Vec<String>,
    pub hypothetical_auxiliaries: Vec<String>,
    pub hypothetical_marks: Vec<String>,
    pub hypothetical_verbs: Vec<String>,
    pub saying: Vec<String>,
    pub saying_nouns: Vec<String>,
    pub speech_acts: Vec<String>,
    pub quoting: Vec<String>,
    pub media: Vec<String>,
    pub channels: Vec<String>,
    pub carrying: Vec<String>,
    pub addressees: Vec<String>,
    pub past_offices: Vec<String>,
    pub alleging: Vec<String>,
    pub hedges: Vec<String>,
    pub according: Vec<String>,
    future: BTreeMap<String, String>,
}

impl Cues {
    pub fn load(files: &Files) -> Result<Cues, CodebookError> {
        const FILE: &str = "lexicon/status.toml";
        let text = files.require(FILE)?;
        let cues: Cues = toml::from_str(text).map_err(|e| CodebookError::toml(FILE, text, &e))?;
        for name in cues.future.iter().flat_map(|(from, to)| [from, to]) {
            if EventType::parse(name).is_none() {
                return Err(CodebookError::new(FILE, format!("{name} is no PLOVER event type")));
            }
        }
        Ok(cues)
    }

    /// The type of an act that is announced but has not taken place, where PLOVER gives another.
    pub fn future_type(&self, event_type: EventType) -> Option<EventType> {
        EventType::parse(self.future.get(event_type.as_str())?)
    }
}
