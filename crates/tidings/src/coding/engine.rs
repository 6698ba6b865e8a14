//! Matches the rules against one sentence after the other.
//!
//! Words are tried from the leaves of the tree to its root, so that a rule about another event
//! ("agreed to …", "condemned the …") finds that event already coded.

use std::fmt;

use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::doubts::check_sectors;
use super::frames::{self, logical_subject};
use super::sides::dedup;
use super::slots::Slots;
use super::statements::Allegation;
use super::{cameo, merge};
use crate::codebook::actors::ActorCode;
use crate::codebook::ontology::EventType;
use crate::codebook::pattern::{HeadKind, Pattern, Role};
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
        self.check_unless(&rule.unless, head)?;
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
        let said_by =
            claimer.map(|speaker| Allegation { speaker, cue: Span::new(head, head + 1), content: self.after(head) });
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
        let slots = self.verb_slots(pattern, verb)?;
        let mut matched = Match::default();
        let actors = |tokens: &[usize], role: Role| -> Vec<ActorRef> {
            tokens.iter().flat_map(|&t| self.actors_of(t, role, found)).collect()
        };
        if let Some(subject) = slots.literal_subject {
            if found.iter().any(|f| f.head == subject) {
                // "a car bombing killed ten": the noun knows better what it was.
                return Err(Miss::Plain("its subject is an event itself"));
            }
            matched.source = self.actors_of(subject, Role::Source, found);
            if matched.source.is_empty()
                && let Some(carrier) = self.light_verb(subject).and_then(|light| logical_subject(s, light))
            {
                // "carried out airstrikes killing nine"
                matched.source.extend(self.actors_of(carrier, Role::Source, found));
            }
        }
        matched.source.extend(actors(&slots.sources, Role::Source));
        let mut owned = false;
        // "shot down a Russian jet": the object is a literal, and whoever owns it is the target.
        if slots.targets.is_empty() && pattern.before == Some(Role::Source) {
            // A literal that is an event brings its own sides along.
            let is_event = |o: &usize| found.iter().any(|f| f.anchors.contains(o));
            let literal = slots.objects.into_iter().flatten();
            let literal = literal.filter(|o| slots.literals.contains(o)).find(|o| !is_event(o));
            // "pulled out of the African Union"
            let named = |t: &usize| self.mentions.at(self.index, *t).is_some_and(|m| m.kind == MentionKind::Name);
            let literal = literal.or_else(|| slots.literals.iter().copied().find(|t| named(t) && !is_event(t)));
            matched.target.extend(literal.into_iter().flat_map(|t| self.actors_of(t, Role::Target, found)));
            owned = true;
        }
        let mut targets = slots.targets;
        let mut both = slots.both;
        match pattern.before {
            Some(Role::Source) => {
                let before = matched.source.len();
                matched.source.extend(slots.subject.into_iter().flat_map(|t| self.actors_of(t, Role::Source, found)));
                matched.thing_acts =
                    matched.source.len() == before && slots.subject.is_some_and(|t| self.is_mere_thing(t, verb));
            }
            Some(Role::Target) => targets.extend(slots.subject),
            Some(Role::Both) => both.splice(0..0, slots.subject).for_each(drop),
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
        matched.target.extend(actors(&targets, Role::Target));
        matched.source.extend(actors(&both, Role::Both));
        matched.literals = slots.literals;
        matched.content = slots.content;
        dedup(&mut matched.source);
        dedup(&mut matched.target);
        Ok(matched)
    }

    fn match_noun(&self, pattern: &'a Pattern, noun: usize, found: &[Found]) -> Result<Match, Miss<'a>> {
        let s = self.sentence;
        let slots = self.noun_slots(pattern, noun)?;
        let Slots { mut sources, mut targets, .. } = slots;
        let mut matched = Match { literals: slots.literals, content: slots.content, ..Match::default() };
        matched.anchors.extend(slots.light);
        let role = if pattern.before == Some(Role::Both) { Role::Both } else { Role::Source };
        if targets.is_empty() && pattern.takes_object() && pattern.before == Some(Role::Source) {
            // "his arrest", "Bhutto's assassination": it befell the person that has it.
            let suffers = |&t: &usize| s.deprel(t) == Deprel::NmodPoss && self.is_person(t);
            targets.extend(sources.iter().copied().filter(suffers));
            sources.retain(|t| !targets.contains(t));
        }
        matched.source.extend(sources.into_iter().flat_map(|t| self.actors_of(t, role, found)));
        matched.target.extend(targets.into_iter().flat_map(|t| self.actors_of(t, Role::Target, found)));
        if let Some(verb) = slots.light.filter(|_| pattern.has_source() && matched.source.is_empty()) {
            let subject = logical_subject(s, verb);
            matched.source.extend(subject.into_iter().flat_map(|t| self.actors_of(t, role, found)));
        }
        dedup(&mut matched.source);
        dedup(&mut matched.target);
        Ok(matched)
    }

    /// What hangs from a word behind it; the word itself if nothing does.
    fn after(&self, head: usize) -> Span<TokenIndex> {
        let end = self.sentence.subtree(head).end;
        if end > head + 1 { Span::new(head + 1, end) } else { Span::new(head, head + 1) }
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
