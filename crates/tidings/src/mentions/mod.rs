//! Which words of a document name whom.
//!
//! [`Mentions::find`] reads the sentences in order. Names come from the codebook and from the
//! name tagger ([`names`]); role nouns get their country from the words around them
//! ([`nominals`], [`context`]); pronouns and short forms take the actors of the most likely
//! mention before them ([`coreference`]). What is no actor (things, places, expletive "it") is
//! no mention.

mod beside;
mod context;
mod coreference;
mod entity;
mod names;
mod nominals;
mod people;
mod tree;
mod words;

use std::collections::HashMap;

use tidings_text::{Date, Deprel, Document, Sentence, Span, TokenIndex, Upos};

use crate::codebook::actors::{ActorCode, Actors, Gender, NameKind};
pub(crate) use beside::{office_before, office_behind, office_end};
use context::Countries;
use entity::{Class, Entity};
use names::{Hit, What};
pub(crate) use words::is_calendar_word;

/// How a mention names its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// "North Korea", "Choe Son Hui", "Amnesty International".
    Name,
    /// "the foreign minister", "Israeli police", "protesters".
    Nominal,
    /// "she", "its", "who".
    Pronoun,
    /// Says whose something is: "*Israeli* strikes", "*US* decision", "*police* raid".
    Adjective,
}

/// Words that name one actor or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// The token that the rest hangs from: subject, object … of its clause.
    pub head: usize,
    /// The whole phrase as a reader sees it.
    pub span: Span<TokenIndex>,
    /// Never empty; several for "they", "the two countries", "Israeli and Palestinian forces".
    pub actors: Vec<ActorCode>,
    pub kind: MentionKind,
    /// The same for all mentions of one actor in the document.
    pub entity: usize,
}

/// Knows in which country a place lies.
pub trait Gazetteer {
    /// ISO 3166-1 alpha-3 code of the country of the best known place of this name.
    fn country_of_name(&self, name: &str) -> Option<&str>;
}

/// Knows no places.
impl Gazetteer for () {
    fn country_of_name(&self, _: &str) -> Option<&str> {
        None
    }
}

/// All mentions of a document.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// By sentence, then by head.
    sentences: Vec<Vec<Mention>>,
    contexts: Vec<Option<Box<str>>>,
    located: Vec<Vec<Located>>,
}

/// A place that a sentence says something happened at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Located {
    head: usize,
    span: Span<TokenIndex>,
    country: Box<str>,
}

impl Mentions {
    /// Finds who is named in the sentences of one document, in order.
    pub fn find(document: &Document, sentences: &[Sentence], actors: &Actors, places: &impl Gazetteer) -> Mentions {
        let date = document.published;
        let hits: Vec<Vec<Hit<'_>>> = sentences.iter().map(|s| names::hits(s, actors, places, date)).collect();
        let countries = Countries::new(document, sentences, &hits);
        let mut finder = Finder {
            sentences,
            actors,
            date,
            countries: &countries,
            hits,
            entities: Vec::new(),
            aliases: HashMap::new(),
            codes: HashMap::new(),
            recent: Vec::new(),
            mentions: Vec::with_capacity(sentences.len()),
            quote: coreference::Quote::default(),
        };
        for i in 0..sentences.len() {
            finder.sentence(i);
        }
        let contexts = (0..sentences.len()).map(|i| countries.around(i).map(Box::from)).collect();
        let located = finder.hits.iter().map(|hits| located_names(hits)).collect();
        let mut by_sentence = finder.mentions;
        for mentions in &mut by_sentence {
            mentions.sort_by_key(|m| m.head);
        }
        Mentions { sentences: by_sentence, contexts, located }
    }

    /// The mentions of a sentence, by head.
    pub fn of_sentence(&self, sentence: usize) -> &[Mention] {
        self.sentences.get(sentence).map_or(&[], Vec::as_slice)
    }

    /// The mention whose head is this token.
    pub fn at(&self, sentence: usize, token: usize) -> Option<&Mention> {
        let mentions = self.of_sentence(sentence);
        mentions.binary_search_by_key(&token, |m| m.head).ok().map(|at| &mentions[at])
    }

    /// The country of the place at which the clause of a token says that something happened, and its words.
    pub fn country_at(&self, sentence: &Sentence, index: usize, token: usize) -> Option<(&str, Span<TokenIndex>)> {
        let places = self.located.get(index)?.iter().map(|place| (place.head, place));
        context::nearest(sentence, places, token).map(|(_, place)| (&*place.country, place.span))
    }

    /// The country that a sentence is about: of its places and actors, else of the text before.
    pub fn context_country(&self, sentence: usize) -> Option<&str> {
        self.contexts.get(sentence)?.as_deref()
    }
}

