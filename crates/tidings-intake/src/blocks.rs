//! Cuts the text of a report into blocks and says what each is.
//!
//! ```
//! let text = "Rebels free hostages\n\nRebels freed ten hostages on Monday.\n\nALSO READ: Truce holds in north\n";
//! let blocks = tidings_intake::blocks::text(text);
//! let kinds: Vec<&str> = blocks.iter().map(|b| b.kind.as_str()).collect();
//! assert_eq!(kinds, ["title", "paragraph", "related-link"]);
//! ```

use std::collections::HashSet;

use tidings_text::{Block, BlockKind, Byte, Span};

use crate::cues::{self, Aside, Link, ends_sentence};

/// A passage of fewer words may recur by chance.
const WORDS_OF_A_REPETITION: usize = 6;
const WORDS_OF_A_HEADING: usize = 12;
const WORDS_OF_A_TITLE: usize = 30;
const WORDS_OF_A_STANDFIRST: usize = 60;
/// Lines longer than this, in characters, are paragraphs; shorter ones may have been wrapped.
const WIDEST_WRAPPED: usize = 110;
/// Text is hardly wrapped narrower than this, in characters: such lines stand for themselves.
const NARROWEST_WRAPPED: usize = 40;

/// Blocks of a plain text file, whose title stands on the first line if it looks like one.
pub fn text(text: &str) -> Vec<Block> {
    text_from(text, 0, None)
}

/// Blocks of a plain text file that starts at byte `from`; `title` is its title if that stands before.
pub(crate) fn text_from(text: &str, from: usize, title: Option<Span<Byte>>) -> Vec<Block> {
    let units = units(text, from);
    classify(text, units, title.map_or(TitleIs::FirstLine, TitleIs::At))
}

/// Blocks of a text whose title, if any, is known to be `title`, a span at its front.
pub fn body(text: &str, title: Option<Span<Byte>>) -> Vec<Block> {
    let title = title.map(|t| trimmed(text, t)).filter(|t| !t.is_empty());
    let units = units(text, title.map_or(0, |t| t.end));
    classify(text, units, title.map_or(TitleIs::Absent, TitleIs::At))
}

/// Where [`classify`] finds the title.
#[derive(Clone, Copy)]
pub(crate) enum TitleIs {
    Absent,
    FirstLine,
    At(Span<Byte>),
}

/// A line or paragraph whose kind is to be found, unless the format says it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    pub span: Span<Byte>,
    /// Number of lines.
    pub lines: usize,
    /// Empty lines behind it.
    pub gap: usize,
    pub kind: Option<BlockKind>,
}

/// A line without the white space around it; empty if there is nothing else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub span: Span<Byte>,
    /// Starts with a bullet or white space.
    pub indented: bool,
}

/// The lines of `text` from byte `from` on.
pub(crate) fn lines(text: &str, from: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = from;
    let mut push = |start: usize, end: usize| {
        let span = trimmed(text, Span::new(start, end));
        let indented = text[start..end].starts_with([' ', '\t', '\u{3000}', '\u{a0}']) || is_bullet(span.slice(text));
        lines.push(Line { span, indented });
    };
    let bytes = text.as_bytes();
    for (i, c) in text[from..].char_indices() {
        let i = from + i;
        match c {
            '\n' if i > from && bytes[i - 1] == b'\r' => start = i + 1,
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{c}' => {
                push(start, i);
                start = i + c.len_utf8();
            }
            _ => {}
        }
    }
    push(start, text.len());
    lines
}

/// `span` without white space and invisible characters at its ends.
pub(crate) fn trimmed(text: &str, span: Span<Byte>) -> Span<Byte> {
    let is_space = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}');
    let inner = span.slice(text).trim_end_matches(is_space);
    let end = span.start + inner.len();
    let start = end - inner.trim_start_matches(is_space).len();
    Span::new(start, end)
}

const BULLETS: [char; 6] = ['•', '▪', '■', '●', '*', '-'];

