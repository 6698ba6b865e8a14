//! Cuts text without white space ("chunks") into words as the UD English treebanks do.

use super::lists::{self, Abbreviation};
use tidings_text::{Byte, Span};

/// What a chunk needs to know about the words around it.
pub(super) struct Context<'t> {
    /// The whole block.
    pub text: &'t str,
    /// Titles and headings.
    pub headline: bool,
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{2032}')
}

/// Part of a word: letters, digits, marks that combine with them, invisible joiners.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || c == '_'
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}' | '\u{2060}')
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

fn char_before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

fn word_end(text: &str, from: usize) -> usize {
    text[from..].find(|c| !is_word(c)).map_or(text.len(), |n| from + n)
}

fn digits_end(text: &str, from: usize) -> usize {
    text[from..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| from + n)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

const CURRENCY_LETTERS: [&str; 14] = ["US", "U", "A", "C", "S", "HK", "NZ", "NT", "R", "AU", "CA", "CAD", "AUD", "Z"];

/// Appends the tokens of `context.text[start..end]`, which holds no white space.
pub(super) fn chunk(context: &Context, start: usize, end: usize, out: &mut Vec<Span<Byte>>) {
    let s = &context.text[start..end];
    if s.bytes().all(|b| b.is_ascii_alphabetic()) {
        return word(s, start, out);
    }
    let emit = |out: &mut Vec<Span<Byte>>, from: usize, to: usize| out.push(Span::new(start + from, start + to));
    let has_at = s.contains('@');
    let mut at = 0;
    while let Some(c) = char_at(s, at) {
        let next = at + c.len_utf8();
        if is_emoticon(&s[at..]) && (at == 0 || !char_before(s, at).is_some_and(is_word)) {
            emit(out, at, s.len());
            return;
        }
        if let Some(to) = url(s, at) {
            emit(out, at, to);
            at = to;
        } else if has_at && let Some(to) = email(s, at) {
            emit(out, at, to);
            at = to;
        } else if is_word(c) {
            at = word_or_compound(context, start, s, at, out);
        } else if is_apostrophe(c)
            && let Some(to) = leading_apostrophe(s, at)
        {
            emit(out, at, to);
            at = to;
        } else if matches!(c, '#' | '@') && char_at(s, next).is_some_and(|c| c.is_alphabetic() || c == '_') {
            let to = handle_end(s, next);
            emit(out, at, to);
            at = to;
        } else if c == '.'
            && char_at(s, next).is_some_and(|c| c.is_ascii_digit())
            && !char_before(s, at).is_some_and(is_word)
        {
            // ".45"
            let to = digits_end(s, next);
            emit(out, at, to);
            at = to;
        } else {
            let to = punctuation_end(s, at, c);
            emit(out, at, to);
            at = to;
        }
    }
}

/// The end of a run of punctuation that is one token: "...", "--", "?!", "''".
fn punctuation_end(s: &str, at: usize, c: char) -> usize {
    let run = |same: fn(char, char) -> bool| s[at..].find(|n| !same(c, n)).map_or(s.len(), |n| at + n);
    match c {
        '!' | '?' => run(|_, n| matches!(n, '!' | '?')),
        '\u{2018}' | '\u{2019}' => run(|_, n| matches!(n, '\u{2018}' | '\u{2019}')),
        '.' | '-' | '*' | '=' | '~' | '`' | '\'' | '<' | '>' | '+' | '#' | '\u{2014}' | '\u{2026}' | '|' | '/'
        | '\\' => run(|c, n| c == n),
        _ => at + c.len_utf8(),
    }
}

fn is_emoticon(s: &str) -> bool {
    matches!(
        s,
        ":)" | ":("
            | ";)"
            | ":-)"
            | ":-("
            | ";-)"
            | ":D"
            | ":-D"
            | ":P"
            | ":-P"
            | ":p"
            | ";P"
            | "=)"
            | "=("
            | "=D"
            | ":'("
            | ":/"
            | ":-/"
            | ":|"
            | ":]"
            | ":o"
            | ":O"
            | "XD"
            | "<3"
            | "^_^"
            | "-_-"
            | "(:"
            | ":))"
            | ":)))"
            | ">:("
            | "D:"
            | "xD"
            | "</3"
    )
}

/// The end of a web address that starts at `at`, without punctuation that closes the clause.
fn url(s: &str, at: usize) -> Option<usize> {
    const SCHEMES: [&str; 6] = ["http://", "https://", "ftp://", "www.", "mailto:", "Http://"];
    let rest = &s.as_bytes()[at..];
    if !SCHEMES.iter().any(|p| rest.len() > p.len() && rest[..p.len()].eq_ignore_ascii_case(p.as_bytes())) {
        return None;
    }
    Some(trim_address(s, at, s.len()))
}

fn trim_address(s: &str, at: usize, end: usize) -> usize {
    let stop = s[at..end].find(['<', '>', '"', '\u{201d}', '\u{201c}']).map_or(end, |n| at + n);
    let mut to = stop;
    while let Some(c) = char_before(&s[at..], to - at) {
        let closes = match c {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '\u{2019}' | ']' | '}' | '*' => true,
            ')' => !s[at..to].contains('('),
            _ => false,
        };
        if !closes || to - at <= 1 {
            break;
        }
        to -= c.len_utf8();
    }
    to
}

/// The end of an e-mail address that starts at `at`.
fn email(s: &str, at: usize) -> Option<usize> {
    let b = s.as_bytes();
    if at > 0 && (b[at - 1].is_ascii_alphanumeric()) {
        return None;
    }
    let part = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-' | b'+' | b'%');
    let local = b[at..].iter().take(64).take_while(|&&c| part(c)).count();
    let host_at = at + local + 1;
    if local == 0 || b.get(at + local) != Some(&b'@') {
        return None;
    }
    let mut host = b[host_at..].iter().take(255).take_while(|&&c| part(c)).count();
    while host > 0 && matches!(b[host_at + host - 1], b'.' | b'-') {
        host -= 1;
    }
    (host > 0 && b[at].is_ascii_alphanumeric()).then_some(host_at + host)
}

/// "@handle", "#tag": letters, digits, and full stops or hyphens inside.
fn handle_end(s: &str, from: usize) -> usize {
    let mut at = word_end(s, from);
    while let Some(c @ ('.' | '-')) = char_at(s, at) {
        let next = at + c.len_utf8();
        let to = word_end(s, next);
        if to == next {
            break;
        }
        at = to;
    }
    at
}

/// "'s" on its own, "'90s", "'em", "'til".
fn leading_apostrophe(s: &str, at: usize) -> Option<usize> {
    let from = at + char_at(s, at)?.len_utf8();
    let to = word_end(s, from);
    let rest = &s[from..to];
    let digits = digits_end(rest, 0);
    if digits == 2 && matches!(&rest[digits..], "" | "s") {
        return Some(to);
    }
    if at == 0 && clitic(rest) {
        return Some(to);
    }
    let cut = ["em", "til", "cause", "tis", "twas", "bout", "n"].iter().any(|w| rest.eq_ignore_ascii_case(w));
    let opens_quote = s[to..].chars().next().is_some_and(is_apostrophe);
    (cut && !opens_quote).then_some(to)
}

/// What follows the apostrophe of a contraction or possessive.
fn clitic(word: &str) -> bool {
    ["s", "m", "d", "re", "ve", "ll"].iter().any(|c| word.eq_ignore_ascii_case(c))
}

/// Words that are two without an apostrophe to show it: where the second starts.
fn fused(word: &str) -> Option<usize> {
    const FUSED: [(&str, usize); 21] = [
        ("cannot", 3),
        ("gonna", 3),
        ("gotta", 3),
        ("wanna", 3),
        ("gimme", 3),
        ("lemme", 3),
        ("dunno", 2),
        ("outta", 3),
        ("dont", 2),
        ("didnt", 3),
        ("doesnt", 4),
        ("isnt", 2),
        ("wasnt", 3),
        ("wouldnt", 5),
        ("couldnt", 5),
        ("havent", 4),
        ("cant", 2),
        ("wont", 2),
        ("thats", 4),
        ("youre", 3),
        ("theyre", 4),
    ];
    if word.len() < 4 || word.len() > 7 {
        return None;
    }
    FUSED.iter().find(|f| f.0.eq_ignore_ascii_case(word)).map(|f| f.1)
}

/// A word of letters only.
fn word(s: &str, start: usize, out: &mut Vec<Span<Byte>>) {
    if let Some(cut) = fused(s) {
        out.push(Span::new(start, start + cut));
        out.push(Span::new(start + cut, start + s.len()));
    } else if !s.is_empty() {
        out.push(Span::new(start, start + s.len()));
    }
}

/// Reads from the word character at `at` as far as one token, or one contracted word, reaches;
/// returns where to go on.
fn word_or_compound(context: &Context, start: usize, s: &str, at: usize, out: &mut Vec<Span<Byte>>) -> usize {
    let mut end = word_end(s, at);
    // Start of the part since the last separator that was taken in.
    let mut part = at;
    while let Some(c) = char_at(s, end) {
        let next = end + c.len_utf8();
        let follows = char_at(s, next);
        let before = &s[part..end];
        let after_end = word_end(s, next);
        let after = &s[next..after_end];
        let digits = before.ends_with(|c: char| c.is_ascii_digit());
        let digit_follows = follows.is_some_and(|c| c.is_ascii_digit());
        let joins = match c {
            '.' if digits && digit_follows => true,
            '.' => {
                let letters = before.chars().count() == 1 && before.chars().all(char::is_alphabetic);
                let acronym = letters && after.chars().count() == 1 && after.chars().all(char::is_alphabetic);
                acronym || dotted_name(s, part, end) || dotted_abbreviation(&s[at..after_end])
            }
            ',' => digits && digit_follows && digits_end(s, next) == next + 3 && after.len() == 3,
            ':' => digits && digit_follows && digits_end(s, next) >= next + 2 && before.len() <= 2,
            '/' => {
                let numbers = is_digits(before) && is_digits(after);
                let letters = end - at == 1 && after.len() == 1 && !digits && !digit_follows;
                numbers || letters
            }
            '&' => is_upper(before) && is_upper(after) && before.len() + after.len() <= 5,
            '@' => follows.is_some_and(is_word),
            '*' => follows.is_some_and(char::is_alphabetic) && before.len() <= 3,
            '-' => hyphen_joins(s, at, part, end, after),
            c if is_apostrophe(c) && follows.is_some_and(is_word) => {
                if contraction(s, at, end, next, after) {
                    return contracted(start, s, at, end, next, after_end, out);
                }
                c != '`' && !after.is_empty()
            }
            _ => false,
        };
        if !joins {
            break;
        }
        part = next;
        end = after_end.max(next);
    }
    // A number with its unit: "10km", "5pm".
    let token = &s[at..end];
    if let Some(cut) = unit_cut(token) {
        out.push(Span::new(start + at, start + at + cut));
        out.push(Span::new(start + at + cut, start + end));
        return end;
    }
    match char_at(s, end) {
        Some('.') if single_stop(s, at, end) && keeps_stop(context, s, at, start, end, out) => {
            out.push(Span::new(start + at, start + end + 1));
            end + 1
        }
        Some('$') if CURRENCY_LETTERS.contains(&token) => {
            out.push(Span::new(start + at, start + end + 1));
            end + 1
        }
        _ => {
            word(token, start + at, out);
            end
        }
    }
}

fn is_upper(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_uppercase)
}

