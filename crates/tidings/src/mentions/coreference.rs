//! Pronouns, "the minister", "the group", "the two countries": which mention before they go back to.
//!
//! A scored search over the last few sentences: nearer, more prominent and better fitting
//! mentions win; things that are no actors compete, so that "it" may well be nobody.

use tidings_text::{Deprel, Sentence, Upos};

use super::entity::Class;
use super::nominals::Role;
use super::tree::{clause_of, is_expletive, is_noun, is_plural, subject_of};
use super::words::{SAYING, SIDE_NOUNS, STATE_NOUNS, group_of};
use super::{Finder, MentionKind, Recent};
use crate::codebook::actors::{ActorCode, Gender};

/// How many sentences back an antecedent is sought.
const LOOK_BACK: usize = 3;
/// How many mentions back at most, whatever the sentences.
const LOOK_BACK_MENTIONS: usize = 80;

/// How prominent subjects are.
const SUBJECT: u8 = 3;

/// Words in quotation marks that reach over sentences, and who speaks them.
#[derive(Debug, Default)]
pub(super) struct Quote {
    open: bool,
    block: usize,
    speaker: Option<usize>,
}

/// Tokens in the order in which their actors are settled: left to right, but "In his speech, Johnson
/// said" settles Johnson before "his".
pub(super) fn reading_order(s: &Sentence) -> Vec<usize> {
    let mut order: Vec<usize> = (0..s.len()).collect();
    let Some(root) = s.root() else { return order };
    let Some(subject) = subject_of(s, root) else { return order };
    let front = s.children(root).filter(|&c| c < subject).find(|&c| {
        matches!(s.deprel(c), Deprel::Obl | Deprel::Advcl) && {
            let own_subject = subject_of(s, c).is_some();
            let span = s.subtree(c);
            !own_subject && span.range().any(|t| Number::of(s.form(t)).is_some())
        }
    });
    if let Some(front) = front {
        let (moved, behind) = (s.subtree(front), s.subtree(subject));
        if moved.end <= behind.start {
            order[moved.start..behind.end].rotate_left(moved.len());
        }
    }
    order
}

/// What a pronoun of the third person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Person(Gender),
    Neuter,
    Plural,
}

impl Number {
    fn of(form: &str) -> Option<Number> {
        const WORDS: &[(&str, Number)] = &[
            ("he", Number::Person(Gender::Male)),
            ("him", Number::Person(Gender::Male)),
            ("his", Number::Person(Gender::Male)),
            ("himself", Number::Person(Gender::Male)),
            ("she", Number::Person(Gender::Female)),
            ("her", Number::Person(Gender::Female)),
            ("hers", Number::Person(Gender::Female)),
            ("herself", Number::Person(Gender::Female)),
            ("it", Number::Neuter),
            ("its", Number::Neuter),
            ("itself", Number::Neuter),
            ("they", Number::Plural),
            ("them", Number::Plural),
            ("their", Number::Plural),
            ("theirs", Number::Plural),
            ("themselves", Number::Plural),
        ];
        WORDS.iter().find(|(word, _)| form.eq_ignore_ascii_case(word)).map(|&(_, number)| number)
    }
}

impl<'a> Finder<'a> {
    pub(super) fn pronoun(&mut self, i: usize, t: usize) {
        let s = &self.sentences[i];
        let form = s.form(t);
        if let Some(number) = Number::of(form) {
            if number == Number::Neuter && is_expletive(s, t) {
                return;
            }
            if let Some(entity) = self.antecedent(i, t, number) {
                if let Number::Person(gender) = number {
                    self.learn_gender(entity, Some(gender));
                }
                let entity = if number == Number::Plural { self.coordinated(i, entity) } else { entity };
                self.push_pronoun(i, t, entity);
            }
        } else if ["who", "whom", "whose", "which", "that"].iter().any(|w| form.eq_ignore_ascii_case(w)) {
            if let Some(noun) = relative_antecedent(s, t)
                && let Some(mention) = self.mention_at(i, noun)
            {
                let entity = mention.entity;
                self.push_pronoun(i, t, entity);
            }
        } else if form.eq_ignore_ascii_case("others") {
            self.others(i, t);
        }
    }