fn is_bullet(line: &str) -> bool {
    line.strip_prefix(BULLETS).is_some_and(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
}

/// `span` without the bullet before it.
pub(crate) fn without_bullet(text: &str, span: Span<Byte>) -> Span<Byte> {
    match span.slice(text).strip_prefix(BULLETS) {
        Some(rest) if is_bullet(span.slice(text)) => trimmed(text, Span::new(span.end - rest.len(), span.end)),
        _ => span,
    }
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

/// Groups lines into paragraphs.
fn units(text: &str, from: usize) -> Vec<Unit> {
    let lines = lines(text, from);
    // The first line may be a title longer than the lines below are wide.
    let followed = || lines.windows(2).skip(1).filter(|w| !w[0].span.is_empty() && !w[1].span.is_empty()).map(|w| w[0]);
    let width = followed().map(|l| chars(l.span.slice(text))).max().unwrap_or(WIDEST_WRAPPED);
    let fits = |l: &Line| l.span.len() <= WIDEST_WRAPPED || chars(l.span.slice(text)) <= WIDEST_WRAPPED;
    let wrapped =
        width >= NARROWEST_WRAPPED && lines.iter().skip(1).all(fits) && !is_line_per_paragraph(text, followed());
    let mut units: Vec<Unit> = Vec::new();
    let mut joinable = false;
    for line in &lines {
        if line.span.is_empty() {
            if let Some(last) = units.last_mut() {
                last.gap += 1;
            }
            joinable = false;
            continue;
        }
        let words = line.span.slice(text);
        let starts_anew = line.indented || cues::link(words).is_some() || cues::aside(words).is_some();
        if joinable
            && !starts_anew
            && let Some(last) = units.last_mut()
            && continues(last_line(last.span.slice(text)), words, width)
        {
            last.span.end = line.span.end;
            last.lines += 1;
        } else {
            units.push(Unit { span: line.span, lines: 1, gap: 0, kind: None });
        }
        // The line itself may go on below even if it is a link; a caption's does not tell.
        joinable = wrapped && cues::aside(words).is_none();
    }
    for unit in &mut units {
        unit.span = without_bullet(text, unit.span);
    }
    units.retain(|u| u.span.slice(text).contains(char::is_alphanumeric));
    units
}

fn last_line(paragraph: &str) -> &str {
    paragraph.rsplit(['\n', '\r', '\u{2028}', '\u{2029}']).next().unwrap_or(paragraph).trim()
}

/// Whether a line of a text wrapped at `width` goes on with `next`: its first word had no room any more.
fn continues(line: &str, next: &str, width: usize) -> bool {
    const RAGGED: usize = 12;
    let first_word = next.split_whitespace().next().unwrap_or_default();
    let room = width.saturating_sub(chars(line) + 1);
    room < chars(first_word) + RAGGED || next.starts_with(char::is_lowercase)
}

/// Whether lines that follow each other directly are paragraphs: most of them end a sentence.
fn is_line_per_paragraph(text: &str, followed: impl Iterator<Item = Line>) -> bool {
    let (mut all, mut ended) = (0, 0);
    for line in followed {
        all += 1;
        ended += usize::from(ends_sentence(line.span.slice(text)));
    }
    ended * 2 > all
}

/// Finds the kind of each unit that has none.
pub(crate) fn classify(text: &str, units: Vec<Unit>, title: TitleIs) -> Vec<Block> {
    let mut units = units;
    mark_asides(text, &mut units, title);
    let mut blocks = Vec::with_capacity(units.len() + 1);
    let mut first = 0;
    match title {
        TitleIs::At(span) => blocks.push(Block { kind: BlockKind::Title, span }),
        TitleIs::FirstLine => {
            let at = units.iter().position(|u| u.kind.is_none());
            if let Some(at) = at.filter(|&at| is_title(text, &units, at)) {
                units[at].kind = Some(BlockKind::Title);
            }
        }
        TitleIs::Absent => {}
    }
    let mut has_title = !blocks.is_empty();
    if let Some(at) = units.iter().position(|u| u.kind == Some(BlockKind::Title)) {
        first = at + 1;
        has_title = true;
    }
    if has_title
        && let Some(at) = (first..units.len()).find(|&at| is_body(&units[at]))
        && is_standfirst(text, &units, at)
    {
        units[at].kind = Some(BlockKind::Standfirst);
    }
    mark_headings(text, &mut units);
    blocks.extend(units.iter().map(|unit| Block { kind: unit.kind.unwrap_or(BlockKind::Paragraph), span: unit.span }));
    mark_repetitions(text, &mut blocks);
    blocks
}

/// A unit of the report itself whose kind is open.
fn is_body(unit: &Unit) -> bool {
    unit.kind.is_none()
}

/// Marks links to other stories, captions and bylines.
fn mark_asides(text: &str, units: &mut [Unit], title: TitleIs) {
    let mut at = 0;
    while at < units.len() {
        let unit = units[at];
        at += 1;
        if unit.kind.is_some() {
            continue;
        }
        let words = unit.span.slice(text);
        if unit.lines == 1 && cues::aside(words).is_some() {
            units[at - 1].kind = Some(BlockKind::Caption);
            continue;
        }
        // "Watch: …" may well be the title of a report.
        let may_be_title = at == 1 && matches!(title, TitleIs::FirstLine);
        match cues::link(words) {
            Some(Link::Story) if !may_be_title => units[at - 1].kind = Some(BlockKind::RelatedLink),
            Some(Link::Heading) => {
                units[at - 1].kind = Some(BlockKind::RelatedLink);
                at = mark_listed(text, units, at);
            }
            _ => {}
        }
    }
}

/// Marks the stories listed from unit `at` on, under a cue; gives the first unit behind them.
fn mark_listed(text: &str, units: &mut [Unit], mut at: usize) -> usize {
    let adjoining = at > 0 && units[at - 1].gap == 0;
    let mut first = true;
    while at < units.len() {
        let unit = units[at];
        let words = unit.span.slice(text);
        let bulleted = text[..unit.span.start].trim_end_matches([' ', '\t', '\u{a0}']).ends_with(BULLETS);
        let is_story = unit.kind.is_none()
            && unit.lines <= 2
            && !ends_sentence(words)
            && words.split_whitespace().count() <= WORDS_OF_A_TITLE
            && (first || bulleted || (adjoining && units[at - 1].gap == 0));
        if !is_story {
            break;
        }
        units[at].kind = Some(BlockKind::RelatedLink);
        first = false;
        at += 1;
    }
    at
}

fn is_title(text: &str, units: &[Unit], at: usize) -> bool {
    let unit = units[at];
    let words = unit.span.slice(text);
    // A wrapped title takes a second line, set off by an empty one.
    let is_set_off = unit.lines == 1 || (unit.lines == 2 && unit.gap > 0);
    is_set_off
        && units[at + 1..].iter().any(is_body)
        && words.split_whitespace().count() <= WORDS_OF_A_TITLE
        && !words.ends_with([',', ';', ':'])
        && (!ends_sentence(words)
            || words.ends_with(['?', '!', '’', '”', '\'', '"', '…']) && !has_full_stop(words)
            || ends_in_initials(words))
}

/// A full stop at the end, inside or outside closing marks.
fn has_full_stop(words: &str) -> bool {
    words.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with('.')
}

/// "… leaves the U.S."
fn ends_in_initials(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    last.len() > 3 && last.bytes().skip(1).step_by(2).all(|b| b == b'.') && last.ends_with('.')
}

/// True if no sentence ends before the end.
fn is_one_sentence(words: &str) -> bool {
    let mut rest = words.trim_end();
    while let Some(i) = rest.find(['.', '!', '?']) {
        let (before, after) = (&rest[..i], &rest[i + 1..]);
        let next = after.trim_start_matches(['"', '”', '’', '\'', ')']);
        let last_word = before.split_whitespace().next_back().unwrap_or_default();
        let is_abbreviation = rest[i..].starts_with('.') && (last_word.len() <= 3 || last_word.contains('.'));
        if next.starts_with(char::is_whitespace)
            && !is_abbreviation
            && next.trim_start().starts_with(|c: char| !c.is_lowercase())
        {
            return false;
        }
        rest = after;
    }
    true
}

/// "SEOUL (AP) — …", "GENEVA, July 11 (Reuters) - …"
fn has_dateline(words: &str) -> bool {
    let head_end = words.char_indices().nth(70).map_or(words.len(), |(i, _)| i);
    let head = &words[..head_end];
    let Some(dash) = [" — ", " – ", " - ", " -- "].iter().filter_map(|d| head.find(d)).min() else { return false };
    let place = &head[..dash];
    let first = place.split([' ', ',', '(']).next().unwrap_or_default();
    chars(first) >= 3 && !first.contains(char::is_lowercase) && first.starts_with(char::is_alphabetic)
        || place.ends_with(')') && place.contains('(')
}

/// One sentence between title and report, shown to stand apart by what is around it.
fn is_standfirst(text: &str, units: &[Unit], at: usize) -> bool {
    let unit = units[at];
    let words = unit.span.slice(text);
    let count = words.split_whitespace().count();
    let Some(next) = (at + 1..units.len()).find(|&i| is_body(&units[i])) else { return false };
    if count > WORDS_OF_A_STANDFIRST || !is_one_sentence(words) || has_dateline(words) {
        return false;
    }
    let byline_between = units[at + 1..next].iter().any(|u| cues::aside(u.span.slice(text)) == Some(Aside::Byline));
    // Set off by more than the usual gap.
    let mut gaps: Vec<usize> = units[next..].iter().map(|u| u.gap).filter(|&g| g > 0).collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(1);
    let set_off = unit.gap >= 2 && unit.gap > usual;
    let no_sentence = !ends_sentence(words) && count >= WORDS_OF_A_REPETITION && !words.ends_with([':', ',', ';']);
    let comes_again = || {
        let these = normalised(words);
        count >= WORDS_OF_A_REPETITION && units[next..].iter().any(|u| normalised(u.span.slice(text)) == these)
    };
    byline_between || set_off || no_sentence || has_dateline(units[next].span.slice(text)) || comes_again()
}

/// A short line that could be a heading.
fn looks_like_heading(text: &str, unit: &Unit) -> bool {
    let words = unit.span.slice(text).trim_matches(['*', '_']);
    let count = words.split_whitespace().count();
    unit.lines == 1
        && count <= WORDS_OF_A_HEADING
        && words.len() <= 120
        && words.starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '‘' | '“' | '\'' | '"' | '«' | '¿')
        })
        && !words.ends_with([',', ';', ':', '-', '–', '—'])
        && (!ends_sentence(words) || words.ends_with('?') && count <= 8)
}

