//! A table for people at a terminal: the events of a document under its title.

use std::fmt::Write as _;
use std::io::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::WriteError;
use crate::{ActorRecord, DocumentRecord, Event, Status};

/// How a table looks.
#[derive(Clone, Copy, Debug)]
pub struct TableStyle {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to use bold and dim text.
    pub colour: bool,
}

impl Default for TableStyle {
    fn default() -> Self {
        TableStyle { width: 100, colour: false }
    }
}

/// Writes the events of documents as a table.
pub struct TableWriter<W> {
    output: W,
    style: TableStyle,
    documents: usize,
}

/// The widest that actors may get before they are cut, in columns.
const ACTORS_WIDTH: usize = 28;
/// Room for the sentence below which it moves to a line of its own.
const SENTENCE_WIDTH: usize = 30;

impl<W: Write> TableWriter<W> {
    pub fn new(output: W, style: TableStyle) -> Self {
        TableWriter { output, style, documents: 0 }
    }

    /// Writes the events of one document; nothing if there are none.
    pub fn write(&mut self, document: &DocumentRecord, events: &[Event]) -> Result<(), WriteError> {
        if events.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        if self.documents > 0 {
            text.push('\n');
        }
        self.documents += 1;
        self.heading(document, &mut text);
        let rows: Vec<Row> = events.iter().map(Row::new).collect();
        let widest = |cell: fn(&Row) -> &str| rows.iter().map(|r| cell(r).width()).max().unwrap_or(0);
        let widths = [
            widest(|r| &r.date),
            widest(|r| &r.source),
            widest(|r| &r.what),
            widest(|r| &r.target),
            widest(|r| &r.flags),
        ];
        for (row, event) in rows.iter().zip(events) {
            self.row(row, event, widths, &mut text);
        }
        Ok(self.output.write_all(text.as_bytes())?)
    }

    pub fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.output.flush()?)
    }

    pub fn into_inner(self) -> W {
        self.output
    }

    fn heading(&self, document: &DocumentRecord, text: &mut String) {
        let mut line = document.id.clone();
        if let Some(published) = document.published {
            let _ = write!(line, "  {published}");
        }
        let title = document.title.as_deref().unwrap_or("");
        let room = self.style.width.saturating_sub(line.width() + 2);
        let _ = writeln!(text, "{}  {}", self.paint("1", &line), cut(&one_line(title), room));
    }

    fn row(&self, row: &Row, event: &Event, widths: [usize; 5], text: &mut String) {
        let [date, source, what, target, flags] = widths;
        let mut line = format!("  {}  {} → ", pad(&row.date, date), pad(&row.source, source));
        line.push_str(&self.paint("36", &pad(&row.what, what)));
        let _ = write!(line, " → {}", pad(&row.target, target));
        if flags > 0 {
            let _ = write!(line, "  {}", self.paint("33", &pad(&row.flags, flags)));
        }
        let used = 2 + date + 2 + source + 3 + what + 3 + target + if flags > 0 { flags + 2 } else { 0 };
        let mut room = self.style.width.saturating_sub(used + 2);
        if room < SENTENCE_WIDTH {
            let _ = write!(text, "{}\n      ", line.trim_end());
            room = self.style.width.saturating_sub(6).max(SENTENCE_WIDTH);
        } else {
            let _ = write!(text, "{line}  ");
        }
        let (before, trigger, after) = window(event, room);
        let _ = writeln!(text, "{before}{}{after}", self.paint("1;4", &trigger));
    }

    fn paint(&self, style: &str, text: &str) -> String {
        if self.style.colour { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

struct Row {
    date: String,
    source: String,
    what: String,
    target: String,
    flags: String,
}

impl Row {
    fn new(event: &Event) -> Row {
        let mut what = event.event_type.clone();
        if let Some(mode) = &event.mode {
            let _ = write!(what, "/{mode}");
        }
        let mut flags = Vec::new();
        if event.status != Status::Actual {
            flags.push(event.status.as_str().to_owned());
        }
        if event.alleged {
            flags.push("alleged".to_owned());
        }
        if let Some(said) = &event.said_by {
            flags.push(format!("per {}", said.speaker.code));
        }
        Row {
            date: event.date.value.as_deref().map_or_else(String::new, concise),
            source: actors(&event.source),
            what,
            target: actors(&event.target),
            flags: flags.join(", "),
        }
    }
}

fn actors(side: &[ActorRecord]) -> String {
    if side.is_empty() {
        return "–".to_owned();
    }
    let codes: Vec<&str> = side.iter().map(|a| a.code.as_str()).collect();
    cut(&codes.join(", "), ACTORS_WIDTH)
}

/// The part of the sentence around the trigger that fits into `room` columns, in three pieces.
fn window(event: &Event, room: usize) -> (String, String, String) {
    let sentence: Vec<char> = event.sentence.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let at = |offset: u32| (offset.saturating_sub(event.sentence.start) as usize).min(sentence.len());
    let (start, end) = (at(event.trigger.start), at(event.trigger.end).max(at(event.trigger.start)));
    let text = |range: std::ops::Range<usize>| sentence[range].iter().collect::<String>();
    let trigger = cut(&text(start..end), room);
    let mut left = room.saturating_sub(trigger.width());
    let after = text(end..sentence.len());
    let before = text(0..start);
    if before.width() + after.width() <= left {
        return (before, trigger, after);
    }
    // A third of the room for what stands before the trigger, the rest for what follows.
    let share = (left / 3).max(left.saturating_sub(after.width()));
    let before = cut_front(&before, share);
    left = left.saturating_sub(before.width());
    (before, trigger, cut(&after, left))
}

/// An interval with what both ends share written once: `2024-03-04/05` (ISO 8601 concise form).
fn concise(date: &str) -> String {
    match date.split_once('/') {
        Some((from, to)) if from.len() == 10 && from.get(..8) == to.get(..8) => format!("{from}/{}", &to[8..]),
        Some((from, to)) if from.len() == 10 && from.get(..5) == to.get(..5) => format!("{from}/{}", &to[5..]),
        _ => date.to_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` in at most `width` columns, with an ellipsis where something was cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(c);
    }
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// Like [`cut`], keeping the end.
fn cut_front(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let reversed: String = text.chars().rev().collect();
    cut(&reversed, width).chars().rev().collect()
}

fn pad(text: &str, width: usize) -> String {
    let fill = width.saturating_sub(text.width());
    format!("{text}{:fill$}", "")
}