fn located_names(hits: &[Hit<'_>]) -> Vec<Located> {
    let places = hits.iter().filter(|h| h.locative);
    places.filter_map(|h| Some(Located { head: h.head, span: h.span, country: h.country()?.into() })).collect()
}

/// Something that a pronoun could go back to, in the order of reading.
#[derive(Clone, Copy, Debug)]
struct Recent {
    sentence: usize,
    token: usize,
    entity: usize,
    prominence: u8,
    kind: MentionKind,
    /// The first of the coordinated phrases that it belongs to.
    coordination: Option<usize>,
}

/// The state of one pass over a document.
struct Finder<'a> {
    sentences: &'a [Sentence],
    actors: &'a Actors,
    date: Option<Date>,
    countries: &'a Countries,
    hits: Vec<Vec<Hit<'a>>>,
    entities: Vec<Entity>,
    /// Names and parts of names, to the entities that have been called so. Only looked up.
    aliases: HashMap<Box<str>, Vec<usize>>,
    /// Actors (and the noun, for nameless ones) to entities. Only looked up.
    codes: HashMap<(ActorCode, Box<str>), usize>,
    recent: Vec<Recent>,
    mentions: Vec<Vec<Mention>>,
    quote: coreference::Quote,
}

/// What a new mention is called by, to find or make its entity.
struct Called<'n> {
    class: Class,
    gender: Option<Gender>,
    /// Lemma of the head noun; empty for names.
    noun: &'n str,
}

impl<'a> Finder<'a> {
    fn sentence(&mut self, i: usize) {
        self.mentions.push(Vec::new());
        let s = &self.sentences[i];
        let in_hit = self.cover(i);
        // A dateline says where, not who.
        let dateline = tidings_syntax::segment::dateline_end(s);
        for t in coreference::reading_order(s).into_iter().filter(|&t| t >= dateline) {
            match in_hit[t] {
                Some(h) if self.hits[i][h].head == t => self.name(i, h),
                Some(_) => {}
                None => self.word(i, t),
            }
        }
        self.first_person(i);
    }

    /// For each token the name it is part of; also finds surnames and short forms used before.
    fn cover(&mut self, i: usize) -> Vec<Option<usize>> {
        let s = &self.sentences[i];
        let mut cover = vec![None; s.len()];
        for hit in &self.hits[i] {
            for t in hit.span.range() {
                cover[t] = Some(0);
            }
        }
        let mut known_again = Vec::new();
        for (t, cover) in cover.iter().enumerate() {
            if cover.is_none() && s.upos(t) == Upos::Propn && self.known_alias(s.form(t)).is_some() {
                let class = self.known_alias(s.form(t)).map(|e| self.entities[e].class);
                let what = if class == Some(Class::Person) { What::Person } else { What::Organisation };
                let span = Span::new(t, t + 1);
                known_again.push(Hit { span, head: t, what, locative: tree::is_locative(s, t), inner_country: None });
            }
        }
        let hits = &mut self.hits[i];
        if !known_again.is_empty() {
            hits.append(&mut known_again);
            hits.sort_by_key(|h| h.span.start);
        }
        for (h, hit) in hits.iter().enumerate() {
            for t in hit.span.range() {
                cover[t] = Some(h);
            }
        }
        cover
    }

    fn known_alias(&self, form: &str) -> Option<usize> {
        let long_enough = form.chars().count() >= 3;
        let entities = self.aliases.get(form).filter(|_| long_enough && !is_calendar_word(form))?;
        entities.last().copied()
    }

