//! Markdown: front matter, headings, lists, and the blocks between them.

use tidings_text::{Block, BlockKind, Byte, Span};

use crate::blocks::{Line, TitleIs, Unit, classify, lines, trimmed, without_bullet};
use crate::cues;
use crate::options::{Columns, Field};
use crate::record::Fields;

/// Whether a text of unknown format starts as Markdown does.
pub(crate) fn looks_like(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    match lines.next() {
        Some("---") => lines.take(50).any(|l| l == "---"),
        Some(first) => first.starts_with("# "),
        None => false,
    }
}

/// What the front matter says and the blocks of the text.
pub(crate) fn read(text: &str, columns: &Columns) -> (Fields, Vec<Block>) {
    let all = lines(text, 0);
    let mut fields = Fields::default();
    let mut title = None;
    let body = match front_matter(text, &all) {
        None => 0,
        Some(end) => {
            for line in &all[..end] {
                title = title.or(entry(text, line.span, columns, &mut fields));
            }
            end
        }
    };
    let mut units = units(text, &all[body..]);
    let own = units.iter().position(|u| u.kind == Some(BlockKind::Title));
    let title = match (title, own) {
        (Some(span), _) => {
            // The heading on top says it again.
            if let Some(at) = own {
                units[at].kind = Some(BlockKind::Heading);
            }
            TitleIs::At(span)
        }
        (None, Some(_)) => TitleIs::Absent,
        (None, None) => TitleIs::FirstLine,
    };
    (fields, classify(text, units, title))
}

/// The number of lines that the front matter takes, if there is any.
fn front_matter(text: &str, lines: &[Line]) -> Option<usize> {
    let is_fence = |l: &Line| l.span.slice(text) == "---";
    if !lines.first().is_some_and(is_fence) {
        return None;
    }
    let end = 1 + lines[1..].iter().take(200).position(is_fence)?;
    let is_entry = |l: &Line| {
        l.span.is_empty() || l.indented || l.span.slice(text).contains(':') || l.span.slice(text).starts_with('#')
    };
    lines[1..end].iter().all(is_entry).then_some(end + 1)
}

/// Reads `key: value`; gives the span of a title.
pub(crate) fn entry(text: &str, line: Span<Byte>, columns: &Columns, fields: &mut Fields) -> Option<Span<Byte>> {
    let (key, value) = line.slice(text).split_once(':')?;
    let mut span = trimmed(text, Span::new(line.end - value.len(), line.end));
    for quote in ['"', '\''] {
        let value = span.slice(text);
        if value.len() >= 2 && value.starts_with(quote) && value.ends_with(quote) {
            span = trimmed(text, Span::new(span.start + 1, span.end - 1));
        }
    }
    if span.is_empty() {
        return None;
    }
    let field = Field::ALL.into_iter().find(|&field| match columns.get(field) {
        Some(name) => name == key.trim(),
        None => field.aliases().iter().any(|alias| Field::is_alias(key.trim(), alias)),
    })?;
    match field {
        Field::Title => return Some(span),
        Field::Text => {}
        _ if fields.has(field) => {}
        _ => fields.set(field, span.slice(text)),
    }
    None
}

/// Groups lines into headings, list items and paragraphs; code, tables and raw HTML are left out.
fn units(text: &str, lines: &[Line]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut joinable = false;
    let mut fence: Option<&str> = None;
    let mut title_seen = false;
    for line in lines {
        let words = line.span.slice(text);
        if let Some(open) = fence {
            if words.starts_with(open) {
                fence = None;
            }
            continue;
        }
        if words.is_empty() {
            if let Some(last) = units.last_mut() {
                last.gap += 1;
            }
            joinable = false;
            continue;
        }
        if let Some(mark) = ["```", "~~~"].into_iter().find(|m| words.starts_with(m)) {
            fence = Some(mark);
            joinable = false;
            continue;
        }
        // A line of = or - under a paragraph makes it a heading; elsewhere it is a rule.
        if words.bytes().all(|b| b == b'=') || (words.len() > 1 && words.bytes().all(|b| b == b'-')) {
            if let Some(last) = units.last_mut().filter(|_| joinable) {
                last.kind = Some(heading_kind(words.starts_with('='), &mut title_seen));
                last.span = emphasis_off(text, last.span);
            }
            joinable = false;
            continue;
        }
        if words.starts_with('|') || words.starts_with('<') && !words.starts_with("<http") {
            joinable = false;
            continue;
        }
        let level = words.bytes().take_while(|&b| b == b'#').count();
        if (1..=6).contains(&level) && words[level..].starts_with([' ', '\t']) {
            let end = line.span.start + words.trim_end_matches('#').len();
            let span = trimmed(text, Span::new(line.span.start + level, end.max(line.span.start + level)));
            let span = emphasis_off(text, span);
            // "## Related stories" is a cue, whatever its level.
            let kind = match cues::link(span.slice(text)) {
                Some(_) if level > 1 => None,
                _ => Some(heading_kind(level == 1 && units.is_empty(), &mut title_seen)),
            };
            units.push(Unit { span, lines: 1, gap: 0, kind });
            joinable = false;
            continue;
        }
        let span = item(text, line.span);
        let is_item = span.start != line.span.start;
        if joinable
            && !is_item
            && cues::link(words).is_none()
            && let Some(last) = units.last_mut()
        {
            last.span.end = span.end;
            last.lines += 1;
        } else {
            units.push(Unit { span, lines: 1, gap: 0, kind: None });
        }
        // Two spaces or a backslash at the end break the line.
        let behind = &text[line.span.end..];
        joinable = !behind.starts_with("  ") && !words.ends_with('\\') && cues::link(words).is_none();
    }
    for unit in &mut units {
        unit.span = emphasis_off(text, unit.span);
    }
    units.retain(|u| u.span.slice(text).contains(char::is_alphanumeric));
    units
}

fn heading_kind(top: bool, title_seen: &mut bool) -> BlockKind {
    if top && !std::mem::replace(title_seen, true) { BlockKind::Title } else { BlockKind::Heading }
}

/// `span` without the marker of a list item or quotation.
fn item(text: &str, span: Span<Byte>) -> Span<Byte> {
    let words = span.slice(text);
    let inner = match words.strip_prefix(['>', '+']) {
        Some(rest) if words.starts_with('>') || rest.starts_with(' ') => rest,
        _ => {
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            match words[digits..].strip_prefix(['.', ')']) {
                Some(rest) if (1..=3).contains(&digits) && rest.starts_with(' ') => rest,
                _ => return without_bullet(text, span),
            }
        }
    };
    let inner = trimmed(text, Span::new(span.end - inner.len(), span.end));
    if inner.start == span.start || inner.is_empty() { inner } else { item(text, inner) }
}

/// `span` without marks of emphasis around the whole of it.
fn emphasis_off(text: &str, mut span: Span<Byte>) -> Span<Byte> {
    for mark in ["***", "**", "__", "*", "_"] {
        let words = span.slice(text);
        if words.len() > 2 * mark.len() && words.starts_with(mark) && words.ends_with(mark) {
            let inner = &words[mark.len()..words.len() - mark.len()];
            if !inner.contains(mark) {
                span = trimmed(text, Span::new(span.start + mark.len(), span.end - mark.len()));
            }
        }
    }
    span
}
