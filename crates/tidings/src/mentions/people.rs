//! Persons and organisations that the text introduces: "North Korean foreign minister Choe Son Hui",
//! "Vladimir Rebic, Serbia's police director", "the Manila-based group X".

use tidings_text::{Deprel, Span, TokenIndex};

use super::context::located;
use super::entity::Class;
use super::names::{Hit, Tense, What};
use super::nominals::{Role, is_former};
use super::tree::{description_start, is_noun, preposition};
use super::words::{self, sector_of_name};
use super::{Called, Finder, MentionKind};
use crate::codebook::actors::{ActorCode, Gender, is_stateless};

impl<'a> Finder<'a> {
    pub(super) fn person(&mut self, i: usize, hit: &Hit<'a>, modified: Option<usize>, of_actor: bool) {
        let s = &self.sentences[i];
        let name = self.bare_name(i, hit.span);
        if name.is_empty() {
            return;
        }
        let title = self.title_of(i, hit, name);
        let gender = self.gender_of(i, hit, name, title);
        let entity = match self.known_person(i, hit, name, gender) {
            Some(entity) => entity,
            None => {
                let code = self.person_code(i, hit, name, title);
                self.entity_for(&[code], Called { class: Class::Person, gender, noun: "" })
            }
        };
        self.learn_gender(entity, gender);
        if let Some((noun, role)) = title {
            let lemma = s.lemma(noun);
            self.call(entity, lemma);
            if role > 1 {
                let words = super::nominals::office_words(s, noun, role);
                self.call(entity, &words);
            }
        }
        if let What::Known { spell, tense: Tense::Current } = hit.what
            && let Some(office) = &spell.office
        {
            self.call(entity, office);
            if let Some((_, last)) = office.rsplit_once(' ') {
                self.call(entity, last);
            }
        }
        self.learn_person(i, name, entity);
        if of_actor {
            return;
        }
        let kind = if modified.is_some() { MentionKind::Adjective } else { MentionKind::Name };
        let mut start = name.start;
        if let Some((noun, tokens)) = title
            && noun < name.start
        {
            start = description_start(s, noun + 1 - tokens.min(noun + 1)).min(noun);
        }
        let head = super::tree::span_head(s, Span::new(start, name.end));
        // The whole phrase hangs from its title where the parser says so.
        let head = if s.governs(head, hit.head) || s.governs(hit.head, head) { head } else { hit.head };
        let span = self.phrase(i, Span::new(start, name.end));
        self.push(i, head, span, entity, kind);
        if head != hit.head {
            self.push(i, hit.head, span, entity, kind);
        }
    }

    /// The name without titles that the tagger took for a part of it.
    fn bare_name(&self, i: usize, span: Span<TokenIndex>) -> Span<TokenIndex> {
        let s = &self.sentences[i];
        let mut start = span.start;
        while start + 1 < span.end
            && (words::is_courtesy_title(s.form(start)) || self.actors.noun_at(s, start).is_some())
        {
            start += 1;
        }
        Span::new(start, span.end)
    }

    /// The role noun of a person: its token and how many tokens it takes. Before the name or in apposition.
    fn title_of(&self, i: usize, hit: &Hit<'_>, name: Span<TokenIndex>) -> Option<(usize, usize)> {
        let s = &self.sentences[i];
        let role = |t: usize| self.role(i, t).map(|r| (t, r.tokens));
        if name.start > 0
            && let Some(title) = role(name.start - 1)
        {
            return Some(title);
        }
        let head = hit.head;
        let apposition = s.children(head).filter(|&c| {
            matches!(s.deprel(c), Deprel::Appos | Deprel::NmodDesc | Deprel::List)
                && is_noun(s, c)
                && !hit.span.contains(c)
        });
        if let Some(title) = apposition.filter_map(role).next() {
            return Some(title);
        }
        let beside = || {
            super::office_before(s, self.actors, name)
                .or_else(|| super::office_behind(s, self.actors, name))
                .and_then(role)
        };
        let Some(governor) = s.head(head) else { return beside() };
        let by_tree = match s.deprel(head) {
            Deprel::Appos | Deprel::Flat | Deprel::NmodDesc | Deprel::NmodUnmarked => role(governor),
            // "Smith is a senator"
            Deprel::Nsubj if s.child(governor, Deprel::Cop).is_some() => role(governor),
            // "Smith resigned as president", "named Smith as envoy"
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj
                if s.deprel(head) != Deprel::Nsubj || s.child(governor, Deprel::Obj).is_none() =>
            {
                let office =
                    s.children(governor).filter(|&c| s.deprel(c) == Deprel::Obl && preposition(s, c) == Some("as"));
                office.filter_map(role).next()
            }
            _ => None,
        };
        by_tree.or_else(beside)
    }

