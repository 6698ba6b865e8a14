//! Names in a sentence: those of the codebook, and those that only the name tagger knows.

use tidings_text::{Date, Deprel, EntityKind, Sentence, Span, TokenIndex, Upos};

use super::Gazetteer;
use super::tree::{is_locative, span_head};
use super::words::{is_calendar_word, is_courtesy_title};
use crate::codebook::actors::{Actors, NameKind, Spell, is_stateless};

/// What a name names.
#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    /// Known to the codebook.
    Known {
        spell: &'a Spell,
        tense: Tense,
    },
    /// A place that is no actor; its country.
    Place(&'a str),
    /// Found by the name tagger alone.
    Person,
    Organisation,
}

/// Where the document's date stands to the spell of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Current,
    /// They have left that office.
    Past,
    /// They will only get it.
    Coming,
}

/// A name where it stands.
#[derive(Clone, Debug)]
pub(super) struct Hit<'a> {
    pub span: Span<TokenIndex>,
    pub head: usize,
    pub what: What<'a>,
    pub locative: bool,
    /// A country named inside a longer name: "University of Texas".
    pub inner_country: Option<&'a str>,
}

impl<'a> Hit<'a> {
    /// The state that the name points to, if it points to one.
    pub fn country(&self) -> Option<&'a str> {
        match self.what {
            What::Known { spell, .. } => Some(&*spell.code.country).filter(|c| !is_stateless(c)),
            What::Place(country) => Some(country),
            What::Person | What::Organisation => self.inner_country,
        }
    }

    /// A newspaper, agency or broadcaster.
    pub fn is_medium(&self) -> bool {
        matches!(self.what, What::Known { spell, .. } if spell.code.sector.as_deref() == Some("JRN"))
    }

    pub fn kind(&self) -> Option<NameKind> {
        match self.what {
            What::Known { spell, .. } => Some(spell.kind),
            _ => None,
        }
    }

    pub fn is_person(&self) -> bool {
        matches!(self.what, What::Person) || self.kind() == Some(NameKind::Person)
    }
}

/// The meaning of a name on a date: the spell that holds then, else the last one before, else the next.
pub(super) fn spell_on(spells: &[Spell], date: Option<Date>) -> Option<(&Spell, Tense)> {
    let Some(date) = date else { return spells.first().map(|s| (s, Tense::Current)) };
    let holds = |s: &&Spell| s.from.is_none_or(|from| from <= date) && s.to.is_none_or(|to| date <= to);
    if let Some(spell) = spells.iter().find(holds) {
        return Some((spell, Tense::Current));
    }
    let past = spells.iter().filter(|s| s.to.is_some_and(|to| to < date)).max_by_key(|s| s.to);
    let coming = || spells.iter().filter(|s| s.from.is_some()).min_by_key(|s| s.from);
    past.map(|s| (s, Tense::Past)).or_else(|| coming().map(|s| (s, Tense::Coming)))
}

/// All names of a sentence, in order, not overlapping.
pub(super) fn hits<'a>(
    s: &Sentence,
    actors: &'a Actors,
    places: &'a impl Gazetteer,
    date: Option<Date>,
) -> Vec<Hit<'a>> {
    let mut known = known_names(s, actors, date);
    let mut hits: Vec<Hit<'a>> = Vec::new();
    for entity in &s.entities {
        let span = without_article(s, entity.span);
        if span.is_empty() {
            continue;
        }
        let inside = |h: &Hit| span.overlaps(h.span);
        let covered = known.iter().any(|h| h.span.covers(span));
        let first = known.iter().position(inside);
        match (entity.kind, first) {
            _ if covered => {}
            (_, Some(at)) if !span.covers(known[at].span) => {}
            (EntityKind::Person, Some(at)) => {
                let at = known.iter().rposition(inside).unwrap_or(at);
                let rest = || span.range().filter(|t| !known[at].span.contains(*t));
                let full = match known[at].what {
                    What::Known { spell, .. } => !spell.short,
                    _ => false,
                };
                let only_titles = || rest().all(|t| actors.noun_at(s, t).is_some() || is_courtesy_title(s.form(t)));
                if known[at].is_person() && (full || only_titles()) {
                    if full {
                        known[at].span = span;
                    }
                } else {
                    known.retain(|h| !span.overlaps(h.span));
                    hits.push(hit(s, span, What::Person));
                }
            }
            (EntityKind::Organisation, Some(at)) => {
                // "UN Security Council" is the UN's; "University of Texas" is not the state.
                let organisation =
                    known[at].kind() == Some(NameKind::Organisation) && known[at].span.start == span.start;
                let country = known.iter().filter(|h| inside(h)).find_map(Hit::country);
                if organisation {
                    known[at].span = span;
                } else if !known[at].is_person() || span.len() > known[at].span.len() {
                    known.retain(|h| !span.overlaps(h.span));
                    hits.push(Hit { inner_country: country, ..hit(s, span, What::Organisation) });
                }
            }
            (EntityKind::Place, Some(at)) => {
                let country = places.country_of_name(s.words(span)).or_else(|| {
                    // "Hong Kong International Airport", but not "South China Sea".
                    let tail = s.form(span.end - 1);
                    let water = matches!(tail, "Sea" | "Ocean" | "Gulf" | "Strait" | "Channel" | "River" | "Canal");
                    known[at].country().filter(|_| !water)
                });
                if known[at].span.start == span.start && s.form(known[at].span.end.min(s.len() - 1)) == "," {
                    continue;
                }
                known.retain(|h| !span.overlaps(h.span));
                if let Some(country) = country {
                    hits.push(hit(s, span, What::Place(country)));
                }
            }
            (EntityKind::Person, None) => hits.push(hit(s, span, What::Person)),
            (EntityKind::Organisation, None) => {
                // "the president of the league, Jamel Msallem, said"
                let word = |t: usize| s.form(t).chars().any(char::is_lowercase) && actors.noun_at(s, t).is_none();
                let person = (2..=3).contains(&span.len())
                    && span.range().all(word)
                    && super::office_before(s, actors, span).is_some();
                hits.push(hit(s, span, if person { What::Person } else { What::Organisation }));
            }
            (EntityKind::Place, None) => {
                if let Some(country) = places.country_of_name(s.words(span)) {
                    hits.push(hit(s, span, What::Place(country)));
                }
            }
            _ => {}
        }
    }
    hits.append(&mut known);
    hits.sort_by_key(|h| h.span.start);
    towns_in_states(s, actors, &mut hits);
    for hit in &mut hits {
        hit.head = span_head(s, hit.span);
        hit.locative = is_locative(s, hit.head);
    }
    hits
}

