//! Who says what: cues ("said", "according to"), their speakers, and the words that belong to them.
//!
//! Each cue of a sentence gets its content from the tree. Then every quotation is given to a cue: to
//! the one that it is the content of, to the nearest in its sentence, or, where it stands alone, to the
//! last one before. An event or a claim is said by the innermost statement whose content it stands in.

mod cues;

use tidings_records::Quotation;
use tidings_text::{Deprel, Sentence, Span, TokenIndex, Upos};

use super::engine::{ActorRef, Matcher};
use super::quotes::{self, Quote};
use crate::codebook::cues::Cues;
use cues::{Cue, Finder};

/// How many sentences without a cue a quotation that stands alone may be away from its speaker.
const REACH: usize = 3;
/// Words between a quotation and a cue that it is not the content of.
const NEAR: usize = 14;

/// Something that somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Index of the sentence that the cue stands in.
    pub sentence: usize,
    /// Never empty; `UNK` for who is no known actor.
    pub speakers: Vec<ActorRef>,
    pub cue: Span<TokenIndex>,
    pub kind: Quotation,
    /// What is said, with the sentences that it stands in.
    pub content: Vec<(usize, Span<TokenIndex>)>,
    pub addressee: Option<ActorRef>,
    pub medium: Option<Span<TokenIndex>>,
    /// The statement in which this one is told.
    pub within: Option<usize>,
}

impl Utterance {
    /// A token stands in what is said.
    pub fn covers(&self, sentence: usize, token: usize) -> bool {
        self.content.iter().any(|&(i, span)| i == sentence && span.contains(token))
    }
}

/// A statement that a rule about other events makes: "accused B of bombing C".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allegation {
    pub speaker: ActorRef,
    pub cue: Span<TokenIndex>,
    pub content: Span<TokenIndex>,
}

impl Allegation {
    pub fn utterance(self, sentence: usize) -> Utterance {
        Utterance {
            sentence,
            speakers: vec![self.speaker],
            cue: self.cue,
            kind: Quotation::Indirect,
            content: vec![(sentence, self.content)],
            addressee: None,
            medium: None,
            within: None,
        }
    }
}

/// The statements of a document, in the order of their cues.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    pub list: Vec<Utterance>,
    /// By sentence: statements with words there, so that a question about a word asks no others.
    told_in: Vec<Vec<usize>>,
    /// By sentence: statements with their cue there.
    cued_in: Vec<Vec<usize>>,
}

impl Statements {
    fn new(list: Vec<Utterance>, sentences: usize) -> Statements {
        let (told_in, cued_in) = (vec![Vec::new(); sentences], vec![Vec::new(); sentences]);
        let mut statements = Statements { list: Vec::with_capacity(list.len()), told_in, cued_in };
        for utterance in list {
            statements.push(utterance);
        }
        statements.nest();
        statements
    }

    fn push(&mut self, utterance: Utterance) -> usize {
        let number = self.list.len();
        self.cued_in[utterance.sentence].push(number);
        for &(sentence, _) in &utterance.content {
            self.tell(sentence, number);
        }
        self.list.push(utterance);
        number
    }

    fn tell(&mut self, sentence: usize, number: usize) {
        let told = &mut self.told_in[sentence];
        if let Err(at) = told.binary_search(&number) {
            told.insert(at, number);
        }
    }

    /// Says of each statement in which other one its cue stands.
    fn nest(&mut self) {
        for inner in 0..self.list.len() {
            let (sentence, cue) = (self.list[inner].sentence, self.list[inner].cue.start);
            let size = |u: usize| self.list[u].content.iter().map(|(_, span)| span.len()).sum::<usize>();
            let others = self.told_in[sentence].iter().copied().filter(|&u| u != inner);
            let outer = others.filter(|&u| self.list[u].covers(sentence, cue)).min_by_key(|&u| size(u));
            // Two that stand in each other are of one level.
            let mutual = |u: usize| self.list[inner].covers(self.list[u].sentence, self.list[u].cue.start);
            self.list[inner].within = outer.filter(|&u| !mutual(u));
        }
    }

