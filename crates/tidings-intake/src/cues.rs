//! What the wording of a line gives away: links to other stories, captions, bylines, time stamps.

use std::sync::LazyLock;

use crate::date::is_calendar_word;

/// A line that points to other stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// Cue and story on one line.
    Story,
    /// The cue alone: stories follow.
    Heading,
}

/// A line that belongs to the page and not to the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aside {
    /// Caption or credit of a picture, a notice.
    Caption,
    /// Who wrote it and when.
    Byline,
}

struct Cues {
    /// Need something behind them that shows it, longest first.
    links: Vec<&'static str>,
    /// Enough by themselves.
    openings: Vec<&'static str>,
    starts: Vec<&'static str>,
    agencies: Vec<&'static str>,
    whole: Vec<&'static str>,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let lines = |text: &'static str| text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let (mut links, mut openings) = (Vec::new(), Vec::new());
    for line in lines(include_str!("../data/related-links.txt")) {
        match line.strip_suffix('…') {
            Some(opening) => openings.push(opening),
            None => links.push(line),
        }
    }
    links.sort_by_key(|cue| std::cmp::Reverse(cue.len()));
    let (mut starts, mut agencies, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    let mut list = &mut starts;
    for line in lines(include_str!("../data/captions.txt")) {
        match line {
            "[start]" => list = &mut starts,
            "[agency]" => list = &mut agencies,
            "[whole]" => list = &mut whole,
            cue => list.push(cue),
        }
    }
    Cues { links, openings, starts, agencies, whole }
});

/// The rest of `text` behind `start`, in any case; `None` if a word goes on there.
fn behind<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let head = text.get(..start.len())?;
    let rest = &text[start.len()..];
    let goes_on = start.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric);
    (head.eq_ignore_ascii_case(start) && !goes_on).then_some(rest)
}

/// Marks that stand before a line without being part of it.
fn without_bullet(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '*' | '_'
                    | '#'
                    | '>'
                    | '»'
                    | '›'
                    | '•'
                    | '▪'
                    | '■'
                    | '►'
                    | '▶'
                    | '→'
                    | '-'
                    | '–'
                    | '—'
                    | '|'
                    | '['
                    | '('
            )
    })
}

/// Whether a line points to other stories.
pub(crate) fn link(line: &str) -> Option<Link> {
    if is_bare_link(line) {
        return Some(Link::Story);
    }
    let line = without_bullet(line);
    let cues = &*CUES;
    let found = cues.links.iter().find_map(|cue| behind(line, cue).and_then(|rest| link_by_cue(line, rest)));
    found.or_else(|| {
        let is_short = line.split_whitespace().count() <= 30;
        (is_short && cues.openings.iter().any(|cue| behind(line, cue).is_some())).then_some(Link::Story)
    })
}

fn link_by_cue(line: &str, rest: &str) -> Option<Link> {
    let cue = &line[..line.len() - rest.len()];
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | ']' | ')'));
    let is_dash = |dash: &str| rest.strip_prefix(dash).is_some_and(|r| r.is_empty() || r.starts_with(' '));
    let separated =
        rest.starts_with([':', '|', '>', '»', '›', '→', '▶', '►']) || ["-", "–", "—"].iter().any(|d| is_dash(d));
    if !rest.contains(char::is_alphanumeric) {
        return Some(Link::Heading);
    }
    if separated {
        return Some(Link::Story);
    }
    if !rest.starts_with(char::is_alphanumeric) && !rest.starts_with(['‘', '“', '\'', '"', '[']) || ends_sentence(rest)
    {
        return None;
    }
    let rest_in_capitals = !rest.contains(char::is_lowercase);
    let in_capitals = !cue.contains(char::is_lowercase);
    let mut words = cue.split_whitespace();
    let each_capital = words.clone().count() > 1 && words.all(|w| w.starts_with(char::is_uppercase));
    ((in_capitals && !rest_in_capitals) || (each_capital && !rest_in_capitals && rest.starts_with(char::is_uppercase)))
        .then_some(Link::Story)
}

