//! Matches the rules against one sentence after the other.
//!
//! Words are tried from the leaves of the tree to its root, so that a rule about another event
//! ("agreed to …", "condemned the …") finds that event already coded.

use std::fmt;

use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::doubts::check_sectors;
use super::frames::{self, complement, has_case, logical_object, logical_subject};
use super::sides::dedup;
use super::statements::Allegation;
use super::{cameo, merge};
use crate::codebook::actors::ActorCode;
use crate::codebook::ontology::EventType;
use crate::codebook::pattern::{HeadKind, Part, Pattern, Role};
use crate::codebook::rules::{Content, Outcome, PatternRef, Rules};
use crate::mentions::{MentionKind, Mentions};

/// An actor of an event, with the words that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorRef {
    pub code: ActorCode,
    pub span: Span<TokenIndex>,
}

/// An event before status, date and place are read.
#[derive(Clone, Debug)]
pub struct Found {
    /// Index into [`Rules::rules`].
    pub rule: usize,
    pub pattern: usize,
    pub outcome: Outcome,
    /// The word that the rule matched.
    pub head: usize,
    /// The words that name the action.
    pub trigger: Span<TokenIndex>,
    /// Words by which a rule about this event may find it: head, light verb.
    pub anchors: Vec<usize>,
    pub source: Vec<ActorRef>,
    pub target: Vec<ActorRef>,
    /// The target is only the country where it happened.
    pub placed: bool,
    /// One side says that it happened ("accused B of …").
    pub alleged: bool,
    pub said_by: Option<Allegation>,
}

/// A pattern that had its head in the sentence but did not fire.
#[derive(Clone, Debug)]
pub struct NearMiss {
    pub rule: String,
    pub pattern: String,
    pub head: usize,
    pub reason: String,
}

/// Why a pattern does not fit. Most do not, so the words are put together only for who asks.
pub(super) enum Miss<'r> {
    Plain(&'static str),
    Word(&'r [String]),
    Modifier(&'r [String]),
    Phrase(&'r [String]),
    Sector(&'static str, &'r [String]),
    Excluded(String),
}

impl fmt::Display for Miss<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Miss::Plain(reason) => f.write_str(reason),
            Miss::Word(words) => write!(f, "'{}' is not there", words.join("|")),
            Miss::Modifier(words) => write!(f, "'{}' is not before it", words.join("|")),
            Miss::Phrase([]) => f.write_str("there is no object"),
            Miss::Phrase(prep) => write!(f, "there is no phrase with '{}'", prep.join("|")),
            Miss::Sector(side, wanted) => write!(f, "no {side} is {}", wanted.join(" or ")),
            Miss::Excluded(lemma) => write!(f, "'{lemma}' excludes it"),
        }
    }
}

/// What a pattern matched.
#[derive(Default)]
pub(super) struct Match {
    pub(super) literals: Vec<usize>,
    pub(super) source: Vec<ActorRef>,
    pub(super) target: Vec<ActorRef>,
    /// The heads of what fills the EVENT slot.
    pub(super) content: Vec<usize>,
    pub(super) anchors: Vec<usize>,
    /// The subject is there but is nobody: "a tree".
    pub(super) thing_acts: bool,
    /// The target is only the country of the place.
    pub(super) placed: bool,
}

/// Class of the verbs that tell what befell people.
pub(super) const HARM: &str = "harm";

/// Rules over one sentence.
pub struct Matcher<'a> {
    pub rules: &'a Rules,
    pub sentence: &'a Sentence,
    /// The sentence before it.
    pub before: Option<&'a Sentence>,
    /// Index of the sentence in its document.
    pub index: usize,
    /// It is a title or a heading.
    pub headline: bool,
    pub mentions: &'a Mentions,
}

