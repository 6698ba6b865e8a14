//! Dates of publication as feeds, archives and people write them.

use jiff::Timestamp;
use jiff::civil::Date;

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
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads the day of `text`; a time of day and a zone behind it are not looked at, so the day is the one written.
///
/// Understands ISO 8601 dates and date-times, `2023/07/11`, `20230711` (also with a time of day),
/// "11 July 2023", "July 11, 2023", RFC 2822, `13/07/2023` where only one order of day and month
/// is possible, and seconds or milliseconds since 1970.
///
/// # Errors
/// Why it is not a date, to be put in an issue.
pub fn parse_date(text: &str) -> Result<Date, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("the date is empty");
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return all_digits(text);
    }
    // "20230711T093000Z"
    if let Some((day, "t" | "T" | "-" | "_" | " ")) = text.get(..8).zip(text.get(8..9))
        && day.bytes().all(|b| b.is_ascii_digit())
    {
        return all_digits(day);
    }
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '-' | '.' | '–'))
        .filter(|w| !w.is_empty())
        .skip_while(|w| names(&WEEKDAYS, w).is_some())
        .filter(|w| !w.eq_ignore_ascii_case("of") && !w.eq_ignore_ascii_case("the"));
    let (Some(first), Some(second), Some(third)) = (words.next(), words.next(), words.next()) else {
        return Err("not a full date (day, month and year)");
    };
    let third = third.split(['T', 't']).next().unwrap_or(third);
    if let Some(month) = names(&MONTHS, second) {
        // "11 July 2023", "2023-Jul-11"
        return match (year(first), year(third)) {
            (Some(y), None) => date(y, month, number(third)),
            (None, Some(y)) => date(y, month, number(first)),
            _ => Err("no year of four digits"),
        };
    }
    if let Some(month) = names(&MONTHS, first) {
        return date(year(third).ok_or("no year of four digits")?, month, number(second));
    }
    let (Some(a), Some(b)) = (number(first), number(second)) else {
        return Err("not a date that is understood (write it as YYYY-MM-DD)");
    };
    if let Some(y) = year(first) {
        return date(y, b, number(third));
    }
    match year(third) {
        Some(y) if a > 12 && b <= 12 => date(y, b, Some(a)),
        Some(y) if b > 12 && a <= 12 => date(y, a, Some(b)),
        Some(y) if a == b => date(y, a, Some(b)),
        Some(_) => Err("day and month cannot be told apart (write it as YYYY-MM-DD)"),
        None => Err("no year of four digits"),
    }
}

fn all_digits(text: &str) -> Result<Date, &'static str> {
    let outside = |_| "the time stamp is out of range";
    match text.len() {
        8 | 12 | 14 => date(year(&text[..4]).unwrap_or(0), text[4..6].parse().unwrap_or(0), text[6..8].parse().ok()),
        10 => Ok(day_of(Timestamp::from_second(text.parse().map_err(|_| "not a number")?).map_err(outside)?)),
        13 => Ok(day_of(Timestamp::from_millisecond(text.parse().map_err(|_| "not a number")?).map_err(outside)?)),
        _ => Err("not a date that is understood (write it as YYYY-MM-DD)"),
    }
}

/// The day in UTC.
fn day_of(time: Timestamp) -> Date {
    jiff::tz::Offset::UTC.to_datetime(time).date()
}

fn date(year: i16, month: u16, day: Option<u16>) -> Result<Date, &'static str> {
    let small = |n: u16| i8::try_from(n).unwrap_or(0);
    Date::new(year, small(month), small(day.unwrap_or(0))).map_err(|_| "no such day in the calendar")
}

fn year(word: &str) -> Option<i16> {
    if word.len() == 4 { word.parse().ok() } else { None }
}

/// "11", "11th".
fn number(word: &str) -> Option<u16> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let ordinal = ["", "st", "nd", "rd", "th"].iter().any(|e| ending.eq_ignore_ascii_case(e));
    // A time glued to the day ("11T09:30") was cut off by the caller.
    if ordinal { digits.parse().ok().filter(|_| digits.len() <= 4) } else { None }
}

/// The number, from 1, of a name in `list` written out or shortened to three letters or more.
fn names(list: &[&str], word: &str) -> Option<u16> {
    let word = word.trim_end_matches('.');
    if word.len() < 3 {
        return None;
    }
    let found = list.iter().position(|n| n.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))?;
    Some(found as u16 + 1)
}

/// True for a month or a weekday, written out or shortened.
pub(crate) fn is_calendar_word(word: &str) -> bool {
    names(&MONTHS, word).is_some() || names(&WEEKDAYS, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_they_are_written() {
        for text in [
            "2023-07-11",
            "2023-07-11T09:30:00Z",
            "2023-07-11 23:59:59+09:00",
            "2023/07/11",
            "2023.07.11",
            "20230711",
            "20230711093000",
            "20230711T093000Z",
            "11 July 2023",
            "11 Jul 2023",
            "11th of July, 2023",
            "July 11, 2023",
            "Jul. 11, 2023 9:30 AM",
            "Tue, 11 Jul 2023 09:30:00 +0000",
            "Tuesday, July 11, 2023",
            "Tuesday 11 July 2023",
            "11-Jul-2023",
            " 2023-7-11 ",
            "1689067800",
            "1689067800000",
            "2023-07-11t09:30",
        ] {
            assert_eq!(parse_date(text).map(|d| d.to_string()), Ok("2023-07-11".into()), "{text}");
        }
        assert_eq!(parse_date("13/07/2023").unwrap().to_string(), "2023-07-13");
        assert_eq!(parse_date("07/13/2023").unwrap().to_string(), "2023-07-13");
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, why) in [
            ("", "empty"),
            ("yesterday", "full date"),
            ("July 2023", "full date"),
            ("11/07/2023", "told apart"),
            ("2023-02-30", "no such day"),
            ("11 July 23", "four digits"),
            ("20231345", "no such day"),
            ("99999999999", "understood"),
            ("12 parsecs away", "understood"),
            ("٢٠٢٣-٠٧-١١", "understood"),
        ] {
            let reason = parse_date(text).unwrap_err();
            assert!(reason.contains(why), "{text}: {reason}");
        }
    }
}
