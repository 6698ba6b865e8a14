//! Which records tell of one event: in a document that comes back to it, and in documents of the same days.
//!
//! Records are taken in the order of reading, so that the outcome does not depend on threads. Memory is
//! bounded: when [`OPEN`] events are under comparison, the one that was opened first is closed.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use tidings_records::{ActorRecord, ConsolidatedEvent, DateBasis, DocumentRecord, Event, PlacePrecision, Status};
use tidings_text::Date;

/// Events that later records may still belong to.
const OPEN: usize = 100_000;
/// How many events of a document are compared with each of its further records.
const RECENT: usize = 256;
/// Days between the dates of two reports of one event, where a date is that of publication only.
const SLACK: i32 = 1;

/// Gives each record the identifier of its event.
pub struct Consolidator {
    open: VecDeque<Story>,
    /// Number of the first open story; they are numbered in the order of their opening.
    first: usize,
    by_day: HashMap<(String, i32), Vec<usize>>,
    frequency: Frequency,
    /// Makes rows of the events too.
    summarise: bool,
    closed: Vec<ConsolidatedEvent>,
}

/// What is kept of an event to tell whether a record is another report of it.
struct Story {
    event: String,
    event_type: String,
    mode: Option<String>,
    source: Vec<Side>,
    target: Vec<Side>,
    days: Option<Days>,
    city: Option<String>,
    negated: bool,
    document: String,
    sentence: u32,
    headline: bool,
    /// It says itself that it is a further one.
    another: bool,
    words: Vec<u32>,
    summary: Option<Box<ConsolidatedEvent>>,
}

/// First and last day since 1970, and whether the text says them.
#[derive(Clone, Copy, Debug)]
struct Days {
    from: i32,
    to: i32,
    said: bool,
}

#[derive(PartialEq, Eq)]
struct Side {
    country: String,
    sector: Option<String>,
    /// Name of a person or organisation.
    name: Option<String>,
}

impl Consolidator {
    /// `summarise`: whether [`Self::closed`] shall give rows.
    pub fn new(summarise: bool) -> Consolidator {
        Consolidator {
            open: VecDeque::new(),
            first: 0,
            by_day: HashMap::new(),
            frequency: Frequency::default(),
            summarise,
            closed: Vec::new(),
        }
    }

    /// Sets `event` of the records of one document.
    pub fn assign(&mut self, document: Option<&DocumentRecord>, events: &mut [Event]) {
        let outlet = document.and_then(|d| d.source.as_deref());
        let headline_end =
            document.map_or(0, |d| d.blocks.first().map_or(0, |b| if b.kind == "title" { b.end } else { 0 }));
        let mut here: Vec<usize> = Vec::new();
        for event in events {
            let story = Story::new(event, headline_end);
            self.frequency.count(&story.words);
            match self.find(&story, &here) {
                Some(number) => {
                    let known = &mut self.open[number - self.first];
                    event.event.clone_from(&known.event);
                    let again = here.contains(&number);
                    known.learn(story);
                    if let Some(summary) = &mut known.summary {
                        summary.documents += u32::from(!again);
                        summary.add(event, outlet);
                    }
                    if !again {
                        here.push(number);
                    }
                }
                None => {
                    event.event.clone_from(&event.id);
                    here.push(self.open(story, event, outlet));
                }
            }
        }
    }

    /// Rows of events that no later record can belong to.
    pub fn closed(&mut self) -> impl Iterator<Item = ConsolidatedEvent> + '_ {
        self.closed.drain(..)
    }

    /// Closes everything: after the last document.
    pub fn close(&mut self) {
        while self.close_first() {}
    }

    fn open(&mut self, mut story: Story, event: &Event, outlet: Option<&str>) -> usize {
        if self.summarise {
            let mut summary = ConsolidatedEvent::new(event);
            summary.outlets.extend(outlet.map(str::to_owned));
            story.summary = Some(Box::new(summary));
        }
        if self.open.len() >= OPEN {
            self.close_first();
        }
        let number = self.first + self.open.len();
        if let Some(days) = story.days.filter(|d| d.to == d.from) {
            self.by_day.entry((story.event_type.clone(), days.from)).or_default().push(number);
        }
        self.open.push_back(story);
        number
    }

    fn close_first(&mut self) -> bool {
        let Some(story) = self.open.pop_front() else { return false };
        if let Some(days) = story.days
            && let Entry::Occupied(mut numbers) = self.by_day.entry((story.event_type, days.from))
        {
            numbers.get_mut().retain(|&n| n != self.first);
            if numbers.get().is_empty() {
                numbers.remove();
            }
        }
        self.first += 1;
        self.closed.extend(story.summary.map(|s| *s));
        true
    }

    /// The open story that a record belongs to: the likeliest in its document, else in others of those days.
    fn find(&self, new: &Story, here: &[usize]) -> Option<usize> {
        let likeliest = |numbers: &mut dyn Iterator<Item = usize>| {
            let mut best: Option<(f32, usize)> = None;
            for number in numbers {
                let score =
                    number.checked_sub(self.first).and_then(|at| likeness(&self.open[at], new, &self.frequency));
                if let Some(score) = score.filter(|s| best.is_none_or(|(top, _)| *s > top)) {
                    best = Some((score, number));
                }
            }
            best.map(|(_, number)| number)
        };
        likeliest(&mut here.iter().rev().take(RECENT).copied()).or_else(|| {
            let days = new.days?;
            let known = |day| self.by_day.get(&(new.event_type.clone(), day)).into_iter().flatten().copied();
            likeliest(&mut (days.from - SLACK..=days.to.min(days.from + 7) + SLACK).flat_map(known))
        })
    }
}

