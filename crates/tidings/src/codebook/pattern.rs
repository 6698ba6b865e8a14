//! The pattern language of the rules.
//!
//! A pattern is written as the phrase would be read, with capitals for what is filled in:
//!
//! ```text
//! SOURCE condemn|denounce TARGET            verb with subject and object
//! SOURCE call on TARGET to EVENT            preposition, infinitive
//! BOTH hold $talks (with BOTH)              literal object, word class, optional part
//! SOURCE take TARGET hostage                literal after a slot
//! SOURCE air strike|raid on|against TARGET  noun with modifier and prepositions
//! ```
//!
//! Words are lemmas. What follows a preposition belongs to it. The engine turns passives,
//! participles, relative clauses and infinitives round by itself, so a verb pattern is written
//! once, in the active. In a noun pattern every slot may be missing in the text.

use std::collections::BTreeMap;

/// Whom or what a slot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Source,
    Target,
    /// Any side of a symmetric event.
    Both,
    /// Something that must be there but is no actor of the event.
    Thing,
    /// Another event: a clause or a noun phrase.
    Event,
}

impl Role {
    fn parse(word: &str) -> Option<Role> {
        Some(match word {
            "SOURCE" => Role::Source,
            "TARGET" => Role::Target,
            "BOTH" => Role::Both,
            "THING" => Role::Thing,
            "EVENT" => Role::Event,
            _ => return None,
        })
    }
}

/// Lemmas of which any will do.
pub type Words = Vec<String>;

/// One part of a pattern after (or, for nouns, before) its head word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A slot, after a preposition or mark if `prep` is not empty.
    Slot { role: Role, prep: Words, optional: bool },
    /// A word that must be there: object, oblique, complement or particle.
    Word { words: Words, prep: Words, optional: bool },
}

/// The part of speech of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadKind {
    Verb,
    Noun,
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As written in the codebook.
    pub text: String,
    pub kind: HeadKind,
    /// Empty after "be" if a slot is the predicate.
    pub head: Words,
    /// In "be ready", "be on trial" the head is the predicate; these are the prepositions before it.
    pub copula: Option<Words>,
    /// The slot before the head: subject of a verb, possessor or modifier of a noun.
    pub before: Option<Role>,
    /// Literal modifiers before the head of a noun pattern ("air" strike), the subject of a verb ("riot" break out).
    pub modifiers: Vec<Words>,
    pub parts: Vec<Part>,
}

impl Pattern {
    /// The pattern has this word as its literal object, so that the object fills no slot ("give TARGET support").
    pub fn asks_for_object(&self, lemma: &str) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Word { words, prep, optional } => !optional && prep.is_empty() && words.iter().any(|w| w == lemma),
            Part::Slot { .. } => false,
        })
    }

    /// Its sides do the same to each other.
    pub fn is_symmetric(&self) -> bool {
        let both = |part: &Part| matches!(part, Part::Slot { role: Role::Both, .. });
        self.before == Some(Role::Both) || self.parts.iter().any(both)
    }

    /// It has a slot for who does it.
    pub fn has_source(&self) -> bool {
        let source = |part: &Part| matches!(part, Part::Slot { role: Role::Source | Role::Both, .. });
        self.before.is_some_and(|r| r != Role::Target) || self.parts.iter().any(source)
    }

    /// It has a slot for to whom or what.
    pub fn has_target(&self) -> bool {
        let target = |part: &Part| matches!(part, Part::Slot { role: Role::Target, .. });
        self.before == Some(Role::Target) || self.head.is_empty() || self.parts.iter().any(target)
    }

    /// A noun pattern whose target stands after "of": "arrest of TARGET".
    pub fn takes_object(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Slot { role: Role::Target, prep, .. } => prep.iter().any(|p| p == "of"),
            _ => false,
        })
    }

    /// How much a pattern asks for; of two that match, the more specific wins.
    pub fn specificity(&self) -> usize {
        let parts: usize = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Slot { optional: true, .. } | Part::Word { optional: true, .. } => 0,
                Part::Word { .. } => 4,
                Part::Slot { role: Role::Event, .. } => 3,
                Part::Slot { prep, .. } => 1 + usize::from(!prep.is_empty()),
            })
            .sum();
        parts + 4 * self.modifiers.len() + usize::from(self.before.is_some())
    }
}

