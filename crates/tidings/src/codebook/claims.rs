//! Claim rules: which words state which standing fact. One file per relation in `codebook/claims/`;
//! every rule carries the examples that are its tests.

use std::collections::HashMap;

use serde::Deserialize;
use tidings_records::Status;

use super::pattern::{self, Classes, HeadKind, Pattern};
use super::{CodebookError, Files};

/// The relations that a claim may state.
pub const RELATIONS: [&str; 8] =
    ["holds_office", "member_of", "party_to", "possesses", "produces", "prohibits", "controls", "under_sanctions"];

/// What must stand at OBJECT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Object {
    /// A class of weapons, or "the weapons" that go back to one.
    Weapon,
    /// A treaty of the vocabulary, or "a pact with …".
    Treaty,
    /// An organisation, an alliance, a state.
    Body,
    /// "foreign minister of Iran".
    Office,
    /// A place or an area.
    Territory,
    /// Sanctions, with the regime where whose they are is said.
    Sanctions,
    /// Any phrase or clause.
    Any,
}

/// What must stand at SUBJECT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    #[default]
    Actor,
    Person,
    /// A country or its government.
    State,
    Treaty,
    /// "Thai law": the state whose law it is.
    Law,
}

/// A frame that is no pattern of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frame {
    /// "Iranian foreign minister Abbas Araghchi".
    Title,
    /// "Abbas Araghchi, the foreign minister of Iran,".
    Apposition,
    /// "Abbas Araghchi is the foreign minister of Iran", "as a member of the council, Russia".
    Copula,
    /// "the army, whose commander is General X".
    Whose,
}

impl Frame {
    pub fn as_str(self) -> &'static str {
        match self {
            Frame::Title => "title",
            Frame::Apposition => "apposition",
            Frame::Copula => "copula",
            Frame::Whose => "whose",
        }
    }
}

/// A rule about a standing fact.
#[derive(Clone, Debug)]
pub struct ClaimRule {
    /// `relation/name`, for example "produces/make".
    pub id: String,
    pub file: String,
    pub relation: &'static str,
    pub frame: Option<Frame>,
    pub patterns: Vec<Pattern>,
    pub object: Object,
    pub subject: Subject,
    /// What it is about if the pattern has no OBJECT: "nuclear-armed".
    pub implied: Option<String>,
    /// Lemmas that must not be subject, object or circumstance of the head.
    pub unless: Vec<String>,
    /// The words themselves deny it: "withdraw from".
    pub negated: bool,
    pub status: Status,
    pub examples: Vec<ClaimExample>,
    pub near_misses: Vec<String>,
}

/// A sentence of a rule's own with the claims that it must give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimExample {
    pub text: String,
    pub claims: Vec<ExpectedClaim>,
}

/// A claim in a [`ClaimExample`]: `[not] SUBJECT | OBJECT [| status]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedClaim {
    pub negated: bool,
    pub subject: String,
    pub object: String,
    pub status: Option<String>,
}

/// A pattern of a claim rule, as found by its head word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimPattern {
    pub rule: usize,
    pub pattern: usize,
}

