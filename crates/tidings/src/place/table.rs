//! The places of a codebook: tens of thousands of rows, found by the letters of their names.
//!
//! Rows stay the text that they are in the files; an index of 16 bytes a name leads to them, and
//! only what a report names is ever read in full.

use std::collections::BTreeMap;

use tidings_records::PlacePrecision;

use super::Place;
use crate::codebook::actors::{CountryFile, spelling::Letters};
use crate::codebook::{CodebookError, Files};
use crate::mentions::Gazetteer;

const PLACES: &str = "places/places.tsv";
const SPELLINGS: &str = "places/spellings.tsv";

/// Inhabitants by which a division is as well known as a town, unless it has its name from one.
const DIVISION: u32 = 1_500_000;

/// The places of a codebook.
#[derive(Debug, Default)]
pub struct PlaceTable {
    /// Lines of name, country, latitude, longitude, inhabitants, kind and the name to show.
    rows: String,
    /// Key of a name and where in `rows` it stands; rows of one key by how well they are known.
    index: Vec<(u64, u32)>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Town,
    /// A town whose name is also a word or a person's name: only where the name tagger reads a place.
    TaggedTown,
    Division,
    Country,
    /// "Syrian", "Syrians": no place, but points to a country.
    Adjective,
}

/// One place under one of its names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'t> {
    shown: &'t str,
    /// Empty for seas and the like.
    country: &'t str,
    latitude: Option<f64>,
    longitude: Option<f64>,
    pub people: u32,
    pub kind: Kind,
}

impl<'t> Row<'t> {
    /// The row that `line` holds, or which column is wrong.
    fn parse(line: &'t str) -> Result<Row<'t>, &'static str> {
        let [name, country, latitude, longitude, people, kind, shown] =
            columns(line).ok_or("a place has six columns with tabs between them")?;
        let degrees = |text: &str, most: f64| match text {
            "" => Ok(None),
            text => text.parse().map(Some).ok().filter(|d| d.is_none_or(|d: f64| d.abs() <= most)).ok_or(()),
        };
        if name.trim().is_empty() {
            return Err("a place needs a name");
        }
        if !(country.is_empty() || country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase())) {
            return Err("the country is to be three capital letters, as in ISO 3166-1");
        }
        Ok(Row {
            shown: if shown.is_empty() { name } else { shown },
            country,
            latitude: degrees(latitude, 90.0).map_err(|()| "the latitude is to be a number from -90 to 90")?,
            longitude: degrees(longitude, 180.0).map_err(|()| "the longitude is to be a number from -180 to 180")?,
            people: people.parse().map_err(|_| "the number of inhabitants is to be a whole number")?,
            kind: match kind {
                "" => Kind::Town,
                "tagged" => Kind::TaggedTown,
                "region" => Kind::Division,
                "country" => Kind::Country,
                "adjective" => Kind::Adjective,
                _ => return Err("the kind is to be empty (a town), tagged, region or country"),
            },
        })
    }

    pub fn country(&self) -> Option<&'t str> {
        Some(self.country).filter(|c| !c.is_empty())
    }

    pub fn is_town(&self) -> bool {
        matches!(self.kind, Kind::Town | Kind::TaggedTown)
    }

    pub fn place(&self) -> Place {
        Place {
            name: self.shown.to_owned(),
            country: self.country().map(str::to_owned),
            latitude: self.latitude,
            longitude: self.longitude,
            precision: match self.kind {
                Kind::Town | Kind::TaggedTown => PlacePrecision::City,
                Kind::Division => PlacePrecision::Region,
                Kind::Country | Kind::Adjective => PlacePrecision::Country,
            },
        }
    }
}

impl PlaceTable {
    /// Reads towns, divisions and spellings from `places/` and names of states and regions from
    /// `actors/countries.toml`; a codebook may lack any of these files.
    ///
    /// # Errors
    /// The first line that cannot be used, and why.
    pub fn load(files: &Files) -> Result<PlaceTable, CodebookError> {
        let mut table = PlaceTable::default();
        let text = files.get(PLACES).unwrap_or_default();
        // Room for what the other files add.
        table.rows.reserve(text.len() + text.len() / 8);
        table.index.reserve(text.len() / 32);
        let mut states = BTreeMap::new();
        for (number, line) in text.lines().enumerate().skip(1) {
            if !line.is_empty() && !line.starts_with('#') {
                let row = table.add(line).map_err(|reason| CodebookError::at_line(PLACES, number + 1, reason))?;
                if row.kind == Kind::Country {
                    states.insert(row.country, line);
                }
            }
        }
        table.index.sort();
        let spellings = table.spellings(files.get(SPELLINGS).unwrap_or_default())?;
        table.add_all(&spellings);
        let countries = table.countries(&CountryFile::read(files)?, &states);
        table.add_all(&countries);
        table.rank();
        Ok(table)
    }

    fn add_all(&mut self, lines: &[String]) {
        for line in lines {
            // Codes like "IGO" make rows that nothing asks for.
            let _ = self.add(line);
        }
        self.index.sort();
    }

