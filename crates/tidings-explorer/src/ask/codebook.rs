//! The codebook: what can be coded, by which rules, and how often each fired.

use std::collections::HashMap;

use serde::Serialize;
use tidings::codebook::rules::{ExpectedEvent, Rule};
use utoipa::ToSchema;

use super::facets::capitalised;
use super::filter::Filter;
use super::lists::List;
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::{Answer, Problem};
use crate::data::actors::Parts;
use crate::data::{Data, QUADS};

pub const RULES: &[Param] = &[
    one("of", Kind::Text, "Only rules of this type"),
    one("match", Kind::Text, "Words in name, pattern or example"),
    one("sort", Kind::Choice(&["name", "-events"]), "Order of the rows"),
];

#[derive(Debug, Serialize, ToSchema)]
pub struct CodebookPage {
    pub version: String,
    /// The data set was coded with this very codebook.
    pub matches: bool,
    pub types: Vec<TypeRow>,
    pub contexts: Vec<CodeRow>,
    pub sectors: Vec<CodeRow>,
    pub cameo: Vec<CameoRow>,
    pub quads: Vec<QuadRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TypeRow {
    pub code: String,
    pub label: String,
    pub meaning: String,
    pub quad: u8,
    pub score: f64,
    pub cameo: String,
    pub events: u32,
    /// How many rules make it.
    pub rules: usize,
    pub modes: Vec<ModeRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ModeRow {
    pub code: String,
    pub meaning: String,
    pub score: Option<f64>,
    pub events: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CodeRow {
    pub code: String,
    pub meaning: String,
    pub events: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CameoRow {
    pub code: String,
    pub name: String,
    pub goldstein: Option<f64>,
    pub events: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct QuadRow {
    pub quad: u8,
    pub label: &'static str,
    pub events: u32,
}

/// A rule, with what it made.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct RuleRow {
    pub id: String,
    pub file: Option<String>,
    #[serde(rename = "type")]
    pub event_type: String,
    pub mode: Option<String>,
    pub cameo: Option<String>,
    pub contexts: Vec<String>,
    pub patterns: Vec<String>,
    pub examples: Vec<ExampleRow>,
    /// Sentences in which it must not fire.
    pub near_misses: Vec<String>,
    pub events: u32,
    /// Whether the codebook of this program has it.
    pub known: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ExampleRow {
    pub text: String,
    /// `TYPE mode SOURCE → TARGET`.
    pub events: Vec<String>,
}

/// A column's values with how often each is there.
fn counts(numbers: impl Iterator<Item = u32>) -> HashMap<u32, u32> {
    let mut counts = HashMap::new();
    numbers.for_each(|number| *counts.entry(number).or_default() += 1);
    counts
}

pub fn codebook(explorer: &Explorer, call: &Call) -> Answer<CodebookPage> {
    let data = &explorer.data;
    let book = &explorer.coder.codebook;
    let ontology = &book.ontology;
    let records = Filter::read(call, explorer)?.select(call, data)?;
    let each = || records.iter().map(|&record| record as usize);
    let types = counts(each().map(|at| data.events.event_type[at].into()));
    let quads = counts(each().map(|at| data.events.quad[at].into()));
    let cameo = counts(each().map(|at| data.events.cameo[at]));
    let contexts = counts(each().flat_map(|at| data.events.contexts.get(at)).copied());
    let mut modes: HashMap<(u32, u32), u32> = HashMap::new();
    each().for_each(|at| *modes.entry((data.events.event_type[at].into(), data.events.mode[at])).or_default() += 1);
    let sectors = sectors(data, &records);
    let of = |counts: &HashMap<u32, u32>, number: Option<u32>| {
        number.and_then(|number| counts.get(&number)).copied().unwrap_or_default()
    };
    let types = tidings::codebook::ontology::EventType::ALL.iter().map(|&event_type| {
        let entry = ontology.entry(event_type);
        let number = data.types.number(&entry.code);
        TypeRow {
            code: entry.code.clone(),
            label: capitalised(&entry.code),
            meaning: entry.meaning.clone(),
            quad: entry.quad,
            score: entry.score,
            cameo: entry.cameo.clone(),
            events: of(&types, number),
            rules: book.rules.rules.iter().filter(|rule| rule.outcome.event_type == event_type).count(),
            modes: entry
                .modes
                .iter()
                .map(|mode| ModeRow {
                    code: mode.code.clone(),
                    meaning: mode.meaning.clone(),
                    score: mode.score,
                    events: number
                        .zip(data.modes.number(&mode.code))
                        .and_then(|key| modes.get(&key))
                        .copied()
                        .unwrap_or_default(),
                })
                .collect(),
        }
    });
    let context_rows = ontology.contexts.iter().map(|context| CodeRow {
        code: context.code.clone(),
        meaning: context.meaning.clone(),
        events: of(&contexts, data.contexts.number(&context.code)),
    });
    let sector_rows = ontology.sectors.iter().map(|sector| CodeRow {
        code: sector.code.clone(),
        meaning: sector.meaning.clone(),
        events: sectors.get(sector.code.as_str()).copied().unwrap_or_default(),
    });
    let cameo_rows = ontology.cameo.iter().map(|(code, entry)| CameoRow {
        code: code.clone(),
        name: entry.name.clone(),
        goldstein: entry.goldstein,
        events: of(&cameo, data.cameo.number(code)),
    });
    let versions = &explorer.info.versions;
    Ok(CodebookPage {
        version: book.version.clone(),
        matches: !versions.is_empty() && versions.iter().all(|version| version.codebook == book.version),
        types: types.collect(),
        contexts: context_rows.collect(),
        sectors: sector_rows.collect(),
        cameo: cameo_rows.collect(),
        quads: (1..)
            .zip(QUADS)
            .map(|(quad, label)| QuadRow { quad, label, events: of(&quads, Some(quad.into())) })
            .collect(),
    })
}

/// How many records have an actor of each sector.
fn sectors<'d>(data: &'d Data, records: &[u32]) -> HashMap<&'d str, u32> {
    let of: Vec<Option<&str>> = data.actors.codes.iter().map(|code| Parts::of(code).sector).collect();
    let mut counts = HashMap::new();
    let mut seen: Vec<&str> = Vec::new();
    for &record in records {
        let at = record as usize;
        seen.clear();
        for &actor in data.events.sources.get(at).iter().chain(data.events.targets.get(at)) {
            if let Some(sector) = of[actor as usize]
                && !seen.contains(&sector)
            {
                seen.push(sector);
                *counts.entry(sector).or_default() += 1;
            }
        }
    }
    counts
}

fn row(rule: &Rule, events: u32) -> RuleRow {
    RuleRow {
        id: rule.id.clone(),
        file: Some(rule.file.clone()),
        event_type: rule.outcome.event_type.as_str().to_owned(),
        mode: rule.outcome.mode.clone(),
        cameo: rule.outcome.cameo.clone(),
        contexts: rule.contexts.clone(),
        patterns: rule.patterns.iter().map(|pattern| pattern.text.clone()).collect(),
        examples: rule
            .examples
            .iter()
            .map(|example| ExampleRow {
                text: example.text.clone(),
                events: example.events.iter().map(expected).collect(),
            })
            .collect(),
        near_misses: rule.near_misses.clone(),
        events,
        known: true,
    }
}

fn expected(event: &ExpectedEvent) -> String {
    let side = |codes: &[String]| if codes.is_empty() { "-".to_owned() } else { codes.join(" + ") };
    let mode = event.mode.as_deref().map(|mode| format!(" {mode}")).unwrap_or_default();
    format!("{}{mode} {} → {}", event.event_type, side(&event.source), side(&event.target))
}

/// All rules that a question asks for, in order.
pub fn all_rules(explorer: &Explorer, call: &Call) -> Answer<Vec<RuleRow>> {
    let data = &explorer.data;
    let records = Filter::read(call, explorer)?.select(call, data)?;
    let fired = counts(records.iter().map(|&record| data.events.rule[record as usize]));
    let book = &explorer.coder.codebook.rules;
    let events = |id: &str| data.rules.number(id).and_then(|number| fired.get(&number)).copied().unwrap_or_default();
    let mut rows: Vec<RuleRow> = book.rules.iter().map(|rule| row(rule, events(&rule.id))).collect();
    let mut types: HashMap<u32, u8> = HashMap::new();
    for &record in &records {
        types.insert(data.events.rule[record as usize], data.events.event_type[record as usize]);
    }
    for (number, event_type) in types {
        let id = data.rules.text(number);
        if book.rule(id).is_none() {
            let event_type = data.types.text(event_type.into()).to_owned();
            rows.push(RuleRow { id: id.to_owned(), event_type, events: fired[&number], ..RuleRow::default() });
        }
    }
    let words: Vec<String> = call.text("match").unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    rows.retain(|row| {
        let of = call.one("of").is_none_or(|of| of == row.event_type);
        let texts = row.patterns.iter().chain(row.examples.iter().map(|example| &example.text));
        let has = |word: &String| {
            row.id.contains(word.as_str()) || texts.clone().any(|text| text.to_lowercase().contains(word.as_str()))
        };
        of && words.iter().all(has)
    });
    match call.one("sort") {
        Some("-events") => rows.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| a.id.cmp(&b.id))),
        _ => rows.sort_by(|a, b| a.id.cmp(&b.id)),
    }
    Ok(rows)
}

pub fn rules(explorer: &Explorer, call: &Call) -> Answer<List<RuleRow>> {
    let rows = all_rules(explorer, call)?;
    let page = call.page();
    Ok(List::new(rows.len(), page, rows.into_iter().skip(page.offset).take(page.limit).collect()))
}

pub fn rule(explorer: &Explorer, call: &Call) -> Answer<RuleRow> {
    let id = format!("{}/{}", call.path("file"), call.path("name"));
    let rule = all_rules(explorer, call)?.into_iter().find(|row| row.id == id);
    rule.ok_or_else(|| Problem::not_found(format!("neither the codebook nor the data set has a rule {id:?}")))
}
