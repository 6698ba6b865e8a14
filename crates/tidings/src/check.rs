//! Runs the examples of the codebook: each rule's own tests.

use std::collections::{BTreeMap, BTreeSet};

use tidings_text::{Block, BlockKind, Document, Sentence, Span};

use crate::codebook::Codebook;
use crate::codebook::actors::ActorCode;
use crate::codebook::claims::{ClaimRule, ExpectedClaim};
use crate::codebook::ontology::CameoEntry;
use crate::codebook::rules::{ExpectedEvent, Rule};
use crate::coding::cameo::refinements;
use crate::coding::claims::FoundClaim;
use crate::coding::engine::{ActorRef, Found};
use crate::pipeline::{Coder, CodingOptions, Worker};

/// An example that does not do what its rule says.
#[derive(Clone, Debug)]
pub struct Failure {
    pub rule: String,
    pub file: String,
    pub example: String,
    /// What was expected and what came.
    pub reason: String,
}

/// What a check of the codebook found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub rules: usize,
    pub examples: usize,
    pub failures: Vec<Failure>,
    /// Patterns that no example of any rule reaches: `rule: pattern`.
    pub unreached: Vec<String>,
    /// Patterns of two rules that ask for the same words, so that only one can ever win: `rule: pattern`, twice.
    pub overlaps: Vec<(String, String)>,
    /// CAMEO codes with how many rules and trigger words make them.
    pub coverage: Vec<Coverage>,
}

/// What the codebook has for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub cameo: String,
    pub name: String,
    pub rules: usize,
    pub triggers: usize,
}

/// Codes every example and near miss of the rules whose identifier starts with `prefix`.
pub fn check(coder: &Coder, prefix: &str) -> Report {
    let mut worker = coder.worker();
    let mut report = Report::default();
    let mut reached: BTreeSet<(usize, usize)> = BTreeSet::new();
    let rules = &coder.codebook.rules.rules;
    for rule in rules.iter().filter(|r| r.id.starts_with(prefix)) {
        report.rules += 1;
        for example in &rule.examples {
            report.examples += 1;
            let found = code(&mut worker, &example.text);
            reached.extend(found.iter().map(|f| (f.rule, f.pattern)));
            if let Some(reason) = judge(rule, rules, &example.events, &found) {
                report.failures.push(failure(rule, &example.text, reason));
            }
        }
        for text in &rule.near_misses {
            report.examples += 1;
            let found = code(&mut worker, text);
            if let Some(event) = found.iter().find(|f| rules[f.rule].id == rule.id) {
                let reason = format!("the rule must not fire, but gave {}", describe(event));
                report.failures.push(failure(rule, text, reason));
            }
        }
    }
    for (r, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.id.starts_with(prefix)) {
        for (p, pattern) in rule.patterns.iter().enumerate() {
            if !reached.contains(&(r, p)) {
                report.unreached.push(format!("{}: {}", rule.id, pattern.text));
            }
        }
    }
    check_claims(coder, prefix, &mut worker, &mut report);
    report.overlaps = overlaps(rules, prefix);
    report.coverage = coverage(coder);
    report
}

