//! Counts over time.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::filter::{CHECK, Filter};
use super::tally::round;
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::Answer;
use crate::data::STATUSES;
use crate::data::days::{Day, Step};

pub const STEP: Param = one(
    "step",
    Kind::Choice(&["auto", "day", "week", "month", "year"]),
    "Width of the buckets; `auto`: about 400 of them",
);
pub const STACK: &[Param] =
    &[STEP, one("stack", Kind::Choice(&["quad", "type", "status", "none"]), "What counts are apart for")];

/// More buckets than this are not sent.
const BUCKETS: usize = 5_000;

/// Event records over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct Timeline {
    pub step: &'static str,
    pub stack: String,
    /// What the counts of a bucket are counts of.
    pub keys: Vec<String>,
    /// Those with records, oldest first.
    pub buckets: Vec<Bucket>,
    /// Records that pass the filter.
    pub total: usize,
    /// Records whose date does not fit into one bucket.
    pub imprecise: u32,
    /// Records without any date.
    pub undated: u32,
    /// Records in buckets that are left out because there are too many.
    pub clipped: u32,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Bucket {
    #[schema(value_type = String, format = Date)]
    pub start: Day,
    #[schema(value_type = String, format = Date)]
    pub end: Day,
    pub total: u32,
    /// One number for each key.
    pub counts: Vec<u32>,
    /// Mean.
    pub score: f64,
    pub score_sum: f64,
}

/// The step that is asked for; `auto` by the days that the records span.
pub fn step(call: &Call, default: Option<Step>, days: impl Iterator<Item = (Day, Day)>) -> Step {
    match (call.one("step"), default) {
        (Some(text), _) if text != "auto" => return Step::parse(text).unwrap_or(Step::Month),
        (None, Some(default)) => return default,
        _ => {}
    }
    let (from, to) = call.period();
    let clip =
        |day: Day| from.map_or(day, |from| day.max(from)).min(to.unwrap_or(day).max(from.unwrap_or(Day(i32::MIN))));
    let span = days.fold(None, |span: Option<(Day, Day)>, (first, last)| {
        let (first, last) = (clip(first), clip(last));
        Some(span.map_or((first, last), |(a, b)| (a.min(first), b.max(last))))
    });
    span.map_or(Step::Day, |(first, last)| Step::for_days(last.0.saturating_sub(first.0).saturating_add(1)))
}

pub fn timeline(explorer: &Explorer, call: &Call) -> Answer<Timeline> {
    let data = &explorer.data;
    let filter = Filter::read(call, explorer)?;
    let records = filter.select(call, data)?;
    let step = step(call, None, records.iter().filter_map(|&record| filter.days(data, record as usize)));
    let stack = call.one("stack").unwrap_or("quad");
    let keys: Vec<String> = match stack {
        "type" => data.types.iter().map(str::to_owned).collect(),
        "status" => STATUSES.iter().map(|status| (*status).to_owned()).collect(),
        "none" => vec!["events".to_owned()],
        _ => ["1", "2", "3", "4"].map(str::to_owned).to_vec(),
    };
    let key = |record: usize| match stack {
        "type" => usize::from(data.events.event_type[record]),
        "status" => usize::from(data.events.status[record]),
        "none" => 0,
        _ => usize::from(data.events.quad[record]).wrapping_sub(1),
    };
    let mut buckets: BTreeMap<i32, (Vec<u32>, u32, f64)> = BTreeMap::new();
    let (mut imprecise, mut undated) = (0, 0);
    for (i, &record) in records.iter().enumerate() {
        if i % CHECK == CHECK - 1 {
            call.check_time()?;
        }
        let Some((first, last)) = filter.days(data, record as usize) else {
            undated += 1;
            continue;
        };
        let bucket = step.bucket(first);
        if first != last && step.bucket(last) != bucket {
            imprecise += 1;
            continue;
        }
        let (counts, total, sum) = buckets.entry(bucket).or_insert_with(|| (vec![0; keys.len()], 0, 0.0));
        if let Some(count) = counts.get_mut(key(record as usize)) {
            *count += 1;
        }
        *total += 1;
        *sum += f64::from(data.events.score[record as usize]);
    }
    let left_out = buckets.len().saturating_sub(BUCKETS);
    let clipped = buckets.values().take(left_out).map(|(_, total, _)| total).sum();
    let bucket = |(number, (counts, total, sum)): (i32, (Vec<u32>, u32, f64))| Bucket {
        start: step.start(number),
        end: step.end(number),
        total,
        counts,
        score: round(sum / f64::from(total)),
        score_sum: round(sum),
    };
    Ok(Timeline {
        step: step.as_str(),
        stack: stack.to_owned(),
        keys,
        buckets: buckets.into_iter().skip(left_out).map(bucket).collect(),
        total: records.len(),
        imprecise,
        undated,
        clipped,
    })
}
