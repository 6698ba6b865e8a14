//! Words between quotation marks, over sentences and paragraphs.

use tidings_text::{Sentence, Span, TokenIndex, Upos, Xpos};

/// What stands between two marks: a piece for each sentence, without the marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) pieces: Vec<(usize, Span<TokenIndex>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
    Guillemet,
}

/// What a token is as a quotation mark, given what is open.
fn mark(s: &Sentence, t: usize, open: Option<Mark>) -> Option<(Mark, bool)> {
    let spaced_before = || t == 0 || s.tokens[t - 1].span.end < s.tokens[t].span.start;
    let spaced_behind = || t + 1 == s.len() || s.tokens[t].span.end < s.tokens[t + 1].span.start;
    Some(match s.form(t) {
        "“" | "„" | "``" => (Mark::Double, true),
        "”" | "''" => (Mark::Double, false),
        "\"" => (Mark::Double, open != Some(Mark::Double)),
        "«" => (Mark::Guillemet, true),
        "»" => (Mark::Guillemet, false),
        "‘" => (Mark::Single, true),
        "’" if s.xpos(t) != Xpos::Pos || open == Some(Mark::Single) && spaced_behind() => (Mark::Single, false),
        "'" if open == Some(Mark::Single) => (Mark::Single, false),
        "'" if spaced_before() && !spaced_behind() => (Mark::Single, true),
        _ => return None,
    })
}

/// All quotations of a document, in order.
///
/// One that is not closed ends with its paragraph, unless the next paragraph opens with a mark again.
pub(super) fn quotes(sentences: &[Sentence]) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut open: Option<Mark> = None;
    for (i, s) in sentences.iter().enumerate() {
        let new_block = i == 0 || sentences[i - 1].block != s.block;
        let mut goes_on = open.is_some();
        if new_block && goes_on {
            let reopened = !s.is_empty() && mark(s, 0, None) == open.map(|m| (m, true));
            if open == Some(Mark::Single) || !reopened {
                // An apostrophe, or a mark that nobody closed.
                if open == Some(Mark::Single) {
                    quotes.pop();
                }
                goes_on = false;
            }
            open = None;
        }
        let mut start = 0;
        for t in 0..s.len() {
            let Some((kind, opens)) = mark(s, t, open) else { continue };
            match open {
                None if opens => {
                    open = Some(kind);
                    start = t + 1;
                    if !(goes_on && t == 0) {
                        quotes.push(Quote::default());
                    }
                }
                Some(now) if now == kind && !opens => {
                    close(&mut quotes, i, start, t);
                    open = None;
                }
                _ => {}
            }
        }
        if open.is_some() {
            close(&mut quotes, i, start, s.len());
        }
    }
    quotes.retain(|q| !q.pieces.is_empty());
    quotes
}

fn close(quotes: &mut [Quote], sentence: usize, start: usize, end: usize) {
    if let Some(quote) = quotes.last_mut()
        && start < end
    {
        quote.pieces.push((sentence, Span::new(start, end)));
    }
}

/// Words of somebody's own, not a name or a term: a verb that has a subject, or many words.
pub(super) fn is_clause(s: &Sentence, span: Span<TokenIndex>) -> bool {
    let words = span.range().filter(|&t| s.upos(t) != Upos::Punct).count();
    let finite = |t: usize| matches!(s.xpos(t), Xpos::Vbd | Xpos::Vbp | Xpos::Vbz | Xpos::Md);
    words >= 3 && span.range().any(finite) || words >= 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str, block: usize) -> Sentence {
        let mut s = Sentence::default();
        (s.text, s.block) = (text.to_owned(), block);
        let mut start = 0;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let is_mark = "“”\"‘’'".contains(c);
            if c == ' ' || is_mark {
                if start < at {
                    s.push(Span::new(start, at), "");
                }
                start = at + c.len_utf8();
                if is_mark {
                    s.push(Span::new(at, start), "");
                }
            }
        }
        s
    }

    fn check(texts: &[(&str, usize)], expected: &[&str]) {
        let sentences: Vec<Sentence> = texts.iter().map(|(text, block)| sentence(text, *block)).collect();
        let found: Vec<String> = quotes(&sentences)
            .iter()
            .map(|q| q.pieces.iter().map(|&(i, span)| sentences[i].words(span)).collect::<Vec<_>>().join(" / "))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_of_all_kinds_are_paired() {
        check(&[("“We go,” he said, “now.”", 0)], &["We go,", "now."]);
        check(&[("He called it \"a joke\" and \"a farce\".", 0)], &["a joke", "a farce"]);
        check(&[("It is a ‘dangerous choice’ for all", 0)], &["dangerous choice"]);
        check(&[("They called it 'a \"real\" threat' today", 0)], &["a \"real\" threat"]);
    }

    #[test]
    fn quotations_run_over_sentences_and_paragraphs() {
        check(&[("“One.", 0), ("Two,” he said.", 0)], &["One. / Two,"]);
        check(&[("“One.", 0), ("“Two.”", 1), ("He left.", 1)], &["One. / Two."]);
        check(&[("“One.", 0), ("He left.", 1), ("“Two.”", 1)], &["One.", "Two."]);
    }

    #[test]
    fn apostrophes_open_nothing() {
        check(&[("the '90s were good years", 0), ("He left.", 1)], &[]);
    }
}
