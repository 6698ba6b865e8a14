//! What stands at OBJECT: weapons, treaties, bodies, areas, sanctions.

use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos};

use super::{ClaimCoder, ObjectRef, has_state, is_person};
use crate::codebook::claims::{ClaimRule, Object};
use crate::codebook::pattern::Role;
use crate::codebook::vocabularies::{Kind, TermHit};
use crate::coding::engine::ActorRef;
use crate::coding::frames::{antecedent, has_case, is_nominal, logical_subject};
use crate::mentions::{Gazetteer, MentionKind, is_calendar_word};

impl ClaimCoder<'_> {
    pub(super) fn term(&self, token: usize, kind: Kind) -> Option<TermHit> {
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
                let wide = hit.is_some_and(|h| terms[h.term].wide);
                let again = wide && is_definite(s, token);
                if again { back(self.named.weapon).or(hit) } else { hit }
            }
        }
    }

    pub(super) fn of_term(&self, hit: TermHit) -> ObjectRef {
        let term = &self.codebook.vocabularies.terms[hit.term];
        ObjectRef { code: Some(term.code.clone()), name: Some(term.name.clone()), span: hit.span }
    }

    /// What stands at OBJECT, if it is of the kind that the rule asks for.
    pub(super) fn object(&self, rule: &ClaimRule, token: usize, subject: &ActorRef) -> Option<ObjectRef> {
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

    pub(super) fn body(&self, token: usize) -> Option<ObjectRef> {
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
    pub(super) fn has_members(&self, token: usize, body: &ObjectRef) -> bool {
        let place = self.places.iter().any(|p| p.span.contains(token));
        let club = self.codebook.rules.is_in_class("club", self.matcher.sentence.lemma(token));
        !is_state(body) && !place && (body.name.is_some() || club)
    }

    pub(super) fn territory(&self, token: usize) -> Option<ObjectRef> {
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

    pub(super) fn sanctions(&self, token: usize, subject: &ActorRef) -> Option<ObjectRef> {
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
        let mut codes: Vec<String> = by.flat_map(|m| &m.actors).map(ToString::to_string).collect();
        // "the EU imposed sanctions on B"
        let imposer = self.matcher.light_verb(token).and_then(|verb| logical_subject(s, verb));
        let imposers = imposer.map(|t| self.matcher.actors_of(t, Role::Source, &[]));
        codes.extend(imposers.into_iter().flatten().map(|a| a.code.to_string()));
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
}

/// The code of a country.
fn is_state(object: &ObjectRef) -> bool {
    object.code.as_deref().is_some_and(|code| code.len() == 3 && has_state(code))
}

/// Without an article in front.
pub(super) fn bare(s: &Sentence, span: Span<TokenIndex>) -> Span<TokenIndex> {
    let article = span.len() > 1 && matches!(s.lemma(span.start), "the" | "a" | "an");
    Span::new(span.start + usize::from(article), span.end)
}

fn is_definite(s: &Sentence, token: usize) -> bool {
    s.children(token).any(|c| matches!(s.lemma(c), "the" | "this" | "that" | "these" | "those" | "such"))
}

/// A noun with what stands before it and the phrases behind it, without relative clauses and asides.
pub(super) fn phrase(s: &Sentence, token: usize) -> Span<TokenIndex> {
    let whole = s.subtree(token);
    // "signed a treaty in 2024 that …": only what hangs from it without a gap.
    let mut end = (token + 1..whole.end).find(|&t| !s.governs(token, t)).unwrap_or(whole.end);
    for c in s.children(token).filter(|&c| c > token) {
        let aside = match s.deprel(c) {
            Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis | Deprel::Punct | Deprel::Acl => true,
            Deprel::Nmod | Deprel::Obl => {
                has_case(s, c, &["by", "to", "until", "after", "before", "since", "during", "amid"])
                    || is_calendar_word(s.form(c))
                    || has_case(s, c, &["in", "on"]) && s.upos(c) == Upos::Num
            }
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