impl<'a> Matcher<'a> {
    /// All events of the sentence, by trigger. Near misses are collected only if asked for.
    pub fn code(&self, mut near_misses: Option<&mut Vec<NearMiss>>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for token in leaves_first(self.sentence) {
            let kinds: &[HeadKind] = if self.is_title_word(token) {
                continue;
            } else if frames::is_verbal(self.sentence, token) {
                &[HeadKind::Verb]
            } else if frames::is_predicate(self.sentence, token) {
                &[HeadKind::Verb, HeadKind::Noun]
            } else if frames::is_nominal(self.sentence, token) && !self.is_background(token) {
                &[HeadKind::Noun]
            } else {
                continue;
            };
            let lemma = self.sentence.lemma(token);
            // Headlines write nouns as names: "Kabul Attack".
            let lowered = if self.sentence.upos(token) == Upos::Propn { &lemma.to_lowercase() } else { lemma };
            let joined = frames::hyphenated(self.sentence, token).unwrap_or_default();
            let words = [joined.as_str(), lowered];
            let words = words.iter().filter(|w| !w.is_empty());
            for &reference in words.flat_map(|w| kinds.iter().flat_map(|&kind| self.rules.heads(kind, w))) {
                match self.fire(reference, token, &mut found) {
                    Ok(true) => break,
                    Ok(false) => {}
                    Err(reason) => {
                        if let Some(list) = near_misses.as_deref_mut() {
                            let rule = &self.rules.rules[reference.rule];
                            list.push(NearMiss {
                                rule: rule.id.clone(),
                                pattern: rule.patterns[reference.pattern].text.clone(),
                                head: token,
                                reason: reason.to_string(),
                            });
                        }
                    }
                }
            }
        }
        merge::merge(self.rules, self.sentence, &mut found);
        found
    }

    /// Tries one pattern at one word; `Err` says why it does not fit.
    fn fire(&self, reference: PatternRef, head: usize, found: &mut Vec<Found>) -> Result<bool, Miss<'a>> {
        let rule = &self.rules.rules[reference.rule];
        let pattern = &rule.patterns[reference.pattern];
        let mut matched = match pattern.kind {
            HeadKind::Verb => self.match_verb(pattern, head, found)?,
            HeadKind::Noun => self.match_noun(pattern, head, found)?,
        };
        self.check_unless(rule, head)?;
        if rule.ahead && matched.content.iter().any(|&c| frames::is_told_as_fact(self.sentence, c)) {
            return Err(Miss::Plain("its EVENT does not lie ahead"));
        }

        let contents: Vec<usize> = (0..found.len())
            .filter(|&i| matched.content.iter().any(|c| found[i].anchors.contains(c)) && found[i].head != head)
            .collect();
        let outcome = match contents.iter().find_map(|&i| rule.by_content.get(&found[i].outcome.event_type)) {
            Some(outcome) => outcome.clone(),
            None if contents.is_empty() && rule.other_content.is_some() => rule.other_content.clone().flatten(),
            None if !contents.is_empty() && rule.other_content.is_some() && !rule.by_content.is_empty() => {
                rule.other_content.clone().flatten()
            }
            None => Some(rule.outcome.clone()),
        };
        let Some(mut outcome) = outcome else {
            return Err(Miss::Plain("the rule makes no event of what its EVENT is"));
        };

        let participle = match self.sentence.deprel(head) {
            Deprel::Amod => true,
            // "militants suspected of an attack"
            Deprel::Acl => self.sentence.xpos(head) == Xpos::Vbn && matched.source.is_empty(),
            _ => false,
        };
        if frames::is_verbal(self.sentence, head)
            && participle
            && !matches!(outcome.event_type, EventType::Assault | EventType::Coerce | EventType::Retreat)
        {
            return Err(Miss::Plain("it only describes a noun"));
        }