/// How likely two reports tell of one event; `None` if they do not.
fn likeness(old: &Story, new: &Story, frequency: &Frequency) -> Option<f32> {
    let same_document = old.document == new.document;
    if old.event_type != new.event_type || old.negated != new.negated {
        return None;
    }
    // A sentence does not tell an event twice: what could be merged is merged.
    if same_document && (old.sentence == new.sentence || new.another) {
        return None;
    }
    let same_day = match (old.days, new.days) {
        (Some(a), Some(b)) => {
            let slack = if a.said && b.said { 0 } else { SLACK };
            if a.from > b.to + slack || b.from > a.to + slack || (a.from == a.to) != (b.from == b.to) {
                return None;
            }
            a.from == b.from
        }
        _ if same_document => true,
        _ => return None,
    };
    if matches!((&old.city, &new.city), (Some(a), Some(b)) if a != b) {
        return None;
    }
    let sides = shared(&old.source, &new.source)? + shared(&old.target, &new.target)?;
    let modes_differ = matches!((&old.mode, &new.mode), (Some(a), Some(b)) if a != b);
    let common = frequency.overlap(&old.words, &new.words);
    // How much of what they tell must be common: the less, the more the sides say.
    let enough = match (same_document, sides) {
        (true, 2) if old.headline || new.headline => 0.0,
        (true, 2) => 0.2,
        (true, 1) => 0.3,
        (true, _) => 0.5,
        (false, 2) if same_day => 0.3,
        (false, 2) => 0.45,
        (false, 1) if same_day => 0.45,
        (false, _) => 0.6,
    };
    let enough = if modes_differ { enough + 0.2 } else { enough };
    (common >= enough).then_some(common + f32::from(sides))
}

/// How many records have a word: common words tell little of what an event is.
#[derive(Default)]
struct Frequency {
    records: u32,
    of: HashMap<u32, u32>,
}

impl Frequency {
    /// Words that are counted; of a long stream the first come.
    const WORDS: usize = 1 << 20;

    fn count(&mut self, words: &[u32]) {
        self.records += 1;
        for word in words {
            if self.of.len() < Frequency::WORDS || self.of.contains_key(word) {
                *self.of.entry(*word).or_default() += 1;
            }
        }
    }

    fn weight(&self, word: u32) -> f32 {
        let of = self.of.get(&word).copied().unwrap_or(0);
        ((self.records + 20) as f32 / (of + 1) as f32).ln()
    }

    /// The weight of the words that both have, as a part of that of the lighter. Both are in order.
    fn overlap(&self, a: &[u32], b: &[u32]) -> f32 {
        let weight = |words: &[u32]| words.iter().map(|&w| self.weight(w)).sum::<f32>();
        let common = a.iter().filter(|word| b.binary_search(word).is_ok()).map(|&w| self.weight(w)).sum::<f32>();
        let least = 2.0 * self.weight(0); // two new words: short sentences prove little
        common / weight(a).min(weight(b)).max(least)
    }
}

/// 1 if the two sides share an actor, 0 if one of them is nobody; `None` if they contradict each other.
fn shared(a: &[Side], b: &[Side]) -> Option<u8> {
    if a.is_empty() || b.is_empty() {
        return Some(0);
    }
    let agree = |x: &Option<String>, y: &Option<String>| x.is_none() || y.is_none() || x == y;
    let same = |x: &Side, y: &Side| x.country == y.country && agree(&x.sector, &y.sector) && agree(&x.name, &y.name);
    a.iter().any(|x| b.iter().any(|y| same(x, y))).then_some(1)
}

