//! The country that a nameless actor belongs to: "police", "protesters", "the government".

use std::collections::BTreeMap;

use tidings_text::{BlockKind, Document, Sentence};

use super::names::Hit;
use super::tree::{clause_of, prominence};

/// How many sentences back a country still holds.
const LOOK_BACK: usize = 3;

/// Countries by sentence, and of the document as a whole.
#[derive(Debug, Default)]
pub(super) struct Countries {
    own: Vec<Option<Box<str>>>,
    document: Option<Box<str>>,
}

impl Countries {
    pub fn new(document: &Document, sentences: &[Sentence], hits: &[Vec<Hit<'_>>]) -> Countries {
        let mut total: BTreeMap<&str, u32> = BTreeMap::new();
        let mut own = Vec::with_capacity(hits.len());
        let first_paragraph =
            sentences.iter().position(|s| kind(document, s).is_some_and(|k| k == BlockKind::Paragraph)).unwrap_or(0);
        for (i, (sentence, hits)) in sentences.iter().zip(hits).enumerate() {
            let mut weights: Vec<(&str, u32)> = Vec::new();
            for hit in hits {
                // Where a medium has its seat says nothing about where things happen.
                let Some(country) = hit.country().filter(|_| !hit.is_medium()) else { continue };
                let weight = if hit.locative { 4 } else { 1 + u32::from(prominence(sentence, hit.head)) };
                match weights.iter_mut().find(|(c, _)| *c == country) {
                    Some((_, w)) => *w += weight,
                    None => weights.push((country, weight)),
                }
            }
            // The first of the heaviest.
            let best = weights.iter().rev().max_by_key(|(_, w)| *w).map(|(c, _)| Box::from(*c));
            own.push(best);
            let kind = kind(document, sentence);
            if matches!(kind, Some(BlockKind::RelatedLink | BlockKind::Repeated)) {
                continue;
            }
            let leads = i == first_paragraph || matches!(kind, Some(BlockKind::Title | BlockKind::Standfirst));
            for (country, weight) in weights {
                *total.entry(country).or_default() += if leads { 2 * weight } else { weight };
            }
        }
        // BTreeMap and max_by_key: the last of equals in alphabetical order, whatever the input order.
        let document = total.iter().max_by_key(|(_, w)| **w).map(|(c, _)| Box::from(*c));
        Countries { own, document }
    }

    /// The country of the sentence, of one shortly before it, or of the document.
    pub fn around(&self, sentence: usize) -> Option<&str> {
        self.own[sentence].as_deref().or_else(|| self.before(sentence))
    }

    /// The country of a sentence shortly before, or of the document.
    pub fn before(&self, sentence: usize) -> Option<&str> {
        let recent = (1..=LOOK_BACK.min(sentence)).find_map(|back| self.own[sentence - back].as_deref());
        recent.or(self.document.as_deref())
    }
}

fn kind(document: &Document, sentence: &Sentence) -> Option<BlockKind> {
    document.blocks.get(sentence.block).map(|b| b.kind)
}

/// The country of a place named in the clause of `t`, or in the clauses around it.
pub(super) fn located<'a>(s: &Sentence, hits: &[Hit<'a>], t: usize) -> Option<&'a str> {
    let places = hits.iter().filter(|h| h.locative).filter_map(|h| Some((h.head, h.country()?)));
    nearest(s, places, t).map(|(_, country)| country)
}

/// The one of these places, each with the token that names it, that stands in the smallest clause around `t`.
pub(super) fn nearest<T>(s: &Sentence, places: impl Iterator<Item = (usize, T)>, t: usize) -> Option<(usize, T)> {
    let around = places.filter_map(|(head, place)| {
        // "people facing hunger in Chad": below the phrase itself.
        let clause = if s.governs(t, head) { t } else { clause_of(s, head)? };
        s.governs(clause, t).then(|| (s.subtree(clause).len(), (head, place)))
    });
    around.min_by_key(|(size, _)| *size).map(|(_, place)| place)
}