        // A literal that is a trigger itself ("hold talks", "impose sanctions") is part of this event.
        let literal_events: Vec<usize> =
            (0..found.len()).filter(|&i| matched.literals.contains(&found[i].head)).collect();
        for &i in &literal_events {
            // "carried out air strikes": the noun knows better what kind it was.
            let inner = &found[i].outcome;
            if outcome.mode.is_none() && inner.mode.is_some() && inner.event_type == outcome.event_type {
                outcome = inner.clone();
            }
            if matched.source.is_empty() {
                matched.source = found[i].source.clone();
            }
            if matched.target.is_empty() {
                matched.target = found[i].target.clone();
            }
            if matched.target.is_empty() {
                // "accepted B's proposal"
                let other = |a: &&ActorRef| matched.source.iter().all(|s| s.code != a.code);
                matched.target = found[i].source.iter().filter(other).cloned().collect();
            }
        }
        if matched.target.is_empty()
            && let Some(from) = rule.target_from
        {
            matched.target = self.target_from_content(from, &matched, &contents, found);
        }
        self.imply(rule, head, &mut matched);
        if outcome.event_type == EventType::Assault && matched.thing_acts {
            return Err(Miss::Plain("a thing does it"));
        }
        if outcome.event_type == EventType::Assault
            && matched.source.is_empty()
            && self.rules.is_in_class(HARM, self.sentence.lemma(head))
            && found.iter().all(|f| f.outcome.event_type != EventType::Assault)
            && self.is_mishap_told()
        {
            return Err(Miss::Plain("the text tells of a mishap"));
        }
        // "fired missiles at targets near Damascus": whom it hits is where it hits.
        if outcome.event_type == EventType::Assault
            && matched.target.is_empty()
            && let Some((country, span)) = self.mentions.country_at(self.sentence, self.index, head)
        {
            let code = ActorCode { country: country.into(), sector: None, name: None };
            matched.target.push(ActorRef { code, span });
            matched.placed = true;
        }
        let Match { source, target, .. } = &mut matched;
        let itself = |t: &ActorRef| source.iter().any(|s| s.code == t.code);
        // "opened fire on their vehicle", said of others than those who did
        let pronoun = |t: &ActorRef| t.span.len() == 1 && self.sentence.upos(t.span.start) == Upos::Pron;
        match outcome.event_type {
            EventType::Assault => target.retain(|t| !(itself(t) && pronoun(t))),
            EventType::Protest => {
                target.retain(|t| !(itself(t) && matches!(t.code.sector.as_deref(), None | Some("CVL"))))
            }
            // "suspended its rollout of the vaccine": its own things are nobody else.
            _ => target.retain(|t| !(itself(t) && t.code.sector.is_none() && t.code.name.is_none())),
        }
        if !target.iter().all(itself) {
            // "thanked both": who acts is none of the others.
            target.retain(|t| !itself(t));
        } else if outcome.event_type == EventType::Assault && !target.is_empty() {
            return Err(Miss::Plain("its source and its target are the same"));
        }

        if rule.needs_source && matched.source.is_empty() {
            return Err(Miss::Plain("nobody is named as its source"));
        }
        if rule.needs_target && matched.target.is_empty() {
            return Err(Miss::Plain("nobody is named as its target"));
        }
        // A summit and a body that meets need no other side.
        let alone = matched.source.len() + matched.target.len() < 2
            && outcome.mode.as_deref() != Some("multilateral")
            && matched.source.iter().all(|a| &*a.code.country != "IGO");
        if outcome.event_type == EventType::Consult && pattern.is_symmetric() && alone {
            return Err(Miss::Plain("nobody is named whom they met"));
        }
        check_sectors("source", &rule.source_is, &matched.source)?;
        check_sectors("target", &rule.target_is, &matched.target)?;
        if rule.abroad && matched.target.iter().any(|t| matched.source.iter().any(|s| s.code.country == t.code.country))
        {
            return Err(Miss::Plain("both sides are of one country"));
        }
        if matched.source.is_empty() && matched.target.is_empty() {
            return Err(Miss::Plain("no actor in its frame"));
        }

        let content = contents.first().map(|&i| found[i].outcome.clone());
        cameo::refine(self.rules, self.sentence, head, &mut outcome, content.as_ref());

