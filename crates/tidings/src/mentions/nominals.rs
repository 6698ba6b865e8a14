//! Role nouns: "the foreign minister", "Israeli police", "protesters in Cairo", "12 others".

use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::context::located;
use super::entity::Class;
use super::names::{Hit, What};
use super::tree::{self, clause_of, description_start, is_noun, is_plural, modified_noun, preposition, subject_of};
use super::words::{
    self, BODY_NOUNS, FORMER, HARMING, MEMBER_NOUNS, PEOPLE, RESPONSIBLE_PARTICIPLES, STATE_NOUNS, TYING,
};
use super::{Called, Finder, MentionKind};
use crate::codebook::actors::{ActorCode, Gender, is_stateless};

/// How deep "the spokesman of the ministry of X" is followed.
const MAX_DEPTH: u8 = 3;

/// A role noun as it is used: its sector and how many tokens name it.
pub(super) struct Role<'a> {
    pub sector: &'a str,
    pub office: bool,
    pub tokens: usize,
}

impl<'a> Finder<'a> {
    /// A token outside names.
    pub(super) fn word(&mut self, i: usize, t: usize) {
        let s = &self.sentences[i];
        match s.upos(t) {
            Upos::Pron => self.pronoun(i, t),
            Upos::Noun | Upos::Propn | Upos::X => self.nominal(i, t),
            Upos::Num => self.numeral(i, t),
            Upos::Adj => self.substantive(i, t),
            Upos::Det if matches!(s.lemma(t), "both") => self.pair(i, t),
            _ => {}
        }
    }