    /// A name of the codebook or of the tagger.
    fn name(&mut self, i: usize, h: usize) {
        let s = &self.sentences[i];
        let hit = self.hits[i][h].clone();
        let modified = tree::modified_noun(s, hit.head).filter(|&noun| !hit.span.contains(noun));
        let of_actor = modified.is_some_and(|noun| self.is_actor_noun(i, noun));
        match hit.what {
            What::Place(country) => {
                // "California sued": a part of a state that acts.
                if matches!(s.deprel(hit.head), Deprel::Nsubj | Deprel::NsubjPass | Deprel::OblAgent) && !hit.locative {
                    let name = s.words(hit.span);
                    let code =
                        ActorCode { country: country.into(), sector: Some("GOV".into()), name: Some(name.into()) };
                    self.add_named(i, &hit, code, Class::Body, MentionKind::Name);
                }
            }
            What::Person => self.person(i, &hit, modified, of_actor),
            What::Organisation => self.organisation(i, &hit, modified, of_actor),
            What::Known { spell, .. } => match spell.kind {
                NameKind::Person => self.person(i, &hit, modified, of_actor),
                // Read as places.
                NameKind::Region => {}
                NameKind::Organisation => {
                    if !of_actor {
                        let kind = if modified.is_some() { MentionKind::Adjective } else { MentionKind::Name };
                        let class = if spell.code.name.is_some() || spell.code.sector.is_some() {
                            Class::Body
                        } else {
                            Class::State
                        };
                        let entity = self.add_named(i, &hit, spell.code.clone(), class, kind);
                        self.learn_organisation(i, &hit, entity);
                    }
                }
                NameKind::Country | NameKind::SeatOfPower => {
                    let seat_as_place = spell.kind == NameKind::SeatOfPower && hit.locative;
                    if !of_actor && !seat_as_place {
                        let kind = if modified.is_some() { MentionKind::Adjective } else { MentionKind::Name };
                        let class = if spell.code.sector.is_some() { Class::Body } else { Class::State };
                        self.add_named(i, &hit, spell.code.clone(), class, kind);
                    }
                }
                NameKind::Adjective | NameKind::Demonym => {
                    let people = modified.is_none() && self.names_people(i, &hit, spell.kind);
                    if people {
                        let code =
                            ActorCode { country: spell.code.country.clone(), sector: Some("CVL".into()), name: None };
                        let one = !tree::is_plural(s, hit.head)
                            && spell.kind == NameKind::Demonym
                            && self.is_single(s, hit.head);
                        let class = if one { Class::Person } else { Class::Plural };
                        let noun = s.lemma(hit.head);
                        let entity = self.entity_for(&[code], Called { class, gender: None, noun });
                        self.push(i, hit.head, self.phrase(i, hit.span), entity, MentionKind::Nominal);
                    } else if modified.is_some() && !of_actor {
                        self.add_named(i, &hit, spell.code.clone(), Class::State, MentionKind::Adjective);
                    }
                }
            },
        }
    }

    /// "two Americans", "the French": people, unless the word only describes.
    fn names_people(&self, i: usize, hit: &Hit<'_>, kind: NameKind) -> bool {
        let s = &self.sentences[i];
        let argument = matches!(
            s.deprel(hit.head),
            Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obj
                | Deprel::Iobj
                | Deprel::Obl
                | Deprel::OblAgent
                | Deprel::Nmod
                | Deprel::NmodPoss
                | Deprel::Conj
                | Deprel::Appos
                | Deprel::Root
        );
        // "in Arabic", "speaks French" name a language.
        let language = tree::preposition(s, hit.head) == Some("in");
        let noun = tree::is_noun(s, hit.head) || kind == NameKind::Demonym || s.child(hit.head, Deprel::Det).is_some();
        argument && noun && !language
    }

    fn is_single(&self, s: &Sentence, t: usize) -> bool {
        s.children(t).any(|c| s.deprel(c) == Deprel::Det && matches!(s.lemma(c), "a" | "an" | "another" | "one"))
    }

    fn organisation(&mut self, i: usize, hit: &Hit<'a>, modified: Option<usize>, of_actor: bool) {
        let s = &self.sentences[i];
        let known = self.alias_of(s.words(hit.span), None);
        let kind = if modified.is_some() { MentionKind::Adjective } else { MentionKind::Name };
        if let Some(entity) = known.filter(|&e| self.entities[e].class != Class::Person) {
            if !of_actor {
                self.push(i, hit.head, self.phrase(i, hit.span), entity, kind);
            }
            return;
        }
        let code = self.organisation_code(i, hit);
        if of_actor {
            // "Lashkar fighters": the fighters are the mention, but the name is known from here on.
            let entity = self.entity_for(&[code], Called { class: Class::Body, gender: None, noun: "" });
            self.learn_organisation(i, hit, entity);
            return;
        }
        let entity = self.add_named(i, hit, code, Class::Body, kind);
        self.learn_organisation(i, hit, entity);
    }

