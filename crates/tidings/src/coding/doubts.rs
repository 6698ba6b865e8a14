//! Why words that fit a pattern are no event all the same: a mishap, a title, a thing that acts, the wrong sector.

use tidings_text::{Deprel, Entity, EntityKind, Upos, Xpos};

use super::engine::{ActorRef, Matcher, Miss, contains};
use super::frames::{self, has_case, logical_object, logical_subject};
use crate::codebook::actors::is_stateless;
use crate::mentions::is_calendar_word;

impl<'a> Matcher<'a> {
    /// A thing that no hand moved: no weapon, no deed, no person.
    pub(super) fn is_mere_thing(&self, subject: usize, verb: usize) -> bool {
        let s = self.sentence;
        let token = frames::antecedent(s, subject);
        let lemma = s.lemma(token);
        let own = s.head(subject) == Some(verb) || s.deprel(verb) == Deprel::AclRelcl;
        own && s.upos(token) == Upos::Noun
            && !["violence", "weapon", "blast", "arms"].iter().any(|class| self.rules.is_in_class(class, lemma))
            && !self.rules.is_group_noun(lemma)
            && !s.children(token).any(|c| !frames::is_verbal(s, c) && self.rules.is_in_class("violence", s.lemma(c)))
    }

    /// Words of a mishap and none of violence, here or, where there are neither, in the sentence before.
    pub(super) fn is_mishap_told(&self) -> bool {
        [Some(self.sentence), self.before]
            .into_iter()
            .flatten()
            .map(|s| {
                let told =
                    |class: &str| (0..s.len()).any(|t| self.rules.is_in_class(class, &s.lemma(t).to_lowercase()));
                (["mishap", "accident", "misfortune"].into_iter().any(told), told("violence"))
            })
            .find(|&(mishap, violence)| mishap || violence)
            .is_some_and(|(mishap, violence)| mishap && !violence)
    }

    /// A verb within a name or title: "Downing Street", "To Kill a Mockingbird".
    pub(super) fn is_title_word(&self, token: usize) -> bool {
        let s = self.sentence;
        let within = |e: &Entity| e.span.len() > 1 && e.span.contains(token) && e.kind != EntityKind::Event;
        if s.xpos(token) == Xpos::Vbg && s.entities.iter().any(within) {
            return true;
        }
        let capital = |t: usize| s.form(t).starts_with(char::is_uppercase);
        !self.headline
            && token >= 2
            && capital(token)
            && capital(token - 1)
            && matches!(s.xpos(token), Xpos::Vb | Xpos::Vbp | Xpos::Vbg)
            && (token + 1..s.len()).take(3).any(capital)
    }

    /// No event of its own: a day, or what only names a thing ("the attack suspect", "protest leaders").
    pub(super) fn is_background(&self, noun: usize) -> bool {
        let s = self.sentence;
        // "the Union Solidarity and Development Party"
        let named = |e: &Entity| {
            e.span.len() > 1
                && e.span.contains(noun)
                && matches!(e.kind, EntityKind::Organisation | EntityKind::Person | EntityKind::Place)
        };
        is_calendar_word(s.form(noun))
            || !self.headline && s.upos(noun) == Upos::Propn && s.entities.iter().any(named)
            || s.deprel(noun) == Deprel::Compound && s.head(noun).is_some_and(|h| h > noun && s.upos(h) == Upos::Noun)
    }

    /// "resigned in protest": nobody protests in the street.
    pub(super) fn is_in_idiom(&self, noun: usize) -> bool {
        has_case(self.sentence, noun, &["in"]) && self.sentence.child(noun, Deprel::Det).is_none()
    }

    pub(super) fn check_unless(&self, unless: &[String], head: usize) -> Result<(), Miss<'a>> {
        if unless.is_empty() {
            return Ok(());
        }
        let s = self.sentence;
        let mut tokens: Vec<usize> = Vec::new();
        if frames::is_verbal(s, head) {
            let sides = logical_subject(s, head).into_iter().chain(logical_object(s, head));
            tokens.extend(sides.map(|t| frames::antecedent(s, t)));
            // "a roof collapses, killing two", "is battered by storms, killing two": the mishap is above.
            if s.deprel(head) == Deprel::Advcl
                && let Some(governor) = s.head(head)
            {
                tokens.push(governor);
                tokens.extend(logical_subject(s, governor));
                let with = |&c: &usize| matches!(s.deprel(c), Deprel::Obl | Deprel::OblAgent | Deprel::Obj);
                tokens.extend(s.children(governor).filter(with));
            }
            // "the right to protest"
            tokens.extend(s.head(head).filter(|_| s.deprel(head) == Deprel::Acl));
        } else if matches!(s.deprel(head), Deprel::Nmod | Deprel::Obl | Deprel::Compound) {
            tokens.extend(s.head(head));
        }
        tokens.extend(s.children(head).filter(|&c| {
            matches!(
                s.deprel(c),
                Deprel::Obl
                    | Deprel::OblAgent
                    | Deprel::Nmod
                    | Deprel::Compound
                    | Deprel::Amod
                    | Deprel::Advcl
                    | Deprel::OblUnmarked
            )
        }));
        for token in tokens {
            // "Tamil Tiger fighters" are no animals: the names of actors do not count.
            let named = self.mentions.at(self.index, token).is_some();
            // "dozens of forest fires"
            let grouped =
                s.children(token).filter(|&c| self.rules.is_group_noun(s.lemma(token)) && has_case(s, c, &["of"]));
            let modifiers = s.children(token).filter(|&c| {
                matches!(s.deprel(c), Deprel::Compound | Deprel::Amod) && !(named && s.upos(c) == Upos::Propn)
            });
            for t in modifiers.chain(grouped).chain([token]) {
                let lemma = s.lemma(t).to_lowercase();
                if contains(unless, &lemma) {
                    return Err(Miss::Excluded(lemma));
                }
            }
        }
        Ok(())
    }
}

pub(super) fn check_sectors<'r>(side: &'static str, wanted: &'r [String], actors: &[ActorRef]) -> Result<(), Miss<'r>> {
    let fits = |actor: &ActorRef| {
        wanted.iter().any(|w| match actor.code.sector.as_deref() {
            Some(sector) => w == sector || w == "STATE" && sector == "GOV",
            None => w == "STATE" && !is_stateless(&actor.code.country) || *w == *actor.code.country,
        })
    };
    if wanted.is_empty() || actors.iter().any(fits) {
        return Ok(());
    }
    Err(Miss::Sector(side, wanted))
}
