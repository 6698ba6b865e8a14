//! English spelling backwards: from inflected forms to their lemma, in place.
//!
//! Every function works on `word[start..]`, in small letters except in names.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Stems that the spelling rules would get wrong: true if the verb has a silent e.
static STEMS: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    include_str!("../../data/verb_stems.txt")
        .lines()
        .filter_map(|l| l.split_once(' '))
        .filter(|l| l.0 != "#")
        .flat_map(|(kind, stems)| stems.split(' ').map(move |s| (s, kind == "e")))
        .collect()
});

fn is_vowel(b: u8) -> bool {
    matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u')
}

fn has_vowel(stem: &str) -> bool {
    !stem.is_ascii() || stem.bytes().any(|b| is_vowel(b) || b == b'y')
}

/// Groups of vowels: near enough to syllables.
fn syllables(stem: &str) -> usize {
    let mut count = 0;
    let mut in_vowel = false;
    for b in stem.bytes() {
        let vowel = is_vowel(b) || b == b'y' && count > 0;
        count += usize::from(vowel && !in_vowel);
        in_vowel = vowel;
    }
    count
}

fn cut(word: &mut String, bytes: usize) {
    word.truncate(word.len() - bytes);
}

/// "condemned", "accused", "planned"
pub(super) fn past(word: &mut String, start: usize) {
    let w = &word[start..];
    if !w.ends_with("ed") || w.len() < 4 || !has_vowel(&w[..w.len() - 2]) {
        return;
    }
    if w.ends_with("ied") {
        let long = w.len() > 4;
        cut(word, if long { 3 } else { 1 });
        if long {
            word.push('y');
        }
    } else if w.ends_with("eed") {
        cut(word, 1);
    } else {
        cut(word, 2);
        stem_to_lemma(word, start);
    }
}

/// "agreeing", "making", "stopping"
pub(super) fn participle(word: &mut String, start: usize) {
    let w = &word[start..];
    let (stem, bytes) = match (w.strip_suffix("ing"), w.strip_suffix("in'")) {
        (Some(stem), _) | (None, Some(stem)) => (stem, 3),
        _ => return,
    };
    if stem.is_empty() || !has_vowel(stem) {
        return;
    }
    cut(word, bytes);
    stem_to_lemma(word, start);
}

/// "condemns", "vetoes", "tries"
pub(super) fn third_person(word: &mut String, start: usize) {
    let w = &word[start..];
    if !w.ends_with('s') || w.ends_with("ss") || w.len() < 3 {
        return;
    }
    if w.ends_with("ies") && w.len() > 4 {
        cut(word, 3);
        word.push('y');
    } else if ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|e| w.ends_with(e)) {
        cut(word, 2);
    } else {
        cut(word, 1);
    }
}

/// What is left before -ed or -ing: restores a silent e or takes back a doubled consonant.
fn stem_to_lemma(word: &mut String, start: usize) {
    let stem = &word[start..];
    let bytes = stem.as_bytes();
    let last = bytes[bytes.len() - 1];
    // "re-elect": what stands after the hyphen decides.
    let tail = stem.rsplit('-').next().unwrap_or(stem);
    let prefixed = ["re", "over", "mis", "out", "under", "un", "pre", "co"].iter().find_map(|p| tail.strip_prefix(p));
    if let Some(&silent) = STEMS.get(tail).or_else(|| prefixed.filter(|t| t.len() > 3).and_then(|t| STEMS.get(t))) {
        if silent {
            word.push('e');
        }
        return;
    }
    let doubled = bytes.len() >= 3 && bytes[bytes.len() - 2] == last && !is_vowel(last) && last.is_ascii_alphabetic();
    if doubled {
        let undo = match last {
            b's' | b'z' | b'f' => false,
            // "called", "killed" but "expelled", "controlled"
            b'l' => syllables(stem) > 1,
            _ => true,
        };
        if undo {
            cut(word, 1);
        }
    } else if silent_e(stem) {
        word.push('e');
    }
}

