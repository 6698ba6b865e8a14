//! Which place belongs to which event: the tree decides.

use tidings_records::PlacePrecision;
use tidings_text::{Deprel, Sentence, Upos};

use super::PlaceMention;
use super::words::{LOCATIVE, SORTS};
use tidings_syntax::segment::dateline_end;

use crate::attach::{Reach, distance};

/// Longest way up from a name to the phrase that it is part of.
const MAX_STEPS: usize = 6;

/// Where the event at `head` took place: the nearest phrase with "in" and the like that belongs to it
/// or to the clause that it shares. Neither an actor's adjective nor a subject nor a dateline is one.
///
/// `first` says that the sentence may begin with a dateline.
pub fn event_place<'p>(s: &Sentence, first: bool, head: usize, places: &'p [PlaceMention]) -> Option<&'p PlaceMention> {
    let dateline = if first { dateline_end(s) } else { 0 };
    let candidates = places.iter().filter(|p| p.head >= dateline && p.head < s.len()).filter_map(|p| {
        let steps = distance(s, head, site(s, p)?, Reach::Phrases)?;
        Some(((steps, exactness(p), p.head.abs_diff(head)), p))
    });
    let candidates: Vec<_> = candidates.collect();
    let (_, nearest) = candidates.iter().min_by_key(|(rank, _)| *rank)?;
    // "Police in South Korea arrested 12 people protesting in Seoul": the town says the same more exactly.
    let within = |p: &&PlaceMention| p.place.country == nearest.place.country && exactness(p) < exactness(nearest);
    let exact = candidates.iter().filter(|(_, p)| nearest.place.country.is_some() && within(p));
    exact.min_by_key(|(rank, _)| *rank).map(|(_, p)| *p).or(Some(*nearest))
}

fn exactness(place: &PlaceMention) -> u8 {
    match place.place.precision {
        PlacePrecision::City => 0,
        PlacePrecision::Region => 1,
        PlacePrecision::Country => 2,
    }
}

/// The token whose phrase says where: "Mosul" of "in Mosul", "city" of "in the city of Mosul".
fn site(s: &Sentence, place: &PlaceMention) -> Option<usize> {
    let mut at = place.head;
    for _ in 0..MAX_STEPS {
        let preposition = s.children(at).find(|&c| s.deprel(c) == Deprel::Case && s.upos(c) == Upos::Adp);
        let head = s.head(at);
        let sort = head.is_some_and(|h| SORTS.contains(&s.lemma(h)));
        match preposition.map(|t| s.lemma(t)) {
            Some(word) if LOCATIVE.contains(&word) => return Some(at),
            Some("on") if SORTS.contains(&s.lemma(at)) => return Some(at),
            Some("to" | "onto" | "through") if s.lemma(at) == "street" => return Some(at),
            // "south of Damascus", "to the streets of Hofuf"
            Some("of") if sort && bare_direction(s, head?) => return head,
            Some("of" | "to") if sort => {}
            Some("from") if sort && s.lemma(head?) == "border" => {}
            Some("with") if sort && s.lemma(head?) == "border" => {}
            Some(_) => return None,
            None => match s.deprel(at) {
                Deprel::Appos | Deprel::Flat | Deprel::List | Deprel::Conj | Deprel::NmodDesc => {}
                // "in Mosul, Iraq", but not "the rally on Tuesday".
                Deprel::NmodUnmarked if s.upos(head?) == Upos::Propn || sort => {}
                // "in a Baghdad market", "Helmand province"; "in a Russia report" is no place.
                Deprel::Compound if sort || place.place.precision == PlacePrecision::City => {}
                Deprel::Amod if sort => {}
                // "in Afghanistan's capital"
                Deprel::NmodPoss if sort => {}
                _ => return None,
            },
        }
        at = head?;
    }
    None
}

/// "south" in "fought south of Damascus".
fn bare_direction(s: &Sentence, t: usize) -> bool {
    let direction = ["north", "south", "east", "west"].iter().any(|d| s.lemma(t).starts_with(d));
    direction && !s.children(t).any(|c| s.deprel(c) == Deprel::Case)
}
