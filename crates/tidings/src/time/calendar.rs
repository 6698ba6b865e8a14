//! Stretches of days: what an expression of time comes to.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use tidings_records::DatePrecision;

/// A day, or several in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub first: Date,
    /// Not before `first`.
    pub last: Date,
    pub precision: DatePrecision,
}

/// Where an expression without a year, or a mere weekday, is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// The latest that is not after the reference.
    Past,
    /// The first that is not before it.
    Ahead,
    /// The nearer one, the past one more readily.
    Near,
}

/// Days that a date without a year may lie back before it is taken for a coming one.
const BACK: i32 = 300;

impl Period {
    pub fn day(day: Date) -> Period {
        Period { first: day, last: day, precision: DatePrecision::Day }
    }

    pub fn month(year: i16, month: i8) -> Option<Period> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Period { first, last: first.last_of_month(), precision: DatePrecision::Month })
    }

    pub fn year(year: i16) -> Option<Period> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(Period { first, last: first.last_of_year(), precision: DatePrecision::Year })
    }

    /// Monday to Sunday.
    pub fn week(day: Date) -> Period {
        let first = add_days(day, -i64::from(day.weekday().to_monday_zero_offset()));
        Period { first, last: add_days(first, 6), precision: DatePrecision::Week }
    }

    /// From the first day of one to the last of the other, whichever comes first.
    pub fn interval(a: Date, b: Date) -> Period {
        Period { first: a.min(b), last: a.max(b), precision: DatePrecision::Interval }
    }

    /// `months` months from the first of `month`.
    pub fn months(year: i16, month: i8, months: i64) -> Option<Period> {
        let first = Date::new(year, month, 1).ok()?;
        let last = first.checked_add((months - 1).months()).ok()?.last_of_month();
        Some(Period { first, last, precision: DatePrecision::Interval })
    }

    /// ISO 8601: `2023-07-11`, `2023-07`, `2009`, `2009-01/2009-03`, `2023-07-03/2023-07-09`.
    pub fn value(&self) -> String {
        let Period { first, last, precision } = self;
        let month = |date: &Date| format!("{:04}-{:02}", date.year(), date.month());
        let day = |date: &Date| format!("{}-{:02}", month(date), date.day());
        let whole_months = first.day() == 1 && *last == last.last_of_month() && month(first) != month(last);
        match precision {
            DatePrecision::Day => day(first),
            DatePrecision::Month => month(first),
            DatePrecision::Year if first.year() == last.year() => format!("{:04}", first.year()),
            DatePrecision::Year => format!("{:04}/{:04}", first.year(), last.year()),
            DatePrecision::Interval if whole_months => format!("{}/{}", month(first), month(last)),
            DatePrecision::Week | DatePrecision::Interval => format!("{}/{}", day(first), day(last)),
        }
    }
}

pub(super) fn add_days(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}

pub(super) fn add_months(date: Date, months: i64) -> Date {
    date.saturating_add(months.months())
}

pub(super) fn add_years(date: Date, years: i64) -> Date {
    date.saturating_add(years.years())
}

/// The weekday nearest to the reference in a direction; the reference itself counts.
pub(super) fn weekday(reference: Date, weekday: Weekday, direction: Direction) -> Date {
    let back = i64::from(weekday.until(reference.weekday()));
    match direction {
        Direction::Ahead if back > 0 => add_days(reference, 7 - back),
        _ => add_days(reference, -back),
    }
}

/// The year of a date that names none.
pub(super) fn year_of(reference: Date, month: i8, day: i8, direction: Direction) -> i16 {
    let year = reference.year();
    let place = (month, day).cmp(&(reference.month(), reference.day()));
    match direction {
        Direction::Past if place.is_gt() => year - 1,
        Direction::Ahead if place.is_lt() => year + 1,
        Direction::Past | Direction::Ahead => year,
        Direction::Near => {
            let day_of_year = |month: i8, day: i8| i32::from(month - 1) * 61 / 2 + i32::from(day);
            let days_back = day_of_year(reference.month(), reference.day()) - day_of_year(month, day);
            match days_back {
                ..0 if 365 + days_back <= BACK => year - 1,
                BACK.. => year + 1,
                _ => year,
            }
        }
    }
}

/// January is 1; abbreviations of three and four letters count.
pub(super) fn month_of(word: &str) -> Option<i8> {
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
    let word = word.trim_end_matches('.');
    let is = |name: &&str| name.eq_ignore_ascii_case(word) || word.len() == 3 && name[..3].eq_ignore_ascii_case(word);
    let at = MONTHS.iter().position(|name| is(name) || word.eq_ignore_ascii_case("sept") && *name == "september")?;
    word.starts_with(|c: char| c.is_uppercase()).then_some(at as i8 + 1)
}

pub(super) fn weekday_of(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.');
    if !word.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    Some(match &*word.to_ascii_lowercase() {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

/// First month and number of months.
pub(super) fn season_of(word: &str) -> Option<(i8, i64)> {
    Some(match word {
        "spring" => (3, 3),
        "summer" => (6, 3),
        "autumn" | "fall" => (9, 3),
        "winter" => (12, 3),
        _ => return None,
    })
}
