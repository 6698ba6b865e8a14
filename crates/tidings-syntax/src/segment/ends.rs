//! Where a sentence ends.

use super::lists::{self, Abbreviation};
use super::tokens::{Context, Next, is_apostrophe};
use tidings_text::{Byte, Span};

/// Straight double quotes that are open; the sign itself does not say which side it is.
#[derive(Default)]
pub(super) struct Quotes {
    open: bool,
}

impl Quotes {
    pub fn read(&mut self, token: &str) {
        match token {
            "\"" => self.open = !self.open,
            "``" => self.open = true,
            "''" => self.open = false,
            _ => {}
        }
    }
}

fn is_closer(token: &str) -> bool {
    matches!(token, "\"" | "''" | "'" | ")" | "]" | "}" | "\u{201d}" | "\u{2019}" | "\u{bb}" | "\u{2019}\u{2019}")
}

/// True if a blank line or a list mark separates `chunk` from what ends at `previous_end`.
pub(super) fn starts_item(text: &str, chunk: Span<Byte>, previous_end: usize) -> bool {
    let gap = &text[previous_end.min(chunk.start)..chunk.start];
    match gap.bytes().filter(|&b| b == b'\n').count() {
        0 => gap.contains('\u{2029}'),
        1 => {
            let mark = chunk.slice(text);
            let numbered = mark.len() <= 4
                && mark.ends_with(['.', ')'])
                && mark[..mark.len() - 1].bytes().all(|b| b.is_ascii_digit());
            numbered && mark.len() > 1
                || matches!(mark, "-" | "*" | "•" | "–" | "—" | "·" | "▪" | "●" | "‣" | "◦" | "►")
        }
        _ => true,
    }
}

/// What closes a clause.
enum Mark {
    Stop,
    /// "!", "?"
    Call,
    Ellipsis,
    Abbreviation,
}

fn mark(token: &str) -> Option<Mark> {
    if token.bytes().all(|b| matches!(b, b'!' | b'?')) {
        return Some(Mark::Call);
    }
    match token {
        "." | "。" => Some(Mark::Stop),
        "…" => Some(Mark::Ellipsis),
        "！" | "？" | "‽" => Some(Mark::Call),
        _ if token.bytes().all(|b| b == b'.') || token.chars().all(|c| c == '…') => Some(Mark::Ellipsis),
        _ if token.ends_with('.') => Some(Mark::Abbreviation),
        _ => None,
    }
}

/// Index of the last token before closing quotes, brackets and reference marks ("[12]").
fn before_closers(text: &str, tokens: &[Span<Byte>]) -> Option<usize> {
    let form = |i: usize| tokens[i].slice(text);
    let mut last = tokens.len().checked_sub(1)?;
    while is_closer(form(last)) {
        let reference = form(last) == "]"
            && last >= 3
            && form(last - 2) == "["
            && form(last - 1).bytes().all(|b| b.is_ascii_digit());
        last = last.checked_sub(if reference { 3 } else { 1 })?;
    }
    Some(last)
}

/// Whether a sentence ends after `tokens[count - 1]`.
///
/// `tokens` starts where the sentence starts and reaches to the end of `chunk`.
pub(super) fn ends_sentence(
    context: &Context,
    tokens: &[Span<Byte>],
    count: usize,
    chunk: Span<Byte>,
    quotes: &Quotes,
) -> bool {
    let text = context.text;
    let token = tokens[count - 1].slice(text);
    let mark_at = match mark(token) {
        Some(_) => count - 1,
        None if is_closer(token) => match before_closers(text, &tokens[..count]) {
            Some(at) => at,
            None => return false,
        },
        None => return false,
    };
    let Some(mark) = mark(tokens[mark_at].slice(text)) else { return false };
    let closed = mark_at + 1 < count;
    if context.headline && (count < 3 || matches!(mark, Mark::Abbreviation)) {
        return false;
    }
    let before = mark_at.checked_sub(1).map_or("", |i| tokens[i].slice(text));
    if count < tokens.len() {
        return ends_inside(text, &mark, before, &tokens[count..]);
    }
    let rest = text[chunk.end..].trim_start();
    if rest.is_empty() || rest.len() == text.len() - chunk.end {
        // Nothing follows, or the chunk was cut for its length.
        return false;
    }
    if closers_follow(rest, quotes.open) {
        return false;
    }
    let first = rest.chars().next().unwrap_or(' ');
    if matches!(first, ',' | ';' | ':' | '.' | '!' | '?') || reference_follows(rest) {
        return false;
    }
    let Next::Word(next) = Next::after(text, chunk.end) else { return true };
    let small = next.starts_with(char::is_lowercase);
    let capital = next.starts_with(char::is_uppercase);
    match mark {
        Mark::Stop => {
            // "1." and "(b)" open an item.
            let item = mark_at == 1 || mark_at > 1 && tokens[mark_at - 2].slice(text) == ":";
            if item && before.len() <= 2 && before.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return false;
            }
            if small {
                return !closed && !context.headline && is_plain_word(before);
            }
            !(closed && speech_follows(rest))
        }
        Mark::Call => {
            if is_exclaiming_name(before) && token == "!" {
                return capital && lists::is_starter(next);
            }
            if small { !closed } else { !(closed && speech_follows(rest)) }
        }
        Mark::Ellipsis => capital && !(closed && speech_follows(rest)),
        Mark::Abbreviation => {
            let word = tokens[mark_at].slice(text).trim_end_matches('.');
            let kind = lists::abbreviation(word);
            if word.contains('.') && kind.is_none() {
                // "U.S.", "a.m."
                return capital && lists::is_starter(next);
            }
            let may_end = kind.is(Abbreviation::END)
                || kind.is(Abbreviation::STATE)
                || kind.is(Abbreviation::DATE)
                || (word == "al" && before == "et");
            may_end && capital && (lists::is_starter(next) || word.eq_ignore_ascii_case("etc"))
        }
    }
}