    fn gender_of(
        &self,
        i: usize,
        hit: &Hit<'_>,
        name: Span<TokenIndex>,
        title: Option<(usize, usize)>,
    ) -> Option<Gender> {
        let s = &self.sentences[i];
        let before = name
            .start
            .checked_sub(1)
            .map(|t| s.form(t))
            .and_then(|w| words::title_gender(w.trim_end_matches('.').to_lowercase().as_str()));
        let titled = || title.and_then(|(noun, _)| words::noun_gender(s.lemma(noun)));
        let given = || {
            if let What::Known { spell, .. } = hit.what
                && let Some(full) = &spell.code.name
            {
                return full.split(' ').next().and_then(|given| self.actors.gender_of(given));
            }
            (name.len() > 1).then(|| self.actors.gender_of(s.form(name.start))).flatten()
        };
        before.or_else(titled).or_else(given)
    }

    /// An entity of the document that this name goes back to.
    fn known_person(&self, i: usize, hit: &Hit<'_>, name: Span<TokenIndex>, gender: Option<Gender>) -> Option<usize> {
        let s = &self.sentences[i];
        let full = s.words(name);
        if let What::Known { spell, .. } = hit.what
            && !spell.short
        {
            return None;
        }
        let exact = self.alias_of(full, gender);
        if exact.is_some() || name.len() == 1 {
            return exact.filter(|&e| self.entities[e].class == Class::Person);
        }
        // "Trump" in the title, "Donald Trump" in the text; but "Hillary Clinton" is not "Bill Clinton".
        let surname = self.alias_of(s.form(name.end - 1), gender)?;
        let entity = &self.entities[surname];
        let known_as = entity.actors.first().and_then(|a| a.name.as_deref())?;
        let given = known_as.split(' ').next().unwrap_or(known_as);
        let same = entity.class == Class::Person && (!known_as.contains(' ') || given == s.form(name.start));
        same.then_some(surname)
    }

    fn person_code(&self, i: usize, hit: &Hit<'a>, name: Span<TokenIndex>, title: Option<(usize, usize)>) -> ActorCode {
        let s = &self.sentences[i];
        let role = title.and_then(|(noun, _)| self.role(i, noun).map(|r| (noun, r)));
        let former = is_former(s, name.start) || role.as_ref().is_some_and(|(noun, _)| is_former(s, *noun));
        let sector =
            role.as_ref().map(|(noun, r)| if former { past(r.sector) } else { self.person_sector(i, *noun, r) });
        if let What::Known { spell, tense } = hit.what {
            let mut code = spell.code.clone();
            match tense {
                Tense::Current if former && sector == Some("ELI") => code.sector = Some("ELI".into()),
                Tense::Current => {}
                Tense::Past => {
                    let now = sector.filter(|s| *s != "CVL").unwrap_or(past(code.sector.as_deref().unwrap_or("ELI")));
                    code.sector = Some(now.into());
                }
                Tense::Coming => code.sector = Some(sector.unwrap_or("PTY").into()),
            }
            return code;
        }
        let text = Some(Box::from(s.words(name)));
        let mut owners = match &role {
            Some((noun, _)) => self.owners(i, *noun),
            None => Vec::new(),
        };
        if owners.is_empty() {
            owners = self.owners(i, hit.head);
        }
        let sector = sector.unwrap_or("CVL");
        if let Some(owner) = owners.into_iter().next() {
            let armed = matches!(owner.sector.as_deref(), Some("REB" | "PTY" | "OPP" | "CRM" | "BUS" | "JRN"));
            let member = role.as_ref().is_none_or(|(noun, _)| words::MEMBER_NOUNS.contains(&s.lemma(*noun)));
            let sector = owner.sector.filter(|_| armed && member).unwrap_or_else(|| sector.into());
            return ActorCode { country: owner.country, sector: Some(sector), name: text };
        }
        let country = match sector {
            "GOV" | "LEG" | "JUD" | "MIL" | "ELI" => self.countries.around(i),
            _ => located(s, &self.hits[i], hit.head).or_else(|| self.countries.around(i)),
        };
        ActorCode { country: country.unwrap_or("UNK").into(), sector: Some(sector.into()), name: text }
    }