    fn push_pronoun(&mut self, i: usize, t: usize, entity: usize) {
        self.push(i, t, tidings_text::Span::new(t, t + 1), entity, MentionKind::Pronoun);
    }

    fn others(&mut self, i: usize, t: usize) {
        let role = Role { sector: "CVL", office: false, tokens: 1 };
        let codes = self.nominal_codes(i, t, None, &role);
        let entity = self.nominal_entity(i, t, &role, codes);
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
    }

    /// The entity that a pronoun most likely goes back to, if that is an actor.
    fn antecedent(&self, i: usize, t: usize, number: Number) -> Option<usize> {
        let s = &self.sentences[i];
        let reflexive = s.form(t).ends_with("self") || s.form(t).ends_with("selves");
        let possessive = s.deprel(t) == Deprel::NmodPoss;
        let verb = s.head(t).filter(|_| !possessive);
        // "Iran freed a tanker, accusing it of …": nor of the clause from which its own takes the subject.
        let own_subject = verb.filter(|_| !reflexive).and_then(|v| understood_subject(s, v));
        let subject = own_subject.and_then(|c| self.mention_at(i, c)).map(|m| m.entity);
        let mut best: Option<(i32, usize)> = None;
        for (back, candidate) in self.recent.iter().rev().take(LOOK_BACK_MENTIONS).enumerate() {
            if candidate.sentence + LOOK_BACK < i {
                break;
            }
            if Some(candidate.entity) == subject {
                continue;
            }
            let entity = &self.entities[candidate.entity];
            let Some(fit) = fit(entity, number) else { continue };
            let distance = i - candidate.sentence;
            if distance == 0 {
                let c = candidate.token;
                // "Iran said Iraq attacked it": an object is not its own clause's subject.
                let clash = verb.is_some() && s.head(c) == verb && !reflexive;
                let inside = s.governs(t, c) || s.governs(c, t) && !possessive;
                if clash || inside || c == t {
                    continue;
                }
            }
            let mut score = fit;
            score += match distance {
                0 => 40,
                1 => 28,
                2 => 10,
                _ => 0,
            };
            score += i32::from(candidate.prominence) * 8;
            score += match candidate.kind {
                MentionKind::Name => 6,
                MentionKind::Pronoun => 8,
                MentionKind::Nominal => 0,
                MentionKind::Adjective => -18,
            };
            score -= (back as i32).min(20) / 2;
            if distance == 0 && candidate.prominence >= 2 && self.commands(s, candidate.token, t) {
                score += 10;
            }
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, candidate.entity));
            }
        }
        let (_, entity) = best?;
        (!self.entities[entity].actors.is_empty()).then_some(entity)
    }

    /// True if `t` stands in the clause of which `subject` is the subject, or in one below it.
    fn commands(&self, s: &Sentence, subject: usize, t: usize) -> bool {
        s.head(subject).is_some_and(|verb| s.governs(verb, t))
    }

    /// "they" after "A and B": both.
    fn coordinated(&mut self, i: usize, entity: usize) -> usize {
        let near: Vec<Recent> = self.recent.iter().rev().take(LOOK_BACK_MENTIONS).copied().collect();
        let Some(found) = near.iter().find(|r| r.entity == entity && r.sentence + LOOK_BACK >= i) else {
            return entity;
        };
        let Some(group) = found.coordination else { return entity };
        if self.entities[entity].class == Class::Plural && self.entities[entity].actors.len() > 1 {
            return entity;
        }
        let members = members(&near, found.sentence, group);
        if members.len() < 2 { entity } else { self.together(&members) }
    }

    /// One entity for several.
    fn together(&mut self, members: &[usize]) -> usize {
        let mut actors: Vec<ActorCode> = Vec::new();
        for &member in members {
            for actor in &self.entities[member].actors {
                if !actors.contains(actor) {
                    actors.push(actor.clone());
                }
            }
        }
        self.entities.push(super::Entity { actors, class: Class::Plural, gender: None, nouns: Vec::new() });
        self.entities.len() - 1
    }

    /// "both" as a pronoun.
    pub(super) fn pair(&mut self, i: usize, t: usize) {
        let s = &self.sentences[i];
        if matches!(s.deprel(t), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj)
            && let Some(entity) = self.last_two(None, |_| true)
        {
            self.push_pronoun(i, t, entity);
        }
    }

    /// "the two countries", "both sides", "the countries".
    pub(super) fn several(&mut self, i: usize, t: usize) -> bool {
        let s = &self.sentences[i];
        let lemma = s.lemma(t);
        let state = STATE_NOUNS.contains(&lemma);
        let side = SIDE_NOUNS.contains(&lemma);
        let leader =
            matches!(lemma, "leader" | "government" | "president" | "minister" | "official" | "army" | "force");
        if !(state || side || leader) || !is_plural(s, t) {
            return false;
        }
        let dual = s
            .children(t)
            .any(|c| s.deprel(c) == Deprel::Nummod && matches!(s.lemma(c), "two" | "2") || s.lemma(c) == "both");
        let plain = definite_article(s, t) && s.children(t).filter(|&c| c < t).count() == 1;
        if !dual && !(plain && (state || lemma == "side")) {
            return false;
        }
        if dual && !definite_article(s, t) && !s.children(t).any(|c| s.lemma(c) == "both") {
            // "two countries" are any two.
            return false;
        }
        let pair = if side && dual { self.last_pair(i) } else { None };
        let other = other_than(s, t).and_then(|subject| self.mention_at(i, subject)).map(|m| m.entity);
        let entity = if pair.is_some() {
            pair
        } else if lemma == "president" || lemma == "minister" || lemma == "leader" {
            self.last_two(other, |e| e.class == Class::Person && e.sector() == Some("GOV"))
                .or_else(|| self.last_two(other, |e| e.class == Class::State))
        } else if state {
            self.last_two(other, |e| e.class == Class::State)
        } else {
            self.last_two(other, |e| e.class == Class::State)
                .or_else(|| self.last_two(other, |e| e.class != Class::Thing))
        };
        let Some(entity) = entity else { return state };
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
        true
    }

    /// "The army and the rebels agreed …": the two that were the subject of a sentence shortly before.
    fn last_pair(&mut self, i: usize) -> Option<usize> {
        let near: Vec<Recent> = self.recent.iter().rev().take(LOOK_BACK_MENTIONS).copied().collect();
        let first = near.iter().find(|r| {
            r.sentence < i
                && r.sentence + LOOK_BACK >= i
                && r.prominence >= SUBJECT
                && r.coordination == Some(r.token)
                && !self.entities[r.entity].actors.is_empty()
        })?;
        let members = members(&near, first.sentence, first.token);
        (members.len() == 2).then(|| self.together(&members))
    }

    /// The last two different actors that fit, in the order in which they were named, of other countries
    /// than `other`'s.
    fn last_two(&mut self, other: Option<usize>, fits: impl Fn(&super::Entity) -> bool) -> Option<usize> {
        let mut found: Vec<usize> = Vec::with_capacity(2);
        for recent in self.recent.iter().rev().take(LOOK_BACK_MENTIONS) {
            let entity = &self.entities[recent.entity];
            let same = other.is_some_and(|o| self.entities[o].country() == entity.country());
            if entity.actors.is_empty() || same || !fits(entity) {
                continue;
            }
            if entity.actors.len() == 2 && found.is_empty() {
                return Some(recent.entity);
            }
            if entity.actors.len() == 1 && found.iter().all(|&e| self.entities[e].country() != entity.country()) {
                found.push(recent.entity);
            }
            if found.len() == 2 {
                found.reverse();
                return Some(self.together(&found));
            }
        }
        None
    }

    /// "the minister", "the group", "the country": the actor last called so.
    pub(super) fn definite(&mut self, i: usize, t: usize, role: Option<&Role<'_>>) -> bool {
        let s = &self.sentences[i];
        let lemma = s.lemma(t);
        let state = STATE_NOUNS.contains(&lemma);
        let group = group_of(lemma);
        if role.is_none() && !state && group.is_none() {
            return false;
        }
        if is_plural(s, t) || !definite_article(s, t) && !headline_office(s, t, role) {
            return false;
        }
        let described = s.children(t).any(|c| match s.deprel(c) {
            Deprel::Nmod => super::tree::preposition(s, c) == Some("of"),
            Deprel::NmodPoss | Deprel::AclRelcl | Deprel::Nummod => true,
            Deprel::Amod | Deprel::Compound => self.hits[i].iter().any(|h| h.span.contains(c)),
            _ => false,
        });
        if described {
            // "the country's president": whose is said; only the owner matters.
            return state && self.state_noun(i, t, false);
        }
        if state {
            return self.state_noun(i, t, true);
        }
        let office = role.is_some_and(|r| r.office);
        let words = super::nominals::office_words(s, t, role.map_or(1, |r| r.tokens));
        let fits = |e: &super::Entity| {
            if e.actors.len() != 1 {
                return false;
            }
            let called = e.nouns.iter().any(|n| &**n == lemma || **n == *words);
            let called = called
                && role.is_none_or(|r| {
                    r.tokens == 1 || e.nouns.iter().any(|n| **n == *words) || r.sector == e.sector().unwrap_or("")
                });
            called && (office || e.class != Class::Plural) || group.is_some_and(|g| e.is_group(g))
        };
        // Governments and armies say their country; only persons and groups are looked up by noun.
        let by_noun = office || group.is_some() || role.is_some_and(|_| !super::words::BODY_NOUNS.contains(&lemma));
        if !by_noun {
            return false;
        }
        let reach = if office { 12 } else { 6 };
        let found = self
            .recent
            .iter()
            .rev()
            .take_while(|r| r.sentence + reach >= i)
            .map(|r| r.entity)
            .find(|&e| fits(&self.entities[e]));
        let Some(entity) = found else { return false };
        self.call(entity, lemma);
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
        true
    }

    /// "the country": the last state that acted, else the one that the text is about.
    fn state_noun(&mut self, i: usize, t: usize, plain: bool) -> bool {
        if !plain {
            // "a country of", "Germany's neighbour": no name.
            return true;
        }
        let found = self
            .recent
            .iter()
            .rev()
            .take_while(|r| r.sentence + LOOK_BACK >= i)
            .find(|r| {
                let e = &self.entities[r.entity];
                e.class == Class::State && e.actors.len() == 1 && (r.sentence < i || r.prominence > 0)
            })
            .map(|r| r.entity);
        let entity = found.or_else(|| {
            let country = self.countries.around(i)?;
            let code = ActorCode::country(country);
            Some(self.entity_for(&[code], super::Called { class: Class::State, gender: None, noun: "" }))
        });
        if let Some(entity) = entity {
            self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
        }
        true
    }

    /// "I", "we" and "our" between quotation marks: whoever speaks.
    pub(super) fn first_person(&mut self, i: usize) {
        let s = &self.sentences[i];
        if s.block != self.quote.block {
            self.quote = Quote { block: s.block, open: false, speaker: self.quote.speaker };
        }
        let mut quoted = Vec::new();
        let mut any = self.quote.open;
        for t in 0..s.len() {
            match s.form(t) {
                "“" | "``" => self.quote.open = true,
                "”" | "''" => self.quote.open = false,
                "\"" => self.quote.open = !self.quote.open,
                form => {
                    let first =
                        ["I", "we", "our", "us", "my", "me", "ours"].iter().any(|w| form.eq_ignore_ascii_case(w));
                    if self.quote.open && first && s.upos(t) == Upos::Pron {
                        quoted.push(t);
                    }
                }
            }
            any |= self.quote.open;
        }
        if any && let Some(speaker) = self.speaker(i) {
            self.quote.speaker = Some(speaker);
        }
        if let Some(speaker) = self.quote.speaker {
            for t in quoted {
                self.push_pronoun(i, t, speaker);
            }
        }
    }

    fn speaker(&self, i: usize) -> Option<usize> {
        let s = &self.sentences[i];
        let verbs = (0..s.len()).filter(|&t| s.upos(t) == Upos::Verb && SAYING.contains(&s.lemma(t)));
        verbs.filter_map(|v| subject_of(s, v)).find_map(|subject| self.mention_at(i, subject)).map(|m| m.entity)
    }
}

