//! Counts beside each choice of the filter.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use utoipa::ToSchema;

use super::actors::level;
use super::filter::Filter;
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, many, one};
use crate::api::problem::Answer;
use crate::data::actors::{Parts, key_at};
use crate::data::dict::{NONE, Set};
use crate::data::{Data, QUADS, STATUSES};

pub const NAMES: &[&str] = &[
    "type", "mode", "context", "cameo", "quad", "status", "alleged", "sector", "source", "target", "actor", "speaker",
    "outlet", "country", "place", "rule", "year",
];
pub const LIMIT: Param = one("limit", Kind::Integer { min: 1, max: 200, default: 20 }, "Values of a facet at most");
pub const FACETS: &[Param] = &[many("facet", Kind::Choice(NAMES), "Only these"), LIMIT];

/// Counts of event records for each value, under all filters but the facet's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facets {
    /// Records that pass the whole filter.
    pub total: usize,
    pub facets: BTreeMap<String, Vec<Value>>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Value {
    /// What stands in the filter.
    pub value: String,
    /// For people to read.
    pub label: String,
    pub count: u32,
}

/// Counts of one facet while records are visited.
enum Counter {
    /// Numbers below a bound; the last count is of those without.
    Dense(Vec<u32>),
    Sparse(HashMap<i64, u32>),
}

impl Counter {
    fn dense(bound: usize) -> Counter {
        Counter::Dense(vec![0; bound + 1])
    }

    fn add(&mut self, number: u32) {
        match self {
            Counter::Dense(counts) => {
                let last = counts.len() - 1;
                counts[(number as usize).min(last)] += 1;
            }
            Counter::Sparse(counts) => *counts.entry(number.into()).or_default() += 1,
        }
    }
}

/// One facet while records are visited.
struct Facet<'d> {
    name: &'static str,
    counter: Counter,
    /// With `once`: the events that have been counted for a value, of those with several records.
    seen: Option<HashSet<(u32, u32)>>,
    reports: &'d [u32],
}

impl Facet<'_> {
    fn add(&mut self, number: u32, event: u32) {
        let is_new = match &mut self.seen {
            Some(seen) if self.reports[event as usize] > 1 => seen.insert((number, event)),
            _ => true,
        };
        if is_new {
            self.counter.add(number);
        }
    }

    /// Each of some numbers once; none of them is a number, too.
    fn add_each(&mut self, numbers: impl Iterator<Item = u32>, event: u32, once: &mut Vec<u32>) {
        once.clear();
        once.extend(numbers);
        once.sort_unstable();
        once.dedup();
        if once.is_empty() {
            self.add(NONE, event);
        }
        once.iter().for_each(|&number| self.add(number, event));
    }
}

pub fn facets(explorer: &Explorer, call: &Call) -> Answer<Facets> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    let asked = call.many("facet");
    let groups = data.actors.groups(level(call));
    let sectors = Sectors::of(data);
    let mut facets: Vec<Facet<'_>> = NAMES
        .iter()
        .filter(|name| asked.is_empty() || asked.iter().any(|asked| asked == *name))
        .map(|&name| Facet {
            name,
            counter: match name {
                "type" => Counter::dense(data.types.len()),
                "mode" => Counter::dense(data.modes.len()),
                "context" => Counter::dense(data.contexts.len()),
                "cameo" => Counter::dense(data.cameo.len()),
                "quad" => Counter::dense(5),
                "status" => Counter::dense(STATUSES.len()),
                "alleged" => Counter::dense(2),
                "sector" => Counter::dense(sectors.names.len()),
                "source" | "target" | "actor" | "speaker" => Counter::dense(groups.keys.len()),
                "outlet" => Counter::dense(data.outlets.len()),
                "country" => Counter::dense(data.place_countries.len()),
                "place" => Counter::dense(data.places.len()),
                "rule" => Counter::dense(data.rules.len()),
                _ => Counter::Sparse(HashMap::new()),
            },
            seen: filter.once.then(HashSet::new),
            reports: &data.reports,
        })
        .collect();
    let mut total = 0;
    let mut seen_in_all = filter.once.then(|| Set::new(data.reports.len()));
    let mut numbers = Vec::new();
    filter.each(call, data, |record, failed| {
        let at = record as usize;
        let event = data.events.event[at];
        if failed.is_none() && seen_in_all.as_mut().is_none_or(|seen| seen.insert(event)) {
            total += 1;
        }
        for facet in &mut facets {
            if failed.is_some_and(|failed| failed != facet.name) {
                continue;
            }
            let events = &data.events;
            let (sources, targets) = (events.sources.get(at).iter(), events.targets.get(at).iter());
            let group = |&actor: &u32| groups.of[actor as usize];
            match facet.name {
                "type" => facet.add(events.event_type[at].into(), event),
                "mode" => facet.add(events.mode[at], event),
                "context" => facet.add_each(events.contexts.get(at).iter().copied(), event, &mut numbers),
                "cameo" => facet.add(events.cameo[at], event),
                "quad" => facet.add(events.quad[at].into(), event),
                "status" => facet.add(events.status[at].into(), event),
                "alleged" => facet.add(events.alleged[at].into(), event),
                // Records without any actor are not those with an actor without sector.
                "sector" if sources.len() + targets.len() == 0 => {}
                "sector" => {
                    let both = sources.chain(targets).map(|&actor| sectors.of[actor as usize]);
                    facet.add_each(both, event, &mut numbers);
                }
                "source" => facet.add_each(sources.map(group), event, &mut numbers),
                "target" => facet.add_each(targets.map(group), event, &mut numbers),
                "actor" => facet.add_each(sources.chain(targets).map(group), event, &mut numbers),
                "speaker" => {
                    let speaker = events.speaker[at];
                    facet.add(if speaker == NONE { NONE } else { group(&speaker) }, event);
                }
                "outlet" => facet.add(data.documents.outlet[events.document[at] as usize], event),
                "country" => facet.add(data.event_country(at), event),
                "place" => facet.add(events.place[at], event),
                "rule" => facet.add(events.rule[at], event),
                _ => {
                    if let Some((first, _)) = filter.days(data, at) {
                        facet.add(first.year().rem_euclid(1 << 16) as u32, event);
                    }
                }
            }
        }
    })?;
    let limit = call.integer(&LIMIT);
    let facets = facets.into_iter().map(|facet| {
        let values = values(explorer, &facet, &sectors, call, limit);
        (facet.name.to_owned(), values)
    });
    Ok(Facets { total, facets: facets.collect() })
}