/// A sentence end without white space after it: "done.The".
fn ends_inside(text: &str, mark: &Mark, before: &str, rest: &[Span<Byte>]) -> bool {
    let next = rest[0].slice(text);
    let next = if matches!(next, "\u{201c}" | "(") && rest.len() > 1 { rest[1].slice(text) } else { next };
    matches!(mark, Mark::Stop | Mark::Call)
        && is_plain_word(before)
        && next.starts_with(char::is_uppercase)
        && (next.len() > 1 || matches!(next, "I" | "A"))
}

/// Ends in a small letter or digit and is no single letter: not cut short by a full stop.
fn is_plain_word(word: &str) -> bool {
    word.len() >= 3 && word.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '%')
        || matches!(
            word,
            ")" | "\"" | "\u{201d}" | "it" | "so" | "is" | "us" | "do" | "me" | "go" | "up" | "in" | "on" | "to"
        )
}

/// Names that end in an exclamation mark.
fn is_exclaiming_name(word: &str) -> bool {
    matches!(word, "Yahoo" | "Jeopardy" | "Yum" | "Joomla" | "Ennahda" | "Podemos" | "Oklahoma" | "Hamilton" | "ANSWER")
}

/// The next chunk consists of closing signs only: they belong to the sentence before.
fn closers_follow(rest: &str, quote_open: bool) -> bool {
    let mut chars = 0;
    for c in rest.chars().take_while(|c| !c.is_whitespace()) {
        chars += 1;
        let closes = match c {
            '"' => quote_open,
            ')' | ']' | '}' | '\u{201d}' | '\u{bb}' => true,
            c if is_apostrophe(c) => c != '\u{2018}' && c != '`' && rest.starts_with("''"),
            _ => false,
        };
        if !closes || chars > 3 {
            return false;
        }
    }
    true
}

/// "[12]": a reference belongs to the sentence before.
fn reference_follows(rest: &str) -> bool {
    let Some(inside) = rest.strip_prefix('[') else { return false };
    let digits = inside.bytes().take(4).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && inside.as_bytes().get(digits) == Some(&b']')
}

/// `"Are we ready?" President Barack Obama asked`: the speaker follows the quotation.
fn speech_follows(rest: &str) -> bool {
    const VERBS: [&str; 22] = [
        "said",
        "says",
        "asked",
        "asks",
        "told",
        "tells",
        "wrote",
        "writes",
        "added",
        "adds",
        "replied",
        "tweeted",
        "shouted",
        "chanted",
        "declared",
        "warned",
        "wondered",
        "posted",
        "cried",
        "exclaimed",
        "responded",
        "joked",
    ];
    for (seen, word) in rest.split_whitespace().take(7).enumerate() {
        let bare = word.trim_end_matches([',', '.', ':']);
        if seen > 0 && VERBS.contains(&bare) {
            return true;
        }
        if seen == 0 && !word.starts_with(char::is_alphabetic) || bare.len() != word.len() && !word.ends_with('.') {
            return false;
        }
        // A verb or a small word ends the run of names.
        if word.starts_with(char::is_lowercase) && !matches!(word, "of" | "the" | "al" | "bin" | "de" | "minister") {
            return false;
        }
    }
    false
}

/// Where to cut a sentence that grew too long: after a clause mark in its second half.
pub(super) fn best_cut(text: &str, tokens: &[Span<Byte>]) -> usize {
    let half = tokens.len() / 2;
    let last = |marks: &[&str]| tokens[half..].iter().rposition(|t| marks.contains(&t.slice(text)));
    let at = last(&[".", "!", "?", ";", "•", "..."]).or_else(|| last(&[":", "—", "--", "–"])).or_else(|| last(&[","]));
    at.map_or(tokens.len(), |at| half + at + 1)
}