/// "whitehouse.gov", "report.pdf", "alt.animals.cat": the run of names and stops around `stop` ends
/// in a known ending or is longer than a missing space would make it.
fn dotted_name(s: &str, part: usize, stop: usize) -> bool {
    let mut end = stop;
    let mut last = &s[stop..stop];
    let mut small = 0;
    // Bounded, so that "a.b.c…" stays linear.
    for _ in 0..8 {
        let to = if char_at(s, end) == Some('.') { word_end(s, end + 1) } else { end + 1 };
        if to == end + 1 {
            break;
        }
        last = &s[end + 1..to];
        small += usize::from(last.len() > 1 && last.bytes().all(|b| b.is_ascii_lowercase()));
        end = to;
    }
    let first = &s[part..stop];
    // "He left.It rained": an ending is in small letters, and follows a name.
    !first.is_empty() && (lists::is_ending(last) && !lists::is_starter(first) || small >= 2)
}

fn dotted_abbreviation(word: &str) -> bool {
    word.len() <= 6 && lists::abbreviation(word).is(Abbreviation::END)
}

/// Whether the hyphen at `hyphen` stays inside the token `s[at..]`.
fn hyphen_joins(s: &str, at: usize, part: usize, hyphen: usize, after: &str) -> bool {
    let before = &s[part..hyphen];
    if after.is_empty() {
        return false;
    }
    if is_digits(before) && is_digits(after) {
        return number_with_hyphens(s, at);
    }
    if is_digits(before) || before.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let whole = || lists::is_whole(&s[at..hyphen + 1 + after.len()]);
    part == at && lists::is_prefix(before) && !(is_digits(after) && before.len() == 1 && before != "e")
        || lists::is_suffix(after) && !matches!(char_at(s, hyphen + 1 + after.len()), Some('-'))
        || whole()
}

