//! Standing facts that sentences state: who holds which office, has signed which treaty, makes which weapon.
//!
//! The rules' patterns are matched with the same frames as those of events; what must stand at OBJECT is
//! sought in the vocabularies, among the actors and places, or is an office. Offices also stand before
//! names and beside them, where there is no verb to match.

use tidings_records::Status;
use tidings_text::{Deprel, Entity, EntityKind, Sentence, Span, TokenIndex, Upos, Xpos};

use super::engine::{ActorRef, Matcher, contains};
use super::frames::{self, antecedent, has_case, is_nominal, is_verbal};
use super::statements::Statements;
use super::status::{self, Words};
use crate::codebook::Codebook;
use crate::codebook::actors::{ActorCode, NameKind, is_stateless};
use crate::codebook::claims::{ClaimRule, Frame, Object, Subject};
use crate::codebook::pattern::{HeadKind, Pattern, Role};
use crate::codebook::vocabularies::{Kind, TermHit};
use crate::mentions::{Gazetteer, MentionKind, office_before, office_behind, office_end};
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
        let before = *named;
        for hit in &hits {
            let term = &codebook.vocabularies.terms[hit.term];
            match term.kind {
                Kind::Treaty => named.treaty = Some(hit.term),
                // "weapons", "munitions": the widest classes go back to something narrower.
                Kind::Weapon if term.within.is_some() && term.code != "munitions" => named.weapon = Some(hit.term),
                Kind::Weapon => {}
            }
        }
        // Within the sentence "the weapons" may go back to what stands before them.
        let named = Named { weapon: named.weapon.or(before.weapon), treaty: named.treaty.or(before.treaty) };
        ClaimCoder { matcher, codebook, places, hits, named }
    }

    /// All claims of the sentence, by position.
    pub fn code(&self, statements: &Statements) -> Vec<FoundClaim> {
        let s = self.matcher.sentence;
        let rules = &self.codebook.claims;
        let mut found: Vec<FoundClaim> = Vec::new();
        for t in 0..s.len() {
            if !matches!(s.upos(t), Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::X)
                && s.child(t, Deprel::Cop).is_none()
            {
                continue;
            }
            let lemma = s.lemma(t);
            let kinds: &[HeadKind] =
                if is_verbal(s, t) { &[HeadKind::Verb] } else { &[HeadKind::Verb, HeadKind::Noun] };
            for &at in kinds.iter().flat_map(|&kind| rules.heads(kind, lemma)) {
                let rule = &rules.rules[at.rule];
                let matched = self.fire(rule, &rule.patterns[at.pattern], t);
                if !matched.is_empty() {
                    found.extend(
                        matched.into_iter().map(|(s, o)| self.claim((at.rule, Some(at.pattern)), t, s, o, statements)),
                    );
                    break;
                }
            }
            if s.child(t, Deprel::Cop).is_some() || s.deprel(t) == Deprel::Root && frames::is_predicate(s, t) {
                for &at in rules.predicates() {
                    let rule = &rules.rules[at.rule];
                    let matched = self.predicate(rule, &rule.patterns[at.pattern], t);
                    found.extend(
                        matched.into_iter().map(|(s, o)| self.claim((at.rule, Some(at.pattern)), t, s, o, statements)),
                    );
                }
            }
        }
        self.offices(statements, &mut found);
        // Two ways to the same fact: the first counts.
        let mut i = 0;
        while i < found.len() {
            let same = |other: &FoundClaim| {
                let (a, b) = (&rules.rules[other.rule], &rules.rules[found[i].rule]);
                a.relation == b.relation
                    && other.negated == found[i].negated
                    && other.subject.code == found[i].subject.code
                    && (other.object.span.start < found[i].object.span.end
                        && found[i].object.span.start < other.object.span.end
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
        // What is only planned or thought of is no fact; what will be is one to come.
        let cues = &self.codebook.cues;
        found.retain(|claim| match claim.status {
            Status::Future => {
                claim.pattern.is_none()
                    || status::own_status(s, cues, claim.head, self.matcher.headline) == Some(Status::Future)
            }
            status => status != Status::Hypothetical,
        });
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
            alleged: claimed || status::hedged(s, cues, &words),
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
            let phrases =
                s.children(head).filter(|&c| matches!(s.deprel(c), Deprel::Obl | Deprel::Advcl | Deprel::Nmod));
            s.xpos(head) == Xpos::Vbd && phrases.into_iter().any(|c| has_case(s, c, &["until", "till"]))
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
                if official && !is_stateless(&subject.code.country) && &*subject.code.country != "UNK" {
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
                        && &*a.code.country != "UNK"
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

    fn term(&self, token: usize, kind: Kind) -> Option<TermHit> {
        let terms = &self.codebook.vocabularies.terms;
        let hit = self.hits.iter().find(|h| h.span.contains(token) && terms[h.term].kind == kind).copied();
        let s = self.matcher.sentence;
        if s.upos(token) == Upos::Pron {
            // "signed the treaty but has not ratified it"
            let before = self.hits.iter().rev().find(|h| h.span.end <= token && terms[h.term].kind == kind);
            return before
                .filter(|_| matches!(s.lemma(token), "it" | "they"))
                .map(|h| TermHit { span: Span::new(token, token + 1), term: h.term });
        }
        let back = |term: Option<usize>| term.map(|term| TermHit { span: noun_phrase(s, token), term });
        match kind {
            Kind::Treaty => hit.or_else(|| {
                let again = self.codebook.rules.is_in_class("accord", s.lemma(token)) && is_definite(s, token);
                let bare = s.children(token).all(|c| {
                    matches!(
                        s.deprel(c),
                        Deprel::Det
                            | Deprel::Case
                            | Deprel::Punct
                            | Deprel::AclRelcl
                            | Deprel::Acl
                            | Deprel::Cop
                            | Deprel::Nsubj
                            | Deprel::Aux
                            | Deprel::Advmod
                    )
                });
                if again && bare { back(self.named.treaty) } else { None }
            }),
            Kind::Weapon => {
                let wide = hit.is_none_or(|h| terms[h.term].within.is_none() || terms[h.term].code == "munitions");
                let again = wide && hit.is_some() && is_definite(s, token);
                if again { back(self.named.weapon).or(hit) } else { hit }
            }
        }
    }

    fn of_term(&self, hit: TermHit) -> ObjectRef {
        let term = &self.codebook.vocabularies.terms[hit.term];
        ObjectRef { code: Some(term.code.clone()), name: Some(term.name.clone()), span: hit.span }
    }

    /// What stands at OBJECT, if it is of the kind that the rule asks for.
    fn object(&self, rule: &ClaimRule, token: usize, subject: &ActorRef) -> Option<ObjectRef> {
        let s = self.matcher.sentence;
        let token = antecedent(s, token);
        if let Some(implied) = &rule.implied {
            let term = self.codebook.vocabularies.find(implied);
            let name = term.map_or(implied, |term| &term.name).clone();
            let span = Span::new(token, token + 1);
            return Some(ObjectRef { code: term.map(|term| term.code.clone()), name: Some(name), span });
        }
        let pronoun = s.upos(token) == Upos::Pron;
        if pronoun && !matches!(rule.object, Object::Treaty | Object::Weapon) {
            return None;
        }
        match rule.object {
            Object::Weapon => {
                let direct = self.term(token, Kind::Weapon);
                direct
                    .or_else(|| {
                        // "a stockpile of cluster munitions", "its nuclear weapons programme" is none
                        let of = s.children(token).find(|&c| s.deprel(c) == Deprel::Nmod && has_case(s, c, &["of"]))?;
                        let counted = self.codebook.rules.is_group_noun(s.lemma(token))
                            || self.codebook.rules.is_in_class("stock", s.lemma(token));
                        counted.then(|| self.term(of, Kind::Weapon)).flatten()
                    })
                    .map(|hit| self.of_term(hit))
            }
            Object::Treaty => self.term(token, Kind::Treaty).map(|hit| self.of_term(hit)).or_else(|| {
                let is_treaty = self.codebook.rules.is_in_class("accord", s.lemma(token));
                (is_treaty && is_nominal(s, token)).then(|| ObjectRef {
                    code: None,
                    name: None,
                    span: phrase(s, token),
                })
            }),
            Object::Body => {
                self.body(token).filter(|body| rule.relation != "member_of" || self.has_members(token, body))
            }
            Object::Office => self.office(token, subject),
            Object::Territory => self.territory(token),
            Object::Sanctions => self.sanctions(token, subject),
            Object::Any => {
                let span = phrase(s, token);
                let inner = self.hits.iter().filter(|h| span.contains(h.span.start)).find_map(|h| {
                    let kind = self.codebook.vocabularies.terms[h.term].kind;
                    self.term(h.span.end - 1, kind)
                });
                let term = inner.map(|hit| self.of_term(hit));
                let actor = || self.matcher.mentions.at(self.matcher.index, token).and_then(|m| m.actors.first());
                let (code, name) = match term {
                    Some(term) => (term.code, term.name),
                    None => (actor().map(ToString::to_string), None),
                };
                (!span.is_empty()).then_some(ObjectRef { code, name, span })
            }
        }
    }

    fn body(&self, token: usize) -> Option<ObjectRef> {
        if self.term(token, Kind::Treaty).is_some() {
            return None;
        }
        let mention = self.matcher.mentions.at(self.matcher.index, token)?;
        if mention.kind == MentionKind::Pronoun {
            return None;
        }
        let code = mention.actors.first()?;
        let person = code.name.is_some() && is_person(code) && self.matcher.is_person(mention.span.end - 1);
        let named = code.name.is_some() || code.sector.is_none() || mention.kind == MentionKind::Nominal;
        (named && !person).then(|| ObjectRef {
            code: Some(code.to_string()),
            name: code.name.as_deref().map(str::to_owned),
            span: bare(self.matcher.sentence, mention.span),
        })
    }

    /// States, places and mere people are no bodies that one is a member of.
    fn has_members(&self, token: usize, body: &ObjectRef) -> bool {
        let place = self.places.iter().any(|p| p.span.contains(token));
        let club = self.codebook.rules.is_in_class("club", self.matcher.sentence.lemma(token));
        !is_state(body) && !place && (body.name.is_some() || club)
    }

    fn territory(&self, token: usize) -> Option<ObjectRef> {
        let s = self.matcher.sentence;
        let place = self.places.iter().find(|p| p.head == token || p.span.contains(token));
        if let Some(place) = place {
            return Some(ObjectRef {
                code: place.place.country.clone(),
                name: Some(place.place.name.clone()),
                span: bare(s, place.span),
            });
        }
        let country = self.matcher.mentions.at(self.matcher.index, token).filter(|m| m.kind == MentionKind::Name);
        if let Some(code) = country.and_then(|m| m.actors.first()).filter(|a| a.sector.is_none() && a.name.is_none()) {
            let span = bare(s, country.map_or(Span::new(token, token + 1), |m| m.span));
            return Some(ObjectRef { code: Some(code.to_string()), name: None, span });
        }
        // A town that the tagger took for somebody.
        let entity = s.entities.iter().find(|e| e.span.contains(token)).map_or(Span::new(token, token + 1), |e| e.span);
        if s.upos(token) == Upos::Propn
            && let Some(country) = self.codebook.places.country_of_name(s.words(entity))
        {
            let name = Some(s.words(entity).to_owned());
            return Some(ObjectRef { code: Some(country.to_owned()), name, span: entity });
        }
        let area = self.codebook.rules.is_in_class("territory", s.lemma(token));
        let inner = self.places.iter().find(|p| phrase(s, token).contains(p.head));
        area.then(|| ObjectRef {
            code: inner.and_then(|p| p.place.country.clone()),
            name: inner.map(|p| p.place.name.clone()),
            span: phrase(s, token),
        })
    }

    fn sanctions(&self, token: usize, subject: &ActorRef) -> Option<ObjectRef> {
        let s = self.matcher.sentence;
        let lemma = s.lemma(token);
        if !self.codebook.rules.is_in_class("sanctions", lemma) {
            return None;
        }
        let span = phrase(s, token);
        let by = self
            .matcher
            .mentions
            .of_sentence(self.matcher.index)
            .iter()
            .filter(|m| span.contains(m.head) && m.head != token);
        let codes: Vec<String> = by.flat_map(|m| &m.actors).map(ToString::to_string).collect();
        let of_subject = |on: &str| *on == subject.code.to_string() || *on == *subject.code.country;
        let same = |by: &str, code: &str| by == code || code.starts_with(by) && code[by.len()..].starts_with(' ');
        let regime = self
            .codebook
            .vocabularies
            .regimes
            .iter()
            .find(|r| of_subject(&r.on) && codes.iter().any(|c| same(&r.by, c)));
        Some(ObjectRef { code: regime.map(|r| r.code.clone()), name: regime.map(|r| r.name.clone()), span })
    }

    /// The words of an office: "foreign minister", "leader of the Liberal Democrats".
    fn office(&self, token: usize, subject: &ActorRef) -> Option<ObjectRef> {
        let s = self.matcher.sentence;
        if !self.is_office(token) {
            return None;
        }
        let span = self.office_words(token);
        // "NATO secretary-general", "the EU's foreign policy chief": whose it is by name, else the person's country.
        let named = span.range().find_map(|t| {
            let known = self.codebook.actors.name_at(s, t)?;
            let spell =
                known.spells.iter().find(|spell| spell.kind != NameKind::Person && spell.kind != NameKind::Region)?;
            // Of a ministry or an army its country, of an alliance itself.
            let own = is_stateless(&spell.code.country) || matches!(spell.code.sector.as_deref(), Some("PTY" | "REB"));
            Some(if own { spell.code.to_string() } else { spell.code.country.to_string() })
        });
        let owner = || ActorCode { name: None, sector: None, ..subject.code.clone() }.to_string();
        let name = strip_nation(s, span);
        let name = Some(s.words(name).to_owned());
        Some(ObjectRef { code: Some(named.unwrap_or_else(owner)), name, span })
    }

    fn is_office(&self, token: usize) -> bool {
        let s = self.matcher.sentence;
        let singular = !matches!(s.xpos(token), Xpos::Nns | Xpos::Nnps);
        let Some(noun) = self.codebook.actors.noun_at(s, token) else {
            return singular && self.codebook.rules.is_in_class("office", s.lemma(token));
        };
        singular
            && (noun.office
                || matches!(noun.sector, "GOV" | "LEG" | "JUD")
                    && !self.codebook.rules.is_in_class("institution", s.lemma(token))
                || self.codebook.rules.is_in_class("office", s.lemma(token)))
    }

    /// From the first word that describes the office to the end of what it is the office of.
    fn office_words(&self, token: usize) -> Span<TokenIndex> {
        let s = self.matcher.sentence;
        let known = self.codebook.actors.noun_at(s, token).map_or(1, |noun| noun.tokens);
        let mut start = token + 1 - known.min(token + 1);
        while start > 0 {
            let t = start - 1;
            let part = matches!(s.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Part)
                || s.form(t) == "-"
                || s.xpos(t) == Xpos::Pos
                || matches!(s.lemma(t), "acting" | "outgoing" | "caretaker" | "retired");
            let other = s.entities.iter().any(|e| e.kind == EntityKind::Person && e.span.contains(t));
            let longer = s.form(t) == "longer";
            if !part || other || longer || s.deprel(t) == Deprel::Root {
                break;
            }
            start = t;
        }
        Span::new(start, office_end(s, token))
    }

    /// Offices before and beside names.
    fn offices(&self, statements: &Statements, found: &mut Vec<FoundClaim>) {
        let s = self.matcher.sentence;
        let rules = &self.codebook.claims;
        for mention in self.matcher.mentions.of_sentence(self.matcher.index) {
            let Some(code) = mention.actors.first().filter(|c| mention.kind == MentionKind::Name && c.name.is_some())
            else {
                continue;
            };
            let person = |e: &&Entity| e.kind == EntityKind::Person && mention.span.contains(e.span.end - 1);
            let Some(entity) = s.entities.iter().find(person) else { continue };
            // Titles that the tagger took for a part of the name.
            let name_start = (entity.span.range().skip(1).rev())
                .find(|&t| self.codebook.actors.noun_at(s, t - 1).is_some() && entity.span.contains(t - 1))
                .unwrap_or(entity.span.start);
            let name = Span::new(name_start, entity.span.end);
            let subject = ActorRef { code: code.clone(), span: name };
            let beside = [
                (Frame::Title, self.title(name)),
                (Frame::Apposition, self.apposition(name)),
                (Frame::Copula, self.copula(name)),
                (Frame::Whose, self.whose(name)),
            ];
            for (frame, office) in beside {
                let Some(head) = office else { continue };
                for (at, rule) in rules.frames(frame) {
                    let object = match rule.object {
                        Object::Office => self.office(head, &subject),
                        _ => self.membership(head, name),
                    };
                    if let Some(object) = object {
                        let said = if frame == Frame::Title { name.start } else { head };
                        let mut claim = self.claim((at, None), said, subject.clone(), object, statements);
                        if frame != Frame::Copula {
                            // A name has its title whether or not its clause comes true.
                            claim.negated = rule.negated;
                            claim.status = rule.status;
                            claim.alleged = false;
                            claim.said_by = claim.said_by.filter(|_| frame == Frame::Whose);
                        }
                        let words = s.words(claim.object.span).to_lowercase();
                        let before = claim.object.span.start..=head;
                        let lemmas: Vec<String> = before.map(|t| s.lemma(t).to_lowercase()).collect();
                        if lemmas.iter().any(|w| contains(&self.codebook.cues.hedges, w)) {
                            claim.alleged = true;
                        }
                        if lemmas.iter().any(|w| contains(&self.codebook.cues.past_offices, w)) {
                            // "former president X" tells of the present office of nobody.
                            if frame == Frame::Title {
                                continue;
                            }
                            claim.status = Status::Historical;
                        } else if words.ends_with("-elect") || words.ends_with("-designate") {
                            claim.status = Status::Future;
                        }
                        found.push(claim);
                    }
                }
            }
        }
    }

    fn title(&self, name: Span<TokenIndex>) -> Option<usize> {
        name.start.checked_sub(1).filter(|&t| self.codebook.actors.noun_at(self.matcher.sentence, t).is_some())
    }

    /// "X, the mayor of London," and "the mayor of London, X,".
    fn apposition(&self, name: Span<TokenIndex>) -> Option<usize> {
        let s = self.matcher.sentence;
        let actors = &self.codebook.actors;
        let along = office_behind(s, actors, name).or_else(|| office_before(s, actors, name));
        along.or_else(|| {
            let head = name.range().find(|&t| s.head(t).is_none_or(|h| !name.contains(h)))?;
            let role = |t: &usize| is_nominal(s, *t) && self.is_office(*t);
            let behind = s.children(head).find(|&c| s.deprel(c) == Deprel::Appos && c >= name.end);
            let before = s.head(head).filter(|&h| h < name.start && s.deprel(head) == Deprel::Appos);
            behind.or(before).filter(role)
        })
    }

    /// "X is the mayor of London".
    fn copula(&self, name: Span<TokenIndex>) -> Option<usize> {
        let s = self.matcher.sentence;
        let subject = name.range().find(|&t| s.deprel(t) == Deprel::Nsubj)?;
        let predicate = s.head(subject)?;
        (s.child(predicate, Deprel::Cop).is_some()
            && is_nominal(s, predicate)
            && s.child(predicate, Deprel::Case).is_none())
        .then_some(predicate)
    }

    /// "whose commander is X", "the president is X".
    fn whose(&self, name: Span<TokenIndex>) -> Option<usize> {
        let s = self.matcher.sentence;
        let predicate = name.range().find(|&t| s.child(t, Deprel::Cop).is_some())?;
        s.child(predicate, Deprel::Nsubj).filter(|&t| is_nominal(s, t))
    }

    /// "a member of X", "a Labour MP".
    fn membership(&self, head: usize, name: Span<TokenIndex>) -> Option<ObjectRef> {
        let s = self.matcher.sentence;
        let lemma = s.lemma(head).to_lowercase();
        let member = self.codebook.rules.is_in_class("member", &lemma);
        let of = s.children(head).find(|&c| s.deprel(c) == Deprel::Nmod && has_case(s, c, &["of"]));
        if member && let Some(body) = of.and_then(|c| self.body(c)) {
            return Some(body);
        }
        // "Labour MP Tom Watson", "a Hezbollah lawmaker"
        let seat =
            self.codebook.actors.noun_at(s, head).is_some_and(|n| matches!(n.sector, "LEG" | "REB" | "MIL")) || member;
        if !seat {
            return None;
        }
        let known = (head.saturating_sub(5)..head).find_map(|t| {
            let known = self.codebook.actors.name_at(s, t)?;
            let body = |c: &ActorCode| matches!(c.sector.as_deref(), Some("PTY" | "REB" | "OPP"));
            let code = known.spells.iter().map(|spell| &spell.code).find(|c| body(c) && c.name.is_some())?;
            let span = Span::new(t, t + known.tokens);
            let joined = span.end <= head
                && (span.end..head).all(|t| matches!(s.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Punct));
            (joined && !name.contains(t)).then(|| ObjectRef {
                code: Some(code.to_string()),
                name: code.name.as_deref().map(str::to_owned),
                span,
            })
        });
        // A party that the codebook does not know: its adjective before a seat.
        known.or_else(|| {
            let before =
                |e: &&Entity| e.span.end == head && matches!(e.kind, EntityKind::Organisation | EntityKind::Group);
            let party = s.entities.iter().find(before)?;
            let nation = self.codebook.actors.name_at(s, party.span.start).is_some();
            let word = s.form(party.span.start).len() > 3 && !s.form(party.span.start).ends_with('.');
            (!nation && word).then(|| ObjectRef {
                code: None,
                name: Some(s.words(party.span).to_owned()),
                span: party.span,
            })
        })
    }
}

/// The code of a country.
fn is_state(object: &ObjectRef) -> bool {
    object.code.as_deref().is_some_and(|code| code.len() == 3 && !matches!(code, "IGO" | "NGO" | "IMG" | "ISM" | "MNC"))
}

/// Without an article in front.
fn bare(s: &Sentence, span: Span<TokenIndex>) -> Span<TokenIndex> {
    let article = span.len() > 1 && matches!(s.lemma(span.start), "the" | "a" | "an");
    Span::new(span.start + usize::from(article), span.end)
}

/// A code of a person rather than of a body: its sector is one that people have.
fn is_person(code: &ActorCode) -> bool {
    code.country.len() == 3 && !matches!(&*code.country, "IGO" | "NGO" | "IMG" | "ISM" | "MNC")
}

fn is_definite(s: &Sentence, token: usize) -> bool {
    s.children(token).any(|c| matches!(s.lemma(c), "the" | "this" | "that" | "these" | "those" | "such"))
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

/// A noun with what stands before it and the phrases behind it, without relative clauses and asides.
fn phrase(s: &Sentence, token: usize) -> Span<TokenIndex> {
    let whole = s.subtree(token);
    let mut end = whole.end;
    for c in s.children(token).filter(|&c| c > token) {
        let aside = match s.deprel(c) {
            Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis | Deprel::Punct | Deprel::Acl => true,
            Deprel::Nmod | Deprel::Obl => has_case(s, c, &["by", "to", "until"]),
            _ => false,
        };
        if aside {
            end = end.min(s.subtree(c).start);
        }
    }
    let mut start = whole.start;
    while start < token
        && matches!(
            s.deprel(start),
            Deprel::Case
                | Deprel::Det
                | Deprel::Mark
                | Deprel::Punct
                | Deprel::Cop
                | Deprel::Aux
                | Deprel::Nsubj
                | Deprel::CcPreconj
                | Deprel::Advmod
        )
    {
        start += 1;
    }
    let mut end = end.max(token + 1);
    while end > token + 1 && s.upos(end - 1) == Upos::Punct {
        end -= 1;
    }
    Span::new(start.min(token), end)
}

/// A noun with its modifiers and "of" phrases only.
fn noun_phrase(s: &Sentence, token: usize) -> Span<TokenIndex> {
    let mut span = Span::new(token, token + 1);
    for c in s.children(token) {
        let part = match s.deprel(c) {
            Deprel::Det
            | Deprel::Amod
            | Deprel::Compound
            | Deprel::Flat
            | Deprel::NmodPoss
            | Deprel::Nummod
            | Deprel::Case => s.subtree(c).end <= token + 1 || c == span.end || s.deprel(c) == Deprel::Flat,
            Deprel::Nmod => c > token && has_case(s, c, &["of", "for", "and"]),
            Deprel::Conj => s.subtree(c).len() <= 5,
            _ => false,
        };
        if part {
            span = span.join(s.subtree(c));
        }
    }
    span
}

/// "Iranian foreign minister", "Iran's foreign minister": the office without whose it is.
fn strip_nation(s: &Sentence, span: Span<TokenIndex>) -> Span<TokenIndex> {
    let mut start = span.start;
    while start + 1 < span.end {
        let t = start;
        let nation =
            s.entities.iter().any(|e| matches!(e.kind, EntityKind::Group | EntityKind::Place) && e.span.contains(t));
        if nation || s.xpos(t) == Xpos::Pos || s.form(t) == "'s" || s.form(t) == "’s" {
            start += 1;
        } else {
            break;
        }
    }
    Span::new(start, span.end)
}