/// What is coordinated in a group of one sentence, in the order of reading; `near` starts with the last.
fn members(near: &[Recent], sentence: usize, group: usize) -> Vec<usize> {
    let of_group = near.iter().rev().filter(|r| r.sentence == sentence && r.coordination == Some(group));
    of_group.map(|r| r.entity).collect()
}

/// How well an entity fits a pronoun, `None` if it cannot.
fn fit(entity: &super::Entity, number: Number) -> Option<i32> {
    match (number, entity.class) {
        (Number::Person(gender), Class::Person) => match entity.gender {
            Some(known) if known == gender => Some(12),
            Some(_) => None,
            None => Some(0),
        },
        (Number::Neuter, Class::State | Class::Body) => Some(10),
        (Number::Neuter, Class::Thing) => Some(0),
        (Number::Plural, Class::Plural) => Some(if entity.actors.is_empty() { 2 } else { 12 }),
        (Number::Plural, Class::Body) => Some(6),
        (Number::Plural, Class::State) => Some(0),
        (Number::Plural, Class::Person) => Some(-12),
        _ => None,
    }
}

/// The subject of a clause, its own or the one that it takes from the clause above: "…, accusing them".
fn understood_subject(s: &Sentence, verb: usize) -> Option<usize> {
    let mut clause = verb;
    loop {
        if let Some(subject) = subject_of(s, clause) {
            return Some(subject);
        }
        let takes = matches!(s.deprel(clause), Deprel::Advcl | Deprel::Xcomp | Deprel::Conj);
        clause = s.head(clause).filter(|_| takes)?;
    }
}

