//! Where events took place.

use serde::Serialize;
use utoipa::ToSchema;

use super::filter::Filter;
use super::tally::{Tally, compare};
use crate::Explorer;
use crate::api::params::{Call, Kind, PAGE, Page, Param, one};
use crate::api::problem::Answer;
use crate::data::dict::NONE;

pub const PLACES: &[Param] = &[one("by", Kind::Choice(&["place", "country"]), "What a row is")];
/// A map shows more than a list.
pub const ROWS: &[Param] =
    &[PAGE[0], one("limit", Kind::Integer { min: 1, max: 5_000, default: 1_000 }, "Rows at most")];

#[derive(Debug, Serialize, ToSchema)]
pub struct Places {
    pub total: usize,
    pub offset: usize,
    pub limit: usize,
    /// Records with a place.
    pub located: u32,
    /// Records without one.
    pub unlocated: u32,
    /// Most events first.
    pub rows: Vec<PlaceRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceRow {
    /// What stands in the filter: `place`, or `country`.
    pub key: String,
    pub name: String,
    pub country: Option<String>,
    pub country_name: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// city, region or country.
    pub precision: String,
    pub events: u32,
    /// Events of each quad class.
    pub quads: [u32; 4],
    /// Mean.
    pub score: f64,
}

pub fn places(explorer: &Explorer, call: &Call) -> Answer<Places> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    let by_country = call.one("by") == Some("country");
    let mut tallies = vec![Tally::default(); if by_country { data.place_countries.len() } else { data.places.len() }];
    let (mut located, mut unlocated) = (0, 0);
    for record in filter.select(call, data)? {
        let place = data.events.place[record as usize];
        if place == NONE {
            unlocated += 1;
            continue;
        }
        located += 1;
        let row = if by_country { data.event_country(record as usize) } else { place };
        if let Some(tally) = tallies.get_mut(row as usize) {
            tally.add(data, record, None);
        }
    }
    let mut found: Vec<(u32, Tally)> = (0..).zip(tallies).filter(|(_, tally)| tally.events > 0).collect();
    found.sort_by(|(_, a), (_, b)| compare("events", a, b));
    let Page { offset, limit } = call.page_of(ROWS);
    let names = data.actors.names();
    let row = |(number, tally): &(u32, Tally)| {
        let place = (!by_country).then(|| &data.places[*number as usize]);
        let country = match place {
            Some(place) => place.country.as_deref(),
            None => Some(data.place_countries.text(*number)),
        };
        let country_name = country.map(|code| names.country(code).to_owned());
        PlaceRow {
            key: match place {
                Some(_) => data.place_keys.text(*number).to_owned(),
                None => country.unwrap_or_default().to_owned(),
            },
            name: place.map_or_else(|| country_name.clone().unwrap_or_default(), |place| place.name.clone()),
            country: country.map(str::to_owned),
            country_name,
            latitude: place.and_then(|place| place.latitude),
            longitude: place.and_then(|place| place.longitude),
            precision: place.map_or("country", |place| &place.precision).to_owned(),
            events: tally.events,
            quads: tally.quads,
            score: tally.score(),
        }
    };
    let rows = found.iter().skip(offset).take(limit).map(row).collect();
    Ok(Places { total: found.len(), offset, limit, located, unlocated, rows })
}