/// Named sets of lemmas, written `$name` in patterns.
#[derive(Clone, Debug, Default)]
pub struct Classes(pub BTreeMap<String, Words>);

impl Classes {
    /// Alternatives of one pattern word: `a|b|$class`.
    pub fn expand(&self, word: &str) -> Result<Words, String> {
        let mut words = Words::new();
        for alternative in word.split('|') {
            match alternative.strip_prefix('$') {
                Some(name) => match self.0.get(name) {
                    Some(class) => words.extend(class.iter().cloned()),
                    None => return Err(format!("there is no word class ${name}")),
                },
                None if alternative.is_empty() => return Err(format!("an alternative of '{word}' is empty")),
                None => words.push(alternative.to_owned()),
            }
        }
        Ok(words)
    }
}

/// Words that introduce what follows them (or, without anything following, are particles).
const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "among",
    "around",
    "as",
    "aside",
    "at",
    "away",
    "back",
    "before",
    "behind",
    "beside",
    "between",
    "beyond",
    "by",
    "down",
    "during",
    "for",
    "forward",
    "from",
    "in",
    "inside",
    "into",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "past",
    "through",
    "throughout",
    "to",
    "together",
    "toward",
    "towards",
    "under",
    "up",
    "upon",
    "via",
    "with",
    "within",
    "without",
    "amid",
];

pub fn is_preposition(word: &str) -> bool {
    word.split('|').all(|w| PREPOSITIONS.contains(&w))
}