/// Telephone numbers and dates stay whole; ranges and scores do not.
fn number_with_hyphens(s: &str, at: usize) -> bool {
    let mut lengths = [0usize; 5];
    let mut groups = 0;
    let mut from = at;
    loop {
        let to = digits_end(s, from);
        if to == from || groups == lengths.len() {
            break;
        }
        lengths[groups] = to - from;
        groups += 1;
        if char_at(s, to) != Some('-') {
            break;
        }
        from = to + 1;
    }
    matches!(&lengths[..groups], [1 | 3 | 5, 4] | [_, _, _] | [_, _, _, _])
}

/// Whether the apostrophe at `mark` starts the second half of a contraction or a possessive.
fn contraction(s: &str, at: usize, mark: usize, next: usize, after: &str) -> bool {
    let before = &s[at..mark];
    let ends = !char_at(s, next + after.len()).is_some_and(|c| {
        is_apostrophe(c) && {
            let to = next + after.len() + c.len_utf8();
            char_at(s, to).is_some_and(is_word)
        }
    });
    if after.eq_ignore_ascii_case("t") && before.ends_with(['n', 'N']) && before.len() >= 3 {
        return true;
    }
    if before.eq_ignore_ascii_case("y") && after.eq_ignore_ascii_case("all") {
        return true;
    }
    if after.eq_ignore_ascii_case("s") && is_digits(before) {
        return false;
    }
    clitic(after) && (ends || after.eq_ignore_ascii_case("d"))
}

