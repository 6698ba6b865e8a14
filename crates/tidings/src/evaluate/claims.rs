//! Compares claims with a gold record: the same relation, subject and polarity in the same sentence.
//!
//! A subject with a name is compared by its words, any other by its country. Gold claims that are not `core`
//! neither help nor hurt; relations that Tidings does not have ("other_status") are left out. Object and
//! speaker are compared for claims that agree.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use tidings_records::Claim;

use super::{GoldSentence, Tally, assign, core_unless_said, country, ratio};
use crate::codebook::claims::RELATIONS;

/// A claim as a reader annotated it.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldClaim {
    pub relation: String,
    /// Actor code, or a name.
    pub subject: String,
    pub object: String,
    pub negated: bool,
    pub said_by: Option<String>,
    #[serde(default = "core_unless_said")]
    pub core: bool,
}

/// The comparison; prints as a report.
#[derive(Clone, Debug, Default)]
pub struct ClaimEvaluation {
    pub claims: Tally,
    /// Of the claims found: field, how many agree, of how many.
    pub fields: BTreeMap<&'static str, (usize, usize)>,
    pub relations: BTreeMap<String, Tally>,
    /// Claims in sentences that the gold does not have.
    pub stray: usize,
    /// What was missed or is extra, up to the number asked for: sentence, its text, what is wrong.
    pub misses: Vec<[String; 3]>,
}

/// Compares claims with the gold; `misses` is how many misses to keep.
pub fn evaluate_claims(gold: &[GoldSentence], claims: &[Claim], misses: usize) -> ClaimEvaluation {
    let mut evaluation = ClaimEvaluation::default();
    let keys = claims.iter().map(|c| (c.document.as_str(), c.sentence.text.as_str()));
    let assigned = assign(gold, keys, &mut evaluation.stray);
    for (sentence, found) in gold.iter().zip(assigned) {
        let mut extra: Vec<&Claim> = found.into_iter().map(|i| &claims[i]).collect();
        let known = sentence.claims.iter().filter(|c| RELATIONS.contains(&c.relation.as_str()));
        let (core, other): (Vec<&GoldClaim>, Vec<&GoldClaim>) = known.partition(|c| c.core);
        let mut wrong = Vec::new();
        for claim in core.into_iter().chain(other) {
            let at = extra.iter().position(|found| same(claim, found));
            let hit = at.map(|at| extra.remove(at));
            if !claim.core {
                continue;
            }
            let tally = evaluation.relations.entry(claim.relation.clone()).or_default();
            tally.total += 1;
            match hit {
                Some(found) => {
                    tally.found += 1;
                    compare_fields(claim, found, &mut evaluation.fields);
                }
                None => wrong.push(format!("missed {}", describe(claim))),
            }
        }
        for claim in extra {
            evaluation.relations.entry(claim.relation.clone()).or_default().extra += 1;
            let not = if claim.negated { "not " } else { "" };
            let (subject, object) = (&claim.subject.code, &claim.object.text);
            wrong.push(format!("extra  {not}{} {subject} | {object}  {}", claim.relation, claim.rule));
        }
        let room = misses - evaluation.misses.len();
        let lines = wrong.into_iter().take(room).map(|line| [sentence.id.clone(), sentence.text.clone(), line]);
        evaluation.misses.extend(lines);
    }
    for tally in evaluation.relations.values() {
        evaluation.claims += *tally;
    }
    evaluation
}

fn same(gold: &GoldClaim, found: &Claim) -> bool {
    gold.relation == found.relation && gold.negated == found.negated && subject_matches(&gold.subject, found)
}

fn subject_matches(gold: &str, found: &Claim) -> bool {
    let (code, name) = gold.split_once('#').unwrap_or((gold, ""));
    let is_code = code.split(' ').all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_uppercase()));
    let name = if is_code { name } else { gold };
    if name.is_empty() {
        return country(code) == found.subject.country;
    }
    let wanted = words(name);
    let name_of = |code: &str| code.split_once('#').map(|(_, name)| words(name));
    [name_of(&found.subject.code), Some(words(&found.subject.text))].into_iter().flatten().any(|found| {
        let (few, many) = if found.len() < wanted.len() { (&found, &wanted) } else { (&wanted, &found) };
        !few.is_empty() && few.iter().all(|word| many.contains(word))
    })
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn compare_fields(gold: &GoldClaim, found: &Claim, fields: &mut BTreeMap<&'static str, (usize, usize)>) {
    let mut compare = |field, same: bool| {
        let (ok, all) = fields.entry(field).or_default();
        *ok += usize::from(same);
        *all += 1;
    };
    let speaker = found.said_by.as_ref().map(|said| country(&said.speaker.code).to_owned());
    compare("said_by", gold.said_by.as_deref().map(|code| country(code).to_owned()) == speaker);
    // Readers word an object in many ways: some word of it must be there.
    let wanted = words(&gold.object);
    let object = [Some(&found.object.text), found.object.name.as_ref(), found.object.code.as_ref()];
    let object: Vec<String> = object.into_iter().flatten().flat_map(|text| words(text)).collect();
    compare("object", wanted.iter().any(|word| word.len() > 2 && object.contains(word)));
}

fn describe(claim: &GoldClaim) -> String {
    let not = if claim.negated { "not " } else { "" };
    format!("{not}{} {} | {}", claim.relation, claim.subject, claim.object)
}

impl fmt::Display for ClaimEvaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { found, total, extra } = self.claims;
        let (p, r, f1) = (self.claims.precision(), self.claims.recall(), self.claims.f1());
        writeln!(f, "{:14} P {p:.3}  R {r:.3}  F1 {f1:.3}  (found {found} of {total}, {extra} extra)", "claims")?;
        for (field, &(ok, all)) in &self.fields {
            writeln!(f, "    {field:8} {:.3}  ({ok}/{all})", ratio(ok, all))?;
        }
        if self.stray > 0 {
            writeln!(f, "{} claims in sentences that the gold does not have", self.stray)?;
        }
        if !self.relations.is_empty() {
            writeln!(f, "\n{:16}  found    of extra    F1", "relation")?;
        }
        for (relation, tally) in &self.relations {
            writeln!(f, "{relation:16}  {:5} {:5} {:5} {:5.3}", tally.found, tally.total, tally.extra, tally.f1())?;
        }
        let mut sentence = None;
        for [id, text, line] in &self.misses {
            if sentence != Some(id) {
                writeln!(f, "\n{id}  {text}")?;
                sentence = Some(id);
            }
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}