/// "Angola thanked both sides": the subject, which is neither of them.
fn other_than(s: &Sentence, t: usize) -> Option<usize> {
    let object = matches!(s.deprel(t), Deprel::Obj | Deprel::Obl | Deprel::Iobj);
    s.head(t).filter(|_| object).and_then(|verb| understood_subject(s, verb))
}

fn definite_article(s: &Sentence, t: usize) -> bool {
    s.children(t)
        .any(|c| s.deprel(c) == Deprel::Det && matches!(s.lemma(c), "the" | "this" | "that" | "these" | "those"))
}

/// Headlines drop the article: "President vows", but never for plain people.
fn headline_office(s: &Sentence, t: usize, role: Option<&Role<'_>>) -> bool {
    role.is_some_and(|r| r.office) && is_noun(s, t) && s.children(t).all(|c| s.deprel(c) != Deprel::Det)
}

/// The noun that a relative pronoun stands for.
fn relative_antecedent(s: &Sentence, t: usize) -> Option<usize> {
    let mut at = t;
    for _ in 0..8 {
        let head = s.head(at)?;
        if matches!(s.deprel(at), Deprel::AclRelcl | Deprel::Acl) {
            return is_noun(s, head).then_some(head);
        }
        if clause_of(s, at) == Some(at) && s.deprel(at) != Deprel::AclRelcl && at != t {
            return None;
        }
        at = head;
    }
    None
}
