//! Standing facts that sentences state: who holds which office, has signed which treaty, makes which weapon.
//!
//! The rules' patterns are matched with the same frames as those of events; what must stand at OBJECT is
//! sought in the vocabularies, among the actors and places, or is an office. Offices also stand before
//! names and beside them, where there is no verb to match.

mod objects;
mod offices;

use tidings_records::Status;
use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::engine::{ActorRef, Matcher, contains};
use super::frames::{self, antecedent, has_case, is_verbal};
use super::statements::Statements;
use super::status::{self, Words};
use crate::codebook::Codebook;
use crate::codebook::actors::{ActorCode, is_stateless};
use crate::codebook::claims::{ClaimPattern, ClaimRule, Object, Subject};
use crate::codebook::pattern::{HeadKind, Pattern, Role};
use crate::codebook::vocabularies::{Kind, TermHit};
use crate::place::PlaceMention;

/// A claim before date and record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundClaim {
    /// Index into [`crate::codebook::claims::ClaimRules::rules`].
    pub rule: usize,
    /// Of a rule with patterns.
    pub pattern: Option<usize>,
    /// The word that states it.
    pub head: usize,
    pub subject: ActorRef,
    pub object: ObjectRef,
    pub negated: bool,
    pub status: Status,
    pub alleged: bool,
    /// Index into [`Statements::list`].
    pub said_by: Option<usize>,
}

/// What a claim says of its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectRef {
    pub code: Option<String>,
    pub name: Option<String>,
    pub span: Span<TokenIndex>,
}

/// The terms last named in a document, to which "the treaty" and "such weapons" go back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Named {
    weapon: Option<usize>,
    treaty: Option<usize>,
}

/// Claims of one sentence.
pub struct ClaimCoder<'a> {
    pub matcher: &'a Matcher<'a>,
    pub codebook: &'a Codebook,
    pub places: &'a [PlaceMention],
    hits: Vec<TermHit>,
    named: Named,
}

