//! CoNLL-U in and out, so that every tool of the field can read and score what Tidings parses.
//!
//! Read are the words with form, lemma, UPOS, XPOS, head and relation, multiword ranges, comments,
//! and names from `NE=B-PER` in MISC. Features, enhanced dependencies and empty nodes (`8.1`) are
//! passed over. Written is the same, with `SpaceAfter=No` and ranges for contractions ("don't").
//!
//! ```
//! use tidings_syntax::conllu;
//! let text = "# sent_id = 1\n1\tRebels\trebel\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n\n";
//! let parsed = conllu::read(text).next().unwrap().unwrap();
//! assert_eq!(parsed.sentence.text, "Rebels left");
//! assert_eq!(parsed.sentence.lemma(1), "leave");
//! ```

use std::fmt;
use tidings_text::{Byte, Deprel, Entity, EntityKind, Sentence, Span, TokenIndex, Upos, Xpos};

/// A sentence as it stood in a CoNLL-U file.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// `sent_id`.
    pub id: Option<String>,
    /// The other comments without `#`, except `text`.
    pub comments: Vec<String>,
    /// Words that are written as one ("don't").
    pub multiword: Vec<Span<TokenIndex>>,
    /// `span` and `block` are those of a sentence on its own.
    pub sentence: Sentence,
}

/// What is wrong with a CoNLL-U file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for Error {}

/// Reads sentence after sentence; after an error it goes on with the next sentence.
pub fn read(text: &str) -> Reader<'_> {
    Reader { lines: text.lines(), line: 0 }
}

/// The iterator of [`read`].
pub struct Reader<'t> {
    lines: std::str::Lines<'t>,
    line: usize,
}

impl Iterator for Reader<'_> {
    type Item = Result<Parsed, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut rows = Rows::default();
        let mut any = false;
        let mut error = None;
        for line in self.lines.by_ref() {
            self.line += 1;
            // Only a line without any white space ends a sentence by the book; be lenient.
            let line = line.strip_prefix('\u{feff}').unwrap_or(line);
            if line.trim().is_empty() {
                if any {
                    break;
                }
                continue;
            }
            any = true;
            if error.is_none()
                && let Err(reason) = rows.line(line)
            {
                error = Some(Error { line: self.line, reason });
            }
        }
        match error {
            Some(error) => Some(Err(error)),
            None if any => match rows.finish() {
                Ok(Some(parsed)) => Some(Ok(parsed)),
                // Comments without words, as at the end of some files.
                Ok(None) => self.next(),
                Err(reason) => Some(Err(Error { line: self.line, reason })),
            },
            None => None,
        }
    }
}

/// The lines of one sentence.
#[derive(Default)]
struct Rows<'t> {
    parsed: Parsed,
    text: Option<&'t str>,
    words: Vec<Word<'t>>,
    /// Surface form and `SpaceAfter=No` of each range.
    ranges: Vec<(Span<TokenIndex>, &'t str, bool)>,
}

struct Word<'t> {
    form: &'t str,
    lemma: &'t str,
    upos: Upos,
    xpos: Xpos,
    head: Option<usize>,
    deprel: Deprel,
    glued: bool,
    name: Option<&'t str>,
}