    fn person_sector<'r>(&self, i: usize, noun: usize, role: &Role<'r>) -> &'r str
    where
        'a: 'r,
    {
        let s = &self.sentences[i];
        if role.tokens == 1 && words::MEMBER_NOUNS.contains(&s.lemma(noun)) && noun > 0 {
            // "rebel commander", "police chief"
            if let Some(body) = self.actors.noun_at(s, noun - 1) {
                return body.sector;
            }
        }
        role.sector
    }

    fn learn_person(&mut self, i: usize, name: Span<TokenIndex>, entity: usize) {
        let s = &self.sentences[i];
        let written = s.words(name);
        self.alias(written, entity);
        for t in name.range() {
            let form = s.form(t);
            if form.chars().next().is_some_and(char::is_uppercase) && form.chars().count() >= 3 {
                self.alias(form, entity);
            }
        }
        // "Trump" known from the codebook as "Donald Trump".
        if let Some(full) = self.entities[entity].actors[0].name.clone() {
            for part in
                full.split(' ').filter(|p| p.chars().count() >= 3 && p.chars().next().is_some_and(char::is_uppercase))
            {
                if !self.aliases.contains_key(part) {
                    self.alias(part, entity);
                }
            }
        }
    }

    /// A noun in apposition to a name, or a name to it: one actor.
    pub(super) fn named_apposition(&mut self, i: usize, t: usize, role: Option<&Role<'_>>) -> bool {
        let s = &self.sentences[i];
        if role.is_none() && words::group_of(s.lemma(t)).is_none() {
            return false;
        }
        let before = (s.deprel(t) == Deprel::Appos).then(|| s.head(t)).flatten();
        // "Moscow, the Latvian president warned, …": no state holds an office.
        let fits = |&e: &usize| role.is_none_or(|r| !r.office) || self.entities[e].class != Class::State;
        let entity = before.and_then(|h| self.mention_at(i, h)).map(|m| m.entity).filter(fits).or_else(|| {
            // "the prime minister, Boris Johnson": the name comes after its noun and is read first.
            // "President of Brazil Dilma Rousseff": or after what it is the office of.
            let below = s.children(t).filter(|&c| s.deprel(c) == Deprel::Nmod).flat_map(|c| s.children(c));
            let flat = below.filter(|&c| s.deprel(c) == Deprel::Flat);
            let name = s.children(t).chain(flat).find(|&c| {
                c > t
                    && matches!(s.deprel(c), Deprel::Appos | Deprel::Flat | Deprel::NmodDesc)
                    && self.hits[i].iter().any(|h| h.head == c && h.is_person())
            })?;
            let h = self.hits[i].iter().position(|h| h.head == name)?;
            let hit = self.hits[i][h].clone();
            self.person(i, &hit, None, false);
            self.mention_at(i, name).map(|m| m.entity)
        });
        let Some(entity) = entity else { return false };
        let lemma = s.lemma(t).to_owned();
        self.call(entity, &lemma);
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
        true
    }

    /// The actor of an organisation that only the name tagger knows.
    pub(super) fn organisation_code(&self, i: usize, hit: &Hit<'a>) -> ActorCode {
        let s = &self.sentences[i];
        let span = hit.span;
        let end =
            span.range().find(|&t| t > span.start && matches!(s.form(t), "of" | "for" | "in")).unwrap_or(span.end);
        let by_name = (span.start..end).rev().find_map(|t| sector_of_name(s.form(t)));
        let by_noun = || (span.start..end).rev().find_map(|t| self.actors.noun_at(s, t)).map(|n| n.sector);
        // "the militant group X", "X, a human rights organisation"
        let described = || {
            let before = span.start.checked_sub(1).and_then(|t| self.actors.noun_at(s, t)).map(|n| n.sector);
            before.or_else(|| {
                let apposition = s.children(hit.head).filter(|&c| s.deprel(c) == Deprel::Appos && !span.contains(c));
                apposition.filter_map(|c| self.actors.noun_at(s, c)).map(|n| n.sector).next()
            })
        };
        let sector = described().or(by_name).or_else(by_noun).unwrap_or("SOC");
        let name = Some(Box::from(s.words(span)));
        let owner = self.organisation_owner(i, hit);
        if let Some(owner) = owner.as_ref().filter(|o| is_stateless(o)) {
            return ActorCode { country: owner.clone(), sector: None, name };
        }
        let local = !matches!(sector, "GOV" | "LEG" | "JUD" | "MIL");
        let around = || {
            let place = located(s, &self.hits[i], hit.head).filter(|_| local);
            place.or_else(|| self.context(i, hit.head)).unwrap_or("UNK").into()
        };
        ActorCode { country: owner.unwrap_or_else(around), sector: Some(sector.into()), name }
    }

    fn organisation_owner(&self, i: usize, hit: &Hit<'a>) -> Option<Box<str>> {
        let s = &self.sentences[i];
        if let Some(country) = hit.inner_country {
            return Some(country.into());
        }
        let start = description_start(s, hit.span.start);
        let before = self.hits[i].iter().filter(|h| h.span.start >= start && h.span.end <= hit.span.start);
        if let Some(country) = before.filter_map(Hit::country).next() {
            return Some(country.into());
        }
        let mut parts = s.children(hit.head).filter(|&c| !hit.span.contains(c)).filter(|&c| match s.deprel(c) {
            Deprel::NmodPoss | Deprel::Amod | Deprel::Compound => true,
            Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Appos | Deprel::List => {
                preposition(s, c).is_none_or(|w| words::TYING.contains(&w))
            }
            _ => false,
        });
        parts.find_map(|c| self.hits[i].iter().find(|h| h.head == c).and_then(Hit::country)).map(Box::from)
    }
}

/// The sector of somebody who has left an office.
fn past(sector: &str) -> &str {
    if matches!(sector, "GOV" | "LEG" | "MIL" | "JUD" | "COP" | "SPY") { "ELI" } else { sector }
}