    fn add<'l>(&mut self, line: &'l str) -> Result<Row<'l>, &'static str> {
        let row = Row::parse(line)?;
        let name = &line[..line.bytes().position(|b| b == b'\t').unwrap_or(line.len())];
        self.index.push((key(name), self.rows.len() as u32));
        self.rows.push_str(line);
        self.rows.push('\n');
        Ok(row)
    }

    /// Other names of towns that the table has; of one that it lacks they mean nothing.
    fn spellings(&self, text: &str) -> Result<Vec<String>, CodebookError> {
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut columns = line.split('\t');
            let (Some(shown), Some(country), Some(others)) = (columns.next(), columns.next(), columns.next()) else {
                let reason = "a spelling has three columns with tabs between them: name, country, other names";
                return Err(CodebookError::at_line(SPELLINGS, number + 1, reason));
            };
            let names = || std::iter::once(shown).chain(others.split('|'));
            let towns = names().flat_map(|name| self.lines(name));
            let towns = towns.filter_map(|line| Some((Row::parse(line).ok()?, line)));
            let here = towns.filter(|(row, _)| row.country == country && row.is_town());
            if let Some((_, town)) = here.max_by_key(|(row, _)| row.people) {
                lines.extend(names().map(|name| renamed(town, name, shown)));
            }
        }
        Ok(lines)
    }

    /// Names of states and regions, and adjectives that point to them.
    fn countries(&self, file: &CountryFile, states: &BTreeMap<&str, &str>) -> Vec<String> {
        let mut lines = Vec::new();
        for country in &file.country {
            let (code, name) = (country.code.get_ref().as_str(), &country.name);
            let state = states.get(code);
            let state = state.map_or_else(|| format!("{name}\t{code}\t\t\t0\tcountry"), |line| (*line).to_owned());
            // "England" is a name of its state in the one file, a division of it in the other.
            let division = |line: &str| line.ends_with("\tregion") && line.split('\t').nth(1) == Some(code);
            let names = country.names.iter().filter(|n| !self.lines(n).any(division));
            lines.extend(std::iter::once(name).chain(names).map(|n| renamed(&state, n, name)));
            let adjectives = country.adjectives.iter().chain(&country.demonyms);
            lines.extend(adjectives.map(|word| format!("{word}\t{code}\t\t\t0\tadjective")));
        }
        for region in &file.region {
            let (code, name) = (region.code.get_ref().as_str(), &region.name);
            // Seas, and areas of several states.
            let code = if code == "UNK" { "" } else { code };
            let here = |line: &&str| line.split('\t').nth(1) == Some(code);
            // The table may know where it lies, and whether it is a town.
            let known = self.lines(name).find(here);
            let line = known.map_or_else(|| format!("{name}\t{code}\t\t\t0\tregion"), str::to_owned);
            let shown = Row::parse(&line).map_or(name.as_str(), |row| row.shown);
            let new = std::iter::once(name).chain(&region.names).filter(|n| self.lines(n).all(|line| !here(&line)));
            lines.extend(new.map(|n| renamed(&line, n, shown)));
        }
        lines
    }

    /// Puts rows of one name in order: states, then towns and divisions by how well they are known.
    fn rank(&mut self) {
        let rows = &self.rows;
        let row = |at: u32| Row::parse(line_at(rows, at)).ok();
        for group in self.index.chunk_by_mut(|a, b| a.0 == b.0) {
            if group.len() > 1 {
                let parsed: Vec<_> = group.iter().filter_map(|&(_, at)| row(at)).collect();
                // A name that a spelling gives comes last and shows what its line says.
                group.sort_by_cached_key(|&(_, at)| std::cmp::Reverse((row(at).map(|row| fame(&row, &parsed)), at)));
            }
        }
    }

    fn lines(&self, name: &str) -> impl Iterator<Item = &str> {
        let key = key(name);
        let from = self.index.partition_point(|&(k, _)| k < key);
        let same = self.index[from..].iter().take_while(move |&&(k, _)| k == key);
        same.map(|&(_, at)| line_at(&self.rows, at))
    }

    /// All places of a name, the best known first.
    pub(super) fn rows(&self, name: &str) -> impl Iterator<Item = Row<'_>> {
        self.lines(name).filter_map(|line| Row::parse(line).ok())
    }

    /// The number of names.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The best known place of a name.
    pub fn best(&self, name: &str) -> Option<Place> {
        self.rows(name).find(|row| row.kind != Kind::Adjective).map(|row| row.place())
    }
}

impl Gazetteer for PlaceTable {
    fn country_of_name(&self, name: &str) -> Option<&str> {
        let name = super::words::bare(name);
        self.rows(name).find(|row| row.kind != Kind::Adjective)?.country()
    }
}

/// The six or seven columns of a row, an empty one for the seventh if it is not there.
fn columns(line: &str) -> Option<[&str; 7]> {
    let mut columns = [""; 7];
    let (mut count, mut start) = (0, 0);
    // Columns are a few bytes long: a plain loop is faster here than searching for each tab.
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'\t' {
            *columns.get_mut(count)? = &line[start..at];
            count += 1;
            start = at + 1;
        }
    }
    *columns.get_mut(count)? = &line[start..];
    (count >= 5).then_some(columns)
}

/// The row of a place under another name, still shown as `shown`.
fn renamed(line: &str, name: &str, shown: &str) -> String {
    let columns = line.split('\t').take(6).skip(1).collect::<Vec<_>>().join("\t");
    format!("{name}\t{columns}\t{shown}")
}

fn line_at(rows: &str, at: u32) -> &str {
    let rest = &rows[at as usize..];
    &rest[..rest.bytes().position(|b| b == b'\n').unwrap_or(rest.len())]
}

fn key(name: &str) -> u64 {
    Letters::of(name).key()
}

/// How well a place is known among those of its name, in inhabitants.
pub(super) fn fame(row: &Row<'_>, others: &[Row<'_>]) -> u32 {
    match row.kind {
        Kind::Country => u32::MAX,
        Kind::Adjective => 0,
        Kind::Town | Kind::TaggedTown => row.people,
        Kind::Division => {
            // "Kandahar" alone is the town, not the province called after it.
            let town = others.iter().filter(|o| o.is_town() && o.country == row.country).map(|o| o.people).max();
            town.map_or(DIVISION, |people| people.saturating_sub(1))
        }
    }
}