impl<'a> ClaimCoder<'a> {
    /// `named` is what the sentences before have named; it learns from this one.
    pub fn new(
        matcher: &'a Matcher<'a>,
        codebook: &'a Codebook,
        places: &'a [PlaceMention],
        named: &mut Named,
    ) -> ClaimCoder<'a> {
        let hits = codebook.vocabularies.hits(matcher.sentence);
        for hit in &hits {
            let term = &codebook.vocabularies.terms[hit.term];
            match term.kind {
                Kind::Treaty => named.treaty = Some(hit.term),
                Kind::Weapon if !term.wide => named.weapon = Some(hit.term),
                Kind::Weapon => {}
            }
        }
        ClaimCoder { matcher, codebook, places, hits, named: *named }
    }

    /// All claims of the sentence, by position.
    pub fn code(&self, statements: &Statements) -> Vec<FoundClaim> {
        let s = self.matcher.sentence;
        let rules = &self.codebook.claims;
        let mut found: Vec<FoundClaim> = Vec::new();
        let mut add = |at: ClaimPattern, head: usize, matched: Vec<(ActorRef, ObjectRef)>| {
            let rule = (at.rule, Some(at.pattern));
            let claims =
                matched.into_iter().map(|(subject, object)| self.claim(rule, head, subject, object, statements));
            let before = found.len();
            found.extend(claims);
            found.len() > before
        };
        for t in 0..s.len() {
            let is_predicate = s.child(t, Deprel::Cop).is_some();
            if !is_predicate && !matches!(s.upos(t), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::X) {
                continue;
            }
            let lemma = s.lemma(t);
            let kinds: &[HeadKind] =
                if is_verbal(s, t) { &[HeadKind::Verb] } else { &[HeadKind::Verb, HeadKind::Noun] };
            for &at in kinds.iter().flat_map(|&kind| rules.heads(kind, lemma)) {
                let rule = &rules.rules[at.rule];
                if add(at, t, self.fire(rule, &rule.patterns[at.pattern], t)) {
                    break;
                }
            }
            if is_predicate || s.deprel(t) == Deprel::Root && frames::is_predicate(s, t) {
                for &at in rules.predicates() {
                    let rule = &rules.rules[at.rule];
                    add(at, t, self.predicate(rule, &rule.patterns[at.pattern], t));
                }
            }
        }
        self.offices(statements, &mut found);
        // What is only planned or thought of is no fact; what will be is one to come.
        let cues = &self.codebook.cues;
        found.retain(|claim| match claim.status {
            Status::Future => {
                claim.pattern.is_none()
                    || status::own_status(s, cues, claim.head, self.matcher.headline) == Some(Status::Future)
            }
            status => status != Status::Hypothetical,
        });
        // Two ways to the same fact: the first counts.
        let mut i = 0;
        while i < found.len() {
            let same = |other: &FoundClaim| {
                let (a, b) = (&rules.rules[other.rule], &rules.rules[found[i].rule]);
                a.relation == b.relation
                    && other.negated == found[i].negated
                    && other.subject.code == found[i].subject.code
                    && (other.object.span.overlaps(found[i].object.span)
                        || other.object.code.is_some()
                            && other.object.code == found[i].object.code
                            && a.relation != "holds_office")
            };
            if found[..i].iter().any(same) {
                found.remove(i);
            } else {
                i += 1;
            }
        }
        found
    }

    fn claim(
        &self,
        (rule, pattern): (usize, Option<usize>),
        head: usize,
        subject: ActorRef,
        object: ObjectRef,
        statements: &Statements,
    ) -> FoundClaim {
        let s = self.matcher.sentence;
        let cues = &self.codebook.cues;
        let entry = &self.codebook.claims.rules[rule];
        let words = Words { head, trigger: Span::new(head, head + 1), anchors: &[head] };
        let is_noun = pattern.is_some_and(|p| entry.patterns[p].kind == HeadKind::Noun);
        let told = self.told(&words, is_noun);
        let said_by = statements.around(self.matcher.index, head).into_iter().next();
        let claimed = said_by.is_some_and(|u| {
            let said = &statements.list[u];
            said.sentence == self.matcher.index && contains(&cues.alleging, s.lemma(said.cue.start))
        });
        let accused = s.xpos(head) == Xpos::Vbg
            && has_case(s, head, &["of"])
            && s.head(head).is_some_and(|h| contains(&cues.alleging, s.lemma(h)));
        FoundClaim {
            rule,
            pattern,
            head,
            subject,
            object,
            negated: (told == Status::Negated) != entry.negated,
            status: match told {
                Status::Negated | Status::Actual if entry.status == Status::Actual && self.is_past(head, said_by) => {
                    Status::Historical
                }
                Status::Negated | Status::Actual => entry.status,
                other => other,
            },
            alleged: claimed || accused || status::hedged(s, cues, &words),
            said_by,
        }
    }

    /// Whether the words state it, deny it, or only think of it.
    fn told(&self, words: &Words<'_>, is_noun: bool) -> Status {
        let s = self.matcher.sentence;
        let cues = &self.codebook.cues;
        let head = words.head;
        let governor = s.head(head).map_or("", |h| s.lemma(h));
        // "has no nuclear weapons"
        let no = |c: usize| s.deprel(c) == Deprel::Det && s.lemma(c) == "no";
        let object = frames::logical_object(s, head).is_some_and(|o| s.children(o).any(no));
        let own = status::own_status(s, cues, head, self.matcher.headline);
        let own = own.or(object.then_some(Status::Negated));
        if is_noun {
            // Of "its annexation was never recognised" only the recognition is denied; threatened sanctions are none.
            let thought = s.deprel(head) == Deprel::Obj
                && (contains(&cues.hypothetical_verbs, governor) || contains(&cues.future_verbs, governor));
            return if thought { Status::Hypothetical } else { own.unwrap_or_default() };
        }
        // "voted yes to joining", "plans for banning": thought of; "accused of possessing" is alleged.
        let gerund = s.xpos(head) == Xpos::Vbg && s.child(head, Deprel::Aux).is_none();
        let thought = gerund && frames::has_case(s, head, &["to", "on", "about", "for", "against", "toward", "of"]);
        if thought && !contains(&cues.alleging, governor) {
            return Status::Hypothetical;
        }
        if s.deprel(head) == Deprel::Xcomp && contains(&cues.ceasing_verbs, governor) {
            return Status::Negated;
        }
        let told = status::status(s, cues, words, self.matcher.headline);
        let infinitive = s.children(head).any(|c| s.xpos(c) == Xpos::To);
        // "demanding that it be dismissed"
        let subjunctive = s.xpos(head) == Xpos::Vb && !infinitive && s.child(head, Deprel::Aux).is_none();
        match told {
            // "prevented B from getting them" says of B nothing but that it would.
            Status::Negated if own != Some(Status::Negated) && !contains(&cues.refusing_verbs, governor) => {
                let denied = contains(&cues.denying_verbs, governor) || contains(&cues.negating_nouns, governor);
                if denied || s.deprel(head) == Deprel::Ccomp { told } else { Status::Hypothetical }
            }
            Status::Actual | Status::Historical if infinitive && !contains(&cues.implying_verbs, governor) => {
                Status::Hypothetical
            }
            Status::Actual if subjunctive => Status::Hypothetical,
            told => told,
        }
    }

    /// "was the chancellor", "had such weapons until 1996": a state that has ended. What somebody says in the past
    /// tense may well last.
    fn is_past(&self, head: usize, said_by: Option<usize>) -> bool {
        let s = self.matcher.sentence;
        let was = s.child(head, Deprel::Cop).is_some_and(|c| s.xpos(c) == Xpos::Vbd);
        let until = || {
            let mut phrases =
                s.children(head).filter(|&c| matches!(s.deprel(c), Deprel::Obl | Deprel::Advcl | Deprel::Nmod));
            s.xpos(head) == Xpos::Vbd && phrases.any(|c| has_case(s, c, &["until", "till"]))
        };
        // "a former member of"
        let former = s.children(head).any(|c| contains(&self.codebook.cues.past_offices, &s.lemma(c).to_lowercase()));
        was && said_by.is_none() && !self.matcher.headline || former || until()
    }

    /// The subjects and objects of a pattern at its head.
    fn fire(&self, rule: &ClaimRule, pattern: &Pattern, head: usize) -> Vec<(ActorRef, ObjectRef)> {
        let s = self.matcher.sentence;
        let slots = match pattern.kind {
            HeadKind::Verb => self.matcher.verb_slots(pattern, head),
            HeadKind::Noun => self.matcher.noun_slots(pattern, head),
        };
        let Ok(slots) = slots else { return Vec::new() };
        if self.matcher.check_unless(&rule.unless, head).is_err() {
            return Vec::new();
        }
        let mut subjects = slots.sources;
        if pattern.kind == HeadKind::Noun && pattern.before != Some(Role::Source) {
            // "ECOWAS imposed sanctions on B": who imposes them is not under them.
            let carrier = slots.light.and_then(|verb| frames::logical_subject(s, verb));
            subjects.retain(|&t| Some(t) != carrier);
        }
        let mut objects = slots.targets;
        if pattern.kind == HeadKind::Verb {
            let own = slots.subject.or_else(|| self.described(head, pattern));
            match pattern.before {
                Some(Role::Source) => subjects.splice(0..0, own).for_each(drop),
                Some(Role::Target) => objects.splice(0..0, own).for_each(drop),
                _ => {}
            }
        }
        if subjects.is_empty() && pattern.copula.is_some() && pattern.before == Some(Role::Target) {
            // "is under Russian occupation"
            subjects.extend(self.matcher.owners(head));
        }
        if !pattern.has_target() && (rule.implied.is_some() || pattern.kind == HeadKind::Noun) {
            // "sanctions on SUBJECT", "nuclear-armed SUBJECT"
            objects.push(head);
        }
        self.pairs(rule, s, &subjects, &objects)
    }

    /// "be under OBJECT" and the like at a predicate.
    fn predicate(&self, rule: &ClaimRule, pattern: &Pattern, head: usize) -> Vec<(ActorRef, ObjectRef)> {
        let s = self.matcher.sentence;
        let prep = pattern.copula.as_deref().unwrap_or_default();
        let cop = s.child(head, Deprel::Cop).unwrap_or(head);
        let case = (cop..head).find(|&t| s.deprel(t) == Deprel::Case).map(|t| s.lemma(t));
        let introduced = match case {
            Some(word) => contains(prep, word),
            None => prep.is_empty(),
        };
        if !introduced || self.matcher.check_unless(&rule.unless, head).is_err() {
            return Vec::new();
        }
        let own = s.children(head).find(|&c| s.deprel(c) == Deprel::Nsubj);
        let subjects: Vec<usize> = own.or_else(|| frames::surface_subject(s, head)).into_iter().collect();
        self.pairs(rule, s, &subjects, &[head])
    }

    fn pairs(
        &self,
        rule: &ClaimRule,
        s: &Sentence,
        subjects: &[usize],
        objects: &[usize],
    ) -> Vec<(ActorRef, ObjectRef)> {
        let mut subjects: Vec<ActorRef> = subjects.iter().flat_map(|&t| self.subject(rule.subject, t)).collect();
        if rule.relation == "party_to" {
            // Whoever signs or ratifies it for a state, the state is the party.
            for subject in &mut subjects {
                let official = matches!(subject.code.sector.as_deref(), Some("GOV" | "LEG"));
                if official && !is_stateless(&subject.code.country) {
                    subject.code = ActorCode::country(&subject.code.country);
                }
            }
        }
        if subjects.is_empty() {
            return Vec::new();
        }
        let objects: Vec<usize> = objects.iter().flat_map(|&t| with_conjuncts(s, t, rule.object)).collect();
        let mut pairs = Vec::new();
        for subject in &subjects {
            for &token in &objects {
                if let Some(object) = self.object(rule, token, subject)
                    && !subject.span.covers(object.span)
                    && (rule.object == Object::Territory || object.code.as_deref() != Some(&*subject.code.to_string()))
                {
                    pairs.push((subject.clone(), object));
                }
            }
        }
        pairs
    }

    /// Whom a noun in apposition, an "as" phrase or a participle is said of.
    fn described(&self, head: usize, pattern: &Pattern) -> Option<usize> {
        let s = self.matcher.sentence;
        if is_verbal(s, head) {
            // "Houthi-controlled Sanaa", "the rebel-held town"
            let named = |c: &usize| *c < head && self.matcher.mentions.at(self.matcher.index, *c).is_some();
            return (s.deprel(head) == Deprel::Amod).then(|| s.children(head).find(named)).flatten();
        }
        pattern.copula.as_ref()?;
        let governor = s.head(head)?;
        match s.deprel(head) {
            Deprel::Appos => Some(governor),
            // "As a member of the council, Russia has …"
            Deprel::Obl | Deprel::Advcl | Deprel::Nmod if has_case(s, head, &["as"]) => {
                if is_verbal(s, governor) {
                    frames::logical_subject(s, governor)
                } else {
                    Some(governor)
                }
            }
            _ => s.child(head, Deprel::Appos).filter(|&c| c > head),
        }
    }

    fn subject(&self, wanted: Subject, token: usize) -> Vec<ActorRef> {
        let s = self.matcher.sentence;
        let pronoun = token;
        let token = antecedent(s, token);
        let actors = || {
            let mut actors = self.matcher.actors_of(token, Role::Source, &[]);
            if self.matcher.mentions.at(self.matcher.index, token).is_none() && pronoun != token {
                // "pressure on North Korea, which is …": the nearer noun, whatever the parser hung the clause from.
                let before = pronoun - usize::from(pronoun > 0 && s.form(pronoun - 1) == ",");
                let near = self.matcher.mentions.of_sentence(self.matcher.index).iter().find(|m| m.span.end == before);
                let near = near.map(|m| self.matcher.actors_of(m.head, Role::Source, &[]));
                actors = near.filter(|near| !near.is_empty()).unwrap_or(actors);
            }
            self.along(token, &mut actors);
            actors
        };
        match wanted {
            Subject::Actor => actors(),
            Subject::Person => {
                let person =
                    |a: &ActorRef| a.code.name.is_some() && is_person(&a.code) || self.matcher.is_person(a.span.start);
                actors().into_iter().filter(person).collect()
            }
            Subject::State => {
                let state = |a: &ActorRef| {
                    matches!(a.code.sector.as_deref(), None | Some("GOV" | "LEG" | "MIL"))
                        && !is_stateless(&a.code.country)
                };
                actors().into_iter().filter(state).collect()
            }
            Subject::Treaty => {
                let Some(hit) = self.term(token, Kind::Treaty) else { return Vec::new() };
                let term = &self.codebook.vocabularies.terms[hit.term];
                let code = ActorCode { country: "UNK".into(), sector: None, name: Some(term.name.as_str().into()) };
                vec![ActorRef { code, span: hit.span }]
            }
            Subject::Law => {
                if !self.codebook.rules.is_in_class("lawtext", s.lemma(token)) {
                    return Vec::new();
                }
                actors()
            }
        }
    }

    /// "North Korea produces them, along with China and Russia": who else.
    fn along(&self, subject: usize, actors: &mut Vec<ActorRef>) {
        let s = self.matcher.sentence;
        if actors.is_empty() {
            return;
        }
        let governors = [Some(subject), s.head(subject), s.head(subject).and_then(|v| frames::logical_object(s, v))];
        for phrase in governors.into_iter().flatten().flat_map(|g| s.children(g)) {
            let company = s.children(phrase).any(|c| {
                matches!(s.deprel(c), Deprel::Case | Deprel::Cc | Deprel::Mark)
                    && (s.form(c).eq_ignore_ascii_case("along")
                        || s.form(c).eq_ignore_ascii_case("alongside")
                        || s.form(c).eq_ignore_ascii_case("like"))
            });
            if company {
                let more = self.matcher.actors_of(phrase, Role::Source, &[]);
                let listed = s.children(phrase).filter(|&c| has_case(s, c, &["including", "like", "as", "include"]));
                let listed = listed.flat_map(|c| self.matcher.actors_of(c, Role::Source, &[])).collect::<Vec<_>>();
                for actor in more.into_iter().chain(listed) {
                    if !actors.iter().any(|a| a.code == actor.code) {
                        actors.push(actor);
                    }
                }
            }
        }
    }
}

/// A code of a person rather than of a body: those who belong to no state have no persons of their own.
pub(super) fn is_person(code: &ActorCode) -> bool {
    has_state(&code.country)
}

/// A country, or one that is not known.
pub(super) fn has_state(country: &str) -> bool {
    country == "UNK" || !is_stateless(country)
}

/// The word and what is coordinated with it; of "use and stockpiling of X" the first alone.
fn with_conjuncts(s: &Sentence, token: usize, wanted: Object) -> Vec<usize> {
    let mut all = vec![token];
    let shared = wanted == Object::Any
        && s.children(token)
            .filter(|&c| s.deprel(c) == Deprel::Conj)
            .any(|c| !is_verbal(s, c) && s.child(c, Deprel::Nmod).is_some());
    if !shared {
        all.extend(s.children(token).filter(|&c| s.deprel(c) == Deprel::Conj));
    }
    all
}
