//! The strings of a data set while their numbers are given out.

use tidings_records::{ActorRecord, PlaceRecord, SaidBy};

use crate::data::dict::{Dict, NONE};
use crate::data::{Place, Strings, types};

#[derive(Default)]
pub struct Vocabulary {
    pub types: Dict,
    pub modes: Dict,
    pub contexts: Dict,
    pub cameo: Dict,
    pub rules: Dict,
    pub outlets: Dict,
    pub media: Dict,
    pub relations: Dict,
    pub objects: Dict,
    pub actors: Dict,
    place_keys: Dict,
    places: Vec<Place>,
}

impl Vocabulary {
    pub fn new() -> Vocabulary {
        Vocabulary { types: types(), ..Vocabulary::default() }
    }

    /// The first record of a place says where it is.
    pub fn place(&mut self, record: &PlaceRecord) -> u32 {
        let number = self.place_keys.add(&Place::key(&record.name, record.country.as_deref()));
        if number as usize == self.places.len() {
            let precision = serde_json::to_value(record.precision).ok();
            self.places.push(Place {
                name: record.name.clone(),
                country: record.country.clone(),
                latitude: record.latitude,
                longitude: record.longitude,
                precision: precision.and_then(|p| p.as_str().map(str::to_owned)).unwrap_or_default(),
            });
        }
        number
    }

    pub fn speaker(&mut self, said: Option<&SaidBy>) -> u32 {
        said.map_or(NONE, |said| self.actors.add(&said.speaker.code))
    }

    /// Each actor of a side once.
    pub fn side(&mut self, actors: &[ActorRecord]) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(actors.len());
        for actor in actors {
            let number = self.actors.add(&actor.code);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers
    }

    pub fn strings(&self) -> Strings {
        let list = |dict: &Dict| dict.iter().map(str::to_owned).collect();
        Strings {
            types: list(&self.types),
            modes: list(&self.modes),
            contexts: list(&self.contexts),
            cameo: list(&self.cameo),
            rules: list(&self.rules),
            outlets: list(&self.outlets),
            media: list(&self.media),
            relations: list(&self.relations),
            objects: list(&self.objects),
            actors: list(&self.actors),
            places: self.places.clone(),
        }
    }
}
