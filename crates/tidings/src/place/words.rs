//! Words around the names of places.

/// Prepositions that place an event.
pub const LOCATIVE: &[&str] =
    &["in", "at", "near", "outside", "inside", "across", "around", "throughout", "within", "off", "into"];

/// Nouns that a place is called by: "the city of Mosul", "Helmand province", "the outskirts of Kabul".
pub const SORTS: &[&str] = &[
    "area",
    "border",
    "camp",
    "capital",
    "center",
    "centre",
    "city",
    "coast",
    "commune",
    "county",
    "countryside",
    "department",
    "district",
    "east",
    "enclave",
    "governorate",
    "heart",
    "island",
    "municipality",
    "neighborhood",
    "neighbourhood",
    "north",
    "northeast",
    "northwest",
    "oblast",
    "outskirt",
    "outskirts",
    "part",
    "peninsula",
    "port",
    "prefecture",
    "province",
    "region",
    "republic",
    "resort",
    "settlement",
    "south",
    "southeast",
    "southwest",
    "state",
    "street",
    "suburb",
    "territory",
    "town",
    "township",
    "valley",
    "village",
    "west",
];

/// Nouns behind a name that make it the name of a division.
pub const DIVISIONS: &[&str] = &[
    "county",
    "department",
    "district",
    "governorate",
    "oblast",
    "prefecture",
    "province",
    "region",
    "state",
    "territory",
    "krai",
];

/// Parts of a place that stand before its name.
pub const PARTS: &[&str] = &[
    "central",
    "downtown",
    "east",
    "eastern",
    "greater",
    "north",
    "northeast",
    "northeastern",
    "northern",
    "northwest",
    "northwestern",
    "rural",
    "south",
    "southeast",
    "southeastern",
    "southern",
    "southwest",
    "southwestern",
    "west",
    "western",
];

/// A name without the part and the sort of place: "northern Syria", "Helmand province".
pub fn bare(name: &str) -> &str {
    let is = |list: &[&str], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let mut name = name.trim();
    if let Some((first, rest)) = name.split_once(' ')
        // "South Sudan", "East Timor" are names.
        && first.starts_with(|c: char| c.is_lowercase())
        && is(PARTS, first)
    {
        name = rest;
    }
    match name.rsplit_once(' ') {
        Some((rest, last)) if is(DIVISIONS, last) && last.starts_with(|c: char| c.is_lowercase()) => rest,
        _ => name,
    }
}
