//! Places that sentences name, and where events took place.
//!
//! [`find`] reads names with the name tagger and, behind words like "in", without it; a name with
//! several meanings is the one that the countries of the report favour, else the best known. Which
//! of the places is that of an event the tree says ([`event_place`]).

mod attach;
mod table;
mod words;

use std::collections::BTreeSet;

use tidings_records::PlacePrecision;
use tidings_text::{Deprel, Document, Entity, EntityKind, Sentence, Span, TokenIndex, Upos};

pub use attach::event_place;
pub use table::PlaceTable;
use table::{Kind, Row, fame};
use words::{DIVISIONS, LOCATIVE};

use crate::attach::span_head;

/// Words of the longest name that is looked up without the tagger.
const LONGEST: usize = 4;

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
    /// The token that ties the name to the rest of the sentence.
    pub head: usize,
    /// With the country that follows: "Mosul, Iraq".
    pub span: Span<TokenIndex>,
    pub place: Place,
}

/// A name before it is decided which place it means.
struct Name<'t> {
    /// The name with a sort of division ("Helmand province") and a country behind it.
    span: Span<TokenIndex>,
    head: usize,
    /// The words of the name alone.
    words: String,
    /// All places of that name; none if the table has it not.
    rows: Vec<Row<'t>>,
    /// The country that stands behind the name.
    country: Option<&'t str>,
    division: bool,
}

/// The places that each sentence names, by position.
pub fn find(document: &Document, sentences: &[Sentence], table: &PlaceTable) -> Vec<Vec<PlaceMention>> {
    let headline = |s: &Sentence| document.blocks.get(s.block).is_some_and(|b| b.kind.is_headline());
    let names: Vec<Vec<Name<'_>>> = sentences.iter().map(|s| names(s, headline(s), table)).collect();
    // Countries named in the report, and in each sentence.
    let mut evidence: Vec<BTreeSet<&str>> = sentences.iter().map(|s| adjectives(s, table)).collect();
    for (names, evidence) in names.iter().zip(&mut evidence) {
        for name in names {
            match &name.rows[..] {
                _ if name.country.is_some() => evidence.extend(name.country),
                [row, ..] if row.kind == Kind::Country => evidence.extend(row.country()),
                [row] => evidence.extend(row.country()),
                _ => {}
            }
        }
    }
    let everywhere: BTreeSet<&str> = evidence.iter().flatten().copied().collect();
    let mentions = names.iter().zip(&evidence).enumerate().map(|(sentence, (names, here))| {
        let mention = |name: &Name<'_>| {
            let place = name.place(here, &everywhere)?;
            Some(PlaceMention { sentence, head: name.head, span: name.span, place })
        };
        names.iter().filter_map(mention).collect()
    });
    mentions.collect()
}

impl Name<'_> {
    /// Is in the table, or said to lie in a country that is.
    fn is_known(&self) -> bool {
        !self.rows.is_empty() || self.country.is_some()
    }

    fn place(&self, here: &BTreeSet<&str>, everywhere: &BTreeSet<&str>) -> Option<Place> {
        let named = |row: &&Row<'_>| self.country.is_none_or(|country| row.country() == Some(country));
        let likelihood = |row: &Row<'_>| {
            let known = f64::from(fame(row, &self.rows).max(1_000)).log10();
            let near = |countries: &BTreeSet<&str>| row.country().is_some_and(|c| countries.contains(c));
            let division = self.division && row.kind == Kind::Division;
            // Steps of ten times as many inhabitants.
            known + 0.8 * f64::from(near(everywhere)) + 0.2 * f64::from(near(here)) + 5.0 * f64::from(division)
        };
        let candidates = self.rows.iter().filter(named).filter(|row| !self.division || row.kind != Kind::Country);
        // The first of the likeliest.
        let best = candidates.rev().max_by(|a, b| likelihood(a).total_cmp(&likelihood(b)));
        let mut place = match (best, self.country) {
            (Some(row), _) => row.place(),
            // Not in the table, but the text says where it lies.
            (None, Some(country)) => Place {
                name: self.words.clone(),
                country: Some(country.to_owned()),
                latitude: None,
                longitude: None,
                precision: PlacePrecision::City,
            },
            (None, None) => return None,
        };
        if self.division {
            place.precision = PlacePrecision::Region;
        }
        Some(place)
    }
}

