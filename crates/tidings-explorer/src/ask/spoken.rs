//! Statements, claims and issues.

use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::facets::{LIMIT, Value, actor_value, counted};
use super::filter::{Choice, actors, beginning, chosen, numbered, small, speakers};
use super::lists::{List, TextFilter, by_date, page_of};
use crate::Explorer;
use crate::api::params::{Call, Kind, Page, Param, many, one};
use crate::api::problem::Answer;
use crate::api::schema::IssueRow;
use crate::data::dict::NONE;
use crate::data::{QUOTATIONS, STATUSES};
use crate::rows::{ClaimRow, Reader, StatementRow};
use crate::words::Words;

/// What a list of statements and one of claims can both be asked for.
const COMMON: [Param; 7] = [
    one("q", Kind::Text, "Words of the sentence"),
    many("actor", Kind::Text, "Key of speaker or addressee; of the subject of a claim"),
    many("speaker", Kind::Text, "Key of who says it; of claims also `none`: the reporter, `any`: anybody else"),
    many("outlet", Kind::Text, "Source of the document; `none`: documents without one"),
    many("document", Kind::Text, "Identifier of the document"),
    one("from", Kind::Day, "First day of publication"),
    one("to", Kind::Day, "Last day of publication"),
];
pub const STATEMENTS: &[Param] = &[
    COMMON[0],
    COMMON[1],
    COMMON[2],
    COMMON[3],
    COMMON[4],
    COMMON[5],
    COMMON[6],
    many("addressee", Kind::Text, "Key of the one who is told; `none`: nobody is named"),
    many("medium", Kind::Text, "What carried the words; `none`"),
    many("kind", Kind::Choice(&QUOTATIONS), "How words are quoted"),
];
pub const CLAIMS: &[Param] = &[
    COMMON[0],
    COMMON[1],
    COMMON[2],
    COMMON[3],
    COMMON[4],
    COMMON[5],
    COMMON[6],
    many("relation", Kind::Text, "holds_office, member_of, party_to, possesses …"),
    many("object", Kind::Text, "Code of the object; `none`: an object without one"),
    one("negated", Kind::Flag, "Whether the report says that it is not so"),
    many("status", Kind::Choice(&STATUSES), "actual, future or historical"),
    one("alleged", Kind::Flag, "Whether it is unconfirmed or contested"),
    many("rule", Kind::Text, "Rule of the codebook; `office/*`: all of a file"),
];
pub const SORT: &[Param] = &[one("sort", Kind::Choice(&["-date", "date"]), "Order of the rows")];
pub const COUNTS: &[Param] = &[LIMIT];

/// Counts of statements or claims for each value, all under the whole filter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    pub total: usize,
    pub facets: BTreeMap<String, Vec<Value>>,
}

fn choice(call: &Call, name: &str, read: impl Fn(&[String]) -> Choice) -> Option<Choice> {
    Some(call.many(name)).filter(|values| !values.is_empty()).map(read)
}

