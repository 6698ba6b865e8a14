//! Small questions to a dependency tree that mention detection keeps asking.

use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos, Xpos};

use super::words::LOCATIVE;

/// Longest way up a tree that a question takes.
const MAX_STEPS: usize = 6;

/// The token of a span whose governor lies outside; the last one if the parser split the span.
pub(super) fn span_head(s: &Sentence, span: Span<TokenIndex>) -> usize {
    let outside = |&t: &usize| s.head(t).is_none_or(|h| !span.contains(h));
    let content = |&t: &usize| !matches!(s.deprel(t), Deprel::Punct | Deprel::Case | Deprel::Det | Deprel::Cc);
    // With several governors outside, the one that the others' siblings hang from stands for all.
    span.range()
        .filter(outside)
        .filter(content)
        .max_by_key(|&t| (s.children(t).filter(|&c| span.contains(c)).count(), std::cmp::Reverse(t)))
        .unwrap_or(span.end - 1)
}

pub(super) fn is_noun(s: &Sentence, t: usize) -> bool {
    matches!(s.upos(t), Upos::Noun | Upos::Propn)
}

pub(super) fn is_plural(s: &Sentence, t: usize) -> bool {
    matches!(s.xpos(t), Xpos::Nns | Xpos::Nnps)
}

/// The noun that `t` stands before and describes: "Israeli strikes", "police raid".
pub(super) fn modified_noun(s: &Sentence, t: usize) -> Option<usize> {
    let describes = matches!(
        s.deprel(t),
        Deprel::Amod | Deprel::Compound | Deprel::NmodDesc | Deprel::NmodUnmarked | Deprel::Det | Deprel::Nummod
    );
    let mut head = s.head(t)?;
    if s.deprel(t) == Deprel::Conj {
        // "Israeli and Palestinian forces"
        return modified_noun(s, head).filter(|&noun| noun > t);
    }
    if !describes || head < t || has_preposition(s, t) {
        return None;
    }
    // "US-backed rebels": the word before the hyphen describes the participle.
    if !is_noun(s, head) && s.deprel(head) == Deprel::Amod {
        head = s.head(head)?;
    }
    (is_noun(s, head) || s.upos(head) == Upos::X).then_some(head)
}

fn has_preposition(s: &Sentence, t: usize) -> bool {
    s.children(t).any(|c| s.deprel(c) == Deprel::Case && s.upos(c) == Upos::Adp)
}

/// The preposition that introduces `t`, in lower case.
pub(super) fn preposition(s: &Sentence, t: usize) -> Option<&str> {
    s.children(t).find(|&c| s.deprel(c) == Deprel::Case && s.upos(c) == Upos::Adp).map(|c| s.lemma(c))
}

/// Parts of the country that are named after "of".
const AREAS: &[&str] = &[
    "area",
    "region",
    "province",
    "district",
    "governorate",
    "prefecture",
    "county",
    "town",
    "city",
    "village",
    "suburb",
    "outskirts",
    "neighbourhood",
    "neighborhood",
    "part",
    "north",
    "south",
    "east",
    "west",
    "centre",
    "center",
    "capital",
    "port",
    "island",
    "state",
    "department",
    "coast",
    "border",
    "valley",
    "municipality",
    "borough",
];

/// "in Cairo", "near the border with Iraq", "in Belgrade, Serbia": a place and no doer.
pub(super) fn is_locative(s: &Sentence, t: usize) -> bool {
    let mut at = t;
    for _ in 0..MAX_STEPS {
        if let Some(word) = preposition(s, at) {
            // "in a tribal area of North Waziristan, Pakistan"
            let area = s.head(at).filter(|&h| word == "of" && AREAS.contains(&s.lemma(h)));
            match area {
                Some(head) => {
                    at = head;
                    continue;
                }
                None => return LOCATIVE.contains(&word),
            }
        }
        let part = matches!(
            s.deprel(at),
            Deprel::Appos
                | Deprel::NmodUnmarked
                | Deprel::Flat
                | Deprel::List
                | Deprel::Compound
                | Deprel::Conj
                | Deprel::NmodDesc
        );
        match s.head(at) {
            // "in Damascus on Monday", "Paris, France": only names lend their preposition.
            Some(head) if part && s.upos(head) == Upos::Propn => at = head,
            _ => return false,
        }
    }
    false
}

/// Where the words before a noun that describe it begin: "the | former British | prime minister".
pub(super) fn description_start(s: &Sentence, head: usize) -> usize {
    let mut start = head;
    while start > 0 {
        let t = start - 1;
        let belongs = match s.upos(t) {
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::X => {
                s.governs(head, t) || s.head(t).is_some_and(|h| h > t && h <= head) || s.governs(t, head)
            }
            Upos::Verb | Upos::Adv => s.deprel(t) == Deprel::Amod || s.head(t).is_some_and(|h| h > t && h <= head),
            Upos::Part => s.xpos(t) == Xpos::Pos,
            Upos::Punct | Upos::Sym => {
                s.xpos(t) == Xpos::Hyph || matches!(s.form(t), "-" | "–") && s.head(t).is_some_and(|h| h <= head)
            }
            _ => false,
        };
        if !belongs {
            break;
        }
        start = t;
    }
    start
}

/// The verb (or predicate) of the clause that `t` stands in.
pub(super) fn clause_of(s: &Sentence, t: usize) -> Option<usize> {
    let mut at = t;
    for _ in 0..12 {
        match s.deprel(at) {
            Deprel::Root
            | Deprel::Ccomp
            | Deprel::Advcl
            | Deprel::AdvclRelcl
            | Deprel::Acl
            | Deprel::AclRelcl
            | Deprel::Xcomp
            | Deprel::Csubj
            | Deprel::Parataxis
                if at != t || !is_noun(s, t) =>
            {
                return Some(at);
            }
            Deprel::Conj if at != t && s.upos(at) == Upos::Verb => return Some(at),
            _ => at = s.head(at)?,
        }
    }
    None
}

pub(super) fn subject_of(s: &Sentence, verb: usize) -> Option<usize> {
    s.children(verb)
        .find(|&c| matches!(s.deprel(c), Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter))
        .or_else(|| s.children(verb).find(|&c| s.deprel(c) == Deprel::OblAgent))
}

/// How a mention stands in its sentence: 3 main subject, 2 subject, 1 object, 0 elsewhere.
pub(super) fn prominence(s: &Sentence, t: usize) -> u8 {
    let mut at = t;
    // Conjuncts share the place of the first.
    for _ in 0..MAX_STEPS {
        match s.head(at) {
            Some(head) if s.deprel(at) == Deprel::Conj => at = head,
            _ => break,
        }
    }
    match s.deprel(at) {
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter => {
            if s.head(at).is_some_and(|h| s.head(h).is_none()) {
                3
            } else {
                2
            }
        }
        Deprel::Obj | Deprel::Iobj | Deprel::OblAgent | Deprel::Root => 1,
        _ => 0,
    }
}

/// True if `t` is a plain "it" that stands for a clause or the weather.
pub(super) fn is_expletive(s: &Sentence, t: usize) -> bool {
    if s.deprel(t) == Deprel::Expl {
        return true;
    }
    let Some(head) = s.head(t) else { return false };
    matches!(s.deprel(t), Deprel::Nsubj | Deprel::NsubjPass)
        && s.children(head).any(|c| matches!(s.deprel(c), Deprel::Csubj | Deprel::CsubjPass | Deprel::CsubjOuter))
}