/// Sectors of the actors of a data set.
struct Sectors {
    names: Vec<String>,
    /// Of each actor; [`NONE`] for one without.
    of: Vec<u32>,
}

impl Sectors {
    fn of(data: &Data) -> Sectors {
        let mut names: Vec<String> = Vec::new();
        let mut number = |sector: &str| match names.iter().position(|name| name == sector) {
            Some(number) => number as u32,
            None => {
                names.push(sector.to_owned());
                names.len() as u32 - 1
            }
        };
        let of = data.actors.codes.iter().map(|code| Parts::of(code).sector.map_or(NONE, &mut number)).collect();
        Sectors { names, of }
    }
}

fn values(explorer: &Explorer, facet: &Facet<'_>, sectors: &Sectors, call: &Call, limit: usize) -> Vec<Value> {
    let data = &explorer.data;
    let names = data.actors.names();
    let keys = &data.actors.groups(level(call)).keys;
    let named = |number: usize| -> (String, String) {
        let number32 = number as u32;
        let same = |text: &str| (text.to_owned(), text.to_owned());
        match facet.name {
            "type" => {
                let code = data.types.text(number32);
                (code.to_owned(), capitalised(code))
            }
            "mode" => same(data.modes.text(number32)),
            "context" => same(data.contexts.text(number32)),
            "cameo" => {
                let code = data.cameo.text(number32);
                let name = explorer.coder.codebook.ontology.cameo.get(code).map_or(code, |entry| &entry.name);
                (code.to_owned(), name.to_owned())
            }
            "quad" => (number.to_string(), QUADS.get(number.wrapping_sub(1)).unwrap_or(&"none").to_string()),
            "status" => same(STATUSES[number]),
            "alleged" if number == 0 => ("false".to_owned(), "not alleged".to_owned()),
            "alleged" => ("true".to_owned(), "alleged".to_owned()),
            "sector" => (sectors.names[number].clone(), names.sector(&sectors.names[number]).to_owned()),
            "source" | "target" | "actor" | "speaker" => {
                let key = keys.text(number32);
                (key.to_owned(), names.label(key))
            }
            "outlet" => same(data.outlets.text(number32)),
            "country" => {
                let code = data.place_countries.text(number32);
                (code.to_owned(), names.country(code).to_owned())
            }
            "place" => (data.place_keys.text(number32).to_owned(), data.places[number].name.clone()),
            "rule" => same(data.rules.text(number32)),
            _ => same(&number.to_string()),
        }
    };
    let value = |number: usize, count: u32| {
        let (value, label) = named(number);
        Value { value, label, count }
    };
    match &facet.counter {
        Counter::Dense(counts) => {
            let (&without, counts) = counts.split_last().expect("one more than the bound");
            // What has a fixed set of values shows all of them, in their order.
            let first = usize::from(facet.name == "quad");
            if matches!(facet.name, "type" | "quad" | "status" | "alleged") {
                return (first..counts.len()).map(|number| value(number, counts[number])).collect();
            }
            let mut found: Vec<(usize, u32)> =
                counts.iter().copied().enumerate().filter(|&(_, count)| count > 0).collect();
            found.sort_by_key(|&(number, count)| (std::cmp::Reverse(count), number));
            let mut values: Vec<Value> =
                found.iter().take(limit).map(|&(number, count)| value(number, count)).collect();
            let takes_none = !matches!(facet.name, "cameo" | "rule" | "place" | "actor");
            if without > 0 && takes_none {
                let label = if facet.name == "speaker" { "the reporter" } else { "none" };
                values.push(Value { value: "none".to_owned(), label: label.to_owned(), count: without });
            }
            values
        }
        Counter::Sparse(counts) => {
            let mut years: Vec<(i64, u32)> = counts.iter().map(|(&year, &count)| (year, count)).collect();
            years.sort_unstable();
            years.iter().map(|&(year, count)| value(year as usize, count)).collect()
        }
    }
}

/// `ACCUSE` as `Accuse`.
pub fn capitalised(code: &str) -> String {
    let mut chars = code.chars();
    chars.next().map_or_else(String::new, |first| first.to_string() + &chars.as_str().to_lowercase())
}

/// Counts of values by their labels, most first: facets of statements and claims.
pub fn counted(values: impl Iterator<Item = (String, String)>, limit: usize) -> Vec<Value> {
    let mut counts: HashMap<(String, String), u32> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut found: Vec<Value> =
        counts.into_iter().map(|((value, label), count)| Value { value, label, count }).collect();
    found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    found.truncate(limit);
    found
}

/// Key and label of an actor at the level that is asked for.
pub fn actor_value(data: &Data, call: &Call, actor: u32) -> (String, String) {
    let key = key_at(data.actors.codes.text(actor), level(call));
    let label = data.actors.names().label(&key);
    (key, label)
}