fn names(call: &Call, name: &str, names: &[&'static str]) -> Option<Choice> {
    choice(call, name, |values| small(names.iter().enumerate().filter_map(numbered(values)), names.len()))
}

/// Whether a choice is not made, or has the number.
fn has(choice: &Option<Choice>, number: u32) -> bool {
    choice.as_ref().is_none_or(|choice| choice.has(number))
}

fn select_statements(explorer: &Explorer, call: &Call) -> Answer<Vec<u32>> {
    let data = &explorer.data;
    let statements = &data.statements;
    let texts = TextFilter::read(explorer, call)?;
    let words = call.one("q").map_or(Ok(None), |text| explorer.sentences_with(text))?;
    let actor = choice(call, "actor", |keys| actors(data, keys));
    let speaker = choice(call, "speaker", |keys| speakers(data, keys));
    let addressee = choice(call, "addressee", |keys| actors(data, keys));
    let medium = choice(call, "medium", |values| chosen(&data.media, values));
    let kind = names(call, "kind", &QUOTATIONS);
    let passes = |number: &u32| {
        let at = *number as usize;
        texts.passes(explorer, statements.document[at])
            && words.as_ref().is_none_or(|words| words.contains(statements.sentence[at]))
            && actor.as_ref().is_none_or(|choice| {
                choice.set.contains(statements.speaker[at]) || choice.set.contains(statements.addressee[at])
            })
            && has(&speaker, statements.speaker[at])
            && has(&addressee, statements.addressee[at])
            && has(&medium, statements.medium[at])
            && has(&kind, statements.kind[at].into())
    };
    Ok((0..statements.document.len() as u32).filter(passes).collect())
}

fn select_claims(explorer: &Explorer, call: &Call) -> Answer<Vec<u32>> {
    let data = &explorer.data;
    let claims = &data.claims;
    let texts = TextFilter::read(explorer, call)?;
    let words = call.one("q").map_or(Ok(None), |text| explorer.sentences_with(text))?;
    let actor = choice(call, "actor", |keys| actors(data, keys));
    let speaker = choice(call, "speaker", |keys| speakers(data, keys));
    let relation = choice(call, "relation", |values| chosen(&data.relations, values));
    let object = choice(call, "object", |values| chosen(&data.objects, values));
    let rule = choice(call, "rule", |values| beginning(&data.rules, values));
    let status = names(call, "status", &STATUSES);
    let flags = [("negated", &claims.negated), ("alleged", &claims.alleged)]
        .map(|(name, column)| (call.flag(name).map(u8::from), column));
    let passes = |number: &u32| {
        let at = *number as usize;
        texts.passes(explorer, claims.document[at])
            && words.as_ref().is_none_or(|words| words.contains(claims.sentence[at]))
            && has(&actor, claims.subject[at])
            && has(&speaker, claims.speaker[at])
            && has(&relation, claims.relation[at])
            && has(&object, claims.object[at])
            && has(&rule, claims.rule[at])
            && has(&status, claims.status[at].into())
            && flags.iter().all(|(wanted, column)| wanted.is_none_or(|wanted| wanted == column[at]))
    };
    Ok((0..claims.document.len() as u32).filter(passes).collect())
}

/// The rows of a page by their days, as asked for.
fn in_order(call: &Call, found: &[u32], days: &[i32], page: Page) -> Vec<u32> {
    page_of(found, page, |n| by_date(call.one("sort").unwrap_or("-date"), days[n as usize], n))
}

/// All statements of a question in order, for exports.
pub fn all_statements(explorer: &Explorer, call: &Call) -> Answer<Vec<u32>> {
    let found = select_statements(explorer, call)?;
    let days = &explorer.data.statements.published;
    Ok(in_order(call, &found, days, Page { offset: 0, limit: found.len() }))
}

/// All claims of a question in order, for exports.
pub fn all_claims(explorer: &Explorer, call: &Call) -> Answer<Vec<u32>> {
    let found = select_claims(explorer, call)?;
    let days = &explorer.data.claims.published;
    Ok(in_order(call, &found, days, Page { offset: 0, limit: found.len() }))
}

pub fn statements(explorer: &Explorer, call: &Call) -> Answer<List<StatementRow>> {
    let found = select_statements(explorer, call)?;
    let page = call.page();
    let shown = in_order(call, &found, &explorer.data.statements.published, page);
    let words = call.text("q").and_then(Words::read);
    let store = explorer.pool.get();
    let mut reader = Reader::new(explorer, &store, words.as_ref());
    let rows = shown.into_iter().map(|number| reader.statement(number)).collect::<Answer<_>>()?;
    Ok(List::new(found.len(), page, rows))
}

pub fn claims(explorer: &Explorer, call: &Call) -> Answer<List<ClaimRow>> {
    let found = select_claims(explorer, call)?;
    let page = call.page();
    let shown = in_order(call, &found, &explorer.data.claims.published, page);
    let words = call.text("q").and_then(Words::read);
    let store = explorer.pool.get();
    let mut reader = Reader::new(explorer, &store, words.as_ref());
    let rows = shown.into_iter().map(|number| reader.claim(number)).collect::<Answer<_>>()?;
    Ok(List::new(found.len(), page, rows))
}

fn same(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

pub fn statement_counts(explorer: &Explorer, call: &Call) -> Answer<Counts> {
    let data = &explorer.data;
    let statements = &data.statements;
    let found = select_statements(explorer, call)?;
    let limit = call.integer(&LIMIT);
    let none = || ("none".to_owned(), "none".to_owned());
    let text = |text: Option<&str>| text.map_or_else(none, same);
    let actor = |actor: u32| if actor == NONE { none() } else { actor_value(data, call, actor) };
    let each = |value: &dyn Fn(usize) -> (String, String)| counted(found.iter().map(|&n| value(n as usize)), limit);
    let facets = [
        ("kind", each(&|n| same(QUOTATIONS[usize::from(statements.kind[n])]))),
        ("speaker", each(&|n| actor(statements.speaker[n]))),
        ("addressee", each(&|n| actor(statements.addressee[n]))),
        ("medium", each(&|n| text(data.media.get(statements.medium[n])))),
        ("outlet", each(&|n| text(data.outlet_of(statements.document[n])))),
    ];
    Ok(Counts { total: found.len(), facets: facets.map(|(name, values)| (name.to_owned(), values)).into() })
}

pub fn claim_counts(explorer: &Explorer, call: &Call) -> Answer<Counts> {
    let data = &explorer.data;
    let claims = &data.claims;
    let found = select_claims(explorer, call)?;
    let limit = call.integer(&LIMIT);
    let none = || ("none".to_owned(), "none".to_owned());
    let text = |text: Option<&str>| text.map_or_else(none, same);
    let actor = |actor: u32| if actor == NONE { none() } else { actor_value(data, call, actor) };
    let flag = |flag: u8, yes: &str, no: &str| match flag {
        0 => ("false".to_owned(), no.to_owned()),
        _ => ("true".to_owned(), yes.to_owned()),
    };
    let each = |value: &dyn Fn(usize) -> (String, String)| counted(found.iter().map(|&n| value(n as usize)), limit);
    let facets = [
        ("relation", each(&|n| same(data.relations.text(claims.relation[n])))),
        ("negated", each(&|n| flag(claims.negated[n], "negated", "asserted"))),
        ("status", each(&|n| same(STATUSES[usize::from(claims.status[n])]))),
        ("alleged", each(&|n| flag(claims.alleged[n], "alleged", "not alleged"))),
        ("subject", each(&|n| actor(claims.subject[n]))),
        ("speaker", each(&|n| actor(claims.speaker[n]))),
        ("outlet", each(&|n| text(data.outlet_of(claims.document[n])))),
    ];
    Ok(Counts { total: found.len(), facets: facets.map(|(name, values)| (name.to_owned(), values)).into() })
}

/// Records of what could not be read or coded.
pub fn issues(explorer: &Explorer, call: &Call) -> Answer<List<IssueRow>> {
    let store = explorer.pool.get();
    let page = call.page();
    let total: u32 = store.query_row("SELECT count(*) FROM issues", [], |row| row.get(0))?;
    let mut query = store.prepare_cached("SELECT record FROM issues ORDER BY number LIMIT ?1 OFFSET ?2")?;
    let rows = query.query_map([page.limit as u32, page.offset as u32], |row| row.get::<_, String>(0))?;
    let rows = rows.map(|row| Ok(IssueRow(serde_json::from_str(&row?).unwrap_or_default()))).collect::<Answer<_>>()?;
    Ok(List::new(total as usize, page, rows))
}