fn names<'t>(s: &Sentence, headline: bool, table: &'t PlaceTable) -> Vec<Name<'t>> {
    let mut names: Vec<Name<'t>> = Vec::new();
    let mut at = 0;
    while at < s.len() {
        let entity = s.entities.iter().find(|e| e.span.contains(at));
        let name = match entity {
            // The tagger may have joined a list, or a town and its country.
            Some(e) if e.kind == EntityKind::Place => tagged(s, at, e, table),
            Some(e) if e.span.start < at || !in_place(s, e.span) => None,
            _ if s.upos(at) == Upos::Propn && (!headline || entity.is_some() || in_place(s, Span::new(at, at + 1))) => {
                untagged(s, at, entity, table)
            }
            _ => None,
        };
        let Some((name, len, rows)) = name else {
            at += 1;
            continue;
        };
        // What names nothing was a part of this.
        let free = names.iter().rev().find(|name| name.is_known()).map_or(0, |name| name.span.end);
        let (start, name, rows) = longer(s, free, at, at + len, table).unwrap_or((at, name, rows));
        let name = with_neighbours(s, Span::new(start, at + len), name, rows, table);
        at = name.span.end.max(at + 1);
        names.push(name);
    }
    names.retain(Name::is_known);
    names
}

type Found<'t> = (String, usize, Vec<Row<'t>>);

/// The longest name that the table has at `at` inside a name that the tagger found; else all of its words.
fn tagged<'t>(s: &Sentence, at: usize, entity: &Entity, table: &'t PlaceTable) -> Option<Found<'t>> {
    if matches!(s.upos(at), Upos::Det | Upos::Punct | Upos::Cconj) {
        return None;
    }
    let comma = (at..entity.span.end).find(|&t| s.form(t) == ",").unwrap_or(entity.span.end);
    let first = s.form(at).starts_with(|c: char| c.is_lowercase()) && words::PARTS.contains(&s.form(at));
    if first {
        // "northern Syria": the part is no part of the name.
        return None;
    }
    let whole = s.words(Span::new(at, comma));
    let bare = words::bare(whole);
    let known = places(table, bare);
    if !known.is_empty() {
        let bytes = s.byte_span(Span::new(at, comma)).start + bare.len();
        let len = (at..comma).take_while(|&t| s.tokens[t].span.start < bytes).count();
        return Some((bare.to_owned(), len.max(1), known));
    }
    // "New York" of "New York Harbor" is not meant, "Iraq" of "Iraq and Syria" is.
    let list = (at..comma).find(|&t| s.upos(t) == Upos::Cconj && t > at);
    if let Some(end) = list {
        let words = s.words(Span::new(at, end)).to_owned();
        let rows = places(table, &words);
        return Some((words, end - at, rows));
    }
    (at == entity.span.start || s.form(at - 1) == ",").then(|| (whole.to_owned(), comma - at, Vec::new()))
}

/// The longest name that ends at `end` and begins before `at`, where the tagger missed its first words:
/// "Saint-Nazaire", "General Santos City".
fn longer<'t>(
    s: &Sentence,
    free: usize,
    at: usize,
    end: usize,
    table: &'t PlaceTable,
) -> Option<(usize, String, Vec<Row<'t>>)> {
    let part = |t: &usize| s.upos(*t) == Upos::Propn || s.form(*t) == "-";
    let first = at - (free..at).rev().take(LONGEST).take_while(part).count();
    (first..at).filter(|&start| s.form(start) != "-").find_map(|start| {
        let words = s.words(Span::new(start, end));
        let rows = places(table, words);
        (!rows.is_empty()).then(|| (start, words.to_owned(), rows))
    })
}

