//! Rules: which words in which grammatical frame make which event. One file per PLOVER type in
//! `codebook/events/`; every rule carries the examples that are its tests.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::ontology::{EventType, Ontology};
use super::pattern::{self, Classes, HeadKind, Pattern, Words};
use super::{CodebookError, Files};

/// What becomes of the event that fills a rule's EVENT slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// It is part of what this rule codes ("demanded that B halt X" is one REQUEST).
    #[default]
    Absorb,
    /// It stays an event of its own ("condemned the bombing of C by B").
    Keep,
    /// It stays, as something that one side says ("accused B of bombing C").
    Allege,
}

/// Where the target comes from if the pattern's own slots give none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetFrom {
    /// Whoever would do what the content says ("demanded the withdrawal of B").
    ContentSource,
    /// Whoever would receive it ("promised to send aid to B").
    ContentTarget,
}

/// Sectors of those whom the words imply without naming them: "protests" are held by people, "a curfew"
/// falls on them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implied {
    /// Of the country where it happens, else that the sentence is about.
    pub source: Option<String>,
    /// The source only against somebody who is named, and not of a country that is named as theirs: courts.
    #[serde(default)]
    pub against: bool,
    /// Of the country of the source.
    pub target: Option<String>,
}

/// An event type with the finer codes that go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub event_type: EventType,
    pub mode: Option<String>,
    pub cameo: Option<String>,
}

/// A sentence of a rule's own that must (or must not) give events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub text: String,
    /// Events expected, each `[TYPE [mode]] SOURCES -> TARGETS`; empty for a near miss.
    pub events: Vec<ExpectedEvent>,
}

/// An event in an [`Example`]: actor codes joined by `+`, `-` for nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedEvent {
    pub event_type: EventType,
    pub mode: Option<String>,
    pub source: Vec<String>,
    pub target: Vec<String>,
}

/// One entry of the codebook.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `file/name`, for example "accuse/denounce".
    pub id: String,
    pub file: String,
    pub outcome: Outcome,
    pub contexts: Vec<String>,
    pub patterns: Vec<Pattern>,
    /// Lemmas that must not be subject, object or circumstance of the head.
    pub unless: Words,
    /// Sectors that a source (target) must have; `STATE` is a bare country or GOV. Empty: any.
    pub source_is: Vec<String>,
    pub target_is: Vec<String>,
    /// Slots that must name an actor for the rule to fire.
    pub needs_source: bool,
    pub needs_target: bool,
    /// What the type of the content makes of the event; the rule's own outcome if it is not listed.
    pub by_content: BTreeMap<EventType, Option<Outcome>>,
    /// What to make of content that is no event: `Some(None)` is no event at all.
    pub other_content: Option<Option<Outcome>>,
    pub content: Content,
    /// The content must lie ahead: "announced that it would go", not "that it was going".
    pub ahead: bool,
    /// The event is told before, and there it is said whom it befell: "claimed responsibility".
    pub told_before: bool,
    /// Source and target must be of different countries.
    pub abroad: bool,
    pub target_from: Option<TargetFrom>,
    pub implied: Implied,
    pub examples: Vec<Example>,
    pub near_misses: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    /// Of every rule that gives none.
    r#type: Option<String>,
    #[serde(default)]
    rule: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    name: String,
    r#type: Option<String>,
    mode: Option<String>,
    cameo: Option<String>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    source_is: Vec<String>,
    #[serde(default)]
    target_is: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    by_content: BTreeMap<String, String>,
    #[serde(default)]
    content: Content,
    #[serde(default)]
    ahead: bool,
    #[serde(default)]
    told_before: bool,
    #[serde(default)]
    abroad: bool,
    target: Option<TargetFrom>,
    #[serde(default)]
    implied: Implied,
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl Rule {
    /// Trigger words and phrases: each head word with the words that must stand with it.
    pub fn triggers(&self) -> impl Iterator<Item = (String, Vec<String>)> + '_ {
        self.patterns.iter().flat_map(|pattern| {
            let parts = pattern.parts.iter().filter_map(|part| match part {
                pattern::Part::Word { words, .. } => Some(words.join("|")),
                pattern::Part::Slot { .. } => None,
            });
            let literals: Vec<String> = pattern.modifiers.iter().map(|m| m.join("|")).chain(parts).collect();
            pattern.head.iter().map(move |head| (head.clone(), literals.clone()))
        })
    }
}

/// A pattern of a rule, as found by its head word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternRef {
    pub rule: usize,
    pub pattern: usize,
}

/// All rules, indexed by the lemma of their heads.
#[derive(Debug)]
pub struct Rules {
    pub rules: Vec<Rule>,
    /// Most specific first.
    verbs: HashMap<String, Vec<PatternRef>>,
    nouns: HashMap<String, Vec<PatternRef>>,
    light_verbs: Words,
    groups: Words,
    pub classes: Classes,
}

