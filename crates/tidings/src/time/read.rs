//! Reads expressions of time from words, left to right, without the tree.

use jiff::civil::{Date, Weekday};
use tidings_records::DatePrecision;
use tidings_text::{Deprel, EntityKind, Sentence, Span, Upos, Xpos};

use super::Expression;
use super::calendar::{
    Direction, Period, add_days, add_months, add_years, month_of, season_of, weekday, weekday_of, year_of,
};
use crate::attach::span_head;

/// What words come to, before it is known from which day they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Full(Period),
    /// A day of a month, no year.
    Day {
        month: i8,
        first: i8,
        last: i8,
    },
    Month(i8),
    Weekday(Weekday, Which),
    /// Days from the reference: -1 for yesterday.
    Days(i64),
    Week(i64),
    Months(i64),
    Years(i64),
    Weekend(Which),
    Season(i8, i64, Which),
    NamedMonth(i8, Which),
    /// "the past three days": up to the reference, or from it.
    Span {
        unit: Unit,
        count: i64,
    },
    /// "two days earlier": counts from another day of the sentence, if it names one.
    FromOther {
        unit: Unit,
        count: i64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Bare,
    Last,
    This,
    Next,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Parts of a day that may follow it: "Friday night".
const PARTS_OF_DAY: &[&str] = &["morning", "afternoon", "evening", "night", "noon", "midnight"];
/// Words behind which a year is a year.
const YEARLY: &[&str] =
    &["in", "since", "during", "until", "till", "from", "by", "throughout", "before", "after", "of", "to", "between"];
const BOUNDS: &[&str] = &["before", "after", "following", "than", "pre", "post"];

pub(super) fn expressions(s: &Sentence, reference: Option<Date>, future: bool) -> Vec<Expression> {
    let words = Words { s };
    let mut read: Vec<(Span<_>, When)> = Vec::new();
    let mut at = 0;
    while at < s.len() {
        match words.expression(at) {
            Some((when, end)) => {
                read.push((Span::new(at, end), when));
                at = end;
            }
            None => at += 1,
        }
    }
    let mut found: Vec<Expression> = read
        .iter()
        .map(|&(span, when)| {
            let head = span_head(s, span);
            let direction = words.direction(span.start, head, future);
            let period = resolve(when, reference, direction, None);
            Expression { span, head, period, dates: words.dates(span.start) }
        })
        .collect();
    // "On Friday … the previous day": counts from the nearest day before it, else from the nearest after.
    for i in 0..found.len() {
        if let (span, when @ When::FromOther { .. }) = read[i] {
            let is_day =
                |j: &usize| !matches!(read[*j].1, When::FromOther { .. }) && found[*j].period.is_some_and(is_day);
            let other = (0..i).rev().find(is_day).or_else(|| (i + 1..found.len()).find(is_day));
            let anchor = other.and_then(|j| found[j].period).map(|p| p.first);
            let direction = words.direction(span.start, found[i].head, future);
            found[i].period = resolve(when, reference, direction, anchor);
        }
    }
    words.join(found, reference)
}

fn is_day(period: Period) -> bool {
    period.precision == DatePrecision::Day
}

/// The day in a dateline.
pub(super) fn day_in(line: &str, published: Option<Date>) -> Option<Date> {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| month_of(w).is_some())?;
    let month = month_of(words[at])?;
    let after = words.get(at + 1).and_then(|w| day_number(w));
    let before = || at.checked_sub(1).and_then(|i| day_number(words[i]));
    let (day, year) = match after {
        Some(day) => (day, words.get(at + 2)),
        None => (before()?, words.get(at + 1)),
    };
    let year = match year.and_then(|w| year_number(w)) {
        Some(year) => year,
        None => year_of(published?, month, day, Direction::Past),
    };
    Date::new(year, month, day).ok()
}

