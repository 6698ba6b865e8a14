//! Which place belongs to which event: the tree decides.

use tidings_records::PlacePrecision;
use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::PlaceMention;
use super::words::{LOCATIVE, OFFICIALS, SORTS};

/// Longest way through a tree between an event and what belongs to it.
const MAX_STEPS: usize = 6;
/// Clauses that an event shares its place with.
const MAX_CLAUSES: usize = 3;

/// The token of a span whose governor lies outside.
pub(super) fn span_head(s: &Sentence, span: Span<TokenIndex>) -> usize {
    let outside = |&t: &usize| s.head(t).is_none_or(|h| !span.contains(h));
    let content = |&t: &usize| !matches!(s.upos(t), Upos::Punct | Upos::Adp | Upos::Det | Upos::Part);
    let mut heads = span.range().filter(|t| outside(t) && content(t));
    heads.next().unwrap_or(span.start)
}

/// Where the event at `head` took place: the nearest phrase with "in" and the like that belongs to it
/// or to the clause that it shares. Neither an actor's adjective nor a subject nor a dateline is one.
///
/// `first` says that the sentence may begin with a dateline.
pub fn event_place<'p>(s: &Sentence, first: bool, head: usize, places: &'p [PlaceMention]) -> Option<&'p PlaceMention> {
    let dateline = if first { dateline_end(s) } else { 0 };
    let candidates = places.iter().filter(|p| p.head >= dateline && p.head < s.len()).filter_map(|p| {
        let site = site(s, p)?;
        let exact = match p.place.precision {
            PlacePrecision::City => 0,
            PlacePrecision::Region => 1,
            PlacePrecision::Country => 2,
        };
        Some(((distance(s, head, site)?, exact, p.head.abs_diff(head)), p))
    });
    candidates.min_by_key(|(rank, _)| *rank).map(|(_, place)| place)
}

/// Tokens before the dash of "SEOUL (AP) —"; 0 without one.
fn dateline_end(s: &Sentence) -> usize {
    let dash = (1..s.len().min(12)).find(|&t| matches!(s.form(t), "—" | "–" | "--" | "-"));
    let name = |t: usize| matches!(s.upos(t), Upos::Propn | Upos::Punct | Upos::Num | Upos::Noun | Upos::Sym);
    dash.filter(|&end| (0..end).all(name)).map_or(0, |t| t + 1)
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

/// How far the phrase of `site` is from the event at `head`; `None` if it belongs to something else.
pub(crate) fn distance(s: &Sentence, head: usize, site: usize) -> Option<usize> {
    let mut clause = head;
    for shared in 0..=MAX_CLAUSES {
        if let Some(steps) = steps_below(s, clause, site) {
            return Some(2 * steps + 3 * shared);
        }
        clause = shares(s, clause)?;
    }
    None
}

/// Steps from `head` down to `site`, through phrases but not into other clauses.
fn steps_below(s: &Sentence, head: usize, site: usize) -> Option<usize> {
    let mut at = site;
    for steps in 0..MAX_STEPS {
        if at == head {
            // The place is the event itself only by a slip of the parser.
            return (steps > 0).then_some(steps);
        }
        let up = s.head(at)?;
        let passes = match s.deprel(at) {
            Deprel::Obl
            | Deprel::OblUnmarked
            | Deprel::OblAgent
            | Deprel::Nmod
            | Deprel::NmodUnmarked
            | Deprel::Obj
            | Deprel::Iobj
            | Deprel::NsubjPass
            | Deprel::Compound
            | Deprel::Appos
            | Deprel::Xcomp
            | Deprel::Advmod => true,
            // "Protesters in Cairo clashed", but "officials in Washington" condemn from there.
            Deprel::Nsubj => at != site && !OFFICIALS.contains(&s.lemma(at)),
            Deprel::Conj => s.upos(at) != Upos::Verb || at != site && s.upos(up) == Upos::Verb && own_clause(s, at),
            Deprel::Acl | Deprel::Advcl => matches!(s.xpos(at), Xpos::Vbg | Xpos::Vbn) && at != site,
            _ => false,
        };
        if !passes {
            return None;
        }
        at = up;
    }
    None
}

/// A second verb of the same subject: "clashed and threw stones in Cairo".
fn own_clause(s: &Sentence, verb: usize) -> bool {
    !s.children(verb).any(|c| matches!(s.deprel(c), Deprel::Nsubj | Deprel::NsubjPass))
}

/// The head of the clause or phrase whose place and time are also those of `t`: the verb of "hold
/// talks", the attack of "attacked a market, killing 12".
fn shares(s: &Sentence, t: usize) -> Option<usize> {
    let up = s.head(t)?;
    let shared = match s.deprel(t) {
        Deprel::Xcomp
        | Deprel::Obj
        | Deprel::NsubjPass
        | Deprel::Obl
        | Deprel::Nmod
        | Deprel::Conj
        | Deprel::Compound => true,
        Deprel::Nsubj => s.upos(t) == Upos::Noun,
        Deprel::Advcl => matches!(s.xpos(t), Xpos::Vbg | Xpos::Vbn),
        Deprel::Acl => s.upos(up) == Upos::Noun,
        _ => false,
    };
    shared.then_some(up)
}