#[derive(Deserialize)]
struct ClassFile {
    light_verbs: Vec<String>,
    groups: Vec<String>,
    class: BTreeMap<String, Vec<String>>,
}

const CLASSES: &str = "lexicon/classes.toml";

impl Rules {
    pub fn load(files: &Files, ontology: &Ontology) -> Result<Rules, CodebookError> {
        let text = files.require(CLASSES)?;
        let lexicon: ClassFile = toml::from_str(text).map_err(|e| CodebookError::toml(CLASSES, text, &e))?;
        let classes = Classes(lexicon.class);
        let mut rules = Vec::new();
        for (file, text) in files.below("events", ".toml") {
            let parsed: RuleFile = toml::from_str(text).map_err(|e| CodebookError::toml(file, text, &e))?;
            for entry in parsed.rule {
                let name = entry.name.clone();
                let Some(code) = entry.r#type.as_ref().or(parsed.r#type.as_ref()) else {
                    return Err(CodebookError::new(file, format!("neither the file nor rule '{name}' has a `type`")));
                };
                let event_type = EventType::parse(code)
                    .ok_or_else(|| CodebookError::new(file, format!("{code} is no PLOVER event type")))?;
                let rule = entry.compile(file, event_type, ontology, &classes).map_err(|reason| {
                    let at = text.lines().position(|l| l.starts_with("name") && l.contains(&format!("\"{name}\"")));
                    let reason = format!("rule '{name}': {reason}");
                    CodebookError { file: file.to_owned(), line: at.map(|l| l + 1), reason }
                })?;
                if rules.iter().any(|r: &Rule| r.id == rule.id) {
                    return Err(CodebookError::new(file, format!("there are two rules '{name}'")));
                }
                rules.push(rule);
            }
        }
        let mut verbs: HashMap<String, Vec<PatternRef>> = HashMap::new();
        let mut nouns: HashMap<String, Vec<PatternRef>> = HashMap::new();
        for (r, rule) in rules.iter().enumerate() {
            for (p, pattern) in rule.patterns.iter().enumerate() {
                let index = if pattern.kind == HeadKind::Verb { &mut verbs } else { &mut nouns };
                for head in &pattern.head {
                    index.entry(head.clone()).or_default().push(PatternRef { rule: r, pattern: p });
                }
            }
        }
        let specificity = |r: &PatternRef| {
            let rule: &Rule = &rules[r.rule];
            let constraints = usize::from(!rule.source_is.is_empty()) + usize::from(!rule.target_is.is_empty());
            rule.patterns[r.pattern].specificity() + 2 * constraints
        };
        for refs in verbs.values_mut().chain(nouns.values_mut()) {
            refs.sort_by_key(|r| std::cmp::Reverse(specificity(r)));
        }
        Ok(Rules { rules, verbs, nouns, light_verbs: lexicon.light_verbs, groups: lexicon.groups, classes })
    }

    /// Patterns whose head is this lemma, most specific first.
    pub fn heads(&self, kind: HeadKind, lemma: &str) -> &[PatternRef] {
        let index = if kind == HeadKind::Verb { &self.verbs } else { &self.nouns };
        index.get(lemma).map_or(&[], Vec::as_slice)
    }

    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id)
    }

    /// A noun that counts or groups the actor behind its "of".
    pub fn is_group_noun(&self, lemma: &str) -> bool {
        self.groups.iter().any(|n| n == lemma)
    }

    /// A word of the class `$name` of the lexicon.
    pub fn is_in_class(&self, name: &str, lemma: &str) -> bool {
        self.classes.0.get(name).is_some_and(|words| words.iter().any(|w| w == lemma))
    }

    pub fn is_light_verb(&self, lemma: &str) -> bool {
        self.light_verbs.iter().any(|v| v == lemma)
    }

    /// Distinct trigger words: heads together with the literals that a pattern asks for.
    pub fn trigger_count(&self) -> usize {
        self.rules.iter().flat_map(Rule::triggers).collect::<std::collections::BTreeSet<_>>().len()
    }
}