    /// Those whose content a token stands in, the innermost first.
    pub fn around(&self, sentence: usize, token: usize) -> Vec<usize> {
        let told = self.told_in[sentence].iter().copied();
        let mut found: Vec<usize> = told.filter(|&u| self.list[u].covers(sentence, token)).collect();
        found.sort_by_key(|&u| std::cmp::Reverse(self.depth(u)));
        found
    }

    fn depth(&self, utterance: usize) -> usize {
        std::iter::successors(self.list[utterance].within, |&u| self.list[u].within).take(self.list.len()).count()
    }

    /// Adds a statement that a rule found: "accused B of bombing C".
    pub fn add(&mut self, utterance: Utterance) -> usize {
        let here = &self.cued_in[utterance.sentence];
        let Some(known) = here.iter().copied().find(|&u| self.list[u].cue == utterance.cue) else {
            return self.push(utterance);
        };
        for piece in utterance.content {
            if !self.list[known].content.contains(&piece) {
                self.list[known].content.push(piece);
                self.tell(piece.0, known);
            }
        }
        known
    }
}

/// Finds the statements of a document; a matcher for each of its sentences.
pub fn find<'a>(sentences: &'a [Sentence], cues: &'a Cues, matcher: impl Fn(usize) -> Matcher<'a>) -> Statements {
    let quotes = quotes::quotes(sentences);
    let mut by_sentence: Vec<Vec<Span<TokenIndex>>> = vec![Vec::new(); sentences.len()];
    for (i, span) in quotes.iter().flat_map(|q| &q.pieces) {
        by_sentence[*i].push(*span);
    }
    let mut last = None;
    let mut found: Vec<Vec<Cue>> = Vec::with_capacity(sentences.len());
    let mut headlines = Vec::with_capacity(sentences.len());
    for (i, quoted) in by_sentence.iter().enumerate() {
        let finder = Finder { matcher: matcher(i), cues, quoted };
        let list = finder.cues(last.as_ref());
        let mut outside = list.iter().rev().filter(|c: &&Cue| !finder.is_quoted(c.token));
        if let Some(speaker) = outside.find_map(|c| c.speakers.first()) {
            last = Some(speaker.code.clone());
        }
        headlines.push(finder.matcher.headline);
        found.push(list);
    }
    for quote in &quotes {
        give(sentences, &headlines, quote, &mut found);
    }
    let cues = found.into_iter().enumerate().flat_map(|(i, list)| list.into_iter().map(move |c| (i, c)));
    let list = cues.filter_map(|(i, cue)| cue.utterance(sentences, i)).collect();
    Statements::new(list, sentences.len())
}

/// Gives a quotation to its cue.
fn give(sentences: &[Sentence], headlines: &[bool], quote: &Quote, found: &mut [Vec<Cue>]) {
    let own = quote.pieces.iter().find_map(|&(i, piece)| {
        let cue = nearest(&sentences[i], piece, &found[i])?;
        Some((i, cue))
    });
    let alone = || {
        let &(first, piece) = quote.pieces.first()?;
        let s = &sentences[first];
        let stands_alone = (0..s.len()).all(|t| piece.contains(t) || s.upos(t) == Upos::Punct);
        // "“A,” he said. “B.”": also where B is closed before the sentence goes on without a cue.
        if !stands_alone || !quotes::is_clause(s, piece) && quote.pieces.len() == 1 && piece.len() < 2 {
            return None;
        }
        if headlines[first] {
            return None;
        }
        (first.saturating_sub(REACH)..first).rev().take_while(|&i| !headlines[i]).find_map(|i| {
            let far = sentences[i].block + 1 < s.block;
            let cue = found[i].iter().rposition(|c| !c.needs_quote || !c.quoted.is_empty())?;
            (!far).then_some((i, cue))
        })
    };
    if let Some((i, cue)) = own.or_else(alone) {
        found[i][cue].quoted.extend(&quote.pieces);
    }
}

