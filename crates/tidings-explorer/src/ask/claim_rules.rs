//! The rules that make claims, and how often each fired.

use serde::Serialize;
use tidings::codebook::claims::{ClaimRule, ExpectedClaim};
use utoipa::ToSchema;

use super::lists::List;
use super::spoken::all_claims;
use crate::Explorer;
use crate::api::params::{Call, Kind, Param, one};
use crate::api::problem::Answer;

pub const RULES: &[Param] = &[
    one("of", Kind::Text, "Only rules of this relation"),
    one("match", Kind::Text, "Words in name, pattern or example"),
    one("sort", Kind::Choice(&["name", "-claims"]), "Order of the rows"),
];

/// A rule about standing facts, with what it made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimRuleRow {
    pub id: String,
    pub file: String,
    pub relation: &'static str,
    /// title, apposition, copula or whose; null where patterns say it.
    pub frame: Option<&'static str>,
    pub patterns: Vec<String>,
    /// The words themselves deny it.
    pub negated: bool,
    pub status: &'static str,
    pub examples: Vec<ClaimExampleRow>,
    /// Sentences in which it must not fire.
    pub near_misses: Vec<String>,
    pub claims: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimExampleRow {
    pub text: String,
    /// `[not] SUBJECT | OBJECT [| status]`.
    pub claims: Vec<String>,
}

fn row(rule: &ClaimRule, claims: usize) -> ClaimRuleRow {
    let example = |text: &str, claims: &[ExpectedClaim]| ClaimExampleRow {
        text: text.to_owned(),
        claims: claims.iter().map(expected).collect(),
    };
    ClaimRuleRow {
        id: rule.id.clone(),
        file: rule.file.clone(),
        relation: rule.relation,
        frame: rule.frame.map(|frame| frame.as_str()),
        patterns: rule.patterns.iter().map(|pattern| pattern.text.clone()).collect(),
        negated: rule.negated,
        status: rule.status.as_str(),
        examples: rule.examples.iter().map(|e| example(&e.text, &e.claims)).collect(),
        near_misses: rule.near_misses.clone(),
        claims,
    }
}

fn expected(claim: &ExpectedClaim) -> String {
    let not = if claim.negated { "not " } else { "" };
    let status = claim.status.as_deref().map(|status| format!(" | {status}")).unwrap_or_default();
    format!("{not}{} | {}{status}", claim.subject, claim.object)
}

pub fn rules(explorer: &Explorer, call: &Call) -> Answer<List<ClaimRuleRow>> {
    let data = &explorer.data;
    let mut fired = vec![0; data.rules.len()];
    for claim in all_claims(explorer, call)? {
        fired[data.claims.rule[claim as usize] as usize] += 1;
    }
    let count = |rule: &ClaimRule| data.rules.number(&rule.id).map_or(0, |number| fired[number as usize]);
    let book = &explorer.coder.codebook.claims;
    let mut rows: Vec<ClaimRuleRow> = book.rules.iter().map(|rule| row(rule, count(rule))).collect();
    let words: Vec<String> = call.text("match").unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    rows.retain(|row| {
        let mut texts = row.patterns.clone();
        texts.extend(row.examples.iter().map(|example| example.text.clone()));
        let has = |word: &String| {
            row.id.contains(word.as_str()) || texts.iter().any(|text| text.to_lowercase().contains(word.as_str()))
        };
        call.one("of").is_none_or(|of| of == row.relation) && words.iter().all(has)
    });
    match call.one("sort") {
        Some("-claims") => rows.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.id.cmp(&b.id))),
        _ => rows.sort_by(|a, b| a.id.cmp(&b.id)),
    }
    let page = call.page();
    Ok(List::new(rows.len(), page, rows.into_iter().skip(page.offset).take(page.limit).collect()))
}
