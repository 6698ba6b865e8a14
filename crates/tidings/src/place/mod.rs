//! Places that sentences name, and where events took place.

use tidings_records::PlacePrecision;
use tidings_text::{Document, Sentence, Span, TokenIndex};

use crate::codebook::{CodebookError, Files};
use crate::mentions::Gazetteer;

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    pub precision: PlacePrecision,
}

impl Place {
    /// "Mosul, IRQ": the name, and the country unless it is the name.
    pub fn describe(&self) -> String {
        match &self.country {
            Some(country) if self.precision != PlacePrecision::Country => format!("{}, {country}", self.name),
            _ => self.name.clone(),
        }
    }
}

/// Words that name a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    pub sentence: usize,
    pub head: usize,
    pub span: Span<TokenIndex>,
    pub place: Place,
}

/// The places of a codebook.
#[derive(Debug, Default)]
pub struct PlaceTable {}

impl PlaceTable {
    pub fn load(_files: &Files) -> Result<PlaceTable, CodebookError> {
        Ok(PlaceTable {})
    }
}

impl Gazetteer for PlaceTable {
    fn country_of_name(&self, _name: &str) -> Option<&str> {
        None
    }
}

pub fn find(_document: &Document, sentences: &[Sentence], _table: &PlaceTable) -> Vec<Vec<PlaceMention>> {
    vec![Vec::new(); sentences.len()]
}

pub fn event_place<'p>(
    _sentence: &Sentence,
    _first: bool,
    _head: usize,
    _places: &'p [PlaceMention],
) -> Option<&'p PlaceMention> {
    None
}
