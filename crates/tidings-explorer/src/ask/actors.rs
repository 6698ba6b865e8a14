//! Actors by what they have part in, and ties between them.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::filter::{CHECK, Filter};
use super::tally::{SORTS, Tally, compare};
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::Answer;
use crate::data::Data;
use crate::data::actors::{Actor, Level, is_unknown};
use crate::data::days::Day;

const LEVEL: Param = one("level", Kind::Choice(&["country", "sector", "code"]), "Which codes count as one actor");
const UNKNOWN: Param = one("unknown", Kind::Flag, "Also actors of whom nothing is known (UNK)");
const SORT: Param = one("sort", Kind::Choice(SORTS), "Order of the rows");
pub const ACTORS: &[Param] = &[
    LEVEL,
    UNKNOWN,
    SORT,
    one("side", Kind::Choice(&["any", "source", "target"]), "On which side an actor must be"),
    one("match", Kind::Text, "Words in name or code"),
];
pub const PAIRS: &[Param] =
    &[LEVEL, UNKNOWN, SORT, one("directed", Kind::Flag, "Whether both directions are apart (they are)")];
const NODES: Param = one("nodes", Kind::Integer { min: 1, max: 200, default: 40 }, "Actors at most");
const MIN: Param = one("min", Kind::Integer { min: 1, max: 1_000_000, default: 1 }, "Events that a tie must have");
pub const NETWORK: &[Param] = &[LEVEL, UNKNOWN, NODES, MIN];
pub const LEVELS: &[Param] = &[LEVEL];

/// Actors with part in event records.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActorList {
    pub total: usize,
    pub offset: usize,
    pub limit: usize,
    pub level: &'static str,
    pub rows: Vec<ActorCount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActorCount {
    pub actor: Actor,
    pub events: u32,
    pub as_source: u32,
    pub as_target: u32,
    /// Mean.
    pub score: f64,
    /// Events of each quad class.
    pub quads: [u32; 4],
    #[schema(value_type = Option<String>, format = Date)]
    pub first: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    pub last: Option<Day>,
}