    pub(super) fn role(&self, i: usize, t: usize) -> Option<Role<'a>> {
        let s = &self.sentences[i];
        if let Some(noun) = self.actors.noun_at(s, t) {
            return Some(Role { sector: noun.sector, office: noun.office, tokens: noun.tokens });
        }
        PEOPLE.contains(&s.lemma(t)).then_some(Role { sector: "CVL", office: false, tokens: 1 })
    }

    /// True for nouns that name an actor themselves, so that "Israeli" before them is no mention of its own.
    pub(super) fn is_actor_noun(&self, i: usize, t: usize) -> bool {
        let s = &self.sentences[i];
        if let Some(hit) = self.hits[i].iter().find(|h| h.span.contains(t)) {
            return !matches!(hit.what, What::Place(_)) && (hit.head == t || hit.is_person());
        }
        let lemma = s.lemma(t);
        self.role(i, t).is_some() || STATE_NOUNS.contains(&lemma) || words::group_of(lemma).is_some()
    }

    fn nominal(&mut self, i: usize, t: usize) {
        let s = &self.sentences[i];
        if matches!(s.deprel(t), Deprel::Flat | Deprel::Fixed | Deprel::Goeswith) {
            return;
        }
        let role = self.role(i, t);
        let lemma = s.lemma(t);
        if let Some(noun) = modified_noun(s, t) {
            // Part of a longer actor ("police officers", "prime minister Smith"), or whose something is.
            if let Some(role) = role.filter(|_| !self.is_actor_noun(i, noun) && s.deprel(t) != Deprel::Nummod) {
                let codes = self.nominal_codes(i, t, Some(noun), &role);
                let class = class_of(s, t, lemma);
                let entity = self.entity_for(&codes, Called { class, gender: None, noun: lemma });
                self.push(i, t, Span::new(t + 1 - role.tokens, t + 1), entity, MentionKind::Adjective);
            }
            return;
        }
        if s.children(t).any(|c| s.deprel(c) == Deprel::Cop) && s.deprel(t) != Deprel::Nsubj {
            // "is the leader of": says what somebody is.
            return;
        }
        if self.federal_states(i, t) {
            return;
        }
        let named_state = role.is_none() && STATE_NOUNS.contains(&lemma) && self.named_state(i, t);
        if named_state
            || self.named_apposition(i, t, role.as_ref())
            || self.several(i, t)
            || self.definite(i, t, role.as_ref())
        {
            return;
        }
        let role = match role {
            Some(role) => role,
            None => match self.described_role(i, t) {
                Some(role) => role,
                None => return self.thing(i, t),
            },
        };
        let codes = self.nominal_codes(i, t, None, &role);
        let entity = self.nominal_entity(i, t, &role, codes);
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
    }

    /// "sixteen states sued the president": members of a federation.
    fn federal_states(&mut self, i: usize, t: usize) -> bool {
        const FEDERATIONS: &[&str] = &["AUS", "BRA", "DEU", "IND", "MEX", "MYS", "NGA", "USA"];
        let s = &self.sentences[i];
        if s.lemma(t) != "state" || !is_plural(s, t) {
            return false;
        }
        let counted = s.children(t).any(|c| s.deprel(c) == Deprel::Nummod && !matches!(s.lemma(c), "two" | "2"));
        let only = s
            .children(t)
            .filter(|&c| c < t)
            .all(|c| matches!(s.deprel(c), Deprel::Nummod | Deprel::Case | Deprel::Advmod));
        if !counted || !only {
            return false;
        }
        let Some(country) = self.countries.around(i).filter(|c| FEDERATIONS.contains(c)) else { return false };
        let code = ActorCode { country: country.into(), sector: Some("GOV".into()), name: None };
        let entity = self.entity_for(&[code], Called { class: Class::Plural, gender: None, noun: "state" });
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
        true
    }

    /// "the Palestinian state": the state that an adjective names.
    fn named_state(&mut self, i: usize, t: usize) -> bool {
        let s = &self.sentences[i];
        let named = s.children(t).find_map(|c| {
            let hit = self.hits[i].iter().find(|h| h.head == c)?;
            let adjective = matches!(s.deprel(c), Deprel::Amod | Deprel::Compound);
            hit.country().filter(|_| adjective && matches!(hit.what, What::Known { .. }))
        });
        let Some(country) = named else { return false };
        let code = ActorCode { country: country.into(), sector: None, name: None };
        let entity = self.entity_for(&[code], Called { class: Class::State, gender: None, noun: s.lemma(t) });
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
        true
    }

    pub(super) fn nominal_entity(&mut self, i: usize, t: usize, role: &Role<'_>, mut codes: Vec<ActorCode>) -> usize {
        let s = &self.sentences[i];
        let lemma = s.lemma(t);
        let class = class_of(s, t, lemma);
        if let [code] = codes.as_mut_slice()
            && role.office
            && class == Class::Person
            && code.name.is_none()
            && code.sector.as_deref() == Some(role.sector)
        {
            let office = office_words(s, t, role.tokens);
            if let Some(spell) = self.actors.office_holder(&code.country, &office, self.date) {
                *code = spell.code.clone();
            }
        }
        let gender = if class == Class::Person { words::noun_gender(lemma) } else { None };
        let entity = self.entity_for(&codes, Called { class, gender, noun: lemma });
        self.learn_gender(entity, gender);
        entity
    }

    pub(super) fn learn_gender(&mut self, entity: usize, gender: Option<Gender>) {
        let entity = &mut self.entities[entity];
        if entity.gender.is_none() {
            entity.gender = gender;
        }
    }

    /// Whose: nationality, possessive, "of X", "from X", "in X".
    pub(super) fn owners(&self, i: usize, head: usize) -> Vec<ActorCode> {
        self.owners_within(i, head, MAX_DEPTH)
    }

    fn owners_within(&self, i: usize, head: usize, depth: u8) -> Vec<ActorCode> {
        let s = &self.sentences[i];
        let mut codes = Vec::new();
        let start = description_start(s, head);
        for hit in self.hits[i].iter().filter(|h| h.span.end > start && h.span.end <= head + 1) {
            if hit.span.contains(head) || !describes(s, hit) {
                continue;
            }
            self.add_owner(i, hit, &mut codes);
        }
        // "Israeli and Palestinian forces": what is joined to a description describes too.
        if !codes.is_empty() {
            for hit in self.hits[i].iter().filter(|h| h.span.end <= start) {
                let joined = s.children(hit.head).any(|c| s.deprel(c) == Deprel::Conj && (start..head).contains(&c));
                if joined && describes(s, hit) {
                    self.add_owner(i, hit, &mut codes);
                }
            }
        }
        if codes.is_empty() {
            for child in s.children(head).filter(|&c| c < head) {
                if !matches!(s.deprel(child), Deprel::NmodPoss | Deprel::Amod | Deprel::Compound | Deprel::NmodDesc) {
                    continue;
                }
                if let Some(hit) = self.hits[i].iter().find(|h| h.head == child) {
                    self.add_owner(i, hit, &mut codes);
                    for joined in s.children(child).filter(|&c| s.deprel(c) == Deprel::Conj) {
                        if let Some(hit) = self.hits[i].iter().find(|h| h.head == joined) {
                            self.add_owner(i, hit, &mut codes);
                        }
                    }
                } else if let Some(mention) = self.mention_at(i, child) {
                    codes.extend(mention.actors.iter().cloned());
                }
            }
        }
        if !codes.is_empty() {
            return codes;
        }
        // "of" binds closer than "in": "the president of Iran in Geneva".
        for wanted in [&["of", "from", "for"][..], TYING] {
            let phrases = s.children(head).filter(|&c| c > head && matches!(s.deprel(c), Deprel::Nmod | Deprel::Obl));
            for child in phrases {
                if preposition(s, child).is_none_or(|w| !wanted.contains(&w)) {
                    continue;
                }
                let found = self.owner_phrase(i, child, depth);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        codes
    }

    fn owner_phrase(&self, i: usize, child: usize, depth: u8) -> Vec<ActorCode> {
        let s = &self.sentences[i];
        let mut codes = Vec::new();
        if let Some(hit) = self.hits[i].iter().find(|h| h.span.contains(child)) {
            self.add_owner(i, hit, &mut codes);
            for joined in s.children(child).filter(|&c| s.deprel(c) == Deprel::Conj) {
                if let Some(hit) = self.hits[i].iter().find(|h| h.head == joined) {
                    self.add_owner(i, hit, &mut codes);
                }
            }
            if codes.is_empty() {
                // "in Tahrir Square, Egypt": a name beside it knows.
                let beside = s.children(hit.head).filter(|&c| c >= hit.span.end);
                for part in beside {
                    if let Some(hit) = self.hits[i].iter().find(|h| h.head == part) {
                        self.add_owner(i, hit, &mut codes);
                    }
                }
            }
        } else if let Some(depth) = depth.checked_sub(1) {
            if is_noun(s, child) {
                codes = self.owners_within(i, child, depth);
            }
            if codes.is_empty() {
                // "in the capital Belgrade"
                let named = s
                    .children(child)
                    .filter(|&c| matches!(s.deprel(c), Deprel::Appos | Deprel::Flat | Deprel::NmodDesc | Deprel::Nmod));
                for part in named {
                    if let Some(hit) = self.hits[i].iter().find(|h| h.head == part) {
                        self.add_owner(i, hit, &mut codes);
                        break;
                    }
                }
            }
        }
        codes
    }

    /// The actor that a name before or behind a noun stands for.
    fn add_owner(&self, i: usize, hit: &Hit<'a>, codes: &mut Vec<ActorCode>) {
        let code = match hit.what {
            What::Known { spell, .. } => spell.code.clone(),
            What::Place(country) => ActorCode::country(country),
            What::Person | What::Organisation => {
                let s = &self.sentences[i];
                let known = self.alias_of(s.words(hit.span), None);
                match (known, hit.inner_country) {
                    (Some(entity), _) => self.entities[entity].actors[0].clone(),
                    (None, Some(country)) => ActorCode::country(country),
                    (None, None) if matches!(hit.what, What::Organisation) => self.organisation_code(i, hit),
                    (None, None) => return,
                }
            }
        };
        if !codes.contains(&code) {
            codes.push(code);
        }
    }

    /// The actors of a role noun. `modified`: the noun that it stands before, whose nationality it shares.
    pub(super) fn nominal_codes(&self, i: usize, t: usize, modified: Option<usize>, role: &Role<'_>) -> Vec<ActorCode> {
        let s = &self.sentences[i];
        let lemma = s.lemma(t);
        let mut owners = self.owners(i, t);
        if let Some(noun) = modified.filter(|_| owners.is_empty()) {
            owners = self.owners(i, noun);
        }
        let sector = self.sector_of(i, t, role);
        if !owners.is_empty() {
            let member = MEMBER_NOUNS.contains(&lemma);
            let mut codes: Vec<ActorCode> = Vec::with_capacity(owners.len());
            for owner in owners {
                let armed = matches!(
                    owner.sector.as_deref(),
                    Some("REB" | "PTY" | "OPP" | "CRM" | "SPY" | "COP" | "BUS" | "JRN" | "LEG")
                );
                // "Taliban forces" are no army.
                let fighters = sector == "MIL" && owner.sector.as_deref() == Some("REB");
                let code = if is_stateless(&owner.country) || member && armed || fighters {
                    owner
                } else {
                    ActorCode { country: owner.country, sector: Some(sector.into()), name: None }
                };
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
            return codes;
        }
        let country = self.country_of(i, t, lemma, sector);
        let country = country.as_deref().unwrap_or("UNK");
        vec![ActorCode { country: country.into(), sector: Some(sector.into()), name: None }]
    }

    /// The sector of a role noun, after "former" and after the body that a member belongs to.
    fn sector_of<'r>(&self, i: usize, t: usize, role: &Role<'r>) -> &'r str
    where
        'a: 'r,
    {
        let s = &self.sentences[i];
        let mut sector = role.sector;
        if role.tokens == 1 && MEMBER_NOUNS.contains(&s.lemma(t)) {
            let before = s
                .children(t)
                .filter(|&c| c < t && matches!(s.deprel(c), Deprel::Compound | Deprel::Amod | Deprel::NmodPoss));
            let behind = s.children(t).filter(|&c| {
                c > t
                    && s.deprel(c) == Deprel::Nmod
                    && preposition(s, c).is_some_and(|w| matches!(w, "of" | "for" | "from"))
            });
            let body = before.chain(behind).find_map(|c| self.actors.noun_at(s, c));
            if let Some(body) = body {
                sector = body.sector;
            }
        }
        if is_former(s, t) && matches!(sector, "GOV" | "LEG" | "MIL" | "JUD" | "COP" | "SPY") { "ELI" } else { sector }
    }

    /// The country of a role noun that does not say it itself.
    fn country_of(&self, i: usize, t: usize, lemma: &str, sector: &str) -> Option<Box<str>> {
        let s = &self.sentences[i];
        let place = || located(s, &self.hits[i], t).map(Box::from);
        let local = !matches!(sector, "GOV" | "LEG" | "JUD" | "MIL" | "PTY" | "OPP" | "ELI" | "SPY");
        let earlier = || self.earlier_country(i, lemma, sector);
        let subject = || self.clause_country(i, t, sector);
        let context = || self.context(i, t).map(Box::from);
        if local {
            place().or_else(earlier).or_else(subject).or_else(context)
        } else {
            earlier().or_else(subject).or_else(place).or_else(context)
        }
    }

    /// The country that the text around a nameless actor is about.
    pub(super) fn context(&self, i: usize, t: usize) -> Option<&str> {
        let before = if self.only_objects_say(i, t) { self.countries.before(i) } else { None };
        before.or_else(|| self.countries.around(i))
    }

    /// "The ministry summoned the Russian ambassador": that does not make the ministry Russian.
    fn only_objects_say(&self, i: usize, t: usize) -> bool {
        let s = &self.sentences[i];
        let agent = s.deprel(t) == Deprel::OblAgent;
        let Some(verb) = s.head(t).filter(|_| agent || tree::prominence(s, t) >= 2) else { return false };
        let in_object = |head: usize| {
            let is_object = |o: usize| match s.deprel(o) {
                Deprel::Obj | Deprel::Iobj => true,
                Deprel::NsubjPass => agent,
                _ => false,
            };
            let mut objects = s.children(verb).filter(|&o| is_object(o));
            objects.any(|o| s.governs(o, head))
        };
        self.hits[i].iter().filter(|h| h.country().is_some()).all(|h| in_object(h.head))
    }

    /// The country of whoever was called by the same noun before.
    fn earlier_country(&self, i: usize, lemma: &str, sector: &str) -> Option<Box<str>> {
        let near = self.recent.iter().rev().take_while(|r| r.sentence + 6 >= i);
        near.map(|r| &self.entities[r.entity])
            .find(|e| e.sector() == Some(sector) && e.nouns.iter().any(|n| &**n == lemma))
            .and_then(|e| e.country())
            .filter(|c| !is_stateless(c))
            .map(Box::from)
    }

    /// "Turkey detained 200 soldiers": theirs, if nothing else is said. Not for those whom states fight abroad.
    fn clause_country(&self, i: usize, t: usize, sector: &str) -> Option<Box<str>> {
        if matches!(sector, "REB" | "UAF") {
            return None;
        }
        let s = &self.sentences[i];
        let mut clause = clause_of(s, t)?;
        for _ in 0..MAX_DEPTH {
            if let Some(subject) = subject_of(s, clause).filter(|&subject| !s.governs(subject, t)) {
                let known = self.mention_at(i, subject).and_then(|m| m.actors.first());
                let named = self.hits[i].iter().find(|h| h.head == subject).and_then(Hit::country);
                let country = known.map(|a| &*a.country).or(named).filter(|c| !is_stateless(c));
                if country.is_some() {
                    return country.map(Box::from);
                }
            }
            clause = clause_of(s, s.head(clause)?)?;
        }
        None
    }

    /// "a militant group", "armed men": the description tells the sector where the noun does not.
    fn described_role(&self, i: usize, t: usize) -> Option<Role<'a>> {
        let s = &self.sentences[i];
        let group = words::group_of(s.lemma(t)).is_some()
            || MEMBER_NOUNS.contains(&s.lemma(t))
            || BODY_NOUNS.contains(&s.lemma(t));
        if !group {
            return None;
        }
        let start = description_start(s, t);
        let before = (start..t).rev().find_map(|c| self.actors.noun_at(s, c));
        let behind = || {
            s.children(t)
                .filter(|&c| c > t && s.deprel(c) == Deprel::Nmod && preposition(s, c) == Some("of"))
                .find_map(|c| self.role(i, c))
        };
        before.map(|n| Role { sector: n.sector, office: false, tokens: 1 }).or_else(behind)
    }

    /// The noun phrase around a head: descriptions before it, "of X" behind it.
    pub(super) fn noun_phrase(&self, i: usize, t: usize) -> Span<TokenIndex> {
        let s = &self.sentences[i];
        let mut start = description_start(s, t);
        for child in s.children(t).filter(|&c| c < t) {
            if matches!(
                s.deprel(child),
                Deprel::Det | Deprel::NmodPoss | Deprel::Nummod | Deprel::Amod | Deprel::Compound | Deprel::DetPredet
            ) {
                start = start.min(s.subtree(child).start);
            }
        }
        let mut end = t + 1;
        for child in s.children(t).filter(|&c| c > t) {
            if s.deprel(child) == Deprel::Nmod && matches!(preposition(s, child), Some("of" | "from")) {
                let subtree = s.subtree(child);
                let comma =
                    (subtree.start..subtree.end).find(|&c| s.upos(c) == Upos::Punct && s.xpos(c) == Xpos::Comma);
                end = end.max(comma.unwrap_or(subtree.end).min(subtree.start + 8));
            }
        }
        Span::new(start, end.max(t + 1))
    }

    /// "killing 12", "three were arrested": people by number alone.
    fn numeral(&mut self, i: usize, t: usize) {
        let s = &self.sentences[i];
        if !matches!(s.deprel(t), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Conj)
            || modified_noun(s, t).is_some()
        {
            return;
        }
        let verb = if s.deprel(t) == Deprel::Conj { s.head(t).and_then(|h| s.head(h)) } else { s.head(t) };
        if !verb.is_some_and(|v| HARMING.contains(&s.lemma(v))) || s.form(t).contains(['$', '%', '.']) {
            return;
        }
        self.people(i, t);
    }

    /// "the wounded", "the dead", "the poor".
    fn substantive(&mut self, i: usize, t: usize) {
        let s = &self.sentences[i];
        let argument =
            matches!(s.deprel(t), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Nmod | Deprel::Obl);
        let word = matches!(s.lemma(t), "dead" | "wounded" | "injured" | "poor" | "homeless" | "displaced" | "missing");
        if argument && word && s.child(t, Deprel::Det).is_some() {
            self.people(i, t);
        }
    }

    fn people(&mut self, i: usize, t: usize) {
        let role = Role { sector: "CVL", office: false, tokens: 1 };
        let codes = self.nominal_codes(i, t, None, &role);
        let entity = self.entity_for(&codes, Called { class: Class::Plural, gender: None, noun: "person" });
        self.push(i, t, self.noun_phrase(i, t), entity, MentionKind::Nominal);
    }

    /// No actor, but something that "it" or "they" may mean.
    fn thing(&mut self, i: usize, t: usize) {
        let s = &self.sentences[i];
        let prominence = tree::prominence(s, t);
        if prominence == 0 || s.deprel(t) == Deprel::Root {
            return;
        }
        let class = if is_plural(s, t) { Class::Plural } else { Class::Thing };
        self.entities.push(super::Entity { actors: Vec::new(), class, gender: None, nouns: Vec::new() });
        self.notice(i, t, self.entities.len() - 1, prominence, MentionKind::Nominal);
    }
}