        let mut remove = literal_events;
        match rule.content {
            Content::Absorb => remove.extend(&contents),
            Content::Keep => {}
            Content::Allege => {
                for &i in &contents {
                    found[i].alleged = true;
                    let speaker = matched.source.first().cloned();
                    found[i].said_by = speaker.map(|speaker| Allegation {
                        speaker,
                        cue: Span::new(head, head + 1),
                        content: self.sentence.subtree(found[i].head),
                    });
                }
            }
        }
        remove.sort_unstable();
        remove.dedup();
        for &i in remove.iter().rev() {
            matched.anchors.extend(found[i].anchors.iter().copied());
            found.remove(i);
        }
        let trigger = self.trigger(head, &matched.literals);
        matched.anchors.push(head);
        // "claimed responsibility" is what the one who did it says.
        let claimer = matched.source.first().filter(|_| rule.told_before).cloned();
        let said_by = claimer.map(|speaker| Allegation { speaker, cue: Span::new(head, head + 1), content: trigger });
        found.push(Found {
            rule: reference.rule,
            pattern: reference.pattern,
            outcome,
            head,
            trigger,
            anchors: matched.anchors,
            source: matched.source,
            target: matched.target,
            placed: matched.placed,
            alleged: false,
            said_by,
        });
        Ok(true)
    }

    fn match_verb(&self, pattern: &'a Pattern, verb: usize, found: &[Found]) -> Result<Match, Miss<'a>> {
        let s = self.sentence;
        let mut matched = Match::default();
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
            if found.iter().any(|f| f.head == subject) {
                // "a car bombing killed ten": the noun knows better what it was.
                return Err(Miss::Plain("its subject is an event itself"));
            }
            matched.source.extend(self.actors_of(subject, Role::Source, found));
            if matched.source.is_empty()
                && let Some(carrier) = self.light_verb(subject).and_then(|light| logical_subject(s, light))
            {
                // "carried out airstrikes killing nine"
                matched.source.extend(self.actors_of(carrier, Role::Source, found));
            }
            matched.literals.push(subject);
        }
        let first_object = logical_object(s, verb);
        let mut object = first_object;
        // What follows an infinitive belongs to it ("agree to hold talks with B").
        let mut clause = verb;
        let mut scope = vec![verb];
        scope.extend(object.filter(|&o| o != verb && s.governs(verb, o)));
        let mut targets = Vec::new();
        let mut both = Vec::new();
        for part in &pattern.parts {
            match part {
                Part::Word { words, prep, optional } => {
                    let at = if prep.is_empty() {
                        self.plain_literal(clause, object, &matched.literals, words)
                    } else {
                        self.prepositional(&scope, prep).find(|&c| is_one_of(s, c, words)).or_else(|| {
                            object.filter(|&o| is_one_of(s, o, words) && self.particle(clause, prep).is_some())
                        })
                    };
                    match at {
                        Some(token) => {
                            matched.literals.push(token);
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
                    matched.content = self.event_slot(clause, object, &scope, prep);
                    if matched.content.is_empty() && !optional {
                        return Err(Miss::Plain("there is no clause or phrase for its EVENT"));
                    }
                }
                Part::Slot { role, prep, optional } => {
                    let tokens: Vec<usize> = if prep.is_empty() {
                        // "gave the envoy three days": the recipient, unless the pattern has had the object.
                        let literal = |o: &usize| matched.literals.contains(o) || pattern.asks_for_object(s.lemma(*o));
                        let direct = object.filter(|o| !literal(o));
                        let indirect = s.child(clause, Deprel::Iobj);
                        indirect.or(direct).into_iter().collect()
                    } else {
                        self.prepositional(&scope, prep).filter(|c| !matched.literals.contains(c)).collect()
                    };
                    let tokens: Vec<usize> = if tokens.is_empty() && !prep.is_empty() {
                        // "handed down a sentence for corruption to B": below the phrase before it.
                        let phrases = matched.literals.iter().flat_map(|&t| s.children(t));
                        let inner: Vec<usize> = phrases.filter(|&c| s.deprel(c) == Deprel::Nmod).collect();
                        self.prepositional(&inner, prep).filter(|c| !matched.literals.contains(c)).collect()
                    } else {
                        tokens
                    };
                    let tokens: Vec<usize> = if tokens.is_empty() && self.particle(clause, prep).is_some() {
                        object.filter(|o| !matched.literals.contains(o)).into_iter().collect()
                    } else {
                        tokens
                    };
                    if tokens.is_empty() && !optional {
                        return Err(Miss::Phrase(prep));
                    }
                    match role {
                        Role::Target => targets.extend(tokens),
                        Role::Both => both.extend(tokens),
                        Role::Source => {
                            matched.source.extend(tokens.iter().flat_map(|&t| self.actors_of(t, Role::Source, found)))
                        }
                        Role::Thing | Role::Event => {}
                    }
                }
            }
        }
        let mut owned = false;
        // "shot down a Russian jet": the object is a literal, and whoever owns it is the target.
        if targets.is_empty() && pattern.before == Some(Role::Source) {
            // A literal that is an event brings its own sides along.
            let is_event = |o: &usize| found.iter().any(|f| f.anchors.contains(o));
            let literal =
                [object, first_object].into_iter().flatten().find(|o| matched.literals.contains(o) && !is_event(o));
            // "pulled out of the African Union"
            let named = |t: &usize| self.mentions.at(self.index, *t).is_some_and(|m| m.kind == MentionKind::Name);
            let literal = literal.or_else(|| matched.literals.iter().copied().find(|t| named(t) && !is_event(t)));
            matched.target.extend(literal.into_iter().flat_map(|t| self.actors_of(t, Role::Target, found)));
            owned = true;
        }
        // In "give B support" the recipient is the indirect object.
        let subject = logical_subject(s, verb);
        match pattern.before {
            Some(Role::Source) => {
                let before = matched.source.len();
                matched.source.extend(subject.into_iter().flat_map(|t| self.actors_of(t, Role::Source, found)));
                matched.thing_acts =
                    matched.source.len() == before && subject.is_some_and(|t| self.is_mere_thing(t, verb));
            }
            Some(Role::Target) => targets.extend(subject),
            Some(Role::Both) => both.splice(0..0, subject).for_each(drop),
            _ => {}
        }
        if owned {
            // "expressed its readiness", "sent a destroyer": its own things are no target.
            let Match { source, target, .. } = &mut matched;
            let state = |a: &ActorRef| matches!(a.code.sector.as_deref(), None | Some("GOV" | "MIL"));
            let own = |t: &ActorRef, s: &ActorRef| {
                s.code == t.code || s.code.country == t.code.country && state(s) && state(t)
            };
            target.retain(|t| !source.iter().any(|s| own(t, s)));
        }
        matched.target.extend(targets.into_iter().flat_map(|t| self.actors_of(t, Role::Target, found)));
        matched.source.extend(both.into_iter().flat_map(|t| self.actors_of(t, Role::Both, found)));
        dedup(&mut matched.source);
        dedup(&mut matched.target);
        Ok(matched)
    }

    /// "protesters gathered", "thousands of protesters gathered"
    fn literal_subject(&self, verb: usize, words: &[String]) -> Option<usize> {
        let s = self.sentence;
        let fits = |t: usize| is_one_of(s, t, words);
        let subject = logical_subject(s, verb)?;
        let members = s.children(subject).filter(|&c| has_case(s, c, &["of"]));
        std::iter::once(subject).chain(members).find(|&t| fits(t))
    }

    fn match_noun(&self, pattern: &'a Pattern, noun: usize, found: &[Found]) -> Result<Match, Miss<'a>> {
        let s = self.sentence;
        let mut matched = Match::default();
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
                Some(token) => matched.literals.push(token),
                None => return Err(Miss::Modifier(modifier)),
            }
        }
        let light = self.light_verb(noun);
        let mut scope = vec![noun];
        scope.extend(light);
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
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
                            matched.literals.push(token);
                            scope.push(token);
                        }
                        None if *optional => {}
                        None => return Err(Miss::Word(words)),
                    }
                }
                Part::Slot { role: Role::Event, prep, optional } => {
                    matched.content = self.event_slot(noun, None, &scope, prep);
                    if matched.content.is_empty() && !optional {
                        return Err(Miss::Plain("there is no clause or phrase for its EVENT"));
                    }
                }
                Part::Slot { role, prep, .. } => {
                    let mut tokens: Vec<usize> =
                        self.prepositional(&scope, prep).filter(|c| !matched.literals.contains(c)).collect();
                    if tokens.is_empty() && !inner.is_empty() {
                        // "deployment of soldiers near India": below the phrase before it.
                        tokens.extend(self.prepositional(&inner, prep).filter(|c| !matched.literals.contains(c)));
                    }
                    inner.extend(&tokens);
                    if tokens.is_empty() && *role == Role::Source && prep.iter().any(|p| p == "by") {
                        tokens.extend(self.nested_agent(noun, &scope));
                    }
                    match role {
                        Role::Target => targets.extend(tokens),
                        Role::Source | Role::Both => sources.extend(tokens),
                        Role::Thing | Role::Event => {}
                    }
                }
            }
        }
        let has_source = pattern.before.is_some_and(|r| r != Role::Target)
            || pattern.parts.iter().any(|p| matches!(p, Part::Slot { role: Role::Source | Role::Both, .. }));
        let owners: Vec<usize> = self.owners(noun).filter(|c| !matched.literals.contains(c)).collect();
        match pattern.before {
            Some(Role::Target) => targets.extend(owners),
            Some(Role::Source | Role::Both) => sources.extend(owners),
            _ => {}
        }
        if let Some(verb) = light {
            matched.anchors.push(verb);
            if has_source && (sources.is_empty() || pattern.before == Some(Role::Both)) {
                sources.splice(0..0, logical_subject(s, verb));
            }
        }
        let role = if pattern.before == Some(Role::Both) { Role::Both } else { Role::Source };
        if targets.is_empty() && pattern.takes_object() && pattern.before == Some(Role::Source) {
            // "his arrest", "Bhutto's assassination": it befell the person that has it.
            let suffers = |&t: &usize| s.deprel(t) == Deprel::NmodPoss && self.is_person(t);
            targets.extend(sources.iter().copied().filter(suffers));
            sources.retain(|t| !targets.contains(t));
        }
        matched.source.extend(sources.into_iter().flat_map(|t| self.actors_of(t, role, found)));
        matched.target.extend(targets.into_iter().flat_map(|t| self.actors_of(t, Role::Target, found)));
        if let Some(verb) = light.filter(|_| has_source && matched.source.is_empty()) {
            let subject = logical_subject(s, verb);
            matched.source.extend(subject.into_iter().flat_map(|t| self.actors_of(t, role, found)));
        }
        dedup(&mut matched.source);
        dedup(&mut matched.target);
        Ok(matched)
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
    fn light_verb(&self, noun: usize) -> Option<usize> {
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

    /// Head and literals, if they stand close together; the head alone otherwise.
    fn trigger(&self, head: usize, literals: &[usize]) -> Span<TokenIndex> {
        let mut span = Span::new(head, head + 1);
        for &t in literals {
            let joined = span.join(Span::new(t, t + 1));
            if joined.len() <= 6 {
                span = joined;
            }
        }
        span
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

pub(super) fn contains(words: &[String], lemma: &str) -> bool {
    words.iter().any(|w| w == lemma)
}

/// Tokens ordered so that every token comes before its governor.
fn leaves_first(sentence: &Sentence) -> Vec<usize> {
    let n = sentence.len();
    let mut order = Vec::with_capacity(n);
    let mut stack: Vec<usize> = (0..n).rev().filter(|&t| sentence.head(t).is_none()).collect();
    while let Some(token) = stack.pop() {
        order.push(token);
        stack.extend(sentence.children(token));
    }
    order.reverse();
    order
}
