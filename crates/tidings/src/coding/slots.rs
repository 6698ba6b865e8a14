//! Which words fill the slots of a pattern, before it is asked whom they name.

use tidings_text::{Deprel, Sentence, Upos};

use super::engine::{Matcher, Miss, contains};
use super::frames::{self, complement, has_case, logical_object, logical_subject};
use crate::codebook::pattern::{Part, Pattern, Role};

/// The words of a match.
#[derive(Default)]
pub(super) struct Slots {
    pub(super) literals: Vec<usize>,
    /// The literal that is the subject: "riot" in "a riot broke out".
    pub(super) literal_subject: Option<usize>,
    /// Of a verb: whoever does it, whether or not the pattern has a slot for it.
    pub(super) subject: Option<usize>,
    pub(super) sources: Vec<usize>,
    pub(super) targets: Vec<usize>,
    pub(super) both: Vec<usize>,
    /// The heads of what fills the EVENT slot.
    pub(super) content: Vec<usize>,
    /// The objects of the last clause and of the first.
    pub(super) objects: [Option<usize>; 2],
    /// The verb that carries a noun.
    pub(super) light: Option<usize>,
}

impl<'a> Matcher<'a> {
    /// The words that fill the slots of a verb's pattern.
    pub(super) fn verb_slots<'p>(&self, pattern: &'p Pattern, verb: usize) -> Result<Slots, Miss<'p>> {
        let s = self.sentence;
        let mut slots = Slots::default();
        match &pattern.copula {
            Some(prep) => {
                let introduced = prep.is_empty() || self.introduced_by(verb, prep);
                if !introduced || frames::is_verbal(s, verb) && s.child(verb, Deprel::Cop).is_none() {
                    return Err(Miss::Plain("it is not said of anybody"));
                }
            }
            None if !frames::is_verbal(s, verb) => return Err(Miss::Plain("it is no verb here")),
            None => {}
        }
        if let [words] = &pattern.modifiers[..] {
            let subject = self.literal_subject(verb, words).ok_or(Miss::Word(words))?;
            slots.literal_subject = Some(subject);
            slots.literals.push(subject);
        }
        let first_object = logical_object(s, verb);
        let mut object = first_object;
        // What follows an infinitive belongs to it ("agree to hold talks with B").
        let mut clause = verb;
        let mut scope = vec![verb];
        scope.extend(object.filter(|&o| o != verb && s.governs(verb, o)));
        // "signatories of the treaty include B"
        scope.extend(slots.literal_subject);
        for part in &pattern.parts {
            match part {
                Part::Word { words, prep, optional } => {
                    let at = if prep.is_empty() {
                        self.plain_literal(clause, object, &slots.literals, words)
                    } else {
                        self.prepositional(&scope, prep).find(|&c| is_one_of(s, c, words)).or_else(|| {
                            object.filter(|&o| is_one_of(s, o, words) && self.particle(clause, prep).is_some())
                        })
                    };
                    match at {
                        Some(token) => {
                            slots.literals.push(token);
                            scope.push(token);
                            if !prep.is_empty() && frames::is_verbal(s, token) {
                                clause = token;
                                object = logical_object(s, token);
                                scope.extend(object);
                            }
                        }
                        None if *optional => {}
                        None => return Err(Miss::Word(words)),
                    }
                }
                Part::Slot { role: Role::Event, prep, optional } => {
                    slots.content = self.event_slot(clause, object, &scope, prep);
                    if slots.content.is_empty() && !optional {
                        return Err(Miss::Plain("there is no clause or phrase for its EVENT"));
                    }
                }
                Part::Slot { role, prep, optional } => {
                    let tokens: Vec<usize> = if prep.is_empty() {
                        // "gave the envoy three days": the recipient, unless the pattern has had the object.
                        let literal = |o: &usize| slots.literals.contains(o) || pattern.asks_for_object(s.lemma(*o));
                        let direct = object.filter(|o| !literal(o));
                        let taken = |t: &usize| slots.targets.contains(t) || slots.sources.contains(t);
                        let indirect = s.child(clause, Deprel::Iobj);
                        match indirect.or(direct) {
                            // "named B foreign minister": the second is what the first becomes.
                            Some(t) if taken(&t) => self.complement_noun(clause).into_iter().collect(),
                            // "became president"
                            None if self.rules.is_in_class("becoming", s.lemma(clause)) => {
                                let complement = self.complement_noun(clause);
                                complement.filter(|&c| s.deprel(c) == Deprel::Xcomp).into_iter().collect()
                            }
                            token => token.into_iter().collect::<Vec<_>>(),
                        }
                    } else {
                        self.prepositional(&scope, prep).filter(|c| !slots.literals.contains(c)).collect()
                    };
                    let tokens: Vec<usize> = if tokens.is_empty() && !prep.is_empty() {
                        // "handed down a sentence for corruption to B": below the phrase before it.
                        let phrases = slots.literals.iter().flat_map(|&t| s.children(t));
                        let inner: Vec<usize> = phrases.filter(|&c| s.deprel(c) == Deprel::Nmod).collect();
                        self.prepositional(&inner, prep).filter(|c| !slots.literals.contains(c)).collect()
                    } else {
                        tokens
                    };
                    let tokens: Vec<usize> = if tokens.is_empty() && self.particle(clause, prep).is_some() {
                        object.filter(|o| !slots.literals.contains(o)).into_iter().collect()
                    } else {
                        tokens
                    };
                    if tokens.is_empty() && !optional {
                        return Err(Miss::Phrase(prep));
                    }
                    match role {
                        Role::Target => slots.targets.extend(tokens),
                        Role::Both => slots.both.extend(tokens),
                        Role::Source => slots.sources.extend(tokens),
                        Role::Thing | Role::Event => {}
                    }
                }
            }
        }
        // In "give B support" the recipient is the indirect object.
        slots.subject = logical_subject(s, verb);
        slots.objects = [object, first_object];
        Ok(slots)
    }

    /// The words that fill the slots of a noun's pattern.
    pub(super) fn noun_slots<'p>(&self, pattern: &'p Pattern, noun: usize) -> Result<Slots, Miss<'p>> {
        let s = self.sentence;
        let mut slots = Slots::default();
        for modifier in &pattern.modifiers {
            let at = s.children(noun).find(|&c| {
                c < noun
                    && matches!(
                        s.deprel(c),
                        Deprel::Compound | Deprel::Amod | Deprel::Nummod | Deprel::Flat | Deprel::NmodPoss
                    )
                    && is_one_of(s, c, modifier)
            });
            match at {
                Some(token) => slots.literals.push(token),
                None => return Err(Miss::Modifier(modifier)),
            }
        }
        let light = self.light_verb(noun);
        let mut scope = vec![noun];
        scope.extend(light);
        let mut inner: Vec<usize> = Vec::new();
        for part in &pattern.parts {
            match part {
                Part::Word { words, prep, optional } => {
                    let at = if prep.is_empty() {
                        s.children(noun).find(|&c| is_one_of(s, c, words))
                    } else {
                        self.prepositional(&scope, prep).find(|&c| is_one_of(s, c, words))
                    };
                    match at {
                        Some(token) => {
                            slots.literals.push(token);
                            scope.push(token);
                        }
                        None if *optional => {}
                        None => return Err(Miss::Word(words)),
                    }
                }
                Part::Slot { role: Role::Event, prep, optional } => {
                    slots.content = self.event_slot(noun, None, &scope, prep);
                    if slots.content.is_empty() && !optional {
                        return Err(Miss::Plain("there is no clause or phrase for its EVENT"));
                    }
                }
                Part::Slot { role, prep, .. } => {
                    let mut tokens: Vec<usize> =
                        self.prepositional(&scope, prep).filter(|c| !slots.literals.contains(c)).collect();
                    if tokens.is_empty() && !inner.is_empty() {
                        // "deployment of soldiers near India": below the phrase before it.
                        tokens.extend(self.prepositional(&inner, prep).filter(|c| !slots.literals.contains(c)));
                    }
                    inner.extend(&tokens);
                    if tokens.is_empty() && *role == Role::Source && prep.iter().any(|p| p == "by") {
                        tokens.extend(self.nested_agent(noun, &scope));
                    }
                    match role {
                        Role::Target => slots.targets.extend(tokens),
                        Role::Source | Role::Both => slots.sources.extend(tokens),
                        Role::Thing | Role::Event => {}
                    }
                }
            }
        }
        let owners: Vec<usize> = self.owners(noun).filter(|c| !slots.literals.contains(c)).collect();
        match pattern.before {
            Some(Role::Target) => slots.targets.extend(owners),
            Some(Role::Source | Role::Both) => slots.sources.extend(owners),
            _ => {}
        }
        if let Some(verb) = light
            && pattern.has_source()
            && (slots.sources.is_empty() || pattern.before == Some(Role::Both))
        {
            slots.sources.splice(0..0, logical_subject(s, verb));
        }
        slots.light = light;
        Ok(slots)
    }

    /// "named B foreign minister", "was elected president"
    fn complement_noun(&self, verb: usize) -> Option<usize> {
        let s = self.sentence;
        let complement = |c: &usize| match s.deprel(*c) {
            Deprel::Xcomp | Deprel::OblUnmarked => true,
            Deprel::Obj | Deprel::Obl => s.child(*c, Deprel::Case).is_none(),
            _ => false,
        };
        s.children(verb).filter(|&c| c > verb && frames::is_nominal(s, c)).rfind(complement)
    }

    /// "protesters gathered", "thousands of protesters gathered"
    fn literal_subject(&self, verb: usize, words: &[String]) -> Option<usize> {
        let s = self.sentence;
        let fits = |t: usize| is_one_of(s, t, words);
        let subject = logical_subject(s, verb)?;
        let members = s.children(subject).filter(|&c| has_case(s, c, &["of"]));
        std::iter::once(subject).chain(members).find(|&t| fits(t))
    }

    /// "the killing of a journalist by police": the agent often hangs below the other phrase.
    fn nested_agent(&self, noun: usize, scope: &[usize]) -> Option<usize> {
        let s = self.sentence;
        let phrases = scope
            .iter()
            .flat_map(|&h| s.children(h))
            .filter(|&c| c > noun && matches!(s.deprel(c), Deprel::Nmod | Deprel::Obl));
        let deeper: Vec<usize> = phrases.collect();
        let below =
            |t: usize| s.children(t).filter(|&c| matches!(s.deprel(c), Deprel::Nmod | Deprel::Obl | Deprel::OblAgent));
        deeper
            .iter()
            .flat_map(|&t| below(t))
            .find(|&c| has_case(s, c, &["by"]))
            .or_else(|| deeper.iter().flat_map(|&t| below(t)).flat_map(below).find(|&c| has_case(s, c, &["by"])))
    }

    /// The verb that carries an event noun: "carry out an attack", "an attack was launched", "engaged in talks".
    pub(super) fn light_verb(&self, noun: usize) -> Option<usize> {
        let s = self.sentence;
        let mut first = frames::conjunct_head(s, noun);
        // "carried out a series of air strikes"
        if s.deprel(first) == Deprel::Nmod
            && has_case(s, first, &["of"])
            && let Some(group) = s.head(first).filter(|&group| self.rules.is_group_noun(s.lemma(group)))
        {
            first = group;
        }
        let verb = s.head(first)?;
        if s.deprel(first) == Deprel::AclRelcl {
            return None;
        }
        let carries = match s.deprel(first) {
            Deprel::Obj | Deprel::NsubjPass => true,
            Deprel::Obl => has_case(s, first, &["in", "into"]),
            _ => false,
        };
        if carries && frames::is_verbal(s, verb) && self.rules.is_light_verb(s.lemma(verb)) {
            return Some(verb);
        }
        // "the attack carried out by", "talks held in"
        s.children(noun).find(|&c| {
            matches!(s.deprel(c), Deprel::Acl | Deprel::AclRelcl)
                && self.rules.is_light_verb(s.lemma(c))
                && logical_object(s, c) == Some(noun)
        })
    }

    /// A literal without preposition: object, complement or particle.
    fn plain_literal(&self, verb: usize, object: Option<usize>, used: &[usize], words: &[String]) -> Option<usize> {
        let s = self.sentence;
        let fits = |t: usize| is_one_of(s, t, words) && !used.contains(&t);
        if let Some(object) = object {
            if fits(object) {
                return Some(object);
            }
            // "held talks and a press conference"; "dozens of talks"
            let deeper = s.children(object).find(|&c| {
                fits(c)
                    && (s.deprel(c) == Deprel::Conj
                        || self.rules.is_group_noun(s.lemma(object)) && has_case(s, c, &["of"]))
            });
            if deeper.is_some() {
                return deeper;
            }
        }
        let dependent = s.children(verb).find(|&c| {
            fits(c)
                && !matches!(
                    s.deprel(c),
                    Deprel::Nsubj
                        | Deprel::Conj
                        | Deprel::Punct
                        | Deprel::Mark
                        | Deprel::Case
                        | Deprel::Parataxis
                        | Deprel::Ccomp
                        | Deprel::Obl
                )
        });
        dependent.or_else(|| {
            // A particle that the tree hangs elsewhere still follows its verb.
            (verb + 1..(verb + 3).min(s.len()))
                .find(|&t| fits(t) && crate::codebook::pattern::is_preposition(s.lemma(t)) && s.governs(verb, t))
        })
    }

    /// The particle of a verb: "kicked out the envoy" has no phrase with "out" but an object.
    fn particle(&self, verb: usize, words: &[String]) -> Option<usize> {
        let s = self.sentence;
        s.children(verb)
            .find(|&c| matches!(s.deprel(c), Deprel::CompoundPrt | Deprel::Advmod) && contains(words, s.lemma(c)))
    }

    /// Phrases with one of these prepositions below the words in `scope`.
    fn prepositional<'m>(&'m self, scope: &[usize], prep: &'m [String]) -> impl Iterator<Item = usize> + use<'m> {
        let s = self.sentence;
        let mut tokens = Vec::new();
        for &head in scope {
            for c in s.children(head) {
                let relation = matches!(
                    s.deprel(c),
                    Deprel::Obl
                        | Deprel::OblAgent
                        | Deprel::Nmod
                        | Deprel::NmodPoss
                        | Deprel::Advcl
                        | Deprel::Xcomp
                        | Deprel::Acl
                );
                if relation && self.introduced_by(c, prep) && !tokens.contains(&c) {
                    tokens.push(c);
                }
            }
        }
        tokens.into_iter()
    }

    fn introduced_by(&self, token: usize, prep: &[String]) -> bool {
        let s = self.sentence;
        s.children(token)
            .any(|m| matches!(s.deprel(m), Deprel::Case | Deprel::Mark) && m < token && contains(prep, s.lemma(m)))
    }

    /// What fills an EVENT slot: clauses and noun phrases, with what is coordinated to them.
    fn event_slot(&self, head: usize, object: Option<usize>, scope: &[usize], prep: &[String]) -> Vec<usize> {
        let s = self.sentence;
        let mut tokens: Vec<usize> = scope.iter().flat_map(|&h| complement(s, h, prep)).collect();
        if prep.is_empty() {
            tokens.extend(object.filter(|&o| o != head));
        } else {
            tokens.extend(self.prepositional(scope, prep));
        }
        let mut all = Vec::new();
        for token in tokens {
            push_new(&mut all, token);
            for c in s.children(token) {
                // "agreed to meet and sign"; "vowed to try to stop"
                if matches!(s.deprel(c), Deprel::Conj | Deprel::Xcomp) {
                    push_new(&mut all, c);
                }
            }
        }
        all.retain(|&t| t != head);
        all
    }
}

fn push_new(list: &mut Vec<usize>, token: usize) {
    if !list.contains(&token) {
        list.push(token);
    }
}

/// The word is one of these lemmas; names have theirs in capitals, hyphenated words are several tokens.
fn is_one_of(sentence: &Sentence, token: usize, words: &[String]) -> bool {
    let lemma = sentence.lemma(token);
    contains(words, lemma)
        || sentence.upos(token) == Upos::Propn && words.iter().any(|w| w.eq_ignore_ascii_case(lemma))
        || frames::hyphenated(sentence, token).is_some_and(|joined| contains(words, &joined))
}