    /// Remembers a name's short forms: its first word and its initials, in brackets or not.
    fn learn_organisation(&mut self, i: usize, hit: &Hit<'_>, entity: usize) {
        let s = &self.sentences[i];
        let words: Vec<&str> = hit.span.range().map(|t| s.form(t)).collect();
        self.alias(s.words(hit.span), entity);
        if let [bracket, acronym, ..] = [hit.span.end, hit.span.end + 1].map(|t| (t < s.len()).then(|| s.form(t)))
            && bracket == Some("(")
            && let Some(acronym) = acronym
            && acronym.len() >= 2
            && acronym.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '&'))
        {
            self.alias(acronym, entity);
        }
        if words.len() < 2 {
            return;
        }
        let initials: String = words
            .iter()
            .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
            .filter_map(|w| w.chars().next())
            .collect();
        if initials.len() >= 2 {
            self.alias(&initials, entity);
        }
        // "Amnesty", "Boeing": not a word that others share, such as a country or "National".
        let first = words[0];
        let common = matches!(
            first,
            "National"
                | "International"
                | "United"
                | "Supreme"
                | "Human"
                | "World"
                | "Federal"
                | "Central"
                | "State"
                | "New"
                | "North"
                | "South"
                | "East"
                | "West"
                | "Royal"
                | "People"
                | "Party"
                | "Free"
                | "Islamic"
                | "Democratic"
                | "Bank"
                | "University"
                | "High"
                | "Ministry"
                | "Department"
                | "House"
                | "Republican"
        );
        let named = |h: &Hit| h.span.contains(hit.span.start) && h.span.len() < hit.span.len();
        if !common && hit.inner_country.is_none() && !self.hits[i].iter().any(named) && first.chars().count() > 3 {
            self.alias(first, entity);
        }
    }

    /// The words of a mention: the name with its article, titles and descriptions.
    fn phrase(&self, i: usize, span: Span<TokenIndex>) -> Span<TokenIndex> {
        let s = &self.sentences[i];
        let article = span.start > 0
            && s.upos(span.start - 1) == Upos::Det
            && s.head(span.start - 1).is_some_and(|h| span.contains(h));
        if article { Span::new(span.start - 1, span.end) } else { span }
    }

    fn add_named(&mut self, i: usize, hit: &Hit<'_>, code: ActorCode, class: Class, kind: MentionKind) -> usize {
        let entity = self.entity_for(&[code], Called { class, gender: None, noun: "" });
        self.push(i, hit.head, self.phrase(i, hit.span), entity, kind);
        entity
    }

    /// The entity with these actors, called by this noun; made if new.
    fn entity_for(&mut self, actors: &[ActorCode], called: Called<'_>) -> usize {
        // States, named actors and bodies are one whatever they are called; "two soldiers" are not "the soldiers".
        let shared = actors.len() == 1 && (actors[0].sector.is_none() || actors[0].name.is_some());
        let noun = if shared { "" } else { called.noun };
        if let [actor] = actors {
            let key = (actor.clone(), Box::from(noun));
            if let Some(&entity) = self.codes.get(&key) {
                if !called.noun.is_empty() {
                    self.call(entity, called.noun);
                }
                return entity;
            }
            self.codes.insert(key, self.entities.len());
        }
        let nouns = if called.noun.is_empty() { Vec::new() } else { vec![Box::from(called.noun)] };
        self.entities.push(Entity { actors: actors.to_vec(), class: called.class, gender: called.gender, nouns });
        self.entities.len() - 1
    }

    fn call(&mut self, entity: usize, noun: &str) {
        let nouns = &mut self.entities[entity].nouns;
        if !nouns.iter().any(|n| &**n == noun) {
            nouns.push(noun.into());
        }
    }

    fn alias(&mut self, name: &str, entity: usize) {
        let entities = self.aliases.entry(name.into()).or_default();
        entities.retain(|&e| e != entity);
        entities.push(entity);
    }

    /// The entity last called by this name, of that sex where it is known.
    fn alias_of(&self, name: &str, gender: Option<Gender>) -> Option<usize> {
        let entities = self.aliases.get(name)?;
        let fits = |&&e: &&usize| gender.is_none() || self.entities[e].gender.is_none_or(|g| Some(g) == gender);
        entities.iter().rev().find(fits).copied()
    }

    fn push(&mut self, i: usize, head: usize, span: Span<TokenIndex>, entity: usize, kind: MentionKind) {
        let s = &self.sentences[i];
        if self.mentions[i].iter().any(|m| m.head == head) || self.entities[entity].actors.is_empty() {
            return;
        }
        self.mentions[i].push(Mention {
            sentence: i,
            head,
            span,
            actors: self.entities[entity].actors.clone(),
            kind,
            entity,
        });
        self.notice(i, head, entity, tree::prominence(s, head), kind);
    }

    fn notice(&mut self, sentence: usize, token: usize, entity: usize, prominence: u8, kind: MentionKind) {
        let s = &self.sentences[sentence];
        let coordination = if s.deprel(token) == Deprel::Conj {
            Some(crate::coding::frames::conjunct_head(s, token))
        } else {
            s.children(token).any(|c| s.deprel(c) == Deprel::Conj).then_some(token)
        };
        self.recent.push(Recent { sentence, token, entity, prominence, kind, coordination });
    }

    fn mention_at(&self, i: usize, token: usize) -> Option<&Mention> {
        self.mentions[i].iter().find(|m| m.head == token)
    }
}