/// Claim rules, by identifier ("produces/make") or by folder ("claims/").
fn check_claims(coder: &Coder, prefix: &str, worker: &mut Worker<'_>, report: &mut Report) {
    let rules = &coder.codebook.claims.rules;
    let mut reached: BTreeSet<(usize, Option<usize>)> = BTreeSet::new();
    let asked = |rule: &ClaimRule| rule.id.starts_with(prefix) || format!("claims/{}", rule.id).starts_with(prefix);
    for rule in rules.iter().filter(|r| asked(r)) {
        report.rules += 1;
        let fail = |text: &str, reason: String| Failure {
            rule: rule.id.clone(),
            file: rule.file.clone(),
            example: text.to_owned(),
            reason,
        };
        for example in &rule.examples {
            report.examples += 1;
            let found = claims(worker, &example.text);
            reached.extend(found.iter().map(|(_, c)| (c.rule, c.pattern)));
            let got = || match &found[..] {
                [] => "nothing".to_owned(),
                all => all.iter().map(|(s, c)| describe_claim(&coder.codebook, s, c)).collect::<Vec<_>>().join("; "),
            };
            let missing = example.claims.iter().find(|w| {
                !found
                    .iter()
                    .any(|(s, c)| rules[c.rule].relation == rule.relation && claim_fits(&coder.codebook, w, s, c))
            });
            if let Some(wanted) = missing {
                let not = if wanted.negated { "not " } else { "" };
                let reason = format!("expected {not}{} | {}, got {}", wanted.subject, wanted.object, got());
                report.failures.push(fail(&example.text, reason));
            } else if !found.iter().any(|(_, c)| rules[c.rule].id == rule.id) {
                report.failures.push(fail(&example.text, format!("the rule did not fire; got {}", got())));
            }
        }
        for text in &rule.near_misses {
            report.examples += 1;
            if let Some((s, c)) = claims(worker, text).iter().find(|(_, c)| rules[c.rule].id == rule.id) {
                let got = describe_claim(&coder.codebook, s, c);
                report.failures.push(fail(text, format!("the rule must not fire, but gave {got}")));
            }
        }
    }
    for (r, rule) in rules.iter().enumerate().filter(|(_, rule)| asked(rule)) {
        for (p, pattern) in rule.patterns.iter().enumerate() {
            if !reached.contains(&(r, Some(p))) {
                report.unreached.push(format!("{}: {}", rule.id, pattern.text));
            }
        }
    }
}

fn claims(worker: &mut Worker<'_>, text: &str) -> Vec<(Sentence, FoundClaim)> {
    let analysis = worker.analyse(&document(text), CodingOptions::default(), false);
    let sentences = &analysis.sentences;
    analysis.claims.into_iter().map(|(i, claim)| (sentences[i].clone(), claim)).collect()
}

fn claim_fits(codebook: &Codebook, wanted: &ExpectedClaim, s: &Sentence, found: &FoundClaim) -> bool {
    let object = &found.object;
    let words = object.name.as_deref().unwrap_or_else(|| s.words(object.span));
    let office = wanted
        .object
        .rsplit_once(", ")
        .is_some_and(|(office, owner)| words.eq_ignore_ascii_case(office) && object.code.as_deref() == Some(owner));
    let object_fits = office
        || object
            .code
            .as_deref()
            .is_some_and(|code| code == wanted.object || code.split('#').next() == Some(&wanted.object))
        || words.eq_ignore_ascii_case(&wanted.object)
        || s.words(object.span).eq_ignore_ascii_case(&wanted.object);
    let subject = &found.subject.code;
    let subject_fits = match wanted.subject.split_once('#') {
        Some((code, name)) => {
            subject.name.as_deref() == Some(name) && (code.is_empty() || code_fits(code.trim(), subject))
        }
        None => {
            // A treaty is given by its code.
            let term = codebook.vocabularies.terms.iter().find(|t| t.code == wanted.subject);
            let name = term.map_or(wanted.subject.as_str(), |t| &t.name);
            code_fits(&wanted.subject, subject) || subject.name.as_deref() == Some(name)
        }
    };
    wanted.negated == found.negated
        && object_fits
        && subject_fits
        && wanted.status.as_deref().is_none_or(|status| status == found.status.as_str())
}

/// "not PRK party_to CCM (party_to/sign)"
pub(crate) fn describe_claim(codebook: &Codebook, s: &Sentence, claim: &FoundClaim) -> String {
    let rule = &codebook.claims.rules[claim.rule];
    let object = &claim.object;
    let words = s.words(object.span);
    let code = object.code.as_deref().map(|c| format!(" = {c}")).unwrap_or_default();
    let not = if claim.negated { "not " } else { "" };
    format!("{not}{} {} “{words}”{code} ({})", claim.subject.code, rule.relation, rule.id)
}