/// All claim rules, indexed by the lemma of their heads.
#[derive(Debug, Default)]
pub struct ClaimRules {
    pub rules: Vec<ClaimRule>,
    verbs: HashMap<String, Vec<ClaimPattern>>,
    nouns: HashMap<String, Vec<ClaimPattern>>,
    /// "SUBJECT be under OBJECT"
    predicates: Vec<ClaimPattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimFile {
    relation: String,
    #[serde(default)]
    rule: Vec<ClaimEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimEntry {
    name: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    frame: Option<Frame>,
    object: Object,
    #[serde(default)]
    subject: Subject,
    implied: Option<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    status: Status,
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl ClaimRules {
    /// # Errors
    /// The first rule that cannot be used.
    pub fn load(files: &Files, classes: &Classes) -> Result<ClaimRules, CodebookError> {
        let mut all = ClaimRules::default();
        for (file, text) in files.below("claims", ".toml") {
            let parsed: ClaimFile = toml::from_str(text).map_err(|e| CodebookError::toml(file, text, &e))?;
            let Some(relation) = RELATIONS.iter().copied().find(|r| *r == parsed.relation) else {
                let known = RELATIONS.join(", ");
                let reason = format!("'{}' is no relation; known are {known}", parsed.relation);
                return Err(CodebookError::new(file, reason));
            };
            for entry in parsed.rule {
                let name = entry.name.clone();
                let rule = entry.compile(file, relation, classes).map_err(|reason| {
                    let at = text.lines().position(|l| l.starts_with("name") && l.contains(&format!("\"{name}\"")));
                    let reason = format!("rule '{name}': {reason}");
                    CodebookError { file: file.to_owned(), line: at.map(|l| l + 1), reason }
                })?;
                if all.rules.iter().any(|r| r.id == rule.id) {
                    return Err(CodebookError::new(file, format!("there are two rules '{name}'")));
                }
                all.rules.push(rule);
            }
        }
        for (r, rule) in all.rules.iter().enumerate() {
            for (p, pattern) in rule.patterns.iter().enumerate() {
                let index = if pattern.kind == HeadKind::Verb { &mut all.verbs } else { &mut all.nouns };
                if pattern.head.is_empty() {
                    all.predicates.push(ClaimPattern { rule: r, pattern: p });
                }
                for head in &pattern.head {
                    index.entry(head.clone()).or_default().push(ClaimPattern { rule: r, pattern: p });
                }
            }
        }
        let specificity = |r: &ClaimPattern| all.rules[r.rule].patterns[r.pattern].specificity();
        for list in all.verbs.values_mut().chain(all.nouns.values_mut()) {
            list.sort_by_key(|r| std::cmp::Reverse(specificity(r)));
        }
        Ok(all)
    }

    /// Patterns whose head is this lemma, most specific first.
    pub fn heads(&self, kind: HeadKind, lemma: &str) -> &[ClaimPattern] {
        let index = if kind == HeadKind::Verb { &self.verbs } else { &self.nouns };
        index.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Patterns in which a slot is the predicate.
    pub fn predicates(&self) -> &[ClaimPattern] {
        &self.predicates
    }

    /// Rules with this frame.
    pub fn frames(&self, frame: Frame) -> impl Iterator<Item = (usize, &ClaimRule)> {
        self.rules.iter().enumerate().filter(move |(_, rule)| rule.frame == Some(frame))
    }

    pub fn rule(&self, id: &str) -> Option<&ClaimRule> {
        self.rules.iter().find(|r| r.id == id)
    }
}

impl ClaimEntry {
    fn compile(self, file: &str, relation: &'static str, classes: &Classes) -> Result<ClaimRule, String> {
        let mut patterns = Vec::new();
        for (kind, texts) in [(HeadKind::Verb, &self.verbs), (HeadKind::Noun, &self.nouns)] {
            for text in texts {
                // The slots of events under names that say what they are here.
                let slots = text.replace("SUBJECT", "SOURCE").replace("OBJECT", "TARGET");
                let mut pattern =
                    pattern::compile(&slots, kind, classes).map_err(|e| format!("pattern '{text}': {e}"))?;
                pattern.text.clone_from(text);
                patterns.push(pattern);
            }
        }
        if patterns.is_empty() == self.frame.is_none() {
            return Err("give either `verbs` and `nouns`, or a `frame`".into());
        }
        if self.frame.is_some() && !matches!(self.object, Object::Office | Object::Body) {
            return Err("a `frame` is about an office or a body".into());
        }
        let mut unless = Vec::new();
        for word in &self.unless {
            unless.extend(classes.expand(word)?);
        }
        let examples = self.examples.iter().map(|line| example(line).map_err(|e| format!("example '{line}': {e}")));
        let examples = examples.collect::<Result<Vec<_>, _>>()?;
        if examples.is_empty() {
            return Err("it has no examples; they are its tests".into());
        }
        Ok(ClaimRule {
            id: format!("{relation}/{}", self.name),
            file: file.to_owned(),
            relation,
            frame: self.frame,
            patterns,
            object: self.object,
            subject: self.subject,
            implied: self.implied,
            unless,
            negated: self.negated,
            status: self.status,
            examples,
            near_misses: self.not,
        })
    }
}

/// Reads `sentence => [not] SUBJECT | OBJECT [| status][; …]`.
fn example(line: &str) -> Result<ClaimExample, String> {
    let (text, claims) = line.rsplit_once("=>").ok_or("it must read 'sentence => SUBJECT | OBJECT'")?;
    let claims = claims.split(';').map(|claim| {
        let mut fields = claim.split('|').map(str::trim);
        let subject = fields.next().unwrap_or_default();
        let (negated, subject) = match subject.strip_prefix("not ") {
            Some(rest) => (true, rest.trim()),
            None => (false, subject),
        };
        let object = fields.next().filter(|o| !o.is_empty()).ok_or("a claim must read 'SUBJECT | OBJECT'")?;
        if subject.is_empty() {
            return Err("a claim has a subject");
        }
        let status = fields.next().map(str::to_owned);
        Ok(ExpectedClaim { negated, subject: subject.to_owned(), object: object.to_owned(), status })
    });
    Ok(ClaimExample { text: text.trim().to_owned(), claims: claims.collect::<Result<_, _>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_read() {
        let read = example("Iran has not signed it. => not IRN | CCM; IRQ GOV | CWC | historical").unwrap();
        assert_eq!(read.text, "Iran has not signed it.");
        assert_eq!(read.claims.len(), 2);
        assert!(read.claims[0].negated && read.claims[0].status.is_none());
        assert_eq!((&*read.claims[1].subject, &*read.claims[1].object), ("IRQ GOV", "CWC"));
        assert_eq!(read.claims[1].status.as_deref(), Some("historical"));
        assert!(example("Iran has not signed it.").is_err());
        assert!(example("Iran has not signed it. => IRN").is_err());
    }

    #[test]
    fn mistakes_are_named() {
        let load = |text: &str| {
            let files = Files { files: [("claims/mine.toml".to_owned(), text.to_owned())].into() };
            ClaimRules::load(&files, &Classes::default()).unwrap_err().to_string()
        };
        assert!(load("relation = \"owns\"").contains("'owns' is no relation"));
        let both =
            "relation = \"controls\"\n[[rule]]\nname = \"x\"\nobject = \"territory\"\nexamples = [\"a => B | c\"]";
        assert_eq!(load(both), "claims/mine.toml:3: rule 'x': give either `verbs` and `nouns`, or a `frame`");
    }
}