fn resolve(when: When, reference: Option<Date>, direction: Direction, anchor: Option<Date>) -> Option<Period> {
    if let When::Full(period) = when {
        return Some(period);
    }
    let day = anchor.or(reference)?;
    let towards = |which: Which| match which {
        Which::Next => Direction::Ahead,
        Which::Last => Direction::Past,
        Which::Bare | Which::This => direction,
    };
    Some(match when {
        When::Full(period) => period,
        When::Day { month, first, last } => {
            let year = year_of(day, month, first, direction);
            let first = Date::new(year, month, first).ok()?;
            let last = Date::new(year, month, last).ok()?;
            if first == last { Period::day(first) } else { Period::interval(first, last) }
        }
        When::Month(month) => {
            let this = month == day.month();
            Period::month(if this { day.year() } else { year_of(day, month, 15, direction) }, month)?
        }
        When::NamedMonth(month, which) => {
            let direction = towards(which);
            let from = match which {
                Which::Last if month == day.month() => add_months(day, -1),
                Which::Next if month == day.month() => add_months(day, 1),
                _ => day,
            };
            let year = if month == from.month() { from.year() } else { year_of(from, month, 15, direction) };
            Period::month(year, month)?
        }
        When::Weekday(name, which) => {
            let from = match which {
                Which::Last => add_days(day, -1),
                Which::Next => add_days(day, 1),
                Which::Bare | Which::This => day,
            };
            Period::day(weekday(from, name, towards(which)))
        }
        When::Days(days) => Period::day(add_days(day, days)),
        When::Week(weeks) => Period::week(add_days(day, 7 * weeks)),
        When::Months(months) => {
            let month = add_months(day.first_of_month(), months);
            Period::month(month.year(), month.month())?
        }
        When::Years(years) => Period::year(i16::try_from(i64::from(day.year()) + years).ok()?)?,
        When::Weekend(which) => {
            let saturday = match which {
                // On a Sunday the last weekend is the one before.
                Which::Last => weekday(add_days(Period::week(day).first, -1), Weekday::Saturday, Direction::Past),
                Which::Next => add_days(Period::week(day).first, 12),
                Which::This => add_days(Period::week(day).first, 5),
                Which::Bare if direction == Direction::Ahead => add_days(Period::week(day).first, 5),
                Which::Bare => weekday(day, Weekday::Saturday, Direction::Past),
            };
            Period::interval(saturday, add_days(saturday, 1))
        }
        When::Season(month, months, which) => {
            let begun = Period::months(day.year(), month, months)?;
            let this =
                if month == 12 && day.month() < 3 { Period::months(day.year() - 1, month, months)? } else { begun };
            let move_by = |years: i64| Period::months(add_years(this.first, years).year(), month, months);
            match which {
                Which::Last if this.last >= day => move_by(-1)?,
                Which::Next if this.first <= day => move_by(1)?,
                Which::Bare if direction != Direction::Ahead && this.first > day => move_by(-1)?,
                _ => this,
            }
        }
        When::Span { unit, count } => {
            let ahead = direction == Direction::Ahead;
            Period::interval(add(day, unit, if ahead { count } else { -count }), day)
        }
        When::FromOther { unit, count } => match unit {
            Unit::Day => Period::day(add_days(day, count)),
            Unit::Week => Period::week(add_days(day, 7 * count)),
            Unit::Month => {
                let month = add_months(day.first_of_month(), count);
                Period::month(month.year(), month.month())?
            }
            Unit::Year => Period::year(i16::try_from(i64::from(day.year()) + count).ok()?)?,
        },
    })
}

fn add(day: Date, unit: Unit, count: i64) -> Date {
    match unit {
        Unit::Day => add_days(day, count),
        Unit::Week => add_days(day, 7 * count),
        Unit::Month => add_months(day, count),
        Unit::Year => add_years(day, count),
    }
}

struct Words<'s> {
    s: &'s Sentence,
}