impl Story {
    fn new(event: &Event, headline_end: u32) -> Story {
        let side = |actors: &[ActorRecord]| {
            actors
                .iter()
                .map(|a| Side {
                    country: a.country.clone(),
                    sector: a.sector.clone(),
                    name: a.code.split_once('#').map(|(_, name)| name.to_owned()),
                })
                .collect()
        };
        let known =
            event.source.iter().chain(&event.target).map(|a| a.text.as_str()).chain([event.trigger.text.as_str()]);
        Story {
            event: event.id.clone(),
            event_type: event.event_type.clone(),
            mode: event.mode.clone(),
            source: side(&event.source),
            target: side(&event.target),
            days: days(event),
            city: event.place.as_ref().filter(|p| p.precision == PlacePrecision::City).map(|p| p.name.clone()),
            negated: event.status == Status::Negated,
            document: event.document.clone(),
            sentence: event.sentence.index,
            headline: event.sentence.end <= headline_end,
            another: another(&event.sentence.text),
            words: words(&event.sentence.text, known),
            summary: None,
        }
    }

    /// Takes over what a further report tells.
    fn learn(&mut self, report: Story) {
        if self.source.is_empty() {
            self.source = report.source;
        }
        if self.target.is_empty() {
            self.target = report.target;
        }
        self.mode = self.mode.take().or(report.mode);
        self.city = self.city.take().or(report.city);
    }
}

/// Day or days of an event; without a date, that of publication.
fn days(event: &Event) -> Option<Days> {
    let number = |day: Date| day.duration_since(Date::constant(1970, 1, 1)).as_hours().div_euclid(24) as i32;
    let said = event.date.basis == DateBasis::Expression;
    let whole = |text: &str| -> Option<(Date, Date)> {
        if let Ok(day) = text.parse() {
            return Some((day, day));
        }
        let (year, month) = text.split_once('-').unwrap_or((text, ""));
        let year = year.parse().ok()?;
        let first = Date::new(year, month.parse().unwrap_or(1), 1).ok()?;
        let last = if month.is_empty() { first.last_of_year() } else { first.last_of_month() };
        Some((first, last))
    };
    if let Some(value) = &event.date.value {
        let (from, to) = value.split_once('/').unwrap_or((value, value));
        if let (Some((from, _)), Some((_, to))) = (whole(from), whole(to)) {
            return Some(Days { from: number(from), to: number(to), said });
        }
    }
    event.published.map(|p| Days { from: number(p), to: number(p), said: false })
}

/// "In a separate attack", "also arrested": not what was told before.
fn another(sentence: &str) -> bool {
    const WORDS: &[&str] = &[
        "also",
        "another",
        "earlier",
        "fifth",
        "fourth",
        "further",
        "later",
        "other",
        "previous",
        "second",
        "separate",
        "separately",
        "since",
        "third",
        "unrelated",
    ];
    sentence.split(|c: char| !c.is_alphabetic()).any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// Hashes of the words that tell events apart, in order: not those of grammar or saying, nor what
/// is `known` from the record.
fn words<'t>(sentence: &'t str, known: impl Iterator<Item = &'t str>) -> Vec<u32> {
    const COMMON: &[&str] = &[
        "about", "after", "again", "against", "also", "been", "before", "between", "could", "during", "from", "have",
        "having", "into", "more", "most", "must", "other", "over", "said", "says", "saying", "should", "some", "such",
        "than", "that", "their", "them", "then", "there", "these", "they", "this", "those", "through", "told", "under",
        "until", "were", "what", "when", "where", "which", "while", "will", "with", "would",
    ];
    let hash = |word: &str| {
        word.chars().flat_map(char::to_lowercase).fold(0x811c_9dc5_u32, |h, c| (h ^ c as u32).wrapping_mul(0x0100_0193))
    };
    let split = |text: &'t str| text.split(|c: char| !c.is_alphanumeric());
    let known: Vec<u32> = known.flat_map(split).map(hash).collect();
    let mut words: Vec<u32> = split(sentence)
        .filter(|w| w.len() >= 4 || w.bytes().any(|b| b.is_ascii_digit()))
        .filter(|w| !COMMON.contains(&w.to_lowercase().as_str()))
        .map(hash)
        .filter(|h| !known.contains(h))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}