impl RuleEntry {
    fn compile(
        self,
        file: &str,
        event_type: EventType,
        ontology: &Ontology,
        classes: &Classes,
    ) -> Result<Rule, String> {
        let outcome = Outcome { event_type, mode: self.mode, cameo: self.cameo };
        check_outcome(&outcome, ontology)?;
        for context in &self.contexts {
            if !ontology.contexts.iter().any(|c| c.code == *context) {
                return Err(format!("{context} is no PLOVER context"));
            }
        }
        let kinds = [(HeadKind::Verb, &self.verbs), (HeadKind::Noun, &self.nouns)];
        let mut patterns = Vec::new();
        for (kind, texts) in kinds {
            for text in texts {
                let pattern =
                    pattern::compile(text, kind, classes).map_err(|reason| format!("pattern '{text}': {reason}"))?;
                if pattern.head.is_empty() {
                    return Err(format!("pattern '{text}': 'be' needs a word after it"));
                }
                patterns.push(pattern);
            }
        }
        if patterns.is_empty() {
            return Err("it has no patterns: give `verbs` or `nouns`".into());
        }
        let mut unless = Words::new();
        for word in &self.unless {
            unless.extend(classes.expand(word)?);
        }
        let mut by_content = BTreeMap::new();
        let mut other_content = None;
        for (types, result) in &self.by_content {
            let result = if result == "none" { None } else { Some(parse_outcome(result, ontology)?) };
            for name in types.split_whitespace() {
                if name == "other" {
                    other_content = Some(result.clone());
                } else {
                    let t = EventType::parse(name).ok_or_else(|| format!("{name} is no PLOVER event type"))?;
                    by_content.insert(t, result.clone());
                }
            }
        }
        let mut examples = Vec::new();
        for line in &self.examples {
            examples.push(parse_example(line, event_type, ontology).map_err(|e| format!("example '{line}': {e}"))?);
        }
        if examples.is_empty() {
            return Err("it has no examples; they are its tests".into());
        }
        if let Some(other) = self.needs.iter().find(|n| *n != "source" && *n != "target") {
            return Err(format!("`needs` takes \"source\" and \"target\", not \"{other}\""));
        }
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".toml");
        Ok(Rule {
            id: format!("{stem}/{}", self.name),
            file: file.to_owned(),
            outcome,
            contexts: self.contexts,
            patterns,
            unless,
            source_is: self.source_is,
            target_is: self.target_is,
            needs_source: self.needs.iter().any(|n| n == "source"),
            needs_target: self.needs.iter().any(|n| n == "target"),
            by_content,
            other_content,
            content: self.content,
            ahead: self.ahead,
            told_before: self.told_before,
            abroad: self.abroad,
            target_from: self.target,
            implied: self.implied,
            examples,
            near_misses: self.not,
        })
    }
}

fn check_outcome(outcome: &Outcome, ontology: &Ontology) -> Result<(), String> {
    if let Some(mode) = &outcome.mode
        && ontology.mode(outcome.event_type, mode).is_none()
    {
        return Err(format!("{} has no mode {mode}", outcome.event_type));
    }
    match &outcome.cameo {
        Some(code) if !ontology.cameo.contains_key(code) => Err(format!("{code} is no CAMEO code")),
        _ => Ok(()),
    }
}

/// Reads `TYPE [mode] [cameo]`.
fn parse_outcome(text: &str, ontology: &Ontology) -> Result<Outcome, String> {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let event_type = EventType::parse(name).ok_or_else(|| format!("{name} is no PLOVER event type"))?;
    let mut outcome = Outcome { event_type, mode: None, cameo: None };
    for word in words {
        let field = if word.bytes().all(|b| b.is_ascii_digit()) { &mut outcome.cameo } else { &mut outcome.mode };
        *field = Some(word.to_owned());
    }
    check_outcome(&outcome, ontology)?;
    Ok(outcome)
}

/// Reads `sentence => [TYPE [mode]] SOURCES -> TARGETS[; …]`.
fn parse_example(line: &str, default: EventType, ontology: &Ontology) -> Result<Example, String> {
    let (text, events) = line.split_once("=>").ok_or("it must read 'sentence => SOURCE -> TARGET'")?;
    let mut expected = Vec::new();
    for event in events.split(';') {
        let (left, targets) = event.split_once("->").ok_or("an event must read 'SOURCE -> TARGET'")?;
        let mut left = left.trim();
        let mut outcome = Outcome { event_type: default, mode: None, cameo: None };
        if let Some(t) = left.split_whitespace().next().and_then(EventType::parse) {
            left = left[t.as_str().len()..].trim();
            outcome.event_type = t;
        }
        if let Some(mode) = left
            .split_whitespace()
            .next()
            .filter(|m| m.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && *m != "-")
        {
            left = left[mode.len()..].trim();
            outcome.mode = Some(mode.to_owned());
            check_outcome(&outcome, ontology)?;
        }
        let actors = |text: &str| -> Vec<String> {
            text.split('+').map(str::trim).filter(|a| !a.is_empty() && *a != "-").map(str::to_owned).collect()
        };
        let event = ExpectedEvent {
            event_type: outcome.event_type,
            mode: outcome.mode,
            source: actors(left),
            target: actors(targets),
        };
        if event.source.is_empty() && event.target.is_empty() {
            return Err("an event has at least one actor".into());
        }
        expected.push(event);
    }
    Ok(Example { text: text.trim().to_owned(), events: expected })
}
