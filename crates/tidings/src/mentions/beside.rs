//! Offices that stand beside a name between commas, read along the line where the tree goes astray:
//! "the mayor of London, Sadiq Khan,", "Sadiq Khan, the mayor of London,".

use tidings_text::{EntityKind, Sentence, Span, TokenIndex, Upos, Xpos};

use super::tree::is_noun;
use super::words::{BODY_NOUNS, is_calendar_word};
use crate::codebook::actors::Actors;

/// Words between a name and the office beside it.
const REACH: usize = 16;

/// The head of the office in front of a name and a comma.
pub(crate) fn office_before(s: &Sentence, actors: &Actors, name: Span<TokenIndex>) -> Option<usize> {
    let comma = name.start.checked_sub(1).filter(|&t| s.form(t) == ",")?;
    let mut start = comma;
    while start > 0 && comma - start < REACH && is_inside(s, start - 1) {
        start -= 1;
    }
    // "meeting the president, X said": somebody else's.
    let begins = start == 0
        || matches!(s.upos(start - 1), Upos::Punct | Upos::Cconj | Upos::Sconj)
        || matches!(s.lemma(start - 1), "say" | "add" | "by");
    let head = (start..comma).find(|&t| is_office(s, actors, t))?;
    let whole = office_end(s, head) == comma;
    let named = (start..comma).any(|t| is_person(s, t));
    (begins && whole && !named).then_some(head)
}

/// The head of the office behind a name and a comma, dash or bracket.
pub(crate) fn office_behind(s: &Sentence, actors: &Actors, name: Span<TokenIndex>) -> Option<usize> {
    let comma = |t: usize| t < s.len() && matches!(s.form(t), "," | "—" | "–" | "-" | "(" | "--");
    if !comma(name.end) {
        return None;
    }
    // "…, 52, the mayor"
    let mut start = name.end + 1;
    while start < s.len() && (s.upos(start) == Upos::Num || comma(start)) {
        start += 1;
    }
    if start < s.len() && s.upos(start) == Upos::Cconj {
        return None;
    }
    let end = (start..s.len()).take(REACH).find(|&t| !is_inside(s, t)).unwrap_or(s.len().min(start + REACH));
    let head = (start..end).find(|&t| is_office(s, actors, t))?;
    // "Obama, President Xi said": somebody else's title.
    let stop = office_end(s, head);
    let anothers = stop < s.len() && is_person(s, stop);
    let open = stop == s.len()
        || s.upos(stop) != Upos::Punct && !matches!(s.upos(stop), Upos::Cconj | Upos::Pron | Upos::Sconj);
    // "Kim, the president said": no comma closes it, so it does what follows.
    let acts = open && stop < s.len() && matches!(s.upos(stop), Upos::Verb | Upos::Aux);
    let bare = start == head && !actors.noun_at(s, head).is_some_and(|noun| noun.office);
    (!anothers && !acts && !bare).then_some(head)
}

/// The end of an office that starts at its head: "leader of the House and of its majority" ends with "House".
pub(crate) fn office_end(s: &Sentence, head: usize) -> usize {
    let mut end = head + 1;
    // "secretary-general"
    while end + 1 < s.len() && s.form(end) == "-" && is_noun(s, end + 1) {
        end += 2;
    }
    loop {
        if end + 1 >= s.len() || !matches!(s.lemma(end), "of" | "for" | "to" | "at" | "in") {
            return end;
        }
        let mut at = end + 1;
        let mut nouns = 0;
        while at < s.len() && !is_person(s, at) {
            let part = match s.upos(at) {
                Upos::Det | Upos::Adj | Upos::Num | Upos::Part => true,
                Upos::Noun | Upos::Propn | Upos::X => {
                    nouns += 1;
                    true
                }
                // "Trade and Industry", "AT&T"
                Upos::Cconj => {
                    nouns > 0 && at + 1 < s.len() && matches!(s.upos(at + 1), Upos::Noun | Upos::Propn | Upos::Adj)
                }
                _ => s.xpos(at) == Xpos::PrpDollar || matches!(s.form(at), "-" | "&" | "'s" | "’s"),
            };
            if !part {
                break;
            }
            at += 1;
        }
        // "president in August"
        if nouns == 0
            || s.lemma(end) == "in" && (end + 1..at).any(|t| is_calendar_word(s.form(t)) || s.upos(t) == Upos::Num)
        {
            return end;
        }
        end = at;
    }
}

/// A noun in the singular that names an office or a role that one person has.
fn is_office(s: &Sentence, actors: &Actors, t: usize) -> bool {
    is_noun(s, t)
        && !matches!(s.xpos(t), Xpos::Nns | Xpos::Nnps)
        && (actors.noun_at(s, t).is_some_and(|noun| noun.office || !BODY_NOUNS.contains(&s.lemma(t)))
            || matches!(s.lemma(t), "head" | "chief" | "leader" | "director")
                && t + 1 < s.len()
                && s.lemma(t + 1) == "of")
}

/// Part of a noun phrase with "of" phrases.
fn is_inside(s: &Sentence, t: usize) -> bool {
    match s.upos(t) {
        Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Part | Upos::X => true,
        Upos::Adp => matches!(s.lemma(t), "of" | "for" | "to" | "at" | "in"),
        Upos::Cconj => true,
        _ => s.xpos(t) == Xpos::PrpDollar || matches!(s.form(t), "-" | "&"),
    }
}

fn is_person(s: &Sentence, t: usize) -> bool {
    s.entities.iter().any(|e| e.kind == EntityKind::Person && e.span.start == t)
}