/// An address, or Markdown links with nothing around them.
fn is_bare_link(line: &str) -> bool {
    // The bullet stripper takes the bracket that opens a Markdown link as well.
    let first = without_bullet(line);
    let opens = line[..line.len() - first.len()].ends_with('[');
    let mut line = first.trim_end_matches(['*', '_', '|', ' ']);
    if !opens && line.contains("](") {
        return false;
    }
    let mut links = 0;
    while let Some((_, rest)) = line.split_once("](") {
        let Some((address, rest)) = rest.split_once(')') else { return false };
        if address.contains(char::is_whitespace) && !address.contains('"') {
            return false;
        }
        links += 1;
        line = without_bullet(rest);
        if !line.is_empty() && !rest.trim_start_matches(['*', '_', ' ', '|', '•', '-', '–']).starts_with('[') {
            return false;
        }
    }
    if links > 0 {
        return line.is_empty();
    }
    let line = line.trim_end_matches(['>', ')', ']']);
    let is_address = ["http://", "https://", "www."].iter().any(|s| behind(line, s).is_some());
    is_address && !line.contains(char::is_whitespace)
}

/// Whether a line is a caption, a byline, a time stamp or a notice.
pub(crate) fn aside(line: &str) -> Option<Aside> {
    let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    if line.starts_with("![") {
        return Some(Aside::Caption);
    }
    if is_byline(line) || is_time_stamp(line) {
        return Some(Aside::Byline);
    }
    let cues = &*CUES;
    let bare = line.trim_start_matches(['(', '[', ' ']);
    let is_caption = cues.starts.iter().any(|cue| behind(bare, cue).is_some())
        || cues.whole.iter().any(|cue| line.eq_ignore_ascii_case(cue))
        || ends_with_credit(line);
    is_caption.then_some(Aside::Caption)
}

/// "… stand guard in Goma (AP Photo/Jane Doe)", "… [Jane Doe/Reuters]", "… (Jane Doe via Getty Images)".
fn ends_with_credit(line: &str) -> bool {
    let line = line.trim_end_matches('.');
    let Some((open, inner)) = line.strip_suffix([')', ']']).and_then(|l| Some((l.rfind(['(', '['])?, l))) else {
        return false;
    };
    let credit = inner[open + 1..].to_lowercase();
    let is_agency = |name: &str| CUES.agencies.iter().any(|a| behind(name.trim(), a).is_some());
    let named = |name: &str| name.split_whitespace().count() > 1;
    ["ap photo/", "photo:", "photo by ", "photo courtesy"].iter().any(|start| credit.starts_with(start))
        || credit.ends_with(" via getty images")
        || credit.split_once('/').is_some_and(|(who, by)| named(who) && is_agency(by))
}

/// "By Jane Doe and John Roe, Correspondents"; "Reporting by Jane Doe; Editing by John Roe".
fn is_byline(line: &str) -> bool {
    const WORK: [&str; 13] = [
        "reporting by",
        "additional reporting by",
        "editing by",
        "edited by",
        "written by",
        "writing by",
        "compiled by",
        "translated by",
        "words by",
        "text by",
        "story by",
        "analysis by",
        "with reporting by",
    ];
    let inner = line.trim_start_matches(['(', '[']).trim_end_matches([')', ']', '.']);
    if let Some(rest) = WORK.iter().find_map(|work| behind(inner, work)) {
        // Verbs in small letters show a sentence.
        return rest.trim_start_matches([':', ' ']).starts_with(char::is_uppercase) && small_words(rest) <= 3;
    }
    if inner.ends_with("contributed to this report") || inner.ends_with("contributed reporting") {
        return line.split_whitespace().count() <= 30;
    }
    let Some(rest) = behind(line, "by") else { return false };
    let words = rest.split_whitespace().count();
    line.starts_with(['B', 'b'])
        && rest.trim_start_matches([':', ' ']).starts_with(char::is_uppercase)
        && !ends_sentence(line)
        && (2..=14).contains(&words)
        && small_words(rest) == 0
        && !rest.split_whitespace().next().is_some_and(is_calendar_word)
}

/// Words in small letters that no list of names has.
fn small_words(text: &str) -> usize {
    const LINKING: [&str; 14] =
        ["and", "in", "for", "of", "the", "at", "with", "de", "da", "van", "von", "der", "bin", "al"];
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|w| !w.is_empty());
    words.filter(|w| w.starts_with(char::is_lowercase) && !LINKING.contains(w) && !w.contains('.')).count()
}