/// Ordered pairs of actors, or unordered ones.
#[derive(Debug, Serialize, ToSchema)]
pub struct PairList {
    pub total: usize,
    pub offset: usize,
    pub limit: usize,
    pub level: &'static str,
    pub directed: bool,
    pub rows: Vec<PairCount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PairCount {
    pub source: Actor,
    pub target: Actor,
    pub events: u32,
    /// Mean.
    pub score: f64,
    /// Events of each quad class.
    pub quads: [u32; 4],
    #[schema(value_type = Option<String>, format = Date)]
    pub first: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    pub last: Option<Day>,
}

/// Actors and the ties between them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Network {
    pub level: &'static str,
    /// Actors that could be shown.
    pub total_nodes: usize,
    /// Ties between all of them.
    pub total_edges: usize,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Node {
    pub actor: Actor,
    pub events: u32,
    /// Mean.
    pub score: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Edge {
    /// Key of the one who acts.
    pub source: String,
    /// Key of the one whom it befalls.
    pub target: String,
    pub events: u32,
    /// Mean.
    pub score: f64,
    /// Events of each quad class.
    pub quads: [u32; 4],
}

pub fn level(call: &Call) -> Level {
    call.one("level").and_then(Level::parse).unwrap_or(Level::Country)
}

/// Groups of the actors of a record's side, each once.
fn groups_of(side: &[u32], of: &[u32], groups: &mut Vec<u32>) {
    groups.clear();
    for &actor in side {
        let group = of[actor as usize];
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Sides {
    all: Tally,
    as_source: u32,
    as_target: u32,
}

fn count_actors(explorer: &Explorer, filter: &Filter, records: &[u32], level: Level) -> Vec<Sides> {
    let data = &explorer.data;
    let groups = data.actors.groups(level);
    let mut counts = vec![Sides::default(); groups.keys.len()];
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    for &record in records {
        groups_of(data.events.sources.get(record as usize), &groups.of, &mut sources);
        groups_of(data.events.targets.get(record as usize), &groups.of, &mut targets);
        let days = filter.days(data, record as usize);
        for &group in &sources {
            let count = &mut counts[group as usize];
            count.as_source += 1;
            count.all.add(data, record, days);
        }
        for &group in &targets {
            let count = &mut counts[group as usize];
            count.as_target += 1;
            if !sources.contains(&group) {
                count.all.add(data, record, days);
            }
        }
    }
    counts
}

pub fn actors(explorer: &Explorer, call: &Call) -> Answer<ActorList> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    let records = filter.select(call, data)?;
    let level = level(call);
    let keys = &data.actors.groups(level).keys;
    let counts = count_actors(explorer, &filter, &records, level);
    let unknown = call.flag("unknown") == Some(true);
    let side = call.one("side").unwrap_or("any");
    let words: Vec<String> = call.text("match").unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    let fits = |key: &str| {
        if words.is_empty() {
            return true;
        }
        let text = format!("{key} {}", data.actors.names().label(key)).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let mut found: Vec<(u32, Sides)> = (0..)
        .zip(counts)
        .filter(|(number, count)| {
            let there = match side {
                "source" => count.as_source,
                "target" => count.as_target,
                _ => count.all.events,
            };
            let key = keys.text(*number);
            there > 0 && (unknown || !is_unknown(key)) && fits(key)
        })
        .collect();
    let sort = call.one("sort").unwrap_or("events");
    found.sort_by(|(_, a), (_, b)| match (side, sort) {
        ("source", "events") => b.as_source.cmp(&a.as_source),
        ("target", "events") => b.as_target.cmp(&a.as_target),
        _ => compare(sort, &a.all, &b.all),
    });
    let page = call.page();
    let row = |(number, count): &(u32, Sides)| ActorCount {
        actor: data.actors.actor(keys.text(*number)),
        events: count.all.events,
        as_source: count.as_source,
        as_target: count.as_target,
        score: count.all.score(),
        quads: count.all.quads,
        first: count.all.first,
        last: count.all.last,
    };
    let rows = found.iter().skip(page.offset).take(page.limit).map(row).collect();
    Ok(ActorList { total: found.len(), offset: page.offset, limit: page.limit, level: level.as_str(), rows })
}

/// Tallies of ordered pairs of groups.
fn count_pairs(
    call: &Call,
    data: &Data,
    filter: &Filter,
    records: &[u32],
    level: Level,
) -> Answer<HashMap<(u32, u32), Tally>> {
    let of = &data.actors.groups(level).of;
    let mut pairs: HashMap<(u32, u32), Tally> = HashMap::new();
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    for (i, &record) in records.iter().enumerate() {
        if i % CHECK == CHECK - 1 {
            call.check_time()?;
        }
        groups_of(data.events.sources.get(record as usize), of, &mut sources);
        groups_of(data.events.targets.get(record as usize), of, &mut targets);
        let days = filter.days(data, record as usize);
        for &source in &sources {
            for &target in &targets {
                pairs.entry((source, target)).or_default().add(data, record, days);
            }
        }
    }
    Ok(pairs)
}

pub fn pairs(explorer: &Explorer, call: &Call) -> Answer<PairList> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    let records = filter.select(call, data)?;
    let level = level(call);
    let keys = &data.actors.groups(level).keys;
    let mut pairs = count_pairs(call, data, &filter, &records, level)?;
    let directed = call.flag("directed") != Some(false);
    if !directed {
        let mut joined: HashMap<(u32, u32), Tally> = HashMap::with_capacity(pairs.len());
        for ((a, b), tally) in pairs {
            let key = if keys.text(a) <= keys.text(b) { (a, b) } else { (b, a) };
            joined.entry(key).or_default().join(&tally);
        }
        pairs = joined;
    }
    let unknown = call.flag("unknown") == Some(true);
    let abroad = call.flag("abroad") == Some(true);
    let mut found: Vec<((u32, u32), Tally)> = pairs
        .into_iter()
        .filter(|((a, b), _)| {
            let (from, to) = (keys.text(*a), keys.text(*b));
            // Of several targets of one event some may be abroad and others not.
            (unknown || !(is_unknown(from) || is_unknown(to))) && !(abroad && a == b)
        })
        .collect();
    let sort = call.one("sort").unwrap_or("events");
    found.sort_by(|(one, a), (other, b)| compare(sort, a, b).then_with(|| one.cmp(other)));
    let page = call.page();
    let row = |((source, target), tally): &((u32, u32), Tally)| PairCount {
        source: data.actors.actor(keys.text(*source)),
        target: data.actors.actor(keys.text(*target)),
        events: tally.events,
        score: tally.score(),
        quads: tally.quads,
        first: tally.first,
        last: tally.last,
    };
    let rows = found.iter().skip(page.offset).take(page.limit).map(row).collect();
    Ok(PairList { total: found.len(), offset: page.offset, limit: page.limit, level: level.as_str(), directed, rows })
}

pub fn network(explorer: &Explorer, call: &Call) -> Answer<Network> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    let records = filter.select(call, data)?;
    let level = level(call);
    let keys = &data.actors.groups(level).keys;
    let unknown = call.flag("unknown") == Some(true);
    let min = call.integer(&MIN) as u32;
    let mut pairs = count_pairs(call, data, &filter, &records, level)?;
    pairs.retain(|(a, b), tally| {
        a != b && tally.events >= min && (unknown || !(is_unknown(keys.text(*a)) || is_unknown(keys.text(*b))))
    });
    let total_edges = pairs.len();
    // An actor weighs as much as its ties.
    let mut weights: HashMap<u32, Tally> = HashMap::new();
    for ((a, b), tally) in &pairs {
        weights.entry(*a).or_default().join(tally);
        weights.entry(*b).or_default().join(tally);
    }
    let mut nodes: Vec<(u32, Tally)> = weights.into_iter().collect();
    nodes.sort_by(|(one, a), (other, b)| compare("events", a, b).then_with(|| one.cmp(other)));
    let total_nodes = nodes.len();
    nodes.truncate(call.integer(&NODES));
    let shown: HashMap<u32, &str> = nodes.iter().map(|(number, _)| (*number, keys.text(*number))).collect();
    let mut edges: Vec<Edge> = pairs
        .iter()
        .filter_map(|((a, b), tally)| {
            Some(Edge {
                source: (*shown.get(a)?).to_owned(),
                target: (*shown.get(b)?).to_owned(),
                events: tally.events,
                score: tally.score(),
                quads: tally.quads,
            })
        })
        .collect();
    edges.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| (&a.source, &a.target).cmp(&(&b.source, &b.target))));
    let node = |(number, tally): &(u32, Tally)| Node {
        actor: data.actors.actor(keys.text(*number)),
        events: tally.events,
        score: tally.score(),
    };
    Ok(Network { level: level.as_str(), total_nodes, total_edges, nodes: nodes.iter().map(node).collect(), edges })
}