/// Compiles a pattern.
///
/// # Errors
/// Says which part of the pattern cannot be read.
pub fn compile(text: &str, kind: HeadKind, classes: &Classes) -> Result<Pattern, String> {
    let mut words = text.split_whitespace().peekable();
    let before = words.next_if(|w| Role::parse(w).is_some()).and_then(Role::parse);
    let mut literals: Vec<Words> = Vec::new();
    while let Some(word) = words.next_if(|w| {
        Role::parse(w).is_none() && !w.starts_with('(') && (literals.is_empty() || !is_preposition(w) && *w != "that")
    }) {
        literals.push(classes.expand(word)?);
        // "riot break out": without a slot a verb may have a word for its subject.
        let subject = before.is_none() && literals.len() == 1;
        if kind == HeadKind::Verb && !subject {
            break;
        }
    }
    let mut head = literals.pop().ok_or("the pattern has no head word")?;
    let mut copula = None;
    if kind == HeadKind::Verb && head == ["be"] {
        let prep = words.next_if(|w| is_preposition(w)).map(|w| classes.expand(w)).transpose()?;
        // "be under OBJECT": whatever fills the slot is the predicate.
        let predicate = words.next().filter(|w| !w.starts_with('(')).ok_or("'be' needs a predicate after it")?;
        head = if Role::parse(predicate).is_some() { Words::new() } else { classes.expand(predicate)? };
        copula = Some(prep.unwrap_or_default());
    }

    let mut parts = Vec::new();
    let mut optional = false;
    // A preposition whose object has not come yet; without one it is a particle.
    let mut pending: Option<Words> = None;
    while let Some(raw) = words.next() {
        if raw == "that" && words.peek().is_some_and(|next| next.starts_with("EVENT")) {
            continue; // a clause is one with and without it
        }
        let word = raw.trim_start_matches('(').trim_end_matches(')');
        if raw.starts_with('(') {
            // "crack down (on TARGET)": the particle before the bracket is not optional.
            if let Some(words) = pending.take() {
                parts.push(Part::Word { words, prep: Words::new(), optional });
            }
            if std::mem::replace(&mut optional, true) {
                return Err("brackets cannot stand inside brackets".into());
            }
        }
        match Role::parse(word) {
            Some(role) => parts.push(Part::Slot { role, prep: pending.take().unwrap_or_default(), optional }),
            None if word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase()) => {
                return Err(format!("{word} is no slot (SOURCE, TARGET, BOTH, THING or EVENT)"));
            }
            None if is_preposition(word) => {
                if let Some(words) = pending.replace(classes.expand(word)?) {
                    parts.push(Part::Word { words, prep: Words::new(), optional });
                }
            }
            None => {
                let prep = pending.take().unwrap_or_default();
                parts.push(Part::Word { words: classes.expand(word)?, prep, optional });
            }
        }
        if raw.ends_with(')') {
            if let Some(words) = pending.take() {
                parts.push(Part::Word { words, prep: Words::new(), optional });
            }
            optional = false;
        }
    }
    if optional {
        return Err("a bracket is not closed".into());
    }
    if let Some(words) = pending {
        parts.push(Part::Word { words, prep: Words::new(), optional: false });
    }
    Ok(Pattern { text: text.to_owned(), kind, head, copula, before, modifiers: literals, parts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        text.split('|').map(str::to_owned).filter(|w| !w.is_empty()).collect()
    }

    fn check(text: &str, kind: HeadKind) -> Pattern {
        compile(text, kind, &Classes(BTreeMap::from([("talks".into(), words("talk|meeting"))]))).unwrap()
    }

    #[test]
    fn verb_patterns_compile() {
        let p = check("SOURCE condemn|slam TARGET", HeadKind::Verb);
        assert_eq!((p.before, p.head), (Some(Role::Source), words("condemn|slam")));
        assert_eq!(p.parts, [Part::Slot { role: Role::Target, prep: vec![], optional: false }]);

        let p = check("SOURCE lash out at TARGET", HeadKind::Verb);
        assert_eq!(
            p.parts,
            [
                Part::Word { words: words("out"), prep: vec![], optional: false },
                Part::Slot { role: Role::Target, prep: words("at"), optional: false },
            ]
        );

        let p = check("BOTH hold $talks (with BOTH)", HeadKind::Verb);
        assert_eq!(
            p.parts,
            [
                Part::Word { words: words("talk|meeting"), prep: vec![], optional: false },
                Part::Slot { role: Role::Both, prep: words("with"), optional: true },
            ]
        );

        let p = check("SOURCE call on TARGET to EVENT", HeadKind::Verb);
        assert_eq!(p.parts[1], Part::Slot { role: Role::Event, prep: words("to"), optional: false });

        let p = check("SOURCE take TARGET hostage", HeadKind::Verb);
        assert_eq!(p.parts[1], Part::Word { words: words("hostage"), prep: vec![], optional: false });

        let p = check("TARGET be on trial", HeadKind::Verb);
        assert_eq!((p.head, p.copula, p.parts.len()), (words("trial"), Some(words("on")), 0));

        let p = check("SOURCE step down", HeadKind::Verb);
        assert_eq!(p.parts, [Part::Word { words: words("down"), prep: vec![], optional: false }]);
    }

    #[test]
    fn noun_patterns_compile() {
        let p = check("SOURCE air strike|raid on|against TARGET by SOURCE", HeadKind::Noun);
        assert_eq!((p.before, p.head, p.modifiers), (Some(Role::Source), words("strike|raid"), vec![words("air")]));
        assert_eq!(p.parts[0], Part::Slot { role: Role::Target, prep: words("on|against"), optional: false });
        assert_eq!(p.parts.len(), 2);

        let p = check("message of support from SOURCE to TARGET", HeadKind::Noun);
        assert_eq!(p.head, words("message"));
        assert_eq!(p.parts[0], Part::Word { words: words("support"), prep: words("of"), optional: false });

        let p = check("protest", HeadKind::Noun);
        assert_eq!((p.before, p.parts.len()), (None, 0));
    }

    #[test]
    fn mistakes_are_named() {
        let none = Classes::default();
        assert_eq!(compile("SOURCE", HeadKind::Verb, &none).unwrap_err(), "the pattern has no head word");
        assert!(compile("SOURCE hit TARGTE", HeadKind::Verb, &none).unwrap_err().contains("TARGTE is no slot"));
        assert!(compile("SOURCE hit (TARGET", HeadKind::Verb, &none).unwrap_err().contains("not closed"));
        assert!(compile("SOURCE fire $weapons", HeadKind::Verb, &none).unwrap_err().contains("$weapons"));
    }
}
