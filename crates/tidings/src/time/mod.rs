//! When events took place: the words of the sentence that say so, else the date of the report.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use tidings_records::{DateBasis, DatePrecision, DateRecord};
use tidings_text::{Document, Sentence};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date of the event whose head is token `head`: of the expression nearest to it in its clause,
/// else the day of publication.
pub fn event_date(document: &Document, sentence: &Sentence, head: usize, future: bool) -> DateRecord {
    let found = (0..sentence.len())
        .filter(|&t| belongs(sentence, t, head))
        .filter_map(|t| expression(sentence, t, document.published, future).map(|date| (t, date)))
        .min_by_key(|(t, _)| t.abs_diff(head));
    match (found, document.published) {
        (Some((_, date)), _) => date,
        (None, Some(day)) => DateRecord {
            value: Some(day.to_string()),
            precision: Some(DatePrecision::Day),
            basis: DateBasis::Publication,
            text: None,
        },
        (None, None) => DateRecord::default(),
    }
}

/// The token hangs below the event's head, or beside it below what governs it.
fn belongs(s: &Sentence, token: usize, head: usize) -> bool {
    s.governs(head, token) || s.head(head).is_some_and(|above| s.head(token) == Some(above))
}

/// Reads the expression whose last decisive word is `t`.
fn expression(s: &Sentence, t: usize, reference: Option<Date>, future: bool) -> Option<DateRecord> {
    let word = s.form(t).to_lowercase();
    let before = |n: usize| t.checked_sub(n).map(|i| s.form(i).to_lowercase());
    let after = |n: usize| (t + n < s.len()).then(|| s.form(t + n));
    let record = |value: String, precision, first: usize, last: usize| DateRecord {
        value: Some(value),
        precision: Some(precision),
        basis: DateBasis::Expression,
        text: Some(s.words(tidings_text::Span::new(first, last + 1)).to_owned()),
    };
    let day = |date: Date| record(date.to_string(), DatePrecision::Day, t, t);
    if let Some(month) = MONTHS.iter().position(|m| *m == word) {
        if !s.form(t).starts_with(char::is_uppercase) {
            return None;
        }
        let month = month as i8 + 1;
        let number = |text: &str| text.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i16>().ok();
        let day_before = before(1).and_then(|w| number(&w)).filter(|d| (1..=31).contains(d));
        let day_after = after(1).and_then(number).filter(|d| (1..=31).contains(d));
        let year_at = |n: usize| after(n).and_then(|w| w.parse::<i16>().ok()).filter(|y| (1900..2100).contains(y));
        let comma = usize::from(after(2) == Some(","));
        let (day, first, last, year) = match (day_before, day_after) {
            (_, Some(d)) => (Some(d), t, t + 1, year_at(2 + comma).map(|y| (y, t + 2 + comma))),
            (Some(d), None) => (Some(d), t - 1, t, year_at(1).map(|y| (y, t + 1))),
            (None, None) => (None, t, t, year_at(1).map(|y| (y, t + 1))),
        };
        let last = year.map_or(last, |(_, at)| at);
        let year = match year {
            Some((year, _)) => year,
            // Without a year: the last such month, or the next one if it is still to come.
            None => {
                let reference = reference?;
                let this = reference.year();
                match (month > reference.month(), future) {
                    (true, false) => this - 1,
                    (false, true) if month < reference.month() => this + 1,
                    _ => this,
                }
            }
        };
        return match day {
            Some(d) => {
                let date = Date::new(year, month, d as i8).ok()?;
                Some(record(date.to_string(), DatePrecision::Day, first, last))
            }
            None => Some(record(format!("{year:04}-{month:02}"), DatePrecision::Month, first, last)),
        };
    }
    let reference = reference?;
    match word.as_str() {
        "today" | "tonight" => return Some(day(reference)),
        "yesterday" => return Some(day(reference.checked_sub(1.day()).ok()?)),
        "tomorrow" => return Some(day(reference.checked_add(1.day()).ok()?)),
        _ => {}
    }
    if let Some(weekday) = weekday(&word) {
        let back = i64::from(weekday.until(reference.weekday()));
        let next = before(1).is_some_and(|w| w == "next");
        let date = if future || next {
            reference.checked_add((7 - back).days()).ok()?
        } else if before(1).is_some_and(|w| w == "last") && back == 0 {
            reference.checked_sub(7.days()).ok()?
        } else {
            reference.checked_sub(back.days()).ok()?
        };
        return Some(day(date));
    }
    let step = match before(1)?.as_str() {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    match word.as_str() {
        "week" => {
            let monday = reference.checked_sub(i64::from(Weekday::Monday.until(reference.weekday())).days()).ok()?;
            let monday = monday.checked_add((7 * step).days()).ok()?;
            let sunday = monday.checked_add(6.days()).ok()?;
            Some(record(format!("{monday}/{sunday}"), DatePrecision::Week, t - 1, t))
        }
        "month" => {
            let date = reference.checked_add(step.months()).ok()?;
            Some(record(format!("{:04}-{:02}", date.year(), date.month()), DatePrecision::Month, t - 1, t))
        }
        "year" => {
            let year = i64::from(reference.year()) + step;
            Some(record(format!("{year:04}-01/{year:04}-12"), DatePrecision::Year, t - 1, t))
        }
        _ => None,
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}
