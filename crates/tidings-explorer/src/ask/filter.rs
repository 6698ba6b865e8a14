//! The filter on event records that figures, lists and exports share.

use std::sync::Arc;

use crate::Explorer;
use crate::api::params::{Call, Kind, Param, many, one};
use crate::api::problem::{Answer, Problem};
use crate::data::actors::Parts;
use crate::data::days::Day;
use crate::data::dict::{Dict, NONE, Set};
use crate::data::{Data, STATUSES};

const TYPES: &[&str] = &[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// Its parameters.
pub const FILTER: &[Param] = &[
    many("type", Kind::Choice(TYPES), "PLOVER type"),
    many("mode", Kind::Text, "PLOVER mode; `none`: records without one"),
    many("context", Kind::Text, "PLOVER context; `none`: records without one"),
    many("cameo", Kind::Text, "CAMEO code; `19*`: this and all below it"),
    many("quad", Kind::Choice(&["1", "2", "3", "4"]), "Quad class"),
    many("actor", Kind::Text, "Key of an actor on either side: `PRK`, `PRK*`, `PRK GOV#Name`"),
    many("source", Kind::Text, "Key of a source; `none`: records without one"),
    many("target", Kind::Text, "Key of a target; `none`: records without one"),
    many("between", Kind::Text, "Two keys of actors: records from one to the other, either way"),
    many("sector", Kind::Text, "Sector of an actor on either side; `none`: an actor without one"),
    one("abroad", Kind::Flag, "Whether source and target are of different countries"),
    many("place", Kind::Text, "Key of a place: `SYR/Aleppo`"),
    many("country", Kind::Text, "Country of the place; `none`: records without place"),
    many("status", Kind::Choice(&STATUSES), "Whether it took place"),
    one("alleged", Kind::Flag, "Whether the text marks it as unconfirmed"),
    many("speaker", Kind::Text, "Key of who tells it; `none`: the reporter, `any`: anybody else"),
    many("outlet", Kind::Text, "Source of the document; `none`: documents without one"),
    many("document", Kind::Text, "Identifier of the document"),
    many("rule", Kind::Text, "Rule of the codebook; `accuse/*`: all of a file"),
    many("event", Kind::Text, "Identifier of the event that records tell of"),
    one("from", Kind::Day, "First day of a period"),
    one("to", Kind::Day, "Its last day; the earlier of the two is the first"),
    one(
        "time",
        Kind::Choice(&["event", "published"]),
        "Which date counts: of the event (default) or of its publication",
    ),
    one("once", Kind::Flag, "Each event once, by its first record"),
    one("q", Kind::Text, "Words of the sentence: `word \"a phrase\" -without this OR that begin*`"),
];

/// Looks at the clock after so many records.
pub const CHECK: usize = 1 << 16;

/// Numbers that are chosen, and whether no number is.
#[derive(Debug)]
pub struct Choice {
    pub set: Set,
    pub none: bool,
}

impl Choice {
    pub fn has(&self, number: u32) -> bool {
        if number == NONE { self.none } else { self.set.contains(number) }
    }

    /// Whether one of a list is chosen, or the list is empty and that is.
    fn has_any(&self, numbers: &[u32]) -> bool {
        if numbers.is_empty() { self.none } else { numbers.iter().any(|&number| self.set.contains(number)) }
    }
}

#[derive(Debug)]
enum Test {
    Type(Choice),
    Mode(Choice),
    Context(Choice),
    Cameo(Choice),
    Quad(Choice),
    Actor(Choice),
    Source(Choice),
    Target(Choice),
    Between(Choice, Choice),
    Abroad(bool),
    Place(Choice),
    Country(Choice),
    Status(Choice),
    Alleged(bool),
    Speaker(Choice),
    Outlet(Choice),
    Document(Choice),
    Rule(Choice),
    Event(Choice),
    Period { from: i32, to: i32 },
    Words(Arc<Set>),
}

/// The filter of one question.
#[derive(Debug)]
pub struct Filter {
    tests: Vec<(&'static str, Test)>,
    pub published: bool,
    pub once: bool,
    /// Records of these alone can pass.
    documents: Option<Vec<u32>>,
}

impl Filter {
    /// # Errors
    /// If two parameters contradict each other, or the words cannot be looked up in time.
    pub fn read(call: &Call, explorer: &Explorer) -> Answer<Filter> {
        let data = &explorer.data;
        let mut tests = Vec::new();
        for param in FILTER {
            let values = call.many(param.name);
            if values.is_empty() {
                continue;
            }
            let test = match param.name {
                "type" => Test::Type(chosen(&data.types, values)),
                "mode" => Test::Mode(chosen(&data.modes, values)),
                "context" => Test::Context(chosen(&data.contexts, values)),
                "cameo" => Test::Cameo(beginning(&data.cameo, values)),
                "quad" => Test::Quad(small(values.iter().filter_map(|value| value.parse().ok()), 5)),
                "actor" => Test::Actor(actors(data, values)),
                "source" => Test::Source(actors(data, values)),
                "target" => Test::Target(actors(data, values)),
                "between" => match values {
                    [a, b] => {
                        let one = |key: &String| actors(data, std::slice::from_ref(key));
                        Test::Between(one(a), one(b))
                    }
                    _ => return Err(Problem::parameter("between", "`between` takes two actors: repeat it once")),
                },
                "sector" => Test::Actor(sectors(data, values)),
                "abroad" => Test::Abroad(values[0] == "true"),
                "place" => Test::Place(chosen(&data.place_keys, values)),
                "country" => Test::Country(chosen(&data.place_countries, values)),
                "status" => {
                    Test::Status(small(STATUSES.iter().enumerate().filter_map(numbered(values)), STATUSES.len()))
                }
                "alleged" => Test::Alleged(values[0] == "true"),
                "speaker" => Test::Speaker(speakers(data, values)),
                "outlet" => Test::Outlet(chosen(&data.outlets, values)),
                "document" => Test::Document(documents(explorer, values)?),
                "rule" => Test::Rule(beginning(&data.rules, values)),
                "event" => Test::Event(events(explorer, values)?),
                "q" => match explorer.sentences_with(&values[0])? {
                    Some(sentences) => Test::Words(sentences),
                    None => continue,
                },
                _ => continue,
            };
            tests.push((param.name, test));
        }
        let (from, to) = call.period();
        if from.is_some() || to.is_some() {
            let period = Test::Period { from: from.map_or(i32::MIN + 1, |d| d.0), to: to.map_or(i32::MAX, |d| d.0) };
            tests.push(("from", period));
        }
        let documents = tests.iter().find_map(|(_, test)| match test {
            Test::Document(choice) => Some(choice.set.iter().collect()),
            _ => None,
        });
        let published = call.one("time") == Some("published");
        Ok(Filter { tests, published, once: call.flag("once") == Some(true), documents })
    }

    /// Whether it says something about events, and not just about sentences and documents.
    pub fn is_about_events(&self) -> bool {
        self.once || self.tests.iter().any(|(name, _)| !matches!(*name, "q" | "outlet" | "document" | "from"))
    }

    /// First and last day of a record on the time axis of the question.
    pub fn days(&self, data: &Data, event: usize) -> Option<(Day, Day)> {
        let events = &data.events;
        let (first, last) = if self.published {
            (events.published[event], events.published[event])
        } else {
            (events.first[event], events.last[event])
        };
        Some((Day::from_column(first)?, Day::from_column(last)?))
    }

    /// Numbers of the records that pass, in the order of reading.
    ///
    /// # Errors
    /// When time is over.
    pub fn select(&self, call: &Call, data: &Data) -> Answer<Vec<u32>> {
        let mut passed = Vec::new();
        self.each(call, data, |event, failed| {
            if failed.is_none() {
                passed.push(event);
            }
        })?;
        Ok(self.first_of_each(data, passed))
    }

    /// Keeps one record an event if the question wants it so.
    pub fn first_of_each(&self, data: &Data, mut records: Vec<u32>) -> Vec<u32> {
        if self.once {
            let mut seen = Set::new(data.reports.len());
            records.retain(|&record| seen.insert(data.events.event[record as usize]));
        }
        records
    }

    /// Visits each record that passes, or fails by one parameter only, with the name of that.
    ///
    /// # Errors
    /// When time is over.
    pub fn each(&self, call: &Call, data: &Data, mut visit: impl FnMut(u32, Option<&'static str>)) -> Answer<()> {
        let mut look = |event: u32| {
            let mut failed = None;
            for (name, test) in &self.tests {
                if !self.passes(test, data, event as usize) {
                    if failed.is_some() {
                        return;
                    }
                    failed = Some(*name);
                }
            }
            visit(event, failed);
        };
        if let Some(documents) = &self.documents {
            for &document in documents {
                data.events_of.get(document as usize).iter().for_each(|&event| look(event));
            }
            return Ok(());
        }
        for event in 0..data.events.document.len() {
            if event % CHECK == CHECK - 1 {
                call.check_time()?;
            }
            look(event as u32);
        }
        Ok(())
    }

    fn passes(&self, test: &Test, data: &Data, event: usize) -> bool {
        let events = &data.events;
        match test {
            Test::Type(choice) => choice.has(events.event_type[event].into()),
            Test::Mode(choice) => choice.has(events.mode[event]),
            Test::Context(choice) => choice.has_any(events.contexts.get(event)),
            Test::Cameo(choice) => choice.has(events.cameo[event]),
            Test::Quad(choice) => choice.has(events.quad[event].into()),
            Test::Actor(choice) => {
                let mut both = events.sources.get(event).iter().chain(events.targets.get(event));
                both.any(|&actor| choice.set.contains(actor))
            }
            Test::Source(choice) => choice.has_any(events.sources.get(event)),
            Test::Target(choice) => choice.has_any(events.targets.get(event)),
            Test::Between(a, b) => {
                let (sources, targets) = (events.sources.get(event), events.targets.get(event));
                a.has_any(sources) && b.has_any(targets) || b.has_any(sources) && a.has_any(targets)
            }
            Test::Abroad(abroad) => events.abroad[event] == u8::from(*abroad),
            Test::Place(choice) => choice.has(events.place[event]),
            Test::Country(choice) => choice.has(data.event_country(event)),
            Test::Status(choice) => choice.has(events.status[event].into()),
            Test::Alleged(alleged) => events.alleged[event] == u8::from(*alleged),
            Test::Speaker(choice) => choice.has(events.speaker[event]),
            Test::Outlet(choice) => choice.has(data.documents.outlet[events.document[event] as usize]),
            Test::Document(choice) => choice.has(events.document[event]),
            Test::Rule(choice) => choice.has(events.rule[event]),
            Test::Event(choice) => choice.has(events.event[event]),
            Test::Period { from, to } => {
                self.days(data, event).is_some_and(|(first, last)| first.0 <= *to && last.0 >= *from)
            }
            Test::Words(sentences) => sentences.contains(events.sentence[event]),
        }
    }
}

/// Values of a dictionary.
pub fn chosen(dict: &Dict, values: &[String]) -> Choice {
    let mut choice = Choice { set: Set::new(dict.len()), none: false };
    for value in values {
        match dict.number(value) {
            Some(number) => _ = choice.set.insert(number),
            None => choice.none |= value == "none",
        }
    }
    choice
}

/// … or all that begin like them, for values that end in `*`.
pub fn beginning(dict: &Dict, values: &[String]) -> Choice {
    let mut choice = chosen(dict, values);
    for stem in values.iter().filter_map(|value| value.strip_suffix('*')) {
        for (number, _) in (0..).zip(dict.iter()).filter(|(_, text)| text.starts_with(stem)) {
            choice.set.insert(number);
        }
    }
    choice
}

pub fn small(numbers: impl Iterator<Item = u32>, bound: usize) -> Choice {
    let mut choice = Choice { set: Set::new(bound), none: false };
    numbers.for_each(|number| _ = choice.set.insert(number));
    choice
}

/// The number of a name that is among `values`.
pub fn numbered(values: &[String]) -> impl Fn((usize, &&'static str)) -> Option<u32> {
    move |(number, name)| values.iter().any(|value| value == name).then_some(number as u32)
}

pub fn actors(data: &Data, keys: &[String]) -> Choice {
    let mut choice = small(keys.iter().flat_map(|key| data.actors.covered(key)), data.actors.codes.len());
    choice.none = keys.iter().any(|key| key == "none");
    choice
}

pub fn speakers(data: &Data, keys: &[String]) -> Choice {
    if keys.iter().any(|key| key == "any") {
        let none = keys.iter().any(|key| key == "none");
        return Choice { none, ..small(0..data.actors.codes.len() as u32, data.actors.codes.len()) };
    }
    actors(data, keys)
}

fn sectors(data: &Data, values: &[String]) -> Choice {
    let of = |code: &str| values.iter().any(|value| value == Parts::of(code).sector.unwrap_or("none"));
    let codes = (0..).zip(data.actors.codes.iter());
    small(codes.filter(|(_, code)| of(code)).map(|(number, _)| number), data.actors.codes.len())
}

/// # Errors
/// If the index cannot be read.
pub fn documents(explorer: &Explorer, ids: &[String]) -> Answer<Choice> {
    let store = explorer.pool.get();
    let mut set = Set::new(explorer.data.documents.outlet.len());
    let mut query = store.prepare_cached("SELECT number FROM documents WHERE id = ?1")?;
    for id in ids {
        let mut rows = query.query([id])?;
        while let Some(row) = rows.next()? {
            set.insert(row.get::<_, u32>(0)? - 1);
        }
    }
    Ok(Choice { set, none: false })
}

/// Events by the identifier of one of their records.
fn events(explorer: &Explorer, ids: &[String]) -> Answer<Choice> {
    let store = explorer.pool.get();
    let mut set = Set::new(explorer.data.reports.len());
    let mut query = store.prepare_cached("SELECT number FROM events WHERE id = ?1")?;
    for id in ids {
        let mut rows = query.query([id])?;
        while let Some(row) = rows.next()? {
            let record = row.get::<_, u32>(0)? - 1;
            set.insert(explorer.data.events.event[record as usize]);
        }
    }
    Ok(Choice { set, none: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_ontology() {
        assert!(crate::data::types().iter().eq(TYPES.iter().copied()));
    }
}
