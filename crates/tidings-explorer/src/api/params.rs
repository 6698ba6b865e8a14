//! What endpoints can be asked: one table a parameter, for reading requests and for the OpenAPI document.

use std::time::Instant;

use super::problem::{Answer, Problem};
use crate::data::days::Day;
use crate::store::TIME_LIMIT;

/// A parameter of the query.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether it may be repeated.
    pub many: bool,
    pub about: &'static str,
}

/// What a parameter can be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text,
    Day,
    Flag,
    /// One of these; the first is the default of those that have one.
    Choice(&'static [&'static str]),
    Integer {
        min: u32,
        max: u32,
        default: u32,
    },
}

/// How often a parameter may be repeated.
pub const REPEATS: usize = 64;
/// The longest value in characters.
pub const LENGTH: usize = 400;

pub const fn one(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param { name, kind, many: false, about }
}

pub const fn many(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param { name, kind, many: true, about }
}

/// The rows of a list.
pub const PAGE: &[Param] = &[
    one("offset", Kind::Integer { min: 0, max: 1_000_000, default: 0 }, "Rows to leave out"),
    one("limit", Kind::Integer { min: 1, max: 500, default: 50 }, "Rows at most"),
];

/// A request as an endpoint reads it: checked, with what it asks for.
#[derive(Debug)]
pub struct Call {
    values: Vec<(Param, Vec<String>)>,
    path: Vec<(String, String)>,
    /// When to give up.
    deadline: Instant,
    /// All rows are wanted, and not a page of them.
    whole: bool,
}

/// One page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub offset: usize,
    pub limit: usize,
}

impl Call {
    /// Reads a query string for an endpoint that takes `params`.
    ///
    /// # Errors
    /// If a parameter is unknown, repeated without need, or not of its kind.
    pub fn read(params: &[&[Param]], query: &str, path: Vec<(String, String)>) -> Answer<Call> {
        let mut values: Vec<(Param, Vec<String>)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(param) = params.iter().flat_map(|list| list.iter()).find(|param| param.name == name) else {
                let mut known: Vec<&str> = params.iter().flat_map(|list| list.iter()).map(|param| param.name).collect();
                known.sort_unstable();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                return Err(Problem::parameter(
                    &name,
                    format!("there is no parameter {name:?} here; there are: {known}"),
                ));
            };
            check(param, &value)?;
            match values.iter_mut().find(|(known, _)| known.name == name) {
                None => values.push((*param, vec![value.into_owned()])),
                Some(_) if !param.many => {
                    return Err(Problem::parameter(&name, format!("`{name}` may be given once")));
                }
                Some((_, list)) if list.len() == REPEATS => {
                    return Err(Problem::parameter(&name, format!("`{name}` may be given {REPEATS} times at most")));
                }
                Some((_, list)) => list.push(value.into_owned()),
            }
        }
        Ok(Call { values, path, deadline: Instant::now() + TIME_LIMIT, whole: false })
    }

    pub fn many(&self, name: &str) -> &[String] {
        self.values.iter().find(|(param, _)| param.name == name).map_or(&[], |(_, values)| values)
    }

    pub fn one(&self, name: &str) -> Option<&str> {
        self.many(name).first().map(String::as_str)
    }

    /// `None` if it is not there or empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.one(name).filter(|text| !text.trim().is_empty())
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.one(name).map(|text| text == "true")
    }

    fn day(&self, name: &str) -> Option<Day> {
        self.one(name).and_then(Day::parse)
    }

    /// First and last day, in whichever order they were given.
    pub fn period(&self) -> (Option<Day>, Option<Day>) {
        match (self.day("from"), self.day("to")) {
            (Some(from), Some(to)) => (Some(from.min(to)), Some(from.max(to))),
            open => open,
        }
    }

    /// The integer, or its default.
    pub fn integer(&self, param: &Param) -> usize {
        let Kind::Integer { default, .. } = param.kind else { return 0 };
        self.one(param.name).and_then(|text| text.parse().ok()).unwrap_or(default) as usize
    }

    pub fn page(&self) -> Page {
        self.page_of(PAGE)
    }

    /// The page by other parameters for first row and number of rows.
    pub fn page_of(&self, params: &[Param]) -> Page {
        match params {
            [offset, limit, ..] if !self.whole => Page { offset: self.integer(offset), limit: self.integer(limit) },
            _ => Page { offset: 0, limit: usize::MAX },
        }
    }

    /// The same request for all rows.
    #[must_use]
    pub fn whole(self) -> Call {
        Call { whole: true, ..self }
    }

    /// A part of the path; exports have it in their query.
    pub fn path(&self, name: &str) -> &str {
        let part = self.path.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        part.or_else(|| self.one(name)).unwrap_or_default()
    }

    /// All that was asked but the page, in the order in which it was asked.
    pub fn asked(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let page = |name: &str| PAGE.iter().any(|param| param.name == name);
        self.values.iter().filter(move |(param, _)| !page(param.name)).map(|(param, values)| (param.name, &values[..]))
    }

    /// # Errors
    /// When the time for one question is over.
    pub fn check_time(&self) -> Answer<()> {
        if Instant::now() > self.deadline { Err(Problem::too_slow()) } else { Ok(()) }
    }
}

