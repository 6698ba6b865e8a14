//! One actor: what it did, what befell it, with whom it deals.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::actors::level;
use super::filter::{Filter, actors};
use super::tally::{Tally, TypeCount, type_counts};
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::{Answer, Problem};
use crate::data::Data;
use crate::data::actors::{Actor, covers};
use crate::data::days::Day;
use crate::rows::Reader;

const LIMIT: Param = one("limit", Kind::Integer { min: 1, max: 200, default: 20 }, "Partners at most");
pub const ACTOR: &[Param] = &[LIMIT];

/// More codes than this are not listed.
const MEMBERS: usize = 50;
/// More words than this are not listed.
const NAMED: usize = 20;
/// Records that are read to see which words name an actor.
const READ: usize = 300;

#[derive(Debug, Serialize, ToSchema)]
pub struct ActorPage {
    pub actor: Actor,
    pub totals: ActorTotals,
    pub as_source: Side,
    pub as_target: Side,
    pub partners: Vec<Partner>,
    /// Codes that the key covers, most events first.
    pub members: Vec<Member>,
    /// Words that name it, in some of the records.
    pub named: Vec<Named>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ActorTotals {
    pub events: u32,
    pub as_source: u32,
    pub as_target: u32,
    /// Statements in which it speaks; the filter does not bear on them.
    pub statements: usize,
    /// Claims about it; the filter does not bear on them.
    pub claims: usize,
    #[schema(value_type = Option<String>, format = Date)]
    pub first: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    pub last: Option<Day>,
    /// Mean.
    pub score: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Side {
    pub total: u32,
    pub types: Vec<TypeCount>,
    /// Events of each quad class.
    pub quads: [u32; 4],
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Partner {
    pub actor: Actor,
    pub events: u32,
    /// Events in which the partner is the target.
    pub to: u32,
    /// Events in which it is the source.
    pub from: u32,
    pub score_to: f64,
    pub score_from: f64,
    pub quads: [u32; 4],
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    pub actor: Actor,
    pub events: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    pub text: String,
    pub count: u32,
}

/// Tallies of one side by type.
struct Types(Vec<Tally>);

impl Types {
    fn add(&mut self, data: &Data, record: u32) {
        self.0[usize::from(data.events.event_type[record as usize])].add(data, record, None);
    }

    fn side(&self, data: &Data) -> Side {
        let mut all = Tally::default();
        self.0.iter().for_each(|tally| all.join(tally));
        Side { total: all.events, types: type_counts(data, &self.0), quads: all.quads }
    }
}

pub fn actor(explorer: &Explorer, call: &Call) -> Answer<ActorPage> {
    let data = &explorer.data;
    let key = call.path("key");
    let own = actors(data, &[key.to_owned()]).set;
    if own.len() == 0 {
        return Err(Problem::not_found(format!("this data set has no actor {key:?}; /actors lists those that it has")));
    }
    let filter = Filter::read(call, explorer)?;
    let groups = data.actors.groups(level(call));
    let mut all = Tally::default();
    let mut sides = [Types(vec![Tally::default(); data.types.len()]), Types(vec![Tally::default(); data.types.len()])];
    let mut partners: HashMap<u32, [Tally; 3]> = HashMap::new();
    let mut members: HashMap<u32, u32> = HashMap::new();
    let mut involved = Vec::new();
    let mut met = Vec::new();
    for record in filter.select(call, data)? {
        let (sources, targets) = (data.events.sources.get(record as usize), data.events.targets.get(record as usize));
        let is_source = sources.iter().any(|&actor| own.contains(actor));
        let is_target = targets.iter().any(|&actor| own.contains(actor));
        if !is_source && !is_target {
            continue;
        }
        involved.push(record);
        all.add(data, record, filter.days(data, record as usize));
        for (i, (is_there, others)) in [(is_source, targets), (is_target, sources)].into_iter().enumerate() {
            if !is_there {
                continue;
            }
            sides[i].add(data, record);
            for &other in others.iter().filter(|&&other| !own.contains(other)) {
                let tallies = partners.entry(groups.of[other as usize]).or_default();
                // Two people of one country are one partner of one event.
                if !met.contains(&(i, groups.of[other as usize])) {
                    met.push((i, groups.of[other as usize]));
                    tallies[i].add(data, record, None);
                }
            }
        }
        met.sort_unstable_by_key(|&(_, partner)| partner);
        met.dedup_by_key(|&mut (_, partner)| partner);
        for (_, partner) in met.drain(..) {
            partners.entry(partner).or_default()[2].add(data, record, None);
        }
        let mut codes: Vec<u32> = sources.iter().chain(targets).copied().filter(|&actor| own.contains(actor)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.into_iter().for_each(|code| *members.entry(code).or_default() += 1);
    }
    let mut partners: Vec<(u32, [Tally; 3])> = partners.into_iter().collect();
    partners.sort_by_key(|(number, tallies)| (std::cmp::Reverse(tallies[2].events), *number));
    let partner = |(number, [to, from, both]): &(u32, [Tally; 3])| Partner {
        actor: data.actors.actor(groups.keys.text(*number)),
        events: both.events,
        to: to.events,
        from: from.events,
        score_to: to.score(),
        score_from: from.score(),
        quads: both.quads,
    };
    let mut members: Vec<(u32, u32)> = members.into_iter().collect();
    members.sort_by_key(|&(code, events)| (std::cmp::Reverse(events), code));
    let member =
        |&(code, events): &(u32, u32)| Member { actor: data.actors.actor(data.actors.codes.text(code)), events };
    let (as_source, as_target) = (sides[0].side(data), sides[1].side(data));
    let spoken = data.statements.speaker.iter().filter(|&&speaker| own.contains(speaker)).count();
    let claims = data.claims.subject.iter().filter(|&&subject| own.contains(subject)).count();
    Ok(ActorPage {
        actor: data.actors.actor(key),
        totals: ActorTotals {
            events: all.events,
            as_source: as_source.total,
            as_target: as_target.total,
            statements: spoken,
            claims,
            first: all.first,
            last: all.last,
            score: all.score(),
        },
        as_source,
        as_target,
        partners: partners.iter().take(call.integer(&LIMIT)).map(partner).collect(),
        members: members.iter().take(MEMBERS).map(member).collect(),
        named: named(explorer, call, key, &involved)?,
    })
}

/// The words for an actor in records from all parts of the list.
fn named(explorer: &Explorer, call: &Call, key: &str, records: &[u32]) -> Answer<Vec<Named>> {
    let store = explorer.pool.get();
    let reader = Reader::new(explorer, &store, None);
    let mut counts: HashMap<String, u32> = HashMap::new();
    for &record in records.iter().step_by(records.len().div_ceil(READ).max(1)) {
        call.check_time()?;
        let record = reader.event_parts(record)?;
        for actor in record.source.into_iter().chain(record.target) {
            if covers(key, &actor.code) {
                *counts.entry(actor.text).or_default() += 1;
            }
        }
    }
    let mut named: Vec<Named> = counts.into_iter().map(|(text, count)| Named { text, count }).collect();
    named.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    named.truncate(NAMED);
    Ok(named)
}
