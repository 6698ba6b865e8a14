//! Dates that sentences name, and when events took place.
//!
//! [`expressions`] reads "last Friday", "7 July 2023", "two weeks ago", "since June" from the words
//! alone; [`event_date`] lets the tree say which of them dates an event, and falls back on the
//! dateline and the date of publication.

mod calendar;
mod read;

use tidings_records::{DateBasis, DatePrecision, DateRecord};
use tidings_text::{BlockKind, Date, Deprel, Document, Sentence, Span, TokenIndex, Upos};

use tidings_syntax::segment::dateline_end;

use crate::attach::{Reach, distance};
pub use calendar::Period;

/// Words that say when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    pub span: Span<TokenIndex>,
    /// The token that ties the words to the rest of the sentence.
    pub head: usize,
    /// What they come to; `None` if that depends on a date which is not known.
    pub period: Option<Period>,
    /// False behind "before" and "after": the event took place at some other time.
    pub dates: bool,
}

/// All expressions of time in a sentence, in order, not overlapping.
///
/// `reference` is the day on which the words were written; without it only full dates come to
/// something. With `future`, dates without a year and weekdays lie ahead, as they do in clauses with "will".
pub fn expressions(sentence: &Sentence, reference: Option<Date>, future: bool) -> Vec<Expression> {
    read::expressions(sentence, reference, future)
}

/// When an event took place: as the words that belong to it say, else as the dateline does, else on the day
/// of publication. For what is yet to come (`future`) the last two say nothing.
///
/// `heads` are the words that name the event, the foremost first: the first that a date belongs to decides.
pub fn event_date(
    document: &Document,
    sentence: &Sentence,
    heads: impl IntoIterator<Item = usize>,
    future: bool,
) -> DateRecord {
    let dateline = dateline(document);
    let reference = document.published.or(dateline);
    let first = if starts_block(document, sentence) { dateline_end(sentence) } else { 0 };
    let mut dating = expressions(sentence, reference, future);
    // "after last week's protests": it is the protests that the week dates.
    dating.retain(|e| (e.dates || sentence.deprel(e.head) == Deprel::NmodPoss) && e.span.start >= first);
    // Of the foremost word, if that depends on a date which is not known.
    let mut unresolved = None;
    for (i, head) in heads.into_iter().enumerate().take_while(|_| !dating.is_empty()) {
        let Some(expression) = dates_of(sentence, head, &dating) else { continue };
        let text = Some(sentence.words(expression.span).to_owned());
        if let Some(period) = expression.period {
            return DateRecord {
                value: Some(period.value()),
                precision: Some(period.precision),
                basis: DateBasis::Expression,
                text,
            };
        }
        if i == 0 {
            unresolved = Some(DateRecord { text, ..DateRecord::default() });
        }
    }
    if let Some(record) = unresolved {
        return record;
    }
    let on = |day: Date, basis: DateBasis| DateRecord {
        value: Some(Period::day(day).value()),
        precision: Some(DatePrecision::Day),
        basis,
        text: None,
    };
    match (dateline, document.published) {
        _ if future => DateRecord::default(),
        (Some(day), _) => on(day, DateBasis::Dateline),
        (None, Some(day)) => on(day, DateBasis::Publication),
        (None, None) => DateRecord::default(),
    }
}

/// The expression that dates the event at `head`.
fn dates_of<'e>(sentence: &Sentence, head: usize, dating: &'e [Expression]) -> Option<&'e Expression> {
    let candidates = dating.iter().filter_map(|e| {
        let steps = distance(sentence, head, e.head, Reach::Own).or_else(|| loose(sentence, head, e))?;
        // Of equals the exact one, then the nearer.
        let days = e.period.map_or(i64::MAX, |p| i64::from(p.first.until(p.last).map_or(0, |s| s.get_days())));
        Some(((steps, days, e.head.abs_diff(head)), e))
    });
    let found = candidates.min_by_key(|(rank, _)| *rank).map(|(_, e)| e);
    found.or_else(|| elsewhere(sentence, head, dating))
}

/// Where parsers hang a date one step away: "killed 12 people on Tuesday" below the people, "after
/// protests last week" below the verb of the clause.
fn loose(s: &Sentence, head: usize, expression: &Expression) -> Option<usize> {
    const STEPS: usize = 5;
    let adverbial =
        matches!(s.deprel(expression.head), Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Obl | Deprel::OblUnmarked);
    let up = s.head(expression.head).filter(|_| adverbial)?;
    let noun = s.upos(head) == Upos::Noun;
    let start = expression.span.start;
    let preposition = usize::from(start > 0 && s.upos(start - 1) == Upos::Adp);
    let behind = start.checked_sub(1 + preposition);
    if noun && behind == Some(head) && s.deprel(head) != Deprel::Obj && s.governs(up, head) {
        return Some(STEPS);
    }
    let day = noun || expression.period.is_none_or(|p| p.precision == DatePrecision::Day);
    let argument = match s.deprel(up) {
        Deprel::Obj | Deprel::Obl | Deprel::NsubjPass => s.deprel(expression.head) != Deprel::Obl,
        // "the killing of a general in an airstrike last week"
        Deprel::Nmod => noun && s.children(up).any(|c| s.deprel(c) == Deprel::Case && s.lemma(c) == "in"),
        _ => false,
    };
    (day && argument && head < up && up < expression.head && s.head(up) == Some(head)).then_some(STEPS)
}

