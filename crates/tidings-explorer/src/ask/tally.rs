//! Counts and scores of some event records.

use std::cmp::Ordering;

use serde::Serialize;
use utoipa::ToSchema;

use crate::data::Data;
use crate::data::days::Day;

/// What a row of a figure adds up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub events: u32,
    pub quads: [u32; 4],
    pub sum: f64,
    pub first: Option<Day>,
    pub last: Option<Day>,
}

impl Tally {
    pub fn add(&mut self, data: &Data, record: u32, days: Option<(Day, Day)>) {
        let record = record as usize;
        self.events += 1;
        if let Some(count) = usize::from(data.events.quad[record]).checked_sub(1).and_then(|q| self.quads.get_mut(q)) {
            *count += 1;
        }
        self.sum += f64::from(data.events.score[record]);
        if let Some((first, last)) = days {
            self.first = Some(self.first.map_or(first, |known| known.min(first)));
            self.last = Some(self.last.map_or(last, |known| known.max(last)));
        }
    }

    /// Adds what another has counted.
    pub fn join(&mut self, other: &Tally) {
        self.events += other.events;
        self.quads.iter_mut().zip(other.quads).for_each(|(count, more)| *count += more);
        self.sum += other.sum;
        let either = |one: Option<Day>, other: Option<Day>, pick: fn(Day, Day) -> Day| match (one, other) {
            (Some(one), Some(other)) => Some(pick(one, other)),
            (one, other) => one.or(other),
        };
        self.first = either(self.first, other.first, Day::min);
        self.last = either(self.last, other.last, Day::max);
    }

    /// The mean, to two places; 0 of nothing.
    pub fn score(&self) -> f64 {
        if self.events == 0 { 0.0 } else { round(self.sum / f64::from(self.events)) }
    }
}

/// To two places, which is more than the scale of scores has.
pub fn round(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

/// Events of one type.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TypeCount {
    #[serde(rename = "type")]
    pub event_type: String,
    pub events: u32,
    /// Mean.
    pub score: f64,
}

/// Tallies of types, most events first.
pub fn type_counts(data: &Data, tallies: &[Tally]) -> Vec<TypeCount> {
    let mut counts: Vec<TypeCount> = (0..)
        .zip(tallies)
        .filter(|(_, tally)| tally.events > 0)
        .map(|(number, tally)| TypeCount {
            event_type: data.types.text(number).to_owned(),
            events: tally.events,
            score: tally.score(),
        })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.events));
    counts
}

/// How rows of figures are sorted: `events`, `score`, `-score`.
pub const SORTS: &[&str] = &["events", "score", "-score"];

/// Compares two tallies as `sort` wants it; ties go by number of events.
pub fn compare(sort: &str, a: &Tally, b: &Tally) -> Ordering {
    let more = b.events.cmp(&a.events);
    match sort {
        "score" => a.score().total_cmp(&b.score()).then(more),
        "-score" => b.score().total_cmp(&a.score()).then(more),
        _ => more,
    }
}