/// The cue in the sentence of a quotation that it belongs to.
fn nearest(s: &Sentence, piece: Span<TokenIndex>, cues: &[Cue]) -> Option<usize> {
    let outside = |c: &&(usize, &Cue)| !piece.contains(c.1.token);
    let overlaps = |c: &Cue| c.content.iter().any(|span| span.overlaps(piece));
    let candidates: Vec<(usize, &Cue)> = cues.iter().enumerate().collect();
    let content = candidates
        .iter()
        .filter(outside)
        .filter(|(_, c)| overlaps(c))
        .min_by_key(|(_, c)| c.content.iter().map(|span| span.len()).sum::<usize>());
    if let Some(&(at, outer)) = content {
        // "declares that B is banned, stating they “incite hatred”": the cue inside that stands right before it.
        let inside = |c: &Cue| outer.content.iter().any(|span| span.contains(c.token));
        let right_before = |c: &Cue| c.span.end <= piece.start && piece.start - c.span.end <= 3;
        let nearer =
            candidates.iter().filter(outside).find(|(_, c)| c.content.is_empty() && inside(c) && right_before(c));
        return Some(nearer.map_or(at, |&(inner, _)| inner));
    }
    let distance = |c: &Cue| {
        let edges = c.clause.iter().map(|span| {
            if span.end <= piece.start { piece.start - span.end } else { span.start.saturating_sub(piece.end) }
        });
        edges.min().unwrap_or(usize::MAX)
    };
    let clause = quotes::is_clause(s, piece);
    candidates
        .iter()
        .filter(outside)
        .map(|&(at, c)| (distance(c), at, c))
        .filter(|&(d, _, c)| {
            // "accused B of having a “mentality of war”"
            let below = s.governs(c.token, piece.start);
            d <= if clause && !c.needs_quote { NEAR } else { 3 + 4 * usize::from(below) }
        })
        .min_by_key(|&(d, at, _)| (d, at))
        .map(|(_, at, _)| at)
}

impl Cue {
    fn utterance(self, sentences: &[Sentence], sentence: usize) -> Option<Utterance> {
        if self.needs_quote && self.quoted.is_empty() || self.content.is_empty() && self.quoted.is_empty() {
            return None;
        }
        let s = &sentences[sentence];
        let is_quoted = |t: usize| self.quoted.iter().any(|&(i, span)| i == sentence && span.contains(t));
        let is_word = |t: usize| s.upos(t) != Upos::Punct;
        let own_words =
            self.content.iter().flat_map(|span| span.range()).filter(|&t| is_word(t) && !is_quoted(t)).count();
        let here = self.quoted.iter().filter(|(i, _)| *i == sentence);
        let quoted_words = here.clone().flat_map(|(_, span)| span.range()).filter(|&t| is_word(t)).count();
        let clausal = self.quoted.iter().any(|&(i, span)| quotes::is_clause(&sentences[i], span));
        // "The move “shows its true colours”, she said": the reporter's words begin the clause.
        let first = self.content.iter().flat_map(|span| span.range()).find(|&t| is_word(t));
        let begins = first.is_none_or(is_quoted) || first.is_some_and(|t| matches!(s.deprel(t), Deprel::Cc));
        let kind = if self.quoted.is_empty() {
            Quotation::Indirect
        } else if own_words == 0 || clausal && begins && own_words <= quoted_words {
            Quotation::Direct
        } else {
            Quotation::Mixed
        };
        let mut content: Vec<(usize, Span<TokenIndex>)> = Vec::new();
        match kind {
            // What the parser hung below the words of a direct quotation is the reporter's.
            Quotation::Direct => {}
            Quotation::Indirect | Quotation::Mixed => {
                content.extend(self.content.iter().filter_map(|&span| Some((sentence, trim(s, span)?))));
            }
        }
        for (i, span) in self.quoted {
            let covered = |&(j, outer): &(usize, Span<TokenIndex>)| i == j && outer.covers(span);
            if !content.iter().any(covered)
                && let Some(span) = trim(&sentences[i], span)
            {
                content.push((i, span));
            }
        }
        content.sort_by_key(|(i, span)| (*i, span.start));
        (!content.is_empty()).then_some(Utterance {
            sentence,
            speakers: self.speakers,
            cue: self.span,
            kind,
            content,
            addressee: self.addressee,
            medium: self.medium,
            within: None,
        })
    }
}

/// A span without the punctuation at its ends.
fn trim(s: &Sentence, span: Span<TokenIndex>) -> Option<Span<TokenIndex>> {
    let word = |&t: &usize| s.upos(t) != Upos::Punct;
    let start = span.range().find(word)?;
    let end = span.range().rev().find(word)? + 1;
    Some(Span::new(start, end))
}
