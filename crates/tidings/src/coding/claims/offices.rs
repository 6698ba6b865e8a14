//! Offices before and beside names, and whose they are.

use tidings_records::Status;
use tidings_text::{Deprel, Entity, EntityKind, Sentence, Span, TokenIndex, Upos, Xpos};

use super::{ClaimCoder, FoundClaim, ObjectRef};
use crate::codebook::actors::{ActorCode, NameKind, is_stateless};
use crate::codebook::claims::{Frame, Object};
use crate::coding::engine::{ActorRef, contains};
use crate::coding::frames::{has_case, is_nominal};
use crate::coding::statements::Statements;
use crate::mentions::{MentionKind, office_before, office_behind, office_end};

impl ClaimCoder<'_> {
    /// The words of an office: "foreign minister", "leader of the Liberal Democrats".
    pub(super) fn office(&self, token: usize, subject: &ActorRef) -> Option<ObjectRef> {
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

    pub(super) fn is_office(&self, token: usize) -> bool {
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
    pub(super) fn office_words(&self, token: usize) -> Span<TokenIndex> {
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
    pub(super) fn offices(&self, statements: &Statements, found: &mut Vec<FoundClaim>) {
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

    pub(super) fn title(&self, name: Span<TokenIndex>) -> Option<usize> {
        name.start.checked_sub(1).filter(|&t| self.codebook.actors.noun_at(self.matcher.sentence, t).is_some())
    }

    /// "X, the mayor of London," and "the mayor of London, X,".
    pub(super) fn apposition(&self, name: Span<TokenIndex>) -> Option<usize> {
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
    pub(super) fn copula(&self, name: Span<TokenIndex>) -> Option<usize> {
        let s = self.matcher.sentence;
        let subject = name.range().find(|&t| s.deprel(t) == Deprel::Nsubj)?;
        let predicate = s.head(subject)?;
        (s.child(predicate, Deprel::Cop).is_some()
            && is_nominal(s, predicate)
            && s.child(predicate, Deprel::Case).is_none())
        .then_some(predicate)
    }

    /// "whose commander is X", "the president is X".
    pub(super) fn whose(&self, name: Span<TokenIndex>) -> Option<usize> {
        let s = self.matcher.sentence;
        let predicate = name.range().find(|&t| s.child(t, Deprel::Cop).is_some())?;
        s.child(predicate, Deprel::Nsubj).filter(|&t| is_nominal(s, t))
    }

    /// "a member of X", "a Labour MP".
    pub(super) fn membership(&self, head: usize, name: Span<TokenIndex>) -> Option<ObjectRef> {
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