fn overlaps(rules: &[Rule], prefix: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut known: BTreeMap<String, &Rule> = BTreeMap::new();
    for rule in rules {
        for pattern in &rule.patterns {
            for head in &pattern.head {
                // Constraints tell rules with the same words apart.
                let key = format!(
                    "{:?} {head} {:?} {:?} {:?} {:?} {:?} {:?}",
                    pattern.kind,
                    pattern.copula,
                    pattern.before,
                    pattern.modifiers,
                    pattern.parts,
                    rule.source_is,
                    rule.target_is
                );
                match known.get(&key) {
                    None => {
                        known.insert(key, rule);
                    }
                    Some(other) if other.id != rule.id && [rule, other].iter().any(|r| r.id.starts_with(prefix)) => {
                        found.push((format!("{}: {head}", other.id), format!("{}: {}", rule.id, pattern.text)));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    found
}

fn coverage(coder: &Coder) -> Vec<Coverage> {
    let codebook = &coder.codebook;
    let mut made: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for rule in &codebook.rules.rules {
        let by_content = rule.by_content.values().flatten().chain(rule.other_content.iter().flatten());
        let outcomes = by_content.chain([&rule.outcome]);
        let codes: BTreeSet<String> = outcomes
            .flat_map(|outcome| {
                let of_type = || &codebook.ontology.entry(outcome.event_type).cameo;
                refinements(outcome.event_type, outcome.cameo.as_ref().unwrap_or_else(of_type))
            })
            .collect();
        let triggers = rule.triggers().count();
        for code in codes {
            let (rules, words) = made.entry(code).or_default();
            *rules += 1;
            *words += triggers;
        }
    }
    let of_code = |(cameo, entry): (&String, &CameoEntry)| {
        let (rules, triggers) = made.get(cameo).copied().unwrap_or_default();
        Coverage { cameo: cameo.clone(), name: entry.name.clone(), rules, triggers }
    };
    codebook.ontology.cameo.iter().map(of_code).collect()
}

fn failure(rule: &Rule, example: &str, reason: String) -> Failure {
    Failure { rule: rule.id.clone(), file: rule.file.clone(), example: example.to_owned(), reason }
}

/// The text as a document of one block: a headline if it has no full stop.
pub fn document(text: &str) -> Document {
    let headline = !text.trim_end().ends_with(['.', '!', '?', '"', '”']);
    let kind = if headline { BlockKind::Title } else { BlockKind::Paragraph };
    Document {
        id: "text".into(),
        text: text.to_owned(),
        blocks: vec![Block { kind, span: Span::new(0, text.len()) }],
        ..Document::default()
    }
}

fn code(worker: &mut Worker<'_>, text: &str) -> Vec<Found> {
    let analysis = worker.analyse(&document(text), CodingOptions::default(), false);
    analysis.events.into_iter().map(|(_, found, _)| found).collect()
}

fn judge(rule: &Rule, rules: &[Rule], expected: &[ExpectedEvent], found: &[Found]) -> Option<String> {
    let got = || match found {
        [] => "nothing".to_owned(),
        events => {
            events.iter().map(|f| format!("{} ({})", describe(f), rules[f.rule].id)).collect::<Vec<_>>().join("; ")
        }
    };
    for wanted in expected {
        if !found.iter().any(|f| fits(wanted, f)) {
            let mode = wanted.mode.as_deref().map(|m| format!(" {m}")).unwrap_or_default();
            let (source, target) = (wanted.source.join("+"), wanted.target.join("+"));
            return Some(format!("expected {}{mode} {source} -> {target}, got {}", wanted.event_type, got()));
        }
    }
    if !found.iter().any(|f| rules[f.rule].id == rule.id) {
        return Some(format!("the rule did not fire; got {}", got()));
    }
    None
}

fn fits(wanted: &ExpectedEvent, found: &Found) -> bool {
    let outcome = &found.outcome;
    wanted.event_type == outcome.event_type
        && (wanted.mode.is_none() || wanted.mode == outcome.mode)
        && side_fits(&wanted.source, &found.source)
        && side_fits(&wanted.target, &found.target)
}

/// Every actor asked for is there; a code without a space asks for a country or a sector alone.
fn side_fits(wanted: &[String], found: &[ActorRef]) -> bool {
    wanted.iter().all(|w| found.iter().any(|f| code_fits(w, &f.code)))
}

fn code_fits(wanted: &str, code: &ActorCode) -> bool {
    match wanted.split_once(' ') {
        Some((country, sector)) => *code.country == *country && code.sector.as_deref() == Some(sector),
        None => *code.country == *wanted || code.sector.as_deref() == Some(wanted),
    }
}

fn describe(found: &Found) -> String {
    let side = |actors: &[ActorRef]| actors.iter().map(|a| a.code.to_string()).collect::<Vec<_>>().join("+");
    let mode = found.outcome.mode.as_deref().map(|m| format!(" {m}")).unwrap_or_default();
    format!("{}{mode} {} -> {}", found.outcome.event_type, side(&found.source), side(&found.target))
}
