//! What is typed into a search box, for SQLite's full-text index; and where the words stand in a sentence.

use rusqlite::{Connection, OptionalExtension};

use crate::data::dict::Set;

/// More words than this are left out.
const WORDS: usize = 32;

/// A question to the full-text index: sentences that match `with` and not `without`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    with: Option<String>,
    without: Option<String>,
}

impl Words {
    /// Reads `word "a phrase" -without this OR that begin*`. Nothing is wrong; `None` if there is no word.
    pub fn read(text: &str) -> Option<Words> {
        // Alternatives, all of which must be met by one of their terms.
        let mut groups: Vec<Vec<String>> = Vec::new();
        let mut without = Vec::new();
        let mut joined = false;
        for term in terms(text).into_iter().take(WORDS) {
            if term.text == "OR" && !term.quoted {
                joined = !groups.is_empty();
                continue;
            }
            if !term.text.contains(char::is_alphanumeric) {
                continue;
            }
            let star = if term.prefix { " *" } else { "" };
            let quoted = format!("\"{}\"{star}", term.text.replace('"', " "));
            match groups.last_mut() {
                _ if term.negated => without.push(quoted),
                Some(group) if joined => group.push(quoted),
                _ => groups.push(vec![quoted]),
            }
            joined = false;
        }
        let with: Vec<String> = groups.iter().map(|group| format!("({})", group.join(" OR "))).collect();
        let words = Words {
            with: (!with.is_empty()).then(|| with.join(" AND ")),
            without: (!without.is_empty()).then(|| without.join(" OR ")),
        };
        (words.with.is_some() || words.without.is_some()).then_some(words)
    }

    /// Numbers of the sentences that match, of `count`.
    pub fn sentences(&self, connection: &Connection, count: usize) -> rusqlite::Result<Set> {
        let mut found = Set::new(count);
        let mut query = connection.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
        let mut collect = |expression: &str| -> rusqlite::Result<Set> {
            let mut set = Set::new(count);
            let mut rows = query.query([expression])?;
            while let Some(row) = rows.next()? {
                set.insert(row.get::<_, u32>(0)? - 1);
            }
            Ok(set)
        };
        match &self.with {
            Some(with) => found = collect(with)?,
            None => (0..count as u32).for_each(|number| _ = found.insert(number)),
        }
        if let Some(without) = &self.without {
            found.remove_all(&collect(without)?);
        }
        Ok(found)
    }

    /// Sentences by how well they match, best first.
    pub fn ranked(&self, connection: &Connection) -> rusqlite::Result<Vec<u32>> {
        let Some(with) = &self.with else { return Ok(Vec::new()) };
        let mut query =
            connection.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank, rowid DESC")?;
        let rows = query.query_map([with], |row| row.get::<_, u32>(0))?;
        rows.map(|row| row.map(|number| number - 1)).collect()
    }

    /// Where the words stand in a sentence, in characters.
    pub fn marks(&self, connection: &Connection, sentence: u32, text: &str) -> rusqlite::Result<Vec<[u32; 2]>> {
        let Some(with) = &self.with else { return Ok(Vec::new()) };
        let mut query = connection.prepare_cached(
            "SELECT highlight(words, 0, char(2), char(3)) FROM words WHERE words MATCH ?1 AND rowid = ?2",
        )?;
        let marked = query.query_row((with, sentence + 1), |row| row.get::<_, String>(0)).optional()?;
        Ok(marked.map_or_else(Vec::new, |marked| spans(&marked, text)))
    }
}

struct Term {
    text: String,
    quoted: bool,
    negated: bool,
    prefix: bool,
}

fn terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let negated = rest.starts_with('-');
        let body = if negated { &rest[1..] } else { rest };
        let (text, after, quoted) = match body.strip_prefix(['"', '“', '”']) {
            Some(phrase) => {
                let end = phrase.find(['"', '“', '”']).unwrap_or(phrase.len());
                let after = phrase[end..].chars().next().map_or(end, |quote| end + quote.len_utf8());
                (&phrase[..end], &phrase[after..], true)
            }
            None => {
                let end = body.find(char::is_whitespace).unwrap_or(body.len());
                (&body[..end], &body[end..], false)
            }
        };
        let prefix = !quoted && text.ends_with('*');
        let text = text.chars().filter(|c| *c != '\0' && *c != '*').collect();
        terms.push(Term { text, quoted, negated, prefix });
        rest = after.trim_start();
    }
    terms
}

/// Spans between the marks that SQLite put into a text. The text may hold such characters itself.
fn spans(marked: &str, text: &str) -> Vec<[u32; 2]> {
    let mut spans = Vec::new();
    let mut original = text.chars().peekable();
    let mut at = 0;
    let mut open = None;
    for c in marked.chars() {
        if original.peek() == Some(&c) {
            original.next();
            at += 1;
        } else if c == '\u{2}' {
            open = Some(at);
        } else if let Some(start) = open.take() {
            spans.push([start, at]);
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, with: Option<&str>, without: Option<&str>) {
        let words = Words { with: with.map(str::to_owned), without: without.map(str::to_owned) };
        assert_eq!(Words::read(text), Some(words), "{text}");
    }

    #[test]
    fn words_phrases_and_alternatives() {
        check("expel diplomats", Some("(\"expel\") AND (\"diplomats\")"), None);
        check("“cable sabotage” expel*", Some("(\"cable sabotage\") AND (\"expel\" *)"), None);
        check("a OR b c -d -\"e f\"", Some("(\"a\" OR \"b\") AND (\"c\")"), Some("\"d\" OR \"e f\""));
        check("-only", None, Some("\"only\""));
    }

    #[test]
    fn nothing_typed_is_a_syntax_error() {
        check("NEAR(a b) AND text:x^2", Some("(\"NEAR(a\") AND (\"b)\") AND (\"AND\") AND (\"text:x^2\")"), None);
        check("\"open", Some("(\"open\")"), None);
        check("OR x OR", Some("(\"x\")"), None);
        check("a\"b", Some("(\"a b\")"), None);
        for empty in ["", "  ", "\"\"", "-", "***", "OR", "!?"] {
            assert_eq!(Words::read(empty), None, "{empty}");
        }
    }

    #[test]
    fn marks_count_characters_also_beside_marks_in_the_text() {
        assert_eq!(spans("\u{2}Żółw\u{3} je \u{2}liść\u{3}", "Żółw je liść"), [[0, 4], [8, 12]]);
        assert_eq!(spans("x\u{2}\u{3} \u{2}y\u{3}", "x\u{2}\u{3} y"), [[4, 5]]);
    }
}