impl<'t> Rows<'t> {
    fn line(&mut self, line: &'t str) -> Result<(), String> {
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            match comment.split_once('=').map(|(k, v)| (k.trim(), v.trim())) {
                Some(("sent_id", id)) => self.parsed.id = Some(id.to_owned()),
                Some(("text", text)) => self.text = Some(text),
                _ => self.parsed.comments.push(comment.to_owned()),
            }
            return Ok(());
        }
        let mut columns = [""; 10];
        let mut count = 0;
        for column in line.split('\t') {
            if count < 10 {
                columns[count] = column;
            }
            count += 1;
        }
        if count != 10 {
            return Err(format!("{count} columns instead of 10; columns are separated by one tab"));
        }
        let [id, form, lemma, upos, xpos, _feats, head, deprel, _deps, misc] = columns;
        if form.is_empty() {
            return Err("the form is empty".to_owned());
        }
        if id.contains('.') {
            return Ok(());
        }
        let glued = misc.split('|').any(|m| m == "SpaceAfter=No");
        let number = |text: &str| text.parse::<usize>().map_err(|_| format!("{text:?} is no word number"));
        if let Some((first, last)) = id.split_once('-') {
            let (first, last) = (number(first)?, number(last)?);
            if first != self.words.len() + 1 || last < first {
                return Err(format!("the range {id} does not start at the next word, {}", self.words.len() + 1));
            }
            self.ranges.push((Span::new(first - 1, last), form, glued));
            return Ok(());
        }
        if number(id)? != self.words.len() + 1 {
            return Err(format!("word {id} stands where word {} is due", self.words.len() + 1));
        }
        let head = match head {
            "_" => None,
            head => number(head)?.checked_sub(1),
        };
        self.words.push(Word {
            form,
            lemma,
            upos: match upos {
                "_" => Upos::X,
                tag => Upos::parse(tag).ok_or_else(|| format!("{tag:?} is no universal part of speech"))?,
            },
            xpos: match xpos {
                "_" => Xpos::Xx,
                tag => Xpos::parse(tag).ok_or_else(|| format!("{tag:?} is no English part of speech"))?,
            },
            head,
            deprel: match deprel {
                "_" => Deprel::Dep,
                tag => Deprel::parse(tag)
                    .or_else(|| Deprel::parse(tag.split(':').next().unwrap_or(tag)))
                    .ok_or_else(|| format!("{tag:?} is no relation of UD English"))?,
            },
            glued,
            name: misc.split('|').find_map(|m| m.strip_prefix("NE=")),
        });
        Ok(())
    }

    fn finish(mut self) -> Result<Option<Parsed>, String> {
        let n = self.words.len();
        if n == 0 {
            return Ok(None);
        }
        if let Some((range, ..)) = self.ranges.iter().find(|r| r.0.end > n) {
            return Err(format!("the range {}-{} ends after the last word, {n}", range.start + 1, range.end));
        }
        let sentence = &mut self.parsed.sentence;
        match self.text.and_then(|text| align(text, &self.words).map(|spans| (text, spans))) {
            Some((text, spans)) => {
                sentence.text = text.to_owned();
                for (word, span) in self.words.iter().zip(spans) {
                    sentence.push(span, word.lemma);
                }
            }
            None => {
                for (i, word) in self.words.iter().enumerate() {
                    let start = sentence.text.len();
                    sentence.text.push_str(word.form);
                    sentence.push(Span::new(start, start + word.form.len()), word.lemma);
                    let range = self.ranges.iter().find(|r| r.0.contains(i));
                    let glued = range.map_or(word.glued, |r| r.0.end != i + 1 || r.2);
                    if !glued && i + 1 < n {
                        sentence.text.push(' ');
                    }
                }
            }
        }
        sentence.span = Span::new(0, sentence.text.len());
        for (i, (token, word)) in sentence.tokens.iter_mut().zip(&self.words).enumerate() {
            if let Some(head) = word.head.filter(|&h| h >= n || h == i) {
                return Err(format!("the head of word {} is {}, in a sentence of {n} words", i + 1, head + 1));
            }
            token.upos = word.upos;
            token.xpos = word.xpos;
            token.deprel = word.deprel;
            token.head = word.head.map(|h| h as u32);
        }
        check_tree(&self.words)?;
        sentence.index_tree();
        read_names(&self.words, &mut sentence.entities);
        self.parsed.multiword = self.ranges.iter().map(|r| r.0).collect();
        Ok(Some(self.parsed))
    }
}

/// Where the words stand in the sentence's text; `None` if it does not spell them.
fn align(text: &str, words: &[Word]) -> Option<Vec<Span<Byte>>> {
    let mut at = 0;
    let mut spans = Vec::with_capacity(words.len());
    for word in words {
        at = text.len() - text[at..].trim_start().len();
        if !text[at..].starts_with(word.form) {
            return None;
        }
        spans.push(Span::new(at, at + word.form.len()));
        at += word.form.len();
    }
    text[at..].trim().is_empty().then_some(spans)
}