/// Pushes both halves of a contraction; more may follow ("wouldn't've").
fn contracted(
    start: usize,
    s: &str,
    at: usize,
    mark: usize,
    next: usize,
    after_end: usize,
    out: &mut Vec<Span<Byte>>,
) -> usize {
    let after = &s[next..after_end];
    let cut = if after.eq_ignore_ascii_case("t") {
        mark - 1
    } else if after.eq_ignore_ascii_case("all") {
        next
    } else {
        mark
    };
    out.push(Span::new(start + at, start + cut));
    out.push(Span::new(start + cut, start + after_end));
    // A further clitic: "'ve" after "wouldn't".
    if let Some(c) = char_at(s, after_end)
        && is_apostrophe(c)
    {
        let from = after_end + c.len_utf8();
        let to = word_end(s, from);
        if clitic(&s[from..to]) {
            out.push(Span::new(start + after_end, start + to));
            return to;
        }
    }
    after_end
}

/// Where a number ends and its unit starts.
fn unit_cut(token: &str) -> Option<usize> {
    const UNITS: [&str; 36] = [
        "am", "pm", "AM", "PM", "km", "m", "cm", "mm", "kg", "g", "mg", "lb", "lbs", "ft", "in", "k", "K", "M", "mph",
        "kph", "bn", "tn", "mn", "MW", "GW", "kW", "MB", "GB", "TB", "hrs", "hr", "min", "mins", "sec", "yrs", "yr",
    ];
    let cut = token.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ':'))?;
    if cut == 0 {
        return None;
    }
    let unit = &token[cut..];
    UNITS.contains(&unit).then_some(cut)
}

