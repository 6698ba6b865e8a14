//! A data set in memory: columns, and the strings that their numbers stand for.

pub mod actors;
pub mod columns;
pub mod days;
pub mod dict;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tidings::codebook::ontology::EventType;

use self::actors::{Actors, Names};
use self::columns::{Claims, Documents, Events, Sentences, Statements};
use self::dict::{Dict, Lists, NONE};

/// What a place is and where, without the words that name it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    pub name: String,
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub precision: String,
}

impl Place {
    /// What stands in filters: `SYR/Aleppo`, or `/Name` where the country is not known.
    pub fn key(name: &str, country: Option<&str>) -> String {
        format!("{}/{name}", country.unwrap_or(""))
    }
}

/// Strings of columns, as they are stored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Strings {
    pub types: Vec<String>,
    pub modes: Vec<String>,
    pub contexts: Vec<String>,
    pub cameo: Vec<String>,
    pub rules: Vec<String>,
    pub outlets: Vec<String>,
    pub media: Vec<String>,
    pub relations: Vec<String>,
    pub objects: Vec<String>,
    pub actors: Vec<String>,
    pub places: Vec<Place>,
}

/// Statuses in the order of their numbers.
pub const STATUSES: [&str; 5] = ["actual", "future", "hypothetical", "negated", "historical"];
/// Kinds of quotation in the order of their numbers.
pub const QUOTATIONS: [&str; 3] = ["direct", "indirect", "mixed"];
/// Quad classes 1 to 4.
pub const QUADS: [&str; 4] = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

/// PLOVER's types in their order.
pub fn types() -> Dict {
    EventType::ALL.iter().map(|t| t.as_str()).collect()
}

/// Everything that questions need in memory.
#[derive(Debug)]
pub struct Data {
    pub documents: Documents,
    pub sentences: Sentences,
    pub events: Events,
    pub statements: Statements,
    pub claims: Claims,
    pub types: Dict,
    pub modes: Dict,
    pub contexts: Dict,
    pub cameo: Dict,
    pub rules: Dict,
    pub outlets: Dict,
    pub media: Dict,
    pub relations: Dict,
    pub objects: Dict,
    pub actors: Actors,
    /// Keys of places, in the order of `places`.
    pub place_keys: Dict,
    pub places: Vec<Place>,
    /// Countries of places; [`NONE`] for a place without.
    pub place_countries: Dict,
    pub country_of_place: Vec<u32>,
    /// Event records of each document.
    pub events_of: Lists,
    pub statements_of: Lists,
    pub claims_of: Lists,
    /// Event records told within each statement.
    pub told_in: Lists,
    /// How many records each event has.
    pub reports: Vec<u32>,
}

impl Data {
    /// Reads the columns of an index; `None` if they are not what they should be.
    pub fn load(connection: &Connection, names: Names) -> rusqlite::Result<Option<Data>> {
        let mut read = connection.prepare("SELECT data FROM columns WHERE name = ?1")?;
        let mut get = |name: &str| read.query_row([name], |row| row.get::<_, Vec<u8>>(0));
        let Ok(strings) = serde_json::from_slice::<Strings>(&get("strings")?) else {
            return Ok(None);
        };
        let (Some(documents), Some(sentences), Some(events), Some(statements), Some(claims)) = (
            Documents::load(&mut get)?,
            Sentences::load(&mut get)?,
            Events::load(&mut get)?,
            Statements::load(&mut get)?,
            Claims::load(&mut get)?,
        ) else {
            return Ok(None);
        };
        let mut reports = vec![0u32; events.event.iter().max().map_or(0, |&last| last as usize + 1)];
        events.event.iter().for_each(|&event| reports[event as usize] += 1);
        let mut place_countries = Dict::default();
        let country = |place: &Place| place_countries.add_option(place.country.as_deref());
        let country_of_place = strings.places.iter().map(country).collect();
        let count = documents.published.len();
        Ok(Some(Data {
            events_of: Lists::inverse(count, &events.document),
            statements_of: Lists::inverse(count, &statements.document),
            claims_of: Lists::inverse(count, &claims.document),
            told_in: Lists::inverse(statements.document.len(), &events.statement),
            reports,
            types: strings.types.iter().collect(),
            modes: strings.modes.iter().collect(),
            contexts: strings.contexts.iter().collect(),
            cameo: strings.cameo.iter().collect(),
            rules: strings.rules.iter().collect(),
            outlets: strings.outlets.iter().collect(),
            media: strings.media.iter().collect(),
            relations: strings.relations.iter().collect(),
            objects: strings.objects.iter().collect(),
            actors: Actors::new(strings.actors.iter().collect(), names),
            place_keys: strings.places.iter().map(|p| Place::key(&p.name, p.country.as_deref())).collect(),
            places: strings.places,
            place_countries,
            country_of_place,
            documents,
            sentences,
            events,
            statements,
            claims,
        }))
    }

    /// Country of the place of an event record.
    pub fn event_country(&self, event: usize) -> u32 {
        match self.events.place[event] {
            NONE => NONE,
            place => self.country_of_place[place as usize],
        }
    }

    pub fn outlet_of(&self, document: u32) -> Option<&str> {
        self.outlets.get(self.documents.outlet[document as usize])
    }
}