/// Marks short lines between paragraphs. Three in a row are a list.
fn mark_headings(text: &str, units: &mut [Unit]) {
    let body: Vec<usize> = (0..units.len()).filter(|&i| is_body(&units[i])).collect();
    let short: Vec<bool> = body.iter().map(|&i| looks_like_heading(text, &units[i])).collect();
    let mut i = 0;
    while i < body.len() {
        let run = short[i..].iter().take_while(|&&s| s).count();
        if run == 0 {
            i += 1;
            continue;
        }
        // Something must stand under a heading.
        if run <= 2 && i + run < body.len() {
            for &at in &body[i..i + run] {
                units[at].kind = Some(BlockKind::Heading);
            }
        }
        i += run;
    }
}

/// The words alone, in small letters.
fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Marks what stands word for word earlier in the report.
fn mark_repetitions(text: &str, blocks: &mut [Block]) {
    let mut seen = HashSet::new();
    let title = blocks.iter().find(|b| b.kind == BlockKind::Title).map(|b| normalised(b.span.slice(text)));
    for block in blocks {
        let may_repeat = matches!(block.kind, BlockKind::Standfirst | BlockKind::Heading | BlockKind::Paragraph);
        if !may_repeat && block.kind != BlockKind::Title {
            continue;
        }
        let words = normalised(block.span.slice(text));
        let is_long = words.split(' ').count() >= WORDS_OF_A_REPETITION;
        if may_repeat && (title.as_ref() == Some(&words) || (is_long && seen.contains(&words))) {
            block.kind = BlockKind::Repeated;
        } else if is_long {
            seen.insert(words);
        }
    }
}