/// No ellipsis; "Inc.." is a word with its stop and the stop of the sentence.
fn single_stop(s: &str, at: usize, stop: usize) -> bool {
    let stops = s[stop..].bytes().take(3).take_while(|&b| b == b'.').count();
    stops == 1 || stops == 2 && lists::abbreviation(&s[at..stop]).is(Abbreviation::END)
}

/// Whether the full stop at `s[stop]` belongs to the word `s[at..stop]`.
fn keeps_stop(context: &Context, s: &str, at: usize, start: usize, stop: usize, out: &[Span<Byte>]) -> bool {
    let word = &s[at..stop];
    let rest = &s[stop + 1..];
    let follows = rest.chars().next();
    let goes_on = follows.is_some_and(|c| matches!(c, ',' | ';' | ':' | '-' | '/') || c.is_alphanumeric());
    let kind = lists::abbreviation(word);
    // "U.S.", "a.m.": letters with stops between them.
    if word.contains('.') && word.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic)) {
        return true;
    }
    let previous = out.last().map(|t| t.slice(context.text)).unwrap_or_default();
    let next = Next::after(context.text, start + stop + 1);
    let letter = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    if letter && !goes_on {
        // An initial stands before or after a name.
        return match next {
            Next::End => false,
            Next::Word(w) => {
                let capital = w.starts_with(char::is_uppercase);
                let named = previous.is_empty() || previous.starts_with(char::is_uppercase) || !capital;
                (named || word != "I") && !(lists::is_starter(w) && capital)
            }
        };
    }
    if kind.is_none() {
        return (letter && goes_on) || (goes_on && follows == Some(',') && is_short_abbreviation(word));
    }
    if goes_on {
        return follows != Some('-') || !kind.is(Abbreviation::WORD);
    }
    let Next::Word(next) = next else {
        return (kind.is(Abbreviation::END) && word != "etc")
            || kind.is(Abbreviation::TITLE) && !kind.is(Abbreviation::UNIT)
            || (word == "al" && previous == "et")
            || (kind.is(Abbreviation::STATE) && previous == ",");
    };
    let number = next.starts_with(|c: char| c.is_ascii_digit() || c == '#');
    let small = next.starts_with(char::is_lowercase);
    let plain = !kind.is(Abbreviation::WORD);
    let date = lists::abbreviation(next).is(Abbreviation::DATE);
    (kind.is(Abbreviation::TITLE) && (!small || word.starts_with(char::is_uppercase)) && next != "-")
        || (kind.is(Abbreviation::NUMBER) && (number || is_roman(next)))
        || (kind.is(Abbreviation::DATE) && (plain || number || date))
        || (kind.is(Abbreviation::STATE) && (plain || previous == ","))
        || (kind.is(Abbreviation::UNIT) && small)
        || (kind.is(Abbreviation::INNER) && (word != "al" || previous == "et"))
        || (kind.is(Abbreviation::END) && (word != "etc" || small || rest.starts_with(')')))
}

/// A word of two to four letters without a vowel at its end reads as cut off before ".,".
fn is_short_abbreviation(word: &str) -> bool {
    (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}

/// What comes after a possible sentence end.
#[derive(Clone, Copy)]
pub(super) enum Next<'t> {
    End,
    /// The next word, without quotes and brackets before it; empty if only punctuation follows.
    Word(&'t str),
}

impl<'t> Next<'t> {
    pub fn after(text: &'t str, from: usize) -> Next<'t> {
        const FAR: usize = 200;
        let rest = &text[from..];
        let mut word = None;
        for (i, c) in rest.char_indices() {
            if is_word(c) || matches!(c, '#' | '-' | '$' | '\u{20ac}' | '\u{a3}') {
                word = Some(i);
                break;
            }
            if i > FAR {
                return Next::Word("");
            }
        }
        match word {
            Some(i) => {
                let end = rest[i..].char_indices().take(32).find(|c| !is_word(c.1)).map(|c| i + c.0);
                let end = end.unwrap_or_else(|| rest[i..].char_indices().nth(32).map_or(rest.len(), |c| i + c.0));
                // A number sign, dash or currency stands for itself.
                Next::Word(if end == i {
                    &rest[i..i + char_at(rest, i).map_or(0, char::len_utf8)]
                } else {
                    &rest[i..end]
                })
            }
            None => Next::End,
        }
    }
}