fn check(param: &Param, value: &str) -> Answer<()> {
    let name = param.name;
    let wrong = |should: &str| {
        let shown: String = value.chars().take(60).collect();
        Err(Problem::parameter(name, format!("`{name}` is {shown:?}: {should}")))
    };
    match param.kind {
        Kind::Text if value.chars().count() > LENGTH => {
            Err(Problem::parameter(name, format!("`{name}` has more than {LENGTH} characters")))
        }
        Kind::Text => Ok(()),
        Kind::Day if Day::parse(value).is_some() => Ok(()),
        Kind::Day => wrong("a day is written as 2023-07-11"),
        Kind::Flag if matches!(value, "true" | "false") => Ok(()),
        Kind::Flag => wrong("it must be true or false"),
        Kind::Choice(choices) if choices.contains(&value) => Ok(()),
        Kind::Choice(choices) => wrong(&format!("it must be one of {}", choices.join(", "))),
        Kind::Integer { min, max, .. } => {
            let plain = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
            match value.parse::<u32>() {
                Ok(number) if plain && (min..=max).contains(&number) => Ok(()),
                _ => wrong(&format!("it must be a number from {min} to {max}")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAMS: &[Param] = &[
        many("type", Kind::Text, ""),
        one("from", Kind::Day, ""),
        one("to", Kind::Day, ""),
        one("step", Kind::Choice(&["auto", "day"]), ""),
        one("once", Kind::Flag, ""),
    ];

    #[track_caller]
    fn read(query: &str) -> Answer<Call> {
        Call::read(&[PARAMS, PAGE], query, Vec::new())
    }

    #[test]
    fn values_are_decoded_and_collected() {
        let call = read("type=a%26b&type=c+d&from=2023-07-11&limit=7").unwrap();
        assert_eq!(call.many("type"), ["a&b", "c d"]);
        assert_eq!(call.period(), (Day::parse("2023-07-11"), None));
        let turned = read("from=2023-07-11&to=2023-07-01").unwrap();
        assert_eq!(turned.period(), (Day::parse("2023-07-01"), Day::parse("2023-07-11")));
        let page = call.page();
        assert_eq!((page.offset, page.limit), (0, 7));
        assert_eq!(call.asked().map(|(name, _)| name).collect::<Vec<_>>(), ["type", "from"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (query, parameter) in [
            ("kind=1", "kind"),
            ("from=yesterday", "from"),
            ("from=2023-02-30", "from"),
            ("once=yes", "once"),
            ("once=true&once=true", "once"),
            ("step=hour", "step"),
            ("limit=0", "limit"),
            ("limit=501", "limit"),
            ("limit=%2B5", "limit"),
            ("offset=99999999999", "offset"),
        ] {
            let problem = read(query).expect_err(query);
            assert_eq!((problem.status, problem.parameter.as_deref()), (400, Some(parameter)), "{query}");
        }
        let problem = read(&"type=x&".repeat(65)).unwrap_err();
        assert!(problem.detail.contains("64"), "{}", problem.detail);
        assert!(read(&format!("type={}", "x".repeat(401))).is_err());
    }
}