/// "Tripoli, Lebanon", "Antwerp, New York": the state or region after the comma says which town is meant.
fn towns_in_states<'a>(s: &Sentence, actors: &'a Actors, hits: &mut [Hit<'a>]) {
    let is_town = |hit: &Hit<'_>| match hit.what {
        What::Place(_) => true,
        What::Known { spell, .. } => spell.kind == NameKind::SeatOfPower,
        _ => false,
    };
    for i in (1..hits.len()).rev() {
        let (span, before) = (hits[i].span, hits[i - 1].span);
        let apart = before.end + 1 == span.start && s.form(before.end) == ",";
        let closed = span.end == s.len() || s.upos(span.end) == Upos::Punct;
        let area = actors.name_at(s, span.start).is_some_and(|found| {
            found.tokens == span.len()
                && found.spells.iter().any(|spell| matches!(spell.kind, NameKind::Region | NameKind::Country))
        });
        if apart
            && closed
            && area
            && is_town(&hits[i - 1])
            && let Some(country) = hits[i].country()
        {
            hits[i - 1].what = What::Place(country);
        }
    }
}

fn hit<'a>(s: &Sentence, span: Span<TokenIndex>, what: What<'a>) -> Hit<'a> {
    Hit { span, head: span_head(s, span), what, locative: false, inner_country: None }
}

fn without_article(s: &Sentence, span: Span<TokenIndex>) -> Span<TokenIndex> {
    let mut span = span;
    while !span.is_empty() && s.upos(span.start) == Upos::Det {
        span = Span::new(span.start + 1, span.end);
    }
    while !span.is_empty() && (s.upos(span.end - 1) == Upos::Part || s.upos(span.end - 1) == Upos::Punct) {
        span = Span::new(span.start, span.end - 1);
    }
    span
}

fn known_names<'a>(s: &Sentence, actors: &'a Actors, date: Option<Date>) -> Vec<Hit<'a>> {
    let mut known = Vec::new();
    let mut t = 0;
    while t < s.len() {
        let Some(found) = actors.name_at(s, t) else {
            t += 1;
            continue;
        };
        let span = Span::new(t, t + found.tokens);
        match spell_on(found.spells, date) {
            Some((spell, tense)) if is_plausible(s, span, spell) => {
                match spell.kind {
                    NameKind::Region if is_stateless(&spell.code.country) => {}
                    NameKind::Region => known.push(hit(s, span, What::Place(&spell.code.country))),
                    _ => known.push(hit(s, span, What::Known { spell, tense })),
                }
                t = span.end;
            }
            _ => t += 1,
        }
    }
    known
}

/// Keeps surnames that are plain words ("May", "Brown") from naming somebody.
fn is_plausible(s: &Sentence, span: Span<TokenIndex>, spell: &Spell) -> bool {
    if spell.kind != NameKind::Person || !spell.short {
        return true;
    }
    if span.len() > 1 {
        return true;
    }
    let t = span.start;
    let tagged = s.entities.iter().find(|e| e.span.contains(t)).map(|e| e.kind);
    let form = s.form(t);
    match tagged {
        Some(EntityKind::Person) => true,
        Some(EntityKind::Organisation | EntityKind::Place) => false,
        _ if is_calendar_word(form) => {
            s.upos(t) == Upos::Propn && matches!(s.deprel(t), Deprel::Nsubj | Deprel::NmodPoss)
        }
        _ => s.upos(t) == Upos::Propn,
    }
}
