//! Days as numbers, and the periods that a time axis has.

use std::fmt;

use serde::{Serialize, Serializer};

/// Days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// Stands for "no day" in columns of days: before every other.
pub const NO_DAY: i32 = i32::MIN;

impl Day {
    /// `None` where a column says [`NO_DAY`].
    pub fn from_column(number: i32) -> Option<Day> {
        (number != NO_DAY).then_some(Day(number))
    }

    /// Proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
    fn of(year: i32, month: i32, day: i32) -> Day {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    fn parts(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (era * 400 + year_of_era + i32::from(month <= 2), month, day)
    }

    /// Reads `2023-07-11`, a day that there is.
    pub fn parse(text: &str) -> Option<Day> {
        let (first, last) = one(text)?;
        (text.len() == 10 && first == last).then_some(first)
    }

    pub fn year(self) -> i32 {
        self.parts().0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// First and last day of a date as records write it: a day, month, year, or `A/B`.
pub fn span(text: &str) -> Option<(Day, Day)> {
    match text.split_once('/') {
        None => one(text),
        Some((from, to)) => {
            let (first, last) = (one(from)?.0, one(to)?.1);
            (first <= last).then_some((first, last))
        }
    }
}

fn one(text: &str) -> Option<(Day, Day)> {
    let digits = |part: &str, length: usize| {
        let fits = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<i32>().ok()).flatten()
    };
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let Some(month) = parts.next() else {
        return Some((Day::of(year, 1, 1), Day::of(year, 12, 31)));
    };
    let month = digits(month, 2).filter(|m| (1..=12).contains(m))?;
    let next = if month == 12 { Day::of(year + 1, 1, 1) } else { Day::of(year, month + 1, 1) };
    let first = Day::of(year, month, 1);
    let Some(day) = parts.next() else {
        return Some((first, Day(next.0 - 1)));
    };
    let day = Day(first.0 + digits(day, 2)? - 1);
    (parts.next().is_none() && first <= day && day < next).then_some((day, day))
}

/// How wide the buckets of a time axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Day,
    Week,
    Month,
    Year,
}

impl Step {
    pub fn parse(text: &str) -> Option<Step> {
        Some(match text {
            "day" => Step::Day,
            "week" => Step::Week,
            "month" => Step::Month,
            "year" => Step::Year,
            _ => return None,
        })
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
            Step::Year => "year",
        }
    }

    /// The finest step that cuts so many days into about 400 buckets.
    pub fn for_days(days: i32) -> Step {
        match days {
            ..=400 => Step::Day,
            401..=2_800 => Step::Week,
            2_801..=12_000 => Step::Month,
            _ => Step::Year,
        }
    }

    /// Number of the bucket that holds a day: one more for each bucket.
    pub fn bucket(self, day: Day) -> i32 {
        match self {
            Step::Day => day.0,
            // 1 January 1970 was a Thursday; weeks start on Monday.
            Step::Week => (day.0 + 3).div_euclid(7),
            Step::Month => {
                let (year, month, _) = day.parts();
                year * 12 + month - 1
            }
            Step::Year => day.year(),
        }
    }

    /// First day of a bucket.
    pub fn start(self, bucket: i32) -> Day {
        match self {
            Step::Day => Day(bucket),
            Step::Week => Day(bucket * 7 - 3),
            Step::Month => Day::of(bucket.div_euclid(12), bucket.rem_euclid(12) + 1, 1),
            Step::Year => Day::of(bucket, 1, 1),
        }
    }

    /// Last day of a bucket.
    pub fn end(self, bucket: i32) -> Day {
        Day(self.start(bucket + 1).0 - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2024-03-01", 19_783),
            ("0001-01-01", -719_162),
        ] {
            assert_eq!(Day::parse(text), Some(Day(number)), "{text}");
            assert_eq!(Day(number).to_string(), text);
        }
        for wrong in
            ["2023-02-29", "2023-13-01", "2023-00-10", "2023-1-1", "2023-07", "2023-07-11 ", "x", "", "2023-07-32"]
        {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn spans_cover_what_their_text_says() {
        let read = |text| span(text).map(|(from, to)| format!("{from} {to}"));
        assert_eq!(read("2024").unwrap(), "2024-01-01 2024-12-31");
        assert_eq!(read("2024-02").unwrap(), "2024-02-01 2024-02-29");
        assert_eq!(read("2023-07-03/2023-07-09").unwrap(), "2023-07-03 2023-07-09");
        assert_eq!(read("2023-12/2024").unwrap(), "2023-12-01 2024-12-31");
        assert_eq!(read("2023-07-09/2023-07-03"), None);
        assert_eq!(read("soon"), None);
    }

    #[test]
    fn buckets_hold_their_days() {
        for number in (-800_000..800_000).step_by(13) {
            let day = Day(number);
            for step in [Step::Day, Step::Week, Step::Month, Step::Year] {
                let bucket = step.bucket(day);
                assert!(step.start(bucket) <= day && day <= step.end(bucket), "{day} {step:?}");
                assert_eq!(step.bucket(step.end(bucket)), bucket);
            }
        }
        assert_eq!(Step::Week.start(Step::Week.bucket(Day::parse("2023-07-11").unwrap())).to_string(), "2023-07-10");
    }
}