/// Every word must reach a root: whoever walks up the tree may rely on it.
fn check_tree(words: &[Word]) -> Result<(), String> {
    // 0 unknown, 1 on the present path, 2 reaches a root.
    let mut state = vec![0u8; words.len()];
    for start in 0..words.len() {
        let mut at = Some(start);
        while let Some(i) = at.filter(|&i| state[i] == 0) {
            state[i] = 1;
            at = words[i].head;
        }
        if at.is_some_and(|i| state[i] == 1) {
            return Err(format!("word {} governs itself through its head", start + 1));
        }
        let mut at = Some(start);
        while let Some(i) = at.filter(|&i| state[i] == 1) {
            state[i] = 2;
            at = words[i].head;
        }
    }
    Ok(())
}

fn read_names(words: &[Word], entities: &mut Vec<Entity>) {
    for (i, word) in words.iter().enumerate() {
        let Some((place, kind)) = word.name.and_then(|n| n.split_once('-')) else { continue };
        let Some(kind) = EntityKind::parse(kind) else { continue };
        match entities.last_mut() {
            Some(last) if place == "I" && last.kind == kind && last.span.end == i => last.span.end = i + 1,
            _ => entities.push(Entity { span: Span::new(i, i + 1), kind }),
        }
    }
}

/// Writes one sentence with its `sent_id`; `comments` come first, without `#`.
///
/// White space inside the text (line ends) is written as one space each.
pub fn write(out: &mut impl fmt::Write, sentence: &Sentence, id: &str, comments: &[&str]) -> fmt::Result {
    for comment in comments {
        writeln!(out, "# {comment}")?;
    }
    write!(out, "# sent_id = {id}\n# text = ")?;
    for c in sentence.text.chars() {
        out.write_char(if c.is_whitespace() { ' ' } else { c })?;
    }
    out.write_char('\n')?;
    let glued = |i: usize| i + 1 < sentence.len() && sentence.tokens[i].span.end == sentence.tokens[i + 1].span.start;
    let mut range_end = 0;
    let mut entities = sentence.entities.iter().peekable();
    for (i, token) in sentence.tokens.iter().enumerate() {
        if i >= range_end {
            range_end = multiword_end(sentence, i);
            if range_end > i + 1 {
                let form = sentence.words(Span::new(i, range_end));
                let misc = if glued(range_end - 1) { "SpaceAfter=No" } else { "_" };
                writeln!(out, "{}-{range_end}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1)?;
            }
        }
        let lemma = match sentence.lemma(i) {
            "" => "_",
            lemma => lemma,
        };
        let head = token.head.map_or(0, |h| h + 1);
        write!(
            out,
            "{}\t{}\t{lemma}\t{}\t{}\t_\t{head}\t{}\t_\t",
            i + 1,
            sentence.form(i),
            token.upos,
            token.xpos,
            token.deprel
        )?;
        while entities.next_if(|e| e.span.end <= i).is_some() {}
        let name = entities.peek().filter(|e| e.span.contains(i));
        if let Some(entity) = name {
            write!(out, "NE={}-{}", if entity.span.start == i { "B" } else { "I" }, entity.kind)?;
        }
        // Inside a range the spacing is that of the range.
        let space = if glued(i) && range_end <= i + 1 && multiword_start(sentence, i) { "SpaceAfter=No" } else { "" };
        out.write_str(match (name.is_some(), space) {
            (false, "") => "_\n",
            (true, "") => "\n",
            (true, _) => "|SpaceAfter=No\n",
            (false, _) => "SpaceAfter=No\n",
        })?;
    }
    out.write_char('\n')
}

/// True if token `i` is not the later part of a multiword.
fn multiword_start(sentence: &Sentence, i: usize) -> bool {
    i == 0 || !joins(sentence, i - 1)
}

/// The end of the multiword that starts at token `i`; `i + 1` if it is a word on its own.
fn multiword_end(sentence: &Sentence, i: usize) -> usize {
    let mut end = i + 1;
    while end < sentence.len() && joins(sentence, end - 1) {
        end += 1;
    }
    end
}

/// Whether tokens `i` and `i + 1` are written as one word: "do" + "n't", "can" + "not", "Iran" + "'s".
fn joins(sentence: &Sentence, i: usize) -> bool {
    let (left, right) = (sentence.tokens[i], sentence.tokens[i + 1]);
    if left.span.end != right.span.start || matches!(left.upos, Upos::Punct | Upos::Sym) {
        return false;
    }
    let (form, next) = (sentence.form(i), sentence.form(i + 1));
    let mut chars = next.chars();
    let clitic = match chars.next() {
        Some('\'' | '\u{2019}' | '`') => match chars.next() {
            None => right.xpos == Xpos::Pos,
            Some(c) => c.is_alphabetic(),
        },
        Some(c) => c.is_alphabetic(),
        None => false,
    };
    // "y'all"; a number and its unit are two words.
    let word = form.ends_with(|c: char| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '.'));
    let number = form.starts_with(|c: char| c.is_ascii_digit()) && next.starts_with(char::is_alphabetic);
    let possessive = right.xpos == Xpos::Pos || next.starts_with(['\'', '\u{2019}']);
    clitic && !number && (word || possessive) && right.upos != Upos::Punct
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "\
# newdoc id = d
# sent_id = d-1
# text = Iran's navy didn't leave.
1-2\tIran's\t_\t_\t_\t_\t_\t_\t_\t_
1\tIran\tIran\tPROPN\tNNP\t_\t3\tnmod:poss\t_\tNE=B-LOC
2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_
3\tnavy\tnavy\tNOUN\tNN\t_\t6\tnsubj\t_\t_
4-5\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
4\tdid\tdo\tAUX\tVBD\t_\t6\taux\t_\t_
5\tn't\tnot\tPART\tRB\t_\t6\tadvmod\t_\t_
6\tleave\tleave\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

";

    #[test]
    fn what_was_read_is_written_again() {
        let parsed = read(SAMPLE).next().unwrap().unwrap();
        assert_eq!(parsed.multiword, [Span::new(0, 2), Span::new(3, 5)]);
        assert_eq!(parsed.sentence.form(4), "n't");
        let mut out = String::new();
        write(&mut out, &parsed.sentence, "d-1", &["newdoc id = d"]).unwrap();
        assert_eq!(out, SAMPLE);
    }

    #[test]
    fn text_is_rebuilt_from_the_columns() {
        let without: String = SAMPLE.lines().filter(|l| !l.starts_with("# text")).map(|l| format!("{l}\n")).collect();
        let parsed = read(&without).next().unwrap().unwrap();
        assert_eq!(parsed.sentence.text, "Iran's navy didn't leave.");
    }

    #[test]
    fn errors_name_the_line_and_reading_goes_on() {
        let row = |id: &str, head: &str| format!("{id}\ta\ta\tNOUN\tNN\t_\t{head}\troot\t_\t_\n");
        for (text, reason) in [
            ("1\ta\n".to_owned(), "line 1: 2 columns instead of 10; columns are separated by one tab"),
            (row("2", "0"), "line 1: word 2 stands where word 1 is due"),
            (row("1", "3"), "line 1: the head of word 1 is 3, in a sentence of 1 words"),
            (row("1", "x"), "line 1: \"x\" is no word number"),
            (row("1", "2") + &row("2", "1"), "line 2: word 1 governs itself through its head"),
            (row("1", "0").replace("NOUN", "NOWN"), "line 1: \"NOWN\" is no universal part of speech"),
        ] {
            let text = format!("{text}\n{SAMPLE}");
            let mut sentences = read(&text);
            let error = sentences.next().unwrap().unwrap_err().to_string();
            assert!(
                error.starts_with("line ") && error.split_once(": ").unwrap().1 == reason.split_once(": ").unwrap().1
            );
            assert!(sentences.next().unwrap().is_ok() && sentences.next().is_none());
        }
    }
}
