//! Two actors: the curve of the score in each direction, and the events that bend it.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::filter::{Filter, actors};
use super::tally::{Tally, TypeCount, round, type_counts};
use super::timeline::{STEP, step};
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::{Answer, Problem};
use crate::data::Data;
use crate::data::actors::Actor;
use crate::data::days::{Day, Step};
use crate::data::dict::Set;
use crate::rows::{EventRow, Reader};

const LIMIT: Param = one("limit", Kind::Integer { min: 1, max: 50, default: 12 }, "Bends at most");
pub const PAIR: &[Param] = &[STEP, LIMIT];

/// How many buckets before one say what is usual.
const BEFORE: i32 = 8;

#[derive(Debug, Serialize, ToSchema)]
pub struct PairPage {
    pub a: Actor,
    pub b: Actor,
    pub step: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Day>,
    pub totals: PairTotals,
    /// From a to b, and from b to a.
    pub directions: [Direction; 2],
    /// Events that weigh most where the curve leaves its course, largest change first.
    pub bends: Vec<Bend>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PairTotals {
    pub events: u32,
    /// Mean.
    pub score: f64,
    pub quads: [u32; 4],
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Direction {
    /// `a` or `b`: who acts.
    pub source: &'static str,
    pub target: &'static str,
    pub events: u32,
    /// Mean.
    pub score: f64,
    pub quads: [u32; 4],
    pub types: Vec<TypeCount>,
    /// Those with events, oldest first.
    pub buckets: Vec<ScoreBucket>,
    /// Events whose date does not fit into one bucket, or is not known.
    pub imprecise: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreBucket {
    #[schema(value_type = String, format = Date)]
    pub start: Day,
    #[schema(value_type = String, format = Date)]
    pub end: Day,
    pub events: u32,
    /// Mean.
    pub score: f64,
    pub score_sum: f64,
    pub quads: [u32; 4],
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Bend {
    #[schema(value_type = String, format = Date)]
    pub start: Day,
    /// `a` or `b`: who acts.
    pub direction: &'static str,
    /// The sum of the bucket less the mean of the eight before.
    pub change: f64,
    pub event: EventRow,
}

/// One direction while it is counted.
struct Way {
    all: Tally,
    types: Vec<Tally>,
    buckets: BTreeMap<i32, (Tally, Vec<u32>)>,
    imprecise: u32,
}

impl Way {
    fn of(data: &Data, filter: &Filter, step: Step, records: &[u32], from: &Set, to: &Set) -> Way {
        let mut way = Way {
            all: Tally::default(),
            types: vec![Tally::default(); data.types.len()],
            buckets: BTreeMap::new(),
            imprecise: 0,
        };
        for &record in records {
            let is_in = |side: &[u32], set: &Set| side.iter().any(|&actor| set.contains(actor));
            let at = record as usize;
            if !is_in(data.events.sources.get(at), from) || !is_in(data.events.targets.get(at), to) {
                continue;
            }
            let days = filter.days(data, at);
            way.all.add(data, record, days);
            way.types[usize::from(data.events.event_type[at])].add(data, record, None);
            match days.map(|(first, last)| (step.bucket(first), step.bucket(last))) {
                Some((first, last)) if first == last => {
                    let (tally, records) = way.buckets.entry(first).or_default();
                    tally.add(data, record, None);
                    records.push(record);
                }
                _ => way.imprecise += 1,
            }
        }
        way
    }

    fn direction(&self, data: &Data, step: Step, source: &'static str, target: &'static str) -> Direction {
        let bucket = |(&number, (tally, _)): (&i32, &(Tally, Vec<u32>))| ScoreBucket {
            start: step.start(number),
            end: step.end(number),
            events: tally.events,
            score: tally.score(),
            score_sum: round(tally.sum),
            quads: tally.quads,
        };
        Direction {
            source,
            target,
            events: self.all.events,
            score: self.all.score(),
            quads: self.all.quads,
            types: type_counts(data, &self.types),
            buckets: self.buckets.iter().map(bucket).collect(),
            imprecise: self.imprecise,
        }
    }

    /// For each bucket how far its sum is from the mean of those before, and the record that weighs most in it.
    fn bends(&self, data: &Data, step: Step, direction: &'static str, bends: &mut Vec<(f64, Day, &'static str, u32)>) {
        for (&number, (tally, records)) in &self.buckets {
            let before: f64 = self.buckets.range(number - BEFORE..number).map(|(_, (tally, _))| tally.sum).sum();
            let change = tally.sum - before / f64::from(BEFORE);
            let weight = |record: u32| f64::from(data.events.score[record as usize]) * change.signum();
            let heaviest = records.iter().copied().max_by(|&a, &b| weight(a).total_cmp(&weight(b)).then(b.cmp(&a)));
            if let Some(record) = heaviest.filter(|&record| weight(record) > 0.0) {
                bends.push((change, step.start(number), direction, record));
            }
        }
    }
}

pub fn pair(explorer: &Explorer, call: &Call) -> Answer<PairPage> {
    let data = &explorer.data;
    let (a, b) = (call.path("a"), call.path("b"));
    let [of_a, of_b] = [a, b].map(|key| actors(data, &[key.to_owned()]).set);
    for (key, set) in [(a, &of_a), (b, &of_b)] {
        if set.len() == 0 {
            let detail = format!("this data set has no actor {key:?}; /actors lists those that it has");
            return Err(Problem::not_found(detail));
        }
    }
    let filter = Filter::read(call, explorer)?;
    let mut records = filter.select(call, data)?;
    records.retain(|&record| {
        let (sources, targets) = (data.events.sources.get(record as usize), data.events.targets.get(record as usize));
        let is_in = |side: &[u32], set: &Set| side.iter().any(|&actor| set.contains(actor));
        is_in(sources, &of_a) && is_in(targets, &of_b) || is_in(sources, &of_b) && is_in(targets, &of_a)
    });
    let step = step(call, Some(Step::Week), records.iter().filter_map(|&record| filter.days(data, record as usize)));
    let mut all = Tally::default();
    records.iter().for_each(|&record| all.add(data, record, filter.days(data, record as usize)));
    let there = Way::of(data, &filter, step, &records, &of_a, &of_b);
    let back = Way::of(data, &filter, step, &records, &of_b, &of_a);
    let mut bends = Vec::new();
    there.bends(data, step, "a", &mut bends);
    if a != b {
        back.bends(data, step, "b", &mut bends);
    }
    bends.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()).then(one.1.cmp(&other.1)));
    bends.truncate(call.integer(&LIMIT));
    let store = explorer.pool.get();
    let mut reader = Reader::new(explorer, &store, None);
    let mut bend = |(change, start, direction, record): (f64, Day, &'static str, u32)| {
        Ok(Bend { start, direction, change: round(change), event: reader.event(record)? })
    };
    Ok(PairPage {
        a: data.actors.actor(a),
        b: data.actors.actor(b),
        step: step.as_str(),
        from: all.first,
        to: all.last,
        totals: PairTotals { events: all.events, score: all.score(), quads: all.quads },
        directions: [there.direction(data, step, "a", "b"), back.direction(data, step, "b", "a")],
        bends: bends.into_iter().map(&mut bend).collect::<Answer<_>>()?,
    })
}

/// The buckets of both directions as a table.
#[derive(Debug, Serialize)]
pub struct PairRow {
    pub source: String,
    pub target: String,
    pub start: Day,
    pub end: Day,
    pub events: u32,
    pub score: f64,
    pub score_sum: f64,
    pub quads: [u32; 4],
}

impl PairPage {
    pub fn into_rows(self) -> impl Iterator<Item = PairRow> {
        let keys = [(self.a.key.clone(), self.b.key.clone()), (self.b.key, self.a.key)];
        self.directions.into_iter().zip(keys).flat_map(|(direction, (source, target))| {
            direction.buckets.into_iter().map(move |bucket| PairRow {
                source: source.clone(),
                target: target.clone(),
                start: bucket.start,
                end: bucket.end,
                events: bucket.events,
                score: bucket.score,
                score_sum: bucket.score_sum,
                quads: bucket.quads,
            })
        })
    }
}