/// A name that the table has, behind a word that makes it a place.
fn untagged<'t>(s: &Sentence, at: usize, entity: Option<&Entity>, table: &'t PlaceTable) -> Option<Found<'t>> {
    let end = match entity {
        Some(entity) => entity.span.end,
        None => {
            let free = |&t: &usize| s.entities.iter().all(|e| !e.span.contains(t));
            let name = |&t: &usize| t == at || matches!(s.upos(t), Upos::Propn | Upos::Part) || s.form(t) == "-";
            at + (at..s.len().min(at + LONGEST)).take_while(|t| free(t) && name(t)).count()
        }
    };
    // Of a name that the tagger takes for something else all words must fit.
    let shortest = if entity.is_some() { end } else { at + 1 };
    for end in (shortest..=end).rev().filter(|&end| ends_in_word(s, end)) {
        let words = s.words(Span::new(at, end));
        let rows: Vec<Row<'t>> = places(table, words).into_iter().filter(|r| r.kind != Kind::TaggedTown).collect();
        let sure =
            rows.iter().any(|row| row.kind == Kind::Country) || in_place(s, Span::new(at, end)) || is_division(s, end);
        if !rows.is_empty() && sure {
            return Some((words.to_owned(), end - at, rows));
        }
    }
    None
}

/// Names are looked up by their letters alone, so what ends in a comma would be found, too.
fn ends_in_word(s: &Sentence, end: usize) -> bool {
    !matches!(s.upos(end - 1), Upos::Punct | Upos::Part | Upos::Adp | Upos::Cconj)
}

/// "province" behind a name, in small letters or capitals.
fn is_division(s: &Sentence, at: usize) -> bool {
    at < s.len() && DIVISIONS.iter().any(|word| word.eq_ignore_ascii_case(s.form(at)))
}

fn places<'t>(table: &'t PlaceTable, words: &str) -> Vec<Row<'t>> {
    table.rows(words).filter(|row| row.kind != Kind::Adjective).collect()
}

/// Adds a sort of division and the country or division that stand behind a name.
fn with_neighbours<'t>(
    s: &Sentence,
    span: Span<TokenIndex>,
    words: String,
    rows: Vec<Row<'t>>,
    table: &'t PlaceTable,
) -> Name<'t> {
    let head = span_head(s, span);
    let mut name = Name { span, head, words, rows, country: None, division: false };
    if is_division(s, name.span.end) {
        name.division = true;
        name.span.end += 1;
    }
    let state = |row: &Row<'_>| matches!(row.kind, Kind::Country);
    let comma = name.span.end;
    if name.rows.first().is_none_or(|row| !state(row)) && comma + 1 < s.len() && s.form(comma) == "," {
        let mut start = comma + 1;
        while start + 1 < s.len() && (words::PARTS.contains(&s.form(start)) || s.form(start) == "the") {
            start += 1;
        }
        for end in (start + 1..=s.len().min(start + LONGEST)).rev().filter(|&end| ends_in_word(s, end)) {
            let behind = places(table, s.words(Span::new(start, end)));
            // "Paris, Texas", but not the towns of a list.
            let around = |around: &&Row<'_>| {
                let lies_there = |row: &Row<'_>| row.country() == around.country();
                !around.is_town() && (name.rows.iter().any(lies_there) || name.rows.is_empty() && state(around))
            };
            if let Some(country) = behind.iter().find(around).and_then(Row::country) {
                name.country = Some(country);
                // "Aybak, Samangan Province"
                let division = is_division(s, end);
                name.span.end = end + usize::from(division);
                break;
            }
        }
    }
    name.head = span_head(s, name.span);
    name
}

/// Countries that adjectives point to: "Pakistani police".
fn adjectives<'t>(s: &Sentence, table: &'t PlaceTable) -> BTreeSet<&'t str> {
    let capital = |t: &usize| s.form(*t).starts_with(|c: char| c.is_uppercase());
    let rows = (0..s.len()).filter(capital).filter_map(|t| table.rows(s.form(t)).find(|r| r.kind == Kind::Adjective));
    rows.filter_map(|row| row.country()).collect()
}

/// True behind "in" and the like, itself or as part of such a phrase.
fn in_place(s: &Sentence, span: Span<TokenIndex>) -> bool {
    let before = span.start.checked_sub(1).is_some_and(|t| {
        let t = if words::PARTS.contains(&s.form(t)) || s.upos(t) == Upos::Det { t.saturating_sub(1) } else { t };
        LOCATIVE.contains(&s.lemma(t))
    });
    let head = span_head(s, span);
    before || s.children(head).any(|c| s.deprel(c) == Deprel::Case && LOCATIVE.contains(&s.lemma(c)))
}