/// "Published: 11 July 2023", "Updated 09:30 GMT, July 11, 2023", "Tue 11 Jul 2023 10.15 BST", "3 min read".
fn is_time_stamp(line: &str) -> bool {
    const WORDS: [&str; 34] = [
        "published",
        "updated",
        "posted",
        "modified",
        "created",
        "first",
        "last",
        "on",
        "at",
        "am",
        "pm",
        "gmt",
        "utc",
        "bst",
        "est",
        "edt",
        "et",
        "cet",
        "cest",
        "ist",
        "jst",
        "kst",
        "eat",
        "ago",
        "min",
        "mins",
        "minute",
        "minutes",
        "hour",
        "hours",
        "read",
        "date",
        "time",
        "of",
    ];
    if line.ends_with('.') && !line.ends_with("m.") {
        return false;
    }
    let mut seen_digit = false;
    let mut count = 0;
    for word in line.split(|c: char| !c.is_alphanumeric() && c != '’').filter(|w| !w.is_empty()) {
        count += 1;
        let digits = word.trim_end_matches(char::is_alphabetic);
        let is_number =
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && word.len() - digits.len() <= 2;
        seen_digit |= is_number;
        if !is_number && !is_calendar_word(word) && !WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)) {
            return false;
        }
    }
    seen_digit && (2..=16).contains(&count)
}

/// True if the line ends as a sentence does, closing quotation marks and brackets aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '*' | '_')
    })
    .ends_with(['.', '!', '?', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_other_stories() {
        for line in [
            "ALSO READ: Rebels free hostages",
            "Also read - Rebels free hostages",
            "READ MORE Rebels free hostages",
            "Read More: ‘We are free’",
            "- **Read more:** [Rebels free hostages](https://example.org/a)",
            "» SEE ALSO | Rebels free hostages",
            "WATCH: Rebels free hostages",
            "Read More Rebels free hostages",
            "Click here to get our app.",
            "Sign up for our weekly letter.",
            "[Rebels free hostages](https://example.org/a)",
            "https://example.org/a",
            "(READ: Rebels free hostages)",
        ] {
            assert_eq!(link(line), Some(Link::Story), "{line}");
        }
        for line in ["RELATED", "Related stories:", "**You may also like**", "More on this story", "Editor’s picks"] {
            assert_eq!(link(line), Some(Link::Heading), "{line}");
        }
    }

    #[test]
    fn sentences_that_start_like_links() {
        for line in [
            "Related protests took place in Paris.",
            "Related protests took place in Paris",
            "Read more than ten books a year, the minister said.",
            "Watch officials met in Geneva.",
            "More than 100 people were killed.",
            "More Russian troops crossed the border",
            "Latest talks end without a deal",
            "Opinion polls show a close race",
            "Video of the attack was shared online.",
            "Recommended sanctions include a travel ban.",
            "RELATED PROTESTS HELD IN PARIS",
            "Subscribers to the treaty met [in Vienna](https://example.org) on Monday.",
        ] {
            assert_eq!(link(line), None, "{line}");
        }
    }

    #[test]
    fn lines_beside_the_report() {
        for line in [
            "FILE PHOTO: Soldiers stand guard in Goma",
            "FILE - Soldiers stand guard in Goma, March 3, 2021.",
            "Soldiers stand guard in Goma. (AP Photo/Jane Doe)",
            "Soldiers stand guard in Goma [Jane Doe/Reuters]",
            "![Soldiers](goma.jpg)",
            "Advertisement",
            "© 2023 Example News. All rights reserved.",
        ] {
            assert_eq!(aside(line), Some(Aside::Caption), "{line}");
        }
        for line in [
            "By Jane Doe",
            "By Jane Doe and John Roe, Chief Correspondents",
            "(Reporting by Jane Doe in Goma; Editing by John Roe)",
            "Published: 11 July 2023 09:30 GMT",
            "Tue 11 Jul 2023 10.15 BST",
            "3 min read",
        ] {
            assert_eq!(aside(line), Some(Aside::Byline), "{line}");
        }
        for line in [
            "By Tuesday the rebels had left.",
            "By signing the treaty Moscow gives in",
            "The Reuters news agency said rebels attacked.",
            "Published reports say rebels attacked.",
            "Editing by hand is slow.",
            "May 11 talks fail",
            "March 24.",
            "They met on Monday. (Haaretz), (AP photo)",
        ] {
            assert_eq!(aside(line), None, "{line}");
        }
    }
}
