//! Whom the words of a slot name: the actor itself, the owner of a thing, the one behind a deed.

use tidings_text::{Deprel, EntityKind, Span, Upos, Xpos};

use super::engine::{ActorRef, Found, Match, Matcher};
use super::frames::{self, has_case, logical_object, logical_subject};
use crate::codebook::actors::{ActorCode, is_stateless};
use crate::codebook::pattern::Role;
use crate::codebook::rules::{Rule, TargetFrom};
use crate::mentions::{Mention, MentionKind};

const MAX_DEPTH: u8 = 4;

impl Matcher<'_> {
    /// A pronoun or the name of a person.
    pub(super) fn is_person(&self, token: usize) -> bool {
        let s = self.sentence;
        s.xpos(token) == Xpos::PrpDollar && matches!(s.lemma(token), "his" | "her" | "he" | "she")
            || s.entities.iter().any(|e| e.kind == EntityKind::Person && e.span.contains(token))
    }

    /// Possessor, nationality and naming modifiers of a noun.
    pub(super) fn owners(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        let children = self.sentence.children(noun).filter(move |&c| {
            matches!(
                self.sentence.deprel(c),
                Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat
            ) && (self.sentence.deprel(c) == Deprel::NmodPoss || c < noun)
        });
        children.chain(frames::name_beside(self.sentence, noun))
    }

    pub(super) fn target_from_content(
        &self,
        from: TargetFrom,
        matched: &Match,
        contents: &[usize],
        found: &[Found],
    ) -> Vec<ActorRef> {
        let s = self.sentence;
        let mut actors: Vec<ActorRef> = contents
            .iter()
            .flat_map(|&i| match from {
                TargetFrom::ContentSource => found[i].source.iter(),
                // "ready to cooperate with B": the other side of a symmetric content.
                TargetFrom::ContentTarget if found[i].target.is_empty() => found[i].source.iter(),
                TargetFrom::ContentTarget => found[i].target.iter(),
            })
            .cloned()
            .collect();
        if actors.is_empty()
            && let Some(&content) = matched.content.first()
        {
            let token = match from {
                _ if !frames::is_verbal(s, content) => contents.is_empty().then_some(content),
                TargetFrom::ContentSource => logical_subject(s, content),
                TargetFrom::ContentTarget => logical_object(s, content),
            };
            actors.extend(token.into_iter().flat_map(|t| self.actors_of(t, Role::Target, found)));
        }
        actors.retain(|a| !matched.source.iter().any(|s| s.code == a.code));
        dedup(&mut actors);
        actors
    }

    /// Sides that the rule's words imply.
    pub(super) fn imply(&self, rule: &Rule, head: usize, matched: &mut Match) {
        let s = self.sentence;
        let span = Span::new(head, head + 1);
        let actor = |country: &str, sector: &String| ActorRef {
            code: ActorCode { country: country.into(), sector: Some(sector.as_str().into()), name: None },
            span,
        };
        if let Some(sector) = &rule.implied.source
            && matched.source.is_empty()
            && !self.is_in_idiom(head)
            && (self.headline || s.upos(head) != Upos::Propn)
            && !(rule.implied.against && matched.target.is_empty())
        {
            let place = self.mentions.country_at(self.sentence, self.index, head).map(|(country, _)| country);
            // "an Iranian diplomat was convicted": hardly at home, or it would not be said.
            let said = |t: &ActorRef| {
                let nations = self.sentence.entities.iter();
                nations.filter(|e| e.kind == EntityKind::Group).any(|e| t.span.contains(e.span.start))
            };
            let theirs = |country: &&str| matched.target.iter().any(|t| *t.code.country == **country && said(t));
            let abroad = |country: &&str| rule.implied.against && theirs(country);
            let context = || self.mentions.context_country(self.index).filter(|country| !abroad(country));
            if let Some(country) = place.or_else(context) {
                matched.source.push(actor(country, sector));
            }
        }
        if let Some(sector) = &rule.implied.target
            && matched.target.is_empty()
            && let [source] = &matched.source[..]
            && !is_stateless(&source.code.country)
        {
            matched.target.push(actor(&source.code.country, sector));
        }
    }

    /// The actors that a noun phrase names or stands for.
    pub fn actors_of(&self, token: usize, role: Role, found: &[Found]) -> Vec<ActorRef> {
        let mut actors = Vec::new();
        self.collect_actors(token, role, found, MAX_DEPTH, &mut actors);
        actors
    }

    fn collect_actors(&self, token: usize, role: Role, found: &[Found], depth: u8, actors: &mut Vec<ActorRef>) {
        let s = self.sentence;
        let token = frames::antecedent(s, token);
        let Some(depth) = depth.checked_sub(1) else { return };
        let before = actors.len();
        match self.mentions.at(self.index, token) {
            Some(mention) => push_mention(mention, actors),
            None => self.collect_behind(token, role, found, depth, actors),
        }
        for c in s.children(token).filter(|&c| s.deprel(c) == Deprel::Conj && !frames::is_verbal(s, c)) {
            // "attacks on Gaza and Lebanon": what is coordinated counts for itself.
            self.collect_actors(c, role, found, depth, actors);
        }
        // Headlines coordinate by a comma, which reads like an apposition: "Putin, Kim to meet".
        let is_name = |t: usize| self.mentions.at(self.index, t).is_some_and(|m| m.kind == MentionKind::Name);
        for c in s.children(token).filter(|&c| s.deprel(c) == Deprel::Appos) {
            if actors.len() == before || self.headline && is_name(token) && is_name(c) {
                self.collect_actors(c, role, found, depth, actors);
            }
        }
    }

    /// The actor behind a thing: its owner, its author, whom it is made of.
    fn collect_behind(&self, token: usize, role: Role, found: &[Found], depth: u8, actors: &mut Vec<ActorRef>) {
        let s = self.sentence;
        // Whoever is blamed or praised for an event is the one who did it.
        if let Some(event) = found.iter().find(|f| f.anchors.contains(&token)) {
            actors.extend(event.source.iter().cloned());
            return;
        }
        if frames::is_verbal(s, token) {
            return;
        }
        let with = |words: &'static [&'static str]| {
            s.children(token)
                .filter(move |&c| matches!(s.deprel(c), Deprel::Nmod | Deprel::Obl) && has_case(s, c, words))
        };
        let before = actors.len();
        if self.rules.is_group_noun(s.lemma(token)) {
            for c in with(&["of"]) {
                self.collect_actors(c, role, found, depth, actors);
            }
        }
        let owners: Vec<usize> = self.owners(token).collect();
        for c in owners {
            if actors.len() == before {
                self.collect_actors(c, role, found, depth, actors);
            }
        }
        let prepositions: &[&'static [&'static str]] = match role {
            Role::Source | Role::Both => &[&["by"], &["of", "from"]],
            _ => &[
                &["by"],
                &["of"],
                &["in", "near", "at", "on", "for", "against", "from", "with", "outside", "toward", "towards"],
            ],
        };
        for words in prepositions {
            if actors.len() == before {
                for c in with(words) {
                    self.collect_actors(c, role, found, depth, actors);
                }
            }
        }
        // "the tanker seized", "a base belonging to": participles that name the owner.
        if actors.len() == before {
            for c in s.children(token).filter(|&c| matches!(s.deprel(c), Deprel::Acl | Deprel::Amod)) {
                if matches!(
                    s.lemma(c),
                    "belong" | "flag" | "own" | "back" | "build" | "operate" | "run" | "control" | "hold"
                ) {
                    let nested = s.children(c).filter(|&n| {
                        matches!(
                            s.deprel(n),
                            Deprel::Obl | Deprel::OblAgent | Deprel::Compound | Deprel::Obj | Deprel::OblUnmarked
                        )
                    });
                    for n in nested {
                        self.collect_actors(n, role, found, depth, actors);
                    }
                }
            }
        }
    }
}

fn push_mention(mention: &Mention, actors: &mut Vec<ActorRef>) {
    for code in &mention.actors {
        let actor = ActorRef { code: code.clone(), span: mention.span };
        if !actors.iter().any(|a| a.code == actor.code) {
            actors.push(actor);
        }
    }
}

pub(super) fn dedup(actors: &mut Vec<ActorRef>) {
    let mut i = 0;
    while i < actors.len() {
        if actors[..i].iter().any(|a| a.code == actors[i].code) {
            actors.remove(i);
        } else {
            i += 1;
        }
    }
}