impl Words<'_> {
    fn form(&self, at: usize) -> &str {
        if at < self.s.len() { self.s.form(at) } else { "" }
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|w| w.eq_ignore_ascii_case(self.form(at)))
    }

    fn before(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.is(at - 1, words)
    }

    /// The expression that begins at `at`, and where it ends.
    fn expression(&self, at: usize) -> Option<(When, usize)> {
        let read = self
            .named_day(at)
            .or_else(|| self.date(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.chosen(at))
            .or_else(|| self.year(at));
        read.map(|(when, end)| (when, if self.is(end, PARTS_OF_DAY) { end + 1 } else { end }))
    }

    /// "today", "last night", "the day before yesterday".
    fn named_day(&self, at: usize) -> Option<(When, usize)> {
        if self.is(at, &["earlier", "later", "late", "early"]) {
            let (when, end) = self.named_day(at + 1).or_else(|| self.chosen(at + 1))?;
            return Some((when, end));
        }
        if self.is(at, &["the"]) && self.is(at + 1, &["day"]) && self.is(at + 2, &["before", "after"]) {
            match (self.is(at + 2, &["before"]), &*self.form(at + 3).to_ascii_lowercase()) {
                (true, "yesterday") => return Some((When::Days(-2), at + 4)),
                (false, "tomorrow") => return Some((When::Days(2), at + 4)),
                _ => {}
            }
        }
        if self.is(at, &["last"]) && self.is(at + 1, &["night", "evening"]) {
            return Some((When::Days(-1), at + 2));
        }
        if self.is(at, &["this"]) && self.is(at + 1, &["morning", "afternoon", "evening"]) {
            return Some((When::Days(0), at + 2));
        }
        let days = match self.form(at) {
            w if w.eq_ignore_ascii_case("today") || w.eq_ignore_ascii_case("tonight") => 0,
            w if w.eq_ignore_ascii_case("yesterday") => -1,
            w if w.eq_ignore_ascii_case("tomorrow") => 1,
            w if w.eq_ignore_ascii_case("overnight") && self.s.upos(at) == Upos::Adv => 0,
            _ => return None,
        };
        // "today's leaders" are of no day.
        Some((When::Days(days), at + 1))
    }

    /// Dates with the name of a month or weekday, and ISO dates.
    fn date(&self, at: usize) -> Option<(When, usize)> {
        if let Some(day) = iso(self.form(at)) {
            return Some((When::Full(Period::day(day)), at + 1));
        }
        // "2023-07-11" may be five tokens.
        if self.form(at).len() == 4 && self.is(at + 1, &["-"]) && self.is(at + 3, &["-"]) && at + 5 <= self.s.len() {
            let span = Span::new(at, at + 5);
            if let Some(day) = iso(self.s.words(span)) {
                return Some((When::Full(Period::day(day)), at + 5));
            }
        }
        if let Some(weekday) = weekday_of(self.form(at)).filter(|_| !self.is_name(at)) {
            let comma = usize::from(self.is(at + 1, &[","]));
            let the = usize::from(self.is(at + 1 + comma, &["the"]));
            // "Tuesday, July 11": the date says more.
            if let Some((when, end)) = self.month_date(at + 1 + comma + the).filter(|(when, _)| !is_month(*when)) {
                return Some((when, end));
            }
            return Some((When::Weekday(weekday, Which::Bare), at + 1));
        }
        self.month_date(at)
    }

    /// "July 7, 2023", "7 July", "3-5 May", "June 2014", "June".
    fn month_date(&self, at: usize) -> Option<(When, usize)> {
        if let Some((first, next)) = self.day(at) {
            let (last, next) = self.range(next).unwrap_or((first, next));
            let of = usize::from(self.is(next, &["of"]));
            let month = month_of(self.form(next + of)).filter(|_| last >= first)?;
            return Some(self.with_year(month, first, last, next + of + 1));
        }
        let month = month_of(self.form(at)).filter(|_| !self.is_name(at) && self.s.xpos(at) != Xpos::Md)?;
        let stop = usize::from(self.is(at + 1, &["."]));
        let next = at + 1 + stop;
        if let Some((first, after)) = self.day(next)
            // "In July 12 people were killed."
            && !self.counts_people(next)
        {
            let (last, after) = self.range(after).filter(|(last, _)| *last >= first).unwrap_or((first, after));
            return Some(self.with_year(month, first, last, after));
        }
        let of = usize::from(self.is(next, &[",", "of"]));
        if let Some(year) = year_number(self.form(next + of)) {
            return Some((When::Full(Period::month(year, month)?), next + of + 1));
        }
        let short = self.form(at).len() <= 4 && !self.is(at, &["May", "June", "July"]);
        let certain = !self.is(at, &["May", "March", "August"]) && !short
            || self.before(at, YEARLY)
            || self.before(at, &["early", "late", "mid", "-", "this", "and", "or"])
            || self.is(at + 1, &["'s", "’s"]);
        certain.then_some((When::Month(month), at + 1))
    }

    fn with_year(&self, month: i8, first: i8, last: i8, next: usize) -> (When, usize) {
        let comma = usize::from(self.is(next, &[","]));
        let full = year_number(self.form(next + comma)).and_then(|year| {
            let (first, last) = (Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
            Some(if first == last { Period::day(first) } else { Period::interval(first, last) })
        });
        match full {
            Some(period) => (When::Full(period), next + comma + 1),
            None => (When::Day { month, first, last }, next),
        }
    }

    /// The end of a range of days: "-5", "to 5", "and 5 May".
    fn range(&self, at: usize) -> Option<(i8, usize)> {
        let joined =
            self.is(at, &["-", "–", "to"]) || self.is(at, &["and"]) && at > 1 && self.before(at - 1, &["between"]);
        if joined { self.day(at + 1) } else { None }
    }

    /// "7", "7th".
    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let day = day_number(self.form(at))?;
        Some((day, at + 1 + usize::from(self.is(at + 1, &["st", "nd", "rd", "th"]))))
    }

    fn counts_people(&self, at: usize) -> bool {
        self.s.deprel(at) == Deprel::Nummod
            && self
                .s
                .head(at)
                .is_some_and(|h| h > at && self.s.xpos(h) == Xpos::Nns && month_of(self.form(h)).is_none())
    }

    /// "three days ago", "the previous day", "the past two weeks", "that day".
    fn counted(&self, at: usize) -> Option<(When, usize)> {
        let the = usize::from(self.is(at, &["the"]));
        if self.is(at + the, &["previous", "following", "next", "preceding"]) && (the == 1 || !self.is(at, &["next"])) {
            let count = if self.is(at + the, &["previous", "preceding"]) { -1 } else { 1 };
            if let Some(unit) = self.unit(at + the + 1) {
                return Some((When::FromOther { unit, count }, at + the + 2));
            }
        }
        if self.is(at, &["that", "same"]) && self.is(at + 1, &["day"]) {
            return Some((When::FromOther { unit: Unit::Day, count: 0 }, at + 2));
        }
        if self.is(at + the, &["past", "last"]) && (the == 1 || self.before(at, &["over", "in", "during", "within"])) {
            let (count, next) = self.number(at + the + 1).unwrap_or((1, at + the + 1));
            let single = next == at + the + 1;
            // "the last week" is a stretch of seven days, "last week" one of the calendar.
            if let Some(unit) = self.unit(next) {
                return (!single || the == 1).then_some((When::Span { unit, count }, next + 1));
            }
        }
        let (count, next) = self.number(at)?;
        let unit = self.unit(next)?;
        let end = next + 2;
        let closes = |at: usize| at >= self.s.len() || self.s.upos(at) == Upos::Punct;
        let when = match &*self.form(next + 1).to_ascii_lowercase() {
            "ago" => match unit {
                Unit::Day => When::Days(-count),
                Unit::Week => When::Week(-count),
                Unit::Month => When::Months(-count),
                Unit::Year => When::Years(-count),
            },
            "earlier" | "previously" => When::FromOther { unit, count: -count },
            "later" => When::FromOther { unit, count },
            "before" if closes(end) => When::FromOther { unit, count: -count },
            _ => return None,
        };
        Some((when, end))
    }

    fn number(&self, at: usize) -> Option<(i64, usize)> {
        const NUMBERS: [&str; 12] =
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let word = self.form(at);
        if self.is(at, &["a", "an"]) {
            return Some((1, at + 1));
        }
        let spelt = NUMBERS.iter().position(|n| n.eq_ignore_ascii_case(word)).map(|i| i as i64 + 1);
        let number = spelt.or_else(|| word.parse().ok().filter(|n| (1..=500).contains(n)))?;
        Some((number, at + 1))
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        Some(match &*self.form(at).to_ascii_lowercase() {
            "day" | "days" => Unit::Day,
            "week" | "weeks" => Unit::Week,
            "month" | "months" => Unit::Month,
            "year" | "years" => Unit::Year,
            _ => return None,
        })
    }

    /// "last Friday", "this month", "next June", "over the weekend", "in the summer".
    fn chosen(&self, at: usize) -> Option<(When, usize)> {
        let (which, mut next) = match &*self.form(at).to_ascii_lowercase() {
            "last" | "previous" => (Which::Last, at + 1),
            "this" => (Which::This, at + 1),
            "next" | "coming" => (Which::Next, at + 1),
            _ => (Which::Bare, at),
        };
        if which == Which::This && self.is(next, &["past", "last", "coming", "early", "late"]) {
            next += 1;
        }
        if which != Which::Bare {
            let by = match which {
                Which::Last => -1,
                Which::Next => 1,
                _ => 0,
            };
            if let Some(unit) = self.unit(next).filter(|_| !self.form(next).ends_with('s')) {
                let when = match unit {
                    Unit::Week => When::Week(by),
                    Unit::Month => When::Months(by),
                    Unit::Year => When::Years(by),
                    // "the next day" counts from another.
                    Unit::Day => return None,
                };
                return Some((when, next + 1));
            }
            if let Some(weekday) = weekday_of(self.form(next)) {
                return Some((When::Weekday(weekday, which), next + 1));
            }
            if let Some(month) = month_of(self.form(next)) {
                return Some((When::NamedMonth(month, which), next + 1));
            }
        }
        if self.is(next, &["weekend"]) && (which != Which::Bare || self.before(at, &["the"])) {
            return Some((When::Weekend(which), next + 1));
        }
        let (month, months) = season_of(&self.form(next).to_ascii_lowercase())?;
        let year = year_number(self.form(next + 1 + usize::from(self.is(next + 1, &["of"]))));
        if let Some(year) = year {
            let end = next + 2 + usize::from(self.is(next + 1, &["of"]));
            return Some((When::Full(Period::months(year, month, months)?), end));
        }
        (which != Which::Bare).then_some((When::Season(month, months, which), next + 1))
    }

    /// "in 2014", "the 2012 murder".
    fn year(&self, at: usize) -> Option<(When, usize)> {
        let year = year_number(self.form(at)).filter(|_| !self.is_name(at))?;
        let modifies = matches!(
            self.s.deprel(at),
            Deprel::Nummod | Deprel::NmodUnmarked | Deprel::Compound | Deprel::NmodDesc | Deprel::Amod
        );
        let noun = self.s.head(at).filter(|&h| h > at && modifies);
        // "2014 people" are counted, "the 2014 riots" dated.
        let dated = noun.is_some_and(|noun| {
            let determined =
                self.s.children(noun).filter(|&c| c < at).any(|c| {
                    matches!(self.s.lemma(c), "the" | "this" | "these") || self.s.deprel(c) == Deprel::NmodPoss
                });
            determined || self.s.xpos(noun) == Xpos::Nn
        });
        let framed = self.before(at, YEARLY) || self.before(at, &["early", "late", "mid", "-"]);
        let counted = noun.is_some() && !dated;
        let last = year_number(self.form(at + 2)).filter(|last| self.is(at + 1, &["-", "–"]) && *last >= year);
        if let Some(last) = last {
            let period = Period::interval(Period::year(year)?.first, Period::year(last)?.last);
            return Some((When::Full(period), at + 3));
        }
        (framed && !counted || dated).then_some((When::Full(Period::year(year)?), at + 1))
    }

    /// "April Smith", "Black Friday" of a name that the tagger found.
    fn is_name(&self, at: usize) -> bool {
        let named = self.s.entities.iter().find(|e| e.span.contains(at));
        named.is_some_and(|e| matches!(e.kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place))
    }

    fn dates(&self, start: usize) -> bool {
        let the = usize::from(self.before(start, &["the"]));
        !self.before(start - the, BOUNDS)
    }

    /// Where to look for a date without a year: ahead behind "until" and "by", and in clauses with "will".
    fn direction(&self, start: usize, head: usize, future: bool) -> Direction {
        let s = self.s;
        if future || self.before(start, &["until", "till", "by"]) {
            return Direction::Ahead;
        }
        let mut at = Some(head);
        for _ in 0..6 {
            let Some(t) = at else { break };
            let verbal = matches!(s.upos(t), Upos::Verb | Upos::Aux) || s.deprel(t) == Deprel::Root;
            if verbal {
                let will = |c: usize| s.deprel(c) == Deprel::Aux && matches!(s.lemma(c), "will" | "shall");
                if s.children(t).any(will) {
                    return Direction::Ahead;
                }
                // "plans to meet on Friday", "is to meet on Friday"
                let infinitive = s.xpos(t) == Xpos::Vb && s.children(t).any(|c| s.xpos(c) == Xpos::To);
                let coming = s.head(t).is_some_and(|h| {
                    matches!(
                        s.lemma(h),
                        "agree" | "due" | "expect" | "go" | "intend" | "plan" | "prepare" | "schedule" | "set" | "vow"
                    )
                });
                return match () {
                    () if infinitive && (coming || s.deprel(t) == Deprel::Root) => Direction::Ahead,
                    () if matches!(s.xpos(t), Xpos::Vbd | Xpos::Vbn) => Direction::Past,
                    () => Direction::Near,
                };
            }
            at = s.head(t);
        }
        Direction::Near
    }

    /// "from 3 May to 5 May", "between June and August", "since June", "until Monday", "1965-1985".
    fn join(&self, found: Vec<Expression>, reference: Option<Date>) -> Vec<Expression> {
        let mut joined: Vec<Expression> = Vec::with_capacity(found.len());
        for mut expression in found {
            let start = expression.span.start;
            if let Some(first) = joined.last_mut()
                && first.span.end + 1 == start
                && let (Some(from), Some(to)) = (first.period, expression.period)
                && from.first <= to.last
            {
                let opened = |words: &[&str]| self.before(first.span.start, words);
                let range = self.is(start - 1, &["-", "–"])
                    || opened(&["from"]) && self.is(start - 1, &["to", "until", "till", "through"])
                    || opened(&["between"]) && self.is(start - 1, &["and"]);
                if range {
                    first.span = first.span.join(expression.span);
                    first.period = Some(Period::interval(from.first, to.last));
                    continue;
                }
            }
            if let (Some(period), Some(reference)) = (expression.period, reference) {
                let early = usize::from(self.before(start, &["early", "late", "mid"]));
                let preposition = start - early;
                if self.before(preposition, &["since"]) && period.first < reference {
                    expression.period = Some(Period::interval(period.first, reference));
                } else if self.before(preposition, &["until", "till"]) {
                    if period.last > reference {
                        expression.period = Some(Period::interval(reference, period.last));
                    } else {
                        // When it began the text does not say.
                        expression.dates = false;
                    }
                }
            }
            joined.push(expression);
        }
        for expression in &mut joined {
            expression.head = span_head(self.s, expression.span);
        }
        joined
    }
}

fn is_month(when: When) -> bool {
    matches!(when, When::Month(_)) || matches!(when, When::Full(p) if p.precision == DatePrecision::Month)
}

fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ordinal = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|day| ordinal && digits.len() <= 2 && (1..=31).contains(day))
}

fn year_number(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (1800..=2100).contains(year))
}

fn iso(word: &str) -> Option<Date> {
    let b = word.as_bytes();
    (b.len() == 10 && b[4] == b'-' && b[7] == b'-').then(|| word.parse().ok())?
}