/// Whether a stem that ends in one consonant had a silent e.
fn silent_e(stem: &str) -> bool {
    let b = stem.as_bytes();
    let n = b.len();
    let at = |back: usize| n.checked_sub(back).map_or(0, |i| b[i]);
    let (last, before, third) = (at(1), at(2), at(3));
    match last {
        b'c' | b'v' | b'u' => return true,
        b'z' => return before != b't',
        b's' => return is_vowel(before) || matches!(before, b'r' | b'n' | b'l' | b'p' | b'w' | b'y'),
        b'e' | b'o' | b'i' | b'a' | b'w' | b'y' | b'x' | b'h' | b'q' | b'j' => return false,
        b'g' => {
            return match before {
                b'n' => third == b'e',
                _ => is_vowel(before) || matches!(before, b'r' | b'l' | b'd' | b'y'),
            };
        }
        b'l' if !is_vowel(before) => {
            return !matches!(before, b'l' | b'r' | b'w' | b'y') || before == b'y' && third == b't';
        }
        b'r' if !is_vowel(before) => return matches!(before, b't' | b'b' | b'c'),
        _ => {}
    }
    if before == b'y' {
        return matches!(last, b'p' | b'm' | b'n' | b't');
    }
    if !is_vowel(before) {
        return false;
    }
    // Two vowels: "maintain", "defeat"; but "evacuate", "associate", and the u of "qu" is none.
    if is_vowel(third) && !(third == b'u' && at(4) == b'q') {
        return matches!((third, before), (b'i' | b'u', b'a'));
    }
    let short = syllables(stem) == 1;
    match (before, last) {
        (b'e', _) => last == b'd',
        (b'a', b'l') => false,
        (b'a', b'n') => short,
        (b'a', _) => true,
        (b'i', b't') => false,
        (b'i', _) => true,
        (b'o', b'r' | b'n' | b'p') => false,
        (b'o', b'm') => false,
        (b'o', _) => true,
        (b'u', _) => true,
        _ => false,
    }
}

/// "larger", "easiest", "biggest"; `ending` is "er" or "est".
pub(super) fn comparative(word: &mut String, start: usize, ending: &str) {
    let w = &word[start..];
    let Some(stem) = w.strip_suffix(ending) else { return };
    if stem.len() < 2 || !has_vowel(stem) {
        return;
    }
    cut(word, ending.len());
    let stem = &word[start..];
    let b = stem.as_bytes();
    let (last, before) = (b[b.len() - 1], b[b.len() - 2]);
    if last == b'i' {
        cut(word, 1);
        word.push('y');
    } else if last == before && matches!(last, b'g' | b't' | b'n' | b'd' | b'm' | b'p') {
        cut(word, 1);
    } else if matches!(last, b'h' | b'w' | b'y') || stem.ends_with("ng") && stem != "strang" {
    } else if silent_e(stem) && !stem.ends_with("us") || matches!(stem, "sever" | "fre" | "sincer" | "sor" | "lon") {
        word.push('e');
    }
}

/// "policies", "ministries", "gunmen", "viruses"; keeps capitals.
pub(super) fn plural(word: &mut String, start: usize) {
    let w = &word[start..];
    let n = w.len();
    if n < 3 || !w.is_char_boundary(n - 1) {
        return;
    }
    if let Some(stem) = w.strip_suffix("men").filter(|s| s.len() > 1) {
        let keep = stem.len();
        word.truncate(start + keep);
        word.push_str("man");
        return;
    }
    // "1990s" and "NGO's"
    if let Some(stem) = w.strip_suffix("'s") {
        let keep = stem.len();
        word.truncate(start + keep);
        return;
    }
    if !w.ends_with('s') || w.ends_with("ss") {
        return;
    }
    if w.ends_with("ies") && n > 4 {
        cut(word, 3);
        word.push('y');
    } else if ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|e| w.ends_with(e)) {
        cut(word, 2);
    } else if ["yses", "theses", "nopses"].iter().any(|e| w.ends_with(e)) {
        cut(word, 2);
        word.push_str("is");
    } else if w.ends_with("uses")
        && n > 5
        && matches!(w.as_bytes()[n - 5], b'r' | b't' | b'n' | b'p' | b'c' | b'i' | b'l' | b's')
    {
        // "viruses", "statuses", "campuses"
        cut(word, 2);
    } else {
        cut(word, 1);
    }
}
