//! What is explored, and the codes of countries.

use serde::Serialize;
use utoipa::ToSchema;

use super::lists::RANKED;
use crate::Explorer;
use crate::api::params::{Call, PAGE};
use crate::api::problem::Answer;
use crate::countries;
use crate::data::days::{Day, NO_DAY};
use crate::store::TIME_LIMIT;

#[derive(Debug, Serialize, ToSchema)]
pub struct Dataset {
    /// Names of the folders and files.
    pub name: String,
    pub sources: Vec<String>,
    /// What made the records.
    pub versions: Vec<Made>,
    /// Version of the program that serves.
    pub explorer: &'static str,
    pub fingerprint: String,
    /// When the index was built.
    #[schema(format = DateTime)]
    pub indexed: String,
    /// The files have changed since: start again to read them anew.
    pub stale: bool,
    pub counts: Totals,
    /// First and last publication.
    pub published: Period,
    /// First and last date of an event.
    pub date: Period,
    pub has: Has,
    pub limits: Limits,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Made {
    pub program: String,
    pub codebook: String,
    pub model: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Totals {
    pub documents: usize,
    pub sentences: usize,
    /// Event records.
    pub events: usize,
    /// Events that they tell of.
    pub distinct_events: usize,
    pub statements: usize,
    pub claims: usize,
    pub issues: u32,
    pub actors: usize,
    pub places: usize,
    pub outlets: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Period {
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Day>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Has {
    pub text: bool,
    pub statements: bool,
    pub claims: bool,
    pub places: bool,
    pub outlets: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Limits {
    /// Rows of a page.
    pub list: usize,
    pub offset: usize,
    /// Nodes of a network.
    pub network: usize,
    /// Sentences that are sorted by relevance.
    pub ranked: usize,
    /// For one question.
    pub seconds: u64,
}

impl Period {
    fn of<'d>(first: impl Iterator<Item = &'d i32>, last: impl Iterator<Item = &'d i32>) -> Period {
        Period {
            from: first.copied().filter(|&day| day != NO_DAY).min().map(Day),
            to: last.copied().filter(|&day| day != NO_DAY).max().map(Day),
        }
    }
}

pub fn dataset(explorer: &Explorer, _: &Call) -> Answer<Dataset> {
    let data = &explorer.data;
    let info = &explorer.info;
    let store = explorer.pool.get();
    let issues = store.query_row("SELECT count(*) FROM issues", [], |row| row.get(0))?;
    let max = |i: usize| match PAGE[i].kind {
        crate::api::params::Kind::Integer { max, .. } => max as usize,
        _ => 0,
    };
    Ok(Dataset {
        name: info.name.clone(),
        sources: info.sources.clone(),
        versions: info
            .versions
            .iter()
            .map(|v| Made { program: v.program.clone(), codebook: v.codebook.clone(), model: v.model.clone() })
            .collect(),
        explorer: env!("CARGO_PKG_VERSION"),
        fingerprint: info.fingerprint.clone(),
        indexed: info.indexed.clone(),
        stale: explorer.is_stale(),
        counts: Totals {
            documents: data.documents.published.len(),
            sentences: data.sentences.document.len(),
            events: data.events.document.len(),
            distinct_events: data.reports.len(),
            statements: data.statements.document.len(),
            claims: data.claims.document.len(),
            issues,
            actors: data.actors.codes.len(),
            places: data.places.len(),
            outlets: data.outlets.len(),
        },
        published: Period::of(data.documents.published.iter(), data.documents.published.iter()),
        date: Period::of(data.events.first.iter(), data.events.last.iter()),
        has: Has {
            text: info.has_text,
            statements: !data.statements.document.is_empty(),
            claims: !data.claims.document.is_empty(),
            places: !data.places.is_empty(),
            outlets: data.outlets.len() > 0,
        },
        limits: Limits { list: max(1), offset: max(0), network: 200, ranked: RANKED, seconds: TIME_LIMIT.as_secs() },
    })
}

/// A code of a country, or of what stands where no country does.
#[derive(Debug, Serialize, ToSchema)]
pub struct Country {
    pub code: String,
    pub name: String,
    /// ISO 3166-1 with three digits: the identifier on most maps.
    pub numeric: Option<&'static str>,
}

pub fn countries(explorer: &Explorer, _: &Call) -> Answer<Vec<Country>> {
    let names = explorer.data.actors.names();
    let mut codes: Vec<&str> = names.countries.keys().map(String::as_str).collect();
    codes.sort_by_key(|code| names.country(code));
    codes.extend(["IGO", "NGO", "IMG", "ISM", "MNC", "UNK"]);
    let country = |code: &str| Country {
        code: code.to_owned(),
        name: names.country(code).to_owned(),
        numeric: countries::numeric(code),
    };
    Ok(codes.into_iter().map(country).collect())
}