/// A date that the sentence gives to the event by way of another word.
fn elsewhere<'e>(s: &Sentence, head: usize, dating: &'e [Expression]) -> Option<&'e Expression> {
    // "the attack that day", after "on Friday"
    let that_day = (0..s.len()).find(|&t| {
        s.lemma(t) == "day"
            && s.children(t).any(|c| matches!(s.lemma(c), "that" | "same"))
            && distance(s, head, t, Reach::Own).is_some()
    });
    if let Some(day) = that_day {
        return dating.iter().rev().find(|e| e.span.end <= day);
    }
    // "had entered into an agreement", "were arrested and … injured": the clause and its first verb.
    let mut head = head;
    for _ in 0..3 {
        match s.head(head) {
            Some(up) if matches!(s.deprel(head), Deprel::Obj | Deprel::Obl | Deprel::NsubjPass | Deprel::Conj) => {
                head = up
            }
            _ => break,
        }
    }
    match s.deprel(head) {
        // "since early June, when the government proposed"
        Deprel::AclRelcl | Deprel::Advcl | Deprel::AdvclRelcl => {
            let when = s.children(head).find(|&c| s.lemma(c) == "when");
            let behind = |e: &&Expression| when.is_some_and(|w| e.span.end == w || e.span.end + 1 == w);
            if let Some(found) = dating.iter().find(behind) {
                return Some(found);
            }
        }
        // "announced on Sunday that it had agreed": who speaks of itself
        Deprel::Ccomp => {
            let own = |&c: &usize| s.deprel(c) == Deprel::Nsubj && s.upos(c) == Upos::Pron;
            if s.children(head).any(|c| own(&c)) {
                // "late on Sunday" hangs below its adverb.
                let tied = |up: usize, e: &Expression| {
                    let adverb = s.head(e.head).filter(|&a| s.deprel(a) == Deprel::Advmod && s.head(a) == Some(up));
                    adverb.is_some() || distance(s, up, e.head, Reach::Own).is_some()
                };
                let near = |e: &&Expression| s.head(head).is_some_and(|up| tied(up, e));
                return dating.iter().find(near);
            }
        }
        _ => {}
    }
    // "as a result of Saturday's unrest, twenty were arrested"
    let during = |c: usize| {
        s.children(c)
            .any(|p| s.deprel(p) == Deprel::Case && matches!(s.lemma(p), "as" | "in" | "during" | "amid" | "at"))
    };
    // "were killed and … injured in a bombing": the phrase often hangs on the last verb.
    let verbs = s.children(head).filter(|&c| s.deprel(c) == Deprel::Conj && s.upos(c) == Upos::Verb).chain([head]);
    let phrases = verbs.flat_map(|v| s.children(v));
    let mut nouns: Vec<usize> =
        phrases.filter(|&c| matches!(s.deprel(c), Deprel::Obl | Deprel::Nmod) && during(c)).collect();
    // "in a bombing that happened on June 27"
    let happened = nouns
        .iter()
        .flat_map(|&n| s.children(n))
        .filter(|&c| s.deprel(c) == Deprel::AclRelcl && matches!(s.lemma(c), "happen" | "occur" | "take"));
    for verb in happened {
        if let Some(e) = dating.iter().find(|e| distance(s, verb, e.head, Reach::Own).is_some()) {
            return Some(e);
        }
    }
    nouns.extend(nouns.clone().into_iter().flat_map(|n| s.children(n).filter(|&c| s.deprel(c) == Deprel::Nmod)));
    let of_noun = |e: &&Expression| {
        s.deprel(e.head) == Deprel::NmodPoss
            && s.words(e.span) != "May"
            && s.head(e.head).is_some_and(|noun| nouns.contains(&noun))
    };
    dating.iter().find(of_noun)
}

fn starts_block(document: &Document, sentence: &Sentence) -> bool {
    document.blocks.get(sentence.block).is_some_and(|block| block.span.start == sentence.span.start)
}

/// The day in the dateline of the first paragraph: "GENEVA, March 3 (Reuters) —".
fn dateline(document: &Document) -> Option<Date> {
    let block = document.blocks.iter().find(|b| b.kind == BlockKind::Paragraph)?;
    let line = document.block_text(block);
    let dash = ["—", "–", "--", " - "].iter().filter_map(|dash| line.find(dash)).min().filter(|&at| at < 80)?;
    read::day_in(&line[..dash], document.published)
}