/// True if a name in front of a noun makes the noun its own: not "US-backed", "anti-Russian".
fn describes(s: &Sentence, hit: &Hit<'_>) -> bool {
    let hyphen = |t: usize| t < s.len() && matches!(s.form(t), "-" | "–");
    if hyphen(hit.span.end) {
        let word = s.form(hit.span.end + 1);
        return hit.span.end + 1 < s.len() && RESPONSIBLE_PARTICIPLES.contains(&word);
    }
    if hit.span.start >= 2 && hyphen(hit.span.start - 1) {
        return !matches!(s.form(hit.span.start - 2), "pro" | "anti" | "non" | "Pro" | "Anti");
    }
    true
}

pub(super) fn is_former(s: &Sentence, t: usize) -> bool {
    let start = description_start(s, t);
    (start..=t).any(|c| {
        let form = s.form(c);
        FORMER.iter().any(|f| form.eq_ignore_ascii_case(f)) || form.starts_with("ex-") || form.starts_with("Ex-")
    })
}

fn class_of(s: &Sentence, t: usize, lemma: &str) -> Class {
    if is_plural(s, t) && lemma != "police" || lemma == "people" {
        Class::Plural
    } else if BODY_NOUNS.contains(&lemma) {
        Class::Body
    } else {
        Class::Person
    }
}

/// The words of an office in lower case: "foreign minister".
pub(super) fn office_words(s: &Sentence, t: usize, tokens: usize) -> String {
    let mut words = String::new();
    for token in t + 1 - tokens.min(t + 1)..=t {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&s.form(token).to_lowercase());
    }
    words
}
